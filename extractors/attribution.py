"""Who says what: the attribution frames of a document."""

from __future__ import annotations

from newsgraph.extractors.headline_frames import headline_frames
from newsgraph.extractors.noun_frames import adjective_frames, noun_frames
from newsgraph.extractors.phrase_frames import according_frames, credit_frames, hearsay_frames, setting_frames
from newsgraph.extractors.quote_frames import QuoteReader
from newsgraph.extractors.reading import Frame, Reading
from newsgraph.extractors.verb_frames import verb_cues, verb_frame


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
    found = QuoteReader(reading, cues, frames).read()
    found += credit_frames(parse)
    taken = {frame.content for frame in found}
    found += (frame for frame in headline_frames(reading) if frame.content not in taken)
    reading.frames = sorted(found, key=_position)


def _position(frame: Frame) -> tuple[int, int]:
    return min(frame.cue[0] if frame.cue else frame.content[0][0], frame.content[0][0]), -frame.size
