"""The commands on a store: build, query, export, explain, validate, stats, as scripts rely on them."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import loaded_by, run
from extraction_cases import Author

from newsgraph import Document, build
from newsgraph.graph.model import EntityType
from newsgraph.graph.store import Store

ARTICLES = {
    "a.md": "---\ntitle: Toll rises\ndate: 2031-03-04\noutlet: Northern Wire\n---\n"
    "Viktor Hale dismissed Oskar Renn on Tuesday.\n\nAnna Lindqvist denied that Sund caused the explosion.\n",
    "b.md": "---\ntitle: Bank holds rates\ndate: 2031-03-05\noutlet: Economic Daily\n---\n"
    "The National Bank of Varnia kept its main rate at 3.5 percent on Wednesday.\n\n"
    "Viktor Hale praised Anna Lindqvist, a spokesman said.\n",
}


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def store(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("stores") / "news.store"
    done = run("build", str(articles), "--into", str(path))
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return str(path)


def counts(store: str) -> dict[str, int]:
    return dict(json.loads(run("stats", store, "--format", "json").stdout))


def test_stats_count_what_was_built(store: str) -> None:
    assert counts(store)["documents"] == 2
    assert counts(store)["statements"] >= 4
    assert "documents" in run("stats", store).stdout


def test_building_again_changes_nothing(articles: Path, store: str) -> None:
    before = counts(store)
    done = run("build", str(articles), "--into", store)
    assert "2 documents, 0 of them new or changed" in done.stderr
    assert counts(store) == before


def test_an_article_added_later_only_adds(articles: Path, tmp_path: Path) -> None:
    path = tmp_path / "grows.store"
    run("build", str(articles / "a.md"), "--into", str(path))
    first = counts(str(path))
    done = run("build", str(articles / "b.md"), "--into", str(path))
    assert done.returncode == 0, done.stderr
    assert counts(str(path))["documents"] == 2
    assert counts(str(path))["statements"] > first["statements"]


def test_a_bad_file_does_not_stop_a_build(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe")
    done = run("build", str(tmp_path / "bad.txt"), str(articles / "a.md"), "--into", str(tmp_path / "s"))
    assert done.returncode == 1
    assert "bad.txt" in done.stderr
    assert counts(str(tmp_path / "s"))["documents"] == 1


def test_two_processes_build_what_one_builds(articles: Path, store: str, tmp_path: Path) -> None:
    path = tmp_path / "two.store"
    done = run("build", str(articles), "--into", str(path), "--workers", "2")
    assert done.returncode == 0, done.stderr
    assert dataset(path) == dataset(Path(store))


def dataset(path: Path) -> set[str]:
    with Store.open(path, read_only=True) as opened:
        return {str(quad) for quad in opened.inner}


def test_a_folder_that_is_no_store_is_not_written_to(articles: Path) -> None:
    done = run("build", str(articles / "a.md"), "--into", str(articles))
    assert done.returncode == 1
    assert "holds no store" in done.stderr
    assert sorted(path.name for path in articles.iterdir()) == ["a.md", "b.md"]


COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?d a schema:NewsArticle }"


def test_a_query_comes_as_table_json_csv_or_tsv(store: str) -> None:
    assert (
        json.loads(run("query", store, COUNT, "--format", "json").stdout)["results"]["bindings"][0]["n"]["value"] == "2"
    )
    assert run("query", store, COUNT, "--format", "csv").stdout == "n\n2\n"
    assert run("query", store, COUNT, "--format", "tsv").stdout == "n\n2\n"
    assert "n" in run("query", store, COUNT).stdout


def test_asking_whether_and_constructing_answer_too(store: str) -> None:
    assert run("query", store, "ASK { ?d a schema:NewsArticle }").stdout == "true\n"
    assert json.loads(run("query", store, "ASK { ?d a ng:Nothing }", "--format", "json").stdout)["boolean"] is False
    triples = run("query", store, "CONSTRUCT { ?d a schema:NewsArticle } WHERE { ?d a schema:NewsArticle }").stdout
    assert len(triples.splitlines()) == 2


def test_a_query_can_come_from_a_file(store: str, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(COUNT, encoding="utf-8")
    assert run("query", store, "--file", str(tmp_path / "q.rq"), "--format", "csv").stdout == "n\n2\n"
    assert run("query", store, "--file", "-", "--format", "csv", stdin=COUNT).stdout == "n\n2\n"


def test_name_without_a_value_lists_the_questions(store: str) -> None:
    listed = run("query", store, "--name").stdout.splitlines()
    assert len(listed) >= 12
    assert all("\t" in line for line in listed)
    as_json = json.loads(run("query", store, "--name", "--format", "json").stdout)
    assert [question["name"] for question in as_json] == [line.split("\t")[0] for line in listed]


def test_every_question_that_ships_runs(store: str) -> None:
    for line in run("query", store, "--name").stdout.splitlines():
        done = run("query", store, "--name", line.split("\t")[0], "--format", "csv")
        assert done.returncode == 0, (line, done.stderr)
        assert len(next(csv.reader(io.StringIO(done.stdout)))) > 0


def test_what_a_spreadsheet_would_run_is_defused_in_csv(store: str) -> None:
    done = run("query", store, 'SELECT ?x ?y WHERE { BIND("=1+1" AS ?x) BIND(-2 AS ?y) }', "--format", "csv")
    assert done.stdout == "x,y\n'=1+1,-2\n"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["SELECT nonsense"], 1, "not a SPARQL query"),
        (["SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"], 1, "SERVICE is refused"),
        (["--name", "who-knows"], 2, "unknown question"),
        ([], 2, "give one of"),
        ([COUNT, "--name", "q01"], 2, "give one of"),
        (["--file", "no-such-file.rq"], 1, "no-such-file.rq"),
        (["--name", "q02", "--param", "nonsense"], 2, "NAME=VALUE"),
    ],
)
def test_a_query_that_cannot_be_answered_says_why(store: str, arguments: list[str], code: int, message: str) -> None:
    done = run("query", store, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr


def test_no_store_is_an_error_with_the_way_out(tmp_path: Path) -> None:
    done = run("query", str(tmp_path / "none"), COUNT)
    assert done.returncode == 1
    assert "newsgraph build" in done.stderr


def test_querying_does_not_load_spacy(store: str) -> None:
    assert "spacy" not in loaded_by("query", store, COUNT)


@pytest.mark.parametrize("format", ["trig", "nquads", "jsonld", "graphml", "gexf", "csv"])
def test_every_format_writes_something(store: str, tmp_path: Path, format: str) -> None:
    done = run("export", store, "--format", format, "-o", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert all(path.stat().st_size > 100 for path in written)


@pytest.mark.parametrize("format", ["turtle", "ntriples", "rdfxml"])
def test_a_format_without_named_graphs_is_refused_unless_flattened(store: str, tmp_path: Path, format: str) -> None:
    path = tmp_path / "out.x"
    refused = run("export", store, "--format", format, "-o", str(path))
    assert refused.returncode == 1
    assert "--flatten" in refused.stderr
    assert not path.exists()
    assert run("export", store, "--format", format, "-o", str(path), "--flatten").returncode == 0
    assert path.stat().st_size > 100


def test_the_suffix_chooses_the_format(store: str, tmp_path: Path) -> None:
    assert run("export", store, "-o", str(tmp_path / "x.trig")).returncode == 0
    unclear = run("export", store, "-o", str(tmp_path / "x.unknown"))
    assert (unclear.returncode, "--format" in unclear.stderr) == (2, True)


def test_an_unknown_format_is_wrong_usage(store: str, tmp_path: Path) -> None:
    done = run("export", store, "--format", "turtl", "-o", str(tmp_path / "x"))
    assert done.returncode == 2
    assert "did you mean 'turtle'" in done.stderr


def test_a_place_that_cannot_be_written_fails(store: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run("export", store, "--format", "trig", "-o", str(tmp_path / "file" / "x.trig"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_formats_are_listed(store: str) -> None:
    from newsgraph.exports import EXPORTERS

    assert set(EXPORTERS) <= set(run("export", "--format", "list").stdout.split())


def test_explain_leads_from_an_edge_to_the_words(store: str) -> None:
    done = run("explain", store, "Viktor Hale -dismiss-> Oskar Renn")
    assert done.returncode == 0, done.stderr
    assert "Viktor Hale dismissed Oskar Renn" in done.stdout
    assert "Toll rises, Northern Wire, 2031-03-04" in done.stdout


def test_explain_as_json_has_offsets_into_the_article(store: str, articles: Path) -> None:
    (found,) = json.loads(run("explain", store, "Viktor Hale -dismiss-> Oskar Renn", "--format", "json").stdout)
    text = (articles / "a.md").read_text(encoding="utf-8")
    for evidence in found["evidence"]:
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
    assert found["attributed_to"] == []
    assert found["rules"]


def test_explain_keeps_the_holder_of_a_denial(store: str) -> None:
    found = json.loads(run("explain", store, "Anna Lindqvist", "--format", "json").stdout)
    held = [one for one in found if one["attributed_to"] == ["Anna Lindqvist"]]
    assert held
    assert {one["polarity"] for one in held} == {"negative"}


def test_explaining_what_is_not_there_fails(store: str) -> None:
    done = run("explain", store, "Nobody Known")
    assert done.returncode == 1
    assert "Nobody Known" in done.stderr


def test_a_store_is_valid(store: str) -> None:
    done = run("validate", store)
    assert done.returncode == 0, done.stdout
    assert json.loads(run("validate", store, "--format", "json").stdout)["conforms"] is True


def test_a_plain_edge_nobody_vouches_for_breaks_validation(articles: Path, tmp_path: Path) -> None:
    import pyoxigraph as ox

    path = tmp_path / "broken.store"
    run("build", str(articles / "a.md"), "--into", str(path))
    with Store.open(path) as opened:
        subject, graph = (ox.NamedNode(f"{opened.namespace.base}{part}") for part in ("id/x", "graph/asserted"))
        relation = ox.NamedNode("https://w3id.org/newsgraph/rel/invent")
        opened.inner.add(ox.Quad(subject, relation, ox.NamedNode(opened.namespace.entity("y")), graph))
    done = run("validate", str(path))
    assert done.returncode == 1
    assert "FAILS" in done.stdout
    assert "rel/invent" in done.stdout


def test_build_takes_documents_and_a_folder(tmp_path: Path) -> None:
    documents = [Document(text, location=name) for name, text in ARTICLES.items()]
    assert build(documents, tmp_path / "api.store") == 2
    with Store.open(tmp_path / "api.store") as opened:
        assert build(documents, opened) == 0
        assert opened.stats().documents == 2


def test_a_build_that_was_killed_is_finished_by_running_it_again(articles: Path, store: str, tmp_path: Path) -> None:
    path = tmp_path / "killed.store"
    command = [sys.executable, "-m", "newsgraph", "build", str(articles), "--into", str(path)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not path.exists() and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    done = run("build", str(articles), "--into", str(path))
    assert done.returncode == 0, done.stderr
    assert dataset(path) == dataset(Path(store))


def test_every_claim_shows_its_own_chain_of_holders(tmp_path: Path) -> None:
    author = Author("A letter said Ana Brook said the dam held. Ana Brook said the gate held.", outlet="Gazette")
    letter, ana = author.entity("letter", named=False), author.entity("Ana Brook", EntityType.PERSON)
    author.says(author.participant("the dam"), "hold", by=[letter, ana], evidence="the dam held")
    author.says(author.participant("the gate"), "hold", by=[ana], evidence="the gate held")
    with Store.open(tmp_path / "dam.store") as store:
        store.add(author.extraction())
    table = run("claims", str(tmp_path / "dam.store")).stdout
    assert [line.split("│")[0].strip() for line in table.splitlines() if "hold" in line] in (
        ["letter › Ana Brook", "Ana Brook"],
        ["Ana Brook", "letter › Ana Brook"],
    )


def test_claims_list_what_sources_say_and_not_what_articles_say(store: str) -> None:
    rows = json.loads(run("claims", store, "--format", "json").stdout)
    assert rows
    assert {"source", "chain", "claim", "quote", "published"} <= rows[0].keys()
    assert not [row for row in rows if "dismiss" in row["claim"]]
    assert [row["negated"] for row in rows if row["source"] == "Anna Lindqvist"] == [True]
    assert run("claims", store, "--format", "csv").stdout.startswith("source,claim,how_sure")
    assert "Anna Lindqvist" in run("claims", store, "--holder", "Anna Lindqvist").stdout
    assert run("claims", store, "--status", "nonsense").returncode == 2


def test_claims_of_somebody_the_store_does_not_know_are_an_error_that_names_who_may_be_meant(store: str) -> None:
    nobody = run("claims", store, "--holder", "Nobody")
    assert (nobody.returncode, nobody.stdout) == (1, "")
    assert "unknown entity 'Nobody'" in nobody.stderr
    near = run("claims", store, "--holder", "Anna Lindquist")
    assert near.returncode == 1
    assert "did you mean 'Anna Lindqvist'" in near.stderr
    assert "unknown outlet 'Daily Nothing'" in run("claims", store, "--outlet", "Daily Nothing").stderr
    silent = run("claims", store, "--holder", "Oskar Renn", "--status", "negated", "--format", "json")
    assert (silent.returncode, silent.stdout) == (0, "[]\n")


def test_the_doctor_names_the_model_and_what_is_missing() -> None:
    found = json.loads(run("doctor", "--format", "json").stdout)
    assert found["model"]
    assert found["spacy"]
    done = run("doctor", "--model", "no_such_model", "--format", "json")
    assert done.returncode == 1
    assert "no_such_model" in json.loads(done.stdout)["no model"]


def test_compare_sets_sources_side_by_side(store: str) -> None:
    (found,) = json.loads(run("compare", store, "Viktor Hale -dismiss-> Oskar Renn", "--format", "json").stdout)
    assert found["status"] == "asserted"
    assert found["outlets"] == ["Northern Wire"]
    assert "Northern Wire" in run("compare", store, "--about", "Viktor Hale").stdout
    assert run("compare", store, "--status", "nonsense").returncode == 2


def test_a_timeline_is_in_order(store: str) -> None:
    rows = json.loads(run("timeline", store, "Viktor Hale", "--format", "json").stdout)
    days = [row["day"] for row in rows if row["day"]]
    assert days == sorted(days)
    assert rows
    assert "dismiss" in run("timeline", store, "Oskar Renn").stdout
    assert run("timeline", store, "Nobody Known").returncode == 1


def test_diff_shows_what_only_one_store_has(articles: Path, store: str, tmp_path: Path) -> None:
    path = str(tmp_path / "one.store")
    run("build", str(articles / "a.md"), "--into", path)
    found = json.loads(run("diff", path, store, "--format", "json").stdout)
    assert len(found["documents_added"]) == 1
    assert found["documents_removed"] == []
    assert "+ statement" in run("diff", path, store).stdout
    assert run("diff", store, store).stdout == ""


def test_a_report_of_the_run_lies_beside_the_store(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\xff")
    (tmp_path / "fr.txt").write_text(
        "Le ministre a dit que le barrage avait tenu et que tous les gens sont sains. " * 3, encoding="utf-8"
    )
    done = run(
        "build", str(articles), str(tmp_path / "bad.txt"), str(tmp_path / "fr.txt"), "--into", str(tmp_path / "s.store")
    )
    assert done.returncode == 1
    report = json.loads((tmp_path / "s.store.report.json").read_text(encoding="utf-8"))
    assert (report["read"], report["changed"], len(report["failed"]), len(report["left_out"])) == (2, 2, 1, 1)
    assert report["words_per_second"] > 0
    markdown = (tmp_path / "s.store.report.md").read_text(encoding="utf-8")
    assert "2 documents read" in markdown
    assert "bad.txt" in markdown
    assert "not English" in markdown
    kept = run("build", str(tmp_path / "fr.txt"), "--any-language", "--into", str(tmp_path / "s.store"))
    assert kept.returncode == 0


def test_folders_above_a_new_store_are_made(articles: Path, tmp_path: Path) -> None:
    done = run("build", str(articles / "a.md"), "--into", str(tmp_path / "new" / "deep" / "s.store"))
    assert done.returncode == 0, done.stderr
    assert counts(str(tmp_path / "new" / "deep" / "s.store"))["documents"] == 1
