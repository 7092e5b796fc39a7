"""What surely was never written: a filter that saves asking a store for what is new (Bloom 1970)."""

from __future__ import annotations

BITS = 2**24
"""Two megabytes: of a million names one in seventy that is new is taken for known."""


class Sieve:
    """Remembers names in constant memory.  It may take a new one for known, never a known one for new."""

    def __init__(self, *, everything: bool) -> None:
        """``everything``: names were written before that it was not told of, so that all may be known."""
        self._everything = everything
        self._bits = bytearray(0 if everything else BITS // 8)

    def add(self, name: str) -> None:
        if not self._everything:
            for place in _places(name):
                self._bits[place >> 3] |= 1 << (place & 7)

    def may_hold(self, name: str) -> bool:
        return self._everything or all(self._bits[place >> 3] & 1 << (place & 7) for place in _places(name))


def _places(name: str) -> tuple[int, int]:
    mixed = hash(name)
    return mixed & (BITS - 1), mixed >> 24 & (BITS - 1)
