"""Memory while many documents pass through: what is free goes back to the system, and garbage is looked for seldom."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

SELDOM = 50_000, 20, 100
"""Thresholds of the collector: a parsed article is thousands of objects, nearly all freed by their counts alone; looking
for circles among them every 700 objects, as Python comes, takes a tenth of the time of reading."""


@cache
def _trim() -> Callable[[int], int] | None:
    """``malloc_trim`` of the C library; None where it has none (only glibc has)."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Look for garbage seldom while this lasts; a user who looks more seldom still, or never, is left alone."""
    before = gc.get_threshold()
    if 0 < before[0] < SELDOM[0]:
        gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def give_back() -> None:
    """Give free memory back, which a bulk load leaves in pieces; a few milliseconds."""
    trim = _trim()
    if trim is not None:
        trim(0)
