"""Partitions in processes of our own on this machine."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from newsgraph.engines.order import Future
from newsgraph.engines.partitions import Done, Partition
from newsgraph.workers import worker_pool


class Pool:
    """An engine of ``workers`` processes; when one dies all are replaced."""

    deaths: tuple[type[BaseException], ...] = (BrokenProcessPool,)

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._executor = self._new()

    def _new(self) -> ProcessPoolExecutor:
        return worker_pool(self.workers)

    def submit(self, function: Callable[[Partition, str], Done], partition: Partition, folder: str) -> Future:
        try:
            return self._executor.submit(function, partition, folder)
        except BrokenProcessPool:
            self.recover()
            return self._executor.submit(function, partition, folder)

    def recover(self) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._new()

    def close(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
