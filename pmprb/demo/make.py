"""The whole run of the demo: register, worksheets of both instruments, consolidation.

Enters: a folder. Leaves: the files in it and what to say about them.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from pmprb import __version__
from pmprb.catalog.item import ChoiceItem
from pmprb.catalog.model import Instrument
from pmprb.demo import faults
from pmprb.demo.filling import REVIEWS, fill, retold, review
from pmprb.demo.followed import Followed, make_followed
from pmprb.demo.regency import NAME, period_of, units
from pmprb.engine.answers import State, Submission, Unit
from pmprb.jobs.evaluate import Sources, Worksheets, read_worksheets
from pmprb.jobs.inputs import Catalogs
from pmprb.jobs.output import OutputGate, Permission, output_gate
from pmprb.jobs.pool import Stage, Tick, Watch, processes, unwatched
from pmprb.jobs.rekap import RekapRequest, make_rekap
from pmprb.jobs.templates import review_sheets
from pmprb.jobs.typed import filled_template
from pmprb.office.model import Consolidation
from pmprb.office.register import Register
from pmprb.temuan import OldFileKept, Temuan, has_errors
from pmprb.text import slug
from pmprb.worksheet.register import register_workbook
from pmprb.worksheet.template.build import build_template


@dataclass(frozen=True)
class Made:
    """One instrument's part of the demo: the folders of worksheets and of reviews, the workbook, its consolidation.

    `kept` tell the copies of files that somebody had filled in, `followed` is the round of some units that is made of
    the first instrument.
    """

    instrument: Instrument
    sheets: Path
    reviews: Path
    rekap: Path
    consolidation: Consolidation
    kept: tuple[Temuan, ...] = ()
    followed: Followed | None = None


def worksheet(unit: Unit, instrument: Instrument, all_units: tuple[Unit, ...]) -> dict[str, bytes]:
    """Return the files a unit hands in, by name: none when late, two when it sent twice."""
    if unit.code in faults.LATE:
        return {}
    stem = f"{slug(unit.code)}_{slug(unit.name)}"
    period = period_of(instrument)
    submission = fill(unit, instrument, period, f"{period}-03-{10 + int(unit.code[0]):02d}T09:00:00Z")
    if unit.code == faults.WRONG_YEAR:
        submission = submission.model_copy(update={"period": str(int(period) - 1)})
    if unit.code in faults.COPIED:
        origin = next(u for u in all_units if u.code == faults.COPIED[unit.code])
        copied = fill(origin, instrument, period, submission.modified)
        submission = submission.model_copy(update={"answers": copied.answers})
    if unit.code == faults.STRAIGHT:
        submission = _straight(submission, instrument)
    submission = retold(submission, instrument)
    files = {f"{stem}.xlsx": faults.spoil(unit.code, _built(submission, instrument), instrument)}
    if unit.code == faults.TWICE:
        again = fill(unit, instrument, period, f"{period}-03-20T15:30:00Z", start_again=True)
        files[f"{stem} (revisi).xlsx"] = _built(again, instrument)
    return files


def _built(submission: Submission, instrument: Instrument) -> bytes:
    return build_template(instrument, submission.unit, submission.period, submission, version=__version__)


def _straight(submission: Submission, instrument: Instrument) -> Submission:
    """Return the submission with the best option everywhere and no evidence."""
    answers = dict(submission.answers)
    for item in instrument.items.values():
        if isinstance(item, ChoiceItem):
            best = instrument.scales[item.answer_set].options[0].label
            answers[item.id] = replace(answers[item.id], state=State.GIVEN, choice=best)
        answers[item.id] = replace(answers[item.id], evidence="")
    return submission.model_copy(update={"answers": answers})


def _unit_files(job: tuple[Unit, str]) -> dict[str, bytes]:
    """Return one unit's files; a function of its own so that another process can run it."""
    unit, instrument_id = job
    instrument = Catalogs().load(instrument_id).value
    assert instrument is not None, "the packaged catalogs load"
    return worksheet(unit, instrument, units())


def unit_instruments(catalogs: Catalogs) -> list[Instrument]:
    """Return the instruments that units fill and that the demo shows, newest regulation first."""
    loaded = [catalogs.load(name).value for name in catalogs.ids()]
    return sorted((i for i in loaded if i and i.unit_level == "unit" and i.demo), key=lambda i: (-i.valid_from, i.id))


_ANEW = Permission(overwrite=True)


class Kept(Exception):
    """Raised when a file of the demo was filled in by somebody, or is being written: `temuan` name it."""

    def __init__(self, temuan: Sequence[Temuan]) -> None:
        super().__init__()
        self.temuan = tuple(temuan)


def make_demo(folder: Path, watch: Watch = unwatched, workers: int = 2, permission: Permission = _ANEW) -> list[Made]:
    """Write the synthetic regency's files into `folder` and return what was made, an entry an instrument.

    Raises Kept for a file that people typed into, unless it may be replaced; OSError when one cannot be written.
    """
    with output_gate(folders=[folder], permission=permission) as gate:
        if gate.refused:
            raise Kept(gate.temuan)
        folder.mkdir(parents=True, exist_ok=True)
        kept = _put(gate, folder / "daftar-unit.xlsx", register_workbook(units()))
        instruments = unit_instruments(Catalogs())
        with watch(Stage.MAKE, len(units()) * len(instruments)) as tick, processes(workers) as pool:
            made = [
                _made(folder, instrument, gate, pool, tick, instrument is instruments[0]) for instrument in instruments
            ]
    return [replace(made[0], kept=(*kept, *made[0].kept)), *made[1:]]


def _put(gate: OutputGate, path: Path, content: bytes) -> tuple[Temuan, ...]:
    """Write a file; return what was noticed."""
    if path.is_file() and path.read_bytes() == content:
        return ()  # as it was made: also what nobody can open any more
    told = gate.put_bytes(path, content, filled_template)
    if has_errors(told):
        raise Kept(told)
    return told


def _made(folder: Path, instrument: Instrument, gate: OutputGate, pool: Executor, tick: Tick, follow: bool) -> Made:
    """Write one instrument's worksheets, reviews and rekap."""
    sheets, reviews = folder / f"lembar-{instrument.id}", folder / f"tpi-{instrument.id}"
    kept = _write_sheets(sheets, instrument, gate, pool, tick)
    rekap = folder / f"rekap-{instrument.id}.xlsx"
    request = RekapRequest(
        Sources((sheets,)),
        rekap,
        register=folder / "daftar-unit.xlsx",
        period=period_of(instrument),
        duplicates="terbaru",
        instansi=NAME,
        reviews=(reviews,),
        overwrite=True,
        replace_filled=gate.permission.replace_filled,
    )
    worksheets = read_worksheets(request.sources)
    kept += _review(worksheets, reviews, instrument, gate)
    made = make_rekap(request, worksheets=worksheets)
    if made.consolidation is None:
        raise Kept(made.outputs)
    kept += [t for t in made.carried if isinstance(t, OldFileKept)]
    followed = None
    if follow:

        def put(path: Path, content: bytes) -> None:
            kept.extend(_put(gate, path, content))

        followed = make_followed(folder, instrument, worksheets, reviews, period_of(instrument), put)
    return Made(instrument, sheets, reviews, rekap, made.consolidation, tuple(kept), followed)


_BESIDES = {
    "~$1.01_Dinas-Pendidikan.xlsx": b"\x00" * 165,
    "surat-pengantar.pdf": b"%PDF-1.4\n%contoh berkas lain di folder\n",
}


def _write_sheets(folder: Path, instrument: Instrument, gate: OutputGate, pool: Executor, tick: Tick) -> list[Temuan]:
    """Write what the units hand in, and what else lies in such a folder; return what was noticed."""
    regency, noticed = units(), list[Temuan]()
    folder.mkdir(exist_ok=True)
    jobs = [(unit, instrument.id) for unit in regency]
    for unit, files in zip(regency, pool.map(_unit_files, jobs, chunksize=4), strict=True):
        for name, content in files.items():
            noticed += _put(gate, folder / name, content)
        tick(unit.name)
    for name, content in _BESIDES.items():
        gate.put_bytes(folder / name, content)
    return noticed


def _review(worksheets: Worksheets, folder: Path, instrument: Instrument, gate: OutputGate) -> list[Temuan]:
    """Write the review workbooks that the verifiers hand back; return what was noticed."""
    folder.mkdir(exist_ok=True)
    register, noticed = Register(units()), list[Temuan]()
    for sheet in review_sheets(worksheets.outcomes, instrument, register, period_of(instrument), "terbaru").value or ():
        if sheet.unit.code in REVIEWS:
            answered = replace(sheet, submission=review(sheet.unit, sheet.submission, instrument))
            noticed += _put(gate, folder / sheet.name, answered.content())
    return noticed
