"""rdflib's interface over the store: read with rdflib's classes what Oxigraph holds, without copying it.

``dataset(store)`` gives an ``rdflib.Dataset`` whose default graph is the union of all graphs.  It is read-only:
documents are written through :class:`newsgraph.graph.store.Store`, which keeps the shared graphs right.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import pyoxigraph as ox
from rdflib import Dataset, Graph
from rdflib.store import Store as RdflibStore
from rdflib.term import BNode, IdentifiedNode, Literal, Node, URIRef

from newsgraph.errors import StoreError
from newsgraph.graph.store import Store


class OxigraphView(RdflibStore):
    """An rdflib store that answers from an open newsgraph store; any attempt to write raises StoreError."""

    context_aware = True
    graph_aware = True
    formula_aware = False
    transaction_aware = False

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._names: dict[str, URIRef] = {}
        for prefix, namespace in store.namespace.prefixes.items():
            self._names[prefix] = URIRef(namespace)

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        graph = _graph_name(context)
        subject, predicate, target = (_to_oxigraph(term) for term in triple_pattern)
        if isinstance(subject, ox.Literal) or isinstance(predicate, ox.Literal | ox.BlankNode):
            return
        for quad in self._store.inner.quads_for_pattern(subject, predicate, target, graph):
            name = Graph(self, _to_rdflib(quad.graph_name))
            yield (_to_rdflib(quad.subject), _to_rdflib(quad.predicate), _to_rdflib(quad.object)), iter([name])

    def contexts(self, triple: Any = None) -> Generator[Graph, None, None]:
        if triple is None:
            for name in self._store.inner.named_graphs():
                yield Graph(self, _to_rdflib(name))
        else:
            for _, names in self.triples(triple):
                yield from names

    def __len__(self, context: Any = None) -> int:
        graph = _graph_name(context)
        if graph is None:
            return len(self._store.inner)
        return sum(1 for _ in self._store.inner.quads_for_pattern(None, None, None, graph))

    def add(self, *_: Any, **__: Any) -> None:
        raise StoreError("this view is read-only: add documents through newsgraph's store")

    def remove(self, *_: Any, **__: Any) -> None:
        raise StoreError("this view is read-only: remove documents through newsgraph's store")

    def add_graph(self, graph: Any) -> None:
        """Graphs exist when they have triples; rdflib announces its default graph, which is nothing to write."""

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:
        if override or prefix not in self._names:
            self._names[prefix] = namespace

    def namespace(self, prefix: str) -> URIRef | None:
        return self._names.get(prefix)

    def prefix(self, namespace: URIRef) -> str | None:
        return next((p for p, n in self._names.items() if n == namespace), None)

    def namespaces(self) -> Iterator[tuple[str, URIRef]]:
        yield from self._names.items()


def dataset(store: Store) -> Dataset:
    """The store as an rdflib ``Dataset`` over all its graphs; O(1), nothing is copied."""
    return Dataset(store=OxigraphView(store), default_union=True)


def _graph_name(context: Any) -> ox.NamedNode | None:
    name = getattr(context, "identifier", context)
    if name is None or isinstance(name, BNode) or str(name) == "urn:x-rdflib:default":
        return None
    return ox.NamedNode(str(name))


def _to_oxigraph(term: Node | None) -> ox.NamedNode | ox.Literal | ox.BlankNode | None:
    if term is None:
        return None
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)
    return ox.BlankNode(str(term)) if isinstance(term, BNode) else ox.NamedNode(str(term))


def _to_rdflib(term: Any) -> IdentifiedNode | Literal:
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        return Literal(term.value, datatype=None if datatype.endswith("#string") else URIRef(datatype))
    return BNode(term.value) if isinstance(term, ox.BlankNode) else URIRef(term.value)
