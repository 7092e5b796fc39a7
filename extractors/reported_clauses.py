"""Clauses that a reporting verb governs or stands in: "said that …", "…, he said, …", "…, officials told a paper".

Each construction gives the name of its rule, the entry of the lexicon, the tokens of the content and the source, or None.
"""

from __future__ import annotations

from newsgraph.extractors.cues import Cue
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.scope import descendants
from newsgraph.extractors.speakers import Source, agent_of, is_passive, phrase, source_of
from newsgraph.extractors.verb_cues import VerbCue

Found = tuple[str, Cue, list[int], Source]


def reported_clause(parse: Parse, cue: VerbCue) -> Found | None:
    entry = cue.frames.get("clause") or cue.frames.get("quote")
    if entry is None:
        return None
    v = cue.verb
    complements = [c for c in parse.children[v] if parse.dep[c] == "ccomp" and c not in cue.words]
    if not complements:
        complements = [c for word in cue.words if parse.head[word] == v for c in _told_plainly(parse, word)]
    obj = cue.frames.get("obj-inf") or cue.frames.get("inf")
    if any(c > v for c in complements):
        # What stands before the cue then is its subject misread, or a clause coordinated with it.
        own = parse.kid(v, "nsubj")
        if own is not None and parse.left[own] and parse.pos[parse.left[own] - 1] == "CCONJ":
            own = None
        complements = [
            c
            for c in complements
            if c > v
            or (
                own is not None
                and parse.kid(c, "cc") is None
                and _comma_after(parse, c, v)
                and not _opens_subordinate(parse, c)
            )
        ]
    tokens: list[int] = []
    infinitive = False
    for c in complements:
        if is_infinitive(parse, c):
            infinitive = True
        elif ("clause" not in cue.frames and not _opens_quote(parse, c)) or (
            entry.kind == "perception" and not is_finite(parse, c)
        ):
            continue
        tokens += descendants(parse, c)
    if not tokens and "addressee" in cue.frames:
        tokens = _told(parse, v)
    if not tokens:
        return None
    if infinitive and len(complements) == 1:
        if obj is None:
            return None
        entry = obj
    if is_passive(parse, v):
        return "passive-clause", entry, tokens, agent_of(parse, v)
    if complements and complements[-1] < v:
        return ("clause-before-cue", entry, tokens, source_of(parse, v)) if _set_off(parse, v, tokens) else None
    source = source_of(parse, v)
    if (
        source.head is not None
        and parse.lower[source.head] in ("this", "that", "these")
        and parse.pos[source.head] == "PRON"
    ):
        return None
    return "clause-after-cue", entry, tokens, source


def _told_plainly(parse: Parse, word: int) -> list[int]:
    """*made it clear that the plan was dead*: a clause with *that* that the parser hung on the adjective."""
    if parse.pos[word] != "ADJ":
        return []
    return [
        c
        for c in parse.kids(word, "ccomp", "advcl", "acl", "relcl")
        if c > word and parse.lower[parse.left[c]] == "that" and parse.kid(c, "nsubj", "nsubjpass", "expl") is not None
    ]


def is_finite(parse: Parse, c: int) -> bool:
    """Is the clause tensed (or a verbless one, as in headlines)?"""
    tags = (parse.tag[c], *(parse.tag[k] for k in parse.kids(c, "aux", "auxpass")))
    return any(t in ("VBD", "VBZ", "VBP", "MD") for t in tags) or parse.pos[c] not in ("VERB", "AUX")


def _comma_after(parse: Parse, c: int, v: int) -> bool:
    """Does the clause end in a comma or a mark, not in a semicolon?"""
    return not any(parse.lower[k] in (";", ":") for k in range(c, v))


def _opens_subordinate(parse: Parse, c: int) -> bool:
    """*Though the army admits they knew, a spokesman denies …*: a clause before the cue that a subordinator opens."""
    first = parse.left[c]
    return parse.dep[first] in ("mark", "advmod") and parse.tag[first] in ("IN", "WRB") and parse.lower[first] != "that"


def _set_off(parse: Parse, v: int, content: list[int]) -> bool:
    """A content before its cue ends in a comma, a dash or its closing mark."""
    own = [k for k in parse.children[v] if k < v and parse.dep[k] in ("nsubj", "aux", "advmod")]
    edge = min([v, *(parse.left[k] for k in own if not parse.left[k] <= max(t for t in content if t < v) <= k)])
    return edge > 0 and parse.pos[edge - 1] == "PUNCT" and parse.lower[edge - 1] not in (":", ";", "(")


def _told(parse: Parse, v: int) -> list[int]:
    """*told the president he would go*: a clause the parser hung on the addressee, though it relates nothing to him."""
    addressee = parse.kid(v, "dobj", "dative")
    clause = parse.kid(addressee, "relcl", "acl", "ccomp") if addressee is not None and addressee > v else None
    if clause is None:
        return []
    subject = parse.kid(clause, "nsubj", "nsubjpass")
    opens = parse.lower[parse.left[clause]]
    if (
        subject is None
        or opens in ("who", "whom", "which", "whose", ",")
        or parse.lower[subject] in ("who", "which", "that")
    ):
        return []
    return descendants(parse, clause)


def _opens_quote(parse: Parse, c: int) -> bool:
    a = parse.left[c]
    return parse.lower[a] in ('"', "'", "''") or (a > 0 and parse.lower[a - 1] in ('"', "'", "''"))


def is_infinitive(parse: Parse, c: int) -> bool:
    return any(parse.dep[k] == "aux" and parse.tag[k] == "TO" for k in parse.children[c])


def parenthesis(parse: Parse, cue: VerbCue) -> Found | None:
    """*The plan, he said, was dead*; *as the paper noted*: the clause around the cue is its content."""
    entry = cue.frames.get("clause") or cue.frames.get("quote")
    v = cue.verb
    if entry is None or parse.head[v] == v:
        return None
    subject = parse.kid(v, "nsubj")
    other = ("xcomp", "mark") if "addressee" in cue.frames else ("dobj", "xcomp", "mark")
    if subject is None or (parse.kid(v, *other) is not None and not _as_clause(parse, v)):
        return None
    if _as_clause(parse, v):
        if not entry.link or "clause" not in cue.frames or parse.kid(v, "prep", "xcomp", "ccomp", "prt") is not None:
            return None
        if parse.kid(v, "dobj") is not None and "addressee" not in cue.frames:
            return None
        edge = parse.left[v]
        if edge > 0 and parse.sent[edge - 1] == parse.sent[edge] and parse.pos[edge - 1] not in ("PUNCT", "CCONJ"):
            return None
        rule = "as-clause"
    elif parse.dep[v] in ("parataxis", "ccomp", "dep", "advcl", "intj") and _between_commas(parse, v):
        rule = "parenthesis"
    else:
        return None
    head = parse.head[v]
    if parse.pos[head] not in ("VERB", "AUX"):
        clause = next((a for a in parse.ancestors(head) if parse.pos[a] in ("VERB", "AUX")), None)
        head = head if clause is None else clause
    while parse.dep[head] == "conj" and parse.pos[parse.head[head]] in ("VERB", "AUX") and rule == "as-clause":
        head = parse.head[head]
    tokens = descendants(parse, head, without={v})
    return rule, entry, tokens, phrase(parse, subject, v)


def final_cue(parse: Parse, cue: VerbCue) -> Found | None:
    """*Ten people died, the minister told a radio station.*  The parser makes the cue a second main clause."""
    entry = cue.frames.get("quote") or cue.frames.get("clause")
    v = cue.verb
    subject = parse.kid(v, "nsubj")
    if entry is None or subject is None or subject > v or parse.dep[v] not in ("conj", "parataxis", "ccomp", "ROOT"):
        return None
    if parse.kid(v, "dobj") is not None and "addressee" not in cue.frames:
        return None
    begin, end = parse.sents[parse.sent[v]]
    comma = parse.left[subject] - 1
    if (
        comma <= begin
        or parse.lower[comma] != ","
        or any(parse.pos[k] != "PUNCT" for k in range(parse.right[v] + 1, end))
    ):
        return None
    if parse.kid(v, "cc", "ccomp", "xcomp", "mark", "advcl") is not None or (
        parse.dep[v] == "conj" and parse.kid(parse.head[v], "cc") not in (None, *range(begin, comma - 1))
    ):
        return None
    if not any(parse.tag[k] in ("VBD", "VBZ", "VBP", "MD") for k in range(begin, comma)):
        return None
    return "sentence-final-cue", entry, list(range(begin, comma)), phrase(parse, subject, v)


def _as_clause(parse: Parse, v: int) -> bool:
    return parse.dep[v] == "advcl" and any(
        parse.lower[c] == "as" and parse.dep[c] in ("mark", "advmod") for c in parse.children[v]
    )


def _between_commas(parse: Parse, v: int) -> bool:
    a, b = parse.left[v], parse.right[v]
    before = parse.lower[a] if parse.pos[a] == "PUNCT" else (parse.lower[a - 1] if a else "")
    after = parse.lower[b] if parse.pos[b] == "PUNCT" else (parse.lower[b + 1] if b + 1 < len(parse) else ".")
    return before in (",", "-", "--", "—", '"') and after in (",", ".", "-", "--", "—", '"', ";")
