"""What a document's graph bears on, straight from what was read in it: what :mod:`newsgraph.graph.survey` would read back."""

from __future__ import annotations

import math
from collections.abc import Iterable

from newsgraph.graph.edges import plain_edges
from newsgraph.graph.literals import encodable
from newsgraph.graph.model import Attribution, Entity, Participant, Position, Quantity, Span, Statement
from newsgraph.graph.quads import DocumentWriter
from newsgraph.graph.records import HolderRecord, Measurement, Passage, RoleRecord, StatementRecord
from newsgraph.graph.survey import Survey, survey_lines
from newsgraph.graph.terms import NG

Ends = tuple[int, int]
"""Where a passage begins and ends."""


def survey_written(writer: DocumentWriter, triples: Iterable[str]) -> Survey:
    """The survey of what was written as ``triples``; O(size of the extraction), a third of what reading them takes."""
    extraction = writer.extraction
    entities = [writer.entity(entity.id)[1:-1] for entity in extraction.entities]
    if len(set(entities)) < len(entities) or len(writer.known) < len(writer.ids):
        return survey_lines(triples, writer.iri, writer.namespace)  # two of one name become one in the graph
    maker = _Records(writer)
    found = Survey(published=extraction.document.published)
    for iri, entity in zip(entities, extraction.entities, strict=True):
        found.entities[iri] = maker.appearance(entity)
    found.cast = frozenset(iri for iri, entity in found.entities.items() if entity.named)
    rows = sorted(zip(map(writer.statement, writer.ids), writer.ids, extraction.statements, strict=True))
    for node, statement_id, statement in rows:
        record = maker.statement(node[1:-1], statement_id, statement)
        found.edges.update(plain_edges(record, writer.namespace))
        found.relations.add((record.lemma, ""))
        found.statements[record.iri] = record
    found.relations.update((edge.lemma, edge.role) for edge in found.edges if edge.role)
    for link in extraction.links:
        if link.source in writer.known and link.target in writer.known:
            source, target = writer.statement(link.source)[1:-1], writer.statement(link.target)[1:-1]
            found.links.add((source, NG + link.kind, target))
    return found


class _Records:
    """Makes the records of one document."""

    def __init__(self, writer: DocumentWriter) -> None:
        self._writer, self._text = writer, writer.extraction.document.text

    def appearance(self, entity: Entity) -> Entity:
        """What a graph says of an entity, without mentions and scope."""
        local, position = self._writer.namespace.local, entity.position
        members = {self._writer.entity(member)[1:-1] for member in entity.members}
        return Entity(
            encodable(entity.name),
            entity.type,
            named=entity.named,
            aliases=_sorted(map(encodable, entity.aliases)),
            members=tuple(sorted(local(member) or member for member in members)),
            same_as=_sorted(map(encodable, entity.same_as)),
            anonymous=entity.anonymous,
            metonymy=entity.metonymy,
            description=_told(entity.description),
            country=_told(entity.country),
            position=position and Position(position.latitude, position.longitude, _told(position.rule)),
        )

    def statement(self, iri: str, statement_id: str, statement: Statement) -> StatementRecord:
        subject, target, time = statement.subject, statement.object, statement.time
        confidence = statement.confidence
        holders, chain = self._holders(statement.attribution)
        return StatementRecord(
            iri=iri,
            document=self._writer.iri,
            lemma=encodable(statement.predicate),
            kind=statement.kind,
            polarity=statement.polarity,
            certainty=statement.certainty,
            timeframe=statement.timeframe,
            subjects=self._iris(subject),
            objects=self._iris(target),
            subject_text=encodable(subject.text) if subject else None,
            object_text=encodable(target.text) if target else None,
            arguments=tuple(
                RoleRecord(encodable(a.role), encodable(a.filler.text), self._iris(a.filler))
                for a in statement.arguments
            ),
            holders=holders,
            chain=chain,
            evidence=self._passages((e.start, e.end) for e in statement.evidence),
            triggers=self._passages(_ends(e.trigger) for e in statement.evidence if e.trigger),
            rules=_sorted(encodable(e.rule) for e in statement.evidence),
            edtf=_told(time.edtf) if time else None,
            time_text=encodable(time.text) if time else None,
            places=self._iris(statement.place),
            event_type=_told(statement.event_type),
            event_mode=_told(statement.event_mode),
            cameo=_told(statement.cameo),
            marker=_told(statement.marker),
            discourse=encodable(statement.discourse) or "body",
            measurement=_measurement(statement.quantity) if statement.quantity else None,
            confidence=confidence if confidence is not None and math.isfinite(confidence) else None,
            event_keys=_sorted(self._writer.keys[statement_id]),
        )

    def _iris(self, participant: Participant | None) -> tuple[str, ...]:
        if participant is None:
            return ()
        found = {self._writer.entity(entity)[1:-1] for entity in participant.entities}
        if participant.statement is not None and participant.statement in self._writer.known:
            found.add(self._writer.statement(participant.statement)[1:-1])
        return tuple(sorted(found))

    def _holders(self, chain: tuple[Attribution, ...]) -> tuple[tuple[str, ...], tuple[HolderRecord, ...]]:
        """The innermost source, the article itself without one, and all links."""
        links = tuple(
            HolderRecord(level, self._sources(link), _told(link.cue), encodable(link.mode))
            for level, link in enumerate(chain, 1)
        )
        return (links[-1].sources if links else (self._writer.iri,)), links

    def _sources(self, link: Attribution) -> tuple[str, ...]:
        named = {self._writer.entity(holder)[1:-1] for holder in link.holders}
        return tuple(sorted(named)) or (self._writer.unnamed_source[1:-1],)

    def _passages(self, ends: Iterable[Ends]) -> tuple[Passage, ...]:
        document, text = self._writer.iri, self._text
        return tuple(Passage(document, start, end, encodable(text[start:end])) for start, end in sorted(set(ends)))


def _ends(span: Span) -> Ends:
    return span.start, span.end


def _told(text: str | None) -> str | None:
    """None for what is not written: nothing, and an empty text."""
    return encodable(text) if text else None


def _sorted(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts)))


def _measurement(quantity: Quantity) -> Measurement:
    value, low, high = (
        number if number is not None and math.isfinite(number) else None
        for number in (quantity.value, quantity.low, quantity.high)
    )
    return Measurement(value, encodable(quantity.unit), encodable(quantity.text), _told(quantity.modifier), low, high)
