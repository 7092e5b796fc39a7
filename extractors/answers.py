"""What servers were asked and answered: a cache on disk, the budget of a run, and what became of the answers.

One SQLite file, shared by all processes of a run and by later runs.  An answer that is known costs nothing.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from newsgraph.errors import ExtractorError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS spending (run TEXT PRIMARY KEY, requests INTEGER NOT NULL, tokens INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tally (run TEXT, what TEXT, count INTEGER NOT NULL, PRIMARY KEY (run, what)) WITHOUT ROWID;
"""


class AnswersError(ExtractorError, OSError):
    """The file of answers cannot be used."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a run may spend: requests sent, and tokens the server counts; None is no limit.

    No request is sent once the limit is reached; the tokens of requests under way may go beyond theirs.
    """

    requests: int | None = None
    tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Spending:
    """What a run spent, and how often each thing happened."""

    requests: int
    tokens: int
    tally: Mapping[str, int]


def default_path() -> Path:
    """Where answers are kept: the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    return Path(base) / "newsgraph" / "answers.sqlite"


@dataclass(frozen=True, slots=True)
class Answers:
    """The file at ``path``, made if absent; ``run`` names whose spending is counted.

    Every method opens the file anew: values of this class may be handed to threads and processes.

    Raises:
        AnswersError: it cannot be opened or is no file of answers.
    """

    path: Path
    run: str

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=60.0, isolation_level=None)) as connection:
                connection.executescript(_SCHEMA)
                yield connection
        except (OSError, sqlite3.Error) as error:
            raise AnswersError(f"{self.path}: cannot be used for answers ({error}); choose another file") from error

    def find(self, key: str) -> str | None:
        """The answer to a question asked before, by its key; None for a new question."""
        with self._open() as file:
            row = file.execute("SELECT content FROM answer WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def keep(self, answered: Mapping[str, str]) -> None:
        """Remember answers by their keys."""
        if answered:
            with self._open() as file, file:
                file.execute("BEGIN IMMEDIATE")
                file.executemany("INSERT OR REPLACE INTO answer VALUES (?, ?)", answered.items())

    def may_ask(self, budget: Budget) -> bool:
        """Count one request, if the budget has room for it; False when it is spent."""
        with self._open() as file:
            file.execute("INSERT OR IGNORE INTO spending VALUES (?, 0, 0)", (self.run,))
            done = file.execute(
                "UPDATE spending SET requests = requests + 1 WHERE run = ?"
                " AND (? IS NULL OR requests < ?) AND (? IS NULL OR tokens < ?)",
                (self.run, budget.requests, budget.requests, budget.tokens, budget.tokens),
            )
            return done.rowcount == 1

    def spend(self, tokens: int) -> None:
        """Count the tokens of an answer."""
        with self._open() as file:
            file.execute("UPDATE spending SET tokens = tokens + ? WHERE run = ?", (tokens, self.run))

    def count(self, tally: Mapping[str, int]) -> None:
        """Count things that happened."""
        rows = [(self.run, what, count) for what, count in tally.items() if count]
        if rows:
            with self._open() as file, file:
                file.execute("BEGIN IMMEDIATE")
                file.executemany(
                    "INSERT INTO tally VALUES (?, ?, ?)"
                    " ON CONFLICT (run, what) DO UPDATE SET count = count + excluded.count",
                    rows,
                )

    def spending(self) -> Spending:
        """What this run has spent up to now; zeros for one that asked nothing."""
        with self._open() as file:
            row = file.execute("SELECT requests, tokens FROM spending WHERE run = ?", (self.run,)).fetchone()
            rows = file.execute("SELECT what, count FROM tally WHERE run = ? ORDER BY what", (self.run,)).fetchall()
        requests, tokens = row or (0, 0)
        return Spending(requests, tokens, dict(rows))

    def close_run(self) -> None:
        """Forget the counts of this run; its answers stay."""
        with self._open() as file:
            for table in ("spending", "tally"):
                file.execute(f"DELETE FROM {table} WHERE run = ?", (self.run,))
