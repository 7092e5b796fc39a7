"""Rules that read a period from its own words: *Wednesday*, *May 3*, *last year*, *the third quarter of 2024*.

Each rule is a regular expression over the symbols of ``time_words.py`` and a function from its match to a
period, or None when the words mean something else.  Their order matters: the longer first.
"""

from __future__ import annotations

from datetime import date, timedelta

from newsgraph.extractors import calendar
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.tense import FUTURE, PAST, UNKNOWN
from newsgraph.extractors.time_scene import COUNT, UNRESOLVED, Reader, Result, compile_rules, stretch_of
from newsgraph.extractors.time_words import Item

_NAMES = frozenset({"PERSON", "ORG", "WORK_OF_ART", "PRODUCT", "FAC", "LAW", "NORP"})


def _whole_date(r: Reader) -> Result:
    try:
        return calendar.day(date.fromisoformat(r.item("i").code))
    except ValueError:
        return None


def _month_day(r: Reader) -> Result:
    month, day = r.number("m"), r.number("d")
    if r.has("y"):
        return _day_of(r.number("y"), month, day)
    if r.today is None:
        return calendar.floating_day(month, day) if _day_of(2000, month, day) else None
    return calendar.day_near(r.today, month, day, _lean(r, "m"))


def _day_range(r: Reader) -> Result:
    first = _month_day(r)
    month, last = r.number("m"), r.number("e")
    if first is None:
        return None
    if first.first is None:
        return calendar.between(first, calendar.floating_day(month, last))
    end = _day_of(first.first.year, month, last)
    return calendar.between(first, end) if end and last > r.number("d") else None


def _day_of(year: int, month: int, day: int) -> Result:
    try:
        return calendar.day(date(year, month, day))
    except ValueError:
        return None


def _month_year(r: Reader) -> Result:
    return calendar.month(r.number("y"), r.number("m"))


def _months_of_year(r: Reader) -> Result:
    """*From March to May 2022*; without a word of range (*in March and May 2022*) only the last one has the year."""
    if r.scene.items[r.match.start("e") - 1].symbol == "&" and not r.match.group().startswith("^"):
        return None
    first, last = (calendar.month(r.number("y"), r.number(group)) for group in "me")
    return calendar.between(first, last) if r.number("m") < r.number("e") else None


def _month_of_year(r: Reader) -> Result:
    if r.item("u").code != "Y":
        return None
    return (
        calendar.month(r.today.year + r.offset(), r.number("m")) if r.today else calendar.floating_month(r.number("m"))
    )


def _relative_month(r: Reader) -> Result:
    if r.today is None:
        return calendar.floating_month(r.number("m"))
    lean = r.offset() or _lean(r, "m")
    return calendar.month_near(r.today, r.number("m"), lean, strict=r.offset() != 0)


def _month(r: Reader) -> Result:
    if _is_name(r.scene.parse, r.item("m")):
        return None
    if r.today is None:
        return calendar.floating_month(r.number("m"))
    return calendar.month_near(r.today, r.number("m"), _lean(r, "m"))


def _weekday_of_week(r: Reader) -> Result:
    if r.item("u").code != "W":
        return None
    if r.today is None:
        return UNRESOLVED
    monday = r.today - timedelta(days=r.today.weekday())
    return calendar.day(monday + timedelta(days=7 * r.offset() + r.number("w")))


def _weekday(r: Reader) -> Result:
    if _is_name(r.scene.parse, r.item("w")):
        return None
    if r.today is None:
        return UNRESOLVED
    offset = r.offset() if r.has("r") else 0
    return calendar.weekday(r.today, r.number("w"), offset or _lean(r, "w"), strict=offset != 0)


def _lean(r: Reader, group: str) -> int:
    """Past or future; *by* and *until* look ahead unless the verb is past, *since* looks back."""
    at = r.match.start()
    before = r.scene.items[at - 1].symbol if at else ""
    if before == "s":
        return PAST
    lean = r.direction(group)
    return FUTURE if lean == UNKNOWN and before in ("b", "u") else lean


def _deictic(r: Reader) -> Result:
    if r.today is None:
        return UNRESOLVED
    when = r.today + timedelta(days=r.number("x"))
    tonight = r.scene.parse.lower[r.item("x").start] == "tonight" or r.item("x").symbol == "x"
    return calendar.day(when, "NI" if tonight else None)


def _beside_deictic(r: Reader) -> Result:
    """*The day before yesterday*, *the day after tomorrow*."""
    if r.item("u").code != "D":
        return None
    step = 1 if r.item("s").symbol == ">" else -1
    return calendar.day(r.today + timedelta(days=r.number("x") + step)) if r.today else UNRESOLVED


def _part_of_day(r: Reader) -> Result:
    """*Last night*, *this morning*."""
    if r.today is None:
        return UNRESOLVED
    return calendar.day(r.today + timedelta(days=min(r.offset(), 0)), r.item("p").code)


def _relative_unit(r: Reader) -> Result:
    """*Last week*, *next year*, *this month*: the calendar unit; *the past week*: the seven days up to today."""
    unit, word = r.item("u").code, r.item("r").code
    if unit.startswith("T") or (unit == "D" and word != "past") or word in ("previous", "following"):
        return None
    if r.today is None:
        return UNRESOLVED
    if word == "past":
        return stretch_of(r.today, -1, unit)
    here = calendar.of_grain(r.today, "W" if unit == "F" else unit)
    return calendar.shift(here, r.offset()) if r.offset() else here


def _relative_units(r: Reader) -> Result:
    """*The past three weeks*, *the next five years*; *recent months*, *the coming days*: open."""
    if r.has("r") and r.item("r").code in ("previous", "following"):
        return None
    if r.today is None:
        return UNRESOLVED
    sign = r.offset() if r.has("r") else -1
    count = r.count()
    if count is None:
        today = calendar.day(r.today)
        return calendar.until(today) if sign < 0 else calendar.onward(today)
    return stretch_of(r.today, int(sign * count), r.item("u").code)


def _ago(r: Reader) -> Result:
    """*A week ago* is a day, *two months ago* a month, *a year ago* a year; *years ago* is open."""
    if r.today is None:
        return UNRESOLVED
    count, unit = r.count(), r.item("u").code
    if count is None:
        return calendar.until(calendar.day(r.today))
    if unit.startswith("T"):
        return calendar.day(r.today - timedelta(days=int(count) // 24 if unit == "TH" else 0))
    grain = {"M": "M", "Y": "Y", "E": "Y", "C": "Y"}.get(unit, "D")
    return calendar.shift(calendar.of_grain(r.today, grain), -round(count), unit)


def _season(r: Reader) -> Result:
    code = r.number("s")
    if r.has("y"):
        return calendar.season(r.number("y"), code)
    if r.today is None:
        return UNRESOLVED
    here = next(s for k in (1, 0, -1) if (s := calendar.season(r.today.year + k, code)).first and s.first <= r.today)
    year = int(here.edtf[:4])
    if r.has("u"):
        return calendar.season(r.today.year + r.offset(), code) if r.item("u").code == "Y" else None
    offset = r.offset() if r.has("r") else None
    current = here.last is not None and r.today <= here.last
    if offset == 1 or (offset in (0, None) and not current and r.direction("s") > 0):
        return calendar.season(year + 1, code)
    return calendar.season(year - (offset == -1 and current), code)


def _quarter(r: Reader) -> Result:
    """*The third quarter (of 2024)*, *the first half of last year*."""
    number = r.number("k")
    make, size, most = (calendar.quarter, 3, 4) if r.item("q").symbol == "Q" else (calendar.half, 6, 2)
    if not 1 <= number <= most:
        return None
    if r.has("y"):
        return make(r.number("y"), number)
    if r.has("u") and r.item("u").code != "Y":
        return None
    if r.today is None:
        return UNRESOLVED
    if r.has("r"):
        return make(r.today.year + r.offset(), number)
    begun = (r.today.month - 1) // size + 1 >= number
    lean = r.direction("q")
    return make(
        r.today.year - (lean < 0 and not begun) + (lean > 0 and (r.today.month - 1) // size + 1 > number), number
    )


def _relative_quarter(r: Reader) -> Result:
    if r.today is None:
        return UNRESOLVED
    return calendar.shift(calendar.of_grain(r.today, "Q"), r.offset())


def _weekend(r: Reader) -> Result:
    if r.today is None:
        return UNRESOLVED
    offset = r.offset() if r.has("r") else 0
    if not offset:
        return calendar.weekend(r.today, r.direction("e"))
    here = calendar.weekend(r.today, offset)
    during = here.first is not None and here.first <= r.today <= (here.last or r.today)
    return calendar.weekend(r.today + timedelta(days=7 * offset), offset) if during else here


def _year(r: Reader) -> Result:
    if _is_name(r.scene.parse, r.item("y")):
        return None
    return calendar.year(r.number("y"))


def _decade(r: Reader) -> Result:
    return calendar.decade(r.number("c"))


def _century(r: Reader) -> Result:
    if r.item("u").code != "C" or r.item("d").code != "ordinal":
        return None
    return calendar.century(100 * (r.number("d") - 1))


def _holiday(r: Reader) -> Result:
    words = r.item("g").code
    if r.has("y"):
        return calendar.holiday(words, r.number("y"))
    if r.today is None:
        rule, value = calendar.holidays()[words]
        return calendar.floating_day(int(rule), int(value)) if rule.isdigit() else UNRESOLVED
    if r.has("r") and r.offset():
        return calendar.holiday_near(words, r.today + timedelta(days=r.offset()), r.offset())
    return calendar.holiday_near(words, r.today, r.direction("g"))


def _edge_of_unit(r: Reader) -> Result:
    """*The end of the month*, *year-end*."""
    unit = r.item("u").code
    if unit not in ("W", "M", "Y", "E", "D"):
        return None
    if r.today is None:
        return UNRESOLVED
    here = calendar.of_grain(r.today, unit)
    return calendar.last_day(here) if r.item("e").symbol == "z" else calendar.first_day(here)


def _is_name(parse: Parse, item: Item) -> bool:
    """Part of a longer name that is no date: *Theresa May*, *Friday Night Lights*."""
    i = item.start
    if i and parse.pos[i - 1] == "PROPN" and parse.dep[i - 1] == "compound" and parse.head[i - 1] == i:
        return parse.word[i - 1][0].isupper()
    return any(a <= i < b and b - a > item.end - i for a, b, label in parse.ents if label in _NAMES)


PERIODS = compile_rules(
    (r"(?P<i>I)", _whole_date),
    (r"(?P<m>M)(?P<d>D)[-d](?P<e>D)(?![MO])(?:,?(?P<y>Y))?", _day_range),
    (r"(?P<d>D)[-d](?P<e>D)o?(?P<m>M)(?:,?(?P<y>Y))?", _day_range),
    (r"(?:W,?)?(?P<m>M)t?(?P<d>D)(?:[,o]?(?P<y>Y))?", _month_day),
    (r"(?:W,?)?t?(?P<d>D)o?(?P<m>M)(?:,?(?P<y>Y))?", _month_day),
    (r"[f^]?(?P<m>M)[-d&](?P<e>M),?(?P<y>Y)", _months_of_year),
    (r"(?P<m>M),?o?(?P<y>Y)", _month_year),
    (r"(?P<m>M)o?(?P<r>[LRT])(?P<u>U)", _month_of_year),
    (r"(?P<r>[LRT])(?P<m>M)", _relative_month),
    (r"(?P<m>M)", _month),
    (r"(?P<w>W)o?(?P<r>[LRT])(?P<u>U)", _weekday_of_week),
    (r"(?P<r>[LRT])(?P<u>U)n(?P<w>W)", _weekday_of_week),
    (r"(?P<r>[LRT])?(?<!\*)(?P<w>W)", _weekday),
    (r"t(?P<u>U)(?P<s>[<>])(?P<x>X)", _beside_deictic),
    (r"(?P<x>[Xx])", _deictic),
    (r"(?P<r>[LT])(?P<p>P)", _part_of_day),
    (r"t?(?P<s>S)o?(?P<r>[LRT])(?P<u>U)", _season),
    (r"t?(?P<r>[LRT])?(?P<s>S)(?:o?(?P<y>Y))", _season),
    (r"t?(?P<r>[LRT])(?P<s>S)", _season),
    (r"(?<=[ihbsu])t?(?P<s>S)", _season),
    (r"t?(?P<k>#)(?P<q>[QH])(?:o?(?P<y>Y)|oT?(?P<r>[LRT])(?P<u>U))?", _quarter),
    (r"t?(?P<r>[LRT])(?P<q>Q)", _relative_quarter),
    (r"t?(?P<r>[LRT])?(?P<e>E)", _weekend),
    (r"t?(?P<r>[LRT])(?P<u>U)", _relative_unit),
    (rf"t?(?P<r>[LR]){COUNT}(?P<u>[UV])", _relative_units),
    (r"t?(?P<r>[LR])(?P<u>V)", _relative_units),
    (r"r(?P<u>V)", _relative_units),
    (rf"{COUNT}?(?P<u>[UV])g", _ago),
    (r"(?P<r>[LRT])?(?P<g>G)(?:,?(?P<y>Y))?", _holiday),
    (r"t?(?P<d>D)-?(?P<u>U)", _century),
    (r"(?P<y>Y)", _year),
    (r"t?(?P<c>C)", _decade),
    (r"t?(?P<e>[zq])ot(?P<u>U)", _edge_of_unit),
    (r"(?P<u>U)[-'](?P<e>z)", _edge_of_unit),
)  # fmt: skip
"""Rules that need no other time expression."""
