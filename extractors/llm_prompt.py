"""What a language model is asked: the instructions, the form of its answer, and the passages of a document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from newsgraph.extractors import structure
from newsgraph.graph.model import (
    AttributionMode,
    Certainty,
    Document,
    Polarity,
    Span,
    StatementKind,
    Timeframe,
    content_id,
)

PASSAGE_WORDS = 450
"""Words of a passage: whole paragraphs up to about so many."""

Json = dict[str, Any]


@cache
def instructions() -> str:
    """The text of ``data/llm_prompt.txt`` without its header."""
    text = (Path(__file__).parent / "data" / "llm_prompt.txt").read_text(encoding="utf-8")
    return text.partition("\n")[2].strip()


def _text(*, nullable: bool = False) -> Json:
    return {"type": ["string", "null"]} if nullable else {"type": "string"}


def _one_of(
    values: type[Polarity] | type[Certainty] | type[Timeframe] | type[StatementKind] | type[AttributionMode],
) -> Json:
    return {"type": "string", "enum": [value.value for value in values]}


def _record(**fields: Json) -> Json:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


@cache
def answer_schema() -> Json:
    """JSON schema of an answer, in the strict subset that servers enforce."""
    holder = _record(words=_text(), cue=_text(nullable=True), mode=_one_of(AttributionMode))
    statement = _record(
        evidence=_text(),
        subject=_text(nullable=True),
        predicate=_text(),
        object=_text(nullable=True),
        arguments={"type": "array", "items": _text()},
        kind=_one_of(StatementKind),
        polarity=_one_of(Polarity),
        certainty=_one_of(Certainty),
        timeframe=_one_of(Timeframe),
        holders={"type": "array", "items": holder},
    )
    return _record(statements={"type": "array", "items": statement})


@cache
def prompt_version() -> str:
    """A hash of all that is asked beside the passage itself."""
    return content_id(instructions(), json.dumps(answer_schema(), sort_keys=True), PASSAGE_WORDS)[:8]


def messages(passage: str) -> list[Json]:
    """The conversation that asks for the statements of a passage.

    The passage is a JSON string of its own, so that nothing in it can end it.
    """
    return [
        {"role": "system", "content": instructions()},
        {"role": "user", "content": json.dumps({"passage": passage}, ensure_ascii=False)},
    ]


def passages(document: Document, words: int = PASSAGE_WORDS) -> Iterator[Span]:
    """Runs of whole paragraphs of about ``words`` words, in text order; front matter, bylines and the like are left out.

    A longer paragraph is a passage of its own; an empty text has none.
    """
    start = end = size = 0
    for section in structure.divide(document):
        if section.paragraph is None:
            continue
        count = len(document.text[section.start : section.end].split())
        if size and size + count > words:
            yield Span(start, end)
            size = 0
        if not size:
            start = section.start
        end, size = section.end, size + count
    if size:
        yield Span(start, end)
