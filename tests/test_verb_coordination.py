"""Coordinated verbs have one form: a finite verb is not joined to an infinitive."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from spacy.language import Language

from newsgraph.extractors.pipeline import extract_documents
from newsgraph.extractors.repairs import repair_gerunds
from newsgraph.extractors.verb_coordination import repair_coordinated_verbs
from newsgraph.graph.model import Document, Provenance

sys.path.insert(0, str(Path(__file__).parent))
from parse_cases import parse

TRIED = """
They PRP PRON nsubj 1
tried VBD VERB ROOT 1
to TO PART aux 3
land VB VERB xcomp 1
but CC CCONJ cc 3
crashed VBD VERB conj 3
"""


def test_a_finite_verb_is_joined_to_the_finite_verb_before_the_infinitive() -> None:
    table = parse(TRIED)
    repair_coordinated_verbs(table)
    assert (table.word[table.head[5]], table.word[table.head[4]]) == ("tried", "tried")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("crashed VBD VERB conj 3", "crash VB VERB conj 3"),  # two infinitives
        ("crashed VBD VERB conj 3", "we PRP PRON nsubj 6\ncrashed VBD VERB conj 3"),  # a clause of its own
        ("to TO PART aux 3", "never RB ADV advmod 3"),  # no infinitive
    ],
)
def test_verbs_of_one_form_stay_joined(old: str, new: str) -> None:
    table = parse(TRIED.replace(old, new))
    before = list(table.head)
    repair_coordinated_verbs(table)
    assert table.head == before


SHELLED = """
Kasich NNP PROPN nsubj 1
lost VBD VERB ROOT 1
votes NNS NOUN dobj 1
and CC CCONJ cc 2
Cruz NNP PROPN conj 2
left VBD VERB conj 1
"""


@pytest.mark.parametrize(
    ("old", "new", "subject"),
    [
        ("Cruz", "Cruz", "left"),
        ("left VBD VERB conj 1", ", , PUNCT punct 1\nleft VBD VERB conj 1", "votes"),  # a list of verbs
        ("left VBD VERB conj 1", "and CC CCONJ cc 1\nleft VBD VERB conj 1", "votes"),  # its own coordinator
    ],
)
def test_two_clauses_need_a_coordinator(old: str, new: str, subject: str) -> None:
    table = parse(SHELLED.replace(old, new))
    repair_coordinated_verbs(table)
    assert table.word[table.head[4]] == subject


SENT = """
She PRP PRON nsubj 3
had VBD AUX aux 3
not RB PART neg 3
sent VBN VERB ROOT 3
or CC CCONJ cc 3
received VBD VERB conj 3
any DT DET det 7
letters NNS NOUN dobj 5
"""


@pytest.mark.parametrize(
    ("old", "new", "tag"),
    [
        ("or", "or", "VBN"),
        ("or CC", "and CC", "VBD"),  # "had sent one and received two" may be a second past
        ("received VBD", "went VBD", "VBD"),  # no participle
    ],
)
def test_after_or_a_verb_has_the_form_of_the_first(old: str, new: str, tag: str) -> None:
    table = parse(SENT.replace(old, new))
    repair_coordinated_verbs(table)
    assert table.tag[5] == tag


def test_a_gerund_after_a_preposition_is_a_clause_and_a_noun_is_not() -> None:
    rows = "Fog NN NOUN nsubj 1\nkept VBD VERB ROOT 1\nport NN NOUN dobj 1\nfrom IN ADP prep 1\nopening VBG VERB pobj 3"
    table = parse(rows)
    repair_gerunds(table)
    assert table.dep[4] == "pcomp"
    table = parse(rows.replace("opening VBG VERB", "use NN NOUN"))
    repair_gerunds(table)
    assert table.dep[4] == "pobj"


def test_not_before_a_gerund_makes_the_noun_after_it_its_object() -> None:
    rows = "was VBD AUX ROOT 0\nfor IN ADP prep 0\nnot RB PART neg 3\nclearing VBG VERB amod 4\nroads NNS NOUN pobj 1"
    table = parse(rows)
    repair_gerunds(table)
    assert (table.dep[3], table.head[3], table.dep[4], table.head[4]) == ("pcomp", 1, "dobj", 3)
    table = parse(rows.replace("not RB PART neg 3", "fast RB ADV advmod 3"))
    repair_gerunds(table)
    assert (table.dep[3], table.dep[4]) == ("amod", "pobj")


@pytest.mark.parametrize(
    ("text", "predicate", "subject"),
    [
        ("The strike kept the port from opening.", "open", "the port"),
        ("The strike left thousands unable to travel.", "travel", "thousands"),
        ("The club found a bank willing to lend the money.", "lend", "a bank"),
    ],
)
def test_a_complement_has_the_subject_of_what_governs_it(
    nlp: Language, text: str, predicate: str, subject: str
) -> None:
    [extraction] = extract_documents([Document(text)], nlp, Provenance("0", "model", "rules"))
    found = {s.predicate: s.subject.text if s.subject else None for s in extraction.statements}
    assert (found[predicate] or "").startswith(subject)


def test_who_foils_a_plot_has_no_part_in_it(nlp: Language) -> None:
    [extraction] = extract_documents(
        [Document("Police foiled a plot to kill the senator.")], nlp, Provenance("0", "model", "rules")
    )
    assert all(s.subject is None for s in extraction.statements if s.predicate == "kill")


def test_a_participle_before_a_noun_is_no_gerund(nlp: Language) -> None:
    texts = ["The plan is criticised for not helping working families.", "The firm denied paying bribes."]
    helping, denying = extract_documents((Document(t) for t in texts), nlp, Provenance("0", "model", "rules"))
    assert "work" not in {s.predicate for s in helping.statements}
    assert "pay" in {s.predicate for s in denying.statements}


def test_bare_forms_after_an_infinitive_are_of_its_kind() -> None:
    rows = (
        "They PRP PRON nsubjpass 2\nwere VBD AUX auxpass 2\ntold VBN VERB ROOT 2\nto TO PART aux 4\nstop VB VERB xcomp 2\n"
        "and CC CCONJ cc 2\nleave VB VERB conj 2"
    )
    table = parse(rows)
    repair_coordinated_verbs(table)
    assert (table.head[6], table.head[5]) == (4, 4)
    table = parse(rows.replace("leave VB ", "left VBD "))
    repair_coordinated_verbs(table)
    assert (table.head[6], table.head[5]) == (2, 2)
