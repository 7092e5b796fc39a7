"""Kinds of happenings: which verbs and nouns may name one event (*die*, *kill*, *death toll*).

The table is finer than event types: statements of one class *may* describe one event, their participants, times and
places decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

GENERAL = frozenset({"be", "have", "do", "make", "get", "take", "give", "say", "tell", "become", "go"})
"""Lemmas that say so little that subject and object must both agree, unless the event type says more."""


class _Table(NamedTuple):
    """Verb -> (class, event type it needs); noun -> classes; verbs whose lone subject is what the event befalls; classes of
    what hardly befalls anybody twice in a fortnight."""

    verbs: dict[str, tuple[tuple[str, str | None], ...]]
    nouns: dict[str, frozenset[str]]
    befalling: frozenset[str]
    single: frozenset[str]


@cache
def _table() -> _Table:
    verbs: dict[str, list[tuple[str, str | None]]] = {}
    nouns: dict[str, set[str]] = {}
    befalling: set[str] = set()
    single: set[str] = set()
    path = Path(__file__).parent / "data" / "event_classes.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, words, things = line.split("\t")
        if name.endswith("!"):
            name = name[:-1]
            single.add(name)
        for word in words.split():
            lemma, _, needed = word.rstrip("]").partition("[")
            if lemma.endswith("~"):
                lemma = lemma[:-1]
                befalling.add(lemma.replace("_", " "))
            verbs.setdefault(lemma.replace("_", " "), []).append((name, needed or None))
        for noun in things.split() if things != "-" else ():
            nouns.setdefault(noun.replace("_", " "), set()).add(name)
    return _Table(
        {lemma: tuple(rows) for lemma, rows in verbs.items()},
        {noun: frozenset(names) for noun, names in nouns.items()},
        frozenset(befalling),
        frozenset(single),
    )


@lru_cache(maxsize=50_000)
def verb_classes(lemma: str, event_type: str | None) -> frozenset[str]:
    """Classes of a predicate, ``=lemma`` among them unless it is :data:`GENERAL`."""
    rows = _table().verbs.get(lemma, ())
    found = {name for name, needed in rows if needed is None or needed == event_type}
    return frozenset(found) if lemma in GENERAL else frozenset(found | {f"={lemma}"})


def noun_classes(lemma: str) -> frozenset[str]:
    """Classes of an event noun (lower-case lemma); empty for other nouns."""
    return _table().nouns.get(lemma, frozenset())


def befalls_subject(lemma: str) -> bool:
    """Whether the subject of the verb, when it has no object, is what the event befalls: *die*, *explode*, *close*."""
    return lemma in _table().befalling


def single(names: Iterable[str]) -> bool:
    """Whether a class among these is of what hardly befalls anybody twice in a fortnight: *resign*, *arrest*, *die*."""
    return any(name in _table().single for name in names)
