"""Marked-up text to plain text: what a reader would see, paragraphs apart by a blank line."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article aside blockquote body br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hl1 hl2 hr li main nav ol p pre section table tr ul block body.content abstract".split()
)
_HIDDEN = frozenset("script style noscript template head title svg iframe object".split())
_SPACES = re.compile(r"[ \t\r\n\f\v]+")


def text_of(markup: str) -> str:
    """The visible words of HTML or similar; "" for none.  Broken markup is read as far as it goes."""
    collector = _Collector()
    collector.feed(markup)
    collector.close()
    paragraphs = (_SPACES.sub(" ", "".join(parts)).strip() for parts in collector.paragraphs)
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[list[str]] = [[]]
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden.append(tag)
        elif tag in _BLOCKS:
            self.paragraphs.append([])

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag == self._hidden[-1]:
            self._hidden.pop()
        elif tag in _BLOCKS:
            self.paragraphs.append([])

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.paragraphs[-1].append(data)
