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
from newsgraph.exports.gexf import calendar_day, generate_gexf
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
    assert gexf_faults("".join(generate_gexf(store))) == []


def gexf_faults(text: str) -> list[str]:
    """What is wrong with a GEXF file: by its grammar, and references to columns and nodes that are not there."""
    etree = pytest.importorskip("lxml.etree")
    document = etree.fromstring(text.encode())
    grammar = etree.RelaxNG(etree.parse(Path(__file__).parent / "data" / "gexf-1.3.rng"))
    faults = [] if grammar.validate(document) else [str(error) for error in grammar.error_log]
    names = {"g": "http://gexf.net/1.3"}
    for scope in ("node", "edge"):
        columns = document.xpath(f"//g:attributes[@class='{scope}']/g:attribute", namespaces=names)
        types = {column.get("id"): column.get("type") for column in columns}
        for value in document.xpath(f"//g:{scope}/g:attvalues/g:attvalue", namespaces=names):
            kind = types.get(value.get("for"))
            if kind is None or (kind == "integer" and not value.get("value").isdecimal()):
                faults.append(f"{scope}: {dict(value.attrib)}")
    nodes = document.xpath("//g:node/@id", namespaces=names)
    ends = document.xpath("//g:edge/@source | //g:edge/@target", namespaces=names)
    edges = document.xpath("//g:edge/@id", namespaces=names)
    faults += sorted(set(ends) - set(nodes))
    return faults + [f"{len(ids) - len(set(ids))} ids twice" for ids in (nodes, edges) if len(ids) != len(set(ids))]


def test_gexf_is_valid_and_dates_what_has_a_day(store: Store) -> None:
    text = "".join(generate_gexf(store))
    assert gexf_faults(text) == []
    assert 'start="2024-05-02"' in text
    assert gexf_faults(text.replace('kind="', 'sort="', 1))
    assert gexf_faults(text.replace('r="', 'r="9', 1).replace('r="9', 'r="999', 1))


@pytest.mark.parametrize(
    ("text", "day"),
    [("2024-05-02", "2024-05-02"), ("2024-02-31", None), ("2024-05", None), ("0000-01-01", None), ("2024-W05-1", None)],
)
def test_only_a_calendar_day_becomes_a_day_of_gexf(text: str, day: str | None) -> None:
    assert calendar_day(text) == day


def test_igraph_reads_graphml_as_it_was_written(store: Store, tmp_path: Path) -> None:
    igraph = pytest.importorskip("igraph", reason="igraph is not installed")
    export(store, "graphml", tmp_path / "graph.graphml")
    read = igraph.Graph.Read_GraphML(str(tmp_path / "graph.graphml"))
    graph = network(store)
    assert read.is_directed()
    assert sorted(v["label"] for v in read.vs) == sorted(nx.get_node_attributes(graph, "label").values())
    edges = {(read.vs[e.source]["id"], read.vs[e.target]["id"], e["predicate"], e["asserted"]) for e in read.es}
    assert edges == {(a, b, d["predicate"], d["asserted"]) for a, b, d in graph.edges(data=True)}


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
