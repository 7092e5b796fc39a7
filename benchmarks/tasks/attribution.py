"""Attribution: who says what, as character spans of source, cue and content."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from newsgraph.extractors.language_model import load_model
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.pipeline import STAGES, parse_documents, read_document
from newsgraph.extractors.quote_frames import quoted_tokens
from newsgraph.extractors.reading import Frame, QuoteSpan, Reading
from newsgraph.graph.model import Document

_STAGES = tuple(stage for stage in STAGES if stage.name in ("quotes", "attribution"))


def predict(input: Path, output: Path, model: str | None) -> None:
    """``input``: JSONL ``{"doc", "text"}``; ``output``: JSONL ``{"doc", "attributions"}`` in the same order."""
    with input.open(encoding="utf-8") as handle:
        rows = [json.loads(line) for line in handle if line.strip()]
    parsed = parse_documents((Document(row["text"]) for row in rows), load_model(model))
    with output.open("w", encoding="utf-8") as out:
        for row, (document, sections, parse) in zip(rows, parsed, strict=True):
            reading = read_document(document, sections, parse, _STAGES)
            out.write(json.dumps({"doc": row["doc"], "attributions": attributions(reading)}) + "\n")


def attributions(reading: Reading) -> list[dict[str, list[tuple[int, int]]]]:
    """The attributions the author makes; those that a source makes inside what is attributed to him are left out."""
    parse = reading.parse
    return [
        {
            "source": [parse.chars(a, b) for a, b in frame.source],
            "cue": [parse.chars(a, b) for a, b in _runs(frame.cue)],
            "content": [parse.chars(a, b) for a, b in frame.content],
        }
        for frame in outermost(parse, reading.quotes, reading.frames)
        if frame.source or frame.cue
    ]


def outermost(parse: Parse, quotes: list[QuoteSpan], frames: list[Frame]) -> list[Frame]:
    """Frames whose cue stands neither in a quote nor in what another frame reports."""
    inside = [quote >= 0 for quote in quoted_tokens(parse, quotes)]
    reported: dict[int, list[int]] = {}
    for number, frame in enumerate(frames):
        for a, b in frame.content:
            for token in range(a, b):
                reported.setdefault(token, []).append(number)
    return [
        frame
        for number, frame in enumerate(frames)
        if not frame.cue or not (inside[frame.cue[0]] or [n for n in reported.get(frame.cue[0], ()) if n != number])
    ]


def _runs(tokens: Iterable[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for token in tokens:
        if runs and runs[-1][1] == token:
            runs[-1] = (runs[-1][0], token + 1)
        else:
            runs.append((token, token + 1))
    return runs
