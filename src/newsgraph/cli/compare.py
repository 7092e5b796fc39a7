"""``newsgraph compare``: what is said of each event, side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsgraph.cli import options
from newsgraph.cli.console import output_console

if TYPE_CHECKING:
    from newsgraph.graph.ledger import Ledger


class Format(StrEnum):
    """How comparisons are printed."""

    TABLE = "table"
    JSON = "json"


def compare(
    store: options.StorePath,
    event: Annotated[
        str | None,
        typer.Argument(metavar="[EVENT | STATEMENT | 'A -lemma-> B']", help="One event only.", show_default=False),
    ] = None,
    about: Annotated[str | None, typer.Option("--about", metavar="NAME", help="Events this takes part in.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Events this says something about.")] = None,
    status: Annotated[
        str | None,
        typer.Option(
            "--status",
            help="Only asserted, claimed, negated, future, hedged, disputed, anonymous or superseded events.",
        ),
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Show who says what about an event: who vouches, who claims, who denies, in which words.

    Examples:

    \b
      newsgraph compare news.store --status disputed
      newsgraph compare news.store --about 'Republic of Sund'
      newsgraph compare news.store 'Viktor Hale -dismiss-> Oskar Renn' --format json
    """
    from newsgraph.graph.ledger import event_ledger, ledgers
    from newsgraph.graph.store import Store

    with Store.open(store, read_only=True) as opened:
        found = [event_ledger(opened, event)] if event else list(ledgers(opened, about=about, by=by, status=status))
    if format is Format.JSON:
        typer.echo(json.dumps([record(ledger) for ledger in found], ensure_ascii=False, indent=1))
    else:
        _print(found)


def record(ledger: Ledger) -> dict[str, Any]:
    """A ledger as plain JSON values."""
    return {
        "event": ledger.event,
        "label": ledger.label,
        "status": ledger.status,
        "holders": ledger.holders,
        "deniers": ledger.deniers,
        "outlets": list(ledger.outlets),
        "anonymous_only": ledger.anonymous_only,
        "superseded": ledger.superseded,
        "entries": [
            {
                "source": entry.source,
                "sentence": entry.sentence,
                "negated": entry.statement.polarity == "negative",
                "certainty": str(entry.statement.certainty),
                "future": entry.statement.timeframe == "future",
                "superseded": entry.superseded,
                "denied_by": list(entry.denied_by),
                "event_type": entry.statement.event_type,
                "cameo": entry.statement.cameo,
                "published": entry.document.published.isoformat() if entry.document.published else None,
                "outlet": entry.document.outlet,
                "quote": entry.words,
                "statement": entry.statement.iri,
            }
            for entry in ledger.entries
        ],
    }


def _print(found: Sequence[Ledger]) -> None:
    from rich.table import Table
    from rich.text import Text

    console = output_console()
    for ledger in found:
        counts = f"{ledger.status}; {ledger.holders} for, {ledger.deniers} against; {', '.join(ledger.outlets)}"
        console.print(Text(ledger.label, style="bold"), Text(f"({counts})", style="dim"))
        table = Table(show_header=False, box=None, padding=(0, 2, 0, 2))
        for entry in ledger.entries:
            style = "red" if entry.statement.polarity == "negative" else ""
            published = entry.document.published.isoformat() if entry.document.published else ""
            table.add_row(
                published,
                Text(entry.source, style="cyan"),
                Text(entry.sentence, style=style),
                Text(entry.sureness, style="dim"),
                Text(f"“{entry.words}”"),
            )
        console.print(table)
        console.print()
    typer.echo(f"{len(found)} events", err=True)
