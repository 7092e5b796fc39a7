"""The SPARQL endpoint and the explorer, asked by real clients over HTTP."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from extraction_cases import troops
from hostile_article import SCRIPT, hostile

from newsgraph.graph.store import Store
from newsgraph.server.protocol import Refusal, choose_type, read_operation

uvicorn = pytest.importorskip("uvicorn", reason="the server needs the extra [serve]")
pytest.importorskip("starlette", reason="the server needs the extra [serve]")

SUBJECTS = (
    "SELECT ?who ?verb WHERE { ?s a ng:Statement ; rdf:subject/rdfs:label ?who ; ng:lemma ?verb } ORDER BY ?who ?verb"
)


class Answer:
    def __init__(self, status: int, headers: Any, body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self) -> str:
        return self.body.decode()


class Site:
    """A running server and a plain client for it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def ask(self, path: str, data: bytes | None = None, method: str | None = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, data, named, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())

    def query(self, sparql: str, **headers: str) -> Answer:
        return self.ask("/sparql", urllib.parse.urlencode({"query": sparql}).encode(), **headers)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("served") / "news.store"
    with Store.open(path) as store:
        store.add_all([troops(), hostile()])
    return path


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    from newsgraph.server.application import create_app
    from newsgraph.server.workers import Limits

    limits = Limits(seconds=3.0, result_bytes=2_000_000, workers=2)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(folder, limits=limits), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 20
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.02)
        yield Site(f"http://127.0.0.1:{listening.getsockname()[1]}")
        server.should_exit = True
        thread.join(10)


@pytest.mark.parametrize(
    ("accept", "media", "start"),
    [
        ("application/sparql-results+json", "application/sparql-results+json", "{"),
        ("application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        ("text/csv", "text/csv; charset=utf-8", "who,verb"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", "?who\t?verb"),
        ("*/*", "application/sparql-results+json", "{"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.9", "application/sparql-results+xml", "<?xml"),
    ],
)
def test_results_come_in_the_form_asked_for(site: Site, accept: str, media: str, start: str) -> None:
    answer = site.query(SUBJECTS, Accept=accept)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == media
    assert answer.text.startswith(start)
    assert "Union" in answer.text


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
    ],
)
def test_graphs_come_in_the_form_asked_for_and_mean_the_same(site: Site, accept: str, media: str) -> None:
    from rdflib import Graph

    name = "https://w3id.org/newsgraph/graph/asserted"
    answer = site.ask(f"/graphs?graph={urllib.parse.quote(name, safe='')}", Accept=accept)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == media
    graph = Graph().parse(data=answer.body, format=accept)
    built = Graph().parse(
        data=site.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}", Accept=accept).body,
        format=accept,
    )
    assert len(graph) == len(built) > 0


def test_get_and_both_kinds_of_post_give_the_same_answer(site: Site) -> None:
    got = site.ask("/sparql?" + urllib.parse.urlencode({"query": SUBJECTS}))
    posted = site.ask("/sparql", SUBJECTS.encode(), Content_Type="application/sparql-query")
    assert got.body == posted.body == site.query(SUBJECTS).body


def test_a_query_can_name_its_dataset(site: Site) -> None:
    everything = json.loads(site.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }").text)
    asserted = urllib.parse.urlencode(
        {
            "query": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
            "default-graph-uri": "https://w3id.org/newsgraph/graph/asserted",
        }
    )
    part = json.loads(site.ask(f"/sparql?{asserted}").text)
    counts = [int(rows["results"]["bindings"][0]["n"]["value"]) for rows in (part, everything)]
    assert 0 < counts[0] < counts[1]


EVERYTHING = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
IN_GRAPHS = "SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
ASSERTED, ENTITIES = (f"https://w3id.org/newsgraph/graph/{name}" for name in ("asserted", "entities"))


@pytest.mark.parametrize(
    ("dataset", "in_default", "graphs"),
    [
        ([("default-graph-uri", ASSERTED)], "some", 0),
        ([("default-graph-uri", ASSERTED), ("default-graph-uri", ENTITIES)], "more", 0),
        ([("named-graph-uri", ASSERTED)], "none", 1),
        ([("named-graph-uri", ASSERTED), ("named-graph-uri", ENTITIES)], "none", 2),
        ([("default-graph-uri", ASSERTED), ("named-graph-uri", ENTITIES)], "some", 1),
        ([("default-graph-uri", "urn:no-such-graph")], "none", 0),
    ],
)
def test_the_dataset_of_a_request_is_exactly_the_graphs_it_names(
    site: Site, folder: Path, dataset: list[tuple[str, str]], in_default: str, graphs: int
) -> None:
    def count(query: str, post: bool) -> int:
        parameters = urllib.parse.urlencode([("query", query), *dataset])
        answer = site.ask("/sparql", parameters.encode()) if post else site.ask(f"/sparql?{parameters}")
        return int(json.loads(answer.text)["results"]["bindings"][0]["n"]["value"])

    with Store.open(folder, read_only=True) as store:
        sizes = [
            sum(1 for quad in store.inner if getattr(quad.graph_name, "value", "") == graph)
            for graph in (ASSERTED, ENTITIES)
        ]
    expected = {"none": 0, "some": sizes[0], "more": sum(sizes)}[in_default]
    assert count(EVERYTHING, False) == count(EVERYTHING, True) == expected
    assert count(IN_GRAPHS, False) == count(IN_GRAPHS, True) == graphs


def test_the_dataset_of_a_request_wins_over_that_of_the_query(site: Site) -> None:
    query = f"SELECT (COUNT(*) AS ?n) FROM <{ENTITIES}> WHERE {{ ?s ?p ?o }}"
    parameters = urllib.parse.urlencode({"query": query, "default-graph-uri": ASSERTED})
    plain = urllib.parse.urlencode({"query": EVERYTHING, "default-graph-uri": ASSERTED})
    assert site.ask(f"/sparql?{parameters}").text == site.ask(f"/sparql?{plain}").text


def test_the_service_describes_itself_in_rdf_and_greets_browsers_with_a_page(site: Site) -> None:
    from rdflib import Graph, Namespace

    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    answer = site.ask("/sparql", Accept="text/turtle")
    described = Graph().parse(data=answer.body, format="turtle")
    assert str(described.value(None, sd.endpoint) or next(described.objects(None, sd.endpoint))).endswith("/sparql")
    assert sd.SPARQL11Query in set(described.objects(None, sd.supportedLanguage))
    page = site.ask("/sparql", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert page.headers["Content-Type"].startswith("text/html")
    assert "/assets/yasgui.js" in page.text
    assert site.ask("/assets/yasgui.js").status == 200
    assert site.ask("/assets/..%2fprotocol.py").status == 404


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"update=CLEAR+ALL", "application/x-www-form-urlencoded", 403),
        (b"CLEAR ALL", "application/sparql-update", 403),
        (b"query=" + urllib.parse.quote("DROP ALL").encode(), "application/x-www-form-urlencoded", 400),
        (
            b"query=" + urllib.parse.quote("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }").encode(),
            "application/x-www-form-urlencoded",
            400,
        ),
        (b"query=ASK%7B%7D&query=ASK%7B%7D", "application/x-www-form-urlencoded", 400),
        (b"", "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe", "application/sparql-query", 400),
        (b"not SPARQL at all", "application/sparql-query", 400),
        (b"ASK {}", "text/plain", 415),
        (b"x" * 10_000_000, "application/sparql-query", 413),
    ],
)
def test_what_is_no_query_is_refused_and_the_server_lives(
    site: Site, data: bytes, content_type: str, status: int
) -> None:
    try:
        answer = site.ask("/sparql", data, method="POST", Content_Type=content_type)
        assert answer.status == status
        assert answer.text.strip()
        assert "Traceback" not in answer.text
    except urllib.error.URLError:
        # A client may still be sending its ten megabytes when the refusal comes and the connection is closed.
        assert status == 413
    assert json.loads(site.ask("/health").text)["status"] == "ok"


def test_service_is_refused_over_a_named_dataset_too(site: Site) -> None:
    parameters = {"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "default-graph-uri": "urn:x"}
    assert site.ask("/sparql?" + urllib.parse.urlencode(parameters)).status == 400


def test_a_query_that_takes_too_long_is_ended_and_the_server_lives(site: Site) -> None:
    start = time.monotonic()
    answer = site.query("SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    assert answer.status == 504
    assert "seconds" in answer.text
    assert time.monotonic() - start < 12
    assert site.query("ASK {}").status == 200


def test_a_result_that_is_too_large_is_refused(site: Site) -> None:
    answer = site.query("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert answer.status == 422
    assert "LIMIT" in answer.text


def test_nothing_can_be_written(site: Site) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        assert site.ask("/graphs?default", b"", method=method).status == 405
    assert site.ask("/graphs?default", b"", method="POST").status == 405


def test_pages_of_this_machine_may_read_the_answers_and_others_may_not(site: Site) -> None:
    near = site.query("ASK {}", Origin="http://localhost:3000")
    assert near.headers["Access-Control-Allow-Origin"] == "http://localhost:3000"
    assert site.query("ASK {}", Origin="https://evil.example").headers["Access-Control-Allow-Origin"] is None
    asked = site.ask("/sparql", method="OPTIONS", Origin="http://localhost:3000", Access_Control_Request_Method="POST")
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]


def test_another_name_for_this_machine_is_refused(site: Site) -> None:
    assert site.ask("/health", Host="evil.example").status == 400


def test_an_unacceptable_form_is_said_to_be_one(site: Site) -> None:
    assert site.query("ASK {}", Accept="image/png").status == 406
    assert site.ask("/sparql?" + urllib.parse.urlencode({"query": "ASK {}", "format": "xlsx"})).status == 406
    assert site.ask("/sparql?" + urllib.parse.urlencode({"query": "ASK {}", "format": "xml"})).text.startswith("<?xml")


def test_the_explorer_loads_a_scene_finds_names_and_neighbourhoods(site: Site) -> None:
    page = site.ask("/", Accept="text/html")
    assert "connect-src 'self'" in page.text
    scene = json.loads(site.ask("/explore/scene").text)
    assert SCRIPT in {node["label"] for node in scene["nodes"]}
    found = json.loads(site.ask("/explore/search?q=dahl").text)["nodes"]
    assert [node["label"] for node in found] == ["Vera Dahl"]
    around = json.loads(site.ask(f"/explore/neighbourhood?node={found[0]['id']}").text)
    assert {s["pred"] for s in around["statements"]} == {"fire on", "deny"}
    assert site.ask("/explore/neighbourhood?node=%3E%20%7D").status == 404
    assert json.loads(site.ask("/explore/search?q=%22%20%7D").text) == {"nodes": []}


def test_a_store_that_has_grown_is_seen_without_a_restart(site: Site, folder: Path) -> None:
    before = json.loads(site.ask("/health").text)["quads"]
    with Store.open(folder) as store:
        store.add(troops("Courier"))
    assert json.loads(site.ask("/health").text)["quads"] > before
    assert "Courier" in site.query("SELECT ?o WHERE { ?d ng:outlet ?o }").text


def test_sparqlwrapper_reads_the_endpoint(site: Site) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is not installed")
    client = wrapper.SPARQLWrapper(f"{site.url}/sparql")
    client.setReturnFormat(wrapper.JSON)
    client.setQuery(SUBJECTS)
    rows = client.queryAndConvert()["results"]["bindings"]
    assert {"who": "Union", "verb": "send"} in [{name: cell["value"] for name, cell in row.items()} for row in rows]
    client.setQuery("CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s rdfs:label ?l } LIMIT 5")
    client.setReturnFormat(wrapper.RDFXML)
    assert len(client.queryAndConvert()) == 5


def test_rdflib_reads_the_endpoint_as_a_graph(site: Site) -> None:
    from rdflib import RDF, Graph, URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(f"{site.url}/sparql"))
    statement = URIRef("https://w3id.org/newsgraph/ns#Statement")
    statements = set(graph.subjects(RDF.type, statement))
    assert len(statements) >= 5
    rows = list(
        graph.query("SELECT ?l WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l FILTER(?l = 'Union') }")
    )
    assert [str(row[0]) for row in rows][:1] == ["Union"]  # type: ignore[index]


def test_curl_reads_the_endpoint(site: Site) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    command = [
        "curl",
        "-sS",
        "-f",
        "-H",
        "Accept: text/csv",
        "--data-urlencode",
        f"query={SUBJECTS}",
        f"{site.url}/sparql",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Union,send" in done.stdout.splitlines()


def test_comunica_reads_the_endpoint(site: Site) -> None:
    comunica = shutil.which("comunica-sparql")
    if comunica is None:
        pytest.skip("Comunica is not installed (npm install -g @comunica/query-sparql)")
    query = (
        "SELECT ?l WHERE { ?s a <https://w3id.org/newsgraph/ns#Statement> ; <https://w3id.org/newsgraph/ns#lemma> ?l }"
    )
    command = [comunica, f"sparql@{site.url}/sparql", query, "-t", "text/csv"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert {"send", "deny", "fire on"} <= set(done.stdout.split("\r\n")) | set(done.stdout.splitlines())


@pytest.mark.parametrize(
    ("accept", "offered", "chosen"),
    [
        ("", ["a/b", "c/d"], "a/b"),
        ("c/d, */*;q=0.1", ["a/b", "c/d"], "c/d"),
        ("a/b;q=0, */*", ["a/b", "c/d"], "c/d"),
        ("c/*;q=0.5, a/b;q=0.4", ["a/b", "c/d"], "c/d"),
        ("x/y", ["a/b"], None),
        ("a/b;q=zero", ["a/b"], None),
    ],
)
def test_the_media_type_a_client_likes_best_is_chosen(accept: str, offered: list[str], chosen: str | None) -> None:
    assert choose_type(accept, offered) == chosen


def test_a_get_without_a_query_asks_for_the_description_and_a_post_without_one_is_refused() -> None:
    assert read_operation("GET", "", "", b"", "*/*") is None
    with pytest.raises(Refusal) as refusal:
        read_operation("POST", "", "application/x-www-form-urlencoded", b"", "*/*")
    assert refusal.value.status == 400


def test_the_command_refuses_a_folder_without_a_store(tmp_path: Path) -> None:
    from command_line import run

    done = run("serve", str(tmp_path / "none.store"))
    assert done.returncode == 1
