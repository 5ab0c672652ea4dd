"""The workers of a dask cluster that is running already: `--penjadwal tcp://host:port`.

Enters: the scheduler's address, the catalogs of the run. Leaves: an executor whose batches the cluster's workers do.
Whoever works there must have the same program and the same catalogs; that is asked before anything is sent. dask is
imported only here (extra `klaster`).
"""

from __future__ import annotations

import hashlib
import logging
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pmprb import __version__
from pmprb.jobs.batches import Batches, run_batch
from pmprb.jobs.far import address_of, size_at
from pmprb.jobs.inputs import Catalogs
from pmprb.jobs.refusals import ClusterDiffers, ClusterUnreachable, ClusterWithoutWorkers, MissingLibrary

_CONNECTING = 10.0  # seconds
_ASKING = 30.0


class Cluster:
    """The workers of a dask cluster, as `batches.Batches` needs them."""

    def __init__(self, client: Any) -> None:
        from distributed import KilledWorker
        from distributed import client as dask_client
        from distributed.comm import CommClosedError

        cancelled = getattr(dask_client, "FutureCancelledError", CancelledError)  # its own one is of 2024
        self.client = client
        self.deaths: tuple[type[BaseException], ...] = (KilledWorker,)
        self.lost: tuple[type[BaseException], ...] = (CancelledError, cancelled, CommClosedError)
        self._slots = self.threads()

    @property
    def slots(self) -> int:
        """The threads of the workers there were at the beginning."""
        return self._slots

    def threads(self) -> int:
        """Return how many batches the cluster can do at a time, now."""
        workers = self.client.scheduler_info(n_workers=-1)["workers"].values()
        return sum(int(one["nthreads"]) for one in workers)

    def start(self, batch: bytes, ended: Callable[[], None]) -> Any:
        """Send a batch; the scheduler gives it to another worker when one dies, as often as it allows failures."""
        future = self.client.submit(run_batch, batch, pure=False)
        future.add_done_callback(lambda _future: ended())
        return future

    def renew(self) -> None:
        """Do nothing: a cluster begins its own workers anew."""

    def left(self) -> bool:
        """Whether a worker is there."""
        with suppress(Exception):  # whatever a dead connection raises: then none is there
            return self.threads() > 0
        return False

    def close(self) -> None:
        """Take leave of the scheduler; it drops what was sent and has not ended."""
        with suppress(Exception):  # a scheduler that is gone needs no leave, and the results are there
            self.client.close(timeout=_CONNECTING)


class ClusterExecutor(Batches):
    """Batches done by a cluster, whose workers may live where this machine's files are not seen; `carried` are the
    folders whose files were sent to them."""

    workers: Cluster

    def __init__(self, workers: Cluster, patience: float) -> None:
        super().__init__(workers, patience=patience)
        self.carried: list[Path] = []

    def sees(self, paths: Sequence[Path]) -> bool:
        """Return whether every worker sees these files with the bytes they have here."""
        wanted = [_print_of(path) for path in paths]
        named = [str(path if address_of(path) else path.absolute()) for path in paths]
        return all(seen == wanted for seen in self.workers.client.run(_prints, named).values())


def _prints(paths: Iterable[str]) -> list[str]:
    return [_print_of(Path(path)) for path in paths]


def _print_of(path: Path) -> str:
    """Return a file's size and the hash of its first bytes; empty where there is no such file."""
    if address_of(path):
        return size_at(path)
    try:
        with path.open("rb") as file:
            return f"{path.stat().st_size}-{hashlib.sha256(file.read(1 << 20)).hexdigest()}"
    except OSError:
        return ""


@contextmanager
def cluster_at(address: str, criteria: Path | None = None, patience: float = 60.0) -> Iterator[Executor]:
    """Give the executor of the cluster whose scheduler is at the address; it ends with the block.

    Raises MissingLibrary without dask, ClusterUnreachable, ClusterWithoutWorkers, and ClusterDiffers when a worker's
    program or catalogs are not those of this run.
    """
    executor = ClusterExecutor(Cluster(_client(address)), patience)
    try:
        _compare(executor.workers.client, address, criteria)
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


def _client(address: str) -> Any:
    try:
        from distributed import Client
        from distributed.versions import VersionMismatchWarning
    except ImportError:
        raise MissingLibrary("dask") from None
    # What dask tells of lost connections is told by us, in one sentence, where something follows from it.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", VersionMismatchWarning)  # what must be equal is compared below
            return Client(address, timeout=_CONNECTING, set_as_default=False)
    except (OSError, TimeoutError, ValueError, TypeError) as error:
        raise ClusterUnreachable(address, type(error).__name__) from None


# Whether the workers do what would be done here.


def identity(criteria: str) -> tuple[str, str]:
    """Return the program's version and a hash of its catalogs (of those in the folder named, when one is)."""
    catalogs = Catalogs(Path(criteria) if criteria else None)
    digest = hashlib.sha256()
    with suppress(OSError):
        for path in sorted(catalogs.root.rglob("*.yaml")):
            digest.update(path.relative_to(catalogs.root).as_posix().encode() + b"\0" + path.read_bytes())
    return __version__, digest.hexdigest()[:12]


def _compare(client: Any, address: str, criteria: Path | None) -> None:
    """Raise the refusal of a cluster whose workers are not like this program, or that has none."""
    folder = str(criteria.absolute()) if criteria else ""
    here = identity(folder)
    try:
        there: dict[str, tuple[str, str]] = client.run(identity, folder, on_error="return")
    except Exception as error:
        raise ClusterUnreachable(address, type(error).__name__) from None
    if not there:
        raise ClusterWithoutWorkers(address)
    for worker, seen in sorted(there.items()):
        if not isinstance(seen, tuple):
            raise ClusterDiffers(worker, "pmprb", "", here[0])
        for what, own, other in zip(("pmprb", "katalog"), here, seen, strict=True):
            if own != other:
                raise ClusterDiffers(worker, what, other, own)
