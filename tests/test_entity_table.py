"""A user's own table of names: how it is read, and what it makes of a text."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import InputError
from newsgraph.extractors.entity_table import EntityTable
from newsgraph.extractors.gazetteer import shipped
from newsgraph.extractors.pipeline import STAGES, parse_documents, read_document, to_extraction
from newsgraph.graph.model import Document, Entity, EntityType, Extraction, Provenance

if TYPE_CHECKING:
    from spacy.language import Language

Table = Callable[[str], EntityTable]


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """Reads the text of a table."""

    def load(text: str) -> EntityTable:
        path = tmp_path / "entities.csv"
        path.write_bytes(text.encode())
        return EntityTable.load(path)

    return load


def read(nlp: Language, table: EntityTable, text: str) -> Extraction:
    [(document, sections, parse)] = parse_documents([Document(text)], nlp)
    return to_extraction(read_document(document, sections, parse, table.known_to(STAGES)), Provenance("0", "m", "r"))


def named(extraction: Extraction) -> dict[str, Entity]:
    return {entity.name: entity for entity in extraction.entities if entity.named}


def test_a_table_is_read_as_spreadsheets_write_it(table: Table) -> None:
    found = table(
        "\ufeffName, type ,notes,aliases,id\r\n"
        '"Harvest  Union",party,ours,HU|Union|HU,Q1\r\nAnna Lind,,"a, b",,my:7\r\neBay,Company,,,https://example.org/e\r\n'
    )
    assert [(row.name, row.type, row.aliases, row.id) for row in found.rows] == [
        ("Harvest Union", EntityType.PARTY, ("HU", "Union"), "Q1"),
        ("Anna Lind", EntityType.THING, (), "my:7"),
        ("eBay", EntityType.COMPANY, (), "https://example.org/e"),
    ]
    assert found.gazetteer().find(("HU",)) is found.rows[0]
    assert shipped().find(("HU",)) is None
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "entities.csv:1: a table of entities needs a header line with a column 'name'"),
        ("title,type\nA,Person\n", "entities.csv:1: a table of entities needs a header line"),
        ("name;type\nA;Person\n", "commas between"),
        ("name,alias\nA,B\n", "entities.csv:1: unknown column 'alias'; did you mean 'aliases'?"),
        ("name,type\n\nHarvest Union,Partei\n", "entities.csv:3: unknown type 'Partei'; did you mean 'Party'?"),
        ("name,type\nA,Xyzzy\n", "known: ArmedForce, Company"),
        ("name,type\n ,Party\n", "entities.csv:2: the name is empty"),
        ("name,id\nA,Q 1\n", "entities.csv:2: 'Q 1': an id is one word"),
        ("name,type\nA,Person,x\n", "entities.csv:2: more cells than columns"),
        (
            "name,aliases\nAnna Lind,Lind\nEva Lind,Lind\n",
            "entities.csv:3: 'Lind' is a name of 'Anna Lind' too (line 2)",
        ),
        ('name\n"A' + "x" * 200_000 + '"\n', "not a CSV table"),
    ],
)
def test_a_table_that_cannot_be_read_says_where_and_why(table: Table, text: str, expected: str) -> None:
    with pytest.raises(InputError) as failure:
        table(text)
    assert expected in str(failure.value)


def test_a_table_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_bytes(b"name\ncaf\xe9\n")
    with pytest.raises(InputError, match="not UTF-8 at byte 8"):
        EntityTable.load(tmp_path / "entities.csv")
    with pytest.raises(InputError, match="cannot be read"):
        EntityTable.load(tmp_path / "none.csv")


def test_the_fingerprint_is_of_what_it_says(table: Table) -> None:
    one = table("name,aliases\nA,B|C\nD,\n").fingerprint
    assert table("aliases,name,notes\n,D,x\nC|B,A,\n").fingerprint == one
    assert table("name,aliases\nA,B\nD,\n").fingerprint != one
    assert table("name\n").fingerprint == EntityTable().fingerprint == ""


def test_an_empty_table_changes_no_stage() -> None:
    assert EntityTable().known_to(STAGES) == STAGES


def test_names_of_one_row_are_one_with_its_type_and_id(nlp: Language, table: Table) -> None:
    mine = table("name,aliases,type,id\nHarvest Union,HU|Greens,Party,Q1\n")
    found = named(
        read(nlp, mine, "Voters backed the HU on Sunday. The Greens won in Vallan, and Harvest Union cheered.")
    )
    assert (found["Harvest Union"].type, found["Harvest Union"].same_as) == (EntityType.PARTY, ("Q1",))
    assert len(found["Harvest Union"].mentions) == 3
    assert {"HU", "Greens"}.isdisjoint(found)


def test_the_type_of_a_table_stands_against_what_the_text_suggests(nlp: Language, table: Table) -> None:
    text = "Oskar Renn said sales rose. Oskar Renn, a former minister, bought a rival."
    assert named(read(nlp, EntityTable(), text))["Oskar Renn"].type is EntityType.PERSON
    mine = table("name,type,id\nOskar Renn,Company,my:renn\n")
    assert named(read(nlp, mine, text))["Oskar Renn"].type is EntityType.COMPANY
    assert named(read(nlp, mine, text))["Oskar Renn"].same_as == ("my:renn",)


def test_a_row_without_a_type_leaves_it_to_the_reading(nlp: Language, table: Table) -> None:
    mine = table("name,aliases\nOskar Renn,Renn|Ossi\n")
    found = named(read(nlp, mine, "Minister Oskar Renn resigned. Renn said he was tired."))
    assert found["Oskar Renn"].type is EntityType.PERSON


def test_a_table_overrides_what_ships(nlp: Language, table: Table) -> None:
    text = "Officials in Georgia counted the votes."
    assert named(read(nlp, EntityTable(), text))["Georgia"].type is EntityType.COUNTRY
    mine = table("name,aliases,type,id\nState of Georgia,Georgia,Location,Q1428\n")
    found = named(read(nlp, mine, text))
    assert (found["State of Georgia"].type, found["State of Georgia"].same_as) == (EntityType.LOCATION, ("Q1428",))


def test_a_name_may_begin_with_a_small_letter_and_hold_a_title(nlp: Language, table: Table) -> None:
    mine = table("name,type\neBay,Company\nPresident Motors,Company\n")
    found = named(read(nlp, mine, "Shares of eBay fell. Analysts said that President Motors had sued eBay."))
    assert found["eBay"].type is found["President Motors"].type is EntityType.COMPANY


def test_a_name_is_matched_as_it_is_written(nlp: Language, table: Table) -> None:
    mine = table("name,aliases,type\nNiger Delta Union,Niger,Party\n")
    found = named(read(nlp, mine, "Nigeria sent aid. NIGER was silent."))
    assert "Niger Delta Union" not in found
