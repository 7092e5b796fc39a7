"""Calendar arithmetic on periods, written as EDTF; pure: no text, no clock.

A :class:`Period` is a day, week, month, season, year, decade or any stretch of days.  Without a known year it is
*floating*: ``XXXX-01-06`` can be written, but has no first and last day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from newsgraph.extractors.lexicon import rows_of

_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
_FINENESS = "DWFMQSYEC"
_UNITS_IN_DAYS = {"D": 1, "W": 7, "F": 14}
_UNITS_IN_MONTHS = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}
_NEARLY_A_YEAR = 358
FIRST_YEAR, LAST_YEAR = 1, 9998


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, ``first`` to ``last`` inclusive, as ``edtf``; both None when floating.

    ``grain`` is its unit: D, W, M, Q, S (season), Y, E (decade), C (century) or I (any interval).  ``part`` is a part of a day
    (MO, AF, EV, NI) or a clock time ("10:30"); it follows a T in :attr:`text`.
    """

    edtf: str
    first: date | None
    last: date | None
    grain: str
    part: str | None = None

    @property
    def text(self) -> str:
        """EDTF with the part of day: ``2022-01-06TNI``."""
        return f"{self.edtf}T{self.part}" if self.part else self.edtf

    @property
    def anchored(self) -> bool:
        return self.first is not None


def day(when: date, part: str | None = None) -> Period:
    return Period(when.isoformat(), when, when, "D", part)


def week(when: date) -> Period:
    """The ISO week, Monday to Sunday, that holds the day."""
    monday = when - timedelta(days=when.weekday())
    number = when.isocalendar()
    return Period(f"{number.year:04d}-W{number.week:02d}", monday, monday + timedelta(days=6), "W")


def month(year_: int, month_: int) -> Period:
    """Months beyond 1 to 12 run over into other years."""
    year_, month_ = year_ + (month_ - 1) // 12, (month_ - 1) % 12 + 1
    last = date(year_, month_, monthrange(year_, month_)[1])
    return Period(f"{year_:04d}-{month_:02d}", date(year_, month_, 1), last, "M")


def year(year_: int) -> Period:
    return Period(f"{year_:04d}", date(year_, 1, 1), date(year_, 12, 31), "Y")


def decade(year_: int) -> Period:
    """``199X`` for any year of the 1990s."""
    begin = year_ // 10 * 10
    return Period(f"{begin // 10:03d}X", date(max(begin, 1), 1, 1), date(begin + 9, 12, 31), "E")


def century(year_: int) -> Period:
    """``18XX`` for any year of the 1800s."""
    begin = year_ // 100 * 100
    return Period(f"{begin // 100:02d}XX", date(max(begin, 1), 1, 1), date(begin + 99, 12, 31), "C")


def season(year_: int, code: int) -> Period:
    """EDTF season: 21 spring, 22 summer, 23 autumn, 24 winter (of the northern half; winter begins in that year)."""
    begin, end = _SEASONS[code]
    last = month(year_ + (end < begin), end).last
    return Period(f"{year_:04d}-{code}", date(year_, begin, 1), last, "S")


def quarter(year_: int, number: int) -> Period:
    return replace(between(month(year_, 3 * number - 2), month(year_, 3 * number)), grain="Q")


def half(year_: int, number: int) -> Period:
    return between(month(year_, 6 * number - 5), month(year_, 6 * number))


def floating_day(month_: int, day_: int, part: str | None = None) -> Period:
    return Period(f"XXXX-{month_:02d}-{day_:02d}", None, None, "D", part)


def floating_month(month_: int) -> Period:
    return Period(f"XXXX-{month_:02d}", None, None, "M")


def stretch(first: date, last: date) -> Period:
    return Period(f"{first.isoformat()}/{last.isoformat()}", first, last, "I")


def between(a: Period, b: Period) -> Period:
    """From the beginning of ``a`` to the end of ``b``."""
    return Period(f"{_begin(a)}/{_end(b)}", a.first, b.last if a.anchored else None, "I")


def since(period: Period, today: date | None) -> Period:
    """From the beginning of a period to ``today``, open where that is not known or not later."""
    if today is None or period.first is None or period.first > today:
        return onward(period)
    return Period(f"{_begin(period)}/{today.isoformat()}", period.first, today, "I")


def onward(period: Period) -> Period:
    return Period(f"{_begin(period)}/..", period.first, period.last, "I")


def until(period: Period) -> Period:
    """Open stretch up to and including the period."""
    return Period(f"../{_end(period)}", period.first, period.last, "I")


def before(period: Period) -> Period:
    """Open stretch up to the last unit before the period: before 2022 is ``../2021``."""
    earlier = shift(_first_unit(period), -1) if period.anchored else None
    return until(earlier) if earlier else Period(f"../{_end(period)}", None, None, "I")


def after(period: Period) -> Period:
    """Open stretch from the first unit after the period: after 2022 is ``2023/..``."""
    later = shift(_last_unit(period), 1) if period.anchored else None
    return onward(later) if later else Period(f"{_begin(period)}/..", None, None, "I")


def shift(period: Period, count: int, unit: str | None = None) -> Period | None:
    """The period ``count`` units away (its own unit by default), of the coarser of the two grains.

    A day moved by months or years stays a day, as *a year after 6 January 2022* is one.  None when floating, when the
    unit is finer than the period (two days after a month) or than a day, or when it leaves the calendar.
    """
    unit = unit or period.grain
    if period.first is None or unit not in _FINENESS or _FINENESS.find(unit) < _FINENESS.find(period.grain):
        return None
    try:
        if unit in _UNITS_IN_DAYS:
            moved = period.first + timedelta(days=_UNITS_IN_DAYS[unit] * count)
        elif unit == "S":
            code = int(period.edtf[-2:]) - 21 + count
            return season(period.first.year + code // 4, code % 4 + 21)
        else:
            moved = _add_months(period.first, _UNITS_IN_MONTHS[unit] * count)
        return of_grain(moved, period.grain if period.grain not in "IS" else "D")
    except (ValueError, OverflowError):
        return None


def of_grain(when: date, grain: str) -> Period:
    """The day, week, month, quarter, year, decade or century that holds a day."""
    match grain:
        case "W":
            return week(when)
        case "M":
            return month(when.year, when.month)
        case "Q":
            return quarter(when.year, (when.month + 2) // 3)
        case "Y":
            return year(when.year)
        case "E":
            return decade(when.year)
        case "C":
            return century(when.year)
        case _:
            return day(when)


def last_day(period: Period) -> Period:
    return day(period.last) if period.last else period


def first_day(period: Period) -> Period:
    return day(period.first) if period.first else period


def third(period: Period, which: str) -> Period:
    """The early, middle or late third; *mid-2026* is its middle month, *mid-March* its middle day.

    Of days and floating periods: the whole.
    """
    first, last = period.first, period.last
    if first is None or last is None or period.grain in "DC":
        return period
    if period.grain in "YE" and which != "mid":
        months = 12 if period.grain == "Y" else 120
        size = months // 3
        begin = 1 if which == "early" else months - size + 1
        a, b = month(first.year, begin), month(first.year, begin + size - 1)
        return between(a, b) if period.grain == "Y" else between(year(a.first.year), year(b.first.year))  # type: ignore[union-attr]
    if period.grain == "Y":
        return month(first.year, 6)
    if period.grain == "E":
        return between(year(first.year + 4), year(first.year + 6))
    days = (last - first).days + 1
    if which == "mid":
        return day(first.replace(day=15) if period.grain == "M" else first + timedelta(days=days // 2))
    ahead = timedelta(days=days // 3 - 1)
    return stretch(first, first + ahead) if which == "early" else stretch(last - ahead, last)


def weekday(today: date, number: int, direction: int, *, strict: bool = False) -> Period:
    """The nearest such day (0 Monday) up to today, or from today on when ``direction`` is above 0; ``strict``: not today."""
    if direction > 0:
        return day(today + timedelta(days=(number - today.weekday()) % 7 or (7 if strict else 0)))
    return day(today - timedelta(days=(today.weekday() - number) % 7 or (7 if strict else 0)))


def month_near(today: date, number: int, direction: int, *, strict: bool = False) -> Period:
    """The latest such month up to this one, or the first from this one on; ``strict``: not this one."""
    distance = (number - today.month) % 12
    if direction > 0:
        return month(today.year, today.month + (distance or (12 if strict else 0)))
    return month(today.year, today.month + (distance - 12 if distance else (-12 if strict else 0)))


def day_near(today: date, month_: int, day_: int, direction: int) -> Period | None:
    """The day of that month up to today, or from today on; the nearer one when ``direction`` is 0.

    A day that would lie almost a year away is taken to be the near one on the other side.  None for 30 February.
    """
    candidates = []
    for year_ in range(today.year - 8, today.year + 9):
        try:
            candidates.append(date(year_, month_, day_))
        except ValueError:
            continue
    past = max((d for d in candidates if d <= today), default=None)
    coming = min((d for d in candidates if d >= today), default=None)
    if past is None or coming is None:
        return None
    if direction == 0 or (month_, day_) == (2, 29):
        near_past = (today - past) <= (coming - today)
    else:
        near_past = direction < 0
        distance = (today - past) if near_past else (coming - today)
        if distance.days > _NEARLY_A_YEAR:
            near_past = not near_past
    return day(past if near_past else coming)


def weekend(today: date, direction: int) -> Period:
    """Saturday and Sunday: the last one begun, or the one not yet over when ``direction`` is above 0."""
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    if direction > 0 and today.weekday() < 5:
        saturday += timedelta(days=7)
    return stretch(saturday, saturday + timedelta(days=1))


def easter(year_: int) -> date:
    """Easter Sunday of the Gregorian calendar.  Source: Meeus, Astronomical Algorithms, 1991, chapter 8."""
    a, (b, c) = year_ % 19, divmod(year_, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month_, day_ = divmod(h + j - 7 * m + 114, 31)
    return date(year_, month_, day_ + 1)


@cache
def holidays() -> dict[str, tuple[str, str]]:
    """Words of a named day -> its rule (see the data file)."""
    return {words: (rule, value) for words, rule, value in rows_of("holidays.tsv")}


def holiday(words: str, year_: int) -> Period:
    """The named day in a year.

    Raises:
        KeyError: no such day is known.
    """
    rule, value = holidays()[words]
    if rule == "easter":
        return day(easter(year_) + timedelta(days=int(value)))
    if rule == "weekday":
        month_, nth, number = map(int, value.split())
        first = date(year_, month_, 1)
        return day(first + timedelta(days=(number - first.weekday()) % 7 + 7 * (nth - 1)))
    return day(date(year_, int(rule), int(value)))


def holiday_near(words: str, today: date, direction: int) -> Period:
    """The named day nearest to today on the side of ``direction``; the nearer one when it is 0."""
    known = [holiday(words, today.year + k) for k in (-1, 0, 1)]
    days = [period.first for period in known if period.first]
    past, coming = max(d for d in days if d <= today), min(d for d in days if d >= today)
    if direction == 0:
        return day(past if today - past <= coming - today else coming)
    return day(past if direction < 0 else coming)


def duration(count: float | None, unit: str) -> str:
    """ISO 8601: ``P30D``, ``PT48H``; an unknown number is X, as in TimeML."""
    amount, letter = count, unit
    for name, factor, plain in (("F", 2, "W"), ("E", 10, "Y"), ("C", 100, "Y"), ("Q", 3, "M")):
        if unit == name:
            amount, letter = (None if count is None else count * factor), plain
    number = "X" if amount is None else f"{amount:g}"
    return f"PT{number}{letter[1:]}" if letter.startswith("T") else f"P{number}{letter}"


def _add_months(when: date, count: int) -> date:
    total = when.year * 12 + when.month - 1 + count
    year_, month_ = divmod(total, 12)
    return date(year_, month_ + 1, min(when.day, monthrange(year_, month_ + 1)[1]))


def _begin(period: Period) -> str:
    if period.grain == "W" and period.first:
        return period.first.isoformat()
    return period.edtf.split("/")[0]


def _end(period: Period) -> str:
    if period.grain == "W" and period.last:
        return period.last.isoformat()
    return re.split("/", period.edtf)[-1]


def _first_unit(period: Period) -> Period:
    return first_day(period) if period.grain in "WISQ" else period


def _last_unit(period: Period) -> Period:
    return last_day(period) if period.grain in "WISQ" else period
