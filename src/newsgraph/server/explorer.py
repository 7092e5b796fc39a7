"""What the live explorer asks for: an opening scene, names that match, and what lies around a node."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox

from newsgraph.exports.scene import SceneSource, as_json
from newsgraph.exports.scene_graph import stage
from newsgraph.exports.scene_store import source_around, source_of_store
from newsgraph.exports.viewer import place
from newsgraph.graph.literals import string, value
from newsgraph.graph.store import Store
from newsgraph.graph.terms import NG
from newsgraph.server.protocol import Refusal
from newsgraph.server.workers import StoreReader

WHOLE = 4_000
"""Stores of at most so many statements open as a whole; of larger ones the most spoken-of entities are shown."""
_FIRST, _EACH = 30, 60
_LONGEST = 200


class Explorer:
    """Answers of the explorer as JSON bytes; the opening scene is kept until the store changes."""

    def __init__(self, reader: StoreReader) -> None:
        self._reader = reader
        self._kept: tuple[object, bytes] | None = None

    def opening(self) -> bytes:
        """The whole graph when it is small, else what is told of the most spoken-of entities."""
        store = self._reader.current()
        if self._kept is None or self._kept[0] is not store:
            name = store.path.name.removesuffix(".store") if store.path else "newsgraph"
            self._kept = (store, _json(as_json(place(stage(_opening(store), title=name)))))
        return self._kept[1]

    def search(self, text: str) -> bytes:
        """Entities whose name or alias contains the text, at most 30; those with the shortest names first."""
        words = text.strip()[:_LONGEST]
        if not words:
            return _json({"nodes": []})
        store = self._reader.current()
        graph = ox.NamedNode(store.namespace.graph("entities"))
        answer = store.query(
            "SELECT ?e (MIN(STR(?l)) AS ?name) (SAMPLE(STR(?t)) AS ?type) WHERE { "
            f"GRAPH {graph} {{ ?e rdfs:label|skos:altLabel ?a FILTER(CONTAINS(LCASE(STR(?a)), LCASE({string(words)}))) "
            f'?e rdfs:label ?l . OPTIONAL {{ ?e a ?t FILTER(STRSTARTS(STR(?t), "{NG}")) }} }} }} '
            "GROUP BY ?e ORDER BY STRLEN(MIN(STR(?l))) ?e LIMIT 30"
        )
        assert isinstance(answer, ox.QuerySolutions)
        nodes = [
            {
                "id": store.namespace.local(value(row["e"])) or value(row["e"]),
                "label": value(row["name"]),
                "kind": "entity",
                "type": value(row["type"]).removeprefix(NG) if row["type"] is not None else "Thing",
            }
            for row in answer
        ]
        return _json({"nodes": nodes})

    def around(self, node: str) -> bytes:
        """The scene around a node of the explorer.

        Raises:
            Refusal: 404 when the store knows nothing of it.
        """
        source = source_around(self._reader.current(), node)
        if not source.statements:
            raise Refusal(404, "the store has no statement about that")
        return _json(as_json(stage(source)))


def has_graph(store: Store, iri: str) -> bool:
    """Whether the store has a graph of this name; False for what is no IRI."""
    try:
        return store.inner.contains_named_graph(ox.NamedNode(iri))
    except ValueError:
        return False


def _opening(store: Store) -> SceneSource:
    answer = store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s a ng:Statement }")
    assert isinstance(answer, ox.QuerySolutions)
    if int(value(next(answer)["n"])) <= WHOLE:
        return source_of_store(store)
    answer = store.query(
        "SELECT ?e (COUNT(*) AS ?n) WHERE { ?s rdf:subject|rdf:object ?e . "
        f'FILTER(STRSTARTS(STR(?e), "{store.namespace.base}id/")) }} GROUP BY ?e ORDER BY DESC(?n) ?e LIMIT {_FIRST}'
    )
    assert isinstance(answer, ox.QuerySolutions)
    sources = [source_around(store, store.namespace.local(value(row["e"])) or "", limit=_EACH) for row in answer]
    return SceneSource(
        tuple({d.id: d for s in sources for d in s.documents}.values()),
        tuple({e.id: e for s in sources for e in s.entities}.values()),
        tuple({t.id: t for s in sources for t in s.statements}.values()),
        tuple({link: None for s in sources for link in s.links}),
    )


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
