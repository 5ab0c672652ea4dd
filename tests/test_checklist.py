"""Items answered once and explained by a checklist: the share of it that is met proposes the answer."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.catalogs import told
from helpers.cli import quick
from helpers.fillings import differences, expected, shown_in, spoiled
from helpers.libreoffice import calculated
from helpers.sheets import codes, edit, instrument, read, write
from pmprb.catalog.item import AnswerSet, ChoiceItem
from pmprb.catalog.load import default_folder
from pmprb.engine.answers import State

INSTANSI, UNIT = "akip-2021", "akip-2021-unit"


def scale() -> AnswerSet:
    return instrument(INSTANSI).scales["aa-e"]


@pytest.mark.parametrize(
    ("met", "of", "labels"),
    [
        (0, 7, "E"),
        (1, 100, "D"),
        (1, 4, "D"),
        (26, 100, "C"),
        (1, 2, "C"),
        (51, 100, "CC"),
        (3, 4, "CC"),
        (76, 100, "B"),
        (99, 100, "B"),
        (1, 1, "AA A BB"),
    ],
)
def test_a_share_proposes_the_answer_and_the_whole_leaves_three_to_choose(met: int, of: int, labels: str) -> None:
    assert scale().proposed(Fraction(met, of)) == tuple(labels.split())


@pytest.mark.parametrize(
    ("name", "sizes"), [(INSTANSI, "7 9 9 3 5 11 5 11 7 3 5 5"), (UNIT, "6 11 8 3 7 10 6 9 7 3 5 5")]
)
def test_each_form_has_its_eighty_criteria(name: str, sizes: str) -> None:
    items = [item for item in instrument(name).items.values() if isinstance(item, ChoiceItem)]
    assert [len(item.checklist) for item in items] == [int(size) for size in sizes.split()]
    assert sum(len(item.checklist) for item in items) == 80


TYPED = {
    **{"1.a.1": "Ya", "1.a.2": "ya", "1.a.3": "Tidak", "1.a.4": "✓"},  # 3 of 7: C
    **{"1.b": "AA", "1.b.1": "Ya"},  # better than the checklist
    **dict.fromkeys(("2.a.1", "2.a.2", "2.a.3"), "Ya"),  # all of it: a person chooses
    **{"2.b": "B", **{f"2.b.{n}": "Ya" for n in range(1, 6)}},  # lower than the checklist: a judgement
    "2.c.1": "mungkin",
    "3.a": "CC",
}


@pytest.fixture
def ticked(tmp_path: Path) -> Path:
    return fill(tmp_path / "isi.xlsx", INSTANSI, TYPED)


def fill(path: Path, name: str, typed: Mapping[str, Any]) -> Path:
    write(path, instrument(name), {})

    def type_in(lke: Any) -> None:
        for code, value in typed.items():
            lke.cell(code).value = value

    return edit(path, type_in)


def test_what_is_proposed_counts_and_what_is_typed_stands(ticked: Path) -> None:
    found = read(ticked)
    assert found.result is not None
    answers = found.result.submission.answers
    assert {
        name: (answers[name].state.value, answers[name].choice) for name in ("1.a", "1.b", "2.a", "2.b", "2.c")
    } == {
        "1.a": ("given", "C"),
        "1.b": ("given", "AA"),
        "2.a": ("blank", ""),
        "2.b": ("given", "B"),
        "2.c": ("invalid", ""),
    }
    own = [(t.code, t.node) for t in found.temuan if t.code in ("ISI-003", "ISI-055", "ISI-056", "ISI-057")]
    assert sorted(own) == [("ISI-003", "2.c"), ("ISI-055", "1.a"), ("ISI-056", "2.a"), ("ISI-057", "1.b")]
    assert "2.a" not in {t.node for t in found.temuan if t.code == "ISI-001"}
    # 0.5 x 6 + 1 x 9 + 0.7 x 9 + 0.6 x 3
    assert found.result.tree.total.points == Fraction("20.1")


def test_a_script_sees_the_criteria(ticked: Path) -> None:
    data = json.loads(quick("nilai", ticked, "--json")[1])
    item = data["items"]["1.a"]
    assert (item["answer"], item["proposed"]) == ("C", True)
    assert item["criteria"] == {"1": "1", "2": "1", "3": "0", "4": "1"}


def test_another_criterion_supposed_proposes_another_answer(ticked: Path) -> None:
    data = json.loads(quick("simulasi", ticked, "--ubah", "1.a.5=Ya", "--json")[1])
    assert Fraction(data["after"]["total"]) - Fraction(data["before"]["total"]) == Fraction("0.6")  # C to CC, of 6


@pytest.mark.libreoffice
def test_libreoffice_proposes_what_the_reader_does(tmp_path: Path) -> None:
    for name in (INSTANSI, UNIT):
        typed = {code: value for code, value in TYPED.items() if code in instrument(name).codes}
        path = fill(tmp_path / f"{name}.xlsx", name, typed)
        path.write_bytes(spoiled(path.read_bytes()))
        found = read(path)
        assert found.result is not None
        (again,) = calculated([path], tmp_path / "lo")
        assert differences(expected(instrument(name), found.result.submission), shown_in(again)) == []


def test_a_worksheet_made_again_holds_the_same_criteria(ticked: Path, tmp_path: Path) -> None:
    found = read(ticked)
    assert found.result is not None
    answers = dict(found.result.submission.answers)
    second = read(write(tmp_path / "lagi.xlsx", instrument(INSTANSI), answers))
    assert second.result is not None
    for name, answer in found.result.submission.answers.items():
        other = second.result.submission.answers[name]
        if answer.state is not State.INVALID:
            assert (answer.choice, answer.met, answer.proposed) == (other.choice, other.met, other.proposed)


# Official forms: numbers begin again beneath each sub, and are printed twice or swapped.


def official(
    path: Path, name: str, typed: Mapping[str, str], style: str = "full", without: tuple[str, ...] = ()
) -> Path:
    """A form of this instrument without full codes: numbered components, subs by `style`, criteria numbered anew."""
    catalog = instrument(name)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Perangkat Daerah", "", "Dinas Pangan"])
    sheet.append(["Tahun", "", 2025])
    sheet.append(["No", "Komponen/Sub Komponen/Kriteria", "Bobot", "Jawaban", "Nilai", "Catatan", "Bukti Dukung"])
    for node in catalog.root.children:
        sheet.append([int(node.id), node.title.upper(), float(node.weight)])
        for item in node.items:
            assert isinstance(item, ChoiceItem)
            marker = item.id if style == "full" else f"{item.id[-1]}."
            sheet.append([marker, item.criterion, float(item.weight or 0), typed.get(item.id)])
            sheet.append([None, "Kriteria:"])
            for number, (one, code) in enumerate(zip(item.checklist, item.criterion_codes, strict=True), start=1):
                if code not in without:
                    printed = {5: 6, 6: 5, 9: 8}.get(number, number)
                    sheet.append([printed, one.text, None, typed.get(code)])
    book.save(path)
    return path


@pytest.mark.parametrize("name", [INSTANSI, UNIT])
@pytest.mark.parametrize("style", ["full", "letter"])
def test_a_form_with_numbers_printed_twice_is_told_from_the_other_and_read(
    tmp_path: Path, name: str, style: str
) -> None:
    answers = {"1.a": "A", "1.c": "CC", "3.b": "E", "4.c": "bb"}
    found = read(official(tmp_path / "lke.xlsx", name, answers, style))
    assert found.result is not None and found.result.submission.instrument == name
    got = found.result.submission.answers
    assert {k: got[k].choice for k in answers} == {"1.a": "A", "1.c": "CC", "3.b": "E", "4.c": "BB"}
    assert found.result.submission.unit.name == "Dinas Pangan"
    assert not {code for code in codes(found) if code.startswith(("BUKU-02", "BUKU-09"))}


def test_criteria_without_an_answer_for_the_sub_are_read_and_a_lost_row_is_known_by_its_words(tmp_path: Path) -> None:
    typed = {code: "Ya" for item in instrument(UNIT).items.values() for code in item.criterion_codes[:-1]}  # type: ignore[union-attr]
    found = read(official(tmp_path / "lke.xlsx", UNIT, typed, without=("1.b.3",)))
    assert found.result is not None and found.result.submission.instrument == UNIT
    got = found.result.submission.answers
    assert got["1.a"].choice == "B" and got["2.a"].choice == "CC"  # 5 of 6, 2 of 3
    assert dict(got["1.b"].met).keys() == {str(n) for n in range(1, 11)} - {"3"}
    assert got["1.b"].choice == "B"  # 9 of 11


def test_graded_criteria_are_read_on_the_scale_that_knows_them_all(tmp_path: Path) -> None:
    codes_ = [code for item in instrument(INSTANSI).items.values() for code in item.criterion_codes]  # type: ignore[union-attr]
    four = read(official(tmp_path / "abcd.xlsx", INSTANSI, dict.fromkeys(codes_, "B")))
    five = read(official(tmp_path / "abcde.xlsx", INSTANSI, {**dict.fromkeys(codes_, "B"), "1.a.1": "E"}))
    assert four.result is not None and five.result is not None
    assert four.result.submission.answers["2.a"].met == tuple((n, Fraction("0.66")) for n in "123")
    assert five.result.submission.answers["2.a"].met == tuple((n, Fraction("0.75")) for n in "123")
    assert [four.result.submission.answers[n].choice for n in ("1.a", "2.a")] == ["CC", "CC"]
    assert "ISI-058" in codes(four) and "ISI-058" in codes(five)


# The catalog


def test_a_checklist_needs_ticks_ids_of_its_own_and_an_answer_for_every_share(tmp_path: Path) -> None:
    folder = tmp_path / "k" / INSTANSI
    shutil.copytree(default_folder() / INSTANSI, folder)
    shutil.copy(default_folder() / "regulations.yaml", tmp_path / "k")
    nodes, sets = folder / "nodes" / "00-komponen.yaml", folder / "answer_sets.yaml"
    nodes.write_text(nodes.read_text().replace('{id: "2", text: "Ada dokumen', '{id: "1", text: "Ada dokumen', 1))
    sets.write_text(sets.read_text().replace('most: "0.75"', 'most: "0.7"'))
    assert {t.code for t in told(tmp_path / "k", INSTANSI)} == {"KAT-080", "KAT-081"}
