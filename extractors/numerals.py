"""Numbers in digits and words."""

from __future__ import annotations

import re
from functools import cache

from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.parse import Parse

_DIGITS = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(bn|bln|mn|mln|m|k|tn)?")
_TYPICAL_SCALES = frozenset({"m", "k", "mn", "tn"})


@cache
def number_words(kind: str) -> dict[str, float | None]:
    """Words of one kind (small, scale, ordinal, vague, fraction) and their values; vague words have none."""
    return {row[0]: float(row[1]) if row[1] else None for row in rows_of("number_words.tsv") if row[2] == kind}


def cardinal(parse: Parse, start: int, end: int) -> tuple[float, int] | tuple[None, int]:
    """The number that begins at a token and where it ends; (None, start) when none does.

    Reads ``12,500``, ``2.3 million``, ``14m``, ``twenty-five``, ``two hundred and six``, ``a hundred``, ``half a million``.
    """
    small, scale, lower = number_words("small"), number_words("scale"), parse.lower
    total, current = 0.0, None
    i = start
    if lower[i] in ("a", "an") and i + 1 < end and lower[i + 1] in scale and len(lower[i + 1]) > 3:
        current, i = 1.0, i + 1
    elif lower[i] == "half" and i + 2 < end and lower[i + 1] in ("a", "an") and lower[i + 2] in scale:
        current, i = 0.5, i + 2
    last = i
    while i < end:
        word = lower[i]
        if (match := _DIGITS.fullmatch(word)) and current is None:
            current = float(match[1].replace(",", "")) * ((scale[match[2]] or 1) if match[2] else 1)
        elif word in small:
            value = small[word] or 0.0
            if current is not None and not _continues(current, value):
                break
            current = (current or 0.0) + value
        elif word in scale and current is not None and (len(word) > 2 or _stands_as_scale(parse, i)):
            factor = scale[word] or 1.0
            current *= factor
            if factor >= 1000:
                total, current = total + current, 0.0
        elif word in ("-", "and") and i + 1 < end and current is not None and _joins(parse, i, start):
            i += 1
            continue
        else:
            break
        i += 1
        last = i
    return (total + (current or 0.0), last) if current is not None and last > start else (None, start)


def _continues(current: float, value: float) -> bool:
    """*twenty* - *five*, *two hundred* (and) *six*; not *five* - *six*, which is a range."""
    return (
        current == 0.0
        or (current % 100 == 0 and value < 100)
        or (current % 10 == 0 and current % 100 >= 20 and value < 10)
    )


def _joins(parse: Parse, i: int, start: int) -> bool:
    """A hyphen or *and* inside a number: *twenty-five*, *two hundred and six*."""
    small = number_words("small")
    before, after = parse.lower[i - 1], parse.lower[i + 1]
    if i == start or after not in small:
        return False
    if parse.lower[i] == "-":
        return before in small and (small[before] or 0) >= 20 and 0 < (small[after] or 0) < 10
    return before in ("hundred", "thousand", "million")


def _stands_as_scale(parse: Parse, i: int) -> bool:
    """*5 m* printed together with its number (``€5m`` is split by the tokeniser)."""
    return (parse.lower[i] in _TYPICAL_SCALES and parse.end[i - 1] == parse.start[i]) or parse.lower[i] in (
        "bn",
        "mn",
        "tn",
    )
