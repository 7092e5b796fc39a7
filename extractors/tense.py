"""Does a phrase point to the past or to the future?  The tense of the verb that governs it decides.

*Wednesday* is the coming one under *will meet*, the last one under *met*.  Source of the idea: TIMEX3 guidelines,
"direction" of underspecified expressions.
"""

from __future__ import annotations

from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.parse import Parse

PAST, UNKNOWN, FUTURE = -1, 0, 1
_PAST_AUXILIARIES = frozenset({"was", "were", "had", "did", "got"})
_PERFECT = frozenset({"have", "has", "had", "'ve", "having"})
_MODALS = frozenset("will 'll shall wo would 'd may might could can must should ca".split())
_SCHEDULED_ADJECTIVES = frozenset({"due", "upcoming", "forthcoming", "scheduled", "planned", "expected", "set"})


def direction(parse: Parse, token: int, *, headline: bool = False) -> int:
    """PAST, FUTURE or UNKNOWN for the words headed by ``token``; in a headline the present tense tells the past.

    Something *for* a day (an election called for 5 November) or *ahead of* it lies before that day.
    """
    node, of_date = token, True
    while True:
        if parse.pos[node] in ("VERB", "AUX") and parse.tag[node][0] in "VM":
            return _of_verb(parse, node, headline)
        if parse.lower[node] in _SCHEDULED_ADJECTIVES and parse.pos[node] != "NOUN":
            return FUTURE
        if parse.lower[node] == "ahead" or (parse.lower[node] == "for" and of_date):
            return FUTURE
        of_date = of_date and parse.tag[node] in ("NNP", "CD")
        if any(parse.lower[c] in _SCHEDULED_ADJECTIVES for c in parse.kids(node, "amod")):
            return FUTURE
        if parse.head[node] == node:
            return PAST if headline else UNKNOWN
        node = parse.head[node]


def _of_verb(parse: Parse, verb: int, headline: bool) -> int:
    lower, tag, lemma = parse.lower, parse.tag[verb], parse.lemma[verb]
    auxiliaries = {lower[c] for c in parse.kids(verb, "aux", "auxpass")}
    perfect = bool(auxiliaries & _PERFECT)
    if auxiliaries & _MODALS:
        return PAST if perfect else FUTURE
    if "to" in auxiliaries:
        return PAST if perfect and "have" in auxiliaries else _of_infinitive(parse, verb, headline)
    if lemma in words_of("scheduling_verbs.txt") and tag != "VBD" and "had" not in auxiliaries:
        return FUTURE
    if tag == "VBD" or perfect or auxiliaries & _PAST_AUXILIARIES:
        return PAST
    if tag == "VBN":
        return UNKNOWN if auxiliaries else PAST
    if tag == "VBG":
        return FUTURE if auxiliaries else _of_governor(parse, verb, headline)
    if headline:
        return PAST
    return _of_governor(parse, verb, headline) if tag == "VB" and parse.dep[verb] == "ccomp" else FUTURE


def _of_infinitive(parse: Parse, verb: int, headline: bool) -> int:
    """*began to leave*, *flew to Kyiv to meet*: when the governor was; *agreed to leave*, *plan to leave*: later."""
    governor = parse.head[verb]
    implied = parse.dep[verb] == "advcl" or parse.lemma[governor] in words_of("implicative_verbs.txt")
    return _of_governor(parse, verb, headline) if implied else FUTURE


def _of_governor(parse: Parse, verb: int, headline: bool) -> int:
    if parse.head[verb] == verb:
        return PAST if headline else UNKNOWN
    return direction(parse, parse.head[verb], headline=headline)
