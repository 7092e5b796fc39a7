"""Frames of headlines and speaker tags: *Minister: no talks this year*, *No talks this year: minister*."""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.extractors.cues import source_nouns
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import Frame, Reading
from newsgraph.extractors.scope import Range, ranges
from newsgraph.extractors.speakers import Source
from newsgraph.graph.model import AttributionMode

_LABELS = frozenset(
    {"analysis", "breaking", "correction", "exclusive", "explainer", "live", "opinion", "review", "update", "video", "watch", "editorial", "book", "result", "results", "news", "report"}
)  # fmt: skip
_TAG_TOKENS = 6
_SPEAKING = frozenset({"PERSON", "ORG", "NORP", "GPE"})


def headline_frames(reading: Reading) -> Iterator[Frame]:
    """A source set off by a colon at either end of a headline, or before the words of a transcript."""
    parse = reading.parse
    for kind, begin, end in _paragraphs(reading):
        colons = [i for i in range(begin, end) if parse.lower[i] == ":"]
        if not colons:
            continue
        first, last = colons[0], colons[-1]
        headline = kind != "body"
        if first - begin <= _TAG_TOKENS and end - first > 3:
            source = _source(parse, (begin, first), headline)
            if source is not None and _predicates(parse, first + 1, end):
                yield _frame(parse, source, first, range(first + 1, end), headline)
                continue
        stop = end - 1 if parse.lower[end - 1] == "." else end
        if (headline or begin == 0) and 1 <= stop - last - 1 <= _TAG_TOKENS and last - begin > 2:
            source = _source(parse, (last + 1, stop), True)
            if source is not None and _predicates(parse, begin, last):
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


def _source(parse: Parse, span: Range, headline: bool) -> Source | None:
    """A name, or in headlines also a bare noun for people, bodies and reports."""
    a, b = span
    words = [i for i in range(a, b) if parse.pos[i] != "PUNCT"]
    if (
        not words
        or any(parse.pos[i] in ("VERB", "AUX", "PRON", "ADV") for i in words)
        or parse.lower[words[-1]] in _LABELS
    ):
        return None
    head = next((i for i in words if parse.head[i] == i or not a <= parse.head[i] < b), words[-1])
    named = any(a <= s < b and label in _SPEAKING for s, _, label in parse.ents)
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
