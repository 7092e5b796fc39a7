"""Who says what about each event: asserted, claimed, negated, disputed; by how many, in how many outlets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from newsgraph.errors import UnknownNameError
from newsgraph.graph.explanation import find_statements, readable
from newsgraph.graph.intervals import interval
from newsgraph.graph.literals import value
from newsgraph.graph.model import Certainty, Polarity, Timeframe
from newsgraph.graph.near_duplicates import joined, repeating_groups
from newsgraph.graph.records import DocumentRecord, StatementRecord, label, read_document, read_statement
from newsgraph.graph.store import Store
from newsgraph.graph.terms import NG

STATUSES = ("asserted", "claimed", "negated", "future", "hedged", "disputed")
"""Of an event, in the words for statements: an article vouches for it; only sources say so; it is only said not to be; it
is only to come; it is only thought possible.  "disputed" is for events alone: some say so, others deny it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement about an event.

    ``holders`` are names, innermost source; empty when the article itself vouches.  ``words`` is what was read.
    ``superseded`` tells that a later figure replaces it; ``denied_by`` names who denies it with a word for the whole claim
    ("rejected the accusation"): such a denial is a statement of its own, not one about the event.
    """

    statement: StatementRecord
    document: DocumentRecord
    sentence: str
    holders: tuple[str, ...]
    anonymous: bool
    superseded: bool
    denied_by: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return self.statement.evidence[0].text if self.statement.evidence else ""

    @property
    def sureness(self) -> str:
        """How sure the holder is, and what became of it, for a reader; "" for what is flatly said to be so."""
        statement = self.statement
        notes = [str(statement.certainty)] if statement.certainty is not Certainty.CERTAIN else []
        notes += ["future"] if statement.timeframe is Timeframe.FUTURE else []
        notes += ["superseded"] if self.superseded else []
        notes += [f"denied by {', '.join(self.denied_by)}"] if self.denied_by else []
        return ", ".join(notes)

    @property
    def source(self) -> str:
        """The holder for a reader: the names, or the outlet of the article."""
        return (
            ", ".join(self.holders) or f"the article ({self.document.outlet or self.document.headline or 'no outlet'})"
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is said of one event, earliest first.

    ``holders`` and ``deniers`` count independent ones: a source counts once however many outlets quote it, and an
    article printed word for word by several outlets is one.  ``outlets`` are those that carry any of it.
    """

    event: str
    label: str
    status: str
    entries: tuple[Entry, ...]
    holders: int
    deniers: int
    outlets: tuple[str, ...]
    anonymous_only: bool
    superseded: bool

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day the event is dated to; None when no statement dates it."""
        known = [days for entry in self.entries if (days := interval(entry.statement.edtf))]
        return (min(d[0] for d in known), max(d[1] for d in known)) if known else None


def event_ledger(store: Store, event: str) -> Ledger:
    """The ledger of an event by its IRI or id; a statement's IRI or id gives its event.

    Raises:
        UnknownNameError: no such event.
    """
    for candidate in (event, store.namespace.event(event)):
        found = _ledger(store, candidate)
        if found:
            return found
    described = ox.NamedNode(NG + "describes")
    for candidate in find_statements(store.inner, store.namespace, event):
        quad = next(store.inner.quads_for_pattern(ox.NamedNode(candidate), described, None, None), None)
        if quad is not None:
            found = _ledger(store, value(quad.object))
            if found:
                return found
    raise UnknownNameError("event", event, ())


def _ledger(store: Store, event: str) -> Ledger | None:
    try:
        node = ox.NamedNode(event)
    except ValueError:
        return None
    quads = store.inner.quads_for_pattern(None, ox.NamedNode(NG + "describes"), node, None)
    entries = [entry for quad in quads if (entry := _entry(store, value(quad.subject)))]
    if not entries:
        return None
    entries.sort(key=lambda e: (e.document.published or date.max, e.document.iri, _place(e.statement), e.statement.iri))
    positive = [e for e in entries if e.statement.polarity is Polarity.POSITIVE]
    negative = [e for e in entries if e.statement.polarity is Polarity.NEGATIVE]
    repeating = repeating_groups(store.inner, (e.document.iri for e in entries if not e.holders))
    deniers = {name for e in positive for name in e.denied_by}
    deniers -= {name for e in negative for name in e.holders}
    status = status_of(e.statement for e in entries)
    return Ledger(
        event,
        label(store.inner, event),
        "disputed" if deniers and status != "negated" else status,
        tuple(entries),
        independent(positive, repeating),
        independent(negative, repeating) + len(deniers),
        tuple(sorted({outlet for e in entries for outlet in e.document.outlets})),
        all(e.anonymous for e in entries),
        any(e.superseded for e in entries),
    )


def _place(statement: StatementRecord) -> int:
    return statement.evidence[0].start if statement.evidence else 0


def _entry(store: Store, iri: str) -> Entry | None:
    statement = read_statement(store.inner, iri)
    document = read_document(store.inner, statement.document) if statement else None
    if statement is None or document is None:
        return None
    anonymous = [
        next(store.inner.quads_for_pattern(ox.NamedNode(h), ox.NamedNode(NG + "anonymous"), None, None), None)
        for h in statement.holders
    ]
    later = store.inner.quads_for_pattern(None, ox.NamedNode(NG + "supersedes"), ox.NamedNode(iri), None)
    return Entry(
        statement,
        document,
        readable(store.inner, statement),
        () if statement.vouched else tuple(label(store.inner, holder) for holder in statement.holders),
        bool(anonymous) and all(anonymous),
        next(later, None) is not None,
        tuple(sorted(_deniers(store, iri))),
    )


def _deniers(store: Store, iri: str) -> Iterator[str]:
    """Names of those who deny a claim as such: of the subject where an article tells of the denial, else of the holder."""
    for quad in store.inner.quads_for_pattern(None, ox.NamedNode(NG + "denies"), ox.NamedNode(iri), None):
        denial = read_statement(store.inner, value(quad.subject))
        if denial is not None and denial.polarity is Polarity.POSITIVE:
            for who in denial.subjects if denial.vouched else denial.holders:
                yield label(store.inner, who)


def status_of(statements: Iterable[StatementRecord]) -> str:
    """One of :data:`STATUSES` for the statements of an event."""
    known = list(statements)
    said = [s for s in known if s.polarity is Polarity.POSITIVE and s.certainty is not Certainty.UNSPECIFIED]
    denied = [s for s in known if s.polarity is Polarity.NEGATIVE]
    if denied:
        return "disputed" if said else "negated"
    if any(s.asserted for s in said):
        return "asserted"
    happened = [s for s in said if s.timeframe is Timeframe.NON_FUTURE]
    if any(s.certainty is Certainty.CERTAIN for s in happened):
        return "claimed"
    return "future" if known and all(s.timeframe is Timeframe.FUTURE for s in known) else "hedged"


def independent(entries: Iterable[Entry], repeating: Iterable[frozenset[str]] = ()) -> int:
    """How many independent voices: sources by identity, articles by outlet, repetitions once.

    Outlets are one voice where they print the same article or the same words, or where an article of one repeats an article of the other
    (``repeating`` are groups of documents by IRI), directly or through a third.
    """
    group = {document: f"group {place}" for place, members in enumerate(repeating) for document in members}
    sources: set[str] = set()
    same: list[tuple[str, str]] = []
    for entry in entries:
        if entry.holders:
            sources.add(" & ".join(sorted(entry.statement.holders)))
            continue
        for outlet in entry.document.outlets or (entry.document.iri,):
            same.append((f"outlet {outlet}", "words " + " ".join(entry.words.casefold().split())))
            if entry.document.iri in group:
                same.append((f"outlet {outlet}", group[entry.document.iri]))
    return len(sources) + len(joined(same))


def ledgers(
    store: Store, *, about: str | None = None, by: str | None = None, status: str | None = None
) -> Iterator[Ledger]:
    """The ledgers of events, in the order of their labels.

    ``about`` names an entity that takes part, ``by`` a holder (names, aliases, ids or IRIs), ``status`` is one of
    :data:`STATUSES` or "anonymous" or "superseded".

    Raises:
        UnknownNameError: nothing of that name, or no such status.
    """
    if status is not None and status not in (*STATUSES, "anonymous", "superseded"):
        raise UnknownNameError("status", status, (*STATUSES, "anonymous", "superseded"))
    events = _events(store, about, holder=False) & _events(store, by, holder=True)
    for _, event in sorted((label(store.inner, event), event) for event in events):
        ledger = _ledger(store, event)
        if ledger and (
            status in (None, ledger.status)
            or (status == "anonymous" and ledger.anonymous_only)
            or (status == "superseded" and ledger.superseded)
        ):
            yield ledger


def _events(store: Store, name: str | None, *, holder: bool) -> set[str]:
    """IRIs of the events an entity takes part in, or holds statements about; of all events for None."""
    described = ox.NamedNode(NG + "describes")
    if name is None:
        return {value(q.object) for q in store.inner.quads_for_pattern(None, described, None, None)}
    found = set()
    for iri in find_statements(store.inner, store.namespace, name):
        statement = read_statement(store.inner, iri)
        if statement is None or not _concerns(store, statement, name, holder):
            continue
        for quad in store.inner.quads_for_pattern(ox.NamedNode(iri), described, None, None):
            found.add(value(quad.object))
    return found


def _concerns(store: Store, statement: StatementRecord, name: str, holder: bool) -> bool:
    from newsgraph.graph.view import entity_iris

    iris = entity_iris(store, [name])
    if holder:
        return bool(iris & {source for link in statement.chain for source in link.sources})
    return bool(iris & statement.participants)
