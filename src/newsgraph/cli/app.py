"""The command group: registration, exit codes, what all commands share."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from newsgraph.cli import (
    agreement,
    build,
    central,
    claims,
    communities,
    compare,
    diff,
    doctor,
    duplicates,
    explain,
    export,
    extract,
    link,
    paths,
    push,
    query,
    serve,
    stats,
    timeline,
    validate,
    view,
)
from newsgraph.cli.console import complain, start_logging
from newsgraph.errors import NewsgraphError, UnknownNameError
from newsgraph.workers import use_one_thread

FAILED, USAGE = 1, 2


class Commands(TyperGroup):
    """Commands in the order of work; errors newsgraph raises on purpose become one line and an exit code."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: Any) -> object:
        try:
            return super().invoke(ctx)
        except UnknownNameError as error:
            complain(str(error))
            raise typer.Exit(USAGE if error.known else FAILED) from error
        except NewsgraphError as error:
            complain(str(error))
            raise typer.Exit(FAILED) from error


app = typer.Typer(
    name="newsgraph",
    cls=Commands,
    help="Turns news into a knowledge graph that keeps who says what.",
    epilog="Data goes to standard output, everything else to standard error. "
    "Exit codes: 0 done, 1 something failed, 2 wrong usage.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from newsgraph import __version__

        typer.echo(f"newsgraph {__version__}")
        raise typer.Exit()


@app.callback()
def group(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="Write messages as JSON lines, for machines.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar, errors only.")] = False,
) -> None:
    start_logging(as_json=log_json, quiet=quiet)


app.command("extract")(extract.extract)
app.command("build")(build.build)
app.command("query", cls=query.NameMayBeBare)(query.query)
app.command("claims")(claims.claims)
app.command("compare")(compare.compare)
app.command("timeline")(timeline.timeline)
app.command("explain")(explain.explain)
app.command("paths")(paths.paths)
app.command("central")(central.central)
app.command("communities")(communities.communities)
app.command("agreement")(agreement.agreement)
app.command("export")(export.export)
app.command("view")(view.view)
app.command("serve")(serve.serve)
app.command("push")(push.push)
app.command("validate")(validate.validate)
app.command("stats")(stats.stats)
app.command("duplicates")(duplicates.duplicates)
app.command("link")(link.link)
app.command("diff")(diff.diff)
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Run the command line; a closed pipe (``| head``) is no error."""
    use_one_thread()
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
