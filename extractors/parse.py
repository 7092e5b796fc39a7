"""One document's parse as plain lists: what every later stage reads.

spaCy parses paragraphs (blank lines are boundaries before parsing, so no sentence crosses one); their tokens are
joined here into one table with offsets into the *original* text.  Lists of Python strings and integers are several
times faster to walk than ``Token`` attributes, and a test can build a table by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, LENGTH, POS, SENT_START, SPACY, TAG
from spacy.tokens import Doc

_ATTRIBUTES = [LEMMA, TAG, POS, DEP, HEAD, ENT_IOB, ENT_TYPE, SENT_START, LENGTH, SPACY]
_IOB_BEGIN, _IOB_INSIDE = 3, 1


@dataclass(slots=True)
class Parse:
    """Tokens of one document in order; every list has one element a token.

    ``head[i]`` is the index of the syntactic head (a root is its own head); ``start``/``end`` are character offsets
    in the original text, so ``text[start[i]:end[i]] == word[i]``; ``lower`` is the lower-cased *shadow* form (straight
    quotes).  ``sent``/``para`` give the index of the sentence and paragraph.  ``sents`` and ``ents`` are token ranges, end
    exclusive.  ``left``/``right`` are the first and last token of the subtree.  White-space tokens are left out.
    """

    text: str
    word: list[str] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    lemma: list[str] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    dep: list[str] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    para: list[int] = field(default_factory=list)
    sents: list[tuple[int, int]] = field(default_factory=list)
    ents: list[tuple[int, int, str]] = field(default_factory=list)
    children: list[list[int]] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.word)

    def kids(self, i: int, *deps: str) -> list[int]:
        """Children of ``i`` whose dependency label is one of ``deps``, in text order."""
        children = self.children[i]
        if not children:
            return []
        dep = self.dep
        return [c for c in children if dep[c] in deps]

    def kid(self, i: int, *deps: str) -> int | None:
        """The first child of ``i`` with one of the labels, or None."""
        dep = self.dep
        for c in self.children[i]:
            if dep[c] in deps:
                return c
        return None

    def subtree(self, i: int) -> range:
        """Token indices from the left to the right edge of the subtree of ``i``.

        A range: for the rare non-projective tree it holds foreign tokens too.
        """
        return range(self.left[i], self.right[i] + 1)

    def ancestors(self, i: int) -> Iterator[int]:
        """The head of ``i``, its head, … up to the root."""
        head = self.head
        while head[i] != i:
            i = head[i]
            yield i

    def is_root(self, i: int) -> bool:
        return self.head[i] == i

    def slice(self, start: int, end: int) -> str:
        """Original characters from token ``start`` to token ``end`` (exclusive)."""
        return self.text[self.start[start] : self.end[end - 1]] if end > start else ""

    def chars(self, start: int, end: int) -> tuple[int, int]:
        """Character range of the tokens ``start`` to ``end`` (exclusive, not empty)."""
        return self.start[start], self.end[end - 1]

    def token_at(self, char: int) -> int | None:
        """Index of the first token that ends after ``char``; None past the last.  O(log n)."""
        from bisect import bisect_right

        i = bisect_right(self.end, char)
        return i if i < len(self.end) else None

    def tokens_in(self, start: int, end: int) -> range:
        """Indices of tokens that overlap the characters ``start`` to ``end`` (exclusive)."""
        from bisect import bisect_left, bisect_right

        return range(bisect_right(self.end, start), bisect_left(self.start, end))

    def is_forest(self) -> bool:
        """Does every token reach a root?  False where heads go round in a circle.  O(n)."""
        known = [head == i for i, head in enumerate(self.head)]
        for i in range(len(self.head)):
            path: list[int] = []
            while not known[i]:
                if len(path) > len(self.head):
                    return False
                path.append(i)
                i = self.head[i]
            for k in path:
                known[k] = True
        return True

    def finish(self) -> Parse:
        """Compute ``children``, ``left``, ``right`` and ``sents`` from ``head`` and ``sent``; returns self.  O(n)."""
        n = len(self.word)
        self.children = [[] for _ in range(n)]
        self.left, self.right = list(range(n)), list(range(n))
        for i, h in enumerate(self.head):
            if h != i:
                self.children[h].append(i)
        for i in _bottom_up(self.head, self.children):
            h = self.head[i]
            if h != i:
                if self.left[i] < self.left[h]:
                    self.left[h] = self.left[i]
                if self.right[i] > self.right[h]:
                    self.right[h] = self.right[i]
        self.sents = []
        for i, s in enumerate(self.sent):
            if i == 0 or s != self.sent[i - 1]:
                self.sents.append((i, i + 1))
            else:
                self.sents[-1] = (self.sents[-1][0], i + 1)
        return self


def _bottom_up(heads: Sequence[int], children: Sequence[Sequence[int]]) -> Iterator[int]:
    """Indices such that every token comes after all its descendants."""
    order = [i for i, h in enumerate(heads) if h == i]
    for i in order:
        order.extend(children[i])
    return reversed(order)


_SHORT_VERB = re.compile("[^aeiou]*[aeiou][bdgklmnprtz]")


def shadow(text: str) -> str:
    """A form of equal length for the parser: straight quotes, plain spaces, no line breaks inside a paragraph."""
    return text.translate(_SHADOW)


_SHADOW = {
    ord(a): b
    for a, b in {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\n": " ", "\r": " ", "\x0b": " ", "\x0c": " ",
        "\ufeff": " ", "\u200b": " ", "‐": "-", "‑": "-", "‒": "-", "–": "-", "−": "-",
    }.items()
} | dict.fromkeys(range(0xD800, 0xE000), "?")  # fmt: skip


def join_docs(text: str, docs: Iterable[Doc], offsets: Sequence[int], surfaces: Iterable[Doc] | None = None) -> Parse:
    """One table from the parsed paragraphs of ``text``; ``offsets[k]`` is where paragraph ``k`` begins in it.

    ``surfaces`` are docs of the same tokens with the words of the text, where ``docs`` were parsed from other words.
    """
    parse = Parse(text)
    sentence = -1
    docs = list(docs)
    for paragraph, (doc, surface, offset) in enumerate(zip(docs, surfaces or docs, offsets, strict=True)):
        sentence = _append(parse, doc, surface, offset, paragraph, sentence)
    return parse.finish()


def _append(parse: Parse, parsed: Doc, doc: Doc, offset: int, paragraph: int, sentence: int) -> int:
    rows = parsed.to_array(_ATTRIBUTES).astype("int64").tolist()
    if parsed is not doc:
        for row, token in zip(rows, doc, strict=True):
            row[8:] = len(token), len(token.whitespace_)
    name = _names(doc.vocab)
    plain = doc.text
    shadow_text = plain.lower()
    aligned = len(shadow_text) == len(plain)
    base = len(parse.word)
    place: list[int] = []
    kept = base
    char = 0
    spans: list[tuple[int, int]] = []
    for row in rows:
        length = row[8]
        blank = plain[char : char + length].isspace()
        place.append(-1 if blank else kept)
        spans.append((char, char + length))
        kept += not blank
        char += length + row[9]
    if kept == base:
        return sentence
    _point_past_spaces(rows, place)
    pending = True
    for i, (lemma, tag, pos, dep, head, iob, ent, sent_start, _, _) in enumerate(rows):
        pending = pending or sent_start == 1
        if place[i] < 0:
            continue
        if pending:
            sentence += 1
            pending = False
        a, b = spans[i]
        word = parse.text[offset + a : offset + b]
        parse.word.append(word)
        parse.lower.append(shadow_text[a:b] if aligned else plain[a:b].lower())
        parse.lemma.append(
            _repaired(name(lemma), parse.lower[-1]) if name(pos) == "VERB" else name(lemma) or word.lower()
        )
        parse.tag.append(name(tag))
        parse.pos.append(name(pos))
        target = place[i + head]
        is_root = head == 0 or target < 0
        parse.dep.append("ROOT" if is_root else name(dep))
        parse.head.append(place[i] if is_root else target)
        parse.start.append(offset + a)
        parse.end.append(offset + b)
        parse.sent.append(sentence)
        parse.para.append(paragraph)
        if iob == _IOB_BEGIN:
            parse.ents.append((place[i], place[i] + 1, name(ent)))
        elif iob == _IOB_INSIDE and parse.ents and parse.ents[-1][1] == place[i]:
            parse.ents[-1] = (parse.ents[-1][0], place[i] + 1, parse.ents[-1][2])
    return sentence


@lru_cache(maxsize=8_192)
def _repaired(lemma: str, form: str) -> str:
    """*fined* is of *fine*, not *fin*: a short verb doubles its consonant (*pinned*), so the lemma ends in -e."""
    if form in (lemma + "ed", lemma + "ing", lemma + "es") and _SHORT_VERB.fullmatch(lemma):
        return lemma + "e"
    return lemma or form


def _point_past_spaces(rows: list[list[int]], place: list[int]) -> None:
    """Re-attach tokens whose head is white space to the head of that white space."""
    for i, row in enumerate(rows):
        h = i + row[4]
        seen = 0
        while place[h] < 0 and rows[h][4] != 0 and seen < len(rows):
            h += rows[h][4]
            seen += 1
        row[4] = h - i


@lru_cache(maxsize=4)
def _names(vocab: object):  # type: ignore[no-untyped-def]
    """A memoised lookup of string ids: most tokens share a few hundred labels and lemmas."""
    strings = vocab.strings  # type: ignore[attr-defined]

    @lru_cache(maxsize=32_768)
    def name(key: int) -> str:
        return strings[key & 0xFFFFFFFFFFFFFFFF] if key else ""

    return name
