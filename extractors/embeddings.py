"""How clauses hang in each other: the parent of each, the kind of its embedding, and the word that marks it."""

from __future__ import annotations

from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import addressee_of
from newsgraph.extractors.reading import Clause, Frame, Reading
from newsgraph.extractors.signatures import complement_signature

_CONDITIONALS = frozenset({"if", "unless", "until", "till", "whether", "once", "provided", "lest"})


def link_clauses(reading: Reading, index: dict[int, int]) -> None:
    """Set parent and embedding of every clause from the tree, and point slots at the clauses they express."""
    parse, clauses = reading.parse, reading.clauses
    frame_of = {f.cue_head: f for f in reading.frames if f.cue_head is not None}
    for clause in clauses:
        t = clause.trigger
        for a in parse.ancestors(t):
            if a in index and index[a] is not None and clauses[index[a]] is not clause:
                clause.parent = index[a]
                break
        if clause.parent is None:
            continue
        clause.embedding = _embedding(parse, clause, frame_of)
        clause.marker = _marker(parse, t)
    for clause in clauses:
        for s in (clause.subject, clause.object, *(s for _, s in clause.args)):
            if s is not None and s.clause is None and s.heads:
                s.clause = next(
                    (index[h] for h in s.heads if h in index and index[h] != index.get(clause.trigger)),
                    None,
                )


def _embedding(parse: Parse, clause: Clause, frame_of: dict[int, Frame]) -> str:
    """How a clause hangs in its parent; the label of the edge nearest the parent decides for nouns."""
    t = clause.trigger
    if clause.rule.startswith("nominal"):
        return "nominal"
    if clause.rule == "hidden-gerund":
        return "xcomp"
    dep = parse.dep[t]
    if dep == "ccomp" and _is_inverted(parse, t):
        return "condition"
    if dep == "ccomp" and t < parse.head[t]:
        frame = frame_of.get(parse.head[t])
        if frame is None or not frame.covers(t):
            return "parataxis"
    if dep == "advcl":
        marker = _marker(parse, t)
        if marker in _CONDITIONALS or _is_inverted(parse, t):
            return "condition"
        if (
            marker == "for"
            and complement_signature(parse.lemma[parse.head[t]], "infinitive", negated=False) is not None
        ):
            return "ccomp"  # "called for the clinic to close"
        if marker is None and parse.tag[t] == "VB" and addressee_of(parse, parse.head[t]) is not None:
            return "xcomp"  # "called on the militia to leave"
        if parse.tag[t] == "VB" and any(parse.lower[a] == "to" for a in parse.kids(t, "aux")):
            return "purpose"
    if dep == "xcomp" and _marker(parse, t) in ("when", "while"):
        return "advcl"  # "did not name Canada when listing the routes"
    if dep == "pcomp":
        return f"pcomp:{parse.lower[parse.head[t]]}"
    return dep


def _is_inverted(parse: Parse, t: int) -> bool:
    """ "Had the dam burst, …", "should the talks fail, …": a condition without *if*."""
    subject = parse.kid(t, "nsubj", "nsubjpass")
    if subject is None or t > parse.head[t]:
        return False
    return any(
        a < parse.left[subject] and parse.lower[a] in ("had", "should", "were") for a in parse.kids(t, "aux", "auxpass")
    )


def _marker(parse: Parse, t: int) -> str | None:
    mark = parse.kid(t, "mark")
    if mark is not None:
        return parse.lower[mark]
    for c in parse.kids(t, "advmod"):
        if parse.lower[c] in ("when", "where", "why", "how", "whenever"):
            return parse.lower[c]
    return None
