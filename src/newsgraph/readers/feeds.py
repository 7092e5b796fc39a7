"""RSS and Atom: every entry with a text is a document."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from newsgraph.errors import InputError
from newsgraph.readers.extras import needed
from newsgraph.readers.markup import text_of
from newsgraph.readers.metadata import describe
from newsgraph.readers.source import LIMIT, Input, Settings, read_limited, sha256

LONGEST_IDENTIFIER = 300
"""Characters of an entry's id that are kept in its location."""

_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]+)[\"']")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed: its place, its text ("" for none), and whether that is the article or only a summary.

    ``stamp`` is what the feed gives as the day and time of its last change, as written.
    """

    place: str
    text: str
    whole: bool
    link: str | None
    stamp: str | None
    fields: Mapping[str, object]


def read_feed(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """A document an entry, located as ``FEED#id``, or ``FEED#number`` where it has none.

    The outlet is the feed's title unless an entry names its own.
    """
    raw = read_limited(stream, location, LIMIT)
    digest = sha256(raw)
    for entry in parse_feed(raw, location):
        if entry.text:
            yield describe(entry.text, entry.fields, entry.place, settings.defaults, raw_sha256=digest)
        else:
            yield InputError(entry.place, "the entry has no text")


def parse_feed(raw: bytes, location: str) -> list[Entry]:
    """The entries of a feed, in its order.

    Raises:
        InputError: no feed, or one without entries.
    """
    feedparser = needed("feedparser", "web", location)
    _check_encoding(raw, location)
    try:
        feed = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        raise InputError(location, f"the feed cannot be read: {type(error).__name__}: {error}") from error
    if not feed.entries:
        reason = f": {feed.bozo_exception}" if feed.bozo else ""
        raise InputError(location, f"no feed, or one without entries{reason}")
    return [_entry(entry, feed.feed, location, number) for number, entry in enumerate(feed.entries, 1)]


def _check_encoding(raw: bytes, location: str) -> None:
    """Refuse what is not in the encoding it declares: guessing one takes a second for 20,000 bytes."""
    declared = _DECLARED.match(raw)
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else declared[1].decode() if declared else "utf-8"
    try:
        raw.decode(encoding)
    except (LookupError, ValueError) as error:
        raise InputError(location, f"the feed is not in {encoding[:40]}; save it as UTF-8") from error


def _entry(entry: Any, feed: Any, location: str, number: int) -> Entry:
    contents = [text_of(str(content.get("value", ""))) for content in entry.get("content", ())]
    whole = next(filter(None, contents), "")
    return Entry(
        place=f"{location}#{_identifier(entry) or number}",
        text=whole or text_of(str(entry.get("summary", ""))),
        whole=bool(whole),
        link=entry.get("link"),
        stamp=dict.get(entry, "updated") or entry.get("published"),
        fields=_fields(entry, feed),
    )


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
