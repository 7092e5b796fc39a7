"""A store elsewhere becomes a copy: over both protocols, in pieces, again after a stop, with a password and without."""

from __future__ import annotations

import hashlib
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest
from command_line import run

from newsgraph.errors import StoreError
from newsgraph.graph.endpoint import Client, Endpoint, RemoteError
from newsgraph.graph.remote import (
    Pushed,
    PushProtocol,
    connect,
    guess_protocol,
    in_sparql,
    plan,
    pull,
    push,
    query_address,
)
from newsgraph.graph.store import Store
from newsgraph.graph.terms import NG

sys.path.insert(0, str(Path(__file__).parent))
from extraction_cases import troops
from hostile_article import hostile

PUSHED_GRAPH = "https://w3id.org/newsgraph/graph/pushed"


class Server(ThreadingHTTPServer):
    """A graph store as the protocol asks for it, over Oxigraph in memory.

    ``writes`` are the graphs that were written; ``asks`` is "basic" or "digest" for a server with a password (user
    "ada", password "lovelace"); ``busy`` is how many requests are turned away; ``dies_after`` writes it refuses all.
    """

    def __init__(self, asks: str = "") -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = ox.Store()
        self.writes: list[str] = []
        self.asks, self.busy, self.dies_after = asks, 0, -1
        self.seen: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/store"

    def quads(self) -> set[ox.Quad]:
        return {quad for quad in self.store if getattr(quad.graph_name, "value", "") != PUSHED_GRAPH}


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _graph(self) -> ox.NamedNode:
        return ox.NamedNode(urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)["graph"][0])

    def _answer(self, code: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(code)
        for name, text in headers.items():
            self.send_header(name.replace("_", "-"), text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _admitted(self) -> bool:
        sent = self.headers.get("Authorization", "")
        self.server.seen.append(sent.partition(" ")[0])
        if self.server.busy > 0:
            self.server.busy -= 1
            self._answer(503, Retry_After="7")
            return False
        if self.server.dies_after == 0 and self.command != "GET":
            self._answer(500, b"out of order")
            return False
        if self.server.asks == "basic" and sent != "Basic YWRhOmxvdmVsYWNl":
            self._answer(401, WWW_Authenticate='Basic realm="graphs"')
            return False
        if self.server.asks == "digest" and not self._digest_is_right(sent):
            self._answer(401, WWW_Authenticate='Digest realm="graphs", nonce="n1", qop="auth", algorithm=MD5')
            return False
        return True

    def _digest_is_right(self, sent: str) -> bool:
        pairs = urllib.request.parse_http_list(sent.removeprefix("Digest "))
        given = urllib.request.parse_keqv_list([pair for pair in pairs if "=" in pair])

        def md5(text: str) -> str:
            return hashlib.md5(text.encode()).hexdigest()

        secret = md5("ada:graphs:lovelace")
        what = md5(f"{self.command}:{self.path}")
        return bool(given) and given.get("response") == md5(
            f"{secret}:n1:{given.get('nc')}:{given.get('cnonce')}:auth:{what}"
        )

    def do_GET(self) -> None:
        if not self._admitted():
            return
        if not self.server.store.contains_named_graph(self._graph()):
            return self._answer(404)
        body = self.server.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=self._graph())
        return self._answer(200, body or b"")

    def _write(self, fresh: bool) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self._admitted():
            return
        if fresh:
            self.server.store.remove_graph(self._graph())
        self.server.store.load(body, ox.RdfFormat.N_TRIPLES, to_graph=self._graph())
        self.server.writes.append(self._graph().value)
        self.server.dies_after -= 1
        self._answer(204)

    def do_PUT(self) -> None:
        self._write(True)

    def do_POST(self) -> None:
        self._write(False)

    def do_DELETE(self) -> None:
        if not self._admitted():
            return
        known = self.server.store.contains_named_graph(self._graph())
        self.server.store.remove_graph(self._graph())
        self._answer(204 if known else 404)


def serving(server: Server) -> Iterator[Server]:
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serving(Server())


@pytest.fixture(params=["basic", "digest"])
def guarded(request: pytest.FixtureRequest) -> Iterator[Server]:
    yield from serving(Server(request.param))


def push_all(store: Store, endpoint: Endpoint, *, batch: int | None = None) -> list[Pushed]:
    remote = connect(endpoint)
    return list(push(store, remote, plan(store, remote), batch=batch))


@pytest.mark.parametrize("batch", [1, 7, None])
def test_every_graph_arrives_whole_documents_first(server: Server, batch: int | None) -> None:
    store = Store.memory()
    store.add_all([troops("Gazette"), troops("Herald")])
    pushed = push_all(store, Endpoint(server.address), batch=batch)
    assert server.quads() == set(store.inner)
    assert [one.graph for one in pushed][:2] == store.document_iris()
    assert sum(one.triples for one in pushed) == len(store.inner)


def test_what_is_there_already_is_not_sent_again(server: Server) -> None:
    store = Store.memory()
    store.add(troops())
    push_all(store, Endpoint(server.address))
    server.writes.clear()
    assert push_all(store, Endpoint(server.address)) == []
    assert server.writes == []
    store.add(replace(troops(), statements=troops().statements[1:]))
    push_all(store, Endpoint(server.address))
    assert store.document_iris()[0] in server.writes
    assert store.namespace.graph("vocabulary") not in server.writes
    assert server.quads() == set(store.inner)


def test_what_is_gone_here_is_dropped_there_with_all_it_alone_supported(server: Server) -> None:
    store = Store.memory()
    store.add_all([troops("Gazette"), hostile()])
    push_all(store, Endpoint(server.address))
    store.remove(hostile().document.id)
    push_all(store, Endpoint(server.address))
    assert server.quads() == set(store.inner)


def test_graphs_of_others_are_left_alone(server: Server) -> None:
    other = ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal("o"), ox.NamedNode("x:g"))
    server.store.add(other)
    store = Store.memory()
    store.add(troops())
    push_all(store, Endpoint(server.address))
    assert server.quads() == {*store.inner, other}


def test_a_list_that_somebody_tampered_with_cannot_have_other_graphs_dropped(server: Server) -> None:
    store = Store.memory()
    store.add(troops())
    push_all(store, Endpoint(server.address))
    listed = ox.NamedNode(PUSHED_GRAPH)
    other = ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal("o"), ox.NamedNode("https://other.example/g"))
    server.store.add(other)
    for name in ("https://other.example/g", "https://w3id.org/newsgraph/doc/x/../../y", "https://w3id.org/newsgraph/"):
        server.store.add(ox.Quad(ox.NamedNode(name), ox.NamedNode(NG + "pushed"), ox.Literal("d/1"), listed))
    assert push_all(store, Endpoint(server.address)) == []
    assert other in server.store


@pytest.mark.parametrize("stop", range(0, 24, 3))
def test_a_push_that_was_cut_short_is_finished_by_the_next(server: Server, stop: int) -> None:
    store = Store.memory()
    store.add(troops("Gazette"))
    push_all(store, Endpoint(server.address))
    store.remove(troops("Gazette").document.id)
    store.add_all([troops("Herald"), hostile()])
    endpoint = Endpoint(server.address, retries=0)
    remote = connect(endpoint)
    server.dies_after = stop
    with pytest.raises(RemoteError, match="500"):
        list(push(store, remote, plan(store, remote, replace=True), batch=40))
    server.dies_after = -1
    store.remove(hostile().document.id)
    list(push(store, remote, plan(store, remote, replace=True), batch=40))
    assert server.quads() == set(store.inner)


def test_another_store_of_the_same_base_is_not_written_over_unasked(server: Server) -> None:
    one, other = Store.memory(), Store.memory()
    one.add(troops("Gazette"))
    other.add(troops("Herald"))
    push_all(one, Endpoint(server.address))
    remote = connect(Endpoint(server.address))
    with pytest.raises(StoreError, match="--replace"):
        plan(other, remote)
    list(push(other, remote, plan(other, remote, replace=True)))
    assert server.quads() == set(other.inner)


def test_a_copy_fills_an_empty_store_again(server: Server) -> None:
    store = Store.memory()
    store.add_all([troops("Gazette"), hostile()])
    push_all(store, Endpoint(server.address))
    again = Store.memory()
    assert pull(connect(Endpoint(server.address)), again) == 2
    assert set(again.inner) == set(store.inner)
    assert pull(connect(Endpoint(server.address + "?x=y")), Store.memory(base="https://other.example/")) == 0


def test_a_password_is_given_when_asked_for_and_in_the_way_asked_for(guarded: Server) -> None:
    store = Store.memory()
    store.add(troops())
    push_all(store, Endpoint(guarded.address, "ada", "lovelace"))
    assert guarded.quads() == set(store.inner)
    assert guarded.seen[0] == ""
    assert set(guarded.seen[1:]) == {guarded.asks.capitalize()}


def test_a_wrong_password_is_said_to_be_one_and_never_shown(guarded: Server) -> None:
    endpoint = Endpoint(guarded.address, "ada", "lace-of-love")
    with pytest.raises(RemoteError, match="user and password were refused") as refused:
        plan(Store.memory(), connect(endpoint))
    assert "lace-of-love" not in str(refused.value) + repr(endpoint) + repr(refused.value)
    with pytest.raises(RemoteError, match="wants a user and a password"):
        plan(Store.memory(), connect(Endpoint(guarded.address)))


def test_a_busy_server_is_asked_again_after_the_time_it_names(server: Server) -> None:
    server.busy = 2
    waited: list[float] = []
    client = Client(Endpoint(server.address, retries=2), sleep=waited.append)
    address = server.address + "?graph=" + urllib.parse.quote("x:g", safe="")
    client.request("PUT", address, b"<x:s> <x:p> <x:o> .", content="application/n-triples")
    assert waited == [7.0, 7.0]
    server.busy = 2
    with pytest.raises(RemoteError, match="503"):
        Client(Endpoint(server.address, retries=1), sleep=waited.append).request("GET", address)


def test_who_cannot_be_reached_is_named_at_once() -> None:
    start = time.monotonic()
    with pytest.raises(RemoteError, match=r"127\.0\.0\.1:1/store cannot be reached"):
        plan(Store.memory(), connect(Endpoint("http://127.0.0.1:1/store")))
    assert time.monotonic() - start < 0.4


@pytest.mark.parametrize("address", ["file:///etc/passwd", "news.store", "http://", "http://ada:lovelace@x.example/"])
def test_an_address_that_is_none_is_refused_without_showing_a_password(address: str) -> None:
    with pytest.raises(RemoteError, match="address") as refused:
        Endpoint(address)
    assert "lovelace" not in str(refused.value)


def test_the_protocol_and_the_address_for_queries_follow_the_usual_names() -> None:
    assert guess_protocol("http://x/store") is guess_protocol("http://x/ds/data") is PushProtocol.GSP
    assert guess_protocol("http://x/ds/update") is guess_protocol("http://x/sparql-auth") is PushProtocol.UPDATE
    assert query_address("http://x/ds/update") == "http://x/ds/query"
    assert query_address("http://x/repositories/news/statements") == "http://x/repositories/news"
    assert query_address("http://x/sparql-auth") == "http://x/sparql-auth"


@pytest.mark.parametrize(
    "text", ["\\u0022 } ; DROP ALL #", "\\\\u0022", "\\U00000022", 'a"b\\', "tab\there", "\u007f\u0080"]
)
def test_no_text_breaks_out_of_an_update_even_where_escapes_are_resolved_first(text: str) -> None:
    triple = ox.Triple(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal(text))
    written = f"INSERT DATA {{ GRAPH <x:g> {{ {in_sparql(f'{triple} .')} }} }}"
    store = ox.Store()
    store.update(written)
    assert [quad.object.value for quad in store] == [text]
    early = ox.Store()
    early.update(_resolved_first(written))
    assert [quad.object.value for quad in early] == [text]


def _resolved_first(sparql: str) -> str:
    """What an engine that resolves code points over the whole text, and looks for strings after that, would see."""
    import re

    return re.sub(r"\\u([0-9A-F]{4})|\\U([0-9A-F]{8})", lambda m: chr(int(m[1] or m[2], 16)), sparql)


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an Oxigraph server, another program than the library the store is made of."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("the Oxigraph server is not installed (pip install oxigraph)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("oxigraph")
    command = [program, "serve", "-l", str(folder), "-b", f"127.0.0.1:{port}", "--union-default-graph"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the Oxigraph server does not start")


def remote_quads(address: str) -> set[ox.Quad]:
    request = urllib.request.Request(f"{address}/store", headers={"Accept": "application/n-quads"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        quads = set(ox.parse(answer.read(), ox.RdfFormat.N_QUADS))
    return {quad for quad in quads if getattr(quad.graph_name, "value", "") != PUSHED_GRAPH}


def empty(address: str) -> None:
    body = urllib.request.Request(
        f"{address}/update", b"DROP ALL", {"Content-Type": "application/sparql-update"}, method="POST"
    )
    urllib.request.urlopen(body, timeout=20).close()


@pytest.mark.parametrize("path", ["store", "update"])
def test_oxigraph_becomes_a_copy_over_either_protocol_and_follows_changes(
    oxigraph: str, path: str, tmp_path: Path
) -> None:
    empty(oxigraph)
    folder = tmp_path / "news.store"
    with Store.open(folder) as store:
        store.add_all([troops("Gazette"), hostile()])
    first = run("push", str(folder), f"{oxigraph}/{path}", "--batch", "50")
    assert first.returncode == 0, first.stderr
    with Store.open(folder) as store:
        assert remote_quads(oxigraph) == set(store.inner)
        store.remove(troops("Gazette").document.id)
        store.add(troops("Herald"))
    second = run("push", str(folder), f"{oxigraph}/{path}")
    assert "1 dropped" in second.stderr
    with Store.open(folder, read_only=True) as store:
        assert remote_quads(oxigraph) == set(store.inner)
    assert "0 graphs sent (0 triples), 0 dropped" in run("push", str(folder), f"{oxigraph}/{path}").stderr


def test_the_command_takes_a_password_from_a_netrc_file_and_never_prints_it(guarded: Server, tmp_path: Path) -> None:
    folder, netrc = tmp_path / "news.store", tmp_path / "netrc"
    with Store.open(folder) as store:
        store.add(troops())
        wanted = set(store.inner)
    netrc.write_text("machine 127.0.0.1 login ada password lovelace\n", encoding="utf-8")
    netrc.chmod(0o600)
    done = run("push", str(folder), guarded.address, "--netrc", str(netrc))
    assert done.returncode == 0, done.stderr
    assert guarded.quads() == wanted
    assert "lovelace" not in done.stdout + done.stderr
    netrc.write_text("machine 127.0.0.1 login ada lovelace lovelace\n", encoding="utf-8")
    broken = run("push", str(folder), guarded.address, "--netrc", str(netrc))
    assert broken.returncode == 2
    assert "lovelace" not in broken.stdout + broken.stderr
    refused = run("push", str(folder), guarded.address)
    assert refused.returncode == 1
    assert "wants a user" in refused.stderr


ARTICLES = {
    "storm.txt": "Storm floods Arlen\n\nThe Union sent troops to Arlen on Monday. Vera Dahl said the dam had failed.\n",
    "denial.txt": "Dam firm rejects claim\n\nThe company denied that the dam had failed. Otto Brand resigned on Tuesday.\n",
}


@pytest.mark.parametrize("kept", [True, False])
def test_a_build_into_a_server_adds_to_what_is_there(
    server: Server, tmp_path: Path, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    local = ["--local", "kept.store"] if kept else []
    for name, text in ARTICLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        done = run("build", name, "--date", "2031-03-04", "--into", server.address, *local)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "kept.store").exists() is kept
    whole = run("build", *ARTICLES, "--date", "2031-03-04", "--into", "whole.store")
    assert whole.returncode == 0
    with Store.open(tmp_path / "whole.store", read_only=True) as store:
        assert server.quads() == set(store.inner)
    again = run("build", *ARTICLES, "--date", "2031-03-04", "--into", server.address, *local)
    assert "0 graphs sent" in again.stderr


def test_a_build_says_before_it_reads_that_a_server_cannot_be_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "storm.txt").write_text(ARTICLES["storm.txt"], encoding="utf-8")
    done = run("build", "storm.txt", "--into", "http://127.0.0.1:1/store")
    assert done.returncode == 1
    assert "cannot be reached" in done.stderr
    wrong = run("build", "storm.txt", "--into", "here.store", "--local", "there.store")
    assert wrong.returncode == 2
