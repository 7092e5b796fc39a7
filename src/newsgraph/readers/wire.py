"""What agencies send: IPTC ninjs, NITF, NewsML-G2; and XML and JSON files told apart by what is in them."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any, BinaryIO

from newsgraph.errors import InputError
from newsgraph.graph.model import Document
from newsgraph.readers.decoding import decode
from newsgraph.readers.feeds import read_feed
from newsgraph.readers.jsonl import TEXT_FIELDS
from newsgraph.readers.markup import text_of
from newsgraph.readers.metadata import describe
from newsgraph.readers.source import LIMIT, Input, Settings, read_limited, sha256
from newsgraph.readers.xml_tree import parse_xml


def read_json(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """A ninjs item, an object with a text, or a list of either."""
    raw = read_limited(stream, location, LIMIT)
    digest, text = sha256(raw), decode(raw, location).removeprefix("\ufeff")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(location, f"not JSON: {error}") from error
    if not isinstance(content, list):
        yield _ninjs(content, location, settings, digest)
        return
    if not content:
        raise InputError(location, "the list is empty")
    for number, record in enumerate(content, 1):
        try:
            yield _ninjs(record, f"{location}#{number}", settings, digest)
        except InputError as error:
            yield error


def _ninjs(record: Any, location: str, settings: Settings, digest: str) -> Document:
    """Version 1 (``headline``, ``body_text``, ``body_xhtml``) and 2 and later (lists of ``headlines``, ``bodies``)."""
    if not isinstance(record, dict):
        raise InputError(location, f"expected a JSON object, got {type(record).__name__}")
    fields = dict(record)
    bodies, headlines = _objects(record.get("bodies")), _objects(record.get("headlines"))
    plain = [b.get("value") for b in bodies if "html" not in str(b.get("contentType", b.get("contenttype", "")))]
    marked = [b.get("value") for b in bodies if "html" in str(b.get("contentType", b.get("contenttype", "")))]
    texts = [record.get(settings.columns.get("text", "text"))]
    texts += [record.get(name) for name in TEXT_FIELDS] + [record.get("body_text"), *plain]
    markups = [record.get("body_xhtml"), record.get("body_html"), *marked]
    text = next((t for t in texts if isinstance(t, str) and t.strip()), None)
    text = text or next((found for m in markups if isinstance(m, str) and (found := text_of(m))), None)
    if not text:
        raise InputError(location, "the item has no text (body_text, body_xhtml, bodies or text)")
    fields.setdefault("headline", next((h.get("value") for h in headlines if h.get("value")), None))
    fields["date"] = next(
        (record[n] for n in ("date", "published", "firstcreated", "firstCreated", "versioncreated", "versionCreated") if record.get(n)),
        None,
    )  # fmt: skip
    fields["outlet"] = next(
        (record[n] for n in ("outlet", "provider", "copyrightholder", "publisher", "source") if record.get(n)), None
    )
    if isinstance(fields["outlet"], dict):
        fields["outlet"] = fields["outlet"].get("name")
    return describe(text, fields, location, settings.defaults, settings.columns, raw_sha256=digest)


def _objects(value: Any) -> list[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def read_xml(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """NITF, NewsML-G2, or a feed, by the root element.  Entities are not expanded beyond XML's own."""
    raw = read_limited(stream, location, LIMIT)
    if not raw.strip():
        raise InputError(location, "the file is empty")
    root = parse_xml(raw, location)
    match root.tag:
        case "rss" | "feed" | "RDF":
            yield from read_feed(io.BytesIO(raw), location, settings)
        case "nitf":
            yield _nitf(root, location, settings, sha256(raw))
        case "newsItem" | "newsMessage" | "packageItem":
            items = list(root.iter("newsItem"))
            if not items:
                raise InputError(location, "the message holds no news item")
            digest = sha256(raw)
            for number, item in enumerate(items, 1):
                place = location if len(items) == 1 else f"{location}#{number}"
                try:
                    yield _newsml(item, place, settings, digest)
                except InputError as error:
                    yield error
        case name:
            raise InputError(location, f"XML with the root <{name[:40]}>: expected RSS, Atom, NITF or NewsML-G2")


def _first(root: ET.Element, name: str) -> ET.Element | None:
    return next(root.iter(name), None)


def _words(element: ET.Element | None) -> str | None:
    return " ".join("".join(element.itertext()).split()) or None if element is not None else None


def _body(element: ET.Element) -> str:
    return text_of(ET.tostring(element, encoding="unicode"))


def _nitf(root: ET.Element, location: str, settings: Settings, digest: str) -> Document:
    body = _first(root, "body.content")
    text = _body(body) if body is not None else ""
    if not text:
        raise InputError(location, "the NITF file has no body.content")
    issued = _first(root, "date.issue")
    source = _first(root, "distributor")
    fields = {
        "headline": _words(_first(root, "hl1")) or _words(_first(root, "title")),
        "date": issued.get("norm") if issued is not None else None,
        "outlet": _words(source),
        "author": _words(_first(root, "byline")),
    }
    return describe(text, fields, location, settings.defaults, raw_sha256=digest)


def _newsml(item: ET.Element, location: str, settings: Settings, digest: str) -> Document:
    inline = _first(item, "inlineXML")
    plain = _first(item, "inlineData")
    text = _body(inline) if inline is not None else ((plain.text or "") if plain is not None else "")
    if not text.strip():
        raise InputError(location, "the news item has no text inside")
    provider = _first(item, "provider")
    fields = {
        "headline": _words(_first(item, "headline")),
        "date": _words(_first(item, "contentCreated")) or _words(_first(item, "firstCreated")) or _words(_first(item, "versionCreated")),
        "outlet": (_words(provider) or provider.get("literal") or provider.get("qcode")) if provider is not None else None,
        "author": _words(_first(item, "by")),
    }  # fmt: skip
    return describe(text, fields, location, settings.defaults, raw_sha256=digest)
