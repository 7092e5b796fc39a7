"""Open information extraction: sentences in, tuples of surface words out."""

from __future__ import annotations

from pathlib import Path

from benchmarks.tasks.lines import read_lines
from newsgraph.extractors.surface import surface_tuples


def predict(input: Path, output: Path, model: str | None) -> None:
    """``input``: one sentence a line; ``output``: TSV sentence, arg1, rel, arg2, …, confidence."""
    sentences = [line.rstrip("\n") for line in input.open(encoding="utf-8") if line.strip()]
    with output.open("w", encoding="utf-8") as out:
        for sentence, reading in zip(sentences, read_lines(sentences, model), strict=True):
            for found in surface_tuples(reading):
                words = [reading.parse.slice(a, b) for a, b in found.arguments]
                relation = " ".join(reading.parse.word[i] for i in found.relation)
                confidence = reading.clauses[found.clause].confidence or 0.5
                score = confidence / 2 if found.projected else confidence
                out.write("\t".join([sentence, words[0], relation, *words[1:], f"{score:.3f}"]) + "\n")
