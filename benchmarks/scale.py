#!/usr/bin/env python3
"""Whether cost stays linear and memory flat: the same kind of corpus, small and large, each built in a process of its own.

    python benchmarks/scale.py [--articles 1000 20000]

Time is in seconds of the processor for a thousand words; the exit code is 1 when it or the peak of memory differs by more than a tenth.
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
        found.append((seconds.cpu / words(articles) * 1_000, memory))
        print(
            f"{articles:>7,} articles (checksum {checksum(articles)}): {found[-1][0]:.3f} s a thousand words,"
            f" peak {memory:,.0f} MB",
            flush=True,
        )
    (time, memory), (later, more) = found
    print(f"many over few: time {later / time:.2f}, memory {more / memory:.2f} (asked: within {TOLERANCE:.0%} of 1)")
    sys.exit(abs(later / time - 1) > TOLERANCE or abs(more / memory - 1) > TOLERANCE)


if __name__ == "__main__":
    main()
