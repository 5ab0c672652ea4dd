"""Reading worksheets as they come back: edited, re-saved, spoiled. Codes and positions, not sentences."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from helpers.cli import quick
from helpers.libreoffice import recalculate
from helpers.once import made_once
from helpers.sheets import UNIT, Lke, answers, codes, edit, instrument, read, same_answers, write
from pmprb.catalog.item import ChoiceItem, ScaleItem
from pmprb.catalog.load import instrument_ids
from pmprb.catalog.model import Instrument

ZI = "zi-2021"


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A filled ZI worksheet."""
    return write(tmp_path / "lembar.xlsx", instrument(ZI), answers(instrument(ZI), "baca", blank=0.0))


@pytest.mark.parametrize("instrument_id", instrument_ids())
@pytest.mark.parametrize("seed", range(3))
def test_what_is_filled_is_what_is_read(tmp_path: Path, instrument_id: str, seed: int) -> None:
    catalog = instrument(instrument_id)
    given = answers(catalog, seed)
    found = read(write(tmp_path / "x.xlsx", catalog, given))
    assert same_answers(given, found) == []
    assert found.result is not None
    assert found.result.submission.unit.code == UNIT.code
    assert found.result.submission.period == "2026"
    seen = {code for code in codes(found) if not code.startswith("TELAAH")}  # these answers share evidence and notes
    assert seen <= {"ISI-001", "ISI-012", "ISI-011", "NILAI-001", "NILAI-002", "NILAI-003", "NILAI-004"}


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Worksheets of every instrument saved by LibreOffice, started once for all: as they were ("polos-…"), and with two
    columns and ten rows inserted and rows reordered before ("sibuk-…"). Those before lie beside in "asal"."""

    def make(folder: Path) -> None:
        (folder / "asal").mkdir()
        paths = []
        for name in instrument_ids():
            catalog = instrument(name)
            plain, busy = (folder / "asal" / f"{kind}-{name}.xlsx" for kind in ("polos", "sibuk"))
            paths += [write(plain, catalog, answers(catalog, "polos")), write(busy, catalog, answers(catalog, "lo"))]
            edit(busy, _reorder(catalog))
            edit(busy, _insert)
        recalculate(paths, folder)

    return made_once(tmp_path_factory, "libreoffice", make)[0]


@pytest.mark.libreoffice
@pytest.mark.parametrize("instrument_id", instrument_ids())
def test_same_answers_after_libreoffice_and_a_busy_secretary(saved: Path, tmp_path: Path, instrument_id: str) -> None:
    """Two columns and ten rows inserted, rows reordered, the file renamed, saved by LibreOffice."""
    renamed = tmp_path / "LKE final (2) fix.xlsx"
    shutil.copyfile(saved / f"sibuk-{instrument_id}.xlsx", renamed)
    found = read(renamed)
    assert same_answers(answers(instrument(instrument_id), "lo"), found) == []
    assert found.result is not None and found.result.submission.unit.name == UNIT.name
    # BUKU-083: openpyxl inserts columns without moving which are hidden, so columns of the form are hidden now
    told = {"BUKU-026", "BUKU-027", "BUKU-043", "BUKU-083"}
    assert not {c for c in codes(found) if c.startswith("BUKU")} - told


@pytest.mark.libreoffice
@pytest.mark.parametrize("instrument_id", instrument_ids())
def test_a_plain_resave_by_libreoffice_leaves_no_trace(saved: Path, instrument_id: str) -> None:
    name = f"polos-{instrument_id}.xlsx"
    before, after = read(saved / "asal" / name), read(saved / name)
    assert same_answers(answers(instrument(instrument_id), "polos"), after) == []
    assert {(t.code, t.node) for t in after.temuan} == {(t.code, t.node) for t in before.temuan}


def _reorder(catalog: Instrument) -> Callable[[Lke], None]:
    """Swap item rows, cell by cell, as after sorting."""
    plain = [item.id for item in catalog.items.values() if isinstance(item, ChoiceItem | ScaleItem)][:6]

    def change(lke: Lke) -> None:
        for one, two in ((plain[0], plain[3]), (plain[1], plain[5])):
            first, second = lke.row(one), lke.row(two)
            for column in range(1, lke.sheet.max_column + 1):
                a, b = lke.sheet.cell(first, column), lke.sheet.cell(second, column)
                a.value, b.value = b.value, a.value

    return change


def _insert(lke: Lke) -> None:
    lke.sheet.insert_cols(4)
    lke.sheet.insert_cols(8)
    for row in range(lke.head + 4, lke.head + 104, 10):
        lke.sheet.insert_rows(row)
    lke.sheet.cell(lke.head, 4).value = "Penanggung Jawab"


def _put(code: str, value: object, header: str = "Jawaban") -> Callable[[Lke], None]:
    def change(lke: Lke) -> None:
        lke.cell(code, header).value = value

    return change


TYPED = [
    ("A.I.1.i.b", " a ", "A", "ISI-002"),
    ("A.I.1.i.b", "b.", "B", "ISI-002"),
    ("A.I.1.i.b", "c)", "C", "ISI-002"),
    ("A.I.1.i.b", "A\u00a0", "A", "ISI-002"),
    ("A.I.1.i.a", "YA", "Ya", "ISI-002"),
    ("A.I.1.i.a", "Y", "", "ISI-003"),
    ("A.I.1.i.b", "D", "", "ISI-003"),
    ("A.I.1.i.b", "A/B", "", "ISI-004"),
    ("A.I.1.i.b", 1, "", "ISI-003"),
    ("A.I.1.i.b", "#REF!", "", "ISI-005"),
    ("A.I.1.i.b", "-", "", "ISI-003"),
    ("A.I.1.i.b", "tidak berlaku", "", "ISI-015"),
    ("B.I.a", "3,45", "3.45", None),
    ("B.I.a", " 3.45 ", "3.45", "ISI-002"),
    ("B.I.a", 3.45, "3.45", None),
    ("B.I.a", 4.01, "4.01", "ISI-009"),
    ("B.I.a", "baik", "", "ISI-010"),
    ("B.I.a", "87%", "3.48", "ISI-031"),
    ("B.I.a", "87 persen", "", "ISI-010"),
]


@pytest.mark.parametrize(("code", "typed", "taken", "told"), TYPED, ids=[f"{c}-{t}" for c, t, _, _ in TYPED])
def test_what_people_type(filled: Path, code: str, typed: object, taken: str, told: str | None) -> None:
    found = read(edit(filled, _put(code, typed)))
    assert found.result is not None
    answer = found.result.submission.answers[code]
    assert answer.source is not None
    shown = answer.choice or ("" if answer.value is None else str(float(answer.value)))
    assert shown == taken
    at_cell = codes(found, answer.source.cell) - {"ISI-012"}
    assert at_cell == ({told} if told else set())
    scored = found.result.tree.items[code].score is not None
    assert scored == (told in (None, "ISI-002", "ISI-031"))


COUNTS = [
    ("12", None),
    ("1.200", "ISI-002"),
    ("1,200", "ISI-006"),
    ("4 orang", "ISI-006"),
    (-1, "ISI-007"),
    (2.5, "ISI-007"),
    (None, "ISI-008"),
    ("#N/A", "ISI-005"),
]


@pytest.mark.parametrize(("typed", "told"), COUNTS, ids=[str(t) for t, _ in COUNTS])
def test_what_people_type_as_a_count(filled: Path, typed: object, told: str | None) -> None:
    found = read(edit(filled, _put("A.II.4.i.a.sasaran", typed)))
    assert found.result is not None
    wrong = {c for c in codes(found) if c.startswith("ISI")} - {"ISI-001", "ISI-011", "ISI-012"}
    assert wrong == ({told} if told else set())


def test_more_done_than_there_was_to_do_is_told_and_capped(filled: Path) -> None:
    def change(lke: Lke) -> None:
        lke.cell("A.II.4.i.a.sasaran").value = 4
        lke.cell("A.II.4.i.a.tercapai").value = 5

    found = read(edit(filled, change))
    assert found.result is not None
    assert found.result.tree.items["A.II.4.i.a"].score == 1
    assert "ISI-011" in codes(found)


def test_a_formula_in_an_answer_cell_is_told(filled: Path) -> None:
    found = read(edit(filled, _put("A.I.1.i.b", '=IF(1=1,"A","B")')))
    assert "ISI-014" in codes(found)  # openpyxl leaves no stored result


def test_another_units_name_on_the_sheet_is_told(filled: Path) -> None:
    def change(lke: Lke) -> None:
        for row in lke.sheet.iter_rows(max_row=lke.head - 1):
            for cell in row:
                if cell.value == UNIT.name:
                    cell.value = "Dinas Lain"

    found = read(edit(filled, change))
    assert found.result is not None
    assert found.result.submission.shown_name == "Dinas Lain"
    assert found.result.submission.unit.name == UNIT.name


def test_rows_missing_twice_contradicting_and_unknown(filled: Path) -> None:
    def change(lke: Lke) -> None:
        lke.sheet.delete_rows(lke.row("A.I.2.i.a"))
        for source, answer in (("A.I.1.i.a", "Ya"), ("A.I.1.i.b", "C")):
            lke.sheet.append([lke.sheet.cell(lke.row(source), c).value for c in range(1, lke.sheet.max_column + 1)])
            lke.sheet.cell(lke.sheet.max_row, lke.columns["Jawaban"]).value = answer
        lke.cell("A.I.1.i.a").value = "Ya"
        lke.cell("A.I.1.i.b").value = "A"
        lke.cell("A.I.3.i.a", "Kode").value = "A.I.3.i.z"

    found = read(edit(filled, change))
    assert found.result is not None
    by_code = {code: {t.node for t in found.temuan if t.code == code} for code in codes(found)}
    assert by_code["BUKU-020"] == {"A.I.2.i.a", "A.I.3.i.a"}
    assert by_code["BUKU-021"] == {"A.I.1.i.a"}
    assert by_code["BUKU-022"] == {"A.I.1.i.b"}
    assert "BUKU-023" in by_code
    assert found.result.tree.items["A.I.1.i.a"].score == 1
    assert found.result.tree.items["A.I.1.i.b"].score is None


def test_changed_weights_texts_options_and_formulas_are_told_and_not_trusted(filled: Path) -> None:
    untouched = read(filled)

    def change(lke: Lke) -> None:
        lke.cell("A.I.1.i", "Bobot").value = 5
        lke.cell("A.I.1.i.a", "Kriteria").value = "Unit berencana membentuk tim."
        lke.cell("A.I.1.i.b", "Pilihan").value = "A/B"
        lke.cell("TOTAL", "Nilai").value = 99.5

    found = read(edit(filled, change))
    assert found.result is not None and untouched.result is not None
    assert {"BUKU-024", "BUKU-025", "BUKU-026", "BUKU-027", "BUKU-037"} <= codes(found)
    assert found.result.tree.total.points == untouched.result.tree.total.points


def test_only_the_deepest_wrong_figure_is_told(tmp_path: Path) -> None:
    from helpers.sheets import submission
    from pmprb.engine.answers import Shown
    from pmprb.engine.checks import compare_shown
    from pmprb.engine.score import score

    catalog = instrument(ZI)
    plain = submission(catalog, answers(catalog, "banding"))
    tree = score(plain, catalog)
    chain = ("A.I.1.i", "A.I.1", "A.I", "A")
    wrong = tuple(Shown(name, (tree.nodes[name].points or 0) + 1, "LKE", "G1") for name in chain)
    told = compare_shown(plain.model_copy(update={"shown": wrong}), (tree,), catalog)
    assert [t.node for t in told] == ["A.I.1.i"]


def test_a_hidden_identity_that_was_deleted_is_told_and_the_sheet_still_read(filled: Path) -> None:
    book = openpyxl.load_workbook(filled)
    del book["_meta"]
    book["LKE"].title = "Lembar1"
    book.save(filled)
    found = read(filled)
    assert found.result is not None
    assert "BUKU-035" in codes(found)
    assert found.result.submission.instrument == ZI
    assert found.result.submission.unit.name == UNIT.name


def test_a_worksheet_of_an_instrument_that_is_not_installed_is_refused(filled: Path) -> None:
    book = openpyxl.load_workbook(filled)
    for row in book["_meta"].iter_rows():
        if row[0].value == "instrument":
            row[1].value = "zi-2031"
    book.save(filled)
    assert codes(read(filled)) == {"BUKU-011"}


def test_a_forced_instrument_that_is_not_the_files_own_is_refused(filled: Path) -> None:
    assert codes(read(filled, forced="pmprb-2020-unit")) == {"BUKU-040"}


def test_an_older_catalog_is_told(filled: Path) -> None:
    book = openpyxl.load_workbook(filled)
    for row in book["_meta"].iter_rows():
        if row[0].value == "catalog_hash":
            row[1].value = "0" * 64
    book.save(filled)
    found = read(filled)
    assert found.result is not None and "BUKU-012" in codes(found)


def test_an_unrelated_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "anggaran.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["No", "Uraian", "Pagu"])
    book.save(path)
    assert codes(read(path)) == {"BUKU-010"}


def test_a_missing_answer_column_is_named(filled: Path) -> None:
    def change(lke: Lke) -> None:
        lke.sheet.cell(lke.head, lke.columns["Jawaban"]).value = "Isian"

    found = read(edit(filled, change))
    assert codes(found) == {"BUKU-019"}
    assert dict(found.temuan[0].values)["headers"] == "Jawaban"


def test_hidden_rows_with_answers_are_told(filled: Path) -> None:
    def change(lke: Lke) -> None:
        lke.sheet.row_dimensions[lke.row("A.I.1.i.b")].hidden = True

    assert "BUKU-039" in codes(read(edit(filled, change)))


def test_every_input_is_byte_identical_afterwards(filled: Path) -> None:
    before = filled.read_bytes()
    read(filled)
    assert filled.read_bytes() == before


def test_the_verifiers_answers_are_kept_apart(filled: Path) -> None:
    own = read(filled)

    def change(lke: Lke) -> None:
        lke.cell("A.I.1.i.b", "Jawaban TPI").value = "C"
        lke.cell("A.I.1.i.b", "Catatan TPI").value = "tidak ada berita acara"

    found = read(edit(filled, change))
    assert found.result is not None and own.result is not None
    assert list(found.result.submission.reviewed) == ["A.I.1.i.b"]
    assert found.result.submission.reviewed["A.I.1.i.b"].choice == "C"
    assert found.result.submission.reviewed["A.I.1.i.b"].note == "tidak ada berita acara"
    assert found.result.tree.total.points == own.result.tree.total.points
    assert found.result.reviewed is not None and found.result.reviewed.total.answered == 1


LOOK_ALIKES = [
    ("A.I.1.i.b", "\u0410", "Kiril", "A"),
    ("A.I.1.i.b", "\u0391", "Yunani", "A"),
    ("A.I.1.i.b", "\u0412.", "Kiril", "B"),
    ("A.I.1.i.b", " \u0441 ", "Kiril", "C"),
    ("A.I.1.i.b", "\u13aa", "Cherokee", "A"),
    ("A.I.1.i.b", "\ua4ee", "Lisu", "A"),
    ("A.I.1.i.b", "\u00c1", "Latin yang lain", "A"),
    ("A.I.1.i.a", "Y\u0430", "Kiril", "Ya"),
    ("A.I.1.i.a", "\u0422id\u03b1k", "Kiril dan Yunani", "Tidak"),
]


@pytest.mark.parametrize(("code", "typed", "alphabet", "meant"), LOOK_ALIKES)
def test_a_letter_of_another_alphabet_is_named(filled: Path, code: str, typed: str, alphabet: str, meant: str) -> None:
    path = edit(filled, _put(code, typed))
    found = read(path)
    assert found.result is not None and found.result.tree.items[code].score is None
    (told,) = [dict(t.values) for t in found.temuan if t.code == "ISI-034"]
    assert told["meant"] == meant and alphabet in told["alphabet"]
    exit_code, text = quick("nilai", path)
    assert exit_code == 1 and f"memuat huruf {alphabet}"[:30] in text and f'ketik ulang "{meant}"' in text


def test_letters_of_full_width_are_read_and_named(filled: Path) -> None:
    found = read(edit(filled, _put("A.I.1.i.b", "\uff21")))
    assert found.result is not None and found.result.submission.answers["A.I.1.i.b"].choice == "A"
    assert [dict(t.values)["seen"] for t in found.temuan if t.code == "ISI-002"] == ["\uff21 (huruf lebar penuh)"]


def test_a_letter_that_looks_like_no_choice_is_outside_the_choices(filled: Path) -> None:
    for typed in ("\u0416", "\u041a", "\u00dc"):
        assert "ISI-003" in codes(read(edit(filled, _put("A.I.1.i.b", typed))))


def _merge(*cells: str) -> Callable[[Lke], None]:
    def change(lke: Lke) -> None:
        first, last = (lke.cell(code) for code in (cells[0], cells[-1]))
        lke.sheet.merge_cells(f"{first.coordinate}:{last.coordinate}")

    return change


def test_an_answer_merged_over_several_items_is_the_first_ones(filled: Path) -> None:
    found = read(edit(filled, _merge("A.I.1.ii.a", "A.I.1.ii.b", "A.I.1.ii.c")))
    assert found.result is not None
    told = {t.node: t.severity.value for t in found.temuan if t.code == "ISI-035"}
    assert told == {"A.I.1.ii.b": "KESALAHAN", "A.I.1.ii.c": "KESALAHAN"}
    assert found.result.tree.items["A.I.1.ii.a"].score is not None
    assert found.result.tree.items["A.I.1.ii.b"].score is None
    assert not {t.node for t in found.temuan if t.code == "ISI-001"}


def test_merged_counts_and_answers_merged_with_a_column_to_the_left(filled: Path) -> None:
    found = read(edit(filled, _merge("A.II.4.i.a.sasaran", "A.II.4.i.a.tercapai")))
    assert [t.node for t in found.temuan if t.code == "ISI-035"] == ["A.II.4.i.a"]

    def change(lke: Lke) -> None:
        cell = lke.cell("A.I.1.i.b")
        lke.sheet.cell(cell.row, cell.column - 1).value = "B"
        lke.sheet.merge_cells(
            start_row=cell.row, end_row=cell.row, start_column=cell.column - 1, end_column=cell.column
        )

    found = read(edit(filled, change))
    assert "A.I.1.i.b" in {t.node for t in found.temuan if t.code == "ISI-035"}
    blank = read(edit(filled, _put("A.I.1.i.a", None)))
    assert "A.I.1.i.a" not in {t.node for t in blank.temuan if t.code == "ISI-035"}
