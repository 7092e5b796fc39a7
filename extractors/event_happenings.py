"""Happenings: the statements of one text that may describe an event, with what tells events apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from newsgraph.extractors.lexicon import rows_of, words_of
from newsgraph.extractors.nominalizations import verb_of
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import slot
from newsgraph.extractors.reading import Clause, Reading, Slot
from newsgraph.graph.event_classes import befalls_subject, noun_classes, verb_classes
from newsgraph.graph.intervals import interval
from newsgraph.graph.model import Statement

LEAD = 4
"""Sentences of the body that the headline sums up."""

_PATIENT_ROLES = ("on", "upon", "against", "at", "of")
_NOT_ROLES = frozenset({"content", "according_to", "theme", "to", "as", "extent"})
_CONTENT_ROLES = frozenset({"content", "of", "to", "for", "over"})
_CONTENT_WORDS = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})


@dataclass(slots=True)
class Happening:
    """A clause that may describe an event.

    ``names`` are its classes; ``agent`` and ``theme`` who does it and whom or what it befalls, whatever the grammar.
    ``carrier`` is the event noun that a verb of little meaning supports ("launched an *attack*"), else None; ``noun``
    the referents of that noun, or of a nominal happening itself.  ``content`` are the words of what is said, asked or
    alleged.  ``definite``, ``modified`` and ``plural`` tell of the event noun: "*the* attack", "her *first* visit", "*visits*".  ``lead``: in the sentences that the headline sums up.  ``chain`` holds the happenings of one event.
    """

    clause: int
    statement: Statement
    token: int
    sentence: int
    headline: bool
    lead: bool
    names: frozenset[str]
    agent: Slot | None
    theme: Slot | None
    roles: dict[str, Slot]
    content: frozenset[str]
    days: tuple[date, date] | None
    nominal: bool
    definite: bool
    modified: bool
    plural: bool
    carrier: int | None = None
    noun: frozenset[int] = frozenset()
    chain: list[Happening] = field(default_factory=list)

    @property
    def bare(self) -> bool:
        """Without any participant: "the attack"."""
        return self.agent is None and self.theme is None and not self.roles


def find_happenings(reading: Reading) -> Iterator[Happening]:
    """Every clause that became a statement, in the order of the text; a condition tells of no event.  O(clauses)."""
    parse = reading.parse
    stated: dict[tuple[int, str], Statement] = {}
    for statement in reading.statements:
        for evidence in statement.evidence:
            if evidence.trigger is not None:
                stated.setdefault((evidence.trigger.start, statement.predicate), statement)
    kinds = {s.paragraph: s.kind for s in reading.sections if s.paragraph is not None}
    body = next((s for s, p in zip(parse.sent, parse.para, strict=True) if kinds.get(p, "body") == "body"), 0)
    for number in sorted(range(len(reading.clauses)), key=lambda n: reading.clauses[n].trigger):
        clause = reading.clauses[number]
        told = stated.get((parse.start[clause.trigger], clause.lemma))
        kind = kinds.get(parse.para[clause.trigger], "body")
        if told is not None and clause.embedding != "condition":
            sentence = parse.sent[clause.trigger]
            yield _happening(reading, number, told, kind == "headline", body <= sentence < body + LEAD)


def _happening(reading: Reading, number: int, told: Statement, headline: bool, lead: bool) -> Happening:
    parse, clause = reading.parse, reading.clauses[number]
    nominal = clause.rule.startswith("nominal")
    names = verb_classes(clause.lemma, clause.event_type)
    if nominal:
        names |= noun_classes(parse.lemma[clause.trigger].lower())
    agent, theme, roles = clause.subject, clause.object, dict(reversed(clause.args))
    carrier = _carrier(parse, clause)
    if carrier is not None:
        names = _names_of_noun(parse, carrier)
        owner = parse.kid(carrier, "poss")
        agent = slot(parse, owner) if owner is not None else (agent if carrier > clause.trigger else None)
        theme = None
        for prep in parse.kids(carrier, "prep"):
            noun = parse.kid(prep, "pobj")
            if noun is not None:
                roles.setdefault(parse.lower[prep], slot(parse, noun))
    elif agent is not None and befalls_subject(clause.lemma) and not clause.passive and theme is None:
        agent, theme = None, agent
    elif clause.lemma == "leave" and theme is not None:
        names |= _outcomes(parse, theme)
    if agent is None and (nominal or carrier is not None):
        agent = roles.get("by") or roles.get("between")
    if "request" in names and theme is not None and _is_event_noun(parse, theme.heads):
        theme = None
    if theme is None or theme.clause is not None or "request" in names:
        patient = _patient(parse, roles, nominal or carrier is not None)
        theme = patient or theme
    noun = carrier if carrier is not None else clause.trigger
    content = {
        parse.lemma[i].lower()
        for role, s in (("content", clause.object), *clause.args)
        if s is not None and (_is_clause(parse, s) or (s is not theme and role in _CONTENT_ROLES))
        for i in range(s.start, s.end)
        if parse.pos[i] in _CONTENT_WORDS
    }
    return Happening(
        number,
        told,
        clause.trigger,
        parse.sent[clause.trigger],
        headline,
        lead,
        names,
        agent,
        theme,
        {role: found for role, found in roles.items() if role not in _NOT_ROLES},
        frozenset(content),
        None if is_phase(clause.lemma) else interval(told.time.edtf if told.time else None),
        nominal,
        _definite(parse, noun),
        any(parse.dep[c] in ("amod", "nummod") for c in parse.children[noun]),
        parse.tag[noun] == "NNS" and "talk" not in noun_classes(parse.lemma[noun].lower()),  # talks are one
        carrier,
        frozenset(reading.referent.get(noun, ())) if nominal or carrier is not None else frozenset(),
    )


def is_phase(verb: str) -> bool:
    """Whether a verb says that something begins, goes on or ends: when it does is not when the whole happens."""
    return _support_verbs().get(verb, (frozenset(), ""))[1] == "phase"


def _carrier(parse: Parse, clause: Clause) -> int | None:
    """The event noun that a phase verb or light verb leaves to say what happens."""
    places, why = _support_verbs().get(clause.lemma, (frozenset(), ""))
    for place, found in (("object", clause.object), ("subject", clause.subject)):
        if found is None or not found.heads or place not in places:
            continue
        noun = _inside(parse, found.heads[0])
        if parse.pos[noun] == "VERB" and noun != found.heads[0]:
            return noun
        verb = verb_of(parse.lemma[noun].lower()) if parse.pos[noun] == "NOUN" else None
        if (verb is not None and (verb[1] or why == "phase")) or noun_classes(parse.lemma[noun].lower()):
            return noun
        if place == "object":
            return None
    return None


def _inside(parse: Parse, noun: int) -> int:
    """What a noun that only counts or frames happenings is about: "a wave of attacks", "a policy of turning back boats"."""
    if parse.lemma[noun].lower() in words_of("event_frames.txt"):
        for prep in parse.kids(noun, "prep"):
            about = parse.kid(prep, "pobj", "pcomp")
            if parse.lower[prep] == "of" and about is not None:
                return about
    return noun


def _names_of_noun(parse: Parse, noun: int) -> frozenset[str]:
    lemma = parse.lemma[noun].lower()
    if parse.pos[noun] == "VERB":
        return verb_classes(lemma, None)
    verb = verb_of(lemma)
    return noun_classes(lemma) | (verb_classes(verb[0], None) if verb else frozenset())


def _outcomes(parse: Parse, found: Slot) -> frozenset[str]:
    """What became of whom somebody left: "left 23 people dead" kills."""
    classes = {"dead": "kill", "killed": "kill", "injured": "injure", "wounded": "injure", "hurt": "injure"}
    return frozenset(classes[w] for w in parse.lower[found.start : found.end + 1] if w in classes)


def _patient(parse: Parse, roles: dict[str, Slot], nominal: bool) -> Slot | None:
    """Whom or what a happening without an object is directed at: "fired at the car", "the attack on Wadi"."""
    for role in _PATIENT_ROLES:
        if role in roles:
            return roles[role]
    inside = roles.get("in")
    if nominal and inside is not None and not any(parse.pos[h] == "PROPN" for h in inside.heads):
        return inside
    return None


def _is_clause(parse: Parse, found: Slot) -> bool:
    return found.clause is not None or any(parse.pos[h] in ("VERB", "AUX") for h in found.heads)


def _is_event_noun(parse: Parse, heads: tuple[int, ...]) -> bool:
    return any(parse.pos[h] == "NOUN" and (verb_of(parse.lemma[h].lower()) or ("", False))[1] for h in heads)


def _definite(parse: Parse, noun: int) -> bool:
    return any(
        parse.dep[c] == "poss"
        or (parse.dep[c] == "det" and parse.lower[c] in ("the", "this", "that", "these", "those"))
        for c in parse.children[noun]
    )


@cache
def _support_verbs() -> dict[str, tuple[frozenset[str], str]]:
    """Verb -> (where its event noun stands, why): see ``support_verbs.tsv``."""
    return {verb: (frozenset(places.split()), why) for verb, places, why in rows_of("support_verbs.tsv")}
