"""Frames of quotes: the cue and the speaker of words in quotation marks.

A cue is looked for in the parse first, then in the printed order of words (quotes break parses), then in the paragraph
before (*She said:*), and at last carried over from the neighbouring quote.
"""

from __future__ import annotations

from dataclasses import replace

from newsgraph.extractors.parse import Parse
from newsgraph.extractors.quote_voices import MARKS, Voice, VoiceFinder
from newsgraph.extractors.reading import Frame, QuoteSpan, Reading
from newsgraph.extractors.reported_phrases import object_phrase, predicate
from newsgraph.extractors.scope import ranges
from newsgraph.extractors.speakers import NOBODY
from newsgraph.extractors.verb_cues import VerbCue, is_negated
from newsgraph.graph.model import AttributionMode

_AFTER_CUE = frozenset({"quote-after-colon", "quote-after-cue", "quote-governed"})
"""Rules of quotes before which their cue may report something else."""


class QuoteReader:
    """Attaches the quotes of one document to cues.  ``frames`` are those of verbs, by verb; they are replaced or widened."""

    def __init__(self, reading: Reading, cues: dict[int, VerbCue], frames: dict[int, Frame]) -> None:
        self.parse = reading.parse
        self.quotes = reading.quotes
        self.cues = cues
        self.frames = frames
        self.quoted = quoted_tokens(self.parse, self.quotes)
        self.outer = [k for k, q in enumerate(self.quotes) if self.quoted[q.parts[0][0]] in (k, -1)]
        self.voices = VoiceFinder(reading, cues, frames, self.quoted)
        self.extra: list[Frame] = []

    def read(self) -> list[Frame]:
        """All frames: of verbs, widened to the quotes they govern, and of quotes alone."""
        voices: list[Voice] = []
        by_verb: dict[int, Voice] = {}
        loose: list[int] = []
        for k in self.outer:
            voice = self.voices.voice(k)
            if voice is None:
                if self.quotes[k].kind == "direct" and not self._continue(k, voices):
                    loose.append(k)
                continue
            known = by_verb.get(voice.verb) if voice.verb is not None else None
            if known is None:
                voices.append(voice)
                if voice.verb is not None:
                    by_verb[voice.verb] = voice
                known = voice
            known.quotes.append(k)
        self._confine()
        done = {k for voice in voices for k in voice.quotes}
        for voice in voices:
            self._emit(voice)
        for k in loose:
            if k not in done and not self._carry(k, voices):
                self._go_on(k, voices)
        self._mix(done)
        self._nest()
        return [*self.frames.values(), *self.extra]

    def _confine(self) -> None:
        """What somebody reports inside his own quoted words stands inside them too."""
        for v, frame in list(self.frames.items()):
            k = self.quoted[v]
            if k < 0:
                continue
            kept = ranges(self.parse, (i for a, b in frame.content for i in range(a, b) if self.quoted[i] == k))
            if frame.source_head is not None and self.parse.lower[frame.source_head] in ("i", "we"):
                # The speaker again: no further holder.
                frame = self.frames[v] = replace(frame, link=False)
            if not kept or (frame.source_head is not None and self.quoted[frame.source_head] != k):
                del self.frames[v]
            elif kept != frame.content:
                self.frames[v] = replace(frame, content=kept)

    def _continue(self, k: int, voices: list[Voice]) -> bool:
        """A quote right after the cue of the one before: *"…," he said. "…"*"""
        if not voices:
            return False
        voice = voices[-1]
        previous = self.quotes[voice.quotes[-1]].parts[-1]
        begin = self.quotes[k].parts[0][0]
        parse = self.parse
        if parse.para[begin] != parse.para[previous[1] - 1]:
            return False
        between = range(max(previous[1], voice.clause[1]), begin)
        if all(parse.pos[i] == "PUNCT" or parse.lower[i] in MARKS for i in between):
            voice.quotes.append(k)
            return True
        return False

    def _carry(self, k: int, voices: list[Voice]) -> bool:
        """An uncued quote that opens its paragraph, or stands beside another: the speaker of the quote before."""
        parse = self.parse
        begin = self.quotes[k].parts[0][0]
        before = [v for v in voices if self.quotes[v.quotes[-1]].parts[-1][1] <= begin and v.source.head is not None]
        if not before:
            return False
        voice = before[-1]
        gap = parse.para[begin] - parse.para[self.quotes[voice.quotes[-1]].parts[-1][1] - 1]
        if gap > 1 or (gap == 1 and not self.voices.at_paragraph_start(begin)):
            return False
        carried = Voice(None, voice.source, "quote-carried", [k])
        voices.insert(voices.index(voice) + 1, carried)
        self._emit(carried)
        return True

    def _go_on(self, k: int, voices: list[Voice]) -> None:
        """An uncued quote after a report: the report's source, unless a report runs into the quote itself.

        What nobody is said to say is no fact either: somebody's words, whose is not told.
        """
        a, b = self.quotes[k].parts[0][0], self.quotes[k].parts[-1][1]
        if any(
            start < b and a < end for v, f in self.frames.items() if self.quoted[v] != k for start, end in f.content
        ):
            return
        voice = self.voices.reported(k)
        if voice is None:
            if not any(self.parse.tag[i] in ("VBD", "VBZ", "VBP", "MD") for i in range(a, b)):
                return  # a title or a name: it says nothing
            voice = Voice(None, NOBODY, "quote-unsigned")
        voice.quotes.append(k)
        later = next((n for n, v in enumerate(voices) if self.quotes[v.quotes[0]].parts[0][0] > a), len(voices))
        voices.insert(later, voice)
        self._emit(voice)

    def _emit(self, voice: Voice) -> None:
        parse = self.parse
        parts = tuple(p for k in voice.quotes for p in self.quotes[k].parts)
        tokens = {i for a, b in parts for i in range(a, b)}
        governed = self.frames.get(voice.verb) if voice.verb is not None else None
        mode = AttributionMode.DIRECT
        entry, negated = voice.entry, False
        if governed is not None:
            outside = [
                i for a, b in governed.content for i in range(a, b) if i not in tokens and parse.pos[i] != "PUNCT"
            ]
            beyond = [i for i in outside if self.quoted[i] < 0 and not voice.clause[0] <= i < voice.clause[1]]
            if len(beyond) > 2 and voice.rule != "quote-before-cue":
                tokens.update(i for i in outside if self.quoted[i] < 0)
                mode = AttributionMode.MIXED
            if voice.rule in _AFTER_CUE and governed.rule == "clause-after-cue":
                own = {i for a, b in governed.content for i in range(a, b) if self.quoted[i] < 0}
                if len(own) > 3:
                    tokens |= own
                    mode = AttributionMode.MIXED
            negated = governed.negated
        if judged := self._judged(voice):
            tokens |= judged
            mode = AttributionMode.MIXED
        if voice.verb is not None:
            negated = negated or is_negated(parse, voice.verb, voice.source)
        tokens -= set(voice.cue)
        content = ranges(parse, tokens)
        if not content:
            return
        frame = Frame(
            voice.source.ranges,
            voice.source.head,
            voice.cue,
            voice.verb,
            voice.lemma,
            content,
            mode,
            entry.kind,
            voice.rule,
            entry.link or voice.verb is None or entry.kind == "evaluative" or self._is_whole(voice),
            negated,
            voice.quotes[0],
        )
        if voice.verb is None:
            self.extra.append(frame)
        else:
            self.frames[voice.verb] = frame

    def _is_whole(self, voice: Voice) -> bool:
        """Whole sentences in marks are somebody's words, whatever the verb makes of a phrase: *described the deal as a gift: “They win.”*"""
        return any(self.quotes[k].kind == "direct" for k in voice.quotes)

    def _judged(self, voice: Voice) -> set[int]:
        """*calls him a fraud: “He lied to us all”*: the judgement before the colon is the speaker's too."""
        parse, cue = self.parse, self.cues.get(voice.verb) if voice.verb is not None else None
        found = (predicate(parse, cue) or object_phrase(parse, cue)) if cue is not None else None
        if cue is None or found is None or found[0] not in ("call-x-y", "object-phrase"):
            return set()
        first = min(self.quotes[voice.quotes[0]].parts)[0]
        own = {t for a, b in voice.source.ranges for t in range(a, b)}
        return {t for t in found[2] if cue.verb < t < first} - own

    def _mix(self, done: set[int]) -> None:
        """Indirect contents that run into a quote cover all of it, and are mixed."""
        for k in self.outer:
            if k in done or self.quotes[k].kind == "title":
                continue
            if self.quotes[k].kind == "scare":
                self._label(k)
                continue
            a, b = self.quotes[k].parts[0][0], self.quotes[k].parts[-1][1]
            for v in [
                v for v, f in self.frames.items() if self.quoted[v] != k and any(s < b and a < e for s, e in f.content)
            ]:
                frame = self.frames[v]
                if frame.mode is not AttributionMode.INDIRECT:
                    continue
                tokens = {i for s, e in frame.content for i in range(s, e)}
                if frame.link:
                    tokens.update(i for s, e in self.quotes[k].parts for i in range(s, e))
                self.frames[v] = replace(
                    frame, content=ranges(self.parse, tokens - set(frame.cue)), mode=AttributionMode.MIXED, quote=k
                )

    def _label(self, k: int) -> None:
        """A label in marks inside somebody's judgement is that somebody's: *slammed "unprecedented pressure"*."""
        a, b = self.quotes[k].parts[0]
        for v, frame in list(self.frames.items()):
            if (
                frame.mode is AttributionMode.INDIRECT
                and frame.source_head is not None
                and frame.covers(a)
                and frame.covers(b - 1)
            ):
                link = frame.link or frame.kind == "evaluative"
                self.frames[v] = replace(frame, mode=AttributionMode.MIXED, quote=k, link=link)

    def _nest(self) -> None:
        """A quote inside a quote: the cue stands inside the outer one."""
        for k, quote in enumerate(self.quotes):
            a, b = quote.parts[0]
            if quote.kind != "direct" or self.quoted[a] in (k, -1):
                continue
            for v, frame in list(self.frames.items()):
                if (
                    self.quoted[v] != self.quoted[a] or a <= v < b or "quote" not in self.cues[v].frames
                    if v in self.cues
                    else True
                ):
                    continue
                inside = sum(max(0, min(e, b) - max(s, a)) for s, e in frame.content)
                if inside * 2 > b - a and frame.quote is None:
                    self.frames[v] = replace(
                        frame, content=ranges(self.parse, range(a, b)), mode=AttributionMode.DIRECT, quote=k
                    )
                    break


def quoted_tokens(parse: Parse, quotes: list[QuoteSpan]) -> list[int]:
    """For every token the index of the outermost direct or mixed quote around it, or -1."""
    quoted = [-1] * len(parse)
    for k, quote in enumerate(quotes):
        if quote.kind in ("scare", "title"):
            continue
        for a, b in quote.parts:
            for i in range(a, b):
                if quoted[i] < 0:
                    quoted[i] = k
    return quoted
