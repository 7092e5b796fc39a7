"""The words of the SPARQL 1.1 Protocol: what is asked, in which form it is wanted, how a refusal reads.  No network here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

RESULT_TYPES = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
"""Media types of SELECT and ASK results, the preferred one of each form first."""

GRAPH_TYPES = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "text/plain": "nt",
    "application/rdf+xml": "rdf",
    "application/xml": "rdf",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
}
"""Media types of CONSTRUCT and DESCRIBE results and of graphs."""


FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"


class Refusal(Exception):
    """A request that is not answered: HTTP status and a message for the client."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        self.status, self.message, self.headers = status, message, dict(headers or {})
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Operation:
    """A query with its dataset: graph IRIs, empty for the store's own (all graphs together)."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    form: str | None = None
    accept: str = field(default="*/*", compare=False)


def read_operation(method: str, query_string: str, content_type: str, body: bytes, accept: str) -> Operation | None:
    """The query of a request; None when it carries none (a request for the service description).

    Raises:
        Refusal: an update, several queries, another content type, or a body that is not UTF-8.
    """
    parameters = _pairs(query_string)
    if method == "POST":
        kind = content_type.partition(";")[0].strip().lower()
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Refusal(400, f"the body is not UTF-8: {error.reason} at byte {error.start}") from error
        if kind == FORM:
            parameters += _pairs(text)
        elif kind == QUERY:
            parameters.append(("query", text))
        elif kind == UPDATE:
            raise _read_only()
        else:
            raise Refusal(415, f"send a query as {QUERY} or {FORM}, not as {kind or 'a body without a type'}")
    found: dict[str, list[str]] = {}
    for name, value in parameters:
        found.setdefault(name, []).append(value)
    if "update" in found or "using-graph-uri" in found or "using-named-graph-uri" in found:
        raise _read_only()
    queries = found.get("query", [])
    if len(queries) > 1:
        raise Refusal(400, "give one query, not several")
    if not queries:
        if method == "POST":
            raise Refusal(400, "there is no query in the request")
        return None
    form = next(iter((*found.get("format", ()), *found.get("output", ()))), None)
    return Operation(
        queries[0],
        tuple(found.get("default-graph-uri", ())),
        tuple(found.get("named-graph-uri", ())),
        form,
        accept,
    )


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=200, errors="strict")
    except (ValueError, UnicodeDecodeError) as error:
        raise Refusal(400, f"the parameters cannot be read: {error}") from error


def _read_only() -> Refusal:
    return Refusal(403, "this endpoint is read-only: updates are refused; change a store with newsgraph build")


def choose_type(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type a client likes best (the first for an empty or ``*/*`` header); None when none will do.

    More specific ranges win over ``type/*`` and ``*/*``; among equals the offer's order decides.
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    best: tuple[float, int] = (0.0, 0)
    chosen = None
    for place, media in enumerate(offered):
        quality = _quality(media, ranges)
        if quality > 0 and (quality, -place) > best:
            best, chosen = (quality, -place), media
    return chosen


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return media, min(1.0, max(0.0, float(value)))
            except ValueError:
                return media, 0.0
    return media, 1.0


def _quality(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    for pattern in (media, media.partition("/")[0] + "/*", "*/*"):
        for name, quality in ranges:
            if name == pattern:
                return quality
    return 0.0


def result_type(operation: Operation, graph: bool) -> str:
    """Media type to answer with: by the ``format`` parameter, else by the Accept header.

    Some clients send a ``format`` of their own beside a proper header: an unknown one counts only without a header.

    Raises:
        Refusal: 406, nothing on offer is acceptable.
    """
    types = GRAPH_TYPES if graph else RESULT_TYPES
    if operation.form:
        wanted = operation.form.lower()
        for media, form in types.items():
            if wanted in (media, form, media.partition("/")[2]):
                return media
    if operation.form and operation.accept == "*/*":
        raise Refusal(406, f"no results as {operation.form!r}; known: {', '.join(dict.fromkeys(types.values()))}")
    # Browsers ask for HTML and XML; a plain click on a link is better served with JSON or Turtle.
    accept = "*/*" if "text/html" in operation.accept else operation.accept
    chosen = choose_type(accept, list(types))
    if chosen is None:
        raise Refusal(406, f"none of {accept!r} can be served; offered: {', '.join(types)}")
    return chosen
