"""CSV, TSV and Parquet: an article a row, columns found by name or by ``--column FIELD=NAME``."""

from __future__ import annotations

import csv
import hashlib
import io
import sys
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from newsgraph.errors import InputError
from newsgraph.readers.extras import needed
from newsgraph.readers.jsonl import TEXT_FIELDS
from newsgraph.readers.metadata import describe
from newsgraph.readers.source import LIMIT, Input, Settings, read_limited, sha256

ROWS_AT_ONCE = 256


def read_csv(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """A document a row, located as ``FILE:row`` (the first row after the header is 2)."""
    yield from _rows(stream, location, settings, ",")


def read_tsv(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """As :func:`read_csv`, with tabs between the cells."""
    yield from _rows(stream, location, settings, "\t")


def _rows(stream: BinaryIO, location: str, settings: Settings, delimiter: str) -> Iterator[Input]:
    csv.field_size_limit(sys.maxsize)
    text = _Lines(stream, location)
    try:
        reader = csv.DictReader(text, delimiter=delimiter)
        if not reader.fieldnames:
            raise InputError(location, "the file is empty")
        column = _text_column(reader.fieldnames, location, settings)
        text.row()
        number = 1
        for number, row in enumerate(reader, 2):
            place = f"{location}:{number}"
            yield _document({k: v for k, v in row.items() if k}, column, place, settings, sha256(text.row()))
        if number == 1:
            raise InputError(location, "the table has no rows")
    except UnicodeDecodeError as error:
        raise InputError(location, f"not UTF-8 near position {error.start}; save it as UTF-8") from error
    except csv.Error as error:
        raise InputError(location, f"not a table: {error}") from error


class _Lines:
    """The lines of a stream as text, and the bytes of those read since the last row."""

    def __init__(self, stream: BinaryIO, location: str) -> None:
        self._stream, self._location = stream, location
        self._raw = bytearray()

    def __iter__(self) -> Iterator[str]:
        encoding = "utf-8-sig"
        while read := self._stream.readline(LIMIT + 1):
            for line in read.splitlines(keepends=True):
                if len(self._raw) + len(line) > LIMIT:
                    raise InputError(self._location, f"a row of more than {LIMIT:,} bytes")
                self._raw += line
                yield line.decode(encoding)
                encoding = "utf-8"

    def row(self) -> bytes:
        """The bytes of the row that was read last, without the line ends around it."""
        raw = bytes(self._raw).strip(b"\r\n")
        self._raw.clear()
        return raw


def read_parquet(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """A document a row, some hundred rows in memory; the hash in their provenance is of the file."""
    parquet = needed("pyarrow.parquet", "parquet", location)
    try:
        if not stream.seekable():
            stream = io.BytesIO(read_limited(stream, location, LIMIT))
        digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
        file = parquet.ParquetFile(stream)
        names = list(file.schema_arrow.names)
        column = _text_column(names, location, settings)
        number = 0
        for batch in file.iter_batches(batch_size=ROWS_AT_ONCE):
            for row in batch.to_pylist():
                number += 1
                yield _document(row, column, f"{location}:{number}", settings, digest)
        if not number:
            raise InputError(location, "the table has no rows")
    except InputError:
        raise
    except Exception as error:
        raise InputError(location, f"the Parquet file cannot be read: {type(error).__name__}: {error}") from error


def _text_column(names: object, location: str, settings: Settings) -> str:
    known = [str(name) for name in names] if isinstance(names, list | tuple) else []
    wanted = settings.columns.get("text")
    found = next((name for name in ((wanted,) if wanted else TEXT_FIELDS) if name in known), None)
    if found is None:
        raise InputError(
            location, f"no column {wanted or ' or '.join(TEXT_FIELDS)} among {', '.join(known)[:200]}; see --column"
        )
    return found


def _document(row: Mapping[str, object], column: str, place: str, settings: Settings, digest: str) -> Input:
    text = row.get(column)
    if not isinstance(text, str) or not text.strip():
        return InputError(place, f"the column {column!r} holds no text")
    return describe(text, row, place, settings.defaults, settings.columns, raw_sha256=digest)
