"""Why two names, met in different documents, may name one thing: for a person to look at, never to merge by itself.

Within a document the reader knows what was said before; across documents only names, identifiers and contexts speak.
Names of places are compared word by word and by the table of territories, never by likeness (Niger, Nigeria).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product

from newsgraph.extractors.names import (
    PARTICLES,
    abbreviates,
    fold,
    known_territory,
    looks_like_acronym,
    name_words,
    person_parts,
    same_first_name,
    same_name,
    same_person,
    shortens,
    transliteration_key,
    without_legal_form,
)
from newsgraph.graph.model import EntityType

PLACES = frozenset((EntityType.COUNTRY, EntityType.LOCATION, EntityType.FACILITY))
_ONLY_EXACT = frozenset((EntityType.EVENT, EntityType.LAW, EntityType.DOCUMENT, EntityType.MEASURE, EntityType.OBJECT))
_SMALL = frozenset("of for and the in on to de du des la le et a an".split())


class Reason(StrEnum):
    """Why two entities may be one; the order is how much each says."""

    SAME_ID = "same identifier"
    SAME_WORDS = "same words"
    TWO_TYPES = "one name, two types"
    ALIAS = "alias"
    SPELLING = "spelling"
    ACRONYM = "acronym"
    SURNAME = "part of the name"
    SHORTER = "shorter form"
    LETTERS = "acronym by some letters"


@dataclass(frozen=True, slots=True)
class Named:
    """What is compared: canonical name, other names, type, identifiers elsewhere."""

    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()

    @property
    def family(self) -> EntityType:
        return self.type.family


def likeness(a: Named, b: Named) -> Reason | None:
    """The strongest reason to take two entities for one; None without any, or when their identifiers speak against it.

    Symmetric; O(names of a x names of b).
    """
    if a.same_as and b.same_as:
        return Reason.SAME_ID if set(a.same_as) & set(b.same_as) else None
    words_a, words_b = name_words(a.name), name_words(b.name)
    if words_a == words_b and words_a:
        return Reason.SAME_WORDS if a.family is b.family else Reason.TWO_TYPES
    if not _comparable(a.family, b.family):
        return None
    kind = next((k for k in sorted((a.family, b.family)) if k not in (EntityType.THING, EntityType.GROUP)), a.family)
    if {a.family, b.family} & PLACES:
        known = known_territory(a.name)
        return Reason.SAME_WORDS if known is not None and known is known_territory(b.name) else None
    if words_a in map(name_words, b.aliases) or words_b in map(name_words, a.aliases):
        return Reason.ALIAS
    if kind in _ONLY_EXACT or min(len(letters(a.name)), len(letters(b.name))) < 2:
        return None
    acronym_a, acronym_b = looks_like_acronym(a.name), looks_like_acronym(b.name)
    if acronym_a != acronym_b:
        short, long = (a.name, b.name) if acronym_a else (b.name, a.name)
        if kind is EntityType.PERSON or not abbreviates(short, long):
            return None
        return Reason.ACRONYM if letters(short) in plain_initials(long) else Reason.LETTERS
    if kind is EntityType.PERSON:
        return _people(a.name, b.name)
    tokens_a, tokens_b = tokens(a.name), tokens(b.name)
    if same_name(a.name, b.name, EntityType.ORGANIZATION) or (sorted(tokens_a) == sorted(tokens_b) and tokens_a):
        return Reason.SPELLING
    if _shorter(a.name, b.name, kind) or _shorter(b.name, a.name, kind):
        return Reason.SHORTER
    return None


def _comparable(a: EntityType, b: EntityType) -> bool:
    """One family, or one that the other may be a vaguer word for."""
    if a is b:
        return True
    if EntityType.THING in (a, b):
        return not {a, b} & PLACES
    return {a, b} == {EntityType.GROUP, EntityType.ORGANIZATION}


def _people(a: str, b: str) -> Reason | None:
    first_a, last_a, generation_a = person_parts(a)
    first_b, last_b, generation_b = person_parts(b)
    if same_person(a, b):
        if bool(first_a) == bool(first_b):
            return Reason.SPELLING
        long_enough = min(len(last_a[-1]), len(last_b[-1])) >= 5
        return Reason.SURNAME if last_a[-1] == last_b[-1] or long_enough else None
    if generation_a != generation_b and generation_a and generation_b:
        return None
    if first_a and first_b:
        like = _alike(last_a, last_b, surname=True) and (
            _alike(first_a[:1], first_b[:1], surname=False) or same_first_name(first_a[0], first_b[0])
        )
        return Reason.SPELLING if like and len(first_a) == len(first_b) else None
    bare, full = (last_a, first_b) if not first_a else (last_b, first_a)
    return Reason.SURNAME if len(bare) == 1 and bare[0] in full and bare[0] not in PARTICLES else None


def _alike(a: tuple[str, ...], b: tuple[str, ...], *, surname: bool) -> bool:
    """Equal but for vowels, of names long enough for their consonants to say who it is (Aleksandr, Alexander).

    The last vowel of a first name must agree: it tells a man's from a woman's (Mario, Maria).
    """
    if len(a) != len(b):
        return False
    for x, y in zip(a, b, strict=True):
        if skeleton(x) != skeleton(y) or (x != y and len(skeleton(x)) < 4):
            return False
        if not surname and x[-1] != y[-1] and {x[-1], y[-1]} <= set("aeio"):
            return False
    return True


def _shorter(short: str, long: str, kind: EntityType) -> bool:
    """The first words of the longer name, or some words of it up to its last ("Arlen Council" of "City of Arlen Council")."""
    if looks_like_acronym(short):
        return False
    if shortens(short, long, kind):
        return True
    words, longer = tokens(short), tokens(long)
    rest = iter(longer)
    return len(words) > 1 and words[-1] == longer[-1:][0] and all(word in rest for word in words)


# keys: two entities are compared only where they share one


def keys(named: Named, acronyms: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Keys under which to look for others, each with whether it is one of a bare name (see :func:`meet`).

    ``acronyms`` are the acronyms at hand (folded): of the many that a long name allows only these are given.
    """
    yield from ((f"id {identifier}", False) for identifier in named.same_as)
    yield f"= {' '.join(name_words(named.name))}", False
    yield from ((f"= {' '.join(name_words(alias))}", True) for alias in named.aliases)
    known = known_territory(named.name)
    if known is not None:
        yield f"territory {known.name}", False
    family = named.family
    if family in PLACES or family in _ONLY_EXACT:
        return
    if looks_like_acronym(named.name):
        yield f"acronym {letters(named.name)}", True
    elif family is not EntityType.PERSON:
        for acronym in sorted(initials(named.name) & acronyms):
            yield f"acronym {acronym}", False
    if family in (EntityType.PERSON, EntityType.THING, EntityType.GROUP):
        first, last, _ = person_parts(named.name)
        bare = not first
        if last:
            yield f"surname {skeleton(last[-1])}", False
        if bare and len(last) == 1:
            yield f"first {skeleton(last[0])}", True
        yield from ((f"first {skeleton(word)}", False) for word in first)


def meet(key: str, bare: bool, other_bare: bool) -> bool:
    """Does it make sense to compare two that share the key?  Under some only a bare name with a full one."""
    kind = key.partition(" ")[0]
    if kind in ("first", "acronym"):
        return bare != other_bare
    return not (kind == "=" and bare and other_bare)


@lru_cache(maxsize=50_000)
def tokens(name: str) -> tuple[str, ...]:
    """Folded words that say something, in one spelling: no small words, no legal form, no plural ("centres" -> "center")."""
    words = (word for word in without_legal_form(name_words(name)) if word not in _SMALL)
    return tuple(_one_spelling(word) for word in words)


def _one_spelling(word: str) -> str:
    word = re.sub(r"(?<=[^s]..)s$", "", word)
    for ending, spelled in (
        (r"is(?=(?:ation|e|ed|ing|er)$)", "iz"),
        (r"tre$", "ter"),
        (r"ence$", "ense"),
        (r"our$", "or"),
    ):
        word = re.sub(ending, spelled, word)
    return word.removesuffix("me") if word == "programme" else word


def letters(acronym: str) -> str:
    """An acronym's letters, folded ("U.N." -> "un")."""
    return re.sub(r"[^a-z0-9]", "", fold(acronym))


def plain_initials(name: str) -> frozenset[str]:
    """The initials of a name's words, with and without the small ones."""
    words = _plain_words(name)
    return frozenset(("".join(w[0] for w in words), "".join(w[0] for w in words if w not in _SMALL)))


def initials(name: str) -> frozenset[str]:
    """Acronyms that a name of two to seven words allows: its initials, or two letters of some words ("ECOWAS")."""
    content = [word for word in _plain_words(name) if word not in _SMALL]
    if not 2 <= len(content) <= 7:
        return frozenset()
    parts = product(*((word[:1], word[:2]) for word in content))
    return plain_initials(name) | {"".join(chosen) for chosen in parts}


def _plain_words(name: str) -> list[str]:
    words = (re.sub(r"[^a-z0-9]", "", word) for word in re.split(r"[\s\-/]+", fold(name)))
    return [word for word in words if word]


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """What spellings of a word share: its consonants after transliteration, the first letter whatever it is."""
    key = transliteration_key(word)
    first = {"v": "u", "k": "g"}.get(key[:1], key[:1])
    return first + re.sub(r"[aeiouy]", "", key[1:])


def ambiguous(reason: Reason) -> bool:
    """May the shorter name be of several?"""
    return reason in (Reason.SURNAME, Reason.SHORTER, Reason.ACRONYM, Reason.LETTERS, Reason.ALIAS)


def shared(a: Iterable[str], b: Iterable[str]) -> tuple[str, ...]:
    """What two have in common, sorted."""
    return tuple(sorted(set(a) & set(b)))
