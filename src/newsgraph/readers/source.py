"""What a reader is: bytes in, documents out, and errors that name what could not be read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from newsgraph.errors import InputError
from newsgraph.graph.model import Document
from newsgraph.readers.metadata import Defaults

Input = Document | InputError
"""What reading yields: a document, or why one could not be had (the rest goes on)."""


LIMIT = 64 * 1024 * 1024
"""Bytes of one document, and of one file that is read whole."""


def read_limited(stream: BinaryIO, location: str, limit: int) -> bytes:
    """All bytes of a stream.

    Raises:
        InputError: there are more than ``limit``.
    """
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise InputError(location, f"more than {limit:,} bytes")
    return raw


def one_line(name: str) -> str:
    """A name from outside as it may be printed: control characters and lone surrogates are escaped."""
    if name.isprintable():
        return name
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def sha256(raw: bytes) -> str:
    """The hash of raw bytes, in hexadecimal, as ``sha256sum`` prints it."""
    return hashlib.sha256(raw).hexdigest()


class Fetch(Protocol):
    """Documents of the page or feed at an address; what cannot be had is yielded as an :class:`InputError`."""

    def __call__(self, address: str, settings: Settings, /) -> Iterator[Input]: ...


@dataclass(frozen=True, slots=True)
class Settings:
    """How inputs are read.  ``columns`` maps fields of a Document ("text", "published", …) to names in the input.

    ``fetch`` is how addresses are read; None refuses them.
    """

    defaults: Defaults = field(default_factory=Defaults)
    columns: Mapping[str, str] = field(default_factory=dict)
    fetch: Fetch | None = None


class Reader(Protocol):
    """Documents of one stream, in order, without holding it whole where the format allows.

    ``location`` names the stream in messages and in the documents.  What spoils one document is yielded as an
    :class:`InputError`; what spoils the whole stream is raised as one.
    """

    def __call__(self, stream: BinaryIO, location: str, settings: Settings, /) -> Iterator[Input]: ...
