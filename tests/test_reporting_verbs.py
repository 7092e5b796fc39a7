"""The lexicon of cues: every entry is well formed, and the classes are those of the field."""

from __future__ import annotations

import pytest

from newsgraph.extractors.cues import (
    CLASSES,
    PREPOSITIONS,
    adjective_cues,
    light_verbs,
    nominal_cues,
    reporting_verbs,
    source_nouns,
    verb_lemma,
)

_VERB_FRAMES = {"clause", "quote", "inf", "obj-inf", "ger", "obj", "pred", "on-inf", "addressee", *PREPOSITIONS}
_NOUN_FRAMES = {"clause", "inf", *PREPOSITIONS}
_TABLES = {"verbs": reporting_verbs, "nouns": nominal_cues, "adjectives": adjective_cues}


@pytest.mark.parametrize("name", _TABLES)
def test_every_entry_has_a_known_class(name: str) -> None:
    table = _TABLES[name]()
    assert {cue.kind for frames in table.values() for cue in frames.values()} <= CLASSES


def test_every_frame_of_a_verb_is_known() -> None:
    frames = {frame for entry in reporting_verbs().values() for frame in entry}
    assert {f for f in frames if f.lstrip("+") not in _VERB_FRAMES | {"as", "among"}} == set()


@pytest.mark.parametrize("name", ["nouns", "adjectives"])
def test_every_frame_of_a_noun_or_adjective_is_known(name: str) -> None:
    assert {frame for entry in _TABLES[name]().values() for frame in entry} <= _NOUN_FRAMES


def test_the_lexicon_covers_reporting_broadly() -> None:
    assert len(reporting_verbs()) >= 300
    assert len(nominal_cues()) >= 100
    assert len(adjective_cues()) >= 50
    assert {"make", "express", "voice"} <= light_verbs()


def test_lemmas_are_lower_case_and_plain() -> None:
    for table in (reporting_verbs(), nominal_cues(), adjective_cues()):
        assert all(lemma == lemma.strip().lower() for lemma in table)


def test_kinds_of_source_nouns_are_three() -> None:
    assert set(source_nouns().values()) == {"person", "body", "document"}


@pytest.mark.parametrize(
    ("lemma", "frame", "kind", "link"),
    [
        ("say", "clause", "assertive", True),
        ("announce", "clause", "assertive", True),
        ("confirm", "clause", "factive", True),
        ("admit", "clause", "factive", True),
        ("deny", "clause", "negative", True),
        ("deny", "ger", "negative", True),
        ("rule out", "obj", "negative", True),
        ("doubt", "clause", "negative", True),
        ("believe", "clause", "belief", True),
        ("fear", "clause", "belief", True),
        ("expect", "clause", "expectation", True),
        ("hope", "clause", "expectation", True),
        ("warn", "of", "predictive", True),
        ("forecast", "clause", "predictive", True),
        ("urge", "obj-inf", "directive", True),
        ("call", "for", "directive", True),
        ("call", "on-inf", "directive", True),
        ("call", "pred", "assertive", True),
        ("demand", "obj", "directive", True),
        ("accuse", "+of", "accusation", True),
        ("blame", "+for", "accusation", True),
        ("describe", "+as", "assertive", True),
        ("put", "+at", "assertive", True),
        ("ask", "clause", "question", True),
        ("decide", "inf", "commissive", False),
        ("agree", "inf", "commissive", False),
        ("plan", "inf", "commissive", False),
        ("vow", "inf", "commissive", False),
        ("offer", "inf", "commissive", False),
        ("decline", "inf", "negative", False),
        ("condemn", "obj", "evaluative", False),
        ("slam", "obj", "evaluative", False),
        ("praise", "obj", "evaluative", False),
        ("know", "clause", "perception", False),
    ],
)
def test_a_verb_has_its_class_in_its_frame(lemma: str, frame: str, kind: str, link: bool) -> None:
    cue = reporting_verbs()[lemma][frame]
    assert (cue.kind, cue.link) == (kind, link)


def test_confused_lemmas_are_undone() -> None:
    assert verb_lemma("hoping", "hop") == "hope"
    assert verb_lemma("said", "say") == "say"
