"""newsgraph turns news into a knowledge graph that keeps who says what.

>>> import newsgraph
>>> extraction = newsgraph.extract(newsgraph.Document("The minister denied that troops fired on protesters."))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from newsgraph.graph.model import Document, Extraction, Provenance

if TYPE_CHECKING:
    from spacy.language import Language

try:
    __version__ = version("newsgraph")
except PackageNotFoundError:
    __version__ = "0.1.0"

__all__ = ["Document", "Extraction", "__version__", "extract", "extract_all"]


def extract(document: Document, *, model: str | None = None) -> Extraction:
    """Read one document: who says what, with the exact words.

    Raises:
        ModelError: no usable model (see ``newsgraph.extractors.language_model``).
    """
    return next(iter(extract_all([document], model=model)))


def extract_all(documents: Iterable[Document], *, model: str | None = None) -> Iterator[Extraction]:
    """Read documents in order; one batch of a few thousand words is held at a time."""
    from newsgraph.extractors.language_model import load_model, model_label
    from newsgraph.extractors.pipeline import extract_documents

    nlp: Language = load_model(model)
    provenance = Provenance(__version__, model_label(nlp), "rules")
    yield from extract_documents(documents, nlp, provenance)
