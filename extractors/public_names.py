"""Names that the public knows without being told: *President Obama* is Barack Obama, *a Republican senator* of the Republican Party."""

from __future__ import annotations

from newsgraph.extractors.figures import Figure, Stage, gender_of_name
from newsgraph.extractors.gazetteer import shipped
from newsgraph.extractors.names import name_words, same_person
from newsgraph.extractors.office_holders import country_of_holder, full_name_of_holder, holders
from newsgraph.graph.model import EntityType

_OFFICES = frozenset(("president", "chancellor", "prime minister", "vice president"))
_TWO_PARTIES = frozenset(("Republican", "Democratic"))


def complete_names(stage: Stage) -> None:
    """Give bare surnames after an office their full name (*office-holder*), adjectives of American parties their party (*party-adjective*).

    Only where the text names the country of the office and nobody else has the surname; only in texts about the United States.
    """
    live = [f for f in stage.figures if f.names and f.index not in stage.merged]
    countries = {f.known.name for f in live if f.known is not None}
    for figure in live:
        if figure.type is EntityType.PERSON and all(" " not in name for name in figure.names):
            full = _full_name(stage, figure, live, countries)
            if full is not None:
                figure.names.setdefault(full, 0)
                figure.gender = figure.gender or gender_of_name(full)
    if stage.home == "United States":
        for figure in live:
            _join_party(stage, figure, live)


def _full_name(stage: Stage, figure: Figure, live: list[Figure], countries: set[str]) -> str | None:
    surname = next(iter(figure.names))
    words = name_words(surname)
    rivals = [o for o in live if o is not figure and o.type is EntityType.PERSON]
    namesakes = (o for o in rivals if any(words[-1:] == name_words(n)[-1:] for n in o.names))
    if not all(is_another_holder(stage, figure, o) for o in namesakes):
        return None
    for draft in figure.drafts:
        office = _office_before(stage, draft.start)
        if office is not None and country_of_holder(surname, office) in countries:
            return full_name_of_holder(surname, office)
    return None


def is_another_holder(stage: Stage, figure: Figure, other: Figure) -> bool:
    """*President Obama … Michelle Obama*: the surname has the office of a known holder before the other person, who is not that holder, is introduced."""
    surname = next(iter(figure.names))
    if other.type is not EntityType.PERSON or " " in surname:
        return False
    introduced = min(draft.start for draft in other.drafts)
    for draft in figure.drafts:
        office = _office_before(stage, draft.start) if draft.start < introduced else None
        if office is not None and (rows := holders(surname, office)):
            return not any(same_person(full, name) for full, _ in rows for name in other.names)
    return False


def _office_before(stage: Stage, start: int) -> str | None:
    """The office in capitals right before a name, that of a state and not of a body (*Union President Hale*)."""
    parse = stage.reading.parse
    for size in (2, 1):
        first = start - size
        office = " ".join(parse.lower[max(first, 0) : start])
        if first >= 0 and office in _OFFICES and parse.word[first][0].isupper():
            before = first - 1
            body = before >= 0 and parse.dep[before] in ("compound", "nmod") and parse.head[before] > before
            return None if body else office
    return None


def _join_party(stage: Stage, figure: Figure, live: list[Figure]) -> None:
    if figure.type is EntityType.PERSON or not set(figure.names) <= _TWO_PARTIES or figure.index in stage.merged:
        return
    if any(stage.reading.parse.tag[draft.head] != "JJ" for draft in figure.drafts):
        return
    party = shipped().find((next(iter(figure.names)), "Party"))
    other = next((f for f in live if f.known is party and f is not figure and f.index not in stage.merged), None)
    if other is not None:
        stage.merge(other, figure)
    elif party is not None:
        figure.known = party
        figure.votes[EntityType.PARTY] = figure.votes.get(EntityType.PARTY, 0.0) + 6.0
