"""``newsgraph central``: who is in the middle of the news."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from newsgraph.cli import options
from newsgraph.cli.console import output_console

if TYPE_CHECKING:
    from newsgraph.graph.centrality import Centrality


class Format(StrEnum):
    """How entities are printed."""

    TABLE = "table"
    JSON = "json"


class Measure(StrEnum):
    """What entities are ranked by."""

    ATTENTION = "attention"
    BETWEENNESS = "betweenness"
    NEIGHBOURS = "neighbours"
    STATEMENTS = "statements"
    OUTLETS = "outlets"


def central(
    store: options.StorePath,
    by: Annotated[Measure, typer.Option("--by", help="What to rank by.")] = Measure.ATTENTION,
    top: Annotated[int, typer.Option("--top", min=1, help="At most so many.")] = 20,
    type: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="TYPE", help="Only entities of these types, as Person; repeatable."),
    ] = None,
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
    """Rank entities by how central they are in what is said.

    attention: how much the reader who follows connections comes across it, an outlet counting once for each connection.
    betweenness: how often the shortest way between two others leads through it.

    Examples:

    \b
      newsgraph central news.store
      newsgraph central news.store --by betweenness --type Person --top 10
      newsgraph central news.store --outlet 'Coast Observer' --status asserted --format json
    """
    from newsgraph.errors import UnknownNameError
    from newsgraph.graph.centrality import centrality
    from newsgraph.graph.model import EntityType
    from newsgraph.graph.store import Store
    from newsgraph.graph.ties import ties
    from newsgraph.graph.view import require

    types = [kind.value for kind in EntityType]
    for name in type or ():
        if name not in types:
            raise UnknownNameError("type", name, types)
    selection = options.selection(about, holder, outlet, status, since, until, event_type)
    with Store.open(store, read_only=True) as opened:
        require(opened, selection)
        ranked = centrality(ties(opened, selection, voices=voices), by=by.value)
    chosen = [one for one in ranked if not type or one.type in type]
    if format is Format.JSON:
        rows = [asdict(one) | {"rank": rank} for rank, one in enumerate(chosen[:top], 1)]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        _print(chosen[:top])
        typer.echo(f"{min(top, len(chosen))} of {len(chosen)} entities", err=True)


def _print(ranked: list[Centrality]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False)
    table.add_column("entity")
    table.add_column("type")
    for column in ("attention", "betweenness", "neighbours", "statements", "outlets"):
        table.add_column(column, justify="right")
    for one in ranked:
        counts = (f"{one.neighbours:,}", f"{one.statements:,}", f"{one.outlets:,}")
        between = "" if one.betweenness is None else f"{one.betweenness:.2%}"
        table.add_row(Text(one.label, style="cyan"), one.type, f"{one.attention:.2%}", between, *counts)
    output_console().print(table)
