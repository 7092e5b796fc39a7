"""What every verb tells of who, what, when, where, why and how, in the words of the sentence."""

from __future__ import annotations

import pytest
from spacy.language import Language

from newsgraph.extractors.pipeline import parse_documents, read_document
from newsgraph.extractors.verb_arguments import VerbArguments, verb_arguments
from newsgraph.graph.model import Document


def of_verb(nlp: Language, sentence: str, verb: str) -> tuple[VerbArguments, set[str]]:
    """The arguments of a verb form in a sentence, and their words."""
    document, sections, parse = next(iter(parse_documents([Document(sentence)], nlp)))
    reading = read_document(document, sections, parse)
    found = next(v for v in verb_arguments(reading) if parse.word[v.token] == verb)
    return found, {parse.slice(a, b) for a, b in found.arguments}


@pytest.mark.parametrize(
    ("sentence", "verb", "told"),
    [
        ("The navy sent a ship to rescue the crew.", "rescue", {"The navy", "the crew", "sent a ship"}),
        ("On Monday the court convened and jailed the mayor.", "jailed", {"On Monday", "the mayor"}),
        ("Maria Lopez said she resigned in May.", "resigned", {"she", "Maria Lopez"}),
        ("The club offers sports including football and tennis.", "offers", {"sports", "football", "tennis"}),
        ("They left the harbour where the ferry sank.", "sank", {"the ferry", "the harbour"}),
        ("Following the vote, thousands left the square.", "Following", {"the vote", "thousands left the square"}),
        ("Their aim is to win the cup.", "win", {"the cup"}),
        ("The army withdrew troops stationed in the valley.", "withdrew", {"The army", "troops"}),
        ("Volta Motors chief engineer Ana Lopez resigned.", "resigned", {"Ana Lopez"}),
        ("The navy launched attacks across the border.", "launched", {"attacks"}),
        ("The state built a clinic to treat the sick.", "built", {"to treat the sick"}),
        ("Australia beat Mexico 62 - 37.", "beat", {"Australia", "Mexico"}),
        ("The news from the valley is encouraging.", "encouraging", {"The news from the valley"}),
    ],
)
def test_arguments_are_told_in_the_words_of_the_sentence(
    nlp: Language, sentence: str, verb: str, told: set[str]
) -> None:
    assert told <= of_verb(nlp, sentence, verb)[1]


@pytest.mark.parametrize(
    ("sentence", "verb", "word"),
    [
        ("The army only shelled the port.", "shelled", "only"),
        ("The army reportedly shelled the port.", "shelled", "reportedly"),
        ("They met at the inn in which he lived.", "lived", "in which"),
        ("Their aim is to win the cup.", "win", "Their aim"),
        ("The minister said on Monday that he resigned.", "resigned", "on Monday"),
        ("Troops stationed in the valley left the town.", "left", "Troops stationed in the valley"),
    ],
)
def test_what_is_no_argument_is_left_out(nlp: Language, sentence: str, verb: str, word: str) -> None:
    assert word not in of_verb(nlp, sentence, verb)[1]


@pytest.mark.parametrize(
    ("sentence", "verb", "modal"),
    [
        ("The firm may close the plant.", "close", True),
        ("The firm plans to close the plant.", "close", True),
        ("If the firm closes the plant, workers will strike.", "closes", True),
        ("The firm closed the plant.", "closed", False),
        ("The firm tried to close the plant.", "close", False),
        ("The firm managed to close the plant.", "close", False),
        ("The navy sent a ship to rescue the crew.", "rescue", False),
        ("The navy will send a ship to rescue the crew.", "rescue", True),
        ("The union does not seek a vote to leave the pact.", "leave", True),
        ("The firm has the goal of winning the contract.", "winning", True),
        ("The firm was fined for dumping waste.", "dumping", False),
        ("The town will flood when the dam breaks.", "breaks", True),
        ("The town flooded when the dam broke.", "broke", False),
    ],
)
def test_what_is_yet_to_be_is_modal(nlp: Language, sentence: str, verb: str, modal: bool) -> None:
    assert of_verb(nlp, sentence, verb)[0].modal is modal


def test_a_score_is_one_argument(nlp: Language) -> None:
    _, told = of_verb(nlp, "Australia beat Mexico 62 - 37.", "beat")
    assert "37" not in told


@pytest.mark.parametrize(
    ("sentence", "verb", "negated"),
    [
        (
            "Unless the state pays, the nurses will strike.",
            "pays",
            False,
        ),  # *unless* negates it for the main clause only
        ("Unless the state does not pay, the nurses will stay.", "pay", True),
        ("If the state does not pay, the nurses will strike.", "pay", True),
        ("The crew tried in vain to reach the ship.", "reach", True),
        ("The crew tried to reach the ship.", "reach", False),
    ],
)
def test_a_verb_is_negated_in_its_own_clause_or_by_what_governs_it(
    nlp: Language, sentence: str, verb: str, negated: bool
) -> None:
    assert of_verb(nlp, sentence, verb)[0].negated is negated
