"""What is said of a named thing in passing: titles before a name, appositions, predicates after *be*.

*Army spokesman Col. Idriss Mahamat*, *its leader, Ilze Brante*, *chip supplier Norvane*, *the newspaper De Koerier*, *X is the head of Y*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.mentions import Phrase
from newsgraph.extractors.nouns import positions, titles, type_of_noun
from newsgraph.extractors.parse import Parse
from newsgraph.graph.model import EntityType, MentionKind

_RUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "JJ", "POS", "HYPH", "CD", "VBN", "NNP"))
_LINKS = frozenset(("of", "for", "to", "at", "in"))
_BECOMING = frozenset(("be", "become", "remain"))


@dataclass(frozen=True, slots=True)
class Epithet:
    """A noun phrase that describes a name: ``name`` and ``noun`` are head tokens, ``start``/``end`` the words of the epithet without
    determiner, possessor and what it is held in.  ``bodies`` are tokens that may name what a position is held in, nearest first.

    ``how``: ``title`` (before the name), ``apposition``, ``predicate``.
    """

    name: int
    noun: int
    start: int
    end: int
    bodies: tuple[int, ...]
    how: str


def find_epithets(parse: Parse, phrases: Mapping[int, Phrase]) -> list[Epithet]:
    """Epithets of all names in text order.  O(tokens)."""
    found: list[Epithet] = []
    for head, phrase in phrases.items():
        if phrase.kind is not MentionKind.NAME:
            continue
        found.extend(_before(parse, phrase, phrases))
        found.extend(_apposed(parse, head, phrases))
        found.extend(_predicated(parse, head, phrases))
    return found


def _before(parse: Parse, phrase: Phrase, phrases: Mapping[int, Phrase]) -> list[Epithet]:
    """The run of nouns directly before a name, coordinated ones apart."""
    end = phrase.draft.start
    first = end
    while first > 0 and parse.sent[first - 1] == parse.sent[end]:
        i = first - 1
        word = parse.lower[i]
        if (
            parse.tag[i] in _RUN_TAGS
            or (word == "." and parse.dep[i] == "compound")
            or (word in ("of", "for", "and", "to") and first < end)
        ) or (word == "the" and i > 0 and parse.lower[i - 1] in _LINKS and first < end):
            first = i
        else:
            break
    while first < end and (
        parse.lower[first] in ("of", "for", "and", "to", "the") or parse.tag[first] in ("POS", "HYPH")
    ):
        first += 1
    if first >= end or not _may_describe(parse, end - 1, phrase, phrases):
        return []
    nouns = [i for i in range(first, end) if _describes(parse, i) and not _inside_name(parse, i, phrases)]
    if not nouns:
        return []
    last = nouns[-1]
    between = range(last + 1, end)
    if len(between) > 1 and parse.lower[last + 1] in _LINKS and all(_is_title(parse, i) for i in between[1:]):
        return []  # "the chairman of Mrs. Valk"
    if any(parse.lower[i] == "and" for i in between) or (
        between and parse.lower[last + 1] not in _LINKS and not all(_is_title(parse, i) for i in between)
    ):
        return []
    if not between or all(_is_title(parse, i) for i in between):
        attached = (
            parse.head[last] in range(last, phrase.draft.end)
            or parse.head[phrase.head] == last
            or all(parse.tag[i].startswith("NNP") for i in range(last, end))
        )
        if not attached:
            return []
    result = []
    stop = end
    for noun in reversed(nouns):
        if noun != last and parse.lower[noun + 1] != "and":
            continue  # "the chief of staff of Mayor Irena Valk" is another person
        if noun >= stop:
            continue
        begin = first
        for i in range(noun - 1, first - 1, -1):
            if parse.lower[i] in ("and", *_LINKS) or parse.tag[i] == "POS":
                begin = i + 1
                break
        owned = next((i + 1 for i in range(noun - 1, first - 1, -1) if parse.lower[i] in ("to", "for")), first)
        bodies = [i for i in range(noun + 1, stop) if i in phrases] + [
            i for i in range(noun - 1, owned - 1, -1) if i in phrases
        ]
        result.append(
            Epithet(phrase.head, noun, _word_start(parse, begin, noun, phrases), noun + 1, tuple(bodies), "title")
        )
        stop = begin - 1 if begin > first else first
    return result


def _may_describe(parse: Parse, i: int, phrase: Phrase, phrases: Mapping[int, Phrase]) -> bool:
    """The word before the name is a noun of its phrase, or ends a name after *of* ("Chairman of the Council Nikol P.")."""
    if parse.tag[i] in ("JJ", "CD", "VBN", "POS"):
        return False
    return parse.head[phrase.head] == i or parse.head[i] >= i or phrase.type is EntityType.PERSON


def _describes(parse: Parse, i: int) -> bool:
    if parse.tag[i] not in ("NN", "NNP", "NNS", "JJ"):
        return False
    word = parse.lower[i]
    return (
        word in positions()
        or parse.lemma[i].lower() in positions()
        or ((parse.word[i].islower() or _opens(parse, i)) and type_of_noun(parse.lemma[i].lower()) is not None)
    )


def _opens(parse: Parse, i: int) -> bool:
    """Has a noun of a trade the capital letter of its sentence (*Retailer Bonmart*)?"""
    return i == parse.sents[parse.sent[i]][0] and parse.lower[i] in words_of("trade_nouns.txt")


def _is_title(parse: Parse, i: int) -> bool:
    return parse.lower[i] in titles() or parse.word[i] == "." or parse.lower[i] == "-"


def _inside_name(parse: Parse, i: int, phrases: Mapping[int, Phrase]) -> bool:
    head = i
    for _ in range(6):
        phrase = phrases.get(head)
        if phrase is not None and phrase.kind is MentionKind.NAME and phrase.draft.start <= i < phrase.draft.end:
            return True
        if parse.head[head] == head:
            break
        head = parse.head[head]
    return False


def _word_start(parse: Parse, begin: int, noun: int, phrases: Mapping[int, Phrase]) -> int:
    """Where the words of the position begin: after names and demonyms that it is held in."""
    start = begin
    for i in range(begin, noun):
        phrase = phrases.get(i)
        if phrase is not None and phrase.kind in (MentionKind.NAME, MentionKind.DEMONYM):
            start = max(start, phrase.draft.end)
            if start + 1 < noun and parse.word[start] == "-" and parse.tag[start + 1] == "VBN":
                start += 2  # "Riga-based": what is said of the place is no part of the position
        elif parse.tag[i] == "POS":
            start = i + 1
    while start < noun and (parse.tag[start] in ("DT", "PRP$", "POS", "CC", "HYPH") or parse.lower[start] in ("then",)):
        start += 1
    return min(start, noun)


def _apposed(parse: Parse, head: int, phrases: Mapping[int, Phrase]) -> list[Epithet]:
    """*Name, noun phrase* and *noun phrase, Name*."""
    result = []
    for child in parse.children[head]:
        if (
            parse.dep[child] == "appos"
            and child > head
            and _nominal(parse, child, phrases)
            and _closes(parse, child)
            and not _quoted_apart(parse, head, child)
            and (parse.kid(child, "conj") is None or parse.lower[child] in positions())
        ):
            result.append(_epithet(parse, head, child, phrases, "apposition"))
    above = parse.head[head]
    if (
        parse.dep[head] == "appos"
        and above < head
        and _nominal(parse, above, phrases)
        and parse.kid(head, "conj") is None
        and not _quoted_apart(parse, above, head)
    ):
        result.append(_epithet(parse, head, above, phrases, "apposition"))
    return result


def _quoted_apart(parse: Parse, first: int, last: int) -> bool:
    """*"… of the president," Valk said*: a quotation ends between the two, which are no apposition."""
    return (
        any(parse.lower[i] in ('"', "”", "''") for i in range(first + 1, last))
        and sum(parse.lower[i] in ('"', "“", "”", "''", "``") for i in range(first + 1, last)) % 2 == 1
    )


def _closes(parse: Parse, noun: int) -> bool:
    """Does a mark or the end of the sentence follow the appositive, as it must?"""
    after = parse.right[noun] + 1
    return after >= len(parse) or parse.sent[after] != parse.sent[noun] or not parse.word[after][0].isalnum()


def _predicated(parse: Parse, head: int, phrases: Mapping[int, Phrase]) -> list[Epithet]:
    """*Name is the noun*, not negated, not a question."""
    verb = parse.head[head]
    if parse.dep[head] != "nsubj" or parse.lemma[verb] not in _BECOMING or parse.kid(verb, "neg") is not None:
        return []
    noun = parse.kid(verb, "attr")
    if noun is None or noun < verb or not _nominal(parse, noun, phrases) or parse.kid(verb, "aux") is not None:
        return []
    return [_epithet(parse, head, noun, phrases, "predicate")]


def _nominal(parse: Parse, i: int, phrases: Mapping[int, Phrase]) -> bool:
    phrase = phrases.get(i)
    return parse.pos[i] in ("NOUN", "PROPN") and (phrase is None or phrase.kind is MentionKind.NOMINAL)


def _epithet(parse: Parse, name: int, noun: int, phrases: Mapping[int, Phrase], how: str) -> Epithet:
    """Hyphenated compounds ("editor-in-chief") are one noun."""
    end = noun + 1
    while (
        end + 1 < len(parse)
        and parse.word[end] == "-"
        and parse.end[end - 1] == parse.start[end]
        and parse.end[end] == parse.start[end + 1]
    ):
        end += 2
    left = [
        c
        for c in parse.children[noun]
        if c < noun and parse.dep[c] in ("amod", "compound", "nmod", "poss", "det", "nummod")
    ]
    start = min([parse.left[c] for c in left], default=noun)
    bodies = [c for c in reversed(left) if (c in phrases and parse.dep[c] != "amod") or parse.dep[c] == "poss"]
    bodies += [c for c in left if parse.dep[c] == "amod" and c in phrases]
    after = []
    for prep in _preps(parse, noun, end):
        if parse.lower[prep] in _LINKS:
            after += [c for c in parse.children[prep] if parse.dep[c] == "pobj"]
            if parse.lower[prep] == "of" and after and parse.lower[after[-1]] == "state":
                end = after[-1] + 1
                after.pop()
    return Epithet(name, noun, _word_start(parse, start, noun, phrases), end, (*after, *bodies), how)


def _preps(parse: Parse, noun: int, end: int) -> list[int]:
    """Prepositions after the noun, also those that hang on the last part of a hyphenated compound."""
    result = [c for c in parse.children[noun] if parse.dep[c] == "prep" and c >= end]
    for i in range(noun + 1, end):
        result += [c for c in parse.children[i] if parse.dep[c] == "prep" and c >= end]
    return sorted(result)
