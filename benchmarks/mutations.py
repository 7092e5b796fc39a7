"""Mutated and nasty inputs through every reader: no crash, no hang, nothing that vanishes without a word.

    python benchmarks/mutations.py [--count 2000] [--seed 2031] [--seconds 20]

Each input is read in a process of its own with bounded memory, which is killed after ``--seconds``.  Exits with 1 when
anything is at fault.  The reasons that were not foreseen ("the … reader fails with …") are listed: they are named and
counted, but a check in the reader would say it better.
"""

from __future__ import annotations

import argparse
import re
import sys
import warnings
from collections import Counter
from itertools import chain
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / folder) for folder in ("src", "tests")]

from mutated_inputs import ReaderProcess, mutated_inputs  # noqa: E402
from nasty_inputs import nasty_inputs  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutated and nasty inputs through every reader.")
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=2031)
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    counts: Counter[str] = Counter()
    unforeseen: Counter[str] = Counter()
    slowest: list[tuple[float, str]] = []
    faults = 0
    with ReaderProcess(options.seconds) as process:
        for name, reader, raw in chain(nasty_inputs(), mutated_inputs(options.count, options.seed)):
            reading = process.read(name, reader, raw)
            counts["inputs"] += 1
            counts["with documents"] += reading.documents > 0
            counts["documents"] += reading.documents
            counts["errors"] += len(reading.reasons)
            unforeseen.update(
                f"{reader}: {re.sub('[0-9]+', 'N', r)[:110]}" for r in reading.reasons if "reader fails" in r
            )
            slowest = sorted([*slowest, (reading.seconds, f"{name[:80]} ({reader})")], reverse=True)[:10]
            if reading.fault:
                faults += 1
                print(f"FAULT {name} ({reader}): {reading.fault}", flush=True)
    print(", ".join(f"{count:,} {what}" for what, count in counts.items()) + f", {faults} faults")
    for reason, count in unforeseen.most_common():
        print(f"  not foreseen: {count} × {reason}")
    print("slowest:", *(f"  {seconds:6.2f} s {name}" for seconds, name in slowest), sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
