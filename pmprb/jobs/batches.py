"""Work sent in batches to workers that may die: processes here, or those of a cluster.

Enters: calls, one an entry, as to any executor. Leaves: each call's result, or the exception it ended in. A worker's
death costs the calls that were with it another turn; a call that kills workers is found by halving and ends in
`WorkerDied`, the others in what they return. Refuses to know: files, and what the calls are about.
"""

from __future__ import annotations

import gc
import pickle
import queue
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from typing import Any, ParamSpec, Protocol, TypeVar

from pmprb.records import dataclass

P = ParamSpec("P")
R = TypeVar("R")

MOST_CALLS = 25
"""Calls of one batch: a scheduler costs 1.5 ms a task, a worksheet ten times that, and results travel together."""
_AHEAD = 2  # batches a worker has at hand, so that it never waits for the next one
_LINGER = 0.02  # seconds in which a caller goes on handing in calls before the first batch leaves
_GLANCE = 5.0  # seconds after which it is asked whether any worker is left
_THRESHOLDS = (200_000, 50, 50)  # how rarely rings of objects are looked for: a batch's results live until it ends


class WorkerDied(Exception):
    """Raised for a call during which workers died, also when it was tried alone."""


class NoWorkers(Exception):
    """Raised for a call that was never ended, because no worker is left."""


class Workers(Protocol):
    """Whoever does the batches. `deaths` are the exceptions of a batch whose worker died, `lost` those that say that
    the workers are out of reach."""

    @property
    def deaths(self) -> tuple[type[BaseException], ...]:
        """What a batch ends in whose worker died."""

    @property
    def lost(self) -> tuple[type[BaseException], ...]:
        """What a batch ends in when no worker can be reached."""

    @property
    def slots(self) -> int:
        """How many batches can be worked on at a time."""

    def start(self, batch: bytes, ended: Callable[[], None]) -> Any:
        """Begin `run_batch` of a batch; return a future with `exception()` and `result()`. `ended` is called when it
        has come to its end. May raise one of `deaths` or `lost`."""

    def renew(self) -> None:
        """Have workers again after a death, where they do not come back by themselves."""

    def left(self) -> bool:
        """Whether any worker is left, or may still come."""

    def close(self) -> None:
        """Let the workers go; what has not begun never begins."""


@dataclass(frozen=True)
class _Call:
    future: Future[Any]
    order: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]


@dataclass(frozen=True)
class _Sent:
    """Calls that are with a worker; `alone`: nothing else is, so a death can only be theirs."""

    calls: list[_Call]
    doing: Any
    alone: bool


def run_batch(batch: bytes) -> bytes:
    """Return the results of a batch's calls, packed: each a pair of what it returned and what it raised."""
    before = gc.get_threshold()
    gc.set_threshold(*_THRESHOLDS)
    try:
        return zlib.compress(pickle.dumps([_ended(order) for order in pickle.loads(batch)], 5), 1)
    finally:
        gc.set_threshold(*before)


def _ended(order: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]) -> tuple[Any, Exception | None]:
    work, args, kwargs = order
    try:
        return work(*args, **kwargs), None
    except Exception as error:
        return None, _portable(error)


def _portable(error: Exception) -> Exception:
    """Return an exception that comes through a pickle: itself, or its words."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


class Batches(Executor):
    """An executor whose calls go to workers in batches. What is submitted, and what it returns, must be picklable.

    A batch whose worker died is tried again with nothing beside it. When that ends in a death too its halves are, down
    to the one call that is to blame. Batches are larger while much is waiting, so that the last ones end together.
    `patience` is how many seconds are waited for a worker when none is left.
    """

    def __init__(self, workers: Workers, most: int = MOST_CALLS, patience: float = 60.0) -> None:
        self.workers = workers
        self.most, self.patience = most, patience
        self._events: queue.SimpleQueue[_Call | int | None] = queue.SimpleQueue()
        self._fresh: deque[_Call] = deque()
        self._suspects: deque[list[_Call]] = deque()
        self._sent: dict[int, _Sent] = {}
        self._number = 0
        self._ending = self._dropped = False
        self._last_seen = time.monotonic()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Return the future of a call."""
        future: Future[R] = Future()
        with self._lock:
            if self._ending:
                raise RuntimeError("cannot schedule new futures after shutdown")
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="pmprb-batches", daemon=True)
                self._thread.start()
        self._events.put(_Call(future, (fn, args, kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End when all is done; with `cancel_futures` what has not begun is never begun, and nothing is waited for."""
        with self._lock:
            self._ending, self._dropped = True, cancel_futures or self._dropped
            thread = self._thread
        self._events.put(None)
        if thread is None:
            self.workers.close()
        elif wait:
            thread.join()

    # All that follows runs in the one thread that serves.

    def _serve(self) -> None:
        try:
            while not self._ending or (not self._dropped and (self._fresh or self._suspects or self._sent)):
                self._hear()
                if not self._dropped:
                    self._send()
            self._drop_all(None)
        except BaseException as error:
            self._drop_all(error)
            raise
        finally:
            self.workers.close()

    def _hear(self) -> None:
        """Take in what happened: wait for the first event, then take all there are."""
        try:
            event = self._events.get(timeout=min(_GLANCE, self.patience))
        except queue.Empty:
            if not self._sent or self.workers.left():
                self._last_seen = time.monotonic()
            elif time.monotonic() - self._last_seen > self.patience:
                self._drop_all(NoWorkers())
            return
        self._last_seen = time.monotonic()
        with suppress(queue.Empty):
            while True:
                if isinstance(event, _Call):
                    self._fresh.append(event)
                elif event is not None and event in self._sent:
                    self._settle(self._sent.pop(event))
                event = self._events.get(timeout=_LINGER) if self._fresh and not self._sent else self._events.get(False)

    def _send(self) -> None:
        """Send what may be sent: a suspect alone, else as many batches as the workers can have at hand."""
        slots = max(1, self.workers.slots)
        while True:
            if self._suspects:
                if self._sent:
                    return
                self._start(self._suspects.popleft(), alone=True)
            elif self._fresh and len(self._sent) < _AHEAD * slots:
                size = max(1, min(self.most, len(self._fresh) // (2 * _AHEAD * slots)))
                self._start([self._fresh.popleft() for _ in range(size)], alone=False)
            else:
                return

    def _start(self, calls: list[_Call], alone: bool) -> None:
        kept = [call for call in calls if call.future.running() or call.future.set_running_or_notify_cancel()]
        if not kept:
            return
        self._number += 1
        number = self._number
        try:
            batch = pickle.dumps([call.order for call in kept], 5)
            doing = self.workers.start(batch, lambda: self._events.put(number))
        except Exception as error:
            self._failed(kept, alone, error)
            return
        self._sent[number] = _Sent(kept, doing, alone)

    def _settle(self, sent: _Sent) -> None:
        """Hand out the results of a batch that ended, or see to what became of it."""
        try:
            results: Sequence[tuple[Any, Exception | None]] = pickle.loads(zlib.decompress(sent.doing.result()))
        except BaseException as error:  # dask's CancelledError is no Exception
            self._failed(sent.calls, sent.alone, error)
            return
        for call, (result, raised) in zip(sent.calls, results, strict=True):
            if raised is None:
                call.future.set_result(result)
            else:
                call.future.set_exception(raised)

    def _failed(self, calls: list[_Call], alone: bool, error: BaseException) -> None:
        """See to calls whose batch did not end well."""
        if isinstance(error, self.workers.lost):
            self._drop_all(NoWorkers(), calls)
        elif isinstance(error, self.workers.deaths):
            self.workers.renew()
            if not alone:
                self._suspects.append(calls)
            elif len(calls) == 1:
                calls[0].future.set_exception(WorkerDied())
            else:
                self._suspects.extendleft(reversed(_halves(calls)))
        elif len(calls) == 1:
            calls[0].future.set_exception(error)
        else:  # one of them cannot be sent, or its result cannot: each on its own tells which
            self._suspects.extend([call] for call in calls)

    def _drop_all(self, error: BaseException | None, more: Sequence[_Call] = ()) -> None:
        """End every call that is left, in an exception or as cancelled."""
        left = [*more, *self._fresh, *(c for some in self._suspects for c in some)]
        left += [call for sent in self._sent.values() for call in sent.calls]
        self._fresh.clear()
        self._suspects.clear()
        self._sent.clear()
        for call in left:
            if call.future.done():
                continue
            if error is None:
                call.future.cancel()
            elif call.future.running() or call.future.set_running_or_notify_cancel():
                call.future.set_exception(error)


def _halves(calls: list[_Call]) -> list[list[_Call]]:
    middle = len(calls) // 2
    return [calls[:middle], calls[middle:]]


class Processes:
    """So many processes of this machine, as `make` begins them. All of them go when one dies, and every batch in hand
    ends in a BrokenExecutor (one that a call raised comes back among its batch's results): `renew` makes new ones."""

    deaths: tuple[type[BaseException], ...] = (BrokenExecutor,)
    lost: tuple[type[BaseException], ...] = ()

    def __init__(self, count: int, make: Callable[[int], Executor]) -> None:
        self.slots = count
        self._make = make
        self._pool: Executor | None = None

    def start(self, batch: bytes, ended: Callable[[], None]) -> Future[bytes]:
        """Begin a batch in one of the processes, which are made when the first one is."""
        if self._pool is None:
            self._pool = self._make(self.slots)
        future = self._pool.submit(run_batch, batch)
        future.add_done_callback(lambda _future: ended())
        return future

    def renew(self) -> None:
        """Let the processes go that are broken."""
        self.close()

    def left(self) -> bool:
        """Processes of this machine are always to be had."""
        return True

    def close(self) -> None:
        """Let the processes go."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
