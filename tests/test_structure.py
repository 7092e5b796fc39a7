"""What the paragraphs of a document are, found before parsing; nothing is cut or moved."""

from __future__ import annotations

from itertools import pairwise

import pytest

from newsgraph.extractors.structure import divide
from newsgraph.graph.model import Document


def kinds(text: str) -> list[tuple[str, str]]:
    return [(s.kind, text[s.start : s.end]) for s in divide(Document(text))]


def test_headline_dateline_body_and_a_headline_of_another_article() -> None:
    text = (
        "Norway votes on fishing pact\n\n"
        "OSLO, May 3 (NWX) — The parliament met on Friday.\n\n"
        "Iceland: ministers reject whaling ban\n\n"
        "The vote is due next week."
    )
    assert kinds(text) == [
        ("headline", "Norway votes on fishing pact"),
        ("dateline", "OSLO, May 3 (NWX) — "),
        ("body", "The parliament met on Friday."),
        ("related_headline", "Iceland: ministers reject whaling ban"),
        ("body", "The vote is due next week."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Roe",
        "Friday, May 3, 2024",
        "3 May 2024",
        "(Reporting by A. Roe; Editing by B. Doe)",
        "Image: Jane Roe.",
        "Photo by Jane Roe",
    ],
)
def test_bylines_dates_and_credits_are_not_parsed(line: str) -> None:
    assert (kinds(f"{line}\n\nThe parliament met.")) == [("meta", line), ("body", "The parliament met.")]


@pytest.mark.parametrize(
    "line",
    [
        "By Friday the army had left.",
        "Reporting is a craft.",
        "Photos showed the bridge in ruins.",
        "May did not resign.",
    ],
)
def test_sentences_that_begin_like_them_are_body(line: str) -> None:
    assert kinds(f"{line}\n\nThe parliament met.")[0] == ("body", line)


def test_a_dateline_stands_after_a_summary_under_a_heading_of_its_own() -> None:
    text = "Dam holds after a night of rain.\n\nABSTRACT.\n\nThe dam held.\n\nFULL TEXT.\n\nVALLAN - The dam held on Monday.\n\nLater.\n\nNATO - the alliance - spoke."
    assert [words for kind, words in kinds(text) if kind == "dateline"] == ["VALLAN - "]


@pytest.mark.parametrize(
    "dateline", ["KABUL (Pajhwok): ", "Tehran, March 15, IRNA - ", "THE HAGUE, Nov 20 (NWX) - ", "N'DJAMENA — "]
)
def test_a_dateline_is_cut_off_the_first_sentence(dateline: str) -> None:
    assert kinds(f"{dateline}The parliament met.") == [("dateline", dateline), ("body", "The parliament met.")]


@pytest.mark.parametrize("text", ["UN: the truce holds, envoy says again.", "Norway - the host - won."])
def test_a_speaker_or_an_aside_is_no_dateline(text: str) -> None:
    assert kinds(text) == [("body", text)]


def test_front_matter_is_kept_out_and_its_title_is_the_headline() -> None:
    text = "---\ntitle: Norway votes\noutlet: NWX\n---\nThe parliament met.\r\n\r\nIt voted."
    assert kinds(text) == [
        ("meta", "---\ntitle: Norway votes\noutlet: NWX\n---\n"),
        ("headline", "Norway votes"),
        ("body", "The parliament met."),
        ("body", "It voted."),
    ]


def test_hard_wrapped_lines_are_one_paragraph_and_long_lines_are_one_each() -> None:
    assert [k for k, _ in kinds("The parliament\nmet on\nFriday.")] == ["body"]
    assert [k for k, _ in kinds("The parliament met.\nIt voted.\nIt rose.")] == ["body", "body", "body"]


def test_a_paragraph_that_opens_a_quote_or_ends_in_a_colon_is_no_headline() -> None:
    assert kinds("He warned the council:")[0][0] == "body"
    assert kinds("“We will not pay the fine")[0][0] == "body"


def test_sections_are_in_order_and_do_not_overlap() -> None:
    text = "\ufeffNorway votes\r\n\r\nOSLO — The parliament met.\r\n\r\n\r\nIt voted."
    sections = divide(Document(text))
    assert all(a.end <= b.start for a, b in pairwise(sections))
    assert [s.paragraph for s in sections if s.paragraph is not None] == [0, 1, 2]


@pytest.mark.parametrize(
    "line",
    [
        "Share this article\nShare",
        "Read more:",
        "Scroll down for video",
        "ADVERTISEMENT",
        "Image copyright Getty Images",
        "(AP Photo/Jane Roe)",
        "Getty/Instagram.",
        "Last updated Friday, May 3, 2024 02:29PM EST",
        "Published Friday, May 3, 2024 01:51PM EST",
        "Follow Jane Roe on Twitter @janeroe",
    ],
)
def test_what_a_page_prints_around_its_article_is_not_parsed(line: str) -> None:
    assert kinds(f"The parliament met.\n\n{line}\n\nIt voted.")[1] == ("meta", line)


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell.",
        "Published in 1998, the book sold well.",
        "More than ten people died.",
        "Video showed a fire.",
    ],
)
def test_sentences_that_begin_like_what_is_around_an_article_are_body(line: str) -> None:
    assert kinds(f"The parliament met.\n\n{line}\n\nIt voted.")[1] == ("body", line)


def test_the_credit_at_the_end_of_a_caption_is_kept_apart() -> None:
    text = "The parliament met.\n\nLawmakers leave the hall on Friday. (Photo: Jane Roe)\n\nA fire in Oslo.Source:Channel 9"
    assert kinds(text)[1:] == [
        ("body", "Lawmakers leave the hall on Friday."),
        ("meta", "(Photo: Jane Roe)"),
        ("body", "A fire in Oslo."),
        ("meta", "Source:Channel 9"),
    ]


def test_a_label_before_the_headline_of_another_article_is_no_part_of_it() -> None:
    text = "Norway votes on fishing pact\n\nThe parliament met.\n\nRELATED: Iceland rejects whaling ban\n\nIt voted."
    assert ("related_headline", "Iceland rejects whaling ban") in kinds(text)


def test_a_city_with_its_country_before_a_dash_is_a_dateline() -> None:
    assert kinds("Taipei, Taiwan — The festival opened on Friday.")[0] == ("dateline", "Taipei, Taiwan — ")
    assert kinds("Holm, Roe and Doe — all lawyers — left the party.")[0][0] == "body"
