"""``newsgraph query``: SPARQL over a store, or one of the questions that ship with newsgraph."""

from __future__ import annotations

import csv
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from newsgraph.cli import options
from newsgraph.cli.console import output_console
from newsgraph.errors import QueryError

if TYPE_CHECKING:
    import pyoxigraph as ox


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"


def query(
    store: options.StorePath,
    sparql: Annotated[str | None, typer.Argument(metavar="[SPARQL]", help="The query.", show_default=False)] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="Q.rq", help="Read the query from a file; - is standard input.")
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="[NAME]", help="A question that ships with newsgraph; without NAME, list them."),
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option("--param", metavar="NAME=VALUE", help="Fill in a parameter of the question; repeatable."),
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="json is SPARQL 1.1 Query Results JSON.")] = Format.TABLE,
) -> None:
    """Answer a SPARQL query, or a question that ships with newsgraph.

    All graphs of the store are read together; the usual prefixes are known.  CONSTRUCT and DESCRIBE print N-Triples.

    Examples:

    \b
      newsgraph query news.store 'SELECT ?s WHERE { ?s a ng:Statement } LIMIT 5'
      newsgraph query news.store --name
      newsgraph query news.store --name who-condemned-what --format csv
      newsgraph query news.store --name claims-of-source --param who='Anna Lindqvist'
      newsgraph query news.store --file docs/queries/q01_who_condemned_what.rq --format json
    """
    from newsgraph.graph import questions
    from newsgraph.graph.store import Store

    if name == LIST:
        _list_questions(format)
        return
    if parameters and not name:
        raise typer.BadParameter("--param belongs to a question chosen with --name")
    question = questions.load(name).ask(_values(parameters)) if name is not None else None
    text = _one_query(sparql, file, question)
    with Store.open(store, read_only=True) as opened:
        _print(opened.query(text), format)


LIST = ""
"""What ``--name`` without a value stands for."""


class NameMayBeBare(TyperCommand):
    """Lets ``--name`` stand without a value."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        for place, argument in enumerate(args):
            if argument == "--name" and (place + 1 == len(args) or args[place + 1].startswith("--")):
                args = [*args[: place + 1], LIST, *args[place + 1 :]]
                break
        return super().parse_args(ctx, args)


def _list_questions(format: Format) -> None:
    from newsgraph.graph import questions

    known = [questions.load(name) for name in questions.names()]
    if format is Format.JSON:
        listed = [{"name": one.name, "question": one.title, "parameters": one.parameters} for one in known]
        typer.echo(json.dumps(listed, ensure_ascii=False))
        return
    for one in known:
        typer.echo(f"{one.name}\t{one.title}")


def _values(parameters: list[str] | None) -> dict[str, str]:
    values = {}
    for parameter in parameters or []:
        name, equals, value = parameter.partition("=")
        if not equals:
            raise typer.BadParameter(f"--param {parameter!r}: expected NAME=VALUE")
        values[name] = value
    return values


def _one_query(sparql: str | None, file: Path | None, question: str | None) -> str:
    given = [one for one in (sparql, file, question) if one is not None]
    if len(given) != 1:
        raise typer.BadParameter("give one of: a SPARQL query, --file, --name")
    if file is None:
        return str(given[0])
    if file == Path("-"):
        return sys.stdin.read()
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{file}: cannot be read: {error}") from error


def _print(results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, format: Format) -> None:
    import pyoxigraph as ox

    if isinstance(results, ox.QueryTriples):
        results.serialize(sys.stdout.buffer, ox.RdfFormat.N_TRIPLES)
    elif format is Format.JSON:
        sys.stdout.write((results.serialize(format=ox.QueryResultsFormat.JSON) or b"").decode() + "\n")
    elif isinstance(results, ox.QueryBoolean):
        typer.echo("true" if results else "false")
    elif format is Format.TABLE:
        _print_table(results)
    else:
        _print_rows(results, "," if format is Format.CSV else "\t")


def _print_rows(results: ox.QuerySolutions, delimiter: str) -> None:
    """A header and a row each; what a spreadsheet would run as a formula is quoted with an apostrophe."""
    writer = csv.writer(sys.stdout, delimiter=delimiter, lineterminator="\n")
    writer.writerow([variable.value for variable in results.variables])
    for solution in results:
        writer.writerow([spreadsheet_cell(_plain(term)) for term in solution])


def _print_table(results: ox.QuerySolutions) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False)
    for variable in results.variables:
        table.add_column(variable.value, overflow="fold")
    for solution in results:
        table.add_row(*(Text(_plain(term)) for term in solution))
    console = output_console()
    console.print(table)
    typer.echo(f"{table.row_count} rows", err=True)


def _plain(term: object) -> str:
    """A term for the eye; nothing for an unbound variable."""
    return "" if term is None else str(getattr(term, "value", term))


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def spreadsheet_cell(text: str) -> str:
    """A cell that no spreadsheet runs as a formula: an apostrophe before what would start one."""
    if text.startswith(_FORMULA) and not _is_number(text):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
