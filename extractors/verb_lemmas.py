"""Base forms of verbs that the model's list of verbs lacks: *retweeted* to *retweet*, not *retweete*.

For a form of no verb it lists, the model's lemmatizer takes the first that its endings allow, whatever English spelling
says; where two spellings of one verb are listed (*instal*, *install*), another for *installed* than for *install*.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from spacy.tokens import Doc

_VOWELS = frozenset("aeiouy")
_DOUBLED = frozenset(2 * letter for letter in "bdgmnprt")
"""Consonants that double before an ending: *scamming* is of *scam*.  (*Ss*, *ff*, *zz*, *ll* belong to the verb: *fluff*.)"""

_MUTE = ("c", "v", "u", "at", "iz", "is", "dg", "bl", "cl", "dl", "fl", "gl", "kl", "pl", "tl")
"""How a stem ends that has lost a mute *e*: *outsourc-*, *weaponiz-*."""

_LEAST = 3
"""Letters of a listed verb that the end of a longer one is read as: *live-stream*, *re-tweet*."""


class VerbLemmas:
    """A pipe in place of the model's rule lemmatizer: its answers, but for verbs that its list lacks."""

    def __init__(self, lemmatizer: Any) -> None:
        self.lemmatizer = lemmatizer
        self.listed = frozenset(lemmatizer.lookups.get_table("lemma_index").get("verb", ()))
        self.exceptions: Mapping[str, Sequence[str]] = lemmatizer.lookups.get_table("lemma_exc").get("verb", {})

    def __call__(self, doc: Doc) -> Doc:
        doc = self.lemmatizer(doc)
        for token in doc:
            if token.pos_ == "VERB":
                form = token.lower_
                several = self.exceptions.get(form, ())
                if len(several) > 1:
                    token.lemma_ = one_spelling(several)
                elif token.lemma_ not in self.listed and form.isalpha():
                    token.lemma_ = base_form(form, token.tag_, self.listed) or token.lemma_
        return doc


def one_spelling(listed: Sequence[str]) -> str:
    """Of two listed base forms of one form, that with a doubled *l* where this is all they differ in, else the first.

    *Installed*: *install*, as its base form is written on both sides of the Atlantic; *extolled* is of *extol* alone.
    """
    first = listed[0]
    double = first + "l"
    return double if double in listed and first != "extol" else first


def base_form(form: str, tag: str, listed: Collection[str]) -> str | None:
    """The base form of an inflected verb that is not ``listed``; None where ``tag`` is of no inflected form or no ending is there."""
    if tag == "VBZ" and form.endswith("s"):
        return _of_present(form)
    ending = next((ending for ending in _ENDINGS.get(tag, ()) if form.endswith(ending)), None)
    if ending is None or len(form) - len(ending) < 2 or _VOWELS.isdisjoint(form[: -len(ending)]):
        return None
    stem = form[: -len(ending)]
    if stem in listed or f"{stem}e" in listed:
        return stem if stem in listed else f"{stem}e"
    if ending == "ed" and stem.endswith("i"):
        return f"{stem[:-1]}y"
    for place in range(1, len(stem) - _LEAST + 1):
        rest = stem[place:]
        if rest in listed or f"{rest}e" in listed:
            return stem if rest in listed else f"{stem}e"
        if rest[-2:] in _DOUBLED and rest[:-1] in listed:
            return stem[:-1]
    if stem[-2:] in _DOUBLED:
        return stem[:-1]
    return f"{stem}e" if stem.endswith(_MUTE) or _is_short(stem) else stem


_ENDINGS = {"VBD": ("ed",), "VBN": ("ed",), "VBG": ("ing",)}


def _of_present(form: str) -> str:
    if form.endswith("ies") and len(form) > 4:
        return f"{form[:-3]}y"
    return form[:-2] if form.endswith(("sses", "shes", "ches", "xes", "zzes")) else form[:-1]


def _is_short(stem: str) -> bool:
    """One syllable with one vowel before one consonant: without a mute *e* the consonant would be doubled (*vap-ing*)."""
    last = stem[-1]
    return (
        last not in _VOWELS
        and last not in "wx"
        and stem[-2] in _VOWELS
        and (len(stem) < 3 or stem[-3] not in _VOWELS)
        and sum(letter in _VOWELS for letter in stem) == 1
    )
