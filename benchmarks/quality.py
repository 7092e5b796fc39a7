#!/usr/bin/env python3
"""Score newsgraph on what is found in a folder of benchmarks: one table of measure, now, best other system, target.

    python benchmarks/quality.py [--shared ../shared] [--only NAME] [--out out/quality] [--json]

What is absent (a benchmark, a task) is left out and named at the end.  The exit code is 0 whatever the scores are.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.event_pairs import measure as measure_event_pairs  # noqa: E402
from benchmarks.event_pairs import summary  # noqa: E402
from benchmarks.predict import predict, tasks  # noqa: E402


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: ``now`` is in [0, 1]; ``count`` says what it is a share of, where the scorer tells."""

    benchmark: str
    measure: str
    now: float
    other: float | None
    target: float | None
    lower_is_better: bool = False
    count: str = ""

    @property
    def reached(self) -> bool | None:
        """None without a target."""
        if self.target is None:
            return None
        return self.now <= self.target if self.lower_is_better else self.now >= self.target


class Quality:
    """Runs tasks and scorers; predictions of a task on an input are made once."""

    def __init__(self, shared: Path, out: Path, model: str | None) -> None:
        self.shared, self.out, self.model = shared, out, model
        self.left_out: list[str] = []
        self._made: dict[tuple[str, str], Path] = {}

    def gold(self, section: dict[str, Any]) -> Iterator[Row]:
        """Measures over the gold texts that have a graph beside them, micro-averaged."""
        folder, scorer = self.shared / section["folder"], self.shared / section["scorer"]
        names = sorted(p.stem for p in folder.glob("*.json") if p.with_suffix(".txt").is_file())
        if not names or not scorer.is_file():
            self.left_out.append(f"gold texts (nothing at {folder})")
            return
        predictions = self.out / "gold"
        predict("gold", folder, predictions, self.model)
        done = self._run([scorer, "--json", "--batch", folder / "{}.json", predictions / "{}.json", *names])
        micro = json.loads(done)["micro"]
        for measure in section["measures"]:
            found = micro.get(measure["key"])
            if found and found["total"]:
                count = f"{found['correct']}/{found['total']}"
                yield _row(f"gold ({len(names)} texts)", measure, found["correct"] / found["total"], count)

    def event_pairs(self, section: dict[str, Any]) -> Iterator[Row]:
        """Measures over the groups of statements of one event in the gold texts; none where there are no such texts."""
        folder = self.shared / section["folder"]
        pairs, _ = measure_event_pairs(folder, self.model)
        if not pairs:
            self.left_out.append(f"event pairs (no gold texts with events at {folder})")
            return
        scores = summary(pairs)
        count = "{hits}/{joined} joined, {right} right, {aligned_right} aligned".format_map(scores)
        for measure in section["measures"]:
            yield _row("gold", measure, scores[measure["key"]], count)

    def benchmark(self, section: dict[str, Any]) -> Iterator[Row]:
        """Measures of one benchmark; none when it or its task is absent."""
        label = f"{section['name']} ({section['task']})"
        source = self.shared / section["input"]
        scorer = self.shared / section["score"][0]
        if not source.exists() or not scorer.is_file():
            self.left_out.append(f"{label}: not in {self.shared}")
            return
        if section["task"] not in tasks():
            self.left_out.append(f"{label}: no such task yet")
            return
        try:
            predictions = self._predictions(section, source)
        except Exception as error:
            self.left_out.append(f"{label}: failed with {type(error).__name__}: {error}")
            return
        places = {"INPUT": source, "PREDICTIONS": predictions}
        arguments = [
            places.get(part) or (part if part.startswith("-") else self.shared / part) for part in section["score"]
        ]
        scores = dict(pair.split("=", 1) for pair in self._run(arguments).rstrip("\n").split("\t")[1:])
        for measure in section["measures"]:
            yield _row(section["name"], measure, float(scores[measure["key"]]))

    def _predictions(self, section: dict[str, Any], source: Path) -> Path:
        key = (section["task"], section["input"])
        if key not in self._made:
            self._made[key] = self.out / section["task"] / f"{source.stem}{section.get('suffix', '.out')}"
            predict(section["task"], source, self._made[key], self.model)
        if section.get("derive") == "first-root":
            return _first_roots(self._made[key])
        return self._made[key]

    @staticmethod
    def _run(arguments: list[Any]) -> str:
        command = [sys.executable, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()[-500:]}")
        return done.stdout


def _first_roots(predictions: Path) -> Path:
    """The class of the first event that has one, an item a line."""
    derived = predictions.with_suffix(".roots.jsonl")
    with predictions.open(encoding="utf-8") as source, derived.open("w", encoding="utf-8") as target:
        for line in source:
            record = json.loads(line)
            roots = [event["root"] for event in record["events"] if event.get("root")]
            target.write(json.dumps({"id": record["id"], "root": roots[0] if roots else None}) + "\n")
    return derived


def _row(benchmark: str, measure: dict[str, Any], now: float, count: str = "") -> Row:
    return Row(
        benchmark,
        measure["label"],
        now,
        measure.get("other"),
        measure.get("target"),
        measure.get("lower", False),
        count,
    )


def print_table(rows: list[Row]) -> None:
    """measure | now | best other | target, as plain text."""
    width = max((len(f"{row.benchmark}: {row.measure}") for row in rows), default=10)
    print(f"{'measure':<{width}} |   now | best other |  target |")
    print(f"{'-' * width}-|-------|------------|---------|")
    for row in rows:
        other = "" if row.other is None else f"{row.other:.3f}"
        target = "" if row.target is None else f"{'≤' if row.lower_is_better else '≥'} {row.target:.3f}"
        mark = {None: "", True: "reached", False: ""}[row.reached]
        name = f"{row.benchmark}: {row.measure}"
        print(f"{name:<{width}} | {row.now:.3f} | {other:>10} | {target:>7} | {mark:<7} {row.count}".rstrip())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--shared", type=Path, default=ROOT.parent / "shared", help="where benchmarks and gold texts lie"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "quality", help="where predictions are written")
    parser.add_argument("--only", help="gold, or the name of a task")
    parser.add_argument("--model", help="spaCy model (default: the one newsgraph chooses)")
    parser.add_argument("--json", action="store_true", help="print the rows as JSON")
    given = parser.parse_args()
    with (ROOT / "benchmarks" / "quality.toml").open("rb") as file:
        config = tomllib.load(file)
    quality = Quality(given.shared, given.out, given.model)
    started = time.perf_counter()
    rows: list[Row] = []
    if given.only in (None, "gold"):
        rows += quality.gold(config["gold"])
        rows += quality.event_pairs(config["event_pairs"])
    for section in config["benchmark"]:
        if given.only in (None, section["task"]):
            rows += quality.benchmark(section)
    if given.json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        print_table(rows)
    for reason in quality.left_out:
        print(f"left out: {reason}", file=sys.stderr)
    print(f"{len(rows)} measures in {time.perf_counter() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
