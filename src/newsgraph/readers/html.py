"""Web pages: main text, title, day, outlet and author, by trafilatura; boilerplate is left out.

Offsets count characters of the extracted text, which is kept with the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from newsgraph.errors import InputError
from newsgraph.graph.model import Document
from newsgraph.readers.decoding import binary_kind
from newsgraph.readers.extras import needed
from newsgraph.readers.metadata import describe
from newsgraph.readers.source import LIMIT, Input, Settings, read_limited, sha256

_DATES = {"original_date": True, "extensive_search": False, "max_date": "9999-12-31"}
"""The day of first publication, from metadata, not guessed from the page's words and not held against a clock."""

MOST_TAGS = 100_000
"""Of one page; those of newspapers have some thousand.  Finding the main text takes up to 0.1 ms for each."""


def read_html(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """One document a page."""
    yield page(read_limited(stream, location, LIMIT), location, settings)


def page(raw: bytes, location: str, settings: Settings, url: str | None = None) -> Document:
    """The article of a page.

    Raises:
        InputError: no page, or no main text on it.
    """
    trafilatura = needed("trafilatura", "web", location)
    if not raw.strip():
        raise InputError(location, "the file is empty")
    kind = binary_kind(raw)
    if kind:
        raise InputError(location, f"this is {kind}, not HTML")
    if raw.count(b"<") > MOST_TAGS:
        raise InputError(location, f"a page of more than {MOST_TAGS:,} tags")
    if b"\x00" in raw[:4096] or b"<" not in raw:
        raise InputError(location, "this is no HTML")
    try:
        found = trafilatura.bare_extraction(
            raw,
            url=url,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params=_DATES,
        )
    except Exception as error:
        raise InputError(location, f"the page cannot be read: {type(error).__name__}: {error}") from error
    fields = {} if found is None else found if isinstance(found, dict) else found.as_dict()
    text = str(fields.get("text") or "").strip()
    if not text:
        raise InputError(location, "no main text was found on the page")
    known = {
        "headline": fields.get("title"),
        "date": fields.get("date"),
        "outlet": fields.get("sitename") or fields.get("hostname"),
        "url": fields.get("url") or url,
        "author": fields.get("author"),
    }
    paragraphs = "\n\n".join(filter(None, text.split("\n")))
    return describe(paragraphs, known, location, settings.defaults, raw_sha256=sha256(raw))
