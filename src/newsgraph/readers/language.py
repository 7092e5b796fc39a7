"""Is it English?  Documents in other languages are left out with a word, not mangled by rules for English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from newsgraph.errors import InputError
from newsgraph.readers.source import Input

_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 4_000
"""Characters."""
_ENOUGH = 30
"""Words below which nothing is decided: headlines and single sentences pass."""
_LEAST = 0.06
"""Share of English function words; news has 0.25 to 0.45, other languages below 0.04."""


class LanguageError(InputError):
    """A document that is not in English: left out, counted, no failure."""


def english_only(inputs: Iterable[Input]) -> Iterator[Input]:
    """The inputs, with a :class:`LanguageError` in the place of each document that is not in English."""
    for found in inputs:
        if isinstance(found, InputError) or is_english(found.text):
            yield found
        else:
            yield LanguageError(found.location or found.id, f"not English{_guess(found.text)}; left out")


def is_english(text: str) -> bool:
    """True unless a text of thirty words or more has too few of the words English prose cannot do without."""
    words = [word.lower() for word in _WORD.findall(text, 0, _LOOKED_AT)]
    if len(words) < _ENOUGH:
        letters = [c for c in text[:_LOOKED_AT] if c.isalpha()]
        foreign = sum(c > "\u024f" for c in letters)
        return foreign * 2 <= len(letters)
    return sum(word in _function_words() for word in words) >= _LEAST * len(words)


@cache
def _function_words() -> frozenset[str]:
    lines = (Path(__file__).parent / "data" / "english.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _guess(text: str) -> str:
    """ ", it seems fr" where the extra that tells languages apart is installed."""
    try:
        import py3langid
    except ImportError:
        return ""
    code, _ = py3langid.classify(text[:_LOOKED_AT])
    return f", it seems {code!r}" if code != "en" else ""
