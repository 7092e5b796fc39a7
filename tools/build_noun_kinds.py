"""Build ``extractors/data/noun_kinds.tsv`` from WordNet 3.1: what kind of thing a common noun names first of all.

    python tools/build_noun_kinds.py WORDNET_DICT_FOLDER

Run at build time only.  A noun's kind is the lexicographer file of its most frequent sense, refined by its hypernyms
(organization, facility, document) and, for people, by gender.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "extractors" / "data" / "noun_kinds.tsv"
LEXICOGRAPHER_FILES = {
    4: "act", 5: "animal", 6: "artifact", 10: "communication", 11: "event", 14: "group", 15: "location",
    17: "object", 18: "person", 21: "possession", 23: "quantity", 28: "time",
}  # fmt: skip
ROOTS = {  # first lemma of a synset -> refined kind of what lies below it
    "organization": "organization", "unit": "organization", "institution": "organization", "polity": "organization",
    "building": "facility", "structure": "facility", "facility": "facility",
    "document": "document", "writing": "document", "publication": "document",
    "female": "female", "woman": "female", "male": "male", "man": "male", "male_child": "male", "female_child": "female",
    "conveyance": "vehicle", "law": "law", "legal_document": "document",
    "female_aristocrat": "female", "male_aristocrat": "male", "wife": "female", "husband": "male",
    "mother": "female", "father": "male", "sister": "female", "brother": "male", "daughter": "female", "son": "male",
}  # fmt: skip
ALLOWED = {
    "organization": (14,), "facility": (6,), "document": (10,), "female": (18,), "male": (18,), "vehicle": (6,), "law": (10, 14),
}  # fmt: skip


def read_synsets(path: Path) -> dict[str, tuple[int, str, list[str], list[str]]]:
    """Offset -> (lexicographer file, first lemma, hypernyms that are no instances, words as written)."""
    synsets = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split(" | ")[0].split()
        words = int(fields[3], 16)
        at = 4 + 2 * words
        pointers = fields[at + 1 :]
        hypernyms = [pointers[i + 1] for i in range(0, 4 * int(fields[at]), 4) if pointers[i] == "@"]
        synsets[fields[0]] = (int(fields[1]), fields[4].lower(), hypernyms, fields[4 : 4 + 2 * words : 2])
    return synsets


def refine(offset: str, synsets: dict[str, tuple[int, str, list[str], list[str]]]) -> str | None:
    """The kind of a synset: its refined root, else its lexicographer file, else None."""
    lexfile = synsets[offset][0]
    seen, queue = set(), [offset]
    while queue:
        at = queue.pop(0)
        if at in seen:
            continue
        seen.add(at)
        kind = ROOTS.get(synsets[at][1])
        if kind and lexfile in ALLOWED[kind] and synsets[at][0] == lexfile:
            return kind
        queue.extend(synsets[at][2])
    return LEXICOGRAPHER_FILES.get(lexfile)


def main() -> None:
    folder = Path(sys.argv[1])
    synsets = read_synsets(folder / "data.noun")
    tagged = set()
    for line in (folder / "index.sense").read_text("utf-8").splitlines():
        key, _, _, count = line.split()
        lemma, code = key.split("%")
        if code.startswith("1:") and int(count):
            tagged.add(lemma)
    notice = [
        line[4:].rstrip() for line in (folder / "data.noun").read_text("utf-8").splitlines() if line.startswith("  ")
    ]
    rows = []
    for line in (folder / "index.noun").read_text("utf-8").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split()
        lemma = fields[0]
        if not re.fullmatch(r"[a-z]+(?:-[a-z]+)*", lemma):
            continue
        first = fields[-int(fields[2])]
        if not synsets[first][2] or lemma not in synsets[first][3]:
            continue
        kind = refine(first, synsets)
        if kind is None or (lemma not in tagged and kind not in ("person", "female", "male")):
            continue
        rows.append(f"{lemma}\t{kind}")
    header = [
        "# Kind of thing a common noun names in its most frequent sense.",
        "# Source: lexicographer files and hypernyms of WordNet 3.1, made by tools/build_noun_kinds.py. Date: 2026-11-24. Licence:",
        *(f"# {line}".rstrip() for line in notice),
        "# noun\tkind",
    ]
    TARGET.write_text("\n".join([*header, *sorted(rows)]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
