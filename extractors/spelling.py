"""How a document spells its words: which are written small, which with a capital inside a sentence, and where capitals tell nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from newsgraph.extractors.headlines import base_of
from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.name_types import ProperName
from newsgraph.extractors.nouns import first_names, type_of_noun
from newsgraph.extractors.parse import Parse
from newsgraph.graph.model import EntityType

_LINKING = frozenset("the of and for a an in on to at by with from".split())
_LONG = 3
_SHORT = 16
_ENOUGH = 4
_MOST = 0.8


@dataclass(frozen=True, slots=True)
class Spelling:
    """``small``: words and lemmas written small somewhere; ``proper``: lower-cased words written with a capital inside a sentence;
    ``capitals``: paragraphs where nearly every longer word has a capital, which count for neither."""

    small: frozenset[str]
    proper: frozenset[str]
    capitals: frozenset[int]

    def is_small(self, parse: Parse, i: int) -> bool:
        """Does the document write the word, or its base form, small and never as a name?"""
        word = parse.lower[i]
        return word not in self.proper and (word in self.small or parse.lemma[i].lower() in self.small)


def spelling_of(parse: Parse) -> Spelling:
    """O(tokens)."""
    paragraphs = max(parse.para, default=-1) + 1
    total, upper, shouted = ([0] * paragraphs for _ in range(3))
    for word, paragraph in zip(parse.word, parse.para, strict=True):
        if len(word) > _LONG and word[0].isalpha():
            total[paragraph] += 1
            if word[0].isupper():
                upper[paragraph] += 1
                shouted[paragraph] += word.isupper()
    capitals = frozenset(
        p for p, n in enumerate(total) if n > 1 and upper[p] >= _MOST * n and (n >= _ENOUGH or shouted[p] == n)
    )
    openings = {start for start, _ in parse.sents}
    small: set[str] = set()
    for word, lemma in set(zip(parse.word, parse.lemma, strict=True)):
        if word[0].islower():
            small.add(word)
            small.add(lemma)
    proper = {
        parse.lower[i]
        for i, word in enumerate(parse.word)
        if word[0].isupper()
        and i not in openings
        and parse.para[i] not in capitals
        and not (len(word) > _LONG and word.isupper())
        and _inside(parse, i)
    }
    return Spelling(frozenset(small), frozenset(proper), capitals)


def _inside(parse: Parse, i: int) -> bool:
    """After a word, or after a quotation mark after one: not where a sentence may begin."""
    before = i - 1 if parse.word[i - 1][0].isalnum() or i < 2 else i - 2
    return parse.word[before][0].isalnum() and (before == i - 1 or parse.word[i - 1] in ('"', "“", "'", "‘", "("))


def cut_headline_names(
    parse: Parse, spelling: Spelling, headlines: frozenset[int], names: list[ProperName]
) -> list[ProperName]:
    """Names in headlines and short lines of capitals, cut to what the rest of the text shows to be names (*headline-name*).

    "Hale Sees Hard Winter" is *Hale* where the text names Hale; "Hard Winter" is dropped where the text writes *winter*.  What the text tells
    nothing of stays as the model has it.
    """
    sizes = Counter(parse.para)
    cut = {p for p in spelling.capitals if p == 0 or p in headlines or sizes[p] <= _SHORT}
    names_only = spelling.proper - spelling.small - _LINKING
    kept = []
    for name in names:
        paragraph = parse.para[name.start]
        signature = paragraph not in headlines and paragraph > 0 and _names_body(parse, name)
        if paragraph not in cut or name.known is not None or signature:
            kept.append(name)
            continue
        shown = [i for i in range(name.start, name.end) if parse.lower[i] in names_only]
        if shown:
            start, end = shown[0], shown[0] + 1
            while start > name.start and (parse.word[start - 1] in first_names() or _repeated(parse, start - 1, end)):
                start -= 1
            longer = [e for e in range(end + 1, name.end + 1) if _repeated(parse, start, e)]
            name.start, name.end = start, max(longer, default=end)
            kept.append(name)
        elif not any(_is_verb(parse, i) for i in range(name.start, name.end)) and not all(
            spelling.is_small(parse, i) or not parse.word[i][0].isalpha() for i in range(name.start, name.end)
        ):
            kept.append(name)
    return kept


def _names_body(parse: Parse, name: ProperName) -> bool:
    """*Sund Harbour Advisory Council* at the end of a letter: its last word is that of a body."""
    kind = type_of_noun(parse.lower[name.end - 1])
    return kind is not None and kind.family is EntityType.ORGANIZATION


def ends_in_common_noun(parse: Parse, spelling: Spelling, name: ProperName) -> bool:
    """*President Hale Speech*: a noun the text writes small, after what it names more than twice without that noun."""
    last = name.end - 1
    if last <= name.start or not spelling.is_small(parse, last) or parse.word[last - 1] in first_names():
        return False
    whole, rest = parse.slice(name.start, name.end), parse.slice(name.start, last)
    return parse.text.count(whole) == 1 and parse.text.count(rest) > 2


def is_shouted(parse: Parse, spelling: Spelling, name: ProperName) -> bool:
    """*We WILL WIN*: words in capitals throughout that the text writes small elsewhere, or that are no nouns; what is so written twice may be an acronym."""
    words = range(name.start, name.end)
    if not all(parse.word[i].isupper() and len(parse.word[i]) > 1 for i in words):
        return False
    if all(parse.pos[i] == "PRON" or parse.lower[i] in words_of("pronouns.txt") for i in words):
        return True
    plain = all(parse.lower[i] in spelling.small or parse.pos[i] in ("VERB", "AUX", "ADV") for i in words)
    return plain and not _repeated(parse, name.start, name.end)


def _repeated(parse: Parse, start: int, end: int) -> bool:
    """Do these words stand elsewhere in the text as well?"""
    return parse.text.count(parse.slice(start, end)) > 1


def _is_verb(parse: Parse, i: int) -> bool:
    return parse.pos[i] == "VERB" or (parse.tag[i] == "NNPS" and base_of(parse.lower[i]) is not None)
