"""The facilitator's side: routes of the page on this machine, behind the page's session. Phones never reach them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from pmprb.jobs.refusals import Refusal
from pmprb.papan.classroom.qr import qr_data
from pmprb.papan.classroom.questions import Lesson, counts_data
from pmprb.papan.classroom.room import Phase, Room, Said
from pmprb.papan.classroom.saved import BOOK, TABLE, Discussed, save_class
from pmprb.papan.clinic import examples
from pmprb.papan.desk import Stopped, Trouble, asked, stop
from pmprb.papan.fill import Opened, instrument_asked, worksheet_on
from pmprb.papan.service.app import asked_of, refusal
from pmprb.papan.service.sessions import Session
from pmprb.papan.work import refused
from pmprb.temuan import has_errors

_NO_LESSON = Trouble("Kelas belum dimulai.", "Pilih instrumen, lalu tekan Mulai kelas.")
_NO_QUESTION = Trouble("Belum ada soal.", "Pilih butir, lalu buka soalnya.")

Asked = Callable[[Request, Session], Any]


class Lead:
    """A class with its room: what the facilitator does to it. `addresses` are where phones find it, best first."""

    def __init__(self, room: Room, addresses: Callable[[], list[str]]) -> None:
        self.room, self._addresses = room, addresses
        self._lesson: Lesson | None = None
        self._discussed: dict[int, Discussed] = {}
        self._lock = threading.Lock()

    def understand(self, item: str, cells: dict[str, Any]) -> Said:
        """Return a participant's answer to an item that was put to them. Raises Stopped for what is none."""
        lesson = self._lesson
        if lesson is None or item not in lesson.instrument.items:
            raise Stopped(_NO_QUESTION)
        return lesson.understood(item, cells)

    def begin(self, session: Session, request: Mapping[str, Any]) -> dict[str, Any]:
        """Begin with a worksheet put on the desk (`berkas`), or a made-up unit (`instrumen`, `contoh`)."""
        with self._lock:
            if asked(request, "berkas", str, ""):
                read = worksheet_on(session.desk("kelas"), request)
                if not isinstance(read, Opened):
                    return {"pilih": read.result}
                submission = read.submission
                self._lesson = Lesson(read.instrument, read.answers, submission.reviewed, submission.unit.name)
            else:
                self._lesson = Lesson.made(instrument_asked(request), asked(request, "contoh", str, "menengah"))
            self.room.withdraw()  # a question of another instrument, or of another unit
            return {**self._lesson.form(), **self.state()}

    def resumed(self) -> dict[str, Any]:
        """Return the lesson that goes on, for a page that was loaded again."""
        return {**self._begun().form(), **self.state()}

    def put(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Put an item to the room, with the case typed."""
        with self._lock:
            lesson, item = self._begun(), asked(request, "butir", str)
            self.room.put(lesson.question(item, asked(request, "kasus", str, "")))
            return self.state()

    def turn(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Close the current question, or open it again."""
        current = self.room.current
        if current is None:
            raise Stopped(_NO_QUESTION)
        if asked(request, "buka", bool):
            self.room.reopen()
        else:
            self.room.close()
        return self.state()

    def discuss(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Show the room its answers beside the right reading (`isi`, as a participant would answer)."""
        with self._lock:
            lesson, current = self._begun(), self.room.current
            if current is None:
                raise Stopped(_NO_QUESTION)
            item = current.shown["id"]
            right = lesson.understood(item, asked(request, "isi", dict))
            if current.phase is Phase.OPEN:
                self.room.close()
            outcome, effects = lesson.outcome(item, current, right)
            shown = current.shown
            self._discussed[current.number] = Discussed(
                current.number, item, shown["kriteria"], shown["kasus"], effects
            )
            self.room.discuss(right.key, outcome)
            return self.state()

    def door(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Lock the door, or open it."""
        self.room.lock(asked(request, "kunci", bool))
        return self.state()

    def empty(self) -> dict[str, Any]:
        """Send everyone out and forget all; the instrument stays."""
        with self._lock:
            self.room.empty()
            self._discussed.clear()
        return self.state()

    def save(self, session: Session, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the file of all questions discussed, as a workbook or as CSV (`bentuk`), for the page to offer."""
        name = {"xlsx": BOOK, "csv": TABLE}.get(asked(request, "bentuk", str, "xlsx"), BOOK)
        with self._lock:
            lesson, desk = self._begun(), session.desk("kelas")
            title, decimals = lesson.instrument.short_title, lesson.instrument.policies.display_decimals
            told = save_class(desk.outputs, title, decimals, list(self._discussed.values()))
            if has_errors(told):
                raise stop(told[0])
            return {"nama": name, "id": session.hand_over(name, desk.outputs / name)}

    def state(self) -> dict[str, Any]:
        """Return all the facilitator's screen shows."""
        room, current = self.room, self.room.current
        addresses = self._addresses()
        shown: dict[str, Any] | None = None
        if current is not None:
            shown = {
                "nomor": current.number,
                "soal": current.shown,
                "tahap": current.phase.value,
                "menjawab": len(current.answers),
                "jawaban": counts_data(current) if current.phase is not Phase.OPEN else [],
                "bahasan": current.discussion if current.phase is Phase.DISCUSSED else None,
            }
        return {
            "versi": room.version,
            "kode": f"{room.code[:3]}-{room.code[3:]}",
            "alamat": addresses,
            "qr": qr_data(f"{addresses[0]}/#{room.code}"),
            "peserta": room.joined,
            "hadir": room.present(),
            "terbanyak": room.most,
            "terkunci": room.locked,
            "dimulai": self._lesson is not None,
            "dibahas": len(self._discussed),
            "kini": shown,
        }

    def _begun(self) -> Lesson:
        if self._lesson is None:
            raise Stopped(_NO_LESSON)
        return self._lesson

    def routes(self, let_in: Callable[[Asked], Callable[[Request], Any]]) -> list[BaseRoute]:
        """Return the routes, each let in by the page's session."""

        def route(path: str, work: Callable[[Session, Mapping[str, Any]], dict[str, Any]]) -> Route:
            async def worked(request: Request, session: Session) -> Response:
                said = await asked_of(request)
                try:
                    return JSONResponse(await asyncio.to_thread(work, session, said))
                except Refusal as error:
                    return refusal(refused(error))

            return Route(f"/kelas/{path}", let_in(worked), methods=["POST"])

        async def look(_request: Request, _session: Session) -> Response:
            return JSONResponse(self.state())

        return [
            Route("/kelas/keadaan", let_in(look)),
            route("daftar", lambda session, _said: dict(examples(session.desk("kelas"), {}).result)),
            route("mulai", self.begin),
            route("lanjut", lambda _session, _said: self.resumed()),
            route("soal", lambda _session, said: self.put(said)),
            route("tahap", lambda _session, said: self.turn(said)),
            route("bahas", lambda _session, said: self.discuss(said)),
            route("pintu", lambda _session, said: self.door(said)),
            route("kosongkan", lambda _session, _said: self.empty()),
            route("simpan", self.save),
        ]
