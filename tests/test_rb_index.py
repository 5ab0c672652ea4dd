"""RB General and RB Tematik: weights of every level and year, the index step by step, worksheets, pengampu."""

from __future__ import annotations

import json
import random
import shutil
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from helpers.answers import instrument_of, submission_of, whole
from helpers.catalogs import told
from helpers.cli import quick
from helpers.fillings import differences, expected, extreme_filling, random_filling, shown_in, spoiled
from helpers.libreoffice import calculated
from pmprb.books.units_index.pair import STEP_WORDS
from pmprb.catalog.item import Basis, ScaleItem
from pmprb.catalog.load import default_folder
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, Pengampu, State, Submission, Unit, merge_submissions
from pmprb.engine.rb_index import RbIndex, rb_index
from pmprb.engine.score import score_answers
from pmprb.jobs.inputs import Catalogs
from pmprb.worksheet.read import read_submission
from pmprb.worksheet.template.build import build_template

YEARS, LEVELS = ("2023", "2024"), ("kabupaten", "provinsi", "kl")
GENERAL, THEMATIC = "rb-general-2024", "rb-tematik-2024"
UNIT = Unit(code="TIRTALOKA", name="Kabupaten Tirtaloka")
FORMS = [f"rb-{part}-{year}@{level}" for part in ("general", "tematik") for year in YEARS for level in LEVELS]

# items, A, B, B hard, B soft, C, C hard, C soft
SUMS = {
    "2023@kl": "28 10 40 33 7 50 28 22",
    "2023@provinsi": "26 10 40 33 7 50 28 22",
    "2023@kabupaten": "25 10 40 33 7 50 28 22",
    "2024@kl": "28 10 40 33 7 50 28 22",
    "2024@provinsi": "25 10 40 32 8 50 28 22",
    "2024@kabupaten": "24 10 40 32 8 50 28 22",
}
THEMES = {"kl": {"2023": (10, 10), "2024": (5, 10)}} | {
    level: {"2023": (15, 20), "2024": (10, 20)} for level in ("provinsi", "kabupaten")
}
# A regency made up for the test: score, and its points worked out by hand to four decimals.
WORKED = {
    "A01": ("2.42", "2.42"), "A02": ("86", "4.8561"), "B02": ("4.2", "2.52"), "B03": ("3.05", "2.44"),
    "B04": ("2.6", "2.6"), "B05": ("66.4", "2.656"), "B07": ("3.1", "1.55"), "B08": ("71.2", "1.78"),
    "B11": ("4.1", "2.05"), "B12": ("66", "1.65"), "B13": ("88.5", "2.2125"), "B14": ("2.7", "1.35"),
    "B15": ("75.3", "1.8825"), "B16": ("281.5", "2.7463"), "B17": ("4.02", "1.608"), "B18": ("88.1", "1.762"),
    "C01": ("3.21", "5.778"), "C02": ("3", "5"), "C03": ("88.4", "3.536"), "C04": ("64.7", "2.588"),
    "C05": ("74.85", "7.485"), "C06": ("86.9", "6.952"), "C09": ("60", "2.4"), "C10": ("82.35", "3.2808"),
}  # fmt: skip
THEMATIC_SCORES = {"S": "0.8 0.7 0.9 0.85 0.6", "D": "2.1 1.8 2.4 2.0 1.5"}


def given(item: str, value: str) -> Answer:
    return Answer(item=item, state=State.GIVEN, value=Fraction(value), raw=value)


def worked() -> dict[str, Answer]:
    return {item: given(item, score) for item, (score, _) in WORKED.items()}


def themes() -> dict[str, Answer]:
    cells = {f"T{n}.{p}": v for p, line in THEMATIC_SCORES.items() for n, v in enumerate(line.split(), 1)}
    return {item: given(item, value) for item, value in cells.items()}


def index(
    answers: dict[str, Answer] | None = None,
    added: dict[str, Answer] | None = None,
    coefficient: str = "-1",
    names: tuple[str, str] = (GENERAL, THEMATIC),
) -> RbIndex:
    first, second = (instrument_of(name) for name in names)
    answers = worked() if answers is None else answers
    trees = (score_answers(answers, first), score_answers(themes() if added is None else added, second))
    return rb_index(trees, (first, second), answers, Fraction(coefficient))


def rounded(value: Fraction | None) -> str:
    assert value is not None
    return f"{float(value):.4f}"


# The catalogs


@pytest.mark.parametrize("form", SUMS)
def test_general_weights_sum_as_published(form: str) -> None:
    found = instrument_of(f"rb-general-{form}")
    names = ("A", "B", "B.H", "B.S", "C", "C.H", "C.S")
    sums = {
        name: sum((i.weight or 0 for n in found.nodes[name].walk() for i in n.items), Fraction(0)) for name in names
    }
    assert [str(len(found.items)), *(str(sums[name]) for name in names)] == SUMS[form].split()
    assert sum(sums[name] for name in "ABC") == found.root.weight == 100


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("year", YEARS)
def test_thematic_points_are_ten_or_twenty(level: str, year: str) -> None:
    found = instrument_of(f"rb-tematik-{year}@{level}")
    points = sum((i.weight or 0 for i in found.items.values()), Fraction(0))
    assert (len(found.items), points) == THEMES[level][year]
    assert {node.weight for node in found.root.children} == {points / 5}


@pytest.mark.parametrize("form", FORMS)
def test_every_indicator_says_who_measures_it_and_counts_from_zero(form: str) -> None:
    for item in instrument_of(form).items.values():
        assert isinstance(item, ScaleItem) and item.scale.from_zero and item.evaluator, item.id
        name, _, rest = item.criterion.partition(":")
        assert len(name) > 5 and rest.strip().endswith("."), item.id


def test_what_rests_on_one_source_is_practice_and_says_so() -> None:
    for form in (f for f in FORMS if "general" in f):
        items = instrument_of(form).items
        local = not form.endswith("@kl")
        sure = {name for name, item in items.items() if item.basis is Basis.PERATURAN}
        assert sure == (set() if local else set(items) - {"A01", "A02", "C08"}), form
        for item in items.values():
            assert item.basis is Basis.PERATURAN or item.note, f"{form} {item.id}"
    assert all(i.basis is Basis.PRAKTIK for f in FORMS if "tematik" in f for i in instrument_of(f).items.values())


def test_targets_that_cannot_be_right_are_not_used() -> None:
    for level in LEVELS:
        items = instrument_of(f"{GENERAL}@{level}").items
        assert items["C02"].good_from is None and items["C04"].good_from is None
        assert items["C05"].good_from == Fraction("77.5")
        targets = [i for i in items.values() if isinstance(i, ScaleItem) and i.good_from is not None]
        assert len(targets) == {"kl": 23, "provinsi": 19, "kabupaten": 18}[level]
        assert all(i.scale.min < i.good_from < i.scale.max for i in targets if i.good_from is not None)
        assert not any(i.good_from for i in instrument_of(f"rb-general-2023@{level}").items.values())


GATES = {
    "rb-general-2023": "A02<A01 C10<B05",
    "rb-general-2024@kl": "A02<A01 C08<B05",
    "rb-tematik-2023": "T1.SO<T1.SR T2.SO<T2.SR T3.SO<T3.SR T4.SO<T4.SR T5.SO<T5.SR",
    "rb-tematik-2023@kl": "",
    "rb-tematik-2024": "",
}


@pytest.mark.parametrize("form", GATES)
def test_multipliers_are_those_known(form: str) -> None:
    gates = instrument_of(form).item_gates
    assert " ".join(f"{g.item}<{g.parent}" for g in gates) == GATES[form]
    assert {g.rule for g in gates} <= {"multiply"}


# A variant's own keys, broken


VARIED = {
    "left-out-of-nothing": ("KAT-009", "without: [B01, ", "without: [B99, "),
    "sum-of-a-variant": ("KAT-005", 'B04: {weight: "3"}', 'B04: {weight: "2.9"}'),
    "gate-on-what-is-left-out": ("KAT-009", "{item: C10, parent: B05", "{item: C10, parent: C08"),
    "change-of-nothing": ("KAT-009", '      B07: {weight: "2"}', '      B70: {weight: "2"}'),
    "scale-without-room": ("KAT-015", 'scale: {min: "0", max: "3"', 'scale: {min: "3", max: "3"'),
    "change-cites-nothing-known": ("KAT-007", "kepmenpanrb-182-2024, place: indikator", "lain, place: indikator"),
    "coefficient-without-room": ("KAT-015", 'max: "10", basis', 'max: "-10", basis'),
    "coefficient-cites-nothing-known": ("KAT-007", "portal-rb, place: koefisien", "lain, place: koefisien"),
    "bands-overlap": ("KAT-008", 'above: "80", up_to: "100"', 'above: "79", up_to: "100"'),
    "bands-end": ("KAT-008", 'Sangat Memuaskan, above: "100"', 'Sangat Memuaskan, above: "100", up_to: "120"'),
}  # fmt: skip


@pytest.mark.parametrize("defect", VARIED)
def test_a_broken_variant_or_index_is_told(defect: str, tmp_path: Path) -> None:
    criteria = Path(shutil.copytree(default_folder(), tmp_path / "criteria"))
    code, old, new = VARIED[defect]
    path = criteria / GENERAL / "instrument.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert code in {t.code for t in told(criteria, GENERAL)}


def test_a_variant_cannot_give_a_choice_a_number_scale(tmp_path: Path) -> None:
    criteria = Path(shutil.copytree(default_folder(), tmp_path / "criteria"))
    path = criteria / "zi-2021" / "instrument.yaml"
    change = 'changes: {A.I.1.i.a: {scale: {min: "0", max: "1"}}}'
    cited = "basis: praktik, references: [{regulation: portal-rb, place: uji}]"
    path.write_text(
        path.read_text(encoding="utf-8") + f"variants: [{{id: uji, title: Uji, {cited}, {change}}}]\n", "utf-8"
    )
    assert [t.code for t in told(criteria, "zi-2021")] == ["KAT-002"]


# The index


def test_the_worked_index_reproduces_figure_by_figure() -> None:
    tree = score_answers(worked(), instrument_of(GENERAL))
    points = {item: tree.points_of((item,)) for item in WORKED}
    assert {k: rounded(p) for k, p in points.items()} == {k: f"{float(p):.4f}" for k, (_, p) in WORKED.items()}
    assert [rounded(tree.nodes[name].points) for name in "ABC"] == ["7.2761", "28.8073", "37.0198"]
    found = index()
    steps = ("general", "coefficient", "weight", "adjusted", "thematic", "index")
    assert [rounded(getattr(found, step).value) for step in steps] == [
        "73.1033", "-1.0000", "100.0000", "72.1033", "13.6500", "85.7533"
    ]  # fmt: skip
    assert found.predicate and (found.predicate.label, found.predicate.by_target) == ("A-", True)
    rule = instrument_of(GENERAL).index
    assert rule and rule.targets and found.predicate.note == f"{rule.predicate.note} {rule.targets.note}".strip()
    assert [target.item for target in found.missed] == ["C05"] and len(found.targets) == 18
    assert {found.index.basis, found.general.basis, found.predicate.basis} == {Basis.PRAKTIK}
    assert found.coefficient.basis is Basis.REKONSTRUKSI and found.coefficient.note


def test_the_notes_of_a_band_missed_by_a_target_are_two_sentences() -> None:
    rule = instrument_of(GENERAL).index
    assert rule is not None and rule.targets is not None
    noted = rule.model_copy(
        update={
            "predicate": rule.predicate.model_copy(update={"note": "Batas dari satu sumber."}),
            "targets": rule.targets.model_copy(update={"note": "Sasaran dari tabel."}),
        }
    )
    fields = {name: getattr(instrument_of(GENERAL), name) for name in Instrument.model_fields}
    both = (Instrument(**fields | {"index": noted}), instrument_of(THEMATIC))
    answers = worked()
    trees = (score_answers(answers, both[0]), score_answers(themes(), both[1]))
    found = rb_index(trees, both, answers, Fraction(-1)).predicate
    assert found and found.by_target and found.note == "Batas dari satu sumber. Sasaran dari tabel."


def test_an_indicator_that_does_not_apply_lowers_the_weight_and_not_the_index() -> None:
    answers = worked() | {"B08": Answer(item="B08", state=State.NOT_APPLICABLE)}
    found = index(answers)
    assert (found.weight.value, rounded(found.adjusted.value)) == (Fraction("97.5"), "72.1265")
    assert "B08" not in {target.item for target in found.targets}
    blank = index({k: a for k, a in worked().items() if k != "B08"})
    assert blank.weight.value == 100 and "B08" in {target.item for target in blank.missed}


def test_the_predicate_is_a_when_every_target_is_met() -> None:
    found = index(worked() | {"C05": given("C05", "77.5")})
    assert found.predicate and (found.predicate.label, found.missed) == ("A", ())
    assert found.predicate.title == "Memuaskan"


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("year", YEARS)
def test_the_best_and_the_worst_index(year: str, level: str) -> None:
    names = (f"rb-general-{year}@{level}", f"rb-tematik-{year}@{level}")
    best, worst = (
        index(whole(instrument_of(names[0]), word), whole(instrument_of(names[1]), word), "0", names)
        for word in ("terbaik", "terburuk")
    )
    assert best.index.value == (110 if level == "kl" else 120)
    assert best.predicate and best.predicate.label == "AA" and best.missed == ()
    floor = sum((i.weight or 0) * i.scale.min / i.scale.max for i in instrument_of(names[0]).items.values())  # type: ignore[union-attr]
    assert worst.index.value == floor
    assert worst.predicate and worst.predicate.label == "D"


@pytest.mark.parametrize(
    ("wanted", "label"),
    [("30", "D"), ("30.01", "C"), ("50", "C"), ("60", "CC"), ("60.01", "B"), ("70", "B"), ("70.01", "BB"), ("80", "BB"),
     ("80.01", "A-"), ("100", "A-"), ("100.01", "AA"), ("-5", "D")],
)  # fmt: skip
def test_a_band_of_the_index_includes_its_upper_bound(wanted: str, label: str) -> None:
    base = index(whole(instrument_of(GENERAL), "kosong") | {"C06": given("C06", "0")}, coefficient="0")
    assert base.general.value == 0 and base.index.value == Fraction("13.65")
    answers = {"C06": given("C06", "0")}
    # Nothing but the coefficient and one theme decides: points are moved there to reach the index wanted.
    rule = instrument_of(GENERAL).index
    assert rule is not None
    wide = rule.coefficient.model_copy(update={"min": Fraction(-200), "max": Fraction(200)})
    fields = {name: getattr(instrument_of(GENERAL), name) for name in Instrument.model_fields}
    loose = Instrument(**fields | {"index": rule.model_copy(update={"coefficient": wide})})
    second = instrument_of(THEMATIC)
    trees = (score_answers(answers, loose), score_answers(themes(), second))
    found = rb_index(trees, (loose, second), answers, Fraction(wanted) - Fraction("13.65"))
    assert found.index.value == Fraction(wanted) and found.predicate and found.predicate.label == label


def test_an_instrument_that_has_no_index_is_named() -> None:
    zi = instrument_of("zi-2021")
    tree = score_answers({}, zi)
    with pytest.raises(ValueError, match="zi-2021 has no index rule"):
        rb_index((tree, tree), (zi, zi), {})


def test_nothing_answered_gives_no_index_and_no_band() -> None:
    for answers, added in ((worked(), {}), ({}, themes()), ({}, {})):
        found = index(answers, added)
        assert found.index.value is None and found.predicate is None


@pytest.mark.parametrize(("level", "low", "high"), [("kabupaten", -10, 1), ("provinsi", -10, 1), ("kl", -10, 10)])
@pytest.mark.parametrize("year", YEARS)
def test_the_coefficient_keeps_its_bounds(year: str, level: str, low: int, high: int) -> None:
    names = (f"rb-general-{year}@{level}", f"rb-tematik-{year}@{level}")
    best = [whole(instrument_of(name), "terbaik") for name in names]
    for within in (low, high):
        assert index(best[0], best[1], str(within), names).adjusted.value == 100 + within
    for outside in (f"{low}.01", f"{high}.01"):
        with pytest.raises(ValueError, match="coefficient"):
            index(best[0], best[1], outside, names)
    rule = instrument_of(names[0]).index
    assert rule and rule.coefficient.note and rule.coefficient.basis is not Basis.PERATURAN


# Worksheets


def written(
    path: Path, instrument: Instrument, answers: dict[str, Answer], unit: Unit = UNIT, period: str = "2024"
) -> Path:
    filled = submission_of(instrument, answers, unit=unit, period=period)
    path.write_bytes(build_template(instrument, unit, period, filled, version="0.0-test"))
    return path


def read(path: Path) -> Submission:
    catalogs = Catalogs()
    loaded = read_submission(path, catalogs.load, catalogs.ids())
    assert loaded.value is not None, loaded.temuan
    return loaded.value


@pytest.mark.libreoffice
def test_libreoffice_and_engine_agree_on_every_form(tmp_path: Path) -> None:
    fillings = []
    for form in FORMS:
        found = instrument_of(form)
        fillings += [(found, random_filling(found, 1)), (found, extreme_filling(found, False))]
    first = instrument_of(GENERAL)
    fillings += [(first, submission_of(first, worked())), (first, submission_of(first, {}))]
    some = first.only(["A02", "B03", "B08", "C10", "B05"])
    fillings.append((some, random_filling(some, 5)))
    paths = [tmp_path / f"{n:02}.xlsx" for n in range(len(fillings))]
    for path, (found, filled) in zip(paths, fillings, strict=True):
        path.write_bytes(spoiled(build_template(found, UNIT, "2024", filled, version="0")))
    wrong: list[str] = []
    for theirs, (found, filled) in zip(calculated(paths, tmp_path / "out"), fillings, strict=True):
        wrong += [f"{found.id} {line}" for line in differences(expected(found, filled), shown_in(theirs))]
        stored = shown_in(build_template(found, UNIT, "2024", filled, version="0"))
        wrong += [f"{found.id} stored {line}" for line in differences(expected(found, filled), stored)]
    assert wrong == []


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_read_back_as_it_was_filled(form: str, tmp_path: Path) -> None:
    found = instrument_of(form)
    chance = random.Random(form)
    answers = {}
    for item in found.items.values():
        assert isinstance(item, ScaleItem)
        value = item.scale.min + (item.scale.max - item.scale.min) * Fraction(chance.randint(0, 400), 400)
        answers[item.id] = given(item.id, str(value))
    free = [item.id for item in found.items.values() if item.allow_not_applicable]
    answers |= {item: Answer(item=item, state=State.NOT_APPLICABLE) for item in free[:2]}
    back = read(written(tmp_path / "x.xlsx", found, answers))
    assert back.instrument == form
    assert {k: (a.state, a.value) for k, a in back.answers.items()} == {
        k: (a.state, a.value) for k, a in answers.items()
    }


def test_a_template_says_scale_target_multiplier_and_evaluator(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(tmp_path / "x.xlsx", instrument_of(GENERAL), {}))
    said = {row[0].value: str(row[3].value) for row in book["LKE"].iter_rows(min_row=5)}
    assert "Nilai = angka ÷ 5." in said["C01"] and "Target baik: 2,6 atau lebih." in said["C01"]
    assert "Nilainya dikalikan nilai butir A01." in said["A02"] and "Diukur oleh ANRI." in said["B08"]
    assert "Tidak berlaku" in said["B08"] and "Tidak berlaku" not in said["A01"]


# Commands


def pair(folder: Path, **more: str) -> tuple[Path, Path]:
    first, second = instrument_of(GENERAL), instrument_of(more.pop("second", THEMATIC))
    unit = UNIT.model_copy(update={"name": more.pop("unit"), "code": "LAIN"}) if "unit" in more else UNIT
    answers = themes() if second.id == THEMATIC else {}
    return written(folder / "g.xlsx", first, worked()), written(folder / "t.xlsx", second, answers, unit, **more)


def test_the_command_prints_every_step(tmp_path: Path) -> None:
    code, text = quick("indeks", *pair(tmp_path), "--koefisien", "-1")
    assert code == 0
    for told_ in ("73,10", "-1,00", "100,00", "72,10", "13,65", "85,75", "Predikat A-", "17 dari 18", "C05"):
        assert told_ in text
    assert "[praktik]" in text and "[rekonstruksi]" in text


def test_the_index_is_seen_before_what_one_should_know_of_it(tmp_path: Path) -> None:
    assert quick("indeks", *pair(tmp_path), "--koefisien", "-1", "-o", tmp_path / "indeks.xlsx")[0] == 0
    sheet = openpyxl.load_workbook(tmp_path / "indeks.xlsx")["Ringkasan"]
    first = [str(row[0].value or "") for row in sheet.iter_rows()]
    band = first.index("Predikat") + 1
    assert sum(sheet.row_dimensions[row].height or 15 for row in range(1, band + 1)) <= 430  # points of a first screen
    assert first[2].startswith("Hitungan sendiri, bukan hasil resmi")
    assert min(n for n, text in enumerate(first, 1) if text.startswith("Perhatian: ")) > band


def test_the_command_as_json(tmp_path: Path) -> None:
    code, text = quick("indeks", *pair(tmp_path), "--koefisien", "-1,0", "--json")
    data = json.loads(text)
    assert code == 0 and data["index"]["value"] == "85.753298796748" and data["predicate"]["label"] == "A-"
    assert data["weight"]["value"] == "100" and data["unit"]["name"] == UNIT.name
    assert [t["item"] for t in data["targets"] if not t["met"]] == ["C05"]
    assert [one["instrument"] for one in data["files"]] == [GENERAL, THEMATIC]


@pytest.mark.parametrize(
    "more",
    [{"second": "rb-tematik-2023"}, {"second": f"{THEMATIC}@kl"}, {"unit": "Kabupaten Lain"}, {"period": "2023"}],
    ids=["instrument", "variant", "unit", "period"],
)
def test_two_worksheets_that_are_no_pair_are_refused(more: dict[str, str], tmp_path: Path) -> None:
    code, text = quick("indeks", *pair(tmp_path, **more))
    assert code == 1 and "NILAI-007" in text and "Indeks RB" not in text


def test_files_named_the_other_way_round_are_recognised(tmp_path: Path) -> None:
    first, second = pair(tmp_path)
    code, text = quick("indeks", second, first, "--koefisien", "-1")
    assert code == 0 and "BUKU-300" in text and "85,75" in text and "g.xlsx: 24 dari 24" in text
    forced = quick("indeks", second, first, "--koefisien", "-1", "--instrumen", GENERAL)
    assert forced[0] == 0 and "85,75" in forced[1]
    assert quick("indeks", second, second)[0] == 1


def test_the_workbook_holds_every_step_as_a_formula_over_the_items(tmp_path: Path) -> None:
    first, second = pair(tmp_path)
    code, text = quick("indeks", first, second, "--koefisien", "-1", "-o", tmp_path / "indeks.xlsx")
    assert code == 0 and "Ditulis" in text
    book, live = (openpyxl.load_workbook(tmp_path / "indeks.xlsx", data_only=flag) for flag in (True, False))
    assert book.sheetnames[:3] == ["Ringkasan", "Nilai Butir", "Tentang"]
    rows = {row[0].value: row[1] for row in book["Ringkasan"].iter_rows() if row[0].value}
    steps = [rows[name] for name in STEP_WORDS.values()]
    assert [round(float(cell.value), 2) for cell in steps] == [73.10, -1, 100, 72.10, 13.65, 85.75]
    formulas = [live["Ringkasan"][cell.coordinate].value for cell in steps]
    assert [str(formula).startswith("=") for formula in formulas] == [True, False, True, True, True, True]
    assert rows["Predikat"].value == "A- (Memuaskan dengan Catatan)"
    assert book["Nilai Butir"].max_row >= 24 + 10


@pytest.mark.libreoffice
def test_libreoffice_recalculates_the_steps(tmp_path: Path) -> None:
    made = tmp_path / "indeks.xlsx"
    assert quick("indeks", *pair(tmp_path), "--koefisien", "-1", "-o", made)[0] == 0
    again = calculated([made], tmp_path / "lagi")[0]["Ringkasan"]
    rows = {row[0]: row[1] for row in again if row[0]}
    assert round(float(rows[STEP_WORDS["index"]]), 2) == 85.75


def test_the_command_refuses_wrong_coefficient_and_words(tmp_path: Path) -> None:
    first, second = pair(tmp_path)
    code, text = quick("indeks", first, second, "--koefisien", "1.01")
    assert code == 1 and "NILAI-006" in text
    code, text = quick("indeks", first, second, "--koefisien", "banyak")
    assert code == 2 and "bukan angka" in text
    code, text = quick("indeks", first, tmp_path / "tiada.xlsx", "--json")
    assert code == 1 and json.loads(text)["index"] is None


# Pengampu


SHARED = (
    ("ORG", "Bagian Organisasi", "A; b02; B04"),
    ("INS", "Inspektorat", "B03; C03; C05"),
    ("ARS", "Dinas Kearsipan", "B08"),
)


def register(path: Path, rows: tuple[tuple[str, str, str], ...] = SHARED) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Daftar")
        for r, row in enumerate((("kode", "nama", "butir"), *rows)):
            for c, text in enumerate(row):
                sheet.write_string(r, c, text)
    return path


def fill(folder: Path, answers: dict[str, str]) -> None:
    for path in sorted(folder.glob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        for row in book["LKE"].iter_rows(min_row=5):
            if row[0].value in answers:
                row[5].value = float(answers[str(row[0].value)])
        book.save(path)


def shared_out(folder: Path, form: str = GENERAL) -> Path:
    code, text = quick(
        "templat", form, "--pengampu", register(folder / "p.xlsx"), "--periode", "2024", "-o", folder / "out"
    )
    assert code == 0 and "3 lembar kerja" in text and "BUKU-053" in text
    return folder / "out"


def test_each_pengampu_gets_only_its_items(tmp_path: Path) -> None:
    sheets = {p.stem.split("_")[3]: read(p) for p in sorted(shared_out(tmp_path).glob("*.xlsx"))}
    assert {code: set(one.part) for code, one in sheets.items()} == {
        "ORG": {"A01", "A02", "B02", "B04"},
        "INS": {"B03", "C03", "C05"},
        "ARS": {"B08"},
    }
    assert {code: set(one.answers) for code, one in sheets.items()} == {c: set(o.part) for c, o in sheets.items()}


def test_a_part_keeps_each_items_points() -> None:
    for name in (GENERAL, "zi-2021"):
        instrument = instrument_of(name)
        kept = [item for n, item in enumerate(instrument.items) if n % 3 == 0]
        part = instrument.only(kept)
        assert list(part.items) == kept and part.id == instrument.id and part.hash == instrument.hash
        assert {k: part.item_weight(k) for k in kept} == {k: instrument.item_weight(k) for k in kept}
        assert part.root.weight == sum(instrument.item_weight(k) for k in kept) < instrument.root.weight


def test_pengampu_worksheets_come_together_and_what_is_missing_is_named(tmp_path: Path) -> None:
    folder = shared_out(tmp_path)
    scores = {k: v for k, (v, _) in WORKED.items() if k != "B08"}
    fill(folder, scores)
    code, text = quick("nilai", folder)
    assert code == 0 and "BUKU-027" not in text
    whole_sheet = tmp_path / "instansi.xlsx"
    merge = ("gabung", folder, "--pengampu", tmp_path / "p.xlsx", "--instansi", UNIT.name, "-o", whole_sheet)
    code, text = quick(*merge)
    assert code == 0 and "7 dari 24 butir terisi" in text
    assert "belum: B08 · Dinas Kearsipan" in text and "belum: B17 · belum ada pengampunya" in text
    merged = read(whole_sheet)
    assert merged.unit.name == UNIT.name and merged.period == "2024" and not merged.part
    filled = {k: a.value for k, a in merged.answers.items() if a.state is State.GIVEN}
    assert filled == {k: Fraction(scores[k]) for k in ("A01", "A02", "B02", "B03", "B04", "C03", "C05")}
    assert score_answers(merged.answers, instrument_of(GENERAL)).points_of(("A02",)) == Fraction(36421, 7500)
    code, text = quick(*merge)
    assert code == 1 and "BUKU-029" in text
    code, text = quick(*merge, "--timpa", "--json")
    assert code == 0 and "B08" in json.loads(text)["missing"] and json.loads(text)["filled"] == 7
    code, text = quick("gabung", folder, "--pengampu", tmp_path / "p.xlsx", "-o", tmp_path / "y.xlsx")
    assert code == 2 and "--instansi" in text


def test_answers_of_two_pengampu_that_differ_are_not_scored() -> None:
    instrument = instrument_of(GENERAL)
    holders = [Pengampu(unit=Unit(code="A", name="Dinas A"), items=("C05", "C06"))]
    parts = [
        submission_of(instrument, {"C05": given("C05", "74"), "C06": given("C06", "80")}, file="a.xlsx"),
        submission_of(instrument, {"C05": given("C05", "75"), "C06": given("C06", "80")}, file="b.xlsx"),
    ]
    merged = merge_submissions(parts, instrument, holders, UNIT, "2024")
    assert merged.value is not None
    assert merged.value.answers["C05"].state is State.INVALID and merged.value.answers["C06"].value == 80
    told_ = {t.code: t for t in merged.temuan}
    assert told_["BUKU-054"].node == "C05" and "74 (a.xlsx), 75 (b.xlsx)" in dict(told_["BUKU-054"].values)["answers"]
    assert sum(t.code == "BUKU-055" for t in merged.temuan) == len(instrument.items) - 2


def test_a_register_with_unknown_items_is_refused(tmp_path: Path) -> None:
    path = register(tmp_path / "p.xlsx", (("A", "Dinas A", "B03; B99"),))
    code, text = quick("templat", GENERAL, "--pengampu", path, "--periode", "2024", "-o", tmp_path / "out")
    assert code == 1 and "BUKU-052" in text and "B99" in text and not (tmp_path / "out").exists()
    code, text = quick(
        "templat", GENERAL, "--pengampu", path, "--unit", path, "--periode", "2024", "-o", tmp_path / "out"
    )
    assert code == 2 and "salah satu" in text


def test_parts_of_another_period_or_instrument_are_not_taken(tmp_path: Path) -> None:
    folder = shared_out(tmp_path)
    fill(folder, {"B03": "3"})
    other = instrument_of(GENERAL).only(["B08"])
    written(folder / "lama.xlsx", other, {"B08": given("B08", "9")}, period="2023")
    written(folder / "tema.xlsx", instrument_of(THEMATIC), themes())
    target = tmp_path / "i.xlsx"
    merge = ("gabung", folder, "--pengampu", tmp_path / "p.xlsx", "--instansi", UNIT.name, "-o", target)
    assert quick(*merge)[0] == 2
    code, text = quick(*merge, "--periode", "2024", "--instrumen", GENERAL)
    assert code == 1 and "BUKU-013" in text
    assert read(target).answers["B08"].state is State.BLANK
