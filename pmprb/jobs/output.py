"""One gate for every file the program writes.

Enters: the outputs of a run, the paths it reads, what it was allowed. Leaves: files written whole or not at all, and
temuan for those that were not. No output is an input; nothing people typed is lost; two runs never write to one place
at once. An OSError is let through as it is: the command line words all of them in one place.

A job opens the gate before it reads anything and writes through it::

    with output_gate([target], reads=paths, permission=permission) as gate:
        if gate.refused:
            return gate.temuan
        ...                                   # read, compute
        told = gate.put(target, lambda draft: write_book(draft, ...))
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from pmprb.jobs.folder import beneath
from pmprb.records import dataclass
from pmprb.sheets.whole import naming, sweep, whole_file, whole_files
from pmprb.temuan import (
    CellPos,
    OldFileChangedMeanwhile,
    OldFileKept,
    OutputBeingWritten,
    OutputExists,
    OutputIsInput,
    OutputNoFile,
    Severity,
    Temuan,
    TwoOutputsOneFile,
    WrongSuffix,
    has_errors,
)
from pmprb.text import readable

Keeper = Callable[[Path, Path], Sequence[Temuan]]
"""Given the old file and the draft of the new one: a KESALAHAN for each cell people typed that would be lost. What is
only told (CATATAN) lets the file be replaced, and a copy stays."""

Write = Callable[[Path], object]
"""Given the path of a draft: writes it."""

Check = Callable[[Path, Path], Sequence[Temuan]]
"""Given a file's path and its draft: a KESALAHAN for each reason why the draft may not take its place."""

BOOK = ".xlsx"
_KEPT = ".lama-"

State = tuple[int, int] | None
"""Size and time of a file; None where none stands."""


@dataclass(frozen=True)
class Permission:
    """What a run may do to files that exist: `overwrite` (--timpa) replaces what nobody typed into, `replace_filled`
    (--ganti-yang-terisi) also what is filled, and then a copy stays beside it."""

    overwrite: bool = False
    replace_filled: bool = False

    @property
    def any(self) -> bool:
        """Whether a file that exists may be replaced at all."""
        return self.overwrite or self.replace_filled


class OutputGate:
    """The outputs of one run, checked and held against other runs. Made by `output_gate`."""

    def __init__(self, reads: Iterable[Path], permission: Permission, own: Callable[[Path], bool] | None) -> None:
        self.permission = permission
        self._reads = _identities(reads)
        self._own = own
        self._seen: dict[Path, State] = {}
        self._places: dict[str, Path] = {}
        self.temuan: list[Temuan] = []

    @property
    def refused(self) -> bool:
        """Whether the run may write nothing; `temuan` say why."""
        return bool(self.temuan)

    def check(self, paths: Iterable[Path], suffix: str = "") -> tuple[Temuan, ...]:
        """Return why these files may not be written: BUKU-140, -141, -155, and -029 for one that exists.

        OSError for a name that cannot be, or a folder. Remembers how each file stands, see `put`.
        """
        return tuple(t for path in paths for t in self._checked(path, suffix))

    def input_at(self, path: Path, own: Callable[[Path], bool] | None = None) -> tuple[Temuan, ...]:
        """Return a BUKU-140 when a file is one that is read: named as such, or in a folder that is.

        In a folder an earlier output of the same kind is none; `own` tells it.
        """
        source, named = self._reads.get(_identity(path) or (), (None, False))
        if source is None or (not named and own is not None and own(path)):
            return ()
        return (OutputIsInput(_at(path), source=readable(source.name)),)

    def _checked(self, path: Path, suffix: str) -> list[Temuan]:
        if refused := self.input_at(path, self._own):
            return list(refused)
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if _is_special(path):
            return [OutputNoFile(_at(path))]
        if suffix and path.suffix.lower() != suffix:
            proposed = readable(_stem(path) + suffix)
            return [WrongSuffix(_at(path), expected=suffix, proposed=proposed)]
        if self._places.setdefault(_key(path), path) != path:
            return [TwoOutputsOneFile(_at(path))]
        self._seen[path] = state_of(path)
        if os.path.lexists(path) and not self.permission.any:
            return [OutputExists(_at(path))]
        return []

    def put(
        self,
        path: Path,
        write: Write,
        keeper: Keeper | None = None,
        check: Check | None = None,
    ) -> tuple[Temuan, ...]:
        """Write a file through `write`; see `put_files`. With a KESALAHAN among the answer it stands as it was.

        `check` is given the draft and may refuse it, unless --ganti-yang-terisi was said.
        """
        if path not in self._seen and (refused := self.check([path])):
            return refused
        told = put_file(path, write, self._seen[path], self.permission, keeper, check)
        self._seen[path] = state_of(path)
        return told

    def put_bytes(self, path: Path, content: bytes, keeper: Keeper | None = None) -> tuple[Temuan, ...]:
        """Write bytes to a file; see `put`."""
        return self.put(path, lambda draft: draft.write_bytes(content), keeper)

    def put_all(
        self,
        files: Mapping[Path, Write],
        keeper: Keeper | None = None,
        gone: Iterable[Path] = (),
        check: Check | None = None,
    ) -> tuple[Temuan, ...]:
        """Write several files that belong together, and delete those `gone`: all of it, or nothing; see `put_files`."""
        every, going = list(files), list(gone)
        refused = self.check(path for path in (*every, *going) if path not in self._seen)
        if refused:
            return refused
        told = put_files(files, self._seen, self.permission, keeper, check, going)
        self._seen.update((path, state_of(path)) for path in (*every, *going))
        return told


def put_file(
    path: Path,
    write: Write,
    before: State,
    permission: Permission,
    keeper: Keeper | None = None,
    check: Check | None = None,
) -> tuple[Temuan, ...]:
    """Write a file through `write`; see `put_files`. `before` is how it stood when the run began."""
    return put_files({path: write}, {path: before}, permission, keeper, check)


def put_files(
    files: Mapping[Path, Write],
    before: Mapping[Path, State],
    permission: Permission,
    keeper: Keeper | None = None,
    check: Check | None = None,
    gone: Sequence[Path] = (),
) -> tuple[Temuan, ...]:
    """Write files, each through a function that is given a draft's path, and delete those `gone`; return what was
    noticed.

    `before` is how each stood when the run began. With a KESALAHAN in the answer (BUKU-029, -153, what `keeper` says
    would be lost, what `check` says of a draft) all of them stand as they were. With `replace_filled` what would be
    lost is in a copy beside its file (BUKU-151, CATATAN), and so is always what a keeper only tells. OSError when one
    cannot be written; then nothing has changed.
    """
    for folder in dict.fromkeys(path.parent for path in files):
        folder.mkdir(parents=True, exist_ok=True)
    old = [path for path in (*files, *gone) if before[path] is not None]
    try:
        with whole_files({path: before[path] is None for path in files}, gone) as drafts:
            for path, write in files.items():
                with naming(path, drafts[path]):
                    write(drafts[path])
            asked = check is not None and not permission.replace_filled
            wrong = [t for path, draft in drafts.items() for t in (check(path, draft) if check and asked else ())]
            lost = {path: keeper(path, drafts.get(path, path)) for path in old} if keeper else {}
            changed = [OldFileChangedMeanwhile(_at(path)) for path in old if state_of(path) != before[path]]
            if changed:
                raise _Kept(tuple(changed))
            every = [t for some in lost.values() for t in some]
            if wrong or (has_errors(every) and not permission.replace_filled):
                raise _Kept((*wrong, *every))
            told = tuple(t for path, some in lost.items() if some for t in (*_only_told(some), _with_copy(path)))
    except _Kept as kept:
        return kept.temuan
    except FileExistsError as error:
        for path in files:
            places = (path, Path(os.path.realpath(path)))
            if before[path] is None and Path(os.fsdecode(error.filename or path)) in places:
                return (OutputExists(_at(path)),)
        raise
    return told


def _only_told(lost: Sequence[Temuan]) -> list[Temuan]:
    return [t for t in lost if t.severity is not Severity.KESALAHAN]


def _with_copy(path: Path) -> Temuan:
    """Keep a copy of a file that is replaced, and tell its name."""
    return OldFileKept(_at(path), copy=readable(_keep_copy(path).name))


def _at(path: Path) -> CellPos:
    return CellPos(workbook=readable(str(path)))


class _Kept(Exception):
    """Raised inside a draft's block when the old file stays."""

    def __init__(self, temuan: tuple[Temuan, ...]) -> None:
        super().__init__()
        self.temuan = temuan


@contextmanager
def output_gate(
    files: Sequence[Path] = (),
    *,
    folders: Sequence[Path] = (),
    reads: Iterable[Path] = (),
    permission: Permission | None = None,
    suffix: str = BOOK,
    own: Callable[[Path], bool] | None = None,
) -> Iterator[OutputGate]:
    """Give the gate of a run that writes `files`, and files into `folders`, after reading `reads`.

    Everything that can be refused is refused here, before anything is read: see `Gate.check`, and BUKU-142 when
    another run holds one of the places. `reads` are files and folders (all that lies beneath them, but for what `own`
    knows as an earlier output). Drafts that a killed run left in the outputs' folders are swept. Raises OSError.
    """
    gate = OutputGate(reads, permission or Permission(), own)
    gate.temuan += gate.check(files, suffix)
    if gate.temuan:
        yield gate
        return
    for folder in (*folders, *(path.parent for path in files)):
        _writable(folder)
    with ExitStack() as held:
        for place in (*files, *folders):
            if not _hold(place, held):
                gate.temuan.append(OutputBeingWritten(_at(place)))
        for folder in dict.fromkeys((*folders, *(path.parent for path in files))):
            sweep(folder)
        yield gate


def is_kept_copy(name: str) -> bool:
    """True for the name of a copy that `put` left of a filled file it replaced: "lembar.lama-1.xlsx"."""
    stem, _, number = name.rpartition(".")[0].rpartition(_KEPT)
    return bool(stem) and number.isdecimal()


def _keep_copy(path: Path) -> Path:
    """Copy a file beside itself under the first free name, times and permissions with it; return that name.

    That of a catalog's file has an ending by which nobody reads it: "x.yaml.lama-1" is no part of the catalog.
    """
    number = 1
    while True:
        part = path.suffix == ".yaml"
        copy = path.with_name(f"{path.name}{_KEPT}{number}" if part else f"{path.stem}{_KEPT}{number}{path.suffix}")
        if not os.path.lexists(copy):
            with whole_file(copy, fresh=True) as draft:
                shutil.copyfile(path, draft)
            with suppress(OSError):
                shutil.copystat(path, copy)
            return copy
        number += 1


# Which files are one file: by what the file system says, not by how a path is spelled.


_Identity = tuple[int, int] | tuple[str]


def _identity(path: Path) -> _Identity | None:
    """Return what a file is known by on this machine; None when there is none at the path.

    Links of both kinds, relative names, and other cases on file systems that ignore case lead to the same one.
    """
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if found.st_ino:
        return found.st_dev, found.st_ino
    return (os.path.normcase(os.path.realpath(path)),)


def _identities(paths: Iterable[Path]) -> dict[object, tuple[Path, bool]]:
    """Return the files among `paths` and beneath them, by identity; and whether each was named itself."""
    found: dict[object, tuple[Path, bool]] = {}
    for path in sorted(paths, key=lambda one: one.is_dir()):
        with suppress(OSError):
            folder = path.is_dir()
            for one in (inside for inside in beneath(path).paths if inside.is_file()) if folder else (path,):
                with suppress(OSError):
                    identity = _identity(one)
                    if identity is not None:
                        found.setdefault(identity, (one, not folder))
    return found


def _is_special(path: Path) -> bool:
    """True where a device, a pipe or a socket stands: a draft would take its place, and the device be gone."""
    try:
        found = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    return not stat.S_ISREG(found) and not stat.S_ISDIR(found)


def _key(path: Path) -> str:
    """Return what two spellings of one place have in common, whether or not a file is there."""
    return os.path.normcase(os.path.realpath(path)).casefold()


def _writable(folder: Path) -> None:
    """Raise the OSError of a folder that cannot be made or written, before any work is done for it."""
    with suppress(FileNotFoundError, NotADirectoryError):
        folder.lstat()  # a name that cannot be
    nearest = folder
    while not os.path.lexists(nearest) and nearest != nearest.parent:
        nearest = nearest.parent
    if not nearest.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(nearest))
    if not os.access(nearest, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(nearest))


def state_of(path: Path) -> State:
    """Return size and time of a file, to see whether someone saved it meanwhile; None when there is none."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_size, found.st_mtime_ns


def _stem(path: Path) -> str:
    """Return a name without the ending of a workbook or table, should it have one."""
    known = {".xls", ".xlsm", ".xlsb", ".xltx", ".csv", ".ods", ".pdf", ".txt", ".xlsx", ".html", ".json", ".zip"}
    bare = Path(path.name.rstrip(". "))
    return bare.stem if bare.suffix.lower() in known else bare.name


# One run at a time to one place.


def _hold(place: Path, held: ExitStack) -> bool:
    """Hold a place until the stack unwinds; False when another run holds it.

    The lock lies in the system's folder for temporary files, not beside the output, and its holder's death frees it.
    Where there can be no lock the run goes on: a file that is new is created exclusively in any case.
    """
    if sys.platform == "emscripten":  # in a browser nobody else sees these files
        return True
    from filelock import FileLock, Timeout

    name = sha256(_key(place).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    path = Path(tempfile.gettempdir(), f"pmprb-{_user()}-{name}.lock")
    try:
        held.enter_context(FileLock(path, timeout=0, thread_local=False).acquire())
    except Timeout:
        return False
    except OSError:
        return True
    held.callback(_gone, path)
    return True


def _gone(path: Path) -> None:
    """Delete a lock's file while the lock is still held: filelock sees that it holds a name that is gone. On Windows
    an open file cannot be deleted; filelock deletes it there itself."""
    with suppress(OSError):
        path.unlink()


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "pengguna"
