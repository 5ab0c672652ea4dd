"""The 14/2014 workbook read as it is: two year blocks, hidden weights, "Error" texts, slips of formulas included."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.official import Slips, Year, form_2014, form_2021, rows_2014
from helpers.sheets import answers, codes, instrument, same_answers, write
from pmprb.engine.answers import Answer, State
from pmprb.jobs.evaluate import Evaluated, Options, evaluate
from pmprb.jobs.inputs import Catalogs

RB, NOW, BEFORE = "rb-2014", "lke-rb-2014", "lke-rb-2014-lalu"
LALU = f"{RB}@blok-lalu"


def now(**more: Any) -> Year:
    """The current year's block, every item answered."""
    return Year(answers(instrument(RB), "kini", blank=0.0), "blok-berjalan", **({"band": 2015} | more))


def before(**more: Any) -> Year:
    """The previous year's block, with answers of its own."""
    return Year(answers(instrument(RB), "lalu", blank=0.0), "blok-lalu", **({"band": 2014} | more))


def read(path: Path, **options: str) -> Evaluated:
    """A file's outcome through the whole pipeline."""
    return evaluate(path.name, path, Catalogs(), Options(**options))


def made(tmp_path: Path, this: Year | None = None, last: Year | None = None, **more: Any) -> Path:
    """A filled form."""
    return form_2014(tmp_path / "LKE RB.xlsx", instrument(RB), this or now(), last or before(), **more)


def told(found: Evaluated, code: str) -> list[tuple[str, str]]:
    """Node and cell of every temuan of a code."""
    return [(t.node, getattr(t.at, "cell", "")) for t in found.temuan if t.code == code]


def test_the_form_has_its_rows_where_the_official_workbook_has_them() -> None:
    rows = rows_2014(instrument(RB))
    known = {"A": 7, "A.I": 8, "A.I.1.a": 10, "A.I.2.a": 14, "A.VIII.5.c": 194, "B": 198, "B.I": 199, "B.III.1": 208}
    assert {code: rows[code] for code in known} == known


def test_it_is_recognised_without_any_option_and_nothing_in_it_is_remarkable(tmp_path: Path) -> None:
    found = read(made(tmp_path))
    assert found.result is not None, found.temuan
    submission = found.result.submission
    assert (submission.instrument, submission.layout) == (RB, NOW)
    assert (submission.unit.name, submission.period) == ("Kabupaten Tirtaloka", "2015")
    assert same_answers(now().given, found) == []
    assert found.temuan == ()


@pytest.mark.parametrize(("layout", "column"), [(NOW, "J"), (BEFORE, "V")])
def test_every_item_of_both_blocks_is_read_at_its_cell(tmp_path: Path, layout: str, column: str) -> None:
    found = read(made(tmp_path), layout=layout)
    assert found.result is not None, found.temuan
    submission = found.result.submission
    assert submission.layout == layout
    assert len(submission.answers) == 151
    cells = {code: a.source.cell for code, a in submission.answers.items() if a.source}
    assert cells == {code: f"{column}{row}" for code, row in rows_2014(instrument(RB)).items() if code in cells}
    assert len(cells) == 151
    given = now().given if layout == NOW else before().given
    assert same_answers(given, found) == []


def test_the_previous_year_is_a_period_of_its_own_and_agrees_with_its_own_variant(tmp_path: Path) -> None:
    found = read(made(tmp_path), layout=BEFORE, instrument=LALU)
    assert found.result is not None
    assert found.result.submission.period == "2014"
    assert found.temuan == ()


def test_figures_of_another_variant_are_told_with_the_variant_that_fits(tmp_path: Path) -> None:
    found = read(made(tmp_path), layout=BEFORE)
    gated = {gate.item for gate in instrument(LALU).item_gates} | {gate.item for gate in instrument(RB).item_gates}
    assert {node for node, _ in told(found, "BUKU-027")} <= gated
    assert codes(found) == {"BUKU-027", "NILAI-005"}
    fits = next(t for t in found.temuan if t.code == "NILAI-005")
    assert dict(fits.values)["instrument"] == LALU
    assert {dict(t.values)["cause"] for t in found.temuan if t.code == "BUKU-027"} == {""}


@pytest.mark.parametrize(
    ("year", "layout", "period"),
    [("2015", NOW, "2015"), ("2014", BEFORE, "2014"), ("", NOW, "2015"), ("2013", NOW, "2015")],
)
def test_a_year_chooses_the_block(tmp_path: Path, year: str, layout: str, period: str) -> None:
    found = read(made(tmp_path), year=year)
    assert found.result is not None
    submission = found.result.submission
    assert (submission.layout, submission.period) == (layout, period)
    asked = [dict(t.values) for t in found.temuan if t.code == "BUKU-050"]
    block = "LKE RB 2014, blok tahun berjalan"
    assert asked == ([{"seen": "2013", "known": "2014, 2015", "block": block}] if year == "2013" else [])


@pytest.mark.parametrize("bands", [(2015, 2014), ("2015", "2014"), ("TAHUN 2015", "Tahun : 2014"), (None, None)])
@pytest.mark.parametrize(("year", "layout"), [("2015", NOW), ("2014", BEFORE)])
def test_the_year_stands_in_the_band_or_follows_from_the_forms_own(
    tmp_path: Path, bands: tuple[Any, Any], year: str, layout: str
) -> None:
    path = made(tmp_path, now(band=bands[0]), before(band=bands[1]))
    found = read(path, year=year)
    assert found.result is not None
    assert (found.result.submission.layout, found.result.submission.period) == (layout, year)
    assert not codes(found) & {"BUKU-045", "BUKU-050"}


def test_a_form_without_any_year_has_no_period_and_says_so_when_a_year_is_asked(tmp_path: Path) -> None:
    path = made(tmp_path, now(band=None), before(band=None), year=None)
    assert read(path).result is None  # neither block is known to be meant
    assert read(path, layout=NOW).result.submission.period == ""  # type: ignore[union-attr]
    found = read(path, year="2014")
    assert found.result is not None and found.result.submission.layout == NOW
    assert [dict(t.values)["known"] for t in found.temuan if t.code == "BUKU-050"] == ["-"]


def test_a_forced_layout_of_another_year_stays_and_is_told(tmp_path: Path) -> None:
    found = read(made(tmp_path), layout=BEFORE, year="2015")
    assert found.result is not None and found.result.submission.layout == BEFORE
    assert "BUKU-050" in codes(found)
    assert "BUKU-050" not in codes(read(made(tmp_path), layout=BEFORE, year="2014"))


def test_a_typed_year_that_contradicts_the_band_is_told_and_the_band_counts(tmp_path: Path) -> None:
    found = read(made(tmp_path, year=2016), year="2015")
    assert found.result is not None and found.result.submission.period == "2015"
    assert told(found, "BUKU-045") == [("", "D3")]


def test_an_error_text_in_nilai_is_no_figure_and_the_raised_mean_is_explained(tmp_path: Path) -> None:
    """ "B " scores nothing in the form and drops out of its mean; here it is B, with a note."""
    this = now(typed={"A.VI.1.a": "B ", "A.VI.1.b": "C", "A.VI.1.c": "C"})
    found = read(made(tmp_path, this))
    assert found.result is not None
    assert openpyxl.load_workbook(tmp_path / "LKE RB.xlsx", data_only=True)["LKE "]["K116"].value == "Error"
    assert found.result.submission.answers["A.VI.1.a"].choice == "B"
    assert found.result.tree.nodes["A.VI.1"].points == Fraction("1.33") / 3 * 2
    assert told(found, "ISI-002") == [("A.VI.1.a", "J116")]
    wrong = [t for t in found.temuan if t.code == "BUKU-027"]
    assert [(t.node, dict(t.values)["cause"], dict(t.values)["names"]) for t in wrong] == [
        ("A.VI.1", "left_out", "A.VI.1.a")
    ]


def test_an_answer_outside_the_scale_is_not_scored_and_agrees_with_the_forms_error(tmp_path: Path) -> None:
    found = read(made(tmp_path, now(typed={"A.VI.1.a": "E"})))
    assert found.result is not None
    assert found.result.submission.answers["A.VI.1.a"].state is State.INVALID
    assert told(found, "ISI-003") == [("A.VI.1.a", "J116")]
    assert "BUKU-027" not in codes(found)
    assert found.result.other_tree.nodes["A.VI.1"].points is not None


def test_other_case_is_known_to_the_form_and_stray_marks_are_not(tmp_path: Path) -> None:
    typed = {
        "A.I.1.a": "b",
        "A.I.2.a": "ya",
        "A.I.1.b": " A",
        "A.I.1.c": "c.",
        "A.I.2.d": "B\u00a0",
        "A.V.7.a": "TIDAK",
    }
    found = read(made(tmp_path, now(typed=typed)))
    assert found.result is not None
    given = {item: found.result.submission.answers[item].choice for item in typed}
    assert given == dict(zip(typed, ("B", "Ya", "A", "C", "B", "Tidak"), strict=True))
    assert {node for node, _ in told(found, "ISI-002")} == set(typed)
    assert codes(found) <= {"ISI-002", "BUKU-027"}
    sums = {node for node, _ in told(found, "BUKU-027")}
    assert sums == {"A.I.1", "A.I.2"}  # the means without the answers the form could not read


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        ("Wajar Tanpa Pengecualian", "3"),
        ("WTP-Dengan Paragraph Penjelas", "2.5"),
        ("WTP-Dengan Paragraf Penjelas", "2.5"),
        ("wtp-dpp", "2.5"),
        ("Wajar Dengan Pengecualian", "2"),
        ("Tidak Memberikan Pendapat", "1.5"),
        ("Tidak Wajar", "1"),
        ("Tidak Memiliki Laporan Keuangan", "0"),
    ],
)
def test_the_opinion_is_read_in_the_forms_own_spelling(tmp_path: Path, typed: str, points: str) -> None:
    found = read(made(tmp_path, now(typed={"B.II.2": typed})))
    assert found.result is not None
    assert found.result.tree.points_of(("B.II.2",)) == Fraction(points)
    assert codes(found) <= {"ISI-002"}


def test_results_show_points_in_the_form_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    found = read(made(tmp_path, now(scores={"B.I.1": 13.9})))
    assert told(found, "BUKU-027") == [("B.I.1", "K200")]


def test_a_result_beyond_its_scale_is_told(tmp_path: Path) -> None:
    too_much = now()
    too_much.given["B.II.1"] = Answer(item="B.II.1", state=State.GIVEN, value=Fraction(32, 10))
    too_much.typed = {"B.II.1": 4.5}
    assert ("B.II.1", "J204") in told(read(made(tmp_path, too_much)), "ISI-009")


def test_the_formula_that_scores_another_items_answer_is_told_and_not_imitated(tmp_path: Path) -> None:
    """K14 of the official workbook scores J10, the answer to A.I.1.a."""
    this = now(typed={"A.I.1.a": "B", "A.I.2.a": "Ya"}, scores={"A.I.2.a": 0.5})
    found = read(made(tmp_path, this))
    assert found.result is not None
    assert found.result.tree.items["A.I.2.a"].score == 1
    assert told(found, "BUKU-027") == [("A.I.2.a", "K14")]


@pytest.mark.parametrize(("node", "cell"), [("A", "K195"), ("B", "K210"), ("TOTAL", "K212"), ("A.I", "K8")])
def test_a_total_that_is_not_the_sum_is_told_at_its_own_row(tmp_path: Path, node: str, cell: str) -> None:
    found = read(made(tmp_path, now(scores={node: 12.5})))
    assert told(found, "BUKU-027") == [(node, cell)]


def test_columns_a_unit_put_in_change_nothing_but_are_told(tmp_path: Path) -> None:
    path = made(tmp_path, inserted=("Penanggung Jawab", "Bukti Pendukung"), notes={"A.I.1.a": "SK ada"})
    book = openpyxl.load_workbook(path)
    book["LKE "]["N10"] = "SK Tim 2015"
    book.save(path)
    first, last = read(path), read(path, layout=BEFORE, instrument=LALU)
    assert first.result is not None and last.result is not None
    assert same_answers(now().given, first) == same_answers(before().given, last) == []
    assert last.result.submission.answers["A.I.1.a"].source.cell == "X10"  # type: ignore[union-attr]
    assert [dict(t.values)["header"] for t in first.temuan if t.code == "BUKU-043"] == ["Penanggung Jawab"]
    answer = first.result.submission.answers["A.I.1.a"]
    assert (answer.evidence, answer.note) == ("SK Tim 2015", "SK ada")


def test_a_column_put_in_at_the_far_left_changes_nothing(tmp_path: Path) -> None:
    path = made(tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["LKE "]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_cols(1)
    book.save(path)
    for layout, given in ((NOW, now().given), (BEFORE, before().given)):
        assert same_answers(given, read(path, layout=layout)) == []


def test_the_free_notes_without_a_header_are_read(tmp_path: Path) -> None:
    found = read(made(tmp_path, notes={"A.VII.2.c": "dokumen menyusul"}))
    assert found.result is not None
    assert {a.note for a in found.result.submission.answers.values()} == {"", "dokumen menyusul"}
    assert found.result.submission.answers["A.VII.2.c"].note == "dokumen menyusul"


@pytest.mark.parametrize("name", ["LKE", "lke ", "Sheet1"])
def test_another_name_of_the_sheet_is_no_obstacle(tmp_path: Path, name: str) -> None:
    found = read(made(tmp_path, sheet_name=name))
    assert found.result is not None
    assert (found.result.submission.instrument, same_answers(now().given, found)) == (RB, [])


def test_weights_are_compared_and_the_brackets_in_titles_are_not_weights(tmp_path: Path) -> None:
    path = made(tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["LKE "]
    row = rows_2014(instrument(RB))["A.II.1"]
    assert sheet[f"E{row}"].value == "Harmonisasi (2,5)"
    sheet[f"E{row}"] = "Harmonisasi (0,5)"
    book.save(path)
    assert "BUKU-025" not in codes(read(path))
    sheet[f"G{row}"] = 0.5
    book.save(path)
    assert told(read(path), "BUKU-025") == [("A.II.1", f"G{row}")]


def test_an_opinion_list_that_lacks_one_is_told(tmp_path: Path) -> None:
    path = made(tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["LKE "]
    sheet["I205"] = sheet["I205"].value.replace("\nTidak Wajar", "")
    book.save(path)
    assert told(read(path), "BUKU-037") == [("B.II.2", "I205")]


def test_a_name_given_for_a_form_without_one_is_the_units(tmp_path: Path) -> None:
    path = made(tmp_path, unit="")
    assert read(path).result.unit.name == ""  # type: ignore[union-attr]
    found = read(path, unit_name="Kabupaten Lain")
    assert found.result is not None
    assert (found.result.unit.name, found.result.submission.shown_name) == ("Kabupaten Lain", "Kabupaten Lain")
    assert found.temuan == ()


def test_a_name_given_against_the_forms_own_is_used_and_told(tmp_path: Path) -> None:
    found = read(made(tmp_path), unit_name="Kabupaten Lain")
    assert found.result is not None and found.result.unit.name == "Kabupaten Lain"
    assert codes(found) == {"BUKU-015"}
    assert codes(read(made(tmp_path), unit_name="KABUPATEN  tirtaloka")) == set()


def test_a_zi_form_on_a_sheet_named_lke_is_not_taken_for_this_one(tmp_path: Path) -> None:
    zi = instrument("zi-2021")
    given = answers(zi, "resmi", blank=0.0)
    path = form_2021(tmp_path / "x.xlsx", zi, given, Slips())
    book = openpyxl.load_workbook(path)
    book["LKE ZI"].title = "LKE"
    book.save(path)
    found = read(path)
    assert found.result is not None and found.result.submission.instrument == "zi-2021"
    assert same_answers(given, found) == []


# Variants in our own template


def test_a_template_of_a_variant_carries_it_and_is_scored_by_it(tmp_path: Path) -> None:
    catalog = instrument(LALU)
    given = answers(catalog, "templat", blank=0.0)
    found = read(write(tmp_path / "x.xlsx", catalog, given))
    assert found.result is not None
    assert found.result.submission.instrument == LALU
    assert same_answers(given, found) == []
    assert not codes(found) & {"BUKU-012", "BUKU-027", "BUKU-051"}


@pytest.mark.parametrize(("stamped", "asked"), [(LALU, RB), (RB, LALU), (LALU, f"{RB}@tanpa-gerbang")])
def test_a_template_of_another_variant_is_scored_as_asked_and_told(tmp_path: Path, stamped: str, asked: str) -> None:
    given = answers(instrument(stamped), "templat", blank=0.0)
    found = read(write(tmp_path / "x.xlsx", instrument(stamped), given), instrument=asked)
    assert found.result is not None
    assert found.result.submission.instrument == asked
    assert "BUKU-051" in codes(found) and "BUKU-012" not in codes(found)


def test_a_template_of_a_variant_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "x.xlsx", instrument(LALU), answers(instrument(LALU), 1))
    book = openpyxl.load_workbook(path)
    meta = book["_meta"]
    next(row for row in meta if row[0].value == "instrument")[1].value = f"{RB}@blok-depan"
    book.save(path)
    found = read(path)
    assert found.result is None and codes(found) == {"BUKU-011"}
    assert f"{RB}@tanpa-gerbang" in dict(found.temuan[0].values)["known"]


def test_the_first_sheet_of_a_template_names_the_variant_and_its_basis(tmp_path: Path) -> None:
    path = write(tmp_path / "x.xlsx", instrument(LALU), {})
    texts = [str(c.value) for row in openpyxl.load_workbook(path)["Petunjuk"].iter_rows() for c in row if c.value]
    assert any("blok-lalu" in text and "formulir resmi" in text for text in texts)
