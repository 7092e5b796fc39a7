"""Forms that say in which mood a verb stands, where the parser took them for others."""

from __future__ import annotations

from newsgraph.extractors.conjuncts import SUBJECTS
from newsgraph.extractors.parse import Parse

_BEFORE_AN_ORDER = frozenset({"advcl", "advmod", "cc", "intj", "mark", "neg", "npadvmod", "prep", "punct"})


def imperative(parse: Parse, v: int) -> bool:
    """ "If you see smoke, always call the brigade": a base form that heads a sentence and has no subject orders or advises."""
    if parse.tag[v] != "VBP" or parse.pos[v] != "VERB" or parse.lower[v] != parse.lemma[v]:
        return False
    if parse.kid(v, "aux", "auxpass", *SUBJECTS) is not None:
        return False
    if any(c < v and parse.dep[c] not in _BEFORE_AN_ORDER for c in parse.children[v]):
        return False
    parse.tag[v] = "VB"
    return True


def no_word(parse: Parse, v: int) -> bool:
    """ "“We lost.”― Ana Holt": what has no letters is no verb."""
    if parse.pos[v] != "VERB" or any(map(str.isalpha, parse.word[v])):
        return False
    parse.pos[v], parse.tag[v] = "PUNCT", ":"
    return True
