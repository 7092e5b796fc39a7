#!/usr/bin/env python3
"""Write newsgraph's predictions for a benchmark, in the format of its scorer.

    python benchmarks/predict.py TASK INPUT OUTPUT [--model NAME]

newsgraph runs as users have it: the same configuration for every task, no rule of a task's own.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))


def tasks() -> list[str]:
    """Names of the tasks, sorted: the modules of ``benchmarks/tasks`` that have a ``predict``."""
    folder = ROOT / "benchmarks" / "tasks"
    return sorted(p.stem for p in folder.glob("*.py") if "\ndef predict(" in p.read_text(encoding="utf-8"))


def predict(task: str, source: Path, output: Path, model: str | None = None) -> None:
    """Predictions of one task, from ``source`` to ``output``; missing folders are made."""
    output.parent.mkdir(parents=True, exist_ok=True)
    import_module(f"benchmarks.tasks.{task}").predict(source, output, model)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", metavar="TASK", choices=tasks(), help=", ".join(tasks()))
    parser.add_argument("input", metavar="INPUT", type=Path)
    parser.add_argument("output", metavar="OUTPUT", type=Path)
    parser.add_argument("--model", help="spaCy model (default: the one newsgraph chooses)")
    given = parser.parse_args()
    if not given.input.exists():
        parser.error(f"{given.input}: there is no such file or folder")
    predict(given.task, given.input, given.output, given.model)


if __name__ == "__main__":
    main()
