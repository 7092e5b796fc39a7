"""Heads of state and government known by office and surname alone: *President Obama* in an article about another country."""

from __future__ import annotations

from functools import cache

from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.names import fold, person_parts, same_person


@cache
def _table() -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """(Folded surname, office) -> full names and countries."""
    found: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    for surname, name, office, country in rows_of("office_holders.tsv"):
        key = fold(surname), office
        found[key] = (*found.get(key, ()), (name, country))
    return found


def holders(name: str, office: str) -> tuple[tuple[str, str], ...]:
    """Full names and countries of those who held the office (lower case) and have the surname of this name; () for nobody known."""
    _, surname, _ = person_parts(name)
    for size in range(len(surname), 0, -1):
        rows = _table().get((" ".join(surname[-size:]), office))
        if rows is not None:
            return rows
    return ()


def country_of_holder(name: str, office: str) -> str | None:
    """The one country whose office a person of this name holds or held; None where nobody of the name is known."""
    countries = {country for full, country in holders(name, office) if same_person(name, full)}
    return countries.pop() if len(countries) == 1 else None


def full_name_of_holder(name: str, office: str) -> str | None:
    """ "Barack Obama" of *President Obama*; None for several (*President Bush*) or nobody known."""
    names = {full for full, _ in holders(name, office) if same_person(name, full)}
    return names.pop() if len(names) == 1 else None
