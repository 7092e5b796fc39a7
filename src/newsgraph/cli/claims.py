"""``newsgraph claims``: who says what, source by source."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsgraph.cli import options
from newsgraph.cli.console import output_console
from newsgraph.cli.query import spreadsheet_cell

if TYPE_CHECKING:
    from newsgraph.graph.store import Store
    from newsgraph.graph.view import Selection


class Format(StrEnum):
    """How claims are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def claims(
    store: options.StorePath,
    holder: options.Holders = None,
    about: options.Entities = None,
    outlet: options.Outlets = None,
    status: options.Status = None,
    since: options.Since = None,
    until: options.Until = None,
    top: Annotated[
        int | None, typer.Option("--top", min=1, help="Only so many sources, those who say most.", show_default=False)
    ] = None,
    each: Annotated[
        int | None, typer.Option("--each", min=1, help="Only so many claims of a source.", show_default=False)
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """List what each source is reported to say; what articles say themselves is left out.

    Examples:

    \b
      newsgraph claims news.store
      newsgraph claims news.store --holder 'Anna Lindqvist' --since 2031-03-01
      newsgraph claims news.store --about Sund --status negated --format json
    """
    from newsgraph.graph.store import Store
    from newsgraph.graph.view import require

    selection = options.selection(about, holder, outlet, status, since, until)
    with Store.open(store, read_only=True) as opened:
        require(opened, selection)
        sources = _by_source(_claims(opened, selection))
    rows = [row for _, said in list(sources.items())[:top] for row in said[:each]]
    if format is Format.JSON:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif format is Format.CSV:
        writer = csv.DictWriter(sys.stdout, COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: spreadsheet_cell(str(row[name] or "")) for name in COLUMNS} for row in rows)
    else:
        _print(rows, sources)


COLUMNS = ("source", "claim", "how_sure", "cue", "published", "outlet", "statement")


def _claims(store: Store, selection: Selection) -> Iterator[dict[str, Any]]:
    from newsgraph.graph.explanation import readable
    from newsgraph.graph.records import label
    from newsgraph.graph.view import selected

    for document, statement in selected(store, selection):
        if not statement.chain:
            continue
        names = [" and ".join(label(store.inner, iri) for iri in link.sources) for link in statement.chain]
        sure = [str(statement.certainty)] if statement.certainty != "certain" else []
        sure += ["future"] if statement.timeframe == "future" else []
        yield {
            "source": names[-1] or "unnamed source",
            "chain": [name or "unnamed source" for name in names],
            "claim": readable(store.inner, statement),
            "how_sure": ", ".join(sure),
            "negated": statement.polarity == "negative",
            "cue": statement.chain[-1].cue,
            "published": document.published.isoformat() if document.published else None,
            "outlet": document.outlet,
            "quote": statement.evidence[0].text if statement.evidence else None,
            "statement": statement.iri,
        }


def _by_source(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Source -> its claims in order of publication; sources who say most first."""
    sources: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        sources.setdefault(row["source"], []).append(row)
    for said in sources.values():
        said.sort(key=lambda row: (row["published"] or "", row["statement"]))
    return dict(sorted(sources.items(), key=lambda item: (-len(item[1]), item[0])))


def _print(rows: Sequence[dict[str, Any]], sources: dict[str, Any]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False)
    for column in ("who", "says", "how sure", "published", "in"):
        table.add_column(column)
    last: list[str] = []
    for row in rows:
        who = "" if row["chain"] == last else " › ".join(row["chain"])
        last = row["chain"]
        style = "red" if row["negated"] else ""
        cells = (row["claim"], row["how_sure"], row["published"] or "", row["outlet"] or "")
        table.add_row(Text(who, style="cyan"), Text(cells[0], style=style), *(Text(cell) for cell in cells[1:]))
    output_console().print(table)
    typer.echo(f"{len(rows)} of {sum(map(len, sources.values()))} claims by {len(sources)} sources", err=True)
