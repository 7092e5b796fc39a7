"""Partitions: some hundred documents read together, and the file of N-Quads that says they are done.

A file is named by a hash of what is in it before it is read: documents, extractor, model, version, namespace.  It is
written under another name, flushed to disk and renamed, so that a file that exists is whole, and reading a partition twice, at the
same time even, does no harm.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from newsgraph.errors import InputError, NewsgraphError, StoreError
from newsgraph.extractors.choice import RULES, Choice
from newsgraph.graph.model import Document, Provenance, content_id
from newsgraph.graph.quads import generate_document
from newsgraph.graph.terms import Namespace
from newsgraph.settings import Settings
from newsgraph.streaming import batches, provenance_of, read_batch

USUAL_DOCUMENTS = 128
"""Documents of a partition on average."""

MOST_DOCUMENTS, MOST_WORDS = 500, 120_000
"""A partition ends here at the latest."""

_HEADER = "# newsgraph partition "


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents are read: what a worker is told, and ``provenance``, what comes of it."""

    provenance: Provenance
    base: str
    model: str | None = None
    extractor: Choice = RULES


@dataclass(frozen=True, slots=True)
class Partition:
    """Documents to be read together."""

    documents: tuple[Document, ...]
    reading: Reading

    @property
    def name(self) -> str:
        """A hash of all that decides what the file will hold; nothing of it depends on the machine or the time."""
        how = self.reading
        parts = [how.provenance.newsgraph, how.provenance.model, how.provenance.rules, how.base]
        return content_id("partition", *parts, *(part for d in self.documents for part in _identity(d)))

    def path(self, folder: Path) -> Path:
        """Where its file lies in a folder of partitions."""
        return folder / f"{self.name}.nq"

    def halves(self) -> tuple[Partition, Partition]:
        """Two partitions of about half as many documents."""
        middle = len(self.documents) // 2
        return Partition(self.documents[:middle], self.reading), Partition(self.documents[middle:], self.reading)


def _identity(document: Document) -> tuple[object, ...]:
    return document.id, document.headline, document.author, document.location, document.raw_sha256


def cut(documents: Iterable[Document], reading: Reading) -> Iterator[Partition]:
    """Documents in partitions, order kept.

    Where one ends is decided by the document at its end, so that with documents added or taken away the other partitions
    stay what they are.  No documents, no partitions.
    """
    waiting: list[Document] = []
    words = 0
    for document in documents:
        waiting.append(document)
        words += len(document.text) // 6
        ends = int(document.id[:8], 16) % USUAL_DOCUMENTS == 0
        if ends or len(waiting) >= MOST_DOCUMENTS or words >= MOST_WORDS:
            yield Partition(tuple(waiting), reading)
            waiting, words = [], 0
    if waiting:
        yield Partition(tuple(waiting), reading)


@dataclass(frozen=True, slots=True)
class Done:
    """A partition that was read: how many documents its file holds, and those that could not be read, with the reason."""

    name: str
    documents: int
    failed: tuple[tuple[str, str], ...] = ()


class PartitionError(NewsgraphError, RuntimeError):
    """A partition that cannot be read as it should, or whose file is not what it should be."""


_one_at_a_time = threading.Lock()


def run_partition(partition: Partition, folder: str) -> Done:
    """Read a partition and write its file into ``folder``; what every engine calls, in a process of its own.

    A file that is there already is not made again.  A document that fails is named in the outcome; the others are read.

    Raises:
        PartitionError: this process reads otherwise than was asked: another version or model is installed here.
        StoreError: the file cannot be written.
        ModelError: no usable model here.
    """
    path = partition.path(Path(folder))
    with _one_at_a_time:
        done = read_header(path)
        if done is not None:
            return done
        how = partition.reading
        here = provenance_of(how.model)
        if here != how.provenance:
            raise PartitionError(f"a worker would read with {here}, not with {how.provenance}; install the same there")
        failed: list[tuple[str, str]] = []
        texts: list[str] = []
        for batch in batches(partition.documents):
            for outcome in read_batch(batch, Settings(how.model)):
                if isinstance(outcome, InputError):
                    failed.append((outcome.location, outcome.reason))
                else:
                    texts.append("\n".join(generate_document(outcome, Namespace(how.base))))
        done = Done(partition.name, len(texts), tuple(failed))
        _write(path, done, texts)
        return done


def _write(path: Path, done: Done, texts: Iterable[str]) -> None:
    """Write under another name, flush to disk, rename."""
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with unfinished.open("w", encoding="utf-8", newline="\n") as file:
                header = {"name": done.name, "documents": done.documents, "failed": done.failed}
                file.write(_HEADER + json.dumps(header) + "\n")
                for text in texts:
                    file.write(text + "\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
        _flush_folder(path.parent)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error})") from error


def _flush_folder(folder: Path) -> None:
    """Make a renaming last, on systems that can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read_header(path: Path) -> Done | None:
    """What the first line of a partition's file says; None when there is no file.

    Raises:
        PartitionError: the file is something else.
    """
    try:
        with path.open(encoding="utf-8") as file:
            line = file.readline(16 * 2**20)
    except FileNotFoundError:
        return None
    try:
        found = json.loads(line.removeprefix(_HEADER))
        return Done(found["name"], found["documents"], tuple((where, why) for where, why in found["failed"]))
    except (ValueError, KeyError, TypeError) as error:
        raise PartitionError(f"{path}: is no partition of newsgraph; remove it or choose another folder") from error
