"""Who may use the server: tickets that open it once, sessions, and each session's desks.

A ticket stands behind the # of an address, so that no request, log or referrer carries it. It is exchanged once: for a
cookie, which no script can read, and a key, which the page sends in a header. Both are asked for: cookies of 127.0.0.1
are shared by all its ports, headers are nobody's but the page's.
"""

from __future__ import annotations

import hmac
import os
import secrets
import shutil
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from pmprb.papan.desk import Desk

MOST_SESSIONS = 8
MOST_FILES = 3_000
MOST_BYTES = 512 * 1024 * 1024
AWAY = 60.0
"""Seconds after which the desks of a page that was closed are cleared; a page that is loaded again comes sooner."""
_MOST_TRIES = 30
_MOST_RESULTS = 64
_PREFIX, _LOCK = "pmprb-papan-", "sedang-dipakai"
_LAST_WORK = 3.0
Clock = Callable[[], float]


@dataclass
class Result:
    """A file a job made, until it is fetched: the name we give it, and its bytes."""

    name: str
    content: bytes


@dataclass
class Session:
    """One page that was let in: its secrets, and a desk a room. `opened` are the files that came with the command."""

    cookie: str
    key: str
    folder: Path
    opened: tuple[str, ...] = ()
    left_at: float | None = None
    seen_at: float = 0.0
    desks: dict[str, Desk] = field(default_factory=dict)
    locks: dict[str, threading.Lock] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)
    running: set[object] = field(default_factory=set)
    bytes_in: int = 0
    files_in: int = 0

    def desk(self, room: str) -> Desk:
        """Return the desk of a room, made when it is asked for."""
        if room not in self.desks:
            self.desks[room] = Desk(self.folder / room)
            self.locks[room] = threading.Lock()
        return self.desks[room]

    def hand_over(self, name: str, content: bytes | Path) -> str:
        """Keep a file for the page to fetch; return by what id."""
        mark = secrets.token_urlsafe(12)
        self.results[mark] = Result(name, content if isinstance(content, bytes) else content.read_bytes())
        while len(self.results) > _MOST_RESULTS:
            self.results.pop(next(iter(self.results)))
        return mark

    def clear(self) -> None:
        """Take everything off all desks."""
        self.desks.clear()
        self.locks.clear()
        self.results.clear()
        self.bytes_in = self.files_in = 0
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)


class Sessions:
    """All sessions of a server, and the folder their desks lie in; `close` leaves nothing of it.

    `welcome` is called with a session that is new, before its page is answered. `told` is given every new ticket.
    """

    def __init__(
        self,
        welcome: Callable[[Session], None] = lambda _session: None,
        told: Callable[[str], None] = lambda _ticket: None,
        clock: Clock = time.monotonic,
    ) -> None:
        remove_left()
        self._root = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._held = FileLock(self._root / _LOCK)
        self._held.acquire(timeout=0)
        self._welcome, self._told, self._clock = welcome, told, clock
        self._open: dict[str, Session] = {}
        self._tries: list[float] = []
        self.ticket = secrets.token_urlsafe(32)
        self.stopping = threading.Event()

    @property
    def folder(self) -> Path:
        """The folder of all desks."""
        return self._root

    def redeem(self, ticket: str) -> Session | None:
        """Return a new session for the one ticket that is good, which then is not any more; None for any other.

        Too many wrong ones within a minute make even the right one wait: nobody can try them all.
        """
        now = self._clock()
        self._tries = [at for at in self._tries if now - at < 60.0]
        if len(self._tries) >= _MOST_TRIES:
            return None
        if not hmac.compare_digest(ticket.encode(), self.ticket.encode()):
            self._tries.append(now)
            return None
        self.ticket = secrets.token_urlsafe(32)
        while len(self._open) >= MOST_SESSIONS:
            self.end(min(self._open.values(), key=lambda one: one.seen_at))
        folder = Path(tempfile.mkdtemp(prefix="sesi-", dir=self._root))
        session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(32), folder, seen_at=now)
        self._open[session.cookie] = session
        self._welcome(session)
        self._told(self.ticket)
        return session

    def of(self, cookie: str, key: str) -> Session | None:
        """Return the session that a cookie and a key together open."""
        session = self._open.get(cookie)
        if session is None or not hmac.compare_digest(key.encode(), session.key.encode()):
            return None
        session.left_at, session.seen_at = None, self._clock()
        return session

    def leave(self, session: Session) -> None:
        """Note that a session's page was closed; unless it comes back, `sweep` clears its desks."""
        session.left_at = self._clock()

    def sweep(self) -> int:
        """Clear the desks of pages that were closed; return how many sessions that were."""
        now = self._clock()
        gone = [s for s in self._open.values() if s.left_at is not None and now - s.left_at > AWAY and not s.running]
        for session in gone:
            session.clear()
            session.left_at = None
        return len(gone)

    def end(self, session: Session) -> None:
        """End a session: its secrets are nothing any more, its desks are gone."""
        self._open.pop(session.cookie, None)
        session.clear()
        shutil.rmtree(session.folder, ignore_errors=True)

    def stop(self) -> None:
        """Have the jobs of all sessions end where they next tell how far they are; what they wait for is ended."""
        self.stopping.set()
        slow = sys.modules.get("pmprb.workbook.slow")
        if slow is not None:
            slow.end_children()

    @property
    def working(self) -> bool:
        """True while a job of any session runs."""
        return any(session.running for session in self._open.values())

    def close(self) -> None:
        """End all sessions and remove the folder. Jobs that run have a little time to end: they would write into it."""
        self.stop()
        until = time.monotonic() + _LAST_WORK
        while self.working and time.monotonic() < until:
            time.sleep(0.05)
        for session in list(self._open.values()):
            self.end(session)
        self._held.release()
        shutil.rmtree(self._root, ignore_errors=True)


def remove_left() -> None:
    """Remove the folders of servers that were killed: whoever still runs holds the lock in its own."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError, Timeout):
            if not _own(folder) or not (folder / _LOCK).is_file():
                continue
            with FileLock(folder / _LOCK).acquire(timeout=0):
                pass
            shutil.rmtree(folder, ignore_errors=True)


def _own(folder: Path) -> bool:
    """True for a folder of this user: in one of another's, a lock could be a link to anything."""
    found = folder.stat(follow_symlinks=False)
    return stat.S_ISDIR(found.st_mode) and (not hasattr(os, "getuid") or found.st_uid == os.getuid())
