"""Whether a clause's own words negate it: *not*, *never*, *no X*, *at no time*, *hardly anyone*; not *not only*, *no fewer than*.

Auxiliaries count once however many are negated ("has not and will not"); a negative adverb or argument beside them cancels them.
"""

from __future__ import annotations

from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import is_predicate
from newsgraph.extractors.reading import Clause, Slot
from newsgraph.extractors.signatures import negators

COPULAS = frozenset({"be", "seem", "appear", "remain", "become", "look"})
_IDIOMS_WITH_NO = frozenset({"doubt", "matter", "wonder", "longer", "later", "less", "fewer", "more", "sooner"})
_AUXILIARIES = frozenset({"be", "have", "do", "need", "dare"})
_MEASURING = frozenset({"double", "triple", "treble", "quadruple", "halve", "equal", "match", "fill", "reach"})
_ADDITIVE = frozenset({"only", "merely", "solely", "simply", "just"})


def is_negated(parse: Parse, clause: Clause) -> bool:
    """Does a verbal clause say of itself that it is not so?"""
    v = clause.trigger
    negative = any(
        (parse.lower[c] in negators("adverb") or parse.lower[c] == "little")
        and parse.tag[c] != "MD"
        and _is_of_verb(parse, v, c)
        for c in auxiliaries(parse, v)
    )
    for c in parse.kids(v, "advmod", "acomp", "oprd", "neg", "npadvmod"):
        word = parse.lower[c]
        adverb = parse.dep[c] != "neg" and word in negators("adverb") and word not in ("neither", "nor")
        if adverb and not is_vehicle(parse, clause, c) and _is_of_verb(parse, v, c):
            negative = not negative
        if word == "longer" and any(parse.lower[k] == "no" for k in parse.children[c]):
            negative = True
        if word in words_of("negatable_adverbs.txt") and any(
            parse.lower[k] in ("not", "n't", "never") for k in parse.kids(c, "neg", "advmod")
        ):
            negative = True  # "never again", "not always"
    negative = negative or _has_negative_phrase(parse, v) or _falls_short(parse, v)
    return negative != _negative_arguments(parse, clause)


def _falls_short(parse: Parse, v: int) -> bool:
    """ "nearly won", "all but collapsed": it did not come to it; what is measured ("nearly doubled") is as good as told."""
    if parse.pos[v] != "VERB" or parse.lemma[v].lower() in _MEASURING or v == 0:
        return False
    before = parse.lower[v - 1]
    if before == "but" and v > 1:
        return f"{parse.lower[v - 2]} but" in negators("nearly")
    return before in negators("nearly") and parse.head[v - 1] == v


def is_vehicle(parse: Parse, clause: Clause, adjective: int) -> bool:
    """ "is unlikely to come": the adjective tells of its complement, not of the clause it stands in."""
    return (
        parse.dep[adjective] == "acomp"
        and clause.rule == "copula"
        and clause.lemma in COPULAS
        and parse.kid(adjective, "xcomp", "ccomp") is not None
    )


def auxiliaries(parse: Parse, v: int) -> list[int]:
    """Auxiliaries and *not*; a bare verb coordinated with another shares the auxiliaries of the first."""
    own = [
        *parse.kids(v, "aux", "neg"),
        *(k for a in parse.kids(v, "aux", "auxpass") for k in parse.kids(a, "neg", "advmod")),
    ]
    if parse.dep[v] == "conj" and is_predicate(parse, parse.head[v]):
        if (
            not parse.kids(v, "aux", "auxpass", "nsubj", "nsubjpass", "expl")
            and parse.tag[v] in ("VB", "VBN", "VBG")
            and parse.tag[v] == parse.tag[parse.head[v]]
        ):
            return own + auxiliaries(parse, parse.head[v])
        nor = [c for c in parse.kids(parse.head[v], "cc") if parse.head[v] < c < v and parse.lower[c] == "nor"]
        return own + nor
    before = [c for c in parse.children[v] if parse.dep[c] in ("preconj", "cc", "advmod") and c < v]
    return own + [c for c in before if parse.lower[c] in ("neither", "nor") or _is_inverted_little(parse, c)]


def _is_inverted_little(parse: Parse, adverb: int) -> bool:
    """ "Little did they know": *little* before an auxiliary that stands before its subject."""
    return parse.lower[adverb] == "little" and parse.lower[adverb + 1] in ("did", "does", "do")


def argument_negates(parse: Parse, head: int) -> bool:
    """ "no X", "nobody", "not all of X", "hardly anyone": a noun phrase that negates the clause it is an argument of."""
    if parse.pos[head] in ("VERB", "AUX"):
        return False
    if parse.lower[head] in negators("argument"):
        return parse.lower[head] != "few" or not any(parse.lower[c] == "a" for c in parse.children[head])
    if parse.lower[head] == "one" and head and parse.lower[head - 1] == "no":
        return True
    if parse.lower[head] in _IDIOMS_WITH_NO:
        return False
    if _is_denied_quantity(parse, head):
        return True
    for c in parse.children[head]:
        if parse.dep[c] in ("det", "preconj", "advmod", "neg", "cc") and parse.lower[c] in ("no", "neither", "nor"):
            return True
        if (
            parse.lower[c] == "few"
            and parse.dep[c] == "amod"
            and not any(
                parse.lower[k] in ("a", "the", "these", "those", "past", "last", "first", "next")
                for k in (*parse.children[head], *parse.children[c])
            )
        ):
            return True
        if parse.dep[c] == "quantmod" and parse.lower[c] in ("no",):
            return False
    return False


def _is_denied_quantity(parse: Parse, head: int) -> bool:
    """*not* before a quantity opens the phrase: "not all residents", "not a single shot", "not even the mayor"; "hardly anyone"."""
    first = parse.left[head]
    if first + 1 >= len(parse):
        return False
    if parse.lower[first] == "not":
        contrasted = any(
            parse.lower[i] == "but" for i in range(first + 2, min(first + 4, len(parse)))
        )  # "not one but two"
        return parse.lower[first + 1] in negators("after not") and not contrasted
    return parse.lower[first] in ("hardly", "scarcely", "barely") and parse.lower[first + 1].startswith("any")


def _is_of_verb(parse: Parse, v: int, negation: int) -> bool:
    """Does a *not* beside the verb negate it?

    Not where it belongs to a word of adding ("is not only a star", "did not just win"; but "cannot just leave") or stands
    after a main verb, which *not* negates only with an auxiliary ("backs him, not because …").  "I hope not" negates what
    is hoped.
    """
    if parse.lower[negation] not in ("not", "n't"):
        return True
    following = parse.lower[negation + 1] if negation + 1 < len(parse) else ""
    if following == "because":
        return False
    if following in _ADDITIVE:
        barred = any(parse.lower[a] in ("can", "ca", "could", "should", "must") for a in parse.kids(v, "aux"))
        return following in ("just", "simply") and (barred or (parse.tag[v] == "VB" and parse.kid(v, "nsubj") is None))
    if (
        parse.lower[negation] == "not"
        and negation > v
        and parse.pos[v] == "VERB"
        and parse.lemma[v] not in _AUXILIARIES
    ):
        return False
    return not _is_pro_clause(parse, v, negation)


def _is_pro_clause(parse: Parse, v: int, negation: int) -> bool:
    """ "I hope not": *not* stands for the whole clause hoped, it does not negate the hoping."""
    return (
        negation == v + 1
        and parse.lemma[v] in ("hope", "think", "believe", "guess", "suppose", "fear", "suspect", "say")
        and not parse.kids(v, "aux", "dobj", "ccomp", "xcomp")
        and (negation + 1 == len(parse) or parse.pos[negation + 1] == "PUNCT")
    )


def _has_negative_phrase(parse: Parse, v: int) -> bool:
    """ "at no time", "under no circumstances", "by no means"."""
    subject = parse.kid(v, "nsubj", "nsubjpass")
    for p in (*parse.kids(v, "prep"), *(() if subject is None else parse.kids(subject, "prep"))):
        noun = parse.kid(p, "pobj")
        if noun is not None and parse.left[noun] == p + 1 and parse.lower[p + 1] == "no":
            return f"{parse.lower[p]} no {parse.lower[noun]}" in negators("phrase")
    return False


def _negative_arguments(parse: Parse, clause: Clause) -> bool:
    slots: list[Slot | None] = [clause.subject, clause.object]
    slots += [s for role, s in clause.args if role in ("theme", "as") or role == "in"]
    governed = clause.embedding in ("xcomp", "ccomp", "purpose") or (clause.embedding or "").startswith("pcomp")
    return any(
        argument_negates(parse, h) and not (governed and _is_borrowed(parse, clause.trigger, h))
        for s in slots
        if s is not None
        for h in s.heads
    )


def _is_borrowed(parse: Parse, v: int, argument: int) -> bool:
    """The understood subject of a complement: "nobody managed to leave" is negated once, where *nobody* stands."""
    return not parse.left[v] <= argument <= parse.right[v]
