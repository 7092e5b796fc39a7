"""What a rule for time expressions sees: the items of a sentence, today, and the date mentioned last."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from newsgraph.extractors import calendar
from newsgraph.extractors.calendar import Period
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.tense import direction
from newsgraph.extractors.time_words import Item


@dataclass(slots=True)
class Scene:
    """What a rule may look at: the sentence's items, today (None: unknown) and the date mentioned last."""

    parse: Parse
    items: list[Item]
    today: date | None
    headline: bool
    focus: Period | None = None

    def direction(self, item: Item) -> int:
        return direction(self.parse, item.end - 1, headline=self.headline)

    def focus_before(self, index: int) -> Period | None:
        """The nearest anchored period to the left in the sentence, else the last one of the sentences before."""
        for item in reversed(self.items[:index]):
            if item.period and item.period.anchored and item.period.grain != "I":
                return item.period
        return self.focus


class Reader:
    """A match of a rule in a scene: its groups as items."""

    __slots__ = ("match", "scene")

    def __init__(self, scene: Scene, match: re.Match[str]) -> None:
        self.scene, self.match = scene, match

    def has(self, group: str) -> bool:
        return self.match.groupdict().get(group) is not None

    def item(self, group: str) -> Item:
        return self.scene.items[self.match.start(group)]

    def period(self, group: str) -> Period:
        return self.item(group).period or UNRESOLVED

    def number(self, group: str) -> int:
        return int(self.item(group).number or 0)

    def count(self, group: str = "n") -> float | None:
        """The number of units: 1 for *a*, None for *several* or none."""
        if not self.has(group):
            return None
        symbols = self.match.group(group)
        return 1.0 if symbols == "1" else None if "F" in symbols else self.item(group).number

    @property
    def today(self) -> date | None:
        return self.scene.today

    def offset(self, group: str = "r") -> int:
        """-1, 0, 1 for *last*, *this*, *next*."""
        return {"L": -1, "R": 1}.get(self.item(group).symbol, 0)

    @property
    def focus(self) -> Period | None:
        return self.scene.focus_before(self.match.start())

    @property
    def focus_day(self) -> date | None:
        """The day things are told relative to: the one mentioned last, else today."""
        focus = self.focus
        return focus.first if focus and focus.grain == "D" else self.today

    @property
    def day_in_sentence(self) -> date | None:
        """The day named to the left in the same sentence."""
        items = self.scene.items[: self.match.start()]
        return next((p.first for item in reversed(items) if (p := item.period) and p.grain == "D" and p.first), None)

    def direction(self, group: str) -> int:
        return self.scene.direction(self.item(group))


UNRESOLVED = Period("", None, None, "I")
"""A time that is told but cannot be placed: *two days after the attack*."""

Result = Period | None
Rule = Callable[[Reader], Result]
COUNT = r"(?P<n>[ND1Y]|1?Fo?)"


def top_of(parse: Parse, start: int, end: int) -> int:
    """The token of a range that hangs on something outside it; an article only when nothing else does."""
    outside = [i for i in range(start, end) if not start <= parse.head[i] < end or parse.head[i] == i]
    return next((i for i in outside if parse.pos[i] != "DET"), outside[0] if outside else start)


def compile_rules(*table: tuple[str, Rule]) -> tuple[tuple[re.Pattern[str], Rule], ...]:
    return tuple((re.compile(pattern), rule) for pattern, rule in table)


def stretch_of(today: date, count: int, unit: str) -> Result:
    """``count`` units up to or from today; hours count as days where they make some."""
    if unit.startswith("T"):
        days = abs(count) // 24 if unit == "TH" else 0
        count, unit = (days if count > 0 else -days), "D"
    other = calendar.shift(calendar.day(today), count, unit)
    if other is None or other.first is None:
        return None
    return (
        calendar.stretch(min(other.first, today), max(other.first, today))
        if other.first != today
        else calendar.day(today)
    )
