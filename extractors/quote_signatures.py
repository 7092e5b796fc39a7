"""Who signs a quote: a line of its own, a dash and a name after it ("“…” — Ana Lopez, 28")."""

from __future__ import annotations

from newsgraph.extractors.reading import QuoteSpan, Reading
from newsgraph.extractors.scope import ranges
from newsgraph.extractors.speakers import Source

_DASHES = frozenset({"-", "--", "–", "—", "―"})
_MARKS = "\"'“”‘’"
_MOST_WORDS = 8


def signature(reading: Reading, quote: QuoteSpan, quoted: list[int]) -> tuple[Source, int] | None:
    """The signer of a quote and the token of the dash; None where something else follows, or the quote does not begin its line."""
    parse, text = reading.parse, reading.document.text
    begin, end = quote.parts[0][0], quote.parts[-1][1]
    start = parse.start[begin]
    if text[:start].rstrip(_MARKS + " \xa0")[-1:] not in ("", "\n"):
        return None
    dash = end
    while dash < len(parse) and parse.para[dash] == parse.para[end - 1] and not parse.lower[dash].strip(_MARKS):
        dash += 1
    if dash >= len(parse) or parse.para[dash] != parse.para[end - 1] or parse.lower[dash].strip(_MARKS) not in _DASHES:
        return None
    first = stop = dash + 1
    line_end = text.find("\n", parse.chars(dash, dash + 1)[1])
    line_end = len(text) if line_end < 0 else line_end
    while stop < len(parse) and parse.start[stop] < line_end and parse.para[stop] == parse.para[dash]:
        stop += 1
    words = [i for i in range(first, stop) if parse.pos[i] not in ("PUNCT", "SPACE")]
    if not words or len(words) > _MOST_WORDS or any(parse.tag[i] in ("MD", "VBD", "VBZ", "VBP") for i in words):
        return None
    comma = next((i for i in range(first, stop) if parse.lower[i] in (",", "(")), stop)
    name = [i for i in words if i < comma]
    if (
        not name
        or any(quoted[i] >= 0 for i in words)
        or not all(parse.word[i][:1].isupper() for i in (name[0], name[-1]))
    ):
        return None
    return Source(name[-1], ranges(parse, name)), dash
