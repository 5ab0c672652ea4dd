"""One run of `pmprb papan`: sockets, sessions, the browser, and the end of all of them."""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pmprb.jobs.refusals import MissingLibrary
from pmprb.temuan import Temuan

Told = Callable[[str], None]


@dataclass(frozen=True)
class PageRequest:
    """What is served: files to begin with, the port (0: a free one), whether the browser is opened."""

    path: Path | None = None
    port: int = 0
    browser: bool = True


def serve_page(request: PageRequest, told: Told, again: Told, warned: Callable[[list[Temuan]], None]) -> bool:
    """Serve the page until the user ends it; False when the files named cannot be used.

    `told` is given the address once it can be opened, `again` the next one whenever one was used, `warned` what is
    wrong with the files named. Raises MissingLibrary without the parts of `pmprb[papan]`, OSError for a port in use.
    """
    try:
        from pmprb.papan.service.app import MOST_FILE, page_app
        from pmprb.papan.service.running import LOOPBACK, Served, bound, port_of, serve
    except ImportError as error:
        raise MissingLibrary(str(error.name).partition(".")[0]) from error
    from pmprb.papan.service.opened import files_of, put_down
    from pmprb.papan.service.sessions import Session, Sessions

    files, temuan = files_of(request.path, MOST_FILE) if request.path else ([], [])
    warned(temuan)
    if request.path and not files:
        return False

    def welcome(session: Session) -> None:
        session.opened = tuple(put_down(files, session.desk("rekap"))) if files else ()

    listening = bound(LOOPBACK, request.port)
    port = port_of(listening)

    def address(ticket: str) -> str:
        return f"http://{LOOPBACK}:{port}/#tiket={ticket}"

    sessions = Sessions(welcome, lambda ticket: again(address(ticket)))

    def ready() -> None:
        told(address(sessions.ticket))
        threading.Thread(target=_warm, daemon=True).start()
        if request.browser:
            threading.Thread(target=webbrowser.open, args=(address(sessions.ticket),), daemon=True).start()

    try:
        serve([Served(page_app(sessions, port), listening)], ready, sessions.sweep, sessions.stop)
    finally:
        sessions.close()
    return True


def _warm() -> None:
    """Import what the first job needs while the browser opens."""
    from pmprb.papan.work import jobs

    jobs()
