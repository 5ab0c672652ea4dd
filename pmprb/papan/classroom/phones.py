"""The routes phones reach: join, look, answer. An app of its own on a socket of its own: no file, no job, no other
session can be asked for here, for nothing of that kind is behind it.

A phone asks every second or two what the room shows (a phone that slept simply asks again; no connection has to
survive). Each answer is confirmed; one that was not is sent again, and the same answer twice is one answer.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from pmprb.papan.classroom.limits import Buckets
from pmprb.papan.classroom.room import Refused, Room, Said
from pmprb.papan.desk import Stopped
from pmprb.papan.service.guard import App, Guarded
from pmprb.papan.service.pages import Static, page_files

MOST_BODY = 4 * 1024
_COOKIE = "pmprb-kelas"
_PATIENCE = 15.0
_SHARED = ("/dom.js", "/gaya.css", "/gaya-kelas.css", "/hasil-kelas.js")
WORDS = {
    Refused.CODE: "Kode itu keliru. Lihat lagi kode di layar fasilitator.",
    Refused.SLOWLY: "Terlalu cepat. Tunggu sebentar, lalu coba lagi.",
    Refused.FULL: "Kelas sudah penuh. Beri tahu fasilitator.",
    Refused.LOCKED: "Pintu kelas sudah ditutup. Beri tahu fasilitator.",
    Refused.STRANGER: "Anda belum masuk kelas, atau kelasnya sudah dikosongkan. Masuk dengan kode di layar.",
    Refused.CLOSED: "Jawaban untuk soal ini sudah ditutup.",
}
Understand = Callable[[str, dict[str, Any]], Said]
"""Reads an answer to an item, by its code. Raises Stopped for what is none."""


def phone_app(room: Room, hosts: Sequence[str], understand: Understand) -> App:
    """Return the participants' app. `hosts` are the values of Host it answers to."""
    asks = Buckets(rate=200, burst=2_000)

    async def join(request: Request) -> Response:
        asked = await _object(request)
        mark = room.join(str(asked.get("kode", "")), _address(request))
        if isinstance(mark, Refused):
            return _refused(mark)
        answer = JSONResponse(room.told(mark))
        answer.set_cookie(_COOKIE, mark, httponly=True, samesite="strict", path="/", max_age=12 * 3600)
        return answer

    async def look(request: Request) -> Response:
        mark = request.cookies.get(_COOKIE, "")
        if refused := room.known(mark):
            return _refused(refused)
        if request.query_params.get("versi") == str(room.version):
            return JSONResponse({"versi": room.version, "sama": True})
        return JSONResponse(room.told(mark))

    async def answer(request: Request) -> Response:
        mark = request.cookies.get(_COOKIE, "")
        if refused := room.known(mark):
            return _refused(refused)
        asked = await _object(request)
        cells, number = asked.get("isi"), asked.get("nomor")
        if not isinstance(cells, dict) or not isinstance(number, int):
            return JSONResponse({"sebab": "isi", "pesan": "Jawaban ini tidak terbaca. Muat ulang halamannya."})
        current = room.current
        if current is None or current.number != number:
            return _refused(Refused.CLOSED)
        try:
            said = understand(current.shown["id"], {str(name): value for name, value in list(cells.items())[:20]})
        except Stopped as stopped:
            words = f"{stopped.trouble.message} {stopped.trouble.repair}".strip()
            return JSONResponse({"sebab": "isi", "pesan": words})
        refused = room.answer(mark, number, said)
        return _refused(refused) if refused else JSONResponse(room.told(mark))

    def limited(route: Callable[[Request], Any]) -> Callable[[Request], Any]:
        async def checked(request: Request) -> Response:
            if not asks.take(_address(request)):
                return _refused(Refused.SLOWLY)
            try:
                found: Response = await asyncio.wait_for(route(request), _PATIENCE)
            except ClientDisconnect:
                return Response(status_code=400)
            except TimeoutError:  # a body that trickles in
                return Response(status_code=408, headers={"connection": "close"})
            return found

        return checked

    own = page_files("peserta")
    shared = page_files()
    statics = {**own, **{name: shared[name] for name in _SHARED}}
    routes: list[BaseRoute] = [
        Route("/ikut", limited(join), methods=["POST"]),
        Route("/keadaan", limited(look)),
        Route("/jawab", limited(answer), methods=["POST"]),
        Route("/favicon.ico", limited(_empty)),
        *(Route(path, limited(_static(one))) for path, one in statics.items()),
    ]
    handlers: dict[Any, Any] = {404: _nothing, 405: _nothing, 500: _nothing}
    return Guarded(Starlette(routes=routes, exception_handlers=handlers), hosts, MOST_BODY)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


async def _object(request: Request) -> dict[str, Any]:
    try:
        found = json.loads(await request.body())
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _refused(why: Refused) -> Response:
    """Return why something was not done: an answer like others, which a phone's console does not call an error; but
    who asks too often is told so by the status."""
    slowly = why is Refused.SLOWLY
    headers = {"retry-after": "2"} if slowly else None
    return JSONResponse({"sebab": why.value, "pesan": WORDS[why]}, 429 if slowly else 200, headers)


def _static(one: Static) -> Callable[[Request], Any]:
    async def static(_request: Request) -> Response:
        return Response(one.content, headers={"content-type": one.kind})

    return static


async def _empty(_request: Request) -> Response:
    return Response(status_code=204)


async def _nothing(_request: Request, error: Exception) -> Response:
    return Response(status_code=getattr(error, "status_code", 500))
