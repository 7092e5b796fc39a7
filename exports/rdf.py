"""RDF syntaxes.  Named graphs are kept, or refused, never dropped; the same store gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from newsgraph.errors import UnknownNameError
from newsgraph.exports.output import ExportOptions, NamedGraphsError, replaced
from newsgraph.graph.literals import value
from newsgraph.graph.store import Store
from newsgraph.graph.terms import MAPS, SHARED_GRAPHS, WGS84, Namespace

MINTED = ("id/", "doc/", "st/", "event/", "run/", "graph/")
"""What follows the base in an IRI that a store has made itself."""


def graph_names(store: Store, options: ExportOptions) -> list[str]:
    """IRIs of the graphs to export, sorted.

    Raises:
        UnknownNameError: the one graph asked for is not in the store.
    """
    names = sorted(value(name) for name in store.inner.named_graphs())
    if options.graph is None:
        return names
    for candidate in (options.graph, store.namespace.graph(options.graph), store.namespace.document(options.graph)):
        if candidate in names:
            return [candidate]
    raise UnknownNameError("graph", options.graph, (*SHARED_GRAPHS, *store.document_iris()))


def sorted_quads(store: Store, options: ExportOptions | None = None) -> Iterator[ox.Quad]:
    """The quads, graph by graph, each graph sorted by its N-Quads lines.  Memory: the largest graph."""
    options = options or ExportOptions()
    rename = Renamer(store.namespace, options.base)
    for name in graph_names(store, options):
        graph = ox.NamedNode(name)
        yield from sorted((rename(q) for q in store.inner.quads_for_pattern(None, None, None, graph)), key=str)


class Renamer:
    """From quads to quads with a store's own IRIs under another base; None renames nothing.

    Raises:
        BaseError: ``base`` is no namespace.
    """

    def __init__(self, namespace: Namespace, base: str | None) -> None:
        self._old = namespace.base
        self._new = Namespace(base).base if base else namespace.base
        self._prefixes = tuple(self._old + part for part in MINTED)

    def __call__(self, quad: ox.Quad) -> ox.Quad:
        if self._new == self._old:
            return quad
        return ox.Quad(self._term(quad.subject), quad.predicate, self._term(quad.object), self._term(quad.graph_name))

    def _term(self, term: Any) -> Any:
        if isinstance(term, ox.Triple):
            return ox.Triple(self._term(term.subject), term.predicate, self._term(term.object))
        if isinstance(term, ox.NamedNode) and term.value.startswith(self._prefixes):
            return ox.NamedNode(self._new + term.value[len(self._old) :])
        return term


def write_nquads(store: Store, path: Path, options: ExportOptions) -> None:
    """N-Quads, sorted within each graph: the canonical form of a store."""
    with replaced(path) as file:
        if options.base:
            for quad in sorted_quads(store, options):
                file.write(f"{quad} .\n".encode())
            return
        for name in graph_names(store, options):
            file.writelines(_sorted_lines(store, name))


def _sorted_lines(store: Store, graph: str) -> Iterator[bytes]:
    """The lines of one graph in the order of :func:`sorted_quads`, without a Python object a term."""
    node = ox.NamedNode(graph)
    ending = f"{node} .\n".encode()
    lines = (store.inner.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=node) or b"").split(b"\n")[:-1]
    lines.sort()
    for line in lines:
        yield line[:-1] + ending


def write_trig(store: Store, path: Path, options: ExportOptions) -> None:
    """TriG with prefixes."""
    _serialize(store, path, options, ox.RdfFormat.TRIG)


def write_turtle(store: Store, path: Path, options: ExportOptions) -> None:
    """Turtle of one graph, or of all merged when flattening is allowed."""
    _serialize_flat(store, path, options, ox.RdfFormat.TURTLE, "turtle")


def write_ntriples(store: Store, path: Path, options: ExportOptions) -> None:
    """N-Triples of one graph, or of all merged when flattening is allowed."""
    _serialize_flat(store, path, options, ox.RdfFormat.N_TRIPLES, "ntriples")


def write_rdfxml(store: Store, path: Path, options: ExportOptions) -> None:
    """RDF/XML of one graph, or of all merged when flattening is allowed."""
    _serialize_flat(store, path, options, ox.RdfFormat.RDF_XML, "rdfxml")


def prefixes_of(store: Store, options: ExportOptions) -> dict[str, str]:
    """Prefixes for a file: those of the store, or of the base it is written under."""
    prefixes = (Namespace(options.base) if options.base else store.namespace).prefixes
    if next(store.inner.quads_for_pattern(None, ox.NamedNode(WGS84 + "lat"), None, None), None) is None:
        return {prefix: namespace for prefix, namespace in prefixes.items() if prefix not in MAPS}
    return prefixes


def _serialize(store: Store, path: Path, options: ExportOptions, syntax: ox.RdfFormat) -> None:
    with replaced(path) as file:
        ox.serialize(sorted_quads(store, options), file, syntax, prefixes=prefixes_of(store, options))


def _serialize_flat(store: Store, path: Path, options: ExportOptions, syntax: ox.RdfFormat, name: str) -> None:
    if options.graph is None and not options.flatten:
        raise NamedGraphsError(name)
    triples = (quad.triple for quad in sorted_quads(store, options))
    with replaced(path) as file:
        ox.serialize(triples, file, syntax, prefixes=prefixes_of(store, options))
