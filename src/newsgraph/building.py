"""Documents into a store: read, skip what is there already, write in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
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

WRITE_FIRST, WRITE_AT_ONCE = 10 * 2**20, 24 * 2**20
"""Bytes of N-Quads written at once: few at first, so that a small build ends soon after the last article is read, and
then more, which is cheaper in a large store."""


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
    known = _Known(store, how)
    loader = _Loader(store, known)
    try:
        read = source or partial(stream_graphs, workers=workers)
        for outcome in read(known.unread(documents), store.namespace.base, how):
            if isinstance(outcome, InputError):
                yield outcome
            else:
                known.was_read(outcome.iri)
                yield from loader.take(outcome)
            yield from known.steps()
        yield from loader.end()
        yield from known.steps()
        yield from known.unread_reprints()
    finally:
        loader.close()
    store.forget_runs()


class _Loader:
    """Writes graphs in batches: one is loaded in a thread of its own while the next is gathered."""

    def __init__(self, store: Store, known: _Known) -> None:
        self._writer, self._known = store.writer, known
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="newsgraph-load")
        self._waiting: list[DocumentGraph] = []
        self._size = self._written = 0
        self._loading: tuple[list[str], Step, Batch, Future[None]] | None = None

    def take(self, graph: DocumentGraph) -> Iterator[Step]:
        self._waiting.append(graph)
        self._size += len(graph.quads)
        if self._size >= min(max(WRITE_FIRST, self._written // 4), WRITE_AT_ONCE):
            yield from self._turn()

    def _turn(self) -> Iterator[Step]:
        """Finish what is being loaded and load what waits."""
        self._written += self._size
        yield from self._finish()
        batch = self._writer.prepare(self._waiting, self._known.origins)
        graphs = self._waiting
        step = Step(len(graphs), batch.documents, sum(g.statements for g in graphs), sum(g.words for g in graphs))
        self._loading = [graph.iri for graph in graphs], step, batch, self._thread.submit(self._writer.load, batch)
        self._waiting, self._known.origins, self._size = [], [], 0

    def _finish(self) -> Iterator[Step]:
        if self._loading is None:
            return
        documents, step, batch, future = self._loading
        self._loading = None
        future.result()
        self._writer.finish(batch)
        self._known.was_written(documents)
        give_back()
        if documents:
            yield step

    def end(self) -> Iterator[Step]:
        """Write what is left and settle what documents share."""
        if self._waiting or self._known.origins:
            yield from self._turn()
        yield from self._finish()
        self._writer.settle()

    def close(self) -> None:
        """Wait for the thread; what it was loading is in the store, or in its journal."""
        self._thread.shutdown(wait=True)


class _Known:
    """Which documents need no reading: they are in the store, or are being read as somebody else printed them.

    ``origins`` are the places where those were found, as far as the store does not know them.
    """

    def __init__(self, store: Store, how: Settings) -> None:
        self._store, self._corrections = store, how.corrections
        self.origins: list[Origin] = []
        self._run = store.namespace.run(run_id(how.provenance()))
        self._passed = 0
        self._under_way: dict[str, _UnderWay] = {}

    def unread(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Those that have to be read."""
        for document in documents:
            iri = self._store.namespace.document(document.id)
            reading = self._under_way.get(iri)
            if self._corrections is not None and self._corrections.name(document):
                self._under_way.setdefault(iri, _UnderWay())
                yield document
            elif reading is not None and not reading.done:
                reading.reprints.append(document)
            elif reading is not None or has_read(self._store, document, self._run):
                self._found(document)
            else:
                self._under_way[iri] = _UnderWay()
                yield document

    def _found(self, document: Document) -> None:
        self._passed += 1
        origin = origin_of(document, self._store.namespace)
        if origin and not origin.known(self._store.inner, self._store.namespace):
            self.origins.append(origin)

    def was_read(self, document: str) -> None:
        """The document (an IRI) was read and will be written: so are its reprints."""
        reading = self._under_way.get(document)
        if reading is not None:
            reading.done = True
            for reprint in reading.reprints:
                self._found(reprint)
            reading.reprints.clear()

    def was_written(self, documents: Iterable[str]) -> None:
        """The store knows of these (IRIs) from now on."""
        for document in documents:
            self._under_way.pop(document, None)

    def unread_reprints(self) -> Iterator[InputError]:
        """Reprints of what could not be read."""
        for reading in self._under_way.values():
            for reprint in reading.reprints:
                yield InputError(reprint.location or reprint.id, "the same article, found elsewhere, could not be read")

    def steps(self) -> Iterator[Step]:
        """How many were passed over since this was asked last."""
        if self._passed:
            yield Step(self._passed, 0)
            self._passed = 0


@dataclass(slots=True)
class _UnderWay:
    """A document that is being read or, when it is ``done``, being written."""

    done: bool = False
    reprints: list[Document] = field(default_factory=list)


def has_read(store: Store, document: Document, run: str) -> bool:
    """Is the document in the store, read in this way?"""
    node = ox.NamedNode(store.namespace.document(document.id))
    if not store.writer.may_hold(node.value):
        return False
    pattern = store.inner.quads_for_pattern(node, ox.NamedNode(NG + "readBy"), ox.NamedNode(run), node)
    return next(pattern, None) is not None
