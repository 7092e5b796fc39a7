"""Paragraphs seen before are parsed once: syndicated copy, boilerplate, an article and its update."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PARAGRAPHS = 8_192
"""Parses held at a time, some 10 kB each; the one not used for longest goes first."""


class CachingParser:
    """A spaCy pipeline whose :meth:`pipe` remembers; a paragraph's parse does not depend on its batch."""

    def __init__(self, nlp: Language, size: int = PARAGRAPHS) -> None:
        self.nlp, self.size = nlp, size
        self.hits = self.misses = 0
        self._known: OrderedDict[str, Doc] = OrderedDict()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.nlp, name)

    def pipe(self, texts: Iterable[str | Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Parses in the order of the texts; those not known are parsed together.  Docs made by hand are not looked up."""
        given = list(texts)
        wanted = [text for text in given if isinstance(text, str)]
        if len(wanted) < len(given):
            yield from self.nlp.pipe(given, batch_size=batch_size)
            return
        new = dict.fromkeys(text for text in wanted if text not in self._known)
        self.misses += len(new)
        self.hits += len(wanted) - len(new)
        parsed = dict(zip(new, map(_slim, self.nlp.pipe(new, batch_size=batch_size)), strict=True))
        found = []
        for text in wanted:
            doc = parsed.get(text)
            if doc is None:
                doc = self._known[text]
            found.append(doc)
            self._known[text] = doc
            self._known.move_to_end(text)
        while len(self._known) > self.size:
            self._known.popitem(last=False)
        yield from found


@lru_cache(maxsize=2)
def caching_parser(model: str | None) -> CachingParser:
    """The one of this process for a model.

    Raises:
        ModelError: no usable model.
    """
    from newsgraph.extractors.language_model import load_model

    return CachingParser(load_model(model))


def _slim(doc: Doc) -> Doc:
    """Without the vectors of its tokens, which nothing reads."""
    doc.tensor = np.zeros((0,), dtype="float32")
    return doc
