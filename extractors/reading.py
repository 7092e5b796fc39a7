"""The working state of one document while the stages read it.

Stages communicate through :class:`Reading` only: each declares which of its fields it needs and gives (see
``pipeline.py``).  Everything here speaks of *tokens* (indices into :class:`Parse`); characters come back at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from newsgraph.extractors.parse import Parse
from newsgraph.graph.model import (
    AttributionMode,
    AttributionSpan,
    Certainty,
    Document,
    Entity,
    EntityType,
    Link,
    LinkKind,
    Membership,
    MentionKind,
    Polarity,
    Position,
    Quote,
    Statement,
    StatementKind,
    StaticFact,
    Timeframe,
)


@dataclass(frozen=True, slots=True)
class Section:
    """A paragraph of the document by what it is.

    ``kind``: ``headline``, ``related_headline`` (of another article, inside the body), ``body``, ``dateline`` (kept out of the
    parse), ``meta`` (byline, date line, front matter: kept out).  ``start``/``end`` are character offsets.
    ``paragraph`` is the index used by ``Parse.para``; None for what is not parsed.
    """

    kind: str
    start: int
    end: int
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class QuoteSpan:
    """A passage in quotation marks, by tokens: ``parts`` are token ranges *inside* the marks, in text order.

    Several parts: one quote interrupted by its cue ("…," he said, "…") or going on over paragraphs.  ``kind``: ``direct`` (whole
    clauses), ``mixed`` (part of a clause of the article), ``scare`` (a label, a word or two), ``title`` (a name of a work).
    ``chars`` are character ranges with their marks as printed, one a part.
    """

    parts: tuple[tuple[int, int], ...]
    kind: str
    chars: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """An attribution frame: who (source) says (cue) what (content).

    ``source`` are the token ranges of the source as read, ``source_head`` its head noun (None: not stated); ``cue`` the
    tokens of the cue, ``cue_head`` its main word (None for a bare quote whose speaker comes from the context), ``lemma`` its
    lemma; ``content`` the token ranges of what is said, perhaps in several sentences.
    ``kind`` is the class of the cue: assertive, factive, negative, belief, expectation, predictive, directive, commissive,
    evaluative, accusation, question, perception, nominal.  ``link`` tells whether statements inside the content get
    this source as a holder (accuse, deny, say, believe: yes; decide, agree, condemn's presupposed object: no).
    ``negated``: the source is said *not* to say it.  ``quote`` is an index into ``Reading.quotes`` when quoted.
    """

    source: tuple[tuple[int, int], ...]
    source_head: int | None
    cue: tuple[int, ...]
    cue_head: int | None
    lemma: str | None
    content: tuple[tuple[int, int], ...]
    mode: AttributionMode
    kind: str
    rule: str
    link: bool = True
    negated: bool = False
    quote: int | None = None

    def covers(self, token: int) -> bool:
        """Is the token part of the content?"""
        return any(a <= token < b for a, b in self.content)

    @property
    def size(self) -> int:
        """Tokens of content: of two frames over a token the larger is the outer one."""
        return sum(b - a for a, b in self.content)


@dataclass(slots=True)
class MentionDraft:
    """A noun phrase or pronoun that names something: token range, head, how, and who it is found to be."""

    start: int
    end: int
    head: int
    kind: MentionKind
    cast: int | None = None
    confidence: float | None = None


@dataclass(slots=True)
class Referent:
    """An entity being put together: becomes a ``graph.model.Entity`` at the end.

    ``members`` are indices into ``Reading.cast``.
    """

    name: str
    type: EntityType = EntityType.THING
    named: bool = False
    aliases: list[str] = field(default_factory=list)
    mentions: list[MentionDraft] = field(default_factory=list)
    members: list[int] = field(default_factory=list)
    same_as: list[str] = field(default_factory=list)
    anonymous: bool = False
    metonymy: bool = False
    description: str | None = None
    country: str | None = None
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression: token range, head token, EDTF value (see ``graph.model.TimeValue``), and its kind.

    ``kind``: ``point`` (when), ``duration`` (for how long), ``frequency``; only points and intervals date a statement.
    """

    start: int
    end: int
    head: int
    edtf: str | None
    anchored: bool
    kind: str = "point"


@dataclass(frozen=True, slots=True)
class QuantityMention:
    """A number with its unit: token range, the number's head token."""

    start: int
    end: int
    head: int
    value: float | None
    unit: str
    modifier: str | None = None
    low: float | None = None
    high: float | None = None


@dataclass(slots=True)
class Slot:
    """A filler of a clause: ``heads`` (several for a coordination) and the token range of its words.

    ``clause`` is the index of the clause these words express (a complement clause or a nominal event), if any.
    """

    heads: tuple[int, ...]
    start: int
    end: int
    clause: int | None = None


@dataclass(slots=True)
class Clause:
    """One predication read from the parse: becomes a statement.

    ``trigger`` is the predicate word; ``lemma`` its lemma with particle.  ``embedding`` says how it hangs in ``parent`` (index into
    ``Reading.clauses``): ``ccomp``, ``xcomp``, ``advcl``, ``condition``, ``purpose``, ``relcl``, ``conj``, ``nominal``, … and
    ``marker`` the subordinator ("if", "whether", "to").  ``words`` are the tokens of the predicate phrase (auxiliaries,
    negation, particle) for the surface form.
    """

    trigger: int
    lemma: str
    subject: Slot | None
    object: Slot | None
    args: list[tuple[str, Slot]]
    kind: StatementKind
    start: int
    end: int
    rule: str
    passive: bool = False
    parent: int | None = None
    embedding: str | None = None
    marker: str | None = None
    words: tuple[int, ...] = ()
    polarity: Polarity = Polarity.POSITIVE
    certainty: Certainty = Certainty.CERTAIN
    timeframe: Timeframe = Timeframe.NON_FUTURE
    hedge: str | None = None
    frames: tuple[int, ...] = ()
    time: int | None = None
    place: int | None = None
    event_type: str | None = None
    event_mode: str | None = None
    cameo: str | None = None
    confidence: float | None = None


@dataclass(slots=True)
class Reading:
    """What is known of one document so far.

    ``referent`` maps the head token of a noun phrase (or a pronoun) to indices into ``cast``: usually one, several for a
    plural that stands for several known entities; absent for what names nothing (expletives).
    """

    document: Document
    parse: Parse
    sections: list[Section] = field(default_factory=list)
    quotes: list[QuoteSpan] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    cast: list[Referent] = field(default_factory=list)
    referent: dict[int, tuple[int, ...]] = field(default_factory=dict)
    referent_confidence: dict[int, float] = field(default_factory=dict)
    times: list[TimeMention] = field(default_factory=list)
    quantities: list[QuantityMention] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    discourse: list[tuple[int, LinkKind, int, int | None]] = field(default_factory=list)
    roles: list[tuple[int, str, int | None, int, int]] = field(default_factory=list)
    properties: list[tuple[int, str, int | str, int, int]] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    said: list[Quote] = field(default_factory=list)
    attributions: list[AttributionSpan] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    facts: list[StaticFact] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def kind_of(self, token: int) -> str:
        """The kind of section a token stands in."""
        paragraph = self.parse.para[token]
        return next((s.kind for s in self.sections if s.paragraph == paragraph), "body")
