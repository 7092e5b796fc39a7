#!/usr/bin/env python3
"""Pairs of statements of one event: what the graph joins against the ``events`` groups of the gold texts.

    python benchmarks/event_pairs.py [--gold ../shared/gold] [--details]

A gold statement is aligned with a mention of ours (a statement and its predicate word) at the same word; of several, with
the one whose words agree best, and a mention with one gold statement at most.  A pair of gold statements is *right* when a
gold group holds both, *joined* when ours are one statement or describe one event.  Recall is given twice: over all right pairs, and
over those whose statements are both aligned.  The texts go into one store together; pairs joined across texts are counted
beside, as each text tells another story.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.tasks.gold import publication_date  # noqa: E402
from newsgraph import extract_all  # noqa: E402
from newsgraph.graph.model import Document, Evidence, Extraction, Statement  # noqa: E402
from newsgraph.graph.store import Store  # noqa: E402

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GoldPair:
    """Two gold statements of one text; ``aligned`` when both have a counterpart of ours."""

    text: str
    first: Row
    second: Row
    right: bool
    joined: bool
    aligned: bool


def gold_pairs(text: str, graph: Row, extraction: Extraction, events: dict[str, str]) -> Iterator[GoldPair]:
    """All pairs of gold statements that are right or joined; ``events``: statement id -> event."""
    group = {s: event["id"] for event in graph["events"] for s in event["statements"]}
    ours = align(graph["statements"], extraction.statements)
    for first, second in combinations(graph["statements"], 2):
        right = group.get(first["id"]) is not None and group.get(first["id"]) == group.get(second["id"])
        a, b = ours.get(first["id"]), ours.get(second["id"])
        joined = a is not None and b is not None and events[a] == events[b]
        if right or joined:
            yield GoldPair(text, first, second, right, joined, a is not None and b is not None)


def align(rows: Iterable[Row], statements: Iterable[Statement]) -> dict[str, str]:
    """Gold id -> id of our statement; what has no counterpart is left out.  Best agreement first, each mention once."""
    mentions = [(s, e) for s in statements for e in s.evidence if e.trigger is not None]
    scored = sorted(
        (
            (-score, row["id"], k)
            for row in rows
            for k, (s, e) in enumerate(mentions)
            if (score := _agreement(row, s, e))
        ),
    )
    found: dict[str, str] = {}
    used: set[int] = set()
    for _, name, k in scored:
        if name not in found and k not in used:
            found[name] = mentions[k][0].id
            used.add(k)
    return found


def _agreement(gold: Row, statement: Statement, evidence: Evidence) -> float:
    """0 where the predicate words do not overlap; else more the more of the words agree."""
    word, trigger = evidence.trigger, gold["trigger"]
    if word is None or word.start >= trigger["end"] or trigger["start"] >= word.end:
        return 0.0
    ours = (statement.subject.text if statement.subject else "", statement.object.text if statement.object else "")
    theirs = (gold["subject"] or "", gold["object"] or "")
    alike = sum(_overlap(a, b) for a, b in zip(ours, theirs, strict=True))
    return 1.0 + alike + bool(statement.predicate == gold["predicate"])


def _overlap(first: str, second: str) -> float:
    a, b = set(first.casefold().split()), set(second.casefold().split())
    return len(a & b) / len(a | b) if a | b else 1.0


def described(store: Store, extraction: Extraction) -> dict[str, str]:
    """Statement id -> IRI of its event."""
    query = "PREFIX ng: <https://w3id.org/newsgraph/ns#> SELECT ?s ?e { GRAPH ?g { ?s ng:describes ?e } }"
    rows = {str(row["s"].value): str(row["e"].value) for row in store.query(query)}  # type: ignore[union-attr]
    return {s.id: rows[store.namespace.statement(s.id)] for s in extraction.statements}


def joined_across(found: dict[str, dict[str, str]]) -> int:
    """Pairs of texts and events that two texts share."""
    return sum(len(set(a.values()) & set(b.values())) for a, b in combinations(found.values(), 2))


def summary(pairs: Iterable[GoldPair]) -> dict[str, float]:
    """Counts, and precision, recall and F1: over all pairs, and (``aligned_…``) over aligned ones."""
    pairs = list(pairs)
    hits = sum(p.right and p.joined for p in pairs)
    joined, right = sum(p.joined for p in pairs), sum(p.right for p in pairs)
    aligned = sum(p.right and p.aligned for p in pairs)
    return {
        "hits": hits,
        "joined": joined,
        "right": right,
        "aligned_right": aligned,
        "precision": hits / joined if joined else 0.0,
        "recall": hits / right if right else 0.0,
        "aligned_recall": hits / aligned if aligned else 0.0,
        "F1": 2 * hits / (joined + right) if joined + right else 0.0,
        "aligned_F1": 2 * hits / (joined + aligned) if joined + aligned else 0.0,
    }


def measure(folder: Path, model: str | None = None) -> tuple[list[GoldPair], int]:
    """The pairs of all gold texts of a folder, and how many events are joined across texts."""
    paths = sorted(p for p in folder.glob("*.json") if p.with_suffix(".txt").is_file())
    texts = [Document(p.with_suffix(".txt").read_bytes().decode("utf-8"), published=publication_date(p)) for p in paths]
    extractions = dict(zip((p.stem for p in paths), extract_all(texts, model=model), strict=True))
    return pairs_of({p.stem: json.loads(p.read_text(encoding="utf-8")) for p in paths}, extractions)


def pairs_of(graphs: dict[str, Row], extractions: dict[str, Extraction]) -> tuple[list[GoldPair], int]:
    """As :func:`measure`, from gold graphs and extractions by name."""
    store = Store.memory()
    store.add_all(extractions.values())
    events = {name: described(store, extraction) for name, extraction in extractions.items()}
    store.close()
    pairs = [p for name, graph in graphs.items() for p in gold_pairs(name, graph, extractions[name], events[name])]
    return pairs, joined_across(events)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold", help="folder of gold texts")
    parser.add_argument("--details", action="store_true", help="print the pairs that are missed or wrong")
    parser.add_argument("--model", help="spaCy model (default: the one newsgraph chooses)")
    given = parser.parse_args()
    pairs, across = measure(given.gold, given.model)
    for pair in pairs if given.details else ():
        if pair.right != pair.joined:
            verdict = "wrong" if pair.joined else "missed" if pair.aligned else "not aligned"
            print(f"{verdict}\t{pair.text}")
            for row in (pair.first, pair.second):
                print(f"\t{row['id']}\t{row['predicate']}\t{row['evidence']['text']}")
    for name, number in summary(pairs).items():
        print(f"{name}={number:.3f}" if isinstance(number, float) else f"{name}={number}")
    print(f"joined_across_texts={across}")


if __name__ == "__main__":
    main()
