"""What a language model states, turned into clauses over the parse: every word found in the text, or the statement dropped.

The model gives words; tokens, lemmas, entities, times and event types are those of our own reading.  A plain edge
needs both: where the article itself is said to vouch, the sources our own reading finds are kept, and of two judgements
about the same words the more careful one counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from newsgraph.extractors.arguments import predicate_lemma, prepositional
from newsgraph.extractors.frame_cover import covering
from newsgraph.extractors.nominalizations import verb_of
from newsgraph.extractors.parse import Parse, shadow
from newsgraph.extractors.phrases import conjuncts
from newsgraph.extractors.reading import Clause, Frame, Reading, Slot
from newsgraph.extractors.signatures import weaker
from newsgraph.graph.model import AttributionMode, Certainty, Polarity, Span, StatementKind, Timeframe

RULE = "llm"
LONGEST_WORDS = 2_000
"""Characters of a copied phrase."""

MOST_STATEMENTS = 300
"""Statements of one passage; more are no reading of 450 words."""

KEPT = "statements kept"

Value = TypeVar("Value", bound=StrEnum)
Tokens = tuple[int, int]


class _Dropped(Exception):
    """Why a statement does not count."""


def take_statements(reading: Reading, answered: Iterable[tuple[Span, list[Any]]]) -> Counter[str]:
    """Replace the clauses of the reading by the statements of each passage; returns how many were kept, and why others were not."""
    taker = _Taker(reading)
    tally: Counter[str] = Counter()
    for passage, statements in answered:
        for statement in statements[:MOST_STATEMENTS]:
            try:
                taker.take(passage, statement)
            except _Dropped as reason:
                tally[f"dropped: {reason}"] += 1
            else:
                tally[KEPT] += 1
        tally["dropped: more than a passage can hold"] += len(statements[MOST_STATEMENTS:])
    taker.link()
    reading.clauses = taker.clauses
    reading.discourse = []
    return tally


@dataclass(frozen=True, slots=True)
class _Judgement:
    polarity: Polarity
    certainty: Certainty
    timeframe: Timeframe


class _Taker:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.parse = reading.parse
        self.shadow = shadow(reading.document.text)
        self.covering = covering(reading)
        self.own = {clause.trigger: clause for clause in reading.clauses}
        self.timed = {i for t in reading.times for i in range(t.start, t.end)}
        self.clauses: list[Clause] = []

    def take(self, passage: Span, statement: Any) -> None:
        """Append the clause of one statement.

        Raises:
            _Dropped: its words are not in the text, or a value is not one of the vocabulary.
        """
        if not isinstance(statement, Mapping):
            raise _Dropped("not an object")
        judgement = _Judgement(
            _value(Polarity, statement, "polarity"),
            _value(Certainty, statement, "certainty"),
            _value(Timeframe, statement, "timeframe"),
        )
        kind = _value(StatementKind, statement, "kind")
        evidence = self._places(_words(statement, "evidence"), self._tokens(passage.start, passage.end))
        if not evidence:
            raise _Dropped("evidence is not in the text")
        start, end = evidence[0]
        trigger, lemma = self._predicate(_words(statement, "predicate"), (start, end))
        subject = self._slot(statement, "subject", (start, end), trigger, before=True)
        obj = self._slot(statement, "object", (start, end), trigger, before=False)
        args = self._arguments(statement.get("arguments"), (start, end), trigger)
        if subject is None and obj is None and not args:
            raise _Dropped("it says nothing of anything")
        frames = self._holders(statement.get("holders"), passage, (start, end), trigger)
        if not frames:
            frames = self.covering.get(trigger, ())
            judgement = self._careful(judgement, trigger) if not frames else judgement
        self.clauses.append(
            Clause(
                trigger,
                lemma,
                subject,
                obj,
                args,
                kind,
                start,
                end,
                RULE,
                polarity=judgement.polarity,
                certainty=judgement.certainty,
                timeframe=judgement.timeframe,
                frames=frames,
            )
        )

    def link(self) -> None:
        """Point phrases at the clauses they express, and clauses at those they hang in, as our own reading has them."""
        index: dict[int, int] = {}
        for number, clause in enumerate(self.clauses):
            index.setdefault(clause.trigger, number)
        for clause in self.clauses:
            for slot in (clause.subject, clause.object, *(filler for _, filler in clause.args)):
                if slot is not None:
                    slot.clause = next((index[h] for h in slot.heads if h != clause.trigger and h in index), None)
            own = self.own.get(clause.trigger)
            if own is None:
                continue
            clause.passive, clause.words, clause.hedge = own.passive, own.words, own.hedge
            above = None if own.parent is None else index.get(self.reading.clauses[own.parent].trigger)
            if above is not None:
                clause.parent, clause.embedding, clause.marker = above, own.embedding, own.marker

    def _careful(self, said: _Judgement, trigger: int) -> _Judgement:
        """What the article vouches for: not more than our own reading of the same predicate finds."""
        own = self.own.get(trigger)
        if own is None:
            return said
        return _Judgement(
            Polarity.NEGATIVE if Polarity.NEGATIVE in (said.polarity, own.polarity) else Polarity.POSITIVE,
            weaker(said.certainty, own.certainty),
            Timeframe.FUTURE if Timeframe.FUTURE in (said.timeframe, own.timeframe) else Timeframe.NON_FUTURE,
        )

    # ------------------------------------------------------------------ words in the text

    def _tokens(self, start: int, end: int) -> Tokens:
        found = self.parse.tokens_in(start, end)
        return (found.start, found.stop)

    def _places(self, words: str, within: Tokens) -> list[Tokens]:
        """Where the words stand among the tokens, whole tokens only; quotation marks, spaces and case may differ."""
        if within[1] <= within[0]:
            return []
        parts = [re.escape(part) for part in shadow(words).split()]
        if not parts:
            return []
        pattern = re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)", re.IGNORECASE)
        begin, stop = self.parse.start[within[0]], self.parse.end[within[1] - 1]
        found = [self._tokens(*m.span()) for m in pattern.finditer(self.shadow, begin, stop)]
        return [(a, b) for a, b in (self._trimmed(a, b) for a, b in found) if a < b]

    def _trimmed(self, start: int, end: int) -> Tokens:
        """Without punctuation at the edges, quotation marks that belong together kept."""
        parse = self.parse
        while start < end and parse.pos[start] == "PUNCT" and parse.lower[start] not in ("'", '"'):
            start += 1
        while start < end and parse.pos[end - 1] == "PUNCT" and parse.lower[end - 1] not in ("'", '"'):
            end -= 1
        return start, end

    def _nearest(self, words: str, within: Tokens, trigger: int, *, before: bool) -> Tokens | None:
        """The place of the words on the expected side of the trigger, nearest first; else on the other; None if nowhere."""
        places = self._places(words, within)
        side = [p for p in places if (p[1] <= trigger if before else p[0] > trigger)] or places
        return min(side, key=lambda p: abs(p[0] - trigger), default=None)

    def _root(self, tokens: Tokens) -> int:
        """The token the others of the phrase hang on: the first whose head lies outside, a noun where there is one."""
        parse = self.parse
        inside = range(*tokens)
        roots = [i for i in inside if parse.head[i] not in inside or parse.head[i] == i]
        named = [i for i in roots if i in self.reading.referent]
        content = [i for i in roots if parse.pos[i] not in ("PUNCT", "DET", "ADP", "CCONJ", "SCONJ")]
        return (named or content or roots)[0]

    # ------------------------------------------------------------------ the parts of a statement

    def _predicate(self, words: str, within: Tokens) -> tuple[int, str]:
        """The trigger and its lemma: a verb, or a noun that names an event."""
        parse = self.parse
        places = self._places(words, within)
        if not places:
            raise _Dropped("predicate is not in its evidence")
        for tokens in places:
            for i in sorted(range(*tokens), key=lambda i: parse.dep[i] in ("aux", "auxpass")):
                if parse.pos[i] in ("VERB", "AUX") and parse.dep[i] not in ("aux", "auxpass"):
                    own = self.own.get(i)
                    return i, own.lemma if own is not None else predicate_lemma(parse, i)
        for tokens in places:
            root = self._root(tokens)
            own, verb = self.own.get(root), verb_of(parse.lemma[root].lower())
            if own is not None or verb is not None:
                return root, own.lemma if own is not None else (verb or ("", False))[0]
        raise _Dropped("predicate is neither a verb nor an event noun")

    def _slot(
        self, statement: Mapping[str, Any], name: str, within: Tokens, trigger: int, *, before: bool
    ) -> Slot | None:
        words = _words_or_none(statement, name)
        if words is None:
            return None
        tokens = self._nearest(words, within, trigger, before=before)
        if tokens is None:
            raise _Dropped(f"{name} is not in its evidence")
        return self._filler(tokens)

    def _filler(self, tokens: Tokens) -> Slot:
        root = self._root(tokens)
        heads = tuple(i for i in conjuncts(self.parse, root) if tokens[0] <= i < tokens[1])
        return Slot(heads or (root,), *tokens)

    def _arguments(self, phrases: Any, within: Tokens, trigger: int) -> list[tuple[str, Slot]]:
        if phrases is None:
            return []
        if not isinstance(phrases, list):
            raise _Dropped("arguments are no list")
        found: list[tuple[str, Slot]] = []
        for phrase in phrases:
            if not isinstance(phrase, str) or not phrase.strip() or len(phrase) > LONGEST_WORDS:
                raise _Dropped("an argument is no text")
            tokens = self._nearest(phrase, within, trigger, before=False)
            if tokens is None:
                raise _Dropped("an argument is not in its evidence")
            if not all(i in self.timed for i in range(*tokens) if self.parse.pos[i] not in ("ADP", "DET", "PUNCT")):
                found.append(self._role(tokens))
        return found

    def _role(self, tokens: Tokens) -> tuple[str, Slot]:
        """The preposition and what it governs; without one, what is given or told."""
        parse = self.parse
        first, end = tokens
        if parse.pos[first] not in ("ADP", "SCONJ") and first and parse.pos[first - 1] == "ADP":
            first -= 1
        if parse.pos[first] in ("ADP", "SCONJ") and first + 1 < end:
            for role, filler in prepositional(parse, first, ()):
                if filler.start > first and filler.end <= end:
                    return role, filler
            return parse.lower[first], self._filler((first + 1, end))
        filler = self._filler(tokens)
        return ("to" if any(parse.dep[h] == "dative" for h in filler.heads) else "theme"), filler

    # ------------------------------------------------------------------ holders

    def _holders(self, holders: Any, passage: Span, evidence: Tokens, trigger: int) -> tuple[int, ...]:
        """Frames of the sources named, outermost first: our own where one has this source, else new ones."""
        if holders is None:
            return ()
        if not isinstance(holders, list):
            raise _Dropped("holders are no list")
        return tuple(dict.fromkeys(self._frame(holder, passage, evidence, trigger) for holder in holders))

    def _frame(self, holder: Any, passage: Span, evidence: Tokens, trigger: int) -> int:
        if not isinstance(holder, Mapping):
            raise _Dropped("a holder is not an object")
        mode = _value(AttributionMode, holder, "mode")
        words, cue_words = _words(holder, "words"), _words_or_none(holder, "cue")
        around = self._tokens(passage.start, passage.end)
        source = self._nearest(words, evidence, trigger, before=True) or self._nearest(
            words, around, trigger, before=True
        )
        if source is None:
            raise _Dropped("a holder is not in the text")
        cue: Tokens | None = None
        if cue_words is not None:
            near = self._sentences(source)
            cue = self._nearest(cue_words, near, source[0], before=False) or self._nearest(
                cue_words, around, source[0], before=False
            )
            if cue is None:
                raise _Dropped("a cue is not in the text")
        root = self._root(source)
        for number, frame in enumerate(self.reading.frames):
            if frame.covers(trigger) and any(a <= root < b for a, b in frame.source):
                return number
        return self._new_frame(source, root, cue, evidence, mode)

    def _new_frame(self, source: Tokens, root: int, cue: Tokens | None, content: Tokens, mode: AttributionMode) -> int:
        parse = self.parse
        head = lemma = None
        if cue is not None:
            verbs = [i for i in range(*cue) if parse.pos[i] == "VERB"]
            head = verbs[0] if verbs else self._root(cue)
            lemma = predicate_lemma(parse, head) if verbs else parse.lemma[head].lower()
        frame = Frame(
            (source,),
            root,
            tuple(range(*cue)) if cue else (),
            head,
            lemma,
            (content,),
            mode,
            "assertive",
            RULE,
        )
        if frame in self.reading.frames:
            return self.reading.frames.index(frame)
        self.reading.frames.append(frame)
        return len(self.reading.frames) - 1

    def _sentences(self, tokens: Tokens) -> Tokens:
        """The sentence of the tokens."""
        parse: Parse = self.parse
        return parse.sents[parse.sent[tokens[0]]][0], parse.sents[parse.sent[tokens[1] - 1]][1]


def _words(record: Mapping[str, Any], name: str) -> str:
    """The text of a field.

    Raises:
        _Dropped: another kind of value, nothing but spaces, or more than anybody would copy.
    """
    value = record.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_WORDS:
        raise _Dropped(f"{name} is no text")
    return value


def _words_or_none(record: Mapping[str, Any], name: str) -> str | None:
    """As :func:`_words`; None for null, a missing field and an empty text."""
    return None if record.get(name) in (None, "") else _words(record, name)


def _value(kind: type[Value], record: Mapping[str, Any], name: str) -> Value:
    try:
        return kind(str(record.get(name)))
    except ValueError:
        raise _Dropped(f"{name} is none of the vocabulary") from None
