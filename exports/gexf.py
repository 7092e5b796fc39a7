"""GEXF 1.3 for Gephi: typed attributes, colours, and time where a statement has a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newsgraph.exports.graphml import EDGE_KEYS
from newsgraph.exports.markup import element
from newsgraph.exports.output import ExportOptions, write_text
from newsgraph.exports.palette import STATUS_COLOURS, TYPE_COLOURS
from newsgraph.graph.store import Store
from newsgraph.graph.view import network

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
<graph mode="dynamic" defaultedgetype="directed" timeformat="date" timerepresentation="interval" idtype="string">
"""
_TYPES = {"string": "string", "int": "integer", "boolean": "boolean"}
_EDGE_ATTRIBUTES = {name: kind for name, kind in EDGE_KEYS.items() if name != "predicate"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


def generate_gexf(store: Store, options: ExportOptions | None = None) -> Iterator[str]:
    """The file in pieces; nodes and edges sorted."""
    graph = network(store, (options or ExportOptions()).selection)
    yield _HEAD
    for scope, keys in (("node", {"type": "string", "iri": "string"}), ("edge", _EDGE_ATTRIBUTES)):
        rows = (element("attribute", {"id": name, "title": name, "type": _TYPES[kind]}) for name, kind in keys.items())
        yield element("attributes", {"class": scope, "mode": "static"}, "".join(rows)) + "\n"
    yield "<nodes>\n"
    ids = {}
    for iri, data in sorted(graph.nodes(data=True)):
        ids[iri] = data["id"]
        size = 4 + 2 * min(graph.degree(iri), 40) ** 0.5
        content = _values({"type": data["type"], "iri": iri}) + _colour(
            TYPE_COLOURS.get(data["type"], TYPE_COLOURS["Thing"])
        )
        content += element("viz:size", {"value": f"{size:.2f}"})
        yield element("node", {"id": data["id"], "label": data["label"]}, content) + "\n"
    yield "</nodes>\n<edges>\n"
    for source, target, key, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        start = data["time"] if _DAY.match(data["time"]) else data["published"] or None
        attributes = {
            "id": f"{key} {ids[source]} {ids[target]}",
            "source": ids[source],
            "target": ids[target],
            "kind": data["predicate"],
            "label": data["predicate"],
            "weight": "1.0",
            "start": start,
        }
        values = {name: data[name] for name in _EDGE_ATTRIBUTES if data.get(name, "") != ""}
        yield element("edge", attributes, _values(values) + _colour(STATUS_COLOURS[data["status"]])) + "\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def write_gexf(store: Store, path: Path, options: ExportOptions) -> None:
    """GEXF of the selection."""
    write_text(path, generate_gexf(store, options))


def _values(values: dict[str, Any]) -> str:
    rows = (element("attvalue", {"for": name, "value": value}) for name, value in values.items())
    return element("attvalues", {}, "".join(rows))


def _colour(code: str) -> str:
    red, green, blue = (int(code[index : index + 2], 16) for index in (1, 3, 5))
    return element("viz:color", {"r": red, "g": green, "b": blue})
