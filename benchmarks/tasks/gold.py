"""Gold texts: everything read in each of a folder's texts, in the predictions format of the gold scorer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from newsgraph import extract_all
from newsgraph.graph.model import Document
from newsgraph.predictions import prediction


def predict(input: Path, output: Path, model: str | None) -> None:
    """``input``: a folder of ``NAME.txt``; ``output``: a folder of ``NAME.json`` (made if absent).

    Of ``NAME.json`` beside a text only ``doc.publication_date`` is read.
    """
    output.mkdir(parents=True, exist_ok=True)
    paths = sorted(input.glob("*.txt"))
    for path, extraction in zip(paths, extract_all(_documents(paths), model=model), strict=True):
        record = prediction(extraction, doc=path.stem)
        (output / f"{path.stem}.json").write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")


def _documents(paths: list[Path]) -> Iterator[Document]:
    for path in paths:
        yield Document(path.read_bytes().decode("utf-8"), published=publication_date(path.with_suffix(".json")))


def publication_date(path: Path) -> date | None:
    """``doc.publication_date`` of a gold file; None where there is no file or no date."""
    if not path.is_file():
        return None
    written = json.loads(path.read_text(encoding="utf-8"))["doc"].get("publication_date")
    return date.fromisoformat(written) if written else None
