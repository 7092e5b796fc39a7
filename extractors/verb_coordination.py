"""Corrections of coordinated verbs by form: what *and*, *but* and *or* join has one form.

A finite verb is not joined to an infinitive ("tried to free them but failed"), nor a bare form to a finite verb ("were told to
search, seal and guard it"); two clauses need a coordinator; after *or* in the scope of an auxiliary a verb
has the form of the first ("had not sent or received any").
"""

from __future__ import annotations

from functools import cache

from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.parse import Parse

_FINITE = frozenset({"VBD", "VBZ"})
_INFLECTED = frozenset({"VBD", "VBZ", "VBN", "VBG"})
_SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")


def repair_coordinated_verbs(parse: Parse) -> None:
    """Hang finite verbs on the finite verb before the infinitive; give verbs after *or* the form of the first.  O(tokens)."""
    changed = False
    for v in range(len(parse)):
        if parse.dep[v] == "conj" and parse.pos[v] in ("VERB", "AUX") and parse.kid(v, *_SUBJECTS) is None:
            changed |= _raise_finite(parse, v) or _lower_bare(parse, v) or _give_subject(parse, v)
            _share_form(parse, v)
    if changed:
        parse.finish()


def _raise_finite(parse: Parse, v: int) -> bool:
    first = parse.head[v]
    if not _is_finite(parse, v) or not _is_infinitive(parse, first):
        return False
    governor = first
    while not _is_finite(parse, governor):
        if parse.is_root(governor) or parse.dep[governor] not in ("xcomp", "conj", "ccomp", "advcl"):
            return False
        governor = parse.head[governor]
        if parse.pos[governor] not in ("VERB", "AUX"):
            return False
    coordinator = max((c for c in parse.kids(first, "cc") if c < v), default=None)
    if coordinator is None or governor > first or parse.dep[governor] == "relcl":
        return False
    parse.head[v] = parse.head[coordinator] = governor
    return True


def _lower_bare(parse: Parse, v: int) -> bool:
    """ "were told to search, seal it and leave": without *to* or a modal a bare form is one more of the infinitives before it."""
    first = parse.head[v]
    if parse.tag[v] == "VBP" and parse.lower[v] == parse.lemma[v] and _is_infinitive(parse, first):
        parse.tag[v] = "VB"
        return False
    if parse.tag[v] != "VB" or parse.tag[first] not in _INFLECTED or parse.kid(v, "aux", "auxpass") is not None:
        return False
    infinitive = max(
        (c for c in parse.kids(first, "xcomp") if first < c < v and _is_infinitive(parse, c)), default=None
    )
    if infinitive is None:
        return False
    parse.head[v] = infinitive
    for coordinator in parse.kids(first, "cc"):
        if infinitive < coordinator < v:
            parse.head[coordinator] = infinitive
    return True


def _give_subject(parse: Parse, v: int) -> bool:
    """ "won a state and Cruz dropped out": with no other coordinator, the noun after *and* is the subject of the second verb."""
    first = parse.head[v]
    if not _is_finite(parse, v) or any(first < c < v for c in parse.kids(first, "cc")):
        return False
    begin = min([v, *(c for c in parse.children[v] if c < v and parse.dep[c] in ("advmod", "aux", "auxpass", "neg"))])
    noun = next(
        (a for a in (begin - 1, *parse.ancestors(begin - 1)) if parse.right[a] == begin - 1 and parse.dep[a] == "conj"),
        None,
    )
    if noun is None or not first < noun < v or parse.pos[noun] not in ("NOUN", "PROPN", "PRON"):
        return False
    coordinator = parse.left[noun] - 1
    mate = parse.head[noun]
    if parse.dep[coordinator] != "cc" or parse.head[coordinator] != mate or first not in parse.ancestors(mate):
        return False
    parse.head[noun], parse.dep[noun] = v, "nsubjpass" if parse.kid(v, "auxpass") is not None else "nsubj"
    parse.head[coordinator] = first
    return True


def _is_finite(parse: Parse, v: int) -> bool:
    auxiliaries = parse.kids(v, "aux", "auxpass")
    first = min(auxiliaries, default=v)
    return parse.tag[first] in _FINITE or (parse.tag[first] in ("MD", "VBP") and (first != v or parse.dep[v] != "conj"))


def _is_infinitive(parse: Parse, v: int) -> bool:
    return parse.tag[v] == "VB" and any(parse.lower[a] == "to" for a in parse.kids(v, "aux"))


def _share_form(parse: Parse, v: int) -> None:
    first = parse.head[v]
    coordinator = max((c for c in parse.kids(first, "cc") if c < v), default=None)
    if (
        coordinator is None
        or parse.lower[coordinator] not in ("or", "nor")
        or parse.kid(v, "aux", "auxpass") is not None
    ):
        return
    if not parse.kids(first, "aux", "auxpass"):
        return
    participle = parse.tag[first] == "VBN" and parse.tag[v] == "VBD" and parse.lower[v] not in _only_past()
    bare = parse.tag[first] == "VB" and parse.tag[v] == "VBP"
    if participle or bare:
        parse.tag[v] = parse.tag[first]


@cache
def _only_past() -> frozenset[str]:
    """Forms of the past that are no participle ("went", "took")."""
    return frozenset(past for _, past, participle in rows_of("irregular_past.tsv") if past != participle)
