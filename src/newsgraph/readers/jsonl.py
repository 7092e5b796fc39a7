"""JSON Lines: an object a line, the article in ``text`` and what is known of it beside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from newsgraph.errors import InputError
from newsgraph.readers.decoding import decode
from newsgraph.readers.metadata import describe
from newsgraph.readers.source import LIMIT, Input, Settings, sha256

TEXT_FIELDS = ("text", "body", "content", "maintext")

MOST_BLANK = 100_000
"""Blank lines in a row."""


def read_jsonl(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """A document a line, located as ``FILE:LINE``; blank lines are passed over, bad ones are yielded as errors."""
    seen = False
    blank = 0
    for number, raw in enumerate(iter(lambda: stream.readline(LIMIT + 1), b""), 1):
        if len(raw) > LIMIT:
            raise InputError(f"{location}:{number}", f"a line of more than {LIMIT:,} bytes")
        blank = 0 if raw.strip() else blank + 1
        if blank > MOST_BLANK:
            raise InputError(f"{location}:{number}", f"more than {MOST_BLANK:,} blank lines")
        if blank:
            continue
        seen = True
        place = f"{location}:{number}"
        try:
            yield _document(raw.rstrip(b"\r\n"), place, settings)
        except InputError as error:
            yield error
    if not seen:
        raise InputError(location, "the file is empty")


def _document(raw: bytes, place: str, settings: Settings) -> Input:
    text_of_line = decode(raw, place).removeprefix("\ufeff")
    try:
        record = json.loads(text_of_line)
    except (ValueError, RecursionError) as error:
        raise InputError(place, f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise InputError(place, f"expected a JSON object with a text, got {type(record).__name__}")
    wanted = settings.columns.get("text")
    names = (wanted,) if wanted else TEXT_FIELDS
    text = next((record[name] for name in names if name in record), None)
    if not isinstance(text, str):
        raise InputError(
            place, f"no field {' or '.join(map(repr, names))} with a string; choose one with --column text=NAME"
        )
    if not text.strip():
        raise InputError(place, "the text is empty")
    return describe(text, record, place, settings.defaults, settings.columns, raw_sha256=sha256(raw))
