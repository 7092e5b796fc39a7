"""RDF 1.2: the RDF of a store with its plain edges reified by the statements that vouch for them.

``<statement> rdf:reifies <<( subject relation object )>>`` stands beside the edge in the graph of asserted edges; all else
is as in the RDF 1.1 syntaxes.  For export only: engines search triple terms one by one, statement nodes by index.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from newsgraph.exports.output import ExportOptions, NamedGraphsError, replaced
from newsgraph.exports.rdf import Renamer, prefixes_of, sorted_quads
from newsgraph.graph.edges import plain_edges
from newsgraph.graph.records import graph_table, statement_records
from newsgraph.graph.store import Store
from newsgraph.graph.terms import RDF

REIFIES = ox.NamedNode(RDF + "reifies")


def generate_reifiers(store: Store) -> Iterator[ox.Quad]:
    """A quad for every plain edge and statement that vouches for it, article by article."""
    graph = ox.NamedNode(store.namespace.graph("asserted"))
    for document in store.document_iris():
        for statement in statement_records(graph_table(store.inner, document)):
            for edge in plain_edges(statement, store.namespace):
                subject, target = ox.NamedNode(edge.subject), ox.NamedNode(edge.object)
                triple = ox.Triple(subject, ox.NamedNode(edge.predicate), target)
                yield ox.Quad(ox.NamedNode(statement.iri), REIFIES, triple, graph)


def reified_quads(store: Store, options: ExportOptions) -> Iterator[ox.Quad]:
    """The quads of :func:`newsgraph.exports.rdf.sorted_quads`, the reifiers in their place.  Memory: the largest graph."""
    rename = Renamer(store.namespace, options.base)
    reifiers = sorted((rename(quad) for quad in generate_reifiers(store)), key=str)
    for graph, quads in groupby(sorted_quads(store, options), key=lambda quad: quad.graph_name):
        here = reifiers if reifiers and reifiers[0].graph_name == graph else []
        yield from heapq.merge(quads, here, key=str)


def write_trig12(store: Store, path: Path, options: ExportOptions) -> None:
    """TriG 1.2 with prefixes."""
    with replaced(path) as file:
        ox.serialize(reified_quads(store, options), file, ox.RdfFormat.TRIG, prefixes=prefixes_of(store, options))


def write_nquads12(store: Store, path: Path, options: ExportOptions) -> None:
    """N-Quads 1.2, sorted within each graph."""
    with replaced(path) as file:
        for quad in reified_quads(store, options):
            file.write(f"{quad} .\n".encode())


def write_turtle12(store: Store, path: Path, options: ExportOptions) -> None:
    """Turtle 1.2 of one graph ("asserted" is the one with reifiers), or of all merged when flattening is allowed."""
    if options.graph is None and not options.flatten:
        raise NamedGraphsError("turtle12")
    triples = (quad.triple for quad in reified_quads(store, options))
    with replaced(path) as file:
        ox.serialize(triples, file, ox.RdfFormat.TURTLE, prefixes=prefixes_of(store, options))
