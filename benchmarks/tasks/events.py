"""Political events of single sentences: who did what to whom, as PLOVER classes.

Every clause that has a class becomes one event a recipient; where a sentence has none, its clauses stand without class.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.tasks.lines import read_lines
from newsgraph.extractors.events import coded_class
from newsgraph.extractors.reading import Clause, Reading, Slot

Event = dict[str, str | None]

SYMMETRIC = frozenset({"AGREE", "CONSULT", "COOPERATE", "ASSAULT"})
"""Classes whose joint subjects act on each other: *X and Y met*."""

RECIPIENT_ROLES = (
    "to",
    "on",
    "against",
    "with",
    "for",
    "from",
    "at",
    "of",
    "upon",
    "toward",
    "towards",
    "between",
    "over",
    "in",
    "into",
    "near",
    "about",
)
MAX_RECIPIENTS = 3


def predict(input: Path, output: Path, model: str | None) -> None:
    """``input``: JSONL ``{"id", "sentence"}``; ``output``: JSONL ``{"id", "events": [{"source", "target", "root"}]}``, in order."""
    with input.open(encoding="utf-8") as handle:
        rows = [json.loads(line) for line in handle if line.strip()]
    readings = read_lines((row["sentence"] for row in rows), model)
    with output.open("w", encoding="utf-8") as out:
        for row, reading in zip(rows, readings, strict=True):
            out.write(json.dumps({"id": row["id"], "events": events(reading)}, ensure_ascii=False) + "\n")


def events(reading: Reading) -> list[Event]:
    """The events of a reading, those of main clauses first; without class only when nothing in it has one."""
    clauses = sorted(range(len(reading.clauses)), key=lambda n: _rank(reading, n))
    typed = [e for n in clauses if (root := coded_class(reading.clauses[n])) for e in _events(reading, n, root)]
    return typed or [e for n in clauses for e in _events(reading, n, None)]


def _rank(reading: Reading, number: int) -> tuple[int, int]:
    clause = reading.clauses[number]
    return (1 if clause.embedding == "nominal" else 0, clause.trigger)


def _events(reading: Reading, number: int, root: str | None) -> Iterator[Event]:
    clause = reading.clauses[number]
    sources = _actors(reading, clause.subject)
    recipients = list(_recipients(reading, clause))
    if len(sources) > 1 and not recipients and root in SYMMETRIC:
        yield {"source": sources[0], "target": sources[1], "root": root}
        return
    for target in recipients[:MAX_RECIPIENTS]:
        yield {"source": " and ".join(sources) or None, "target": target, "root": root}


def _recipients(reading: Reading, clause: Clause, depth: int = 0) -> Iterator[str]:
    """Whom it happens to: the object, then prepositional phrases by likelihood; of a complement clause, its own."""
    found: list[str] = []
    slots = [("obj", clause.object), *sorted(clause.args, key=lambda arg: _role_order(arg[0]))]
    for role, slot in slots:
        if slot is None or (role != "obj" and slot.clause is None and role not in RECIPIENT_ROLES):
            continue
        inner = reading.clauses[slot.clause] if slot.clause is not None else None
        if inner is not None and inner.embedding != "nominal" and depth < 2:
            found.extend(_recipients(reading, inner, depth + 1))
        else:
            found.append(" and ".join(_actors(reading, slot)))
    yield from dict.fromkeys(text for text in found if text)


def _role_order(role: str) -> int:
    return RECIPIENT_ROLES.index(role) if role in RECIPIENT_ROLES else len(RECIPIENT_ROLES)


def _actors(reading: Reading, slot: Slot | None) -> list[str]:
    """The words of a filler, one a coordinated noun; for a pronoun the name of whom it stands for."""
    if slot is None:
        return []
    parse = reading.parse
    if len(slot.heads) < 2:
        head = slot.heads[0] if slot.heads else slot.start
        known = reading.referent.get(head, ())
        if parse.pos[head] in ("PRON", "DET") and known:
            return [reading.cast[index].name for index in known]
        return [parse.slice(slot.start, slot.end)]
    bounds = [slot.start, *(h + 1 for h in slot.heads[:-1])]
    return [parse.slice(a, h + 1) for a, h in zip(bounds, slot.heads, strict=True)]
