"""Entities of a store that are likely one, for a person to decide: with the reason, what both share, and a score.

Entities are compared only where they share a key, so the work grows with the namesakes, not with the pairs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from newsgraph.extractors.names import looks_like_acronym, name_words
from newsgraph.graph.correction_tables import generate_table
from newsgraph.graph.corrections import Corrections, folded
from newsgraph.graph.literals import value
from newsgraph.graph.model import Entity, EntityType
from newsgraph.graph.records import document_text, label
from newsgraph.graph.store import Store
from newsgraph.graph.terms import GAF, NG, ORG, RDF, RDFS, SCHEMA, SKOS, WIKIDATA
from newsgraph.likeness import Named, Reason, ambiguous, keys, letters, likeness, meet, shared, tokens

BLOCK_LIMIT = 200
"""Entities under one key; a key that more share says nothing and is passed over."""

SCORES = {
    Reason.SAME_ID: 0.9,
    Reason.SAME_WORDS: 0.8,
    Reason.ALIAS: 0.65,
    Reason.SPELLING: 0.65,
    Reason.ACRONYM: 0.6,
    Reason.TWO_TYPES: 0.55,
    Reason.SURNAME: 0.5,
    Reason.SHORTER: 0.45,
    Reason.LETTERS: 0.4,
}
"""Where the score of a reason begins: an order of reading, not a probability."""

AROUND = 40
"""Characters shown before and after a mention."""

ROLE, NEIGHBOURS, COUNTRY = 0.15, 0.1, 0.05
"""What a shared role, three shared neighbours and a shared country add."""

APART, SEVERAL = 0.15, 0.2
"""What counts against: documents that name both and keep them apart; a short name that fits several."""

_SPAN = re.compile(r"(.*)#char=(\d+),(\d+)", re.S)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity of the store with what speaks for and against it being another one.

    ``documents`` are IRIs, ``roles`` and ``neighbours`` words for a reader.
    """

    iri: str
    entity: Entity
    documents: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    neighbours: frozenset[str] = frozenset()

    @property
    def named(self) -> Named:
        return Named(self.entity.name, self.entity.type, self.entity.aliases, self.entity.same_as)

    @property
    def rank(self) -> tuple[bool, int, int, int, str, str]:
        """Of two the greater gives the name: no acronym, the fullest, the most used.  A middle name makes none fuller."""
        name = self.entity.name
        words = min(len(name_words(name)), 2 if self.entity.type is EntityType.PERSON else 4)
        return not looks_like_acronym(name), words, len(self.documents), len(name), name, self.iri


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two entities that may be one: ``other`` would become ``kept``.  ``evidence`` are sentences for a reader."""

    kept: Candidate
    other: Candidate
    reason: Reason
    score: float
    evidence: tuple[str, ...] = ()

    @property
    def corrections(self) -> tuple[str, dict[str, str | list[str] | None]]:
        """The table that would make them one: its kind and its values."""
        kept, other = self.kept.entity, self.other.entity
        if self.reason is Reason.TWO_TYPES:
            return "retype", {"entity": other.name, "type": other.type.family.value, "to": kept.type.value}
        into_type = kept.type.value if kept.type.family is not other.type.family else None
        return "merge", {"entities": [other.name], "into": kept.name, "into_type": into_type}


def find_duplicates(
    store: Store,
    corrections: Corrections | None = None,
    *,
    kinds: frozenset[EntityType] = frozenset(),
    least: float = 0.0,
) -> list[Proposal]:
    """Proposals, the strongest first; [] when nothing looks alike.

    ``corrections`` are those there are already: what they merge or keep apart is not proposed again.  ``kinds`` limits to
    entities of these types' families, ``least`` to scores from there.
    """
    entities = {iri: entity for iri, entity in named_entities(store) if not kinds or entity.type.family in kinds}
    pairs = sorted(_pairs(entities))
    context = _Context(store)
    by_other: dict[str, list[Proposal]] = defaultdict(list)
    for first, second, reason in pairs:
        if corrections is not None and _decided(entities[first], entities[second], corrections):
            continue
        a, b = (context.candidate(iri, entities[iri]) for iri in (first, second))
        kept, other = (a, b) if _goes_first(a, b, reason) else (b, a)
        by_other[other.iri].append(_proposal(kept, other, reason))
    alike = {(first, second) for first, second, reason in pairs if not ambiguous(reason)}
    chosen = [proposal for several in by_other.values() for proposal in _apart(several, alike)]
    proposals = [context.illustrated(proposal) for proposal in chosen if proposal.score >= least]
    return sorted(proposals, key=lambda p: (-p.score, p.kept.entity.name, p.other.entity.name, p.kept.iri, p.other.iri))


def _goes_first(a: Candidate, b: Candidate, reason: Reason) -> bool:
    """Does ``a`` give the name (for one name: the type)?"""
    if reason is Reason.TWO_TYPES:
        vague = (EntityType.THING, EntityType.GROUP)
        ranks = [(c.entity.type not in vague, len(c.documents), c.iri) for c in (a, b)]
        return ranks[0] > ranks[1]
    return a.rank > b.rank


def named_entities(store: Store) -> Iterator[tuple[str, Entity]]:
    """The named entities of the store with their IRIs, merged over documents; one pass over the graph of entities."""
    graph = ox.NamedNode(store.namespace.graph("entities"))
    rows: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in store.inner.quads_for_pattern(None, None, None, graph):
        rows[value(quad.subject)][quad.predicate.value].append(value(quad.object))
    for iri, row in sorted(rows.items()):
        kinds = [kind.removeprefix(NG) for kind in row[RDF + "type"] if kind.startswith(NG)]
        if row[NG + "named"] and kinds and row[RDFS + "label"]:
            yield (
                iri,
                Entity(
                    min(row[RDFS + "label"]),
                    EntityType(min(kinds)),
                    aliases=tuple(sorted(row[SKOS + "altLabel"])),
                    same_as=tuple(
                        sorted(
                            (*(i.removeprefix(WIKIDATA) for i in row[SKOS + "exactMatch"]), *row[SCHEMA + "identifier"])
                        )
                    ),
                    country=min(row[NG + "country"], default=None),
                ),
            )


def _pairs(entities: dict[str, Entity]) -> Iterator[tuple[str, str, Reason]]:
    """Pairs that share a key and have a reason, each once, the IRIs in order."""
    named = {iri: Named(e.name, e.type, e.aliases, e.same_as) for iri, e in entities.items()}
    acronyms = frozenset(letters(one.name) for one in named.values() if looks_like_acronym(one.name))
    blocks: dict[str, dict[str, bool]] = defaultdict(dict)
    postings: dict[str, list[str]] = defaultdict(list)
    words: dict[str, frozenset[str]] = {}
    for iri, one in named.items():
        for key, bare in keys(one, acronyms):
            blocks[key][iri] = blocks[key].get(iri, True) and bare
        words[iri] = frozenset(tokens(one.name)) if _by_tokens(one) else frozenset()
        for token in words[iri]:
            postings[token].append(iri)
    seen: set[tuple[str, str]] = set()
    for key, members in blocks.items():
        if len(members) > BLOCK_LIMIT:
            continue
        order = sorted(members)
        for place, first in enumerate(order):
            for second in order[place + 1 :]:
                if meet(key, members[first], members[second]):
                    seen.add((first, second))
    for iri, some in words.items():
        others = min((postings[word] for word in some), key=len, default=[])
        if len(others) <= BLOCK_LIMIT:
            seen.update((min(iri, other), max(iri, other)) for other in others if other != iri and some <= words[other])
    for first, second in seen:
        reason = likeness(named[first], named[second])
        if reason is not None:
            yield first, second, reason


def _by_tokens(one: Named) -> bool:
    return one.family in (EntityType.ORGANIZATION, EntityType.GROUP, EntityType.THING)


def _decided(a: Entity, b: Entity, corrections: Corrections) -> bool:
    """Has somebody looked at the two: said that they are not one, or given them one name already?"""
    if corrections.keeps_apart(a, b):
        return True
    for one, other in ((a, b), (b, a)):
        for change in corrections.changes:
            if not change.selector.documents and change.selector.matches(one):
                renamed = change.name is not None and folded(change.name) == folded(other.name)
                if renamed or (
                    change.name is None and change.type is not None and change.type.family is other.type.family
                ):
                    return True
    return False


def _apart(proposals: list[Proposal], alike: set[tuple[str, str]]) -> list[Proposal]:
    """What one entity may be, the likeliest of those that are alike among themselves; several left make each less likely."""
    found: list[Proposal] = []
    for proposal in sorted(proposals, key=lambda p: (p.score, p.kept.rank), reverse=True):
        pairs = (tuple(sorted((proposal.kept.iri, other.kept.iri))) for other in found)
        if not any(pair in alike for pair in pairs):
            found.append(proposal)
    if len(found) == 1:
        return found
    remark = f"{found[0].other.entity.name} fits {len(found)} entities"
    return [
        replace(p, score=_score(p.score - SEVERAL), evidence=(*p.evidence, remark)) if ambiguous(p.reason) else p
        for p in found
    ]


def _score(value: float) -> float:
    return round(min(max(value, 0.05), 0.99), 2)


def _proposal(kept: Candidate, other: Candidate, reason: Reason) -> Proposal:
    score = SCORES[reason]
    evidence: list[str] = []
    roles, neighbours = shared(kept.roles, other.roles), shared(kept.neighbours, other.neighbours)
    both = shared(kept.documents, other.documents)
    if roles:
        score += ROLE
        evidence.append(f"both are {' and '.join(roles[:3])}")
    if neighbours:
        score += NEIGHBOURS * min(len(neighbours), 3) / 3
        evidence.append(f"both appear with {', '.join(neighbours[:3])}")
    if kept.entity.country and kept.entity.country == other.entity.country:
        score += COUNTRY
        evidence.append(f"both are of {kept.entity.country}")
    if both and reason is not Reason.SAME_ID:
        score -= APART
        verbs = "document names both and keeps" if len(both) == 1 else "documents name both and keep"
        evidence.append(f"{len(both)} {verbs} them apart")
    return Proposal(kept, other, reason, _score(score), tuple(evidence))


@dataclass(slots=True)
class _Context:
    """What the store says of the entities that are compared, each looked up once."""

    store: Store
    _known: dict[str, Candidate] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)

    def candidate(self, iri: str, entity: Entity) -> Candidate:
        if iri not in self._known:
            documents = frozenset(self._graphs(iri))
            self._known[iri] = Candidate(
                iri, entity, documents, frozenset(self._roles(iri)), frozenset(self._neighbours(iri))
            )
        return self._known[iri]

    def _objects(self, subject: str, predicate: str) -> Iterator[str]:
        for quad in self.store.inner.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None):
            yield value(quad.object)

    def _subjects(self, predicate: str, target: str) -> Iterator[str]:
        for quad in self.store.inner.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(target), None):
            yield value(quad.subject)

    def _graphs(self, iri: str) -> Iterator[str]:
        appearing = ox.NamedNode(NG + "appearanceOf")
        for quad in self.store.inner.quads_for_pattern(None, appearing, ox.NamedNode(iri), None):
            if isinstance(quad.graph_name, ox.NamedNode):
                yield quad.graph_name.value

    def illustrated(self, proposal: Proposal) -> Proposal:
        """With the words that name each."""
        examples = [self.example(one.iri) for one in (proposal.other, proposal.kept)]
        return replace(proposal, evidence=(*proposal.evidence, *filter(None, examples)))

    def example(self, iri: str) -> str | None:
        """The first words that name it, with some before and after; None when no document tells."""
        spans = [span for node in self._objects(iri, GAF + "denotedBy") if (span := _SPAN.fullmatch(node))]
        if not spans:
            return None
        document, start, end = min((span[1], int(span[2]), int(span[3])) for span in spans)
        text = document_text(self.store.inner, document)
        before = re.sub(r"^\S*\s", "… ", text[start - AROUND : start]) if start > AROUND else text[:start]
        after = re.sub(r"\s\S*$", " …", text[end : end + AROUND]) if end + AROUND < len(text) else text[end:]
        return " ".join(f"{before}»{text[start:end]}«{after}".split())

    def _label(self, iri: str) -> str:
        if iri not in self._labels:
            self._labels[iri] = label(self.store.inner, iri)
        return self._labels[iri]

    def _roles(self, iri: str) -> Iterator[str]:
        """ "minister of Arlen": the position with its organisation."""
        for membership in self._subjects(ORG + "member", iri):
            body = " of ".join(map(self._label, sorted(self._objects(membership, ORG + "organization"))[:1]))
            for role in self._objects(membership, SCHEMA + "roleName"):
                yield f"{folded(role)} of {body}" if body else folded(role)

    def _neighbours(self, iri: str) -> Iterator[str]:
        """Names of the named entities that take part in statements with this one."""
        statements = {s for p in ("subject", "object") for s in self._subjects(RDF + p, iri)}
        statements |= {role.rpartition("/r")[0] for role in self._subjects(NG + "filler", iri)}
        nodes = {other for s in statements for p in ("subject", "object") for other in self._objects(s, RDF + p)}
        roles = (role for s in statements for role in self._objects(s, NG + "argument"))
        nodes |= {other for role in roles for other in self._objects(role, NG + "filler")}
        for node in nodes - {iri}:
            if any(self._objects(node, NG + "named")):
                yield self._label(node)


def generate_tables(proposals: Iterable[Proposal]) -> Iterator[list[str]]:
    """Each proposal as a table of corrections; one that another of the same entity stands before is a comment."""
    decided: set[tuple[str, str]] = set()
    for proposal in proposals:
        kind, values = proposal.corrections
        entity = proposal.other.entity
        key = (kind, folded(entity.name))
        remark = (
            f"{proposal.score:.2f} {proposal.reason}: {entity.name} ({entity.type}) and {proposal.kept.entity.name} "
        )
        remark += f"({proposal.kept.entity.type})"
        remarks = [remark, *proposal.evidence]
        yield list(generate_table(kind, values, remarks=remarks, off=key in decided))
        decided.add(key)
