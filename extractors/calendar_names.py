"""Words of the calendar that are parts of names: *Theresa May*, *Easter Island*, *Tuesday Weld*, and *May said* of a person."""

from __future__ import annotations

from functools import cache

from newsgraph.extractors.calendar import holidays
from newsgraph.extractors.lexicon import rows_of, words_of
from newsgraph.extractors.nouns import first_names, titles
from newsgraph.extractors.parse import Parse

_KINDS = frozenset(("weekday", "month", "season", "deictic"))
_NAMES = frozenset(("PERSON", "ORG", "WORK_OF_ART", "PRODUCT", "FAC", "LAW", "NORP", "GPE", "LOC"))
_HEADS = frozenset(("compound", "nmod"))
_FOR_PEOPLE = frozenset(("to", "with", "by", "for", "against", "about", "behind"))
_SPEECH = frozenset(("say", "tell", "ask", "urge", "warn", "argue", "insist", "vow", "add", "reply"))
_BEFORE_TIMES = frozenset(("last", "this", "next", "early", "late", "mid", "of", "in"))


def find_calendar_names(parse: Parse, headlines: frozenset[int]) -> frozenset[int]:
    """The capitalised words of the calendar that name no time; ``headlines`` are paragraphs whose capitals tell little.  O(tokens).

    *calendar-name*: part of a longer name, by the model or by the parse.  *calendar-surname*: what is a surname in one place of a text
    is one wherever it acts or is acted on; a month or day that says something is somebody.
    """
    words = _words()
    places = [i for i, word in enumerate(parse.lower) if word in words and parse.word[i][0].isupper()]
    if not places:
        return frozenset()
    found = {i for i in places if _in_name(parse, i, parse.para[i] in headlines)}
    surnames = {parse.lower[i] for i in found if _is_surname(parse, i)}
    found |= {i for i in places if i not in found and _acts(parse, i, parse.lower[i] in surnames)}
    return frozenset(found)


@cache
def _words() -> frozenset[str]:
    kinds = {row[0] for row in rows_of("time_words.tsv") if row[1] in _KINDS}
    return frozenset(kinds | {name for name in holidays() if " " not in name})


def _in_name(parse: Parse, i: int, headline: bool) -> bool:
    """Is it part of a longer name that is no date: by the word before it, after it, or the model?"""
    before = i - 1
    if i and parse.word[before][0].isupper():
        if parse.pos[before] == "PROPN" and parse.dep[before] == "compound" and parse.head[before] == i:
            return parse.lower[before] not in _words()
        if parse.lower[before] in titles() and parse.tag[i] in ("NNP", "NNPS"):
            return titles()[parse.lower[before]].kind == "honorific" or not parse.lower[i].endswith("day")
    if not headline and _opens_name(parse, i):
        return True
    return any(a <= i < b and b - a > 1 and _names_more(parse, a, b) for a, b, label in parse.ents if label in _NAMES)


def _opens_name(parse: Parse, i: int) -> bool:
    """*Easter Island*, *Monday Night Football*: a compound of a capitalised head, all of it capitalised; not *the Friday meeting*."""
    head = parse.head[i]
    if parse.dep[i] not in _HEADS or not i < head <= i + 3:
        return False
    if any(parse.pos[k] != "PROPN" or not parse.word[k][0].isupper() for k in range(i + 1, head + 1)):
        return False
    if parse.lower[head] in words_of("time_words.tsv") or " ".join(parse.lower[i : head + 1]) in holidays():
        return False
    return parse.dep[head] not in ("compound", "npadvmod")


def _names_more(parse: Parse, start: int, end: int) -> bool:
    """Has the name a capitalised word besides those of times?"""
    return any(
        parse.word[k][0].isupper() and parse.lower[k] not in words_of("time_words.tsv") for k in range(start, end)
    )


def _is_surname(parse: Parse, i: int) -> bool:
    before = parse.word[i - 1] if i else ""
    if before in first_names() or before.lower() in titles():
        return True
    return any(a < i < b and label == "PERSON" for a, b, label in parse.ents)


def _acts(parse: Parse, i: int, known: bool) -> bool:
    """Does it do what people do: *May said*; a known surname also *met May*, *spoke to May*, *May's plan*?"""
    if parse.tag[i] not in ("NNP", "NNPS") or parse.children[i] or parse.lower[i].startswith("to"):
        return False
    verb = parse.head[i]
    if i and parse.lower[i - 1] in _BEFORE_TIMES:
        return False
    if parse.dep[i] == "nsubj" and verb > i:
        return known or parse.lemma[verb] in _SPEECH
    if not known:
        return False
    if parse.dep[i] == "pobj":
        return parse.lower[verb] in _FOR_PEOPLE and "from" not in parse.lower[max(verb - 3, 0) : verb]
    return parse.dep[i] in ("nsubjpass", "poss", "dobj", "conj", "appos")
