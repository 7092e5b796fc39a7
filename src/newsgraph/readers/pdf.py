"""PDF files: the text of their pages, in order."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any, BinaryIO

from newsgraph.errors import InputError
from newsgraph.readers.extras import needed
from newsgraph.readers.metadata import describe
from newsgraph.readers.source import LIMIT, Input, Settings, read_limited, sha256

LONGEST_STREAM = 8 * 1024 * 1024
"""Bytes of one page's drawing instructions, or of one form they call."""
_PACKINGS = ("zlib", "lzw", "run_length", "brotli")
MOST_INSTRUCTIONS = 1_000_000
"""Of one file; a page of text has about a thousand, and reading them takes some 20 µs each."""


def read_pdf(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """One document; lines stay as the pages have them, pages are apart by a blank line."""
    pypdf = needed("pypdf", "pdf", location)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    raw = read_limited(stream, location, LIMIT)
    try:
        file = pypdf.PdfReader(io.BytesIO(raw))
        if file.is_encrypted:
            raise InputError(location, "the PDF is encrypted")
        with pypdf.apply_configuration(**{f"{kind}_maximum_output_length": LONGEST_STREAM for kind in _PACKINGS}):
            text = "\n\n".join(filter(None, _pages(file, location)))
        about = file.metadata
        created = about.creation_date if about else None
        fields = {
            "title": about.title if about else None,
            "author": about.author if about else None,
            "date": created.date().isoformat() if created else None,
        }
    except InputError:
        raise
    except Exception as error:
        raise InputError(location, f"the PDF cannot be read: {type(error).__name__}: {error}") from error
    if not text:
        raise InputError(location, "the PDF holds no text (scanned pages?)")
    yield describe(text, fields, location, settings.defaults, raw_sha256=sha256(raw))


def _pages(file: Any, location: str) -> Iterator[str]:
    """The text of each page.  Forms that call each other are instructions too, so that none multiply without end."""
    count = 0

    def seen(*instruction: object) -> None:
        nonlocal count
        count += 1
        if count > MOST_INSTRUCTIONS:
            raise InputError(location, f"more than {MOST_INSTRUCTIONS:,} drawing instructions")

    for page in file.pages:
        contents = page.get_contents()
        if contents is not None and len(contents.get_data()) > LONGEST_STREAM:
            raise InputError(location, f"a page of more than {LONGEST_STREAM:,} bytes")
        yield page.extract_text(visitor_operand_before=seen).strip()
