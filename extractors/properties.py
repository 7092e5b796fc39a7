"""Standing properties of named persons, bodies and places: nationality, membership, seat, owner, the country a place lies in.

A property has no holder, so it is read only where the article itself speaks: not in a quotation nor in what a source is said
to say, not denied, not of the past, not supposed.  The facts about English that are used (examples and counter-examples stand in
``tests/data/properties.tsv``):

*attribute*: an apposition, participle or noun beside a name describes the thing named (*X, a member of Y*; *X, owned by Y*; *Y
    member X*), unless an adverb or adjective takes it back (*a former member*, *partly owned*).
*predicate*: a clause in the present ascribes it (*X is based in Y*, *X, which owns Y*).
*demonym*: a demonym before a calling or a kind of body tells where somebody or something is from (*the Kazakh activist X*, *the
    Dutch company X*); before an office it tells what the office is held in (*Kazakh President X*).
*containment*: a place named in or after another lies in it (*the Syrian city of Idlib*; *Aceh, Indonesia*).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from newsgraph.extractors.lexicon import rows_of, words_of
from newsgraph.extractors.nouns import positions, titles, type_of_noun
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import Clause, Reading, Slot
from newsgraph.graph.model import Certainty, EntityType, MentionKind, Polarity, Timeframe

Fact = tuple[int, str, int | str, int, int]
"""Subject and object (indices into the cast), the predicate, and the tokens it was read from."""

Named = tuple[int, int, int]
"""Index into the cast, and the first token and the end of the name."""

_SITES = frozenset((EntityType.LOCATION, EntityType.FACILITY))
_PLACES = frozenset((EntityType.COUNTRY, EntityType.LOCATION))
_STATELESS = frozenset((EntityType.GOVERNMENT, EntityType.IGO, EntityType.COURT, EntityType.ARMED_FORCE))
_BASES = frozenset(("in", "at", "near"))
_ENDS = frozenset(("until", "till", "before", "from"))


def find_properties(reading: Reading) -> None:
    """Add to ``reading.properties``, after dropping what is only said there.  O(tokens)."""
    finder = _Finder(reading)
    kept = [p for p in reading.properties if p[1] == "also known as" or not finder.is_said(p[3], p[4])]
    found = (fact for fact in finder.run() if not finder.is_said(fact[3], fact[4]))
    reading.properties[:] = dict.fromkeys((*kept, *_first_of_each(found)))


def _first_of_each(facts: Iterator[Fact]) -> Iterator[Fact]:
    seen = set()
    for fact in facts:
        if fact[:3] not in seen and fact[0] != fact[2]:
            seen.add(fact[:3])
            yield fact


class _Finder:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.parse: Parse = reading.parse
        self.spans: dict[int, tuple[int, int]] = {}
        self.said: set[int] = {i for q in reading.quotes for a, b in q.parts for i in range(a, b)}
        self.said |= {i for f in reading.frames for a, b in f.content for i in range(a, b)}
        for referent in reading.cast:
            for mention in referent.mentions:
                if mention.kind is MentionKind.NAME:
                    self.spans[mention.head] = (mention.start, mention.end)

    def run(self) -> Iterator[Fact]:
        yield from self._demonyms()
        yield from self._attributes()
        yield from self._predicates()
        yield from self._containments()

    def is_said(self, start: int, end: int) -> bool:
        """Stands any of the words in a quotation or in what a source is said to say?"""
        return not self.said.isdisjoint(range(start, end))

    # ------------------------------------------------------------------ who is named

    def _named(self, head: int | None) -> Named | None:
        """The one named thing that a head token names outright."""
        found = self.reading.referent.get(head, ()) if head is not None else ()
        if head is None or len(found) != 1 or not self.reading.cast[found[0]].named or head not in self.spans:
            return None
        return found[0], *self.spans[head]

    def _type(self, named: Named) -> EntityType:
        return self.reading.cast[named[0]].type

    def _object(self, noun: int, *prepositions: str) -> int | None:
        """The noun after one of the prepositions that hang on a word."""
        for prep in self.parse.kids(noun, "prep", "agent"):
            if self.parse.lower[prep] in prepositions:
                return self.parse.kid(prep, "pobj")
        return None

    def _takes_back(self, word: int) -> bool:
        """*Former*, *partly*, *not*, *once*, *until 2019*: the word does not hold as it stands."""
        parse = self.parse
        for child in parse.children[word]:
            low = parse.lower[child]
            if parse.dep[child] in ("neg", "npadvmod", "advmod", "mark") or low in words_of("shifting_words.txt"):
                return True
            if parse.dep[child] == "prep" and low in _ENDS:
                return True
        before = parse.left[word] - 1
        return before >= 0 and (
            parse.lower[before] in ("not", "never", "as") or parse.lower[before] in words_of("shifting_words.txt")
        )

    def _fact(self, subject: Named, predicate: str, value: Named, *words: int) -> Iterator[Fact]:
        """One fact, where the types of the two fit the predicate."""
        kinds = self._type(subject), self._type(value)
        family = kinds[0].family, kinds[1].family
        if not {
            "member of": family[1] is EntityType.ORGANIZATION
            and (kinds[0] in (EntityType.PERSON, EntityType.COUNTRY) or family[0] is EntityType.ORGANIZATION),
            "owned by": family[0] in (EntityType.ORGANIZATION, EntityType.FACILITY)
            and (family[1] is EntityType.ORGANIZATION or kinds[1] in (EntityType.PERSON, EntityType.COUNTRY)),
            "based in": family[0] is EntityType.ORGANIZATION and kinds[1] in _PLACES,
            "located in": kinds[0] in _SITES and kinds[1] in _PLACES,
            "capital of": kinds[0] is EntityType.LOCATION and kinds[1] in _PLACES,
            "nationality": kinds[1] is EntityType.COUNTRY
            and (
                kinds[0] is EntityType.PERSON or (family[0] is EntityType.ORGANIZATION and kinds[0] not in _STATELESS)
            ),
        }[predicate]:
            return
        start = min(*words, subject[1], value[1])
        end = max(subject[2], value[2], *(w + 1 for w in words))
        yield subject[0], predicate, value[0], start, end

    # ------------------------------------------------------------------ demonyms

    def _demonyms(self) -> Iterator[Fact]:
        """*The Kazakh activist Dana Omarova*, *Norvane, a Dutch shipbuilder*, *the Syrian city of Idlib*, *the Kenyan capital, Nairobi*."""
        parse = self.parse
        for country, referent in enumerate(self.reading.cast):
            if referent.type is not EntityType.COUNTRY:
                continue
            for mention in referent.mentions:
                noun = parse.head[mention.head]
                if (
                    mention.kind is not MentionKind.DEMONYM
                    or noun <= mention.head
                    or self._is_turned(mention.start, mention.end)
                ):
                    continue
                if (
                    parse.dep[mention.head] not in ("amod", "compound", "nmod")
                    or parse.kid(mention.head, "conj", "cc") is not None
                ):
                    continue
                value = (country, mention.start, mention.end)
                for bearer in self._described(noun):
                    yield from self._of_demonym(bearer, noun, value)

    def _of_demonym(self, bearer: Named, noun: int, country: Named) -> Iterator[Fact]:
        parse = self.parse
        if self._takes_back(noun):
            return
        if self._type(bearer) is EntityType.LOCATION:
            predicate = "capital of" if parse.lower[noun] == "capital" else "located in"
            yield from self._fact(bearer, predicate, country, noun)
        elif not self._is_office(country[2], max(noun + 1, bearer[1])):
            yield from self._fact(bearer, "nationality", country, noun)

    def _described(self, noun: int) -> list[Named]:
        """What a noun describes: the name it heads or precedes, its apposition, or *of* a town."""
        parse = self.parse
        beside = [noun, *parse.kids(noun, "appos")]
        if parse.dep[noun] in ("appos", "compound", "nmod"):
            beside.append(parse.head[noun])
        lemma = parse.lemma[noun].lower()
        if lemma in words_of("place_nouns.txt") or (
            lemma in words_of("parts_of_places.txt") and type_of_noun(lemma) is not EntityType.PERSON
        ):
            beside += [o for o in (self._object(noun, "of"),) if o is not None]
        return [named for head in dict.fromkeys(beside) if (named := self._named(head)) is not None]

    def _is_office(self, start: int, end: int) -> bool:
        """Does any word name a position that is held in a state or a body?"""
        for i in range(start, end):
            position = positions().get(self.parse.lower[i])
            title = titles().get(self.parse.lower[i])
            if (position is not None and position.scope != "trade") or (title is not None and title.kind == "office"):
                return True
        return False

    def _is_turned(self, start: int, end: int) -> bool:
        """*Anti-Russian*, *Russian-born*, *former Kazakh*: the demonym is not said of what follows."""
        parse = self.parse
        before = start - 2 if start > 1 and parse.word[start - 1] == "-" else start - 1
        turned = before >= 0 and parse.lower[before] in words_of("shifting_words.txt")
        hyphened = (
            parse.word[end : end + 1] == ["-"] or parse.word[start - 1 : start] == ["-"] or "-" in parse.word[start]
        )
        return turned or hyphened

    # ------------------------------------------------------------------ beside a name

    def _attributes(self) -> Iterator[Fact]:
        parse = self.parse
        for i, word in enumerate(parse.lower):
            predicate = _relations().get(word)
            if predicate == "based in" and parse.dep[i] == "amod":
                yield from self._seat_before(i)
            if predicate is None or parse.dep[i] == "amod" or self._takes_back(i):
                continue
            prepositions = ("by",) if word == "owned" else tuple(_BASES) if predicate == "based in" else ("of",)
            whole = self._named(self._object(i, *prepositions)) or self._owner_before(i)
            if whole is None:
                continue
            beside = [parse.head[i]] if parse.dep[i] in ("appos", "acl", "compound", "nmod") else []
            for part in (self._named(h) for h in (*beside, *parse.kids(i, "appos"))):
                if part is not None:
                    yield from self._fact(part, predicate, whole, i)

    def _owner_before(self, noun: int) -> Named | None:
        """*NATO member Turkey*, *Norvane's subsidiary Veridio*."""
        parse = self.parse
        if parse.pos[noun] not in ("NOUN", "PROPN"):
            return None
        owners = [c for c in parse.children[noun] if c < noun and parse.dep[c] in ("compound", "nmod", "poss")]
        if not owners and parse.dep[noun] in ("compound", "nmod"):
            owners = [c for c in parse.kids(parse.head[noun], "compound", "nmod", "poss") if c < noun]
        return next((named for c in owners if (named := self._named(c)) is not None), None)

    def _seat_before(self, participle: int) -> Iterator[Fact]:
        """*The Riga-based company Norvane*."""
        parse = self.parse
        if participle < 2 or parse.word[participle - 1] != "-":
            return
        seat = self._named(participle - 2)
        noun = parse.head[participle]
        for body in self._described(noun) if seat is not None else ():
            if seat is not None:
                yield from self._fact(body, "based in", seat, participle)

    # ------------------------------------------------------------------ clauses

    def _predicates(self) -> Iterator[Fact]:
        for clause in self.reading.clauses:
            if clause.lemma in ("be", "own", "base", "headquarter") and self._holds_now(clause):
                yield from self._predicated(clause)

    def _predicated(self, clause: Clause) -> Iterator[Fact]:
        parse, v = self.parse, clause.trigger
        subject = self._of_slot(clause.subject)
        thing = self._of_slot(clause.object)
        if clause.lemma == "own" and subject is not None and thing is not None:
            yield from self._fact(thing, "owned by", subject, v)
        elif clause.lemma in ("base", "headquarter") and thing is not None:
            seat = self._named(self._object(v, *_BASES))
            if seat is not None:
                yield from self._fact(thing, "based in", seat, v)
        elif clause.lemma == "be" and subject is not None:
            noun = parse.kid(v, "attr")
            predicate = _relations().get(parse.lower[noun]) if noun is not None else None
            whole = self._named(self._object(noun, "of")) if noun is not None and predicate is not None else None
            if whole is not None and noun is not None and predicate is not None and not self._takes_back(noun):
                yield from self._fact(subject, predicate, whole, noun)

    def _of_slot(self, slot: Slot | None) -> Named | None:
        return self._named(slot.heads[0]) if slot is not None and len(slot.heads) == 1 else None

    def _holds_now(self, clause: Clause) -> bool:
        """The article vouches for it, in the present, outside conditions and questions."""
        parse, v = self.parse, clause.trigger
        auxiliaries = [*parse.kids(v, "aux", "auxpass")]
        finite = auxiliaries[0] if auxiliaries else v
        end = parse.sents[parse.sent[v]][1]
        return (
            clause.polarity is Polarity.POSITIVE
            and clause.certainty is Certainty.CERTAIN
            and clause.timeframe is Timeframe.NON_FUTURE
            and not clause.frames
            and parse.tag[finite] in ("VBZ", "VBP")
            and parse.lower[finite] not in ("has", "have", "does", "do")
            and parse.lower[end - 1] != "?"
            and not self._takes_back(v)
        )

    # ------------------------------------------------------------------ places in places

    def _containments(self) -> Iterator[Fact]:
        """*The town of Goma in Congo*, *Aceh, Indonesia*, *Nairobi, the capital of Kenya*."""
        parse = self.parse
        for i in range(len(parse)):
            part = whole = None
            if parse.lower[i] == "in" and parse.dep[i] == "prep":
                part, whole = self._town_before(i), self._named(parse.kid(i, "pobj"))
            elif parse.lower[i] == "capital":
                yield from self._capital(i)
            elif parse.dep[i] == "appos":
                part, whole = self._named(parse.head[i]), self._named(i)
                if part is None or whole is None or not self._is_address(part, whole, i):
                    continue
            if part is not None and whole is not None:
                yield from self._fact(part, "located in", whole, i)

    def _is_address(self, part: Named, whole: Named, head: int) -> bool:
        """*Aceh, Indonesia*: a comma and nothing else between the two, and no list."""
        parse = self.parse
        listed = any(parse.kid(i, "conj", "cc") is not None for i in (head, parse.head[head]))
        return whole[1] == part[2] + 1 and parse.word[part[2]] == "," and not listed

    def _capital(self, noun: int) -> Iterator[Fact]:
        whole = self._named(self._object(noun, "of") or self.parse.kid(noun, "poss"))
        for part in self._described(noun) if whole is not None and not self._takes_back(noun) else ():
            if whole is not None and part[0] != whole[0]:
                yield from self._fact(part, "capital of", whole, noun)

    def _town_before(self, prep: int) -> Named | None:
        """The town a phrase with *in* describes: the noun it hangs on, or the name right before it in another such phrase."""
        parse = self.parse
        head = parse.head[prep]
        if parse.pos[head] in ("VERB", "AUX"):
            sisters = [p for p in parse.kids(head, "prep") if p < prep and parse.right[p] == prep - 1]
            if not sisters or parse.lower[sisters[-1]] not in ("in", "near", "at", "outside"):
                return None
            noun = parse.kid(sisters[-1], "pobj")
            whole = self._named(parse.kid(prep, "pobj"))
            if noun is None or whole is None or self._type(whole) is not EntityType.COUNTRY:
                return None
            head = noun
        if parse.lemma[head].lower() in words_of("place_nouns.txt"):
            return self._named(self._object(head, "of"))
        return self._named(head)


@cache
def _relations() -> dict[str, str]:
    """Word -> the property it names of what it stands beside."""
    return {row[0]: row[1] for row in rows_of("property_words.tsv")}
