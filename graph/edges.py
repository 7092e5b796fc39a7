"""Plain edges: what the articles themselves vouch for, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from newsgraph.graph.literals import string, value
from newsgraph.graph.quads import LABEL, ROLE, A, ng
from newsgraph.graph.records import StatementRecord
from newsgraph.graph.terms import FACT, GRASP, NG, PROV, RDF, SKOS, Namespace, event_type, relation
from newsgraph.graph.vocabulary import related_classes


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """``subject -lemma-> object``, or ``subject -lemma role-> object`` for a role filler ("send to"); IRIs of entities."""

    subject: str
    lemma: str
    object: str
    role: str = ""

    @property
    def predicate(self) -> str:
        return relation(self.lemma, self.role or None)

    def line(self, namespace: Namespace) -> str:
        """The N-Quads line."""
        return f"<{self.subject}> <{self.predicate}> <{self.object}> <{namespace.graph('asserted')}> ."


def plain_edges(statement: StatementRecord, namespace: Namespace) -> Iterator[Edge]:
    """The edges that stand for a statement: none unless it is asserted; only between two different entities."""
    if not statement.asserted:
        return
    entities = namespace.base + "id/"
    for subject in statement.subjects:
        if not subject.startswith(entities):
            continue
        for target in statement.objects:
            if target.startswith(entities) and target != subject:
                yield Edge(subject, statement.lemma, target)
        for argument in statement.arguments:
            for filler in argument.fillers:
                if filler.startswith(entities) and filler != subject:
                    yield Edge(subject, statement.lemma, filler, argument.role)


def supported(store: ox.Store, edge: Edge) -> bool:
    """Whether some document still vouches for the edge."""
    return next(iter(supporting(store, edge)), None) is not None


def supporting(store: ox.Store, edge: Edge) -> Iterator[str]:
    """IRIs of the statements that an edge stands for, in no particular order."""
    target = f"<{edge.object}>"
    through = (
        f"ng:argument [ ng:role {string(edge.role)} ; ng:filler {target} ]" if edge.role else f"rdf:object {target}"
    )
    query = f"""
        PREFIX ng: <{NG}> PREFIX rdf: <{RDF}> PREFIX fact: <{FACT}> PREFIX prov: <{PROV}> PREFIX grasp: <{GRASP}>
        SELECT DISTINCT ?s WHERE {{
          ?s rdf:subject <{edge.subject}> ; rdf:predicate <{relation(edge.lemma)}> ; {through} ;
             ng:polarity fact:positive ; ng:certainty fact:certain ; ng:timeframe fact:non-future ;
             ng:holder ?document ; prov:wasDerivedFrom ?document .
          FILTER NOT EXISTS {{ ?s grasp:hasAttribution ?a }} }}"""
    solutions = store.query(query, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    for solution in solutions:
        yield value(solution["s"])


def generate_relation(lemma: str, role: str, namespace: Namespace) -> Iterator[str]:
    """The N-Quads lines that make a predicate a concept; one with a role is narrower than its lemma, which has the related classes."""
    node, graph = f"<{relation(lemma, role or None)}>", f"<{namespace.graph('relations')}>"
    name = string(f"{lemma} {role.replace('_', ' ')}" if role else lemma)
    yield f"{node} {A} {ng('Relation')} {graph} ."
    yield f"{node} {LABEL} {name} {graph} ."
    if role:
        yield f"{node} <{SKOS}broader> <{relation(lemma)}> {graph} ."
        yield f"{node} {ROLE} {string(role)} {graph} ."
        return
    for event_class in related_classes(lemma):
        yield f"{node} <{SKOS}relatedMatch> <{event_type(event_class)}> {graph} ."
