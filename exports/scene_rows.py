"""A scene's nodes and lines as flat attributes, the same in every graph-tool file made from a scene."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsgraph.exports.output import ExportOptions
from newsgraph.exports.scene import ARTICLE, UNNAMED, Scene
from newsgraph.exports.scene_graph import stage
from newsgraph.exports.scene_store import source_of_store
from newsgraph.exports.viewer import place
from newsgraph.graph.store import Store


def placed_scene(store: Store, options: ExportOptions) -> Scene:
    """The scene of a selection with positions."""
    title = store.path.name.removesuffix(".store") if store.path else "newsgraph"
    return place(stage(source_of_store(store, options.selection), title=title))


def node_rows(scene: Scene) -> Iterator[dict[str, Any]]:
    """``name``, ``kind`` (entity or event), ``type``, ``attention``, ``statements`` (count), ``aliases``, ``wikidata``,
    ``latitude``, ``longitude``; the last four where known."""
    for node in scene.nodes:
        row: dict[str, Any] = {
            "name": node.label,
            "kind": node.kind,
            "type": node.type if node.kind == "entity" else "Event",
            "attention": round(node.attention, 4),
            "statements": len(node.statements),
        }
        if node.entity and node.entity.aliases:
            row["aliases"] = list(node.entity.aliases)
        if node.entity and node.entity.same_as:
            row["wikidata"] = list(node.entity.same_as)
        if node.entity and node.entity.position:
            row["latitude"], row["longitude"] = node.entity.position
        yield row


def edge_rows(scene: Scene) -> Iterator[dict[str, Any]]:
    """``label``, ``role``, ``status``, ``asserted``, ``holder``, ``weight`` (statements), ``quotes``, ``outlets``, ``days``.

    ``asserted`` is true for plain edges only: a line from subject to object, or part of an event, that the article
    itself vouches for.
    """
    documents = {document.id: document for document in scene.documents}
    for edge in scene.edges:
        told = [scene.statements[i] for i in edge.statements]
        sources = [documents[s.document] for s in told if s.document in documents]
        quotes = [documents[s.document].text[a:b] for s in told if s.document in documents for a, b in s.evidence[:1]]
        yield {
            "label": edge.label,
            "role": edge.role,
            "status": edge.status,
            "asserted": edge.status == "asserted" and edge.role != "voice",
            "holder": holder_name(scene, edge.holder),
            "weight": len(told),
            "quotes": quotes,
            "outlets": sorted({outlet for d in sources for outlet in d.outlets}),
            "days": sorted({d.published for d in sources if d.published}),
            "statements": [s.id for s in told],
        }


def holder_name(scene: Scene, holder: int) -> str:
    """ "article", "unnamed source", or the name of the holder."""
    if holder == ARTICLE:
        return "article"
    return "unnamed source" if holder == UNNAMED else scene.nodes[holder].label
