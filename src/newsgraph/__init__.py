"""newsgraph turns news into a knowledge graph that keeps who says what.

>>> import newsgraph
>>> extraction = newsgraph.extract(newsgraph.Document("The minister denied that troops fired on protesters."))
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from newsgraph.graph.model import Document, Extraction

if TYPE_CHECKING:
    from os import PathLike

    from newsgraph.extractors.entity_table import EntityTable
    from newsgraph.graph.corrections import Corrections
    from newsgraph.graph.store import Store

try:
    __version__ = version("newsgraph")
except PackageNotFoundError:
    __version__ = "0.1.0"

__all__ = ["Document", "Extraction", "__version__", "build", "extract", "extract_all"]


def extract(
    document: Document,
    *,
    model: str | None = None,
    table: EntityTable | None = None,
    corrections: Corrections | None = None,
    places: bool = False,
) -> Extraction:
    """Read one document: who says what, with the exact words.

    ``table`` are names of your own (``EntityTable.load(path)``), ``corrections`` what to put right (``Corrections.load(path)``);
    ``places`` gives cities their coordinates and GeoNames ids.

    Raises:
        ModelError: no usable model (see ``newsgraph.extractors.language_model``).
        SettingError: ``places`` were asked for and the extra of that name is not installed.
    """
    return next(iter(extract_all([document], model=model, table=table, corrections=corrections, places=places)))


def extract_all(
    documents: Iterable[Document],
    *,
    model: str | None = None,
    table: EntityTable | None = None,
    corrections: Corrections | None = None,
    places: bool = False,
) -> Iterator[Extraction]:
    """Read documents in order; one batch of a few thousand words is held at a time."""
    from newsgraph.extractors.language_model import load_model
    from newsgraph.extractors.pipeline import parse_documents, read_document, to_extraction
    from newsgraph.settings import Settings

    how = Settings(model, table=table, corrections=corrections, places=places)
    provenance, stages = how.provenance(), how.opened().stages
    for document, sections, parse in parse_documents(documents, load_model(model)):
        extraction = to_extraction(read_document(document, sections, parse, stages), provenance)
        yield corrections.apply(extraction) if corrections else extraction


def build(
    documents: Iterable[Document],
    store: Store | PathLike[str] | str,
    *,
    model: str | None = None,
    workers: int = 1,
    table: EntityTable | None = None,
    corrections: Corrections | None = None,
    places: bool = False,
) -> int:
    """Read documents into a store (or a folder that becomes one); returns how many were added or changed.

    A document that is already there, read the same way, is passed over; one that cannot be read raises.  A file of
    corrections beside the store is not looked for here: give what is to be applied.

    Raises:
        InputError: an extractor failed on a document; those before it are in the store.
        ModelError: no usable model.
        StoreError: the store cannot be opened or written.
    """
    from newsgraph.building import build_into
    from newsgraph.errors import InputError
    from newsgraph.graph.store import Store
    from newsgraph.settings import Settings

    if not isinstance(store, Store):
        with Store.open(Path(store)) as opened:
            return build(
                documents, opened, model=model, workers=workers, table=table, corrections=corrections, places=places
            )
    changed = 0
    how = Settings(model, table=table, corrections=corrections, places=places)
    for step in build_into(documents, store, how, workers=workers):
        if isinstance(step, InputError):
            raise step
        changed += step.changed
    return changed


def _show_in_notebooks() -> None:
    """Where IPython runs, tell it how our values are shown; nothing is imported before one of them is displayed."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None:
        from newsgraph.displays import register

        register(shell)


_show_in_notebooks()
