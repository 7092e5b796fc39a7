"""Which statements describe one event: each rule with example and counter-example, a suite of pairs, and the reasons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations, permutations
from pathlib import Path

import pytest
from spacy.language import Language

from newsgraph.extractors.event_happenings import find_happenings
from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.pipeline import extract_documents, parse_documents, read_document
from newsgraph.graph.event_classes import befalls_subject, noun_classes, verb_classes
from newsgraph.graph.event_clusters import clusters
from newsgraph.graph.event_coreference import EventMention
from newsgraph.graph.event_fillers import Agreement, Slot, compare
from newsgraph.graph.event_keys import CHAIN, chain_keys, event_keys, head_noun
from newsgraph.graph.model import Document, Extraction, Link, LinkKind, Provenance, Statement
from newsgraph.graph.store import Store

FIRST_DAY = date(2025, 3, 3)
DATA = Path(__file__).parent / "data"


def table(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


RULES = table(Path(__file__).parent.parent / "graph" / "data" / "event_rules.tsv")
PAIRS = table(DATA / "event_pairs.tsv")


def documents(text: str, number: int = 0) -> list[Document]:
    """The articles of a row: "‖ day" begins one of another outlet, "¶" ends a paragraph, the first may be a headline."""
    found = []
    for k, part in enumerate(text.split(" ‖ ")):
        day, words = (date.fromisoformat(part[:10]), part[11:]) if k else (FIRST_DAY, part)
        paragraphs = words.split(" ¶ ")
        headline = paragraphs[0] if len(paragraphs) > 1 and not paragraphs[0].endswith(".") else None
        found.append(Document("\n\n".join(paragraphs), headline, f"outlet {number}.{k}", published=day))
    return found


def at(articles: list[Extraction], word: str) -> list[Statement]:
    """The statements whose predicate word is the given one; "word#2" is its second occurrence over all articles."""
    word, _, number = word.partition("#")
    places = [(a, m.start()) for a in articles for m in re.finditer(rf"\b{re.escape(word)}\b", a.document.text)]
    article, place = places[int(number or 1) - 1]
    return [s for s in article.statements if any(e.trigger and e.trigger.start == place for e in s.evidence)]


def events(store: Store) -> dict[str, str]:
    """Statement IRI -> event IRI."""
    query = "PREFIX ng: <https://w3id.org/newsgraph/ns#> SELECT ?s ?e { GRAPH ?g { ?s ng:describes ?e } }"
    return {str(row["s"].value): str(row["e"].value) for row in store.query(query)}  # type: ignore[union-attr]


def joined(articles: list[Extraction], first: str, second: str) -> bool:
    with Store.memory() as store:
        store.add_all(articles)
        found = events(store)
        one, other = ({found[store.namespace.statement(s.id)] for s in at(articles, word)} for word in (first, second))
    return bool(one & other)


Read = Callable[[str], list[Extraction]]


@pytest.fixture(scope="module")
def read(nlp: Language) -> Read:
    return lambda text: list(extract_documents(documents(text), nlp, Provenance("test", "test", "test")))


def rules_between(articles: list[Extraction], first: str, second: str) -> set[str | None]:
    """Why the statements at two words are of one event, as ``newsgraph explain`` tells it."""
    with Store.memory() as store:
        store.add_all(articles)
        others = {store.namespace.statement(s.id) for s in at(articles, second)}
        return {
            companion.rule
            for statement in at(articles, first)
            for explanation in store.explain(statement.id)
            for companion in explanation.companions
            if companion.statement in others
        }


@pytest.mark.parametrize("row", RULES, ids=[row[0] for row in RULES])
def test_a_rule_joins_its_example_and_not_its_counter_example(read: Read, row: list[str]) -> None:
    rule, fact, example, first, second, counter, third, fourth = row
    assert fact.endswith(".")
    assert rules_between(read(example), first, second) == {rule}
    assert at(read(counter), third) and at(read(counter), fourth)
    assert not joined(read(counter), third, fourth)


@pytest.fixture(scope="module")
def judged(nlp: Language) -> list[tuple[str, bool | None]]:
    """Of each pair of the suite what it is and whether it is joined; None when a predicate was not read at all."""
    articles = [documents(row[3], number) for number, row in enumerate(PAIRS)]
    extractions = extract_documents([d for row in articles for d in row], nlp, Provenance("test", "test", "test"))
    found: list[tuple[str, bool | None]] = []
    for (verdict, first, second, _), row in zip(PAIRS, articles, strict=True):
        read = [next(extractions) for _ in row]
        known = at(read, first) and at(read, second)
        found.append((verdict, joined(read, first, second) if known else None))
    return found


def test_nothing_different_is_joined(judged: list[tuple[str, bool | None]]) -> None:
    wrong = [row for row, (verdict, same) in zip(PAIRS, judged, strict=True) if verdict == "different" and same]
    assert not wrong


def test_four_of_five_pairs_that_are_the_same_are_joined(judged: list[tuple[str, bool | None]]) -> None:
    same = [joined for verdict, joined in judged if verdict == "same"]
    assert sum(joined is True for joined in same) >= 0.8 * len(same)


def test_a_repeated_happening_keeps_where_and_why_it_was_joined(read: Read) -> None:
    [article] = read("Norland on Monday deployed 500 troops. Ostland called the deployment of the troops a threat.")
    [link] = [link for link in article.links if link.kind is LinkKind.SAME_EVENT]
    assert link.evidence is not None
    assert (link.evidence.quote, link.evidence.rule) == ("deployment", "event-nominal")


def test_a_condition_tells_of_no_event(read: Read) -> None:
    text = "Rebels shelled Wadi on Monday. The town will be evacuated if rebels shell Wadi."
    assert not joined(read(text), "shelled", "shell")


def test_the_order_of_articles_changes_no_byte(read: Read) -> None:
    articles = [
        article
        for text in (
            "Police arrested Ilka Brom on Monday. ‖ 2025-03-04 Ilka Brom was detained by police on Monday.",
            "Brom's party condemned the arrest of Ilka Brom. ‖ 2025-03-05 Norland denied that it arrested Ilka Brom.",
        )
        for article in read(text)
    ]
    texts = set()
    for order in permutations(articles):
        with Store.memory() as store:
            for article in order:
                store.add(article)
            texts.add("\n".join(sorted(str(quad) for quad in store.inner)))
    assert len(texts) == 1


def test_a_removed_article_leaves_no_trace_in_events(read: Read) -> None:
    first, second = read("Pavel Orlik resigned on Monday. ‖ 2025-03-04 Pavel Orlik quit on Monday.")
    with Store.memory() as alone, Store.memory() as store:
        alone.add(first)
        store.add_all([first, second])
        assert len(set(events(store).values())) == 1
        store.remove(second.document.id)
        assert events(store) == events(alone)


def test_keys_hold_for_named_participants_and_a_fortnight(read: Read) -> None:
    def keys(text: str, day: date) -> set[str]:
        [article] = read(text)
        named = frozenset(entity.id for entity in article.entities if entity.named)
        document = Document(article.document.text, published=day)
        return set(event_keys(article.statements[0], document, named))

    known = keys("Norland sent Omar Diallo home.", date(2025, 3, 3))
    assert known & keys("Norland dispatched Omar Diallo.", date(2025, 3, 10))
    assert not known & keys("Norland dispatched Omar Diallo.", date(2025, 6, 10))
    assert not known & keys("Norland dispatched Jana Holt.", date(2025, 3, 3)) - known
    unnamed = keys("Soldiers sent villagers home.", date(2025, 3, 3))
    assert unnamed & keys("Soldiers dispatched villagers.", date(2025, 3, 3))
    assert not unnamed & keys("Soldiers dispatched medicine.", date(2025, 3, 3))


def test_chains_are_closed_over_links() -> None:
    def link(a: str, b: str, kind: LinkKind = LinkKind.SAME_EVENT) -> Link:
        return Link(a, kind, b)

    keys = chain_keys([link("c", "b"), link("b", "a"), link("e", "d"), link("f", "a", LinkKind.CAUSES)])
    assert keys == {"a": CHAIN + "a", "b": CHAIN + "a", "c": CHAIN + "a", "d": CHAIN + "d", "e": CHAIN + "d"}
    assert chain_keys([]) == {}


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("the explosion at the port of Wadi", "explosion"),
        ("Finance Minister Pavel Orlik", "orlik"),
        ("“peacekeeping forces”", "forces"),
        ("", ""),
        ("of", "of"),
    ],
)
def test_the_head_noun_stands_before_the_first_preposition(text: str, head: str) -> None:
    assert head_noun(text) == head


def test_classes_hold_verbs_and_nouns_of_one_happening() -> None:
    assert verb_classes("die", None) & verb_classes("kill", None) & noun_classes("death toll")
    assert not verb_classes("hold", None) & verb_classes("arrest", None)
    assert verb_classes("hold", "COERCE") & verb_classes("arrest", "COERCE")
    assert verb_classes("unheard-of", None) == {"=unheard-of"}
    assert verb_classes("say", None) == noun_classes("table") == frozenset()
    assert befalls_subject("die") and not befalls_subject("kill")


def happenings(nlp: Language, text: str) -> Iterator[tuple[str, frozenset[str]]]:
    [parsed] = parse_documents([Document(text)], nlp)
    reading = read_document(*parsed)
    for happening in find_happenings(reading):
        yield reading.parse.lower[happening.token], happening.names


def test_a_light_verb_leaves_what_happens_to_its_noun(nlp: Language) -> None:
    assert dict(happenings(nlp, "Rebels launched a wave of attacks on Wadi."))["launched"] & noun_classes("attack")
    assert "kill" in dict(happenings(nlp, "The blast left four people dead."))["left"]
    assert "kill" not in dict(happenings(nlp, "The envoy left the city."))["left"]


def test_every_support_verb_says_where_its_noun_stands() -> None:
    for verb, places, why in rows_of("support_verbs.tsv"):
        assert verb and set(places.split()) <= {"subject", "object"} and why in ("phase", "light")


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        ("Banker Ivo Lask", "Ivo Lask", Agreement.MATCH),
        ("the trade treaty", "a treaty", Agreement.MATCH),
        ("the premier of Norland", "the premier of Ostland", Agreement.CONFLICT),
        ("Ostland's parliament", "Norland's parliament", Agreement.CONFLICT),
        ("$228 million", "$235 million", Agreement.CONFLICT),
        ("14", "fourteen people", Agreement.UNKNOWN),
        ("they", "the soldiers", Agreement.UNKNOWN),
        ("", "the soldiers", Agreement.UNKNOWN),
        ("the bridge", "the dam", Agreement.CONFLICT),
    ],
)
def test_fillers_agree_by_head_noun_and_name(one: str, other: str, agreement: Agreement) -> None:
    assert compare(Slot(text=one), Slot(text=other)) is agreement
    assert compare(Slot(text=other), Slot(text=one)) is agreement


def test_fillers_agree_by_entity_before_words() -> None:
    ostland, norland = frozenset({"x/id/ostland"}), frozenset({"x/id/norland"})
    assert compare(Slot(ostland, ostland, "Ostland"), Slot(ostland, ostland, "the country")) is Agreement.MATCH
    assert compare(Slot(ostland, ostland, "the country"), Slot(norland, norland, "the country")) is Agreement.CONFLICT


def test_a_chain_is_not_divided_and_what_contradicts_is(read: Read) -> None:
    text = (
        "Sabotage caused fire ¶ Saboteurs from Ostland caused the fire at the port of Wadi, Norland said. ‖ 2025-03-04 "
        "Ostland denied that its agents caused the fire at the port of Wadi in Norland."
    )
    articles = read(text)
    assert joined(articles, "caused", "caused#2")
    assert joined(articles, "caused#2", "caused#3")
    assert joined(articles, "caused", "caused#3")


def test_clusters_do_not_depend_on_the_order_of_links(read: Read) -> None:
    articles = [
        read(f"Police arrested {name} on Monday.")[0]
        for name in ("Ilka Brom", "Ilka Brom in Tarsa", "Josef Brom", "a man")
    ]
    with Store.memory() as store:
        store.add_all(articles)
        records = [
            next(one.statement for one in store.explain(s.id))
            for a in articles
            for s in a.statements
            if s.predicate == "arrest"
        ]
    mentions = {record.iri: EventMention(record, FIRST_DAY) for record in records}
    links = list(combinations(sorted(mentions), 2))
    groups = {tuple(sorted(map(tuple, clusters(mentions, order)))) for order in permutations(links)}
    assert len(groups) == 1
    assert sorted(key for group in groups.pop() for key in group) == sorted(mentions)
    assert list(clusters({}, [])) == []


def test_a_headline_neither_supports_nor_contradicts_its_own_article(read: Read) -> None:
    def kinds(text: str) -> set[str]:
        with Store.memory() as store:
            store.add_all(read(text))
            query = f"SELECT ?p {{ GRAPH <{store.namespace.graph('links')}> {{ ?a ?p ?b }} }}"
            return {str(row["p"].value).rpartition("#")[2] for row in store.query(query)}  # type: ignore[union-attr]

    lead = "Police arrested Ilka Brom on Monday, a prosecutor said."
    assert kinds(f"Radio: Police arrest Ilka Brom ¶ {lead}") == set()
    assert kinds(f"Police arrested Ilka Brom on Monday, her lawyer said. ‖ 2025-03-04 {lead}") == {"supports"}


def test_gold_pairs_are_found_and_no_two_gold_texts_share_an_event(shared: Path) -> None:
    from benchmarks.event_pairs import measure, summary

    pairs, across = measure(shared / "gold")
    found = summary(pairs)
    assert found["F1"] >= 0.6
    assert found["precision"] >= 0.85
    assert across == 0
