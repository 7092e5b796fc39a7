"""Base forms of verbs that the model's list lacks."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from newsgraph.extractors.language_model import installed_model
from newsgraph.extractors.verb_lemmas import VerbLemmas, base_form, one_spelling


@pytest.fixture(scope="module")
def pipe() -> VerbLemmas:
    return VerbLemmas(spacy.load(installed_model()).get_pipe("lemmatizer"))


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("retweeted", "VBD", "retweet"),
        ("livestreaming", "VBG", "livestream"),
        ("rezoned", "VBN", "rezone"),
        ("geotagged", "VBN", "geotag"),
        ("vlogging", "VBG", "vlog"),
        ("frackings", "VBZ", "fracking"),
        ("fracking", "VBG", "frack"),
        ("skyping", "VBG", "skype"),
        ("outsourced", "VBN", "outsource"),
        ("weaponized", "VBN", "weaponize"),
        ("weaponised", "VBN", "weaponise"),
        ("gamified", "VBN", "gamify"),
        ("gamifies", "VBZ", "gamify"),
        ("doxxes", "VBZ", "doxx"),
        ("memes", "VBZ", "meme"),
        ("furloughed", "VBN", "furlough"),
    ],
)
def test_english_spelling_says_what_the_base_form_is(pipe: VerbLemmas, form: str, tag: str, lemma: str) -> None:
    assert base_form(form, tag, pipe.listed) == lemma


@pytest.mark.parametrize(("form", "tag"), [("greenlit", "VBD"), ("brring", "VBG"), ("ed", "VBN"), ("retweet", "VB")])
def test_what_has_no_ending_is_left_alone(pipe: VerbLemmas, form: str, tag: str) -> None:
    assert base_form(form, tag, pipe.listed) is None


def test_forms_of_one_verb_have_one_base_form(nlp: Language) -> None:
    doc = nlp("They install pumps. They installed pumps, were installing more, and enrolled; critics retweeted it.")
    assert [t.lemma_ for t in doc if t.pos_ == "VERB"] == ["install", "install", "install", "enroll", "retweet"]


def test_other_doubled_forms_keep_the_first_that_is_listed() -> None:
    assert one_spelling(["extol", "extoll"]) == "extol"
    assert one_spelling(["caddie", "caddy"]) == "caddie"
    assert one_spelling(["distil", "distill"]) == "distill"
