"""Clauses in the words of the sentence: open-information-extraction tuples.

The same clauses that become statements, seen before names are resolved; adverbials that no statement needs are added.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from newsgraph.extractors.argument_spans import members
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import clause_span, slot
from newsgraph.extractors.reading import Clause, Reading, Slot
from newsgraph.extractors.verb_arguments import adverbials


@dataclass(frozen=True, slots=True)
class SurfaceTuple:
    """A binary tuple: ``arguments`` are the token ranges of subject and object; ``relation`` the token indices between them."""

    relation: tuple[int, ...]
    arguments: tuple[tuple[int, int], ...]
    clause: int
    projected: bool = False


def surface_tuples(reading: Reading) -> list[SurfaceTuple]:
    """Binary tuples of every verbal clause with a subject, in text order.

    "X sent troops to Y on Monday" gives (X, sent, troops), (X, sent troops to, Y), (X, sent troops on, Monday).
    """
    found: list[SurfaceTuple] = []
    for number, clause in enumerate(reading.clauses):
        if not clause.rule.startswith("nominal") and clause.rule != "small-clause":
            whole = _whole(reading.parse, clause, number)
            binary = _tuples(reading, clause, number)
            if whole is not None and len(whole.arguments) > 1:
                whole = _with_preposition(reading.parse, whole)
                found.append(whole)
                binary = [
                    replace(t, projected=True)
                    for t in binary
                    if (t.relation, t.arguments) != (whole.relation, whole.arguments)
                ]
            found.extend(binary)
    return list(dict.fromkeys(found))


def _with_preposition(parse: Parse, whole: SurfaceTuple) -> SurfaceTuple:
    """ "lived | in Riga" as "lived in | Riga": a preposition right after the verb belongs to the relation."""
    start, end = whole.arguments[1]
    if parse.dep[start] in ("prep", "agent") and start == whole.relation[-1] + 1 and end > start + 1:
        return replace(
            whole,
            relation=(*whole.relation, start),
            arguments=(whole.arguments[0], (start + 1, end), *whole.arguments[2:]),
        )
    return whole


def _whole(parse: Parse, clause: Clause, number: int) -> SurfaceTuple | None:
    """The clause as one n-ary tuple."""
    v = clause.trigger
    subject, obj = (clause.object, None) if clause.passive else (clause.subject, clause.object)
    if subject is None:
        return None
    arguments = [(subject.start, subject.end)]
    if obj is not None:
        arguments.append((obj.start, obj.end))
    for role, s in clause.args:
        if role in ("theme", "content", "to", "as", "extent") and s.start > 0 and parse.lower[s.start - 1] != role:
            arguments.append((s.start, s.end))
    arguments.extend(adverbials(parse, v))
    return SurfaceTuple(tuple(sorted(set(clause.words))), tuple(dict.fromkeys(arguments)), number)


def _tuples(reading: Reading, clause: Clause, number: int) -> list[SurfaceTuple]:
    parse, v = reading.parse, clause.trigger
    subject, obj = (clause.object, None) if clause.passive else (clause.subject, clause.object)
    if subject is None:
        return []
    words = _verb_group(parse, clause)
    found: list[SurfaceTuple] = []
    subjects = members(parse, subject)
    prefix = words
    objects: list[tuple[int, int]] = []
    if obj is not None:
        objects = members(parse, obj)
        if objects and objects[0][0] > v:
            prefix = (*words, *range(objects[0][0], _head_end(parse, obj)))
    for s in subjects:
        found.extend(SurfaceTuple(words, (s, o), number) for o in objects)
        for p in (*parse.kids(v, "prep", "agent", "dative"), *_inner_prepositions(parse, obj)):
            if parse.pos[p] != "ADP" and parse.dep[p] == "dative":
                continue
            base = words if p < v else prefix if p >= (prefix[-1] if prefix else 0) else words
            for link, target in _prepositional_targets(parse, p):
                found.append(SurfaceTuple((*base, *link), (s, target), number))
        for a in parse.kids(v, "npadvmod"):
            found.append(SurfaceTuple(prefix, (s, clause_span(parse, a)), number))
        if not found or all(t.arguments[0] != s for t in found):
            found.extend(SurfaceTuple(words, (s, adverbial), number) for adverbial in adverbials(parse, v)[:1])
    return found


def _verb_group(parse: Parse, clause: Clause) -> tuple[int, ...]:
    """The verb with auxiliaries, negation and particle; an infinitive with the verb it completes ("agreed to send")."""
    v = clause.trigger
    own = tuple(w for w in clause.words)
    if (
        parse.dep[v] == "xcomp"
        and parse.head[v] < v
        and parse.kid(parse.head[v], "dobj", "acomp", "attr") is None
        and parse.pos[parse.head[v]] in ("VERB", "AUX")
    ):
        matrix = parse.head[v]
        return (*sorted([matrix, *parse.kids(matrix, "aux", "auxpass", "neg", "prt")]), *own)
    return own


def _head_end(parse: Parse, obj: Slot) -> int:
    """Token after the head noun of an object, before what follows it."""
    return obj.heads[0] + 1 if obj.heads else obj.end


def _inner_prepositions(parse: Parse, obj: Slot | None) -> list[int]:
    if obj is None or len(obj.heads) != 1:
        return []
    return parse.kids(obj.heads[0], "prep")


def _prepositional_targets(parse: Parse, prep: int) -> list[tuple[tuple[int, ...], tuple[int, int]]]:
    """(preposition tokens, target) for every noun of a prepositional phrase."""
    noun = parse.kid(prep, "pobj")
    if noun is not None:
        filler = slot(parse, noun)
        return [((prep,), member) for member in members(parse, filler)]
    inner = parse.kid(prep, "prep")
    if inner is not None and (noun := parse.kid(inner, "pobj")) is not None:
        return [((prep, inner), member) for member in members(parse, slot(parse, noun))]
    gerund = parse.kid(prep, "pcomp")
    return [((prep,), clause_span(parse, gerund))] if gerund is not None else []
