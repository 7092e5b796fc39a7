"""Articles that repeat another: wire copy, light edits, the same text on several sites.

Every document's graph holds :data:`BANDS` short keys of its text (MinHash of its three-word sequences, in bands of two);
two articles with many keys in common share about half of their sequences or more.  Which articles repeat which is read
off the keys when it is asked, so that nothing depends on the order in which articles came, and adding or removing one
touches no other.

Sources: Broder 1997, On the resemblance and containment of documents; Indyk and Motwani 1998 (bands).
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

import pyoxigraph as ox

from newsgraph.graph.literals import value
from newsgraph.graph.terms import NG

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BANDS, ROWS, SHINGLE = 24, 2, 3
ENOUGH = 5
"""Keys in common from which one article repeats the other: half of the sequences shared, give or take a tenth."""
SHORTEST = 25
"""Words below which nothing is said: single sentences agree by chance."""
MOST = 200
"""A key that more articles have is one of a form or of boilerplate and says nothing."""

COPY_KEY = ox.NamedNode(NG + "copyKey")
_WORD = re.compile(r"\w+")


def copy_keys(text: str) -> list[str]:
    """The keys of a text, the same on every machine; [] for a text of a few words.  Some 0.2 ms for 400 words."""
    words = _WORD.findall(text.casefold())
    if len(words) < SHORTEST:
        return []
    import numpy as np

    ids = np.fromiter((zlib.crc32(word.encode("utf-8", "replace")) for word in words), np.uint64, len(words))
    shingles = ids[: 1 - SHINGLE].copy()
    for place in range(1, SHINGLE):
        shingles = _mixed(shingles) + ids[place : len(ids) + place + 1 - SHINGLE]
    factors, offsets = _hashes()
    hashed = np.multiply.outer(factors, _mixed(shingles))
    hashed += offsets[:, None]
    least = hashed.min(axis=1) >> np.uint64(32)
    bands = _mixed((least[0::ROWS] << np.uint64(32)) | least[1::ROWS]) >> np.uint64(24)
    return [f"{band:02x}{key:010x}" for band, key in enumerate(bands.tolist())]


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of splitmix64: every bit of the input bears on every bit of the output."""
    import numpy as np

    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@cache
def _hashes() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Factors (odd) and offsets of the hash functions."""
    import numpy as np

    drawn = _mixed(np.arange(1, 2 * BANDS * ROWS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    return drawn[: BANDS * ROWS] | np.uint64(1), drawn[BANDS * ROWS :]


def repeating_groups(store: ox.Store, documents: Iterable[str]) -> list[frozenset[str]]:
    """Those of some documents (IRIs) that repeat each other, directly or through a third of them; O(their pairs)."""
    keys = {document: _keys_of(store, document) for document in sorted(set(documents))}
    pairs = [(a, b) for a, b in combinations(keys, 2) if len(keys[a] & keys[b]) >= ENOUGH]
    return joined(pairs)


def repetitions(store: ox.Store) -> Iterator[tuple[str, str, int]]:
    """All pairs of articles (IRIs, sorted) of which one repeats the other, and how many keys they share.

    One pass over the keys; memory: the pairs that share one.
    """
    holders: dict[str, list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, COPY_KEY, None, None):
        holders[value(quad.object)].append(value(quad.subject))
    shared: Counter[tuple[str, str]] = Counter()
    for documents in holders.values():
        if 1 < len(documents) <= MOST:
            shared.update(combinations(sorted(documents), 2))
    for (a, b), count in sorted(shared.items()):
        if count >= ENOUGH:
            yield a, b, count


def joined(pairs: Iterable[tuple[str, str]]) -> list[frozenset[str]]:
    """The groups that pairs make, sorted by their first members."""
    group: dict[str, set[str]] = {}
    for a, b in pairs:
        both = group.get(a, {a}) | group.get(b, {b})
        for member in both:
            group[member] = both
    return sorted({frozenset(members) for members in group.values()}, key=min)


def _keys_of(store: ox.Store, document: str) -> set[str]:
    node = ox.NamedNode(document)
    return {value(quad.object) for quad in store.quads_for_pattern(node, COPY_KEY, None, node)}
