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

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path
from typing import Any

from newsgraph.errors import NewsgraphError
from newsgraph.graph.identifiers import flaw
from newsgraph.graph.model import Document, Entity, EntityType, Extraction, content_id

__all__ = ["Change", "Corrections", "CorrectionsError", "LinkTo", "Selector", "Split", "corrections_path", "folded"]

_KEYS: dict[str, dict[str, type]] = {
    "merge": {"entities": list, "into": str, "into_type": str},
    "rename": {"entity": str, "to": str},
    "retype": {"entity": str, "to": str},
    "split": {"entity": str, "to": str, "names": list, "to_type": str},
    "link": {"entity": str, "id": str, "ids": list, "replace": bool},
    "distinct": {"entities": list},
}
_NARROWING: dict[str, type] = {"type": str, "documents": list, "note": str}
_REQUIRED = {
    "merge": ("entities", "into"),
    "rename": ("entity", "to"),
    "retype": ("entity", "to"),
    "split": ("entity", "to"),
    "link": ("entity",),
    "distinct": ("entities",),
}
_KINDS_OF_VALUES = {str: "a string", list: "a list of strings", bool: "true or false"}
_TABLE = re.compile(r"\s*\[\[\s*[\"']?(\w+)[\"']?\s*\]\]")


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
        return _Parser(text, source).corrections()

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


class _Parser:
    """One file: tables with their lines, then values, then what they contradict."""

    def __init__(self, text: str, source: str) -> None:
        self.source = source
        try:
            self.tables: dict[str, Any] = tomllib.loads(text)
        except ValueError as error:
            raise CorrectionsError(source, f"not TOML: {error}") from error
        except RecursionError as error:
            raise CorrectionsError(source, "not TOML that can be read: nested too deeply") from error
        self.lines: dict[str, list[int]] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if found := _TABLE.match(line):
                self.lines.setdefault(found[1], []).append(number)

    def corrections(self) -> Corrections:
        changes: list[Change] = []
        splits: list[Split] = []
        links: list[LinkTo] = []
        distinct: set[frozenset[str]] = set()
        for kind, place, table in self._all():
            where = _Where(self, kind, place)
            where.check(table)
            if kind == "split":
                splits.append(_split(where, table))
            elif kind == "link":
                links.append(_link(where, table))
            elif kind == "distinct":
                names = _names(where, table, "entities", 2)
                distinct.update(frozenset((folded(a), folded(b))) for a, b in combinations(names, 2))
            else:
                changes += _changes(where, table)
        changes.sort(key=lambda c: ([not sharp for sharp in c.selector.precision], repr(c.selector.key), c.kind))
        splits.sort(key=lambda s: ([not sharp for sharp in s.selector.precision], repr(s.selector.key), s.name))
        links.sort(key=lambda k: (repr(k.selector.key), k.identifiers))
        corrections = Corrections(tuple(changes), tuple(splits), tuple(links), frozenset(distinct), self.source)
        self._check_agreement(corrections)
        return corrections

    def _all(self) -> Iterator[tuple[str, int, dict[str, Any]]]:
        for kind, tables in self.tables.items():
            if kind not in _KEYS:
                raise CorrectionsError(self.source, f"unknown table [[{kind}]]{_nearest(kind, _KEYS)}")
            if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
                raise CorrectionsError(self.source, f"write [[{kind}]] with two brackets: there may be several")
            for place, table in enumerate(tables):
                yield kind, place, table

    def _check_agreement(self, corrections: Corrections) -> None:
        """No entity is given two names or two types, none goes round in a circle, none is merged and kept apart."""
        given: dict[tuple[object, ...], Change] = {}
        for change in corrections.changes:
            for part, value in (("name", change.name), ("type", change.type)):
                other = given.setdefault((part, *change.selector.key), change)
                theirs = other.name if part == "name" else other.type
                if value is not None and theirs is not None and value != theirs:
                    raise self._clash(change, f"is given the {part} {theirs!s} and the {part} {value!s}", other.line)
                if value is not None and theirs is None:
                    given[part, *change.selector.key] = change
        self._check_circles(corrections)
        for change in corrections.changes:
            if change.name is not None:
                pair = frozenset((folded(change.selector.entity), folded(change.name)))
                if len(pair) == 2 and pair in corrections.distinct:
                    raise self._clash(change, f"becomes {change.name!r}, and [[distinct]] keeps the two apart", None)

    def _check_circles(self, corrections: Corrections) -> None:
        targets = [c for c in corrections.changes if c.name is not None]
        names = {
            identifier: folded(name) for name in {c.name or "" for c in targets} for identifier in Selector(name).ids
        }
        after: dict[str, list[Change]] = {}
        for change in targets:
            entity = folded(change.selector.entity)
            for name in {entity, names.get(entity, entity)} - {folded(change.name or "")}:
                after.setdefault(name, []).append(change)
        for start in targets:
            seen: set[str] = set()
            waiting = [folded(start.name or "")]
            while waiting:
                name = waiting.pop()
                if name in seen:
                    continue
                seen.add(name)
                for change in after.get(name, ()):
                    if change is start:
                        raise self._clash(start, "comes back to its own name in a circle", None)
                    waiting.append(folded(change.name or ""))

    def _clash(self, change: Change, reason: str, other: int | None) -> CorrectionsError:
        place = f"{self.source}:{change.line}" if change.line else self.source
        also = f" (see line {other})" if other else ""
        return CorrectionsError(place, f"[[{change.kind}]]: {change.selector.entity!r} {reason}{also}")


class _Where:
    """A table of the file, for messages and for reading its values."""

    def __init__(self, parser: _Parser, kind: str, place: int) -> None:
        lines = parser.lines.get(kind, [])
        self.line = lines[place] if len(lines) == len(parser.tables[kind]) else None
        self.kind = kind
        self._location = f"{parser.source}:{self.line}" if self.line else parser.source
        self._table = f"[[{kind}]]" if self.line else f"[[{kind}]] number {place + 1}"

    def error(self, reason: str) -> CorrectionsError:
        return CorrectionsError(self._location, f"{self._table}: {reason}")

    def check(self, table: dict[str, Any]) -> None:
        known = _KEYS[self.kind] | _NARROWING
        for key, value in table.items():
            if key not in known:
                raise self.error(f"unknown key {key!r}{_nearest(key, known)}")
            if not isinstance(value, known[key]):
                raise self.error(f"{key} must be {_KINDS_OF_VALUES[known[key]]}")
            if isinstance(value, list) and not all(isinstance(part, str) for part in value):
                raise self.error(f"{key} must be a list of strings")
            parts = value if isinstance(value, list) else [value]
            if key != "note" and any(isinstance(part, str) and not part.strip() for part in parts):
                raise self.error(f"{key} is empty")
        for key in _REQUIRED[self.kind]:
            if key not in table:
                raise self.error(f"lacks {key!r}")

    def type(self, table: dict[str, Any], key: str) -> EntityType | None:
        name = table.get(key)
        if name is None:
            return None
        known = [kind.value for kind in EntityType]
        if name not in known:
            raise self.error(f"unknown type {name!r}{_nearest(name, known)}")
        return EntityType(name)

    def selector(self, table: dict[str, Any], entity: str) -> Selector:
        documents = frozenset(document.strip() for document in table.get("documents", ()))
        return Selector(" ".join(entity.split()), self.type(table, "type"), documents)


def _changes(where: _Where, table: dict[str, Any]) -> Iterator[Change]:
    if where.kind == "merge":
        into, into_type = _name(table["into"]), where.type(table, "into_type")
        names = _names(where, table, "entities", 1)
        if len(names) == 1 and names[0] == into and into_type is None:
            raise where.error("merges an entity with itself")
        for name in names:
            yield Change("merge", where.selector(table, name), into, into_type, where.line)
    elif where.kind == "rename":
        yield Change("rename", where.selector(table, table["entity"]), _name(table["to"]), None, where.line)
    else:
        yield Change("retype", where.selector(table, table["entity"]), None, where.type(table, "to"), where.line)


def _split(where: _Where, table: dict[str, Any]) -> Split:
    selector = where.selector(table, table["entity"])
    names = frozenset(folded(name) for name in table.get("names", ()))
    if not names and not selector.documents:
        raise where.error("say with 'names' or 'documents' which mentions are meant; for all of them use [[rename]]")
    return Split(selector, names, _name(table["to"]), where.type(table, "to_type"), where.line)


def _link(where: _Where, table: dict[str, Any]) -> LinkTo:
    identifiers = [*([table["id"]] if "id" in table else ()), *table.get("ids", ())]
    if not identifiers and not table.get("replace"):
        raise where.error("lacks 'id'")
    for identifier in identifiers:
        if problem := flaw(identifier):
            raise where.error(f"{identifier!r}: {problem}")
    selector = where.selector(table, table["entity"])
    return LinkTo(selector, tuple(dict.fromkeys(identifiers)), bool(table.get("replace")), where.line)


def _names(where: _Where, table: dict[str, Any], key: str, least: int) -> list[str]:
    names = list(dict.fromkeys(_name(name) for name in table[key]))
    if len(names) < least:
        raise where.error(f"{key} needs {'two names' if least == 2 else 'a name'} or more")
    return names


def _name(text: str) -> str:
    return " ".join(text.split())


def _nearest(name: str, known: Any) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(sorted(known))}"
