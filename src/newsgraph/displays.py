"""Which of our values a notebook shows as more than text.

Types are named, not imported: ``import newsgraph`` in a notebook stays cheap, and what draws a value is imported when
the first one is displayed.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

SHOWN: dict[tuple[str, str], str] = {
    ("newsgraph.graph.model", "Extraction"): "extraction_html",
    ("newsgraph.graph.store", "Store"): "store_html",
    ("newsgraph.graph.ledger", "Ledger"): "ledger_html",
    ("newsgraph.graph.paths", "Path"): "path_html",
    ("newsgraph.graph.agreement", "Agreement"): "agreement_html",
    ("newsgraph.exports.scene", "Scene"): "scene_html",
    ("networkx.classes.multidigraph", "MultiDiGraph"): "network_svg",
    ("networkx.classes.graph", "Graph"): "network_svg",
}
"""Module and name of a type -> the function of :mod:`newsgraph.exports.notebook` that shows its values, as HTML or SVG."""


def register(shell: Any) -> None:
    """Tell an IPython shell how to display the types of :data:`SHOWN`; doing it twice changes nothing.

    A graph of networkx that is not ours is shown as before.
    """
    formatters = shell.display_formatter.formatters
    for (module, name), function in SHOWN.items():
        kind = "image/svg+xml" if function.endswith("_svg") else "text/html"
        formatters[kind].for_type_by_name(module, name, _late(function))


def _late(function: str) -> Callable[[Any], str | None]:
    def show(value: Any) -> str | None:
        shown: str | None = getattr(import_module("newsgraph.exports.notebook"), function)(value)
        return shown

    return show


def load_ipython_extension(ipython: Any) -> None:
    """Called by ``%load_ext newsgraph.displays``; ``import newsgraph`` in a notebook does the same."""
    register(ipython)
