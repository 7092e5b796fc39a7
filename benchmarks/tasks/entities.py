"""Entities: spans of named things and, where the shipped tables have one, their Wikidata id."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.tasks.coref import REFERENCE_STAGES
from newsgraph.extractors.language_model import load_model
from newsgraph.extractors.pipeline import parse_documents, read_document
from newsgraph.extractors.reading import MentionDraft, Reading
from newsgraph.graph.model import Document, EntityType, MentionKind


def predict(input: Path, output: Path, model: str | None) -> None:
    """``input``: an ELEVANT benchmark; ``output``: JSONL ``{"id", "entity_mentions"}`` in the same order.

    The id of a thing without a Wikidata id is its name.
    """
    with input.open(encoding="utf-8") as handle:
        rows = [json.loads(line) for line in handle if line.strip()]
    parsed = parse_documents((Document(row["text"]) for row in rows), load_model(model))
    with output.open("w", encoding="utf-8") as out:
        for row, (document, sections, parse) in zip(rows, parsed, strict=True):
            reading = read_document(document, sections, parse, REFERENCE_STAGES)
            out.write(json.dumps({"id": row["id"], "entity_mentions": mentions(reading)}, ensure_ascii=False) + "\n")


def mentions(reading: Reading) -> list[dict[str, object]]:
    """Mentions by name or demonym of all referents, and the pronouns of named people, in text order."""
    found: list[tuple[tuple[int, int], str]] = []
    for referent in reading.cast:
        identifier = referent.same_as[0] if referent.same_as else referent.name
        for draft in referent.mentions:
            if draft.kind in (MentionKind.NAME, MentionKind.DEMONYM) or (
                draft.kind is MentionKind.PRONOUN and referent.named and referent.type is EntityType.PERSON
            ):
                found.append((_span(reading, draft), identifier))
    return [{"span": list(span), "id": identifier} for span, identifier in sorted(found)]


def _span(reading: Reading, draft: MentionDraft) -> tuple[int, int]:
    """Without an article, except one that is capitalised inside a sentence: it belongs to the name ("told The Times")."""
    parse = reading.parse
    start = draft.start
    if draft.kind is MentionKind.NAME and start + 1 < draft.end and parse.lower[start] in ("the", "a", "an"):
        start += 1
    article = start - 1
    if (
        draft.kind is MentionKind.NAME
        and article > parse.sents[parse.sent[start]][0]
        and parse.word[article] in ("The", "A")
        and parse.pos[article - 1] != "PUNCT"
    ):
        start = article
    return parse.chars(start, draft.end)
