"""CAMEO codes from the statement to the store, the tables and the questions; classes of relations in the store."""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from newsgraph.exports import export
from newsgraph.graph import questions
from newsgraph.graph.literals import value
from newsgraph.graph.records import graph_table, statement_records
from newsgraph.graph.store import Store
from newsgraph.graph.terms import SKOS, event_type, relation

sys.path.insert(0, str(Path(__file__).parent))
from extraction_cases import troops

CODES = {"MOBILIZE": "154", "ASSAULT": "194"}


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store.memory()
    read = troops()
    coded = tuple(replace(s, cameo=CODES.get(s.event_type or "")) for s in read.statements)
    store.add(replace(read, statements=coded))
    return store


def test_a_code_is_read_back_from_the_store(store: Store) -> None:
    (document,) = store.document_iris()
    records = list(statement_records(graph_table(store.inner, document)))
    assert {(r.event_type, r.cameo) for r in records if r.event_type} == set(CODES.items())
    assert all(r.cameo is None for r in records if not r.event_type)


def test_a_code_stands_in_the_table_of_edges(store: Store, tmp_path: Path) -> None:
    export(store, "csv", tmp_path / "graph.csv")
    with (tmp_path / "graph.edges.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["cameo"] for row in rows if row["event_type"] == "MOBILIZE"} == {"154"}


def test_events_are_found_by_the_first_digits_of_their_code(store: Store) -> None:
    def codes(**values: str) -> set[str]:
        found = store.query(questions.load("events-by-code").ask(values))
        assert isinstance(found, ox.QuerySolutions)
        return {value(row["cameo"]) for row in found}

    assert codes() == {"154", "194"}
    assert codes(code="15") == {"154"}
    assert codes(code="1") == {"154", "194"}
    assert codes(code="20") == set()


def test_a_relation_is_related_to_the_classes_of_its_verb_once_in_a_store() -> None:
    store = Store.memory()
    store.add_all([troops("Gazette"), troops("Herald")])
    related = ox.NamedNode(SKOS + "relatedMatch")
    found = [(value(q.subject), value(q.object)) for q in store.inner.quads_for_pattern(None, related, None, None)]
    assert (relation("fire on"), event_type("ASSAULT")) in found
    assert len(found) == len(set(found))
    assert relation("say") not in {subject for subject, _ in found}
    for document in list(store.document_iris()):
        store.remove(document.rpartition("/")[2])
    assert next(store.inner.quads_for_pattern(None, related, None, None), None) is None
