"""Watching folders, files and addresses: what is new or has changed, round after round, until told to stop.

Files are looked at again and again, which works on every system and on network drives.  A file counts as changed when
its size, time or identity differs and stays the same for a whole interval, so that none is read while it is written.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TypeVar

from newsgraph.readers import registry
from newsgraph.readers.paths import LISTS, Address, files_below

Source = Path | Address
Stamp = tuple[int, int, int]
"""Time in nanoseconds, size and inode of a file."""

T = TypeVar("T")


class Stop:
    """Whether to stop, and a wait that ends early when so."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __bool__(self) -> bool:
        return self._event.is_set()

    def ask(self) -> None:
        self._event.set()

    def wait(self, seconds: float) -> None:
        self._event.wait(seconds)

    def until(self, values: Iterable[T]) -> Iterator[T]:
        """The values, until it is time to stop."""
        for one in values:
            if self:
                return
            yield one

    @contextmanager
    def on_signals(self) -> Iterator[Stop]:
        """Ctrl-C and SIGTERM ask to stop after what is in hand; a second one ends at once."""

        def ask(number: int, frame: FrameType | None) -> None:
            self.ask()
            for other, handler in before.items():
                signal.signal(other, handler)

        signals = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, ask) for number in signals}
        try:
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class Watch:
    """Looks at sources every ``every`` seconds, and at addresses every ``fetch_every``."""

    def __init__(
        self,
        sources: Sequence[Source],
        stop: Stop,
        *,
        every: float = 1.0,
        fetch_every: float = 900.0,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        self._sources, self._stop = sources, stop
        self._every, self._fetch_every = every, fetch_every
        self._clock, self._wait = clock, wait or stop.wait
        self._read: dict[Path, Stamp] = {}
        self._seen: dict[Path, Stamp] = {}
        self._fetched: dict[Source, float] = {}

    def rounds(self) -> Iterator[list[Source]]:
        """What to read next, as often as there is something, in a stable order; ends when asked to stop."""
        while not self._stop:
            ready = self.look()
            if ready:
                yield ready
            self._wait(self._every)

    def look(self) -> list[Source]:
        """What is ready to be read now and has not been returned before."""
        ready: list[Source] = []
        seen: dict[Path, Stamp] = {}
        for source in self._sources:
            if isinstance(source, Address) or source.suffix.lower() in LISTS:
                if self._due(source):
                    ready.append(source)
                continue
            for path in _files(source):
                stamp = _stamp(path)
                if stamp is None or path in seen:
                    continue
                seen[path] = stamp
                if self._seen.get(path) == stamp and self._read.get(path) != stamp:
                    self._read[path] = stamp
                    ready.append(path)
        self._seen = seen
        return ready

    def _due(self, source: Source) -> bool:
        now = self._clock()
        if source in self._fetched and now - self._fetched[source] < self._fetch_every:
            return False
        self._fetched[source] = now
        return True


def _files(source: Path) -> Iterator[Path]:
    if source.is_dir():
        yield from (path for path in files_below(source) if registry.name_for(path) is not None)
    else:
        yield source


def _stamp(path: Path) -> Stamp | None:
    """None for a file that is gone, or is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino) if path.is_file() else None
