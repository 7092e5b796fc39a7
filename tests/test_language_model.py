"""A model is loaded once, and what is no usable model is refused with a reason."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from newsgraph.errors import ModelError
from newsgraph.extractors.language_model import load_model, model_label


def test_however_it_is_asked_for_the_model_is_the_same_object(nlp: Language) -> None:
    assert load_model() is load_model(None) is nlp
    assert model_label(nlp).startswith("en_")


def test_a_model_that_is_not_installed_is_named_in_the_error() -> None:
    with pytest.raises(ModelError, match="en_core_web_nowhere"):
        load_model("en_core_web_nowhere")


@pytest.mark.parametrize(("version", "reason"), [("999.9.9", "not a genuine"), ("3.7.1", "has no tagger, parser, ner")])
def test_a_squatted_or_incomplete_model_is_refused(monkeypatch: pytest.MonkeyPatch, version: str, reason: str) -> None:
    blank = spacy.blank("en")
    blank.meta["version"] = version
    monkeypatch.setattr(spacy, "load", lambda name: blank)
    with pytest.raises(ModelError, match=reason):
        load_model(f"made_up_{version}")
