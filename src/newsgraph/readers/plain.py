"""Plain text and Markdown: the whole file is the text, front matter included, so offsets point into the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from newsgraph.readers.decoding import decode
from newsgraph.readers.metadata import describe, front_matter
from newsgraph.readers.source import LIMIT, Input, Settings, read_limited


def read_text(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """One document."""
    text = decode(read_limited(stream, location, LIMIT), location)
    yield describe(text, front_matter(text), location, settings.defaults)


def read_lines(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """Every line a document of its own, empty ones too; its location is the number of the line, from 1.

    Only a line feed ends a line, and a carriage return before it belongs to the end.
    """
    for number, raw in enumerate(stream, 1):
        line = raw.removesuffix(b"\n").removesuffix(b"\r")
        blank = not line.strip()
        yield describe("" if blank else decode(line, f"{location}:{number}"), {}, str(number), settings.defaults)
