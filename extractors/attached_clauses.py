"""Corrections of clauses: whose participle, relative clause, state or subject it is.

Each takes the parse and a token, changes what hangs on what, and returns whether it did; :mod:`newsgraph.extractors.attachments`
carries them out.
"""

from __future__ import annotations

from newsgraph.extractors.conjuncts import SUBJECTS, finite_part, lacks_subject, may_speak
from newsgraph.extractors.cues import reporting_verbs
from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.nouns import is_time_noun, type_of_noun
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.signatures import noun_signature
from newsgraph.graph.model import EntityType

_VERBAL = ("VERB", "AUX")
_SAME_FORM = ("VBD", "VBN", "VB")


def described_participle(parse: Parse, v: int) -> bool:
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


def counted(parse: Parse, noun: int) -> bool:
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


def numbered_subject(parse: Parse, number: int) -> bool:
    """ "At least 17 killed as floods spread": a number does not count a verb, it says how many were killed."""
    v = parse.head[number]
    if parse.dep[number] != "nummod" or parse.pos[v] != "VERB" or number > v or parse.kid(v, *SUBJECTS) is not None:
        return False
    if parse.tag[v] not in ("VBN", "VBD", "VBP", "VBZ"):
        return False
    passive = parse.tag[v] == "VBN" and parse.lemma[v].lower() not in words_of("unpassive_verbs.txt")
    parse.dep[number] = "nsubjpass" if passive else "nsubj"
    return True


def clause_as_subject(parse: Parse, first: int) -> bool:
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


def missing(parse: Parse, v: int) -> bool:
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


def time_of_state(parse: Parse, clause: int) -> bool:
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


def who_of_body(parse: Parse, v: int) -> bool:
    """ "said Kaya of Alfa Securities, who expects losses": *who* is a person, not a body."""
    body = parse.head[v]
    subject = parse.kid(v, "nsubj", "nsubjpass")
    prep = parse.head[body]
    if parse.dep[v] != "relcl" or subject is None or parse.lower[subject] != "who" or parse.dep[body] != "pobj":
        return False
    person = parse.head[prep]
    labels = {i: label for a, b, label in parse.ents for i in range(a, b)}
    named = labels.get(person) == "PERSON" and labels.get(body) != "PERSON" and parse.tag[body].startswith("NNP")
    if not named or parse.pos[prep] != "ADP":
        return False
    parse.head[v] = person
    return True


def which_of_sum(parse: Parse, v: int) -> bool:
    """ "a loan of $4 billion, which it declined": the loan is declined, not the sum."""
    amount = parse.head[v]
    prep = parse.head[amount]
    if parse.dep[v] != "relcl" or parse.dep[amount] != "pobj" or parse.lower[prep] != "of" or amount > v:
        return False
    noun = parse.head[prep]
    money = parse.pos[amount] in ("NUM", "SYM") or parse.lower[amount] in words_of("currencies.tsv")
    if not money or parse.pos[noun] != "NOUN" or parse.lower[parse.left[v]] not in ("which", "that"):
        return False
    parse.head[v] = noun
    return True


def it_takes(parse: Parse, pronoun: int) -> bool:
    """ "it took firefighters five hours to end it": *it* names nothing, and who needs the time does it."""
    verb = parse.head[pronoun]
    to_do = parse.kid(verb, "xcomp", "advcl")
    if parse.lower[pronoun] != "it" or parse.dep[pronoun] != "nsubj" or parse.lemma[verb] != "take" or to_do is None:
        return False
    timed = any(is_time_noun(parse.lemma[c].lower()) for c in parse.kids(verb, "dobj", "npadvmod"))
    if not timed or not any(parse.lower[a] == "to" for a in parse.kids(to_do, "aux")):
        return False
    parse.dep[pronoun], parse.dep[to_do] = "expl", "xcomp"
    return True


def aged(parse: Parse, i: int) -> bool:
    """ "users aged 13 to 17": nobody ages them."""
    if parse.lower[i] != "aged" or parse.dep[i] != "acl" or not any(parse.pos[c] == "NUM" for c in parse.children[i]):
        return False
    parse.dep[i], parse.pos[i], parse.tag[i] = "amod", "ADJ", "JJ"
    return True


def nearest_speaker(parse: Parse, noun: int) -> bool:
    """ "killed 34 workers, many of them teenagers, officials said": who says it stands beside the verb."""
    cue = parse.head[noun]
    subjects = parse.kids(cue, "nsubj")
    content = parse.kid(cue, "ccomp")
    if parse.dep[noun] != "nsubj" or len(subjects) < 2 or content is None or not content < noun < subjects[-1] < cue:
        return False
    if noun == subjects[-1] or parse.lower[parse.left[subjects[-1]] - 1] != ",":
        return False
    parse.head[noun], parse.dep[noun] = content, "dep"
    return True


def whose_cue(parse: Parse, subject: int) -> bool:
    """ "It follows a complaint by NoTrace, whose founder said it was late": the clause with *whose* says nothing of the first."""
    cue, owner = parse.head[subject], parse.left[subject]
    if parse.lower[owner] != "whose" or parse.dep[subject] != "nsubj" or not parse.is_root(cue):
        return False
    before = next((c for c in parse.kids(cue, "ccomp") if c < owner), None)
    comma = parse.left[subject] - 1
    if before is None or comma < 1 or parse.lower[comma] != "," or parse.pos[comma - 1] not in ("NOUN", "PROPN"):
        return False
    parse.head[before], parse.dep[before] = before, "ROOT"
    parse.head[cue], parse.dep[cue] = comma - 1, "relcl"
    for c in parse.children[cue]:
        if c < owner and c != before:
            parse.head[c] = before
    return True


def to_blame(parse: Parse, v: int) -> bool:
    """ "the owner was to blame": he is blamed, he blames nobody."""
    be = parse.head[v]
    if (
        parse.lower[v] != "blame"
        or parse.dep[v] != "xcomp"
        or parse.lemma[be] != "be"
        or parse.kid(v, "dobj") is not None
    ):
        return False
    to = next((a for a in parse.kids(v, "aux") if parse.lower[a] == "to"), None)
    if to is None:
        return False
    parse.dep[to] = "auxpass"
    return True


def fighting(parse: Parse, v: int) -> bool:
    """ "died in fighting near the town", "calm returned after shooting": those who died need not have fought."""
    prep = parse.head[v]
    if (
        parse.tag[v] != "VBG"
        or parse.lower[v] not in words_of("hostile_gerunds.txt")
        or any(parse.pos[c] != "ADJ" for c in parse.kids(v, "dobj"))
    ):
        return False
    if (
        parse.lower[prep] == "of"
        and parse.pos[parse.head[prep]] == "NOUN"
        and parse.kid(parse.head[prep], "poss") is None
    ):
        pass  # "a night of shooting"
    elif parse.lower[prep] not in ("in", "during", "amid", "from", "after", "before", "following", "despite"):
        return False
    parse.dep[v], parse.pos[v], parse.tag[v], parse.lemma[v] = "pobj", "NOUN", "NN", parse.lower[v]
    return True


def amounting(parse: Parse, v: int) -> bool:
    """ "imposed tariffs, ranging from 5 to 10 percent": sums and numbers range and total, not who acts."""
    first, noun = parse.head[v], v - 2
    if parse.tag[v] != "VBG" or parse.lemma[v] not in _AMOUNTING or parse.kid(v, "dobj") is not None:
        return False
    if parse.lower[v - 1] != "," or noun <= first:
        return False
    while parse.head[noun] != first and parse.head[noun] > first:
        noun = parse.head[noun]
    if parse.right[noun] < v - 2 or parse.dep[noun] not in ("dobj", "pobj", "conj") or parse.pos[noun] != "NOUN":
        return False
    parse.head[v], parse.dep[v] = noun, "acl"
    return True


_AMOUNTING = frozenset({"amount", "average", "number", "range", "total"})


def apposed_speaker(parse: Parse, v: int) -> bool:
    """ "They found nothing, the chief prosecutor, Tomas Edel, said": title and name between commas are who says it."""
    frames = reporting_verbs().get(parse.lemma[v].lower(), {})
    if v < 4 or "quote" not in frames or parse.tag[v] not in ("VBD", "VBZ") or parse.kid(v, *SUBJECTS) is not None:
        return False
    name = v - 2
    title = parse.head[name]
    if parse.lower[v - 1] != "," or parse.dep[name] != "appos" or parse.pos[name] != "PROPN" or title > name:
        return False
    if type_of_noun(parse.lemma[title].lower()) is not EntityType.PERSON or parse.lower[parse.left[title] - 1] != ",":
        return False
    parse.head[title], parse.dep[title] = v, "nsubj"
    return True


def named_after_relative(parse: Parse, name: int) -> bool:
    """ "the judge who leads the inquiry, Sofia Brenner, said": a person's name is not that of the inquiry."""
    thing = parse.head[name]
    people = any(a <= name < b and label == "PERSON" for a, b, label in parse.ents)
    if parse.dep[name] != "appos" or not people or parse.lower[parse.left[name] - 1] != "," or name < thing:
        return False
    if type_of_noun(parse.lemma[thing].lower()) is EntityType.PERSON or parse.pos[thing] == "PROPN":
        return False
    clause = next((a for a in (thing, *parse.ancestors(thing)) if parse.dep[a] == "relcl"), None)
    if clause is None or type_of_noun(parse.lemma[parse.head[clause]].lower()) is not EntityType.PERSON:
        return False
    parse.head[name] = parse.head[clause]
    return True


def base_after_modal(parse: Parse, v: int) -> bool:
    """ "would found a party": right after a modal stands a base form, whatever else the form may be."""
    helpers = parse.kids(v, "aux", "auxpass")
    if parse.pos[v] != "VERB" or parse.tag[v] not in ("VBN", "VBD") or [parse.tag[a] for a in helpers] != ["MD"]:
        return False
    if parse.lower[v] == parse.lemma[v] or parse.kid(v, "nsubjpass") is not None:
        return False
    parse.tag[v], parse.lemma[v] = "VB", parse.lower[v]
    return True


def meant_to(parse: Parse, v: int) -> bool:
    """ "condemned the threats to close the border": threats close nothing; who made them would."""
    noun = parse.head[v]
    if parse.dep[v] != "relcl" or parse.tag[v] != "VB" or noun > v or noun_signature(parse.lemma[noun].lower()) is None:
        return False
    to = any(parse.lower[a] == "to" for a in parse.kids(v, "aux"))
    if not to or any(parse.tag[c] in ("WDT", "WP") for c in parse.children[v]):
        return False
    parse.dep[v] = "acl"
    return True


def time_to_act(parse: Parse, v: int) -> bool:
    """ "he has 60 days to name another": he names, the days do not."""
    noun = parse.head[v]
    if parse.dep[v] != "relcl" or parse.tag[v] != "VB" or noun > v or not is_time_noun(parse.lemma[noun].lower()):
        return False
    if not any(parse.lower[a] == "to" for a in parse.kids(v, "aux")) or parse.dep[noun] != "dobj":
        return False
    parse.dep[v] = "acl"
    return True


def result_of_fact(parse: Parse, v: int) -> bool:
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
