"""Sheets *Riwayat Unit*, *Unit Berubah*, *Kriteria Berubah*, *Janji* and *Temuan*."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from pmprb.books.order import name_of
from pmprb.books.rekap.previous import TypedGap
from pmprb.books.trend.changes import KINDS, LOOKS, OUTCOMES, UNJUDGED, WHY, between, plain_value, units_text
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer
from pmprb.insight.feedback import answer_words
from pmprb.insight.trend.model import HistoryRow, ItemLink, KeptPromise, Outcome, Promise, Trend, UnitFate
from pmprb.period import due_named
from pmprb.sheets.page import Cell, Column, Page, Table, count, figure, label, words
from pmprb.sheets.theme import DATE
from pmprb.temuan import Folded, Severity, Temuan, fold, folded_sentence

# What was typed for a gap, as a promise: the person, the date where one can be read, the status.


_EPOCH = date(1899, 12, 30)


def promise_of(row: TypedGap, year: int | None = None) -> Promise:
    """Return a typed row as a promise; `made` is set by who knows the period, `year` is that of the rekap."""
    return Promise(
        made=0,
        unit_code=row.unit_code,
        unit=row.unit,
        item=row.item,
        pic=_text(row.pic),
        due=due_named(row.due, year),
        due_text=_text(row.due),
        status=_text(row.status),
    )


def _text(value: str | float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def serial_of(day: date) -> int:
    """Return a date as a sheet counts it."""
    return (day - _EPOCH).days


Row = TypeVar("Row")
_LOOK = {Severity.KESALAHAN: "bad", Severity.PERINGATAN: "underway", Severity.CATATAN: "unanswered"}
_FIXED = 2


def write_history(page: Page, trend: Trend) -> Table[HistoryRow]:
    """Write every unit through the periods: shares with their colours, the change, then points."""
    theme, periods, last = page.theme, list(enumerate(trend.periods)), len(trend.periods) - 1
    columns: list[Column[HistoryRow]] = [
        Column("Kode Unit", 10, lambda r: words(r.unit.code)),
        Column("Unit", 40, lambda r: words(name_of(r.unit), "bold")),
        *(Column(f"{p.label}, %", 12, _share_cell(n, theme.share), f"share{n}") for n, p in periods),
        Column("Selisih", 10, lambda r: _span(r, theme.signed_share, f"={{share{last}}}{{row}}-{{share0}}{{row}}")),
        Column("Arah", 12, _arrows),
        *(
            Column(f"{p.label}, poin", 11, _points_cell(n, theme.points), f"points{n}")
            for n, p in enumerate(trend.periods)
        ),
    ]
    notes = [
        "Nilai tiap unit sebagaimana tertulis dalam tiap rekap. Unit gabungan atau pecahan mulai dari barisnya "
        "sendiri; unit yang tidak ada lagi tetap terdaftar di bawah. Arah: ▲ naik, ▼ turun, = tetap, dari periode ke "
        "periode."
    ]
    table = _table(page, "Riwayat Unit", notes, columns, trend.history, "Tidak ada unit.")
    page.colour_scale(table, "share0", f"share{last}")
    return table


def _share_cell(period: int, num: str) -> Callable[[HistoryRow], Cell]:
    def cell(row: HistoryRow) -> Cell:
        if row.unrated[period]:
            return figure(None, num)
        return plain_value(row.shares[period], num, "center")

    return cell


def _points_cell(period: int, num: str) -> Callable[[HistoryRow], Cell]:
    def cell(row: HistoryRow) -> Cell:
        return figure(None, num) if row.unrated[period] else plain_value(row.points[period], num)

    return cell


def _span(row: HistoryRow, num: str, formula: str) -> Cell:
    start, end = row.shares[0], row.shares[-1]
    if start is None or end is None:
        return label("–", "muted")
    return Cell(end - start, ("cell", "bold"), num, formula)


def _arrows(row: HistoryRow) -> Cell:
    signs = []
    for before, after in pairwise(row.shares):
        signs.append(
            "·" if before is None or after is None else "▲" if after > before else "▼" if after < before else "="
        )
    return label(" ".join(signs))


@dataclass(frozen=True)
class _Changed:
    """A unit that is not what it was."""

    pair: str
    kind: UnitFate
    code: str
    name: str
    origin: str
    before: Fraction | None
    now: Fraction | None
    remark: str


def write_family(page: Page, trend: Trend) -> None:
    """Write the units that are new, joined, parted, renamed, gone, or have nothing to compare."""
    rows = _changed(trend)
    share = page.theme.share
    columns: list[Column[_Changed]] = [
        Column("Dari – ke", 15, lambda r: label(r.pair, "shrink")),
        Column("Keadaan unit", 18, lambda r: label(KINDS[r.kind], "muted" if r.kind is UnitFate.SAME else "underway")),
        Column("Kode Unit", 11, lambda r: words(r.code)),
        Column("Unit", 40, lambda r: words(r.name, "bold")),
        Column("Unit asal", 48, lambda r: words(r.origin)),
        Column("Capaian dahulu", 12, lambda r: plain_value(r.before, share)),
        Column("Capaian kini", 12, lambda r: plain_value(r.now, share)),
        Column("Keterangan", 40, lambda r: words(r.remark)),
    ]
    notes = [
        "Unit asal menurut kolom pendahulu pada daftar unit, lalu kode, lalu nama atau alias. Pembanding unit "
        "gabungan adalah rata-rata sederhana capaian unit asalnya. Unit yang tidak ada lagi tidak ikut peringkat "
        "mana pun."
    ]
    _table(page, "Unit Berubah", notes, columns, rows, "Semua unit tetap.")


def _changed(trend: Trend) -> list[_Changed]:
    found = []
    for pair in trend.pairs:
        name = between(pair, trend)
        for one in pair.units:
            if one.kind is UnitFate.SAME and one.why is None:
                continue
            before = one.total.share.old if one.total.share else None
            remark = WHY[one.why] if one.why else ""
            left = tuple(unit for unit in one.predecessors if unit not in one.base) if one.base else ()
            if left:
                remark = f"{units_text(left)} belum dinilai, tidak ikut rata-rata"
            origin = units_text(one.predecessors)
            unit = one.unit
            found.append(_Changed(name, one.kind, unit.code, name_of(unit), origin, before, one.share, remark))
        for gone in pair.gone:
            remark = "tidak disebut sebagai asal unit mana pun" if gone.kind is UnitFate.DISSOLVED else "terdaftar"
            unit = gone.unit
            found.append(_Changed(name, gone.kind, unit.code, name_of(unit), "", gone.share, None, remark))
    return found


def write_criteria(page: Page, trend: Trend) -> None:
    """Write the items that differ between the catalogs of a pair."""
    rows = [(between(pair, trend), link) for pair in trend.pairs for link in pair.links]
    points = page.theme.points
    columns: list[Column[tuple[str, ItemLink]]] = [
        Column("Dari – ke", 15, lambda r: label(r[0], "shrink")),
        Column("Butir lama", 20, lambda r: words(" + ".join(r[1].olds) or "–")),
        Column("Butir baru", 20, lambda r: words(r[1].new or "–")),
        Column("Kriteria", 60, lambda r: words(r[1].criterion)),
        Column("Bobot lama", 10, lambda r: plain_value(r[1].old_weight, points)),
        Column("Bobot baru", 10, lambda r: plain_value(r[1].new_weight, points)),
        Column("Cara dibawa", 44, lambda r: words(_way(r[1]))),
    ]
    notes = ["Butir yang berbeda di antara kedua katalog: inilah isi bagian Kriteria berubah."]
    _table(page, "Kriteria Berubah", notes, columns, rows, "Kriteria tidak berubah.")


def _way(link: ItemLink) -> str:
    if not link.olds:
        return "butir baru: pengaruhnya seluruhnya masuk Kriteria berubah"
    if not link.new:
        return "tanpa penerus: tidak dinilai lagi"
    return (
        "jawaban lama dinilai dengan skala baru" if link.by_answer else "capaian lama dibawa (skala atau susunan lain)"
    )


LATE, ON_TIME = "ya", "tidak"


def write_promises(page: Page, trend: Trend, instruments: Sequence[Instrument]) -> Table[KeptPromise]:
    """Write what was promised and what the newest rekap shows of it."""
    newest = instruments[-1]
    columns: list[Column[KeptPromise]] = [
        Column("Unit", 28, lambda r: words(r.unit, "bold")),
        Column("Kode", 12, lambda r: words(r.item)),
        Column("PIC", 18, lambda r: words(r.promise.pic)),
        Column("Tenggat", 12, _due),
        Column("Status tertulis", 12, lambda r: label(r.promise.status, "wrap")),
        Column("Hasil", 15, lambda r: label(OUTCOMES[r.outcome], "wrap", LOOKS[r.outcome]), "outcome"),
        Column("Lewat tenggat", 10, _late),
        Column("Kriteria", 38, lambda r: words(r.criterion)),
        Column("Jawaban saat itu", 24, lambda r: words(_words(r.before, instruments))),
        Column("Jawaban kini", 24, lambda r: words(_words(r.after, (newest,)))),
        Column("Keterangan", 34, lambda r: words(_remark(r))),
        Column("Area", 22, lambda r: words(r.area)),
        Column("Dijanjikan pada", 12, lambda r: label(trend.periods[r.promise.made].label, "wrap")),
    ]
    judged = f"Lewat tenggat dinilai per {trend.judged_on:%d/%m/%Y}." if trend.judged_on else (
        "Lewat tenggat tidak dinilai: sebutkan tanggalnya dengan --tanggal."
    )  # fmt: skip
    notes = [
        "PIC, Tenggat, dan Status dari lembar Kesenjangan rekap-rekap sebelumnya. Selesai: kini penuh atau "
        f"jawabannya lebih baik; sebagian: angkanya naik tetapi belum penuh. {judged}"
    ]
    return _table(page, "Janji dan Hasilnya", notes, columns, trend.promises, "Tidak ada isian PIC atau tenggat.")


def _due(row: KeptPromise) -> Cell:
    due = row.promise.due
    if due is not None:
        return Cell(serial_of(due), ("cell", "center"), DATE)
    return label(row.promise.due_text, "wrap")


def _late(row: KeptPromise) -> Cell:
    if row.overdue is None:
        return label("–", "muted")
    return label(LATE, "bad") if row.overdue else label(ON_TIME)


def _words(answer: Answer | None, instruments: Sequence[Instrument]) -> str:
    for instrument in instruments:
        if answer is not None and answer.item in instrument.items:
            return answer_words(answer, instrument.items[answer.item])
    return "–"


def _remark(row: KeptPromise) -> str:
    if row.why is not None:
        return UNJUDGED[row.why]
    said = []
    if row.claimed:
        said.append("status menyebut selesai, belum tampak pada jawaban")
    if row.promise.due is None and row.promise.due_text:
        said.append("tenggat tidak terbaca sebagai tanggal")
    before, after = row.before_share, row.after_share
    if row.outcome is Outcome.NOT and before is not None and after is not None and after < before:
        said.append("jawaban menurun")
    return "; ".join(said)


def write_trend_findings(page: Page, trend: Trend, sentences: Callable[[Temuan], str]) -> None:
    """Write everything the comparison noticed, KESALAHAN first."""
    columns: list[Column[Folded]] = [
        Column("Tingkat", 13, lambda f: label(f.severity.value, _LOOK[f.severity])),
        Column("Kode", 10, lambda f: label(f.code)),
        Column("Berkas", 34, lambda f: words(f.workbook)),
        Column("Jumlah", 8, lambda f: count(f.count)),
        Column("Temuan", 100, lambda f: words(sentences(f.first) if f.count == 1 else folded_sentence(f))),
    ]
    _table(page, "Temuan", [], columns, fold(trend.temuan), "Tidak ada temuan.")


def _table(
    page: Page, title: str, notes: list[str], columns: Sequence[Column[Row]], rows: Sequence[Row], empty: str
) -> Table[Row]:
    """Write a sheet of one table whose first columns name the unit."""
    return page.listing(title, notes, columns, rows, empty, frozen=_FIXED)
