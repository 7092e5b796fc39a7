"""Confidence is a probability learnt from annotated arguments; what it does not know stays None."""

from __future__ import annotations

from spacy.language import Language

from newsgraph.extractors.confidence import features
from newsgraph.extractors.pipeline import extract_documents, parse_documents, read_document
from newsgraph.graph.model import Document, Provenance

TEXT = "The council closed the bridge. The seizure of the ship angered the crew."


def test_verbal_statements_have_a_probability_and_nominal_ones_none(nlp: Language) -> None:
    extraction = next(iter(extract_documents([Document(TEXT)], nlp, Provenance("test", "test", "test"))))
    by_predicate = {s.predicate: s.confidence for s in extraction.statements}
    assert by_predicate["seize"] is None
    confidence = by_predicate["close"]
    assert confidence is not None and 0.5 < confidence < 1


def test_features_name_the_rule_and_the_slots(nlp: Language) -> None:
    (parsed,) = parse_documents([Document(TEXT)], nlp)
    reading = read_document(*parsed)
    names = set(features(reading.parse, reading.clauses[0]))
    assert {"rule=verb", "slots=so", "subject=own", "short-sentence"} <= names
