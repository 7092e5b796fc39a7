"""Part of speech and lemma of a token, remembered by its form, tag and relation.

spaCy finds them by matching some two hundred patterns against every token, a tenth of the time of parsing.  Nearly all
patterns look at one token only, so its answer is kept; a text in which a longer pattern may match (*ain't*, *there is*) goes
the long way.  The answers are the same, but for verbs its list lacks (:mod:`~newsgraph.extractors.verb_lemmas`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from typing import Any, Protocol

import numpy as np
from spacy.attrs import DEP, LEMMA, LOWER, MORPH, ORTH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc

from newsgraph.extractors.verb_lemmas import VerbLemmas

FORMS = 50_000
"""Answers kept at a time; when there are more, all are dropped."""

_READ = frozenset({"ORTH", "LOWER", "TEXT", "TAG", "DEP", "IS_SPACE"})
"""Attributes of patterns that an answer depends on."""

_COLUMN = {"LOWER": 0, "ORTH": 0, "TEXT": 0, "TAG": 1, "DEP": 2}
"""Of the attributes in the table a longer pattern is looked for in; words are compared in lower case."""

Wanted = Mapping[str, Set[str]]
"""What a pattern asks of one token: for some attributes the values that match; {} where any token may."""

Longer = tuple[tuple[int, int, frozenset[int]], ...]
"""What a longer pattern asks, by place in it and column of the table."""


class _Pipe(Protocol):
    def __call__(self, doc: Doc) -> Doc: ...


class WordForms:
    """A pipe in place of spaCy's attribute ruler and rule lemmatizer."""

    def __init__(self, ruler: _Pipe, lemmatizer: _Pipe, longer: Iterable[Longer]) -> None:
        self.ruler, self.lemmatizer = ruler, lemmatizer
        self._longer: dict[int, list[tuple[int, Longer]]] = defaultdict(list)
        for pattern in longer:
            place, _, words = min(pattern, key=lambda wanted: (wanted[1], len(wanted[2])))
            for word in words:
                self._longer[word].append((place, pattern))
        self._known: dict[tuple[int, int, int], tuple[int, int, int]] = {}

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc):
            return doc
        if self._may_match(doc):
            return self.lemmatizer(self.ruler(doc))
        if len(self._known) > FORMS:
            self._known = {}
        keys = [tuple(row) for row in doc.to_array([ORTH, TAG, DEP]).tolist()]
        missing = list(dict.fromkeys(key for key in keys if key not in self._known))
        if missing:
            self._learn(missing, doc)
        known = self._known
        answers: Any = np.array([known[key] for key in keys], dtype="uint64")
        doc.from_array([POS, MORPH, LEMMA], answers)
        return doc

    def _may_match(self, doc: Doc) -> bool:
        """Whether a longer pattern may match somewhere."""
        words = doc.to_array(LOWER).tolist()
        if self._longer.keys().isdisjoint(words):
            return False
        columns = words, *doc.to_array([TAG, DEP]).T.tolist()
        return any(
            all(
                0 <= (at := here - place + k) < len(words) and columns[column][at] in values
                for k, column, values in pattern
            )
            for here, word in enumerate(words)
            for place, pattern in self._longer.get(word, ())
        )

    def _learn(self, keys: list[tuple[int, int, int]], doc: Doc) -> None:
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
    longer = [
        tuple(
            (place, _COLUMN[attribute], frozenset(map(add, values)))
            for place, token in enumerate(pattern)
            for attribute, values in token.items()
        )
        for pattern in longer_patterns(ruler) or ()
    ]
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


def longer_patterns(ruler: Any) -> list[list[Wanted]] | None:
    """The patterns over several tokens, each as what it asks of them where this is one of some values.

    None where a pattern reads something else than form, tag and relation, or several tokens of which none is a given word.
    """
    longer: list[list[Wanted]] = []
    for entry in ruler.patterns:
        for pattern in entry["patterns"]:
            if any(not _READ.issuperset(token) for token in pattern):
                return None
            if len(pattern) == 1:
                continue
            asked = [_asked(token) for token in pattern]
            if not any(_COLUMN[attribute] == 0 for wanted in asked for attribute in wanted):
                return None
            longer.append(asked)
    return longer


def _asked(token: Mapping[str, Any]) -> Wanted:
    found: dict[str, Set[str]] = {}
    for attribute, wanted in token.items():
        values = [wanted] if isinstance(wanted, str) else wanted.get("IN") if isinstance(wanted, dict) else None
        if attribute in _COLUMN and values is not None and (isinstance(wanted, str) or set(wanted) == {"IN"}):
            found[attribute] = {value.lower() for value in values} if _COLUMN[attribute] == 0 else set(values)
    return found
