"""The room Klinik: what moves when an answer moves, what better answers bring, the least to a target."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pmprb import load_instrument, read, score
from pmprb.insight.what_if import side_of
from pmprb.jobs.inputs import catalogs_at
from pmprb.numbers import shown, signed
from pmprb.papan.cells import answers_typed
from pmprb.papan.desk import Desk
from pmprb.papan.made import LEVELS
from pmprb.papan.work import run

SHEETS = Path(__file__).resolve().parent.parent / "workbooks" / "samples" / "lembar-zi-2021"
INSTRUMENTS = catalogs_at(None).ids()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "meja")


def ask(desk: Desk, name: str, **request: Any) -> Any:
    answer = run(name, desk, request)
    assert answer.error is None, answer.error
    return answer.result


def points(name: str, cells: dict[str, str]) -> Any:
    """Return the total of cells, scored by the engine apart from the room."""
    instrument = load_instrument(name)
    answers = answers_typed(cells, instrument, {}, {}).answers
    return side_of(answers, instrument, instrument.policies.blank).tree.total.points


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_made_up_units_of_every_instrument_stand_higher_the_further_they_are(name: str, desk: Desk):
    found = []
    for level in LEVELS:
        made = ask(desk, "klinik.mulai", instrumen=name, contoh=level)
        state = ask(desk, "klinik.nilai", instrumen=name, isi=made["isi"], awal=made["isi"])
        assert state["salah"] == [] and state["kini"]["terisi"] in (0, state["kini"]["butir"])
        assert state["beda"] is None or (state["beda"]["nilai"] == "" and state["beda"]["jawaban"] == [])
        assert state["kini"]["nilai"] == (shown(points(name, made["isi"])) if made["isi"] else "–")
        found.append(points(name, made["isi"]))
    assert found == sorted(found) and len(set(found)) == len(found)


@pytest.mark.parametrize("name", ["zi-2021", "rb-2014", "pmprb-2020-unit", "rb-general-2024"])
def test_what_an_answer_brings_is_what_changing_it_brings(name: str, desk: Desk):
    made = ask(desk, "klinik.mulai", instrumen=name, contoh="menengah")
    cells, before = made["isi"], points(name, made["isi"])
    every = [[item["id"] for sub in area["sub"] for item in sub["butir"]] for area in made["formulir"]["area"]]
    told = 0
    for items in (every[0], every[-2]):
        gains = ask(desk, "klinik.imbal", instrumen=name, isi=cells, butir=items)["imbal"]
        assert list(gains) == items or set(gains) <= set(items)
        for item, steps in gains.items():
            for step in steps:
                other = step.get("isi") or {item: step["label"]}
                moved = points(name, cells | other) - before
                assert step["poin"] == (signed(moved) if not -1 < moved * 200 < 1 else step["poin"])
                assert step["arah"] == ("naik" if moved > 0 else "turun" if moved < 0 else "tetap")
                told += 1
    assert told > 2


def test_a_gate_that_is_passed_by_one_answer_is_named_beside_it(desk: Desk):
    cells = ask(desk, "klinik.mulai", instrumen="zi-2021", contoh="lanjut")["isi"]
    state = ask(desk, "klinik.nilai", instrumen="zi-2021", isi=cells)["kini"]
    assert [(s["id"], s["lulus"]) for s in state["sasaran"] if s["menentukan"]] == [("WBK", True), ("WBBM", False)]
    path = ask(desk, "klinik.jalur", instrumen="zi-2021", isi=cells, sasaran="WBBM")
    *first, last = path["langkah"]
    near = cells | {code: text for step in first for code, text in step["isi"].items()}
    gains = ask(desk, "klinik.imbal", instrumen="zi-2021", isi=near, butir=[last["butir"]])["imbal"][last["butir"]]
    whole = [step for step in gains if (step.get("isi") or {last["butir"]: step["label"]}) == last["isi"]]
    assert whole and "Wilayah Birokrasi Bersih dan Melayani" in whole[0]["lulus"]
    ended = ask(desk, "klinik.nilai", instrumen="zi-2021", isi=near | last["isi"], awal=near)
    assert [(s["id"], s["arah"]) for s in ended["beda"]["sasaran"]] == [("WBBM", "lulus")]
    assert [one["butir"] for one in ended["beda"]["jawaban"]] == [last["butir"]]


@pytest.mark.parametrize(("name", "target"), [("zi-2021", "WBK"), ("pmprb-2020-unit", "A"), ("rb-2014", "A")])
def test_the_least_path_reaches_its_target_and_no_change_of_it_is_too_many(name: str, target: str, desk: Desk):
    cells = ask(desk, "klinik.mulai", instrumen=name, contoh="menengah")["isi"]
    path = ask(desk, "klinik.jalur", instrumen=name, isi=cells, sasaran=target)
    assert path["status"] == "optimal" and path["terbukti"] and path["langkah"]

    def reached(changes: list[Any]) -> bool:
        changed = cells | {code: text for one in changes for code, text in one["isi"].items()}
        state = ask(desk, "klinik.nilai", instrumen=name, isi=changed)["kini"]
        if state["predikat"]:
            return state["predikat"]["label"] in (target, "AA")
        return next(s["lulus"] for s in state["sasaran"] if s["id"] == target and s["menentukan"])

    assert reached(path["langkah"])
    assert not any(reached([one for one in path["langkah"] if one is not left]) for left in path["langkah"][:6])
    after = ask(desk, "klinik.nilai", instrumen=name, isi=cells | path["isi"])["kini"]
    assert after["nilai"] == path["sesudah"]["nilai"]


def test_a_target_out_of_reach_says_what_is_in_the_way(desk: Desk):
    cells = ask(desk, "klinik.mulai", instrumen="zi-2021", contoh="awal")["isi"]
    path = ask(desk, "klinik.jalur", instrumen="zi-2021", isi=cells, sasaran="WBK")
    assert not path["dapat"] and path["hambatan"] and path["dengan_luar"]
    wide = ask(desk, "klinik.jalur", instrumen="zi-2021", isi=cells, sasaran="WBK", luar=True)
    assert wide["dapat"] and wide["langkah"]


def test_the_items_that_bring_most_come_first_and_none_a_unit_cannot_better(desk: Desk):
    made = ask(desk, "klinik.mulai", instrumen="zi-2021", contoh="awal")
    found = ask(desk, "klinik.paling", instrumen="zi-2021", isi=made["isi"])
    outside = {b["id"] for a in made["formulir"]["area"] for s in a["sub"] for b in s["butir"] if b["luar"]}
    assert outside and not outside & {one["butir"] for one in found["paling"]}
    moved = [points("zi-2021", made["isi"] | one["isi"]) for one in found["paling"]]
    assert moved == sorted(moved, reverse=True) and found["semua"] > len(moved)


def test_a_units_worksheet_is_opened_and_left_as_it_is(desk: Desk):
    source = SHEETS / "1-05_Dinas-Sosial.xlsx"
    content = source.read_bytes()
    desk.put(source.name, content)
    opened = ask(desk, "klinik.buka", berkas=source.name)
    submission, _ = read(source)
    state = ask(desk, "klinik.nilai", instrumen=opened["instrumen"], isi=opened["isi"])
    assert state["kini"]["nilai"] == shown(score(submission, load_instrument("zi-2021")).total.points)
    assert desk.path(source.name).read_bytes() == content and list(desk.outputs.iterdir()) == []


def test_requests_of_the_wrong_kind_are_answered_in_words(desk: Desk):
    good = {"instrumen": "rb-tematik-2024", "isi": {}, "butir": [], "sasaran": "90"}
    for name in ("klinik.mulai", "klinik.nilai", "klinik.imbal", "klinik.paling", "klinik.jalur", "klinik.buka"):
        for wrong in (
            {},
            good | {"isi": 3},
            good | {"sasaran": "WBX"},
            good | {"contoh": "xx"},
            good | {"butir": [[]]},
        ):
            answer = run(name, desk, wrong)
            assert answer.error is None or "tersandung" not in answer.error.message, (name, wrong, answer.error)


def test_the_bands_of_a_predicate_are_shown_with_what_is_missing(desk: Desk):
    made = ask(desk, "klinik.mulai", instrumen="pmprb-2020-unit", contoh="menengah")
    state = ask(desk, "klinik.nilai", instrumen="pmprb-2020-unit", isi=made["isi"])["kini"]
    bands, label = state["pita"], state["predikat"]["label"]
    place = [band["id"] for band in bands].index(label)
    assert [band["lulus"] for band in bands] == [n >= place for n in range(len(bands))]
    assert bands[place]["nilai"] == state["predikat"]["persen"] and place > 0
    assert bands[place - 1]["jarak"].startswith("kurang") and bands[place]["jarak"].startswith("lebih")
    blank = ask(desk, "klinik.nilai", instrumen="pmprb-2020-unit", isi={})["kini"]
    assert blank["predikat"] is None and not any(band["lulus"] for band in blank["pita"])
