"""What a site asks of robots (robots.txt), as RFC 9309 says: the longest rule that matches counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote

LONGEST = 512 * 1024
"""Bytes of a robots.txt that are read."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for one robot: (allowed, path pattern); and the seconds it is asked to wait between requests."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float | None = None

    def allows(self, path: str) -> bool:
        """May this path (with its query) be fetched?  Of two rules of one length the one that allows counts."""
        path = _plain(path or "/")
        if path == "/robots.txt":
            return True
        matching = [(len(pattern), allowed) for allowed, pattern in self.rules if _matches(pattern, path)]
        return max(matching)[1] if matching else True


def parse_robots(text: str, agent: str) -> Robots:
    """The rules for ``agent`` (a product token such as "newsgraph"), else those for everybody, else none."""
    groups: dict[str, tuple[list[tuple[bool, str]], list[float]]] = {}
    names: list[str] = []
    naming = False
    for line in text.splitlines():
        field, colon, value = line.partition("#")[0].partition(":")
        field, value = field.strip().lower(), value.strip()
        if not colon:
            continue
        if field == "user-agent":
            names = [*names, value.lower()] if naming else [value.lower()]
            groups.setdefault(names[-1], ([], []))
            naming = True
            continue
        naming = False
        for name in names:
            if field in ("allow", "disallow") and value:
                groups[name][0].append((field == "allow", _plain(value)))
            elif field == "crawl-delay":
                groups[name][1].extend(_seconds(value))
    rules, delays = groups.get(agent.lower()) or groups.get("*") or ([], [])
    return Robots(tuple(rules), max(delays, default=None))


def _seconds(value: str) -> Iterable[float]:
    try:
        seconds = float(value)
    except ValueError:
        return
    if 0 <= seconds < float("inf"):
        yield seconds


def _plain(path: str) -> str:
    """One spelling of a path: only what has to be is escaped."""
    return quote(unquote(path, errors="surrogateescape"), safe="/?*$&=+,;:@!'()~-._", errors="surrogateescape")


def _matches(pattern: str, path: str) -> bool:
    """``*`` is any run of characters, a final ``$`` the end; linear in the length of the path for each part."""
    whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if whole and not rest:
        return path == first
    place = len(first)
    last = rest.pop() if whole and rest else None
    for part in rest:
        found = path.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return last is None or (path.endswith(last) and len(path) - len(last) >= place)
