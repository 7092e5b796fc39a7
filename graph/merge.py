"""One entity from what several documents say of it: order-free, idempotent, and nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from newsgraph.graph.identifiers import same_thing
from newsgraph.graph.literals import boolean, decimal, point, string
from newsgraph.graph.model import Entity, EntityType, Position
from newsgraph.graph.quads import LABEL, A, ng
from newsgraph.graph.terms import SCHEMA, SCHEMA_CLASSES, SKOS, WGS84, Namespace

_VAGUE = (EntityType.THING, EntityType.ORGANIZATION, EntityType.GROUP)


def merge_entities(appearances: Sequence[Entity]) -> Entity:
    """What all documents together say of one entity; mentions stay with the documents.

    The name and type most documents give, ties by the alphabet; a specific type (Government) before its family.
    O(n log n); merging a merged entity with its parts again changes nothing but the counts behind a vote.

    Raises:
        ValueError: no appearance.
    """
    if not appearances:
        raise ValueError("an entity needs at least one appearance")
    if len(appearances) == 1:
        return _alone(appearances[0])
    name = _vote(entity.name for entity in appearances)
    specific = [entity.type for entity in appearances if entity.type not in _VAGUE]
    names = {entity.name for entity in appearances} | {alias for entity in appearances for alias in entity.aliases}
    return Entity(
        name,
        EntityType(_vote(specific or [entity.type for entity in appearances])),
        named=any(entity.named for entity in appearances),
        scope=min((entity.scope for entity in appearances if entity.scope), default=None),
        aliases=tuple(sorted(names - {name})),
        members=_union(entity.members for entity in appearances),
        same_as=_union(entity.same_as for entity in appearances),
        anonymous=all(entity.anonymous for entity in appearances),
        metonymy=any(entity.metonymy for entity in appearances),
        description="; ".join(sorted({e.description for e in appearances if e.description})) or None,
        country=_vote(countries) if (countries := [e.country for e in appearances if e.country]) else None,
        position=_place(e.position for e in appearances if e.position is not None),
    )


def _alone(entity: Entity) -> Entity:
    """What comes of a single appearance; most entities have no other."""
    return Entity(
        entity.name,
        entity.type,
        named=entity.named,
        scope=entity.scope or None,
        aliases=tuple(sorted({*entity.aliases} - {entity.name})),
        members=tuple(sorted({*entity.members})),
        same_as=tuple(sorted({*entity.same_as})),
        anonymous=entity.anonymous,
        metonymy=entity.metonymy,
        description=entity.description or None,
        country=entity.country or None,
        position=entity.position,
    )


def _place(positions: Iterable[Position]) -> Position | None:
    """The position most documents give, and the rule most of these give; None where none does."""
    found = list(positions)
    if not found:
        return None
    spots = Counter((position.latitude, position.longitude) for position in found)
    latitude, longitude = min(spots, key=lambda spot: (-spots[spot], spot))
    rules = [p.rule for p in found if p.rule and (p.latitude, p.longitude) == (latitude, longitude)]
    return Position(latitude, longitude, _vote(rules) if rules else None)


def _vote(values: Iterable[str]) -> str:
    return min(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))[0]


def _union(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(sorted({value for group in groups for value in group}))


def generate_entity(iri: str, entity: Entity, namespace: Namespace) -> Iterator[str]:
    """The N-Quads lines of a merged entity in the graph of entities."""
    node, graph = f"<{iri}>", f"<{namespace.graph('entities')}>"
    values = [(A, ng(entity.type)), (LABEL, string(entity.name))]
    if entity.type in SCHEMA_CLASSES:
        values.append((A, f"<{SCHEMA}{SCHEMA_CLASSES[entity.type]}>"))
    values += [(f"<{SKOS}altLabel>", string(alias)) for alias in entity.aliases]
    values += [(ng("member"), f"<{namespace.entity(member)}>") for member in entity.members]
    for identifier in entity.same_as:
        thing = same_thing(identifier)
        values.append((f"<{SKOS}exactMatch>", f"<{thing}>") if thing else (f"<{SCHEMA}identifier>", string(identifier)))
    values += [
        (ng(flag), boolean(True))
        for flag, value in (("anonymous", entity.anonymous), ("metonymy", entity.metonymy), ("named", entity.named))
        if value
    ]
    for term, text in (("description", entity.description), ("country", entity.country)):
        if text:
            values.append((ng(term), string(text)))
    if entity.position is not None:
        values += _map_values(entity.position)
    for predicate, value in values:
        yield f"{node} {predicate} {value} {graph} ."


def _map_values(position: Position) -> Iterator[tuple[str, str]]:
    """Latitude and longitude, as GeoNames gives them, and both as a point that GeoSPARQL engines index."""
    yield f"<{WGS84}lat>", decimal(position.latitude)
    yield f"<{WGS84}long>", decimal(position.longitude)
    yield ng("point"), point(position.latitude, position.longitude)
    if position.rule:
        yield ng("positionRule"), string(position.rule)
