"""Frames of verbs: what a reporting verb governs in each of the constructions of the lexicon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newsgraph.extractors.cues import Cue, Frames, reporting_verbs, verb_lemma
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import Frame
from newsgraph.extractors.scope import asides, descendants, ranges
from newsgraph.extractors.speakers import NOBODY, Source, agent_of, can_judge, is_passive, phrase, resumes, source_of
from newsgraph.graph.model import AttributionMode

_NEGATION = frozenset({"not", "n't", "never", "neither", "nor"})
_NOBODY = frozenset({"nobody", "none", "no-one"})
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_PHRASES = ("of", "about", "for", "on", "to", "against", "with", "at", "in")
_NOMINAL_PHRASES = frozenset({"with", "of", "between", "from", "against"})
_ASPECTS = frozenset({"begin", "continue", "start", "refuse", "decline", "appear", "seem", "go", "proceed", "fail"})
_EXTRA = frozenset({"for", "as", "over"})


@dataclass(frozen=True, slots=True)
class VerbCue:
    """A reporting verb in the text: its token, lemma with particle, the frames of the lexicon, its words."""

    verb: int
    lemma: str
    frames: Frames
    words: tuple[int, ...]


def verb_cues(parse: Parse) -> Iterator[VerbCue]:
    """The reporting verbs of a document in text order."""
    table = reporting_verbs()
    pos, lower, lemma = parse.pos, parse.lower, parse.lemma
    for i in range(len(parse)):
        if pos[i] != "VERB":
            continue
        name = verb_lemma(lower[i], lemma[i])
        particle = parse.kid(i, "prt")
        if particle is None:
            adjective = parse.kid(i, "acomp", "oprd", "ccomp") if name == "make" else None
            particle = adjective if adjective is not None and lower[adjective] in ("clear", "plain") else None
        if name == "put" and (it := parse.kid(i, "dobj")) is not None and lower[it] == "it":
            particle = it
        if particle is not None and (full := f"{name} {lower[particle]}") in table:
            yield VerbCue(i, full, table[full], _words(parse, i, particle))
        elif name in table:
            yield VerbCue(i, name, table[name], _words(parse, i, particle))


def _words(parse: Parse, verb: int, particle: int | None) -> tuple[int, ...]:
    own = [c for c in parse.children[verb] if parse.dep[c] in ("aux", "auxpass", "neg")]
    return tuple(sorted({*own, verb, *(() if particle is None else (particle,))}))


def is_negated(parse: Parse, verb: int, source: Source = NOBODY) -> bool:
    """Is the source said not to say it: *did not say, no one claims, declined to say*?"""
    if any(parse.dep[c] == "neg" or parse.lower[c] in _NEGATION for c in parse.children[verb] if c != source.head):
        return True
    if source.head is not None and _is_nobody(parse, source.head):
        return True
    governor = parse.head[verb]
    if parse.dep[verb] == "conj" and any(parse.lower[c] in ("neither", "nor") for c in parse.children[governor]):
        return True
    return parse.dep[verb] == "xcomp" and parse.lemma[governor].lower() in ("decline", "refuse", "fail")


def _is_nobody(parse: Parse, head: int) -> bool:
    return parse.lower[head] in _NOBODY or any(
        parse.lower[c] in ("no", "neither") and parse.dep[c] in ("det", "preconj") for c in parse.children[head]
    )


def verb_frame(parse: Parse, cue: VerbCue) -> Frame | None:
    """The frame of a verb by its best construction, or None when it has no content of a kind it can report."""
    for attempt in (_clause, _parenthesis, _infinitive, _gerund, _predicate, _object_phrase, _final, _object, _phrase):
        found = attempt(parse, cue)
        if found is not None:
            rule, entry, tokens, source = found
            if attempt in _OF_MINDS and not _attributable(parse, cue, rule, entry, source):
                return None
            return _frame(parse, cue, entry, tokens, source, rule)
    return None


Found = tuple[str, Cue, list[int], Source]


def _attributable(parse: Parse, cue: VerbCue, rule: str, entry: Cue, source: Source) -> bool:
    """What governs a mere phrase is a judgement only if somebody with a mind makes it, and does make it."""
    if rule.startswith("passive") and source.head is None:
        return entry.kind == "accusation" or (
            rule == "passive-infinitive" and entry.kind in ("assertive", "belief", "expectation", "predictive")
        )
    if not can_judge(parse, source.head):
        return False
    if any(parse.tag[c] == "TO" for c in parse.kids(cue.verb, "aux")):
        return parse.lemma[parse.head[cue.verb]].lower() in _ASPECTS
    return True


def _frame(parse: Parse, cue: VerbCue, entry: Cue, tokens: list[int], source: Source, rule: str) -> Frame | None:
    taken = set(cue.words)
    for a, b in source.ranges:
        if not (rule.startswith("passive") or cue.verb in range(a, b)):
            taken.update(range(a, b))
    kept = set(tokens) - taken
    kept -= asides(parse, kept)
    if rule.startswith("clause"):
        kept -= resumed(parse, cue.verb, kept)
    content = ranges(parse, kept)
    if not content:
        return None
    return Frame(
        source.ranges,
        source.head,
        cue.words,
        cue.verb,
        cue.lemma,
        content,
        AttributionMode.INDIRECT,
        entry.kind,
        rule,
        entry.link and not _withholds(parse, cue, entry, rule, source),
        is_negated(parse, cue.verb, source),
    )


def resumed(parse: Parse, verb: int, tokens: set[int]) -> set[int]:
    """Tokens of a second report by the same source, which the parser coordinated with what the first one reports."""
    found: set[int] = set()
    for t in tokens:
        if parse.dep[t] == "conj" and t > verb and resumes(parse, t) == verb:
            found.update(descendants(parse, t))
    return found


def _withholds(parse: Parse, cue: VerbCue, entry: Cue, rule: str, source: Source) -> bool:
    """Nobody becomes a holder: *has not said whether …, nobody expects …, is expected to …, no facts prove …*."""
    if source.head is None:
        return rule.startswith("passive") and entry.kind in ("belief", "expectation", "predictive", "perception")
    negated = is_negated(parse, cue.verb, source)
    if negated and (entry.kind in ("assertive", "question", "factive") or _is_nobody(parse, source.head)):
        return True
    return cue.lemma in ("show", "prove", "demonstrate", "illustrate") and not can_judge(parse, source.head)


def _clause(parse: Parse, cue: VerbCue) -> Found | None:
    entry = cue.frames.get("clause") or cue.frames.get("quote")
    if entry is None:
        return None
    v = cue.verb
    complements = [c for c in parse.children[v] if parse.dep[c] == "ccomp" and c not in cue.words]
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


def _parenthesis(parse: Parse, cue: VerbCue) -> Found | None:
    """*The plan, he said, was dead*; *as the paper noted*: the clause around the cue is its content."""
    entry = cue.frames.get("clause") or cue.frames.get("quote")
    v = cue.verb
    if entry is None or parse.head[v] == v:
        return None
    subject = parse.kid(v, "nsubj")
    if subject is None or (parse.kid(v, "dobj", "xcomp", "mark") is not None and not _as_clause(parse, v)):
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


def _final(parse: Parse, cue: VerbCue) -> Found | None:
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


def _infinitive(parse: Parse, cue: VerbCue) -> Found | None:
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


def _gerund(parse: Parse, cue: VerbCue) -> Found | None:
    entry = cue.frames.get("ger")
    if entry is None or is_passive(parse, cue.verb):
        return None
    complement = next((c for c in parse.kids(cue.verb, "xcomp", "ccomp", "dobj") if parse.tag[c] == "VBG"), None)
    if complement is None or complement < cue.verb:
        return None
    return "gerund", entry, descendants(parse, complement), source_of(parse, cue.verb)


def _predicate(parse: Parse, cue: VerbCue) -> Found | None:
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


def _object_phrase(parse: Parse, cue: VerbCue) -> Found | None:
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


def _object(parse: Parse, cue: VerbCue) -> Found | None:
    entry = cue.frames.get("obj")
    if entry is None:
        return None
    v = cue.verb
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


def _phrase(parse: Parse, cue: VerbCue) -> Found | None:
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


_OF_MINDS = (_object, _phrase, _gerund, _infinitive, _object_phrase)
