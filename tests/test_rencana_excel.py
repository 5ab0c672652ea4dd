"""Action plans as workbooks: template to fill to read, LibreOffice as a second engine, other forms, the rekap."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.cli import quick
from helpers.libreoffice import convert, other_figures, recalculate
from helpers.plan_books import UNITS, cell, consolidated, edit, form, read, told, write
from helpers.plans import four, kind, row, rules, seeded
from helpers.tools import needed_program
from pmprb import __version__
from pmprb.plans.book.write import write_plan_rekap
from pmprb.plans.form.build import PlanTemplateMaker
from pmprb.plans.form.columns import FIRST_ROW, HEADER_ROW, PlanGrid
from pmprb.plans.model import PlanRow
from pmprb.plans.read.headers import quarter_of
from pmprb.plans.rules import Logic, Polarity, RollUp
from pmprb.temuan import sentence
from pmprb.worksheet.register import register_workbook

KINDS = ("rb-general", "rb-tematik", "perjanjian-kinerja")


def same(one: PlanRow, other: PlanRow) -> list[str]:
    """Return the fields in which two rows differ; numbers to 1e-9, for cells hold floats."""
    differing = []
    for field in set(PlanRow.model_fields) - {"at", "places", "figures", "baseline_text"}:
        a, b = getattr(one, field), getattr(other, field)
        pairs = list(zip(a, b, strict=True)) if field in ("targets", "realised") else [(a, b)]
        for x, y in pairs:
            close = isinstance(x, Fraction) and isinstance(y, Fraction) and abs(x - y) <= abs(x) / 10**9
            if not (close or x == y):
                differing.append(field)
    return differing


# Template → fill → read


@pytest.mark.parametrize("name", KINDS)
def test_a_filled_template_is_read_back_whole(name: str, tmp_path: Path) -> None:
    rows = seeded(("bolak-balik", name), 30, wrong=False, name=name)
    loaded = read(write(tmp_path / "a.xlsx", rows, name, quarter=3))
    assert loaded.value is not None and loaded.temuan == ()
    plan = loaded.value
    assert (plan.kind, plan.unit.code, plan.unit.name, plan.period, plan.quarter) == (
        name,
        "1.07",
        "Dinas Pangan",
        "2026",
        3,
    )
    assert [same(a, b) for a, b in zip(rows, plan.rows, strict=True)] == [[]] * 30


def test_an_empty_template_has_no_rows_and_no_temuan(tmp_path: Path) -> None:
    loaded = read(write(tmp_path / "a.xlsx"))
    assert loaded.value is not None and loaded.value.rows == () and loaded.temuan == ()


def test_units_made_from_one_template_differ_only_in_name_and_code(tmp_path: Path) -> None:
    maker = PlanTemplateMaker(rules(), kind(), "2026", version=__version__, capacity=12)
    for n, unit in enumerate(UNITS):
        path = tmp_path / f"{n}.xlsx"
        path.write_bytes(maker.make(unit))
        plan = read(path).value
        assert plan is not None and (plan.unit.code, plan.unit.name) == (unit.code, unit.name)
        book = openpyxl.load_workbook(path)
        assert book["Rencana Aksi"]["C2"].value == unit.name and book["Rencana Aksi"]["C2"].data_type == "s"
        assert book["_meta"].sheet_state == "veryHidden"


def test_the_worksheet_is_safe_for_every_program(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", seeded("aman", 8), period="2024")  # the list of lines ends with 2024
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        xml = {name: package.read(name).decode() for name in names if name.endswith(".xml")}
    assert not any("vba" in name or "externalLink" in name for name in names)
    for name, text in xml.items():
        for forbidden in ("x14:", "xr:", "cm=", 't="array"', "_xlfn", "_xlws", "INDIRECT(", "OFFSET(", "TODAY("):
            assert forbidden not in text, (name, forbidden)
    assert all(len(formula) < 8192 for text in xml.values() for formula in re.findall(r"<f>(.*?)</f>", text))
    form_xml = next(text for text in xml.values() if "daftar_pilihan" in text and "<sheetData>" in text)
    assert "<sheetProtection" in form_xml and "password" not in form_xml
    assert xml["xl/workbook.xml"].count("<definedName") >= 1


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    rows = seeded("sama", 5)
    assert write(tmp_path / "a.xlsx", rows).read_bytes() == write(tmp_path / "b.xlsx", rows).read_bytes()


# LibreOffice


@pytest.mark.libreoffice
def test_live_columns_equal_the_engine(tmp_path: Path) -> None:
    """Every computed cell of three kinds and all ways of reckoning, wrong rows and blanks among them, to 1e-9."""
    paths = []
    for name in KINDS:
        for quarter in (0, 2):
            rows = seeded((name, quarter, "langsung"), 40, name=name)
            paths.append(write(tmp_path / f"{name}-{quarter}.xlsx", rows, name, quarter=quarter, capacity=44))
    found, compared = other_figures(paths, tmp_path / "lo")
    assert found == []
    assert compared > 12_000


@pytest.mark.libreoffice
def test_a_bound_met_by_thirds_lights_as_in_the_engine(tmp_path: Path) -> None:
    """(1 + 1 + 2/5) / 3 is 4/5 exactly, and not as floats."""
    path = write(tmp_path / "a.xlsx", (row(four(5, 5, 5, None), four(5, 5, 2, None)),), quarter=3)
    again = recalculate([path], tmp_path / "lo")[0]
    sheet = openpyxl.load_workbook(again, data_only=True)["Rencana Aksi"]
    assert sheet[cell("light")].value == "Kuning"
    # LibreOffice forgives the last bits by itself; other programs need the rounding.
    assert "ROUND(" in str(openpyxl.load_workbook(path)["Rencana Aksi"][cell("light")].value)


@pytest.mark.libreoffice
def test_the_leaders_sheet_is_one_page(tmp_path: Path) -> None:
    pdfinfo, pdftotext = needed_program("pdfinfo"), needed_program("pdftotext")
    target = tmp_path / "rencana.xlsx"
    long = "Pejabat pengadaan belum ditetapkan sehingga jadwal bergeser satu bulan penuh " * 4
    rows = [seeded(f"halaman {n}", 30, wrong=False) for n in range(len(UNITS))]
    rows = [tuple(r.model_copy(update={"obstacle": long, "follow_up": long}) for r in one) for one in rows]
    write_plan_rekap(consolidated(tmp_path, rows), rules(), target, sentences=sentence, version="x")
    book = openpyxl.load_workbook(target)
    for name in book.sheetnames[1:]:
        book[name].sheet_state = "hidden"
    alone = tmp_path / "satu.xlsx"
    book.save(alone)
    pdf = convert([alone], tmp_path / "pdf", "pdf")[0]
    said = subprocess.run([pdfinfo, str(pdf)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Pages: +1$", said, re.MULTILINE), said
    assert "841.89 x 595" in said.replace("842", "841.89") and "A4" in said
    text = subprocess.run([pdftotext, "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    for words in ("Capaian rata-rata", "Perlu keputusan", "Belum menyerahkan", "Kendala", "Tindak lanjut"):
        assert words in text


# The door: each spelling has its rule


@pytest.mark.parametrize(
    ("typed", "taken", "code"),
    [
        ("1.000,5", "1000.5", "RENC-005"),
        ("1000.5", "1000.5", "RENC-005"),
        ("12,5", "12.5", None),
        ("0,375", "0.375", None),
        ("1.000.000", "1000000", "RENC-005"),
        ("75%", "75", "RENC-005"),
        ("75 %", "75", "RENC-005"),
        (" 8 ", "8", None),
        ("-", None, "RENC-006"),
        ("–", None, "RENC-006"),
        ("   ", None, None),
        ("0", "0", None),
    ],
)
def test_spellings_of_a_figure(typed: str, taken: str | None, code: str | None, tmp_path: Path) -> None:
    unit = "persen" if "%" in typed else "dokumen"
    path = write(tmp_path / "a.xlsx", (row(four(4, 4, 4, 4), four(None, None, None, None), unit=unit),))
    edit(path, lambda sheet: sheet.__setitem__(cell("realised1"), typed))
    loaded = read(path)
    assert loaded.value is not None
    found = loaded.value.rows[0]
    assert not found.wrong
    assert found.realised[0] == (None if taken is None else Fraction(taken))
    assert told(loaded) == ([(code, cell("realised1"))] if code else [])


@pytest.mark.parametrize(
    ("name", "typed", "code"),
    [
        ("target1", "12 berkas", "RENC-003"),
        ("target1", "seluruhnya", "RENC-003"),
        ("target1", "1.000", "RENC-003"),
        ("realised2", "1,000", "RENC-003"),
        ("year_target", "satu tahun", "RENC-003"),
        ("target1", -3, "RENC-007"),
        ("polarity", "campuran", "RENC-013"),
        ("logic", "entah", "RENC-013"),
        ("roll_up", "kira-kira", "RENC-013"),
        ("realised1", "#REF!", "RENC-004"),
    ],
)
def test_what_spoils_a_row_is_told_at_its_cell_and_spares_the_others(
    name: str, typed: object, code: str, tmp_path: Path
) -> None:
    rows = (row(four(4, 4, 4, 4), four(4, 4, None, None)), row(four(2, 2, 2, 2), four(2, 2, None, None), 2))
    path = write(tmp_path / "a.xlsx", rows)

    def change(sheet: Any) -> None:
        sheet[cell(name)] = typed
        if str(typed).startswith("#"):
            sheet[cell(name)].data_type = "e"

    loaded = read(edit(path, change))
    assert loaded.value is not None
    assert (code, cell(name)) in told(loaded)
    assert [one.wrong for one in loaded.value.rows] == [True, False]


@pytest.mark.parametrize(
    ("name", "typed", "code"),
    [
        ("budget", "banyak", "RENC-003"),
        ("review_time", "cukup", "RENC-020"),
        ("line", "Arsip digitall", "RENC-012"),
        ("line", "Hal lain sama sekali", "RENC-012"),
        ("polarity", None, "RENC-014"),
    ],
)
def test_what_does_not_spoil_a_row_is_told_all_the_same(name: str, typed: object, code: str, tmp_path: Path) -> None:
    given = row(four(4, 4, 4, 4), four(4, 4, None, None), line_text="Arsip digital")
    path = write(tmp_path / "a.xlsx", (given,), period="2024")
    loaded = read(edit(path, lambda sheet: sheet.__setitem__(cell(name), typed)))
    assert loaded.value is not None and not loaded.value.rows[0].wrong
    assert (code, cell(name)) in told(loaded)


def test_rupiah_is_read_as_it_is_written(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", (row(four(4, 4, 4, 4), four(4, 4, None, None)),))
    loaded = read(edit(path, lambda sheet: sheet.__setitem__(cell("budget"), "Rp 1.500.000")))
    assert loaded.value is not None and loaded.value.rows[0].budget == 1_500_000


def test_a_near_name_is_suggested_and_a_known_one_found(tmp_path: Path) -> None:
    given = row(four(4, 4, 4, 4), four(4, 4, None, None), line_text="Arsip digitall")
    path = write(tmp_path / "a.xlsx", (given,), period="2024")
    loaded = read(path)
    assert [dict(t.values)["hint"] for t in loaded.temuan if t.code == "RENC-012"] == ["Arsip digital"]
    for text in ("Pelaksanaan Arsip Digital", "12. Arsip digital", "ku-12"):
        edit(path, lambda sheet, text=text: sheet.__setitem__(cell("line"), text))
        again = read(path).value
        assert again is not None and again.rows[0].line == "KU-12"


def test_headings_are_carried_down_and_a_new_one_ends_what_was_below(tmp_path: Path) -> None:
    rows = [
        ["Kegiatan Utama", "Sasaran", "Rencana Aksi", "Indikator Output", "Target TW I", "Realisasi TW I"],
        ["Arsip digital", "S1", "Aksi satu", "Keluaran a", 1, 1],
        ["", "", "", "Keluaran b", 1, 1],
        ["Sistem merit", "", "Aksi dua", "Keluaran c", 1, 1],
        ["", "", "", "", "", ""],
        ["JUMLAH", "", "", "", 3, 3],
    ]
    loaded = read(form(tmp_path / "a.xlsx", rows), "rb-general")
    assert loaded.value is not None
    got = [(r.line, r.goal, r.action, r.output) for r in loaded.value.rows]
    assert got == [
        ("KU-12", "S1", "Aksi satu", "Keluaran a"),
        ("KU-12", "S1", "Aksi satu", "Keluaran b"),
        ("KU-19", "", "Aksi dua", "Keluaran c"),
    ]
    assert told(loaded) == [("RENC-021", "A3"), ("RENC-021", "B3"), ("RENC-021", "C3")]


def test_a_heading_in_a_row_of_its_own_ends_what_was_below_it(tmp_path: Path) -> None:
    rows = [
        ["Kegiatan Utama", "Sasaran", "Rencana Aksi", "Indikator Output", "Target TW I"],
        ["Arsip digital", "S1", "Aksi satu", "Keluaran a", 1],
        ["Sistem merit", "", "", "", ""],
        ["", "", "Aksi dua", "Keluaran b", 1],
    ]
    plan = read(form(tmp_path / "a.xlsx", rows), "rb-general").value
    assert plan is not None
    assert [(r.line, r.goal) for r in plan.rows] == [("KU-12", "S1"), ("KU-19", "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Target TW 1", (1, "target")), ("Target TW I", (1, "target")), ("TARGET\nTRIWULAN IV", (4, "target")),
        ("TW-II Realisasi", (2, "realisasi")), ("target_tw3", (3, "target")), ("B09", (3, "")),
        ("Realisasi B12", (4, "realisasi")), ("Q2 target", (2, "target")), ("Target Total", (0, "target total")),
        ("Anggaran (Rp)", (0, "anggaran (rp)")), ("Twitter", (0, "twitter")),
    ],
)  # fmt: skip
def test_quarters_in_any_dress(text: str, expected: tuple[int, str]) -> None:
    assert quarter_of(text) == expected


PORTAL = [
    ["rencana_aksi", "satuan_output", "indikator_output", "target_tw1", "target_tw2", "target_tw3", "target_tw4",
     "target_total", "anggaran_total", "pelaksana", "koordinator"],
    ["Rencana Aksi", "Satuan Output", "Indikator Output", "Target", "", "", "", "", "Anggaran", "Pelaksana",
     "Koordinator"],
    ["", "", "", "TW 1", "TW 2", "TW 3", "TW 4", "Total", "", "", ""],
    ["Aksi satu", "berkas", "Keluaran a", 1, 2, 3, 4, 10, 5_000_000, "Dinas A", "Bagian B"],
    ["", "berkas", "Keluaran b", 1, 1, "", "", 2, "", "Dinas A", "Bagian B"],
]  # fmt: skip
TEMATIK = [
    ["RENCANA AKSI RB TEMATIK TAHUN 2026"],
    ["NO", "PERMASALAHAN", "SASARAN TEMATIK", "INDIKATOR", "TARGET", "SATUAN", "RENCANA AKSI", "OUTPUT", "",
     "TARGET TAHUN", "ANGGARAN TAHUN", "RENAKSI", "", "", "", "REALISASI", "", "", "", "KOORDINATOR", "PELAKSANA"],
    ["", "", "", "", "", "", "", "SATUAN", "INDIKATOR", "", "", "TW1", "", "TW2", "", "TW1", "", "TW2", "", "", ""],
    [*[""] * 11, "Target", "Rp", "Target", "Rp", "Target", "Rp", "Target", "Rp", "", ""],
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21],
    [1, "Data miskin ganda", "Data tunggal", "Selisih data", "5", "persen", "Aksi satu", "dokumen", "Keluaran a", 2, "",
     1, 100, 1, 200, 1, 90, 0, 10, "Bagian B", "Dinas A"],
]  # fmt: skip
ONGOING = [
    ["KERTAS KERJA"],
    [],
    ["Indikator Utama", "Rencana Aksi", "PIC", "TW 1", "", "", "", "TW II", "", "", ""],
    ["", "", "", "Target", "Capaian", "Kendala", "Solusi", "Target", "Capaian", "Kendala", "Solusi"],
    ["Arsip Digital", "Aksi satu", "Biro A", 2, 1, "lambat", "dipercepat", 2, "-", "", ""],
]
VERTICAL = [
    ["Nomor", "Sasaran / Kegiatan utama", "Indikator kegiatan", "Rincian kegiatan", "Indikator output", "Target output",
     "Waktu pelaksanaan", "Pelaksana", "Koordinator", "Data dukung"],
    ["SS.1", "Tata kelola", "Nilai", "Aksi satu", "Keluaran a", 3, "B06", "Seksi A", "Biro B", "laporan"],
]  # fmt: skip


def test_the_portals_form_below_its_machine_names(tmp_path: Path) -> None:
    plan = read(form(tmp_path / "a.xlsx", PORTAL), "rb-general").value
    assert plan is not None and [r.action for r in plan.rows] == ["Aksi satu", "Aksi satu"]
    assert plan.rows[0].targets == four(1, 2, 3, 4) and plan.rows[1].targets == four(1, 1, None, None)
    assert plan.rows[0].year_target == 10 and plan.rows[0].budget == 5_000_000
    assert (plan.rows[0].executor, plan.rows[0].coordinator) == ("Dinas A", "Bagian B")


def test_a_regencys_thematic_form_with_three_heading_rows(tmp_path: Path) -> None:
    plan = read(form(tmp_path / "a.xlsx", TEMATIK), "rb-tematik").value
    assert plan is not None and len(plan.rows) == 1
    one = plan.rows[0]
    assert (one.action, one.output, one.problem) == ("Aksi satu", "Keluaran a", "Data miskin ganda")
    assert one.targets == four(1, 1, None, None) and one.realised == four(1, 0, None, None)
    assert (one.year_target, one.budget, one.budget_realised) == (2, 300, 100)


def test_a_papers_capaian_is_its_realisation_and_kendala_is_joined(tmp_path: Path) -> None:
    loaded = read(form(tmp_path / "a.xlsx", ONGOING, "General"))
    assert loaded.value is not None and loaded.value.kind == "rb-general"
    one = loaded.value.rows[0]
    assert one.targets == four(2, 2, None, None) and one.realised == four(1, None, None, None)
    assert (one.obstacle, one.follow_up, one.line) == ("TW I: lambat", "TW I: dipercepat", "KU-12")
    assert {code for code, _ in told(loaded)} == {"RENC-023", "RENC-006"}


def test_a_vertical_units_months_are_quarters(tmp_path: Path) -> None:
    plan = read(form(tmp_path / "a.xlsx", VERTICAL), "perjanjian-kinerja").value
    assert plan is not None and plan.rows[0].targets == four(None, 3, None, None)


@pytest.mark.parametrize(
    ("when", "quarter"),
    [
        *((f"B{month:02d}", (month + 2) // 3) for month in range(1, 13)),
        ("Mei", 2), ("bulan Juli 2026", 3), ("B03, B06", 2), ("Januari s.d. Agustus", 3), ("TW I-TW III", 3), ("S1", 2),
    ],
)  # fmt: skip
def test_every_month_names_the_quarter_in_which_a_target_is_due(tmp_path: Path, when: str, quarter: int) -> None:
    rows = [VERTICAL[0], [*VERTICAL[1][:6], when, *VERTICAL[1][7:]]]
    plan = read(form(tmp_path / "a.xlsx", rows), "perjanjian-kinerja").value
    assert plan is not None and plan.rows[0].year_target is None
    assert plan.rows[0].targets == four(*(3 if q == quarter else None for q in (1, 2, 3, 4)))


@pytest.mark.parametrize("when", ["2026", "sepanjang tahun", "minggu ke-2", ""])
def test_a_time_that_names_no_part_of_the_year_leaves_the_target_to_the_year(tmp_path: Path, when: str) -> None:
    rows = [VERTICAL[0], [*VERTICAL[1][:6], when, *VERTICAL[1][7:]]]
    plan = read(form(tmp_path / "a.xlsx", rows), "perjanjian-kinerja").value
    assert plan is not None and plan.rows[0].year_target == 3 and plan.rows[0].targets == four(None, None, None, None)


def test_a_recorded_status_that_contradicts_its_figures_is_reported(tmp_path: Path) -> None:
    rows = [
        ["Sasaran", "Indikator Kinerja", "Arah", "Target Tahun", "Realisasi Tahun", "Status Capaian"],
        ["Layanan", "Penerimaan", "max", 100, 99, "Tercapai"],
        ["Layanan", "Kesalahan cetak", "min", 1, 0.26, "Tercapai"],
    ]
    path = form(tmp_path / "a.xlsx", rows)
    code, text = quick("rencana", "periksa", path, "--jenis", "perjanjian-kinerja", "--triwulan", "4", "--json")
    found = [(t["code"], t["cell"]) for t in json.loads(text)[0]["temuan"] if t["code"] == "RENC-024"]
    assert code == 0 and found == [("RENC-024", "F2")]


def test_a_sheet_without_plan_columns_and_one_of_unknown_kind_are_refused(tmp_path: Path) -> None:
    assert [c for c, _ in told(read(form(tmp_path / "a.xlsx", [["Nama", "Alamat"], ["x", "y"]])))] == ["RENC-002"]
    rows = [["Rencana Aksi", "Target TW I"], ["Aksi", 1]]
    assert [c for c, _ in told(read(form(tmp_path / "b.xlsx", rows)))] == ["RENC-026"]


@pytest.mark.parametrize(
    "heading",
    ["Uraian Kegiatan", "RENCANA AKSI / KEGIATAN", "Kegiatan/Rencana Aksi", "Langkah-langkah", "Inisiatif Strategis",
     "Sub Kegiatan", "Renaksi", "Program / Kegiatan", "Tahapan Kegiatan", "Aktivitas"],
)  # fmt: skip
def test_actions_under_another_name_are_read(heading: str, tmp_path: Path) -> None:
    rows = [
        ["No", heading, "Satuan", "Target TW I", "Target TW II"],
        [1, "Menyusun peta proses bisnis", "Dokumen", 1, 2],
    ]
    loaded = read(form(tmp_path / "a.xlsx", rows), "rb-general")
    assert loaded.value is not None
    assert [(entry.action, entry.unit) for entry in loaded.value.rows] == [("Menyusun peta proses bisnis", "Dokumen")]
    assert "BUKU-241" not in {code for code, _ in told(loaded)}


@pytest.mark.parametrize("heading", ["Kegiatan", "Uraian", "PROGRAM"])
def test_a_heading_that_stands_in_is_told_and_only_where_there_is_no_better(heading: str, tmp_path: Path) -> None:
    rows = [["No", heading, "Satuan", "Target TW I", "Target TW II"], [1, "Menyusun peta", "Dokumen", 1, 2]]
    loaded = read(form(tmp_path / "a.xlsx", rows), "rb-general")
    assert loaded.value is not None and loaded.value.rows[0].action == "Menyusun peta"
    assert "BUKU-241" in {code for code, _ in told(loaded)}
    better = [[*row, more] for row, more in zip(rows, ("Rencana Aksi", "Menetapkan peta"), strict=True)]
    loaded = read(form(tmp_path / "b.xlsx", better), "rb-general")
    assert loaded.value is not None and loaded.value.rows[0].action == "Menetapkan peta"
    assert "BUKU-241" not in {code for code, _ in told(loaded)}


def test_a_stored_figure_that_differs_is_told_and_not_used(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx", (row(four(4, 4, None, None), four(4, 2, None, None), obstacle="a", follow_up="b"),)
    )
    assert quick("rencana", "periksa", path)[1].count("RENC-025") == 0
    edit(path, lambda sheet: sheet.__setitem__(cell("to_date"), 1))
    code, text = quick("rencana", "periksa", path)
    assert "RENC-025" in text and "75,00 %" in text and code == 0


def test_a_template_of_other_rules_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", (row(four(4, 4, None, None), four(4, 4, None, None)),))
    edit(path, lambda sheet: sheet.__setitem__("B2", "0" * 64), "_meta")
    assert "BUKU-012" in {code for code, _ in told(read(path))}


# Rekap


@pytest.mark.parametrize("name", KINDS)
def test_every_file_is_accounted_for_and_every_row_counted_once(name: str, tmp_path: Path) -> None:
    found = consolidated(tmp_path, [seeded((name, n), 12, name=name) for n in range(3)], name)
    assert [file.used for file in found.inputs].count(True) == 3 and len(found.inputs) == 5
    assert [unit.code for unit in found.missing] == ["1.10"]
    assert found.total.rows == 36 == sum(g.summary.rows for g in found.lines)
    if found.areas:
        assert found.total.rows == sum(g.summary.rows for g in found.areas)
    codes = {t.code for t in found.temuan}
    assert {"BUKU-018", "BUKU-002"} <= codes


def test_a_theme_of_earlier_years_is_still_counted_under_its_own_name(tmp_path: Path) -> None:
    old = row(four(1, 1, None, None), four(1, 1, None, None), line_text="Penggunaan Produk Dalam Negeri")
    found = consolidated(tmp_path, [(old,)], "rb-tematik")
    assert [(g.id, g.known) for g in found.lines if g.summary.rows] == [("T1-P3DN", True)]
    assert len(found.lines) == 7


def test_the_order_of_units_changes_no_figure(tmp_path: Path) -> None:
    plans = [seeded(n, 12) for n in range(3)]
    for n in (0, 1):
        (tmp_path / str(n)).mkdir()
    one, two = consolidated(tmp_path / "0", plans), consolidated(tmp_path / "1", plans[::-1])
    assert one.total == two.total and [g.summary for g in one.lines] == [g.summary for g in two.lines]


@pytest.mark.libreoffice
def test_the_rekaps_formulas_carry_what_libreoffice_calculates(tmp_path: Path) -> None:
    target = tmp_path / "rencana.xlsx"
    found = consolidated(tmp_path, [seeded(n, 25) for n in range(3)])
    write_plan_rekap(found, rules(), target, sentences=sentence, version="x", instansi="Kabupaten Tirtaloka")
    found, compared = other_figures([target], tmp_path / "lo")
    assert found == []
    assert compared > 150


def test_the_rekap_has_its_sheets_and_the_gap_list_its_words(tmp_path: Path) -> None:
    target = tmp_path / "rencana.xlsx"
    rows = (
        row(four(4, 4, None, None), four(4, 1, None, None), line_text="Arsip digital", obstacle="=HYPERLINK(1)",
            follow_up="Dipercepat"),
        row(four(4, 4, None, None), four(4, None, None, None), 2, line_text="Arsip digital", action="Aksi dua"),
    )  # fmt: skip
    write_plan_rekap(consolidated(tmp_path, [rows]), rules(), target, sentences=sentence, version="x")
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == [
        "Lembar Pimpinan", "Per Unit", "Per Kegiatan Utama", "Per Area", "Kesenjangan", "Belum Dilaporkan", "Rincian",
        "Temuan", "Belum Menyerahkan", "Tentang", "_isi",
    ]  # fmt: skip
    gaps = [[c.value for c in line] for line in book["Kesenjangan"].iter_rows()]
    assert any("=HYPERLINK(1)" in line and "Dipercepat" in line for line in gaps)
    assert all(c.data_type != "f" for line in book["Kesenjangan"].iter_rows() for c in line)
    assert any("belum diisi" in line for line in gaps)
    late = [[c.value for c in line] for line in book["Belum Dilaporkan"].iter_rows()]
    assert [line[1] for line in late if line[2] == "Aksi dua"] == ["II"]


# Command line


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "daftar-unit.xlsx"
    path.write_bytes(register_workbook(UNITS))
    return path


def test_templat_writes_one_workbook_a_unit_and_keeps_what_is_there(register: Path, tmp_path: Path) -> None:
    args = (
        "rencana",
        "templat",
        "--jenis",
        "rb-tematik",
        "--unit",
        register,
        "--periode",
        "2026",
        "-o",
        tmp_path / "d",
    )
    code, text = quick(*args, "--baris", "15")
    assert code == 0 and "4 lembar rencana aksi" in text
    assert len(list((tmp_path / "d").glob("RENCANA_rb-tematik_2026_*.xlsx"))) == 4
    code, text = quick(*args)
    assert code == 1 and "BUKU-029" in text
    assert quick(*args, "--timpa")[0] == 0


@pytest.mark.parametrize(
    "args",
    [
        ("rencana", "templat", "--jenis", "rb-umum", "--unit", "x", "--periode", "2026", "-o", "y"),
        ("rencana", "templat"),
        (
            "rencana",
            "templat",
            "--jenis",
            "rb-general",
            "--unit",
            "x",
            "--periode",
            "2026",
            "-o",
            "y",
            "--baris",
            "nol",
        ),
        ("rencana", "gabung", "x.xlsx"),
        ("rencana", "gabung", "x.xlsx", "-o", "y.xlsx", "--triwulan", "5"),
        ("rencana", "periksa", "x.xlsx", "--kriteria", "/tidak/ada"),
    ],
    ids=lambda args: " ".join(args[:4]),
)
def test_wrong_usage_is_told_in_indonesian(args: tuple[str, ...]) -> None:
    code, text = quick(*args)
    assert code == 2 and "Keliru:" in text
    for english in ("Invalid", "Missing", "Error", "range", "not in"):
        assert english not in text


def test_gabung_from_the_command_line(register: Path, tmp_path: Path) -> None:
    sheets = tmp_path / "isi"
    sheets.mkdir()
    for unit in UNITS[:2]:
        write(sheets / f"{unit.code}.xlsx", seeded(unit.code, 10, wrong=False), unit=unit)
    target = sheets / "rencana.xlsx"
    args = ("rencana", "gabung", sheets, "-o", target, "--unit", register, "--triwulan", "2", "--timpa", "--json")
    first, second = (json.loads(quick(*args)[1]) for _ in range(2))
    assert first["files"] == second["files"] == {"offered": 2, "used": 2, "refused": 0, "passed_over": 0}
    assert (first["quarter"], first["kind"], len(first["missing"])) == (2, "rb-general", 2)
    assert {u["unit"]["code"] for u in first["units"]} == {"1.07", "1.08"}
    assert quick("rencana", "gabung", sheets, "-o", target)[0] == 1
    code, text = quick("rencana", "gabung", sheets, "-o", target, "--unit", register, "--timpa")
    assert "tingkat implementasi (A02)" in text and "2 berkas = 2 dipakai + 0 ditolak" in text
    write(sheets / "tema.xlsx", (row(four(1, 1, 1, 1), four(1, 1, 1, 1)),), "rb-tematik")
    code, text = quick("rencana", "gabung", sheets, "-o", target, "--timpa")
    assert code == 2 and "--jenis" in text
    code, text = quick("rencana", "gabung", sheets, "-o", target, "--timpa", "--jenis", "rb-general")
    assert "1 berkas dilewati" in text


def test_a_unit_that_sends_two_different_plans_is_refused_unless_told(tmp_path: Path) -> None:
    for n in (1, 2):
        write(tmp_path / f"{n}.xlsx", (row(four(n, 1, 1, 1), four(1, 1, 1, 1)),))
    shutil.copy(tmp_path / "1.xlsx", tmp_path / "3.xlsx")
    same_ = json.loads(
        quick("rencana", "gabung", tmp_path / "1.xlsx", tmp_path / "3.xlsx", "-o", tmp_path / "r.xlsx", "--json")[1]
    )
    assert same_["files"]["used"] == 1
    other = json.loads(
        quick("rencana", "gabung", tmp_path / "1.xlsx", tmp_path / "2.xlsx", "-o", tmp_path / "s.xlsx", "--json")[1]
    )
    assert other["files"] == {"offered": 2, "used": 0, "refused": 2, "passed_over": 0}


def test_headings_of_the_template_are_all_known_to_the_reader() -> None:
    for name in KINDS:
        grid = PlanGrid(rules(), kind(name), 10)
        assert len({grid.title(column) for column in grid.columns}) == len(grid.columns)
    assert HEADER_ROW + 1 == FIRST_ROW


def test_ways_are_read_from_what_other_forms_call_them(tmp_path: Path) -> None:
    rows = [
        ["Sasaran Strategis", "Indikator Kinerja", "Polaritas", "Jenis Perhitungan", "Target TW I", "Realisasi TW I"],
        ["S", "I1", "minimum", "akumulasi", 2, 1],
        ["S", "I2", "maximize", "hasil akhir", 2, 1],
    ]
    plan = read(form(tmp_path / "a.xlsx", rows), "perjanjian-kinerja").value
    assert plan is not None
    assert [(r.polarity, r.logic, r.roll_up) for r in plan.rows] == [
        (Polarity.LOWER_RATIO, Logic.ACCUMULATED, RollUp.SUM),
        (Polarity.HIGHER, Logic.LAST_VALUE, RollUp.LAST),
    ]


def test_the_forms_own_formula_reads_a_quarter_as_the_reader_does(tmp_path: Path) -> None:
    rows = (row(four(4, 4, 4, 4), four(4, 1, None, None), 1),)
    typed = {"a": "2", "b": "TW 3", "c": "Triwulan iv", "d": "i", "e": "Otomatis"}
    expected = {"a": 2, "b": 3, "c": 4, "d": 1, "e": 2}
    at = PlanGrid(rules(), kind(), 3)
    paths = []
    for name, text in typed.items():
        path = write(tmp_path / f"{name}.xlsx", rows)
        edit(path, lambda page, text=text: page.cell(2, at.quarter_input + 1).__setattr__("value", text))
        paths.append(path)
    for path, again in zip(paths, recalculate(paths, tmp_path / "lo"), strict=True):
        page = openpyxl.load_workbook(again, data_only=True)["Rencana Aksi"]
        assert page.cell(2, at.at["_use"] + 1).value == expected[path.stem]
        plan = read(path).value
        assert plan is not None and (plan.quarter or 2) == expected[path.stem]
