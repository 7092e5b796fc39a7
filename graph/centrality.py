"""Who is in the middle: attention, and who connects those that are not connected otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

EXACT = 1_000
"""Up to so many nodes betweenness is exact; of larger graphs the shortest paths from :data:`SAMPLE` nodes are counted."""
SAMPLE = 100


@dataclass(frozen=True, slots=True)
class Centrality:
    """How central an entity is.

    ``attention`` sums to 1 over all entities; ``betweenness`` is the share of shortest paths between others that lead
    through it, in [0, 1], or None where it was not computed; ``neighbours`` it has ties with; ``statements`` and ``outlets`` speak of it or quote it.
    """

    entity: str
    label: str
    type: str
    attention: float
    betweenness: float | None
    neighbours: int
    statements: int
    outlets: int


MEASURES = ("attention", "betweenness", "neighbours", "statements", "outlets")
"""What entities can be ranked by."""


def centrality(graph: nx.Graph[str], *, by: str = "attention") -> list[Centrality]:
    """The entities of ties (see :func:`newsgraph.graph.ties.ties`), most central first; equals in order of label.

    ``by`` is one of :data:`MEASURES`; in a graph of more than :data:`EXACT` nodes betweenness is computed only when it is
    what they are ranked by.  [] for an empty graph.  O(nodes * edges) up to :data:`EXACT` nodes, then O(edges), for
    betweenness O(:data:`SAMPLE` * edges).

    Raises:
        UnknownNameError: no such measure.
    """
    import networkx as nx

    from newsgraph.errors import UnknownNameError

    if by not in MEASURES:
        raise UnknownNameError("measure", by, MEASURES)
    attended = attention(graph)
    between: dict[str, float] = {}
    if len(graph) <= EXACT or by == "betweenness":
        between = nx.betweenness_centrality(graph, k=None if len(graph) <= EXACT else SAMPLE, seed=0)
    ranked = [
        Centrality(
            iri,
            data["label"],
            data["type"],
            attended[iri],
            between.get(iri),
            graph.degree(iri),
            data["statements"],
            data["outlets"],
        )
        for iri, data in graph.nodes(data=True)
    ]
    return sorted(ranked, key=lambda c: (-round(getattr(c, by), 9), c.label, c.entity))


def attention(graph: nx.Graph[str], *, damping: float = 0.85, rounds: int = 100) -> dict[str, float]:
    """Share of attention per entity: values in [0, 1], summing to 1; {} for an empty graph.

    A reader who follows ties, the more readily the more independent outlets there are, and starts anew one time in
    seven.  Weighted PageRank on an undirected graph; O(rounds * edges).

    Raises:
        ValueError: damping outside (0, 1).

    Source: Page et al. 1999, section 2.4.
    """
    if not 0 < damping < 1:
        raise ValueError(f"damping must lie between 0 and 1, not {damping}")
    if not graph:
        return {}
    nodes = list(graph)
    strength = {node: sum(data["weight"] for data in graph.adj[node].values()) for node in nodes}
    share = dict.fromkeys(nodes, 1 / len(nodes))
    for _ in range(rounds):
        alone = sum(share[node] for node in nodes if not strength[node])
        base = (1 - damping + damping * alone) / len(nodes)
        following = {
            node: base + damping * sum(share[n] * data["weight"] / strength[n] for n, data in graph.adj[node].items())
            for node in nodes
        }
        settled = sum(abs(following[node] - share[node]) for node in nodes) < 1e-9
        share = following
        if settled:
            break
    total = sum(share.values())
    return {node: value / total for node, value in share.items()}
