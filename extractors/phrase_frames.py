"""Frames of set phrases: *according to X*, *in X's view*, *in a poll …*, *reportedly*, and the credit of a picture."""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.extractors.cues import Cue, cue_words, source_nouns
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import Frame
from newsgraph.extractors.scope import asides, descendants, ranges
from newsgraph.extractors.speakers import NOBODY, Source, can_judge, phrase
from newsgraph.extractors.verb_cues import VerbCue
from newsgraph.graph.model import AttributionMode

ACCORDING = {"quote": Cue("assertive", True), "clause": Cue("assertive", True)}
_CLAUSAL = ("VERB", "AUX")
_CREDIT_TOKENS = 8


def according_frames(parse: Parse) -> Iterator[tuple[VerbCue, Frame]]:
    """*according to X*: over all the coordinated clauses it belongs to."""
    lower = parse.lower
    for i in range(len(parse) - 1):
        if lower[i] == "according" and lower[i + 1] == "to":
            words: tuple[int, ...] = (i, i + 1)
            noun = parse.kid(i + 1, "pobj", "pcomp") or parse.kid(i, "pobj")
        elif lower[i] == "per" and lower[i + 1] not in ("cent", "-", "capita") and parse.dep[i] == "prep":
            words, noun = (i,), parse.kid(i, "pobj")
            if noun is None or parse.pos[noun] != "PROPN" or lower[i - 1] not in (",", "(", "—"):
                continue
        else:
            continue
        if noun is None:
            continue
        source = phrase(parse, noun)
        tokens = _clause_around(parse, i)
        taken = set(words)
        for a, b in source.ranges:
            taken.update(range(a, b))
        frame = _frame(
            parse, words, "according to", source, set(tokens) - taken, AttributionMode.ACCORDING_TO, "according-to"
        )
        if frame is not None:
            yield VerbCue(i, "according to", ACCORDING, words), frame


def _frame(
    parse: Parse,
    words: tuple[int, ...],
    lemma: str,
    source: Source,
    tokens: set[int],
    mode: AttributionMode,
    rule: str,
    *,
    link: bool = True,
) -> Frame | None:
    content = ranges(parse, tokens - asides(parse, tokens))
    if not content:
        return None
    return Frame(source.ranges, source.head, words, words[0], lemma, content, mode, "assertive", rule, link)


def _clause_around(parse: Parse, i: int) -> list[int]:
    """The clause a set phrase modifies: the nearest one inside a sentence, all of it at a sentence's edge."""
    begin, end = parse.sents[parse.sent[i]]
    last = parse.right[i]
    final = parse.lower[i - 1] == "," and all(parse.pos[k] == "PUNCT" for k in range(last + 1, end))
    initial = i == begin or all(parse.pos[k] in ("PUNCT", "CCONJ") for k in range(begin, i))
    head = parse.head[i]
    if head == i:
        return [t for t in range(begin, end) if not i <= t <= last]
    while True:
        up = parse.head[head]
        if up == head:
            break
        if parse.pos[head] in _CLAUSAL and not _continues(parse, head, final or initial):
            break
        head = up
    return descendants(parse, head, without={i})


def _continues(parse: Parse, head: int, edge: bool) -> bool:
    """Does a phrase attached to this clause speak of the larger one too?"""
    dep = parse.dep[head]
    if dep == "conj" or dep in ("aux", "auxpass"):
        return True
    return edge and dep in ("advcl", "acl", "relcl", "xcomp", "ccomp", "pcomp", "amod", "dep", "parataxis")


def setting_frames(parse: Parse, cues: dict[int, VerbCue]) -> Iterator[Frame]:
    """*In X's view, …*, *in the words of X*, *in a poll by X, …*."""
    for i in range(len(parse)):
        if parse.lower[i] not in ("in", "to") or parse.dep[i] != "prep":
            continue
        noun = parse.kid(i, "pobj")
        if noun is None or parse.pos[parse.head[i]] not in _CLAUSAL:
            continue
        lemma = parse.lemma[noun].lower()
        verb = parse.head[i]
        words: tuple[int, ...]
        if parse.lower[noun] in cue_words("view"):
            owner = parse.kid(noun, "poss")
            of = parse.kid(noun, "prep") if owner is None else None
            owner = parse.kid(of, "pobj") if of is not None and parse.lower[of] == "of" else owner
            if owner is None:
                continue
            source, words, rule = phrase(parse, owner), (i, noun), "in-view"
        elif (
            lemma in cue_words("inquiry")
            and parse.lower[i] == "in"
            and i == parse.sents[parse.sent[i]][0]
            and not (verb in cues and "quote" in cues[verb].frames)
        ):
            source, words, rule = phrase(parse, noun), (i,), "in-document"
        else:
            continue
        taken = {t for a, b in source.ranges for t in range(a, b)} | set(words)
        tokens = set(descendants(parse, verb, without={i})) - taken
        frame = _frame(parse, words, parse.lower[i], source, tokens, AttributionMode.ACCORDING_TO, rule)
        if frame is not None:
            yield frame


def hearsay_frames(parse: Parse) -> Iterator[Frame]:
    """*reportedly, allegedly*: somebody says so, nobody is named."""
    for i in range(len(parse)):
        if parse.lower[i] not in cue_words("hearsay") or parse.pos[parse.head[i]] not in _CLAUSAL:
            continue
        tokens = set(descendants(parse, parse.head[i], without={i})) - {i}
        frame = _frame(
            parse, (i,), parse.lower[i], NOBODY, tokens, AttributionMode.INDIRECT, "hearsay-adverb", link=False
        )
        if frame is not None:
            yield frame


def credit_frames(parse: Parse) -> Iterator[Frame]:
    """*… Image: Jane Doe.* at the end of a caption: who made the picture, not who says what it shows."""
    n = len(parse)
    for i in range(1, n - 1):
        if parse.lower[i] not in cue_words("credit") or parse.lower[i + 1] != ":" or not parse.word[i][:1].isupper():
            continue
        para = parse.para[i]
        end = i + 2
        while end < n and parse.para[end] == para:
            end += 1
        if end - i - 2 > _CREDIT_TOKENS or end == i + 2 or parse.para[i - 1] != para:
            continue
        begin = i
        while begin > 0 and parse.para[begin - 1] == para and parse.sent[begin - 1] == parse.sent[i - 1]:
            begin -= 1
        nouns = [k for k in range(i + 2, end) if parse.pos[k] in ("PROPN", "NOUN")]
        if not nouns:
            continue
        source = Source(nouns[-1], ranges(parse, range(i + 2, end)))
        frame = _frame(
            parse,
            (i,),
            parse.lower[i],
            source,
            set(range(begin, i)),
            AttributionMode.NOMINAL,
            "picture-credit",
            link=False,
        )
        if frame is not None:
            yield frame


def citing_frames(parse: Parse, frames: list[Frame]) -> Iterator[Frame]:
    """*Yonhap, quoting officials, said …*: what the citing source says it has from the cited one."""
    for i in range(len(parse)):
        if parse.lower[i] not in ("citing", "quoting"):
            continue
        noun = parse.head[i] if parse.dep[i] == "amod" else parse.kid(i, "dobj")
        if noun is None or source_nouns().get(parse.lemma[noun].lower()) == "document" or not can_judge(parse, noun):
            continue
        ancestors = set(parse.ancestors(i))
        outer = next(
            (
                f
                for f in frames
                if f.cue_head is not None
                and f.cue_head != i
                and f.link
                and (f.cue_head in ancestors or any(a <= i <= b + 1 for a, b in f.source))
            ),
            None,
        )
        if outer is None:
            continue
        source = phrase(parse, noun)
        taken = {i, *(t for a, b in source.ranges for t in range(a, b))}
        lemma = "cite" if parse.lower[i] == "citing" else "quote"
        content = {t for a, b in outer.content for t in range(a, b)} - taken
        frame = _frame(parse, (i,), lemma, source, content, AttributionMode.INDIRECT, "citing-source")
        if frame is not None:
            yield frame
