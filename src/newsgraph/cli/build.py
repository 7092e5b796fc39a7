"""``newsgraph build``: documents into a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newsgraph.cli import options
from newsgraph.cli.console import Skipped, progress, tell
from newsgraph.errors import InputError


def build(
    paths: options.Paths = None,
    into: Annotated[Path, typer.Option("--into", metavar="STORE", help="Folder of the store; made if absent.")] = (
        options.DEFAULT_STORE
    ),
    published: options.Published = None,
    model: options.Model = None,
    reader: options.Reader = None,
    columns: options.Columns = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that read.")] = 1,
    base: Annotated[
        str | None, typer.Option("--base", metavar="IRI", help="Namespace of a new store.", show_default=False)
    ] = None,
) -> None:
    """Read documents into a graph on disk.

    What is already there, read in the same way, is passed over: a build that was stopped is run again as it was.

    Examples:

    \b
      newsgraph build articles/ --into news.store
      newsgraph build dump.jsonl --column text=body --column date=published_at --workers 4 --into news.store
    """
    from newsgraph import readers
    from newsgraph.building import build_into
    from newsgraph.graph.store import Store

    sources = options.sources(paths)
    skipped = Skipped()
    documents = skipped.documents(readers.read(sources, options.settings(published, columns), reader=reader))
    done = changed = 0
    with Store.open(into, base=base) as store, progress("building", None) as bar:
        for step in build_into(documents, store, model=model, workers=workers):
            if isinstance(step, InputError):
                skipped.failed(step)
                continue
            done, changed = done + step.documents, changed + step.changed
            bar.step(step.documents)
    skipped.summary()
    tell(
        f"{into}: {done} documents, {changed} of them new or changed",
        documents=done,
        changed=changed,
        failed=len(skipped.errors),
    )
    if skipped.errors:
        raise typer.Exit(1)
