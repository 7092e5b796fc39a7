"""WARC archives of web pages, as crawls of news deliver them; also gzipped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from newsgraph.errors import InputError
from newsgraph.readers.extras import needed
from newsgraph.readers.html import page
from newsgraph.readers.source import Input, Settings


def read_warc(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """A document for each HTML page that was answered with success, located as ``FILE#url``; one record in memory."""
    fastwarc = needed("fastwarc.warc", "warc", location)
    found = False
    try:
        for record in fastwarc.ArchiveIterator(stream, record_types=fastwarc.WarcRecordType.response, parse_http=True):
            found = True
            headers = record.http_headers
            if headers is None or headers.status_code != 200 or "html" not in (record.http_content_type or ""):
                continue
            url = record.headers.get("WARC-Target-URI")
            try:
                yield page(record.reader.read(), f"{location}#{url}", settings, url)
            except InputError as error:
                yield error
    except InputError:
        raise
    except Exception as error:
        raise InputError(location, f"the archive breaks off: {type(error).__name__}: {error}") from error
    if not found:
        raise InputError(location, "no WARC archive, or one without responses")
