"""Documents into a store: read, skip what is there already, write in transactions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from newsgraph.errors import InputError
from newsgraph.graph.model import Document, Extraction
from newsgraph.graph.quads import run_id
from newsgraph.graph.terms import NG
from newsgraph.streaming import provenance_of, stream

if TYPE_CHECKING:
    from newsgraph.graph.store import Store

WRITE_AT_ONCE = 64
"""Documents written in one transaction."""


@dataclass(frozen=True, slots=True)
class Step:
    """Documents that are safely in the store: how many there were, and how many were new or changed."""

    documents: int
    changed: int
    statements: int = 0
    words: int = 0


def build_into(
    documents: Iterable[Document], store: Store, *, model: str | None = None, workers: int = 1
) -> Iterator[Step | InputError]:
    """Read documents into a store, telling of each transaction and of each document that failed.

    Stopped at any point and run again it ends the same: what is in the store was read as it would be now and is passed
    over, everything else is read.  Memory: a few batches.

    Raises:
        ModelError: no usable model.
        StoreError: the store cannot be written.
    """
    run = store.namespace.run(run_id(provenance_of(model)))
    passed = _Passed()
    waiting: list[Extraction] = []
    for outcome in stream(passed.over(documents, store, run), model=model, workers=workers):
        if isinstance(outcome, InputError):
            yield outcome
            continue
        waiting.append(outcome)
        if len(waiting) >= WRITE_AT_ONCE:
            yield _write(waiting, store)
            waiting = []
        yield from passed.steps()
    if waiting:
        yield _write(waiting, store)
    yield from passed.steps()


def _write(extractions: list[Extraction], store: Store) -> Step:
    changed = store.add_all(extractions)
    statements = sum(len(extraction.statements) for extraction in extractions)
    words = sum(len(extraction.document.text.split()) for extraction in extractions)
    return Step(len(extractions), changed, statements, words)


class _Passed:
    """Documents that are in the store already."""

    def __init__(self) -> None:
        self.count = 0

    def over(self, documents: Iterable[Document], store: Store, run: str) -> Iterator[Document]:
        for document in documents:
            if has_read(store, document, run):
                self.count += 1
            else:
                yield document

    def steps(self) -> Iterator[Step]:
        if self.count:
            yield Step(self.count, 0)
            self.count = 0


def has_read(store: Store, document: Document, run: str) -> bool:
    """Is the document in the store, read in this way?"""
    node = ox.NamedNode(store.namespace.document(document.id))
    pattern = store.inner.quads_for_pattern(node, ox.NamedNode(NG + "readBy"), ox.NamedNode(run), node)
    return next(pattern, None) is not None
