"""The last stage: from tokens to the finished values, with ids, characters and evidence."""

from __future__ import annotations

from dataclasses import replace

from newsgraph.extractors.lexicon import rows_of
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import conjuncts
from newsgraph.extractors.reading import Clause, Frame, Reading, Referent, Slot
from newsgraph.extractors.signatures import hedges
from newsgraph.graph.model import (
    Argument,
    Attribution,
    AttributionSpan,
    Entity,
    Evidence,
    Link,
    Membership,
    Mention,
    MentionKind,
    Participant,
    Quantity,
    Quote,
    Span,
    Statement,
    StaticFact,
    TimeValue,
    merge_statements,
)

_UNCOMMITTED_KINDS = frozenset({"expectation", "commissive", "directive", "predictive"})


def assemble(reading: Reading) -> None:
    """Fill the value fields of the reading from its token-level ones."""
    _Assembler(reading).run()


class _Assembler:
    def __init__(self, reading: Reading) -> None:
        self.reading, self.document_id = reading, reading.document.id
        self.parse: Parse = reading.parse
        self.ids: list[str] = []
        self.made: dict[int, Statement | None] = {}
        self.open: set[int] = set()
        self.extra: dict[str, Entity] = {}
        self.known = [any(m.kind is not MentionKind.PRONOUN for m in r.mentions) for r in reading.cast]
        """By number of the cast: more than a pronoun that nothing resolves, since those are never nodes."""
        self.named_at = {m.head: m for r in reading.cast for m in r.mentions if m.kind is not MentionKind.PRONOUN}

    def run(self) -> None:
        reading = self.reading
        entities = self._entities()
        self._date_clauses()
        self._number_clauses()
        order = sorted(
            range(len(reading.clauses)), key=lambda n: (reading.clauses[n].start, reading.clauses[n].trigger)
        )
        statements = [s for n in order if (made := self._statement(n)) is not None for s in self._each_way(n, made)]
        reading.statements = list(merge_statements(statements))
        known = {s.id for s in reading.statements}
        reading.said = [self._quote(k) for k in range(len(reading.quotes))]
        reading.attributions = [self._attribution_span(f) for f in reading.frames if f.source or f.cue]
        reading.memberships = [
            Membership(
                self.ids[person],
                role,
                self.ids[org] if org is not None else None,
                self._evidence(a, b, "role"),
                reading.document.published,
            )
            for person, role, org, a, b in reading.roles
        ]
        reading.facts = [
            StaticFact(
                self.ids[s],
                p,
                self.ids[o] if isinstance(o, int) else o,
                self._evidence(a, b, "property"),
                isinstance(o, int),
            )
            for s, p, o, a, b in reading.properties
        ]
        for source, kind, target, connective in reading.discourse:
            a, b = self.made.get(source), self.made.get(target)
            if a is not None and b is not None and a.id != b.id and a.id in known and b.id in known:
                evidence = self._evidence(connective, connective + 1, "connective") if connective is not None else None
                reading.links.append(Link(a.id, kind, b.id, evidence))
        distinct = {self.ids[k]: entity for k, entity in enumerate(entities) if self.known[k]}
        reading.entities = list((distinct | self.extra).values())

    # ------------------------------------------------------------------ entities

    def _entities(self) -> list[Entity]:
        plain = [self._entity(r) for r in self.reading.cast]
        self.ids = [e.id for e in plain]
        return [
            replace(entity, members=tuple(self.ids[m] for m in referent.members)) if referent.members else entity
            for entity, referent in zip(plain, self.reading.cast, strict=True)
        ]

    def _entity(self, referent: Referent) -> Entity:
        mentions = tuple(
            Mention(Span(*self.parse.chars(m.start, m.end)), m.kind, m.confidence)
            for m in sorted(referent.mentions, key=lambda m: (m.start, m.end))
        )
        first = mentions[0].span.start if mentions else 0
        return Entity(
            referent.name,
            referent.type,
            referent.named,
            None if referent.named else f"{self.document_id}#{first}",
            tuple(dict.fromkeys(a for a in referent.aliases if a != referent.name)),
            mentions,
            (),
            tuple(referent.same_as),
            referent.anonymous,
            referent.metonymy,
            referent.description,
            referent.country,
            position=referent.position,
        )

    def _entity_ids(self, heads: tuple[int, ...]) -> tuple[str, ...]:
        found: list[str] = []
        for h in heads:
            for k in self.reading.referent.get(h, ()):
                if self.ids[k] not in found and self.known[k]:
                    found.append(self.ids[k])
        return tuple(found)

    # ------------------------------------------------------------------ statements

    def _statement(self, number: int) -> Statement | None:
        if number in self.made:
            return self.made[number]
        clause = self.reading.clauses[number]
        if number in self.open or not self._worth_stating(clause):
            return None
        self.open.add(number)
        subject = self._participant(clause.subject, number)
        obj = self._participant(clause.object, number)
        arguments = tuple(
            Argument(role, p)
            for role, s in clause.args
            if not (role == "according_to" and clause.frames) and (p := self._participant(s, number)) is not None
        )
        time = self.reading.times[clause.time] if clause.time is not None else None
        place = self._place(clause)
        statement = Statement(
            document=self.document_id,
            subject=subject,
            predicate=clause.lemma,
            object=obj,
            arguments=arguments,
            kind=clause.kind,
            polarity=clause.polarity,
            certainty=clause.certainty,
            timeframe=clause.timeframe,
            attribution=self._chain(clause),
            time=TimeValue(
                time.edtf,
                self.parse.slice(time.start, time.end),
                Span(*self.parse.chars(time.start, time.end)),
                time.anchored,
            )
            if time
            else None,
            place=place,
            event_type=clause.event_type,
            event_mode=clause.event_mode,
            cameo=clause.cameo,
            quantity=self._quantity(clause),
            confidence=clause.confidence,
            marker=clause.hedge,
            evidence=(self._evidence(clause.start, clause.end, clause.rule, clause.trigger),),
            discourse=self.reading.kind_of(clause.trigger),
        )
        self.open.discard(number)
        self.made[number] = statement
        return statement

    def _each_way(self, number: int, statement: Statement) -> list[Statement]:
        """ "A and B accused each other of X": A says it of B and B of A."""
        if statement.subject is None or not self._goes_each_way(number, statement):
            return [statement]
        made: list[Statement] = []
        for party in statement.holders:
            others = tuple(h for h in statement.holders if h != party)
            chain = (*statement.attribution[:-1], replace(statement.attribution[-1], holders=others))
            made.append(replace(statement, subject=replace(statement.subject, entities=(party,)), attribution=chain))
        return made

    def _goes_each_way(self, number: int, statement: Statement) -> bool:
        """Stands for several statements, of which none alone is what "each other" are accused of."""
        clause = self.reading.clauses[number]
        heads = clause.subject.heads if clause.subject is not None else ()
        reciprocal = any(self.parse.lower[h] == "other" and h and self.parse.lower[h - 1] == "each" for h in heads)
        return reciprocal and bool(statement.attribution) and len(statement.holders) > 1

    def _worth_stating(self, clause: Clause) -> bool:
        """Not the mere vehicles of another clause: "is likely to", "is going to", "has yet to", a bare copula."""
        parse, v = self.parse, clause.trigger
        if clause.subject is None and clause.object is None and not clause.args:
            return False
        if clause.rule == "small-clause":
            return clause.object is not None
        if clause.lemma == "do" and clause.object is None:
            return False  # "than those who did not"
        infinitive = parse.kid(v, "xcomp")
        if infinitive is not None and any(parse.lower[a] == "to" for a in parse.kids(infinitive, "aux")):
            if clause.lemma in ("be", "seem", "appear", "tend") or parse.lower[v] == "going":
                return False
            if clause.lemma == "have":
                return False
        if clause.lemma == "be":
            if clause.object is None and not clause.args:
                return False
            complement = parse.kid(v, "acomp")
            if (
                complement is not None
                and parse.kid(complement, "xcomp") is not None
                and parse.lower[complement] in hedges()
            ):
                return False
        return True

    def _participant(self, found: Slot | None, number: int) -> Participant | None:
        if found is None or found.end <= found.start:
            return None
        start, end = self.parse.chars(found.start, found.end)
        inner = None
        if found.clause is not None and found.clause != number:
            statement = self._statement(found.clause)
            if statement is not None and not self._goes_each_way(found.clause, statement):
                inner = statement.id
        return Participant(
            self.reading.document.text[start:end], Span(start, end), self._entity_ids(found.heads), inner
        )

    def _place(self, clause: Clause) -> Participant | None:
        if clause.place is None:
            return None
        draft = self.named_at.get(clause.place)
        start, end = (draft.start, draft.end) if draft is not None else (clause.place, clause.place + 1)
        return self._participant(Slot((clause.place,), start, end), -1)

    def _chain(self, clause: Clause) -> tuple[Attribution, ...]:
        chain: list[Attribution] = []
        for k in clause.frames:
            frame = self.reading.frames[k]
            holders = self._holders(frame)
            if not frame.source and frame.kind in _UNCOMMITTED_KINDS:
                continue  # nobody is named, and the certainty says it: "is expected to"
            link = Attribution(
                holders,
                frame.lemma,
                frame.mode,
                self._char_span(frame.cue),
                Span(*self.parse.chars(*frame.source[0])) if frame.source else None,
            )
            if chain and chain[-1].holders == holders:
                chain[-1] = link
            else:
                chain.append(link)
        return tuple(chain)

    def _holders(self, frame: Frame) -> tuple[str, ...]:
        """Entity ids of the source; a source that the reference stage does not know is described by its words."""
        if frame.source_head is None:
            if not frame.source:
                return ()
            heads: tuple[int, ...] = ()
        else:
            heads = conjuncts(self.parse, frame.source_head)
        found = self._entity_ids(heads)
        if found or not frame.source:
            return found
        start, end = self.parse.chars(*frame.source[0])
        entity = Entity(self.reading.document.text[start:end], named=False, scope=f"{self.document_id}#{start}")
        self.extra[entity.id] = entity
        return (entity.id,)

    def _char_span(self, tokens: tuple[int, ...]) -> Span | None:
        return Span(self.parse.start[min(tokens)], self.parse.end[max(tokens)]) if tokens else None

    def _evidence(self, start: int, end: int, rule: str, trigger: int | None = None) -> Evidence:
        a, b = self.parse.chars(start, end)
        span = Span(*self.parse.chars(trigger, trigger + 1)) if trigger is not None else None
        return Evidence(self.document_id, a, b, self.reading.document.quote(a, b), rule, span)

    # ------------------------------------------------------------------ times, numbers, quotes

    def _date_clauses(self) -> None:
        """Each time dates the clause it hangs in; the first one a clause has wins."""
        at = {c.trigger: c for c in self.reading.clauses}
        for k, mention in enumerate(self.reading.times):
            if mention.kind != "point":
                continue
            for i in (mention.head, *self.parse.ancestors(mention.head)):
                if self._is_of_a_noun(i):
                    break
                clause = at.get(i)
                if clause is not None:
                    if clause.time is None:
                        clause.time = k
                    break

    def _is_of_a_noun(self, i: int) -> bool:
        """ "the forecast for this year" says what the forecast is about, "criticised for a 2014 ruling" of when the ruling is.

        So does "the 1951 Refugee Convention obliges" (*year-of-name*), but not "met at the 2014 Winter Games".
        """
        parse, noun = self.parse, self.parse.head[i]
        dates = parse.dep[i] == "nummod" or (
            parse.dep[i] in ("compound", "nmod", "amod") and (parse.word[i].isdigit() or parse.lower[i] == "century")
        )
        if dates and noun > i and parse.pos[noun] in ("NOUN", "PROPN"):
            if parse.lower[i] == "century":
                return True
            return parse.dep[noun] != "pobj" or parse.lower[parse.head[noun]] not in (
                "in",
                "during",
                "at",
                "after",
                "before",
            )
        return parse.dep[i] == "prep" and parse.lower[i] in ("for", "of") and parse.pos[parse.head[i]] == "NOUN"

    def _number_clauses(self) -> None:
        self.number_at: dict[int, int] = {}
        for k, quantity in enumerate(self.reading.quantities):
            for i in range(quantity.start, quantity.end):
                self.number_at.setdefault(i, k)

    def _quantity(self, clause: Clause) -> Quantity | None:
        """The first number of the object, the subject, or what something rises or falls to."""
        destinations = [s for role, s in clause.args if role in ("to", "at", "by", "theme")]
        for found in (clause.object, clause.subject, *destinations):
            if found is None:
                continue
            for i in range(found.start, found.end):
                k = self.number_at.get(i)
                if k is not None:
                    q = self.reading.quantities[k]
                    span = Span(*self.parse.chars(q.start, q.end))
                    unit = self._outcome_unit(clause, q.unit)
                    return Quantity(q.value, unit, self.parse.slice(q.start, q.end), span, q.modifier, q.low, q.high)
        return None

    def _outcome_unit(self, clause: Clause, unit: str) -> str:
        """ "soldiers" that somebody killed are "soldiers killed"; a death toll counts the dead."""
        parse = self.parse
        if clause.subject is not None and any(parse.lemma[h] == "toll" for h in clause.subject.heads):
            return "dead"
        words = [clause.lemma.split()[0]]
        if clause.lemma == "be" and clause.object is not None:
            words = [parse.lower[h] for h in clause.object.heads]
        outcome = next((row[1] for row in rows_of("outcome_words.tsv") if row[0] in words), None)
        return f"{unit} {outcome}".strip() if outcome is not None and outcome not in unit else unit

    def _quote(self, number: int) -> Quote:
        quote = self.reading.quotes[number]
        frame = next((f for f in self.reading.frames if f.quote == number), None)
        return Quote(
            tuple(Span(a, b) for a, b in quote.chars),
            quote.kind,
            self._holders(frame) if frame else (),
            self._char_span(frame.cue) if frame else None,
        )

    def _attribution_span(self, frame: Frame) -> AttributionSpan:
        def spans(ranges: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
            return tuple(Span(*self.parse.chars(a, b)) for a, b in ranges if b > a)

        return AttributionSpan(
            spans(frame.source),
            spans(tuple((i, i + 1) for i in frame.cue)),
            spans(frame.content),
            frame.mode,
            frame.lemma,
            self._holders(frame),
        )
