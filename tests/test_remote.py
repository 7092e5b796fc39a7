"""Pushing a store over the Graph Store Protocol: every graph arrives, what is there already is not sent again."""

from __future__ import annotations

import sys
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from newsgraph.errors import StoreError
from newsgraph.graph.remote import Endpoint, drop, push
from newsgraph.graph.store import Store

sys.path.insert(0, str(Path(__file__).parent))
from extraction_cases import troops


class Server(ThreadingHTTPServer):
    """A graph store as the protocol asks for it, over Oxigraph in memory; ``puts`` are the graphs it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = ox.Store()
        self.puts: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/store"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _graph(self) -> ox.NamedNode:
        return ox.NamedNode(urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)["graph"][0])

    def _answer(self, code: int, body: bytes = b"") -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        if not self.server.store.contains_named_graph(self._graph()):
            return self._answer(404)
        body = self.server.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=self._graph())
        return self._answer(200, body or b"")

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.store.remove_graph(self._graph())
        self.server.store.load(body, ox.RdfFormat.N_TRIPLES, to_graph=self._graph())
        self.server.puts.append(self._graph().value)
        self._answer(204)

    def do_DELETE(self) -> None:
        known = self.server.store.contains_named_graph(self._graph())
        self.server.store.remove_graph(self._graph())
        self._answer(204 if known else 404)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def test_every_graph_arrives_documents_first(server: Server) -> None:
    store = Store.memory()
    store.add_all([troops("Gazette"), troops("Herald")])
    pushed = list(push(store, Endpoint(server.address)))
    assert set(server.store) == set(store.inner)
    assert [one.graph for one in pushed][:2] == store.document_iris()
    assert sum(one.triples or 0 for one in pushed) == len(store.inner)


def test_a_document_that_is_there_already_is_not_sent_again(server: Server) -> None:
    store = Store.memory()
    store.add(troops())
    list(push(store, Endpoint(server.address)))
    server.puts.clear()
    assert next(push(store, Endpoint(server.address))).triples is None
    assert server.puts == []
    store.add(replace(troops(), statements=troops().statements[1:]))
    list(push(store, Endpoint(server.address)))
    assert store.document_iris()[0] in server.puts
    assert set(server.store) >= set(store.inner)


def test_a_graph_can_be_dropped_twice(server: Server) -> None:
    store = Store.memory()
    store.add(troops())
    endpoint = Endpoint(server.address)
    list(push(store, endpoint))
    drop(endpoint, store.document_iris()[0])
    drop(endpoint, store.document_iris()[0])
    assert not server.store.contains_named_graph(ox.NamedNode(store.document_iris()[0]))


def test_who_cannot_be_reached_is_named() -> None:
    store = Store.memory()
    with pytest.raises(StoreError, match=r"127\.0\.0\.1:1/store cannot be reached"):
        list(push(store, Endpoint("http://127.0.0.1:1/store")))
    with pytest.raises(StoreError, match="http or https"):
        list(push(store, Endpoint("file:///etc/passwd")))
