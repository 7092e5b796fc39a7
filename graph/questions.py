"""Questions that come with newsgraph: SPARQL files with a title and parameters.

A file stays plain SPARQL that any engine runs as it is: a parameter is a ``VALUES ?name { default }`` block and a
comment ``# param name: what it means``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from newsgraph.errors import UnknownNameError
from newsgraph.graph.literals import string

_FOLDER = Path(__file__).parent / "data" / "queries"
_PARAMETER = re.compile(r"^# param (\w+): (.+)$", re.M)
_TYPED = re.compile(r"\"(?P<text>(?:[^\"\\]|\\.)*)\"(?P<type>\^\^\S+)?|UNDEF")


@dataclass(frozen=True, slots=True)
class Question:
    """A named query: ``title`` is the question, ``parameters`` name -> meaning, ``defaults`` name -> value in the file.

    A default of "" means that the parameter is open: any value matches.
    """

    name: str
    title: str
    sparql: str
    parameters: dict[str, str]
    defaults: dict[str, str]

    def ask(self, values: Mapping[str, str] | None = None) -> str:
        """The SPARQL with parameters put in; a value cannot break out of its literal.

        Raises:
            UnknownNameError: a parameter the question does not have.
        """
        sparql = self.sparql
        for name, value in (values or {}).items():
            if name not in self.parameters:
                raise UnknownNameError(f"parameter of {self.name}", name, self.parameters)
            sparql = _values(name).sub(partial(_filled, value=value), sparql)
        return sparql


def _values(name: str) -> re.Pattern[str]:
    return re.compile(rf"(VALUES \?{name} \{{ )({_TYPED.pattern})( \}})")


def _filled(block: re.Match[str], value: str) -> str:
    return f"{block[1]}{string(value)}{block['type'] or ''} }}"


@cache
def _questions() -> dict[str, Question]:
    found = {}
    for path in sorted(_FOLDER.glob("*.rq")):
        sparql = path.read_text(encoding="utf-8")
        parameters = dict(_PARAMETER.findall(sparql))
        defaults = {}
        for name in parameters:
            block = _values(name).search(sparql)
            defaults[name] = (block["text"] or "") if block else ""
        title = sparql.splitlines()[0].removeprefix("# ")
        found[path.stem] = Question(path.stem, title, sparql, parameters, defaults)
    return found


def names() -> list[str]:
    """The names of all questions, sorted."""
    return list(_questions())


def load(name: str) -> Question:
    """A question by its name, its number ("q04") or its words ("said-about-between").

    Raises:
        UnknownNameError: no question of that name.
    """
    wanted = name.lower().replace("-", "_").replace(" ", "_").removesuffix(".rq")
    for key, question in _questions().items():
        number, _, words = key.partition("_")
        if wanted in (key, number, words):
            return question
    raise UnknownNameError("question", name, names())


def generate_page() -> list[str]:
    """The lines of ``docs/queries/README.md``: every question with its parameters."""
    lines = [
        "# Questions that come with newsgraph",
        "",
        'Ask with `newsgraph query STORE --name q04 --param who="Anna Lindqvist"`, or run the file in any SPARQL 1.1 engine',
        "with the default graph as the union of all graphs. This page is made by `python -m newsgraph.graph.questions`.",
        "",
        "| name | question | parameters (default) |",
        "|---|---|---|",
    ]
    for question in _questions().values():
        parameters = "; ".join(
            f"`{name}`: {meaning.replace('|', ' ')} (`{question.defaults[name].replace('|', ', ') or 'any'}`)"
            for name, meaning in question.parameters.items()
        )
        lines.append(f"| [{question.name}]({question.name}.rq) | {question.title} | {parameters} |")
    return lines


if __name__ == "__main__":
    print("\n".join(generate_page()))
