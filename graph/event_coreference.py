"""Which statements describe one event, within and across documents.

Two statements may speak of one event when their predicates agree (lemma or event type), no slot speaks against it,
and enough participants are shared.  Who holds them, and whether they affirm, deny or plan it, does not matter.
Candidates come from blocking keys, never from all pairs; the answer for a pair depends on nothing but the pair, and
that for a component on nothing but its members, so the order of documents cannot matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from itertools import combinations

from newsgraph.graph.event_classes import GENERAL
from newsgraph.graph.model import Link, LinkKind, StatementKind, content_id
from newsgraph.graph.records import StatementRecord

WINDOW = timedelta(days=14)
"""Between days of publication, where the statements of two documents give no time of their own."""

STORY_SHARE = {True: 5, False: 3}
"""Documents tell one story when they share a fifth of the smaller cast of named entities, a third where a slot is open."""

CHAIN = "chain:"
"""How a key begins that the statements of one event share within a document."""

DEEDS = frozenset({"COOPERATE", "AID", "RETREAT", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
"""Types of events that different verbs may name (*arrest*, *detain*); what is said differs with its content."""


class Agreement(IntEnum):
    """How two fillers of one slot compare."""

    CONFLICT = -1
    UNKNOWN = 0
    MATCH = 1


@dataclass(frozen=True, slots=True)
class EventMention:
    """A statement with the day its document was published and the named entities (IRIs) that appear in it."""

    statement: StatementRecord
    published: date | None
    cast: frozenset[str] = frozenset()


def event_keys(
    lemma: str,
    event_type: str | None,
    entities: Iterable[str],
    object_text: str | None,
    published: date | None,
    document: str,
) -> list[str]:
    """Blocking keys, sorted: one per lemma or type and participant (a local id), and one for lemma and object noun.

    The noun's key holds within the document, and within two windows of days of publication, so that documents of
    neighbouring windows meet.
    """
    classes = [lemma] + ([event_type] if event_type in DEEDS else [])
    keys = {content_id("event-key", name, entity) for name in classes for entity in entities}
    scopes: list[str | int] = [document]
    if published is not None and lemma not in GENERAL:
        window = published.toordinal() // WINDOW.days
        scopes += [window, window + 1]
    noun = _head(object_text or "")
    return sorted(keys | {content_id("event-key", lemma, noun, scope) for scope in scopes})


def chain_keys(links: Iterable[Link]) -> dict[str, str]:
    """Statement id -> the key it shares with the statements its document links to it as one event; O(links).

    Statements without such a link have none.
    """
    parents: dict[str, str] = {}

    def root(key: str) -> str:
        while parents.setdefault(key, key) != key:
            parents[key] = parents[parents[key]]
            key = parents[key]
        return key

    for link in links:
        if link.kind is LinkKind.SAME_EVENT:
            first, second = sorted((root(link.source), root(link.target)))
            parents[second] = first
    return {statement: CHAIN + root(statement) for statement in parents}


def chained(first: StatementRecord, second: StatementRecord) -> bool:
    """Whether their document takes them for one event."""
    return any(key.startswith(CHAIN) and key in second.event_keys for key in first.event_keys)


def same_event(a: EventMention, b: EventMention) -> bool:
    """Whether two statements describe one event; symmetric."""
    first, second = a.statement, b.statement
    if first.document == second.document:
        return chained(first, second)
    same_lemma = first.lemma == second.lemma
    same_type = first.event_type in DEEDS and first.event_type == second.event_type
    if not (same_lemma or same_type) or not _times_agree(a, b):
        return False
    if (first.kind is StatementKind.STATE) != (second.kind is StatementKind.STATE) and not same_lemma:
        return False
    within = first.document == second.document
    subject = _subjects(first, second, within)
    object_ = _slot(_entities(first.objects), _entities(second.objects), first.object_text, second.object_text, within)
    place = _slot(first.places, second.places, None, None, True)
    roles = [
        _slot(x.fillers, y.fillers, None, None, within)
        for x in first.arguments
        for y in second.arguments
        if x.role == y.role
    ]
    if Agreement.CONFLICT in (subject, object_) or (within and Agreement.CONFLICT in (place, *roles)):
        return False
    both = subject is object_ is Agreement.MATCH
    if not same_type and (first.lemma in GENERAL or second.lemma in GENERAL):
        return same_lemma and both
    score = (subject > 0) + (object_ > 0) + any(role > 0 for role in roles)
    if within:
        return score >= (1 if same_lemma else 2) or (same_type and object_ > 0)
    if not same_lemma or not (both or (object_ > 0 and first.polarity is not second.polarity)):
        return False
    shared = len(a.cast & b.cast)
    smaller = min(len(a.cast), len(b.cast))
    named = first.participants & second.participants & a.cast
    return bool(named) or (shared > 0 and STORY_SHARE[both] * shared >= smaller)


def _subjects(first: StatementRecord, second: StatementRecord, within: bool) -> Agreement:
    """How the subjects compare; who denies need not describe the doer in the words of who accuses."""
    found = _slot(
        _entities(first.subjects), _entities(second.subjects), first.subject_text, second.subject_text, within
    )
    if found is Agreement.CONFLICT and not within and first.polarity is not second.polarity:
        return Agreement.UNKNOWN
    return found


def _entities(iris: Iterable[str]) -> tuple[str, ...]:
    return tuple(iri for iri in iris if "/id/" in iri)


def _slot(
    first: Sequence[str], second: Sequence[str], first_text: str | None, second_text: str | None, within: bool
) -> Agreement:
    if first and second and set(first) & set(second):
        return Agreement.MATCH
    if first and second and within:
        return Agreement.CONFLICT
    if not (first or first_text) or not (second or second_text):
        return Agreement.UNKNOWN
    if first_text and second_text and _head(first_text) == _head(second_text):
        return Agreement.MATCH
    return Agreement.UNKNOWN if within and bool(first) != bool(second) else Agreement.CONFLICT


def _head(text: str) -> str:
    """The last word before a preposition, folded: the head noun of most English noun phrases."""
    phrase = re.split(r"\s(?:of|in|on|at|to|for|from|with|by|that|who|which)\s", text.casefold(), maxsplit=1)[0]
    words = re.findall(r"\w+", phrase)
    return words[-1] if words else ""


def _times_agree(a: EventMention, b: EventMention) -> bool:
    first, second = interval(a.statement.edtf), interval(b.statement.edtf)
    if first and second:
        return first[0] <= second[1] and second[0] <= first[1]
    if a.statement.document == b.statement.document or a.published is None or b.published is None:
        return True
    return abs(a.published - b.published) <= WINDOW


def interval(edtf: str | None) -> tuple[date, date] | None:
    """First and last day of an EDTF value, open ends far away; None when it has no year or is not understood."""
    if edtf is None:
        return None
    start, slash, end = edtf.partition("/")
    first = date.min if slash and start in ("..", "") else _days(start, 0)
    last = date.max if slash and end in ("..", "") else _days(end if slash else start, 1)
    return (first, last) if first and last and first <= last else None


def _days(text: str, last: int) -> date | None:
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    try:
        if day:
            return date(year, month, day)
        if not last:
            return date(year, month or 1, 1)
        return date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        return None


def clusters(mentions: Mapping[str, EventMention], links: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """Split mentions into events along links (pairs of keys of ``mentions``); each key in one list, sorted.

    A component whose members contradict each other falls apart: members join, in a fixed order, the first group in
    which they agree with everybody.  O(component squared).
    """
    parents = {key: key for key in mentions}

    def root(key: str) -> str:
        while parents[key] != key:
            parents[key] = parents[parents[key]]
            key = parents[key]
        return key

    linked = set()
    for first, second in links:
        linked.add(frozenset((first, second)))
        parents[max(root(first), root(second))] = min(root(first), root(second))
    components: dict[str, list[str]] = {}
    for key in sorted(mentions):
        components.setdefault(root(key), []).append(key)
    for component in components.values():
        yield from _coherent(component, mentions, linked)


def _coherent(
    component: list[str], mentions: Mapping[str, EventMention], linked: set[frozenset[str]]
) -> Iterator[list[str]]:
    if not any(conflicting(mentions[a], mentions[b]) for a, b in combinations(component, 2)):
        yield component
        return
    groups: list[list[str]] = []
    fullest = sorted(component, key=lambda key: (-_filled(mentions[key].statement), key))
    for key in fullest:
        for group in groups:
            if any(frozenset((key, other)) in linked for other in group) and not any(
                conflicting(mentions[key], mentions[other]) for other in group
            ):
                group.append(key)
                break
        else:
            groups.append([key])
    yield from (sorted(group) for group in groups)


def _filled(statement: StatementRecord) -> int:
    return bool(statement.subjects) + bool(statement.objects) + bool(statement.edtf) + len(statement.arguments)


def conflicting(a: EventMention, b: EventMention) -> bool:
    """Whether the two cannot be one event: known participants or times that differ."""
    first, second = a.statement, b.statement
    within = first.document == second.document
    if within and chained(first, second):
        return False
    return (
        not _times_agree(a, b)
        or _subjects(first, second, within) < 0
        or _slot(_entities(first.objects), _entities(second.objects), first.object_text, second.object_text, within) < 0
    )


def event_id(mentions: Iterable[EventMention]) -> str:
    """The id of an event: that of its earliest statement, by day of publication (unknown last), then IRI."""
    first = min(mentions, key=lambda m: (m.published or date.max, m.statement.iri))
    return content_id("event", first.statement.iri.rpartition("/")[2])
