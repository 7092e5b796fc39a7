"""What happened to an entity, in order of time, and what differs between two stores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from newsgraph.graph.intervals import shortest
from newsgraph.graph.ledger import Ledger, ledgers
from newsgraph.graph.literals import value
from newsgraph.graph.store import Store
from newsgraph.graph.terms import NG, RDF


@dataclass(frozen=True, slots=True)
class Moment:
    """An event on a timeline.  ``day`` is its own where a statement dates it, else the first report's (``reported``)."""

    day: date | None
    until: date | None
    reported: bool
    ledger: Ledger

    @property
    def when(self) -> str:
        """The time for a reader, as exact as it is known: a year, a month, a day, or from when to when; "~" before a report's."""
        if self.day is None:
            return "?"
        return f"~{self.day}" if self.reported else shortest(self.day, self.until)


def timeline(store: Store, entity: str) -> list[Moment]:
    """The events an entity takes part in, earliest first, undated ones last.

    Raises:
        UnknownNameError: no entity of that name.
    """
    moments = []
    for ledger in ledgers(store, about=entity):
        days = ledger.days
        reports = [entry.document.published for entry in ledger.entries if entry.document.published]
        if days and days[0] != date.min:
            moments.append(Moment(days[0], None if days[1] == date.max else days[1], False, ledger))
        else:
            moments.append(Moment(min(reports, default=None), None, True, ledger))
    return sorted(moments, key=lambda m: (m.day or date.max, m.ledger.label, m.ledger.event))


@dataclass(frozen=True, slots=True)
class Difference:
    """What only one of two stores has: documents by IRI, statements by IRI, plain edges as three IRIs."""

    documents_added: tuple[str, ...]
    documents_removed: tuple[str, ...]
    statements_added: tuple[str, ...]
    statements_removed: tuple[str, ...]
    edges_added: tuple[tuple[str, str, str], ...]
    edges_removed: tuple[tuple[str, str, str], ...]

    @property
    def empty(self) -> bool:
        return not any(getattr(self, name) for name in self.__slots__)


def difference(before: Store, after: Store) -> Difference:
    """How ``after`` differs from ``before``; ids are the same in every store of one base.  O(both stores)."""
    documents = set(before.document_iris()), set(after.document_iris())
    statements = _statements(before), _statements(after)
    edges = _edges(before), _edges(after)
    return Difference(
        tuple(sorted(documents[1] - documents[0])),
        tuple(sorted(documents[0] - documents[1])),
        tuple(sorted(statements[1] - statements[0])),
        tuple(sorted(statements[0] - statements[1])),
        tuple(sorted(edges[1] - edges[0])),
        tuple(sorted(edges[0] - edges[1])),
    )


def _statements(store: Store) -> set[str]:
    kind = ox.NamedNode(NG + "Statement")
    return {value(q.subject) for q in store.inner.quads_for_pattern(None, ox.NamedNode(RDF + "type"), kind, None)}


def _edges(store: Store) -> set[tuple[str, str, str]]:
    graph = ox.NamedNode(store.namespace.graph("asserted"))
    quads = store.inner.quads_for_pattern(None, None, None, graph)
    return {(value(q.subject), q.predicate.value, value(q.object)) for q in quads}
