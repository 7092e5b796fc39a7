"""An extraction as plain JSON values: the format scripts and scorers read.

Names stand for entity ids: an entity's canonical name, several joined "A and B".  Offsets count characters of the
document's text, end exclusive.  ``attributed_to`` is outermost first and empty only where the article itself vouches;
a source the text does not name is :data:`UNNAMED`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from newsgraph.extractors.lexicon import words_of
from newsgraph.graph.model import (
    Attribution,
    AttributionSpan,
    Entity,
    Extraction,
    Membership,
    Participant,
    Polarity,
    Quote,
    Span,
    Statement,
    Timeframe,
)

UNNAMED = "unnamed source"

Json = dict[str, Any]


def prediction(extraction: Extraction, *, doc: str | int | None = None) -> Json:
    """One extraction in the predictions format, with more beside it.

    ``doc`` names the document for the reader of the output; its location, else its id, when not given.
    """
    document = extraction.document
    names = {entity.id: entity.name for entity in extraction.entities}
    return {
        "doc": doc if doc is not None else (document.location or document.id),
        "id": document.id,
        "headline": document.headline,
        "outlet": document.outlet,
        "url": document.url,
        "published": document.published.isoformat() if document.published else None,
        "text_length": len(document.text),
        "statements": [_statement(statement, names) for statement in extraction.statements],
        "roles": [_role(membership, names) for membership in extraction.memberships],
        "entities": [_entity(entity, document.text) for entity in extraction.entities],
        "quotes": [_quote(quote, names, document.text) for quote in extraction.quotes],
        "attributions": [_attribution_span(found, names) for found in extraction.attributions],
        "facts": [
            {
                "subject": names.get(fact.subject, fact.subject),
                "predicate": fact.predicate,
                "object": names.get(fact.object, fact.object) if fact.object_is_entity else fact.object,
                "start": fact.evidence.start,
                "end": fact.evidence.end,
            }
            for fact in extraction.facts
        ],
        "links": [{"from": link.source, "type": str(link.kind), "to": link.target} for link in extraction.links],
        "provenance": {
            "newsgraph": extraction.provenance.newsgraph,
            "model": extraction.provenance.model,
            "rules": extraction.provenance.rules,
        },
    }


def joined(entity_ids: Iterable[str], names: Mapping[str, str]) -> str:
    """Names of entities as one string: "A", "A and B", "A, B and C"."""
    known = [names[entity_id] for entity_id in entity_ids if entity_id in names]
    return " and ".join([", ".join(known[:-1]), known[-1]]) if len(known) > 1 else "".join(known)


def holders(attribution: Iterable[Attribution], names: Mapping[str, str]) -> list[str]:
    """The chain of holders by name, outermost first."""
    return [joined(link.holders, names) or UNNAMED for link in attribution]


def words(participant: Participant | None, names: Mapping[str, str]) -> str | None:
    """What a participant is called: the names of its entities, else its own words; None for an unresolved pronoun."""
    if participant is None:
        return None
    known = joined(participant.entities, names)
    if participant.text.lower() == "there":
        return "there"
    return known or (None if participant.text.lower() in words_of("pronouns.txt") else participant.text)


def _statement(statement: Statement, names: Mapping[str, str]) -> Json:
    evidence = statement.evidence[0] if statement.evidence else None
    trigger = evidence.trigger if evidence else None
    quantity = statement.quantity
    return {
        "id": statement.id,
        "kind": str(statement.kind),
        "subject": words(statement.subject, names),
        "predicate": statement.predicate,
        "object": words(statement.object, names),
        "args": _arguments(statement, names),
        "negated": statement.polarity is Polarity.NEGATIVE,
        "certainty": str(statement.certainty),
        "future": statement.timeframe is Timeframe.FUTURE,
        "attributed_to": holders(statement.attribution, names),
        "attribution": [
            {"holders": joined(link.holders, names) or UNNAMED, "cue": link.cue, "mode": str(link.mode)}
            for link in statement.attribution
        ],
        "asserted": statement.asserted,
        "event_type": statement.event_type,
        "event_mode": statement.event_mode,
        "cameo": statement.cameo,
        "time": statement.time.edtf if statement.time else None,
        "place": words(statement.place, names),
        "quantity": None
        if quantity is None
        else {"value": quantity.value, "unit": quantity.unit, "modifier": quantity.modifier, "text": quantity.text},
        "start": evidence.start if evidence else 0,
        "end": evidence.end if evidence else 0,
        "trigger_start": trigger.start if trigger else None,
        "trigger_end": trigger.end if trigger else None,
        "quote": evidence.quote if evidence else None,
        "rule": evidence.rule if evidence else None,
        "subject_text": statement.subject.text if statement.subject else None,
        "object_text": statement.object.text if statement.object else None,
        "object_statement": statement.object.statement if statement.object else None,
        "confidence": statement.confidence,
    }


def _arguments(statement: Statement, names: Mapping[str, str]) -> dict[str, str]:
    """Role -> words; a second filler of a role is called ``role_2`` so that none is lost."""
    arguments: dict[str, str] = {}
    for argument in statement.arguments:
        role, number = argument.role, 2
        while role in arguments:
            role, number = f"{argument.role}_{number}", number + 1
        arguments[role] = words(argument.filler, names) or argument.filler.text
    return arguments


def _role(membership: Membership, names: Mapping[str, str]) -> Json:
    return {
        "person": names.get(membership.person, membership.person),
        "position": membership.role,
        "organization": names.get(membership.organization) if membership.organization else None,
        "start": membership.evidence.start,
        "end": membership.evidence.end,
    }


def _entity(entity: Entity, text: str) -> Json:
    position = entity.position
    return {
        "id": entity.id,
        "name": entity.name,
        "type": str(entity.type),
        "named": entity.named,
        "anonymous": entity.anonymous,
        "aliases": list(entity.aliases),
        "same_as": list(entity.same_as),
        "members": list(entity.members),
        "mentions": [
            {**_span(mention.span), "text": text[mention.span.start : mention.span.end], "kind": str(mention.kind)}
            for mention in entity.mentions
        ],
    } | (
        {
            "country": entity.country,
            "latitude": position.latitude,
            "longitude": position.longitude,
            "position_rule": position.rule,
        }
        if position is not None
        else {}
    )


def _quote(quote: Quote, names: Mapping[str, str], text: str) -> Json:
    return {
        "type": quote.kind,
        "parts": [{**_span(part), "text": text[part.start : part.end]} for part in quote.parts],
        "speakers": [names.get(speaker, speaker) for speaker in quote.speakers],
        "cue": _span(quote.cue) if quote.cue else None,
    }


def _attribution_span(found: AttributionSpan, names: Mapping[str, str]) -> Json:
    return {
        "source": [_span(span) for span in found.source],
        "cue": [_span(span) for span in found.cue],
        "content": [_span(span) for span in found.content],
        "mode": str(found.mode),
        "lemma": found.lemma,
        "holders": [names.get(holder, holder) for holder in found.holders],
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}
