"""Political events of single sentences: who did what to whom, as PLOVER classes.

Every clause that has a class becomes one event a recipient.  Recipients are the object, the prepositional phrases, and
the named actors in the rest of the clause; joint subjects act on each other where the class is mutual.  A main clause
without class stands after them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.tasks.lines import read_lines
from newsgraph.extractors.events import coded_class, is_duty
from newsgraph.extractors.reading import Clause, MentionDraft, Reading, Slot
from newsgraph.graph.model import EntityType, MentionKind, StatementKind

Event = dict[str, str | None]

MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT", "ASSAULT"})
"""Classes whose joint subjects act on each other: *X and Y met*."""

RECIPIENT_ROLES = tuple("to on against with for from at of upon toward towards between over in into near about".split())
BEGINNINGS = frozenset({"announce", "declare", "order", "launch", "begin", "start", "continue", "plan"})
MAX_RECIPIENTS = 3
THINGS = frozenset(
    {EntityType.THING, EntityType.OBJECT, EntityType.MEASURE, EntityType.DOCUMENT, EntityType.EVENT, EntityType.LAW}
)


def predict(input: Path, output: Path, model: str | None) -> None:
    """``input``: JSONL ``{"id", "sentence"}``; ``output``: JSONL ``{"id", "events": [{"source", "target", "root"}]}``, in order."""
    with input.open(encoding="utf-8") as handle:
        rows = [json.loads(line) for line in handle if line.strip()]
    readings = read_lines((row["sentence"] for row in rows), model)
    with output.open("w", encoding="utf-8") as out:
        for row, reading in zip(rows, readings, strict=True):
            out.write(json.dumps({"id": row["id"], "events": events(reading)}, ensure_ascii=False) + "\n")


def events(reading: Reading) -> list[Event]:
    """The events of a reading: typed ones, verbal before nominal, then main clauses without class."""
    order = sorted(range(len(reading.clauses)), key=lambda n: _rank(reading, n))
    found: list[Event] = []
    plain: list[Event] = []
    for number in order:
        clause = reading.clauses[number]
        root = coded_class(clause)
        if root:
            found.extend(_events(reading, clause, root))
        elif clause.parent is None and clause.kind is not StatementKind.SPEECH_ACT:
            plain.extend(_events(reading, clause, None))
    if not found and not plain:
        plain = [e for number in order for e in _events(reading, reading.clauses[number], None)]
    return [dict(pairs) for pairs in dict.fromkeys(tuple(event.items()) for event in found + plain)]


def _rank(reading: Reading, number: int) -> tuple[int, int]:
    clause = reading.clauses[number]
    return (1 if clause.embedding == "nominal" else 0, clause.trigger)


def _events(reading: Reading, clause: Clause, root: str | None) -> Iterator[Event]:
    agent = _agent(reading, clause)
    if root == "REQUEST" and is_duty(clause) and clause.parent is not None:
        speaker = " and ".join(_actors(reading, reading.clauses[clause.parent].subject))
        yield {
            "source": speaker or None,
            "target": " and ".join(_actors(reading, clause.subject)) or None,
            "root": root,
        }
        return
    sources = _actors(reading, agent)
    source = " and ".join(sources) or None
    if len(sources) > 1 and root in MUTUAL:
        yield {"source": sources[0], "target": sources[1], "root": root}
    taken: list[str] = [source] if source else []
    left = MAX_RECIPIENTS
    for target in (*_recipients(reading, clause), *_bystanders(reading, clause, agent)):
        if left and not any(target in other for other in taken):
            taken.append(target)
            left -= 1
            yield {"source": source, "target": target, "root": root}
    if root and source and left == MAX_RECIPIENTS:
        yield {"source": source, "target": None, "root": root}


def _agent(reading: Reading, clause: Clause) -> Slot | None:
    """The subject; of a thing's participle or infinitive (*a decree granting*, *a shipment to assist*) and of an event that
    somebody announces or begins, the subject of the clause above.
    """
    above = reading.clauses[clause.parent] if clause.parent is not None else None
    if above is None or above.subject is None or above.passive:
        return clause.subject
    if clause.subject is None:
        begun = (
            clause.embedding == "nominal" and above.lemma in BEGINNINGS and reading.parse.dep[clause.trigger] == "dobj"
        )
        return above.subject if begun else None
    referents = [reading.cast[i] for h in clause.subject.heads for i in reading.referent.get(h, ())]
    is_thing = bool(referents) and all(r.type in THINGS and not r.named for r in referents)
    return above.subject if is_thing and clause.embedding in ("acl", "advcl", "purpose") else clause.subject


def _recipients(reading: Reading, clause: Clause, depth: int = 0) -> Iterator[str]:
    """The object, then prepositional phrases by likelihood; of a complement clause its subject and its own recipients."""
    slots = [("obj", clause.object), *sorted(clause.args, key=lambda arg: _role_order(arg[0]))]
    for role, slot in slots:
        if slot is None or (role != "obj" and slot.clause is None and role not in RECIPIENT_ROLES):
            continue
        inner = reading.clauses[slot.clause] if slot.clause is not None else None
        if inner is None or inner.embedding == "nominal" or depth > 1:
            yield " and ".join(_actors(reading, slot))
            continue
        if inner.subject is not None and clause.subject is not None and inner.subject.heads != clause.subject.heads:
            yield " and ".join(_actors(reading, inner.subject))
        yield from _recipients(reading, inner, depth + 1)


def _role_order(role: str) -> int:
    return RECIPIENT_ROLES.index(role) if role in RECIPIENT_ROLES else len(RECIPIENT_ROLES)


def _bystanders(reading: Reading, clause: Clause, agent: Slot | None) -> Iterator[str]:
    """Named persons, bodies and places elsewhere in the words of the clause."""
    parse, trigger = reading.parse, clause.trigger
    mentions = sorted((m for r in reading.cast if r.named for m in r.mentions), key=lambda m: abs(m.head - trigger))
    for mention in mentions:
        inside = parse.left[trigger] <= mention.start and mention.end <= parse.right[trigger] + 1
        own = agent is not None and agent.start <= mention.head < agent.end
        if inside and not own and mention.kind is not MentionKind.PRONOUN:
            yield _words(reading, mention)


def _words(reading: Reading, mention: MentionDraft) -> str:
    return reading.parse.slice(mention.start, mention.end)


def _actors(reading: Reading, slot: Slot | None) -> list[str]:
    """The words of a filler, one a coordinated noun; for a pronoun the words that name whom it stands for."""
    if slot is None:
        return []
    parse = reading.parse
    if len(slot.heads) > 1:
        bounds = [slot.start, *(h + 1 for h in slot.heads[:-1])]
        return [_without_edges(reading, a, h + 1) for a, h in zip(bounds, slot.heads, strict=True)]
    head = slot.heads[0] if slot.heads else slot.start
    known = reading.referent.get(head, ())
    if parse.pos[head] in ("PRON", "DET") and known:
        names = [
            next((_words(reading, m) for m in reading.cast[i].mentions if m.kind is not MentionKind.PRONOUN), None)
            for i in known
        ]
        return [name or reading.cast[i].name for name, i in zip(names, known, strict=True)]
    return [parse.slice(slot.start, slot.end)]


def _without_edges(reading: Reading, start: int, end: int) -> str:
    """The words between two tokens without coordinators and punctuation before them."""
    parse = reading.parse
    while start < end - 1 and parse.pos[start] in ("CCONJ", "PUNCT"):
        start += 1
    return parse.slice(start, end)
