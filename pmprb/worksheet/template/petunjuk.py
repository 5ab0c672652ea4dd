"""The sheet *Petunjuk*: half a page that makes a manual unnecessary.

Enters: a page and an instrument. Leaves: nothing; the sheet is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pmprb.catalog.item import Basis, ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.catalog.own_layout import LKE
from pmprb.engine.answers import Unit
from pmprb.engine.checks import validity_remark
from pmprb.insight.grounds import grounds_line
from pmprb.sheets.form_look import SIZE
from pmprb.sheets.heights import row_height
from pmprb.sheets.page import Page
from pmprb.temuan import sentence
from pmprb.worksheet.template import texts
from pmprb.worksheet.template.grid import FIRST_ROW, cell

WIDTHS: tuple[float, ...] = (3, 27, 88)
BODY = 10


@dataclass
class PetunjukWriter:
    """Writes *Petunjuk*; `row` is the next free row, counted from 0."""

    page: Page
    instrument: Instrument
    unit: Unit
    period: str
    row: int = 0
    answer_key: ClassVar[str] = "answer"

    def write(self) -> None:
        """Write the whole sheet."""
        self.page.widths(WIDTHS)
        self._head()
        self._caution()
        self._columns()
        self._ways()
        self._colours()
        self._finding()
        self._sending()
        self._setup()

    def _head(self) -> None:
        self.page.text(0, 0, self.instrument.title, "title")
        self.page.text(1, 0, self.unit.name, "name")
        self.page.text(2, 0, f"Periode {self.period}", "label")
        self.page.heights(26, 18, 16)
        self.row = 3

    def _caution(self) -> None:
        """Write the instrument's caution and basis; a reconstruction cannot be overlooked."""
        reconstructed = self.instrument.basis is Basis.REKONSTRUKSI
        if reconstructed:
            self._wide(texts.warning_of(self.instrument), "alarm")
        for remark in validity_remark(self.instrument, self.period):
            self._wide(sentence(remark), "alarm")
        if self.instrument.partial:
            self._wide(texts.PART_ONLY, "notice")
        if self.instrument.caution:
            self._wide(self.instrument.caution, "caution" if reconstructed else "notice")
        self._wide(texts.basis_line(self.instrument), "caution" if reconstructed else "notice")
        self._wide(grounds_line(self.instrument), "notice")
        if self.instrument.chosen_variant:
            self._wide(texts.variant_line(self.instrument.chosen_variant), "notice")
        self.row += 1
        target = f"internal:{cell(self.answer_key, FIRST_ROW, LKE)}"
        self.page.link(self.row, 1, target, "Mulai mengisi →", "go")
        self.page.text(self.row, 2, "  membuka lembar LKE; hasilnya langsung terlihat di Rekap", "label")
        self.page.sheet.set_row(self.row, 22)
        self.row += 1

    def _wide(self, text: str, style: str) -> None:
        self.page.across(self.row, 0, len(WIDTHS) - 1, text, style)
        self.page.sheet.set_row(self.row, row_height([(text, sum(WIDTHS) - 3)], SIZE, 20, bold=style == "alarm") + 3)
        self.row += 1

    def _section(self, title: str) -> None:
        self.row += 1
        self.page.section(self.row, len(WIDTHS), title, 19)
        self.row += 1

    def _point(self, name: str, text: str, style: str = "body-bold") -> None:
        self.page.text(self.row, 1, name, style)
        self.page.text(self.row, 2, text, "body")
        cells = [(name, WIDTHS[1]), (text, WIDTHS[2])]
        self.page.sheet.set_row(self.row, row_height(cells, BODY, 18))
        self.row += 1

    def _columns(self) -> None:
        self._section("1. Yang diisi: kolom berjudul jingga di lembar LKE")
        self._point("Jawaban", "Jawaban unit. Sel lain terkunci, jadi rumus tidak bisa rusak tanpa sengaja.")
        self._point("Bukti Dukung", "Nama dokumen atau tautannya. Contohnya muncul saat selnya dipilih.")
        self._point("Catatan", "Bebas, boleh kosong.")
        self._point("Jawaban TPI, Catatan TPI", "Terkunci: tim penilai mengisinya di lembar verifikasi tersendiri.")

    def _ways(self) -> None:
        self._section("2. Cara menjawab (lihat kolom Pilihan)")
        items = list(self.instrument.items.values())
        scales = self.instrument.scales
        titles = dict.fromkeys(scales[item.answer_set].title for item in items if isinstance(item, ChoiceItem))
        if titles:
            text = "Pilih dari daftar di sel, atau ketik jawabannya seperti di daftar."
            self._point(texts.shortened(", ".join(titles), 60), text)
        if any(isinstance(item, ChoiceItem) and item.checklist for item in items):
            text = (
                "Jawab butirnya, atau jawab kriterianya saja: jawaban diusulkan di baris kriteria pertama dan dipakai."
            )
            self._point("Daftar periksa", f"{text} Bila usulannya lebih dari satu, pilih di baris butirnya.")
        if any(isinstance(item, RatioItem) for item in items):
            text = "Ketik bilangan bulat di semua baris jumlah. Tidak ada? Ketik 0, jangan dikosongkan."
            self._point("Jumlah", f"{text} Nilai butirnya dihitung otomatis.")
        for scale in dict.fromkeys(texts.choices(i, self.instrument) for i in items if isinstance(i, ScaleItem)):
            text = "Ketik angkanya, boleh berdesimal. Tanda desimal mengikuti setelan komputer: 3,60 atau 3.60."
            self._point(scale, text)
        self._point("Belum tahu?", "Kosongkan. Kosong dihitung 0, dan di Rekap terlihat nilainya bila tidak dihitung.")

    def _colours(self) -> None:
        self._section("3. Arti warna di kolom Jawaban")
        self._point("kosong", "Belum dijawab.", "sample-blank")
        self._point("A", "Terisi dan dikenal.", "sample-good")
        self._point("?", "Isian tidak dikenal atau pembaginya 0; dihitung 0 sampai diperbaiki.", "sample-wrong")

    def _finding(self) -> None:
        self._section("4. Mencari")
        self._point("Yang masih kosong", "Warna kuning. Atau klik panah di judul Jawaban, lalu pilih sel kosong saja.")
        self._point("Satu area", "Klik kodenya di lembar Rekap.")

    def _sending(self) -> None:
        self._section("5. Menyimpan dan mengirim")
        self._point("Simpan", "Tetap sebagai Excel (.xlsx), jangan .xls, .csv, atau PDF, dan tanpa kata sandi.")
        text = "Tampilkan lagi semua baris. Jangan menghapus baris, mengganti kode, atau menyalin ke berkas lain."
        self._point("Kirim", f"{text} Bila salah kirim, kirim ulang yang terbaru.")

    def _setup(self) -> None:
        self.page.protect()
        self.page.print_setup(None, 1, landscape=False, margins=(0.5, 0.5, 0.5, 0.5), footer="")
        self.page.sheet.activate()
        self.page.sheet.set_first_sheet()
