"""What people typed into a file that is about to be replaced, and would not find in the new one.

Enters: the old file and the draft of the new one. Leaves: a KESALAHAN for each cell that would be lost, a CATATAN for a
sheet that people only made to look otherwise. Each function here is a `Keeper` of `pmprb.jobs.output`. Refuses to know:
what the cells mean.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pmprb.books.rekap.previous import (
    DUE,
    GAPS,
    PIC,
    SCORES,
    STATUS,
    UNIT,
    UNIT_CODE,
    WHY,
    GapColumns,
    PlanColumns,
    header_of,
    item_of,
    kept_value,
    plan_key,
    read_plan_columns,
    same_typed,
    text_of,
)
from pmprb.books.rekap.rulings import kept_in, typed_in
from pmprb.jobs.typed_looks import looks_of_people
from pmprb.jobs.typed_over import added_to, constants, is_gaps, same_value, saved_elsewhere, sheet_key, typed_cell
from pmprb.office.disputes import Key
from pmprb.temuan import (
    CellPos,
    LinkBehindTyped,
    Loaded,
    OldFileFilledIn,
    OldFileUnreadable,
    Temuan,
    TypedCarriedOver,
    TypedFormulaOrError,
    TypedInMergedCells,
    TypedInUnnamedRow,
    TypedNotCarried,
    TypedTwiceForOneGap,
    UnopenableFile,
)
from pmprb.text import plain, readable
from pmprb.workbook.as_seen import as_seen, cell_seen
from pmprb.workbook.book import Book, Sheet, open_book
from pmprb.workbook.extras import Extras, extras_of, links_of
from pmprb.worksheet.rows import address

_MOST = 200
"""Cells named one by one; of more than these a count is told."""
NOT_CARRIED = frozenset(
    {TypedInMergedCells.code, TypedFormulaOrError.code, TypedTwiceForOneGap.code, TypedInUnnamedRow.code}
)
"""What keeps a typed cell of another earlier rekap out of the new one; that file itself stays as it is."""
# What stands in an empty gap list of ours, below its headings.
_EMPTY = frozenset({"tidak ada kesenjangan", "belum ada", "semua baris yang terukur sesuai target"})

_Headed = tuple[Sheet, tuple[int, dict[str, int]]]
"""A gap list with the row of its headings and their columns."""
_TYPED = {"pic": PIC, "due": DUE, "status": STATUS}


def filled_template(old: Path, draft: Path) -> tuple[Temuan, ...]:
    """Tell a worksheet, review, plan or register that holds anything the new one does not: BUKU-150, or -149.

    A constant of the old file counts when the new one has something else at its place, or nothing.
    """
    at = CellPos(workbook=old.name)
    if not old.stat().st_size:
        return ()
    opened = open_book(old, long=True)
    if opened.value is None:
        return (_unreadable(old, opened.temuan),)
    made = open_book(draft, long=True).value
    fresh = {sheet.name: sheet for sheet in made.sheets} if made else {}
    cells = [
        f"{sheet.name}!{address(row, column)}"
        for sheet in opened.value.sheets
        for row, column, value in constants(sheet)
        if sheet.name not in fresh or not same_value(fresh[sheet.name].value(row, column), value)
    ]
    ours = extras_of(draft)  # a marked-up copy has notes of ours
    cells += [
        f"{name}!{address(*place)}"
        for name, extras in extras_of(old).items()
        for place, words in (*extras.notes.items(), *extras.drawn.items())
        if ours.get(name, Extras()).notes.get(place) != words and f"{name}!{address(*place)}" not in cells
    ]
    if not cells:
        return ()
    return (OldFileFilledIn(at, count=len(cells), cells=", ".join(cells[:3])),)


def filled_copy(old: Path, draft: Path) -> tuple[Temuan, ...]:
    """Tell a marked-up copy that somebody saved again, and typed into; one that only we wrote holds nothing of its
    own."""
    return filled_template(old, draft) if saved_elsewhere(old) else ()


def typed_in_book(old: Path, draft: Path) -> tuple[Temuan, ...]:
    """Tell what people added to a workbook of results: notes, sheets, cells where nothing of ours stands."""
    if not old.stat().st_size:
        return ()
    opened, new = open_book(old, long=True), open_book(draft, long=True)
    if opened.value is None:
        return (_unreadable(old, opened.temuan),)
    names = {sheet_key(sheet.name) for sheet in new.value.sheets} if new.value else set()
    gaps = [sheet for sheet in opened.value.sheets if is_gaps(sheet.name) and sheet_key(GAPS) not in names]
    found = [
        *added_to(old, opened.value, new.value, extras_of(old), extras_of(draft)),
        *(t for sheet in gaps for t in _all_typed(old, sheet)),
    ]
    return (*few_of(old, found), *_looks(old, opened.value))


def typed_in_rekap(headings: GapColumns = SCORES) -> Callable[[Path, Path], tuple[Temuan, ...]]:
    """Return the keeper of a workbook with a gap list: PIC, Tenggat and Status must all be in the new one."""

    def keeper(old: Path, draft: Path) -> tuple[Temuan, ...]:
        if not old.stat().st_size:
            return ()
        opened = open_book(old, long=True)
        if opened.value is None:
            return (_unreadable(old, opened.temuan),)
        new = open_book(draft, long=True).value
        if new is None:
            return (OldFileUnreadable(CellPos(workbook=old.name), cause=GAPS),)
        gaps = [sheet for sheet in opened.value.sheets if is_gaps(sheet.name)]
        headed = [(sheet, head) for sheet in gaps if (head := header_of(sheet, headings))]
        if not headed:
            return (OldFileUnreadable(CellPos(workbook=old.name), cause=headings.item[-1] if gaps else GAPS),)
        extras, known = extras_of(old), _known(new, headings)
        lost = [t for sheet, head in headed for t in _lost(old, sheet, head, headings, known, extras)]
        lost += _links_lost(old, headed)
        lost += _twice(old, headed, headings)
        lost += _not_there(old, draft, headed, headings)
        lost += _rulings_lost(old, opened.value, new)
        beyond = [t for sheet in gaps if sheet not in [one for one, _ in headed] for t in _all_typed(old, sheet)]
        told = few_of(old, [*lost, *beyond, *added_to(old, opened.value, new, extras, extras_of(draft))])
        return (*told, *_looks(old, opened.value))

    return keeper


# What is carried over.


def taken_over(target: Path, previous: Path | None = None, headings: GapColumns = SCORES) -> Loaded[PlanColumns]:
    """Return what was typed in the rekap at `target`, and in an earlier one: what stands at the target wins.

    BUKU-038 when the earlier one cannot be read, BUKU-152 with the number of cells taken over from the target. A
    target that cannot be read is told by the keeper of its gate.
    """
    earlier = read_plan_columns(previous, headings) if previous else None
    there = read_plan_columns(target, headings).value if target.is_file() else None
    told = list(earlier.temuan) if earlier else []
    if there is not None and there.cells:
        told.append(TypedCarriedOver(CellPos(workbook=readable(str(target))), count=there.cells))
    before = earlier.value if earlier else None
    if there is None or before is None:
        return Loaded(value=there or before, temuan=tuple(told))
    return Loaded(value=there.over(before), temuan=tuple(told))


def not_carried(previous: Path | None, headings: GapColumns, _target: Path, draft: Path) -> tuple[Temuan, ...]:
    """Return what was typed in another earlier rekap and cannot be carried over; that file itself stays as it is.

    From its third parameter on a `Check`.
    """
    if previous is None or read_plan_columns(previous, headings).value is None:
        return ()
    return tuple(t for t in typed_in_rekap(headings)(previous, draft) if t.code in NOT_CARRIED)


def other_than(path: Path | None, target: Path) -> Path | None:
    """Return a path unless it leads to the target, or will once that is written."""
    if path is not None and path.absolute() == target.absolute():
        return None
    try:
        return None if path is not None and path.samefile(target) else path
    except OSError:
        return path


def _looks(old: Path, book: Book) -> tuple[Temuan, ...]:
    """Return what people made to stand out, in a file that another program saved."""
    return tuple(looks_of_people(old, book)) if saved_elsewhere(old) else ()


def _unreadable(old: Path, temuan: Iterable[Temuan]) -> Temuan:
    cause = next((t.code for t in temuan), UnopenableFile.code)
    return OldFileUnreadable(CellPos(workbook=old.name), cause=cause)


def few_of(old: Path, found: Iterable[Temuan]) -> tuple[Temuan, ...]:
    """Return what was found, each cell once; of very many cells one temuan with their number."""
    once: dict[tuple[str, str], Temuan] = {}
    for one in found:
        once.setdefault((getattr(one.at, "sheet", ""), getattr(one.at, "cell", "")), one)
    if len(once) <= _MOST:
        return tuple(once.values())
    cells = ", ".join(f"{sheet}!{cell}" for sheet, cell in list(once)[:3])
    return (OldFileFilledIn(CellPos(workbook=old.name), count=len(once), cells=cells),)


def _all_typed(old: Path, sheet: Sheet) -> list[Temuan]:
    """Return every typed cell of a gap list that has no successor, or whose headings are not known any more."""
    head = header_of(sheet, SCORES) or header_of(sheet, None)
    if head is None:
        return [typed_cell(old, sheet, row, column) for row, column, _ in constants(sheet)]
    columns = [head[1][plain(name)] for name in (PIC, DUE, STATUS) if plain(name) in head[1]]
    return [typed_cell(old, sheet, row, at) for row, at, _ in constants(sheet) if row > head[0] and at in columns]


# A gap list: the columns people type in, and what they added around them.


def _known(new: Book, headings: GapColumns) -> set[str]:
    """Return the plain headings of gap lists of ours: those of the new file, and of the list of closed gaps."""
    known = {plain(name) for name in (UNIT_CODE, UNIT, *headings.item, headings.area, headings.criterion)}
    known |= {plain(name) for name in (WHY, PIC, DUE, STATUS)}
    for sheet in new.sheets:
        if is_gaps(sheet.name) and (head := header_of(sheet, headings)):
            known |= set(head[1])
    return known


def _lost(
    old: Path,
    sheet: Sheet,
    head: tuple[int, dict[str, int]],
    headings: GapColumns,
    known: Collection[str],
    extras: dict[str, Extras],
) -> Iterator[Temuan]:
    """Yield the cells of one gap list that cannot be carried over."""
    top, columns = head
    own = {at for name, at in columns.items() if name in known}
    typed = {columns[plain(name)] for name in (PIC, DUE, STATUS) if plain(name) in columns}
    merged = {
        (first, left)
        for first, left, last, right in extras.get(sheet.name, Extras()).merged
        if last > first > top and any(left <= at <= right for at in typed)
    }
    named = [columns[plain(name)] for name in headings.item]
    units = [columns[plain(name)] for name in (UNIT_CODE, UNIT) if plain(name) in columns]
    for row in range(top, len(sheet.rows)):
        whole = any(text_of(sheet.value(row, at)) for at in named) and any(
            text_of(sheet.value(row, at)) for at in units
        )
        for column in range(len(sheet.rows[row])):
            at = CellPos(workbook=old.name, sheet=sheet.name, cell=address(row, column))
            value = sheet.value(row, column)
            seen = text_of(value)
            odd = (row, column) in sheet.errors or (row, column) in sheet.uncached
            if column not in own:
                if seen or odd:
                    yield typed_cell(old, sheet, row, column)
            elif row == top:
                continue
            elif column in typed and odd:
                yield TypedFormulaOrError(at, seen=sheet.errors.get((row, column), ""))
            elif column in typed and seen and (row, column) in merged:
                yield TypedInMergedCells(at, seen=cell_seen(sheet, row, column))
            elif column in typed and seen and not whole:
                yield TypedInUnnamedRow(at, seen=cell_seen(sheet, row, column))
            elif seen and not whole and not _ours_alone(sheet, row, seen):
                yield typed_cell(old, sheet, row, column)


def _links_lost(old: Path, headed: list[_Headed]) -> Iterator[Temuan]:
    """Yield the addresses that lie behind typed cells; one that is typed there as well is not lost."""
    found = links_of(old)
    for sheet, (top, columns) in headed:
        typed = {columns[plain(name)] for name in (PIC, DUE, STATUS) if plain(name) in columns}
        for (row, column), address_ in found.get(sheet.name, {}).items():
            seen = text_of(sheet.value(row, column))
            if row > top and column in typed and address_.removeprefix("mailto:").rstrip("/") not in seen:
                at = CellPos(workbook=old.name, sheet=sheet.name, cell=address(row, column))
                yield LinkBehindTyped(at, address=address_, seen=seen)


def _rulings_lost(old: Path, before: Book, new: Book) -> Iterator[Temuan]:
    """Yield the rulings typed in the old file that the new one holds neither in force nor as earlier ones."""
    kept: set[tuple[Key, str, str]] | None = None
    for row in typed_in(before):
        kept = kept_in(new) if kept is None else kept
        at = replace(row.at, workbook=old.name)
        if not all(row.key):
            yield TypedInUnnamedRow(at, seen=row.text or row.reason)
        elif (row.key, plain(row.text), " ".join(row.reason.split())) not in kept:
            yield TypedNotCarried(at, row.item, seen=row.text or row.reason)


def _ours_alone(sheet: Sheet, row: int, seen: str) -> bool:
    """True for the one cell of a row that says a list of ours is empty."""
    return plain(seen) in {plain(one) for one in _EMPTY} and sum(v is not None for v in sheet.rows[row]) == 1


def _twice(old: Path, headed: list[_Headed], headings: GapColumns) -> Iterator[Temuan]:
    """Yield typed cells of a gap that has other ones elsewhere: in a second row, or on a second sheet."""
    first: dict[tuple[str, str], tuple[tuple[object, ...], str]] = {}
    for sheet, (top, columns) in headed:
        for row, key in _keys(sheet, top, columns, headings):
            places = {name: columns[plain(name)] for name in (PIC, DUE, STATUS) if plain(name) in columns}
            values = tuple(kept_value(sheet.value(row, at)) for at in places.values())
            if not any(value is not None for value in values):
                continue
            where = f"{sheet.name}!{address(row, next(iter(places.values())))}"
            before, other = first.setdefault(key, (values, where))
            if other != where and before != values:
                for at, value in zip(places.values(), values, strict=True):
                    if value is not None:
                        cell = CellPos(workbook=old.name, sheet=sheet.name, cell=address(row, at))
                        gap = " ".join(part for part in key if part)
                        yield TypedTwiceForOneGap(cell, seen=cell_seen(sheet, row, at), other=other, gap=gap[:60])


def _keys(
    sheet: Sheet, top: int, columns: dict[str, int], headings: GapColumns
) -> Iterator[tuple[int, tuple[str, str]]]:
    def cell(row: int, name: str) -> str:
        at = columns.get(plain(name))
        return "" if at is None else text_of(sheet.value(row, at))

    for row in range(top + 1, len(sheet.rows)):
        parts = tuple(cell(row, name) for name in headings.item)
        if any(parts):
            yield row, plan_key(cell(row, UNIT_CODE), cell(row, UNIT), item_of(parts))


def _not_there(old: Path, draft: Path, headed: list[_Headed], headings: GapColumns) -> Iterator[Temuan]:
    """Yield what was typed in the old file and does not read back from the new one: the count in and out."""
    before, after = read_plan_columns(old, headings).value, read_plan_columns(draft, headings).value
    rows = after.rows if after else {}
    missing = [
        (key, name, value)
        for key, row in (before.rows if before else {}).items()
        for name in _TYPED
        if (value := getattr(row, name)) is not None and not same_typed(value, getattr(rows.get(key), name, None))
    ]
    places = _places(headed, headings) if missing else {}
    for key, name, value in missing:
        sheet, cell = places.get((key, _TYPED[name]), (GAPS, ""))
        gap = " ".join(part for part in key if part)
        yield TypedNotCarried(CellPos(workbook=old.name, sheet=sheet, cell=cell), gap[:60], seen=as_seen(value))


def _places(headed: list[_Headed], headings: GapColumns) -> dict[tuple[tuple[str, str], str], tuple[str, str]]:
    """Return sheet and cell of each typed value by gap and heading."""
    return {
        (key, heading): (sheet.name, address(row, columns[plain(heading)]))
        for sheet, (top, columns) in headed
        for row, key in _keys(sheet, top, columns, headings)
        for heading in _TYPED.values()
        if plain(heading) in columns and kept_value(sheet.value(row, columns[plain(heading)])) is not None
    }
