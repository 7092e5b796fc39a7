"""``newsgraph validate``: does a store keep its promise?"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from newsgraph.cli import options
from newsgraph.cli.console import complain


class Format(StrEnum):
    """How the report is printed."""

    TEXT = "text"
    JSON = "json"


def validate(
    store: options.StorePath,
    shapes: Annotated[
        bool | None,
        typer.Option("--shapes/--no-shapes", help="Run the SHACL shapes too; unasked on stores that are not too big."),
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TEXT,
) -> None:
    """Check that expressing is not asserting, and that every word cited stands where it is said to.

    Exit code 0 when all checks hold, 1 when one does not.

    Examples:

    \b
      newsgraph validate news.store
      newsgraph validate news.store --shapes --format json
    """
    from newsgraph.exports.validation import validate as check
    from newsgraph.graph.store import Store

    with Store.open(store, read_only=True) as opened:
        report = check(opened, shapes=shapes)
    broken = {violation.check for violation in report.violations}
    if format is Format.JSON:
        violations = [{"check": violation.check, "node": violation.node} for violation in report.violations]
        record = {"conforms": report.conforms, "checks": list(report.checks), "violations": violations}
        typer.echo(json.dumps(record, ensure_ascii=False, indent=1))
    else:
        for name in report.checks:
            typer.echo(f"{'FAILS' if name in broken else 'holds'}  {name}")
        for violation in report.violations:
            typer.echo(f"  {violation.check}: {violation.node}")
    if not report.conforms:
        complain(f"{len(report.violations)} violations", violations=len(report.violations))
        raise typer.Exit(1)
