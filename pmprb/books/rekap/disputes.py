"""Sheet *Perlu Diputus*: items on which verifiers of one unit differ, with room to decide.

What is typed under *Keputusan* and *Alasan* is read by the next run and counts as the TPI's answer. A ruling whose
answers have changed since stands under *Keputusan lama*, and the item is open again.
"""

from __future__ import annotations

from collections.abc import Sequence

from pmprb.books.order import PlacedUnit, name_of
from pmprb.books.rekap.previous import CRITERION, ITEM, UNIT, UNIT_CODE
from pmprb.books.rekap.rulings import EARLIER, EARLIER_REASON, NAME, REASON, RULING
from pmprb.catalog.item import ChoiceItem, Item, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.insight.feedback import answer_words
from pmprb.insight.replies import reply_words
from pmprb.numbers import number_words
from pmprb.office.disputes import SIDE, UNIT_SIDE, side_names
from pmprb.office.model import Consolidation, Dispute, Lapsed, Ruling, Side
from pmprb.records import dataclass
from pmprb.sheets.page import Cell, Column, Page, Table, on_screen, words

OPEN, RULED, AGAIN, NO_MORE, GONE = (
    "belum diputus", "sudah diputus", "perlu dilihat lagi", "sudah tidak berbeda", "unit atau butir tidak ada"
)  # fmt: skip
_NOT_APPLICABLE = "tidak berlaku"
_BY = "Jawaban "
"""How the heading of a verifier's column begins behind which the name stands."""
_PICK = "Pilih dari daftar. Tetap pakai isian ini?"
_LONGEST_LIST = 255
"""Letters that a list of a cell may have in Excel."""


@dataclass(frozen=True)
class _Row:
    """A dispute of a unit, or a ruling that lapsed."""

    unit: PlacedUnit | None
    dispute: Dispute | None
    lapsed: Lapsed | None
    item: str

    @property
    def state(self) -> str:
        if self.dispute is None:
            return GONE if self.lapsed and self.lapsed.gone else NO_MORE
        if self.dispute.ruled is not None:
            return RULED
        return AGAIN if self.dispute.earlier else OPEN

    @property
    def ruling(self) -> Ruling | None:
        return (self.dispute.shown or self.dispute.ruling) if self.dispute else None

    @property
    def earlier(self) -> Ruling | None:
        return self.dispute.earlier if self.dispute else self.lapsed.ruling if self.lapsed else None

    def side(self, number: int) -> Side | None:
        sides = self.dispute.sides if self.dispute else ()
        return sides[number] if number < len(sides) else None


def has_disputes(consolidation: Consolidation) -> bool:
    """Whether there is anything to decide, or a ruling to keep."""
    return bool(consolidation.lapsed) or any(result.disputes for result in consolidation.results)


def choices_of(item: Item, instrument: Instrument, sides: Sequence[str]) -> list[str]:
    """Return what can be picked as a ruling: an item's answers; of counts, whose are right, by the names of the `sides`
    (see `side_names`). A number is typed."""
    if isinstance(item, ChoiceItem):
        labels = list(instrument.scales[item.answer_set].scores)
        return [*labels, _NOT_APPLICABLE] if item.allow_not_applicable else labels
    if isinstance(item, RatioItem):
        return [*sides, UNIT_SIDE]
    return []


def range_words(item: ScaleItem) -> str:
    """Return in words the numbers that can be typed as a ruling on an item of a scale: "0 sampai 4"."""
    return f"{number_words(item.scale.min, 6)} sampai {number_words(item.scale.max, 6)}"


def write_disputes(
    page: Page, consolidation: Consolidation, instrument: Instrument, units: Sequence[PlacedUnit]
) -> Table[_Row]:
    """Write the disputes, those still open first, then the rulings that lapsed."""
    rows = [_Row(unit, one, None, one.item) for unit in units for one in unit.result.disputes]
    rows.sort(key=lambda row: row.state == RULED)
    rows += [_Row(None, None, one, one.item) for one in consolidation.lapsed]
    named = [side_names(row.dispute.sides) for row in rows if row.dispute]
    left = sum(row.state in (OPEN, AGAIN) for row in rows)
    notes = [
        f"{left} butir belum diputus. Para penilai (TPI) berbeda; sampai diputus butirnya dianggap belum diverifikasi. "
        "Pilih Keputusan dan tulis Alasan, simpan, lalu jalankan pmprb gabung lagi: keputusan menjadi jawaban TPI. "
        "Bila jawaban unit atau penilai berubah sesudah itu, keputusannya tidak berlaku diam-diam: perlu dilihat lagi.",
    ]
    earlier = any(row.earlier for row in rows)
    columns = on_screen(lambda text: _columns(instrument, _headings(named), earlier, text))
    table = page.listing(NAME, notes, columns, rows, "Tidak ada.", frozen=3)
    _offer(table, rows, instrument)
    return table


def _headings(named: Sequence[tuple[str, ...]]) -> list[str]:
    """Return the headings of the verifiers' columns: a name where it is the same in every row, else "Penilai 1"."""
    found = []
    for n in range(max(map(len, named), default=0)):
        own, every = f"{SIDE} {n + 1}", {names[n] for names in named if n < len(names)}
        found.append(f"{_BY}{min(every)}" if len(every) == 1 and own not in every else own)
    return found


def _columns(instrument: Instrument, sides: Sequence[str], earlier: bool, text: float) -> list[Column[_Row]]:
    """Return the columns, those of texts in the width of `text`: what a decision needs is to be seen at once."""
    items = instrument.items
    columns: list[Column[_Row]] = [
        Column(UNIT_CODE, 8, lambda r: words(_unit_code(r))),
        Column(UNIT, 20, lambda r: words(_unit(r), "bold")),
        Column(ITEM, 11, lambda r: words(r.item)),
        Column(CRITERION, 1.4 * text, lambda r: words(items[r.item].criterion if r.item in items else "")),
        Column(RULING, 11, lambda r: _ruled(r, items.get(r.item)), "ruling"),
        Column(REASON, text, lambda r: _typed(r.ruling.reason if r.ruling else None)),
        Column("Keadaan", 11, lambda r: words(r.state, "center"), "state"),
        Column("Jawaban unit", 11, lambda r: words(_own(r, items.get(r.item)))),
        *(_side_column(n, heading, instrument, text) for n, heading in enumerate(sides)),
        Column("Tanggapan unit", text, lambda r: words(_reply(r))),
    ]
    if earlier:
        columns += [
            Column(EARLIER, 10, lambda r: words(r.earlier.text if r.earlier else "")),
            Column(EARLIER_REASON, text, lambda r: words(r.earlier.reason if r.earlier else "")),
        ]
    return columns


def _side_column(number: int, heading: str, instrument: Instrument, width: float) -> Column[_Row]:
    """Return the column of what one verifier answered, and why; who it is, where the heading does not say so."""
    items, named = instrument.items, heading.startswith(_BY)
    return Column(heading, width, lambda r: words(_said(r.side(number), items.get(r.item), named)))


def _offer(table: Table[_Row], rows: Sequence[_Row], instrument: Instrument) -> None:
    """Offer each item's answers, and colour what is still open."""
    page, place = table.page, table.at["ruling"]
    for n, row in enumerate(rows, start=table.first):
        item = instrument.items.get(row.item)
        if item is None or row.dispute is None:
            continue
        rule: dict[str, object] = {"input_title": RULING[:32], "error_type": "warning", "error_title": RULING}
        choices = choices_of(item, instrument, side_names(row.dispute.sides))
        if choices and len(",".join(choices)) <= _LONGEST_LIST:
            rule |= {"validate": "list", "source": choices, "error_message": _PICK}
        elif isinstance(item, ScaleItem):
            low, high = float(item.scale.min), float(item.scale.max)
            rule |= {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
            rule |= {"error_message": f"Angka {range_words(item)}. Tetap pakai isian ini?"}
        else:
            continue
        page.sheet.data_validation(n, place, n, place, rule)
    state = (table.first, table.at["state"], table.last, table.at["state"])
    for text, look in ((RULED, "good"), (AGAIN, "bad"), (OPEN, "underway")):
        page.sheet.conditional_format(
            *state, {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": page.theme.mark(look)}
        )


def _unit_code(row: _Row) -> str:
    return row.unit.result.unit.code if row.unit else row.lapsed.unit_code if row.lapsed else ""


def _unit(row: _Row) -> str:
    return name_of(row.unit.result.unit) if row.unit else row.lapsed.unit if row.lapsed else ""


def _own(row: _Row, item: Item | None) -> str:
    if row.unit is None or item is None:
        return ""
    return answer_words(row.unit.result.submission.answers.get(row.item), item)


def _said(side: Side | None, item: Item | None, named: bool) -> str:
    if side is None or item is None:
        return ""
    said = answer_words(side.answer, item)
    said = said if named else f"{side.reviewer or side.file}: {said}"
    return f"{said}\n{side.answer.note}" if side.answer.note else said


def _reply(row: _Row) -> str:
    return reply_words(row.unit.result.replies.get(row.item)) if row.unit else ""


def _ruled(row: _Row, item: Item | None) -> Cell:
    """Return the ruling as it was typed: a number as a number."""
    ruling = row.ruling
    if ruling is not None and isinstance(item, ScaleItem) and ruling.answer is not None:
        return Cell(ruling.answer.value, ("cell", "input", "center"), "General")
    return _typed(ruling.text if ruling else None, "center")


def _typed(value: str | None, *style: str) -> Cell:
    return Cell(value or None, ("cell", "wrap", "input", *(style or ("indent",))))
