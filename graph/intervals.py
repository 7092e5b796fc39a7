"""The days that an EDTF value stands for."""

from __future__ import annotations

import re
from datetime import date, timedelta


def interval(edtf: str | None) -> tuple[date, date] | None:
    """First and last day of an EDTF value, open ends far away; None when it has no year or is not understood."""
    if edtf is None:
        return None
    start, slash, end = edtf.partition("/")
    first = date.min if slash and start in ("..", "") else _days(start, 0)
    last = date.max if slash and end in ("..", "") else _days(end if slash else start, 1)
    return (first, last) if first and last and first <= last else None


def shortest(first: date, last: date | None) -> str:
    """The shortest EDTF value of the days from ``first`` to ``last`` (None: open): a year, a month, a day, or two with a slash."""
    if last is None:
        return f"{first}/.."
    for text in (f"{first.year:04}", f"{first.year:04}-{first.month:02}", str(first)):
        if interval(text) == (first, last):
            return text
    return f"{first}/{last}"


def _days(text: str, last: int) -> date | None:
    week = re.match(r"(\d{4})-W(\d\d)", text)
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    try:
        if week:
            return date.fromisocalendar(year, int(week[2]), 7 if last else 1)
        if day:
            return date(year, month, day)
        if not last:
            return date(year, month or 1, 1)
        return date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        return None
