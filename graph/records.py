"""Statements and documents as they are read back from a store: what queries, views, ledgers and explanations share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from newsgraph.graph.literals import value
from newsgraph.graph.model import Certainty, Entity, EntityType, Polarity, Position, StatementKind, Timeframe
from newsgraph.graph.origins import addresses, outlets
from newsgraph.graph.terms import FACT, GAF, GRASP, NG, NIF, PLOVER, PROV, RDF, SCHEMA, Namespace

Table = dict[str, dict[str, list[str]]]
"""Subject -> predicate -> values, all as plain text (IRIs without brackets, literals without type)."""

_LOCAL = {
    RDF: "rdf:",
    NG: "",
    NIF: "nif:",
    PROV: "prov:",
    GRASP: "grasp:",
    GAF: "gaf:",
    SCHEMA: "schema:",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document: ``text`` is what stands from ``start`` to ``end``."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class RoleRecord:
    """A role of a statement: its words, and the IRIs they stand for."""

    role: str
    text: str
    fillers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HolderRecord:
    """One link of the chain, ``level`` 1 outermost: the IRIs of the sources, the cue lemma, the mode."""

    level: int
    sources: tuple[str, ...]
    cue: str | None
    mode: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """A number as stored; ``value`` None for *dozens*."""

    value: float | None
    unit: str
    text: str
    modifier: str | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """A statement of the store.  Ids are IRIs; ``holders`` is the document itself where the article vouches."""

    iri: str
    document: str
    lemma: str
    kind: StatementKind
    polarity: Polarity
    certainty: Certainty
    timeframe: Timeframe
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    subject_text: str | None
    object_text: str | None
    arguments: tuple[RoleRecord, ...]
    holders: tuple[str, ...]
    chain: tuple[HolderRecord, ...]
    evidence: tuple[Passage, ...]
    triggers: tuple[Passage, ...]
    rules: tuple[str, ...]
    edtf: str | None
    time_text: str | None
    places: tuple[str, ...]
    event_type: str | None
    event_mode: str | None
    cameo: str | None
    marker: str | None
    discourse: str
    measurement: Measurement | None
    confidence: float | None
    event_keys: tuple[str, ...]

    @property
    def vouched(self) -> bool:
        """True when the article itself is the holder."""
        return not self.chain and self.holders == (self.document,)

    @property
    def asserted(self) -> bool:
        """True when a plain edge may stand for it; the same test as ``Statement.asserted``."""
        return (
            self.vouched
            and self.polarity is Polarity.POSITIVE
            and self.certainty is Certainty.CERTAIN
            and self.timeframe is Timeframe.NON_FUTURE
        )

    @property
    def participants(self) -> frozenset[str]:
        """IRIs of everything that takes part: subject, object, role fillers."""
        return frozenset((*self.subjects, *self.objects, *(f for a in self.arguments for f in a.fillers)))

    @property
    def sentence(self) -> str:
        """The statement in its own words, for a reader: subject, negation, predicate, object, roles."""
        negation = "not " if self.polarity is Polarity.NEGATIVE else ""
        words = [self.subject_text or "(somebody)", negation + self.lemma, self.object_text or ""]
        return " ".join(filter(None, words + [f"{a.role.replace('_', ' ')} {a.text}" for a in self.arguments]))


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """An article of the store, without its text (see :func:`document_text`); ``outlets`` are all that printed it, sorted.

    ``url`` is the first of its addresses.
    """

    iri: str
    headline: str | None
    outlets: tuple[str, ...]
    published: date | None
    url: str | None

    @property
    def outlet(self) -> str | None:
        """Who printed it, for a reader; None where nobody is known."""
        return "; ".join(self.outlets) or None


def graph_table(store: ox.Store, graph: str) -> Table:
    """Everything in one named graph; O(its size)."""
    return _table(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))


def text_table(triples: Iterable[str]) -> Table:
    """The same from triples as text, such as a document's graph before it is in a store: ``<s> <p> "o"``, no final dot.

    What no record rests on, mentions of entities and the context of passages, is left out.
    """
    table: Table = {}
    short: dict[str, str] = {}
    for triple in triples:
        subject, predicate, term = triple.split(" ", 2)
        name = short.get(predicate)
        if name is None:
            name = _short(predicate[1:-1])
            short[predicate] = name = "" if name in _UNREAD else name
        if not name:
            continue
        if term[0] == "<":
            text = term[1:-1]
        else:
            text = term[1 : term.rindex('"')]
            if "\\" in text:
                text = _ESCAPED.sub(lambda found: _ESCAPES[found[1]], text)
        row = table.get(subject)
        if row is None:
            row = table[subject] = {}
        values = row.get(name)
        if values is None:
            row[name] = [text]
        else:
            values.append(text)
    return {subject[1:-1]: row for subject, row in table.items()}


_UNREAD = frozenset({"nif:referenceContext", "gaf:denotedBy", "mentionKind"})
_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"\\": "\\", '"': '"', "n": "\n", "r": "\r"}
"""As :func:`newsgraph.graph.literals.string` writes them."""


def _table(quads: Iterable[ox.Quad]) -> Table:
    table: Table = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        table[value(quad.subject)][_short(quad.predicate.value)].append(value(quad.object))
    return table


def _short(predicate: str) -> str:
    head, mark, tail = predicate.rpartition("#")
    if not mark:
        head, mark, tail = predicate.rpartition("/")
    return _LOCAL.get(head + mark, head + mark) + tail


def statement_records(table: Table) -> Iterator[StatementRecord]:
    """The statements of a document's graph, in the order of their IRIs."""
    for iri in sorted(s for s, row in table.items() if NG + "Statement" in row.get("rdf:type", ())):
        yield _statement(iri, table)


def read_statement(store: ox.Store, iri: str) -> StatementRecord | None:
    """One statement by its IRI; None when the store has none of that name."""
    node = ox.NamedNode(iri)
    found = next(store.quads_for_pattern(node, ox.NamedNode(NG + "lemma"), None, None), None)
    if found is None:
        return None
    graph = found.graph_name
    table = _table(store.quads_for_pattern(node, None, None, graph))
    for predicate in ("argument", "quantity", "grasp:hasAttribution", "evidence", "trigger"):
        for part in table[iri].get(predicate, ()):
            table |= _table(store.quads_for_pattern(ox.NamedNode(part), None, None, graph))
    return _statement(iri, table)


def _statement(iri: str, table: Table) -> StatementRecord:
    row = table[iri]

    def first(name: str) -> str | None:
        values = row.get(name)
        return min(values) if values else None

    def several(name: str) -> tuple[str, ...]:
        return tuple(sorted(row.get(name, ())))

    document = first("prov:wasDerivedFrom") or ""
    event = first("eventType")
    confidence = first("confidence")
    return StatementRecord(
        iri=iri,
        document=document,
        lemma=first("lemma") or "",
        kind=StatementKind(first("kind") or "event"),
        polarity=Polarity((first("polarity") or "").removeprefix(FACT)),
        certainty=Certainty((first("certainty") or "").removeprefix(FACT)),
        timeframe=Timeframe((first("timeframe") or "").removeprefix(FACT)),
        subjects=several("rdf:subject"),
        objects=several("rdf:object"),
        subject_text=first("subjectText"),
        object_text=first("objectText"),
        arguments=tuple(_role(table[node]) for node in sorted(row.get("argument", ()), key=_order)),
        holders=several("holder"),
        chain=tuple(_holder(table[node]) for node in sorted(row.get("grasp:hasAttribution", ()), key=_order)),
        evidence=_passages(row.get("evidence", ()), document, table),
        triggers=_passages(row.get("trigger", ()), document, table),
        rules=several("rule"),
        edtf=first("edtf"),
        time_text=first("timeText"),
        places=several("place"),
        event_type=event.removeprefix(PLOVER) if event else None,
        event_mode=first("eventMode"),
        cameo=first("cameo"),
        marker=first("marker"),
        discourse=first("discourse") or "body",
        measurement=_measurement(table[row["quantity"][0]]) if row.get("quantity") else None,
        confidence=float(confidence) if confidence else None,
        event_keys=several("eventKey"),
    )


def _order(node: str) -> tuple[int, str]:
    """Numbered nodes (``…/r2`` before ``…/r10``) in the order they were written."""
    return len(node), node


def _role(row: dict[str, list[str]]) -> RoleRecord:
    return RoleRecord(row["role"][0], row["text"][0], tuple(sorted(row.get("filler", ()))))


def _holder(row: dict[str, list[str]]) -> HolderRecord:
    sources = tuple(sorted(row.get("grasp:wasAttributedTo", ())))
    return HolderRecord(int(row["level"][0]), sources, row.get("cue", [None])[0], row["mode"][0])


def _passages(nodes: Iterable[str], document: str, table: Table) -> tuple[Passage, ...]:
    return tuple(sorted((passage(node, document, table) for node in nodes), key=lambda p: (p.start, p.end)))


def passage(node: str, document: str, table: Table) -> Passage:
    """The words a span node stands for."""
    row = table[node]
    return Passage(document, int(row["nif:beginIndex"][0]), int(row["nif:endIndex"][0]), row["nif:anchorOf"][0])


def _measurement(row: dict[str, list[str]]) -> Measurement:
    def number(name: str) -> float | None:
        return float(row[name][0]) if name in row else None

    return Measurement(
        number("schema:value"),
        row["schema:unitText"][0],
        row["text"][0],
        row.get("modifier", [None])[0],
        number("schema:minValue"),
        number("schema:maxValue"),
    )


def appearances(table: Table, namespace: Namespace) -> Iterator[tuple[str, Entity]]:
    """How entities appear in a document: entity IRI and what the document says of it (without mentions)."""
    for row in table.values():
        if NG + "Appearance" in row.get("rdf:type", ()):
            yield row["appearanceOf"][0], appearance(row, namespace)


def read_appearances(store: ox.Store, entity: str, namespace: Namespace) -> list[Entity]:
    """What each document says of an entity (an IRI), in no particular order; O(documents that mention it)."""
    found = []
    for quad in store.quads_for_pattern(None, ox.NamedNode(NG + "appearanceOf"), ox.NamedNode(entity), None):
        table = _table(store.quads_for_pattern(quad.subject, None, None, quad.graph_name))
        found.append(appearance(table[value(quad.subject)], namespace))
    return found


def appearance(row: dict[str, list[str]], namespace: Namespace) -> Entity:
    """The entity value behind one appearance node."""
    named = "named" in row
    return Entity(
        row["name"][0],
        EntityType(row["entityType"][0].removeprefix(NG)),
        named=named,
        aliases=tuple(sorted(row.get("alias", ()))),
        members=tuple(sorted(namespace.local(m) or m for m in row.get("groupMember", ()))),
        same_as=tuple(sorted([*row.get("wikidataId", ()), *row.get("otherId", ())])),
        anonymous="anonymous" in row,
        metonymy="metonymy" in row,
        description=row.get("description", [None])[0],
        country=row.get("country", [None])[0],
        position=_position(row),
    )


def _position(row: dict[str, list[str]]) -> Position | None:
    if "latitude" not in row or "longitude" not in row:
        return None
    return Position(float(row["latitude"][0]), float(row["longitude"][0]), row.get("positionRule", [None])[0])


def published(store: ox.Store, document: str) -> date | None:
    """The day a document was published; None when not known.  One look-up."""
    node = ox.NamedNode(document)
    quad = next(store.quads_for_pattern(node, ox.NamedNode(SCHEMA + "datePublished"), None, node), None)
    return date.fromisoformat(value(quad.object)) if quad else None


def named_entities(store: ox.Store, document: str) -> frozenset[str]:
    """IRIs of the entities a document names; O(their number)."""
    graph = ox.NamedNode(document)
    appearing = ox.NamedNode(NG + "appearanceOf")
    found = set()
    for quad in store.quads_for_pattern(None, ox.NamedNode(NG + "named"), None, graph):
        found |= {value(q.object) for q in store.quads_for_pattern(quad.subject, appearing, None, graph)}
    return frozenset(found)


def read_document(store: ox.Store, iri: str) -> DocumentRecord | None:
    """An article by its IRI; None when the store has no such document."""
    node = ox.NamedNode(iri)
    row = _table(store.quads_for_pattern(node, None, None, node)).get(iri)
    if not row:
        return None
    day = row.get("schema:datePublished")
    return DocumentRecord(
        iri,
        row.get("schema:headline", [None])[0],
        outlets(store, iri),
        date.fromisoformat(day[0]) if day else None,
        next(iter(addresses(store, iri)), None),
    )


def document_text(store: ox.Store, iri: str) -> str:
    """The article's text as it was read; "" when the store has no such document."""
    node = ox.NamedNode(iri)
    quad = next(store.quads_for_pattern(node, ox.NamedNode(NIF + "isString"), None, node), None)
    return value(quad.object) if quad else ""


def label(store: ox.Store, iri: str) -> str:
    """A name for a reader: the label, a headline, the statement's words, or the end of the IRI."""
    node = ox.NamedNode(iri)
    for predicate in ("http://www.w3.org/2000/01/rdf-schema#label", SCHEMA + "headline"):
        quad = next(store.quads_for_pattern(node, ox.NamedNode(predicate), None, None), None)
        if quad is not None:
            return value(quad.object)
    statement = read_statement(store, iri)
    return statement.sentence if statement else iri.rpartition("/")[2]
