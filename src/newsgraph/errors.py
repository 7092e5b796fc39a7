"""What can go wrong, by what the caller can do.

NewsgraphError
├── InputError            the input cannot be read: skip it, count it, name it
├── OffsetError           a span lies outside its text: a bug in an extractor
├── ExtractorError        an extractor cannot go on, for no document: mend what it needs, run again
├── ModelError            no usable language model: install or choose another
├── StoreError            the store cannot be opened or written
├── UnknownNameError      a format, query or option that does not exist
└── QueryError            a query was refused or failed
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable


class NewsgraphError(Exception):
    """Base of every error newsgraph raises on purpose; its message can be shown to a user as it is."""

    def __reduce__(self) -> tuple[Callable[..., NewsgraphError], tuple[object, ...]]:
        """As it is, whatever its constructor takes: errors come back from other processes."""
        return _remade, (type(self), self.args, self.__dict__)


def _remade(kind: type[NewsgraphError], args: tuple[object, ...], state: dict[str, object]) -> NewsgraphError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class ExtractorError(NewsgraphError):
    """An extractor cannot go on: reading the next document would be no better."""


class InputError(NewsgraphError, ValueError):
    """An input that cannot be read."""

    def __init__(self, location: str, reason: str) -> None:
        self.location, self.reason = location, reason
        super().__init__(f"{location}: {reason}")


class OffsetError(NewsgraphError, IndexError):
    """A character range that is empty, reversed or outside its text."""

    def __init__(self, start: int, end: int, length: int) -> None:
        self.start, self.end, self.length = start, end, length
        super().__init__(f"characters {start} to {end} are not a range of a text of {length}")


class ModelError(NewsgraphError, RuntimeError):
    """No language model that can be used."""


class StoreError(NewsgraphError, OSError):
    """The store cannot be opened or written."""


class QueryError(NewsgraphError, ValueError):
    """A query was refused or cannot be run."""


class UnknownNameError(NewsgraphError, LookupError):
    """A name that is not among the known ones; the message lists these where they are few, and the nearest.

    ``near`` are names that may have been meant, where the known ones are too many to give.
    """

    LISTED = 60

    def __init__(self, kind: str, name: str, known: Iterable[str], *, near: Iterable[str] = ()) -> None:
        self.kind, self.name, self.known = kind, name, tuple(sorted(known))
        self.near = tuple(near) or tuple(difflib.get_close_matches(name, self.known, n=1))
        hint = f"; did you mean {' or '.join(map(repr, self.near))}?" if self.near else ""
        listed = f"; known: {', '.join(self.known)}" if 0 < len(self.known) <= self.LISTED else ""
        super().__init__(f"unknown {kind} {name!r}{hint}{listed}")
