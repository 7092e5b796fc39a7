"""Where documents were read: the place and the hash of their raw inputs, in the graph of provenance.

A document read in several places has an origin for each; the first reading of a place counts, so that a table that
grows or a feed that goes on changes nothing.  A file that is moved is known by both of its places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from newsgraph.graph.literals import string, value
from newsgraph.graph.model import Document, content_id
from newsgraph.graph.terms import NG, PROV, RDF, Namespace

TYPE, DERIVED_FROM = ox.NamedNode(RDF + "type"), ox.NamedNode(PROV + "wasDerivedFrom")
ORIGIN, LOCATION, SHA256 = (ox.NamedNode(NG + name) for name in ("Origin", "location", "sha256"))


@dataclass(frozen=True, slots=True)
class Origin:
    """A place a document was read at: its node, and the N-Quads lines, with line ends, that describe it."""

    iri: str
    lines: str

    def known(self, store: ox.Store, namespace: Namespace) -> bool:
        """Has the document been read at this place before?  One look-up."""
        graph = ox.NamedNode(namespace.graph("provenance"))
        return next(store.quads_for_pattern(ox.NamedNode(self.iri), LOCATION, None, graph), None) is not None


def origin_of(document: Document, namespace: Namespace) -> Origin | None:
    """Where a document was read; None where that is not known."""
    if document.location is None:
        return None
    article = namespace.document(document.id)
    node = f"{article}#origin={content_id('origin', document.location)}"
    end = f" <{namespace.graph('provenance')}> .\n"
    lines = [
        f"<{article}> {DERIVED_FROM} <{node}>{end}",
        f"<{node}> {TYPE} {ORIGIN}{end}",
        f"<{node}> {LOCATION} {string(document.location)}{end}",
    ]
    if document.raw_sha256:
        lines.append(f"<{node}> {SHA256} {string(document.raw_sha256)}{end}")
    return Origin(node, "".join(lines))


def origins(store: ox.Store, document: str) -> list[tuple[str, str | None]]:
    """Place and hash of the raw inputs a document (an IRI) was read from, by place."""
    found = []
    for quad in store.quads_for_pattern(ox.NamedNode(document), DERIVED_FROM, None, None):
        node = ox.NamedNode(value(quad.object))
        location = next(store.quads_for_pattern(node, LOCATION, None, None), None)
        digest = next(store.quads_for_pattern(node, SHA256, None, None), None)
        if location is not None:
            found.append((value(location.object), value(digest.object) if digest else None))
    return sorted(found, key=lambda origin: (origin[0], origin[1] or ""))


def origin_quads(store: ox.Store, document: str, namespace: Namespace) -> Iterator[ox.Quad]:
    """All that is known of where a document (an IRI) was read: what goes when it is removed."""
    graph = ox.NamedNode(namespace.graph("provenance"))
    for quad in store.quads_for_pattern(ox.NamedNode(document), DERIVED_FROM, None, graph):
        yield quad
        yield from store.quads_for_pattern(ox.NamedNode(value(quad.object)), None, None, graph)
