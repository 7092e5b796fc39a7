"""The reporting verbs of a text, and whether their source is said not to report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newsgraph.extractors.cues import Frames, reporting_verbs, verb_lemma
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.speakers import NOBODY, Source

_NEGATION = frozenset({"not", "n't", "never", "neither", "nor"})
_NOBODY = frozenset({"nobody", "none", "no-one"})


@dataclass(frozen=True, slots=True)
class VerbCue:
    """A reporting verb in the text: its token, lemma with particle, the frames of the lexicon, its words."""

    verb: int
    lemma: str
    frames: Frames
    words: tuple[int, ...]


def verb_cues(parse: Parse) -> Iterator[VerbCue]:
    """The reporting verbs of a document in text order."""
    table = reporting_verbs()
    pos, lower, lemma = parse.pos, parse.lower, parse.lemma
    for i in range(len(parse)):
        if pos[i] != "VERB":
            continue
        name = verb_lemma(lower[i], lemma[i])
        particle = parse.kid(i, "prt")
        if particle is None:
            adjective = parse.kid(i, "acomp", "oprd", "ccomp") if name == "make" else None
            particle = adjective if adjective is not None and lower[adjective] in ("clear", "plain") else None
        if name == "put" and (it := parse.kid(i, "dobj")) is not None and lower[it] == "it":
            particle = it
        if particle is not None and (full := f"{name} {lower[particle]}") in table:
            yield VerbCue(i, full, table[full], _words(parse, i, particle))
        elif name in table:
            yield VerbCue(i, name, table[name], _words(parse, i, particle))


def _words(parse: Parse, verb: int, particle: int | None) -> tuple[int, ...]:
    own = [c for c in parse.children[verb] if parse.dep[c] in ("aux", "auxpass", "neg")]
    return tuple(sorted({*own, verb, *(() if particle is None else (particle,))}))


def is_negated(parse: Parse, verb: int, source: Source = NOBODY) -> bool:
    """Is the source said not to say it: *did not say, no one claims, declined to say*?"""
    if any(parse.dep[c] == "neg" or parse.lower[c] in _NEGATION for c in parse.children[verb] if c != source.head):
        return True
    if source.head is not None and is_nobody(parse, source.head):
        return True
    governor = parse.head[verb]
    if parse.dep[verb] == "conj" and any(parse.lower[c] in ("neither", "nor") for c in parse.children[governor]):
        return True
    return parse.dep[verb] == "xcomp" and parse.lemma[governor].lower() in ("decline", "refuse", "fail")


def is_nobody(parse: Parse, head: int) -> bool:
    return parse.lower[head] in _NOBODY or any(
        parse.lower[c] in ("no", "neither") and parse.dep[c] in ("det", "preconj") for c in parse.children[head]
    )
