"""Corrections of coordination: what *and* joins has one form and one kind of subject.

A finite verb is not joined to a gerund, a past tense not to an infinitive after a modal, and things do not warn or add.
:mod:`newsgraph.extractors.attachments` carries them out with its own.
"""

from __future__ import annotations

from newsgraph.extractors.cues import reporting_verbs, source_nouns
from newsgraph.extractors.nominalizations import verb_of_gerund
from newsgraph.extractors.nouns import type_of_noun
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.speakers import can_judge
from newsgraph.graph.model import EntityType

SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj", "csubjpass")
_VERBAL = ("VERB", "AUX")
_PRESENT = frozenset({"VBZ", "VBP"})
_SPEAKING_TYPES = frozenset({EntityType.PERSON, EntityType.GROUP, EntityType.ORGANIZATION})


def finite_after_gerund(parse: Parse, v: int) -> bool:
    """ "accused the board of lying and called for talks": a finite verb is not joined to a gerund, but to the verb before it."""
    if not lacks_subject(parse, v):
        return False
    first = parse.head[v]
    if parse.tag[first] != "VBG" or parse.kid(first, "aux", "auxpass", *SUBJECTS) is not None:
        return False
    if parse.tag[v] == "VBN" and parse.kid(v, "aux", "auxpass") is None:
        governor = next((a for a in _governors(parse, first) if parse.kid(a, "auxpass") is not None), None)
    elif parse.tag[finite_part(parse, v)] in ("VBD", *_PRESENT) and not _is_bare_form(parse, v):
        governor = _like(parse, v, first)
    else:
        return False
    return governor is not None and _join(parse, v, governor)


def gerund_after_gerund(parse: Parse, v: int) -> bool:
    """ "accused the board of hiding losses and paying bonuses": a gerund is not joined to a finite verb, but to the gerund before it."""
    if not lacks_subject(parse, v) or parse.tag[v] != "VBG" or parse.kid(v, "aux", "auxpass") is not None:
        return False
    first = parse.head[v]
    if parse.tag[first] == "VBG" or parse.kid(first, "aux", "auxpass") is not None:
        return False
    for prep in (c for i in (*parse.kids(first, "dobj"), first) for c in parse.kids(i, "prep") if c < v):
        gerund = parse.kid(prep, "pcomp") or _hidden_gerund(parse, prep)
        if gerund is not None and parse.tag[gerund] == "VBG" and first < gerund:
            return _join(parse, v, gerund)
    return False


def _hidden_gerund(parse: Parse, prep: int) -> int | None:
    """ "of hiding losses": the gerund that a parser took for a part of its object, given back its place."""
    noun = parse.kid(prep, "pobj")
    if noun is None or parse.left[noun] != prep + 1 or noun == prep + 1:
        return None
    gerund = prep + 1
    if parse.head[gerund] != noun or parse.dep[gerund] not in ("compound", "amod"):
        return None
    verb = parse.lemma[gerund] if parse.tag[gerund] == "VBG" else verb_of_gerund(parse.lower[gerund])
    if verb is None:
        return None
    parse.head[gerund], parse.dep[gerund], parse.pos[gerund] = prep, "pcomp", "VERB"
    parse.tag[gerund], parse.lemma[gerund] = "VBG", verb
    parse.head[noun], parse.dep[noun] = gerund, "dobj"
    return gerund


def past_after_modal(parse: Parse, v: int) -> bool:
    """ "said it could not pay and asked for help": after a modal comes no past tense; it goes with the past tense before."""
    if not lacks_subject(parse, v) or parse.tag[v] != "VBD" or parse.kid(v, "aux", "auxpass") is not None:
        return False
    first = parse.head[v]
    modal = any(parse.tag[a] == "MD" for a in parse.kids(first, "aux"))
    to = any(parse.lower[a] == "to" for a in parse.kids(first, "aux"))
    if parse.tag[first] != "VB" or not (modal or to) or _is_bare_form(parse, v):
        return False
    governor = _like(parse, v, first)
    return governor is not None and _join(parse, v, governor)


def speaker_of_conjunct(parse: Parse, v: int) -> bool:
    """ "said the vote was fair but warned of fraud": votes do not warn; who said the one says the other."""
    if not lacks_subject(parse, v) or parse.tag[v] not in ("VBD", "VBN") or parse.kid(v, "aux", "auxpass") is not None:
        return False
    frames = reporting_verbs().get(parse.lemma[v].lower(), {})
    first = parse.head[v]
    subject = parse.kid(first, "nsubj", "nsubjpass")
    cue = parse.head[first]
    if not frames.keys() & {"clause", "quote"} or parse.dep[first] != "ccomp" or subject is None or cue > first:
        return False
    speaker = parse.kid(cue, "nsubj")
    if parse.tag[cue] != "VBD" or speaker is None or not can_judge(parse, speaker):
        return False
    if parse.tag[v] == "VBN" and (parse.lemma[first] != "be" or parse.kid(first, "acomp", "attr") is None):
        return False
    return not may_speak(parse, subject) and _join(parse, v, cue)


def may_speak(parse: Parse, noun: int) -> bool:
    """A name, a pronoun for people, or a noun for people and bodies; not a document, though it may be quoted."""
    lemma = parse.lemma[noun].lower()
    if parse.pos[noun] == "NOUN" and source_nouns().get(lemma) == "document":
        return False
    return can_judge(parse, noun) or type_of_noun(lemma) in _SPEAKING_TYPES


def lacks_subject(parse: Parse, v: int) -> bool:
    """A verb coordinated with another before it, without a subject of its own."""
    return (
        parse.dep[v] == "conj"
        and parse.pos[v] in _VERBAL
        and parse.head[v] < v
        and parse.pos[parse.head[v]] in _VERBAL
        and parse.kid(v, *SUBJECTS) is None
    )


def finite_part(parse: Parse, v: int) -> int:
    """The first auxiliary of a verb, or the verb itself."""
    return min([v, *parse.kids(v, "aux", "auxpass")])


def _is_bare_form(parse: Parse, v: int) -> bool:
    """A form that says nothing of its tense (*cut*, *put*)."""
    return parse.tag[v] == "VBD" and parse.lower[v] == parse.lemma[v].lower()


def _governors(parse: Parse, v: int) -> list[int]:
    """The verbs above a verb that stand before it, the nearest first."""
    return [a for a in parse.ancestors(v) if a < v and parse.pos[a] in _VERBAL]


def _like(parse: Parse, v: int, first: int) -> int | None:
    """The nearest verb above that has the tense of ``v``."""
    tense = parse.tag[finite_part(parse, v)]
    past = tense == "VBD"
    for a in _governors(parse, first):
        form = parse.tag[finite_part(parse, a)]
        if form == tense or (not past and form in _PRESENT):
            return a
    return None


def _join(parse: Parse, v: int, governor: int) -> bool:
    """Hang a verb and the coordinator before it on another verb; nothing without a coordinator."""
    first = parse.head[v]
    after = max((c for c in parse.kids(first, "conj") if c < v), default=first)
    moved = [c for c in parse.kids(first, "cc", "punct") if after < c < v]
    if not any(parse.dep[c] == "cc" for c in moved):
        return False
    for c in (*moved, v):
        parse.head[c] = governor
    return True
