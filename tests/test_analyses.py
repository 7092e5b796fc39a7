"""Centrality, communities, paths and agreement between outlets: on small graphs made by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import networkx as nx
import pytest
from command_line import run
from extraction_cases import Author, extractions, troops
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgraph.errors import UnknownNameError
from newsgraph.graph.agreement import KINDS, agreements
from newsgraph.graph.centrality import attention, centrality
from newsgraph.graph.communities import communities
from newsgraph.graph.model import EntityType, Extraction
from newsgraph.graph.paths import paths
from newsgraph.graph.repetition import sentence_around
from newsgraph.graph.store import Store
from newsgraph.graph.ties import ties
from newsgraph.graph.view import Selection, find_entities, require


def told(*sentences: tuple[str, str, str], outlet: str = "Gazette", day: int = 1, by: str | None = None) -> Extraction:
    """An article of sentences "A verb B." about people, held by the article or by a named source."""
    text = " ".join(f"{subject} {verb} {target}." for subject, verb, target in sentences)
    author = Author(text if by is None else f"{by} said: {text}", outlet=outlet, published=date(2031, 3, day))
    names = dict.fromkeys(name for subject, _, target in sentences for name in (subject, target))
    ids = {name: author.entity(name, EntityType.PERSON) for name in names}
    holder = [author.entity(by, EntityType.PERSON)] if by else []
    for subject, verb, target in sentences:
        author.says(
            author.participant(subject, ids[subject]),
            verb,
            author.participant(target, ids[target]),
            by=holder,
            evidence=f"{subject} {verb} {target}",
        )
    return author.extraction()


def stored(*articles: Extraction) -> Store:
    store = Store.memory()
    store.add_all(articles)
    return store


def iri(store: Store, name: str) -> str:
    return find_entities(store, name)[0]


CHAIN = (("Ana", "met", "Bo"), ("Bo", "met", "Cy"), ("Cy", "met", "Di"))


# ------------------------------------------------------------------------------------------------------------- ties


def test_those_who_take_part_in_one_statement_are_tied() -> None:
    store = stored(troops())
    graph = ties(store)
    names = nx.get_node_attributes(graph, "label")
    assert ("Arlen", "Union") in {tuple(sorted((names[a], names[b]))) for a, b in graph.edges}
    assert not graph.has_edge(iri(store, "Vera Dahl"), iri(store, "troops"))
    assert ties(store, voices=True).has_edge(iri(store, "Vera Dahl"), iri(store, "troops"))


def test_a_tie_weighs_the_outlets_and_an_article_printed_twice_weighs_once() -> None:
    meeting = ("Ana", "met", "Bo")
    again = ("Ana", "greeted", "Bo")
    copied = stored(told(meeting), told(meeting, outlet="Herald", day=2))
    own_words = stored(told(meeting), told(again, outlet="Herald", day=2))
    same_outlet = stored(told(meeting), told(again, day=2))
    for store, weight in ((copied, 1), (own_words, 2), (same_outlet, 1)):
        graph = ties(store)
        assert graph.edges[iri(store, "Ana"), iri(store, "Bo")]["weight"] == weight
        assert graph.nodes[iri(store, "Ana")]["outlets"] == weight


def test_ties_of_a_selection_and_of_an_empty_store() -> None:
    store = stored(troops())
    assert ties(store, Selection(status="future")).number_of_edges() == 3
    assert len(ties(Store.memory())) == 0


@settings(max_examples=30, deadline=None)
@given(st.lists(extractions(), max_size=3, unique_by=lambda extraction: extraction.document.id))
def test_ties_do_not_depend_on_the_order_of_documents(articles: list[Extraction]) -> None:
    one, other = stored(*articles), stored(*reversed(articles))
    first, second = ties(one, voices=True), ties(other, voices=True)
    assert list(first.nodes(data=True)) == list(second.nodes(data=True))
    assert list(first.edges(data=True)) == list(second.edges(data=True))
    assert all(data["weight"] >= 1 and data["statements"] for *_, data in first.edges(data=True))


def test_a_sentence_is_found_around_words_whatever_the_line_breaks() -> None:
    text = "First one. The dam\nheld, Ana said. Last."
    assert sentence_around(text, text.index("held"), text.index("held") + 4) == "held, ana said"
    assert sentence_around("The dam  HELD", 8, 12) == "the dam held"
    assert sentence_around("", 0, 0) == ""


# ------------------------------------------------------------------------------------------------------- centrality


def test_the_one_in_the_middle_is_most_central() -> None:
    store = stored(told(("Bo", "met", "Ana"), ("Bo", "praised", "Cy"), ("Bo", "called", "Di")))
    ranked = centrality(ties(store))
    assert ranked[0].label == "Bo"
    assert (ranked[0].betweenness, ranked[0].neighbours, ranked[0].statements) == (1, 3, 3)
    assert sum(one.attention for one in ranked) == pytest.approx(1)
    assert [one.label for one in centrality(ties(store), by="statements")] == ["Bo", "Ana", "Cy", "Di"]


def test_attention_agrees_with_pagerank_on_a_graph_with_loners() -> None:
    graph = nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])
    nx.set_edge_attributes(graph, 1, "weight")
    graph.edges["a", "b"]["weight"] = 3
    graph.add_node("e")
    expected = {}
    share = dict.fromkeys(graph, 0.2)
    strength = dict(graph.degree(weight="weight"))
    for _ in range(200):
        expected = {
            n: 0.15 / 5
            + 0.85 * share["e"] / 5
            + 0.85 * sum(share[m] * graph.edges[n, m]["weight"] / strength[m] for m in graph[n])
            for n in graph
        }
        share = expected
    found = attention(graph)
    assert {n: round(v, 6) for n, v in found.items()} == {n: round(v, 6) for n, v in expected.items()}
    assert sum(found.values()) == pytest.approx(1)


def test_betweenness_of_a_large_graph_is_computed_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from newsgraph.graph import centrality as module

    monkeypatch.setattr(module, "EXACT", 3)
    monkeypatch.setattr(module, "SAMPLE", 3)
    graph = ties(stored(told(*CHAIN)))
    assert {one.betweenness for one in centrality(graph)} == {None}
    ranked = centrality(graph, by="betweenness")
    assert {one.label for one in ranked[:2]} == {"Bo", "Cy"}
    assert ranked == centrality(graph, by="betweenness")


def test_nothing_and_nonsense_are_handled() -> None:
    assert centrality(nx.Graph()) == []
    assert attention(nx.Graph()) == {}
    assert communities(nx.Graph()) == []
    with pytest.raises(ValueError, match="damping"):
        attention(nx.Graph(), damping=1)
    with pytest.raises(ValueError, match="resolution"):
        communities(nx.Graph(), resolution=0)
    with pytest.raises(UnknownNameError, match="betweenness"):
        centrality(nx.Graph(), by="betweeness")


# ------------------------------------------------------------------------------------------------------ communities

CLIQUES = (
    *((a, "met", b) for a, b in (("Ana", "Bo"), ("Bo", "Cy"), ("Ana", "Cy"))),
    *((a, "met", b) for a, b in (("Di", "Ed"), ("Ed", "Flo"), ("Di", "Flo"))),
    ("Cy", "met", "Di"),
)


def test_two_circles_with_one_acquaintance_are_two_communities() -> None:
    found = communities(ties(stored(told(*CLIQUES))))
    assert [set(group.names) for group in found] == [{"Ana", "Bo", "Cy"}, {"Di", "Ed", "Flo"}]
    assert [(group.inside, group.outside) for group in found] == [(3, 1), (3, 1)]
    assert found[0].label.startswith("Cy")


def test_communities_are_the_same_in_every_process(tmp_path: Path) -> None:
    with Store.open(tmp_path / "x.store") as store:
        store.add(told(*CLIQUES))
    seen = set()
    for seed in ("0", "1", "random"):
        done = subprocess.run(
            [sys.executable, "-m", "newsgraph", "communities", str(tmp_path / "x.store"), "--format", "json"],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "src", "PATH": ""},
            cwd=Path(__file__).parent.parent,
        )
        seen.add(done.stdout)
    assert len(seen) == 1


# ------------------------------------------------------------------------------------------------------------ paths


def test_a_path_shows_the_words_of_every_step() -> None:
    store = stored(told(*CHAIN))
    (path,) = paths(store, ties(store), iri(store, "Ana"), iri(store, "Di"))
    assert path.labels == ("Ana", "Bo", "Cy", "Di")
    assert [step.evidence[0].quotations[0].words for step in path.steps] == ["Ana met Bo", "Bo met Cy", "Cy met Di"]
    assert path.weakest == 1


def test_shorter_paths_come_first_and_of_equal_ones_the_better_told() -> None:
    roundabout = told(("Ana", "met", "Bo"), ("Bo", "met", "Di"), ("Ana", "met", "Cy"), ("Cy", "met", "Di"))
    seconded = told(("Ana", "praised", "Cy"), ("Cy", "praised", "Di"), outlet="Herald", day=2)
    store = stored(roundabout, seconded)
    found = paths(store, ties(store), iri(store, "Ana"), iri(store, "Di"))
    assert [path.labels for path in found] == [("Ana", "Cy", "Di"), ("Ana", "Bo", "Di")]
    assert [path.weakest for path in found] == [2, 1]
    assert len(paths(store, ties(store), iri(store, "Ana"), iri(store, "Di"), most=1)) == 1
    around = paths(store, ties(store), iri(store, "Ana"), iri(store, "Di"), avoid=[iri(store, "Cy")])
    assert [path.labels for path in around] == [("Ana", "Bo", "Di")]


def test_what_an_article_vouches_for_stands_before_claims() -> None:
    store = stored(
        told(("Ana", "met", "Bo"), by="Cy", outlet="Herald"), told(("Ana", "greeted", "Bo"), outlet="Gazette", day=9)
    )
    (path,) = paths(store, ties(store), iri(store, "Ana"), iri(store, "Bo"))
    assert [bool(evidence.chain) for evidence in path.steps[0].evidence] == [False, True]


def test_paths_end_where_they_must() -> None:
    store = stored(told(*CHAIN), told(("Xe", "met", "Yu"), day=2))
    graph = ties(store)
    assert paths(store, graph, iri(store, "Ana"), iri(store, "Xe")) == []
    assert paths(store, graph, iri(store, "Ana"), iri(store, "Di"), longest=2) == []
    assert paths(store, graph, iri(store, "Ana"), "urn:nobody") == []
    with pytest.raises(ValueError, match="same entity"):
        paths(store, graph, iri(store, "Ana"), iri(store, "Ana"))


def test_the_other_participants_of_a_statement_are_no_detour() -> None:
    store = stored(troops())
    found = paths(store, ties(store), iri(store, "Union"), iri(store, "Arlen"))
    assert [len(path.steps) for path in found] == [1]


# -------------------------------------------------------------------------------------------------------- agreement


def blast(
    outlet: str, day: int, *, words: str = "Sund caused the blast", by: str | None = None, negative: bool = False
) -> Extraction:
    """An article on one event: the article, or a source, says that Sund did or did not cause the blast."""
    author = Author(f"{by} spoke. {words}." if by else f"{words}.", outlet=outlet, published=date(2031, 3, day))
    sund, blast = author.entity("Sund", EntityType.COUNTRY), author.entity("blast", EntityType.EVENT)
    author.says(
        author.participant("Sund", sund),
        "cause",
        author.participant("blast", blast),
        by=[author.entity(by, EntityType.PERSON)] if by else [],
        negative=negative,
        evidence=words,
    )
    return author.extraction()


@pytest.mark.parametrize(
    ("later", "kind"),
    [
        (blast("Herald", 2, words="It was Sund that caused the blast"), "corroborates"),
        (blast("Herald", 2), "repeats"),
        (blast("Herald", 2, words="Sund did not cause the blast", negative=True), "contradicts"),
        (blast("Herald", 2, words="Sund did not cause the blast", negative=True, by="Vera Dahl"), "contradicts"),
    ],
)
def test_what_two_outlets_carry_of_an_event_is_counted_once(later: Extraction, kind: str) -> None:
    (found,) = agreements(stored(blast("Gazette", 1), later))
    assert found.outlets == ("Gazette", "Herald")
    assert {k: found.count(k) for k in KINDS if found.count(k)} == {kind: 1}
    assert found.meetings[0].earlier.outlet == "Gazette"
    assert found.count(kind, own_voices=True) == (not found.meetings[0].later.source)


def test_two_outlets_that_quote_one_source_are_no_corroboration() -> None:
    store = stored(
        blast("Gazette", 1, by="Vera Dahl"), blast("Herald", 2, by="Vera Dahl", words="it is clear Sund made the blast")
    )
    (found,) = agreements(store)
    assert (found.count("same source"), found.count("corroborates"), found.share) == (1, 0, None)


def test_a_later_toll_corrects_and_another_one_contradicts() -> None:
    def toll(outlet: str, day: int, killed: int) -> Extraction:
        text = f"The blast killed {killed} people."
        author = Author(text, outlet=outlet, published=date(2031, 3, day))
        author.says(
            author.participant("The blast", author.entity("blast", EntityType.EVENT, words="blast")),
            "kill",
            author.participant(f"{killed} people"),
            evidence=text[:-1],
            event_type="ASSAULT",
            quantity=(killed, "people"),
        )
        return author.extraction()

    (corrected,) = agreements(stored(toll("Gazette", 1, 4), toll("Herald", 2, 9)))
    assert [m.kind for m in corrected.meetings] == ["corrects"]
    (opposed,) = agreements(stored(toll("Gazette", 1, 4), toll("Herald", 1, 9)))
    assert [m.kind for m in opposed.meetings] == ["contradicts"]
    assert opposed.share == 0


def test_articles_without_an_outlet_and_a_lone_outlet_meet_nobody() -> None:
    assert agreements(stored(blast("Gazette", 1), blast("Gazette", 2, words="Sund again caused the blast"))) == []
    assert agreements(Store.memory()) == []


# --------------------------------------------------------------------------------------------------------- commands


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("stores") / "news.store"
    with Store.open(path) as store:
        store.add_all(
            [
                told(*CHAIN),
                told(("Ana", "met", "Bo"), outlet="Herald", day=2, by="Cy"),
                blast("Gazette", 3),
                blast("Herald", 4, words="Sund did not cause the blast", negative=True, by="Vera Dahl"),
            ]
        )
    return str(path)


def test_the_commands_print_tables_and_json(folder: str) -> None:
    table = run("paths", folder, "ana", "Di").stdout
    assert "Ana — Bo — Cy — Di (3 steps)" in table
    assert "“Ana met Bo”" in table
    (path,) = json.loads(run("paths", folder, "Ana", "Di", "--no-voices", "--format", "json").stdout)
    first = path["steps"][0]
    assert (first["from"]["name"], first["to"]["name"], first["outlets"]) == ("Ana", "Bo", 2)
    assert {"quote", "chain", "status", "outlet", "published", "start", "end"} <= first["evidence"][0].keys()
    assert "Bo" in run("central", folder, "--top", "3").stdout
    ranked = json.loads(run("central", folder, "--type", "Person", "--by", "betweenness", "--format", "json").stdout)
    assert {one["type"] for one in ranked} == {"Person"}
    assert [one["rank"] for one in ranked] == list(range(1, len(ranked) + 1))
    assert "Ana" in run("communities", folder, "--smallest", "2").stdout
    agreement = run("agreement", folder, "--events").stdout
    assert "Gazette · Herald" in agreement
    assert "Vera Dahl, in Herald: not: “Sund did not cause the blast”" in " ".join(agreement.split())
    (pair,) = json.loads(run("agreement", folder, "--format", "json").stdout)
    assert pair["counts"]["contradicts"] == 1
    assert pair["own_voices"]["contradicts"] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("paths", "An", "Di"), 1, "unknown entity 'An'; did you mean 'Ana'?"),
        (("paths", "Ana", "ana"), 2, "same entity"),
        (("paths", "Ana", "Di", "--avoid", "Nobody"), 1, "Nobody"),
        (("central", "--type", "Persn"), 2, "did you mean 'Person'?"),
        (("central", "--by", "fame"), 2, "fame"),
        (("paths", "Ana", "Di", "--event-type", "ASSALT"), 2, "did you mean 'ASSAULT'?"),
        (("view", "--about", "An"), 1, "did you mean 'Ana'?"),
        (("export", "-o", "x.svg", "--outlet", "Gazete"), 2, "did you mean 'Gazette'?"),
        (("agreement", "--outlet", "Gazete"), 2, "did you mean 'Gazette'?"),
        (("communities", "--about", "Nobody At All"), 1, "Nobody At All"),
        (("communities", "--status", "doubtful"), 2, "doubtful"),
    ],
)
def test_an_unknown_name_is_said_with_what_may_have_been_meant(
    folder: str, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = run(arguments[0], folder, *arguments[1:])
    assert done.returncode == code
    assert words in " ".join(done.stderr.replace("│", " ").split())
    assert done.stdout == ""


def test_no_name_steers_the_terminal(tmp_path: Path) -> None:
    evil = "Ana \x1b]0;owned\x07\x1b[2J\x9b31m \u202eoB"
    with Store.open(tmp_path / "evil.store") as store:
        store.add(told((evil, "met", "Bo"), ("Bo", "met", "Cy"), by=evil))
    folder = str(tmp_path / "evil.store")
    for arguments in (("central",), ("communities",), ("paths", "Bo", "Cy"), ("claims",), ("explain", "Bo")):
        done = run(arguments[0], folder, *arguments[1:])
        assert done.returncode == 0, done.stderr
        assert "Ana" in done.stdout, arguments
        assert not set("\x1b\x07\x9b\u202e") & set(done.stdout), arguments


def test_the_example_of_the_documentation_runs(folder: str, root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "analysis.md").read_text(encoding="utf-8")
    code = page.split("```python\n")[1].split("```")[0]
    (tmp_path / "news.store").symlink_to(folder)
    code = code.replace("Karl Besson", "Ana").replace("Viktor Hale", "Di")
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(root / "src"), "PATH": ""},
    )
    assert done.returncode == 0, done.stderr
    assert "Ana — Bo ['Ana met Bo']" in done.stdout


def test_a_selection_of_what_is_there_is_accepted() -> None:
    store = stored(troops())
    require(store, Selection(entities=frozenset({"union"}), outlets=frozenset({"Gazette"})))
    require(store, Selection())
    with pytest.raises(UnknownNameError, match="Gazette"):
        require(store, Selection(outlets=frozenset({"gazette"})))
