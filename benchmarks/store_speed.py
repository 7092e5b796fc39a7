"""The store, in memory and on disk, against rdflib in memory on the same quads in the same run.

Load, serialise, the twelve questions.  Run: python benchmarks/store_speed.py [QUADS], default 200,000.  A million
quads need about 4 GB for rdflib and take six minutes.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib

from newsgraph.graph import questions
from newsgraph.graph.model import (
    Argument,
    Attribution,
    AttributionMode,
    Certainty,
    Document,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Participant,
    Polarity,
    Provenance,
    Quantity,
    Span,
    Statement,
    Timeframe,
)
from newsgraph.graph.quads import generate_document
from newsgraph.graph.store import Store
from newsgraph.graph.terms import Namespace

VERBS = (
    ("send", "AID"),
    ("condemn", "ACCUSE"),
    ("kill", "ASSAULT"),
    ("meet", "CONSULT"),
    ("ask", "REQUEST"),
    ("arrest", "COERCE"),
)
NAMES = [f"Organization {n}" for n in range(400)]


def articles() -> Iterator[Extraction]:
    """An endless stream of made-up articles, always the same: 12 statements each, some denied, hedged or attributed."""
    number = 0
    while True:
        cast = [NAMES[(number * 7 + k * 13) % len(NAMES)] for k in range(5)]
        sentences = [
            f"{cast[k % 5]} {VERBS[(number + k) % 6][0]} {cast[(k + 1) % 5]} in case {number}." for k in range(12)
        ]
        text = " ".join(sentences)
        document = Document(
            text, sentences[0], f"Outlet {number % 9}", published=date(2024, 1, 1) + timedelta(number % 365)
        )
        entities = {
            name: Entity(
                name,
                EntityType.ORGANIZATION,
                mentions=(Mention(Span(text.index(name), text.index(name) + len(name)), MentionKind.NAME),),
            )
            for name in cast
        }
        yield Extraction(
            document,
            Provenance("0", "made up", "none"),
            tuple(entities.values()),
            tuple(_statements(document, sentences, cast, entities, number)),
        )
        number += 1


def _statements(
    document: Document, sentences: list[str], cast: list[str], entities: dict[str, Entity], number: int
) -> Iterator[Statement]:
    start = 0
    for k, sentence in enumerate(sentences):
        span = Span(start, start + len(sentence))
        start += len(sentence) + 1
        verb, kind = VERBS[(number + k) % 6]
        one, two, three = (entities[cast[(k + shift) % 5]].id for shift in range(3))
        chain = (Attribution((three,), "say", AttributionMode.INDIRECT, span),) if k % 2 else ()
        yield Statement(
            document.id,
            Participant(cast[k % 5], span, (one,)),
            verb,
            Participant(cast[(k + 1) % 5], span, (two,)),
            (Argument("in", Participant(f"case {number}", span)),),
            polarity=Polarity.NEGATIVE if k % 5 == 4 else Polarity.POSITIVE,
            certainty=Certainty.POSSIBLE if k % 7 == 6 else Certainty.CERTAIN,
            timeframe=Timeframe.FUTURE if k % 6 == 5 else Timeframe.NON_FUTURE,
            attribution=chain,
            event_type=kind,
            quantity=Quantity(number % 50, "people killed", "some", span) if verb == "kill" else None,
            evidence=(Evidence(document.id, span.start, span.end, sentence, "made-up", span),),
        )


LIMIT = 30.0
"""Seconds that rdflib is given for one question, and for TriG."""

Timed = tuple[float, Any]
"""Seconds, and what came of it; None where the limit was reached."""


class LimitReachedError(BaseException):
    """No ``Exception``: libraries that go on after any error must not go on after this one."""


def limited(work: Callable[[], Any]) -> Timed:
    """Like :func:`timed`, but None where the limit was reached."""

    def stop(number: int, frame: object) -> None:
        raise LimitReachedError

    previous = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        return timed(work)
    except LimitReachedError:
        return LIMIT, None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def timed(work: Callable[[], Any]) -> Timed:
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def main(wanted: int) -> None:
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        store = assembled(Path(folder) / "store", wanted)
        data = store.inner.dump(format=ox.RdfFormat.N_QUADS) or b""
        quads = len(store.inner)
        store.close()
        print(f"{quads:,} quads, {len(data) / 1e6:,.0f} MB of N-Quads; seconds, and how many times faster than rdflib")
        print(f"{'':28} {'in memory':>18} {'on disk':>18} {'rdflib':>10}")
        memory, disk = ox.Store(), ox.Store(str(Path(folder) / "copy"))
        dataset = rdflib.Dataset(default_union=True)
        nquads, trig = ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG
        loading = (
            timed(lambda: memory.bulk_load(data, nquads)),
            timed(lambda: disk.bulk_load(data, nquads)),
            timed(lambda: dataset.parse(data=data.decode(), format="nquads")),
        )
        row("load", *loading)
        writing = (
            timed(lambda: memory.dump(format=nquads)),
            timed(lambda: disk.dump(format=nquads)),
            timed(lambda: dataset.serialize(format="nquads")),
        )
        row("write N-Quads", *writing)
        row("load and write N-Quads", *((one[0] + other[0], ()) for one, other in zip(loading, writing, strict=True)))
        row(
            "write TriG",
            timed(lambda: memory.dump(format=trig)),
            timed(lambda: disk.dump(format=trig)),
            limited(lambda: dataset.serialize(format="trig")),
        )
        total = [0.0, 0.0, 0.0]
        for name in questions.names()[:12]:
            asked = questions.load(name).ask()
            times = (
                timed(partial(rows_of, memory, asked)),
                timed(partial(rows_of, disk, asked)),
                limited(partial(rows_of, dataset, asked)),
            )
            total = [sum(pair) for pair in zip(total, (seconds for seconds, _ in times), strict=True)]
            row(name, *times)
        row("all twelve", *((seconds, ()) for seconds in total))


def assembled(folder: Path, wanted: int) -> Store:
    """A store of about ``wanted`` quads, made of whole articles; prints how fast."""
    namespace, stream = Namespace(), articles()
    batch: list[Extraction] = []
    written = 0
    begin = time.perf_counter()
    while written < wanted * DOCUMENTS:
        batch.append(next(stream))
        written += sum(1 for _ in generate_document(batch[-1], namespace))
    print(f"writing N-Quads: {written / (time.perf_counter() - begin):,.0f} quads/s, articles made included")
    store = Store.open(folder)
    seconds, _ = timed(lambda: store.add_all(batch))
    print(f"assembly on disk: {len(batch) / seconds:,.0f} articles/s, {len(store.inner) / seconds:,.0f} quads/s")
    return store


DOCUMENTS = 0.88
"""Share of a store's quads that stand in the documents' graphs."""


def rows_of(engine: ox.Store | rdflib.Dataset, asked: str) -> list[Any]:
    """All rows of a question."""
    if isinstance(engine, ox.Store):
        return list(engine.query(asked, use_default_graph_as_union=True))  # type: ignore[arg-type]
    return list(engine.query(asked))


def row(name: str, memory: Timed, disk: Timed, theirs: Timed) -> None:
    """One line; the limit stands for the time of what was stopped, so that its ratio is a lower bound."""
    seconds, found = theirs
    note = "rdflib stopped at the limit" if found is None else ""
    if isinstance(found, list):
        counts = [len(result[1]) for result in (memory, disk, theirs)]
        note = f"{counts[0]} rows" if len(set(counts)) == 1 else f"{counts} rows: NOT THE SAME"
    more = ">" if found is None else " "
    cells = (f"{ours:9.3f} {more}{seconds / ours:7.1f}x" for ours, _ in (memory, disk))
    print(f"{name:28} {' '.join(cells)} {seconds:10.3f}  {note}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 200_000)
