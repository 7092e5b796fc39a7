"""CSV, TSV and Parquet: an article a row, columns found by name or by ``--column FIELD=NAME``."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from newsgraph.errors import InputError
from newsgraph.readers.extras import needed
from newsgraph.readers.jsonl import TEXT_FIELDS
from newsgraph.readers.metadata import describe
from newsgraph.readers.source import Input, Settings

ROWS_AT_ONCE = 256


def read_csv(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """A document a row, located as ``FILE:row`` (the first row after the header is 2)."""
    yield from _rows(stream, location, settings, ",")


def read_tsv(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """As :func:`read_csv`, with tabs between the cells."""
    yield from _rows(stream, location, settings, "\t")


def _rows(stream: BinaryIO, location: str, settings: Settings, delimiter: str) -> Iterator[Input]:
    csv.field_size_limit(sys.maxsize)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    try:
        reader = csv.DictReader(text, delimiter=delimiter)
        if not reader.fieldnames:
            raise InputError(location, "the file is empty")
        column = _text_column(reader.fieldnames, location, settings)
        for number, row in enumerate(reader, 2):
            yield _document({k: v for k, v in row.items() if k}, column, f"{location}:{number}", settings)
    except UnicodeDecodeError as error:
        raise InputError(location, f"not UTF-8 near position {error.start}; save it as UTF-8") from error
    except csv.Error as error:
        raise InputError(location, f"not a table: {error}") from error
    finally:
        text.detach()


def read_parquet(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """A document a row, some hundred rows in memory."""
    parquet = needed("pyarrow.parquet", "parquet", location)
    try:
        file = parquet.ParquetFile(stream if stream.seekable() else io.BytesIO(stream.read()))
        names = list(file.schema_arrow.names)
        column = _text_column(names, location, settings)
        number = 0
        for batch in file.iter_batches(batch_size=ROWS_AT_ONCE):
            for row in batch.to_pylist():
                number += 1
                yield _document(row, column, f"{location}:{number}", settings)
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
            location, f"no column {wanted or ' or '.join(TEXT_FIELDS)} among {', '.join(known)}; see --column"
        )
    return found


def _document(row: Mapping[str, object], column: str, place: str, settings: Settings) -> Input:
    text = row.get(column)
    if not isinstance(text, str) or not text.strip():
        return InputError(place, f"the column {column!r} holds no text")
    return describe(text, row, place, settings.defaults, settings.columns)
