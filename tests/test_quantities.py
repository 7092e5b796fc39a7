"""Quantities: value or range, unit and modifier; and the numbers that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsgraph.extractors.parse import join_docs, shadow
from newsgraph.extractors.quantities import find_quantities
from newsgraph.extractors.reading import QuantityMention, Reading, Section
from newsgraph.extractors.times import find_times
from newsgraph.graph.model import Document

if TYPE_CHECKING:
    from spacy.language import Language


def read(nlp: Language, text: str) -> tuple[Reading, list[QuantityMention]]:
    parse = join_docs(text, [nlp(shadow(text))], [0])
    reading = Reading(Document(text), parse, [Section("body", 0, len(text), 0)])
    find_times(reading)
    return reading, reading.quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The blast killed nine soldiers.", (9, "soldiers", None)),
        ("At least 23 people were killed.", (23, "people", "at least")),
        ("The flood displaced 12,500 people.", (12500, "people", None)),
        ("They seized twenty-five rifles.", (25, "rifles", None)),
        ("Two hundred and six workers walked out.", (206, "workers", None)),
        ("The plan costs $1.5 billion.", (1.5e9, "USD", None)),
        ("He was fined about 14 million euros.", (1.4e7, "EUR", "about")),
        ("The firm lost more than £3bn.", (3e9, "GBP", "more than")),
        ("The rate stayed at 10.75%.", (10.75, "percent", None)),
        ("Turnout was just over 61 per cent.", (61, "percent", "over")),
        ("The bank cut the rate by half a point.", (0.5, "points", None)),
        ("The bank cut the rate by two percentage points.", (2, "percentage points", None)),
        ("Only a third of clinics are open.", (0.3333, "share of clinics", "only")),
        ("Two-thirds of voters stayed away.", (0.6667, "share of voters", None)),
        ("Dozens of factories closed.", (None, "factories", "dozens")),
        ("Tens of thousands of protesters marched.", (None, "protesters", "tens of thousands")),
        ("Eleven of 14 analysts expect a cut.", (11, "analysts (of 14)", None)),
        ("They sent two mobile laboratories.", (2, "mobile laboratories", None)),
        ("Up to 300 rebels surrendered.", (300, "rebels", "up to")),
        ("Nearly 40 homes burned down.", (40, "homes", "nearly")),
        ("The party slipped to third.", (3, "rank", None)),
        ("The two sides must withdraw within 30 days.", (30, "days", "within")),
    ],
)
def test_a_number_has_value_unit_and_modifier(
    nlp: Language, text: str, expected: tuple[float | None, str, str | None]
) -> None:
    found = [(q.value, q.unit, q.modifier) for q in read(nlp, text)[1]]
    assert expected in found


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("Between 10 and 15 rebels were killed.", 10, 15, "rebels"),
        ("The repair takes 2 to 3 million euros.", 2e6, 3e6, "EUR"),
        ("The storm destroyed 30-40 houses.", 30, 40, "houses"),
    ],
)
def test_a_range_has_two_ends_and_no_single_value(nlp: Language, text: str, low: float, high: float, unit: str) -> None:
    assert (None, low, high, unit) in [(q.value, q.low, q.high, q.unit) for q in read(nlp, text)[1]]


def test_from_one_number_to_another_is_a_change_and_no_range(nlp: Language) -> None:
    values = [(q.value, q.unit) for q in read(nlp, "The bank cut the rate from 5.4% to 5.1%.")[1]]
    assert values == [(5.4, "percent"), (5.1, "percent")]


@pytest.mark.parametrize(
    "text",
    [
        "The treaty was signed on 3 May 1999.",
        "He left in 2014.",
        "A 41-year-old was hurt.",
        "Anna Koval, 41, was arrested.",
        "They broke Article 5.",
        "The team won 2-1.",
        "One of the guards fled.",
        "They met at 10:30.",
    ],
)
def test_dates_ages_labels_and_scores_are_no_quantities(nlp: Language, text: str) -> None:
    assert read(nlp, text)[1] == []


def test_the_span_holds_the_currency_but_not_the_modifier(nlp: Language) -> None:
    reading, (quantity,) = read(nlp, "It cost at least $20 million.")
    assert reading.parse.slice(quantity.start, quantity.end) == "$20 million"


def test_a_text_without_numbers_has_no_quantities(nlp: Language) -> None:
    assert read(nlp, "The army withdrew.")[1] == []
    assert find_quantities(join_docs("", [], []), []) == []
