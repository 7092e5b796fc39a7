"""The token ranges under which one argument is told: the phrase, its members, names, other descriptions and examples."""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import phrase_start, slot
from newsgraph.extractors.reading import Clause, Reading, Slot

Span = tuple[int, int]
DASHES = frozenset({"-", "--", "—"})


def core_end(parse: Parse, found: Slot) -> int:
    """Where a phrase ends without what is said of it beside: "troops (stationed there)", as relative clauses are left out; "fans (than they)"."""
    if len(found.heads) != 1:
        return found.end
    head = found.heads[0]
    beside = [
        parse.left[m]
        for m in parse.kids(head, "acl", "prep")
        if parse.left[m] > head
        and (parse.tag[m] in ("VBN", "VBG") if parse.dep[m] == "acl" else parse.lower[m] == "than")
    ]
    return min([found.end, *beside])


def members(parse: Parse, found: Slot) -> list[Span]:
    """Each noun of a coordination with its own modifiers; a single phrase as it is."""
    if len(found.heads) < 2:
        return [(found.start, found.end)]
    spans: list[Span] = []
    for h in found.heads:
        last = max(
            (parse.right[c] + 1 for c in parse.children[h] if c > h and parse.dep[c] in ("prep", "acl", "npadvmod")),
            default=h + 1,
        )
        inner = min((c for c in found.heads if c > h), default=len(parse))
        spans.append((phrase_start(parse, h), min(last, inner) if last > inner else last))
    return spans


def appositions(parse: Parse, found: Slot) -> Iterator[Span]:
    """Other descriptions of the same thing after a comma; not ages, scores or acronyms in brackets."""
    for h in found.heads:
        for a in parse.kids(h, "appos"):
            start, end = parse.left[a], parse.right[a] + 1
            bare_number = parse.pos[a] == "NUM" and end - start <= 2
            if a > h and a >= found.end and not bare_number and parse.lower[start] not in ("(", "["):
                yield start, end


def same_referent(reading: Reading, clause: Clause, found: Slot) -> Iterator[Span]:
    """What a pronoun stands for, where the same sentence says it: the last mention that is no pronoun."""
    parse = reading.parse
    head = found.heads[0] if len(found.heads) == 1 else None
    if head is None or parse.pos[head] != "PRON":
        return
    for entity in reading.referent.get(head, ()):
        mentions = [
            m
            for m in reading.cast[entity].mentions
            if parse.sent[m.head] == parse.sent[head]
            and parse.pos[m.head] != "PRON"
            and not found.start <= m.head < found.end
        ]
        if mentions:
            phrase = slot(parse, mentions[-1].head)
            whole = len(phrase.heads) == 1 and not phrase.start <= clause.trigger < phrase.end
            yield (phrase.start, phrase.end) if whole else (mentions[-1].start, mentions[-1].end)


def names_of(parse: Parse, found: Slot) -> Iterator[Span]:
    """A name after what its bearer is: "the carmaker's chief engineer Ana Lopez" tells of Ana Lopez."""
    for a, b, label in parse.ents:
        if label == "PERSON" and found.start < a and b <= found.end and any(a <= h < b for h in found.heads):
            yield a, b


def before_score(parse: Parse, found: Slot) -> Iterator[Span]:
    """Whom a score was reached against: "beat Mexico 62 - 37"."""
    for k in range(found.heads[0] + 1, found.end - 1):
        if parse.pos[k] == "NUM" and parse.lower[k + 1] in DASHES:
            yield found.start, k
            return


def before_phrase(parse: Parse, found: Slot) -> Iterator[Span]:
    """An object without its last phrase, which may tell of the verb: "launched attacks (across the country)"."""
    head = found.heads[0]
    if parse.pos[head] in ("NOUN", "PROPN"):
        for p in parse.kids(head, "prep"):
            if p > head and parse.right[p] + 1 >= found.end and parse.lower[p] not in ("of", "than"):
                yield found.start, p


def examples(parse: Parse, found: Slot) -> Iterator[Span]:
    """ "sports including rowing and sailing", "things such as insects": the whole and each of its examples."""
    for i in range(found.start + 1, found.end):
        such = parse.lower[i] == "as" and parse.lower[i - 1] == "such"
        if parse.lower[i] == "including" or such:
            yield found.start, i - such
            for noun in parse.kids(i, "pobj"):
                if noun < found.end:
                    yield from members(parse, slot(parse, noun))
