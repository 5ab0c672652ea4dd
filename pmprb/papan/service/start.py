"""One run of `pmprb papan`: sockets, sessions, the browser, and the end of all of them."""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pmprb.jobs.refusals import MissingLibrary
from pmprb.temuan import Temuan

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from pmprb.papan.classroom.lead import Lead
    from pmprb.papan.service.running import Served


PAGE_PORT = 8320
"""The page's port when it is free: a browser remembers what was typed by the address with its port."""
CLASS_PORT = 8321
"""The class's port when it is free: short to type, the same each time."""


@dataclass(frozen=True)
class ClassRequest:
    """A class on a network: the address of this machine that phones reach, its port (0: a free one, None: the usual one
    or a free one), the most participants. `every` says that the address is all of this machine's (0.0.0.0)."""

    address: str
    port: int | None = None
    most: int = 100
    every: bool = False


@dataclass(frozen=True)
class PageRequest:
    """What is served: files to begin with, the port (as for a class), whether the browser is opened, a class."""

    path: Path | None = None
    port: int | None = None
    browser: bool = True
    lesson: ClassRequest | None = None


@dataclass(frozen=True)
class Teller:
    """Who is told what: `ready` the page's address once it can be opened and the class's, `again` the next address
    whenever one was used, `warned` what is wrong with the files named."""

    ready: Callable[[str, Sequence[str]], None]
    again: Callable[[str], None]
    warned: Callable[[list[Temuan]], None]


def serve_page(request: PageRequest, tell: Teller) -> bool:
    """Serve the page until the user ends it; False when the files named cannot be used.

    Raises MissingLibrary without the parts of `pmprb[papan]`, PortInUse for a port that another program has.
    """
    for name in ("ifaddr", "segno"):
        if find_spec(name) is None:
            raise MissingLibrary(name)
    try:
        from pmprb.papan.service.app import MOST_FILE, let_in, page_app
        from pmprb.papan.service.running import LOOPBACK, Served, bound_or_free, port_of, serve
    except ImportError as error:
        raise MissingLibrary(str(error.name).partition(".")[0]) from error
    from pmprb.papan.service.opened import files_of, put_down
    from pmprb.papan.service.sessions import Session, Sessions

    files, temuan = files_of(request.path, MOST_FILE) if request.path else ([], [])
    tell.warned(temuan)
    if request.path and not files:
        return False

    def welcome(session: Session) -> None:
        session.opened = tuple(put_down(files, session.desk("rekap"))) if files else ()

    with ExitStack() as held:
        listening = held.enter_context(bound_or_free(LOOPBACK, request.port, PAGE_PORT))
        port = port_of(listening)

        def address(ticket: str) -> str:
            return f"http://{LOOPBACK}:{port}/#tiket={ticket}"

        sessions = Sessions(welcome, lambda ticket: tell.again(address(ticket)))
        held.callback(sessions.close)
        served: list[Served] = []
        more: list[BaseRoute] = []
        places: list[str] = []
        if request.lesson:
            room, places = _class(request.lesson, held)
            served.append(room.served)
            more = room.lead.routes(lambda route: let_in(sessions, port, route))
        app = page_app(sessions, port, more, {"kelas": request.lesson is not None})
        served.insert(0, Served(app, listening))

        def ready() -> None:
            tell.ready(address(sessions.ticket), places)
            threading.Thread(target=_warm, daemon=True).start()
            if request.browser:
                threading.Thread(target=webbrowser.open, args=(address(sessions.ticket),), daemon=True).start()

        serve(served, ready, sessions.sweep, sessions.stop)
    return True


@dataclass(frozen=True)
class _Class:
    served: Served
    lead: Lead


def _class(request: ClassRequest, held: ExitStack) -> tuple[_Class, list[str]]:
    """Return the class on its own socket, and the addresses phones find it at."""
    from pmprb.papan.classroom.lead import Lead
    from pmprb.papan.classroom.phones import phone_app
    from pmprb.papan.classroom.room import Room
    from pmprb.papan.service.addresses import local_addresses
    from pmprb.papan.service.running import Served, bound_or_free, port_of

    listening = held.enter_context(bound_or_free(request.address, request.port, CLASS_PORT))
    port = port_of(listening)
    named = [one.address for one in local_addresses()] if request.every else [request.address]
    places = [f"http://{one}:{port}" for one in named]
    lead = Lead(Room(request.most), lambda: places)
    app = phone_app(lead.room, [f"{one}:{port}" for one in named], lead.understand)
    return _Class(Served(app, listening, most=4 * request.most + 50), lead), places


def _warm() -> None:
    """Import what the first job needs while the browser opens."""
    from pmprb.papan.work import jobs

    jobs()
