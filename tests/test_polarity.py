"""Polarity, certainty, timeframe and holder over the phenomena of English; nothing hedged becomes a plain edge."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from newsgraph.extractors.pipeline import extract_documents
from newsgraph.graph.model import Certainty, Document, Extraction, Polarity, Provenance, Statement, Timeframe

SUITE = Path(__file__).parent / "data" / "polarity.tsv"
LETTERS = {
    "C": Certainty.CERTAIN,
    "P": Certainty.PROBABLE,
    "S": Certainty.POSSIBLE,
    "U": Certainty.UNSPECIFIED,
    "X": Certainty.UNREAL,
}
Case = tuple[str, str, str, str, str]


def read_suite() -> list[Case]:
    rows = [line.split("\t") for line in SUITE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [(r[0], r[1], r[2], r[3], r[4] if len(r) > 4 else "") for r in rows]


CASES = read_suite()


@pytest.fixture(scope="module")
def extractions(nlp: Language) -> dict[str, Extraction]:
    sentences = list(dict.fromkeys(case[1] for case in CASES))
    made = extract_documents((Document(s) for s in sentences), nlp, Provenance("test", "test", "test"))
    return dict(zip(sentences, made, strict=True))


def test_the_suite_covers_at_least_150_readings() -> None:
    assert len(CASES) >= 150


def holder_names(extraction: Extraction, statement: Statement) -> str:
    names = {e.id: e.name for e in extraction.entities}
    return " ".join(names[h] for h in statement.holders)


def fits(extraction: Extraction, statement: Statement, reading: str, holder: str) -> bool:
    letters = [LETTERS[c] for c in reading if c in LETTERS]
    negative = statement.polarity is Polarity.NEGATIVE
    if ("-" in reading and "+" not in reading) != negative and not ("+" in reading and "-" in reading):
        return False
    if statement.certainty not in letters or ("F" in reading and statement.timeframe is not Timeframe.FUTURE):
        return False
    if holder == "-":
        return not statement.attribution
    return holder.lower() in holder_names(extraction, statement).lower()


@pytest.mark.parametrize(("phenomenon", "sentence", "predicate", "reading", "holder"), CASES)
def test_the_reading_is_there_and_nothing_else_is_asserted(
    extractions: dict[str, Extraction], phenomenon: str, sentence: str, predicate: str, reading: str, holder: str
) -> None:
    extraction = extractions[sentence]
    found = [s for s in extraction.statements if s.predicate == predicate]
    assert found, f"{phenomenon}: no statement with {predicate!r}"
    assert any(fits(extraction, s, reading, holder) for s in found), (
        f"{phenomenon}: {[(str(s.polarity), str(s.certainty), str(s.timeframe), holder_names(extraction, s)) for s in found]}"
    )
    if reading.endswith("!"):
        assert any(s.asserted for s in found)
    else:
        assert not any(s.asserted for s in found)
