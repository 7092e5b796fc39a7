"""How extractions, stores and their networks look in a notebook: a summary table, or the viewer's page in a frame.

``%load_ext newsgraph.exports.notebook`` (or :func:`register`) tells IPython about them.
"""

from __future__ import annotations

from html import escape
from typing import Any

from newsgraph.exports.scene import Scene, SceneSource, SceneStatement, source_of_extractions
from newsgraph.exports.scene_graph import stage
from newsgraph.exports.scene_store import source_of_store
from newsgraph.exports.viewer import generate_page, place
from newsgraph.graph.model import Extraction
from newsgraph.graph.store import Store

MOST_ROWS = 60
MOST_STATEMENTS = 3_000

_SIGNS = {"asserted": "", "claimed": "claimed", "negated": "✕ negated", "future": "future", "hedged": "hedged"}


def extraction_html(extraction: Extraction) -> str:
    """Who says what in one document: a row a statement, its words on hover; markup of the text is shown as text."""
    source = source_of_extractions([extraction])
    document = source.documents[0]
    names = {entity.id: entity.name for entity in source.entities}
    rows = "".join(_row(s, names, document.text) for s in source.statements[:MOST_ROWS])
    rest = len(source.statements) - MOST_ROWS
    more = f"<p>and {rest} more</p>" if rest > 0 else ""
    title = escape(document.headline or document.text[:80] or "empty document")
    counts = f"{len(source.statements)} statements, {len(source.entities)} entities"
    return (
        f"<div><p><b><bdi>{title}</bdi></b> · {counts}</p><table><thead><tr><th>holder</th><th>says</th><th>how</th>"
        f"<th>words</th></tr></thead><tbody>{rows}</tbody></table>{more}</div>"
    )


def _row(s: SceneStatement, names: dict[str, str], text: str) -> str:
    chain = [" & ".join(names.get(h, h) for h in voice.holders) or "unnamed source" for voice in s.chain]
    words = text[slice(*s.evidence[0])] if s.evidence else ""
    how = ", ".join(filter(None, (_SIGNS[s.status], s.certainty if s.certainty != "certain" else "")))
    cells = (" › ".join(chain) or "the article", s.clause, how, words)
    return "<tr>" + "".join(f'<td style="text-align:left"><bdi>{escape(cell)}</bdi></td>' for cell in cells) + "</tr>"


def scene_html(scene: Scene, *, height: int = 620) -> str:
    """The viewer's page in a frame of its own: it can neither read the notebook nor reach the network."""
    page = escape(generate_page(scene), quote=True)
    return (
        f'<iframe sandbox="allow-scripts" srcdoc="{page}" title="newsgraph" '
        f'style="width:100%;height:{int(height)}px;border:1px solid #ddd;border-radius:8px"></iframe>'
    )


def store_html(store: Store) -> str:
    """The first statements of a store (at most :data:`MOST_STATEMENTS`) as the viewer's page."""
    return _framed(source_of_store(store, limit=MOST_STATEMENTS), store.path.name if store.path else "newsgraph")


def show(*extractions: Extraction, title: str = "newsgraph", height: int = 620) -> Any:
    """The graph of some extractions, as an object that a notebook displays.

    Raises:
        ImportError: IPython is not installed.
    """
    from IPython.display import HTML  # type: ignore[import-not-found,unused-ignore]

    return HTML(_framed(source_of_extractions(extractions), title, height))


def _framed(source: SceneSource, title: str, height: int = 620) -> str:
    return scene_html(place(stage(source, title=title)), height=height)


def register(shell: Any) -> None:
    """Tell an IPython shell how to display an ``Extraction``, a ``Store`` and a ``Scene``."""
    formatter = shell.display_formatter.formatters["text/html"]
    formatter.for_type(Extraction, extraction_html)
    formatter.for_type(Store, store_html)
    formatter.for_type(Scene, scene_html)


def load_ipython_extension(ipython: Any) -> None:
    """Called by ``%load_ext newsgraph.exports.notebook``."""
    register(ipython)
