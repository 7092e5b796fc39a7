"""Gold annotations as extractions: what a perfect reader would hand to the graph."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from newsgraph.graph.model import (
    Argument,
    Attribution,
    AttributionMode,
    Certainty,
    Document,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Link,
    LinkKind,
    Membership,
    Mention,
    MentionKind,
    Participant,
    Polarity,
    Provenance,
    Quantity,
    Quote,
    Span,
    Statement,
    StatementKind,
    StaticFact,
    Timeframe,
    TimeValue,
)

Row = dict[str, Any]

_TYPES = {member.value: member for member in EntityType}
_LINKS = {
    "same_event": LinkKind.SAME_EVENT,
    "contradicts": LinkKind.CONTRADICTS,
    "denies": LinkKind.DENIES,
    "supports": LinkKind.SUPPORTS,
    "supersedes": LinkKind.SUPERSEDES,
    "causes": LinkKind.CAUSES,
    "motivates": LinkKind.MOTIVATES,
    "purpose_of": LinkKind.PURPOSE,
    "condition_of": LinkKind.CONDITION,
    "contrasts": LinkKind.CONTRASTS,
    "precedes": LinkKind.PRECEDES,
    "elaborates": LinkKind.ELABORATES,
}
_ANONYMOUS = ("official", "source", "witness", "who asked not to be named", "anonymous", "unnamed", "people familiar")


def gold_extraction(
    path: Path, *, published: date | None = None, links: bool = True
) -> tuple[Extraction, dict[str, str]]:
    """The extraction of a gold file and, for its statements, gold id -> statement id.

    Nested statements (a complement's own object) are linked one level at a time, so ids are those of the final values.
    """
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = (path.parent / gold["doc"].get("path", path.with_suffix(".txt").name)).read_bytes().decode("utf-8")
    day = gold["doc"].get("publication_date")
    headline = next((s["text"] for s in gold["sentences"] if s["kind"] == "headline"), None)
    document = Document(
        text, headline, gold["doc"].get("agency"), published=published or (date.fromisoformat(day) if day else None)
    )
    entities = {row["id"]: _entity(row, document, gold["entities"]) for row in gold["entities"]}
    ids = {key: entity.id for key, entity in entities.items()}
    quantities = {row["statement"]: row for row in gold["quantities"] if row.get("statement")}
    statements: dict[str, Statement] = {}
    waiting = {row["id"]: row for row in gold["statements"]}
    while waiting:
        ready = [k for k, row in waiting.items() if not set(row.get("object_statements") or ()) & set(waiting)]
        for key in ready or list(waiting)[:1]:
            row = waiting.pop(key)
            statements[key] = _statement(row, document, ids, statements, quantities.get(key))
    known = {key: statement.id for key, statement in statements.items()}
    extraction = Extraction(
        document,
        Provenance("0.1.0", "gold", "by hand"),
        tuple(entities.values()),
        tuple(statements[row["id"]] for row in gold["statements"]),
        quotes=tuple(
            Quote(tuple(_span(p) for p in q["parts"]), q["type"], tuple(ids[s] for s in q["speakers"] if s in ids))
            for q in gold["quotes"]
        ),
        memberships=tuple(
            Membership(
                ids[r["person"]],
                r["position"],
                ids.get(r["organization"]),
                _evidence(document, r["evidence"]),
                document.published,
            )
            for r in gold["roles"]
            if r["person"] in ids
        ),
        facts=tuple(
            StaticFact(
                ids[f["subject"]],
                f["predicate"],
                ids.get(f["object"], str(f["object"])),
                _evidence(document, f["evidence"]),
                f["object"] in ids,
            )
            for f in gold["facts"]
            if f["subject"] in ids
        ),
        links=tuple(
            Link(
                known[r["from"]],
                _LINKS[r["type"]],
                known[r["to"]],
                _evidence(document, r["evidence"]) if r.get("evidence") else None,
            )
            for r in gold["relations"]
            if links and r["type"] in _LINKS and r["from"] in known and r["to"] in known
        ),
    )
    return extraction, known


def _ids(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _span(row: Row) -> Span:
    return Span(row["start"], row["end"])


def _evidence(document: Document, row: Row) -> Evidence:
    return Evidence(document.id, row["start"], row["end"], document.text[row["start"] : row["end"]], "gold")


def _entity(row: Row, document: Document, rows: list[Row]) -> Entity:
    name = row["canonical_name"]
    names = {r["id"]: r for r in rows}
    same_as = row.get("same_as")
    mentions = tuple(Mention(_span(m), MentionKind(m.get("mention_type") or "name")) for m in row["mentions"])
    named = any(m.kind in (MentionKind.NAME, MentionKind.DEMONYM) for m in mentions)
    return Entity(
        name,
        _TYPES.get(row["type"], EntityType.THING),
        named,
        None if named else document.id,
        tuple(a for a in row.get("aliases") or () if a != name),
        mentions,
        tuple(_entity(names[m], document, rows).id for m in row.get("members") or () if m in names),
        tuple(same_as if isinstance(same_as, list) else [same_as]) if same_as else (),
        anonymous=not named and row["type"] in ("Person", "Group") and any(w in name.lower() for w in _ANONYMOUS),
    )


def _participant(
    text: str | None, ids: list[str], row: Row | None, known: dict[str, str], statement: str | None
) -> Participant | None:
    entities = tuple(known[i] for i in ids if i in known)
    if not text and not entities and not statement:
        return None
    span = _span(row) if row and row.get("start") is not None else Span(0, 1)
    return Participant(text or "", span, entities, statement)


def _statement(
    row: Row, document: Document, ids: dict[str, str], statements: dict[str, Statement], quantity: Row | None
) -> Statement:
    inner = [statements[s].id for s in row.get("object_statements") or () if s in statements]
    arguments = []
    for role, filler in (row["args"] or {}).items():
        for one in filler if isinstance(filler, list) else [filler]:
            part = _participant(one["text"], _ids(one.get("id")), one, ids, None)
            if part:
                arguments.append(Argument(role, part))
    modes = {"direct", "indirect", "mixed", "according_to", "nominal", "headline"}
    chain = tuple(
        Attribution(
            tuple(ids[s] for s in link["source_ids"] if s in ids),
            link.get("cue_lemma"),
            AttributionMode(link["type"]) if link.get("type") in modes else AttributionMode.INDIRECT,
            _span(link["cue"]) if link.get("cue") and link["cue"].get("start") is not None else None,
        )
        for link in row["attribution"]
    )
    time = row.get("time")
    place = row.get("place")
    value = quantity or {}
    return Statement(
        document.id,
        _participant(row["subject"], row["subject_ids"] or [], row.get("subject_mention"), ids, None),
        row["predicate"],
        _participant(
            row["object"], row["object_ids"] or [], row.get("object_mention"), ids, inner[0] if inner else None
        ),
        tuple(arguments),
        StatementKind(row["kind"]),
        Polarity.NEGATIVE if row["negated"] else Polarity.POSITIVE,
        Certainty(row["modality"]["certainty"]),
        Timeframe.FUTURE if row["modality"]["future"] else Timeframe.NON_FUTURE,
        chain,
        TimeValue(time.get("value"), time["text"], _span(time)) if time and time.get("start") is not None else None,
        Participant("", Span(0, 1), (ids[place],)) if place in ids else None,
        row.get("event_type"),
        row.get("event_mode"),
        Quantity(value["value"], value["unit"] or "", value["text"], _span(value), value.get("modifier"))
        if value
        else None,
        marker=row["modality"].get("marker"),
        evidence=(
            Evidence(
                document.id,
                row["evidence"]["start"],
                row["evidence"]["end"],
                document.text[row["evidence"]["start"] : row["evidence"]["end"]],
                "gold",
                _span(row["trigger"]) if row.get("trigger") else None,
            ),
        ),
    )
