"""Files at the wrong place are pointed to the right command; a folder of reviews tells nothing of other units."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.answers import extreme
from helpers.cli import quick
from helpers.once import made_once
from helpers.sheets import instrument, write
from helpers.writers import WRITERS, Place
from pmprb.engine.answers import Answer, Unit
from pmprb.sheets.own_cells import OWN_CELLS

ZI = instrument("zi-2021")
UNITS = [Unit(code=f"1.0{n}", name=name) for n, name in enumerate(("Dinas Pangan", "Dinas Sosial", "Badan Aset"), 1)]


@pytest.fixture(scope="module")
def strays(workplace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one workbook of each kind that is neither a worksheet nor meant to be one."""
    folder = tmp_path_factory.mktemp("salah")
    place = Place(workplace)
    for kind, name in (("rekap", "rekap-a.xlsx"), ("register", "du.xlsx"), ("pengampu", "pengampu.xlsx")):
        shutil.copy(place / name, folder / f"{kind}.xlsx")
    shutil.copy(place / "rencana" / "1.xlsx", folder / "plan.xlsx")
    two = (place / "rekap-a.xlsx", place / "rekap-b.xlsx")
    sheet = next((place / "lembar").glob("*.xlsx"))
    calls: tuple[tuple[object, ...], ...] = (
        ("gabung", *two, "--antar-instansi", "-o", folder / "province.xlsx"),
        ("banding", *two, "-o", folder / "change.xlsx", "--urut", "perintah"),
        ("rencana", "gabung", place / "rencana", "-o", folder / "plan_rekap.xlsx"),
        ("jalur", sheet, "--tulis-upaya", folder / "effort.xlsx"),
        ("gabung", sheet, "-o", folder / "lain" / "r.xlsx", "--umpan-balik", folder / "lain" / "ub"),
    )
    for call in calls:
        code, text = quick(*call)
        assert code in (0, 1), text
    shutil.copy(next((folder / "lain" / "ub").glob("*hasil.xlsx")), folder / "feedback.xlsx")
    shutil.rmtree(folder / "lain")
    book = openpyxl.Workbook()
    book.active.title = "Rekapitulasi Nilai"  # type: ignore[union-attr]
    for line in (("No", "Area Perubahan", "Bobot", "Nilai"), (1, "Manajemen Perubahan", 8, 6.5)):
        book.active.append(line)  # type: ignore[union-attr]
    book.save(folder / "summary.xlsx")
    book.active.title = "Sheet1"  # type: ignore[union-attr]
    for line in ((2, "II. Penataan Tatalaksana", 7, 5), (3, "PENGUATAN PENGAWASAN", 15, 9)):
        book.active.append(line)  # type: ignore[union-attr]
    book.save(folder / "summary of areas.xlsx")
    return folder


COMMANDS = {
    "rekap": "pmprb banding",
    "province": "pmprb gabung",
    "change": "pmprb banding",
    "plan": "pmprb rencana gabung",
    "plan_rekap": "pmprb rencana gabung",
    "register": "--unit",
    "pengampu": "--pengampu",
    "effort": "--upaya",
    "feedback": "lembar kerja (LKE)",
    "summary": "jawaban dari unitnya",
    "summary of areas": "jawaban dari unitnya",
}


# To gather plans a plan is no stray; nor are instruments known there, so a table of scores is told apart by one alone.
AT_HOME = {("rencana gabung", "plan"), ("rencana gabung", "summary of areas")}
STRAYS = [
    (command, kind)
    for command in ("nilai", "periksa", "templat --untuk tpi --dari", "rencana gabung")
    for kind in COMMANDS
    if (command, kind) not in AT_HOME
]


@pytest.mark.parametrize(("command", "kind"), STRAYS)
def test_a_stray_file_is_pointed_to_its_command(strays: Path, tmp_path: Path, command: str, kind: str) -> None:
    out = ["-o", tmp_path / "hasil.xlsx"] if command.startswith(("rencana", "templat")) else []
    if command.startswith("templat"):
        out = ["-o", tmp_path / "hasil"]
    code, text = quick(*command.split(), strays / f"{kind}.xlsx", *out)
    line = next(line for line in text.splitlines() if "BUKU-232" in line or "BUKU-120" in line)
    assert code == 1
    assert COMMANDS[kind] in line
    assert "Tidak ada lembar kerja" not in text
    assert not list(tmp_path.rglob("*.xlsx"))


def test_a_worksheet_among_plans_is_pointed_to_its_command(strays: Path, place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "campur" / "dalam"
    folder.mkdir(parents=True)
    shutil.copy(next((place / "lembar").glob("*.xlsx")), folder / "a.xlsx")
    (folder / "b.xlsx").write_bytes(b"bukan buku kerja")
    code, text = quick("rencana", "gabung", folder.parent, "-o", tmp_path / "r.xlsx")
    assert code == 1
    assert "dalam/a.xlsx · BUKU-232" in text and "pmprb nilai" in text
    assert "dalam/b.xlsx" in text  # a refused plan keeps its folder's name
    assert "2 dari 2 berkas ditolak" in text and "Tidak ada lembar kerja" not in text


def test_a_plan_without_its_headings_is_told_which_are_missing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Rekap Hasil"  # type: ignore[union-attr]
    book.active.append(("No", "Rencana Aksi", "Realisasi", "Nilai"))  # type: ignore[union-attr]
    book.save(tmp_path / "a.xlsx")
    _, text = quick("rencana", "gabung", tmp_path / "a.xlsx", "-o", tmp_path / "r.xlsx")
    assert "RENC-002" in text and "BUKU-232" not in text


@pytest.mark.parametrize("command", ["gabung", "templat --untuk tpi --dari", "kepekaan"])
def test_when_every_file_is_refused_all_are_named_with_their_reasons(tmp_path: Path, command: str) -> None:
    folder = tmp_path / "masuk"
    folder.mkdir()
    for name in ("a.xlsx", "b.xlsx", "c.xlsx"):
        (folder / name).write_bytes(b"PK rusak" + name.encode())
    code, text = quick(*command.split(), folder, "-o", tmp_path / ("r" if command.startswith("templat") else "r.xlsx"))
    assert code == 1
    assert all(name in text for name in ("a.xlsx", "b.xlsx", "c.xlsx"))
    assert "3 dari 3 berkas ditolak" in text.splitlines()[-1]
    assert "Tidak ada lembar kerja" not in text


def test_a_folder_without_worksheets_says_what_lies_in_it(tmp_path: Path) -> None:
    (tmp_path / "surat.pdf").write_bytes(b"%PDF")
    _, text = quick("gabung", tmp_path, "-o", tmp_path / "r.xlsx")
    assert "Tidak ada lembar kerja" in text and "surat.pdf" in text


@pytest.mark.parametrize("command", ["nilai", "periksa", "gabung", "rencana periksa", "rencana gabung"])
def test_a_folder_inside_that_cannot_be_looked_into_is_named(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    source = place / ("rencana" if "rencana" in command else "lembar")
    (source / "kecamatan").mkdir()
    real = os.scandir

    def refusing(path: str) -> Any:
        if Path(path).name == "kecamatan":
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr("pmprb.jobs.folder.os.scandir", refusing)
    out = ["-o", tmp_path / "r.xlsx"] if "gabung" in command else []
    code, text = quick(*command.split(), source, *out)
    assert code == 1 and "kecamatan · BUKU-207" in text


# Reviews of other units.


def best(bare: tuple[str, ...] = (), worst: tuple[str, ...] = ()) -> dict[str, Answer]:
    """Return the best answers with evidence, but for those named."""
    given = {n: extreme(i, ZI, best=n not in worst) for n, i in ZI.items.items()}
    return {n: replace(one, evidence="" if n in bare else "SK Bupati") for n, one in given.items()}


def make_reviewed(folder: Path) -> None:
    """Write worksheets into *lembar*, and review workbooks of all but the last unit, filled, into *tpi*."""
    (folder / "lembar").mkdir()
    bare = tuple(list(ZI.items)[3:9])
    for unit in UNITS:
        write(folder / "lembar" / f"{unit.name}.xlsx", ZI, best(bare), unit)
    assert quick("templat", "--untuk", "tpi", "--dari", folder / "lembar", "-o", folder / "tpi")[0] == 0
    for path in (folder / "tpi").glob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        page = book["LKE"]
        head = next(row for row in page.iter_rows() if any(cell.value == "Jawaban TPI" for cell in row))
        columns = {str(cell.value): cell.column for cell in head if cell.value}
        for row in range(head[0].row + 1, page.max_row + 1):
            own = page.cell(row, columns["Jawaban"]).value
            if own not in (None, ""):
                page.cell(row, columns["Jawaban TPI"]).value = own
        book.save(path)
    next((folder / "tpi").glob("*Badan-Aset*")).unlink()


@pytest.fixture
def reviewed(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of worksheets and their reviews, to be changed."""
    made, _ = made_once(tmp_path_factory, "direviu", make_reviewed)
    return Path(shutil.copytree(made, tmp_path, dirs_exist_ok=True))


@pytest.mark.parametrize("spoilt", ["nothing", "broken", "other period", "blank", "stray"])
def test_nothing_is_told_of_other_units_reviews(reviewed: Path, spoilt: str) -> None:
    other = next((reviewed / "tpi").glob("*Dinas-Sosial*"))
    if spoilt == "broken":
        other.write_bytes(b"PK rusak")
    elif spoilt == "stray":
        other.unlink()
        shutil.copy(reviewed / "lembar" / "Dinas Sosial.xlsx", reviewed / "tpi" / "Dinas Sosial.xlsx")
    elif spoilt != "nothing":
        write(other, ZI, best(), UNITS[1], period="2020" if spoilt == "other period" else "2026")
    code, text = quick("nilai", reviewed / "lembar" / "Dinas Pangan.xlsx", "--tpi", reviewed / "tpi")
    assert code == 0, text
    assert "KESALAHAN" not in text and "Dinas Sosial" not in text and other.name not in text
    assert "Verifikasi TPI: 113 dari 113 butir" in text


def test_a_broken_review_of_the_unit_itself_is_told(reviewed: Path) -> None:
    own = next((reviewed / "tpi").glob("*Dinas-Pangan*"))
    own.write_bytes(b"PK rusak")
    code, text = quick("nilai", reviewed / "lembar" / "Dinas Pangan.xlsx", "--tpi", reviewed / "tpi")
    assert code == 1
    assert own.name in text and "BUKU-230" not in text and "Belum ada lembar verifikasi" not in text


def test_a_unit_without_a_review_in_the_folder_is_told_so(reviewed: Path) -> None:
    code, text = quick("nilai", reviewed / "lembar" / "Badan Aset.xlsx", "--tpi", reviewed / "tpi")
    assert code == 0
    assert "Belum ada lembar verifikasi untuk Badan Aset di antara 2 berkas" in text
    assert "Dinas" not in text.replace("Dinas-", "")
    data = json.loads(quick("nilai", reviewed / "lembar", "--tpi", reviewed / "tpi", "--json")[1])
    told = [one["unit"]["name"] for one in data if any(t["code"] == "BUKU-230" for t in one["temuan"])]
    assert told == ["Badan Aset"]


def test_a_review_named_itself_that_is_another_units_is_told(reviewed: Path) -> None:
    stray = next((reviewed / "tpi").glob("*Dinas-Sosial*"))
    code, text = quick("nilai", reviewed / "lembar" / "Dinas Pangan.xlsx", "--tpi", stray)
    assert code == 1 and "BUKU-071" in text


# Strict on both sides.


@pytest.mark.parametrize("blank", ["nol", "lewati"])
def test_a_verifier_who_agrees_lowers_nothing_in_a_strict_run(reviewed: Path, blank: str) -> None:
    unit = reviewed / "lembar" / "Dinas Pangan.xlsx"
    _, text = quick("nilai", unit, "--tpi", reviewed / "tpi", "--ketat", "--kosong", blank, "--json")
    data = json.loads(text)
    assert len(data["strict"]["items"]) == 6 and data["strict"]["reviewed_items"] == data["strict"]["items"]
    assert data["reviewed"]["after"]["total"] == data["total"]
    assert {node["difference"] for node in data["reviewed"]["nodes"].values()} - {None} == {"0"}
    assert [v["passed"] for v in data["reviewed"]["after"]["verdicts"]] == [v["passed"] for v in data["verdicts"]]
    plain = json.loads(quick("nilai", unit, "--tpi", reviewed / "tpi", "--json")[1])
    assert plain["reviewed"]["after"]["total"] == plain["total"]
    assert Fraction(plain["total"]) >= Fraction(data["total"])


def test_a_strict_rekap_with_reviews_is_proved(reviewed: Path) -> None:
    rekap = reviewed / "rekap.xlsx"
    asked = ("gabung", reviewed / "lembar", "--tpi", reviewed / "tpi", "-o", rekap, "--ketat", "--json")
    data = json.loads(quick(*asked)[1])
    assert {unit["reviewed"]["after"] for unit in data["units"] if "reviewed" in unit} == {data["units"][0]["total"]}
    code, text = quick("periksa", "--bukti", rekap, reviewed / "lembar", reviewed / "tpi")
    assert code == 0 and "Sama" in text, text


def test_no_result_of_any_command_is_taken_for_a_worksheet_or_a_form(place: Place) -> None:
    """What a command wrote for reading only is refused by name wherever a worksheet or a form is read."""
    results = []
    for writer in (w for w in WRITERS if not w.folder):
        target = writer.target(place)
        writer.call(place, target)
        made = target.rename(place / f"{writer.id.replace(' ', '-')}{target.suffix}")
        if made.suffix == ".xlsx" and {OWN_CELLS, "_data"} & set(
            openpyxl.load_workbook(made, read_only=True).sheetnames
        ):
            results.append(made)
    assert len(results) >= 7, results
    for path in results:
        for call in (("nilai", path), ("kenali", path), ("kriteria", "impor", path, "-o", place / "katalog")):
            code, text = quick(*call)
            assert code == 1 and ("BUKU-232" in text or "BUKU-120" in text), (path.name, call[0], text)
    assert not (place / "katalog").exists()


def test_feedback_of_a_refused_file_is_still_feedback(tmp_path: Path) -> None:
    (tmp_path / "masuk").mkdir()
    write(tmp_path / "masuk" / "a.xlsx", ZI, {}, UNITS[0])
    (tmp_path / "masuk" / "rusak.xlsx").write_bytes(b"")
    quick("gabung", tmp_path / "masuk", "-o", tmp_path / "r.xlsx", "--umpan-balik", tmp_path / "ub")
    (sent,) = (tmp_path / "ub").glob("rusak-hasil.xlsx")
    code, text = quick("nilai", sent)
    assert code == 1 and "BUKU-232" in text and "umpan balik" in text


@pytest.mark.parametrize("command", [("gabung", "lembar"), ("rencana", "gabung", "rencana")])
def test_an_earlier_rekap_that_is_not_there_is_not_done_without(command: tuple[str, ...], place: Place) -> None:
    """A name mistyped gave a rekap without PIC, Tenggat and Status, and exit code 0."""
    *words, folder = command
    target = place / "baru.xlsx"
    for earlier in (place / "rekap-lma.xlsx", place / folder):
        code, text = quick(*words, place / folder, "-o", target, "--lanjutan", earlier)
        assert code == 1 and "BUKU-001" in text and not target.exists(), text
    code, text = quick(*words, place / folder, "-o", target, "--lanjutan", target)  # the same words every time
    assert "BUKU-001" not in text and target.exists(), text
