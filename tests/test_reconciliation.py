"""The reconciliation client, against a small server that speaks the protocol and against a real one."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from command_line import run

from newsgraph.graph.corrections import Corrections
from newsgraph.graph.model import Entity, EntityType
from newsgraph.graph.reconciliation import (
    Manifest,
    Match,
    Question,
    ReconciliationError,
    Service,
    read_manifest,
    reconcile,
)
from newsgraph.graph.store import Store
from newsgraph.linking import Unlinked, propose

sys.path.insert(0, str(Path(__file__).parent))
from extraction_cases import Author

PERSON, BODY = EntityType.PERSON, EntityType.ORGANIZATION
WIKIDATA = "http://www.wikidata.org/entity/"
MANIFEST = {"versions": ["0.2"], "name": "Names", "identifierSpace": WIKIDATA, "schemaSpace": WIKIDATA}


@dataclass
class Answers:
    """What the small server says, and what it was asked."""

    address: str = ""
    manifest: Any = field(default_factory=lambda: dict(MANIFEST))
    candidates: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    refuse: tuple[int, str] | None = None
    raw: bytes | None = None
    moved: tuple[int, str] | None = None
    wait: float = 0.0


def _handler(answers: Answers) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            self._say(answers.manifest)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if answers.moved and self.path != "/moved":
                self.send_response(answers.moved[0])
                self.send_header("Location", answers.moved[1])
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            queries = json.loads(urllib.parse.parse_qs(body)["queries"][0])
            answers.asked.append(queries)
            time.sleep(answers.wait)
            self._say({key: {"result": answers.candidates.get(q["query"], [])} for key, q in queries.items()})

        def _say(self, value: Any) -> None:
            code, body = answers.refuse or (200, "")
            raw = answers.raw if answers.raw is not None and self.command == "POST" else None
            content = body.encode() if body else raw if raw is not None else json.dumps(value).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Handler


@pytest.fixture
def answers() -> Iterator[Answers]:
    """A server of our own on the loopback address."""
    answers = Answers()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(answers))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    answers.address = f"http://127.0.0.1:{server.server_port}/reconcile"
    yield answers
    server.shutdown()
    server.server_close()
    thread.join()


def candidate(identifier: str, name: str, score: float = 90.0, *, match: bool = False) -> dict[str, Any]:
    return {"id": identifier, "name": name, "score": score, "match": match, "type": [{"id": "Q5", "name": "human"}]}


# the client


def test_a_service_says_what_it_is(answers: Answers) -> None:
    answers.manifest["view"] = {"url": "https://example.org/{{id}}"}
    answers.manifest["batchSize"] = 10
    found = read_manifest(Service(answers.address))
    assert found == Manifest("Names", WIKIDATA, ("0.2",), "https://example.org/{{id}}", 10)


def test_names_are_asked_in_batches_and_answered_in_order(answers: Answers) -> None:
    names = [f"Näme {n} & Co" for n in range(7)]
    answers.candidates = {name: [candidate(f"Q{n + 1}", name)] for n, name in enumerate(names) if n != 3}
    found = list(reconcile(Service(answers.address, batch=3), [Question(name, "Q5", 2) for name in names]))
    assert [[match.id for match in matches] for matches in found] == [
        [f"Q{n + 1}"] if n != 3 else [] for n in range(len(names))
    ]
    assert [len(batch) for batch in answers.asked] == [3, 3, 1]
    assert answers.asked[0]["q0"] == {"query": names[0], "type": "Q5", "limit": 2}
    assert found[0] == [Match("Q1", names[0], 90.0, False, ("human",))]
    assert list(reconcile(Service(answers.address), [])) == []


def test_candidates_come_best_first_and_what_is_no_score_is_none(answers: Answers) -> None:
    rows = [{"id": 7, "name": "A", "score": "high"}, candidate("Q2", "B", 20.0), candidate("Q3", "C", float("nan"))]
    answers.candidates = {"A": rows}
    [found] = reconcile(Service(answers.address), [Question("A")])
    assert [(match.id, match.score, match.sure) for match in found] == [
        ("Q2", 20.0, False),
        ("7", None, False),
        ("Q3", None, False),
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"manifest": ["no"]}, "no reconciliation service answers there"),
        ({"manifest": {**MANIFEST, "versions": ["2.0"]}}, "speaks version 2.0 of the protocol; known: 0.1, 0.2"),
        ({"refuse": (503, "come back  later")}, "refused: 503 come back later"),
        ({"raw": b"<html>"}, "the answer is not JSON"),
        ({"raw": b"[" * 100_000}, "the answer is not JSON"),
        ({"raw": b"[]"}, "the answer is not a JSON object"),
        ({"raw": b'{"status": "error", "message": "too many"}'}, "refused: too many"),
        ({"raw": b'{"q1": {"result": []}}'}, "a question was not answered (a question was left out)"),
        ({"raw": b'{"q0": {"status": "error", "message": "what?"}}'}, "a question was not answered (what?)"),
        ({"raw": b'{"q0": {"result": [{"name": "A"}]}}'}, "a candidate has no id or no name"),
        ({"wait": 1.0}, "no answer within 0.2 seconds"),
        ({"moved": (302, "file:///etc/passwd")}, "refused: 302"),
        ({"moved": (302, "ftp://example.org/")}, "it leads to 'ftp://example.org/', which is no web address"),
    ],
)
def test_what_goes_wrong_is_said_with_the_address(answers: Answers, change: dict[str, Any], expected: str) -> None:
    for name, value in change.items():
        setattr(answers, name, value)
    service = Service(answers.address, timeout=0.2 if "wait" in change else 5)
    with pytest.raises(ReconciliationError) as failure:
        read_manifest(service)
        list(reconcile(service, [Question("A")]))
    assert str(failure.value).startswith(f"{answers.address}: ")
    assert expected in str(failure.value)


def test_only_web_addresses_are_asked_and_a_closed_door_is_said() -> None:
    for address in ("ftp://example.org/", "file:///etc/passwd", "example.org", "http://", "http://a b/"):
        with pytest.raises(ReconciliationError, match="give an http or https address"):
            Service(address)
    with pytest.raises(ReconciliationError, match="cannot be reached"):
        read_manifest(Service("http://127.0.0.1:9/", timeout=2))


def test_a_service_that_has_moved_is_asked_again_there(answers: Answers) -> None:
    answers.moved = (308, "/moved")
    answers.candidates = {"A": [candidate("Q1", "A")]}
    [found] = reconcile(Service(answers.address), [Question("A")])
    assert [match.id for match in found] == ["Q1"]


@pytest.mark.parametrize(
    ("space", "view", "identifier", "expected"),
    [
        (WIKIDATA, None, "Q42", "Q42"),
        ("https://www.wikidata.org/entity/", None, "Q42", "Q42"),
        ("https://d-nb.info/gnd/", None, "118540238", "https://d-nb.info/gnd/118540238"),
        ("https://example.org/ids", "https://example.org/page?x={{id}}", "a b", "https://example.org/page?x=a%20b"),
        ("http://localhost/ids", None, "Q1", "http://localhost/ids/Q1"),
        ("urn:x", None, "1", None),
        ("https://example.org/", None, "https://other.org/1", "https://other.org/1"),
        ("https://example.org/", None, '1"> <x', "https://example.org/1%22%3E%20%3Cx"),
    ],
)
def test_an_id_becomes_a_wikidata_id_or_an_address(
    space: str, view: str | None, identifier: str, expected: str | None
) -> None:
    assert Manifest("n", space, view=view).identifier(Match(identifier, "n", None, True)) == expected


# what is made of it


def test_only_what_the_service_is_sure_of_under_the_same_name_is_taken() -> None:
    names = Manifest("Names", WIKIDATA)
    renn = Unlinked(Entity("Oskar Renn", PERSON), 3)
    sure, other = Match("Q1", "Oskar Renn", 100.0, True), Match("Q2", "Oskar Renn", 90.0, False)
    assert propose(renn, [sure, other], names).sure == ("Q1", sure)
    assert propose(renn, [other], names).sure is None
    namesake = Match("Q3", "Oskar Benn", 40.0, True)
    assert propose(renn, [namesake], names).others == (("Q3", namesake),)
    assert propose(renn, [namesake], names, trust=True).sure == ("Q3", namesake)
    assert propose(renn, [sure, Match("Q9", "Oskar Renn", 99.0, True)], names).sure is None, "sure of two"
    surname = Match("Q4", "Renn", 90.0, True)
    assert propose(renn, [surname], names).sure is None, "a surname is many people's"
    assert propose(renn, [sure, other], names, least=95.0).others == ()
    assert propose(renn, [Match("Q5", "Oskar Renn", None, True)], names, least=1.0).sure is None
    body = Unlinked(Entity("CSTO", BODY), 1)
    assert propose(body, [Match("Q6", "Collective Security Treaty Organization", 80.0, True)], names).sure


# the command


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that names three people and a place."""
    folder = tmp_path_factory.mktemp("link") / "news.store"
    a = Author("Anna Lindqvist met Oskar Renn and Viktor Hale in Tarsk.")
    for name in ("Anna Lindqvist", "Oskar Renn", "Viktor Hale"):
        a.entity(name, PERSON)
    a.entity("Tarsk", EntityType.LOCATION)
    with Store.open(folder) as opened:
        opened.add(a.extraction())
    return folder


def test_links_are_written_beside_the_store_and_not_asked_for_again(folder: Path, answers: Answers) -> None:
    answers.candidates = {
        "Anna Lindqvist": [candidate("Q101", "Anna Lindqvist", 100.0, match=True)],
        "Oskar Renn": [candidate("Q102", "Oskar Renn", 80.0), candidate("Q109", "Oskar Rönn", 70.0)],
    }
    command = ("link", str(folder), "--service", answers.address)
    dry = run(*command, "--dry-run", "--type", "Person")
    assert dry.returncode == 0, dry.stderr
    assert not folder.with_name("news.corrections.toml").exists()
    assert sorted(q["query"] for q in answers.asked[-1].values()) == ["Anna Lindqvist", "Oskar Renn", "Viktor Hale"]
    done = run(*command)
    assert "4 of 4 names asked: 1 linked, 1 to look at, 2 unknown" in done.stderr
    path = folder.with_name("news.corrections.toml")
    written = path.read_text(encoding="utf-8")
    [link] = Corrections.load(path).links
    assert (link.selector.entity, link.selector.type, link.identifiers) == ("Anna Lindqvist", PERSON, ("Q101",))
    assert '# [[link]]\n# entity = "Oskar Renn"\n# type = "Person"\n# id = "Q102"\n' in written
    assert "3 of 3 names asked" in run(*command).stderr
    assert path.read_text(encoding="utf-8") == written
    corrected = Corrections.load(path).apply(_extraction())
    assert [entity.same_as for entity in corrected.entities] == [("Q101",)]
    path.unlink()


def _extraction() -> Any:
    a = Author("Anna Lindqvist spoke.")
    a.entity("Anna Lindqvist", PERSON)
    return a.extraction()


def test_what_was_found_before_a_service_failed_is_kept(
    folder: Path, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers.manifest["batchSize"] = 1
    answers.candidates = {"Anna Lindqvist": [candidate("Q101", "Anna Lindqvist", 100.0, match=True)]}
    answers.candidates["Oskar Renn"] = [{"id": "Q1"}]
    path = folder.with_name("some.toml")
    done = run("link", str(folder), "--service", answers.address, "--corrections", str(path))
    assert done.returncode == 1
    assert "1 of 4 names asked: 1 linked" in done.stderr
    assert f"{answers.address}: a candidate has no id or no name" in done.stderr
    assert len(Corrections.load(path).links) == 1


def test_the_command_says_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    assert run("link", str(folder)).returncode == 2
    assert run("link", str(folder), "--service", "ftp://example.org").returncode == 2
    closed = run("link", str(folder), "--service", "http://127.0.0.1:9/")
    assert (closed.returncode, "cannot be reached" in closed.stderr) == (1, True)
    bad = tmp_path / "bad.toml"
    bad.write_text("[[link]]\n", encoding="utf-8")
    wrong = run("link", str(folder), "--service", "http://127.0.0.1:9/", "--corrections", str(bad))
    assert (wrong.returncode, "[[link]]: lacks 'entity'" in wrong.stderr) == (1, True)


# a real service

SERVER = """
import sys
from csv_reconcile import create_app, initdb
from werkzeug.serving import make_server
app = create_app(config=sys.argv[2], instance_path=sys.argv[3], scorerOption="")
with app.app_context():
    initdb.init_db_with_context(sys.argv[1], "id", "name")
server = make_server("127.0.0.1", 0, app)
print(server.server_port, flush=True)
server.serve_forever()
"""


@pytest.fixture(scope="module")
def csv_reconcile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of csv-reconcile over a table of four people."""
    if find_spec("csv_reconcile") is None:
        pytest.skip("csv-reconcile is not installed: pip install csv-reconcile, or the extra dev")
    folder = tmp_path_factory.mktemp("csv-reconcile")
    table = "id\tname\nQ101\tAnna Lindqvist\nQ102\tOskar Rehn\nQ103\tViktor Hale\nQ104\tViktor Halle\n"
    (folder / "people.tsv").write_text(table, encoding="utf-8")
    (folder / "settings.py").write_text(f"MANIFEST = {{'identifierSpace': {WIKIDATA!r}, 'name': 'People'}}\n")
    command = [sys.executable, "-c", SERVER, *(str(folder / name) for name in ("people.tsv", "settings.py", "state"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        port = next((line.strip() for line in server.stdout if line.strip().isdigit()), None)
        assert port is not None, "csv-reconcile did not start"
        yield f"http://127.0.0.1:{port}/reconcile"
        server.terminate()


def test_a_real_service_links_who_it_knows(folder: Path, csv_reconcile: str, tmp_path: Path) -> None:
    path = tmp_path / "people.toml"
    done = run("link", str(folder), "--service", csv_reconcile, "--type", "Person", "--corrections", str(path))
    assert done.returncode == 0, done.stderr
    assert "3 of 3 names asked: 2 linked, 1 to look at, 0 unknown" in done.stderr
    links = {link.selector.entity: link.identifiers for link in Corrections.load(path).links}
    assert links == {"Anna Lindqvist": ("Q101",), "Viktor Hale": ("Q103",)}
    assert '# entity = "Oskar Renn"\n# type = "Person"\n# id = "Q102"' in path.read_text(encoding="utf-8")
