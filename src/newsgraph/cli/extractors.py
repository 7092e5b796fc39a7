"""Options that say which extractor reads, and what it may spend."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from newsgraph.cli.console import tell
from newsgraph.extractors.choice import Choice

DEFAULT_REQUESTS = 1_000
"""Requests of a run where ``--llm-budget`` is not given."""

_PANEL = "Other extractors"

Extractor = Annotated[
    str,
    typer.Option(
        "--extractor",
        metavar="rules|llm|gliner",
        help="What reads the documents: the rules; statements from a language model; names from GLiNER, the rest by the rules.",
        rich_help_panel=_PANEL,
    ),
]
LlmUrl = Annotated[
    str | None,
    typer.Option(
        "--llm-url",
        metavar="URL",
        envvar="NEWSGRAPH_LLM_URL",
        help="Base address of an OpenAI-compatible server, with its /v1. A key is taken from NEWSGRAPH_LLM_KEY.",
        show_default=False,
        rich_help_panel=_PANEL,
    ),
]
LlmModel = Annotated[
    str | None,
    typer.Option(
        "--llm-model",
        metavar="NAME",
        envvar="NEWSGRAPH_LLM_MODEL",
        help="The model as the server calls it.",
        show_default=False,
        rich_help_panel=_PANEL,
    ),
]
LlmBudget = Annotated[
    str,
    typer.Option(
        "--llm-budget",
        metavar="N[requests],N tokens",
        help='What a run may spend: "200", "50000tokens", "200requests,50000tokens" or "unlimited".',
        rich_help_panel=_PANEL,
    ),
]
GlinerUrl = Annotated[
    str | None,
    typer.Option(
        "--gliner-url",
        metavar="URL",
        envvar="NEWSGRAPH_GLINER_URL",
        help="Address of a server started with: python -m gliner.serve",
        show_default=False,
        rich_help_panel=_PANEL,
    ),
]
GlinerModel = Annotated[
    str | None,
    typer.Option(
        "--gliner-model",
        metavar="NAME",
        envvar="NEWSGRAPH_GLINER_MODEL",
        help="What that server serves, for the provenance.",
        show_default=False,
        rich_help_panel=_PANEL,
    ),
]
Answers = Annotated[
    Path | None,
    typer.Option(
        "--answers",
        metavar="FILE",
        envvar="NEWSGRAPH_ANSWERS",
        help="Where answers of servers are kept, so that nothing is asked twice; in your cache folder by default.",
        show_default=False,
        rich_help_panel=_PANEL,
    ),
]


def choice(
    extractor: str,
    llm_url: str | None,
    llm_model: str | None,
    llm_budget: str,
    gliner_url: str | None,
    gliner_model: str | None,
    answers: Path | None,
) -> Choice:
    """The extractor asked for with its settings, tried out, so that a mistake shows before anything is read.

    Raises:
        typer.BadParameter: a budget that is none.
        UnknownNameError: no such extractor.
        SettingError: a setting is missing or cannot be used.
    """
    from newsgraph.extractors.registry import open_extractor

    settings: dict[str, str | None] = {}
    if extractor == "llm":
        settings = {"url": llm_url, "model": llm_model, **budget(llm_budget)}
    elif extractor == "gliner":
        settings = {"url": gliner_url, "model": gliner_model}
    if extractor != "rules":
        settings |= {"answers": str(answers) if answers else None, "run": secrets.token_hex(8)}
    chosen = Choice(extractor, tuple(sorted((name, value) for name, value in settings.items() if value)))
    open_extractor(chosen)
    return chosen


def budget(text: str) -> dict[str, str]:
    """Requests and tokens of ``--llm-budget``; {} for *unlimited*.

    Raises:
        typer.BadParameter: it is not of that form.
    """
    if text.strip().lower() == "unlimited":
        return {}
    found: dict[str, str] = {}
    for part in text.lower().split(","):
        match = re.fullmatch(r"\s*([0-9]+)\s*(requests?|tokens?|)\s*", part)
        name = "tokens" if match and match[2].startswith("token") else "requests"
        if match is None or name in found:
            raise typer.BadParameter(
                f'--llm-budget {text!r}: write "200", "50000tokens", "200requests,50000tokens" or "unlimited"'
            )
        found[name] = match[1]
    return found


@contextmanager
def spending_told(chosen: Choice) -> Iterator[None]:
    """Afterwards one line on what was asked and what became of the answers, however it ended; the counts are then forgotten."""
    try:
        yield
    finally:
        _tell_spending(chosen)


def _tell_spending(chosen: Choice) -> None:
    from newsgraph.extractors.registry import open_extractor

    answers = open_extractor(chosen).answers
    if answers is None:
        return
    spent = answers.spending()
    parts = [f"{count} {what}" for what, count in spent.tally.items()]
    if spent.requests:
        parts[:0] = [f"{spent.requests} requests", f"{spent.tokens} tokens"]
    tell(
        f"{chosen.name}: {', '.join(parts) or 'nothing asked'}",
        requests=spent.requests,
        tokens=spent.tokens,
        counts=dict(spent.tally),
    )
    answers.close_run()
