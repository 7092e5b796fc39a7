"""Relations between the statements of one event: who contradicts, denies, supports or corrects whom.

Every statement is linked to the earliest one it stands in a relation with, not to all: the links of an event grow
with its statements, not with their square, and a chain of them is read by following the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from newsgraph.graph.event_coreference import EventMention, interval
from newsgraph.graph.model import Certainty, LinkKind, Polarity, Timeframe
from newsgraph.graph.quads import ng
from newsgraph.graph.records import Measurement, StatementRecord
from newsgraph.graph.terms import Namespace

DENYING = frozenset({"deny", "reject", "dismiss", "dispute", "refute", "rebut", "contradict"})
COMMITTED = (Certainty.CERTAIN, Certainty.PROBABLE)


def generate_links(mentions: Sequence[EventMention], namespace: Namespace) -> Iterator[str]:
    """The N-Quads lines of the links among the statements of one event; nothing for a single statement."""
    graph = f"<{namespace.graph('links')}>"
    ordered = sorted(mentions, key=lambda m: (m.published or date.max, m.statement.iri))
    for index, mention in enumerate(ordered):
        kinds: set[LinkKind] = set()
        for other in ordered:
            kind = relation_of(mention, other, later=ordered.index(other) < index)
            if kind is not None and kind not in kinds:
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
    independent = not set(one.holders) & set(two.holders)
    if one.polarity is not two.polarity:
        if not independent or Certainty.UNSPECIFIED in (one.certainty, two.certainty):
            return None
        if one.polarity is Polarity.NEGATIVE and denies(one):
            return LinkKind.DENIES
        return LinkKind.CONTRADICTS if later and not denies(two) else None
    if not later:
        return None
    difference = compare_measures(one.measurement, two.measurement)
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


def denies(statement: StatementRecord) -> bool:
    """Whether a statement is given as a denial: the innermost cue is a verb of denying."""
    return bool(statement.chain) and (statement.chain[-1].cue or "") in DENYING


def compare_measures(one: Measurement | None, two: Measurement | None) -> bool | None:
    """Whether two numbers of one measure agree; None when they are not of one measure, or one is not known."""
    if one is None or two is None or unit_head(one.unit) != unit_head(two.unit):
        return None
    low, high = _range(one)
    other_low, other_high = _range(two)
    if low is None or other_low is None:
        return None
    return low <= (other_high or other_low) and other_low <= (high or low)


def _range(measurement: Measurement) -> tuple[float | None, float | None]:
    low = measurement.low if measurement.low is not None else measurement.value
    high = measurement.high if measurement.high is not None else measurement.value
    return low, high


def unit_head(unit: str) -> str:
    """What is counted, singular: "people killed" and "killed" are one measure only when their last words agree."""
    words = re.findall(r"\w+", unit.casefold())
    return words[-1].removesuffix("s") if words else ""


def supersedes(mention: EventMention, other: EventMention) -> bool:
    """Whether a number is a later account: by its own time where both have one, else by the day of publication."""
    own, theirs = interval(mention.statement.edtf), interval(other.statement.edtf)
    if own and theirs and own != theirs:
        return own[1] > theirs[1]
    return mention.published is not None and other.published is not None and mention.published > other.published
