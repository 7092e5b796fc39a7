"""The stages of reading, in order; each declares which fields of :class:`Reading` it needs and gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language

from newsgraph.extractors import (
    assembly,
    attribution,
    clauses,
    confidence,
    coreference,
    denials,
    discourse,
    event_chains,
    events,
    factuality,
    places,
    properties,
    quotes,
    revisions,
    roles,
    structure,
    times,
)
from newsgraph.extractors.agreement import repair_coordinated_subjects
from newsgraph.extractors.attachments import repair_attachments
from newsgraph.extractors.garden_paths import repair_garden_paths
from newsgraph.extractors.headlines import repair_headlines, reparse_headlines
from newsgraph.extractors.hyphens import repair_hyphens
from newsgraph.extractors.parse import Parse, join_docs, shadow
from newsgraph.extractors.reading import Reading, Section
from newsgraph.extractors.repairs import (
    repair_appositions,
    repair_bare_prepositions,
    repair_complementizers,
    repair_double_subjects,
    repair_final_cues,
    repair_gerunds,
    repair_headline_colons,
)
from newsgraph.extractors.verb_coordination import repair_coordinated_verbs
from newsgraph.graph.model import Document, Extraction, Provenance


@dataclass(frozen=True, slots=True)
class Stage:
    """One step: ``run`` reads the fields named in ``needs`` and fills those in ``gives``."""

    name: str
    needs: frozenset[str]
    gives: frozenset[str]
    run: Callable[[Reading], None]


def _stage(name: str, needs: str, gives: str, run: Callable[[Reading], None]) -> Stage:
    return Stage(name, frozenset(needs.split()), frozenset(gives.split()), run)


STAGES: tuple[Stage, ...] = (
    _stage("quotes", "parse sections", "quotes", quotes.find_quotes),
    _stage("attribution", "parse sections quotes", "frames", attribution.find_frames),
    _stage("times", "parse document", "times quantities", times.find_times),
    _stage("coreference", "parse sections quotes frames times", "cast referent", coreference.resolve),
    _stage("roles", "parse cast referent", "roles properties", roles.find_roles),
    _stage("clauses", "parse sections quotes frames times referent", "clauses", clauses.find_clauses),
    _stage("places", "parse cast referent frames clauses", "clauses", places.find_places),
    _stage("discourse", "parse clauses", "discourse", discourse.find_links),
    _stage("factuality", "parse frames clauses sections", "clauses", factuality.judge),
    _stage("properties", "parse quotes frames cast referent roles clauses", "properties", properties.find_properties),
    _stage("events", "parse clauses times referent", "clauses", events.type_clauses),
    _stage("confidence", "parse clauses", "clauses", confidence.estimate),
    _stage(
        "assembly",
        "parse frames quotes cast referent times quantities clauses discourse roles properties",
        "entities statements said attributions memberships facts links",
        assembly.assemble,
    ),
    _stage("denials", "parse statements", "links", denials.find_denials),
    _stage("revisions", "parse statements", "statements links", revisions.find_revisions),
    _stage("event chains", "parse clauses referent roles statements", "links", event_chains.chain_events),
)


def check_order(stages: Sequence[Stage]) -> None:
    """Every stage's needs are given before it.

    Raises:
        ValueError: a stage needs a field that nothing before it gives.
    """
    given = {"document", "parse", "sections"}
    for stage in stages:
        lacking = stage.needs - given
        if lacking:
            raise ValueError(f"stage {stage.name!r} needs {', '.join(sorted(lacking))}, which no earlier stage gives")
        given |= stage.gives


check_order(STAGES)


def read_document(
    document: Document, sections: list[Section], parse: Parse, stages: Sequence[Stage] = STAGES
) -> Reading:
    """Run the stages over a parsed document."""
    reading = Reading(document, parse, sections)
    for stage in stages:
        stage.run(reading)
    return reading


def to_extraction(reading: Reading, provenance: Provenance) -> Extraction:
    """The finished values of a reading."""
    return Extraction(
        reading.document,
        provenance,
        tuple(reading.entities),
        tuple(reading.statements),
        tuple(reading.said),
        tuple(reading.attributions),
        tuple(reading.memberships),
        tuple(reading.facts),
        tuple(reading.links),
    )


def parse_documents(
    documents: Iterable[Document], nlp: Language, *, batch_words: int = 6_000
) -> Iterator[tuple[Document, list[Section], Parse]]:
    """Parse documents in batches of about ``batch_words`` words, paragraphs together; order is kept.

    A paragraph's parse does not depend on its batch, so neither does the result.  Memory: one batch.
    """
    batch: list[tuple[Document, list[Section]]] = []
    size = 0
    for document in documents:
        batch.append((document, structure.divide(document)))
        size += len(document.text) // 6
        if size >= batch_words:
            yield from _parse_batch(batch, nlp)
            batch, size = [], 0
    if batch:
        yield from _parse_batch(batch, nlp)


def _parse_batch(
    batch: list[tuple[Document, list[Section]]], nlp: Language
) -> Iterator[tuple[Document, list[Section], Parse]]:
    parsed = [(d, s) for d, sections in batch for s in sections if s.paragraph is not None]
    surfaces = list(nlp.pipe([shadow(d.text[s.start : s.end]) for d, s in parsed], batch_size=64))
    docs = iter(zip(reparse_headlines(surfaces, ["headline" in s.kind for _, s in parsed], nlp), surfaces, strict=True))
    for document, sections in batch:
        paragraphs = [s for s in sections if s.paragraph is not None]
        pairs = [next(docs) for _ in paragraphs]
        parse = join_docs(document.text, [d for d, _ in pairs], [s.start for s in paragraphs], [d for _, d in pairs])
        repair_hyphens(parse)
        repair_complementizers(parse)
        repair_garden_paths(parse)
        repair_coordinated_subjects(parse)
        repair_coordinated_verbs(parse)
        repair_attachments(parse)
        repair_appositions(parse)
        repair_gerunds(parse)
        repair_bare_prepositions(parse)
        repair_double_subjects(parse)
        repair_final_cues(parse)
        repair_headline_colons(parse, sections)
        repair_headlines(parse, sections)
        yield document, sections, parse


def extract_documents(documents: Iterable[Document], nlp: Language, provenance: Provenance) -> Iterator[Extraction]:
    """Extractions in the order of the documents; a pure function of each document, the model and the rules."""
    for document, sections, parse in parse_documents(documents, nlp):
        yield to_extraction(read_document(document, sections, parse), provenance)
