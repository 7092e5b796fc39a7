"""Build ``extractors/data/territories.tsv`` from the territory table of rigour 2.6 and ``territories_by_hand.txt``.

    python tools/build_territories.py

Run at build time only, with rigour installed; the package does not need it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib.metadata import files
from pathlib import Path

from rigour._core import territories_jsonl

HERE = Path(__file__).parent
TARGET = HERE.parent / "extractors" / "data" / "territories.tsv"
STATES = frozenset(("xk", "tw", "ps", "hk", "mo"))


def read_own() -> tuple[dict[str, list[str]], set[str]]:
    """Own columns by code, and the codes to leave out."""
    own, omitted = {}, set()
    for line in (HERE / "territories_by_hand.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, *columns = line.split("|")
        if code == "omit":
            omitted |= set(columns[0].split())
        else:
            own[code] = columns
    return own, omitted


def row(code: str, data: dict, own: list[str]) -> list[str] | None:
    """One line of the table; None for what is no place with a Wikidata id."""
    demonyms, capitals, aliases, name, qid = (column.replace(",", "|") for column in own)
    qid = qid or data.get("qid") or ""
    if not re.fullmatch(r"Q\d+", qid):
        return None
    usual = name or re.sub(r"\s*\(.*\)$", "", data["name"])
    others = [a for a in aliases.split("|") if a]
    others += [n for n in (data["name"], data.get("full_name", "")) if n and "(" not in n and n not in others]
    kind = "country" if data.get("is_country") or code in STATES else "region"
    others = [a for a in others if a != usual]
    return [code, usual, kind, data.get("parent") or "", qid, "|".join(others), demonyms, capitals]


def main() -> None:
    territories = {d["code"]: d for d in map(json.loads, filter(None, territories_jsonl().splitlines()))}
    own, omitted = read_own()
    rows = []
    for code, data in sorted(territories.items()):
        if code in omitted or (data.get("is_historical") and code not in own) or code in ("zz", "un", "eu"):
            continue
        found = row(code, data, own.get(code, [""] * 5))
        if found is not None:
            rows.append(found)
    names = Counter(r[1] for r in rows)
    countries = {r[1] for r in rows if r[2] == "country"}
    rows = [r for r in rows if r[2] == "country" or (names[r[1]] == 1 and r[1] not in countries)]
    licence = next(f for f in files("rigour") or () if "LICENSE" in f.name).read_text()
    header = [
        "Territories: code, name, kind (country or region), code of the governing country, Wikidata id, aliases, demonyms, capitals.",
        "Names, codes, governing territory and Wikidata ids: from rigour 2.6.1 (territory table), by OpenSanctions; MIT, notice below.",
        "Aliases in English, demonyms and capitals: own general knowledge. Made by tools/build_territories.py. Date: 2026-11-24.",
        'Lists are separated by "|"; the first demonym is the adjective.',
        "",
        *licence.strip().splitlines(),
        "",
        "code\tname\tkind\tparent\tqid\taliases\tdemonyms\tcapitals",
    ]
    lines = [f"# {line}".rstrip() for line in header] + ["\t".join(r) for r in rows]
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
