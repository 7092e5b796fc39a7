"""Writing documents' graphs into an Oxigraph store so that a process may die at any point.

The documents of a batch are marked as pending in a transaction; their quads, and what the shared graphs gain by them, are
written to a journal beside the store's files and loaded in bulk (no transaction: three times as fast); what the shared
graphs lose goes after that, and the marks when entities are settled.  What is found when a store is opened again is carried
to the end: the journal is loaded once more, which does nothing to what is there already, and the marked documents are followed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from newsgraph.errors import StoreError
from newsgraph.graph.derivation import Derivation, Difference
from newsgraph.graph.document_graph import DocumentGraph
from newsgraph.graph.literals import value
from newsgraph.graph.origins import Origin
from newsgraph.graph.sieve import Sieve
from newsgraph.graph.survey import Survey, survey
from newsgraph.graph.terms import NG, RDF, Namespace

JOURNAL = "newsgraph.journal"
"""File in the folder of a store that holds what is being loaded."""

BULK = 2**21
"""Bytes of N-Quads from which loading in bulk pays."""

SETTLE_AFTER = 512
"""Documents after which shared entities are settled at the latest, or half as many as are settled already."""

TYPE = ox.NamedNode(RDF + "type")
DIGEST = ox.NamedNode(NG + "digest")
REPLACED = ox.NamedNode(NG + "Replaced")
DERIVED = ("asserted", "entities", "events", "links", "relations")


@dataclass(frozen=True, slots=True)
class Batch:
    """So many documents, new or changed, on their way into the store: N-Quads to be written, and what goes from the shared graphs.

    The quads are let go of as soon as they are in the journal.
    """

    documents: int
    quads: list[bytes]
    shared: Difference


class Writer:
    """Writes into one store; ``folder`` is that of a store on disk."""

    def __init__(self, inner: ox.Store, namespace: Namespace, folder: Path | None) -> None:
        self._inner, self._namespace = inner, namespace
        self._journal = folder / JOURNAL if folder else None
        self._pending = ox.NamedNode(namespace.graph("pending"))
        unfinished = self._journal is not None and self._journal.exists()
        empty = not unfinished and next(inner.quads_for_pattern(None, DIGEST, None, None), None) is None
        self._derivation = Derivation(inner, namespace, empty=empty)
        self._written = Sieve(everything=not empty)
        self._unsettled = self._settled = 0
        self._unfinished = False

    def may_hold(self, document: str) -> bool:
        """False where a document (an IRI) surely is not in the store, without asking it."""
        return self._written.may_hold(document)

    def prepare(self, graphs: Iterable[DocumentGraph], origins: Iterable[Origin] = ()) -> Batch:
        """Mark what is new or changed as pending and take away what it replaces; of several of one name the last counts.

        ``origins`` are places where documents were read that are in the store already.

        Raises:
            StoreError: the batch before was not finished.
        """
        if self._unfinished:
            raise StoreError("writing was interrupted; open the store again, which carries to the end what was begun")
        graphs = list(graphs)
        places = {origin.iri: origin for origin in (*(g.origin for g in graphs), *origins) if origin is not None}
        new = [origin.lines for _, origin in sorted(places.items()) if not origin.known(self._inner, self._namespace)]
        changed: list[DocumentGraph] = []
        before: dict[str, Survey] = {}
        replaced: list[ox.NamedNode] = []
        for graph in {graph.iri: graph for graph in graphs}.values():
            node = ox.NamedNode(graph.iri)
            digests = self._inner.quads_for_pattern(node, DIGEST, None, node) if self.may_hold(graph.iri) else ()
            known = next(iter(digests), None)
            self._written.add(graph.iri)
            if known is not None and value(known.object) == graph.digest:
                continue
            changed.append(graph)
            before[graph.iri] = survey(self._inner, graph.iri, self._namespace) if known else Survey()
            if known is not None:
                replaced.append(node)
        self._unfinished = bool(changed)
        if changed:
            self._mark((graph.iri for graph in changed), {node.value for node in replaced})
        for node in replaced:
            self._inner.remove_graph(node)
        for graph in changed:
            self._derivation.note(graph.iri, before[graph.iri], graph.survey)
        shared = self._derivation.difference()
        runs = sorted({graph.run for graph in changed})
        rest = "".join((shared.added, *runs, *new)).encode()
        return Batch(len(changed), [*(graph.quads for graph in changed), rest], shared)

    def load(self, batch: Batch) -> None:
        """Write the quads; may run in a thread beside reading, not beside other writing.

        Raises:
            StoreError: they cannot be written, for instance because the disk is full; what is there stays whole.
        """
        try:
            self._load(batch.quads)
        except OSError as error:
            where = self._journal.parent if self._journal else "the store"
            raise StoreError(f"{where}: cannot be written ({error}); make room and build again") from error

    def _load(self, quads: list[bytes]) -> None:
        if self._journal is None or sum(map(len, quads)) < BULK:
            self._inner.load(b"".join(quads), ox.RdfFormat.N_QUADS, lenient=True)
            return
        unfinished = self._journal.with_suffix(".tmp")
        with unfinished.open("wb") as file:
            file.writelines(quads)
            quads.clear()
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, self._journal)
        self._inner.bulk_load(path=str(self._journal), format=ox.RdfFormat.N_QUADS, lenient=True)
        self._journal.unlink()

    def finish(self, batch: Batch) -> int:
        """Take away what a loaded batch leaves nothing of, and settle at times; returns how many documents changed."""
        self._derivation.remove(batch.shared)
        self._derivation.forget_oldest()
        self._unfinished = False
        self._unsettled += batch.documents
        if self._unsettled >= max(SETTLE_AFTER, self._settled // 2):
            self.settle()
        return batch.documents

    def settle(self) -> None:
        """Settle what several documents share; the store is then whole.

        Not where a batch was left unfinished: its documents stay marked, and the next opening carries it to the end.
        """
        if self._unsettled and not self._unfinished:
            self._derivation.settle()
            self._inner.remove_graph(self._pending)
            self._settled += self._unsettled
            self._unsettled = 0

    def remove(self, document: str) -> None:
        """Remove a document's graph and whatever it alone supports."""
        node = ox.NamedNode(document)
        before = survey(self._inner, document, self._namespace)
        self._mark([document], {document})
        self._inner.remove_graph(node)
        self._derivation.note(document, before, Survey())
        self._derivation.write(self._derivation.difference())
        self._unsettled += 1
        self.settle()

    def recover(self) -> None:
        """Carry to the end what a process that died had begun; does nothing where none had."""
        if self._journal is not None:
            self._journal.with_suffix(".tmp").unlink(missing_ok=True)
            if self._journal.exists():
                self._inner.bulk_load(path=str(self._journal), format=ox.RdfFormat.N_QUADS, lenient=True)
                self._journal.unlink()
        if not self._inner.contains_named_graph(self._pending):
            return
        marks = list(self._inner.quads_for_pattern(None, TYPE, None, self._pending))
        if any(mark.object == REPLACED for mark in marks):
            self.rebuild()
            return
        documents = sorted(value(mark.subject) for mark in marks)
        self._derivation.resume(documents)
        self._derive(documents)
        self._unsettled = len(marks)
        self.settle()

    def rebuild(self) -> None:
        """Drop what is derived and derive it again from the documents' graphs."""
        for name in DERIVED:
            self._inner.remove_graph(ox.NamedNode(self._namespace.graph(name)))
        self._derivation = Derivation(self._inner, self._namespace, empty=False)
        digests = self._inner.quads_for_pattern(None, DIGEST, None, None)
        self._derive(sorted(value(quad.subject) for quad in digests))
        self._derivation.settle()
        self._inner.remove_graph(self._pending)
        self._unsettled = 0

    def _derive(self, documents: Iterable[str]) -> None:
        """What is shared, from documents that are in the store."""
        for document in documents:
            self._derivation.note(document, Survey(), survey(self._inner, document, self._namespace), stored=True)
            self._derivation.write(self._derivation.difference())
            self._derivation.forget_oldest()

    def _mark(self, documents: Iterable[str], replaced: set[str]) -> None:
        lines = [
            f"<{document}> {TYPE} <{NG}{'Replaced' if document in replaced else 'Pending'}> {self._pending} ."
            for document in documents
        ]
        self._inner.load("\n".join(lines), ox.RdfFormat.N_QUADS)
