"""Corrections carried out on an extraction: who becomes whom, and everything that refers to them follows.

Ids of entities hash name and type, ids of statements hash their participants, so one change of a name moves all that
stands on it: participants, holders, members, roles, facts, speakers, links, and statements that contain statements.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from newsgraph.graph.corrections import Change, Corrections, LinkTo, Split, folded
from newsgraph.graph.merge import merge_entities
from newsgraph.graph.model import (
    Attribution,
    AttributionSpan,
    Entity,
    Extraction,
    Link,
    Membership,
    Mention,
    MentionKind,
    Participant,
    Quote,
    Span,
    Statement,
    StaticFact,
    merge_statements,
)

_JOINT = re.compile(r"\W*(?:\b(?:and|or)\b)?\W*", re.I)
_ARTICLE = re.compile(r"^(?:the|an?) ", re.I)


def remap(extraction: Extraction, corrections: Corrections) -> Extraction:
    """The extraction with the corrections carried out; itself when none of them matches.  O(size of the extraction)."""
    cast = _Cast(extraction, corrections)
    if not cast.changed:
        return extraction
    return _Rewriter(extraction, cast).extraction()


@dataclass(slots=True)
class _Fate:
    """What becomes of an entity: itself or its parts, each with the mentions it keeps, in text order.

    ``owners`` says which part (an index) each mention of the entity belongs to.
    """

    parts: list[Entity]
    mentions: list[Mention] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)

    def ids(self, spans: Iterable[Span | None], text: str) -> tuple[str, ...]:
        """Which parts the words at ``spans`` stand for; what holds no mention refers back to the last one before."""
        if len(self.parts) == 1:
            return (self.parts[0].id,)
        known = [span for span in spans if span is not None]
        inside = [
            place for place, m in enumerate(self.mentions) if any(m.span.overlaps(span) for span in known)
        ]  # in text order
        if not inside:
            start = min((span.start for span in known), default=0)
            before = bisect_right([mention.span.start for mention in self.mentions], start) - 1
            return (self.parts[self.owners[max(before, 0)]].id,) if self.owners else (self.parts[0].id,)
        joint = [inside[0]]
        for place in inside[1:]:
            between = text[self.mentions[joint[-1]].span.end : self.mentions[place].span.start]
            if not _JOINT.fullmatch(between):
                break
            joint.append(place)
        return tuple(dict.fromkeys(self.parts[self.owners[place]].id for place in joint))


class _Cast:
    """The entities of a document before and after."""

    def __init__(self, extraction: Extraction, corrections: Corrections) -> None:
        self.extraction, self.corrections = extraction, corrections
        self.text = extraction.document.text
        self.fates: dict[str, _Fate] = {}
        self.changed = False
        for entity in extraction.entities:
            self.fates[entity.id] = self._fate(entity)

    def ids(self, entities: Iterable[str], *spans: Span | None) -> tuple[str, ...]:
        """Ids after the corrections, each once; an id the extraction does not describe stays."""
        found: dict[str, None] = {}
        for entity in entities:
            fate = self.fates.get(entity)
            found.update(dict.fromkeys(fate.ids(spans, self.text) if fate else (entity,)))
        return tuple(found)

    def one(self, entity: str, span: Span) -> str:
        return self.ids((entity,), span)[0]

    def entities(self) -> tuple[Entity, ...]:
        """Those that are left, in the order of their first appearance; of one id, merged."""
        gathered: dict[str, list[Entity]] = {}
        for before in self.extraction.entities:
            for part in self.fates[before.id].parts:
                members = tuple(m for m in self._members(before, part) if m != part.id)
                gathered.setdefault(part.id, []).append(replace(part, members=members))
        return tuple(_joined(parts) for parts in gathered.values())

    def _members(self, before: Entity, part: Entity) -> tuple[str, ...]:
        return self.ids(before.members, *(mention.span for mention in part.mentions))

    # one entity

    def _fate(self, entity: Entity) -> _Fate:
        states, links = self._chain(entity)
        about = [c for state in states for c in self.corrections.about(state, self.extraction.document)]
        splits = list(dict.fromkeys(c for c in about if isinstance(c, Split)))
        mentions = sorted(entity.mentions, key=lambda m: (m.span.start, m.span.end)) if splits else []
        owners = self._owners(mentions, splits)
        if not any(owners):
            return _Fate([self._end(states, links)])
        self.changed = True
        parts: list[Entity] = []
        place: dict[int, int] = {}
        for owner in sorted(set(owners)):
            kept = tuple(m for m, of in zip(mentions, owners, strict=True) if of == owner)
            place[owner] = len(parts)
            parts.append(self._part(states, kept, splits[owner - 1] if owner else None))
        return _Fate(parts, mentions, [place[owner] for owner in owners])

    def _owners(self, mentions: list[Mention], splits: list[Split]) -> list[int]:
        """For each mention the number of the split that takes it, from 1; 0: it stays.

        Names go by how they are written; what is no name goes with the last name before it, or the first one after.
        """
        owners: list[int | None] = []
        for mention in mentions:
            if mention.kind is not MentionKind.NAME and any(split.names for split in splits):
                owners.append(None)
                continue
            written = folded(_ARTICLE.sub("", self.text[mention.span.start : mention.span.end], count=1))
            written = re.sub(r"['’]s?$", "", written)
            taken = (n for n, split in enumerate(splits, 1) if not split.names or written in split.names)
            owners.append(next(taken, 0))
        last = next((owner for owner in owners if owner is not None), 0)
        settled = []
        for owner in owners:
            last = last if owner is None else owner
            settled.append(last)
        return settled

    def _part(self, states: list[Entity], mentions: tuple[Mention, ...], split: Split | None) -> Entity:
        """What is left of an entity, or what is taken out of it: descriptions and identifiers are of what is left."""
        entity = states[0]
        written = {folded(self.text[m.span.start : m.span.end]) for m in mentions}
        aliases = tuple(alias for alias in entity.aliases if folded(alias) in written)
        if split is None:
            return self._end(*self._chain(replace(entity, mentions=mentions, aliases=aliases)))
        part = Entity(
            split.name,
            split.type or entity.type,
            aliases=tuple(alias for alias in aliases if alias != split.name),
            mentions=mentions,
            members=entity.members,
            read_as=tuple(state.id for state in states),
        )
        return self._end(*self._chain(part))

    def _chain(self, entity: Entity) -> tuple[list[Entity], list[LinkTo]]:
        """The entity from name to name, each change at most once, and the links that any of the names has.

        Of several changes of a name the most exact one counts, also where it only says that the name stays.
        """
        states = [entity]
        used: set[Change] = set()
        links: dict[LinkTo, None] = {}
        while True:
            current = after = states[-1]
            about = self.corrections.about(current, self.extraction.document)
            links.update((c, None) for c in about if isinstance(c, LinkTo))
            changes = [c for c in about if isinstance(c, Change)]
            retyped = next((c for c in changes if c.type is not None), None)
            if retyped is not None and retyped.type is not None and retyped not in used:
                after = replace(after, type=retyped.type)
            renamed = next((c for c in changes if c.name is not None), None)
            if renamed is not None and renamed.name is not None and renamed not in used:
                after = _called(after, renamed.name)
            if after == current:
                return states, list(links)
            used |= {c for c in (renamed, retyped) if c is not None}
            states.append(after)

    def _end(self, states: list[Entity], links: list[LinkTo]) -> Entity:
        """The last state with its links, and the ids of those before."""
        end = states[-1]
        for link in links:
            kept = () if link.replace else end.same_as
            end = replace(end, same_as=tuple(dict.fromkeys((*kept, *link.identifiers))))
            if link.replace:
                end = replace(end, position=None)
        if end.type is not states[0].type:
            end = replace(end, position=None)
        before = tuple(dict.fromkeys((*end.read_as, *(e.id for e in states if e.id != end.id))))
        self.changed |= end != states[0] or bool(before)
        return replace(end, read_as=before)


def _called(entity: Entity, name: str) -> Entity:
    """Under a name given by hand: whoever is described has a name now, and is shared between documents."""
    aliases = (*entity.aliases, entity.name) if entity.named else entity.aliases
    aliases = tuple(dict.fromkeys(alias for alias in aliases if alias != name))
    return replace(entity, name=name, named=True, scope=None, anonymous=False, aliases=aliases)


def _joined(parts: list[Entity]) -> Entity:
    """One entity of several that have one id."""
    if len(parts) == 1:
        return parts[0]
    merged = merge_entities(parts)
    mentions = {mention: None for part in parts for mention in part.mentions}
    read_as = dict.fromkeys(before for part in parts for before in part.read_as)
    return replace(
        merged,
        mentions=tuple(sorted(mentions, key=lambda m: (m.span.start, m.span.end))),
        members=tuple(dict.fromkeys(member for part in parts for member in part.members)),
        same_as=tuple(dict.fromkeys(identifier for part in parts for identifier in part.same_as)),
        read_as=tuple(read_as),
    )


class _Rewriter:
    """Everything of an extraction that refers to entities or to statements."""

    def __init__(self, extraction: Extraction, cast: _Cast) -> None:
        self.old, self.cast = extraction, cast
        self.known = {statement.id: statement for statement in extraction.statements}
        self.new: dict[str, Statement] = {}
        self.open: set[str] = set()

    def extraction(self) -> Extraction:
        old = self.old
        statements = [self._statement(identifier) for identifier in self.known]
        return replace(
            old,
            entities=self.cast.entities(),
            statements=tuple(merge_statements(statements)),
            quotes=tuple(self._quote(quote) for quote in old.quotes),
            attributions=tuple(self._attribution_span(found) for found in old.attributions),
            memberships=tuple(dict.fromkeys(self._memberships())),
            facts=tuple(dict.fromkeys(self._facts())),
            links=tuple(dict.fromkeys(self._links())),
        )

    def _statement(self, identifier: str) -> Statement:
        """The statement after the corrections; one inside itself, which no reading makes, keeps its old id there."""
        if identifier in self.new:
            return self.new[identifier]
        self.open.add(identifier)
        statement = self.known[identifier]
        changed = replace(
            statement,
            subject=self._participant(statement.subject),
            object=self._participant(statement.object),
            arguments=tuple(replace(a, filler=self._filler(a.filler)) for a in statement.arguments),
            place=self._participant(statement.place),
            attribution=tuple(self._attribution(link, statement) for link in statement.attribution),
        )
        self.open.discard(identifier)
        self.new[identifier] = changed
        return changed

    def _participant(self, participant: Participant | None) -> Participant | None:
        return None if participant is None else self._filler(participant)

    def _filler(self, participant: Participant) -> Participant:
        inner = participant.statement
        if inner in self.known and inner not in self.open:
            inner = self._statement(inner).id
        return replace(participant, entities=self.cast.ids(participant.entities, participant.span), statement=inner)

    def _attribution(self, link: Attribution, statement: Statement) -> Attribution:
        spans = [link.source_span or link.cue_span]
        if spans == [None]:
            spans = [Span(evidence.start, evidence.start + 1) for evidence in statement.evidence[:1]]
        return replace(link, holders=self.cast.ids(link.holders, *spans))

    def _quote(self, quote: Quote) -> Quote:
        sources = [a.source for a in self.old.attributions if quote.cue is not None and quote.cue in a.cue]
        spans: list[Span | None] = [span for source in sources for span in source]
        return replace(quote, speakers=self.cast.ids(quote.speakers, *(spans or [quote.cue or quote.parts[0]])))

    def _attribution_span(self, found: AttributionSpan) -> AttributionSpan:
        return replace(found, holders=self.cast.ids(found.holders, *(found.source or found.cue or found.content)))

    def _memberships(self) -> Iterator[Membership]:
        for membership in self.old.memberships:
            words = Span(membership.evidence.start, membership.evidence.end)
            person = self.cast.one(membership.person, words)
            body = membership.organization and self.cast.one(membership.organization, words)
            if person != body or membership.person == membership.organization:
                yield replace(membership, person=person, organization=body)

    def _facts(self) -> Iterator[StaticFact]:
        """What was said of one thing and another is no fact once the two are one."""
        for fact in self.old.facts:
            words = Span(fact.evidence.start, fact.evidence.end)
            subject = self.cast.one(fact.subject, words)
            value = self.cast.one(fact.object, words) if fact.object_is_entity else fact.object
            if subject != value or fact.subject == fact.object:
                yield replace(fact, subject=subject, object=value)

    def _links(self) -> Iterator[Link]:
        for link in self.old.links:
            source, target = (self.new[i].id if i in self.new else i for i in (link.source, link.target))
            if source != target:
                yield replace(link, source=source, target=target)
