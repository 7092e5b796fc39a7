"""``newsgraph paths``: how two entities are connected, with the words behind every step."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsgraph.cli import options
from newsgraph.cli.console import output_console, tell

if TYPE_CHECKING:
    from newsgraph.graph.explanation import Explanation
    from newsgraph.graph.paths import Path, Step
    from newsgraph.graph.store import Store


class Format(StrEnum):
    """How paths are printed."""

    TABLE = "table"
    JSON = "json"


def paths(
    store: options.StorePath,
    source: Annotated[str, typer.Argument(metavar="FROM", help="Name, id or IRI.", show_default=False)],
    target: Annotated[str, typer.Argument(metavar="TO", help="Name, id or IRI.", show_default=False)],
    most: Annotated[int, typer.Option("--most", min=1, help="At most so many paths.")] = 3,
    longest: Annotated[int, typer.Option("--longest", min=1, help="At most so many steps.")] = 4,
    each: Annotated[int, typer.Option("--each", min=1, help="So many statements of a step in a table.")] = 2,
    avoid: Annotated[
        list[str] | None, typer.Option("--avoid", metavar="NAME", help="Do not pass these; repeatable.")
    ] = None,
    voices: Annotated[
        bool, typer.Option("--voices/--no-voices", help="Whether who speaks of somebody is connected with them.")
    ] = True,
    holder: options.Holders = None,
    outlet: options.Outlets = None,
    event_type: options.EventTypes = None,
    status: options.Status = None,
    since: options.Since = None,
    until: options.Until = None,
    format: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Show how two entities are connected, shortest paths first, and who says so of every step.

    Two entities are connected where they take part in one statement, or one speaks of the other.

    Examples:

    \b
      newsgraph paths news.store 'Viktor Hale' 'Anna Lindqvist'
      newsgraph paths news.store 'Karl Besson' 'Viktor Hale' --status asserted --longest 6
      newsgraph paths news.store 'Karl Besson' 'Viktor Hale' --avoid Tarsk --format json
    """
    from newsgraph.graph.paths import paths as ways
    from newsgraph.graph.store import Store
    from newsgraph.graph.ties import ties
    from newsgraph.graph.view import find_entities, require

    selection = options.selection(None, holder, outlet, status, since, until, event_type)
    with Store.open(store, read_only=True) as opened:
        require(opened, selection)
        ends = [_only(opened, name) for name in (source, target)]
        if ends[0] == ends[1]:
            raise typer.BadParameter(f"{source!r} and {target!r} are the same entity")
        passed = {iri for name in avoid or () for iri in find_entities(opened, name)}
        graph = ties(opened, selection, voices=voices)
        found = ways(opened, graph, *ends, most=most, longest=longest, avoid=passed)
        if format is Format.JSON:
            typer.echo(json.dumps([_record(path) for path in found], ensure_ascii=False, indent=1))
        else:
            _print(found, each)
    wider = "" if found else f"; up to {longest} steps were looked at (--longest), of the statements selected"
    tell(f"{len(found)} path{'' if len(found) == 1 else 's'}{wider}", paths=len(found))


def _only(store: Store, name: str) -> str:
    """The entity of a name; of several the one with most statements, with a word."""
    from newsgraph.graph.view import find_entities

    first, *others = find_entities(store, name)
    if others:
        ids = ", ".join(store.namespace.local(iri) or iri for iri in others[:3])
        tell(f"{name!r} names {len(others) + 1} entities; taken: {store.namespace.local(first)}; also: {ids}")
    return first


def _record(path: Path) -> dict[str, Any]:
    return {
        "names": list(path.labels),
        "weakest": path.weakest,
        "steps": [
            {
                "from": {"iri": step.source, "name": step.source_label},
                "to": {"iri": step.target, "name": step.target_label},
                "outlets": step.weight,
                "evidence": [_evidence(explanation) for explanation in step.evidence],
            }
            for step in path.steps
        ],
    }


def _evidence(explanation: Explanation) -> dict[str, Any]:
    from newsgraph.graph.view import status

    document, quotation = explanation.document, next(iter(explanation.quotations), None)
    return {
        "statement": explanation.statement.iri,
        "sentence": explanation.sentence,
        "status": status(explanation.statement),
        "chain": [{"holder": name, "cue": cue} for name, cue in explanation.chain],
        "quote": quotation.words if quotation else None,
        "start": quotation.start if quotation else None,
        "end": quotation.end if quotation else None,
        "document": document.iri,
        "headline": document.headline,
        "outlet": document.outlet,
        "published": document.published.isoformat() if document.published else None,
    }


def _print(found: Sequence[Path], each: int) -> None:
    from rich.text import Text

    console = output_console()
    for number, path in enumerate(found, 1):
        steps = f"{len(path.steps)} step{'s' if len(path.steps) > 1 else ''}"
        console.print(Text(f"{number}  "), Text(" — ".join(path.labels), style="bold"), Text(f" ({steps})"), sep="")
        for step in path.steps:
            _print_step(step, each)
        console.print()


def _print_step(step: Step, each: int) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from newsgraph.graph.view import status

    console = output_console()
    outlets = f"{step.weight} outlet{'s' if step.weight > 1 else ''}"
    console.print(
        Padding(Text.assemble((f"{step.source_label} — {step.target_label}", "cyan"), (f"  {outlets}", "dim")), (0, 3))
    )
    for explanation in step.evidence[:each]:
        chain = " › ".join(f"{name} ({cue})" if cue else name for name, cue in explanation.chain) or "the article"
        where = ", ".join(
            part
            for part in (
                explanation.document.outlet,
                explanation.document.published.isoformat() if explanation.document.published else None,
            )
            if part
        )
        words = explanation.quotations[0].words if explanation.quotations else ""
        told = Text(explanation.sentence, style="red" if status(explanation.statement) == "negated" else "")
        told.append(f" — {status(explanation.statement)}; {chain}; {where}", style="dim")
        console.print(Padding(told, (0, 5)))
        console.print(Padding(Text(f"“{' '.join(words.split())}”", style="green"), (0, 7)))
    rest = len(step.evidence) - each
    if rest > 0:
        console.print(Padding(Text(f"and {rest} more statements (--each)", style="dim"), (0, 5)))
