"""The store against rdflib in memory, on the same quads in the same run: load, serialise, the twelve questions.

Run: python benchmarks/store_speed.py [QUADS], default 200,000.  rdflib needs about 2 GB for a million quads.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import date, timedelta
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
"""Seconds that rdflib is given for one question."""


def limited(work: Callable[[], Any]) -> tuple[float, Any]:
    """Like :func:`timed`, but None where the limit was reached."""

    def stop(number: int, frame: object) -> None:
        raise TimeoutError

    previous = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        return timed(work)
    except TimeoutError:
        return LIMIT, None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def main(wanted: int) -> None:
    warnings.simplefilter("ignore")
    namespace = Namespace()
    stream, batch, quads = articles(), [], 0
    began = time.perf_counter()
    lines: list[str] = []
    while quads < wanted * 0.9:
        extraction = next(stream)
        batch.append(extraction)
        written = list(generate_document(extraction, namespace))
        quads += len(written)
        lines += written
    seconds = time.perf_counter() - began
    print(f"writing N-Quads: {quads / seconds:,.0f} quads/s, articles made included")
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "store")
        seconds, _ = timed(lambda: store.add_all(batch))
        print(f"assembly on disk: {len(batch) / seconds:,.0f} articles/s, {len(store.inner) / seconds:,.0f} quads/s")
        dumped, data = timed(lambda: store.inner.dump(format=ox.RdfFormat.N_QUADS))
        loaded, _ = timed(lambda: ox.Store(str(Path(folder) / "copy")).bulk_load(data, ox.RdfFormat.N_QUADS))
        dataset = rdflib.Dataset(default_union=True)
        their_load, _ = timed(lambda: dataset.parse(data=data.decode(), format="nquads"))
        their_dump, _ = timed(lambda: dataset.serialize(format="nquads"))
        print(f"{len(store.inner):,} quads; seconds, newsgraph and rdflib in memory, and how many times faster")
        row("load", loaded, their_load)
        row("serialise", dumped, their_dump)
        total = [0.0, 0.0]
        for name in questions.names()[:12]:
            asked = questions.load(name).ask()
            ours, found = timed(lambda asked=asked: list(store.query(asked)))
            theirs, also = limited(lambda asked=asked: list(dataset.query(asked)))
            total[0] += ours
            total[1] += theirs
            note = "rdflib stopped at the limit" if also is None else f"{len(found)} and {len(also)} rows"
            row(name, ours, theirs, note)
        row("all twelve", *total)
        store.close()


def row(name: str, ours: float, theirs: float, note: str = "") -> None:
    print(f"{name:28} {ours:9.3f} {theirs:9.3f} {theirs / ours:8.1f}x  {note}")


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 200_000)
