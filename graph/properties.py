"""Standing properties of an entity, as articles tell them in passing: kind, nationality, membership, seat, owner, country."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from newsgraph.graph.explanation import Quotation, quote
from newsgraph.graph.literals import value
from newsgraph.graph.records import document_text, label
from newsgraph.graph.terms import NG, NIF, PROV


@dataclass(frozen=True, slots=True)
class Property:
    """A property of one document: IRIs or words of subject and object, the sentence for a reader, and where it was read."""

    iri: str
    subject: str
    predicate: str
    object: str
    sentence: str
    quotations: tuple[Quotation, ...]


def properties_of(store: ox.Store, iri: str) -> list[Property]:
    """What is told of an entity, and what names it as its value ("Veridio Labs owned by *it*"), sorted; [] for nothing."""
    entity = ox.NamedNode(iri)
    nodes = {
        value(quad.subject)
        for term in ("factSubject", "factObject")
        for quad in store.quads_for_pattern(None, ox.NamedNode(NG + term), entity, None)
    }
    return sorted((_property(store, node) for node in nodes), key=lambda p: (p.sentence, p.iri))


def _property(store: ox.Store, iri: str) -> Property:
    subject, predicate, target = (_value(store, iri, NG + f"fact{part}") for part in ("Subject", "Predicate", "Object"))
    text = document_text(store, _value(store, iri, PROV + "wasDerivedFrom"))
    spans = (
        value(q.object) for q in store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(NG + "evidence"), None, None)
    )
    quotations = tuple(
        quote(text, *(int(_value(store, span, NIF + end)) for end in ("beginIndex", "endIndex")))
        for span in sorted(spans)
    )
    named = label(store, target) if "/id/" in target else target
    return Property(iri, subject, predicate, target, f"{label(store, subject)} {predicate} {named}", quotations)


def _value(store: ox.Store, node: str, predicate: str) -> str:
    return value(next(store.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(predicate), None, None)).object)
