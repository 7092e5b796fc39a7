"""Words with a hyphen that a tokenizer took apart: *re-elected*, *ex-minister*, *sit-in*.

The prefix and the hyphen hang on the word they belong to, which takes the place that the parser gave to any of them.
"""

from __future__ import annotations

from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.parse import Parse

_PARTICLES = frozenset({"in", "off", "out", "up", "down", "over", "on", "by", "back", "through"})


def repair_hyphens(parse: Parse) -> None:
    """Join prefixes to their words and particles to their verbs, where no space stands between.  O(tokens)."""
    changed = False
    for i in range(1, len(parse) - 1):
        if parse.lower[i] == "-" and parse.end[i - 1] == parse.start[i] and parse.end[i] == parse.start[i + 1]:
            if parse.lower[i - 1] in words_of("prefixes.txt"):
                changed |= _join_prefix(parse, i)
            elif parse.lower[i + 1] in _PARTICLES and parse.pos[i + 1] == "NOUN":
                parse.lemma[i + 1] = f"{parse.lower[i - 1]}-{parse.lower[i + 1]}"
    if changed:
        parse.finish()


def _join_prefix(parse: Parse, hyphen: int) -> bool:
    prefix, word = hyphen - 1, hyphen + 1
    parts = (prefix, hyphen, word)
    if parse.head[prefix] == word and parse.head[hyphen] == word and parse.dep[prefix] == "compound":
        return False
    outer = next((p for p in parts if not any(a in parts for a in parse.ancestors(p))), None)
    if outer is None:
        return False
    if outer != word:
        parse.head[word] = word if parse.is_root(outer) else parse.head[outer]
        parse.dep[word] = parse.dep[outer]
    for p in (prefix, hyphen):
        for c in parse.children[p]:
            if c not in parts:
                parse.head[c] = word
    parse.head[prefix], parse.dep[prefix], parse.pos[prefix] = word, "compound", "X"
    parse.head[hyphen], parse.dep[hyphen], parse.pos[hyphen], parse.tag[hyphen] = word, "punct", "PUNCT", "HYPH"
    if parse.pos[word] == "VERB":
        parse.lemma[word] = f"{parse.lower[prefix]}-{parse.lemma[word]}"
    return True
