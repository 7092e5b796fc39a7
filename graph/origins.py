"""Where documents were found: who printed them, the place and the hash of their raw inputs, in the graph of provenance.

A document found in several places, in a feed and on two sites say, has an origin for each; the first reading of a place
counts, so that a table that grows or a feed that goes on changes nothing.  A file that is moved is known by both of its
places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from newsgraph.graph.literals import string, value
from newsgraph.graph.model import Document, content_id
from newsgraph.graph.terms import NG, PROV, RDF, SCHEMA, Namespace, web_address

TYPE, DERIVED_FROM = ox.NamedNode(RDF + "type"), ox.NamedNode(PROV + "wasDerivedFrom")
ORIGIN, LOCATION, SHA256 = (ox.NamedNode(NG + name) for name in ("Origin", "location", "sha256"))
OUTLET, AUTHOR, URL = ox.NamedNode(NG + "outlet"), ox.NamedNode(NG + "author"), ox.NamedNode(SCHEMA + "url")


@dataclass(frozen=True, slots=True)
class Origin:
    """A place a document was found at: its node, and the N-Quads lines, with line ends, that describe it."""

    iri: str
    lines: str

    def known(self, store: ox.Store, namespace: Namespace) -> bool:
        """Has the document been found at this place before?  One look-up."""
        graph = ox.NamedNode(namespace.graph("provenance"))
        return next(store.quads_for_pattern(ox.NamedNode(self.iri), TYPE, None, graph), None) is not None


def origin_of(document: Document, namespace: Namespace) -> Origin | None:
    """Where a document was found; None where nothing of that is known.

    Who printed it is said of the document as well, for whoever asks which outlets carry something.
    """
    printed = _printed(document)
    if document.location is None and not printed:
        return None
    article = f"<{namespace.document(document.id)}>"
    parts = (document.location, document.outlet, document.author, document.url)
    node = f"{article[1:-1]}#origin={content_id('origin', *parts)}"
    end = f" <{namespace.graph('provenance')}> .\n"
    lines = [f"{article} {DERIVED_FROM} <{node}>{end}", f"<{node}> {TYPE} {ORIGIN}{end}"]
    for predicate, text in printed:
        lines += f"{article} {predicate} {text}{end}", f"<{node}> {predicate} {text}{end}"
    if document.location is not None:
        lines.append(f"<{node}> {LOCATION} {string(document.location)}{end}")
        if document.raw_sha256:
            lines.append(f"<{node}> {SHA256} {string(document.raw_sha256)}{end}")
    return Origin(node, "".join(lines))


def _printed(document: Document) -> list[tuple[ox.NamedNode, str]]:
    """Outlet, author and address as far as they are known, as terms."""
    found = [(OUTLET, string(document.outlet))] if document.outlet else []
    if document.author:
        found.append((AUTHOR, string(document.author)))
    if document.url:
        address = web_address(document.url)
        found.append((URL, f"<{address}>" if address else string(document.url)))
    return found


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


def outlets(store: ox.Store, document: str) -> tuple[str, ...]:
    """Who printed a document (an IRI), sorted."""
    return _said(store, document, OUTLET)


def addresses(store: ox.Store, document: str) -> tuple[str, ...]:
    """The web addresses of a document (an IRI), sorted."""
    return _said(store, document, URL)


def _said(store: ox.Store, document: str, predicate: ox.NamedNode) -> tuple[str, ...]:
    return tuple(
        sorted(value(q.object) for q in store.quads_for_pattern(ox.NamedNode(document), predicate, None, None))
    )


def origin_quads(store: ox.Store, document: str, namespace: Namespace) -> Iterator[ox.Quad]:
    """All that is known of where a document (an IRI) was found: what goes when it is removed."""
    graph, node = ox.NamedNode(namespace.graph("provenance")), ox.NamedNode(document)
    yield from store.quads_for_pattern(node, None, None, graph)
    for quad in store.quads_for_pattern(node, DERIVED_FROM, None, graph):
        yield from store.quads_for_pattern(ox.NamedNode(value(quad.object)), None, None, graph)
