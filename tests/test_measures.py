"""Numbers are compared when they count the same, whatever words the texts have for it."""

from __future__ import annotations

import pytest

from newsgraph.graph.measures import Measure, harm, measure


@pytest.mark.parametrize(
    ("unit", "lemma", "object_text", "expected"),
    [
        ("people killed", "kill", None, "killed"),
        ("dead", "rise", None, "killed"),
        ("people", "leave", "at least 23 people dead", "killed"),
        ("", "die", None, "killed"),
        ("lives", "claim", None, "killed"),
        ("civilians wounded", "wound", None, "injured"),
        ("families homeless", "leave", None, "displaced"),
        ("people", "evacuate", None, "evacuated"),
        ("suspected cases", "test", None, "infected"),
        ("percent", "rise", None, None),
        ("penalties", "miss", None, None),
        ("people", "meet", "500 people", None),
        ("", "rise", None, None),
    ],
)
def test_a_number_belongs_to_the_harm_it_counts(
    unit: str, lemma: str, object_text: str | None, expected: str | None
) -> None:
    assert harm(unit, lemma, object_text) == expected


def test_numbers_are_of_one_measure_over_the_same_group_only() -> None:
    assert measure("people killed", "kill") == measure("dead", "rise") == measure("", "die") == Measure("killed", "")
    assert measure("soldiers killed", "kill") != measure("people killed", "kill")
    assert measure("soldiers killed", "kill") != measure("attackers killed", "kill")
    assert measure("percent", "rise") == Measure("percent", "")
    assert measure("", "rise") is None
