"""The sheets *LKE* and *Petunjuk* of a review workbook, for the verifier (TPI).

Enters: pages, a plan and figures with the unit's own answers. Leaves: nothing; the sheets are written. The
unit's answers, evidence and notes are locked, the verifier's columns open; the score is that after verification.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from pmprb.catalog.item import RatioItem, ScaleItem
from pmprb.engine.score import score_answers
from pmprb.numbers import shown
from pmprb.sheets.text import safe_link
from pmprb.worksheet.template import texts
from pmprb.worksheet.template.formulas import shown_share
from pmprb.worksheet.template.grid import (
    AT,
    FIRST_ROW,
    AnyItem,
    CountRow,
    ItemRow,
    cell,
    cells,
    count_code,
    locked_column,
)
from pmprb.worksheet.template.lke import WIDTHS, LkeWriter
from pmprb.worksheet.template.petunjuk import PetunjukWriter

REVIEWER_LABEL = "Penilai TPI"


@dataclass(frozen=True)
class ReviewWriter(LkeWriter):
    """Writes *LKE* of a review workbook.

    A hidden column holds the answer that counts: the verifier's, or the unit's where there is none; every formula
    that reads the unit's answers in a worksheet reads that column here (`Plan.review`).
    """

    typed_by: ClassVar[tuple[str, ...]] = ("tpi",)
    hidden: ClassVar[str] = "used"
    printed: ClassVar[str] = "reviewed_note"
    widths: ClassVar[Mapping[str, float]] = {
        **WIDTHS,
        **{"id": 10, "criterion": 30, "weight": 7, "options": 42, "allowed": 7, "answer": 10, "score": 6, "share": 7},
        **{"evidence": 23, "note": 14, "reviewed_answer": 12, "reviewed_note": 20},
    }
    """Narrower than the unit's: its answer, its evidence and the verifier's answer are seen side by side."""

    def _band(self) -> None:
        super()._band()
        text, first, last = self._text, AT["reviewed_answer"], AT["reviewed_note"]
        text(0, "allowed", "Setelah TPI", "label-right")
        text(1, "allowed", "Isian unit", "label-right")
        text(0, "evidence", "LEMBAR VERIFIKASI TPI", "warning")
        own = score_answers(self.figures.said, self.plan.instrument, "nol").total
        words = f"Nilai mandiri {shown(own.points or Fraction(0))}" if own.answered else "belum dinilai"
        text(1, "evidence", words, "strong")
        text(1, "note", REVIEWER_LABEL, "label-right")
        self.page.sheet.merge_range(1, first, 1, last, "", self.page.theme.format("reviewer"))
        if self.figures.reviewer:
            text(1, "reviewed_answer", self.figures.reviewer, "reviewer")
        rule = {"validate": "any", "input_title": REVIEWER_LABEL, "input_message": "Nama tim, misalnya TPI 1."}
        self.page.sheet.data_validation(1, first, 1, first, rule)
        text(2, "note", "Terverifikasi", "label-right")
        codes = [row.id for row in self.plan.rows if _is_open(row)]
        done = sum(code in self.figures.typed_review for code in codes)
        choices, reviewed = (_down(key, self.plan.last_row) for key in ("allowed", "reviewed_answer"))
        asked = f'({choices}<>"")*({choices}<>"{texts.RATIO_CHOICE}")'
        formula = f'=SUMPRODUCT({asked}*({reviewed}<>""))&" dari {len(codes)} sel"'
        self._formula(2, "reviewed_answer", formula, f"{done} dari {len(codes)} sel", "strong")

    def _item(self, line: ItemRow) -> None:
        super()._item(line)
        if not isinstance(line.item, RatioItem):
            self._used(line.row, line.id, f'{cell("reviewed_answer", line.row)}<>""', line.item)

    def _count(self, line: CountRow) -> None:
        super()._count(line)
        first, last = (self.plan.at[count_code(line.item, line.item.inputs[n].id)] for n in (0, -1))
        self._used(line.row, line.id, f"COUNTA({cells('reviewed_answer', first, last, fixed='row')})>0")

    def _used(self, row: int, code: str, verified: str, item: AnyItem | None = None) -> None:
        """Write the answer that counts; of a ratio the verifier's counts together, or the unit's together."""
        theirs, own = cell("reviewed_answer", row), cell("answer", row)
        value = shown_share(theirs, item) if isinstance(item, ScaleItem) else theirs
        formula = f'=IF({verified},IF({theirs}="","",{value}),IF({own}="","",{own}))'
        self._formula(row - 1, "used", formula, self.figures.used.get(code, ""), "plain")

    def _word(self, row: int, key: str, text: str) -> None:
        """Write evidence or a note; a text that is wholly a web or mail address can be followed."""
        address = safe_link(text) if key in ("evidence", "note") else ""
        if address:
            self.page.link(row, AT[key], address, text, "in-item", "evidence-link")
        else:
            super()._word(row, key, text)

    def _colours(self) -> None:
        """Colour the verifier's answers: still to do, the same as the unit's, another one."""
        allowed, theirs, own = (locked_column(key, FIRST_ROW) for key in ("allowed", "reviewed_answer", "answer"))
        asked = f'{allowed}<>"",{allowed}<>"{texts.RATIO_CHOICE}"'
        marks = {f'{theirs}=""': "mark-blank", f"{theirs}={own}": "mark-good", f"{theirs}<>{own}": "mark-other"}
        for test, mark in marks.items():
            self._column_rule("reviewed_answer", f"=AND({asked},{test})", mark, stop_if_true=True)


def _down(key: str, last: int) -> str:
    return cells(key, FIRST_ROW, last, fixed="column")


def _is_open(row: object) -> bool:
    return isinstance(row, CountRow) or (isinstance(row, ItemRow) and not isinstance(row.item, RatioItem))


@dataclass
class ReviewGuideWriter(PetunjukWriter):
    """Writes *Petunjuk* of a review workbook."""

    answer_key: ClassVar[str] = "reviewed_answer"

    def _head(self) -> None:
        super()._head()
        self._wide("LEMBAR VERIFIKASI TPI: dibuat dari lembar kerja unit di atas. Jawaban unit terkunci.", "notice")

    def _columns(self) -> None:
        self._section("1. Yang diisi: kolom berjudul jingga di lembar LKE")
        self._point(REVIEWER_LABEL, "Di kanan atas lembar LKE. Cukup nama timnya, misalnya TPI 1.")
        text = "Jawaban menurut TPI, dari pilihan yang sama. Isi juga bila setuju; kosong berarti belum diverifikasi."
        self._point("Jawaban TPI", text)
        self._point("Catatan TPI", "Alasan, terutama bila berbeda dari jawaban unit. Dibaca unit.")
        text = "Jawaban, Bukti Dukung, dan Catatan unit hanya dibaca. Tautan bukti dapat diklik."
        self._point("Yang terkunci", text)

    def _ways(self) -> None:
        self._section("2. Nilai di lembar ini")
        text = "Jawaban TPI menggantikan jawaban unit pada butir yang sudah diisi TPI; butir lain memakai jawaban unit."
        self._point("Setelah TPI", f"{text} Ambang dan predikat di Rekap ikut bergerak.")
        self._point("Jumlah", "Bila mengubah satu jumlah, isi semua jumlah butir itu. Tidak ada? Ketik 0.")

    def _colours(self) -> None:
        self._section("3. Arti warna di kolom Jawaban TPI")
        self._point("kosong", "Belum diverifikasi.", "sample-blank")
        self._point("A", "Sama dengan jawaban unit.", "sample-good")
        self._point("B", "Berbeda dari jawaban unit.", "sample-different")

    def _finding(self) -> None:
        self._section("4. Mencari")
        text = "Warna kuning. Atau klik panah di judul Jawaban TPI, lalu pilih sel kosong saja."
        self._point("Yang belum diverifikasi", text)
        self._point("Satu area", "Klik kodenya di lembar Rekap.")

    def _sending(self) -> None:
        self._section("5. Menyimpan dan menggabungkan")
        self._point("Simpan", "Tetap sebagai Excel (.xlsx), tanpa kata sandi.")
        text = "Kumpulkan dalam satu folder; Bagian Organisasi menggabungkannya dengan lembar unit menurut kode."
        self._point("Kirim", f"{text} Jawaban unit tidak pernah ditimpa.")
