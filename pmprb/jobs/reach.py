"""Files brought to whoever reads them: by their path where that is seen, else by their bytes, else by their address.

Enters: files that were found, and what is done with one. Leaves: what that makes of each, in their order. Files on
shared storage (`s3://`, `sftp://`, whatever fsspec knows) are fetched by the worker that reads them, one at a time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar, runtime_checkable

from pmprb.jobs.far import address_of, fetch, size_at
from pmprb.jobs.pool import Fault, Tick, for_each, unseen
from pmprb.records import dataclass

R = TypeVar("R")
_LARGEST_SENT = 10 * 1024 * 1024
"""A larger file is refused by its size alone, and that is done here."""


@runtime_checkable
class Elsewhere(Protocol):
    """An executor whose workers may not see this machine's files; `carried` are the folders whose files are sent."""

    carried: list[Path]

    def sees(self, paths: Sequence[Path]) -> bool:
        """Return whether every worker sees these files as they are here."""


@dataclass(frozen=True)
class Carried:
    """A file's bytes, for a worker that does not see it; `name` is the last part of its path."""

    name: str
    content: bytes


class _Carrying:
    """A file that becomes its bytes when it is sent: not before, so that not all of them are held at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[type[Carried], tuple[str, bytes]] | tuple[type[Path], tuple[str]]:
        try:
            with at_hand(self.path) as path:
                return Carried, (path.name, path.read_bytes())
        except OSError:  # gone meanwhile: told by whoever would read it
            return Path, (str(self.path),)


Place = Path | Carried | _Carrying


@contextmanager
def at_hand(place: Place) -> Iterator[Path]:
    """Give the path of a file on this machine; one that was carried or fetched is gone after the block."""
    if isinstance(place, _Carrying):
        place = place.path
    if isinstance(place, Path) and not address_of(place):
        yield place
        return
    with tempfile.TemporaryDirectory(prefix="pmprb-") as folder:
        if isinstance(place, Path):
            yield fetch(place, Path(folder))
        else:
            path = Path(folder, place.name)
            path.write_bytes(place.content)
            yield path


def placed(files: Sequence[tuple[str, Path]], executor: Executor | None) -> list[tuple[str, Place]]:
    """Return files as a worker of the executor can have them: by their paths, or by their bytes."""
    carried = isinstance(executor, Elsewhere) and bool(_unseen(executor, files))
    return [(name, _place_of(path, carried)) for name, path in files]


def for_each_file(
    work: Callable[[tuple[str, Path]], R],
    files: Sequence[tuple[str, Path]],
    executor: Executor | None = None,
    tick: Tick = unseen,
) -> list[R | Fault]:
    """Return what `work` makes of every file, its name and its path where it is read; see `pool.for_each`."""
    entries = placed(files, executor)
    here = [n for n, (_, place) in enumerate(entries) if _too_large(place)]
    kept = set(here)
    there = [entry for n, entry in enumerate(entries) if n not in kept]
    doing = partial(_do, work)
    done = iter(for_each(doing, there, lambda entry: entry[0], executor, tick))
    refused = iter(for_each(doing, [entries[n] for n in here], lambda entry: entry[0], None, tick) if here else ())
    return [next(refused) if n in kept else next(done) for n in range(len(entries))]


def _do(work: Callable[[tuple[str, Path]], R], entry: tuple[str, Place]) -> R:
    name, place = entry
    with at_hand(place) as path:
        return work((name, path))


def _place_of(path: Path, carried: bool) -> Place:
    if carried:
        return _Carrying(path)
    return path if address_of(path) else path.absolute()


def _too_large(place: Place) -> bool:
    if not isinstance(place, _Carrying):
        return False
    if address_of(place.path):
        return int(size_at(place.path) or 0) > _LARGEST_SENT
    try:
        return place.path.stat().st_size > _LARGEST_SENT
    except OSError:
        return False


def _unseen(executor: Elsewhere, files: Sequence[tuple[str, Path]]) -> list[Path]:
    """Return the folders of files that not every worker sees; asked of the first and the last file in each."""
    folders: dict[Path, list[Path]] = {}
    for _, path in files:
        folders.setdefault(path.parent, []).append(path)
    asked = [path for inside in folders.values() for path in dict.fromkeys((inside[0], inside[-1]))]
    if not asked or executor.sees(asked):
        return []
    executor.carried += list(folders)
    return list(folders)
