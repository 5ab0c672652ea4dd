"""The blocks of a *Tentang* sheet: sections of a name and a text, and the table of input files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pmprb.sheets.heights import LINE_HEIGHT, lines, room
from pmprb.sheets.page import Cell, Column, Page, label, words

ABOUT_WIDTHS = (30.0, 72, 72)
Entries = Iterable[tuple[str, str]]


def write_sections(page: Page, row: int, sections: Iterable[tuple[str, Entries]]) -> int:
    """Write sections from a row on, those without entries left out; return the row below."""
    for title, entries in sections:
        pairs = list(entries)
        if not pairs:
            continue
        page.put(row, 0, Cell(title, ("section",)))
        for name, text in pairs:
            row += 1
            page.put(row, 0, words(name, "bold"))
            page.merge(row, 1, 2, words(text))
            page.sheet.set_row(row, 4 + LINE_HEIGHT * max(lines(text, room(144)), lines(name, room(30, bold=True))))
        row += 2
    return row


def write_input_files(page: Page, row: int, files: Sequence[tuple[str, ...]], more: str = "") -> None:
    """Write the table of files: fate, name, SHA-256; `more` heads a fourth text of each."""
    page.put(row, 0, Cell("Berkas masukan", ("section",)))
    columns: list[Column[tuple[str, ...]]] = [
        Column("Nasib", 0, lambda f: label(f[0])),
        Column("Berkas", 0, lambda f: words(f[1])),
        Column("SHA-256", 0, lambda f: words(f[2])),
    ]
    if more:
        columns.append(Column(more, 0, lambda f: words(f[3])))
    page.table(row + 1, columns, files, "–", fold=False)
    page.sheet.freeze_panes(1, 0)
    page.print_setup(None)
