"""Who bears a blocking key, before and after it is written; and what surely was never written."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.graph import sieve
from newsgraph.graph.blocks import FULL, Blocks
from newsgraph.graph.event_keys import CHAIN
from newsgraph.graph.sieve import Sieve
from newsgraph.graph.terms import NG

Bearing = tuple[str, str, str]


def bearing(number: int, key: str = "k") -> Bearing:
    return key, f"urn:st:{number}", f"urn:doc:{number // 2}"


def write(store: ox.Store, *bearings: Bearing) -> None:
    for key, statement, document in bearings:
        store.add(quad(key, statement, document))


def quad(key: str, statement: str, document: str) -> ox.Quad:
    return ox.Quad(ox.NamedNode(statement), ox.NamedNode(NG + "eventKey"), ox.Literal(key), ox.NamedNode(document))


@pytest.mark.parametrize("written", [False, True], ids=["not yet written", "written already"])
def test_what_comes_is_borne_at_once(written: bool) -> None:
    store = ox.Store()
    if written:
        write(store, bearing(1), bearing(2))
    blocks = Blocks(store, empty=not written)
    assert blocks.change([bearing(1), bearing(2)]) == (set(), set())
    assert blocks["k"] == {"urn:st:1": "urn:doc:0", "urn:st:2": "urn:doc:1"}
    assert blocks["other"] == {}


def test_a_store_that_was_there_is_asked() -> None:
    store = ox.Store()
    write(store, bearing(1), bearing(2))
    assert set(Blocks(store, empty=False)["k"]) == {"urn:st:1", "urn:st:2"}


@pytest.mark.parametrize("forget", [False, True])
def test_a_block_closes_and_opens_with_the_statement_that_is_one_too_many(
    forget: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if forget:
        monkeypatch.setattr("newsgraph.graph.blocks.KEPT", 0)
    store = ox.Store()
    blocks = Blocks(store, empty=True)
    first = [bearing(number) for number in range(FULL)]
    assert blocks.change(first) == (set(), set())
    write(store, *first)
    blocks.forget_oldest()
    assert len(blocks["k"]) == FULL
    _, closed = blocks.change([bearing(FULL)])
    write(store, bearing(FULL))
    blocks.forget_oldest()
    assert {statement for _, statement, _ in first} <= closed
    assert blocks["k"] == {}
    assert blocks.change([bearing(FULL + 1)]) == (set(), set())
    write(store, bearing(FULL + 1))
    for number in (FULL + 1, 0):
        assert blocks["k"] == {}
        store.remove(quad(*bearing(number)))
        opened, _ = blocks.change([], [bearing(number)])
        blocks.forget_oldest()
    assert opened == {f"urn:st:{number}" for number in range(1, FULL + 1)}
    assert set(blocks["k"]) == opened


def test_the_chain_of_a_document_is_never_too_long() -> None:
    blocks = Blocks(ox.Store(), empty=True)
    long = [(f"{CHAIN}a", f"urn:st:{number}", "urn:doc:0") for number in range(2 * FULL)]
    assert blocks.change(long) == (set(), set())
    assert len(blocks[f"{CHAIN}a"]) == 2 * FULL


@given(st.lists(st.text()), st.text())
def test_a_sieve_never_takes_what_it_knows_for_new(names: list[str], other: str) -> None:
    known = Sieve(everything=False)
    for name in names:
        known.add(name)
    assert all(map(known.may_hold, names))
    assert Sieve(everything=True).may_hold(other)


def test_a_sieve_tells_nearly_all_that_is_new() -> None:
    known = Sieve(everything=False)
    for number in range(20_000):
        known.add(f"name {number}")
    assert sum(known.may_hold(f"other {number}") for number in range(20_000)) < 20
    assert sieve.BITS % 8 == 0
