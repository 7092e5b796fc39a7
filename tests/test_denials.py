"""A denial that takes up a claim by a noun, and accusations that go both ways, are linked to what they are about."""

from __future__ import annotations

import pytest
from spacy.language import Language

from newsgraph.extractors.pipeline import extract_documents
from newsgraph.graph.ledger import ledgers
from newsgraph.graph.model import Document, LinkKind, Provenance
from newsgraph.graph.store import Store

Found = tuple[str, LinkKind, str]


def links(nlp: Language, text: str, kind: LinkKind) -> set[tuple[str, str]]:
    """(predicate of the denial, predicate of what is denied) of every link of a kind."""
    [extraction] = extract_documents([Document(text)], nlp, Provenance("0", "default", "rules"))
    lemmas = {statement.id: statement.predicate for statement in extraction.statements}
    return {(lemmas[link.source], lemmas[link.target]) for link in extraction.links if link.kind is kind}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lena Orr said the mine had leaked oil. The company rejected the claim.", {("reject", "leak")}),
        (
            "Lena Orr accused the company of poisoning the river. The company denied the accusation.",
            {("deny", "poison")},
        ),
        ("He claimed that the votes were burned, an allegation the commission dismissed.", {("dismiss", "burn")}),
        ("Lena Orr said the mine had leaked oil. That claim was challenged by the newspaper.", {("challenge", "leak")}),
    ],
)
def test_a_denied_claim_is_what_somebody_else_was_just_reported_to_say(
    nlp: Language, text: str, expected: set[tuple[str, str]]
) -> None:
    assert links(nlp, text, LinkKind.DENIES) == expected


@pytest.mark.parametrize(
    "text",
    [
        # Not denied: negated, planned, asked for.
        "Lena Orr said the mine had leaked oil. The company did not deny the claim.",
        "Lena Orr said the mine had leaked oil. The company will deny the claim.",
        # What is denied is no claim, is told at once, or is the denier's own.
        "Lena Orr said the mine had leaked oil. The court rejected the appeal.",
        "Lena Orr said the mine had leaked oil. The company denied the report of layoffs.",
        "Lena Orr said the mine had leaked oil. Orr later rejected a claim.",
        # Nobody was reported to say anything.
        "The mine leaked oil. The company denied the claim.",
    ],
)
def test_nothing_is_denied_where_no_claim_of_another_is_taken_up(nlp: Language, text: str) -> None:
    assert links(nlp, text, LinkKind.DENIES) == set()


def test_who_accuse_each_other_contradict_each_other(nlp: Language) -> None:
    both = "The army and the rebels accused each other of breaking the truce."
    assert links(nlp, both, LinkKind.CONTRADICTS) == {("break", "break")}
    one = "The army accused the rebels of breaking the truce."
    assert links(nlp, one, LinkKind.CONTRADICTS) == set()


def test_an_event_is_disputed_where_somebody_denies_the_claim_as_such(nlp: Language) -> None:
    text = "Lena Orr said the mine had leaked oil. The company rejected the claim."
    store = Store.memory()
    store.add_all(extract_documents([Document(text)], nlp, Provenance("0", "default", "rules")))
    [ledger] = ledgers(store, status="disputed")
    assert (ledger.holders, ledger.deniers) == (1, 1)
    assert [(entry.source, entry.sureness) for entry in ledger.entries] == [("Lena Orr", "denied by company")]
    assert list(ledgers(store, status="negated")) == []
