"""What is written means the same to rdflib and to Oxigraph, and uses declared terms only."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import to_isomorphic

from newsgraph.errors import StoreError
from newsgraph.exports import export, ontology
from newsgraph.graph import questions
from newsgraph.graph.literals import string
from newsgraph.graph.model import Extraction
from newsgraph.graph.quads import generate_document
from newsgraph.graph.rdflib_store import dataset as rdflib_dataset
from newsgraph.graph.store import Store
from newsgraph.graph.terms import NG, Namespace, relation, segment, web_address
from newsgraph.graph.void import generate_void

sys.path.insert(0, str(Path(__file__).parent))
from extraction_cases import extractions, troops

VOCABULARY = Path(__file__).parent.parent / "exports" / "data" / "newsgraph.ttl"


def as_rdflib(quads: str) -> set[tuple[str, ...]]:
    dataset = rdflib.Dataset()
    dataset.parse(data=quads, format="nquads")
    return {tuple(term.n3() for term in quad) for quad in dataset.quads() if quad[3] is not None}  # type: ignore[union-attr]


def as_oxigraph(quads: str) -> set[tuple[str, ...]]:
    return {
        tuple(_n3(part) for part in (q.subject, q.predicate, q.object, q.graph_name))
        for q in ox.parse(quads, ox.RdfFormat.N_QUADS)
    }


def _n3(term: object) -> str:
    if isinstance(term, ox.Literal):
        plain = term.datatype.value.endswith("#string")
        return rdflib.Literal(term.value, datatype=None if plain else rdflib.URIRef(term.datatype.value)).n3()
    return str(term)


@settings(max_examples=60, deadline=None)
@given(extractions())
def test_rdflib_and_oxigraph_read_the_same_quads(extraction: Extraction) -> None:
    quads = "\n".join(generate_document(extraction, Namespace())) + "\n"
    assert as_rdflib(quads) == as_oxigraph(quads)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_quoting(text: str) -> None:
    [triple] = ox.parse(f"<x:s> <x:p> {string(text)} .", ox.RdfFormat.N_TRIPLES)
    assert triple.object.value == text


@given(st.text(st.characters(exclude_categories=())))
def test_any_name_gives_a_valid_iri(name: str) -> None:
    iri = Namespace().entity(name)
    assert ox.NamedNode(iri).value == iri
    assert iri.isascii()
    assert Namespace().local(iri) is not None
    assert ox.NamedNode(relation(name)).value


def test_iris_read_well() -> None:
    assert relation("turn down") == "https://w3id.org/newsgraph/rel/turn_down"
    assert relation("send", "to") == "https://w3id.org/newsgraph/rel/send_to"
    assert segment("a/b#c?d") == "a%2Fb%23c%3Fd"
    assert web_address("http://a b/") is None


def test_every_own_term_that_is_written_is_declared_with_label_and_comment() -> None:
    vocabulary = rdflib.Graph().parse(VOCABULARY)
    declared = {
        str(s)
        for s in vocabulary.subjects(rdflib.RDFS.isDefinedBy)
        if vocabulary.value(s, rdflib.RDFS.label) and vocabulary.value(s, rdflib.RDFS.comment)
    }
    store = Store.memory()
    store.add(troops())
    used = {
        term.value
        for quad in store.inner
        for term in (quad.predicate, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(NG)
    }
    asked = {
        NG + name
        for question in questions.names()
        for name in re.findall(r"\bng:(\w+)", questions.load(question).sparql)
    }
    assert used - declared == set()
    assert asked - declared == set()
    assert {str(s) for s in vocabulary.subjects() if str(s).startswith(NG)} == declared


@pytest.mark.parametrize("syntax", ["trig", "nquads", "jsonld"])
def test_rdflib_reads_every_syntax_with_named_graphs_as_the_same_dataset(syntax: str, tmp_path: Path) -> None:
    store = Store.memory()
    store.add(troops())
    export(store, syntax, tmp_path / "graph")
    dataset = rdflib.Dataset()
    dataset.parse(tmp_path / "graph", format={"jsonld": "json-ld"}.get(syntax, syntax))
    expected = as_rdflib((store.inner.dump(format=ox.RdfFormat.N_QUADS) or b"").decode())
    assert {tuple(t.n3() for t in quad) for quad in dataset.quads() if quad[3] is not None} == expected  # type: ignore[union-attr]


@settings(max_examples=25, deadline=None)
@given(extractions())
def test_jsonld_with_hostile_names_parses_back(extraction: Extraction) -> None:
    from newsgraph.exports.jsonld import generate_jsonld

    store = Store.memory()
    store.add(extraction)
    written = "".join(generate_jsonld(store))
    assert set(ox.parse(written, ox.RdfFormat.JSON_LD)) == set(store.inner)


@pytest.mark.parametrize("syntax", ["turtle", "ntriples", "rdfxml"])
def test_flat_syntaxes_keep_every_triple(syntax: str, tmp_path: Path) -> None:
    store = Store.memory()
    store.add(troops())
    export(store, syntax, tmp_path / "graph", flatten=True)
    graph = rdflib.Graph().parse(tmp_path / "graph", format={"ntriples": "nt", "rdfxml": "xml"}.get(syntax, syntax))
    assert len(graph) == len(store.inner) > 100
    assert len(to_isomorphic(graph)) == len(graph)


def test_rdflib_reads_the_store_itself_and_cannot_write_it() -> None:
    store = Store.memory()
    store.add(troops())
    dataset = rdflib_dataset(store)
    assert len(dataset) == len(store.inner)
    asked = 'SELECT ?l WHERE { ?s ng:holder/rdfs:label "Vera Dahl" ; ng:lemma ?l }'
    assert [str(row[0]) for row in dataset.query(asked)] == ["fire on"]  # type: ignore[index]
    graph = dataset.graph(rdflib.URIRef(store.namespace.graph("asserted")))
    assert {str(p).rpartition("/")[2] for p in graph.predicates()} == {"send", "send_to"}
    with pytest.raises(StoreError, match="read-only"):
        graph.add((rdflib.URIRef("x:s"), rdflib.URIRef("x:p"), rdflib.URIRef("x:o")))


def test_the_description_of_the_store_counts_what_is_there() -> None:
    store = Store.memory()
    store.add(troops())
    graph = rdflib.Graph().parse(
        data="\n".join(generate_void(store, endpoint="http://127.0.0.1:7878/sparql")), format="nt"
    )
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    [data] = graph.subjects(rdflib.RDF.type, void.Dataset)
    assert graph.value(data, void.triples) == rdflib.Literal(len(store.inner))


def test_the_pages_of_vocabulary_and_questions_are_up_to_date() -> None:
    docs = Path(__file__).parent.parent / "docs"
    assert (docs / "ontology.md").read_text(encoding="utf-8").splitlines() == list(ontology.generate_page())
    assert (docs / "queries" / "README.md").read_text(encoding="utf-8").splitlines() == questions.generate_page()
