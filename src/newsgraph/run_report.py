"""What a build did: counts, reasons, speed; as JSON for programs and Markdown for people, beside the store."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from newsgraph.errors import InputError


@dataclass(slots=True)
class RunReport:
    """Counts of one run.  ``seconds`` are of the wall clock, given by the caller; ``unmatched`` are corrections without effect."""

    newsgraph: str
    model: str
    store: str
    workers: int = 1
    read: int = 0
    changed: int = 0
    statements: int = 0
    words: int = 0
    seconds: float = 0.0
    left_out: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)

    def note(self, error: InputError, *, left_out: bool = False) -> None:
        """An input that did not make it, and why."""
        (self.left_out if left_out else self.failed).append((error.location, error.reason))

    @property
    def words_per_second(self) -> float | None:
        """None when nothing was timed."""
        return self.words / self.seconds if self.seconds else None

    def as_json(self) -> str:
        rate = self.words_per_second
        return json.dumps({**asdict(self), "words_per_second": rate and round(rate, 1)}, ensure_ascii=False, indent=1)

    def as_markdown(self) -> str:
        """Counts first, then the reasons by how often they occur, then each input with its reason."""
        rate = self.words_per_second
        lines = [
            f"# Build of {self.store}",
            "",
            f"- {self.read} documents read, {self.changed} of them new or changed, {self.statements} statements",
            f"- {len(self.failed)} failed, {len(self.left_out)} left out",
            f"- {self.words:,} words in {self.seconds:.1f} s" + (f": {rate:,.0f} words a second" if rate else ""),
            f"- newsgraph {self.newsgraph}, model {self.model}, {self.workers} processes",
        ]
        for title, errors in (("Failed", self.failed), ("Left out", self.left_out)):
            if errors:
                lines += ["", f"## {title}", ""]
                lines += [f"- {count} × {reason}" for reason, count in Counter(r for _, r in errors).most_common()]
                lines += ["", *(f"- `{location.replace('`', '')}`: {reason}" for location, reason in errors)]
        if self.unmatched:
            lines += [
                "",
                "## Corrections that found nothing",
                "",
                *(f"- {correction}" for correction in self.unmatched),
            ]
        return "\n".join(lines) + "\n"


def report_paths(store: Path) -> tuple[Path, Path]:
    """Where the reports of a store go: ``news.store`` -> ``news.store.report.json``, ``news.store.report.md``."""
    return store.with_name(store.name + ".report.json"), store.with_name(store.name + ".report.md")


def write_report(report: RunReport, store: Path) -> None:
    """Both files, replacing those of the run before."""
    as_json, as_markdown = report_paths(store)
    as_json.write_text(report.as_json() + "\n", encoding="utf-8")
    as_markdown.write_text(report.as_markdown(), encoding="utf-8")
