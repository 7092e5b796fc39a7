"""Doers and what is done to, compared across documents: by entities, else by their words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from pathlib import Path

from newsgraph.graph.event_keys import head_noun


class Agreement(IntEnum):
    """How two fillers of one slot compare."""

    CONFLICT = -1
    UNKNOWN = 0
    MATCH = 1


@dataclass(frozen=True, slots=True)
class Slot:
    """A doer or what is done to: IRIs of entities, those of them that are named, and the words."""

    entities: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.entities or self.text)


def slot_of(iris: Iterable[str], text: str | None, cast: frozenset[str]) -> Slot:
    """A slot from the IRIs and words of a statement; ``cast``: IRIs of what its document names."""
    entities = frozenset(iri for iri in iris if "/id/" in iri)
    return Slot(entities, entities & cast, text or "")


def compare(one: Slot, other: Slot) -> Agreement:
    """How two fillers compare: by entities, else by head noun; a bare number and an empty slot tell nothing."""
    if one.entities & other.entities or _one_name(one.text, other.text):
        return Agreement.MATCH
    if one.named and other.named:
        return Agreement.CONFLICT
    head, other_head = _head(one.text), _head(other.text)
    if not one or not other or head.isdigit() or other_head.isdigit():
        return Agreement.UNKNOWN
    if _weak_heads().get(head) == "pronoun" or _weak_heads().get(other_head) == "pronoun":
        return Agreement.UNKNOWN
    if head == other_head and _weak_heads().get(head) == "scale" and one.text != other.text:
        return Agreement.CONFLICT
    names, other_names = capitals(one.text), capitals(other.text)
    if head != other_head or (names and other_names and not names & other_names):
        return Agreement.CONFLICT
    return Agreement.MATCH


_head = lru_cache(maxsize=8_192)(head_noun)


@cache
def _weak_heads() -> dict[str, str]:
    """Heads that do not tell whom or what is meant, and why: pronoun, or scale of a number."""
    lines = (Path(__file__).parent / "data" / "weak_heads.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=8_192)
def capitals(text: str) -> frozenset[str]:
    """Names inside a description: capitalised words, the first only when it possesses ("Ostland's parliament")."""
    words = text.replace("’", "'").split()
    return frozenset(
        word.removesuffix("'s").strip(".,'\"")
        for k, word in enumerate(words)
        if word[:1].isupper() and (k or word.endswith("'s"))
    )


def _one_name(text: str, other: str) -> bool:
    """Whether the longer of two names only adds a title: "Banker Ivo Lask", "Ivo Lask"."""
    shorter, longer = sorted((text, other), key=len)
    words = shorter.split()
    return len(words) > 1 and all(word[:1].isupper() for word in words) and f" {longer}".endswith(f" {shorter}")


def anchored(one: Slot, other: Slot) -> bool:
    """Whether two fillers that match have a name in common, or are one described by it."""
    return bool(one.named & other.named or capitals(one.text) & capitals(other.text) or _one_name(one.text, other.text))
