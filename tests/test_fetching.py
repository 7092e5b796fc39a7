"""Fetching pages and feeds: only when asked, politely, within limits, never from private addresses."""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from input_samples import FIRST, SECOND, TITLE, html
from web_server import Site, running_site

from newsgraph.errors import InputError
from newsgraph.fetching import AddressPolicy, Cache, Fetcher, FetchError, Limits
from newsgraph.fetching.addresses import AddressError, is_public
from newsgraph.fetching.robots import Robots, parse_robots
from newsgraph.graph.model import Document
from newsgraph.readers import Address, Input, Settings, read

pytest.importorskip("trafilatura", reason="the extra 'web' is not installed")


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        if seconds:
            self.slept.append(seconds)


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as running:
        yield running


def fetcher(site: Site, limits: Limits | None = None, cache: Cache | None = None, time: Time | None = None) -> Fetcher:
    time = time or Time()
    policy = AddressPolicy(frozenset({site.host}))
    return Fetcher(limits or Limits(), policy, cache, clock=lambda: time.now, sleep=time.sleep)


def fetched(site: Site, path: str, using: Fetcher | None = None) -> list[Input]:
    return list((using or fetcher(site)).documents(site.url(path), Settings()))


def refusal(found: list[Input]) -> str:
    (error,) = found
    assert isinstance(error, InputError)
    return error.reason


def feed(site: Site, *numbers: int) -> str:
    item = "<item><guid>urn:{0}</guid><title>Entry {0}</title><link>/{0}</link><pubDate>Wed, 02 Apr 2031 08:00:00 GMT</pubDate><description>In short.</description></item>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Northern Wire</title>{"".join(item.format(n) for n in numbers)}</channel></rss>'


def test_a_page_becomes_a_document_with_its_address_and_the_hash_of_its_bytes(site: Site) -> None:
    site.add("/dam?id=1", html())
    (found,) = fetched(site, "/dam?id=1")
    assert isinstance(found, Document)
    assert FIRST in found.text and SECOND in found.text
    assert (found.headline, found.published, found.outlet) == (TITLE, date(2031, 4, 2), "Northern Wire")
    assert found.url == found.location == site.url("/dam?id=1")
    assert found.raw_sha256 == hashlib.sha256(html()).hexdigest()


def test_who_asks_is_told(site: Site) -> None:
    site.add("/dam", html())
    fetched(site, "/dam")
    assert [path for path, _ in site.requests] == ["/robots.txt", "/dam"]
    assert all(headers["User-Agent"].startswith("newsgraph/") for _, headers in site.requests)


def test_nothing_is_fetched_unless_asked_for(site: Site, tmp_path: Path) -> None:
    site.add("/dam", html())
    (tmp_path / "feeds.urls").write_text(site.url("/dam"))
    found = list(read([Address(site.url("/dam")), tmp_path / "feeds.urls"]))
    assert [isinstance(one, InputError) and "--fetch" in one.reason for one in found] == [True, True]
    assert site.requests == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/", "http://0.0.0.0:{port}/", "http://2130706433:{port}/", "http://0x7f.1:{port}/"])  # fmt: skip
def test_this_machine_is_not_asked(site: Site, address: str) -> None:
    found = list(Fetcher().documents(address.format(port=site.port), Settings()))
    assert "no public address" in refusal(found) or "not known" in refusal(found) or "no answer" in refusal(found)
    assert site.requests == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::1", "::7f00:1", "2001:db8::1", "not an address",
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_the_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_internet(address: str) -> None:
    assert is_public(address)


def test_one_private_address_among_several_refuses_a_host() -> None:
    policy = AddressPolicy(resolver=lambda host, port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(AddressError, match=r"10\.0\.0\.1"):
        policy.checked("news.example", 443)


def test_what_is_connected_to_is_the_address_that_was_checked(site: Site) -> None:
    """A name that resolves to something else a moment later (DNS rebinding) gains nothing: it is resolved once."""
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    site.add("/dam", html())
    policy = AddressPolicy(frozenset({f"news.example:{site.port}"}), resolver)
    using = Fetcher(Limits(delay=0), policy)
    (found,) = using.documents(f"http://news.example:{site.port}/dam", Settings())
    assert isinstance(found, Document)
    assert asked == ["news.example"] * len(site.requests) == ["news.example"] * 2
    assert site.requests[-1][1]["Host"] == f"news.example:{site.port}"


def test_a_redirect_into_the_private_network_is_refused(site: Site) -> None:
    with running_site() as inside:
        inside.add("/secret", html())
        for target in (
            inside.url("/secret"),
            f"http://localhost:{inside.port}/secret",
            "http://169.254.169.254/latest",
        ):
            site.add("/go", b"", status=302, Location=target)
            assert "no public address" in refusal(fetched(site, "/go"))
        assert inside.requests == []


def test_a_redirect_is_followed_and_the_document_knows_where_it_led(site: Site) -> None:
    site.add("/go", b"", status=301, Location="/dam")
    site.add("/dam", html())
    (found,) = fetched(site, "/go")
    assert isinstance(found, Document)
    assert (found.location, found.url) == (site.url("/go"), site.url("/dam"))


def test_redirects_end_somewhere(site: Site) -> None:
    for number in range(9):
        site.add(f"/{number}", b"", status=302, Location=f"/{number + 1}")
    site.add("/a", b"", status=302, Location="/b")
    site.add("/b", b"", status=302, Location="/a")
    assert "more than 5 times" in refusal(fetched(site, "/0"))
    assert "circle" in refusal(fetched(site, "/a"))


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/a", "gopher://127.0.0.1:25/x", "javascript:alert(1)"]
)
def test_a_redirect_to_another_scheme_is_refused(site: Site, target: str) -> None:
    site.add("/go", b"", status=302, Location=target)
    assert "only http and https" in refusal(fetched(site, "/go"))


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org/a", "http://", "http://user:secret@example.org/", "http://[::1", "http://example.org:99999/", "http://exa mple.org/", "http://a..b/"])  # fmt: skip
def test_other_addresses_are_refused(address: str) -> None:
    (error,) = Fetcher().documents(address, Settings())
    assert isinstance(error, FetchError)


def test_a_page_that_is_too_long_is_refused_however_it_is_sent(site: Site) -> None:
    limits = Limits(bytes=1_000)
    site.add("/long", b"<p>" + b"x" * 2_000)
    site.add("/bomb", gzip.compress(b"x" * 10_000_000), Content_Encoding="gzip")

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * 65_536)
        except OSError:
            return

    site.pages["/endless"] = endless
    for path in ("/long", "/bomb", "/endless"):
        assert "more than" in refusal(fetched(site, path, fetcher(site, limits))), path


def test_a_server_that_dawdles_is_left(site: Site) -> None:
    def dripping(handler: BaseHTTPRequestHandler) -> None:
        try:
            for _ in range(100):
                handler.wfile.write(b"H")
                time.sleep(0.1)
        except OSError:
            return

    site.pages["/drip"] = dripping
    started = time.perf_counter()
    assert "0.5 seconds" in refusal(fetched(site, "/drip", fetcher(site, Limits(seconds=0.5))))
    assert time.perf_counter() - started < 3


def test_an_answer_that_breaks_off_is_no_page(site: Site) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        handler.wfile.write(html())

    site.pages["/cut"] = cut
    site.add("/packed", gzip.compress(html())[:-20], Content_Encoding="gzip")
    site.add("/brotli", html(), Content_Encoding="br")
    for path in ("/cut", "/packed"):
        assert "breaks off" in refusal(fetched(site, path))
    assert "not asked for" in refusal(fetched(site, "/brotli"))


def test_what_robots_txt_forbids_is_not_asked_for(site: Site) -> None:
    site.add("/robots.txt", "User-agent: *\nDisallow: /\nUser-agent: newsgraph\nDisallow: /private\n", "text/plain")
    site.add("/dam", html())
    site.add("/private/dam", html())
    site.add("/go", b"", status=302, Location="/private/dam")
    using = fetcher(site)
    assert isinstance(fetched(site, "/dam", using)[0], Document)
    assert "robots.txt" in refusal(fetched(site, "/private/dam", using))
    assert "robots.txt" in refusal(fetched(site, "/go", using))
    assert "/private/dam" not in site.asked()


def test_a_site_whose_robots_txt_fails_is_left_alone(site: Site) -> None:
    site.add("/robots.txt", "oops", status=500)
    site.add("/dam", html())
    assert "robots.txt cannot be read" in refusal(fetched(site, "/dam"))
    assert site.asked() == []


def test_requests_to_a_host_are_a_second_apart_or_as_it_asks(site: Site) -> None:
    for path in ("/1", "/2"):
        site.add(path, html())
    time = Time()
    using = fetcher(site, time=time)
    for path in ("/1", "/2"):
        fetched(site, path, using)
    assert time.slept == [1.0, 1.0]
    site.add("/robots.txt", "User-agent: *\nCrawl-delay: 7", "text/plain")
    using = fetcher(site, time=time)
    fetched(site, "/1", using)
    fetched(site, "/2", using)
    assert time.slept[2:] == [1.0, 7.0]


def test_a_host_that_asks_to_wait_is_left_alone_so_long(site: Site) -> None:
    site.add("/busy", "later", status=429, Retry_After="30")
    site.add("/dam", html())
    time = Time()
    using = fetcher(site, time=time)
    assert "429" in refusal(fetched(site, "/busy", using))
    assert "left alone" in refusal(fetched(site, "/dam", using))
    time.now += 31
    assert isinstance(fetched(site, "/dam", using)[0], Document)


def test_the_entries_of_a_feed_are_fetched_and_those_that_fail_named(site: Site) -> None:
    site.add("/feed", feed(site, 1, 2, 3), "application/rss+xml")
    site.add("/1", html())
    site.add("/3", f"<html><body><article><p>{FIRST} {SECOND}</p></article></body></html>")
    first, second, third = fetched(site, "/feed")
    assert isinstance(first, Document) and isinstance(third, Document) and isinstance(second, FetchError)
    assert (first.headline, first.location) == (TITLE, site.url("/1"))
    assert (third.published, third.url) == (date(2031, 4, 2), site.url("/3"))
    assert (second.location, second.reason) == (site.url("/2"), "the server answers 404")


def test_an_entry_that_comes_whole_is_not_fetched(site: Site) -> None:
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><id>urn:1</id><link href="/1"/><content type="text">{FIRST}</content></entry></feed>'
    site.add("/feed", atom, "application/octet-stream")
    (found,) = fetched(site, "/feed")
    assert isinstance(found, Document)
    assert (found.text, found.location) == (FIRST, site.url("/feed#urn:1"))
    assert site.asked() == ["/feed"]


def test_a_run_ends_at_its_number_of_pages(site: Site) -> None:
    site.add("/feed", feed(site, 1, 2, 3), "application/rss+xml")
    for number in (1, 2, 3):
        site.add(f"/{number}", html())
    found = fetched(site, "/feed", fetcher(site, Limits(pages=2)))
    assert [isinstance(one, Document) for one in found] == [True, False, False]
    assert all("--fetch-pages" in str(one) for one in found[1:])


def test_what_has_not_changed_is_not_sent_again(site: Site, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    site.add("/feed", feed(site, 1), "application/rss+xml", ETag='"a"')
    site.add("/1", html(), ETag='"p"')
    first = fetched(site, "/feed", fetcher(site, cache=cache))
    asked = len(site.requests)
    assert fetched(site, "/feed", fetcher(site, cache=cache)) == first
    again = site.requests[asked:]
    assert [path for path, _ in again] == ["/robots.txt", "/feed"], "the entry has not changed since"
    assert again[-1][1]["If-None-Match"] == '"a"'
    site.add("/feed", feed(site, 1, 2), "application/rss+xml", ETag='"b"')
    site.add("/2", html())
    assert len(fetched(site, "/feed", fetcher(site, cache=cache))) == 2


def test_a_cache_that_was_tampered_with_is_no_answer(site: Site, tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    site.add("/1", html())
    fetched(site, "/1", fetcher(site, cache=cache))
    assert cache.get(site.url("/1")) is not None
    for body in tmp_path.glob("*.body"):
        body.write_bytes(b"something else")
    assert cache.get(site.url("/1")) is None
    assert isinstance(fetched(site, "/1", fetcher(site, cache=cache))[0], Document)


def test_a_page_cannot_pass_itself_off_as_of_another_host(site: Site) -> None:
    page = html().replace(b"<head>", b'<head><link rel="canonical" href="https://elsewhere.example/dam">')
    site.add("/dam", page)
    (found,) = fetched(site, "/dam")
    assert isinstance(found, Document)
    assert found.url == site.url("/dam")


def test_the_encoding_a_server_names_counts(site: Site) -> None:
    page = html().decode().replace("Vallan", "Vållan").encode("latin-1")
    site.add("/dam", page, "text/html; charset=ISO-8859-1")
    (found,) = fetched(site, "/dam")
    assert isinstance(found, Document)
    assert "Vållan" in found.text
    assert found.raw_sha256 == hashlib.sha256(page).hexdigest()


def test_lists_of_addresses_are_read_and_each_is_asked_once(site: Site, tmp_path: Path) -> None:
    site.add("/dam", html())
    (tmp_path / "a.urls").write_text(
        f"# feeds\n\n{site.url('/dam')} # the dam\n{site.url('/dam')}\n{site.url('/no')}\n"
    )
    (tmp_path / "b.opml").write_text(
        f'<opml version="2.0"><body><outline text="x"><outline xmlUrl="{site.url("/dam")}"/></outline></body></opml>'
    )
    (tmp_path / "c.opml").write_text('<!DOCTYPE a [<!ENTITY b "c">]><opml/>')
    settings = replace(Settings(), fetch=fetcher(site).documents)
    found = list(read([tmp_path / "a.urls", tmp_path / "b.opml", tmp_path / "c.opml"], settings))
    assert [type(one).__name__ for one in found] == ["Document", "FetchError", "Document", "InputError"]


def test_other_kinds_of_files_are_read_by_their_type_and_unknown_ones_named(site: Site) -> None:
    site.add("/a", FIRST, "text/plain; charset=utf-8")
    site.add("/b.jsonl", f'{{"text": "{SECOND}"}}', "application/octet-stream")
    site.add("/c", b"\x00\x01", "image/png")
    assert [one.text for one in fetched(site, "/a") + fetched(site, "/b.jsonl") if isinstance(one, Document)] == [
        FIRST,
        SECOND,
    ]
    assert "image/png" in refusal(fetched(site, "/c"))


RULES = """
# a remark
User-agent: other
Disallow: /

User-agent: *
User-agent: second
Disallow: /private
Allow: /private/open
Disallow: /*.pdf$
Disallow: /*/draft/*/x
Disallow:
Crawl-delay: 2.5
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True), ("/private", False), ("/private/a", False), ("/private/open", True), ("/%70rivate", False), ("/a.pdf", False),
        ("/a.pdf?x", True), ("/a/draft/b/x", False), ("/a/draft/x", True), ("/robots.txt", True), ("/é", True),
    ],
)  # fmt: skip
def test_the_longest_rule_that_matches_counts(path: str, allowed: bool) -> None:
    robots = parse_robots(RULES, "newsgraph")
    assert robots.allows(path) is allowed
    assert robots.delay == 2.5


def test_rules_for_others_do_not_count_and_no_rules_allow_all() -> None:
    assert not parse_robots(RULES, "other").allows("/a")
    assert parse_robots("", "newsgraph") == Robots()
    assert Robots().allows("/anything")


@given(st.text(), st.text(alphabet="/a*$%é?", max_size=20))
def test_any_robots_txt_is_read(text: str, path: str) -> None:
    parse_robots(f"User-agent: *\nDisallow: {path}\n{text}", "newsgraph").allows("/" + path)
