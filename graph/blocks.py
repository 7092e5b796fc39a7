"""Who bears a blocking key: what the store holds, and what is being written to it."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import pyoxigraph as ox

from newsgraph.graph.event_keys import CHAIN
from newsgraph.graph.literals import value
from newsgraph.graph.records import StatementRecord
from newsgraph.graph.sieve import Sieve
from newsgraph.graph.terms import NG

EVENT_KEY = ox.NamedNode(NG + "eventKey")

FULL = 64
"""Statements that may bear a blocking key; one that more bear tells events apart no better than a frequent word."""

KEPT = 32_768
"""Keys kept in memory, those used last; some 8 MB."""

Bearers = dict[str, str]
"""IRIs of statements, with that of their document."""

Bearing = tuple[str, str, str]
"""A key, who bears it, and its document."""

NOBODY: Bearers = {}


class Blocks:
    """Blocks of statements by key; one with more than :data:`FULL` is passed over, but for those of a document's own chain.

    Changes are told by :meth:`change` before they are written; what is there already is looked up.
    """

    def __init__(self, store: ox.Store, *, empty: bool) -> None:
        """``empty``: the store holds no statement yet, so that whatever it comes to hold is told here first."""
        self._store = store
        self._kept: OrderedDict[str, Bearers | None] = OrderedDict()
        self._written = Sieve(everything=not empty)

    def __getitem__(self, key: str) -> Mapping[str, str]:
        """Who bears a key; nobody where too many do."""
        return self._block(key) or NOBODY

    def change(self, came: Iterable[Bearing], went: Iterable[Bearing] = ()) -> tuple[set[str], set[str]]:
        """Statements came to bear keys, and went.  Those gone are not in the store any more; those that came may not be yet.

        Returns:
            Bearers of keys that no longer too many bear, which may be linked now, and of keys that too many bear since, which may
            be linked no more.
        """
        changes: tuple[dict[str, Bearers], dict[str, Bearers]] = defaultdict(dict), defaultdict(dict)
        for change, bearings in zip(changes, (came, went), strict=True):
            for key, statement, document in bearings:
                change[key][statement] = document
        more, fewer = changes
        opened: set[str] = set()
        closed: set[str] = set()
        for key in more.keys() | fewer.keys():
            before, after = self._change(key, more.get(key, NOBODY), fewer.get(key, NOBODY))
            if before is None and after is not None:
                opened.update(after)
            elif before is not None and after is None:
                closed.update(before)
        return opened, closed

    def forget_oldest(self) -> None:
        """Let go of what exceeds the memory allowed."""
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def _change(self, key: str, came: Bearers, went: Bearers) -> tuple[Bearers | None, Bearers | None]:
        """Who bore a key and who bears it now; None for too many."""
        found: Bearers | None = self._kept[key] if key in self._kept else self._unless_new(key, FULL + len(came))
        if found is None and went:
            found = self._look_up(key, FULL + len(came))
        self._written.add(key)
        if found is None:
            return None, None
        stayed = {statement: document for statement, document in found.items() if statement not in came}
        before = _within(key, stayed | went)
        after = _within(key, {k: v for k, v in stayed.items() if k not in went} | came)
        self._kept[key] = after
        self._kept.move_to_end(key)
        return before, after

    def _block(self, key: str) -> Bearers | None:
        """The bearers, None where they are too many."""
        if key in self._kept:
            self._kept.move_to_end(key)
        else:
            self._kept[key] = _within(key, self._unless_new(key, FULL))
        return self._kept[key]

    def _unless_new(self, key: str, most: int) -> Bearers:
        return self._look_up(key, most) if self._written.may_hold(key) else {}

    def _look_up(self, key: str, most: int) -> Bearers:
        """Those in the store, one more than ``most`` at the most."""
        quads = self._store.quads_for_pattern(None, EVENT_KEY, ox.Literal(key), None)
        some = quads if key.startswith(CHAIN) else islice(quads, most + 1)
        return {value(quad.subject): str(quad.graph_name)[1:-1] for quad in some}


def bearings(statements: Iterable[StatementRecord]) -> Iterator[Bearing]:
    """What statements bear."""
    for statement in statements:
        for key in statement.event_keys:
            yield key, statement.iri, statement.document


def _within(key: str, bearers: Bearers) -> Bearers | None:
    return bearers if len(bearers) <= FULL or key.startswith(CHAIN) else None
