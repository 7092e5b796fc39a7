"""Property graphs for Neo4j: CSV files for ``neo4j-admin database import``, and a Cypher script.

Nothing is lost: statements are nodes, with SUBJECT, OBJECT and ARGUMENT to what they speak of, SAID_BY to each link of
the chain of holders, READ_IN to the article.  Only what an article itself vouches for is also a relationship ASSERTED
between two entities.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from newsgraph.exports.output import ExportOptions, write_text
from newsgraph.exports.scene import Part, SceneSource, SceneStatement
from newsgraph.exports.scene_store import source_of_store
from newsgraph.exports.tables import generate_csv
from newsgraph.graph.store import Store

Value = str | int | bool | list[str] | None
BATCH = 200
"""Nodes or relationships in one statement of the script."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its label, its id (unique within the label), its properties."""

    label: str
    id: str
    properties: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship of a fixed type between two nodes, each given by label and id."""

    type: str
    start: tuple[str, str]
    end: tuple[str, str]
    properties: dict[str, Value]


NODES = {
    "Entity": {
        "name": "string",
        "type": "string",
        "aliases": "string[]",
        "wikidata": "string[]",
        "anonymous": "boolean",
    },
    "Event": {"type": "string"},
    "Statement": {
        "clause": "string",
        "predicate": "string",
        "status": "string",
        "asserted": "boolean",
        "negative": "boolean",
        "certainty": "string",
        "future": "boolean",
        "time": "string",
        "quote": "string",
        "start": "int",
        "end": "int",
        "rule": "string",
    },
    "Document": {"headline": "string", "outlet": "string", "published": "string", "url": "string", "text": "string"},
}
"""Labels, and the properties of each with their types."""

RELATIONSHIPS = {
    "SUBJECT": {"text": "string"},
    "OBJECT": {"text": "string"},
    "ARGUMENT": {"role": "string", "text": "string"},
    "SAID_BY": {"level": "int", "cue": "string", "mode": "string"},
    "READ_IN": {},
    "DESCRIBES": {},
    "RELATED": {"kind": "string"},
    "ASSERTED": {"predicate": "string", "statement": "string"},
}
"""Relationship types, and the properties of each with their types."""


def nodes(source: SceneSource) -> Iterator[Node]:
    """All nodes, label by label, sorted by id within each."""
    for entity in sorted(source.entities, key=lambda e: e.id):
        yield Node(
            "Entity",
            entity.id,
            {
                "name": entity.name,
                "type": entity.type,
                "aliases": list(entity.aliases),
                "wikidata": list(entity.same_as),
                "anonymous": entity.anonymous,
            },
        )
    types: dict[str, str | None] = {}
    for s in sorted(source.statements, key=lambda s: s.id):
        if s.event:
            types[s.event] = types.get(s.event) or s.event_type
    for event in sorted(types):
        yield Node("Event", event, {"type": types[event]})
    texts = {document.id: document.text for document in source.documents}
    for s in sorted(source.statements, key=lambda s: s.id):
        yield Node("Statement", s.id, _statement(s, texts.get(s.document, "")))
    for document in sorted(source.documents, key=lambda d: d.id):
        yield Node(
            "Document",
            document.id,
            {
                "headline": document.headline,
                "outlet": "; ".join(document.outlets) or None,
                "published": document.published,
                "url": document.url,
                "text": document.text,
            },
        )


def _statement(s: SceneStatement, text: str) -> dict[str, Value]:
    start, end = s.evidence[0] if s.evidence else (None, None)
    return {
        "clause": s.clause,
        "predicate": s.predicate,
        "status": s.status,
        "asserted": s.status == "asserted",
        "negative": s.negative,
        "certainty": s.certainty,
        "future": s.future,
        "time": s.time,
        "quote": text[start:end] if start is not None else None,
        "start": start,
        "end": end,
        "rule": s.rule,
    }


def relationships(source: SceneSource) -> Iterator[Relationship]:
    """All relationships whose two ends are nodes, statement by statement."""
    known = {("Entity", e.id) for e in source.entities} | {("Statement", s.id) for s in source.statements}
    known |= {("Document", d.id) for d in source.documents}
    for s in sorted(source.statements, key=lambda s: s.id):
        for found in _of_statement(s):
            if (found.start in known) and (found.end in known or found.type == "DESCRIBES"):
                yield found
    for a, kind, b in sorted(source.links):
        if ("Statement", a) in known and ("Statement", b) in known:
            yield Relationship("RELATED", ("Statement", a), ("Statement", b), {"kind": kind})


def _of_statement(s: SceneStatement) -> Iterator[Relationship]:
    me = ("Statement", s.id)
    for kind, part in (("SUBJECT", s.subject), ("OBJECT", s.object)):
        for end in _ends(part):
            yield Relationship(kind, me, end, {"text": part.text if part else None})
    for role, part in s.arguments:
        for end in _ends(part):
            yield Relationship("ARGUMENT", me, end, {"role": role, "text": part.text})
    for level, voice in enumerate(s.chain, 1):
        for holder in voice.holders:
            properties: dict[str, Value] = {"level": level, "cue": voice.cue, "mode": voice.mode}
            yield Relationship("SAID_BY", me, ("Entity", holder), properties)
    yield Relationship("READ_IN", me, ("Document", s.document), {})
    if s.event:
        yield Relationship("DESCRIBES", me, ("Event", s.event), {})
    if s.status == "asserted" and s.subject and s.object:
        for subject in s.subject.entities:
            for target in s.object.entities:
                properties = {"predicate": s.predicate, "statement": s.id}
                yield Relationship("ASSERTED", ("Entity", subject), ("Entity", target), properties)


def _ends(part: Part | None) -> Iterator[tuple[str, str]]:
    if part is None:
        return
    for entity in part.entities:
        yield "Entity", entity
    if part.statement and not part.entities:
        yield "Statement", part.statement


def import_files(source: SceneSource) -> Iterator[tuple[str, Iterator[str]]]:
    """File names and their lines for the admin import: one file a label and one a relationship type, with typed headers.

    Text that a spreadsheet would run as a formula has an apostrophe in front; a list is joined with ";".
    """
    every = list(nodes(source))
    for label, kinds in NODES.items():
        columns = {f"id:ID({label})": "", **{f"{name}:{kind}": name for name, kind in kinds.items()}}
        rows = (
            {f"id:ID({label})": n.id} | {c: _cell(n.properties[p]) for c, p in columns.items() if p}
            for n in every
            if n.label == label
        )
        yield f"{label.lower()}.csv", generate_csv(list(columns), rows)
    groups: dict[tuple[str, str, str], list[Relationship]] = {}
    for found in relationships(source):
        groups.setdefault((found.type, found.start[0], found.end[0]), []).append(found)
    for (kind, start, end), members in sorted(groups.items()):
        ends = (f":START_ID({start})", f":END_ID({end})")
        columns = {f"{name}:{value}": name for name, value in RELATIONSHIPS[kind].items()}
        rows = (
            {ends[0]: m.start[1], ends[1]: m.end[1]} | {c: _cell(m.properties[p]) for c, p in columns.items()}
            for m in members
        )
        yield f"{kind}.{start}.{end}.csv".lower(), generate_csv([*ends, *columns], rows)


def _cell(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(one.replace(";", ",") for one in value)
    return "" if value is None else str(value)


def generate_import_command(names: Iterable[str]) -> Iterator[str]:
    """The shell command that loads the files into a new database."""
    yield "#!/bin/sh\n# Run in this folder: loads the files into a new Neo4j database called newsgraph.\n"
    yield "neo4j-admin database import full newsgraph --multiline-fields=true --array-delimiter=';' \\\n"
    lines = []
    for name in names:
        kind = name.split(".")[0]
        label = next((known for known in NODES if name == f"{known.lower()}.csv"), None)
        lines.append(f"  --nodes={label}={name}" if label else f"  --relationships={kind.upper()}={name}")
    yield " \\\n".join(lines) + "\n"


def generate_cypher(source: SceneSource) -> Iterator[str]:
    """A script for cypher-shell or the Neo4j browser; running it twice changes nothing."""
    for label in NODES:
        yield f"CREATE CONSTRAINT newsgraph_{label.lower()} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE;\n"
    by_label: dict[str, list[Node]] = {}
    for node in nodes(source):
        by_label.setdefault(node.label, []).append(node)
    for label, members in by_label.items():
        for batch in _batches(members):
            rows = ", ".join(literal({"id": n.id, "p": n.properties}) for n in batch)
            yield f"UNWIND [{rows}] AS row MERGE (n:{label} {{id: row.id}}) SET n += row.p;\n"
    groups: dict[tuple[str, str, str], list[Relationship]] = {}
    for found in relationships(source):
        groups.setdefault((found.type, found.start[0], found.end[0]), []).append(found)
    for (kind, start, end), between in sorted(groups.items()):
        names = ", ".join(f"{name}: row.p.{name}" for name in RELATIONSHIPS[kind])
        keys = f" {{{names}}}" if names else ""
        for some in _batches(between):
            rows = ", ".join(
                literal(
                    {"a": r.start[1], "b": r.end[1], "p": {k: "" if v is None else v for k, v in r.properties.items()}}
                )
                for r in some
            )
            yield (
                f"UNWIND [{rows}] AS row MATCH (a:{start} {{id: row.a}}), (b:{end} {{id: row.b}}) "
                f"MERGE (a)-[:{kind}{keys}]->(b);\n"
            )


def _batches(values: Iterable[_T]) -> Iterator[list[_T]]:
    stream = iter(values)
    while batch := list(islice(stream, BATCH)):
        yield batch


def literal(value: Any) -> str:
    """A Cypher literal: strings, numbers, booleans, lists, maps with plain keys; None and empty lists are null.

    No text can end its literal: quotes are escaped, and a backslash is always doubled, because Cypher reads
    ``\\uXXXX`` before it looks for quotes.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {literal(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(literal(one) for one in value) + "]"
    if value is None:
        return "null"
    text = str(value).replace("\\", "\\\\").replace("'", "\\'")
    text = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return "'" + "".join(c if c >= " " else " " for c in text) + "'"


def write_neo4j(store: Store, path: Path, options: ExportOptions) -> None:
    """A folder of CSV files with ``import.sh``, the command that loads them."""
    names = []
    for name, lines in import_files(source_of_store(store, options.selection)):
        write_text(path / name, lines)
        names.append(name)
    write_text(path / "import.sh", generate_import_command(names))


def write_cypher(store: Store, path: Path, options: ExportOptions) -> None:
    """A Cypher script of the selection."""
    write_text(path, generate_cypher(source_of_store(store, options.selection)))
