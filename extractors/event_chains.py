"""Which statements of one text describe one event: chains of happenings, each link with the rule that made it.

A happening is linked to an earlier one of the same class whose participants, times and places agree; who tells it, and
whether it is affirmed, denied or planned, does not matter.  Candidates come from an index by class, a few a class, and
a link must not contradict anything in the chain: O(statements).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from newsgraph.extractors.event_parts import Comparison, Likeness, Part, part_of
from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.nominalizations import verb_of
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import slot
from newsgraph.extractors.reading import Clause, Reading, Slot
from newsgraph.graph.event_classes import befalls_subject, noun_classes, verb_classes
from newsgraph.graph.event_coreference import interval
from newsgraph.graph.model import Evidence, Link, LinkKind, Span, Statement, StatementKind

LEAD = 4
"""Sentences of the body that the headline sums up."""

REACH = 12
"""Earlier happenings of a class that are compared, and members of a chain that a new one must not contradict."""

_PATIENT_ROLES = ("on", "upon", "against", "at", "of")
_NOT_ROLES = frozenset({"content", "according_to", "theme", "to", "as", "extent"})
_VIOLENT = frozenset(
    {"attack", "shoot", "bomb", "explode", "clash", "crash", "sink", "batter", "flood", "collapse", "raid"}
)
_HARM = frozenset({"kill", "injure", "destroy", "damage", "displace"})


@dataclass(slots=True)
class Happening:
    """A clause that may describe an event, with what it is told apart by.

    ``names`` are its classes; ``carrier`` is the event noun that a verb of little meaning supports ("launched an
    *attack*"), else None; ``content`` the words of what is said, asked or alleged.
    """

    clause: int
    statement: Statement
    token: int
    sentence: int
    headline: bool
    lead: bool
    names: frozenset[str]
    agent: Part | None
    theme: Part | None
    roles: dict[str, Part]
    content: frozenset[str]
    days: tuple[date, date] | None
    nominal: bool
    definite: bool
    carrier: int | None = None
    chain: list[Happening] = field(default_factory=list)


def chain_events(reading: Reading) -> None:
    """Append to ``reading.links`` what is told again: later statement, ``SAME_EVENT``, earlier one.

    The evidence of a link is the predicate word of the later statement, its rule why the two are taken for one event.
    """
    found = list(_happenings(reading))
    linked: set[tuple[str, str]] = set()
    for later, earlier, rule in _Chains(reading, found).links():
        pair = later.statement.id, earlier.statement.id
        if pair[0] == pair[1] or pair in linked:
            continue
        linked.add(pair)
        start, end = reading.parse.chars(later.token, later.token + 1)
        quote = reading.document.quote(start, end)
        evidence = Evidence(reading.document.id, start, end, quote, rule, Span(start, end))
        reading.links.append(Link(pair[0], LinkKind.SAME_EVENT, pair[1], evidence))


@cache
def _support_verbs() -> dict[str, tuple[frozenset[str], str]]:
    """Verb -> (where its event noun stands, why): see ``support_verbs.tsv``."""
    return {verb: (frozenset(places.split()), why) for verb, places, why in rows_of("support_verbs.tsv")}


def _happenings(reading: Reading) -> Iterator[Happening]:
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
        if told is not None:
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
    elif theme is None and agent is not None and befalls_subject(clause.lemma) and not clause.passive:
        agent, theme = None, agent
    elif clause.lemma == "leave" and theme is not None:
        names |= _outcomes(parse, theme)
    if theme is None or theme.clause is not None or "request" in names:
        patient = _patient(parse, roles, nominal or carrier is not None, reading)
        theme = patient or theme
    content = {
        parse.lemma[i].lower()
        for role, s in (("content", clause.object), *clause.args)
        if s is not None and s is not theme and (s.clause is not None or role in ("content", "of", "to", "for", "over"))
        for i in range(s.start, s.end)
        if parse.pos[i] in ("NOUN", "PROPN", "VERB", "ADJ", "NUM")
    }
    return Happening(
        number,
        told,
        clause.trigger,
        parse.sent[clause.trigger],
        headline,
        lead,
        names,
        part_of(reading, agent),
        part_of(reading, theme),
        {role: p for role, s in roles.items() if role not in _NOT_ROLES and (p := part_of(reading, s)) is not None},
        frozenset(content),
        interval(told.time.edtf if told.time else None),
        nominal,
        _definite(parse, carrier if carrier is not None else clause.trigger),
        carrier,
    )


def _carrier(parse: Parse, clause: Clause) -> int | None:
    """The event noun that a phase verb or light verb leaves to say what happens."""
    places, _ = _support_verbs().get(clause.lemma, (frozenset(), ""))
    for place, found in (("object", clause.object), ("subject", clause.subject)):
        passive = place == "object" and clause.passive
        if found is None or not found.heads or not (place in places or passive):
            continue
        noun = found.heads[0]
        verb = verb_of(parse.lemma[noun].lower()) if parse.pos[noun] == "NOUN" else None
        if (verb is not None and verb[1]) or noun_classes(parse.lemma[noun].lower()):
            return noun
        if place == "object":
            return None
    return None


def _names_of_noun(parse: Parse, noun: int) -> frozenset[str]:
    lemma = parse.lemma[noun].lower()
    verb = verb_of(lemma)
    return noun_classes(lemma) | (verb_classes(verb[0], None) if verb else frozenset())


def _outcomes(parse: Parse, found: Slot) -> frozenset[str]:
    """What became of whom somebody left: "left 23 people dead" kills."""
    words = {row[0]: row[1] for row in rows_of("outcome_words.tsv")}
    outcomes = {words.get(parse.lower[i]) for i in range(found.start, found.end)}
    names = {"dead": "kill", "killed": "kill", "injured": "injure", "wounded": "injure"}
    return frozenset(names[o] for o in outcomes if o in names)


def _patient(parse: Parse, roles: dict[str, Slot], nominal: bool, reading: Reading) -> Slot | None:
    """Whom or what a happening without an object is directed at: "fired at the car", "the attack on Wadi"."""
    for role in _PATIENT_ROLES:
        if role in roles:
            return roles[role]
    inside = roles.get("in")
    if nominal and inside is not None and not any(parse.pos[h] == "PROPN" for h in inside.heads):
        return inside
    return None


def _definite(parse: Parse, noun: int) -> bool:
    return any(
        parse.dep[c] == "poss"
        or (parse.dep[c] == "det" and parse.lower[c] in ("the", "this", "that", "these", "those"))
        for c in parse.children[noun]
    )


class _Chains:
    """Links happenings in the order of the text."""

    def __init__(self, reading: Reading, found: list[Happening]) -> None:
        self._reading, self._found = reading, found
        self._compare = Comparison(reading).of
        self._by_name: dict[str, list[Happening]] = {}
        self._by_clause = {h.clause: h for h in found}
        self._by_token = {h.token: h for h in found}

    def links(self) -> Iterator[tuple[Happening, Happening, str]]:
        """(later, earlier, rule)."""
        for happening in self._found:
            happening.chain = [happening]
        for later, earlier, rule in (*self._supported(), *self._resulting()):
            if self._join(later, earlier):
                yield later, earlier, rule
        for happening in self._found:
            antecedent = self._antecedent(happening)
            if antecedent is not None:
                yield happening, *antecedent
            for name in happening.names:
                self._by_name.setdefault(name, []).append(happening)

    def _supported(self) -> Iterator[tuple[Happening, Happening, str]]:
        """A phase verb or light verb and what it supports: "began to broadcast", "launched an attack"."""
        for happening in self._found:
            clause = self._reading.clauses[happening.clause]
            if happening.carrier is not None and happening.carrier in self._by_token:
                yield happening, self._by_token[happening.carrier], "event-support"
            parent = self._by_clause.get(clause.parent) if clause.parent is not None else None
            if parent is not None and clause.embedding == "xcomp":
                verb = self._reading.clauses[parent.clause].lemma
                if _support_verbs().get(verb, (frozenset(), ""))[1] == "phase":
                    parent.names = happening.names
                    parent.theme = parent.theme if parent.theme and parent.theme.cast else happening.theme
                    yield happening, parent, "event-support"

    def _resulting(self) -> Iterator[tuple[Happening, Happening, str]]:
        """A participle that tells what an act of violence did: "shelled a convoy, killing nine"."""
        parse = self._reading.parse
        for happening in self._found:
            clause = self._reading.clauses[happening.clause]
            parent = self._by_clause.get(clause.parent) if clause.parent is not None else None
            if (
                parent is not None
                and parse.tag[clause.trigger] == "VBG"
                and parse.dep[clause.trigger] == "advcl"
                and clause.trigger > parent.token
                and happening.names & _HARM
                and parent.names & _VIOLENT
                and happening.statement.polarity is parent.statement.polarity
            ):
                yield happening, parent, "event-result"

    def _antecedent(self, later: Happening) -> tuple[Happening, str] | None:
        """The best earlier happening that may be the same event, the nearest of equals."""
        candidates: dict[int, Happening] = {}
        for name in later.names:
            known = self._by_name.get(name, [])
            for other in (*known[-REACH:], *(h for h in known[:REACH] if h.headline)):
                candidates[other.clause] = other
        ranked = []
        for other in candidates.values():
            judged = self._judge(other, later)
            if judged is not None:
                ranked.append((-judged[0], -other.token, other, judged[1]))
        for _, _, other, rule in sorted(ranked, key=lambda row: row[:2]):
            if self._join(later, other):
                return other, rule
        return None

    def _join(self, later: Happening, earlier: Happening) -> bool:
        """Put both into one chain unless members contradict each other; False when nothing new is said."""
        if later.chain is earlier.chain:
            return False
        for one in later.chain[:REACH]:
            for other in earlier.chain[-REACH:]:
                if one.names & other.names and self._apart(other, one):
                    return False
        merged = earlier.chain + later.chain
        for member in merged:
            member.chain = merged
        return True

    def _apart(self, a: Happening, b: Happening) -> bool:
        loose = _echo(a, b)
        return (
            not _days_agree(a, b)
            or self._compare(a.agent, b.agent, acting=True, loose=loose) < 0
            or self._compare(a.theme, b.theme, loose=loose) < 0
        )

    def _judge(self, a: Happening, b: Happening) -> tuple[float, str] | None:
        """How well two happenings agree and by which rule they are one; None when they are not."""
        shared = a.names & b.names
        if not _days_agree(a, b) or self._placed_apart(a, b):
            return None
        loose = _echo(a, b)
        same_word = any(name.startswith("=") for name in shared)
        agent = self._compare(a.agent, b.agent, acting=True, loose=loose)
        theme = self._compare(a.theme, b.theme, loose=loose)
        roles = [self._compare(part, b.roles[role], loose=loose) for role, part in a.roles.items() if role in b.roles]
        if min(agent, theme, 0) < 0 or (not loose and min(*roles, 0, 0) < 0):
            return None
        likeness = agent + theme
        score = likeness + 0.5 * max(*roles, 0, 0) + 0.5 * same_word
        if StatementKind.STATE in (a.statement.kind, b.statement.kind):
            return (score, "event-repeated") if same_word and agent == theme == Likeness.SAME else None
        if not loose and self._other_content(a, b):
            return None
        if loose:
            return (score, "event-headline") if self._headline(a, b, likeness) else None
        if a.sentence == b.sentence and not (a.nominal or b.nominal) and not (theme == Likeness.SAME and same_word):
            return None
        if a.nominal or b.nominal or a.carrier is not None or b.carrier is not None:
            if likeness >= Likeness.SAME or (likeness and (a.definite or b.definite)):
                return score, "event-nominal"
            bare = b.agent is None and b.theme is None and not b.roles
            return (score, "event-definite") if bare and b.definite and b.sentence - a.sentence < REACH else None
        if theme == Likeness.SAME or (theme and agent) or (theme and same_word and max(*roles, 0, 0) > 0):
            return score, "event-repeated"
        if agent == Likeness.SAME and a.theme is b.theme is None and not (a.content or b.content):
            return score, "event-repeated"
        return None

    def _headline(self, a: Happening, b: Happening, likeness: int) -> bool:
        """A headline tells what the first sentences tell: one participant in common, or two of one kind, is enough."""
        if likeness:
            return True
        themes = a.theme is not None and b.theme is not None and bool(a.theme.families & b.theme.families)
        return themes and (a.agent is None or b.agent is None)

    def _other_content(self, a: Happening, b: Happening) -> bool:
        """Whether two acts of speech say different things."""
        if StatementKind.SPEECH_ACT not in (a.statement.kind, b.statement.kind) or not (a.content and b.content):
            return False
        return 3 * len(a.content & b.content) < min(len(a.content), len(b.content))

    def _placed_apart(self, a: Happening, b: Happening) -> bool:
        first, second = a.statement.place, b.statement.place
        if first is None or second is None or not first.entities or not second.entities:
            return False
        if set(first.entities) & set(second.entities):
            return False
        return first.text[:1].isupper() and second.text[:1].isupper()


def _echo(a: Happening, b: Happening) -> bool:
    """Whether one stands in the headline and the other in the sentences it sums up."""
    return (a.headline and b.lead) or (b.headline and a.lead)


def _days_agree(a: Happening, b: Happening) -> bool:
    return a.days is None or b.days is None or (a.days[0] <= b.days[1] and b.days[0] <= a.days[1])
