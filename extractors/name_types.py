"""What kind of thing a proper name names: votes from its form and its context."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from newsgraph.extractors.gazetteer import Gazetteer, KnownName
from newsgraph.extractors.lexicon import rows_of, words_of
from newsgraph.extractors.names import looks_like_acronym, short_of_state
from newsgraph.extractors.nouns import first_names, positions, titles, type_of_noun
from newsgraph.extractors.parse import Parse
from newsgraph.graph.model import EntityType

OWN = 1_000.0
"""Votes of a user's own table: more than all that form and context can say."""


@dataclass(slots=True)
class ProperName:
    """A name by tokens: without titles and articles.  ``titles`` is where the titles before it begin (``start`` if none).

    ``votes`` are what the context says of its type, to be summed over the document.  ``sure`` is False for a guess from
    capital letters alone.
    """

    start: int
    end: int
    votes: dict[EntityType, float] = field(default_factory=dict)
    titles: int = -1
    known: KnownName | None = None
    sure: bool = True

    def vote(self, kind: EntityType, weight: float) -> None:
        self.votes[kind] = self.votes.get(kind, 0.0) + weight

    @property
    def best(self) -> EntityType | None:
        """The type with most votes; None without votes."""
        return max(self.votes, key=self.votes.__getitem__, default=None)


@cache
def _tails() -> dict[str, EntityType]:
    """What the last word of a name tells, in its form there ("Labs")."""
    return {word: EntityType(kind) for word, kind in rows_of("name_tails.tsv")}


def vote_on_type(parse: Parse, gazetteer: Gazetteer, name: ProperName) -> None:
    """What form and context say of the type."""
    words = parse.word[name.start : name.end]
    last = parse.lower[name.end - 1]
    if name.known is None:
        name.known = gazetteer.find([w.replace("’", "'") for w in words])
    if name.known is not None and name.known.own:
        if name.known.type is not EntityType.THING:
            name.vote(name.known.type, OWN)
    elif name.known is not None:
        name.vote(name.known.type, 6.0 if len(words) > 1 or name.best is not EntityType.PERSON else 1.5)
    kind = (_tails().get(last) or type_of_noun(last)) if len(words) > 1 else None
    if kind is not None and last not in _tails() and "-" in last:
        kind = None
    governing = _type_of_governing_noun(parse, name)
    if governing is not None:
        kind = governing
        name.vote(governing, 3.0)
    if (
        kind is not None
        and kind is not EntityType.PERSON
        and (kind.family is EntityType.ORGANIZATION or not name.votes)
    ):
        name.vote(kind, 3.0 if kind.family is EntityType.ORGANIZATION else 1.0)
    if len(words) > 2 and last in ("day", "night", "week", "weekend", "month"):
        name.vote(EntityType.EVENT, 3.0)  # "Ana Holt Election Day"
    if kind in (EntityType.FACILITY, EntityType.LOCATION, EntityType.EVENT, EntityType.LAW) and not governing:
        name.vote(kind, 3.0 if kind is EntityType.LAW else 1.5)
    if len(words) > 1 and words[0] in first_names() and not (kind and kind.family is EntityType.ORGANIZATION):
        name.vote(EntityType.PERSON, 2.0)
    if (
        name.start > 0
        and (parse.lower[name.start - 1] in titles() or parse.lower[name.start - 1] in positions())
        and parse.head[name.start - 1] >= name.start - 1
    ):
        name.vote(EntityType.PERSON, 2.0)
    if len(words) == 1 and looks_like_acronym(words[0]) and words[0].isupper() and len(words[0]) > 2:
        name.vote(EntityType.ORGANIZATION, 0.8)
    if short_of_state(" ".join(words)) is not None:
        name.vote(EntityType.LOCATION, 4.0)
    head = name_head(parse, name)
    if (
        parse.dep[head] == "pobj"
        and parse.lower[parse.head[head]] in ("in", "near", "at", "outside", "from", "across")
        and len(words) <= 2
    ):
        name.vote(EntityType.LOCATION, 0.6)
    weight = _weight_of_place(parse, head)
    if weight:
        name.vote(EntityType.LOCATION, weight)


def _type_of_governing_noun(parse: Parse, name: ProperName) -> EntityType | None:
    """*body-of*: of "Department of Revenue Services" and "Board of Elections" the noun before *of* or *for* tells what is named.

    Not of "Bank of Sund Stadium", a facility by its last word, nor of a case at law ("Hale v. Board of Elections").
    """
    last = parse.lower[name.end - 1]
    if type_of_noun(last) is EntityType.FACILITY or _tails().get(last) is EntityType.EVENT:
        return None
    if {"v.", "vs."} & set(parse.lower[name.start : name.end]):
        return None
    for i in range(name.start + 1, name.end - 1):
        if parse.lower[i] in ("of", "for"):
            kind = type_of_noun(parse.lower[i - 1])
            return kind if kind is not None and kind.family is EntityType.ORGANIZATION else None
    return None


_ENTERED = frozenset(("enter", "reach", "cross", "invade", "occupy", "besiege", "bombard", "shell", "overrun"))


def _weight_of_place(parse: Parse, head: int) -> float:
    """What the words around a bare name say for a place: *the town of X*, *a house in X*, *entered X*; 0 where nothing does.

    Not *the party of X* or *confidence in X*: only towns and the like are *of* their own name, only buildings and places stand in one.
    """
    governor = parse.head[head]
    if parse.kid(head, "det", "poss") is not None:
        return 0.0
    if parse.dep[head] == "dobj":
        return 1.2 if parse.lemma[governor].lower() in _ENTERED else 0.0
    if parse.dep[head] != "pobj":
        return 0.0
    noun, preposition = parse.head[governor], parse.lower[governor]
    if parse.pos[noun] != "NOUN" or noun > head:
        return 0.0
    lemma = parse.lemma[noun].lower()
    if preposition == "of":
        of_places = words_of("place_nouns.txt") | words_of("parts_of_places.txt")
        return 3.0 if lemma in of_places and governor == noun + 1 else 0.0
    if preposition in ("in", "near", "outside"):
        return 1.5 if type_of_noun(lemma) in (EntityType.FACILITY, EntityType.LOCATION) else 0.0
    return 0.0


def name_head(parse: Parse, name: ProperName) -> int:
    """The token of the name that governs the others; the last one when the parse splits the name."""
    inside = [
        i for i in range(name.start, name.end) if not name.start <= parse.head[i] < name.end or parse.head[i] == i
    ]
    nouns = [i for i in inside if parse.pos[i] in ("PROPN", "NOUN", "ADJ", "NUM", "X")]
    pool = nouns or inside
    return (
        max(pool, key=lambda i: (parse.dep[i] not in ("compound", "amod", "nmod", "det", "punct"), i))
        if pool
        else name.end - 1
    )


def derived_demonyms(parse: Parse, names: list[ProperName], gazetteer: Gazetteer) -> dict[int, str]:
    """Adjectives of lands that no table knows, by token: *Varnian diplomats* beside *Varnia*, *Arlenese* beside *Arlen*.

    Only before a noun, and never of people (*Victorian*); a name of another land of the same letters is a demonym already.
    """
    lands: dict[str, str] = {}
    for name in names:
        word = parse.word[name.start]
        if name.end - name.start == 1 and name.known is None and name.best is not EntityType.PERSON and len(word) > 3:
            lands[word + ("n" if word.endswith("a") else "ese")] = word
    return {
        i: lands[word]
        for i, word in enumerate(parse.word)
        if word in lands
        and word not in gazetteer.demonyms
        and parse.dep[i] in ("amod", "compound", "nmod")
        and i < parse.head[i]
    }
