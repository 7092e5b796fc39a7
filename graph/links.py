"""Relations between the statements of one event: who contradicts, denies, supports or corrects whom.

Every statement is linked to the earliest one it stands in a relation with, and every figure that was replaced to the
first later one that replaces it: the links of an event grow with its statements, not with their square, and a chain of
them is read by following the event.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from newsgraph.graph.denials import denies
from newsgraph.graph.event_coreference import EventMention
from newsgraph.graph.intervals import interval
from newsgraph.graph.measures import Measure, measure
from newsgraph.graph.model import Certainty, LinkKind, Polarity, Timeframe
from newsgraph.graph.quads import ng
from newsgraph.graph.records import Measurement, StatementRecord
from newsgraph.graph.terms import Namespace

COMMITTED = (Certainty.CERTAIN, Certainty.PROBABLE)


def generate_links(mentions: Sequence[EventMention], namespace: Namespace) -> Iterator[str]:
    """The N-Quads lines of the links among the statements of one event; nothing for a single statement."""
    graph = f"<{namespace.graph('links')}>"
    ordered = sorted(mentions, key=lambda m: (m.published or date.max, m.statement.iri))
    replaced: set[str] = set()
    for index, mention in enumerate(ordered):
        kinds: set[LinkKind] = set()
        for place, other in enumerate(ordered):
            kind = relation_of(mention, other, later=place < index)
            if kind is LinkKind.SUPERSEDES:
                if other.statement.iri not in replaced:
                    replaced.add(other.statement.iri)
                    yield f"<{mention.statement.iri}> {ng(kind)} <{other.statement.iri}> {graph} ."
            elif kind is not None and kind not in kinds:
                kinds.add(kind)
                yield f"<{mention.statement.iri}> {ng(kind)} <{other.statement.iri}> {graph} ."


def relation_of(mention: EventMention, other: EventMention, *, later: bool) -> LinkKind | None:
    """How a statement relates to another one of the same event; None when it does not.

    ``later`` tells whether it comes after the other.  A denial points to what it denies; of two that contradict or
    support each other the later one points to the earlier.
    """
    one, two = mention.statement, other.statement
    if one.iri == two.iri or one.timeframe is not two.timeframe:
        return None
    independent = not set(one.holders) & set(two.holders) and not _summed_up(one, two)
    if one.polarity is not two.polarity:
        if not independent or Certainty.UNSPECIFIED in (one.certainty, two.certainty):
            return None
        if one.polarity is Polarity.NEGATIVE and denies(one):
            return LinkKind.DENIES
        return LinkKind.CONTRADICTS if later and not denies(two) else None
    if not later:
        return None
    difference = compare_measures(one, two)
    if difference is False:
        if supersedes(mention, other):
            return LinkKind.SUPERSEDES
        return LinkKind.CONTRADICTS if independent else None
    if (
        independent
        and one.certainty in COMMITTED
        and two.certainty in COMMITTED
        and one.timeframe is Timeframe.NON_FUTURE
    ):
        return LinkKind.SUPPORTS
    return None


def _summed_up(one: StatementRecord, two: StatementRecord) -> bool:
    """Whether one is the headline of the article that has the other: it tells again, and nobody agrees or disagrees."""
    return one.document == two.document and (one.discourse == "headline") != (two.discourse == "headline")


def compare_measures(one: StatementRecord, two: StatementRecord) -> bool | None:
    """Whether the numbers of two statements agree; None when they do not count the same, or one is not known."""
    if one.measurement is None or two.measurement is None or _measure(one) != _measure(two) or _measure(one) is None:
        return None
    low, high = _range(one.measurement)
    other_low, other_high = _range(two.measurement)
    if low is None or other_low is None:
        return None
    return low <= (other_high or other_low) and other_low <= (high or low)


def _measure(statement: StatementRecord) -> Measure | None:
    assert statement.measurement is not None
    return measure(statement.measurement.unit, statement.lemma, statement.object_text)


def _range(measurement: Measurement) -> tuple[float | None, float | None]:
    low = measurement.low if measurement.low is not None else measurement.value
    high = measurement.high if measurement.high is not None else measurement.value
    return low, high


def supersedes(mention: EventMention, other: EventMention) -> bool:
    """Whether a number is a later account: by its own time where both have one, else by the day of publication."""
    own, theirs = interval(mention.statement.edtf), interval(other.statement.edtf)
    if own and theirs and own != theirs:
        return own[1] > theirs[1]
    return mention.published is not None and other.published is not None and mention.published > other.published
