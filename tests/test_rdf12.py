"""RDF 1.2 holds what RDF 1.1 holds, and on every plain edge the statements that vouch for it; for nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgraph.exports import export
from newsgraph.exports.output import NamedGraphsError
from newsgraph.graph.model import Extraction
from newsgraph.graph.store import Store
from newsgraph.graph.terms import FACT, NG, PROV

sys.path.insert(0, str(Path(__file__).parent))
from extraction_cases import extractions, troops

REIFIES = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")
SYNTAX = {"trig12": ox.RdfFormat.TRIG, "nquads12": ox.RdfFormat.N_QUADS}


@pytest.fixture
def store() -> Store:
    store = Store.memory()
    store.add_all([troops("Gazette"), troops("Herald", date(2024, 5, 4))])
    return store


def reified(quads: Iterable[ox.Quad]) -> list[tuple[ox.NamedNode, ox.Triple]]:
    """(statement, triple) of every reifier."""
    found = [(q.subject, q.object) for q in quads if q.predicate == REIFIES]
    assert all(isinstance(s, ox.NamedNode) and isinstance(o, ox.Triple) for s, o in found)
    return found  # type: ignore[return-value]


def written(store: Store, format: str, path: Path, base: str | None = None) -> set[ox.Quad]:
    export(store, format, path, base=base)
    return set(ox.parse(path=str(path), format=SYNTAX[format]))


@pytest.mark.parametrize("format", list(SYNTAX))
def test_everything_is_there_and_every_plain_edge_has_its_statements(store: Store, format: str, tmp_path: Path) -> None:
    quads = written(store, format, tmp_path / "graph")
    reifiers = {quad for quad in quads if quad.predicate == REIFIES}
    assert quads - reifiers == set(store.inner)
    graph = ox.NamedNode(store.namespace.graph("asserted"))
    edges = {quad.triple for quad in store.inner.quads_for_pattern(None, None, None, graph)}
    assert edges and {quad.object for quad in reifiers} == edges
    assert {quad.graph_name for quad in reifiers} == {graph}


def test_two_articles_that_vouch_for_an_edge_give_it_two_reifiers(store: Store, tmp_path: Path) -> None:
    quads = written(store, "nquads12", tmp_path / "graph")
    sending = [(s, t) for s, t in reified(quads) if t.predicate.value.endswith("rel/send_to")]
    assert len({triple for _, triple in sending}) == 1
    derived = ox.NamedNode(PROV + "wasDerivedFrom")
    documents = {quad.object for s, _ in sending for quad in store.inner.quads_for_pattern(s, derived, None, None)}
    assert len(documents) == 2


def test_one_graph_goes_into_turtle_and_all_only_when_merging_is_allowed(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "edges.ttl"
    with pytest.raises(NamedGraphsError, match="turtle12"):
        export(store, "turtle12", path)
    export(store, "turtle12", path, graph="asserted")
    edges = {quad for quad in store.inner if quad.graph_name == ox.NamedNode(store.namespace.graph("asserted"))}
    triples = set(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    assert {t.triple for t in triples if t.predicate != REIFIES} == {quad.triple for quad in edges}
    assert {t.object for t in triples if t.predicate == REIFIES} == {quad.triple for quad in edges}
    export(store, "turtle12", path, flatten=True)
    assert sum(t.predicate == REIFIES for t in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)) == len(
        {t for t in triples if t.predicate == REIFIES}
    )


def test_another_base_reaches_into_the_reified_edges(store: Store, tmp_path: Path) -> None:
    quads = written(store, "nquads12", tmp_path / "graph", base="https://news.example/")
    triples = [triple for _, triple in reified(quads)]
    assert triples
    assert all(
        isinstance(t.subject, ox.NamedNode) and t.subject.value.startswith("https://news.example/id/") for t in triples
    )
    assert set(triples) <= {quad.triple for quad in quads}


@settings(max_examples=25, deadline=None)
@given(st.lists(extractions(), max_size=3))
def test_only_vouched_positive_certain_past_statements_reify(cases: list[Extraction]) -> None:
    from newsgraph.exports.output import ExportOptions
    from newsgraph.exports.rdf12 import reified_quads

    store = Store.memory()
    store.add_all(cases)
    quads = list(reified_quads(store, ExportOptions()))
    assert {q for q in quads if q.predicate != REIFIES} == set(store.inner)
    wanted = {(NG + "polarity", FACT + "positive"), (NG + "certainty", FACT + "certain")}
    for statement, triple in reified(quads):
        own = store.inner.quads_for_pattern(statement, None, None, None)
        held = {(q.predicate.value, getattr(q.object, "value", "")) for q in own}
        assert held >= wanted | {(NG + "timeframe", FACT + "non-future")}
        assert triple in {q.triple for q in store.inner}


@settings(max_examples=25, deadline=None)
@given(st.lists(extractions(), max_size=3))
def test_nquads_are_written_in_the_order_of_the_sorted_quads(cases: list[Extraction]) -> None:
    import tempfile

    from newsgraph.exports.output import ExportOptions
    from newsgraph.exports.rdf import sorted_quads

    store = Store.memory()
    store.add_all(cases)
    with tempfile.TemporaryDirectory() as folder:
        export(store, "nquads", Path(folder) / "graph.nq")
        written = (Path(folder) / "graph.nq").read_bytes().decode()
    assert written == "".join(f"{quad} .\n" for quad in sorted_quads(store, ExportOptions()))
