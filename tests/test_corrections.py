"""Corrections by hand: the file, what becomes of an extraction, and that nothing is left behind."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.errors import NewsgraphError
from newsgraph.graph.correction_matches import unmatched
from newsgraph.graph.corrections import Corrections, CorrectionsError, corrections_path
from newsgraph.graph.model import (
    AttributionMode,
    AttributionSpan,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    LinkKind,
    Membership,
    Mention,
    MentionKind,
    Participant,
    Quote,
    Span,
    Statement,
    StaticFact,
)
from newsgraph.graph.store import Store

sys.path.insert(0, str(Path(__file__).parent))
from extraction_cases import Author, extractions, troops

PERSON, COMPANY = EntityType.PERSON, EntityType.COMPANY


def corrected(extraction: Extraction, text: str) -> Extraction:
    return Corrections.parse(text).apply(extraction)


def names(extraction: Extraction) -> list[str]:
    return [entity.name for entity in extraction.entities]


def references(extraction: Extraction) -> Iterator[str]:
    """Every id of an entity that something in the extraction refers to."""
    for entity in extraction.entities:
        yield from entity.members
    for statement in extraction.statements:
        for participant in participants(statement):
            yield from participant.entities
        for link in statement.attribution:
            yield from link.holders
    for quote in extraction.quotes:
        yield from quote.speakers
    for found in extraction.attributions:
        yield from found.holders
    for membership in extraction.memberships:
        yield membership.person
        yield from filter(None, [membership.organization])
    for fact in extraction.facts:
        yield fact.subject
        if fact.object_is_entity:
            yield fact.object


def participants(statement: Statement) -> list[Participant]:
    found = (statement.subject, statement.object, statement.place, *(a.filler for a in statement.arguments))
    return [participant for participant in found if participant is not None]


# the file


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[merge]\n", "f.toml: not TOML: "),
        ("a = " + "[" * 100_000, "nested too deeply"),
        ("a = " + "9" * 10_000, "not TOML: "),
        ("\n\n[[merg]]\ninto = 'A'\n", "unknown table [[merg]]; did you mean 'merge'?"),
        ("[merge]\nentities = ['A']\ninto = 'B'\n", "write [[merge]] with two brackets"),
        ("# names\n[[merge]]\nentities = ['A']\n", "f.toml:2: [[merge]]: lacks 'into'"),
        ("[[merge]]\nentities = 'A'\ninto = 'B'\n", "f.toml:1: [[merge]]: entities must be a list of strings"),
        ("[[merge]]\nentities = ['A', 3]\ninto = 'B'\n", "entities must be a list of strings"),
        ("[[merge]]\nentities = []\ninto = 'B'\n", "entities needs a name or more"),
        ("[[merge]]\nentities = ['B']\ninto = 'B'\n", "merges an entity with itself"),
        ("[[rename]]\nentity = 'A'\nto = ' '\n", "to is empty"),
        ("[[rename]]\nentity = 'A'\nto = 'B'\ntyp = 'Person'\n", "unknown key 'typ'; did you mean 'type'?"),
        ("[[retype]]\nentity = 'A'\nto = 'Persn'\n", "unknown type 'Persn'; did you mean 'Person'?"),
        ("[[split]]\nentity = 'A'\nto = 'B'\n", "say with 'names' or 'documents' which mentions are meant"),
        ("[[link]]\nentity = 'A'\n", "lacks 'id'"),
        ("[[link]]\nentity = 'A'\nid = 'q2866'\n", "[[link]]: 'q2866': a Wikidata id is written Q2866"),
        ("[[link]]\nentity = 'A'\nid = 'Q 1'\n", "an id is one word"),
        ("[[link]]\nentity = 'A'\nid = 'https://a/<b>'\n", "an address cannot hold such characters"),
        ("[[distinct]]\nentities = ['A', 'A']\n", "entities needs two names or more"),
        (
            "[[rename]]\nentity = 'A'\nto = 'B'\n[[rename]]\nentity = 'a'\nto = 'C'\n",
            "f.toml:4: [[rename]]: 'a' is given the name B and the name C (see line 1)",
        ),
        (
            "[[rename]]\nentity = 'A'\nto = 'B'\n[[merge]]\nentities = ['b']\ninto = 'A'\n",
            "comes back to its own name in a circle",
        ),
        (
            "[[merge]]\nentities = ['A']\ninto = 'B'\n[[distinct]]\nentities = ['B', 'A']\n",
            "[[distinct]] keeps the two apart",
        ),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_why(text: str, expected: str) -> None:
    with pytest.raises(CorrectionsError) as failure:
        Corrections.parse(text, "f.toml")
    assert expected in str(failure.value)
    assert str(failure.value).startswith("f.toml")
    assert isinstance(failure.value, NewsgraphError)


def test_an_id_cannot_come_back_to_its_name_either() -> None:
    there = Entity("Anna", PERSON).id
    with pytest.raises(CorrectionsError, match="circle"):
        Corrections.parse(f"[[rename]]\nentity = '{there}'\nto = 'Eva'\n[[rename]]\nentity = 'Eva'\nto = 'Anna'\n")


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorrectionsError, match=r"none\.toml: cannot be read"):
        Corrections.load(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"# caf\xe9")
    with pytest.raises(CorrectionsError, match="not UTF-8 at byte 5"):
        Corrections.load(tmp_path / "bad.toml")


def test_corrections_lie_beside_the_store() -> None:
    assert corrections_path(Path("a/news.store")) == Path("a/news.corrections.toml")
    assert corrections_path(Path("graph")) == Path("graph.corrections.toml")


def test_the_fingerprint_is_of_what_changes_not_of_how_it_is_written() -> None:
    one = Corrections.parse("[[rename]]\nentity = 'A'\nto = 'B'\n[[retype]]\nentity = 'C'\nto = 'Person'\n")
    other = Corrections.parse(
        "# why\n[[distinct]]\nentities = ['X', 'Y']\n[[retype]]\nentity = 'C'\nto = 'Person'\nnote = 'seen'\n"
        "[[rename]]\nentity = 'a'\nto = 'B'\n"
    )
    assert one.fingerprint == other.fingerprint
    assert Corrections.parse("[[distinct]]\nentities = ['X', 'Y']\n").fingerprint == ""
    assert Corrections.parse("[[rename]]\nentity = 'A'\nto = 'C'\n").fingerprint != one.fingerprint
    copy = pickle.loads(pickle.dumps(one))
    assert (copy, copy.fingerprint) == (one, one.fingerprint)
    assert copy.apply(troops()) == troops()


# merge, rename, retype, link


def test_what_matches_nothing_changes_nothing() -> None:
    before = troops()
    assert corrected(before, "[[rename]]\nentity = 'Nobody'\nto = 'Somebody'\n") is before
    assert corrected(before, "[[rename]]\nentity = 'Vera Dahl'\nto = 'V'\ntype = 'Country'\n") is before
    assert corrected(before, "[[rename]]\nentity = 'Vera Dahl'\nto = 'V'\ndocuments = ['other']\n") is before
    assert corrected(before, "[[rename]]\nentity = 'troops'\nto = 'V'\n") is before, "a description has no name"


def test_a_renamed_entity_is_followed_into_statements_inside_statements() -> None:
    before = troops()
    after = corrected(before, "[[rename]]\nentity = 'vera dahl'\nto = 'Vera K. Dahl'\n")
    dahl = next(entity for entity in after.entities if entity.name == "Vera K. Dahl")
    old = next(entity for entity in before.entities if entity.name == "Vera Dahl")
    assert (dahl.aliases, dahl.mentions, dahl.read_as) == (("Dahl", "Vera Dahl"), old.mentions, (old.id,))
    fired, deny = (next(s for s in after.statements if s.predicate == p) for p in ("fire on", "deny"))
    assert fired.holders == (dahl.id,)
    assert deny.subject and deny.subject.entities == (dahl.id,)
    assert deny.object and deny.object.statement == fired.id
    assert old.id not in {*references(after)}


def test_two_names_of_one_become_one_with_everything_said_of_both() -> None:
    a = Author("Tokaev met Renn. Kasym-Jomart Tokayev thanked Renn, Tokaev said. The two agreed.")
    one = a.entity("Tokaev", EntityType.THING)
    two = a.entity("Kasym-Jomart Tokayev", PERSON, aliases=("Tokayev",))
    renn = a.entity("Renn", PERSON)
    a.entities["g"] = Entity("The two", EntityType.GROUP, False, "x", members=(one, two, renn))
    first = a.says(a.participant("Tokaev", one), "meet", a.participant("Renn", renn), evidence="Tokaev met Renn")
    second = a.says(
        a.participant("Kasym-Jomart Tokayev", two),
        "meet",
        a.participant("Renn", renn),
        evidence="Kasym-Jomart Tokayev thanked Renn",
    )
    third = a.says(
        a.participant("Tokaev", one), "thank", a.participant("Renn", renn), by=[two], evidence="thanked Renn"
    )
    a.link(first, LinkKind.PRECEDES, third)
    a.link(first, LinkKind.SUPPORTS, second)
    words = Evidence(a.document.id, 0, 6, "Tokaev", "by-hand")
    a.facts += [
        StaticFact(one, "also", two, words, object_is_entity=True),
        StaticFact(one, "nationality", "Kazakh", words),
        StaticFact(two, "nationality", "Kazakh", words),
    ]
    a.memberships.append(Membership(one, "president", None, words))
    after = corrected(
        a.extraction(),
        "[[merge]]\nentities = ['Tokaev', 'Kasym-Jomart Tokayev']\ninto = 'Kassym-Jomart Tokayev'\ninto_type = 'Person'\n",
    )
    merged = after.entities[0]
    assert names(after) == ["Kassym-Jomart Tokayev", "Renn", "The two"]
    assert merged.id == Entity("Kassym-Jomart Tokayev", PERSON).id
    assert set(merged.aliases) == {"Tokaev", "Kasym-Jomart Tokayev", "Tokayev"}
    assert [m.span.start for m in merged.mentions] == sorted(m.span.start for m in merged.mentions)
    assert set(merged.read_as) == {one, two}
    assert after.entities[2].members == (merged.id, renn)
    meet, thank = after.statements
    assert [evidence.quote for evidence in meet.evidence] == ["Tokaev met Renn", "Kasym-Jomart Tokayev thanked Renn"]
    assert thank.holders == (merged.id,)
    assert [(link.source, link.kind, link.target) for link in after.links] == [(meet.id, LinkKind.PRECEDES, thank.id)]
    assert [fact.predicate for fact in after.facts] == ["nationality"]
    assert after.memberships[0].person == merged.id


def test_a_retyped_company_is_the_one_other_documents_know() -> None:
    a = Author("Veridio fell.")
    a.entity("Veridio", PERSON)
    after = corrected(a.extraction(), "[[retype]]\nentity = 'Veridio'\nto = 'Company'\n")
    assert after.entities[0].id == Entity("Veridio", EntityType.ORGANIZATION).id
    assert after.entities[0].type is COMPANY


def test_corrections_go_on_from_one_another_whatever_their_order() -> None:
    a = Author("ACME fell.")
    a.entity("ACME", PERSON)
    text = [
        "[[rename]]\nentity = 'Acme Corp'\nto = 'Acme Corporation'\ntype = 'Organization'\n",
        "[[merge]]\nentities = ['Acme']\ninto = 'Acme Corp'\ninto_type = 'Company'\n",
        "[[link]]\nentity = 'Acme'\nid = 'Q1'\n",
        "[[link]]\nentity = 'Acme Corporation'\nids = ['https://example.org/acme']\n",
    ]
    for tables in (text, text[::-1]):
        [entity] = corrected(a.extraction(), "".join(tables)).entities
        assert (entity.name, entity.type, entity.same_as) == (
            "Acme Corporation",
            COMPANY,
            ("Q1", "https://example.org/acme"),
        )


def test_the_more_exact_correction_counts() -> None:
    a = Author("Jordan fell.")
    a.entity("Jordan", PERSON)
    everywhere = "[[rename]]\nentity = 'Jordan'\nto = 'Michael Jordan'\n"
    here = f"[[rename]]\nentity = 'Jordan'\nto = 'Jordan'\ndocuments = ['https://example.org/doc/{a.document.id}']\n"
    assert names(corrected(a.extraction(), everywhere)) == ["Michael Jordan"]
    assert names(corrected(a.extraction(), everywhere + here)) == ["Jordan"]


def test_a_description_is_named_by_its_id() -> None:
    before = troops()
    officials = next(entity for entity in before.entities if entity.anonymous)
    after = corrected(before, f"[[rename]]\nentity = '{officials.id}'\nto = 'Arlen police'\n")
    police = next(entity for entity in after.entities if entity.name == "Arlen police")
    assert (police.named, police.anonymous, police.scope) == (True, False, None)
    assert police.id == Entity("Arlen police", officials.type).id
    assert police.id in {h for s in after.statements for h in s.holders}


def test_a_link_can_replace_what_the_reading_found() -> None:
    a = Author("Georgia voted.")
    georgia = a.entity("Georgia", EntityType.COUNTRY)
    a.entities[georgia] = replace(a.entities[georgia], same_as=("Q230",))
    table = "[[link]]\nentity = 'Georgia'\nid = 'Q1428'\n"
    assert corrected(a.extraction(), table).entities[0].same_as == ("Q230", "Q1428")
    assert corrected(a.extraction(), table + "replace = true\n").entities[0].same_as == ("Q1428",)


# split

SISTERS = "Anna Lind spoke. She left. Eva Lind's car burned, and she wept. Anna Lind and Eva Lind met."


def sisters() -> Extraction:
    """An article about two people that were read as one."""
    a = Author(SISTERS)
    spans = [("Anna Lind", 0), ("She", 17), ("Eva Lind's", 27), ("she", 54), ("Anna Lind", 64), ("Eva Lind", 78)]
    mentions = []
    for words, start in spans:
        assert SISTERS[start:].startswith(words)
        kind = MentionKind.PRONOUN if words.lower() == "she" else MentionKind.NAME
        mentions.append(Mention(Span(start, start + len(words)), kind))
    lind = Entity("Anna Lind", PERSON, aliases=("Eva Lind",), mentions=tuple(mentions))
    a.entities[lind.id] = lind
    cases = (
        ("Anna Lind", 0, "speak"),
        ("She", 17, "leave"),
        ("she", 54, "weep"),
        ("Anna Lind and Eva Lind", 64, "meet"),
    )
    for words, start, predicate in cases:
        participant = Participant(words, Span(start, start + len(words)), (lind.id,))
        a.says(participant, predicate, evidence=words)
    return replace(
        a.extraction(),
        quotes=(Quote((Span(32, 42),), "direct", (lind.id,), Span(58, 62)),),
        attributions=(
            AttributionSpan(
                (Span(54, 57),), (Span(58, 62),), (Span(32, 42),), AttributionMode.DIRECT, "weep", (lind.id,)
            ),
        ),
    )


def test_two_people_read_as_one_come_apart_with_what_refers_to_each() -> None:
    after = corrected(sisters(), "[[split]]\nentity = 'Anna Lind'\nnames = ['Eva Lind']\nto = 'Eva Lind'\n")
    anna, eva = after.entities
    assert ((anna.name, anna.aliases), (eva.name, eva.aliases)) == (("Anna Lind", ()), ("Eva Lind", ()))
    assert [SISTERS[m.span.start : m.span.end] for m in anna.mentions] == ["Anna Lind", "She", "Anna Lind"]
    assert [SISTERS[m.span.start : m.span.end] for m in eva.mentions] == ["Eva Lind's", "she", "Eva Lind"]
    subjects = {s.predicate: s.subject.entities for s in after.statements if s.subject}
    assert subjects == {"speak": (anna.id,), "leave": (anna.id,), "weep": (eva.id,), "meet": (anna.id, eva.id)}
    assert after.quotes[0].speakers == after.attributions[0].holders == (eva.id,)


def test_a_namesake_in_one_article_is_somebody_else() -> None:
    before = sisters()
    here = f"[[split]]\nentity = 'Anna Lind'\ndocuments = ['{before.document.id}']\nto = 'Anna Lind (judge)'\n"
    after = corrected(before, here)
    assert names(after) == ["Anna Lind (judge)"]
    assert set(references(after)) == {after.entities[0].id}
    assert corrected(before, here.replace(before.document.id, "another")) is before


# whatever is read

_TABLES = st.lists(
    st.sampled_from(
        [
            "[[merge]]\nentities = ['Arlen', 'Union']\ninto = 'Arlen Union'\n",
            "[[merge]]\nentities = ['Vera Dahl', \"O'Brien & <Sons>\"]\ninto = 'Zoë “Z” Ü'\ninto_type = 'Company'\n",
            "[[rename]]\nentity = '名前'\nto = 'Name'\n",
            "[[retype]]\nentity = 'Name'\nto = 'Person'\n",
            "[[split]]\nentity = 'Union'\nnames = ['a', 'b']\nto = 'Arlen'\n",
            "[[link]]\nentity = 'Arlen'\nid = 'Q42'\n",
        ]
    ),
    unique=True,
)


@given(extractions(), _TABLES)
def test_everything_points_where_it_did_and_nothing_is_left_behind(before: Extraction, tables: list[str]) -> None:
    corrections = Corrections.parse("".join(tables))
    after = corrections.apply(before)
    assert after.document == before.document
    ids = {entity.id for entity in after.entities}
    assert len(ids) == len(after.entities)
    assert set(references(after)) <= ids
    assert {e for s in after.statements for e in s.evidence} == {e for s in before.statements for e in s.evidence}
    assert len({s.id for s in after.statements}) == len(after.statements)
    mentions = {m for entity in before.entities for m in entity.mentions}
    assert {m for entity in after.entities for m in entity.mentions} == mentions
    assert corrections.apply(after) == after
    assert corrections.apply(before) == after


def test_documents_that_name_one_thing_differently_share_it_in_the_store() -> None:
    first, second = Author("Tokaev flew."), Author("Tokayev flew on.")
    for author, name in ((first, "Tokaev"), (second, "Tokayev")):
        someone = author.entity(name, PERSON)
        author.says(author.participant(name, someone), "fly", evidence=f"{name} flew")
    corrections = Corrections.parse("[[merge]]\nentities = ['Tokaev']\ninto = 'Tokayev'\n")
    store = Store.memory()
    store.add_all([corrections.apply(author.extraction()) for author in (first, second)])
    assert store.stats().entities == 1
    found = store.query("SELECT ?name { ?e a ng:Person ; skos:altLabel ?name }")
    assert [solution["name"].value for solution in found] == ["Tokaev"]  # type: ignore[union-attr]


# what matched


def test_what_found_nothing_is_told_from_the_store_alone() -> None:
    corrections = Corrections.parse(
        "[[rename]]\nentity = 'Lind'\nto = 'Anna Lind'\n"
        "[[split]]\nentity = 'Anna Lind'\nnames = ['Eva Lind']\nto = 'Eva Lind'\n"
        "[[split]]\nentity = 'Anna Lind'\nnames = ['Ida Lind']\nto = 'Ida Lind'\n"
        "[[link]]\nentity = 'Eva Lind'\nid = 'my:7'\n"
        "[[retype]]\nentity = 'Arlen'\nto = 'Country'\n"
        "[[rename]]\nentity = 'Vera Dahl'\nto = 'Vera K. Dahl'\ndocuments = ['https://example.org/1']\n"
        "[[merge]]\nentities = ['Union', 'Nobody']\ninto = 'The Union'\ndocuments = ['https://example.org/1']\n",
        "f.toml",
    )
    lind = sisters()
    read = replace(lind, entities=tuple(replace(entity, name="Lind") for entity in lind.entities))
    old, new = lind.entities[0].id, read.entities[0].id
    read = Corrections.parse(f"[[rename]]\nentity = '{old}'\nto = 'Lind'\n").apply(lind)
    assert {*references(read)} == {new}
    news = replace(troops(), document=replace(troops().document, url="https://example.org/1"))
    store = Store.memory()
    store.add_all([corrections.apply(read), corrections.apply(news)])
    assert list(unmatched(store, corrections)) == [
        "f.toml:8: [[split]]: nothing was found for 'Anna Lind' written 'ida lind'",
        "f.toml:22: [[merge]]: nothing was found for 'Nobody' in https://example.org/1",
    ]
    found = store.query("SELECT ?id { ?e rdfs:label 'Eva Lind' ; schema:identifier ?id }")
    assert [solution["id"].value for solution in found] == ["my:7"]  # type: ignore[union-attr]
