"""``newsgraph extract``: what is read in documents, without a store."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsgraph.cli import extractors, options
from newsgraph.cli.console import ProgressBar, Skipped, output_console, progress
from newsgraph.errors import InputError

if TYPE_CHECKING:
    from newsgraph.graph.model import Extraction
    from newsgraph.streaming import Outcome


class Format(StrEnum):
    """How extractions are printed."""

    JSON = "json"
    JSONL = "jsonl"
    TABLE = "table"


def extract(
    paths: options.Paths = None,
    published: options.Published = None,
    model: options.Model = None,
    format: Annotated[
        Format | None, typer.Option("--format", help="A table on a terminal, else json.", show_default=False)
    ] = None,
    lines: Annotated[bool, typer.Option("--lines", help="Every input line is a document of its own.")] = False,
    reader: options.Reader = None,
    columns: options.Columns = None,
    any_language: options.AnyLanguage = False,
    parses: options.Parses = None,
    entities: options.NameTable = None,
    corrections: options.CorrectionsFile = None,
    places: options.Places = False,
    fetch: options.Fetch = False,
    fetch_pages: options.FetchPages = 200,
    private_hosts: options.PrivateHosts = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that read.")] = 1,
    extractor: extractors.Extractor = "rules",
    llm_url: extractors.LlmUrl = None,
    llm_model: extractors.LlmModel = None,
    llm_budget: extractors.LlmBudget = f"{extractors.DEFAULT_REQUESTS}requests",
    gliner_url: extractors.GlinerUrl = None,
    gliner_model: extractors.GlinerModel = None,
    answers: extractors.Answers = None,
) -> None:
    """Read documents and print who says what.

    Examples:

    \b
      newsgraph extract article.txt
      newsgraph extract articles/ --format jsonl > statements.jsonl
      pbpaste | newsgraph extract - --date 2024-05-02 --format json
      newsgraph extract sentences.txt --lines --format jsonl
      newsgraph extract https://example.org/dam-holds --fetch
      newsgraph extract article.txt --entities names.csv --corrections news.corrections.toml
      newsgraph extract article.txt --extractor llm --llm-url http://127.0.0.1:8080/v1 --llm-model some-model
    """
    from newsgraph import readers
    from newsgraph.readers.language import english_only
    from newsgraph.settings import Settings
    from newsgraph.streaming import stream

    format = format or (Format.TABLE if sys.stdout.isatty() else Format.JSON)
    sources = options.sources(paths)
    skipped = Skipped()
    settings = options.settings(published, columns, options.fetcher(fetch, fetch_pages, private_hosts))
    inputs = readers.read(sources, settings, reader="lines" if lines else reader)
    documents = skipped.documents(inputs if any_language or lines else english_only(inputs))
    chosen = extractors.choice(extractor, llm_url, llm_model, llm_budget, gliner_url, gliner_model, answers)
    how = Settings(model, chosen, options.entity_table(entities), options.corrections(corrections), parses, places)
    with extractors.spending_told(chosen), progress("reading", None) as bar:
        extractions = _successes(stream(documents, how, workers=workers), skipped, bar)
        if format is Format.TABLE:
            for extraction in extractions:
                _print_table(extraction)
        else:
            _print_records(_records(extractions, lines=lines), format)
    skipped.summary()
    if skipped.errors:
        raise typer.Exit(1)


def _successes(outcomes: Iterable[Outcome], skipped: Skipped, bar: ProgressBar) -> Iterator[Extraction]:
    for outcome in outcomes:
        bar.step()
        if isinstance(outcome, InputError):
            skipped.failed(outcome)
        else:
            yield outcome


def _records(extractions: Iterable[Extraction], *, lines: bool) -> Iterator[dict[str, Any]]:
    from newsgraph.predictions import prediction

    for extraction in extractions:
        location = extraction.document.location or ""
        if lines:
            yield {**prediction(extraction, doc=int(location)), "text": extraction.document.text}
        else:
            yield prediction(extraction)


def _print_records(records: Iterator[dict[str, Any]], format: Format) -> None:
    """JSON lines, one object, or an array that is written as it comes."""
    write = sys.stdout.write
    if format is Format.JSONL:
        for record in records:
            write(json.dumps(record, ensure_ascii=False) + "\n")
        return
    first, second = next(records, None), next(records, None)
    if first is None:
        write("[]\n")
    elif second is None:
        write(json.dumps(first, ensure_ascii=False, indent=1) + "\n")
    else:
        write("[" + json.dumps(first, ensure_ascii=False))
        for record in (second, *records):
            write(",\n" + json.dumps(record, ensure_ascii=False))
        write("]\n")


def _print_table(extraction: Extraction) -> None:
    from rich.table import Table
    from rich.text import Text

    from newsgraph.predictions import holders, words

    document = extraction.document
    names = {entity.id: entity.name for entity in extraction.entities}
    title = document.headline or document.location or document.id
    table = Table(title=Text(title), title_justify="left", show_edge=False, pad_edge=False)
    for column in ("who says", "subject", "predicate", "object and roles", "how sure", "when"):
        table.add_column(column)
    for statement in extraction.statements:
        others = [f"{a.role}: {words(a.filler, names)}" for a in statement.arguments]
        sure = [str(statement.certainty)] if statement.certainty != "certain" else []
        sure += ["future"] if statement.timeframe == "future" else []
        predicate = f"not {statement.predicate}" if statement.polarity == "negative" else statement.predicate
        table.add_row(
            Text(" › ".join(holders(statement.attribution, names)) or "the article", style="cyan"),
            Text(words(statement.subject, names) or ""),
            Text(predicate, style="red" if statement.polarity == "negative" else "bold"),
            Text("; ".join(part for part in [words(statement.object, names), *others] if part)),
            Text(", ".join(sure)),
            Text(statement.time.edtf or "" if statement.time else ""),
        )
    console = output_console()
    console.print(table)
    console.print()
