"""Corrections of what hangs where, by facts of English that a parser does not weigh.

What *and* joins has one form (:mod:`newsgraph.extractors.conjuncts`); *accuse* takes what follows *of*; a verb has one object and what
stands after a comma tells of it; numerals come before adjectives, so "the firm 14 million euros" is two phrases.
Every correction has an example and a counter-example in ``tests/data/attachments.tsv``.
"""

from __future__ import annotations

from collections.abc import Callable

from newsgraph.extractors.conjuncts import (
    SUBJECTS,
    finite_after_gerund,
    finite_part,
    gerund_after_gerund,
    lacks_subject,
    may_speak,
    past_after_modal,
    speaker_of_conjunct,
)
from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.nouns import is_time_noun, type_of_noun
from newsgraph.extractors.parse import Parse
from newsgraph.graph.model import EntityType

_VERBAL = ("VERB", "AUX")
_SAME_FORM = ("VBD", "VBN", "VB")


def repair_attachments(parse: Parse) -> None:
    """Carry out every correction of :data:`REPAIRS` on every token it fits.  O(tokens) for each."""
    for repair in REPAIRS.values():
        changed = False
        for i in range(len(parse)):
            changed |= repair(parse, i)
        if changed:
            parse.finish()


def _accused_of(parse: Parse, prep: int) -> bool:
    """ "accused foreign powers of paying them": what follows *of* is the accusation, not the kind of power."""
    if parse.lower[prep] != "of" or parse.dep[prep] != "prep" or parse.kid(prep, "pcomp") is None:
        return False
    noun = parse.head[prep]
    verb = parse.head[noun]
    if parse.dep[noun] not in ("dobj", "nsubjpass") or parse.lemma[verb].lower() not in words_of("charging_verbs.txt"):
        return False
    parse.head[prep] = verb
    return True


def _one_object(parse: Parse, noun: int) -> bool:
    """ "rejected his nominee, the first such defeat": a phrase after a comma tells of what was said; it is no second object."""
    verb = parse.head[noun]
    before = [c for c in parse.kids(verb, "dobj", "dative") if verb < c < noun and parse.pos[c] != "ADP"]
    if parse.dep[noun] != "dobj" or not before or parse.tag[noun][0] == "W":
        return False
    first = parse.left[noun]
    if parse.lower[first - 1] != "," or parse.lower[first] not in ("the", "a", "an"):
        return False
    if any(parse.dep[c] == "cc" for c in parse.children[before[-1]]) or any(
        parse.dep[c] == "cc" and before[-1] < c < noun for c in parse.children[verb]
    ):
        return False
    beside = first - 2
    named = parse.pos[beside] == "PROPN" and parse.lower[first] == "the"
    parse.head[noun], parse.dep[noun] = (beside, "appos") if named else (before[-1], "dep")
    return True


def _following(parse: Parse, i: int) -> bool:
    """ "collapsed following days of rain": after a verb without an object *following* is a preposition."""
    verb = parse.head[i]
    if parse.lower[i] != "following" or parse.dep[i] not in ("xcomp", "advcl", "acl", "ccomp") or verb > i:
        return False
    noun = parse.kid(i, "dobj", "pobj")
    if (
        parse.pos[verb] not in _VERBAL
        or noun is None
        or parse.lower[i - 1] == ","
        or parse.kid(i, "aux", "auxpass") is not None
    ):
        return False
    if type_of_noun(parse.lemma[noun].lower()) is EntityType.PERSON or parse.pos[noun] in ("PROPN", "PRON"):
        return False
    parse.dep[i], parse.pos[i], parse.tag[i] = "prep", "ADP", "IN"
    parse.dep[noun] = "pobj"
    return True


def _described_participle(parse: Parse, v: int) -> bool:
    """ "reopen the crossing, shut for weeks after a row": without *and* and an object, *shut* tells of the crossing."""
    first = parse.head[v]
    if (
        not lacks_subject(parse, v)
        or parse.lower[v] not in words_of("past_participles.txt")
        or parse.tag[v] not in _SAME_FORM
    ):
        return False
    if (
        parse.lower[v - 1] != ","
        or parse.kid(v, "dobj", "aux", "auxpass", "cc", "prt", "conj", "ccomp", "xcomp") is not None
    ):
        return False
    if any(parse.dep[c] == "cc" and first < c < v for c in parse.children[first]) or parse.kid(v, "prep") is None:
        return False
    objects = [c for a in range(first, v - 1) for c in parse.kids(a, "dobj", "pobj") if parse.right[c] == v - 2]
    if not objects:
        return False
    parse.head[v], parse.dep[v], parse.tag[v] = objects[-1], "acl", "VBN"
    return True


def _counted(parse: Parse, noun: int) -> bool:
    """ "with most ballots counted": they do not count, they are counted; "with the army advancing" has another form."""
    v = parse.head[noun]
    if parse.dep[noun] != "nsubj" or parse.dep[v] not in ("advcl", "pcomp") or noun > v:
        return False
    if parse.tag[v] not in ("VBD", "VBN") or parse.kid(v, "aux", "auxpass", "dobj") is not None:
        return False
    opens = parse.lower[parse.left[v]] == "with" or (parse.dep[v] == "pcomp" and parse.lower[parse.head[v]] == "with")
    if not opens or parse.lemma[v].lower() in words_of("unpassive_verbs.txt"):
        return False
    parse.dep[noun], parse.tag[v] = "nsubjpass", "VBN"
    return True


def _numbered_subject(parse: Parse, number: int) -> bool:
    """ "At least 17 killed as floods spread": a number does not count a verb, it says how many were killed."""
    v = parse.head[number]
    if parse.dep[number] != "nummod" or parse.pos[v] != "VERB" or number > v or parse.kid(v, *SUBJECTS) is not None:
        return False
    if parse.tag[v] not in ("VBN", "VBD", "VBP", "VBZ"):
        return False
    passive = parse.tag[v] == "VBN" and parse.lemma[v].lower() not in words_of("unpassive_verbs.txt")
    parse.dep[number] = "nsubjpass" if passive else "nsubj"
    return True


def _clause_as_subject(parse: Parse, first: int) -> bool:
    """ "Gunman kills three, is shot by police": a clause of its own is no subject; both verbs have the same one."""
    v = parse.head[first]
    if (
        parse.dep[first] not in ("nsubj", "nsubjpass", "csubj", "csubjpass", "ccomp")
        or first > v
        or parse.pos[first] != "VERB"
    ):
        return False
    if parse.tag[first] not in ("VBZ", "VBD", "VBP") or parse.kid(first, "nsubj", "nsubjpass") is None:
        return False
    start = finite_part(parse, v)
    if start == v or parse.lower[start - 1] != "," or parse.kid(first, "mark") is not None or not parse.is_root(v):
        return False
    if any(c != first and parse.dep[c] in SUBJECTS for c in parse.children[v]):
        return False
    for c in parse.children[v]:
        if c < first:
            parse.head[c] = first
    parse.head[first], parse.dep[first] = first, "ROOT"
    parse.head[v], parse.dep[v] = first, "conj"
    return True


def _two_phrases(parse: Parse, money: int) -> bool:
    """ "fined the firm 14 million euros": between an article and a numeral stands a noun, and the amount is a phrase of its own."""
    verb = parse.head[money]
    if parse.dep[money] != "dobj" or parse.lemma[verb].lower() not in words_of("paying_verbs.txt"):
        return False
    first = parse.left[money]
    number = next((c for c in parse.children[money] if parse.pos[c] in ("NUM", "SYM") and c < money), None)
    if (
        number is None
        or parse.tag[first] not in ("DT", "PRP$")
        or parse.lower[first] in ("another", "some", "no", "all")
    ):
        return False
    start = parse.left[number]
    between = range(first + 1, start)
    if not between or any(
        parse.lower[i] in words_of("before_numerals.txt") or parse.pos[i] not in ("NOUN", "ADJ", "PROPN")
        for i in between
    ):
        return False
    noun = between[-1]
    for c in parse.children[money]:
        if c < start and c != noun:
            parse.head[c] = noun
    parse.head[noun], parse.dep[noun] = verb, "dative"
    if parse.pos[noun] == "ADJ":
        parse.pos[noun], parse.tag[noun] = "NOUN", "NN"
    return True


def _stretch_of_time(parse: Parse, noun: int) -> bool:
    """ "23 die hours into truce": a stretch of time before *into*, *after* or *before* says when."""
    if parse.dep[noun] != "dobj" or not is_time_noun(parse.lemma[noun].lower()) or noun + 1 >= len(parse):
        return False
    if parse.tag[parse.left[noun]] in ("DT", "PRP$") and parse.lower[parse.left[noun]] not in ("a", "an"):
        return False
    verb, prep = parse.head[noun], noun + 1
    if parse.lower[prep] not in ("into", "after", "before", "later", "earlier") or parse.head[prep] not in (verb, noun):
        return False
    if parse.lemma[verb].lower() in words_of("lasting_verbs.txt"):
        return False
    parse.dep[noun] = "npadvmod"
    if parse.dep[prep] == "prep":
        parse.head[prep] = noun
    return True


def _small_clause(parse: Parse, quality: int) -> bool:
    """ "set warehouses ablaze", "left two dead": an adjective without a copula is said of the object."""
    verb = parse.head[quality]
    noun = parse.kid(quality, "nsubj")
    if parse.dep[quality] != "ccomp" or parse.pos[quality] != "ADJ" or noun is None or not verb < noun < quality:
        return False
    if parse.kid(quality, "aux", "auxpass", "cop", "mark") is not None or parse.kid(verb, "dobj") is not None:
        return False
    if parse.lower[noun] == "it":
        return False  # "made it clear that they would leave", "made it harder to go"
    parse.head[noun], parse.dep[noun] = verb, "dobj"
    parse.dep[quality] = "oprd"
    return True


def _particle(parse: Parse, adverb: int) -> bool:
    """ "swept away a bus": between a verb and its object stands no adverb of place but a particle."""
    verb = parse.head[adverb]
    if parse.dep[adverb] != "advmod" or adverb != verb + 1 or parse.lower[adverb] not in _PARTICLES:
        return False
    noun = parse.kid(verb, "dobj")
    if noun is None or parse.left[noun] != adverb + 1 or parse.pos[verb] != "VERB" or parse.pos[noun] == "PRON":
        return False
    parse.dep[adverb] = "prt"
    return True


_PARTICLES = frozenset({"away", "back", "down", "off", "out", "up", "over", "in", "aside", "apart"})


def _missing(parse: Parse, v: int) -> bool:
    """ "six were still missing": *missing* without an object is a state, and *were* the verb."""
    be = next((a for a in parse.kids(v, "aux") if parse.lemma[a] == "be"), None)
    if parse.lower[v] != "missing" or parse.tag[v] != "VBG" or be is None:
        return False
    if any(c > v for c in parse.kids(v, "dobj", "ccomp")):
        return False
    parse.head[be], parse.dep[be] = (be, "ROOT") if parse.is_root(v) else (parse.head[v], parse.dep[v])
    for c in parse.children[v]:
        if c != be:
            parse.head[c] = be
    parse.head[v], parse.dep[v], parse.pos[v], parse.tag[v] = be, "acomp", "ADJ", "JJ"
    return True


def _time_of_state(parse: Parse, clause: int) -> bool:
    """ "dozens were missing after a river burst": the clause says when they were, it is no part of what they were."""
    quality = parse.head[clause]
    if parse.dep[clause] != "advcl" or parse.dep[quality] not in ("acomp", "attr") or clause < quality:
        return False
    mark = parse.kid(clause, "mark")
    if mark is None or parse.lower[mark] not in _WHEN or parse.lemma[parse.head[quality]] != "be":
        return False
    parse.head[clause] = parse.head[quality]
    return True


_WHEN = frozenset({"after", "before", "when", "while", "until", "because", "since", "although", "though", "once"})


def _time_to_act(parse: Parse, v: int) -> bool:
    """ "he has 60 days to name another": he names, the days do not."""
    noun = parse.head[v]
    if parse.dep[v] != "relcl" or parse.tag[v] != "VB" or noun > v or not is_time_noun(parse.lemma[noun].lower()):
        return False
    if not any(parse.lower[a] == "to" for a in parse.kids(v, "aux")) or parse.dep[noun] != "dobj":
        return False
    parse.dep[v] = "acl"
    return True


def _result_of_fact(parse: Parse, v: int) -> bool:
    """ "The party lost its majority, results showed, forcing it to …": the loss forces it, the results only show it."""
    cue = parse.head[v]
    content = parse.kid(cue, "ccomp")
    subject = parse.kid(cue, "nsubj")
    if parse.dep[v] != "advcl" or parse.tag[v] != "VBG" or content is None or subject is None:
        return False
    if (
        not content < subject < cue < v
        or parse.lower[v - 1] != ","
        or parse.pos[subject] != "NOUN"
        or may_speak(parse, subject)
    ):
        return False
    parse.head[v] = content
    return True


REPAIRS: dict[str, Callable[[Parse, int], bool]] = {
    "finite-after-gerund": finite_after_gerund,
    "gerund-after-gerund": gerund_after_gerund,
    "past-after-modal": past_after_modal,
    "speaker-of-conjunct": speaker_of_conjunct,
    "accused-of": _accused_of,
    "one-object": _one_object,
    "following-preposition": _following,
    "described-participle": _described_participle,
    "counted-ballots": _counted,
    "numbered-subject": _numbered_subject,
    "clause-as-subject": _clause_as_subject,
    "two-phrases": _two_phrases,
    "stretch-of-time": _stretch_of_time,
    "small-clause": _small_clause,
    "particle-before-object": _particle,
    "missing-state": _missing,
    "time-of-state": _time_of_state,
    "time-to-act": _time_to_act,
    "result-of-fact": _result_of_fact,
}
"""Id of each correction -> what carries it out on one token; True where it changed the parse."""
