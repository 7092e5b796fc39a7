"""Partitions: the same files from every engine, whatever dies in between."""

from __future__ import annotations

import json
import logging
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from newsgraph.engines import order, partitions
from newsgraph.engines.partitions import (
    Done,
    Partition,
    PartitionError,
    Reading,
    cut,
    read_header,
    read_partition,
    run_partition,
    write_partition,
)
from newsgraph.engines.pool import Pool
from newsgraph.graph.document_graph import DocumentGraph
from newsgraph.graph.model import Document
from newsgraph.graph.survey import Survey
from newsgraph.graph.terms import DEFAULT_BASE
from newsgraph.settings import Settings
from newsgraph.streaming import provenance_of, stream_graphs

DOCUMENTS = [
    Document(f"Minister number {n} resigned on Monday.\n\nThe mayor of Vallan thanked him, an official said.", location=f"{n}.txt")
    for n in range(12)
]  # fmt: skip


@pytest.fixture(scope="module")
def how() -> Reading:
    return Reading(Settings(), provenance_of(), DEFAULT_BASE)


def in_fours(documents: list[Document], how: Reading) -> list[Partition]:
    return [Partition(tuple(documents[n : n + 4]), how) for n in range(0, len(documents), 4)]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith(".tmp")}


def test_partitions_keep_order_and_lose_nothing(how: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "USUAL_DOCUMENTS", 3)
    found = list(cut(DOCUMENTS, how))
    assert [d for partition in found for d in partition.documents] == DOCUMENTS
    assert len(found) > 2
    assert list(cut([], how)) == []


def test_a_partition_ends_at_the_latest_after_so_many_documents(how: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "MOST_DOCUMENTS", 5)
    monkeypatch.setattr(partitions, "USUAL_DOCUMENTS", 2**40)
    assert [len(partition.documents) for partition in cut(DOCUMENTS, how)] == [5, 5, 2]


def test_a_document_added_in_front_leaves_the_other_partitions_what_they_are(
    how: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitions, "USUAL_DOCUMENTS", 3)
    before = [partition.name for partition in cut(DOCUMENTS, how)]
    after = [partition.name for partition in cut([Document("New."), *DOCUMENTS], how)]
    assert after[-len(before) + 1 :] == before[1:]


def test_the_name_tells_what_was_read_and_how(how: Reading) -> None:
    (first, second, third) = in_fours(DOCUMENTS, how)
    names = {first.name, second.name, third.name, Partition(first.documents[:3], how).name}
    names.add(replace(first, reading=replace(how, base="https://example.org/")).name)
    names.add(replace(first, reading=replace(how, provenance=replace(how.provenance, model="other 1"))).name)
    names.add(replace(first, documents=(replace(DOCUMENTS[0], headline="New"), *DOCUMENTS[1:4])).name)
    assert len(names) == 7
    assert first.name == in_fours(DOCUMENTS, how)[0].name


def test_a_partition_read_twice_gives_the_same_bytes_and_is_not_read_again(how: Reading, tmp_path: Path) -> None:
    (first, *_) = in_fours(DOCUMENTS, how)
    done = run_partition(first, str(tmp_path / "a"))
    assert done == Done(first.name, 4)
    assert run_partition(first, str(tmp_path / "b")) == done
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    path = first.path(tmp_path / "a")
    stamp = path.stat().st_mtime_ns
    assert run_partition(first, str(tmp_path / "a")) == done
    assert path.stat().st_mtime_ns == stamp
    assert read_header(path) == done


def test_what_is_in_the_file_is_what_was_read(how: Reading, tmp_path: Path) -> None:
    (first, *_) = in_fours(DOCUMENTS, how)
    run_partition(first, str(tmp_path))
    assert list(read_partition(first, tmp_path)) == list(stream_graphs(first.documents, DEFAULT_BASE))
    text = first.path(tmp_path).read_text(encoding="utf-8")
    assert len(list(ox.parse(text, ox.RdfFormat.N_QUADS))) == text.count("\n") - 1


def test_a_file_that_is_cut_short_or_missing_is_named(how: Reading, tmp_path: Path) -> None:
    (first, *_) = in_fours(DOCUMENTS, how)
    with pytest.raises(PartitionError, match="a folder that all workers see"):
        list(read_partition(first, tmp_path))
    run_partition(first, str(tmp_path))
    path = first.path(tmp_path)
    path.write_bytes(path.read_bytes()[:2_000])
    with pytest.raises(PartitionError, match="does not hold what it says"):
        list(read_partition(first, tmp_path))


def test_a_document_that_fails_is_in_the_outcome_and_in_the_file(
    how: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsgraph.extractors import structure

    divide = structure.divide

    def fail(document: Document) -> object:
        if document.location == "2.txt":
            raise ValueError("no")
        return divide(document)

    monkeypatch.setattr("newsgraph.extractors.structure.divide", fail)
    (first, *_) = in_fours(DOCUMENTS, how)
    done = run_partition(first, str(tmp_path))
    assert done.documents == 3
    assert [where for where, _ in done.failed] == ["2.txt"]
    assert read_header(first.path(tmp_path)) == done


def test_a_worker_that_would_read_otherwise_refuses(how: Reading, tmp_path: Path) -> None:
    other = replace(how, provenance=replace(how.provenance, newsgraph="9.9"))
    with pytest.raises(PartitionError, match=r"not with .*9\.9"):
        run_partition(Partition(tuple(DOCUMENTS[:1]), other), str(tmp_path))
    assert not any(tmp_path.iterdir())


def test_a_file_that_is_no_partition_is_named(how: Reading, tmp_path: Path) -> None:
    (first, *_) = in_fours(DOCUMENTS, how)
    first.path(tmp_path).write_text("<a> <b> <c> <d> .\n", encoding="utf-8")
    with pytest.raises(PartitionError, match=first.name):
        run_partition(first, str(tmp_path))


def quick(partition: Partition, folder: str) -> Done:
    """Writes a file as :func:`run_partition` does, without reading the texts."""
    done = Done(partition.name, len(partition.documents))
    graphs = [
        DocumentGraph(f"urn:{d.location}", f"<urn:{d.location}>\n".encode(), "", "", Survey(), 1)
        for d in partition.documents
    ]
    write_partition(partition.path(Path(folder)), done, graphs)
    return done


def killed_while_renaming(partition: Partition, folder: str) -> Done:
    """Killed with all but the renaming done, at the first try of the second partition."""
    mark = Path(folder) / "killed"
    if partition.documents[0].location == "4.txt" and not mark.exists():
        mark.parent.mkdir(exist_ok=True)
        mark.touch()
        os.replace = lambda *paths, **more: os.kill(os.getpid(), signal.SIGKILL)
    return quick(partition, folder)


def killed_by_a_document(partition: Partition, folder: str) -> Done:
    if any(document.location == "6.txt" for document in partition.documents):
        os.kill(os.getpid(), signal.SIGKILL)
    return quick(partition, folder)


@pytest.fixture
def pool() -> Iterator[Pool]:
    engine = Pool(2)
    yield engine
    engine.close()


def test_a_pool_reads_all_though_a_process_is_killed(
    pool: Pool, how: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "run_partition", killed_while_renaming)
    outcomes = list(order.run(in_fours(DOCUMENTS, how), pool, tmp_path / "a"))
    assert (tmp_path / "a" / "killed").exists()
    assert outcomes == [(partition, Done(partition.name, 4)) for partition in in_fours(DOCUMENTS, how)]
    for partition in in_fours(DOCUMENTS, how):
        quick(partition, str(tmp_path / "b"))
    assert contents(tmp_path / "a") == contents(tmp_path / "b") | {"killed": b""}


def test_a_pool_names_the_document_that_kills_and_reads_the_others(
    pool: Pool, how: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "run_partition", killed_by_a_document)
    outcomes = list(order.run(in_fours(DOCUMENTS, how), pool, tmp_path))
    assert [d.location for p, _ in outcomes for d in p.documents] == [d.location for d in DOCUMENTS]
    assert sum(done.documents for _, done in outcomes) == 11
    assert [failure for _, done in outcomes for failure in done.failed] == [("6.txt", order.DIED)]


def test_partitions_whose_files_exist_are_not_read_again(
    pool: Pool, how: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "run_partition", quick)
    first = list(order.run(in_fours(DOCUMENTS, how), pool, tmp_path))
    monkeypatch.setattr(order, "run_partition", killed_by_a_document)
    assert list(order.run(in_fours(DOCUMENTS, how), pool, tmp_path)) == first


def test_a_cluster_that_runs_already_is_used_and_left_running(
    how: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed: Any = pytest.importorskip("distributed", reason="the extra 'dask' is not installed")
    from newsgraph.engines.dask_cluster import Dask

    monkeypatch.setattr(order, "run_partition", killed_while_renaming)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=logging.CRITICAL
    ) as cluster:
        engine = Dask(address=cluster.scheduler_address)
        try:
            assert engine.workers == 2
            outcomes = list(order.run(in_fours(DOCUMENTS, how), engine, tmp_path))
        finally:
            engine.close()
        with distributed.Client(cluster) as client:
            assert client.submit(sum, [1, 2]).result() == 3
    assert (tmp_path / "killed").exists()
    assert outcomes == [(partition, Done(partition.name, 4)) for partition in in_fours(DOCUMENTS, how)]


def test_a_scheduler_out_of_reach_is_said_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra 'dask' is not installed")
    from newsgraph.engines import dask_cluster

    monkeypatch.setattr(dask_cluster, "PATIENCE", 0.3)
    with pytest.raises(dask_cluster.EngineError, match=r"tcp://127\.0\.0\.1:9 cannot be used"):
        dask_cluster.Dask(address="tcp://127.0.0.1:9")


def test_a_header_is_one_line_whatever_the_reasons_hold(how: Reading, tmp_path: Path) -> None:
    (first, *_) = in_fours(DOCUMENTS, how)
    done = Done(first.name, 0, (("a\nb", "why\r\n\u2028<x>"),))
    write_partition(first.path(tmp_path), done, [])
    assert read_header(first.path(tmp_path)) == done
    assert first.path(tmp_path).read_text(encoding="utf-8").count("\n") == 1
    assert json.loads(first.path(tmp_path).read_text(encoding="utf-8").partition("partition ")[2])
