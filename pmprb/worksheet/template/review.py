"""The sheets *LKE* and *Petunjuk* of a review workbook, for the verifier (TPI).

Enters: a worksheet, a plan and figures with the unit's own answers. Leaves: nothing; the sheets are written. The
unit's answers, evidence and notes are locked, the verifier's columns open; the score is that after verification.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from xlsxwriter.utility import xl_col_to_name

from pmprb.catalog.item import RatioItem
from pmprb.engine.score import score_answers
from pmprb.numbers import shown
from pmprb.sheets.text import safe_link
from pmprb.worksheet.template import texts
from pmprb.worksheet.template.figures import Cached
from pmprb.worksheet.template.grid import FIRST_ROW, HEADER_ROW, CountRow, ItemRow, count_code
from pmprb.worksheet.template.lke import ANSWER, EVIDENCE, MARK, NOTE, REVIEW, REVIEW_NOTE, LkeWriter
from pmprb.worksheet.template.petunjuk import PetunjukWriter
from pmprb.worksheet.template.styles import BLANK_FILL, GOOD_FILL, put_formula, put_text

REVIEWER_LABEL = "Penilai TPI"
DIFFERENT_FILL = "#FBD9B5"
USED = MARK + 1
_USED = xl_col_to_name(USED)
_TYPED = re.compile(r"\bF(?=\d)")
_OWN, _REVIEW = (f"${xl_col_to_name(column)}{FIRST_ROW}" for column in (ANSWER, REVIEW))


@dataclass(frozen=True)
class ReviewWriter(LkeWriter):
    """Writes *LKE* of a review workbook.

    A hidden column holds the answer that counts: the verifier's, or the unit's where there is none; every formula
    that reads the unit's answers in a worksheet reads that column here.
    """

    open: ClassVar[tuple[int, ...]] = (REVIEW, REVIEW_NOTE)

    def _formula(self, row: int, column: int, formula: str, style: Any, value: Cached) -> None:
        put_formula(self.sheet, row, column, _TYPED.sub(_USED, formula), style, value)

    def _columns(self) -> None:
        super()._columns()
        self.sheet.set_column(USED, USED, 8, None, {"hidden": True})
        put_text(self.sheet, HEADER_ROW - 1, USED, "dipakai", self.styles.get("plain"))

    def _band(self) -> None:
        super()._band()
        style, sheet = self.styles.get, self.sheet
        put_text(sheet, 0, 4, "Setelah TPI", style("label-right"))
        put_text(sheet, 0, EVIDENCE, "LEMBAR VERIFIKASI TPI", style("warning"))
        own = score_answers(self.figures.said, self.plan.instrument, "nol").total
        words = f"Nilai mandiri {shown(own.points or Fraction(0))}" if own.answered else "belum dinilai"
        put_text(sheet, 1, EVIDENCE, words, style("strong"))
        put_text(sheet, 1, NOTE, REVIEWER_LABEL, style("label-right"))
        sheet.merge_range(1, REVIEW, 1, REVIEW_NOTE, "", style("reviewer"))
        if self.figures.reviewer:
            put_text(sheet, 1, REVIEW, self.figures.reviewer, style("reviewer"))
        sheet.data_validation(
            1,
            REVIEW,
            1,
            REVIEW,
            {"validate": "any", "input_title": REVIEWER_LABEL, "input_message": "Nama tim, misalnya TPI 1."},
        )
        put_text(sheet, 2, NOTE, "Terverifikasi", style("label-right"))
        codes = [row.id for row in self.plan.rows if _is_open(row)]
        done = sum(code in self.figures.typed_review for code in codes)
        choices, cells = (f"{column}{FIRST_ROW}:{column}{self.plan.last_row}" for column in ("$E", "$K"))
        asked = f'({choices}<>"")*({choices}<>"{texts.RATIO_CHOICE}")'
        formula = f'=SUMPRODUCT({asked}*({cells}<>""))&" dari {len(codes)} sel"'
        put_formula(sheet, 2, REVIEW, formula, style("strong"), f"{done} dari {len(codes)} sel")

    def _item(self, line: ItemRow) -> None:
        super()._item(line)
        if not isinstance(line.item, RatioItem):
            self._used(line.row, line.id, f'K{line.row}<>""')

    def _count(self, line: CountRow) -> None:
        super()._count(line)
        first, last = (self.plan.at[count_code(line.item, line.item.inputs[n].id)] for n in (0, -1))
        self._used(line.row, line.id, f"COUNTA(K${first}:K${last})>0")

    def _used(self, row: int, code: str, verified: str) -> None:
        """Write the answer that counts; of a ratio the verifier's counts together, or the unit's together."""
        formula = f'=IF({verified},IF(K{row}="","",K{row}),IF(F{row}="","",F{row}))'
        put_formula(self.sheet, row - 1, USED, formula, self.styles.get("plain"), self.figures.used.get(code, ""))

    def _word(self, row: int, column: int, text: str) -> None:
        """Write evidence or a note; a text that is wholly a web or mail address can be followed."""
        address = safe_link(text) if column in (EVIDENCE, NOTE) else ""
        if address:
            look = self.styles.get("evidence-link", "item")
            self.sheet.write_url(row, column, address, look, string=text)
        else:
            super()._word(row, column, text)

    def _colours(self) -> None:
        """Colour the verifier's answers: still to do, the same as the unit's, another one."""
        first, last, make = FIRST_ROW - 1, self.plan.last_row - 1, self.styles.conditional
        asked = f'$E{FIRST_ROW}<>"",$E{FIRST_ROW}<>"{texts.RATIO_CHOICE}"'
        looks = {f'{_REVIEW}=""': BLANK_FILL, f"{_REVIEW}={_OWN}": GOOD_FILL, f"{_REVIEW}<>{_OWN}": DIFFERENT_FILL}
        for test, colour in looks.items():
            rule = {"type": "formula", "criteria": f"=AND({asked},{test})", "format": make({"bg_color": colour})}
            self.sheet.conditional_format(first, REVIEW, last, REVIEW, rule | {"stop_if_true": True})


def _is_open(row: object) -> bool:
    return isinstance(row, CountRow) or (isinstance(row, ItemRow) and not isinstance(row.item, RatioItem))


@dataclass
class ReviewGuideWriter(PetunjukWriter):
    """Writes *Petunjuk* of a review workbook."""

    answer_column: ClassVar[str] = "K"

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
