"""Documents in, extractions out, in order and in constant memory, in one process or several.

A document that makes an extractor fail is yielded as an :class:`~newsgraph.errors.InputError` naming it; the rest goes
on.  Workers are processes of our own that return finished values: a parse never crosses a process boundary.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeVar, cast

from newsgraph.errors import ExtractorError, InputError
from newsgraph.graph.model import Document, Extraction, Provenance
from newsgraph.graph.reprints import Reprints
from newsgraph.graph.terms import Namespace
from newsgraph.memory import collecting_seldom
from newsgraph.settings import Settings
from newsgraph.workers import worker_pool

if TYPE_CHECKING:
    from spacy.language import Language

    from newsgraph.graph.document_graph import DocumentGraph

Outcome = Extraction | InputError
"""What became of a document."""

Result = TypeVar("Result")
"""The same in the form somebody wants it; an ``InputError`` among them."""

USUAL = Settings()

BATCH_WORDS = 6_000
"""Words handed to a worker at a time."""

AHEAD = 3
"""Batches a worker may be ahead of the reader of the results."""


def provenance_of(model: str | None = None) -> Provenance:
    """How documents are read by the rules with this model.

    Raises:
        ModelError: no usable model.
    """
    return Settings(model).provenance()


def stream(documents: Iterable[Document], how: Settings = USUAL, *, workers: int = 1) -> Iterator[Outcome]:
    """What becomes of each document, in their order; memory holds a few batches.

    The outcome does not depend on the number of workers.

    Raises:
        ModelError: no usable model.
        SettingError, UnknownNameError: the extractor cannot be used.
    """
    return _run(documents, partial(read_batch, how=how, provenance=how.provenance()), workers)


def stream_graphs(
    documents: Iterable[Document], base: str, how: Settings = USUAL, *, workers: int = 1
) -> Iterator[DocumentGraph | InputError]:
    """The same with the graph of each document in the namespace ``base``, made where the document was read.

    Raises:
        ModelError, SettingError, UnknownNameError: as :func:`stream`.
    """
    return _run(documents, partial(read_graphs, base=base, how=how, provenance=how.provenance()), workers)


def _run(
    documents: Iterable[Document], read: Callable[[list[Document]], list[Result]], workers: int
) -> Iterator[Result]:
    with collecting_seldom():
        if workers <= 1:
            for batch in batches(documents):
                yield from read(batch)
        else:
            yield from _in_processes(documents, read, workers)


def batches(documents: Iterable[Document], words: int = BATCH_WORDS) -> Iterator[list[Document]]:
    """Documents in groups of about ``words`` words, order kept; a longer document is a group of its own."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text) // 6
        if size >= words:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def read_batch(
    batch: list[Document], how: Settings = USUAL, provenance: Provenance | None = None
) -> list[Extraction | InputError]:
    """Read a few documents; one that fails does not touch the others.  ``provenance``: that of ``how``, if it is known.

    Raises:
        ExtractorError: the extractor cannot go on; a server it asks does not answer.
    """
    from newsgraph.extractors.pipeline import parse_documents, read_document, to_extraction
    from newsgraph.parse_cache import caching_parser

    nlp, provenance = cast("Language", caching_parser(how.model, how.parses)), provenance or how.provenance()
    extractor, reprints = how.opened(), reprints_by(provenance)
    again = [reprints.find(document) for document in batch]
    new = [document for document, found in zip(batch, again, strict=True) if found is None]
    try:
        refused = extractor.prepare(new)
        parsed = list(parse_documents([document for document in new if document.id not in refused], nlp))
    except ExtractorError:
        raise
    except Exception as error:
        if len(batch) == 1:
            return [_failed(batch[0], error)]
        return [outcome for document in batch for outcome in read_batch([document], how, provenance)]
    outcomes: list[Extraction | InputError] = []
    rest = iter(parsed)
    for document, known in zip(batch, again, strict=True):
        if known is None and document.id in refused:
            outcomes.append(refused[document.id])
            continue
        try:
            found = known or to_extraction(read_document(*next(rest), extractor.stages), provenance)
            reprints.keep(found)
            outcomes.append(how.corrections.apply(found) if how.corrections else found)
        except InputError as error:
            outcomes.append(error)
        except ExtractorError:
            raise
        except Exception as error:
            outcomes.append(_failed(document, error))
    return outcomes


@lru_cache(maxsize=2)
def reprints_by(provenance: Provenance) -> Reprints:
    """Those of this process, by the way of reading."""
    return Reprints()


def read_graphs(
    batch: list[Document], base: str, how: Settings = USUAL, provenance: Provenance | None = None
) -> list[DocumentGraph | InputError]:
    """The graphs of a few documents, as :func:`read_batch` reads them."""
    from newsgraph.graph.document_graph import document_graph

    namespace = Namespace(base)
    return [
        outcome if isinstance(outcome, InputError) else document_graph(outcome, namespace)
        for outcome in read_batch(batch, how, provenance)
    ]


def _failed(document: Document, error: Exception) -> InputError:
    reason = f"reading it failed with {type(error).__name__}: {error}; this is a defect, please report it with the text"
    failure = InputError(document.location or document.id, reason)
    failure.__cause__ = error
    return failure


def _in_processes(
    documents: Iterable[Document], read: Callable[[list[Document]], list[Result]], workers: int
) -> Iterator[Result]:
    pending: deque[tuple[list[Document], Future[list[Result]]]] = deque()
    pool = worker_pool(workers)
    try:
        for batch in batches(documents):
            pending.append((batch, pool.submit(read, batch)))
            if len(pending) >= workers * AHEAD:
                pool = yield from _next(pending, pool, read, workers)
        while pending:
            pool = yield from _next(pending, pool, read, workers)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _next(
    pending: deque[tuple[list[Document], Future[list[Result]]]],
    pool: ProcessPoolExecutor,
    read: Callable[[list[Document]], list[Result]],
    workers: int,
) -> Generator[Result, None, ProcessPoolExecutor]:
    """Yield the outcomes of the oldest batch; returns the pool to go on with (a new one after a worker died)."""
    batch, future = pending.popleft()
    try:
        outcomes = future.result()
    except BrokenProcessPool:
        pool.shutdown(wait=False, cancel_futures=True)
        yield from _alone(batch, read)
        pool = worker_pool(workers)
        for place, (waiting, lost) in enumerate(pending):
            if not lost.done() or lost.cancelled() or lost.exception() is not None:
                pending[place] = (waiting, pool.submit(read, waiting))
        return pool
    yield from outcomes
    return pool


def _alone(batch: list[Document], read: Callable[[list[Document]], list[Result]]) -> Iterator[Result]:
    """Read a batch in a process of its own, so that whose fault a death is, is clear: first together, then one by one."""
    pool = worker_pool(1)
    try:
        yield from pool.submit(read, batch).result()
        return
    except BrokenProcessPool:
        pool.shutdown(wait=False)
    pool = worker_pool(1)
    for document in batch:
        try:
            outcomes = pool.submit(read, [document]).result()
        except BrokenProcessPool:
            pool.shutdown(wait=False)
            pool = worker_pool(1)
            yield cast(
                "Result", InputError(document.location or document.id, "the process reading it died (out of memory?)")
            )
        else:
            yield from outcomes
    pool.shutdown(wait=False)
