"""Where documents were read is kept in the graph of provenance, apart from what was read in them."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsgraph import building, streaming
from newsgraph.building import Step, build_into
from newsgraph.errors import InputError, UnknownNameError
from newsgraph.exports.scene import source_of_extractions
from newsgraph.exports.scene_graph import stage
from newsgraph.exports.scene_store import source_of_store
from newsgraph.exports.validation import validate
from newsgraph.graph.agreement import agreements
from newsgraph.graph.corrections import Corrections
from newsgraph.graph.document_graph import DocumentGraph
from newsgraph.graph.ledger import ledgers
from newsgraph.graph.model import Document
from newsgraph.graph.origins import origins, outlets
from newsgraph.graph.records import read_document
from newsgraph.graph.store import Store
from newsgraph.graph.ties import ties
from newsgraph.graph.view import Selection, require, selected
from newsgraph.readers import read
from newsgraph.settings import Settings
from newsgraph.streaming import read_graphs

sys.path.insert(0, str(Path(__file__).parent))
from extraction_cases import troops

TEXT = "The dam above Vallan held overnight, the interior ministry said on Wednesday."


def build(store: Store, *documents: Document) -> None:
    assert not [step for step in build_into(documents, store) if isinstance(step, InputError)]


def lines(store: Store) -> list[str]:
    return sorted(map(str, store.inner))


@pytest.mark.usefixtures("nlp")
def test_a_file_that_moves_is_known_by_both_its_places_and_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    store = Store.memory()
    (first,) = (one for one in read([tmp_path / "a.txt"]) if isinstance(one, Document))
    build(store, first)
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    (second,) = (one for one in read([tmp_path / "b.txt"]) if isinstance(one, Document))
    build(store, second)
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    (iri,) = store.document_iris()
    assert origins(store.inner, iri) == [(str(tmp_path / "a.txt"), digest), (str(tmp_path / "b.txt"), digest)]


@pytest.mark.usefixtures("nlp")
def test_the_order_of_places_does_not_change_a_byte_and_nothing_is_said_twice() -> None:
    a = Document(TEXT, location="a.txt", raw_sha256="a" * 64)
    b = replace(a, location="b.txt", raw_sha256="b" * 64)
    stores = []
    for documents in ([a, b], [b, a], [a, b, a]):
        store = Store.memory()
        build(store, *documents)
        stores.append(lines(store))
    one_by_one = Store.memory()
    for document in (b, a, replace(b, raw_sha256="c" * 64)):
        build(one_by_one, document)
    assert stores[0] == stores[1] == stores[2] == lines(one_by_one)


@pytest.mark.usefixtures("nlp")
def test_what_is_known_of_a_place_goes_with_the_document() -> None:
    store = Store.memory()
    build(store, Document(TEXT, location="a.txt", raw_sha256="a" * 64))
    assert store.remove(Document(TEXT).id)
    assert lines(store) == lines(Store.memory())


@pytest.mark.usefixtures("nlp")
def test_a_document_without_a_place_has_no_origin() -> None:
    store = Store.memory()
    build(store, Document(TEXT))
    assert origins(store.inner, store.document_iris()[0]) == []


DAILY = Document(TEXT, outlet="Vallan Daily", url="https://vallan.example/dam", location="feed.xml#1")
POST = Document(TEXT, outlet="Coast Post", author="A. Berg", location="pages/9.html")
OTHER = Document("The dam above Vallan broke on Thursday.", outlet="Coast Post")


@pytest.mark.usefixtures("nlp")
@pytest.mark.parametrize("workers", [1, 2])
def test_an_article_that_two_outlets_print_is_one_with_two_outlets(workers: int) -> None:
    stores = []
    for documents in ([DAILY, POST, OTHER], [OTHER, POST, DAILY]):
        store = Store.memory()
        steps = [step for step in build_into(documents, store, workers=workers) if isinstance(step, Step)]
        assert sum(step.documents for step in steps) == 3
        assert sum(step.changed for step in steps) == 2
        stores.append(store)
    assert lines(stores[0]) == lines(stores[1])
    (iri,) = {stores[0].namespace.document(d.id) for d in (DAILY, POST)}
    record = read_document(stores[0].inner, iri)
    assert record is not None
    assert (record.outlets, record.outlet, record.url) == (
        ("Coast Post", "Vallan Daily"),
        "Coast Post; Vallan Daily",
        "https://vallan.example/dam",
    )
    assert [place for place, _ in origins(stores[0].inner, iri)] == ["feed.xml#1", "pages/9.html"]


@pytest.mark.usefixtures("nlp")
def test_what_is_being_read_is_not_read_again_wherever_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one batch, in batches that wait to be written, after it was written, and in another build."""
    read_now: list[str] = []

    def noting(batch: list[Document], base: str, **how: Any) -> list[DocumentGraph | InputError]:
        read_now.extend(document.id for document in batch)
        return read_graphs(batch, base, **how)

    monkeypatch.setattr(streaming, "read_graphs", noting)
    monkeypatch.setattr(building, "WRITE_AT_ONCE", 60_000)
    articles = [replace(OTHER, text=f"{OTHER.text} It was the {n}th time." * 100) for n in range(4, 16)]
    copies = [replace(article, outlet=f"Outlet {n}") for article in articles for n in range(3)]
    store = Store.memory()
    build(store, *copies, *articles[:2], *copies)
    assert sorted(len(outlets(store.inner, iri)) for iri in store.document_iris()) == [3] * 10 + [4] * 2
    build(store, *articles)
    assert {len(outlets(store.inner, iri)) for iri in store.document_iris()} == {4}
    assert sorted(read_now) == sorted(article.id for article in articles)


@pytest.mark.usefixtures("nlp")
def test_a_reprint_of_what_cannot_be_read_is_named_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(batch: list[Document], base: str, **how: Any) -> list[InputError]:
        return [InputError(document.location or document.id, "no") for document in batch]

    monkeypatch.setattr(streaming, "read_graphs", broken)
    store = Store.memory()
    failed = [step for step in build_into([DAILY, POST], store) if isinstance(step, InputError)]
    assert [error.location for error in failed] == ["feed.xml#1", "pages/9.html"]
    assert lines(store) == lines(Store.memory())


@pytest.mark.usefixtures("nlp")
def test_a_correction_of_one_printing_counts_in_whichever_order_they_come() -> None:
    named = Corrections.parse(
        f"""
        [[rename]]
        entity = "Vallan"
        to = "Old Vallan"
        documents = ["{DAILY.url}"]
        """
    )
    stores = []
    for documents in ([DAILY, POST], [POST, DAILY], [POST, DAILY, POST]):
        store = Store.memory()
        assert not [s for s in build_into(documents, store, Settings(corrections=named)) if isinstance(s, InputError)]
        stores.append(lines(store))
    assert stores[0] == stores[1] == stores[2]
    assert any('"Old Vallan"' in line for line in stores[0])


def printed_twice() -> Store:
    store, first = Store.memory(), troops("Gazette")
    store.add_all([first, replace(first, document=replace(first.document, outlet="Herald"))])
    return store


def test_outlets_of_one_article_are_one_voice() -> None:
    store = printed_twice()
    (sending,) = (found for found in ledgers(store, about="Arlen", status="asserted"))
    assert (sending.outlets, sending.holders, len(sending.entries)) == (("Gazette", "Herald"), 1, 1)
    assert sending.entries[0].source == "the article (Gazette; Herald)"
    (pair,) = agreements(store)
    assert pair.outlets == ("Gazette", "Herald")
    assert {meeting.kind for meeting in pair.meetings} == {"repeats"}
    assert {data["weight"] for *_, data in ties(store).edges(data=True)} == {1}


def test_what_any_outlet_printed_is_found_by_it() -> None:
    store = printed_twice()
    found = [
        {statement.iri for _, statement in selected(store, Selection(outlets=frozenset({outlet})))}
        for outlet in ("Gazette", "Herald")
    ]
    assert found[0] == found[1] != set()
    with pytest.raises(UnknownNameError):
        require(store, Selection(outlets=frozenset({"Gazette; Herald"})))


def test_a_picture_shows_all_outlets_of_an_article() -> None:
    first = troops("Gazette")
    second = replace(first, document=replace(first.document, outlet="Herald"))
    from_store = stage(source_of_store(printed_twice()))
    for scene in (
        stage(source_of_extractions([first, second])),
        stage(source_of_extractions([second, first])),
        from_store,
    ):
        assert [document.outlets for document in scene.documents] == [("Gazette", "Herald")]


def test_a_store_of_reprints_fits_the_shapes() -> None:
    assert validate(printed_twice()).conforms
