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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from newsgraph.errors import InputError, NewsgraphError, StoreError
from newsgraph.graph.document_graph import DocumentGraph
from newsgraph.graph.model import Document, Provenance, content_id
from newsgraph.graph.origins import origin_of
from newsgraph.graph.survey import survey_lines
from newsgraph.graph.terms import Namespace
from newsgraph.settings import Settings
from newsgraph.streaming import batches, read_graphs

USUAL_DOCUMENTS = 128
"""Documents of a partition on average."""

MOST_DOCUMENTS, MOST_WORDS = 500, 120_000
"""A partition ends here at the latest."""

FORMAT = 2
"""Of the files; another number reads everything anew."""

_HEADER = "# newsgraph partition "


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents are read: what a worker is told, ``provenance``, what comes of it, and the namespace of the graphs."""

    how: Settings
    provenance: Provenance
    base: str


@dataclass(frozen=True, slots=True)
class Partition:
    """Documents to be read together."""

    documents: tuple[Document, ...]
    reading: Reading

    @property
    def name(self) -> str:
        """A hash of all that decides what the file will hold; nothing of it depends on the machine or the time."""
        made = self.reading.provenance
        parts = [FORMAT, made.newsgraph, made.model, made.rules, self.reading.base]
        return content_id("partition", *parts, *(part for d in self.documents for part in _identity(d)))

    def path(self, folder: Path) -> Path:
        """Where its file lies in a folder of partitions."""
        return folder / f"{self.name}.nq"

    def halves(self) -> tuple[Partition, Partition]:
        """Two partitions of about half as many documents."""
        middle = len(self.documents) // 2
        return Partition(self.documents[:middle], self.reading), Partition(self.documents[middle:], self.reading)


def _identity(document: Document) -> tuple[object, ...]:
    printed = document.outlet, document.url, document.author
    return document.id, *printed, document.location, document.raw_sha256


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
        made, how = partition.reading.provenance, partition.reading.how
        here = how.provenance()
        if here != made:
            raise PartitionError(f"a worker would read with {here}, not with {made}; install the same there")
        failed: list[tuple[str, str]] = []
        graphs: list[DocumentGraph] = []
        for batch in batches(partition.documents):
            for outcome in read_graphs(batch, partition.reading.base, how, made):
                if isinstance(outcome, InputError):
                    failed.append((outcome.location, outcome.reason))
                else:
                    graphs.append(outcome)
        done = Done(partition.name, len(graphs), tuple(failed))
        write_partition(path, done, graphs)
        return done


def write_partition(path: Path, done: Done, graphs: Sequence[DocumentGraph]) -> None:
    """Write a partition's file under another name, flush it to disk, rename it.

    Raises:
        StoreError: it cannot be written.
    """
    header = {
        "name": done.name,
        "failed": done.failed,
        "documents": [[g.iri, g.digest, g.words, g.quads.count(b"\n")] for g in graphs],
        "run": graphs[0].run if graphs else "",
    }
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with unfinished.open("wb") as file:
                file.write(f"{_HEADER}{json.dumps(header)}\n".encode())
                file.writelines(graph.quads for graph in graphs)
                file.write(str(header["run"]).encode())
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
            header = _header(path, file.readline())
    except FileNotFoundError:
        return None
    failed = tuple((str(where), str(why)) for where, why in header["failed"])
    return Done(header["name"], len(header["documents"]), failed)


def read_partition(partition: Partition, folder: Path) -> Iterator[DocumentGraph]:
    """The graphs in a partition's file, in the order of the documents.

    Raises:
        PartitionError: the file is not there, or is something else: workers write to a folder that is not seen here?
    """
    path = partition.path(folder)
    namespace = Namespace(partition.reading.base)
    documents: dict[str, list[Document]] = {}
    for document in partition.documents:
        documents.setdefault(namespace.document(document.id), []).append(document)
    try:
        with path.open(encoding="utf-8") as file:
            header = _header(path, file.readline())
            for iri, digest, words, count in header["documents"]:
                lines = list(islice(file, count))
                end = f" <{iri}> .\n"
                if len(lines) != count or not all(line.endswith(end) for line in lines):
                    raise PartitionError(f"{path}: does not hold what it says; remove it and run again")
                triples = [line.removesuffix(end) for line in lines[:-1]]
                survey, origin = survey_lines(triples, iri, namespace), origin_of(documents[iri].pop(0), namespace)
                yield DocumentGraph(iri, "".join(lines).encode(), digest, header["run"], survey, words, origin)
    except (KeyError, IndexError) as error:
        raise PartitionError(f"{path}: holds other documents than it says; remove it and run again") from error
    except FileNotFoundError as error:
        raise PartitionError(f"{path}: is not there; --partitions must name a folder that all workers see") from error


def _header(path: Path, line: str) -> dict[str, Any]:
    try:
        if not line.startswith(_HEADER):
            raise ValueError
        header = json.loads(line.removeprefix(_HEADER))
        if {"name", "failed", "documents", "run"} <= header.keys():
            return dict(header)
    except (ValueError, AttributeError):
        pass
    raise PartitionError(f"{path}: is no partition of newsgraph; remove it or choose another folder")
