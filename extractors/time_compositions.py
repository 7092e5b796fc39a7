"""Rules that build on periods already read or on the date mentioned before: *until [mid-[2026]]*, *a year earlier*.

Of the same shape as those in ``time_periods.py``; ``Z`` is a period.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from newsgraph.extractors import calendar
from newsgraph.extractors.calendar import Period
from newsgraph.extractors.time_scene import COUNT, UNRESOLVED, Reader, Result, compile_rules, stretch_of, top_of
from newsgraph.extractors.time_words import clock_time

_MODIFIER_DEPS = frozenset({"compound", "nummod", "amod", "nmod", "poss"})


def _edge(r: Reader) -> Result:
    period = r.period("z")
    return calendar.last_day(period) if r.item("e").symbol == "z" else calendar.first_day(period)


def _clock(r: Reader) -> Result:
    """A clock time of a day that is named beside it, else of the day things are told relative to."""
    code = r.item("k").code
    if r.has("a"):
        hour, _, minute = (code or f"{r.number('k')}").partition(":")
        code = clock_time(int(hour), int(minute or 0), r.scene.parse.lower[r.item("a").start])
    elif r.item("k").symbol == "D":
        return None
    if not code:
        return None
    if r.has("z"):
        period = r.period("z")
        return replace(period, part=code) if period.grain == "D" else None
    return calendar.day(r.focus_day, code) if r.focus_day else UNRESOLVED


def _hours_of_day(r: Reader) -> Result:
    """*From 6 to 9 a.m. on Friday* is that day."""
    return r.period("z") if r.period("z").grain == "D" else None


def _part_of(r: Reader) -> Result:
    """*Night of January 6*, *dawn on April 29*, *Monday night*; *before dawn on April 29* is that day."""
    period = r.period("z")
    if period.grain != "D" or r.item("p").code == "MI":
        return period if period.grain == "D" else None
    return replace(period, part=None if r.has("b") else r.item("p").code)


def _part_alone(r: Reader) -> Result:
    """*At dawn*, *in the evening*: of the day things are told relative to."""
    if r.has("e") and r.scene.parse.lower[r.item("p").start] == "night":
        return None
    if r.focus_day is None:
        return UNRESOLVED
    code = r.item("p").code
    return calendar.day(r.focus_day, None if code == "MI" or r.has("b") else code)


def _third(r: Reader) -> Result:
    return calendar.third(r.period("z"), r.item("b").code)


def _earlier_in(r: Reader) -> Result:
    """*Earlier this week*: from its Monday to today; *later this month*: from today to its end."""
    period = r.period("z")
    if r.today is None or not period.first or not period.last or not period.first < period.last:
        return period
    if not period.first <= r.today <= period.last:
        return calendar.third(period, "early" if r.item("j").symbol == "j" else "late")
    return _side_of_today(r.today, period, earlier=r.item("j").symbol == "j")


def _side_of_today(today: date, period: Period, *, earlier: bool) -> Period:
    first, last = (period.first or today, today) if earlier else (today, period.last or today)
    return calendar.stretch(first, last) if first < last else calendar.day(first)


def _earlier_in_unit(r: Reader) -> Result:
    """*Later in the year*, *earlier in the day*."""
    unit = r.item("u").code
    if unit.startswith("T"):
        return None
    if r.today is None:
        return UNRESOLVED
    return _side_of_today(r.today, calendar.of_grain(r.today, unit), earlier=r.item("j").symbol == "j")


def _range(r: Reader) -> Result:
    a, b = r.period("a"), r.period("z")
    if a.first and b.last and a.first > b.last:
        unit = "W" if a.grain == b.grain == "D" else "Y"
        past = r.today is not None and b.last <= r.today
        a, b = (calendar.shift(a, -1, unit) or a, b) if past else (a, calendar.shift(b, 1, unit) or b)
        if not (a.first and b.last and a.first <= b.last):
            return None
    if not (a.edtf and b.edtf):
        return UNRESOLVED
    return replace(a, part=None) if a.edtf == b.edtf else calendar.between(a, b)


def _beside_focus(r: Reader) -> Result:
    """*Two days earlier*, *a year later*: from the date mentioned last; of hours, its day."""
    return _moved(r.focus, r.count(), r.item("u").code, 1 if r.item("j").symbol in "l>" else -1, r.today)


def _beside_period(r: Reader) -> Result:
    """*Two days after January 6*."""
    return _moved(r.period("z"), r.count(), r.item("j").code, 1 if r.item("s").symbol == ">" else -1, None)


def _moved(origin: Period | None, count: float | None, unit: str, sign: int, today: date | None) -> Period:
    if unit.startswith("T"):
        origin = origin if origin and origin.grain == "D" else calendar.day(today) if today else None
        return replace(origin, part=None) if origin and (count is None or count < 12) else UNRESOLVED
    if origin is None or count is None:
        return UNRESOLVED
    return calendar.shift(replace(origin, part=None), int(sign * count), unit) or UNRESOLVED


def _beside_event(r: Reader) -> Result:
    """*Two days after the attack*: a time whose anchor is not a date."""
    return UNRESOLVED


def _next_day(r: Reader) -> Result:
    """*The following day*, *the next morning*, *the previous year*, *the same day*, *the day before*."""
    item = r.item("u")
    part = item.code if item.symbol == "P" else None
    unit = "D" if part else item.code
    symbol = r.item("r").symbol
    if unit.startswith("T") or (symbol in "LR" and unit != "D" and r.item("r").code not in ("previous", "following")):
        return None
    step = {"L": -1, "<": -1, "R": 1, ">": 1}.get(symbol, 0)
    focus = r.focus
    if focus is None and unit == "D" and step == 0 and r.today:
        focus = calendar.day(r.today)
    if focus is None or focus.first is None:
        return UNRESOLVED
    moved = calendar.shift(calendar.of_grain(focus.first, unit), step) or UNRESOLVED
    return replace(moved, part=part) if moved.anchored else moved


def _within(r: Reader) -> Result:
    """*Within 60 days*: from the day the deadline is set."""
    origin = r.period("z").first if r.has("z") else r.day_in_sentence or r.today
    count = r.count()
    if origin is None or count is None:
        return UNRESOLVED
    return stretch_of(origin, int(count), r.item("u").code)


def _in_units(r: Reader) -> Result:
    """*In three days* is a date when the verb looks ahead, else how long something took."""
    if r.direction("u") <= 0:
        return None
    count, unit = r.count(), r.item("u").code
    if r.today is None or count is None:
        return UNRESOLVED
    if unit.startswith("T"):
        return calendar.day(r.today + timedelta(days=int(count) // 24 if unit == "TH" else 0))
    grain = {"M": "M", "Y": "Y", "E": "Y", "C": "Y"}.get(unit, "D")
    return calendar.shift(calendar.of_grain(r.today, grain), round(count), unit)


def _wrapped(r: Reader) -> Result:
    """*Since March*, *until mid-2026*, *by Friday*, *before 2022*, *from January*."""
    period, item = r.period("z"), r.item("z")
    parse = r.scene.parse
    top = top_of(parse, item.start, item.end)
    if r.item("w").symbol == "f" and parse.lower[item.end - 1] in ("earlier", "before"):
        return None
    if parse.head[top] >= item.end and parse.dep[top] in _MODIFIER_DEPS:
        return None
    if not period.edtf:
        return UNRESOLVED
    match r.item("w").symbol:
        case "s":
            return calendar.since(period, r.today)
        case "u" | "b":
            return calendar.until(period)
        case "<":
            return calendar.until(period) if "end" in parse.lower[item.start : item.end] else calendar.before(period)
        case ">":
            return calendar.after(period)
        case "d":
            return calendar.until(period) if parse.lower[r.item("w").start].startswith("thr") else None
        case _:
            return period if period.grain == "I" else calendar.onward(period)


COMPOSITIONS = compile_rules(
    (r"(?P<b>[<>])?t?(?P<p>P)[on](?P<z>Z)", _part_of),
    (r"(?P<z>Z)(?P<p>P)", _part_of),
    (r"[f^]?[KD]a?[d&-](?:Ka?|Da)n?(?P<z>Z)", _hours_of_day),
    (r"(?P<k>[KD])(?P<a>a)?[_,]?n?(?P<z>Z)", _clock),
    (r"(?P<z>Z)e(?P<k>[KD])(?P<a>a)?", _clock),
    (r"(?P<k>[KD])(?P<a>a)", _clock),
    (r"(?<=[eb])(?P<k>K)", _clock),
    (r"(?P<b>B)-?t?(?P<z>Z)", _third),
    (r"(?P<b>B)[ni](?P<z>Z)", _third),
    (r"(?P<j>[jl])[ni]?(?P<z>Z)", _earlier_in),
    (r"(?P<j>[jl])it(?P<u>U)", _earlier_in_unit),
    (r"t?(?P<e>[zq])o(?P<z>Z)", _edge),
    (rf"{COUNT}(?P<j>[UV])(?P<s>[<>])(?P<z>Z)", _beside_period),
    (rf"{COUNT}?(?P<u>[UV])(?P<j>[jl])", _beside_focus),
    (rf"(?:{COUNT}(?P<u>[UV])|(?P<v>V))[<>](?!Z)", _beside_event),
    (r"t?(?P<r>[LRA])(?P<u>[UP])", _next_day),
    (r"t(?P<u>U)(?P<r>[<>])(?![Z_t1])", _next_day),
    (r"(?:(?P<b><)|(?P<e>[ei]))t?(?P<p>P)", _part_alone),
    (r"f(?P<a>Z)[du-](?P<z>Z)", _range),
    (r"\^(?P<a>Z)&(?P<z>Z)", _range),
    (r"(?P<a>Z)[-d](?P<z>Z)", _range),
    (rf"kt?{COUNT}(?P<u>[UV])o(?P<z>Z)", _within),
    (rf"kt?R?{COUNT}(?P<u>[UV])", _within),
    (rf"i{COUNT}(?P<u>[UV])(?![O'])", _in_units),
    (r"(?P<w>[subf<>d@])(?P<z>Z)(?!')", _wrapped),
)  # fmt: skip
"""Rules that build on periods or on the date mentioned before."""
