"""Processes that read: one thread each, gone with the process they work for."""

from __future__ import annotations

import gc
import os
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process

from newsgraph.memory import SELDOM

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""What libraries of linear algebra ask how many threads they may use, when they are loaded."""


def use_one_thread() -> None:
    """Linear algebra of this process stays on one thread, unless the user said otherwise: matrices are small, results the same."""
    for name in THREADS:
        os.environ.setdefault(name, "1")


def worker_pool(workers: int) -> ProcessPoolExecutor:
    """So many processes, started when the first work is handed in.

    Where it is safe they are copies of this process, which has loaded a model: loading one again takes seconds.  It is on
    Linux, and as long as linear algebra, which does not survive copying with threads, was told to have none.
    """
    copies = sys.platform == "linux" and os.environ.get("OMP_NUM_THREADS") == "1"
    context = get_context("fork" if copies else "spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_start)


def _start() -> None:
    for name in THREADS:
        os.environ[name] = "1"
    gc.set_threshold(*SELDOM)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker waits for calls for ever; one whose parent was killed would stay."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
