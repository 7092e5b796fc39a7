"""Nominal events: *the involvement of troops in X*, *Tokayev's request*, *the killing of X by Y*.

A noun that names an event becomes a clause of its verb when it says who or what takes part.
"""

from __future__ import annotations

from newsgraph.extractors.arguments import noun_prepositions, prepositions_of_noun
from newsgraph.extractors.event_table import noun_set
from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.nominalizations import verb_of
from newsgraph.extractors.nouns import type_of_noun
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import phrase_start, slot
from newsgraph.extractors.reading import Clause, Reading, Slot
from newsgraph.graph.model import EntityType, MentionKind, StatementKind

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
        if verb is None or _is_site(parse, i):
            continue
        if _is_in_predicate(reading, index, i):
            continue
        clause = _clause(parse, i, verb[0], demonyms, timed)
        if clause is None or not _worth_telling(parse, clause, strong=verb[1]):
            continue
        index[i] = len(reading.clauses)
        reading.clauses.append(clause)


def _is_in_predicate(reading: Reading, index: dict[int, int], i: int) -> bool:
    """ "went on trial": the noun is a part of the predicate that is read already."""
    parse = reading.parse
    governor = parse.head[i] if parse.dep[i] != "pobj" else parse.head[parse.head[i]]
    number = index.get(governor)
    return number is not None and parse.lower[i] in reading.clauses[number].lemma.split()[1:]


def _worth_telling(parse: Parse, clause: Clause, *, strong: bool) -> bool:
    """An event noun needs a participant; a doubtful one a named possessor or agent and no light verb that says it already."""
    i = clause.trigger
    if any(role == "for" and parse.lower[f.start] == "comment" for role, f in clause.args):
        return False  # "did not respond to requests for comment"
    governor = parse.head[i]
    light = parse.dep[i] == "dobj" and parse.lemma[governor] in words_of("event_light_verbs.txt")
    if light and clause.subject is None:
        return False
    if strong:
        told = any(_tells(parse, i, role, filler) for role, filler in clause.args)
        return clause.subject is not None or clause.object is not None or (told and not light)
    return clause.subject is not None and any(parse.pos[h] == "PROPN" for h in clause.subject.heads) and not light


def _changes(parse: Parse, verb: str, noun: int) -> bool:
    """ "A rise in prices": prices rise; not "a rise in Poland"."""
    return (
        verb in words_of("changing_verbs.txt")
        and parse.pos[noun] != "PROPN"
        and not is_place_noun(parse.lemma[noun].lower())
    )


_TELLING = frozenset({"against", "on", "to", "with", "between", "into", "towards", "toward"})
_WHERE = frozenset({"in", "at", "near", "over"})


def _tells(parse: Parse, noun: int, role: str, filler: Slot) -> bool:
    """Does a phrase after an event noun say who, whom or where?  "The attack from the south", "a strike in solidarity" do not."""
    if role in _WHERE and role not in noun_prepositions().get(parse.lemma[noun].lower(), ()):
        return any(parse.pos[h] == "PROPN" or is_place_noun(parse.lemma[h].lower()) for h in filler.heads)
    return role in _TELLING or role in noun_prepositions().get(parse.lemma[noun].lower(), ())


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
        elif role == "in" and subject is None and obj is None and _changes(parse, verb, noun):
            subject = filler
        elif role in _ARGUMENT_PREPOSITIONS:
            args.append((role, filler))
        else:
            continue
        end = max(end, filler.end)
    compounds = [c for c in parse.children[i] if parse.dep[c] == "compound" and parse.pos[c] == "NOUN"]
    for c in [*(c for c in parse.children[i] if c not in compounds), *compounds[-1:]]:
        if c in demonyms and parse.dep[c] in ("amod", "compound", "nmod") and subject is None:
            subject = Slot((c,), c, c + 1)
        elif parse.dep[c] == "compound" and parse.pos[c] == "NOUN" and obj is None and subject is None:
            before, place = Slot((c,), c, c + 1), _role_of_compound(parse, c, i, verb)
            subject = before if place == "subject" else None
            obj = before if place == "object" else None
            if place == "in":
                args.append((place, before))
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


_PLACES = frozenset({EntityType.FACILITY, EntityType.LOCATION})
_THINGS = frozenset(
    {
        EntityType.PERSON,
        EntityType.GROUP,
        EntityType.ORGANIZATION,
        EntityType.GOVERNMENT,
        EntityType.ARMED_FORCE,
        EntityType.FACILITY,
        EntityType.OBJECT,
    }
)
"""What something can be done to; a noun before an event noun that names no such thing tells its kind (*rescue efforts*)."""
_PEOPLE = frozenset({EntityType.PERSON, EntityType.GROUP, EntityType.ORGANIZATION})


def _is_site(parse: Parse, i: int) -> bool:
    """A border crossing is a place; the crossing of the border is an event."""
    return (
        parse.lemma[i].lower() in words_of("sites.txt")
        and parse.kid(i, "compound", "nmod") is not None
        and not any(parse.lower[p] in ("of", "by") for p in parse.kids(i, "prep", "agent"))
    )


def _role_of_compound(parse: Parse, noun: int, i: int, verb: str) -> str | None:
    """What a noun right before an event noun is to it: "subject" (*police raid*), "object" (*hostage release*), "in" where it is
    a place at which such things happen (*port blast*), None where it tells the field or the manner (*rail strike*, *knife attack*).
    """
    lemma, event = parse.lemma[noun].lower(), parse.lemma[i].lower()
    if event in words_of("happenings.txt") and is_place_noun(lemma):
        return "in"
    if verb.split()[0] in words_of("of_subject_verbs.txt"):
        return "subject"
    if event in words_of("agentive_events.txt") and (
        lemma in noun_set("force") or lemma in noun_set("hostile") or type_of_noun(lemma) in _PEOPLE
    ):
        return None if lemma in noun_set("weapon") | words_of("attack_means.txt") else "subject"
    if event in words_of("field_events.txt"):
        return None
    if event in words_of("agentive_events.txt") and lemma in noun_set("weapon") | words_of("attack_means.txt"):
        return None
    return "object" if type_of_noun(lemma) in _THINGS else None


def is_place_noun(lemma: str) -> bool:
    """Does a common noun (lower-cased lemma) name a place or a building?"""
    return lemma in words_of("sites.txt") or lemma in words_of("place_nouns.txt") or type_of_noun(lemma) in _PLACES


def _verb_lemma(verb: str) -> str:
    return "participate" if verb == "involve" else verb
