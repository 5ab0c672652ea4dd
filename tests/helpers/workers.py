"""Workers that only pretend: threads whose batches end as a test says."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from pmprb.jobs.batches import run_batch


class Died(Exception):
    """A worker of the test died."""


class Gone(Exception):
    """The workers of the test are out of reach."""


class Pretended:
    """Workers that are threads; `ends` raises for a batch whose worker dies, or is never heard of again."""

    deaths: tuple[type[BaseException], ...] = (Died,)
    lost: tuple[type[BaseException], ...] = (Gone,)
    slots = 2

    def __init__(self, ends: Callable[[list[Any]], bool]) -> None:
        self.ends, self.batches, self.renewed, self.there = ends, list[list[Any]](), 0, True
        self.pool = ThreadPoolExecutor(2)
        self.lock = threading.Lock()

    def start(self, batch: bytes, ended: Callable[[], None]) -> Future[bytes]:
        future = self.pool.submit(self._run, batch)
        future.add_done_callback(lambda _future: ended())
        return future

    def _run(self, batch: bytes) -> bytes:
        entries = [order[1][-1] for order in pickle.loads(batch)]
        with self.lock:
            self.batches.append(entries)
        if self.ends(entries):
            raise Died
        return run_batch(batch)

    def renew(self) -> None:
        self.renewed += 1

    def left(self) -> bool:
        return self.there

    def close(self) -> None:
        self.pool.shutdown(wait=False)
