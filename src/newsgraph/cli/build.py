"""``newsgraph build``: documents into a store."""

from __future__ import annotations

import time
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from newsgraph.cli import engines, extractors, options, push
from newsgraph.cli.console import Skipped, progress, tell
from newsgraph.errors import InputError


def build(
    paths: options.Paths = None,
    into: Annotated[
        str,
        typer.Option("--into", metavar="STORE|URL", help="Folder of the store, made if absent; or a SPARQL server's."),
    ] = str(options.DEFAULT_STORE),
    published: options.Published = None,
    model: options.Model = None,
    reader: options.Reader = None,
    columns: options.Columns = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that read.")] = 1,
    any_language: options.AnyLanguage = False,
    parses: options.Parses = None,
    entities: options.NameTable = None,
    corrections: options.CorrectionsFile = None,
    places: options.Places = False,
    fetch: options.Fetch = False,
    fetch_pages: options.FetchPages = 200,
    private_hosts: options.PrivateHosts = None,
    watch: Annotated[bool, typer.Option("--watch", help="Go on as files appear or change, until Ctrl-C.")] = False,
    every: Annotated[float, typer.Option("--every", min=0.1, help="Seconds between looks at files.")] = 1.0,
    fetch_every: Annotated[
        float, typer.Option("--fetch-every", min=1.0, help="Seconds between looks at addresses.")
    ] = 900.0,
    base: Annotated[
        str | None, typer.Option("--base", metavar="IRI", help="Namespace of a new store.", show_default=False)
    ] = None,
    local: Annotated[
        Path | None,
        typer.Option("--local", metavar="STORE", help="With a URL: the store to keep here.", show_default=False),
    ] = None,
    protocol: push.How = None,
    query_url: push.Queries = None,
    netrc: push.Netrc = None,
    extractor: extractors.Extractor = "rules",
    llm_url: extractors.LlmUrl = None,
    llm_model: extractors.LlmModel = None,
    llm_budget: extractors.LlmBudget = f"{extractors.DEFAULT_REQUESTS}requests",
    gliner_url: extractors.GlinerUrl = None,
    gliner_model: extractors.GlinerModel = None,
    answers: extractors.Answers = None,
    engine: engines.Engine = None,
    scheduler: engines.Scheduler = None,
    partitions: engines.Partitions = None,
) -> None:
    """Read documents into a graph on disk.

    What is already there, read in the same way, is passed over: a build that was stopped is run again as it was.  A
    report of the run is written beside the store.

    Corrections by hand (merge, split, rename, retype, link) are applied at every build: those of news.corrections.toml beside
    news.store, or of --corrections. When they or the table of names change, documents are read again.

    With --watch it goes on: files that are new or have changed are read as soon as they rest, addresses are asked again
    every quarter of an hour, until Ctrl-C or SIGTERM ends it after what is in hand. Others may read the store meanwhile.

    With a URL, the documents are read into a store here, and what changed is pushed to the server (see newsgraph push).
    That store is the folder --local, which is kept; without it a temporary one, which is filled beforehand with the
    articles that newsgraph has put on the server: fine for some hundreds, slow for many.

    Examples:

    \b
      newsgraph build articles/ --into news.store
      newsgraph build dump.jsonl --column text=body --column date=published_at --workers 4 --into news.store
      newsgraph build https://example.org/feed.xml --fetch --into news.store
      newsgraph build articles/ feeds.opml --fetch --watch --into news.store
      newsgraph build articles/ --into news.store --entities names.csv --corrections news.corrections.toml
      newsgraph build articles/ --into news.store --places
      newsgraph build articles/ --into http://127.0.0.1:7878/store --local news.store
      newsgraph build articles/ --into news.store --extractor gliner --gliner-url http://127.0.0.1:8000/gliner
      newsgraph build dump.jsonl --into news.store --engine dask --workers 8
      newsgraph build dump.jsonl --into news.store --engine dask --scheduler tcp://10.0.0.5:8786 --partitions /shared/news
    """
    from newsgraph import __version__, readers
    from newsgraph.building import build_into
    from newsgraph.graph.store import Store
    from newsgraph.readers.language import english_only
    from newsgraph.run_report import RunReport, report_paths, write_report
    from newsgraph.settings import Settings
    from newsgraph.watching import Stop, Watch

    sources = options.sources(paths)
    skipped = Skipped()
    target = push.Target(into, local, base, protocol, query_url, netrc)
    chosen = extractors.choice(extractor, llm_url, llm_model, llm_budget, gliner_url, gliner_model, answers)
    engines.check(engine, scheduler, partitions, chosen)
    files = partitions or target.beside.with_name(target.beside.name + ".partitions")
    how = Settings(
        model, chosen, options.entity_table(entities), options.corrections(corrections, target.beside), parses, places
    )
    if places:
        how.opened()  # before a store is made
    cache = target.beside.with_name(target.beside.name + ".fetched")
    if watch and readers.STDIN in sources:
        raise typer.BadParameter("--watch looks at files, folders and addresses; standard input is read once")
    stop = Stop()
    rounds = Watch(sources, stop, every=every, fetch_every=fetch_every).rounds() if watch else iter([sources])
    started = time.perf_counter()
    with (
        extractors.spending_told(chosen),
        push.working(target) as folder,
        Store.open(folder, base=base) as store,
        progress("building", None) as bar,
        stop.on_signals() if watch else nullcontext(),
        engines.graph_source(engine, scheduler, files, workers) as source,
    ):
        report = RunReport(__version__, how.provenance().model, into, workers)
        for batch in rounds:
            fetcher = options.fetcher(fetch, fetch_pages, private_hosts, cache)
            inputs = readers.read(batch, options.settings(published, columns, fetcher), reader=reader)
            documents = skipped.documents(inputs if any_language else english_only(inputs))
            before = report.changed
            for step in build_into(stop.until(documents), store, how, workers=workers, source=source):
                if isinstance(step, InputError):
                    skipped.failed(step)
                    continue
                report.read += step.documents
                report.changed += step.changed
                report.statements += step.statements
                report.words += step.words
                bar.step(step.documents)
            if watch:
                tell(f"{into}: {report.changed - before} documents new or changed", changed=report.changed - before)
        report.unmatched = options.unmatched(store, how.corrections)
    report.seconds = time.perf_counter() - started
    for error in skipped.errors:
        report.note(error)
    for error in skipped.left_out:
        report.note(error, left_out=True)
    write_report(report, target.beside)
    skipped.summary()
    tell(
        f"{into}: {report.read} documents, {report.changed} of them new or changed; see {report_paths(target.beside)[1]}",
        documents=report.read,
        changed=report.changed,
        failed=len(skipped.errors),
        left_out=len(skipped.left_out),
        words_per_second=report.words_per_second,
    )
    if skipped.errors and not watch:
        raise typer.Exit(1)
