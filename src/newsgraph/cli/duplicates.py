"""``newsgraph duplicates``: entities that are likely one, for a person to decide."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsgraph.cli import options
from newsgraph.cli.console import output_console

if TYPE_CHECKING:
    from newsgraph.duplicates import Candidate, Proposal


class Format(StrEnum):
    """How proposals are printed."""

    TABLE = "table"
    JSON = "json"
    TOML = "toml"


def duplicates(
    store: options.StorePath,
    format: Annotated[Format, typer.Option("--format", help="A table, json, or tables of corrections.")] = Format.TABLE,
    least: Annotated[
        float, typer.Option("--min-score", min=0, max=1, help="Only pairs that score so much; 0 shows all.")
    ] = 0.4,
    types: options.Types = None,
    corrections: options.CorrectionsFile = None,
) -> None:
    """Propose entities that are likely one: spellings, acronyms, parts of names, one name with two types.

    Nothing is changed. Put what is right into the file of corrections beside the store and build again; a pair named in a table
    "distinct" there is not proposed again. Names of places are never matched by likeness.

    Examples:

    \b
      newsgraph duplicates news.store
      newsgraph duplicates news.store --type Person --min-score 0.6
      newsgraph duplicates news.store --format toml >> news.corrections.toml
    """
    from newsgraph.duplicates import find_duplicates, generate_tables
    from newsgraph.graph.corrections import Corrections
    from newsgraph.graph.store import Store

    path = options.corrections_file(corrections, store)
    known = Corrections.load(path) if path else Corrections()
    with Store.open(store, read_only=True) as opened:
        found = find_duplicates(opened, known, kinds=options.families(types), least=least)
    if format is Format.JSON:
        typer.echo(json.dumps([_record(proposal) for proposal in found], ensure_ascii=False, indent=1))
    elif format is Format.TOML:
        for table in generate_tables(found):
            typer.echo("\n".join([*table, ""]))
    else:
        _print(found)
    typer.echo(f"{len(found)} proposals", err=True)


def _record(proposal: Proposal) -> dict[str, Any]:
    kind, values = proposal.corrections
    return {
        "score": proposal.score,
        "reason": str(proposal.reason),
        "kept": _candidate(proposal.kept),
        "other": _candidate(proposal.other),
        "evidence": list(proposal.evidence),
        "correction": {kind: {key: value for key, value in values.items() if value is not None}},
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    entity = candidate.entity
    return {
        "iri": candidate.iri,
        "name": entity.name,
        "type": str(entity.type),
        "aliases": list(entity.aliases),
        "same_as": list(entity.same_as),
        "documents": sorted(candidate.documents),
        "roles": sorted(candidate.roles),
    }


def _print(found: Sequence[Proposal]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False)
    for column in ("score", "why", "name", "may be", "what speaks for and against, and where each is named"):
        table.add_column(column)
    for proposal in found:
        other, kept = proposal.other, proposal.kept
        table.add_row(
            f"{proposal.score:.2f}",
            Text(proposal.reason),
            Text(f"{other.entity.name} ({other.entity.type}, {len(other.documents)})"),
            Text(f"{kept.entity.name} ({kept.entity.type}, {len(kept.documents)})", style="bold"),
            Text("\n".join(proposal.evidence)),
        )
    output_console().print(table)
