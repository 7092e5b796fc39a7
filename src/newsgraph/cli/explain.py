"""``newsgraph explain``: from a statement, an edge, an event or an entity back to the words it was read from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsgraph.cli import options
from newsgraph.cli.console import output_console

if TYPE_CHECKING:
    from rich.text import Text

    from newsgraph.graph.explanation import Explanation, Place
    from newsgraph.graph.properties import Property
    from newsgraph.graph.records import StatementRecord


COMPANIONS = 5
"""Other statements of the event that are shown as text."""


class Format(StrEnum):
    """How explanations are printed."""

    TEXT = "text"
    JSON = "json"


def explain(
    store: options.StorePath,
    name: Annotated[
        list[str],
        typer.Argument(
            metavar="STATEMENT | EVENT | ENTITY | 'A -lemma-> B'",
            help="Ids, IRIs, names of entities, or an edge in words.",
            show_default=False,
        ),
    ],
    format: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TEXT,
) -> None:
    """Show where something comes from: the article, the words with context, the rule, the chain of holders.

    Examples:

    \b
      newsgraph explain news.store 'Viktor Hale -dismiss-> Oskar Renn'
      newsgraph explain news.store 447af39e12ab34cd
      newsgraph explain news.store 'Anna Lindqvist' --format json
    """
    from newsgraph.graph.explanation import entity_iris, explain_statement, find_statements
    from newsgraph.graph.properties import properties_of
    from newsgraph.graph.records import read_statement
    from newsgraph.graph.store import Store

    with Store.open(store, read_only=True) as opened:
        iris = dict.fromkeys(iri for one in name for iri in find_statements(opened.inner, opened.namespace, one))
        statements = [read_statement(opened.inner, iri) for iri in iris]
        explanations = [explain_statement(opened.inner, statement) for statement in statements if statement]
        entities = dict.fromkeys(iri for one in name for iri in entity_iris(opened.inner, opened.namespace, one))
        properties = list(dict.fromkeys(p for iri in entities for p in properties_of(opened.inner, iri)))
    if format is Format.JSON:
        typer.echo(json.dumps([_record(one) for one in explanations], ensure_ascii=False, indent=1))
    else:
        _print(explanations)
        _print_properties(properties)


def _record(explanation: Explanation) -> dict[str, Any]:
    statement, document = explanation.statement, explanation.document
    return {
        "statement": statement.iri,
        "sentence": explanation.sentence,
        "polarity": str(statement.polarity),
        "certainty": str(statement.certainty),
        "timeframe": str(statement.timeframe),
        "event_type": statement.event_type,
        "event_mode": statement.event_mode,
        "cameo": statement.cameo,
        "attributed_to": [name for name, _ in explanation.chain],
        "chain": [{"holder": name, "cue": cue} for name, cue in explanation.chain],
        "rules": list(statement.rules),
        "document": {
            "iri": document.iri,
            "headline": document.headline,
            "outlet": document.outlet,
            "published": document.published.isoformat() if document.published else None,
        },
        "evidence": [
            {"start": q.start, "end": q.end, "before": q.before, "quote": q.words, "after": q.after}
            for q in explanation.quotations
        ],
        "event": explanation.event,
        "same_event": [
            {"statement": one.statement, "sentence": one.sentence, "document": one.document.iri, "rule": one.rule}
            for one in explanation.companions
        ],
    } | ({"places": [asdict(place) for place in explanation.places]} if explanation.places else {})


def _print(explanations: Sequence[Explanation]) -> None:
    from rich.text import Text

    console = output_console()
    for explanation in explanations:
        statement, document = explanation.statement, explanation.document
        console.print(Text(explanation.sentence, style="bold"))
        for label, text in (
            ("statement", Text(statement.iri)),
            ("says", Text(" › ".join(f"{name} ({cue})" if cue else name for name, cue in explanation.chain) or "the article")),
            ("how sure", Text(f"{statement.certainty}, {statement.polarity}, {statement.timeframe}")),
            ("kind", Text(_event_kind(statement))),
            ("rule", Text(", ".join(statement.rules))),
            ("read in", Text(_publication(document))),
        ):  # fmt: skip
            if not text:
                continue
            console.print(Text(f"  {label:<10}", style="dim"), text, sep="")
        for place in explanation.places:
            console.print(Text(f"  {'where':<10}", style="dim"), Text(_spot(place)), sep="")
        for quotation in explanation.quotations:
            console.print(Text("  "), _in_context(quotation), sep="")
        for one in explanation.companions[:COMPANIONS]:
            why = Text(f"one event ({one.rule or 'through others'}): ", style="dim")
            console.print(
                Text("  "), why, Text(one.sentence), Text(f" — {_publication(one.document)}", style="dim"), sep=""
            )
        if len(explanation.companions) > COMPANIONS:
            console.print(Text(f"  … and {len(explanation.companions) - COMPANIONS} more of this event", style="dim"))
        console.print()
    typer.echo(f"{len(explanations)} statements", err=True)


def _event_kind(statement: StatementRecord) -> str:
    """The class of the event, its mode and its CAMEO code: "ASSAULT, heavy-weapons, CAMEO 194"; "" when it has none."""
    code = f"CAMEO {statement.cameo}" if statement.cameo else None
    return ", ".join(filter(None, (statement.event_type, statement.event_mode, code)))


def _print_properties(properties: Sequence[Property]) -> None:
    """What articles tell of the entity in passing, with the words."""
    from rich.text import Text

    console = output_console()
    for told in properties:
        console.print(Text(told.sentence, style="bold"))
        for quotation in told.quotations:
            console.print(Text("  "), _in_context(quotation), sep="")
    if properties:
        console.print()


def _spot(place: Place) -> str:
    where = f"{place.name}: {place.latitude:.4f}, {place.longitude:.4f}"
    return " · ".join(part for part in (where, place.country, *place.ids, place.rule) if part)


def _publication(document: Any) -> str:
    day = document.published.isoformat() if document.published else None
    return ", ".join(part for part in (document.headline, document.outlet, day) if part) or str(document.iri)


def _in_context(quotation: Any) -> Text:
    from rich.text import Text

    from newsgraph.graph.explanation import CONTEXT

    def flat(text: str) -> str:
        return " ".join(text.split())

    before, after = flat(quotation.before), flat(quotation.after)
    parts = [
        f"{'…' if len(quotation.before) == CONTEXT else ''}{before}{' ' if before else ''}",
        flat(quotation.words),
        f"{' ' if after else ''}{after}{'…' if len(quotation.after) == CONTEXT else ''}",
    ]
    line = Text(f"[{quotation.start}–{quotation.end}] ", style="dim")
    line.append(parts[0], style="dim").append("»", style="green").append(parts[1], style="green")
    return line.append("«", style="green").append(parts[2], style="dim")
