"""The store: adding, replacing and removing documents, and what is derived from them."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import assume, given, settings

from newsgraph.errors import QueryError, StoreError, UnknownNameError
from newsgraph.graph.document_graph import document_graph
from newsgraph.graph.explanation import Quotation, quote
from newsgraph.graph.model import Extraction
from newsgraph.graph.store import Store
from newsgraph.graph.survey import survey
from newsgraph.graph.terms import BaseError
from newsgraph.graph.writing import JOURNAL

sys.path.insert(0, str(Path(__file__).parent))
from extraction_cases import Author, extractions, troops


def lines(store: Store) -> list[str]:
    """The canonical dataset: sorted N-Quads."""
    return sorted((store.inner.dump(format=ox.RdfFormat.N_QUADS) or b"").decode().splitlines())


def edges(store: Store) -> set[tuple[str, str, str]]:
    graph = ox.NamedNode(store.namespace.graph("asserted"))
    return {
        tuple(part.value.rpartition("/")[2].rpartition("-")[0] or part.value.rpartition("/")[2] for part in quad.triple)
        for quad in store.inner.quads_for_pattern(None, None, None, graph)
    }


def test_only_what_the_article_vouches_for_becomes_a_plain_edge() -> None:
    store = Store.memory()
    store.add(troops())
    assert edges(store) == {("union", "send", "troops"), ("union", "send_to", "arlen")}


def test_adding_a_document_again_changes_nothing() -> None:
    store = Store.memory()
    assert store.add(troops())
    before = lines(store)
    assert not store.add(troops())
    assert lines(store) == before


def test_reading_a_document_anew_replaces_its_graph() -> None:
    store = Store.memory()
    extraction = troops()
    store.add(extraction)
    assert store.add(replace(extraction, statements=extraction.statements[1:]))
    assert edges(store) == set()
    again = Store.memory()
    again.add(replace(extraction, statements=extraction.statements[1:]))
    assert lines(store) == lines(again)


def test_an_edge_stays_while_another_document_vouches_for_it() -> None:
    def article(outlet: str) -> Extraction:
        a = Author("Vera Dahl visited Arlen.", outlet=outlet, headline=f"Dahl in Arlen: {outlet}")
        dahl, arlen = a.entity("Vera Dahl"), a.entity("Arlen")
        a.says(
            a.participant("Vera Dahl", dahl), "visit", a.participant("Arlen", arlen), evidence="Vera Dahl visited Arlen"
        )
        return a.extraction()

    store = Store.memory()
    first, second = article("Gazette"), article("Herald")
    store.add_all([first, second])
    assert store.remove(first.document.id)
    assert edges(store) == {("vera-dahl", "visit", "arlen")}
    assert store.remove(second.document.id)
    assert lines(store) == lines(Store.memory())


def test_removing_an_unknown_document_says_so() -> None:
    assert not Store.memory().remove("0123456789abcdef")


def test_entities_are_shared_by_name_and_descriptions_are_not() -> None:
    store = Store.memory()
    store.add_all([troops("Gazette"), troops("Herald")])
    graph = ox.NamedNode(store.namespace.graph("entities"))
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    names = sorted(str(q.object) for q in store.inner.quads_for_pattern(None, label, None, graph))
    assert names.count('"Arlen"') == 1
    assert names.count('"protesters"') == 2


@settings(max_examples=25, deadline=None)
@given(extractions(), extractions(), extractions())
def test_the_order_of_documents_does_not_change_a_byte(a: Extraction, b: Extraction, c: Extraction) -> None:
    assume(len({a.document.id, b.document.id, c.document.id, troops().document.id}) == 4)
    forwards, backwards, removed = Store.memory(), Store.memory(), Store.memory()
    forwards.add_all([a, b, troops(), c])
    for extraction in (c, troops(), b, a):
        backwards.add(extraction)
    assert lines(forwards) == lines(backwards)
    forwards.rebuild()
    assert lines(forwards) == lines(backwards)
    backwards.remove(b.document.id)
    removed.add_all([a, troops(), c])
    assert lines(backwards) == lines(removed)


@settings(max_examples=60, deadline=None)
@given(extractions())
def test_no_denied_hedged_planned_or_attributed_statement_becomes_an_edge(extraction: Extraction) -> None:
    store = Store.memory()
    kept = [s for s in extraction.statements if s.asserted]
    store.add(extraction)
    all_edges = edges(store)
    store.add(replace(extraction, statements=tuple(kept)))
    assert edges(store) == all_edges
    store.add(replace(extraction, statements=tuple(s for s in extraction.statements if not s.asserted)))
    assert edges(store) == set()


def test_a_store_on_disk_is_there_again(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        store.add(troops())
        before = lines(store)
    with Store.open(tmp_path / "s", read_only=True) as store:
        assert lines(store) == before
        with pytest.raises(StoreError, match="read-only"):
            store.add(troops("Herald"))


def test_a_change_that_was_cut_short_is_repaired_at_the_next_opening(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        store.add(troops())
        whole = lines(store)
        for name in ("asserted", "events"):
            store.inner.remove_graph(ox.NamedNode(store.namespace.graph(name)))
        store.writer._mark(store.document_iris(), set())
    with Store.open(tmp_path / "s") as store:
        assert lines(store) == whole


def test_what_a_dead_process_left_in_the_journal_is_loaded_and_followed(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        store.add_all([troops(), troops("Herald")])
        whole = lines(store)
    with Store.open(tmp_path / "t") as store:
        store.add(troops())
        batch = store.writer.prepare([document_graph(troops("Herald"), store.namespace)])
        assert lines(store) != whole
    (tmp_path / "t" / JOURNAL).write_bytes(b"".join(batch.quads))
    with Store.open(tmp_path / "t") as store:
        assert lines(store) == whole
        assert not (tmp_path / "t" / JOURNAL).exists()


def test_what_a_dead_process_had_not_taken_away_yet_goes_at_the_next_opening(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        store.add_all([troops(), troops("Herald", date(2024, 5, 1))])
        whole = lines(store)
    with Store.open(tmp_path / "t") as store:
        store.add(troops())
        earlier = document_graph(troops("Herald", date(2024, 5, 1)), store.namespace)
        batch = store.writer.prepare([earlier])
        assert batch.shared.removed, "an event is named after its earliest statement"
        store.writer.load(batch)
        assert lines(store) != whole
    with Store.open(tmp_path / "t") as store:
        assert lines(store) == whole


def test_an_event_that_fell_apart_before_a_process_died_does_not_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsgraph.graph.blocks.FULL", 4)
    articles = [troops(f"Outlet {number}") for number in range(5)]
    expected = Store.memory()
    expected.add_all(articles)
    with Store.open(tmp_path / "s") as store:
        graphs = [document_graph(article, store.namespace) for article in articles]
        first = store.writer.prepare(graphs[:2])
        store.writer.load(first)
        store.writer.finish(first)
        together = store.stats().events
        last = store.writer.prepare(graphs[2:])
        assert last.shared.removed, "blocks close, and what they held together falls apart"
        store.writer.load(last)
    assert together < expected.stats().events
    with Store.open(tmp_path / "s") as store:
        assert lines(store) == lines(expected)


def test_what_is_forgotten_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    outlets = [troops(f"Outlet {number}", date(2024, 5, 1 + number % 3)) for number in range(8)]
    expected = Store.memory()
    expected.add_all(outlets)
    monkeypatch.setattr("newsgraph.graph.blocks.KEPT", 0)
    monkeypatch.setattr("newsgraph.graph.derivation.KEPT", 0)
    store = Store.memory()
    store.add_all(outlets, batch=3)
    assert lines(store) == lines(expected)
    store.remove(outlets[0].document.id)
    store.add(outlets[0])
    assert lines(store) == lines(expected)


def test_a_disk_that_takes_no_more_is_said_and_the_store_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsgraph.graph.writing.BULK", 0)
    with Store.open(tmp_path / "s") as store:
        store.add(troops())
    with Store.open(tmp_path / "s") as store:
        (tmp_path / "s" / JOURNAL).with_suffix(".tmp").mkdir()
        with pytest.raises(StoreError, match="cannot be written"):
            store.add(troops("Herald"))
        with pytest.raises(StoreError, match="open the store again"):
            store.add(troops("Herald"))
        (tmp_path / "s" / JOURNAL).with_suffix(".tmp").rmdir()
    with Store.open(tmp_path / "s") as store:
        assert store.stats().documents == 1
        assert store.add(troops("Herald"))
        assert not store.writer._inner.contains_named_graph(ox.NamedNode(store.namespace.graph("pending")))


def test_loading_in_bulk_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsgraph.graph.writing.BULK", 0)
    monkeypatch.setattr("newsgraph.graph.writing.SETTLE_AFTER", 0)
    in_memory = Store.memory()
    in_memory.add_all([troops(), troops("Herald")])
    with Store.open(tmp_path / "s") as store:
        store.add(troops("Herald"))
        store.add(troops())
        assert lines(store) == lines(in_memory)
        assert not (tmp_path / "s" / JOURNAL).exists()


@settings(max_examples=40, deadline=None)
@given(extractions())
def test_a_graph_bears_on_the_same_before_and_after_it_is_stored(extraction: Extraction) -> None:
    store = Store.memory()
    store.add(extraction)
    graph = document_graph(extraction, store.namespace)
    assert survey(store.inner, graph.iri, store.namespace) == graph.survey


@settings(max_examples=20, deadline=None)
@given(extractions(), extractions())
def test_a_key_that_too_many_bear_links_nothing_in_whatever_order(a: Extraction, b: Extraction) -> None:
    copies = [troops(f"Outlet {number}") for number in range(4)]
    assume(len({e.document.id for e in (a, b, *copies)}) == 6)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("newsgraph.graph.blocks.FULL", 2)
        forwards, backwards, fewer = Store.memory(), Store.memory(), Store.memory()
        forwards.add_all([*copies, a, b])
        for extraction in (b, *reversed(copies), a):
            backwards.add(extraction)
        assert lines(forwards) == lines(backwards)
        forwards.rebuild()
        assert lines(forwards) == lines(backwards)
        for extraction in (b, copies[3], copies[1]):
            backwards.remove(extraction.document.id)
        fewer.add_all([a, copies[0], copies[2]])
        assert lines(backwards) == lines(fewer)


def test_a_store_that_is_being_written_is_not_opened_twice(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s"), pytest.raises(StoreError, match="another process"):
        Store.open(tmp_path / "s")


def test_a_folder_without_a_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="newsgraph build"):
        Store.open(tmp_path, read_only=True)
    (tmp_path / "letter.txt").write_text("private")
    with pytest.raises(StoreError, match="choose another"):
        Store.open(tmp_path)


def test_a_closed_store_says_so() -> None:
    store = Store.memory()
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.stats()


def test_a_store_keeps_its_base(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s", base="https://example.org/kg/") as store:
        store.add(troops())
        assert store.document_iris()[0].startswith("https://example.org/kg/doc/")
    with Store.open(tmp_path / "s") as store:
        assert store.namespace.base == "https://example.org/kg/"
    with pytest.raises(StoreError, match="base"):
        Store.open(tmp_path / "s", base="https://example.com/")
    with pytest.raises(BaseError):
        Store.memory(base="no namespace")


def test_stats_count_what_is_there() -> None:
    store = Store.memory()
    assert store.stats().statements == 0
    store.add(troops())
    stats = store.stats()
    assert (stats.documents, stats.statements, stats.asserted_statements, stats.plain_edges) == (1, 5, 2, 2)
    assert (stats.entities, stats.sources) == (7, 2)


def test_queries_reach_no_other_service_and_say_what_is_wrong() -> None:
    store = Store.memory()
    with pytest.raises(QueryError, match="SERVICE"):
        store.query("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    with pytest.raises(QueryError, match="not a SPARQL query"):
        store.query("SELECT")
    assert list(store.query('SELECT ?x { VALUES ?x { "room service" } }'))  # type: ignore[arg-type]


def test_the_context_of_words_ends_with_their_paragraph_or_field() -> None:
    text = "---\ntitle: Dam holds\ndate: 2031-03-04\n---\nThe dam holds.\n\nThe gate fell.\n"
    title, dam, gate = (text.index(words) for words in ("Dam", "The dam", "gate"))
    assert quote(text, title, title + 9) == Quotation(title, title + 9, "title: ", "Dam holds", "")
    assert quote(text, dam, dam + 7) == Quotation(dam, dam + 7, "", "The dam", " holds.")
    assert quote(text, gate, gate + 4) == Quotation(gate, gate + 4, "The ", "gate", " fell.\n")


def test_explaining_gives_the_words_the_chain_and_the_rule() -> None:
    store = Store.memory()
    store.add(troops())
    [found] = store.explain("troops -fire on-> protesters")
    assert found.chain == (("Vera Dahl", "say"),)
    assert found.sentence == "troops not fire on protesters"
    assert found.quotations[0].words == "troops fired on protesters"
    assert found.quotations[0].before.endswith("denied that ")
    assert found.statement.rules == ("by-hand",)
    assert found.document.headline == "Union sends troops"
    assert {e.statement.lemma for e in store.explain("Dahl")} == {"fire on", "deny"}
    assert [e.statement.lemma for e in store.explain("Union -send to-> Arlen")] == ["send", "send"]
    with pytest.raises(UnknownNameError):
        store.explain("Nobody -send-> Arlen")


def test_a_later_document_only_adds() -> None:
    store = Store.memory()
    store.add(troops(published=date(2024, 5, 2)))
    before = set(lines(store))
    store.add(troops("Herald", date(2024, 6, 1)))
    derived = store.namespace.graph("events")
    assert {line for line in before - set(lines(store)) if derived not in line} == set()
