"""The named questions: plain SPARQL, parameters that cannot break out, and the right rows on annotated articles."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from newsgraph.errors import UnknownNameError
from newsgraph.graph import questions
from newsgraph.graph.literals import value
from newsgraph.graph.store import Store

sys.path.insert(0, str(Path(__file__).parent))
from extraction_cases import troops
from gold_graph import gold_extraction

FOLDER = Path(__file__).parent.parent / "docs" / "queries"


def rows(store: Store, name: str, **values: str) -> list[tuple[str, ...]]:
    found = store.query(questions.load(name).ask(values))
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(value(term) for term in row) for row in found]


@pytest.fixture(scope="module")
def seed(shared: Path) -> Store:
    """The annotated seed article, dated the day after it was written."""
    store = Store.memory()
    store.add(gold_extraction(shared / "gold" / "gold_seed.json", published=date(2022, 1, 7))[0])
    return store


@pytest.fixture(scope="module")
def development(shared: Path) -> Store:
    store = Store.memory()
    store.add_all(gold_extraction(shared / "gold" / f"gold_{name}.json")[0] for name in "efghij")
    return store


@pytest.mark.parametrize("name", questions.names())
def test_a_question_runs_here_and_in_rdflib_with_the_same_rows(name: str) -> None:
    store = Store.memory()
    store.add_all([troops("Gazette"), troops("Herald", date(2024, 5, 4))])
    question = questions.load(name)
    assert question.title and set(question.parameters) == set(question.defaults)
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=(store.inner.dump(format=ox.RdfFormat.N_QUADS) or b"").decode(), format="nquads")
    asked = question.ask({p: "Arlen" for p in question.parameters if p == "about"})
    theirs = dataset.query(asked)
    ours = store.query(asked)
    assert isinstance(ours, ox.QuerySolutions)
    assert [v.value for v in ours.variables] == [str(v) for v in theirs.vars or ()]
    assert len(list(ours)) == len(list(theirs))


def test_the_documents_show_the_shipped_questions() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.rq")) == questions.names()
    assert len(questions.names()) == 29


def test_a_question_is_found_by_number_and_words() -> None:
    assert questions.load("q04") is questions.load("said-about-between") is questions.load("q04_said_about_between")
    with pytest.raises(UnknownNameError, match="q04"):
        questions.load("q99")


def test_a_parameter_cannot_break_out_of_its_literal() -> None:
    store = Store.memory()
    store.add(troops())
    hostile = '" } } DROP ALL ; SELECT * { { "\\'
    assert rows(store, "q02", who=hostile) == []
    assert len(rows(store, "q02", who="vera")) == 1
    with pytest.raises(UnknownNameError, match="whom"):
        questions.load("q02").ask({"whom": "x"})


def test_who_condemned_what_on_the_seed(seed: Store) -> None:
    found = {(who, verb) for who, verb, *_ in rows(seed, "q01")}
    assert any("emocratic forces" in who and verb == "condemn" for who, verb in found)


def test_claims_of_the_joint_statement_on_the_seed(seed: Store) -> None:
    found = rows(seed, "q02")
    assert found
    assert all("joint statement" in row[0].lower() for row in found)
    assert any(row[2] == "negative" for row in found)


def test_what_pashinyan_said_about_kazakhstan_between_two_dates(seed: Store) -> None:
    assert {row[1] for row in rows(seed, "q04")} == {"Nikol Pashinyan"}
    assert rows(seed, "q04", **{"from": "2023-01-01", "to": "2023-12-31"}) == []


def test_evidence_for_the_sending_of_forces_on_the_seed(seed: Store) -> None:
    found = rows(seed, "q05")
    assert any("peacekeeping forces" in row[3] for row in found)
    assert {row[7] for row in found} >= {"Nikol Pashinyan"}


def test_request_and_response_on_the_seed(seed: Store) -> None:
    assert {(row[0], row[1], row[3]) for row in rows(seed, "q07")} >= {("Kassym-Jomart Tokayev", "request", "send")}


def test_the_future_on_the_seed_is_never_certain_for_the_intervention(seed: Store) -> None:
    assert any(row[0] == "possible" and "may result" in row[2] for row in rows(seed, "q08"))


def test_roles_on_the_seed(seed: Store) -> None:
    held = {(row[0], row[1]) for row in rows(seed, "q11")}
    assert ("Nikol Pashinyan", "Prime Minister") in held
    assert ("Kassym-Jomart Tokayev", "President") in held


def test_contradictions_on_the_development_texts(development: Store) -> None:
    found = rows(development, "q03")
    assert {row[2] for row in found} == {"contradicts", "denies"}
    assert len(found) >= 8


def test_figures_and_what_replaced_them_on_the_development_texts(development: Store) -> None:
    found = rows(development, "q10")
    assert {("killed", "17"), ("killed", "23"), ("killed", "14")} <= {row[:2] for row in found}
    assert [row[1] for row in found if row[7] == "true"] == ["20"]
    assert {row[0] for row in rows(development, "q10", measure="killed")} == {"killed"}


def test_denials_are_those_of_what_another_says_and_no_plain_negatives(development: Store) -> None:
    found = {(row[0], row[2]) for row in rows(development, "q17")}
    assert found >= {
        ("government of Zambia", "Charles Banda"),
        ("Central Election Commission", "Juris Vanags"),
        ("De Koerier", "Veridio Labs"),
        ("Chad's army", "Hassan Goukouni"),
        ("Tibesti Freedom Movement", "Idriss Mahamat"),
    }
    assert not {"World Health Organization", "Luc Ferrand", "Maris Veidenis"} & {denier for denier, _ in found}


def test_corroboration_names_more_than_one_holder(seed: Store) -> None:
    assert all(int(row[1]) > 1 for row in rows(seed, "q06"))


def test_anonymous_sources_on_the_development_texts(development: Store) -> None:
    assert any("official" in row[1] for row in rows(development, "q09"))


def test_dyads_score_conflict_below_cooperation(development: Store) -> None:
    found = rows(development, "q12")
    scores = {row[1]: float(row[5]) for row in found}
    assert scores["ASSAULT"] == -9
    assert {row[3] for row in found} == {"asserted", "claimed"}


@pytest.mark.parametrize(
    ("clause", "everything", "graphs"),
    [
        ("", True, True),
        ("FROM <https://w3id.org/newsgraph/graph/asserted>", False, False),
        ("from  wd:none", None, False),
        ("FROM NAMED <https://w3id.org/newsgraph/graph/asserted>", None, True),
        ("# FROM <x:y>\n", True, True),
    ],
)
def test_a_query_reads_all_graphs_unless_it_names_some(clause: str, everything: bool | None, graphs: bool) -> None:
    store = Store.memory()
    store.add(troops())

    def count(pattern: str) -> int:
        found = store.query(f"SELECT (COUNT(*) AS ?n) {clause} WHERE {{ {pattern} }}")
        assert isinstance(found, ox.QuerySolutions)
        return int(value(next(found)["n"]))

    graph = ox.NamedNode(store.namespace.graph("asserted"))
    whole, asserted = len(store.inner), sum(1 for _ in store.inner.quads_for_pattern(None, None, None, graph))
    assert count("?s ?p ?o") == {True: whole, False: asserted, None: 0}[everything]
    assert (count("GRAPH ?g { ?s ?p ?o }") > 0) is graphs


def test_words_that_look_like_from_are_no_dataset() -> None:
    store = Store.memory()
    store.add(troops())
    queries = (
        "SELECT (COUNT(*) AS ?from) WHERE { ?s ?p ?o }",
        'SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o FILTER("from <x:y>" != "FROM") }',
        "PREFIX from: <x:> SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o FILTER(?p != from:from) }",
    )
    for query in queries:
        found = store.query(query)
        assert isinstance(found, ox.QuerySolutions)
        assert int(value(next(found)[0])) == len(store.inner)
