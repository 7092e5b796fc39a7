"""Where a name begins and ends: what comes off its edges, what goes on over hyphens, what is two names, what is one.

Articles, possessives and prefixes (*Pro-*) come off; neighbouring names that the parse puts into one compound are joined.
"""

from __future__ import annotations

from newsgraph.extractors.gazetteer import Gazetteer
from newsgraph.extractors.headlines import base_of
from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.name_types import ProperName
from newsgraph.extractors.names import PARTICLES
from newsgraph.extractors.nouns import positions, titles, type_of_noun
from newsgraph.extractors.parse import Parse
from newsgraph.graph.model import EntityType

_CLAUSE_TAGS = frozenset(("WRB", "WDT", "WP", "VBD", "VBZ", "MD"))
_OPEN_ENDS = frozenset("of for the a an and in on at to by with from".split())
_POSSESSIVES = frozenset(("'s", "’s", "'", "’", "s'"))


def trim(parse: Parse, start: int, end: int) -> tuple[int, int]:
    """Without articles, lower-cased words, prefixes and marks at the edges."""
    word, lower, tag = parse.word, parse.lower, parse.tag
    while start < end:
        w = lower[start]
        if (
            start + 1 < end
            and (w in ("al", "el") or w in PARTICLES)
            and not word[start][0].isdigit()
            and w not in ("the", "a")
        ):
            break
        if start + 2 < end and w in words_of("name_prefixes.txt") and word[start + 1] in ("-", "‑", "–"):
            start += 2
            continue
        if (
            (
                tag[start] in ("DT", "PRP$", "IN", "CC", "POS", "RB", "TO", "WP$", "PDT")
                and not (tag[start] == "IN" and end - start > 2 and word[start][0].isupper())
            )
            or not (word[start][0].isupper() or word[start][0].isdigit())
            or (
                tag[start] == "CD"
                and word[start][0].isdigit()
                and start + 1 < end
                and end - start == 2
                and not word[start + 1][0].isupper()
            )
        ):
            start += 1
        else:
            break
    while end > start and (
        lower[end - 1] in _POSSESSIVES
        or (
            not word[end - 1][-1].isalnum() and word[end - 1] not in (".", "!", "?") and not word[end - 1].endswith(".")
        )
    ):
        end -= 1
    while end > start + 1 and word[end - 1].islower() and tag[end - 1] in ("VBD", "VBZ", "MD"):
        end -= 1  # "the Sund War ended"
    while (
        end > start
        and word[end - 1] in (".", "!", "?")
        and (end - 1 == start or not parse.text[parse.end[end - 1] - 2 : parse.end[end - 1] - 1].isupper())
    ):
        end -= 1
    while end - 2 > start and lower[end - 1] in words_of("name_suffixes.txt") and word[end - 2] == "-":
        end -= 2
    return start, end


def over_hyphens(parse: Parse, start: int, end: int) -> tuple[int, int]:
    """On to the rest of a hyphenated word that is capitalised too ("Kassym" -> "Kassym-Jomart")."""
    while (
        start < end < len(parse) - 1
        and parse.word[end] in ("-", "‑")
        and parse.end[end - 1] == parse.start[end]
        and parse.end[end] == parse.start[end + 1]
        and parse.word[end + 1][0].isupper()
        and parse.tag[end + 1] == "NNP"
    ):
        end += 2
    return start, end


def split(parse: Parse, gazetteer: Gazetteer, start: int, end: int) -> list[tuple[int, int]]:
    """A country's possessive is a name of its own ("Ukraine's Zelensky"); so are coordinated names of two or more words."""
    for i in range(start + 1, end - 1):
        if parse.lower[i] in ("'s", "’s") and (
            gazetteer.find(parse.word[start:i]) or (parse.word[i + 1][0].islower() and parse.pos[i + 1] == "NOUN")
        ):
            return [trim(parse, start, i), *split(parse, gazetteer, *trim(parse, i + 1, end))]
    for i in range(start + 1, end - 1):
        if parse.word[i] == "," and parse.lower[i + 1].rstrip(".") not in words_of("legal_forms.txt"):
            return [trim(parse, start, i), *split(parse, gazetteer, *trim(parse, i + 1, end))]
    for i in range(start + 1, end):
        if parse.word[i].islower() and parse.tag[i] in _CLAUSE_TAGS:
            rest = split(parse, gazetteer, *trim(parse, i + 1, end)) if i + 1 < end else []
            return [trim(parse, start, i), *(part for part in rest if part[0] < part[1])]
    coordinated = end - start == 4 and parse.lower[start + 1] in ("and", "or")
    if coordinated and all(gazetteer.find((parse.word[i], parse.word[end - 1])) for i in (start, start + 2)):
        return [(start, start + 1), (start + 2, end)]
    if end - start > 2 and parse.lower[end - 1] in ("and", "or"):
        return [(start, end - 1)]
    return [(start, end)]


def join_neighbours(parse: Parse, names: list[ProperName]) -> list[ProperName]:
    """Join neighbours that the parse puts into one compound: "Kasym-Jomart" + "Tokayev", "Media Watch" + "West Africa"."""
    joined: list[ProperName] = []
    for name in names:
        before = joined[-1] if joined else None
        if before is not None and _belong_together(parse, before, name):
            merged = ProperName(before.start, name.end, sure=before.sure or name.sure)
            last = name if name.votes else before
            for kind, weight in last.votes.items():
                merged.vote(kind, weight)
            joined[-1] = merged
        else:
            joined.append(name)
    return joined


def over_state_forms(parse: Parse, names: list[ProperName]) -> list[ProperName]:
    """Back to the noun of the state: "the Sultanate of Mirab" is one name, where a model saw two or one."""
    whole: list[ProperName] = []
    for name in names:
        first = name.start - 2
        if (
            name.known is None
            and first >= 0
            and parse.lower[first + 1] == "of"
            and parse.word[first] in words_of("state_forms.txt")
        ):
            if whole and whole[-1].end > first:
                whole.pop()
            name.start = first
        whole.append(name)
    return whole


def end_before_verb(parse: Parse, name: ProperName) -> int:
    """Where a name in a headline of capitals ends: before its verb (*Hillary Clinton Goes to Iowa*, *Viktor Hale Quits*).

    A word that may be a name as well (*Walks*) is the verb only where the text has the rest of the name without it.
    """
    if name.known is not None or name.best in (EntityType.DOCUMENT, EntityType.EVENT, EntityType.LAW):
        return name.end
    for i in range(name.start + 1, name.end):
        if parse.tag[i] in ("VBZ", "VBD") and parse.pos[i] == "VERB" and parse.kid(i, "nsubj", "nsubjpass") is not None:
            return i
    last = name.end - 1
    if last - name.start < 2 or not _may_be_verb(parse, parse.lower[last]):
        return name.end
    whole, rest = parse.slice(name.start, name.end), parse.slice(name.start, last)
    return last if parse.text.count(rest) > parse.text.count(whole) else name.end


def _may_be_verb(parse: Parse, word: str) -> bool:
    """Is it the present of a verb that is known, or that the text uses (*Quits*, *quit on Monday*)?"""
    if not word.endswith("s"):
        return False
    used = (i for i in range(len(parse)) if parse.lemma[i] == word[:-1])
    return base_of(word) is not None or any(parse.pos[i] == "VERB" for i in used)


def _belong_together(parse: Parse, a: ProperName, b: ProperName) -> bool:
    if parse.sent[a.start] != parse.sent[b.start]:
        return False
    hyphen = b.start - a.end == 1 and parse.word[a.end] in ("-", "‑") and parse.end[a.end - 1] == parse.start[a.end]
    if b.start != a.end and not hyphen:
        return False
    if hyphen and (parse.lower[a.start] in words_of("name_prefixes.txt") or (a.known and b.known)):
        return False
    if parse.lower[a.end - 1] in positions() or parse.lower[a.end - 1] in titles():
        return False
    if parse.lower[b.start] in titles() or parse.lower[b.start] in positions():
        return False
    kind_a, kind_b = a.best, b.best
    linked = any(a.start <= parse.head[i] < a.end for i in range(b.start, b.end)) or any(
        b.start <= parse.head[i] < b.end and parse.dep[i] in ("compound", "nmod", "amod") for i in range(a.start, a.end)
    )
    if not linked:
        return False
    if kind_a is EntityType.GROUP and kind_b is not EntityType.ORGANIZATION:
        return False
    if a.known is not None and (kind_b in (None, EntityType.PERSON) or b.known is not None):
        return (
            kind_b is None
            and parse.lower[b.end - 1] not in positions()
            and type_of_noun(parse.lower[b.end - 1]) is not None
        )
    if kind_a is None or kind_b is None:
        return True
    if kind_b is EntityType.PERSON:
        return kind_a is EntityType.PERSON or (kind_a is EntityType.LOCATION and "-" in parse.word[a.start : a.end])
    return kind_b in (EntityType.ORGANIZATION, EntityType.FACILITY, EntityType.EVENT) or kind_a is kind_b
