"""The installed catalogs, and what the loader says of broken ones.

The first half holds the catalogs to the published form: counts, weights, sources.
The second half breaks a copy, one small defect a test, and expects one code at one line.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from pydantic import create_model

import pmprb
from helpers.answers import instrument_of, whole
from helpers.catalogs import told
from helpers.quick_catalogs import remembered_document
from pmprb.catalog import load as load_module
from pmprb.catalog.item import Basis, ChoiceItem, Cited, RatioItem, ScaleItem
from pmprb.catalog.load import default_folder, instrument_ids, load, load_instrument
from pmprb.catalog.model import Instrument
from pmprb.catalog.text import read_document
from pmprb.engine.score import score_answers
from pmprb.temuan import BY_CODE, FilePos, Temuan

ZI, UNIT = "zi-2021", "pmprb-2020-unit"
INSTALLED = instrument_ids()


# The installed catalogs


@pytest.mark.parametrize("instrument_id", INSTALLED)
def test_catalog_loads_without_any_temuan(instrument_id: str) -> None:
    loaded = load_instrument(default_folder() / instrument_id)
    assert loaded.temuan == ()
    assert loaded.value is not None and loaded.value.id == instrument_id


def test_what_the_tests_remember_of_a_document_is_what_is_read() -> None:
    files = [path for path in sorted(default_folder().rglob("*.yaml")) if "nodes" not in path.parts]
    for text in [*(path.read_text(encoding="utf-8") for path in files[:20]), "a: [1, b]", "", "a: 1\na: 2", "a: ["]:
        wanted = read_document("x.yaml", text)
        for _ in range(2):
            found = remembered_document("x.yaml", text)
            assert found == wanted
            if found.value is not None and isinstance(found.value.data, list | dict):
                found.value.data.clear()  # what one does with it is not the others'


def test_both_instruments_are_installed() -> None:
    assert {ZI, UNIT} <= set(INSTALLED)


def test_zi_has_the_items_of_the_form() -> None:
    zi = instrument_of(ZI)
    under = {head: [i for i in zi.items if i.startswith(f"{head}.")] for head in ("A.I", "A.II", "B")}
    assert {head: len(items) for head, items in under.items()} == {"A.I": 87, "A.II": 23, "B": 3}
    assert len(zi.items) == 113
    assert Counter(node.level for node in zi.nodes.values()) == {
        "total": 1,
        "component": 2,
        "aspect": 2,
        "area": 14,
        "sub": 42,
    }
    assert _kinds(zi) == {"abc": 36, "abcd": 33, "ya-tidak": 17, "abcde": 17, "ratio": 8, "scale": 2}
    counts = [count for item in zi.items.values() if isinstance(item, RatioItem) for count in item.inputs]
    assert len(counts) == 22


def test_unit_has_the_items_it_was_rebuilt_with() -> None:
    unit = instrument_of(UNIT)
    assert len(unit.items) == 118
    assert Counter(node.level for node in unit.nodes.values())["area"] == 16
    assert _kinds(unit) == {"abcd": 60, "abc": 30, "ya-tidak": 13, "abcde": 7, "ratio": 8}


def _kinds(instrument: Instrument) -> Counter[str]:
    return Counter(i.answer_set if isinstance(i, ChoiceItem) else i.kind for i in instrument.items.values())


@pytest.mark.parametrize("instrument_id", [ZI, UNIT])
def test_scales_have_the_scores_of_the_form(instrument_id: str) -> None:
    scales = instrument_of(instrument_id).scales
    assert {name: [str(score) for score in scale.scores.values()] for name, scale in scales.items()} == {
        "ya-tidak": ["1", "0"],
        "abc": ["1", "1/2", "0"],
        "abcd": ["1", "67/100", "33/100", "0"],
        "abcde": ["1", "3/4", "1/2", "1/4", "0"],
    }


ZI_WEIGHTS = {
    "": "TOTAL 100, A 60, A.I 30, A.II 30, B 40, B.I 22.5, B.II 17.5",
    "A.I.": "1 4, 2 3.5, 3 5, 4 5, 5 7.5, 6 5",
    "A.II.": "1 4, 2 3.5, 3 5, 4 5, 5 7.5, 6 5",
    "A.I.1.": "i 0.5, ii 1, iii 1, iv 1.5",
    "A.I.2.": "i 1, ii 2, iii 0.5",
    "A.I.3.": "i 0.25, ii 0.5, iii 1.25, iv 2, v 0.75, vi 0.25",
    "A.I.4.": "i 2.5, ii 2.5",
    "A.I.5.": "i 1.5, ii 1.5, iii 1.5, iv 1.5, v 1.5",
    "A.I.6.": "i 1, ii 1, iii 1, iv 1, v 1",
    "A.II.1.": "i 2, ii 1, iii 1",
    "A.II.2.": "i 0.5, ii 1, iii 2",
    "A.II.3.": "i 1.5, ii 1.5, iii 2",
    "A.II.4.": "i 2, ii 1.5, iii 1.5",
    "A.II.5.": "i 2.5, ii 3, iii 2",
    "A.II.6.": "i 2.5, ii 2.5",
}
ZI_ITEMS = {
    "A.I.": "1 12, 2 9, 3 18, 4 11, 5 18, 6 19",
    "A.II.": "1 4, 2 6, 3 3, 4 3, 5 4, 6 3",
    "A.I.1.": "i 2, ii 3, iii 3, iv 4",
    "A.I.2.": "i 3, ii 4, iii 2",
    "A.I.3.": "i 3, ii 3, iii 6, iv 4, v 1, vi 1",
    "A.I.4.": "i 3, ii 8",
    "A.I.5.": "i 2, ii 4, iii 4, iv 3, v 5",
    "A.I.6.": "i 4, ii 6, iii 3, iv 3, v 3",
    "A.II.1.": "i 2, ii 1, iii 1",
    "A.II.2.": "i 1, ii 2, iii 3",
    "A.II.3.": "i 1, ii 1, iii 1",
    "A.II.4.": "i 1, ii 1, iii 1",
    "A.II.5.": "i 1, ii 1, iii 2",
    "A.II.6.": "i 2, ii 1",
}


def _table(rows: dict[str, str]) -> dict[str, Fraction]:
    pairs = ((head, part.split()) for head, parts in rows.items() for part in parts.split(", "))
    return {head + name: Fraction(figure) for head, (name, figure) in pairs}


def test_zi_has_the_weights_of_the_form_at_every_level() -> None:
    assert {node.id: node.weight for node in instrument_of(ZI).nodes.values()} == _table(ZI_WEIGHTS)


def test_zi_has_the_item_counts_of_the_form_in_every_area_and_sub() -> None:
    zi = instrument_of(ZI)
    found = {node.id: sum(len(n.items) for n in node.walk()) for node in zi.nodes.values()}
    assert {name: Fraction(found[name]) for name in _table(ZI_ITEMS)} == _table(ZI_ITEMS)


def test_zi_results_have_weights_of_their_own() -> None:
    zi = instrument_of(ZI)
    indexes = {i.id: (i.scale.min, i.scale.max) for i in zi.items.values() if isinstance(i, ScaleItem)}
    assert indexes == {"B.I.a": (0, 4), "B.II.a": (0, 4)}
    assert {name: str(zi.item_weight(name)) for name in ("B.I.a", "B.I.b", "B.II.a")} == {
        "B.I.a": "35/2",
        "B.I.b": "5",
        "B.II.a": "35/2",
    }
    assert zi.item_weight("A.I.1.ii.b") == Fraction(1, 3)


def test_unit_has_the_area_weights_that_make_36_30() -> None:
    unit = instrument_of(UNIT)
    expected = {
        "": "TOTAL 36.30, A 36.30, A.I 14.60, A.III 21.70",
        "A.I.": "1 2, 2 1, 3 2, 4 1, 5 1.4, 6 2.5, 7 2.2, 8 2.5",
        "A.III.": "1 3, 2 2, 3 1.5, 4 3.75, 5 2, 6 3.75, 7 1.95, 8 3.75",
    }
    found = {node.id: node.weight for node in unit.nodes.values() if node.level != "sub"}
    assert found == _table(expected)


RB_WEIGHTS = {
    "": "TOTAL 100, A 60, B 40",
    "A.": "I 5, II 5, III 6, IV 5, V 15, VI 6, VII 12, VIII 6",
    "B.": "I 20, II 10, III 10",
    "A.I.": "1 1, 2 1, 3 2, 4 1",
    "A.II.": "1 2.5, 2 2.5",
    "A.III.": "1 3, 2 3",
    "A.IV.": "1 1.5, 2 2, 3 1.5",
    "A.V.": "1 1, 2 2, 3 1, 4 6, 5 2, 6 1, 7 1, 8 1",
    "A.VI.": "1 2, 2 4",
    "A.VII.": "1 1.5, 2 1.5, 3 2, 4 1.5, 5 1.5, 6 2.5, 7 1.5",
    "A.VIII.": "1 1, 2 1, 3 1.5, 4 1.5, 5 1",
}
RB_ITEMS = {
    "A.I.": "1 3, 2 5, 3 7, 4 3",
    "A.II.": "1 2, 2 2",
    "A.III.": "1 9, 2 1",
    "A.IV.": "1 4, 2 4, 3 3",
    "A.V.": "1 5, 2 5, 3 6, 4 5, 5 7, 6 4, 7 3, 8 4",
    "A.VI.": "1 3, 2 5",
    "A.VII.": "1 5, 2 6, 3 5, 4 5, 5 5, 6 5, 7 4",
    "A.VIII.": "1 5, 2 5, 3 5, 4 3, 5 3",
    "B.": "I 2, II 2, III 1",
}


def test_rb_has_the_weights_and_item_counts_of_the_workbook() -> None:
    rb = instrument_of("rb-2014")
    assert {node.id: node.weight for node in rb.nodes.values()} == _table(RB_WEIGHTS)
    assert {node.id: len(node.items) for node in rb.nodes.values() if node.items} == _table(RB_ITEMS)
    results = {item.id: item for node in rb.nodes["B"].walk() for item in node.items}
    assert {name: str(item.weight) for name, item in results.items()} == {
        "B.I.1": "14",
        "B.I.2": "6",
        "B.II.1": "7",
        "B.II.2": "3",
        "B.III.1": "10",
    }
    bounds = {name: (i.scale.min, i.scale.max) for name, i in results.items() if isinstance(i, ScaleItem)}
    assert bounds == {"B.I.1": (0, 100), "B.I.2": (0, 5), "B.II.1": (0, 4), "B.III.1": (0, 4)}
    opinions = [option.score * 3 for option in rb.scales["opini-bpk"].options]
    assert opinions == [3, Fraction("2.5"), 2, Fraction("1.5"), 1, 0]


@pytest.mark.parametrize("instrument_id", INSTALLED)
def test_weights_sum_exactly_at_every_level(instrument_id: str) -> None:
    instrument = instrument_of(instrument_id)
    for node in instrument.nodes.values():
        if node.children:
            assert sum(child.weight for child in node.children) == node.weight, node.id
        assert sum(instrument.item_weight(i.id) for n in node.walk() for i in n.items) == node.weight, node.id
        assert node.weight > 0 or node.id in WEIGHTLESS, node.id


WEIGHTLESS = {"F02.g"}  # asked for information alone


GATES = {
    "WBK": "total 75, pengungkit 40, bersih 18.25, ipak 15.75, kinerja 2.5, prima 14",
    "WBBM": "total 85, pengungkit 48, bersih 19.5, ipak 15.75, kinerja 3.75, prima 15.75",
}
AREA_POINTS = {
    "WBK": "area-1 4.8, area-2 4.2, area-3 6, area-4 6, area-5 9, area-6 6",
    "WBBM": "area-1 6, area-2 5.25, area-3 7.5, area-4 7.5, area-5 11.25, area-6 7.5",
}


@pytest.mark.parametrize("target_id", ["WBK", "WBBM"])
def test_zi_gates_are_those_in_use(target_id: str) -> None:
    zi = instrument_of(ZI)
    gates = next(t for t in zi.gate_sets[0].targets if t.id == target_id).gates
    points = {g.id: g.minimum for g in gates if g.measure == "points"}
    areas = {g.id: g.minimum * zi.weight_of(g.of) for g in gates if g.measure == "share"}
    assert points == _table({"": GATES[target_id]})
    assert areas == _table({"": AREA_POINTS[target_id]})


def test_zi_minimum_of_the_clean_bureaucracy_is_the_sum_of_its_two_parts() -> None:
    for gate_set in instrument_of(ZI).gate_sets:
        for target in gate_set.targets:
            minimum = {gate.id: gate.minimum for gate in target.gates}
            assert minimum["bersih"] == minimum["ipak"] + minimum["kinerja"]


@pytest.mark.parametrize("instrument_id", INSTALLED)
def test_every_gate_can_be_met(instrument_id: str) -> None:
    instrument = instrument_of(instrument_id)
    for gate_set in instrument.gate_sets:
        for target in gate_set.targets:
            for gate in target.gates:
                most = instrument.weight_of(gate.of) if gate.measure == "points" else 1
                assert 0 < gate.minimum < most, (gate_set.id, target.id, gate.id)


def _cited(instrument: Instrument) -> Iterator[tuple[str, Cited]]:
    yield from instrument.nodes.items()
    yield from instrument.items.items()
    yield from ((answer_set.id, answer_set) for answer_set in instrument.answer_sets)
    for gate_set in instrument.gate_sets:
        yield gate_set.id, gate_set
        yield from ((f"{target.id} {gate.id}", gate) for target in gate_set.targets for gate in target.gates)
    if instrument.predicate:
        yield "predicate", instrument.predicate
    if instrument.units_rule:
        yield "units_rule", instrument.units_rule


@pytest.mark.parametrize("instrument_id", INSTALLED)
def test_every_figure_has_a_basis_and_a_citation_that_can_be_written_out(instrument_id: str) -> None:
    instrument = instrument_of(instrument_id)
    titles = {regulation.id for regulation in instrument.regulations}
    for name, cited in _cited(instrument):
        assert cited.basis in Basis and cited.references, name
        for reference in cited.references:
            assert reference.regulation in titles and reference.place.strip(), name
            assert reference.regulation not in instrument.citation(reference), name


@pytest.mark.parametrize("instrument_id", INSTALLED)
def test_every_item_has_its_words(instrument_id: str) -> None:
    for item in instrument_of(instrument_id).items.values():
        texts = [item.criterion, item.remedy, *item.evidence]
        if isinstance(item, ChoiceItem):
            texts += item.options.values()
        if isinstance(item, RatioItem):
            texts += [count.label for count in item.inputs]
        assert all(text.strip() == text and len(text) > 2 for text in texts), item.id


@pytest.mark.parametrize("instrument_id", [ZI, UNIT])
def test_criteria_and_remedies_are_not_the_same_words_twice(instrument_id: str) -> None:
    items = instrument_of(instrument_id).items.values()
    for texts in ([i.criterion for i in items], [i.remedy for i in items]):
        assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_nothing_in_the_rebuilt_instrument_is_presented_as_official() -> None:
    unit = instrument_of(UNIT)
    unsure = {Basis.REKONSTRUKSI, Basis.PRAKTIK}
    assert unit.basis is Basis.REKONSTRUKSI and unit.is_reconstructed
    assert [name for name, cited in _cited(unit) if cited.basis not in unsure] == []
    places = [*unit.nodes.values(), *unit.items.values()]
    assert [place.id for place in places if place.basis is not Basis.REKONSTRUKSI] == []
    rules = [item.zero for item in unit.items.values() if isinstance(item, RatioItem) and item.zero]
    assert rules and all(rule.basis in unsure for rule in rules)
    assert "REKONSTRUKSI" in unit.caution


def test_zi_says_that_its_gates_are_practice_and_which_has_one_source() -> None:
    decides = instrument_of(ZI).gate_sets[0]
    assert not instrument_of(ZI).is_reconstructed
    gates = {(t.id, g.id): g for t in decides.targets for g in t.gates}
    assert {g.basis for g in (decides, *gates.values())} == {Basis.PRAKTIK}
    assert [name for name, gate in gates.items() if gate.one_source] == [("WBBM", "bersih")]
    others = [gate for name, gate in gates.items() if name != ("WBBM", "bersih")]
    assert all({r.regulation for r in g.references} == {"lke-zi-2024", "praktik-aplikasi-zi"} for g in others)


def test_items_of_zi_cite_the_form_that_was_read() -> None:
    zi = instrument_of(ZI)
    for item in zi.items.values():
        assert [r.regulation for r in item.references] == ["lke-zi-2021", "permenpanrb-90-2021"], item.id
        assert item.references[0].place == item.id


@pytest.mark.parametrize("instrument_id", ["pmprb-2020-unit", "pmprb-2020-instansi"])
def test_no_part_of_pmprb_cites_an_attachment_nobody_read(instrument_id: str) -> None:
    instrument = instrument_of(instrument_id)
    parts: list[Cited] = [*instrument.nodes.values(), *instrument.items.values()]
    assert {part.basis for part in parts} <= {Basis.RINGKASAN, Basis.PRAKTIK, Basis.REKONSTRUKSI}
    assert not [part for part in parts if any(r.regulation == "permenpanrb-26-2020" for r in part.references)]
    if instrument.unit_level == "instansi":
        for name in ("TOTAL", "A", "A.I", "A.II", "A.III"):
            node = instrument.nodes[name]
            assert node.basis is Basis.RINGKASAN and "ringkasan" in node.note.lower(), name


@pytest.mark.parametrize("year", ["2023", "2024"])
def test_only_the_weights_of_kl_are_of_the_guide_that_was_read(year: str) -> None:
    bases = {}
    for variant in ("kabupaten", "provinsi", "kl"):
        instrument = instrument_of(f"rb-general-{year}@{variant}")
        bases[variant] = {instrument.nodes[name].basis for name in ("TOTAL", "A", "B", "C", "C.H", "C.S")}
    peraturan, praktik = {Basis.PERATURAN}, {Basis.PRAKTIK}
    assert bases == {"kabupaten": praktik, "provinsi": praktik, "kl": peraturan}


@pytest.mark.parametrize("instrument_id", INSTALLED)
def test_answers_reach_exactly_from_nothing_to_everything(instrument_id: str) -> None:
    instrument = instrument_of(instrument_id)
    for scale in instrument.answer_sets:
        scores = list(scale.scores.values())
        assert scores[0] == 1 and scores[-1] == LOWEST.get(scale.id, 0), scale.id
    for item in instrument.items.values():
        if isinstance(item, RatioItem):
            assert item.cap == 1, item.id
            rule = item.zero
            assert rule is None or {rule.both_zero, rule.denominator_zero} <= {None, Fraction(0), Fraction(1)}


LOWEST = {"tingkat": Fraction(1, 5)}  # levels 1 to 5: the index that is their weighted mean begins at 1


def test_no_instrument_is_named_in_the_program() -> None:
    """A new regulation is a new folder of data: code that knows an id would need changing."""
    names = {*INSTALLED, *(old for name in INSTALLED for old in instrument_of(name).supersedes)}
    sources = [p for p in Path(pmprb.__file__).parent.rglob("*.py") if "_criteria" not in p.parts]
    assert len(sources) > 15
    found = [(path.name, name) for path in sources for name in names if name in path.read_text(encoding="utf-8")]
    assert found == []


@pytest.fixture
def criteria(tmp_path: Path) -> Path:
    """A copy of all catalogs to break."""
    return Path(shutil.copytree(default_folder(), tmp_path / "criteria"))


# Broken copies


def change(path: Path, old: str, new: str) -> int:
    """Replace the first `old` in a file and return the line it stood on."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def line_of(path: Path, marker: str, nth: int = 1) -> int:
    """Return the line of the nth place a marker stands in a file."""
    lines = [n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1) if marker in text]
    return lines[nth - 1]


def placed(temuan: tuple[Temuan, ...]) -> list[tuple[str, str, int]]:
    """Return code, file and line of each temuan."""
    found = []
    for one in temuan:
        assert isinstance(one.at, FilePos)
        found.append((one.code, Path(one.at.file).name, one.at.line))
    return found


Break = Callable[[Path], tuple[str, int]]


def _in(file: str, old: str, new: str, at: str = "", nth: int = 1, row: int = 0) -> Break:
    """Break a file by one replacement; the temuan stands at the nth `at` (default: at the place, `row` lines on)."""

    def broken(catalog: Path) -> tuple[str, int]:
        line = change(catalog / file, old, new) + row
        return Path(file).name, line_of(catalog / file, at, nth) if at else line

    return broken


def _without(file: str) -> Break:
    def broken(catalog: Path) -> tuple[str, int]:
        (catalog / file).unlink()
        return Path(file).name, 0

    return broken


def _stray(catalog: Path) -> tuple[str, int]:
    """Hang a new file under a heading that does not exist."""
    text = (catalog / "nodes/A.II.4.yaml").read_text(encoding="utf-8")
    (catalog / "nodes/Z.yaml").write_text(
        text.replace("A.II.4", "Z.I.4").replace("parent: A.II", "# salah\nparent: A.IX"), encoding="utf-8"
    )
    return "Z.yaml", 2


def _plus(file: str, text: str, row: int = 0) -> Break:
    """Break a file by adding to its end; the temuan stands `row` lines into what was added."""

    def broken(catalog: Path) -> tuple[str, int]:
        before = (catalog / file).read_text(encoding="utf-8")
        (catalog / file).write_text(before + text, encoding="utf-8")
        return Path(file).name, before.count("\n") + 1 + row

    return broken


HEAD, SETS, LAYOUTS = "instrument.yaml", "answer_sets.yaml", "layouts.yaml"
A_I_1, A_II_1, A_II_5, B = (f"nodes/{name}.yaml" for name in ("A.I.1", "A.II.1", "A.II.5", "B"))
SOURCE = "basis: praktik\n  references: [{regulation: lke-zi-2021, place: x}]\n"
TWICE = (
    f'- id: ya-tidak\n  title: x\n  {SOURCE}  options: [{{label: "Ya", score: "1"}}, {{label: "Tidak", score: "0"}}]\n'
)
SAME_LABEL = TWICE.replace("ya-tidak", "ganda").replace("Tidak", "Ya")
LAYOUT = "- id: uji\n  title: Uji\n  sheets: [X]\n  columns: []\n"
VARIANT = f"variants:\n- id: uji\n  title: Uji\n  {SOURCE}"
GATE = "  item_gates:\n  - {item: A.I.1.i.a, parent: A.I.1.i.b, rule: "
BACK = "  - {item: A.I.1.i.b, parent: A.I.1.i.a, rule: zero_if_zero}\n"

BOUNDS = "bounds.yaml"
BOUND = '- id: uji\n  title: Uji\n  most: "9"\n  counts: [A.II.1.i.a.agen]\n  basis: praktik\n'

DEFECTS: dict[str, tuple[str, str, Break]] = {
    "yaml-unreadable": ("KAT-001", ZI, _plus(LAYOUTS, "- id: x\n   title: x\n", row=1)),
    "bound-of-nothing": ("KAT-009", ZI, _in(BOUNDS, "i.a.agen,", "i.a.agens,", at="- id: pegawai")),
    "bound-without-room": ("KAT-015", ZI, _in(BOUNDS, '"10000"', '"0"', at="- id: sasaran")),
    "bound-twice-for-a-count": ("KAT-060", ZI, _plus(BOUNDS, BOUND)),
    "bound-twice": ("KAT-004", ZI, _in(BOUNDS, "id: perubahan", "id: pegawai")),
    "bound-endless": ("KAT-002", ZI, _plus(BOUNDS, BOUND.replace('"9"', "1e999999999"), row=2)),
    "key-unknown": ("KAT-002", ZI, _plus(LAYOUTS, LAYOUT + "  titel: x\n", row=LAYOUT.count("\n"))),
    "key-missing": ("KAT-002", ZI, _plus(LAYOUTS, LAYOUT.replace("  sheets: [X]\n", ""))),
    "head-value-wrong": ("KAT-002", ZI, _in(HEAD, "valid_from: 2021", "valid_from: sejak lama")),
    "key-twice": ("KAT-003", ZI, _in(HEAD, "unit_level: unit", "unit_level: unit\nunit_level: unit", row=1)),
    "key-twice-in-item": ("KAT-003", ZI, _in(B, '        weight: "5"', '        kind: choice\n        weight: "5"')),
    "node-twice": ("KAT-004", ZI, _in(A_I_1, "id: A.I.1.ii\n", "id: A.I.1.i\n")),
    "item-twice": ("KAT-004", ZI, _in(A_I_1, "id: A.I.1.ii.c\n", "id: A.I.1.ii.b\n")),
    "item-named-like-node": ("KAT-004", ZI, _in(A_I_1, "id: A.I.1.ii.c\n", "id: A.I.1.ii\n")),
    "gate-twice": ("KAT-004", ZI, _in(HEAD, '{id: pengungkit, title: "Pengungkit"', '{id: total, title: "P"')),
    "target-twice": ("KAT-004", ZI, _in(HEAD, "- id: WBBM", "- id: WBK")),
    "gate-set-twice": ("KAT-004", ZI, _in(HEAD, "- id: per-aspek", "- id: gabungan")),
    "answer-set-twice": ("KAT-004", ZI, _plus(SETS, TWICE)),
    "regulation-twice": (
        "KAT-004",
        ZI,
        _plus("../regulations.yaml", "- {id: lke-zi-2024, title: x, about: x, year: 2024}\n"),
    ),
    "group-named-like-node": ("KAT-004", UNIT, _in(HEAD, "{id: area-3,", "{id: A.I.3,")),
    "variant-twice": (
        "KAT-004",
        ZI,
        _plus(HEAD, VARIANT + VARIANT.removeprefix("variants:\n"), row=VARIANT.count("\n")),
    ),
    "sub-weight": ("KAT-005", ZI, _in(A_I_1, 'weight: "1.5"', 'weight: "1.51"', at="- id: A.I.1")),
    "item-weight": ("KAT-005", ZI, _in(B, 'weight: "5"', 'weight: "5.01"', at="- id: B.I")),
    "third-rounded": ("KAT-005", UNIT, _in("nodes/A.I.6.yaml", '"5/6"', '"0.83"', at="- id: A.I.6")),
    "variant-weight": ("KAT-005", ZI, _plus(HEAD, VARIANT + "  weights: {A.I.1.iv: 1.51}\n", row=1)),
    "answer-set-unknown": (
        "KAT-006",
        ZI,
        _in(A_I_1, "answer_set: abcd\n", "answer_set: abdc\n", at="- id: A.I.1.iii.a"),
    ),
    "regulation-unknown": ("KAT-007", ZI, _in(B, "permenpanrb-90-2021", "permenpanrb-90-2012", at="- id: B.I")),
    "regulation-unknown-in-gate": (
        "KAT-007",
        ZI,
        _in(HEAD, '{regulation: lke-zi-2024, place: "rekap nilai minimal, area 3"}', "{regulation: lke, place: x}"),
    ),
    "band-gap": ("KAT-008", UNIT, _in(HEAD, 'above: "70", up_to: "80"', 'above: "71", up_to: "80"')),
    "band-overlap": (
        "KAT-008",
        UNIT,
        _in(HEAD, 'above: "60", up_to: "70"', 'above: "60", up_to: "72"', at="label: BB"),
    ),
    "band-short-of-100": ("KAT-008", UNIT, _in(HEAD, 'above: "90", up_to: "100"', 'above: "90", up_to: "99"')),
    "band-from-1": ("KAT-008", UNIT, _in(HEAD, 'above: "0", up_to: "30"', 'above: "1", up_to: "30"')),
    "gate-of-nothing": ("KAT-009", ZI, _in(HEAD, 'of: "B.I.b"', 'of: "B.I.c"')),
    "group-of-nothing": ("KAT-009", ZI, _in(HEAD, "nodes: [A.I.5, A.II.5]", "nodes: [A.I.5, A.II.7]")),
    "predicate-of-nothing": ("KAT-009", UNIT, _in(HEAD, "  of: TOTAL", "  of: JUMLAH")),
    "item-gate-of-nothing": (
        "KAT-009",
        ZI,
        _plus(HEAD, VARIANT + GATE.replace("i.b", "i.z") + "zero_if_zero}\n", row=VARIANT.count("\n") + 1),
    ),
    "variant-of-nothing": ("KAT-009", ZI, _plus(HEAD, VARIANT + "  weights: {A.I.1.x: 1}\n", row=1)),
    "count-twice": ("KAT-010", ZI, _in(A_II_5, "{id: proses,", "{id: harus,", at="- id: A.II.5.ii.a")),
    "count-unknown": (
        "KAT-010",
        ZI,
        _in(A_II_1, "numerator: [perubahan]", "numerator: [perubaan]", at="- id: A.II.1.i.a"),
    ),
    "parent-unknown": ("KAT-011", ZI, _stray),
    "options-short": (
        "KAT-012",
        ZI,
        _in(A_I_1, '              "Tidak": Tim kerja belum ada.\n', "", at="- id: A.I.1.i.a"),
    ),
    "scores-rising": (
        "KAT-012",
        ZI,
        _in(SETS, '{label: B, score: "0.5"}', '{label: B, score: "-0.5"}', at="- id: abc"),
    ),
    "score-above-1": (
        "KAT-012",
        ZI,
        _in(SETS, '{label: A, score: "1"}', '{label: A, score: "1.1"}', at="- id: abc"),
    ),
    "label-twice": ("KAT-012", ZI, _plus(SETS, SAME_LABEL)),
    "item-gate-without-answers": (
        "KAT-012",
        ZI,
        _plus(HEAD, VARIANT + GATE + "zero_if_answer}\n", row=VARIANT.count("\n") + 1),
    ),
    "weight-under-mean": (
        "KAT-013",
        ZI,
        _in(A_I_1, "kind: choice\n", 'kind: choice\n            weight: "0.25"\n', at="- id: A.I.1.i.a"),
    ),
    "mean-of-nodes": ("KAT-013", ZI, _in(A_I_1, "gather: sum", "gather: mean", at="- id: A.I.1")),
    "head-missing": ("KAT-014", ZI, _without(HEAD)),
    "scale-without-room": ("KAT-015", ZI, _in(B, 'max: "4"', 'max: "0"', at="- id: B.I.a")),
    "item-gate-for-nothing": (
        "KAT-009",
        ZI,
        _plus(HEAD, VARIANT + GATE.replace("i.a", "i.z") + "zero_if_zero}\n", row=VARIANT.count("\n") + 1),
    ),
    "item-gate-unknown-answer": (
        "KAT-012",
        ZI,
        _plus(HEAD, VARIANT + GATE + "zero_if_answer, answers: [C, D]}\n", row=VARIANT.count("\n") + 1),
    ),
    "item-gate-answer-of-a-number": (
        "KAT-012",
        ZI,
        _plus(
            HEAD,
            VARIANT + GATE.replace("A.I.1.i.b", "B.I.a") + 'zero_if_answer, answers: ["4"]}\n',
            row=VARIANT.count("\n") + 1,
        ),
    ),
    "item-gate-answer-for-a-factor": (
        "KAT-012",
        ZI,
        _plus(HEAD, VARIANT + GATE + "multiply, answers: [C]}\n", row=VARIANT.count("\n") + 1),
    ),
    "circle-of-a-variant-with-the-gates-of-all": (
        "KAT-017",
        ZI,
        _plus(HEAD, GATE.replace("  item", "item", 1) + "multiply}\n" + VARIANT + "  item_gates:\n" + BACK, row=3),
    ),
    "circle-in-variant": ("KAT-017", ZI, _plus(HEAD, VARIANT + GATE + "multiply}\n" + BACK, row=1)),
    "circle": ("KAT-017", ZI, _plus(HEAD, GATE.replace("  item", "item", 1) + "multiply}\n" + BACK, row=1)),
}


OWN = """
- id: pmprb
  title: Templat pmprb
  sheets: [LKE]
  identity_sheet: _meta
  columns: [{key: id, headers: [Kode Lama], required: true}, {key: answer, headers: [Isian], required: true}]
"""


def test_our_own_layout_is_the_program_s_whatever_an_old_catalog_lists(criteria: Path) -> None:
    now = load_instrument(criteria / ZI).value
    assert now is not None and now.layouts[0].id == "pmprb" and len(now.layouts) > 1
    path = criteria / ZI / LAYOUTS
    path.write_text(path.read_text(encoding="utf-8") + OWN, encoding="utf-8")
    old = load_instrument(criteria / ZI)
    assert old.temuan == () and old.value is not None
    assert (old.value.layouts, old.value.hash) == (now.layouts, now.hash)


def test_a_catalog_without_official_forms_needs_no_file_of_them(criteria: Path) -> None:
    whole = load_instrument(criteria / ZI).value
    (criteria / ZI / LAYOUTS).unlink()
    bare = load_instrument(criteria / ZI)
    assert bare.temuan == () and bare.value is not None and whole is not None
    assert bare.value.layouts == whole.layouts[:1] and bare.value.hash == whole.hash


@pytest.mark.parametrize(("code", "instrument_id", "break_it"), list(DEFECTS.values()), ids=list(DEFECTS))
def test_a_small_defect_is_told_once_at_its_line(
    criteria: Path, code: str, instrument_id: str, break_it: Break
) -> None:
    file, line = break_it(criteria / instrument_id)
    found = told(criteria, instrument_id)
    assert placed(found) == [(code, file, line)]


def test_an_empty_heading_is_told_at_its_line(criteria: Path) -> None:
    path = criteria / UNIT / "nodes" / "A.I.3.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("        items:")], encoding="utf-8")
    assert placed(told(criteria, UNIT)) == [("KAT-016", path.name, line_of(path, "- id: A.I.3.i"))]


def test_every_code_of_the_catalog_has_a_defect_here() -> None:
    tried = {code for code, _, _ in DEFECTS.values()} | {"KAT-016"}
    known = {code for code in BY_CODE if "KAT-000" < code < "KAT-020" or code == "KAT-060"}
    assert tried == known  # those of an import: its own test


@pytest.mark.parametrize(
    ("weight", "why"),
    [("22,5", "decimal comma"), ("1/0", "nothing divided"), ("dua", "a word"), ("[22.5]", "a list"), ("", "nothing")],
)
def test_a_weight_that_is_no_number_is_told_at_its_line(criteria: Path, weight: str, why: str) -> None:
    line = change(criteria / ZI / B, 'weight: "22.5"', f"weight: {weight}")
    assert ("KAT-002", "B.yaml", line) in placed(told(criteria, ZI)), why


def test_a_bound_that_is_no_number_is_told_at_its_own_line(criteria: Path) -> None:
    path = criteria / ZI / B
    line = change(path, 'scale: {min: "0", max: "4"}', 'scale:\n          min: "0"\n          max: empat') + 2
    found = [t for t in told(criteria, ZI) if t.code == "KAT-002"]
    assert placed(tuple(found)) == [("KAT-002", "B.yaml", line)]
    assert dict(found[0].values)["key"] == "items.0.scale.max"


@pytest.mark.parametrize("parent", ["", "parent: B.I\n", 'parent: ""\n'])
def test_nodes_that_never_reach_the_root_are_not_dropped_silently(criteria: Path, parent: str) -> None:
    change(criteria / ZI / B, "parent: B\n", parent)
    found = told(criteria, ZI)
    assert {t.node for t in found if t.code == "KAT-011"} == {"B.I", "B.II"}
    assert all(isinstance(t.at, FilePos) and t.at.file.endswith("B.yaml") for t in found if t.code == "KAT-011")


def test_a_heading_with_its_parents_id_is_told_and_does_not_hang_under_itself(criteria: Path) -> None:
    line = change(criteria / ZI / B, "id: B.I\n", "id: B\n")
    assert ("KAT-004", "B.yaml", line) in placed(told(criteria, ZI))


@pytest.mark.parametrize("text", ["", "- id: zi-2021\n", "zi-2021\n"])
def test_a_head_that_is_no_mapping_is_told(criteria: Path, text: str) -> None:
    (criteria / ZI / HEAD).write_text(text, encoding="utf-8")
    assert [(code, file) for code, file, _ in placed(told(criteria, ZI))] == [("KAT-002", HEAD)]


def test_several_defects_are_all_told_in_one_run(criteria: Path) -> None:
    zi = criteria / ZI
    regulations = criteria / "regulations.yaml"
    _plus(LAYOUTS, LAYOUT + "  title: Uji\n")(zi)
    change(zi / SETS, '{label: B, score: "0.67"}', '{label: B, score: "1.67"}')
    change(zi / A_I_1, 'weight: "1.5"', 'weight: "1.6"')
    change(zi / A_I_1, "answer_set: abcd\n", "answer_set: abdc\n")
    change(zi / B, 'max: "4"', 'max: "-4"')
    change(zi / A_II_1, "denominator: [agen]", "denominator: [agent]")
    change(zi / HEAD, 'of: "B.I.b"', 'of: "B.I.c"')
    change(regulations, "{id: permenpanrb-8-2026,", "{id: permenpanrb-8-2062,")
    _stray(zi)
    found = Counter(t.code for t in told(criteria, ZI))
    assert found == {
        "KAT-003": 1,
        "KAT-005": 1,
        "KAT-006": 1,
        "KAT-007": 1,  # the head cites the renamed regulation
        "KAT-009": 1,
        "KAT-010": 1,
        "KAT-011": 1,
        "KAT-012": 1,
        "KAT-015": 1,
    }


def test_a_mistake_in_the_head_does_not_hide_those_in_the_nodes(criteria: Path) -> None:
    head = change(criteria / ZI / HEAD, "valid_from: 2021", "valid_from: 2021\nvalid_form: 2021") + 1
    change(criteria / ZI / A_I_1, 'weight: "1.5"', 'weight: "1.6"')
    change(criteria / ZI / A_I_1, "answer_set: abcd\n", "answer_set: abdc\n")
    assert sorted(placed(told(criteria, ZI))) == [
        ("KAT-002", HEAD, head),
        ("KAT-005", "A.I.1.yaml", 3),
        ("KAT-006", "A.I.1.yaml", line_of(criteria / ZI / A_I_1, "- id: A.I.1.iii.a")),
    ]


def test_a_missing_root_does_not_hide_a_mistake_in_the_head(criteria: Path) -> None:
    change(criteria / ZI / "nodes/00-kerangka.yaml", "id: TOTAL", "id: SEMUA")
    line = change(criteria / ZI / HEAD, "valid_from: 2021", "valid_from: kapan")
    found = placed(told(criteria, ZI))
    assert [code for code, _, _ in found] == ["KAT-011", "KAT-002"]
    assert found[1] == ("KAT-002", HEAD, line)


def test_an_unknown_instrument_is_told_with_the_known_ones(criteria: Path) -> None:
    loaded = load("zi-1999", criteria)
    assert loaded.value is None
    assert [t.code for t in loaded.temuan] == ["KAT-014"]
    assert dict(loaded.temuan[0].values) == {"name": "zi-1999", "known": ", ".join(INSTALLED)}


def test_columns_point_at_the_value(criteria: Path) -> None:
    change(criteria / ZI / HEAD, "valid_from: 2021", "valid_from: kapan")
    at = told(criteria, ZI)[0].at
    assert isinstance(at, FilePos) and at.column == len("valid_from: ") + 1


# Variants


def test_a_variant_changes_weights_wherever_they_are_asked(criteria: Path) -> None:
    weights = "  weights: {A.I.1.i: 1, A.I.1.iii: 0.5}\n"
    _plus(HEAD, VARIANT + weights)(criteria / ZI)
    plain = load_instrument(criteria / ZI).value
    assert plain is not None and plain.nodes["A.I.1.i"].weight == Fraction(1, 2)
    varied = load(f"{ZI}@uji", criteria).value
    assert varied is not None
    assert (varied.id, varied.variant) == (f"{ZI}@uji", "uji")
    assert varied.nodes["A.I.1.i"].weight == varied.weight_of("A.I.1.i") == 1
    assert varied.item_weight("A.I.1.i.a") == Fraction(1, 2)
    assert varied.hash not in (plain.hash, "")
    best = score_answers(whole(varied, "terbaik"), varied).nodes
    assert {name: node.points for name, node in best.items()} == {n.id: n.weight for n in varied.nodes.values()}


def test_an_unknown_variant_is_told_with_the_known_ones(criteria: Path) -> None:
    _plus(HEAD, VARIANT)(criteria / ZI)
    loaded = load(f"{ZI}@lain", criteria)
    assert loaded.value is None and [t.code for t in loaded.temuan] == ["KAT-014"]
    assert dict(loaded.temuan[0].values)["known"] == f"{ZI}@uji"


def test_an_item_gate_beside_an_unknown_answer_set_is_no_stumble(criteria: Path) -> None:
    _plus(HEAD, VARIANT + GATE + "zero_if_answer, answers: [C]}\n")(criteria / ZI)
    change(criteria / ZI / A_I_1, "answer_set: abc\n", "answer_set: bca\n")
    assert [t.code for t in told(criteria, ZI)] == ["KAT-006"]


# Sources nobody read


READ = "{id: lke-zi-2021, title: Formulir LKE ZI 2021,"


def test_a_basis_that_claims_a_text_nobody_read_is_refused(criteria: Path) -> None:
    """KAT-070: "peraturan" cites only what was read; "formulir-resmi" at least one such thing."""
    head, node = criteria / "rb-general-2024/instrument.yaml", criteria / "rb-general-2024/nodes/00-kerangka.yaml"
    change(head, "    basis: ringkasan\n", "    basis: peraturan\n")
    change(node, "            basis: praktik\n", "            basis: peraturan\n")
    regulations = criteria / "regulations.yaml"
    found = [t for t in told(criteria, "rb-general-2024") if t.code == "KAT-070"]
    assert [dict(t.values)["names"] for t in found] == ["PermenPANRB 9/2023"]
    assert load_instrument(criteria / ZI).value is not None  # a form was read beside the unread regulation
    change(regulations, READ, READ + " read: ringkasan,")
    assert {t.code for t in told(criteria, ZI)} == {"KAT-070"}


def test_a_source_marked_unread_fails_whatever_cites_it_as_a_regulation(criteria: Path) -> None:
    regulations = criteria / "regulations.yaml"
    text = regulations.read_text(encoding="utf-8")
    regulations.write_text(
        text.replace("year: 2024, issuer: Kementerian PANRB, read: sebagian", "year: 2024, read: tidak")
    )
    found = Counter(t.code for t in told(criteria, "rb-general-2024"))
    assert set(found) == {"KAT-070"} and found["KAT-070"] > 20
    assert {t.code for t in told(criteria, "rb-tematik-2024")} == {"KAT-070"}


def test_a_variant_says_of_a_heading_only_on_what_it_rests(criteria: Path) -> None:
    head = criteria / "rb-general-2024/instrument.yaml"
    change(head, "      TOTAL: {basis: peraturan,", '      TOTAL: {good_from: "9", basis: peraturan,')
    assert [(t.code, dict(t.values)["key"]) for t in told(criteria, "rb-general-2024")] == [("KAT-002", "good_from")]


# The hash


def _hash(criteria: Path, instrument_id: str = ZI) -> str:
    loaded = load_instrument(criteria / instrument_id)
    assert loaded.value is not None, loaded.temuan
    return loaded.value.hash


def test_the_hash_is_of_the_regulations_that_are_cited(criteria: Path) -> None:
    """One added for another instrument, another order, what was read: worksheets made before stay current."""
    own, regulations = instrument_of(ZI).hash, criteria / "regulations.yaml"
    lines = regulations.read_text(encoding="utf-8").splitlines()
    lines[4:] = lines[:3:-1]
    lines.append("- {id: permen-baru, title: Permen Baru, about: hal lain, year: 2031}")
    regulations.write_text(
        "\n".join(lines).replace("Yang dibaca buku", "Buku").replace("read: tidak", "read: ringkasan")
    )
    assert _hash(criteria) == own
    change(regulations, "Formulir LKE ZI 2021,", "Formulir LKE ZI 2020,")
    assert _hash(criteria) != own


def test_an_earlier_edition_that_scores_alike_is_named(criteria: Path) -> None:
    """`scores_as` holds for every variant, and is no part of the hash itself."""
    head, own = criteria / "rb-2014/instrument.yaml", instrument_of("rb-2014")
    assert own.scores_like(own.hash) and not own.scores_like("0" * 64)
    change(head, "scores_as: [", f"scores_as: [{'ab' * 32}, ")
    loaded = load_instrument(criteria / "rb-2014").value
    plain = load_instrument(default_folder() / "rb-2014").value
    assert loaded is not None and plain is not None and loaded.hash == plain.hash
    for variant in loaded.variants:
        chosen = loaded.in_variant(variant.id)
        assert len(chosen.scores_as) == len(plain.scores_as) + 1 and not chosen.scores_like("ab" * 32)
        assert all(chosen.scores_like(earlier) for earlier in (*chosen.scores_as, chosen.hash))


def test_a_field_with_a_default_that_the_program_gains_moves_no_hash(
    criteria: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hash is of what the files say: worksheets handed out outlive a program that knows more keys."""
    own = {name: _hash(criteria, name) for name in (ZI, "akip-2021")}
    for name in ("Instrument", "Node", "Regulation", "AnswerSet"):
        kind = create_model(name, __base__=getattr(load_module, name), gained=(str, "as ever"))
        monkeypatch.setattr(load_module, name, kind)
    for name, before in own.items():
        later = load_instrument(criteria / name).value
        assert later is not None and {later.model_dump()["gained"], later.root.model_dump()["gained"]} == {"as ever"}
        assert later.hash == before


def test_the_hash_is_of_the_content_and_not_of_its_place_or_formatting(criteria: Path) -> None:
    own = instrument_of(ZI).hash
    assert re.fullmatch(r"[0-9a-f]{64}", own) and own != instrument_of(UNIT).hash
    assert _hash(criteria) == own
    moved = criteria.rename(criteria.parent / "_criteria")
    assert _hash(moved) == own
    (moved / ZI).rename(moved / "zi")
    assert _hash(moved, "zi") == own
    change(moved / "zi" / B, "    level: area\n", "    # sebuah komentar\n    level:   'area'\n\n")
    assert _hash(moved, "zi") == own
    _plus(LAYOUTS, LAYOUT)(moved / "zi")
    assert _hash(moved, "zi") == own


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (f"{ZI}/{HEAD}", 'minimum: "75"', 'minimum: "74"'),
        (f"{ZI}/{SETS}", 'score: "0.67"', 'score: "0.66"'),
        (f"{ZI}/{B}", "remedy: Kejar", "remedy: Capai"),
        ("regulations.yaml", "year: 2021", "year: 2022"),
    ],
)
def test_the_hash_changes_with_the_content(criteria: Path, file: str, old: str, new: str) -> None:
    change(criteria / file, old, new)
    assert _hash(criteria) != instrument_of(ZI).hash
