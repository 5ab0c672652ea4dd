"""Templates: formulas and stored values equal the engine; locks, lists and identity are as promised."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from helpers.examples import examples
from helpers.fillings import (
    UNIT,
    differences,
    expected,
    extreme_filling,
    load,
    random_filling,
    shown_in,
    spoiled,
    submission,
    with_left_out,
)
from helpers.libreoffice import calculated
from pmprb.catalog.item import ChoiceItem, ItemGate, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Submission, Unit
from pmprb.worksheet.template.build import TemplateMaker, build_template

IDS = ("zi-2021", "pmprb-2020-unit")
HEADERS = ["Kode", "Kriteria", "Bobot", "Penjelasan", "Pilihan", "Jawaban", "Nilai", "%"]
HEADERS += ["Bukti Dukung", "Catatan", "Jawaban TPI", "Catatan TPI"]
NASTY = ("=1+1", "&<>\"'", "P&G [Picture] &P", "<r>Dinas</r>", " Dinas  ", "_x0041_\x07", "Dinas " * 50)


@pytest.fixture(scope="module", params=IDS)
def instrument(request: pytest.FixtureRequest) -> Instrument:
    return load(request.param)


def made(instrument: Instrument, filled: Submission | None = None, unit: Unit = UNIT) -> bytes:
    return build_template(instrument, unit, "2026", filled, version="0.0-test")


# --- a second engine --------------------------------------------------------------------------


@pytest.mark.libreoffice
def test_libreoffice_and_engine_agree_on_random_fillings(instrument: Instrument, tmp_path: Path) -> None:
    fillings = [random_filling(instrument, seed) for seed in range(examples(4, 8))]
    fillings += [extreme_filling(instrument, True), extreme_filling(instrument, False), submission(instrument, {})]
    check_in_libreoffice(instrument, fillings, tmp_path)


@pytest.mark.libreoffice
def test_libreoffice_and_engine_agree_where_items_may_not_apply(instrument: Instrument, tmp_path: Path) -> None:
    first = next(node for node in instrument.nodes.values() if len(node.items) == 2)
    items = {item.id for item in first.items}
    items |= {item.id for item in instrument.items.values() if hash_of(item.id) % 4 == 0}
    items |= {node.items[-1].id for node in instrument.nodes.values() if node.items and node.gather == "sum"}
    items -= {item.id for item in instrument.items.values() if isinstance(item, RatioItem)}
    changed = with_left_out(instrument, items)
    fillings = [random_filling(changed, seed) for seed in range(examples(3, 6))]
    none = {item.id: Answer(item=item.id, state=State.NOT_APPLICABLE) for item in first.items}
    fillings.append(submission(changed, none))
    check_in_libreoffice(changed, fillings, tmp_path)


@pytest.mark.libreoffice
def test_libreoffice_and_engine_agree_on_items_that_depend_on_others(tmp_path: Path) -> None:
    instrument = load("zi-2021")
    gates = (
        ItemGate(item="A.I.1.i.b", parent="A.I.1.i.a", rule="zero_if_answer", answers=("Tidak",)),
        ItemGate(item="A.I.1.ii.b", parent="A.I.1.ii.a", rule="zero_if_zero"),
        ItemGate(item="A.I.1.ii.c", parent="A.I.1.ii.b", rule="multiply"),
        ItemGate(item="A.II.1.i.b", parent="A.II.1.i.a", rule="multiply"),
        ItemGate(item="A.II.1.ii.a", parent="A.II.1.i.b", rule="zero_if_zero"),
        ItemGate(item="A.II.1.ii.a", parent="A.I.1.i.b", rule="multiply"),
        ItemGate(item="B.I.b", parent="B.I.a", rule="multiply"),
    )
    fields = {name: getattr(instrument, name) for name in Instrument.model_fields}
    gated = Instrument(**fields | {"item_gates": gates})
    check_in_libreoffice(gated, [random_filling(gated, seed) for seed in range(examples(4, 8))], tmp_path)


@pytest.mark.libreoffice
def test_libreoffice_and_engine_agree_on_instruments_of_levels_and_bands(tmp_path: Path) -> None:
    """Bands in points, with the lower bound in them or not; a heading that bears no points; answers for a checklist."""
    pairs: list[tuple[Instrument, Submission]] = []
    for name in ("akip-2021", "akip-2021-unit", "pekppp-2023", "pekppp-2023@daring", "pemdi-2026"):
        catalog = load(name)
        fillings = [random_filling(catalog, seed) for seed in range(2)]
        fillings += [extreme_filling(catalog, True), extreme_filling(catalog, False), submission(catalog, {})]
        pairs += [(catalog, filled) for filled in fillings]
    check_pairs(pairs, tmp_path)


def hash_of(text: str) -> int:
    return sum(map(ord, text))


def check_in_libreoffice(instrument: Instrument, fillings: list[Submission], folder: Path) -> None:
    check_pairs([(instrument, filled) for filled in fillings], folder)


def check_pairs(pairs: list[tuple[Instrument, Submission]], folder: Path) -> None:
    paths = [folder / f"{n:02}.xlsx" for n in range(len(pairs))]
    whole = [made(instrument, filled) for instrument, filled in pairs]
    for path, content in zip(paths, whole, strict=True):
        path.write_bytes(spoiled(content))
    found: list[str] = []
    again = calculated(paths, folder / "out")
    for n, ((instrument, filled), theirs, content) in enumerate(zip(pairs, again, whole, strict=True)):
        wanted = expected(instrument, filled)
        found += [f"{n} {line}" for line in differences(wanted, shown_in(theirs))]
        found += [f"{n} stored {line}" for line in differences(wanted, shown_in(content))]
    assert found == []


@pytest.mark.libreoffice
def test_libreoffice_forgives_spaces_and_case(instrument: Instrument, tmp_path: Path) -> None:
    filled = extreme_filling(instrument, True)
    spellings: tuple[Callable[[str], str], ...] = (str.lower, str.upper, " {} ".format, "\u00a0{}\u00a0 ".format)
    book = openpyxl.load_workbook(io.BytesIO(made(instrument, filled)))
    typed = [cell for cell in book["LKE"]["F"][4:] if isinstance(cell.value, str)]
    for n, cell in enumerate(typed):
        cell.value = spellings[n % len(spellings)](cell.value)
    book.save(tmp_path / "a.xlsx")
    shown = shown_in(calculated([tmp_path / "a.xlsx"], tmp_path / "out")[0])
    assert len(typed) > 100
    assert differences(expected(instrument, filled), shown) == []


# --- stored values ----------------------------------------------------------------------------


def test_stored_values_equal_the_engine(instrument: Instrument) -> None:
    for seed in range(examples(4, 8)):
        filled = random_filling(instrument, seed)
        assert differences(expected(instrument, filled), shown_in(made(instrument, filled))) == []


def test_stored_values_of_an_empty_template(instrument: Instrument) -> None:
    shown = shown_in(made(instrument))
    assert differences(expected(instrument, submission(instrument, {})), shown) == []
    assert shown["band"] == 0 and shown["total:lewati 2"] == ""


@pytest.mark.parametrize(("name", "most"), [("zi-2021", 100.0), ("pmprb-2020-unit", 36.3)])
def test_best_and_worst(name: str, most: float) -> None:
    instrument = load(name)
    assert shown_in(made(instrument, extreme_filling(instrument, True)))["band"] == pytest.approx(most, abs=1e-12)
    assert shown_in(made(instrument, extreme_filling(instrument, False)))["band"] == 0


def test_every_formula_bears_a_value_of_its_type(instrument: Instrument) -> None:
    with ZipFile(io.BytesIO(made(instrument))) as package:
        text = b"".join(package.read(n) for n in package.namelist() if n.startswith("xl/worksheets/sheet"))
    cells = re.findall(rb"<c ([^>]*)><f>[^<]*</f><v>([^<]*)</v></c>", text)
    assert len(cells) == text.count(b"<f>") > 500
    assert [c for c in cells if (b't="str"' in c[0]) == bool(re.fullmatch(rb"-?[\d.]+(E-?\d+)?", c[1]))] == []


# --- prefilling -------------------------------------------------------------------------------


def test_prefilled_cells_hold_answers_words_and_reviews() -> None:
    instrument = load("zi-2021")
    own = {
        "A.I.1.i.a": Answer(item="A.I.1.i.a", state=State.GIVEN, choice="Ya", evidence="=SK", note="+1"),
        "A.I.1.i.b": Answer(item="A.I.1.i.b", state=State.INVALID, raw="b atau c"),
        "A.II.1.i.a": Answer(
            item="A.II.1.i.a", state=State.GIVEN, counts=(("agen", Fraction(4)), ("perubahan", Fraction(3)))
        ),
        "B.I.a": Answer(item="B.I.a", state=State.GIVEN, value=Fraction("3.6")),
    }
    reviewed = {"A.I.1.i.a": Answer(item="A.I.1.i.a", state=State.GIVEN, choice="Tidak", note="belum ada SK")}
    book = openpyxl.load_workbook(io.BytesIO(made(instrument, submission(instrument, own, reviewed=reviewed))))
    rows = {row[0].value: row for row in book["LKE"].iter_rows(min_row=5)}
    first = [cell.value for cell in rows["A.I.1.i.a"]]
    assert [first[5], *first[8:12]] == ["Ya", "=SK", "+1", "Tidak", "belum ada SK"]
    assert rows["A.I.1.i.a"][8].data_type == "s"
    assert rows["A.I.1.i.b"][5].value == "b atau c"
    assert [rows[f"A.II.1.i.a.{name}"][5].value for name in ("agen", "perubahan")] == [4, 3]
    assert rows["A.II.1.i.a"][5].value is None
    assert rows["B.I.a"][5].value == 3.6


def test_same_input_gives_the_same_bytes(instrument: Instrument) -> None:
    filled = random_filling(instrument, 1).model_copy(update={"modified": "2026-03-04T05:06:07Z"})
    assert made(instrument, filled) == made(instrument, filled)
    assert made(instrument) == made(instrument)
    book = openpyxl.load_workbook(io.BytesIO(made(instrument, filled)))
    assert str(book.properties.created) == str(book.properties.modified) == "2026-03-04 05:06:07"


# --- the sheet itself -------------------------------------------------------------------------


def test_sheets_headers_identity_and_panes(instrument: Instrument) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(instrument)))
    assert book.sheetnames == ["Petunjuk", "LKE", "Rekap", "_meta"]
    assert [book[name].sheet_state for name in book.sheetnames] == ["visible"] * 3 + ["veryHidden"]
    assert {row[0]: row[1] for row in book["_meta"].iter_rows(values_only=True)} == {
        "instrument": instrument.id,
        "catalog_hash": instrument.hash,
        "unit_code": "DINKES",
        "unit_name": "Dinas Kesehatan",
        "period": "2026",
        "program_version": "0.0-test",
        "layout": "pmprb",
    }
    sheet = book["LKE"]
    assert [cell.value for cell in sheet[4][:12]] == HEADERS
    assert (sheet["A2"].value, sheet["B2"].value) == ("Unit kerja", "Dinas Kesehatan")
    assert (sheet["A3"].value, sheet["B3"].value) == ("Periode", "2026")
    assert sheet.freeze_panes == "C5"
    assert all(sheet.column_dimensions[letter].hidden for letter in ("M",))
    assert sheet.print_title_rows == "$4:$4" and sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToHeight == 0 and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert max(sheet.row_dimensions[row].outlineLevel for row in range(5, sheet.max_row + 1)) == 2


def test_every_code_of_the_catalog_has_its_row_once(instrument: Instrument) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made(instrument)))["LKE"]
    codes = [cell.value for cell in sheet["A"][4:]]
    counts = [f"{i.id}.{c.id}" for i in instrument.items.values() if isinstance(i, RatioItem) for c in i.inputs]
    assert sorted(codes) == sorted([*instrument.nodes, *instrument.items, *counts])


def test_only_inputs_are_unlocked_and_there_is_no_password(instrument: Instrument) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made(instrument)))["LKE"]
    assert sheet.protection.sheet and not sheet.protection.password
    kinds = dict.fromkeys(instrument.nodes, "") | {
        item.id: "IJ" if isinstance(item, RatioItem) else "FIJ" for item in instrument.items.values()
    }
    for row in sheet.iter_rows(min_row=1):
        open_cells = "".join(cell.column_letter for cell in row if not cell.protection.locked)
        assert open_cells == ("" if row[0].row < 5 else kinds.get(str(row[0].value), "F")), row[0].value


def test_choices_limits_and_messages(instrument: Instrument) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made(instrument)))["LKE"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    for rule in rules.values():
        assert rule.showInputMessage and 0 < len(rule.promptTitle) <= 32 and 0 < len(rule.prompt) <= 255
        assert len(rule.errorTitle or "") <= 32 and len(rule.error or "") <= 255
    by_cell = {cell: rule for sqref, rule in rules.items() for cell in sqref.split()}
    for row in sheet.iter_rows(min_row=5):
        code, n = str(row[0].value), row[0].row
        item = instrument.items.get(code)
        rule = by_cell.get(f"F{n}")
        assert by_cell.get(f"K{n}") is None
        if isinstance(item, ChoiceItem):
            labels = instrument.scales[item.answer_set].scores
            assert rule.type == "list" and rule.formula1 == f'"{",".join(labels)}"' and rule.errorStyle == "warning"
            assert row[4].value == instrument.scales[item.answer_set].title
        elif isinstance(item, ScaleItem):
            assert (rule.type, rule.formula1, rule.formula2) == ("decimal", "0", "4")
        elif item is None and code not in instrument.nodes:
            assert (rule.type, rule.operator, rule.formula1) == ("whole", "greaterThanOrEqual", "0")
        else:
            assert rule is None


def test_nothing_that_older_programs_cannot_read(instrument: Instrument) -> None:
    with ZipFile(io.BytesIO(made(instrument, random_filling(instrument, 5)))) as package:
        names = package.namelist()
        text = b"".join(package.read(name) for name in names if name.startswith("xl/worksheets/"))
    assert not [name for name in names if "vba" in name or "metadata" in name or "externalLink" in name]
    for word in (b"x14:", b"extLst", b"_xlfn", b"NOW(", b"TODAY(", b"INDIRECT(", b"OFFSET(", b"RAND", b"TEXT("):
        assert word not in text
    longest = max(len(f) for f in re.findall(rb"<f>([^<]*)</f>", text))
    assert longest < 1000


def test_a_reconstruction_cannot_be_overlooked() -> None:
    for name in IDS:
        instrument = load(name)
        book = openpyxl.load_workbook(io.BytesIO(made(instrument)), data_only=True)
        for sheet in ("Petunjuk", "LKE", "Rekap"):
            texts = [str(cell.value) for row in book[sheet].iter_rows(max_row=12) for cell in row]
            said = any("REKONSTRUKSI, BUKAN FORMULIR RESMI" in text for text in texts)
            assert said == (name == "pmprb-2020-unit"), (name, sheet)
        guide = [str(cell.value) for row in book["Petunjuk"].iter_rows() for cell in row]
        assert instrument.caution in guide


# --- many units -------------------------------------------------------------------------------


def test_the_maker_makes_what_build_template_makes(instrument: Instrument) -> None:
    maker = TemplateMaker(instrument, "2026", "0.0-test")
    assert maker.make(UNIT) == made(instrument)
    for n, name in enumerate(NASTY):
        unit = Unit(code=f"U{n}&<", name=name)
        ours, wanted = maker.make(unit), made(instrument, unit=unit)
        assert ours == wanted or dump(ours) == dump(wanted)  # the same bytes hold the same


def dump(workbook: bytes) -> list[object]:
    """Return every cell's formula or text, every stored value and the feet of the pages."""
    found: list[object] = []
    for data_only in (False, True):
        book = openpyxl.load_workbook(io.BytesIO(workbook), data_only=data_only)
        for sheet in book:
            found += [(sheet.title, c.coordinate, c.data_type, c.value) for row in sheet.iter_rows() for c in row]
            found += [sheet.oddFooter.left.text, sheet.oddFooter.center.text, sheet.oddFooter.right.text]
    return found


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_unit_name_stays_text(name: str) -> None:
    workbook = TemplateMaker(load("zi-2021"), "2026", "0.0-test").make(Unit(code="=2", name=name))
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    cell = book["LKE"]["B2"]
    assert (
        cell.data_type == "s" and str(cell.value).strip() == name.replace("\x07", "").strip()
    )  # no control characters
    assert book["_meta"]["B3"].value == "=2" and book["_meta"]["B3"].data_type == "s"
    assert "&" not in (book["LKE"].oddFooter.left.text or "")
