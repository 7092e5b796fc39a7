"""Corrections of phrases: what a preposition, an object or an amount belongs to.

Each takes the parse and a token, changes what hangs on what, and returns whether it did; :mod:`newsgraph.extractors.attachments`
carries them out.
"""

from __future__ import annotations

from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.nouns import is_time_noun, type_of_noun
from newsgraph.extractors.parse import Parse
from newsgraph.graph.model import EntityType

_VERBAL = ("VERB", "AUX")
_SAME_FORM = ("VBD", "VBN", "VB")


def accused_of(parse: Parse, prep: int) -> bool:
    """ "accused foreign powers of paying them": what follows *of* is the accusation, not the kind of power."""
    if parse.lower[prep] != "of" or parse.dep[prep] != "prep":
        return False
    noun = parse.head[prep]
    verb = parse.head[noun]
    charge = parse.kid(prep, "pobj")
    if parse.kid(prep, "pcomp") is None and (charge is None or not parse.lower[charge].endswith("ing")):
        return False
    if parse.dep[noun] not in ("dobj", "nsubjpass") or parse.lemma[verb].lower() not in words_of("charging_verbs.txt"):
        return False
    parse.head[prep] = verb
    return True


def one_object(parse: Parse, noun: int) -> bool:
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


def following(parse: Parse, i: int) -> bool:
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


def two_phrases(parse: Parse, money: int) -> bool:
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


def stretch_of_time(parse: Parse, noun: int) -> bool:
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


def small_clause(parse: Parse, quality: int) -> bool:
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


def particle(parse: Parse, adverb: int) -> bool:
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


def blamed_on(parse: Parse, prep: int) -> bool:
    """ "blamed the crisis on the minister": what *on* opens is who is blamed."""
    noun = parse.head[prep]
    verb = parse.head[noun]
    if parse.lower[prep] != "on" or parse.dep[prep] != "prep" or parse.dep[noun] not in ("dobj", "nsubjpass"):
        return False
    if parse.lemma[verb] not in ("blame", "pin") or prep < noun:
        return False
    parse.head[prep] = verb
    return True


def dismissed_as(parse: Parse, prep: int) -> bool:
    """ "dismissed the claim as a fairy tale": what *as* opens is what it was called, not a part of the claim."""
    noun = parse.head[prep]
    verb = parse.head[noun]
    if parse.lower[prep] != "as" or parse.dep[prep] != "prep" or parse.dep[noun] not in ("dobj", "nsubjpass"):
        return False
    if parse.lemma[verb].lower() not in words_of("viewing_verbs.txt") or prep < noun or parse.lower[prep - 1] == "such":
        return False
    parse.head[prep] = verb
    return True


def shot_dead(parse: Parse, quality: int) -> bool:
    """ "shooting dead two soldiers": adjectives come after numerals and articles, so *dead* tells what they were made."""
    noun = parse.head[quality]
    verb = quality - 1
    if parse.dep[quality] != "amod" or parse.lower[quality] not in ("dead", "free", "open") or verb < 0:
        return False
    if parse.head[noun] != verb or parse.dep[noun] != "dobj" or parse.pos[verb] != "VERB":
        return False
    if not any(quality < c < noun and parse.pos[c] in ("NUM", "DET") for c in parse.children[noun]):
        return False
    parse.head[quality], parse.dep[quality] = verb, "prt" if parse.lemma[verb] in ("shoot", "set") else "oprd"
    return True


_TURNING = frozenset("veer turn swing lurch tack swerve steer lean tilt drift shift bear".split())


def turned_left(parse: Parse, i: int) -> bool:
    """ "The court veered left": after a verb of turning *left* is a side, nothing that somebody did."""
    verb = i - 1
    while verb > 0 and parse.pos[verb] == "ADV":
        verb -= 1
    if parse.lower[i] != "left" or parse.pos[i] != "VERB" or verb < 0 or parse.kid(i, "dobj") is not None:
        return False
    if parse.pos[verb] != "VERB" or parse.lemma[verb] not in _TURNING:
        return False
    subject = parse.head[verb]
    if parse.dep[verb] == "acl" and parse.head[subject] == i:
        parse.head[verb], parse.dep[verb] = (parse.head[i] if parse.head[i] != i else verb), parse.dep[i]
        parse.tag[verb] = "VBD"
    elif parse.head[i] != verb:
        return False
    for c in parse.children[i]:
        parse.head[c] = verb
    parse.head[i], parse.dep[i], parse.pos[i], parse.tag[i], parse.lemma[i] = verb, "advmod", "ADV", "RB", "left"
    return True


def laid_down(parse: Parse, v: int) -> bool:
    """ "lay down their arms": what takes an object is *lay*, not *lie*."""
    if parse.lemma[v] != "lie" or parse.lower[v] not in ("lay", "laid", "laying") or parse.kid(v, "dobj") is None:
        return False
    parse.lemma[v] = "lay"
    return False


def of_and_of(parse: Parse, prep: int) -> bool:
    """ "suspected of ordering a murder and of bribing guards": two phrases with *of* and a gerund are of the same verb."""
    first = parse.head[prep]
    if parse.dep[prep] not in ("prep", "conj") or parse.kid(prep, "pcomp") is None or first > prep:
        return False
    if parse.pos[prep - 1] != "CCONJ" or parse.dep[first] != "pcomp":
        return False
    other = parse.head[first]
    if parse.lower[other] != parse.lower[prep] or parse.pos[other] != "ADP":
        return False
    for c in parse.kids(first, "cc"):
        if c == prep - 1:
            parse.head[c] = other
    parse.head[prep], parse.dep[prep] = other, "conj"
    return True


def named_among(parse: Parse, noun: int) -> bool:
    """ "detained the owner, Anwar Hossain, and two managers": a name between commas ends there, and the list goes on."""
    name = parse.head[noun]
    whole = parse.head[name]
    if parse.dep[noun] != "conj" or parse.dep[name] != "appos" or parse.pos[name] != "PROPN" or noun < name:
        return False
    cc = next((c for c in parse.kids(name, "cc") if name < c < noun), None)
    if cc is None or parse.lower[cc - 1] != "," or parse.lower[parse.left[name] - 1] != ",":
        return False
    if parse.tag[whole] != "NN" or parse.pos[noun] == "PROPN":
        return False
    parse.head[noun] = parse.head[cc] = whole
    return True


def extent_in_time(parse: Parse, noun: int) -> bool:
    """ "legalise abortion up to 14 weeks": a time after an object is no second object."""
    verb = parse.head[noun]
    if parse.dep[noun] != "dobj" or not is_time_noun(parse.lemma[noun].lower()):
        return False
    before = [c for c in parse.kids(verb, "dobj") if verb < c < noun]
    if not before or parse.lemma[verb].lower() in words_of("paying_verbs.txt") | words_of("lasting_verbs.txt"):
        return False
    parse.dep[noun] = "npadvmod"
    return True


def named_so(parse: Parse, noun: int) -> bool:
    """ "who made the reform a promise": without a comma the second phrase tells what the object was made."""
    first = parse.left[noun]
    if parse.dep[noun] not in ("appos", "npadvmod") or parse.lower[first] not in ("a", "an") or first < 2:
        return False
    if is_time_noun(parse.lemma[noun].lower()):
        return False
    thing = first - 1
    while parse.dep[thing] == "pobj" and parse.dep[parse.head[thing]] == "prep":
        thing = parse.head[parse.head[thing]]
    verb = parse.head[thing]
    if parse.dep[thing] != "dobj" or parse.lemma[verb].lower() not in words_of("naming_verbs.txt"):
        return False
    parse.head[noun], parse.dep[noun] = verb, "oprd"
    return True
