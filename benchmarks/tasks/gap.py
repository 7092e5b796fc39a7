"""GAP: which of two names a pronoun stands for."""

from __future__ import annotations

import csv
from pathlib import Path

from benchmarks.tasks.coref import REFERENCE_STAGES
from newsgraph.extractors.coreference import analyse
from newsgraph.extractors.figures import Stage
from newsgraph.extractors.language_model import load_model
from newsgraph.extractors.mentions import Phrase
from newsgraph.extractors.pipeline import parse_documents, read_document
from newsgraph.extractors.pronouns import agrees, score_mention
from newsgraph.graph.model import Document

STAGES_BEFORE = tuple(s for s in REFERENCE_STAGES if s.name != "coreference")


def predict(input: Path, output: Path, model: str | None) -> None:
    """``input``: the GAP table; ``output``: TSV ID, A-coref, B-coref, without a header, in the same order."""
    with input.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    parsed = parse_documents((Document(row["Text"]) for row in rows), load_model(model))
    with output.open("w", encoding="utf-8") as out:
        for row, (document, sections, parse) in zip(rows, parsed, strict=True):
            reading = read_document(document, sections, parse, STAGES_BEFORE)
            a, b = judge(analyse(reading), row)
            out.write(f"{row['ID']}\t{str(a).upper()}\t{str(b).upper()}\n")


def judge(stage: Stage, row: dict[str, str]) -> tuple[bool, bool]:
    """Whether the pronoun stands for A and for B: by the figures read, else by the scores of the two names."""
    pronoun = stage.reading.parse.token_at(int(row["Pronoun-offset"]))
    if pronoun is None:
        return False, False
    heads = [_head(stage, row, key) for key in ("A", "B")]
    figure = stage.figure_at(pronoun)
    hits = [figure is not None and stage.figure_at(head) is figure for head in heads]
    if any(hits):
        return hits[0], hits[1]
    phrase = stage.phrases.get(pronoun)
    if phrase is None:
        return False, False
    scores = [_score(stage, phrase, head) for head in heads]
    return scores[0] > scores[1], scores[1] > scores[0]


def _head(stage: Stage, row: dict[str, str], key: str) -> int:
    """The head of the name at the given place."""
    parse = stage.reading.parse
    start = int(row[f"{key}-offset"])
    tokens = list(parse.tokens_in(start, start + len(row[key])))
    known = [t for t in tokens if t in stage.phrases]
    return known[-1] if known else tokens[-1]


def _score(stage: Stage, phrase: Phrase, head: int) -> float:
    """A name that follows the pronoun, or clashes with it, comes last."""
    figure = stage.figure_at(head)
    clash = figure is not None and not agrees(phrase, figure)
    return score_mention(stage, phrase, head, figure) - 5.0 * clash - 2.0 * (head > phrase.head)
