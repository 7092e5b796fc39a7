"""*It* that names nothing."""

from __future__ import annotations

from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.nouns import is_time_noun
from newsgraph.extractors.parse import Parse

_FITTING = frozenset(
    {"advantage", "benefit", "duty", "interest", "interests", "job", "power", "remit", "right", "rights", "task"}
)
"""In, to or within which it is somebody's to do something."""

_REACHED = frozenset({"blows", "grips", "life", "light", "nothing", "office", "power", "rest", "terms"})
"""What somebody or something comes to."""


def is_expletive(parse: Parse, i: int) -> bool:
    """*It is likely that …*, *it seems that …*, *it was X who …*, *it rained*, *make it clear that …*: names nothing.

    Nor does it in *when it comes to taxes*, *it is in his interest to go*, *it is up to the court to decide*.
    """
    verb = parse.head[i]
    if verb == i or parse.dep[i] == "expl":
        return verb != i
    if parse.dep[i] in ("nsubj", "nsubjpass"):
        if parse.lemma[verb] in ("rain", "snow", "hail", "thunder"):
            return True
        if _comes_to(parse, verb) or _is_for_somebody_to_do(parse, verb):
            return True
        clauses = [
            c
            for c in parse.children[verb]
            if c > verb and parse.dep[c] in ("ccomp", "csubj", "xcomp", "advcl", "acl", "csubjpass")
        ]
        attribute = parse.kid(verb, "acomp", "attr", "oprd")
        if parse.dep[i] == "nsubjpass":
            return parse.lemma[verb] in (
                "say",
                "believe",
                "report",
                "think",
                "know",
                "expect",
                "understand",
                "decide",
                "agree",
                "announce",
            ) and any(parse.dep[c] == "ccomp" for c in clauses)
        if parse.lemma[verb] in words_of("raising_verbs.txt"):
            for c in clauses:
                marks = [parse.lower[k] for k in parse.children[c] if parse.dep[k] in ("mark", "aux")]
                if (
                    parse.dep[c] == "xcomp"
                    and parse.lemma[verb] in ("seem", "appear", "happen", "turn", "be")
                    and attribute is None
                ):
                    continue
                if (
                    "that" in marks
                    or "whether" in marks
                    or ("to" in marks and attribute is not None)
                    or ("if" in marks and parse.lemma[verb] == "look")
                ):
                    return True
            if attribute is not None:
                inner = [
                    c
                    for c in parse.children[attribute]
                    if c > attribute and parse.dep[c] in ("ccomp", "xcomp", "relcl", "acl")
                ]
                judged = (
                    ("ccomp",) if parse.lower[attribute] in words_of("ready_adjectives.txt") else ("ccomp", "xcomp")
                )
                if parse.pos[attribute] == "ADJ" and any(parse.dep[c] in judged for c in inner):
                    return True
                if (
                    parse.lemma[verb] == "be"
                    and parse.pos[attribute] in ("NOUN", "PROPN")
                    and any(
                        parse.dep[c] == "relcl"
                        and parse.lower[c - 1 if c > 0 else c]
                        and any(parse.lower[k] in ("that", "who") for k in parse.children[c])
                        for c in inner
                    )
                ):
                    return True
                if is_time_noun(parse.lemma[attribute].lower()):
                    return True
    return (
        parse.dep[i] in ("dobj", "nsubj")
        and parse.lemma[verb] in ("make", "find", "think", "consider")
        and parse.kid(verb, "ccomp") is not None
        and any(parse.dep[c] in ("xcomp", "ccomp") for k in parse.children[verb] if k > i for c in parse.children[k])
    )


def _comes_to(parse: Parse, verb: int) -> bool:
    """ "When it comes to taxes, …"; not "when it came to power"."""
    return (
        parse.lemma[verb] == "come"
        and any(parse.lower[c] == "when" for c in parse.kids(verb, "advmod"))
        and any(
            parse.lower[c] == "to" and not any(parse.lower[k] in _REACHED for k in parse.children[c])
            for c in parse.kids(verb, "prep")
        )
    )


def _is_for_somebody_to_do(parse: Parse, verb: int) -> bool:
    """ "It would be to his advantage to leave", "it is up to the court to decide"."""
    if parse.lemma[verb] != "be":
        return False
    fitting = any(
        parse.lower[noun] in _FITTING for prep in parse.kids(verb, "prep") for noun in parse.kids(prep, "pobj")
    )
    up_to = any(parse.lower[c] == "up" and parse.lower[c + 1] == "to" for c in parse.children[verb] if verb < c)
    return (fitting or up_to) and any(
        parse.lower[a] == "to" and parse.tag[a] == "TO"
        for c in parse.children[verb]
        for i in (c, *parse.children[c], *(k for p in parse.children[c] for k in parse.children[p]))
        if i > verb and parse.tag[i] == "VB"
        for a in parse.kids(i, "aux")
    )
