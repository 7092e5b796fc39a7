"""Files, folders of files and standard input, in a stable order."""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from newsgraph.errors import InputError
from newsgraph.readers import registry
from newsgraph.readers.source import Input, Settings

logger = logging.getLogger(__name__)

STDIN = Path("-")


def read(
    paths: Iterable[Path], settings: Settings | None = None, *, reader: str | None = None, stdin: BinaryIO | None = None
) -> Iterator[Input]:
    """Documents of files and folders, each path in the order given, folders walked by sorted name.

    ``-`` is standard input.  A file is read by the reader of its suffix, or by ``reader`` when given; a file named
    outright whose suffix no reader claims is read as text, one met in a folder is left out and counted in the log.

    Raises:
        UnknownNameError: no reader is called ``reader``.
    """
    settings = settings or Settings()
    if reader is not None:
        registry.reader(reader)
    for path in paths:
        if path == STDIN:
            yield from read_stream(stdin or sys.stdin.buffer, "-", reader or "text", settings)
        elif path.is_dir():
            yield from _read_folder(path, settings, reader)
        else:
            yield from _read_file(path, reader or registry.name_for(path, outright=True) or "text", settings)


def read_stream(stream: BinaryIO, location: str, reader: str, settings: Settings | None = None) -> Iterator[Input]:
    """Documents of one open stream; an error of the whole stream is yielded, not raised."""
    try:
        yield from registry.reader(reader)(stream, location, settings or Settings())
    except InputError as error:
        yield error
    except OSError as error:
        yield InputError(location, _reason(error))


def _read_file(path: Path, reader: str, settings: Settings) -> Iterator[Input]:
    try:
        with path.open("rb") as stream:
            yield from read_stream(stream, str(path), reader, settings)
    except OSError as error:
        yield InputError(str(path), _reason(error))


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return error.strerror or str(error)


def _read_folder(folder: Path, settings: Settings, reader: str | None) -> Iterator[Input]:
    found = False
    unclaimed: Counter[str] = Counter()
    for path in files_below(folder):
        name = registry.name_for(path)
        if name is None:
            unclaimed[path.suffix.lower() or path.name] += 1
            continue
        found = True
        yield from _read_file(path, reader or name, settings)
    if unclaimed:
        kinds = ", ".join(f"{kind} ({count})" for kind, count in sorted(unclaimed.items()))
        logger.warning("%s: left out files that no reader claims: %s", folder, kinds)
    if not found:
        yield InputError(str(folder), "the folder holds no file that can be read")


def files_below(folder: Path) -> Iterator[Path]:
    """Files in a folder and its sub-folders, sorted by name; hidden ones and linked folders are passed over."""
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        logger.warning("%s: %s", folder, _reason(error))
        return
    for path in entries:
        if path.name.startswith("."):
            continue
        if path.is_dir():
            if not path.is_symlink():
                yield from files_below(path)
        else:
            yield path
