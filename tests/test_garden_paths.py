"""Garden paths: participles that a parser takes for the verb of the clause."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsgraph.extractors.garden_paths import repair_garden_paths
from newsgraph.extractors.pipeline import extract_documents
from newsgraph.graph.model import Document, Provenance

if TYPE_CHECKING:
    from spacy.language import Language

sys.path.insert(0, str(Path(__file__).parent))
from parse_cases import parse

MISREAD = """
Police NN NOUN nsubj 1
believe VBP VERB ROOT 1
migrants NNS NOUN nsubj 3
found VBN VERB ccomp 1
in IN ADP prep 3
water NN NOUN pobj 4
may MD AUX aux 7
drown VB VERB ccomp 1
"""


def test_a_stranded_finite_verb_gets_the_noun_before_the_participle() -> None:
    table = parse(MISREAD)
    repair_garden_paths(table)
    assert (table.word[table.head[2]], table.dep[2]) == ("drown", "nsubj")
    assert (table.word[table.head[3]], table.dep[3]) == ("migrants", "acl")
    assert (table.word[table.head[7]], table.dep[7]) == ("believe", "ccomp")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("may MD AUX aux 7", "and CC CCONJ cc 7"),  # a conjunction shares the subject
        ("in IN ADP prep 3\nwater NN NOUN pobj 4", "a DT DET det 5\nguard NN NOUN dobj 3"),  # a passive participle has no object
        ("found VBN VERB ccomp 1", "said VBN VERB ccomp 1"),
        ("found VBN VERB ccomp 1", "found VBN VERB relcl 1"),
        ("in IN ADP prep 3\nwater NN NOUN pobj 4", "in IN ADP prep 3\nwhat WP PRON pobj 4"),
    ],
)  # fmt: skip
def test_what_grammar_allows_stays(old: str, new: str) -> None:
    table = parse(MISREAD.replace(old, new))
    before = (list(table.head), list(table.dep))
    repair_garden_paths(table)
    assert (table.head, table.dep) == before


@pytest.mark.parametrize(
    ("text", "predicate", "subject"),
    [
        ("The soldiers taken to the hospital died.", "die", "soldiers"),
        ("The minister said the troops sent to the border would return.", "return", "troops"),
        ("Witnesses said the driver found at the scene had been drinking.", "drink", "driver"),
    ],
)
def test_the_verb_of_the_clause_has_its_subject_and_the_participle_has_none(
    nlp: Language, text: str, predicate: str, subject: str
) -> None:
    [extraction] = extract_documents([Document(text)], nlp, Provenance("0", "model", "rules"))
    found = {s.predicate: s.subject.text if s.subject else None for s in extraction.statements}
    assert subject in (found[predicate] or "")
    assert all(found.get(participle) is None for participle in ("take", "send", "find"))


HEADLESS = """
Attempts NNS NOUN ROOT 0
to TO PART aux 2
free VB VERB acl 0
miners NNS NOUN dobj 2
failed VBD VERB ccomp 2
"""


def test_a_noun_with_an_infinitive_gets_the_finite_verb_that_follows() -> None:
    table = parse(HEADLESS)
    repair_garden_paths(table)
    assert (table.word[table.head[0]], table.dep[0], table.is_root(4)) == ("failed", "nsubj", True)


def test_a_verb_with_a_subject_of_its_own_stays_where_it_is() -> None:
    table = parse(HEADLESS.replace("failed VBD VERB ccomp 2", "who WP PRON nsubj 5\nfailed VBD VERB ccomp 2"))
    before = list(table.head)
    repair_garden_paths(table)
    assert table.head == before
