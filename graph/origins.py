"""Where documents were read: the place and the hash of their raw inputs, in the graph of provenance.

A document read in several places has an origin for each; the first reading of a place counts, so that a table that
grows or a feed that goes on changes nothing.  A file that is moved is known by both of its places.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from newsgraph.graph.literals import string, value
from newsgraph.graph.model import Document, content_id
from newsgraph.graph.terms import NG, PROV, RDF, Namespace

TYPE, DERIVED_FROM = ox.NamedNode(RDF + "type"), ox.NamedNode(PROV + "wasDerivedFrom")
ORIGIN, LOCATION, SHA256 = (ox.NamedNode(NG + name) for name in ("Origin", "location", "sha256"))


def origin_node(document: Document, namespace: Namespace) -> ox.NamedNode | None:
    """The node of the place a document was read at; None when the place is not known."""
    if document.location is None:
        return None
    return ox.NamedNode(f"{namespace.document(document.id)}#origin={content_id('origin', document.location)}")


def generate_origin(document: Document, namespace: Namespace) -> Iterator[str]:
    """The N-Quads lines, without line ends, that say where a document was read; none when that is not known."""
    node = origin_node(document, namespace)
    if node is None:
        return
    graph = f"<{namespace.graph('provenance')}>"
    yield f"<{namespace.document(document.id)}> {DERIVED_FROM} {node} {graph} ."
    yield f"{node} {TYPE} {ORIGIN} {graph} ."
    yield f"{node} {LOCATION} {string(document.location or '')} {graph} ."
    if document.raw_sha256:
        yield f"{node} {SHA256} {string(document.raw_sha256)} {graph} ."


def knows_origin(store: ox.Store, document: Document, namespace: Namespace) -> bool:
    """Has this document been read at this place before?  True when its place is not known.  One look-up."""
    node = origin_node(document, namespace)
    graph = ox.NamedNode(namespace.graph("provenance"))
    return node is None or next(store.quads_for_pattern(node, LOCATION, None, graph), None) is not None


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
