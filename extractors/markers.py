"""What a clause says of itself: negation, modals, hedging adverbs, headline infinitives, questions."""

from __future__ import annotations

from newsgraph.extractors.negation import argument_negates, auxiliaries, is_negated, is_vehicle
from newsgraph.extractors.outcomes import is_presupposed
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import Clause, Reading
from newsgraph.extractors.signatures import PLAIN, Commitment, hedges, weaker
from newsgraph.graph.model import Certainty

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


def own_commitment(reading: Reading, clause: Clause) -> Commitment:
    """Polarity, certainty and timeframe by the words of the clause alone, nothing that embeds it."""
    parse, v = reading.parse, clause.trigger
    if clause.rule.startswith("nominal"):
        return Commitment(negative=argument_negates(parse, v))
    if clause.rule == "small-clause":
        return PLAIN
    negative, certainty, future = is_negated(parse, clause), Certainty.CERTAIN, False
    if argument_negates(parse, parse.head[v]) and is_presupposed(parse, v):
        negative, certainty = not negative, Certainty.UNSPECIFIED
    for c in auxiliaries(parse, v):
        modal = _MODALS.get(parse.lower[c]) if parse.tag[c] == "MD" else None
        if modal is not None:
            perfect = any(parse.lower[a] == "have" for a in parse.kids(v, "aux"))
            certainty = weaker(certainty, modal.certainty)
            future = future or (modal.future and not perfect)
            clause.hedge = parse.lower[c]
            if perfect and parse.lower[c] in ("would", "'d"):
                certainty = Certainty.UNREAL
    for c in parse.kids(v, "advmod", "acomp", "oprd", "npadvmod"):
        word = parse.lower[c]
        if word in hedges() and not is_vehicle(parse, clause, c):
            certainty = weaker(certainty, hedges()[word])
            clause.hedge = word
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
