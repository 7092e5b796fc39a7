"""What a minister, secretary or chief is of or for: words of the office, no body (*minister of the economy*, *chief of staff*)."""

from __future__ import annotations

from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.parse import Parse

_OFFICES = frozenset(("secretary", "minister", "undersecretary", "chief", "ministers", "commissioner"))


def end_of_portfolio(parse: Parse, link: int) -> int:
    """Where the words after the *of* or *for* at ``link`` end that belong to the office before it; ``link`` itself where there are none."""
    if parse.lower[link] not in ("of", "for") or link < 1 or parse.lower[link - 1] not in _OFFICES:
        return link
    words, size = words_of("portfolios.txt"), len(parse)
    begin = link + 1 + (link + 1 < size and parse.lower[link + 1] == "the")
    i = begin
    while i < size and parse.sent[i] == parse.sent[link] and parse.lower[i] in words:
        i += 1
        if i + 1 < size and parse.lower[i] == "and" and parse.lower[i + 1] in words:
            i += 1
    return i if i > begin else link
