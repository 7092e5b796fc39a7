"""JSON for D3's force layouts and everything that reads ``{"nodes": […], "links": […]}``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from newsgraph.exports.output import ExportOptions, write_text
from newsgraph.exports.scene import Scene
from newsgraph.exports.scene_rows import edge_rows, node_rows, placed_scene
from newsgraph.graph.store import Store


def generate_d3(scene: Scene) -> Iterator[str]:
    """Node-link JSON: ``source`` and ``target`` are node ids; ``x`` and ``y`` are a start for the simulation.

    networkx reads it with ``node_link_graph(data, directed=True, multigraph=True, edges="links")``.
    """
    yield '{"directed":true,"multigraph":true,"graph":' + _dump({"name": scene.title}) + ',"nodes":[\n'
    for place, (node, row) in enumerate(zip(scene.nodes, node_rows(scene), strict=True)):
        yield (",\n" if place else "") + _dump({"id": node.id} | row | {"x": round(node.x, 1), "y": round(node.y, 1)})
    yield '\n],"links":[\n'
    for place, (edge, row) in enumerate(zip(scene.edges, edge_rows(scene), strict=True)):
        ends = {"source": scene.nodes[edge.source].id, "target": scene.nodes[edge.target].id, "key": f"e{place}"}
        yield (",\n" if place else "") + _dump(ends | row)
    yield "\n]}\n"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_d3(store: Store, path: Path, options: ExportOptions) -> None:
    """Node-link JSON of the selection."""
    write_text(path, generate_d3(placed_scene(store, options)))
