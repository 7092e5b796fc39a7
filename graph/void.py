"""A VoID description of a store: what it holds, how much, in which vocabularies; for a catalogue or an endpoint."""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.graph.literals import integer, string
from newsgraph.graph.quads import A
from newsgraph.graph.store import Store
from newsgraph.graph.terms import DCTERMS, NG, SCHEMA, SEM, VOCABULARIES, VOID


def generate_void(store: Store, *, endpoint: str | None = None) -> Iterator[str]:
    """N-Triples lines about the dataset ``<base/dataset>``; ``endpoint`` is the address of its SPARQL service."""
    stats = store.stats()
    node = f"<{store.namespace.base}dataset>"
    yield f"{node} {A} <{VOID}Dataset> ."
    yield f"{node} <{DCTERMS}title> {string('A newsgraph: who says what in the news')} ."
    yield f"{node} <{VOID}uriSpace> {string(store.namespace.base)} ."
    yield f"{node} <{VOID}triples> {integer(stats.quads)} ."
    yield f"{node} <{VOID}documents> {integer(stats.documents)} ."
    yield f"{node} <{VOID}entities> {integer(stats.entities)} ."
    for vocabulary in sorted(set(VOCABULARIES.values())):
        yield f"{node} <{VOID}vocabulary> <{vocabulary}> ."
    for name, kind, count in (
        ("statements", NG + "Statement", stats.statements),
        ("events", SEM + "Event", stats.events),
        ("documents", SCHEMA + "NewsArticle", stats.documents),
    ):
        part = f"<{store.namespace.base}dataset/{name}>"
        yield f"{node} <{VOID}classPartition> {part} ."
        yield f"{part} <{VOID}class> <{kind}> ."
        yield f"{part} <{VOID}entities> {integer(count)} ."
    if endpoint:
        yield f"{node} <{VOID}sparqlEndpoint> <{endpoint}> ."
