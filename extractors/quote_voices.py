"""Voices: who speaks the words in quotation marks, by the words around them.

A cue is looked for in the parse first, then in the printed order of words (quotes break parses), then in the paragraph
before (*She said:*).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from newsgraph.extractors.cues import Cue
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.quote_signatures import signature
from newsgraph.extractors.reading import Frame, QuoteSpan, Reading
from newsgraph.extractors.scope import Range, ranges
from newsgraph.extractors.speakers import NOBODY, Source, can_judge, is_passive, phrase, source_of
from newsgraph.extractors.verb_cues import VerbCue

_STOPS = frozenset({".", "?", "!", ";"})
_ENDS = ".?!"
MARKS = frozenset({'"', "'", "''", "``"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
PLAIN_CUE = Cue("assertive", True)
_NAME_TOKENS = 14


@dataclass(slots=True)
class Voice:
    """Who speaks some quotes, and where the words that tell it stand."""

    verb: int | None
    source: Source
    rule: str
    quotes: list[int] = field(default_factory=list)
    cue: tuple[int, ...] = ()
    lemma: str | None = None
    entry: Cue = PLAIN_CUE
    clause: Range = (0, 0)


class VoiceFinder:
    """Finds the voice of each quote of one document.  ``quoted`` gives for every token the quote it stands in, -1 for none."""

    def __init__(self, reading: Reading, cues: dict[int, VerbCue], frames: dict[int, Frame], quoted: list[int]) -> None:
        self.reading = reading
        self.parse: Parse = reading.parse
        self.quotes = reading.quotes
        self.cues = cues
        self.frames = frames
        self.quoted = quoted

    def voice(self, k: int) -> Voice | None:
        """The voice of quote ``k``, or None where nobody near it speaks."""
        quote = self.quotes[k]
        signed = signature(self.reading, quote, self.quoted)
        if signed is not None:
            return Voice(None, signed[0], "quote-signature", cue=(signed[1],))
        return (
            self._governing(k)
            or self._after(quote, quote.parts[-1])
            or (self._after(quote, quote.parts[0]) if len(quote.parts) > 1 else None)
            or self._before(quote)
        )

    def _governing(self, k: int) -> Voice | None:
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

    def _of_verb(self, v: int, source: Source, rule: str, clause: Range) -> Voice:
        cue = self.cues[v]
        entry = cue.frames.get("quote") or cue.frames.get("clause") or PLAIN_CUE
        return Voice(v, source, rule, cue=cue.words, lemma=cue.lemma, entry=entry, clause=clause)

    def _clause_range(self, v: int, quote: QuoteSpan) -> Range:
        if v > quote.parts[0][0]:
            return self._following(quote.parts[0][1])
        return (v, quote.parts[0][0])

    def _following(self, end: int) -> Range:
        """Tokens after a part, its closing mark skipped, up to the end of that sentence or the next opening mark."""
        parse = self.parse
        n = len(parse)
        k = end
        while k < n and parse.lower[k] in MARKS and parse.para[k] == parse.para[end - 1]:
            k += 1
        start = k
        while k < n and parse.para[k] == parse.para[end - 1] and self.quoted[k] < 0:
            if parse.lower[k] in _STOPS or (parse.lower[k] in MARKS and k + 1 < n and self.quoted[k + 1] >= 0):
                break
            k += 1
        return start, k

    def _preceding(self, begin: int) -> Range:
        """Tokens before a part back to the end of the sentence before, to a closing mark or the paragraph's start."""
        parse = self.parse
        end = begin
        while end > 0 and parse.lower[end - 1] in MARKS and parse.para[end - 1] == parse.para[begin]:
            end -= 1
        k = end
        while k > 0 and parse.para[k - 1] == parse.para[begin] and self.quoted[k - 1] < 0:
            if parse.lower[k - 1] in _STOPS or parse.lower[k - 1] in MARKS:
                break
            k -= 1
        return k, end

    def _after(self, quote: QuoteSpan, part: Range) -> Voice | None:
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
        if v is None or self._says_otherwise(v):
            return None
        source = self._source_near(v, a, b)
        if source is None:
            return None
        if quote.kind != "direct" and self._preceding(part[0])[0] < self._preceding(part[0])[1]:
            return None
        return self._of_verb(v, source, "quote-before-cue", (a, b))

    def _says_otherwise(self, v: int) -> bool:
        """*The host of “The Late Hour,” who went on, said his boss was kind*: a clause of its own follows the cue at once."""
        parse = self.parse
        return any(
            clause > v
            and self.quoted[clause] < 0
            and any(v < c < clause for c in parse.kids(clause, "nsubj", "nsubjpass", "expl"))
            and not any(parse.lower[i] in (",", ":", *MARKS) for i in range(v + 1, parse.left[clause] + 1))
            for clause in parse.kids(v, "ccomp")
        )

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

    def _before(self, quote: QuoteSpan) -> Voice | None:
        """*He said: "…"*, *he told reporters on Friday, "…"*, and a paragraph that ends in a colon."""
        parse = self.parse
        begin = quote.parts[0][0]
        a, b = self._preceding(begin)
        if a == b:
            if a > 0 and parse.para[a - 1] < parse.para[begin] and self.at_paragraph_start(begin):
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

    def reported(self, k: int) -> Voice | None:
        """The source of the report right before a quote that nothing else cues: *Tired of it, Hale said. “They robbed us.”*

        A quote that fills its paragraph has that of the last sentence before it.
        """
        parse = self.parse
        begin = end = self.quotes[k].parts[0][0]
        while end > 0 and parse.lower[end - 1] in MARKS:
            end -= 1
        if end == 0 or parse.lower[end - 1][-1] not in _ENDS:
            return None
        if parse.para[begin] - parse.para[end - 1] > (1 if self._fills_paragraph(k) else 0):
            return None
        start = end - 1
        while start > 0 and parse.para[start - 1] == parse.para[end - 1]:
            if parse.lower[start - 1] in _STOPS and self.quoted[start - 1] < 0:
                break
            start -= 1
        spoken = [v for v in range(start, end) if v in self.cues and self.quoted[v] < 0 and self._is_main(v)]
        if not spoken:
            return None
        verb = min(spoken, key=lambda v: (sum(1 for _ in parse.ancestors(v)), -v))
        frame = self.frames.get(verb)
        source = Source(frame.source_head, frame.source) if frame is not None else source_of(parse, verb)
        if source.head is None or self.quoted[source.head] >= 0 or not can_judge(parse, source.head):
            return None
        return Voice(None, source, "quote-after-report")

    def _fills_paragraph(self, k: int) -> bool:
        """Nothing but the quote and its marks stands in the paragraph."""
        parse, quote = self.parse, self.quotes[k]
        if not self.at_paragraph_start(quote.parts[0][0]):
            return False
        end = quote.parts[-1][1]
        while end < len(parse) and parse.para[end] == parse.para[end - 1]:
            if parse.pos[end] not in ("PUNCT", "SPACE") and parse.lower[end] not in MARKS:
                return False
            end += 1
        return True

    def _is_main(self, v: int) -> bool:
        """A cue of the sentence itself: not inside a relative, adverbial or other clause of it, nor passive."""
        parse = self.parse
        return not is_passive(parse, v) and not any(
            parse.dep[i] in ("relcl", "acl", "advcl", "pcomp", "csubj", "xcomp") for i in (v, *parse.ancestors(v))
        )

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

    def at_paragraph_start(self, begin: int) -> bool:
        parse = self.parse
        k = begin - 1
        while k >= 0 and parse.lower[k] in MARKS and parse.para[k] == parse.para[begin]:
            k -= 1
        return k < 0 or parse.para[k] != parse.para[begin]

    def _colon_paragraph(self, begin: int) -> Voice | None:
        parse = self.parse
        end = begin
        while parse.lower[end - 1] in MARKS and parse.para[end - 1] == parse.para[begin]:
            end -= 1
        if parse.lower[end - 1] != ":":
            return None
        a = end - 1
        while a > 0 and parse.para[a - 1] == parse.para[end - 1] and parse.lower[a - 1] not in _STOPS:
            a -= 1
        return self._colon(a, end)

    def _colon(self, a: int, b: int) -> Voice | None:
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
                return Voice(None, source, "quote-after-colon", cue=(b - 1,), clause=(a, b))
        if not verbs and b - a <= _NAME_TOKENS:
            nouns = [i for i in range(a, b) if parse.pos[i] in ("NOUN", "PROPN", "PRON")]
            if nouns:
                heads = [i for i in nouns if parse.head[i] == i or parse.head[i] not in range(a, b - 1)]
                head = heads[0] if heads else nouns[-1]
                return Voice(
                    None, Source(head, ranges(parse, range(a, b - 1))), "name-colon-quote", cue=(b - 1,), clause=(a, b)
                )
        return None
