"""Tables of names and corrections from the command line and in Python: read, applied, read again when they change."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
from command_line import run

import newsgraph
from newsgraph.extractors.entity_table import EntityTable
from newsgraph.graph.corrections import Corrections
from newsgraph.graph.model import Document
from newsgraph.graph.store import Store
from newsgraph.settings import Settings

TEXT = "Oskar Renn, the defence minister of Varnia, denied on Monday that troops fired on protesters. Renn resigned.\n"
TABLE = "name,aliases,type,id\nOskar Renn,Renn,Person,Q7\n"
RENAMED = "[[rename]]\nentity = 'Oskar Renn'\nto = 'Oskar K. Renn'\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "names.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def asked(store: Path, sparql: str) -> list[str]:
    done = run("query", str(store), sparql, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return sorted(done.stdout.splitlines()[1:])


HOLDERS = "SELECT ?n { ?s ng:holder/rdfs:label ?n }"
RUNS = "SELECT ?rules { GRAPH ?g { ?run a prov:Activity ; ng:rules ?rules } }"


def test_extract_takes_a_table_and_corrections(folder: Path) -> None:
    (folder / "c.toml").write_text(RENAMED, encoding="utf-8")
    files = ("--entities", str(folder / "names.csv"), "--corrections", str(folder / "c.toml"))
    done = run("extract", str(folder / "a.txt"), "--format", "json", *files)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    [renn] = [entity for entity in record["entities"] if "Q7" in entity["same_as"]]
    assert renn["name"] == "Oskar K. Renn"
    assert {mention["text"] for mention in renn["mentions"]} >= {"Oskar Renn", "Renn"}
    fired = next(s for s in record["statements"] if s["predicate"].startswith("fire"))
    assert (fired["attributed_to"], fired["negated"]) == (["Oskar K. Renn"], True)
    plain = json.loads(run("extract", str(folder / "a.txt"), "--format", "json").stdout)
    assert [s["quote"] for s in plain["statements"]] == [s["quote"] for s in record["statements"]]
    assert plain["provenance"]["rules"] != record["provenance"]["rules"]


def test_corrections_beside_the_store_stick_and_a_change_reads_again(folder: Path) -> None:
    store, beside = folder / "news.store", folder / "news.corrections.toml"
    command = ("build", str(folder / "a.txt"), "--into", str(store))
    assert "1 of them new or changed" in run(*command).stderr
    assert asked(store, HOLDERS) == ["Oskar Renn"]
    beside.write_text(RENAMED + "[[merge]]\nentities = ['Nobody']\ninto = 'Somebody'\n", encoding="utf-8")
    done = run(*command)
    assert "1 of them new or changed" in done.stderr
    assert f"{beside}:4: [[merge]]: nothing was found for 'Nobody'" in done.stderr
    assert f"with the corrections of {beside}: 2" in done.stderr
    assert asked(store, HOLDERS) == ["Oskar K. Renn"]
    assert len(asked(store, RUNS)) == 1, "the run that no document was made by any more is gone"
    beside.write_text("# the same\n" + beside.read_text(encoding="utf-8"), encoding="utf-8")
    again = run(*command)
    assert "0 of them new or changed" in again.stderr
    assert "nothing was found for 'Nobody'" in again.stderr, "told also when nothing was read"
    report = json.loads((folder / "news.store.report.json").read_text(encoding="utf-8"))
    assert report["unmatched"] == [f"{beside}:5: [[merge]]: nothing was found for 'Nobody'"]
    assert "## Corrections that found nothing" in (folder / "news.store.report.md").read_text(encoding="utf-8")
    beside.unlink()
    assert "1 of them new or changed" in run(*command).stderr
    assert asked(store, HOLDERS) == ["Oskar Renn"]
    assert run("validate", str(store), "--no-shapes").returncode == 0


def test_a_table_is_read_with_and_a_change_of_it_reads_again(folder: Path) -> None:
    store, table = folder / "news.store", folder / "names.csv"
    command = ("build", str(folder / "a.txt"), "--into", str(store), "--entities", str(table))
    assert "1 of them new or changed" in run(*command).stderr
    linked = "SELECT ?n { ?e skos:exactMatch wd:Q7 ; rdfs:label ?n }"
    assert asked(store, linked) == ["Oskar Renn"]
    assert "0 of them new or changed" in run(*command).stderr
    table.write_text(TABLE.replace("Q7", "my:7"), encoding="utf-8")
    assert "1 of them new or changed" in run(*command).stderr
    assert asked(store, linked) == []
    assert asked(store, "SELECT ?n { ?e schema:identifier 'my:7' ; rdfs:label ?n }") == ["Oskar Renn"]


def test_what_cannot_be_used_stops_before_anything_is_read(folder: Path) -> None:
    store = folder / "news.store"
    command = ("build", str(folder / "a.txt"), "--into", str(store))
    (folder / "bad.toml").write_text("[[rename]]\nentity = 'A'\n", encoding="utf-8")
    (folder / "bad.csv").write_text("name,type\nA,Persn\n", encoding="utf-8")
    bad = run(*command, "--corrections", str(folder / "bad.toml"))
    assert (bad.returncode, f"{folder / 'bad.toml'}:1: [[rename]]: lacks 'to'" in bad.stderr) == (1, True)
    table = run(*command, "--entities", str(folder / "bad.csv"))
    assert (table.returncode, f"{folder / 'bad.csv'}:2: unknown type 'Persn'" in table.stderr) == (1, True)
    assert run(*command, "--corrections", str(folder / "none.toml")).returncode == 2
    assert run("extract", str(folder / "a.txt"), "--entities", str(folder / "none.csv")).returncode == 2
    assert not store.exists()


def test_the_same_in_python_and_for_other_processes(folder: Path) -> None:
    table, corrections = EntityTable.load(folder / "names.csv"), Corrections.parse(RENAMED)
    document = Document(TEXT)
    extraction = newsgraph.extract(document, table=table, corrections=corrections)
    how = pickle.loads(pickle.dumps(Settings(table=table, corrections=corrections)))
    assert extraction.provenance == how.provenance()
    assert "Oskar K. Renn" in {entity.name for entity in extraction.entities}
    with Store.memory() as store:
        assert newsgraph.build([document], store, table=table, corrections=corrections) == 1
        assert newsgraph.build([document], store, table=table, corrections=corrections) == 0
        assert newsgraph.build([document], store, table=table) == 1
