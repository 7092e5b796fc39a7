"""What is read in a reprint is what would be read if it were read anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from newsgraph import streaming
from newsgraph.errors import InputError
from newsgraph.extractors import pipeline
from newsgraph.graph.model import Document, Extraction
from newsgraph.graph.reprints import Reprints
from newsgraph.readers.paths import read
from newsgraph.streaming import stream


def anew(documents: list[Document]) -> list[Extraction]:
    streaming.reprints_by.cache_clear()
    return [found for found in stream(documents) if isinstance(found, Extraction)]


def elsewhere(document: Document) -> Document:
    return replace(document, outlet="The Reprinter", url="https://reprinter.example/1", location="elsewhere")


def test_who_prints_an_article_decides_nothing_that_is_read_in_it(root: Path) -> None:
    documents = [
        document
        for document in read([root / "examples", root / "tests" / "data" / "articles"])
        if not isinstance(document, InputError)
    ]
    assert len(documents) >= 15
    reprints = [elsewhere(document) for document in documents]
    read_first, read_there = anew(documents), anew(reprints)
    for found, copy, expected in zip(read_first, reprints, read_there, strict=True):
        assert found.document.id == copy.id
        assert repr(replace(found, document=copy)) == repr(expected)


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
    assert known.find(elsewhere(document)) == replace(found, document=elsewhere(document))
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
