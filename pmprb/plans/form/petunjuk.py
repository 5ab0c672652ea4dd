"""The sheet *Petunjuk* of a plan worksheet: half a page that makes a manual unnecessary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pmprb.engine.answers import Unit
from pmprb.plans.form.columns import FIRST_ROW, PLAN, Grid
from pmprb.plans.form.form import PlanStyles
from pmprb.sheets.heights import row_height
from pmprb.worksheet.template.styles import put_text

WIDTHS: tuple[float, ...] = (3, 34, 84)


@dataclass
class GuideWriter:
    """Writes *Petunjuk*; `row` is the next free row, counted from 0."""

    sheet: Any
    grid: Grid
    styles: PlanStyles
    unit: Unit
    period: str
    row: int = 0

    def write(self) -> None:
        """Write the whole sheet."""
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)
        style = self.styles.base.get
        put_text(self.sheet, 0, 0, self.grid.kind.title, style("title"))
        put_text(self.sheet, 1, 0, self.unit.name, style("name"))
        put_text(self.sheet, 2, 0, f"Periode {self.period}", style("label"))
        for row, height in enumerate((26, 18, 16)):
            self.sheet.set_row(row, height)
        self.row = 4
        self.sheet.write_url(self.row, 1, f"internal:'{PLAN}'!B{FIRST_ROW}", style("go"), "Mulai mengisi →")
        put_text(self.sheet, self.row, 2, "  membuka lembar Rencana Aksi; hasilnya terlihat di Rekap", style("label"))
        self.sheet.set_row(self.row, 22)
        self.row += 1
        self._fill()
        self._ways("3. Arah: bagaimana hasil dibandingkan dengan target", "polarity")
        self._ways("4. Cara Hitung: bagaimana triwulan dirangkai", "logic")
        self._send()
        self._setup()

    def _section(self, title: str) -> None:
        self.row += 1
        for column in range(len(WIDTHS)):
            self.sheet.write_blank(self.row, column, None, self.styles.base.get("section"))
        put_text(self.sheet, self.row, 0, title, self.styles.base.get("section"))
        self.sheet.set_row(self.row, 19)
        self.row += 1

    def _point(self, name: str, text: str) -> None:
        put_text(self.sheet, self.row, 1, name, self.styles.base.get("body-bold"))
        put_text(self.sheet, self.row, 2, text, self.styles.base.get("body"))
        self.sheet.set_row(self.row, row_height([(name, WIDTHS[1]), (text, WIDTHS[2])], 10, 18))
        self.row += 1

    def _fill(self) -> None:
        line = self.grid.kind.line_title
        self._section("1. Awal tahun: rencana")
        self._point(line, "Pilih dari daftar. Kosong berarti sama dengan baris di atasnya." if self.grid.kind.lines else
                    "Tulis sasarannya. Kosong berarti sama dengan baris di atasnya.")  # fmt: skip
        self._point("Rencana Aksi, Indikator Output", "Satu baris untuk satu keluaran yang dihitung, dengan satuannya.")
        self._point("Target TW I–IV", "Angka saja, tanpa satuan dan tanpa tanda %. Triwulan tanpa target dikosongkan.")
        self._point("Arah, Cara Hitung, Rekap Setahun", "Boleh kosong: makin tinggi makin baik, tiap triwulan sendiri.")
        self._point(
            "Rekap Antar Unit",
            "Bila dipakai beberapa unit: dijumlahkan, dirata-ratakan, atau nilai terakhir.",
        )
        self._point("Koordinator, Pelaksana, Anggaran", "Siapa yang mengoordinasi, siapa yang mengerjakan, rupiahnya.")
        self._section("2. Tiap triwulan: realisasi")
        self._point(
            "Realisasi", "Isi hasil triwulan itu. Hasilnya tidak ada? Ketik 0. Kosong berarti belum dilaporkan."
        )
        self._point("Kendala, Tindak Lanjut", "Wajib bila statusnya belum sesuai target.")
        self._point("Triwulan dilaporkan", "Biarkan Otomatis, atau pilih bila triwulan ini belum ada realisasinya.")
        self._point("Evaluator Internal", "Hanya untuk evaluator: Sesuai atau Tidak Sesuai. Isian unit tidak diubah.")

    def _ways(self, title: str, name: str) -> None:
        self._section(title)
        for pick in getattr(self.grid.rules.picks, name):
            self._point(pick.label, pick.help)

    def _send(self) -> None:
        self._section("5. Menyimpan dan mengirim")
        self._point("Simpan", "Tetap sebagai Excel (.xlsx), tanpa kata sandi.")
        self._point("Kirim", "Berkas yang sama dipakai sepanjang tahun: tambahkan realisasi, lalu kirim lagi.")

    def _setup(self) -> None:
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_paper(9)
        sheet.set_margins(0.5, 0.5, 0.5, 0.5)
        sheet.fit_to_pages(1, 1)
        sheet.activate()
        sheet.set_first_sheet()
