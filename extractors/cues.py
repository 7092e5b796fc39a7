"""The lexicon of cues: which words introduce what somebody says, thinks or wants, and in which construction.

Three tables under ``data/``: verbs, nouns and adjectives.  A cue is looked up by lemma and *frame*, the construction its
content stands in; the frames are listed at the top of ``data/reporting_verbs.tsv``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

CLASSES = frozenset(
    {
        "assertive",
        "factive",
        "negative",
        "belief",
        "expectation",
        "predictive",
        "directive",
        "commissive",
        "evaluative",
        "accusation",
        "question",
        "perception",
    }
)
PREPOSITIONS = ("of", "about", "for", "on", "to", "against", "with", "at", "in", "over", "by", "toward", "towards")

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Cue:
    """What a word does to its content in one frame: its class, and whether its source becomes a holder."""

    kind: str
    link: bool


Frames = dict[str, Cue]


@lru_cache(maxsize=1)
def reporting_verbs() -> dict[str, Frames]:
    """Lemma (with particle, "rule out") → frame → cue."""
    return _read("reporting_verbs.tsv")


@lru_cache(maxsize=1)
def nominal_cues() -> dict[str, Frames]:
    """Noun lemma → frame → cue."""
    return _read("nominal_cues.tsv")


@lru_cache(maxsize=1)
def adjective_cues() -> dict[str, Frames]:
    """Adjective, or participle as printed, → frame → cue."""
    return _read("adjective_cues.tsv")


@lru_cache(maxsize=1)
def source_nouns() -> dict[str, str]:
    """Lemma of a noun for somebody or something that says things → ``person``, ``body`` or ``document``."""
    return {line[0]: line[1] for line in _lines("source_nouns.tsv")}


@lru_cache(maxsize=1)
def light_verbs() -> frozenset[str]:
    """Verbs that lend a nominal cue their subject as its source: *make a claim*, *voice concern*."""
    return frozenset(line[0] for line in _lines("light_verbs.tsv"))


def _read(name: str) -> dict[str, Frames]:
    table: dict[str, Frames] = {}
    for lemma, kind, frames, link in _lines(name):
        entry = table.setdefault(lemma, {})
        for frame in frames.split():
            entry[frame] = Cue(kind, link == "yes")
    return table


def _lines(name: str) -> list[list[str]]:
    text = (_DATA / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    """Verb forms that the parser's lemmatiser confuses with other words (hoping → hop), and their lemmas."""
    return {line[0]: line[1] for line in _lines("verb_forms.tsv")}


@cache
def cue_words(kind: str) -> frozenset[str]:
    """A closed set of words by what they do around somebody's words; the kinds are listed in ``data/cue_words.tsv``."""
    return frozenset(line[1] for line in _lines("cue_words.tsv") if line[0] == kind)


def verb_lemma(lower: str, lemma: str) -> str:
    """The lemma of a verb form, with the parser's known confusions undone."""
    return _forms().get(lower, lemma.lower())
