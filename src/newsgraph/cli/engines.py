"""Options that say on which machines documents are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsgraph.errors import UnknownNameError

if TYPE_CHECKING:
    from newsgraph.building import GraphSource
    from newsgraph.engines.order import Engine as Opened
    from newsgraph.extractors.choice import Choice

ENGINES = ("dask", "pool")

_PANEL = "Many machines"

Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="pool|dask",
        help="Read in partitions that are files when they are done: in --workers processes here, or on a Dask cluster.",
        show_default=False,
        rich_help_panel=_PANEL,
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="tcp://HOST:PORT",
        help="With dask: a scheduler that is running; else --workers processes are started here.",
        show_default=False,
        rich_help_panel=_PANEL,
    ),
]
Partitions = Annotated[
    Path | None,
    typer.Option(
        "--partitions",
        metavar="FOLDER",
        help="With an engine: where the files go, a folder that all workers see; STORE.partitions by default.",
        show_default=False,
        rich_help_panel=_PANEL,
    ),
]


def check(engine: str | None, scheduler: str | None, partitions: Path | None, chosen: Choice) -> None:
    """See that the options go together.

    Raises:
        UnknownNameError: no such engine.
        typer.BadParameter: an option without the engine it belongs to, or an extractor that cannot go with it.
    """
    if engine is not None and engine not in ENGINES:
        raise UnknownNameError("engine", engine, ENGINES)
    if scheduler is not None and engine != "dask":
        raise typer.BadParameter("--scheduler goes with --engine dask")
    if partitions is not None and engine is None:
        raise typer.BadParameter("--partitions goes with --engine")
    if scheduler is not None and chosen.name == "llm":
        raise typer.BadParameter("the budget of --extractor llm is kept on one machine; leave out --scheduler")


@contextmanager
def graph_source(engine: str | None, scheduler: str | None, folder: Path, workers: int) -> Iterator[GraphSource | None]:
    """Reads documents through the engine while the context lasts; None without an engine.

    Raises:
        EngineError: it is not installed or cannot be reached.
    """
    if engine is None:
        yield None
        return
    from newsgraph.engines.order import stream_partitions

    opened = _opened(engine, scheduler, workers)
    try:
        yield partial(stream_partitions, engine=opened, folder=folder.resolve())
    finally:
        opened.close()


def _opened(engine: str, scheduler: str | None, workers: int) -> Opened:
    if engine == "dask":
        from newsgraph.engines.dask_cluster import Dask

        return Dask(workers, scheduler)
    from newsgraph.engines.pool import Pool

    return Pool(workers)
