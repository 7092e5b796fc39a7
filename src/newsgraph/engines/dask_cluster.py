"""Partitions on a Dask cluster: an embedded one of processes on this machine, or one that is running already.

The extra ``dask``.  A partition whose worker is lost is given to another; what a worker wrote to the end stays.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from itertools import count
from typing import Any

from newsgraph.engines.order import Future
from newsgraph.engines.partitions import Done, Partition
from newsgraph.errors import NewsgraphError

PATIENCE = 60
"""Seconds until a scheduler answers and a first worker is there."""


class EngineError(NewsgraphError, RuntimeError):
    """An engine that is not installed or cannot be reached."""


class Dask:
    """An engine of ``workers`` processes here, or of all workers of the scheduler at ``address``.

    Raises:
        EngineError: Dask is not installed, the scheduler cannot be reached, or it has no workers.
    """

    def __init__(self, workers: int = 1, address: str | None = None) -> None:
        try:
            distributed: Any = import_module("distributed")
        except ImportError as error:
            raise EngineError("Dask is not installed; install it with: pip install 'newsgraph[dask]'") from error
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self.deaths: tuple[type[BaseException], ...] = (distributed.scheduler.KilledWorker,)
        self._tries = count()
        self._cluster: Any = None
        try:
            if address is None:
                self._cluster = distributed.LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    dashboard_address=None,
                    memory_limit=0,
                    silence_logs=logging.CRITICAL,
                )
            self._client: Any = distributed.Client(self._cluster or address, timeout=PATIENCE)
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, ValueError, TimeoutError) as error:
            self.close()
            where = address or "an embedded scheduler"
            raise EngineError(f"{where} cannot be used ({error}); is it running, with workers?") from error

    @property
    def workers(self) -> int:
        """Threads of all workers there are now; a cluster may grow and shrink."""
        return max(1, sum(int(threads) for threads in self._client.ncores().values()))

    def submit(self, function: Callable[[Partition, str], Done], partition: Partition, folder: str) -> Future:
        key = f"newsgraph-{partition.name}-{next(self._tries)}"
        future: Future = self._client.submit(function, partition, folder, key=key, pure=False)
        return future

    def recover(self) -> None:
        """Dask starts new workers by itself."""

    def close(self) -> None:
        for part in (getattr(self, "_client", None), self._cluster):
            if part is not None:
                with suppress(OSError, TimeoutError):
                    part.close()
