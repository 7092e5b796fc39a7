"""The arguments of every verb in the words of its sentence: who, what, when, where, why and how.

Read off the same clauses that become statements; adverbials that no statement needs are added.
"""

from __future__ import annotations

from dataclasses import dataclass

from newsgraph.extractors.markers import auxiliaries
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import clause_span, phrase_end, phrase_start, slot
from newsgraph.extractors.reading import Clause, Reading, Slot
from newsgraph.graph.model import Certainty, Polarity, Timeframe

_ADVERBIALS = ("advmod", "npadvmod", "advcl", "prep", "agent")
_PHRASAL = frozenset("not n't never also".split())


def adverbials(parse: Parse, verb: int) -> list[tuple[int, int]]:
    """Token ranges of the adverbs, prepositional phrases and adverbial clauses of a verb."""
    found: list[tuple[int, int]] = []
    for c in parse.kids(verb, *_ADVERBIALS):
        if parse.dep[c] == "advmod" and (parse.lower[c] in _PHRASAL or parse.tag[c] == "WRB"):
            continue
        start, end = clause_span(parse, c)
        if start <= verb < end:
            start, end = (verb + 1, end) if c > verb else (start, verb)
        if end > start:
            found.append((start, end))
    return found


@dataclass(frozen=True, slots=True)
class VerbArguments:
    """A verb with the token ranges of all its arguments and adverbials, and its own negation and modality."""

    token: int
    arguments: tuple[tuple[int, int], ...]
    negated: bool
    modal: bool


def verb_arguments(reading: Reading) -> list[VerbArguments]:
    """For every verb: first the verbal clauses in text order, then participles before their noun ("rising prices")."""
    parse = reading.parse
    found: list[VerbArguments] = []
    for clause in reading.clauses:
        v = clause.trigger
        if clause.rule.startswith("nominal") or clause.rule == "small-clause":
            continue
        spans: list[tuple[int, int]] = []
        for s in (clause.subject, clause.object, *(s for _, s in clause.args)):
            if s is not None and s.end > s.start:
                spans.extend(members(parse, s))
                spans.extend(_appositions(parse, s))
        spans.extend(_outside(adverbials(parse, v), spans))
        for s in (clause.object, *(s for _, s in clause.args)):
            if s is not None and len(s.heads) == 1:
                spans.extend(_circumstances(parse, s.heads[0]))
        if (clause.embedding == "purpose" or (clause.embedding == "advcl" and parse.tag[v] == "VBG")) and parse.head[
            v
        ] < v:
            spans.append((parse.head[v], _without(parse, parse.head[v], v)[1]))  # by doing what
        if parse.dep[v] == "conj":
            spans.extend((a, b) for a, b in adverbials(parse, parse.head[v]) if b <= parse.head[v])
        found.append(
            VerbArguments(
                v, tuple(dict.fromkeys(spans)), clause.polarity is Polarity.NEGATIVE, _is_modal(parse, clause)
            )
        )
    for i in range(len(parse)):
        if parse.pos[i] == "VERB" and parse.dep[i] == "amod" and parse.pos[parse.head[i]] in ("NOUN", "PROPN"):
            noun = parse.head[i]
            phrase = (i + 1, phrase_end(parse, noun)) if noun > i else (phrase_start(parse, noun), i)
            found.append(VerbArguments(i, (phrase, *adverbials(parse, i)), False, False))
        elif (
            parse.tag[i] == "JJ"
            and parse.dep[i] == "amod"
            and parse.lower[i].endswith(("ing", "ed"))
            and parse.head[i] > i
        ):
            found.append(VerbArguments(i, ((i + 1, phrase_end(parse, parse.head[i])),), False, False))
        elif parse.dep[i] == "prep" and parse.tag[i] in ("VBG", "VBN"):
            found.append(VerbArguments(i, tuple(_around_preposition(parse, i)), False, False))
    return found


def _around_preposition(parse: Parse, verb: int) -> list[tuple[int, int]]:
    """What a participle used as a preposition stands between: "sports including rowing", "following the vote"."""
    spans: list[tuple[int, int]] = []
    inner = [c for p in parse.kids(verb, "prep") for c in parse.kids(p, "pobj", "pcomp")]
    for c in (*parse.kids(verb, "pobj", "pcomp"), *inner):
        spans.extend(members(parse, slot(parse, c)) if parse.dep[c] == "pobj" else [clause_span(parse, c)])
    governor = parse.head[verb]
    if parse.pos[governor] in ("NOUN", "PROPN") and governor < verb:
        spans.append((phrase_start(parse, governor), governor + 1))
    elif parse.lower[verb] == "according":
        spans.append(_without(parse, governor, verb))
    return spans


def _without(parse: Parse, governor: int, modifier: int) -> tuple[int, int]:
    """The clause of ``governor`` on the far side of one of its modifiers."""
    start, end = clause_span(parse, governor)
    if parse.left[modifier] <= start:
        start = parse.right[modifier] + 1
    elif parse.left[modifier] > governor:
        end = parse.left[modifier]
    while start < governor and parse.pos[start] == "PUNCT":
        start += 1
    while end - 1 > governor and parse.pos[end - 1] == "PUNCT":
        end -= 1
    return start, end


def _is_modal(parse: Parse, clause: Clause) -> bool:
    """What may, will, would or should be: a modal of its own, a condition, an infinitive of the future."""
    if any(parse.tag[a] == "MD" for a in auxiliaries(parse, clause.trigger)):
        return True
    if clause.embedding == "condition":
        return clause.certainty is not Certainty.CERTAIN
    infinitive = parse.tag[clause.trigger] == "VB" or any(
        parse.tag[a] == "TO" for a in parse.kids(clause.trigger, "aux")
    )
    return infinitive and clause.timeframe is Timeframe.FUTURE


def members(parse: Parse, found: Slot) -> list[tuple[int, int]]:
    """Each noun of a coordination with its own modifiers; a single phrase as it is."""
    if len(found.heads) < 2:
        return [(found.start, found.end)]
    spans: list[tuple[int, int]] = []
    for h in found.heads:
        last = max(
            (parse.right[c] + 1 for c in parse.children[h] if c > h and parse.dep[c] in ("prep", "acl", "npadvmod")),
            default=h + 1,
        )
        inner = min((c for c in found.heads if c > h), default=len(parse))
        spans.append((phrase_start(parse, h), min(last, inner) if last > inner else last))
    return spans


def _appositions(parse: Parse, found: Slot) -> list[tuple[int, int]]:
    return [
        (parse.left[a], parse.right[a] + 1)
        for h in found.heads
        for a in parse.kids(h, "appos")
        if a > h and a >= found.end
    ]


def _outside(extra: list[tuple[int, int]], spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Adverbials that do not repeat an argument (a phrase with and without its preposition)."""
    kept: list[tuple[int, int]] = []
    for a, b in extra:
        if not any(a <= c and d <= b and (b - a) - (d - c) <= max(1, (d - c)) for c, d in spans):
            kept.append((a, b))
    return kept


def _circumstances(parse: Parse, noun: int) -> list[tuple[int, int]]:
    """Phrases after an object that tell where or when, which parsers often hang on the noun."""
    return [
        (p, parse.right[p] + 1)
        for p in parse.kids(noun, "prep")
        if parse.lower[p] in ("in", "at", "on", "after", "before", "during", "since", "by", "near") and p > noun
    ]
