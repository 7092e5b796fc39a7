"""Nasty and mutated inputs through every reader, in a process apart: nothing crashes, hangs or vanishes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from mutated_inputs import ReaderProcess, mutated_inputs
from nasty_inputs import nasty_inputs

from newsgraph.errors import InputError
from newsgraph.graph.model import Document
from newsgraph.readers import read
from newsgraph.readers.markup import text_of


@pytest.fixture(scope="module")
def process() -> Iterator[ReaderProcess]:
    with ReaderProcess(seconds=60) as running:
        yield running


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_input_crashes_hangs_or_vanishes(process: ReaderProcess) -> None:
    """A part of benchmarks/mutations.py, which takes all nasty inputs, the costly ones too, and 2,000 mutations."""
    faults = {}
    names = set()
    for name, reader, raw in chain(nasty_inputs(), mutated_inputs(85)):
        if len(raw) > 100_000 or "bomb" in name or "laughs" in name:
            continue
        names.add(name)
        reading = process.read(name, reader, raw)
        if reading.fault:
            faults[name] = reading.fault
    assert not faults
    assert len(names) > 220


def test_the_checks_notice_what_they_are_there_for() -> None:
    """A process that dies and one that takes too long are told, and the next input is read."""
    with ReaderProcess(seconds=1) as process:
        process._process.kill()
        assert "died" in (process.read("a", "text", b"It held.").fault or "")
        process.seconds = 0.0
        assert "hangs" in (process.read("b", "text", b"It held.").fault or "")
        process.seconds = 30.0
        assert process.read("c", "text", b"It held.").documents == 1


@pytest.mark.parametrize(
    "pattern", ["<a ", "<a b='", "<!--", "<a\n", "<a/", "</", "<", "<a b='>' ", "<script>", "&#" + "9" * 5_000 + ";"]
)
def test_broken_markup_takes_no_longer_than_it_is_long(pattern: str) -> None:
    """The standard library's parser took 47 seconds for 50,000 characters of "<a "."""
    assert isinstance(text_of(pattern * (300_000 // len(pattern))), str)


def test_a_text_of_punctuation_alone_is_named_before_it_is_taken_apart(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"text": "' + "“(" * 1_001 + 'It held."}\n{"text": "It held' + "." * 1_900 + '"}\n'
    )
    first, second = read([tmp_path / "a.jsonl"])
    assert isinstance(first, InputError) and "punctuation" in first.reason and first.location.endswith(":1")
    assert isinstance(second, Document)


def test_what_is_no_file_in_a_folder_is_named_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "above").symlink_to(tmp_path)
    (tmp_path / "good.txt").write_text("It held.")
    (tmp_path / os.fsdecode(b"caf\xe9\x1b[2J.txt")).write_text("It held again.")
    found = list(read([tmp_path]))
    assert [one.text for one in found if isinstance(one, Document)] == ["It held again.", "It held."]
    assert all((one.location or "").isprintable() for one in found)
    errors = {Path(one.location).name: one.reason for one in found if isinstance(one, InputError)}
    assert "pipe" in errors["pipe.txt"] and "no such file" in errors["gone.txt"] and errors["loop.txt"]


@pytest.fixture
def deep_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of 1,200 within one another, a document in the last, taken away again from within.

    A later run clears old folders with a function that calls itself once for each level, and would fail on this one.
    """
    before, deep = Path.cwd(), tmp_path / "deep"
    deep.mkdir()
    made = 0
    os.chdir(deep)
    try:
        while made < 1_200:
            os.mkdir("d")
            os.chdir("d")
            made += 1
        Path("a.txt").write_text("It held.")
        os.chdir(before)
        yield deep
    finally:
        os.chdir(deep)
        for _ in range(made):
            os.chdir("d")
        Path("a.txt").unlink(missing_ok=True)
        for _ in range(made):
            os.chdir("..")
            os.rmdir("d")
        os.chdir(before)


def test_folders_may_be_as_deep_as_the_system_allows(deep_folder: Path) -> None:
    (deep_folder / "z.txt").write_text("It stands.")
    found = list(read([deep_folder]))
    assert "It stands." in [one.text for one in found if isinstance(one, Document)]
