"""Parses written by hand, to test what grammar rules out and a parser sometimes says."""

from __future__ import annotations

from newsgraph.extractors.parse import Parse

LEMMAS = {"found": "find", "shot": "shoot", "said": "say"}


def parse(rows: str) -> Parse:
    """A sentence from lines of word, tag, part of speech, label and index of the head."""
    table = Parse("")
    for row in rows.strip().splitlines():
        word, tag, pos, dep, head = row.split()
        table.word.append(word)
        table.lower.append(word.lower())
        table.lemma.append(LEMMAS.get(word, word.lower()))
        table.tag.append(tag)
        table.pos.append(pos)
        table.dep.append(dep)
        table.head.append(int(head))
        table.sent.append(0)
        table.para.append(0)
    return table.finish()
