"""RSS and Atom: every entry with a text is a document."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from newsgraph.errors import InputError
from newsgraph.readers.extras import needed
from newsgraph.readers.markup import text_of
from newsgraph.readers.metadata import describe
from newsgraph.readers.source import LIMIT, Input, Settings, read_limited, sha256

LONGEST_IDENTIFIER = 300
"""Characters of an entry's id that are kept in its location."""


def read_feed(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """A document an entry, located as ``FEED#id``, or ``FEED#number`` where it has none.

    The outlet is the feed's title unless an entry names its own.
    """
    feedparser = needed("feedparser", "web", location)
    raw = read_limited(stream, location, LIMIT)
    feed = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        reason = f": {feed.bozo_exception}" if feed.bozo else ""
        raise InputError(location, f"no feed, or one without entries{reason}")
    digest = sha256(raw)
    for number, entry in enumerate(feed.entries, 1):
        place = f"{location}#{_identifier(entry) or number}"
        contents = [content.get("value", "") for content in entry.get("content", ())] + [entry.get("summary", "")]
        text = next((found for content in contents if (found := text_of(content))), "")
        if text:
            yield describe(text, _fields(entry, feed.feed), place, settings.defaults, raw_sha256=digest)
        else:
            yield InputError(place, "the entry has no text")


def _identifier(entry: Any) -> str:
    """The id of an entry on one line; "" for none: unlike its number, it stays when the feed goes on."""
    return "".join(str(entry.get("id") or entry.get("link") or "").split())[:LONGEST_IDENTIFIER]


def _fields(entry: Any, feed: Any) -> dict[str, object]:
    return {
        "title": text_of(entry.get("title", "")),
        "date": entry.get("published") or entry.get("updated") or entry.get("created"),
        "outlet": entry.get("source", {}).get("title") or feed.get("title"),
        "link": entry.get("link"),
        "author": entry.get("author"),
    }
