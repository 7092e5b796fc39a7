"""Which statements of one text describe one event: chains of happenings, each link with the rule that made it.

A happening is linked to an earlier one of the same class whose participants, times and places agree; who tells it, and
whether it is affirmed, denied or planned, does not matter.  Candidates come from an index by class, a few a class, and
a link must not contradict anything in the chain: O(statements).  The rules are described in ``event_rules.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.extractors.event_happenings import Happening, find_happenings, is_phase
from newsgraph.extractors.event_parts import Comparison, Likeness
from newsgraph.extractors.reading import Reading
from newsgraph.graph.model import EntityType, Evidence, Link, LinkKind, Span, StatementKind

REACH = 12
"""Earlier happenings of a class that are compared, and members of a chain that a new one must not contradict."""

NEAR = 4
"""Sentences back to what a definite noun may take up by another word."""

_ENDING = frozenset({"stop", "end", "finish", "halt", "pause", "conclude", "complete"})
_VIOLENT = frozenset(
    {"attack", "shoot", "bomb", "explode", "clash", "crash", "sink", "batter", "flood", "collapse", "raid"}
)
_ADDRESSEES = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.COUNTRY})
_HARM = frozenset({"kill", "injure", "destroy", "damage", "displace"})


def chain_events(reading: Reading) -> None:
    """Append to ``reading.links`` what is told again: later statement, ``SAME_EVENT``, earlier one.

    The evidence of a link is the predicate word of the later statement, its rule why the two are taken for one event.
    """
    found = list(find_happenings(reading))
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


class _Chains:
    """Links happenings in the order of the text."""

    def __init__(self, reading: Reading, found: list[Happening]) -> None:
        self._reading, self._found = reading, found
        self._comparison = Comparison(reading)
        self._compare = self._comparison.of
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
        parse = self._reading.parse
        for happening in self._found:
            clause = self._reading.clauses[happening.clause]
            gerund = happening.carrier is not None and parse.lower[happening.carrier].endswith("ing")
            if happening.carrier in self._by_token and not (gerund and clause.lemma in _ENDING):
                yield happening, self._by_token[happening.carrier or 0], "event-support"
            parent = self._by_clause.get(clause.parent) if clause.parent is not None else None
            if parent is not None and parse.kid(parent.token, "xcomp") == clause.trigger:
                verb = self._reading.clauses[parent.clause].lemma
                if is_phase(verb) and verb not in _ENDING:
                    parent.names = happening.names
                    parent.theme = happening.theme
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
        earlier.chain += later.chain
        for member in later.chain:
            member.chain = earlier.chain
        return True

    def _apart(self, a: Happening, b: Happening) -> bool:
        loose = a.headline or b.headline
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
        loose = a.headline != b.headline
        same_word = any(name.startswith("=") for name in shared)
        agent = self._compare(a.agent, b.agent, acting=True, loose=loose)
        theme = self._compare(a.theme, b.theme, loose=loose)
        roles = [self._compare(part, b.roles[role], loose=loose) for role, part in a.roles.items() if role in b.roles]
        if min(agent, theme, 0) < 0 or (not loose and min(*roles, 0, 0) < 0):
            return None
        if a.noun & b.noun:
            return 4.0, "event-noun"
        likeness = agent + theme
        score = likeness + 0.5 * max(*roles, 0, 0) + 0.5 * same_word
        if StatementKind.STATE in (a.statement.kind, b.statement.kind):
            return (score, "event-repeated") if same_word and agent == theme == Likeness.SAME else None
        if not loose and self._other_content(a, b, theme):
            return None
        if _echo(a, b):
            return (score, "event-headline") if self._headline(a, b, likeness, theme, same_word) else None
        if a.headline and same_word and likeness and len(a.chain) == 1:
            return score, "event-headline"
        if a.sentence == b.sentence and not (a.nominal or b.nominal) and not (theme == Likeness.SAME and same_word):
            return None
        if a.nominal or b.nominal or a.carrier is not None or b.carrier is not None:
            if theme == Likeness.SAME or (likeness and not self._other_nominal(a, b, agent, theme)):
                return score, "event-nominal"
            near = b.sentence - a.sentence < (REACH if same_word else NEAR)
            return (score, "event-definite") if b.bare and b.definite and near else None
        if theme == Likeness.SAME or (theme and agent) or (theme and same_word and max(*roles, 0, 0) > 0):
            return score, "event-repeated"
        if theme and same_word and a.agent is b.agent is None and self._says_no_more(b, a):
            return score, "event-repeated"
        if agent == Likeness.SAME and a.theme is b.theme is None and not (a.content or b.content):
            return score, "event-repeated"
        return None

    def _says_no_more(self, later: Happening, earlier: Happening) -> bool:
        """Whether the theme is described no closer than before: "all edible salt", "the salt"; then it is no other one."""
        first, second = self._comparison.part(earlier.theme), self._comparison.part(later.theme)
        return first is not None and second is not None and second.words <= first.words

    def _other_nominal(self, a: Happening, b: Happening, agent: int, theme: int) -> bool:
        """Whether a doer in common is too little: a further event ("her first visit"), several, or nothing definite."""
        if theme > 0:
            return not (a.definite or b.definite or agent)
        nouns = [one for one in (a, b) if one.nominal or one.carrier is not None]
        return agent < Likeness.SAME or any(one.modified or one.plural for one in nouns)

    def _headline(self, a: Happening, b: Happening, likeness: int, theme: int, same_word: bool) -> bool:
        """A headline tells what the first sentences tell: a participant in common, or two of one kind, is enough.

        Of one doer it may tell two things: then the words for what is done must agree.
        """
        first, second = self._comparison.part(a.theme), self._comparison.part(b.theme)
        if likeness:
            return theme > 0 or same_word or not (first and second and first.heads and second.heads)
        alike = first is not None and second is not None and bool(first.families & second.families)
        return alike and (a.agent is None or b.agent is None)

    def _other_content(self, a: Happening, b: Happening, theme: int) -> bool:
        """Whether two acts of speech say different things: of one thing they say the same, to one person perhaps not."""
        part = self._comparison.part(a.theme)
        if theme == Likeness.SAME and part is not None and not part.families & _ADDRESSEES:
            return False
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
