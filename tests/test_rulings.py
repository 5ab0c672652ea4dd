"""Two verifiers who differ: one sheet to decide on, read by the next run, applied as long as its basis stands."""

from __future__ import annotations

import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.answered import ITEMS, NO, UNITS, YES, ZI, Place, cells, change_review, make, type_in
from helpers.cli import quick
from helpers.forged import forged
from helpers.screen import SCREEN, pixels
from pmprb.books.rekap.disputes import choices_of
from pmprb.catalog.item import RatioItem, ScaleItem
from pmprb.engine.answers import Answer, State
from pmprb.office.disputes import dispute_of, side_names
from pmprb.office.model import Ruling, Side
from pmprb.office.record import RekapRecord
from pmprb.workbook.ours import open_record
from pmprb.worksheet.register import register_workbook

AIR = UNITS[0]
FIRST, SECOND = ITEMS[:2]
LETTERS = "A.I.1.i.b"
SCALE = next(item.id for item in ZI.items.values() if isinstance(item, ScaleItem))
SHEET, RULING, REASON, STATE = "Perlu Diputus", "Keputusan", "Alasan", "Keadaan"


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round whose two verifiers differ on four items of one unit, gathered once."""
    place = make(tmp_path_factory.mktemp("putaran"), ("TPI 1", "TPI 2"), UNITS[:1])
    for item, first, second in ((FIRST, NO, YES), (SECOND, NO, YES), (LETTERS, "A", "B"), (SCALE, "3,1", "3,4")):
        change_review(place, AIR, item, first, 0)
        change_review(place, AIR, item, second, 1)
    assert place.gather()[0] == 1  # BUKU-072: not one of them is verified
    return place.root


@pytest.fixture
def place(gathered: Path, tmp_path: Path) -> Place:
    shutil.copytree(gathered, tmp_path / "putaran")
    return Place(tmp_path / "putaran")


def decide(place: Place, typed: dict[str, dict[str, object]]) -> None:
    type_in(place.rekap, SHEET, typed)


def by_item(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["item"]: one for one in data["disputes"]}


def codes(data: dict[str, Any]) -> set[tuple[str, str]]:
    return {(t["code"], t.get("cell") or t["node"]) for t in data["temuan"]}


def test_what_a_decision_needs_is_seen_at_once(place: Place) -> None:
    sheet = openpyxl.load_workbook(place.rekap)[SHEET]
    needed = ("Unit", "Kriteria", RULING, REASON, "Jawaban unit", "Jawaban TPI 1", "Jawaban TPI 2", "Tanggapan unit")
    assert max(pixels(sheet, heading) for heading in needed) <= SCREEN
    both = (cells(place.rekap, SHEET, f"Jawaban TPI {n}")[FIRST] for n in (1, 2))
    assert tuple(both) == ("Tidak\nmenurut TPI 1", "Ya\nmenurut TPI 2")


def test_a_difference_is_told_as_one_to_decide_not_as_a_units_mistake(place: Place) -> None:
    said = [str(cell) for row in openpyxl.load_workbook(place.rekap)["Ringkasan"].values for cell in row if cell]
    assert any("4 dari 4 butir yang jawaban penilainya berbeda belum diputus" in one for one in said)
    assert not any("KESALAHAN pada" in one for one in said)


def test_a_ruling_is_read_applied_and_proved(place: Place) -> None:
    before = place.data()
    assert {item: one["state"] for item, one in by_item(before).items()} == dict.fromkeys(
        (FIRST, LETTERS, SECOND, SCALE), "open"
    )
    decide(
        place, {FIRST: {RULING: " tidak", REASON: "SK belum terbit"}, LETTERS: {RULING: "b)"}, SCALE: {RULING: 3.125}}
    )
    code, text = place.gather()
    assert code == 1 and "perlu diputus: 1 butir (lembar Perlu Diputus): Dinas Air (1)" in text
    after = place.data()
    ruled = by_item(after)
    assert [ruled[item]["ruling"]["answer"] for item in (FIRST, LETTERS, SCALE)] == [NO, "B", "3.125"]
    assert ruled[SECOND]["state"] == "open" and ("BUKU-072", SECOND) in codes(after)
    assert ("BUKU-072", FIRST) not in codes(after)
    reviewed = [data["units"][0]["reviewed"]["reviewed_items"] for data in (before, after)]
    assert reviewed[1] == reviewed[0] + 3
    book = openpyxl.load_workbook(place.rekap)
    rows = list(book["Verifikasi"].iter_rows(values_only=True))
    found = next(row for row in rows if FIRST in row)
    assert "Diputus" in found and any("diputus dari TPI 1: Tidak, TPI 2: Ya. SK belum terbit" in str(c) for c in found)
    summary = [str(row) for row in book["Ringkasan"].iter_rows(values_only=True)]
    assert any("1 dari 4 butir yang jawaban penilainya berbeda belum diputus" in row for row in summary)
    assert any("Perlu diputus', " in row and ", 1," in row and "dari 4 butir" in row for row in summary)
    assert cells(place.rekap, SHEET, RULING)[SCALE] == 3.125  # a number stays one, whatever a comma means
    proof, words = place.prove()
    assert proof == 0 and "Sama" in words
    quick("gabung", place.inbox, "--tpi", place.reviews, "-o", place.rekap, "--timpa", "--csv", place.root / "csv")
    table = (place.root / "csv" / "disputes.csv").read_text(encoding="utf-8-sig")
    assert f"{AIR.code};{FIRST};Ya;TPI 1: Tidak; TPI 2: Ya" in table.replace('"', "") and "SK belum terbit" in table


def test_a_ruling_whose_basis_has_changed_is_shown_and_not_applied(place: Place) -> None:
    decide(place, {LETTERS: {RULING: "B", REASON: "rapat 3 Juni"}})
    assert by_item(place.data())[LETTERS]["state"] == "ruled"
    change_review(place, AIR, LETTERS, "C", 1)
    data = place.data()
    now = by_item(data)[LETTERS]
    assert now["state"] == "again" and now["earlier"]["answer"] == "B" and now["ruling"] is None
    assert {("BUKU-299", LETTERS), ("BUKU-072", LETTERS)} <= codes(data)
    assert by_item(place.data())[LETTERS]["state"] == "again"  # and it stays so until somebody decides anew
    assert cells(place.rekap, SHEET, STATE)[LETTERS] == "perlu dilihat lagi"
    assert (cells(place.rekap, SHEET, RULING)[LETTERS], cells(place.rekap, SHEET, "Keputusan lama")[LETTERS]) == (
        None,
        "B",
    )
    assert pixels(openpyxl.load_workbook(place.rekap)[SHEET], "Alasan lama") <= SCREEN
    assert place.prove()[0] == 0
    decide(place, {LETTERS: {RULING: "B"}})  # the same again, of today's answers
    assert by_item(place.data())[LETTERS]["state"] == "ruled"
    change_review(place, AIR, LETTERS, "A", 1)  # the verifiers agree: nothing is disputed, the ruling is kept
    assert LETTERS not in by_item(place.data())
    assert cells(place.rekap, SHEET, STATE)[LETTERS] == "sudah tidak berbeda"
    assert cells(place.rekap, SHEET, "Keputusan lama")[LETTERS] == "B" and place.prove()[0] == 0


def test_what_cannot_be_applied_is_named_and_stays_in_its_cell(place: Place) -> None:
    decide(
        place,
        {FIRST: {RULING: "TPI 9"}, SECOND: {REASON: "nanti"}, SCALE: {RULING: 9}, LETTERS: {RULING: "tidak berlaku"}},
    )
    data = place.data()
    told = {(code, cell) for code, cell in codes(data) if code == "BUKU-297"}
    assert told == {("BUKU-297", cell) for cell in ("E5", "F7", "E8", "E6")}
    assert {one["state"] for one in by_item(data).values()} == {"open"}
    again = cells(place.rekap, SHEET, RULING)
    assert (again[FIRST], again[SCALE], cells(place.rekap, SHEET, REASON)[SECOND]) == ("TPI 9", "9", "nanti")
    assert place.prove()[0] == 0


def test_a_verifiers_name_decides_for_what_that_verifier_said(place: Place) -> None:
    decide(place, {LETTERS: {RULING: "tpi 2"}, FIRST: {RULING: "TPI 1"}})
    found = by_item(place.data())
    assert {found[LETTERS]["state"], found[FIRST]["state"]} == {"ruled"}
    assert cells(place.rekap, SHEET, RULING)[LETTERS] == "tpi 2" and place.prove()[0] == 0


def test_a_ruling_is_never_lost_between_two_rekaps(place: Place) -> None:
    decide(place, {FIRST: {RULING: NO, REASON: "SK"}})
    other = place.root / "rekap-2.xlsx"
    told = ("gabung", place.inbox, "--tpi", place.reviews, "-o", other, "--lanjutan", place.rekap, "--periode", "2026")
    quick(*told)
    assert cells(other, SHEET, STATE)[FIRST] == "sudah diputus"
    book = openpyxl.load_workbook(place.rekap)
    page = book[SHEET]
    page.cell(9, 3, FIRST), page.cell(9, 1, AIR.code), page.cell(9, 5, YES)  # one item decided twice
    page.cell(10, 5, "A")  # and a ruling on nothing
    book.save(place.rekap)
    kept = place.rekap.read_bytes()
    code, text = place.gather()
    assert code == 1 and "BUKU-148" in text and "Perlu Diputus!E10" in text and "BUKU-154" in text
    assert place.rekap.read_bytes() == kept


def test_two_rulings_on_one_item_are_named(place: Place) -> None:
    book = openpyxl.load_workbook(place.rekap)
    page = book[SHEET]
    page["E5"], page["E9"], page["C9"], page["A9"] = NO, YES, page["C5"].value, page["A5"].value
    page["E10"], page["C10"], page["A10"] = YES, page["C5"].value, UNITS[1].code  # once on the same item of another
    book.save(place.rekap)
    told = ("gabung", place.inbox, "--tpi", place.reviews, "-o", place.root / "baru.xlsx", "--lanjutan", place.rekap)
    text = quick(*told)[1]
    assert "Perlu Diputus!E5 · BUKU-298" in text and "Perlu Diputus!E9 · BUKU-298" in text
    made = openpyxl.load_workbook(place.root / "baru.xlsx")[SHEET]
    states = {(row[0], row[2]): row[6] for row in made.iter_rows(min_row=5, values_only=True)}
    assert states[(AIR.code, FIRST)] == "belum diputus"
    assert states[(UNITS[1].code, FIRST)] == "unit atau butir tidak ada"  # it is kept, as that of a unit not there


def test_rulings_of_another_period_do_not_count(place: Place) -> None:
    decide(place, {FIRST: {RULING: NO}})
    old = forged(place.rekap, place.root / "lama.xlsx", lambda record: record.model_copy(update={"period": "2025"}))
    told = ("gabung", place.inbox, "--tpi", place.reviews, "-o", place.root / "baru.xlsx", "--lanjutan", old)
    quick(*told)
    assert cells(place.root / "baru.xlsx", SHEET, STATE)[FIRST] == "belum diputus"


def test_what_a_doubtful_rekap_says_a_ruling_rests_on_is_not_believed(place: Place) -> None:
    decide(place, {FIRST: {RULING: NO}})
    place.gather()

    def other(record: RekapRecord) -> RekapRecord:
        false = record.units[0].model_copy(update={"predicate": "istimewa"})
        return record.model_copy(update={"units": (false, *record.units[1:])})

    forged(place.rekap, place.rekap, other)
    place.gather()
    assert cells(place.rekap, SHEET, STATE)[FIRST] == "perlu dilihat lagi"
    assert cells(place.rekap, SHEET, "Keputusan lama")[FIRST] == NO  # and nothing typed is lost


def test_a_proof_finds_a_ruling_that_is_not_the_one_applied(place: Place) -> None:
    decide(place, {FIRST: {RULING: NO}})
    place.gather()
    untouched = place.rekap.read_bytes()
    decide(place, {FIRST: {RULING: YES}})
    where = cells(place.rekap, SHEET, STATE)
    assert where[FIRST] == "sudah diputus"
    assert "Perlu Diputus!E" in place.prove()[1]  # the sheet says another than the figures rest on
    place.rekap.write_bytes(untouched)

    def other(record: RekapRecord) -> RekapRecord:
        one = next(one for one in record.disputes if one.ruled)
        assert one.ruling is not None
        answer = one.ruling.answer and replace(one.ruling.answer, choice=YES)
        said = one.ruling.model_copy(update={"answer": answer})
        rest = [one.model_copy(update={"ruling": said}) if one.ruled else one for one in record.disputes]
        return record.model_copy(update={"disputes": tuple(rest)})

    false = forged(place.rekap, place.root / "palsu.xlsx", other)
    code, text = quick("periksa", "--bukti", false, place.inbox, place.reviews)
    assert code == 1 and FIRST in text and "BUKU-19" in text


def test_records_of_both_editions_are_read(place: Place) -> None:
    decide(place, {FIRST: {RULING: NO}})
    place.gather()
    opened = open_record(place.rekap).value
    assert opened is not None and [one.item for one in opened.record.disputes if one.ruled] == [FIRST]
    old = forged(place.rekap, place.root / "edisi-3.xlsx", lambda record: record.as_of(3))
    taken = open_record(old).value
    assert taken is not None and (taken.record.edition, taken.record.disputes) == (3, ())
    code, text = quick("banding", old, place.rekap, "-o", place.root / "banding.xlsx")
    assert code == 0, text
    province = quick("gabung", place.rekap, "-o", place.root / "provinsi.xlsx", "--antar-instansi", "--json")
    assert '"scored": 1' in province[1]


def test_counts_are_decided_by_naming_whose(place: Place) -> None:  # the same catalog
    item = next(item for item in ZI.items.values() if isinstance(item, RatioItem))
    names = [count.id for count in item.inputs]

    def counts(number: int) -> Answer:
        return Answer(item=item.id, state=State.GIVEN, counts=tuple((name, Fraction(number)) for name in names))

    sides = (Side(reviewer="A", file="a", answer=counts(1)), Side(reviewer="B", file="b", answer=counts(2)))
    assert choices_of(item, ZI, side_names(sides)) == ["A", "B", "Unit"]
    for odd in ("", "A", "unit", "Penilai 1", "Tim A, Tim C", "x" * 41):  # no name that tells one from the other
        assert side_names((sides[0], sides[1].model_copy(update={"reviewer": odd}))) == ("Penilai 1", "Penilai 2")
    basis = dispute_of(item.id, counts(3), sides, None).basis
    for text, number in (("penilai 2", 2), (" b", 2), ("Unit", 3), ("Penilai 3", None), ("2", None)):
        for files in (sides, sides[::-1]):  # a file under another name changes nothing of who is meant
            ruled = dispute_of(item.id, counts(3), files, Ruling(text=text, basis=basis)).ruled
            assert (ruled and ruled.counts[0][1]) == number


def test_a_working_folder_tells_what_is_to_be_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gathered: Path
) -> None:
    place = Place(gathered)
    folder = tmp_path / "putaran"
    assert quick("mulai", folder, "--instrumen", "zi-2021", "--periode", "2026")[0] == 0
    (folder / "daftar-unit.xlsx").write_bytes(register_workbook(UNITS))
    for name, source in (("masuk", place.inbox), ("tpi", place.reviews)):
        shutil.copytree(source, folder / name, dirs_exist_ok=True)
    monkeypatch.chdir(folder)
    quick("gabung")
    assert f"Perlu diputus   4 butir, lembar Perlu Diputus: {AIR.name} (" in quick()[1]
    type_in(folder / "rekap" / "rekap-2026.xlsx", SHEET, {FIRST: {RULING: NO}})
    text = quick()[1]
    assert "Keputusan       1 sudah diketik" in text and "Langkah berikutnya: pmprb gabung" in text
    quick("gabung")
    text = quick()[1]
    assert "Perlu diputus   3 butir" in text and "sudah diketik" not in text
    assert quick("templat", "--untuk", "tpi")[0] == 0
    book = openpyxl.load_workbook(next((folder / "lembar-tpi").glob("*1-01*.xlsx")))
    rows = {row[0]: row for row in book["LKE"].iter_rows(values_only=True)}
    assert NO in rows[FIRST] and any("diputus dari" in str(cell) for cell in rows[FIRST])
    assert any("Penilai berbeda: TPI 1: Tidak, TPI 2: Ya" in str(cell) for cell in rows[SECOND])
