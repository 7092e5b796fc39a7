"""``newsgraph view``: the graph as one offline page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newsgraph.cli import options
from newsgraph.cli.console import tell


def view(
    store: options.StorePath,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="PAGE", help="The page to write.")] = Path(
        "newsgraph.html"
    ),
    title: Annotated[str | None, typer.Option("--title", help="Title of the page.", show_default=False)] = None,
    about: options.Entities = None,
    holder: options.Holders = None,
    outlet: options.Outlets = None,
    event_type: options.EventTypes = None,
    status: options.Status = None,
    since: options.Since = None,
    until: options.Until = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many statements.")] = 50_000,
    show: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Write the graph as one page that opens offline in any browser.

    Click a line for the statements behind it and the words they were read from.  The page asks the network for nothing.

    Examples:

    \b
      newsgraph view news.store -o news.html
      newsgraph view news.store --about 'Anna Lindqvist' --since 2024-05-01 --open
    """
    from newsgraph.exports.scene_graph import stage
    from newsgraph.exports.scene_store import source_of_store
    from newsgraph.exports.viewer import place, write_page
    from newsgraph.graph.store import Store
    from newsgraph.graph.view import require

    selection = options.selection(about, holder, outlet, status, since, until, event_type)
    with Store.open(store, read_only=True) as opened:
        require(opened, selection)
        source = source_of_store(opened, selection, limit=limit)
    scene = place(stage(source, title=title or store.name.removesuffix(".store")))
    write_page(scene, output)
    cut = f" (the first {limit}; see --limit)" if len(scene.statements) == limit else ""
    tell(
        f"{output}: {len(scene.nodes)} nodes, {len(scene.edges)} lines, {len(scene.statements)} statements{cut}",
        nodes=len(scene.nodes),
        lines=len(scene.edges),
        statements=len(scene.statements),
    )
    if show:
        import webbrowser

        webbrowser.open(output.resolve().as_uri())
