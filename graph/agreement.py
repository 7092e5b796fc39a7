"""How outlets stand to each other: what they both tell, and whether it fits together.

Counted by event, once a pair of outlets however many articles tell it.  What an outlet carries is what it vouches for
and what it lets its sources say: who prints a denial contradicts the claim by its source, not in its own voice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import pyoxigraph as ox

from newsgraph.graph.event_coreference import EventMention
from newsgraph.graph.links import relation_of
from newsgraph.graph.literals import value
from newsgraph.graph.model import Certainty, LinkKind
from newsgraph.graph.records import DocumentRecord, StatementRecord, document_text, label
from newsgraph.graph.repetition import sentence_around
from newsgraph.graph.store import Store
from newsgraph.graph.terms import NG
from newsgraph.graph.view import Selection, selected

KINDS = ("corroborates", "same source", "repeats", "contradicts", "corrects")
"""Of an event that two outlets tell: independent voices agree; one source is quoted by both; one sentence is printed by
both; what they carry cannot both be so; a later figure replaces an earlier one.  The first of the first three and the
first of the last two that holds is counted."""

_AGREEING, _DIFFERING = KINDS[:3], KINDS[3:]


@dataclass(frozen=True, slots=True)
class Account:
    """What one outlet carries of an event; ``source`` are names of the innermost holders, "" in the outlet's own voice."""

    statement: StatementRecord
    document: DocumentRecord
    outlet: str
    source: str
    sentence: str

    @property
    def words(self) -> str:
        """What was read."""
        return self.statement.evidence[0].text if self.statement.evidence else ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """An event that two outlets tell: the later account stands to the earlier one as ``kind`` says."""

    event: str
    label: str
    kind: str
    earlier: Account
    later: Account

    @property
    def own_voices(self) -> bool:
        """Whether both outlets vouch for what they carry."""
        return self.earlier.statement.vouched and self.later.statement.vouched


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two outlets, in the order of their names, and the events both tell, in the order of their labels."""

    outlets: tuple[str, str]
    meetings: tuple[Meeting, ...]

    @property
    def events(self) -> int:
        """How many events both tell."""
        return len({meeting.event for meeting in self.meetings})

    def count(self, kind: str, *, own_voices: bool = False) -> int:
        """Events of a kind (see :data:`KINDS`); ``own_voices`` counts only those where both outlets vouch."""
        return sum(m.kind == kind and (m.own_voices or not own_voices) for m in self.meetings)

    @property
    def share(self) -> float | None:
        """Corroborated events among those corroborated or contradicted; None where there are none."""
        counts = Counter(meeting.kind for meeting in self.meetings)
        decided = counts["corroborates"] + counts["contradicts"]
        return counts["corroborates"] / decided if decided else None


def agreements(store: Store, selection: Selection | None = None) -> list[Agreement]:
    """Every pair of outlets that tell the same events, those that tell most together first.

    Articles without an outlet are left out.  O(statements), and for an event the square of the different accounts of it.
    """
    accounts: dict[str, list[Account]] = defaultdict(list)
    described = ox.NamedNode(NG + "describes")
    text, of = "", ""
    for document, statement in selected(store, selection):
        if not document.outlets:
            continue
        if document.iri != of:
            text, of = document_text(store.inner, document.iri), document.iri
        for quad in store.inner.quads_for_pattern(ox.NamedNode(statement.iri), described, None, None):
            told = accounts[value(quad.object)]
            told += [_account(store, document, statement, text, outlet) for outlet in document.outlets]
    pairs: dict[tuple[str, str], list[Meeting]] = defaultdict(list)
    for event, told in accounts.items():
        outlets: dict[str, list[Account]] = defaultdict(list)
        for account in _different(told):
            outlets[account.outlet].append(account)
        for one, two in combinations(sorted(outlets), 2):
            pairs[one, two] += _meetings(event, label(store.inner, event), [*outlets[one], *outlets[two]])
    found = [
        Agreement(pair, tuple(sorted(meetings, key=lambda m: (m.label, m.event, m.kind))))
        for pair, meetings in pairs.items()
        if meetings
    ]
    return sorted(found, key=lambda a: (-a.events, a.outlets))


def _account(store: Store, document: DocumentRecord, statement: StatementRecord, text: str, outlet: str) -> Account:
    words = statement.evidence[0] if statement.evidence else None
    source = "" if statement.vouched else ", ".join(label(store.inner, iri) for iri in statement.holders)
    return Account(
        statement,
        document,
        outlet,
        source or ("" if statement.vouched else "unnamed source"),
        sentence_around(text, words.start, words.end) if words else statement.iri,
    )


def _when(account: Account) -> tuple[date, str, str, str]:
    document = account.document
    return document.published or date.max, document.iri, account.statement.iri, account.outlet


def _different(told: Sequence[Account]) -> Iterator[Account]:
    """The accounts in order of publication; of those alike in outlet, source, words and what they say only the first."""
    known = set()
    for account in sorted(told, key=_when):
        s = account.statement
        holders = () if s.vouched else s.holders
        key = (account.outlet, holders, account.sentence, s.polarity, s.certainty, s.timeframe, s.measurement)
        if key not in known:
            known.add(key)
            yield account


def _meetings(event: str, name: str, told: Sequence[Account]) -> Iterator[Meeting]:
    """At most one meeting where the two outlets agree and one where they differ."""
    found: dict[str, Meeting] = {}
    ordered = sorted(told, key=_when)
    for earlier, later in combinations(ordered, 2):
        kind = _kind(earlier, later) if earlier.outlet != later.outlet else None
        if kind is not None and kind not in found:
            found[kind] = Meeting(event, name, kind, earlier, later)
    for kinds in (_AGREEING, _DIFFERING):
        yield from [found[kind] for kind in kinds if kind in found][:1]


def _kind(earlier: Account, later: Account) -> str | None:
    one, two = earlier.statement, later.statement
    if earlier.sentence == later.sentence:
        return "repeats"
    first = EventMention(one, earlier.document.published)
    second = EventMention(two, later.document.published)
    relations = {relation_of(second, first, later=True), relation_of(first, second, later=False)}
    if relations & {LinkKind.CONTRADICTS, LinkKind.DENIES}:
        return "contradicts"
    if LinkKind.SUPERSEDES in relations:
        return "corrects"
    if LinkKind.SUPPORTS in relations:
        return "corroborates"
    alike = one.polarity is two.polarity and one.timeframe is two.timeframe
    quoted = set(one.holders) & set(two.holders) and Certainty.UNSPECIFIED not in (one.certainty, two.certainty)
    return "same source" if alike and quoted else None
