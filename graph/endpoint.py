"""Requests to a store elsewhere: authentication when it is asked for, another try when the other side is busy.

The password is sent only in answer to the other side's own challenge, never printed, never part of an address.
"""

from __future__ import annotations

import base64
import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message

from newsgraph.errors import StoreError

BUSY = frozenset({408, 425, 429, 502, 503, 504})
"""Statuses after which the same request is tried again."""

LONGEST_WAIT = 60.0
"""Seconds: what the other side asks for in Retry-After is cut to this."""


class RemoteError(StoreError):
    """The other side cannot be reached, or refuses.  ``status`` is the HTTP status, None when there was no answer."""

    def __init__(self, message: str, status: int | None = None) -> None:
        self.status = status
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where requests go, who asks, how long to wait (seconds) and how often to try again.

    Raises:
        RemoteError: not an http or https address, or one with a password in it.
    """

    address: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 120.0
    retries: int = 4

    def __post_init__(self) -> None:
        parts = urllib.parse.urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise RemoteError(f"{self.address}: give an http or https address")
        if parts.username is not None or parts.password is not None:
            raise RemoteError(f"{parts.hostname}: keep user and password out of the address, which others can see")


class Client:
    """Sends requests to one endpoint; ``sleep`` waits between tries."""

    def __init__(self, endpoint: Endpoint, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.endpoint, self._sleep = endpoint, sleep
        self._scheme = ""
        self._challenge: dict[str, str] = {}
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        if endpoint.user is not None:
            passwords.add_password(None, endpoint.address, endpoint.user, endpoint.password or "")
            for root in ("http", "https"):
                host = urllib.parse.urlsplit(endpoint.address).netloc
                passwords.add_password(None, f"{root}://{host}/", endpoint.user, endpoint.password or "")
        self._digest = urllib.request.AbstractDigestAuthHandler(passwords)

    def request(
        self,
        method: str,
        address: str,
        body: bytes | None = None,
        *,
        content: str | None = None,
        accept: str = "*/*",
        retries: int | None = None,
        what: str = "the request",
    ) -> bytes:
        """The body of the answer.  ``what`` names the request in messages; ``retries`` overrides the endpoint's.

        Raises:
            RemoteError: no answer, or a refusal, after the last try.
        """
        left = self.endpoint.retries if retries is None else retries
        challenged, pause = False, 0.5
        while True:
            request = urllib.request.Request(address, data=body, method=method)
            request.add_header("Accept", accept)
            request.add_header("User-Agent", "newsgraph")
            if content is not None:
                request.add_header("Content-Type", content)
            authorization = self._authorization(request)
            if authorization:
                request.add_unredirected_header("Authorization", authorization)
            try:
                with urllib.request.urlopen(request, timeout=self.endpoint.timeout) as response:
                    answer: bytes = response.read()
                    return answer
            except urllib.error.HTTPError as error:
                if error.code == 401 and not challenged and self._accept(error.headers):
                    challenged = True
                    continue
                if error.code not in BUSY or left < 1:
                    raise self._refused(error, what) from error
                asked = error.headers.get("Retry-After", "")
                wait = min(float(asked), LONGEST_WAIT) if asked.isdigit() else pause
            except (OSError, http.client.HTTPException) as error:
                if left < 1:
                    reason = getattr(error, "reason", None) or error
                    raise RemoteError(f"{self.endpoint.address} cannot be reached: {reason}") from error
                wait = pause
            left -= 1
            pause *= 2
            self._sleep(wait)

    def _accept(self, headers: Message) -> bool:
        """Remember how the other side wants to be convinced; False when it cannot be."""
        if self.endpoint.user is None:
            return False
        offers = {}
        for offer in headers.get_all("WWW-Authenticate", ()):
            scheme, _, rest = offer.partition(" ")
            offers[scheme.lower()] = rest
        if "digest" in offers:
            listed = filter(None, urllib.request.parse_http_list(offers["digest"]))
            self._scheme, self._challenge = "digest", urllib.request.parse_keqv_list(list(listed))
            return True
        self._scheme = "basic" if "basic" in offers else ""
        return bool(self._scheme)

    def _authorization(self, request: urllib.request.Request) -> str | None:
        if self._scheme == "digest":
            answer = self._digest.get_authorization(request, self._challenge)
            return f"Digest {answer}" if answer else None
        if self._scheme == "basic":
            secret = f"{self.endpoint.user}:{self.endpoint.password or ''}"
            return "Basic " + base64.b64encode(secret.encode()).decode()
        return None

    def _refused(self, error: urllib.error.HTTPError, what: str) -> RemoteError:
        detail = " ".join(error.read(400).decode("utf-8", "replace").split())
        hint = ""
        if error.code in (401, 403):
            known = "user and password were refused" if self.endpoint.user else "it wants a user and a password"
            hint = f" ({known})"
        elif error.code in (404, 405):
            hint = " (is this the right address and protocol?)"
        reason = f"{error.code} {error.reason}"
        return RemoteError(f"{self.endpoint.address} refused {what}: {reason}{hint} {detail}".rstrip(), error.code)
