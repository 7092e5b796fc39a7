"""How our values look in a notebook: tables of who says what, pictures of networks, the viewer's page in a frame.

``import newsgraph`` in a notebook registers them (see :mod:`newsgraph.displays`).  All words of articles are escaped.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any

from newsgraph.exports.pictures import crop, generate_svg
from newsgraph.exports.scene import (
    ARTICLE,
    UNNAMED,
    Scene,
    SceneEdge,
    SceneNode,
    SceneSource,
    SceneStatement,
    source_of_extractions,
)
from newsgraph.exports.scene_graph import stage
from newsgraph.exports.scene_store import source_of_store
from newsgraph.exports.viewer import generate_page, place
from newsgraph.graph.model import Extraction
from newsgraph.graph.store import Store

if TYPE_CHECKING:
    from newsgraph.graph.agreement import Account, Agreement
    from newsgraph.graph.ledger import Ledger
    from newsgraph.graph.paths import Path

MOST_ROWS = 60
MOST_STATEMENTS = 3_000
MOST_NODES = 60
"""Nodes in the picture of a network: those with most connections."""

_SIGNS = {"asserted": "", "claimed": "claimed", "negated": "✕ negated", "future": "future", "hedged": "hedged"}


def extraction_html(extraction: Extraction) -> str:
    """Who says what in one document: a row a statement; markup of the text is shown as text."""
    source = source_of_extractions([extraction])
    document = source.documents[0]
    names = {entity.id: entity.name for entity in source.entities}
    rows = [_cells(s, names, document.text) for s in source.statements]
    title = document.headline or document.text[:80] or "empty document"
    counts = f"{len(source.statements)} statements, {len(source.entities)} entities"
    return _table(title, counts, ("holder", "says", "how", "words"), rows)


def _cells(s: SceneStatement, names: dict[str, str], text: str) -> tuple[str, ...]:
    chain = [" & ".join(names.get(h, h) for h in voice.holders) or "unnamed source" for voice in s.chain]
    words = text[slice(*s.evidence[0])] if s.evidence else ""
    how = ", ".join(filter(None, (_SIGNS[s.status], s.certainty if s.certainty != "certain" else "")))
    return (" › ".join(chain) or "the article", s.clause, how, words)


def ledger_html(ledger: Ledger) -> str:
    """Who says what of one event, side by side, earliest first."""
    rows = [
        (
            _day(entry.document.published),
            entry.source,
            entry.sentence,
            _how(entry.statement.polarity, entry.statement.certainty, entry.superseded),
            entry.words,
        )
        for entry in ledger.entries
    ]
    counts = f"{ledger.status}; {ledger.holders} for, {ledger.deniers} against; {', '.join(ledger.outlets)}"
    return _table(ledger.label, counts, ("published", "who", "says", "how", "words"), rows)


def _how(polarity: str, certainty: str, superseded: bool) -> str:
    signs = ("✕ not so" if polarity == "negative" else "", certainty if certainty != "certain" else "")
    return ", ".join(filter(None, (*signs, "superseded" if superseded else "")))


def path_html(path: Path) -> str:
    """Every step of a path with the statements behind it."""
    rows = [
        (
            f"{step.source_label} — {step.target_label}",
            evidence.sentence,
            " › ".join(name for name, _ in evidence.chain) or "the article",
            " ".join(filter(None, (evidence.document.outlet, _day(evidence.document.published)))),
            evidence.quotations[0].words if evidence.quotations else "",
        )
        for step in path.steps
        for evidence in step.evidence
    ]
    steps = f"{len(path.steps)} step{'s' if len(path.steps) > 1 else ''}"
    return _table(" — ".join(path.labels), steps, ("step", "says", "holder", "in", "words"), rows)


def agreement_html(agreement: Agreement) -> str:
    """What two outlets carry of the same events."""

    def said(account: Account) -> str:
        source = f"{account.source}: " if account.source else ""
        return f"{source}{'not: ' if account.statement.polarity == 'negative' else ''}{account.words}"

    rows = [
        (m.kind, m.label, f"{m.earlier.outlet}: {said(m.earlier)}", f"{m.later.outlet}: {said(m.later)}")
        for m in agreement.meetings
    ]
    return _table(" · ".join(agreement.outlets), f"{agreement.events} events", ("", "event", "earlier", "later"), rows)


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _table(title: str, counts: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    listed = list(rows)
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:left"><bdi>{escape(cell)}</bdi></td>' for cell in row) + "</tr>"
        for row in listed[:MOST_ROWS]
    )
    more = f"<p>and {len(listed) - MOST_ROWS} more</p>" if len(listed) > MOST_ROWS else ""
    return (
        f"<div><p><b><bdi>{escape(title)}</bdi></b> · {escape(counts)}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}</div>"
    )


def network_svg(graph: Any) -> str | None:
    """A picture of a network or of ties: the :data:`MOST_NODES` best connected; None for a graph that is not ours."""
    if graph.graph.get("newsgraph") not in ("network", "ties"):
        return None
    return "".join(generate_svg(crop(scene_of_network(graph), MOST_NODES)))


def scene_of_network(graph: Any) -> Scene:
    """The scene of a network (``newsgraph.graph.view``) or of ties (``newsgraph.graph.ties``), without positions."""
    most = max((degree for _, degree in graph.degree()), default=0) or 1
    nodes = tuple(
        SceneNode(
            iri,
            data["label"],
            "entity",
            data["type"],
            math.sqrt(graph.degree(iri) / most),
            statements=list(range(data.get("statements", graph.degree(iri)))),
        )
        for iri, data in graph.nodes(data=True)
    )
    place = {node.id: index for index, node in enumerate(nodes)}
    edges = []
    for source, target, data in graph.edges(data=True):
        if _is_ties(graph):
            edge = SceneEdge(place[source], place[target], "", "asserted", ARTICLE, "tie", tuple(range(data["weight"])))
        else:
            holder = ARTICLE if data["holder"] == "article" else UNNAMED
            edge = SceneEdge(place[source], place[target], data["predicate"], data["status"], holder, "relation", (0,))
        edges.append(edge)
    return Scene("newsgraph", nodes, tuple(edges), (), (), ())


def _is_ties(graph: Any) -> bool:
    return bool(graph.graph["newsgraph"] == "ties")


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
    return import_module("IPython.display").HTML(_framed(source_of_extractions(extractions), title, height))


def _framed(source: SceneSource, title: str, height: int = 620) -> str:
    return scene_html(place(stage(source, title=title)), height=height)


def load_ipython_extension(ipython: Any) -> None:
    """Called by ``%load_ext newsgraph.exports.notebook``, as :func:`newsgraph.displays.load_ipython_extension`."""
    from newsgraph.displays import register

    register(ipython)
