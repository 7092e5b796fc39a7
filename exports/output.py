"""Writing files whole: to a temporary name beside the target, then renamed; a failed write leaves nothing behind."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from newsgraph.errors import NewsgraphError
from newsgraph.graph.view import Selection


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How to export.

    ``flatten`` lets a format without named graphs merge them into one; ``graph`` takes a single one instead (its IRI,
    or the name of a shared graph: "asserted"); ``base`` renames what this store has minted; ``selection`` limits the
    formats that show a network, and has no effect on RDF.
    """

    flatten: bool = False
    graph: str | None = None
    base: str | None = None
    selection: Selection | None = None


class NamedGraphsError(NewsgraphError, ValueError):
    """A format that cannot hold named graphs was asked for a store that has them."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"{name} cannot hold named graphs: choose trig, nquads or jsonld, export one graph, or merge all with --flatten"
        )


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """A binary file that becomes ``path`` when the block ends well; folders are made.

    Raises:
        OSError: the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_text(path: Path, parts: Iterable[str]) -> None:
    """Write pieces of text as UTF-8, whole or not at all."""
    with replaced(path) as file:
        for part in parts:
            file.write(part.encode("utf-8", "replace"))
