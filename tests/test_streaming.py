"""Reading many documents: in order, in one process or several, and one that fails does not touch the others."""

from __future__ import annotations

import gc
import os
import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language

from newsgraph import extract_all
from newsgraph.errors import InputError, NewsgraphError, StoreError, UnknownNameError
from newsgraph.extractors.llm import BudgetSpentError
from newsgraph.extractors.service import RefusedError
from newsgraph.graph.model import Document, Extraction, Provenance
from newsgraph.memory import SELDOM
from newsgraph.parse_cache import CachingParser, caching_parser
from newsgraph.parse_file import ParseFile
from newsgraph.settings import Settings
from newsgraph.streaming import batches, read_batch, stream

TEXTS = [
    f"Minister number {n} resigned on Monday.\n\nThe prime minister thanked him, an official said." for n in range(30)
]
DOCUMENTS = [Document(text, location=f"{n}.txt") for n, text in enumerate(TEXTS)]


def test_outcomes_come_in_order_and_equal_plain_extraction() -> None:
    assert list(stream(DOCUMENTS)) == list(extract_all(DOCUMENTS))


def test_two_processes_give_what_one_gives() -> None:
    assert list(stream(DOCUMENTS, workers=2)) == list(stream(DOCUMENTS))


def test_batches_hold_about_so_many_words_and_lose_nothing() -> None:
    found = list(batches(DOCUMENTS, words=100))
    assert [document for batch in found for document in batch] == DOCUMENTS
    assert len(found) > 3
    assert list(batches([])) == []


def _failing_on(number: int) -> Callable[..., object]:
    from newsgraph.extractors import pipeline

    read = pipeline.read_document

    def fail(document: Document, *rest: object) -> object:
        if document.location == f"{number}.txt":
            raise RecursionError("too deep")
        return read(document, *rest)  # type: ignore[arg-type]

    return fail


def test_a_document_that_fails_is_named_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsgraph.extractors.pipeline.read_document", _failing_on(3))
    outcomes = list(stream(DOCUMENTS))
    assert [n for n, outcome in enumerate(outcomes) if isinstance(outcome, InputError)] == [3]
    failure = outcomes[3]
    assert isinstance(failure, InputError)
    assert failure.location == "3.txt"
    assert "RecursionError: too deep" in failure.reason


def test_a_parse_that_fails_costs_its_document_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from newsgraph.extractors import structure

    divide = structure.divide

    def fail(document: Document) -> object:
        if document.location == "5.txt":
            raise ValueError("no")
        return divide(document)

    monkeypatch.setattr("newsgraph.extractors.structure.divide", fail)
    outcomes = read_batch(DOCUMENTS)
    assert [n for n, outcome in enumerate(outcomes) if isinstance(outcome, InputError)] == [5]


def _dying(batch: list[Document], how: Settings, provenance: Provenance | None = None) -> list[Extraction | InputError]:
    if any(document.location == "7.txt" for document in batch):
        os._exit(9)
    return read_batch(batch, how, provenance)


def test_a_document_that_kills_its_process_is_named_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsgraph.streaming.read_batch", _dying)
    monkeypatch.setattr("newsgraph.streaming.BATCH_WORDS", 60)
    documents = DOCUMENTS[4:10]
    outcomes = list(stream(documents, workers=2))
    assert [getattr(o, "location", None) or o.document.location for o in outcomes] == [d.location for d in documents]  # type: ignore[union-attr]
    assert [o.location for o in outcomes if isinstance(o, InputError)] == ["7.txt"]


def test_a_paragraph_seen_before_is_not_parsed_again(nlp: Language) -> None:
    parser = CachingParser(nlp, size=3)
    texts = ["One resigned.", "Two resigned.", "One resigned."]
    first = [doc.text for doc in parser.pipe(texts)]
    assert first == texts
    assert (parser.misses, parser.hits) == (2, 1)
    assert [doc.text for doc in parser.pipe(texts)] == texts
    assert (parser.misses, parser.hits) == (2, 4)
    list(parser.pipe([f"Number {n} resigned." for n in range(9)]))
    assert [doc.text for doc in parser.pipe(texts)] == texts
    assert parser.misses == 13


def test_a_parse_from_the_cache_reads_the_same() -> None:
    assert read_batch(DOCUMENTS) == read_batch(DOCUMENTS) == list(extract_all(DOCUMENTS))


def _refusing(batch: list[Document], how: object = None, provenance: object = None) -> list[object]:
    return [InputError(document.location or "", "no") if "3" in document.id else document.id for document in batch]


def test_errors_come_back_from_other_processes_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsgraph.streaming.read_batch", _refusing)
    outcomes = [repr(outcome) for outcome in stream(DOCUMENTS, workers=2)]
    assert outcomes == [repr(outcome) for outcome in _refusing(DOCUMENTS)]
    assert any("InputError" in outcome for outcome in outcomes)


@pytest.mark.parametrize(
    "error",
    [
        InputError("a.txt", "no"),
        UnknownNameError("format", "ttx", ["ttl"]),
        StoreError("closed"),
        RefusedError("http://127.0.0.1/v1", 401, "no"),
        BudgetSpentError("a.txt", "spent"),
    ],
)
def test_every_kind_of_error_can_be_sent(error: NewsgraphError) -> None:
    sent = pickle.loads(pickle.dumps(error))
    assert (type(sent), str(sent), sent.__dict__) == (type(error), str(error), error.__dict__)


@pytest.mark.parametrize("threads", ["1", "2"], ids=["copied", "spawned"])
def test_workers_end_when_the_process_they_work_for_is_killed(tmp_path: Path, threads: str) -> None:
    code = (
        "import os, sys, time; from newsgraph.workers import worker_pool\n"
        "if __name__ == '__main__':\n"
        "    pool = worker_pool(1); print(pool.submit(os.getpid).result(), flush=True); time.sleep(60)\n"
    )
    script = tmp_path / "parent.py"
    script.write_text(code, encoding="utf-8")
    environment = {**os.environ, "OMP_NUM_THREADS": threads}
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=environment)
    assert parent.stdout is not None
    assert int(parent.stdout.readline()) != parent.pid
    parent.kill()
    remainder, _ = parent.communicate(timeout=30)  # the end of the pipe: no worker holds it any more
    assert remainder == ""


@pytest.mark.parametrize("threads", ["1", "2"], ids=["copied", "spawned"])
def test_workers_read_what_one_process_reads(threads: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", threads)
    how = Settings(parses=tmp_path / "parses.db")
    expected = list(stream(DOCUMENTS, how))
    assert list(stream(DOCUMENTS, how, workers=2)) == expected
    assert list(stream(DOCUMENTS[::-1], how, workers=2)) == expected[::-1]


def test_parses_are_kept_on_disk_for_other_runs(nlp: Language, tmp_path: Path) -> None:
    file = ParseFile(tmp_path / "kept" / "parses.db", "a model")
    first = CachingParser(nlp, file=file)
    texts = ["One resigned.", "Two resigned in Varnia, she said."]
    parsed = [doc.to_json() for doc in first.pipe(texts)]
    refuses = CachingParser(Language(nlp.vocab), file=ParseFile(file.path, "a model"))
    assert [doc.to_json() for doc in refuses.pipe(texts)] == parsed
    assert not ParseFile(file.path, "another model").find(texts, nlp.vocab)


def test_a_file_of_parses_is_bounded_and_what_is_broken_in_it_is_parsed_again(nlp: Language, tmp_path: Path) -> None:
    file = ParseFile(tmp_path / "parses.db", "a model", most=20)
    texts = [f"Number {n} resigned." for n in range(30)]
    list(CachingParser(nlp, file=file).pipe(texts[:15]))
    list(CachingParser(nlp, file=file).pipe(texts[15:]))
    assert len(file) == 18
    assert set(texts[15:]) < set(file.find(texts, nlp.vocab))
    with sqlite3.connect(file.path) as database:
        database.execute("UPDATE parses SET doc = x'00'")
    assert file.find(texts, nlp.vocab) == {}
    (tmp_path / "letter").write_text("Dear Sir or Madam, this is long enough to be no database at all.")
    with pytest.raises(StoreError, match="letter: cannot be used for parses"):
        ParseFile(tmp_path / "letter", "a model")


def test_reading_with_kept_parses_gives_the_same(tmp_path: Path) -> None:
    how = Settings(parses=tmp_path / "parses.db")
    assert read_batch(DOCUMENTS, how) == read_batch(DOCUMENTS)
    caching_parser.cache_clear()
    assert read_batch(DOCUMENTS, how) == read_batch(DOCUMENTS)
    assert list(stream(DOCUMENTS, how, workers=2)) == read_batch(DOCUMENTS)


@pytest.mark.parametrize("given", [(700, 10, 10), (0, 10, 10), (90_000, 10, 10)])
def test_garbage_is_looked_for_seldom_while_documents_are_read_and_as_before_afterwards(
    given: tuple[int, int, int],
) -> None:
    before = gc.get_threshold()
    gc.set_threshold(*given)
    try:
        for _ in stream([Document("The dam held."), Document("The dam broke.")]):
            assert gc.get_threshold() == (SELDOM if given[0] == 700 else given)
        assert gc.get_threshold() == given
    finally:
        gc.set_threshold(*before)
