"""Time expressions: what they stand for on the day of publication, and what they are not."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsgraph.extractors import calendar
from newsgraph.extractors.parse import join_docs, shadow
from newsgraph.extractors.reading import Reading, Section, TimeMention
from newsgraph.extractors.times import find_times
from newsgraph.graph.model import Document

if TYPE_CHECKING:
    from spacy.language import Language

DAYS = (date(2024, 5, 2), date(2023, 12, 29), date(2026, 2, 1))
TABLE = Path(__file__).parent / "data" / "time_expressions.tsv"


def read(nlp: Language, text: str, published: date | None, kind: str = "body") -> Reading:
    """A reading of one paragraph with its times found."""
    parse = join_docs(text, [nlp(shadow(text))], [0])
    reading = Reading(Document(text, published=published), parse, [Section(kind, 0, len(text), 0)])
    find_times(reading)
    return reading


def expressions() -> list[tuple[str, int, int, list[str]]]:
    """Sentence, the marked characters, and the three values."""
    found = []
    for line in TABLE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            marked, *values = line.split("\t")
            match = re.search(r"\[\[(.*?)\]\]", marked)
            assert match
            found.append((marked.replace("[[", "").replace("]]", ""), match.start(), match.end() - 4, values))
    return found


def values(nlp: Language, text: str, published: date | None, kind: str = "body") -> list[str | None]:
    return [t.edtf for t in read(nlp, text, published, kind).times if t.kind == "point"]


def words(reading: Reading, time: TimeMention) -> str:
    return reading.parse.slice(time.start, time.end)


def test_the_suite_of_expressions_has_its_size() -> None:
    assert len(expressions()) >= 60
    assert all(len(v) == len(DAYS) and all(v) for *_, v in expressions())


@pytest.mark.parametrize("number", range(len(DAYS)))
def test_nine_in_ten_expressions_have_the_exact_value(nlp: Language, number: int) -> None:
    right = 0
    wrong = []
    for text, start, end, expected in expressions():
        reading = read(nlp, text, DAYS[number])
        parse = reading.parse
        got = [t.edtf for t in reading.times if parse.start[t.start] < end and parse.end[t.end - 1] > start]
        right += expected[number] in got
        wrong += [] if expected[number] in got else [(text, expected[number], got)]
    assert right >= 0.9 * len(expressions()), wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The shells landed on the night of January 6.", "XXXX-01-06TNI"),
        ("He was arrested in March.", "XXXX-03"),
        ("The law was passed in 2014.", "2014"),
        ("The treaty was signed on 3 May 1999.", "1999-05-03"),
        ("The army has held the town since 2014.", "2014/.."),
        ("They married on Christmas Eve.", "XXXX-12-24"),
    ],
)
def test_without_a_publication_date_no_year_is_invented(nlp: Language, text: str, expected: str) -> None:
    (time,) = read(nlp, text, None).times
    assert time.edtf == expected
    assert time.anchored == ("X" not in expected)


@pytest.mark.parametrize(
    "text", ["They met on Wednesday.", "He fled last week.", "It fell two days ago.", "He came yesterday."]
)
def test_what_depends_on_today_has_no_value_without_it(nlp: Language, text: str) -> None:
    (time,) = read(nlp, text, None).times
    assert (time.edtf, time.anchored) == (None, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on Tuesday.", "2024-04-30"),
        ("They will meet on Tuesday.", "2024-05-07"),
        ("They agreed to meet on Tuesday.", "2024-05-07"),
        ("They were forced to leave on Tuesday.", "2024-04-30"),
        ("Talks scheduled for Tuesday were called off.", "2024-05-07"),
        ("He said he would leave on Tuesday.", "2024-05-07"),
        ("He must have left on Tuesday.", "2024-04-30"),
    ],
)
def test_the_governing_verb_gives_the_direction(nlp: Language, text: str, expected: str) -> None:
    assert values(nlp, text, DAYS[0]) == [expected]


def test_the_present_tense_of_a_headline_tells_the_past(nlp: Language) -> None:
    assert values(nlp, "Rebels seize border town on Tuesday", DAYS[0], "headline") == ["2024-04-30"]
    assert values(nlp, "The talks begin in the border town on Tuesday.", DAYS[0]) == ["2024-05-07"]


def test_a_time_relative_to_another_counts_from_the_one_before_it(nlp: Language) -> None:
    text = "The rebels struck on April 3. The army replied a day later, and a truce was signed on April 10."
    assert values(nlp, text, DAYS[0]) == ["2024-04-03", "2024-04-04", "2024-04-10"]


def test_a_range_of_clock_times_or_days_is_one_time(nlp: Language) -> None:
    assert values(nlp, "The shop opens from 6:00 a.m. to 9:00 a.m. on Friday.", DAYS[0]) == ["2024-05-03"]
    assert values(nlp, "The fair will run from May 19 to 22.", DAYS[0]) == ["2024-05-19/2024-05-22"]


def test_a_time_relative_to_an_event_keeps_its_words_but_gets_no_value(nlp: Language) -> None:
    reading = read(nlp, "The army withdrew two days after the attack.", DAYS[0])
    assert [(words(reading, t), t.edtf, t.anchored) for t in reading.times] == [("two days after", None, False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The siege lasted three weeks.", ("duration", "P3W")),
        ("He was held for two hours.", ("duration", "PT2H")),
        ("The 48-hour truce is over.", ("duration", "PT48H")),
        ("They have been friends for many years.", ("duration", "PXY")),
        ("The committee meets twice a week.", ("frequency", None)),
        ("Prayers are held every Friday.", ("frequency", None)),
    ],
)
def test_durations_and_frequencies_date_nothing(nlp: Language, text: str, expected: tuple[str, str | None]) -> None:
    (time,) = read(nlp, text, DAYS[0]).times
    assert (time.kind, time.edtf) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May resigned.",
        "The party may march against him.",
        "More than 2000 people fled.",
        "A 41-year-old man drowned.",
        "He may be right.",
        "It cost $1999.",
        "The spring broke.",
        "He is in his 20s.",
        "She was in her early 30s.",
        "They are in their mid-40s.",
        "It was the 3rd day.",
    ],
)
def test_names_verbs_ages_and_amounts_are_no_times(nlp: Language, text: str) -> None:
    assert read(nlp, text, DAYS[0]).times == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The gallery showed drawings by Nadia Christmas.", []),
        ("Easter Island elected a mayor.", []),
        ("The state taxed Christmas trees and Easter eggs.", []),
        ("A Christmas truce held.", ["2023-12-25"]),
        ("The painter Wednesday Holloway sold two works.", []),
        ("Clara May resigned. May said the council had lied, and thanked those who wrote to May.", []),
        ("Mr. August sued the bank.", []),
        ("May told the jury that the brakes had failed.", []),
        ("Riders crossed the hills on Christmas.", ["2023-12-25"]),
        ("Clara May resigned in May.", ["2023-05"]),
        ("The Friday meeting failed.", ["2023-12-29"]),
        ("Police arrested Clara Holt Friday.", ["2023-12-29"]),
        ("May was the driest month.", ["2023-05"]),
    ],
)
def test_a_word_of_the_calendar_in_a_name_is_no_time(nlp: Language, text: str, expected: list[str]) -> None:
    assert values(nlp, text, DAYS[1]) == expected


def test_the_head_is_what_hangs_on_the_rest_of_the_sentence(nlp: Language) -> None:
    reading = read(nlp, "The army withdrew on the night of January 6.", DAYS[0])
    (time,) = reading.times
    assert reading.parse.word[time.head] == "night"
    reading = read(nlp, "The truce will hold until Friday.", DAYS[0])
    assert reading.parse.word[reading.times[0].head] == "until"


def test_every_time_of_the_gold_texts_but_one_in_twenty_has_its_value(nlp: Language, shared: Path) -> None:
    import json

    right = total = 0
    for path in sorted((shared / "gold").glob("gold_*.json")):
        gold = json.loads(path.read_text("utf-8"))
        day = gold["doc"]["publication_date"]
        text = path.with_suffix(".txt").read_text("utf-8")
        from newsgraph.extractors import structure

        document = Document(text, published=date.fromisoformat(day) if day else None)
        sections = structure.divide(document)
        parsed = [s for s in sections if s.paragraph is not None]
        parse = join_docs(text, [nlp(shadow(text[s.start : s.end])) for s in parsed], [s.start for s in parsed])
        reading = Reading(document, parse, sections)
        find_times(reading)
        for time in (s["time"] for s in gold["statements"] if s.get("time") and "start" in s["time"]):
            expected = time["value"] if day else time.get("value_unanchored", time["value"])
            hits = [
                t for t in reading.times if parse.start[t.start] < time["end"] and parse.end[t.end - 1] > time["start"]
            ]
            total += 1
            right += any((t.edtf or "")[:10] == expected[:10] for t in hits)
    assert total > 40
    assert right / total >= 0.9


def test_calendar_arithmetic_keeps_the_grain() -> None:
    may = calendar.month(2024, 5)
    assert calendar.shift(may, -5) == calendar.month(2023, 12)
    assert calendar.shift(calendar.day(date(2024, 2, 29)), 1, "Y") == calendar.day(date(2025, 2, 28))
    assert calendar.shift(may, 2, "D") is None
    assert calendar.until(calendar.week(date(2024, 5, 2))).edtf == "../2024-05-05"
    assert calendar.before(calendar.year(2022)).edtf == "../2021"
    assert calendar.after(calendar.month(2023, 12)).edtf == "2024-01/.."
    assert calendar.since(may, date(2024, 6, 3)).edtf == "2024-05/2024-06-03"


@pytest.mark.parametrize(("year", "expected"), [(2024, (3, 31)), (2025, (4, 20)), (2000, (4, 23)), (2038, (4, 25))])
def test_easter_falls_where_the_almanac_has_it(year: int, expected: tuple[int, int]) -> None:
    assert calendar.easter(year) == date(year, *expected)


def test_no_day_of_the_calendar_breaks_the_arithmetic(nlp: Language) -> None:
    for day in (date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29)):
        read(
            nlp,
            "They met last week, on Monday, a century ago, and will meet next year, on Easter Monday, in 300 years.",
            day,
        )
