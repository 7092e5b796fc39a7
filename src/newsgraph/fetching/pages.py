"""Addresses to documents: pages, files and feeds with their entries, one request at a time and never in a hurry."""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from newsgraph.errors import InputError
from newsgraph.fetching.addresses import AddressPolicy
from newsgraph.fetching.cache import Answer, Cache
from newsgraph.fetching.client import (
    PRODUCT,
    REDIRECTS,
    FetchError,
    Limits,
    Response,
    next_address,
    parse_address,
    request,
)
from newsgraph.fetching.robots import LONGEST, Robots, parse_robots
from newsgraph.graph.model import Document
from newsgraph.readers import registry
from newsgraph.readers.feeds import Entry, parse_feed
from newsgraph.readers.html import page
from newsgraph.readers.metadata import describe
from newsgraph.readers.paths import read_stream
from newsgraph.readers.source import Input, Settings, sha256

logger = logging.getLogger(__name__)

TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "text",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/json": "json",
    "application/x-ndjson": "jsonl",
    "text/csv": "csv",
    "application/pdf": "pdf",
    "message/rfc822": "mail",
}
"""Media type -> reader; for others the suffix of the path decides."""

LONGEST_WAIT = 60.0
"""Seconds between two requests, however many robots.txt asks for; who asks for more is left alone."""
DAY, SOON = 86_400.0, 600.0
"""Seconds until robots.txt is asked for again: after it was read, and after it could not be."""
_FEED = re.compile(rb"\s*(?:\xef\xbb\xbf)?(?:<\?xml[^>]*\?>)?\s*(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.S)


@dataclass(slots=True)
class _Host:
    """What is known of a host: when it may be asked again, and what its robots.txt says until when."""

    next_request: float = 0.0
    asked_to_wait_until: float = 0.0
    robots: Robots | None = None
    robots_until: float = 0.0
    refusal: str | None = None


class Fetcher:
    """Fetches for one run.  ``clock`` and ``sleep`` are in seconds; tests bring their own."""

    def __init__(
        self,
        limits: Limits | None = None,
        policy: AddressPolicy | None = None,
        cache: Cache | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.limits, self.policy, self.cache = limits or Limits(), policy or AddressPolicy(), cache
        self.pages = 0
        self._clock, self._sleep = clock, sleep
        self._hosts: dict[str, _Host] = {}

    def documents(self, address: str, settings: Settings) -> Iterator[Input]:
        """The article of a page; of a feed its entries, fetched where the feed has only a summary of them."""
        try:
            answer = self.fetch(address)
            if _is_feed(answer):
                yield from self._entries(answer, settings)
            else:
                yield from _read(answer, settings)
        except InputError as error:
            yield error

    def _entries(self, feed: Answer, settings: Settings) -> Iterator[Input]:
        for entry in parse_feed(feed.body, feed.url):
            if entry.whole or (entry.text and not entry.link):
                yield describe(entry.text, entry.fields, entry.place, settings.defaults, raw_sha256=sha256(feed.body))
            elif not entry.link:
                yield InputError(entry.place, "the entry has neither a text nor a link")
            else:
                yield from self._entry(entry, urljoin(feed.final, entry.link), settings)

    def _entry(self, entry: Entry, address: str, settings: Settings) -> Iterator[Input]:
        try:
            answer = self.fetch(address, stamp=entry.stamp)
            found: Iterator[Input] = iter(()) if _is_feed(answer) else _read(answer, settings)
        except InputError as error:
            yield error
            return
        known = describe("", entry.fields, entry.place, settings.defaults)
        for one in found:
            yield _completed(one, known) if isinstance(one, Document) else one

    def fetch(self, address: str, *, stamp: str | None = None) -> Answer:
        """What is at an address, redirects followed.

        With a ``stamp``, what the cache has under the same stamp is not asked for again; else it is asked for only if
        it has changed.

        Raises:
            FetchError: it cannot or may not be had.
        """
        address = parse_address(address).geturl()
        known = self.cache.get(address) if self.cache else None
        if known and stamp is not None and known.stamp == stamp:
            return known
        if self.pages >= self.limits.pages:
            raise FetchError(address, f"not fetched: {self.limits.pages} pages were (--fetch-pages)")
        self.pages += 1
        response, final = self._follow(address, known)
        if response.status == 304 and known:
            found = replace(known, stamp=stamp)
        elif response.status != 200:
            raise FetchError(address, f"the server answers {response.status}", response.status)
        else:
            etag, modified = response.headers.get("etag"), response.headers.get("last-modified")
            found = Answer(address, final, response.type, response.charset, response.body, etag, modified, stamp)
        if self.cache and found != known:
            try:
                self.cache.put(found)
            except OSError as error:
                logger.warning("%s: %s cannot be kept: %s", self.cache.folder, address, error.strerror or error)
        return found

    def _follow(self, address: str, known: Answer | None) -> tuple[Response, str]:
        headers = {"Accept": "text/html, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"}
        if known and known.etag:
            headers["If-None-Match"] = known.etag
        if known and known.modified:
            headers["If-Modified-Since"] = known.modified
        seen = [address]
        while True:
            self._allowed(address)
            response = self._ask(address, self.limits, headers)
            target = response.headers.get("location")
            if response.status not in REDIRECTS or not target:
                return response, address
            address = next_address(address, target)
            if address in seen:
                raise FetchError(seen[0], "redirected in a circle")
            if len(seen) > self.limits.redirects:
                raise FetchError(seen[0], f"redirected more than {self.limits.redirects} times")
            seen.append(address)

    def _ask(self, address: str, limits: Limits, headers: dict[str, str]) -> Response:
        """One request, when its turn has come."""
        host = self._host(address)
        if host.asked_to_wait_until > self._clock():
            raise FetchError(address, "not fetched: the server asked to be left alone for a while")
        self._sleep(max(0.0, host.next_request - self._clock()))
        try:
            response = request(address, self.policy, limits, headers)
        finally:
            asked = host.robots.delay if host.robots else None
            host.next_request = self._clock() + max(self.limits.delay, min(asked or 0.0, LONGEST_WAIT))
        if response.status in (429, 503):
            host.asked_to_wait_until = self._clock() + _retry_after(response)
        return response

    def _allowed(self, address: str) -> None:
        """Ask robots.txt, once a day.

        Raises:
            FetchError: it forbids the page, or cannot be read because the server fails.
        """
        host = self._host(address)
        if host.robots_until <= self._clock():
            host.robots, host.refusal = self._robots(address)
            host.robots_until = self._clock() + (SOON if host.refusal else DAY)
        parts = urlsplit(address)
        if host.refusal:
            raise FetchError(address, host.refusal)
        if host.robots and not host.robots.allows(parts.path + (f"?{parts.query}" if parts.query else "")):
            raise FetchError(address, "robots.txt of the site forbids it")
        if host.robots and (host.robots.delay or 0.0) > LONGEST_WAIT:
            raise FetchError(
                address, f"robots.txt of the site asks to wait {host.robots.delay:g} seconds between pages"
            )

    def _robots(self, address: str) -> tuple[Robots | None, str | None]:
        """The rules, or why nothing may be fetched (RFC 9309: no robots.txt allows all, a failing server nothing)."""
        place = urljoin(address, "/robots.txt")
        limits = replace(self.limits, bytes=max(self.limits.bytes, LONGEST))
        try:
            for _ in range(self.limits.redirects + 1):
                response = self._ask(place, limits, {})
                target = response.headers.get("location")
                if response.status not in REDIRECTS or not target:
                    break
                place = next_address(place, target)
        except FetchError as error:
            return None, error.reason
        if response.status == 200:
            return parse_robots(response.body[:LONGEST].decode("utf-8", "replace"), PRODUCT), None
        if response.status >= 500 or response.status == 429:
            return None, f"robots.txt cannot be read: the server answers {response.status}"
        return None, None

    def _host(self, address: str) -> _Host:
        parts = urlsplit(address)
        return self._hosts.setdefault(f"{parts.scheme}://{parts.netloc}", _Host())


def _retry_after(response: Response) -> float:
    try:
        return min(max(float(response.headers.get("retry-after", "")), 0.0), DAY)
    except ValueError:
        return SOON


def _is_feed(answer: Answer) -> bool:
    return TYPES.get(answer.type) == "feed" or bool(_FEED.match(answer.body[:4096]))


def _read(answer: Answer, settings: Settings) -> Iterator[Input]:
    """The documents of what was fetched, by its media type, else by its suffix."""
    reader = TYPES.get(answer.type) or registry.name_for(PurePosixPath(urlsplit(answer.final).path), outright=True)
    if reader is None:
        raise FetchError(answer.url, f"nothing reads what is of the type {answer.type or 'unknown'}")
    if reader == "html":
        yield _of_page(answer, page(_as_utf8(answer), answer.url, settings, answer.final))
        return
    raw = _as_utf8(answer) if reader in ("text", "csv", "jsonl") else answer.body
    for found in read_stream(io.BytesIO(raw), answer.url, reader, settings):
        if isinstance(found, Document) and reader in ("text", "pdf", "mail"):
            yield replace(found, url=found.url or answer.final, raw_sha256=sha256(answer.body))
        else:
            yield found


def _of_page(answer: Answer, found: Document) -> Document:
    """A page may name another address as its own only on the same host."""
    own = found.url if found.url and urlsplit(found.url).netloc == urlsplit(answer.final).netloc else answer.final
    return replace(found, url=own, raw_sha256=sha256(answer.body))


def _as_utf8(answer: Answer) -> bytes:
    """The bytes in UTF-8 where the server names another encoding; as they are where it names none or a wrong one."""
    if answer.charset in (None, "utf-8", "utf8", "us-ascii", "ascii"):
        return answer.body
    try:
        return answer.body.decode(answer.charset or "utf-8").encode("utf-8")
    except (LookupError, UnicodeError, ValueError):
        return answer.body


def _completed(found: Document, known: Document) -> Document:
    """What a page does not say of itself, its feed may."""
    return replace(
        found,
        headline=found.headline or known.headline,
        outlet=found.outlet or known.outlet,
        published=found.published or known.published,
        author=found.author or known.author,
    )
