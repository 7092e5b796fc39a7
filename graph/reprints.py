"""An article printed again, word for word: what was read in it is read in its reprint."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from newsgraph.graph.model import (
    Argument,
    Attribution,
    Document,
    Entity,
    Evidence,
    Extraction,
    Participant,
    Statement,
)

ARTICLES = 512
"""Extractions held at a time, some 60 kB each."""


def reprinted(extraction: Extraction, document: Document) -> Extraction:
    """What would be read in ``document``, which has the text, headline and day of the extraction's; O(its size).

    Ids of what belongs to one document, its statements and those nobody names, are those of the reprint.
    """
    if document.id == extraction.document.id:
        return replace(extraction, document=document)
    return _Reprint(extraction, document).made()


def reprintable(extraction: Extraction) -> bool:
    """Whether every statement that another names is among those of the extraction; else its id cannot be made again."""
    known = {statement.id for statement in extraction.statements}
    fillers = (
        filler
        for s in extraction.statements
        for filler in (s.subject, s.object, s.place, *(argument.filler for argument in s.arguments))
    )
    named = {filler.statement for filler in fillers if filler is not None and filler.statement is not None}
    named |= {end for link in extraction.links for end in (link.source, link.target)}
    return named <= known


class Reprints:
    """The last extractions, by what was read: the same text with the same headline and day is not read again."""

    def __init__(self, size: int = ARTICLES) -> None:
        self._size = size
        self._known: OrderedDict[_Read, Extraction] = OrderedDict()

    def find(self, document: Document) -> Extraction | None:
        """What would be read in a document; None when its like was not read lately."""
        key = _read(document)
        known = self._known.get(key)
        if known is None:
            return None
        self._known.move_to_end(key)
        return reprinted(known, document)

    def keep(self, extraction: Extraction) -> None:
        if reprintable(extraction):
            self._known[_read(extraction.document)] = extraction
            if len(self._known) > self._size:
                self._known.popitem(last=False)


_Read = tuple[str, str | None, date | None]


def _read(document: Document) -> _Read:
    return document.text, document.headline, document.published


class _Reprint:
    def __init__(self, extraction: Extraction, document: Document) -> None:
        self._extraction, self._document, self._id = extraction, document, document.id
        self._before = extraction.document.id
        self._entities = {
            entity.id: self._scoped(entity).id for entity in extraction.entities if entity.scope is not None
        }
        self._first = {statement.id: statement for statement in reversed(extraction.statements)}
        self._statements: dict[str, str] = {}

    def made(self) -> Extraction:
        before = self._extraction
        entity = self._entity
        return replace(
            before,
            document=self._document,
            entities=tuple(map(self._thing, before.entities)),
            statements=tuple(map(self._statement, before.statements)),
            quotes=tuple(replace(quote, speakers=self._several(quote.speakers)) for quote in before.quotes),
            attributions=tuple(replace(read, holders=self._several(read.holders)) for read in before.attributions),
            memberships=tuple(
                replace(
                    membership,
                    person=entity(membership.person),
                    organization=membership.organization and entity(membership.organization),
                    evidence=self._evidence(membership.evidence),
                )
                for membership in before.memberships
            ),
            facts=tuple(
                replace(
                    fact,
                    subject=entity(fact.subject),
                    object=entity(fact.object) if fact.object_is_entity else fact.object,
                    evidence=self._evidence(fact.evidence),
                )
                for fact in before.facts
            ),
            links=tuple(
                replace(
                    link,
                    source=self._statement_id(link.source),
                    target=self._statement_id(link.target),
                    evidence=link.evidence and self._evidence(link.evidence),
                )
                for link in before.links
            ),
        )

    def _entity(self, entity_id: str) -> str:
        return self._entities.get(entity_id, entity_id)

    def _several(self, entity_ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(map(self._entity, entity_ids))

    def _thing(self, entity: Entity) -> Entity:
        members = self._several(entity.members)
        return self._scoped(entity if members == entity.members else replace(entity, members=members))

    def _scoped(self, entity: Entity) -> Entity:
        """Its scope is the document, or a place in it."""
        return entity if entity.scope is None else replace(entity, scope=entity.scope.replace(self._before, self._id))

    def _evidence(self, evidence: Evidence) -> Evidence:
        return Evidence(self._id, evidence.start, evidence.end, evidence.quote, evidence.rule, evidence.trigger)

    def _participant(self, participant: Participant | None) -> Participant | None:
        return None if participant is None else self._filler(participant)

    def _filler(self, filler: Participant) -> Participant:
        statement = filler.statement and self._statement_id(filler.statement)
        entities = self._several(filler.entities)
        if statement == filler.statement and entities == filler.entities:
            return filler
        return replace(filler, entities=entities, statement=statement)

    def _holder(self, link: Attribution) -> Attribution:
        holders = self._several(link.holders)
        return link if holders == link.holders else replace(link, holders=holders)

    def _statement(self, statement: Statement) -> Statement:
        return replace(
            statement,
            document=self._id,
            subject=self._participant(statement.subject),
            object=self._participant(statement.object),
            arguments=tuple(Argument(a.role, self._filler(a.filler)) for a in statement.arguments),
            attribution=tuple(map(self._holder, statement.attribution)),
            place=self._participant(statement.place),
            evidence=tuple(map(self._evidence, statement.evidence)),
        )

    def _statement_id(self, before: str) -> str:
        """Of the statement that had this id; one that another names as its object is made first.  An unknown one stays."""
        if before not in self._statements:
            found = self._first.get(before)
            self._statements[before] = before if found is None else self._statement(found).id
        return self._statements[before]
