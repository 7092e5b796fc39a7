"""What the store derives from the documents' graphs, and how a change of one document is carried over.

Entities, plain edges, relations, events and runs are shared by documents, so they stand in graphs of their own.  Each
of them is a function of the document graphs alone: it can be dropped and built again, and adding documents in any
order gives the same bytes.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

import pyoxigraph as ox

from newsgraph.graph import edges as plain
from newsgraph.graph.blocks import EVENT_KEY, Bearing, Blocks, bearings
from newsgraph.graph.edges import Edge
from newsgraph.graph.event_clusters import clusters, event_id
from newsgraph.graph.event_coreference import EventMention, same_event
from newsgraph.graph.events import generate_event
from newsgraph.graph.links import generate_links
from newsgraph.graph.literals import value
from newsgraph.graph.merge import generate_entity, merge_entities
from newsgraph.graph.model import Entity
from newsgraph.graph.records import (
    StatementRecord,
    named_entities,
    published,
    read_appearances,
    read_statement,
)
from newsgraph.graph.sieve import Sieve
from newsgraph.graph.survey import Survey
from newsgraph.graph.terms import NG, RDF, RDFS, SEM, Namespace, relation

DESCRIBES = ox.NamedNode(NG + "describes")
ACTOR = ox.NamedNode(SEM + "hasActor")
LABEL = ox.NamedNode(RDFS + "label")
PREDICATE = ox.NamedNode(RDF + "predicate")

KEPT = 16_384
"""Statements kept in memory between batches, some 3 kB each; as many names of entities.  Articles of a fortnight or two are
compared again and again: at thirty a day they have that many."""

ARTICLES = 2_048
"""Articles whose day and cast are kept, some 3 kB each."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is to be written to the shared graphs, as N-Quads lines, and what is to go then."""

    added: str
    removed: tuple[ox.Quad, ...]


class Derivation:
    """Carries changes of document graphs over to the shared graphs.

    Call :meth:`note` with what a document bears on before and after its graph changes, then :meth:`difference` once for a
    batch, which may be loaded together with it, and :meth:`settle` after the last: entities that other documents know too
    are merged then, since they would be merged again for every batch that mentions them.  Until then the shared graphs are
    behind, never the documents'.  Graphs that are replaced must be gone from the store, new ones need not be there.
    """

    def __init__(self, store: ox.Store, namespace: Namespace, *, empty: bool) -> None:
        """``empty``: the store holds no document yet."""
        self._store, self._namespace = store, namespace
        self._entities = ox.NamedNode(namespace.graph("entities"))
        self._asserted = ox.NamedNode(namespace.graph("asserted"))
        self._relations = ox.NamedNode(namespace.graph("relations"))
        self._events = ox.NamedNode(namespace.graph("events"))
        self._links = ox.NamedNode(namespace.graph("links"))
        self._neighbourhood = Neighbourhood(store, empty=empty)
        self._labels = Labels(store, self._entities, empty=empty)
        self._known_relations: set[tuple[str, str]] = set()
        self._shared: OrderedDict[str, bool] = OrderedDict()
        self._unsettled: set[str] = set()
        self._clear()

    def _clear(self) -> None:
        self._touched: set[str] = set()
        self._appearing: dict[str, list[Entity]] = defaultdict(list)
        self._new_edges: set[Edge] = set()
        self._old_edges: set[Edge] = set()
        self._new_relations: set[tuple[str, str]] = set()
        self._old_relations: set[tuple[str, str]] = set()
        self._present: dict[str, StatementRecord] = {}
        self._gone: dict[str, StatementRecord] = {}
        self._bygone: list[EventMention] = []
        self._new: set[str] = set()
        self._reblocked: set[str] = set()
        self._said: set[tuple[str, str, str]] = set()
        self._removed: list[ox.Quad] = []
        self._added: list[str] = []

    def note(self, document: str, before: Survey, after: Survey, *, stored: bool = False) -> None:
        """A document's graph changed from ``before`` to ``after``; either may be empty.

        ``stored``: it stood in the store before, so that events may have been made of its statements already.
        """
        if not stored:
            self._new |= after.statements.keys() - before.statements.keys()
        self._unsettled.update(e for e, entity in before.entities.items() if after.entities.get(e) != entity)
        for iri, entity in after.entities.items():
            if iri not in before.entities:
                self._touched.add(iri)
                self._appearing[iri].append(entity)
            elif before.entities[iri] != entity:
                self._unsettled.add(iri)
        self._new_edges |= after.edges
        self._old_edges |= before.edges - after.edges
        self._new_relations |= after.relations
        self._old_relations |= before.relations - after.relations
        self._gone |= before.statements
        self._bygone += [EventMention(s, before.published, before.cast) for s in before.statements.values()]
        self._present |= after.statements
        self._said |= after.links
        self._neighbourhood.forget(document, before.statements)
        self._neighbourhood.learn(document, after)

    def resume(self, documents: Iterable[str]) -> None:
        """Documents are in the store, but nobody knows whether what is shared has followed: their blocks count as new."""
        self._reblocked |= self._relinked(*self._neighbourhood.blocks.change(self._bearings(documents)))

    def _bearings(self, documents: Iterable[str]) -> Iterator[Bearing]:
        for document in documents:
            for quad in self._store.quads_for_pattern(None, EVENT_KEY, None, ox.NamedNode(document)):
                yield value(quad.object), value(quad.subject), document

    def forget_oldest(self) -> None:
        """Let go of what exceeds the memory allowed; everything noted must be in the store."""
        self._neighbourhood.forget_oldest()
        self._labels.forget_oldest()
        while len(self._shared) > KEPT:
            self._shared.popitem(last=False)

    def difference(self) -> Difference:
        """What brings the shared graphs up to date with everything noted, but for the entities to be settled."""
        self._describe_new_entities()
        self._derive_edges()
        self._derive_events(())
        return self._collected()

    def _collected(self) -> Difference:
        found = Difference("".join(f"{line}\n" for line in self._added), tuple(self._removed))
        self._clear()
        return found

    def settle(self) -> None:
        """Merge the entities that were left, and label again what those do whose name changed."""
        renamed = self._merge_entities()
        self.write(self._collected())
        self._derive_events(renamed)
        self.write(self._collected())

    def write(self, difference: Difference) -> None:
        """Additions first, in one transaction: a process that dies then leaves what is found again, see :meth:`resume`."""
        if difference.added:
            self._store.load(difference.added, ox.RdfFormat.N_QUADS, lenient=True)
        self.remove(difference)

    def remove(self, difference: Difference) -> None:
        """Take away what goes, once the additions are there."""
        for quad in difference.removed:
            self._store.remove(quad)

    def _replace(self, subject: str, graph: ox.NamedNode, lines: Iterable[str]) -> None:
        """Make ``lines`` all that a graph says of a subject, writing only the difference."""
        wanted = set(ox.parse("\n".join(lines), ox.RdfFormat.N_QUADS))
        present = set(self._store.quads_for_pattern(ox.NamedNode(subject), None, None, graph))
        self._removed += present - wanted
        self._added += [f"{quad} ." for quad in wanted - present]

    def _describe_new_entities(self) -> None:
        """Entities no document spoke of before are what those of this batch say; the others wait to be settled."""
        for iri in sorted(self._touched):
            if iri in self._unsettled:
                continue
            if self._labels.of(iri) is not None:
                self._unsettled.add(iri)
                continue
            entity = merge_entities(self._appearing[iri])
            self._labels.learn(iri, entity.name)
            self._added += generate_entity(iri, entity, self._namespace)

    def _merge_entities(self) -> set[str]:
        """Merge the unsettled entities; returns those whose name changed."""
        renamed = set()
        for iri in sorted(self._unsettled):
            before = self._labels.of(iri)
            found = read_appearances(self._store, iri, self._namespace)
            lines: list[str] = []
            name = None
            if found:
                merged = merge_entities(found)
                name = merged.name
                lines = list(generate_entity(iri, merged, self._namespace))
            self._replace(iri, self._entities, lines)
            self._labels.learn(iri, name)
            if before is not None and name != before:
                renamed.add(iri)
        self._unsettled.clear()
        return renamed

    def _derive_edges(self) -> None:
        for edge in self._old_edges - self._new_edges:
            if not plain.supported(self._store, edge):
                self._removed += ox.parse(edge.line(self._namespace), ox.RdfFormat.N_QUADS)
        self._added += [edge.line(self._namespace) for edge in self._new_edges]
        for lemma, role in self._old_relations - self._new_relations:
            lines = list(plain.generate_relation(lemma, role, self._namespace))
            node = ox.NamedNode(relation(lemma, role or None))
            users = (None, node, None, self._asserted) if role else (None, PREDICATE, node, None)
            going = self._removed if role else ()
            if all(quad in going for quad in self._store.quads_for_pattern(*users)):
                self._removed += ox.parse("\n".join(lines), ox.RdfFormat.N_QUADS)
                self._known_relations.discard((lemma, role))
        for lemma, role in self._new_relations - self._known_relations:
            self._added += plain.generate_relation(lemma, role, self._namespace)
        self._known_relations |= self._new_relations

    def _derive_events(self, renamed: Iterable[str]) -> None:
        """Cluster again whatever is linked to the changed statements, and label again what the renamed act in."""
        neighbourhood = self._neighbourhood
        new = self._new
        seeds = set(self._present) | self._reblocked
        for mention in self._bygone:
            seeds.update(neighbourhood.linked(mention))
        came, went = bearings(self._present.values()), bearings(self._gone.values())
        seeds.update(self._relinked(*neighbourhood.blocks.change(came, went)))
        for event in self._acted_by(renamed):
            seeds.update(self._members(event))
        mentions, links = neighbourhood.closure(seeds)
        stale = {event for iri in (*mentions, *self._gone) if iri not in new for event in self._events_of(iri)}
        fresh: dict[str, list[str]] = {}
        links_of: list[str] = []
        names = self._names(mention.statement for mention in mentions.values())
        for iri in self._gone:
            self._shared.pop(iri, None)
        for members in clusters(mentions, links):
            self._shared.update(dict.fromkeys(members, len(members) > 1))
            statements = [mentions[iri].statement for iri in members]
            event = self._namespace.event(event_id(mentions[iri] for iri in members))
            if len(members) > 1:
                links_of += generate_links([mentions[iri] for iri in members], self._namespace)
            fresh[event] = list(generate_event(event, statements, names, self._namespace))
        self._replace_links((set(mentions) | set(self._gone)) - new, links_of)
        for event in sorted(stale | set(fresh)):
            if event not in stale:
                self._added += fresh[event]
                continue
            wanted = set(ox.parse("\n".join(fresh.get(event, ())), ox.RdfFormat.N_QUADS))
            node = ox.NamedNode(event)
            present = set(self._store.quads_for_pattern(node, None, None, self._events))
            present |= set(self._store.quads_for_pattern(None, DESCRIBES, node, self._events))
            self._removed += present - wanted
            self._added += [f"{quad} ." for quad in wanted - present]

    def _relinked(self, opened: Iterable[str], closed: Iterable[str]) -> set[str]:
        """Whose links may be others since blocks opened and closed: what is an event of its own loses none by a closed one."""
        return {*opened, *(iri for iri in closed if self._shares_event(iri))}

    def _shares_event(self, statement: str) -> bool:
        """Whether it describes an event that others describe too, or none yet."""
        known = self._shared.get(statement)
        if known is not None:
            return known
        return sum(1 for event in self._events_of(statement) for _ in islice(self._members(event), 2)) != 1

    def _replace_links(self, statements: set[str], lines: Iterable[str]) -> None:
        """Make ``lines`` all derived links that start at these statements; what a document says itself is left out."""
        present: set[ox.Quad] = set()
        for iri in statements:
            present |= set(self._store.quads_for_pattern(ox.NamedNode(iri), None, None, self._links))
        wanted = set()
        for quad in ox.parse("\n".join(lines), ox.RdfFormat.N_QUADS):
            if (value(quad.subject), value(quad.predicate), value(quad.object)) in self._said:
                continue
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
        return {iri: name for iri in iris if (name := self._labels.of(iri)) is not None}


class Labels:
    """Names of entities as the graph of entities has them, or will have when what is being written is there."""

    def __init__(self, store: ox.Store, graph: ox.NamedNode, *, empty: bool) -> None:
        self._store, self._graph = store, graph
        self._known: OrderedDict[str, str | None] = OrderedDict()
        self._written = Sieve(everything=not empty)

    def of(self, iri: str) -> str | None:
        """None for what is no entity of the store."""
        if iri in self._known:
            self._known.move_to_end(iri)
            return self._known[iri]
        if not self._written.may_hold(iri):
            return None
        quad = next(self._store.quads_for_pattern(ox.NamedNode(iri), LABEL, None, self._graph), None)
        self.learn(iri, None if quad is None else value(quad.object))
        return self._known[iri]

    def learn(self, iri: str, name: str | None) -> None:
        self._written.add(iri)
        self._known[iri] = name

    def forget_oldest(self) -> None:
        """Let go of what exceeds the memory allowed; only what is in the store."""
        while len(self._known) > KEPT:
            self._known.popitem(last=False)


class Neighbourhood:
    """Statements that may describe one event with given ones, found by blocking keys, so that the cost of one is bounded."""

    def __init__(self, store: ox.Store, *, empty: bool) -> None:
        self._store = store
        self._known: OrderedDict[str, EventMention] = OrderedDict()
        self._documents: OrderedDict[str, tuple[date | None, frozenset[str]]] = OrderedDict()
        self._strangers: dict[str, dict[str, bool]] = {}
        self.blocks = Blocks(store, empty=empty)

    def learn(self, document: str, found: Survey) -> None:
        """Remember the statements of a document that need not be read from the store."""
        self._documents[document] = found.published, found.cast
        for iri, statement in found.statements.items():
            self._known[iri] = EventMention(statement, found.published, found.cast)

    def forget(self, document: str, statements: Iterable[str]) -> None:
        """A document's graph is another now."""
        self._documents.pop(document, None)
        self._strangers.clear()
        for iri in statements:
            self._known.pop(iri, None)

    def forget_oldest(self) -> None:
        """Let go of what exceeds the memory allowed; only what is in the store."""
        self.blocks.forget_oldest()
        self._strangers.clear()
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        while len(self._documents) > ARTICLES:
            self._documents.popitem(last=False)

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
            for other in self._linked(mention, found):
                links.append((iri, other))
                queue.append(other)
            found[iri] = mention
        return found, links

    def linked(self, mention: EventMention) -> list[str]:
        """IRIs of the statements of the store that describe one event with this one, which may be gone; sorted."""
        return self._linked(mention, {})

    def _linked(self, mention: EventMention, compared: Mapping[str, EventMention]) -> list[str]:
        """Those not yet ``compared``: describing one event is symmetric."""
        document, cast = mention.statement.document, mention.cast
        candidates: set[str] = set()
        strangers = self._strangers.setdefault(document, {document: False})
        for key in mention.statement.event_keys:
            for iri, other in self.blocks[key].items():
                strange = strangers.get(other)
                if strange is None:
                    strange = strangers[other] = cast.isdisjoint(self._document(other)[1])
                if not strange and iri not in compared:
                    candidates.add(iri)
        candidates.discard(mention.statement.iri)
        return [iri for iri in sorted(candidates) if (found := self._read(iri)) and same_event(mention, found)]

    def _read(self, iri: str) -> EventMention | None:
        mention = self._known.get(iri)
        if mention is None:
            statement = read_statement(self._store, iri)
            if statement is None:
                return None
            mention = self._known[iri] = self._mention(statement)
        return mention

    def _mention(self, statement: StatementRecord) -> EventMention:
        return EventMention(statement, *self._document(statement.document))

    def _document(self, document: str) -> tuple[date | None, frozenset[str]]:
        """Its day and the named entities that appear in it."""
        known = self._documents.get(document)
        if known is None:
            known = published(self._store, document), named_entities(self._store, document)
            self._documents[document] = known
        return known
