"""A scene's source from a store: all of it, a selection, or what lies around one entity or event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from newsgraph.exports.scene import Part, SceneDocument, SceneEntity, SceneSource, SceneStatement, Voice
from newsgraph.graph.literals import value
from newsgraph.graph.model import LinkKind, Polarity, Timeframe
from newsgraph.graph.records import (
    DocumentRecord,
    StatementRecord,
    document_text,
    label,
    read_document,
    read_statement,
)
from newsgraph.graph.store import Store
from newsgraph.graph.terms import NG, RDF, RDFS, SKOS, WGS84, WIKIDATA
from newsgraph.graph.view import Selection, selected

_LINKS = tuple(kind.value for kind in LinkKind if kind is not LinkKind.SAME_EVENT)


def source_of_store(store: Store, selection: Selection | None = None, *, limit: int | None = None) -> SceneSource:
    """Statements of a selection (at most ``limit``) with their documents and entities; O(statements)."""
    pairs = selected(store, selection)
    chosen: list[tuple[DocumentRecord, StatementRecord]] = []
    for pair in pairs:
        if limit is not None and len(chosen) >= limit:
            break
        chosen.append(pair)
    return _source(store, chosen)


def source_around(store: Store, node: str, *, limit: int = 400) -> SceneSource:
    """What the store tells of an entity id or, as ``event:ID``, of an event: at most ``limit`` statements.

    Statements that an answer's statements speak of are added, so that lines have both ends.  Empty for an unknown node.
    """
    kind, _, key = node.partition(":") if node.startswith("event:") else ("entity", "", node)
    if kind == "event":
        pattern = f"?s ng:describes {ox.NamedNode(store.namespace.event(key))}"
    else:
        iri = ox.NamedNode(store.namespace.entity(key))
        pattern = f"{{ ?s rdf:subject|rdf:object|ng:holder {iri} }} UNION {{ ?s ng:argument/ng:filler {iri} }}"
    answer = store.query(f"SELECT DISTINCT ?s WHERE {{ {pattern} . ?s a ng:Statement }} ORDER BY ?s LIMIT {int(limit)}")
    assert isinstance(answer, ox.QuerySolutions)
    return _source(store, _read(store, [value(solution["s"]) for solution in answer]))


def _read(store: Store, iris: Iterable[str]) -> list[tuple[DocumentRecord, StatementRecord]]:
    documents: dict[str, DocumentRecord | None] = {}
    found: dict[str, tuple[DocumentRecord, StatementRecord]] = {}
    waiting = list(iris)
    deepest = len(waiting) * 3
    while waiting and len(found) <= deepest:
        iri = waiting.pop(0)
        statement = read_statement(store.inner, iri) if iri not in found else None
        if statement is None:
            continue
        if statement.document not in documents:
            documents[statement.document] = read_document(store.inner, statement.document)
        document = documents[statement.document]
        if document is not None:
            found[iri] = (document, statement)
            waiting += [p for p in statement.participants if p.startswith(store.namespace.base + "st/")]
    return list(found.values())


def _source(store: Store, pairs: Iterable[tuple[DocumentRecord, StatementRecord]]) -> SceneSource:
    reader = _Reader(store)
    documents: dict[str, SceneDocument] = {}
    statements: dict[str, SceneStatement] = {}
    for document, statement in pairs:
        if document.iri not in documents:
            documents[document.iri] = reader.document(document)
        statements[statement.iri] = reader.statement(statement)
    entities = dict.fromkeys(
        entity
        for s in statements.values()
        for part in (s.subject, s.object, *(p for _, p in s.arguments))
        if part
        for entity in part.entities
    )
    entities |= dict.fromkeys(h for s in statements.values() for voice in s.chain for h in voice.holders)
    return SceneSource(
        tuple(documents.values()),
        tuple(reader.entity(entity) for entity in sorted(entities)),
        tuple(statements.values()),
        tuple(reader.links(statements)),
    )


class _Reader:
    """Turns a store's records into scene values; ids are those of the model, without the base."""

    def __init__(self, store: Store) -> None:
        self.store, self.inner, self.names = store, store.inner, store.namespace
        self.entities = self.names.base + "id/"
        self.told = self.names.base + "st/"

    def _id(self, iri: str) -> str:
        return self.names.local(iri) or iri

    def document(self, record: DocumentRecord) -> SceneDocument:
        published = record.published.isoformat() if record.published else None
        text = document_text(self.inner, record.iri)
        return SceneDocument(self._id(record.iri), text, record.headline, record.outlets, record.url, published)

    def entity(self, entity: str) -> SceneEntity:
        iri = self.names.entity(entity)
        row: dict[str, list[str]] = {}
        for quad in self.inner.quads_for_pattern(ox.NamedNode(iri), None, None, None):
            row.setdefault(quad.predicate.value, []).append(value(quad.object))
        types = sorted(t.removeprefix(NG) for t in row.get(RDF + "type", ()) if t.startswith(NG))
        matches = [m.removeprefix(WIKIDATA) for m in row.get(SKOS + "exactMatch", ()) if m.startswith(WIKIDATA)]
        return SceneEntity(
            entity,
            min(row[RDFS + "label"]) if RDFS + "label" in row else label(self.inner, iri),
            types[0] if types else "Thing",
            tuple(sorted(set(row.get(SKOS + "altLabel", ())))),
            tuple(sorted(set(matches))),
            "true" in row.get(NG + "anonymous", ()),
            min(row[NG + "description"]) if NG + "description" in row else None,
            (float(row[WGS84 + "lat"][0]), float(row[WGS84 + "long"][0])) if WGS84 + "lat" in row else None,
        )

    def statement(self, record: StatementRecord) -> SceneStatement:
        arguments = [(a.role, self._part(a.text, a.fillers)) for a in record.arguments]
        shown = {filler for a in record.arguments for filler in a.fillers}
        arguments += [("in", self._part(label(self.inner, p), (p,))) for p in record.places if p not in shown]
        return SceneStatement(
            id=self._id(record.iri),
            document=self._id(record.document),
            predicate=record.lemma,
            subject=self._optional(record.subject_text, record.subjects),
            object=self._optional(record.object_text, record.objects),
            arguments=tuple(arguments),
            kind=record.kind.value,
            negative=record.polarity is Polarity.NEGATIVE,
            certainty=record.certainty.value,
            future=record.timeframe is Timeframe.FUTURE,
            chain=tuple(Voice(self._known(link.sources), link.cue, link.mode) for link in record.chain),
            time=record.edtf or record.time_text,
            event=self._event(record.iri),
            event_type=record.event_type,
            quantity=record.measurement.text if record.measurement else None,
            rule=record.rules[0] if record.rules else None,
            evidence=tuple((passage.start, passage.end) for passage in record.evidence),
        )

    def _known(self, iris: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._id(iri) for iri in iris if iri.startswith(self.entities))

    def _part(self, text: str, iris: tuple[str, ...]) -> Part:
        told = next((self._id(iri) for iri in iris if iri.startswith(self.told)), None)
        return Part(text, self._known(iris), told)

    def _optional(self, text: str | None, iris: tuple[str, ...]) -> Part | None:
        if text is None and not iris:
            return None
        return self._part(text or label(self.inner, iris[0]), iris)

    def _event(self, statement: str) -> str | None:
        quads = self.inner.quads_for_pattern(ox.NamedNode(statement), ox.NamedNode(NG + "describes"), None, None)
        quad = next(quads, None)
        return self._id(value(quad.object)) if quad else None

    def links(self, statements: dict[str, SceneStatement]) -> Iterator[tuple[str, str, str]]:
        for kind in _LINKS:
            for quad in self.inner.quads_for_pattern(None, ox.NamedNode(NG + kind), None, None):
                source, target = value(quad.subject), value(quad.object)
                if source in statements and target in statements:
                    yield self._id(source), kind, self._id(target)
