"""What in a text can refer: names, noun phrases, pronouns and demonyms, with what their form tells of the referent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsgraph.extractors.expletives import is_expletive
from newsgraph.extractors.gazetteer import Gazetteer, KnownName
from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.name_types import ProperName, derived_demonyms, name_head
from newsgraph.extractors.nouns import gender_of_noun, titles, type_of_noun
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.proper_names import find_names
from newsgraph.extractors.reading import MentionDraft, Reading
from newsgraph.graph.model import EntityType, MentionKind

_PRONOUNS: dict[str, tuple[int, str, str | None]] = {}
for _words, _person, _number, _gender in (
    ("i me my mine myself", 1, "s", None),
    ("we us our ours ourselves", 1, "p", None),
    ("you your yours yourself yourselves", 2, "", None),
    ("he him his himself", 3, "s", "m"),
    ("she her hers herself", 3, "s", "f"),
    ("it its itself", 3, "s", "n"),
    ("they them their theirs themselves", 3, "p", None),
):
    for _word in _words.split():
        _PRONOUNS[_word] = (_person, _number, _gender)

REFLEXIVES = frozenset(("myself", "ourselves", "yourself", "yourselves", "himself", "herself", "itself", "themselves"))
_BEFORE = frozenset(
    ("det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "predet", "advmod", "npadvmod", "case")
)
_NOT_HEADS = frozenset(
    (
        "compound",
        "amod",
        "nmod",
        "det",
        "quantmod",
        "punct",
        "aux",
        "mark",
        "advmod",
        "npadvmod",
        "nummod",
        "case",
        "cc",
    )
)
_DEFINITE = frozenset(("the", "this", "that", "these", "those", "both"))
_INDEFINITE = frozenset(
    ("a", "an", "some", "any", "another", "no", "each", "every", "several", "many", "few", "other", "most", "all")
)
_AFTER = frozenset(
    ("of", "in", "on", "from", "for", "with", "at", "near", "to", "against", "between", "about", "by", "over")
)
_SPAN_LIMIT = 14


@dataclass(slots=True)
class Phrase:
    """A referring expression: its draft (span, head, how it names) and what its form tells.

    ``number`` "s", "p" or ""; ``gender`` "m", "f", "n" or None; ``determiner``: ``definite``, ``demonstrative``, ``possessive``,
    ``indefinite``, ``bare`` or ``pronoun``.  ``votes`` on the type; ``person`` of a pronoun (1, 2, 3; 0 for others).
    """

    draft: MentionDraft
    name: str
    votes: dict[EntityType, float] = field(default_factory=dict)
    number: str = ""
    gender: str | None = None
    determiner: str = "bare"
    lemma: str = ""
    person: int = 0
    modifiers: frozenset[str] = frozenset()
    known: KnownName | None = None
    possessor: int | None = None

    @property
    def head(self) -> int:
        return self.draft.head

    @property
    def kind(self) -> MentionKind:
        return self.draft.kind

    @property
    def type(self) -> EntityType | None:
        """The type with most votes; None without votes."""
        return max(self.votes, key=self.votes.__getitem__, default=None)


def find_mentions(reading: Reading, gazetteer: Gazetteer) -> list[Phrase]:
    """All referring expressions in order of their heads; a head has at most one.  O(tokens)."""
    parse = reading.parse
    headlines = frozenset(s.paragraph for s in reading.sections if s.paragraph is not None and "headline" in s.kind)
    names = find_names(parse, gazetteer, headlines)
    cities = _datelines(reading)
    for name in names:
        if name.known is None and parse.slice(name.start, name.end).casefold() in cities:
            name.vote(EntityType.LOCATION, 3.0)
    derived = derived_demonyms(parse, names, gazetteer)
    names = [name for name in names if name.end - name.start > 1 or name.start not in derived]
    phrases: dict[int, Phrase] = {}
    owner: dict[int, ProperName] = {}
    for name in names:
        for i in range(name.start, name.end):
            owner[i] = name
        phrase = _name_phrase(parse, name)
        phrases[phrase.head] = phrase
    times = {i for t in reading.times if t.kind != "frequency" for i in range(t.start, t.end)}
    if not reading.times:
        times = {i for a, b, label in parse.ents if label in ("DATE", "TIME") for i in range(a, b)}
    figures = {i for a, b, label in parse.ents if label in ("PERCENT", "MONEY") for i in range(a, b)}
    for i in range(len(parse)):
        if i in phrases:
            continue
        found = _demonym(parse, gazetteer, i, owner) or _pronoun(parse, i)
        if found is None and i in derived:
            draft = MentionDraft(i, i + 1, i, MentionKind.DEMONYM)
            found = Phrase(draft, derived[i], {EntityType.LOCATION: 3.0}, "s", "n", "name", parse.lower[i])
        if found is None and i not in owner and i not in times and i not in figures:
            found = _nominal(parse, i, owner)
        if found is not None:
            phrases[i] = found
    return [phrases[i] for i in sorted(phrases)]


def _datelines(reading: Reading) -> frozenset[str]:
    """The places that datelines begin with, in lower case: *GENEVA, May 3 (Wire) —*."""
    texts = (reading.document.text[s.start : s.end] for s in reading.sections if s.kind == "dateline")
    return frozenset(re.split(r"[,(—–-]", text, maxsplit=1)[0].strip().casefold() for text in texts)


def _name_phrase(parse: Parse, name: ProperName) -> Phrase:
    head = name_head(parse, name)
    text = clean_name(parse.slice(name.start, name.end))
    before = name.start - 1
    article = before >= 0 and parse.lower[before] in ("the", "a", "an") and name.start <= parse.head[before] < name.end
    phrase = Phrase(
        MentionDraft(name.start - article, name.end, head, MentionKind.NAME), text, dict(name.votes), known=name.known
    )
    phrase.lemma = parse.lower[name.end - 1]
    phrase.number = "p" if phrase.type is EntityType.GROUP else "s"
    phrase.determiner = "name"
    title = titles().get(parse.lower[before]) if before >= 0 else None
    if title is not None and phrase.type is EntityType.PERSON:
        phrase.gender = title.gender  # "Mrs. Valk"
    return phrase


def clean_name(text: str) -> str:
    """One line, straight spaces."""
    return " ".join(text.split())


def _demonym(parse: Parse, gazetteer: Gazetteer, i: int, owner: dict[int, ProperName]) -> Phrase | None:
    """*Belarusian troops*: the country; *Kazakhs*: its people, a group."""
    end = i + 1
    word = parse.word[i]
    rows = gazetteer.demonyms.get(word)
    if rows is None and i + 1 < len(parse) and word[0].isupper():
        rows = gazetteer.demonyms.get(f"{word} {parse.word[i + 1]}")
        end = i + 2
    if rows is None or not word[0].isupper():
        return None
    if len(rows) > 1:
        named = [row for row in rows if _is_named(parse.text, row)]
        if len(named) != 1:
            return None
        rows = (named[0],)
    inside = owner.get(i)
    if inside is not None and (
        inside.known is not None
        or (inside.end - inside.start < 2 and end == i + 1 and inside.votes.get(EntityType.PERSON))
    ):
        return None
    if inside is not None and EntityType.PERSON in inside.votes:
        return None
    head = end - 1
    modifies = parse.dep[head] in ("amod", "compound", "nmod", "poss") and parse.head[head] > head
    plural = parse.tag[head] in ("NNPS", "NNS") or (word.endswith("s") and word[:-1] in gazetteer.demonyms)
    if (
        not modifies
        and not plural
        and parse.dep[head] == "pobj"
        and parse.lower[parse.head[head]] in ("in", "into", "from")
    ):
        return None
    if not modifies and (plural or parse.pos[head] in ("NOUN", "PROPN", "ADJ")) and inside is None:
        return _people(parse, i, head, rows[0])
    if inside is not None and not modifies:
        return None
    draft = MentionDraft(i, end, head, MentionKind.DEMONYM)
    phrase = Phrase(draft, rows[0].name, {rows[0].type: 6.0}, "s", "n", "name", parse.lower[head], known=rows[0])
    return phrase


def _is_named(text: str, row: KnownName) -> bool:
    """Does a name of the row stand in the text as whole words?"""
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in (row.name, *row.aliases))


def _people(parse: Parse, start: int, head: int, row: KnownName) -> Phrase:
    first = _left_edge(parse, head, start)
    plural = parse.tag[head] in ("NNPS", "NNS") or parse.word[head].endswith("s") or parse.lower[first] == "the"
    draft = MentionDraft(first, head + 1, head, MentionKind.DEMONYM if first == start else MentionKind.NOMINAL)
    kind = EntityType.GROUP if plural else EntityType.PERSON
    name = clean_name(parse.slice(start, head + 1))
    phrase = Phrase(draft, name, {kind: 2.0}, "p" if plural else "s", None, "bare", parse.lower[head], known=None)
    phrase.modifiers = frozenset((row.name,))
    return phrase


def _pronoun(parse: Parse, i: int) -> Phrase | None:
    if parse.tag[i] not in ("PRP", "PRP$"):
        return None
    features = _PRONOUNS.get(parse.lower[i])
    if features is None or (parse.lower[i] == "it" and is_expletive(parse, i)):
        return None
    person, number, gender = features
    draft = MentionDraft(i, i + 1, i, MentionKind.PRONOUN)
    return Phrase(draft, parse.word[i], {}, number, gender, "pronoun", parse.lower[i], person)


def _nominal(parse: Parse, i: int, owner: dict[int, ProperName]) -> Phrase | None:
    """A noun phrase whose head is a common noun (or a proper noun that is no name)."""
    if parse.pos[i] not in ("NOUN", "PROPN"):
        return None
    if parse.dep[i] in _NOT_HEADS and not (i > 0 and parse.dep[i - 1] == "det" and parse.head[i - 1] == i):
        return None
    lemma = parse.lemma[i].lower()
    if not any(c.isalpha() for c in lemma):
        return None
    if parse.dep[i] == "pobj" and _in_adverbial(parse, i, lemma):
        return None
    start = _left_edge(parse, i)
    end = _right_edge(parse, i)
    number = "p" if parse.tag[i] in ("NNS", "NNPS") or lemma in words_of("plural_nouns.txt") else "s"
    draft = MentionDraft(start, end, i, MentionKind.NOMINAL)
    phrase = Phrase(draft, describe(parse, i, start), {}, number, gender_of_noun(lemma), "bare", lemma)
    kind = type_of_noun(lemma)
    if kind is not None:
        if number == "p" and kind is EntityType.PERSON:
            kind = EntityType.GROUP
        phrase.votes[kind] = 1.0
        if kind not in (EntityType.PERSON, EntityType.GROUP) and phrase.gender is None:
            phrase.gender = "n"
    phrase.determiner, phrase.possessor = _determiner(parse, i)
    phrase.modifiers = frozenset(
        parse.lower[c] for c in parse.children[i] if c < i and parse.dep[c] in ("amod", "compound", "nummod", "nmod")
    ) | _site(parse, i)
    return phrase


def _site(parse: Parse, i: int) -> frozenset[str]:
    """The place that a facility is named by: *the port of Tarsk* is *Tarsk port*."""
    if (
        parse.kid(i, "prep") != i + 1
        or parse.lower[i + 1] != "of"
        or type_of_noun(parse.lemma[i].lower()) is not EntityType.FACILITY
    ):
        return frozenset()
    name = parse.kid(i + 1, "pobj")
    return (
        frozenset()
        if name is None or parse.pos[name] != "PROPN" or parse.left[name] != name
        else frozenset((parse.lower[name],))
    )


def _in_adverbial(parse: Parse, i: int, lemma: str) -> bool:
    """*In fact*, *for example*: not a thing."""
    return not parse.children[i] and (parse.lower[parse.head[i]], lemma) in (
        ("in", "fact"), ("for", "example"), ("for", "instance"), ("in", "addition"), ("of", "course"), ("in", "general"),
        ("at", "least"), ("in", "particular"), ("by", "telephone"), ("by", "phone"), ("on", "purpose"), ("as", "result"),
    )  # fmt: skip


def _left_edge(parse: Parse, head: int, start: int | None = None) -> int:
    """First token of the words before the head that belong to its phrase."""
    edge = head if start is None else start
    for child in reversed([c for c in parse.children[head] if c < edge]):
        if parse.dep[child] in _BEFORE or (
            parse.dep[child] == "punct" and parse.word[child] in ("-", "“", '"', "'", "‘")
        ):
            if parse.dep[child] == "advmod" and parse.lower[child] in ("also", "only", "even", "however", "separately"):
                break
            edge = min(edge, parse.left[child])
        else:
            break
    while edge < head and parse.word[edge] in ("“", '"', "'", "‘", "-", ","):
        edge += 1
    return edge


def _right_edge(parse: Parse, head: int) -> int:
    """End of the phrase with its prepositional and participial attributes, while it stays short; a relative clause is left out."""
    end = head + 1
    for child in parse.children[head]:
        if child < end:
            continue
        right = parse.right[child] + 1
        if child > end + 1 or (child > end and parse.word[end] not in ("“", '"', "'", "‘")):
            break
        if (parse.dep[child] == "prep" and parse.lower[child] in _AFTER) or (
            parse.dep[child] == "acl" and parse.tag[child] in ("VBN", "VBG")
        ):
            if right - head > _SPAN_LIMIT:
                right = _first_phrase_end(parse, child)
            end = max(end, right)
        else:
            break
    while end > head + 1 and not parse.word[end - 1][-1].isalnum():
        end -= 1
    return end


def _first_phrase_end(parse: Parse, prep: int) -> int:
    """End of the preposition's object without what hangs on it."""
    obj = parse.kid(prep, "pobj")
    return obj + 1 if obj is not None else prep


def _determiner(parse: Parse, head: int) -> tuple[str, int | None]:
    """How the phrase is introduced, and its possessor's head."""
    kind = "bare"
    for child in parse.children[head]:
        if child > head:
            break
        if parse.dep[child] == "poss":
            return "possessive", child
        word = parse.lower[child]
        if parse.dep[child] in ("det", "predet"):
            if word in _DEFINITE:
                kind = "definite" if word in ("the", "both") else "demonstrative"
            elif word in _INDEFINITE:
                kind = "indefinite"
        elif kind == "bare" and (parse.dep[child] == "nummod" or word in _INDEFINITE):
            kind = "indefinite"
    return kind, None


def describe(parse: Parse, head: int, start: int) -> str:
    """The words of a noun phrase as a name for what has none: without article and possessor, with a short *of* phrase."""
    while (
        start < head
        and (
            parse.dep[start] in ("det", "predet", "poss", "case")
            or parse.tag[start] in ("DT", "PRP$", "WP$", "POS", "PDT")
            or parse.lower[start] in _POSSESSIVE_MARKS
        )
        and (parse.head[start] == head or parse.tag[start] in ("DT", "PRP$", "POS"))
    ):
        possessor = start
        start += 1
        if parse.dep[possessor] == "poss" and parse.tag[possessor] not in ("PRP$", "WP$"):
            return clean_name(parse.slice(possessor, _description_end(parse, head)))
    return clean_name(parse.slice(start, _description_end(parse, head)))


_POSSESSIVE_MARKS = frozenset(("'s", "’s", "'", "’"))


def _description_end(parse: Parse, head: int) -> int:
    for child in parse.children[head]:
        if child == head + 1 and parse.dep[child] == "prep" and parse.lower[child] == "of":
            if _is_charge(parse, child, head):
                return head + 1
            right = parse.right[child] + 1
            while not parse.word[right - 1][-1].isalnum() and right > head + 1:
                right -= 1
            return right if right - head <= 7 else head + 1
    return head + 1


def _is_charge(parse: Parse, of: int, head: int) -> bool:
    """ "Accused the bank of hiding losses": what it is accused of, no part of its description."""
    if parse.kid(of, "pcomp") is not None:
        return True
    charge = parse.kid(of, "pobj")
    accused = parse.dep[head] in ("dobj", "nsubjpass") and parse.lemma[parse.head[head]] in words_of(
        "charging_verbs.txt"
    )
    return accused and charge is not None and parse.pos[charge] == "NOUN"
