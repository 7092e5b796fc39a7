"""Single sentences in, readings out: what the sentence benchmarks share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsgraph.extractors.language_model import load_model
from newsgraph.extractors.pipeline import parse_documents, read_document
from newsgraph.extractors.reading import Reading
from newsgraph.graph.model import Document


def read_lines(lines: Iterable[str], model: str | None) -> Iterator[Reading]:
    """A reading for each line, in order; every line is a document of its own."""
    documents = (Document(line) for line in lines)
    for document, sections, parse in parse_documents(documents, load_model(model)):
        yield read_document(document, sections, parse)
