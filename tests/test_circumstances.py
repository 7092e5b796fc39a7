"""Adverbial clauses are roles of the statement they belong to, filled by the statement they make."""

from __future__ import annotations

import pytest
from spacy.language import Language

from newsgraph.extractors.pipeline import extract_documents
from newsgraph.graph.model import Document, Extraction, Provenance


def read(nlp: Language, text: str) -> Extraction:
    return next(iter(extract_documents([Document(text)], nlp, Provenance("test", "test", "test"))))


@pytest.mark.parametrize(
    ("sentence", "predicate", "role", "words", "inner"),
    [
        ("The mayor closed the school because the river had flooded the yard.", "close", "cause", "the river had flooded the yard", "flood"),
        ("The navy sent ships to rescue the crew.", "send", "purpose", "to rescue the crew", "rescue"),
        ("The union called a strike in order to win higher pay.", "call", "purpose", "to win higher pay", "win"),
        ("The court fined the firm after inspectors found a leak.", "fine", "time", "inspectors found a leak", "find"),
        ("If the talks fail, the union will close the port.", "close", "condition", "the talks fail", "fail"),
        ("Although the bank denied the charge, the court fined it.", "fine", "concession", "the bank denied the charge", "deny"),
    ],
)  # fmt: skip
def test_an_adverbial_clause_is_a_role(
    nlp: Language, sentence: str, predicate: str, role: str, words: str, inner: str
) -> None:
    statements = read(nlp, sentence).statements
    outer = next(s for s in statements if s.predicate == predicate)
    fillers = {a.role: a.filler for a in outer.arguments}
    assert fillers[role].text == words
    assert fillers[role].statement == next(s.id for s in statements if s.predicate == inner)


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister said that the bank failed.",
        "As the minister spoke, protesters gathered.",
        "The army shelled the port.",
        "The firm plans to close the plant.",
    ],
)
def test_what_is_no_circumstance_is_no_role(nlp: Language, sentence: str) -> None:
    roles = {a.role for s in read(nlp, sentence).statements for a in s.arguments}
    assert not roles & {"cause", "purpose", "time", "condition", "concession"}
