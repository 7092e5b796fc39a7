"""Pictures without a browser: SVG of our own, PNG made from it, and text for Graphviz and Mermaid."""

from __future__ import annotations

import math
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from newsgraph.errors import NewsgraphError
from newsgraph.exports.markup import element, escape
from newsgraph.exports.output import ExportOptions, replaced, write_text
from newsgraph.exports.palette import STATUS_COLOURS, TYPE_COLOURS
from newsgraph.exports.scene import ARTICLE, UNNAMED, Scene, SceneEdge, SceneNode
from newsgraph.exports.scene_graph import stage
from newsgraph.exports.scene_store import source_of_store
from newsgraph.exports.viewer_layout import positions
from newsgraph.graph.store import Store

MOST_NODES = 150
"""Nodes of a picture: those with most attention; a page (``html``) holds more."""

_DASHES = {"claimed": "7 5", "hedged": "7 5", "future": "1.5 5", "negated": "7 5"}
_MARKS = {
    "asserted": "the article vouches",
    "claimed": "claimed",
    "negated": "negated",
    "future": "future",
    "hedged": "hedged",
}


class PictureError(NewsgraphError, RuntimeError):
    """A picture that cannot be made on this machine; the message says what to install."""


def scene_of_store(store: Store, options: ExportOptions, *, most: int = MOST_NODES) -> Scene:
    """The scene of a selection, cut to the nodes with most attention and placed anew."""
    title = store.path.name.removesuffix(".store") if store.path else "newsgraph"
    return crop(stage(source_of_store(store, options.selection), title=title), most)


def crop(scene: Scene, most: int) -> Scene:
    """At most ``most`` nodes, those with most attention, with the lines between them; nodes without a line are left out."""
    ranked = sorted(range(len(scene.nodes)), key=lambda i: (-scene.nodes[i].attention, scene.nodes[i].id))[:most]
    kept = set(ranked)
    edges = [e for e in scene.edges if e.source in kept and e.target in kept]
    # "A warns of it" is a line of its own: the voice beside it would only repeat it.
    spoken = {(e.source, e.target, e.label) for e in edges if e.role != "voice" and e.status == "asserted"}
    edges = [e for e in edges if e.role != "voice" or (e.source, e.target, e.label) not in spoken]
    touched = sorted({end for e in edges for end in (e.source, e.target)} or kept)
    place = {old: new for new, old in enumerate(touched)}
    spots = positions(
        [scene.nodes[i].id for i in touched],
        [(place[e.source], place[e.target]) for e in edges],
        sizes=[scene.nodes[i].attention for i in touched],
    )
    nodes = tuple(replace(scene.nodes[i], x=x, y=y) for i, (x, y) in zip(touched, spots, strict=True))
    moved = tuple(
        replace(
            e,
            source=place[e.source],
            target=place[e.target],
            holder=e.holder if e.holder < 0 else place.get(e.holder, UNNAMED),
        )
        for e in edges
    )
    return replace(scene, nodes=nodes, edges=moved)


def generate_svg(scene: Scene) -> Iterator[str]:
    """One SVG with its own style: discs are entities, diamonds events; dashes claims, dots plans, crosses denials."""
    scale, margin = 1.0, 60.0
    xs, ys = [n.x for n in scene.nodes] or [0.0], [n.y for n in scene.nodes] or [0.0]
    left, top = min(xs) - margin, min(ys) - margin
    width, height = max(max(xs) - left + 190, 420.0), max(ys) - top + margin + 34
    size = f"{width * scale:.0f}", f"{height * scale:.0f}"
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" '
        f'viewBox="{left:.1f} {top:.1f} {width:.1f} {height:.1f}" role="img" '
        'font-family="system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, DejaVu Sans, sans-serif">\n'
    )
    yield element("title", {}, escape(scene.title)) + "\n"
    yield '<defs><marker id="head" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    yield '<path d="M0 0.6 8 4 0 7.4z" fill="context-stroke"/></marker></defs>\n'
    yield element("rect", {"x": f"{left:.1f}", "y": f"{top:.1f}", "width": "100%", "height": "100%", "fill": "#ffffff"})
    yield "\n<g fill='none' stroke-linecap='round'>\n"
    for edge, bend in _bent(scene.edges):
        yield from _line(scene, edge, bend)
    yield "</g>\n<g stroke='#ffffff' stroke-width='1.6'>\n"
    for node in sorted(scene.nodes, key=lambda n: (n.attention, n.id)):
        yield _shape(node)
    yield "</g>\n<g stroke='#ffffff' stroke-width='3.2' stroke-linejoin='round' paint-order='stroke' fill='#1b2330'>\n"
    yield from _names(scene)
    yield "</g>\n"
    yield from _legend(scene, left + 24, top + height - 22)
    yield "</svg>\n"


def _radius(node: SceneNode) -> float:
    return (5.0 + 7 * math.sqrt(node.attention)) if node.kind == "event" else 6.0 + 15 * math.sqrt(node.attention)


def _colour(node: SceneNode) -> str:
    return TYPE_COLOURS["Event"] if node.kind == "event" else TYPE_COLOURS.get(node.type, TYPE_COLOURS["Thing"])


def _bent(edges: tuple[SceneEdge, ...]) -> Iterator[tuple[SceneEdge, float]]:
    """Each line with its bend, so that lines between the same two nodes do not cover each other."""
    groups: dict[tuple[int, int], list[SceneEdge]] = {}
    for edge in edges:
        groups.setdefault((min(edge.source, edge.target), max(edge.source, edge.target)), []).append(edge)
    for group in groups.values():
        for place, edge in enumerate(group):
            bend = (place - (len(group) - 1) / 2) * 0.16
            yield edge, bend if edge.source < edge.target else -bend


def _line(scene: Scene, edge: SceneEdge, bend: float) -> Iterator[str]:
    a, b = scene.nodes[edge.source], scene.nodes[edge.target]
    dx, dy = b.x - a.x, b.y - a.y
    length = math.hypot(dx, dy) or 1.0
    mx, my = (a.x + b.x) / 2 - dy * bend * 2, (a.y + b.y) / 2 + dx * bend * 2
    tx, ty = b.x - mx, b.y - my
    reach = math.hypot(tx, ty) or 1.0
    back = min(_radius(b) + 2.5, length * 0.45) / reach
    end = b.x - tx * back, b.y - ty * back
    voice = edge.role == "voice"
    yield element(
        "path",
        {
            "d": f"M{a.x:.1f} {a.y:.1f}Q{mx:.1f} {my:.1f} {end[0]:.1f} {end[1]:.1f}",
            "stroke": TYPE_COLOURS["Thing"] if edge.role == "tie" else STATUS_COLOURS[edge.status],
            "stroke-width": "0.9" if voice else f"{1.4 + 0.5 * math.log2(len(edge.statements)):.1f}",
            "stroke-dasharray": "3 4" if voice else None if _solid(edge) else _DASHES.get(edge.status),
            "stroke-opacity": "0.65" if voice else "0.9",
            "marker-end": None if edge.role == "tie" else "url(#head)",
        },
    )
    x, y = (a.x + 2 * mx + end[0]) / 4, (a.y + 2 * my + end[1]) / 4
    if edge.status == "negated" and not voice:
        red = STATUS_COLOURS["negated"]
        yield element("circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "6", "fill": "#ffffff", "stroke": red})
        yield element(
            "path", {"d": f"M{x - 2.8:.1f} {y - 2.8:.1f}l5.6 5.6m0 -5.6l-5.6 5.6", "stroke": red, "stroke-width": "1.8"}
        )
    elif edge.label and not voice and length > 70 + 6 * len(edge.label):
        attributes = {
            "x": f"{x:.1f}",
            "y": f"{y + 3:.1f}",
            "font-size": "9.5",
            "text-anchor": "middle",
            "fill": STATUS_COLOURS[edge.status],
            "stroke": "#ffffff",
            "stroke-width": "3",
            "paint-order": "stroke",
        }
        yield element("text", attributes, escape(_plain(edge.label)))
    yield "\n"


def _solid(edge: SceneEdge) -> bool:
    return edge.status == "asserted" or (edge.status == "negated" and edge.holder == ARTICLE)


def _shape(node: SceneNode) -> str:
    r = _radius(node)
    title = element("title", {}, escape(f"{node.label} ({node.type}), {len(node.statements)} statements"))
    if node.kind == "event":
        d = f"M{node.x:.1f} {node.y - r:.1f}l{r:.1f} {r:.1f}l{-r:.1f} {r:.1f}l{-r:.1f} {-r:.1f}z"
        return element("path", {"d": d, "fill": _colour(node)}, title) + "\n"
    attributes = {"cx": f"{node.x:.1f}", "cy": f"{node.y:.1f}", "r": f"{r:.1f}", "fill": _colour(node)}
    return element("circle", attributes, title) + "\n"


def _names(scene: Scene) -> Iterator[str]:
    """Names by attention, those that would cover another left out."""
    taken: list[tuple[float, float, float, float]] = []
    for node in sorted(scene.nodes, key=lambda n: (-n.attention, n.id)):
        text = _plain(node.label)
        text = text if len(text) <= 34 else text[:33].rstrip() + "…"
        size = 10.0 if node.kind == "event" else 11.0 + 4 * math.sqrt(node.attention)
        x, y = node.x + _radius(node) + 4, node.y + size * 0.35
        width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text) * size * 0.56
        box = (x, y - size, x + width, y + 2)
        if any(box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in taken):
            continue
        taken.append(box)
        event = node.kind == "event"
        attributes = {
            "x": f"{x:.1f}",
            "y": f"{y:.1f}",
            "font-size": f"{size:.1f}",
            "font-weight": None if event else "600",
            "font-style": "italic" if event else None,
            "fill": "#566072" if event else None,
        }
        yield element("text", attributes, escape(text)) + "\n"


def _legend(scene: Scene, x: float, y: float) -> Iterator[str]:
    lines = [e for e in scene.edges if e.role != "tie"]
    for status in dict.fromkeys(e.status for e in sorted(lines, key=lambda e: list(_MARKS).index(e.status))):
        line = {
            "d": f"M{x:.0f} {y:.0f}h26",
            "stroke": STATUS_COLOURS[status],
            "stroke-width": "2",
            "stroke-dasharray": _DASHES.get(status),
        }
        yield element("path", line)
        yield element(
            "text",
            {"x": f"{x + 31:.0f}", "y": f"{y + 3.5:.1f}", "font-size": "10.5", "fill": "#566072"},
            _MARKS[status],
        )
        x += 46 + 6.2 * len(_MARKS[status])
    yield "\n"


def _plain(text: str) -> str:
    """One line without control and direction marks: a picture has no element that could isolate them."""
    return "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def generate_dot(scene: Scene) -> Iterator[str]:
    """The scene for Graphviz."""
    yield "digraph newsgraph {\n  graph [overlap=prism, splines=true, outputorder=edgesfirst];\n"
    yield '  node [style=filled, fontname="sans-serif", fontsize=11, color=white];\n  edge [fontname="sans-serif", fontsize=9];\n'
    for place, node in enumerate(scene.nodes):
        shape = "diamond" if node.kind == "event" else "ellipse"
        yield f"  n{place} [label={_quoted(node.label)}, shape={shape}, fillcolor={_quoted(_colour(node))}];\n"
    for edge in scene.edges:
        style = "solid" if _solid(edge) and edge.role != "voice" else "dotted" if edge.status == "future" else "dashed"
        negated = edge.status == "negated" and edge.role != "voice"
        label = f"not {edge.label}" if negated else edge.label
        head = ", arrowhead=tee" if negated else ""
        colour = _quoted(STATUS_COLOURS[edge.status])
        yield f"  n{edge.source} -> n{edge.target} [label={_quoted(label)}, style={style}, color={colour}{head}];\n"
    yield "}\n"


def _quoted(text: str) -> str:
    """A quoted Graphviz string; a backslash would start an escape, so it is doubled."""
    return '"' + _plain(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def generate_mermaid(scene: Scene) -> Iterator[str]:
    """The scene as a Mermaid flowchart, for Markdown pages; good for a few dozen nodes."""
    yield "flowchart LR\n"
    for place, node in enumerate(scene.nodes):
        label = _mermaid(node.label)
        yield f'  n{place}{{{{"{label}"}}}}\n' if node.kind == "event" else f'  n{place}(["{label}"])\n'
    for edge in scene.edges:
        negated = edge.status == "negated" and edge.role != "voice"
        arrow = "--x" if negated and _solid(edge) else "-.-x" if negated else "-->" if _solid(edge) else "-.->"
        words = _mermaid(f"not {edge.label}" if negated else edge.label)
        yield (
            f'  n{edge.source} {arrow}|"{words}"| n{edge.target}\n'
            if words
            else f"  n{edge.source} {arrow} n{edge.target}\n"
        )


def _mermaid(text: str) -> str:
    """Label text with everything that Mermaid or HTML could read as markup written as a numeric entity."""
    return "".join(c if c.isalnum() or c in " ,.-–’'" else f"#{ord(c)};" for c in _plain(text))


def _writer(
    generate: Callable[[Scene], Iterator[str]], most: int = MOST_NODES
) -> Callable[[Store, Path, ExportOptions], None]:
    def write(store: Store, path: Path, options: ExportOptions) -> None:
        write_text(path, generate(scene_of_store(store, options, most=most)))

    return write


write_svg = _writer(generate_svg)
write_dot = _writer(generate_dot, 2_000)
write_mermaid = _writer(generate_mermaid, 60)


def write_png(store: Store, path: Path, options: ExportOptions) -> None:
    """The SVG as PNG, two pixels a unit.

    Raises:
        PictureError: neither ``rsvg-convert``, ``resvg``, ``inkscape`` nor Graphviz is installed, or it failed.
    """
    scene = scene_of_store(store, options)
    picture = png_of_svg("".join(generate_svg(scene)))
    if picture is None:
        picture = _run(["neato", "-Tpng", "-Gdpi=144"], "".join(generate_dot(scene)))
    if picture is None:
        raise PictureError(
            "PNG needs a program that draws SVG: install librsvg2-bin, resvg, inkscape or graphviz; or export svg"
        )
    with replaced(path) as file:
        file.write(picture)


def png_of_svg(svg: str) -> bytes | None:
    """The picture as PNG by the first drawing program found; None without one."""
    for command in (
        ["rsvg-convert", "--zoom", "2", "--format", "png"],
        ["resvg", "--zoom", "2", "-", "-c"],
        ["inkscape", "--pipe", "--export-type=png", "--export-filename=-", "--export-dpi=192"],
    ):
        picture = _run(command, svg)
        if picture is not None:
            return picture
    return None


def _run(command: list[str], text: str) -> bytes | None:
    """What a program makes of the text; None when it is not installed.

    Raises:
        PictureError: it failed or took longer than a minute.
    """
    if shutil.which(command[0]) is None:
        return None
    try:
        done = subprocess.run(
            command, input=text.encode("utf-8", "replace"), capture_output=True, timeout=60, check=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise PictureError(f"{command[0]} failed: {error}") from error
    return done.stdout
