"""Articles that repeat another count as one source, whatever their order."""

from __future__ import annotations

import random
from itertools import permutations
from pathlib import Path

import pyoxigraph as ox
import pytest

from newsgraph.building import build_into
from newsgraph.errors import InputError
from newsgraph.graph.ledger import ledgers
from newsgraph.graph.literals import value
from newsgraph.graph.model import Document
from newsgraph.graph.near_duplicates import BANDS, ENOUGH, copy_keys, joined, repeating_groups, repetitions
from newsgraph.graph.questions import load
from newsgraph.graph.store import Store

WIRE = (
    "The interior ministry of Vallan closed the border with Orlen on Wednesday after a night of clashes near the river. "
    "Columns of lorries stood for hours on both sides of the bridge, and traders in the market town of Kestrel emptied their stalls "
    "before noon. Schools in the valley stayed shut. Buses ran only as far as the old customs house, where soldiers checked papers and "
    "turned families back. A spokesman for the railway said trains would stop one station short until further notice."
)
EDITED = (
    WIRE.replace("on Wednesday", "this week")
    .replace("for hours", "all day")
    .replace("Schools in the valley", "Valley schools")
)
OTHER = (
    "The interior ministry of Vallan closed the border with Orlen on Wednesday. Fishermen in the southern ports have meanwhile asked "
    "for a longer season, since the storms of March kept most of the fleet in harbour, and the price of cod has doubled within a month. "
    "Their association will meet the agriculture committee in the capital, where a vote on new quotas is expected before the summer."
)


def documents(text: str, *outlets: str) -> list[Document]:
    return [Document(text, outlet=outlet) for outlet in outlets]


def built(*articles: Document) -> Store:
    store = Store.memory()
    assert not [step for step in build_into(articles, store) if isinstance(step, InputError)]
    return store


def test_keys_are_the_same_everywhere_and_short_texts_have_none() -> None:
    keys = copy_keys(WIRE)
    assert len(set(keys)) == BANDS
    assert keys == copy_keys(WIRE.upper().replace(" ", "\n"))
    assert keys[0] == "00bf8fe61e9f"
    assert copy_keys("The dam held.") == copy_keys("") == []


def test_light_edits_and_cuts_are_seen_and_other_articles_are_not(root: Path) -> None:
    chance = random.Random(7)
    articles = {path.stem: path.read_text(encoding="utf-8") for path in sorted((root / "examples").glob("*.md"))}
    original, repeated = articles["02-explosion-toll-rises"], articles.pop("13-toll-repeated")
    assert len({*copy_keys(original)} & {*copy_keys(repeated)}) >= ENOUGH
    texts = list(articles.values())
    found = 0
    for text in texts:
        words = text.split()
        edited = " ".join(chance.choice(words) if chance.random() < 0.05 else word for word in words)
        found += len({*copy_keys(text)} & {*copy_keys(edited)}) >= ENOUGH
        assert len({*copy_keys(text)} & {*copy_keys(" ".join(words[: len(words) * 3 // 4]))}) >= ENOUGH
    assert found >= len(texts) - 1
    for number, one in enumerate(texts):
        assert all(len({*copy_keys(one)} & {*copy_keys(other)}) < ENOUGH for other in texts[:number])


@pytest.mark.usefixtures("nlp")
def test_an_edited_copy_is_one_source_in_two_outlets() -> None:
    copies = built(*documents(WIRE, "Gazette"), *documents(EDITED, "Herald"))
    (ledger,) = (found for found in ledgers(copies) if "close" in found.label)
    assert (ledger.holders, ledger.outlets) == (1, ("Gazette", "Herald"))
    apart = built(*documents(WIRE, "Gazette"), *documents(OTHER, "Herald"))
    (ledger,) = (found for found in ledgers(apart) if "close" in found.label)
    assert (ledger.holders, ledger.outlets) == (2, ("Gazette", "Herald"))
    assert copies.stats().repetitions == 1
    assert apart.stats().repetitions == 0


@pytest.mark.usefixtures("nlp")
def test_the_order_of_articles_does_not_matter_and_removing_one_touches_no_other() -> None:
    articles = [*documents(WIRE, "Gazette"), *documents(EDITED, "Herald"), *documents(OTHER, "Post")]
    stores = [built(*order) for order in permutations(articles)]
    assert len({tuple(sorted(map(str, store.inner))) for store in stores}) == 1
    store = stores[0]
    a, b = sorted(store.namespace.document(one.id) for one in articles[:2])
    assert [(one, other) for one, other, _ in repetitions(store.inner)] == [(a, b)]
    assert repeating_groups(store.inner, store.document_iris()) == [frozenset({a, b})]
    store.remove(articles[0].id)
    assert list(repetitions(store.inner)) == []


@pytest.mark.usefixtures("nlp")
def test_the_question_lists_what_repeats_what() -> None:
    store = built(*documents(WIRE, "Gazette"), *documents(EDITED, "Herald"), *documents(OTHER, "Post"))
    solutions = store.query(load("repetitions").ask())
    assert isinstance(solutions, ox.QuerySolutions)
    (row,) = solutions
    assert {value(row["outlet"]), value(row["by"])} == {"Gazette", "Herald"}


def test_pairs_make_groups() -> None:
    assert joined([("a", "b"), ("d", "c"), ("b", "e")]) == [frozenset("abe"), frozenset("cd")]
    assert joined([]) == []
