"""Which city a name means: its place on the map, its country and its id in GeoNames, or nothing.

A wrong place is worse than none.  The words of the text go before everything (*Springfield, Illinois*); then a name means the
city that is ten times as likely as its namesakes, by inhabitants and by the countries and regions the text speaks of.  Rules, each with
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

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from newsgraph.extractors.areas import Area, Told, area_after, is_part, known_areas
from newsgraph.extractors.cities import City, CityIndex, cities_label, folded, installed_cities
from newsgraph.extractors.city_choice import Scene, bare_meaning, default_city, lies_in, likeliest, may_stand_bare
from newsgraph.extractors.gazetteer import shipped, split_words
from newsgraph.extractors.lexicon import rows_of, words_of
from newsgraph.extractors.reading import MentionDraft, Reading, Referent
from newsgraph.graph.model import EntityType, MentionKind, Position

if TYPE_CHECKING:
    from newsgraph.extractors.pipeline import Stage

_NOUN_PHRASE = frozenset(("ADJ", "NOUN", "PROPN", "DET", "NUM", "PART", "PUNCT", "VERB", "ADP"))
_WHERE = frozenset(("in", "at", "near", "outside", "from", "to"))
_WINDOW = 6


@dataclass(slots=True)
class Candidates:
    """A name and the cities it may mean; ``told`` is what stands beside it, ``of`` whether before it (*the Texas town of*).

    ``territory``: the country of the territory that shares the name (*Berlin*).
    """

    referent: Referent
    name: str
    cities: tuple[City, ...]
    told: list[Told] = field(default_factory=list)
    of: bool = False
    territory: str | None = None

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
                return None
        row = shipped().find(split_words(referent.name))
        if row is not None and row.name in words_of("place_variants.tsv") and row.id is None:
            row = None
        if row is not None and row.name not in _territories():
            return None
        if referent.same_as and (row is None or referent.same_as != [row.id]):
            return None
        mentions = [m for m in referent.mentions if m.kind is MentionKind.NAME]
        units = [self._unit(mention) for mention in mentions]
        if not mentions or all(units) or "state" in units:
            return None
        cities = self.index.find(referent.name)
        if not cities or any(self._takes_article(mention, cities) for mention in mentions):
            return None
        found = Candidates(referent, referent.name, cities, territory=None if row is None else row.country)
        for mention in mentions:
            self._learn(found, mention)
        dated = self.datelines.get(folded(referent.name))
        if dated is not None:
            found.told.append(dated)
        return found

    def _takes_article(self, mention: MentionDraft, cities: tuple[City, ...]) -> bool:
        """*The Atlantic*: no city, but for those that have the article in their names; it may be that of *the Paris attacks*."""
        parse = self.reading.parse
        attribute = mention.end < len(parse) and parse.pos[mention.end] in ("NOUN", "PROPN", "ADJ")
        article = parse.lower[mention.start] == "the" and not attribute
        return article and not any(city.name.casefold().startswith("the ") for city in cities)

    def _unit(self, mention: MentionDraft) -> str | None:
        """The word that makes a mention one of something else: *Kursk region*, *the province of Idlib*, *Sarah Washington*."""
        parse = self.reading.parse
        before = mention.start - 1
        if before >= 0 and parse.pos[before] == "PROPN" and mention.start <= parse.head[before] < mention.end:
            return parse.lower[before]
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
        told = area_after(self.text, end, inside=self._is_inside(mention))
        if told is not None and not self._begins_clause(told):
            found.told.append(told)
            return
        before = self._area_before(mention)
        if before is not None:
            found.told.append(Told(before))
            found.of = True

    def _is_inside(self, mention: MentionDraft) -> bool:
        """*Tripoli in Lebanon*, *held in Tripoli in Lebanon*; not *the role of Washington in Iraq*."""
        parse, after = self.reading.parse, mention.end
        if after >= len(parse) or parse.lower[after] != "in":
            return False
        over = parse.head[mention.head]
        return parse.head[after] == mention.head or (parse.dep[mention.head] == "pobj" and parse.lower[over] in _WHERE)

    def _begins_clause(self, told: Told) -> bool:
        """*In Paris, France won*: what follows the comma is the subject."""
        parse = self.reading.parse
        tokens = parse.tokens_in(told.start, told.end)
        subject = any(parse.dep[i] in ("nsubj", "nsubjpass", "csubj", "poss", "expl") for i in tokens)
        return subject and self.text[told.end : told.end + 1] not in (",", ")")

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
        """What countries and regions, their adjectives too, the text names; the names in question tell nothing.

        An adjective of several countries (*Dominican*, *Congolese*) speaks for each.
        """
        areas, scene = known_areas(), Scene()
        for word in dict.fromkeys(self.reading.parse.word):
            if len({area.country for area in areas.demonyms.get(word, ())}) > 1:
                scene.learn(areas.demonyms[word])
        for referent in self.reading.cast:
            if referent.named and referent.type in (EntityType.COUNTRY, EntityType.LOCATION):
                for name in (referent.name, *referent.aliases):
                    if folded(name) not in asked:
                        scene.learn(areas.names.get(name, ()))
        return scene

    # ------------------------------------------------------------------ the choice

    def _choose(self, place: Candidates, scene: Scene) -> tuple[City, str] | None:
        """The city that is meant and the rule that says so; None below the margin."""
        fitting = [city for city in place.cities if all(lies_in(city, told.areas) for told in place.sure)]
        if place.sure:
            vague = all(area.region == "?" for told in place.sure for area in told.areas)
            city = fitting[0] if len(fitting) == 1 else None if vague else likeliest(place.name, fitting, scene)
            return None if city is None else (city, "city-of-area" if place.of else "city-apposition")
        if self._is_of_a_person(place.name) or place.name in words_of("no_cities.txt"):
            return None
        city = likeliest(place.name, fitting, scene)
        if city is None or not may_stand_bare(place.name, city, scene):
            return None
        if any(self._may_be_elsewhere(place, city, told) for told in place.told):
            return None
        return city, "city-known" if bare_meaning(place.name, self.index) == city else "city-context"

    def _may_be_elsewhere(self, place: Candidates, city: City, told: Told) -> bool:
        """*Leaders of London, Canada and Australia*: a list, unless a namesake lies there."""
        return not lies_in(city, told.areas) and any(lies_in(other, told.areas) for other in place.cities)

    def _is_of_a_person(self, name: str) -> bool:
        """Is it a name, or part of one, of somebody in the text?"""
        words = folded(name).split()
        return any(words == person[n : n + len(words)] for person in self.people for n in range(len(person)))

    # ------------------------------------------------------------------ the link

    def _link(self, place: Candidates, city: City, rule: str) -> None:
        referent = place.referent
        country = known_areas().labels.get(Area(city.country))
        if place.territory is not None and (place.territory != country or _territories()[place.name] == "seat"):
            referent.same_as.clear()
        if default_city(place.name, self.index) != city:
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
        default = default_city(place.name, self.index)
        if default is None or lies_in(default, frozenset(areas)):
            return
        labels = {label for area in areas if (label := known_areas().labels.get(area))}
        countries = {known_areas().labels.get(Area(area.country)) for area in areas}
        place.referent.country = countries.pop() if len(countries) == 1 else None
        place.referent.metonymy = False
        place.referent.same_as.clear()
        if len(labels) == 1:
            self._rename(place.referent, labels.pop())

    def _rename(self, referent: Referent, area: str | None) -> None:
        if area is not None:
            referent.aliases = [*(a for a in referent.aliases if a != referent.name), referent.name]
            referent.name = f"{referent.name}, {area}"


@cache
def _territories() -> dict[str, str]:
    """Territories whose name means a city in the news, and whether they are that city."""
    return {row[0]: row[1] for row in rows_of("city_territories.tsv")}


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
