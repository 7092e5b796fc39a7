"""The text of a file of corrections, read: tables with their lines, their values, and what they contradict."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import combinations
from typing import Any

from newsgraph.graph.corrections import Change, Corrections, CorrectionsError, LinkTo, Selector, Split, folded
from newsgraph.graph.identifiers import flaw
from newsgraph.graph.model import EntityType

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


class Parser:
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

    def __init__(self, parser: Parser, kind: str, place: int) -> None:
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


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(sorted(known))}"
