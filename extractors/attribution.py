"""Who says what: the attribution frames of a document."""

from __future__ import annotations

from dataclasses import replace

from newsgraph.extractors.headline_frames import headline_frames
from newsgraph.extractors.noun_frames import adjective_frames, noun_frames
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrase_frames import (
    according_frames,
    citing_frames,
    credit_frames,
    hearsay_frames,
    setting_frames,
)
from newsgraph.extractors.quote_frames import QuoteReader
from newsgraph.extractors.reading import Frame, QuoteSpan, Reading
from newsgraph.extractors.scope import ranges
from newsgraph.extractors.verb_cues import verb_cues
from newsgraph.extractors.verb_frames import verb_frame


def find_frames(reading: Reading) -> None:
    """Fill ``reading.frames`` in the order of their first cue or content token."""
    parse = reading.parse
    cues = {cue.verb: cue for cue in verb_cues(parse)}
    frames: dict[int, Frame] = {}
    for verb, cue in cues.items():
        frame = verb_frame(parse, cue)
        if frame is not None:
            frames[verb] = frame
    for frame in (*setting_frames(parse, cues), *hearsay_frames(parse), *noun_frames(parse), *adjective_frames(parse)):
        assert frame.cue_head is not None
        frames.setdefault(frame.cue_head, frame)
    for cue, frame in according_frames(parse):
        cues[cue.verb] = cue
        frames[cue.verb] = frame
    reading.quotes = [quote for quote in reading.quotes if not _is_turn(parse, quote)]
    found = QuoteReader(reading, cues, frames).read()
    found += credit_frames(parse)
    headlines = list(headline_frames(reading))
    replaced = {frame.cue for frame in headlines}
    found = [frame for frame in found if frame.cue not in replaced]
    taken = {frame.content for frame in found}
    found += (frame for frame in headlines if frame.content not in taken)
    found += citing_frames(parse, found)
    reading.frames = sorted(_unknot(parse, found), key=_position)


def _is_turn(parse: Parse, quote: QuoteSpan) -> bool:
    """A mark before a speaker's tag opens a turn of a transcript ('"WALLER: Good evening.'), not somebody's words."""
    a, b = quote.parts[0]
    return a + 2 < b and parse.lower[a + 1] == ":" and parse.word[a].isupper() and len(parse.word[a]) > 2


def _unknot(parse: Parse, frames: list[Frame]) -> list[Frame]:
    """Of two frames that contain each other's cue, *A said it rained, the paper reported*, the later cue is the outer one.

    The parser hangs the outer cue inside the inner content; its words are taken out of there.
    """
    by_cue = [frame for frame in frames if frame.cue]
    cut: dict[int, set[int]] = {}
    for outer in by_cue:
        for inner in by_cue:
            if inner is outer or inner.cue[0] > outer.cue[0] or inner.quote is not None:
                continue
            if outer.covers(inner.cue[0]) and inner.covers(outer.cue[0]):
                words = {*outer.cue, *(t for a, b in outer.source for t in range(a, b))}
                cut.setdefault(id(inner), set()).update(words)
    result = []
    for frame in frames:
        taken = cut.get(id(frame))
        if taken:
            kept = ranges(parse, (t for a, b in frame.content for t in range(a, b) if t not in taken))
            if not kept:
                continue
            frame = replace(frame, content=kept)
        result.append(frame)
    return result


def _position(frame: Frame) -> tuple[int, int]:
    return min(frame.cue[0] if frame.cue else frame.content[0][0], frame.content[0][0]), -frame.size
