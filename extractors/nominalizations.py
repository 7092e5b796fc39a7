"""Nouns that name events, and the verbs they come from: *deployment* is a *deploy*."""

from __future__ import annotations

from functools import cache

from newsgraph.extractors.lexicon import rows_of


@cache
def _table() -> dict[str, tuple[str, bool] | None]:
    rows = rows_of("nominalizations.tsv")
    return {noun: None if strength == "none" else (verb, strength == "event") for noun, verb, strength in rows}


@cache
def _verbs() -> frozenset[str]:
    return frozenset(row[0] for row in _table().values() if row)


def verb_of(noun_lemma: str) -> tuple[str, bool] | None:
    """The verb lemma (particle after a space) of a lower-case event noun, and whether it usually names an event.

    ``("deploy", True)`` for *deployment*; False for nouns that are events only when they have participants
    (*statement*, *order*, and gerunds outside the table); None for other nouns (*government*, *building*) and unknown words.
    """
    table = _table()
    if noun_lemma in table:
        return table[noun_lemma]
    verb = verb_of_gerund(noun_lemma)
    return (verb, False) if verb else None


def verb_of_gerund(noun: str) -> str | None:
    """*rerouting* -> *reroute*, when the base is the verb of some other event noun; None for other words."""
    if not noun.endswith("ing") or len(noun) < 6:
        return None
    stem = noun[:-3]
    bases = [stem, stem + "e"]
    if stem[-1] == stem[-2]:
        bases.append(stem[:-1])
    return next((base for base in bases if base in _verbs()), None)


def is_verb(lemma: str) -> bool:
    """Is this the verb of some event noun?"""
    return lemma in _verbs()
