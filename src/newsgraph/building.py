"""Documents into a store: read, skip what is there already, write in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox

from newsgraph.errors import InputError
from newsgraph.graph.model import Document
from newsgraph.graph.origins import Origin, origin_of
from newsgraph.graph.quads import run_id
from newsgraph.graph.terms import NG
from newsgraph.memory import give_back
from newsgraph.settings import Settings
from newsgraph.streaming import USUAL, stream_graphs

if TYPE_CHECKING:
    from newsgraph.graph.document_graph import DocumentGraph
    from newsgraph.graph.store import Store
    from newsgraph.graph.writing import Batch

GraphSource = Callable[[Iterable[Document], str, Settings], "Iterator[DocumentGraph | InputError]"]
"""Reads documents, in the namespace of a base and in the way of the settings: a graph or an error for each."""

WRITE_AT_ONCE = 24 * 2**20
"""Characters of N-Quads written at once."""


@dataclass(frozen=True, slots=True)
class Step:
    """Documents that are safely in the store: how many there were, and how many were new or changed."""

    documents: int
    changed: int
    statements: int = 0
    words: int = 0


def build_into(
    documents: Iterable[Document],
    store: Store,
    how: Settings = USUAL,
    *,
    workers: int = 1,
    source: GraphSource | None = None,
) -> Iterator[Step | InputError]:
    """Read documents into a store, telling of each batch written and of each document that failed.

    Stopped at any point and run again it ends the same: what is in the store was read as it would be now and is passed
    over, everything else is read.  While one batch is loaded the next is read.  Memory: a few batches.  ``source`` may read
    instead of ``workers`` processes of our own.

    Raises:
        ModelError, SettingError, UnknownNameError: documents cannot be read in this way.
        StoreError: the store cannot be written.
    """
    run = store.namespace.run(run_id(how.provenance()))
    passed = _Passed()
    loader = _Loader(store)
    base = store.namespace.base
    try:
        read = source or partial(stream_graphs, workers=workers)
        for outcome in read(passed.over(documents, store, run, loader.note), base, how):
            if isinstance(outcome, InputError):
                yield outcome
            else:
                yield from loader.take(outcome)
            yield from passed.steps()
        yield from loader.end()
        yield from passed.steps()
    finally:
        loader.close()
    store.forget_runs()


class _Loader:
    """Writes graphs in batches: one is loaded in a thread of its own while the next is gathered."""

    def __init__(self, store: Store) -> None:
        self._writer = store.writer
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="newsgraph-load")
        self._waiting: list[DocumentGraph] = []
        self._origins: list[Origin] = []
        self._size = 0
        self._loading: tuple[list[DocumentGraph], Batch, Future[None]] | None = None

    def note(self, origin: Origin) -> None:
        """A place where a document that is in the store was found as well."""
        self._origins.append(origin)

    def take(self, graph: DocumentGraph) -> Iterator[Step]:
        self._waiting.append(graph)
        self._size += len(graph.quads)
        if self._size >= WRITE_AT_ONCE:
            yield from self._turn()

    def _turn(self) -> Iterator[Step]:
        """Finish what is being loaded and load what waits."""
        yield from self._finish()
        batch = self._writer.prepare(self._waiting, self._origins)
        self._loading = self._waiting, batch, self._thread.submit(self._writer.load, batch)
        self._waiting, self._origins, self._size = [], [], 0

    def _finish(self) -> Iterator[Step]:
        if self._loading is None:
            return
        graphs, batch, future = self._loading
        self._loading = None
        future.result()
        changed = self._writer.finish(batch)
        del batch
        give_back()
        if graphs:
            yield Step(len(graphs), changed, sum(g.statements for g in graphs), sum(g.words for g in graphs))

    def end(self) -> Iterator[Step]:
        """Write what is left and settle what documents share."""
        if self._waiting or self._origins:
            yield from self._turn()
        yield from self._finish()
        self._writer.settle()

    def close(self) -> None:
        """Wait for the thread; what it was loading is in the store, or in its journal."""
        self._thread.shutdown(wait=True)


class _Passed:
    """Documents that are in the store already."""

    def __init__(self) -> None:
        self.count = 0

    def over(
        self, documents: Iterable[Document], store: Store, run: str, note: Callable[[Origin], object]
    ) -> Iterator[Document]:
        for document in documents:
            if has_read(store, document, run):
                self.count += 1
                origin = origin_of(document, store.namespace)
                if origin and not origin.known(store.inner, store.namespace):
                    note(origin)
            else:
                yield document

    def steps(self) -> Iterator[Step]:
        if self.count:
            yield Step(self.count, 0)
            self.count = 0


def has_read(store: Store, document: Document, run: str) -> bool:
    """Is the document in the store, read in this way?"""
    node = ox.NamedNode(store.namespace.document(document.id))
    if not store.writer.may_hold(node.value):
        return False
    pattern = store.inner.quads_for_pattern(node, ox.NamedNode(NG + "readBy"), ox.NamedNode(run), node)
    return next(pattern, None) is not None
