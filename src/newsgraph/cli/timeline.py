"""``newsgraph timeline``: what happened to somebody or something, in order of time."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from newsgraph.cli import options
from newsgraph.cli.compare import record
from newsgraph.cli.console import output_console


class Format(StrEnum):
    """How timelines are printed."""

    TABLE = "table"
    JSON = "json"


def timeline(
    store: options.StorePath,
    entity: Annotated[str, typer.Argument(metavar="ENTITY", help="Name, id or IRI.", show_default=False)],
    format: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """List the events an entity takes part in, earliest first; "~" marks the day of the first report.

    Examples:

    \b
      newsgraph timeline news.store 'Oskar Renn'
      newsgraph timeline news.store Sund --format json
    """
    from newsgraph.graph.store import Store
    from newsgraph.graph.timeline import timeline as moments_of

    with Store.open(store, read_only=True) as opened:
        moments = moments_of(opened, entity)
    if format is Format.JSON:
        rows = [
            {
                "when": moment.when,
                "day": moment.day.isoformat() if moment.day else None,
                "until": moment.until.isoformat() if moment.until else None,
                "reported": moment.reported,
                **record(moment.ledger),
            }
            for moment in moments
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False)
    for column in ("when", "what", "status", "who says so"):
        table.add_column(column)
    for moment in moments:
        sources = ", ".join(dict.fromkeys(entry.source for entry in moment.ledger.entries))
        table.add_row(moment.when, Text(moment.ledger.label), moment.ledger.status, Text(sources))
    output_console().print(table)
    typer.echo(f"{len(moments)} events", err=True)
