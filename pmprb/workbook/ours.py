"""The very hidden sheet by which a rekap of ours is known, and the record it holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmprb.records import dataclass
from pmprb.temuan import (
    NOWHERE,
    CellPos,
    Loaded,
    NotARekap,
    OversizedWorkbook,
    ProvinceAsRekap,
    RekapRecordChanged,
    Temuan,
    TooLargeToTakeUp,
)
from pmprb.text import readable
from pmprb.workbook.book import Book, Sheet, named, open_book
from pmprb.workbook.container import Archive, Refused, read_file

if TYPE_CHECKING:  # every worksheet is asked for a record and hardly any holds one: reading it costs what it needs
    from pmprb.office.province_record import Province
    from pmprb.office.record import KeptRecord, KeptTexts, RekapRecord

# The very hidden sheet by which a workbook of ours is known as a rekap, without reading what it holds.


RECORD_SHEET = "_data"
REKAP, PROVINCE = "pmprb-rekap-1", "pmprb-rekap-provinsi-1"
_OURS = "pmprb-rekap-"


def kept_format(book: Book) -> str:
    """Return the format of the record a book holds; empty when it holds none of ours."""
    sheet = book.sheet(RECORD_SHEET)
    first = sheet.rows[0][:2] if sheet and sheet.rows else ()
    return str(first[1]) if len(first) == 2 and first[0] == "format" and str(first[1]).startswith(_OURS) else ""


def looks_like_rekap(path: Path) -> bool:
    """Return whether a file's list of sheets names the record's: a glance of a millisecond, proved by reading it."""
    return names_sheet(path, RECORD_SHEET)


def names_sheet(path: Path, name: str) -> bool:
    """Return whether a file's list of sheets names this one, letter by letter; False for what is no workbook."""
    try:
        return f'"{name}"'.encode() in Archive(read_file(path)).read("xl/workbook.xml")
    except Refused:  # whatever is odd about the file is told when it is read
        return False


def record_format(path: Path) -> str:
    """Return the format of the record a file holds; empty for a file without one, or one that cannot be read."""
    opened = open_book(path, only=named(RECORD_SHEET), long=True)
    return kept_format(opened.value) if opened.value else ""


def has_sheet(path: Path, name: str) -> bool:
    """Whether a file is a workbook with a sheet of this name."""
    opened = open_book(path, only=named(name), long=True)
    return opened.value is not None and opened.value.sheet(name) is not None


# The very hidden sheet of a rekap that holds its record, for runs that take it up again.


_PIECE = 32_000
_KEYS = ("format", "digest", "head", "unit")


@dataclass(frozen=True)
class Recorded:
    """A rekap's record with its digest as kept, the file's hash and its own time stamp (ISO 8601, or empty)."""

    record: RekapRecord
    digest: str
    sha256: str
    modified: str


class RecordNotKept(Exception):
    """Raised when a workbook that was just written does not hold the record it was written with."""


def write_record(book: Any, record: KeptRecord, form: str = REKAP, texts: KeptTexts | None = None) -> str:
    """Write the record to a very hidden sheet of an XlsxWriter workbook; return its digest. `form` names the format,
    `texts` are the record's where they were made already."""
    sheet = book.add_worksheet(RECORD_SHEET)
    kept = texts or record.texts()
    rows = [("format", form), ("digest", kept.digest), ("head", kept.head), *(("unit", text) for text in kept.units)]
    for row, (key, text) in enumerate(rows):
        sheet.write_string(row, 0, key)
        for piece in range(0, len(text), _PIECE):
            sheet.write_string(row, 1 + piece // _PIECE, text[piece : piece + _PIECE])
    sheet.very_hidden()
    return kept.digest


def check_kept(path: Path, digest: str, form: str = REKAP) -> tuple[Temuan, ...]:
    """Raise RecordNotKept unless the workbook just written to `path` gives back the record of this digest.

    Only the record's sheet is read. A workbook that a later run would call changed is never handed out; one that is
    larger than any this program reads is, and then told (BUKU-195).
    """
    from pmprb.office.record import digest_of

    read = _read(path, form)
    if any(isinstance(temuan, OversizedWorkbook) for temuan in read.temuan):
        return (TooLargeToTakeUp(NOWHERE),)
    if read.value is None or digest_of(*read.value[1:]) != digest:
        raise RecordNotKept(", ".join(temuan.code for temuan in read.temuan))
    return ()


def read_record(path: Path) -> Loaded[RekapRecord]:
    """Return the record a rekap holds; see `open_record` for why there is none."""
    opened = open_record(path)
    return Loaded(value=opened.value.record if opened.value else None, temuan=opened.temuan)


def open_record(path: Path) -> Loaded[Recorded]:
    """Return a rekap's record; None with why the file was refused, BUKU-100 when it holds none, BUKU-129 when it is a
    province's, or BUKU-101 when what it holds was changed since it was written."""
    from pmprb.office.record import RekapRecord, digest_of

    read = _read(path, REKAP)
    if read.value is None:
        return Loaded(value=None, temuan=read.temuan)
    book, head, units = read.value
    try:
        record = RekapRecord.of_texts(head, units)
    except ValueError:
        return Loaded(value=None, temuan=(_changed(path),))
    return Loaded(value=Recorded(record, digest_of(head, units), book.sha256, book.modified))


@dataclass(frozen=True)
class RecordedProvince:
    """A province's record with its digest as kept, the file's hash and its own time stamp."""

    record: Province
    digest: str
    sha256: str
    modified: str


def open_province(path: Path) -> Loaded[RecordedProvince]:
    """Return the record of a province's workbook; None with the reasons of `open_record`."""
    from pmprb.office.province_record import Province
    from pmprb.office.record import digest_of

    read = _read(path, PROVINCE)
    if read.value is None:
        return Loaded(value=None, temuan=read.temuan)
    book, head, units = read.value
    try:
        record = Province.of_texts(head, units)
    except ValueError:
        return Loaded(value=None, temuan=(_changed(path),))
    return Loaded(value=RecordedProvince(record, digest_of(head, units), book.sha256, book.modified))


def read_province(path: Path) -> Loaded[Province]:
    """Return the record of a province's workbook; see `open_province`."""
    opened = open_province(path)
    return Loaded(value=opened.value.record if opened.value else None, temuan=opened.temuan)


def _read(path: Path, wanted: str) -> Loaded[tuple[Book, str, list[str]]]:
    """Return the book and the texts of the record of a format, head and units, unchanged since they were written."""
    from pmprb.office.record import digest_of

    opened = open_book(path, only=named(RECORD_SHEET), long=True)
    if opened.value is None:
        return Loaded(value=None, temuan=opened.temuan)
    sheet, form = opened.value.sheet(RECORD_SHEET), kept_format(opened.value)
    if sheet is None or form != wanted:
        kind = ProvinceAsRekap if form == PROVINCE else NotARekap
        return Loaded(value=None, temuan=(kind(CellPos(workbook=readable(path.name))),))
    texts = {key: _texts(sheet, key) for key in _KEYS}
    if len(texts["head"]) != 1 or texts["digest"] != [digest_of(texts["head"][0], texts["unit"])]:
        return Loaded(value=None, temuan=(_changed(path),))
    return Loaded(value=(opened.value, texts["head"][0], texts["unit"]))


def _changed(path: Path) -> Temuan:
    return RekapRecordChanged(CellPos(workbook=readable(path.name), sheet=RECORD_SHEET))


def _texts(sheet: Sheet, key: str) -> list[str]:
    """Return the texts of all rows with a key, their pieces joined."""
    return ["".join(str(cell) for cell in row[1:] if cell is not None) for row in sheet.rows if row and row[0] == key]
