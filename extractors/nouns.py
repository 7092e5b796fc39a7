"""What common nouns and titles tell of a referent: its type, gender, and whether they name a position."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from newsgraph.extractors.lexicon import rows_of, words_of
from newsgraph.graph.model import EntityType

_KINDS = {
    "person": EntityType.PERSON,
    "male": EntityType.PERSON,
    "female": EntityType.PERSON,
    "group": EntityType.GROUP,
    "organization": EntityType.ORGANIZATION,
    "facility": EntityType.FACILITY,
    "location": EntityType.LOCATION,
    "document": EntityType.DOCUMENT,
    "law": EntityType.LAW,
    "event": EntityType.EVENT,
    "act": EntityType.EVENT,
    "vehicle": EntityType.OBJECT,
    "artifact": EntityType.OBJECT,
    "object": EntityType.OBJECT,
}
_GENDERS = {"male": "m", "female": "f"}


@dataclass(frozen=True, slots=True)
class Position:
    """A noun of a position; ``scope``: held in a ``country``, in a ``body``, or a ``trade`` that needs neither."""

    noun: str
    scope: str
    gender: str | None


@dataclass(frozen=True, slots=True)
class Title:
    """A word before a person's name; ``kind``: ``honorific``, ``rank`` or ``office``."""

    word: str
    gender: str | None
    kind: str


@cache
def positions() -> dict[str, Position]:
    """Position nouns by their singular, lower-cased."""
    return {noun: Position(noun, scope, _gender(gender)) for noun, scope, gender in rows_of("positions.tsv")}


@cache
def titles() -> dict[str, Title]:
    """Titles by their lower-cased form, with and without the full stop as listed."""
    return {word.lower(): Title(word, _gender(gender), kind) for word, gender, kind in rows_of("titles.tsv")}


@cache
def families() -> dict[str, str | None]:
    """Nouns of kinship and acquaintance with their gender."""
    return {noun: _gender(gender) for noun, gender in rows_of("families.tsv")}


@cache
def first_names() -> dict[str, str]:
    """First names that tell a gender, "m" or "f"."""
    return {row[0]: row[1] for row in rows_of("first_names.tsv")}


@cache
def _own_kinds() -> dict[str, EntityType]:
    return {noun: EntityType(kind) for noun, kind in rows_of("kinds.tsv")}


@cache
def _kinds() -> dict[str, str]:
    return {row[0]: row[1] for row in rows_of("noun_kinds.tsv")}


@lru_cache(maxsize=16_384)
def type_of_noun(noun: str) -> EntityType | None:
    """The type of thing a common noun names (lower-cased lemma), or None where it tells nothing certain.

    Positions and kinship are people.  A hyphenated or closed compound has the type of its last part where it is not listed.
    """
    if noun in positions() or noun in families():
        return EntityType.PERSON
    own = _own_kinds().get(noun)
    if own is not None:
        return own
    kind = _kinds().get(noun)
    if kind is not None:
        return _KINDS.get(kind)
    if "-" in noun:
        return type_of_noun(noun.rsplit("-", 1)[1])
    if noun.endswith(("man", "woman", "person", "men", "women")) and len(noun) > 5:
        return EntityType.PERSON
    return None


@lru_cache(maxsize=8_192)
def gender_of_noun(noun: str) -> str | None:
    """ "m" or "f" where a noun of people tells it."""
    position = positions().get(noun)
    if position is not None:
        return position.gender
    if noun in families():
        return families()[noun]
    known = _GENDERS.get(_kinds().get(noun, ""))
    if known is None and len(noun) > 5:
        if noun.endswith("woman"):
            return "f"
        if noun.endswith("man"):
            return "m"
    return known


def is_time_noun(noun: str) -> bool:
    """Does the noun name a time or a stretch of it?"""
    return _kinds().get(noun) == "time"


def is_measure_noun(noun: str) -> bool:
    """Does the noun count time, money, length or weight (*hour*, *dollar*, *mile*), never people?"""
    return noun in words_of("measure_units.txt")


def _gender(code: str) -> str | None:
    return code if code in ("m", "f") else None
