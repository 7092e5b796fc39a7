"""Likely duplicates: which names are proposed, with what evidence, and which never."""

from __future__ import annotations

import json
import sys
import tomllib
from itertools import combinations
from pathlib import Path

import pytest
from command_line import run
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.duplicates import find_duplicates, generate_tables
from newsgraph.graph.correction_tables import add_tables, comment, generate_table, quoted
from newsgraph.graph.corrections import Corrections, CorrectionsError
from newsgraph.graph.model import EntityType, Evidence, Extraction, Membership
from newsgraph.graph.store import Store
from newsgraph.likeness import Named, Reason, keys, likeness, meet

sys.path.insert(0, str(Path(__file__).parent))
from extraction_cases import Author

PERSON, BODY, PLACE, GROUP = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.LOCATION, EntityType.GROUP
COUNTRY, COMPANY, THING = EntityType.COUNTRY, EntityType.COMPANY, EntityType.THING

ALIKE = [
    ("Lukashenka", PERSON, "Lukashenko", PERSON, Reason.SPELLING),
    ("Alexander Lukashenko", PERSON, "Aleksandr Lukashenka", PERSON, Reason.SPELLING),
    ("Kasym-Jomart Tokayev", PERSON, "Kassym-Jomart Tokaev", PERSON, Reason.SPELLING),
    ("José Peña", PERSON, "Jose Pena", PERSON, Reason.SAME_WORDS),
    ("Renn", PERSON, "Oskar Renn", PERSON, Reason.SURNAME),
    ("O. Renn", PERSON, "Oskar Renn", PERSON, Reason.SPELLING),
    ("Oskar", PERSON, "Oskar Renn", PERSON, Reason.SURNAME),
    ("CSTO", BODY, "Collective Security Treaty Organization", EntityType.IGO, Reason.ACRONYM),
    ("ECOWAS", BODY, "Economic Community of West African States", BODY, Reason.ACRONYM),
    ("PAC", BODY, "Patriot Coal", COMPANY, Reason.LETTERS),
    ("Arlen Council", BODY, "City of Arlen Council", BODY, Reason.SHORTER),
    ("Veridio Inc", COMPANY, "Veridio", COMPANY, Reason.SPELLING),
    ("Veridio", COMPANY, "Veridio Labs", COMPANY, Reason.SHORTER),
    ("Defence Ministry", BODY, "Ministry of Defense", EntityType.GOVERNMENT, Reason.SPELLING),
    ("Houthi", GROUP, "Houthis", BODY, Reason.SPELLING),
    ("the Arlen Council", BODY, "Arlen Council", BODY, Reason.SAME_WORDS),
    ("Veridio", PERSON, "Veridio", COMPANY, Reason.TWO_TYPES),
    ("Tokayev", THING, "Kassym-Jomart Tokayev", PERSON, Reason.SURNAME),
    ("Gambia", COUNTRY, "the Gambia", COUNTRY, Reason.SAME_WORDS),
]

UNLIKE = [
    ("Niger", COUNTRY, "Nigeria", COUNTRY),
    ("Kharkiv", PLACE, "Kharkov Oblast", PLACE),
    ("Tarsk", PLACE, "Tarsky", PLACE),
    ("Vallan", PLACE, "Wallan", PLACE),
    ("Mario Rossi", PERSON, "Maria Rossi", PERSON),
    ("Anna Lind", PERSON, "Eva Lind", PERSON),
    ("George W. Bush", PERSON, "George H. W. Bush", PERSON),
    ("Bank of England", BODY, "Bank of Japan", BODY),
    ("Arlen", PLACE, "Arlen Council", BODY),
    ("Renn", PERSON, "Renn Industries", COMPANY),
    ("UN", BODY, "Union", BODY),
    ("R", THING, "R-La.", BODY),
    ("Ran", PERSON, "Paul Ryan", PERSON),
    ("Arlen River", BODY, "National Museum of Arlen River Culture", BODY),
    ("World Health Organization", BODY, "World Trade Organization", BODY),
]


def test_names_that_may_be_one_are_found_with_the_reason() -> None:
    for name, kind, other, other_kind, reason in ALIKE:
        a, b = Named(name, kind), Named(other, other_kind)
        assert (name, other, likeness(a, b)) == (name, other, reason)
        assert likeness(b, a) is reason


def test_names_that_are_not_one_are_not_proposed() -> None:
    for name, kind, other, other_kind in UNLIKE:
        assert likeness(Named(name, kind), Named(other, other_kind)) is None, (name, other)


def test_identifiers_speak_before_names() -> None:
    one, two = Named("Arlen", PERSON, same_as=("Q1",)), Named("Arlen", PERSON, same_as=("Q2",))
    assert likeness(one, two) is None
    assert likeness(one, Named("Somebody else", PERSON, same_as=("Q1",))) is Reason.SAME_ID


def articles() -> list[Extraction]:
    """Two articles that name the same people and bodies differently."""
    first = Author("Oskar Renn, minister of Varnia, met Lidia Marsh. Niger voted.", outlet="Gazette")
    second = Author("Minister of Varnia Renn thanked Lidia Marsh. Nigeria voted. Sund fell.", outlet="Herald")
    for author, name, verb in ((first, "Oskar Renn", "meet"), (second, "Renn", "thank")):
        renn, marsh = author.entity(name, PERSON), author.entity("Lidia Marsh", PERSON)
        varnia = author.entity("Varnia", COUNTRY)
        words = author.document.text.partition(".")[0]
        author.says(author.participant(name, renn), verb, author.participant("Lidia Marsh", marsh), evidence=words)
        evidence = Evidence(author.document.id, 0, len(words), words, "by-hand")
        author.memberships.append(Membership(renn, "minister", varnia, evidence))
    first.entity("Niger", COUNTRY)
    second.entity("Nigeria", COUNTRY)
    second.entity("Sund", PERSON)
    third = Author("Sund rose.")
    third.entity("Sund", BODY)
    return [first.extraction(), second.extraction(), third.extraction()]


@pytest.fixture
def store() -> Store:
    store = Store.memory()
    store.add_all(articles())
    return store


def test_a_proposal_tells_what_both_share_and_where_each_is_named(store: Store) -> None:
    renn, sund = find_duplicates(store)
    assert (renn.other.entity.name, renn.kept.entity.name, renn.reason) == ("Renn", "Oskar Renn", Reason.SURNAME)
    assert renn.evidence == (
        "both are minister of Varnia",
        "both appear with Lidia Marsh",
        "Minister of Varnia »Renn« thanked Lidia Marsh. Nigeria voted. …",
        "»Oskar Renn«, minister of Varnia, met Lidia Marsh. …",
    )
    assert renn.score == 0.68
    assert sund.reason is Reason.TWO_TYPES


def test_documents_that_name_both_speak_against_it() -> None:
    store = Store.memory()
    a = Author("Oskar Renn met Renn.")
    a.entity("Oskar Renn", PERSON)
    a.entity("Renn", PERSON, words="Renn.")
    store.add(a.extraction())
    [proposal] = find_duplicates(store)
    assert proposal.score == 0.35
    assert "1 document names both and keeps them apart" in proposal.evidence


def test_a_short_name_that_fits_several_says_so(store: Store) -> None:
    a = Author("Eva Renn sang.")
    a.entity("Eva Renn", PERSON)
    store.add(a.extraction())
    found = [p for p in find_duplicates(store) if p.reason is Reason.SURNAME]
    assert [p.kept.entity.name for p in found] == ["Oskar Renn", "Eva Renn"]
    assert all("Renn fits 2 entities" in p.evidence for p in found)


def test_of_several_that_are_alike_among_themselves_one_is_proposed() -> None:
    store = Store.memory()
    names = [("Donald Renn", 3), ("Donald J. Renn", 1), ("Renn", 1), ("Eva Renn", 1)]
    for name, times in names:
        for number in range(times):
            a = Author(f"{name} sang {number}.")
            a.entity(name, PERSON)
            store.add(a.extraction())
    found = [(p.other.entity.name, p.kept.entity.name, p.score) for p in find_duplicates(store)]
    assert found == [
        ("Donald J. Renn", "Donald Renn", 0.65),
        ("Renn", "Donald Renn", 0.3),
        ("Renn", "Eva Renn", 0.3),
    ]


def test_what_is_decided_is_not_proposed_again(store: Store) -> None:
    for table in (
        "[[distinct]]\nentities = ['Renn', 'Oskar Renn']\n",
        "[[merge]]\nentities = ['Renn']\ninto = 'Oskar Renn'\n",
    ):
        assert [p.reason for p in find_duplicates(store, Corrections.parse(table))] == [Reason.TWO_TYPES]


def test_types_and_scores_limit_what_is_proposed(store: Store) -> None:
    assert [p.reason for p in find_duplicates(store, kinds=frozenset({PERSON}))] == [Reason.SURNAME]
    assert [p.reason for p in find_duplicates(store, least=0.6)] == [Reason.SURNAME]


def test_all_proposals_together_are_a_file_that_does_what_it_says(store: Store) -> None:
    a = Author("Eva Renn sang.")
    a.entity("Eva Renn", PERSON)
    store.add(a.extraction())
    text = "\n".join("\n".join(table) for table in generate_tables(find_duplicates(store)))
    corrections = Corrections.parse(text)
    after = Store.memory()
    after.add_all([corrections.apply(extraction) for extraction in [*articles(), a.extraction()]])
    assert find_duplicates(after, corrections) == []
    labels = {row["n"].value for row in after.query("SELECT ?n { ?e ng:named true ; rdfs:label ?n }")}  # type: ignore[union-attr]
    assert labels == {"Oskar Renn", "Eva Renn", "Lidia Marsh", "Varnia", "Niger", "Nigeria", "Sund"}
    assert "# [[merge]]" in text, "the second of two that a name fits is a comment"


_NAMED = st.builds(
    Named,
    st.sampled_from([name for pair in (*ALIKE, *UNLIKE) for name in (pair[0], pair[2])]),
    st.sampled_from(EntityType),
    st.lists(st.sampled_from(["Renn", "CSTO", "Arlen"]), max_size=1).map(tuple),
)


@given(st.lists(_NAMED, min_size=2, max_size=5))
def test_likeness_is_symmetric_and_what_is_alike_shares_a_key_or_a_word(several: list[Named]) -> None:
    from newsgraph.duplicates import _pairs
    from newsgraph.graph.model import Entity

    entities = {str(n): Entity(one.name, one.type, aliases=one.aliases) for n, one in enumerate(several)}
    found = {(a, b): reason for a, b, reason in _pairs(entities)}
    for (i, a), (k, b) in combinations(enumerate(several), 2):
        assert likeness(a, b) is likeness(b, a)
        assert found.get((str(i), str(k))) is likeness(a, b), (a, b)


def test_only_a_bare_name_is_compared_by_first_name() -> None:
    acronyms: frozenset[str] = frozenset()
    full = dict(keys(Named("Oskar Renn", PERSON), acronyms))
    bare = dict(keys(Named("Oskar", PERSON), acronyms))
    assert [meet(key, full[key], bare[key]) for key in full.keys() & bare.keys()] == [True]
    assert not meet("first oskr", False, False)


# tables as text


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_any_name_survives_the_table(name: str, remark: str) -> None:
    lines = generate_table("rename", {"entity": name, "to": "x", "type": None}, remarks=[remark])
    table = tomllib.loads("\n".join(lines))["rename"][0]
    expected = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in name)
    assert table == {"entity": expected, "to": "x"}
    assert "\n" not in comment(remark)
    assert quoted(name).count("\n") == 0


def test_tables_are_added_once_and_the_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "news.corrections.toml"
    table = list(generate_table("link", {"entity": "A", "id": "Q1"}, remarks=["sure"]))
    off = list(generate_table("link", {"entity": "B", "id": "Q2"}, off=True))
    assert add_tables(path, [table, off]) == 2
    first = path.read_text(encoding="utf-8")
    path.write_text(first + "\n# mine\n[[distinct]]\nentities = ['C', 'D']", encoding="utf-8")
    assert add_tables(path, [table, off]) == 0
    assert add_tables(path, [generate_table("link", {"entity": "B", "id": "Q3"})]) == 1
    text = path.read_text(encoding="utf-8")
    assert text.startswith(first)
    assert "# mine\n" in text
    assert [link.identifiers for link in Corrections.load(path).links] == [("Q1",), ("Q3",)]
    path.write_text("[[nonsense]]\n", encoding="utf-8")
    with pytest.raises(CorrectionsError):
        add_tables(path, [table])
    assert path.read_text(encoding="utf-8") == "[[nonsense]]\n"


# the command


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("duplicates") / "news.store"
    with Store.open(folder) as opened:
        opened.add_all(articles())
    return folder


def test_the_command_prints_a_table_json_or_tables_of_corrections(folder: Path) -> None:
    table = run("duplicates", str(folder))
    assert table.returncode == 0, table.stderr
    assert "Oskar Renn" in table.stdout
    assert "2 proposals" in table.stderr
    records = json.loads(run("duplicates", str(folder), "--format", "json", "--type", "person").stdout)
    assert [record["correction"] for record in records] == [{"merge": {"entities": ["Renn"], "into": "Oskar Renn"}}]
    text = run("duplicates", str(folder), "--format", "toml").stdout
    assert Corrections.parse(text).changes
    beside = folder.with_name("news.corrections.toml")
    beside.write_text(text, encoding="utf-8")
    try:
        assert "0 proposals" in run("duplicates", str(folder)).stderr
    finally:
        beside.unlink()


def test_the_command_says_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    assert run("duplicates", str(folder), "--type", "Persn").returncode == 2
    assert run("duplicates", str(folder), "--corrections", str(tmp_path / "none.toml")).returncode == 2
    bad = tmp_path / "bad.toml"
    bad.write_text("[[merge]]\n", encoding="utf-8")
    done = run("duplicates", str(folder), "--corrections", str(bad))
    assert (done.returncode, f"{bad}:1: [[merge]]: lacks 'entities'" in done.stderr) == (1, True)
    assert run("duplicates", str(tmp_path / "no.store")).returncode == 1
