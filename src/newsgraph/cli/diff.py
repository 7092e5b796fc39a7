"""``newsgraph diff``: what one store has that another has not."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from newsgraph.cli.console import output_console


class Format(StrEnum):
    """How differences are printed."""

    TABLE = "table"
    JSON = "json"


def diff(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="Folder of a store.", show_default=False)],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="Folder of a store.", show_default=False)],
    format: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Compare two stores: documents, statements and plain edges that only one of them has.

    Examples:

    \b
      newsgraph diff monday.store tuesday.store
      newsgraph diff monday.store tuesday.store --format json
    """
    from newsgraph.graph.explanation import readable
    from newsgraph.graph.records import read_statement
    from newsgraph.graph.store import Store
    from newsgraph.graph.timeline import difference

    with Store.open(before, read_only=True) as first, Store.open(after, read_only=True) as second:
        found = difference(first, second)
        if format is Format.JSON:
            typer.echo(json.dumps(asdict(found), indent=1))
            return
        lines = [
            f"{sign} document {iri}"
            for sign, iris in (("-", found.documents_removed), ("+", found.documents_added))
            for iri in iris
        ]
        for sign, side, iris in (("-", first, found.statements_removed), ("+", second, found.statements_added)):
            for iri in iris:
                statement = read_statement(side.inner, iri)
                lines.append(f"{sign} statement {readable(side.inner, statement) if statement else iri}")
        edges = (("-", found.edges_removed), ("+", found.edges_added))
        lines += [f"{sign} edge {' '.join(edge)}" for sign, some in edges for edge in some]
    console = output_console()
    for line in lines:
        console.print(line, markup=False, highlight=False, style="red" if line[0] == "-" else "green")
    typer.echo(f"{len(lines)} differences", err=True)
