"""What all tests share: one loaded model, and where the outside benchmarks lie when they are there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """The folder of gold texts and benchmarks beside the checkout; the test is skipped where there is none."""
    folder = root.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared beside the checkout: the gold texts and benchmarks are not part of this repository")
    return folder


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The default model, loaded once."""
    from newsgraph.extractors.language_model import load_model

    return load_model()


@pytest.fixture(autouse=True)
def nothing_read_before() -> None:
    """What one test read is no reprint in another."""
    from newsgraph.streaming import reprints_by

    reprints_by.cache_clear()
