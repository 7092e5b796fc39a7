"""Corrections of parses that English grammar rules out, made once for all stages."""

from __future__ import annotations

from functools import cache

from newsgraph.extractors.lexicon import rows_of, words_of
from newsgraph.extractors.nouns import is_time_noun, positions, type_of_noun
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import is_nominal
from newsgraph.extractors.reading import Section
from newsgraph.graph.model import EntityType


def repair_complementizers(parse: Parse) -> None:
    """*that* before a clause that lacks nothing is a complementizer: "a report that the plant leaked oil".

    Parsers take it for a relative pronoun; the clause is then the content of the noun, not a description of it.
    """
    for i in range(len(parse)):
        if parse.lower[i] == "that" and parse.dep[i] == "mark":
            _complete(parse, parse.head[i])
        if parse.lower[i] != "that" or parse.dep[i] not in ("dobj", "dative") or i > parse.head[i]:
            continue
        verb = parse.head[i]
        objects = parse.kids(verb, "dobj")
        if parse.dep[verb] == "relcl" and len(objects) > 1 and parse.kid(verb, "nsubj", "nsubjpass") is not None:
            parse.dep[i], parse.tag[i] = "mark", "IN"
            parse.dep[verb] = "acl"


def _complete(parse: Parse, verb: int) -> None:
    """ "denies any wrongdoing or that it dumped waste": the clause is what is denied, not a second sentence."""
    cue = parse.head[verb]
    if (
        parse.dep[verb] == "conj"
        and parse.lemma[cue] in words_of("reporting_verbs.tsv")
        and parse.kid(cue, "dobj") is not None
    ):
        parse.dep[verb] = "ccomp"


def repair_gerunds(parse: Parse) -> None:
    """A verb in -ing after a preposition is a clause, with the subject of what governs it: "kept the port from opening".

    *Not* before it leaves no doubt, even where a noun follows: "was fined for not clearing paths" (not a kind of paths).
    """
    changed = False
    for i in range(len(parse)):
        if parse.tag[i] != "VBG" or parse.pos[i] != "VERB":
            continue
        if parse.dep[i] == "pobj":
            parse.dep[i] = "pcomp"
        noun = parse.head[i]
        if parse.dep[i] == "amod" and parse.kid(i, "neg") == i - 1 and parse.dep[noun] == "pobj" and noun > i:
            preposition = parse.head[noun]
            if preposition == i - 2:
                parse.head[i], parse.dep[i] = preposition, "pcomp"
                parse.head[noun], parse.dep[noun] = i, "dobj"
                changed = True
    if changed:
        parse.finish()


def repair_bare_prepositions(parse: Parse) -> None:
    """A preposition right before a noun phrase has it as its object: "rescued off Libyan coast", "sinks off Greek island".

    Where the article is missing, parsers take it for a particle or leave it alone, and the noun for an adverbial; "laid off
    workers" has a particle and an object.
    """
    dates = {i for a, b, label in parse.ents if label in ("DATE", "TIME") for i in range(a, b)}
    changed = False
    for i in range(len(parse) - 1):
        if parse.dep[i] not in ("prep", "prt") or (parse.tag[i] != "IN" and parse.lower[i] != "off"):
            continue
        if parse.children[i]:
            if parse.dep[i] == "prt" and parse.kid(i, "pobj") is not None:
                parse.dep[i] = "prep"
            continue
        for noun in parse.kids(parse.head[i], "npadvmod"):
            if parse.left[noun] == i + 1 and noun not in dates and not is_time_noun(parse.lemma[noun].lower()):
                parse.head[noun], parse.dep[noun], parse.dep[i] = i, "pobj", "prep"
                changed = True
                break
    if changed:
        parse.finish()


def repair_double_subjects(parse: Parse) -> None:
    """A verb has one subject: a noun right before a name describes it ("The German carmaker Volta Motors recalled the vans").

    "The envoy the minister met" has a subject in each of two clauses, and a name before a noun is no title.
    """
    changed = False
    for noun in range(len(parse) - 1):
        if parse.dep[noun] not in ("nsubj", "nsubjpass") or parse.tag[noun] != "NN":
            continue
        verb = parse.head[noun]
        for name in parse.kids(verb, parse.dep[noun]):
            if (
                noun < name < verb
                and parse.left[name] == parse.right[noun] + 1 == noun + 1
                and parse.pos[name] == "PROPN"
            ):
                parse.head[noun], parse.dep[noun] = name, "compound"
                changed = True
    if changed:
        parse.finish()


def repair_appositions(parse: Parse) -> None:
    """A person's name after "the mayor of X," stands beside the mayor, not beside X; so does a city's after "the capital of X,"."""
    labels = {i: label for a, b, label in parse.ents for i in range(a, b)}
    changed = False
    for name in range(len(parse)):
        whole = parse.head[name]
        if parse.dep[name] != "appos" or parse.pos[name] != "PROPN" or parse.dep[whole] != "pobj" or whole > name:
            continue
        if parse.word[parse.left[name] - 1] != "," or type_of_noun(parse.lemma[whole].lower()) is EntityType.PERSON:
            continue  # "the lawyer for the activist Dana Omarova"
        noun = parse.head[parse.head[whole]]
        if parse.lower[parse.head[whole]] not in ("of", "for", "at") or parse.pos[noun] not in ("NOUN", "PROPN"):
            continue
        lemma = parse.lemma[noun].lower()
        another = labels.get(whole) != "PERSON" or lemma in positions()
        person = labels.get(name) == "PERSON" and another and type_of_noun(lemma) is EntityType.PERSON
        capital = lemma == "capital" and labels.get(name) in ("GPE", "LOC")
        if (person or capital) and parse.tag[noun] in ("NN", "NNP"):
            parse.head[name] = noun
            changed = True
    if changed:
        parse.finish()


def repair_final_cues(parse: Parse) -> None:
    """ "S, an official told reporters.": the cue at the end governs the sentence, it is not part of it.

    Parsers hang the cue under the verb before it and give it that verb's object as a second subject.
    """
    changed = False
    for v in range(len(parse)):
        if (
            parse.pos[v] == "VERB"
            and parse.dep[v] in ("ccomp", "conj", "advcl", "relcl", "acl")
            and parse.tag[v] in ("VBD", "VBZ", "VBP")
        ):
            changed |= _raise_final_cue(parse, v)
    if changed:
        parse.finish()


def _raise_final_cue(parse: Parse, v: int) -> bool:
    start, end = parse.sents[parse.sent[v]]
    comma = next((i for i in range(v - 1, start, -1) if parse.lower[i] == ","), None)
    if comma is None or parse.lemma[v] not in _saying() or parse.kid(v, "ccomp", "mark", "cc") is not None:
        return False
    between = range(comma + 1, v)
    heads = [i for i in between if parse.head[i] not in between and is_nominal(parse, i)]
    root = next((a for a in parse.ancestors(v) if parse.is_root(a)), v)
    if len(heads) != 1 or not start <= root < comma or parse.pos[root] not in ("VERB", "AUX"):
        return False
    if any(parse.tag[c] in ("WDT", "WP", "WP$", "WRB") or parse.pos[c] in ("VERB", "AUX") for c in between):
        return False
    if any(i != v and parse.pos[i] in ("VERB", "AUX") and not v <= parse.head[i] < end for i in range(v, end)):
        return False
    subject = heads[0]
    if parse.head[subject] != v and parse.dep[subject] not in ("appos", "conj"):
        return False
    if parse.kid(v, "nsubj") is None:
        return False
    parse.head[subject], parse.dep[subject] = v, "nsubj"
    governor = parse.head[v]
    for c in parse.children[v]:
        if c < comma:
            parse.head[c] = governor
            parse.dep[c] = "dobj" if parse.dep[c] == "nsubj" and parse.kid(governor, "dobj") is None else "dep"
    parse.head[v], parse.dep[v] = v, "ROOT"
    parse.head[root], parse.dep[root] = v, "ccomp"
    return True


@cache
def _saying() -> frozenset[str]:
    return frozenset(
        row[0] for row in rows_of("reporting_verbs.tsv") if row[1] in ("assertive", "factive", "predictive")
    )


def repair_headline_colons(parse: Parse, sections: list[Section]) -> None:
    """ "Radio: sabotage caused blast": what follows the colon is a clause of its own."""
    headlines = {s.paragraph for s in sections if "headline" in s.kind}
    changed = False
    for colon in range(1, len(parse) - 2):
        if parse.lower[colon] != ":" or parse.para[colon] not in headlines:
            continue
        for v in range(colon + 1, len(parse)):
            inside = parse.para[v] == parse.para[colon]
            if (
                inside
                and parse.pos[v] == "VERB"
                and parse.head[v] < colon
                and parse.dep[v] in ("acl", "relcl", "appos", "ccomp", "dep")
                and parse.kid(v, "nsubj") is not None
            ):
                parse.head[v], parse.dep[v] = v, "ROOT"
                changed = True
    if changed:
        parse.finish()
