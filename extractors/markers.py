"""What a clause says of itself: negation, modals, hedging adverbs, headline infinitives, questions."""

from __future__ import annotations

from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import is_predicate
from newsgraph.extractors.reading import Clause, Reading, Slot
from newsgraph.extractors.signatures import PLAIN, Commitment, hedges, negators, weaker
from newsgraph.graph.model import Certainty

COPULAS = frozenset({"be", "seem", "appear", "remain", "become", "look"})
_MODALS = {
    "may": Commitment(certainty=Certainty.POSSIBLE, future=True),
    "might": Commitment(certainty=Certainty.POSSIBLE, future=True),
    "could": Commitment(certainty=Certainty.POSSIBLE, future=True),
    "can": Commitment(certainty=Certainty.POSSIBLE),
    "ca": Commitment(certainty=Certainty.POSSIBLE),
    "will": Commitment(future=True),
    "wo": Commitment(future=True),
    "'ll": Commitment(future=True),
    "shall": Commitment(future=True),
    "would": Commitment(certainty=Certainty.PROBABLE, future=True),
    "'d": Commitment(certainty=Certainty.PROBABLE, future=True),
    "should": Commitment(certainty=Certainty.PROBABLE, future=True),
    "ought": Commitment(certainty=Certainty.PROBABLE, future=True),
    "must": Commitment(future=True),
    "need": Commitment(certainty=Certainty.UNSPECIFIED, future=True),
}
_IDIOMS_WITH_NO = frozenset({"doubt", "matter", "wonder", "longer", "later", "less", "fewer", "more", "sooner"})


def own_commitment(reading: Reading, clause: Clause) -> Commitment:
    """Polarity, certainty and timeframe by the words of the clause alone, nothing that embeds it."""
    parse, v = reading.parse, clause.trigger
    if clause.rule.startswith("nominal"):
        return Commitment(negative=argument_negates(parse, v))
    if clause.rule == "small-clause":
        return PLAIN
    negative, certainty, future = False, Certainty.CERTAIN, False
    for c in auxiliaries(parse, v):
        modal = _MODALS.get(parse.lower[c]) if parse.tag[c] == "MD" else None
        if modal is not None:
            perfect = any(parse.lower[a] == "have" for a in parse.kids(v, "aux"))
            certainty = weaker(certainty, modal.certainty)
            future = future or (modal.future and not perfect)
            clause.hedge = parse.lower[c]
            if perfect and parse.lower[c] in ("would", "'d"):
                certainty = Certainty.UNREAL
        elif parse.lower[c] in negators("adverb") and not _is_pro_clause(parse, v, c):
            negative = not negative
    for c in parse.kids(v, "advmod", "acomp", "oprd", "neg", "npadvmod"):
        word = parse.lower[c]
        vehicle = (
            parse.dep[c] == "acomp"
            and clause.rule == "copula"
            and clause.lemma in COPULAS
            and parse.kid(c, "xcomp", "ccomp") is not None
        )
        if parse.dep[c] != "neg" and not vehicle and word in negators("adverb") and word not in ("neither", "nor"):
            negative = not negative
        if word == "longer" and any(parse.lower[k] == "no" for k in parse.children[c]):
            negative = True
        if word in hedges() and not vehicle:
            certainty = weaker(certainty, hedges()[word])
            clause.hedge = word
    negative = negative != _negative_arguments(parse, clause)
    if _is_going_to(parse, v):
        future = True
    if (
        parse.tag[v] == "VB"
        and parse.dep[v] == "ccomp"
        and not parse.kids(v, "aux")
        and parse.kid(v, "nsubj", "nsubjpass") is not None
        and parse.kid(v, "mark") is not None
    ):
        certainty, future = weaker(certainty, Certainty.UNSPECIFIED), True  # subjunctive: "insist that it reopen"
    if _headline_infinitive(reading, v):
        certainty, future = weaker(certainty, Certainty.PROBABLE), True
    if parse.tag[v] == "VB" and parse.is_root(v) and not parse.kids(v, "aux", "nsubj", "nsubjpass", "expl"):
        certainty, future = Certainty.UNSPECIFIED, True
    return Commitment(negative, certainty, future)


def _is_pro_clause(parse: Parse, v: int, negation: int) -> bool:
    """ "I hope not": *not* stands for the whole clause hoped, it does not negate the hoping."""
    return (
        negation == v + 1
        and parse.lemma[v] in ("hope", "think", "believe", "guess", "suppose", "fear", "suspect", "say")
        and not parse.kids(v, "aux", "dobj", "ccomp", "xcomp")
        and (negation + 1 == len(parse) or parse.pos[negation + 1] == "PUNCT")
    )


def auxiliaries(parse: Parse, v: int) -> list[int]:
    """Auxiliaries and *not*; a bare verb coordinated with another shares the auxiliaries of the first."""
    own = [
        *parse.kids(v, "aux", "neg"),
        *(k for a in parse.kids(v, "aux", "auxpass") for k in parse.kids(a, "neg")),
    ]
    if parse.dep[v] == "conj" and is_predicate(parse, parse.head[v]):
        if (
            not parse.kids(v, "aux", "auxpass", "nsubj", "nsubjpass", "expl")
            and parse.tag[v] in ("VB", "VBN", "VBG")
            and parse.tag[v] == parse.tag[parse.head[v]]
        ):
            return own + auxiliaries(parse, parse.head[v])
        nor = [c for c in parse.children[parse.head[v]] if parse.dep[c] == "cc" and parse.lower[c] == "nor"]
        return own + nor
    neither = [c for c in parse.children[v] if parse.dep[c] in ("preconj", "cc") and parse.lower[c] == "neither"]
    return own + neither


def _negative_arguments(parse: Parse, clause: Clause) -> bool:
    slots: list[Slot | None] = [clause.subject, clause.object]
    slots += [s for role, s in clause.args if role in ("theme", "as") or role == "in"]
    return any(s is not None and any(argument_negates(parse, h) for h in s.heads) for s in slots)


def argument_negates(parse: Parse, head: int) -> bool:
    if parse.pos[head] in ("VERB", "AUX"):
        return False
    if parse.lower[head] in negators("argument"):
        return parse.lower[head] != "few" or not any(parse.lower[c] == "a" for c in parse.children[head])
    if parse.lower[head] == "one" and head and parse.lower[head - 1] == "no":
        return True
    if parse.lower[head] in _IDIOMS_WITH_NO:
        return False
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


def _is_going_to(parse: Parse, v: int) -> bool:
    head = parse.head[v]
    return parse.dep[v] == "xcomp" and parse.lower[head] == "going" and is_to_infinitive(parse, v)


def is_to_infinitive(parse: Parse, v: int) -> bool:
    return any(parse.lower[a] == "to" for a in parse.kids(v, "aux"))


def _headline_infinitive(reading: Reading, v: int) -> bool:
    """A headline's "X to V" tells a plan."""
    parse = reading.parse
    return (
        is_to_infinitive(parse, v)
        and (parse.is_root(v) or parse.dep[v] in ("relcl", "acl", "conj"))
        and "headline" in reading.kind_of(v)
        and (parse.is_root(v) or parse.is_root(parse.head[v]))
    )


def is_asked(parse: Parse, token: int) -> bool:
    """In a sentence that ends in a question mark."""
    start, end = parse.sents[parse.sent[token]]
    return any(parse.lower[i] == "?" for i in range(max(start, end - 3), end))
