"""Quotation marks: where quoted passages begin and end, and what kind they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsgraph.extractors.pipeline import STAGES, parse_documents, read_document
from newsgraph.extractors.reading import Reading
from newsgraph.graph.model import Document

if TYPE_CHECKING:
    from spacy.language import Language

_QUOTES = tuple(stage for stage in STAGES if stage.name == "quotes")


def _read(nlp: Language, text: str) -> Reading:
    ((document, sections, parse),) = parse_documents([Document(text)], nlp)
    return read_document(document, sections, parse, _QUOTES)


def _parts(nlp: Language, text: str) -> list[tuple[str, ...]]:
    reading = _read(nlp, text)
    return [tuple(text[a:b] for a, b in quote.chars) for quote in reading.quotes]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('"We will not talk," the minister said.', [('"We will not talk,"',)]),
        ("“We will not talk,” the minister said.", [("“We will not talk,”",)]),
        ("''We will not talk,'' the minister said.", [("''We will not talk,''",)]),
        ("'We will not talk,' the minister said.", [("'We will not talk,'",)]),
        ("‘We will not talk,’ the minister said.", [("‘We will not talk,’",)]),
        ("«We will not talk», the minister said.", [("«We will not talk»",)]),
        ("„We will not talk“, the minister said.", [("„We will not talk“",)]),
    ],
)
def test_every_kind_of_mark_is_read(nlp: Language, text: str, parts: list[tuple[str, ...]]) -> None:
    assert _parts(nlp, text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "The workers' union and the drivers' union don't agree.",
        "The minister's plan wasn't popular in the ’90s.",
        "He left at 5' 10\" in height unknown.",
        "No quote here.",
    ],
)
def test_apostrophes_and_elisions_are_not_quotes(nlp: Language, text: str) -> None:
    assert [p for p in _parts(nlp, text) if "'" in p[0][:1] or "’" in p[0][:1]] == []


def test_a_plural_possessive_does_not_close_a_single_quote(nlp: Language) -> None:
    assert _parts(nlp, "'They broke the workers' truce,' he said.") == [("'They broke the workers' truce,'",)]


def test_an_apostrophe_does_not_close_a_single_quote(nlp: Language) -> None:
    assert _parts(nlp, "‘We don’t want war,’ she said.") == [("‘We don’t want war,’",)]


def test_nested_quotes_come_after_the_one_around_them(nlp: Language) -> None:
    text = "“He told me, ‘I will not go,’ and then he left,” she said."
    assert _parts(nlp, text) == [("“He told me, ‘I will not go,’ and then he left,”",), ("‘I will not go,’",)]


def test_a_double_quote_may_stand_in_a_single_one(nlp: Language) -> None:
    text = "'The \"truce\" is over,' she said."
    assert _parts(nlp, text) == [("'The \"truce\" is over,'",), ('"truce"',)]


def test_a_repeated_opening_mark_continues_the_quote_of_the_paragraph_before(nlp: Language) -> None:
    text = "The minister said:\n\n“We will not talk.\n\n“They broke the truce,” she added.\n\nThe rebels left."
    assert _parts(nlp, text) == [("“We will not talk.", "“They broke the truce,”")]


def test_a_closed_quote_is_not_continued_by_the_next_paragraph(nlp: Language) -> None:
    text = "“We will not talk,” the minister said. “Never.”\n\n“They broke the truce,” the general said."
    assert len(_parts(nlp, text)) == 3


def test_a_lost_closing_mark_ends_with_the_paragraph(nlp: Language) -> None:
    text = "The minister said: “We will not talk.\n\nThe rebels left the city on Monday."
    assert _parts(nlp, text) == [("“We will not talk.",)]


def test_a_lost_opening_mark_is_at_the_start_of_the_paragraph(nlp: Language) -> None:
    text = "He fears that she is ill:\n\nShe needs insulin twice a day. She has none.”"
    assert _parts(nlp, text) == [("She needs insulin twice a day. She has none.”",)]


def test_an_opening_mark_inside_an_open_quote_ends_the_lost_one(nlp: Language) -> None:
    text = "“We will not talk, he said. “They broke the truce,” he said."
    assert _parts(nlp, text)[-1] == ("“They broke the truce,”",)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We will not talk,” the minister said.", "direct"),
        ("“No,” he said.", "direct"),
        ("The minister said: “Stop this war now!”", "direct"),
        ("The minister said the rebels “broke the truce again and again”.", "mixed"),
        ("The so-called “peace zone” was shelled.", "scare"),
        ("The troops are called ‘peacekeeping forces’ in Moscow.", "scare"),
        ("He starred in the film “Blue Nights” in 1999.", "title"),
    ],
)
def test_kinds_of_quotes_are_told_apart(nlp: Language, text: str, kind: str) -> None:
    assert [quote.kind for quote in _read(nlp, text).quotes] == [kind]


def test_parts_are_the_tokens_inside_the_marks(nlp: Language) -> None:
    reading = _read(nlp, "“We will not talk,” the minister said.")
    (quote,) = reading.quotes
    assert [reading.parse.slice(a, b) for a, b in quote.parts] == ["We will not talk,"]


@pytest.mark.parametrize("text", ["", "\n\n", "“", "”", '"', "''", "“”", "‘’ ‘", '" " "', "a “ b ” c “", "«»«"])
def test_stray_marks_do_no_harm(nlp: Language, text: str) -> None:
    reading = _read(nlp, text)
    for quote in reading.quotes:
        assert all(0 <= a < b <= len(text) for a, b in quote.chars)
        assert all(0 <= a < b <= len(reading.parse) for a, b in quote.parts)
