"""Entities merged from their appearances; statements gathered into events; the ledger of who says what."""

from __future__ import annotations

import sys
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.errors import UnknownNameError
from newsgraph.graph.intervals import interval, shortest
from newsgraph.graph.ledger import event_ledger, ledgers
from newsgraph.graph.merge import merge_entities
from newsgraph.graph.model import Entity, EntityType, Extraction
from newsgraph.graph.store import Store
from newsgraph.graph.timeline import difference, timeline

sys.path.insert(0, str(Path(__file__).parent))
from extraction_cases import Author

NAMES = ["Arlen Council", "ARLEN COUNCIL"]


def toll(
    outlet: str,
    day: int,
    number: int,
    *,
    holder: str | None = None,
    deny: bool = False,
    words: str = "",
    unit: str = "people killed",
) -> Extraction:
    """An article of one outlet about the number of people a blast in Tarsk killed."""
    sentence = words or f"The blast in Tarsk killed {number} people"
    a = Author(f"{sentence}. {holder or 'Nobody'} spoke.", outlet=outlet, published=date(2031, 3, day))
    blast, tarsk = a.entity("blast", EntityType.EVENT, named=False), a.entity("Tarsk", EntityType.LOCATION)
    by = [a.entity(holder, EntityType.PERSON)] if holder else []
    a.says(
        a.participant("The blast", blast),
        "kill",
        a.participant(f"{number} people"),
        arguments=[("in", a.participant("Tarsk", tarsk))],
        evidence=sentence,
        by=by,
        negative=deny,
        event_type="ASSAULT",
        quantity=(number, unit),
    )
    return a.extraction()


@given(
    st.lists(
        st.builds(
            Entity,
            st.sampled_from(NAMES),
            st.sampled_from([EntityType.ORGANIZATION, EntityType.GOVERNMENT, EntityType.PARTY]),
            aliases=st.lists(st.sampled_from(["Council", "AC"]), unique=True).map(tuple),
            same_as=st.lists(st.sampled_from(["Q1", "Q2"]), unique=True).map(tuple),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_merging_is_order_free_and_loses_no_name(appearances: list[Entity]) -> None:
    merged = merge_entities(appearances)
    assert all(merge_entities(list(order)) == merged for order in permutations(appearances))
    names = {merged.name, *merged.aliases}
    assert all({entity.name, *entity.aliases} <= names for entity in appearances)
    assert merge_entities([merged, merged]).aliases == merged.aliases


def test_a_specific_type_wins_over_its_family() -> None:
    vague, exact = Entity("Arlen Council", EntityType.ORGANIZATION), Entity("Arlen Council", EntityType.GOVERNMENT)
    assert merge_entities([vague, vague, exact]).type is EntityType.GOVERNMENT


def test_nothing_cannot_be_merged() -> None:
    with pytest.raises(ValueError, match="appearance"):
        merge_entities([])


def test_a_later_toll_replaces_the_earlier_one() -> None:
    store = Store.memory()
    store.add_all([toll("Gazette", 6, 14), toll("Gazette", 3, 4)])
    [ledger] = [one for one in ledgers(store) if len(one.entries) > 1]
    assert [(e.statement.measurement.value, e.superseded) for e in ledger.entries if e.statement.measurement] == [
        (4, True),
        (14, False),
    ]
    assert ledger.superseded


def test_a_later_toll_in_other_words_replaces_every_earlier_one() -> None:
    store = Store.memory()
    store.add_all([toll("Gazette", 6, 14, unit="dead"), toll("Gazette", 3, 4), toll("Radio", 4, 4, unit="deaths")])
    [ledger] = [one for one in ledgers(store) if len(one.entries) > 1]
    assert [entry.superseded for entry in ledger.entries] == [True, True, False]
    assert len(list(store.query("SELECT * { ?a ng:supersedes ?b }"))) == 2  # type: ignore[arg-type]


def test_tolls_among_different_people_do_not_replace_each_other() -> None:
    store = Store.memory()
    store.add_all([toll("Gazette", 3, 4, unit="soldiers killed"), toll("Gazette", 6, 14, unit="civilians killed")])
    assert not any(ledger.superseded for ledger in ledgers(store))


def test_different_numbers_of_one_day_contradict_each_other() -> None:
    store = Store.memory()
    store.add_all([toll("Gazette", 3, 4, holder="Vera Dahl"), toll("Radio", 3, 7, holder="Otto Brand")])
    assert len(list(store.query("SELECT * { ?a ng:contradicts ?b }"))) == 1  # type: ignore[arg-type]


def test_a_denial_makes_an_event_disputed() -> None:
    store = Store.memory()
    store.add_all([toll("Gazette", 3, 4), toll("Herald", 4, 4, holder="Vera Dahl", deny=True)])
    [ledger] = ledgers(store)
    assert (ledger.status, ledger.holders, ledger.deniers) == ("disputed", 1, 1)
    assert [entry.source for entry in ledger.entries] == ["the article (Gazette)", "Vera Dahl"]


def test_an_article_repeated_word_for_word_is_one_voice() -> None:
    store = Store.memory()
    store.add_all([toll("Gazette", 3, 4), toll("Herald", 3, 4), toll("Mirror", 3, 4)])
    [ledger] = ledgers(store)
    assert (ledger.holders, ledger.outlets) == (1, ("Gazette", "Herald", "Mirror"))
    store.add(toll("Radio", 3, 4, words="The blast that shook Tarsk killed 4 people"))
    [ledger] = ledgers(store)
    assert ledger.holders == 2


def test_a_source_quoted_by_many_outlets_is_one_voice() -> None:
    store = Store.memory()
    store.add_all([toll("Gazette", 3, 4, holder="Vera Dahl"), toll("Herald", 4, 4, holder="Vera Dahl")])
    [ledger] = ledgers(store)
    assert (ledger.status, ledger.holders) == ("claimed", 1)


def test_blasts_a_month_apart_are_two_events() -> None:
    store = Store.memory()
    late = toll("Herald", 28, 4)
    store.add_all([toll("Gazette", 3, 4), late])
    assert [len(ledger.entries) for ledger in ledgers(store)] == [1, 1]


def test_ledgers_are_chosen_by_entity_holder_and_status() -> None:
    store = Store.memory()
    store.add_all([toll("Gazette", 3, 4, holder="Vera Dahl")])
    assert len(list(ledgers(store, about="Tarsk"))) == len(list(ledgers(store, by="vera dahl".title()))) == 1
    assert list(ledgers(store, by="Tarsk")) == []
    assert list(ledgers(store, status="negated")) == []
    with pytest.raises(UnknownNameError, match="claimed"):
        list(ledgers(store, status="claimd"))
    with pytest.raises(UnknownNameError):
        event_ledger(store, "no such event")


def test_a_timeline_runs_from_the_first_report() -> None:
    store = Store.memory()
    store.add_all([toll("Gazette", 28, 4), toll("Gazette", 3, 4)])
    assert [(m.day, m.reported) for m in timeline(store, "Tarsk")] == [
        (date(2031, 3, 3), True),
        (date(2031, 3, 28), True),
    ]


def test_the_difference_of_two_stores() -> None:
    before, after = Store.memory(), Store.memory()
    before.add(toll("Gazette", 3, 4))
    after.add_all([toll("Gazette", 3, 4), toll("Gazette", 6, 14)])
    found = difference(before, after)
    assert (len(found.documents_added), len(found.statements_added), len(found.documents_removed)) == (1, 1, 0)
    assert difference(after, after).empty


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2024-05-02", (date(2024, 5, 2), date(2024, 5, 2))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("../2024-05-02", (date.min, date(2024, 5, 2))),
        ("2024-05-02/2024-05-09", (date(2024, 5, 2), date(2024, 5, 9))),
        ("XXXX-01-06", None),
        (None, None),
        ("2024-13-45", None),
    ],
)
def test_edtf_values_are_intervals_of_days(edtf: str | None, expected: tuple[date, date] | None) -> None:
    assert interval(edtf) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2031, 1, 1), date(2031, 12, 31), "2031"),
        (date(2028, 2, 1), date(2028, 2, 29), "2028-02"),
        (date(2031, 3, 4), date(2031, 3, 4), "2031-03-04"),
        (date(2031, 3, 4), date(2031, 4, 5), "2031-03-04/2031-04-05"),
        (date(2031, 1, 1), date(2032, 12, 31), "2031-01-01/2032-12-31"),
        (date(2031, 3, 4), None, "2031-03-04/.."),
        (date(987, 1, 1), date(987, 12, 31), "0987"),
    ],
)
def test_days_are_said_as_exactly_as_they_are_known(first: date, last: date | None, expected: str) -> None:
    assert shortest(first, last) == expected
    assert interval(expected) == (first, last or date.max)


def test_a_timeline_says_a_year_where_a_year_is_all_that_is_known() -> None:
    a = Author("Hale left Tarsk in 2029.", outlet="Gazette", published=date(2031, 3, 4))
    hale, tarsk = a.entity("Hale"), a.entity("Tarsk")
    a.says(
        a.participant("Hale", hale),
        "leave",
        a.participant("Tarsk", tarsk),
        evidence="Hale left Tarsk",
        time="2029",
    )
    store = Store.memory()
    store.add(a.extraction())
    assert [moment.when for moment in timeline(store, "Tarsk")] == ["2029"]
