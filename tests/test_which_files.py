"""Which files of a folder are read: nobody's answers are passed over because of how their file is saved or named."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from helpers.cli import quick
from helpers.sheets import answers, instrument, write
from pmprb.engine.answers import Unit
from pmprb.jobs.folder import like_a_spreadsheet

FIRST, SECOND = Unit(code="1.01", name="Dinas Pangan"), Unit(code="1.02", name="Dinas Sosial")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one unit's worksheet; that of a second lies beside the folder."""
    (tmp_path / "masuk").mkdir()
    akip = instrument("akip-2021-unit")
    write(tmp_path / "masuk" / "pangan.xlsx", akip, answers(akip, 1), FIRST)
    write(tmp_path / "sosial.xlsx", akip, answers(akip, 2), SECOND)
    return tmp_path / "masuk"


def fates(folder: Path) -> tuple[int, dict[str, tuple[str, list[str]]], str]:
    target = folder.parent / "rekap.xlsx"
    code, text = quick("gabung", folder, "-o", target, "--timpa", "--json")
    told = quick("gabung", folder, "-o", target, "--timpa")[1]
    return code, {f["file"]: (f["fate"], [t["code"] for t in f["why"]]) for f in json.loads(text)["inputs"]}, told


@pytest.mark.parametrize(
    "name", ["sosial.XLSX", "sosial.xltx", "sosial.xlsx (1)", "sosial.xlsx ", "sosial.xlsx_", "sosial.zip", "sosial.et"]
)
def test_a_worksheet_under_an_odd_name_is_read(name: str, folder: Path) -> None:
    shutil.copy(folder.parent / "sosial.xlsx", folder / name)
    code, found, _ = fates(folder)
    assert code == 0 and [fate for fate, _ in found.values()] == ["used", "used"], found


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sosial.xlsb", b""),
        ("sosial.fods", b'<?xml version="1.0"?><office:document/>'),
        ("sosial.numbers", b"PK\x05\x06" + bytes(18)),
        ("sosial.gsheet", b'{"url": "https://docs.google.com/open?id=1"}'),
        (".sosial.xlsx.icloud", b"bplist00"),
        ("sosial.xlsx.crdownload", b"PK\x03\x04\x14"),
        ("sosial.xlsx.lnk", b"L\x00\x00\x00"),
        ("sosial.xlsx.url", b"[InternetShortcut]"),
    ],
)
def test_a_form_that_cannot_be_read_is_refused_by_name(name: str, content: bytes, folder: Path) -> None:
    (folder / name).write_bytes(content)
    code, found, told = fates(folder)
    assert code == 1 and found[name][0] == "refused" and found[name][1][0] in {"BUKU-002", "BUKU-004"}, found
    assert f"KESALAHAN {name}" in told


def test_an_archive_of_worksheets_is_named_and_one_of_evidence_is_not(folder: Path) -> None:
    with zipfile.ZipFile(folder / "kiriman.zip", "w") as archive:
        archive.write(folder.parent / "sosial.xlsx", "Dinas/sosial.xlsx")
        archive.writestr("__MACOSX/Dinas/._sosial.xlsx", b"")
    with zipfile.ZipFile(folder / "bukti.zip", "w") as archive:
        archive.writestr("foto.jpg", b"")
    (folder / "rusak.zip").write_bytes(b"PK\x03\x04")
    code, found, told = fates(folder)
    assert code == 0 and {name: why for name, (fate, why) in found.items() if fate == "passed_over"} == {
        "bukti.zip": ["BUKU-034"],
        "kiriman.zip": ["BUKU-310"],
        "rusak.zip": ["BUKU-034"],
    }
    assert "PERINGATAN kiriman.zip · BUKU-310 · Arsip ini memuat 1 berkas lembar kerja (Dinas/sosial.xlsx)" in told


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("sosial.xlsx", b"", "berkas kosong. Berkasnya belum selesai diunduh atau disalin"),
        ("sosial.gsheet", b'{"url": "https://docs.google.com/open?id=1"}', "pintasan ke berkas lain. Minta berkas"),
        ("sosial.xlsx.lnk", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), "pintasan ke berkas lain. Minta berkas"),
        ("sosial.xlsx.url", b"[InternetShortcut]\r\nURL=https://x", "pintasan ke berkas lain. Minta berkas"),
        (".sosial.xlsx.icloud", b"bplist00" + bytes(90), "pintasan ke berkas lain. Minta berkas"),
    ],
)
def test_a_stand_in_for_a_worksheet_is_told_with_what_to_do_about_it(
    name: str, content: bytes, said: str, folder: Path
) -> None:
    (folder / name).write_bytes(content)
    assert f"melainkan {said}" in fates(folder)[2]


def test_worksheets_in_an_archive_under_a_workbook_s_name_are_to_be_unpacked(folder: Path) -> None:
    with zipfile.ZipFile(folder / "kiriman.xlsx", "w") as archive:
        archive.write(folder.parent / "sosial.xlsx", "Dinas/sosial.xlsx")
    told = fates(folder)[2]
    assert "melainkan arsip yang memuat berkas lembar kerja. Keluarkan isi arsip itu ke folder ini" in told


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("LKE Dinas Sosial.lnk", "BUKU-258", "hanya pintasan"),
        ("LKE.URL", "BUKU-258", "hanya pintasan"),
        ("kiriman.rar", "BUKU-259", "Keluarkan isi atau lampirannya"),
        ("kiriman.7z", "BUKU-259", "Keluarkan isi atau lampirannya"),
        ("Fwd LKE.msg", "BUKU-259", "Keluarkan isi atau lampirannya"),
    ],
)
def test_what_may_hold_or_point_to_worksheets_is_told_and_the_rest_gathered(
    name: str, code: str, said: str, folder: Path
) -> None:
    (folder / name).write_bytes(b"\x00" * 99)
    left, found, told = fates(folder)
    assert left == 0 and found[name] == ("passed_over", [code])
    assert f"PERINGATAN {name} · {code}" in told and said in told


def test_what_lies_about_in_a_folder_of_worksheets_is_passed_over() -> None:
    names = ("surat.pdf", "~$x.docx", "lke.xlsx.bak", "foto.jpg", "x.csv", "rekap.xlsx.sig", "xlsx", "et", "a.xlsx.b.c")
    assert not any(like_a_spreadsheet(name) for name in names)
    assert like_a_spreadsheet("a" * 30_000 + ".xlsx" + " " * 5) and not like_a_spreadsheet(".xlsx." + "." * 30_000)
