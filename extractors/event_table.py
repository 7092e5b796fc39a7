"""The table of event types: rows with conditions on subject, object and roles, looked up by verb lemma.

The files ``data/event_types.tsv`` and ``data/event_nouns.tsv`` say in their headers how they are written.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from newsgraph.extractors.lexicon import rows_of
from newsgraph.graph.model import EntityType

_NONE = "-"
_TYPES_OF_SETS = {
    "person": frozenset({EntityType.PERSON}),
    "leader": frozenset({EntityType.PERSON}),
    "court": frozenset({EntityType.COURT}),
    "force": frozenset({EntityType.ARMED_FORCE}),
    "territory": frozenset({EntityType.LOCATION, EntityType.FACILITY}),
    "media": frozenset({EntityType.MEDIA}),
    "state": frozenset({EntityType.COUNTRY, EntityType.GOVERNMENT, EntityType.IGO, EntityType.COURT}),
}
_NAMED_TYPES = {kind.value: kind for kind in EntityType}
_ANYTHING, _CLAUSE, _SET = 0.5, 0.75, 1.0


@dataclass(frozen=True, slots=True)
class Condition:
    """What must (or, ``negated``, must not) fill one of ``roles``.

    ``anything``: some filler; ``nothing``: no filler; ``complement``: a clause; else one of ``nouns``, an entity of one of
    ``types``, or a clause of one of ``classes``.
    """

    roles: frozenset[str]
    nouns: frozenset[str]
    types: frozenset[EntityType]
    classes: frozenset[str]
    anything: bool
    nothing: bool
    complement: bool
    negated: bool

    @property
    def weight(self) -> float:
        """How much it narrows a row down."""
        if self.negated or (self.anything and not self.nouns):
            return _ANYTHING
        if self.complement and not self.nouns and not self.classes:
            return _CLAUSE
        return _SET


@dataclass(frozen=True, slots=True)
class EventType:
    """PLOVER class (None: no class on purpose), mode and CAMEO code where sure."""

    name: str | None
    mode: str | None = None
    cameo: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    conditions: tuple[Condition, ...]
    result: EventType

    @property
    def weight(self) -> float:
        return sum(condition.weight for condition in self.conditions)

    @property
    def rank(self) -> tuple[float, bool, int]:
        """The most specific first; of those the exceptions, then what names fewer nouns."""
        return -self.weight, self.result.name is not None, sum(len(condition.nouns) for condition in self.conditions)


@cache
def noun_set(name: str) -> frozenset[str]:
    """The nouns of a set.

    Raises:
        KeyError: there is no such set.
    """
    return _noun_sets()[name]


@cache
def _noun_sets() -> dict[str, frozenset[str]]:
    return {row[0]: frozenset(row[1].split()) for row in rows_of("event_nouns.tsv")}


@cache
def rows_by_lemma() -> dict[str, tuple[Row, ...]]:
    """Verb lemma with particle -> its rows: the most specific first, see :attr:`Row.rank`, then in file order."""
    table: dict[str, list[Row]] = {}
    for lemmas, conditions, *rest in rows_of("event_types.tsv"):
        name, mode, cameo = (*rest, "", "", "")[:3]
        row = Row(
            tuple(_condition(part) for part in conditions.split()),
            EventType(None if name == _NONE else name, mode or None, cameo or None),
        )
        for lemma in lemmas.split("|"):
            table.setdefault(lemma, []).append(row)
    return {lemma: tuple(sorted(rows, key=lambda row: row.rank)) for lemma, rows in table.items()}


def _condition(text: str) -> Condition:
    roles, _, fillers = text.lstrip("!").partition("=")
    nouns: set[str] = set()
    types: set[EntityType] = set()
    classes: set[str] = set()
    members = fillers.split(",")
    for member in members:
        if member.startswith("$"):
            nouns |= noun_set(member[1:])
            types |= _TYPES_OF_SETS.get(member[1:], frozenset())
        elif member.startswith("~") and len(member) > 1:
            classes.add(member[1:])
        elif member.startswith("@"):
            types.add(_NAMED_TYPES[member[1:]])
        elif member.isupper():
            classes.add(member)
        elif member not in ("*", "-", "~"):
            nouns.add(member)
    return Condition(
        frozenset(roles.split("/")),
        frozenset(nouns),
        frozenset(types),
        frozenset(classes),
        "*" in members,
        "-" in members,
        "~" in members,
        text.startswith("!"),
    )
