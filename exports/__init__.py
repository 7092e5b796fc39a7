"""From the store to files: RDF syntaxes, graph tools, tables.  ``EXPORTERS`` maps a format's name to its writer."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from newsgraph.errors import UnknownNameError

if TYPE_CHECKING:
    from newsgraph.exports.output import ExportOptions
    from newsgraph.graph.store import Store
    from newsgraph.graph.view import Selection

Exporter = Callable[["Store", Path, "ExportOptions"], None]
"""Writes a store to a path, whole or not at all."""


def _late(module: str, function: str) -> Exporter:
    """The writer ``function`` of a module of this package, imported when it is used."""

    def write(store: Store, path: Path, options: ExportOptions) -> None:
        writer: Exporter = getattr(import_module(f"newsgraph.exports.{module}"), function)
        writer(store, path, options)

    return write


EXPORTERS: dict[str, Exporter] = {
    "trig": _late("rdf", "write_trig"),
    "nquads": _late("rdf", "write_nquads"),
    "jsonld": _late("jsonld", "write_jsonld"),
    "turtle": _late("rdf", "write_turtle"),
    "ntriples": _late("rdf", "write_ntriples"),
    "rdfxml": _late("rdf", "write_rdfxml"),
    "trig12": _late("rdf12", "write_trig12"),
    "nquads12": _late("rdf12", "write_nquads12"),
    "turtle12": _late("rdf12", "write_turtle12"),
    "graphml": _late("graphml", "write_graphml"),
    "gexf": _late("gexf", "write_gexf"),
    "csv": _late("tables", "write_tables"),
    "html": _late("viewer", "write_html"),
    "svg": _late("pictures", "write_svg"),
    "png": _late("pictures", "write_png"),
    "dot": _late("pictures", "write_dot"),
    "mermaid": _late("pictures", "write_mermaid"),
    "cx2": _late("cytoscape", "write_cx2"),
    "cyjs": _late("cytoscape", "write_cyjs"),
    "d3": _late("d3", "write_d3"),
    "geojson": _late("geojson", "write_geojson"),
    "neo4j": _late("neo4j", "write_neo4j"),
    "cypher": _late("neo4j", "write_cypher"),
    "obsidian": _late("obsidian", "write_obsidian"),
}


def register(name: str, exporter: Exporter) -> None:
    """Add a format.

    Raises:
        ValueError: the name is taken.
    """
    if name in EXPORTERS:
        raise ValueError(f"there is an exporter {name!r} already")
    EXPORTERS[name] = exporter


def known_exporters() -> dict[str, Exporter]:
    """All formats: our own and those that installed packages offer (entry-point group ``newsgraph.exporters``).

    Raises:
        ValueError: a package claims a name that is taken.
    """
    known = dict(EXPORTERS)
    for point in entry_points(group="newsgraph.exporters"):
        if point.name in known:
            raise ValueError(f"the exporter {point.name!r} of {point.value} has the name of another")
        known[point.name] = point.load()
    return known


def export(
    store: Store,
    format: str,
    path: Path | str,
    *,
    flatten: bool = False,
    graph: str | None = None,
    base: str | None = None,
    selection: Selection | None = None,
) -> None:
    """Write a store (see :class:`newsgraph.exports.output.ExportOptions`); nothing is left behind when it fails.

    Raises:
        UnknownNameError: no such format, or no such graph.
        NamedGraphsError: the format cannot hold named graphs, and neither ``flatten`` nor ``graph`` is given.
        BaseError: ``base`` is no namespace.
    """
    from newsgraph.exports.output import ExportOptions

    known = known_exporters()
    if format not in known:
        raise UnknownNameError("export format", format, known)
    known[format](store, Path(path), ExportOptions(flatten, graph, base, selection))
