"""``newsgraph agreement``: which outlets corroborate and contradict each other."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsgraph.cli import options
from newsgraph.cli.console import output_console

if TYPE_CHECKING:
    from newsgraph.graph.agreement import Account, Agreement


class Format(StrEnum):
    """How agreement is printed."""

    TABLE = "table"
    JSON = "json"


def agreement(
    store: options.StorePath,
    events: Annotated[bool, typer.Option("--events", help="Also list the events and both outlets' words.")] = False,
    about: options.Entities = None,
    holder: options.Holders = None,
    outlet: options.Outlets = None,
    event_type: options.EventTypes = None,
    status: options.Status = None,
    since: options.Since = None,
    until: options.Until = None,
    format: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Show, for every two outlets, how what they carry fits together, counted by event.

    corroborates: independent voices agree. same source: both quote it. repeats: one sentence printed by both.
    contradicts: what they carry, themselves or by their sources, cannot both be so. corrects: a later figure.

    Examples:

    \b
      newsgraph agreement news.store
      newsgraph agreement news.store --events --about 'Republic of Sund'
      newsgraph agreement news.store --outlet 'Northern Wire' --outlet 'Coast Observer' --format json
    """
    from newsgraph.graph.agreement import agreements
    from newsgraph.graph.store import Store
    from newsgraph.graph.view import require

    selection = options.selection(about, holder, outlet, status, since, until, event_type)
    with Store.open(store, read_only=True) as opened:
        require(opened, selection)
        found = agreements(opened, selection)
    if format is Format.JSON:
        typer.echo(json.dumps([_record(one) for one in found], ensure_ascii=False, indent=1))
    else:
        _print(found, events=events)
        typer.echo(f"{len(found)} pairs of outlets tell the same events", err=True)


def _record(one: Agreement) -> dict[str, Any]:
    from newsgraph.graph.agreement import KINDS

    return {
        "outlets": list(one.outlets),
        "events": one.events,
        "counts": {kind: one.count(kind) for kind in KINDS},
        "own_voices": {kind: one.count(kind, own_voices=True) for kind in KINDS},
        "share": one.share,
        "meetings": [
            {
                "event": meeting.event,
                "label": meeting.label,
                "kind": meeting.kind,
                "earlier": _account(meeting.earlier),
                "later": _account(meeting.later),
            }
            for meeting in one.meetings
        ],
    }


def _account(account: Account) -> dict[str, Any]:
    day = account.document.published
    return {
        "outlet": account.outlet,
        "source": account.source or None,
        "negated": account.statement.polarity == "negative",
        "words": account.words,
        "published": day.isoformat() if day else None,
        "document": account.document.iri,
        "statement": account.statement.iri,
    }


def _print(found: list[Agreement], *, events: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    from newsgraph.graph.agreement import KINDS

    console = output_console()
    table = Table(show_edge=False, pad_edge=False)
    table.add_column("outlets")
    for column in ("events", *KINDS):
        table.add_column(column, justify="right")
    for one in found:
        counts = (one.count(kind) for kind in KINDS)
        table.add_row(
            Text(" · ".join(one.outlets), style="cyan"), f"{one.events:,}", *(f"{n:,}" if n else "" for n in counts)
        )
    console.print(table)
    for one in found if events else ():
        console.print()
        console.print(Text(" · ".join(one.outlets), style="bold"))
        rows = Table(show_header=False, box=None, padding=(0, 2, 0, 2))
        for meeting in one.meetings:
            rows.add_row(
                Text(meeting.kind, style="red" if meeting.kind == "contradicts" else "green"), Text(meeting.label)
            )
            for account in (meeting.earlier, meeting.later):
                said = f"{account.source}, in {account.outlet}" if account.source else account.outlet
                denied = "not: " if account.statement.polarity == "negative" else ""
                rows.add_row("", Text.assemble((said, "cyan"), f": {denied}“{' '.join(account.words.split())}”"))
        console.print(rows)
