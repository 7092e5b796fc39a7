#!/usr/bin/env python3
"""Whether cost stays linear and memory flat: the same kind of corpus, small and large, each built in a process of its own.

    python benchmarks/scale.py [--articles 1000 20000]

Time is given by the wall clock and in seconds of the processor, for a thousand words: the engine of the store rewrites its files beside reading,
the more the larger they are.  The exit code is 1 when the time by the clock or the peak of memory differs by more than a tenth.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.throughput import checksum, measure, words

TOLERANCE = 0.10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs=2, default=[1_000, 20_000], metavar=("FEW", "MANY"))
    given = parser.parse_args()
    found = []
    for articles in given.articles:
        seconds, memory = measure("store", articles, 1)
        rate = 1_000 / words(articles)
        found.append((seconds.wall * rate, seconds.cpu * rate, memory))
        print(
            f"{articles:>7,} articles (checksum {checksum(articles)}): {found[-1][0]:.3f} s a thousand words,"
            f" {found[-1][1]:.3f} of the processor, peak {memory:,.0f} MB",
            flush=True,
        )
    (time, processor, memory), (later, busier, more) = found
    print(
        f"many over few: time {later / time:.2f} (of the processor {busier / processor:.2f}), memory {more / memory:.2f}"
        f" (asked: within {TOLERANCE:.0%} of 1)"
    )
    sys.exit(abs(later / time - 1) > TOLERANCE or abs(more / memory - 1) > TOLERANCE)


if __name__ == "__main__":
    main()
