"""Roles: who holds which position in what, and standing properties."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from newsgraph.extractors.pipeline import STAGES, parse_documents, read_document
from newsgraph.extractors.reading import Reading
from newsgraph.graph.model import Document

_STAGES = tuple(s for s in STAGES if s.name in ("quotes", "attribution", "times", "coreference", "roles"))
Read = Callable[[str], Reading]


@pytest.fixture
def read(nlp: Language) -> Read:
    def reading(text: str) -> Reading:
        document, sections, parse = next(iter(parse_documents([Document(text)], nlp)))
        return read_document(document, sections, parse, _STAGES)

    return reading


def _roles(reading: Reading) -> list[tuple[str, str, str | None]]:
    return [(reading.cast[p].name, w, None if o is None else reading.cast[o].name) for p, w, o, _, _ in reading.roles]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Ilze Brante, leader of Harvest Union, lost.", ("Ilze Brante", "leader", "Harvest Union")),
        ("Harvest Union chairman Juris Vanags lost.", ("Juris Vanags", "chairman", "Harvest Union")),
        (
            "Mary Tembo, director of the National Public Health Centre, spoke.",
            ("Mary Tembo", "director", "National Public Health Centre"),
        ),
        ("Kazakh President Kassym-Jomart Tokayev spoke.", ("Kassym-Jomart Tokayev", "President", "Kazakhstan")),
        ("Malaysia's Prime Minister, Najib Razak, spoke.", ("Najib Razak", "Prime Minister", "Malaysia")),
        (
            "Cheikh Ndour, a former spokesman for Sud Matin Radio, spoke.",
            ("Cheikh Ndour", "former spokesman", "Sud Matin Radio"),
        ),
        (
            "World Health Organization representative Luc Ferrand spoke.",
            ("Luc Ferrand", "representative", "World Health Organization"),
        ),
    ],
)
def test_a_position_is_read_with_its_holder_and_body(read: Read, text: str, role: tuple[str, str, str]) -> None:
    assert role in _roles(read(text))


def test_two_positions_of_one_person_are_two_roles(read: Read) -> None:
    reading = read("Armenia's Prime Minister and Chairman of the Security Council Nikol Pashinyan spoke.")
    assert {(w, o) for _, w, o in _roles(reading)} == {("Prime Minister", "Armenia"), ("Chairman", "Security Council")}


def test_a_state_position_without_its_state_is_held_where_the_text_plays(read: Read) -> None:
    reading = read("Latvia votes on Sunday. Prime Minister Andris Krumins will leave.")
    assert ("Andris Krumins", "Prime Minister", "Latvia") in _roles(reading)


def test_no_state_is_inferred_where_two_are_named_alike(read: Read) -> None:
    reading = read("Latvia and Estonia vote on Sunday. Prime Minister Andris Krumins will leave.")
    assert ("Andris Krumins", "Prime Minister", None) in _roles(reading)


def test_kinship_and_ranks_are_no_positions(read: Read) -> None:
    assert _roles(read("Her husband Moussa Kane spoke.")) == []
    assert [w for _, w, _ in _roles(read("Major General Fuad Basya spoke."))] == []


def test_a_negated_predicate_gives_no_position(read: Read) -> None:
    assert _roles(read("Paul Renner is not the chairman of Norvane Systems.")) == []


def test_the_kind_of_a_body_is_a_property(read: Read) -> None:
    reading = read("The aid group Medics Direct published a report.")
    kinds = [(reading.cast[i].name, p, o) for i, p, o, _, _ in reading.properties]
    assert ("Medics Direct", "is a", "aid group") in kinds


def test_an_acronym_is_a_property(read: Read) -> None:
    reading = read("The Tibesti Freedom Movement (TFM) spoke.")
    assert [(p, o) for _, p, o, _, _ in reading.properties] == [("also known as", "TFM")]


def test_the_words_of_a_role_lie_in_the_text(read: Read) -> None:
    reading = read("Ilze Brante, leader of Harvest Union, lost.")
    for _, words, _, start, end in reading.roles:
        assert words in reading.parse.slice(start, end)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Latvia votes. President Obama sent a letter.", {("Obama", "President", None)}),
        (
            "Latvia votes. The United States watches Latvia. President Obama sent a letter, President Juris Vanags said.",
            {("Barack Obama", "President", "United States"), ("Juris Vanags", "President", "Latvia")},
        ),
        (
            "Latvia votes. President Juris Vanags thanked President Ilze Brante in Latvia.",
            {("Juris Vanags", "President", None), ("Ilze Brante", "President", None)},
        ),
        (
            "Latvia votes. Ilze Brante, executive vice president, left.",
            {("Ilze Brante", "executive vice president", None)},
        ),
        ("The United States votes. King Juris left.", {("Juris", "King", None)}),
        ("Norway votes. King Harald left.", {("Harald", "King", "Norway")}),
    ],
)
def test_an_office_without_its_country_is_of_a_known_holder_or_of_the_only_country_that_has_it(
    read: Read, text: str, roles: set[tuple[str, str, str | None]]
) -> None:
    assert set(_roles(read(text))) == roles


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Secretary of Education Ana Holt left.", ("Ana Holt", "Secretary of Education", None)),
        ("The Latvian minister of the economy, Ana Holt, left.", ("Ana Holt", "minister of the economy", "Latvia")),
        ("Ana Holt, the mayor's chief of staff, left.", ("Ana Holt", "chief of staff", None)),
        ("Ana Holt, secretary of Harvest Union, left.", ("Ana Holt", "secretary", "Harvest Union")),
    ],
)
def test_the_words_of_what_an_office_is_for_are_its_words_and_no_body(
    read: Read, text: str, role: tuple[str, str, str | None]
) -> None:
    assert _roles(read(text)) == [role]


@pytest.mark.parametrize(
    "text",
    [
        "John Renn, chief of staff to President Ana Holt, left.",
        "He is a critic of Mr. Holt and the chairman of Mrs. Holt's fund.",
        "“We back the president and our army,” Holt said.",
    ],
)
def test_who_works_for_somebody_is_not_that_person(read: Read, text: str) -> None:
    assert not {"chief of staff", "critic", "chairman", "president"} & {
        w.lower() for name, w, _ in _roles(read(text)) if name.endswith("Holt") and w != "President"
    }
