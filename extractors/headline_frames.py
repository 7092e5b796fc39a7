"""Frames of headlines and speaker tags: *Minister: no talks this year*, *No talks this year: minister*."""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.extractors.cues import cue_words, reporting_verbs, source_nouns
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import Frame, Reading
from newsgraph.extractors.scope import Range, ranges
from newsgraph.extractors.speakers import Source, can_judge
from newsgraph.graph.model import AttributionMode

_TAG_TOKENS = 6
_SPEAKING = frozenset({"PERSON", "ORG", "NORP"})
_PLACES = frozenset({"GPE"})
_NAMING = frozenset({"NOUN", "PROPN", "ADJ", "DET", "ADP", "NUM", "PART", "PUNCT"})


def headline_frames(reading: Reading) -> Iterator[Frame]:
    """A source set off by a colon at either end of a headline, or before the words of a transcript."""
    parse = reading.parse
    for kind, begin, end in _paragraphs(reading):
        if kind != "body" and (said := _said(parse, begin, end)) is not None:
            yield said
            continue
        colons = [i for i in range(begin, end) if parse.lower[i] == ":"]
        if not colons:
            continue
        first, last = colons[0], colons[-1]
        headline = kind != "body"
        if first - begin <= _TAG_TOKENS and end - first > 3:
            source = _source(parse, (begin, first), headline)
            if source is not None and (headline or _predicates(parse, first + 1, end)):
                yield _frame(parse, source, first, range(first + 1, end), headline)
                continue
        stop = end - 1 if parse.lower[end - 1] == "." else end
        one = not any(parse.lower[k] in (".", "?", "!") for k in range(begin, last))
        if (headline or begin == 0) and one and 1 <= stop - last - 1 <= _TAG_TOKENS and last - begin > 2:
            source = _source(parse, (last + 1, stop), True, places=True)
            if source is not None and (headline or _predicates(parse, begin, last)):
                yield _frame(parse, source, last, range(begin, last), True)


def _paragraphs(reading: Reading) -> Iterator[tuple[str, int, int]]:
    parse = reading.parse
    for section in reading.sections:
        if section.paragraph is None:
            continue
        tokens = parse.tokens_in(section.start, section.end)
        if len(tokens) > 3:
            yield section.kind, tokens.start, tokens.stop


def _predicates(parse: Parse, a: int, b: int) -> bool:
    return any(parse.pos[i] in ("VERB", "AUX") for i in range(a, b))


def _said(parse: Parse, begin: int, end: int) -> Frame | None:
    """*…, police say*; *…, says minister*; *Bank holds rates, says cut possible*: a cue after the last comma."""
    commas = [i for i in range(begin, end) if parse.lower[i] == ","]
    if not commas:
        return None
    comma = commas[-1]
    stop = end - 1 if parse.pos[end - 1] == "PUNCT" else end
    tail = range(comma + 1, stop)
    cues = [i for i in tail if parse.tag[i] in ("VBZ", "VBP", "VBD") and parse.lemma[i] in reporting_verbs()]
    cues = [
        i
        for i in cues
        if "clause" in reporting_verbs()[parse.lemma[i]] and "quote" in reporting_verbs()[parse.lemma[i]]
    ]
    if not cues or comma - begin < 2:
        return None
    verb = cues[0]
    before, after = range(comma + 1, verb), range(verb + 1, stop)
    named = Source(None, ())
    content: range | None = range(begin, comma)
    if before and not after:
        named = Source(_head(parse, before), ranges(parse, before))
    elif after and not before:
        last = after[-1]
        if all(parse.pos[i] in _NAMING for i in after) and (can_judge(parse, last) or can_judge(parse, after[0])):
            named = Source(_head(parse, after), ranges(parse, after))
        else:
            subject = next(
                (
                    i
                    for i in range(begin, comma)
                    if parse.dep[i] in ("nsubj", "compound", "ROOT") and can_judge(parse, i)
                ),
                None,
            )
            root = next((i for i in range(begin, comma) if parse.pos[i] == "VERB"), comma)
            if subject is not None and subject < root:
                named, content = (
                    Source(root - 1 if parse.pos[root - 1] in _NAMING else subject, ranges(parse, range(begin, root))),
                    after,
                )
    if named.head is None or content is None or not ranges(parse, content):
        return None
    lemma = parse.lemma[verb]
    entry = reporting_verbs()[lemma]["clause"]
    return Frame(
        named.ranges,
        named.head,
        (verb,),
        verb,
        lemma,
        ranges(parse, content),
        AttributionMode.HEADLINE,
        entry.kind,
        "headline-cue",
        entry.link,
    )


def _head(parse: Parse, span: range) -> int:
    """The word of a phrase that hangs outside it; the last one where several do."""
    return next((i for i in reversed(span) if parse.head[i] not in span or parse.head[i] == i), span[-1])


def _source(parse: Parse, span: Range, headline: bool, *, places: bool = False) -> Source | None:
    """A name, or in headlines also a bare noun for people, bodies and reports; a place only after its words."""
    a, b = span
    words = [i for i in range(a, b) if parse.pos[i] != "PUNCT"]
    if (
        not words
        or any(parse.pos[i] in ("VERB", "AUX", "PRON", "ADV") for i in words)
        or parse.lower[words[-1]] in cue_words("label")
    ):
        return None
    head = next((i for i in words if parse.head[i] == i or not a <= parse.head[i] < b), words[-1])
    labels = {label for s, _, label in parse.ents if a <= s < b}
    named = bool(labels & _SPEAKING) or (places and bool(labels & _PLACES))
    if labels & _PLACES and not (places or labels & _SPEAKING) and len(words) == 1:
        return None
    shouted = all(parse.word[i].isupper() for i in words if parse.pos[i] != "ADP") and len(parse.word[words[-1]]) > 2
    if shouted or (named and all(parse.word[i][:1].isupper() or parse.pos[i] in ("ADP", "DET") for i in words)):
        return Source(head, ranges(parse, range(a, b)))
    if headline and any(
        parse.lemma[i].lower() in source_nouns() or parse.lower[i].rstrip("s") in source_nouns() for i in words[-1:]
    ):
        return Source(head, ranges(parse, range(a, b)))
    return None


def _frame(parse: Parse, source: Source, colon: int, content: range, headline: bool) -> Frame:
    mode = AttributionMode.HEADLINE if headline else AttributionMode.DIRECT
    rule = "headline-colon" if headline else "speaker-tag"
    return Frame(source.ranges, source.head, (colon,), None, None, ranges(parse, content), mode, "assertive", rule)
