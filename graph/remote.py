"""A store elsewhere as a copy of this one: what changed is sent, what is gone is dropped there.

The copy keeps a list of the graphs it was given and their digests in a graph of its own, ``<base>graph/pushed``.  A
graph is marked there before it changes and entered when it has arrived, so that a push that was cut short is simply
run again: what arrived is passed over.  Two protocols: the Graph Store Protocol and SPARQL 1.1 Update.
"""

from __future__ import annotations

import hashlib
import json
import re
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Protocol

import pyoxigraph as ox

from newsgraph.errors import StoreError
from newsgraph.graph.endpoint import Client, Endpoint, RemoteError
from newsgraph.graph.literals import string, value
from newsgraph.graph.store import Store
from newsgraph.graph.terms import NG, Namespace

PUSHED = ox.NamedNode(NG + "pushed")
DIGEST = ox.NamedNode(NG + "digest")
UNFINISHED = "unfinished"

NTRIPLES = "application/n-triples"


class PushProtocol(StrEnum):
    """How a remote store is written to."""

    GSP = "gsp"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some triples (N-Triples lines) of a graph on their way; ``first`` replaces what is there, ``last`` ends the graph.

    A first piece without lines drops the graph.
    """

    graph: str
    lines: tuple[str, ...]
    first: bool
    last: bool


class Remote(Protocol):
    """What both protocols can do; ``batch`` is how many triples go well into one request."""

    batch: int

    def read(self, graph: str) -> str:
        """The graph as N-Triples; "" when there is none."""

    def send(self, pieces: Sequence[Piece]) -> None:
        """Write pieces in order; harmless when done twice."""

    def entries(self, graph: str) -> Iterator[tuple[str, str]]:
        """Subject and object of every triple in a graph."""


class GraphStore:
    """SPARQL 1.1 Graph Store Protocol: PUT, POST and DELETE of a graph."""

    batch = 5_000

    def __init__(self, client: Client) -> None:
        self._client = client

    def _address(self, graph: str) -> str:
        address = self._client.endpoint.address
        return f"{address}{'&' if '?' in address else '?'}graph={urllib.parse.quote(graph, safe='')}"

    def read(self, graph: str) -> str:
        return self._read(graph, None)

    def _read(self, graph: str, retries: int | None) -> str:
        try:
            what = f"reading {graph}"
            body = self._client.request("GET", self._address(graph), accept=NTRIPLES, retries=retries, what=what)
        except RemoteError as error:
            if error.status == 404:
                return ""
            raise
        return body.decode("utf-8")

    def send(self, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            address = self._address(piece.graph)
            if not piece.lines:
                if piece.first:
                    self._drop(piece.graph)
                continue
            body = "\n".join((*piece.lines, "")).encode()
            method = "PUT" if piece.first else "POST"
            self._client.request(method, address, body, content=NTRIPLES, what=f"{method} of {piece.graph}")

    def _drop(self, graph: str) -> None:
        try:
            self._client.request("DELETE", self._address(graph), what=f"DELETE of {graph}")
        except RemoteError as error:
            if error.status != 404:
                raise

    def entries(self, graph: str) -> Iterator[tuple[str, str]]:
        text = self._read(graph, 0)
        for triple in ox.parse(text, ox.RdfFormat.N_TRIPLES) if text else ():
            yield value(triple.subject), value(triple.object)


class UpdateService:
    """SPARQL 1.1 Update, with the query service beside it to see what is there.

    Engines compile an update as a whole; Virtuoso takes five times as long with 2,000 triples in each as with 200.
    """

    batch = 200

    def __init__(self, client: Client, queries: str | None = None) -> None:
        self._client = client
        self._queries = queries or query_address(client.endpoint.address)

    def read(self, graph: str) -> str:
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        return self._ask(query, NTRIPLES, None).decode("utf-8")

    def _ask(self, query: str, accept: str, retries: int | None) -> bytes:
        body = urllib.parse.urlencode({"query": query}).encode()
        form = "application/x-www-form-urlencoded"
        return self._client.request(
            "POST", self._queries, body, content=form, accept=accept, retries=retries, what="a query"
        )

    def send(self, pieces: Sequence[Piece]) -> None:
        steps = []
        for piece in pieces:
            if piece.first:
                steps.append(f"DROP SILENT GRAPH <{piece.graph}>")
            if piece.lines:
                data = "\n".join(map(in_sparql, piece.lines))
                steps.append(f"INSERT DATA {{ GRAPH <{piece.graph}> {{\n{data}\n}} }}")
        if steps:
            body = " ;\n".join(steps).encode()
            content = "application/sparql-update; charset=utf-8"
            self._client.request("POST", self._client.endpoint.address, body, content=content, what="an update")

    def entries(self, graph: str) -> Iterator[tuple[str, str]]:
        # Some servers cut results short without a word: read pages until one brings nothing new.
        seen: set[tuple[str, str]] = set()
        start = 0
        while True:
            query = f"SELECT ?s ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} ORDER BY ?s ?o LIMIT 5000 OFFSET {start}"
            answer = json.loads(self._ask(query, "application/sparql-results+json", 0 if not start else None))
            rows = {(row["s"]["value"], row["o"]["value"]) for row in answer["results"]["bindings"]} - seen
            yield from rows
            if not rows:
                return
            seen |= rows
            start = len(seen)


_ESCAPED_BACKSLASH = re.compile(r"(?<!\\)((?:\\\\)+)([uU])")


def in_sparql(line: str) -> str:
    r"""An N-Triples line as SPARQL: a backslash before a "u" cannot be taken for a code point escape.

    SPARQL lets an engine resolve ``\u0022`` before it looks for the ends of strings.
    """
    return _ESCAPED_BACKSLASH.sub(lambda found: f"{found[1]}\\u{ord(found[2]):04X}", line)


def query_address(update: str) -> str:
    """Where a store that is updated at an address answers queries, by the usual conventions."""
    for ending, other in (("/update", "/query"), ("/statements", "")):
        if update.endswith(ending):
            return update.removesuffix(ending) + other
    return update


def guess_protocol(address: str) -> PushProtocol:
    """The protocol an address is usual for."""
    path = urllib.parse.urlsplit(address).path.rstrip("/")
    update = ("/update", "/statements", "/sparql", "/sparql-auth")
    return PushProtocol.UPDATE if path.endswith(update) else PushProtocol.GSP


def connect(
    endpoint: Endpoint,
    protocol: PushProtocol | None = None,
    *,
    queries: str | None = None,
    client: Client | None = None,
) -> Remote:
    """The store at an address; None takes the protocol the address is usual for.  Nothing is sent yet."""
    client = client or Client(endpoint)
    if (protocol or guess_protocol(endpoint.address)) is PushProtocol.GSP:
        return GraphStore(client)
    return UpdateService(client, queries)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a push has to do: graph -> digest of what this store has; graphs to send, to drop; how many are the same."""

    digests: Mapping[str, str]
    known: Mapping[str, str]
    send: tuple[str, ...]
    drop: tuple[str, ...]

    @property
    def same(self) -> int:
        return len(self.digests) - len(self.send)


@dataclass(frozen=True, slots=True)
class Pushed:
    """One graph that has arrived, with its triples; 0 when it was dropped."""

    graph: str
    triples: int


def plan(store: Store, remote: Remote, *, everything: bool = False, replace: bool = False) -> Plan:
    """Compare the store with its copy; ``everything`` sends also what is there already.

    Raises:
        RemoteError: the other side cannot be reached, or refuses.
        StoreError: the store is unfinished; or the copy holds articles, and none of this store's, and ``replace``
            does not allow to drop them all.
    """
    documents = store.document_iris()
    names = {value(name) for name in store.inner.named_graphs()}
    if store.namespace.graph("pending") in names:
        raise StoreError("the store is unfinished: run its build again, then push")
    shared = sorted(names - set(documents))
    known = _pushed(remote, store.namespace)
    kept = {graph for graph in known if graph.startswith(store.namespace.base + "doc/")}
    if kept and not kept & set(documents) and not replace:
        raise StoreError(
            f"the other side holds {len(kept)} articles and none of them is in this store: is it another store's copy? "
            "--replace drops them"
        )
    digests = {graph: _digest(store, graph) for graph in (*documents, *shared)}
    send = tuple(g for g, digest in digests.items() if everything or known.get(g, "").partition("/")[0] != digest)
    return Plan(digests, known, send, tuple(sorted(set(known) - set(digests))))


def push(store: Store, remote: Remote, todo: Plan, *, batch: int | None = None) -> Iterator[Pushed]:
    """Carry out a plan, ``batch`` triples a request (None: what suits the protocol), documents first.

    Yields what has arrived, as it goes.

    Raises:
        RemoteError: the other side cannot be reached, or refuses.
    """
    if not todo.send and not todo.drop:
        return
    batch = batch or remote.batch
    manifest = store.namespace.graph("pushed")
    changing = {*todo.send, *todo.drop}
    entries = {graph: entry for graph, entry in todo.known.items() if graph not in changing}
    _rewrite(remote, manifest, entries | dict.fromkeys(changing, UNFINISHED), batch)
    for pieces in _batches(_pieces(store, todo, batch), batch):
        arrived = [piece.graph for piece in pieces if piece.last]
        counts = _counts(store, todo, arrived)
        entries |= {graph: f"{todo.digests[graph]}/{counts[graph]}" for graph in arrived if graph in todo.digests}
        marks = tuple(_entry(graph, entries[graph]) for graph in arrived if graph in entries)
        remote.send((*pieces, Piece(manifest, marks, False, False)) if marks else pieces)
        yield from (Pushed(graph, counts[graph]) for graph in arrived)
    _rewrite(remote, manifest, entries, batch)


def pull(remote: Remote, store: Store) -> int:
    """Fill an empty store with the articles of its copy and derive the rest; returns how many there were.

    Raises:
        RemoteError: the other side cannot be reached, refuses, or gives back something else than it was sent.
    """
    known = _pushed(remote, store.namespace)
    articles = sorted(graph for graph in known if graph.startswith(store.namespace.base + "doc/"))
    for graph in (*articles, store.namespace.graph("provenance")):
        digest, _, count = known.get(graph, UNFINISHED).partition("/")
        if digest == UNFINISHED:
            continue
        node = ox.NamedNode(graph)
        store.inner.load(remote.read(graph), ox.RdfFormat.N_TRIPLES, to_graph=node)
        if graph in articles and (_count(store, graph) != int(count) or _digest(store, graph) != digest):
            raise RemoteError(
                f"the other side gives back {graph} otherwise than it was sent: keep a store here instead"
            )
    if articles:
        store.rebuild()
    return len(articles)


def _pushed(remote: Remote, namespace: Namespace) -> dict[str, str]:
    """Graph -> "digest/triples", or "unfinished", as the other side's own list has it.

    Names that no store of this base gives to a graph are passed over: such a graph is never dropped.
    """
    found: dict[str, str] = {}
    ours = re.compile(re.escape(namespace.base) + r"(?:doc|graph)/[A-Za-z0-9._~%,=-]+")
    for graph, entry in remote.entries(namespace.graph("pushed")):
        if ours.fullmatch(graph) and (entry != UNFINISHED or graph not in found):
            found[graph] = entry
    return found


def _rewrite(remote: Remote, manifest: str, entries: Mapping[str, str], batch: int) -> None:
    lines = [_entry(graph, entry) for graph, entry in sorted(entries.items())]
    for piece in _split(manifest, iter(lines), batch):
        remote.send([piece])


def _entry(graph: str, entry: str) -> str:
    return f"<{graph}> {PUSHED} {string(entry)} ."


def _pieces(store: Store, todo: Plan, batch: int) -> Iterator[Piece]:
    for graph in todo.drop:
        yield Piece(graph, (), True, True)
    for graph in todo.send:
        quads = store.inner.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        yield from _split(graph, (f"{quad.triple} ." for quad in quads), batch)


def _split(graph: str, lines: Iterator[str], batch: int) -> Iterator[Piece]:
    """A graph in pieces of at most ``batch`` lines; one without lines for an empty graph."""
    part, first = tuple(islice(lines, batch)), True
    while True:
        following = tuple(islice(lines, batch))
        yield Piece(graph, part, first, not following)
        if not following:
            return
        part, first = following, False


def _batches(pieces: Iterable[Piece], batch: int) -> Iterator[tuple[Piece, ...]]:
    """Small pieces together, at most ``batch`` triples; a dropped graph counts as one."""
    held: list[Piece] = []
    size = 0
    for piece in pieces:
        weight = max(1, len(piece.lines))
        if held and size + weight > batch:
            yield tuple(held)
            held, size = [], 0
        held.append(piece)
        size += weight
    if held:
        yield tuple(held)


def _counts(store: Store, todo: Plan, graphs: Iterable[str]) -> dict[str, int]:
    return {graph: _count(store, graph) if graph in todo.digests else 0 for graph in graphs}


def _count(store: Store, graph: str) -> int:
    return sum(1 for _ in store.inner.quads_for_pattern(None, None, None, ox.NamedNode(graph)))


def _digest(store: Store, graph: str) -> str:
    """What tells one content of a graph from another: a document's own digest, else one over all triples in any order."""
    node = ox.NamedNode(graph)
    own = next(store.inner.quads_for_pattern(node, DIGEST, None, node), None)
    if own is not None:
        return value(own.object)
    total = 0
    for quad in store.inner.quads_for_pattern(None, None, None, node):
        total += int.from_bytes(hashlib.blake2b(str(quad.triple).encode(), digest_size=16).digest(), "big")
    return f"{total % 2**128:032x}"
