"""What a document's graph bears on beyond itself: its entities, plain edges, relations and statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import pyoxigraph as ox

from newsgraph.graph.edges import Edge, plain_edges
from newsgraph.graph.model import Entity, LinkKind
from newsgraph.graph.records import (
    StatementRecord,
    Table,
    appearances,
    graph_table,
    statement_records,
    text_table,
)
from newsgraph.graph.terms import NG, Namespace


@dataclass(slots=True)
class Survey:
    """IRIs of entities and what the document says of them, edges, relations (lemma, role), statements by IRI, links between them.

    ``published`` and ``cast`` (IRIs of the entities it names) belong to the document.
    """

    entities: dict[str, Entity] = field(default_factory=dict)
    edges: set[Edge] = field(default_factory=set)
    relations: set[tuple[str, str]] = field(default_factory=set)
    statements: dict[str, StatementRecord] = field(default_factory=dict)
    links: set[tuple[str, str, str]] = field(default_factory=set)
    published: date | None = None
    cast: frozenset[str] = frozenset()


def survey(store: ox.Store, document: str, namespace: Namespace) -> Survey:
    """Read one document's graph; an empty survey when the store has none.  O(size of the graph)."""
    return survey_table(graph_table(store, document), document, namespace)


def survey_lines(triples: Iterable[str], document: str, namespace: Namespace) -> Survey:
    """The same from the triples of the graph as N-Triples text without the final dot, before they are in a store."""
    return survey_table(text_table(triples), document, namespace)


def survey_table(table: Table, document: str, namespace: Namespace) -> Survey:
    """The same from a table of the graph."""
    found = Survey(entities=dict(appearances(table, namespace)))
    for statement in statement_records(table):
        found.edges.update(plain_edges(statement, namespace))
        found.relations.add((statement.lemma, ""))
        found.statements[statement.iri] = statement
        row = table[statement.iri]
        found.links.update((statement.iri, NG + kind, other) for kind in LinkKind for other in row.get(kind, ()))
    found.relations.update((edge.lemma, edge.role) for edge in found.edges if edge.role)
    day = table[document].get("schema:datePublished") if document in table else None
    found.published = date.fromisoformat(day[0]) if day else None
    found.cast = frozenset(iri for iri, entity in found.entities.items() if entity.named)
    return found
