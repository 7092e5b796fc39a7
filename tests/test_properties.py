"""Standing properties: what is read, and what only looks like it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsgraph.extractors.pipeline import extract_documents
from newsgraph.graph.explanation import entity_iris
from newsgraph.graph.model import Document, Extraction, Provenance
from newsgraph.graph.properties import properties_of
from newsgraph.graph.store import Store

if TYPE_CHECKING:
    from spacy.language import Language

TABLE = Path(__file__).parent / "data" / "properties.tsv"
Fact = tuple[str, str, str]


def cases() -> list[tuple[str, set[Fact]]]:
    """Sentences with the properties they tell."""
    found = []
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, *columns = line.split("\t")
            told = {(a, b, c) for a, b, c in zip(columns[::3], columns[1::3], columns[2::3], strict=False)}
            found.append((text, told))
    return found


def read(nlp: Language, texts: list[str]) -> list[Extraction]:
    return list(extract_documents([Document(text) for text in texts], nlp, Provenance("0", "model", "rules")))


def facts(extraction: Extraction) -> set[Fact]:
    """All but kinds and acronyms."""
    names = {e.id: e.name for e in extraction.entities}
    return {
        (names[f.subject], f.predicate, names.get(f.object, f.object))
        for f in extraction.facts
        if f.predicate not in ("is a", "also known as")
    }


def test_the_suite_of_properties_has_its_size() -> None:
    assert len(cases()) >= 80
    assert sum(not told for _, told in cases()) >= 40


def test_nothing_is_taken_for_a_property_that_is_none_and_nineteen_in_twenty_are_found(nlp: Language) -> None:
    table = cases()
    read_facts = [facts(extraction) for extraction in read(nlp, [text for text, _ in table])]
    assert [text for (text, told), found in zip(table, read_facts, strict=True) if not found <= told] == []
    missed = [text for (text, told), found in zip(table, read_facts, strict=True) if not told <= found]
    assert len(missed) <= len(table) // 20, missed


@pytest.mark.parametrize(
    "text",
    [
        '"The terrorist group Northern Dawn is finished," the minister said.',
        "The minister said Northern Dawn is a terrorist group.",
    ],
)
def test_a_kind_that_somebody_ascribes_is_no_property(nlp: Language, text: str) -> None:
    assert [f for f in read(nlp, [text])[0].facts if f.predicate == "is a"] == []


def test_a_kind_that_the_article_ascribes_is_one(nlp: Language) -> None:
    told = read(nlp, ["The aid group Medics Direct left."])[0].facts
    assert [(f.predicate, f.object) for f in told] == [("is a", "aid group")]


def test_the_words_of_a_property_are_those_of_the_article(nlp: Language) -> None:
    text = "Norvane Systems, based in Latvia, sold the ship."
    [fact] = [f for f in read(nlp, [text])[0].facts if f.predicate == "based in"]
    assert fact.evidence.quote == "Norvane Systems, based in Latvia"
    assert text[fact.evidence.start : fact.evidence.end] == fact.evidence.quote


def test_a_property_is_found_from_both_its_ends(nlp: Language) -> None:
    store = Store.memory()
    store.add_all(read(nlp, ["Veridio Labs, owned by Norvane Systems, closed."]))
    for name in ("Veridio Labs", "Norvane Systems"):
        [entity] = entity_iris(store.inner, store.namespace, name)
        [told] = properties_of(store.inner, entity)
        assert told.sentence == "Veridio Labs owned by Norvane Systems"
        assert told.quotations[0].words == "Veridio Labs, owned by Norvane Systems"


def test_a_property_is_no_plain_edge(nlp: Language) -> None:
    store = Store.memory()
    store.add_all(read(nlp, ["Veridio Labs, owned by Norvane Systems, closed."]))
    assert list(store.query('SELECT ?f { ?f a ng:StaticFact ; ng:factPredicate "owned by" }'))  # type: ignore[arg-type]
    assert not store.query("ASK { GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(STR(?p), 'owned')) }")
