"""What a person changed in a folder of tables (.csv) that is about to be written anew.

Enters: the tables as they are written, and the old ones. Leaves: the marks of what was written, in a file beside the
tables, and by these a KESALAHAN for each cell of the old ones that the program did not write. A table that another
program saved again with nothing changed is as it was: figures may have lost their last digits, and zeros in front.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import Any

from pmprb.jobs.output import Keeper, Write
from pmprb.jobs.typed import few_of
from pmprb.jobs.typed_over import typed_cell, typed_over
from pmprb.sheets.own_cells import mark_of, packed, unpacked
from pmprb.temuan import CellPos, Temuan, TypedCannotBeRuledOut
from pmprb.workbook.book import Sheet
from pmprb.workbook.delimited import open_delimited

MARKS = "_isi.json"
"""The file beside the tables that says what was written into them."""

_ABOUT = "Tanda isi tabel, supaya ketikan orang di dalamnya tidak tertimpa. Simpan bersama tabelnya."
_NUMBER = re.compile(r"-?[0-9]{1,300}(?:,[0-9]{1,300})?")
_DIGITS = 8
"""So many digits of a figure are compared: a program that shows fewer of a fraction saves what it shows."""


def with_marks(folder: Path, tables: Mapping[str, Write]) -> dict[Path, Write]:
    """Return what writes tables into a folder, by their names, and then the marks of what was written."""
    told: dict[str, dict[str, str]] = {}

    def table(name: str, write: Write, draft: Path) -> None:
        write(draft)
        told[name] = _told_of(draft)

    def marks(draft: Path) -> None:
        text = json.dumps({"about": _ABOUT, "tables": told}, ensure_ascii=False, indent=1)
        draft.write_text(f"{text}\n", encoding="utf-8")

    return {folder / name: partial(table, name, write) for name, write in tables.items()} | {folder / MARKS: marks}


def _told_of(table: Path) -> dict[str, str]:
    """Return a table's hash, and the marks of its cells unless it is larger than what is read of a .csv."""
    sheet = _sheet_of(table)
    if sheet is None:
        return {"sha256": _hash_of(table)}
    rows = (
        {c: mark_of(value) for c, value in enumerate(row) if isinstance(value, str | float)}
        for row in _as_compared(sheet).rows
    )
    return {"sha256": _hash_of(table), "marks": packed(rows)}


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _sheet_of(table: Path) -> Sheet | None:
    book = open_delimited(table).value
    return book.sheets[0] if book else None


def _as_compared(sheet: Sheet) -> Sheet:
    """Return a sheet with its figures as numbers of as many digits as every program keeps."""

    def seen(value: Any) -> Any:
        if not isinstance(value, str) or not _NUMBER.fullmatch(value):
            return value
        return float(f"{float(value.replace(',', '.')):.{_DIGITS}g}")

    return replace(sheet, rows=tuple(tuple(map(seen, row)) for row in sheet.rows))


def typed_in_tables(folder: Path) -> Keeper:
    """Return the keeper of the tables in a folder: BUKU-143 for each cell that was typed, BUKU-330 where that cannot be
    told and the new table says something else."""
    told: list[Mapping[str, Any]] = []

    def keeper(old: Path, draft: Path) -> Sequence[Temuan]:
        if old.name == MARKS:
            return ()
        if not told:
            told.append(_read_marks(folder / MARKS))
        return _typed_in(old, draft, told[0].get(old.name))

    return keeper


def _typed_in(old: Path, draft: Path, written: object) -> Sequence[Temuan]:
    known = written if isinstance(written, dict) else {}
    if not old.stat().st_size or _hash_of(old) in (known.get("sha256"), _hash_of(draft)):
        return ()
    sheet, marks = _sheet_of(old), known.get("marks")
    if sheet is None or not isinstance(marks, str):
        return (TypedCannotBeRuledOut(CellPos(workbook=old.name)),)
    own = unpacked(marks)
    return few_of(old, (typed_cell(old, sheet, *place) for place in typed_over(_as_compared(sheet), own)))


def _read_marks(path: Path) -> Mapping[str, Any]:
    """Return what was written, by the tables' names; nothing where there is no such file, or it is none of ours."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))["tables"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
