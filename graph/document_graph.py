"""One document's graph, ready to be written: made by whoever read the document, in whichever process."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from newsgraph.graph.literals import string
from newsgraph.graph.model import Extraction
from newsgraph.graph.origins import Origin, origin_of
from newsgraph.graph.quads import DocumentWriter, ng, run_id
from newsgraph.graph.survey import Survey
from newsgraph.graph.surveying import survey_written
from newsgraph.graph.terms import PROV, RDF, Namespace


@dataclass(frozen=True, slots=True)
class DocumentGraph:
    """``quads`` are N-Quads lines in UTF-8, with the digest of the document's own; ``run`` those of how it was read.

    ``origin`` is where it was read; None where that is not known.  ``words`` are those of the text.
    """

    iri: str
    quads: bytes
    digest: str
    run: str
    survey: Survey
    words: int
    origin: Origin | None = None

    @property
    def statements(self) -> int:
        return len(self.survey.statements)


def document_graph(extraction: Extraction, namespace: Namespace) -> DocumentGraph:
    """The graph of what was read in a document; O(size of the extraction)."""
    writer = DocumentWriter(extraction, namespace)
    writer.write()
    triples = list(dict.fromkeys(writer.lines))
    end = f" {writer.graph} ."
    quads = (f"{end}\n".join(triples) + end).encode()
    digest = hashlib.sha256(quads).hexdigest()[:32]
    quads += f"\n{writer.graph} {ng('digest')} {string(digest)}{end}\n".encode()
    return DocumentGraph(
        writer.iri,
        quads,
        digest,
        _run_lines(extraction, namespace),
        survey_written(writer, triples),
        len(extraction.document.text.split()),
        origin_of(extraction.document, namespace),
    )


def _run_lines(extraction: Extraction, namespace: Namespace) -> str:
    provenance, graph = extraction.provenance, f"<{namespace.graph('provenance')}>"
    run = f"<{namespace.run(run_id(provenance))}>"
    lines = [f"{run} <{RDF}type> <{PROV}Activity> {graph} .\n"]
    for term in ("version", "model", "rules"):
        text = provenance.newsgraph if term == "version" else getattr(provenance, term)
        lines.append(f"{run} {ng(term)} {string(text)} {graph} .\n")
    return "".join(lines)
