"""Does a store keep its promise?  Fast checks in SPARQL that always run, and the SHACL shapes where pyshacl is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from newsgraph.errors import NewsgraphError
from newsgraph.graph.literals import value
from newsgraph.graph.records import document_text
from newsgraph.graph.store import Store
from newsgraph.graph.terms import NIF, REL

SHAPES = Path(__file__).parent / "data" / "shapes.ttl"

SHACL_LIMIT = 200_000
"""Quads up to which the shapes run unasked; pyshacl reads about 15,000 triples a second."""

REPORTED = 20
"""Violations listed of one check."""

_VOUCHED = """ng:polarity fact:positive ; ng:certainty fact:certain ; ng:timeframe fact:non-future ;
      ng:holder ?d ; prov:wasDerivedFrom ?d . FILTER NOT EXISTS { ?s grasp:hasAttribution ?a }"""

CHECKS = {
    "a plain edge has an article that vouches for it": f"""
        SELECT ?node WHERE {{ GRAPH ?g {{ ?subject ?relation ?object }} ?g a ng:AssertedGraph .
          FILTER NOT EXISTS {{ ?s rdf:predicate ?relation ; rdf:subject ?subject ; rdf:object ?object ; {_VOUCHED} }}
          FILTER NOT EXISTS {{ ?relation skos:broader ?lemma ; ng:role ?role .
            ?s rdf:predicate ?lemma ; rdf:subject ?subject ; ng:argument [ ng:role ?role ; ng:filler ?object ] ; {_VOUCHED} }}
          BIND(CONCAT(STR(?subject), " ", STR(?relation), " ", STR(?object)) AS ?node) }}""",
    "plain edges stand in their own graph": f"""
        SELECT ?node WHERE {{ {{ SELECT DISTINCT ?relation ?g WHERE {{ GRAPH ?g {{ ?x ?relation ?y }} }} }}
          FILTER(STRSTARTS(STR(?relation), "{REL}")) FILTER NOT EXISTS {{ ?g a ng:AssertedGraph }}
          BIND(CONCAT(STR(?relation), " in ", STR(?g)) AS ?node) }}""",
    "a statement has a holder, evidence, a rule, a lemma and a document": """
        SELECT ?node WHERE { ?node a ng:Statement .
          FILTER NOT EXISTS { ?node ng:holder ?h ; ng:evidence/nif:anchorOf ?e ; ng:rule ?r ; ng:lemma ?l ; prov:wasDerivedFrom ?d } }""",
    "a statement has one polarity, certainty and timeframe": """
        SELECT ?node WHERE { ?node a ng:Statement .
          OPTIONAL { ?node ng:polarity ?p } OPTIONAL { ?node ng:certainty ?c } OPTIONAL { ?node ng:timeframe ?t }
        } GROUP BY ?node HAVING (COUNT(?p) != 1 || COUNT(?c) != 1 || COUNT(?t) != 1)""",
    "a source that holds a statement is in its chain": """
        SELECT ?node WHERE { ?node ng:holder ?h .
          FILTER NOT EXISTS { ?node grasp:hasAttribution/grasp:wasAttributedTo ?h }
          FILTER NOT EXISTS { ?node prov:wasDerivedFrom ?h . FILTER NOT EXISTS { ?node grasp:hasAttribution ?a } } }""",
    "a triple stands in one graph": """
        SELECT ?node WHERE { GRAPH ?g { ?node ?p ?o } GRAPH ?h { ?node ?p ?o } FILTER(STR(?g) < STR(?h)) }""",
}


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is not as it should be: which check, and where (an IRI, or an edge in three IRIs)."""

    check: str
    node: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome; ``shapes`` tells whether the SHACL shapes ran too."""

    violations: tuple[Violation, ...]
    checks: tuple[str, ...]
    shapes: bool

    @property
    def conforms(self) -> bool:
        return not self.violations


class MissingExtraError(NewsgraphError, ImportError):
    """An optional dependency is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        self.package, self.extra = package, extra
        super().__init__(f"{package} is not installed; install it with: pip install 'newsgraph[{extra}]'")


def validate(store: Store, *, shapes: bool | None = None) -> Report:
    """Run every check over the whole store.

    ``shapes`` runs the SHACL shapes too; None does where pyshacl is installed and the store is not too big for it.
    At most :data:`REPORTED` violations of a check are listed.

    Raises:
        MissingExtraError: the shapes were asked for and pyshacl is not installed.
    """
    if shapes is None:
        shapes = find_spec("pyshacl") is not None and len(store.inner) <= SHACL_LIMIT
    violations: list[Violation] = []
    for name, query in CHECKS.items():
        solutions = store.query(query)
        assert isinstance(solutions, ox.QuerySolutions)
        violations += [Violation(name, value(row["node"])) for row in islice(solutions, REPORTED)]
    violations += islice(_misquoted(store), REPORTED)
    names = (*CHECKS, QUOTES)
    if shapes:
        violations += islice(shacl_violations(store), REPORTED)
        names = (*names, "SHACL shapes")
    return Report(tuple(violations), names, shapes)


QUOTES = "the words of a span stand in the document's text"


def _misquoted(store: Store) -> Iterator[Violation]:
    """Spans whose words are not what the document says there; one document's text at a time."""
    for document in store.document_iris():
        text, graph = document_text(store.inner, document), ox.NamedNode(document)
        for quad in store.inner.quads_for_pattern(None, ox.NamedNode(NIF + "anchorOf"), None, graph):
            start, _, end = value(quad.subject).rpartition("#char=")[2].partition(",")
            if text[int(start) : int(end)] != value(quad.object):
                yield Violation(QUOTES, value(quad.subject))


def shacl_violations(store: Store) -> Iterator[Violation]:
    """What the shipped shapes find, over all graphs merged.

    Raises:
        MissingExtraError: pyshacl is not installed.
    """
    try:
        import pyshacl
    except ImportError as error:
        raise MissingExtraError("pyshacl", "validate") from error
    from rdflib import Graph, Namespace
    from rdflib.namespace import RDF, SH

    data = Graph()
    triples = ox.serialize((quad.triple for quad in store.inner), format=ox.RdfFormat.N_TRIPLES)
    data.parse(data=triples, format="nt")
    results: Any
    _, results, _ = pyshacl.validate(data, shacl_graph=Graph().parse(SHAPES), advanced=True, inplace=True)
    own = Namespace("https://w3id.org/newsgraph/shapes#")
    for result in sorted(results.subjects(RDF.type, SH.ValidationResult)):
        shape = results.value(result, SH.sourceShape)
        name = str(shape).removeprefix(str(own)) if str(shape).startswith(str(own)) else "property"
        message = results.value(result, SH.resultMessage)
        yield Violation(f"SHACL {name}: {message}", str(results.value(result, SH.focusNode)))
