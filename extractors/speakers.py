"""Who says it: the source of a cue, found along the parse."""

from __future__ import annotations

from dataclasses import dataclass

from newsgraph.extractors.cues import cue_words, reporting_verbs, source_nouns
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.scope import Range, noun_phrase, ranges

_RELATIVE = frozenset({"who", "which", "that", "whom"})
_RESUMED = frozenset({"clause", "quote", "inf", "obj-inf", "on-inf"})
_NOMINAL = ("NOUN", "PROPN", "PRON")
_SUBJECT = ("nsubj", "nsubjpass")
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Source:
    """A source as read: token ranges and head noun; both empty when nobody is named."""

    head: int | None
    ranges: tuple[Range, ...]


NOBODY = Source(None, ())


def source_of(parse: Parse, verb: int) -> Source:
    """The source of a verb: its subject, the agent of a passive, or the controller of a participle or infinitive."""
    if is_passive(parse, verb):
        return agent_of(parse, verb)
    head = subject_of(parse, verb)
    if head is None:
        return _beside(parse, verb)
    return phrase(parse, _issuer(parse, verb, head), verb)


_ISSUING = frozenset(
    "issue release give deliver publish post send write file sign put make tweet record circulate".split()
)


def _issuer(parse: Parse, verb: int, noun: int) -> int:
    """*Holt issued a statement saying*: who issues the document says what it says; else the document does."""
    issued = parse.head[noun]
    if parse.dep[verb] != "acl" or parse.dep[noun] != "dobj" or parse.lemma[issued] not in _ISSUING:
        return noun
    if source_nouns().get(parse.lemma[noun].lower()) != "document" or is_passive(parse, issued):
        return noun
    issuer = subject_of(parse, issued)
    return noun if issuer is None or not can_judge(parse, issuer) else issuer


def _beside(parse: Parse, verb: int) -> Source:
    """The phrase right before a finite verb that the parser gave no subject; nobody where something else stands there."""
    if parse.tag[verb] not in ("VBD", "VBZ", "VBP"):
        return NOBODY
    k = verb - 1
    while k >= 0 and parse.sent[k] == parse.sent[verb] and parse.pos[k] in ("ADV", "AUX"):
        k -= 1
    if k < 0 or parse.sent[k] != parse.sent[verb] or parse.pos[k] not in _NOMINAL:
        return NOBODY
    best = k
    for a in parse.ancestors(k):
        if a >= verb:
            break
        if parse.pos[a] in _NOMINAL:
            best = a
        elif parse.pos[a] != "ADP" and parse.dep[a] not in ("relcl", "acl", "xcomp", "advcl"):
            break
    return Source(best, ranges(parse, range(parse.left[best], k + 1)))


def phrase(parse: Parse, head: int, cue: int | None = None) -> Source:
    """The source headed by ``head``; a relative pronoun stands beside its antecedent."""
    if parse.lower[head] in _RELATIVE and parse.tag[head] in ("WP", "WDT", "IN", "DT"):
        clause = next((a for a in parse.ancestors(head) if parse.dep[a] == "relcl"), None)
        if clause is not None and parse.head[clause] < head:
            noun = _antecedent(parse, parse.head[clause], parse.lower[head])
            return Source(noun, ranges(parse, [*range(parse.left[noun], parse.left[clause]), head]))
    if parse.lower[head] in ("it", "there") and parse.dep[head] == "expl":
        return NOBODY
    return Source(head, noun_phrase(parse, head, stop=cue))


def _antecedent(parse: Parse, noun: int, pronoun: str) -> int:
    """The noun a relative clause speaks of: *who* skips a place or a body for the person it belongs to."""
    people = {"person"}
    if pronoun != "who" or parse.pos[noun] == "PRON" or source_nouns().get(parse.lemma[noun].lower()) in people:
        return noun
    owner = noun
    while parse.dep[owner] == "pobj" and parse.dep[parse.head[owner]] == "prep":
        owner = parse.head[parse.head[owner]]
        if source_nouns().get(parse.lemma[owner].lower()) in people:
            return owner
    return noun


def is_passive(parse: Parse, verb: int) -> bool:
    if parse.kid(verb, "auxpass", "nsubjpass") is not None:
        return True
    return parse.tag[verb] == "VBN" and parse.dep[verb] in ("acl", "amod", "advcl") and parse.kid(verb, "aux") is None


def agent_of(parse: Parse, verb: int) -> Source:
    """Who stands after *by*; nobody where the passive has no agent."""
    by = parse.kid(verb, "agent")
    noun = parse.kid(by, "pobj") if by is not None else None
    return NOBODY if noun is None else Source(noun, noun_phrase(parse, noun))


def subject_of(parse: Parse, verb: int, depth: int = _DEPTH) -> int | None:
    """Head of the understood subject of an active verb; None where the parse names none."""
    own = parse.kid(verb, *_SUBJECT)
    if own is not None:
        return own
    if depth == 0 or parse.head[verb] == verb:
        return None
    dep, head = parse.dep[verb], parse.head[verb]
    if dep in ("acl", "relcl"):
        return head if dep == "relcl" or parse.tag[verb] in ("VBG", "VB", "VBD") else None
    if dep == "conj":
        return _of_conjunct(parse, verb, head, depth)
    if dep == "xcomp":
        patient = parse.kid(head, "dobj")
        if patient is not None and parse.tag[verb] == "VB" and patient < verb:
            return patient
        return _governor_subject(parse, head, depth)
    if dep in ("advcl", "pcomp", "ccomp", "parataxis", "dep", "aux"):
        if dep == "pcomp":
            while parse.pos[head] == "ADP" and parse.head[head] != head:
                head = parse.head[head]
        if dep in ("advcl", "pcomp", "dep") or parse.tag[verb] in ("VB", "VBG"):
            return _governor_subject(parse, head, depth)
    return None


def resumes(parse: Parse, verb: int) -> int | None:
    """The cue a conjunct goes on from: *He said that A did X, and asked B to go* coordinates *asked* with *said*.

    The parser coordinates it with *did*; the comma, the lacking subject, the tense and the class of verb tell.
    """
    head = parse.head[verb]
    marked = parse.kid(head, "mark") is not None
    while parse.dep[head] == "conj" and parse.pos[parse.head[head]] in ("VERB", "AUX"):
        head = parse.head[head]
        marked = marked or parse.kid(head, "mark") is not None
    outer = parse.head[head]
    if parse.dep[verb] != "conj" or parse.dep[head] != "ccomp" or parse.tag[outer] != parse.tag[verb]:
        return None
    table = reporting_verbs()
    if not (
        table.get(parse.lemma[outer].lower(), {}).keys() & {"clause"}
        and table.get(parse.lemma[verb].lower(), {}).keys() & _RESUMED
    ):
        return None
    if parse.kid(verb, *_SUBJECT) is not None or parse.lower[max(0, verb - 2)] != "," or parse.pos[verb - 1] != "CCONJ":
        return None
    return outer if marked and outer < head else None


def _of_conjunct(parse: Parse, verb: int, head: int, depth: int) -> int | None:
    outer = resumes(parse, verb)
    if outer is not None:
        return subject_of(parse, outer, depth - 1)
    if parse.pos[head] not in ("VERB", "AUX"):
        return subject_of(parse, head, depth - 1) if parse.dep[head] in ("acomp", "attr") else None
    return subject_of(parse, head, depth - 1)


def _governor_subject(parse: Parse, head: int, depth: int) -> int | None:
    if parse.pos[head] in _NOMINAL and parse.kid(head, *_SUBJECT) is None:
        return head
    own = parse.kid(head, *_SUBJECT)
    return own if own is not None else subject_of(parse, head, depth - 1)


def can_judge(parse: Parse, head: int | None) -> bool:
    """May this noun stand for somebody with a mind: a name, a person's pronoun, a noun for people or bodies?"""
    if head is None:
        return False
    if parse.pos[head] == "PRON":
        return parse.lower[head] not in cue_words("thing")
    if parse.pos[head] in ("PROPN", "NUM"):
        return True
    return parse.lemma[head].lower() in source_nouns() or parse.word[head][:1].isupper()
