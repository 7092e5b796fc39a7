"""Memory that is free goes back to the system: what a bulk load leaves would otherwise pile up in pieces."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache


@cache
def _trim() -> Callable[[int], int] | None:
    """``malloc_trim`` of the C library; None where it has none (only glibc has)."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None


def give_back() -> None:
    """Give free memory back; a few milliseconds."""
    trim = _trim()
    if trim is not None:
        trim(0)
