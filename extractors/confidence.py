"""How likely a clause's subject and object are right: a small logistic model over features of the parse and the rule.

The weights are learnt by ``benchmarks/train_confidence.py`` from annotated arguments of news verbs and stored in ``data/confidence.tsv``.
A clause none of whose features is known keeps None.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache

from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import Clause, Reading

_LONG_SENTENCE = 30
_LONG_ARGUMENT = 12


def estimate(reading: Reading) -> None:
    """Set ``confidence`` of every verbal clause."""
    weights = _weights()
    for clause in reading.clauses:
        known = [weights[name] for name in features(reading.parse, clause) if name in weights]
        if known and not clause.rule.startswith("nominal"):
            clause.confidence = round(1 / (1 + math.exp(-(weights["bias"] + sum(known)))), 3)


def features(parse: Parse, clause: Clause) -> Iterator[str]:
    """Names of the binary features of a clause."""
    v = clause.trigger
    start, end = parse.sents[parse.sent[v]]
    yield f"rule={clause.rule}"
    yield f"dep={parse.dep[v]}"
    yield f"tag={parse.tag[v]}"
    yield f"slots={'s' if clause.subject else '-'}{'o' if clause.object else '-'}"
    if end - start > _LONG_SENTENCE:
        yield "long-sentence"
    if end - start < _LONG_SENTENCE // 2:
        yield "short-sentence"
    if clause.subject is not None:
        own = parse.kid(v, "nsubj", "nsubjpass", "csubj") is not None
        yield "subject=own" if own else "subject=understood"
        yield f"subject-pos={parse.pos[clause.subject.heads[0]] if clause.subject.heads else '-'}"
        if len(clause.subject.heads) > 1:
            yield "subject=coordinated"
        if v - clause.subject.end > _LONG_ARGUMENT:
            yield "subject=far"
    if clause.object is not None:
        yield f"object-pos={parse.pos[clause.object.heads[0]] if clause.object.heads else '-'}"
        if clause.object.end - clause.object.start > _LONG_ARGUMENT:
            yield "object=long"
        if len(clause.object.heads) > 1:
            yield "object=coordinated"
    yield f"depth={min(3, sum(1 for _ in parse.ancestors(v)))}"


@cache
def _weights() -> dict[str, float]:
    return {name: float(weight) for name, weight in rows_of("confidence.tsv")}
