"""RSS and Atom: every entry with a text is a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from newsgraph.errors import InputError
from newsgraph.readers.extras import needed
from newsgraph.readers.markup import text_of
from newsgraph.readers.metadata import describe
from newsgraph.readers.source import LIMIT, Input, Settings, read_limited


def read_feed(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """A document an entry, located as ``FEED#number``; its outlet is the feed's title unless it names its own."""
    feedparser = needed("feedparser", "web", location)
    feed = feedparser.parse(read_limited(stream, location, LIMIT), sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        reason = f": {feed.bozo_exception}" if feed.bozo else ""
        raise InputError(location, f"no feed, or one without entries{reason}")
    for number, entry in enumerate(feed.entries, 1):
        place = f"{location}#{number}"
        contents = [content.get("value", "") for content in entry.get("content", ())] + [entry.get("summary", "")]
        text = next((found for content in contents if (found := text_of(content))), "")
        if text:
            yield describe(text, _fields(entry, feed.feed), place, settings.defaults)
        else:
            yield InputError(place, "the entry has no text")


def _fields(entry: Any, feed: Any) -> dict[str, object]:
    return {
        "title": text_of(entry.get("title", "")),
        "date": entry.get("published") or entry.get("updated") or entry.get("created"),
        "outlet": entry.get("source", {}).get("title") or feed.get("title"),
        "link": entry.get("link"),
        "author": entry.get("author"),
    }
