"""The day something was published, from the ways dates are written in metadata."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?=$|[T\s])")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?=$|T)")
_WRITTEN = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d")


def parse_day(value: str) -> date | None:
    """The calendar day of an ISO date or time, an e-mail date or "January 7, 2022"; None when it is not one.

    The day is the one written, in the time zone of the writer.  Numeric forms whose order is unclear (7/1/2022) are
    not guessed.
    """
    value = value.strip()
    found = _ISO.match(value) or _COMPACT.match(value)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
        if re.match(r"[A-Za-z]{3},", value):
            return parsedate_to_datetime(value).date()
    except (ValueError, TypeError):
        return None
    for form in _WRITTEN:
        try:
            return datetime.strptime(value.replace(".", ""), form).date()
        except ValueError:
            continue
    return None
