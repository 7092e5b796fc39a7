"""Document structure: front matter, headline, byline, dateline, paragraphs, headlines of other articles.

Runs on the bare text, before parsing: blank lines are boundaries, and an unsplit headline would poison the sentence
after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsgraph.extractors.areas import known_areas
from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.reading import Section
from newsgraph.graph.model import Document

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?\r?\n)?---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TITLE_FIELD = re.compile(
    r"^(?:title|headline)[ \t]*:[ \t]*(?P<quote>[\"']?)(?P<title>[^\r\n]*?)(?P=quote)[ \t]*\r?$",
    re.MULTILINE | re.IGNORECASE,
)
_BLANK_LINE = re.compile(r"(?:\r?\n|\r)[ \t\u00a0]*(?:(?:\r?\n|\r)[ \t\u00a0]*)+")
_LINE_BREAK = re.compile(r"\r?\n|\r")
_FINAL = re.compile(r"[.!?…][\"'”’»)\]]*$")
_MARKDOWN_HEADING = re.compile(r"#{1,6}[ \t]+")
_MONTHS = "Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?\\.?|July?\\.?|Aug(?:ust|\\.)?|Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?"
_WEEKDAYS = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DATE_LINE = re.compile(
    rf"(?:(?:{_WEEKDAYS}),?\s+)?(?:(?:{_MONTHS})\s+\d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS}))(?:,?\s+\d{{4}})?(?:[,\s]+\d{{1,2}}[:.]\d{{2}}.*)?\.?"
)
_BYLINE = re.compile(r"(?:By|BY|From|Reporting by|Editing by|Written by|Published|Updated|Posted)\b[^.!?]{0,80}")
_CREDIT = re.compile(
    r"\(?(?:(?:Additional )?(?:[Rr]eporting|[Ee]diting|[Ww]riting|[Cc]ompiled|[Tt]ranslat\w+) by|(?:Photo|Image|Picture|Source|Credit|File photo)s?(?: by|:))\s[^\n]{1,160}"
)
_CREDIT_LINE = re.compile(
    r"(?:Image|Photo|Photograph|Picture)s? (?:copyright|credit|courtesy of|courtesy)\b:? ?[^\n]{1,80}"
    r"|\((?:AP|AFP|Reuters|EPA|Getty) (?:Photo|Images?)\b[^)\n]{0,80}\)"
    r"|(?:Getty|Getty Images|AFP|AP|EPA|Reuters|Shutterstock|iStock)(?: ?/ ?[A-Z][\w. ]{1,30}){1,2}\.?"
    r"|Follow [^\n]{1,60}(?:@\w+|on (?:Twitter|Facebook|Instagram))[^\n]{0,40}"
    r"|(?:Last updated|First published|Originally published|SOURCE [A-Z])\b[^\n]{0,80}"
    r"|(?:Published|Updated|Posted)\b[^\n]{0,60}\d{4}[^\n]{0,20}(?<![.!?])"
)
_CREDIT_TAIL = re.compile(
    r"(?<=[.!?)\"”’\w])[ \n]*(?:\((?:Photo|Image|Picture)s?(?: by|:| credit:?| courtesy of)? [A-Z][^()\n]{1,70}\)"
    r"|\((?:AP|AFP|Reuters|EPA|Getty) (?:Photo|Images?)\b[^()\n]{0,70}\)"
    r"|Source: ?[A-Z][^.:;!?\n]{1,60})\.?$"
)
_RELATED = re.compile(
    r"(?:RELATED|Related|READ MORE|Read more|Read More|SEE ALSO|See also|ALSO READ|Also read|MORE|More|WATCH|Watch): ?(?=\S)"
)
_DATELINE = re.compile(
    r"(?P<place>[A-Z][\w'’.\-/]*(?:[ ,]+[A-Z(][\w'’.\-/)]*){0,5})"
    rf"(?:,?\s+(?:{_MONTHS})\s+\d{{1,2}}(?:,\s*\d{{4}})?)?"
    r"(?:,\s*[A-Z]{2,})?"
    r"(?:(?:\s*\([^)\n]{1,40}\))?\s*(?:—|–|--|-)\s+|\s*\([^)\n]{1,40}\):\s+)"
)
_WORD = re.compile(r"\w[\w'’.\-]*")
_SMALL_WORDS = frozenset(
    "a an the of in on at to for from by with and or but as vs over after into amid is are its".split()
)
_HEADLINE_WORDS = 25
_DATELINE_AT_LATEST = 5
"""Paragraphs before it: headline, byline, a summary under a heading of its own, another heading."""
_CREDIT_LENGTH = 120
_FURNITURE_LENGTH = 120
_RELATED_LENGTH = 160


def divide(document: Document) -> list[Section]:
    """The sections of a document in text order; those that are parsed are numbered from 0.

    An empty or blank text has none.
    """
    sections: list[Section] = []
    paragraph = 0
    body_start = 0
    front = _FRONT_MATTER.match(document.text)
    if front:
        body_start = front.end()
        sections.append(Section("meta", 0, front.end()))
        title = _TITLE_FIELD.search(document.text, 0, front.end())
        if title and title["title"]:
            sections.append(Section("headline", title.start("title"), title.end("title"), 0))
            paragraph = 1
    seen_headline = paragraph > 0
    for number, (start, end) in enumerate(_paragraphs(document.text, body_start)):
        credit = _credit_start(document.text, start, end)
        last = start + len(document.text[start:credit].rstrip())
        kind, start = _kind(document, start, last, first=number == 0, seen_headline=seen_headline)
        if kind == "meta":
            sections.append(Section(kind, start, end))
            continue
        seen_headline = seen_headline or kind == "headline" or number == 0
        if kind == "body":
            cut = _dateline_end(document.text, start, end) if number <= _DATELINE_AT_LATEST else start
            if cut > start:
                sections.append(Section("dateline", start, cut))
                start = cut
        sections.append(Section(kind, start, last, paragraph))
        paragraph += 1
        if credit < end:
            sections.append(Section("meta", credit, end))
    return sections


def _paragraphs(text: str, begin: int) -> Iterator[tuple[int, int]]:
    """Ranges between blank lines, or of single lines where a text has no blank lines but long ones; never blank."""
    end = len(text.rstrip())
    breaks = [m.span() for m in _BLANK_LINE.finditer(text, begin)]
    if not breaks:
        lines = [m.span() for m in _LINE_BREAK.finditer(text, begin)]
        if lines and _lines_are_paragraphs(text, begin, lines):
            breaks = lines
    position = begin
    for a, b in [*breaks, (len(text), len(text))]:
        first, last = position, min(a, end)
        position = b
        while first < last and (text[first].isspace() or text[first] == "\ufeff"):
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if last > first:
            yield first, last


def _lines_are_paragraphs(text: str, begin: int, breaks: list[tuple[int, int]]) -> bool:
    """Hard-wrapped lines rarely end a sentence; lines that are paragraphs mostly do (a first line may be a headline)."""
    starts = [begin, *(b for _, b in breaks)]
    ends = [*(a for a, _ in breaks), len(text)]
    lines = [text[a:b].strip() for a, b in zip(starts, ends, strict=True)]
    lines = [line for line in lines if line]
    body = lines[1:] or lines
    return sum(bool(_FINAL.search(line)) for line in body) * 3 >= len(body) * 2


def _kind(document: Document, start: int, end: int, *, first: bool, seen_headline: bool) -> tuple[str, int]:
    text = document.text[start:end]
    heading = _MARKDOWN_HEADING.match(text)
    if heading and heading.end() < len(text):
        return ("related_headline" if seen_headline else "headline"), start + heading.end()
    if _DATE_LINE.fullmatch(text) or (_BYLINE.fullmatch(text) and len(text) < 80) or _CREDIT.fullmatch(text):
        return "meta", start
    if _CREDIT_LINE.fullmatch(text) or (len(text) < _FURNITURE_LENGTH and all(map(_is_furniture, text.splitlines()))):
        return "meta", start
    if document.headline and first and text.strip() == document.headline.strip():
        return "headline", start
    related = _RELATED.match(text)
    if related and seen_headline and len(text) < _RELATED_LENGTH and "\n" not in text:
        return "related_headline", start + related.end()
    if _looks_like_headline(text):
        return ("related_headline" if seen_headline else "headline"), start
    return "body", start


def _is_furniture(line: str) -> bool:
    """*Share this article*, *Read more:* — what a page prints around its article."""
    return line.strip().strip("[]*-–—:.…>»|").strip().lower().replace("’", "'") in words_of("furniture.txt")


def _in_known_area(place: str) -> bool:
    """*Taipei, Taiwan —*: a city and the country or region it lies in."""
    _, comma, area = place.partition(",")
    return bool(comma) and area.strip() in known_areas().names


def _credit_start(text: str, start: int, end: int) -> int:
    """Where the credit of a picture begins that ends a caption (*The square on Friday. (Photo: Ana Holt)*); ``end`` without one.

    *Image: Ana Holt.* stays: it is read as who made the picture (``phrase_frames.py``).
    """
    found = _CREDIT_TAIL.search(text, max(start, end - _CREDIT_LENGTH), end)
    if found is None or found.start() == start:
        return end
    begin = found.start()
    while text[begin].isspace():
        begin += 1
    return begin


def _looks_like_headline(text: str) -> bool:
    """One line, no final stop, not a list or cue ending in a colon, does not open a quote it leaves open."""
    if "\n" in text or _FINAL.search(text) or text[-1] in ":;,—–-" or text[:1] in "•*-–—>":
        return False
    words = _WORD.findall(text)
    if not 3 <= len(words) <= _HEADLINE_WORDS or not (text[0].isupper() or text[0].isdigit() or text[0] in "'\"‘“"):
        return False
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0


def _dateline_end(text: str, start: int, end: int) -> int:
    """Where the story begins after "PLACE, Month day (AGENCY) —"; ``start`` when there is no dateline."""
    found = _DATELINE.match(text, start, min(end, start + 120))
    if not found:
        return start
    place = found["place"].split(",")[0].split("(")[0].strip()
    letters = [c for c in place if c.isalpha()]
    with_source = "(" in found.group() or any(c.isdigit() for c in found.group()) or _in_known_area(found["place"])
    if letters and (all(c.isupper() for c in letters) or with_source) and found.end() < end:
        return found.end()
    return start
