"""Which extractor reads: a plain value that processes are told, cheap to import."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """The name of an extractor and its settings, name and value each, sorted.  Keys are never among them."""

    name: str = "rules"
    settings: tuple[tuple[str, str], ...] = ()


RULES = Choice()
