"""The graph as networkx: a view of the whole store or of a selection, made when asked for.

Nodes are IRIs with ``label``, ``type`` and ``kind``.  Edges are statements between entities, one per pair of subject
and object (or role filler), keyed by the statement, with what a reader needs to judge them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from newsgraph.errors import UnknownNameError
from newsgraph.graph.literals import value
from newsgraph.graph.model import Certainty, Polarity, Timeframe
from newsgraph.graph.records import (
    DocumentRecord,
    StatementRecord,
    graph_table,
    label,
    read_document,
    statement_records,
)
from newsgraph.graph.terms import NG, RDF, RDFS, WGS84, Namespace

if TYPE_CHECKING:
    import networkx as nx

    from newsgraph.graph.store import Store


@dataclass(frozen=True, slots=True)
class Selection:
    """Which statements to show; what is None or empty selects everything.

    ``entities`` and ``holders`` are IRIs or names (whole labels or aliases, letter case ignored); ``status`` is
    "asserted" (plain edges' statements), "claimed" (held by a source), "negated", "future" or "hedged";
    ``since`` and ``until`` are days of publication, both included; documents without a day are then left out.
    """

    entities: frozenset[str] = frozenset()
    holders: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()
    event_types: frozenset[str] = frozenset()
    status: str | None = None
    since: date | None = None
    until: date | None = None


STATUSES = ("asserted", "claimed", "negated", "future", "hedged")


def status(statement: StatementRecord) -> str:
    """One word for how far a statement may be believed: the first of asserted, negated, future, hedged, claimed."""
    if statement.asserted:
        return "asserted"
    if statement.polarity is Polarity.NEGATIVE:
        return "negated"
    if statement.timeframe is Timeframe.FUTURE:
        return "future"
    return "hedged" if statement.certainty is not Certainty.CERTAIN else "claimed"


def selected(store: Store, selection: Selection | None = None) -> Iterator[tuple[DocumentRecord, StatementRecord]]:
    """The statements of a selection with their documents, in a fixed order; one document is held at a time."""
    selection = selection or Selection()
    entities, holders = _iris(store, selection.entities), _iris(store, selection.holders)
    for iri in store.document_iris():
        document = read_document(store.inner, iri)
        if document is None or not _in_documents(document, selection):
            continue
        for statement in statement_records(graph_table(store.inner, iri)):
            if entities is not None and not entities & {*statement.participants, *statement.holders}:
                continue
            if holders is not None and not holders & {h for link in statement.chain for h in link.sources}:
                continue
            if selection.event_types and statement.event_type not in selection.event_types:
                continue
            if selection.status and selection.status not in _statuses(statement):
                continue
            yield document, statement


def _statuses(statement: StatementRecord) -> set[str]:
    found = {status(statement)}
    if not statement.vouched:
        found.add("claimed")
    if statement.timeframe is Timeframe.FUTURE:
        found.add("future")
    if statement.certainty is not Certainty.CERTAIN:
        found.add("hedged")
    return found


def _in_documents(document: DocumentRecord, selection: Selection) -> bool:
    if (
        selection.documents
        and document.iri not in selection.documents
        and document.iri.rpartition("/")[2] not in selection.documents
    ):
        return False
    if selection.outlets and selection.outlets.isdisjoint(document.outlets):
        return False
    if selection.since and (document.published is None or document.published < selection.since):
        return False
    return not (selection.until and (document.published is None or document.published > selection.until))


def _iris(store: Store, names: Iterable[str]) -> frozenset[str] | None:
    """IRIs for names; None when nothing was asked for."""
    names = list(names)
    return entity_iris(store, names) if names else None


def entity_iris(store: Store, names: Iterable[str]) -> frozenset[str]:
    """IRIs of the entities with these labels or aliases (letter case ignored), ids or IRIs; O(entities)."""
    names = list(names)
    wanted = {name.casefold() for name in names}
    found = {*names, *map(store.namespace.entity, names)}
    for predicate in ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#altLabel"):
        for quad in store.inner.quads_for_pattern(
            None, ox.NamedNode(predicate), None, ox.NamedNode(store.namespace.graph("entities"))
        ):
            if value(quad.object).casefold() in wanted:
                found.add(value(quad.subject))
    return frozenset(found)


def find_entities(store: Store, name: str) -> list[str]:
    """IRIs of the entities of a name, alias, id or IRI, those with most statements first; O(entities).

    Raises:
        UnknownNameError: none; the message names those that may have been meant.
    """
    found = [iri for iri in entity_iris(store, [name]) if _is_entity(store, iri)]
    if not found:
        raise UnknownNameError("entity", name, (), near=_similar(store, name))
    return sorted(found, key=lambda iri: (-_mentions(store, iri), iri))


def require(store: Store, selection: Selection) -> None:
    """See that a selection names what is in the store.

    Raises:
        UnknownNameError: an entity, holder or outlet that is not there.
    """
    for name in sorted(selection.entities | selection.holders):
        find_entities(store, name)
    if selection.outlets:
        known = {value(q.object) for q in store.inner.quads_for_pattern(None, ox.NamedNode(NG + "outlet"), None, None)}
        for name in sorted(selection.outlets - known):
            raise UnknownNameError("outlet", name, known)


def _is_entity(store: Store, iri: str) -> bool:
    graph = ox.NamedNode(store.namespace.graph("entities"))
    try:
        return next(store.inner.quads_for_pattern(ox.NamedNode(iri), None, None, graph), None) is not None
    except ValueError:
        return False


def _mentions(store: Store, iri: str) -> int:
    """Statements an entity is subject, object, filler or holder of."""
    node = ox.NamedNode(iri)
    roles = (RDF + "subject", RDF + "object", NG + "filler", NG + "holder")
    return sum(1 for role in roles for _ in store.inner.quads_for_pattern(None, ox.NamedNode(role), node, None))


def _similar(store: Store, name: str) -> list[str]:
    """At most three labels: those that hold all words of the name, shortest first, else those spelt alike."""
    graph = ox.NamedNode(store.namespace.graph("entities"))
    quads = store.inner.quads_for_pattern(None, ox.NamedNode(RDFS + "label"), None, graph)
    labels = sorted({value(quad.object) for quad in quads}, key=lambda text: (len(text), text))
    words = name.casefold().split()
    holding = [text for text in labels if words and all(word in text.casefold() for word in words)]
    return holding[:3] or difflib.get_close_matches(name, labels, n=3)


def network(store: Store, selection: Selection | None = None) -> nx.MultiDiGraph[str]:
    """A ``MultiDiGraph`` of entities and the statements between them.

    Edge attributes: ``statement``, ``predicate``, ``role`` ("" for the object), ``holder`` (names, outermost first,
    "article" when it vouches), ``polarity``, ``certainty``, ``timeframe``, ``status``, ``asserted``, ``quote``,
    ``start``, ``end``, ``document``, ``headline``, ``outlet``, ``published`` (ISO), ``time`` (EDTF), ``event_type``,
    ``cameo``, ``event``.  A statement without both ends is not an edge; its entities are nodes.  O(statements).
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(newsgraph="network")
    entities = store.namespace.base + "id/"
    for document, statement in selected(store, selection):
        attributes = edge_attributes(store, document, statement)
        for iri in sorted(statement.participants):
            if iri.startswith(entities) and iri not in graph:
                graph.add_node(iri, **node_attributes(store.inner, store.namespace, iri))
        for subject in statement.subjects:
            for role, target in _targets(statement):
                if subject.startswith(entities) and target.startswith(entities):
                    key = f"{statement.iri}{'#' + role if role else ''}"
                    predicate = f"{statement.lemma} {role.replace('_', ' ')}".strip()
                    graph.add_edge(subject, target, key=key, **attributes | {"role": role, "predicate": predicate})
    return graph


def _targets(statement: StatementRecord) -> Iterator[tuple[str, str]]:
    for target in statement.objects:
        yield "", target
    for argument in statement.arguments:
        for filler in argument.fillers:
            yield argument.role, filler


def node_attributes(store: ox.Store, namespace: Namespace, iri: str) -> dict[str, str | float]:
    """Label and type of an entity, as text; ``latitude`` and ``longitude`` in degrees where its place is known."""
    types = [
        value(q.object) for q in store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(RDF + "type"), None, None)
    ]
    own = next((t.removeprefix(NG) for t in sorted(types) if t.startswith(NG)), "Thing")
    text = {"label": label(store, iri), "type": own, "kind": "entity", "id": namespace.local(iri) or iri}
    return text | position_of(store, iri)


def position_of(store: ox.Store, iri: str) -> dict[str, float]:
    """``latitude`` and ``longitude`` of an entity in degrees; {} where they are not known."""
    found = {}
    for name, term in (("latitude", WGS84 + "lat"), ("longitude", WGS84 + "long")):
        quad = next(store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(term), None, None), None)
        if quad is not None:
            found[name] = float(value(quad.object))
    return found


def edge_attributes(store: Store, document: DocumentRecord, statement: StatementRecord) -> dict[str, Any]:
    """What an edge says of its statement: text, numbers and truth values only; "" for what is not known."""
    event = next(
        store.inner.quads_for_pattern(ox.NamedNode(statement.iri), ox.NamedNode(NG + "describes"), None, None), None
    )
    words = statement.evidence[0] if statement.evidence else None
    chain = [", ".join(label(store.inner, source) for source in link.sources) for link in statement.chain]
    return {
        "statement": statement.iri,
        "holder": " > ".join(chain) or "article",
        "polarity": str(statement.polarity),
        "certainty": str(statement.certainty),
        "timeframe": str(statement.timeframe),
        "status": status(statement),
        "asserted": statement.asserted,
        "quote": words.text if words else "",
        "start": words.start if words else 0,
        "end": words.end if words else 0,
        "document": document.iri,
        "headline": document.headline or "",
        "outlet": document.outlet or "",
        "published": document.published.isoformat() if document.published else "",
        "time": statement.edtf or "",
        "event_type": statement.event_type or "",
        "cameo": statement.cameo or "",
        "event": value(event.object) if event else "",
        "discourse": statement.discourse,
    }
