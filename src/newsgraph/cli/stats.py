"""``newsgraph stats``: what a store holds, in numbers."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from newsgraph.cli import options
from newsgraph.cli.console import output_console


class Format(StrEnum):
    """How the numbers are printed."""

    TABLE = "table"
    JSON = "json"


def stats(
    store: options.StorePath,
    format: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Count documents, entities, statements, events, edges and sources.

    Examples:

    \b
      newsgraph stats news.store
      newsgraph stats news.store --format json
    """
    from newsgraph.graph.store import Store

    with Store.open(store, read_only=True) as opened:
        counts = asdict(opened.stats())
    if format is Format.JSON:
        typer.echo(json.dumps(counts))
        return
    from rich.table import Table

    table = Table(show_header=False, show_edge=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for name, count in counts.items():
        table.add_row(name.replace("_", " "), f"{count:,}")
    output_console().print(table)
