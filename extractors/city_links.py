"""Which city a name means: its place on the map, its country and its id in GeoNames, or nothing.

A wrong place is worse than none.  The words of the text go before everything (*Springfield, Illinois*); then a name means the
city that is ten times as likely as its namesakes, by inhabitants and by the countries the text speaks of.  Rules, each with
example and counter-example in ``data/city_rules.tsv``:

*city-apposition*: a region or country stands after the name, or after the place of the dateline.
*city-of-area*: *the Texas town of Paris*.
*city-known*: no namesake comes near, wherever the text speaks of.
*city-context*: the countries and regions that the text names decide.
*city-id*: the user's table gives the id.

A city that the bare name would not mean is called by its region or country as well (*Paris, Texas*), so that namesakes of
several articles stay apart.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsgraph.extractors.areas import Area, Told, area_after, is_part, known_areas
from newsgraph.extractors.cities import City, CityIndex, cities_label, folded, installed_cities
from newsgraph.extractors.gazetteer import shipped, split_words
from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.reading import MentionDraft, Reading, Referent
from newsgraph.graph.model import EntityType, MentionKind, Position

if TYPE_CHECKING:
    from newsgraph.extractors.pipeline import Stage

MARGIN = 1.0
"""A city is likelier than the next when it has ten times its inhabitants, or what else counts as much."""

CAPITAL, COUNTRY, REGION = 0.5, 0.5, 1.5
"""What it counts that a city is a capital, that its country, that its region is named."""

TOWN, CITY, METROPOLIS = 15_000, 100_000, 1_000_000
"""Inhabitants a city has to have to be meant by its bare name: in a country the text names, in a text that names none, in
another country than the text names."""

_NOUN_PHRASE = frozenset(("ADJ", "NOUN", "PROPN", "DET", "NUM", "PART", "PUNCT", "VERB", "ADP"))
_WINDOW = 6


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


@dataclass(slots=True)
class Candidates:
    """A name and the cities it may mean; ``told`` is what stands beside it, ``of`` whether before it (*the Texas town of*)."""

    referent: Referent
    name: str
    cities: tuple[City, ...]
    told: list[Told] = field(default_factory=list)
    of: bool = False

    @property
    def sure(self) -> list[Told]:
        return [told for told in self.told if told.sure]


def link_cities(reading: Reading, index: CityIndex) -> None:
    """Give the places of the cast that are cities their position, country and id.  O(mentions of places)."""
    _Linker(reading, index).run()


class _Linker:
    def __init__(self, reading: Reading, index: CityIndex) -> None:
        self.reading, self.index = reading, index
        self.text = reading.document.text
        self.people = [
            folded(name).split()
            for referent in reading.cast
            if referent.type is EntityType.PERSON and referent.named
            for name in (referent.name, *referent.aliases)
        ]
        self.datelines = dict(self._datelines())

    def run(self) -> None:
        places = [found for referent in self.reading.cast if (found := self._candidates(referent)) is not None]
        scene = self._scene({folded(place.name) for place in places})
        dated = [
            Candidates(Referent(name), name, self.index.find(name), [told] if told else [])
            for name, told in self.datelines.items()
        ]
        first = [self._choose(place, scene) for place in (*places, *dated)]
        scene.countries.update(chosen[0].country for chosen in first if chosen is not None)
        for place in places:
            chosen = self._choose(place, scene)
            if chosen is not None:
                self._link(place, *chosen)
            elif place.sure:
                self._keep_apart(place)

    # ------------------------------------------------------------------ what the text says

    def _candidates(self, referent: Referent) -> Candidates | None:
        """The cities a referent may be; None for what is no name of one, and where its id is known already."""
        if referent.type is not EntityType.LOCATION or not referent.named:
            return None
        for identifier in referent.same_as:
            city = self.index.at(identifier)
            if city is not None:
                self._place(referent, city, "city-id")
        if referent.same_as or shipped().find(split_words(referent.name)) is not None:
            return None
        mentions = [m for m in referent.mentions if m.kind is MentionKind.NAME]
        units = [self._unit(mention) for mention in mentions]
        if not mentions or all(units) or "state" in units:
            return None
        for name in (referent.name, *referent.aliases):
            cities = self.index.find(name)
            if cities:
                found = Candidates(referent, name, cities)
                for mention in mentions:
                    self._learn(found, mention)
                dated = self.datelines.get(folded(name))
                if dated is not None:
                    found.told.append(dated)
                return found
        return None

    def _unit(self, mention: MentionDraft) -> str | None:
        """The noun that makes a mention one of an area: *Kursk region*, *the province of Idlib*."""
        parse = self.reading.parse
        after = mention.end
        if after < len(parse) and parse.sent[after] == parse.sent[mention.head] and is_part(parse.lower[after]):
            return parse.lower[after]
        start = mention.start
        if start > 1 and parse.lower[start - 1] == "of" and is_part(parse.lower[start - 2]):
            return parse.lower[start - 2]
        return None

    def _learn(self, found: Candidates, mention: MentionDraft) -> None:
        parse = self.reading.parse
        end = parse.end[mention.end - 1]
        inside = (
            mention.end < len(parse) and parse.lower[mention.end] == "in" and parse.head[mention.end] == mention.head
        )
        told = area_after(self.text, end, inside=inside)
        if told is not None:
            found.told.append(told)
            return
        before = self._area_before(mention)
        if before is not None:
            found.told.append(Told(before))
            found.of = True

    def _area_before(self, mention: MentionDraft) -> frozenset[Area] | None:
        """*The Texas town of Paris*, *the northern Lebanese city of Tripoli*: the nearest area before the noun."""
        parse = self.reading.parse
        noun = mention.start - 2
        if noun < 0 or parse.lower[noun + 1] != "of" or parse.lower[noun] not in words_of("settlement_nouns.txt"):
            return None
        areas = known_areas()
        for last in range(noun - 1, max(noun - 1 - _WINDOW, -1), -1):
            if parse.sent[last] != parse.sent[noun] or parse.pos[last] not in _NOUN_PHRASE:
                return None
            for first in range(max(last - 3, 0), last + 1):
                words = parse.slice(first, last + 1)
                found = areas.names.get(words) or areas.demonyms.get(words)
                if found:
                    return found
        return None

    def _datelines(self) -> Iterable[tuple[str, Told | None]]:
        """Places that datelines begin with, folded, and the area after each: *PARIS, Texas (AP) —*."""
        for section in self.reading.sections:
            if section.kind == "dateline":
                place = re.match(r"[^,(—–]*[^,(—–\s-]", self.text[section.start : section.end])
                if place is not None:
                    yield folded(place[0]), area_after(self.text, section.start + place.end())

    def _scene(self, asked: set[str]) -> Scene:
        """What countries and regions, their adjectives too, the text names; the names in question tell nothing."""
        areas, scene = known_areas(), Scene()
        for referent in self.reading.cast:
            if referent.named and referent.type in (EntityType.COUNTRY, EntityType.LOCATION):
                for name in (referent.name, *referent.aliases):
                    if folded(name) not in asked:
                        scene.learn(areas.names.get(name, ()))
        return scene

    # ------------------------------------------------------------------ the choice

    def _choose(self, place: Candidates, scene: Scene) -> tuple[City, str] | None:
        """The city that is meant and the rule that says so; None below the margin."""
        fitting = [city for city in place.cities if all(_lies_in(city, told.areas) for told in place.sure)]
        if place.sure:
            vague = all(area.region == "?" for told in place.sure for area in told.areas)
            city = fitting[0] if len(fitting) == 1 else None if vague else self._likeliest(place.name, fitting, scene)
            return None if city is None else (city, "city-of-area" if place.of else "city-apposition")
        if self._is_of_a_person(place.name):
            return None
        city = self._likeliest(place.name, fitting, scene)
        if city is None or not self._may_stand_bare(place.name, city, scene):
            return None
        if place.told and not any(_lies_in(city, told.areas) for told in place.told):
            return None
        return city, "city-known" if self._default(place.name) == city else "city-context"

    def _likeliest(self, name: str, cities: Iterable[City], scene: Scene) -> City | None:
        ranked = sorted(((self._weight(name, city, scene), city) for city in cities), key=lambda pair: -pair[0])
        if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN):
            return None
        return ranked[0][1]

    def _weight(self, name: str, city: City, scene: Scene) -> float:
        weight = math.log10(max(city.population, 1_000))
        weight += COUNTRY * (city.country in scene.countries)
        weight += REGION * (Area(city.country, city.region) in scene.regions)
        return weight + CAPITAL * _is_capital(name, city)

    def _may_stand_bare(self, name: str, city: City, scene: Scene) -> bool:
        if _is_capital(name, city):
            return True
        if city.country in scene.countries:
            return city.population >= TOWN or Area(city.country, city.region) in scene.regions
        return city.population >= (METROPOLIS if scene.countries else CITY)

    def _default(self, name: str) -> City | None:
        """What the name means where nothing else is known."""
        city = self._likeliest(name, self.index.find(name), Scene())
        return city if city is not None and self._may_stand_bare(name, city, Scene()) else None

    def _is_of_a_person(self, name: str) -> bool:
        """Is it a name, or part of one, of somebody in the text?"""
        words = folded(name).split()
        return any(words == person[n : n + len(words)] for person in self.people for n in range(len(person)))

    # ------------------------------------------------------------------ the link

    def _link(self, place: Candidates, city: City, rule: str) -> None:
        referent = place.referent
        if self._default(place.name) != city:
            areas = known_areas()
            region = areas.labels.get(Area(city.country, city.region)) or areas.labels.get(Area(city.country))
            self._rename(referent, region)
        referent.same_as.append(city.address)
        self._place(referent, city, rule)

    def _place(self, referent: Referent, city: City, rule: str) -> None:
        country = known_areas().labels.get(Area(city.country))
        referent.metonymy = referent.metonymy and referent.country in (None, country)
        referent.country = country
        referent.position = Position(city.latitude, city.longitude, rule)

    def _keep_apart(self, place: Candidates) -> None:
        """The text says where it lies, and no city known there is meant: not the namesake that the bare name would mean."""
        areas = {area for told in place.sure for area in told.areas}
        default = self._default(place.name)
        if default is None or _lies_in(default, frozenset(areas)):
            return
        labels = {label for area in areas if (label := known_areas().labels.get(area))}
        countries = {known_areas().labels.get(Area(area.country)) for area in areas}
        place.referent.country = countries.pop() if len(countries) == 1 else None
        place.referent.metonymy = False
        if len(labels) == 1:
            self._rename(place.referent, labels.pop())

    def _rename(self, referent: Referent, area: str | None) -> None:
        if area is not None:
            referent.aliases = [*(a for a in referent.aliases if a != referent.name), referent.name]
            referent.name = f"{referent.name}, {area}"


def _lies_in(city: City, areas: frozenset[Area]) -> bool:
    """Is the city in one of the areas?  In a region that is not known here: perhaps, if it is in the country."""
    return any(city.country == area.country and area.region in ("", "?", city.region) for area in areas)


def _is_capital(name: str, city: City) -> bool:
    row = shipped().capitals.get(split_words(name))
    return row is not None and known_areas().codes.get(row.name) == city.country


def with_cities(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """The stages of an extractor, with the cities of the installed package looked up once the cast is known.

    Raises:
        SettingError: the extra for places is not installed.
    """
    from newsgraph.extractors.pipeline import Stage

    link = Stage("cities", frozenset(("cast", "parse", "sections")), frozenset(("cast",)), link_installed)
    cities_label()
    place = next(n for n, stage in enumerate(stages, 1) if stage.name == "coreference")
    return (*stages[:place], link, *stages[place:])


def link_installed(reading: Reading) -> None:
    """:func:`link_cities` with the cities of the installed package."""
    link_cities(reading, installed_cities())
