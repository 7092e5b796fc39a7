"""Where documents were read is kept in the graph of provenance, apart from what was read in them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from newsgraph.building import build_into
from newsgraph.errors import InputError
from newsgraph.graph.model import Document
from newsgraph.graph.origins import origins
from newsgraph.graph.store import Store
from newsgraph.readers import read

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
