"""Right of reply: a unit answers what its verifier found; it is carried there and back, and changes no score."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from helpers.answered import ITEMS, NO, UNITS, YES, ZI, Place, cells, change_review, make, type_in
from helpers.cli import quick
from helpers.screen import SCREEN, pixels
from helpers.sheets import Lke, edit
from pmprb.catalog.item import RatioItem
from pmprb.workbook.ours import open_record
from pmprb.worksheet.register import register_workbook

AIR, BUMI = UNITS
FIRST, SECOND, THIRD, FOURTH = ITEMS[:4]
SHEET, REPLY, GROUNDS = "Tanggapan", "Tanggapan", "Penjelasan dan bukti"
AGREES: dict[str, object] = {REPLY: "Setuju"}
DISAGREES: dict[str, object] = {REPLY: "Tidak setuju", GROUNDS: "SK 12/2026, lampiran 3"}


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round gathered once, its feedback handed out."""
    place = make(tmp_path_factory.mktemp("putaran"))
    assert place.gather()[0] == 0
    return place.root


@pytest.fixture
def place(gathered: Path, tmp_path: Path) -> Place:
    shutil.copytree(gathered, tmp_path / "putaran")
    return Place(tmp_path / "putaran")


def reply(place: Place, typed: dict[str, dict[str, object]], name: str = "balasan.xlsx") -> Path:
    return type_in(place.of(AIR), SHEET, typed, place.inbox / name)


def told(data: dict[str, Any], *files: str) -> set[tuple[str, str]]:
    return {(t["code"], t.get("cell", "")) for t in data["temuan"] if t["file"] in files}


def test_replies_go_there_and_back_and_change_no_score(place: Place) -> None:
    before = place.data()
    reply(place, {FIRST: AGREES, SECOND: DISAGREES})
    code, text = place.gather()
    assert code == 0 and "tanggapan 1 dari 2 unit: 1 setuju, 1 tidak setuju, 14 belum ditanggapi" in text
    after = place.data()
    assert [u["reviewed"] for u in after["units"]] == [u["reviewed"] for u in before["units"]]
    assert (after["index"], after["files"]) == (before["index"], before["files"])
    said = {one["item"]: one for one in after["replies"]}
    assert (said[FIRST]["stance"], said[SECOND]["stance"]) == ("agrees", "disagrees")
    assert said[SECOND]["explanation"] == DISAGREES[GROUNDS] and said[SECOND]["about"] == NO
    assert [(one["file"], one["fate"]) for one in after["reply_files"]] == [("balasan.xlsx", "used")]
    assert after["units"][0]["replied"] == {"agrees": 1, "disagrees": 1, "open": 6, "earlier": 0, "gone": 0}
    book = openpyxl.load_workbook(place.rekap)
    rows = list(book["Verifikasi"].iter_rows(values_only=True))
    assert any(SECOND in row and "Tidak setuju" in row and DISAGREES[GROUNDS] in row and NO in row for row in rows)
    assert any(f"Tidak setuju: {AIR.name} ({SECOND})" in str(row[0]) for row in rows)  # named above all
    assert any(AIR.name in str(row) for row in book["Ringkasan"].iter_rows(values_only=True) if "setuju" in str(row))
    assert pixels(openpyxl.load_workbook(place.of(AIR))[SHEET], "Penilai") <= SCREEN
    again = cells(place.of(AIR), SHEET, REPLY)
    assert {item: value for item, value in again.items() if value} == {FIRST: "Setuju", SECOND: "Tidak setuju"}
    assert cells(place.of(AIR), SHEET, GROUNDS)[SECOND] == DISAGREES[GROUNDS]
    proof, words = place.prove()
    assert proof == 0 and "Sama" in words


def test_the_verifiers_next_workbook_shows_the_reply_beside_the_finding(place: Place) -> None:
    reply(place, {FIRST: AGREES, SECOND: DISAGREES})
    target = place.root / "tpi-2"
    assert quick("templat", "--untuk", "tpi", "--dari", place.inbox, "--tpi", place.reviews, "-o", target)[0] == 0
    book = openpyxl.load_workbook(next(target.glob("*1-01*.xlsx")))
    rows = {row[0]: row for row in book["LKE"].iter_rows(values_only=True)}
    assert f"Tanggapan: Tidak setuju: {DISAGREES[GROUNDS]}" in rows[SECOND] and NO in rows[SECOND]
    assert "Tanggapan: Setuju" in rows[FIRST] and not any("Tanggapan" in str(cell) for cell in rows[THIRD])
    (place.reviews / f"{AIR.code}-0.xlsx").unlink()
    shutil.copy(next(target.glob("*1-01*.xlsx")), place.reviews)
    again = place.data()
    assert again["units"][0]["reviewed"]["reviewed_items"] == 8  # sent back as it is, it says the same


def test_what_says_nothing_certain_is_named_with_its_cell(place: Place) -> None:
    every: list[tuple[dict[str, object], str]] = [
        ({REPLY: "mungkin"}, "BUKU-291 C"),
        ({REPLY: "#N/A"}, "BUKU-291 C"),
        ({REPLY: "=1/0"}, "BUKU-291 C"),
        ({GROUNDS: "sudah ada"}, "BUKU-292 D"),
        ({REPLY: "Setuju", "Kode": "A.I.9.z"}, "BUKU-288 C"),
        ({REPLY: "Setuju", "Kode": "A.I.1.i.b"}, "BUKU-289 C"),
        ({REPLY: "Tidak setuju"}, "BUKU-293 C"),
    ]
    reply(place, {FIRST: AGREES, **dict(zip(ITEMS[1:], (typed for typed, _ in every), strict=True))})
    expected = {(code, f"{column}{row}") for row, (_, said) in enumerate(every, 6) for code, column in [said.split()]}
    data = place.data()
    assert told(data, "balasan.xlsx") == expected
    assert [one["item"] for one in data["replies"]] == [FIRST, ITEMS[7]]  # without grounds it is a reply all the same
    assert f"balasan.xlsx › {SHEET}!C6" in place.gather()[1]


def test_a_reply_is_read_however_it_is_spelled(place: Place) -> None:
    spelled = (" tidak SETUJU ", "Tdk. setuju", "tidak\u00a0setuju", "SETUJU.")
    reply(place, {item: {REPLY: said, GROUNDS: "SK"} for item, said in zip(ITEMS, spelled, strict=False)})
    assert [one["stance"] for one in place.data()["replies"]] == ["disagrees"] * 3 + ["agrees"]


def test_two_replies_that_differ_are_both_named_and_neither_counts(place: Place) -> None:
    reply(place, {FIRST: AGREES, SECOND: AGREES})
    reply(place, {FIRST: AGREES, SECOND: DISAGREES}, "susulan.xlsx")
    data = place.data()
    assert {("BUKU-290", "C6")} == told(data, "balasan.xlsx") == told(data, "susulan.xlsx")
    assert [one["item"] for one in data["replies"]] == [FIRST]  # said twice alike, it is one


def saved_at(path: Path, stamp: str) -> None:
    """Say in a workbook when it was saved."""
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    core = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp.encode(), parts["docProps/core.xml"])
    with ZipFile(path, "w") as package:
        for name, part in {**parts, "docProps/core.xml": core}.items():
            package.writestr(name, part)


def test_of_two_replies_the_later_file_is_proposed_and_taken_when_that_is_asked_for(place: Place) -> None:
    saved_at(reply(place, {FIRST: AGREES, SECOND: AGREES, THIRD: AGREES}), "2026-03-09T08:05:00Z")
    saved_at(reply(place, {FIRST: AGREES, SECOND: DISAGREES}, "susulan.xlsx"), "2026-03-12T10:15:00Z")
    _, text = place.gather()
    there = f"susulan.xlsx {SHEET}!C6 (12 Maret 2026 pukul 10.15 UTC) daripada di sini (9 Maret 2026 pukul 08.05 UTC)"
    assert f"Butir {SECOND} ditanggapi lain di {there}; belum ada yang dipakai." in text
    assert "Usul: yang itu, disimpan lebih akhir. Keluarkan yang lain, atau pakai --ganda terbaru." in text
    assert "Usul: yang ini, disimpan lebih akhir." in text
    data = place.data("--ganda", "terbaru")
    assert {one["item"]: one["stance"] for one in data["replies"]} == {
        FIRST: "agrees",
        SECOND: "disagrees",
        THIRD: "agrees",
    }
    assert told(data, "balasan.xlsx") == {("BUKU-257", "C6")} and not told(data, "susulan.xlsx")


def test_of_two_replies_saved_at_one_time_the_fuller_file_is_proposed_and_none_taken(place: Place) -> None:
    stamp = "2026-03-09T08:05:00Z"
    saved_at(reply(place, {FIRST: AGREES, SECOND: AGREES}), stamp)
    saved_at(reply(place, {FIRST: AGREES, SECOND: DISAGREES, THIRD: DISAGREES}, "susulan.xlsx"), stamp)
    _, text = place.gather("--ganda", "terbaru")
    assert "Usul: yang itu, lebih lengkap. Keluarkan yang lain." in text
    assert "BUKU-290" in text and "BUKU-257" not in text


def test_whose_reply_it_is_must_be_certain(place: Place) -> None:
    source = reply(place, {FIRST: AGREES})
    register = place.root / "daftar.xlsx"
    register.write_bytes(register_workbook((BUMI,)))
    unknown = place.data("--unit", register)
    assert unknown["reply_files"][0]["fate"] == "refused" and ("BUKU-014", "") in told(unknown, source.name)
    (place.inbox / f"{AIR.code}.xlsx").unlink()
    absent = place.data()
    assert ("BUKU-286", "") in told(absent, source.name) and not absent["replies"]


def test_a_reply_of_another_period_or_with_nothing_in_it(place: Place) -> None:
    shutil.copy(place.of(BUMI), place.inbox / "kosong.xlsx")
    book = openpyxl.load_workbook(reply(place, {FIRST: AGREES}))
    record = book["_tanggapan"]
    next(row for row in record.iter_rows() if row[0].value == "period")[1].value = "2025"
    book.save(place.inbox / "balasan.xlsx")
    data = place.data()
    fates = {one["file"]: one["fate"] for one in data["reply_files"]}
    assert fates == {"balasan.xlsx": "refused", "kosong.xlsx": "passed_over"}
    assert ("BUKU-013", "") in told(data, "balasan.xlsx") and ("BUKU-285", "") in told(data, "kosong.xlsx")
    assert data["files"]["offered"] == 2  # neither is a worksheet


@pytest.mark.parametrize("damage", ["record", "heading"])
def test_a_feedback_that_does_not_say_what_was_answered_is_refused(place: Place, damage: str) -> None:
    book = openpyxl.load_workbook(reply(place, {FIRST: AGREES}))
    if damage == "record":
        del book["_tanggapan"]
    else:
        book[SHEET]["C4"].value = "Jawab"
    book.save(place.inbox / "balasan.xlsx")
    data = place.data()
    assert ("BUKU-287", "") in told(data, "balasan.xlsx") and not data["replies"]


def test_a_reply_is_about_the_answer_it_was_typed_beside(place: Place) -> None:
    reply(place, {FIRST: AGREES, SECOND: DISAGREES})
    change_review(place, AIR, SECOND, YES)  # the verifier gives in: there is nothing left to answer
    data = json.loads(place.gather("--json")[1])
    assert {one["item"]: one["fate"] for one in data["replies"]} == {FIRST: "counts", SECOND: "gone"}
    assert ("BUKU-295", "C6") in told(data, "balasan.xlsx")
    assert SECOND not in cells(place.of(AIR), SHEET, REPLY)
    assert place.prove()[0] == 0


def test_a_reply_to_an_earlier_answer_is_shown_and_asked_for_again(place: Place) -> None:
    letters = "A.I.1.i.b"
    change_review(place, AIR, letters, "C")
    place.gather()
    reply(place, {letters: DISAGREES})
    change_review(place, AIR, letters, "B")
    data = json.loads(place.gather("--json")[1])
    assert [(one["item"], one["about"], one["fate"]) for one in data["replies"]] == [(letters, "C", "earlier")]
    assert [code for code, _ in told(data, "balasan.xlsx")] == ["BUKU-294"]
    assert cells(place.of(AIR), SHEET, REPLY)[letters] is None
    before = f"Tidak setuju: {DISAGREES[GROUNDS]} (atas jawaban TPI C)"
    assert cells(place.of(AIR), SHEET, "Tanggapan lama")[letters] == before
    assert pixels(openpyxl.load_workbook(place.of(AIR))[SHEET], "Penilai") <= SCREEN


def test_what_was_typed_into_a_feedback_is_not_written_over_before_it_was_read(place: Place) -> None:
    old = place.of(AIR)
    type_in(old, SHEET, {FIRST: AGREES, SECOND: DISAGREES})
    kept = old.read_bytes()
    code, text = place.gather()
    assert code == 1 and f"{old.name} › Tanggapan!C5 · BUKU-296" in text and "Tanggapan!C6" in text
    assert old.read_bytes() == kept
    shutil.copy(old, place.inbox / "balasan.xlsx")
    assert place.gather()[0] == 0  # now it was read: the feedback is made anew and holds it again
    assert old.read_bytes() != kept and cells(old, SHEET, REPLY)[SECOND] == "Tidak setuju"
    type_in(old, SHEET, {THIRD: {REPLY: "Setuju"}, FOURTH: {"Catatan TPI": "bukan begitu"}})
    code, text = place.gather()
    assert code == 1 and "Tanggapan!C7" in text and "Tanggapan!G8" in text and "C5" not in text
    code, text = place.gather("--ganti-yang-terisi")
    assert code == 0 and "BUKU-151" in text and list(place.feedback.glob("*.lama-1.xlsx"))


def test_another_unit_learns_nothing_of_a_reply(place: Place) -> None:
    reply(place, {FIRST: AGREES, SECOND: DISAGREES})
    place.gather()
    assert not any(value for value in cells(place.of(BUMI), SHEET, REPLY).values())


def test_a_record_of_the_edition_before_holds_no_replies(place: Place) -> None:
    reply(place, {FIRST: AGREES})
    place.gather()
    opened = open_record(place.rekap).value
    assert opened is not None and opened.record.edition == 4
    old = opened.record.as_of(3)
    assert (old.edition, old.replies, old.units[0].replies) == (3, (), {})
    assert json.loads(old.head_text())["edition"] == 3 and opened.record.units[0].replies[FIRST].stance == "agrees"


def test_a_reply_to_counts_half_filled_in_counts(place: Place) -> None:
    """The verifier left the last count empty: what the reply is about ends in a blank, which a cell does not keep."""
    item = next(item for item in ZI.items.values() if isinstance(item, RatioItem))

    def half(lke: Lke) -> None:
        for n in range(1, len(item.inputs)):
            lke.sheet.cell(lke.row(item.id) + n, lke.columns["Jawaban TPI"]).value = 7

    edit(place.reviews / f"{AIR.code}-0.xlsx", half)
    place.gather()
    reply(place, {item.id: DISAGREES})
    data = place.data()
    assert "BUKU-294" not in {t["code"] for t in data["temuan"]}
    assert "1 tidak setuju" in place.gather()[1]


def test_a_working_folder_tells_of_replies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gathered: Path) -> None:
    place = Place(gathered)
    folder = tmp_path / "putaran"
    assert quick("mulai", folder, "--instrumen", "zi-2021", "--periode", "2026")[0] == 0
    (folder / "daftar-unit.xlsx").write_bytes(register_workbook(UNITS))
    for name, source in (("masuk", place.inbox), ("tpi", place.reviews)):
        shutil.copytree(source, folder / name, dirs_exist_ok=True)
    monkeypatch.chdir(folder)
    assert quick("gabung")[0] == 0
    feedback = next((folder / "umpan-balik" / "2026").glob("1-01*-hasil.xlsx"))
    type_in(feedback, SHEET, {FIRST: AGREES, SECOND: DISAGREES})
    assert "tanggapan di umpan-balik/2026: " + feedback.name in quick()[1]
    feedback.rename(folder / "masuk" / feedback.name)
    text = quick()[1]
    assert "Tanggapan       1 dari 2 unit: 1 setuju, 1 tidak setuju" in text
    assert f"Tidak setuju    {AIR.name} ({SECOND})" in text and "Belum dibaca" not in text
    assert "Langkah berikutnya: pmprb gabung" in text
    assert f"tanggapan · {AIR.name} · 1 setuju, 1 tidak setuju" in quick("pantau", "--sekali")[1]
