"""An extraction as N-Quads: one named graph per document, everything that was read in it and nothing else.

What several documents share (entities, events, plain edges, links) is derived from these graphs by the store, so that
a document can be replaced or removed by its graph alone.  No blank nodes: every node has an IRI, the same everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from newsgraph.graph.event_keys import keys_of
from newsgraph.graph.literals import boolean, day, decimal, integer, number, string
from newsgraph.graph.measures import harm
from newsgraph.graph.model import (
    Attribution,
    Document,
    Entity,
    Evidence,
    Extraction,
    Link,
    Membership,
    Participant,
    Provenance,
    Quantity,
    Quote,
    Span,
    Statement,
    StaticFact,
    content_id,
)
from newsgraph.graph.near_duplicates import copy_keys
from newsgraph.graph.terms import (
    FACT,
    GAF,
    GRASP,
    NG,
    NIF,
    ORG,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    Namespace,
    event_type,
    relation,
    wikidata,
)

A = f"<{RDF}type>"
LABEL = f"<{RDFS}label>"
SUBJECT, PREDICATE, OBJECT = f"<{RDF}subject>", f"<{RDF}predicate>", f"<{RDF}object>"
DENOTED_BY = f"<{GAF}denotedBy>"
HAS_ATTRIBUTION, ATTRIBUTED_TO = f"<{GRASP}hasAttribution>", f"<{GRASP}wasAttributedTo>"
DERIVED_FROM = f"<{PROV}wasDerivedFrom>"
PHRASE, CONTEXT = f"<{NIF}Phrase>", f"<{NIF}Context>"
BEGIN, END, ANCHOR, REFERENCE = (f"<{NIF}{n}>" for n in ("beginIndex", "endIndex", "anchorOf", "referenceContext"))


def ng(name: str) -> str:
    """An own term in angle brackets."""
    return f"<{NG}{name}>"


EVIDENCE, RULE, HOLDER, LEMMA = ng("evidence"), ng("rule"), ng("holder"), ng("lemma")
STATEMENT, ARGUMENT, ROLE, FILLER, TEXT = ng("Statement"), ng("argument"), ng("role"), ng("filler"), ng("text")
POLARITY, CERTAINTY, TIMEFRAME, KIND = ng("polarity"), ng("certainty"), ng("timeframe"), ng("kind")
SUBJECT_TEXT, OBJECT_TEXT, TRIGGER = ng("subjectText"), ng("objectText"), ng("trigger")
EVENT_KEY = ng("eventKey")
APPEARANCE, APPEARANCE_OF, NAME, ENTITY_TYPE = ng("Appearance"), ng("appearanceOf"), ng("name"), ng("entityType")
MENTION_KIND = ng("mentionKind")
LEVEL, CUE, MODE, DISCOURSE = ng("level"), ng("cue"), ng("mode"), ng("discourse")


def run_id(provenance: Provenance) -> str:
    """The id of a way of reading: the same version, model and rules are one run."""
    return content_id("run", provenance.newsgraph, provenance.model, provenance.rules)


def generate_document(extraction: Extraction, namespace: Namespace) -> Iterator[str]:
    """The N-Quads lines of one document's graph, each once, without line ends; O(size of the extraction)."""
    writer = DocumentWriter(extraction, namespace)
    writer.write()
    for line in dict.fromkeys(writer.lines):
        yield f"{line} {writer.graph} ."


class DocumentWriter:
    """Collects the triples of one document as text."""

    def __init__(self, extraction: Extraction, namespace: Namespace) -> None:
        self.extraction, self.namespace = extraction, namespace
        self.text = extraction.document.text
        self.iri = namespace.document(extraction.document.id)
        self.graph = f"<{self.iri}>"
        self.unnamed_source = f"<{self.iri}#unnamed-source>"
        self.ids = [statement.id for statement in extraction.statements]
        self.known = set(self.ids)
        self.keys = keys_of(extraction, self.ids)
        self.lines: list[str] = []
        self._phrases: dict[tuple[int, int], str] = {}
        self._entities: dict[str, str] = {}

    def write(self) -> None:
        extraction = self.extraction
        self._document(extraction.document)
        for entity in extraction.entities:
            self._appearance(entity)
        for statement_id, statement in zip(self.ids, extraction.statements, strict=True):
            self._statement(statement_id, statement)
        for quote in extraction.quotes:
            self._quote(quote)
        for membership in extraction.memberships:
            self._membership(membership)
        for fact in extraction.facts:
            self._fact(fact)
        for link in extraction.links:
            self._link(link)

    def _add(self, subject: str, *pairs: tuple[str, str]) -> None:
        self.lines += [f"{subject} {predicate} {value}" for predicate, value in pairs]

    def entity(self, entity_id: str) -> str:
        known = self._entities.get(entity_id)
        if known is None:
            known = self._entities[entity_id] = f"<{self.namespace.entity(entity_id)}>"
        return known

    def statement(self, statement_id: str) -> str:
        return f"<{self.namespace.statement(statement_id)}>"

    def phrase(self, start: int, end: int) -> str:
        """The node of a span, described at its first use."""
        known = self._phrases.get((start, end))
        if known is None:
            known = self._phrases[start, end] = f"<{self.iri}#char={start},{end}>"
            self.lines += (
                f"{known} {A} {PHRASE}",
                f"{known} {BEGIN} {integer(start)}",
                f"{known} {END} {integer(end)}",
                f"{known} {ANCHOR} {string(self.text[start:end])}",
                f"{known} {REFERENCE} {self.graph}",
            )
        return known

    def _span(self, span: Span) -> str:
        return self.phrase(span.start, span.end)

    def _node(self, kind: str, *parts: object) -> str:
        return f"<{self.iri}#{kind}={content_id(kind, *parts)}>"

    def _document(self, document: Document) -> None:
        node = self.graph
        self._add(node, (A, f"<{SCHEMA}NewsArticle>"), (A, CONTEXT), (f"<{NIF}isString>", string(document.text)))
        self._add(node, (ng("readBy"), f"<{self.namespace.run(run_id(self.extraction.provenance))}>"))
        self._add(node, *((ng("copyKey"), string(key)) for key in copy_keys(document.text)))
        if document.headline:
            self._add(node, (f"<{SCHEMA}headline>", string(document.headline)))
        if document.published:
            self._add(node, (f"<{SCHEMA}datePublished>", day(document.published)))

    def _appearance(self, entity: Entity) -> None:
        this = self.entity(entity.id)
        node = f"<{self.iri}#entity={this.rpartition('/')[2]}"
        self.lines += (
            f"{node} {A} {APPEARANCE}",
            f"{node} {APPEARANCE_OF} {this}",
            f"{node} {NAME} {string(entity.name)}",
            f"{node} {ENTITY_TYPE} {ng(entity.type)}",
        )
        self._add(node, *((ng("alias"), string(alias)) for alias in entity.aliases))
        self._add(node, *((ng("groupMember"), self.entity(member)) for member in entity.members))
        for identifier in entity.same_as:
            self._add(node, (ng("wikidataId" if wikidata(identifier) else "otherId"), string(identifier)))
        self._add(node, *((ng("readAs"), string(before)) for before in entity.read_as))
        for flag, value in (("anonymous", entity.anonymous), ("metonymy", entity.metonymy), ("named", entity.named)):
            if value:
                self._add(node, (ng(flag), boolean(True)))
        if entity.description:
            self._add(node, (ng("description"), string(entity.description)))
        if entity.country:
            self._add(node, (ng("country"), string(entity.country)))
        if entity.position:
            self._add(node, (ng("latitude"), decimal(entity.position.latitude)))
            self._add(node, (ng("longitude"), decimal(entity.position.longitude)))
            if entity.position.rule:
                self._add(node, (ng("positionRule"), string(entity.position.rule)))
        for mention in entity.mentions:
            phrase = self._span(mention.span)
            self.lines += f"{this} {DENOTED_BY} {phrase}", f"{phrase} {MENTION_KIND} {string(mention.kind)}"

    def _participant(self, node: str, relation_iri: str, text_iri: str, participant: Participant) -> None:
        self._add(node, (text_iri, string(participant.text)))
        self._add(node, *((relation_iri, self.entity(entity)) for entity in participant.entities))
        if participant.statement in self.known:
            self._add(node, (relation_iri, self.statement(participant.statement or "")))

    def _statement(self, statement_id: str, statement: Statement) -> None:
        node = self.statement(statement_id)
        self.lines += (
            f"{node} {A} {STATEMENT}",
            f"{node} {PREDICATE} <{relation(statement.predicate)}>",
            f"{node} {LEMMA} {string(statement.predicate)}",
            f"{node} {KIND} {string(statement.kind)}",
            f"{node} {POLARITY} <{FACT}{statement.polarity}>",
            f"{node} {CERTAINTY} <{FACT}{statement.certainty}>",
            f"{node} {TIMEFRAME} <{FACT}{statement.timeframe}>",
            f"{node} {DISCOURSE} {string(statement.discourse)}",
            f"{node} {DERIVED_FROM} {self.graph}",
        )
        if statement.subject:
            self._participant(node, SUBJECT, SUBJECT_TEXT, statement.subject)
        if statement.object:
            self._participant(node, OBJECT, OBJECT_TEXT, statement.object)
        for index, argument in enumerate(statement.arguments, 1):
            role = f"{node[:-1]}/r{index}>"
            self._add(node, (ARGUMENT, role))
            self._add(role, (A, ng("Argument")), (ROLE, string(argument.role)))
            self._participant(role, FILLER, TEXT, argument.filler)
        self._holders(node, statement.attribution)
        for evidence in statement.evidence:
            self._evidence(node, evidence)
        self._add(node, *((EVENT_KEY, string(key)) for key in self.keys[statement_id]))
        if statement.time:
            self._add(node, (ng("timeText"), string(statement.time.text)))
            if statement.time.edtf:
                self._add(node, (ng("edtf"), string(statement.time.edtf)))
        if statement.place:
            self._participant(node, ng("place"), ng("placeText"), statement.place)
        if statement.event_type:
            self._add(node, (ng("eventType"), f"<{event_type(statement.event_type)}>"))
        if statement.event_mode:
            self._add(node, (ng("eventMode"), string(statement.event_mode)))
        if statement.cameo:
            self._add(node, (ng("cameo"), string(statement.cameo)))
        if statement.marker:
            self._add(node, (ng("marker"), string(statement.marker)))
        if statement.confidence is not None and math.isfinite(statement.confidence):
            self._add(node, (ng("confidence"), number(statement.confidence)))
        if statement.quantity:
            self._quantity(node, statement, statement.quantity)

    def _holders(self, node: str, chain: tuple[Attribution, ...]) -> None:
        """The chain, outermost first, and the shortcut to the innermost source.

        The article vouches by its own IRI; a source that is not named is one anonymous node of the document.
        """
        if not chain:
            self._add(node, (HOLDER, self.graph))
            return
        for level, link in enumerate(chain, 1):
            here = f"{node[:-1]}/a{level}>"
            sources = [self.entity(holder) for holder in link.holders] or [self._unnamed_source()]
            self._add(node, (HAS_ATTRIBUTION, here))
            self._add(here, (A, f"<{GRASP}Attribution>"), (LEVEL, integer(level)), (MODE, string(link.mode)))
            self._add(here, *((ATTRIBUTED_TO, source) for source in sources))
            if link.cue:
                self._add(here, (CUE, string(link.cue)))
            if link.cue_span:
                self._add(here, (ng("cuePhrase"), self._span(link.cue_span)))
            if link.source_span:
                self._add(here, (ng("sourcePhrase"), self._span(link.source_span)))
        self._add(node, *((HOLDER, source) for source in sources))

    def _unnamed_source(self) -> str:
        node = self.unnamed_source
        self._add(node, (A, ng("UnnamedSource")), (LABEL, string("unnamed source")), (ng("anonymous"), boolean(True)))
        return node

    def _evidence(self, node: str, evidence: Evidence) -> None:
        self._add(node, (EVIDENCE, self.phrase(evidence.start, evidence.end)), (RULE, string(evidence.rule)))
        if evidence.trigger:
            self._add(node, (TRIGGER, self._span(evidence.trigger)))

    def _quantity(self, parent: str, statement: Statement, quantity: Quantity) -> None:
        node = f"{parent[:-1]}/quantity>"
        self._add(parent, (ng("quantity"), node))
        counted = harm(quantity.unit, statement.predicate, statement.object.text if statement.object else None)
        if counted is not None and not (statement.object and statement.object.statement):
            self._add(node, (ng("measure"), string(counted)))
        self._add(
            node,
            (A, f"<{SCHEMA}QuantitativeValue>"),
            (f"<{SCHEMA}unitText>", string(quantity.unit)),
            (TEXT, string(quantity.text)),
            (EVIDENCE, self._span(quantity.span)),
        )
        for term, value in (("value", quantity.value), ("minValue", quantity.low), ("maxValue", quantity.high)):
            if value is not None and math.isfinite(value):
                self._add(node, (f"<{SCHEMA}{term}>", number(value)))
        if quantity.modifier:
            self._add(node, (ng("modifier"), string(quantity.modifier)))

    def _quote(self, quote: Quote) -> None:
        node = self._node("quote", *((part.start, part.end) for part in quote.parts))
        self._add(node, (A, f"<{SCHEMA}Quotation>"), (ng("quoteKind"), string(quote.kind)), (DERIVED_FROM, self.graph))
        self._add(node, *((ng("part"), self._span(part)) for part in quote.parts))
        self._add(node, *((ng("speaker"), self.entity(speaker)) for speaker in quote.speakers))
        if quote.cue:
            self._add(node, (ng("cuePhrase"), self._span(quote.cue)))

    def _membership(self, membership: Membership) -> None:
        node = self._node("role", membership.person, membership.role, membership.organization)
        self._add(
            node,
            (A, f"<{ORG}Membership>"),
            (f"<{ORG}member>", self.entity(membership.person)),
            (f"<{SCHEMA}roleName>", string(membership.role)),
            (DERIVED_FROM, self.graph),
        )
        if membership.organization:
            self._add(node, (f"<{ORG}organization>", self.entity(membership.organization)))
        if membership.attested:
            self._add(node, (ng("attestedOn"), day(membership.attested)))
        self._evidence(node, membership.evidence)

    def _fact(self, fact: StaticFact) -> None:
        node = self._node("fact", fact.subject, fact.predicate, fact.object)
        value = self.entity(fact.object) if fact.object_is_entity else string(fact.object)
        self._add(
            node,
            (A, ng("StaticFact")),
            (ng("factSubject"), self.entity(fact.subject)),
            (ng("factPredicate"), string(fact.predicate)),
            (ng("factObject"), value),
            (DERIVED_FROM, self.graph),
        )
        self._evidence(node, fact.evidence)

    def _link(self, link: Link) -> None:
        if link.source not in self.known or link.target not in self.known:
            return
        source, target = self.statement(link.source), self.statement(link.target)
        self._add(source, (ng(link.kind), target))
        if link.evidence:
            node = self._node("link", link.source, link.kind, link.target)
            self._add(
                node,
                (A, ng("Link")),
                (ng("linkSource"), source),
                (ng("linkKind"), ng(link.kind)),
                (ng("linkTarget"), target),
            )
            self._evidence(node, link.evidence)
