"""WARC archives of web pages, as crawls of news deliver them; also gzipped."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from newsgraph.errors import InputError
from newsgraph.readers.extras import needed
from newsgraph.readers.html import page
from newsgraph.readers.source import LIMIT, Input, Settings, one_line

logger = logging.getLogger(__name__)


def read_warc(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """A document for each HTML page that was answered with success, located as ``FILE#url``; one record in memory.

    Other responses are counted in the log by what they are.
    """
    fastwarc = needed("fastwarc.warc", "warc", location)
    others: Counter[str] = Counter()
    found = False
    try:
        for record in fastwarc.ArchiveIterator(
            _Forward(stream), record_types=fastwarc.WarcRecordType.response, parse_http=True
        ):
            other = _no_page(record)
            if other:
                others[other] += 1
                continue
            found = True
            url = one_line(record.headers.get("WARC-Target-URI") or "")
            place = f"{location}#{url}"
            raw = record.reader.read(LIMIT + 1)
            if len(raw) > LIMIT:
                yield InputError(place, f"more than {LIMIT:,} bytes")
                continue
            try:
                yield page(raw, place, settings, url)
            except InputError as error:
                yield error
    except InputError:
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise InputError(location, f"the archive breaks off: {type(error).__name__}: {str(error)[:200]}") from error
    if others:
        kinds = ", ".join(f"{kind} ({count})" for kind, count in sorted(others.items()))
        logger.warning("%s: left out responses that are no pages: %s", location, kinds)
    if not found:
        reason = "none of its responses is a page" if others else "no WARC archive, or one without responses"
        raise InputError(location, reason)


def _no_page(record: Any) -> str | None:
    """What a response is instead of an HTML page that was answered with success; None for such a page."""
    if record.http_headers is None:
        return "not HTTP"
    if record.http_headers.status_code != 200:
        return f"status {record.http_headers.status_code}"
    kind = record.http_content_type or "no type"
    return None if "html" in kind else one_line(kind)[:60]


class _Forward(io.RawIOBase):
    """A stream that goes forward only, as one that is packed does, with the seeks that the library expects."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._place = stream, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        raw = self._stream.read(size)
        self._place += len(raw)
        return raw

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        target = offset + (self._place if whence == io.SEEK_CUR else 0)
        if whence == io.SEEK_END or target < self._place:
            raise io.UnsupportedOperation("the stream goes forward only")
        while self._place < target and self.read(min(1 << 20, target - self._place)):
            pass
        return self._place
