"""Where it happens: what the words say of the place of a statement, and what they do not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsgraph.extractors.pipeline import extract_documents
from newsgraph.graph.model import Document, Extraction, Provenance

if TYPE_CHECKING:
    from spacy.language import Language

TABLE = Path(__file__).parent / "data" / "places.tsv"
NOWHERE = "-"


def cases() -> list[tuple[str, str, tuple[str, ...]]]:
    """Sentence, trigger, the places that are right."""
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [(text, trigger, tuple(places.split("|"))) for text, trigger, places in (line.split("\t") for line in lines)]


def read(nlp: Language, texts: list[str]) -> list[Extraction]:
    return list(extract_documents([Document(text) for text in texts], nlp, Provenance("0", "model", "rules")))


def places_of(extraction: Extraction, trigger: str) -> set[str] | None:
    """Names and words of the place of the statement with this trigger, lower-cased; {"-"} for none; None without the statement."""
    text = extraction.document.text
    for statement in extraction.statements:
        span = statement.evidence[0].trigger
        if span is None or text[span.start : span.end] != trigger:
            continue
        if statement.place is None:
            return {NOWHERE}
        names = {extraction.entity(e).name for e in statement.place.entities} | {statement.place.text}
        bare = [n.lower() for n in names]
        return {n.removeprefix("the ").removeprefix("a ").removeprefix("her ") for n in bare}
    return None


def test_the_suite_of_places_has_its_size() -> None:
    assert len(cases()) >= 100
    assert sum(NOWHERE in places for _, _, places in cases()) >= 20


def test_nineteen_in_twenty_places_are_right(nlp: Language) -> None:
    table = cases()
    wrong = [
        (text, trigger, found)
        for (text, trigger, places), extraction in zip(table, read(nlp, [t for t, _, _ in table]), strict=True)
        if not (found := places_of(extraction, trigger)) or not found & {p.lower() for p in places}
    ]
    assert len(wrong) <= len(table) // 20, wrong


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("Negotiators met in Riga on Tuesday.", "met", "riga"),  # phrase
        ("Rebels fired at the village.", "fired", NOWHERE),
        ("The governor criticised the policy on Syria.", "criticised", NOWHERE),
        ("The family fled from Mariupol to Poland.", "fled", "poland"),  # goal
        ("The family sold a house to a friend.", "sold", NOWHERE),
        ("Police arrested two men at a hotel in Marseille.", "arrested", "marseille"),  # argument
        ("Diplomats condemned the arrests in Belarus.", "condemned", NOWHERE),
        ("The medic at the clinic said the boy was alive.", "said", NOWHERE),
        ("Militants seized the town of Palma.", "seized", "palma"),  # object
        ("Parliament left the law as it was.", "left", NOWHERE),
        ("Malawi, where four people have died, closed its schools.", "died", "malawi"),  # where
        ("Malawi, which four people have sued, closed its schools.", "sued", NOWHERE),
        ("The Nairobi bombing killed 200 people.", "killed", "nairobi"),  # compound
        ("The Iran talks failed.", "failed", NOWHERE),
        ("The envoys arrived in Geneva. They will meet a delegation there.", "meet", "geneva"),  # there
        ("The envoys arrived in Geneva. There will be delays.", "be", NOWHERE),
        ("Soldiers opened fire in Conakry, wounding a student.", "wounding", "conakry"),  # participle
        ("The minister spoke in Conakry while the student slept.", "slept", NOWHERE),
    ],
)
def test_each_rule_reads_its_example_and_not_its_counter_example(
    nlp: Language, text: str, trigger: str, place: str
) -> None:
    found = places_of(read(nlp, [text])[0], trigger)
    assert found == {NOWHERE} if place == NOWHERE else place in (found or ())


def test_the_dateline_is_where_it_was_written_not_where_it_happened(nlp: Language) -> None:
    extraction = read(nlp, ["GENEVA, May 3 — The senate rejected the bill.\n\nRebels killed six soldiers in Sudan."])[0]
    assert places_of(extraction, "rejected") == {NOWHERE}
    assert places_of(extraction, "killed") == {"sudan"}


def test_a_name_after_a_noun_of_places_or_of_buildings_is_a_place(nlp: Language) -> None:
    for text, name in (("The town of Brenk voted.", "Brenk"), ("He was taken from his home in Brenk.", "Brenk")):
        types = {e.name: str(e.type) for e in read(nlp, [text])[0].entities}
        assert types[name] == "Location"


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Migrants rescued off Libyan coast", "rescue"),
        ("Ferry sinks off Greek island", "sink"),
        ("The company laid off 300 workers.", "lay off"),
        ("The peacekeepers pulled off Friday.", "pull off"),
    ],
)
def test_a_preposition_without_article_after_it_is_no_particle(nlp: Language, text: str, predicate: str) -> None:
    assert [s.predicate for s in read(nlp, [text])[0].statements] == [predicate]
