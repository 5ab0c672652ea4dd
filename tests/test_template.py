"""Templates: formulas and stored values equal the engine; locks, lists and identity are as promised."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from libreoffice import recalculate
from python_calamine import CalamineWorkbook

from pmprb.catalog.item import ChoiceItem, ItemGate, RatioItem, ScaleItem
from pmprb.catalog.load import load_instrument
from pmprb.catalog.model import Instrument, Node
from pmprb.engine.answers import Answer, State, Submission, Unit
from pmprb.engine.score import score_answers
from pmprb.engine.verdict import judge, predicate_of
from pmprb.worksheet.template.build import TemplateMaker, build_template

CRITERIA = Path(__file__).resolve().parents[1] / "criteria"
IDS = ("zi-2021", "pmprb-2020-unit")
UNIT = Unit(code="DINKES", name="Dinas Kesehatan")
HEADERS = ["Kode", "Kriteria", "Bobot", "Penjelasan", "Pilihan", "Jawaban", "Nilai", "%"]
HEADERS += ["Bukti Dukung", "Catatan", "Jawaban TPI", "Catatan TPI"]
NASTY = ("=1+1", "&<>\"'", "P&G [Picture] &P", "<r>Dinas</r>", " Dinas  ", "_x0041_\x07", "Dinas " * 50)
Cell = str | float
Shown = dict[str, Cell]
AnyItem = ChoiceItem | RatioItem | ScaleItem


@pytest.fixture(scope="module", params=IDS)
def instrument(request: pytest.FixtureRequest) -> Instrument:
    return load(request.param)


def load(name: str) -> Instrument:
    found = load_instrument(CRITERIA / name)
    assert found.value is not None, found.temuan
    return found.value


def submission(instrument: Instrument, answers: dict[str, Answer], **more: Any) -> Submission:
    fixed = {"file": "x.xlsx", "sha256": "0", "layout": "pmprb", "instrument": instrument.id, "unit": UNIT}
    return Submission(**fixed, answers=answers, **more)


def with_left_out(instrument: Instrument, items: set[str]) -> Instrument:
    """Return the instrument with "tidak berlaku" allowed for some items."""

    def change(node: Node) -> Node:
        children = tuple(change(child) for child in node.children)
        changed = (item.model_copy(update={"allow_not_applicable": item.id in items}) for item in node.items)
        return node.model_copy(update={"children": children, "items": tuple(changed)})

    fields = {name: getattr(instrument, name) for name in Instrument.model_fields}
    return Instrument(**fields | {"root": change(instrument.root)})


# --- fillings ---------------------------------------------------------------------------------


def random_answer(instrument: Instrument, item: AnyItem, rng: random.Random) -> Answer:
    luck = rng.random()
    words = {"evidence": rng.choice(["", "SK tim", '=HYPERLINK("x")', "- SK & ST <2026>"]), "note": "catatan"}
    if luck < 0.12:
        return Answer(item=item.id, state=State.BLANK)
    if item.allow_not_applicable and luck < 0.45:
        return Answer(item=item.id, state=State.NOT_APPLICABLE, raw="Tidak berlaku")
    if luck < 0.22:
        return wrong_answer(item, rng)
    if isinstance(item, ChoiceItem):
        label = rng.choice(list(instrument.scales[item.answer_set].scores))
        return Answer(item=item.id, state=State.GIVEN, choice=label, raw=label, **words)
    if isinstance(item, ScaleItem):
        low, high = item.scale.min, item.scale.max
        value = low + (high - low) * Fraction(rng.randint(0, 400), 400)
        return Answer(item=item.id, state=State.GIVEN, value=value, raw=str(float(value)), **words)
    counts = {count.id: Fraction(rng.choice([0, 1, 2, 3, 5, 7, 30, 1000])) for count in item.inputs}
    if rng.random() < 0.35:
        counts |= dict.fromkeys(item.denominator, Fraction(0))
    if rng.random() < 0.3:
        counts |= dict.fromkeys(item.numerator, Fraction(0))
    return Answer(item=item.id, state=State.GIVEN, counts=tuple(counts.items()), **words)


def wrong_answer(item: AnyItem, rng: random.Random) -> Answer:
    if isinstance(item, ChoiceItem):
        return Answer(
            item=item.id, state=State.INVALID, raw=rng.choice(["Z", "A/B", "#REF!", "1", "A dan B", "?", "A"])
        )
    if isinstance(item, ScaleItem):
        if rng.random() < 0.5:
            return Answer(item=item.id, state=State.GIVEN, value=item.scale.max + 3, raw="7")
        return Answer(item=item.id, state=State.INVALID, raw=rng.choice(["tinggi", "3,6", "80%"]))
    names = [count.id for count in item.inputs]
    raw = ["5"] * len(names)
    spoiled = rng.randrange(len(names))
    raw[spoiled] = rng.choice(["", "banyak", "-3", "2,5", "#N/A"])
    counts = tuple((name, Fraction(5)) for i, name in enumerate(names) if i != spoiled)
    return Answer(item=item.id, state=State.INVALID, counts=counts, raw="; ".join(raw))


def random_filling(instrument: Instrument, seed: int) -> Submission:
    rng = random.Random(f"{instrument.id} {seed}")
    answers = {item.id: random_answer(instrument, item, rng) for item in instrument.items.values()}
    if seed % 7 == 3:  # a whole area without an answer
        area = rng.choice([node for node in instrument.nodes.values() if node.level == "area"])
        answers = {k: a for k, a in answers.items() if instrument.area_of(k).id != area.id}
    return submission(instrument, answers)


def extreme_filling(instrument: Instrument, best: bool) -> Submission:
    answers = {}
    for item in instrument.items.values():
        given = {"item": item.id, "state": State.GIVEN}
        if isinstance(item, ChoiceItem):
            scores = instrument.scales[item.answer_set].scores
            label = (max if best else min)(scores, key=lambda k: scores[k])
            answers[item.id] = Answer(**given, choice=label)
        elif isinstance(item, ScaleItem):
            answers[item.id] = Answer(**given, value=item.scale.max if best else item.scale.min)
        else:
            counts = dict.fromkeys((count.id for count in item.inputs), Fraction(6))
            high = best == (item.formula == "share")
            counts |= dict.fromkeys(item.numerator, Fraction(99 if high else 0))
            answers[item.id] = Answer(**given, counts=tuple(counts.items()))
    return submission(instrument, answers)


# --- what the engine says, what a workbook shows ----------------------------------------------


def number(value: Fraction | None) -> Cell:
    return "" if value is None else float(value)


def expected(instrument: Instrument, filled: Submission) -> Shown:
    tree = score_answers(filled.answers, instrument, "nol")
    left_out = score_answers(filled.answers, instrument, "lewati")
    shown: Shown = {}
    for name, node in tree.nodes.items():
        shown[f"G {name}"], shown[f"H {name}"] = number(node.points), number(node.share)
        shown[f"O {name}"] = number(left_out.nodes[name].points)
        shown[f"P {name}"], shown[f"R {name}"] = float(node.answered), float(node.items)
        if instrument.nodes[name].level in ("component", "aspect", "area"):
            shown[f"node:{name} 3"] = number(node.points)
    words = {State.BLANK: "", State.INVALID: "?", State.NOT_APPLICABLE: "t.b."}
    for name, item in tree.items.items():
        shown[f"G {name}"] = words.get(item.state, number(item.score))
    for group in instrument.groups:
        points = tree.points_of(group.nodes)
        shown[f"group:{group.id} 3"] = number(points)
        weight = instrument.weight_of(group.id)
        shown[f"group:{group.id} 4"] = number(None if points is None else points / weight)
    for verdict in (v for v in judge(tree, instrument) if v.decides):
        shown[f"verdict:{verdict.target} 2"] = "Lolos" if verdict.passed else "Belum"
        for gate in verdict.gates:
            key = f"gate:{verdict.target}:{gate.id}"
            shown[f"{key} 2"], shown[f"{key} 4"] = number(gate.value), number(gate.margin)
            shown[f"{key} 3"] = float(gate.minimum)
            shown[f"{key} 5"] = "Lolos" if gate.passed else "Belum"
    predicate = predicate_of(tree, instrument)
    if instrument.predicate:
        shown["predicate 2"] = predicate.label if predicate else ""
        shown["percent 2"] = number(predicate.percent / 100 if predicate else None)
    shown["total 2"], shown["total:lewati 2"] = number(tree.total.points), number(left_out.total.points)
    shown["wrong 2"] = float(sum(item.state is State.INVALID for item in tree.items.values()))
    shown["answered 2"] = float(tree.total.answered)
    return shown


def plain(value: object) -> Cell:
    return value if isinstance(value, str) else float(value)  # type: ignore[arg-type]


def shown_in(source: Path | bytes) -> Shown:
    """Return what a workbook shows, by column and code on LKE, by row key and column on Rekap."""
    stream = io.BytesIO(source if isinstance(source, bytes) else source.read_bytes())
    book = CalamineWorkbook.from_filelike(stream)
    lke, rekap = (book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in ("LKE", "Rekap"))
    shown: Shown = {"band": plain(lke[0][5])}
    for row in lke[4:]:
        shown |= {f"{letter} {row[0]}": plain(row[ord(letter) - 65]) for letter in "GHOPR"}
    for row in rekap:
        if row[7]:
            shown |= {f"{row[7]} {column}": plain(row[column]) for column in range(2, 6)}
    return shown


def differences(wanted: Shown, shown: Shown) -> list[str]:
    found = []
    for key, value in wanted.items():
        seen = shown.get(key, "(nothing)")
        both = not isinstance(value, str) and not isinstance(seen, str)
        if seen != value and not (both and abs(float(seen) - float(value)) < 1e-9):
            found.append(f"{key}: engine {value!r}, workbook {seen!r}")
    return found


def spoiled(workbook: bytes) -> bytes:
    """Return the workbook with every stored result of a formula replaced by a wrong one."""
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(workbook)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb'( t="str")?>(<f>[^<]*</f>)<v>[^<]*</v>', rb">\2<v>-987</v>", text)
            new.writestr(name, text)
    return stream.getvalue()


def made(instrument: Instrument, filled: Submission | None = None, unit: Unit = UNIT) -> bytes:
    return build_template(instrument, unit, "2026", filled, version="0.0-test")


# --- a second engine --------------------------------------------------------------------------


@pytest.mark.libreoffice
def test_libreoffice_and_engine_agree_on_random_fillings(instrument: Instrument, tmp_path: Path) -> None:
    fillings = [random_filling(instrument, seed) for seed in range(20)]
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
    fillings = [random_filling(changed, seed) for seed in range(10)]
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
    check_in_libreoffice(gated, [random_filling(gated, seed) for seed in range(15)], tmp_path)


def hash_of(text: str) -> int:
    return sum(map(ord, text))


def check_in_libreoffice(instrument: Instrument, fillings: list[Submission], folder: Path) -> None:
    paths = [folder / f"{n:02}.xlsx" for n in range(len(fillings))]
    for path, filled in zip(paths, fillings, strict=True):
        path.write_bytes(spoiled(made(instrument, filled)))
    found: list[str] = []
    for path, filled in zip(recalculate(paths, folder / "out"), fillings, strict=True):
        wanted = expected(instrument, filled)
        found += [f"{path.name} {line}" for line in differences(wanted, shown_in(path))]
        found += [f"{path.name} stored {line}" for line in differences(wanted, shown_in(made(instrument, filled)))]
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
    shown = shown_in(recalculate([tmp_path / "a.xlsx"], tmp_path / "out")[0])
    assert len(typed) > 100
    assert differences(expected(instrument, filled), shown) == []


# --- stored values ----------------------------------------------------------------------------


def test_stored_values_equal_the_engine(instrument: Instrument) -> None:
    for seed in range(20):
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
        item.id: "IJL" if isinstance(item, RatioItem) else "FIJKL" for item in instrument.items.values()
    }
    for row in sheet.iter_rows(min_row=1):
        open_cells = "".join(cell.column_letter for cell in row if not cell.protection.locked)
        assert open_cells == ("" if row[0].row < 5 else kinds.get(str(row[0].value), "FK")), row[0].value


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
        assert (by_cell.get(f"K{n}") is None) == (rule is None)
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
        assert dump(maker.make(unit)) == dump(made(instrument, unit=unit))


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
    assert cell.data_type == "s" and str(cell.value).replace("_x0007_", "\x07").strip() == name.strip()
    assert book["_meta"]["B3"].value == "=2" and book["_meta"]["B3"].data_type == "s"
    assert "&" not in (book["LKE"].oddFooter.left.text or "")
