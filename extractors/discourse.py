"""Links between the clauses of a sentence: causes, motives, purposes, conditions, contrasts, order in time."""

from __future__ import annotations

from functools import cache

from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import is_predicate
from newsgraph.extractors.reading import Clause, Reading
from newsgraph.graph.model import LinkKind

_ASKING = frozenset("request appeal ask call demand urge invite plead petition".split())


@cache
def _connectives(kind: str) -> dict[str, tuple[LinkKind, bool]]:
    """Connective -> (link, whether it starts from what follows the connective)."""
    return {
        word: (LinkKind(link), side == "inner")
        for word, heads, link, side in rows_of("connectives.tsv")
        if heads in (kind, "both") and link != "-"
    }


def find_links(reading: Reading) -> None:
    """Fill ``reading.discourse`` with (clause, link, clause, connective token or None)."""
    parse = reading.parse
    for number, clause in enumerate(reading.clauses):
        if clause.parent is None:
            continue
        found = _of_clause(parse, clause) or _of_phrase(parse, clause) or _of_coordination(parse, clause)
        if found is None:
            continue
        kind, inner_first, connective = found
        source, target = (number, clause.parent) if inner_first else (clause.parent, number)
        reading.discourse.append((source, kind, target, connective))


def _of_clause(parse: Parse, clause: Clause) -> tuple[LinkKind, bool, int | None] | None:
    """An adverbial clause: its subordinator tells; an infinitive of purpose needs none."""
    v = clause.trigger
    if parse.dep[v] == "advcl":
        mark = parse.kid(v, "mark")
        if clause.embedding == "purpose":
            return LinkKind.PURPOSE, True, None
        if mark is not None and parse.lower[mark] in _connectives("clause"):
            return *_connectives("clause")[parse.lower[mark]], mark
    if parse.dep[v] == "pcomp" and is_predicate(parse, parse.head[parse.head[v]]):
        return _named(parse, parse.head[v], parse.lower[parse.head[v]], "clause")
    return None


def _of_phrase(parse: Parse, clause: Clause) -> tuple[LinkKind, bool, int | None] | None:
    """A nominal event in a prepositional phrase of its parent: "after the vote", "at X's request"."""
    noun = clause.trigger
    if not clause.rule.startswith("nominal") or parse.dep[noun] != "pobj":
        return None
    prep = parse.head[noun]
    outer = parse.head[prep]
    if parse.lower[prep] == "at" and clause.lemma in _ASKING and parse.kid(noun, "poss") is not None:
        return LinkKind.MOTIVATES, True, prep
    for words in (
        f"{parse.lower[outer]} {parse.lower[prep]}",
        " ".join(parse.lower[i] for i in range(max(0, prep - 2), prep + 1)),
        " ".join(parse.lower[i] for i in range(max(0, prep - 3), prep + 1)),
        parse.lower[prep],
    ):
        found = _named(parse, prep, words, "phrase")
        if found is not None:
            return found
    return None


def _of_coordination(parse: Parse, clause: Clause) -> tuple[LinkKind, bool, int | None] | None:
    """Two coordinated clauses joined by *but*."""
    v = clause.trigger
    if parse.dep[v] != "conj":
        return None
    for c in parse.kids(parse.head[v], "cc"):
        if c < v and parse.lower[c] in ("but", "yet"):
            return LinkKind.CONTRASTS, False, c
    return None


def _named(parse: Parse, token: int, words: str, kind: str) -> tuple[LinkKind, bool, int | None] | None:
    found = _connectives(kind).get(words)
    return (*found, token) if found else None
