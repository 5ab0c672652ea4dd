"""Files written whole or not at all: beside their place first, then put there in one step.

Enters: the path of a file. Leaves: the file as it was, or the new one whole, on the disk. Refuses to know: what is
written, and whether it may be.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import stat
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from pmprb.records import dataclass
from pmprb.turns import waiting

try:
    import fcntl
except ImportError:  # Windows: there an open file cannot be deleted, which serves as well
    fcntl = None  # type: ignore[assignment]

_PREFIX, _SUFFIX = ".pmprb-", ".draf"
# The second form is that of version 0.1: ".rekap.xlsx.4711.draf".
_DRAFT = re.compile(r"\.pmprb-[0-9a-f]{12}\.draf|\..+\.\d+\.draf")
# What a file system answers that has no such operation; anything else went wrong.
_LACKING = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EMLINK}


@contextmanager
def whole_file(path: Path, *, fresh: bool = False) -> Iterator[Path]:
    """Give the path of a draft to write; it takes the place of `path` when the block ends well, and is gone otherwise.

    The draft is opened at once: an unwritable folder is an OSError before any work is done. With `fresh` a file that
    came to stand at `path` meanwhile is a FileExistsError, never replaced. A link is followed, an old file's permission
    bits stay. An OSError of the draft names `path`. A draft itself is given as it is, so that writers may nest.
    """
    if is_draft(path.name):
        yield path
        return
    with whole_files({path: fresh}) as drafts, naming(path, drafts[path]):
        yield drafts[path]


@contextmanager
def whole_files(places: Mapping[Path, bool], gone: Iterable[Path] = ()) -> Iterator[dict[Path, Path]]:
    """Give a draft for each path; all take their places when the block ends well, or none does.

    `places` says of each path whether it is `fresh`; see `whole_file`. The files `gone` are deleted with it. When a
    later one cannot be put, those before it are taken back.
    """
    with ExitStack() as held:
        drafts = [held.enter_context(_drafted(path, fresh)) for path, fresh in places.items()]
        yield {one.path: one.draft for one in drafts}
        for one in drafts:
            one.finish()
        with _undisturbed():
            _put_all(drafts, list(gone))
    for folder in dict.fromkeys(one.place.parent for one in drafts):
        _flush_folder(folder)


_PUTTING = threading.Lock()
_DRAFTS: set[Path] = set()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let files take their places without being interrupted between two of them: Ctrl-C is heard right afterwards."""
    heard: list[int] = []
    before: Any = None
    if threading.current_thread() is threading.main_thread():
        with suppress(ValueError):  # not the main interpreter
            before = signal.getsignal(signal.SIGINT)
            if callable(before):
                signal.signal(signal.SIGINT, lambda number, _frame: heard.append(number))
    try:
        with _PUTTING:
            yield
    finally:
        if callable(before):
            signal.signal(signal.SIGINT, before)
            if heard:
                before(signal.SIGINT, None)


def abandon(patience: float) -> None:
    """Delete the drafts of this process, which is about to end: in its threads writing may still go on.

    Files that are just taking their places are given so many seconds to do so.
    """
    taken = _PUTTING.acquire(timeout=patience)
    for draft in list(_DRAFTS):
        _delete(draft)
    if taken:
        _PUTTING.release()


@dataclass(frozen=True)
class _Draft:
    """A draft of a file: where it goes, and the handle by which `sweep` sees that it is being written."""

    path: Path
    place: Path
    draft: Path
    hold: BinaryIO
    fresh: bool

    def finish(self) -> None:
        """Have the bytes on the disk; raise when the place cannot be taken."""
        with naming(self.path, self.draft):
            flush_to_disk(self.draft)
            if self.place.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(self.path))
            with suppress(FileNotFoundError):
                self.draft.chmod(stat.S_IMODE(self.place.stat().st_mode))

    def put(self) -> None:
        """Take the place."""
        with naming(self.path, self.draft):
            if os.name == "nt":
                self.hold.close()
            _put(self.draft, self.place, self.fresh)


@contextmanager
def _drafted(path: Path, fresh: bool) -> Iterator[_Draft]:
    """Give a draft opened and held, which is gone after the block unless it took its place."""
    place = Path(os.path.realpath(path)) if path.is_symlink() else path
    draft = _hidden_beside(place)
    _DRAFTS.add(draft)
    try:
        with naming(path, draft):
            _nameable(place)
            hold = _begun(draft)
    except BaseException:
        _gone(draft)
        raise
    try:
        yield _Draft(path, place, draft, hold, fresh)
    finally:
        hold.close()
        _gone(draft)


def _gone(draft: Path) -> None:
    _delete(draft)
    _DRAFTS.discard(draft)


def _hidden_beside(place: Path) -> Path:
    return place.with_name(f"{_PREFIX}{uuid4().hex[:12]}{_SUFFIX}")


def _put_all(drafts: Sequence[_Draft], gone: Sequence[Path]) -> None:
    """Put drafts in their places and delete files; when one step fails, all is again as it was."""
    alone = len(drafts) + len(gone) == 1
    with ExitStack() as kept, ExitStack() as undoing:
        for one in drafts:
            there = os.path.lexists(one.place)
            if there and not alone:
                undoing.callback(_put_back, _kept(one.place, kept), one.place)
            one.put()
            if not there and not alone:
                undoing.callback(_delete, one.place)
        for path in gone:
            undoing.callback(_put_back, _kept(path, kept), path)
            path.unlink()
        undoing.pop_all()  # all of it is done: nothing is to be taken back any more


def _kept(place: Path, kept: ExitStack) -> Path:
    """Return another name of a file, or a copy, that lasts as long as `kept`."""
    before = _hidden_beside(place)
    kept.callback(_delete, before)
    try:
        _link(place, before)
    except OSError:
        with naming(place, before):
            shutil.copy2(place, before)
    return before


def _put_back(before: Path, place: Path) -> None:
    with suppress(OSError):
        before.replace(place)


def _delete(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def is_draft(name: str) -> bool:
    """True for the name of a draft of ours."""
    return _DRAFT.fullmatch(name) is not None


def sweep(folder: Path) -> int:
    """Delete the drafts in a folder that no running program holds; return how many there were."""
    gone = 0
    try:
        entries = [Path(entry.path) for entry in os.scandir(folder) if is_draft(entry.name)]
    except OSError:
        return 0
    for path in entries:
        with suppress(OSError):
            if _left_behind(path):
                path.unlink()
                gone += 1
    return gone


def _nameable(place: Path) -> None:
    """Raise the OSError of a name that the file system does not take, before any work is done."""
    with suppress(FileNotFoundError):
        place.lstat()


def _begun(draft: Path) -> BinaryIO:
    """Return the draft opened and held: `sweep` leaves it alone as long as this process lives."""
    hold = draft.open("xb")
    if fcntl is not None:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return hold


def _left_behind(path: Path) -> bool:
    """True when no process holds the draft. On Windows deleting it tells."""
    if fcntl is None:
        return True
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return True


@contextmanager
def naming(path: Path, draft: Path) -> Iterator[None]:
    """Let errors about the draft, or about a temporary file that it is made from, name the file that was asked for.

    XlsxWriter wraps an OSError in an exception of its own; it is taken out again.
    """
    try:
        yield
    except Exception as error:
        cause = error.args[0] if len(error.args) == 1 and isinstance(error.args[0], OSError) else error
        if not isinstance(cause, OSError) or cause.errno is None:
            raise
        known = cause is error and cause.filename is not None
        if known and not _hidden(cause.filename, draft) and not _hidden(cause.filename2, draft):
            raise
        raise OSError(cause.errno, cause.strerror, str(path)) from error


def _hidden(name: object, draft: Path) -> bool:
    """True when an error's file is one that no user knows: the draft, or one in the system's folder."""
    if not isinstance(name, str | bytes):
        return False
    named = Path(os.fsdecode(name))
    return named.name == draft.name or Path(tempfile.gettempdir()) == named.parent


def flush_to_disk(draft: Path) -> None:
    """Have the draft's bytes on the disk before its name is: a power cut leaves the old file or the new one."""
    with draft.open("rb+") as file:
        try:
            with waiting():
                os.fsync(file.fileno())
        except OSError as error:
            if error.errno not in _LACKING:
                raise


def _flush_folder(folder: Path) -> None:
    """Have the new name on the disk, where a folder can be flushed."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            with waiting():
                os.fsync(handle)
        finally:
            os.close(handle)


def _put(draft: Path, place: Path, fresh: bool) -> None:
    """Put the draft in its place; with `fresh` only where nothing stands, decided by the file system itself."""
    if not fresh:
        draft.replace(place)
        return
    if os.name == "nt":
        draft.rename(place)  # there it never replaces
        return
    try:
        _link(draft, place)
    except OSError as error:
        if error.errno not in _LACKING:
            raise
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place)) from error
        draft.replace(place)


def _link(old: Path, new: Path) -> None:
    """Give a file a second name; OSError where there can be none (in a browser Python has not even the call)."""
    if not hasattr(os, "link"):
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), str(new))
    os.link(old, new)
