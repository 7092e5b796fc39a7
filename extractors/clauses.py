"""Clauses: every predication of the parse as an n-ary record in active voice.

Clause types and their arguments follow Quirk et al. 1985, ch. 10 and 16 (SV, SVA, SVC, SVO, SVOO, SVOA, SVOC), read off the dependency tree as in
Del Corro & Gemulla 2013.  A passive is turned to active; its agent stays empty unless a *by* phrase names it.
"""

from __future__ import annotations

from newsgraph.extractors import nominal_events
from newsgraph.extractors.arguments import (
    idiom_of,
    joined_objects,
    object_phrase,
    predicate_lemma,
    predicative,
    predicative_preposition,
    prepositional,
    prepositions_of_noun,
    relative_object,
    shared_object,
    subject_phrase,
)
from newsgraph.extractors.circumstances import add_circumstances
from newsgraph.extractors.embeddings import link_clauses
from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.nominalizations import verb_of_gerund
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import (
    balance_quotes,
    clause_span,
    conjuncts,
    is_passive,
    is_predicate,
    phrase_start,
    slot,
    surface_subject,
)
from newsgraph.extractors.reading import Clause, Frame, Reading, Slot
from newsgraph.extractors.signatures import complement_signature
from newsgraph.graph.model import StatementKind

_COMPLEMENTS = ("attr", "acomp", "oprd")
_MEASURED = frozenset({"fine", "charge", "bill", "dock"})
"""Verbs whose second object is the amount: who is fined undergoes it."""
_DIRECTIVE_FRAMES = frozenset({"directive"})
_SPEECH_FRAMES = frozenset(
    {
        "assertive",
        "factive",
        "negative",
        "directive",
        "commissive",
        "predictive",
        "evaluative",
        "accusation",
        "question",
        "nominal",
    }
)


def find_clauses(reading: Reading) -> None:
    """Fill ``reading.clauses``: verbal ones in text order, then nominal ones; parents are set by the tree."""
    _resolve_reciprocals(reading)
    builder = _Builder(reading)
    for i in range(len(reading.parse)):
        if is_predicate(reading.parse, i):
            builder.add_verb(i)
        elif builder.is_hidden_gerund(i):
            builder.add_gerund(i)
    builder.add_small_clauses()
    nominal_events.add_nominal_events(reading, builder.index)
    link_clauses(reading, builder.index)
    add_circumstances(reading)


def _is_aside(parse: Parse, noun: int) -> bool:
    """A phrase after a comma that tells of the whole clause: "was accused of lying, a charge it denied"."""
    first = parse.left[noun]
    return first > 0 and parse.lower[first - 1] == "," and parse.lower[first] in ("a", "an", "the")


def _resolve_reciprocals(reading: Reading) -> None:
    """ "A and B accused each other": *each other* stands for both."""
    parse = reading.parse
    for i in range(1, len(parse)):
        if f"{parse.lower[i - 1]} {parse.lower[i]}" not in ("each other", "one another"):
            continue
        verb = next((a for a in parse.ancestors(i) if is_predicate(parse, a)), None)
        subject = surface_subject(parse, verb) if verb is not None else None
        if subject is not None and subject != i:
            named = (entity for head in conjuncts(parse, subject) for entity in reading.referent.get(head, ()))
            reading.referent[i] = tuple(dict.fromkeys(named))


class _Builder:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.parse: Parse = reading.parse
        self.index: dict[int, int] = {}
        self.frame_of: dict[int, Frame] = {f.cue_head: f for f in reading.frames if f.cue_head is not None}
        self.timed = {t for m in reading.times for t in range(m.start, m.end)}

    def add_verb(self, v: int) -> None:
        parse = self.parse
        passive = is_passive(parse, v)
        surface = surface_subject(parse, v)
        subject = subject_phrase(self.parse, surface, v) if surface is not None else None
        objects: list[Slot] = []
        args: list[tuple[str, Slot]] = []
        rule = "verb"
        complement: Slot | None = None
        direct = parse.kids(v, "dobj")
        parts = set(direct).difference(joined_objects(parse, direct)) if len(direct) > 1 else ()
        of_nouns = [p for noun in direct for p in prepositions_of_noun(parse, noun)]
        for c in parse.children[v]:
            dep = parse.dep[c]
            if c in parts or c in of_nouns:
                continue
            if dep in ("dobj", "dative") and parse.pos[c] != "ADP":
                found = object_phrase(self.parse, c, v)
                if parts:
                    found.start = min(found.start, *(phrase_start(parse, p) for p in parts if p < c), len(parse))
                    found = balance_quotes(parse, found)
                objects.append(found)
            elif dep == "dative":
                args.extend(prepositional(self.parse, c, self.timed))
            elif dep in _COMPLEMENTS:
                complement = predicative(self.parse, c)
            elif (dep in ("prep", "agent") and not (dep == "agent" and passive)) or (
                dep == "prt" and parse.kid(c, "pobj") is not None
            ):
                args.extend(prepositional(self.parse, c, self.timed))
            elif dep == "npadvmod" and c > v and parse.lemma[v] in words_of("lasting_verbs.txt") and not direct:
                objects.append(slot(parse, c))
            elif dep == "npadvmod" and c not in self.timed and parse.pos[c] == "NOUN" and not _is_aside(parse, c):
                args.append(("extent", slot(parse, c)))
        relative = relative_object(self.parse, v)
        if relative is not None and not objects and not passive:
            objects.append(slot(parse, relative))
        if not objects and not passive and complement is None:
            objects.extend(shared_object(self.parse, v))
        clause_object = self._clausal_object(v)
        lemma = predicate_lemma(self.parse, v)
        for c in parse.kids(v, "advmod", "acomp"):
            if lemma.endswith(f" {parse.lower[c]}") or (c > v and parse.lower[c] in words_of("direction_adverbs.txt")):
                args.extend(found for p in parse.kids(c, "prep") for found in prepositional(self.parse, p, self.timed))
        if lemma.endswith(" out"):
            args = [(role.removeprefix("out_"), filler) for role, filler in args]  # "walked out of the talks"
        idiom = idiom_of(self.parse, v, lemma)
        if idiom is not None:
            lemma, noun = idiom
            objects = [o for o in objects if noun not in o.heads]
            args = [(role, s) for role, s in args if noun not in s.heads]
        expletive = parse.kid(v, "expl")
        if expletive is not None and parse.lower[expletive] == "there":
            there = Slot((), expletive, expletive + 1)
            self._emit(
                v,
                "exist",
                there,
                complement or (objects[0] if objects else subject),
                args,
                StatementKind.STATE,
                "existential",
            )
            return
        if passive:
            stranded = next((p for p in parse.kids(v, "prep") if not parse.children[p]), None)
            if stranded is not None and " " not in lemma:
                lemma = f"{lemma} {parse.lower[stranded]}"  # "were fired on"
            agent = self._agent(v)
            if objects:
                args.insert(0, ("theme", objects[0]))
            if complement is not None:
                args.append(("as", complement))
            if clause_object is not None:
                args.append(("content", clause_object))
            patient = subject
            subject, rule = agent, "passive" if agent else "passive-agentless"
            if parse.dep[v] == "acl":
                rule = "reduced-relative"
            obj: Slot | None = patient
        elif lemma == "be" or (complement is not None and not objects):
            obj = complement or clause_object or (objects[0] if objects else None)
            rule = "copula"
            if obj is None and args:
                obj = predicative_preposition(self.parse, v)
        else:
            obj = objects[0] if objects else None
            if len(objects) > 1 and lemma in _MEASURED:
                args.insert(0, ("theme", objects[1]))
            elif len(objects) > 1:  # ditransitive: the recipient comes first
                args.insert(0, ("to", objects[0]))
                obj = objects[1]
            if complement is not None:
                args.append(("as", complement))
            if clause_object is not None:
                if obj is None:
                    raised = self._raised_object(v, clause_object)
                    if raised is not None:
                        obj = raised
                        args.append(("to", clause_object))
                    else:
                        obj = clause_object
                elif parse.dep[parse.kid(v, "xcomp", "ccomp") or v] == "xcomp":
                    args.append(("to", clause_object))
                else:
                    args.append(("content", clause_object))
            if parse.dep[v] == "acl":
                rule = "participle"
            elif parse.dep[v] == "relcl":
                rule = "relative"
        kind = self._kind(v, lemma)
        self._emit(v, lemma, subject, obj, args, kind, rule, passive=passive)

    def _emit(
        self,
        v: int,
        lemma: str,
        subject: Slot | None,
        obj: Slot | None,
        args: list[tuple[str, Slot]],
        kind: StatementKind,
        rule: str,
        *,
        passive: bool = False,
    ) -> None:
        parse = self.parse
        words = sorted([v, *parse.kids(v, "aux", "auxpass", "neg", "prt")])
        slots = [s for s in (subject, obj, *(s for _, s in args)) if s is not None]
        near = [s for s in slots if parse.sent[s.start] == parse.sent[v]]
        start = min([words[0], *(s.start for s in near)])
        end = max([words[-1] + 1, *(s.end for s in near)])
        self.index[v] = len(self.reading.clauses)
        self.reading.clauses.append(
            Clause(v, lemma, subject, obj, args, kind, start, end, rule, passive=passive, words=tuple(words))
        )

    def _kind(self, v: int, lemma: str) -> StatementKind:
        frame = self.frame_of.get(v)
        if frame is not None:
            return StatementKind.SPEECH_ACT if frame.kind in _SPEECH_FRAMES else StatementKind.STATE
        if lemma in words_of("stative_verbs.txt"):
            return StatementKind.STATE
        return StatementKind.EVENT

    def _clausal_object(self, v: int) -> Slot | None:
        """The complement clause; for a cue whose words are quoted apart, what the frame found."""
        parse = self.parse
        frame = self.frame_of.get(v)
        complements = parse.kids(v, "ccomp", "xcomp")
        clause = next((c for c in complements if c > v), complements[0] if complements else None)
        if clause is not None and clause < v and frame is None:
            clause = None  # a comma splice: "A is so, it may end in B"
        if (clause is not None and is_predicate(parse, clause)) or (
            clause is not None and parse.dep[clause] == "xcomp"
        ):
            start, end = clause_span(parse, clause)
            if start < v < end:
                start, end = (v + 1, end) if clause > v else (start, self._before_cue(v))
            return Slot((clause,), start, end)
        if (
            frame is not None
            and frame.content
            and frame.kind in _SPEECH_FRAMES
            and parse.kid(v, "dobj", "nsubjpass") is None
            and not (parse.dep[v] == "acl" and is_passive(parse, v))
        ):
            start, end = max(frame.content, key=lambda part: part[1] - part[0])
            return Slot((), start, end)
        return None

    def _before_cue(self, v: int) -> int:
        """Where a clause before its cue ends: at the cue's own subject and the comma before it."""
        parse = self.parse
        end = min((parse.left[c] for c in parse.children[v] if parse.dep[c] == "nsubj" and c < v), default=v)
        while end > 1 and parse.pos[end - 1] == "PUNCT":
            end -= 1
        return end

    def _raised_object(self, v: int, complement: Slot) -> Slot | None:
        """The person ordered in "ordered X to go", which parsers attach inside the complement."""
        parse = self.parse
        clause = complement.heads[0] if complement.heads else None
        if clause is None or parse.dep[clause] != "ccomp" or parse.tag[clause] != "VB":
            return None
        frame = self.frame_of.get(v)
        directive = (frame is not None and frame.kind in _DIRECTIVE_FRAMES) or parse.lemma[v] in words_of(
            "object_control_verbs.txt"
        )
        person = parse.kid(clause, "nsubj")
        to = any(parse.lower[a] == "to" for a in parse.kids(clause, "aux"))
        return slot(parse, person) if directive and person is not None and to else None

    def _agent(self, v: int) -> Slot | None:
        """The *by* phrase of a passive; not a time ("by Friday"), a gerund or a number."""
        parse = self.parse
        for c in parse.kids(v, "agent"):
            noun = parse.kid(c, "pobj")
            if noun is not None and noun not in self.timed:
                return slot(parse, noun)
        if parse.dep[v] == "conj" and is_predicate(parse, parse.head[v]) and is_passive(parse, parse.head[v]):
            return None
        return None

    def is_hidden_gerund(self, i: int) -> bool:
        """ "denied opening fire": a gerund that the parser took for a modifier of its object."""
        parse = self.parse
        noun = parse.head[i]
        if (
            parse.dep[i] not in ("compound", "amod")
            or not parse.lower[i].endswith("ing")
            or noun <= i
            or parse.left[noun] != i
        ):
            return False
        governor = parse.head[noun]
        if verb_of_gerund(parse.lower[i]) is None or governor != i - 1:
            return False
        if parse.dep[noun] == "pobj" and parse.lower[governor] in ("of", "from", "without"):
            governor = next((a for a in parse.ancestors(governor) if parse.pos[a] == "VERB"), governor)
            frame = self.frame_of.get(governor)
            if frame is not None and frame.kind == "accusation":
                return True
            if parse.lower[parse.head[noun]] == "of" and parse.head[parse.head[noun]] != governor:
                return False  # "found hundreds of missing children"
        elif parse.dep[noun] != "dobj":
            return False
        gerundive = parse.lemma[governor] in words_of("gerund_verbs.txt") or parse.dep[noun] == "pobj"
        return (
            gerundive
            and complement_signature(parse.lemma[governor], "infinitive", negated=False) is not None
            and verb_of_gerund(parse.lower[i]) not in words_of("of_subject_verbs.txt")
        )

    def add_gerund(self, i: int) -> None:
        parse = self.parse
        noun = parse.head[i]
        prepositional = parse.dep[noun] == "pobj"
        verb = next((a for a in parse.ancestors(noun) if parse.pos[a] in ("VERB", "AUX")), parse.head[noun])
        matrix = self.index.get(verb)
        patient = parse.kid(verb, "dobj", "nsubjpass") if prepositional else None
        subject = patient if patient is not None else surface_subject(parse, verb)
        lemma = verb_of_gerund(parse.lower[i]) or parse.lower[i]
        obj: Slot | None = Slot((noun,), i + 1, noun + 1)
        if f"{lemma} {parse.lower[noun]}" in words_of("verb_noun_idioms.txt"):
            lemma, obj = f"{lemma} {parse.lower[noun]}", obj
        self._emit(
            i,
            lemma,
            slot(parse, subject) if subject is not None else None,
            obj,
            [],
            StatementKind.EVENT,
            "hidden-gerund",
        )
        if matrix is not None and (matrix_object := self.reading.clauses[matrix].object) is not None:
            matrix_object.clause = self.index[i]

    def add_small_clauses(self) -> None:
        """ "left 23 dead", "dismissed it as baseless": a state of the object."""
        parse = self.parse
        for clause in list(self.reading.clauses):
            v = clause.trigger
            if clause.lemma == "be" or clause.passive or clause.object is None or not clause.object.heads:
                continue
            for c in (*parse.kids(v, "oprd", "acomp"), *self._described_as(v, clause.object)):
                if (
                    parse.pos[c] in ("ADJ", "NOUN", "VERB")
                    and c not in self.index
                    and clause.object.end <= c + 1
                    and c not in clause.object.heads
                ):
                    quality = predicative(self.parse, c)
                    quality.start += parse.lower[quality.start] == "as" and quality.start < c
                    self._emit(c, "be", clause.object, quality, [], StatementKind.STATE, "small-clause")

    def _described_as(self, v: int, obj: Slot) -> list[int]:
        """The adjective in "described it as serious", "dismissed the claim as baseless"."""
        parse = self.parse
        places = [
            *parse.kids(v, "advcl", "advmod", "prep", "pcomp"),
            *(c for h in obj.heads for c in parse.kids(h, "amod", "acl") if c > h),
        ]
        found: list[int] = []
        for c in places:
            if parse.pos[c] in ("ADJ", "VERB") and c and parse.lower[c - 1] == "as" and parse.head[c - 1] == c:
                found.append(c)
            elif parse.lower[c] == "as":
                found.extend(k for k in parse.kids(c, "amod", "pcomp", "acomp") if parse.pos[k] == "ADJ")
        return found
