"""Jobs of the room Rekap that make workbooks to be filled in: worksheets, review workbooks, registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmprb.engine.answers import Unit
from pmprb.jobs.output import Permission
from pmprb.jobs.templates import (
    ReviewRequest,
    SheetsMade,
    WorksheetRequest,
    make_reviews,
    make_worksheets,
    write_empty_register,
)
from pmprb.papan import rekap_data as data
from pmprb.papan.desk import Answer, Desk, Job, Stopped, Trouble, asked
from pmprb.papan.named import file_of, fresh, period_of, watching
from pmprb.papan.round import kept
from pmprb.papan.zipped import zipped
from pmprb.text import one_line, slug
from pmprb.worksheet.register import register_workbook


def templates(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """Answer with a blank worksheet for each unit of a register, in one .zip. The request says: instrumen, periode,
    daftar (a file)."""
    register = file_of(desk, request, "daftar")
    instrument, period = one_line(asked(request, "instrumen", str))[:80], period_of(request)
    if register is None:
        raise Stopped(
            Trouble("Daftar unitnya belum dipilih.", "Pilih daftar-unit.xlsx, atau simpan dahulu yang kosong.")
        )
    if not period:
        raise Stopped(Trouble("Periodenya belum ditulis.", "Tulis periodenya, misalnya 2026."))
    folder = fresh(desk.outputs / "templat")
    made = make_worksheets(WorksheetRequest(instrument, period, folder, register), watching(desk))
    return _handed(made, f"lembar-{slug(instrument, 40)}-{slug(period, 40)}.zip")


def reviews(desk: Desk, _request: Mapping[str, Any]) -> Answer:
    """Answer with a review workbook for each worksheet of the rekap that was made, in one .zip."""
    done = kept(desk)
    asked_for = done.request
    folder = fresh(desk.outputs / "lembar-tpi")
    made = make_reviews(
        ReviewRequest(
            asked_for.sources,
            folder,
            asked_for.register,
            done.consolidation.period,
            asked_for.duplicates,
            reviews=asked_for.reviews,
        ),
        watching(desk),
    )
    return _handed(made, f"lembar-tpi-{slug(done.instrument.id, 40)}.zip")


def _handed(made: SheetsMade, name: str) -> Answer:
    told = (*made.register, *made.temuan)
    result = {"ditulis": made.written or 0, "temuan": data.temuan_rows(told, {})}
    return Answer(result, {name: zipped(made.target)} if made.written else {})


def register(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """Answer with a register of units: the one proposed from the rekap's files (`usulan`), or an empty one."""
    if not asked(request, "usulan", bool, False):
        path = fresh(desk.outputs / "daftar-unit.xlsx")
        told = write_empty_register(path, Permission())
        return Answer({"unit": 0, "temuan": data.temuan_rows(told, {})}, {"daftar-unit.xlsx": path})
    units = proposed(kept(desk).units_sent())
    return Answer({"unit": len(units), "temuan": []}, {"daftar-unit.xlsx": register_workbook(units)})


def proposed(sent: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Return the units that sent something as a register: each once, one without a code numbered ("U01")."""
    once = {unit.key: unit for unit in sent if unit.key}
    taken, units, number = {unit.code.casefold() for unit in once.values()}, [], 0
    for unit in sorted(once.values(), key=lambda one: (one.code, one.name)):
        code = unit.code.strip()
        while not code:
            number += 1
            code = "" if f"u{number:02}" in taken else f"U{number:02}"
        units.append(unit.model_copy(update={"code": code, "name": unit.name.strip() or code}))
    return tuple(units)


JOBS: Mapping[str, Job] = {
    "rekap.templat": templates,
    "rekap.lembar_tpi": reviews,
    "rekap.daftar": register,
}
