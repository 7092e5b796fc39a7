"""Queries run in processes of their own, so that one that takes too long or too much is ended and the server lives.

Each process opens the store read-only, and again when the store has changed on disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from newsgraph.server.protocol import GRAPH_TYPES, RESULT_TYPES, Operation, Refusal, result_type


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds, bytes of its result, bytes of memory beyond the start; how many at once."""

    seconds: float = 30.0
    result_bytes: int = 64 * 2**20
    memory_bytes: int = 4 * 2**30
    workers: int = 2
    waiting: int = 32


@dataclass(frozen=True, slots=True)
class Answer:
    """A result in the form that was asked for."""

    media_type: str
    body: bytes


class _TooLarge(Exception):
    pass


class _Bounded:
    """Collects what is written, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        self.parts: list[bytes] = []
        self._left = limit

    def write(self, data: Any) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise _TooLarge
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass


def store_stamp(path: Path) -> int:
    """Changes whenever the store on disk does: the latest change of any of its files, in nanoseconds."""
    with os.scandir(path) as entries:
        return max((entry.stat().st_mtime_ns for entry in entries if entry.name != "LOCK"), default=0)


class StoreReader:
    """The store as it is on disk now: opened on first use, opened again after a change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._store: Any = None
        self._stamp = -1

    def current(self) -> Any:
        """The open :class:`~newsgraph.graph.store.Store`.

        Raises:
            StoreError: it is gone or cannot be read.
        """
        from newsgraph.graph.store import Store

        stamp = store_stamp(self.path) if self.path.is_dir() else -2
        if self._store is None or stamp != self._stamp:
            self._store = Store.open(self.path, read_only=True)
            self._stamp = stamp
        return self._store


def answer(store: Any, operation: Operation, limit: int) -> Answer:
    """Run a query over an open store.

    Raises:
        Refusal: it is no SPARQL, asks another service, has no acceptable form, or its result is larger than ``limit``.
    """
    import pyoxigraph as ox

    from newsgraph.errors import QueryError

    try:
        if operation.default_graphs or operation.named_graphs:
            result = _over_graphs(store, operation)
        else:
            result = store.query(operation.query)
        graph = isinstance(result, ox.QueryTriples)
        media = result_type(operation, graph)
        sink: Any = _Bounded(limit)
        if isinstance(result, ox.QueryTriples):
            syntax = {
                "ttl": ox.RdfFormat.TURTLE,
                "nt": ox.RdfFormat.N_TRIPLES,
                "rdf": ox.RdfFormat.RDF_XML,
                "jsonld": ox.RdfFormat.JSON_LD,
            }[GRAPH_TYPES[media]]
            ox.serialize(result, sink, syntax, prefixes=store.namespace.prefixes)
        else:
            form = RESULT_TYPES[media]
            result.serialize(sink, getattr(ox.QueryResultsFormat, form.upper()))
    except QueryError as error:
        raise Refusal(400, str(error)) from error
    except SyntaxError as error:
        raise Refusal(400, f"not a SPARQL query: {error.msg}") from error
    except _TooLarge as error:
        raise Refusal(422, f"the result is larger than {limit} bytes: add LIMIT, or ask a narrower question") from error
    except (ValueError, OSError, RuntimeError) as error:
        raise Refusal(400, f"the query failed: {error}") from error
    return Answer(media, b"".join(sink.parts))


def _over_graphs(store: Any, operation: Operation) -> Any:
    """A query over the dataset that the request names: exactly these graphs, whatever the query's own FROM says.

    Without a ``default-graph-uri`` the default graph is empty; without a ``named-graph-uri`` there are no named graphs.
    """
    import pyoxigraph as ox

    # Results are lazy: this only lets the store refuse what it never answers (SERVICE, no SPARQL).
    store.query(operation.query)
    return store.inner.query(
        operation.query,
        prefixes=store.namespace.prefixes,
        default_graph=[ox.NamedNode(iri) for iri in operation.default_graphs],
        named_graphs=[ox.NamedNode(iri) for iri in operation.named_graphs],
    )


def _serve(path: Path, pipe: Connection, limits: Limits) -> None:
    """The life of a process: an operation in, an answer or a refusal out, until the pipe closes."""
    _bound_memory(limits.memory_bytes)
    reader = StoreReader(path)
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            operation = pipe.recv()
            try:
                outcome: Answer | Refusal = answer(reader.current(), operation, limits.result_bytes)
            except Refusal as refusal:
                outcome = refusal
            except Exception as error:
                outcome = Refusal(500, f"the query failed: {error}")
            if isinstance(outcome, Refusal):
                pipe.send((outcome.status, outcome.message))
            else:
                pipe.send(outcome)


def _bound_memory(size: int) -> None:
    """Private memory of this process, where the system can bound it (Linux)."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
    except (ImportError, ValueError, OSError):
        return


class _Worker:
    def __init__(self, path: Path, limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(path, theirs, limits), daemon=True)
        self.process.start()
        theirs.close()

    def ask(self, operation: Operation, seconds: float) -> Answer:
        """Blocks for at most ``seconds``.

        Raises:
            Refusal: refused, too slow, or the process died.
        """
        try:
            self.pipe.send(operation)
            if not self.pipe.poll(seconds):
                raise Refusal(504, f"the query took longer than {seconds:g} seconds and was ended")
            outcome = self.pipe.recv()
        except (EOFError, OSError) as error:
            raise Refusal(507, "the query needed more memory than it may have and was ended") from error
        if isinstance(outcome, tuple):
            raise Refusal(*outcome)
        assert isinstance(outcome, Answer)
        return outcome

    def end(self) -> None:
        self.process.kill()
        self.process.join(5)
        self.pipe.close()


class QueryWorkers:
    """A few processes that answer queries; one whose query was ended is replaced."""

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.path, self.limits = path, limits or Limits()
        self._free: asyncio.Queue[_Worker | None] = asyncio.Queue()
        self._all: set[_Worker] = set()
        self._waiting = 0

    def start(self) -> None:
        """Make room for the processes; each starts with its first query."""
        for _ in range(self.limits.workers):
            self._free.put_nowait(None)

    def stop(self) -> None:
        """End all processes."""
        for worker in list(self._all):
            worker.end()
        self._all.clear()

    async def ask(self, operation: Operation) -> Answer:
        """The answer to a query, when a process is free.

        Raises:
            Refusal: 503 when too many wait; and what the query itself is refused for.
        """
        if self._waiting >= self.limits.waiting:
            raise Refusal(503, "too many queries are waiting; try again later", {"Retry-After": "5"})
        async with self._worker() as worker:
            return await asyncio.to_thread(worker.ask, operation, self.limits.seconds)

    @contextlib.asynccontextmanager
    async def _worker(self) -> AsyncIterator[_Worker]:
        self._waiting += 1
        try:
            worker = await self._free.get()
        finally:
            self._waiting -= 1
        if worker is None:
            worker = await asyncio.to_thread(_Worker, self.path, self.limits)
            self._all.add(worker)
        keep: _Worker | None = worker
        try:
            yield worker
        except BaseException as error:
            # A process in an unknown state (too slow, dead, client gone) is not used again.
            if not isinstance(error, Refusal) or error.status >= 500:
                keep = None
                self._all.discard(worker)
                await asyncio.shield(asyncio.to_thread(worker.end))
            raise
        finally:
            self._free.put_nowait(keep)
