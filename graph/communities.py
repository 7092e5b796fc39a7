"""Who belongs together: groups of entities with more ties among themselves than to others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.graph.centrality import attention

if TYPE_CHECKING:
    import networkx as nx

NAMED = 3
"""So many members name a community."""


@dataclass(frozen=True, slots=True)
class Community:
    """A group of entities.

    ``members`` are IRIs, most attended first, and ``names`` their labels in the same order; ``inside`` is the weight of
    the ties among them, ``outside`` of those to others.
    """

    members: tuple[str, ...]
    names: tuple[str, ...]
    inside: int
    outside: int

    @property
    def label(self) -> str:
        """The most attended members."""
        return ", ".join(self.names[:NAMED])


def communities(graph: nx.Graph[str], *, resolution: float = 1.0, smallest: int = 2) -> list[Community]:
    """The communities of ties, largest first; those with fewer members than ``smallest`` are left out.

    Louvain's method with a fixed seed on sorted nodes: the same on every machine and run, whatever the order of
    documents.  A higher ``resolution`` gives more and smaller groups.  [] without ties.

    Raises:
        ValueError: the resolution is not above 0.

    Source: Blondel et al. 2008; Lambiotte et al. 2008 for the resolution.
    """
    import networkx as nx

    if resolution <= 0:
        raise ValueError(f"the resolution must be above 0, not {resolution}")
    attended = attention(graph)
    nodes = sorted(graph)
    # Integers instead of IRIs: sets of texts are walked in an order that differs from run to run.
    place = {node: index for index, node in enumerate(nodes)}
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(range(len(nodes)))
    plain.add_weighted_edges_from(sorted((*sorted((place[a], place[b])), w) for a, b, w in graph.edges(data="weight")))
    if not plain.number_of_edges():
        return []
    found = []
    for group in nx.community.louvain_communities(plain, weight="weight", resolution=resolution, seed=0):
        if len(group) < smallest:
            continue
        members = sorted((nodes[i] for i in group), key=lambda n: (-round(attended[n], 9), graph.nodes[n]["label"], n))
        within = sum(w for _, _, w in graph.subgraph(members).edges(data="weight"))
        touching = sum(data["weight"] for node in members for data in graph.adj[node].values())
        names = tuple(graph.nodes[node]["label"] for node in members)
        found.append(Community(tuple(members), names, within, touching - 2 * within))
    return sorted(found, key=lambda c: (-len(c.members), c.label, c.members))
