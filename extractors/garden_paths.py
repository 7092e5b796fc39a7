"""Garden paths: a participle after a noun that a parser took for the verb of the clause.

"Police believe the man found in the river may have fallen": *found* describes the man, and the clause says that he may have
fallen.  English grammar decides it: a finite verb has a subject, so where one follows without any, no conjunction and no comma
between, the noun before is its subject and the verb in between a participle ("The soldiers taken to the hospital died").  Not "the suspect
shot a guard and fled": a conjunction shares the subject; not "shot a guard": a passive participle has no object.
"""

from __future__ import annotations

from functools import cache

from newsgraph.extractors.lexicon import rows_of, words_of
from newsgraph.extractors.parse import Parse

_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_OWN = frozenset(("prep", "advmod", "agent", "npadvmod", "prt", "dobj", "dative"))


def repair_garden_paths(parse: Parse) -> None:
    """Give stranded finite verbs their subject and make a participle of the verb that had it.  O(tokens)."""
    changed = False
    for verb in range(len(parse)):
        if parse.dep[verb] == "acl" and parse.tag[verb] == "VB":
            changed |= _give_headless_noun(parse, verb)
        if parse.tag[verb] in ("VBN", "VBD") and parse.pos[verb] == "VERB":
            subject = parse.kid(verb, "nsubj", "nsubjpass")
            stranded = (
                _stranded(parse, verb) if subject is not None and _may_be_participle(parse, verb, subject) else None
            )
            if subject is not None and stranded is not None:
                _turn(parse, subject, verb, stranded)
                changed = True
                parse.finish()
    if changed:
        parse.finish()


def _give_headless_noun(parse: Parse, infinitive: int) -> bool:
    """ "Attempts to free the miners failed": the finite verb after a sentence's only noun and its infinitive is its verb."""
    noun = parse.head[infinitive]
    if not parse.is_root(noun) or parse.pos[noun] not in ("NOUN", "PROPN") or infinitive < noun:
        return False
    verb = _stranded(parse, infinitive)
    if verb is None or not set(parse.kids(infinitive, "dobj", "prep", "advmod", "prt", "npadvmod")):
        return False
    for child in parse.children[noun]:
        if child > verb:
            parse.head[child] = verb
    parse.head[verb], parse.dep[verb] = verb, "ROOT"
    parse.head[noun], parse.dep[noun] = verb, "nsubjpass" if parse.kid(verb, "auxpass") is not None else "nsubj"
    parse.finish()
    return True


def _may_be_participle(parse: Parse, verb: int, subject: int) -> bool:
    """No auxiliary, no object, right after its noun, and a form that can be a participle ("found", not "went").

    In a relative clause the verb below one of saying may lack its subject ("a scheme the minister said is illegal").
    """
    if parse.dep[verb] in ("relcl", "acl", "pcomp") or parse.lemma[verb] in _saying() | words_of("unpassive_verbs.txt"):
        return False
    if parse.right[subject] != verb - 1 or parse.pos[subject] not in ("NOUN", "PROPN", "NUM"):
        return False
    if parse.kid(verb, "aux", "auxpass", "dobj", "dative", "attr", "acomp", "neg") is not None:
        return False
    return parse.tag[verb] == "VBN" or parse.lower[verb] not in _only_past()


def _stranded(parse: Parse, verb: int) -> int | None:
    """The finite verb without a subject that follows the participle and its phrases at once."""
    mates = [*parse.kids(verb, "ccomp", "advcl"), *parse.kids(parse.head[verb], "ccomp")]
    for mate in mates:
        if mate <= verb or parse.kid(mate, "nsubj", "nsubjpass", "csubj", "expl", "mark", "cc") is not None:
            continue
        first = parse.left[mate]
        if parse.pos[first] not in ("AUX", "VERB", "ADV"):
            continue
        between = range(verb + 1, first)
        phrases = [c for c in parse.children[verb] if c in between]
        owned = all(parse.dep[c] in _OWN for c in phrases) and all(_under(parse, i, verb) for i in between)
        finite = parse.tag[min([mate, *parse.kids(mate, "aux", "auxpass")])] in _FINITE
        foreign = any(parse.word[i] in (",", ";", ":", "-", '"') or parse.tag[i][0] == "W" for i in between)
        if owned and finite and not foreign:
            return mate
    return None


def _under(parse: Parse, i: int, verb: int) -> bool:
    return verb in parse.ancestors(i)


def _turn(parse: Parse, subject: int, participle: int, verb: int) -> None:
    """The verb takes the place, the subject and what stood before the participle; that comes to describe the subject."""
    root = parse.is_root(participle)
    parse.head[verb] = verb if root else parse.head[participle]
    parse.dep[verb] = parse.dep[participle]
    for child in parse.children[participle]:
        if child != verb and (child < subject or child > verb):
            parse.head[child] = verb
    parse.head[subject] = verb
    parse.dep[subject] = "nsubjpass" if parse.kid(verb, "auxpass") is not None else "nsubj"
    parse.head[participle], parse.dep[participle], parse.tag[participle] = subject, "acl", "VBN"


@cache
def _only_past() -> frozenset[str]:
    """Forms of the past that are no participle ("went", "took")."""
    return frozenset(past for _, past, participle in rows_of("irregular_past.tsv") if past != participle)


@cache
def _saying() -> frozenset[str]:
    """Verbs that quotations go with."""
    return frozenset(row[0] for row in rows_of("reporting_verbs.tsv") if "quote" in row[2].split())
