"""Events: what statements describe.  One event has many statements, one per holder and mention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from newsgraph.graph.literals import string
from newsgraph.graph.model import Timeframe
from newsgraph.graph.quads import LABEL, A, ng
from newsgraph.graph.records import StatementRecord
from newsgraph.graph.terms import SEM, Namespace, event_type

DESCRIBES = ng("describes")


def generate_event(
    event: str, statements: Sequence[StatementRecord], names: dict[str, str], namespace: Namespace
) -> Iterator[str]:
    """The N-Quads lines of an event and its statements in the graph of events.

    ``event`` is an IRI, ``names`` the labels of entities.  The label comes from the first statement in the order of
    their IRIs that is not a plan; actors, places, times and types are those of all.
    """
    graph = f"<{namespace.graph('events')}>"
    node = f"<{event}>"
    ordered = sorted(statements, key=lambda s: (s.timeframe is Timeframe.FUTURE, s.iri))
    yield f"{node} {A} <{SEM}Event> {graph} ."
    yield f"{node} {LABEL} {string(event_label(ordered[0], names))} {graph} ."
    for name in _majority(s.event_type for s in statements):
        yield f"{node} <{SEM}eventType> <{event_type(name)}> {graph} ."
    for predicate, values in (
        ("hasActor", {e for s in statements for e in (*s.subjects, *s.objects) if "/id/" in e}),
        ("hasPlace", {place for s in statements for place in s.places if "/id/" in place}),
    ):
        for value in sorted(values):
            yield f"{node} <{SEM}{predicate}> <{value}> {graph} ."
    for edtf in sorted({s.edtf for s in statements if s.edtf}):
        yield f"{node} <{SEM}hasTimeStamp> {string(edtf)} {graph} ."
    for statement in statements:
        yield f"<{statement.iri}> {DESCRIBES} {node} {graph} ."


def _majority(values: Iterable[str | None]) -> Iterator[str]:
    """The most frequent type, ties by the alphabet; nothing when no statement has one."""
    counted = Counter(value for value in values if value)
    if counted:
        yield min(counted.items(), key=lambda pair: (-pair[1], pair[0]))[0]


def event_label(statement: StatementRecord, names: dict[str, str]) -> str:
    """Who did what to whom, with canonical names: "CSTO send peacekeeping forces to Kazakhstan"."""

    def named(iris: Iterable[str], text: str | None) -> str:
        known = [names[iri] for iri in iris if iri in names]
        return ", ".join(known) or text or ""

    parts = [named(statement.subjects, statement.subject_text), statement.lemma]
    parts.append(named(statement.objects, statement.object_text))
    parts += [f"{a.role.replace('_', ' ')} {a.text}" for a in statement.arguments]
    return " ".join(filter(None, parts))
