"""Word lists and tables shipped as data files: one line an entry, ``#`` begins a comment line, columns are tab-separated."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"


@cache
def rows_of(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table in file order; empty columns at the end may be missing.

    Raises:
        FileNotFoundError: no data file of this name is shipped.
    """
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return tuple(
        tuple(c.strip() for c in line.split("\t")) for line in lines if line.strip() and not line.startswith("#")
    )


@cache
def words_of(name: str) -> frozenset[str]:
    """The first column of a table."""
    return frozenset(row[0] for row in rows_of(name))
