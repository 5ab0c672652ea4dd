"""The register of pengampu (`daftar-pengampu.xlsx`): which unit answers for which items.

Columns found by header text: kode, nama, butir (codes of items, or of headings for all beneath, parted by ";").
"""

from __future__ import annotations

from pathlib import Path

from pmprb.answers.merge import Pengampu
from pmprb.catalog.model import Instrument
from pmprb.excel.book import open_book
from pmprb.excel.register import place_register, read_register
from pmprb.excel.rows import address
from pmprb.excel.tolerant import text_of
from pmprb.temuan import CellPos, Code, Loaded, Temuan, has_errors

HEADERS = ("kode", "nama", "butir")


def read_pengampu(path: Path, instrument: Instrument) -> Loaded[tuple[Pengampu, ...]]:
    """Return who answers for which items, in the order of the rows; None when the register cannot be used.

    What a register of units is refused for, and BUKU-052 for an unknown item; BUKU-053 tells items of nobody.
    """
    units = read_register(path)
    book = open_book(path).value
    if units.value is None or book is None:
        return Loaded(value=None, temuan=units.temuan)
    placed = place_register(book)
    if placed is None or "butir" not in placed[2]:
        missing = Temuan.of(Code.BUKU_032, CellPos(workbook=book.file), headers=", ".join(HEADERS))
        return Loaded(value=None, temuan=(missing,))
    sheet, header, columns = placed
    known: dict[str, tuple[str, ...]] = {item.casefold(): (item,) for item in instrument.items}
    known |= {n.id.casefold(): tuple(i.id for b in n.walk() for i in b.items) for n in instrument.nodes.values()}
    by_code = {unit.code: unit for unit in units.value}
    found: list[Pengampu] = []
    temuan = [*units.temuan]
    for r in range(header + 1, len(sheet.rows)):
        unit = by_code.get(text_of(sheet.value(r, columns["kode"])))
        if unit is None:
            continue
        items: list[str] = []
        for word in text_of(sheet.value(r, columns["butir"])).replace(",", ";").split(";"):
            named = known.get(word.strip().rstrip(".").casefold())
            if named:
                items += named
            elif word.strip():
                at = CellPos(workbook=book.file, sheet=sheet.name, cell=address(r, columns["butir"]))
                temuan.append(Temuan.of(Code.BUKU_052, at, seen=word.strip(), unit=unit.name))
        if items:
            found.append(Pengampu(unit=unit, items=tuple(dict.fromkeys(items))))
    held = {item for one in found for item in one.items}
    free = (item for item in instrument.items if item not in held)
    temuan += [Temuan.of(Code.BUKU_053, CellPos(workbook=book.file, sheet=sheet.name), item) for item in free]
    return Loaded(value=None if has_errors(temuan) else tuple(found), temuan=tuple(temuan))
