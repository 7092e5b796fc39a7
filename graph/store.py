"""The store: documents' graphs and what is derived from them, on disk (Oxigraph) or in memory.

Writing: one document is one named graph, replaced as a whole (:mod:`newsgraph.graph.writing`); a crash in between is
repaired at the next opening.  Reading: SPARQL over all graphs together; several readers may open a store read-only, one may write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType

import pyoxigraph as ox

from newsgraph.errors import QueryError, StoreError
from newsgraph.graph.document_graph import document_graph
from newsgraph.graph.explanation import Explanation, explain_statement, find_statements
from newsgraph.graph.literals import value
from newsgraph.graph.model import Extraction
from newsgraph.graph.near_duplicates import joined, repetitions
from newsgraph.graph.origins import origin_quads
from newsgraph.graph.records import DocumentRecord, read_document, read_statement
from newsgraph.graph.terms import DEFAULT_BASE, NG, PROV, RDF, SCHEMA, Namespace
from newsgraph.graph.vocabulary import generate_vocabulary
from newsgraph.graph.writing import Writer

BATCH = 64
"""Documents written in one transaction by :meth:`Store.add_all`."""

TYPE = ox.NamedNode(RDF + "type")
ASSERTED_GRAPH = ox.NamedNode(NG + "AssertedGraph")

_QUOTED = re.compile(r"\"\"\".*?\"\"\"|'''.*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|#[^\n]*", re.S)
_SERVICE = re.compile(r"\bservice\b", re.I)
_FROM = re.compile(r"(?<![\w?$:.-])from\b(?!\s*:)", re.I)


@dataclass(frozen=True, slots=True)
class StoreStats:
    """Counts over the whole store.  ``repetitions`` are articles that repeat another, beyond the first of each group."""

    documents: int
    entities: int
    statements: int
    asserted_statements: int
    events: int
    plain_edges: int
    sources: int
    repetitions: int
    quads: int


class Store:
    """A knowledge graph with its evidence; use :meth:`open` or :meth:`memory`."""

    def __init__(self, inner: ox.Store, namespace: Namespace, path: Path | None, read_only: bool) -> None:
        self._inner: ox.Store | None = inner
        self.namespace, self.path, self.read_only = namespace, path, read_only
        self._writer: Writer | None = None

    @classmethod
    def open(cls, path: Path | str, *, read_only: bool = False, base: str | None = None) -> Store:
        """Open a folder, made if absent unless ``read_only``; ``base`` is for a new store (default: w3id.org).

        Raises:
            StoreError: no store there, another process writes to it, or it has another base.
            BaseError: ``base`` is no namespace.
        """
        path = Path(path)
        if read_only and not (path / "CURRENT").exists():
            raise StoreError(f"{path}: there is no store; make one with: newsgraph build TEXTS --into {path}")
        if not read_only and path.exists() and not (path / "CURRENT").exists() and not _unfinished(path):
            raise StoreError(f"{path}: the folder is not empty and holds no store; choose another")
        try:
            if not read_only:
                path.mkdir(parents=True, exist_ok=True)
            inner = ox.Store.read_only(str(path)) if read_only else ox.Store(str(path))
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{path}: cannot be opened ({error}); is another process writing to it?") from error
        return cls._ready(inner, path, read_only, base)

    @classmethod
    def memory(cls, *, base: str | None = None) -> Store:
        """An empty store that is gone with the process."""
        return cls._ready(ox.Store(), None, False, base)

    @classmethod
    def _ready(cls, inner: ox.Store, path: Path | None, read_only: bool, base: str | None) -> Store:
        marker = next(inner.quads_for_pattern(None, TYPE, ASSERTED_GRAPH, None), None)
        if marker is None and read_only:
            raise StoreError(f"{path}: not a store of newsgraph")
        if marker is None:
            namespace = Namespace(base or DEFAULT_BASE)
            inner.load("\n".join(generate_vocabulary(namespace)), ox.RdfFormat.N_QUADS)
        else:
            namespace = Namespace(value(marker.subject).removesuffix("graph/asserted"))
            if base is not None and base != namespace.base:
                raise StoreError(f"{path}: this store was made with the base {namespace.base}, not {base}")
        store = cls(inner, namespace, path, read_only)
        if not read_only:
            store.writer.recover()
        return store

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write everything to disk and let go of the folder; closing twice does nothing."""
        if self._inner is not None and not self.read_only:
            if self._writer is not None:
                self._writer.settle()
            self._inner.flush()
        self._inner = self._writer = None

    @property
    def inner(self) -> ox.Store:
        """The Oxigraph store itself.

        Raises:
            StoreError: this store is closed.
        """
        if self._inner is None:
            raise StoreError("the store is closed")
        return self._inner

    # writing

    def add(self, extraction: Extraction) -> bool:
        """Add what was read in a document, or replace what is there; False when nothing changes."""
        return self.add_all([extraction]) == 1

    def add_all(self, extractions: Iterable[Extraction], *, batch: int = BATCH) -> int:
        """Add many, ``batch`` of them at a time; returns how many changed the store.  Memory: one batch.

        Raises:
            StoreError: the store is read-only or closed.
        """
        writer = self.writer
        changed = 0
        stream = iter(extractions)
        while chunk := list(islice(stream, batch)):
            ready = writer.prepare(document_graph(extraction, self.namespace) for extraction in chunk)
            writer.load(ready)
            changed += writer.finish(ready)
        writer.settle()
        self.forget_runs()
        return changed

    def remove(self, document_id: str) -> bool:
        """Remove a document and whatever it alone supports; False when the store has no such document."""
        writer, node = self.writer, ox.NamedNode(self.namespace.document(document_id))
        if not self.inner.contains_named_graph(node):
            return False
        read_by = ox.NamedNode(NG + "readBy")
        runs = [ox.NamedNode(value(q.object)) for q in self.inner.quads_for_pattern(node, read_by, None, node)]
        writer.remove(node.value)
        for quad in list(origin_quads(self.inner, node.value, self.namespace)):
            self.inner.remove(quad)
        for run in runs:
            self._forget(run)
        return True

    def forget_runs(self) -> None:
        """Drop what is said of ways of reading that no document refers to any more."""
        activity = ox.NamedNode(PROV + "Activity")
        for quad in list(self.inner.quads_for_pattern(None, TYPE, activity, self._graph("provenance"))):
            assert isinstance(quad.subject, ox.NamedNode)
            self._forget(quad.subject)

    def _forget(self, run: ox.NamedNode) -> None:
        if next(self.inner.quads_for_pattern(None, ox.NamedNode(NG + "readBy"), run, None), None) is None:
            for quad in list(self.inner.quads_for_pattern(run, None, None, self._graph("provenance"))):
                self.inner.remove(quad)

    def rebuild(self) -> None:
        """Drop what is derived and derive it again from the documents' graphs."""
        self.writer.rebuild()

    @property
    def writer(self) -> Writer:
        """What writes into this store.

        Raises:
            StoreError: the store is read-only or closed.
        """
        if self.read_only:
            raise StoreError("the store was opened read-only")
        if self._writer is None:
            self._writer = Writer(self.inner, self.namespace, self.path)
        return self._writer

    def _graph(self, name: str) -> ox.NamedNode:
        return ox.NamedNode(self.namespace.graph(name))

    # reading

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Answer a SPARQL query over all graphs together, or over those it names with FROM; the usual prefixes are known.

        Raises:
            QueryError: not SPARQL, or it asks another service.
        """
        words = _QUOTED.sub(" ", sparql)
        if _SERVICE.search(words):
            raise QueryError("SERVICE is refused: a query reads this store and nothing else")
        inner, union = self.inner, _FROM.search(words) is None
        try:
            return inner.query(sparql, prefixes=self.namespace.prefixes, use_default_graph_as_union=union)
        except SyntaxError as error:
            raise QueryError(f"not a SPARQL query: {error.msg}") from error
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"the query failed: {error}") from error

    def document_iris(self) -> list[str]:
        """IRIs of the articles, sorted."""
        quads = self.inner.quads_for_pattern(None, TYPE, ox.NamedNode(SCHEMA + "NewsArticle"), None)
        return sorted(value(q.subject) for q in quads)

    def documents(self) -> Iterator[DocumentRecord]:
        """The articles, in the order of their IRIs."""
        for iri in self.document_iris():
            record = read_document(self.inner, iri)
            if record is not None:
                yield record

    def explain(self, name: str) -> list[Explanation]:
        """Where a statement, an event, an entity's statements or an edge ("CSTO -send-> forces") come from.

        Raises:
            UnknownNameError: nothing of that name.
        """
        found = (read_statement(self.inner, iri) for iri in find_statements(self.inner, self.namespace, name))
        return [explain_statement(self.inner, statement) for statement in found if statement is not None]

    def stats(self) -> StoreStats:
        """Counts; one pass over small indexes, O(statements)."""

        def count(pattern: str) -> int:
            solutions = self.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
            assert isinstance(solutions, ox.QuerySolutions)
            return int(value(next(solutions)["n"]))

        asserted = (
            "?s a ng:Statement ; ng:polarity fact:positive ; ng:certainty fact:certain ; ng:timeframe fact:non-future ;"
            " ng:holder ?d ; prov:wasDerivedFrom ?d"
        )
        return StoreStats(
            documents=count("?d a schema:NewsArticle"),
            entities=sum(1 for _ in self._labels("entities")),
            statements=count("?s a ng:Statement"),
            asserted_statements=count(asserted),
            events=count("?e a sem:Event"),
            plain_edges=count(f"GRAPH <{self.namespace.graph('asserted')}> {{ ?s ?p ?o }}"),
            sources=count("SELECT DISTINCT ?h WHERE { ?s ng:holder ?h FILTER NOT EXISTS { ?h a schema:NewsArticle } }"),
            repetitions=sum(len(group) - 1 for group in joined((a, b) for a, b, _ in repetitions(self.inner))),
            quads=len(self.inner),
        )

    def _labels(self, graph: str) -> Iterator[ox.Quad]:
        label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
        return iter(self.inner.quads_for_pattern(None, label, None, self._graph(graph)))


_ENGINE_FILES = re.compile(
    r"LOG|LOCK|IDENTITY|LOG\.old\.\d+|(?:MANIFEST|OPTIONS)-\d+|\d+\.(?:log|sst|dbtmp)|OPTIONS-\d+\.dbtmp"
)


def _unfinished(path: Path) -> bool:
    """A folder that is empty or in which making a store was stopped: the engine starts it anew."""
    return all(entry.is_file() and _ENGINE_FILES.fullmatch(entry.name) for entry in path.iterdir())
