"""Names from a GLiNER server: they take the place of the parser's, where their words stand where they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from model_servers import Reply, Server, gliner_server, serving
from spacy.language import Language

from newsgraph.extractors.choice import Choice
from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.pipeline import parse_documents, read_document, to_extraction
from newsgraph.extractors.registry import open_extractor
from newsgraph.extractors.service import ServiceError, SettingError
from newsgraph.graph.model import Document, EntityType, Extraction, Provenance

TEXT = "Vorland tightened its rules on Monday.\n\nA spokesman for Blue Harbour said that Vorland had asked for them."
DOCUMENT = Document(TEXT, location="rules.txt")


def choice(server: Server, folder: Path, **more: str) -> Choice:
    given = {"url": server.address, "answers": str(folder / "a.sqlite"), "run": "r", "backoff": "0.01", **more}
    return Choice("gliner", tuple(sorted(given.items())))


def finding(*names: tuple[str, str]) -> Any:
    """A model that finds these words, and says what they are."""

    def entities(text: str, labels: list[str]) -> list[dict[str, Any]]:
        found = [(text.find(words), words, label) for words, label in names]
        return [
            {"start": at, "end": at + len(words), "text": words, "label": label, "score": 0.9}
            for at, words, label in found
            if at >= 0
        ]

    return entities


def read(chosen: Choice, nlp: Language, document: Document = DOCUMENT) -> Extraction:
    extractor = open_extractor(chosen)
    assert extractor.prepare([document]) == {}
    ((_, sections, parse),) = parse_documents([document], nlp)
    provenance = Provenance("0", "m", extractor.label)
    return to_extraction(read_document(document, sections, parse, extractor.stages), provenance)


def types(extraction: Extraction) -> dict[str, EntityType]:
    return {entity.name: entity.type for entity in extraction.entities if entity.named}


def test_the_servers_names_decide_what_a_name_is(nlp: Language, tmp_path: Path) -> None:
    with gliner_server(finding(("Vorland", "company"), ("Blue Harbour", "company"))) as server:
        companies = types(read(choice(server, tmp_path), nlp))
    with gliner_server(finding(("Vorland", "person"), ("Blue Harbour", "building or facility"))) as server:
        others = types(read(choice(server, tmp_path, model="other"), nlp))
    assert companies["Vorland"] is EntityType.ORGANIZATION
    assert companies["Blue Harbour"].family is EntityType.ORGANIZATION
    assert others["Vorland"] is EntityType.PERSON
    assert others["Blue Harbour"] is EntityType.FACILITY


def test_it_is_asked_paragraph_by_paragraph_for_all_labels_and_once(nlp: Language, tmp_path: Path) -> None:
    with gliner_server(finding(("Vorland", "company"))) as server:
        first = read(choice(server, tmp_path), nlp)
        assert read(choice(server, tmp_path, run="again"), nlp) == first
    assert sorted(body["text"] for body in server.bodies) == sorted(TEXT.split("\n\n"))
    assert server.bodies[0]["labels"] == [row[0] for row in rows_of("gliner_labels.tsv")]
    assert 0 < server.bodies[0]["threshold"] < 1


def test_times_and_amounts_stay_those_of_the_parser(nlp: Language, tmp_path: Path) -> None:
    with gliner_server(finding(("Vorland", "company"))) as server:
        extraction = read(choice(server, tmp_path), nlp)
    assert any(s.time is not None and s.time.text == "Monday" for s in extraction.statements)


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        ({"start": 0, "end": 7, "text": "Vorlund", "label": "company"}, "its words do not stand there"),
        ({"start": 0, "end": 7_000, "text": "Vorland", "label": "company"}, "its place is not in the text"),
        ({"start": -7, "end": 0, "text": "", "label": "company"}, "its place is not in the text"),
        ({"start": True, "end": 7, "text": "Vorland", "label": "company"}, "its place is not in the text"),
        ({"start": 0, "end": 7, "text": "Vorland", "label": "<script>"}, "its label was not asked for"),
        ({"start": 0, "end": 7, "text": "Vorland"}, "its label was not asked for"),
        ("Vorland", "not an object"),
    ],
)
def test_a_name_that_does_not_hold_to_the_text_is_dropped_and_counted(
    nlp: Language, tmp_path: Path, entity: Any, reason: str
) -> None:
    good = {"start": 0, "end": 7, "text": "Vorland", "label": "company", "score": 0.8}
    with gliner_server(lambda text, labels: [entity, good, good] if text.startswith("Vorland") else []) as server:
        chosen = choice(server, tmp_path)
        extraction = read(chosen, nlp)
    assert types(extraction)["Vorland"] is EntityType.ORGANIZATION
    answers = open_extractor(chosen).answers
    assert answers is not None
    assert dict(answers.spending().tally) == {
        "questions asked": 2,
        "names kept": 1,
        f"dropped: {reason}": 1,
        "dropped: it overlaps another name": 1,
    }


@pytest.mark.parametrize("body", [[], {"entities": None}, {}, "no"])
def test_a_server_that_speaks_another_protocol_ends_it_all(tmp_path: Path, body: Any) -> None:
    with serving(lambda path, _: Reply(body)) as server, pytest.raises(ServiceError, match=r"gliner\.serve"):
        open_extractor(choice(server, tmp_path)).prepare([DOCUMENT])


def test_a_paragraph_it_refuses_costs_its_document_only(tmp_path: Path) -> None:
    with serving(lambda path, _: Reply({"detail": "too long"}, 422)) as server:
        failures = open_extractor(choice(server, tmp_path)).prepare([DOCUMENT])
    assert "too long" in failures[DOCUMENT.id].reason


def test_the_provenance_names_the_model_it_is_told_of(tmp_path: Path) -> None:
    with gliner_server(finding()) as server:
        label = open_extractor(choice(server, tmp_path, model="gliner_medium-v2.1")).label
    assert label.startswith("rules with names by gliner gliner_medium-v2.1 labels ")


def test_without_an_address_it_says_what_it_needs() -> None:
    with pytest.raises(SettingError, match="--gliner-url"):
        open_extractor(Choice("gliner"))


def test_a_server_that_floods_is_bounded(nlp: Language, tmp_path: Path) -> None:
    flood = [{"start": 0, "end": 7, "text": "Vorland", "label": "company"}] * 30_000
    with gliner_server(lambda text, labels: flood if text.startswith("Vorland") else []) as server:
        chosen = choice(server, tmp_path)
        assert types(read(chosen, nlp))["Vorland"] is EntityType.ORGANIZATION
    answers = open_extractor(chosen).answers
    assert answers is not None
    assert answers.spending().tally["dropped: more than a paragraph can hold"] == 29_000
