"""Identifiers for entities, from what a reconciliation service says of their names: sure ones, and others to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from newsgraph.duplicates import named_entities
from newsgraph.graph.correction_tables import generate_table
from newsgraph.graph.corrections import Corrections
from newsgraph.graph.literals import value
from newsgraph.graph.model import Entity, EntityType
from newsgraph.graph.reconciliation import Manifest, Match
from newsgraph.graph.store import Store
from newsgraph.graph.terms import NG
from newsgraph.likeness import Named, Reason, likeness

_ONE_NAME = frozenset({Reason.SAME_WORDS, Reason.ALIAS, Reason.SPELLING, Reason.ACRONYM})


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A named entity of the store without an identifier, and how many documents mention it."""

    entity: Entity
    documents: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a service says of an entity: ``sure`` is the identifier to take, ``others`` are candidates to look at.

    ``others`` are pairs of identifier and candidate, best first.
    """

    asked: Unlinked
    sure: tuple[str, Match] | None
    others: tuple[tuple[str, Match], ...] = ()


def unlinked(store: Store, corrections: Corrections, *, kinds: frozenset[EntityType] = frozenset()) -> list[Unlinked]:
    """Named entities without an identifier, in the store and in the corrections; those most written about first."""
    counts: Counter[str] = Counter()
    for quad in store.inner.quads_for_pattern(None, ox.NamedNode(NG + "appearanceOf"), None, None):
        counts[value(quad.object)] += 1
    found = [
        Unlinked(entity, counts[iri])
        for iri, entity in named_entities(store)
        if not entity.same_as
        and (not kinds or entity.type.family in kinds)
        and not any(link.selector.matches(entity) for link in corrections.links)
    ]
    return sorted(found, key=lambda one: (-one.documents, one.entity.name, one.entity.type))


def propose(
    asked: Unlinked, matches: Iterable[Match], manifest: Manifest, *, least: float | None = None, trust: bool = False
) -> Proposal:
    """What to make of the candidates for an entity: one is taken only where the service is sure of it alone.

    ``least`` drops candidates that score less, or that have no score.  Without ``trust`` the names must agree too: a service
    is quick to be sure of an only candidate.
    """
    known = [
        (identifier, match)
        for match in matches
        if (least is None or (match.score is not None and match.score >= least))
        and (identifier := manifest.identifier(match)) is not None
    ]
    sure = [pair for pair in known if pair[1].sure and (trust or _named_so(asked.entity, pair[1].name))]
    if len(sure) == 1:
        return Proposal(asked, sure[0])
    return Proposal(asked, None, tuple(known))


def _named_so(entity: Entity, name: str) -> bool:
    found = likeness(Named(entity.name, entity.type, entity.aliases), Named(name, entity.type))
    return found in _ONE_NAME


def generate_tables(proposal: Proposal, source: str) -> Iterator[list[str]]:
    """The proposal as tables of corrections, the sure one as it is, others as comments; ``source`` names the service."""
    asked = proposal.asked
    documents = "1 document" if asked.documents == 1 else f"{asked.documents} documents"
    for off, pairs in ((False, [proposal.sure] if proposal.sure else []), (True, proposal.others)):
        for identifier, match in pairs:
            score = "" if match.score is None else f"{match.score:g} "
            about = "; ".join(filter(None, [", ".join(match.types), match.description or ""]))
            remark = f"{score}{source}: {match.name}" + (f" ({about})" if about else "")
            remark += f", for {asked.entity.name} ({asked.entity.type}, {documents})"
            values = {"entity": asked.entity.name, "type": asked.entity.type.family.value, "id": identifier}
            yield list(generate_table("link", values, remarks=[remark], off=off))
