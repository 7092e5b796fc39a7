"""Which reader reads what, by suffix; modules are imported when their first file is met."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import PurePath
from typing import cast

from newsgraph.errors import UnknownNameError
from newsgraph.readers.source import Reader

BUILT_IN: dict[str, str] = {
    "text": "newsgraph.readers.plain:read_text",
    "lines": "newsgraph.readers.plain:read_lines",
    "jsonl": "newsgraph.readers.jsonl:read_jsonl",
}
"""Name of a reader -> where it is."""

SUFFIXES: dict[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
"""Suffix of a file, lower-cased -> name of its reader."""

ENTRY_POINTS = "newsgraph.readers"


def names() -> list[str]:
    """All readers, those of other packages (entry-point group ``newsgraph.readers``) included, sorted."""
    return sorted({*BUILT_IN, *(point.name for point in _foreign())})


def _foreign() -> Iterator[EntryPoint]:
    for point in entry_points(group=ENTRY_POINTS):
        if point.name in BUILT_IN:
            raise ValueError(f"two readers are called {point.name!r}: {BUILT_IN[point.name]} and {point.value}")
        yield point


def reader(name: str) -> Reader:
    """The reader called ``name``.

    Raises:
        UnknownNameError: there is none.
    """
    if name not in BUILT_IN:
        for point in entry_points(group=ENTRY_POINTS):
            if point.name == name:
                return cast(Reader, point.load())
        raise UnknownNameError("reader", name, names())
    module, _, function = BUILT_IN[name].partition(":")
    return cast(Reader, getattr(import_module(module), function))


def name_for(path: PurePath) -> str | None:
    """The name of the reader for a file, by its suffix; None when no reader claims it."""
    return SUFFIXES.get(path.suffix.lower())
