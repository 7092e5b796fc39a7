"""The entity recogniser's decisions for all tokens of a batch at once.

spaCy's recogniser goes from token to token and tries every move at each, asking for the interpreter's lock as it goes: a
third of the time of parsing.  Outside of an entity, what it decides depends on one token alone, and inside only on where
the entity began: so the decisions outside are one product of matrices, those inside one more for every further token of
the longest name.  The scores are added up in its order; the answers are the same.

Source: the transition system of spacy/pipeline/_parser_internals/ner.pyx (BILUO with push-down).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import ENT_IOB, ENT_TYPE, IS_SPACE, SENT_START
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc
from spacy.util import minibatch
from thinc.api import Model

_INSIDE, _OUTSIDE, _BEGIN = 1, 2, 3
"""Values of ``ENT_IOB``; 0 is for what nobody has decided."""

Scores = NDArray[np.float32]
Places = NDArray[np.intp]


class EntityMoves:
    """A pipe in place of spaCy's entity recogniser ``ner``, with its network; see :func:`decides`."""

    def __init__(self, ner: Any) -> None:
        self.ner, self._model = ner, ner.model
        upper = self._model.get_ref("upper")
        self._weights, self._bias = upper.get_param("W"), upper.get_param("b")
        moves = _moves(ner)
        column = {move: place for place, move in enumerate(moves)}
        self._begin, self._unit = (np.array([move == kind and label != "" for move, label in moves]) for kind in "BU")
        self._out = np.array([move == "O" for move, _ in moves])
        self._labels = np.array([ner.vocab.strings.add(label) for _, label in moves], dtype=np.uint64)
        self._go_on, self._close = (
            np.array([column.get((kind, label), 0) for _, label in moves], dtype=np.intp) for kind in "IL"
        )

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Docs with their entities, in order; those in which some are set already are left to spaCy's own."""
        for docs in minibatch(stream, size=batch_size):  # type: ignore[no-untyped-call]
            tables = [doc.to_array([ENT_IOB, SENT_START, IS_SPACE]) for doc in docs]
            if any(table[:, 0].any() for table in tables):
                yield from self.ner.pipe(docs, batch_size=batch_size)
                continue
            read = [(doc, table) for doc, table in zip(docs, tables, strict=True) if len(doc)]
            if read:
                self._annotate([doc for doc, _ in read], np.concatenate([table for _, table in read]))
            yield from docs

    def _annotate(self, docs: list[Doc], table: NDArray[np.uint64]) -> None:
        ends = np.cumsum([len(doc) for doc in docs])
        extends = np.ones(len(table), dtype=bool)
        extends[:-1] = table[1:, 1] != 1
        extends[ends - 1] = False
        found: Any = np.zeros((len(table), 2), dtype=np.uint64)
        found[:, 0] = _OUTSIDE
        for start, end, label in self._entities(docs, extends, table[:, 2] != 0):
            found[start:end] = _INSIDE, label
            found[start, 0] = _BEGIN
        rows: Any
        for doc, rows in zip(docs, np.split(found, ends[:-1]), strict=True):
            doc.from_array([ENT_IOB, ENT_TYPE], rows)

    def _entities(
        self, docs: list[Doc], extends: NDArray[np.bool_], blank: NDArray[np.bool_]
    ) -> Iterator[tuple[int, int, int]]:
        """Start, end and label of each, by tokens of all docs together.

        ``extends``: an entity may go on behind the token, since its sentence does; ``blank``: it is white space.
        """
        features = self._model.get_ref("lower").predict(self._model.get_ref("tok2vec").predict(docs))
        absent, features = features[0], features[1:]
        scores = self._scores(features[:, 0] + absent[1] + absent[2])
        scores[:, ~(self._begin | self._unit | self._out)] = -np.inf
        scores[np.ix_(blank | ~extends, self._begin)] = -np.inf
        scores[np.ix_(blank, self._unit)] = -np.inf
        moves = scores.argmax(axis=1)
        begun = np.flatnonzero(self._begin[moves])
        lasts = dict(zip(begun.tolist(), self._lasts(features, begun, moves[begun], extends).tolist(), strict=True))
        reached = 0
        for start in np.flatnonzero(~self._out[moves]).tolist():
            if start >= reached:
                reached = lasts.get(start, start) + 1
                yield start, reached, int(self._labels[moves[start]])

    def _lasts(self, features: Scores, begun: Places, moves: Places, extends: NDArray[np.bool_]) -> Places:
        """The last token of each entity that would begin at ``begun`` with ``moves``."""
        lasts = begun + 1
        pending = np.arange(len(begun))
        while len(pending):
            here = lasts[pending]
            scores = self._scores(features[here, 0] + features[begun[pending], 1] + features[here - 1, 2])
            rows, move = np.arange(len(pending)), moves[pending]
            further = scores[rows, self._go_on[move]] >= scores[rows, self._close[move]]
            pending = pending[further & extends[here]]
            lasts[pending] += 1
        return lasts

    def _scores(self, features: Scores) -> Scores:
        """Of every move, from sums of features (states, hidden units, pieces)."""
        hidden = (features + self._model.get_ref("lower").get_param("b")).max(axis=2)
        scores: Scores = self._model.ops.gemm(hidden, self._weights, trans2=True)
        scores += self._bias
        return scores


def decides(ner: Any) -> bool:
    """Can :class:`EntityMoves` decide as this pipe does: a greedy recogniser of three features, as spaCy's models have it?"""
    model = getattr(ner, "model", None)
    if type(ner) is not EntityRecognizer or not isinstance(model, Model) or ner.cfg.get("beam_width") != 1:
        return False
    lower, moves = model.get_ref("lower"), _moves(ner)
    place = {move: number for number, move in enumerate(moves)}
    labels = {label for kind, label in moves if kind == "B"}
    return (
        bool(model.attrs.get("has_upper"))
        and not model.attrs.get("unseen_classes")
        and not ner.postprocesses
        and lower.get_dim("nF") == 3
        and lower.get_dim("nP") >= 2
        and {kind for kind, _ in moves} <= set("BILUO")
        and all(("I", label) in place and ("L", label) in place for label in labels)
        and all(place["I", label] < place["L", label] for label in labels)
    )


def _moves(ner: Any) -> list[tuple[str, str]]:
    """Kind and label of every move, in the order of their scores; ``U`` without a label blocks a token that is set already."""
    names = (ner.moves.get_class_name(place) for place in range(ner.moves.n_moves))
    return [name.partition("-")[::2] for name in names]


@Language.factory("newsgraph_entity_moves")
def _make(nlp: Language, name: str) -> EntityMoves:
    return EntityMoves(nlp.get_pipe("ner"))


def decide_at_once(nlp: Language) -> bool:
    """Put :class:`EntityMoves` in the place of ``ner``, where it decides the same; whether it was done."""
    if "ner" not in nlp.pipe_names or not decides(nlp.get_pipe("ner")):
        return False
    nlp.add_pipe("newsgraph_entity_moves", after="ner")
    nlp.disable_pipe("ner")
    return True
