"""Asking a server for JSON over HTTP: deadlines, retries with backoff, errors that say what to do.

For the optional extractors alone; nothing here is imported unless one of them was asked for.  Redirects are not
followed and proxies not used, so that a key goes to the host that was named and nowhere else.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

from newsgraph.errors import ExtractorError, NewsgraphError

LARGEST_ANSWER = 8 * 2**20
"""Bytes of an answer that are read; more is refused."""

LONGEST_WAIT = 60.0
"""Seconds waited at most between two tries, whatever the server asks for."""

_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_SAID = 300


class ServiceError(ExtractorError, ConnectionError):
    """A server that does not answer as it should; asking it for the next document would be no better."""


class SettingError(NewsgraphError, ValueError):
    """A setting of an extractor that cannot be used."""


class RefusedError(ServiceError):
    """The server understood and refused this request: ``status`` and what it said."""

    def __init__(self, address: str, status: int, said: str) -> None:
        self.status, self.said = status, said
        super().__init__(f"{address} answered {status}" + (f": {said}" if said else "") + _remedy(status))


def _remedy(status: int) -> str:
    if status in (401, 403):
        return "; it wants another key (see the environment variable of the extractor)"
    if status == 404:
        return "; is the address right, with its /v1, and the model known to the server?"
    return ""


@dataclass(frozen=True, slots=True)
class Service:
    """A server by its base address; ``key`` is sent as a bearer token and never shown.

    ``timeout`` is for a whole answer, in seconds; ``tries`` counts the first one; ``backoff`` is the wait before the second
    try, doubled each time.

    Raises:
        SettingError: no http(s) address, one with credentials in it, or a key that would travel in the clear.
    """

    url: str
    key: str | None = field(default=None, repr=False)
    timeout: float = 120.0
    tries: int = 4
    backoff: float = 1.0

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            port = parts.port
        except ValueError as error:
            raise SettingError(f"{self.url!r} is no address: {error}") from error
        if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
            raise SettingError(f"{self.url!r} is no address of a server; write it as http://127.0.0.1:8080/v1")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise SettingError("the address of a server has no user, query or fragment; keys go into the environment")
        if self.key is not None and not (self.key.isascii() and self.key.isprintable() and " " not in self.key):
            raise SettingError("the key holds characters that no key has (a line break, a space?)")
        if self.key and parts.scheme == "http" and not _is_near(parts.hostname):
            raise SettingError(f"the key would travel unencrypted to {parts.hostname}; use https")

    def post(self, path: str, payload: object) -> Any:
        """What the server answers to ``payload``, as parsed JSON.

        Passing failures (busy, restarting, out of reach) are tried again.

        Raises:
            RefusedError: refused for good.
            ServiceError: no answer after all tries, or one that is no JSON.
        """
        body = json.dumps(payload, ensure_ascii=True).encode("ascii")
        wait = self.backoff
        for attempt in range(1, self.tries + 1):
            asked_for: float | None = None
            try:
                status, headers, answer = self._exchange(path, body)
            except (OSError, http.client.HTTPException) as error:
                problem = f"{self._address(path)} does not answer: {error or type(error).__name__}"
            else:
                if 200 <= status < 300:
                    return self._parsed(path, answer)
                said = self._said(answer)
                if status not in _PASSING:
                    raise RefusedError(self._address(path), status, said)
                problem = f"{self._address(path)} answered {status}" + (f": {said}" if said else "")
                asked_for = _seconds(headers.get("Retry-After"))
            if attempt < self.tries:
                time.sleep(min(max(wait, asked_for or 0.0), LONGEST_WAIT))
                wait *= 2
        raise ServiceError(f"{problem} ({self.tries} tries); is the server running?")

    def _exchange(self, path: str, body: bytes) -> tuple[int, http.client.HTTPMessage, bytes]:
        parts = urlsplit(self.url)
        make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = make(parts.hostname or "", parts.port, timeout=self.timeout)
        late = threading.Event()
        timer: threading.Timer | None = None
        try:
            connection.connect()
            timer = threading.Timer(self.timeout, _cut_off, (connection.sock, late))
            timer.daemon = True
            timer.start()
            connection.request("POST", self._target(parts, path), body, self._headers())
            response = connection.getresponse()
            answer = response.read(LARGEST_ANSWER + 1)
        except (OSError, http.client.HTTPException) as error:
            if late.is_set() or isinstance(error, TimeoutError):
                raise TimeoutError(f"no whole answer within {self.timeout:g} s") from error
            raise
        finally:
            if timer is not None:
                timer.cancel()
            connection.close()
        if late.is_set():
            raise TimeoutError(f"no whole answer within {self.timeout:g} s")
        if len(answer) > LARGEST_ANSWER:
            raise ServiceError(f"{self._address(path)} answered with more than {LARGEST_ANSWER // 2**20} MiB")
        return response.status, response.headers, answer

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "newsgraph"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        return headers

    def _target(self, parts: SplitResult, path: str) -> str:
        return f"{parts.path.rstrip('/')}{path}" or "/"

    def _address(self, path: str) -> str:
        return f"{self.url.rstrip('/')}{path}"

    def _parsed(self, path: str, answer: bytes) -> Any:
        try:
            return json.loads(answer)
        except (ValueError, RecursionError) as error:
            raise ServiceError(f"{self._address(path)} answered with something that is no JSON") from error

    def _said(self, answer: bytes) -> str:
        """The words of an error, on one line, shortened, without the key."""
        text = answer[: 20 * _SAID].decode("utf-8", "replace")
        try:
            found = json.loads(text)
            error = found.get("error", found.get("detail", found.get("message", ""))) if isinstance(found, dict) else ""
            text = str(error.get("message", error) if isinstance(error, dict) else error)
        except (ValueError, RecursionError):
            pass
        if self.key:
            text = text.replace(self.key, "…")
        plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        return plain if len(plain) <= _SAID else plain[: _SAID - 1] + "…"


def _cut_off(connected: socket.socket, late: threading.Event) -> None:
    """End a connection under way, whatever it is waiting for."""
    late.set()
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _seconds(header: str | None) -> float | None:
    """Retry-After in seconds; its form with a date counts as not given."""
    try:
        return max(0.0, float(header)) if header else None
    except ValueError:
        return None


def _is_near(host: str) -> bool:
    """This machine or its own network: a name without dots, a loopback or private address."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal"))
    return address.is_loopback or address.is_private
