"""A client of the W3C Reconciliation Service API (0.1 and 0.2): names asked of a service, candidates with identifiers back.

Nothing here runs by itself: names leave this machine only when a command was told which service to ask.
Source: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
import math
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO, Any

from newsgraph.errors import NewsgraphError

BATCH = 25
"""Names asked in one request, where the service does not say how many it takes."""

LONGEST_ANSWER = 16 * 2**20
"""Bytes of an answer; a longer one is refused."""

_VERSIONS = ("0.1", "0.2")
_QID = re.compile(r"Q[1-9][0-9]*")


class ReconciliationError(NewsgraphError, OSError):
    """A service that cannot be reached, refuses, or does not speak the protocol; the message names it."""

    def __init__(self, address: str, reason: str) -> None:
        self.address, self.reason = address, reason
        super().__init__(f"{address}: {reason}")


@dataclass(frozen=True, slots=True)
class Service:
    """Where to ask; seconds to wait for each answer; names a request.

    Raises:
        ReconciliationError: the address is not http or https.
    """

    address: str
    timeout: float = 30.0
    batch: int = BATCH

    def __post_init__(self) -> None:
        if not is_web_address(self.address):
            raise ReconciliationError(self.address, "give an http or https address")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a service says of itself.  ``space`` is what its ids are relative to; ``view`` a page a candidate has, with ``{{id}}``."""

    name: str
    space: str
    versions: tuple[str, ...] = ()
    view: str | None = None
    batch: int | None = None

    def identifier(self, match: Match) -> str | None:
        """A candidate's identifier anywhere: a Wikidata id, else an address; None when it makes none."""
        if "wikidata.org" in urllib.parse.urlsplit(self.space).netloc and _QID.fullmatch(match.id):
            return match.id
        if is_web_address(match.id):
            return match.id
        local = urllib.parse.quote(match.id, safe="-_~.:,")
        if self.space.endswith(("/", "#", "=")):
            made = self.space + local
        elif self.view and "{{id}}" in self.view:
            made = self.view.replace("{{id}}", local)
        else:
            made = f"{self.space}/{local}"
        return made if is_web_address(made) else None


@dataclass(frozen=True, slots=True)
class Question:
    """A name to find; ``type`` is one of the service's own types ("Q5"), None for any; ``limit`` of candidates."""

    name: str
    type: str | None = None
    limit: int = 5

    @property
    def json(self) -> dict[str, object]:
        return {"query": self.name, "limit": self.limit} | ({"type": self.type} if self.type else {})


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate.  ``score`` is the service's own measure, None when it gives none; ``sure``: it takes it for the one."""

    id: str
    name: str
    score: float | None
    sure: bool
    types: tuple[str, ...] = ()
    description: str | None = None


def read_manifest(service: Service) -> Manifest:
    """Ask a service what it is.

    Raises:
        ReconciliationError: it cannot be reached, or is no reconciliation service of a known version.
    """
    answer = _request(service, None)
    if not isinstance(answer, dict) or not isinstance(answer.get("identifierSpace"), str):
        raise ReconciliationError(service.address, "no reconciliation service answers there (no identifierSpace)")
    versions = tuple(str(version) for version in _list(answer.get("versions")))
    if versions and not any(version.startswith(_VERSIONS) for version in versions):
        spoken = ", ".join(versions)
        raise ReconciliationError(service.address, f"speaks version {spoken} of the protocol; known: 0.1, 0.2")
    view = answer.get("view")
    url = view.get("url") if isinstance(view, dict) else None
    size = answer.get("batchSize")
    return Manifest(
        str(answer.get("name") or service.address),
        answer["identifierSpace"],
        versions,
        url if isinstance(url, str) else None,
        size if isinstance(size, int) and size > 0 else None,
    )


def reconcile(service: Service, questions: Sequence[Question]) -> Iterator[list[Match]]:
    """The candidates of each question, in its order, best first; [] for none.  A request a batch, made as it is read.

    Raises:
        ReconciliationError: the service cannot be reached, refuses, or answers what is no answer.
    """
    for start in range(0, len(questions), service.batch):
        batch = {f"q{number}": question for number, question in enumerate(questions[start : start + service.batch])}
        asked = json.dumps({key: question.json for key, question in batch.items()}, ensure_ascii=False)
        answer = _request(service, asked)
        if not isinstance(answer, dict):
            raise ReconciliationError(service.address, "the answer is not a JSON object")
        if answer.get("status") == "error" and not set(batch) <= answer.keys():
            raise ReconciliationError(service.address, f"refused: {_shown(answer.get('message'))}")
        for key in batch:
            yield _matches(service, answer.get(key))


def _matches(service: Service, answer: Any) -> list[Match]:
    if not isinstance(answer, dict) or not isinstance(answer.get("result"), list):
        reason = _shown(answer.get("message")) if isinstance(answer, dict) else "a question was left out"
        raise ReconciliationError(service.address, f"a question was not answered ({reason})")
    found = []
    for row in answer["result"]:
        if (
            not isinstance(row, dict)
            or not isinstance(row.get("id"), str | int)
            or not isinstance(row.get("name"), str)
        ):
            raise ReconciliationError(service.address, "a candidate has no id or no name")
        description = row.get("description")
        found.append(
            Match(
                str(row["id"]),
                row["name"],
                _score(row.get("score")),
                row.get("match") is True,
                tuple(_type_name(kind) for kind in _list(row.get("type"))),
                description if isinstance(description, str) else None,
            )
        )
    return sorted(found, key=lambda match: -(match.score or 0.0))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _score(value: Any) -> float | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and math.isfinite(value) else None


def _type_name(kind: Any) -> str:
    return str(kind.get("name") or kind.get("id") or "") if isinstance(kind, dict) else str(kind)


def _shown(message: Any) -> str:
    return " ".join(str(message or "no reason given").split())[:200]


def is_web_address(text: str) -> bool:
    """An http or https address with a host, without characters that no address has."""
    try:
        parts = urllib.parse.urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"[\s<>\"{}|\\^`\x00-\x1f]", text)


class _OnlyToTheWeb(urllib.request.HTTPRedirectHandler):
    """Follows a service that has moved, to web addresses alone; what was asked is asked again there."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if not is_web_address(newurl):
            raise urllib.error.URLError(f"it leads to {newurl!r}, which is no web address")
        if code in (307, 308) and req.data is not None:
            kept = {name: value for name, value in req.header_items() if name.lower() not in ("host", "content-length")}
            return urllib.request.Request(newurl, data=req.data, headers=kept, method="POST")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _request(service: Service, queries: str | None) -> Any:
    """The manifest, or the answer to queries, as JSON."""
    body = None if queries is None else urllib.parse.urlencode({"queries": queries}).encode()
    headers = {"Accept": "application/json", "User-Agent": "newsgraph"}
    request = urllib.request.Request(service.address, data=body, headers=headers)
    opener = urllib.request.build_opener(_OnlyToTheWeb)
    try:
        with opener.open(request, timeout=service.timeout) as response:
            raw = response.read(LONGEST_ANSWER + 1)
    except urllib.error.HTTPError as error:
        with error:
            detail = _shown(error.read(300).decode("utf-8", "replace"))
        raise ReconciliationError(service.address, f"refused: {error.code} {detail}") from error
    except TimeoutError as error:
        raise ReconciliationError(service.address, f"no answer within {service.timeout:g} seconds") from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise ReconciliationError(service.address, f"no answer within {service.timeout:g} seconds") from error
        raise ReconciliationError(service.address, f"cannot be reached: {error.reason}") from error
    except (OSError, HTTPException) as error:
        raise ReconciliationError(service.address, f"cannot be reached: {error or type(error).__name__}") from error
    if len(raw) > LONGEST_ANSWER:
        raise ReconciliationError(service.address, f"the answer is longer than {LONGEST_ANSWER // 2**20} MiB")
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ReconciliationError(service.address, "the answer is not JSON") from error
