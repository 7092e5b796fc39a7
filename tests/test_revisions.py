"""A number that was given before is counted like the new one, and superseded by it."""

from __future__ import annotations

import pytest
from spacy.language import Language

from newsgraph.extractors.pipeline import extract_documents
from newsgraph.graph.model import Document, LinkKind, Provenance

Number = tuple[str, float | None, str]


def revisions(nlp: Language, text: str) -> list[tuple[Number, Number]]:
    """(new, old) of every superseded number, each as predicate, value and unit."""
    [extraction] = extract_documents([Document(text)], nlp, Provenance("0", "default", "rules"))
    numbers = {s.id: (s.predicate, s.quantity.value, s.quantity.unit) for s in extraction.statements if s.quantity}
    return [(numbers[k.source], numbers[k.target]) for k in extraction.links if k.kind is LinkKind.SUPERSEDES]


@pytest.mark.parametrize(
    ("text", "new", "old"),
    [
        (
            "Twelve people have died since the outbreak began, the ministry added, revising an earlier count of 20.",
            ("die", 12, "people dead"),
            ("revise", 20, "people dead"),
        ),
        (
            "Nine people were killed, police said, correcting an initial toll of 12.",
            ("kill", 9, "people killed"),
            ("correct", 12, "people killed"),
        ),
        (
            "The ministry said 31 people had died. It raised the previous toll of 14.",
            ("die", 31, "people dead"),
            ("raise", 14, "people dead"),
        ),
    ],
)
def test_a_revised_count_is_superseded_by_the_new_one(nlp: Language, text: str, new: Number, old: Number) -> None:
    assert revisions(nlp, text) == [(new, old)]


@pytest.mark.parametrize(
    "text",
    [
        # Another unit, another source, no count, nothing counted before, not revised.
        "Police said 31 people had died. The company revised an earlier estimate of 5 million euros.",
        "Police said 31 people had died. The company revised an earlier count of 12.",
        "The ministry said 31 people had died. It revised an earlier law of 1990.",
        "The bank kept its rate. It revised an earlier estimate of 20.",
        "The ministry said 31 people had died. It did not revise the earlier count of 14.",
    ],
)
def test_other_numbers_are_left_alone(nlp: Language, text: str) -> None:
    assert revisions(nlp, text) == []
