"""Which reader reads what, by suffix; modules are imported when their first file is met."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import PurePath
from typing import BinaryIO, cast

from newsgraph.errors import InputError, UnknownNameError
from newsgraph.graph.model import Document
from newsgraph.readers.source import Input, Reader, Settings

BUILT_IN: dict[str, str] = {
    "text": "newsgraph.readers.plain:read_text",
    "lines": "newsgraph.readers.plain:read_lines",
    "jsonl": "newsgraph.readers.jsonl:read_jsonl",
    "json": "newsgraph.readers.wire:read_json",
    "xml": "newsgraph.readers.wire:read_xml",
    "feed": "newsgraph.readers.feeds:read_feed",
    "html": "newsgraph.readers.html:read_html",
    "csv": "newsgraph.readers.tables:read_csv",
    "tsv": "newsgraph.readers.tables:read_tsv",
    "parquet": "newsgraph.readers.tables:read_parquet",
    "warc": "newsgraph.readers.warc:read_warc",
    "pdf": "newsgraph.readers.pdf:read_pdf",
    "mail": "newsgraph.readers.mail:read_mail",
    "zip": "newsgraph.readers.archives:read_zip",
    "gzip": "newsgraph.readers.archives:read_gzip",
    "zstd": "newsgraph.readers.archives:read_zstd",
}
"""Name of a reader -> where it is."""

SUFFIXES: dict[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".ninjs": "json",
    ".xml": "xml",
    ".nitf": "xml",
    ".newsml": "xml",
    ".rss": "feed",
    ".atom": "feed",
    ".html": "html",
    ".htm": "html",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".pdf": "pdf",
    ".eml": "mail",
    ".zip": "zip",
    ".gz": "gzip",
    ".zst": "zstd",
}
"""Suffix of a file, lower-cased -> name of its reader."""

OUTRIGHT: dict[str, str] = {".json": "json"}
"""Suffixes whose files are read when named outright, and left out in folders: most JSON files are no articles."""

MOST_MARKS = 2_000
"""Punctuation in a row: taking a word apart takes time with their square, 20,000 quotation marks a minute."""
_MARKS = re.compile(r"(?<![^\w\s])[^\w\s]{100,}")

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


def through(name: str, stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """What a reader yields for a stream; what it raises is yielded as an error that names the stream.

    The parsers behind the readers are made for honest files; whatever they do with others spoils one input only.
    """
    read = reader(name)
    try:
        for found in read(stream, location, settings):
            if isinstance(found, Document) and _is_marks(found.text):
                yield InputError(found.location or location, f"more than {MOST_MARKS:,} punctuation marks in a row")
            else:
                yield found
    except InputError as error:
        yield error
    except OSError as error:
        yield InputError(location, reason_of(error))
    except Exception as error:
        yield InputError(location, f"the {name} reader fails with {type(error).__name__}: {str(error)[:200]}")


def _is_marks(text: str) -> bool:
    """Has a word that is longer than any, and mostly punctuation?"""
    words = text.split()
    return len(max(words, key=len, default="")) > MOST_MARKS and any(
        found.end() - found.start() > MOST_MARKS for found in _MARKS.finditer(text)
    )


def reason_of(error: OSError) -> str:
    """Why a file cannot be read, in a few words."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return error.strerror or str(error)


def name_for(path: PurePath, *, outright: bool = False) -> str | None:
    """The name of the reader for a file, by its suffix; None when no reader claims it."""
    suffix = path.suffix.lower()
    if path.name.lower().endswith(".warc.gz"):
        return "warc"
    return SUFFIXES.get(suffix) or (OUTRIGHT.get(suffix) if outright else None)
