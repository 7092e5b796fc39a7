"""What a number counts: the killed, the injured, the missing …, whatever words the text has for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "data" / "measures.tsv"
_ANYBODY = "anybody"
_IRREGULAR = {"men": "man", "women": "woman", "lives": "life", "bodies": "body", "persons": "person"}
_RESULTATIVE = frozenset({"leave", "find", "declare", "pronounce"})


@dataclass(frozen=True, slots=True)
class Measure:
    """``name`` is what is counted ("killed", "percent"); ``group`` among whom ("soldier"), "" for anybody.

    Numbers can agree or differ only when both are equal.
    """

    name: str
    group: str


@cache
def _table() -> dict[str, str]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


def measure(unit: str, lemma: str, object_text: str | None = None) -> Measure | None:
    """The measure of a number with its unit in a statement ("leave", "at least 23 people dead"); None without words.

    A unit that belongs to no measure of harm is a measure of its own: the last word, singular, is what is counted.
    """
    words = [_singular(word) for word in re.findall(r"\w+", unit.casefold())]
    name = next((n for w in reversed(words) if (n := _harm(w))), None)
    if name is None and lemma.casefold() in _RESULTATIVE and object_text:
        results = re.findall(r"\w+", object_text.casefold())
        name = _harm(results[-1]) if results else None
    group = [w for w in words if _table().get(w) is None]
    if name is None and not group:
        name = _harm(lemma.casefold())
    if name is not None:
        return Measure(name, group[-1] if group else "")
    return Measure(words[-1], "") if words else None


def harm(unit: str, lemma: str, object_text: str | None = None) -> str | None:
    """The measure of harm that a number belongs to ("killed"); None for any other number."""
    found = measure(unit, lemma, object_text)
    return found.name if found and found.name in _harms() else None


@cache
def _harms() -> frozenset[str]:
    return frozenset(_table().values()) - {_ANYBODY}


def _harm(word: str) -> str | None:
    name = _table().get(word)
    return None if name == _ANYBODY else name


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _table():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word.removesuffix("s") if not word.endswith("ss") else word
