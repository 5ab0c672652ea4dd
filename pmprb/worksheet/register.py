"""The registers of units (`daftar-unit.xlsx`) and of pengampu (`daftar-pengampu.xlsx`): read, and made empty."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Pengampu, Unit
from pmprb.sheets.text import safe_text
from pmprb.sheets.theme import Look
from pmprb.temuan import (
    CellPos,
    ItemWithoutPengampu,
    Loaded,
    PengampuItemUnknown,
    RegisterNameTwice,
    RegisterRowIncomplete,
    RegisterUnusable,
    Temuan,
    UnitCodeBecameDate,
    has_errors,
)
from pmprb.text import plain
from pmprb.workbook.as_seen import cell_seen, number_behind
from pmprb.workbook.book import Book, Sheet, open_book
from pmprb.workbook.delimited import SUFFIXES, open_delimited
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.layouts import table_in
from pmprb.worksheet.rows import address

# The register of units (`daftar-unit.xlsx`): read, and an empty one to start from.


_LOOK = Look(
    {},
    {},
    {
        "head": {"bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF", "border": 1},
        "text": {"num_format": "@", "border": 1, "border_color": "#D9D9D9"},
        "wrap": {"text_wrap": True, "valign": "top"},
    },
)
_WIDTHS = (12, 48, 16, 24, 48, 24)
HEADERS = ("kode", "nama", "jenis", "kelompok", "alias", "pendahulu")
_UNITS = ("unit", "unit kerja", "perangkat daerah", "opd", "skpd", "satker", "satuan kerja", "unit organisasi")
"""What lists call a unit; "unit" alone is no name's heading."""
_ALIASES = {
    "kode": {"kode", *(f"kode {what}" for what in _UNITS)},
    "nama": {"nama", *(f"nama {what}" for what in _UNITS), *_UNITS[1:]},
    "jenis": {"jenis", "jenis unit"},
    "kelompok": {"kelompok", "kelompok sebaya"},
    "alias": {"alias", "nama lain"},
    "pendahulu": {"pendahulu", "kode pendahulu", "unit pendahulu", "kode lama"},
    "butir": {"butir", "kode butir", "indikator", "kode indikator"},
}


def open_list(path: Path) -> Loaded[Book]:
    """Return a list as a workbook: an .xlsx, .xls or .ods, or a .csv, which is told by its name."""
    return open_delimited(path) if path.suffix.lower() in SUFFIXES else open_book(path)


def read_register(path: Path) -> Loaded[tuple[Unit, ...]]:
    """Return the units in the order of the rows; None when the register cannot be used.

    BUKU-032 without a header row with kode and nama, BUKU-033 for a code, name or alias of two units,
    BUKU-041 for a row without code or name.
    """
    opened = open_list(path)
    if opened.value is None:
        return Loaded(value=None, temuan=opened.temuan)
    book = opened.value
    placed = place_register(book)
    if placed is None:
        at = CellPos(workbook=book.file)
        return Loaded(value=None, temuan=(RegisterUnusable(at, headers=tuple(HEADERS)),))
    sheet, header, columns = placed
    units: list[Unit] = []
    temuan: list[Temuan] = list(opened.temuan)
    seen: dict[str, str] = {}
    for r in range(header + 1, len(sheet.rows)):
        cells = {key: text_of(sheet.value(r, column)) for key, column in columns.items()}
        if not any(cells.values()):
            continue
        cell = partial(_cell, book.file, sheet.name, r, columns)
        if not cells["kode"] or not cells["nama"]:
            at = cell("nama" if cells["kode"] else "kode")
            temuan.append(RegisterRowIncomplete(at, seen=cells["kode"] or cells["nama"] or "-"))
            continue
        if sheet.is_moment(r, columns["kode"]):  # Excel made a date of 1.10
            hint = number_behind(cells["kode"]).replace(",", ".")
            shown = cell_seen(sheet, r, columns["kode"])
            temuan.append(UnitCodeBecameDate(cell("kode"), seen=shown, hint=hint, name=cells["nama"]))
        aliases, predecessors = (_parted(cells.get(key, "")) for key in ("alias", "pendahulu"))
        unit = Unit(
            code=cells["kode"],
            name=cells["nama"],
            kind=cells.get("jenis", ""),
            group=cells.get("kelompok", "") or cells.get("jenis", ""),
            aliases=aliases,
            predecessors=predecessors,
        )
        own = {f"kode {plain(unit.code)}": ("kode", unit.code)}
        for key, typed in (("nama", unit.name), *(("alias", alias) for alias in aliases)):
            own.setdefault(plain(typed), (key, typed))
        for word, (key, typed) in own.items():
            if word and word in seen:
                temuan.append(RegisterNameTwice(cell(key), seen=typed, other=seen[word]))
            seen[word] = unit.name
        units.append(unit)
    if not units and not temuan:
        temuan.append(RegisterRowIncomplete(CellPos(workbook=book.file, sheet=sheet.name), seen="-"))
    found = tuple(temuan)
    return Loaded(value=None if has_errors(found) else tuple(units), temuan=found)


def _cell(file: str, sheet: str, row: int, columns: dict[str, int], key: str) -> CellPos:
    return CellPos(workbook=file, sheet=sheet, cell=address(row, columns[key]))


def _parted(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def place_register(book: Book) -> tuple[Sheet, int, dict[str, int]] | None:
    """Return the sheet, the header's row and the columns by key; None without a header with kode and nama."""
    return table_in(book, _ALIASES, lambda keys: "kode" in keys and "nama" in keys)


def register_workbook(units: tuple[Unit, ...] = ()) -> bytes:
    """Return a register as an .xlsx: the header, the given units (or room to type), and how to fill it."""
    from pmprb.sheets.book import NewBook  # XlsxWriter, which reading a register or a worksheet does without

    with NewBook(None, "", _LOOK, window=None) as book:
        theme, sheet = book.theme, book.add_sheet("Daftar Unit")
        for c, (header, width) in enumerate(zip(HEADERS, _WIDTHS, strict=True)):
            sheet.set_column(c, c, width, theme.format("text"))
            sheet.write_string(0, c, header, theme.format("head"))
        for r, unit in enumerate(units, start=1):
            joined = ("; ".join(several) for several in (unit.aliases, unit.predecessors))
            for c, value in enumerate((unit.code, unit.name, unit.kind, unit.group, *joined)):
                sheet.write_string(r, c, safe_text(value), theme.format("text"))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(units), 1), len(HEADERS) - 1)
        guide = book.add_sheet("Petunjuk")
        guide.set_column(0, 0, 100, theme.format("wrap"))
        for r, line in enumerate(_GUIDE):
            guide.write_string(r, 0, line, theme.format("wrap"))
    return book.content


_GUIDE = (
    "Isi satu baris untuk setiap unit pada lembar Daftar Unit.",
    "kode: singkat dan tidak berubah dari tahun ke tahun, misalnya 1.02.01 atau DINKES. Wajib, tidak boleh kembar.",
    "nama: nama lengkap unit. Wajib.",
    "jenis: dinas, badan, kecamatan, puskesmas, bagian, dan seterusnya.",
    "kelompok: kelompok sebaya untuk peringkat; bila kosong dipakai jenis.",
    "alias: nama lain unit itu, misalnya nama lama atau singkatan. Beberapa alias dipisah titik koma (;).",
    "pendahulu: kode unit asal bila unit ini hasil gabungan, pecahan, atau ganti kode; beberapa dipisah titik koma. "
    "Sertakan kodenya sendiri bila unit itu sudah ada sebelumnya. Boleh kosong; dipakai pmprb banding.",
)


# The register of pengampu (`daftar-pengampu.xlsx`): which unit answers for which items.


PENGAMPU_HEADERS = ("kode", "nama", "butir")


def read_pengampu(path: Path, instrument: Instrument) -> Loaded[tuple[Pengampu, ...]]:
    """Return who answers for which items, in the order of the rows; None when the register cannot be used.

    What a register of units is refused for, and BUKU-052 for an unknown item; BUKU-053 tells items of nobody.
    """
    units = read_register(path)
    book = open_list(path).value
    if units.value is None or book is None:
        return Loaded(value=None, temuan=units.temuan)
    placed = place_register(book)
    if placed is None or "butir" not in placed[2]:
        missing = RegisterUnusable(CellPos(workbook=book.file), headers=tuple(PENGAMPU_HEADERS))
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
                temuan.append(PengampuItemUnknown(at, seen=word.strip(), unit=unit.name))
        if items:
            found.append(Pengampu(unit=unit, items=tuple(dict.fromkeys(items))))
    held = {item for one in found for item in one.items}
    free = (item for item in instrument.items if item not in held)
    temuan += [ItemWithoutPengampu(CellPos(workbook=book.file, sheet=sheet.name), item) for item in free]
    return Loaded(value=None if has_errors(temuan) else tuple(found), temuan=tuple(temuan))
