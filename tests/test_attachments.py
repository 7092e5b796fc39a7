"""What hangs where: every correction of attachment and every role of an event noun with an example and a counter-example."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsgraph.extractors.attachments import REPAIRS
from newsgraph.extractors.pipeline import parse_documents, read_document
from newsgraph.graph.model import Document

if TYPE_CHECKING:
    from spacy.language import Language

    from newsgraph.extractors.reading import Clause, Reading, Slot

DATA = Path(__file__).parent / "data"


def cases(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def read(nlp: Language, text: str) -> Reading:
    ((document, sections, parse),) = parse_documents([Document(text)], nlp)
    return read_document(document, sections, parse)


def reading_of(reading: Reading, clause: Clause, *, roles: bool = False) -> str:
    def head(slot: Slot | None) -> str:
        return reading.parse.word[slot.heads[0]] if slot is not None and slot.heads else "-"

    told = f"{head(clause.subject)} > {clause.lemma} > {head(clause.object)}"
    return " ".join([told, *(f"{role}={head(slot)}" for role, slot in clause.args if roles)])


def readings(nlp: Language, text: str, *, nominal: bool) -> list[str]:
    reading = read(nlp, text)
    return [
        reading_of(reading, clause, roles=nominal)
        for clause in reading.clauses
        if clause.rule.startswith("nominal") == nominal
    ]


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [(row[0], row[k], row[k + 1]) for row in cases("attachments.tsv") for k in (1, 3)],
)
def test_a_phrase_hangs_where_grammar_puts_it(nlp: Language, rule: str, text: str, expected: str) -> None:
    assert expected in readings(nlp, text, nominal=False), rule


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [(row[0], row[k], row[k + 1]) for row in cases("nominal_roles.tsv") for k in (1, 3)],
)
def test_a_noun_before_or_after_an_event_noun_has_its_role(nlp: Language, rule: str, text: str, expected: str) -> None:
    found = readings(nlp, text, nominal=True)
    if expected.startswith("none "):
        assert not [told for told in found if f"> {expected.removeprefix('none ')} >" in told], rule
    else:
        assert expected in found, rule


def test_every_correction_has_an_example() -> None:
    shown = {row[0] for row in cases("attachments.tsv")}
    assert shown | {"clause-as-subject"} == set(REPAIRS)


def test_a_headline_with_two_verbs_has_one_subject(nlp: Language) -> None:
    text = "Gunman kills three at shopping centre, is shot by police\n\nThe attack took place on Monday, officers said."
    told = readings(nlp, text, nominal=False)
    assert "police > shoot > Gunman" in told
    assert "Gunman > kill > three" in told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Residents criticised the authorities for failing to act.", "authorities > fail > act"),
        ("Residents searched the hills for missing children.", "Residents > search > hills"),
        ("Thousands marched against plans to raise rents.", "- > raise > rents"),
        ("The council announced plans to raise rents.", "council > raise > rents"),
        ("The council rejected plans to raise rents.", "- > raise > rents"),
    ],
)
def test_who_does_what_is_planned_or_blamed(nlp: Language, text: str, expected: str) -> None:
    assert expected in readings(nlp, text, nominal=False)
