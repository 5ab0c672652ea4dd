"""Verification: self, verified and difference at every node; review workbooks there and back; nothing overwritten."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from helpers.libreoffice import recalculate
from helpers.official import template_2024
from helpers.sheets import UNIT, Lke, answers, codes, edit, instrument, read, submission, write
from pmprb.books.rekap.json import consolidation_data, result_data
from pmprb.catalog.item import ChoiceItem
from pmprb.cli.commands import program
from pmprb.engine.answers import Answer, ReviewOf, State, Submission, Unit
from pmprb.engine.score import score, score_answers
from pmprb.jobs.consolidate import Wishes, gather, read_reviews
from pmprb.jobs.evaluate import Evaluated, Options, evaluate_all
from pmprb.jobs.inputs import Catalogs, find_files
from pmprb.office.model import Consolidation, UnitResult
from pmprb.office.register import Register
from pmprb.office.verified import national_of, verified_of
from pmprb.worksheet.template.build import build_template

ZI = instrument("zi-2021")
OTHER = Unit(code="1.08", name="Dinas Perikanan")


def choices(labels: Mapping[str, str]) -> dict[str, Answer]:
    return {item: Answer(item=item, state=State.GIVEN, choice=label) for item, label in labels.items()}


def best(catalog: Any = ZI) -> dict[str, Answer]:
    """Return the best answer to every choice item."""
    items = (item for item in catalog.items.values() if isinstance(item, ChoiceItem))
    return choices({item.id: catalog.scales[item.answer_set].options[0].label for item in items})


def sheet(own: dict[str, Answer], reviewed: dict[str, Answer], national: dict[str, Answer] | None = None) -> Submission:
    blank = {item: Answer(item=item, state=State.BLANK) for item in ZI.items}
    found = submission(ZI, blank | own)
    return found.model_copy(update={"reviewed": reviewed, "national": national or {}})


# --- figures ----------------------------------------------------------------------------------


def test_both_sides_are_compared_over_the_same_items_at_every_node() -> None:
    own = sheet(best(), choices({"A.I.1.i.a": "Ya", "A.I.1.i.b": "C", "A.I.5.i.a": "B"}))
    found = verified_of(own, ZI, score(own, ZI))
    assert found is not None
    sub, root, untouched = (found.compared[node] for node in ("A.I.1.i", "TOTAL", "A.I.2"))
    assert (sub.items, sub.own, sub.review, sub.difference) == (2, Fraction("0.5"), Fraction("0.25"), Fraction("-0.25"))
    assert (untouched.items, untouched.difference) == (0, None)
    assert root.items == 3
    assert root.own == sum(pair.most for pair in found.pairs.values())  # every own answer is the best
    for node in ZI.nodes.values():
        if node.children:
            parts = [found.compared[child.id] for child in node.children]
            assert found.compared[node.id].own == sum(part.own for part in parts)
            assert found.compared[node.id].review == sum(part.review for part in parts)


def test_what_is_unverified_is_neither_equal_nor_zero() -> None:
    own = sheet(best(), choices({"A.I.1.i.b": "C"}))
    tree = score(own, ZI)
    found = verified_of(own, ZI, tree)
    assert found is not None
    assert found.alone.nodes["A.I.1.ii"].points is None
    assert found.alone.total.points == 0  # the one verified item alone, not the unit's other answers
    assert found.compared["TOTAL"].difference == Fraction("-0.25")
    assert found.after.total.points == tree.total.points - Fraction("0.25")
    assert found.replaced == ("A.I.1.i.b",)


def test_an_item_the_unit_left_blank_is_verified_but_not_compared() -> None:
    own = sheet(choices({"A.I.1.i.a": "Ya"}), choices({"A.I.1.i.a": "Ya", "A.I.1.i.b": "A"}))
    found = verified_of(own, ZI, score(own, ZI))
    assert found is not None
    sub = found.compared["A.I.1.i"]
    assert (sub.items, sub.verified, sub.difference) == (1, 2, 0)
    assert found.after.nodes["A.I.1.i"].points == Fraction("0.5")


def test_a_wrong_answer_of_the_verifier_replaces_nothing() -> None:
    wrong = {"A.I.1.i.a": Answer(item="A.I.1.i.a", state=State.INVALID, raw="mungkin")}
    own = sheet(best(), wrong)
    found = verified_of(own, ZI, score(own, ZI))
    assert found is not None
    assert (found.replaced, found.compared["TOTAL"].items, found.compared["TOTAL"].verified) == ((), 0, 0)
    assert found.after.total.points == score(own, ZI).total.points


def test_gates_after_verification_are_those_of_the_answers_put_in_place() -> None:
    own = submission(ZI, answers(ZI, "gates", blank=0)).model_copy(update={"answers": _perfect()})
    lowered = _worst("A.I.1")
    reviewed = own.model_copy(update={"reviewed": lowered})
    found = verified_of(reviewed, ZI, score(own, ZI))
    assert found is not None
    passed = {verdict.target: verdict.passed for verdict in found.verdicts if verdict.decides}
    expected = score_answers({**own.answers, **lowered}, ZI)
    assert found.after.total.points == expected.total.points < 100
    assert passed == {"WBK": False, "WBBM": False}  # the area Manajemen Perubahan fell below both minimums


def _worst(beneath: str) -> dict[str, Answer]:
    """Return the worst answer to every choice item beneath a node."""
    items = [i for i in ZI.items.values() if isinstance(i, ChoiceItem) and i.id.startswith(f"{beneath}.")]
    return choices({item.id: ZI.scales[item.answer_set].options[-1].label for item in items})


def _perfect() -> dict[str, Answer]:
    """Return the best answer to every item."""
    found = best()
    for item in ZI.items.values():
        if item.kind == "ratio":
            counts = {count.id: Fraction(0) for count in item.inputs}
            counts |= {name: Fraction(4) for name in item.denominator}
            if item.formula == "share":
                counts[item.numerator[0]] = Fraction(4)
            found[item.id] = Answer(item=item.id, state=State.GIVEN, counts=tuple(counts.items()))
        elif item.kind == "scale":
            found[item.id] = Answer(item=item.id, state=State.GIVEN, value=item.scale.max)
    return found


def test_a_gate_on_another_item_closes_for_both_sides_alike() -> None:
    chosen = Catalogs().load("rb-2014@blok-lalu").value
    assert chosen is not None
    gate = next(g for g in chosen.item_gates if g.rule == "zero_if_zero" or g.answers)
    own = best(chosen)
    parent, item = chosen.items[gate.parent], chosen.items[gate.item]
    assert isinstance(parent, ChoiceItem) and isinstance(item, ChoiceItem)
    worst = chosen.scales[parent.answer_set].options[-1].label
    own[gate.parent] = replace(own[gate.parent], choice=worst)
    given = submission(chosen, own).model_copy(update={"reviewed": {gate.item: own[gate.item]}})
    found = verified_of(given, chosen, score(given, chosen))
    assert found is not None
    assert found.pairs[gate.item].difference == 0
    assert found.after == score(given, chosen)


def test_national_answers_stand_above_those_of_the_tpi() -> None:
    own = sheet(best(), choices({"A.I.1.i.a": "Tidak", "A.I.1.i.b": "B"}), choices({"A.I.1.i.b": "C"}))
    found = national_of(own, ZI, score(own, ZI))
    assert found is not None
    assert found.replaced == ("A.I.1.i.a", "A.I.1.i.b")
    assert found.after.nodes["A.I.1.i"].points == 0
    assert found.compared["TOTAL"].items == 1  # compared with the unit's own answers alone


# --- official layouts -------------------------------------------------------------------------


def _lower(given: dict[str, Answer], places: slice) -> dict[str, Answer]:
    """Return some choice answers a step lower, with a note."""
    found = {}
    for item in [i for i in ZI.items.values() if isinstance(i, ChoiceItem)][places]:
        labels = [option.label for option in ZI.scales[item.answer_set].options]
        label = labels[min(len(labels) - 1, labels.index(given[item.id].choice) + 1)]
        found[item.id] = replace(given[item.id], choice=label, note="kurang bukti", evidence="")
    return found


def result_of(path: Path) -> UnitResult:
    found = read(path)
    assert found.result is not None, found.temuan
    return found.result


def test_the_2024_template_with_tpi_and_tpn_gives_three_sets(tmp_path: Path) -> None:
    given = answers(ZI, "tpn", blank=0)
    tpi, tpn = _lower(given, slice(0, 10)), _lower(given, slice(5, 8))
    path = template_2024(tmp_path / "a.xlsx", ZI, given, "Dinas Pangan", False, reviews={"TPI": tpi, "TPN": tpn})
    found = result_of(path)
    own, reviewed, national = found.submission.answers, found.submission.reviewed, found.submission.national
    assert {i: a.choice for i, a in reviewed.items()} == {i: a.choice for i, a in tpi.items()}
    assert {i: a.choice for i, a in national.items()} == {i: a.choice for i, a in tpn.items()}
    assert all(a.note == "kurang bukti" for a in (*reviewed.values(), *national.values()))
    assert {i: own[i].choice for i in tpi} == {i: given[i].choice for i in tpi}
    # Nilai beside the TPI's answer follows that answer: it says nothing against the unit's own score.
    assert not {"BUKU-027", "BUKU-028", "BUKU-043", "BUKU-070"} & {t.code for t in found.temuan}
    data = result_data(found, ZI)
    assert (data["reviewed"]["reviewed_items"], data["national"]["reviewed_items"]) == (10, 3)
    assert data["national"]["after"]["replaced"] == 10


@pytest.mark.parametrize(("first", "taken", "differing"), [(True, "N", "1"), (False, "R", "")])
def test_of_two_columns_of_the_tpi_the_first_that_is_filled_is_read_and_the_other_told(
    tmp_path: Path, first: bool, taken: str, differing: str
) -> None:
    given = answers(ZI, "two", blank=0)
    one = _lower(given, slice(0, 3))
    other = "A" if one["A.I.1.i.b"].choice != "A" else "B"
    two = one | _lower(given, slice(8, 10)) | choices({"A.I.1.i.b": other})
    reviews = {"TPI": one if first else {}, "TPI 2": two}
    path = template_2024(tmp_path / "a.xlsx", ZI, given, "Dinas Pangan", False, reviews=reviews)
    found = result_of(path)
    (told,) = [t for t in found.temuan if t.code == "BUKU-070"] or [None]
    if not first:
        assert found.submission.reviewed.keys() == two.keys()
        assert told is not None and dict(told.values)["taken"] == taken and dict(told.values)["seen"] == "0"
        return
    assert found.submission.reviewed.keys() == one.keys()
    assert told is not None
    assert dict(told.values) == {"taken": taken, "left": "R", "seen": str(len(two)), "differing": differing}
    assert told.at.cell == "R1"


# --- review workbooks -------------------------------------------------------------------------


def run(*words: object) -> Any:
    """Return a command's outcome; its `return_value` is the exit code."""
    return CliRunner().invoke(program, [str(word) for word in words], standalone_mode=False)


def made(tmp_path: Path, given: dict[str, Answer], unit: Unit = UNIT) -> tuple[Path, Path]:
    """Return a unit's worksheet and the review workbook made from it by the command."""
    own = tmp_path / "lembar" / f"{unit.code}.xlsx"
    own.parent.mkdir(exist_ok=True)
    write(own, ZI, given, unit)
    done = run("templat", "--untuk", "tpi", "--dari", own, "-o", tmp_path / "tpi")
    assert done.return_value == 0, done.output
    (path,) = [p for p in (tmp_path / "tpi").glob("*.xlsx") if unit.code.replace(".", "-") in p.name]
    return own, path


def fill(path: Path, reviewed: Mapping[str, str], reviewer: str = "TPI 1", note: str = "kurang bukti") -> Path:
    """Type a verifier's answers into a review workbook."""

    def change(lke: Lke) -> None:
        for item, label in reviewed.items():
            lke.cell(item, "Jawaban TPI").value = label
            lke.cell(item, "Catatan TPI").value = note or None
        lke.sheet["K2"] = reviewer or None

    return edit(path, change)


def gathered(lembar: Path, *tpi: Path, register: Register | None = None) -> Consolidation:
    """Return the consolidation of a folder with reviews."""
    catalogs, found = Catalogs(), find_files([lembar])
    outcomes: list[Evaluated] = evaluate_all(found, catalogs, Options())
    reviews = read_reviews(find_files(tpi), catalogs, Options())
    return gather(outcomes, found, ZI, register or Register(), Wishes(), reviews)


def told(found: Consolidation) -> dict[str, int]:
    kinds = [t.code for t in found.temuan if t.code.startswith(("BUKU-07", "ISI-02", "BUKU-013", "BUKU-014"))]
    return {code: kinds.count(code) for code in kinds}


def test_a_review_workbook_locks_the_units_words_and_opens_the_verifiers(tmp_path: Path) -> None:
    given = answers(ZI, "locks", blank=0)
    links = ("https://drive.google.com/a", "mailto:a@b.id", "javascript:alert(1)", "=HYPERLINK(1)")
    for item, link in zip(given, links, strict=False):
        given[item] = replace(given[item], evidence=link, note="=1+1")
    own, path = made(tmp_path, given)
    lke = Lke(openpyxl.load_workbook(path)["LKE"])
    assert lke.sheet.protection.sheet
    for item in ("A.I.1.i.a", "A.II.1.i.a.agen", "B.I.a"):
        locked = {head: lke.cell(item, head).protection.locked for head in ("Jawaban", "Bukti Dukung", "Catatan")}
        assert set(locked.values()) == {True}
        assert lke.cell(item, "Jawaban TPI").protection.locked is False
    assert lke.cell("A.I.1.i.a", "Catatan TPI").protection.locked is False
    assert lke.sheet["K2"].protection.locked is False
    cells = [lke.cell(item, "Bukti Dukung") for item in list(given)[:4]]
    assert [cell.value for cell in cells] == list(links)
    assert [bool(cell.hyperlink) for cell in cells] == [True, True, False, False]
    assert [cell.data_type for cell in cells] == ["s"] * 4
    assert lke.cell("A.I.1.i.a", "Catatan").value == "=1+1" and lke.cell("A.I.1.i.a", "Catatan").data_type == "s"
    meta = {row[0].value: row[1].value for row in lke.sheet.parent["_meta"].iter_rows()}
    assert (meta["purpose"], meta["source_file"]) == ("tpi", own.name)
    assert meta["source_sha256"] == hashlib.sha256(own.read_bytes()).hexdigest()


def test_the_same_worksheet_gives_the_same_review_workbook(tmp_path: Path) -> None:
    own, path = made(tmp_path, answers(ZI, "bytes"))
    before = path.read_bytes()
    kept = run("templat", "--untuk", "tpi", "--dari", own, "-o", tmp_path / "tpi")
    assert kept.return_value == 1 and "BUKU-029" in kept.output
    done = run("templat", "--untuk", "tpi", "--dari", own, "-o", tmp_path / "tpi", "--timpa")
    assert done.return_value == 0 and path.read_bytes() == before


def test_a_review_is_joined_by_unit_and_item_and_the_units_own_answers_stay(tmp_path: Path) -> None:
    given = answers(ZI, "joined", blank=0) | choices({"A.I.1.i.a": "Ya", "A.I.1.i.b": "A"})
    own, path = made(tmp_path, given)
    fill(path, {"A.I.1.i.a": "Tidak", "A.I.1.i.b": "A"})
    before = own.read_bytes()
    found = gathered(own.parent, path)
    (result,) = found.results
    alone = result_of(own)
    assert own.read_bytes() == before
    assert result.submission.answers == alone.submission.answers
    assert (result.tree, result.verdicts, found.index) == (alone.tree, alone.verdicts, alone.tree.total.points)
    assert {i: (a.choice, a.note) for i, a in result.submission.reviewed.items()} == {
        "A.I.1.i.a": ("Tidak", "kurang bukti"),
        "A.I.1.i.b": ("A", "kurang bukti"),
    }
    assert result.submission.reviewers == {"A.I.1.i.a": "TPI 1", "A.I.1.i.b": "TPI 1"}
    assert result.verified is not None and result.verified.compared["TOTAL"].difference == Fraction("-0.25")
    assert [(f.file, f.used) for f in found.reviews] == [(path.name, True)]
    assert told(found) == {}


def test_gabung_and_nilai_take_reviews_and_json_tells_all(tmp_path: Path) -> None:
    own, path = made(tmp_path, answers(ZI, "cli", blank=0) | choices({"A.I.1.i.a": "Ya"}))
    fill(path, {"A.I.1.i.a": "Tidak"})
    done = run("nilai", own, "--tpi", path, "--json")
    data = json.loads(done.output)["reviewed"]
    assert data["nodes"]["A.I.1.i"]["difference"] == "-0.25"
    assert data["nodes"]["A.I.2"]["difference"] is None and data["nodes"]["A.I.2"]["compared"]["items"] == 0
    assert data["items"]["A.I.1.i.a"]["reviewer"] == "TPI 1"
    assert Fraction(data["after"]["total"]) == Fraction(json.loads(done.output)["total"]) - Fraction("0.25")
    plain = run("nilai", own, "--tpi", path).output
    other, stray = made(tmp_path, answers(ZI, "other", blank=0), OTHER)
    fill(stray, {"A.I.1.i.a": "Ya"})
    folder = run("nilai", own, "--tpi", path.parent)
    assert folder.return_value == 0 and folder.output == plain  # reviews of other units are not its business
    other.unlink()
    assert "BUKU-071" in run("nilai", own, "--tpi", stray).output
    stray.unlink()
    assert "Verifikasi TPI: 1 dari 113 butir" in plain and "Nilai setelah verifikasi" in plain
    rekap = tmp_path / "r.xlsx"
    done = run("gabung", own.parent, "--tpi", path.parent, "-o", rekap, "--json")
    data = json.loads(done.output)
    assert data["files"] == {"offered": 1, "scored": 1, "refused": 0, "passed_over": 0}
    assert [one["fate"] for one in data["reviews"]] == ["used"]
    assert data["reviewers"]["reviewers"][0]["name"] == "TPI 1"
    book = openpyxl.load_workbook(rekap, read_only=True)
    assert {"Verifikasi Area", "Statistik Verifikasi"} <= set(book.sheetnames)
    listed = [(row[3], row[4]) for row in book["Verifikasi Area"].iter_rows(values_only=True) if len(row) > 4]
    assert ("A.I.1 + A.II.1", "Manajemen Perubahan") in listed
    assert not [code for code, _ in listed if str(code).startswith(("area-", "hasil-"))]


def test_a_review_among_the_worksheets_is_a_review_and_no_second_hand_in(tmp_path: Path) -> None:
    own, path = made(tmp_path, answers(ZI, "among", blank=0) | choices({"A.I.1.i.a": "Ya"}))
    fill(path, {"A.I.1.i.a": "Tidak"}).rename(own.parent / path.name)
    found = gathered(own.parent)
    assert [f.file for f in found.inputs] == [own.name]
    assert found.results[0].verified is not None and told(found) == {}


def test_an_answer_changed_after_the_review_was_made_is_told_and_the_worksheet_counts(tmp_path: Path) -> None:
    own, path = made(tmp_path, answers(ZI, "changed", blank=0) | choices({"A.I.1.i.b": "B"}))
    fill(path, {"A.I.1.i.b": "C"})

    def mend(lke: Lke) -> None:
        lke.cell("A.I.1.i.b").value = "A"

    edit(own, mend)
    found = gathered(own.parent, path)
    assert told(found) == {"ISI-020": 1}
    (temuan,) = [t for t in found.temuan if t.code == "ISI-020"]
    assert (temuan.node, temuan.workbook, dict(temuan.values)) == (
        "A.I.1.i.b",
        path.name,
        {"seen": "B", "expected": "A"},
    )
    assert found.results[0].submission.answers["A.I.1.i.b"].choice == "A"
    assert found.results[0].submission.reviewed["A.I.1.i.b"].choice == "C"


def test_an_answer_changed_in_the_copy_never_reaches_the_unit(tmp_path: Path) -> None:
    own, path = made(tmp_path, answers(ZI, "copy", blank=0) | choices({"A.I.1.i.b": "B"}))

    def tamper(lke: Lke) -> None:
        lke.cell("A.I.1.i.b").value = "A"
        lke.cell("A.I.1.i.b", "Jawaban TPI").value = "A"

    found = gathered(own.parent, edit(path, tamper))
    assert found.results[0].submission.answers["A.I.1.i.b"].choice == "B"
    assert told(found) == {"ISI-020": 1, "BUKU-077": 1, "ISI-021": 1}


def test_a_review_without_a_worksheet_is_refused_and_the_unit_has_not_handed_in(tmp_path: Path) -> None:
    own, path = made(tmp_path, answers(ZI, "gone", blank=0))
    fill(path, {"A.I.1.i.a": "Ya"})
    own.unlink()
    write(own.parent / "lain.xlsx", ZI, answers(ZI, "lain"), OTHER)
    found = gathered(own.parent, path, register=Register((UNIT, OTHER)))
    assert told(found) == {"BUKU-071": 1}
    assert [u.code for u in found.missing] == [UNIT.code]
    assert [f.used for f in found.reviews] == [False]
    assert [r.verified for r in found.results] == [None]


def test_two_reviews_that_differ_leave_the_item_unverified(tmp_path: Path) -> None:
    labels = {"A.I.1.i.a": "Ya", "A.I.1.i.b": "A", "A.I.1.ii.a": "Ya"}
    own, path = made(tmp_path, answers(ZI, "two", blank=0) | choices(labels))
    second = path.with_name("kedua.xlsx")
    second.write_bytes(path.read_bytes())
    fill(path, {"A.I.1.i.a": "Ya", "A.I.1.i.b": "B"}, "TPI 1", "satu")
    fill(second, {"A.I.1.i.a": "Ya", "A.I.1.i.b": "C", "A.I.1.ii.a": "Tidak"}, "TPI 2", "dua")
    found = gathered(own.parent, path.parent)
    reviewed = found.results[0].submission.reviewed
    assert {item: a.choice for item, a in reviewed.items()} == {"A.I.1.i.a": "Ya", "A.I.1.ii.a": "Tidak"}
    assert set(reviewed["A.I.1.i.a"].note.split("; ")) == {"satu", "dua"}
    assert found.results[0].submission.reviewers["A.I.1.ii.a"] == "TPI 2"
    assert told(found) == {"BUKU-072": 1}
    assert [t.node for t in found.temuan if t.code == "BUKU-072"] == ["A.I.1.i.b"]


def test_a_review_replaces_what_a_verifier_wrote_in_the_worksheet(tmp_path: Path) -> None:
    own, path = made(tmp_path, answers(ZI, "both", blank=0) | choices({"A.I.1.i.a": "Ya", "A.I.1.i.b": "A"}))
    fill(path, {"A.I.1.i.a": "Tidak"})

    def scribble(lke: Lke) -> None:
        lke.cell("A.I.1.i.a", "Jawaban TPI").value = "Ya"
        lke.cell("A.I.1.i.b", "Jawaban TPI").value = "C"

    edit(own, scribble)
    found = gathered(own.parent, path)
    assert {i: a.choice for i, a in found.results[0].submission.reviewed.items()} == {"A.I.1.i.a": "Tidak"}
    (temuan,) = [t for t in found.temuan if t.code == "BUKU-073"]
    assert dict(temuan.values) == {"seen": "2", "items": "A.I.1.i.a, A.I.1.i.b"}


@pytest.mark.parametrize("kind", ["blank", "period"])
def test_a_review_that_is_blank_or_of_another_period_is_not_joined(tmp_path: Path, kind: str) -> None:
    given = answers(ZI, "period", blank=0)
    own, path = made(tmp_path, given)
    if kind == "period":
        fill(path, {"A.I.1.i.a": "Ya"})
        write(own, ZI, given, UNIT, "2027")
    found = gathered(own.parent, path)
    assert told(found) == {"BUKU-075": 1} if kind == "blank" else "BUKU-013" in {t.code for t in found.temuan}
    assert found.results[0].verified is None
    assert [(f.used, f.passed_over) for f in found.reviews] == [(False, kind == "blank")]


def test_a_wrong_answer_of_the_verifier_is_told_at_its_cell_and_the_units_own_slips_are_not_told_twice(
    tmp_path: Path,
) -> None:
    given = answers(ZI, "slips", blank=0) | choices({"A.I.1.i.a": "Ya"})
    given["A.I.1.i.b"] = Answer(item="A.I.1.i.b", state=State.INVALID, raw="sudah")
    own, path = made(tmp_path, given)
    fill(path, {"A.I.1.i.a": "mungkin", "A.I.1.ii.a": "Ya"})
    found = gathered(own.parent, path)
    slips = [(t.workbook, t.node) for t in found.temuan if t.code == "ISI-003"]
    assert sorted(slips) == sorted([(own.name, "A.I.1.i.b"), (path.name, "A.I.1.i.a")])
    assert "ISI-020" not in told(found)


def test_a_review_of_an_official_form_is_joined_though_it_bears_no_code(tmp_path: Path) -> None:
    given = answers(ZI, "resmi", blank=0) | choices({"A.I.1.i.a": "Ya"})
    folder = tmp_path / "lembar"
    folder.mkdir()
    template_2024(folder / "resmi.xlsx", ZI, given, "Dinas Pangan", False)
    done = run("templat", "--untuk", "tpi", "--dari", folder, "-o", tmp_path / "tpi")
    assert done.return_value == 0, done.output
    (path,) = (tmp_path / "tpi").iterdir()
    fill(path, {"A.I.1.i.a": "Tidak"})
    for register in (Register(), Register((UNIT,))):
        found = gathered(folder, path, register=register)
        assert told(found) == {}
        assert found.results[0].submission.reviewed["A.I.1.i.a"].choice == "Tidak"
        assert consolidation_data(found, ZI)["units"][0]["reviewed"]["difference"] == "-0.25"


def test_a_review_workbook_alone_is_read_as_a_copy(tmp_path: Path) -> None:
    own, path = made(tmp_path, answers(ZI, "alone", blank=0))
    found = read(path)
    assert found.result is not None
    assert {t.code for t in found.temuan} >= {"BUKU-074"}
    assert found.result.tree.total == result_of(own).tree.total


@pytest.mark.parametrize(
    "words",
    [
        ["templat", "--untuk", "tpi", "-o", "x"],
        ["templat", "--untuk", "tpi", "--dari", "x"],
        ["templat", "zi-2021", "--dari", "x", "-o", "y"],
    ],
)
def test_what_is_missing_for_review_workbooks_is_wrong_usage(words: list[str]) -> None:
    from pmprb.cli.indonesia import run as main

    with pytest.raises(SystemExit) as stopped:
        main(program, words)
    assert stopped.value.code == 2


# --- LibreOffice ------------------------------------------------------------------------------


@pytest.mark.libreoffice
def test_a_review_workbook_goes_through_libreoffice_and_its_total_is_the_engines(tmp_path: Path) -> None:
    given = answers(ZI, "office", blank=0.1)
    lowered = _lower(answers(ZI, "office", blank=0), slice(0, 20))
    own, path = made(tmp_path, given)

    def change(lke: Lke) -> None:
        for item, answer in lowered.items():
            lke.cell(item, "Jawaban TPI").value = answer.choice
        for name, count in (("agen", 9), ("perubahan", 3)):
            lke.cell(f"A.II.1.i.a.{name}", "Jawaban TPI").value = count
        lke.cell("B.I.a", "Jawaban TPI").value = 3.25
        lke.sheet["K2"] = "TPI 2"

    (saved,) = recalculate([edit(path, change)], tmp_path / "lo")
    found = gathered(own.parent, saved)
    (result,) = found.results
    assert result.verified is not None
    assert len(result.submission.reviewed) == 22
    assert set(result.submission.reviewers.values()) == {"TPI 2"}
    lke = Lke(openpyxl.load_workbook(saved, data_only=True)["LKE"])
    after = result.verified.after
    for node in ("TOTAL", "A.I.1", "A.II.1.i", "B.I"):
        shown = lke.cell(node, "Nilai").value
        assert shown == pytest.approx(float(after.nodes[node].points or 0), abs=1e-9), node
    assert after.total.points != result.tree.total.points
    assert "ISI-020" not in told(found)


def test_an_untouched_review_workbook_has_no_formula_typed_over(tmp_path: Path) -> None:
    path, filled = tmp_path / "tpi.xlsx", submission(ZI, answers(ZI, "rumus"))
    review_of = ReviewOf(file="a.xlsx", sha256="0")
    path.write_bytes(build_template(ZI, UNIT, "2026", filled, version="0.0-test", review_of=review_of))
    assert not codes(read(path)) & {"BUKU-026", "BUKU-081"}
    edit(path, lambda lke: lke.sheet.__setitem__("G8", "=1+1"))
    assert "BUKU-081" in codes(read(path))


def test_an_item_that_brings_no_points_does_not_wait_for_its_verifier(tmp_path: Path) -> None:
    catalog = instrument("pekppp-2023")
    idle = [item for item in catalog.items if not catalog.item_weight(item)]
    given = best(catalog)
    first = next(item for item in given if item not in idle)
    looked = submission(catalog, given).model_copy(update={"reviewed": {first: given[first]}})
    (tmp_path / "masuk").mkdir()
    path = tmp_path / "masuk" / "a.xlsx"
    path.write_bytes(build_template(catalog, UNIT, "2026", looked, version="0"))
    rekap = tmp_path / "rekap.xlsx"
    result = CliRunner().invoke(program, ["gabung", str(path.parent), "-o", str(rekap)])
    assert idle and result.exit_code == 0, result.output
    listed = {str(row[2].value) for row in openpyxl.load_workbook(rekap)["Verifikasi"].iter_rows()}
    assert len(listed & set(catalog.items)) > 10 and not listed & {first, *idle}
