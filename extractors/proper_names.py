"""Where proper names stand and what they seem to name: the model's entities repaired by rule.

Articles, possessives, titles and prefixes (*Pro-*) come off; neighbouring capitalised words are joined; known names and names
seen elsewhere in the document are found wherever they stand.
"""

from __future__ import annotations

from newsgraph.extractors.gazetteer import Gazetteer
from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.name_types import ProperName, vote_on_type
from newsgraph.extractors.names import PARTICLES, looks_like_acronym
from newsgraph.extractors.nouns import positions, titles, type_of_noun
from newsgraph.extractors.parse import Parse
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
_MEASURES = frozenset(("MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"))
_POSSESSIVES = frozenset(("'s", "’s", "'", "’", "s'"))
_INNER = frozenset(("of", "for", "and", "&", "de", "del", "la", "al", "the", "-", "'", "’", "'s", "’s"))


def find_names(parse: Parse, gazetteer: Gazetteer, headlines: frozenset[int]) -> list[ProperName]:
    """The names of a document in text order, not overlapping.  ``headlines`` are the paragraphs that are headlines.  O(tokens)."""
    capitalised = _name_tokens(parse, headlines)
    found: list[ProperName] = []
    taken = [False] * len(parse)
    for name in _model_names(parse, gazetteer):
        found.append(name)
        for i in range(name.start, name.end):
            taken[i] = True
    _add_known(parse, gazetteer, found, taken)
    _add_capitalised(parse, capitalised, found, taken)
    found.sort(key=lambda name: name.start)
    found = _join(parse, found)
    found = [name for name in found if _settle(parse, gazetteer, name, headlines)]
    for name in found:
        vote_on_type(parse, gazetteer, name)
    seen = {name.start for name in found}
    found = _add_repeated(parse, found)
    for name in found:
        if name.start not in seen:
            vote_on_type(parse, gazetteer, name)
    return found


def _name_tokens(parse: Parse, headlines: frozenset[int]) -> list[bool]:
    """Tokens whose capital letter tells a name: not in a headline that capitalises every word, not dates."""
    shouting = _capitalising_paragraphs(parse)
    dates: set[int] = set()
    for start, end, label in parse.ents:
        if label in _TIMES:
            dates.update(range(start, end))
    result = []
    for i, word in enumerate(parse.word):
        result.append(
            word[0].isupper()
            and parse.tag[i] in ("NNP", "NNPS")
            and i not in dates
            and parse.para[i] not in shouting
            and parse.lower[i] not in words_of("unnamed_words.txt")
        )
    return result


def _capitalising_paragraphs(parse: Parse) -> set[int]:
    """Paragraphs where nearly every longer word begins with a capital: their capitals tell nothing."""
    upper: dict[int, int] = {}
    total: dict[int, int] = {}
    for i, word in enumerate(parse.word):
        if len(word) > 3 and word[0].isalpha():
            paragraph = parse.para[i]
            total[paragraph] = total.get(paragraph, 0) + 1
            upper[paragraph] = upper.get(paragraph, 0) + word[0].isupper()
    return {p for p, n in total.items() if n >= 4 and upper[p] >= 0.8 * n}


def _model_names(parse: Parse, gazetteer: Gazetteer) -> list[ProperName]:
    names = []
    for start, end, label in parse.ents:
        kind = _LABELS.get(label)
        if kind is None:
            continue
        for a, b in _split(parse, gazetteer, *_over_hyphens(parse, *_trim(parse, start, end))):
            if a < b and any(parse.word[i][0].isupper() for i in range(a, b)):
                name = ProperName(a, b)
                if b - a == 1 and end - start == 4 and b < end:
                    name.known = gazetteer.find((parse.word[a], parse.word[end - 1]))
                name.vote(kind, 1.0)
                names.append(name)
    return names


def _trim(parse: Parse, start: int, end: int) -> tuple[int, int]:
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
    while (
        end > start
        and word[end - 1] in (".", "!", "?")
        and (end - 1 == start or not parse.text[parse.end[end - 1] - 2 : parse.end[end - 1] - 1].isupper())
    ):
        end -= 1
    while end - 2 > start and lower[end - 1] in words_of("name_suffixes.txt") and word[end - 2] == "-":
        end -= 2
    return start, end


def _over_hyphens(parse: Parse, start: int, end: int) -> tuple[int, int]:
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


def _split(parse: Parse, gazetteer: Gazetteer, start: int, end: int) -> list[tuple[int, int]]:
    """A country's possessive is a name of its own ("Ukraine's Zelensky"); so are coordinated names of two or more words."""
    for i in range(start + 1, end - 1):
        if parse.lower[i] in ("'s", "’s") and (
            gazetteer.find(parse.word[start:i]) or (parse.word[i + 1][0].islower() and parse.pos[i + 1] == "NOUN")
        ):
            return [_trim(parse, start, i), *_split(parse, gazetteer, *_trim(parse, i + 1, end))]
    for i in range(start + 1, end - 1):
        if parse.word[i] == "," and parse.lower[i + 1].rstrip(".") not in words_of("legal_forms.txt"):
            return [_trim(parse, start, i), *_split(parse, gazetteer, *_trim(parse, i + 1, end))]
    coordinated = end - start == 4 and parse.lower[start + 1] in ("and", "or")
    if coordinated and all(gazetteer.find((parse.word[i], parse.word[end - 1])) for i in (start, start + 2)):
        return [(start, start + 1), (start + 2, end)]
    if end - start > 2 and parse.lower[end - 1] in ("and", "or"):
        return [(start, end - 1)]
    return [(start, end)]


def _add_known(parse: Parse, gazetteer: Gazetteer, found: list[ProperName], taken: list[bool]) -> None:
    """Known names that the model missed, or of which it took only a part."""
    words = [w.replace("’", "'") for w in parse.word]
    dropped: set[int] = set()
    cover: dict[int, ProperName] = {i: name for name in found for i in range(name.start, name.end)}
    i = 0
    while i < len(words):
        if not (words[i][0].isupper() or words[i] == "al" or words[i] in gazetteer.small):
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
        start, end = _trim(parse, i, j)
        if start < end:
            found.append(ProperName(start, end, sure=end - start > 1 or looks_like_acronym(parse.word[start])))
        i = j


def _same_phrase(parse: Parse, left: int, right: int) -> bool:
    """Does the possessor on the left belong to the capitalised noun on the right ("Dakar Lawyers' Collective")?"""
    return parse.word[left][-1] in "s" and parse.dep[left] in ("poss", "compound", "nmod") and parse.head[left] >= right


def _join(parse: Parse, names: list[ProperName]) -> list[ProperName]:
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


def _settle(parse: Parse, gazetteer: Gazetteer, name: ProperName, headlines: frozenset[int]) -> bool:
    """Take titles off; False for what is no name: bare titles, common nouns with a sentence's capital, lower-cased words."""
    if name.known is not None and name.known.own:
        name.titles = name.start
        return True
    person = name.best in (EntityType.PERSON, None)
    first = name.start
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
    ):
        return False
    if len(words) == 1 and name.known is None and not looks_like_acronym(parse.word[name.start]):
        i = name.start
        common = type_of_noun(parse.lemma[i].lower()) is not None or type_of_noun(words[0]) is not None
        opening = i == parse.sents[parse.sent[i]][0]
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
    return any(parse.word[i][0].isupper() or parse.word[i][0].isdigit() for i in range(name.start, name.end))


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
            known.setdefault((surname,), bare)
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
