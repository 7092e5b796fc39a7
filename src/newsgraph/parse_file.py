"""Parses on disk, by what was parsed and with which model: a corpus that is read again is not parsed again.

A cache and nothing more: it may be removed at any time, several processes may use it at once, and what cannot be read from it is
parsed.  SQLite; the parses not used for longest go first.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from newsgraph.errors import StoreError

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

PARSES = 200_000
"""Parses a file holds, some 1.5 kB each."""

_LEFT_OUT = ["tensor", "user_data", "sentiment", "cats"]
_TABLE = """
CREATE TABLE IF NOT EXISTS parses (key BLOB PRIMARY KEY, doc BLOB NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_use ON parses (used);
"""


class ParseFile:
    """The parses of one model in a file, made if absent.

    Raises:
        StoreError: the file cannot be made, or is something else.
    """

    def __init__(self, path: Path, model: str, *, most: int = PARSES) -> None:
        self.path, self.model, self.most = path, model, most
        self._connections: dict[int, sqlite3.Connection] = {}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database.executescript(_TABLE)
            self._turn = int(self._database.execute("SELECT COALESCE(MAX(used), 0) FROM parses").fetchone()[0]) + 1
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"{path}: cannot be used for parses ({error}); choose another file or remove it"
            ) from error

    @property
    def _database(self) -> sqlite3.Connection:
        """The connection of this process; one that a copied process brings along is left alone."""
        known = self._connections.get(os.getpid())
        if known is None:
            known = sqlite3.connect(self.path, timeout=30, isolation_level=None)
            known.execute("PRAGMA journal_mode = WAL")
            known.execute("PRAGMA synchronous = NORMAL")
            self._connections[os.getpid()] = known
        return known

    def find(self, texts: Iterable[str], vocab: Vocab) -> dict[str, Doc]:
        """The parses there are of some texts."""
        from spacy.tokens import Doc

        found: dict[str, Doc] = {}
        used: list[tuple[int, bytes]] = []
        for text in texts:
            key = self._key(text)
            row = self._read(key)
            if row is None:
                continue
            try:
                doc = Doc(vocab).from_bytes(zlib.decompress(row))
            except Exception:
                continue
            if doc.text == text:
                found[text] = doc
                used.append((self._turn, key))
        if used:
            self._write("UPDATE parses SET used = ? WHERE key = ?", used)
        return found

    def keep(self, parses: Mapping[str, Doc]) -> None:
        """Add parses by their texts; when there are too many, a tenth goes: those not used for longest."""
        rows = [
            (self._key(text), zlib.compress(doc.to_bytes(exclude=_LEFT_OUT), 1), self._turn)
            for text, doc in parses.items()
        ]
        if not rows:
            return
        self._write("INSERT OR REPLACE INTO parses VALUES (?, ?, ?)", rows)
        self._turn += 1
        if len(self) > self.most:
            oldest = "SELECT key FROM parses ORDER BY used, key LIMIT ?"
            self._write(f"DELETE FROM parses WHERE key IN ({oldest})", [(len(self) - self.most + self.most // 10,)])

    def __len__(self) -> int:
        try:
            return int(self._database.execute("SELECT COUNT(*) FROM parses").fetchone()[0])
        except sqlite3.Error:
            return 0

    def _read(self, key: bytes) -> bytes | None:
        try:
            row = self._database.execute("SELECT doc FROM parses WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        return None if row is None else bytes(row[0])

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        """In one transaction; where another process holds the file for too long, nothing is kept."""
        try:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany(statement, rows)
            self._database.execute("COMMIT")
        except sqlite3.Error:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self.model}\x00{text}".encode("utf-8", "surrogatepass")).digest()[:16]
