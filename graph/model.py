"""The vocabulary of the domain: frozen values, ids are content hashes.

A :class:`Document` is read into an :class:`Extraction`: entities, statements and what supports them.  Every
:class:`Statement` keeps its holders, polarity, certainty, timeframe and the exact characters it was read from.
Everything here is a plain value: no parser, no store, no files.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from newsgraph.errors import OffsetError
from newsgraph.graph.kinds import (
    AttributionMode,
    Certainty,
    EntityType,
    LinkKind,
    MentionKind,
    Polarity,
    StatementKind,
    Timeframe,
)

__all__ = [
    "ID_LENGTH",
    "Argument",
    "Attribution",
    "AttributionMode",
    "AttributionSpan",
    "Certainty",
    "Document",
    "Entity",
    "EntityType",
    "Evidence",
    "Extraction",
    "Link",
    "LinkKind",
    "Membership",
    "Mention",
    "MentionKind",
    "Participant",
    "Polarity",
    "Position",
    "Provenance",
    "Quantity",
    "Quote",
    "Span",
    "Statement",
    "StatementKind",
    "StaticFact",
    "TimeValue",
    "Timeframe",
    "content_id",
    "merge_statements",
    "slug",
]

ID_LENGTH = 16


def content_id(*parts: object) -> str:
    """A stable id of 16 hexadecimal digits for a sequence of values; None and "" differ, order matters."""
    joined = "\x1f".join(["\x00" if part is None else str(part) for part in parts])
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


def slug(name: str) -> str:
    """ASCII letters, digits and hyphens of a name, at most 48; "" when nothing is left (other scripts, emoji)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].strip("-")


@dataclass(frozen=True, slots=True)
class Document:
    """An article as it was found somewhere.  ``text`` is never altered: every offset anywhere counts its characters.

    ``published`` is None when the day is not known; nothing is anchored to a year then.
    ``location`` says where the input was found: a path or an address, then ``!member`` of an archive, ``#entry`` of a
    feed or list, ``:line`` of a table.  ``raw_sha256`` is the hash, in hexadecimal, of the raw bytes there: of the line,
    row, member or message where they stand by themselves, else of the file.

    Who printed it where (``outlet``, ``url``, ``author``) and where it was found are no part of what it is: text, headline
    and day decide what is read in it, and an article that three sites print is one, with three outlets.
    """

    text: str
    headline: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    author: str | None = None
    location: str | None = None
    raw_sha256: str | None = None

    @property
    def id(self) -> str:
        """Content hash over what is read: text, headline and day."""
        return content_id("document", self.text, self.headline, self.published)

    def quote(self, start: int, end: int) -> str:
        """The characters from ``start`` to ``end`` (exclusive).

        Raises:
            OffsetError: the range is empty, reversed or outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise OffsetError(start, end, len(self.text))
        return self.text[start:end]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of the document's text."""

    start: int
    end: int

    def __contains__(self, other: object) -> bool:
        return isinstance(other, Span) and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names something.  ``confidence`` is of the link to its entity; None = not estimated."""

    span: Span
    kind: MentionKind
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a place lies: degrees of WGS 84, north and east positive; ``rule`` is why it was taken for this place."""

    latitude: float
    longitude: float
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing statements speak of.

    ``name`` is the canonical name, never a pronoun.  ``named`` tells a proper name ("CSTO") from a description
    ("two officials"): named entities are shared between documents, described ones belong to ``scope``, the document
    id.  ``members`` are entity ids of a group known by its parts; ``same_as`` are Wikidata ids ("Q318693") and addresses.
    ``anonymous`` marks a source that is not identified; ``description`` holds what is said of it.  ``read_as`` are the ids
    it was read under before corrections by hand.
    """

    name: str
    type: EntityType = EntityType.THING
    named: bool = True
    scope: str | None = None
    aliases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    members: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    anonymous: bool = False
    metonymy: bool = False
    description: str | None = None
    country: str | None = None
    read_as: tuple[str, ...] = field(default=(), compare=False)
    position: Position | None = None

    @property
    def id(self) -> str:
        """Readable slug and a hash of type family and folded name (and of the document for a description)."""
        return _entity_id(self.type.family, self.name, None if self.named else self.scope)


@lru_cache(maxsize=16_384)
def _entity_id(family: str, name: str, scope: str | None) -> str:
    """Asked for again and again: once for every mention, participant and holder."""
    return f"{slug(name)}-{content_id('entity', family, name.casefold(), scope)[:8]}".lstrip("-")


@dataclass(frozen=True, slots=True)
class Participant:
    """A subject, object or role filler: the words of the text and what they stand for.

    ``entities`` are entity ids (several for a coordination), ``statement`` the id of a statement that the words
    express (a complement clause or a nominal event).  Both may be empty: then only the words are known.
    """

    text: str
    span: Span
    entities: tuple[str, ...] = ()
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Argument:
    """A role of a statement beside subject and object: ``role`` is the preposition or role word ("to", "at_request_of")."""

    role: str
    filler: Participant


@dataclass(frozen=True, slots=True)
class Attribution:
    """One link of the chain of holders: who is said to say it, and with which words.

    ``holders`` are entity ids, joint ones together; empty when the source is not named (agentless "it was said").
    ``cue`` is the lemma of the cue, ``cue_span`` its place (None for a quote without one).
    """

    holders: tuple[str, ...]
    cue: str | None
    mode: AttributionMode
    cue_span: Span | None = None
    source_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement was read: ``document.text[start:end] == quote``.

    ``start`` and ``end`` are character offsets in the *original* text, end exclusive.  ``trigger`` is the predicate
    word, ``rule`` the id of the rule that read it.
    """

    document: str
    start: int
    end: int
    quote: str
    rule: str
    trigger: Span | None = None


@dataclass(frozen=True, slots=True)
class TimeValue:
    """A time expression: EDTF when anchored ("2024-05-02", "2024-03/2024-05-02", "../2026-06"), else only what is known.

    Without a document date "January 6" is ``XXXX-01-06`` with ``anchored`` False: no year is invented.
    """

    edtf: str | None
    text: str
    span: Span
    anchored: bool = True


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as the holder gives it.  ``low`` and ``high`` bound a range; ``value`` None for *dozens*."""

    value: float | None
    unit: str
    text: str
    span: Span
    modifier: str | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody holds to be so: subject, predicate, object, roles; and how sure, since when, according to whom.

    ``predicate`` is the lemma with its particle, in active voice; an agentless passive has no subject.
    ``attribution`` is outermost first; empty means the article itself vouches for it.
    ``event_type`` and ``event_mode`` are of PLOVER, ``cameo`` a code of CAMEO: all of the event that the words name, denied or done.
    Equality ignores evidence, confidence and quantity: :attr:`id` is the hash of the content within one document.
    """

    document: str
    subject: Participant | None
    predicate: str
    object: Participant | None = None
    arguments: tuple[Argument, ...] = ()
    kind: StatementKind = StatementKind.EVENT
    polarity: Polarity = Polarity.POSITIVE
    certainty: Certainty = Certainty.CERTAIN
    timeframe: Timeframe = Timeframe.NON_FUTURE
    attribution: tuple[Attribution, ...] = ()
    time: TimeValue | None = None
    place: Participant | None = None
    event_type: str | None = None
    event_mode: str | None = None
    quantity: Quantity | None = field(default=None, compare=False)
    confidence: float | None = field(default=None, compare=False)
    marker: str | None = field(default=None, compare=False)
    evidence: tuple[Evidence, ...] = field(default=(), compare=False)
    discourse: str = field(default="body", compare=False)
    cameo: str | None = None
    _id: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def id(self) -> str:
        """Content hash: the same words about the same things held by the same source in one document are one statement."""
        if self._id is None:
            object.__setattr__(self, "_id", self._content_id())
        return self._id or ""

    def _content_id(self) -> str:
        return content_id(
            "statement",
            self.document,
            *_participant_key(self.subject),
            self.predicate,
            *_participant_key(self.object),
            *(part for a in self.arguments for part in (a.role, *_participant_key(a.filler))),
            self.polarity,
            self.certainty,
            self.timeframe,
            *(part for a in self.attribution for part in (*a.holders, a.cue, a.mode)),
            self.time.edtf if self.time else None,
        )

    @property
    def holders(self) -> tuple[str, ...]:
        """Entity ids of the innermost source; empty when the article vouches or the source is not named."""
        return self.attribution[-1].holders if self.attribution else ()

    @property
    def asserted(self) -> bool:
        """True when a plain edge may stand for it: the article vouches, positive, certain, not future."""
        return (
            not self.attribution
            and self.polarity is Polarity.POSITIVE
            and self.certainty is Certainty.CERTAIN
            and self.timeframe is Timeframe.NON_FUTURE
        )


def _participant_key(participant: Participant | None) -> tuple[str | None, ...]:
    if participant is None:
        return (None,)
    if participant.entities:
        return participant.entities
    return (participant.statement or participant.text.casefold(),)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words given as somebody's own.  ``parts`` with their marks as printed; ``kind``: direct, mixed or scare."""

    parts: tuple[Span, ...]
    kind: str
    speakers: tuple[str, ...] = ()
    cue: Span | None = None


@dataclass(frozen=True, slots=True)
class AttributionSpan:
    """An attribution as read: where source, cue and content stand, whether or not a statement was read from it."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    mode: AttributionMode
    lemma: str | None = None
    holders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody's position: ``person`` and ``organization`` are entity ids, ``role`` the words ("former" kept)."""

    person: str
    role: str
    organization: str | None
    evidence: Evidence
    attested: date | None = None


@dataclass(frozen=True, slots=True)
class StaticFact:
    """A standing property told in passing: acronym, nationality, location, kind.  ``object`` is an entity id or words."""

    subject: str
    predicate: str
    object: str
    evidence: Evidence
    object_is_entity: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two statements, by their ids; ``evidence`` is the connective when there is one."""

    source: str
    kind: LinkKind
    target: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """How an extraction was made: enough to make it again.  ``model`` is "name version"."""

    newsgraph: str
    model: str
    rules: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read in one document; a pure function of the document, the model and the rules."""

    document: Document
    provenance: Provenance
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    quotes: tuple[Quote, ...] = ()
    attributions: tuple[AttributionSpan, ...] = ()
    memberships: tuple[Membership, ...] = ()
    facts: tuple[StaticFact, ...] = ()
    links: tuple[Link, ...] = ()

    def entity(self, entity_id: str) -> Entity:
        """The entity with this id; O(entities).

        Raises:
            KeyError: no such entity in this extraction.
        """
        for entity in self.entities:
            if entity.id == entity_id:
                return entity
        raise KeyError(entity_id)


def merge_statements(statements: Iterable[Statement]) -> Iterator[Statement]:
    """One statement per id, in order of first appearance, with the evidence of all."""
    merged: dict[str, Statement] = {}
    for statement in statements:
        known = merged.setdefault(statement.id, statement)
        if known is not statement:
            evidence = known.evidence + tuple(e for e in statement.evidence if e not in known.evidence)
            merged[statement.id] = replace(known, evidence=evidence)
    yield from merged.values()
