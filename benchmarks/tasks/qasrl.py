"""QA-SRL: the arguments of every verb, as token ranges of the given tokens."""

from __future__ import annotations

import csv
import json
from bisect import bisect_right
from pathlib import Path

from benchmarks.tasks.lines import read_lines
from newsgraph.extractors.verb_arguments import verb_arguments


def predict(input: Path, output: Path, model: str | None) -> None:
    """``input``: CSV with ``qasrl_id`` and ``tokens``; ``output``: JSONL of verbs with token spans, negation and modality."""
    with input.open(encoding="utf-8-sig", newline="") as handle:
        rows = [(r["qasrl_id"], r["tokens"].split(" ")) for r in csv.DictReader(handle)]
    with output.open("w", encoding="utf-8") as out:
        for (identifier, tokens), reading in zip(rows, read_lines((" ".join(t) for _, t in rows), model), strict=True):
            starts = [0]
            for token in tokens:
                starts.append(starts[-1] + len(token) + 1)
            verbs = []
            for verb in verb_arguments(reading):
                spans = set()
                for a, b in verb.arguments:
                    first, last = reading.parse.chars(a, b)
                    spans.add((bisect_right(starts, first) - 1, bisect_right(starts, last - 1)))
                index = bisect_right(starts, reading.parse.start[verb.token]) - 1
                verbs.append({"idx": index, "args": sorted(spans), "negated": verb.negated, "modal": verb.modal})
            out.write(json.dumps({"id": identifier, "verbs": verbs}) + "\n")
