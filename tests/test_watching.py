"""Watching: what is new or has changed is read when it rests, until told to stop; the store can be read meanwhile."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newsgraph.graph.store import Store
from newsgraph.readers import Address
from newsgraph.watching import Stop, Watch

TEXT = "The dam above {0} held overnight, the interior ministry said on Wednesday."


def test_a_file_is_read_when_it_rests_and_again_when_it_changes(tmp_path: Path) -> None:
    watch = Watch([tmp_path], Stop())
    file = tmp_path / "a.txt"
    assert watch.look() == []
    file.write_text("The dam")
    assert watch.look() == [], "it may still be written"
    file.write_text("The dam holds.")
    assert watch.look() == []
    assert watch.look() == [file]
    assert watch.look() == []
    (tmp_path / "picture.xyz").write_text("x")
    file.write_text("The dam broke after all.")
    assert [watch.look(), watch.look(), watch.look()] == [[], [file], []]
    file.unlink()
    assert [watch.look(), watch.look()] == [[], []]


def test_addresses_are_asked_again_after_a_while(tmp_path: Path) -> None:
    now = [0.0]
    feed = Address("https://example.org/feed")
    (tmp_path / "a.urls").write_text(feed)
    watch = Watch([feed, tmp_path / "a.urls"], Stop(), fetch_every=60, clock=lambda: now[0])
    assert watch.look() == [feed, tmp_path / "a.urls"]
    now[0] = 59.0
    assert watch.look() == []
    now[0] = 61.0
    assert watch.look() == [feed, tmp_path / "a.urls"]


def test_rounds_end_when_asked_to_stop(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It held.")
    stop = Stop()
    rounds = Watch([tmp_path], stop, every=0.01).rounds()
    assert next(rounds) == [tmp_path / "a.txt"]
    stop.ask()
    assert list(rounds) == []
    assert list(stop.until([1, 2])) == []


def documents(store: Path) -> int:
    """Counted as another process would, read-only, while the first one writes."""
    with Store.open(store, read_only=True) as opened:
        return len(opened.document_iris())


def wait_for(store: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail("the build ended by itself")
        if (store / "CURRENT").exists():
            try:
                if documents(store) == count:
                    return
            except OSError:  # being made
                pass
        time.sleep(0.2)
    pytest.fail(f"not {count} documents in two minutes")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_build_goes_on_as_files_appear_and_ends_cleanly(tmp_path: Path, root: Path) -> None:
    folder, store = tmp_path / "articles", tmp_path / "s"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT.format("Vallan"))
    command = [
        sys.executable,
        "-m",
        "newsgraph",
        "--quiet",
        "build",
        "articles",
        "--watch",
        "--every",
        "0.2",
        "--into",
        str(store),
    ]
    process = subprocess.Popen(command, cwd=tmp_path)
    try:
        wait_for(store, 1, process)
        (folder / "b.txt").write_text(TEXT.format("Orlen"))
        wait_for(store, 2, process)
        (folder / "a.txt").write_text(TEXT.format("Kestrel Bay"))
        (folder / "bad.txt").write_bytes(b"\xff\xff")
        wait_for(store, 3, process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()
    assert (tmp_path / "s.report.json").exists()
    with Store.open(store) as opened:
        watched = sorted(map(str, opened.inner))
        opened.rebuild()
        assert sorted(map(str, opened.inner)) == watched
