"""The closed sets of the domain: how something is held to be, said, named and linked."""

from __future__ import annotations

from enum import StrEnum


class Polarity(StrEnum):
    """Whether the holder says it is so or is not so."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Certainty(StrEnum):
    """How sure the innermost holder is."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNSPECIFIED = "unspecified"
    UNREAL = "unreal"


class Timeframe(StrEnum):
    """Whether it had happened when it was said."""

    FUTURE = "future"
    NON_FUTURE = "non-future"


class StatementKind(StrEnum):
    """What a statement describes: something that happens, a state of affairs, or somebody speaking."""

    EVENT = "event"
    STATE = "state"
    SPEECH_ACT = "speech_act"


class AttributionMode(StrEnum):
    """How the words of a source are given."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    ACCORDING_TO = "according_to"
    HEADLINE = "headline"
    NOMINAL = "nominal"


class EntityType(StrEnum):
    """What an entity is; ``THING`` when nothing better is known."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    GOVERNMENT = "Government"
    PARTY = "Party"
    COMPANY = "Company"
    ARMED_FORCE = "ArmedForce"
    COURT = "Court"
    MEDIA = "Media"
    IGO = "IntergovernmentalOrganization"
    GROUP = "Group"
    COUNTRY = "Country"
    LOCATION = "Location"
    FACILITY = "Facility"
    EVENT = "Event"
    DOCUMENT = "Document"
    LAW = "Law"
    MEASURE = "Measure"
    OBJECT = "Object"
    THING = "Thing"

    @property
    def family(self) -> EntityType:
        """The broad type that identity rests on: all kinds of organisation share one."""
        return EntityType.ORGANIZATION if self in _ORGANIZATIONS else self


_ORGANIZATIONS = frozenset(
    {
        EntityType.GOVERNMENT,
        EntityType.PARTY,
        EntityType.COMPANY,
        EntityType.ARMED_FORCE,
        EntityType.COURT,
        EntityType.MEDIA,
        EntityType.IGO,
    }
)


class MentionKind(StrEnum):
    """How a mention names its entity."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"
    DEMONYM = "demonym"


class LinkKind(StrEnum):
    """How one statement relates to another."""

    SAME_EVENT = "sameEventAs"
    CONTRADICTS = "contradicts"
    DENIES = "denies"
    SUPPORTS = "supports"
    SUPERSEDES = "supersedes"
    CAUSES = "causes"
    MOTIVATES = "motivates"
    PURPOSE = "purposeOf"
    CONDITION = "conditionOf"
    CONTRASTS = "contrasts"
    PRECEDES = "precedes"
    ELABORATES = "elaborates"
