#!/usr/bin/env python3
"""Kill a build at random points, run it again, and compare with a build left alone: the same dataset each time.

    python benchmarks/kills.py [--kills 100] [--seed 1] [--articles 150]

The articles are those of benchmarks/throughput.py, enough for several batches; a third of them is printed by another outlet as
well, some while the first printing is still being read.  The exit code is 1 when any dataset differs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.throughput import documents


def command(articles: Path, store: Path) -> list[str]:
    return [sys.executable, "-m", "newsgraph", "--quiet", "build", str(articles), "--into", str(store)]


def dataset(path: Path) -> frozenset[str]:
    from newsgraph.graph.store import Store

    with Store.open(path, read_only=True) as store:
        return frozenset(str(quad) for quad in store.inner)


def killed(articles: Path, store: Path, after: float) -> bool:
    """Start a build and kill it after so many seconds; False when it was done before."""
    process = subprocess.Popen(command(articles, store))
    try:
        process.wait(after)
        return False
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=150)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles.jsonl"
        rows = [
            {"text": document.text, "date": str(document.published), "outlet": document.outlet}
            for document in documents(given.articles)
        ]
        for number in range(0, given.articles, 3):
            place = chance.choice((number, chance.randrange(len(rows))))
            rows.insert(place, {**rows[number], "outlet": "The Reprinter"})
        articles.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        undisturbed = Path(folder) / "undisturbed.store"
        started = time.perf_counter()
        subprocess.run(command(articles, undisturbed), check=True)
        seconds = time.perf_counter() - started
        expected = dataset(undisturbed)
        kills = different = rounds = 0
        while kills < given.kills:
            rounds += 1
            store = Path(folder) / f"{rounds}.store"
            for _ in range(chance.randint(1, 4)):
                kills += killed(articles, store, chance.uniform(0, seconds))
            subprocess.run(command(articles, store), check=True)
            different += dataset(store) != expected
    print(f"{kills} kills in {rounds} builds of {len(expected):,} quads: {different} differ from the undisturbed build")
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
