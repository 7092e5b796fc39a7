"""Blocking keys: what two statements must have in common before they are compared as one event.

Within a document the extraction says which statements are of one event; the key of that chain is shared by its members.
Across documents a key holds for a class of happening, a named participant and two weeks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from newsgraph.graph.event_classes import GENERAL, verb_classes
from newsgraph.graph.intervals import interval
from newsgraph.graph.model import Document, Extraction, Link, LinkKind, Statement, content_id

WINDOW = timedelta(days=14)
"""Between days of publication, where the statements of two documents give no time of their own."""

CHAIN = "chain:"
"""How the key begins that the statements of one event share within a document."""


def keys_of(extraction: Extraction, ids: Sequence[str]) -> dict[str, list[str]]:
    """Statement id -> its keys, that of its chain last; ``ids`` are those of the statements, of two of one id the keys of both."""
    named = frozenset(entity.id for entity in extraction.entities if entity.named)
    found: dict[str, list[str]] = {statement_id: [] for statement_id in ids}
    for statement_id, statement in zip(ids, extraction.statements, strict=True):
        found[statement_id] += event_keys(statement, extraction.document, named)
    for statement_id, key in chain_keys(extraction.links).items():
        if statement_id in found:
            found[statement_id].append(key)
    return found


def event_keys(statement: Statement, document: Document, named: frozenset[str]) -> list[str]:
    """Blocking keys of a statement, sorted: for each class and named participant or place (``named``: entity ids).

    Beside them one for each class and the object's noun (the subject's without one), for those whom nobody names.  Keys hold within two windows, of the
    statement's own day where it has one, else of publication, so that neighbours meet; without a day they hold always.
    """
    fillers = [p for p in (statement.subject, statement.object, statement.place) if p is not None]
    fillers += [argument.filler for argument in statement.arguments]
    entities = sorted({entity for p in fillers for entity in p.entities} & named)
    lemma = statement.predicate
    names = sorted(verb_classes(lemma, statement.event_type))
    if len(names) > 1:
        names = [name for name in names if name != f"={lemma}"]
    if lemma in GENERAL and statement.object is not None:
        names.append(f"={lemma}")
    subjects = [(name, entity) for name in names for entity in entities]
    if lemma not in GENERAL:
        told = statement.object or statement.subject
        subjects += [(name, head_noun(told.text if told else "")) for name in names]
    day = _day(statement, document)
    scopes = ("",) if day is None else (str(window := day.toordinal() // WINDOW.days), str(window + 1))
    return sorted({content_id("event-key", *subject, scope) for subject in subjects for scope in scopes})


def _day(statement: Statement, document: Document) -> date | None:
    """When to look for the event: its own time where that is narrow, else the day of publication."""
    own = interval(statement.time.edtf if statement.time else None)
    if own is not None and own[1] - own[0] <= WINDOW:
        return own[0]
    return document.published


@lru_cache(maxsize=8_192)
def head_noun(text: str) -> str:
    """The last word before a preposition, folded: the head noun of most English noun phrases; "" for ""."""
    words: list[str] = []
    for word in text.casefold().split():
        if words and word in _AFTER_HEAD:
            break
        words.append(word.strip("\"'“”‘’.,;:()"))
    return next((word for word in reversed(words) if word), "")


_AFTER_HEAD = frozenset(
    {"of", "in", "on", "at", "to", "for", "from", "with", "by", "that", "who", "which", "against", "over"}
)


def chain_keys(links: Iterable[Link]) -> dict[str, str]:
    """Statement id -> the key it shares with the statements its document links to it as one event; O(links).

    Statements without such a link have none.
    """
    parents: dict[str, str] = {}

    def root(key: str) -> str:
        while parents.setdefault(key, key) != key:
            parents[key] = parents[parents[key]]
            key = parents[key]
        return key

    for link in links:
        if link.kind is LinkKind.SAME_EVENT:
            first, second = sorted((root(link.source), root(link.target)))
            parents[second] = first
    return {statement: CHAIN + root(statement) for statement in sorted(parents)}
