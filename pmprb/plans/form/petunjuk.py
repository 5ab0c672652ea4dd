"""The sheet *Petunjuk* of a plan worksheet: half a page that makes a manual unnecessary."""

from __future__ import annotations

from dataclasses import dataclass

from pmprb.engine.answers import Unit
from pmprb.plans.form.columns import FIRST_ROW, PLAN, PlanGrid
from pmprb.sheets.heights import row_height
from pmprb.sheets.page import Page

WIDTHS: tuple[float, ...] = (3, 34, 84)


@dataclass
class GuideWriter:
    """Writes *Petunjuk*; `row` is the next free row, counted from 0."""

    page: Page
    grid: PlanGrid
    unit: Unit
    period: str
    row: int = 0

    def write(self) -> None:
        """Write the whole sheet."""
        self.page.widths(WIDTHS)
        self.page.text(0, 0, self.grid.kind.title, "title")
        self.page.text(1, 0, self.unit.name, "name")
        self.page.text(2, 0, f"Periode {self.period}", "label")
        self.page.heights(26, 18, 16)
        self.row = 4
        first = self.grid.cell(self.grid.columns[1].name, FIRST_ROW)
        self.page.link(self.row, 1, f"internal:'{PLAN}'!{first}", "Mulai mengisi →", "go")
        self.page.text(self.row, 2, "  membuka lembar Rencana Aksi; hasilnya terlihat di Rekap", "label")
        self.page.sheet.set_row(self.row, 22)
        self.row += 1
        self._fill()
        self._ways("3. Arah: bagaimana hasil dibandingkan dengan target", "polarity")
        self._ways("4. Cara Hitung: bagaimana triwulan dirangkai", "logic")
        self._send()
        self._setup()

    def _section(self, title: str) -> None:
        self.row += 1
        self.page.section(self.row, len(WIDTHS), title, 19)
        self.row += 1

    def _point(self, name: str, text: str) -> None:
        self.page.text(self.row, 1, name, "body-bold")
        self.page.text(self.row, 2, text, "body")
        self.page.sheet.set_row(self.row, row_height([(name, WIDTHS[1]), (text, WIDTHS[2])], 10, 18))
        self.row += 1

    def _fill(self) -> None:
        line = self.grid.kind.line_title
        how = "Pilih dari daftar" if self.grid.rules.lines_of(self.grid.kind, self.period) else "Tulis sendiri"
        self._section("1. Awal tahun: rencana")
        self._point(line, f"{how}. Kosong berarti sama dengan baris di atasnya.")
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
        self.page.protect()
        self.page.print_setup(None, 1, landscape=False, margins=(0.5, 0.5, 0.5, 0.5), footer="")
        self.page.sheet.activate()
        self.page.sheet.set_first_sheet()
