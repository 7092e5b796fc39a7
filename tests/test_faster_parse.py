"""The model made faster annotates as the model does that comes from its package, whatever else is in the batch."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from newsgraph.extractors import linear_algebra
from newsgraph.extractors.language_model import installed_model
from newsgraph.extractors.word_forms import longer_patterns, remember_forms

TEXTS = (
    "Varnia's council said on Tuesday it ain't gonna let the ministers, who've been warned twice, sell the port.",
    "I doin' nothin' wrong, he told them; they were fined and had had enough.",
    "Ministers had to leave. The minister had left.",
    "  Two   spaces, and a 3,000-strong crowd!  ",
    "Halden",
    "Prices rose 4.5% to $12 a barrel; \"it'd hurt us\", Ms. Valk's aide added.",
)


@pytest.fixture(scope="module")
def plain() -> Language:
    return spacy.load(installed_model())


def readings(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.ent_type_, t.ent_iob_, t.is_sent_start)
        for t in doc
    ]


def test_annotations_are_those_of_the_model_as_it_comes(nlp: Language, plain: Language) -> None:
    for _ in range(2):  # the second time from memory
        assert [readings(doc) for doc in nlp.pipe(TEXTS)] == [readings(doc) for doc in plain.pipe(TEXTS)]


def test_a_parse_does_not_depend_on_its_batch(nlp: Language) -> None:
    together = list(nlp.pipe(TEXTS * 7))
    for text, doc in zip(TEXTS * 7, together, strict=True):
        alone = nlp(text)
        assert readings(alone) == readings(doc)
        assert np.array_equal(alone.tensor, doc.tensor), text


def test_the_pipes_that_are_stood_in_for_do_not_run(nlp: Language) -> None:
    assert "newsgraph_word_forms" in nlp.pipe_names
    assert not {"attribute_ruler", "lemmatizer"} & set(nlp.pipe_names)


def test_a_model_without_rules_for_lemmas_is_left_as_it_is() -> None:
    blank = spacy.blank("en")
    assert not remember_forms(blank)
    assert blank.pipe_names == []


class Ruler:
    def __init__(self, *patterns: list[dict[str, object]]) -> None:
        self.patterns = [{"patterns": [pattern]} for pattern in patterns]


@pytest.mark.parametrize(
    ("patterns", "words"),
    [
        ([[{"TAG": "VB"}], [{"LOWER": "gon"}, {"LOWER": "na"}]], [[{"gon"}, {"na"}]]),
        ([[{"TAG": "VB"}, {"LOWER": {"IN": ["na", "ta"]}}]], [[{"na", "ta"}]]),
        ([[{"TAG": "VB"}, {"TAG": "RP"}]], None),
        ([[{"LENGTH": 3}]], None),
    ],
)
def test_words_of_every_longer_pattern_are_known_or_nothing_is_remembered(
    patterns: list[list[dict[str, object]]], words: list[list[set[str]]] | None
) -> None:
    assert longer_patterns(Ruler(*patterns)) == words


@pytest.mark.parametrize("shape", [(288, 288), (96, 30), (7, 5)])
def test_a_row_of_a_product_is_the_same_wherever_it_stands(shape: tuple[int, int]) -> None:
    inner, outer = shape
    rows = linear_algebra.block_rows(inner, outer)
    if rows is None:
        pytest.skip(
            "this machine's BLAS has no size of block whose rows are all alike: the model's own product is used"
        )
    chance = np.random.default_rng(5)
    x = chance.standard_normal((101, inner), dtype=np.float32)
    y = chance.standard_normal((outer, inner), dtype=np.float32)
    product = linear_algebra.multiply(x, y, rows)
    assert np.allclose(product, x @ y.T, atol=1e-3)
    for start, end in ((0, 1), (3, 40), (50, 101)):
        assert np.array_equal(linear_algebra.multiply(x[start:end], y, rows), product[start:end])


def test_other_products_are_left_to_thinc() -> None:
    operations = linear_algebra.BlockOps()
    x, y = np.ones((3, 4), dtype=np.float32), np.ones((4, 2), dtype=np.float32)
    assert np.array_equal(operations.gemm(x, y), np.full((3, 2), 4, dtype=np.float32))
