"""Names of the RDF that is written: published vocabularies, own terms, and how identifiers become IRIs.

Vocabulary IRIs (``ns#``, ``rel/``, ``plover/``) are the same for everybody, so that one query runs on every store;
what a store mints itself (entities, documents, statements, events, graphs) lives under its own *base*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from newsgraph.errors import NewsgraphError
from newsgraph.graph.model import EntityType

DEFAULT_BASE = "https://w3id.org/newsgraph/"

NG = DEFAULT_BASE + "ns#"
REL = DEFAULT_BASE + "rel/"
PLOVER = DEFAULT_BASE + "plover/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
ORG = "http://www.w3.org/ns/org#"
SCHEMA = "https://schema.org/"
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
GAF = "http://groundedannotationframework.org/gaf#"
GRASP = "http://groundedannotationframework.org/grasp#"
FACT = "http://groundedannotationframework.org/grasp/factuality#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
VOID = "http://rdfs.org/ns/void#"
DCTERMS = "http://purl.org/dc/terms/"
WIKIDATA = "http://www.wikidata.org/entity/"
GEO = "http://www.opengis.net/ont/geosparql#"
WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"

VOCABULARIES = {
    "ng": NG,
    "rel": REL,
    "plover": PLOVER,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "skos": SKOS,
    "prov": PROV,
    "org": ORG,
    "schema": SCHEMA,
    "sem": SEM,
    "gaf": GAF,
    "grasp": GRASP,
    "fact": FACT,
    "nif": NIF,
    "void": VOID,
    "dcterms": DCTERMS,
    "wd": WIKIDATA,
}

MAPS = {"geo": GEO, "wgs84": WGS84}
"""Vocabularies that only stores with positions of places use."""

SCHEMA_CLASSES = {
    EntityType.PERSON: "Person",
    EntityType.ORGANIZATION: "Organization",
    EntityType.GOVERNMENT: "GovernmentOrganization",
    EntityType.PARTY: "PoliticalParty",
    EntityType.COMPANY: "Corporation",
    EntityType.ARMED_FORCE: "Organization",
    EntityType.COURT: "Organization",
    EntityType.MEDIA: "NewsMediaOrganization",
    EntityType.IGO: "Organization",
    EntityType.COUNTRY: "Country",
    EntityType.LOCATION: "Place",
    EntityType.FACILITY: "CivicStructure",
    EntityType.EVENT: "Event",
    EntityType.DOCUMENT: "CreativeWork",
    EntityType.LAW: "Legislation",
    EntityType.THING: "Thing",
}
"""schema.org class of an entity type; a type without one has its own ``ng:`` class alone."""

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*[/#]\Z")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\ud800-\udfff]+\Z")
_PLAIN = re.compile(r"[A-Za-z0-9_~.,=-]+\Z")
_QID = re.compile(r"Q[1-9][0-9]*\Z")


class BaseError(NewsgraphError, ValueError):
    """A base namespace that cannot be one."""

    def __init__(self, base: str) -> None:
        self.base = base
        super().__init__(f"{base!r} is no base namespace: give an absolute IRI that ends in '/' or '#'")


@dataclass(frozen=True, slots=True)
class Namespace:
    """Mints the IRIs of one store; any name gives a valid IRI, and the same one on every machine.

    Raises:
        BaseError: ``base`` is not an absolute IRI ending in "/" or "#".
    """

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not _ABSOLUTE.match(self.base):
            raise BaseError(self.base)

    def entity(self, entity_id: str) -> str:
        return f"{self.base}id/{segment(entity_id)}"

    def document(self, document_id: str) -> str:
        """The article; also the name of the graph of what was read in it."""
        return f"{self.base}doc/{segment(document_id)}"

    def statement(self, statement_id: str) -> str:
        return f"{self.base}st/{segment(statement_id)}"

    def event(self, event_id: str) -> str:
        return f"{self.base}event/{segment(event_id)}"

    def run(self, run_id: str) -> str:
        return f"{self.base}run/{segment(run_id)}"

    def graph(self, name: str) -> str:
        """One of the shared graphs, see :data:`SHARED_GRAPHS`."""
        return f"{self.base}graph/{segment(name)}"

    def local(self, iri: str) -> str | None:
        """The id inside an IRI minted here for an entity, document, statement, event or run; None for another IRI."""
        for part in ("id/", "doc/", "st/", "event/", "run/"):
            if iri.startswith(self.base + part):
                return unquote(iri[len(self.base) + len(part) :])
        return None

    @property
    def prefixes(self) -> dict[str, str]:
        """Prefixes for queries and files: the vocabularies, and ``kg:`` for this store's entities."""
        own = {"kg": "id/", "st": "st/", "event": "event/"}
        return VOCABULARIES | MAPS | {prefix: self.base + path for prefix, path in own.items()}


SHARED_GRAPHS = ("asserted", "entities", "events", "links", "relations", "vocabulary", "provenance")
"""Graphs beside those of the documents; all but ``vocabulary`` and ``provenance`` can be rebuilt from the documents."""


def segment(name: str) -> str:
    """One path segment of an IRI for any name, ASCII only."""
    return name if _PLAIN.match(name) else quote(name.replace(" ", "_"), safe="-_~.,=", errors="replace")


def relation(lemma: str, role: str | None = None) -> str:
    """The IRI of a predicate lemma, or of the lemma with a role ("send", "to" -> rel/send_to)."""
    return REL + segment(f"{lemma} {role}" if role else lemma)


def event_type(name: str) -> str:
    """The concept of a PLOVER class ("AID")."""
    return PLOVER + segment(name)


def wikidata(identifier: str) -> str | None:
    """The IRI of a Wikidata id; None when it is not one."""
    return WIKIDATA + identifier if _QID.match(identifier) else None


def web_address(url: str) -> str | None:
    """``url`` when it can stand as an IRI as it is; None otherwise."""
    return url if _IRI.match(url) else None
