"""Part of speech and lemma of a token, remembered by its form, tag and relation.

spaCy finds them by matching some two hundred patterns against every token, a tenth of the time of parsing.  Nearly all
patterns look at one token only, so its answer is kept; a text with a word of a longer pattern (*ain't*, *gonna*) goes the
long way.  The answers are the same, but for verbs its list lacks (:mod:`~newsgraph.extractors.verb_lemmas`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np
from spacy.attrs import DEP, LEMMA, LOWER, MORPH, ORTH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc

from newsgraph.extractors.verb_lemmas import VerbLemmas

FORMS = 200_000
"""Answers kept at a time; when there are more, all are dropped."""

_READ = frozenset({"ORTH", "LOWER", "TEXT", "TAG", "DEP", "IS_SPACE"})
"""Attributes of patterns that an answer depends on."""


class _Pipe(Protocol):
    def __call__(self, doc: Doc) -> Doc: ...


class WordForms:
    """A pipe in place of spaCy's attribute ruler and rule lemmatizer."""

    def __init__(self, ruler: _Pipe, lemmatizer: _Pipe, longer: Iterable[Sequence[frozenset[int]]]) -> None:
        self.ruler, self.lemmatizer, self.longer = ruler, lemmatizer, tuple(longer)
        self._known: dict[tuple[int, int, int], tuple[int, int, int]] = {}

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc):
            return doc
        words = frozenset(doc.to_array([LOWER]).ravel().tolist())
        if any(all(not words.isdisjoint(wanted) for wanted in pattern) for pattern in self.longer):
            return self.lemmatizer(self.ruler(doc))
        keys = [tuple(row) for row in doc.to_array([ORTH, TAG, DEP]).tolist()]
        missing = list(dict.fromkeys(key for key in keys if key not in self._known))
        if missing:
            self._learn(missing, doc)
        known = self._known
        answers: Any = np.array([known[key] for key in keys], dtype="uint64")
        doc.from_array([POS, MORPH, LEMMA], answers)
        return doc

    def _learn(self, keys: list[tuple[int, int, int]], doc: Doc) -> None:
        if len(self._known) > FORMS:
            self._known = {}
        strings = doc.vocab.strings
        made = Doc(doc.vocab, words=[strings[orth] for orth, _, _ in keys])
        given: Any = np.array([key[1:] for key in keys], dtype="uint64")
        made.from_array([TAG, DEP], given)
        answers = self.lemmatizer(self.ruler(made)).to_array([POS, MORPH, LEMMA]).tolist()
        self._known.update((key, tuple(answer)) for key, answer in zip(keys, answers, strict=True))


@Language.factory("newsgraph_word_forms")
def _make(nlp: Language, name: str) -> WordForms:
    ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
    add = nlp.vocab.strings.add
    longer = [[frozenset(map(add, words)) for words in pattern] for pattern in longer_patterns(ruler) or ()]
    return WordForms(ruler, VerbLemmas(lemmatizer), longer)  # type: ignore[arg-type]


def remember_forms(nlp: Language) -> bool:
    """Put :class:`WordForms` in the place of the two pipes, where it can answer for them; whether it was done."""
    names = nlp.pipe_names
    if "attribute_ruler" not in names or "lemmatizer" not in names:
        return False
    if names.index("lemmatizer") != names.index("attribute_ruler") + 1:
        return False
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    if getattr(lemmatizer, "mode", None) != "rule" or longer_patterns(nlp.get_pipe("attribute_ruler")) is None:
        return False
    nlp.add_pipe("newsgraph_word_forms", after="lemmatizer")
    for name in ("attribute_ruler", "lemmatizer"):
        nlp.disable_pipe(name)
    return True


def longer_patterns(ruler: Any) -> list[list[set[str]]] | None:
    """The patterns over several tokens, each as the sets of lower-cased words of which one must stand in a match.

    None where a pattern reads something else than form, tag and relation, or several tokens of which none is a given word.
    """
    longer: list[list[set[str]]] = []
    for entry in ruler.patterns:
        for pattern in entry["patterns"]:
            if any(not _READ.issuperset(token) for token in pattern):
                return None
            if len(pattern) == 1:
                continue
            given = [words for token in pattern if (words := _given(token))]
            if not given:
                return None
            longer.append(given)
    return longer


def _given(token: dict[str, Any]) -> set[str]:
    for name in ("LOWER", "ORTH", "TEXT"):
        wanted = token.get(name)
        if isinstance(wanted, str):
            return {wanted.lower()}
        if isinstance(wanted, dict) and set(wanted) == {"IN"}:
            return {word.lower() for word in wanted["IN"]}
    return set()
