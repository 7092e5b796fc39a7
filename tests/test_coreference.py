"""Reference: who is who in a text, each rule with an example and a counter-example."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from newsgraph.extractors.pipeline import STAGES, parse_documents, read_document
from newsgraph.extractors.reading import Reading, Referent
from newsgraph.graph.model import Document, EntityType

_STAGES = tuple(s for s in STAGES if s.name in ("quotes", "attribution", "times", "coreference", "roles"))
Read = Callable[[str], Reading]


@pytest.fixture
def read(nlp: Language) -> Read:
    def reading(text: str) -> Reading:
        document, sections, parse = next(iter(parse_documents([Document(text)], nlp)))
        return read_document(document, sections, parse, _STAGES)

    return reading


def _who(reading: Reading, word: str, occurrence: int = 0) -> list[str]:
    """Names of what the nth occurrence of a word stands for."""
    places = [i for i, w in enumerate(reading.parse.word) if w == word]
    return [reading.cast[i].name for i in reading.referent.get(places[occurrence], ())]


def _one(reading: Reading, name: str) -> Referent:
    return next(r for r in reading.cast if r.name == name)


def test_a_surname_goes_back_to_the_full_name(read: Read) -> None:
    reading = read("Juris Vanags declined to concede. Vanags spoke in Riga.")
    assert _who(reading, "Vanags", 1) == ["Juris Vanags"]


def test_two_people_of_one_surname_stay_two(read: Read) -> None:
    reading = read("Bill Clinton arrived. Hillary Clinton left the city.")
    assert {"Bill Clinton", "Hillary Clinton"} <= {r.name for r in reading.cast}


def test_an_acronym_before_its_expansion_names_the_same_body(read: Read) -> None:
    text = "TFM rebels pulled back.\n\nThe Tibesti Freedom Movement (TFM) denied opening fire. The TFM lost four men."
    reading = read(text)
    assert _who(reading, "TFM", 2) == ["Tibesti Freedom Movement"]


def test_a_demonym_stands_for_its_country_and_not_for_a_look_alike(read: Read) -> None:
    reading = read("Two Nigerien drivers died in Nigeria.")
    assert _who(reading, "Nigerien") == ["Niger"]
    assert _who(reading, "Nigeria") == ["Nigeria"]


def test_a_definite_noun_goes_back_to_the_name_that_ends_in_it(read: Read) -> None:
    reading = read(
        "The Central Election Commission counted the votes. Rivals complained, but the commission dismissed them."
    )
    assert _who(reading, "commission") == ["Central Election Commission"]


def test_an_indefinite_noun_is_somebody_new(read: Read) -> None:
    reading = read("The Central Election Commission counted the votes. A commission in Lyon did not.")
    assert _who(reading, "commission") != ["Central Election Commission"]


def test_a_position_goes_back_to_who_holds_it(read: Read) -> None:
    reading = read("Awa Diouf, editor of Xibaar Plus, was arrested. The editor was suspected of fraud.")
    assert _who(reading, "editor", 1) == ["Awa Diouf"]


def test_the_president_before_the_name_is_who_holds_the_office(read: Read) -> None:
    reading = read("The minister told the president he would resign. President Maris Veidenis thanked him.")
    assert _who(reading, "president") == ["Maris Veidenis"]


def test_the_firm_is_the_company_in_focus(read: Read) -> None:
    reading = read("Veridio Labs, a maker of cameras, was fined. The firm said it would appeal.")
    assert _who(reading, "firm") == ["Veridio Labs"]
    assert _who(reading, "it") == ["Veridio Labs"]


def test_pronouns_agree_in_gender(read: Read) -> None:
    reading = read("Anna Keiss met Andris Krumins in Riga. She left early.")
    assert _who(reading, "She") == ["Anna Keiss"]


def test_it_is_no_person(read: Read) -> None:
    reading = read("Ilze Brante leads Harvest Union. It won the election.")
    assert _who(reading, "It") != ["Ilze Brante"]


def test_an_object_pronoun_is_not_the_subject_of_its_own_verb(read: Read) -> None:
    reading = read("Peter Okello praised him.")
    assert _who(reading, "him") != ["Peter Okello"]


def test_a_pronoun_in_a_preposed_adjunct_is_the_subject_after_it(read: Read) -> None:
    reading = read("In a post on its blog, Norvane Systems denied the report.")
    assert _who(reading, "its") == ["Norvane Systems"]


def test_we_of_a_minister_of_the_economy_are_not_the_economy(read: Read) -> None:
    reading = read("The minister of the economy, Josef Hale, spoke to reporters. “We must not overreact,” he said.")
    assert _who(reading, "We") == ["Josef Hale"]


def test_we_in_a_quotation_is_the_body_of_the_speaker(read: Read) -> None:
    reading = read('"We have kept our word," said Hassan Goukouni, commander of the Tibesti Freedom Movement.')
    assert _who(reading, "We") == ["Tibesti Freedom Movement"]


def test_i_in_a_quotation_is_the_speaker(read: Read) -> None:
    reading = read('"I will not resign," said Peter Okello, head of the Kenya Makers\' Federation.')
    assert _who(reading, "I") == ["Peter Okello"]


def test_a_collective_label_goes_back_to_bodies_named_together(read: Read) -> None:
    text = (
        "The Dakar Lawyers' Collective, Media Watch and the Teranga Institute published a joint statement on Thursday. "
        "The groups called on the minister to drop the charges."
    )
    reading = read(text)
    (index,) = reading.referent[reading.parse.word.index("groups")]
    members = {reading.cast[m].name for m in reading.cast[index].members}
    assert len(members) == 3
    assert "Teranga Institute" in members


def test_a_collective_label_does_not_gather_places(read: Read) -> None:
    reading = read("Zouar and Wour were shelled. The groups denied it.")
    (index,) = reading.referent[reading.parse.word.index("groups")]
    assert not reading.cast[index].members


def test_their_country_is_the_country_of_the_people(read: Read) -> None:
    reading = read("Kazakhs want to choose the fate of their country. Kazakhstan is large.")
    assert _who(reading, "country") == ["Kazakhstan"]


def test_institutions_of_a_country_are_one_figure_a_country(read: Read) -> None:
    reading = read("Chad's army fought. The army lost four men. Niger's army watched.")
    assert _who(reading, "army", 1) == _who(reading, "army", 0) == ["army of Chad"]
    assert _who(reading, "army", 2) == ["army of Niger"]


def test_a_relative_pronoun_stands_for_its_antecedent(read: Read) -> None:
    reading = read("The smugglers, who fled, were caught.")
    assert _who(reading, "who") == _who(reading, "smugglers")


def test_an_unidentified_source_is_anonymous_and_described(read: Read) -> None:
    reading = read("Two bankers briefed on the plan said so. Peter Okello disagreed.")
    assert _one(reading, "Two bankers").anonymous
    assert not _one(reading, "Peter Okello").anonymous


def test_a_name_with_a_known_row_has_its_wikidata_id(read: Read) -> None:
    reading = read("The WHO praised Zambia.")
    assert _one(reading, "World Health Organization").same_as == ["Q7817"]
    assert _one(reading, "Zambia").type is EntityType.COUNTRY


def test_a_text_reads_the_same_twice(read: Read) -> None:
    text = "Anna Keiss met Andris Krumins. She told him that her party would leave."
    first, second = read(text), read(text)
    assert first.referent == second.referent
    assert [r.name for r in first.cast] == [r.name for r in second.cast]


def test_every_mention_lies_in_the_text_and_has_its_referent(read: Read) -> None:
    reading = read("Veridio Labs said its tools work. Critics doubt whether they do.")
    for index, referent in enumerate(reading.cast):
        for draft in referent.mentions:
            assert 0 <= draft.start <= draft.head < draft.end <= len(reading.parse)
            assert index in reading.referent[draft.head]


def test_a_capital_that_speaks_is_flagged_as_metonymy(read: Read) -> None:
    reading = read("Ankara said it would veto the plan. The meeting took place in Algiers.")
    assert (_one(reading, "Ankara").metonymy, _one(reading, "Ankara").country) == (True, "Turkey")
    assert (_one(reading, "Algiers").metonymy, _one(reading, "Algiers").country) == (False, "Algeria")


def test_the_town_of_a_name_is_what_bears_the_name_and_its_market_is_not(read: Read) -> None:
    reading = read("Fighting near the town of Zouar continued. The market of Zouar burned.")
    assert _who(reading, "town") == ["Zouar"]
    assert _who(reading, "market") != ["Zouar"]


def test_they_prefers_several_to_one_body(read: Read) -> None:
    reading = read("Protesters blocked the road. The navy sent a boat. They left at noon.")
    assert _who(reading, "They") == ["Protesters"]


def test_the_first_of_a_list_is_not_described_by_the_second(read: Read) -> None:
    reading = read("Anna Keiss's office, the Coordination Council and the Teranga Institute issued a statement.")
    assert _who(reading, "office") != _who(reading, "Council")


def test_mr_and_mrs_of_one_surname_are_two_people(read: Read) -> None:
    reading = read("Ana Holt and Tom Holt met voters. Mrs. Holt praised the plan. Mr. Holt rejected it. Ms. Holt left.")
    assert [_who(reading, "Holt", k) for k in (2, 3, 4)] == [["Ana Holt"], ["Tom Holt"], ["Ana Holt"]]


def test_they_are_no_measure(read: Read) -> None:
    reading = read("The rescuers walked 300 miles through the hills. They slept in barns.")
    assert _who(reading, "They") == ["rescuers"]


def test_they_may_be_counted_people(read: Read) -> None:
    reading = read("The mayor met 300 farmers in the town hall. They slept in barns.")
    assert _who(reading, "They") == ["300 farmers"]


def test_they_who_believe_are_somebody(read: Read) -> None:
    reading = read(
        "The engineers published the models. Several scenarios were tested. They believe that the dam will hold."
    )
    assert _who(reading, "They") == ["engineers"]


def test_they_that_show_may_be_things(read: Read) -> None:
    reading = read("The engineers slept. Several scenarios were tested. They show that the dam will hold.")
    assert _who(reading, "They") == ["Several scenarios"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The United States votes. President Obama spoke.", {"Barack Obama"}),
        (
            "The United States votes. President Obama and his wife, Michelle Obama, spoke.",
            {"Michelle Obama", "Barack Obama"},
        ),
        ("The United States votes. Michelle Obama spoke. No President Obama will run.", {"Michelle Obama"}),
        ("Norway votes. President Obama spoke.", {"Obama"}),
        ("The United States votes. Union President Obama spoke.", {"Obama"}),
        ("The United States votes. President Bush spoke.", {"Bush"}),
    ],
)
def test_a_bare_surname_after_an_office_is_the_known_holder_where_nobody_else_can_be(
    read: Read, text: str, names: set[str]
) -> None:
    assert {r.name for r in read(text).cast if r.named and r.type is EntityType.PERSON} == names


def test_adjectives_of_the_two_parties_name_them_in_texts_about_the_united_states(read: Read) -> None:
    reading = read("The United States votes. A Republican senator, Ana Holt, met a Democratic mayor.")
    assert {"Republican Party", "Democratic Party"} <= {r.name for r in reading.cast}
    reading = read("Congo votes in the Democratic Republic. A Republican senator of Congo left.")
    assert not {"Republican Party", "Democratic Party"} & {r.name for r in reading.cast}


def test_it_in_a_quotation_that_sums_up_is_nothing_named_outside(read: Read) -> None:
    reading = read('The factory in Latvia paid the state. "It was the least bad outcome," said Peter Okello.')
    assert _who(reading, "It") == []


def test_it_in_a_quotation_may_be_what_the_quotation_names(read: Read) -> None:
    reading = read('"The bridge collapsed. It was safe in June," said Peter Okello.')
    assert _who(reading, "It") == ["bridge"]


def test_the_country_is_no_state_of_a_country(read: Read) -> None:
    reading = read("Anna Keiss spoke in her home state, Ohio. Ohio was cold. She discussed the country with farmers.")
    assert _who(reading, "country") != ["Ohio"]


def test_the_election_is_no_poll_but_the_survey_is(read: Read) -> None:
    reading = read("The Norvane poll was published. The survey was read by all. They still lost the election.")
    assert _who(reading, "survey") == _who(reading, "poll")
    assert _who(reading, "election") != _who(reading, "poll")
