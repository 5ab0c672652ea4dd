"""Other answers supposed: the worksheet stays, and every figure is that of a worksheet with those answers."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from helpers.cli import quick
from helpers.sheets import answers, edit, instrument, read, write
from pmprb.engine.answers import Answer, State, Unit
from pmprb.engine.score import score_answers
from pmprb.insight.path.options import options_of
from pmprb.insight.what_if import marginal_gains
from pmprb.office.consolidate import rank

ZI = "zi-2021"


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    given = answers(instrument(ZI), "andai", blank=0.1)
    counts = (("agen", Fraction(10)), ("perubahan", Fraction(4)))
    given["A.II.1.i.a"] = Answer(item="A.II.1.i.a", state=State.GIVEN, counts=counts)
    given["A.I.1.i.a"] = Answer(item="A.I.1.i.a", state=State.GIVEN, choice="Tidak")
    return write(tmp_path / "lembar.xlsx", instrument(ZI), given)


def data_of(*words: object) -> dict[str, Any]:
    code, text = quick(*words, "--json")
    assert code == 0, text
    found: dict[str, Any] = json.loads(text)
    return found


def test_supposed_answers_give_the_figures_of_a_worksheet_that_has_them(filled: Path) -> None:
    before = filled.read_bytes()
    found = data_of(
        "simulasi", filled, "--ubah", "A.I.1.i.a=ya", "--ubah", "a.ii.1.i.a.Perubahan=8", "--ubah", "B.I.a=3,7"
    )
    assert filled.read_bytes() == before
    assert [(c["code"], c["from"], c["to"]) for c in found["changes"]] == [
        ("A.I.1.i.a", "Tidak", "Ya"),
        ("A.II.1.i.a", "agen 10; perubahan 4", "agen 10; perubahan 8"),
        ("B.I.a", read(filled).result.submission.answers["B.I.a"].text or None, "3.7"),  # type: ignore[union-attr]
    ]
    old = data_of("nilai", filled)

    def put(lke: Any) -> None:
        lke.cell("A.I.1.i.a").value, lke.cell("A.II.1.i.a.perubahan").value = "Ya", 8
        lke.cell("B.I.a").value = 3.7

    edit(filled, put)
    new = data_of("nilai", filled)
    for side, whole in (("before", old), ("after", new)):
        assert found[side]["total"] == whole["total"] and found[side]["verdicts"] == whole["verdicts"]
    moved = {node for node in old["nodes"] if old["nodes"][node]["points"] != new["nodes"][node]["points"]}
    assert set(found["nodes"]) == moved >= {"TOTAL", "A.I.1.i", "A.II.1.i", "B.I"}
    assert all(found["nodes"][node]["after"] == new["nodes"][node]["points"] for node in moved)
    assert {gate["name"] for gate in found["gates"]} >= {"total", "pengungkit", "area-1", "ipak"}


def test_counts_are_named_or_left_and_kosong_is_blank(filled: Path) -> None:
    for said, to in (
        ("A.II.1.i.a=agen 5; perubahan 5", "agen 5; perubahan 5"),
        ("A.II.1.i.a=6", "agen 10; perubahan 6"),
        ("A.II.1.i.a=kosong", None),
        ("A.I.1.i.a=kosong", None),
    ):
        assert data_of("simulasi", filled, "--ubah", said)["changes"][0]["to"] == to, said


def test_what_cannot_be_supposed_is_told_in_the_words_of_cells(filled: Path) -> None:
    for said, code, word in (
        ("A.I.1.i.a=Z", 1, "ISI-003"),
        ("A.I.9.a=A", 2, "Kode A.I.9.a tidak ada"),
        ("A.I.1=A", 2, "Kode A.I.1 tidak ada"),
        ("A", 2, "KODE=JAWABAN"),
        ("A.II.1.i.a.agen=banyak", 1, "ISI-"),
    ):
        got, text = quick("simulasi", filled, "--ubah", said)
        assert (got, word in text) == (code, True), text


def test_the_place_in_a_rekap_is_that_of_a_ranking_with_the_new_total(filled: Path, tmp_path: Path) -> None:
    catalog = instrument(ZI)
    folder = tmp_path / "berkas"
    folder.mkdir()
    for n in range(4):
        unit = Unit(code=f"2.0{n}", name=f"Dinas {n}", kind="dinas", group="dinas" if n < 2 else "lain")
        write(folder / f"{n}.xlsx", catalog, answers(catalog, n, blank=0.0), unit)
    (folder / "sendiri.xlsx").write_bytes(filled.read_bytes())
    rekap = tmp_path / "rekap.xlsx"
    code, text = quick("gabung", folder, "-o", rekap)
    assert rekap.exists(), text
    best = [
        f"--ubah={item}={o[-1].answer.choice}" for item, o in options_of({}, catalog).items() if o[-1].answer.choice
    ]
    found = data_of("simulasi", filled, *best, "--rekap", rekap)
    results = [one for file in sorted(folder.iterdir()) if (one := read(file).result)]
    own = next(place for place in rank(results) if place.code == "1.07")
    assert (found["places"]["before"]["rank"], found["places"]["before"]["of"]) == (own.rank, 5)
    assert found["places"]["after"]["rank"] == 1
    code, text = quick("simulasi", filled, "--rekap", filled)
    assert code == 1 and "BUKU-100" in text


def test_gains_are_what_one_answer_alone_brings_most_first(filled: Path) -> None:
    catalog, given = instrument(ZI), read(filled).result.submission.answers  # type: ignore[union-attr]
    gains = marginal_gains(given, catalog, "nol")
    before = score_answers(given, catalog, "nol").total.points or Fraction(0)
    assert [one.best.gain for one in gains] == sorted((one.best.gain for one in gains), reverse=True)
    for one in (gains[0], gains[len(gains) // 2], gains[-1]):
        after = score_answers({**given, one.item: one.best.answer}, catalog, "nol").total.points or Fraction(0)
        assert one.best.gain == after - before and one.next.gain <= one.best.gain
    told = data_of("simulasi", filled)
    assert {g["code"] for g in told["gains"]} == {g.item for g in gains} - {"B.I.a", "B.I.b", "B.II.a"}
    assert told["gains"][0]["best"]["gates"] and told["changes"] == []
