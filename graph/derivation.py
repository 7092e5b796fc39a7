"""What the store derives from the documents' graphs, and how a change of one document is carried over.

Entities, plain edges, relations, events and runs are shared by documents, so they stand in graphs of their own.  Each
of them is a function of the document graphs alone: it can be dropped and built again, and adding documents in any
order gives the same bytes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

import pyoxigraph as ox

from newsgraph.graph import edges as plain
from newsgraph.graph.edges import Edge
from newsgraph.graph.event_coreference import EventMention, clusters, event_id, same_event
from newsgraph.graph.events import generate_event
from newsgraph.graph.links import generate_links
from newsgraph.graph.literals import value
from newsgraph.graph.merge import generate_entity, merge_entities
from newsgraph.graph.model import Entity
from newsgraph.graph.records import (
    StatementRecord,
    appearances,
    graph_table,
    named_entities,
    published,
    read_appearances,
    read_statement,
    statement_records,
)
from newsgraph.graph.terms import NG, RDF, RDFS, SEM, Namespace, relation

EVENT_KEY = ox.NamedNode(NG + "eventKey")
DESCRIBES = ox.NamedNode(NG + "describes")
ACTOR = ox.NamedNode(SEM + "hasActor")
LABEL = ox.NamedNode(RDFS + "label")
PREDICATE = ox.NamedNode(RDF + "predicate")


@dataclass(slots=True)
class Survey:
    """What a document's graph bears on: IRIs of entities, edges, relations (lemma, role) and its statements by IRI."""

    entities: dict[str, Entity] = field(default_factory=dict)
    edges: set[Edge] = field(default_factory=set)
    relations: set[tuple[str, str]] = field(default_factory=set)
    statements: dict[str, StatementRecord] = field(default_factory=dict)


def survey(store: ox.Store, document: str, namespace: Namespace) -> Survey:
    """Read one document's graph; an empty survey when the store has none.  O(size of the graph)."""
    found = Survey()
    table = graph_table(store, document)
    found.entities = dict(appearances(table, namespace))
    for statement in statement_records(table):
        found.edges.update(plain.plain_edges(statement, namespace))
        found.relations.add((statement.lemma, ""))
        found.statements[statement.iri] = statement
    found.relations.update((edge.lemma, edge.role) for edge in found.edges if edge.role)
    return found


class Derivation:
    """Carries changes of document graphs over to the shared graphs.

    Call :meth:`note` with what a document bore on before and after its graph changed, then :meth:`apply` once for a
    batch.  Until then the shared graphs are stale, never the documents'.
    """

    def __init__(self, store: ox.Store, namespace: Namespace) -> None:
        self._store, self._namespace = store, namespace
        self._entities = ox.NamedNode(namespace.graph("entities"))
        self._asserted = ox.NamedNode(namespace.graph("asserted"))
        self._relations = ox.NamedNode(namespace.graph("relations"))
        self._events = ox.NamedNode(namespace.graph("events"))
        self._links = ox.NamedNode(namespace.graph("links"))
        self._clear()

    def _clear(self) -> None:
        self._touched: set[str] = set()
        self._new_edges: set[Edge] = set()
        self._old_edges: set[Edge] = set()
        self._new_relations: set[tuple[str, str]] = set()
        self._old_relations: set[tuple[str, str]] = set()
        self._present: dict[str, StatementRecord] = {}
        self._gone: dict[str, StatementRecord] = {}
        self._removed: list[ox.Quad] = []
        self._added: list[str] = []

    def note(self, before: Survey, after: Survey) -> None:
        """One document's graph changed from ``before`` to ``after``; either may be empty."""
        self._touched.update(e for e, entity in before.entities.items() if after.entities.get(e) != entity)
        self._touched.update(e for e, entity in after.entities.items() if before.entities.get(e) != entity)
        self._new_edges |= after.edges
        self._old_edges |= before.edges - after.edges
        self._new_relations |= after.relations
        self._old_relations |= before.relations - after.relations
        self._gone |= before.statements
        self._present |= after.statements

    def apply(self) -> None:
        """Bring the shared graphs up to date with everything noted."""
        renamed = self._merge_entities()
        self._commit()
        self._derive_edges()
        self._commit()
        self._derive_events(renamed)
        self._commit()
        self._clear()

    def _commit(self) -> None:
        """Write what was collected: removals first, additions in one transaction."""
        for quad in self._removed:
            self._store.remove(quad)
        if self._added:
            self._store.load("\n".join(self._added), ox.RdfFormat.N_QUADS)
        self._removed, self._added = [], []

    def _replace(self, subject: str, graph: ox.NamedNode, lines: Iterable[str]) -> None:
        """Make ``lines`` all that a graph says of a subject, writing only the difference."""
        wanted = set(ox.parse("\n".join(lines), ox.RdfFormat.N_QUADS))
        present = set(self._store.quads_for_pattern(ox.NamedNode(subject), None, None, graph))
        self._removed += present - wanted
        self._added += [f"{quad} ." for quad in wanted - present]

    def _merge_entities(self) -> set[str]:
        """Merge the touched entities again; returns those whose name changed."""
        renamed = set()
        for iri in sorted(self._touched):
            before = self._name(iri)
            found = read_appearances(self._store, iri, self._namespace)
            lines: list[str] = []
            name = None
            if found:
                merged = merge_entities(found)
                name = merged.name
                lines = list(generate_entity(self._namespace.local(iri) or iri, merged, self._namespace))
            self._replace(iri, self._entities, lines)
            if before is not None and name != before:
                renamed.add(iri)
        return renamed

    def _name(self, iri: str) -> str | None:
        quad = next(self._store.quads_for_pattern(ox.NamedNode(iri), LABEL, None, self._entities), None)
        return None if quad is None else value(quad.object)

    def _derive_edges(self) -> None:
        for edge in self._old_edges - self._new_edges:
            if not plain.supported(self._store, edge):
                self._removed += ox.parse(edge.line(self._namespace), ox.RdfFormat.N_QUADS)
        self._added += [edge.line(self._namespace) for edge in self._new_edges]
        self._commit()
        for lemma, role in self._old_relations - self._new_relations:
            lines = list(plain.generate_relation(lemma, role, self._namespace))
            node = ox.NamedNode(relation(lemma, role or None))
            users = (None, node, None, self._asserted) if role else (None, PREDICATE, node, None)
            if next(self._store.quads_for_pattern(*users), None) is None:
                self._removed += ox.parse("\n".join(lines), ox.RdfFormat.N_QUADS)
        for lemma, role in self._new_relations:
            self._added += plain.generate_relation(lemma, role, self._namespace)

    def _derive_events(self, renamed: set[str]) -> None:
        """Cluster again whatever is linked to the changed statements, and label again what the renamed act in."""
        neighbourhood = Neighbourhood(self._store, self._present)
        seeds = set(self._present)
        for iri, statement in self._gone.items():
            if iri not in self._present:
                seeds.update(neighbourhood.linked(statement))
        for event in self._acted_by(renamed):
            seeds.update(self._members(event))
        mentions, links = neighbourhood.closure(seeds)
        stale = {event for iri in (*mentions, *self._gone) for event in self._events_of(iri)}
        fresh: dict[str, list[str]] = {}
        links_of: list[str] = []
        for members in clusters(mentions, links):
            statements = [mentions[iri].statement for iri in members]
            event = self._namespace.event(event_id(mentions[iri] for iri in members))
            links_of += generate_links([mentions[iri] for iri in members], self._namespace)
            fresh[event] = list(generate_event(event, statements, self._names(statements), self._namespace))
        self._replace_links(set(mentions) | set(self._gone), links_of)
        for event in sorted(stale | set(fresh)):
            wanted = set(ox.parse("\n".join(fresh.get(event, ())), ox.RdfFormat.N_QUADS))
            node = ox.NamedNode(event)
            present = set(self._store.quads_for_pattern(node, None, None, self._events))
            present |= set(self._store.quads_for_pattern(None, DESCRIBES, node, self._events))
            self._removed += present - wanted
            self._added += [f"{quad} ." for quad in wanted - present]

    def _replace_links(self, statements: set[str], lines: Iterable[str]) -> None:
        """Make ``lines`` all derived links that start at these statements; what a document says itself is left out."""
        present: set[ox.Quad] = set()
        for iri in statements:
            present |= set(self._store.quads_for_pattern(ox.NamedNode(iri), None, None, self._links))
        wanted = set()
        for quad in ox.parse("\n".join(lines), ox.RdfFormat.N_QUADS):
            known = self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
            if all(other.graph_name == self._links for other in known):
                wanted.add(quad)
        self._removed += present - wanted
        self._added += [f"{quad} ." for quad in wanted - present]

    def _members(self, event: str) -> Iterator[str]:
        for quad in self._store.quads_for_pattern(None, DESCRIBES, ox.NamedNode(event), self._events):
            yield value(quad.subject)

    def _events_of(self, statement: str) -> Iterator[str]:
        for quad in self._store.quads_for_pattern(ox.NamedNode(statement), DESCRIBES, None, self._events):
            yield value(quad.object)

    def _acted_by(self, entities: Iterable[str]) -> Iterator[str]:
        for entity in entities:
            for quad in self._store.quads_for_pattern(None, ACTOR, ox.NamedNode(entity), self._events):
                yield value(quad.subject)

    def _names(self, statements: Iterable[StatementRecord]) -> dict[str, str]:
        iris = {iri for s in statements for iri in (*s.subjects, *s.objects)}
        return {iri: name for iri in iris if (name := self._name(iri)) is not None}


class Neighbourhood:
    """Statements that may describe one event with given ones, found by blocking keys and read once."""

    def __init__(self, store: ox.Store, present: dict[str, StatementRecord]) -> None:
        self._store = store
        self._known: dict[str, EventMention] = {}
        self._documents: dict[str, tuple[date | None, frozenset[str]]] = {}
        for iri, statement in present.items():
            self._known[iri] = self._mention(statement)

    def closure(self, seeds: Iterable[str]) -> tuple[dict[str, EventMention], list[tuple[str, str]]]:
        """Everything linked to the seeds, directly or through others, and the links."""
        found: dict[str, EventMention] = {}
        links: list[tuple[str, str]] = []
        queue = deque(sorted(seeds))
        while queue:
            iri = queue.popleft()
            if iri in found:
                continue
            mention = self._read(iri)
            if mention is None:
                continue
            found[iri] = mention
            for other in self.linked(mention.statement):
                links.append((iri, other))
                queue.append(other)
        return found, links

    def linked(self, statement: StatementRecord) -> list[str]:
        """IRIs of the statements of the store that describe one event with this one, sorted."""
        candidates = set()
        for key in statement.event_keys:
            for quad in self._store.quads_for_pattern(None, EVENT_KEY, ox.Literal(key), None):
                candidates.add(value(quad.subject))
        candidates.discard(statement.iri)
        mention = self._mention(statement)
        return [iri for iri in sorted(candidates) if (other := self._read(iri)) and same_event(mention, other)]

    def _read(self, iri: str) -> EventMention | None:
        if iri not in self._known:
            statement = read_statement(self._store, iri)
            if statement is None:
                return None
            self._known[iri] = self._mention(statement)
        return self._known[iri]

    def _mention(self, statement: StatementRecord) -> EventMention:
        document = statement.document
        if document not in self._documents:
            self._documents[document] = published(self._store, document), named_entities(self._store, document)
        return EventMention(statement, *self._documents[document])
