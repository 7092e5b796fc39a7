"""Files, folders of files, standard input and addresses, in a stable order."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from newsgraph.errors import InputError
from newsgraph.readers import registry
from newsgraph.readers.decoding import decode
from newsgraph.readers.registry import reason_of
from newsgraph.readers.source import Input, Settings, one_line
from newsgraph.readers.xml_tree import parse_xml

logger = logging.getLogger(__name__)

STDIN = Path("-")

LISTS = (".urls", ".opml")
"""Suffixes of lists of addresses: one a line, ``#`` before a remark; or the feeds of an OPML file."""

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


class Address(str):
    """An address of the web among paths."""


def source(given: str) -> Path | Address:
    """A path, or an address where it begins like ``https://``."""
    return Address(given) if _ADDRESS.match(given) else Path(given)


def read(
    paths: Iterable[Path | Address],
    settings: Settings | None = None,
    *,
    reader: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Input]:
    """Documents of files and folders, each path in the order given, folders walked by sorted name.

    ``-`` is standard input.  A file is read by the reader of its suffix, or by ``reader`` when given; a file named
    outright whose suffix no reader claims is read as text, one met in a folder is left out and counted in the log.
    Addresses, and those of a list of them named outright, are read by ``settings.fetch``.

    Raises:
        UnknownNameError: no reader is called ``reader``.
    """
    settings = settings or Settings()
    if reader is not None:
        registry.reader(reader)
    for path in paths:
        if isinstance(path, Address):
            yield from _fetch(path, settings)
        elif path == STDIN:
            yield from read_stream(stdin or sys.stdin.buffer, "-", reader or "text", settings)
        elif path.suffix.lower() in LISTS and reader is None:
            yield from _read_list(path, settings)
        elif path.is_dir():
            yield from _read_folder(path, settings, reader)
        else:
            yield from _read_file(path, reader or registry.name_for(path, outright=True) or "text", settings)


def read_stream(stream: BinaryIO, location: str, reader: str, settings: Settings | None = None) -> Iterator[Input]:
    """Documents of one open stream; an error of the whole stream is yielded, not raised."""
    yield from registry.through(reader, stream, location, settings or Settings())


def _read_file(path: Path, reader: str, settings: Settings) -> Iterator[Input]:
    try:
        with path.open("rb") as stream:
            yield from read_stream(stream, printable(path), reader, settings)
    except OSError as error:
        yield InputError(printable(path), reason_of(error))


def _fetch(address: str, settings: Settings) -> Iterator[Input]:
    if settings.fetch is None:
        yield InputError(address, "an address is fetched only when that is asked for (--fetch)")
    else:
        yield from settings.fetch(address, settings)


def _read_list(path: Path, settings: Settings) -> Iterator[Input]:
    try:
        for address in addresses(path.read_bytes(), printable(path)):
            yield from _fetch(address, settings)
    except InputError as error:
        yield error
    except OSError as error:
        yield InputError(printable(path), reason_of(error))


def addresses(raw: bytes, location: str) -> list[str]:
    """The addresses of a list, each once, in its order.

    Raises:
        InputError: no list, or none in it.
    """
    if location.lower().endswith(".opml"):
        outlines = parse_xml(raw, location).iter("outline")
        found = [outline.get("xmlUrl", "") for outline in outlines]
    else:
        found = [line.partition(" #")[0].strip() for line in decode(raw, location).splitlines()]
        found = [line for line in found if not line.startswith("#")]
    if not any(found):
        raise InputError(location, "the list holds no addresses")
    return [address for address in dict.fromkeys(found) if address]


def printable(path: Path) -> str:
    """A path as text that can be printed and stored; bytes of a name that are no text are escaped."""
    return one_line(os.fsencode(path).decode("utf-8", "backslashreplace"))


def _read_folder(folder: Path, settings: Settings, reader: str | None) -> Iterator[Input]:
    found = False
    unclaimed: Counter[str] = Counter()
    for path in files_below(folder):
        name = registry.name_for(path)
        if name is None:
            unclaimed[printable(Path(path.suffix.lower() or path.name))] += 1
            continue
        found = True
        if path.exists() and not path.is_file():
            yield InputError(printable(path), "this is no file (a pipe, socket or device)")
            continue
        yield from _read_file(path, reader or name, settings)
    if unclaimed:
        kinds = ", ".join(f"{kind} ({count})" for kind, count in sorted(unclaimed.items()))
        logger.warning("%s: left out files that no reader claims: %s", printable(folder), kinds)
    if not found:
        yield InputError(printable(folder), "the folder holds no file that can be read")


def files_below(folder: Path) -> Iterator[Path]:
    """Files in a folder and its sub-folders, sorted by name; hidden ones and linked folders are passed over."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path is folder or (path.is_dir() and not path.is_symlink()):
            try:
                entries = sorted(path.iterdir(), key=lambda entry: entry.name, reverse=True)
            except OSError as error:
                logger.warning("%s: %s", printable(path), reason_of(error))
                continue
            waiting += (entry for entry in entries if not entry.name.startswith("."))
        elif not path.is_dir():
            yield path
