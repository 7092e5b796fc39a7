"""Corrections by hand: what a user knows better than the reading, applied to every extraction.

A TOML file of tables in no order that matters::

    [[merge]]
    entities = ["Tokaev", "Kasym-Jomart Tokayev"]
    into = "Kassym-Jomart Tokayev"
    into_type = "Person"

    [[rename]]
    entity = "Lukashenka"
    to = "Alexander Lukashenko"

    [[retype]]
    entity = "Veridio"
    to = "Company"

    [[split]]
    entity = "Anna Lind"
    names = ["Eva Lind"]
    to = "Eva Lind"

    [[link]]
    entity = "Alexander Lukashenko"
    id = "Q2866"

    [[distinct]]
    entities = ["Niger", "Nigeria"]

``entity`` is a canonical name (case does not matter) or an id, as commands print them; ``type`` and ``documents`` (ids or
addresses), where given, narrow what is meant.  ``distinct`` changes nothing: it keeps pairs that were looked at from being
proposed again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from newsgraph.errors import NewsgraphError
from newsgraph.graph.model import Document, Entity, EntityType, Extraction, content_id

__all__ = ["Change", "Corrections", "CorrectionsError", "LinkTo", "Selector", "Split", "corrections_path", "folded"]


class CorrectionsError(NewsgraphError, ValueError):
    """A file of corrections that cannot be used; the message names the file, the line and the table."""

    def __init__(self, location: str, reason: str) -> None:
        self.location, self.reason = location, reason
        super().__init__(f"{location}: {reason}")


@dataclass(frozen=True, slots=True)
class Selector:
    """Which entities a correction is about.

    ``entity`` is an id or a name; a name means named entities only.  ``type`` means its whole family, None any; ``documents``
    empty means all.
    """

    entity: str
    type: EntityType | None = None
    documents: frozenset[str] = frozenset()

    def matches(self, entity: Entity) -> bool:
        """Is it about this entity (in a document it applies to)?"""
        if self.type is not None and entity.type.family is not self.type.family:
            return False
        return entity.id == self.entity or (entity.named and folded(entity.name) == folded(self.entity))

    def applies_to(self, document: Document) -> bool:
        """Is the document one of those meant?  By id, by address, or by an IRI that ends in the id."""
        if not self.documents:
            return True
        known = {document.id, document.url}
        return any(d in known or d.rpartition("/")[2] == document.id for d in self.documents)

    @property
    def ids(self) -> frozenset[str]:
        """Ids that an entity it selects can have: the id itself, and those of the name in every type."""
        families = {kind.family for kind in EntityType} if self.type is None else {self.type.family}
        return frozenset({Entity(self.entity, family).id for family in families} | {self.entity})

    @property
    def precision(self) -> tuple[bool, bool]:
        """Of two that match, the greater says more exactly what is meant."""
        return bool(self.documents), self.type is not None

    @property
    def key(self) -> tuple[object, ...]:
        return folded(self.entity), self.type, tuple(sorted(self.documents))


@dataclass(frozen=True, slots=True)
class Change:
    """Give the entity another name, another type, or both; several that are given one name become one."""

    kind: str
    selector: Selector
    name: str | None
    type: EntityType | None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Split:
    """Take mentions written as one of ``names`` (folded; empty: all of them) out of an entity and call them ``name``."""

    selector: Selector
    names: frozenset[str]
    name: str
    type: EntityType | None
    line: int | None = field(default=None, compare=False)

    @property
    def kind(self) -> str:
        return "split"


@dataclass(frozen=True, slots=True)
class LinkTo:
    """Identifiers of the entity elsewhere (see :mod:`newsgraph.graph.identifiers`); ``replace`` drops those found by reading."""

    selector: Selector
    identifiers: tuple[str, ...]
    replace: bool = False
    line: int | None = field(default=None, compare=False)

    @property
    def kind(self) -> str:
        return "link"


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections of a file, in a fixed order; an empty one changes nothing."""

    changes: tuple[Change, ...] = ()
    splits: tuple[Split, ...] = ()
    links: tuple[LinkTo, ...] = ()
    distinct: frozenset[frozenset[str]] = frozenset()
    source: str = field(default="corrections", compare=False)
    _index: dict[str, list[int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[str, list[int]] = {}
        for place, correction in enumerate(self.all):
            index.setdefault(folded(correction.selector.entity), []).append(place)
        object.__setattr__(self, "_index", index)

    @property
    def all(self) -> tuple[Change | Split | LinkTo, ...]:
        """Every correction that changes something: changes, splits, links."""
        return (*self.changes, *self.splits, *self.links)

    def about(self, entity: Entity, document: Document) -> list[Change | Split | LinkTo]:
        """The corrections about an entity of a document, the most exact first of each kind; O(their number)."""
        if not (places := {*self._index.get(folded(entity.name), ()), *self._index.get(entity.id, ())}):
            return []
        known = self.all
        found = [known[place] for place in sorted(places)]
        return [c for c in found if c.selector.matches(entity) and c.selector.applies_to(document)]

    def name(self, document: Document) -> bool:
        """Is one of them about this printing of an article alone, by its address?"""
        return document.url is not None and any(document.url in c.selector.documents for c in self.all)

    def __bool__(self) -> bool:
        return bool(self.changes or self.splits or self.links)

    @classmethod
    def load(cls, path: Path | str) -> Corrections:
        """Read a file.

        Raises:
            CorrectionsError: it cannot be read or is not a file of corrections; the message names line and table.
        """
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise CorrectionsError(str(path), f"not UTF-8 at byte {error.start}") from error
        except OSError as error:
            raise CorrectionsError(str(path), f"cannot be read ({error.strerror or error})") from error
        return cls.parse(text, str(path))

    @classmethod
    def parse(cls, text: str, source: str = "corrections") -> Corrections:
        """Read the text of a file; ``source`` names it in messages.

        Raises:
            CorrectionsError: not TOML, an unknown table or key, a value that is wrong, or corrections that contradict.
        """
        from newsgraph.graph.correction_parser import Parser

        return Parser(text, source).corrections()

    def apply(self, extraction: Extraction) -> Extraction:
        """The extraction as it would be, had it been read so; offsets, words and evidence stay as they are.

        Ids of entities and of the statements they take part in follow everywhere.  A pure function of both; returns the
        extraction itself when nothing matches.
        """
        from newsgraph.graph.remapping import remap

        return remap(extraction, self)

    @property
    def fingerprint(self) -> str:
        """A hash of what it changes: not of order, comments, notes or ``distinct``; "" for nothing."""
        if not self:
            return ""
        parts = [("change", c.kind, *c.selector.key, c.name, c.type) for c in self.changes]
        parts += [("split", *s.selector.key, tuple(sorted(s.names)), s.name, s.type) for s in self.splits]
        parts += [("link", *k.selector.key, k.identifiers, k.replace) for k in self.links]
        return content_id("corrections", *sorted(map(repr, parts)))

    def keeps_apart(self, first: Entity, second: Entity) -> bool:
        """Has somebody looked at these two and said that they are not one?"""
        if not self.distinct:
            return False
        a, b = ({entity.id, folded(entity.name)} for entity in (first, second))
        return any(pair & a and pair & b for pair in self.distinct)


def corrections_path(store: Path) -> Path:
    """Where the corrections of a store lie, beside it: ``news.store`` -> ``news.corrections.toml``."""
    return store.with_name(store.name.removesuffix(".store") + ".corrections.toml")


def folded(name: str) -> str:
    """A name as it is compared: case and white space do not count."""
    return " ".join(name.split()).casefold()
