"""Frames of verbs: what a reporting verb governs in each of the constructions of the lexicon."""

from __future__ import annotations

from newsgraph.extractors.cues import Cue, cue_words
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import Frame
from newsgraph.extractors.reported_clauses import final_cue, parenthesis, reported_clause
from newsgraph.extractors.reported_phrases import (
    gerund,
    infinitive,
    noun_object,
    object_phrase,
    predicate,
    prepositional_phrase,
)
from newsgraph.extractors.scope import asides, descendants, ranges
from newsgraph.extractors.speakers import Source, can_judge, resumes
from newsgraph.extractors.verb_cues import VerbCue, is_negated, is_nobody
from newsgraph.graph.model import AttributionMode

_CONSTRUCTIONS = (
    reported_clause,
    parenthesis,
    infinitive,
    gerund,
    predicate,
    object_phrase,
    final_cue,
    noun_object,
    prepositional_phrase,
)
_OF_MINDS = (noun_object, prepositional_phrase, gerund, infinitive, object_phrase)


def verb_frame(parse: Parse, cue: VerbCue) -> Frame | None:
    """The frame of a verb by its best construction, or None when it has no content of a kind it can report."""
    for attempt in _CONSTRUCTIONS:
        found = attempt(parse, cue)
        if found is not None:
            rule, entry, tokens, source = found
            if attempt in _OF_MINDS and not _attributable(parse, cue, rule, entry, source):
                return None
            return _frame(parse, cue, entry, tokens, source, rule)
    return None


def _attributable(parse: Parse, cue: VerbCue, rule: str, entry: Cue, source: Source) -> bool:
    """What governs a mere phrase is a judgement only if somebody with a mind makes it, and does make it."""
    if rule.startswith("passive") and source.head is None:
        return entry.kind == "accusation" or (
            rule == "passive-infinitive" and entry.kind in ("assertive", "belief", "expectation", "predictive")
        )
    if not can_judge(parse, source.head):
        return False
    if any(parse.tag[c] == "TO" for c in parse.kids(cue.verb, "aux")):
        return parse.lemma[parse.head[cue.verb]].lower() in cue_words("aspect")
    return True


def _frame(parse: Parse, cue: VerbCue, entry: Cue, tokens: list[int], source: Source, rule: str) -> Frame | None:
    taken = set(cue.words)
    for a, b in source.ranges:
        if not (rule.startswith("passive") or cue.verb in range(a, b)):
            taken.update(range(a, b))
    kept = set(tokens) - taken
    kept -= asides(parse, kept)
    if rule.startswith("clause"):
        kept -= resumed(parse, cue.verb, kept)
    content = ranges(parse, kept)
    if not content:
        return None
    return Frame(
        source.ranges,
        source.head,
        cue.words,
        cue.verb,
        cue.lemma,
        content,
        AttributionMode.INDIRECT,
        entry.kind,
        rule,
        entry.link and not _withholds(parse, cue, entry, rule, source),
        is_negated(parse, cue.verb, source),
    )


def resumed(parse: Parse, verb: int, tokens: set[int]) -> set[int]:
    """Tokens of a second report by the same source, which the parser coordinated with what the first one reports."""
    found: set[int] = set()
    for t in tokens:
        if parse.dep[t] == "conj" and t > verb and resumes(parse, t) == verb:
            found.update(descendants(parse, t))
    return found


def _withholds(parse: Parse, cue: VerbCue, entry: Cue, rule: str, source: Source) -> bool:
    """Nobody becomes a holder: *has not said whether …, nobody expects …, is expected to …, no facts prove …*."""
    if source.head is None:
        return rule.startswith("passive") and entry.kind in ("belief", "expectation", "predictive", "perception")
    negated = is_negated(parse, cue.verb, source)
    if negated and (entry.kind in ("assertive", "question", "factive") or is_nobody(parse, source.head)):
        return True
    return cue.lemma in ("show", "prove", "demonstrate", "illustrate") and not can_judge(parse, source.head)
