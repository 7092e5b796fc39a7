"""The extractors by name: the rules, and those that ask a server as well.  All read the same parse and yield the same values.

An extractor is a list of stages, what it says of itself in the provenance, and what it does before a batch is read.  Others
are found under the entry-point group ``newsgraph.extractors``: a function from settings to :class:`Extractor`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path

from newsgraph.errors import InputError, UnknownNameError
from newsgraph.extractors.answers import Answers, Budget, default_path
from newsgraph.extractors.choice import RULES, Choice
from newsgraph.extractors.pipeline import STAGES, Stage, check_order
from newsgraph.extractors.service import Service, SettingError
from newsgraph.graph.model import Document

GROUP = "newsgraph.extractors"
LLM_KEY, GLINER_KEY = "NEWSGRAPH_LLM_KEY", "NEWSGRAPH_GLINER_KEY"


def nothing_to_prepare(documents: Sequence[Document]) -> Mapping[str, InputError]:
    """Reading these documents needs nothing but their texts."""
    return {}


@dataclass(frozen=True, slots=True)
class Extractor:
    """How documents are read: ``label`` goes into the provenance; ``prepare`` is called with each batch before its stages run.

    ``prepare`` returns the documents that cannot be read, by id, each with the reason.  ``answers`` is where it keeps what
    servers told it, if it asks any.
    """

    label: str
    stages: tuple[Stage, ...]
    prepare: Callable[[Sequence[Document]], Mapping[str, InputError]] = nothing_to_prepare
    answers: Answers | None = None


def _rules(settings: Mapping[str, str]) -> Extractor:
    return Extractor("rules", STAGES)


def _llm(settings: Mapping[str, str]) -> Extractor:
    from newsgraph.extractors.llm import LanguageModel

    service = _service(settings, "llm", LLM_KEY)
    budget = Budget(_number(settings, "requests"), _number(settings, "tokens"))
    model = LanguageModel(service, _needed(settings, "model", "llm"), _answers(settings), budget)
    stage = Stage(
        "llm",
        frozenset("parse sections frames times referent clauses".split()),
        frozenset(("clauses", "frames", "discourse")),
        model.read,
    )
    refined = tuple(known for known in STAGES if known.name == "places")
    rest = tuple(known for known in STAGES if known.name not in ("discourse", "confidence", "places"))
    after = next(number for number, known in enumerate(rest, 1) if known.name == "factuality")
    return Extractor(model.label, (*rest[:after], stage, *refined, *rest[after:]), model.prepare, model.answers)


def _gliner(settings: Mapping[str, str]) -> Extractor:
    from newsgraph.extractors.gliner import NameFinder

    service = _service(settings, "gliner", GLINER_KEY)
    finder = NameFinder(service, settings.get("model", "gliner"), _answers(settings))
    stage = Stage("names", frozenset(("parse", "sections")), frozenset(("parse",)), finder.read)
    return Extractor(finder.label, (stage, *STAGES), finder.prepare, finder.answers)


EXTRACTORS: dict[str, Callable[[Mapping[str, str]], Extractor]] = {"rules": _rules, "llm": _llm, "gliner": _gliner}


def names() -> list[str]:
    """Names of all extractors, those of other packages too, sorted."""
    return sorted({*EXTRACTORS, *(point.name for point in entry_points(group=GROUP))})


@lru_cache(maxsize=4)
def open_extractor(choice: Choice = RULES) -> Extractor:
    """The extractor of a choice; made once in a process.

    Raises:
        UnknownNameError: no extractor of that name.
        SettingError: a setting is missing or cannot be used, or two packages bring the same name.
    """
    foreign = [point for point in entry_points(group=GROUP) if point.name == choice.name]
    if len(foreign) + (choice.name in EXTRACTORS) > 1:
        raise SettingError(f"there are several extractors called {choice.name!r}; uninstall all but one")
    if foreign:
        make: Callable[[Mapping[str, str]], Extractor] = foreign[0].load()
    elif choice.name in EXTRACTORS:
        make = EXTRACTORS[choice.name]
    else:
        raise UnknownNameError("extractor", choice.name, names())
    extractor = make(dict(choice.settings))
    check_order(extractor.stages)
    return extractor


def _needed(settings: Mapping[str, str], name: str, extractor: str) -> str:
    if not settings.get(name):
        option, variable = f"--{extractor}-{name}", f"NEWSGRAPH_{extractor.upper()}_{name.upper()}"
        raise SettingError(f"the extractor {extractor!r} needs {option} (or {variable} in the environment)")
    return settings[name]


def _number(settings: Mapping[str, str], name: str) -> int | None:
    return int(settings[name]) if name in settings else None


def _service(settings: Mapping[str, str], extractor: str, key: str) -> Service:
    return Service(
        _needed(settings, "url", extractor),
        os.environ.get(key) or None,
        timeout=float(settings.get("timeout", 120)),
        backoff=float(settings.get("backoff", 1)),
    )


def _answers(settings: Mapping[str, str]) -> Answers:
    return Answers(Path(settings["answers"]) if settings.get("answers") else default_path(), settings.get("run", ""))
