"""PDF files: the text of their pages, in order."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import BinaryIO

from newsgraph.errors import InputError
from newsgraph.readers.extras import needed
from newsgraph.readers.metadata import describe
from newsgraph.readers.source import LIMIT, Input, Settings, read_limited, sha256


def read_pdf(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """One document; lines stay as the pages have them, pages are apart by a blank line."""
    pypdf = needed("pypdf", "pdf", location)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    raw = read_limited(stream, location, LIMIT)
    try:
        file = pypdf.PdfReader(io.BytesIO(raw))
        if file.is_encrypted:
            raise InputError(location, "the PDF is encrypted")
        text = "\n\n".join(filter(None, (page.extract_text().strip() for page in file.pages)))
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
