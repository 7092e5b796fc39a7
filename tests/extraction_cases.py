"""Extractions made by hand and at random: what the graph is tested with, without a parser."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from newsgraph.graph.model import (
    Argument,
    Attribution,
    AttributionMode,
    Certainty,
    Document,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Link,
    LinkKind,
    Membership,
    Mention,
    MentionKind,
    Participant,
    Polarity,
    Position,
    Provenance,
    Quantity,
    Span,
    Statement,
    StaticFact,
    Timeframe,
    TimeValue,
)

PROVENANCE = Provenance("0.1.0", "hand 1.0", "by hand")


class Author:
    """Writes an extraction of one text sentence by sentence; every participant is found in the text by its words."""

    def __init__(
        self, text: str, *, outlet: str | None = None, published: date | None = None, headline: str | None = None
    ) -> None:
        self.document = Document(text, headline, outlet, published=published)
        self.entities: dict[str, Entity] = {}
        self.statements: list[Statement] = []
        self.memberships: list[Membership] = []
        self.facts: list[StaticFact] = []
        self.links: list[Link] = []

    def span(self, words: str) -> Span:
        start = self.document.text.index(words)
        return Span(start, start + len(words))

    def entity(
        self,
        name: str,
        kind: EntityType = EntityType.ORGANIZATION,
        *,
        named: bool = True,
        anonymous: bool = False,
        aliases: Sequence[str] = (),
        words: str | None = None,
    ) -> str:
        """Declare an entity, mentioned where its words stand; returns its id."""
        mention = Mention(self.span(words or name), MentionKind.NAME if named else MentionKind.NOMINAL)
        scope = None if named else self.document.id
        entity = Entity(name, kind, named, scope, tuple(aliases), (mention,), anonymous=anonymous)
        self.entities[entity.id] = entity
        return entity.id

    def participant(self, words: str, *entities: str) -> Participant:
        return Participant(words, self.span(words), entities)

    def says(
        self,
        subject: Participant | None,
        predicate: str,
        object: Participant | None = None,
        *,
        evidence: str,
        by: Sequence[str | tuple[str, ...]] = (),
        arguments: Sequence[tuple[str, Participant]] = (),
        negative: bool = False,
        certainty: Certainty = Certainty.CERTAIN,
        future: bool = False,
        event_type: str | None = None,
        time: str | None = None,
        place: str | None = None,
        quantity: tuple[float, str] | None = None,
    ) -> Statement:
        """Add a statement; ``by`` are the holders, outermost first, () for a source that is not named."""
        span = self.span(evidence)
        chain = tuple(Attribution((h,) if isinstance(h, str) else h, "say", AttributionMode.INDIRECT, span) for h in by)
        statement = Statement(
            self.document.id,
            subject,
            predicate,
            object,
            tuple(Argument(role, filler) for role, filler in arguments),
            polarity=Polarity.NEGATIVE if negative else Polarity.POSITIVE,
            certainty=certainty,
            timeframe=Timeframe.FUTURE if future else Timeframe.NON_FUTURE,
            attribution=chain,
            time=TimeValue(time, time, span) if time else None,
            place=Participant(place, span, (place,)) if place else None,
            event_type=event_type,
            quantity=Quantity(quantity[0], quantity[1], f"{quantity[0]:g}", span) if quantity else None,
            evidence=(Evidence(self.document.id, span.start, span.end, evidence, "by-hand", span),),
        )
        self.statements.append(statement)
        return statement

    def link(self, source: Statement, kind: LinkKind, target: Statement) -> None:
        self.links.append(Link(source.id, kind, target.id))

    def extraction(self) -> Extraction:
        return Extraction(
            self.document,
            PROVENANCE,
            tuple(self.entities.values()),
            tuple(self.statements),
            memberships=tuple(self.memberships),
            facts=tuple(self.facts),
            links=tuple(self.links),
        )


def troops(outlet: str = "Gazette", published: date | None = date(2024, 5, 2)) -> Extraction:
    """An article that vouches for a sending, reports a denial, a plan and an anonymous claim.

    Every outlet has a headline of its own, else it would be one article.
    """
    a = Author(
        "The Union sent troops to Arlen. Minister Vera Dahl denied that troops fired on protesters. "
        "The Union will send tanks to Arlen. Officials said troops killed 12 people.",
        outlet=outlet,
        published=published,
        headline="Union sends troops" if outlet == "Gazette" else f"Union sends troops, {outlet} says",
    )
    union, arlen = a.entity("Union", words="The Union"), a.entity("Arlen", EntityType.COUNTRY)
    soldiers = a.entity("troops", EntityType.GROUP, named=False)
    dahl = a.entity("Vera Dahl", EntityType.PERSON, aliases=("Dahl",))
    crowd = a.entity("protesters", EntityType.GROUP, named=False)
    tanks = a.entity("tanks", EntityType.OBJECT, named=False)
    officials = a.entity("Officials", EntityType.GROUP, named=False, anonymous=True)
    to_arlen = ("to", a.participant("Arlen", arlen))
    a.says(
        a.participant("The Union", union),
        "send",
        a.participant("troops", soldiers),
        arguments=[to_arlen],
        event_type="MOBILIZE",
        evidence="The Union sent troops to Arlen",
    )
    fired = a.says(
        a.participant("troops", soldiers),
        "fire on",
        a.participant("protesters", crowd),
        by=[dahl],
        negative=True,
        event_type="ASSAULT",
        evidence="troops fired on protesters",
    )
    a.says(
        a.participant("Minister Vera Dahl", dahl),
        "deny",
        Participant("that troops fired on protesters", a.span("that troops fired on protesters"), (), fired.id),
        evidence="Minister Vera Dahl denied that troops fired on protesters",
    )
    a.says(
        a.participant("The Union", union),
        "send",
        a.participant("tanks", tanks),
        arguments=[to_arlen],
        future=True,
        evidence="The Union will send tanks to Arlen",
    )
    a.says(
        a.participant("troops", soldiers),
        "kill",
        a.participant("12 people"),
        by=[officials],
        quantity=(12, "people"),
        evidence="troops killed 12 people",
    )
    return a.extraction()


_TEXT = st.text(st.characters(exclude_categories=()), min_size=1, max_size=12)
_NAMES = st.sampled_from(
    ["Arlen", "Union", "Vera Dahl", "the mayor", "O'Brien & <Sons>", "Zoë “Z” Ü", "名前", "=1+1", " "]
)
_POSITIONS = st.builds(Position, st.floats(-90, 90), st.floats(-180, 180), st.none() | st.just("city-known"))


@st.composite
def entities(draw: st.DrawFn, document: Document) -> Entity:
    named = draw(st.booleans())
    return Entity(
        draw(st.one_of(_NAMES, _TEXT)),
        draw(st.sampled_from(EntityType)),
        named,
        None if named else document.id,
        tuple(draw(st.lists(_NAMES, max_size=2, unique=True))),
        anonymous=draw(st.booleans()),
        same_as=tuple(draw(st.lists(st.sampled_from(["Q1", "Q42", "x> <y"]), max_size=1))),
        description=draw(st.none() | _TEXT),
        position=draw(st.none() | _POSITIONS),
    )


@st.composite
def statements(draw: st.DrawFn, document: Document, pool: Sequence[str]) -> Statement:
    start = draw(st.integers(0, len(document.text) - 1))
    end = draw(st.integers(start + 1, len(document.text)))
    span = Span(start, end)
    some = st.lists(st.sampled_from(pool), max_size=2, unique=True).map(tuple)
    participants = st.builds(Participant, _TEXT, st.just(span), some)
    attributions = st.builds(
        Attribution, some, st.none() | _TEXT, st.sampled_from(AttributionMode), st.none() | st.just(span)
    )
    return Statement(
        document.id,
        draw(st.none() | participants),
        draw(st.sampled_from(["send", "turn down", "be", "größe", 'x" y']) | _TEXT),
        draw(st.none() | participants),
        tuple(
            draw(
                st.lists(st.builds(Argument, st.sampled_from(["to", "in", "at_request_of"]), participants), max_size=2)
            )
        ),
        polarity=draw(st.sampled_from(Polarity)),
        certainty=draw(st.sampled_from(Certainty)),
        timeframe=draw(st.sampled_from(Timeframe)),
        attribution=tuple(draw(st.lists(attributions, max_size=2))),
        time=draw(
            st.none() | st.builds(TimeValue, st.sampled_from([None, "2024-05-02", "../2026-06"]), _TEXT, st.just(span))
        ),
        event_type=draw(st.none() | st.sampled_from(["AID", "ASSAULT"])),
        cameo=draw(st.none() | st.sampled_from(["070", "0841"])),
        quantity=draw(st.none() | st.builds(Quantity, st.none() | st.floats(), _TEXT, _TEXT, st.just(span))),
        confidence=draw(st.none() | st.floats(0, 1)),
        evidence=(Evidence(document.id, start, end, document.text[start:end], "by-chance"),),
    )


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """Any extraction that keeps the model's invariants, with hostile names and texts."""
    document = Document(
        draw(st.text(st.characters(exclude_categories=()), min_size=1, max_size=60)),
        draw(st.none() | _TEXT),
        draw(st.none() | _TEXT),
        draw(
            st.none()
            | st.sampled_from(["https://example.org/a", "javascript:alert(1)", "not an address", "http://a b/"])
        ),
        draw(st.none() | st.dates()),
    )
    found = {e.id: e for e in draw(st.lists(entities(document), min_size=1, max_size=4))}
    told = {s.id: s for s in draw(st.lists(statements(document, list(found)), max_size=4))}
    return Extraction(document, PROVENANCE, tuple(found.values()), tuple(told.values()))
