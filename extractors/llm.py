"""Statements from a language model behind an OpenAI-compatible server, held to the words of the text.

The model copies words; where they stand, whom they name and which predicate they are is found out here, by the same parse and
coreference as for the rules.  What cannot be found is dropped and counted.  Nothing the model writes is run, followed or
stored as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from newsgraph.errors import InputError
from newsgraph.extractors.answers import Answers, Budget
from newsgraph.extractors.asking import ask_all
from newsgraph.extractors.llm_prompt import answer_schema, messages, passages, prompt_version
from newsgraph.extractors.llm_statements import take_statements
from newsgraph.extractors.reading import Reading
from newsgraph.extractors.service import RefusedError, Service, ServiceError
from newsgraph.graph.model import Document, content_id

SEED = 7
LONGEST_ANSWER = 8_192
"""Tokens an answer may have."""

PARALLEL = 4
"""Requests under way at a time in one process."""

FORMS = ("json_schema", "json_object")
"""Ways to ask for JSON, best first; a server that knows neither is asked in words alone."""

_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.S)


class BudgetSpentError(InputError):
    """The budget was spent before this document was read."""


class AnswerError(InputError):
    """The model's answer for this document is not what was asked for."""


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A model of a server, and the file that remembers what it answered.  May be shared by threads."""

    service: Service
    model: str
    answers: Answers
    budget: Budget
    refused: set[str] = field(default_factory=set, compare=False)

    @property
    def label(self) -> str:
        """For the provenance: the model and the version of the prompt; the same on every machine."""
        return f"llm {self.model} prompt {prompt_version()}"

    def prepare(self, documents: Iterable[Document]) -> dict[str, InputError]:
        """Ask for all passages not known yet, several at a time; returns what failed, by document id.

        A document is read whole or not at all: when the budget does not reach for all of its passages it fails, and what
        was answered up to there is remembered for the next run.

        Raises:
            ServiceError: the server does not answer.
        """
        return ask_all(documents, passages, self._key, self._ask, self.answers, PARALLEL, reserve=self._reserve)

    def read(self, reading: Reading) -> None:
        """The stage: what the model stated of this document becomes its clauses.

        Raises:
            InputError: a passage was not answered, or not in the form asked for.
        """
        answered = []
        for span in passages(reading.document):
            content = self.answers.find(self._key(reading.document.text[span.start : span.end]))
            if content is None:
                raise self._spent(reading.document)
            answered.append((span, statements_in(content) or []))
        self.answers.count(take_statements(reading, answered))

    def _key(self, passage: str) -> str:
        return content_id("llm", self.model, prompt_version(), SEED, passage)

    def _reserve(self, document: Document) -> None:
        if not self.answers.may_ask(self.budget):
            raise self._spent(document)

    def _spent(self, document: Document) -> BudgetSpentError:
        location = document.location or document.id
        return BudgetSpentError(location, "not read: the budget is spent; run it again to go on (--llm-budget)")

    def _ask(self, document: Document, passage: str) -> str:
        """The answer about a passage; the first request is reserved already.  Asked once more when it is no JSON.

        Raises:
            InputError: the budget is spent, the answer is none, or the passage is refused.
            ServiceError: the server does not answer.
        """
        problem = ""
        for seed in (SEED, SEED + 1):
            if seed != SEED:
                self._reserve(document)
            content, finish = self._complete(document, passage, seed)
            if statements_in(content) is not None:
                return content.encode("utf-8", "replace").decode("utf-8")
            problem = "was cut off" if finish == "length" else "is not the JSON asked for"
        location = document.location or document.id
        raise AnswerError(location, f"the answer of the model {problem}, twice; another model may do better")

    def _complete(self, document: Document, passage: str, seed: int) -> tuple[str, str | None]:
        """Content and finish reason of one completion.

        What this server has refused before (a form of answer, a parameter) is left out.
        """
        while True:
            wishes = {name: wish for name, wish in _wishes(seed).items() if name not in self.refused}
            form = next((wishes[name] for name in FORMS if name in wishes), None)
            request = {"model": self.model, "messages": messages(passage), "stream": False}
            request |= {name: wish for name, wish in wishes.items() if name not in FORMS}
            try:
                answer = self.service.post("/chat/completions", request | ({"response_format": form} if form else {}))
            except RefusedError as error:
                if error.status not in (400, 413, 422, 501):
                    raise
                blamed = self._blamed(error.said.lower(), form)
                if blamed is None:
                    raise AnswerError(document.location or document.id, f"the server refuses it: {error}") from error
                self.refused.add(blamed)
                self._reserve(document)
                continue
            content, finish, tokens = _opened(answer, self.service.url)
            self.answers.spend(tokens if tokens is not None else (len(passage) + len(content)) // 4)
            return content, finish

    def _blamed(self, said: str, form: Any) -> str | None:
        """The wish that a server's words refuse, by its name; None for anything else."""
        if form is not None and ("format" in said or "schema" in said):
            return str(form["type"])
        return next(
            (name for name in ("max_tokens", "temperature", "seed") if name in said and name not in self.refused), None
        )


def _wishes(seed: int) -> dict[str, Any]:
    """What a server is asked for beside an answer: parameters, and ways to give JSON, best first."""
    schema = {"name": "statements", "strict": True, "schema": answer_schema()}
    return {
        "temperature": 0,
        "seed": seed,
        "max_tokens": LONGEST_ANSWER,
        "json_schema": {"type": "json_schema", "json_schema": schema},
        "json_object": {"type": "json_object"},
    }


def _opened(answer: Any, url: str) -> tuple[str, str | None, int | None]:
    """Content, finish reason and tokens of a chat completion."""
    try:
        choice = answer["choices"][0]
        content = choice["message"]["content"]
        finish = choice.get("finish_reason")
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise ServiceError(f"{url} does not answer as an OpenAI-compatible server does") from error
    usage = answer.get("usage")
    tokens = usage.get("total_tokens") if isinstance(usage, dict) else None
    known = isinstance(tokens, int) and not isinstance(tokens, bool) and tokens >= 0
    return (
        content if isinstance(content, str) else "",
        finish if isinstance(finish, str) else None,
        tokens if known else None,
    )


def statements_in(content: str) -> list[Any] | None:
    """The statements of an answer, unchecked; None when it is not of the form ``{"statements": [...]}``.

    Thoughts before the answer and a Markdown fence around it are passed over.
    """
    text = _THOUGHT.sub("", content)
    begin = text.find("{")
    if begin < 0:
        return None
    try:
        found, _ = json.JSONDecoder().raw_decode(text, begin)
    except (ValueError, RecursionError):
        return None
    statements = found.get("statements") if isinstance(found, dict) else None
    return statements if isinstance(statements, list) else None
