"""Names from GLiNER, a small model for named entities, behind its own HTTP server; everything else is read by the rules.

The protocol is that of ``python -m gliner.serve``: ``{"text", "labels", "threshold", "flat_ner", "multi_label"}`` in,
``{"entities": [{"start", "end", "text", "label", "score"}]}`` out.  A name counts only where its words stand where it says.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from newsgraph.errors import InputError
from newsgraph.extractors import structure
from newsgraph.extractors.answers import Answers
from newsgraph.extractors.asking import ask_all
from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.reading import Reading
from newsgraph.extractors.service import RefusedError, Service, ServiceError
from newsgraph.graph.model import Document, Span, content_id

THRESHOLD = 0.5
"""Score from which a name counts."""

PARALLEL = 8
"""Requests under way at a time in one process; the server puts them together."""

MOST_NAMES = 1_000
"""Names of one paragraph that are looked at."""

KEPT = "names kept"


@dataclass(frozen=True, slots=True)
class NameFinder:
    """A GLiNER server; ``model`` names what it serves, for the provenance, as the server does not tell."""

    service: Service
    model: str
    answers: Answers

    @property
    def label(self) -> str:
        """For the provenance: the model, and what it was asked for."""
        return f"rules with names by gliner {self.model} labels {content_id(*sorted(_labels().items()), THRESHOLD)[:8]}"

    def prepare(self, documents: Iterable[Document]) -> dict[str, InputError]:
        """Ask about all paragraphs not known yet, several at a time; returns what failed, by document id.

        Raises:
            ServiceError: the server does not answer.
        """
        return ask_all(documents, _paragraphs, self._key, self._ask, self.answers, PARALLEL)

    def read(self, reading: Reading) -> None:
        """The stage: GLiNER's names take the place of those the parser's model found; its times and amounts stay.

        Raises:
            InputError: a paragraph was not answered.
        """
        tally: Counter[str] = Counter()
        names: list[tuple[int, int, str]] = []
        for span in _paragraphs(reading.document):
            content = self.answers.find(self._key(reading.document.text[span.start : span.end]))
            if content is None:
                raise InputError(reading.document.location or reading.document.id, "GLiNER was not asked about it")
            names += _names(reading, span, json.loads(content), tally)
        kinds = set(_labels().values())
        taken = {i for a, b, _ in names for i in range(a, b)}
        others = [e for e in reading.parse.ents if e[2] not in kinds and not any(i in taken for i in range(e[0], e[1]))]
        reading.parse.ents = sorted([*names, *others])
        self.answers.count(tally)

    def _key(self, words: str) -> str:
        return content_id("gliner", self.label, words)

    def _ask(self, document: Document, words: str) -> str:
        request = {
            "text": words,
            "labels": list(_labels()),
            "threshold": THRESHOLD,
            "flat_ner": True,
            "multi_label": False,
        }
        try:
            answer = self.service.post("", request)
        except RefusedError as error:
            if error.status in (400, 413, 422):
                raise InputError(document.location or document.id, f"GLiNER refuses it: {error}") from error
            raise
        entities = answer.get("entities") if isinstance(answer, dict) else None
        if not isinstance(entities, list):
            raise ServiceError(f"{self.service.url} does not answer as gliner.serve does")
        return json.dumps(entities, ensure_ascii=True)


def _labels() -> dict[str, str]:
    """What is asked for -> label of the parser's model."""
    return {row[0]: row[1] for row in rows_of("gliner_labels.tsv")}


def _paragraphs(document: Document) -> list[Span]:
    return [Span(s.start, s.end) for s in structure.divide(document) if s.paragraph is not None]


def _names(reading: Reading, paragraph: Span, entities: list[Any], tally: Counter[str]) -> list[tuple[int, int, str]]:
    """The names of one paragraph as token ranges, not overlapping, in text order."""
    labels = _labels()
    text = reading.document.text[paragraph.start : paragraph.end]
    found: list[tuple[int, int, str]] = []
    tally["dropped: more than a paragraph can hold"] += len(entities[MOST_NAMES:])
    for entity in entities[:MOST_NAMES]:
        reason = _fault(entity, text, labels)
        if reason is not None:
            tally[f"dropped: {reason}"] += 1
            continue
        tokens = reading.parse.tokens_in(paragraph.start + entity["start"], paragraph.start + entity["end"])
        if not tokens or any(a < tokens.stop and tokens.start < b for a, b, _ in found):
            tally["dropped: it overlaps another name"] += 1
            continue
        found.append((tokens.start, tokens.stop, labels[entity["label"]]))
        tally[KEPT] += 1
    return sorted(found)


def _fault(entity: Any, text: str, labels: dict[str, str]) -> str | None:
    """Why an entity does not count; None when it does."""
    if not isinstance(entity, dict):
        return "not an object"
    start, end, words, label = (entity.get(name) for name in ("start", "end", "text", "label"))
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        return "its place is not in the text"
    if text[start:end] != words:
        return "its words do not stand there"
    if not isinstance(label, str) or label not in labels:
        return "its label was not asked for"
    return None
