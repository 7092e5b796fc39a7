"""One self-contained HTML page of a scene: opens offline, asks the network for nothing, shows hostile text as text."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from newsgraph.exports.output import ExportOptions, write_text
from newsgraph.exports.scene import Scene, as_json, source_of_extractions
from newsgraph.exports.scene_graph import stage
from newsgraph.exports.scene_store import source_of_store
from newsgraph.exports.viewer_layout import positions
from newsgraph.graph.model import Extraction
from newsgraph.graph.store import Store

_DATA = Path(__file__).parent / "data" / "viewer"
_SCRIPTS = ("model.js", "gl.js", "view.js", "timeline.js", "panel.js", "app.js")


def scene_of_extractions(extractions: Iterable[Extraction], *, title: str = "newsgraph") -> Scene:
    """A scene with positions, ready to show."""
    return place(stage(source_of_extractions(extractions), title=title))


def place(scene: Scene) -> Scene:
    """The scene with a position for every node; the same on every run."""
    spots = positions(
        [node.id for node in scene.nodes],
        [(edge.source, edge.target) for edge in scene.edges],
        sizes=[node.attention for node in scene.nodes],
    )
    nodes = tuple(replace(node, x=x, y=y) for node, (x, y) in zip(scene.nodes, spots, strict=True))
    return replace(scene, nodes=nodes)


def generate_page(scene: Scene) -> str:
    """The page of a scene; its script and style are its own, and its policy forbids any request."""
    return assemble_page(scene=as_json(scene), config={})


def write_page(scene: Scene, path: Path) -> None:
    """Write the page as UTF-8, whole or not at all."""
    write_text(path, [generate_page(scene)])


def write_html(store: Store, path: Path, options: ExportOptions) -> None:
    """The page of a store or of a selection, as an exporter."""
    title = store.path.name.removesuffix(".store") if store.path else "newsgraph"
    write_page(place(stage(source_of_store(store, options.selection), title=title)), path)


def assemble_page(*, scene: Mapping[str, Any] | None, config: Mapping[str, Any], links: str = "") -> str:
    """The page around a scene, or around a live store when ``config`` names one (``{"live": "/explore"}``).

    ``links`` is trusted markup for the page's header.
    """
    script, style = _script(), _read("page.css")
    connect = "connect-src 'self'" if config.get("live") else "connect-src 'none'"
    policy = (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; img-src data:; "
        f"{connect}; base-uri 'none'; form-action 'none'"
    )
    parts = {
        "policy": policy,
        "style": style,
        "script": script,
        "links": links,
        "config": inline_json(config),
        "scene": inline_json(scene),
    }
    page = _read("page.html")
    pieces: list[str] = []
    while "{{" in page:
        before, _, rest = page.partition("{{")
        key, _, page = rest.partition("}}")
        pieces += (before, parts[key])
    return "".join([*pieces, page])


def inline_json(value: Any) -> str:
    """JSON that can stand inside a script element: no "<", no line separators, no lone surrogates."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    text = text.encode("utf-8", "replace").decode("utf-8")
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


@cache
def _read(name: str) -> str:
    return (_DATA / name).read_text(encoding="utf-8")


@cache
def _script() -> str:
    """All scripts in one strict function scope; "</script" cannot occur in them."""
    body = "\n".join(_read(name) for name in _SCRIPTS)
    return '"use strict";(() => {\n' + body.replace("</script", "<\\/script") + "\n})();\n"
