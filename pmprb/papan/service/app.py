"""The routes of the page: let in once by a ticket, files in, jobs in, progress streamed, results and files out.

Every route but the page's own files and the exchange of the ticket wants the session's cookie and key. A job is
`pmprb.papan.work.run`, as in the page's other home; its answer is a stream of lines, each one JSON: `{"maju": [text,
done, all]}` while it runs, then one with `result` and `files` or with `error`. Whoever hangs up ends the job.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from pmprb import __version__
from pmprb.papan.desk import Answer, Stopped, Trouble
from pmprb.papan.service.guard import App, Guarded
from pmprb.papan.service.pages import Static, page_files
from pmprb.papan.service.sessions import MOST_BYTES, MOST_FILES, Session, Sessions
from pmprb.papan.work import run
from pmprb.temuan import CellPos, DeskFull, UploadTooLarge
from pmprb.text import readable

MB = 1024 * 1024
MOST_BODY = 4 * MB
MOST_FILE = 64 * MB
"""Far above what the guard of worksheets reads (it tells of the file by its own code), far below a disk."""
_MOST_RUNNING = 6
STOPPED = "BATAL"
_KEY = "x-pmprb-sesi"
Route_ = Callable[[Request, Session], Any]


def page_app(
    sessions: Sessions,
    port: int,
    more: Sequence[BaseRoute] = (),
    features: Mapping[str, bool] | None = None,
    hosts: Sequence[str] = ("127.0.0.1", "localhost"),
) -> App:
    """Return the page's app for a port of this machine, guarded.

    `more` are further routes, each to be wrapped by `let_in`; `features` tell the page what this server has.
    """
    statics = page_files()
    routes: list[BaseRoute] = [
        Route("/masuk", _entered(sessions, port, features or {}), methods=["POST"]),
        Route("/sesi", let_in(sessions, port, _state(features or {}), status=200)),
        Route("/berkas", let_in(sessions, port, _put), methods=["POST"]),
        Route("/bersih", let_in(sessions, port, _clear), methods=["POST"]),
        Route("/kerja/{name}", let_in(sessions, port, _work(sessions.stopping)), methods=["POST"]),
        Route("/hasil/{mark}", let_in(sessions, port, _result)),
        Route("/pergi", _left(sessions, port), methods=["POST"]),
        Route("/favicon.ico", _no_icon),
        *more,
        *(Route(path, _static(one)) for path, one in statics.items()),
    ]
    app = Starlette(routes=routes, exception_handlers={404: _nothing, 405: _nothing, 500: _stumbled})
    named = [f"{host}:{port}" for host in hosts]
    return Guarded(app, named, MOST_BODY, lambda path: MOST_FILE if path == "/berkas" else None)


def let_in(sessions: Sessions, port: int, route: Route_, status: int = 401) -> Callable[[Request], Any]:
    """Return a route that is called with the request and its session; without one, `status` and the reason."""

    async def checked(request: Request) -> Response:
        session = sessions.of(request.cookies.get(_cookie(port), ""), request.headers.get(_KEY, ""))
        if session is None:
            return refusal(_NO_SESSION, status)
        try:
            answer: Response = await route(request, session)
        except ClientDisconnect:
            return Response(status_code=400)
        except Stopped as stopped:
            return refusal(stopped.trouble)
        return answer

    return checked


def refusal(trouble: Trouble, status: int = 200) -> Response:
    """Return why a request was not done, as the page shows it. That is an answer: a browser's console tells of errors
    only where the page itself is at fault, or whoever asks is none of ours."""
    return JSONResponse({"error": trouble.data()}, status)


async def asked_of(request: Request) -> dict[str, Any]:
    """Return the JSON object a request brought. Raises Stopped for anything else."""
    try:
        found = json.loads(await request.body())
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Stopped(Trouble("Permintaan halaman tidak dapat dibaca.", "Muat ulang halamannya."))
    return found


_NO_SESSION = Trouble(
    "Halaman ini belum dibuka dengan alamat yang berlaku, atau pmprb papan sudah dijalankan lagi.",
    "Buka alamat terakhir yang ditampilkan pmprb papan di jendela perintah; satu alamat berlaku satu kali.",
)
_BUSY = Trouble("Terlalu banyak pekerjaan sekaligus.", "Tunggu pekerjaan yang berjalan selesai.")
_GONE = Trouble("Berkas hasil ini sudah diambil atau tidak ada lagi.", "Jalankan lagi pekerjaannya.")


def _cookie(port: int) -> str:
    return f"pmprb-{port}"  # ports of one host share their cookies: each server has one of its own name


# Being let in and leaving.


def _entered(sessions: Sessions, port: int, features: Mapping[str, bool]) -> Callable[[Request], Any]:
    async def entered(request: Request) -> Response:
        try:
            ticket = (await asked_of(request)).get("tiket")
        except Stopped as stopped:
            return refusal(stopped.trouble)
        session = await asyncio.to_thread(sessions.redeem, ticket) if isinstance(ticket, str) else None
        if session is None:
            return refusal(_NO_SESSION)
        answer = JSONResponse({"kunci": session.key, **_told(session, features)})
        answer.set_cookie(_cookie(port), session.cookie, httponly=True, samesite="strict", path="/")
        return answer

    return entered


def _state(features: Mapping[str, bool]) -> Route_:
    async def state(_request: Request, session: Session) -> Response:
        return JSONResponse(_told(session, features))

    return state


def _told(session: Session, features: Mapping[str, bool]) -> dict[str, Any]:
    return {"versi": __version__, "dibuka": list(session.opened), "fitur": dict(features), "terbesar": MOST_FILE}


def _left(sessions: Sessions, port: int) -> Callable[[Request], Any]:
    async def left(request: Request) -> Response:
        """Note that a page was closed: a beacon has no headers of its own, so its key is the body."""
        key = (await request.body())[:200].decode("utf-8", "replace")
        session = sessions.of(request.cookies.get(_cookie(port), ""), key)
        if session is not None:
            sessions.leave(session)
        return Response(status_code=204)

    return left


# Files in and out.


async def _put(request: Request, session: Session) -> Response:
    """Put a file down. The page says its size beforehand, and sends nothing of a file that is too large."""
    name, room = request.query_params.get("nama", ""), _room(request.query_params.get("ruang", ""))
    shown = CellPos(workbook=readable(name)[:200])
    said = request.query_params.get("ukuran", "")
    if not said.isascii() or not said.isdigit() or int(said[:18]) > MOST_FILE:
        raise Stopped(Trouble.of(UploadTooLarge(shown, limit=f"{MOST_FILE // MB} MB")))
    content = await request.body()
    if session.files_in >= MOST_FILES or session.bytes_in + len(content) > MOST_BYTES:
        raise Stopped(Trouble.of(DeskFull(shown, files=MOST_FILES, size=f"{MOST_BYTES // MB} MB")))
    session.files_in += 1
    session.bytes_in += len(content)
    desk = session.desk(room)
    path = await asyncio.to_thread(desk.put, name, content)
    return JSONResponse({"nama": desk.name(path)})


async def _clear(request: Request, session: Session) -> Response:
    desk = session.desk(_room(request.query_params.get("ruang", "")))
    session.bytes_in -= min(session.bytes_in, sum(path.stat().st_size for path in desk.files))
    session.files_in -= min(session.files_in, len(desk.files))
    await asyncio.to_thread(desk.clear)
    return Response(status_code=204)


async def _result(request: Request, session: Session) -> Response:
    found = session.results.pop(request.path_params["mark"], None)
    if found is None:
        return refusal(_GONE, 404)
    headers = {"content-disposition": f'attachment; filename="{_file_name(found.name)}"'}
    return Response(found.content, media_type="application/octet-stream", headers=headers)


def _file_name(name: str) -> str:
    """Return a name of ours in the letters a header may hold."""
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "_" for letter in name)


def _room(name: str) -> str:
    if not (0 < len(name) <= 20 and name.isascii() and name.islower() and name.isalpha()):
        raise Stopped(Trouble("Ruang yang diminta tidak ada.", "Muat ulang halamannya."))
    return name


# Jobs.


def _work(stopping: threading.Event) -> Route_:
    async def work(request: Request, session: Session) -> Response:
        name, asked = request.path_params["name"], await asked_of(request)
        room = _room(name.partition(".")[0])
        if len(session.running) >= _MOST_RUNNING:
            return refusal(_BUSY, 429)
        job = _Job(session, room, name, asked, stopping)
        return StreamingResponse(job.lines(), media_type="application/x-ndjson")

    return work


class _Job:
    """A job in a thread of its own, one after another on each desk; it ends where it tells how far it is, once its
    page has hung up or the server stops."""

    def __init__(
        self, session: Session, room: str, name: str, asked: Mapping[str, Any], stopping: threading.Event
    ) -> None:
        self._session, self._name, self._asked = session, name, asked
        self._desk, self._lock = session.desk(room), session.locks[room]
        self._left, self._stopping = threading.Event(), stopping
        self._loop = asyncio.get_running_loop()
        self._said = asyncio.Queue[dict[str, Any] | Answer]()

    async def lines(self) -> AsyncIterator[bytes]:
        """Yield what becomes of the job, a line each."""
        self._session.running.add(self)
        threading.Thread(target=self._work, name=f"papan {self._name}", daemon=True).start()
        try:
            while isinstance(one := await self._said.get(), dict):
                yield _line(one)
            yield _line(await asyncio.to_thread(_handed_over, self._session, one))
        finally:
            self._left.set()

    def _work(self) -> None:
        try:
            with self._lock:
                if not self._left.is_set():
                    self._desk.maju = self._advance
                    self._tell(run(self._name, self._desk, self._asked))
        finally:
            self._session.running.discard(self)

    def _advance(self, message: str, done: int, total: int) -> None:
        if self._left.is_set() or self._stopping.is_set():
            raise Stopped(Trouble("Dibatalkan.", code=STOPPED))
        self._tell({"maju": [message, done, total]})

    def _tell(self, one: dict[str, Any] | Answer) -> None:
        with suppress(RuntimeError):  # the loop has ended: nobody listens
            self._loop.call_soon_threadsafe(self._said.put_nowait, one)


def _handed_over(session: Session, answer: Answer) -> dict[str, Any]:
    if answer.error is not None:
        return {"error": answer.error.data()}
    files = [{"nama": name, "id": session.hand_over(name, content)} for name, content in answer.files.items()]
    return {"result": answer.result, "files": files}


def _line(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode() + b"\n"


# The page's own files, and what is not there.


def _static(one: Static) -> Callable[[Request], Any]:
    async def static(_request: Request) -> Response:
        return Response(one.content, media_type=None, headers={"content-type": one.kind})

    return static


async def _no_icon(_request: Request) -> Response:
    return Response(status_code=204)


async def _nothing(_request: Request, error: Exception) -> Response:
    return Response(status_code=getattr(error, "status_code", 404))


async def _stumbled(_request: Request, error: Exception) -> Response:
    detail = f"{type(error).__name__}: {error}"[:200]
    return refusal(Trouble(f"Program ini tersandung ({detail}).", "Laporkan kalimat ini kepada pembuatnya."), 500)
