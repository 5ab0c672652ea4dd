"""Official worksheets read as they are: the 2021 form and the 2024-2026 template, slips included."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from helpers.official import Slips, form_2021, template_2024
from helpers.sheets import answers, codes, instrument, read, same_answers
from pmprb.catalog.item import ChoiceItem
from pmprb.engine.answers import Answer, State

ZI = "zi-2021"


@pytest.fixture
def given() -> dict:
    return answers(instrument(ZI), "resmi", blank=0.0)


def test_the_2021_form_is_recognised_and_every_item_found(tmp_path: Path, given: dict) -> None:
    found = read(form_2021(tmp_path / "LKE Dinas Pangan.xlsx", instrument(ZI), given))
    assert found.result is not None, found.temuan
    assert found.result.submission.layout == "lke-zi-2021"
    assert same_answers(given, found) == []
    assert "BUKU-020" not in codes(found)
    assert "BUKU-027" not in codes(found)


@pytest.mark.parametrize("inserted", [False, True], ids=["asli", "kolom-disisipkan"])
def test_the_2024_template_is_recognised_and_every_item_found(tmp_path: Path, given: dict, inserted: bool) -> None:
    path = template_2024(tmp_path / "x.xlsx", instrument(ZI), given, "Dinas Pangan", inserted)
    found = read(path)
    assert found.result is not None, found.temuan
    assert found.result.submission.layout == "lke-zi-2024"
    assert found.result.submission.shown_name == "Dinas Pangan"
    assert same_answers(given, found) == []
    assert found.result.submission.answers["A.I.1.i.a"].evidence == "SK tim.pdf"


def test_swapped_letters_are_read_by_order_where_the_scales_say_so(tmp_path: Path, given: dict) -> None:
    slips = Slips(letters={"A.I.6.v.b": "c.", "A.I.6.v.c": "b."})
    found = read(form_2021(tmp_path / "x.xlsx", instrument(ZI), given, slips))
    assert same_answers(given, found) == []
    assert [t.node for t in found.temuan if t.code == "BUKU-046"] == ["A.I.6.v"]


def test_letters_that_are_dashes_or_missing_are_read_by_order(tmp_path: Path, given: dict) -> None:
    slips = Slips(letters={"A.I.1.i.a": "-", "A.I.1.i.b": "", "A.II.1.ii.a": ""})
    found = read(form_2021(tmp_path / "x.xlsx", instrument(ZI), given, slips))
    assert same_answers(given, found) == []


def test_missing_rows_are_told_and_the_others_keep_their_letters(tmp_path: Path, given: dict) -> None:
    gone = {"A.I.2.i.a", "A.I.4.i.c", "A.I.6.ii.b"}
    found = read(form_2021(tmp_path / "x.xlsx", instrument(ZI), given, Slips(missing=gone)))
    assert set(same_answers(given, found)) == gone
    assert {t.node for t in found.temuan if t.code == "BUKU-020"} == gone


def test_a_scale_printed_wrongly_is_told_and_the_catalogs_scale_decides(tmp_path: Path, given: dict) -> None:
    slips = Slips(printed={"A.I.1.i.b": "A/B/C/D", "A.I.3.iv.c": "Ya"})
    found = read(form_2021(tmp_path / "x.xlsx", instrument(ZI), given, slips))
    assert same_answers(given, found) == []
    assert {t.node for t in found.temuan if t.code == "BUKU-037"} == {"A.I.1.i.b", "A.I.3.iv.c"}


def test_a_typed_total_that_is_not_the_sum_is_told_and_the_parts_count(tmp_path: Path, given: dict) -> None:
    found = read(form_2021(tmp_path / "x.xlsx", instrument(ZI), given, Slips(totals={"A.II.5.iii.a": 99})))
    assert same_answers(given, found) == []
    assert [t.node for t in found.temuan if t.code == "BUKU-048"] == ["A.II.5.iii.a"]


def test_an_item_left_out_of_an_average_is_named_as_the_cause(tmp_path: Path, given: dict) -> None:
    catalog = instrument(ZI)
    honest = read(form_2021(tmp_path / "jujur.xlsx", catalog, given))
    assert honest.result is not None
    one = honest.result.tree.items["A.II.5.iii.a"].score
    assert one is not None
    slips = Slips(scores={"A.II.5.iii": float(one * 2)})
    found = read(form_2021(tmp_path / "x.xlsx", catalog, given, slips))
    told = [t for t in found.temuan if t.code == "BUKU-027"]
    assert [t.node for t in told] == ["A.II.5.iii"]
    assert dict(told[0].values)["cause"] == "left_out"
    assert dict(told[0].values)["names"] == "A.II.5.iii.b"


def test_a_skipped_sub_in_an_area_sum_is_named_as_the_cause(tmp_path: Path, given: dict) -> None:
    catalog = instrument(ZI)
    honest = read(form_2021(tmp_path / "jujur.xlsx", catalog, given))
    assert honest.result is not None
    nodes = honest.result.tree.nodes
    wrong = (nodes["A.I.1"].points or Fraction(0)) - (nodes["A.I.1.iv"].points or Fraction(0))
    found = read(form_2021(tmp_path / "x.xlsx", catalog, given, Slips(scores={"A.I.1": float(wrong)})))
    told = {t.node: dict(t.values) for t in found.temuan if t.code == "BUKU-027"}
    assert set(told) == {"A.I.1"}
    assert (told["A.I.1"]["cause"], told["A.I.1"]["names"]) == ("skipped", "A.I.1.iv")


def test_the_scale_on_which_an_item_was_scored_is_named_as_the_cause_and_only_when_it_fits(tmp_path: Path) -> None:
    catalog = instrument(ZI)
    item, label, other = next(
        (item, option.label, other)
        for item in catalog.items.values()
        if isinstance(item, ChoiceItem)
        for option in catalog.scales[item.answer_set].options
        for other in catalog.answer_sets
        if other.id != item.answer_set and other.scores.get(option.label, option.score) != option.score
    )
    given = {item.id: Answer(item=item.id, state=State.GIVEN, choice=label)}
    for shown, cause in ((float(other.scores[label]), ("scale", other.title)), (0.111, ("", ""))):
        found = read(form_2021(tmp_path / "x.xlsx", catalog, given, Slips(scores={item.id: shown})))
        told = {t.node: dict(t.values) for t in found.temuan if t.code == "BUKU-027"}
        assert (told[item.id]["cause"], told[item.id]["names"]) == cause


@pytest.mark.parametrize(("off", "is_told"), [(0.001, True), (1e-8, False)])
def test_a_figure_is_another_one_from_what_rounding_cannot_explain(off: float, is_told: bool, tmp_path: Path) -> None:
    catalog = instrument(ZI)
    item = next(one for one in catalog.items.values() if isinstance(one, ChoiceItem))
    given = {item.id: Answer(item=item.id, state=State.GIVEN, choice=catalog.scales[item.answer_set].options[0].label)}
    found = read(form_2021(tmp_path / "x.xlsx", catalog, given, Slips(scores={item.id: 1 - off})))
    assert ("BUKU-027" in {t.code for t in found.temuan if t.node == item.id}) is is_told
