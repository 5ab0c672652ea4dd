"""Many files worked on side by side, none of them able to take the others down.

Enters: what is done with one entry (a file, a unit), and the entries. Leaves: a result an entry, in the order of the
entries; where our own program stumbled over one, a `Fault` that names its file. Every executor of a job is made here.
"""

from __future__ import annotations

import gc
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from enum import StrEnum
from functools import partial
from typing import ParamSpec, TypeVar

from pmprb.jobs.batches import Batches, NoWorkers, Processes, WorkerDied
from pmprb.jobs.refusals import Refusal
from pmprb.records import dataclass
from pmprb.temuan import CellPos, FileKilledWorkers, FileTookTooLong, NoWorkerLeft, ProgramStumbled, Temuan
from pmprb.turns import in_turn
from pmprb.workbook.deadline import OutOfTime, deadline
from pmprb.workbook.slow import end_children

A = TypeVar("A")
R = TypeVar("R")
P = ParamSpec("P")

MOST_WORKERS = 8
_GLANCE = 0.2  # seconds; Windows does not hear Ctrl-C while a thread waits without an end

# What a caller sees of the work: how many entries a stage has, and each one's name when it is done.


class Stage(StrEnum):
    """A stretch of a job that takes its time."""

    READ = "read"
    REKAPS = "rekaps"
    MAKE = "make"
    FEEDBACK = "feedback"


Tick = Callable[[str], None]
Watch = Callable[[Stage, int], AbstractContextManager[Tick]]


def unseen(_name: str) -> None:
    """A tick that nobody looks at."""


def unwatched(_stage: Stage, _total: int) -> AbstractContextManager[Tick]:
    """A watch that shows nothing."""
    return nullcontext(unseen)


# Faults of the program: told at the file they befell.


@dataclass(frozen=True)
class Fault:
    """What stands in the place of a result when the program itself stumbled."""

    temuan: Temuan


def fault(file: str, error: BaseException) -> Temuan:
    """Return the BUKU-042 of a file at which an exception was raised; BUKU-209 when its time was up, BUKU-250 when
    workers died of it, BUKU-251 when none was left to read it."""
    if isinstance(error, OutOfTime):
        return FileTookTooLong(CellPos(workbook=file), seconds=round(error.seconds))
    if isinstance(error, WorkerDied):
        return FileKilledWorkers(CellPos(workbook=file))
    if isinstance(error, NoWorkers):
        return NoWorkerLeft(CellPos(workbook=file))
    detail = f"{type(error).__name__}: {error}"[:200]
    return ProgramStumbled(CellPos(workbook=file), detail=detail)


def guarded(file: str, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | Fault:
    """Return what `work` returns, or the fault it ended in."""
    try:
        with deadline():
            return work(*args, **kwargs)
    except Exception as error:
        return Fault(fault(file, error))


# Executors.


class InLine(Executor):
    """Runs what is submitted at once, in the thread that submits it."""

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Return a future that has ended. KeyboardInterrupt and its like pass through."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def _has_threads() -> bool:
    """True where a thread can be started; in a browser (WebAssembly) it cannot."""
    if sys.platform == "emscripten":
        return False
    try:
        probe = threading.Thread(target=unseen, args=("",))
        probe.start()
    except RuntimeError:
        return False
    probe.join()
    return True


@contextmanager
def executor_for(count: int, given: Executor | None = None) -> Iterator[Executor]:
    """Give the executor for `count` entries: the one given (one that is for many entries only for as many), else
    threads, else (one entry, no threads) none but this.

    One that is made here ends with the block; when the block is interrupted, what has not begun is never begun and
    what has is not waited for.
    """
    if given is not None and not (isinstance(given, WhenMany) and count < given.least):
        yield given
        return
    workers = min(MOST_WORKERS, os.cpu_count() or 1, count)
    pool = ThreadPoolExecutor(workers, "pmprb") if workers > 1 and _has_threads() else InLine()
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        end_children()
        raise
    pool.shutdown()


def processes(workers: int) -> Executor:
    """Return an executor of processes, for work that is all reckoning; in line where there is to be one worker only."""
    return InLine() if workers < 2 or sys.platform == "emscripten" else _spawned(workers)


def _spawned(workers: int) -> Executor:
    """Return an executor of processes. Each begins anew: a forked one would inherit locks and the threads of a progress
    bar. How rarely rings of objects are looked for (`pmprb.cli.main`) is told to each."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(workers, get_context("spawn"), _begin, gc.get_threshold())


MANY = 300
"""From so many worksheets on processes gain more than their start costs: each takes as long as 30 worksheets."""


class WhenMany(Batches):
    """Processes of this machine for jobs of at least so many entries; none are begun for a smaller one."""

    def __init__(self, workers: int, least: int = MANY) -> None:
        super().__init__(Processes(workers, _spawned))
        self.least = least


@contextmanager
def workers_here(count: int = 0, least: int = MANY) -> Iterator[Executor | None]:
    """Give so many processes of this machine (0: as many as it has cores, MOST_WORKERS at most), for jobs of at least
    `least` entries; None where there is no second core. They end with the block.

    Only for a program whose main module can be imported anew, as a command can and a script's may not.
    """
    workers = count or min(MOST_WORKERS, os.cpu_count() or 1)
    if sys.platform == "emscripten" or (workers < 2 and not count):
        yield None
        return
    pool = WhenMany(workers, least)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _begin(*thresholds: int) -> None:
    """Leave Ctrl-C to the process that asked for the work: a worker would only print where it was."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*thresholds)


def for_each(
    work: Callable[[A], R],
    entries: Iterable[A],
    name: Callable[[A], str],
    executor: Executor | None = None,
    tick: Tick = unseen,
) -> list[R | Fault]:
    """Return what `work` makes of every entry, in their order, whatever ends first.

    An exception at one is that one's `Fault`. `name` gives the file that is told with it, and with `tick`. Threads made
    here take turns (`pmprb.turns`); for an executor of processes `work` and the entries must be picklable.
    """
    every = list(entries)
    results = dict(as_ended(work, every, name, executor, tick))
    return [results[place] for place in range(len(every))]


def as_ended(
    work: Callable[[A], R],
    entries: Sequence[A],
    name: Callable[[A], str],
    executor: Executor | None = None,
    tick: Tick = unseen,
    files: int = 0,
) -> Iterator[tuple[int, R | Fault]]:
    """Yield each entry's place and what `work` makes of it, as they end; see `for_each`. A result that was handed out
    is kept no longer. `files` are how many files the entries are of, when they are more than one each: then each file
    has the time an entry has otherwise, and `work` sees to it."""
    futures: list[Future[R] | None] = []
    ended: queue.SimpleQueue[int] = queue.SimpleQueue()
    waiting = len(entries)

    def told(place: int) -> tuple[int, R | Fault]:
        done, futures[place] = futures[place], None
        assert done is not None, "each place ends once"
        tick(name(entries[place]))
        error = done.exception()
        return place, done.result() if error is None else Fault(fault(name(entries[place]), error))

    timed = work if files else partial(_in_time, work)
    with executor_for(files or len(entries), executor) as pool:
        run = timed if pool is executor else partial(_in_turn, threading.Lock(), timed)
        try:
            for place, entry in enumerate(entries):
                future = pool.submit(run, entry)
                futures.append(future)
                future.add_done_callback(partial(_tell, ended, place))
                while not ended.empty():  # what runs in line has ended by now, and is told before the next begins
                    yield told(ended.get())
                    waiting -= 1
            for place in _next(ended, waiting):
                yield told(place)
        except BaseException:
            for left in futures:
                if left is not None:
                    left.cancel()
            raise


def _in_time(work: Callable[[A], R], entry: A) -> R:
    """Return what `work` makes of an entry, which has only so much of the processor's time."""
    with deadline():
        return work(entry)


def _in_turn(lock: threading.Lock, work: Callable[[A], R], entry: A) -> R:
    """Return what `work` makes of an entry while no other thread of the job works."""
    with in_turn(lock):
        return work(entry)


def _tell(ended: queue.SimpleQueue[int], place: int, _future: Future[R]) -> None:
    ended.put(place)


def _next(ended: queue.SimpleQueue[int], count: int) -> Iterator[int]:
    """Yield the next `count` places that end."""
    while count:
        with suppress(queue.Empty):
            yield ended.get(timeout=_GLANCE)
            count -= 1


# Work on all entries together.


def sifted(
    work: Callable[[Sequence[A]], R],
    entries: Sequence[A],
    name: Callable[[A], str],
    aside: Callable[[A, Temuan], A],
) -> tuple[R, list[A]]:
    """Return what `work` makes of all entries together, and the entries it was made of.

    An entry that `work` stumbles over is put aside (`aside` gives what stands in its place, with its BUKU-042) and the
    work is done again without it. Nothing is tried out as long as all goes well. Raises what `work` raises when that is
    an OSError or a refusal, or when it stumbles over nothing at all.
    """
    kept, out = list(entries), set[str]()
    while True:
        try:
            return work(kept), kept
        except (OSError, Refusal):
            raise
        except Exception:
            found = _culprit(work, sorted(kept, key=name))
            if found is None or name(found[0]) in out:
                raise
        culprit, error = found
        out.add(name(culprit))
        kept = [aside(one, fault(name(one), error)) if one is culprit else one for one in kept]


def _culprit(work: Callable[[Sequence[A]], R], entries: Sequence[A]) -> tuple[A, Exception] | None:
    """Return the last entry of the shortest beginning that `work` stumbles over, and how; None when there is none.

    Halving finds it in few runs, however many entries there are.
    """

    def stumbles(count: int) -> Exception | None:
        try:
            work(entries[:count])
        except Exception as error:
            return error
        return None

    error = stumbles(len(entries)) if stumbles(0) is None else None
    if error is None:
        return None
    good, bad = 0, len(entries)
    while bad - good > 1:
        middle = (good + bad) // 2
        again = stumbles(middle)
        if again is None:
            good = middle
        else:
            bad, error = middle, again
    return entries[bad - 1], error
