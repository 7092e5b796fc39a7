"""What stands in every store from the start: the shared graphs' names and the PLOVER classes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from newsgraph.graph.literals import integer, string
from newsgraph.graph.quads import LABEL, A, ng
from newsgraph.graph.terms import NG, SHARED_GRAPHS, SKOS, Namespace, event_type

_TABLE = Path(__file__).parent / "data" / "plover_classes.tsv"
_RELATED = Path(__file__).parent / "data" / "relation_classes.tsv"


@cache
def plover_classes() -> dict[str, tuple[str, str, int]]:
    """Class name -> what it covers, quad class, score from -10 (conflict) to +10 (cooperation)."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: (covers, quad_class, int(score)) for name, covers, quad_class, score in rows}


@cache
def _related() -> dict[str, tuple[str, ...]]:
    lines = _RELATED.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {lemma: tuple(classes.split()) for lemma, classes in rows}


def related_classes(lemma: str) -> tuple[str, ...]:
    """The PLOVER classes that a relation lemma is related to, sorted; none for verbs that say too little by themselves (*make*)."""
    return _related().get(lemma, ())


def generate_vocabulary(namespace: Namespace) -> Iterator[str]:
    """The N-Quads lines of a new, empty store."""
    graph = f"<{namespace.graph('vocabulary')}>"
    for name, (covers, quad_class, score) in plover_classes().items():
        node = f"<{event_type(name)}>"
        yield f"{node} {A} <{SKOS}Concept> {graph} ."
        yield f"{node} <{SKOS}inScheme> <{NG}EventTypes> {graph} ."
        yield f"{node} <{SKOS}prefLabel> {string(name)} {graph} ."
        yield f"{node} <{SKOS}definition> {string(covers)} {graph} ."
        yield f"{node} {ng('quadClass')} {string(quad_class)} {graph} ."
        yield f"{node} {ng('ploverScore')} {integer(score)} {graph} ."
    provenance = f"<{namespace.graph('provenance')}>"
    for name in SHARED_GRAPHS:
        node = f"<{namespace.graph(name)}>"
        yield f"{node} {A} {ng(name.capitalize() + 'Graph')} {provenance} ."
        yield f"{node} {LABEL} {string(name)} {provenance} ."
