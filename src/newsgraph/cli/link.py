"""``newsgraph link``: identifiers from a reconciliation service into the file of corrections."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newsgraph.cli import options
from newsgraph.cli.console import complain, progress, tell


def _address(text: str) -> str:
    from newsgraph.graph.reconciliation import is_web_address

    if not is_web_address(text):
        raise typer.BadParameter(f"{text!r} is not an http or https address")
    return text


def link(
    store: options.StorePath,
    service: Annotated[
        str,
        typer.Option(
            "--service", metavar="URL", callback=_address, help="Reconciliation service to ask.", show_default=False
        ),
    ],
    types: options.Types = None,
    service_type: Annotated[
        str | None,
        typer.Option(
            "--service-type", metavar="ID", help="Ask only for this type of the service (Q5).", show_default=False
        ),
    ] = None,
    least: Annotated[
        float | None,
        typer.Option("--min-score", help="Drop candidates that the service scores lower.", show_default=False),
    ] = None,
    top: Annotated[
        int | None,
        typer.Option("--top", min=1, help="Only so many entities, those most written about.", show_default=False),
    ] = None,
    each: Annotated[int, typer.Option("--each", min=1, help="Candidates to ask for each name.")] = 3,
    trust: Annotated[
        bool, typer.Option("--trust", help="Take what the service is sure of even where it has another name.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the tables, write nothing.")] = False,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds to wait for an answer.")] = 30.0,
    corrections: Annotated[
        Path | None,
        typer.Option(
            "--corrections",
            metavar="FILE",
            dir_okay=False,
            help="File to write to; the one beside the store if left out.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Look entities up in a reconciliation service (W3C, as OpenRefine uses) and write their identifiers down.

    The names of entities that have no identifier yet are sent to the service. What it is sure of (match: true), under the same
    name, becomes a table "link" in the file of corrections beside the store; other candidates become comments there, to be
    switched on by taking the # away. Build again to apply them.

    Examples:

    \b
      newsgraph link news.store --service https://wikidata.reconci.link/en/api --type Person --service-type Q5
      newsgraph link news.store --service http://127.0.0.1:5000/reconcile --dry-run
      newsgraph link news.store --service http://127.0.0.1:5000/reconcile --top 100 --min-score 80
    """
    from newsgraph.graph.correction_tables import add_tables
    from newsgraph.graph.corrections import Corrections, corrections_path
    from newsgraph.graph.reconciliation import Question, ReconciliationError, Service, read_manifest, reconcile
    from newsgraph.graph.store import Store
    from newsgraph.linking import generate_tables, propose, unlinked

    path = corrections or corrections_path(store)
    known = Corrections.load(path) if path.exists() else Corrections()
    with Store.open(store, read_only=True) as opened:
        asked = unlinked(opened, known, kinds=options.families(types))[:top]
    endpoint = Service(service, timeout)
    manifest = read_manifest(endpoint)
    endpoint = Service(service, timeout, min(manifest.batch or endpoint.batch, endpoint.batch))
    questions = [Question(one.entity.name, service_type, each) for one in asked]
    proposals = []
    failure = None
    with progress("asking", len(asked)) as bar:
        try:
            for one, matches in zip(asked, reconcile(endpoint, questions), strict=True):
                proposals.append(propose(one, matches, manifest, least=least, trust=trust))
                bar.step()
        except ReconciliationError as error:
            failure = error
    tables = [table for proposal in proposals for table in generate_tables(proposal, manifest.name)]
    if dry_run:
        for table in tables:
            typer.echo("\n".join([*table, ""]))
    else:
        add_tables(path, tables)
    sure = sum(proposal.sure is not None for proposal in proposals)
    open_ones = sum(bool(proposal.others) for proposal in proposals)
    tell(
        f"{len(proposals)} of {len(asked)} names asked: {sure} linked, {open_ones} to look at, "
        f"{len(proposals) - sure - open_ones} unknown"
        + ("" if dry_run or not tables else f"; see {path}, then build again"),
        asked=len(proposals),
        linked=sure,
        proposed=open_ones,
    )
    if failure is not None:
        complain(str(failure))
        raise typer.Exit(1)
