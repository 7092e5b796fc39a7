"""Attribution frames: who says what.  Every rule has an example and a counter-example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsgraph import extract_all
from newsgraph.extractors.pipeline import STAGES, parse_documents, read_document
from newsgraph.extractors.reading import Frame, Reading
from newsgraph.graph.model import AttributionMode, Document

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

_STAGES = tuple(stage for stage in STAGES if stage.name in ("quotes", "attribution"))


def _read(nlp: Language, text: str) -> Reading:
    ((document, sections, parse),) = parse_documents([Document(text)], nlp)
    return read_document(document, sections, parse, _STAGES)


def _words(reading: Reading, ranges: tuple[tuple[int, int], ...]) -> str:
    return " | ".join(reading.parse.slice(a, b) for a, b in ranges)


def _told(nlp: Language, text: str) -> list[tuple[str, str | None, str]]:
    """Source, lemma and content of each frame."""
    reading = _read(nlp, text)
    return [(_words(reading, f.source), f.lemma, _words(reading, f.content)) for f in reading.frames]


def _only(nlp: Language, text: str) -> Frame:
    (frame,) = _read(nlp, text).frames
    return frame


@pytest.mark.parametrize(
    ("text", "source", "lemma", "content"),
    [
        # clause-after-cue
        ("The minister said the bridge was safe and the road would reopen.", "The minister", "say", "the bridge was safe and the road would reopen"),
        ("The minister said that the bridge was safe and that the road would reopen.", "The minister", "say", "that the bridge was safe and that the road would reopen"),
        ("Critics fear the rules will be ignored.", "Critics", "fear", "the rules will be ignored"),
        ("The poll shows that most people are happy.", "The poll", "show", "that most people are happy"),
        ("Krumins had informed the president he would resign.", "Krumins", "inform", "he would resign"),
        ("The president urged that both sides lay down their arms.", "The president", "urge", "that both sides lay down their arms"),
        # clause-before-cue, parenthesis, sentence-final-cue, as-clause
        ("Ten people died, the ministry said.", "the ministry", "say", "Ten people died"),
        ("Holt issued a statement saying the bank had lost the money.", "Holt", "say", "the bank had lost the money"),
        ("Marsh read a statement saying the bank had lost the money.", "a statement", "say", "the bank had lost the money"),
        ("Holt has made it clear that the bank has lost the money.", "Holt", "make clear", "that the bank has lost the money"),
        ("The bridge, the minister told reporters in Riga on Monday, fell in the night.", "the minister", "tell", "The bridge | fell in the night"),
        ("The bridge, Holt alleges in a lawsuit filed on Monday, fell in the night.", "Holt", "allege", "The bridge | fell in the night"),
        ("The bridge, the minister said, was safe.", "the minister", "say", "The bridge | was safe"),
        ("As the minister noted, the plan is dead.", "the minister", "note", "the plan is dead"),
        # according-to
        ("Rebels killed 40 people and burned a market, according to the UN.", "the UN", "according to", "Rebels killed 40 people and burned a market"),
        ("According to two officials familiar with the talks, the deal is dead.", "two officials familiar with the talks", "according to", "the deal is dead"),
        ("In the view of many economists, rates will fall.", "many economists", "in", "rates will fall"),
        # gerund, object, phrase
        ("The army denied firing first.", "The army", "deny", "firing first"),
        ("The minister ruled out a coalition with the far right.", "The minister", "rule out", "a coalition with the far right"),
        ("The union demanded higher wages.", "The union", "demand", "higher wages"),
        ("The union called for a strike.", "The union", "call", "a strike"),
        ("She warned of a shortage.", "She", "warn", "a shortage"),
        # infinitives
        ("The president urged both sides to lay down their arms.", "The president", "urge", "both sides to lay down their arms"),
        ("The union called on the government to resign.", "The union", "call", "the government to resign"),
        ("The president decided to send troops.", "The president", "decide", "to send troops"),
        ("The company expects profits to fall.", "The company", "expect", "profits to fall"),
        # object and phrase, predicate
        ("Police accused the group of planting the bomb.", "Police", "accuse", "the group of planting the bomb"),
        ("The mayor described the plan as a disaster.", "The mayor", "describe", "the plan as a disaster"),
        ("The mayor described the plan as serious but under control.", "The mayor", "describe", "the plan as serious but under control"),
        ("The paper blamed the government for the crisis.", "The paper", "blame", "the government for the crisis"),
        ("The paper blamed the crisis on the government.", "The paper", "blame", "the crisis on the government"),
        ("Analysts put the figure at 40 billion euros.", "Analysts", "put", "the figure at 40 billion euros"),
        ("The mayor called the plan a disaster.", "The mayor", "call", "the plan a disaster"),
        # nouns and adjectives
        ("The ministry's claim that troops fired on the crowd was false.", "The ministry's", "claim", "that troops fired on the crowd"),
        ("Farmers voiced concern that prices would fall.", "Farmers", "concern", "that prices would fall"),
        ("She is confident that the talks will succeed.", "She", "confident", "that the talks will succeed"),
        ("A joint statement on the role of foreign troops was published.", "A joint statement", "statement", "the role of foreign troops"),
        ("Olga Petrov issued a warning of the ministry that the bridge was unsafe.", "Olga Petrov", "warning", "that the bridge was unsafe"),
        ("Police closed the office under the pretext that it was unsafe.", "Police", "pretext", "that it was unsafe"),
        ("The court banned the film on the grounds that it was obscene.", "The court", "ground", "that it was obscene"),
        # quotes
        ("“No,” he said.", "he", "say", "No"),
        ("The minister said: “We will stay. They broke the truce.”", "The minister", "say", "We will stay. They broke the truce"),
        ("“We will stay,” the minister said. “They broke the truce.”", "the minister", "say", "We will stay | They broke the truce"),
        ("“It is over,” Mr. Brown, who leads the union, told the BBC.", "Mr. Brown, who leads the union", "tell", "It is over"),
        ("“Are you leaving?” asked the guard.", "the guard", "ask", "Are you leaving"),
        ("“It is over,” read a statement from the union.", "a statement from the union", "read", "It is over"),
        ("“It is over,” according to Mr. Brown.", "Mr. Brown", "according to", "It is over"),
        ("The deal, he added, “will cost many lives in the end”.", "he", "add", "The deal | will cost many lives in the end"),
    ],
)  # fmt: skip
def test_a_construction_gives_its_frame(nlp: Language, text: str, source: str, lemma: str, content: str) -> None:
    assert (source, lemma, content) in _told(nlp, text)


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was safe and the road was open.",
        "As the minister spoke, protesters gathered outside.",
        "That said, the plan may work.",
        "This shows that the plan works.",
        "The pillars support the roof.",
        "There is no evidence that Iran supplied the drones.",
        "The so-called “peace zone” was shelled.",
        "The road leads to Riga according to plan B.",
        "The boy called his mother.",
        "Smith put the book on the table.",
        "The plan, the roof and the car were red.",
    ],
)
def test_what_nobody_says_makes_no_linking_frame(nlp: Language, text: str) -> None:
    reading = _read(nlp, text)
    assert [f for f in reading.frames if f.link and f.rule != "according-to"] == []


@pytest.mark.parametrize(
    ("text", "kind", "link", "negated"),
    [
        ("The minister said the bridge was safe.", "assertive", True, False),
        ("The army denied that its planes had bombed the market.", "negative", True, False),
        ("The minister did not rule out a coalition.", "negative", True, True),
        ("The minister confirmed that three people had been arrested.", "factive", True, False),
        ("Police accused the group of planting the bomb.", "accusation", True, False),
        ("The group was accused of planting the bomb.", "accusation", True, False),
        ("Investigators suspect that the fire was set.", "belief", True, False),
        ("The company expects profits to fall.", "expectation", True, False),
        ("The company is expected to cut jobs.", "expectation", False, False),
        ("She warned that prices would rise.", "predictive", True, False),
        ("The president urged both sides to stop.", "directive", True, False),
        ("The president vowed to fight on.", "commissive", False, False),
        ("The president condemned the attack.", "evaluative", False, False),
        ("He asked why the court had dropped the charges.", "question", True, False),
        ("The president has not said whom he will ask.", "assertive", False, True),
        ("Nobody expects the talks to succeed.", "expectation", False, True),
        ("The suspects reportedly fled to Spain.", "assertive", False, False),
    ],
)
def test_class_link_and_negation(nlp: Language, text: str, kind: str, link: bool, negated: bool) -> None:
    frame = _only(nlp, text)
    assert (frame.kind, frame.link, frame.negated) == (kind, link, negated)


def test_the_authors_relative_clause_is_not_attributed(nlp: Language) -> None:
    assert ("Witnesses", "say", "the gunman | fired twice") in _told(
        nlp, "Witnesses said the gunman, who wore a mask, fired twice."
    )


def test_a_noun_that_takes_up_the_statement_is_the_authors(nlp: Language) -> None:
    told = _told(nlp, "Environmental groups argue the dam will destroy the valley, a claim the company rejects.")
    assert ("Environmental groups", "argue", "the dam will destroy the valley") in told


def test_a_conjunct_with_its_own_cue_has_its_own_frame(nlp: Language) -> None:
    told = _told(nlp, "The minister said the plan was dead, and the union said it would strike.")
    assert ("The minister", "say", "the plan was dead") in told
    assert ("the union", "say", "it would strike") in told


def test_a_second_report_goes_on_with_the_first_source(nlp: Language) -> None:
    told = _told(nlp, "The prosecutor said that the men had bought weapons, and asked the court to jail them.")
    assert ("The prosecutor", "ask", "the court to jail them") in told
    assert ("The prosecutor", "say", "that the men had bought weapons") in told


def test_a_report_does_not_cross_a_semicolon(nlp: Language) -> None:
    told = _told(nlp, "Residents said they heard shots; police said the shots were fireworks.")
    assert ("police", "say", "the shots were fireworks") in told


def test_nested_reports_make_nested_frames(nlp: Language) -> None:
    reading = _read(nlp, "Keiss said Krumins had told the president he would resign.")
    outer, inner = sorted(reading.frames, key=lambda f: -f.size)
    assert inner.cue_head is not None and outer.covers(inner.cue_head)
    assert all(outer.covers(i) for a, b in inner.content for i in range(a, b))


def test_a_paper_that_reports_what_a_witness_said_is_the_outer_source(nlp: Language) -> None:
    told = _told(nlp, "A witness said the road was closed, according to the report.")
    assert ("the report", "according to", "A witness said the road was closed") in told
    assert ("A witness", "say", "the road was closed") in told


def test_a_cited_source_stands_inside_the_citing_one(nlp: Language) -> None:
    reading = _read(nlp, "The army is on alert, Yonhap reported, citing officials.")
    cited = next(f for f in reading.frames if f.rule == "citing-source")
    assert _words(reading, cited.source) == "officials"
    assert _words(reading, cited.content) == "The army is on alert"


def test_reasons_that_are_cited_are_content(nlp: Language) -> None:
    assert ("The bank", "cite", "higher tea exports") in _told(
        nlp, "The bank, citing higher tea exports, raised its forecast."
    )


def test_a_quote_is_direct_and_a_partial_quote_mixed(nlp: Language) -> None:
    assert _only(nlp, "“We will stay,” the minister said.").mode is AttributionMode.DIRECT
    assert _only(nlp, "The senator said it was “a mistake” to invade.").mode is AttributionMode.MIXED
    assert _only(nlp, "The senator said it was wrong to invade.").mode is AttributionMode.INDIRECT


def test_a_label_in_marks_inside_a_judgement_is_the_judges(nlp: Language) -> None:
    frame = _only(nlp, "The president condemned the “genocide” in the south.")
    assert frame.link and frame.kind == "evaluative"


def test_the_speaker_stands_outside_his_quote(nlp: Language) -> None:
    reading = _read(nlp, "“Smith said nothing to me,” Jones told the court. “Smith is a liar.”")
    spoken = next(f for f in reading.frames if f.mode is AttributionMode.DIRECT and f.lemma == "tell")
    assert _words(reading, spoken.source) == "Jones"


def test_i_and_we_in_a_quote_add_no_holder(nlp: Language) -> None:
    reading = _read(nlp, "“I think the deal is dead,” the minister said.")
    assert [f.link for f in reading.frames if f.lemma == "think"] == [False]


def test_a_quote_in_a_quote_has_its_own_speaker(nlp: Language) -> None:
    told = _told(nlp, "“He told me, ‘I will not go,’ and then he left,” she said.")
    assert ("He", "tell", "I will not go") in told


def test_an_uncued_quote_has_the_speaker_of_the_paragraph_before(nlp: Language) -> None:
    text = (
        "“We will stay,” the minister said.\n\n“They broke the truce. They did it twice.”\n\nThe rebels left the city."
    )
    assert ("the minister", None, "They broke the truce. They did it twice") in _told(nlp, text)


def test_an_uncued_quote_far_from_any_speaker_is_somebodys(nlp: Language) -> None:
    text = (
        "“We will stay,” the minister said.\n\nThe rebels left the city.\n\n“They broke the truce. They did it twice.”"
    )
    assert ("", None, "They broke the truce. They did it twice") in _told(nlp, text)
    (extraction,) = extract_all([Document(text)])
    (broken,) = [s for s in extraction.statements if s.predicate == "break"]
    assert not broken.asserted and [link.holders for link in broken.attribution] == [()]
    assert not any("truce" in text[a.start : a.end] for found in extraction.attributions for a in found.content)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The deal “looks out for the banks,” Sanders wrote. “The firm has robbed the town.”", "Sanders"),
        ("The voters are tired, Ana Holt said. “The firm has robbed the town.”", "Ana Holt"),
        ("The firm is late, according to Renn. “It has lost ten ships.”", "Renn"),
        ("Bystrom agreed. “The firm has robbed the town.”", "Bystrom"),
        ("Holt argued that the plan was dead.\n\n“The firm has robbed the town.”", "Holt"),
        ("Holt argued that the plan was dead.\n\n“The firm has robbed the town.” Ana Lopez, a blog", ""),
        ("Marsh left after Valk said it was late. “The firm has robbed the town.”", ""),
        ("The report was read out. “The firm has robbed the town.”", ""),
    ],
)
def test_an_uncued_quote_goes_on_with_the_report_before_it(nlp: Language, text: str, source: str) -> None:
    assert [s for s, _, content in _told(nlp, text) if content.startswith(("The firm has", "It has"))] == [source]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Sam Sola, a guest of the show “The Apprentice,” who went on to work there, said his boss was kind.",
            ("Sam Sola", "say", "his boss was kind"),
        ),
        ("“The boss was kind,” Sam Sola said, and he left the show.", ("Sam Sola", "say", "The boss was kind")),
        (
            "Byrne wrote the agents knew what to expect, adding, “They shout every day, and we learned to be fast.”",
            (
                "Byrne",
                "write",
                "the agents knew what to expect, adding, “They shout every day, and we learned to be fast",
            ),
        ),
    ],
)
def test_a_quote_takes_nothing_from_what_its_cue_reports_otherwise(
    nlp: Language, text: str, told: tuple[str, str, str]
) -> None:
    assert told in [(source.split(",")[0], lemma, content) for source, lemma, content in _told(nlp, text)]


@pytest.mark.parametrize("verb", ["started", "pressed", "reacted", "deadpanned"])
def test_what_stands_beside_a_quote_may_be_no_verb_of_saying_elsewhere(nlp: Language, verb: str) -> None:
    assert ("Hale", "They robbed us all") in [
        (s, c) for s, _, c in _told(nlp, f"“They robbed us all,” Hale {verb}. Marsh {verb} the engine.")
    ]


def test_a_quote_after_a_colon_may_open_the_next_paragraph(nlp: Language) -> None:
    text = "The minister said on Monday:\n\n“We will stay.\n\n“They broke the truce.”\n\nThe rebels left."
    reading = _read(nlp, text)
    (frame,) = [f for f in reading.frames if f.lemma == "say"]
    assert len(reading.quotes) == 1
    assert frame.quote == 0


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("Hale called Marsh “a liar of the old school”: “He sold the port to a friend of his.”", ["Marsh “a liar of the old school”: “He sold the port to a friend of his"]),
        ("Hale called Marsh: “He sold the port to a friend of his.”", ["He sold the port to a friend of his"]),
    ],
)  # fmt: skip
def test_a_judgement_before_a_colon_is_the_speakers_as_the_quote_is(
    nlp: Language, text: str, contents: list[str]
) -> None:
    assert [content for _, _, content in _told(nlp, text)] == contents


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Hale described the deal as a gift: “They will get what they wanted all along.”", True),
        ("Hale described the “smell of rain” in the port.", False),
    ],
)
def test_whole_sentences_in_marks_are_somebodys_words_whatever_the_verb(nlp: Language, text: str, link: bool) -> None:
    assert any(frame.link for frame in _read(nlp, text).frames) is link


def test_a_cue_before_a_colon_keeps_what_it_reports_itself(nlp: Language) -> None:
    text = "He fears that she is being denied her medicine:\n\nShe needs insulin twice a day. She has none.”"
    (content,) = [c for s, lemma, c in _told(nlp, text) if lemma == "fear"]
    assert "denied her medicine" in content and "insulin" in content


@pytest.mark.parametrize(
    ("headline", "source", "content"),
    [
        ("Minister: no talks this year", "Minister", "no talks this year"),
        ("No talks this year: minister", "minister", "No talks this year"),
        ("No talks this year, says minister", "minister", "No talks this year"),
        ("Three killed in blast, police say", "police", "Three killed in blast"),
        ("Central bank holds rates, says cut possible", "Central bank", "cut possible"),
    ],
)
def test_headlines_name_their_source_at_either_end(nlp: Language, headline: str, source: str, content: str) -> None:
    told = _told(nlp, f"{headline}\n\nThe road was closed on Monday and the bridge was opened.")
    assert (source, content) in [(s, c) for s, _, c in told]


@pytest.mark.parametrize("headline", ["Ukraine war: peace talks stall", "Exclusive: bank to cut 300 jobs"])
def test_topics_and_labels_of_headlines_are_no_sources(nlp: Language, headline: str) -> None:
    assert _told(nlp, f"{headline}\n\nThe road was closed on Monday and the bridge was opened.") == []


def test_the_credit_of_a_picture_links_nothing(nlp: Language) -> None:
    frame = _only(nlp, "The bridge was closed on Monday. Image: Jane Doe.")
    assert (frame.rule, frame.link) == ("picture-credit", False)


@pytest.mark.parametrize(
    "text", ["", ".", "Said.", "“” said", ": “", "according to", "According to.", "He said, she said, they said."]
)
def test_fragments_do_no_harm(nlp: Language, text: str) -> None:
    reading = _read(nlp, text)
    for frame in reading.frames:
        assert all(0 <= a < b <= len(reading.parse) for a, b in (*frame.content, *frame.source))


def test_polnear_and_gum_reach_their_targets(nlp: Language, shared: Path, root: Path) -> None:
    """A sample of the dev documents, so that the suite stays fast; `make quality` runs all."""
    import importlib.util
    import json
    import sys

    sys.path[:0] = [str(root), str(shared / "bench" / "score")]
    try:
        spec = importlib.util.spec_from_file_location(
            "attribution_score", shared / "bench" / "score" / "attribution.py"
        )
        assert spec is not None and spec.loader is not None
        score = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(score)
        from benchmarks.tasks.attribution import attributions
    finally:
        del sys.path[:2]
    lines = (shared / "bench" / "polnear" / "dev.jsonl").read_text(encoding="utf-8").splitlines()[::12]
    gold = [json.loads(line) for line in lines]
    parsed = parse_documents((Document(row["text"]) for row in gold), nlp)
    predicted = {
        row["doc"]: {"attributions": attributions(read_document(document, sections, parse, _STAGES))}
        for row, (document, sections, parse) in zip(gold, parsed, strict=True)
    }
    assert score.summary(score.evaluate(gold, predicted))["F1"] >= 0.58


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“The port is dead.” ― Ana Lopez", "Ana Lopez"),
        ("“The port is dead. We all left.” — Jorge Falk, 28, fisherman", "Jorge Falk"),
        ('"The port is dead."\xa0- Ana Lopez', "Ana Lopez"),
    ],
)
def test_a_dash_and_a_name_sign_the_quote_that_fills_the_line(nlp: Language, text: str, source: str) -> None:
    signed = [f for f in _read(nlp, text).frames if f.rule == "quote-signature"]
    assert [_words(_read(nlp, text), f.source) for f in signed] == [source]


@pytest.mark.parametrize(
    "text",
    [
        "“The port is dead” — the mayor had said so for years.",  # a clause, no name
        "The mayor called it “dead” — Ana Lopez",  # not a line of its own
        "“The port is dead.” The mayor left.",
    ],
)
def test_what_follows_a_dash_otherwise_signs_nothing(nlp: Language, text: str) -> None:
    assert not [f for f in _read(nlp, text).frames if f.rule == "quote-signature"]


def test_a_mark_before_a_tag_opens_a_turn_of_a_transcript(nlp: Language) -> None:
    text = '"WALLER: The port is closed today.\n\n"PRICE: The mayor closed it on Monday.\n'
    told = [(source, content) for source, _, content in _told(nlp, text)]
    assert told == [("WALLER", "The port is closed today"), ("PRICE", "The mayor closed it on Monday")]
    assert [s for s, _, _ in _told(nlp, '"We left," said Ana Price.')] == ["Ana Price"]


@pytest.mark.parametrize(
    ("other", "saying"),
    [
        ("The refugees claimed asylum.", "The group claimed responsibility."),
        ("The keeper conceded a penalty.", "The mayor conceded defeat."),
        ("The officer was denied entry.", "The officer denied guilt."),
        ("The study was supported by the Volta Foundation.", "The plan was supported by the mayor."),
        ("Police questioned the student.", "Police questioned the report."),
    ],
)
def test_some_objects_give_a_verb_of_saying_another_sense(nlp: Language, other: str, saying: str) -> None:
    assert not _read(nlp, other).frames
    assert _read(nlp, saying).frames
