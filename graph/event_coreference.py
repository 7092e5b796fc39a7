"""Which statements describe one event.

Within a document its extraction says so, by links that keep their reason; here documents meet.  Statements of two
documents may speak of one event when they name one class of happening, no slot speaks against it, and enough named
participants are shared.  Who holds them, and whether they affirm, deny or plan it, does not matter.  Candidates come
from blocking keys, never from all pairs; the answer for a pair depends on nothing but the pair, and that for a component
on nothing but its members, so the order of documents cannot matter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from newsgraph.graph.denials import denies
from newsgraph.graph.event_classes import befalls_subject, single, verb_classes
from newsgraph.graph.event_fillers import Agreement, Slot, anchored, capitals, compare, slot_of
from newsgraph.graph.event_keys import CHAIN, WINDOW
from newsgraph.graph.intervals import interval
from newsgraph.graph.model import Polarity, StatementKind
from newsgraph.graph.records import StatementRecord

STORY_SHARE = {True: 5, False: 3}
"""Documents tell one story when they share a fifth of the smaller cast of named entities, a third where a slot is open."""

GOALS = frozenset({"to", "with", "against", "from"})
"""Roles whose named fillers tell doings apart: whom something was sent to, with whom a deal was signed."""

CONTENTS = frozenset({"of", "content", "to", "over", "for", "about", "theme"})
"""Roles that tell acts of speech apart: what somebody is accused of, asked for or warned about."""

FEW_DAYS = timedelta(days=3)
"""As wide as a time may be that tells which of several happenings is meant."""


@dataclass(frozen=True, slots=True)
class EventMention:
    """A statement with the day its document was published and the named entities (IRIs) that appear in it."""

    statement: StatementRecord
    published: date | None
    cast: frozenset[str] = frozenset()
    slots: tuple[Slot, Slot] = field(init=False, repr=False, compare=False)
    """Doer and what is done to, which every comparison asks for."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "slots", _slots(self.statement, self.cast))


def same_event(a: EventMention, b: EventMention) -> bool:
    """Whether two statements describe one event; symmetric."""
    if a.statement.document == b.statement.document:
        return chained(a.statement, b.statement)
    return merge_rule(a, b) is not None


def merge_rule(a: EventMention, b: EventMention) -> str | None:
    """Why statements of two documents describe one event, None when they do not; symmetric.

    Documents that name nobody and nothing in common tell of no common event.

    - ``across-participants``: doer and what is done to agree.
    - ``across-denial``: what one affirms the other denies.
    - ``across-patient``: it befalls the same named one.  ``across-doer``: the same named one does what has no object.  Both
      only for what hardly happens to anybody twice in a fortnight, on the same days, or with the same goal.
    - ``across-setting``: the same is said of one place or thing, and the documents tell one story.
    - ``across-count``: as many victims are counted in one place.
    """
    if a.cast.isdisjoint(b.cast):
        return None
    first, second = a.statement, b.statement
    same_lemma = first.lemma == second.lemma
    shared = verb_classes(first.lemma, first.event_type) & verb_classes(second.lemma, second.event_type)
    if not (same_lemma or shared) or not times_agree(a, b):
        return None
    if StatementKind.STATE in (first.kind, second.kind) and not (same_lemma and first.kind is second.kind):
        return None
    (doer, done), (other_doer, other_done) = a.slots, b.slots
    denying = first.polarity is not second.polarity
    agent, theme = _agents(doer, other_doer, denying), compare(done, other_done)
    if Agreement.CONFLICT in (agent, theme) or _told_apart(a, b):
        return None
    both = agent is theme is Agreement.MATCH
    named = (agent is Agreement.MATCH and anchored(doer, other_doer)) or (
        theme is Agreement.MATCH and anchored(done, other_done)
    )
    if both and (named or (shared and same_lemma)):
        return "across-participants" if named or _one_story(a, b, True) else None
    if not shared:  # both of one lemma that says little
        return None
    if theme is Agreement.MATCH and same_lemma and _denied(first, second, agent):
        return "across-denial" if named or _one_story(a, b, both) else None
    once = single(shared) or _same_days(a, b)
    if theme is Agreement.MATCH and done.named & other_done.named - {*first.places, *second.places}:
        return "across-patient" if once or (same_lemma and not doer and not other_doer) else None
    if agent is Agreement.MATCH and named and not done and not other_done:
        once = once or _shared_role(a, b, GOALS)
        return "across-doer" if once and StatementKind.SPEECH_ACT not in (first.kind, second.kind) else None
    if not (doer or done or other_doer or other_done) and _shared_role(a, b):
        return "across-setting" if _one_story(a, b, both) else None
    return "across-count" if _same_count(a, b) else None


def _slots(statement: StatementRecord, cast: frozenset[str]) -> tuple[Slot, Slot]:
    """The lone subject of *die* or *explode* is what it befalls."""
    doer = slot_of(statement.subjects, statement.subject_text, cast)
    done = slot_of(statement.objects, statement.object_text, cast)
    if statement.kind is StatementKind.SPEECH_ACT and any("/id/" not in iri for iri in statement.objects):
        done = Slot()  # a clause: what is said, not whom it befalls
    if doer and not done and befalls_subject(statement.lemma):
        return Slot(), doer
    return doer, done


def _speaks_for(body: Slot, member: Slot) -> bool:
    """Whether one is described as the other's: "Ostland's premier", "its agents" not."""
    return bool(body.named) and member.text.replace("’", "'").startswith(f"{body.text}'s ")


def _denied(first: StatementRecord, second: StatementRecord, agent: Agreement) -> bool:
    """Whether one affirms what the other denies: of the same doer, or in so many words."""
    if first.polarity is second.polarity:
        return False
    negative = first if first.polarity is Polarity.NEGATIVE else second
    return agent is Agreement.MATCH or denies(negative)


def _same_days(a: EventMention, b: EventMention) -> bool:
    """Whether both give a time of few days, and the same."""
    first, second = interval(a.statement.edtf), interval(b.statement.edtf)
    return bool(first and second) and all(days and days[1] - days[0] <= FEW_DAYS for days in (first, second))


def _agents(doer: Slot, other: Slot, denying: bool) -> Agreement:
    """How the doers compare: a state does what its premier or army does; who denies need not describe the doer in the words
    of who accuses."""
    found = compare(doer, other)
    if found is Agreement.CONFLICT and (_speaks_for(doer, other) or _speaks_for(other, doer)):
        return Agreement.MATCH
    return Agreement.UNKNOWN if found is Agreement.CONFLICT and denying else found


def _shared_role(a: EventMention, b: EventMention, roles: frozenset[str] | None = None) -> bool:
    """Whether one thing fills one role of both: "the explosion at the port of Tarsk"."""
    return any(
        x.role == y.role
        and (roles is None or x.role in roles)
        and (x.text[:1].isupper() or capitals(x.text) or a.cast & frozenset(x.fillers))
        and compare(slot_of(x.fillers, x.text, a.cast), slot_of(y.fillers, y.text, b.cast)) is Agreement.MATCH
        for x in a.statement.arguments
        for y in b.statement.arguments
    )


def _told_apart(a: EventMention, b: EventMention) -> bool:
    """Whether other named participants differ, or what is said."""
    first, second = a.statement, b.statement
    for x in first.arguments:
        for y in second.arguments:
            named, others = a.cast & frozenset(x.fillers), b.cast & frozenset(y.fillers)
            if x.role == y.role and x.role in GOALS and named and others and not named & others:
                return True
    if StatementKind.SPEECH_ACT not in (first.kind, second.kind):
        return False
    said, other = _said(first), _said(second)
    return bool(said and other) and 2 * len(said & other) < min(len(said), len(other))


def _said(statement: StatementRecord) -> set[str]:
    """Beginnings of the longer words of what is said, asked or alleged."""
    texts = [argument.text for argument in statement.arguments if argument.role in CONTENTS]
    if any("/id/" not in iri for iri in statement.objects):
        texts.append(statement.object_text or "")
    return {word[:5] for text in texts for word in text.casefold().split() if len(word) > 3}


def _one_story(a: EventMention, b: EventMention, both: bool) -> bool:
    """Whether the statements share somebody named, or their documents enough of whom they name."""
    if both and a.statement.participants & b.statement.participants & a.cast:
        return True
    common, smaller = len(a.cast & b.cast), min(len(a.cast), len(b.cast))
    return common > 0 and STORY_SHARE[both] * common >= smaller


def _same_count(a: EventMention, b: EventMention) -> bool:
    """Whether both count the same victims in one place: "eight people were killed in Sunda"."""
    one, other = a.statement.measurement, b.statement.measurement
    if one is None or other is None or one.value is None or one.value < 3 or one.value != other.value:
        return False
    return bool(set(a.statement.places) & set(b.statement.places) & a.cast)


def chained(first: StatementRecord, second: StatementRecord) -> bool:
    """Whether their document takes them for one event."""
    return any(key.startswith(CHAIN) and key in second.event_keys for key in first.event_keys)


def times_agree(a: EventMention, b: EventMention) -> bool:
    """Whether the times given overlap; without them documents of one fortnight may tell of one event."""
    first, second = interval(a.statement.edtf), interval(b.statement.edtf)
    if first and second:
        return first[0] <= second[1] and second[0] <= first[1]
    if a.statement.document == b.statement.document or a.published is None or b.published is None:
        return True
    return abs(a.published - b.published) <= WINDOW


def conflicting(a: EventMention, b: EventMention) -> bool:
    """Whether the two cannot be one event: known participants or times that differ."""
    return not times_agree(a, b) or _apart(a, b)


def _apart(a: EventMention, b: EventMention) -> bool:
    (doer, done), (other_doer, other_done) = a.slots, b.slots
    denying = a.statement.polarity is not b.statement.polarity
    return Agreement.CONFLICT in (_agents(doer, other_doer, denying), compare(done, other_done))
