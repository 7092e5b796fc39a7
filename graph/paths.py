"""How two entities are connected, with the words behind every step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from newsgraph.graph.explanation import Explanation, explain_statement
from newsgraph.graph.records import read_statement

if TYPE_CHECKING:
    import networkx as nx

    from newsgraph.graph.store import Store


TRIED = 20
"""So many ways are looked at for each that is given: some are detours."""


@dataclass(frozen=True, slots=True)
class Step:
    """Two entities that take part in the same statements: these, what articles vouch for first.

    ``weight`` counts independent outlets.  ``source`` and ``target`` are IRIs in the direction of the path.
    """

    source: str
    target: str
    source_label: str
    target_label: str
    weight: int
    evidence: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one entity to another, none of them visited twice."""

    steps: tuple[Step, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the entities along the way, both ends included."""
        return (self.steps[0].source_label, *(step.target_label for step in self.steps))

    @property
    def weakest(self) -> int:
        """Independent outlets behind its weakest step."""
        return min(step.weight for step in self.steps)


def paths(
    store: Store,
    graph: nx.Graph[str],
    source: str,
    target: str,
    *,
    most: int = 5,
    longest: int = 4,
    avoid: Iterable[str] = (),
) -> list[Path]:
    """At most ``most`` ways between two entities (IRIs) over ties of ``store``, none longer than ``longest`` steps.

    Shortest first, and of equally long ones those with more outlets behind their steps; entities of ``avoid`` are not
    passed, nor the other participants of a statement that joins two entities itself.  [] where there is none, or where
    an end has no ties.

    Raises:
        ValueError: both ends are the same.
    """
    import networkx as nx

    if source == target:
        raise ValueError("both ends of a path are the same entity")
    passable = graph.subgraph(node for node in graph if node in (source, target) or node not in set(avoid))
    if source not in passable or target not in passable:
        return []
    costs: nx.Graph[str] = nx.Graph()
    costs.add_nodes_from(passable)
    # A step costs 1 and a little less the more outlets tell it: the number of steps always counts first.
    costs.add_weighted_edges_from((a, b, 1 + 0.5 / (longest + 1) / w) for a, b, w in passable.edges(data="weight"))
    found: list[Path] = []
    try:
        for way in islice(nx.shortest_simple_paths(costs, source, target, weight="weight"), most * TRIED):
            if len(way) > longest + 1 or len(found) == most:
                break
            if not any(_detour(graph, *three) for three in zip(way, way[1:], way[2:], strict=False)):
                found.append(Path(tuple(_step(store, graph, a, b) for a, b in pairwise(way))))
    except nx.NetworkXNoPath:
        return []
    return found


def _detour(graph: nx.Graph[str], one: str, middle: str, other: str) -> bool:
    """Whether two steps only walk through the participants of statements that join the two ends themselves."""
    if not graph.has_edge(one, other):
        return False
    behind = {*graph.edges[one, middle]["statements"], *graph.edges[middle, other]["statements"]}
    return behind <= set(graph.edges[one, other]["statements"])


def _step(store: Store, graph: nx.Graph[str], source: str, target: str) -> Step:
    data = graph.edges[source, target]
    statements = (read_statement(store.inner, iri) for iri in data["statements"])
    return Step(
        source,
        target,
        graph.nodes[source]["label"],
        graph.nodes[target]["label"],
        data["weight"],
        tuple(explain_statement(store.inner, statement) for statement in statements if statement),
    )
