"""Event types: what the table says, what it must not say, and how events are coded with their polarity."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path
from typing import TYPE_CHECKING

import pytest

from newsgraph.extractors.event_table import noun_set, rows_by_lemma
from newsgraph.extractors.events import coded_class, type_clauses
from newsgraph.extractors.parse import join_docs, shadow
from newsgraph.extractors.pipeline import read_document
from newsgraph.extractors.reading import Clause, Reading, Section, Slot
from newsgraph.graph.model import Certainty, Document, Polarity, StatementKind, Timeframe
from newsgraph.graph.vocabulary import plover_classes, related_classes

if TYPE_CHECKING:
    from spacy.language import Language


def read(nlp: Language, text: str) -> Reading:
    parse = join_docs(text, [nlp(shadow(text))], [0])
    return read_document(Document(text), [Section("body", 0, len(text), 0)], parse)


def types(nlp: Language, text: str) -> dict[str, str | None]:
    """Lemma of each clause -> its class."""
    return {c.lemma: c.event_type for c in read(nlp, text).clauses}


@pytest.mark.parametrize(
    ("text", "lemma", "expected"),
    [
        # one example of each class
        ("The alliance agreed to share the costs.", "agree", "AGREE"),
        ("The two sides signed a trade agreement.", "sign", "AGREE"),
        ("The envoys held talks in Geneva.", "hold", "CONSULT"),
        ("The king received the ambassador.", "receive", "CONSULT"),
        ("The premier praised the rescuers.", "praise", "SUPPORT"),
        ("The ministry apologised to the family.", "apologise", "SUPPORT"),
        ("The junta released three journalists.", "release", "CONCEDE"),
        ("The jury acquitted the general.", "acquit", "CONCEDE"),
        ("The union lifted the sanctions on the bank.", "lift", "CONCEDE"),
        ("Officials shared intelligence with their allies.", "share", "COOPERATE"),
        ("The agency sent food to the camp.", "send", "AID"),
        ("Fishermen rescued the passengers.", "rescue", "AID"),
        ("The army withdrew its troops from the valley.", "withdraw", "RETREAT"),
        ("The mayor urged residents to leave.", "urge", "REQUEST"),
        ("The groups called on the court to act.", "call", "REQUEST"),
        ("The opposition accused the police of fraud.", "accuse", "ACCUSE"),
        ("The regulator investigated the bank.", "investigate", "ACCUSE"),
        ("The cabinet rejected the proposal.", "reject", "REJECT"),
        ("The firm refused to pay the ransom.", "refuse", "REJECT"),
        ("The rebels threatened to shell the port.", "threaten", "THREATEN"),
        ("Teachers staged a protest outside parliament.", "stage", "PROTEST"),
        ("The council imposed sanctions on the bank.", "impose", "SANCTION"),
        ("The ministry expelled two diplomats.", "expel", "SANCTION"),
        ("The court convicted the banker.", "convict", "SANCTION"),
        ("The general placed his troops on alert.", "place", "MOBILIZE"),
        ("Police arrested the editor.", "arrest", "COERCE"),
        ("The governor imposed a curfew.", "impose", "COERCE"),
        ("The rebels fired rockets at the convoy.", "fire", "ASSAULT"),
        ("Gunmen abducted four engineers.", "abduct", "ASSAULT"),
    ],
)
def test_a_clause_has_the_class_of_its_verb_and_arguments(nlp: Language, text: str, lemma: str, expected: str) -> None:
    assert types(nlp, text)[lemma] == expected


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("The minister said the talks were over.", "say"),
        ("The ministry confirmed the report.", "confirm"),
        ("The agency warned that prices would rise.", "warn"),
        ("The quake killed nine people.", "kill"),
        ("The event was well attended.", "attend"),
        ("Soldiers occupied the streets.", "occupy"),
        ("The trade war hurt the farmers.", "hurt"),
        ("You shoot yourself in the foot.", "shoot"),
        ("Doctors called him a fraud for promoting the pills.", "call"),
        ("Nine people were killed in a crash.", "kill"),
        ("The disease hit the town.", "hit"),
        ("Shares fell on Monday.", "fall"),
        ("The firm released a statement.", "release"),
        ("The government declared a pandemic.", "declare"),
        ("The bank cut its rate.", "cut"),
        ("A court ordered the firm to delete the files.", "order"),
        ("The company launched a product.", "launch"),
        ("The firm met its target.", "meet"),
        ("The singer shot a video.", "shoot"),
        ("The programme allows parents to save money.", "allow"),
        ("The report suggests that prices will rise.", "suggest"),
        ("The firm offered discounts.", "offer"),
        ("The team released a record.", "release"),
        ("The candidate picked up two delegates.", "pick up"),
        ("The vaccine was made by a laboratory in Oslo.", "make"),
        ("The agency approved the vaccine.", "approve"),
        ("The premier conceded that prices had risen.", "concede"),
        ("The reporter asked the mayor what had happened.", "ask"),
        ("Divers recovered the bodies.", "recover"),
        ("Landslides blocked two roads.", "block"),
        ("The defendant pleaded not guilty.", "plead"),
        ("Lawyers questioned whether the tapes could be used.", "question"),
        ("The findings were thrown out.", "throw out"),
        ("They tried a new method.", "try"),
        ("The closure will reduce exports.", "reduce"),
        ("Divers cleared the harbour.", "clear"),
        ("The firm replaced the filters.", "replace"),
        ("The firm rebuilt the terminal.", "rebuild"),
        ("An explosion killed four dockers.", "kill"),
        ("The plant supplied carmakers.", "supply"),
        ("The pilot shut down the engine.", "shut down"),
        ("The candidate suspended her presidential campaign.", "suspend"),
        ("The band brought some glamour to the proceedings on the first night.", "bring"),
    ],
)
def test_what_is_no_political_event_has_no_class(nlp: Language, text: str, lemma: str) -> None:
    assert types(nlp, text)[lemma] is None


@pytest.mark.parametrize(
    ("one", "other", "lemma"),
    [
        ("The rebels struck a deal with the army.", "The rebels struck the village.", "strike"),
        ("The army withdrew its soldiers.", "The army withdrew its ambassador.", "withdraw"),
        ("The state retaliated with tariffs.", "The state retaliated with an air strike.", "retaliate"),
        ("The state sent food to the camp.", "The state sent tanks to the border.", "send"),
        ("The state suspended aid to the rebels.", "The state suspended the sanctions.", "suspend"),
        ("The ministry dismissed the allegation.", "The ministry dismissed the charges.", "dismiss"),
        ("The two armies exchanged fire.", "The two armies exchanged prisoners.", "exchange"),
        ("The union withdrew its soldiers.", "The union withdrew its peacekeepers.", "withdraw"),
        ("The nurses walked out.", "The envoys walked out of the talks.", "walk out"),
        ("The army sent two planes to the border.", "The army sent two planes with medicine.", "send"),
        ("The army sent helicopters to the border.", "The army sent helicopters to rescue the villagers.", "send"),
    ],
)
def test_the_object_decides_between_the_classes_of_a_verb(nlp: Language, one: str, other: str, lemma: str) -> None:
    first, second = types(nlp, one)[lemma], types(nlp, other)[lemma]
    assert first and second and first != second


@pytest.mark.parametrize(
    ("calm", "hostile", "lemma"),
    [
        (
            "A flood swept the valley. Two bridges were destroyed.",
            "Rebels raided the valley. Two bridges were destroyed.",
            "destroy",
        ),
        ("A bus crash shut the road. Two men were killed.", "A gunman shut the road. Two men were killed.", "kill"),
        (
            "An earthquake shook the town. The mayor declared a state of emergency.",
            "A riot shook the town. The mayor declared a state of emergency.",
            "declare",
        ),
    ],
)
def test_what_nobody_is_said_to_do_in_a_calamity_is_no_attack(
    nlp: Language, calm: str, hostile: str, lemma: str
) -> None:
    assert types(nlp, calm)[lemma] is None
    assert types(nlp, hostile)[lemma] in ("ASSAULT", "COERCE")


def test_of_two_rows_that_hold_the_more_specific_wins() -> None:
    rows = rows_by_lemma()["vow"]
    plain = next(k for k, row in enumerate(rows) if row.conditions and row.conditions[0].complement)
    hostile = next(k for k, row in enumerate(rows) if row.conditions and "ASSAULT" in row.conditions[0].classes)
    assert hostile < plain
    ranks = [row.rank for row in rows]
    assert ranks == sorted(ranks)


def test_a_noun_is_looked_up_through_partitives_and_weak_heads(nlp: Language) -> None:
    assert types(nlp, "The army launched a series of attacks.")["launch"] == "ASSAULT"
    assert types(nlp, "The union approved an aid package.")["approve"] == "AID"
    assert types(nlp, "The prisoners began a hunger strike.")["begin"] == "PROTEST"


def test_a_set_phrase_has_a_class_whether_it_is_read_as_one_predicate_or_as_verb_and_noun(nlp: Language) -> None:
    assert "ASSAULT" in types(nlp, "The rebels opened fire on the convoy.").values()
    assert "PROTEST" in types(nlp, "The miners went on strike.").values()


def test_nominal_events_have_the_class_of_their_verb(nlp: Language) -> None:
    assert types(nlp, "The groups condemned the arrest of the editor.") == {"condemn": "ACCUSE", "arrest": "COERCE"}


@pytest.mark.parametrize(
    ("text", "lemma", "expected"),
    [
        ("The premier visited Paris.", "visit", "CONSULT"),
        ("The premier will visit Paris.", "visit", "AGREE"),
        ("The premier did not visit Paris.", "visit", "REJECT"),
        ("The army will attack the town.", "attack", "THREATEN"),
        ("The army did not attack the town.", "attack", None),
        ("The two sides signed a treaty.", "sign", "SUPPORT"),
        ("The mayor urged the army to attack the town.", "attack", None),
        ("The envoy said the army must leave the town.", "leave", "REQUEST"),
    ],
)
def test_event_data_codes_plans_and_refusals_apart(nlp: Language, text: str, lemma: str, expected: str | None) -> None:
    (clause,) = (c for c in read(nlp, text).clauses if c.lemma == lemma)
    assert coded_class(clause) == expected


def test_a_clause_built_by_hand_is_typed_without_a_model() -> None:
    from newsgraph.extractors.parse import Parse

    parse = Parse(
        "Rebels shelled a convoy",
        word="Rebels shelled a convoy".split(),
        lower="rebels shelled a convoy".split(),
        lemma="rebel shell a convoy".split(),
        tag="NNS VBD DT NN".split(),
        pos="NOUN VERB DET NOUN".split(),
        dep="nsubj ROOT det dobj".split(),
        head=[1, 1, 3, 1],
        start=[0, 7, 15, 17],
        end=[6, 14, 16, 23],
        sent=[0] * 4,
        para=[0] * 4,
    ).finish()
    reading = Reading(Document(parse.text), parse)
    shelling = Clause(1, "shell", Slot((0,), 0, 1), Slot((3,), 2, 4), [], StatementKind.EVENT, 0, 4, "verb")
    dancing = Clause(1, "dance", Slot((0,), 0, 1), None, [], StatementKind.EVENT, 0, 2, "verb")
    reading.clauses = [shelling, dancing]
    type_clauses(reading)
    assert (shelling.event_type, shelling.event_mode) == ("ASSAULT", "heavy-weapons")
    assert dancing.event_type is None
    shelling.polarity = Polarity.NEGATIVE
    assert coded_class(shelling) is None
    shelling.polarity, shelling.timeframe = Polarity.POSITIVE, Timeframe.FUTURE
    assert coded_class(shelling) == "THREATEN"
    shelling.certainty = Certainty.UNSPECIFIED
    assert coded_class(shelling) is None


def test_the_table_uses_known_classes_and_is_broad() -> None:
    rows = [(lemma, row) for lemma, found in rows_by_lemma().items() for row in found]
    assert len(rows) > 1500
    assert {row.result.name for _, row in rows} - {None} == set(plover_classes())
    assert all(lemma == lemma.strip().lower() and "_" not in lemma for lemma, _ in rows)


ROOTS = {
    "AGREE": ("03", "057"), "CONSULT": ("04",), "SUPPORT": ("05",), "COOPERATE": ("06", "0841"), "AID": ("07",), "CONCEDE": ("08",),
    "RETREAT": ("084", "087"), "REQUEST": ("02", "10"), "ACCUSE": ("09", "11"), "REJECT": ("12", "164"), "THREATEN": ("13",),
    "PROTEST": ("14",), "SANCTION": ("16", "116"), "MOBILIZE": ("15",), "COERCE": ("17", "191"), "ASSAULT": ("175", "18", "19", "20"),
}  # fmt: skip


def test_a_cameo_code_is_of_a_root_of_its_class() -> None:
    results = [row.result for found in rows_by_lemma().values() for row in found if row.result.cameo]
    assert len(results) > 1000
    for result in results:
        assert result.cameo and result.cameo.isdigit() and 3 <= len(result.cameo) <= 4
        assert result.name and result.cameo.startswith(ROOTS[result.name]), result


@pytest.mark.parametrize(
    ("text", "lemma", "code"),
    [
        ("Police arrested two men.", "arrest", "173"),
        ("The army shelled the town.", "shell", "194"),
        ("The court convicted the mayor.", "convict", "116"),
        ("The government declared martial law.", "declare", "1724"),
        ("The council vetoed the bill.", "veto", "129"),
        ("The president denied that police arrested two men.", "arrest", "173"),
        ("A gunman opened fire on the crowd.", "open", None),
        ("Militants attacked a village.", "attack", None),
        ("The club expelled a member.", "expel", None),
        ("The minister spoke on Monday.", "speak", None),
    ],
)
def test_a_clause_has_a_cameo_code_only_where_every_reading_has_it(
    nlp: Language, text: str, lemma: str, code: str | None
) -> None:
    assert [c.cameo for c in read(nlp, text).clauses if c.lemma == lemma] == [code]


def test_the_related_classes_of_relations_are_those_of_the_table() -> None:
    """After a change of the table: ``python tools/build_relation_classes.py``."""
    built = run_path(str(Path(__file__).parent.parent / "tools" / "build_relation_classes.py"))
    assert built["TARGET"].read_text("utf-8").splitlines() == list(built["generate_table"]())
    assert related_classes("arrest") == ("COERCE",)
    assert related_classes("rally") == ("PROTEST", "SUPPORT")
    assert related_classes("make") == related_classes("say") == ()


def test_an_unknown_noun_set_is_an_error() -> None:
    with pytest.raises(KeyError):
        noun_set("no such set")


def test_declining_to_concede_is_no_concession_and_withholding_no_rejection(nlp: Language) -> None:
    declined = read(nlp, "The chairman declined to concede.").clauses
    assert [c.event_type for c in declined if c.lemma == "concede"] == [None]
    assert types(nlp, "The party conceded on Monday.")["concede"] == "CONCEDE"
    assert types(nlp, "The prisoner was denied her medicine.")["deny"] is None
    assert types(nlp, "The minister denied the claim.")["deny"] == "REJECT"
