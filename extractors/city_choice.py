"""Which of several cities of one name is meant: inhabitants, capitals, and what countries and regions a text speaks of."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from newsgraph.extractors.areas import Area, known_areas
from newsgraph.extractors.cities import City, CityIndex, folded
from newsgraph.extractors.gazetteer import shipped, split_words

MARGIN = 1.0
"""A city is likelier than the next when it has ten times its inhabitants, or what else counts as much."""

CAPITAL, COUNTRY, REGION, FOREIGN = 0.5, 0.75, 1.5, 1.0
"""What it counts that a city is a capital, that its country is named, that its region is (shared by all regions named); and against
it, that the name begins otherwise than its own, as those of other languages and ages do (*Philadelphia* for Amman)."""

TOWN, CITY, METROPOLIS = 15_000, 100_000, 1_000_000
"""Inhabitants a city has to have to be meant by its bare name: in a country the text names, in a text that names none, in
another country than the text names."""

NEAR = 0.5
"""Degrees within which namesakes are no rivals."""


@dataclass(slots=True)
class Scene:
    """The countries and regions a text speaks of."""

    countries: set[str] = field(default_factory=set)
    regions: set[Area] = field(default_factory=set)

    def learn(self, areas: Iterable[Area]) -> None:
        for area in areas:
            self.countries.add(area.country)
            if area.region not in ("", "?"):
                self.regions.add(area)


def likeliest(name: str, cities: Iterable[City], scene: Scene) -> City | None:
    """The city that is ten times as likely as any other of the name; None where none is.  O(n log n)."""
    ranked = sorted(((_weight(name, city, scene), city) for city in cities), key=lambda pair: -pair[0])
    if not ranked:
        return None
    weight, best = ranked[0]
    if any(weight - other < MARGIN and not _is_near(best, rival) for other, rival in ranked[1:]):
        return None
    same = (city for _, city in ranked if _is_near(best, city) and folded(city.name) == folded(name))
    return next(same, best)


def _weight(name: str, city: City, scene: Scene) -> float:
    weight = math.log10(max(city.population, 1_000)) - FOREIGN * (folded(name)[:1] != folded(city.name)[:1])
    weight += COUNTRY * (city.country in scene.countries)
    if Area(city.country, city.region) in scene.regions:
        weight += REGION / len(scene.regions)
    return weight + CAPITAL * _is_capital(name, city)


def may_stand_bare(name: str, city: City, scene: Scene) -> bool:
    """Is the city large enough to be meant without a word of where it lies?"""
    if _is_capital(name, city):
        return True
    if city.country in scene.countries:
        return city.population >= TOWN or Area(city.country, city.region) in scene.regions
    return city.population >= (METROPOLIS if scene.countries else CITY)


def bare_meaning(name: str, index: CityIndex) -> City | None:
    """What the name means where nothing else is known."""
    city = likeliest(name, index.find(name), Scene())
    return city if city is not None and may_stand_bare(name, city, Scene()) else None


def default_city(name: str, index: CityIndex) -> City | None:
    """The city that is called by the bare name: what it means by itself, else a capital of that name."""
    capitals = (city for city in index.find(name) if _is_capital(name, city))
    return bare_meaning(name, index) or next(capitals, None)


def lies_in(city: City, areas: frozenset[Area]) -> bool:
    """Is the city in one of the areas?  In a region that is not known here: perhaps, if it is in the country."""
    return any(city.country == area.country and area.region in ("", "?", city.region) for area in areas)


def _is_near(city: City, other: City) -> bool:
    """Are they parts of one place, as New Delhi and Delhi?  Within half a degree."""
    return abs(city.latitude - other.latitude) < NEAR and abs(city.longitude - other.longitude) < NEAR


def _is_capital(name: str, city: City) -> bool:
    row = shipped().capitals.get(split_words(name))
    return row is not None and known_areas().codes.get(row.name) == city.country
