"""Frames of quotes: the cue and the speaker of words in quotation marks.

A cue is looked for in the parse first, then in the printed order of words (quotes break parses), then in the paragraph
before (*She said:*), and at last carried over from the neighbouring quote.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from newsgraph.extractors.cues import Cue
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import Frame, QuoteSpan, Reading
from newsgraph.extractors.scope import Range, ranges
from newsgraph.extractors.speakers import NOBODY, Source, is_passive, phrase, source_of
from newsgraph.extractors.verb_cues import VerbCue, is_negated
from newsgraph.graph.model import AttributionMode

_STOPS = frozenset({".", "?", "!", ";"})
_MARKS = frozenset({'"', "'", "''", "``"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_PLAIN = Cue("assertive", True)
_NAME_TOKENS = 14


@dataclass(slots=True)
class _Voice:
    """Who speaks some quotes, and where the words that tell it stand."""

    verb: int | None
    source: Source
    rule: str
    quotes: list[int] = field(default_factory=list)
    cue: tuple[int, ...] = ()
    lemma: str | None = None
    entry: Cue = _PLAIN
    clause: Range = (0, 0)


class QuoteReader:
    """Attaches the quotes of one document to cues.  ``frames`` are those of verbs, by verb; they are replaced or widened."""

    def __init__(self, reading: Reading, cues: dict[int, VerbCue], frames: dict[int, Frame]) -> None:
        self.parse = reading.parse
        self.quotes = reading.quotes
        self.cues = cues
        self.frames = frames
        self.quoted = quoted_tokens(self.parse, self.quotes)
        self.outer = [k for k, q in enumerate(self.quotes) if self.quoted[q.parts[0][0]] in (k, -1)]
        self.extra: list[Frame] = []

    def read(self) -> list[Frame]:
        """All frames: of verbs, widened to the quotes they govern, and of quotes alone."""
        voices: list[_Voice] = []
        by_verb: dict[int, _Voice] = {}
        loose: list[int] = []
        for k in self.outer:
            voice = self._voice(k)
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
            if k not in done:
                self._carry(k, voices)
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

    # -- finding the voice of one quote

    def _voice(self, k: int) -> _Voice | None:
        quote = self.quotes[k]
        return (
            self._governing(k)
            or self._after(quote, quote.parts[-1])
            or (self._after(quote, quote.parts[0]) if len(quote.parts) > 1 else None)
            or self._before(quote)
        )

    def _governing(self, k: int) -> _Voice | None:
        """A verb whose content, by the parse, is mostly this quote."""
        quote = self.quotes[k]
        if quote.kind != "direct":
            return None
        a, b = quote.parts[0]
        window = range(max(0, a - 40), min(len(self.parse), quote.parts[-1][1] + 40))
        best: tuple[int, Frame] | None = None
        for v in window:
            frame = self.frames.get(v)
            if frame is None or self.quoted[v] == k or v not in self.cues or "quote" not in self.cues[v].frames:
                continue
            inside = sum(max(0, min(e, b) - max(s, a)) for s, e in frame.content)
            if inside * 2 > frame.size and (best is None or inside > best[0]):
                best = inside, frame
        if best is None:
            return None
        frame = best[1]
        if frame.source_head is None or self.quoted[frame.source_head] == k:
            return None
        assert frame.cue_head is not None
        clause = self._clause_range(frame.cue_head, quote)
        return self._of_verb(frame.cue_head, Source(frame.source_head, frame.source), "quote-governed", clause)

    def _of_verb(self, v: int, source: Source, rule: str, clause: Range) -> _Voice:
        cue = self.cues[v]
        entry = cue.frames.get("quote") or cue.frames.get("clause") or _PLAIN
        return _Voice(v, source, rule, cue=cue.words, lemma=cue.lemma, entry=entry, clause=clause)

    def _clause_range(self, v: int, quote: QuoteSpan) -> Range:
        if v > quote.parts[0][0]:
            return self._following(quote.parts[0][1])
        return (v, quote.parts[0][0])

    def _following(self, end: int) -> Range:
        """Tokens after a part, its closing mark skipped, up to the end of that sentence or the next opening mark."""
        parse = self.parse
        n = len(parse)
        k = end
        while k < n and parse.lower[k] in _MARKS and parse.para[k] == parse.para[end - 1]:
            k += 1
        start = k
        while k < n and parse.para[k] == parse.para[end - 1] and self.quoted[k] < 0:
            if parse.lower[k] in _STOPS or (parse.lower[k] in _MARKS and k + 1 < n and self.quoted[k + 1] >= 0):
                break
            k += 1
        return start, k

    def _preceding(self, begin: int) -> Range:
        """Tokens before a part back to the end of the sentence before, to a closing mark or the paragraph's start."""
        parse = self.parse
        end = begin
        while end > 0 and parse.lower[end - 1] in _MARKS and parse.para[end - 1] == parse.para[begin]:
            end -= 1
        k = end
        while k > 0 and parse.para[k - 1] == parse.para[begin] and self.quoted[k - 1] < 0:
            if parse.lower[k - 1] in _STOPS or parse.lower[k - 1] in _MARKS:
                break
            k -= 1
        return k, end

    def _after(self, quote: QuoteSpan, part: Range) -> _Voice | None:
        """*"…," he said; "…," said the minister, who …*"""
        parse = self.parse
        a, b = self._following(part[1])
        if a >= b:
            return None
        last = parse.lower[part[1] - 1][-1:]
        comma = last == "," or parse.lower[a] in (",", "-", "--", "—")
        if parse.lower[a] in (",", "-", "--", "—"):
            a += 1
        if not comma and not (last in "?!.…" and (parse.word[a][:1].islower() or self._is_cue_clause(a, b))):
            return None
        if last == "." and not comma and not self._is_cue_clause(a, b):
            return None
        v = self._first_cue(a, b)
        if v is None:
            return None
        source = self._source_near(v, a, b)
        if source is None:
            return None
        if quote.kind != "direct" and self._preceding(part[0])[0] < self._preceding(part[0])[1]:
            return None
        return self._of_verb(v, source, "quote-before-cue", (a, b))

    def _is_cue_clause(self, a: int, b: int) -> bool:
        """Nothing but a short source and a cue: it has no content of its own, so it belongs to the quote."""
        v = self._first_cue(a, b)
        if v is None or v - a > _NAME_TOKENS:
            return False
        frame = self.frames.get(v)
        return frame is None or frame.content[0][0] < a or frame.content[-1][0] >= b

    def _first_cue(self, a: int, b: int) -> int | None:
        parse = self.parse
        for v in range(a, b):
            if parse.pos[v] not in ("VERB", "AUX") or parse.tag[v] not in (*_FINITE, "VBN", "VBG"):
                continue
            cue = self.cues.get(v)
            if parse.dep[v] in ("relcl", "acl", "aux", "auxpass", "amod", "compound") and v > a:
                continue
            if cue is None:
                if parse.tag[v] in _FINITE and parse.dep[v] not in ("advcl",):
                    return None
                continue
            if "quote" in cue.frames and (parse.tag[v] in _FINITE or parse.kid(v, "aux") is not None):
                return v
            if parse.tag[v] in _FINITE:
                return None
        return None

    def _source_near(self, v: int, a: int, b: int) -> Source | None:
        """The source of a cue found by position: a subject in the same stretch, or the phrase beside the verb."""
        parse = self.parse
        if not is_passive(parse, v):
            subject = parse.kid(v, "nsubj")
            if subject is not None and a <= subject < b:
                return phrase(parse, subject, v)
        beside = range(v + 1, b) if v == a or (v == a + 1 and parse.pos[a] == "ADV") else range(a, v)
        nouns = [i for i in beside if parse.pos[i] in ("NOUN", "PROPN", "PRON")]
        if not nouns:
            return None
        if beside.start > v:
            for i in nouns:
                if parse.head[i] <= v or parse.head[i] not in beside:
                    return Source(i, ranges(parse, range(max(parse.left[i], v + 1), min(parse.right[i] + 1, b))))
        heads = [i for i in nouns if parse.head[i] not in beside or parse.pos[parse.head[i]] in ("VERB", "AUX")]
        head = heads[0] if heads else nouns[-1]
        return Source(head, ranges(parse, (i for i in beside if parse.pos[i] != "ADV")))

    def _before(self, quote: QuoteSpan) -> _Voice | None:
        """*He said: "…"*, *he told reporters on Friday, "…"*, and a paragraph that ends in a colon."""
        parse = self.parse
        begin = quote.parts[0][0]
        a, b = self._preceding(begin)
        if a == b:
            if a > 0 and parse.para[a - 1] < parse.para[begin] and self._at_paragraph_start(begin):
                return self._colon_paragraph(begin)
            return None
        last = parse.lower[b - 1]
        if quote.kind in ("scare", "mixed"):
            ends = parse.lower[quote.parts[-1][1] - 1][-1:] in ".?!"
            if last == ":" and ends:
                return self._colon(a, b)
            spoken = self.cues.get(b - 1) or (self.cues.get(b - 2) if last == "," else None)
            if spoken is None or "quote" not in spoken.frames or spoken.frames.keys() & {"obj", "pred"}:
                return None
            if not ends and spoken.verb != b - 1:
                return None
        elif last == ":":
            return self._colon(a, b)
        v = self._last_cue(a, b)
        if v is None or (last != "," and b - v > 2 and not self._mere_setting(v, b)):
            return None
        source = source_of(parse, v)
        if source.head is None or self.quoted[source.head] >= 0:
            return None
        return self._of_verb(v, source, "quote-after-cue", (v, b))

    def _mere_setting(self, v: int, b: int) -> bool:
        """Only addressees, times and places between cue and quote: *told reporters in Riga "…"*."""
        return b - v < 10 and all(self.parse.pos[i] not in ("VERB", "AUX") for i in range(v + 1, b))

    def _last_cue(self, a: int, b: int) -> int | None:
        parse = self.parse
        for v in range(b - 1, a - 1, -1):
            cue = self.cues.get(v)
            if cue is None:
                if parse.pos[v] in ("VERB", "AUX") and parse.tag[v] in _FINITE and parse.dep[v] not in ("relcl", "aux"):
                    return None
                continue
            if "quote" in cue.frames and not is_passive(parse, v):
                return v
        return None

    def _at_paragraph_start(self, begin: int) -> bool:
        parse = self.parse
        k = begin - 1
        while k >= 0 and parse.lower[k] in _MARKS and parse.para[k] == parse.para[begin]:
            k -= 1
        return k < 0 or parse.para[k] != parse.para[begin]

    def _colon_paragraph(self, begin: int) -> _Voice | None:
        parse = self.parse
        end = begin
        while parse.lower[end - 1] in _MARKS and parse.para[end - 1] == parse.para[begin]:
            end -= 1
        if parse.lower[end - 1] != ":":
            return None
        a = end - 1
        while a > 0 and parse.para[a - 1] == parse.para[end - 1] and parse.lower[a - 1] not in _STOPS:
            a -= 1
        return self._colon(a, end)

    def _colon(self, a: int, b: int) -> _Voice | None:
        """Words before a colon: a cue with its subject, any verb with its subject, or a bare name."""
        parse = self.parse
        known = [v for v in range(a, b) if v in self.cues and not is_passive(parse, v)]
        known = [v for v in known if self.cues[v].frames.keys() & {"quote", "clause"}]
        for v in sorted(known, key=lambda v: (sum(1 for _ in parse.ancestors(v)), -v)):
            source = source_of(parse, v)
            if source.head is None or self.quoted[source.head] >= 0:
                source = self._source_near(v, a, b) or NOBODY
            if source.head is not None:
                return self._of_verb(v, source, "quote-after-colon", (v, b))
        verbs = [v for v in range(a, b) if parse.pos[v] in ("VERB", "AUX") and parse.tag[v] in _FINITE]
        for v in verbs:
            source = source_of(parse, v)
            if source.head is not None and self.quoted[source.head] < 0:
                return _Voice(None, source, "quote-after-colon", cue=(b - 1,), clause=(a, b))
        if not verbs and b - a <= _NAME_TOKENS:
            nouns = [i for i in range(a, b) if parse.pos[i] in ("NOUN", "PROPN", "PRON")]
            if nouns:
                heads = [i for i in nouns if parse.head[i] == i or parse.head[i] not in range(a, b - 1)]
                head = heads[0] if heads else nouns[-1]
                return _Voice(
                    None, Source(head, ranges(parse, range(a, b - 1))), "name-colon-quote", cue=(b - 1,), clause=(a, b)
                )
        return None

    # -- quotes without a cue of their own

    def _continue(self, k: int, voices: list[_Voice]) -> bool:
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
        if all(parse.pos[i] == "PUNCT" or parse.lower[i] in _MARKS for i in between):
            voice.quotes.append(k)
            return True
        return False

    def _carry(self, k: int, voices: list[_Voice]) -> None:
        """An uncued quote that opens its paragraph, or stands beside another: the speaker of the quote before."""
        parse = self.parse
        begin = self.quotes[k].parts[0][0]
        before = [v for v in voices if self.quotes[v.quotes[-1]].parts[-1][1] <= begin and v.source.head is not None]
        if not before:
            return
        voice = before[-1]
        gap = parse.para[begin] - parse.para[self.quotes[voice.quotes[-1]].parts[-1][1] - 1]
        if gap > 1 or (gap == 1 and not self._at_paragraph_start(begin)):
            return
        carried = _Voice(None, voice.source, "quote-carried", [k])
        voices.insert(voices.index(voice) + 1, carried)
        self._emit(carried)

    # -- making frames

    def _emit(self, voice: _Voice) -> None:
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
            if voice.rule in ("quote-after-colon", "quote-after-cue") and governed.rule == "clause-after-cue":
                own = {i for a, b in governed.content for i in range(a, b) if self.quoted[i] < 0}
                if len(own) > 3:
                    tokens |= own
                    mode = AttributionMode.MIXED
            negated = governed.negated
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
            entry.link or voice.verb is None or entry.kind == "evaluative",
            negated,
            voice.quotes[0],
        )
        if voice.verb is None:
            self.extra.append(frame)
        else:
            self.frames[voice.verb] = frame

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
