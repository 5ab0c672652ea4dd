"""What goes wrong in a real folder, planted on purpose: each fault has a unit and a name.

Enters: a filled worksheet (bytes). Leaves: the worksheet as the unit would have spoiled it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument

LATE = {"1.12", "3.04", "4.09", "5.08"}
TWICE = "1.05"
WRONG_YEAR = "3.09"
DAMAGED = "4.12"
COPIED = {"4.03": "4.02"}  # the sheet of the second, with the unit's own name put on it
STRAIGHT = "3.02"  # every answer the best one, no evidence at all


class SpoiledSheet:
    """The LKE sheet of a workbook opened for spoiling: cells by code and header."""

    def __init__(self, content: bytes) -> None:
        import openpyxl

        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.lke = self.book["LKE"]
        head = next(r for r in range(1, 30) if self.lke.cell(r, 1).value == "Kode")
        self.columns = {str(c.value): c.column for c in self.lke[head] if c.value}
        self.rows = {str(self.lke.cell(r, 1).value): r for r in range(head + 1, self.lke.max_row + 1)}

    def put(self, code: str, value: Any, header: str = "Jawaban") -> None:
        """Type a value into a cell."""
        self.lke.cell(self.rows[code], self.columns[header]).value = value

    def content(self) -> bytes:
        """Return the workbook's bytes."""
        return saved(self.book)


def saved(book: Any) -> bytes:
    """Return the bytes of an openpyxl workbook, with the time stamps it came with: the same on every run."""
    stamp = book.properties.modified.strftime("%Y-%m-%dT%H:%M:%SZ")
    written, fixed = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^<>]*>)[^<]*", rb"\g<1>" + stamp.encode(), part)
            new.writestr(zipfile.ZipInfo(entry.filename, (2000, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _items(instrument: Instrument, kind: type, count: int) -> list[Any]:
    return [item for item in instrument.items.values() if isinstance(item, kind)][:count]


def tamper(sheet: SpoiledSheet, instrument: Instrument) -> None:
    """A weight raised, a criterion softened, two formulas typed over."""
    sub = next(node for node in instrument.nodes.values() if node.items)
    item = sub.items[0]
    sheet.put(sub.id, float(sub.weight) * 2, "Bobot")
    sheet.put(item.id, "Unit kerja berencana membentuk tim.", "Kriteria")
    sheet.put(sub.id, float(sub.weight), "Nilai")
    sheet.put(instrument.root.id, float(instrument.root.weight), "Nilai")


def misspell(sheet: SpoiledSheet, instrument: Instrument) -> None:
    """Answers as people type them: most can be understood, two cannot."""
    first, second, third, fourth, fifth = _items(instrument, ChoiceItem, 5)
    for item, how in ((first, " {} "), (second, "{}."), (third, "{})")):
        label = instrument.scales[item.answer_set].options[0].label
        sheet.put(item.id, how.format(label.lower()))
    sheet.put(fourth.id, "sudah")
    sheet.put(fifth.id, "A/B")


def miscount(sheet: SpoiledSheet, instrument: Instrument) -> None:
    """Text in a count, a count left out, more done than there was to do, a comma in an index."""
    ratios = _items(instrument, RatioItem, 9)
    sheet.put(f"{ratios[0].id}.{ratios[0].inputs[0].id}", "4 orang")
    sheet.put(f"{ratios[1].id}.{ratios[1].inputs[1].id}", None)
    capped = next(r for r in ratios if r.formula == "share" and not r.numerator_may_exceed and r is not ratios[1])
    for name in capped.denominator:
        sheet.put(f"{capped.id}.{name}", 3)
    sheet.put(f"{capped.id}.{capped.numerator[0]}", 12)
    for item in _items(instrument, ScaleItem, 1):
        sheet.put(item.id, "3,45")


def break_cells(sheet: SpoiledSheet, instrument: Instrument) -> None:
    """Error cells where answers were, and a row deleted."""
    first, second, third = _items(instrument, ChoiceItem, 12)[-3:]
    sheet.put(first.id, "#REF!")
    sheet.put(second.id, "#N/A")
    sheet.lke.delete_rows(sheet.rows[third.id])


def zero_counts(sheet: SpoiledSheet, instrument: Instrument) -> None:
    """Nothing to report: all counts zero, with and without a rule for it."""
    for item in _items(instrument, RatioItem, 9)[:4]:
        for count in item.inputs:
            sheet.put(f"{item.id}.{count.id}", 0)


SPOILED: dict[str, Callable[[SpoiledSheet, Instrument], None]] = {
    "1.18": tamper,
    "3.05": misspell,
    "4.07": miscount,
    "5.03": break_cells,
    "2.06": zero_counts,
}


def spoil(unit_code: str, content: bytes, instrument: Instrument) -> bytes:
    """Return the worksheet with the unit's fault, or as it was."""
    if unit_code == DAMAGED:
        return content[: len(content) * 2 // 3]
    if unit_code not in SPOILED:
        return content
    sheet = SpoiledSheet(content)
    SPOILED[unit_code](sheet, instrument)
    return sheet.content()
