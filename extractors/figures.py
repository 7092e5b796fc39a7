"""The figures of a document while they are being found out: who has been mentioned, what is known of them, who is in focus."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsgraph.extractors.epithets import Epithet
from newsgraph.extractors.gazetteer import KnownName
from newsgraph.extractors.mentions import Phrase
from newsgraph.extractors.names import looks_like_acronym, name_words, short_of_state
from newsgraph.extractors.nouns import first_names
from newsgraph.extractors.reading import Frame, MentionDraft, Reading, Referent
from newsgraph.graph.model import EntityType, MentionKind

_SURE = 0.7
_GUESSES = 2.0
_ADJECTIVES = frozenset((EntityType.PARTY, EntityType.GROUP))
ANIMATE = frozenset((EntityType.PERSON, EntityType.GROUP))


@dataclass(slots=True)
class Figure:
    """One entity in the making.  ``votes`` sum what all mentions say of its type; ``nouns`` describe it (lemmas);
    ``members`` are figures of a coordination or of a collective; ``holds`` are bodies of its positions, by token."""

    index: int
    votes: dict[EntityType, float] = field(default_factory=dict)
    number: str = ""
    gender: str | None = None
    names: dict[str, int] = field(default_factory=dict)
    nouns: set[str] = field(default_factory=set)
    modifiers: set[str] = field(default_factory=set)
    known: KnownName | None = None
    country: str | None = None
    description: str | None = None
    drafts: list[MentionDraft] = field(default_factory=list)
    members: tuple[int, ...] = ()
    possessor: int | None = None
    holds: list[int] = field(default_factory=list)
    last: int = -1
    last_subject: int = -1
    count: int = 0
    named: bool = False
    anonymous: bool = False
    metonymy: bool = False
    determiner: str = "bare"

    @property
    def type(self) -> EntityType | None:
        return max(self.votes, key=self.votes.__getitem__, default=None)

    @property
    def doubtful(self) -> bool:
        """Is the type of this single-word name no more than the model's guess?"""
        return (
            self.named
            and self.known is None
            and all(len(name.split()) == 1 for name in self.names)
            and max(self.votes.values(), default=0.0) <= 1.0 + _GUESSES
        )

    @property
    def animate(self) -> bool:
        return self.type in ANIMATE

    def absorb(self, phrase: Phrase) -> None:
        """Learn from a mention."""
        for kind, weight in phrase.votes.items():
            before = self.votes.get(kind, 0.0)
            self.votes[kind] = before + weight if weight > 1.0 or before < _GUESSES else before
        if phrase.kind is MentionKind.NAME or (phrase.kind is MentionKind.DEMONYM and phrase.determiner == "name"):
            name = phrase.known.name if phrase.known is not None and phrase.kind is MentionKind.DEMONYM else phrase.name
            self.names[name] = self.names.get(name, 0) + 1
            self.named = True
        if phrase.known is not None:
            self.known = phrase.known
        if not self.number:
            self.number = phrase.number
        if self.gender is None and phrase.gender in ("m", "f") and phrase.kind is not MentionKind.PRONOUN:
            self.gender = phrase.gender
        if phrase.kind is not MentionKind.PRONOUN and phrase.lemma:
            self.nouns.add(phrase.lemma)
            self.modifiers |= phrase.modifiers


@dataclass(slots=True)
class Stage:
    """The document, its phrases, and which figure (index) each head stands for."""

    reading: Reading
    phrases: dict[int, Phrase]
    epithets: list[Epithet]
    figures: list[Figure] = field(default_factory=list)
    of: dict[int, int] = field(default_factory=dict)
    confidence: dict[int, float] = field(default_factory=dict)
    recent: list[int] = field(default_factory=list)
    by_noun: dict[str, dict[int, None]] = field(default_factory=dict)
    joint: dict[int, int] = field(default_factory=dict)
    silent: set[int] = field(default_factory=set)
    merged: dict[int, int] = field(default_factory=dict)
    quoted: dict[int, Frame] = field(default_factory=dict)
    uttering: dict[int, list[Frame]] = field(default_factory=dict)
    home: str | None = None

    def __post_init__(self) -> None:
        for frame in sorted(self.reading.frames, key=lambda frame: -frame.size):
            if frame.quote is not None or frame.mode.value in ("direct", "mixed"):
                for start, end in frame.content:
                    for i in range(start, end):
                        self.quoted[i] = frame
            if frame.source_head is not None:
                self.uttering.setdefault(frame.source_head, []).append(frame)

    def root(self, index: int) -> int:
        """The figure that this one was merged into."""
        while index in self.merged:
            index = self.merged[index]
        return index

    def figure_at(self, head: int) -> Figure | None:
        """The figure of the phrase with this head, once it is known."""
        index = self.of.get(head)
        return None if index is None else self.figures[self.root(index)]

    def figure_at_word(self, phrase: Phrase, word: str) -> Figure | None:
        """The figure of a word of the phrase before its head, if that word names one."""
        for i in range(phrase.draft.start, phrase.head):
            if self.reading.parse.lower[i] == word:
                return self.figure_at(i)
        return None

    def introduce(self, phrase: Phrase, confidence: float | None = None) -> Figure:
        """A new figure for a phrase."""
        figure = Figure(len(self.figures), number=phrase.number, gender=phrase.gender, determiner=phrase.determiner)
        self.figures.append(figure)
        self.assign(phrase, figure, confidence)
        return figure

    def assign(self, phrase: Phrase, figure: Figure, confidence: float | None) -> None:
        """The phrase stands for the figure."""
        figure.absorb(phrase)
        self.of[phrase.head] = figure.index
        phrase.draft.confidence = confidence
        figure.drafts.append(phrase.draft)
        if confidence is not None:
            self.confidence[phrase.head] = confidence
            if figure.gender is None and phrase.gender in ("m", "f") and confidence >= _SURE:
                figure.gender = phrase.gender
        for noun in (phrase.lemma,) if phrase.lemma and phrase.kind is not MentionKind.PRONOUN else ():
            self.describe(figure, noun)

    def describe(self, figure: Figure, noun: str) -> None:
        """A noun says what the figure is."""
        figure.nouns.add(noun)
        self.by_noun.setdefault(noun, {})[figure.index] = None

    def merge(self, into: Figure, other: Figure) -> None:
        """Two figures are one."""
        if into is other:
            return
        for kind, weight in other.votes.items():
            known = into.votes.get(kind, 0.0)
            into.votes[kind] = max(known, weight) + 0.25 * min(known, weight)
        for name, count in other.names.items():
            into.names[name] = into.names.get(name, 0) + count
        for noun in other.nouns:
            self.describe(into, noun)
        into.modifiers |= other.modifiers
        into.known = into.known or other.known
        into.gender = into.gender or other.gender
        into.number = into.number or other.number
        into.country = into.country or other.country
        into.holds += other.holds
        into.drafts += other.drafts
        into.named = into.named or other.named
        into.last, into.count = max(into.last, other.last), into.count + other.count
        self.merged[other.index] = into.index

    def attend(self, head: int) -> None:
        """The figure of this head has just been mentioned."""
        figure = self.figure_at(head)
        if figure is None or (figure.type in _ADJECTIVES and figure.named and self.reading.parse.tag[head] == "JJ"):
            return  # no pronoun means the party of "a Liberal senator"
        figure.last = head
        figure.count += 1
        if self.reading.parse.dep[head] in ("nsubj", "nsubjpass"):
            figure.last_subject = head
        self.recent.append(head)

    def finish(self) -> None:
        """Write cast and referents."""
        reading = self.reading
        kept = [f for f in self.figures if f.index not in self.merged and (f.drafts or f.members)]
        place = {f.index: i for i, f in enumerate(kept)}
        for figure in kept:
            reading.cast.append(self._referent(figure, place))
        for head, index in sorted(self.of.items()):
            figure = self.figures[self.root(index)]
            if figure.members and not figure.drafts:
                reading.referent[head] = tuple(place[self.root(m)] for m in figure.members)
            else:
                reading.referent[head] = (place[figure.index],)
        for head in list(self.phrases):
            phrase = self.phrases[head]
            if phrase.kind is MentionKind.NAME and head in reading.referent:
                for i in range(phrase.draft.start, phrase.draft.end):
                    if self.reading.parse.pos[i] in ("PROPN", "NOUN", "ADJ", "NUM", "X", "VERB"):
                        reading.referent.setdefault(i, reading.referent[head])
        reading.referent_confidence.update(self.confidence)

    def _referent(self, figure: Figure, place: dict[int, int]) -> Referent:
        name = self.name_of(figure)
        drafts = sorted((d for d in figure.drafts if d.head not in self.silent), key=lambda d: d.start)
        for draft in drafts:
            draft.cast = place[figure.index]
        known = figure.known
        return Referent(
            name,
            figure.type or (EntityType.GROUP if figure.members else EntityType.THING),
            figure.named,
            sorted(n for n in figure.names if n != name),
            drafts,
            [place[self.root(m)] for m in figure.members],
            [known.id]
            if known is not None and known.id is not None and (known.own or known.id.startswith("Q"))
            else [],
            figure.anonymous,
            figure.metonymy,
            figure.description,
            figure.country,
        )

    def name_of(self, figure: Figure) -> str:
        """The canonical name: the known one, else the fullest that is no acronym, most frequent first; else the description."""
        if figure.known is not None:
            return figure.known.name
        if figure.names:
            best = max(
                figure.names,
                key=lambda n: (not looks_like_acronym(n), min(len(name_words(n)), 4), figure.names[n], len(n), n),
            )
            short = short_of_state(best)
            return short if short is not None and short in figure.names else best
        if figure.description:
            return figure.description
        nominal = [d for d in figure.drafts if d.kind in (MentionKind.NOMINAL, MentionKind.DEMONYM)]
        if nominal:
            return self.phrases[nominal[0].head].name
        if figure.members:
            return " and ".join(self.name_of(self.figures[self.root(m)]) for m in figure.members)
        first = min(figure.drafts, key=lambda d: d.start)
        return self.reading.parse.slice(first.start, first.end)


def gender_of_name(name: str) -> str | None:
    """What the first name tells."""
    return first_names().get(name.split()[0]) if name else None
