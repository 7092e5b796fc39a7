"""A user's own table of names: who is meant by them, of which type, under which identifier.

What it says goes before what ships and before what the model guesses.  Names are matched as they are written: case counts,
likeness does not.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from newsgraph.errors import InputError
from newsgraph.extractors import coreference
from newsgraph.extractors.gazetteer import Gazetteer, KnownName, shipped, split_words
from newsgraph.graph.identifiers import flaw
from newsgraph.graph.model import EntityType, content_id

if TYPE_CHECKING:
    from newsgraph.extractors.pipeline import Stage

COLUMNS = ("name", "aliases", "type", "id")


@dataclass(frozen=True, slots=True)
class EntityTable:
    """The rows of a table.  ``source`` names it in messages; it does not count for equality."""

    rows: tuple[KnownName, ...] = ()
    source: str = field(default="entities", compare=False)

    @classmethod
    def load(cls, path: Path | str) -> EntityTable:
        """Read a CSV file with the columns ``name``, ``aliases`` (separated by "|"), ``type`` and ``id``.

        Only ``name`` is required.  Without a type the reading says what it is; an id is a Wikidata id, an address or a word of
        one's own.  Other columns are passed over.

        Raises:
            InputError: not such a table; the message names the line and what is wrong there.
        """
        return cls(tuple(_read(Path(path))), str(path))

    @property
    def fingerprint(self) -> str:
        """A hash of what it says, in whatever order; "" for an empty table."""
        rows = sorted((row.name, row.type, row.id, *sorted(row.aliases)) for row in self.rows) if self.rows else ()
        return content_id("entities", *map(repr, rows)) if rows else ""

    def gazetteer(self) -> Gazetteer:
        """What ships, and over it this table; made once in a process."""
        return _gazetteer(self)

    def known_to(self, stages: Sequence[Stage]) -> tuple[Stage, ...]:
        """The stages of an extractor, reading with this table in mind."""
        if not self.rows:
            return tuple(stages)
        resolve = partial(coreference.resolve, gazetteer=self.gazetteer())
        return tuple(replace(stage, run=resolve) if stage.name == "coreference" else stage for stage in stages)


@lru_cache(maxsize=2)
def _gazetteer(table: EntityTable) -> Gazetteer:
    return shipped().extended(table.rows)


def _read(path: Path) -> Iterator[KnownName]:
    taken: dict[tuple[str, ...], tuple[int, str]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = _columns(path, reader.fieldnames or ())
            for cells in reader:
                where = f"{path}:{reader.line_num}"
                if None in cells:
                    raise InputError(where, "more cells than columns: put quotation marks around a value with a comma")
                row = _row(where, {column: (cells[title] or "").strip() for column, title in columns.items()})
                _keep_apart(where, row, reader.line_num, taken)
                yield row
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"not UTF-8 at byte {error.start}") from error
    except csv.Error as error:
        raise InputError(str(path), f"not a CSV table: {error}") from error
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror or error})") from error


def _columns(path: Path, titles: Iterable[str]) -> dict[str, str]:
    """Column -> its title in the header line."""
    found = {title.strip().casefold(): title for title in titles}
    if "name" not in found:
        raise InputError(f"{path}:1", "a table of entities needs a header line with a column 'name', commas between")
    for title in found:
        near = get_close_matches(title, COLUMNS, n=1, cutoff=0.75)
        if title not in COLUMNS and near:
            raise InputError(f"{path}:1", f"unknown column {title!r}; did you mean {near[0]!r}?")
    return {column: found[column] for column in COLUMNS if column in found}


def _row(where: str, values: dict[str, str]) -> KnownName:
    name = " ".join(values["name"].split())
    if not split_words(name):
        raise InputError(where, "the name is empty")
    kinds = {kind.value.casefold(): kind for kind in EntityType}
    kind = values.get("type", "")
    if kind and kind.casefold() not in kinds:
        near = get_close_matches(kind.casefold(), kinds, n=1)
        hint = f"did you mean {kinds[near[0]].value!r}?" if near else f"known: {', '.join(sorted(EntityType))}"
        raise InputError(where, f"unknown type {kind!r}; {hint}")
    identifier = values.get("id") or None
    if identifier is not None and (problem := flaw(identifier)):
        raise InputError(where, f"{identifier!r}: {problem}")
    aliases = (" ".join(alias.split()) for alias in values.get("aliases", "").split("|"))
    distinct = tuple(dict.fromkeys(alias for alias in aliases if alias and alias != name))
    return KnownName(name, kinds[kind.casefold()] if kind else EntityType.THING, distinct, identifier, own=True)


def _keep_apart(where: str, row: KnownName, line: int, taken: dict[tuple[str, ...], tuple[int, str]]) -> None:
    """No name stands for two rows: a wrong one of them would be taken in silence."""
    for name in (row.name, *row.aliases):
        other, whose = taken.setdefault(split_words(name), (line, row.name))
        if other != line:
            raise InputError(
                where, f"{name!r} is a name of {whose!r} too (line {other}); a name can mean one thing only"
            )
