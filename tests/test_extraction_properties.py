"""Whatever the text: no crash, offsets that quote it, references that resolve, and nothing hedged among the plain facts."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from newsgraph.extractors.pipeline import extract_documents
from newsgraph.graph.model import Certainty, Document, Extraction, Polarity, Provenance, Timeframe

SUBJECTS = (
    "The minister",
    "Rebels",
    "Norway",
    "No group",
    "Two officials",
    "She",
    "The statement",
    "Anna Berg, the mayor,",
    "Norway and the rebels",
    "“We",
    "It",
)
VERBS = (
    "denied that",
    "said",
    "may",
    "did not",
    "shelled",
    "was told to",
    "will",
    "accused",
    "failed to",
    "has yet to",
    "reportedly",
    "is",
)
OBJECTS = (
    "fired on protesters",
    "the convoy",
    "leave the city by Friday",
    "of hiding losses",
    "each other of shelling Oslo and hiding losses",
    "40 people in Oslo",
    "there is no evidence",
    "there",
)
ENDS = (
    ".",
    ",” he said.",
    "?",
    ", according to the UN.",
    ":",
    "\n\n",
    " —",
    "”",
    "\r\n\r\n“",
    " if the dam breaks.",
    "",
)
NOISE = st.text(st.characters(codec="utf-8"), max_size=12)
SENTENCES = st.builds(" ".join, st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(VERBS), st.sampled_from(OBJECTS)))
TEXTS = st.lists(
    st.one_of(st.builds("".join, st.tuples(SENTENCES, st.sampled_from(ENDS))), NOISE), min_size=1, max_size=8
).map(" ".join)


def check(extraction: Extraction) -> None:
    text = extraction.document.text
    entities = {e.id for e in extraction.entities}
    statements = {s.id for s in extraction.statements}
    assert len(statements) == len(extraction.statements)
    for statement in extraction.statements:
        assert statement.evidence
        for evidence in statement.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote
        for participant in (statement.subject, statement.object, *(a.filler for a in statement.arguments)):
            if participant is not None:
                assert text[participant.span.start : participant.span.end] == participant.text
                assert set(participant.entities) <= entities
                assert participant.statement is None or participant.statement in statements
        assert all(set(link.holders) <= entities for link in statement.attribution)
        if statement.asserted:
            assert not statement.attribution and statement.polarity is Polarity.POSITIVE
            assert statement.certainty is Certainty.CERTAIN and statement.timeframe is Timeframe.NON_FUTURE
    for link in extraction.links:
        assert {link.source, link.target} <= statements
    for entity in extraction.entities:
        assert entity.name.strip()
        assert all(0 <= m.span.start < m.span.end <= len(text) for m in entity.mentions)


@settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=TEXTS)
def test_any_text_is_read_without_breaking_the_promises(nlp: Language, text: str) -> None:
    (extraction,) = extract_documents([Document(text)], nlp, Provenance("test", "test", "test"))
    check(extraction)


def test_reading_is_deterministic_and_independent_of_the_batch(nlp: Language) -> None:
    texts = [
        "The minister denied that troops fired.",
        "Norway may send ships.\n\n“We will,” she said.",
        "Rebels shelled Oslo.",
    ]
    provenance = Provenance("test", "test", "test")
    together = list(extract_documents([Document(t) for t in texts], nlp, provenance))
    alone = [next(iter(extract_documents([Document(t)], nlp, provenance))) for t in texts]
    assert together == alone
    assert [[s.id for s in x.statements] for x in together] == [[s.id for s in x.statements] for x in alone]


def test_a_text_without_words_yields_nothing(nlp: Language) -> None:
    for text in ("", "   \n\n  ", "\ufeff", "…", "\u200b\u200b"):
        (extraction,) = extract_documents([Document(text)], nlp, Provenance("test", "test", "test"))
        assert extraction.statements == ()
