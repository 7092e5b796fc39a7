"""Ties: entities that take part in the same statement, weighed by the independent outlets that say so.

What centrality, communities and paths are computed on: a plain networkx ``Graph``, so that any other algorithm of
networkx can be run on it too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from newsgraph.graph.records import DocumentRecord, StatementRecord, document_text
from newsgraph.graph.repetition import sentence_around
from newsgraph.graph.view import Selection, node_attributes, selected

if TYPE_CHECKING:
    import networkx as nx

    from newsgraph.graph.store import Store


@dataclass(frozen=True, slots=True, order=True)
class _Report:
    """A statement as it counts for a tie; what an article vouches for is read first, then what came out first."""

    claimed: bool
    published: date
    document: str
    start: int
    statement: str
    outlet: str
    sentence: str


def ties(store: Store, selection: Selection | None = None, *, voices: bool = False) -> nx.Graph[str]:
    """Entities of a selection, joined where they are subject, object or role filler of one statement.

    With ``voices`` a source is joined to what it speaks of.  Nodes are IRIs, sorted, with ``label``, ``type``, ``id``,
    ``statements`` (they take part in or hold) and ``outlets`` (independent ones).  Edges have ``weight``, the number of
    independent outlets (a sentence printed word for word by several counts for the first), and ``statements``, the
    IRIs behind the tie: what articles vouch for first, then by day.  O(statements).
    """
    import networkx as nx

    joined: dict[tuple[str, str], list[_Report]] = defaultdict(list)
    taking_part: dict[str, list[_Report]] = defaultdict(list)
    entities = store.namespace.base + "id/"
    text, of = "", ""
    for document, statement in selected(store, selection):
        if document.iri != of:
            text, of = document_text(store.inner, document.iri), document.iri
        report = _report(document, statement, text)
        parts = sorted(iri for iri in statement.participants if iri.startswith(entities))
        holders = sorted(iri for iri in statement.holders if iri.startswith(entities))
        for iri in dict.fromkeys((*parts, *holders)):
            taking_part[iri].append(report)
        pairs = {*combinations(parts, 2), *(_spoken_of(holders, parts) if voices else ())}
        for pair in pairs:
            joined[pair].append(report)
    graph: nx.Graph[str] = nx.Graph(newsgraph="ties")
    for iri, reports in sorted(taking_part.items()):
        attributes = node_attributes(store.inner, store.namespace, iri)
        graph.add_node(iri, **attributes, statements=len(reports), outlets=_independent_outlets(reports))
    for (one, two), reports in sorted(joined.items()):
        statements = tuple(dict.fromkeys(report.statement for report in sorted(reports)))
        graph.add_edge(one, two, weight=_independent_outlets(reports), statements=statements)
    return graph


def _spoken_of(holders: list[str], parts: list[str]) -> Iterator[tuple[str, str]]:
    for holder in holders:
        for part in parts:
            if holder != part:
                yield (min(holder, part), max(holder, part))


def _report(document: DocumentRecord, statement: StatementRecord, text: str) -> _Report:
    words = statement.evidence[0] if statement.evidence else None
    return _Report(
        not statement.asserted,
        document.published or date.max,
        document.iri,
        words.start if words else 0,
        statement.iri,
        next(iter(document.outlets), document.iri),
        sentence_around(text, words.start, words.end) if words else statement.iri,
    )


def _independent_outlets(reports: list[_Report]) -> int:
    """How many outlets have a sentence of their own among the reports; who printed a sentence first has it."""
    first: dict[str, str] = {}
    for report in sorted(reports, key=lambda r: (r.published, r.document, r.start)):
        first.setdefault(report.sentence, report.outlet)
    return len(set(first.values()))
