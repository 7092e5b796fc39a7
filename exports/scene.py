"""What a picture of a graph shows, as plain values: documents, entities, statements, and the scene made of them.

A :class:`SceneSource` holds what was read, from extractions or from a store; :func:`newsgraph.exports.scene_graph.stage`
turns it into the :class:`Scene` that the viewer, the pictures and the graph-tool files share.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from newsgraph.graph.model import (
    Certainty,
    Document,
    Entity,
    Extraction,
    LinkKind,
    Participant,
    Polarity,
    Statement,
    Timeframe,
)
from newsgraph.graph.terms import wikidata

ARTICLE = -1
"""Holder index of what the article itself vouches for."""
UNNAMED = -2
"""Holder index of a source that is not named ("it was said")."""

STATUSES = ("asserted", "claimed", "negated", "future", "hedged")
"""Asserted: a plain edge. Claimed: attributed to a source. Negated: said not to be so. Hedged: not certain."""


@dataclass(frozen=True, slots=True)
class Part:
    """A participant: its words, the entities they stand for, or the statement they express."""

    text: str
    entities: tuple[str, ...] = ()
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """One link of a chain of holders, outermost first in a chain: entity ids, the cue's lemma, the mode."""

    holders: tuple[str, ...]
    cue: str | None = None
    mode: str | None = None


@dataclass(frozen=True, slots=True)
class SceneDocument:
    """An article as the reader sees it; ``outlets`` are all that printed it, ``published`` is an ISO day or None."""

    id: str
    text: str
    headline: str | None = None
    outlets: tuple[str, ...] = ()
    url: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class SceneEntity:
    """An entity with its display name; ``same_as`` are Wikidata ids, ``position`` latitude and longitude in degrees."""

    id: str
    name: str
    type: str = "Thing"
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    anonymous: bool = False
    description: str | None = None
    position: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class SceneStatement:
    """A statement flattened for showing; ``evidence`` are (start, end) character offsets in its document."""

    id: str
    document: str
    predicate: str
    subject: Part | None = None
    object: Part | None = None
    arguments: tuple[tuple[str, Part], ...] = ()
    kind: str = "event"
    negative: bool = False
    certainty: str = Certainty.CERTAIN.value
    future: bool = False
    chain: tuple[Voice, ...] = ()
    time: str | None = None
    event: str | None = None
    event_type: str | None = None
    quantity: str | None = None
    rule: str | None = None
    evidence: tuple[tuple[int, int], ...] = ()

    @property
    def status(self) -> str:
        """One of :data:`STATUSES`: asserted, or the first of negated, future, hedged, claimed that holds."""
        if self.negative:
            return "negated"
        if self.future:
            return "future"
        if self.certainty != Certainty.CERTAIN.value:
            return "hedged"
        return "claimed" if self.chain else "asserted"

    @property
    def holders(self) -> tuple[str, ...]:
        """Entity ids of the innermost source; empty for the article and for an unnamed source."""
        return self.chain[-1].holders if self.chain else ()

    @property
    def clause(self) -> str:
        """Subject, predicate, object and roles in one line, with "not" where it is denied."""
        parts = [self.subject.text if self.subject else "", "not" if self.negative else "", self.predicate]
        parts.append(self.object.text if self.object else "")
        parts.extend(f"{role.replace('_', ' ')} {part.text}" for role, part in self.arguments)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class SceneSource:
    """All that a scene is made of.  ``links`` are (statement id, kind, statement id)."""

    documents: tuple[SceneDocument, ...] = ()
    entities: tuple[SceneEntity, ...] = ()
    statements: tuple[SceneStatement, ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True)
class SceneNode:
    """A node of the picture: an entity or an event; ``attention`` in [0, 1]; ``x`` and ``y`` set by the layout."""

    id: str
    label: str
    kind: str
    type: str
    attention: float = 0.0
    x: float = 0.0
    y: float = 0.0
    entity: SceneEntity | None = None
    statements: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SceneEdge:
    """A line of the picture: node indexes, what it says, how it stands, who holds it, the statements behind it.

    ``role`` is "relation", "subject", "object", "argument", "voice" (from a holder to what it speaks of) or, in pictures
    of ties, "tie" (without direction).
    ``holder`` is a node index, :data:`ARTICLE` or :data:`UNNAMED`.
    """

    source: int
    target: int
    label: str
    status: str
    holder: int
    role: str
    statements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """The picture of a graph: nodes, edges, and the statements and documents that edges lead to."""

    title: str
    nodes: tuple[SceneNode, ...]
    edges: tuple[SceneEdge, ...]
    statements: tuple[SceneStatement, ...]
    documents: tuple[SceneDocument, ...]
    links: tuple[tuple[int, str, int], ...]

    def node_index(self) -> dict[str, int]:
        """Position of every node by its id."""
        return {node.id: index for index, node in enumerate(self.nodes)}


def _outlets(document: Document, before: SceneDocument | None) -> tuple[str, ...]:
    """Those of a document and of the printings of it that came before."""
    known = set(before.outlets) if before else set()
    return tuple(sorted(known | {document.outlet} if document.outlet else known))


def source_of_extractions(extractions: Iterable[Extraction]) -> SceneSource:
    """What a scene needs of extractions; entities of one id are joined, statements described alike share an event."""
    documents: dict[str, SceneDocument] = {}
    entities: dict[str, SceneEntity] = {}
    statements: dict[str, SceneStatement] = {}
    links: dict[tuple[str, str, str], None] = {}
    for extraction in extractions:
        document = extraction.document
        before = documents.get(document.id)
        documents[document.id] = SceneDocument(
            document.id,
            document.text,
            document.headline,
            _outlets(document, before),
            before.url if before else document.url,
            document.published.isoformat() if document.published else None,
        )
        for entity in extraction.entities:
            known = entities.get(entity.id)
            entities[entity.id] = _entity(entity, known)
        for statement in extraction.statements:
            statements[statement.id] = _statement(statement)
        for link in extraction.links:
            links[(link.source, link.kind.value, link.target)] = None
    return SceneSource(
        tuple(documents.values()),
        tuple(entities.values()),
        _share_events(statements, links),
        tuple(link for link in links if link[1] != LinkKind.SAME_EVENT.value),
    )


def _entity(entity: Entity, known: SceneEntity | None) -> SceneEntity:
    aliases = dict.fromkeys((*(known.aliases if known else ()), *entity.aliases))
    spot = (entity.position.latitude, entity.position.longitude) if entity.position else None
    return SceneEntity(
        entity.id,
        known.name if known else entity.name,
        entity.type.value,
        tuple(aliases),
        tuple(dict.fromkeys((*(known.same_as if known else ()), *filter(wikidata, entity.same_as)))),
        entity.anonymous,
        (known.description if known else None) or entity.description,
        (known.position if known else None) or spot,
    )


def _part(participant: Participant) -> Part:
    return Part(participant.text, participant.entities, participant.statement)


def _statement(statement: Statement) -> SceneStatement:
    arguments = [(a.role, _part(a.filler)) for a in statement.arguments]
    place = statement.place
    if place and all(a.filler.span != place.span for a in statement.arguments):
        arguments.append(("in", _part(place)))
    return SceneStatement(
        id=statement.id,
        document=statement.document,
        predicate=statement.predicate,
        subject=_part(statement.subject) if statement.subject else None,
        object=_part(statement.object) if statement.object else None,
        arguments=tuple(arguments),
        kind=statement.kind.value,
        negative=statement.polarity is Polarity.NEGATIVE,
        certainty=statement.certainty.value,
        future=statement.timeframe is Timeframe.FUTURE,
        chain=tuple(Voice(a.holders, a.cue, a.mode.value) for a in statement.attribution),
        time=(statement.time.edtf or statement.time.text) if statement.time else None,
        event=statement.id,
        event_type=statement.event_type,
        quantity=statement.quantity.text if statement.quantity else None,
        rule=statement.evidence[0].rule if statement.evidence else None,
        evidence=tuple((e.start, e.end) for e in statement.evidence),
    )


def _share_events(
    statements: dict[str, SceneStatement], links: Iterable[tuple[str, str, str]]
) -> tuple[SceneStatement, ...]:
    """Statements linked as the same event, however far, get the least of their ids as event."""
    from dataclasses import replace

    root = {key: key for key in statements}

    def find(key: str) -> str:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for source, kind, target in links:
        if kind == LinkKind.SAME_EVENT.value and source in root and target in root:
            low, high = sorted((find(source), find(target)))
            root[high] = low
    return tuple(replace(s, event=find(s.id)) for s in statements.values())


def as_json(scene: Scene) -> dict[str, Any]:
    """The scene as the viewer reads it: JSON values only, indexes instead of ids, defaults left out."""
    nodes = scene.node_index()
    documents = {document.id: index for index, document in enumerate(scene.documents)}
    return {
        "version": 1,
        "title": scene.title,
        "nodes": [_node_json(node) for node in scene.nodes],
        "edges": [
            [e.source, e.target, e.label, STATUSES.index(e.status), e.holder, e.role, list(e.statements)]
            for e in scene.edges
        ],
        "statements": [_statement_json(s, nodes, documents) for s in scene.statements],
        "documents": [
            _sparse(
                id=d.id, text=d.text, headline=d.headline, outlets=list(d.outlets), url=d.url, published=d.published
            )
            for d in scene.documents
        ],
        "links": [list(link) for link in scene.links],
    }


def _sparse(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None and value is not False and value != []}


def _node_json(node: SceneNode) -> dict[str, Any]:
    entity = node.entity
    return _sparse(
        id=node.id,
        label=node.label,
        kind=node.kind,
        type=node.type,
        size=round(node.attention, 4),
        x=round(node.x, 1),
        y=round(node.y, 1),
        statements=node.statements,
        aliases=list(entity.aliases) if entity else None,
        links=list(entity.same_as) if entity else None,
        anonymous=entity.anonymous if entity else None,
        note=entity.description if entity else None,
    )


def _statement_json(s: SceneStatement, nodes: dict[str, int], documents: dict[str, int]) -> dict[str, Any]:
    chain = [[[nodes[h] for h in voice.holders if h in nodes], voice.cue or "", voice.mode or ""] for voice in s.chain]
    return _sparse(
        id=s.id,
        doc=documents.get(s.document),
        subj=s.subject.text if s.subject else None,
        pred=s.predicate,
        obj=s.object.text if s.object else None,
        args=[[role, part.text] for role, part in s.arguments],
        kind=s.kind,
        neg=s.negative,
        cert=s.certainty if s.certainty != Certainty.CERTAIN.value else None,
        future=s.future,
        chain=chain,
        time=s.time,
        event=nodes.get(f"event:{s.event}"),
        type=s.event_type,
        qty=s.quantity,
        rule=s.rule,
        ev=[list(span) for span in s.evidence],
        status=STATUSES.index(s.status) or None,
    )
