"""Partitions through an engine: a few ahead of their reader, outcomes in order, and nothing lost when a process dies."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Protocol

from newsgraph.engines.partitions import Done, Partition, Reading, cut, read_header, read_partition, run_partition
from newsgraph.errors import InputError
from newsgraph.graph.document_graph import DocumentGraph
from newsgraph.graph.model import Document
from newsgraph.settings import Settings

AHEAD = 4
"""Partitions a worker may be ahead of the reader of the outcomes."""

FAILED = "failed.jsonl"
"""File in the folder of partitions that names the documents that could not be read, and why."""

DIED = "the process reading it died (out of memory?)"


class Future(Protocol):
    """What becomes of a call, here or on another machine."""

    def result(self) -> Done:
        """Wait for it; raises what the call raised."""
        ...


class Engine(Protocol):
    """Processes that call a function: a pool on this machine, or a cluster."""

    deaths: tuple[type[BaseException], ...]
    """What a future raises when the processes that worked on it died."""

    @property
    def workers(self) -> int:
        """How many calls run at a time."""
        ...

    def submit(self, function: Callable[[Partition, str], Done], partition: Partition, folder: str) -> Future:
        """Call the function somewhere."""
        ...

    def recover(self) -> None:
        """After a death: be ready for new calls."""
        ...

    def close(self) -> None:
        """Let go of all processes."""
        ...


def stream_partitions(
    documents: Iterable[Document], base: str, how: Settings, *, engine: Engine, folder: Path
) -> Iterator[DocumentGraph | InputError]:
    """The graph of each document, read in partitions by an engine: as :func:`~newsgraph.streaming.stream_graphs` gives them.

    Raises:
        ModelError, SettingError, UnknownNameError: documents cannot be read in this way.
        PartitionError, StoreError, ExtractorError: as :func:`run`.
    """
    reading = Reading(how, how.provenance(), base)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FAILED).unlink(missing_ok=True)
    for partition, done in run(cut(documents, reading), engine, folder):
        if done.documents:
            yield from read_partition(partition, folder)
        for location, reason in done.failed:
            with (folder / FAILED).open("a", encoding="utf-8") as file:
                file.write(json.dumps({"location": location, "reason": reason}, ensure_ascii=False) + "\n")
            yield InputError(location, reason)
        for unfinished in folder.glob(f"{partition.name}.nq.*.tmp"):
            unfinished.unlink(missing_ok=True)


def run(partitions: Iterable[Partition], engine: Engine, folder: Path) -> Iterator[tuple[Partition, Done]]:
    """What becomes of each partition, in order; memory holds :data:`AHEAD` partitions a worker.

    A partition whose file exists is not read again.  One in which processes die is halved until the document whose fault it
    is stands alone: that one is named, all others are read.

    Raises:
        PartitionError, StoreError, ServiceError: as :func:`~newsgraph.engines.partitions.run_partition`.
    """
    line = _Line(engine, folder)
    for partition in partitions:
        line.join(partition)
        if len(line.waiting) >= engine.workers * AHEAD:
            yield from line.next()
    while line.waiting:
        yield from line.next()


class _Line:
    """Partitions not yet taken back, oldest first; without a future where nothing is under way."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        self.deaths: tuple[type[BaseException], ...] = (*engine.deaths, CancelledError)
        self.waiting: deque[tuple[Partition, Future | None]] = deque()

    def join(self, partition: Partition) -> None:
        there = read_header(partition.path(self.folder)) is not None
        self.waiting.append((partition, None if there else self._submit(partition)))

    def next(self) -> Iterator[tuple[Partition, Done]]:
        """The outcome of the oldest partition, or those of its parts."""
        partition, future = self.waiting.popleft()
        try:
            done = self._done(partition, future)
        except self.deaths:
            self._settle()
            yield from self._apart(partition)
            for place, (other, under_way) in enumerate(self.waiting):
                self.waiting[place] = (other, under_way or self._submit(other))
        else:
            yield partition, done

    def _done(self, partition: Partition, future: Future | None) -> Done:
        if future is None:
            done = read_header(partition.path(self.folder))
            if done is not None:
                return done
        return (future or self._submit(partition)).result()

    def _submit(self, partition: Partition) -> Future:
        return self.engine.submit(run_partition, partition, str(self.folder))

    def _settle(self) -> None:
        """Wait for all others, so that what dies from now on dies alone."""
        for place, (partition, future) in enumerate(self.waiting):
            try:
                if future is not None:
                    future.result()
            except self.deaths:
                self.waiting[place] = (partition, None)

    def _apart(self, partition: Partition) -> Iterator[tuple[Partition, Done]]:
        """Read a partition with nothing else under way; whole if that works, else by halves."""
        self.engine.recover()
        try:
            done = self._submit(partition).result()
        except self.deaths:
            if len(partition.documents) > 1:
                for half in partition.halves():
                    yield from self._apart(half)
                return
            self.engine.recover()
            (document,) = partition.documents
            done = Done(partition.name, 0, ((document.location or document.id, DIED),))
        yield partition, done
