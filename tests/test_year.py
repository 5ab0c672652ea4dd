"""A year of an invented regency, as the guide tells it: two options a command at most, nothing typed twice."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from helpers.answered import cells, type_in
from helpers.cli import quick
from helpers.sheets import answers, instrument, write
from pmprb.engine.answers import UNREVIEWED, Unit

ROOT = Path(__file__).parents[1]
ZI = "zi-2021"
UNITS = [Unit(code=f"1.0{n}", name=f"Dinas {name}", kind="dinas") for n, name in enumerate("ABCD", start=1)]


def script() -> list[str]:
    """The lines of the guide's year."""
    text = (ROOT / "docs" / "panduan-bagian-organisasi.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- setahun -->\n```text\n([^`]*)```", text)
    assert found
    return found[1].splitlines()


class Year:
    """What people do between the commands, by the guide's own words."""

    def __init__(self, home: Path) -> None:
        self.home, self.units = home, list(UNITS)
        self.done: dict[str, Callable[[], None]] = {
            "isi daftar-unit.xlsx": self.register,
            "unit mengirim lembarnya, kecuali satu": lambda: self.hand_in(self.units[:3], "TW I 2026"),
            "lembar yang terlambat tiba": lambda: self.hand_in(self.units[3:], "TW I 2026"),
            "TPI mengembalikan lembarnya": self.review,
            "unit menanggapi TPI di umpan baliknya dan mengirimkannya kembali": self.reply,
            "penilai kedua menjawab lain": self.review_again,
            "isi Keputusan di Perlu Diputus": self.decide,
            "isi PIC di Kesenjangan": self.plan,
            "dua unit digabung: ubah daftar-unit.xlsx": self.merge,
            "unit meninjau jawaban lama dan mengirim lembarnya": self.look_again,
            "tahun berikutnya: satu unit baru di daftar-unit.xlsx": self.another,
        }

    def register(self) -> None:
        book = openpyxl.Workbook()
        book.active.append(("Kode", "Nama", "Jenis", "Kelompok", "Alias", "Pendahulu"))
        for unit in self.units:
            book.active.append((unit.code, unit.name, unit.kind, "", "", ";".join(unit.predecessors)))
        book.save(self.home / "daftar-unit.xlsx")

    def hand_in(self, units: list[Unit], period: str) -> None:
        for unit in units:
            path = self.home / "masuk" / f"{unit.code}.xlsx"
            write(path, instrument(ZI), answers(instrument(ZI), unit.code), unit, period)

    def review(self) -> None:
        for path in (self.home / "lembar-tpi").glob("*.xlsx"):
            book = openpyxl.load_workbook(path)
            sheet = book["LKE"]
            heads = {cell.value: cell.column for cell in sheet[4]}
            rows = [
                row[0].row for row in sheet.iter_rows(5) if sheet.cell(row[0].row, heads["Pilihan"]).value == "Ya/Tidak"
            ]
            for row in rows[:4]:
                sheet.cell(row, heads["Jawaban TPI"], "Tidak")
            book.save(self.home / "tpi" / path.name)

    def reply(self) -> None:
        sent = sorted((self.home / "umpan-balik" / "TW-I-2026").glob("*-hasil.xlsx"))[0]
        codes = list(cells(sent, "Tanggapan", "Tanggapan"))
        against = {"Tanggapan": "Tidak setuju", "Penjelasan dan bukti": "SK 12/2026"}
        answers = {codes[0]: {"Tanggapan": "Setuju"}, codes[1]: against}
        type_in(sent, "Tanggapan", answers, self.home / "masuk" / sent.name)

    def review_again(self) -> None:
        first = sorted((self.home / "tpi").glob("*.xlsx"))[1]
        book = openpyxl.load_workbook(first)
        sheet = book["LKE"]
        column = next(cell.column for cell in sheet[4] if cell.value == "Jawaban TPI")
        said = [row[column - 1] for row in sheet.iter_rows(5) if row[column - 1].value == "Tidak"]
        for cell in said[:2]:
            cell.value = "Ya"
        book.save(first.with_name("penilai-kedua.xlsx"))

    def decide(self) -> None:
        rekap = self.home / "rekap" / "rekap-TW-I-2026.xlsx"
        code = next(iter(cells(rekap, "Perlu Diputus", "Keadaan")))
        type_in(rekap, "Perlu Diputus", {code: {"Keputusan": "Tidak", "Alasan": "SK belum ada"}})

    def plan(self) -> None:
        path = self.home / "rekap" / "rekap-TW-I-2026.xlsx"
        book = openpyxl.load_workbook(path)
        sheet = book["Kesenjangan"]
        pic = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "PIC")
        sheet.cell(pic.row + 1, pic.column, "Bu Sari")
        book.save(path)

    def merge(self) -> None:
        kept, gone = self.units[2], self.units.pop(3)
        self.units[2] = kept.model_copy(update={"predecessors": (gone.code,)})
        self.register()

    def look_again(self) -> None:
        for path in (self.home / "lembar").glob("*.xlsx"):
            book = openpyxl.load_workbook(path)
            sheet = book["LKE"]
            heads = {cell.value: cell.column for cell in sheet[4]}
            marked = [row[heads["Catatan"] - 1] for row in sheet.iter_rows(5)]
            marked = [cell for cell in marked if str(cell.value or "").startswith(UNREVIEWED)]
            assert len(marked) > 80
            for cell in marked:
                cell.value = None
            book.save(self.home / "masuk" / path.name)

    def another(self) -> None:
        self.units.append(Unit(code="1.09", name="Badan Baru", kind="badan"))
        self.register()


def test_the_guides_year_runs_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "zi-kabupaten"
    year, said = Year(home), dict[str, str]()
    for number, line in enumerate(script()):
        if line.startswith("#"):
            year.done.pop(line.removeprefix("# "))()
            continue
        words = shlex.split(line)[1:]
        assert sum(word.startswith("-") for word in words) <= 2, line
        code, text = quick(*words)
        assert code in (0, 1) and "Traceback" not in text, (line, text)
        said[f"{number} {line}"] = text
        if words[:1] == ["mulai"] and words[1] != ".":
            monkeypatch.chdir(home)
    assert not year.done  # everything the guide tells was done
    told = list(said.values())
    joined = "\n".join(told)
    assert "4 lembar kerja ditulis" in joined and "belum menyerahkan: 1 dari 4 unit" in joined
    assert "Langkah berikutnya: pmprb gabung" in joined
    assert "Langkah berikutnya: isi Keputusan di lembar Perlu Diputus pada rekap/rekap-TW-I-2026.xlsx" in joined
    assert "Keliru" not in joined  # that verifiers differ is nothing for the unit to mend
    carried = said[next(line for line in said if line.endswith("templat --isi"))]
    assert "BUKU-307" in carried and "KESALAHAN" not in carried and "BUKU-284" not in carried
    first, second = home / "rekap" / "rekap-TW-I-2026.xlsx", home / "rekap" / "rekap-TW-II-2026.xlsx"
    book = openpyxl.load_workbook(first, read_only=True)
    assert "Verifikasi" in book.sheetnames
    decided = [row for row in book["Perlu Diputus"].iter_rows(values_only=True) if "sudah diputus" in row]
    assert len(decided) == 1 and "SK belum ada" in decided[0]
    assert any("Tidak setuju" in row and "SK 12/2026" in row for row in book["Verifikasi"].iter_rows(values_only=True))
    assert any("Bu Sari" in row for row in book["Kesenjangan"].iter_rows(values_only=True))
    book.close()
    book = openpyxl.load_workbook(second, read_only=True)
    gaps = list(book["Kesenjangan"].iter_rows(values_only=True))
    book.close()
    assert any("Bu Sari" in row for row in gaps)  # what was planned went on into the next quarter
    assert "Tanggapan       1 dari 4 unit: 1 setuju, 1 tidak setuju" in joined
    assert "Perlu diputus   2 butir" in joined and "perlu diputus: 1 butir" in joined
    assert "3 lembar kerja ditulis" in joined and "Jawaban dari TW I 2026" in joined
    assert "Badan Baru" in told[-1] or "Unit terdaftar 4" in told[-1]
    assert len(list((home / "lembar").glob("*.xlsx"))) == 4
    assert (home / "arsip" / "TW-II-2026" / "masuk").is_dir()
