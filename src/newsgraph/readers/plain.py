"""Plain text and Markdown: the whole file is the text, front matter included, so offsets point into the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from newsgraph.errors import InputError
from newsgraph.readers.decoding import BlankError, decode
from newsgraph.readers.metadata import describe, front_matter
from newsgraph.readers.source import LIMIT, Input, Settings, read_limited, sha256


def read_text(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """One document."""
    raw = read_limited(stream, location, LIMIT)
    text = decode(raw, location)
    yield describe(text, front_matter(text), location, settings.defaults, raw_sha256=sha256(raw))


def read_lines(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """Every line a document of its own, blank ones too; its location is the number of the line, from 1.

    Only a line feed ends a line, and a carriage return before it belongs to the end.
    """
    for number, raw in enumerate(iter(lambda: stream.readline(LIMIT + 1), b""), 1):
        line = raw.removesuffix(b"\n").removesuffix(b"\r")
        try:
            text = decode(line, f"{location}:{number}") if len(raw) <= LIMIT else None
        except BlankError:
            text = line.decode("utf-8")
        except InputError as error:
            yield error
            continue
        if text is None:
            raise InputError(f"{location}:{number}", f"a line of more than {LIMIT:,} bytes")
        yield describe(text, {}, str(number), settings.defaults, raw_sha256=sha256(line))
