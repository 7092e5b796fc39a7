"""Where an edge or a statement comes from: article, words with context, rule, chain of holders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from newsgraph.errors import UnknownNameError
from newsgraph.graph.edges import Edge, supporting
from newsgraph.graph.event_coreference import EventMention, merge_rule
from newsgraph.graph.literals import value
from newsgraph.graph.model import LinkKind
from newsgraph.graph.records import (
    DocumentRecord,
    StatementRecord,
    document_text,
    label,
    named_entities,
    published,
    read_document,
    read_statement,
)
from newsgraph.graph.terms import NG, RDF, SKOS, Namespace, relation
from newsgraph.graph.view import position_of

CONTEXT = 80
"""Characters shown before and after the words, of the same paragraph or field."""
_LINE = re.compile(r"\r?\n")
_FIELDS = re.compile(r"\ufeff?---[ \t]*\r?\n(?:.*?\r?\n)?---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_PARAGRAPH = re.compile(r"\r?\n[ \t]*\r?\n|(?<=\n)---[ \t]*\r?\n")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of an article with what stands around them; ``start`` and ``end`` are offsets in the article's text."""

    start: int
    end: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Companion:
    """Another statement of the same event.

    ``rule`` is why the two are taken for one event; None when only others of the event connect them.
    """

    statement: str
    sentence: str
    document: DocumentRecord
    rule: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """An entity on the map: degrees of WGS 84, its country and ids elsewhere (IRIs), and the rule that chose it."""

    name: str
    latitude: float
    longitude: float
    country: str | None
    ids: tuple[str, ...]
    rule: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One statement and why it is in the graph.

    ``chain`` names the holders, outermost first, one entry a link with its cue: ("Nikol Pashinyan", "announce");
    empty when the article itself vouches.
    """

    statement: StatementRecord
    document: DocumentRecord
    sentence: str
    quotations: tuple[Quotation, ...]
    chain: tuple[tuple[str, str | None], ...]
    event: str | None
    event_label: str | None
    companions: tuple[Companion, ...] = ()
    places: tuple[Place, ...] = ()


def explain_statement(store: ox.Store, statement: StatementRecord) -> Explanation:
    """The explanation of one statement."""
    text = document_text(store, statement.document)
    event = next(store.quads_for_pattern(ox.NamedNode(statement.iri), ox.NamedNode(NG + "describes"), None, None), None)
    return Explanation(
        statement,
        read_document(store, statement.document) or DocumentRecord(statement.document, None, (), None, None),
        readable(store, statement),
        tuple(quote(text, passage.start, passage.end) for passage in statement.evidence),
        tuple((", ".join(label(store, source) for source in link.sources), link.cue) for link in statement.chain),
        value(event.object) if event else None,
        label(store, value(event.object)) if event else None,
        tuple(_companions(store, statement, value(event.object))) if event else (),
        tuple(place for iri in _where(statement) if (place := place_of(store, iri)) is not None),
    )


def _where(statement: StatementRecord) -> dict[str, None]:
    """The place of a statement, then all that takes part in it; each once."""
    parts = (*statement.subjects, *statement.objects, *(f for a in statement.arguments for f in a.fillers))
    return dict.fromkeys((*statement.places, *parts))


def place_of(store: ox.Store, iri: str) -> Place | None:
    """An entity on the map; None when its position is not known."""
    spot = position_of(store, iri)
    if len(spot) < 2:
        return None

    def values(term: str) -> list[str]:
        return sorted(
            value(quad.object) for quad in store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(term), None, None)
        )

    country, rule = (next(iter(values(NG + term)), None) for term in ("country", "positionRule"))
    return Place(
        label(store, iri), spot["latitude"], spot["longitude"], country, tuple(values(SKOS + "exactMatch")), rule
    )


def _companions(store: ox.Store, statement: StatementRecord, event: str) -> Iterator[Companion]:
    """The other statements of an event, those in the same article first; O(statements of the event)."""
    mention = _mention(store, statement)
    described = store.quads_for_pattern(None, ox.NamedNode(NG + "describes"), ox.NamedNode(event), None)
    members = (value(quad.subject) for quad in described)
    others = [record for iri in sorted(members) if iri != statement.iri and (record := read_statement(store, iri))]
    for other in sorted(others, key=lambda o: (o.document != statement.document, o.document, o.iri)):
        if other.document == statement.document:
            rule = _link_rule(store, statement.iri, other.iri) or _link_rule(store, other.iri, statement.iri)
        else:
            rule = merge_rule(mention, _mention(store, other))
        document = read_document(store, other.document) or DocumentRecord(other.document, None, (), None, None)
        yield Companion(other.iri, readable(store, other), document, rule)


def _mention(store: ox.Store, statement: StatementRecord) -> EventMention:
    document = statement.document
    return EventMention(statement, published(store, document), named_entities(store, document))


def _link_rule(store: ox.Store, source: str, target: str) -> str | None:
    """The rule of the link that says that two statements are of one event."""
    for quad in store.quads_for_pattern(None, ox.NamedNode(NG + "linkSource"), ox.NamedNode(source), None):
        told = {
            (found.predicate.value, value(found.object))
            for found in store.quads_for_pattern(quad.subject, None, None, quad.graph_name)
        }
        if {(NG + "linkTarget", target), (NG + "linkKind", NG + LinkKind.SAME_EVENT)} <= told:
            return next((text for name, text in sorted(told) if name == NG + "rule"), None)
    return None


def readable(store: ox.Store, statement: StatementRecord) -> str:
    """The statement with the names of its entities: "Collective Security Treaty Organization send forces to Kazakhstan"."""

    def named(iris: tuple[str, ...], text: str | None) -> str:
        return ", ".join(label(store, iri) for iri in iris if "/id/" in iri) or text or ""

    words = [named(statement.subjects, statement.subject_text) or "(somebody)"]
    words.append(("not " if statement.polarity == "negative" else "") + statement.lemma)
    words.append(named(statement.objects, statement.object_text))
    words += [f"{a.role.replace('_', ' ')} {named(a.fillers, a.text)}" for a in statement.arguments]
    return " ".join(filter(None, words))


def quote(text: str, start: int, end: int) -> Quotation:
    """The characters from ``start`` to ``end`` of an article with what stands around them."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    fields = _FIELDS.match(text)
    around = _LINE if fields and end <= fields.end() else _PARAGRAPH
    return Quotation(start, end, around.split(before)[-1], text[start:end], around.split(after)[0])


def find_statements(store: ox.Store, namespace: Namespace, name: str) -> list[str]:
    """IRIs of the statements a name stands for, sorted.

    ``name`` is the id or IRI of a statement, an event or an entity (whatever it takes part in or holds), or an edge
    in words: ``subject -lemma-> object``, where each side is an entity's id, IRI or name and the lemma may carry a
    role ("send to").

    Raises:
        UnknownNameError: nothing of that name.
    """
    if "->" in name:
        return _edge_statements(store, namespace, name)
    for candidate in (
        name,
        namespace.statement(name),
        namespace.event(name),
        namespace.entity(name),
        *_named(store, name),
    ):
        found = _of_node(store, candidate)
        if found:
            return found
    raise UnknownNameError("statement, event or entity", name, ())


def _of_node(store: ox.Store, iri: str) -> list[str]:
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return []
    if read_statement(store, iri):
        return [iri]
    found = set()
    for predicate in (NG + "describes", RDF + "subject", RDF + "object", NG + "holder"):
        found |= {value(q.subject) for q in store.quads_for_pattern(None, ox.NamedNode(predicate), node, None)}
    for quad in store.quads_for_pattern(None, ox.NamedNode(NG + "filler"), node, None):
        found |= {
            value(q.subject) for q in store.quads_for_pattern(None, ox.NamedNode(NG + "argument"), quad.subject, None)
        }
    return sorted(found)


def _named(store: ox.Store, name: str) -> list[str]:
    """IRIs of entities with this label or alias, as written."""
    found = set()
    for predicate in ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#altLabel"):
        quads = store.quads_for_pattern(None, ox.NamedNode(predicate), ox.Literal(name), None)
        found |= {value(quad.subject) for quad in quads}
    return sorted(found)


def _edge_statements(store: ox.Store, namespace: Namespace, name: str) -> list[str]:
    left, _, right = name.partition("->")
    subject, _, lemma = left.rstrip().rpartition(" -")
    found: set[str] = set()
    for source in entity_iris(store, namespace, subject.strip()):
        for target in entity_iris(store, namespace, right.strip()):
            for predicate, role in _splits(lemma.strip(" -")):
                found |= set(_linking(store, Edge(source, predicate, target, role)))
    if not found:
        raise UnknownNameError("edge", name, ())
    return sorted(found)


def _linking(store: ox.Store, edge: Edge) -> list[str]:
    """All statements between the two, asserted or not."""
    found = set(supporting(store, edge))
    subjects = store.quads_for_pattern(None, ox.NamedNode(RDF + "subject"), ox.NamedNode(edge.subject), None)
    for quad in subjects:
        statement = read_statement(store, value(quad.subject))
        if statement and statement.lemma == edge.lemma:
            fillers = [f for a in statement.arguments if a.role == edge.role for f in a.fillers]
            if edge.object in (fillers if edge.role else statement.objects):
                found.add(statement.iri)
    return sorted(found)


def _splits(lemma: str) -> list[tuple[str, str]]:
    """ "send to" as the lemma itself and as lemma and role; the IRI of a relation is taken apart too."""
    words = lemma.removeprefix(relation("")).replace("_", " ").split()
    return [(" ".join(words[:n]), "_".join(words[n:])) for n in range(len(words), 0, -1)]


def entity_iris(store: ox.Store, namespace: Namespace, name: str) -> list[str]:
    """IRIs of the entities with this id, IRI, label or alias; empty when there is none."""
    iri = namespace.entity(name)
    if next(store.quads_for_pattern(ox.NamedNode(iri), None, None, None), None) is not None:
        return [iri]
    return [name] if name.startswith(namespace.base) else _named(store, name)
