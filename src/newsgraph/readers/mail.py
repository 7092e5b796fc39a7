"""E-mail newsletters (.eml): the text part, or the words of the HTML part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import BinaryIO

from newsgraph.errors import InputError
from newsgraph.readers.markup import text_of
from newsgraph.readers.metadata import describe
from newsgraph.readers.source import LIMIT, Input, Settings, read_limited, sha256

LONGEST_HEADER = 16_384
"""Bytes; parsing takes time with their square."""
_HEADER = re.compile(rb"^(?:content-[a-z-]+|subject|from|date)[ \t]*:(?:[^\r\n]|\r?\n[ \t]|\r[ \t])*", re.I | re.M)
"""Those that are parsed, of the message or of a part."""


def read_mail(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """One document; the sender is the outlet, the subject the headline."""
    raw = read_limited(stream, location, LIMIT)
    if not raw.strip():
        raise InputError(location, "the file is empty")
    if any(found.end() - found.start() > LONGEST_HEADER for found in _HEADER.finditer(raw)):
        raise InputError(location, f"a header of more than {LONGEST_HEADER:,} bytes")
    try:
        message = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
        part = message.get_body(("plain", "html"))
        content = part.get_content() if part is not None else ""
        text = str(content) if part is None or part.get_content_subtype() == "plain" else text_of(str(content))
        fields = {
            "title": str(message["subject"] or ""),
            "date": str(message["date"] or ""),
            "outlet": parseaddr(str(message["from"] or ""))[0],
        }
    except Exception as error:
        raise InputError(location, f"the message cannot be read: {type(error).__name__}: {error}") from error
    if not message.keys() or not text.strip():
        raise InputError(location, "this is no e-mail message with a text")
    yield describe(text, fields, location, settings.defaults, raw_sha256=sha256(raw))
