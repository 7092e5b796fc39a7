#!/usr/bin/env python3
"""Words a second, end to end, over bare `nlp.pipe` on the same text in the same run; and memory.

    python benchmarks/throughput.py [--articles 300] [--workers 2] [--rounds 3] [--json]

The corpus is made from the texts in examples/ with varied names, the same every time (its checksum is printed).
Ratios matter, seconds depend on the machine, which should have nothing else to do.  Each is given by the wall clock and in seconds of the processor: a store
is loaded in a thread of its own, beside reading.  Every measurement runs in a process of its own; of several rounds, taken in turn, the best counts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from newsgraph.graph.model import Document

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("bare", "extract", "readers", "store", "twice", "workers")

NAMES = (
    "Tarsk Halden Hale Renn Kolar Brandl Valk Ress Marsh Lindqvist Edel Holm Besson Fischer Lorentz Fuchs Moller Voss Lund "
    "Brenner Strand Agrava Crane Coast European Port"
).split()
"""Of people, towns and firms: each article has its own."""

STATES = "Varnia Sund Orlin".split()
"""These are drawn from :data:`WORLD` names that all articles share."""

WORLD = 200
START, A_DAY = date(2031, 1, 1), 30
"""Articles of one day: a longer corpus is a longer time."""

STEMS = "Ald Bren Cor Dal Erl Fost Gran Hart Ild Jor Kest Lind Mar Nor Ost Pell Quin Rost Sal Tor Ulm Ver Wen Yor Zel".split()
ENDINGS = "a berg by dal den er ford gard ham ia ing land mark mont ne o ona ov sen stad ton um vik wald ys".split()


def corpus(articles: int, *, twice: bool = False) -> Iterator[str]:
    """So many article texts, each from one of the examples with names and a day of its own; ``twice`` repeats each at the end.

    States recur, as in the news of the world; what happens there does not.
    """
    templates = [_plain(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "examples").glob("*.md"))]
    pattern = re.compile(rf"\b({'|'.join((*NAMES, *STATES))})(?=n?\b)")
    world = [_name(random.Random(f"state {number}")) + "a" for number in range(WORLD)]
    for number in (*range(articles), *(range(articles) if twice else ())):
        chance = random.Random(number)
        names = {name: _name(chance) for name in NAMES} | {name: chance.choice(world) for name in STATES}
        yield pattern.sub(lambda found, names=names: names[found[0]], templates[number % len(templates)])  # type: ignore[misc]


def _plain(text: str) -> str:
    """Title and body of a text with front matter, as a feed or an archive gives them."""
    _, front, body = text.split("---\n", 2)
    title = re.search(r"(?m)^title: (.*)$", front)
    return f"{title[1] if title else ''}\n\n{body.strip()}\n"


def documents(articles: int, *, twice: bool = False) -> Iterator[Document]:
    """The corpus as documents; the copies are of another outlet."""
    from newsgraph.graph.model import Document

    for place, text in enumerate(corpus(articles, twice=twice)):
        number, copy = place % articles, place // articles
        yield Document(text, outlet=f"Outlet {number % 7} {copy}", published=START + timedelta(number // A_DAY))


def _name(chance: random.Random) -> str:
    return chance.choice(STEMS) + "".join(chance.choice(STEMS).lower() for _ in range(2)) + chance.choice(ENDINGS)


def checksum(articles: int) -> str:
    """Of the texts, to tell whether two runs read the same."""
    digest = hashlib.sha256()
    for text in corpus(articles):
        digest.update(text.encode())
    return digest.hexdigest()[:16]


def words(articles: int) -> int:
    return sum(len(text.split()) for text in corpus(articles))


class Seconds(NamedTuple):
    """Of the wall clock, and of the processor with all threads (those of other processes left out)."""

    wall: float
    cpu: float


@contextmanager
def clock() -> Iterator[list[Seconds]]:
    """The seconds of what is done within, when it is done."""
    found: list[Seconds] = []
    wall, cpu = time.perf_counter(), time.process_time()
    yield found
    found.append(Seconds(time.perf_counter() - wall, time.process_time() - cpu))


WARM_UP = "Halden is a port."


def warm_up() -> None:
    """Load model, code and word lists, which a program does once."""
    from newsgraph import extract_all
    from newsgraph.graph.model import Document

    assert list(extract_all([Document(WARM_UP)]))


def bare(articles: int) -> Seconds:
    """What ``nlp.pipe`` of the model as it comes takes over the paragraphs newsgraph parses."""
    import spacy

    from newsgraph.extractors.language_model import installed_model
    from newsgraph.extractors.parse import shadow
    from newsgraph.extractors.structure import divide

    nlp = spacy.load(installed_model())
    texts = [shadow(d.text[s.start : s.end]) for d in documents(articles) for s in divide(d) if s.paragraph is not None]
    list(nlp.pipe([WARM_UP]))
    with clock() as taken:
        for _ in nlp.pipe(texts, batch_size=64):
            pass
    return taken[0]


def extract(articles: int) -> Seconds:
    """From text to extractions in memory, one process."""
    from newsgraph import extract_all

    warm_up()
    with clock() as taken:
        for _ in extract_all(documents(articles)):
            pass
    return taken[0]


def readers(articles: int, workers: int) -> Seconds:
    """The same in several processes."""
    from newsgraph.streaming import stream

    warm_up()
    with clock() as taken:
        for _ in stream(documents(articles), workers=workers):
            pass
    return taken[0]


def store(articles: int, *, workers: int = 1, twice: bool = False) -> Seconds:
    """From text to a store on disk."""
    from newsgraph import build

    warm_up()
    with tempfile.TemporaryDirectory() as folder, clock() as taken:
        build(documents(articles, twice=twice), Path(folder) / "bench.store", workers=workers)
    return taken[0]


def measure(what: str, articles: int, workers: int) -> tuple[Seconds, float]:
    """Seconds and peak memory in MB (of the biggest process) of one measurement in a process of its own."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, __file__, "--measure", what, "--articles", str(articles), "--workers", str(workers)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    wall, cpu, memory = map(float, done.stdout.split())
    return Seconds(wall, cpu), memory


def _measured(what: str, articles: int, workers: int) -> Seconds:
    match what:
        case "bare":
            return bare(articles)
        case "extract":
            return extract(articles)
        case "readers":
            return readers(articles, workers)
        case "store":
            return store(articles)
        case "workers":
            return store(articles, workers=workers)
        case _:
            return store(articles, twice=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", choices=KINDS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        seconds = _measured(given.measure, given.articles, given.workers)
        usage = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        print(f"{seconds.wall:.4f} {seconds.cpu:.4f} {usage / 1024:.0f}")
        return
    best: dict[str, Seconds] = {}
    memory: dict[str, float] = {}
    for _ in range(given.rounds):
        for kind in KINDS:
            found, memory[kind] = measure(kind, given.articles, given.workers)
            best[kind] = Seconds(*map(min, best.get(kind, found), found))
    total = words(given.articles)
    asked = {
        "text to statements / bare nlp.pipe": ("extract", "bare", 0.60),
        "text to store / bare nlp.pipe": ("store", "bare", 0.75),
        f"{given.workers} processes / one": ("workers", "store", 1.8),
        f"{given.workers} processes / one, to statements": ("readers", "extract", 1.8),
        "every article twice / once": ("twice", "store", 1.7),
    }
    ratios = {
        name: Seconds(*((2 if one == "twice" else 1) * b / a for a, b in zip(best[one], best[other], strict=True)))
        for name, (one, other, _) in asked.items()
    }
    if given.json:
        record = {"words": total, "checksum": checksum(given.articles), "memory_mb": memory}
        record["seconds"] = {kind: seconds._asdict() for kind, seconds in best.items()}
        print(json.dumps({**record, "ratios": {name: ratio._asdict() for name, ratio in ratios.items()}}, indent=1))
        return
    print(f"{given.articles} articles, {total:,} words, checksum {checksum(given.articles)}")
    for kind, seconds in best.items():
        rate = total * (2 if kind == "twice" else 1) / seconds.wall
        processor = "" if kind in ("workers", "readers") else f"{seconds.cpu:>6.1f} s of the processor"
        print(f"{kind:<10} {rate:>8,.0f} words/s {seconds.wall:>6.1f} s {processor:<25}  peak {memory[kind]:,.0f} MB")
    for name, ratio in ratios.items():
        target = asked[name][2]
        processor = "" if "processes" in name else f"; of the processor {ratio.cpu:.2f}"
        print(
            f"{name:<38} {ratio.wall:.2f}  (target ≥ {target:.2f}{', reached' if ratio.wall >= target else ''}{processor})"
        )


if __name__ == "__main__":
    main()
