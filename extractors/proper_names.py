"""Where proper names stand and what they seem to name: the model's entities repaired by rule.

Articles, possessives, titles and prefixes (*Pro-*) come off; neighbouring capitalised words are joined; known names and names
seen elsewhere in the document are found wherever they stand.
"""

from __future__ import annotations

import re
from functools import cache

from newsgraph.extractors.calendar_names import find_calendar_names
from newsgraph.extractors.gazetteer import Gazetteer
from newsgraph.extractors.lexicon import rows_of, words_of
from newsgraph.extractors.name_spans import (
    end_before_verb,
    join_neighbours,
    over_hyphens,
    over_state_forms,
    split,
    trim,
)
from newsgraph.extractors.name_types import ProperName, vote_on_type
from newsgraph.extractors.names import looks_like_acronym
from newsgraph.extractors.nouns import first_names, is_time_noun, positions, titles, type_of_noun
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.portfolios import end_of_portfolio
from newsgraph.extractors.spelling import Spelling, cut_headline_names, ends_in_common_noun, is_shouted, spelling_of
from newsgraph.graph.model import EntityType

_LABELS = {
    "PERSON": EntityType.PERSON,
    "ORG": EntityType.ORGANIZATION,
    "GPE": EntityType.LOCATION,
    "LOC": EntityType.LOCATION,
    "FAC": EntityType.FACILITY,
    "NORP": EntityType.GROUP,
    "EVENT": EntityType.EVENT,
    "LAW": EntityType.LAW,
    "WORK_OF_ART": EntityType.DOCUMENT,
    "PRODUCT": EntityType.OBJECT,
}
_TIMES = frozenset(("DATE", "TIME"))
_MAGNITUDES = frozenset({"K", "M", "B", "T"})
_MEASURES = frozenset(("MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"))
_RANKS = frozenset(("majority", "minority", "shadow", "press", "prime", "vice", "deputy", "foreign", "chief"))


def find_names(parse: Parse, gazetteer: Gazetteer, headlines: frozenset[int]) -> list[ProperName]:
    """The names of a document in text order, not overlapping.  ``headlines`` are the paragraphs that are headlines.  O(tokens)."""
    spelling = spelling_of(parse)
    capitalised = _name_tokens(parse, headlines, spelling)
    found: list[ProperName] = []
    labels = _party_labels(parse)
    taken = [i in labels for i in range(len(parse))]
    for name in cut_headline_names(parse, spelling, headlines, _model_names(parse, gazetteer)):
        if not labels.isdisjoint(range(name.start, name.end)):
            continue
        found.append(name)
        for i in range(name.start, name.end):
            taken[i] = True
    found = [name for name in found if not _is_part_of_amount(parse, name)]
    _add_known(parse, gazetteer, found, taken, labels)
    _add_capitalised(parse, capitalised, found, taken)
    found.sort(key=lambda name: name.start)
    found = over_state_forms(parse, join_neighbours(parse, found))
    capitals = headlines | spelling.capitals
    for name in found:
        if parse.para[name.start] in capitals:
            name.end = end_before_verb(parse, name)
    found = [
        name for name in found if not _is_part_of_amount(parse, name) and _settle(parse, gazetteer, name, spelling)
    ]
    for name in found:
        vote_on_type(parse, gazetteer, name)
    seen = {name.start for name in found}
    found = _add_repeated(parse, found)
    for name in found:
        if name.start not in seen:
            vote_on_type(parse, gazetteer, name)
    return found


def _is_part_of_amount(parse: Parse, name: ProperName) -> bool:
    """ "BGN 20 M": the code of a currency before a number and the letter of a magnitude after one are no names."""
    if name.end - name.start != 1:
        return False
    i, word = name.start, parse.word[name.start]
    if word in _MAGNITUDES:
        return i > 0 and parse.tag[i - 1] == "CD"
    return word in _currency_codes() and i + 1 < len(parse) and parse.tag[i + 1] == "CD"


_PARTY_LABEL = re.compile(r"(?<=[(,])\s?[DRI](?:[-‑–][A-Z][\w.]*(?: [A-Z][\w.]*)?)?(?=[),;\s])")


def _party_labels(parse: Parse) -> frozenset[int]:
    """ "(D-Ohio)", ", R-Utah,": party and state of an American politician are no names (*party-label*)."""
    text = parse.text
    if "-" not in text or not ("D-" in text or "R-" in text or "I-" in text):
        return frozenset()
    found = (
        match.span()
        for match in _PARTY_LABEL.finditer(text)
        if len(match.group().strip()) > 1 or text[match.start() - 1] == "("
    )
    return frozenset(i for start, end in found for i in parse.tokens_in(start, end))


@cache
def _currency_codes() -> frozenset[str]:
    return frozenset(row[1] for row in rows_of("currencies.tsv"))


def _name_tokens(parse: Parse, headlines: frozenset[int], spelling: Spelling) -> list[bool]:
    """Tokens whose capital letter tells a name: not in a headline that capitalises every word, not dates."""
    shouting = spelling.capitals
    dates = {
        i
        for start, end, label in parse.ents
        if label in _TIMES and _is_date(parse, start, end)
        for i in range(start, end)
    }
    named = find_calendar_names(parse, headlines)
    result = []
    for i, word in enumerate(parse.word):
        result.append(
            word[0].isupper()
            and parse.tag[i] in ("NNP", "NNPS")
            and parse.para[i] not in shouting
            and (i in named or (i not in dates and parse.lower[i] not in words_of("unnamed_words.txt")))
        )
    return result


def _is_date(parse: Parse, start: int, end: int) -> bool:
    """Has the expression a number or a word of time in it?  Models take unknown names for days ("Sund")."""
    return any(
        parse.word[i][0].isdigit()
        or parse.lower[i].rstrip(".") in words_of("time_words.tsv")
        or parse.lemma[i].lower() in words_of("time_words.tsv")
        or is_time_noun(parse.lemma[i].lower())
        for i in range(start, end)
    )


def _model_names(parse: Parse, gazetteer: Gazetteer) -> list[ProperName]:
    names = []
    for start, end, label in parse.ents:
        kind = _LABELS.get(label)
        if kind is None:
            continue
        for a, b in split(parse, gazetteer, *over_hyphens(parse, *trim(parse, start, end))):
            if a < b and any(parse.word[i][0].isupper() for i in range(a, b)):
                name = ProperName(a, b)
                if b - a == 1 and end - start == 4 and b < end:
                    name.known = gazetteer.find((parse.word[a], parse.word[end - 1]))
                name.vote(kind, 1.0)
                names.append(name)
    return names


def _add_known(
    parse: Parse, gazetteer: Gazetteer, found: list[ProperName], taken: list[bool], labels: frozenset[int]
) -> None:
    """Known names that the model missed, or of which it took only a part."""
    words = [w.replace("’", "'") for w in parse.word]
    dropped: set[int] = set()
    cover: dict[int, ProperName] = {i: name for name in found for i in range(name.start, name.end)}
    i = 0
    while i < len(words):
        if i in labels or not (words[i][0].isupper() or words[i] == "al" or words[i] in gazetteer.small):
            i += 1
            continue
        match = gazetteer.longest_at(words, i)
        if match is None:
            i += 1
            continue
        end, known = match
        over = {id(cover[k]): cover[k] for k in range(i, end) if k in cover}
        if all(i <= name.start and name.end <= end for name in over.values()):
            plain = end - i > 1 or parse.tag[i] in ("NNP", "NNPS") or over
            ambiguous = end - i == 1 and len(words[i]) <= 3 and not over and not words[i].isupper()
            if plain and not ambiguous and not _inside_capitals(parse, i, end, bool(over)):
                dropped |= over.keys()
                added = ProperName(i, end, known=known)
                for name in over.values():
                    for kind, weight in name.votes.items():
                        added.vote(kind, weight)
                found.append(added)
                for k in range(i, end):
                    taken[k] = True
                    cover[k] = added
                i = end
                continue
        i = end if over else i + 1
    found[:] = [name for name in found if id(name) not in dropped]


def _inside_capitals(parse: Parse, start: int, end: int, seen: bool) -> bool:
    """Is an unrecognised single word part of a longer capitalised name ("Jordan Belfort")?"""
    if seen or end - start > 1:
        return False
    nxt = (
        end < len(parse)
        and parse.word[end][0].isupper()
        and parse.tag[end] in ("NNP", "NNPS")
        and parse.lower[end] not in positions()
        and parse.lower[end] not in titles()
    )
    return nxt and parse.dep[start] == "compound"


def _add_capitalised(parse: Parse, capitalised: list[bool], found: list[ProperName], taken: list[bool]) -> None:
    """Runs of capitalised proper nouns that nothing covers yet."""
    i, n = 0, len(parse)
    while i < n:
        if taken[i] or not capitalised[i]:
            i += 1
            continue
        j = i + 1
        while j < n and not taken[j] and parse.sent[j] == parse.sent[i]:
            if capitalised[j] or (parse.word[j] == "." and parse.dep[j] == "compound"):
                j += 1
            elif (
                (parse.word[j] in ("-", "‑", "&") or parse.lower[j] in ("'s", "'", "’s", "’"))
                and j + 1 < n
                and capitalised[j + 1]
                and not taken[j + 1]
                and (parse.word[j] in ("-", "‑", "&") or _same_phrase(parse, j - 1, j + 1))
            ):
                j += 2
            else:
                break
        start, end = trim(parse, i, j)
        if start < end:
            found.append(ProperName(start, end, sure=end - start > 1 or looks_like_acronym(parse.word[start])))
        i = j


def _same_phrase(parse: Parse, left: int, right: int) -> bool:
    """Does the possessor on the left belong to the capitalised noun on the right ("Dakar Lawyers' Collective")?"""
    return parse.word[left][-1] in "s" and parse.dep[left] in ("poss", "compound", "nmod") and parse.head[left] >= right


def _settle(parse: Parse, gazetteer: Gazetteer, name: ProperName, spelling: Spelling) -> bool:
    """Take titles off; False for what is no name: bare titles, common nouns with a sentence's capital, lower-cased words."""
    if name.known is not None and name.known.own:
        name.titles = name.start
        return True
    first = name.start
    if _opens_with_trade(parse, name, spelling):
        name.start += 1
    after_office = end_of_portfolio(parse, name.start - 1) if name.start > 1 else 0
    if after_office > name.start:
        if after_office >= name.end:
            return False  # "Minister of Education": no body is named
        name.start = first = after_office
        name.vote(EntityType.PERSON, 3.0)
    person = name.best in (EntityType.PERSON, None)
    cut = name.start
    if person or any(parse.lower[i] in titles() for i in (name.start,)):
        for i in range(name.start, name.end - 1):
            low = parse.lower[i]
            if low in titles() or low in positions() or (low == "." and i == cut):
                cut = i + 1
            elif cut == i and low in words_of("office_words.txt"):
                if any(parse.lower[k] in positions() or parse.lower[k] in titles() for k in range(i + 1, name.end - 1)):
                    continue
                break
            elif parse.word[i] in gazetteer.demonyms or gazetteer.find((parse.word[i],)):
                continue
            elif cut == i:
                break
    if cut > name.start and parse.word[cut - 1][0].isupper():
        name.start = cut
        name.vote(EntityType.PERSON, 3.0)
    name.titles = first if cut > first else name.start
    if name.start >= name.end:
        return False
    words = parse.lower[name.start : name.end]
    if all(w in titles() or w in positions() or w in words_of("office_words.txt") for w in words) and (
        len(words) > 1
        or not name.votes
        or parse.lower[name.start] in titles()
        or parse.lower[name.start] in positions()
        or _before_office(parse, name.end)
    ):
        return False
    if name.known is None and is_shouted(parse, spelling, name):
        return False
    if len(words) == 1 and name.known is not None and _is_small_plural(parse, name.start, spelling):
        return False
    if len(words) == 1 and name.known is None and not looks_like_acronym(parse.word[name.start]):
        i = name.start
        common = type_of_noun(parse.lemma[i].lower()) is not None or type_of_noun(words[0]) is not None
        opening = i == parse.sents[parse.sent[i]][0]
        if opening and spelling.is_small(parse, i) and parse.word[i] not in first_names():
            return False  # "Scholars disagree": written small elsewhere
        if common and (opening or not name.votes or parse.word[i].isupper()) and name.best is not EntityType.PERSON:
            return False
        if parse.word[i] in gazetteer.demonyms:
            return False
        if name.votes and not any(c.isupper() for c in parse.word[i]):
            return False
    if name.known is None and " ".join(parse.word[name.start : name.end]) in gazetteer.demonyms:
        return False
    while name.end - name.start > 2 and parse.lower[name.end - 1] in positions():
        name.end -= 1
    while name.end - name.start > 1 and _ends_in_office(parse, name.end):
        name.end -= 1
    if name.best is EntityType.PERSON and ends_in_common_noun(parse, spelling, name):
        name.end -= 1
    return any(parse.word[i][0].isupper() or parse.word[i][0].isdigit() for i in range(name.start, name.end))


def _is_small_plural(parse: Parse, i: int, spelling: Spelling) -> bool:
    """*Conservatives cheered* where the text writes *the court's conservatives* and never the party inside a sentence."""
    word = parse.lower[i]
    opening = i == parse.sents[parse.sent[i]][0] or parse.para[i] in spelling.capitals
    return opening and word.endswith("s") and word in spelling.small and word not in spelling.proper


def _opens_with_trade(parse: Parse, name: ProperName, spelling: Spelling) -> bool:
    """*Retailer Bonmart closed shops*: the noun has the capital of the sentence, unless the text has it so elsewhere too."""
    words = parse.word[name.start : name.end]
    if (
        len(words) < 2
        or name.known is not None
        or name.start != parse.sents[parse.sent[name.start]][0]
        or parse.lower[name.start] not in words_of("trade_nouns.txt")
        or parse.para[name.start] in spelling.capitals
    ):
        return False
    whole = re.compile(rf"(?<=[a-z,] ){re.escape(' '.join(words))}\b")
    return whole.search(parse.text) is None


def _ends_in_office(parse: Parse, end: int) -> bool:
    """*Senate Majority Leader*: the office begins with *Majority*."""
    return parse.lower[end - 1] in _RANKS and _before_office(parse, end)


def _before_office(parse: Parse, i: int) -> bool:
    """*Defence Minister*: what is before the noun of an office belongs to it."""
    return i < len(parse) and parse.word[i][0].isupper() and parse.lower[i] in positions()


def _add_repeated(parse: Parse, names: list[ProperName]) -> list[ProperName]:
    """Further occurrences of names of the document; single words that only a capital speaks for must occur twice."""
    known: dict[tuple[str, ...], ProperName] = {}
    counts: dict[tuple[str, ...], int] = {}
    for name in names:
        words = tuple(parse.word[name.start : name.end])
        counts[words] = counts.get(words, 0) + 1
        best = known.get(words)
        if best is None or sum(name.votes.values()) > sum(best.votes.values()):
            known[words] = name
    sentence_start = {start for start, _ in parse.sents}
    kept = []
    for name in names:
        words = tuple(parse.word[name.start : name.end])
        if (
            not name.sure
            and counts[words] == 1
            and name.start in sentence_start
            and not name.votes
            and name.titles == name.start
        ):
            continue
        kept.append(name)
    taken = {i for name in kept for i in range(name.start, name.end)}
    for name in list(known.values()):
        surname = parse.word[name.end - 1]
        if name.best is EntityType.PERSON and name.end - name.start > 1 and type_of_noun(surname.lower()) is None:
            bare = ProperName(name.end - 1, name.end)
            bare.vote(EntityType.PERSON, 1.0)
            if not known.setdefault((surname,), bare).votes:
                known[surname,] = bare
            counts.setdefault((surname,), 1)
    firsts: dict[str, list[tuple[str, ...]]] = {}
    for words, name in known.items():
        if name.votes or counts[words] > 1:
            firsts.setdefault(words[0], []).append(words)
    for i, word in enumerate(parse.word):
        if i in taken:
            continue
        for words in sorted(firsts.get(word, ()), key=len, reverse=True):
            end = i + len(words)
            if tuple(parse.word[i:end]) == words and not any(k in taken for k in range(i, end)):
                kept.append(ProperName(i, end, titles=i, known=known[words].known))
                taken.update(range(i, end))
                break
    kept.sort(key=lambda name: name.start)
    return kept
