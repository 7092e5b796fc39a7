"""The arguments of a verb: phrases of subject and object, complements, prepositional roles, idioms.

Pure functions over the parse; ``clauses.py`` puts their results together.
"""

from __future__ import annotations

from collections.abc import Container
from functools import cache

from newsgraph.extractors.lexicon import rows_of, words_of
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import SUBJECTS, antecedent, clause_span, is_nominal, is_predicate, slot
from newsgraph.extractors.reading import Slot

_TIME_PREPOSITIONS = frozenset(
    "on in at by since until till during before after from within over through for between around about throughout".split()
)


def subject_phrase(parse: Parse, head: int, v: int) -> Slot:
    """The phrase of an understood subject, without the participle or relative clause that is being read."""
    found = slot(parse, head)
    if head < v and found.start <= parse.left[v] < found.end and parse.left[v] > head:
        found.end = parse.left[v]
        while found.end - 1 > head and parse.pos[found.end - 1] == "PUNCT":
            found.end -= 1
    return found


def object_phrase(parse: Parse, c: int, v: int) -> Slot:
    noun = antecedent(parse, c, v)
    return slot(parse, noun if noun is not None else c)


def joined_objects(parse: Parse, objects: list[int]) -> list[int]:
    """Objects without the parts of one hyphenated word that the parser took for three ("quasi-state")."""
    return [c for c in objects if not (c + 1 in objects and parse.end[c] == parse.start[c + 1])]


def predicative(parse: Parse, c: int) -> Slot:
    if is_nominal(parse, c):
        return slot(parse, c)
    start, end = clause_span(parse, c)
    return Slot((c,), max(start, c) if parse.pos[c] == "ADP" else start, end)


def predicative_preposition(parse: Parse, v: int) -> Slot | None:
    """The phrase after a bare copula: "is in contact with them"."""
    prep = parse.kid(v, "prep")
    if prep is None:
        return None
    noun = parse.kid(prep, "pobj")
    found = slot(parse, noun) if noun is not None else None
    return Slot((), prep, found.end) if found else None


def prepositional(parse: Parse, prep: int, timed: Container[int]) -> list[tuple[str, Slot]]:
    """Role and filler of a prepositional phrase, and of those coordinated or chained with it."""
    found: list[tuple[str, Slot]] = []
    noun = parse.kid(prep, "pobj")
    role = parse.lower[prep]
    second = parse.kid(prep, "pcomp")
    if (
        second is not None and parse.tag[second] in ("IN", "TO") and second == prep + 1
    ):  # "due to rain", "because of rain"
        target = noun if noun is not None else parse.kid(second, "pobj")
        if target is not None:
            found.append((f"{role}_{parse.lower[second]}", slot(parse, target)))
    elif noun is not None:
        if not (noun in timed and role in _TIME_PREPOSITIONS):
            found.append(_complex_preposition(parse, prep, noun))
    else:
        inner = parse.kid(prep, "prep")
        target = parse.kid(inner, "pobj") if inner is not None else None
        if inner is not None and target is not None and target not in timed:
            found.append((f"{role}_{parse.lower[inner]}", slot(parse, target)))
        gerund = parse.kid(prep, "pcomp")
        if gerund is not None:
            start, end = clause_span(parse, gerund)
            found.append((role, Slot((gerund,), start, end)))
    for other in parse.kids(prep, "conj"):
        if parse.pos[other] == "ADP":
            found.extend(prepositional(parse, other, timed))
    return found


def _complex_preposition(parse: Parse, prep: int, noun: int) -> tuple[str, Slot]:
    """ "on the back of X" is one preposition; so are "in response to X", "at X's request"."""
    for inner in parse.kids(noun, "prep"):
        phrase = f"{parse.lower[prep]} {parse.lower[noun]} {parse.lower[inner]}"
        if phrase in words_of("complex_prepositions.txt"):
            target = parse.kid(inner, "pobj")
            if target is not None:
                return phrase.replace(" ", "_"), slot(parse, target)
    return parse.lower[prep], slot(parse, noun)


def prepositions_of_noun(parse: Parse, noun: int) -> list[int]:
    """Prepositions that open an argument of an event noun but hang on the verb before it.

    "battle the spread of the disease to the south": the phrase follows the noun's own, and the noun takes this preposition.
    """
    verb = parse.head[noun]
    taken = noun_prepositions().get(parse.lemma[noun].lower())
    if taken is None or parse.dep[noun] != "dobj" or parse.lemma[verb].lower() in _transfers():
        return []
    of = [p for p in parse.kids(noun, "prep") if parse.lower[p] == "of"]
    return [
        p
        for p in parse.kids(verb, "prep")
        if of and p == parse.right[noun] + 1 and parse.lower[p] in taken and parse.kid(p, "pobj") is not None
    ]


@cache
def noun_prepositions() -> dict[str, frozenset[str]]:
    """Event noun -> prepositions that open an argument of it."""
    return {noun: frozenset(words.split()) for noun, words in rows_of("noun_prepositions.tsv")}


@cache
def _transfers() -> frozenset[str]:
    """Verbs that take a recipient themselves: "sent the appeal of X to Y"."""
    return frozenset(row[0] for row in rows_of("light_verbs.tsv"))


def relative_object(parse: Parse, v: int) -> int | None:
    """The noun that a relative clause without own object leaves out: "the allegation (that) he dismissed"."""
    if parse.dep[v] != "relcl":
        return None
    if parse.lemma[parse.head[parse.head[v]]] in words_of("telling_verbs.txt") and parse.dep[parse.head[v]] in (
        "dobj",
        "dative",
    ):
        return None  # "informed the president he would resign"
    subject = parse.kid(v, *("nsubj", "nsubjpass"))
    if subject is None or antecedent(parse, subject, v) is not None:
        return None
    if any(parse.lower[c] in ("where", "when", "why", "whose") for c in parse.subtree(v) if c < v):
        return None
    if any(parse.kid(c, *SUBJECTS, "expl") is None for c in parse.kids(v, "ccomp")):
        return None  # "raids that officers said had ended it"
    hanging = [p for p in parse.kids(v, "prep") if not parse.children[p]]
    if hanging or any(parse.tag[g] in ("WDT", "WP") for p in parse.kids(v, "prep") for g in parse.kids(p, "pobj")):
        return None
    return parse.head[v]


def shared_object(parse: Parse, v: int) -> list[Slot]:
    """The object of the next verb when nothing but a coordinator stands between: "neither confirm nor deny the report"."""
    for c in parse.kids(v, "conj"):
        between = range(v + 1, c)
        if len(between) > 3 or not all(parse.dep[i] in ("cc", "advmod", "preconj", "neg", "punct") for i in between):
            continue
        shared = parse.kid(c, "dobj")
        if shared is not None and is_predicate(parse, c) and not parse.kids(v, "prep", "ccomp", "xcomp"):
            return [object_phrase(parse, shared, c)]
    return []


def idiom_of(parse: Parse, v: int, lemma: str) -> tuple[str, int] | None:
    """ "take effect", "come into force": the whole predicate and the noun in it."""
    idioms = words_of("verb_noun_idioms.txt")
    noun = parse.kid(v, "dobj")
    if noun is not None and not parse.children[noun] and f"{lemma} {parse.lower[noun]}" in idioms:
        return f"{lemma} {parse.lower[noun]}", noun
    for prep in parse.kids(v, "prep"):
        noun = parse.kid(prep, "pobj")
        if noun is not None and f"{lemma} {parse.lower[prep]} {parse.lower[noun]}" in idioms:
            return f"{lemma} {parse.lower[prep]} {parse.lower[noun]}", noun
    return None


def predicate_lemma(parse: Parse, v: int) -> str:
    """Lemma with particle; the copula and its variants are ``be``."""
    lemma = parse.lemma[v].lower()
    if lemma in ("'s", "'re", "'m", "’s", "’re", "’m"):
        lemma = "be"
    particle = parse.kid(v, "prt")
    if particle is None:
        particle = next(
            (
                c
                for c in parse.kids(v, "advmod", "acomp", "prep")
                if f"{lemma} {parse.lower[c]}" in words_of("verb_adverbs.txt")
            ),
            None,
        )
    return f"{lemma} {parse.lower[particle]}" if particle is not None else lemma
