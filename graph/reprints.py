"""An article printed again, word for word: what was read in it is what would be read in its reprint."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from newsgraph.graph.model import Document, Extraction

ARTICLES = 512
"""Extractions held at a time, some 60 kB each."""


class Reprints:
    """The last extractions: the same text with the same headline and day is one document, and is not read again."""

    def __init__(self, size: int = ARTICLES) -> None:
        self._size = size
        self._known: OrderedDict[str, Extraction] = OrderedDict()

    def find(self, document: Document) -> Extraction | None:
        """What would be read in a document; None when it was not read lately."""
        known = self._known.get(document.id)
        if known is None:
            return None
        self._known.move_to_end(document.id)
        return replace(known, document=document)

    def keep(self, extraction: Extraction) -> None:
        self._known[extraction.document.id] = extraction
        if len(self._known) > self._size:
            self._known.popitem(last=False)
