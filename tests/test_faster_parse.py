"""The model made faster annotates as the model does that comes from its package, whatever else is in the batch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from newsgraph.extractors import linear_algebra, word_forms, word_vectors
from newsgraph.extractors.entity_moves import EntityMoves, decide_at_once, decides
from newsgraph.extractors.language_model import installed_model
from newsgraph.extractors.parse import shadow
from newsgraph.extractors.word_forms import WordForms, longer_patterns, remember_forms

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.md"))

TEXTS = (
    "Varnia's council said on Tuesday it ain't gonna let the ministers, who've been warned twice, sell the port.",
    "I doin' nothin' wrong, he told them; they were fined and had had enough.",
    "Ministers had to leave. The minister had left.",
    "  Two   spaces, and a 3,000-strong crowd!  ",
    "Halden",
    "Prices rose 4.5% to $12 a barrel; \"it'd hurt us\", Ms. Valk's aide added.",
    "There is a Bank of Sund; there, all is well, y'all. Is it there? There are the United Nations Security Council's.",
    "On 4 March 2031 Anna Maria van der Lind of the Sund Water Authority paid Port Halden Ltd. 1.2 million euros in Ost.",
    "",
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


def test_annotations_of_whole_articles_are_those_of_the_model(nlp: Language, plain: Language) -> None:
    texts = [shadow(part) for path in EXAMPLES for part in path.read_text(encoding="utf-8").split("\n\n")]
    assert len(texts) > 30
    assert [readings(doc) for doc in nlp.pipe(texts)] == [readings(doc) for doc in plain.pipe(texts)]


def test_annotations_stay_the_same_when_what_is_remembered_is_dropped(
    nlp: Language, plain: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_forms, "FORMS", 20)
    monkeypatch.setattr(word_vectors, "WORDS", 20)
    texts = (*TEXTS, "The zorbles met.", "The zorbles met a quindle.", "A quindle met the zorbles and a fremble.")
    assert [readings(doc) for doc in nlp.pipe(texts, batch_size=1)] == [readings(doc) for doc in plain.pipe(texts)]


def test_a_parse_does_not_depend_on_its_batch(nlp: Language) -> None:
    together = list(nlp.pipe(TEXTS * 7))
    for text, doc in zip(TEXTS * 7, together, strict=True):
        alone = nlp(text)
        assert readings(alone) == readings(doc)
        assert np.array_equal(alone.tensor, doc.tensor), text


def test_the_pipes_that_are_stood_in_for_do_not_run(nlp: Language) -> None:
    assert "newsgraph_word_forms" in nlp.pipe_names
    assert not {"attribute_ruler", "lemmatizer"} & set(nlp.pipe_names)
    assert "newsgraph_entity_moves" in nlp.pipe_names
    assert "ner" not in nlp.pipe_names


@pytest.mark.parametrize(
    ("text", "long"),
    [("There is a port.", True), ("A port is there.", False), ("I'm gonna go.", True), ("Is it?", False)],
)
def test_only_what_a_longer_pattern_may_match_goes_the_long_way(nlp: Language, text: str, long: bool) -> None:
    forms = nlp.get_pipe("newsgraph_word_forms")
    assert isinstance(forms, WordForms)
    assert forms._may_match(nlp(text)) is long


def test_names_end_where_sentences_do(nlp: Language, plain: Language) -> None:
    """Neither the last token of a sentence nor white space begins a longer name, whatever its scores."""
    words = ["Anna", "Lind", "Bank", " ", "of", "Sund"]
    docs = [Doc(pipeline.vocab, words, spaces=[True] * len(words)) for pipeline in (nlp, plain)]
    for doc in docs:
        for token in doc:
            token.is_sent_start = token.i in (0, 2)
    ours = nlp.get_pipe("newsgraph_entity_moves")(docs[0])
    theirs = plain.get_pipe("ner")(docs[1])
    assert [(t.ent_iob_, t.ent_type_) for t in ours] == [(t.ent_iob_, t.ent_type_) for t in theirs]
    assert all(not entity.text.startswith(" ") and (entity.end <= 2 or entity.start >= 2) for entity in ours.ents)


def test_names_that_are_set_already_are_left_to_the_recogniser(nlp: Language) -> None:
    given = nlp.make_doc("Anna Lind of the Sund Water Authority went to Ost.")
    given.set_ents([Span(given, 0, 2, label="PRODUCT")], default="missing")
    pipe = nlp.get_pipe("newsgraph_entity_moves")
    assert isinstance(pipe, EntityMoves)
    after = list(pipe.pipe([nlp.make_doc("Halden"), given]))[1]
    assert (after.ents[0].text, after.ents[0].label_) == ("Anna Lind", "PRODUCT")


def test_another_recogniser_is_left_as_it_is(plain: Language) -> None:
    blank = spacy.blank("en")
    assert not decide_at_once(blank)
    beam = plain.get_pipe("ner")
    assert decides(beam)
    try:
        beam.cfg["beam_width"] = 4  # type: ignore[attr-defined]
        assert not decides(beam)
    finally:
        beam.cfg["beam_width"] = 1  # type: ignore[attr-defined]
    assert not decides(blank.add_pipe("entity_ruler"))


def test_a_model_without_rules_for_lemmas_is_left_as_it_is() -> None:
    blank = spacy.blank("en")
    assert not remember_forms(blank)
    assert blank.pipe_names == []


class Ruler:
    def __init__(self, *patterns: list[dict[str, object]]) -> None:
        self.patterns = [{"patterns": [pattern]} for pattern in patterns]


@pytest.mark.parametrize(
    ("patterns", "asked"),
    [
        (
            [[{"TAG": "VB"}], [{"LOWER": "gon"}, {"ORTH": {"IN": ["Na", "ta"]}}]],
            [[{"LOWER": {"gon"}}, {"ORTH": {"na", "ta"}}]],
        ),
        ([[{"TAG": "VB"}, {"LOWER": "na"}]], [[{"TAG": {"VB"}}, {"LOWER": {"na"}}]]),
        ([[{"LOWER": {"REGEX": "^n"}}, {"LOWER": "na"}]], [[{}, {"LOWER": {"na"}}]]),
        ([[{"TAG": "VB"}, {"TAG": "RP"}]], None),
        ([[{"LOWER": "na", "OP": "+"}, {"LOWER": "ta"}]], None),
        ([[{"LENGTH": 3}]], None),
    ],
)
def test_what_every_longer_pattern_asks_is_known_or_nothing_is_remembered(
    patterns: list[list[dict[str, object]]], asked: list[list[dict[str, set[str]]]] | None
) -> None:
    assert longer_patterns(Ruler(*patterns)) == asked


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
