"""*It* that names nothing."""

from __future__ import annotations

from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.nouns import is_time_noun
from newsgraph.extractors.parse import Parse


def is_expletive(parse: Parse, i: int) -> bool:
    """*It is likely that …*, *it seems that …*, *it was X who …*, *it rained*, *make it clear that …*: names nothing."""
    verb = parse.head[i]
    if verb == i or parse.dep[i] == "expl":
        return verb != i
    if parse.dep[i] in ("nsubj", "nsubjpass"):
        if parse.lemma[verb] in ("rain", "snow", "hail", "thunder"):
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
