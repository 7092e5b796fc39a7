"""Coreference: clusters of mentions, written as the full noun phrases that annotators mark."""

from __future__ import annotations

import json
from pathlib import Path

from newsgraph.extractors.language_model import load_model
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.pipeline import STAGES, parse_documents, read_document
from newsgraph.extractors.reading import MentionDraft, Reading
from newsgraph.graph.model import Document, MentionKind

REFERENCE_STAGES = tuple(s for s in STAGES if s.name in ("quotes", "attribution", "times", "coreference"))


def predict(input: Path, output: Path, model: str | None) -> None:
    """``input``: JSONL ``{"doc", "text"}``; ``output``: JSONL ``{"doc", "clusters"}`` in the same order."""
    with input.open(encoding="utf-8") as handle:
        rows = [json.loads(line) for line in handle if line.strip()]
    parsed = parse_documents((Document(row["text"]) for row in rows), load_model(model))
    with output.open("w", encoding="utf-8") as out:
        for row, (document, sections, parse) in zip(rows, parsed, strict=True):
            reading = read_document(document, sections, parse, REFERENCE_STAGES)
            out.write(json.dumps({"doc": row["doc"], "clusters": clusters(reading)}) + "\n")


def clusters(reading: Reading) -> list[list[tuple[int, int]]]:
    """Character spans of each referent's mentions; a span stands in one cluster, adjectives ("Afghan") in none."""
    result = []
    seen: set[tuple[int, int]] = set()
    for referent in reading.cast:
        spans = []
        for draft in referent.mentions:
            if draft.kind is MentionKind.DEMONYM and reading.parse.tag[draft.head] == "JJ":
                continue
            span = full_span(reading, draft)
            if span not in seen:
                seen.add(span)
                spans.append(span)
        if spans:
            result.append(spans)
    return result


def full_span(reading: Reading, draft: MentionDraft) -> tuple[int, int]:
    """The whole noun phrase around a mention: with determiners, titles, attributes and clauses, without what is coordinated."""
    parse = reading.parse
    if draft.kind in (MentionKind.PRONOUN, MentionKind.DEMONYM):
        return parse.chars(draft.start, draft.end)
    head = draft.head
    above = parse.head[head]
    if parse.dep[head] == "appos" and reading.referent.get(above) == reading.referent.get(head):
        head = above
    start, end = _edges(parse, head)
    start, end = min(start, draft.start), max(end, draft.end)
    while end - 1 > start and parse.word[end - 1] in (",", ".", ";", ":", "—", "-", "–"):
        end -= 1
    while start < end - 1 and parse.word[start] in (",", ";", ":", "—", "-", "–", '"', "“"):
        start += 1
    return parse.chars(start, end)


def _edges(parse: Parse, head: int) -> tuple[int, int]:
    start, end = head, head + 1
    for child in parse.children[head]:
        if parse.dep[child] in ("cc", "conj", "preconj", "punct", "dep", "parataxis"):
            if parse.dep[child] == "conj":
                break
            continue
        if child < head and parse.dep[child] in ("nsubj", "aux", "cop", "advcl", "mark", "ccomp"):
            continue
        start = min(start, parse.left[child])
        end = max(end, parse.right[child] + 1)
    return start, end
