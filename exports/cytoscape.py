"""Files for Cytoscape: CX2 (desktop 3.10 and later, NDEx) and cyjs (Cytoscape.js and desktop), with places and style."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newsgraph.exports.output import ExportOptions, write_text
from newsgraph.exports.palette import STATUS_COLOURS, TYPE_COLOURS
from newsgraph.exports.scene import Scene
from newsgraph.exports.scene_rows import edge_rows, node_rows, placed_scene
from newsgraph.graph.store import Store

_LINES = {"asserted": "solid", "claimed": "dashed", "negated": "dashed", "hedged": "dashed", "future": "dotted"}
_HEADS = {"negated": "tee"}
_KINDS = {str: "string", float: "double", int: "integer", bool: "boolean"}


def generate_cx2(scene: Scene) -> Iterator[str]:
    """CX2 2.0: descriptor, declarations, nodes, edges and visual properties."""
    nodes, edges = list(node_rows(scene)), list(edge_rows(scene))
    yield "[\n" + _dump({"CXVersion": "2.0", "hasFragments": False}) + ",\n"
    yield (
        _dump(
            {
                "metaData": [
                    _count("attributeDeclarations", 1),
                    _count("networkAttributes", 1),
                    _count("nodes", len(nodes)),
                    _count("edges", len(edges)),
                    _count("visualProperties", 1),
                ]
            }
        )
        + ",\n"
    )
    yield (
        _dump(
            {
                "attributeDeclarations": [
                    {"networkAttributes": {"name": {"d": "string"}}, "nodes": _declare(nodes), "edges": _declare(edges)}
                ]
            }
        )
        + ",\n"
    )
    yield _dump({"networkAttributes": [{"name": scene.title}]}) + ",\n"
    yield from _aspect(
        "nodes",
        (
            {"id": i, "x": round(n.x, 1), "y": round(n.y, 1), "v": row}
            for i, (n, row) in enumerate(zip(scene.nodes, nodes, strict=True))
        ),
    )
    yield from _aspect(
        "edges",
        (
            {"id": i, "s": e.source, "t": e.target, "v": row}
            for i, (e, row) in enumerate(zip(scene.edges, edges, strict=True))
        ),
    )
    yield _dump({"visualProperties": [_style()]}) + ",\n"
    yield _dump({"status": [{"success": True}]}) + "\n]\n"


def _count(name: str, count: int) -> dict[str, Any]:
    return {"name": name, "elementCount": count}


def _declare(rows: list[dict[str, Any]]) -> dict[str, Any]:
    declared: dict[str, Any] = {}
    for row in rows:
        for name, value in row.items():
            declared.setdefault(name, {"d": "list_of_string" if isinstance(value, list) else _KINDS[type(value)]})
    return declared


def _aspect(name: str, elements: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield "{" + _dump(name) + ":[\n"
    for place, one in enumerate(elements):
        yield ("" if place == 0 else ",\n") + _dump(one)
    yield "\n]},\n"


def _style() -> dict[str, Any]:
    def discrete(attribute: str, kind: str, table: dict[str, str]) -> dict[str, Any]:
        mapped = [{"v": key, "vp": value} for key, value in table.items()]
        return {"type": "DISCRETE", "definition": {"attribute": attribute, "type": kind, "map": mapped}}

    def passed(attribute: str) -> dict[str, Any]:
        return {"type": "PASSTHROUGH", "definition": {"attribute": attribute, "type": "string"}}

    return {
        "default": {
            "network": {"NETWORK_BACKGROUND_COLOR": "#FFFFFF"},
            "node": {
                "NODE_SHAPE": "ellipse",
                "NODE_BACKGROUND_COLOR": TYPE_COLOURS["Thing"],
                "NODE_WIDTH": 32.0,
                "NODE_HEIGHT": 32.0,
            },
            "edge": {"EDGE_TARGET_ARROW_SHAPE": "triangle", "EDGE_WIDTH": 1.5},
        },
        "nodeMapping": {
            "NODE_LABEL": passed("name"),
            "NODE_BACKGROUND_COLOR": discrete("type", "string", TYPE_COLOURS),
            "NODE_SHAPE": discrete("kind", "string", {"entity": "ellipse", "event": "diamond"}),
        },
        "edgeMapping": {
            "EDGE_LABEL": passed("label"),
            "EDGE_LINE_COLOR": discrete("status", "string", STATUS_COLOURS),
            "EDGE_LINE_STYLE": discrete("status", "string", _LINES),
            "EDGE_TARGET_ARROW_SHAPE": discrete("status", "string", _HEADS),
        },
    }


def generate_cyjs(scene: Scene) -> Iterator[str]:
    """Cytoscape.js elements with places and a style; ids are those of the graph; networkx reads it too."""
    yield '{"format_version":"1.0","generated_by":"newsgraph","target_cytoscapejs_version":"~3.30","directed":true,"multigraph":true,'
    yield f'"data":{_dump({"name": scene.title})},"elements":{{"nodes":[\n'
    for place, (node, row) in enumerate(zip(scene.nodes, node_rows(scene), strict=True)):
        yield (",\n" if place else "") + _dump(
            {
                "data": {"id": node.id, "value": node.id} | row,
                "position": {"x": round(node.x, 1), "y": round(node.y, 1)},
            }
        )
    yield '\n],"edges":[\n'
    for place, (edge, row) in enumerate(zip(scene.edges, edge_rows(scene), strict=True)):
        ends = {
            "id": f"e{place}",
            "key": f"e{place}",
            "source": scene.nodes[edge.source].id,
            "target": scene.nodes[edge.target].id,
        }
        yield (",\n" if place else "") + _dump({"data": ends | row})
    yield "\n]}," + f'"style":{_dump(_sheet())}}}\n'


def _sheet() -> list[dict[str, Any]]:
    sheet: list[dict[str, Any]] = [
        {
            "selector": "node",
            "style": {"label": "data(name)", "font-size": 10, "background-color": TYPE_COLOURS["Thing"]},
        },
        {"selector": "node[kind = 'event']", "style": {"shape": "diamond", "width": 16, "height": 16}},
        {"selector": "edge", "style": {"curve-style": "bezier", "target-arrow-shape": "triangle", "width": 1.5}},
    ]
    sheet += [
        {"selector": f"node[type = '{kind}']", "style": {"background-color": colour}}
        for kind, colour in TYPE_COLOURS.items()
    ]
    for status, colour in STATUS_COLOURS.items():
        style = {"line-color": colour, "target-arrow-color": colour, "line-style": _LINES[status]}
        style["target-arrow-shape"] = _HEADS.get(status, "triangle")
        sheet.append({"selector": f"edge[status = '{status}']", "style": style})
    return sheet


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_cx2(store: Store, path: Path, options: ExportOptions) -> None:
    """CX2 of the selection."""
    write_text(path, generate_cx2(placed_scene(store, options)))


def write_cyjs(store: Store, path: Path, options: ExportOptions) -> None:
    """cyjs of the selection."""
    write_text(path, generate_cyjs(placed_scene(store, options)))
