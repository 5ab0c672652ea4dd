"""`pmprb kriteria impor`: a catalog from a workbook the user holds, with all that could not be decided told."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.cli import quick
from helpers.examples import examples
from helpers.forms import CODES, COLUMNS, MARKERS, catalog, changed, form, imported, scored, told, without
from helpers.official import Year, form_2014, form_2021
from helpers.sheets import answers, edit, instrument, write
from pmprb.catalog.compare import Aspect, Difference, compare
from pmprb.catalog.item import Basis, ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.load import default_folder, instrument_ids, load, load_instrument
from pmprb.catalog.model import Instrument, Node
from pmprb.catalog.text import read_document
from pmprb.catalog.write import catalog_files, with_regulation
from pmprb.engine.answers import Answer, State
from pmprb.temuan import BY_CODE, Severity, Temuan, has_errors
from pmprb.workbook.book import Book, Sheet, open_book
from pmprb.worksheet.cells import lettered, yes_no
from pmprb.worksheet.intake.take import own_regulation, take_instrument
from pmprb.worksheet.outline import Outline

ZI, RB = "zi-2021", "rb-2014"
NOT_IN_A_SHEET = {Aspect.EVIDENCE, Aspect.REMEDY, Aspect.NOTE, Aspect.REFERENCE}
NOT_IN_A_SHEET |= {Aspect.GATE, Aspect.PREDICATE, Aspect.INDEX, Aspect.VARIANT}
OF_THE_FORM = {Aspect.NODE, Aspect.ITEM, Aspect.PARENT, Aspect.ORDER, Aspect.LEVEL, Aspect.WEIGHT, Aspect.GATHER}
OF_THE_FORM |= {Aspect.KIND, Aspect.SCALE, Aspect.SCORE}


def lasting(a: Instrument, b: Instrument) -> list[Difference]:
    """Return the differences of what our own template holds; the warning and what it replaces aside."""
    apart = {(Aspect.HEAD, "caution"), (Aspect.HEAD, "supersedes")}
    return [d for d in compare(a, b) if d.aspect not in NOT_IN_A_SHEET and (d.aspect, d.part) not in apart]


def of_the_form(a: Instrument, b: Instrument) -> list[Difference]:
    """Return the differences of what any form shows, its own wording aside."""
    return [d for d in compare(a, b) if d.aspect in OF_THE_FORM]


def grave(temuan: tuple[Temuan, ...]) -> list[tuple[str, str, str]]:
    """Return code, cell and node of what is a KESALAHAN."""
    return told(tuple(t for t in temuan if t.severity is Severity.KESALAHAN))


def lke(tmp_path: Path, text: str, *changes: tuple[str, str]) -> tuple[Path, Path]:
    """Write a form, changed, and return its path and the folder its catalog goes to."""
    return form(tmp_path / "LKE Kota.xlsx", changed(text, *changes)), tmp_path / "kriteria" / "kota"


# --- our own template --------------------------------------------------------------------------


def every_variant() -> list[str]:
    """Every installed instrument, and each of its variants."""
    found = []
    for name in instrument_ids():
        loaded = load_instrument(default_folder() / name).value
        assert loaded is not None
        found += [name, *(f"{name}@{variant.id}" for variant in loaded.variants)]
    return found


EVERY = every_variant()
BLANK_TOO = [(name, filled) for name in EVERY for filled in (True, False) if filled or "@" not in name]
"""A variant has other weights and rows, which its filled sheet has as well; blank sheets differ by instrument."""


@pytest.mark.parametrize(("name", "filled"), BLANK_TOO)
def test_our_own_template_comes_back_exactly(tmp_path: Path, name: str, filled: bool) -> None:
    original = load(name).value
    assert original is not None
    path = write(tmp_path / "templat.xlsx", original, answers(original, name) if filled else {})
    done = imported(path, tmp_path / "k" / "punya-sendiri")
    assert done.value is not None
    assert told(done.temuan) == [("KAT-026", "", "")]
    assert not done.value.checked.temuan
    again = catalog(tmp_path / "k" / "punya-sendiri")
    differences = lasting(original, again)
    assert [d for d in differences if d.aspect is not Aspect.BASIS] == []
    assert {(d.before, d.after) for d in differences} <= {("peraturan", "formulir-resmi")}, "no surer than a form"
    assert (again.id, again.title) == ("punya-sendiri", original.title)


def test_weights_whose_decimals_do_not_end_come_back_exactly_unless_they_were_changed(tmp_path: Path) -> None:
    original = instrument(ZI)
    parts = {"A.I.1.i": Fraction(1500, 3001), "A.I.1.ii": Fraction(3, 2) - Fraction(1500, 3001)}

    def weighed(node: Node) -> Node:
        children = tuple(weighed(child) for child in node.children)
        return node.model_copy(update={"children": children, "weight": parts.get(node.id, node.weight)})

    fields = {name: getattr(original, name) for name in Instrument.model_fields}
    odd = Instrument(**fields | {"root": weighed(original.root)})
    path = write(tmp_path / "x.xlsx", odd, {})
    done = imported(path, tmp_path / "k" / "x")
    assert done.value is not None and not done.value.checked.temuan
    assert {name: done.value.instrument.nodes[name].weight for name in parts} == parts

    def change(sheet: Any) -> None:
        sheet.cell("A.I.1.i", "Bobot").value, sheet.cell("A.I.1.ii", "Bobot").value = 0.5, 1

    again = imported(edit(path, change), tmp_path / "k" / "y")
    assert again.value is not None
    assert [again.value.instrument.nodes[name].weight for name in parts] == [Fraction(1, 2), 1]


def test_a_reconstruction_stays_one_and_its_warning_does_not_grow(tmp_path: Path) -> None:
    original = instrument("pmprb-2020-unit")
    once = imported(write(tmp_path / "a.xlsx", original, {}), tmp_path / "a").value
    assert once is not None
    twice = imported(write(tmp_path / "b.xlsx", once.instrument, {}), tmp_path / "b").value
    assert twice is not None
    for found, file in ((once.instrument, "a.xlsx"), (twice.instrument, "b.xlsx")):
        assert found.basis is Basis.REKONSTRUKSI and found.is_reconstructed
        assert found.caution.startswith(original.caution)
        assert found.caution.count("dibuat otomatis") == 1 and file in found.caution


def test_a_template_without_its_hidden_texts_tells_what_is_not_visible(tmp_path: Path) -> None:
    original = instrument(ZI)

    def blank(sheet: Any) -> None:
        column = sheet.columns["katalog"]
        for row in range(sheet.head, sheet.sheet.max_row + 1):
            sheet.sheet.cell(row, column).value = None

    path = edit(write(tmp_path / "x.xlsx", original, {}), blank)
    done = imported(path, tmp_path / "k" / "zi")
    assert done.value is not None and not done.value.checked.temuan
    assert of_the_form(original, catalog(tmp_path / "k" / "zi")) == []
    ratios = {i.id for i in original.items.values() if isinstance(i, RatioItem)}
    assert {t.node for t in done.temuan if t.code == "KAT-020"} == ratios
    assert {t.code for t in done.temuan} == {"KAT-020", "KAT-026", "KAT-029"}


@pytest.mark.parametrize("spoiled", ["{", "[1]", '{"kind":"choice","scale":{"id":5}}', "x" * 100, '{"kind":"ratio"}'])
def test_a_spoiled_hidden_text_never_decides(tmp_path: Path, spoiled: str) -> None:
    original = instrument(ZI)

    def spoil(sheet: Any) -> None:
        for code in ("TOTAL", "A.I.1.i", "A.I.1.i.b", "A.II.1.i.a", "B.I.a"):
            sheet.cell(code, "katalog").value = spoiled

    done = imported(edit(write(tmp_path / "x.xlsx", original, {}), spoil), tmp_path / "k" / "zi")
    assert done.value is not None and not done.value.checked.temuan
    assert of_the_form(original, catalog(tmp_path / "k" / "zi")) == []
    assert {t.node for t in done.temuan if t.code == "KAT-020"} == {"A.II.1.i.a"}


def test_what_was_changed_in_the_visible_cells_of_a_template_counts(tmp_path: Path) -> None:
    original = instrument(ZI)

    def change(sheet: Any) -> None:
        sheet.cell("A.I.1.i", "Bobot").value = 0.25
        sheet.cell("A.I.1.i.b", "Pilihan").value = "A/B/C/D"
        sheet.cell("A.I.1.i.b", "Penjelasan").value = "A: satu\nB: dua\nC: tiga\nD: empat"
        sheet.cell("B.I.a", "Pilihan").value = "0-5"
        sheet.cell("A.II.1.i.a.agen", "Kriteria").value = "Jumlah agen baru"

    path = edit(write(tmp_path / "x.xlsx", original, {}), change)
    done = imported(path, tmp_path / "k" / "zi")
    assert done.value is not None
    found = {(d.aspect.value, d.id, d.after) for d in of_the_form(original, done.value.instrument)}
    assert found == {
        ("weight", "A.I.1.i", "0.25"),
        ("scale", "A.I.1.i.b", "A/B/C/D"),
        ("scale", "B.I.a", "min 0; max 5"),
    }
    item = done.value.instrument.items["A.I.1.i.b"]
    assert isinstance(item, ChoiceItem) and item.options["D"] == "empat"
    ratio = done.value.instrument.items["A.II.1.i.a"]
    assert isinstance(ratio, RatioItem) and ratio.inputs[0].label == "Jumlah agen baru"
    assert grave(done.temuan) == [("KAT-022", "C8", "A.I.1")]
    assert [t.code for t in done.value.checked.temuan] == ["KAT-005"]


# --- official forms ----------------------------------------------------------------------------


def explained_2021(path: Path, original: Instrument, given_: dict[str, Answer]) -> Path:
    """Write the 2021 form with its column Penjelasan filled."""
    form_2021(path, original, given_)
    book = openpyxl.load_workbook(path)
    sheet = book["LKE ZI"]
    texts = {i.criterion: i for i in original.items.values() if isinstance(i, ChoiceItem)}
    for row in range(4, sheet.max_row + 1):
        item = texts.get(str(sheet.cell(row, 7).value))
        if item and item.answer_set == "ya-tidak":
            sheet.cell(row, 9).value = f"Ya, apabila {item.options['Ya']}"
        elif item:
            sheet.cell(row, 9).value = "\n".join(f"{label.lower()}. {text}" for label, text in item.options.items())
    book.save(path)
    return path


def test_the_2021_form_gives_the_installed_hierarchy_weights_and_scales(tmp_path: Path) -> None:
    original = instrument(ZI)
    path = explained_2021(tmp_path / "LKE ZI.xlsx", original, {})
    done = imported(path, tmp_path / "k" / "zi-form")
    assert done.value is not None and not done.value.checked.temuan
    assert grave(done.temuan) == []
    again = catalog(tmp_path / "k" / "zi-form")
    assert of_the_form(original, again) == []
    for name, item in original.items.items():
        found = again.items[name]
        assert found.criterion == item.criterion
        if isinstance(item, ChoiceItem) and isinstance(found, ChoiceItem) and item.answer_set != "ya-tidak":
            assert found.options == item.options
        if isinstance(item, RatioItem) and isinstance(found, RatioItem):
            labels = [count.label for count in found.inputs]
            assert labels[-len(item.inputs) :] == [count.label for count in item.inputs]
            assert found.formula == item.formula


def test_a_filled_2021_form_scores_the_same_with_the_catalog_made_from_it(tmp_path: Path) -> None:
    original = instrument(ZI)
    path = explained_2021(tmp_path / "LKE ZI.xlsx", original, answers(original, "impor", blank=0.1))
    assert imported(path, tmp_path / "k" / "zi-form").value is not None
    own, official = scored(path, tmp_path / "k"), scored(path, default_folder())
    assert (own["instrument"], official["instrument"]) == ("zi-form", ZI)
    assert {k: n["points"] for k, n in own["nodes"].items()} == {k: n["points"] for k, n in official["nodes"].items()}
    assert float(own["total"]) > 0


def test_the_2014_form_with_two_years_gives_the_installed_hierarchy_and_scores(tmp_path: Path) -> None:
    original = instrument(RB)
    filled = answers(original, "impor", blank=0.0)
    filled["B.II.2"] = Answer(item="B.II.2", state=State.GIVEN, choice="Wajar Tanpa Pengecualian")
    typed = {"B.II.2": "WTP"}  # as the form's own list names it
    year = (Year(filled, "tanpa-gerbang", y, typed) for y in (2015, 2014))
    path = form_2014(tmp_path / "LKE RB.xlsx", original, *year)
    done = imported(path, tmp_path / "k" / "rb-form")
    assert done.value is not None and not done.value.checked.temuan
    assert grave(done.temuan) == []
    again = catalog(tmp_path / "k" / "rb-form")
    assert [(d.aspect.value, d.id) for d in of_the_form(original, again)] == [("scale", "B.II.2")]
    assert {t.node for t in done.temuan if t.code == "KAT-023"} == {"A", "B"}
    assert again.unit_level == "instansi" and again.valid_from == 2014
    own, official = scored(path, tmp_path / "k"), scored_as(path, f"{RB}@tanpa-gerbang")
    assert own["instrument"] == "rb-form" and own["total"] == official["total"]
    assert "BUKU-028" not in {t["code"] for t in own["temuan"]}, "the other year's block is known"


def scored_as(path: Path, name: str) -> dict[str, Any]:
    _, text = quick("nilai", path, "--instrumen", name, "--json")
    return json.loads(text)


def test_the_real_2014_form_hides_its_weights_in_a_column_without_a_header(tmp_path: Path) -> None:
    original = instrument(RB)
    year = Year({}, "tanpa-gerbang", 2015), Year({}, "tanpa-gerbang", 2014)
    path = form_2014(tmp_path / "LKE RB.xlsx", original, *year)
    book = openpyxl.load_workbook(path)
    book.active["G6"] = book.active["S6"] = None
    book.save(path)
    done = imported(path, tmp_path / "k" / "rb-form")
    assert done.value is not None and not done.value.checked.temuan
    assert [d.id for d in of_the_form(original, done.value.instrument)] == ["B.II.2"]


# --- forms of another instansi -----------------------------------------------------------------

TREE = {
    "TOTAL": ("total", "100", "sum"),
    "A": ("component", "60", "sum"),
    "A.I": ("area", "60", "sum"),
    "A.I.1": ("sub", "20", "mean"),
    "A.I.2": ("sub", "40", "mean"),
    "B": ("component", "40", "sum"),
    "B.I": ("area", "40", "sum"),
}


@pytest.mark.parametrize(
    ("text", "rows", "total"),
    [(COLUMNS, "hierarchy", "69.1"), (CODES, "outline", "75"), (MARKERS, "outline", "55")],
    ids=["kolom", "kode", "penanda"],
)
def test_a_form_of_another_instansi_is_taken_and_scores(tmp_path: Path, text: str, rows: str, total: str) -> None:
    path, folder = lke(tmp_path, text)
    done = imported(path, folder)
    assert done.value is not None and not done.value.checked.temuan
    assert grave(done.temuan) == []
    found = catalog(folder)
    assert {n.id: (n.level, str(n.weight), n.gather) for n in found.nodes.values()} == TREE | (
        {} if text is COLUMNS else {"B.I": ("area", "40", "sum")}
    )
    assert [(layout.id, layout.rows) for layout in found.layouts] == [("pmprb", "id"), ("lembar-sendiri", rows)]
    score = scored(path, folder.parent)
    assert (score["instrument"], score["layout"], score["total"]) == ("kota", "lembar-sendiri", total)
    assert [t for t in score["temuan"] if t["severity"] != "CATATAN"] == []
    assert score["blank"] == "nol" and score["answered"] == score["asked"] == len(found.items)


def test_what_stands_in_the_form_goes_into_the_catalog(tmp_path: Path) -> None:
    path, folder = lke(tmp_path, COLUMNS)
    done = imported(path, folder)
    found = catalog(folder)
    assert found.title == "LEMBAR KERJA EVALUASI KOTA CONTOH 2024" and found.valid_from == 2024
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    assert found.references[0].place == f"LKE Kota.xlsx, SHA-256 {sha}"
    assert [regulation.id for regulation in found.regulations] == ["berkas-sendiri"]
    parts = [*found.nodes.values(), *found.items.values(), *found.answer_sets]
    assert {part.basis for part in parts} == {Basis.FORMULIR_RESMI}
    assert {reference.regulation for part in parts for reference in part.references} == {"berkas-sendiri"}
    assert found.items["A.I.1.b"].references[0].place == "LKE Kota!D8"
    first, second, index = (found.items[name] for name in ("A.I.1.a", "A.I.2.a", "B.I.a"))
    assert isinstance(first, ChoiceItem) and isinstance(second, ChoiceItem) and isinstance(index, ScaleItem)
    assert first.options["Ya"] == "apabila tim ditetapkan dengan SK" and first.criterion == "Tim sudah dibentuk"
    assert second.options == {"A": "Semua", "B": "Banyak", "C": "Sedikit", "D": "Belum"}
    assert second.remedy == "Penuhi pilihan A: Semua" and second.evidence == ("Belum diisi dalam berkas.",)
    assert (index.scale.min, index.scale.max, index.weight) == (0, 4, 30)
    ratio = found.items["A.I.2.b"]
    assert isinstance(ratio, RatioItem)
    assert [c.label for c in ratio.inputs] == ["Jumlah agen perubahan", "Jumlah perubahan yang dibuat"]
    assert (ratio.formula, ratio.numerator, ratio.denominator) == ("share", ("dibuat",), ("agen",))
    assert [t.node for t in done.temuan if t.code == "KAT-020"] == ["A.I.2.b"]
    assert [(g.title, g.nodes) for g in found.groups] == [
        ("MANAJEMEN PERUBAHAN", ("A.I",)),
        ("PELAYANAN PUBLIK", ("B.I",)),
    ]


def test_answers_notes_and_names_of_a_filled_form_stay_out_of_the_catalog(tmp_path: Path) -> None:
    secret = ("Jawaban | Nilai | Catatan", "Jawaban | Nilai | Catatan")
    path, folder = lke(
        tmp_path, COLUMNS, secret, ("Dinas Pangan", "Dinas Rahasia"), ("| B | | |", "| B | 9.87 | Rahasia |")
    )
    assert imported(path, folder).value is not None
    texts = "".join(file.read_text(encoding="utf-8") for file in folder.rglob("*.yaml"))
    assert "Rahasia" not in texts and "9.87" not in texts


def test_our_template_made_from_the_new_catalog_is_read_with_it(tmp_path: Path) -> None:
    path, folder = lke(tmp_path, COLUMNS)
    assert imported(path, folder).value is not None
    found = catalog(folder)
    filled = write(tmp_path / "templat.xlsx", found, answers(found, "templat", blank=0.0))
    score = scored(filled, folder.parent)
    assert (score["layout"], score["answered"]) == ("pmprb", 6)
    assert [t for t in score["temuan"] if t["severity"] == "KESALAHAN"] == []


# --- weights -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        (("Tim Kerja | | 20", "Tim Kerja (25) | | 20"),),
        (("Tim Kerja | | 20", "Tim Kerja (25) 20.0 | | "),),
        (("Tim Kerja | | 20", "Tim Kerja | (25) | 20"),),
        (("Tim Kerja | | 20", "Tim Kerja | | (25) 20"),),
        (("Tim Kerja | | 20", "Tim Kerja (25) | | 20"), ("Rencana Kerja | | 40", "Rencana Kerja (7,5) | | 40")),
    ],
    ids=["judul", "judul-dan-bobot", "sel-sebelah", "sel-bobot", "dua-judul"],
)
def test_a_number_in_brackets_is_never_the_weight(tmp_path: Path, changes: tuple[tuple[str, str], ...]) -> None:
    path, folder = lke(tmp_path, COLUMNS, *changes)
    done = imported(path, folder)
    assert done.value is not None and not done.value.checked.temuan
    found = catalog(folder)
    assert (found.nodes["A.I.1"].weight, found.nodes["A.I.1"].title) == (20, "Tim Kerja")
    first = next(t for t in done.temuan if t.code == "KAT-027")
    assert (first.node, dict(first.values)) == ("A.I.1", {"seen": "25", "taken": "20"})
    assert len([t for t in done.temuan if t.code == "KAT-027"]) == len(changes)
    assert scored(path, folder.parent)["total"] == "69.1"


def test_a_bracketed_number_that_excel_made_negative_is_never_the_weight(tmp_path: Path) -> None:
    path, folder = lke(tmp_path, COLUMNS)
    book = openpyxl.load_workbook(path)
    book.active["F6"] = -25
    book.save(path)
    done = imported(path, folder)
    assert done.value is not None and not done.value.checked.temuan
    assert catalog(folder).nodes["A.I.1"].weight == 20, "what is left of 60 beside 40"
    said = {t.code: dict(t.values) for t in done.temuan if t.node == "A.I.1"}
    assert said == {"KAT-023": {"weight": "20"}, "KAT-027": {"seen": "25", "taken": "20"}}


def test_without_a_column_of_weights_those_behind_the_titles_count(tmp_path: Path) -> None:
    text = "\n".join(line for line in MARKERS.splitlines() if line)
    rows = [line.split("|") for line in text.splitlines()]
    for row in rows[1:]:
        weight = row[3].strip()
        row[2] = f" {row[2].strip()} (2,5) {weight}.00 " if weight else row[2]
    text = "\n".join("|".join((*row[:3], *row[4:])) for row in rows)
    path = form(tmp_path / "LKE.xlsx", text.replace("PELAYANAN PUBLIK (2,5) 40.00", "PELAYANAN PUBLIK (40)"))
    done = imported(path, tmp_path / "k" / "kota")
    assert done.value is not None
    found = done.value.instrument
    assert {n.id: (n.level, str(n.weight), n.gather) for n in found.nodes.values()} == TREE | {
        "B.I": ("area", "40", "mean")
    }
    assert found.nodes["B.I"].title == "PELAYANAN PUBLIK"
    assert ("KAT-023", "B.I") in {(t.code, t.node) for t in done.temuan}, "taken from B, not from the brackets"
    assert [t for t in scored(path, tmp_path / "k")["temuan"] if t["code"] == "BUKU-024"] == []


@pytest.mark.parametrize("typed", ["2,5", "2.5", "2,50 %"])
def test_weights_typed_as_text_with_a_decimal_comma_are_exact(tmp_path: Path, typed: str) -> None:
    path, folder = lke(
        tmp_path, COLUMNS, ("| 20 |", f"| {typed} |"), ("Rencana Kerja | | 40", "Rencana Kerja | | 57,5")
    )
    done = imported(path, folder)
    assert done.value is not None and not done.value.checked.temuan
    assert catalog(folder).nodes["A.I.1"].weight == Fraction(5, 2)


def test_weights_of_formulas_are_the_numbers_they_stand_for(tmp_path: Path) -> None:
    path, folder = lke(tmp_path, COLUMNS)
    book = openpyxl.load_workbook(path)
    book.active["F6"], book.active["F9"] = 0.1 + 0.2, 60 - 0.3
    book.active["F4"], book.active["F5"] = 60.00000000000001, 59.99999999999999
    book.save(path)
    done = imported(path, folder)
    assert done.value is not None and not done.value.checked.temuan
    assert [catalog(folder).nodes[n].weight for n in ("A", "A.I", "A.I.1", "A.I.2")] == [
        60,
        60,
        Fraction("0.3"),
        Fraction("59.7"),
    ]


def test_thirds_are_thirds(tmp_path: Path) -> None:
    path, folder = lke(tmp_path, COLUMNS, ("Rencana Kerja | | 40", "Rencana Kerja | | 20"))
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet["F4"], sheet["F5"], sheet["F6"], sheet["F9"], sheet["F14"], sheet["F15"] = 1, 1, 1 / 3, 2 / 3, 99, 99
    sheet["F16"], sheet["F17"] = 98 + 7 / 12, 5 / 12
    book.save(path)
    done = imported(path, folder)
    assert done.value is not None and grave(done.temuan) == []
    found = catalog(folder)
    assert (found.nodes["A.I.1"].weight, found.items["B.I.b"].weight) == (Fraction(1, 3), Fraction(5, 12))


def test_weights_that_follow_from_others_are_reckoned_and_told(tmp_path: Path) -> None:
    path, folder = lke(
        tmp_path,
        COLUMNS,
        ("PENGUNGKIT | | | | 60", "PENGUNGKIT | | | | "),
        ("Rencana Kerja | | 40", "Rencana Kerja | | "),
    )
    done = imported(path, folder)
    assert done.value is not None and not done.value.checked.temuan
    found = catalog(folder)
    assert (found.nodes["A"].weight, found.nodes["A.I.2"].weight) == (60, 40)
    reckoned = {t.node: dict(t.values)["weight"] for t in done.temuan if t.code == "KAT-023"}
    assert reckoned == {"A": "60", "A.I.2": "40"}
    assert "dihitung" in found.nodes["A"].note and not found.nodes["B"].note


# --- what people leave in their sheets ---------------------------------------------------------


def test_merged_headings_and_spacer_rows_change_nothing(tmp_path: Path) -> None:
    spaced = COLUMNS.replace("| | | 2. |", "| | | | | | | | | | |\n| | | 2. |")
    path = form(tmp_path / "LKE.xlsx", spaced, merged=("A3:E3", "B4:E4", "C5:E5", "D6:E6"))
    done = imported(path, tmp_path / "k" / "kota")
    assert done.value is not None and not done.value.checked.temuan
    plain = imported(form(tmp_path / "polos.xlsx", COLUMNS), tmp_path / "p" / "polos").value
    assert plain is not None
    assert lasting(plain.instrument, done.value.instrument) == []
    assert scored(path, tmp_path / "k")["total"] == "69.1"


@pytest.mark.parametrize("marker", ["", "-"])
def test_a_missing_letter_is_the_next_one(tmp_path: Path, marker: str) -> None:
    path, folder = lke(
        tmp_path, COLUMNS, ("| b. | Anggota", f"| {marker} | Anggota"), ("| a. | Rencana", "| | Rencana")
    )
    done = imported(path, folder)
    assert done.value is not None and not done.value.checked.temuan
    assert list(catalog(folder).items) == ["A.I.1.a", "A.I.1.b", "A.I.2.a", "A.I.2.b", "B.I.a", "B.I.b"]
    assert scored(path, folder.parent)["total"] == "69.1"


def test_a_signature_block_and_totals_are_no_criteria(tmp_path: Path) -> None:
    foot = """| | | | | | | | | | | |
| TOTAL PENGUNGKIT | | | | | 60 | | | | 36.6 | |
| NILAI EVALUASI (A + B) | | | | | | | | | 69.1 | |
| | | | | | | | Mengetahui, | | | |
| | | 1. | Kepala Dinas | | | | | | | |
| | | | | | | | NIP 1234 | | | |
"""
    path = form(tmp_path / "LKE.xlsx", COLUMNS + foot)
    done = imported(path, tmp_path / "k" / "kota")
    assert done.value is not None and not done.value.checked.temuan
    assert grave(done.temuan) == []
    found = catalog(tmp_path / "k" / "kota")
    assert set(found.nodes) == set(TREE)
    assert found.layouts[1].total_labels == {"A": ("TOTAL PENGUNGKIT",), "TOTAL": ("NILAI EVALUASI",)}


def test_running_numbers_before_the_markers_are_no_level(tmp_path: Path) -> None:
    lines = [line for line in COLUMNS.splitlines() if line.strip()]
    numbered = [f"| {n if n > 3 else ''} {line}" for n, line in enumerate(lines, start=1)]
    path = form(tmp_path / "LKE.xlsx", "\n".join(numbered).replace("|  | Penilaian", "| No | Penilaian"))
    done = imported(path, tmp_path / "k" / "kota")
    assert done.value is not None and not done.value.checked.temuan
    assert {n.id: (n.level, str(n.weight), n.gather) for n in done.value.instrument.nodes.values()} == TREE
    assert scored(path, tmp_path / "k")["total"] == "69.1"


def test_a_row_that_only_numbers_the_columns_is_passed_over(tmp_path: Path) -> None:
    numbers = "| " + " | ".join(str(n) for n in range(1, 12)) + " |"
    lines = [line for line in COLUMNS.splitlines() if line.strip()]
    path = form(tmp_path / "LKE.xlsx", "\n".join([*lines[:3], numbers, *lines[3:]]))
    done = imported(path, tmp_path / "k" / "kota")
    assert done.value is not None and set(done.value.instrument.nodes) == set(TREE)
    assert scored(path, tmp_path / "k")["total"] == "69.1"


def test_without_a_column_of_allowed_answers_the_explanations_say_them(tmp_path: Path) -> None:
    rows = [line.split("|") for line in MARKERS.splitlines() if line.strip()]
    text = "\n".join("|".join((*row[:5], *row[6:])) for row in rows)
    path = form(tmp_path / "LKE.xlsx", without(text, "Indeks kepuasan", "PELAYANAN", "HASIL"))
    done = imported(path, tmp_path / "k" / "kota")
    assert done.value is not None and not done.value.checked.temuan
    found = done.value.instrument
    assert {i.id: i.answer_set for i in found.items.values() if isinstance(i, ChoiceItem)} == {
        "A.I.1.a": "ya-tidak",
        "A.I.1.b": "abc",
        "A.I.2.a": "abcd",
    }
    assert scored(path, tmp_path / "k")["total"] == "15"


def test_a_scale_of_words_keeps_its_words(tmp_path: Path) -> None:
    path, folder = lke(
        tmp_path, COLUMNS, ("| a. Semua\\nb. Sebagian\\nc. Belum | A/B/C | A |", "| | WTP/WDP/TMP | WDP |")
    )
    done = imported(path, folder)
    assert done.value is not None and not done.value.checked.temuan
    found = catalog(folder)
    item = found.items["B.I.b"]
    assert isinstance(item, ChoiceItem)
    assert found.scales[item.answer_set].scores == {"WTP": 1, "WDP": Fraction(1, 2), "TMP": 0}
    said = [dict(t.values) for t in done.temuan if t.code == "KAT-029" and dict(t.values)["scale"] == "WTP/WDP/TMP"]
    assert [one["scores"] for one in said] == ["WTP = 1; WDP = 0,5; TMP = 0"]
    assert scored(path, folder.parent)["items"]["B.I.b"]["score"] == "0.5"


def test_two_years_make_a_decrease_and_parts_that_are_owed_make_the_whole(tmp_path: Path) -> None:
    path, folder = lke(
        tmp_path,
        COLUMNS,
        ("- Jumlah agen perubahan", "- Jumlah pelanggaran tahun sebelumnya"),
        ("- Jumlah perubahan yang dibuat", "- Jumlah pelanggaran tahun ini"),
    )
    done = imported(path, folder)
    assert done.value is not None
    item = catalog(folder).items["A.I.2.b"]
    assert isinstance(item, RatioItem)
    assert (item.formula, item.numerator, item.denominator) == ("decrease", ("ini",), ("lalu",))
    labels = ("kepala yang wajib lapor", "pejabat yang wajib lapor", "yang sudah lapor")
    three = "\n".join(f"| | | | | - Jumlah {label} | | | Jumlah | 3 | | |" for label in labels)
    text = without(COLUMNS, "Jumlah agen", "perubahan yang dibuat").replace("| B. |", f"{three}\n| B. |")
    done = imported(form(tmp_path / "lhkpn.xlsx", text), tmp_path / "k" / "lhkpn")
    assert done.value is not None
    item = done.value.instrument.items["A.I.2.b"]
    assert isinstance(item, RatioItem)
    kepala, pejabat, sudah = (count.id for count in item.inputs)
    assert (item.formula, item.numerator, item.denominator) == ("share", (sudah,), (kepala, pejabat))


# --- what cannot be decided is told ------------------------------------------------------------

Case = tuple[str, tuple[tuple[str, str], ...], list[tuple[str, str, str]], set[str]]
UNDECIDED: dict[str, Case] = {
    "bobot-hilang": (
        COLUMNS,
        (("Tim Kerja | | 20", "Tim Kerja (20) | | "), ("Rencana Kerja | | 40", "Rencana Kerja | | ")),
        [("KAT-021", "F6", "A.I.1"), ("KAT-021", "F9", "A.I.2")],
        {"KAT-002", "KAT-009", "KAT-016"},
    ),
    "bobot-tidak-cocok": (COLUMNS, (("| 20 |", "| 25 |"),), [("KAT-022", "F5", "A.I")], {"KAT-005"}),
    "jenis-tidak-dikenal": (
        COLUMNS,
        (("| | 0-4 | 3 |", "| | Uraian | 3 |"),),
        [("KAT-024", "H16", "B.I.a")],
        {"KAT-006"},
    ),
    "kode-dua-kali": (COLUMNS, (("| b. | Anggota", "| a. | Anggota"),), [("KAT-025", "D8", "A.I.1.a")], {"KAT-004"}),
    "kode-dua-kali-satu-kolom": (
        CODES,
        (("| A.I.2 |", "| A.I.1 |"),),
        [("KAT-025", "A8", "A.I.1"), ("KAT-025", "A9", "A.I.1.a")],
        {"KAT-004"},
    ),
    "baris-tanpa-judul": (
        COLUMNS,
        (
            (
                "| A. | PENGUNGKIT | | | | 60 | | | | | |",
                "| | | | | Awal | | | Ya/Tidak | | | |\n| A. | PENGUNGKIT | | | | 60 | | | | | |",
            ),
        ),
        [("KAT-031", "I4", "")],
        set(),
    ),
    "bagian-kosong": (
        COLUMNS,
        (("| B. | HASIL", "| | | 3. | Monitoring | | 0 | | | | | |\n| B. | HASIL"),),
        [("KAT-036", "C14", "A.I.3")],
        {"KAT-016"},
    ),
    "pilihan-tanpa-penjelasan": (
        COLUMNS,
        (("a. Jelas\\nb. Sebagian jelas\\nc. Tanpa prosedur", ""),),
        [],
        set(),
    ),
    "pilihan-berbeda": (COLUMNS, (("c. Tanpa prosedur | A/B/C |", "c. Tanpa prosedur | Ya |"),), [], set()),
    "persen-tanpa-jumlah": (COLUMNS, (("| | 0-4 | 3 |", "| | % | 75% |"),), [], set()),
}


@pytest.mark.parametrize("name", UNDECIDED)
def test_what_is_grave_is_told_at_its_cell_and_the_check_of_the_catalog_points_there_too(
    tmp_path: Path, name: str
) -> None:
    text, changes, expected, checked = UNDECIDED[name]
    path, folder = lke(tmp_path, text, *changes)
    done = imported(path, folder)
    assert done.value is not None, "a catalog is written, with its gaps"
    assert grave(done.temuan) == expected
    assert {t.code for t in done.value.checked.temuan} == checked


def test_the_number_in_brackets_is_named_where_the_weight_is_missing(tmp_path: Path) -> None:
    text, changes, _, _ = UNDECIDED["bobot-hilang"]
    path, folder = lke(tmp_path, text, *changes)
    found = [dict(t.values)["seen"] for t in imported(path, folder).temuan if t.code == "KAT-021"]
    assert found == ["20", "-"]


@pytest.mark.parametrize(
    ("name", "code", "cell", "node", "values"),
    [
        ("pilihan-tanpa-penjelasan", "KAT-028", "G8", "A.I.1.b", {"labels": "A, B, C"}),
        ("pilihan-berbeda", "KAT-030", "H8", "A.I.1.b", {"seen": "Ya", "taken": "A/B/C"}),
        ("persen-tanpa-jumlah", "KAT-035", "H16", "B.I.a", {}),
    ],
)
def test_what_was_assumed_is_told_at_its_cell(
    tmp_path: Path, name: str, code: str, cell: str, node: str, values: dict[str, str]
) -> None:
    text, changes, _, _ = UNDECIDED[name]
    path, folder = lke(tmp_path, text, *changes)
    done = imported(path, folder)
    found = [(t.at.cell, t.node, dict(t.values)) for t in done.temuan if t.code == code]  # type: ignore[union-attr]
    assert found == [(cell, node, values)]
    assert done.value is not None and not done.value.checked.temuan


def test_a_percentage_typed_by_hand_is_a_number_from_0_to_1(tmp_path: Path) -> None:
    text, changes, _, _ = UNDECIDED["persen-tanpa-jumlah"]
    path, folder = lke(tmp_path, text, *changes)
    assert imported(path, folder).value is not None
    for typed, score in (("75%", "0.75"), (0.4, "0.4"), (75.0, None)):
        book = openpyxl.load_workbook(path)
        book.active["I16"] = typed
        book.save(tmp_path / "terisi.xlsx")
        assert scored(tmp_path / "terisi.xlsx", folder.parent)["items"]["B.I.a"]["score"] == score


def test_several_forms_in_one_workbook_are_told_and_the_longer_one_is_taken(tmp_path: Path) -> None:
    path = form(tmp_path / "LKE.xlsx", COLUMNS)
    book = openpyxl.load_workbook(path)
    copy = book.copy_worksheet(book.active)
    copy.title = "Pusat"
    copy["H16"] = None
    book.move_sheet(copy, -1)
    hidden = book.copy_worksheet(book["LKE Kota"])
    hidden.sheet_state = "hidden"
    book.save(path)
    done = imported(path, tmp_path / "k" / "kota")
    found = [dict(t.values) for t in done.temuan if t.code == "KAT-033"]
    assert found == [{"sheet": "LKE Kota", "others": "Pusat"}]


def test_a_form_without_a_column_of_answers_makes_a_catalog_and_says_it_cannot_be_read(tmp_path: Path) -> None:
    path, folder = lke(tmp_path, MARKERS, ("Jawaban | Jawaban |", "Jawaban | Diisi |"))
    done = imported(path, folder)
    assert done.value is not None and not done.value.checked.temuan
    assert [(t.at.cell, t.node) for t in done.temuan if t.code == "KAT-034"] == [("A1", "")]  # type: ignore[union-attr]
    assert [layout.id for layout in catalog(folder).layouts] == ["pmprb"]


def test_a_row_that_reading_cannot_find_again_is_named(tmp_path: Path) -> None:
    path, folder = lke(tmp_path, COLUMNS, ("c. Tanpa prosedur | A/B/C |", "c. Tanpa prosedur | |"))
    done = imported(path, folder)
    assert done.value is not None and "A.I.1.b" in done.value.instrument.items
    assert [t.node for t in done.temuan if t.code == "KAT-034"] == ["A.I.1.b"]


@pytest.mark.parametrize(
    "text", ["| Laporan | Tahun |\n| a | 2024 |", "| Penilaian | Bobot | Jawaban |\n| A | 1 | x |"]
)
def test_a_workbook_without_a_form_writes_nothing(tmp_path: Path, text: str) -> None:
    path, folder = form(tmp_path / "x.xlsx", text, sheet="Laporan"), tmp_path / "k" / "kota"
    done = imported(path, folder)
    assert done.value is None
    assert [(t.code, dict(t.values)) for t in done.temuan] == [("KAT-032", {"sheets": "Laporan", "ticked": ""})]
    assert not (tmp_path / "k").exists()


@pytest.mark.parametrize(
    ("choices", "named"),
    [
        ("Ya | Tidak", "Laporan!C1 (Ya/Tidak)"),
        ("Sudah | Belum", "Laporan!C1 (Sudah/Belum)"),
        ("A | B | C", "Laporan!C1 (A/B/C)"),
        ("A | x | C", ""),
        ("A | B", ""),
    ],
)
def test_a_form_whose_answers_are_ticked_is_told_how_to_mend_it(tmp_path: Path, choices: str, named: str) -> None:
    mark = " | ".join(["v"] + [""] * choices.count("|"))
    text = f"| No | Uraian | {choices} | Keterangan |\n| A | PENGUNGKIT | {mark} | |\n| 1 | Tim dibentuk | {mark} | |"
    path = form(tmp_path / "x.xlsx", text, sheet="Laporan")
    code, shown = quick("kriteria", "impor", path, "--id", "kota", "-o", tmp_path / "k" / "kota")
    assert code == 1 and "KAT-032" in shown, shown
    assert (f"dicentang di {named}: tambahkan kolom Pilihan Jawaban" in shown) is bool(named), shown
    assert not (tmp_path / "k").exists()


def test_a_ticked_form_mended_as_told_is_taken(tmp_path: Path) -> None:
    ticked = "| No | Uraian | Bobot | Ya | Tidak |\n| A | TIM | 100 | | |\n| 1 | Tim dibentuk | 100 | v | |"
    assert "KAT-032" in [t.code for t in imported(form(tmp_path / "a.xlsx", ticked), tmp_path / "k" / "a").temuan]
    mended = (
        "| No | Uraian | Bobot | Ya | Tidak | Pilihan Jawaban | Jawaban |\n| A | TIM | 100 | | | | |\n"
        "| 1 | Tim dibentuk | 100 | v | | Ya/Tidak | Ya |"
    )
    done = imported(form(tmp_path / "b.xlsx", mended), tmp_path / "k" / "b")
    assert done.value is not None and len(done.value.instrument.items) == 1, done.temuan


def test_every_code_of_an_import_is_met_here() -> None:
    here = Path(__file__).read_text(encoding="utf-8")
    codes = [code for code in BY_CODE if "KAT-020" <= code < "KAT-040"]
    assert [code for code in codes if code not in here] == []


# --- robustness --------------------------------------------------------------------------------

VALUES = (
    *("A.", "I.", "1.", "i.", "a.", "-", "A.I.1", "TOTAL", "Ya/Tidak", "A/B/C", "%", "Jumlah", "Uraian", "(2,5)"),
    *("x", "0-4", "a. x\nb. y", "Kode", "Jawaban", '{"a":1}', '{"level":"area","in":"A","weight":"1/3"}', "TOTAL A"),
    *(None, None, -2.5, 0.0, 0.5, 1.0, 2.0),
)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Book]:
    folder = tmp_path_factory.mktemp("buku")
    paths = [form(folder / f"{n}.xlsx", text) for n, text in enumerate((COLUMNS, CODES, MARKERS))]
    paths.append(write(folder / "templat.xlsx", instrument("rb-tematik-2024"), {}))
    found = [open_book(path).value for path in paths]
    return [book for book in found if book is not None]


def spoiled(book: Book, chance: random.Random) -> Book:
    """Return a book with some rows gone, doubled or moved and some cells overwritten."""
    sheets: list[Sheet] = []
    for sheet in book.sheets:
        rows = [list(row) for row in sheet.rows]
        for _ in range(0 if sheet.hidden else chance.choice((1, 1, 2, 4))):
            at = chance.randrange(len(rows))
            way = chance.random()
            if way < 0.15 and len(rows) > 5:
                del rows[at]
            elif way < 0.3:
                rows.insert(at, list(chance.choice(rows)))
            elif rows[at]:
                rows[at][chance.randrange(min(len(rows[at]), 20))] = chance.choice(VALUES)
        sheets.append(replace(sheet, rows=tuple(map(tuple, rows))))
    return replace(book, sheets=tuple(sheets))


@settings(
    max_examples=examples(60, 120), suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10**9))
def test_no_form_makes_it_stumble_and_where_nothing_grave_is_told_the_catalog_is_sound(
    books: list[Book], tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    temuan: list[Temuan] = []
    taken = take_instrument(spoiled(chance.choice(books), chance), "x", "", temuan)
    if taken is None:
        assert [t.code for t in temuan if t.severity is Severity.KESALAHAN] == ["KAT-032"]
        return
    folder = tmp_path_factory.mktemp("k") / "x"
    (folder / "nodes").mkdir(parents=True)
    for name, text in catalog_files(taken.instrument, taken.comment, taken.unweighted).items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder.parent / "regulations.yaml").write_text(with_regulation("", own_regulation()), encoding="utf-8")
    checked = load_instrument(folder)
    assert has_errors(temuan) or not checked.temuan, (told(tuple(temuan)), checked.temuan)


@pytest.mark.parametrize(
    ("cell", "options"),
    [
        ("a. Semua\nB: Sebagian\n   besar\n(c) Kecil", {"A": "Semua", "B": "Sebagian besar", "C": "Kecil"}),
        ("Pilih:\nA - semua\nB - sebagian", {"A": "semua", "B": "sebagian"}),
        ("a. Jika x; b. Jika y; c. tidak", {"A": "Jika x", "B": "Jika y", "C": "tidak"}),
        ("a.Semua\nb.Tidak", {"A": "Semua", "B": "Tidak"}),
        ("a. Semua\nc. Tidak", {}),
        ("a. Semua", {}),
        ("Ya, apabila a. lengkap dan b. benar", {}),
    ],
)
def test_options_are_read_from_one_cell(cell: str, options: dict[str, str]) -> None:
    assert lettered(cell) == options


@pytest.mark.parametrize(
    ("cell", "options"),
    [
        ("Ya, apabila SK ada", {"Ya": "apabila SK ada"}),
        ("Ya: SK ada\ndan berlaku\nTidak: belum", {"Ya": "SK ada dan berlaku", "Tidak": "belum"}),
        ("Yang ditetapkan", {}),
        ("SK sudah ada", {}),
    ],
)
def test_a_sentence_for_yes_is_read(cell: str, options: dict[str, str]) -> None:
    assert yes_no(cell) == options


@pytest.mark.parametrize(
    ("markers", "paths"),
    [
        ("A. I. 1. a. b. 2. a. II. 1. B.", "A A.I A.I.1 A.I.1.a A.I.1.b A.I.2 A.I.2.a A.II A.II.1 B"),
        ("A.I.1 a b A.I.2 a A.II.1", "A.I.1 A.I.1.a A.I.1.b A.I.2 A.I.2.a A.II.1"),
        ("A 1 a b c d e f g h i j 2", "A A.1 A.1.a A.1.b A.1.c A.1.d A.1.e A.1.f A.1.g A.1.h A.1.i A.1.j A.2"),
        ("A 1 i ii iii iv v vi a b vii", "A A.1 A.1.i A.1.ii A.1.iii A.1.iv A.1.v A.1.vi A.1.vi.a A.1.vi.b A.1.vii"),
        ("A 1 1.1 a 1.2 2 2.1 B 1 1.1", "A A.1 A.1.1 A.1.1.a A.1.2 A.2 A.2.1 B B.1 B.1.1"),
        ("I. A. 1. a. 1) 2) a) b. 2.", "I I.A I.A.1 I.A.1.a I.A.1.a.1 I.A.1.a.2 I.A.1.a.2.a I.A.1.b I.A.2"),
        ("A 1 a b) c 2 a c", "A A.1 A.1.a A.1.b A.1.c A.2 A.2.a A.2.c"),
    ],
)
def test_an_outline_tells_levels_by_the_kind_of_marker(markers: str, paths: str) -> None:
    outline = Outline()
    found = [outline.follow(marker) for marker in markers.split()]
    assert [".".join(path or ()) for path in found] == paths.split()


# --- the files written -------------------------------------------------------------------------


@pytest.mark.parametrize("name", instrument_ids())
def test_a_catalog_written_again_is_the_same_catalog(tmp_path: Path, name: str) -> None:
    original = load_instrument(default_folder() / name).value
    assert original is not None
    folder = tmp_path / name
    (folder / "nodes").mkdir(parents=True)
    (tmp_path / "regulations.yaml").write_bytes((default_folder() / "regulations.yaml").read_bytes())
    files = catalog_files(original, "dua\nbaris")
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8")
        assert text.startswith("# dua\n# baris\n")
    again = catalog(folder)
    assert again.model_dump(exclude={"hash"}) == original.model_dump(exclude={"hash"})
    assert catalog_files(again, "dua\nbaris") == files


def test_a_component_beside_an_area_keeps_its_place(tmp_path: Path) -> None:
    original = instrument(ZI)
    area, component, other = original.nodes["B.I"], original.nodes["B"], original.nodes["B.II"]
    inner = component.model_copy(update={"children": (other,)})
    root = original.root.model_copy(update={"children": (area, inner, original.nodes["A"])})
    folder = tmp_path / "x"
    (folder / "nodes").mkdir(parents=True)
    (tmp_path / "regulations.yaml").write_bytes((default_folder() / "regulations.yaml").read_bytes())
    files = catalog_files(original.model_copy(update={"root": root, "groups": (), "gate_sets": ()}))
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8")
    told_ = load_instrument(folder)
    assert {t.code for t in told_.temuan} == {"KAT-005"}
    frame = read_document("x", files["nodes/00-kerangka.yaml"]).value
    assert frame is not None
    assert [n["id"] for n in frame.data["nodes"][0]["children"]] == ["B.I", "B", "A"]  # type: ignore[index,call-overload]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=examples(40, 80))
@given(texts=st.lists(TEXT, min_size=4, max_size=4))
def test_any_text_reads_back_as_it_was(texts: list[str]) -> None:
    original = instrument(ZI)
    node = original.nodes["A.I.1.i"]
    item = node.items[0]
    assert isinstance(item, ChoiceItem)
    options = {"Ya": texts[1], "Tidak": texts[2]}
    changed_ = item.model_copy(update={"criterion": texts[0], "options": options, "evidence": (texts[3], "x")})
    root = original.root.model_copy(
        update={"title": texts[3], "children": (node.model_copy(update={"items": (changed_,)}),)}
    )
    files = catalog_files(original.model_copy(update={"root": root, "caution": texts[2]}))
    frame, hung = (read_document("x", files[name]).value for name in sorted(files) if name.startswith("nodes/"))
    head = read_document("x", files["instrument.yaml"]).value
    assert frame is not None and hung is not None and head is not None
    assert frame.data["nodes"][0]["title"] == texts[3]  # type: ignore[index,call-overload]
    assert head.data.get("caution", "") == texts[2]  # type: ignore[union-attr]
    written = hung.data["nodes"][0]["items"][0]  # type: ignore[index,call-overload]
    assert (written["criterion"], written["options"], written["evidence"]) == (texts[0], options, [texts[3], "x"])


def test_regulations_get_one_entry_and_keep_every_line(tmp_path: Path) -> None:
    path, folder = lke(tmp_path, MARKERS)
    folder.parent.mkdir()
    regulations = folder.parent / "regulations.yaml"
    before = "# milik sendiri\n- {id: perwali-5, title: Perwali 5, about: Pedoman, year: 2024}   # catatan"
    regulations.write_text(before, encoding="utf-8")
    assert imported(path, folder).value is not None
    after = regulations.read_text(encoding="utf-8")
    assert after.startswith(before + "\n- {id: berkas-sendiri, ") and after.count("\n") == 3
    assert imported(path, folder.parent / "lain").value is not None
    assert regulations.read_text(encoding="utf-8") == after
    assert [r.id for r in catalog(folder).regulations] == ["perwali-5", "berkas-sendiri"]


@pytest.mark.parametrize("text", ["[{id: a, title: b, about: c, year: 1}]", "bukan: daftar\n", "- {", "- a\n -b: ["])
def test_a_regulations_file_of_another_shape_is_left_as_it_is(text: str) -> None:
    assert with_regulation(text, own_regulation()) == text


# --- the command -------------------------------------------------------------------------------


def test_the_command_writes_a_folder_says_what_it_took_and_keeps_what_is_there(tmp_path: Path) -> None:
    path = form(tmp_path / "LKE.xlsx", MARKERS)
    before = path.read_bytes()
    folder = tmp_path / "kriteria" / "kota-2024"
    code, text = quick("kriteria", "impor", path, "-o", folder, "--judul", "LKE Kota: 2024")
    assert code == 0
    assert "kota-2024 · LKE Kota: 2024" in text and "4 butir, 100,00 poin" in text and "KAT-029" in text
    assert f"pmprb kriteria periksa {folder}: baik" in text
    assert quick("kriteria", "periksa", folder)[0] == 0
    assert path.read_bytes() == before
    stamp = (folder / "instrument.yaml").read_bytes()
    code, text = quick("kriteria", "impor", path, "-o", folder)
    assert (code, "BUKU-029" in text) == (1, True)
    assert (folder / "instrument.yaml").read_bytes() == stamp
    (folder / "crosswalk.yaml").write_text("{}\n", encoding="utf-8")
    before = sorted(one.name for one in (folder / "nodes").iterdir())
    fewer = form(tmp_path / "LKE2.xlsx", without(MARKERS, "| B | HASIL", "| I | PELAYANAN", "| a | Indeks"))
    assert quick("kriteria", "impor", fewer, "-o", folder, "--timpa")[0] < 2
    assert len(list((folder / "nodes").iterdir())) < len(before), "what an earlier import wrote goes, nobody changed it"
    assert quick("kriteria", "impor", path, "-o", folder, "--timpa")[0] == 0
    assert sorted(one.name for one in (folder / "nodes").iterdir()) == before and (folder / "crosswalk.yaml").exists()
    assert not list(folder.rglob(".*"))
    assert catalog(folder).title == "LKE", "the file's name, without --judul and without a title above the form"


def _mended(folder: Path) -> Path:
    path = folder / "answer_sets.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("label: Ya", "label: Y"), encoding="utf-8")
    return path


def _added(folder: Path) -> Path:
    path = folder / "nodes" / "99-kami.yaml"
    path.write_text("parent: A\nnodes: []\n", encoding="utf-8")
    return path


def _without_a_mark(folder: Path) -> Path:
    """As catalogs of an earlier version are."""
    path = folder / "instrument.yaml"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(True)[:-1]), encoding="utf-8")
    return path


def _no_text(folder: Path) -> Path:
    path = folder / "layouts.yaml"
    path.write_bytes(b"\xff\xfe")
    return path


@pytest.mark.parametrize("change", [_mended, _added, _without_a_mark, _no_text])
def test_a_catalog_somebody_changed_is_kept_and_a_copy_is_no_part_of_the_new_one(
    change: Callable[[Path], Path], tmp_path: Path
) -> None:
    source, folder = form(tmp_path / "LKE.xlsx", MARKERS), tmp_path / "kriteria" / "kota"
    command = ("kriteria", "impor", source, "-o", folder)
    assert quick(*command)[0] == 0
    fresh = catalog(folder).hash
    path = change(folder)
    before = {one: one.read_bytes() for one in folder.rglob("*.yaml")}
    code, text = quick(*command, "--timpa")
    assert code == 1 and "BUKU-160" in text and path.name in text and "--ganti-yang-terisi" in text
    assert {one: one.read_bytes() for one in folder.rglob("*.yaml")} == before
    code, text = quick(*command, "--ganti-yang-terisi")
    assert code == 0 and "BUKU-151" in text and f"{path.name}.lama-1" in text, text
    assert path.with_name(f"{path.name}.lama-1").read_bytes() == before[path]
    assert catalog(folder).hash == fresh and quick("kriteria", "periksa", folder)[0] == 0
    assert quick(*command, "--timpa")[0] == 0, "the copy is nobody's concern any more"


def test_line_ends_of_another_system_are_no_change(tmp_path: Path) -> None:
    source, folder = form(tmp_path / "LKE.xlsx", MARKERS), tmp_path / "kriteria" / "kota"
    assert quick("kriteria", "impor", source, "-o", folder)[0] == 0
    for path in folder.rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert quick("kriteria", "impor", source, "-o", folder, "--timpa")[0] == 0


def test_the_id_is_the_folders_name_or_names_a_folder_beneath_it(tmp_path: Path) -> None:
    path = form(tmp_path / "LKE.xlsx", MARKERS)
    assert quick("kriteria", "impor", path, "-o", tmp_path / "kriteria", "--id", "kota")[0] == 0
    assert catalog(tmp_path / "kriteria" / "kota").id == "kota"
    assert quick("kriteria", "impor", path, "-o", tmp_path / "lain", "--id", "lain")[0] == 0
    assert catalog(tmp_path / "lain").id == "lain"


@pytest.mark.parametrize("own_id", ["../luar", "a@b", "dua kata", ".titik"])
def test_an_id_that_is_no_name_of_a_folder_is_wrong_usage(tmp_path: Path, own_id: str) -> None:
    path = form(tmp_path / "LKE.xlsx", MARKERS)
    code, text = quick("kriteria", "impor", path, "-o", tmp_path / "k", "--id", own_id)
    assert code == 2 and "Keliru:" in text
    assert sorted(p.name for p in tmp_path.iterdir()) == ["LKE.xlsx"]


def test_a_row_left_out_is_exit_1_though_the_catalog_itself_is_sound(tmp_path: Path) -> None:
    text, changes, _, checked = UNDECIDED["baris-tanpa-judul"]
    path, folder = lke(tmp_path, text, *changes)
    code, said = quick("kriteria", "impor", path, "-o", folder)
    assert (code, checked) == (1, set()) and "KAT-031" in said
    assert quick("kriteria", "periksa", folder)[0] == 0


def test_a_grave_temuan_is_exit_1_and_the_json_has_everything(tmp_path: Path) -> None:
    path, folder = lke(tmp_path, COLUMNS, ("| 20 |", "| 25 |"))
    code, text = quick("kriteria", "impor", path, "-o", folder, "--json")
    data = json.loads(text)
    assert code == 1
    assert data["written"] == str(folder) and data["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (data["items"], data["nodes"], data["points"]) == (6, 7, "100")
    assert "KAT-022" in {t["code"] for t in data["temuan"]}
    assert {t["code"] for t in data["check"]} == {"KAT-005"}
    assert {"instrument.yaml", "answer_sets.yaml", "layouts.yaml"} < set(data["files"])


def test_a_file_that_is_no_workbook_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    bad = tmp_path / "x.xlsx"
    bad.write_bytes(b"bukan buku kerja")
    code, text = quick("kriteria", "impor", bad, "-o", tmp_path / "k")
    assert (code, "BUKU-002" in text) == (1, True)
    assert not (tmp_path / "k").exists()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("LKE \x07\u2028 kota.xlsx", "LKE   kota.xlsx"),
        ("# kota: 'x' \"y\".xlsx", "# kota: 'x' \"y\".xlsx"),
        ("LKE\nkota.xlsx", "LKE kota.xlsx"),
        ("kota\udcff.xlsx", "kota\\udcff.xlsx"),
    ],
)
def test_a_file_of_any_name_makes_a_catalog_that_is_read(tmp_path: Path, name: str, shown: str) -> None:
    path = tmp_path / name
    form(tmp_path / "x.xlsx", MARKERS).rename(path)
    done = imported(path, tmp_path / "k" / "kota")
    assert done.value is not None and not done.value.checked.temuan
    assert catalog(tmp_path / "k" / "kota").references[0].place.startswith(f"{shown}, SHA-256 ")


def test_a_regulations_file_that_is_no_text_is_left_and_told(tmp_path: Path) -> None:
    path, folder = lke(tmp_path, MARKERS)
    folder.parent.mkdir()
    (folder.parent / "regulations.yaml").write_bytes(b"\xff\xfe- x")
    done = imported(path, folder)
    assert done.value is not None and "KAT-014" in {t.code for t in done.value.checked.temuan}
    assert (folder.parent / "regulations.yaml").read_bytes() == b"\xff\xfe- x"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    path = form(tmp_path / "LKE.xlsx", MARKERS)
    (tmp_path / "berkas").write_text("x", encoding="utf-8")
    code, text = quick("kriteria", "impor", path, "-o", tmp_path / "berkas" / "k")
    assert code == 3 and "namanya sama dengan folder" in text


def test_a_catalog_named_in_place_of_its_folder_is_told_how(tmp_path: Path) -> None:
    (tmp_path / "sendiri").mkdir()
    (tmp_path / "sendiri" / "instrument.yaml").write_text("id: sendiri\n", encoding="utf-8")
    code, text = quick("nilai", tmp_path / "sendiri", "--kriteria", tmp_path / "sendiri")
    assert code == 2 and f"--kriteria {tmp_path}." in text and "tidak ada instrument.yaml" not in text, text
