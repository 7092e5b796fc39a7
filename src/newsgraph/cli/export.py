"""``newsgraph export``: a store as RDF, graph files, tables or a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newsgraph.cli import options
from newsgraph.cli.console import tell
from newsgraph.errors import StoreError

LIST = "list"

SUFFIXES = {
    ".trig": "trig",
    ".nq": "nquads",
    ".jsonld": "jsonld",
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".rdf": "rdfxml",
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".csv": "csv",
    ".html": "html",
    ".svg": "svg",
    ".png": "png",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".cx2": "cx2",
    ".cyjs": "cyjs",
    ".cypher": "cypher",
    ".geojson": "geojson",
}
"""Suffix of a file -> format, where it is clear."""


def export(
    store: Annotated[
        Path | None, typer.Argument(metavar="STORE", help="Folder of the store.", show_default=False)
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help="Which; left out, the suffix of the file says; 'list' lists them."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PATH", help="File (or folder) to write.")
    ] = None,
    flatten: Annotated[
        bool, typer.Option("--flatten", help="Merge all graphs for a format that cannot hold named graphs.")
    ] = False,
    graph: Annotated[
        str | None, typer.Option("--graph", metavar="IRI", help="One graph only: an IRI or a name like 'asserted'.")
    ] = None,
    base: Annotated[
        str | None, typer.Option("--base", metavar="IRI", help="Namespace to write instead of the store's own.")
    ] = None,
    about: options.Entities = None,
    holder: options.Holders = None,
    outlet: options.Outlets = None,
    event_type: options.EventTypes = None,
    status: options.Status = None,
    since: options.Since = None,
    until: options.Until = None,
) -> None:
    """Write a store in a format other tools read.

    A format that cannot hold named graphs is refused without --flatten or --graph: nothing is dropped in silence.
    --about, --holder, --outlet, --status, --since and --until select what graph files, tables and pictures show.

    Examples:

    \b
      newsgraph export --format list
      newsgraph export news.store --format trig -o news.trig
      newsgraph export news.store -o news.graphml --holder 'Anna Lindqvist'
      newsgraph export news.store --format turtle --graph asserted -o edges.ttl
    """
    from newsgraph import exports

    if format == LIST:
        typer.echo("\n".join(exports.known_exporters()))
        return
    if store is None or output is None:
        raise typer.BadParameter("give a STORE and -o PATH (or --format list)")
    chosen = format or SUFFIXES.get(output.suffix.lower())
    if chosen is None:
        raise typer.BadParameter(f"{output}: no format goes by this suffix; choose one with --format")

    from newsgraph.graph.store import Store
    from newsgraph.graph.view import require

    selection = options.selection(about, holder, outlet, status, since, until, event_type)
    with Store.open(store, read_only=True) as opened:
        require(opened, selection)
        try:
            exports.export(opened, chosen, output, flatten=flatten, graph=graph, base=base, selection=selection)
        except OSError as error:
            raise StoreError(f"{output}: cannot be written: {error.strerror or error}") from error
    tell(f"{output}: {chosen}", format=chosen, path=str(output))
