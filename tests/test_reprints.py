"""What is read in a reprint is what would be read if it were read anew."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from newsgraph import streaming
from newsgraph.errors import InputError
from newsgraph.extractors import pipeline
from newsgraph.graph.model import Document, Extraction, Participant
from newsgraph.graph.reprints import Reprints, reprintable, reprinted
from newsgraph.readers.paths import read
from newsgraph.streaming import stream

sys.path.insert(0, str(Path(__file__).parent))
from extraction_cases import extractions, troops


def anew(documents: list[Document]) -> list[Extraction]:
    streaming.reprints_by.cache_clear()
    return [found for found in stream(documents) if isinstance(found, Extraction)]


def elsewhere(document: Document) -> Document:
    return replace(document, outlet="The Reprinter", url="https://reprinter.example/1", location="elsewhere")


def articles(folder: Path) -> list[Document]:
    return [document for document in read([folder]) if not isinstance(document, InputError)]


def test_a_reprint_is_read_like_the_article(root: Path) -> None:
    documents = articles(root / "examples") + articles(root / "tests" / "data" / "articles")
    assert len(documents) >= 15
    reprints = [elsewhere(document) for document in documents]
    made = [reprinted(found, copy) for found, copy in zip(anew(documents), reprints, strict=True) if reprintable(found)]
    assert len(made) >= len(documents) - 1
    expected = {found.document.id: found for found in anew(reprints)}
    for found in made:
        assert found == expected[found.document.id]
        assert repr(found) == repr(expected[found.document.id])


def test_a_reprint_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document("The minister resigned on Monday.", headline="Minister resigns", published=date(2031, 3, 3))
    [expected] = anew([elsewhere(document)])
    anew([document])
    monkeypatch.setattr(pipeline, "read_document", lambda *_: pytest.fail("read again"))
    assert list(stream([elsewhere(document)])) == [expected]


def test_another_day_or_headline_is_read_again() -> None:
    document = Document("The minister resigned on Monday.", headline="Minister resigns", published=date(2031, 3, 3))
    [found] = anew([document])
    known = Reprints()
    known.keep(found)
    assert known.find(elsewhere(document)) == reprinted(found, elsewhere(document))
    assert known.find(replace(document, published=date(2031, 3, 10))) is None
    assert known.find(replace(document, headline="Minister goes")) is None
    assert known.find(replace(document, text=document.text + " ")) is None


def test_places_where_one_article_was_found_stay_apart() -> None:
    document = Document("The minister resigned on Monday.", location="a.txt")
    anew([document])
    found = stream([document, replace(document, location="b.txt")])
    assert [outcome.document.location for outcome in found if isinstance(outcome, Extraction)] == ["a.txt", "b.txt"]


def test_the_last_articles_are_held() -> None:
    found = anew([Document(f"Minister number {number} resigned.") for number in range(3)])
    known = Reprints(size=2)
    for extraction in found:
        known.keep(extraction)
    assert [known.find(elsewhere(e.document)) is not None for e in found] == [False, True, True]


def test_what_names_a_statement_that_is_not_there_is_no_model_for_a_reprint() -> None:
    whole = troops()
    first = whole.statements[0]
    assert reprintable(whole)
    assert first.object is not None
    lost = Participant(first.object.text, first.object.span, statement="0123456789abcdef")
    assert not reprintable(replace(whole, statements=(replace(first, object=lost),), links=()))
    if whole.links:
        assert not reprintable(replace(whole, statements=()))


@settings(max_examples=60, deadline=None)
@given(extractions())
def test_a_reprint_of_a_reprint_is_the_article(extraction: Extraction) -> None:
    there = reprinted(extraction, elsewhere(extraction.document))
    assert all(e.document == there.document.id for s in there.statements for e in s.evidence)
    assert len({s.id for s in there.statements}) == len({s.id for s in extraction.statements})
    if reprintable(extraction):
        assert reprintable(there)
        assert reprinted(there, extraction.document) == extraction
