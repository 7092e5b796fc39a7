"""The service description: what the endpoint is and can do, in the vocabulary of SPARQL 1.1 Service Description."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsgraph.graph.terms import RDF, VOID

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")


def describe_service(store: Any, endpoint: str) -> Iterator[Any]:
    """Triples about the endpoint: its address, languages, forms of results, and the named graphs shared by all."""
    import pyoxigraph as ox

    def node(iri: str) -> ox.NamedNode:
        return ox.NamedNode(iri)

    service, dataset, union = ox.BlankNode("service"), ox.BlankNode("dataset"), ox.BlankNode("union")
    yield ox.Triple(service, node(RDF + "type"), node(SD + "Service"))
    yield ox.Triple(service, node(SD + "endpoint"), node(endpoint))
    yield ox.Triple(service, node(SD + "supportedLanguage"), node(SD + "SPARQL11Query"))
    yield ox.Triple(service, node(SD + "feature"), node(SD + "UnionDefaultGraph"))
    for name in (*_RESULTS, *_GRAPHS):
        yield ox.Triple(service, node(SD + "resultFormat"), node(FORMATS + name))
    yield ox.Triple(service, node(SD + "defaultDataset"), dataset)
    yield ox.Triple(dataset, node(RDF + "type"), node(SD + "Dataset"))
    yield ox.Triple(dataset, node(SD + "defaultGraph"), union)
    yield ox.Triple(union, node(RDF + "type"), node(SD + "Graph"))
    count = ox.Literal(str(len(store.inner)), datatype=node("http://www.w3.org/2001/XMLSchema#integer"))
    yield ox.Triple(union, node(VOID + "triples"), count)
    shared = store.namespace.base + "graph/"
    for place, name in enumerate(sorted(n.value for n in store.inner.named_graphs() if n.value.startswith(shared))):
        graph = ox.BlankNode(f"graph{place}")
        yield ox.Triple(dataset, node(SD + "namedGraph"), graph)
        yield ox.Triple(graph, node(RDF + "type"), node(SD + "NamedGraph"))
        yield ox.Triple(graph, node(SD + "name"), node(name))
