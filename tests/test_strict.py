"""`--ketat`: what changes when credited answers without evidence count as blank, and that it is said everywhere."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from helpers.answers import extreme, submission_of
from helpers.sheets import UNIT, instrument, write
from pmprb.cli.commands import program
from pmprb.cli.indonesia import run
from pmprb.engine.answers import Answer, State
from pmprb.engine.score import score_answers
from pmprb.jobs.evaluate import Options, evaluate, result_of
from pmprb.jobs.inputs import Catalogs

ZI = instrument("zi-2021")
ITEMS = list(ZI.items)
BARE = ITEMS[3:9]


def best() -> dict[str, Answer]:
    """The best answer everywhere, with evidence but for a few items; one item answered with its worst, without."""
    given = {n: replace(extreme(i, ZI, best=True), evidence="SK") for n, i in ZI.items.items()}
    given |= {name: replace(given[name], evidence="") for name in BARE}
    given[ITEMS[20]] = extreme(ZI.items[ITEMS[20]], ZI, best=False)
    return given


def evaluated(folder: Path, **options: object) -> object:
    path = write(folder / "unit.xlsx", ZI, best())
    found = evaluate(path.name, path, Catalogs(), Options(**options))  # type: ignore[arg-type]
    assert found.result is not None
    return found.result


def printed(*words: str) -> str:
    out = io.StringIO()
    with redirect_stdout(out), pytest.raises(SystemExit):
        run(program, list(words))
    return out.getvalue()


@pytest.mark.parametrize("blank", ["nol", "lewati"])
def test_credited_items_without_evidence_are_scored_as_blank(blank: str, tmp_path: Path) -> None:
    plain, strict = evaluated(tmp_path, blank=blank), evaluated(tmp_path, blank=blank, strict=True)
    bare = {n: Answer(item=n, state=State.BLANK) for n in BARE}
    expected = score_answers(best() | bare, ZI, blank)  # type: ignore[arg-type]
    assert strict.tree.nodes == expected.nodes and strict.tree.total != plain.tree.total  # type: ignore[attr-defined]
    change = strict.strict  # type: ignore[attr-defined]
    assert change.items == tuple(BARE)  # the worst answer brings nothing and stays
    assert change.before == plain.tree.total.points  # type: ignore[attr-defined]
    assert change.after == expected.total.points
    assert plain.strict is None  # type: ignore[attr-defined]


def test_under_nol_the_loss_is_the_points_of_those_items(tmp_path: Path) -> None:
    change = evaluated(tmp_path, strict=True).strict  # type: ignore[attr-defined]
    assert change.before - change.after == sum((ZI.item_weight(name) for name in BARE), Fraction(0))


def test_the_answers_stay_to_be_seen_and_the_sheets_own_figures_are_no_finding(tmp_path: Path) -> None:
    result = evaluated(tmp_path, strict=True)
    assert result.submission.answers[BARE[0]].text == best()[BARE[0]].text  # type: ignore[attr-defined]
    codes = [t.code for t in result.temuan]  # type: ignore[attr-defined]
    assert "BUKU-027" not in codes and codes.count("TELAAH-009") == 1 and "TELAAH-010" not in codes


def test_gates_and_targets_that_flip_are_listed(tmp_path: Path) -> None:
    catalogs = Catalogs()
    given = {n: replace(extreme(i, ZI, best=True), evidence="SK") for n, i in ZI.items.items()}
    area = next(node for node in ZI.nodes.values() if node.level == "area" and node.id == "A.I.1")
    names = [item.id for node in area.walk() for item in node.items]
    given |= {name: replace(given[name], evidence="-") for name in names}
    path = write(tmp_path / "unit.xlsx", ZI, given)
    result = evaluate(path.name, path, catalogs, Options(strict=True)).result
    assert result is not None and result.strict is not None
    change = result.strict
    assert change.targets_before == ("WBK", "WBBM") and change.targets_after == ()
    assert ("WBK", "Manajemen Perubahan") in change.gates
    assert ("WBK", "Nilai total") not in change.gates  # 96 of 100 are left
    assert [v.passed for v in result.verdicts if v.decides] == [False, False]


def test_a_unit_left_without_any_answer_is_not_rated_and_not_zero(tmp_path: Path) -> None:
    given = {n: extreme(i, ZI, best=True) for n, i in ZI.items.items()}
    path = write(tmp_path / "unit.xlsx", ZI, given)
    result = evaluate(path.name, path, Catalogs(), Options(strict=True)).result
    assert result is not None and result.strict is not None
    assert not result.rated and result.strict.after is None and result.strict.before == 100
    assert "menjadi belum dinilai" in printed("nilai", str(path), "--ketat")


def test_a_layout_without_a_column_for_evidence_is_told_and_unchanged(tmp_path: Path) -> None:
    result = evaluated(tmp_path)
    bare = result.submission.model_copy(update={"has_evidence": False})  # type: ignore[attr-defined]
    strict = result_of(bare, Catalogs(), Options(strict=True))
    assert strict.tree.total == result.tree.total  # type: ignore[attr-defined]
    assert strict.strict is not None and not strict.strict.applied and strict.strict.items == ()
    codes = {t.code for t in strict.temuan}
    assert "TELAAH-010" in codes and "TELAAH-009" not in codes


def test_a_submission_made_in_python_has_a_column_for_evidence() -> None:
    made = submission_of(ZI, best(), unit=UNIT)
    strict = result_of(made, Catalogs(), Options(strict=True)).strict
    assert strict is not None and strict.applied and set(strict.items) == set(BARE)


def test_the_terminal_and_json_say_what_changed(tmp_path: Path) -> None:
    path = write(tmp_path / "unit.xlsx", ZI, best())
    told = printed("nilai", str(path), "--ketat")
    assert f"Penilaian ketat: {len(BARE)} butir bernilai tanpa bukti dihitung kosong" in told
    assert all(name in told for name in BARE)
    data = json.loads(printed("nilai", str(path), "--ketat", "--json"))
    assert data["strict"]["items"] == BARE and data["strict"]["applied"] is True
    assert data["total"] == data["strict"]["total_after"] != data["strict"]["total_before"]
    plain = json.loads(printed("nilai", str(path), "--json"))
    assert plain["strict"] is None and plain["total"] == data["strict"]["total_before"]


def test_the_rekap_says_that_it_is_strict(tmp_path: Path) -> None:
    write(tmp_path / "unit.xlsx", ZI, best())
    data = json.loads(
        printed("gabung", str(tmp_path / "unit.xlsx"), "-o", str(tmp_path / "r.xlsx"), "--ketat", "--json")
    )
    assert data["strict"] is True and data["units"][0]["strict"]["items"] == BARE
    book = openpyxl.load_workbook(tmp_path / "r.xlsx", read_only=True)
    texts = {s: [str(c) for row in book[s].iter_rows(values_only=True) for c in row if c] for s in book.sheetnames}
    book.close()
    assert any("PENILAIAN KETAT" in text and f"{len(BARE)} butir" in text for text in texts["Ringkasan"])
    assert any("--ketat" in text for text in texts["Tentang"])
    assert ", ".join(BARE) in texts["Penilaian Ketat"] and UNIT.name in texts["Penilaian Ketat"]
    printed("gabung", str(tmp_path / "unit.xlsx"), "-o", str(tmp_path / "biasa.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "biasa.xlsx", read_only=True)
    assert "Penilaian Ketat" not in book.sheetnames and "Perlu Ditelaah" in book.sheetnames
    book.close()
