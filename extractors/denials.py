"""Who denies what whom: a denied claim that stands only as a noun, and accusations that go both ways.

"He said the votes were not counted, an allegation the commission dismissed": the noun takes up what somebody else was
just reported to say.  "They accused each other of breaking the truce": what one holds of the other, the other holds of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import Reading
from newsgraph.graph.denials import denying_verbs
from newsgraph.graph.model import (
    Certainty,
    Evidence,
    Link,
    LinkKind,
    Polarity,
    Span,
    Statement,
    StatementKind,
    Timeframe,
)

REACH = 3
"""Sentences before the denial in which the denied claim is looked for."""

_DEFINITE = frozenset({"the", "that", "this", "those", "these", "such", "both"})
_ACCUSING = frozenset({"accuse", "blame", "allege", "charge", "denounce", "criticise", "criticize", "slam", "condemn"})
_SUBORDINATE = ("nominal", "participle", "reduced-relative", "relative", "small-clause", "copula-apposition")


@cache
def _claim_nouns() -> dict[str, str]:
    return {row[0]: row[1] for row in rows_of("claim_nouns.tsv")}


def find_denials(reading: Reading) -> None:
    """Append to ``reading.links`` what denies (rule ``denied-claim``) and contradicts (``mutual-accusation``) what."""
    placed = sorted(((_place(s), s) for s in reading.statements if _place(s) is not None), key=lambda p: p[0] or 0)
    statements = [statement for _, statement in placed]
    for statement in statements:
        noun = _denied_noun(reading.parse, statement)
        if noun is None:
            continue
        for target in _denied(reading.parse, statements, statement, noun):
            start, end = reading.parse.chars(noun, noun + 1)
            reading.links.append(_link(reading, statement, LinkKind.DENIES, target, start, end, "denied-claim"))
    for one, other in _mutual(statements):
        evidence = one.evidence[0]
        reading.links.append(
            _link(reading, one, LinkKind.CONTRADICTS, other, evidence.start, evidence.end, "mutual-accusation")
        )


def _place(statement: Statement) -> int | None:
    """Where the predicate word stands; None when the statement has none."""
    return next((e.trigger.start for e in statement.evidence if e.trigger is not None), None)


def _link(
    reading: Reading, source: Statement, kind: LinkKind, target: Statement, start: int, end: int, rule: str
) -> Link:
    quote = reading.document.quote(start, end)
    return Link(source.id, kind, target.id, Evidence(reading.document.id, start, end, quote, rule, Span(start, end)))


def _denied_noun(parse: Parse, statement: Statement) -> int | None:
    """The token of the claim noun that a statement denies and that says nothing of the claim itself; else None."""
    if (
        statement.predicate not in denying_verbs()
        or statement.polarity is not Polarity.POSITIVE
        or statement.certainty is not Certainty.CERTAIN
        or statement.timeframe is not Timeframe.NON_FUTURE
        or statement.subject is None
        or not statement.subject.entities
        or statement.object is None
        or statement.object.statement is not None
    ):
        return None
    place = _place(statement)
    verb = None if place is None else parse.token_at(place)
    tokens = parse.tokens_in(statement.object.span.start, statement.object.span.end)
    head = next((i for i in tokens if parse.head[i] not in tokens or parse.is_root(i)), None)
    if head is None or verb is None or parse.lemma[head].lower() not in _claim_nouns():
        return None
    if parse.kids(head, "acl") or any(parse.lower[p] in ("of", "about", "by") for p in parse.kids(head, "prep")):
        return None
    definite = any(parse.lower[d] in _DEFINITE for d in parse.kids(head, "det")) or bool(parse.kids(head, "poss"))
    return head if definite or parse.head[verb] == head else None


def _denied(parse: Parse, statements: Sequence[Statement], denial: Statement, noun: int) -> list[Statement]:
    """What the nearest other source before the denial said; all of it for a plural noun, else its last main clause."""
    assert denial.subject is not None
    deniers = set(denial.subject.entities)
    end = _place(denial) or 0
    here = parse.sent[noun]
    candidates = [
        s
        for s in statements
        if (place := _place(s)) is not None
        and place < end
        and s.holders
        and not deniers & set(s.holders)
        and s.certainty in (Certainty.CERTAIN, Certainty.PROBABLE)
        and s.kind is not StatementKind.SPEECH_ACT
        and here - REACH <= parse.sent[parse.token_at(place) or 0] <= here
    ]
    if _claim_nouns()[parse.lemma[noun].lower()] == "accusing":
        candidates = [s for s in candidates if s.attribution[-1].cue in _ACCUSING] or candidates
    if not candidates:
        return []
    nearest = candidates[-1].attribution[-1]
    said = [s for s in candidates if s.attribution[-1] == nearest]
    main = [s for s in said if not s.evidence[0].rule.startswith(_SUBORDINATE)] or said
    return main if parse.tag[noun] == "NNS" else main[-1:]


def _mutual(statements: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Pairs in which each holder says the same of the other."""
    alike: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.subject is not None and statement.holders:
            told = statement.object.entities if statement.object else ()
            key = (_place(statement), statement.predicate, told, statement.polarity, statement.certainty)
            alike[key].append(statement)
    for group in alike.values():
        for index, later in enumerate(group):
            for earlier in group[:index]:
                assert later.subject is not None and earlier.subject is not None
                crossed = later.subject.entities == earlier.holders and earlier.subject.entities == later.holders
                if crossed and later.holders != earlier.holders:
                    yield later, earlier
