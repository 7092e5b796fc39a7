"""Fields that say how something was published, whatever the format calls them."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from newsgraph.graph.model import Document
from newsgraph.readers.dates import parse_day

logger = logging.getLogger(__name__)

FIELDS: dict[str, tuple[str, ...]] = {
    "headline": ("headline", "title"),
    "outlet": ("outlet", "publisher", "source", "publication", "site"),
    "url": ("url", "link", "uri"),
    "published": ("date", "published", "publication_date", "datePublished", "published_at", "pubDate"),
    "author": ("author", "authors", "byline", "creator"),
}
"""Field of a Document -> the names it goes by, the first that is there counts."""

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<fields>(?:.*?\r?\n)?)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LINE = re.compile(r"^(?P<key>[A-Za-z_][\w-]*)[ \t]*:[ \t]*(?P<value>[^\r\n]*?)[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a user says about inputs that do not say it themselves."""

    published: date | None = None
    outlet: str | None = None


def front_matter(text: str) -> dict[str, str]:
    """The ``key: value`` lines between two ``---`` lines at the head of a text; {} without them.

    Keys are lower-cased, quotes around values dropped.  Nested values are not read.
    """
    head = _FRONT_MATTER.match(text)
    if not head:
        return {}
    return {m["key"].lower(): _unquote(m["value"]) for m in _LINE.finditer(head["fields"])}


def _unquote(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def describe(
    text: str,
    fields: Mapping[str, object],
    location: str,
    defaults: Defaults,
    columns: Mapping[str, str] | None = None,
    *,
    raw_sha256: str | None = None,
) -> Document:
    """A document with the fields it comes with; what they do not say comes from ``defaults``.

    ``columns`` maps a Document field to the name it has here.  A date that is no date is left unknown and logged.
    ``raw_sha256`` is the hash of the bytes it was read from.
    """
    found = {
        name: _first(fields, (columns[name],) if columns and name in columns else known)
        for name, known in FIELDS.items()
    }
    return Document(
        text,
        headline=found["headline"],
        outlet=found["outlet"] or defaults.outlet,
        url=found["url"],
        published=_day(found["published"], location) or defaults.published,
        author=found["author"],
        location=location,
        raw_sha256=raw_sha256,
    )


def _first(fields: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = fields.get(name, fields.get(name.lower()))
        if isinstance(value, list):
            value = ", ".join(str(part) for part in value)
        if value is not None and str(value).strip():
            return str(value).strip()
    return None


def _day(value: str | None, location: str) -> date | None:
    if value is None:
        return None
    day = parse_day(value)
    if day is None:
        logger.warning("%s: the date %r is not understood; write it as YYYY-MM-DD; left unknown", location, value[:60])
    return day
