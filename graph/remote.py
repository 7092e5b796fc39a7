"""A store elsewhere: documents' and shared graphs sent over the SPARQL 1.1 Graph Store Protocol.

Each named graph replaces its remote namesake with one PUT, so a push that was cut short is simply pushed again;
graphs whose digest the other side already has are skipped.
"""

from __future__ import annotations

import base64
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from newsgraph.errors import StoreError
from newsgraph.graph.literals import value
from newsgraph.graph.store import DIGEST, Store


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to push: the Graph Store Protocol address; user and password for Basic authentication; seconds to wait."""

    address: str
    user: str | None = None
    password: str | None = None
    timeout: float = 60.0

    def graph_address(self, graph: str) -> str:
        mark = "&" if "?" in self.address else "?"
        return f"{self.address}{mark}graph={urllib.parse.quote(graph, safe='')}"


@dataclass(frozen=True, slots=True)
class Pushed:
    """One graph that was dealt with: how many triples were sent, or None when the other side had it already."""

    graph: str
    triples: int | None


def push(store: Store, endpoint: Endpoint) -> Iterator[Pushed]:
    """Send every graph of the store, documents first; yields as it goes.

    A graph that this store has dropped stays on the other side: remove it there with :func:`drop`.

    Raises:
        StoreError: the other side cannot be reached, or refuses.
    """
    documents = store.document_iris()
    shared = sorted({value(name) for name in store.inner.named_graphs()} - set(documents))
    for graph in (*documents, *shared):
        node = ox.NamedNode(graph)
        if graph in documents and _digest(store, node) in _remote_digests(endpoint, graph):
            yield Pushed(graph, None)
            continue
        quads = [quad.triple for quad in store.inner.quads_for_pattern(None, None, None, node)]
        body = ox.serialize(quads, format=ox.RdfFormat.N_TRIPLES)
        assert body is not None
        _request(endpoint, "PUT", graph, body)
        yield Pushed(graph, len(quads))


def drop(endpoint: Endpoint, graph: str) -> None:
    """Remove one graph on the other side; nothing happens when it is not there.

    Raises:
        StoreError: the other side cannot be reached, or refuses.
    """
    _request(endpoint, "DELETE", graph, None, missing_ok=True)


def _digest(store: Store, node: ox.NamedNode) -> str:
    quad = next(store.inner.quads_for_pattern(node, DIGEST, None, node), None)
    return value(quad.object) if quad else ""


def _remote_digests(endpoint: Endpoint, graph: str) -> set[str]:
    """The digests that the other side holds for a document; more than one means that it must be sent again."""
    body = _request(endpoint, "GET", graph, None, missing_ok=True)
    quads = ox.parse(body, ox.RdfFormat.N_TRIPLES) if body else ()
    return {value(quad.object) for quad in quads if quad.predicate == DIGEST}


def _request(endpoint: Endpoint, method: str, graph: str, body: bytes | None, *, missing_ok: bool = False) -> bytes:
    address = endpoint.graph_address(graph)
    if not address.startswith(("http://", "https://")):
        raise StoreError(f"{endpoint.address}: give an http or https address")
    request = urllib.request.Request(address, data=body, method=method)
    request.add_header("Accept", "application/n-triples")
    if body is not None:
        request.add_header("Content-Type", "application/n-triples")
    if endpoint.user is not None:
        token = base64.b64encode(f"{endpoint.user}:{endpoint.password or ''}".encode()).decode()
        request.add_header("Authorization", f"Basic {token}")
    try:
        with urllib.request.urlopen(request, timeout=endpoint.timeout) as response:
            answer: bytes = response.read()
            return answer
    except urllib.error.HTTPError as error:
        if error.code == 404 and missing_ok:
            return b""
        detail = error.read(300).decode("utf-8", "replace").strip()
        raise StoreError(f"{endpoint.address} refused {method} of {graph}: {error.code} {detail}") from error
    except OSError as error:
        raise StoreError(f"{endpoint.address} cannot be reached: {error}") from error
