"""Files for other tools: whole or not at all, right for hostile names, never silently empty."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings

from newsgraph.errors import UnknownNameError
from newsgraph.exports import EXPORTERS, export, known_exporters, register
from newsgraph.exports.gexf import generate_gexf
from newsgraph.exports.graphml import generate_graphml
from newsgraph.exports.output import NamedGraphsError, replaced
from newsgraph.exports.tables import safe_cell
from newsgraph.graph.model import EntityType, Extraction
from newsgraph.graph.store import Store
from newsgraph.graph.view import Selection, network

sys.path.insert(0, str(Path(__file__).parent))
from extraction_cases import Author, extractions, troops


@pytest.fixture
def store() -> Store:
    made = Store.memory()
    made.add(troops())
    return made


@pytest.mark.parametrize("name", ["trig", "nquads", "jsonld", "turtle", "ntriples", "rdfxml", "graphml", "gexf"])
def test_every_format_writes_the_same_bytes_each_time(name: str, store: Store, tmp_path: Path) -> None:
    export(store, name, tmp_path / "first", flatten=True)
    export(store, name, tmp_path / "second", flatten=True)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes() != b""


@pytest.mark.parametrize("name", ["turtle", "ntriples", "rdfxml"])
def test_a_format_without_named_graphs_is_refused_and_leaves_no_file(name: str, store: Store, tmp_path: Path) -> None:
    with pytest.raises(NamedGraphsError, match="--flatten"):
        export(store, name, tmp_path / "graph")
    assert list(tmp_path.iterdir()) == []
    export(store, name, tmp_path / "graph", graph="asserted")
    assert b"send" in (tmp_path / "graph").read_bytes()


def test_an_unknown_format_or_graph_names_the_known_ones(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'turtle'"):
        export(store, "turtel", tmp_path / "graph")
    with pytest.raises(UnknownNameError, match="asserted"):
        export(store, "nquads", tmp_path / "graph", graph="assertd")


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    path.write_text("old")

    def fail() -> None:
        with replaced(path) as file:
            file.write(b"half")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        fail()
    assert [p.read_text() for p in tmp_path.iterdir()] == ["old"]


def test_another_base_renames_what_the_store_minted_and_nothing_else(store: Store, tmp_path: Path) -> None:
    export(store, "nquads", tmp_path / "graph", base="https://example.org/kg/")
    text = (tmp_path / "graph").read_text()
    assert "<https://example.org/kg/id/arlen-" in text
    assert "<https://w3id.org/newsgraph/ns#Statement>" in text
    assert "<https://w3id.org/newsgraph/id/" not in text


def test_a_second_exporter_of_one_name_is_refused() -> None:
    with pytest.raises(ValueError, match="already"):
        register("trig", EXPORTERS["nquads"])
    assert set(EXPORTERS) <= set(known_exporters())


def test_network_files_hold_every_edge_with_its_attributes(store: Store, tmp_path: Path) -> None:
    graph = network(store)
    assert graph.number_of_edges() == 5
    for name, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        export(store, name, tmp_path / name)
        again = read(tmp_path / name)
        assert (len(again), again.size()) == (len(graph), graph.size())
    statuses = sorted(data["status"] for _, _, data in again.edges(data=True))
    assert statuses == ["asserted", "asserted", "future", "future", "negated"]


@settings(max_examples=40, deadline=None)
@given(extractions())
def test_network_files_with_hostile_names_are_well_formed(extraction: Extraction) -> None:
    store = Store.memory()
    store.add(extraction)
    graph = network(store)
    again = nx.parse_graphml("".join(generate_graphml(store)))
    assert (len(again), again.size()) == (len(graph), graph.size())
    assert "".join(generate_gexf(store)).endswith("</gexf>\n")


def test_tables_run_no_formula(tmp_path: Path) -> None:
    a = Author("=HYPERLINK(0) met @SUM.")
    one = a.entity("=HYPERLINK(0)", EntityType.PERSON)
    two = a.entity("@SUM", EntityType.PERSON)
    a.says(a.participant("=HYPERLINK(0)", one), "meet", a.participant("@SUM", two), evidence="=HYPERLINK(0) met @SUM")
    store = Store.memory()
    store.add(a.extraction())
    export(store, "csv", tmp_path / "graph.csv")
    with (tmp_path / "graph.nodes.csv").open(newline="") as file:
        assert sorted(row["Label"] for row in csv.DictReader(file)) == ["'=HYPERLINK(0)", "'@SUM"]
    with (tmp_path / "graph.edges.csv").open(newline="") as file:
        [edge] = csv.DictReader(file)
    assert (edge["quote"], edge["start"], edge["status"]) == ("'=HYPERLINK(0) met @SUM", "0", "asserted")
    assert safe_cell("-1+1") == "'-1+1"
    assert safe_cell(-1) == -1


def test_a_selection_limits_the_network(store: Store) -> None:
    def lemmas(**wanted: object) -> list[str]:
        graph = network(store, Selection(**wanted))  # type: ignore[arg-type]
        return sorted(data["predicate"] for _, _, data in graph.edges(data=True))

    assert lemmas(status="asserted") == ["send", "send to"]
    assert lemmas(status="future") == ["send", "send to"]
    assert lemmas(holders=frozenset({"dahl"})) == ["fire on"]
    assert lemmas(entities=frozenset({"tanks"})) == ["send", "send to"]
    assert lemmas(outlets=frozenset({"Herald"})) == []
