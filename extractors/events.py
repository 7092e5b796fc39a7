"""Event types: the PLOVER class and mode of each clause, from a table of verbs and their arguments; none by default.

What a clause says is typed by the event it names, whether it is denied, planned or done: a denied shelling is ASSAULT.
:func:`coded_class` gives what event data would code for the whole: a planned visit is AGREE, a refused one REJECT.
Source of the classes: PLOVER manual, Open Event Data Alliance 2021.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.extractors.event_table import Condition, EventType, noun_set, rows_by_lemma
from newsgraph.extractors.reading import Clause, Reading, Slot
from newsgraph.graph.model import Certainty, EntityType, Polarity, Timeframe

_NO_TYPE = EventType(None)
_BY_NATURE_ROLES = frozenset({"in", "by", "from", "during", "after"})
_COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
_HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST"})
_BLASTS = frozenset({"explosion", "blast"})
"""Accidents where nobody fights."""
_EMERGENCIES = frozenset({"curfew", "martial-law"})
_DUTIES = frozenset({"must", "should", "ought", "needs"})
_COMPARED = frozenset({"compound", "amod", "nmod"})


def type_clauses(reading: Reading) -> None:
    """Set ``event_type``, ``event_mode`` and ``cameo`` of every clause that the table knows."""
    typing = _Typing(reading)
    for number, clause in enumerate(reading.clauses):
        result = typing.of(number)
        if not (_is_withheld(clause) or _is_declined(reading, clause, result.name)):
            clause.event_type, clause.event_mode, clause.cameo = result.name, result.mode, result.cameo


def _is_withheld(clause: Clause) -> bool:
    """*Denied her medicine* withholds something from somebody; nothing is rejected."""
    return clause.lemma == "deny" and any(role == "theme" for role, _ in clause.args)


def _is_declined(reading: Reading, clause: Clause, name: str | None) -> bool:
    """*Declined to concede*: refusing is the event, and conceding is none."""
    if clause.parent is None or name not in _COOPERATIVE or clause.polarity is not Polarity.NEGATIVE:
        return False
    return clause.embedding == "xcomp" and reading.clauses[clause.parent].lemma in ("decline", "refuse")


def coded_class(clause: Clause) -> str | None:
    """The class event data codes for a clause with its polarity and timeframe.

    To come, cooperation is AGREE and conflict THREATEN; a signed agreement is SUPPORT; denied or refused cooperation is
    REJECT, denied conflict nothing, and what nobody commits to (whether, if, complements of *urge*) nothing either.  A duty
    that somebody tells others of (*said Iran must leave*) is a REQUEST by the speaker: see :func:`is_duty`.
    """
    name = clause.event_type
    if name is None or clause.certainty in (Certainty.UNSPECIFIED, Certainty.UNREAL):
        return None
    if clause.polarity is Polarity.NEGATIVE:
        return "REJECT" if name in _COOPERATIVE or name == "AGREE" else name if name == "REJECT" else None
    if is_duty(clause):
        return "REQUEST"
    if clause.timeframe is Timeframe.FUTURE:
        return "AGREE" if name in _COOPERATIVE else "THREATEN" if name in _HOSTILE else name
    return "SUPPORT" if name == "AGREE" and clause.event_mode == "sign" else name


def is_duty(clause: Clause) -> bool:
    """Does somebody say that the subject must or should do it?"""
    return clause.hedge in _DUTIES and bool(clause.frames)


class _Typing:
    """Types clauses from the inside out, as some rows ask for the class of a complement."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.parse = reading, reading.parse
        self.known: dict[int, EventType] = {}
        self.nouns: frozenset[str] | None = None

    def of(self, number: int) -> EventType:
        if number not in self.known:
            self.known[number] = _NO_TYPE  # a clause inside itself has no type
            self.known[number] = self._find(self.reading.clauses[number])
        return self.known[number]

    def _find(self, clause: Clause) -> EventType:
        for row in rows_by_lemma().get(clause.lemma, ()):
            if all(self._holds(condition, clause) for condition in row.conditions):
                return _NO_TYPE if self._is_nobodys_deed(clause, row.result) else row.result
        return _NO_TYPE

    def _is_nobodys_deed(self, clause: Clause, result: EventType) -> bool:
        """Harm that a mishap does, or that nobody is said to do where the article tells of a calamity and of no fight."""
        if clause.subject is not None and any(self._is_misfortune(head) for head in clause.subject.heads):
            return True  # "landslides blocked roads" is no protest
        if result.name == "ASSAULT":
            return self._is_mishap(clause) or (clause.subject is None and self._tells_of_calamity())
        return result.mode in _EMERGENCIES and self._tells_of_calamity()

    def _tells_of_calamity(self) -> bool:
        return bool(self._nouns() & noun_set("calamity")) and not self._tells_of_fight()

    def _tells_of_fight(self) -> bool:
        return bool(self._nouns() & noun_set("hostile"))

    def _nouns(self) -> frozenset[str]:
        """The common nouns of the article."""
        if self.nouns is None:
            parse = self.parse
            self.nouns = frozenset(parse.lemma[i].lower() for i in range(len(parse)) if parse.pos[i] == "NOUN")
        return self.nouns

    def _holds(self, condition: Condition, clause: Clause) -> bool:
        fillers = [slot for role, slot in self._slots(clause) if role in condition.roles]
        if condition.nothing:
            return not fillers
        return any(self._fills(condition, slot) for slot in fillers) != condition.negated

    def _slots(self, clause: Clause) -> Iterator[tuple[str, Slot]]:
        """Roles and fillers; a complement clause counts as an object wherever it hangs."""
        if clause.subject:
            yield "subj", clause.subject
        if clause.object:
            yield "obj", clause.object
        for role, slot in clause.args:
            yield role, slot
            if role == "content" and self._is_infinitive(slot):
                yield "to", slot
            if (
                role == "theme"
                or (role == "content" and slot.clause is not None)
                or (role == "to" and self._is_clause(slot))
            ):
                yield "obj", slot

    def _is_clause(self, slot: Slot) -> bool:
        """A clause with a verb: the proceedings that something is brought to are no object of *bring*."""
        return slot.clause is not None and any(self.parse.pos[h] in ("VERB", "AUX") for h in slot.heads)

    def _is_infinitive(self, slot: Slot) -> bool:
        return any(self.parse.lower[a] == "to" for h in slot.heads for a in self.parse.kids(h, "aux"))

    def _fills(self, condition: Condition, slot: Slot) -> bool:
        if condition.anything:
            return True
        if condition.complement:
            return self._is_clause(slot)
        if condition.classes and slot.clause is not None and self.of(slot.clause).name in condition.classes:
            return True
        nouns = (head for head in slot.heads if self.parse.tag[head] != "VB")
        if any(word in condition.nouns for head in nouns for word in self.nouns_of(head)):
            return True
        return bool(condition.types) and bool(condition.types & self._types(slot))

    def _types(self, slot: Slot) -> set[EntityType]:
        cast = self.reading.cast
        return {cast[index].type for head in slot.heads for index in self.reading.referent.get(head, ())}

    def nouns_of(self, head: int) -> Iterator[str]:
        """The words a noun phrase goes by: its noun, also with its modifier (``hunger_strike``) or its complement
        (``state_of_emergency``); for *dozens of soldiers* the soldiers, for *aid package* the aid.
        """
        parse = self.parse
        lemma = parse.lemma[head].lower()
        yield lemma
        if parse.lower[head] != lemma:
            yield parse.lower[head]
        if parse.pos[head] == "PROPN" and head == parse.sents[parse.sent[head]][0]:  # a plural that opens a sentence
            yield parse.lower[head].removesuffix("s")
        before = [c for c in parse.children[head] if c < head and parse.dep[c] in _COMPARED]
        for modifier in before:
            word = parse.lemma[modifier].lower()
            yield f"{word}_{lemma}"
            if lemma in noun_set("weak") or parse.pos[head] == "PROPN":
                yield word
        for preposition in parse.kids(head, "prep"):
            noun = parse.kid(preposition, "pobj")
            if parse.lower[preposition] != "of" or noun is None:
                continue
            yield f"{lemma}_of_{parse.lemma[noun].lower()}"
            if lemma in noun_set("partitive"):
                yield from self.nouns_of(noun)

    def _is_mishap(self, clause: Clause) -> bool:
        """Nobody attacks in *the quake killed nine* and *nine died in a crash*."""
        causes = [clause.subject] if clause.subject else []
        causes += [slot for role, slot in clause.args if role in _BY_NATURE_ROLES]
        return any(self._is_misfortune(head) for slot in causes for head in slot.heads)

    def _is_misfortune(self, head: int) -> bool:
        words = set(self.nouns_of(head))
        blast = bool(words & _BLASTS) and not self._tells_of_fight()
        if not blast and not words & (noun_set("nature") | noun_set("accident")):
            return False
        modifiers = {self.parse.lemma[c].lower() for c in self.parse.kids(head, *_COMPARED)}
        return not modifiers & (noun_set("attack") | noun_set("weapon") | {"suicide", "car"})
