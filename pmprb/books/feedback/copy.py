"""A marked-up copy of a unit's own worksheet: the same package with coloured cells, comments, and a first sheet.

Enters: the path of a worksheet and the marks to set. Leaves: the copy's bytes, proved to read back as the file does,
or `Unmarkable`. Refuses to know: what a temuan means; the file itself is only read.

Nothing is loaded into a workbook library and saved again: the XML parts concerned are edited where they lie, all
others pass untouched, so that formulas keep their values and macros, shapes, validations, pictures and runs of text
stay (docs/keputusan, salinan bertanda). Only what the guard let through is opened, under the guard's own caps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pmprb.books.feedback import comments
from pmprb.books.feedback.comments import Note, SheetXml, comments_set, drawing_set, position
from pmprb.books.feedback.looks import COLOURS, EMPTY, Looks, looks_added
from pmprb.books.feedback.package import SPREADSHEET, Draft
from pmprb.books.feedback.sheet import NAME, Mark, Workbook, first_sheet
from pmprb.temuan import OversizedWorkbook, Severity
from pmprb.text import clean_text
from pmprb.workbook.book import Book, Sheet, open_book
from pmprb.workbook.container import Archive, Refused
from pmprb.workbook.xmledit import NotXml, elements

MAX_MARKS = 1_000
_LONGEST = 1_500
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NAMED = 6
_RANK = {severity: n for n, severity in enumerate(Severity)}


class Unmarkable(Exception):
    """Raised when no copy can be made; `reason` is one word: strict, shared, size, structure, changed, differs."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Cover:
    """What the first sheet says beside the marks: a title, lines under it, and a caution or none."""

    title: str
    facts: tuple[str, ...]
    caution: str = ""


@dataclass
class _Told:
    """What the first sheet tells of the copy itself, gathered on the way."""

    appended: list[str] = field(default_factory=list)
    threaded: list[str] = field(default_factory=list)
    left_out: int = 0


def marked_copy(data: bytes, marks: Sequence[Mark], cover: Cover) -> tuple[bytes, str]:
    """Return the marked-up copy of a file's bytes and its ending (".xlsx", ".xlsm"). Raises Unmarkable.

    The same file and marks give the same bytes. The caller proves the copy (`prove_copy`).
    """
    try:
        draft = Draft(Archive(data))
        return _marked(draft, marks, cover)
    except Refused as refused:
        large = isinstance(refused.told, OversizedWorkbook) and refused.told.reason in ("part", "total", "ratio")
        raise Unmarkable("size" if large else "structure") from refused
    except NotXml as error:
        raise Unmarkable("size" if str(error) == "size" else "structure") from error
    except (ValueError, LookupError, OverflowError, StopIteration) as error:
        raise Unmarkable("structure") from error


def _marked(draft: Draft, marks: Sequence[Mark], cover: Cover) -> tuple[bytes, str]:
    book = Workbook.of(draft)
    if book.strict:
        raise Unmarkable("strict")
    if draft.has("xl/revisions/revisionHeaders.xml"):
        raise Unmarkable("shared")
    looks = _looks(draft, book)
    told = _Told()
    first = book.first_sheet(draft)
    names = {clean_text(name): name for name, _ in book.sheets}
    parts = {clean_text(name): part for name, part in book.sheets if part != first}
    by_sheet = _by_sheet(marks, parts, told)
    for name, part in parts.items():
        _mark_sheet(draft, part, name, by_sheet.get(name, {}), looks, told)
    changes = [*_changes(draft, told, _ending(draft, book))]
    ordered = sorted(marks, key=lambda m: (_RANK[m.severity], m.sheet, position(m.cell)))
    draft.write(first, first_sheet(cover.title, cover.facts, cover.caution, changes, ordered, looks, names))
    return draft.packed(), _ending(draft, book)


def _looks(draft: Draft, book: Workbook) -> Looks:
    """Put our formats into the workbook's style sheet, a plain one where there is none."""
    part = next((r.part for r in draft.relations(book.part) if r.kind == "styles" and draft.has(r.part)), "")
    if not part:
        part = draft.fresh("xl/styles{}.xml")
        draft.relate(book.part, "styles", part)
        draft.declare(part, f"{SPREADSHEET}.styles+xml")
        draft.write(part, EMPTY.encode())
    xml, looks = looks_added(draft.read(part))
    draft.write(part, xml)
    return looks


def _by_sheet(marks: Sequence[Mark], parts: Mapping[str, str], told: _Told) -> dict[str, dict[str, Note]]:
    """Return sheet -> cell -> what to say there, gravest first and in the order given."""
    found: dict[str, dict[str, list[Mark]]] = {}
    for mark in sorted(marks, key=lambda mark: _RANK[mark.severity]):
        if mark.sheet not in parts or position(mark.cell) == (-1, -1):
            continue
        cells = found.setdefault(mark.sheet, {})
        if mark.cell not in cells and sum(map(len, found.values())) >= MAX_MARKS:
            told.left_out += 1
            continue
        cells.setdefault(mark.cell, []).append(mark)
    return {
        sheet: {
            cell: Note(at[0].severity, _text(at)) for cell, at in sorted(cells.items(), key=lambda c: position(c[0]))
        }
        for sheet, cells in found.items()
    }


def _text(marks: Iterable[Mark]) -> str:
    """Return the words of a comment."""
    text = "\n\n".join(f"{m.severity.value} {m.code}: {m.finding} {m.repair}" for m in marks)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _mark_sheet(draft: Draft, part: str, name: str, notes: dict[str, Note], looks: Looks, told: _Told) -> None:
    """Colour the cells of one sheet and comment on them; a sheet without marks is only put behind the first one."""
    sheet = SheetXml.of(draft.read(part))
    if not sheet.is_worksheet:
        draft.write(part, sheet.closed())
        return
    first = sheet.first_of_merged()
    seen: dict[str, Note] = {}
    for cell, note in notes.items():
        shown = first.get(cell, cell)
        earlier = seen.get(shown)
        seen[shown] = Note(earlier.severity, f"{earlier.text}\n\n{note.text}") if earlier else note
    drawing = _comment(draft, part, name, sheet, seen, told)
    coloured = {looks.marks[grade]: [c for c, n in seen.items() if n.severity is grade] for grade in COLOURS}
    draft.write(part, sheet.marked(coloured, drawing))


def _comment(draft: Draft, part: str, name: str, sheet: SheetXml, notes: dict[str, Note], told: _Told) -> str:
    """Set the comments of one sheet; return the id of a drawing that the sheet must name from now on, or nothing.

    Where people talk in a thread no comment is put: Excel shows the thread alone.
    """
    related = draft.relations(part)
    for thread in (r.part for r in related if r.kind == "threadedComment" and draft.has(r.part)):
        talked = {e.attributes.get("ref", "") for e in elements(draft.read(thread), ["threadedComment"])}
        told.threaded += [f"{name}!{cell}" for cell in notes if cell in talked]
        notes = {cell: note for cell, note in notes.items() if cell not in talked}
    own = next((r.part for r in related if r.kind == "comments" and draft.has(r.part)), "")
    if not own and not notes:
        return ""
    vml = next((r.part for r in related if r.id == sheet.drawing and draft.has(r.part)), "")
    if sheet.drawing and not vml:
        raise NotXml("drawing")
    text = draft.read(own) if own else comments.NEW.encode()
    changed, shown, gone = comments_set(text, notes)
    told.appended += [f"{name}!{cell}" for cell in notes if comments.SEPARATOR in shown[cell]]
    if changed == text:
        return ""
    boxes = draft.read(vml) if vml else comments.NEW_DRAWING.encode()
    boxes = drawing_set(boxes, notes, shown, gone, sheet.grid())
    if not own:
        own = draft.fresh("xl/comments{}.xml")
        draft.relate(part, "comments", own)
        draft.declare(own, f"{SPREADSHEET}.comments+xml")
    draft.write(own, changed)
    new = ""
    if not vml:
        vml = draft.fresh("xl/drawings/vmlDrawing{}.vml")
        new = draft.relate(part, "vmlDrawing", vml)
        draft.declare(vml, _VML)
    draft.write(vml, boxes)
    return new


def _ending(draft: Draft, book: Workbook) -> str:
    """Return the ending a workbook of this content must have: one with macros opens only as .xlsm."""
    kind = draft.content_type(book.part)
    if "macroEnabled" in kind:
        return ".xltm" if "template" in kind else ".xlsm"
    return ".xltx" if "template" in kind else ".xlsx"


def _changes(draft: Draft, told: _Told, ending: str) -> Iterable[str]:
    """Yield what the copy is otherwise than the file, and what it could not keep or do."""
    yield "Berkas asli Anda tidak diubah. Jawaban, rumus beserta hasilnya, dan isi lain pada salinan ini sama."
    yield (
        "Yang ditambahkan: lembar ini, warna pada sel yang bertemuan (sebagai format bersyarat; format selnya sendiri "
        "tetap), dan komentar. Salinan ini boleh dibetulkan lalu dikirim kembali."
    )
    if told.appended:
        yield f"Komentar yang sudah ada tetap; komentar kami di bawahnya: {_listed(told.appended)}."
    if told.threaded:
        yield (
            "Tidak dapat diberi komentar karena sel ini memuat percakapan (komentar berutas); bacalah daftar di bawah: "
            f"{_listed(told.threaded)}."
        )
    if told.left_out:
        yield f"{told.left_out} temuan paling ringan tidak diberi warna karena terlalu banyak; bacalah daftar di bawah."
    for part, words in _LOST.items():
        if any(name.casefold().startswith(part) for name, _ in draft.archive.listing()):
            yield words
    if ending in (".xlsm", ".xltm"):
        yield (
            f"Makro tetap ada, jadi salinan ini berakhiran {ending}. Makro yang menyebut lembar menurut urutannya "
            "dapat meleset, karena lembar ini disisipkan paling depan."
        )


_LOST = {
    "_xmlsignatures/": "Tanda tangan digital tidak ikut: salinan yang berubah tidak dapat membawanya.",
}


def _listed(cells: Sequence[str]) -> str:
    more = f", dan {len(cells) - _NAMED} lagi" if len(cells) > _NAMED else ""
    return ", ".join(cells[:_NAMED]) + more


# Proof of a copy: read through our own reader, it holds what the worksheet holds.


def reads_back(file: Path, copy: Path) -> bool:
    """True when the copy has every sheet of the file, in the same order and with the same values, error cells,
    formulas and hidden rows and columns; beside them only sheets named as ours."""
    before, after = open_book(file).value, open_book(copy).value
    if before is None or after is None:
        return False
    theirs, ours = _sheets(before), _sheets(after)
    return list(theirs) == list(ours) and all(_same(sheet, ours[name]) for name, sheet in theirs.items())


def _sheets(book: Book) -> dict[str, Sheet]:
    return {sheet.name: sheet for sheet in book.sheets if not sheet.name.startswith(NAME)}


def _same(one: Sheet, other: Sheet) -> bool:
    return one == other and one.formulas == other.formulas and one.uncached == other.uncached
