"""A figure taken apart gives exactly the figure: item, sub, area, group, total; blanks, gates and ratios told."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from helpers.cli import quick
from helpers.sheets import answers, instrument, write
from pmprb.catalog.load import instrument_ids, load
from pmprb.engine.answers import Answer, State, Submission, Unit
from pmprb.engine.score import Blank, score
from pmprb.insight.explain import explain, known_ids
from pmprb.insight.explain_words import explanation_lines

ZI = "zi-2021"


def submission(name: str, given: dict[str, Answer]) -> Submission:
    return Submission(
        file="x.xlsx", sha256="", layout="pmprb", instrument=name, unit=Unit(code="1", name="A"), answers=given
    )


@pytest.mark.parametrize("blank", ["nol", "lewati"])
@pytest.mark.parametrize("name", instrument_ids())
def test_every_step_adds_up_to_the_trees_own_figure(name: str, blank: Blank) -> None:
    catalog = load(name).value
    assert catalog is not None
    one = submission(name, answers(catalog, "jelaskan", blank=0.2))
    tree = score(one, catalog, blank)
    for code in known_ids(catalog):
        figure = explain(code, one, tree, catalog)
        if code in tree.nodes:
            assert figure.points == tree.nodes[code].points and figure.max == tree.nodes[code].max
        if figure.gather == "mean" and figure.points is not None:
            assert figure.mean is not None and figure.mean * figure.weight == figure.points
        elif figure.points is not None:
            parts = [c.points or Fraction(0) for c in figure.children] + [i.points for i in figure.items if i.counted]
            assert sum(parts, Fraction(0)) == figure.points
        assert figure.citations
        if code in tree.nodes and code != catalog.root.id:
            assert figure.above[-1].node == catalog.root.id
        assert "\n".join(explanation_lines(figure))


def test_a_mean_with_a_blank_names_both_policies() -> None:
    catalog = instrument(ZI)
    given = {
        "A.I.1.ii.a": Answer(item="A.I.1.ii.a", state=State.GIVEN, choice="Ya"),
        "A.I.1.ii.b": Answer(item="A.I.1.ii.b", state=State.GIVEN, choice="B"),
    }
    one = submission(ZI, given)
    zero = explain("A.I.1.ii", one, score(one, catalog, "nol"), catalog)
    skip = explain("A.I.1.ii", one, score(one, catalog, "lewati"), catalog)
    assert (zero.mean, len(zero.counted)) == (Fraction(1, 2), 3)
    assert (skip.mean, len(skip.counted)) == (Fraction(3, 4), 2)
    assert any("dihitung 0" in line for line in explanation_lines(zero))
    assert any("tidak ikut rata-rata" in line for line in explanation_lines(skip))


def test_a_gate_between_items_is_told() -> None:
    catalog = instrument("rb-2014")
    gate = next(g for g in catalog.item_gates if g.rule == "zero_if_answer")
    parent, child = catalog.items[gate.parent], catalog.items[gate.item]
    best = catalog.scales[child.answer_set].options[0].label  # type: ignore[union-attr]
    given = {
        parent.id: Answer(item=parent.id, state=State.GIVEN, choice=gate.answers[0]),
        child.id: Answer(item=child.id, state=State.GIVEN, choice=best),
    }
    one = submission("rb-2014", given)
    figure = explain(child.id, one, score(one, catalog), catalog)
    assert figure.items[0].own == 1 and figure.items[0].score == 0
    assert any(f"ditahan butir {parent.id}" in line for line in explanation_lines(figure))


def test_the_command_names_cells_means_and_sources(tmp_path: Path) -> None:
    path = write(tmp_path / "lembar.xlsx", instrument(ZI), answers(instrument(ZI), "jelaskan", blank=0.0))
    code, text = quick("nilai", path, "--jelaskan", "a.i.1")
    assert code == 0
    for expected in ("A.I.1 · Manajemen Perubahan", "A.I.1.ii.b  LKE!F", "rata-rata: (", "× bobot 0,5 =", "↑ TOTAL"):
        assert expected in text
    assert "PermenPANRB 90/2021" in text and "[formulir-resmi]" in text


def test_json_of_a_figure_has_exact_numbers(tmp_path: Path) -> None:
    path = write(tmp_path / "lembar.xlsx", instrument(ZI), answers(instrument(ZI), "jelaskan", blank=0.0))
    code, text = quick("nilai", path, "--jelaskan", "A.I.1.ii", "--jelaskan", "TOTAL", "--json")
    data = json.loads(text)
    assert code == 0 and [f["code"] for f in data["figures"]] == ["A.I.1.ii", "TOTAL"]
    first = data["figures"][0]
    whole = json.loads(quick("nilai", path, "--json")[1])
    assert first["points"] == whole["nodes"]["A.I.1.ii"]["points"]
    assert [i["cell"] for i in first["items"]] == [whole["items"][i["code"]]["cell"] for i in first["items"]]


def test_an_unknown_code_is_wrong_usage_with_a_hint(tmp_path: Path) -> None:
    path = write(tmp_path / "lembar.xlsx", instrument(ZI), answers(instrument(ZI), "jelaskan"))
    code, text = quick("nilai", path, "--jelaskan", "A.I.9")
    assert code == 2 and "A.I.9 tidak ada dalam zi-2021" in text and "A.I." in text.partition("maksudnya")[2]


def test_a_refused_file_is_told_and_exits_with_one(tmp_path: Path) -> None:
    (tmp_path / "rusak.xlsx").write_bytes(b"bukan")
    code, text = quick("nilai", tmp_path / "rusak.xlsx", "--jelaskan", "A")
    assert code == 1 and "tidak dapat dinilai" in text and "BUKU-002" in text


def test_a_number_is_written_as_people_write_it(tmp_path: Path) -> None:
    catalog = instrument(ZI)
    item = next(i for i in catalog.items.values() if i.kind == "scale")
    given = answers(catalog, "jelaskan", blank=0.0)
    given[item.id] = replace(given[item.id], state=State.GIVEN, value=Fraction("3.45"), raw="")
    path = write(tmp_path / "lembar.xlsx", catalog, given)
    code, text = quick("nilai", path, "--jelaskan", item.id)
    assert code == 0 and '"3,45"' in text and "3.45" not in text
