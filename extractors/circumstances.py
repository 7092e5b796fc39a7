"""Why, when and on what condition: adverbial clauses as roles of the clause they belong to.

"X closed the school because the river rose" has a ``cause``, "sent ships to rescue them" a ``purpose``; the filler is the
statement that the adverbial clause makes.  Prepositional ones have the role of their preposition ("by closing the border").
"""

from __future__ import annotations

from functools import cache

from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.phrases import clause_span
from newsgraph.extractors.reading import Clause, Reading, Slot


@cache
def _roles() -> dict[str, str]:
    """Subordinator → role."""
    return {row[0]: row[1] for row in rows_of("circumstances.tsv")}


def add_circumstances(reading: Reading) -> None:
    """Give every clause its adverbial clauses as roles, in text order, after its other roles."""
    for number, clause in enumerate(reading.clauses):
        role = _role(reading, clause)
        if role is None or clause.parent is None:
            continue
        start, end = clause_span(reading.parse, clause.trigger)
        mark = reading.parse.kid(clause.trigger, "mark", "advmod")
        if mark == start and reading.parse.lower[mark] in _roles():
            start += 1
        outer = reading.clauses[clause.parent]
        if start <= outer.trigger < end or not (outer.subject or outer.object or outer.args):
            continue  # a tree that crosses itself; a verb of which nothing else is told
        order = reading.parse.head[clause.trigger]
        outer.args = [(r, s) for r, s in outer.args if not (r == "in" and s.heads == (order,))]
        outer.args.append((role, Slot((), start, end, number)))


def _role(reading: Reading, clause: Clause) -> str | None:
    parse, v = reading.parse, clause.trigger
    if clause.parent is None or reading.clauses[clause.parent].trigger != parse.head[v]:
        return "purpose" if _is_in_order(reading, clause) else None
    if clause.embedding == "purpose":
        return "purpose"
    if parse.dep[v] != "advcl" or clause.marker is None:
        return None
    return _roles().get(clause.marker)


def _is_in_order(reading: Reading, clause: Clause) -> bool:
    """ "in order to save them": a purpose in a phrase of its own."""
    parse, v = reading.parse, clause.trigger
    noun = parse.head[v]
    return (
        parse.dep[v] == "acl"
        and parse.lower[noun] == "order"
        and noun > 0
        and parse.lower[noun - 1] == "in"
        and clause.parent is not None
        and not reading.clauses[clause.parent].rule.startswith("nominal")
    )
