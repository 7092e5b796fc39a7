"""Tables of corrections as text: what commands propose, for a person to look at and for :mod:`graph.corrections` to read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from newsgraph.graph.corrections import Corrections

HEADER = """\
# Corrections, applied at every build. Tables in any order: [[merge]], [[rename]], [[retype]], [[split]], [[link]], [[distinct]].
"""

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def quoted(text: str) -> str:
    """A TOML string on one line, right for any text; a lone surrogate, which no encoding can carry, becomes U+FFFD."""

    def escape(found: re.Match[str]) -> str:
        code = ord(found[0])
        return "\\ufffd" if 0xD800 <= code <= 0xDFFF else f"\\u{code:04x}"

    return '"' + _UNPRINTABLE.sub(escape, text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def comment(text: str) -> str:
    """A comment of one line, whatever the text holds."""
    return "# " + _UNPRINTABLE.sub(" ", text)


def generate_table(
    kind: str,
    values: Mapping[str, str | bool | Iterable[str] | None],
    *,
    remarks: Iterable[str] = (),
    off: bool = False,
) -> Iterator[str]:
    """The lines of one table without line ends; a value of None is left out; ``off``: as comments, to be switched on."""
    lines = [f"[[{kind}]]"]
    for key, value in values.items():
        if value is None:
            continue
        if isinstance(value, bool):
            written = str(value).lower()
        else:
            written = quoted(value) if isinstance(value, str) else "[" + ", ".join(map(quoted, value)) + "]"
        lines.append(f"{key} = {written}")
    yield from map(comment, remarks)
    yield from (map(comment, lines) if off else lines)


def add_tables(path: Path, tables: Iterable[Iterable[str]]) -> int:
    """Append tables to a file of corrections, made if absent; returns how many.  A table whose lines are there is left out.

    The file is replaced as a whole, so that a write that fails leaves it as it was; comments and order in it stay.

    Raises:
        CorrectionsError: the file is no file of corrections, or would be none with the new tables.
    """
    before = path.read_text(encoding="utf-8-sig") if path.exists() else HEADER
    if path.exists():
        Corrections.parse(before, str(path))
    text = before if not before or before.endswith("\n") else before + "\n"
    known = _blocks(before)
    count = 0
    for table in tables:
        lines = list(table)
        block = _core(lines)
        if block in known:
            continue
        known.add(block)
        text += "\n" + "".join(line + "\n" for line in lines)
        count += 1
    if count:
        Corrections.parse(text, str(path))
        draft = path.with_name(path.name + ".part")
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, path)
    return count


def _blocks(text: str) -> set[tuple[str, ...]]:
    """The tables of a text, those in comments too, each as its lines without the remarks."""
    return {_core(block.splitlines()) for block in re.split(r"\n\s*\n", text)}


def _core(lines: Iterable[str]) -> tuple[str, ...]:
    """From the line of the table's name on, comment marks taken off."""
    plain = [line.removeprefix("#").strip() for line in lines]
    start = next((n for n, line in enumerate(plain) if line.startswith("[[")), len(plain))
    return tuple(plain[start:])
