"""Countries and regions by the words that news has for them: what tells one city from its namesakes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from newsgraph.extractors.lexicon import rows_of, words_of


@dataclass(frozen=True, slots=True)
class Area:
    """A country, by its code in small letters, or a part of it: ``region`` is a code of GeoNames, "?" one that is not known here."""

    country: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Areas:
    """``names`` -> what they may mean (*Georgia*: two), ``demonyms`` of countries; ``labels`` are names for a reader."""

    names: dict[str, frozenset[Area]]
    demonyms: dict[str, frozenset[Area]]
    labels: dict[Area, str]
    codes: dict[str, str]
    pattern: re.Pattern[str]


@cache
def known_areas() -> Areas:
    """The territories that ship, with the regions that stand after a city and their abbreviations (*Ill.*)."""
    names: dict[str, set[Area]] = {}
    demonyms: dict[str, set[Area]] = {}
    labels: dict[Area, str] = {}
    codes: dict[str, str] = {}
    regions = {(row[0], row[2]): row for row in rows_of("admin_regions.tsv")}
    for code, name, kind, parent, _, aliases, adjectives, *_ in (
        (*row, "", "", "", "", "") for row in rows_of("territories.tsv")
    ):
        inner = kind == "region" and "-" in code
        area = Area(parent, "?") if inner else Area(code)
        if inner and (parent, name) in regions:
            continue
        if not inner:
            labels[area] = name
            codes[name] = code
        for form in (name, *_split(aliases)):
            names.setdefault(form, set()).add(area)
        for form in _split(adjectives):
            demonyms.setdefault(form, set()).add(area)
    for country, code, name, *forms in regions.values():
        area = Area(country, code)
        labels[area] = name
        for form in (name, *_split("".join(forms))):
            names.setdefault(form, set()).add(area)
    longest = sorted(names, key=lambda form: (-len(form), form))
    return Areas(
        {form: frozenset(found) for form, found in names.items()},
        {form: frozenset(found) for form, found in demonyms.items()},
        labels,
        codes,
        re.compile(rf"(?:the )?(?P<area>{'|'.join(map(re.escape, longest))})(?!\w)"),
    )


def _split(field: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in field.split("|") if form.strip())


_CALENDAR = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[. ]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_GOES_ON = re.compile(rf"\s+(?!{_CALENDAR})[A-Z]|[-’'](?!s?\s+(?:capital|largest|second|biggest|main)\b)\w")
_LIST = re.compile(r",?\s+(?:and|or)\s+|,\s+")
_OPENING = re.compile(r",\s+|\s+\((?:in )?")


@dataclass(frozen=True, slots=True)
class Told:
    """The areas that words beside a name may mean; ``sure`` is false where they may be the next of a list instead.

    ``start`` and ``end`` are where these words stand in the text.
    """

    areas: frozenset[Area]
    sure: bool = True
    start: int = 0
    end: int = 0


def area_after(text: str, end: int, *, inside: bool = False) -> Told | None:
    """The area in apposition to a name that ends at ``end``: *Springfield, Illinois*, *Tripoli (Lebanon)*; None without one.

    ``inside``: the words *in* and the area hang on the name (*a street of Paris in Texas*).
    """
    opening = re.compile(r"\s+in\s+").match(text, end) if inside else _OPENING.match(text, end)
    found = known_areas().pattern.match(text, opening.end()) if opening else None
    if opening is None or found is None:
        return None
    areas = known_areas().names[found["area"]]
    if "(" in opening[0]:
        return Told(areas, True, *found.span("area")) if text[found.end() : found.end() + 1] == ")" else None
    if _GOES_ON.match(text, found.end()):
        return None
    following = _LIST.match(text, found.end())
    listed = following is not None and _is_other_area(text, following.end(), areas)
    return Told(areas, not listed, *found.span("area"))


def _is_other_area(text: str, start: int, areas: frozenset[Area]) -> bool:
    """Does the name of another area begin here?  A region goes before its country: *Springfield, Illinois, USA*."""
    found = known_areas().pattern.match(text, start)
    around = known_areas().names[found["area"]] if found else frozenset()
    if any(area.region and Area(area.country) in around for area in areas):
        return False
    return found is not None and not re.match(
        r"\s+[A-Z]|,\s+(?:the )?[A-Z][a-z]+\.?[,)]", text[found.end() : found.end() + 40]
    )


def is_part(noun: str) -> bool:
    """Does a noun after a name make it that of an area or of waters (*Kursk region*)?"""
    return noun in words_of("region_units.txt")
