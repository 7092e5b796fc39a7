"""Where it happens: the place of each clause, as far as its words tell.

The facts about English that are used, each with an example and a counter-example in ``tests/data/places.tsv``:

*abstract*: nouns of place that speak of something else are none (*took place*, *the job market*, *on the grounds that*).
*phrase*: a phrase of place of the verb (*met in Riga*); *on* takes surfaces, never a country or a city (*a policy on Syria*),
    and what is fired *at* is a target.
*goal*: a verb of motion takes place where it leads to, or else where it starts (*fled to Poland*).
*argument*: what is acted on, or who acts, stands somewhere (*bombed a market in Wour*); not what is spoken or thought of
    (*condemned the arrests in Minsk*), and not who speaks (*the medic at the clinic said*).
*object*: entering, leaving and seizing a place happens there (*entered Bunia*).
*where*: a relative clause with *where* happens at the noun it describes.
*compound*: the name of a town before a noun of an event says where it was (*the Kabul bombing*).
*there*: the last place spoken of.
*participle*: a free participle after its clause shares its place (*a blast hit Kabul, killing nine*).

The dateline is the place of reporting and no clause's place.
"""

from __future__ import annotations

from functools import cache

from newsgraph.extractors.lexicon import rows_of, words_of
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import Clause, MentionDraft, Reading, Slot
from newsgraph.graph.model import EntityType, MentionKind, StatementKind

_PLACES = frozenset({EntityType.COUNTRY, EntityType.LOCATION, EntityType.FACILITY})
_UNHOUSED = frozenset({EntityType.PARTY, EntityType.ARMED_FORCE})
_SPATIAL = frozenset(
    "in at near off along inside outside across throughout around within on beneath beside above below beyond in_front_of on_top_of in_exile_in".split()
)
_ENCLOSING = frozenset(("outside", "inside", "near", "around", "in_front_of"))
_GOALS = frozenset(("to", "into", "onto"))
_SOURCES = frozenset(("from", "out_of"))
_TOPICS = frozenset("about over of regarding concerning for against as like than versus according_to despite".split())
_COMPASS = frozenset(
    stem + end for stem in ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest") for end in ("ern", "")
)  # fmt: skip
_NEWS_VERBS = frozenset(("confirm", "report", "record", "announce", "register"))
_CONDITIONS = frozenset(("state", "stage", "position", "field", "scene"))
_VENUES = frozenset(("at", "in", "to", "during", "before"))
_REACH_OF_THERE = 2


@cache
def _judging() -> frozenset[str]:
    """Verbs whose object is spoken or thought of, not acted on."""
    rows = rows_of("reporting_verbs.tsv")
    return frozenset(row[0] for row in rows if row[1] != "perception" and {"obj", "ger"} & set(row[2].split()))


def find_places(reading: Reading) -> None:
    """Set ``place`` of every clause to the head token of its place, or None.  O(tokens)."""
    _Finder(reading).run()


class _Finder:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.parse: Parse = reading.parse
        self.drafts: dict[int, MentionDraft] = {m.head: m for referent in reading.cast for m in referent.mentions}
        self.cues = {frame.cue_head for frame in reading.frames}
        self.shared: dict[int, int] = {}

    def run(self) -> None:
        last: int | None = None
        for clause in sorted(self.reading.clauses, key=lambda c: (c.trigger, c.start)):
            clause.place = self._place(clause, last)
            if clause.place is not None:
                last = clause.place

    def _place(self, clause: Clause, last: int | None) -> int | None:
        stated = self._stated(clause)
        if stated is not None:
            self.shared[clause.trigger] = stated
            return stated
        for rule in (self._visited, self._where, self._compound):
            found = rule(clause)
            if found is not None:
                return found
        there = self._there(clause, last)
        return there if there is not None else self._of_main_clause(clause)

    # ------------------------------------------------------------------ what is a place

    def _types(self, head: int) -> set[EntityType]:
        return {self.reading.cast[k].type for k in self.reading.referent.get(head, ())}

    def _is_place(self, head: int) -> bool:
        """A country, location or facility, a noun of a site, or a part by its compass point ("the western sector")."""
        parse = self.parse
        types = self._types(head)
        if parse.pos[head] == "NOUN" and self._is_abstract(head):
            return False
        if types & _PLACES:
            return True
        if parse.pos[head] != "NOUN" or EntityType.PERSON in types:
            return False
        if parse.lemma[head].lower() in words_of("sites.txt"):
            return True
        return types <= {EntityType.THING} and any(parse.lower[c] in _COMPASS for c in parse.kids(head, "amod"))

    def _is_abstract(self, head: int) -> bool:
        """*The top of the ticket*, *the job market*, *on the grounds that*; not *the top of the hill*, *the north side*."""
        parse = self.parse
        words = words_of("abstract_places.txt")
        if parse.lower[head] not in words and parse.lemma[head].lower() not in words:
            return False
        if any(self.reading.cast[k].named for k in self.reading.referent.get(head, ())):
            return False
        if any(parse.lower[c] in _COMPASS for c in parse.kids(head, "amod", "compound")):
            return False
        wholes = [o for p in parse.kids(head, "prep") if parse.lower[p] == "of" for o in parse.kids(p, "pobj")]
        if parse.lower[head] in ("state", "states", "grounds") and not wholes and parse.kid(head, "acl") is None:
            return False  # "closed schools in the state", "met on the grounds"
        owners = parse.kids(head, "poss", "compound")
        return not any(self._is_place(o) for o in (*wholes, *owners))

    def _is_named(self, head: int) -> bool:
        """Has it a name, its own or that of what it belongs to ("the port of Tarsk")?"""
        if any(self.reading.cast[k].named for k in self.reading.referent.get(head, ())):
            return True
        owners = [
            o for p in self.parse.kids(head, "prep") if self.parse.lower[p] == "of" for o in self.parse.kids(p, "pobj")
        ]
        return any(
            self._is_place(o) and self._is_named(o) for o in (*owners, *self.parse.kids(head, "compound", "poss"))
        )

    def _is_site(self, head: int) -> bool:
        """A body that one can go to or stand outside of: "marched to the ministry"; not a party, not an army."""
        cast = [self.reading.cast[k] for k in self.reading.referent.get(head, ())]
        return bool(cast) and all(
            r.type.family is EntityType.ORGANIZATION
            and r.type not in _UNHOUSED
            and not (r.named and r.type is EntityType.ORGANIZATION)
            for r in cast
        )

    def _takes(self, role: str, head: int) -> bool:
        """Can the preposition say where, with this noun?"""
        if role in _ENCLOSING and self._is_site(head):
            return True
        if role == "on" and self._types(head) & {EntityType.COUNTRY}:
            return False
        if role == "on" and any(
            self.reading.cast[k].named and m.kind is MentionKind.NAME
            for k in self.reading.referent.get(head, ())
            for m in self.reading.cast[k].mentions
            if m.head == head
        ):
            return False
        return role in _SPATIAL and self._is_place(head)

    # ------------------------------------------------------------------ phrases of place

    def _stated(self, clause: Clause) -> int | None:
        """The best of the phrases of place: a named one before a described one, a goal before a source, a part before its whole."""
        found = [*self._phrases(clause), *self._in_arguments(clause)]
        if not found:
            return None
        order = {head: n for n, (head, _) in reversed(list(enumerate(found)))}
        ranked = [
            (not self._is_named(head), source, EntityType.COUNTRY in self._types(head), order[head], head)
            for head, source in found
        ]
        return min(ranked)[-1]

    def _phrases(self, clause: Clause) -> list[tuple[int, bool]]:
        """Places among the roles of the verb, and whether they are where it starts."""
        lemma = clause.lemma.split()[0]
        moving = self._moves(clause)
        found: list[tuple[int, bool]] = []
        for role, filler in clause.args:
            for head in filler.heads:
                if self._is_aim(clause, role):
                    continue
                if role == "in" and lemma in words_of("governed_in.txt"):
                    continue
                directed = moving and role in _GOALS | _SOURCES
                reached = directed and clause.object is None and self._is_site(head)
                if reached or self._takes(role, head) or (directed and self._is_place(head)):
                    found.append((head, role in _SOURCES))
        return found

    @staticmethod
    def _is_aim(clause: Clause, role: str) -> bool:
        """*Fired at the village*: a target, not a place."""
        return role == "at" and clause.lemma.split()[0] in words_of("aiming_verbs.txt")

    @staticmethod
    def _moves(clause: Clause) -> bool:
        return clause.lemma.split()[0] in words_of("motion_verbs.txt")

    def _in_arguments(self, clause: Clause) -> list[tuple[int, bool]]:
        """Places that an argument stands in."""
        speaking = self._is_speech(clause)
        slots: list[tuple[str, Slot | None]] = [("", clause.object), *clause.args, ("", clause.subject)]
        if speaking:
            slots = [
                *([("", clause.object)] if self._stands_there(clause) else []),
                *((r, s) for r, s in clause.args if r in _VENUES),
            ]
        found: list[tuple[int, bool]] = []
        for role, filler in slots:
            if (
                filler is None
                or role in _TOPICS
                or self._is_aim(clause, role)
                or (role == "into" and not self._moves(clause))
            ):
                continue  # "an inquiry into the blast in Riga"
            found.extend((head, False) for head in self._inside(filler))
        if clause.embedding == "nominal" or clause.rule.startswith("nominal"):
            found.extend(self._goal_after(clause))
        return found

    def _inside(self, filler: Slot) -> list[int]:
        parse = self.parse
        holders = [
            *filler.heads,
            *(i for i in range(filler.start, filler.end) if parse.dep[i] in ("acomp", "amod", "oprd")),
        ]
        return [place for holder in holders for place in self._around(holder)]

    def _around(self, noun: int) -> list[int]:
        """Places in the attributes of a noun, also through what is no place itself: "traders at the exchange in Chicago"."""
        parse = self.parse
        if parse.lemma[noun].lower() in words_of("governed_in.txt"):
            return []
        found: list[int] = []
        for prep in parse.kids(noun, "prep"):
            inner = parse.kid(prep, "pobj")
            if inner is not None and self._takes(parse.lower[prep], inner):
                found.append(inner)
            elif inner is not None and parse.lower[prep] in _SPATIAL:
                found.extend(self._around(inner))
        return found

    def _goal_after(self, clause: Clause) -> list[tuple[int, bool]]:
        """The goal of a noun of motion that the parser hung on the verb before it: "halted the transfer of prisoners to Niger"."""
        parse, noun = self.parse, clause.trigger
        verb = parse.head[noun]
        if (
            not self._moves(clause)
            or parse.dep[noun] != "dobj"
            or parse.lemma[verb].lower() in words_of("motion_verbs.txt")
        ):
            return []
        goals = [
            parse.kid(prep, "pobj")
            for prep in parse.kids(verb, "prep")
            if parse.lower[prep] in _GOALS and prep == parse.right[noun] + 1
        ]
        return [(goal, False) for goal in goals if goal is not None and self._is_place(goal)]

    # ------------------------------------------------------------------ speech and thought

    def _is_speech(self, clause: Clause) -> bool:
        return clause.kind is StatementKind.SPEECH_ACT or clause.trigger in self.cues or clause.lemma in _judging()

    def _stands_there(self, clause: Clause) -> bool:
        """Is the object of a verb of saying where the saying or the news is: who is told, what is confirmed to exist?"""
        if clause.lemma in words_of("telling_verbs.txt"):
            return True
        return clause.lemma in _NEWS_VERBS and clause.object is not None and clause.object.clause is None

    # ------------------------------------------------------------------ other ways to say where

    def _visited(self, clause: Clause) -> int | None:
        if clause.lemma not in words_of("visited_places.txt") or clause.object is None:
            return None
        heads = (h for h in clause.object.heads if self.parse.lemma[h].lower() not in _CONDITIONS)
        return next((h for h in heads if self._types(h) & _PLACES), None)

    def _where(self, clause: Clause) -> int | None:
        parse, v = self.parse, clause.trigger
        if parse.dep[v] != "relcl" or not any(parse.lower[c] == "where" for c in parse.children[v]):
            return None
        noun = parse.head[v]
        return noun if self._is_place(noun) else None

    def _compound(self, clause: Clause) -> int | None:
        """*The Kabul bombing*, and what the bombing did; a country before a noun may be its topic (*the Iran talks*)."""
        parse = self.parse
        nouns = [clause.trigger] if parse.pos[clause.trigger] == "NOUN" else []
        if clause.subject is not None and not self._is_speech(clause):
            nouns += [h for h in clause.subject.heads if self._types(h) == {EntityType.EVENT}]
        for noun in nouns:
            for c in parse.kids(noun, "compound", "nmod"):
                if self._types(c) & {EntityType.LOCATION, EntityType.FACILITY} and c in self.drafts:
                    return c
        return None

    def _there(self, clause: Clause, last: int | None) -> int | None:
        parse = self.parse
        if last is None or parse.sent[clause.trigger] - parse.sent[last] > _REACH_OF_THERE:
            return None
        there = any(parse.lower[c] == "there" for c in parse.kids(clause.trigger, "advmod"))
        return last if there else None

    def _of_main_clause(self, clause: Clause) -> int | None:
        parse, v = self.parse, clause.trigger
        main = parse.head[v]
        if parse.dep[v] != "advcl" or parse.tag[v] != "VBG" or main > v or parse.kid(v, "nsubj", "mark") is not None:
            return None
        return self.shared.get(main)
