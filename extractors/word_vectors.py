"""The first layer of a model, remembered word by word.

A spaCy network starts with a vector for each token that does not depend on its neighbours: hashed features, the static
vector, and a layer that mixes them, together two fifths of the arithmetic of parsing.  A word's vector is computed once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import NORM, ORTH
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model

WORDS = 20_000
"""Vectors kept at a time, some 0.8 kB each with their keys; when there are more, all are dropped."""

Vectors = NDArray[np.float32]


class WordVectors:
    """The vectors of tokens by what the layer sees of them: their features and their word form."""

    def __init__(self, embed: Model[list[Doc], list[Vectors]], columns: list[Any]) -> None:
        self.embed: Any = embed
        self.columns = [ORTH, *columns]
        self._rows: dict[bytes, int] = {}
        self._table: Vectors = np.empty((0, 0), dtype=np.float32)

    def __call__(
        self, model: Model[list[Doc], list[Vectors]], docs: list[Doc], is_train: bool
    ) -> tuple[list[Vectors], Callable[[Any], Any]]:
        """The vectors of the tokens of each doc, (tokens, width); learning is left to the layer itself."""
        if is_train or not all(isinstance(doc, Doc) and len(doc) for doc in docs):
            return self._afresh(docs, is_train)
        features = [doc.to_array(self.columns) for doc in docs]
        keys = _rows_of(np.concatenate(features))
        if len(self._rows) > WORDS:
            self._rows = {}
        missing = {key: place for place, key in enumerate(keys) if key not in self._rows}
        if missing and not self._learn(missing, docs):
            return self._afresh(docs, is_train)
        rows = np.fromiter(map(self._rows.__getitem__, keys), dtype=np.intp, count=len(keys))
        found = self._table[rows]
        ends = np.cumsum([len(doc) for doc in docs])[:-1]
        return np.split(found, ends), lambda gradient: []

    def _afresh(self, docs: list[Doc], is_train: bool) -> tuple[list[Vectors], Callable[[Any], Any]]:
        computed: tuple[list[Vectors], Callable[[Any], Any]] = self.embed(docs, is_train=is_train)
        return computed

    def _learn(self, missing: dict[bytes, int], docs: list[Doc]) -> bool:
        """Compute the vectors of new words as one doc made of them; False where it does not look to the layer as they did.

        ``missing``: their keys, and the place of a token of each among those of all docs.
        The norm is given, since a token may have another than its lexeme: *ai* in *ain't* is *is*.
        """
        ends = list(accumulate(map(len, docs)))
        chosen = []
        for place in missing.values():
            number = bisect_right(ends, place)
            chosen.append(docs[number][place - ends[number]])
        words, spaces = [token.text for token in chosen], [bool(token.whitespace_) for token in chosen]
        made = Doc(docs[0].vocab, words=words, spaces=spaces)
        norms: Any = np.array([[token.norm] for token in chosen], dtype="uint64")
        made.from_array([NORM], norms)
        if _rows_of(made.to_array(self.columns)) != list(missing):
            return False
        vectors = self.embed.predict([made])[0]
        start, end = len(self._rows), len(self._rows) + len(vectors)
        if end > len(self._table):
            larger = np.empty((2 * end, vectors.shape[1]), dtype=np.float32)
            if start:
                larger[:start] = self._table[:start]
            self._table = larger
        self._table[start:end] = vectors
        self._rows.update(zip(missing, range(start, end), strict=True))
        return True


def _rows_of(table: NDArray[Any]) -> list[bytes]:
    """The rows of a table as keys."""
    width = table.itemsize * table.shape[1]
    found: list[bytes] = np.ascontiguousarray(table).view(f"V{width}").ravel().tolist()
    return found


def remember_words(nlp: Language) -> int:
    """Let every network of the pipeline that starts so remember its first layer; returns how many do.

    Networks are recognised by their parts; one built in another way is left as it is.
    """
    done = 0
    for _, pipe in nlp.pipeline:
        network = getattr(pipe, "model", None)
        for node in list(network.walk()) if isinstance(network, Model) else ():
            if not (node.has_ref("embed") is True and node.layers and node.layers[0] is node.get_ref("embed")):
                continue
            embed = node.get_ref("embed")
            extractors = [part for part in embed.walk() if part.name == "extract_features"]
            if len(extractors) != 1:
                continue
            memory = WordVectors(embed, list(extractors[0].attrs["columns"]))
            node.layers[0] = Model("word_vectors", memory, layers=[], dims={"nO": None})
            done += 1
    return done
