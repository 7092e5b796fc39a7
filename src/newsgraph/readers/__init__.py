"""Readers: from files, folders and standard input to documents.

``read([Path("articles")])`` yields a :class:`Document` for each article in order of path, and an
:class:`~newsgraph.errors.InputError` for each that cannot be read; nothing else stops because of it.
"""

from __future__ import annotations

from newsgraph.readers.metadata import Defaults
from newsgraph.readers.paths import STDIN, Address, read, read_stream
from newsgraph.readers.source import Input, Reader, Settings

__all__ = ["STDIN", "Address", "Defaults", "Input", "Reader", "Settings", "read", "read_stream"]
