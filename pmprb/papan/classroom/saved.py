"""What a class leaves when its facilitator wants it: one workbook and the same rows as CSV. No names, no participants.

Enters: questions with their effects. Leaves: files in a folder, through the output gate. Texts stay texts: no cell of
either file can be read as a formula.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pmprb import __version__
from pmprb.jobs.output import Permission, output_gate
from pmprb.numbers import shown
from pmprb.papan.classroom.questions import Effect
from pmprb.sheets.about import ABOUT_WIDTHS, write_sections
from pmprb.sheets.book import NewBook
from pmprb.sheets.page import Cell, Column, Page, Table, count, figure, label, words
from pmprb.sheets.theme import GREY, NAVY
from pmprb.temuan import Temuan

BOOK, TABLE = "kelas.xlsx", "kelas.csv"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS = (6, 16, 60, 50, 34, 9, 11, 14, 13, 13, 60)


@dataclass(frozen=True)
class Discussed:
    """A question that was discussed: the item, the case, and what each answer does."""

    number: int
    item: str
    criterion: str
    case: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class _Row:
    question: Discussed
    effect: Effect

    @property
    def share(self) -> Fraction:
        answered = sum(one.count for one in self.question.effects)
        return Fraction(self.effect.count, answered) if answered else Fraction(0)


def save_class(folder: Path, instrument: str, decimals: int, questions: Sequence[Discussed]) -> tuple[Temuan, ...]:
    """Write both files into a folder of our own; what stood there before is replaced. Return why not, if not."""
    rows = [_Row(question, effect) for question in questions for effect in question.effects]
    book, table = folder / BOOK, folder / TABLE
    permission = Permission(overwrite=True, replace_filled=True)
    with output_gate([book, table], permission=permission, suffix="") as gate:
        if gate.refused:
            return tuple(gate.temuan)
        told = gate.put(book, lambda draft: _write_book(draft, instrument, decimals, rows))
        return (*told, *gate.put(table, lambda draft: _write_table(draft, rows)))


def _write_book(path: Path, instrument: str, decimals: int, rows: Sequence[_Row]) -> None:
    with NewBook(path, f"Kelas {instrument}", decimals=decimals) as book:
        page = Page(book, "Kelas", NAVY)
        page.widths(_WIDTHS)
        points = page.theme.points
        page.merge(0, 0, len(_WIDTHS) - 1, Cell(f"Hasil kelas · {instrument}", ("banner",)))
        page.sheet.set_row(0, 36)
        columns: list[Column[_Row]] = [
            Column("Soal", 0, lambda r: count(r.question.number)),
            Column("Butir", 0, lambda r: label(r.question.item)),
            Column("Kriteria", 0, lambda r: words(r.question.criterion)),
            Column("Kasus", 0, lambda r: words(r.question.case)),
            Column("Jawaban", 0, lambda r: words(r.effect.label)),
            Column("Jumlah", 0, lambda r: count(r.effect.count)),
            Column("Bagian", 0, lambda r: figure(r.share, "0 %")),
            Column("Bacaan tepat", 0, lambda r: label("ya" if r.effect.right else "")),
            Column("Nilai unit", 0, lambda r: figure(r.effect.points, points)),
            Column("Selisih", 0, lambda r: figure(r.effect.apart, points)),
            Column("Ambang yang berubah", 0, lambda r: words("; ".join(r.effect.turned))),
        ]
        Table(page, 2, columns, len(rows)).write(rows, "Belum ada soal yang dibahas.")
        page.sheet.freeze_panes(3, 2)
        page.print_setup(2)
        about = Page(book, "Tentang", GREY)
        about.widths(ABOUT_WIDTHS)
        write_sections(about, 0, [("Berkas ini", _about(instrument))])
        about.print_setup(None)


def _about(instrument: str) -> list[tuple[str, str]]:
    return [
        ("Isi", "Berapa peserta kelas memberi tiap jawaban, dan apa akibat jawaban itu pada nilai unit contoh."),
        ("Yang tidak ada", "Nama, perangkat, dan jawaban orang per orang: program tidak menyimpannya."),
        ("Selisih", "Nilai unit dengan jawaban itu dikurangi nilai dengan bacaan yang tepat; butir lain tetap."),
        ("Instrumen", instrument),
        ("Program", f"pmprb {__version__}"),
    ]


def _write_table(path: Path, rows: Sequence[_Row]) -> None:
    heads = ["soal", "butir", "kriteria", "kasus", "jawaban", "jumlah", "tepat", "nilai", "selisih", "ambang"]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(heads)
        for row in rows:
            question, effect = row.question, row.effect
            texts = [question.item, question.criterion, question.case, effect.label]
            figures = [str(effect.count), "ya" if effect.right else "", shown(effect.points), shown(effect.apart)]
            writer.writerow([question.number, *map(_plain, texts), *figures, _plain("; ".join(effect.turned))])


def _plain(text: str) -> str:
    """Return a text on one line that no spreadsheet takes for a formula."""
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULA) else line
