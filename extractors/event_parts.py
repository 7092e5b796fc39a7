"""Who and what takes part in a happening, as far as telling events apart needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.numerals import cardinal
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import Reading, Slot
from newsgraph.graph.model import EntityType

_CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "VERB", "NUM"})
_POSSESSORS = ("poss", "amod", "compound", "nmod")
_OPEN = frozenset({"any", "every", "each", "another", "other"})
_PEOPLE = frozenset({EntityType.PERSON, EntityType.GROUP})


class Likeness(IntEnum):
    """How two fillers of one role compare."""

    DIFFERENT = -1
    UNKNOWN = 0
    SIMILAR = 1
    SAME = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A filler: ``cast`` are the referents (indices into ``Reading.cast``), ``owners`` those of its possessors.

    ``heads`` are lemmas of the head nouns, ``words`` those of the content words around them.  ``number`` counts it;
    ``named`` tells a proper name, ``pronoun`` a pronoun that nothing resolves.  ``families`` are families of entity types.
    ``title`` are the words of the names of its referents.  ``open`` tells that it picks out nobody in particular: *any*,
    *every*, *another*.
    """

    cast: frozenset[int]
    owners: frozenset[int]
    heads: frozenset[str]
    words: frozenset[str]
    number: float | None
    named: bool
    pronoun: bool
    families: frozenset[EntityType]
    definite: bool
    open: bool
    title: frozenset[str]


@cache
def synonyms() -> dict[str, frozenset[str]]:
    """Noun -> all nouns that may take its place, itself included."""
    found: dict[str, set[str]] = {}
    for row in rows_of("synonyms.txt"):
        for noun in row:
            found.setdefault(noun, set()).update(row)
    return {noun: frozenset(others) for noun, others in found.items()}


def part_of(reading: Reading, slot: Slot) -> Part | None:
    """The filler of a slot; None for an empty one, a state or a clause."""
    if slot.end <= slot.start or not slot.heads:
        return None
    parse = reading.parse
    inside = range(slot.start, slot.end)
    heads = tuple(h for h in slot.heads if h in inside) or slot.heads[:1]
    if all(parse.pos[h] in ("ADJ", "ADV", "VERB") and parse.tag[h] != "CD" for h in heads):
        return None  # a state or a clause: "cut possible", "expected to go"
    naming = [*heads, *(c for h in heads for c in parse.kids(h, "appos"))]
    cast = frozenset(k for i in naming for k in reading.referent.get(i, ()))
    owners = frozenset(k for h in heads for i in _owners(parse, h) for k in reading.referent.get(i, ())) - cast
    names = {parse.lemma[h].lower() for h in heads}
    titles = {
        w for k in cast if reading.cast[k].named for w in reading.cast[k].name.casefold().replace("’", "'").split()
    }
    words = {_stem(parse, i) for i in inside if i not in heads and parse.pos[i] in _CONTENT and parse.dep[i] != "relcl"}
    pronoun = not cast and all(parse.pos[h] in ("PRON", "DET") for h in heads)
    named = any(reading.cast[k].named for k in cast) or all(parse.pos[h] == "PROPN" for h in heads)
    number = _number(parse, slot, heads)
    if number is not None and all(parse.pos[h] in ("NUM", "ADJ") or parse.lower[h] == "more" for h in heads):
        names = set()
    return Part(
        cast,
        owners,
        frozenset(names),
        frozenset(words),
        number,
        named,
        pronoun,
        frozenset(_family(reading, k) for k in cast),
        parse.lower[slot.start] in ("the", "this", "these", "those", "that")
        or any(parse.dep[c] == "poss" for h in heads for c in parse.children[h]),
        parse.lower[slot.start] in _OPEN,
        frozenset(titles),
    )


def _stem(parse: Parse, i: int) -> str:
    return parse.lower[i] if parse.pos[i] == "PROPN" else parse.lemma[i].lower()


def _family(reading: Reading, k: int) -> EntityType:
    kind = reading.cast[k].type
    return EntityType.PERSON if kind in _PEOPLE else kind.family


def _owners(parse: Parse, head: int) -> Iterable[int]:
    """Possessor, demonym or *of*-phrase of a noun: "its planes", "Chadian warplanes", "the planes of Chad"."""
    for c in parse.children[head]:
        if parse.dep[c] in _POSSESSORS:
            yield c
        elif parse.dep[c] == "prep" and parse.lower[c] == "of":
            yield from parse.kids(c, "pobj")


def _number(parse: Parse, slot: Slot, heads: tuple[int, ...]) -> float | None:
    """How many: the first number among the words before the head, or the head itself ("23 die")."""
    for i in range(slot.start, min(max(heads) + 1, slot.end)):
        value, _ = cardinal(parse, i, slot.end)
        if value is not None and (parse.dep[i] in ("nummod", "compound", "quantmod", "pobj") or i in heads):
            return value
    return None


def alike(nouns: Iterable[str], others: Iterable[str]) -> bool:
    """Whether some noun of one is, or may stand for, some noun of the other."""
    known = set(others)
    return any(synonyms().get(noun, {noun}) & known for noun in nouns)


class Comparison:
    """Compares fillers of one text: knows who belongs to whom."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._parts: dict[tuple[int, int, tuple[int, ...]], Part | None] = {}
        self._kin: dict[int, set[int]] = {}
        for person, _, organization, _, _ in reading.roles:
            if organization is not None:
                self._join(person, organization)
        for k, referent in enumerate(reading.cast):
            for member in referent.members:
                self._join(k, member)

    def _join(self, a: int, b: int) -> None:
        self._kin.setdefault(a, set()).add(b)
        self._kin.setdefault(b, set()).add(a)

    def part(self, slot: Slot | None) -> Part | None:
        """The filler of a slot, made once; most slots are never compared."""
        if slot is None:
            return None
        key = slot.start, slot.end, slot.heads
        if key not in self._parts:
            self._parts[key] = part_of(self._reading, slot)
        return self._parts[key]

    def of(self, first: Slot | None, second: Slot | None, *, acting: bool = False, loose: bool = False) -> Likeness:
        """How two fillers compare.  ``acting``: as doers, for whom their members and leaders may stand.

        ``loose`` is for a headline, which names things by other nouns and sums up numbers: different words are then no
        difference.
        """
        a, b = self.part(first), self.part(second)
        if a is None or b is None or a.pronoun or b.pronoun:
            return Likeness.UNKNOWN
        if a.cast & b.cast:
            return Likeness.SAME
        if a.open or b.open:
            return Likeness.DIFFERENT
        if acting and self._related(a, b):
            return Likeness.SIMILAR
        if a.number is not None and b.number is not None:
            if a.number != b.number and not loose:
                return Likeness.DIFFERENT
            if a.number == b.number and a.number > 2 and (not a.heads or not b.heads or alike(a.heads, b.heads)):
                return Likeness.SAME
        if a.named and b.named:
            return self._names(a, b)
        if _kinds_differ(a, b) and not alike(a.heads, b.heads) and not (acting and loose and not (a.named or b.named)):
            return Likeness.DIFFERENT
        if a.named or b.named:
            named, other = (a, b) if a.named else (b, a)
            if alike(other.heads, named.words | named.heads):
                return Likeness.SIMILAR
            if loose and alike(named.heads, other.words):
                return Likeness.UNKNOWN
            return Likeness.UNKNOWN if other.number is None and (other.definite or loose) else Likeness.DIFFERENT
        return self._nouns(a, b, acting, loose)

    def _related(self, a: Part, b: Part) -> bool:
        if a.owners & b.cast or b.owners & a.cast:
            return True
        return any(other in b.cast for k in a.cast for other in self._kin.get(k, ()))

    def _names(self, a: Part, b: Part) -> Likeness:
        """Names of which one says no more than the other may be one: "Liberals", "the Liberal Party"."""
        smaller, larger = sorted((_name_words(a), _name_words(b)), key=len)
        if smaller and smaller <= larger and not _kinds_differ(a, b):
            return Likeness.SIMILAR
        return Likeness.DIFFERENT

    def _nouns(self, a: Part, b: Part, acting: bool, loose: bool) -> Likeness:
        if not a.heads or not b.heads:
            return Likeness.UNKNOWN
        if not alike(a.heads, b.heads):
            shared = alike(a.heads, b.words) or alike(b.heads, a.words)
            return Likeness.UNKNOWN if loose or shared else Likeness.DIFFERENT
        if a.words and b.words and not any(synonyms().get(w, {w}) & b.words for w in a.words):
            if not loose:
                return Likeness.DIFFERENT
            return Likeness.SIMILAR if acting else Likeness.UNKNOWN
        return Likeness.SIMILAR


def _name_words(part: Part) -> frozenset[str]:
    """The words of a name, singular, without the kinds of things that names leave out."""
    words = part.title or part.heads | part.words
    return frozenset(w.removesuffix("'s").removesuffix("s") for w in words) - {"party", "group", "the"}


def _kinds_differ(a: Part, b: Part) -> bool:
    """Whether one is people and the other certainly is not."""
    first, second = a.families - {EntityType.THING}, b.families - {EntityType.THING}
    return bool(first and second) and (EntityType.PERSON in first) != (EntityType.PERSON in second)
