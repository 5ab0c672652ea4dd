"""Where results are kept: a folder of this machine, or an address on shared storage (`s3://…`, whatever fsspec knows).

Enters: a part's files by their names beneath it, the last of them the entry that makes it whole. Leaves: all of them
written, or why not. On this machine they are put in one step through the output gate. An object store has no such step:
there the old entry goes first, each file is put whole, and the new entry comes last, so that what has an entry is whole
and a run that was stopped leaves what the next one makes anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pmprb.jobs.far import Storage, address_of, shown_address, storage_at
from pmprb.jobs.output import OutputGate, Permission, put_files, state_of
from pmprb.sheets.whole import is_draft, sweep, whole_file
from pmprb.temuan import CellPos, OutputExists, Temuan
from pmprb.text import readable

_TRIED = "_selesai/.coba"


class Shelf(Protocol):
    """Files by their names beneath one place."""

    def ready(self) -> None:
        """Raise when the place cannot be reached or written, before anything is read for it."""

    def read(self, name: str) -> bytes:
        """Return a file's bytes; OSError when it is not there."""

    def beneath(self, folder: str, last: str) -> list[str]:
        """Return the files called `last` anywhere beneath a folder, in order."""

    def holds(self, listed: Sequence[Mapping[str, Any]]) -> bool:
        """Return whether files are there as an entry lists them (`path`, `sha256`, `bytes`)."""

    def put(self, writes: Mapping[str, bytes], whole: bool, also: Sequence[str] = ()) -> tuple[Temuan, ...]:
        """Write files, the last one last; `whole` tells that what stands there is whole and may need permission.

        Nothing is written when one of them, or of the names in `also`, is a file that is read (BUKU-140).
        """

    def put_one(self, name: str, content: bytes) -> None:
        """Write one file, over what is there."""


def shelf_at(folder: Path, gate: OutputGate) -> Shelf:
    """Return the shelf at a folder or an address."""
    return _Far(folder, gate.permission) if address_of(folder) else _Near(folder, gate)


@dataclass(frozen=True)
class _Near:
    """A folder of this machine."""

    folder: Path
    gate: OutputGate

    def ready(self) -> None:
        """Nothing to do: the gate has looked."""

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def beneath(self, folder: str, last: str) -> list[str]:
        found = (self.folder / folder).glob(f"**/{last}")
        return sorted(path.relative_to(self.folder).as_posix() for path in found)

    def holds(self, listed: Sequence[Mapping[str, Any]]) -> bool:
        try:
            return all(hashlib.sha256(self.read(one["path"])).hexdigest() == str(one["sha256"]) for one in listed)
        except (OSError, KeyError, TypeError):
            return False

    def put(self, writes: Mapping[str, bytes], whole: bool, also: Sequence[str] = ()) -> tuple[Temuan, ...]:
        paths = {self.folder / name: content for name, content in writes.items()}
        named = (*paths, *(self.folder / name for name in also))
        if inputs := [told for path in named for told in self.gate.input_at(path)]:
            return tuple(inputs)
        for path in paths:
            sweep(path.parent)
        making = {path: _writing(content) for path, content in paths.items()}
        if whole:
            return self.gate.put_all(making)
        # What stands there without an entry that fits it is what a run left that was killed between two files.
        return put_files(making, {path: state_of(path) for path in making}, Permission(overwrite=True))

    def put_one(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as draft:
            draft.write_bytes(content)


def _writing(content: bytes) -> Any:
    return lambda draft: draft.write_bytes(content)


class _Far:
    """An address on shared storage."""

    def __init__(self, folder: Path, permission: Permission) -> None:
        self.address, self.permission = address_of(folder).rstrip("/"), permission
        self.storage: Storage = storage_at(self.address)
        self._sizes: dict[str, int] | None = None

    def ready(self) -> None:
        self.put_one(_TRIED, b"pmprb\n")
        self.storage.remove(_TRIED)

    def read(self, name: str) -> bytes:
        return self.storage.read(name)

    def beneath(self, folder: str, last: str) -> list[str]:
        prefix = f"{folder}/"
        return [name for name in self._listed() if name.startswith(prefix) and name.rpartition("/")[2] == last]

    def holds(self, listed: Sequence[Mapping[str, Any]]) -> bool:
        """By one listing of names and sizes: hashing would fetch every table again."""
        sizes = self._listed()
        return all(one.get("bytes") is not None and sizes.get(str(one.get("path"))) == one["bytes"] for one in listed)

    def put(self, writes: Mapping[str, bytes], whole: bool, also: Sequence[str] = ()) -> tuple[Temuan, ...]:
        del also  # no worksheet there is called as a table is, and only worksheets are read
        there = [name for name in writes if name in self._listed()]
        if whole and there and not self.permission.any:
            return tuple(OutputExists(CellPos(workbook=readable(f"{shown_address(self.address)}/{n}"))) for n in there)
        *_, entry = writes
        if entry in there:
            self._remove(entry)
        for name, content in writes.items():
            self.put_one(name, content)
        return ()

    def put_one(self, name: str, content: bytes) -> None:
        self.storage.write(name, content)
        if self._sizes is not None:
            self._sizes[name] = len(content)

    def _remove(self, name: str) -> None:
        self.storage.remove(name)
        self._listed().pop(name, None)

    def _listed(self) -> dict[str, int]:
        if self._sizes is None:
            found = self.storage.sizes()
            self._sizes = {name: size for name, size in sorted(found.items()) if not is_draft(name.rpartition("/")[2])}
        return self._sizes
