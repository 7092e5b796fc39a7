"""Nodes and edges as CSV for spreadsheets and Gephi; text that a spreadsheet would run as a formula is defused."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from newsgraph.exports.graphml import map_keys
from newsgraph.exports.output import ExportOptions, write_text
from newsgraph.graph.store import Store
from newsgraph.graph.view import network

NODE_COLUMNS = ("Id", "Label", "type", "iri")
EDGE_COLUMNS = (
    "Source",
    "Target",
    "Type",
    "Id",
    "Label",
    "role",
    "holder",
    "polarity",
    "certainty",
    "timeframe",
    "status",
    "quote",
    "document",
    "start",
    "end",
    "headline",
    "outlet",
    "published",
    "time",
    "event_type",
    "cameo",
    "event",
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(cell: object) -> object:
    """A cell no spreadsheet runs: text that begins like a formula gets an apostrophe in front; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else cell


def generate_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """RFC 4180 lines, header first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([safe_cell(row.get(column, "")) for column in columns])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def table_paths(path: Path) -> tuple[Path, Path]:
    """Where nodes and edges go: ``graph.csv`` -> ``graph.nodes.csv``, ``graph.edges.csv``; a folder -> files in it."""
    if path.suffix == ".csv":
        return path.with_suffix(".nodes.csv"), path.with_suffix(".edges.csv")
    return path / "nodes.csv", path / "edges.csv"


def write_tables(store: Store, path: Path, options: ExportOptions) -> None:
    """Two files, see :func:`table_paths`."""
    graph = network(store, options.selection)
    nodes, edges = table_paths(path)
    places = map_keys(graph)
    node_rows = (
        {"Id": data["id"], "Label": data["label"], "type": data["type"], "iri": iri}
        | {name: data[name] for name in places if name in data}
        for iri, data in sorted(graph.nodes(data=True))
    )
    ids = {iri: data["id"] for iri, data in graph.nodes(data=True)}
    edge_rows = (
        data | {"Source": ids[s], "Target": ids[t], "Type": "Directed", "Id": key, "Label": data["predicate"]}
        for s, t, key, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    )
    write_text(nodes, generate_csv((*NODE_COLUMNS, *places), node_rows))
    write_text(edges, generate_csv(EDGE_COLUMNS, edge_rows))
