"""Learn the weights of ``extractors/confidence.py`` from QA-SRL (news) and report how well they are calibrated.

    python benchmarks/train_confidence.py ../shared/bench/qasrl_gs/wikinews.dev

A clause counts as right when its subject and its object (those it has) each match an annotated argument of its verb, token
IOU at least one half.  The reported numbers are from 5-fold cross-validation over sentences; the stored weights from all data.
"""

from __future__ import annotations

import argparse
import csv
from bisect import bisect_right
from collections import defaultdict
from pathlib import Path

import numpy as np

from benchmarks.tasks.lines import read_lines
from newsgraph.extractors.confidence import features
from newsgraph.extractors.reading import Slot

FOLDS, ROUNDS, RATE, PENALTY, RARE = 5, 600, 0.5, 1e-3, 8
HEADER = """\
# Weights of the confidence model: feature, weight (log odds).  Made by benchmarks/train_confidence.py from the arguments of the
# QA-SRL Gold Standard, Wikinews development part (Roit et al. 2020; annotations MIT, sentences CC BY 2.5). 2026-11.
"""
Example = tuple[str, frozenset[str], bool]


def read_gold(prefix: str) -> tuple[dict[str, list[str]], dict[tuple[str, int], set[tuple[int, int]]]]:
    """Tokens by sentence id, and the annotated argument spans by sentence id and verb index."""
    with open(f"{prefix}.sentences.csv", encoding="utf-8-sig", newline="") as handle:
        tokens = {row["qasrl_id"]: row["tokens"].split(" ") for row in csv.DictReader(handle)}
    spans: dict[tuple[str, int], set[tuple[int, int]]] = defaultdict(set)
    with open(f"{prefix}.gold.csv", encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            for span in filter(None, row["answer_range"].split("~!~")):
                first, last = map(int, span.split(":"))
                spans[row["qasrl_id"], int(row["verb_idx"])].add((first, last))
    return tokens, spans


def iou(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / (a[1] - a[0] + b[1] - b[0] - shared)


def examples(prefix: str, model: str | None) -> list[Example]:
    """(sentence id, features, right) of every clause whose verb is annotated."""
    tokens, gold = read_gold(prefix)
    found: list[Example] = []
    readings = read_lines((" ".join(words) for words in tokens.values()), model)
    for (identifier, words), reading in zip(tokens.items(), readings, strict=True):
        starts = [0]
        for word in words:
            starts.append(starts[-1] + len(word) + 1)

        def token_span(slot: Slot) -> tuple[int, int]:
            a, b = reading.parse.chars(slot.start, slot.end)  # noqa: B023
            return bisect_right(starts, a) - 1, bisect_right(starts, b - 1)  # noqa: B023

        for clause in reading.clauses:
            index = bisect_right(starts, reading.parse.start[clause.trigger]) - 1
            answers = gold.get((identifier, index))
            slots = [s for s in (clause.subject, clause.object) if s is not None]
            if not answers or not slots or clause.rule.startswith("nominal"):
                continue
            right = all(any(iou(token_span(s), answer) >= 0.5 for answer in answers) for s in slots)
            found.append((identifier, frozenset(features(reading.parse, clause)), right))
    return found


def fit(rows: list[Example], names: list[str]) -> np.ndarray:
    """Weights by gradient descent on the penalised log loss; the bias is the last one."""
    x, y = matrix(rows, names), np.array([r[2] for r in rows], float)
    weights = np.zeros(len(names) + 1)
    for _ in range(ROUNDS):
        gradient = x.T @ (1 / (1 + np.exp(-x @ weights)) - y) / len(y) + PENALTY * weights
        weights -= RATE * gradient
    return weights


def matrix(rows: list[Example], names: list[str]) -> np.ndarray:
    return np.array([[float(name in row[1]) for name in names] + [1.0] for row in rows])


def report(probabilities: np.ndarray, truth: np.ndarray) -> None:
    """Brier score, expected calibration error, and a table of ten bins."""
    base = truth.mean()
    print(f"clauses {len(truth)}, right {base:.3f}")
    print(
        f"Brier {np.mean((probabilities - truth) ** 2):.4f} (always the base rate: {np.mean((base - truth) ** 2):.4f})"
    )
    error = 0.0
    for low in np.arange(0, 1, 0.1):
        chosen = (probabilities >= low) & (probabilities < low + 0.1)
        if chosen.any():
            error += chosen.mean() * abs(probabilities[chosen].mean() - truth[chosen].mean())
            print(
                f"  {low:.1f}-{low + 0.1:.1f}: {chosen.sum():4d} clauses, said {probabilities[chosen].mean():.2f}, right {truth[chosen].mean():.2f}"
            )
    print(f"expected calibration error {error:.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prefix", help="path of the QA-SRL files without .gold.csv and .sentences.csv")
    parser.add_argument("--model", help="spaCy model")
    parser.add_argument("-o", "--output", type=Path, default=Path("extractors/data/confidence.tsv"))
    options = parser.parse_args()
    rows = examples(options.prefix, options.model)
    counts: dict[str, int] = defaultdict(int)
    for _, names_of_row, _ in rows:
        for name in names_of_row:
            counts[name] += 1
    names = sorted(name for name, count in counts.items() if count >= RARE)
    sentences = sorted({row[0] for row in rows})
    fold = {sentence: k % FOLDS for k, sentence in enumerate(sentences)}
    said, truth = [], []
    for k in range(FOLDS):
        held = [r for r in rows if fold[r[0]] == k]
        weights = fit([r for r in rows if fold[r[0]] != k], names)
        said.append(1 / (1 + np.exp(-matrix(held, names) @ weights)))
        truth.append(np.array([r[2] for r in held], float))
    report(np.concatenate(said), np.concatenate(truth))
    weights = fit(rows, names)
    lines = [
        f"bias\t{weights[-1]:.3f}",
        *(f"{name}\t{weight:.3f}" for name, weight in zip(names, weights, strict=False)),
    ]
    options.output.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
