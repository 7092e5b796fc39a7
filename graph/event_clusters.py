"""Events as groups of statements: components of the links among them, taken apart where members contradict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from heapq import heappop, heappush
from itertools import product

from newsgraph.graph.event_coreference import EventMention, conflicting
from newsgraph.graph.event_keys import CHAIN
from newsgraph.graph.model import content_id
from newsgraph.graph.records import StatementRecord

FIRST = 16
"""Members of an event that a further one must not contradict."""


def clusters(mentions: Mapping[str, EventMention], links: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """Split mentions into events along links (pairs of keys of ``mentions``); each key in one list, sorted.

    What one document takes for one event stays together.  An event grows from its fullest member along the links, to
    whatever does not contradict the first :data:`FIRST` members; what is left over begins another.  O(mentions + links).
    """
    units = dict(_units(mentions))
    of = {key: unit for unit, keys in units.items() for key in keys}
    near: dict[str, set[str]] = {unit: set() for unit in units}
    for first, second in links:
        if of[first] != of[second]:
            near[of[first]].add(of[second])
            near[of[second]].add(of[first])
    for unit, keys in units.items():
        if not near[unit]:
            yield keys
    left = {unit for unit in units if near[unit]}
    order = {unit: (-max(_filled(mentions[key].statement) for key in units[unit]), unit) for unit in left}
    for seed in sorted(left, key=order.__getitem__):
        if seed not in left:
            continue
        group: list[str] = []
        reached, waiting = {seed}, [order[seed]]
        while waiting:
            unit = heappop(waiting)[1]
            if _contradicts(unit, group, units, near, mentions):
                continue
            group.append(unit)
            left.discard(unit)
            for other in near[unit] & left - reached:
                reached.add(other)
                heappush(waiting, order[other])
        yield sorted(key for unit in group for key in units[unit])


def _units(mentions: Mapping[str, EventMention]) -> Iterator[tuple[str, list[str]]]:
    """Name and sorted keys of what is not to be divided: the mentions of a document's chain, or a single one."""
    found: dict[str, list[str]] = {}
    for key in sorted(mentions):
        chain = next((name for name in mentions[key].statement.event_keys if name.startswith(CHAIN)), key)
        found.setdefault(chain, []).append(key)
    yield from found.items()


def _contradicts(
    unit: str,
    group: list[str],
    units: Mapping[str, list[str]],
    near: Mapping[str, set[str]],
    mentions: Mapping[str, EventMention],
) -> bool:
    """Whether a unit cannot be of one event with a group: a link to a member outweighs what differs in other words."""
    return any(
        conflicting(mentions[a], mentions[b])
        for other in group[:FIRST]
        if other not in near[unit]
        for a, b in product(units[unit][:FIRST], units[other][:FIRST])
    )


def _filled(statement: StatementRecord) -> int:
    return bool(statement.subjects) + bool(statement.objects) + bool(statement.edtf) + len(statement.arguments)


def event_id(mentions: Iterable[EventMention]) -> str:
    """The id of an event: that of its earliest statement, by day of publication (unknown last), then IRI."""
    first = min(mentions, key=lambda m: (m.published or date.max, m.statement.iri))
    return content_id("event", first.statement.iri.rpartition("/")[2])
