"""The jobs of the room Rekap: what the commands give, asked by the page; and whatever a request may hold."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from helpers.cli import quick
from helpers.sheets import answers, instrument, write
from pmprb.books.rekap.previous import due_words
from pmprb.engine.answers import Unit
from pmprb.papan.desk import Answer, Desk
from pmprb.papan.sheets_out import proposed
from pmprb.papan.words import on_page
from pmprb.papan.work import run
from pmprb.temuan import BY_CODE, finding, repair
from pmprb.worksheet.register import register_workbook

ZI, UNIT_PART = "zi-2021", "pmprb-2020-unit"
SAMPLES = Path(__file__).resolve().parent.parent / "workbooks" / "samples"
SHEETS = SAMPLES / f"lembar-{ZI}"
NAMES = ("1-05_Dinas-Sosial.xlsx", "1-15_Dinas-Penanaman-Modal-dan-PTSP.xlsx", "4-07_Puskesmas-Giri-Sekar.xlsx")
HOSTILE = '=HYPERLINK("http://x.id","<script>alert(1)</script>")<img src=x onerror=alert(2)>\u202eterbalik' + "y" * 300


def put(desk: Desk, role: str, *paths: Path) -> str:
    for path in paths:
        desk.put(f"{role}/{path.name}", path.read_bytes())
    return role


def done(desk: Desk, name: str, **request: Any) -> Answer:
    answer = run(name, desk, request)
    assert answer.error is None, answer.error
    json.dumps(answer.result)
    return answer


def content(answer: Answer) -> bytes:
    made = next(iter(answer.files.values()))
    return made if isinstance(made, bytes) else made.read_bytes()


@pytest.fixture(scope="module")
def round_(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, dict[str, Any], Path]:
    """A desk with a rekap of three worksheets and the register, what was answered, and the same rekap by command."""
    root = tmp_path_factory.mktemp("papan")
    desk, folder = Desk(root / "meja"), root / "lembar"
    folder.mkdir()
    for name in NAMES:
        shutil.copy(SHEETS / name, folder)
    told: list[tuple[str, int, int]] = []
    desk.maju = lambda message, at, of: told.append((message, at, of))
    put(desk, "lembar", *(SHEETS / name for name in NAMES))
    put(desk, "daftar", SAMPLES / "daftar-unit.xlsx")
    result = done(desk, "rekap.gabung", lembar="lembar", daftar="daftar/daftar-unit.xlsx", instansi="Kab. X").result
    assert [(at, of) for message, at, of in told if message.startswith("Membaca")] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    command = root / "rekap.xlsx"
    quick("gabung", folder, "--unit", SAMPLES / "daftar-unit.xlsx", "-o", command, "--instansi", "Kab. X")
    return desk, result, command


def test_the_pages_rekap_is_the_commands_rekap_byte_for_byte(round_: tuple[Desk, dict[str, Any], Path]) -> None:
    desk, _, command = round_
    saved = done(desk, "rekap.simpan")
    assert list(saved.files) == ["rekap-zi-2021-2026.xlsx"]
    assert content(saved) == command.read_bytes()


def test_figures_shown_are_those_of_the_command(round_: tuple[Desk, dict[str, Any], Path]) -> None:
    desk, result, _ = round_
    folder = desk.inputs / "lembar"
    register = desk.inputs / "daftar" / "daftar-unit.xlsx"
    code, out = quick("gabung", folder, "--unit", register, "-o", desk.folder / "lain.xlsx", "--json")
    data, rekap = json.loads(out), result["rekap"]
    assert code < 2
    known = {unit["name"]: unit for unit in data["units"]}
    assert len(rekap["unit"]) == len(known) == 3
    for row in rekap["unit"]:
        unit = known[row["nama"]]
        assert row["nilai"].replace(",", ".") == f"{float(unit['total']):.2f}"
        assert row["peringkat"] == str(unit["rank"]) and row["kelompok"] == unit["group"]
        assert [target for target, passed in row["target"].items() if passed] == unit["passed"]
    assert len(rekap["belum"]) == len(data["missing"]) == 2
    assert sum(result["rekap"]["hitungan"].values()) == len(data["temuan"])
    assert [file["nasib"] for file in rekap["berkas"]] == ["dipakai"] * 3
    assert all(row["perbaikan"] for row in rekap["temuan"])
    assert len(rekap["area"]["kepala"]) == len(rekap["area"]["baris"][0]["sel"]) == 9
    assert result["daftar"] == {"berkas": "daftar-unit.xlsx", "unit": 5}


def test_a_figure_is_explained_in_the_words_of_the_command(round_: tuple[Desk, dict[str, Any], Path]) -> None:
    desk, result, _ = round_
    row = next(row for row in result["rekap"]["unit"] if row["berkas"] == NAMES[0])
    for code in ("A.I.1", "TOTAL", "a.i.1.i.a", "area-1"):
        lines = done(desk, "rekap.jelaskan", n=row["n"], kode=code).result["baris"]
        _, out = quick("nilai", SHEETS / NAMES[0], "--jelaskan", code)
        assert "\n".join(lines) in out
    unknown = run("rekap.jelaskan", desk, {"n": 1, "kode": "Z.9"}).error
    assert unknown is not None and "Z.9" in unknown.message


def test_a_units_page_holds_its_areas_gates_gaps_and_every_figure(round_: tuple[Desk, dict[str, Any], Path]) -> None:
    desk, result, _ = round_
    for row in result["rekap"]["unit"]:
        page = done(desk, "rekap.unit", n=row["n"]).result
        assert page["nama"] == row["nama"] and page["nilai"] == row["nilai"]
        assert len(page["area"]) == 8 and all(0 <= one["bagian"] <= 1 for one in page["area"] if one["bagian"])
        assert {one["kode"] for one in page["pohon"]} >= {"TOTAL", "A.I.1.i.a", "B.II"}
        assert len(page["kesenjangan"]) == done(desk, "rekap.kesenjangan", n=row["n"]).result["semua"]
        deciding = [verdict for verdict in page["ambang"] if verdict["menentukan"]]
        assert [one["target"] for one in deciding] == ["WBK", "WBBM"]
        for verdict in deciding:
            assert verdict["kurang"] == sum(not gate["lolos"] for gate in verdict["ambang"])
            assert bool(verdict["terdekat"]) == (not verdict["lolos"])
    for target in result["rekap"]["target"]:
        rows = {
            n: next(t for t in row["target"] if t["target"] == target["id"])
            for row in result["rekap"]["kelayakan"]
            for n in [row["n"]]
        }
        lacking = [rows[n]["kurang"] for n in target["urut"]]
        assert sorted(target["urut"]) == sorted(rows)
        assert lacking == [*sorted(n for n in lacking if n), *(n for n in lacking if not n)]


def test_pages_of_the_gap_list_make_the_whole_and_filters_its_parts(round_: tuple[Desk, dict[str, Any], Path]) -> None:
    desk, result, _ = round_
    total = result["kesenjangan"]
    every: list[Any] = []
    while len(every) < total:
        every += done(desk, "rekap.kesenjangan", mulai=len(every), banyak=40).result["baris"]
    assert len({(row["n"], row["butir"]) for row in every}) == total
    by_area = [done(desk, "rekap.kesenjangan", area=one["id"], banyak=1).result["semua"] for one in result["area"]]
    by_unit = [done(desk, "rekap.kesenjangan", n=row["n"], banyak=1).result["semua"] for row in result["rekap"]["unit"]]
    assert sum(by_area) == sum(by_unit) == total
    found = done(desk, "rekap.kesenjangan", cari="SURVEI  eksternal").result
    assert found["baris"] and all("survei" in row["kriteria"].lower() for row in found["baris"])
    assert done(desk, "rekap.kesenjangan", mulai=10**9).result["baris"] == []


def test_the_least_path_of_a_unit_is_the_commands(round_: tuple[Desk, dict[str, Any], Path]) -> None:
    desk, result, _ = round_
    row = next(row for row in result["rekap"]["unit"] if row["berkas"] == NAMES[2])
    step = done(desk, "rekap.jalur", n=row["n"]).result["jalur"]
    assert done(desk, "rekap.unit", n=row["n"]).result["jalur"] == step
    target = step["target"]
    _, out = quick("jalur", SHEETS / NAMES[2], "--target", target, "--json")
    data = json.loads(out)
    data = data[0] if isinstance(data, list) else data
    told = data.get("path", data)
    asked = told["changes"] or told["rest"] or []
    assert [one["butir"] for one in step["perubahan"]] == [one["code"] for one in asked]


def test_feedback_templates_and_reviews_are_one_zip_each(round_: tuple[Desk, dict[str, Any], Path]) -> None:
    desk, result, _ = round_
    feedback = done(desk, "rekap.umpan_balik")
    again = done(desk, "rekap.umpan_balik")
    assert feedback.result["units"] == 3 and content(feedback) == content(again)
    names = ZipFile(BytesIO(content(feedback))).namelist()
    assert sum(name.endswith("-hasil.html") for name in names) == 3 and not any("/" in name for name in names)
    sheets = done(desk, "rekap.lembar_tpi")
    assert len(ZipFile(BytesIO(content(sheets))).namelist()) == len(result["rekap"]["unit"])
    few = desk.put("pendek/daftar.xlsx", register_workbook((Unit(code="1", name="A"), Unit(code="2", name="B"))))
    blank = done(desk, "rekap.templat", instrumen=ZI, periode="2026", daftar=desk.name(few))
    assert list(blank.files) == ["lembar-zi-2021-2026.zip"] and blank.result["ditulis"] == 2
    for request in ({"instrumen": ZI, "periode": "2026"}, {"instrumen": ZI, "daftar": desk.name(few)}):
        assert run("rekap.templat", desk, request).error is not None
    assert run("rekap.templat", desk, {"instrumen": "x", "periode": "2026", "daftar": desk.name(few)}).error is not None


def test_a_rekap_is_proved_and_compared(round_: tuple[Desk, dict[str, Any], Path], tmp_path: Path) -> None:
    desk, _, command = round_
    put(desk, "bukti", command)
    same = done(desk, "rekap.bukti", rekap="bukti/rekap.xlsx", lembar="lembar", daftar="daftar/daftar-unit.xlsx").result
    assert same["sama"] and same["hasil"] == "Sama" and "3 dari 3 berkas" in "".join(same["baris"])
    assert not done(desk, "rekap.bukti", rekap="bukti/rekap.xlsx", lembar="daftar").result["sama"]
    assert run("rekap.bukti", desk, {"rekap": "bukti/rekap.xlsx"}).error is not None
    other = Desk(tmp_path / "lain")
    put(other, "r", command)
    assert run("rekap.banding", other, {"rekap": "r"}).error is not None
    shutil.copy(command, tmp_path / "b.xlsx")
    put(other, "r", tmp_path / "b.xlsx")
    compared = done(other, "rekap.banding", rekap="r")
    _, out = quick("banding", other.inputs / "r" / "b.xlsx", command, "-o", tmp_path / "banding.xlsx")
    assert compared.result["baris"] == [] or "\n".join(compared.result["baris"]) in out


def test_what_was_typed_into_an_earlier_rekap_stands_beside_its_gap(
    round_: tuple[Desk, dict[str, Any], Path], tmp_path: Path
) -> None:
    desk, _, command = round_
    first = done(desk, "rekap.kesenjangan", banyak=1).result["baris"][0]
    book = openpyxl.load_workbook(command)
    sheet = book["Kesenjangan"]
    head = next(row for row in sheet.iter_rows() if "PIC" in [cell.value for cell in row])
    columns = {cell.value: cell.column for cell in head}
    row = next(
        cells[0].row
        for cells in sheet.iter_rows(min_row=head[0].row + 1)
        if (cells[columns["Kode"] - 1].value, cells[columns["Unit"] - 1].value) == (first["butir"], first["unit"])
    )
    sheet.cell(row, columns["PIC"], "<b>Sekretaris</b>")
    sheet.cell(row, columns["Tenggat"], date(2026, 6, 30))
    sheet.cell(row, columns["Status"], "Proses")
    book.save(tmp_path / "lama.xlsx")
    other = Desk(tmp_path / "meja")
    put(other, "lembar", *(SHEETS / name for name in NAMES))
    put(other, "daftar", SAMPLES / "daftar-unit.xlsx")
    put(other, "lama", tmp_path / "lama.xlsx")
    done(other, "rekap.gabung", lembar="lembar", daftar="daftar/daftar-unit.xlsx", lama="lama/lama.xlsx")
    again = done(other, "rekap.kesenjangan", banyak=1).result["baris"][0]
    assert again["butir"] == first["butir"] and first["pic"] == ""
    assert (again["pic"], again["tenggat"], again["status"]) == ("<b>Sekretaris</b>", "30/06/2026", "Proses")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [(46203.0, "30/06/2026"), ("2026-06-30", "30/06/2026"), ("akhir Juni", "akhir Juni"), (None, ""), (0.0, "0")],
)
def test_a_deadline_reads_as_in_the_workbook(typed: str | float | None, shown: str) -> None:
    assert due_words(typed) == shown


def test_a_register_among_the_worksheets_is_taken_as_such(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    put(desk, "lembar", SHEETS / NAMES[0], SAMPLES / "daftar-unit.xlsx")
    result = done(desk, "rekap.gabung", lembar="lembar").result
    assert result["daftar"] == {"berkas": "daftar-unit.xlsx", "unit": 5}
    assert [file["berkas"] for file in result["rekap"]["berkas"]] == [NAMES[0]]
    assert len(result["rekap"]["belum"]) == 4
    shutil.copy(SAMPLES / "daftar-unit.xlsx", tmp_path / "daftar lain.xlsx")
    put(desk, "lembar", tmp_path / "daftar lain.xlsx")
    two = done(desk, "rekap.gabung", lembar="lembar").result
    assert two["daftar"]["berkas"] == "" and sum(file["nasib"] == "ditolak" for file in two["rekap"]["berkas"]) == 2


def test_a_register_is_proposed_from_the_files(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    put(desk, "lembar", *(SHEETS / name for name in NAMES), SHEETS / "1-05_Dinas-Sosial (revisi).xlsx")
    bare = done(desk, "rekap.gabung", lembar="lembar").result["rekap"]
    assert (bare["angka"][0]["nilai"], bare["angka"][0]["jenis"]) == (
        "–",
        "awas",
    )  # no register: nobody is known missing
    saved = done(desk, "rekap.daftar", usulan=True)
    desk.put("daftar/daftar-unit.xlsx", content(saved))
    assert saved.result["unit"] == 3
    again = done(desk, "rekap.gabung", lembar="lembar", daftar="daftar/daftar-unit.xlsx", ganda="terbaru").result
    assert len(again["rekap"]["unit"]) == 3 and again["rekap"]["belum"] == [] and again["daftar"]["unit"] == 3
    assert done(desk, "rekap.daftar").result["unit"] == 0
    units = (Unit(code="", name="B"), Unit(code="u01", name="A"), Unit(code="", name="C"), Unit(code="", name=" b "))
    assert [(one.code, one.name) for one in proposed(units)] == [("U02", "b"), ("U03", "C"), ("u01", "A")]


def test_several_instruments_are_asked_about(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    put(desk, "lembar", SHEETS / NAMES[0])
    desk.put("lembar/pmprb/a.xlsx", (SAMPLES / f"lembar-{UNIT_PART}" / NAMES[0]).read_bytes())
    asked = done(desk, "rekap.gabung", lembar="lembar").result
    assert [(one["id"], one["berkas"]) for one in asked["pilih"]] == [(UNIT_PART, 1), (ZI, 1)]
    chosen = done(desk, "rekap.gabung", lembar="lembar", instrumen=ZI).result
    assert chosen["rekap"]["kepala"]["instrumen"] == ZI and len(chosen["rekap"]["unit"]) == 1
    assert run("rekap.gabung", desk, {"lembar": "lembar", "instrumen": "tidak-ada"}).error is not None


@pytest.mark.parametrize("name", ["rb-tematik-2024", "akip-2021-unit"])
def test_an_instrument_without_gates_is_shown_all_the_same(tmp_path: Path, name: str) -> None:
    desk, catalog = Desk(tmp_path), instrument(name)
    (desk.inputs / "lembar").mkdir()
    for n, blank in enumerate((0.1, 1)):
        unit = Unit(code=f"{n}", name=f"Unit {n}")
        write(desk.inputs / "lembar" / f"{n}.xlsx", catalog, answers(catalog, n, blank), unit, "2024")
    rekap = done(desk, "rekap.gabung", lembar="lembar").result["rekap"]
    near = [(row["n"], bool(row["kini"] and row["berikutnya"])) for row in rekap["predikat"]]
    assert near == ([(1, True)] if catalog.predicate else [])
    assert rekap["target"] == [] and [row["dinilai"] for row in rekap["unit"]] == [True, False]
    assert all(cell["langkah"] is None for cell in rekap["area"]["baris"][1]["sel"])
    for row in rekap["unit"]:
        page = done(desk, "rekap.unit", n=row["n"]).result
        assert page["ambang"] == [] and len(page["area"]) == len(rekap["area"]["kepala"]) - 1
        for code in [one["id"] for one in page["area"]] + [page["pohon"][0]["kode"], page["pohon"][-1]["kode"]]:
            assert done(desk, "rekap.jelaskan", n=row["n"], kode=code).result["baris"]
    unrated = run("rekap.jalur", desk, {"n": 2}).error
    assert unrated is not None and "belum dinilai" in unrated.message


def test_nothing_usable_tells_why_each_file_is_not(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert run("rekap.gabung", desk, {}).error is not None
    assert run("rekap.gabung", desk, {"lembar": "../.."}).error is not None
    desk.put("lembar/rusak.xlsx", b"PK\x03\x04rusak")
    desk.put("lembar/kosong.xlsx", b"")
    result = done(desk, "rekap.gabung", lembar="lembar").result
    assert result["rekap"] is None
    assert {row["berkas"] for row in result["temuan"]} >= {"rusak.xlsx", "kosong.xlsx"}
    assert all(row["temuan"] and row["perbaikan"] for row in result["temuan"])
    for job in ("simpan", "unit", "jelaskan", "kesenjangan", "jalur", "umpan_balik", "lembar_tpi"):
        refused = run(f"rekap.{job}", desk, {"n": 1, "kode": "TOTAL"}).error
        assert refused is not None and refused.repair


def test_what_is_to_be_done_is_told_in_words_of_the_page() -> None:
    for kind in BY_CODE.values():
        made = kind.example()
        for text in (finding(made), repair(made)):
            shown = on_page(text)
            assert not re.search(r"(?<![\w-])--(kosong|periode|ganda|ketat|tpi|instrumen)\b(?! --)", shown), shown
            assert not re.search(r"(?<!perintah )\bpmprb [a-z]", shown), shown
    assert on_page("Buat lagi dengan pmprb gabung.") == "Buat lagi dengan bagian Buat rekap."
    assert on_page("jalankan pmprb kenali.") == "jalankan perintah pmprb kenali."
    assert on_page("pilih yang lain: --kosong.") == "pilih yang lain: pilihan Butir yang kosong."
    same = 'Nilai 0,5 -- bukan --unit-nama, "--ketat" di lke--ketat.xlsx'
    assert on_page(same) == same
    for code in ("BUKU-029", "BUKU-118", "BUKU-144", "BUKU-161", "BUKU-170", "BUKU-174", "BUKU-193", "BUKU-325"):
        assert "--" not in on_page(repair(BY_CODE[code].example())), code
    assert on_page("atau pakai pmprb gabung.") == "atau pakai perintah pmprb gabung."


def test_a_units_texts_stay_texts(tmp_path: Path) -> None:
    desk, catalog = Desk(tmp_path), instrument(ZI)
    (desk.inputs / "lembar").mkdir()
    unit = Unit(code="1", name=HOSTILE, kind="<b>dinas</b>", group='"><svg onload=alert(3)>')
    write(desk.inputs / "lembar" / "x.xlsx", catalog, answers(catalog, 3), unit)
    result = done(desk, "rekap.gabung", lembar="lembar", instansi="<i>&amp;").result
    row = result["rekap"]["unit"][0]
    assert row["nama"].startswith("=HYPERLINK") and "<script>" in row["nama"] and "\u202e" not in row["nama"]
    assert list(done(desk, "rekap.simpan").files) == ["rekap-zi-2021-2026.xlsx"]
    names = ZipFile(BytesIO(content(done(desk, "rekap.umpan_balik")))).namelist()
    assert names and all(
        set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") for name in names
    )


@pytest.mark.parametrize("value", [None, 5, [], {}, "x" * 40_000, "../../etc", True, -1, "\x00\u202e"])
def test_whatever_a_request_holds_is_an_answer(round_: tuple[Desk, dict[str, Any], Path], value: Any) -> None:
    desk, *_ = round_
    keys = (
        "lembar",
        "tpi",
        "daftar",
        "lama",
        "instrumen",
        "periode",
        "kosong",
        "ganda",
        "n",
        "kode",
        "area",
        "cari",
        "mulai",
        "rekap",
    )
    spare = Desk(desk.folder.parent / "cadangan")
    for job in ("gabung", "templat", "bukti", "banding", "daftar"):
        answer = run(f"rekap.{job}", spare, dict.fromkeys(keys, value))
        assert answer.error is None or (answer.error.message and "tersandung" not in answer.error.message)
    for job in ("unit", "jelaskan", "kesenjangan", "jalur"):
        answer = run(f"rekap.{job}", desk, dict.fromkeys(keys, value))
        assert answer.error is None or (answer.error.message and "tersandung" not in answer.error.message)
