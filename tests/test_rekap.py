"""The consolidated workbook: its figures are the engine's, its formulas live, its texts harmless."""

from __future__ import annotations

import random
import re
import zipfile
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from helpers.libreoffice import calculated, other_figures
from helpers.once import made_once
from helpers.rekap import (
    LONG,
    MISSING,
    NASTY,
    PMPRB,
    REFUSED,
    UNITS,
    VERIFIED,
    ZI,
    Opened,
    catalog,
    near,
    result_of,
    synthetic,
    wording,
)
from pmprb.books.order import name_of, placed
from pmprb.books.rekap.decisions import near_a_predicate, near_a_target
from pmprb.books.rekap.findings import ranges
from pmprb.books.rekap.gap_list import fitting, gap_lines, write_gap_list
from pmprb.books.rekap.previous import PlanColumns, TypedGap, plan_key, read_plan_columns
from pmprb.books.rekap.write import write_consolidation
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import State, Unit
from pmprb.engine.gaps import find_gaps
from pmprb.insight.path.options import outside_reach
from pmprb.numbers import margin
from pmprb.office.consolidate import consolidate
from pmprb.office.model import Consolidation
from pmprb.sheets.book import NewBook
from pmprb.sheets.page import Page
from pmprb.sheets.text import CUT, LONGEST, safe_link, safe_text
from pmprb.temuan import Temuan

SHEETS = [
    "Ringkasan", "Peringkat", "Matriks Area", "Matriks Kriteria", "Kelayakan", "Kelayakan Rinci", "Kesenjangan",
    "Verifikasi", "Verifikasi Area", "Statistik Verifikasi", "Perlu Ditelaah", "Temuan", "Belum Menyerahkan",
    "Tentang", "_data",
]  # fmt: skip


def many_units(number: int) -> Consolidation:
    """As many units, each with the answers of one of a few."""
    instrument, dice = catalog(ZI), random.Random(2)
    made = [result_of(Unit(code="0", name="x"), instrument, dice) for _ in range(4)]
    results = []
    for n in range(number):
        unit, one = Unit(code=f"8.{n:04}", name=f"Dinas Nomor {n}", kind="dinas", group="Teknis"), made[n % len(made)]
        submission = one.submission.model_copy(update={"unit": unit, "file": f"{unit.code}.xlsx"})
        results.append(replace(one, unit=unit, submission=submission, temuan=()))
    return consolidate(results, instrument, [result.unit for result in results], [], "2026")


def write(path: Path, found: Consolidation, instrument: Instrument, previous: PlanColumns | None = None) -> Path:
    options: dict[str, Any] = {"previous": previous, "sentences": wording, "version": "9.9", "instansi": "=Kab. Contoh"}
    write_consolidation(found, instrument, path, **options)
    return path


@lru_cache
def opened(path: Path) -> Opened:
    return Opened(path)


def fill(home: Path) -> None:
    """Write the rekap of both instruments."""
    for name in (ZI, PMPRB):
        write(home / f"{name}.xlsx", synthetic(name), catalog(name))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "rekap", fill)[0]


@pytest.fixture(params=(ZI, PMPRB))
def case(request: pytest.FixtureRequest, folder: Path) -> tuple[Opened, Consolidation, Instrument]:
    return opened(folder / f"{request.param}.xlsx"), synthetic(request.param), catalog(request.param)


Case = tuple[Opened, Consolidation, Instrument]


def test_sheets_stand_in_order_and_the_first_is_open(case: Case) -> None:
    book = case[0].formulas
    assert book.sheetnames == [s for s in SHEETS if case[2].gate_sets or not s.startswith("Kelayakan")]
    assert book.active.title == "Ringkasan"
    assert book["_data"].sheet_state == "veryHidden"
    for sheet in book.worksheets[:-1]:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.tabColor is not None
    for title in ("Peringkat", "Matriks Area", "Kesenjangan", "Temuan"):
        assert book[title].freeze_panes and book[title].auto_filter.ref and book[title].print_title_rows


def test_figures_are_the_engines(case: Case) -> None:
    book, found, _ = case
    assert book.card("Indeks") == near(found.index)
    assert book.card("Indeks, persen") == near(found.index_share)
    counts = {
        "Unit terdaftar": 13, "Menyerahkan": 11, "Dinilai": 10, "Belum dinilai": 1, "Belum menyerahkan": 2,
        "Berkas ditolak": 1, **{f"Lolos {target}": passed for target, passed in found.targets.items()},
    }  # fmt: skip
    assert {label: book.card(label) for label in counts} == counts
    points = book.column("Peringkat", "Nilai")
    assert points[:10] == near([s.points for s in found.standings])
    assert points[10:] == ["belum dinilai"]
    assert book.column("Peringkat", "%")[:10] == near([s.share for s in found.standings])
    assert book.column("Peringkat", "Peringkat") == [*(s.rank for s in found.standings), "–"]
    assert book.column("Peringkat", "Peringkat kelompok")[:10] == [s.group_rank for s in found.standings]
    others = {r.unit.code: r.other_tree.total.points for r in found.results}
    assert book.column("Peringkat", "Selisih")[:10] == near([others[s.code] - s.points for s in found.standings])


def test_matrices_are_the_engines(case: Case) -> None:
    book, found, instrument = case
    top, first = book.header("Matriks Area", "Unit")
    rows = book.rows["Matriks Area"][top + 11 : top + 15]
    assert [row[first] for row in rows] == ["Dinas Kosong", "Rata-rata", "Terendah", "Tertinggi"]
    for column, spread in enumerate(found.spreads, start=first + 1):
        assert rows[0][column] == "belum dinilai"
        assert [row[column] for row in rows[1:]] == near([spread.mean, spread.lowest, spread.highest])
    trees = {r.unit.code: r.tree for r in found.results}
    codes = book.column("Matriks Kriteria", "Kode Unit")[:11]
    for item in instrument.items:
        for code, shown in zip(codes, book.column("Matriks Kriteria", item), strict=False):
            rated = trees[code].items[item]
            wanted = "!" if rated.state is State.INVALID else rated.score
            assert shown == (near(wanted) if isinstance(wanted, Fraction) else wanted)


def test_roll_ups_are_live_formulas(case: Case) -> None:
    book, found, _ = case
    for label in ("Indeks", "Indeks, persen", "Indeks pembanding"):
        assert re.match(r"=IF\(COUNT\(Peringkat!.*AVERAGE", book.card(label, live=True))
    counted = ("Unit terdaftar", "Menyerahkan", "Dinilai", "Belum dinilai", "Belum menyerahkan", "Berkas ditolak")
    for label in (*counted, "Kesenjangan", *(f"Lolos {target}" for target in found.targets)):
        assert str(book.card(label, live=True)).startswith("=COUNT")
    top, column = book.header("Ringkasan", "Rata-rata")
    means = [book.formulas["Ringkasan"].cell(top + 2 + n, column + 1).value for n in range(len(found.spreads))]
    assert all("AVERAGE('Matriks Area'!" in mean for mean in means)
    top, column = book.header("Matriks Area", "Unit")
    bottom = [book.formulas["Matriks Area"].cell(top + 13, column + 2 + n).value for n in range(len(found.spreads))]
    assert all(mean.startswith("=IF(COUNT($") and "AVERAGE" in mean for mean in bottom)
    with zipfile.ZipFile(book.path) as archive:
        text = b"".join(archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/sheet"))
    assert not re.search(rb"x14|extLst|_xlfn|_xlws", text)
    # Functions that every spreadsheet program has; a newer one would need a prefix that the writer leaves away.
    used = {name for formula in re.findall(rb"<f>([^<]*)</f>", text) for name in re.findall(rb"([A-Z.]+)\(", formula)}
    known = b"AVERAGE COUNT COUNTA COUNTIF IF ISNUMBER MAX MIN SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT".split()
    assert used and used <= set(known)


def test_a_unit_has_one_row_with_its_targets_and_the_nearest_gate_it_lacks(folder: Path) -> None:
    book, found, instrument = opened(folder / f"{ZI}.xlsx"), synthetic(ZI), catalog(ZI)
    titles = (
        "Unit",
        "WBK",
        "WBBM",
        "Target berikutnya",
        "Ambang belum",
        "Ambang terdekat",
        "Nilai",
        "Minimum",
        "Selisih",
    )
    lines = {line[0]: line[1:] for line in book.table("Kelayakan", *titles)}
    assert len(lines) == len(found.results)
    for result in found.results:
        line = lines[safe_text(result.unit.name)]
        deciding = [v for v in result.verdicts if v.decides]
        if not result.rated:
            assert set(line[:4]) == {"belum dinilai"} and set(line[4:]) == {None}
            continue
        assert line[:2] == tuple("lolos" if v.passed else "belum" for v in deciding)
        target = next((v for v in deciding if not v.passed), None)
        if target is None:
            assert line[2:] == ("semua tercapai", "–", None, None, None, None)
            continue
        lacking = [gate for gate in target.gates if not gate.passed]
        short = {
            g.id: (g.minimum - (g.value or 0)) / (1 if g.measure == "share" else instrument.weight_of(g.of))
            for g in lacking
        }
        nearest = min(lacking, key=lambda gate: short[gate.id])
        assert line[2:5] == (target.target, len(lacking), nearest.title)
        assert list(line[5:7]) == near([nearest.value, nearest.minimum])
        apart = margin(nearest.value, nearest.minimum, 4 if nearest.measure == "share" else 2)
        assert [line[7]] == near([apart or nearest.margin])  # where nothing would show: exact, and marked


def test_every_gate_of_every_reading_stands_once_with_its_minima_and_its_citation(folder: Path) -> None:
    book, found, instrument = opened(folder / f"{ZI}.xlsx"), synthetic(ZI), catalog(ZI)
    top, _ = book.header("Kelayakan Rinci", "Unit")
    sheet, heads = book.rows["Kelayakan Rinci"], book.rows["Kelayakan Rinci"][top]
    minima = {row[1]: row for row in sheet[:top] if str(row[1]).startswith("Minimum ")}
    gates = [(s, t, g) for s in instrument.gate_sets for t in s.targets for g in t.gates]
    places = {(g.of, g.measure): heads.index(g.title) for _, _, g in reversed(gates)}
    assert len(places) == len(heads) - 2 == len(set(heads)) - 2
    about = {row[1] for row in book.rows["Tentang"]}
    for gate_set, target, gate in gates:
        said = "menentukan" if gate_set is instrument.gate_sets[0] else gate_set.title
        assert minima[f"Minimum {target.id}: {said}"][places[gate.of, gate.measure]] == near(gate.minimum)
        cited = "; ".join(instrument.citation(reference) for reference in gate.references)
        assert any(text and str(text).startswith("minimum ") and f"({cited})" in str(text) for text in about)
    rows = {row[1]: (n, row) for n, row in enumerate(sheet[top + 1 :], start=top + 2)}
    looks = {"good": "FFE3F2E6", "bad": "FFFBE3E1"}
    for result in (r for r in found.results if r.rated):
        number, row = rows[safe_text(result.unit.name)]
        for verdict in result.verdicts:
            for gate in verdict.gates:
                place = places[gate.of, gate.measure]
                assert row[place] == (near(gate.value) if gate.value is not None else "belum dinilai")
        deciding: dict[int, list[bool]] = {}
        for verdict in (v for v in result.verdicts if v.decides):
            for gate in verdict.gates:
                if gate.value is not None:
                    deciding.setdefault(places[gate.of, gate.measure], []).append(gate.passed)
        for place, met in deciding.items():
            fill = book.formulas["Kelayakan Rinci"].cell(number, place + 1).fill.fgColor.rgb
            assert (fill == looks["good"]) == all(met) and (fill == looks["bad"]) == (not any(met))


def test_gap_list_holds_every_gap_once(case: Case) -> None:
    book, found, instrument = case
    gaps = {(r.unit.code, g.item): g for r in found.results for g in find_gaps(r.submission, r.tree, instrument)}
    keys = book.table("Kesenjangan", "Kode Unit", "Kode")
    assert len(keys) == len(gaps) == book.card("Kesenjangan") and set(keys) == set(gaps)
    lost = book.column("Kesenjangan", "Poin hilang")
    assert lost == near([gaps[key].lost for key in keys])
    assert book.column("Kesenjangan", "Poin bisa diraih") == near([gaps[key].step.gain for key in keys])
    validations = book.formulas["Kesenjangan"].data_validations.dataValidation
    assert [v.formula1 for v in validations] == ['"Belum,Proses,Selesai"']


def test_gaps_a_unit_can_close_and_that_move_its_gates_come_first(case: Case) -> None:
    book, found, instrument = case
    results = {r.unit.code: r for r in found.results}
    outside = outside_reach(instrument)
    keys = []
    for code, item, gain in book.table("Kesenjangan", "Kode Unit", "Kode", "Poin bisa diraih"):
        target = next((v for v in results[code].verdicts if v.decides and not v.passed), None)
        above, of = {item}, item
        while of in instrument.parents:
            of = instrument.parents[of]
            above.add(of)
        gates = [g for g in target.gates if not g.passed] if target and results[code].rated else []
        moved = [g for g in gates if above & set(instrument.members(g.of))]
        keys.append((item in outside, -len(moved), -round(gain, 12)))
    assert keys == sorted(keys) and len({key[:2] for key in keys}) > bool(instrument.gate_sets)
    heads = [cell for cell in book.rows["Kesenjangan"][book.header("Kesenjangan", "PIC")[0]] if cell]
    assert heads[3:6] == ["PIC", "Tenggat", "Status"]  # what people type stands where it is seen


def test_the_first_sheet_says_what_to_decide_and_who_is_near(case: Case) -> None:
    book, found, instrument = case
    said = " ".join(str(value) for row in book.rows["Ringkasan"] for value in row if value)
    assert f"2 dari 13 unit belum menyerahkan: {name_of(found.missing[0])}" in said
    assert "1 berkas ditolak" in said and "TPI sudah memeriksa 1 dari 11 unit" in said
    near_ones = near_a_target(placed(found), instrument) or near_a_predicate(placed(found), instrument)
    rows = {str(row[7]): row for row in book.rows["Ringkasan"] if len(row) > 7 and row[7]}
    for one in near_ones[:10]:
        assert rows[safe_text(one.unit.name)][10] == one.target
    if instrument.gate_sets:
        assert book.card("Kurang satu ambang") == len(near_ones)
        for one in near_ones:
            verdict = next(v for v in one.unit.result.verdicts if v.decides and not v.passed)
            assert sum(not gate.passed for gate in verdict.gates) == 1


@pytest.mark.parametrize("name", ["akip-2021-unit", "pekppp-2023"])  # bands in per cent, and in points of five
def test_how_far_the_next_predicate_is_is_said_in_per_cent(name: str) -> None:
    instrument, dice = catalog(name), random.Random(3)
    results = [result_of(Unit(code=f"{n}", name=f"Dinas {n}"), instrument, dice) for n in range(6)]
    units = placed(consolidate(results, instrument, [], [], "2026"))
    rule, found = instrument.predicate, near_a_predicate(units, instrument)
    assert rule is not None and len(found) > 3
    for one in found:
        own = one.unit.result.predicate
        above = next(band.above for band in rule.bands if band.label == one.target)
        assert own is not None and one.short is not None and one.short >= 0
        assert own.percent + one.short == rule.percent(above, instrument.root.weight)


def test_no_text_became_a_formula(case: Case) -> None:
    book = case[0]
    ours = re.compile(r"=(IF|AVERAGE|COUNTA?|COUNTIF|SUMIFS?|SUBTOTAL|SUMPRODUCT)\(|=Peringkat!|=[A-Z]+\d+-[A-Z]+\d+$")
    links = 0
    for cell in (c for sheet in book.formulas for row in sheet.iter_rows() for c in row):
        assert cell.data_type != "f" or ours.match(cell.value)
        if isinstance(cell.value, str):
            assert len(cell.value) <= LONGEST and not re.search("[\x00-\x08\x0b-\x1f]", cell.value)
        if cell.hyperlink:
            links += 1
            assert cell.hyperlink.target.startswith("https://contoh.go.id/")
    assert links
    assert {"=1+1", "@x Kecamatan Cibening"} <= set(book.column("Peringkat", "Unit"))
    assert "=rusak.xlsx" in book.column("Belum Menyerahkan", "Berkas")
    assert {"javascript:alert(1)", "=cmd|'/c calc'!A1"} & set(book.column("Verifikasi", "Bukti dukung unit"))
    assert set(book.column("Verifikasi", "Catatan TPI")) <= {None, *map(safe_text, NASTY)}


def test_texts_are_made_safe() -> None:
    assert safe_text("a\x01b\x0bc\x1f\ud800d") == "ab\ncd"  # a vertical tab is a line break, as when it is read
    assert safe_text("satu\r\ndua\tkolom") == "satu\ndua kolom"
    assert len(safe_text(LONG)) == LONGEST and safe_text(LONG).endswith(CUT)
    emoji = safe_text("😀" * 20_000)
    assert len(emoji.encode("utf-16-le")) // 2 <= LONGEST and emoji.endswith(CUT)
    assert safe_text("<r><t>x</t></r>").endswith(" ")
    kinds = (
        "https://a.go.id/x",
        "mailto:a@b.id",
        "file:///c:/x",
        "javascript:1",
        "https://a b",
        "http://" + "a" * 5000,
    )
    assert [bool(safe_link(text)) for text in kinds] == [True, True, False, False, False, False]


def test_review_stands_beside_the_units_own_answers(case: Case) -> None:
    book, found, _ = case
    result = next(r for r in found.results if r.unit == VERIFIED)
    assert book.column("Verifikasi", "Nilai TPI (butir terverifikasi)") == near([result.reviewed.total.points])
    own = result.submission.answers
    said = {
        item: (answer, own[item]) for item, answer in result.submission.reviewed.items() if answer.state != State.BLANK
    }
    differing = [
        item
        for item, (a, b) in said.items()
        if (a.state, a.choice, a.value, a.counts) != (b.state, b.choice, b.value, b.counts)
    ]
    assert sorted(book.column("Verifikasi", "Kode")) == sorted(differing)
    ((mine, theirs, difference),) = book.table("Verifikasi", "Mandiri, butir sama", "TPI, butir sama", "Selisih")
    total = result.verified.compared["TOTAL"]
    assert (mine, theirs, difference) == (near(total.own), near(total.review), near(total.difference))
    assert book.column("Verifikasi", "Nilai setelah verifikasi") == near([result.verified.after.total.points])


def test_items_that_differ_stand_by_points_at_stake_and_what_is_unverified_by_points(case: Case) -> None:
    book, found, _ = case
    result = next(r for r in found.results if r.unit == VERIFIED)
    pairs = result.verified.pairs
    stakes = [abs(pairs[item].difference) if item in pairs else 0 for item in book.column("Verifikasi", "Kode")]
    assert stakes == sorted(stakes, reverse=True) and stakes[0] > 0
    credited = book.column("Verifikasi", "Poin diakui")
    assert credited == sorted(credited, reverse=True)
    waiting = [item for item, one in result.tree.items.items() if one.score and item not in result.submission.reviewed]
    assert sorted(book.column("Verifikasi", "Kode butir")) == sorted(waiting)


def test_without_tpi_answers_the_sheet_is_left_out(tmp_path: Path) -> None:
    result = result_of(UNITS[1], catalog(ZI), random.Random(1))
    book = Opened(write(tmp_path / "r.xlsx", consolidate([result], catalog(ZI)), catalog(ZI)))
    assert not [name for name in book.formulas.sheetnames if "Verifikasi" in name]


def test_the_sheet_of_temuan_names_the_one_unit_that_sent_nothing(tmp_path: Path) -> None:
    result = result_of(UNITS[1], catalog(ZI), random.Random(1))
    found = consolidate([result], catalog(ZI), (UNITS[1], MISSING))
    book = Opened(write(tmp_path / "r.xlsx", found, catalog(ZI)))
    units = dict(zip(book.column("Temuan", "Kode"), book.column("Temuan", "Unit"), strict=True))
    assert units["BUKU-018"] == MISSING.name


def test_every_temuan_and_every_file_is_accounted_for(case: Case) -> None:
    book, found, instrument = case
    assert sum(book.column("Temuan", "Jumlah")) == len(found.temuan)
    severities = book.column("Temuan", "Tingkat")
    assert severities == sorted(severities, key=["KESALAHAN", "PERINGATAN", "CATATAN"].index)
    assert book.card("Temuan KESALAHAN") == sum(t.severity.value == "KESALAHAN" for t in found.temuan)
    assert sorted(book.column("Belum Menyerahkan", "Nasib")) == ["dilewati"] + ["dipakai"] * 11 + ["ditolak"]
    texts = [value for row in book.rows["Belum Menyerahkan"] for value in row]
    assert {"13 berkas = 11 dipakai + 1 ditolak + 1 dilewati", REFUSED.name, MISSING.name} <= set(texts)
    about = {value for row in book.rows["Tentang"] for value in row}
    assert {instrument.hash, "pmprb 9.9", *(f.sha256 for f in found.inputs if f.sha256)} <= about


def test_a_column_of_cells_is_told_in_ranges() -> None:
    assert ranges(["F10", "F8", "F9", "F12", "G1"]) == "F8:F10, F12, G1"


def test_a_reconstruction_is_shown_on_the_first_sheet(case: Case) -> None:
    above = " ".join(str(value) for row in case[0].rows["Ringkasan"][:8] for value in row)
    assert ("Perhatian: REKONSTRUKSI" in above) == case[2].is_reconstructed
    assert any("Perhatian: " in str(value) for row in case[0].rows["Ringkasan"] for value in row)


def test_typed_plans_survive_and_closed_ones_are_kept(folder: Path, tmp_path: Path) -> None:
    first = opened(folder / f"{ZI}.xlsx")
    book = openpyxl.load_workbook(first.path)
    sheet = book["Kesenjangan"]
    top, pic = first.header("Kesenjangan", "PIC")
    keys = first.table("Kesenjangan", "Kode Unit", "Kode")
    plans = (("=Sekretaris", "2026-05-31", "Proses"), ("Kasubag", 46_200, "Belum"), ("Ketua tim", "Mei 2026", "batal"))
    for number, plan in enumerate(plans, start=top + 2):
        for column, value in enumerate(plan, start=pic + 1):
            cell = sheet.cell(number, column, value)
            cell.data_type = "s" if isinstance(value, str) else "n"
    # A column put in, and a gap of an item that the next run does not know.
    sheet.insert_cols(4)
    sheet.cell(top + 1, 4, "Catatan kami")
    sheet.cell(top + 5, 3, "A.I.9.z")
    sheet.cell(top + 5, pic + 2, "Penanggung jawab lama")
    book.save(tmp_path / "lama.xlsx")

    loaded = read_plan_columns(tmp_path / "lama.xlsx")
    assert loaded.value is not None and len(loaded.value.rows) == 4
    again = Opened(write(tmp_path / "baru.xlsx", synthetic(ZI), catalog(ZI), loaded.value))
    rows = {row[:2]: row[2:] for row in again.table("Kesenjangan", "Kode Unit", "Kode", "PIC", "Tenggat", "Status")}
    shown = [rows[key] for key in keys[:3]]
    assert [(row[0], row[2]) for row in shown] == [(plan[0], plan[2]) for plan in plans]
    assert [f"{shown[0][1]:%Y-%m-%d}", f"{shown[1][1]:%Y-%m-%d}", shown[2][1]] == [
        "2026-05-31",
        "2026-06-27",
        "Mei 2026",
    ]
    closed = again.table("Kesenjangan Selesai", "Kode", "PIC", "Mengapa di sini")
    assert closed == [("A.I.9.z", "Penanggung jawab lama", "Butir tidak ada dalam instrumen ini")]
    third = read_plan_columns(tmp_path / "baru.xlsx")
    assert third.value is not None and set(third.value.rows) == set(loaded.value.rows)


def test_a_closed_gap_says_why_it_is_closed(tmp_path: Path) -> None:
    result = synthetic(ZI).results[0]
    met = next(i for i, rated in result.tree.items.items() if rated.score == 1)
    plan = TypedGap(unit_code=result.unit.code, unit=result.unit.name, item=met, pic="Ketua tim")
    gone = TypedGap(unit_code="9.99", unit="Unit lama", item=met, status="Selesai")
    previous = PlanColumns(file="x.xlsx", rows={plan_key(p.unit_code, p.unit, p.item): p for p in (plan, gone)})
    book = Opened(write(tmp_path / "r.xlsx", synthetic(ZI), catalog(ZI), previous))
    reasons = book.column("Kesenjangan Selesai", "Mengapa di sini")
    assert reasons == ["Sudah terpenuhi", "Unit tidak ada dalam rekap ini"]
    sheets = book.values.sheetnames
    assert sheets.index("Kesenjangan Selesai") == sheets.index("Kesenjangan") + 1


def test_a_list_too_long_for_a_sheet_keeps_what_was_typed() -> None:
    lines, _ = gap_lines(placed(synthetic(ZI)), catalog(ZI), None)
    last = lines[-1].gap.item, lines[-1].unit.result.unit
    plan = TypedGap(unit_code=last[1].code, unit=last[1].name, item=last[0], pic="Kasubag")
    previous = PlanColumns(file="x.xlsx", rows={plan_key(plan.unit_code, plan.unit, plan.item): plan})
    lines, closed = gap_lines(placed(synthetic(ZI)), catalog(ZI), previous)
    shown, left_out = fitting(lines, 10)
    assert not closed and shown == [*lines[:9], lines[-1]] and left_out == len(lines) - 10


def test_typed_plans_survive_among_300_units(tmp_path: Path) -> None:
    found, instrument = many_units(300), catalog(ZI)
    lines, _ = gap_lines(placed(found), instrument, None)
    assert len(lines) > 10_000  # more than any other worksheet may hold
    typed = {}
    for n in (0, 1, 9_998, len(lines) - 1):
        unit, item = lines[n].unit.result.unit, lines[n].gap.item
        plan = TypedGap(unit_code=unit.code, unit=unit.name, item=item, pic=f"Kasubag {n}", due=46_000, status="Proses")
        lines[n] = replace(lines[n], plan=plan)
        typed[plan_key(unit.code, unit.name, item)] = plan
    path = tmp_path / "besar.xlsx"
    with NewBook(path, "besar", large=True) as book:  # as the writer of the rekap makes a large one
        write_gap_list(Page(book, "Kesenjangan", "#000000"), instrument, lines)
    loaded = read_plan_columns(path)
    assert loaded.temuan == () and loaded.value is not None
    shown = {key: (row.pic, row.due, row.status) for key, row in loaded.value.rows.items()}
    assert shown == {key: (plan.pic, "2025-12-09", "Proses") for key, plan in typed.items()}


def test_an_unreadable_earlier_rekap_is_told(tmp_path: Path) -> None:
    (tmp_path / "rusak.xlsx").write_bytes(b"bukan zip")
    openpyxl.Workbook().save(tmp_path / "lain.xlsx")
    for name in ("rusak.xlsx", "lain.xlsx", "tidak-ada.xlsx"):
        loaded = read_plan_columns(tmp_path / name)
        assert loaded.value is None and [t.code for t in loaded.temuan] == ["BUKU-038"]


def test_same_input_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = write(tmp_path / "lain.xlsx", synthetic(ZI), catalog(ZI))
    assert again.read_bytes() == (folder / f"{ZI}.xlsx").read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["lain.xlsx"]


def test_a_failed_write_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "rekap.xlsx"
    path.write_bytes(b"lama")

    def broken(_: Temuan) -> str:
        raise RuntimeError("no sentence")

    with pytest.raises(RuntimeError):
        write_consolidation(synthetic(ZI), catalog(ZI), path, sentences=broken, version="1")
    assert path.read_bytes() == b"lama" and [p.name for p in tmp_path.iterdir()] == ["rekap.xlsx"]
    with pytest.raises(OSError):
        write(tmp_path / "tidak" / "ada.xlsx", synthetic(ZI), catalog(ZI))


def test_units_without_codes_keep_their_own_figures() -> None:
    dice = random.Random(3)
    results = [result_of(Unit(code="", name=f"Unit {n}"), catalog(ZI), dice) for n in range(4)]
    units = placed(consolidate([*results, results[0]], catalog(ZI)))
    assert [u.standing.points for u in units] == [u.result.tree.total.points for u in units]
    assert sorted(u.name for u in units) == ["Unit 0", "Unit 0", "Unit 1", "Unit 2", "Unit 3"]


def test_a_large_workbook_holds_the_same_as_a_small_one(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmprb.books.rekap.write.LARGE", 0)
    large = Opened(write(tmp_path / "besar.xlsx", synthetic(ZI), catalog(ZI)))
    small = opened(folder / f"{ZI}.xlsx")
    for sheet in small.formulas:
        other = large.formulas[sheet.title]
        # A large one does not remember its cells, charts and looks.
        rows = (row for row in sheet.iter_rows() if row[0].value not in ("_isi", "_bagan", "_rupa"))
        for cell in (c for row in rows for c in row):
            twin = other[cell.coordinate]
            # openpyxl does not resolve escapes in inline strings.
            value = twin.value.replace("_x005F_", "_") if isinstance(twin.value, str) else twin.value
            assert (value, twin.number_format, twin.fill.fgColor.rgb) == (
                cell.value,
                cell.number_format,
                cell.fill.fgColor.rgb,
            )
        heights = [{n: d.height for n, d in s.row_dimensions.items() if d.height} for s in (sheet, other)]
        assert heights[0] == heights[1] and set(sheet.merged_cells) == set(other.merged_cells)


def bare(instrument: Instrument) -> Instrument:
    """The instrument without anything that need not be there."""
    fields = {name: getattr(instrument, name) for name in type(instrument).model_fields}
    gone = {"groups": (), "gate_sets": (), "units_rule": None, "predicate": None, "caution": ""}
    return Instrument.model_construct(**fields | gone)


def odd_ones(home: Path) -> list[Path]:
    """Workbooks of nobody handed in, of the other blank policy, and of an instrument without extras."""
    plain = bare(catalog(ZI))
    lone = consolidate([result_of(VERIFIED, plain, random.Random(7), "lewati")], plain)
    return [
        write(home / "kosong.xlsx", consolidate([], catalog(ZI), UNITS), catalog(ZI)),
        write(home / "kosong-pmprb.xlsx", consolidate([], catalog(PMPRB)), catalog(PMPRB)),
        write(home / "lewati.xlsx", synthetic(ZI, "lewati"), catalog(ZI)),
        write(home / "polos.xlsx", lone, plain),
    ]


def test_odd_consolidations_are_written(tmp_path: Path) -> None:
    nobody, _, other, plain = map(Opened, odd_ones(tmp_path))
    assert [nobody.card(label) for label in ("Indeks", "Menyerahkan", "Belum menyerahkan")] == ["belum dinilai", 0, 13]
    assert other.card("Indeks") == near(synthetic(ZI, "lewati").index)
    assert plain.card("Dinilai") == 1 and "Kelayakan" not in plain.values.sheetnames


@pytest.mark.libreoffice
def test_libreoffice_finds_the_same_figures(folder: Path, tmp_path: Path) -> None:
    stale = xlsxwriter.Workbook(tmp_path / "basi.xlsx")
    stale.add_worksheet().write_formula("A1", "=1+1", None, 7)
    stale.close()
    assert calculated([tmp_path / "basi.xlsx"], tmp_path / "lo") == [{"Sheet1": [[2]]}], "nothing was recalculated"
    paths = [folder / f"{ZI}.xlsx", folder / f"{PMPRB}.xlsx", *odd_ones(tmp_path)]
    found, compared = other_figures(paths, tmp_path / "lo")
    assert found == []
    assert compared > 800
