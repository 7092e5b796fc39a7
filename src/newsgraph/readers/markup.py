"""Marked-up text to plain text: what a reader would see, paragraphs apart by a blank line.

Time is linear in the length of any input; the standard library's HTML parser takes a minute for 50,000 characters of
unfinished tags.
"""

from __future__ import annotations

import re
from html import unescape

_BLOCKS = frozenset(
    "address article aside blockquote body br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hl1 hl2 hr li main nav ol p pre section table tr ul block body.content abstract".split()
)
_HIDDEN = frozenset("script style noscript template head title svg iframe object".split())
_RAW = frozenset({"script", "style"})
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_NAME = re.compile(r"<(/?)([A-Za-z][^\s/><]*)")
_TAG_PART = re.compile(r">|=\s*([\"'])")


def text_of(markup: str) -> str:
    """The visible words of HTML or similar; "" for none.  Broken markup is read as far as it goes."""
    collector = _Collector(markup)
    collector.read()
    paragraphs = (_SPACES.sub(" ", _unescaped("".join(parts))).strip() for parts in collector.paragraphs)
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _unescaped(text: str) -> str:
    try:
        return unescape(text)
    except ValueError:  # a character reference of thousands of digits
        return text


class _Collector:
    """One pass over the markup; what is searched for in vain once is not searched for again."""

    def __init__(self, markup: str) -> None:
        self.paragraphs: list[list[str]] = [[]]
        self._markup = markup
        self._hidden: list[str] = []
        self._missing: set[str] = set()

    def read(self) -> None:
        markup, place = self._markup, 0
        while True:
            start = markup.find("<", place)
            self._text(place, start if start >= 0 else len(markup))
            if start < 0:
                return
            place = self._markup_at(start)

    def _text(self, start: int, end: int) -> None:
        if end > start and not self._hidden:
            self.paragraphs[-1].append(self._markup[start:end])

    def _markup_at(self, start: int) -> int:
        """Read the tag, comment or declaration that starts here; returns where it ends."""
        markup = self._markup
        if markup.startswith("<!--", start):
            end = self._find("-->", start + 4)
            return end + 3 if end >= 0 else start + 4
        if markup.startswith(("<!", "<?"), start):
            end = self._find(">", start)
            return end + 1 if end >= 0 else start + 2
        name = _NAME.match(markup, start)
        end = self._tag_end(name.end()) if name else -1
        if name is None or end < 0:
            self._text(start, start + 1)
            return start + 1
        if name[1]:
            self._close(name[2].lower())
        else:
            self._open(name[2].lower())
            if name[2].lower() in _RAW:
                return self._raw_end(name[2].lower(), end)
        return end

    def _find(self, wanted: str, place: int) -> int:
        if wanted in self._missing:
            return -1
        found = self._markup.find(wanted, place)
        if found < 0:
            self._missing.add(wanted)
        return found

    def _tag_end(self, place: int) -> int:
        """Behind the ``>`` that is not inside a quoted value; behind the first one where quotes do not add up; else -1."""
        first = self._find(">", place)
        if first < 0 or "closed quotes" in self._missing:
            return first + 1 if first >= 0 else -1
        while found := _TAG_PART.search(self._markup, place):
            quote = found[1]
            if quote is None:
                return found.end()
            place = self._markup.find(quote, found.end()) + 1
            if not place:
                break
        self._missing.add("closed quotes")
        return first + 1

    def _raw_end(self, tag: str, place: int) -> int:
        """Where the end tag of a script or style begins; the end of everything where there is none."""
        found = re.compile(f"</{tag}", re.I).search(self._markup, place)
        return found.start() if found else len(self._markup)

    def _open(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden.append(tag)
        elif tag in _BLOCKS:
            self.paragraphs.append([])

    def _close(self, tag: str) -> None:
        if self._hidden and tag == self._hidden[-1]:
            self._hidden.pop()
        elif tag in _BLOCKS:
            self.paragraphs.append([])
