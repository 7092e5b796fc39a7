"""Known names: territories with their demonyms and capitals, well-known bodies, and a user's own table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from newsgraph.extractors.lexicon import rows_of
from newsgraph.graph.model import EntityType

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownName:
    """A row of a table: the canonical name, its type, other names, and an identifier ("Q232") where there is one.

    ``country`` is the name of the governing country of a region; ``capitals`` name cities that stand for a government.
    ``own`` rows are of a user's table: their type stands against all votes, unless it is ``Thing``.
    """

    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    id: str | None = None
    country: str | None = None
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    own: bool = False


@dataclass(slots=True)
class Gazetteer:
    """Known names by their words.  Look-ups are exact (case included): place names are never matched by likeness.

    A later row wins over an earlier one of the same words, so a user's table overrides what ships.  ``small`` are first words
    of a user's names that begin with a small letter ("eBay").
    """

    names: dict[Words, KnownName] = field(default_factory=dict)
    demonyms: dict[str, tuple[KnownName, ...]] = field(default_factory=dict)
    capitals: dict[Words, KnownName] = field(default_factory=dict)
    longest: int = 1
    small: set[str] = field(default_factory=set)

    def add(self, known: KnownName) -> None:
        for name in (known.name, *known.aliases):
            words = split_words(name)
            self.names[words] = known
            self.longest = max(self.longest, len(words))
            if known.own and not words[0][0].isupper():
                self.small.add(words[0])
        for demonym in known.demonyms:
            self.demonyms[demonym] = (*self.demonyms.get(demonym, ()), known)
        for capital in known.capitals:
            self.capitals[split_words(capital)] = known

    def add_long_form(self, form: str, country: str) -> None:
        """*Republic of* and *Kenya*: the long name is one more of the country's names, unless it is a name already."""
        words = split_words(f"{form} {country}")
        known = self.find(split_words(country))
        if known is not None:
            self.names.setdefault(words, known)
            self.longest = max(self.longest, len(words))

    def add_variants(self, name: str, country: str | None, variants: tuple[str, ...]) -> None:
        """*Kyiv* and *Kiev*: one place; further names of a known territory, else a place of its own in the country."""
        known = self.find(split_words(name))
        if known is None:
            self.add(KnownName(name, EntityType.LOCATION, variants, None, country))
            return
        for words in map(split_words, variants):
            self.names.setdefault(words, known)
            self.longest = max(self.longest, len(words))

    def add_abbreviations(self, region: str, forms: Iterable[str]) -> None:
        """*Ill.* and *Illinois*: short forms of a region that is known, unless they are names already."""
        known = self.find(split_words(region))
        if known is not None and known.country is not None:
            for form in forms:
                self.names.setdefault(split_words(form), known)

    def find(self, words: Sequence[str]) -> KnownName | None:
        """The known name with exactly these words, or None."""
        return self.names.get(tuple(words))

    def longest_at(self, words: Sequence[str], start: int) -> tuple[int, KnownName] | None:
        """The longest known name that begins at ``start``: its end and the row.  O(longest name)."""
        for end in range(min(len(words), start + self.longest), start, -1):
            known = self.names.get(tuple(words[start:end]))
            if known is not None:
                return end, known
        return None

    def extended(self, rows: Iterable[KnownName]) -> Gazetteer:
        """A copy with more rows."""
        copy = Gazetteer(dict(self.names), dict(self.demonyms), dict(self.capitals), self.longest, set(self.small))
        for row in rows:
            copy.add(row)
        return copy


def split_words(name: str) -> Words:
    """Words as the tokenizer makes them: possessives and commas apart, "U.S." whole, hyphens apart."""
    spaced = name.replace("’", "'").replace("'s ", " 's ").replace("s' ", "s ' ").replace("-", " - ").replace(",", " ,")
    return tuple(spaced.split())


@cache
def shipped() -> Gazetteer:
    """The tables that ship with the package."""
    gazetteer = Gazetteer()
    rows = list(rows_of("territories.tsv"))
    names = {row[0]: row[1] for row in rows}
    rank = {"region": 0, "country": 1}
    for _, name, kind, parent, qid, aliases, demonyms, capitals in sorted(rows, key=lambda row: rank[row[2]]):
        gazetteer.add(
            KnownName(
                name,
                EntityType.COUNTRY if kind == "country" else EntityType.LOCATION,
                _split(aliases),
                qid or None,
                names.get(parent),
                _split(demonyms),
                _split(capitals),
            )
        )
    for name, country, variants in rows_of("place_variants.tsv"):
        gazetteer.add_variants(name, country or None, _split(variants))
    for form, countries in rows_of("long_forms.tsv"):
        for country in _split(countries):
            gazetteer.add_long_form(form, country)
    for _, _, name, *forms in rows_of("admin_regions.tsv"):
        gazetteer.add_abbreviations(name, (form for form in _split("".join(forms)) if form.endswith(".")))
    for name, kind, aliases, qid in rows_of("bodies.tsv"):
        gazetteer.add(KnownName(name, EntityType(kind), _split(aliases), qid or None))
    return gazetteer


def _split(field_text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in field_text.split("|") if part.strip())
