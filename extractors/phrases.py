"""Noun phrases and predicates over the dependency tree: spans, coordination, antecedents, surface subjects.

The labels are those of spaCy's English models (ClearNLP style: nsubjpass, dobj, dative, attr, acomp, oprd, relcl, acl …).
"""

from __future__ import annotations

from newsgraph.extractors.cues import reporting_verbs, source_nouns
from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import Slot
from newsgraph.extractors.signatures import noun_signature

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "SYM", "X", "INTJ"})
_LOOSE = frozenset({"relcl", "appos", "advcl", "parataxis", "punct", "ccomp", "cc", "preconj", "meta", "dep", "intj"})
_RELATIVES = frozenset({"which", "who", "that", "whom"})
_MAX_CLIMB = 12


def is_predicate(parse: Parse, i: int) -> bool:
    """A verb that predicates something: not an auxiliary, not a participle used as an adjective or preposition."""
    if parse.pos[i] not in ("VERB", "AUX"):
        return False
    return parse.dep[i] not in (
        "aux",
        "auxpass",
        "amod",
        "compound",
        "prep",
        "det",
        "nmod",
        "case",
        "mark",
        "cc",
        "punct",
        "poss",
    )


def is_nominal(parse: Parse, i: int) -> bool:
    return parse.pos[i] in _NOMINAL


def conjuncts(parse: Parse, head: int) -> tuple[int, ...]:
    """The head and the nouns coordinated with it, in text order."""
    found = [head]
    frontier = [head]
    while frontier:
        i = frontier.pop()
        for c in parse.children[i]:
            if (parse.dep[c] == "conj" and is_nominal(parse, c)) or (
                parse.dep[c] == "appos" and parse.pos[c] == "PROPN" and _comma_list(parse, i, c)
            ):
                found.append(c)
                frontier.append(c)
    return tuple(sorted(found))


def _comma_list(parse: Parse, head: int, appos: int) -> bool:
    """A name after a comma that goes on with *and* is a list ("A, B and C"), not an apposition."""
    return parse.pos[head] == "PROPN" and any(parse.dep[c] == "conj" for c in parse.children[appos])


def phrase_end(parse: Parse, head: int, *, loose: bool = False) -> int:
    """Token after the last needed modifier of ``head``: relative clauses, appositions and asides are left out."""
    end = head + 1
    for c in parse.children[head]:
        if c < head:
            continue
        if not loose and parse.dep[c] in _LOOSE:
            if parse.dep[c] in ("cc", "punct"):
                continue
            break
        if parse.dep[c] == "conj" and not is_nominal(parse, c):
            continue
        end = max(end, phrase_end(parse, c, loose=loose) if not loose else parse.right[c] + 1)
    return end


def phrase_start(parse: Parse, head: int) -> int:
    """First token of the phrase, without coordinators and punctuation before it."""
    start = parse.left[head]
    while start < head and (parse.dep[start] in ("punct", "cc", "preconj") or parse.pos[start] == "PUNCT"):
        start += 1
    return start


def slot(parse: Parse, head: int) -> Slot:
    """The noun phrase of ``head`` with its coordination."""
    heads = conjuncts(parse, head)
    start = (
        min(phrase_start(parse, head), *(phrase_start(parse, h) for h in heads))
        if len(heads) > 1
        else phrase_start(parse, head)
    )
    end = max(phrase_end(parse, h) for h in heads)
    return balance_quotes(parse, Slot(heads, start, end))


def balance_quotes(parse: Parse, found: Slot) -> Slot:
    """Take in a closing quotation mark right after the phrase when its opening mark is inside."""
    inside = [i for i in range(found.start, found.end) if parse.lower[i] in ("'", '"')]
    if (
        len(inside) % 2
        and found.end < len(parse)
        and parse.lower[found.end] in ("'", '"')
        and parse.tag[found.end] != "POS"
    ):
        found.end += 1
    elif len(inside) % 2 and found.start and parse.lower[found.start - 1] in ("'", '"'):
        found.start -= 1
    return found


def clause_span(parse: Parse, verb: int) -> tuple[int, int]:
    """Token range of the subtree of a verb without punctuation at its edges."""
    start, end = parse.left[verb], parse.right[verb] + 1
    while start < verb and parse.pos[start] == "PUNCT":
        start += 1
    while end - 1 > verb and parse.pos[end - 1] == "PUNCT":
        end -= 1
    return start, end


def antecedent(parse: Parse, relative: int, verb: int) -> int | None:
    """The noun a relative pronoun stands for: the noun that the relative clause modifies."""
    if parse.lower[relative] not in _RELATIVES or parse.tag[relative] not in ("WDT", "WP", "IN", "DT"):
        return None
    for i in (verb, *parse.ancestors(verb)):
        if parse.dep[i] == "relcl":
            return parse.head[i]
        if parse.dep[i] == "advcl" and parse.head[relative] == i and i > parse.head[i]:
            return parse.kid(parse.head[i], *SUBJECTS)  # extraposed: "nothing turned up that helped"
        if parse.dep[i] not in ("conj", "xcomp", "ccomp", "pcomp", "prep", "advcl"):
            return None
    return None


def is_passive(parse: Parse, verb: int) -> bool:
    """Passive voice: an auxiliary or subject says so, a reduced relative, or a participle coordinated with a passive."""
    if parse.tag[verb] != "VBN":
        return bool(parse.kid(verb, "auxpass"))
    if parse.kid(verb, "auxpass") is not None or parse.kid(verb, "nsubjpass") is not None:
        return True
    has_aux = parse.kid(verb, "aux") is not None
    dep = parse.dep[verb]
    if dep == "acl" and not has_aux:
        return True
    if dep == "advcl" and not has_aux and parse.kid(verb, *SUBJECTS) is None and parse.kid(verb, "dobj") is None:
        return True
    if dep == "conj" and not has_aux and parse.kid(verb, "dobj") is None and parse.tag[parse.head[verb]] == "VBN":
        return is_passive(parse, parse.head[verb])
    return dep in ("ccomp", "xcomp", "ROOT") and not has_aux and parse.kid(verb, "agent") is not None


def surface_subject(parse: Parse, verb: int, depth: int = 0) -> int | None:
    """Head of the grammatical subject, own or understood (coordination, control, relatives, participles); None if none."""
    own = parse.kid(verb, *SUBJECTS)
    if own is not None and parse.lower[own] in ("citing", "quoting"):
        own = _subject_after_aside(parse, verb) or own
    if own is not None:
        return (
            antecedent(parse, own, verb)
            if parse.lower[own] in _RELATIVES and antecedent(parse, own, verb) is not None
            else own
        )
    if depth > _MAX_CLIMB or parse.kid(verb, "expl") is not None:
        return None
    head, dep = parse.head[verb], parse.dep[verb]
    if dep == "conj" and is_predicate(parse, head):
        return surface_subject(parse, head, depth + 1)
    if dep == "xcomp":
        return _controller(parse, head, depth)
    if dep == "advcl" and is_predicate(parse, head) and parse.tag[verb] in ("VBG", "VBN", "VB"):
        addressee = addressee_of(parse, head) if parse.tag[verb] == "VB" else None
        if addressee is not None:
            return addressee
        return surface_subject(parse, head, depth + 1)
    if dep == "ccomp" and parse.dep[head] == "relcl" and parse.kid(head, "nsubj") is not None:
        return parse.head[head]  # "raids that officers said had ended it"
    if dep == "ccomp" and parse.tag[verb] == "VBG" and is_predicate(parse, head):
        return surface_subject(parse, head, depth + 1)
    if dep == "pcomp":
        return _gerund_subject(parse, head, depth)
    if dep == "acl":
        return _noun_clause_subject(parse, verb, head, depth)
    if dep == "relcl":
        return head
    return None


def _subject_after_aside(parse: Parse, verb: int) -> int | None:
    """The army in "…, quoting the agency, the army has been placed on alert": the last noun before the verb, after a comma."""
    begin = min([verb, *parse.kids(verb, "aux", "auxpass", "neg")])
    noun = begin - 1
    if noun < 1 or not is_nominal(parse, noun):
        return None
    return noun if parse.left[noun] and parse.lower[parse.left[noun] - 1] == "," else None


def _controller(parse: Parse, matrix: int, depth: int) -> int | None:
    """Who the subject of an infinitive is: the object of the matrix verb if it has one, else its subject."""
    if parse.pos[matrix] not in ("VERB", "AUX"):
        if parse.dep[matrix] in ("acomp", "attr", "oprd") and is_predicate(parse, parse.head[matrix]):
            found = parse.kid(parse.head[matrix], "dobj") if parse.dep[matrix] == "oprd" else None
            if found is not None:  # "found a bank willing to lend"
                return found
            return surface_subject(parse, parse.head[matrix], depth + 1)
        if parse.pos[matrix] == "ADJ":  # "found some willing to go", "left thousands unable to travel"
            own, noun = parse.kid(matrix, "nsubj"), parse.head[matrix]
            after = parse.dep[matrix] == "amod" and noun < matrix and is_nominal(parse, noun)
            return own if own is not None else noun if after else None
        return matrix if is_nominal(parse, matrix) and parse.pos[matrix] in ("NOUN", "PROPN") else None
    plan = parse.kid(matrix, "nsubj") if parse.lemma[matrix] == "be" else None
    if plan is not None and parse.pos[plan] == "NOUN" and noun_signature(parse.lemma[plan].lower()) is not None:
        return _noun_controller(parse, plan, depth)  # "their aim is to win": they win, not the aim
    if parse.lemma[matrix] not in _SUBJECT_CONTROL or parse.kid(matrix, "expl") is not None:
        addressee = parse.kid(matrix, "dobj", "dative")
        if addressee is not None and parse.pos[addressee] != "ADP":
            return addressee
    called_on = addressee_of(parse, matrix)
    return called_on if called_on is not None else surface_subject(parse, matrix, depth + 1)


_PAINS = frozenset({"difficulty", "trouble", "luck", "fun"})
"""Nouns of what somebody has in doing something."""
_ACTIVITIES = frozenset({"career", "decade", "experience", "history", "job", "life", "month", "role", "work", "year"})
"""Nouns of what somebody does, or how long, by doing something."""
_SUBJECT_CONTROL = frozenset({"promise", "vow", "threaten", "use", "take", "make", "have", "seek", "need"})


def addressee_of(parse: Parse, verb: int) -> int | None:
    """The person in "called on X to go", "appealed to X to go"."""
    if parse.lemma[verb] in ("call", "appeal", "rely", "press", "look", "wait", "plead"):
        for prep in parse.kids(verb, "prep"):
            if parse.lower[prep] in ("on", "upon", "to", "for", "with"):
                return parse.kid(prep, "pobj")
    return None


def _gerund_subject(parse: Parse, prep: int, depth: int) -> int | None:
    if parse.dep[prep] == "conj" and parse.pos[parse.head[prep]] == "ADP":
        prep = parse.head[prep]
    governor = parse.head[prep]
    if parse.pos[governor] in ("VERB", "AUX"):
        if is_passive(parse, governor):
            if parse.lower[prep] == "by":
                return None  # "the fund was saved by selling ships": whoever saved it sells, not the fund
        else:
            patient = parse.kid(governor, "dobj")
            role = parse.lower[prep]
            if patient is not None and (
                role in ("of", "from", "with", "into") or (role == "for" and _is_judged(parse, governor, patient))
            ):
                return patient
        return surface_subject(parse, governor, depth + 1)
    return _noun_controller(parse, governor, depth)


def _is_judged(parse: Parse, verb: int, patient: int) -> bool:
    """ "criticised the police for failing": they failed who are judged."""
    return parse.lemma[verb].lower() in words_of("blaming_verbs.txt") or parse.pos[patient] in ("PROPN", "PRON")


def _noun_controller(parse: Parse, noun: int, depth: int) -> int | None:
    """Who does what a noun's complement says: "X's plan to go", "X has a right to go"; None when nobody is named."""
    owner = parse.kid(noun, "poss")
    if owner is not None:
        return owner
    governor = parse.head[noun]
    if parse.lemma[governor].lower() in words_of("failures.tsv"):
        return None  # who foils a plot to kill has no part in it
    if parse.lemma[governor].lower() in words_of("weighing_verbs.txt"):
        return None  # who opposes or debates a plan to build does not build
    if parse.dep[noun] in ("dobj", "attr") and is_predicate(parse, governor):
        return surface_subject(parse, governor, depth + 1)
    for prep in parse.kids(noun, "prep"):
        if parse.lower[prep] in ("of", "by"):
            return parse.kid(prep, "pobj")
    if (
        parse.dep[noun] == "pobj"
        and parse.dep[governor] == "prep"
        and is_predicate(parse, parse.head[governor])
        and parse.lower[governor] not in _ABOUT
    ):
        return surface_subject(parse, parse.head[governor], depth + 1)
    return None


_ABOUT = frozenset({"about", "against", "over", "amid", "despite", "after", "before", "from", "because"})
"""Prepositions of what others mean to do: "marched against plans to cut pay"."""


def _noun_clause_subject(parse: Parse, verb: int, noun: int, depth: int) -> int | None:
    if any(parse.lower[a] == "to" for a in parse.kids(verb, "aux")):
        return _noun_controller(parse, noun, depth)
    if parse.tag[verb] == "VBG" and parse.dep[noun] == "dobj" and parse.lemma[noun].lower() in _PAINS:
        return surface_subject(parse, parse.head[noun], depth + 1)  # "had trouble finding work"
    if parse.tag[verb] == "VBG" and parse.lemma[noun].lower() in _ACTIVITIES:
        return _noun_controller(parse, noun, depth)  # "praised her for her role representing the union"
    sender = _sender(parse, verb, noun)
    if sender is not None:
        return sender
    return noun if is_nominal(parse, noun) else None


def _sender(parse: Parse, verb: int, noun: int) -> int | None:
    """The letter in "sent a letter to the mayor opposing the plan": it opposes, the mayor only gets it."""
    prep = parse.head[noun]
    if parse.tag[verb] != "VBG" or parse.dep[noun] != "pobj" or parse.lower[prep] != "to":
        return None
    if parse.lemma[verb] not in reporting_verbs():
        return None
    above = parse.head[prep]
    sent = above if parse.pos[above] == "NOUN" else parse.kid(above, "dobj")
    return sent if sent is not None and source_nouns().get(parse.lemma[sent].lower()) == "document" else None
