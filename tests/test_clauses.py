"""Every rule that reads clauses: its example, its counter-example, and arguments in active voice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.pipeline import extract_documents
from newsgraph.graph.model import (
    Certainty,
    Document,
    Extraction,
    LinkKind,
    Participant,
    Polarity,
    Provenance,
    Statement,
    Timeframe,
)

RULES = rows_of("rules.tsv")
Read = Callable[[str], Extraction]


@pytest.fixture(scope="module")
def read(nlp: Language) -> Read:
    return lambda text: next(iter(extract_documents([Document(text)], nlp, Provenance("test", "test", "test"))))


def words(participant: Participant | None) -> str | None:
    return participant.text if participant else None


def find(extraction: Extraction, predicate: str) -> Statement:
    found = [s for s in extraction.statements if s.predicate == predicate]
    assert len(found) == 1, [s.predicate for s in extraction.statements]
    return found[0]


def rules_of(extraction: Extraction, predicate: str) -> set[str]:
    return {e.rule for s in extraction.statements if s.predicate == predicate for e in s.evidence}


@pytest.mark.parametrize(("rule", "fact", "example", "predicate", "counter", "forbidden"), RULES)
def test_a_rule_reads_its_example_and_not_its_counter_example(
    read: Read, rule: str, fact: str, example: str, predicate: str, counter: str, forbidden: str
) -> None:
    assert fact.endswith(".")
    assert rule in rules_of(read(example), predicate)
    assert rule not in rules_of(read(counter), forbidden)


def test_every_rule_in_the_evidence_is_described(read: Read) -> None:
    text = " ".join(row[2] for row in RULES) + " " + " ".join(row[4] for row in RULES)
    used = {e.rule for s in read(text).statements for e in s.evidence}
    assert used and used <= {row[0] for row in RULES}


def test_a_passive_is_turned_to_active_and_invents_no_agent(read: Read) -> None:
    statement = find(read("The bridge was destroyed."), "destroy")
    assert (words(statement.subject), words(statement.object)) == (None, "The bridge")


def test_a_time_after_by_is_no_agent(read: Read) -> None:
    assert find(read("The mayor was arrested by Friday."), "arrest").subject is None


@pytest.mark.parametrize(
    ("sentence", "predicate", "subject"),
    [
        ("The alliance decided to send observers.", "send", "The alliance"),
        ("The court ordered the firm to delete the files.", "delete", "the firm"),
        ("The governor promised the miners to reopen the pit.", "reopen", "The governor"),
        ("The mayor denied taking bribes.", "take", "The mayor"),
        ("Police accused the driver of stealing the van.", "steal", "the driver"),
        ("The envoy called on the militia to free the crew.", "free", "the militia"),
        ("The company that built the dam closed.", "build", "The company"),
        ("Citing the drought, the state raised prices.", "cite", "the state"),
    ],
)
def test_the_understood_subject_is_found(read: Read, sentence: str, predicate: str, subject: str) -> None:
    assert words(find(read(sentence), predicate).subject) == subject


def test_coordinated_verbs_share_subject_and_are_told_once_each(read: Read) -> None:
    extraction = read("The rebels burned the market and looted the museum.")
    assert {(s.predicate, words(s.subject), words(s.object)) for s in extraction.statements} == {
        ("burn", "The rebels", "the market"),
        ("loot", "The rebels", "the museum"),
    }


def test_a_ditransitive_keeps_recipient_and_theme_apart(read: Read) -> None:
    statement = find(read("Norway gave the refugees a ship."), "give")
    assert words(statement.object) == "a ship"
    assert [(a.role, a.filler.text) for a in statement.arguments] == [("to", "the refugees")]


def test_a_preposition_of_several_words_is_one_role(read: Read) -> None:
    statement = find(read("The navy sailed in response to the appeal."), "sail")
    assert [a.role for a in statement.arguments] == ["in_response_to"]


def test_an_idiom_is_one_predicate(read: Read) -> None:
    statement = find(read("The truce came into force on Monday."), "come into force")
    assert statement.object is None and not statement.arguments


def test_each_other_is_read_both_ways(read: Read) -> None:
    extraction = read("Norway and Sweden accused each other of closing the border.")
    names = {e.id: e.name for e in extraction.entities}
    told = {
        (names[s.subject.entities[0]], names[s.holders[0]])
        for s in extraction.statements
        if s.predicate == "close" and s.subject is not None
    }
    assert told == {("Norway", "Sweden"), ("Sweden", "Norway")}


def test_what_both_are_accused_of_is_no_single_statement(read: Read) -> None:
    extraction = read("Norway and Sweden accused each other of closing the border.")
    known = {s.id for s in extraction.statements}
    accused = find(extraction, "accuse")
    assert [words(a.filler) for a in accused.arguments] == ["closing the border"]
    fillers = [a.filler for s in extraction.statements for a in s.arguments]
    assert all(f.statement is None or f.statement in known for f in fillers)


@pytest.mark.parametrize("noun", ["difficulty", "trouble", "fun"])
def test_who_has_difficulty_doing_it_does_it(read: Read, noun: str) -> None:
    assert words(find(read(f"The sailors had {noun} steering the boat."), "steer").subject) == "The sailors"
    assert words(find(read("The sailors saw a pilot steering the boat."), "steer").subject) == "a pilot"


def test_a_verb_of_a_headline_read_as_a_noun_is_found(read: Read) -> None:
    statement = find(read("Court orders closure of three mines\n\nThe ruling came on Monday."), "order")
    assert words(statement.subject) == "Court"


def test_a_bare_past_form_in_a_headline_is_passive(read: Read) -> None:
    statement = find(read("Forty miners rescued in northern Chile\n\nThe men are well."), "rescue")
    assert (words(statement.subject), words(statement.object)) == (None, "Forty miners")


def test_a_comma_in_a_headline_joins_subjects(read: Read) -> None:
    statement = find(read("Norway, Sweden sign fishing pact\n\nThe deal took a year."), "sign")
    assert words(statement.subject) == "Norway, Sweden"


def test_evidence_quotes_the_original_characters(read: Read) -> None:
    text = "\ufeffThe “old” mayor\r\nresigned on  Monday.\r\n\r\nPolice did not comment."
    extraction = read(text)
    assert extraction.statements
    for statement in extraction.statements:
        for evidence in statement.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote


def test_a_quote_and_its_cue_are_no_link_but_because_is_a_cause(read: Read) -> None:
    extraction = read("The factory closed because the river flooded the valley.")
    kinds = {link.kind for link in extraction.links}
    assert kinds == {LinkKind.CAUSES}
    (link,) = extraction.links
    predicates = {s.id: s.predicate for s in extraction.statements}
    assert (predicates[link.source], predicates[link.target]) == ("flood", "close")


def test_a_request_motivates_what_is_done_at_it(read: Read) -> None:
    extraction = read("Norway sent ships to Iceland at Denmark's request.")
    predicates = {s.id: s.predicate for s in extraction.statements}
    assert [(predicates[x.source], x.kind, predicates[x.target]) for x in extraction.links] == [
        ("request", LinkKind.MOTIVATES, "send")
    ]


def test_only_what_the_article_vouches_for_is_asserted(read: Read) -> None:
    extraction = read(
        "The premier said the bank failed. The bank may close. The bank did not pay. The bank opened a branch."
    )
    asserted = {s.predicate for s in extraction.statements if s.asserted}
    assert asserted == {"say", "open"}
    for statement in extraction.statements:
        plain = (
            not statement.attribution
            and statement.polarity is Polarity.POSITIVE
            and statement.certainty is Certainty.CERTAIN
            and statement.timeframe is Timeframe.NON_FUTURE
        )
        assert statement.asserted == plain


def test_each_other_stands_for_both(read: Read) -> None:
    extraction = read("Norway and Sweden accused each other of spying.")
    names = {e.id: e.name for e in extraction.entities}
    obj = find(extraction, "accuse").object
    assert obj is not None and {names[e] for e in obj.entities} == {"Norway", "Sweden"}


def test_a_phrase_of_an_event_noun_is_not_the_verbs(read: Read) -> None:
    extraction = read("Zambia is battling the spread of the disease to a third province.")
    assert [(a.role, words(a.filler)) for a in find(extraction, "spread").arguments] == [("to", "a third province")]
    assert find(extraction, "battle").arguments == ()


def test_a_recipient_stays_with_a_verb_of_giving(read: Read) -> None:
    extraction = read("The envoy sent the appeal of the council to Geneva.")
    assert [a.role for a in find(extraction, "send").arguments] == ["to"]


def test_an_adverb_of_direction_keeps_its_phrase(read: Read) -> None:
    statement = find(read("The soldiers pulled back from the river."), "pull")
    assert [(a.role, words(a.filler)) for a in statement.arguments] == [("from", "the river")]


def test_a_hyphenated_word_is_one_object(read: Read) -> None:
    statement = find(read('The minister told the army to prepare a "quasi-state of war".'), "prepare")
    assert words(statement.object) == 'a "quasi-state of war"'


def test_a_singular_verb_takes_one_subject_of_a_false_pair(read: Read) -> None:
    extraction = read("Fishermen noticed the people and a warship was deployed to help them.")
    assert words(find(extraction, "notice").object) == "the people"
    assert words(find(extraction, "deploy").object) == "a warship"


def test_a_pair_stays_the_subject_of_a_plural_verb(read: Read) -> None:
    extraction = read("Fishermen noticed the people and a warship were missing.")
    assert words(find(extraction, "notice").object) != "the people"


def test_what_is_done_by_doing_something_does_not_do_it(read: Read) -> None:
    extraction = read("The fund was saved by selling two ships.")
    assert words(find(extraction, "save").object) == "The fund"
    assert find(extraction, "sell").subject is None
    assert words(find(read("The fund survived by selling two ships."), "sell").subject) == "The fund"
    assert words(find(read("The fund was fined after selling two ships."), "sell").subject) == "The fund"


@pytest.mark.parametrize(
    ("text", "role"),
    [("The match was cancelled due to rain.", "due_to"), ("The match ended because of rain.", "because_of")],
)
def test_a_preposition_of_two_words_is_one_role(read: Read, text: str, role: str) -> None:
    (argument,) = read(text).statements[0].arguments
    assert (argument.role, argument.filler.text) == (role, "rain")


def test_who_has_a_role_does_what_it_is_and_not_the_role(read: Read) -> None:
    assert words(find(read("Ana Holt was praised for her role representing the union."), "represent").subject) == "her"
    assert words(find(read("The firm hired a clerk speaking Latin."), "speak").subject) == "a clerk"


def test_a_letter_opposes_and_not_who_gets_it(read: Read) -> None:
    extraction = read("They sent a letter on Thursday to Senate leaders opposing the plan.")
    assert words(find(extraction, "oppose").subject) == "a letter"
    assert words(find(read("They gave flowers to leaders opposing the plan."), "oppose").subject) == "leaders"
