"""Nominal events: *the involvement of troops in X*, *Tokayev's request*, *the killing of X by Y*.

A noun that names an event becomes a clause of its verb when it says who or what takes part.
"""

from __future__ import annotations

from newsgraph.extractors.arguments import prepositions_of_noun
from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.nominalizations import verb_of
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import phrase_start, slot
from newsgraph.extractors.reading import Clause, Reading, Slot
from newsgraph.graph.model import MentionKind, StatementKind

_ARGUMENT_PREPOSITIONS = frozenset("in against on to with for into from between over at towards toward near".split())


def add_nominal_events(reading: Reading, index: dict[int, int]) -> None:
    """Append a clause for every event noun with a participant; ``index`` maps triggers to clauses."""
    parse = reading.parse
    demonyms = {m.head for r in reading.cast for m in r.mentions if m.kind is MentionKind.DEMONYM}
    timed = {t for m in reading.times for t in range(m.start, m.end)}
    named = {
        t
        for a, b, label in parse.ents
        if label not in ("DATE", "TIME", "CARDINAL", "ORDINAL", "NORP", "GPE")
        for t in range(a, b)
    }
    for i in range(len(parse)):
        if (
            parse.pos[i] != "NOUN"
            or parse.dep[i] in ("compound", "nmod", "npadvmod")
            or i in index
            or i in timed
            or i in named
        ):
            continue
        verb = verb_of(parse.lemma[i].lower())
        if verb is None:
            continue
        clause = _clause(parse, i, verb[0], demonyms, timed)
        if clause is None or not _worth_telling(parse, clause, strong=verb[1]):
            continue
        index[i] = len(reading.clauses)
        reading.clauses.append(clause)


def _worth_telling(parse: Parse, clause: Clause, *, strong: bool) -> bool:
    """An event noun needs a participant; a doubtful one a named possessor or agent and no light verb that says it already."""
    i = clause.trigger
    governor = parse.head[i]
    light = parse.dep[i] == "dobj" and parse.lemma[governor] in words_of("event_light_verbs.txt")
    if light and clause.subject is None:
        return False
    if strong:
        told = any(role != "from" for role, _ in clause.args)  # "the attack from the south" says neither who nor whom
        return clause.subject is not None or clause.object is not None or (told and not light)
    return clause.subject is not None and any(parse.pos[h] == "PROPN" for h in clause.subject.heads) and not light


def _clause(parse: Parse, i: int, verb: str, demonyms: set[int], timed: set[int]) -> Clause | None:
    subject: Slot | None = None
    obj: Slot | None = None
    args: list[tuple[str, Slot]] = []
    owner = parse.kid(i, "poss")
    if owner is not None and owner not in timed:
        filler = slot(parse, owner)
        if parse.lemma[i].lower() in words_of("possessor_patients.txt"):
            obj = filler
        else:
            subject = filler
    end = i + 1
    for prep in (*parse.kids(i, "prep", "agent"), *prepositions_of_noun(parse, i)):
        noun = parse.kid(prep, "pobj")
        role = parse.lower[prep]
        if noun is None or noun in timed:
            continue
        filler = slot(parse, noun)
        if role == "by":
            subject, obj = filler, obj or (subject if subject and subject.heads != filler.heads else None)
        elif role == "of":
            speaker = parse.pos[noun] == "PROPN" and verb in words_of("reporting_verbs.tsv")
            if subject is None and obj is None and (speaker or verb.split()[0] in words_of("of_subject_verbs.txt")):
                subject = filler
            elif obj is None:
                obj = filler
            else:
                args.append((role, filler))
        elif role in _ARGUMENT_PREPOSITIONS:
            args.append((role, filler))
        else:
            continue
        end = max(end, filler.end)
    for c in parse.children[i]:
        if c in demonyms and parse.dep[c] in ("amod", "compound", "nmod") and subject is None:
            subject = Slot((c,), c, c + 1)
        elif parse.dep[c] == "compound" and parse.pos[c] == "NOUN" and obj is None and subject is None:
            obj = Slot((c,), c, c + 1)
    rule = "nominal-event" if subject is not None else "nominal-agentless"
    return Clause(
        i,
        _verb_lemma(verb),
        subject,
        obj,
        args,
        StatementKind.EVENT,
        phrase_start(parse, i),
        end,
        rule,
        passive=subject is None,
        words=(i,),
    )


def _verb_lemma(verb: str) -> str:
    return "participate" if verb == "involve" else verb
