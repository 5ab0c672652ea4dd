"""A year's round in one working folder: laid out, looked at, gathered, and its next period."""

from __future__ import annotations

import os
import shutil
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from helpers.cli import quick
from helpers.sheets import edit
from pmprb.engine.answers import Submission, Unit
from pmprb.jobs.register import units_of
from pmprb.jobs.round import Inbox, load_round, round_state
from pmprb.jobs.round_settings import read_settings
from pmprb.period import date_named
from pmprb.worksheet.register import read_register, register_workbook

HERE = Path(__file__).parents[1] / "workbooks" / "samples"
GOOD, WRONG = "1-15_Dinas-Penanaman-Modal-dan-PTSP.xlsx", "3-05_Kecamatan-Embun-Asri.xlsx"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a list of five units, and the program run inside it."""
    folder = tmp_path / "putaran"
    code, text = quick(
        "mulai", folder, "--instrumen", "zi-2021", "--unit", HERE / "daftar-unit.xlsx", "--periode", "2026"
    )
    assert code == 0, text
    monkeypatch.chdir(folder)
    return folder


def hand_in(home: Path, name: str) -> Path:
    return Path(shutil.copy(HERE / "lembar-zi-2021" / name, home / "masuk" / name))


def test_filled_templates_come_from_the_archive_by_themselves_or_it_is_said_what_to_type(home: Path) -> None:
    code, text = quick("templat", "--isi")
    assert code == 2 and "belum ada kiriman periode lalu di arsip/" in text
    assert "pmprb templat --isi --dari FOLDER" in text and not list((home / "lembar").iterdir())
    hand_in(home, GOOD)
    assert quick("mulai", ".", "--periode", "2027")[0] == 0
    code, text = quick("templat", "--isi")
    assert code == 0 and "5 lembar kerja ditulis" in text and "Jawaban dari 2026:" in text and "pada 1 unit" in text
    code, text = quick("templat", "--isi", "-o", "lain")  # what is not typed comes from the folder
    assert code == 0 and "5 lembar kerja ditulis ke lain" in text and "Jawaban dari 2026:" in text
    code, text = quick("templat", "--isi", "--untuk", "tpi")
    assert code == 2 and "--isi hanya untuk lembar unit" in text


def test_a_round_from_nothing_to_the_next_period(home: Path) -> None:
    code, text = quick()
    assert code == 0 and "Unit terdaftar 5; lembar kosong 0; kiriman 0" in text
    assert "Langkah berikutnya: pmprb templat" in text
    assert quick("templat")[0] == 0 and len(list((home / "lembar").glob("*.xlsx"))) == 5
    next((home / "lembar").glob("*.xlsx")).unlink()
    code, text = quick("templat")  # a unit more: only its worksheet is made
    assert code == 0 and "1 lembar kerja ditulis" in text and "4 lembar kerja sudah ada dan dibiarkan" in text
    hand_in(home, GOOD)
    code, text = quick()
    assert code == 0 and "1 dari 5 unit" in text and "Langkah berikutnya: pmprb gabung" in text
    code, text = quick("gabung")
    rekap = home / "rekap" / "rekap-2026.xlsx"
    assert code == 0 and rekap.is_file() and "belum menyerahkan: 4 dari 5 unit" in text
    assert len(list((home / "umpan-balik" / "2026").glob("*-hasil.html"))) == 1
    assert "pmprb templat --untuk tpi" in quick()[1] or "verifikasi" in quick()[1]
    book = openpyxl.load_workbook(rekap)
    sheet = book["Kesenjangan"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "PIC" for cell in row))
    pic = next(cell for cell in head if cell.value == "PIC")
    sheet.cell(pic.row + 1, pic.column, "Bu Sari")
    book.save(rekap)
    code, text = quick("gabung")  # again: what was typed stays
    assert any(
        cell.value == "Bu Sari" for row in openpyxl.load_workbook(rekap)["Kesenjangan"].iter_rows() for cell in row
    )
    assert quick("templat", "--untuk", "tpi")[0] in (0, 1) and list((home / "lembar-tpi").glob("*.xlsx"))
    code, text = quick("mulai", ".", "--periode", "2027")
    assert code == 0 and (home / "arsip" / "2026" / "masuk" / GOOD).is_file() and rekap.is_file(), text
    assert not list((home / "masuk").iterdir()) and "kiriman 0" in quick()[1]
    assert load_round(home).request().previous == home / "rekap" / "rekap-2026.xlsx"


def test_what_is_still_open_is_told_when_the_next_period_begins(home: Path) -> None:
    _, text = quick("mulai", ".", "--periode", "2027")
    assert "Yang masih terbuka pada periode 2026: 5 dari 5 unit belum menyerahkan.\n" in text
    hand_in(home, GOOD)
    hand_in(home, WRONG)
    (home / "masuk" / "rusak.xlsx").write_bytes(b"bukan buku kerja")
    settings = home / "pmprb.yaml"  # the samples are of 2026
    settings.write_text(settings.read_text(encoding="utf-8").replace("2027", "2026"), encoding="utf-8")
    assert quick("templat", "--untuk", "tpi")[0] < 2
    code, text = quick("mulai", ".", "--periode", "2028")
    told = next(line for line in text.splitlines() if line.startswith("Yang masih terbuka pada periode 2026: "))
    typed = next(line for line in text.splitlines() if line.startswith("Kiriman susulan")).partition("lalu: pmprb ")[2]
    assert code == 0 and typed.split()[0] == "gabung" and Path("arsip/2026.2/masuk") == Path(typed.split()[1]), text
    for part in (
        "3 dari 5 unit belum menyerahkan",
        "1 berkas di masuk/ ditolak",
        "1 lembar masih perlu dibetulkan unitnya",
        "1 unit belum diverifikasi TPI",  # the other sheet holds its verifier's answers
        "rekapnya belum memuat kiriman atau keputusan terakhir",
    ):
        assert part in told, told
    assert "tanggapan" not in told
    code, text = quick(*typed.split())
    assert (home / "rekap" / "rekap-2026.xlsx").is_file() and "2 dipakai + 1 ditolak" in text, text


def test_files_that_cannot_be_gathered_do_not_stop_the_next_period(home: Path) -> None:
    (home / "masuk" / "rusak.xlsx").write_bytes(b"bukan buku kerja")
    code, text = quick("mulai", ".", "--periode", "2027")
    assert code == 0 and "5 dari 5 unit belum menyerahkan; 1 berkas di masuk/ ditolak.\n" in text, text
    assert (home / "arsip" / "2026" / "masuk" / "rusak.xlsx").is_file()


def test_what_is_wrong_comes_first(home: Path) -> None:
    hand_in(home, WRONG)
    (home / "masuk" / "rusak.xlsx").write_bytes(b"bukan buku kerja")
    code, text = quick()
    assert (
        code == 1 and "rusak.xlsx (BUKU-002 bukan berkas Excel)" in text and "Langkah berikutnya: pmprb periksa" in text
    )
    assert WRONG in text
    code, text = quick("periksa")
    assert code == 1 and "rusak.xlsx" in text and "LKE!F14" in text
    code, text = quick("pantau", "--sekali")
    assert code == 1 and f"masuk/{WRONG}" in text and "2 KESALAHAN" in text and "rusak.xlsx  ditolak" in text


def test_nothing_is_done_while_something_is_wrong(home: Path) -> None:
    unit = Unit(code="3.05", name="Kecamatan Embun Asri")
    (home / "daftar-unit.xlsx").write_bytes(register_workbook([unit]))
    sheet, broken = hand_in(home, WRONG), home / "masuk" / "rusak.xlsx"
    broken.write_bytes(b"bukan buku kerja")
    assert "; yang lain sudah dapat digabung: pmprb gabung" in quick()[1]
    quick("gabung")
    code, text = quick()
    assert code == 1 and "Langkah berikutnya: pmprb templat --untuk tpi" in text
    assert f"Keliru          1 lembar, dibetulkan unitnya: {WRONG}" in text
    meanwhile = text.partition("Sementara itu: ")[2]
    assert "kirimkan umpan-balik/2026/ kepada unit" in meanwhile and "minta ganti berkas yang ditolak" in meanwhile
    quick("templat", "--untuk", "tpi")
    (review,) = (home / "lembar-tpi").glob("*.xlsx")
    edit(
        Path(shutil.copy(review, home / "tpi")),
        lambda lke: setattr(lke.cell("A.I.1.i.a", "Jawaban TPI"), "value", "Ya"),
    )
    assert (
        "yang masuk sesudahnya (jawaban TPI, tanggapan unit) ditulis dengan --timpa"
        in quick("templat", "--untuk", "tpi")[1]
    )
    broken.unlink()
    quick("gabung")
    assert "Langkah berikutnya: kirimkan umpan-balik/2026/ kepada unit" in quick()[1]
    edit(sheet, lambda lke: [setattr(lke.cell(item), "value", "A") for item in ("A.I.1.ii.b", "A.I.1.ii.c")])
    quick("gabung")
    text = quick()[1]
    assert "Keliru" not in text and "Langkah berikutnya: periode ini selesai. Cetak: pmprb cetak" in text


def test_paths_that_are_given_win(home: Path, tmp_path: Path) -> None:
    hand_in(home, GOOD)
    code, text = quick("gabung", HERE / "lembar-zi-2021" / WRONG)
    assert code == 2 and "--ke belum diisi" in text and not list((home / "rekap").iterdir())
    target = tmp_path / "lain.xlsx"
    quick("gabung", "-o", target)  # no path: the folder's files, the place as typed
    assert target.is_file() and not (home / "rekap" / "rekap-2026.xlsx").exists()


def test_outside_a_working_folder_nothing_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, text = quick()
    assert code == 0 and text.startswith("Pemakaian: pmprb") and "mulai" in text
    code, text = quick("gabung")
    assert code == 2 and "PATH belum diisi" in text
    assert quick("pantau")[0] == 2


def test_below_a_working_folder_it_is_the_same(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(home, GOOD)
    monkeypatch.chdir(home / "masuk")
    assert "1 dari 5 unit" in quick()[1]


@pytest.mark.parametrize(
    ("line", "code", "what"),
    [
        ("peroide: 2026", "BUKU-280", "peroide"),
        ("kosong: 0", "BUKU-281", "nol, lewati"),
        ("ketat: mungkin", "BUKU-281", "ya, tidak"),
        ("ganda: keduanya", "BUKU-281", "tolak"),
        ("tenggat: besok lusa", "BUKU-281", "tanggal"),
        ("periode: TW V 2026", "BUKU-281", "TW II 2026"),
        ("periode: 2026-06-30", "BUKU-281", "TW II 2026"),
        ("jalur: [ya", "KAT-001", ""),
        ("jalur: &a [*a]", "KAT-001", "saling merujuk"),
        ("jalur: " + "[" * 2000, "KAT-001", ""),
        (
            "jalur: &a0 [ya]\n" + "\n".join(f"b{n}: &a{n + 1} [*a{n}, *a{n}]" for n in range(60)),
            "KAT-001",
            "saling merujuk",
        ),
        ("instansi: a\ninstansi: b", "KAT-003", "instansi"),
    ],
)
def test_a_setting_that_cannot_be_is_told_with_its_line(line: str, code: str, what: str, home: Path) -> None:
    key = line.partition(":")[0]
    settings = home / "pmprb.yaml"
    kept = [one for one in settings.read_text(encoding="utf-8").splitlines() if not one.startswith(f"{key}:")]
    settings.write_text("\n".join([*kept, line]) + "\n", encoding="utf-8")
    for words in ((), ("gabung",), ("templat",)):
        result, text = quick(*words)
        assert result == 2 and code in text and what in text, text
        assert f"pmprb.yaml:{len(kept) + 1 + line.count(chr(10))}:" in text or code == "KAT-001", text


def test_a_name_of_any_letters_can_be_written_and_read(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    name = 'Kab. "Contoh": # \\ {satu} @dua'
    assert quick("mulai", folder, "--instrumen", "zi-2021", "--instansi", name)[0] == 0
    assert load_round(folder).settings.instansi == name
    code, text = quick("mulai", folder, "--instrumen", "zi-2021")
    assert code == 2 and "sudah menjadi folder kerja" in text


def test_the_deadline_is_counted_from_the_day(home: Path) -> None:
    text = (home / "pmprb.yaml").read_text(encoding="utf-8")
    (home / "pmprb.yaml").write_text(text.replace('tenggat: ""', "tenggat: 31 Mei 2026"), encoding="utf-8")
    one = load_round(home)
    due = date_named("31 Mei 2026")
    assert due == date(2026, 5, 31)
    assert round_state(one, due - timedelta(days=3)).days == 3
    assert round_state(one, due + timedelta(days=2)).days == -2


def test_a_file_still_being_copied_is_not_yet_told(home: Path) -> None:
    one = load_round(home)
    told = first = Inbox.of(one)
    path = hand_in(home, GOOD)
    second = Inbox.of(one)
    assert second.arrived(first, told) == []  # it was not there at the look before
    third = Inbox.of(one)
    assert third.arrived(second, told) == [path]
    os.truncate(path, 100)
    fourth = Inbox.of(one)
    assert fourth.arrived(third, Inbox({**told.seen, path: third.seen[path]})) == []


def test_settings_of_every_mistake_are_told_in_one_run() -> None:
    found = read_settings("pmprb.yaml", "instrumen: zi-2021\nketat: mungkin\nwarna: biru\n")
    assert found.value is None
    assert {(t.code, getattr(t, "key", "")) for t in found.temuan} >= {("BUKU-280", "warna"), ("BUKU-281", "periode")}


def test_an_instrument_that_is_not_there_is_told_by_every_command(home: Path) -> None:
    settings = home / "pmprb.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("zi-2021", "zi-2099"), encoding="utf-8")
    for words in ((), ("gabung",), ("periksa",), ("templat",), ("pantau", "--sekali")):
        code, text = quick(*words)
        assert code == 2 and "zi-2099 tidak dikenal" in text, (words, text)


def test_a_period_begun_anew_loses_nothing(home: Path) -> None:
    for period in ("2027", "2026", "2027"):
        hand_in(home, GOOD)
        code, text = quick("mulai", ".", "--periode", period)
        assert code == 0, text
    kept = sorted(path.relative_to(home / "arsip").as_posix() for path in (home / "arsip").rglob("*.xlsx"))
    assert kept == [f"{name}/masuk/{GOOD}" for name in ("2026.2", "2026", "2027")]
    assert load_round(home).earlier_sheets() == (home / "arsip" / "2026.2" / "masuk",)


def test_a_list_of_units_keeps_the_form_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "unit.CSV").write_text("kode;nama\n1.10;Dinas A\n", encoding="utf-8")
    folder = tmp_path / "x"
    code, text = quick("mulai", folder, "--instrumen", "zi-2021", "--unit", tmp_path / "unit.CSV")
    assert code == 0, text
    monkeypatch.chdir(folder)
    assert "Unit terdaftar 1" in quick()[1]
    assert quick("templat")[0] == 0 and list((folder / "lembar").glob("*1-10*"))


# A list of units made from the worksheets, where nobody has written one.


def test_an_unwritten_list_of_units_is_made_from_what_came_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "putaran"
    assert quick("mulai", folder, "--instrumen", "zi-2021", "--periode", "2026")[0] == 0
    monkeypatch.chdir(folder)
    code, text = quick()
    assert code == 0 and "isi daftar-unit.xlsx" in text
    for name in (GOOD, "4-07_Puskesmas-Giri-Sekar.xlsx"):
        hand_in(folder, name)
    code, text = quick()
    assert code == 0 and "BUKU-041" not in text and "pmprb gabung (membuat daftar-unit.xlsx" in text
    code, text = quick("gabung")
    assert "Daftar unit dibuat dari 2 unit" in text and "tambahkan unit yang belum menyerahkan" in text
    units = read_register(folder / "daftar-unit.xlsx").value
    assert units is not None
    assert [(u.code, u.name) for u in units] == [
        ("1.15", "Dinas Penanaman Modal dan PTSP"), ("4.07", "Puskesmas Giri Sekar"),
    ]  # fmt: skip
    assert (folder / "rekap" / "rekap-2026.xlsx").is_file()
    assert "Daftar unit dibuat" not in quick("gabung")[1]


def test_a_list_that_somebody_began_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "putaran"
    assert quick("mulai", folder, "--instrumen", "zi-2021", "--periode", "2026")[0] == 0
    book = openpyxl.load_workbook(folder / "daftar-unit.xlsx")
    book.worksheets[0]["B2"] = "Kecamatan Tanpa Kode"
    book.save(folder / "daftar-unit.xlsx")
    before = (folder / "daftar-unit.xlsx").read_bytes()
    hand_in(folder, GOOD)
    monkeypatch.chdir(folder)
    code, text = quick("gabung")
    assert code == 1 and "BUKU-041" in text and (folder / "daftar-unit.xlsx").read_bytes() == before


def test_the_list_can_be_asked_for_and_names_each_unit_once() -> None:
    def sent(name: str, code: str = "", file: str = "a.xlsx") -> Submission:
        unit = Unit(code=code, name=name)
        return Submission(file=file, sha256="", layout="", instrument="x", unit=unit, shown_name=name, answers={})

    units, numbered = units_of(
        [
            sent("Dinas A", "1"),
            sent("DINAS  A", "1"),
            sent("Dinas B"),
            sent("Dinas C", "1"),
            sent(""),
            sent("Dinas D", "U01"),
        ]
    )
    assert [(u.code, u.name) for u in units] == [
        ("U02", "Dinas B"), ("1", "DINAS  A"), ("U03", "Dinas C"), ("U01", "Dinas D"),
    ]  # fmt: skip
    assert numbered == 2


def test_the_list_of_units_is_written_for_a_folder_of_worksheets(tmp_path: Path) -> None:
    sheets, target = HERE / "lembar-zi-2021", tmp_path / "du.xlsx"
    code, text = quick("templat", "--daftar-kosong", target, "--dari", f"{sheets}/*.xlsx")
    units = read_register(target).value
    assert code == 0 and units is not None and len({u.code for u in units}) == len(units) >= 3, text
    assert f"Daftar {len(units)} unit" in text
    code, text = quick("templat", "--daftar-kosong", target, "--dari", sheets)
    assert code == 1 and "BUKU-029" in text


def test_an_empty_settings_file_lacks_what_it_needs(home: Path) -> None:
    (home / "pmprb.yaml").write_text("", encoding="utf-8")
    code, text = quick()
    assert code == 2 and text.count("BUKU-281") == 2 and "None" not in text, text


def test_a_next_period_that_is_none_moves_nothing(home: Path) -> None:
    for period in ("TW V 2026", "26", "2026-B13"):
        code, text = quick("mulai", ".", "--periode", period)
        assert code == 2 and "TW II 2026" in text, text
    assert not (home / "arsip").exists()
