"""Mentions: names, noun phrases, pronouns and demonyms in a parsed text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from newsgraph.extractors.gazetteer import shipped
from newsgraph.extractors.mentions import Phrase, find_mentions
from newsgraph.extractors.pipeline import parse_documents
from newsgraph.extractors.reading import Reading
from newsgraph.graph.model import Document, EntityType, MentionKind

Find = Callable[[str], list[Phrase]]


@pytest.fixture
def find(nlp: Language) -> Find:
    def mentions(text: str) -> list[Phrase]:
        document, sections, parse = next(iter(parse_documents([Document(text)], nlp)))
        return find_mentions(Reading(document, parse, sections), shipped())

    return mentions


def _names(phrases: list[Phrase]) -> dict[str, EntityType | None]:
    return {p.name: p.type for p in phrases if p.kind is MentionKind.NAME}


def test_titles_articles_and_possessives_are_no_part_of_a_name(find: Find) -> None:
    names = _names(find("President Emmanuel Macron met the World Bank's chief in Paris on Monday."))
    assert set(names) == {"Emmanuel Macron", "World Bank", "Paris"}
    assert names["Emmanuel Macron"] is EntityType.PERSON


def test_known_countries_and_bodies_have_their_type(find: Find) -> None:
    names = _names(find("Malawi and Tanzania asked the African Union for help."))
    assert names == {
        "Malawi": EntityType.COUNTRY,
        "Tanzania": EntityType.COUNTRY,
        "African Union": EntityType.IGO,
    }


def test_a_demonym_before_a_noun_names_its_country(find: Find) -> None:
    phrases = find("Two Nigerien drivers died near the border.")
    assert [(p.name, p.kind) for p in phrases if p.kind is MentionKind.DEMONYM] == [("Niger", MentionKind.DEMONYM)]


def test_a_demonym_of_two_countries_names_neither_unless_the_text_names_one(find: Find) -> None:
    def countries(text: str) -> set[str]:
        return {p.name for p in find(text) if p.kind is MentionKind.DEMONYM}

    assert countries("Congolese troops crossed the river.") == set()
    assert countries("Congolese troops crossed the river, DR Congo said.") == {"Democratic Republic of the Congo"}


def test_a_plural_demonym_names_people_and_no_country(find: Find) -> None:
    phrases = find("Thousands of Kazakhs gathered in the square.")
    people = next(p for p in phrases if "Kazakhs" in p.name and p.lemma == "kazakhs")
    assert people.type is EntityType.GROUP


def test_a_prefix_is_no_part_of_a_name(find: Find) -> None:
    assert "Pro" not in " ".join(_names(find("Pro-Lukashenko officials denied it.")))


def test_last_words_tell_the_type_of_a_name(find: Find) -> None:
    names = _names(find("Engineers at Veridio Labs spoke to the Ostrava Herald about the Supreme Court."))
    assert names["Veridio Labs"] is EntityType.COMPANY
    assert names["Supreme Court"] is EntityType.COURT


@pytest.mark.parametrize(
    "text",
    [
        "It is clear that the talks have failed.",
        "It seems that the talks have failed.",
        "It was likely that rates would rise.",
        "It rained all night.",
        "When it comes to taxes, the minister is careful.",
        "It would be in the interest of all to leave.",
        "It is up to the court to decide.",
    ],
)
def test_an_expletive_it_is_no_mention(find: Find, text: str) -> None:
    assert not [p for p in find(text) if p.kind is MentionKind.PRONOUN]


@pytest.mark.parametrize(
    "text",
    [
        "The firm said it would appeal.",
        "It rejected the claim.",
        "The army lost it.",
        "When it came to power, the army closed the courts.",
        "It was in the capital to negotiate.",
    ],
)
def test_an_it_that_stands_for_something_is_a_mention(find: Find, text: str) -> None:
    assert [p.name.lower() for p in find(text) if p.kind is MentionKind.PRONOUN] == ["it"]


def test_times_and_figures_are_no_mentions(find: Find) -> None:
    words = {p.lemma for p in find("Prices rose 3.9 percent in January, the bank said on Tuesday.")}
    assert words == {"price", "bank"}


def test_the_code_of_a_currency_and_the_letter_of_a_magnitude_are_no_names(find: Find) -> None:
    assert set(_names(find("The cabinet gave BGN 20 M to Mirab."))) == {"Mirab"}
    assert "BGN" in _names(find("The rapper BGN sang in Mirab."))  # no amount


def test_a_determiner_and_a_possessor_are_told_apart(find: Find) -> None:
    kinds = {
        p.lemma: p.determiner for p in find("The firm sold its ships to a rival.") if p.kind is MentionKind.NOMINAL
    }
    assert kinds == {"firm": "definite", "ship": "possessive", "rival": "indefinite"}


def test_an_empty_text_has_no_mentions(nlp: Language) -> None:
    for document, sections, parse in parse_documents([Document("")], nlp):
        assert find_mentions(Reading(document, parse, sections), shipped()) == []
