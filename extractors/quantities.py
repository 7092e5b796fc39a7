"""Numbers with their units, as the text gives them: casualties, money, shares, lengths of time.

Dates, ages, scores, and numbers that are part of a name (*Article 5*, *Boeing 737*) are no quantities.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.numerals import cardinal, number_words
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import QuantityMention, TimeMention

_NAMES = frozenset({"PERSON", "ORG", "FAC", "PRODUCT", "LAW", "EVENT", "WORK_OF_ART", "LOC"})
_CASUALTY_ADJECTIVES = frozenset({"dead", "wounded", "injured", "missing", "killed", "hurt", "homeless"})
_CASUALTY_VERBS = frozenset(
    "kill die injure wound hurt arrest detain rescue evacuate displace hospitalize perish drown".split()
)
_LONGEST_MODIFIER = 3
_UNIT_WORDS = 4
_RANGE_WORDS = frozenset({"-", "to", "or"})


@cache
def _modifiers() -> tuple[dict[tuple[str, ...], str], dict[tuple[str, ...], str]]:
    """Words before and words after a number -> modifier."""
    before, after = {}, {}
    for words, meaning in rows_of("quantity_modifiers.tsv"):
        if words.startswith("... "):
            after[tuple(words[4:].split())] = meaning
        else:
            before[tuple(words.split())] = meaning
    return before, after


@cache
def _currencies() -> dict[str, str]:
    return {row[0]: row[1] for row in rows_of("currencies.tsv")}


def find_quantities(parse: Parse, times: Sequence[TimeMention]) -> list[QuantityMention]:
    """The quantities of a document in text order; lengths of time count, dates do not."""
    closed = _closed_tokens(parse, times)
    found: list[QuantityMention] = []
    for start, end in parse.sents:
        i = start
        first_of_sentence = len(found)
        while i < end:
            quantity = None if i in closed else _read(parse, i, end, found[first_of_sentence:])
            if quantity:
                found.append(quantity)
            i = max(i + 1, quantity.end if quantity else 0)
    return found


def _closed_tokens(parse: Parse, times: Iterable[TimeMention]) -> set[int]:
    """Tokens of dates, and of names with numbers in them."""
    closed = {i for t in times if t.kind == "point" and parse.lower[t.start] != "within" for i in range(t.start, t.end)}
    closed |= {i for t in times if t.kind == "frequency" for i in range(t.start, t.end)}
    return closed | {i for a, b, label in parse.ents if label in _NAMES and b - a > 1 for i in range(a, b)}


def _read(parse: Parse, i: int, end: int, before: Sequence[QuantityMention]) -> QuantityMention | None:
    lower = parse.lower
    if lower[i] in number_words("vague"):
        return _vague(parse, i, end)
    if fraction := _fraction(parse, i, end):
        return fraction
    if lower[i] in number_words("ordinal"):
        return _rank(parse, i)
    if not (
        parse.tag[i] == "CD"
        or lower[i][0].isdigit()
        or lower[i] in ("a", "an", "half")
        or lower[i] in number_words("small")
    ):
        return None
    value, stop = cardinal(parse, i, end)
    if i > 1 and lower[i - 1] == "-" and parse.tag[i - 2] == "CD" and parse.end[i - 1] == parse.start[i]:
        return None
    if value is None or _is_label(parse, i, stop) or _is_age(parse, i, stop, end):
        return None
    low = high = None
    if stop + 1 < end and lower[stop] in _RANGE_WORDS and not (lower[stop] == "to" and i and lower[i - 1] == "from"):
        other, far = cardinal(parse, stop + 1, end)
        if other is not None and other > value and (lower[stop] != "or" or other <= 2 * value):
            scale = _shared_scale(parse, i, stop, stop + 1, far)
            low, high, value, stop = value * scale, other, None, far
        elif other is not None and lower[stop] == "-":
            return None
    elif i and lower[i - 1] == "between" and stop + 1 < end and lower[stop] == "and":
        other, far = cardinal(parse, stop + 1, end)
        if other is not None and other > value:
            low, high, value, stop = value * _shared_scale(parse, i, stop, stop + 1, far), other, None, far
    begin = i
    unit, stop, begin = _unit(parse, begin, stop, end, before)
    if lower[i] == "one" and not unit:
        return None
    return QuantityMention(
        begin, stop, _head(parse, i, stop), value, unit, _modifier(parse, begin, stop, end), low, high
    )


def _shared_scale(parse: Parse, a: int, b: int, c: int, d: int) -> float:
    """*2 to 3 million*: the scale of the second number holds for the first."""
    scale = number_words("scale")
    own = any(parse.lower[k] in scale for k in range(a, b))
    last = parse.lower[d - 1]
    return 1.0 if own or d - c < 2 else scale.get(last) or 1.0


def _vague(parse: Parse, i: int, end: int) -> QuantityMention | None:
    """*Dozens*, *tens of thousands*: no value; the word is the modifier."""
    stop = i + 1
    while stop + 1 < end and parse.lower[stop] == "of" and parse.lower[stop + 1] in number_words("vague"):
        stop += 2
    unit = _noun_of(parse, stop, end)
    return QuantityMention(i, stop, i, None, unit, " ".join(parse.lower[i:stop]))


def _fraction(parse: Parse, i: int, end: int) -> QuantityMention | None:
    """*A third of clinics*, *two-thirds*, *half the voters*, *half a point*, *a quarter of a percentage point*."""
    lower, fractions = parse.lower, number_words("fraction")
    count, k = 1.0, i
    if lower[k] in ("a", "one"):
        k += 1
    elif (number := number_words("small").get(lower[k])) and number < 10:
        count, k = number, k + 1
        if k < end and lower[k] == "-":
            k += 1
    if k >= end or lower[k] not in fractions or (k == i and lower[k] != "half"):
        return None
    follower = lower[k + 1] if k + 1 < end else ""
    if lower[k] != "half" and follower != "of" and not lower[k].endswith("s"):
        return None
    if lower[k] == "half" and follower not in ("of", "the", "a", "an", "its", "their", "his", "her"):
        return None
    if lower[k] == "half" and cardinal(parse, k, end)[0] is not None:
        return None
    value = round(count * (fractions[lower[k]] or 0.0), 4)
    if lower[k] == "half" and follower in ("a", "an"):
        stop = min(k + 3, end)
        return QuantityMention(i, stop, k, value, _plural(lower[stop - 1]), _modifier(parse, i, stop, end))
    noun = _noun_of(parse, k + 1, end) if follower == "of" else " ".join(lower[k + 1 : k + 3])
    if noun.endswith("point"):
        return QuantityMention(i, k + 1, k, value, _plural(noun), _modifier(parse, i, k + 1, end))
    return QuantityMention(i, k + 1, k, value, f"share of {noun}" if noun else "share", _modifier(parse, i, k + 1, end))


def _rank(parse: Parse, i: int) -> QuantityMention | None:
    """*Slipped to third*: an ordinal without a noun."""
    if (
        parse.dep[i] not in ("pobj", "attr", "acomp")
        or parse.children[i]
        or parse.lower[parse.head[i]] not in ("to", "in", "be", "come", "finish")
    ):
        return None
    return QuantityMention(i, i + 1, i, number_words("ordinal")[parse.lower[i]], "rank")


def _is_label(parse: Parse, i: int, stop: int) -> bool:
    """*Article 5*, *Flight 17*: the number follows the noun it belongs to; *1.* begins a list."""
    if i and parse.lower[i - 1] == "magnitude":
        return True
    last = stop - 1
    while parse.dep[last] == "conj" and parse.tag[parse.head[last]] == "CD" and parse.head[last] < last:
        last = parse.head[last]
    head = parse.head[last]
    if (
        head < min(i, last)
        and parse.dep[last] in ("nummod", "appos", "nmod")
        and parse.pos[head] in ("NOUN", "PROPN")
        and parse.lower[i - 1] != ","
    ):
        return parse.lower[head] not in _currencies()
    return (
        stop < len(parse)
        and parse.word[i].isdigit()
        and parse.word[stop] in (".", ")")
        and parse.sents[parse.sent[i]][0] == i
    )


def _is_age(parse: Parse, i: int, stop: int, end: int) -> bool:
    """*Diouf, 41, …*; *41-year-old*; *aged 41*."""
    lower = parse.lower
    if i and lower[i - 1] in ("aged", "age"):
        return True
    ahead = [w for w in lower[stop : min(stop + 4, end)] if w != "-"]
    if ahead[:2] in (["year", "old"], ["years", "old"], ["month", "old"], ["months", "old"], ["year", "olds"]):
        return True
    alone = i > 0 and lower[i - 1] == "," and (stop >= end or lower[stop] in (",", ".", "who"))
    return alone and parse.word[i].isdigit() and len(parse.word[i]) < 4 and parse.pos[i - 2] == "PROPN"


def _unit(parse: Parse, i: int, stop: int, end: int, before: Sequence[QuantityMention]) -> tuple[str, int, int]:
    """Unit, end and begin of a quantity: currency and per cent belong to it, a noun does not."""
    lower, money = parse.lower, _currencies()
    following = lower[stop] if stop < end else ""
    if i and lower[i - 1] in money and (parse.tag[i - 1] == "$" or parse.word[i - 1].isupper()):
        return money[lower[i - 1]], stop, i - 1
    if following in ("%", "percent", "pct", "pc"):
        return "percent", stop + 1, i
    if following == "per" and lower[stop + 1 : stop + 2] == ["cent"]:
        return "percent", stop + 2, i
    if following == "percentage" and lower[stop + 1 : stop + 2] in (["point"], ["points"]):
        return "percentage points", stop + 2, i
    if following in money and parse.tag[stop] in ("NN", "NNS", "NNP", "NNPS", "$"):
        return money[following], stop + 1, i
    if (
        following == "-"
        and stop + 1 < end
        and parse.tag[stop + 1] in ("NN", "NNS")
        and parse.end[stop] == parse.start[stop + 1]
    ):
        return _plural(lower[stop + 1]), stop + 2, i
    if following == "of" and stop + 2 < end:
        whole, far = cardinal(parse, stop + 1, end)
        if whole is not None:
            return f"{_noun_from(parse, far, end)} (of {whole:g})".strip(), far, i
        return ("", stop, i) if lower[i] == "one" else (_noun_of(parse, stop, end), stop, i)
    noun = _noun_from(parse, stop, end)
    if noun:
        return noun, stop, i
    if following in _CASUALTY_ADJECTIVES:
        return following, stop, i
    verb = parse.head[stop - 1]
    if parse.lemma[verb] in _CASUALTY_VERBS and parse.dep[stop - 1] in ("nsubj", "nsubjpass", "dobj"):
        return "people", stop, i
    if before and i and lower[i - 1] in ("from", "to", "than", "and"):
        return before[-1].unit, stop, i
    return "", stop, i


def _noun_from(parse: Parse, start: int, end: int) -> str:
    """The words from a token to the noun they end in, as in *mobile laboratories*; "" when no noun phrase goes on there."""
    k = start
    while k < min(start + _UNIT_WORDS, end):
        goes_on = k + 1 < end and parse.tag[k + 1].startswith("NN") and parse.head[k] > k
        if parse.tag[k] in ("NN", "NNS", "NNP", "NNPS") and not goes_on:
            if parse.tag[k] == "NNP" and k == start:
                return ""
            return _lower_case(parse, start, k + 1)
        if parse.pos[k] not in ("ADJ", "NOUN", "PROPN", "PUNCT") and parse.tag[k] not in ("VBN", "VBG"):
            return ""
        if parse.lower[k] in (",", ".", ";", ":", "(", ")", '"') or parse.lower[k] in _CASUALTY_ADJECTIVES:
            return ""
        k += 1
    return ""


def _lower_case(parse: Parse, start: int, end: int) -> str:
    """Words in lower case, but names and adjectives of nations as they stand."""
    kept = [
        parse.word[k]
        if parse.tag[k].startswith(("NNP", "JJ")) and parse.sents[parse.sent[k]][0] != k
        else parse.lower[k]
        for k in range(start, end)
    ]
    return " ".join(kept).replace(" - ", "-")


def _noun_of(parse: Parse, stop: int, end: int) -> str:
    """The noun after *of (the)*: *dozens of factories*; else the noun that follows, as in *dozens more civilians*."""
    k = stop
    if k < end and parse.lower[k] == "of":
        k += 1
        while k < end and parse.tag[k] in ("DT", "PRP$"):
            k += 1
    return _noun_from(parse, k, end)


def _modifier(parse: Parse, i: int, stop: int, end: int) -> str | None:
    """*At least*, *about*, *or more*: the longest known words right before or after the number."""
    before, after = _modifiers()
    lower = parse.lower
    for size in range(_LONGEST_MODIFIER, 0, -1):
        if i >= size and (meaning := before.get(tuple(lower[i - size : i]))) and parse.sent[i - size] == parse.sent[i]:
            return meaning
    for size in range(_LONGEST_MODIFIER, 0, -1):
        if stop + size <= end and (meaning := after.get(tuple(lower[stop : stop + size]))):
            return meaning
    return None


def _plural(noun: str) -> str:
    return noun if noun.endswith("s") else noun + "s"


def _head(parse: Parse, start: int, end: int) -> int:
    return next((k for k in range(start, end) if not start <= parse.head[k] < end), start)
