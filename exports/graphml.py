"""GraphML with typed keys, and the labels and styles that yEd shows.  Claims are dashed, denials red, plans dotted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsgraph.exports.markup import element, escape
from newsgraph.exports.output import ExportOptions, write_text
from newsgraph.exports.palette import STATUS_COLOURS, TYPE_COLOURS
from newsgraph.graph.store import Store
from newsgraph.graph.view import network

if TYPE_CHECKING:
    import networkx as nx

NODE_KEYS = {"label": "string", "type": "string", "kind": "string"}
MAP_KEYS = {"latitude": "double", "longitude": "double"}
"""Keys of nodes in graphs that hold positions of places."""

EDGE_KEYS = {
    "predicate": "string",
    "role": "string",
    "holder": "string",
    "polarity": "string",
    "certainty": "string",
    "timeframe": "string",
    "status": "string",
    "asserted": "boolean",
    "quote": "string",
    "start": "int",
    "end": "int",
    "statement": "string",
    "document": "string",
    "headline": "string",
    "outlet": "string",
    "published": "string",
    "time": "string",
    "event_type": "string",
    "cameo": "string",
    "event": "string",
}

_LINES = {"asserted": "line", "claimed": "dashed", "negated": "dashed", "hedged": "dashed_dotted", "future": "dotted"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:y="http://www.yworks.com/xml/graphml"
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://www.yworks.com/xml/schema/graphml/1.1/ygraphml.xsd">
"""


def generate_graphml(store: Store, options: ExportOptions | None = None) -> Iterator[str]:
    """The file in pieces; nodes and edges sorted, so that the same store gives the same bytes."""
    graph = network(store, (options or ExportOptions()).selection)
    node_keys = NODE_KEYS | map_keys(graph)
    yield _HEAD
    for scope, keys in (("node", node_keys), ("edge", EDGE_KEYS)):
        for name, kind in keys.items():
            yield element("key", {"id": f"{scope}_{name}", "for": scope, "attr.name": name, "attr.type": kind}) + "\n"
        yield element("key", {"id": f"{scope}_style", "for": scope, "yfiles.type": f"{scope}graphics"}) + "\n"
    yield '<graph id="newsgraph" edgedefault="directed">\n'
    for iri, data in sorted(graph.nodes(data=True)):
        yield element("node", {"id": iri}, _data("node", node_keys, data) + _node_style(data)) + "\n"
    for source, target, key, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        attributes = {"id": f"{key} {source} {target}", "source": source, "target": target}
        yield element("edge", attributes, _data("edge", EDGE_KEYS, data) + _edge_style(data)) + "\n"
    yield "</graph>\n</graphml>\n"


def map_keys(graph: nx.MultiDiGraph[str]) -> dict[str, str]:
    """The keys of positions and their type; {} for a graph without any."""
    return MAP_KEYS if any("latitude" in data for _, data in graph.nodes(data=True)) else {}


def write_graphml(store: Store, path: Path, options: ExportOptions) -> None:
    """GraphML of the selection."""
    write_text(path, generate_graphml(store, options))


def _data(scope: str, keys: dict[str, str], data: dict[str, Any]) -> str:
    present = ((name, data[name]) for name in keys if data.get(name, "") != "")
    return "".join(
        element(
            "data",
            {"key": f"{scope}_{name}"},
            escape(str(value).lower() if value in (True, False) and keys[name] == "boolean" else str(value)),
        )
        for name, value in present
    )


def _node_style(data: dict[str, Any]) -> str:
    colour = TYPE_COLOURS.get(data["type"], TYPE_COLOURS["Thing"])
    fill = element("y:Fill", {"color": colour, "transparent": "false"})
    shape = element("y:Shape", {"type": "ellipse" if data["type"] == "Person" else "roundrectangle"})
    text = element("y:NodeLabel", {}, escape(data["label"]))
    return element("data", {"key": "node_style"}, element("y:ShapeNode", {}, fill + text + shape))


def _edge_style(data: dict[str, Any]) -> str:
    line = element(
        "y:LineStyle", {"color": STATUS_COLOURS[data["status"]], "type": _LINES[data["status"]], "width": "1.0"}
    )
    arrows = element("y:Arrows", {"source": "none", "target": "standard"})
    text = element("y:EdgeLabel", {}, escape(data["predicate"]))
    return element("data", {"key": "edge_style"}, element("y:PolyLineEdge", {}, line + arrows + text))
