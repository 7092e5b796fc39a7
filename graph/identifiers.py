"""Identifiers of entities elsewhere: Wikidata ids, addresses, and names of a user's own."""

from __future__ import annotations

import re

from newsgraph.graph.terms import wikidata

_ADDRESS = re.compile(r"https?://[^\x00-\x20<>\"{}|^`\\\ud800-\udfff]+")
_NOT_PLAIN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LONGEST = 500


def same_thing(identifier: str) -> str | None:
    """The IRI of the thing that an identifier names: of a Wikidata id or a web address; None for a name of one's own."""
    return identifier if _ADDRESS.fullmatch(identifier) else wikidata(identifier)


def flaw(identifier: str) -> str | None:
    """Why something cannot be an identifier, for a message; None when it can."""
    if not identifier or len(identifier) > _LONGEST or _NOT_PLAIN.search(identifier):
        return (
            f"an id is one word of at most {_LONGEST} characters: a Wikidata id (Q2866), an address, or one of your own"
        )
    if re.fullmatch(r"q[0-9]+|Q0[0-9]*", identifier):
        return "a Wikidata id is written Q2866"
    if identifier.startswith(("http:", "https:")) and not _ADDRESS.fullmatch(identifier):
        return "an address cannot hold such characters"
    return None
