"""What was fetched, kept in a folder: so that a page is asked for again only if it has changed."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from newsgraph.readers.source import sha256


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent for ``url``: the address in the end, the media type, the bytes.

    ``etag`` and ``modified`` are for asking again; ``stamp`` is what the feed said of the page's last change.
    """

    url: str
    final: str
    type: str
    charset: str | None
    body: bytes
    etag: str | None = None
    modified: str | None = None
    stamp: str | None = None


class Cache:
    """A folder with two files for each address, the bytes and what is known of them; it may be deleted at any time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, url: str) -> Answer | None:
        """What was fetched before; None for nothing, or for files that do not belong together."""
        name = self.folder / sha256(url.encode("utf-8", "surrogatepass"))
        try:
            known = json.loads(name.with_suffix(".json").read_text(encoding="utf-8"))
            body = name.with_suffix(".body").read_bytes()
            digest = known.pop("sha256")
            found = Answer(body=body, **known)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None
        return found if found.url == url and digest == sha256(body) else None

    def put(self, answer: Answer) -> None:
        """Keep an answer in the place of the one before.

        Raises:
            OSError: the folder cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        name = self.folder / sha256(answer.url.encode("utf-8", "surrogatepass"))
        known = asdict(answer)
        known["sha256"] = sha256(known.pop("body"))
        _write(name.with_suffix(".body"), answer.body)
        _write(name.with_suffix(".json"), json.dumps(known, indent=1).encode())


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(path)
