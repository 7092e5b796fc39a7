"""Which tokens a phrase, a clause or somebody's words cover: sets of token indices made into ranges."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from newsgraph.extractors.cues import cue_words
from newsgraph.extractors.parse import Parse

Range = tuple[int, int]
_RELATIVE = frozenset({"who", "which", "whom", "whose", "where"})
_LOOSE = frozenset({",", ";", ":", ".", "-", "--", "—", "!", "?", "...", '"', "'", "''", "``"})


def descendants(parse: Parse, i: int, *, without: Collection[int] = ()) -> list[int]:
    """``i`` and everything below it except what stands at or below a token of ``without``; unordered.  O(size)."""
    found = []
    stack = [i]
    children = parse.children
    while stack:
        j = stack.pop()
        if j in without and j != i:
            continue
        found.append(j)
        stack.extend(children[j])
    return found


def ranges(parse: Parse, tokens: Iterable[int]) -> tuple[Range, ...]:
    """Maximal ranges of the tokens, across gaps of mere punctuation, without punctuation at their outer ends."""
    ordered = sorted(set(tokens))
    pos, lower = parse.pos, parse.lower
    merged: list[list[int]] = []
    for i in ordered:
        if merged and (i == merged[-1][1] or all(lower[k] in _LOOSE for k in range(merged[-1][1], i))):
            merged[-1][1] = i + 1
        else:
            merged.append([i, i + 1])
    trimmed: list[Range] = []
    for a, b in merged:
        while a < b and (pos[a] == "PUNCT" or pos[a] == "SPACE") and lower[a] not in ("(", "["):
            a += 1
        while b > a and (pos[b - 1] == "CCONJ" or (pos[b - 1] == "PUNCT" and lower[b - 1] not in (")", "]"))):
            b -= 1
        if b > a and any(pos[k] != "PUNCT" for k in range(a, b)):
            trimmed.append((a, b))
    return tuple(trimmed)


def asides(parse: Parse, tokens: Collection[int]) -> set[int]:
    """What the author adds to somebody's words.

    Non-restrictive relative clauses (", who asked not to be named,") and nouns that take up the whole statement
    (", a claim the army rejected").
    """
    found: set[int] = set()
    dep, lower, left, right = parse.dep, parse.lower, parse.left, parse.right
    for i in tokens:
        if lower[i] in cue_words("resuming") and i > 1 and lower[i - 2] == "," and lower[i - 1] in ("a", "an"):
            if parse.kid(i, "relcl", "acl") is not None:
                found.update(range(i - 1, right[i] + 1))
            continue
        if dep[i] != "relcl":
            continue
        a = left[i]
        if a > 0 and lower[a - 1] == "," and (lower[a] in _RELATIVE or (a + 1 < i and lower[a + 1] in _RELATIVE)):
            found.update(range(a, right[i] + 1))
    return found


def noun_phrase(parse: Parse, head: int, *, stop: int | None = None) -> tuple[Range, ...]:
    """The whole phrase of ``head``; where ``stop`` (a cue) falls into it, only the side of the head."""
    a, b = parse.left[head], parse.right[head] + 1
    if stop is not None and a <= stop < b:
        if stop > head:
            b = stop
        else:
            a = stop + 1
    return ranges(parse, range(a, b))
