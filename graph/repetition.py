"""Word-for-word repetition: an article printed by several outlets is one report, not several."""

from __future__ import annotations

import re

_ENDS = re.compile(r"[.!?][\"'”’»)]*\s|\n")


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence or headline that words stand in, letter case and white space ignored; "" for words outside the text.

    Two outlets that carry the same sentence carry one report.  A sentence ends at a full stop, question or exclamation
    mark before white space, and at the end of a line; an abbreviation may cut it short on both sides alike.
    """
    left = max((found.end() for found in _ENDS.finditer(text, max(0, start - 1_000), start)), default=0)
    found = _ENDS.search(text, max(end - 1, 0))
    right = found.start() + 1 if found else len(text)
    return " ".join(text[min(left, start) : max(right, end)].casefold().split()).rstrip(".!?")
