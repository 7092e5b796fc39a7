"""Clauses that tell what a noun is about, where the parser took them for something else.

Each takes the parse and a token, changes what hangs on what, and returns whether it did; :mod:`newsgraph.extractors.attachments`
carries them out.
"""

from __future__ import annotations

from newsgraph.extractors.conjuncts import SUBJECTS
from newsgraph.extractors.cues import nominal_cues, reporting_verbs
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.speakers import is_passive

_RELATIVES = frozenset({"WDT", "WP", "WP$", "WRB"})


def without_that(parse: Parse, v: int) -> bool:
    """ "concerns he had been unfit": a clause that lacks nothing is what the concerns are about; "claims he made" lacks its object."""
    noun = parse.head[v]
    subject = parse.kid(v, *SUBJECTS)
    if noun > v or not has_content(parse, noun) or subject is None or subject < noun:
        return False
    if any(parse.tag[c] in _RELATIVES or parse.lower[c] == "that" for c in parse.children[v]):
        return False
    if parse.kid(v, "dobj", "acomp", "attr", "ccomp", "auxpass") is None:
        return False
    parse.dep[v] = "acl"
    return True


def of_object(parse: Parse, v: int) -> bool:
    """ "featured a report from Friday that the bank had lost money": what does not speak has no content, its object has."""
    governor = parse.head[v]
    noun = parse.kid(governor, "dobj")
    mark = parse.kid(v, "mark")
    if noun is None or mark is None or parse.lower[mark] != "that" or not governor < noun < mark < v:
        return False
    if "clause" in reporting_verbs().get(parse.lemma[governor].lower(), {}) or not has_content(parse, noun):
        return False
    parse.head[v], parse.dep[v] = noun, "acl"
    return True


_APPEARING = frozenset(
    "spread emerge surface grow mount swirl arise circulate come remain persist fade rise abound appear dawn ebb recede resurface linger".split()
)


def of_subject(parse: Parse, v: int) -> bool:
    """ "Rumours spread that the bank had failed": what spreads or fades tells nothing, so the clause is the rumours'."""
    governor, mark = parse.head[v], parse.left[v]
    noun = parse.kid(governor, "nsubj")
    if parse.lower[mark] != "that" or noun is None or not noun < governor < mark or parse.pos[governor] != "VERB":
        return False
    if (
        parse.lemma[governor] not in _APPEARING
        or parse.kid(governor, "dobj") is not None
        or not has_content(parse, noun)
    ):
        return False
    parse.head[v], parse.dep[v] = noun, "acl"
    return True


_NEED_CONTENT = frozenset(
    "say tell add argue claim insist maintain state declare announce assert note inform remind assure warn confirm contend allege write"
    " explain acknowledge testify tweet reveal concede admit promise stress emphasise emphasize report predict".split()
)
"""Verbs that say nothing without what is said."""


def of_saying(parse: Parse, v: int) -> bool:
    """ "said in a statement that it was late": who says has said something, which is what the clause tells."""
    mark, subject = parse.left[v], parse.kid(v, *SUBJECTS)
    if parse.lower[mark] != "that" or subject is None or subject == mark or parse.lower[mark - 1] == ",":
        return False
    noun = parse.head[v]
    verb = noun
    while parse.dep[verb] == "pobj" and parse.dep[parse.head[verb]] == "prep":
        verb = parse.head[parse.head[verb]]
    if verb == noun or parse.pos[verb] != "VERB" or not verb < noun < mark or is_passive(parse, verb):
        return False
    if parse.lemma[verb].lower() not in _NEED_CONTENT:
        return False
    speaker, told = parse.kid(verb, *SUBJECTS), parse.kid(verb, "dobj", "dative")
    if speaker is None or speaker > verb or parse.kid(verb, "ccomp", "xcomp", "oprd") is not None:
        return False
    if told is not None and "addressee" not in reporting_verbs().get(parse.lemma[verb].lower(), {}):
        return False
    if any(parse.lower[i] in _MARKS for i in range(parse.sents[parse.sent[verb]][0], mark)):
        return False
    parse.head[v], parse.dep[v] = verb, "ccomp"
    parse.head[mark], parse.dep[mark], parse.tag[mark], parse.pos[mark] = v, "mark", "IN", "SCONJ"
    return True


def around_cue(parse: Parse, v: int) -> bool:
    """ "The bank, Holt alleges in a lawsuit, stole the money": between the commas stands who says so, around them what is said."""
    frames = reporting_verbs().get(parse.lemma[v].lower(), {})
    speaker = next((c for c in reversed(parse.children[v]) if c < v and parse.dep[c] in SUBJECTS), None)
    if speaker is None or not frames.keys() & {"clause", "quote"} or parse.kid(v, "xcomp") is not None:
        return False
    if any(parse.kid(c, *SUBJECTS) is not None for c in parse.kids(v, "ccomp")):
        return False
    if parse.kid(v, "dobj") is not None and "addressee" not in frames:
        return False
    comma = parse.left[speaker] - 1
    stranded = next(
        (c for c in parse.children[v] if c < comma == parse.right[c] + 1 and parse.dep[c] in (*SUBJECTS, "dep")), None
    )
    if stranded is None or parse.lower[comma] != "," or parse.pos[stranded] not in ("NOUN", "PROPN", "PRON", "NUM"):
        return False
    verb = (
        parse.head[v] if parse.dep[v] == "parataxis" else next((c for c in parse.kids(v, "conj", "ccomp") if c > v), v)
    )
    first = min([verb, *(c for c in parse.kids(verb, "aux", "auxpass", "neg", "advmod") if c > v)])
    if verb <= v or parse.kid(verb, *SUBJECTS) is not None or parse.lower[first - 1] != ",":
        return False
    if parse.tag[first] not in _FINITE or any(v < c < verb for c in parse.kids(v, "cc")):
        return False
    if parse.head[v] != verb:
        parse.head[verb], parse.dep[verb] = (verb if parse.is_root(v) else parse.head[v]), parse.dep[v]
        parse.head[v], parse.dep[v] = verb, "parataxis"
    passive = parse.kid(verb, "auxpass") is not None
    parse.head[stranded], parse.dep[stranded] = verb, "nsubjpass" if passive else "nsubj"
    return True


_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def before_colon(parse: Parse, v: int) -> bool:
    """ "She criticised the firm: “They lied,” she said": only what follows the colon was said."""
    cue = parse.head[v]
    colon = next((i for i in range(v + 1, cue) if parse.lower[i] == ":"), None)
    if (
        colon is None
        or parse.lower[colon + 1] not in _MARKS
        or not any(i in _MARKS for i in parse.lower[colon + 2 : cue])
    ):
        return False
    quoted = [
        c for c in parse.children[v] if c > colon and parse.dep[c] in ("ccomp", "advcl", "conj", "parataxis", "dep")
    ]
    if not quoted:
        return False
    for clause in quoted:
        parse.head[clause], parse.dep[clause] = cue, "ccomp"
    parse.dep[v] = "parataxis"
    return True


_MARKS = frozenset({'"', "“", "”", "''", "``"})


def has_content(parse: Parse, noun: int) -> bool:
    """A noun for something said or thought that a clause may tell."""
    return parse.pos[noun] == "NOUN" and "clause" in nominal_cues().get(parse.lemma[noun].lower(), {})
