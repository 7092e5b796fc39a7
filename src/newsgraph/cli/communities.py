"""``newsgraph communities``: who belongs together in the news."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from newsgraph.cli import options
from newsgraph.cli.console import output_console

if TYPE_CHECKING:
    from newsgraph.graph.communities import Community


class Format(StrEnum):
    """How communities are printed."""

    TABLE = "table"
    JSON = "json"


SHOWN = 10
"""Members in a table; all of them are in the JSON."""


def communities(
    store: options.StorePath,
    resolution: Annotated[
        float, typer.Option("--resolution", min=0.01, help="Above 1: more and smaller groups.")
    ] = 1.0,
    smallest: Annotated[int, typer.Option("--smallest", min=1, help="Only groups of so many entities.")] = 3,
    voices: Annotated[
        bool, typer.Option("--voices/--no-voices", help="Whether who speaks of somebody is connected with them.")
    ] = False,
    about: options.Entities = None,
    holder: options.Holders = None,
    outlet: options.Outlets = None,
    event_type: options.EventTypes = None,
    status: options.Status = None,
    since: options.Since = None,
    until: options.Until = None,
    format: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Group entities that have more to do with each other than with the rest; the same groups on every run.

    Examples:

    \b
      newsgraph communities news.store
      newsgraph communities news.store --since 2031-03-01 --smallest 5
      newsgraph communities news.store --resolution 2 --format json
    """
    from newsgraph.graph.communities import communities as groups
    from newsgraph.graph.store import Store
    from newsgraph.graph.ties import ties
    from newsgraph.graph.view import require

    selection = options.selection(about, holder, outlet, status, since, until, event_type)
    with Store.open(store, read_only=True) as opened:
        require(opened, selection)
        graph = ties(opened, selection, voices=voices)
        found = groups(graph, resolution=resolution, smallest=smallest)
    if format is Format.JSON:
        rows = [
            {
                "label": group.label,
                "members": [{"iri": i, "name": n} for i, n in zip(group.members, group.names, strict=True)],
                "inside": group.inside,
                "outside": group.outside,
            }
            for group in found
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        _print(found)
        typer.echo(f"{len(found)} groups of {len(graph)} entities", err=True)


def _print(found: list[Community]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False)
    table.add_column("entities", justify="right")
    table.add_column("most attended members")
    table.add_column("ties inside", justify="right")
    table.add_column("to others", justify="right")
    for group in found:
        rest = len(group.names) - SHOWN
        names = ", ".join(group.names[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")
        table.add_row(f"{len(group.members):,}", Text(names), f"{group.inside:,}", f"{group.outside:,}")
    output_console().print(table)
