"""Which nodes and lines a scene has: entities, events that need a node of their own, and who speaks of what."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from newsgraph.exports.scene import (
    ARTICLE,
    UNNAMED,
    Part,
    Scene,
    SceneEdge,
    SceneNode,
    SceneSource,
    SceneStatement,
)

_Ends = tuple[int, int, str, str]  # source node, target node, label, role


def stage(source: SceneSource, *, title: str = "newsgraph") -> Scene:
    """The scene of a source, without positions; the same for any order of its documents.

    An event gets a node when several statements tell it, when another statement speaks of it, or when it has other
    than two participants.  Every other statement is a line from its subject to its object.  Statements without any
    participant or holder are shown in the article text only.  O(statements).
    """
    statements = sorted(source.statements, key=lambda s: (s.document, s.evidence, s.id))
    documents = sorted(source.documents, key=lambda d: (d.published or "", d.outlets, d.headline or "", d.id))
    return _Stage(source, statements).scene(title, documents)


class _Stage:
    def __init__(self, source: SceneSource, statements: Sequence[SceneStatement]) -> None:
        self.statements = statements
        self.links = source.links
        self.position = {s.id: index for index, s in enumerate(statements)}
        self.outlets = {d.id: next(iter(d.outlets), d.id) for d in source.documents}
        self.nodes: list[SceneNode] = []
        self.index: dict[str, int] = {}
        self.told: dict[str, list[int]] = defaultdict(list)
        for position, statement in enumerate(statements):
            self.told[statement.event or statement.id].append(position)
        known = {entity.id: entity for entity in source.entities}
        used = dict.fromkeys(e for s in statements for e in _mentioned(s) if e in known)
        for entity in sorted((known[e] for e in used), key=lambda e: e.id):
            self._add(SceneNode(entity.id, entity.name, "entity", entity.type, entity=entity))
        self.events = self._events_with_a_node()

    def _add(self, node: SceneNode) -> int:
        self.index[node.id] = len(self.nodes)
        self.nodes.append(node)
        return self.index[node.id]

    def _events_with_a_node(self) -> dict[str, int]:
        spoken_of = {
            self.statements[self.position[part.statement]].event
            for s in self.statements
            for _, part in _parts(s)
            if part.statement in self.position and not part.entities
        }
        events: dict[str, int] = {}
        for event in sorted(self.told):
            told = [self.statements[i] for i in self.told[event]]
            if len(told) > 1 or event in spoken_of or not all(self._is_line(s) for s in told):
                events[event] = -1
        for event in events:
            told = [self.statements[i] for i in self.told[event]]
            if not any(self._ends_of(part, events) for s in told for _, part in _parts(s)) and not any(
                s.holders for s in told
            ):
                continue
            first = min(told, key=lambda s: (bool(s.chain), s.negative, s.document, s.evidence))
            events[event] = self._add(
                SceneNode(f"event:{event}", _event_label(first), "event", first.event_type or first.kind)
            )
        return {event: index for event, index in events.items() if index >= 0}

    def _is_line(self, statement: SceneStatement) -> bool:
        """One to three subjects and one to three objects (or fillers of a single role), each another entity."""
        ends = [(role, self._known(part)) for role, part in _parts(statement)]
        filled = [(role, found) for role, found in ends if found or role == "object"]
        return (
            len(filled) == 2
            and filled[0][0] == "subject"
            and all(1 <= len(found) <= 3 for _, found in filled)
            and not set(filled[0][1]) & set(filled[1][1])
        )

    def _known(self, part: Part) -> list[int]:
        if part.statement in self.position and not part.entities:
            return [-1]
        return [self.index[e] for e in part.entities if e in self.index]

    def _ends_of(self, part: Part, events: dict[str, int]) -> list[int]:
        """Nodes that a participant stands for: its entities, else the event that its statement tells."""
        found = [self.index[e] for e in part.entities if e in self.index]
        if not found and part.statement in self.position:
            event = self.statements[self.position[part.statement]].event
            if event in events:
                return [events[event]]
        return found

    def _lines(self, statement: SceneStatement) -> Iterable[_Ends]:
        parts = [(role, self._ends_of(part, self.events)) for role, part in _parts(statement)]
        event = self.events.get(statement.event or statement.id)
        if event is None:
            filled = [(role, ends) for role, ends in parts if ends]
            for subject in filled[0][1] if len(filled) == 2 else ():
                for target in filled[1][1]:
                    label = statement.predicate
                    if filled[1][0] != "object":
                        label = f"{label} {filled[1][0].replace('_', ' ')}"
                    yield subject, target, label, "relation"
            return
        for role, ends in parts:
            for end in ends:
                if end == event:
                    continue
                if role == "subject":
                    yield end, event, statement.predicate, "subject"
                elif role == "object":
                    yield event, end, "", "object"
                else:
                    yield event, end, role.replace("_", " "), "argument"

    def _voices(self, statement: SceneStatement, lines: Sequence[_Ends]) -> Iterable[_Ends]:
        """From each holder to the event it speaks of, or to the subject of the line."""
        event = self.events.get(statement.event or statement.id)
        target = event if event is not None else (lines[0][0] if lines else None)
        for holder in statement.holders:
            speaker = self.index.get(holder)
            if speaker is not None and target is not None and speaker != target:
                yield speaker, target, statement.chain[-1].cue or "say", "voice"

    def scene(self, title: str, documents: Sequence[object]) -> Scene:
        grouped: dict[tuple[int, int, str, str, int, str], list[int]] = defaultdict(list)
        for position, statement in enumerate(self.statements):
            lines = list(self._lines(statement))
            holders = self._holders(statement)
            for source, target, label, role in lines:
                for holder in holders:
                    grouped[source, target, label, statement.status, holder, role].append(position)
            for source, target, label, role in self._voices(statement, lines):
                grouped[source, target, label, statement.status, source, role].append(position)
            for node in {end for line in lines for end in line[:2]} | {h for h in holders if h >= 0}:
                self.nodes[node].statements.append(position)
        edges = [
            SceneEdge(s, t, label, status, holder, role, tuple(dict.fromkeys(told)))
            for (s, t, label, status, holder, role), told in grouped.items()
        ]
        self._weigh()
        links = sorted(
            (self.position[a], kind, self.position[b])
            for a, kind, b in self.links
            if a in self.position and b in self.position
        )
        return Scene(
            title,
            tuple(self.nodes),
            tuple(sorted(edges, key=lambda e: (e.statements, e.source, e.target, e.role, e.label, e.holder))),
            tuple(self.statements),
            tuple(documents),  # type: ignore[arg-type]
            tuple(links),
        )

    def _holders(self, statement: SceneStatement) -> list[int]:
        if not statement.chain:
            return [ARTICLE]
        return [self.index[h] for h in statement.holders if h in self.index] or [UNNAMED]

    def _weigh(self) -> None:
        """Attention: square root of statements times outlets that tell them, as a share of the greatest."""
        weights = []
        for node in self.nodes:
            outlets = {self.outlets.get(self.statements[i].document) for i in node.statements}
            weights.append(math.sqrt(len(node.statements) * len(outlets)))
        greatest = max(weights, default=0.0) or 1.0
        for node, weight in zip(self.nodes, weights, strict=True):
            node.attention = weight / greatest


def _parts(statement: SceneStatement) -> list[tuple[str, Part]]:
    parts = [("subject", statement.subject), ("object", statement.object), *statement.arguments]
    return [(role, part) for role, part in parts if part is not None]


def _mentioned(statement: SceneStatement) -> Iterable[str]:
    for _, part in _parts(statement):
        yield from part.entities
    for voice in statement.chain:
        yield from voice.holders


def _event_label(statement: SceneStatement) -> str:
    """Predicate and object, or predicate and subject when there is no object; at most 90 characters."""
    words = statement.predicate
    if statement.object is not None:
        words = f"{words} {statement.object.text}"
    elif statement.subject is not None:
        words = f"{statement.subject.text} {words}"
    elif statement.arguments:
        role, part = statement.arguments[0]
        words = f"{words} {role.replace('_', ' ')} {part.text}"
    words = " ".join(words.split())
    return words if len(words) <= 90 else words[:89].rstrip() + "…"
