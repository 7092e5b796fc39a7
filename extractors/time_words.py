"""The words of time expressions as symbols: one letter a word, so that grammar rules are regular expressions over letters.

``on Wednesday night`` becomes ``nWP``.  What is not a time word is ``_``, a sentence boundary ``|``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from newsgraph.extractors.calendar import Period, holidays
from newsgraph.extractors.lexicon import rows_of, words_of
from newsgraph.extractors.numerals import cardinal, number_words
from newsgraph.extractors.parse import Parse

SYMBOLS = {
    "weekday": "W", "weekdays": "w", "month": "M", "unit": "U", "units": "V", "deictic": "X", "overnight": "x", "part": "P",
    "last": "L", "next": "R", "this": "T", "same": "A", "season": "S", "early": "B", "weekend": "E", "quarter": "Q",
    "half": "H", "end": "z", "start": "q", "vague": "F", "recent": "r", "the": "t", "article": "1", "of": "o", "on": "n",
    "in": "i", "at": "e", "by": "b", "since": "s", "until": "u", "from": "f", "before": "<", "after": ">", "for": "4",
    "to": "d", "hyphen": "-", "and": "&", "within": "k", "during": "h", "between": "^", "ago": "g", "earlier": "j",
    "later": "l", "every": "*", "times": "m", "once": "c", "comma": ",", "possessive": "'", "about": "~", "starting": "@",
    "meridiem": "a", "old": "O", "aged": "p", "daily": "y",
}  # fmt: skip
"""Class of ``data/time_words.tsv`` -> symbol; further ones: Y year, C decade, D day number, N number, K clock time, I
whole date, G holiday, # ordinal, Z period already read."""

SEEDS = frozenset("WwMUVXxPSEQHYCIGKya")
"""Symbols without which a sentence holds no time expression."""

_NUMBER_BEGINNINGS = frozenset("0123456789'emlq")
_CAPITALISED = frozenset({"month", "weekday", "weekdays"})
_YEAR = re.compile(r"1[4-9]\d\d|20\d\d|2100")
_DECADE = re.compile(r"['’]?(?:(1[4-9]\d|20\d)0|[1-9]0)s")
_DAY = re.compile(r"(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(am|pm|a\.m\.?|p\.m\.?)|([01]?\d|2[0-3]):([0-5]\d)")
_WHOLE_DATE = re.compile(r"(1[4-9]\d\d|20\d\d)-(\d\d)-(\d\d)")
_EARLY_YEAR = re.compile(r"(early|mid|late)-((?:1[4-9]|20)\d\d|(?:(?:1[4-9]|20)\d|[1-9])0s)")
_SPLIT_YEARS = re.compile(r"((?:1[89]|20)\d\d)[-/–]((?:1[89]|20)?\d\d)")


@dataclass(frozen=True, slots=True)
class Item:
    """A symbol, the tokens it stands for, and its value: a number, a code or a period."""

    symbol: str
    start: int
    end: int
    number: float | None = None
    code: str = ""
    period: Period | None = None


@cache
def _words() -> dict[str, tuple[str, str, str]]:
    return {
        word: (SYMBOLS[kind], kind, value) for word, kind, value in (_padded(row) for row in rows_of("time_words.tsv"))
    }


def _padded(row: tuple[str, ...]) -> tuple[str, str, str]:
    return row[0], row[1], row[2] if len(row) > 2 else ""


def items_of(parse: Parse, start: int, end: int, named: frozenset[int] = frozenset()) -> list[Item]:
    """The symbols of the tokens ``start`` to ``end`` (one sentence); [] when it holds no time word.

    ``named`` are tokens that are parts of names (see ``calendar_names.py``): no words of time.
    """
    items = list(_read(parse, start, end, named))
    return items if any(item.symbol in SEEDS for item in items) else []


def _read(parse: Parse, start: int, end: int, named: frozenset[int]) -> Iterator[Item]:
    words, lower = _words(), parse.lower
    i = start
    while i < end:
        if i in named:
            yield Item("_", i, i + 1)
            i += 1
            continue
        if day := _named_day(parse, i, end):
            yield day
            i = day.end
            continue
        entry = words.get(lower[i])
        if entry and _is_used_so(parse, i, entry[1]):
            symbol, _, value = entry
            number = float(value) if re.fullmatch(r"-?\d+", value) else None
            yield Item(symbol, i, i + 1, number, value)
            i += 1
            continue
        found = _number_item(parse, i, end) if lower[i][0] in _NUMBER_BEGINNINGS else None
        if found is None and (parse.tag[i] == "CD" or lower[i] in _numerals()):
            amount, stop = cardinal(parse, i, end)
            found = [Item("N", i, stop, amount)] if stop > i else None
        if found is None and lower[i] in number_words("ordinal"):
            found = [Item("#", i, i + 1, number_words("ordinal")[lower[i]])]
        if found is None:
            found = [Item("_", i, i + 1)]
        yield from found
        i = found[-1].end


@cache
def _numerals() -> frozenset[str]:
    return frozenset(number_words("small")) | {"half", "hundred", "thousand", "million"}


@cache
def _day_beginnings() -> dict[str, tuple[tuple[str, ...], ...]]:
    """First word of a named day -> all names that begin with it, longest first."""
    names: dict[str, list[tuple[str, ...]]] = {}
    for name in holidays():
        words = tuple(name.split())
        names.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in names.items()}


def _named_day(parse: Parse, i: int, end: int) -> Item | None:
    for words in _day_beginnings().get(parse.lower[i], ()):
        stop = i + len(words)
        if stop <= end and parse.word[i][0].isupper() and tuple(parse.lower[i:stop]) == words:
            if stop < end and parse.lemma[stop].lower() in words_of("holiday_things.txt"):
                return None  # "a Christmas tree"
            return Item("G", i, stop, code=" ".join(words))
    return None


def _is_used_so(parse: Parse, i: int, kind: str) -> bool:
    """Names of months and weekdays begin with a capital; *may* and *march* can be verbs, *second* is an ordinal elsewhere."""
    if kind in _CAPITALISED:
        return parse.word[i][0].isupper() and parse.tag[i] not in ("MD", "VB", "VBP", "VBD", "VBZ")
    if kind == "season":
        return parse.pos[i] in ("NOUN", "PROPN")
    return True


def _number_item(parse: Parse, i: int, end: int) -> list[Item] | None:
    """Years, decades, clock times, whole dates and small numbers written with digits."""
    word = parse.lower[i]
    if match := _WHOLE_DATE.fullmatch(word):
        return [Item("I", i, i + 1, code=word)]
    aged = i > 0 and parse.tag[i - 1] == "PRP$"  # "in her mid-30s"
    if (match := _EARLY_YEAR.fullmatch(word)) and not aged:
        kind = "C" if match[2].endswith("s") else "Y"
        return [Item("B", i, i, code=match[1]), Item(kind, i, i + 1, _decade_year(match[2]))]
    if match := _SPLIT_YEARS.fullmatch(word):
        first = int(match[1])
        last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
        return [Item("Y", i, i, first), Item("-", i, i), Item("Y", i, i + 1, last)] if last > first else None
    if re.fullmatch(r"q[1-4]", word):
        return [Item("#", i, i, float(word[1])), Item("Q", i, i + 1)]
    if _DECADE.fullmatch(word) and _is_decade(parse, i):
        begin = i - 1 if i and parse.lower[i - 1] == "'" and parse.end[i - 1] == parse.start[i] else i
        return [Item("C", begin, i + 1, _decade_year(word))]
    if match := _CLOCK.fullmatch(word):
        return [Item("K", i, i + 1, code=_clock(match))]
    next_word = parse.lower[i + 1] if i + 1 < end else ""
    if _DAY.fullmatch(word) and next_word not in (
        "hundred",
        "thousand",
        "million",
        "billion",
        "trillion",
        "percent",
        "%",
    ):
        return [Item("D", i, i + 1, float(re.sub(r"\D", "", word)), "ordinal" if _ORDINAL.fullmatch(word) else "")]
    if _YEAR.fullmatch(word) and _is_year(parse, i):
        return [Item("Y", i, i + 1, float(word))]
    return None


def _is_decade(parse: Parse, i: int) -> bool:
    """*The 90s*, *'90s*, *1990s*; but *in his (early) 20s* is an age, and *80s* alone may be a temperature."""
    before = parse.lower[i - 1] if i else ""
    if any(parse.tag[k] == "PRP$" for k in range(max(i - 3, 0), i)):
        return False
    return len(parse.lower[i]) > 3 or before in ("the", "'", "early", "late", "mid", "-")


def _decade_year(text: str) -> int:
    """The first year: ``1990s``, ``'90s`` and ``90s`` are 1990, ``20s`` and ``10s`` this century's; a year itself."""
    number = int(re.sub(r"\D", "", text))
    return number if number >= 100 else number + (1900 if number >= 30 else 2000)


def _clock(match: re.Match[str]) -> str:
    if match[4]:
        return f"{int(match[4]):02d}:{match[5]}"
    return clock_time(int(match[1]), int(match[2] or 0), match[3])


def clock_time(hour: int, minute: int, meridiem: str) -> str:
    """``21:30`` for 9:30 pm; "" when there is no such time."""
    if not 1 <= hour <= 12 or minute > 59:
        return ""
    return f"{hour % 12 + (12 if meridiem.startswith('p') else 0):02d}:{minute:02d}"


def _is_year(parse: Parse, i: int) -> bool:
    """*in 2014* and *the 2014 protests*, but not *2014 people*, *$2014* or *more than 2014*."""
    if (i and parse.tag[i - 1] == "$") or parse.kids(i, "quantmod", "advmod"):
        return False
    if i + 1 < len(parse) and parse.lower[i + 1] in ("%", "percent", "million", "billion", "trillion"):
        return False
    head = parse.head[i]
    counts = parse.dep[i] == "nummod" and head > i and parse.tag[head] in ("NNS", "NNPS")
    return not counts or (i > 0 and parse.tag[i - 1] in ("DT", "PRP$", "POS", "JJ"))
