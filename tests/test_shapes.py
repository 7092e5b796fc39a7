"""The promise is checked, by the fast checks and by the SHACL shapes: each finds what is broken on purpose."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from newsgraph.exports.validation import validate
from newsgraph.graph.store import Store
from newsgraph.graph.terms import FACT, NG, NIF

sys.path.insert(0, str(Path(__file__).parent))
from extraction_cases import troops


def forge_edge(store: Store) -> None:
    """An edge for what Vera Dahl denies."""
    statement = next(s for s in store.explain("troops -fire on-> protesters")).statement
    graph = store.namespace.graph("asserted")
    line = f"<{statement.subjects[0]}> <https://w3id.org/newsgraph/rel/fire_on> <{statement.objects[0]}> <{graph}> ."
    store.inner.load(line, ox.RdfFormat.N_QUADS)


def drop(store: Store, predicate: str) -> None:
    for quad in list(store.inner.quads_for_pattern(None, ox.NamedNode(predicate), None, None)):
        store.inner.remove(quad)


def change_certainty(store: Store) -> None:
    """The article's certain statements become possible; their edges stay behind."""
    old, new = ox.NamedNode(FACT + "certain"), ox.NamedNode(FACT + "possible")
    for quad in list(store.inner.quads_for_pattern(None, ox.NamedNode(NG + "certainty"), old, None)):
        store.inner.remove(quad)
        store.inner.add(ox.Quad(quad.subject, quad.predicate, new, quad.graph_name))


def hold_by_stranger(store: Store) -> None:
    """Somebody outside the chain becomes a holder."""
    quad = next(store.inner.quads_for_pattern(None, ox.NamedNode(NG + "holder"), None, None))
    stranger = ox.NamedNode(store.namespace.entity("stranger"))
    store.inner.add(ox.Quad(quad.subject, quad.predicate, stranger, quad.graph_name))


def misquote(store: Store) -> None:
    quad = next(store.inner.quads_for_pattern(None, ox.NamedNode(NIF + "anchorOf"), None, None))
    store.inner.remove(quad)
    store.inner.add(ox.Quad(quad.subject, quad.predicate, ox.Literal("other words"), quad.graph_name))


def test_what_we_write_conforms() -> None:
    store = Store.memory()
    store.add_all([troops("Gazette"), troops("Herald", None)])
    report = validate(store, shapes=True)
    assert report.conforms
    assert report.shapes
    assert report.violations == ()


def test_an_empty_store_conforms() -> None:
    assert validate(Store.memory(), shapes=False).conforms


@pytest.mark.parametrize("shapes", [False, True])
@pytest.mark.parametrize(
    "damage",
    [
        forge_edge,
        change_certainty,
        hold_by_stranger,
        lambda store: drop(store, NG + "evidence"),
        lambda store: drop(store, NG + "polarity"),
        lambda store: drop(store, NG + "holder"),
    ],
)
def test_what_is_broken_is_found(damage: Callable[[Store], None], shapes: bool) -> None:
    store = Store.memory()
    store.add(troops())
    damage(store)
    violations = validate(store, shapes=shapes).violations
    assert [v for v in violations if v.check.startswith("SHACL") is shapes]


def test_words_that_are_not_in_the_text_are_found() -> None:
    store = Store.memory()
    store.add(troops())
    misquote(store)
    assert [v.check for v in validate(store, shapes=False).violations] == [
        "the words of a span stand in the document's text"
    ]


def test_a_triple_in_two_graphs_is_found() -> None:
    store = Store.memory()
    store.add(troops())
    quad = next(store.inner.quads_for_pattern(None, ox.NamedNode(NG + "lemma"), None, None))
    store.inner.add(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode("https://example.org/other")))
    assert [v.check for v in validate(store, shapes=False).violations] == ["a triple stands in one graph"]
