"""One request at a time over HTTP(S): checked addresses, few redirects, bounded in bytes and seconds."""

from __future__ import annotations

import http.client
import logging
import re
import socket
import ssl
import threading
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from newsgraph.errors import InputError
from newsgraph.fetching.addresses import AddressError, AddressPolicy

logger = logging.getLogger(__name__)

PRODUCT = "newsgraph"
PORTS = {"http": 80, "https": 443}
REDIRECTS = (301, 302, 303, 307, 308)


class FetchError(InputError):
    """A page that could not be fetched.  ``status`` is the server's answer, ``wait`` the seconds it asks to wait."""

    def __init__(self, location: str, reason: str, status: int | None = None, wait: float | None = None) -> None:
        super().__init__(location, reason)
        self.status, self.wait = status, wait


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one page: bytes, seconds, redirects.  Of one run: pages.  ``delay``: seconds between requests to a host."""

    bytes: int = 16 * 1024 * 1024
    seconds: float = 30.0
    redirects: int = 5
    pages: int = 200
    delay: float = 1.0


@dataclass(frozen=True, slots=True)
class Response:
    """A server's answer: ``headers`` by lower-case name."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def type(self) -> str:
        """The media type without parameters, lower-cased; "" when not given."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", self.headers.get("content-type", ""), re.I)
        return found[1].lower() if found else None


def parse_address(address: str) -> SplitResult:
    """An address taken apart, its path in ASCII.

    Raises:
        FetchError: not http or https, no host, or with a password.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError as error:
        raise FetchError(address, f"this is no address: {error}") from error
    if parts.scheme not in PORTS:
        raise FetchError(address, "only http and https addresses are fetched")
    if not parts.hostname:
        raise FetchError(address, "the address has no host")
    if parts.username is not None or parts.password is not None:
        raise FetchError(address, "an address with a user name or password is not fetched")
    try:
        host = parts.hostname if ":" in parts.hostname else parts.hostname.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise FetchError(address, "the host is not a name") from error
    if ":" not in host and not re.fullmatch(r"[a-z0-9._-]+", host):
        raise FetchError(address, "the host is not a name")
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port in (None, PORTS[parts.scheme]) else f"{shown}:{port}"
    safe = "/%:@!$&'()*+,;=~-._"
    return SplitResult(parts.scheme, netloc, quote(parts.path or "/", safe), quote(parts.query, safe + "?/"), "")


def next_address(address: str, target: str) -> str:
    """Where a redirect leads.

    Raises:
        FetchError: no address that is fetched, or from https to http.
    """
    try:
        target = target.encode("latin-1").decode("utf-8")
    except UnicodeError:
        logger.debug("%s: redirected with an address that is not UTF-8", address)
    parts = parse_address(urljoin(address, target))
    if address.startswith("https:") and parts.scheme == "http":
        raise FetchError(address, f"redirected from https to {parts.geturl()}, which is not secure")
    return parts.geturl()


def request(address: str, policy: AddressPolicy, limits: Limits, headers: Mapping[str, str] | None = None) -> Response:
    """One GET, no redirect followed.  Ends after ``limits.seconds`` whatever the server does.

    Raises:
        FetchError: refused by the policy, no answer, an answer that is too long or takes too long.
    """
    parts = parse_address(address)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    try:
        target = policy.checked(host, port)
    except AddressError as error:
        raise FetchError(address, str(error)) from error
    connection = _Connection(host, port, target, limits.seconds, secure=parts.scheme == "https")
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.start_watch()
        connection.request(
            "GET", path, headers={"User-Agent": user_agent(), "Accept-Encoding": "gzip", **(headers or {})}
        )
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        body = _read(answer, found.get("content-encoding", ""), address, limits.bytes)
        if connection.expired:
            raise TimeoutError
    except FetchError:
        raise
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        if connection.expired or isinstance(error, TimeoutError):
            raise FetchError(address, f"no whole answer in {limits.seconds:g} seconds") from error
        raise FetchError(address, f"no answer: {type(error).__name__}: {error}") from error
    finally:
        connection.close()
    return Response(answer.status, found, body)


class _Connection(http.client.HTTPConnection):
    """To an address that was checked, under the name that was asked for; cut when its time is over."""

    def __init__(self, host: str, port: int, address: str, seconds: float, *, secure: bool) -> None:
        super().__init__(host, port, timeout=seconds)
        self._address, self._secure = address, secure
        self.default_port = PORTS["https" if secure else "http"]
        self.expired = False
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def start_watch(self) -> None:
        self._timer.start()

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            self.sock = _trust().wrap_socket(self.sock, server_hostname=self.host)

    def close(self) -> None:
        self._timer.cancel()
        super().close()

    def _cut(self) -> None:
        self.expired = True
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


@cache
def user_agent() -> str:
    """Who asks, for the logs of those asked."""
    from newsgraph import __version__

    return f"{PRODUCT}/{__version__} (news reader; obeys robots.txt)"


def _read(answer: http.client.HTTPResponse, encoding: str, address: str, limit: int) -> bytes:
    """The body, unpacked, at most ``limit`` bytes before and after."""
    encoding = encoding.strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchError(address, f"the answer is packed with {encoding!r}, which was not asked for")
    packed = answer.read(limit + 1)
    if len(packed) > limit:
        raise FetchError(address, f"more than {limit:,} bytes")
    if answer.length:
        raise FetchError(address, f"the answer breaks off, {answer.length:,} bytes are missing")
    if encoding in ("", "identity") or not packed:
        return packed
    unpacker = zlib.decompressobj(wbits=31)
    body = unpacker.decompress(packed, limit + 1)
    if len(body) > limit:
        raise FetchError(address, f"more than {limit:,} bytes when unpacked")
    if not unpacker.eof:
        raise FetchError(address, "the packed answer breaks off")
    return body
