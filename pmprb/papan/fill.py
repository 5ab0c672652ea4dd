"""Jobs of the room Isi: a worksheet filled in the page, from nothing or from a file, and saved as one of our own.

Enters: an instrument's id, texts by code, a file put on the desk. Leaves: the form, where the answers stand, an .xlsx.
Nothing is kept on the desk between two calls but the files the user put there: every request brings its answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pmprb import __version__
from pmprb.catalog.model import Instrument
from pmprb.catalog.own_layout import OWN_LAYOUT
from pmprb.engine.answers import Answer, State, Submission, Unit, differ
from pmprb.engine.checks import check_submission, validity_remark
from pmprb.insight.feedback import answer_words
from pmprb.insight.what_if import Side, side_of
from pmprb.jobs.evaluate import Options, evaluate
from pmprb.jobs.inputs import Catalogs, catalogs_at, known_instrument
from pmprb.jobs.templates import worksheet_names
from pmprb.numbers import shown
from pmprb.papan.cells import Typed, answers_typed, filled_data
from pmprb.papan.desk import Answer as Reply
from pmprb.papan.desk import Desk, Job, asked, stop
from pmprb.papan.form import form_data
from pmprb.papan.standing import blank_items, proposed, standing_data, without_evidence
from pmprb.temuan import (
    AnswerWithoutEvidence,
    BlankAnswer,
    CellPos,
    FileNotOnDesk,
    LeftInOriginal,
    ReviewNotFilledHere,
    SavedDiffers,
    SeveralReadings,
    SeveralSheetsFilled,
    SheetWithoutName,
    Temuan,
    finding_for_unit,
    place,
    repair_for_unit,
)
from pmprb.text import one_line
from pmprb.workbook.extras import extras_of, links_of
from pmprb.worksheet.named import names_nothing
from pmprb.worksheet.read import read_submission
from pmprb.worksheet.template.build import build_template

_LONGEST_NAME = 200


# Which instruments there are, and a blank form.


def instruments(_desk: Desk, _request: Mapping[str, Any]) -> Reply:
    """Answer with the instruments that can be filled in and their variants: those of units first, among them those
    with a target to earn, then the newest."""
    catalogs = catalogs_at(None)
    found = [loaded for name in catalogs.ids() if (loaded := catalogs.load(name).value)]
    found.sort(key=lambda one: (one.unit_level != "unit", not one.gate_sets, -one.valid_from, one.id))
    return Reply({"instrumen": [entry for one in found for entry in _entries(one)]})


def _entries(instrument: Instrument) -> Iterable[dict[str, Any]]:
    """Yield an instrument, or each of its variants: the first one is meant where none is named."""
    years = f"sejak {instrument.valid_from}" if instrument.valid_to is None else ""
    known = {
        "tingkat": instrument.unit_level,
        "berlaku": years or f"{instrument.valid_from}–{instrument.valid_to}",
        "butir": len(instrument.items),
        "tahun": instrument.valid_to or "",
    }
    if len(instrument.variants) < 2:
        yield {"id": instrument.id, "judul": instrument.short_title, **known}
        return
    for number, variant in enumerate(instrument.variants):
        name = f"{instrument.id}@{variant.id}" if number else instrument.id
        yield {"id": name, "judul": f"{instrument.short_title}: {variant.title}", **known}


def start(_desk: Desk, request: Mapping[str, Any]) -> Reply:
    """Answer with an instrument's form and where a blank one stands."""
    instrument = instrument_asked(request)
    blank = answers_typed({}, instrument, {}, {})
    return Reply({"formulir": form_data(instrument), "keadaan": _state(blank, instrument)})


def instrument_asked(request: Mapping[str, Any]) -> Instrument:
    """Return the instrument a request names, or the part of it. Raises UnknownInstrument, UnknownVariant, Stopped."""
    catalogs, name = catalogs_at(None), asked(request, "instrumen", str)
    known_instrument(catalogs, name)
    loaded = catalogs.load(name)
    if loaded.value is None:
        raise stop(loaded.temuan[0])
    part = [item for item in asked(request, "bagian", list, []) if isinstance(item, str)]
    named = [item for item in part if item in loaded.value.items]
    return loaded.value.only(named) if named else loaded.value


# Where the answers stand.


def typed_in(request: Mapping[str, Any], instrument: Instrument) -> Typed:
    """Return the answers a request brings: `isi` by code, `bukti` and `catatan` by item."""
    cells, evidence, notes = (asked(request, name, dict, {}) for name in ("isi", "bukti", "catatan"))
    return answers_typed(cells, instrument, evidence, notes)


def evaluated(_desk: Desk, request: Mapping[str, Any]) -> Reply:
    """Answer with score, predicate, gates, what is blank, what is wrong, what lacks evidence."""
    instrument = instrument_asked(request)
    return Reply(_state(typed_in(request, instrument), instrument))


def _state(typed: Typed, instrument: Instrument) -> dict[str, Any]:
    side = side_of(typed.answers, instrument, instrument.policies.blank)
    return {
        **standing_data(side, instrument),
        "kosong": blank_items(side.tree),
        "tanpa_bukti": without_evidence(typed.answers),
        "usul": proposed(typed.answers),
        "temuan": [told(one) for one in _wrong(typed, side, instrument)],
    }


def _wrong(typed: Typed, side: Side, instrument: Instrument) -> list[Temuan]:
    """Return what is wrong with the answers; what is blank or lacks evidence is counted apart."""
    submission = _submission(typed.answers, instrument, Unit(code="", name=""), "")
    apart = (BlankAnswer, AnswerWithoutEvidence)
    checked = [t for t in check_submission(submission, instrument) if not isinstance(t, apart)]
    return list(dict.fromkeys((*typed.temuan, *checked, *side.tree.temuan)))


def told(temuan: Temuan) -> dict[str, str]:
    """Return a temuan for the page's list."""
    return {
        "kode": temuan.code,
        "tingkat": temuan.severity.value,
        "judul": temuan.title,
        "tempat": place(temuan),
        "butir": temuan.node,
        "kalimat": finding_for_unit(temuan),
        "perbaikan": repair_for_unit(temuan),
    }


def _submission(answers: Mapping[str, Answer], instrument: Instrument, unit: Unit, period: str) -> Submission:
    return Submission(
        file="",
        sha256="",
        layout=OWN_LAYOUT,
        instrument=instrument.id,
        catalog_hash=instrument.hash,
        unit=unit,
        shown_name=unit.name,
        period=period,
        answers=answers,
        part=tuple(instrument.items) if instrument.partial else (),
    )


# A file that is there already.


def opened(desk: Desk, request: Mapping[str, Any]) -> Reply:
    """Answer with the form of a worksheet on the desk, filled with what it says, and what cannot be carried over.

    `baca` chooses where a file can be read in several ways: `instrumen`, `tata_letak`, `tahun`, `lembar`, `kolom`.
    """
    read = worksheet_on(desk, request)
    if not isinstance(read, Opened):
        return read
    submission, instrument = read.submission, read.instrument
    answers, review = read.answers, filled_data(submission.reviewed, instrument)
    typed = answers_typed(*_as_typed(answers, instrument))
    return Reply(
        {
            "formulir": form_data(instrument),
            "instrumen": instrument.id,
            "bagian": list(submission.part),
            "unit": {"nama": submission.unit.name, "kode": submission.unit.code},
            "periode": submission.period,
            **filled_data(answers, instrument),
            "tpi": {"isi": review["isi"], "catatan": review["catatan"]},
            "keadaan": _state(typed, instrument),
            "temuan_berkas": [told(one) for one in (*read.left, *_of_file(read.temuan))],
        }
    )


def _as_typed(answers: Mapping[str, Answer], instrument: Instrument) -> tuple[Any, Instrument, Any, Any]:
    data = filled_data(answers, instrument)
    return data["isi"], instrument, data["bukti"], data["catatan"]


def _of_file(temuan: Iterable[Temuan]) -> list[Temuan]:
    """Return what reading noticed of the file itself: the answers are judged anew as they stand in the page."""
    return [t for t in temuan if t.code.startswith("BUKU-") or t.node == ""]


@dataclass(frozen=True)
class Opened:
    """A worksheet read from the desk: `answers` have the addresses behind their evidence; `left` is not carried."""

    submission: Submission
    instrument: Instrument
    answers: Mapping[str, Answer]
    temuan: tuple[Temuan, ...]
    left: tuple[Temuan, ...]


def worksheet_on(desk: Desk, request: Mapping[str, Any]) -> Opened | Reply:
    """Return the worksheet that `berkas` names on the desk, or the answer that says why there is none."""
    name = asked(request, "berkas", str)
    path = desk.path(name)
    if path is None:
        raise stop(FileNotOnDesk(CellPos(workbook=one_line(name)[:_LONGEST_NAME])))
    catalogs = catalogs_at(None)
    outcome = evaluate(name, path, catalogs, _reading(asked(request, "baca", dict, {})))
    if outcome.result is None:
        return _refused(outcome.temuan)
    submission = outcome.result.submission
    if submission.review_of:
        raise stop(ReviewNotFilledHere(CellPos(workbook=name), source=submission.review_of.file))
    instrument = _instrument_of(submission, catalogs)
    answers, lost = _with_links(path, submission, instrument)
    left = _left(path, submission, lost)
    return Opened(submission, instrument, answers, outcome.temuan, left)


def _instrument_of(submission: Submission, catalogs: Catalogs) -> Instrument:
    instrument = catalogs.load(submission.instrument).value
    assert instrument is not None, "a submission names an instrument that was loaded to read it"
    return instrument.only(submission.part) if submission.part else instrument


def _reading(chosen: Mapping[str, Any]) -> Options:
    """Return how a file is to be read, as the user chose among its readings."""
    said = {name: value for name, value in chosen.items() if isinstance(value, str)}
    sheet = said.get("lembar", "")
    return Options(
        instrument=said.get("instrumen", ""),
        layout=said.get("tata_letak", ""),
        year=said.get("tahun", ""),
        sheets=(sheet,) if sheet else (),
        column=said.get("kolom", ""),
    )


_OPTIONS = {
    "--instrumen": "instrumen",
    "--tata-letak": "tata_letak",
    "--tahun": "tahun",
    "--kolom": "kolom",
}


def _refused(temuan: tuple[Temuan, ...]) -> Reply:
    """Return why a file cannot be opened; where it can be read in several ways, which ones there are to choose."""
    choices: list[dict[str, str]] = []
    for one in temuan:
        if isinstance(one, SeveralReadings):
            said = [part.split(" ", 1) for part in one.option.split(" atau ")]
            pairs = zip(one.readings, said, strict=False)
            choices += [{"judul": title, "nama": _OPTIONS[o], "nilai": v} for title, (o, v) in pairs if o in _OPTIONS]
        elif isinstance(one, SeveralSheetsFilled):
            choices += [{"judul": f"lembar {sheet}", "nama": "lembar", "nilai": sheet} for sheet in one.filled]
    if not choices:
        wrong = [one for one in temuan if one.severity.value == "KESALAHAN"] or list(temuan)
        raise stop(wrong[0])
    return Reply({"pilih": choices, "temuan_berkas": [told(one) for one in temuan]})


def _with_links(path: Path, submission: Submission, instrument: Instrument) -> tuple[dict[str, Answer], list[str]]:
    """Return the answers with the addresses that lie behind cells of their rows, and the addresses left out."""
    found = links_of(path)
    answers, lost = dict(submission.answers), list[str]()
    rows: dict[tuple[str, int], str] = {}
    for item in instrument.items:
        at = answers[item].source
        if isinstance(at, CellPos) and at.cell:
            rows.setdefault((at.sheet, int("".join(c for c in at.cell if c.isdigit())) - 1), item)
    for sheet, links in found.items():
        for (row, _), address in sorted(links.items()):
            named = rows.get((sheet, row))
            if named is None:
                lost.append(address)
            elif address not in f"{answers[named].evidence} {answers[named].note}":
                text = f"{answers[named].evidence} {address}".strip()
                answers[named] = replace(answers[named], evidence=text)
    return answers, lost


def _left(path: Path, submission: Submission, links: list[str]) -> tuple[Temuan, ...]:
    """Return what stays in the original file alone (BUKU-261)."""
    things = []
    if submission.layout != OWN_LAYOUT:
        things.append("tampilan dan rumus formulir asalnya")
    if submission.national:
        things.append(f"{len(submission.national)} jawaban TPN")
    if asked_of := sum(answer.respondents > 0 for answer in submission.answers.values()):
        things.append(f"jawaban tiap responden survei ({asked_of} butir; rata-ratanya terbawa)")
    if submission.reviewers:
        things.append("nama penilai TPI")
    extras = extras_of(path)
    if notes := sum(len(one.notes) for one in extras.values()):
        things.append(f"{notes} komentar sel")
    if drawn := sum(len(one.drawn) for one in extras.values()):
        things.append(f"{drawn} gambar atau kotak teks")
    if links:
        things.append(f"{len(links)} tautan di luar baris butir")
    if not things:
        return ()
    return (LeftInOriginal(CellPos(workbook=submission.file), things=tuple(things)),)


# The worksheet as a file.


def saved(_desk: Desk, request: Mapping[str, Any]) -> Reply:
    """Answer with the filled worksheet as an .xlsx, read again before it is handed over. Raises Stopped."""
    instrument = instrument_asked(request)
    unit, period = _unit(request), one_line(asked(request, "periode", str, ""))[:40]
    if not period:
        raise stop(SheetWithoutName(CellPos(workbook=""), what="Periode"))
    typed = typed_in(request, instrument)
    review = asked(request, "tpi", dict, {})
    cells, notes = (asked(review, name, dict, {}) for name in ("isi", "catatan"))
    reviewed = answers_typed(cells, instrument, {}, notes).answers
    submission = _submission(typed.answers, instrument, unit, period).model_copy(
        update={
            "reviewed": {item: answer for item, answer in reviewed.items() if answer.state is not State.BLANK},
            "modified": datetime.now(UTC).isoformat(timespec="seconds"),
        }
    )
    content = build_template(instrument, unit, period, submission, version=__version__)
    name = worksheet_names(instrument.id, period, [unit])[0]
    side = _read_again(_desk, name, content, submission, instrument)
    return Reply(
        {
            "nama": name,
            "nilai": shown(side.tree.total.points) if side.tree.total.answered else "–",
            "terisi": side.tree.total.answered,
            "butir": side.tree.total.items,
            "temuan": [told(one) for one in validity_remark(instrument, period)],
        },
        {name: content},
    )


def _unit(request: Mapping[str, Any]) -> Unit:
    given = asked(request, "unit", dict)
    name, code = (one_line(asked(given, key, str, ""))[:_LONGEST_NAME] for key in ("nama", "kode"))
    if names_nothing(name):
        raise stop(SheetWithoutName(CellPos(workbook=""), what="Nama unit"))
    return Unit(code=code, name=name)


def _read_again(desk: Desk, name: str, content: bytes, meant: Submission, instrument: Instrument) -> Side:
    """Return where the saved file stands as it is read; raise BUKU-264 where it says anything else than was meant."""
    path = desk.outputs / name
    path.write_bytes(content)
    try:
        catalogs = catalogs_at(None)
        read = read_submission(path, catalogs.load, catalogs.ids(), name=name)
    finally:
        path.unlink()
    if read.value is None:
        raise stop(read.temuan[-1])
    for item, answer in meant.answers.items():
        if differ(answer, read.value.answers.get(item)) and answer.state is not State.INVALID:
            seen = answer_words(read.value.answers.get(item), instrument.items[item])
            wanted = answer_words(answer, instrument.items[item])
            raise stop(SavedDiffers(CellPos(workbook=name), item, wanted=wanted, seen=seen))
    return side_of(read.value.answers, instrument, instrument.policies.blank)


JOBS: Mapping[str, Job] = {
    "isi.daftar": instruments,
    "isi.mulai": start,
    "isi.buka": opened,
    "isi.nilai": evaluated,
    "isi.simpan": saved,
}
