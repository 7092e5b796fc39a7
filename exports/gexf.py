"""GEXF 1.3 for Gephi: typed attributes, places, colours and line shapes, and time where a statement has a day.

Valid against the RELAX NG schema of the format, which knows no attribute but its own: hence no ``xsi:schemaLocation``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsgraph.exports.graphml import EDGE_KEYS, map_keys
from newsgraph.exports.markup import element
from newsgraph.exports.output import ExportOptions, write_text
from newsgraph.exports.palette import STATUS_COLOURS, TYPE_COLOURS
from newsgraph.exports.viewer_layout import positions
from newsgraph.graph.store import Store
from newsgraph.graph.view import network

if TYPE_CHECKING:
    import networkx as nx

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
<meta><creator>newsgraph</creator><description>Entities, and who says what of them</description></meta>
<graph mode="dynamic" defaultedgetype="directed" timeformat="date" timerepresentation="interval" idtype="string">
"""
_TYPES = {"string": "string", "int": "integer", "boolean": "boolean", "double": "double"}
_SHAPES = {"asserted": "solid", "claimed": "dashed", "negated": "dashed", "hedged": "dashed", "future": "dotted"}
_EDGE_ATTRIBUTES = {name: kind for name, kind in EDGE_KEYS.items() if name != "predicate"}


def generate_gexf(store: Store, options: ExportOptions | None = None) -> Iterator[str]:
    """The file in pieces; nodes and edges sorted."""
    graph = network(store, (options or ExportOptions()).selection)
    places = map_keys(graph)
    yield _HEAD
    for scope, keys in (("node", {"type": "string", "iri": "string", **places}), ("edge", _EDGE_ATTRIBUTES)):
        rows = (element("attribute", {"id": name, "title": name, "type": _TYPES[kind]}) for name, kind in keys.items())
        yield element("attributes", {"class": scope, "mode": "static"}, "".join(rows)) + "\n"
    yield f'<nodes count="{len(graph)}">\n'
    yield from _nodes(graph, tuple(places))
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    yield f'</nodes>\n<edges count="{len(edges)}">\n'
    ids = {iri: data["id"] for iri, data in graph.nodes(data=True)}
    for source, target, key, data in edges:
        attributes = {
            "id": f"{key} {ids[source]} {ids[target]}",
            "source": ids[source],
            "target": ids[target],
            "kind": data["predicate"],
            "label": data["predicate"],
            "weight": "1.0",
            "start": calendar_day(data["time"]) or calendar_day(data["published"]),
        }
        values = {name: data[name] for name in _EDGE_ATTRIBUTES if data.get(name, "") != ""}
        look = _colour(STATUS_COLOURS[data["status"]]) + element("viz:shape", {"value": _SHAPES[data["status"]]})
        yield element("edge", attributes, _values(values) + look) + "\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def write_gexf(store: Store, path: Path, options: ExportOptions) -> None:
    """GEXF of the selection."""
    write_text(path, generate_gexf(store, options))


def _nodes(graph: nx.MultiDiGraph[str], places: tuple[str, ...]) -> Iterator[str]:
    nodes = sorted(graph.nodes(data=True))
    place = {iri: index for index, (iri, _) in enumerate(nodes)}
    spots = positions([data["id"] for _, data in nodes], sorted((place[a], place[b]) for a, b in graph.edges()))
    for (iri, data), (x, y) in zip(nodes, spots, strict=True):
        size = 4 + 2 * min(graph.degree(iri), 40) ** 0.5
        known = {name: data[name] for name in places if name in data}
        content = _values({"type": data["type"], "iri": iri, **known})
        content += _colour(TYPE_COLOURS.get(data["type"], TYPE_COLOURS["Thing"]))
        # Gephi's y axis points up.
        content += element("viz:position", {"x": f"{x:.1f}", "y": f"{-y:.1f}"})
        content += element("viz:size", {"value": f"{size:.2f}"})
        yield element("node", {"id": data["id"], "label": data["label"]}, content) + "\n"


def calendar_day(text: str) -> str | None:
    """The text itself when it is a calendar day; None for a month, an interval, a year before 1."""
    try:
        return text if len(text) == 10 and date.fromisoformat(text).isoformat() == text else None
    except ValueError:
        return None


def _values(values: dict[str, Any]) -> str:
    rows = (element("attvalue", {"for": name, "value": value}) for name, value in values.items())
    return element("attvalues", {}, "".join(rows))


def _colour(code: str) -> str:
    red, green, blue = (int(code[index : index + 2], 16) for index in (1, 3, 5))
    return element("viz:color", {"r": red, "g": green, "b": blue})
