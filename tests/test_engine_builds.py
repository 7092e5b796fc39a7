"""Builds through an engine: the same store as the plain build, whatever dies in between."""

from __future__ import annotations

import json
import os
import shutil
import signal
from pathlib import Path

import pyoxigraph as ox
import pytest
from command_line import run
from model_servers import chat_server

from newsgraph.engines import order, partitions
from newsgraph.engines.partitions import Done, Partition, run_partition
from newsgraph.graph.store import Store


def dataset(store: Path) -> bytes:
    """The store as canonical N-Quads."""
    with Store.open(store, read_only=True) as opened:
        return b"".join(sorted(f"{quad} .\n".encode() for quad in opened.inner))


@pytest.fixture(scope="module")
def plain(root: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What the plain build makes of the example articles."""
    store = tmp_path_factory.mktemp("plain") / "news.store"
    assert run("build", str(root / "examples"), "--into", str(store)).returncode == 0
    return dataset(store)


@pytest.fixture(autouse=True)
def two_documents_a_partition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "MOST_DOCUMENTS", 2)


def killed_once(partition: Partition, folder: str) -> Done:
    """Killed at the first try of a partition, with all but the renaming done."""
    mark = Path(folder) / "killed"
    if not mark.exists():
        mark.touch()
        os.replace = lambda *paths, **more: os.kill(os.getpid(), signal.SIGKILL)
    return run_partition(partition, folder)


def refuse(*_: object) -> Done:
    raise AssertionError("read again")


def test_a_cluster_makes_the_same_store_though_a_worker_is_killed(
    root: Path, tmp_path: Path, plain: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="the extra 'dask' is not installed")
    monkeypatch.setattr(order, "run_partition", killed_once)
    store = tmp_path / "news.store"
    done = run("build", str(root / "examples"), "--into", str(store), "--engine", "dask", "--workers", "2")
    assert done.returncode == 0, done.stderr
    files = tmp_path / "news.store.partitions"
    assert (files / "killed").exists()
    assert dataset(store) == plain
    assert len(list(files.glob("*.nq"))) >= 3
    assert not list(files.glob("*.tmp"))
    assert not (files / "failed.jsonl").exists()


def test_files_that_are_done_are_taken_as_they_are_and_load_into_any_engine(
    root: Path, tmp_path: Path, plain: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, files = tmp_path / "news.store", tmp_path / "files"
    command = ["build", str(root / "examples"), "--into", str(store), "--engine", "pool", "--partitions", str(files)]
    assert run(*command).returncode == 0
    assert dataset(store) == plain
    assert "0 of them new or changed" in run(*command).stderr
    shutil.rmtree(store)
    monkeypatch.setattr(order, "run_partition", refuse)
    assert run(*command).returncode == 0
    assert dataset(store) == plain
    other = ox.Store()
    for path in files.glob("*.nq"):
        other.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
    lines = {f"{quad} .\n".encode() for quad in other}
    assert len(lines) > 1_000
    assert lines <= set(plain.splitlines(keepends=True))


def test_documents_that_fail_are_named_in_a_file_and_tried_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Minister Viktor Hale resigned.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("The dam held.", encoding="utf-8")
    command = ["build", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--into", str(tmp_path / "s")]
    command += ["--engine", "pool", "--extractor", "llm", "--llm-model", "m", "--answers", str(tmp_path / "answers")]
    with chat_server(lambda passage: []) as server:
        command += ["--llm-url", server.address]
        done = run(*command, "--llm-budget", "1")
        assert done.returncode == 1
        failed = (tmp_path / "s.partitions" / "failed.jsonl").read_text(encoding="utf-8").splitlines()
        assert [Path(json.loads(line)["location"]).name for line in failed] == ["b.txt"]
        assert run(*command).returncode == 0
    assert not (tmp_path / "s.partitions" / "failed.jsonl").exists()
    with Store.open(tmp_path / "s", read_only=True) as store:
        assert store.stats().documents == 2


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--engine", "spark"], "unknown engine 'spark'"),
        (["--scheduler", "tcp://127.0.0.1:1"], "--scheduler goes with --engine dask"),
        (["--engine", "pool", "--scheduler", "tcp://127.0.0.1:1"], "--scheduler goes with --engine dask"),
        (["--partitions", "x"], "--partitions goes with --engine"),
    ],
)
def test_options_that_do_not_go_together_are_refused(root: Path, tmp_path: Path, options: list[str], says: str) -> None:
    done = run("build", str(root / "examples"), "--into", str(tmp_path / "s"), *options)
    assert done.returncode == 2
    assert says in done.stderr
    assert not (tmp_path / "s").exists()


def test_a_budget_of_one_machine_does_not_go_to_a_cluster(root: Path, tmp_path: Path) -> None:
    options = ["--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", "--extractor", "llm", "--llm-model", "m"]
    options += ["--llm-url", "http://127.0.0.1:1/v1", "--answers", str(tmp_path / "a")]
    done = run("build", str(root / "examples"), "--into", str(tmp_path / "s"), *options)
    assert (done.returncode, "budget" in done.stderr) == (2, True)
