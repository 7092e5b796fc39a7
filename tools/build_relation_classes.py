"""Build ``graph/data/relation_classes.tsv`` from ``extractors/data/event_types.tsv``: which event classes a relation lemma is related to.

    python tools/build_relation_classes.py

Run after a change of the table of event types.  A lemma is related to the classes it has whatever its object is; verbs whose
class depends on their object (*make*, *take*, *send*) say too little by themselves and are related to none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from newsgraph.extractors.event_table import Row, rows_by_lemma

TARGET = Path(__file__).parent.parent / "graph" / "data" / "relation_classes.tsv"
HEADER = """\
# Relation lemma -> PLOVER classes that it is related to (skos:relatedMatch), space-separated.
# Made by tools/build_relation_classes.py from extractors/data/event_types.tsv: change that table and run it again. MIT, 2026-11.
"""


def related_classes(rows: tuple[Row, ...]) -> list[str]:
    """The classes of one lemma, sorted."""
    return sorted({row.result.name for row in rows if row.result.name and _is_general(row)})


def _is_general(row: Row) -> bool:
    """Does the row hold whatever the object is, or without any?"""
    return all(
        condition.negated or condition.nothing or (condition.anything and not condition.nouns)
        for condition in row.conditions
    )


def generate_table() -> Iterator[str]:
    """The lines of the file, without line ends."""
    yield from HEADER.splitlines()
    for lemma, rows in sorted(rows_by_lemma().items()):
        classes = related_classes(rows)
        if classes:
            yield f"{lemma}\t{' '.join(classes)}"


if __name__ == "__main__":
    TARGET.write_text("\n".join(generate_table()) + "\n", encoding="utf-8")
