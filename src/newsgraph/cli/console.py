"""Standard error: messages, counts and progress.  Standard output belongs to the data."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from newsgraph.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from newsgraph.graph.model import Document

logger = logging.getLogger("newsgraph.cli")

_state = {"json": False, "quiet": False}


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {"level": record.levelname.lower(), "message": record.getMessage()}
        entry.update(getattr(record, "data", {}))
        return json.dumps(entry, ensure_ascii=False)


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to the standard error of the moment, so that a redirected one is honoured."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr


def start_logging(*, as_json: bool = False, quiet: bool = False) -> None:
    """Messages of newsgraph go to standard error, as text or as JSON lines."""
    _state.update(json=as_json, quiet=quiet)
    root = logging.getLogger("newsgraph")
    handler = _StandardError()
    handler.setFormatter(_JsonLines() if as_json else logging.Formatter("newsgraph: %(message)s"))
    root.handlers[:] = [handler]
    root.setLevel(logging.ERROR if quiet else logging.INFO)
    root.propagate = False


def complain(message: str, **data: object) -> None:
    """An error, for a person or a log."""
    if not logging.getLogger("newsgraph").handlers:
        start_logging()
    logger.error("%s", message, extra={"data": data})


def tell(message: str, **data: object) -> None:
    """Something worth knowing that is no error."""
    logger.info("%s", message, extra={"data": data})


class Skipped:
    """Counts inputs that could not be read, and says each on standard error as it comes."""

    def __init__(self) -> None:
        self.errors: list[InputError] = []
        self.left_out: list[InputError] = []
        self.read = 0

    def documents(self, inputs: Iterable[Document | InputError]) -> Iterator[Document]:
        """The documents among ``inputs``."""
        for found in inputs:
            if isinstance(found, InputError):
                self._note(found)
            else:
                self.read += 1
                yield found

    def failed(self, error: InputError) -> None:
        """A document that was read but could not be extracted from."""
        self.read -= 1
        self._note(error)

    def _note(self, error: InputError) -> None:
        from newsgraph.readers.language import LanguageError

        if isinstance(error, LanguageError):
            self.left_out.append(error)
            tell(str(error), location=error.location, reason=error.reason)
            return
        self.errors.append(error)
        complain(str(error), location=error.location, reason=error.reason)

    def summary(self) -> None:
        """One line with the counts, when something was skipped."""
        if self.left_out:
            tell(f"{len(self.left_out)} left out", left_out=len(self.left_out))
        if self.errors:
            complain(f"{len(self.errors)} of {self.read + len(self.errors)} inputs skipped", read=self.read)


@contextmanager
def progress(label: str, total: int | None) -> Iterator[ProgressBar]:
    """A bar on standard error for more than a few documents on a terminal; nothing elsewhere."""
    if _state["quiet"] or _state["json"] or not sys.stderr.isatty():
        yield ProgressBar()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield ProgressBar(lambda count: bar.advance(task, count))


class ProgressBar:
    """Something to step, whether or not a bar is shown."""

    def __init__(self, advance: Callable[[int], None] | None = None) -> None:
        self._advance = advance

    def step(self, count: int = 1) -> None:
        if self._advance:
            self._advance(count)


def output_console() -> Console:
    """Rich tables on standard output: as wide as the terminal, 120 characters when there is none.

    Characters that steer a terminal or turn the direction of a line are left out: words of articles come from anybody.
    """
    from rich.console import Console
    from rich.segment import Segment

    class SafeConsole(Console):
        def render(self, *arguments: Any, **options: Any) -> Iterator[Segment]:
            for segment in super().render(*arguments, **options):
                yield segment if segment.control else Segment(printable(segment.text), segment.style)

    return SafeConsole() if sys.stdout.isatty() else SafeConsole(width=120, color_system=None, soft_wrap=False)


_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """A text without control characters (but line breaks and tabs) and without marks of direction."""
    return _STEERING.sub("", text)
