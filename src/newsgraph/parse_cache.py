"""Paragraphs seen before are parsed once: syndicated copy, boilerplate, an article and its update."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from newsgraph.parse_file import ParseFile

PARAGRAPHS = 4_096
"""Parses held at a time, some 10 kB each; the one not used for longest goes first."""


class CachingParser:
    """A spaCy pipeline whose :meth:`pipe` remembers; a paragraph's parse does not depend on its batch."""

    def __init__(self, nlp: Language, size: int = PARAGRAPHS, file: ParseFile | None = None) -> None:
        self.nlp, self.size, self.file = nlp, size, file
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
        parsed = self.file.find(new, self.nlp.vocab) if self.file is not None and new else {}
        fresh = [text for text in new if text not in parsed]
        made = dict(zip(fresh, map(_slim, self.nlp.pipe(fresh, batch_size=batch_size)), strict=True))
        if self.file is not None:
            self.file.keep(made)
        parsed |= made
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
def caching_parser(model: str | None, file: Path | None = None) -> CachingParser:
    """The one of this process for a model; ``file`` keeps parses for other runs.

    Raises:
        ModelError: no usable model.
        StoreError: the file cannot be used.
    """
    from spacy.about import __version__ as spacy_version

    from newsgraph import __version__
    from newsgraph.extractors.language_model import load_model, model_label
    from newsgraph.parse_file import ParseFile

    nlp = load_model(model)
    kept = ParseFile(file, f"{model_label(nlp)} spaCy {spacy_version} newsgraph {__version__}") if file else None
    return CachingParser(nlp, file=kept)


def _slim(doc: Doc) -> Doc:
    """Without the vectors of its tokens, which nothing reads."""
    doc.tensor = np.zeros((0,), dtype="float32")
    return doc
