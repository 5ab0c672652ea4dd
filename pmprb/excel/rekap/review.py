"""Sheet *Verifikasi*: the unit's own answers beside the verifier's (TPI), neither overwritten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pmprb.answers.model import Answer, State
from pmprb.catalog.model import Instrument
from pmprb.consolidation.model import UnitResult
from pmprb.excel.rekap.order import Placed, answer_words
from pmprb.excel.rekap.page import Cell, Column, Page, count, figure, words

_NONE = "Belum ada jawaban TPI pada lembar kerja mana pun."


@dataclass(frozen=True)
class _Total:
    """A verified unit: its totals, and the points of both sides over the items the verifier answered."""

    unit: Placed
    verified: int
    differing: int
    own: Fraction
    review: Fraction


@dataclass(frozen=True)
class _Difference:
    """An item whose two answers differ."""

    unit: Placed
    item: str
    own: Answer | None
    review: Answer
    own_points: Fraction
    review_points: Fraction | None


def write_review(page: Page, instrument: Instrument, units: Sequence[Placed]) -> None:
    """Write the totals of verified units, then every item on which unit and verifier differ."""
    verified = [unit for unit in units if unit.result.reviewed is not None and unit.result.submission.reviewed]
    differences = [d for unit in verified for d in _differences(unit, instrument)]
    totals = [_total(unit, instrument, differences) for unit in verified]
    widths = [11.0, 30, 13, 24, 40, 18, 18, 11, 11, 11, 32, 32]
    notes = [
        f"{len(verified)} dari {len(units)} unit memuat jawaban TPI. Nilai TPI: rata-rata butir yang diverifikasi "
        "dikalikan bobot sub; sub tanpa verifikasi tidak ikut. Butir sama: poin kedua pihak hanya pada butir yang "
        "dijawab TPI, sehingga setara; Selisih = TPI dikurangi mandiri.",
    ]
    if not verified:
        notes = [_NONE]
    page.widths(widths)
    top = page.head("Verifikasi", notes, widths, span=190)
    page.put(top + 1, 0, Cell("Nilai per unit", ("section",)))
    last = page.table(top + 2, _total_columns(page), totals, _NONE, fold=False)
    page.put(last + 2, 0, Cell("Butir yang jawabannya berbeda", ("section",)))
    empty = "Tidak ada jawaban yang berbeda." if verified else _NONE
    page.table(last + 3, _item_columns(page, instrument), differences, empty)
    page.sheet.freeze_panes(1, 2)
    page.print_setup(None)


def _differences(unit: Placed, instrument: Instrument) -> Iterator[_Difference]:
    result = unit.result
    for item in instrument.items:
        review = result.submission.reviewed.get(item)
        if review is None or review.state is State.BLANK:
            continue
        own = result.submission.answers.get(item)
        if own is not None and _said(own) == _said(review):
            continue
        yield _Difference(unit, item, own, review, _own(result, instrument, item), _reviewed(result, instrument, item))


def _said(answer: Answer) -> tuple[object, ...]:
    return (answer.state, answer.choice, answer.value, answer.counts)


def _own(result: UnitResult, instrument: Instrument, item: str) -> Fraction:
    return (result.tree.items[item].score or Fraction(0)) * instrument.item_weight(item)


def _reviewed(result: UnitResult, instrument: Instrument, item: str) -> Fraction | None:
    score = result.reviewed.items[item].score if result.reviewed else None
    return None if score is None else score * instrument.item_weight(item)


def _total(unit: Placed, instrument: Instrument, differences: Sequence[_Difference]) -> _Total:
    items = [item for item in instrument.items if _reviewed(unit.result, instrument, item) is not None]
    return _Total(
        unit,
        len(items),
        sum(d.unit is unit for d in differences),
        sum((_own(unit.result, instrument, item) for item in items), Fraction(0)),
        sum((_reviewed(unit.result, instrument, item) or Fraction(0) for item in items), Fraction(0)),
    )


def _total_columns(page: Page) -> list[Column[_Total]]:
    theme = page.theme
    return [
        Column("Kode Unit", 0, lambda r: words(r.unit.result.unit.code)),
        Column("Unit", 0, lambda r: words(r.unit.name, "bold")),
        Column("Butir diverifikasi", 0, lambda r: _of(r.verified, len(r.unit.result.tree.items))),
        Column("Butir berbeda", 0, lambda r: count(r.differing)),
        Column("Keterangan", 0, lambda r: words(_remark(r))),
        Column("Nilai mandiri (semua butir)", 0, lambda r: figure(_self_total(r.unit), theme.points)),
        Column("Nilai TPI (butir terverifikasi)", 0, lambda r: figure(_review_total(r.unit), theme.points)),
        Column("Mandiri, butir sama", 0, lambda r: figure(r.own, theme.points)),
        Column("TPI, butir sama", 0, lambda r: figure(r.review, theme.points)),
        Column("Selisih", 0, lambda r: Cell(r.review - r.own, ("cell", "bold"), theme.signed, "=I{row}-H{row}")),
    ]


def _of(number: int, total: int) -> Cell:
    return Cell(number, ("cell", "center"), f'0" dari {total}"')


def _self_total(unit: Placed) -> Fraction | None:
    return unit.result.tree.total.points if unit.standing else None


def _review_total(unit: Placed) -> Fraction | None:
    reviewed = unit.result.reviewed
    return reviewed.total.points if reviewed and reviewed.total.answered else None


def _remark(total: _Total) -> str:
    if total.review == total.own:
        return "Poin kedua pihak sama." if total.verified else "Belum ada jawaban TPI yang dapat dinilai."
    return "TPI menilai lebih rendah." if total.review < total.own else "TPI menilai lebih tinggi."


def _item_columns(page: Page, instrument: Instrument) -> list[Column[_Difference]]:
    theme, items = page.theme, instrument.items
    return [
        Column("Kode Unit", 0, lambda r: words(r.unit.result.unit.code)),
        Column("Unit", 0, lambda r: words(r.unit.name, "bold")),
        Column("Kode", 0, lambda r: words(r.item)),
        Column("Area", 0, lambda r: words(instrument.area_of(r.item).title)),
        Column("Kriteria", 0, lambda r: words(items[r.item].criterion)),
        Column("Jawaban mandiri", 0, lambda r: words(answer_words(r.own, items[r.item]))),
        Column("Jawaban TPI", 0, lambda r: words(answer_words(r.review, items[r.item]))),
        Column("Poin mandiri", 0, lambda r: figure(r.own_points, theme.points)),
        Column("Poin TPI", 0, lambda r: figure(r.review_points, theme.points)),
        Column("Selisih", 0, lambda r: _gap(r, theme.signed)),
        Column(
            "Bukti dukung unit",
            0,
            lambda r: Cell(r.own.evidence if r.own else "", ("cell", "wrap", "indent"), link=True),
        ),
        Column("Catatan TPI", 0, lambda r: words(r.review.note)),
    ]


def _gap(row: _Difference, num: str) -> Cell:
    if row.review_points is None:
        return words("–", "muted", "center")
    return Cell(row.review_points - row.own_points, ("cell", "bold"), num, "=I{row}-H{row}")
