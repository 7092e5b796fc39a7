"""The arguments of every verb in the words of its sentence: who, what, when, where, why and how.

Read off the same clauses that become statements; adverbials that no statement needs are added, and what a pronoun stands for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newsgraph.extractors.argument_spans import (
    DASHES,
    Span,
    appositions,
    before_phrase,
    before_score,
    core_end,
    examples,
    members,
    names_of,
    same_referent,
)
from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.negation import auxiliaries
from newsgraph.extractors.outcomes import is_foregone
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import clause_span, phrase_end, phrase_start, slot, surface_subject
from newsgraph.extractors.reading import Clause, Reading, Slot
from newsgraph.extractors.signatures import hedges
from newsgraph.graph.model import Certainty, Polarity, Timeframe

_ADVERBIALS = ("advmod", "npadvmod", "advcl", "prep", "agent")
_PHRASAL = frozenset("not n't never also".split())
_SETTING = frozenset("in at on after before during since by near".split())
_LOOSE_PHRASES = _SETTING | frozenset({"from", "with"})


@dataclass(frozen=True, slots=True)
class VerbArguments:
    """A verb with the token ranges of all its arguments and adverbials, and its own negation and modality."""

    token: int
    arguments: tuple[Span, ...]
    negated: bool
    modal: bool


def verb_arguments(reading: Reading) -> list[VerbArguments]:
    """For every verb: first the verbal clauses in text order, then participles before their noun ("rising prices")."""
    parse = reading.parse
    timed = {t for m in reading.times for t in range(m.start, m.end)}
    found: list[VerbArguments] = []
    for clause in reading.clauses:
        if clause.rule == "small-clause":
            continue
        spans = _tidy(parse, _arguments(reading, clause, timed))
        unless = clause.marker == "unless"  # negates for the main clause only
        negated = (clause.polarity is Polarity.NEGATIVE) != unless
        found.append(VerbArguments(clause.trigger, tuple(dict.fromkeys(spans)), negated, _is_modal(reading, clause)))
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
        elif (
            parse.tag[i] == "JJ" and parse.dep[i] in ("acomp", "conj") and parse.lower[i].endswith(("ing", "ed", "en"))
        ):
            found.append(VerbArguments(i, tuple(_of_predicative(parse, i)), False, False))
        elif parse.dep[i] == "prep" and parse.tag[i] in ("VBG", "VBN"):
            found.append(VerbArguments(i, tuple(_around_preposition(parse, i)), False, False))
    return found


def _of_predicative(parse: Parse, adjective: int) -> Iterator[Span]:
    """What a participle used as an adjective is said of, and its adverbials: "the news is encouraging"."""
    first = parse.head[adjective] if parse.dep[adjective] == "conj" else adjective
    subject = surface_subject(parse, parse.head[first])
    if parse.dep[first] == "acomp" and subject is not None:
        found = slot(parse, subject)
        yield found.start, found.end
        yield from adverbials(parse, adjective)


def _arguments(reading: Reading, clause: Clause, timed: set[int]) -> list[Span]:
    parse, v = reading.parse, clause.trigger
    slots = [clause.subject, clause.object, *(s for _, s in clause.args)]
    spans: list[Span] = []
    if clause.subject is None and not clause.passive and clause.rule != "existential":
        slots[0] = _nearest_subject(reading, clause)
    for s in slots:
        if s is None or s.end <= s.start:
            continue
        spans.append((s.start, core_end(parse, s)))
        if s is not clause.subject:
            spans.extend(members(parse, s))
        spans.extend(appositions(parse, s))
        if s is clause.object and len(s.heads) == 1:  # "built a hospital to fight the fever"
            spans.extend(clause_span(parse, m) for m in parse.kids(s.heads[0], "relcl", "acl") if parse.tag[m] == "VB")
        spans.extend(same_referent(reading, clause, s))
        spans.extend(names_of(parse, s))
        if len(s.heads) == 1:
            spans.extend(before_score(parse, s))
            spans.extend(before_phrase(parse, s) if s is clause.object else ())
        spans.extend(examples(parse, s))
    idioms = (slot(parse, c) for c in parse.kids(v, "dobj") if not parse.children[c])
    spans.extend((noun.start, noun.end) for noun in idioms)  # "took place", "lost control"
    told = [a for a in adverbials(parse, v) if _is_circumstance(parse, a) and not _is_second_predication(parse, v, a)]
    spans.extend(_outside(told, spans))
    for s in slots:
        if s is not None and len(s.heads) == 1 and parse.dep[s.heads[0]] != "ccomp":
            spans.extend(_circumstances(parse, s.heads[0]))
    spans.extend(_shared(reading, clause, timed))
    spans.extend(_place_of_relative(parse, v))
    return spans


def _nearest_subject(reading: Reading, clause: Clause) -> Slot | None:
    """Who an infinitive or gerund without a subject of its own is most likely about: the subject of the clause around it."""
    parse, v = reading.parse, clause.trigger
    outer = clause.parent
    while outer is not None and reading.clauses[outer].subject is None:
        outer = reading.clauses[outer].parent
    found = None if outer is None or parse.tag[v] not in ("VBG", "VB") else reading.clauses[outer].subject
    return found if found is None or not found.start <= v < found.end else None


def adverbials(parse: Parse, verb: int) -> list[Span]:
    """Token ranges of the adverbs, prepositional phrases and adverbial clauses of a verb."""
    found: list[Span] = []
    for c in parse.kids(verb, *_ADVERBIALS):
        if parse.dep[c] == "advmod" and (parse.lower[c] in _PHRASAL or parse.tag[c] == "WRB"):
            continue
        start, end = clause_span(parse, c)
        if start <= verb < end:
            start, end = (verb + 1, end) if c > verb else (start, verb)
        if end > start:
            found.append((start, end))
    return found


def _is_circumstance(parse: Parse, span: Span) -> bool:
    """Does an adverbial tell when, where, why or how, rather than how sure somebody is or what is in focus?"""
    word = parse.lower[span[0]]
    if span[1] - span[0] > 1:
        return word != "according"
    return word not in hedges() and word not in words_of("stance_adverbs.txt")


def _is_second_predication(parse: Parse, verb: int, span: Span) -> bool:
    """A bare participle after the verb tells what else was done: "fell, killing two", not how or why."""
    return any(
        parse.tag[c] == "VBG" and span[0] == parse.left[c] == c > verb for c in parse.kids(verb, "advcl") if c < span[1]
    )


def _outside(extra: list[Span], spans: list[Span]) -> list[Span]:
    """Adverbials that do not repeat an argument (a phrase with and without its preposition)."""
    kept: list[Span] = []
    for a, b in extra:
        if not any(a <= c and d <= b and (b - a) - (d - c) <= max(1, (d - c)) for c, d in spans):
            kept.append((a, b))
    return kept


def _circumstances(parse: Parse, noun: int) -> list[Span]:
    """Phrases after a noun that tell where, when, whence or with what, which parsers often hang on the noun."""
    return [(p, parse.right[p] + 1) for p in parse.kids(noun, "prep") if parse.lower[p] in _LOOSE_PHRASES and p > noun]


def _shared(reading: Reading, clause: Clause, timed: set[int]) -> Iterator[Span]:
    """What the clause it hangs in tells of this one too: what is done for the purpose, its setting, its time."""
    parse, v = reading.parse, clause.trigger
    head, dep = parse.head[v], parse.dep[v]
    participle = clause.embedding == "advcl" and parse.tag[v] == "VBG"
    if (clause.embedding == "purpose" or participle) and head < v:
        yield head, _without(parse, head, v)[1]  # by doing what
    if dep == "conj":
        yield from ((a, b) for a, b in adverbials(parse, head) if b <= head and b - a > 1)
    if clause.parent is None or dep not in ("xcomp", "advcl", "conj", "ccomp", "acl"):
        return
    outer = reading.clauses[clause.parent]
    if dep == "ccomp" and clause.frames != outer.frames:
        return  # when it was said is not when it happened
    for c in parse.kids(outer.trigger, "prep", "npadvmod", "advmod"):
        noun = parse.kid(c, "pobj")
        setting = dep in ("xcomp", "acl", "advcl") and parse.dep[c] == "prep" and parse.lower[c] in _SETTING
        if setting or c in timed or noun in timed:
            start, end = clause_span(parse, c)
            if end <= v:
                yield start, end


def _place_of_relative(parse: Parse, v: int) -> Iterator[Span]:
    """The noun before "where they met", "in which they met", "when they met"."""
    relative = parse.head[v] if parse.dep[v] == "conj" else v
    if parse.dep[relative] != "relcl":
        return
    start = parse.left[relative]
    if any(
        (parse.tag[i] == "WRB" and parse.lower[i] in ("where", "when", "why"))
        or (parse.dep[i] == "pobj" and parse.lower[i] in ("which", "whom"))
        for i in range(start, relative)
    ):
        noun = slot(parse, parse.head[relative])
        if noun.start < min(noun.end, start):
            yield noun.start, min(noun.end, start)


def _tidy(parse: Parse, spans: list[Span]) -> Iterator[Span]:
    """Spans without relative pronouns alone, loose coordinators and circumstances told apart; scores kept whole."""
    whole = [s for s in (_with_score(parse, s) for s in spans) if s is not None and not _is_relative(parse, s)]
    whole = [_trimmed(parse, s) for s in whole]
    for start, end in whole:
        for a, b in whole:
            if start < a and b == end and parse.pos[a] == "ADP" and parse.lower[a] != "of":
                end = a
        yield start, end


def _with_score(parse: Parse, span: Span) -> Span | None:
    """A number, a dash and a number are one: "67 - 55", "2008 - 09"; None for the second number alone."""
    start, end = span
    pos, lower = parse.pos, parse.lower
    if start > 1 and pos[start] == "NUM" and lower[start - 1] in DASHES and pos[start - 2] == "NUM":
        return None
    if end + 1 < len(parse) and pos[end - 1] == "NUM" and lower[end] in DASHES and pos[end + 1] == "NUM":
        return start, end + 2
    return span


def _is_relative(parse: Parse, span: Span) -> bool:
    """ "which", "in which": what it stands for is told; "what" and "who" alone may be all there is."""
    start, end = span
    if end - start == 1 and parse.tag[start] == "WP":
        return False
    return all(parse.tag[i] in ("WDT", "WP", "WP$", "WRB", "IN") for i in range(start, end))


def _trimmed(parse: Parse, span: Span) -> Span:
    """Without coordinators and punctuation at the edges; closing quotation marks and brackets stay."""
    start, end = span
    while end - 1 > start and _is_loose(parse, end - 1, (")", "]", '"', "'", "''")):
        end -= 1
    while start < end - 1 and _is_loose(parse, start, ("(", "[", '"', "'", "``")):
        start += 1
    return start, end


def _is_loose(parse: Parse, i: int, kept: tuple[str, ...]) -> bool:
    return parse.pos[i] == "CCONJ" or (parse.pos[i] == "PUNCT" and parse.lower[i] not in kept)


def _around_preposition(parse: Parse, verb: int) -> list[Span]:
    """What a participle used as a preposition stands between: "sports including rowing", "following the vote, they left"."""
    spans: list[Span] = []
    inner = [c for p in parse.kids(verb, "prep") for c in parse.kids(p, "pobj", "pcomp")]
    for c in (*parse.kids(verb, "pobj", "pcomp"), *inner):
        spans.extend(members(parse, slot(parse, c)) if parse.dep[c] == "pobj" else [clause_span(parse, c)])
    governor = parse.head[verb]
    if parse.pos[governor] in ("VERB", "AUX"):
        spans.append(_without(parse, governor, verb))
    elif parse.pos[governor] in ("NOUN", "PROPN", "PRON") and governor < verb:
        top = governor
        while parse.dep[top] == "pobj" and parse.lower[parse.head[top]] == "of":  # "a number of sports including …"
            top = parse.head[parse.head[top]]
        spans.append(_trimmed(parse, (phrase_start(parse, top), verb)))
    return spans


def _without(parse: Parse, governor: int, modifier: int) -> Span:
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


def _is_modal(reading: Reading, clause: Clause) -> bool:
    """What may, will, would or should be: a modal of its own, a condition, an infinitive of the future, a gerund of what is only aimed at."""
    parse, v = reading.parse, clause.trigger
    if any(parse.tag[a] == "MD" for a in auxiliaries(parse, v)):
        return True
    moment = clause.embedding == "advcl" and clause.marker is not None and clause.timeframe is Timeframe.FUTURE
    if clause.embedding == "condition" or clause.marker == "whether" or moment:
        return clause.certainty is not Certainty.CERTAIN
    future = clause.timeframe is Timeframe.FUTURE
    if (clause.embedding or "").startswith("pcomp") and parse.pos[parse.head[v]] == "ADP":
        open_ = clause.certainty is Certainty.UNSPECIFIED or (future and parse.tag[v] == "VBG")
        return open_ and clause.polarity is Polarity.POSITIVE and not is_foregone(parse, v)
    infinitive = parse.tag[v] == "VB" or any(parse.tag[a] == "TO" for a in parse.kids(v, "aux"))
    return infinitive and (future or _is_for_the_unsettled(reading, clause))


def _is_for_the_unsettled(reading: Reading, clause: Clause) -> bool:
    """The purpose of what is itself not settled: "they do not seek a vote to leave", "unless a deal is signed to let them stay"."""
    if clause.parent is None or clause.embedding not in ("purpose", "acl", "relcl"):
        return False
    above = reading.clauses[clause.parent]
    settled = above.certainty is Certainty.CERTAIN and above.polarity is Polarity.POSITIVE
    return clause.certainty is Certainty.UNSPECIFIED and not settled
