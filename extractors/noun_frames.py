"""Frames of nouns and adjectives: *the claim that …*, *calls for …*, *is confident that …*."""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.extractors.cues import PREPOSITIONS, Cue, Frames, adjective_cues, light_verbs, nominal_cues
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import Frame
from newsgraph.extractors.reported_clauses import is_infinitive
from newsgraph.extractors.scope import asides, descendants, ranges
from newsgraph.extractors.speakers import NOBODY, Source, can_judge, phrase, source_of, subject_of
from newsgraph.extractors.verb_cues import is_negated
from newsgraph.graph.model import AttributionMode

_SUBJECTS = ("nsubj", "nsubjpass")
_COPULAS = frozenset({"be", "feel", "seem", "remain", "become", "sound", "appear", "grow", "get", "look", "stay"})


def noun_frames(parse: Parse) -> Iterator[Frame]:
    """Frames of nominal cues in text order."""
    table = nominal_cues()
    for i in range(len(parse)):
        if parse.pos[i] != "NOUN":
            continue
        frames = table.get(parse.lemma[i].lower())
        if frames is None:
            continue
        found = _noun_content(parse, i, frames)
        if found is None:
            continue
        frame_name, entry, tokens, head = found
        source, words = _noun_source(parse, i, head)
        if source.head is None and parse.lemma[i] == "statement" and frame_name in ("on", "about"):
            source, words = Source(i, ranges(parse, range(parse.left[i], i + 1))), (head,) if head is not None else (i,)
        elif (source.head is None and not (frame_name == "clause" and entry.link)) or (
            frame_name != "clause" and not can_judge(parse, source.head)
        ):
            continue
        negated = any(parse.lower[c] in ("no", "not") for c in parse.children[i])
        frame = _frame(parse, i, words, entry, tokens, source, f"noun-{frame_name}", negated)
        if frame is not None:
            yield frame


def _frame(
    parse: Parse,
    i: int,
    words: tuple[int, ...],
    entry: Cue,
    tokens: list[int],
    source: Source,
    rule: str,
    negated: bool,
) -> Frame | None:
    kept = set(tokens) - set(words)
    kept -= asides(parse, kept)
    content = ranges(parse, kept)
    if not content:
        return None
    lemma = parse.lemma[i].lower() if parse.pos[i] == "NOUN" else parse.lower[i]
    return Frame(
        source.ranges,
        source.head,
        words,
        i,
        lemma,
        content,
        AttributionMode.NOMINAL,
        entry.kind,
        rule,
        entry.link,
        negated,
    )


def _noun_content(parse: Parse, i: int, frames: Frames) -> tuple[str, Cue, list[int], int | None] | None:
    """Frame, cue, tokens of the content, and the head of the content."""
    for c in parse.children[i]:
        if c < i or parse.dep[c] not in ("acl", "ccomp", "relcl", "xcomp"):
            continue
        if is_infinitive(parse, c):
            if "inf" in frames:
                return "inf", frames["inf"], descendants(parse, c), c
        elif "clause" in frames and _has_marker(parse, c):
            return "clause", frames["clause"], descendants(parse, c), c
    if "clause" in frames and parse.dep[i] == "nsubj" and parse.lemma[parse.head[i]] == "be":
        complement = parse.kid(parse.head[i], "ccomp")
        if complement is not None and complement > i and _has_marker(parse, complement):
            return "clause", frames["clause"], descendants(parse, complement), complement
    for c in parse.kids(i, "prep"):
        word = parse.lower[c]
        if word in frames and word in PREPOSITIONS and c > i:
            tokens = [t for k in parse.children[c] for t in descendants(parse, k)]
            if tokens:
                return word, frames[word], tokens, c
    return None


def _has_marker(parse: Parse, c: int) -> bool:
    return any(parse.dep[k] == "mark" and parse.lower[k] in ("that", "whether", "if") for k in parse.children[c])


def _noun_source(parse: Parse, i: int, content: int | None) -> tuple[Source, tuple[int, ...]]:
    """Whose claim it is: possessor, *by* or *from* phrase, or subject of a light verb; and the words of the cue."""
    owner = parse.kid(i, "poss")
    if owner is not None:
        return phrase(parse, owner), (i,)
    head = parse.head[i]
    maker = source_of(parse, head) if parse.dep[i] == "dobj" and parse.lemma[head].lower() in light_verbs() else NOBODY
    for c in parse.kids(i, "prep"):
        if c != content and parse.lower[c] in ("by", "from", "among", "of") and c > i:
            noun = parse.kid(c, "pobj")
            if noun is None or not can_judge(parse, noun):
                continue
            if parse.lower[c] == "of" and maker.head is not None and parse.pos[maker.head] == "PROPN":
                continue  # "Petrov issued an order of the supreme commander": it is he who orders
            return phrase(parse, noun), (i,)
    if parse.dep[i] in ("dobj", "attr") and parse.pos[head] in ("VERB", "AUX"):
        lemma = parse.lemma[head].lower()
        if parse.dep[i] == "dobj" and lemma in light_verbs():
            return maker, tuple(sorted({head, i}))
    if parse.dep[i] == "pobj" and parse.lower[head] in ("in", "with") and parse.pos[parse.head[head]] == "VERB":
        verb = parse.head[head]
        if parse.lemma[verb] in ("respond", "write", "speak", "issue", "come"):
            subject = subject_of(parse, verb)
            if subject is not None:
                return phrase(parse, subject), (verb, i)
    if parse.dep[i] == "pobj" and parse.lower[head] in ("under", "on") and content is not None:
        subjects = (subject_of(parse, a) for a in parse.ancestors(head) if parse.pos[a] == "VERB")
        subject = next((s for s in subjects if s is not None and can_judge(parse, s)), None)
        if subject is not None:
            return phrase(parse, subject), (head, i)  # "closed it under the pretext that …"
    return NOBODY, (i,)


def adjective_frames(parse: Parse) -> Iterator[Frame]:
    """Frames of adjectives and stative participles in text order."""
    table = adjective_cues()
    for i in range(len(parse)):
        if parse.pos[i] not in ("ADJ", "VERB") or (parse.pos[i] == "VERB" and parse.tag[i] != "VBN"):
            continue
        frames = table.get(parse.lower[i])
        if frames is None:
            continue
        source, copula = _holder(parse, i)
        if source is None or not can_judge(parse, source.head):
            continue
        found = _adjective_content(parse, i, copula, frames)
        if found is None:
            continue
        name, entry, tokens = found
        words = tuple(sorted({copula, i, *(c for c in parse.children[copula] if parse.dep[c] in ("aux", "neg"))}))
        frame = _frame(parse, i, words, entry, tokens, source, f"adjective-{name}", is_negated(parse, copula))
        if frame is not None:
            yield frame


def _holder(parse: Parse, i: int) -> tuple[Source | None, int]:
    """Of whom the adjective is predicated, and the verb that predicates it."""
    head = parse.head[i]
    if parse.dep[i] in ("acomp", "oprd", "ccomp") and parse.lemma[head].lower() in _COPULAS:
        subject = subject_of(parse, head)
        return (None if subject is None else phrase(parse, subject, head)), head
    subject = parse.kid(i, *_SUBJECTS)
    if subject is not None and parse.pos[i] == "VERB":
        return phrase(parse, subject, i), i
    return None, head


def _adjective_content(parse: Parse, i: int, copula: int, frames: Frames) -> tuple[str, Cue, list[int]] | None:
    for c in parse.children[i]:
        if c < i or parse.dep[c] not in ("ccomp", "xcomp", "advcl", "acl"):
            continue
        if is_infinitive(parse, c):
            if "inf" in frames:
                return "inf", frames["inf"], descendants(parse, c)
        elif "clause" in frames and parse.dep[c] == "ccomp":
            return "clause", frames["clause"], descendants(parse, c)
    for c in (*parse.kids(i, "prep", "agent"), *parse.kids(copula, "prep")):
        word = parse.lower[c]
        if word in frames and word in PREPOSITIONS and c > i:
            tokens = [t for k in parse.children[c] for t in descendants(parse, k)]
            if tokens:
                return word, frames[word], tokens
    return None
