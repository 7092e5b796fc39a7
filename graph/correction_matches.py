"""Which corrections found something in a store, told from the ids that its articles were read under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from newsgraph.graph.corrections import Change, Corrections, LinkTo, Selector, Split
from newsgraph.graph.literals import value
from newsgraph.graph.model import Entity, EntityType
from newsgraph.graph.store import Store
from newsgraph.graph.terms import NG, SCHEMA, web_address

URL = ox.NamedNode(SCHEMA + "url")
READ_AS = ox.NamedNode(NG + "readAs")
APPEARANCE_OF = ox.NamedNode(NG + "appearanceOf")


def unmatched(store: Store, corrections: Corrections) -> Iterator[str]:
    """A sentence for each correction that nothing in the store was changed by, in the order of the file.

    A few look-ups a correction; nothing is kept of a run, so a build that was stopped and run again tells the same.
    """
    for correction in sorted(corrections.all, key=lambda one: (one.line or 0, one.selector.entity)):
        if not _matched(store, correction):
            place = f"{corrections.source}:{correction.line}" if correction.line else corrections.source
            yield f"{place}: [[{correction.kind}]]: nothing was found for {_shown(correction)}"


def _shown(correction: Change | Split | LinkTo) -> str:
    selector = correction.selector
    parts = [repr(selector.entity)]
    if isinstance(correction, Split) and correction.names:
        parts.append(f"written {' or '.join(repr(name) for name in sorted(correction.names))}")
    if selector.type is not None:
        parts.append(f"of type {selector.type}")
    if selector.documents:
        parts.append(f"in {', '.join(sorted(selector.documents))}")
    return " ".join(parts)


def _matched(store: Store, correction: Change | Split | LinkTo) -> bool:
    selector = correction.selector
    articles = _articles(store, selector)
    before = _appearances(store, selector, articles)
    if not isinstance(correction, Split):
        return any(True for _ in before) or any(True for _ in _still_so(store, selector, articles))
    kinds = [correction.type] if correction.type is not None else list(EntityType)
    parts = {Entity(correction.name, kind).id for kind in kinds}
    return any(parts & {value(found.subject).rpartition("#entity=")[2], *_ids_before(store, found)} for found in before)


def _articles(store: Store, selector: Selector) -> frozenset[str] | None:
    """IRIs of the articles a selector speaks of; None for all."""
    if not selector.documents:
        return None
    found: set[str] = set()
    for document in selector.documents:
        found.update((document, store.namespace.document(document.rpartition("/")[2])))
        addresses = [ox.Literal(document)] + ([ox.NamedNode(document)] if web_address(document) else [])
        for address in addresses:
            found |= {value(quad.subject) for quad in store.inner.quads_for_pattern(None, URL, address, None)}
    return frozenset(found)


def _appearances(store: Store, selector: Selector, articles: frozenset[str] | None) -> Iterator[ox.Quad]:
    """Appearances that were read under an id the selector can mean."""
    for identifier in sorted(selector.ids):
        yield from _in(articles, store.inner.quads_for_pattern(None, READ_AS, ox.Literal(identifier), None))


def _still_so(store: Store, selector: Selector, articles: frozenset[str] | None) -> Iterator[ox.Quad]:
    """Appearances of entities that have such an id: a type that was given already, a link."""
    for identifier in sorted(selector.ids):
        node = ox.NamedNode(store.namespace.entity(identifier))
        yield from _in(articles, store.inner.quads_for_pattern(None, APPEARANCE_OF, node, None))


def _in(articles: frozenset[str] | None, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    for quad in quads:
        graph = quad.graph_name
        if articles is None or (isinstance(graph, ox.NamedNode) and graph.value in articles):
            yield quad


def _ids_before(store: Store, found: ox.Quad) -> set[str]:
    """All ids that an appearance was read under, one correction after another."""
    return {
        value(quad.object) for quad in store.inner.quads_for_pattern(found.subject, READ_AS, None, found.graph_name)
    }
