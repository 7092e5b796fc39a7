"""Quotation marks: which passages stand in them, by tokens.

Marks are read in the original characters, one paragraph at a time: the parser's shadow form has lost their direction.
A passage may lack one of its marks, and may go on over paragraphs (opening mark repeated, closed once).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsgraph.extractors.cues import cue_words
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import QuoteSpan, Reading

_MARK = re.compile("''|``|[\"“”„‟«»‘’‚‛'`]")
_OPENING = frozenset("“„‟«")
_CLOSING = frozenset("”»")
_SINGLE = frozenset("‘’‚‛'`")
_ELISION = re.compile(r"(?:em|til|tis|twas|cause|round|bout|n|s|\d{2}s?|\d{4}s)(?!\w)", re.IGNORECASE)
_SCARE_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Passage:
    """Characters in marks: ``start`` at the opening mark, ``end`` after the closing one, ``inner`` without them."""

    start: int
    end: int
    inner: tuple[int, int]
    single: bool
    opened: bool
    closed: bool


def find_quotes(reading: Reading) -> None:
    """Fill ``reading.quotes`` in text order; an enclosing quote comes before those nested in it."""
    parse = reading.parse
    passages: list[list[_Passage]] = []
    run: list[_Passage] | None = None
    for section in reading.sections:
        if section.paragraph is None:
            continue
        found = list(_passages(parse.text, section.start, section.end))
        for passage in found:
            first = passage.start == section.start
            if run is not None and first and passage.opened and passage.single == run[-1].single:
                run.append(passage)
            else:
                passages.append([passage])
            run = None
        open_end = [p for p in found if p.opened and not p.closed and p.end == section.end]
        if open_end:
            run = next(r for r in passages[::-1] if r[-1] is open_end[0])
    for parts in passages:
        quote = _quote(parse, parts)
        if quote is not None:
            reading.quotes.append(quote)
    reading.quotes.sort(key=lambda q: (q.chars[0][0], -q.chars[-1][1]))


def _quote(parse: Parse, passages: list[_Passage]) -> QuoteSpan | None:
    parts: list[tuple[int, int]] = []
    chars: list[tuple[int, int]] = []
    for passage in passages:
        tokens = parse.tokens_in(*passage.inner)
        if len(tokens):
            parts.append((tokens.start, tokens.stop))
            chars.append((passage.start, passage.end))
    if not parts:
        return None
    return QuoteSpan(tuple(parts), _kind(parse, parts, passages), tuple(chars))


def _passages(text: str, start: int, end: int) -> Iterator[_Passage]:
    """Passages of one paragraph in the order of their ends."""
    stack: list[tuple[int, int, bool]] = []
    closed_doubles = 0
    for mark in _MARK.finditer(text, start, end):
        a, b = mark.span()
        symbol = mark.group()
        before = text[a - 1] if a > start else " "
        after = text[b] if b < end else " "
        if len(symbol) == 1 and symbol in _SINGLE:
            if stack and stack[-1][2] and _closes_single(text, a, before, after, end):
                opened = stack.pop()
                yield _Passage(opened[0], b, (opened[1], a), True, True, True)
            elif _opens_single(text, symbol, a, before, after, end):
                stack.append((a, b, True))
            continue
        inside = any(not single for _, _, single in stack)
        if _closes_double(symbol, before, after, inside):
            while stack and stack[-1][2]:
                stack.pop()
            if stack:
                opened = stack.pop()
                yield _Passage(opened[0], b, (opened[1], a), False, True, True)
            elif closed_doubles == 0 or before in ",.?!":
                begin = _lost_opening(text, start, a)
                if begin is not None:
                    yield _Passage(begin, b, (begin, a), False, False, True)
            closed_doubles += 1
        elif inside:
            # An opening mark inside an open passage: the closing mark before it was lost.
            while stack:
                lost = stack.pop()
                if not lost[2]:
                    stop = a
                    while stop > lost[1] and text[stop - 1].isspace():
                        stop -= 1
                    yield _Passage(lost[0], stop, (lost[1], stop), False, True, False)
            stack.append((a, b, False))
        else:
            stack.append((a, b, False))
    while stack:
        opened = stack.pop()
        if not opened[2] or opened[0] == start:
            yield _Passage(opened[0], end, (opened[1], end), opened[2], True, False)


def _closes_double(symbol: str, before: str, after: str, inside: bool) -> bool:
    if symbol == "“" and inside and not (before.isspace() or after.isalnum()):
        return True
    if symbol in _OPENING or symbol == "``":
        return False
    if symbol in _CLOSING:
        return True
    if before.isspace() or before in "([{—–-":
        # `" text "` with loose marks: only the state tells; a mark glued to the next word opens.
        return inside and (after.isspace() or after in ",.;:?!)")
    if after.isspace() or after in ",.;:?!)]}—–-'’":
        return True
    return inside


def _opens_single(text: str, symbol: str, a: int, before: str, after: str, end: int) -> bool:
    if symbol == "’" or after.isspace() or not (before.isspace() or before in '([{—–"“„«-/'):
        return False
    if _ELISION.match(text, a + 1, end) and symbol != "‘":
        return False
    return (symbol == "‘" and not _ELISION.match(text, a + 1, end)) or _single_closer(text, a + 1, end) is not None


def _single_closer(text: str, start: int, end: int) -> int | None:
    """Where a single closing mark stands after ``start``: not a possessive or elision inside a word."""
    for k in range(start, end):
        if text[k] in "'’" and k > start and not text[k - 1].isspace():
            after = text[k + 1] if k + 1 < end else " "
            if not after.isalnum():
                return k
    return None


def _closes_single(text: str, a: int, before: str, after: str, end: int) -> bool:
    if text[a] in "‘‚‛`" or before.isspace() or after.isalnum():
        return False
    if before == "s" and after == " " and a + 2 < end and text[a + 2].isalpha():
        # A plural possessive, if the passage is closed again before another opens.
        later = _single_closer(text, a + 1, end)
        opener = re.compile(r"(?<!\w)[‘'](?=\w)").search(text, a + 1, end)
        return later is None or (opener is not None and opener.start() < later)
    return True


def _lost_opening(text: str, start: int, close: int) -> int | None:
    """Where a passage without opening mark begins: after a colon, else at the start of its paragraph or sentence."""
    colon = text.rfind(": ", start, close)
    if colon >= 0:
        begin = colon + 2
    else:
        begin = start
        stop = max(text.rfind(s, start, close) for s in ("” ", '" ', "''", "» "))
        if stop >= 0:
            begin = stop + 2
    while begin < close and text[begin].isspace():
        begin += 1
    return begin if close - begin > 1 else None


def _kind(parse: Parse, parts: list[tuple[int, int]], passages: Iterable[_Passage]) -> str:
    first, last = parts[0][0], parts[-1][1] - 1
    words = sum(parse.pos[i] not in ("PUNCT", "SPACE") for a, b in parts for i in range(a, b))
    if len(parts) > 1:
        return "direct"
    start_of_clause = first == 0 or parse.para[first - 1] != parse.para[first] or _before(parse, first) in ".?!:,;—–-"
    finite = any(_is_clause(parse, i, first, last) for i in range(first, last + 1))
    ends = parse.lower[last][-1:] in ",.?!…-—" or _after(parse, last) == ":"
    capital = parse.word[first][:1].isupper() or parse.word[first][:1] in "[.…"
    if finite and capital and (start_of_clause or ends) and words > 2:
        return "direct"
    if (
        start_of_clause
        and (ends or words > _SCARE_WORDS)
        and (finite or (ends and capital and _opens_sentence(parse, first)))
    ):
        return "direct"
    if _is_title(parse, first, last):
        return "title"
    if finite and words > _SCARE_WORDS:
        return "mixed"
    return "mixed" if words > _SCARE_WORDS or parse.lower[last][-1:] in ",.?!" else "scare"


def _before(parse: Parse, first: int) -> str:
    """The last character before a passage other than its mark."""
    k = first - 1
    while k >= 0 and parse.lower[k] in ('"', "'", "''"):
        k -= 1
    return parse.lower[k][-1:] if k >= 0 else "."


def _opens_sentence(parse: Parse, first: int) -> bool:
    return first == 0 or parse.para[first - 1] != parse.para[first] or _before(parse, first) in ".?!:,"


def _after(parse: Parse, last: int) -> str:
    k = last + 1
    while k < len(parse) and parse.lower[k] in ('"', "'", "''"):
        k += 1
    return parse.lower[k][:1] if k < len(parse) else ""


def _is_clause(parse: Parse, i: int, first: int, last: int) -> bool:
    """A finite verb with its subject, both inside the passage, or an imperative heading it."""
    if parse.pos[i] not in ("VERB", "AUX"):
        return False
    if any(first <= c <= last and parse.dep[c] in ("nsubj", "nsubjpass", "expl", "csubj") for c in parse.children[i]):
        return parse.tag[i] in ("VBD", "VBZ", "VBP", "MD") or any(
            first <= c <= last and parse.dep[c] in ("aux", "auxpass") and parse.tag[c] != "TO"
            for c in parse.children[i]
        )
    modal = any(parse.tag[c] in ("MD", "TO") for c in parse.children[i])
    return i <= first + 1 and parse.tag[i] == "VB" and parse.dep[i] in ("ROOT", "ccomp") and not modal


def _is_title(parse: Parse, first: int, last: int) -> bool:
    """Capitalised words after the name of a kind of work: *the film "Blue Nights"*."""
    content = [i for i in range(first, last + 1) if parse.pos[i] in ("NOUN", "PROPN", "ADJ", "VERB", "NUM")]
    if not content or not all(parse.word[i][:1].isupper() or parse.word[i][:1].isdigit() for i in content):
        return False
    before = [parse.lower[k] for k in range(max(0, first - 4), first)]
    return any(w in cue_words("work") for w in before)
