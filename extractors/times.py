"""Time expressions and their values, as of the day of publication.

Every sentence becomes a string of symbols (``time_words.py``).  Rules are regular expressions over symbols, tried in order; what
a rule reads is replaced by one symbol ``Z``, so that later rules build on it: *night of [January 6]*, *until [mid-[2026]]*.
The tense of the governing verb says whether *Wednesday* is the last or the coming one; *a year earlier* counts from
the date mentioned before.  Without a publication date nothing is anchored and no year invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsgraph.extractors import calendar
from newsgraph.extractors.calendar_names import find_calendar_names
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.quantities import find_quantities
from newsgraph.extractors.reading import Reading, TimeMention
from newsgraph.extractors.time_compositions import COMPOSITIONS
from newsgraph.extractors.time_periods import PERIODS
from newsgraph.extractors.time_scene import COUNT, UNRESOLVED, Reader, Rule, Scene, top_of
from newsgraph.extractors.time_words import Item, items_of

_LENGTHS = re.compile(
    rf"p[ND]|(?P<age>[ND1]-?[UV]-?O)|(?P<often>\*[ND]?[UVW]|[mc]1U|[ND]m1U|w|y)|(?:{COUNT}-?(?P<u>[UV])|(?P<v>(?<=[4h])V|V(?=o)))"
)


def find_times(reading: Reading) -> None:
    """Fill ``reading.times`` (in text order) and ``reading.quantities``."""
    parse, focus = reading.parse, None
    headlines = frozenset(s.paragraph for s in reading.sections if s.paragraph is not None and "headline" in s.kind)
    named = find_calendar_names(parse, headlines)
    for start, end in parse.sents:
        items = items_of(parse, start, end, named)
        if not items:
            continue
        headline = reading.kind_of(start) in ("headline", "related_headline")
        scene = Scene(parse, items, reading.document.published, headline, focus)
        symbols = _symbols(items)
        for pattern, rule in (*PERIODS, *COMPOSITIONS):
            symbols = _apply(scene, symbols, pattern, rule)
        mentions = [_mention(parse, item) for item in scene.items if item.symbol == "Z"]
        mentions += _lengths(scene)
        reading.times += sorted(mentions, key=lambda m: (m.start, m.end))
        focus = scene.focus_before(len(scene.items))
    reading.quantities = find_quantities(parse, reading.times)


def _symbols(items: Iterable[Item]) -> str:
    return "".join(item.symbol for item in items)


def _apply(scene: Scene, symbols: str, pattern: re.Pattern[str], rule: Rule) -> str:
    """Replace every match the rule can read by one symbol; ``symbols`` are those of the scene, those after are returned."""
    position = 0
    while match := pattern.search(symbols, position):
        try:
            period = rule(Reader(scene, match))
        except (ValueError, OverflowError):  # a day outside the calendar's years 1 to 9999
            period = None
        position = match.start() + 1
        if period is None:
            continue
        first, last = scene.items[match.start()], scene.items[match.end() - 1]
        scene.items[match.start() : match.end()] = [Item("Z", first.start, last.end, period=period)]
        symbols = _symbols(scene.items)
    return symbols


def _mention(parse: Parse, item: Item) -> TimeMention:
    period = item.period or UNRESOLVED
    return TimeMention(item.start, item.end, top_of(parse, item.start, item.end), period.text or None, period.anchored)


def _lengths(scene: Scene) -> list[TimeMention]:
    """Durations and frequencies among what is left; ages are neither."""
    found = []
    parse = scene.parse
    symbols = _symbols(scene.items)
    for match in _LENGTHS.finditer(symbols):
        if not (match["often"] or match["u"] or match["v"]):
            continue
        start, end = scene.items[match.start()].start, scene.items[match.end() - 1].end
        if match["often"]:
            if match["often"] == "y" and parse.tag[start] != "RB":
                continue
            found.append(TimeMention(start, end, top_of(parse, start, end), None, False, "frequency"))
            continue
        unit = scene.items[match.start("u") if match["u"] else match.start("v")]
        count = Reader(scene, match).count()
        value = calendar.duration(count, unit.code)
        ordinal = match["n"] and scene.items[match.start("n")].code == "ordinal"
        if ordinal or (match["n"] == "1" and not _measures(symbols, match)):
            continue
        found.append(TimeMention(start, end, top_of(parse, start, end), value, False, "duration"))
    return found


def _measures(symbols: str, match: re.Match[str]) -> bool:
    """*For a year*, *a day of talks*, *a week-long*; not the rate *ten barrels a day*."""
    return symbols[match.start() - 1 : match.start()] in tuple("4ihk~>") or symbols[match.end() : match.end() + 1] in (
        "o",
        "-",
    )
