"""Infinitives, gerunds, predicates, objects and phrases that a reporting verb governs: "urged X to go", "denied it", "warned of Y".

Each construction gives the name of its rule, the entry of the lexicon, the tokens of the content and the source, or None.
"""

from __future__ import annotations

from functools import cache

from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.nouns import type_of_noun
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reported_clauses import Found, is_infinitive
from newsgraph.extractors.scope import descendants
from newsgraph.extractors.speakers import agent_of, is_passive, source_of
from newsgraph.extractors.verb_cues import VerbCue
from newsgraph.graph.model import EntityType

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_PHRASES = ("of", "about", "for", "on", "to", "against", "with", "at", "in")
_NOMINAL_PHRASES = frozenset({"with", "of", "between", "from", "against"})
_EXTRA = frozenset({"for", "as", "over"})


def infinitive(parse: Parse, cue: VerbCue) -> Found | None:
    v = cue.verb
    complement = next((c for c in parse.kids(v, "xcomp", "ccomp", "advcl") if is_infinitive(parse, c)), None)
    if complement is None or (parse.dep[complement] == "advcl" and "on-inf" not in cue.frames):
        if "on-inf" in cue.frames:
            return _call_on(parse, cue, complement)
        return None
    patient = parse.kid(v, "dobj", "dative")
    own = parse.kid(complement, *_SUBJECTS)
    tokens = descendants(parse, complement)
    if "on-inf" in cue.frames:
        return _call_on(parse, cue, complement)
    if is_passive(parse, v):
        entry = cue.frames.get("obj-inf") or cue.frames.get("inf") or cue.frames.get("clause")
        subject = parse.kid(v, "nsubjpass")
        if entry is None:
            return None
        if subject is not None:
            tokens += descendants(parse, subject)
        return "passive-infinitive", entry, tokens, agent_of(parse, v)
    if patient is not None or own is not None:
        entry = cue.frames.get("obj-inf")
        if entry is None:
            return None
        if patient is not None and patient < complement:
            tokens += descendants(parse, patient)
        return "object-infinitive", entry, tokens, source_of(parse, v)
    entry = cue.frames.get("inf")
    return None if entry is None else ("infinitive", entry, tokens, source_of(parse, v))


def _call_on(parse: Parse, cue: VerbCue, complement: int | None) -> Found | None:
    """*call on X to go*: the addressee stands under *on*, the infinitive under the verb or the addressee."""
    on = next((c for c in parse.kids(cue.verb, "prep") if parse.lower[c] in ("on", "upon")), None)
    noun = parse.kid(on, "pobj") if on is not None else None
    if noun is None:
        return None
    if complement is None:
        complement = next((c for c in parse.children[noun] if is_infinitive(parse, c)), None)
    if complement is None:
        return None
    tokens = [*descendants(parse, noun), *descendants(parse, complement)]
    return "call-on", cue.frames["on-inf"], tokens, source_of(parse, cue.verb)


def gerund(parse: Parse, cue: VerbCue) -> Found | None:
    entry = cue.frames.get("ger")
    if entry is None or is_passive(parse, cue.verb):
        return None
    complement = next((c for c in parse.kids(cue.verb, "xcomp", "ccomp", "dobj") if parse.tag[c] == "VBG"), None)
    if complement is None or complement < cue.verb:
        return None
    return "gerund", entry, descendants(parse, complement), source_of(parse, cue.verb)


def predicate(parse: Parse, cue: VerbCue) -> Found | None:
    """*call X Y*, *label X Y*; the passive *X was called Y*."""
    entry = cue.frames.get("pred")
    if entry is None:
        return None
    v = cue.verb
    if parse.dep[v] == "acl" and parse.tag[v] == "VBD":
        # A reduced passive, *a group called X*, tagged as a past tense: a name, not a judgement.
        return None
    predicate = parse.kid(v, "oprd", "acomp", "attr")
    if is_passive(parse, v):
        subject = parse.kid(v, "nsubjpass")
        if subject is None or predicate is None:
            return None
        return (
            "passive-predicate",
            entry,
            [*descendants(parse, subject), *descendants(parse, predicate)],
            agent_of(parse, v),
        )
    if predicate is None:
        small = next(
            (c for c in parse.kids(v, "ccomp", "xcomp") if parse.pos[c] in ("NOUN", "ADJ", "PROPN") and c > v), None
        )
        if small is not None:
            return "call-x-y", entry, descendants(parse, small), source_of(parse, v)
        objects = parse.kids(v, "dobj", "dative", "npadvmod")
        if len(objects) < 2:
            return None
        return "call-x-y", entry, [t for o in objects for t in descendants(parse, o)], source_of(parse, v)
    tokens = [t for c in (*parse.kids(v, "dobj"), predicate) for t in descendants(parse, c)]
    if predicate < v and parse.kid(v, "dobj") is None:
        return None
    return "call-x-y", entry, tokens, source_of(parse, v)


def object_phrase(parse: Parse, cue: VerbCue) -> Found | None:
    """Object and phrase: *accuse X of Y*, *describe X as Y*, *blame X for Y*."""
    v = cue.verb
    for frame, entry in cue.frames.items():
        if frame[0] != "+":
            continue
        word = frame[1:]
        found = _preposition(parse, v, word)
        if found is None:
            continue
        tokens = descendants(parse, found)
        if is_passive(parse, v):
            subject = parse.kid(v, "nsubjpass")
            if subject is not None:
                return "passive-object-phrase", entry, [*descendants(parse, subject), *tokens], agent_of(parse, v)
            if parse.dep[v] == "acl":
                return "passive-object-phrase", entry, tokens, agent_of(parse, v)
            continue
        patient = parse.kid(v, "dobj")
        if patient is None and not (parse.dep[v] == "relcl" and parse.kid(v, "nsubj") is not None):
            continue
        if patient is not None:
            tokens += descendants(parse, patient)
        return "object-phrase", entry, tokens, source_of(parse, v)
    return None


def _preposition(parse: Parse, v: int, word: str) -> int | None:
    """A preposition below a verb, or below its object where the parser attached it there."""
    for c in parse.kids(v, "prep", "advcl"):
        if parse.lower[c] == word and c > v:
            return c
    patient = parse.kid(v, "dobj")
    if patient is not None:
        for c in parse.kids(patient, "prep"):
            if parse.lower[c] == word:
                return c
    if word == "as":
        return next(
            (c for c in parse.kids(v, "advcl", "oprd", "acomp", "xcomp") if parse.lower[parse.left[c]] == "as"), None
        )
    return None


def noun_object(parse: Parse, cue: VerbCue) -> Found | None:
    entry = cue.frames.get("obj")
    if entry is None:
        return None
    v = cue.verb
    undergoes = parse.kid(v, "nsubjpass" if is_passive(parse, v) else "dobj")
    if undergoes is not None and _has_another_sense(parse, cue, undergoes):
        return None
    if is_passive(parse, v):
        source = agent_of(parse, v)
        subject = parse.kid(v, "nsubjpass")
        if subject is not None:
            return "passive-object", entry, descendants(parse, subject), source
        if parse.dep[v] == "acl" and source.head is not None:
            return "passive-object", entry, descendants(parse, parse.head[v], without={v}), source
        return None
    patient = parse.kid(v, "dobj")
    if patient is None or patient < v:
        return None
    tokens = descendants(parse, patient)
    end = parse.right[patient] + 1
    for c in parse.kids(v, "prep"):
        if parse.left[c] == end and (
            parse.lower[c] in _NOMINAL_PHRASES or (entry.kind == "evaluative" and parse.lower[c] in _EXTRA)
        ):
            tokens += descendants(parse, c)
            end = parse.right[c] + 1
    return "object", entry, tokens, source_of(parse, v)


def _has_another_sense(parse: Parse, cue: VerbCue, noun: int) -> bool:
    """ "claimed asylum", "conceded a goal", "questioned the student": no words and no claim are meant."""
    lemma = parse.lemma[noun].lower()
    if lemma in _other_senses().get(cue.lemma, ()):
        return True
    if cue.lemma != "question":
        return False
    person = any(label == "PERSON" and a <= noun < b for a, b, label in parse.ents)
    return person or lemma in ("him", "her", "them") or type_of_noun(lemma) is EntityType.PERSON


@cache
def _other_senses() -> dict[str, frozenset[str]]:
    return {verb: frozenset(nouns.split()) for verb, nouns in rows_of("other_senses.tsv")}


def prepositional_phrase(parse: Parse, cue: VerbCue) -> Found | None:
    """A content under a preposition alone: *warn of Y*, *call for Y*."""
    v = cue.verb
    for c in parse.kids(v, "advcl", "xcomp", "ccomp"):
        # *called for the clinic to close*: "for" introduces the subject of the infinitive.
        mark = parse.kid(c, "mark")
        if "for" in cue.frames and c > v and mark == v + 1 and parse.lower[mark] == "for" and is_infinitive(parse, c):
            return "phrase-for", cue.frames["for"], descendants(parse, c, without={mark}), source_of(parse, v)
    for c in parse.kids(v, "prep"):
        word = parse.lower[c]
        if word not in _PHRASES or word not in cue.frames or c < v:
            continue
        tokens = [t for k in parse.children[c] for t in descendants(parse, k)]
        if not tokens:
            continue
        if is_passive(parse, v):
            continue
        if word in ("for", "at", "with", "on", "in", "to") and parse.kid(v, "dobj") is not None and word != "at":
            continue
        return f"phrase-{word}", cue.frames[word], tokens, source_of(parse, v)
    return None
