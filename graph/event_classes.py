"""Kinds of happenings: which verbs and nouns may name one event (*die*, *kill*, *death toll*).

The table is finer than event types: statements of one class *may* describe one event, their participants, times and
places decide.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

GENERAL = frozenset({"be", "have", "do", "make", "get", "take", "give", "say", "tell", "become", "go"})
"""Lemmas that say so little that subject and object must both agree, unless the event type says more."""


@cache
def _table() -> tuple[dict[str, tuple[tuple[str, str | None], ...]], dict[str, frozenset[str]], frozenset[str]]:
    """Verb -> (class, event type it needs), noun -> classes, and verbs whose lone subject is what the event befalls."""
    verbs: dict[str, list[tuple[str, str | None]]] = {}
    nouns: dict[str, set[str]] = {}
    befalling: set[str] = set()
    path = Path(__file__).parent / "data" / "event_classes.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, words, things = line.split("\t")
        for word in words.split():
            lemma, _, needed = word.rstrip("]").partition("[")
            if lemma.endswith("~"):
                lemma = lemma[:-1]
                befalling.add(lemma.replace("_", " "))
            verbs.setdefault(lemma.replace("_", " "), []).append((name, needed or None))
        for noun in things.split() if things != "-" else ():
            nouns.setdefault(noun.replace("_", " "), set()).add(name)
    return (
        {lemma: tuple(rows) for lemma, rows in verbs.items()},
        {noun: frozenset(names) for noun, names in nouns.items()},
        frozenset(befalling),
    )


def verb_classes(lemma: str, event_type: str | None) -> frozenset[str]:
    """Classes of a predicate, ``=lemma`` among them unless it is :data:`GENERAL`."""
    rows = _table()[0].get(lemma, ())
    found = {name for name, needed in rows if needed is None or needed == event_type}
    return frozenset(found) if lemma in GENERAL else frozenset(found | {f"={lemma}"})


def noun_classes(lemma: str) -> frozenset[str]:
    """Classes of an event noun (lower-case lemma); empty for other nouns."""
    return _table()[1].get(lemma, frozenset())


def befalls_subject(lemma: str) -> bool:
    """Whether the subject of the verb, when it has no object, is what the event befalls: *die*, *explode*, *close*."""
    return lemma in _table()[2]
