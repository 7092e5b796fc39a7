"""Clauses in the words of the sentence: open-information-extraction tuples and the arguments of every verb.

The same clauses that become statements, seen before names are resolved; adverbials that no statement needs are added.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import clause_span, phrase_end, phrase_start, slot
from newsgraph.extractors.reading import Clause, Reading, Slot
from newsgraph.graph.model import Certainty, Polarity, Timeframe

_ADVERBIALS = ("advmod", "npadvmod", "advcl", "prep", "agent")
_PHRASAL = frozenset("not n't never also".split())


@dataclass(frozen=True, slots=True)
class SurfaceTuple:
    """A binary tuple: ``arguments`` are the token ranges of subject and object; ``relation`` the token indices between them."""

    relation: tuple[int, ...]
    arguments: tuple[tuple[int, int], ...]
    clause: int
    projected: bool = False


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


def surface_tuples(reading: Reading) -> list[SurfaceTuple]:
    """Binary tuples of every verbal clause with a subject, in text order.

    "X sent troops to Y on Monday" gives (X, sent, troops), (X, sent troops to, Y), (X, sent troops on, Monday).
    """
    found: list[SurfaceTuple] = []
    for number, clause in enumerate(reading.clauses):
        if not clause.rule.startswith("nominal") and clause.rule != "small-clause":
            whole = _whole(reading.parse, clause, number)
            binary = _tuples(reading, clause, number)
            if whole is not None and len(whole.arguments) > 1:
                whole = _with_preposition(reading.parse, whole)
                found.append(whole)
                binary = [
                    replace(t, projected=True)
                    for t in binary
                    if (t.relation, t.arguments) != (whole.relation, whole.arguments)
                ]
            found.extend(binary)
    return list(dict.fromkeys(found))


def _with_preposition(parse: Parse, whole: SurfaceTuple) -> SurfaceTuple:
    """ "lived | in Riga" as "lived in | Riga": a preposition right after the verb belongs to the relation."""
    start, end = whole.arguments[1]
    if parse.dep[start] in ("prep", "agent") and start == whole.relation[-1] + 1 and end > start + 1:
        return replace(
            whole,
            relation=(*whole.relation, start),
            arguments=(whole.arguments[0], (start + 1, end), *whole.arguments[2:]),
        )
    return whole


def _whole(parse: Parse, clause: Clause, number: int) -> SurfaceTuple | None:
    """The clause as one n-ary tuple."""
    v = clause.trigger
    subject, obj = (clause.object, None) if clause.passive else (clause.subject, clause.object)
    if subject is None:
        return None
    arguments = [(subject.start, subject.end)]
    if obj is not None:
        arguments.append((obj.start, obj.end))
    for role, s in clause.args:
        if role in ("theme", "content", "to", "as", "extent") and s.start > 0 and parse.lower[s.start - 1] != role:
            arguments.append((s.start, s.end))
    arguments.extend(adverbials(parse, v))
    return SurfaceTuple(tuple(sorted(set(clause.words))), tuple(dict.fromkeys(arguments)), number)


def _tuples(reading: Reading, clause: Clause, number: int) -> list[SurfaceTuple]:
    parse, v = reading.parse, clause.trigger
    subject, obj = (clause.object, None) if clause.passive else (clause.subject, clause.object)
    if subject is None:
        return []
    words = _verb_group(parse, clause)
    found: list[SurfaceTuple] = []
    subjects = _members(parse, subject)
    prefix = words
    objects: list[tuple[int, int]] = []
    if obj is not None:
        objects = _members(parse, obj)
        if objects and objects[0][0] > v:
            prefix = (*words, *range(objects[0][0], _head_end(parse, obj)))
    for s in subjects:
        found.extend(SurfaceTuple(words, (s, o), number) for o in objects)
        for p in (*parse.kids(v, "prep", "agent", "dative"), *_inner_prepositions(parse, obj)):
            if parse.pos[p] != "ADP" and parse.dep[p] == "dative":
                continue
            base = words if p < v else prefix if p >= (prefix[-1] if prefix else 0) else words
            for link, target in _prepositional_targets(parse, p):
                found.append(SurfaceTuple((*base, *link), (s, target), number))
        for a in parse.kids(v, "npadvmod"):
            found.append(SurfaceTuple(prefix, (s, clause_span(parse, a)), number))
        if not found or all(t.arguments[0] != s for t in found):
            found.extend(SurfaceTuple(words, (s, adverbial), number) for adverbial in adverbials(parse, v)[:1])
    return found


def _verb_group(parse: Parse, clause: Clause) -> tuple[int, ...]:
    """The verb with auxiliaries, negation and particle; an infinitive with the verb it completes ("agreed to send")."""
    v = clause.trigger
    own = tuple(w for w in clause.words)
    if (
        parse.dep[v] == "xcomp"
        and parse.head[v] < v
        and parse.kid(parse.head[v], "dobj", "acomp", "attr") is None
        and parse.pos[parse.head[v]] in ("VERB", "AUX")
    ):
        matrix = parse.head[v]
        return (*sorted([matrix, *parse.kids(matrix, "aux", "auxpass", "neg", "prt")]), *own)
    return own


def _head_end(parse: Parse, obj: Slot) -> int:
    """Token after the head noun of an object, before what follows it."""
    return obj.heads[0] + 1 if obj.heads else obj.end


def _inner_prepositions(parse: Parse, obj: Slot | None) -> list[int]:
    if obj is None or len(obj.heads) != 1:
        return []
    return parse.kids(obj.heads[0], "prep")


def _prepositional_targets(parse: Parse, prep: int) -> list[tuple[tuple[int, ...], tuple[int, int]]]:
    """(preposition tokens, target) for every noun of a prepositional phrase."""
    noun = parse.kid(prep, "pobj")
    if noun is not None:
        filler = slot(parse, noun)
        return [((prep,), member) for member in _members(parse, filler)]
    inner = parse.kid(prep, "prep")
    if inner is not None and (noun := parse.kid(inner, "pobj")) is not None:
        return [((prep, inner), member) for member in _members(parse, slot(parse, noun))]
    gerund = parse.kid(prep, "pcomp")
    return [((prep,), clause_span(parse, gerund))] if gerund is not None else []


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
                spans.extend(_members(parse, s))
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
        spans.extend(_members(parse, slot(parse, c)) if parse.dep[c] == "pobj" else [clause_span(parse, c)])
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
    """A modal of its own, or an infinitive that tells no fact."""
    v = clause.trigger
    auxiliaries = parse.kids(v, "aux")
    if any(parse.tag[a] == "MD" for a in auxiliaries):
        return True
    if clause.embedding == "purpose" or parse.tag[v] != "VB":
        return False  # "sent a ship to rescue them" answers why, not what might be
    return clause.certainty is not Certainty.CERTAIN or clause.timeframe is Timeframe.FUTURE


def _members(parse: Parse, found: Slot) -> list[tuple[int, int]]:
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
