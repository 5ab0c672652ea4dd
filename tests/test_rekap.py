"""The consolidated workbook: its figures are the engine's, its formulas live, its texts harmless."""

from __future__ import annotations

import random
import re
import zipfile
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from libreoffice import recalculate

from pmprb.answers.checks import check_submission
from pmprb.answers.model import Answer, State, Submission, Unit
from pmprb.catalog.load import load
from pmprb.catalog.model import ChoiceItem, Instrument, RatioItem
from pmprb.consolidation.index import consolidate
from pmprb.consolidation.model import Consolidation, InputFile, UnitResult
from pmprb.eligibility.verdict import judge, predicate_of
from pmprb.excel.rekap import PlanColumns, PlanRow, read_plan_columns, write_consolidation
from pmprb.excel.rekap.previous import plan_key
from pmprb.excel.rekap.safe import CUT, LONGEST, safe_link, safe_text
from pmprb.gaps.gap import find_gaps
from pmprb.scoring.tree import score, score_reviewed
from pmprb.temuan import CellPos, Code, Temuan

INSTRUMENTS = ("zi-2021", "pmprb-2020-unit")
LONG = "Panjang sekali " * 4000
NASTY = ("=1+1", "@x", "+62 812", "-SUM(A1)", "a\x01b\x0bc\x1f\ud800d", LONG, "<r><t>x</t></r>", "_x0041_", "#N/A")
SHEETS = [
    "Ringkasan", "Peringkat", "Matriks Area", "Matriks Kriteria", "Kelayakan", "Kesenjangan", "Verifikasi", "Temuan",
    "Belum Menyerahkan", "Tentang",
]  # fmt: skip


def wording(temuan: Temuan) -> str:
    """A sentence that shows every value of a temuan, so that nasty ones reach the sheet."""
    return f"{temuan.code.value}: {temuan.node} " + ", ".join(f"{k} {v}" for k, v in temuan.values)


@lru_cache
def catalog(name: str) -> Instrument:
    instrument = load(name).value
    assert instrument is not None
    return instrument


def random_answer(item: Any, instrument: Instrument, dice: random.Random, at: CellPos, good: float) -> Answer:
    """An answer that is good more often the better the unit; now and then blank or wrong."""
    fate = dice.random()
    if fate < 0.04:
        return Answer(item=item.id, state=State.BLANK, source=at)
    if fate < 0.05:
        return Answer(item=item.id, state=State.INVALID, raw="=HYPERLINK(1)", source=at)
    evidence = "https://contoh.go.id/bukti?id=1" if dice.random() < 0.6 else ""
    given = {"item": item.id, "state": State.GIVEN, "source": at, "evidence": evidence, "note": dice.choice(NASTY)}
    if isinstance(item, ChoiceItem):
        labels = [option.label for option in instrument.scales[item.answer_set].options]
        return Answer(choice=labels[0] if dice.random() < good else dice.choice(labels), **given)
    if isinstance(item, RatioItem):
        counts = {count.id: Fraction(dice.randint(4, 12)) for count in item.inputs}
        counts |= {name: Fraction(dice.randint(1, 6)) for name in item.numerator}
        return Answer(counts=tuple(counts.items()), **given)
    low, high = item.scale.min, item.scale.max
    return Answer(value=low + (high - low) * Fraction(dice.randint(60, 100), 100), **given)


UNITS = tuple(
    Unit(code=f"1.{n:02}", name=name, kind=kind, group=group)
    for n, (name, kind, group) in enumerate(
        (
            ("Dinas Kesehatan", "dinas", "Kesehatan"),
            ("Dinas Pendidikan dan Kebudayaan", "dinas", "Pendidikan"),
            ("=1+1", "badan", "=SUM(A1:A9)"),
            ("Badan Perencanaan Pembangunan, Penelitian, dan Pengembangan Daerah", "badan", "Perencanaan"),
            ("Kecamatan Sukamaju", "kecamatan", "Kecamatan"),
            ("Kecamatan Mekarsari", "kecamatan", "Kecamatan"),
            ("@x\x02 Kecamatan Cibening", "kecamatan", "Kecamatan"),
            ("Puskesmas Melati", "puskesmas", "Kesehatan"),
            ("Puskesmas Kenanga", "puskesmas", "Kesehatan"),
            ("Dinas Perhubungan", "dinas", "Teknis"),
            ("Dinas Kosong", "dinas", "Teknis"),
            ("Dinas Ditolak", "dinas", "Teknis"),
            ("Satuan Polisi Pamong Praja", "satuan", "Teknis"),
        ),
        start=1,
    )
)
EMPTY, REFUSED, MISSING = UNITS[10], UNITS[11], UNITS[12]


def submission_of(unit: Unit, instrument: Instrument, dice: random.Random) -> Submission:
    file = f"{unit.code} lembar kerja.xlsx"
    answers, reviewed = {}, {}
    good = dice.choice((0.2, 0.6, 0.85, 0.97))
    for row, item in enumerate(instrument.items.values(), start=8):
        at = CellPos(workbook=file, sheet="LKE", cell=f"F{row}")
        blank = Answer(item=item.id, state=State.BLANK, source=at)
        answers[item.id] = blank if unit is EMPTY else random_answer(item, instrument, dice, at, good)
        if unit is UNITS[0] and row % 3 == 0:
            reviewed[item.id] = random_answer(item, instrument, dice, at, 0.4)
    return Submission(
        file=file, sha256=f"{row:064x}", layout="pmprb", instrument=instrument.id, unit=unit, period="2026",
        answers=answers, reviewed=reviewed,
    )  # fmt: skip


def result_of(submission: Submission, instrument: Instrument) -> UnitResult:
    tree, other = score(submission, instrument, "nol"), score(submission, instrument, "lewati")
    wrong = [
        Temuan.of(Code.ISI_003, a.source or CellPos(workbook=""), a.item, seen=a.raw, allowed="Ya, Tidak", hint="")
        for a in submission.answers.values()
        if a.state is State.INVALID
    ]
    return UnitResult(
        unit=submission.unit,
        submission=submission,
        tree=tree,
        other_tree=other,
        reviewed=score_reviewed(submission, instrument) if submission.reviewed else None,
        verdicts=tuple(judge(tree, instrument)),
        predicate=predicate_of(tree, instrument),
        temuan=(*wrong, *check_submission(submission, instrument), *tree.temuan),
    )


@lru_cache
def synthetic(name: str) -> Consolidation:
    """Thirteen units: ten rated, one empty worksheet, one refused, one missing; the first with TPI answers."""
    instrument = catalog(name)
    dice = random.Random(f"rekap {name}")
    present = [unit for unit in UNITS if unit not in (REFUSED, MISSING)]
    results = [result_of(submission_of(unit, instrument, dice), instrument) for unit in present]
    inputs = [
        InputFile(file=r.submission.file, sha256=r.submission.sha256, unit=r.unit.name, used=True) for r in results
    ]
    refused = Temuan.of(Code.BUKU_003, CellPos(workbook="=rusak.xlsx"))
    skipped = Temuan.of(Code.BUKU_031, CellPos(workbook="~$kunci.xlsx"))
    inputs += [
        InputFile(file="=rusak.xlsx", sha256="ab" * 32, unit=REFUSED.name, used=False, why=(refused,)),
        InputFile(file="~$kunci.xlsx", used=False, passed_over=True, why=(skipped,)),
    ]
    return consolidate(results, instrument, UNITS, inputs, "2026")


def write(folder: Path, name: str, file: str = "rekap.xlsx", previous: PlanColumns | None = None) -> Path:
    path = folder / file
    write_consolidation(
        synthetic(name),
        catalog(name),
        path,
        previous=previous,
        sentences=wording,
        version="9.9",
        instansi="=Kab. Contoh",
    )
    return path


class Opened:
    """A workbook with its formulas and its cached values."""

    def __init__(self, path: Path) -> None:
        self.formulas = openpyxl.load_workbook(path)
        self.values = openpyxl.load_workbook(path, data_only=True)

    def header(self, sheet: str, title: str) -> tuple[int, dict[str, int]]:
        """The first row that holds `title`, and its columns by header."""
        for row in self.values[sheet].iter_rows():
            texts = {str(cell.value): cell.column for cell in reversed(row) if cell.value is not None}
            if title in texts:
                return row[0].row, texts
        raise AssertionError(f"{sheet} has no header {title}")

    def column(self, sheet: str, title: str, live: bool = False) -> list[Any]:
        """The cells below a header down to the first row without anything, or the last."""
        row, columns = self.header(sheet, title)
        source = (self.formulas if live else self.values)[sheet]
        cells = []
        for number in range(row + 1, source.max_row + 1):
            if all(cell.value is None for cell in self.values[sheet][number]):
                break
            cells.append(source.cell(number, columns[title]).value)
        return cells

    def card(self, label: str, live: bool = False) -> Any:
        """The value of a card on Ringkasan."""
        row, columns = self.header("Ringkasan", label)
        return (self.formulas if live else self.values)["Ringkasan"].cell(row + 1, columns[label]).value


@pytest.fixture(scope="module", params=INSTRUMENTS)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    return request.param, write(tmp_path_factory.mktemp("rekap"), request.param)


def test_sheets_stand_in_order_and_the_first_is_open(written: tuple[str, Path]) -> None:
    name, path = written
    book = openpyxl.load_workbook(path)
    gates = bool(catalog(name).gate_sets)
    assert book.sheetnames == [s for s in SHEETS if gates or s != "Kelayakan"]
    assert book.active.title == "Ringkasan"
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.tabColor is not None
    for title in ("Peringkat", "Matriks Area", "Kesenjangan", "Temuan"):
        assert book[title].freeze_panes and book[title].auto_filter.ref and book[title].print_title_rows


def test_figures_are_the_engines(written: tuple[str, Path]) -> None:
    name, path = written
    book, found = Opened(path), synthetic(name)
    assert book.card("Indeks") == pytest.approx(float(found.index), abs=1e-12)
    assert book.card("Indeks, persen") == pytest.approx(float(found.index_share), abs=1e-12)
    counts = {
        "Unit terdaftar": 13, "Menyerahkan": 11, "Dinilai": 10, "Belum dinilai": 1, "Belum menyerahkan": 2,
        "Berkas ditolak": 1,
    }  # fmt: skip
    assert {label: book.card(label) for label in counts} == counts
    for target, passed in found.targets.items():
        assert book.card(f"Lolos {target}") == passed
    points = book.column("Peringkat", "Nilai")
    assert points[:10] == pytest.approx([float(s.points) for s in found.standings], abs=1e-12)
    assert points[10] == "belum dinilai"
    assert book.column("Peringkat", "Peringkat")[:10] == [s.rank for s in found.standings]
    assert book.column("Peringkat", "Peringkat kelompok")[:10] == [s.group_rank for s in found.standings]
    others = {r.unit.code: r.other_tree.total.points for r in found.results}
    differences = [float(others[s.code] - s.points) for s in found.standings]
    assert book.column("Peringkat", "Selisih")[:10] == pytest.approx(differences, abs=1e-12)


def test_matrices_are_the_engines(written: tuple[str, Path]) -> None:
    name, path = written
    book, found, instrument = Opened(path), synthetic(name), catalog(name)
    row, _ = book.header("Matriks Area", "Unit")
    names = book.column("Matriks Area", "Unit")
    assert names[-3:] == ["Rata-rata", "Terendah", "Tertinggi"]
    sheet = book.values["Matriks Area"]
    for column, spread in enumerate(found.spreads, start=3):
        assert sheet.cell(row + 12, column).value == pytest.approx(float(spread.mean), abs=1e-12)
        assert sheet.cell(row + 13, column).value == pytest.approx(float(spread.lowest), abs=1e-12)
        assert sheet.cell(row + 11, column).value == "belum dinilai"
    codes = {r.unit.code: r for r in found.results}
    for item in instrument.items:
        shown = book.column("Matriks Kriteria", item)
        for code, value in zip(book.column("Matriks Kriteria", "Kode Unit"), shown[:11], strict=False):
            rated = codes[code].tree.items[item]
            if rated.state is State.INVALID:
                assert value == "!"
            elif rated.score is None:
                assert value is None
            else:
                assert value == pytest.approx(float(rated.score), abs=1e-12)


def test_roll_ups_are_live_formulas(written: tuple[str, Path]) -> None:
    name, path = written
    book, found = Opened(path), synthetic(name)
    for label in ("Indeks", "Indeks, persen", "Indeks pembanding"):
        assert re.match(r"=IF\(COUNT\(Peringkat!", book.card(label, live=True))
    for label in ("Unit terdaftar", "Menyerahkan", "Dinilai", "Belum dinilai", "Belum menyerahkan", "Berkas ditolak"):
        assert str(book.card(label, live=True)).startswith("=COUNT")
    means = book.column("Ringkasan", "Rata-rata", live=True)[: len(found.spreads)]
    assert all("AVERAGE('Matriks Area'!" in formula for formula in means)
    row, _ = book.header("Matriks Area", "Unit")
    bottom = [book.formulas["Matriks Area"].cell(row + 12, c).value for c in range(3, 3 + len(found.spreads))]
    assert all(formula.startswith("=IF(COUNT($") and "AVERAGE" in formula for formula in bottom)
    everything = [c.value for sheet in book.formulas for r in sheet.iter_rows() for c in r if c.data_type == "f"]
    assert not [f for f in everything if re.search(r"_xlfn|_xlws|\[|LET\(|FILTER\(", f)]
    with zipfile.ZipFile(path) as archive:
        text = b"".join(archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/sheet"))
    assert b"x14" not in text and b"extLst" not in text


def test_gates_stand_with_margin_and_citation(tmp_path: Path) -> None:
    book, found, instrument = Opened(write(tmp_path, "zi-2021")), synthetic("zi-2021"), catalog("zi-2021")
    lines = list(
        zip(
            *(
                book.column("Kelayakan", title)
                for title in ("Unit", "Baris", "Target", "Bacaan", "Gerbang", "Nilai", "Minimum", "Selisih", "Hasil")
            ),
            book.column("Kelayakan", "Dasar hukum"),
            strict=True,
        )
    )
    gates = sum(len(v.gates) for v in found.results[0].verdicts)
    assert [line[1] for line in lines].count("Ringkas") == 11 * len(found.results[0].verdicts)
    assert [line[1] for line in lines].count("Rinci") == 11 * gates
    result = found.results[0]
    for verdict in result.verdicts:
        reading = "menentukan" if verdict.decides else f"bacaan lain: {verdict.gate_set_title}"
        own = [
            line for line in lines if line[0] == result.unit.name and line[2] == verdict.target and line[3] == reading
        ]
        summary, detail = own[0], own[1:]
        assert summary[5:9] == (
            sum(g.passed for g in verdict.gates),
            len(verdict.gates),
            sum(g.passed for g in verdict.gates) - len(verdict.gates),
            "lolos" if verdict.passed else "tidak",
        )
        for gate, line in zip(verdict.gates, detail, strict=True):
            assert line[4] == gate.title
            assert line[5] == pytest.approx(float(gate.value), abs=1e-12)
            assert line[7] == pytest.approx(float(gate.margin), abs=1e-12)
            assert line[8] == ("lolos" if gate.passed else "tidak")
            assert line[9] == "; ".join(instrument.citation(r) for r in gate.references)
    assert {line[8] for line in lines if line[0] == EMPTY.name} == {"belum dinilai"}


def test_gap_list_holds_every_gap_once(written: tuple[str, Path]) -> None:
    name, path = written
    book, found, instrument = Opened(path), synthetic(name), catalog(name)
    wanted = {
        (r.unit.code, gap.item): gap for r in found.results for gap in find_gaps(r.submission, r.tree, instrument)
    }
    keys = list(zip(book.column("Kesenjangan", "Kode Unit"), book.column("Kesenjangan", "Kode"), strict=True))
    assert len(keys) == len(wanted) and set(keys) == set(wanted)
    lost = book.column("Kesenjangan", "Poin hilang")
    assert lost == sorted(lost, reverse=True)
    assert lost == pytest.approx([float(wanted[key].lost) for key in keys], abs=1e-12)
    assert book.card("Kesenjangan") == len(wanted)
    validations = book.formulas["Kesenjangan"].data_validations.dataValidation
    assert [v.formula1 for v in validations] == ['"Belum,Proses,Selesai"']


def test_no_text_became_a_formula(written: tuple[str, Path]) -> None:
    book = Opened(written[1])
    for sheet in book.formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert re.match(
                        r"=(IF|AVERAGE|COUNT|COUNTA|COUNTIF|SUMIFS?|SUBTOTAL|SUMPRODUCT|Peringkat|[A-Z]+\d)", cell.value
                    )
                    assert cell.value not in NASTY
                if isinstance(cell.value, str):
                    assert len(cell.value) <= LONGEST
                    assert not re.search("[\x00-\x08\x0b-\x1f]", cell.value)
                if cell.hyperlink:
                    assert re.match(r"https?://|mailto:", cell.hyperlink.target)
    names = book.column("Peringkat", "Unit")
    assert "=1+1" in names and "@x Kecamatan Cibening" in names
    row, columns = book.header("Peringkat", "Unit")
    cell = book.formulas["Peringkat"].cell(row + 1 + names.index("=1+1"), columns["Unit"])
    assert cell.data_type == "s"
    assert "=rusak.xlsx" in book.column("Belum Menyerahkan", "Berkas")


def test_texts_are_made_safe() -> None:
    assert safe_text("a\x01b\x0bc\x1f\ud800d") == "abcd"
    assert safe_text("satu\r\ndua\tkolom") == "satu\ndua kolom"
    cut = safe_text(LONG)
    assert len(cut) == LONGEST and cut.endswith(CUT)
    emoji = safe_text("😀" * 20_000)
    assert len(emoji.encode("utf-16-le")) // 2 <= LONGEST and emoji.endswith(CUT)
    assert safe_text("<r><t>x</t></r>").endswith(" ")
    kinds = ("https://a.go.id/x", "mailto:a@b.id", "file:///c:/x", "javascript:1")
    assert [bool(safe_link(text)) for text in kinds] == [True, True, False, False]
    assert not safe_link("https://a b") and not safe_link("http://" + "a" * 5000)


def test_review_stands_beside_the_units_own_answers(written: tuple[str, Path]) -> None:
    name, path = written
    book, found = Opened(path), synthetic(name)
    result = next(r for r in found.results if r.unit is UNITS[0] or r.unit == UNITS[0])
    assert book.column("Verifikasi", "Nilai TPI (butir terverifikasi)") == [
        pytest.approx(float(result.reviewed.total.points), abs=1e-12)
    ]
    own, review = result.submission.answers, result.submission.reviewed
    differing = [
        item
        for item, answer in review.items()
        if answer.state is not State.BLANK
        and (answer.state, answer.choice, answer.value, answer.counts)
        != (own[item].state, own[item].choice, own[item].value, own[item].counts)
    ]
    assert book.column("Verifikasi", "Kode") == differing
    gap = book.column("Verifikasi", "Mandiri, butir sama"), book.column("Verifikasi", "TPI, butir sama")
    assert book.column("Verifikasi", "Selisih")[0] == pytest.approx(gap[1][0] - gap[0][0], abs=1e-12)


def test_every_temuan_and_every_file_is_accounted_for(written: tuple[str, Path]) -> None:
    name, path = written
    book, found = Opened(path), synthetic(name)
    assert sum(book.column("Temuan", "Jumlah")) == len(found.temuan)
    severities = book.column("Temuan", "Tingkat")
    assert severities == sorted(severities, key=["KESALAHAN", "PERINGATAN", "CATATAN"].index)
    assert book.card("Temuan KESALAHAN") == sum(t.severity.value == "KESALAHAN" for t in found.temuan)
    fates = book.column("Belum Menyerahkan", "Nasib")
    assert sorted(fates) == ["dilewati"] + ["dipakai"] * 11 + ["ditolak"]
    texts = [c.value for row in book.values["Belum Menyerahkan"].iter_rows() for c in row if isinstance(c.value, str)]
    assert "13 berkas = 11 dipakai + 1 ditolak + 1 dilewati" in texts
    assert REFUSED.name in texts and MISSING.name in texts
    about = [str(c.value) for row in book.values["Tentang"].iter_rows() for c in row]
    assert catalog(name).hash in about and "pmprb 9.9" in about
    assert {f.sha256 for f in found.inputs if f.sha256} <= set(about)


def test_a_reconstruction_is_shown_on_the_first_sheet(tmp_path: Path) -> None:
    book = Opened(write(tmp_path, "pmprb-2020-unit"))
    texts = " ".join(str(c.value) for row in book.values["Ringkasan"].iter_rows(max_row=8) for c in row)
    assert "Perhatian: REKONSTRUKSI" in texts
    assert "Kelayakan" not in book.values.sheetnames


def test_typed_plans_survive_and_closed_ones_are_kept(tmp_path: Path) -> None:
    name = "zi-2021"
    path = write(tmp_path, name)
    book = openpyxl.load_workbook(path)
    sheet = book["Kesenjangan"]
    row, columns = Opened(path).header("Kesenjangan", "PIC")
    typed = {}
    for number, (pic, due, state) in enumerate(
        (("=Sekretaris", "2026-05-31", "Proses"), ("Kasubag", 46_200, "Belum"), ("\x07x".strip("\x07"), None, "batal")),
        1,
    ):
        for title, value in (("PIC", pic), ("Tenggat", due), ("Status", state)):
            cell = sheet.cell(row + number, columns[title])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
        key = sheet.cell(row + number, columns["Kode Unit"]).value, sheet.cell(row + number, columns["Kode"]).value
        typed[key] = (pic, state)
    # A column put in and a gap that will be closed in the next run.
    sheet.insert_cols(4)
    sheet.cell(row, 4).value = "Catatan kami"
    sheet.cell(row + 4, 3).value = "A.I.9.z"
    sheet.cell(row + 4, columns["PIC"] + 1).value = "Penanggung jawab lama"
    book.save(tmp_path / "lama.xlsx")

    loaded = read_plan_columns(tmp_path / "lama.xlsx")
    assert loaded.value is not None and len(loaded.value.rows) == 4
    again = Opened(write(tmp_path, name, "baru.xlsx", loaded.value))
    keys = zip(again.column("Kesenjangan", "Kode Unit"), again.column("Kesenjangan", "Kode"), strict=True)
    rows = dict(
        zip(
            keys,
            zip(again.column("Kesenjangan", "PIC"), again.column("Kesenjangan", "Status"), strict=True),
            strict=True,
        )
    )
    for key, value in typed.items():
        assert rows[key] == value
    dues = [value for value in again.column("Kesenjangan", "Tenggat") if value is not None]
    assert [f"{due:%Y-%m-%d}" for due in dues] == ["2026-05-31", "2026-06-27"]
    assert again.column("Kesenjangan Selesai", "PIC") == ["Penanggung jawab lama"]
    assert again.column("Kesenjangan Selesai", "Mengapa di sini") == ["Butir tidak ada dalam instrumen ini"]

    third = read_plan_columns(tmp_path / "baru.xlsx")
    assert third.value is not None and set(third.value.rows) == set(loaded.value.rows)


def test_a_closed_gap_says_so_and_may_open_again(tmp_path: Path) -> None:
    found, instrument = synthetic("zi-2021"), catalog("zi-2021")
    result = found.results[0]
    met = next(i for i, rated in result.tree.items.items() if rated.score == 1)
    plan = PlanRow(unit_code=result.unit.code, unit=result.unit.name, item=met, pic="Ketua tim")
    gone = PlanRow(unit_code="9.99", unit="Unit lama", item=met, status="Selesai")
    rows = {plan_key(p.unit_code, p.unit, p.item): p for p in (plan, gone)}
    book = Opened(write(tmp_path, "zi-2021", previous=PlanColumns(file="x.xlsx", rows=rows)))
    assert book.column("Kesenjangan Selesai", "Mengapa di sini") == [
        "Sudah terpenuhi",
        "Unit tidak ada dalam rekap ini",
    ]
    assert instrument.items[met].id in book.column("Kesenjangan Selesai", "Kode")
    assert book.values.sheetnames.index("Kesenjangan Selesai") == book.values.sheetnames.index("Kesenjangan") + 1


def test_an_unreadable_earlier_rekap_is_told(tmp_path: Path) -> None:
    (tmp_path / "rusak.xlsx").write_bytes(b"bukan zip")
    (tmp_path / "lain").mkdir()
    other = openpyxl.Workbook()
    other.save(tmp_path / "lain" / "lain.xlsx")
    for path in (tmp_path / "rusak.xlsx", tmp_path / "lain" / "lain.xlsx", tmp_path / "tidak-ada.xlsx"):
        loaded = read_plan_columns(path)
        assert loaded.value is None
        assert [t.code for t in loaded.temuan] == [Code.BUKU_038]


def test_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = write(tmp_path, "zi-2021", "a.xlsx"), write(tmp_path, "zi-2021", "b.xlsx")
    assert first.read_bytes() == second.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_a_failed_write_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "rekap.xlsx"
    path.write_bytes(b"lama")

    def broken(_: Temuan) -> str:
        raise RuntimeError("no sentence")

    with pytest.raises(RuntimeError):
        write_consolidation(synthetic("zi-2021"), catalog("zi-2021"), path, sentences=broken, version="1")
    assert path.read_bytes() == b"lama"
    assert [p.name for p in tmp_path.iterdir()] == ["rekap.xlsx"]
    with pytest.raises(OSError):
        write_consolidation(
            synthetic("zi-2021"), catalog("zi-2021"), tmp_path / "tidak" / "ada.xlsx", sentences=wording, version="1"
        )


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_nobody_handed_in(tmp_path: Path, name: str) -> None:
    path = tmp_path / "rekap.xlsx"
    write_consolidation(consolidate([], catalog(name), UNITS), catalog(name), path, sentences=wording, version="1")
    book = Opened(path)
    assert book.card("Indeks") == "belum dinilai"
    assert book.card("Menyerahkan") == 0
    assert book.card("Belum menyerahkan") == 13


@pytest.mark.libreoffice
def test_libreoffice_finds_the_same_figures(tmp_path: Path) -> None:
    paths = [write(tmp_path, name, f"{name}.xlsx") for name in INSTRUMENTS]
    empty = tmp_path / "kosong.xlsx"
    instrument = catalog("zi-2021")
    write_consolidation(consolidate([], instrument, UNITS), instrument, empty, sentences=wording, version="1")
    paths.append(empty)
    compared = 0
    for path, again in zip(paths, recalculate(paths, tmp_path / "lo"), strict=True):
        ours, theirs = Opened(path), openpyxl.load_workbook(again, data_only=True)
        for sheet in ours.formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type != "f":
                        continue
                    compared += 1
                    expected = ours.values[sheet.title][cell.coordinate].value
                    found = theirs[sheet.title][cell.coordinate].value
                    where = f"{path.name} {sheet.title}!{cell.coordinate} {cell.value}"
                    if isinstance(expected, int | float):
                        assert found == pytest.approx(expected, abs=1e-9), where
                    else:
                        assert (found or None) == (expected or None), where
    assert compared > 1000
