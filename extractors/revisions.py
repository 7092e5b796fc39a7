"""A number that replaces one given before: "revising an earlier count of 20" after "seventeen people have died".

The earlier number counts what the new one counts, and the statement of the new one supersedes that of the old.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import Reading
from newsgraph.graph.model import Evidence, Link, LinkKind, Polarity, Span, Statement, StatementKind

RULE = "revised-count"


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row[0] for row in rows_of("count_nouns.tsv") if row[1] == kind)


def find_revisions(reading: Reading) -> None:
    """Give an earlier count the unit of the new one, and append to ``reading.links`` that the new one supersedes it."""
    parse = reading.parse
    for index, statement in enumerate(reading.statements):
        noun = _earlier_count(parse, statement)
        if noun is None or statement.quantity is None:
            continue
        new = _new_count(parse, reading.statements, statement, noun)
        if new is None or new.quantity is None:
            continue
        reading.statements[index] = replace(statement, quantity=replace(statement.quantity, unit=new.quantity.unit))
        start, end = parse.chars(noun, noun + 1)
        evidence = Evidence(reading.document.id, start, end, reading.document.quote(start, end), RULE, Span(start, end))
        reading.links.append(Link(new.id, LinkKind.SUPERSEDES, statement.id, evidence))


def _earlier_count(parse: Parse, statement: Statement) -> int | None:
    """The token of "count" in "revise an earlier count of 20"; None where nothing of the kind is said."""
    quantity, counted = statement.quantity, statement.object
    if (
        statement.predicate not in _words("verb")
        or statement.polarity is not Polarity.POSITIVE
        or quantity is None
        or quantity.unit
        or counted is None
        or quantity.span not in counted.span
    ):
        return None
    tokens = parse.tokens_in(counted.span.start, counted.span.end)
    for i in tokens:
        if parse.lemma[i].lower() in _words("noun") and any(
            parse.lower[a] in _words("adjective") for a in parse.kids(i, "amod")
        ):
            return i
    return None


def _new_count(parse: Parse, statements: Sequence[Statement], revision: Statement, noun: int) -> Statement | None:
    """The last number with a unit before the revision, in its sentence or the one before, held or told by who revises."""
    who = set(revision.subject.entities) if revision.subject else set()
    place = parse.start[noun]
    found: list[tuple[bool, int, Statement]] = []
    for other in statements:
        trigger = next((e.trigger.start for e in other.evidence if e.trigger is not None), None)
        if trigger is None or trigger >= place or other.quantity is None or not other.quantity.unit:
            continue
        if other.object is not None and other.object.statement is not None:
            continue
        if who and other.holders and not who & set(other.holders):
            continue
        token = parse.token_at(trigger)
        if token is not None and parse.sent[noun] - 1 <= parse.sent[token]:
            found.append((other.kind is not StatementKind.SPEECH_ACT, trigger, other))
    return max(found, key=lambda f: f[:2])[2] if found else None
