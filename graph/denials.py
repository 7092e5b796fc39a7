"""Denials: statements whose source says that something is not so."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from newsgraph.graph.records import StatementRecord


@cache
def denying_verbs() -> frozenset[str]:
    """Verbs by which a source says that something is not so."""
    lines = (Path(__file__).parent / "data" / "denying_verbs.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def denies(statement: StatementRecord) -> bool:
    """Whether a statement is given as a denial: the innermost cue is a verb of denying."""
    return bool(statement.chain) and (statement.chain[-1].cue or "") in denying_verbs()
