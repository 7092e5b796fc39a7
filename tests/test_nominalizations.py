"""Event nouns and the verbs they come from."""

from __future__ import annotations

import pytest

from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.nominalizations import verb_of


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("arrest", ("arrest", True)),
        ("deployment", ("deploy", True)),
        ("involvement", ("involve", True)),
        ("sending", ("send", True)),
        ("death", ("die", True)),
        ("sale", ("sell", True)),
        ("threat", ("threaten", True)),
        ("crackdown", ("crack down", True)),
        ("order", ("order", False)),
        ("pact", ("agree", False)),
    ],
)
def test_an_event_noun_has_its_verb_and_strength(noun: str, expected: tuple[str, bool]) -> None:
    assert verb_of(noun) == expected


@pytest.mark.parametrize(
    "noun", ["government", "party", "state", "house", "building", "evening", "teacher", "table", "xyzzy", ""]
)
def test_nouns_that_name_no_event_have_none(noun: str) -> None:
    assert verb_of(noun) is None


def test_a_gerund_outside_the_table_is_an_event_only_with_participants() -> None:
    assert verb_of("releasing") == ("release", False)


def test_the_table_is_broad_and_sound() -> None:
    rows = rows_of("nominalizations.tsv")
    assert len(rows) > 5000
    assert {row[2] for row in rows} == {"event", "maybe", "none"}
    assert len({row[0] for row in rows}) == len(rows)
