"""Two catalogs compared: every difference named once, with both sides; and what it does to filled worksheets."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from helpers.cli import quick
from helpers.forms import CODES, catalog, form, imported, scored
from helpers.sheets import answers, instrument, write
from pmprb.catalog.compare import Aspect, Difference, compare
from pmprb.catalog.load import default_folder, instrument_ids, load, load_instrument
from pmprb.catalog.model import Instrument
from pmprb.cli.aspects import WORDS
from pmprb.engine.answers import Answer, State
from pmprb.jobs.catalog_work import carried
from pmprb.numbers import exact_text

ZI, RB = "zi-2021", "rb-2014"
KINDS = {"added": "+", "gone": "-", "changed": "~"}


def every_variant() -> list[str]:
    found = []
    for name in instrument_ids():
        loaded = load(name).value  # kept: other modules ask for the same
        assert loaded is not None
        found += [name, *(f"{name}@{variant.id}" for variant in loaded.variants)]
    return found


@pytest.fixture
def criteria(tmp_path: Path) -> Path:
    """A copy of the installed catalogs, to be changed."""
    return shutil.copytree(default_folder(), tmp_path / "kriteria")


def after(criteria: Path, name: str, *changes: tuple[str, str, str]) -> Instrument:
    """Return an instrument after changes to its files: file, a text that stands there once, the text instead."""
    for file, old, new in changes:
        path = criteria / name / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (file, old, text.count(old))
        path.write_text(text.replace(old, new), encoding="utf-8")
    return catalog(criteria / name)


def brief(differences: list[Difference]) -> list[tuple[str, ...]]:
    """Return differences as short tuples."""
    return [(KINDS[d.change] + d.aspect.value, d.id, d.part, d.before, d.after) for d in differences]


@pytest.mark.parametrize("name", every_variant())
def test_an_instrument_equals_itself_read_twice(name: str, criteria: Path) -> None:
    one = load(name).value
    assert one is not None
    base, _, variant = name.partition("@")
    assert compare(one, catalog(criteria / base).in_variant(variant)) == []


def test_different_instruments_always_differ() -> None:
    for a in instrument_ids():
        for b in instrument_ids():
            assert bool(compare(instrument(a), instrument(b))) == (a != b), (a, b)


NODES = "nodes/A.I.1.yaml"
RATIO = "nodes/A.II.1.yaml"
ITEM = """
          - id: A.I.1.i.c
            kind: choice
            criterion: Butir baru.
            answer_set: ya-tidak
            options: {"Ya": ada, "Tidak": tidak ada}
            evidence: [SK]
            remedy: Adakan.
            basis: praktik
            references: [{regulation: lke-zi-2021, place: x}]
"""
SURVEY = """dari 0 sampai 4.
        scale: {{min: "0", max: "{}"}}
        evidence:
          - Laporan hasil survei eksternal persepsi"""
Case = tuple[str, tuple[tuple[str, str, str], ...], list[tuple[str, ...]]]
CASES: dict[str, Case] = {
    "butir-baru": (
        ZI,
        ((NODES, "\n      - id: A.I.1.ii\n", ITEM + "\n      - id: A.I.1.ii\n"),),
        [("+item", "A.I.1.i.c", "", "", "Butir baru.")],
    ),
    "kalimat-butir": (
        ZI,
        (("nodes/B.yaml", "Capaian kinerja utama tahun ini lebih baik daripada tahun sebelumnya.", "Kinerja naik."),),
        [
            (
                "~criterion",
                "B.I.b",
                "",
                "Capaian kinerja utama tahun ini lebih baik daripada tahun sebelumnya.",
                "Kinerja naik.",
            )
        ],
    ),
    "bobot": (
        ZI,
        (
            (
                "nodes/B.yaml",
                'kind: scale\n        weight: "17.5"\n        criterion: Indeks Persepsi Anti',
                'kind: scale\n        weight: "52/3"\n        criterion: Indeks Persepsi Anti',
            ),
            ("nodes/B.yaml", 'weight: "5"', 'weight: "31/6"'),
        ),
        [("~weight", "B.I.a", "", "17.5", "52/3"), ("~weight", "B.I.b", "", "5", "31/6")],
    ),
    "nilai-pilihan": (
        ZI,
        (("answer_sets.yaml", '{label: B, score: "0.67"}', '{label: B, score: "2/3"}'),),
        [("~score", "abcd", "B", "0.67", "2/3")],
    ),
    "ejaan": (
        RB,
        (("answer_sets.yaml", "also_printed: [Y/T]", "also_printed: [Y/T, Ya atau Tidak]"),),
        [("~spelling", "ya-tidak", "", "Ya/Tidak, Y/T", "Ya/Tidak, Y/T, Ya atau Tidak")],
    ),
    "skala-angka": (
        ZI,
        (
            (
                "nodes/B.yaml",
                SURVEY.format(4),
                SURVEY.format(5),
            ),
        ),
        [("~scale", "B.I.a", "", "min 0; max 4", "min 0; max 5")],
    ),
    "arti-pilihan": (
        ZI,
        (("nodes/B.yaml", "E: Rumusan kinerja utama tidak mengarah pada hasil.", "E: Tidak ada."),),
        [("~option", "B.I.b", "E", "Rumusan kinerja utama tidak mengarah pada hasil.", "Tidak ada.")],
    ),
    "nama-jumlah": (
        ZI,
        ((RATIO, "{id: agen, label: Jumlah agen perubahan}", "{id: agen, label: Jumlah agen}"),),
        [("~count", "A.II.1.i.a", "agen", "Jumlah agen perubahan", "Jumlah agen")],
    ),
    "jumlah-baru": (
        ZI,
        (
            (
                RATIO,
                "{id: agen, label: Jumlah agen perubahan}",
                "{id: agen, label: Jumlah agen perubahan}\n              - {id: lain, label: Lain}",
            ),
        ),
        [
            ("+count", "A.II.1.i.a", "lain", "", "Lain"),
            ("~count", "A.II.1.i.a", "", "agen, perubahan", "agen, lain, perubahan"),
        ],
    ),
    "rumus": (
        ZI,
        (
            (
                RATIO,
                'numerator: [terintegrasi]\n            denominator: [perubahan]\n            cap: "1"',
                'numerator: [perubahan]\n            denominator: [terintegrasi]\n            cap: "1.5"',
            ),
        ),
        [
            ("~formula", "A.II.1.i.b", "numerator", "terintegrasi", "perubahan"),
            ("~formula", "A.II.1.i.b", "denominator", "perubahan", "terintegrasi"),
            ("~formula", "A.II.1.i.b", "cap", "1", "1.5"),
        ],
    ),
    "aturan-nol": (
        ZI,
        (("nodes/A.II.3.yaml", 'denominator_zero: "0"', 'denominator_zero: "0.5"'),),
        [("~zero", "A.II.3.iii.a", "denominator_zero", "0", "0.5")],
    ),
    "kelompok": (
        ZI,
        (("instrument.yaml", "nodes: [A.I.1, A.II.1]}", "nodes: [A.I.1]}"),),
        [("~group", "area-1", "", "Manajemen Perubahan: A.I.1, A.II.1", "Manajemen Perubahan: A.I.1")],
    ),
    "kebijakan": (
        ZI,
        (("instrument.yaml", "blank: nol", "blank: lewati"),),
        [("~head", "", "policies", "blank nol; display_decimals 2", "blank lewati; display_decimals 2")],
    ),
    "predikat": (
        RB,
        (
            ("instrument.yaml", 'above: "90", up_to: "100"', 'above: "91", up_to: "100"'),
            ("instrument.yaml", 'above: "80", up_to: "90"', 'above: "80", up_to: "91"'),
        ),
        [("~predicate", "AA", "above", "90", "91"), ("~predicate", "A", "up_to", "90", "91")],
    ),
    "bukti-dan-perbaikan": (
        ZI,
        (("nodes/B.yaml", "- Perjanjian Kinerja (PK) dan IKU", "- PK"),),
        [
            (
                "~evidence",
                "B.I.b",
                "",
                "Laporan kinerja tahun ini dan tahun sebelumnya; Perjanjian Kinerja (PK) dan IKU; Tabel perbandingan "
                "dengan capaian nasional atau rata-rata unit sejenis",
                "Laporan kinerja tahun ini dan tahun sebelumnya; PK; Tabel perbandingan dengan capaian nasional atau "
                "rata-rata unit sejenis",
            )
        ],
    ),
    "tidak-berlaku": (
        ZI,
        (("nodes/B.yaml", "kind: choice\n", "kind: choice\n        allow_not_applicable: true\n"),),
        [("+rule", "B.I.b", "allow_not_applicable", "", "true")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_told_once_with_both_sides_and_mirrored_the_other_way(criteria: Path, name: str) -> None:
    instrument_id, changes, expected = CASES[name]
    before = load_instrument(default_folder() / instrument_id).value
    assert before is not None
    other = after(criteria, instrument_id, *changes)
    assert brief(compare(before, other)) == expected
    back = compare(other, before)
    assert sorted((d.aspect, d.id, d.part, d.after, d.before) for d in back) == sorted(
        (d.aspect, d.id, d.part, d.before, d.after) for d in compare(before, other)
    )


def test_gates_are_compared_one_by_one(criteria: Path) -> None:
    path = criteria / ZI / "instrument.yaml"
    text = path.read_text(encoding="utf-8")
    gate = 'of: "TOTAL", measure: points, minimum: "75"'
    path.write_text(text.replace(gate, gate.replace("75", "76"), 1), encoding="utf-8")
    found = brief(compare(instrument(ZI), catalog(criteria / ZI)))
    assert found == [("~gate", "gabungan/WBK/total", "minimum", "75", "76")]


def test_an_item_on_another_scale_and_one_under_another_heading(criteria: Path) -> None:
    original = instrument(ZI)
    first, second = original.nodes["A.I.1.i"], original.nodes["A.I.1.ii"]
    moved = first.items[1].model_copy(update={"answer_set": "abcd", "options": {k: k for k in "ABCD"}})

    def changed(node: object) -> object:
        update: dict[str, object] = {"children": tuple(changed(child) for child in node.children)}  # type: ignore[attr-defined]
        if node is first:
            update["items"] = first.items[:1]
        if node is second:
            update["items"] = (second.items[1], second.items[0], second.items[2], moved)
        return node.model_copy(update=update)  # type: ignore[attr-defined]

    fields = {name: getattr(original, name) for name in Instrument.model_fields}
    other = Instrument(**fields | {"root": changed(original.root)})
    found = [one for one in brief(compare(original, other)) if one[0] != "~option"]
    assert found == [
        ("~parent", "A.I.1.i.b", "", "A.I.1.i", "A.I.1.ii"),
        ("~scale", "A.I.1.i.b", "", "A/B/C", "A/B/C/D"),
        ("+option", "A.I.1.i.b", "D", "", "D"),
        ("~order", "A.I.1.ii", "", "A.I.1.ii.a, A.I.1.ii.b, A.I.1.ii.c", "A.I.1.ii.b, A.I.1.ii.a, A.I.1.ii.c"),
    ]


def test_what_belongs_to_an_item_that_is_gone_is_not_told_apart() -> None:
    one, other = instrument("rb-general-2023"), instrument("rb-general-2024")
    found = compare(one, other)
    assert ("-item", "B01") in {(KINDS[d.change] + d.aspect.value, d.id) for d in found}
    assert [d.aspect.value for d in found if d.id == "B01"] == ["item"]


def test_gates_between_items_of_two_variants() -> None:
    one, other = load(RB).value, load(f"{RB}@tanpa-gerbang").value
    assert one is not None and other is not None
    found = compare(one, other)
    assert {d.aspect for d in found} == {Aspect.ITEM_GATE} and {d.change for d in found} == {"gone"}
    assert sorted(d.id for d in found) == sorted(gate.item for gate in one.item_gates)


@pytest.mark.parametrize(
    ("value", "text"),
    [("1", "1"), ("0.67", "0.67"), ("5/12", "5/12"), ("-2.5", "-2.5"), ("0.001", "0.001"), ("1/1024", "0.0009765625")],
)
def test_numbers_are_shown_exactly(value: str, text: str) -> None:
    assert exact_text(Fraction(value)) == text and Fraction(text) == Fraction(value)


# --- the command -------------------------------------------------------------------------------


def test_every_aspect_has_words() -> None:
    assert set(WORDS) == set(Aspect)


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [(ZI, ZI, 0), (RB, f"{RB}@blok-berjalan", 0), (RB, f"{RB}@blok-lalu", 1), (ZI, RB, 1)],
)
def test_exit_0_for_equal_catalogs_and_1_for_different_ones(a: str, b: str, code: int) -> None:
    found, text = quick("kriteria", "bandingkan", a, b)
    assert found == code
    assert ("sama." in text) == (code == 0)


def test_folders_and_their_variants_are_taken(criteria: Path) -> None:
    assert quick("kriteria", "bandingkan", ZI, criteria / ZI) == (0, f"{ZI} dan {criteria / ZI} sama.\n")
    assert quick("kriteria", "bandingkan", f"{criteria / RB}@blok-lalu", f"{RB}@blok-lalu")[0] == 0
    assert quick("kriteria", "bandingkan", f"{criteria / RB}", f"{RB}@blok-lalu")[0] == 1


@pytest.mark.parametrize("named", ["zi-1999", f"{RB}@tidak-ada", f"{ZI}@x", "/tidak/ada"])
def test_a_catalog_that_is_not_there_is_wrong_usage(named: str) -> None:
    code, text = quick("kriteria", "bandingkan", ZI, named)
    assert code == 2 and f"Katalog {named} tidak dikenal" in text


def test_a_catalog_with_mistakes_is_told_with_them(criteria: Path) -> None:
    path = criteria / ZI / "nodes" / "B.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('weight: "5"', 'weight: "6"'), encoding="utf-8")
    code, text = quick("kriteria", "bandingkan", ZI, criteria / ZI)
    assert code == 1 and "KAT-005" in text


def test_the_text_names_what_changed_and_only_counts_words_beside_the_criteria(criteria: Path) -> None:
    for name in ("butir-baru", "kalimat-butir", "bukti-dan-perbaikan"):
        after(criteria, ZI, *CASES[name][1])
    code, text = quick("kriteria", "bandingkan", ZI, criteria / ZI)
    assert code == 1
    assert f"{ZI} → {criteria / ZI}: 3 perbedaan" in text
    assert "Butir: 1\n  + A.I.1.i.c  Butir baru.\n" in text
    assert "  ~ B.I.b  Capaian kinerja utama tahun ini lebih baik daripada tahun sebelumnya. → Kinerja naik.\n" in text
    assert "Bukti dukung: 1 berbeda (rinciannya dengan --json)\n" in text and "Perjanjian Kinerja" not in text


def test_the_json_has_every_difference(criteria: Path) -> None:
    after(criteria, ZI, *CASES["nilai-pilihan"][1])
    code, text = quick("kriteria", "bandingkan", ZI, criteria / ZI, "--json")
    data = json.loads(text)
    assert code == 1 and data["equal"] is False
    assert data["differences"] == [
        {"aspect": "score", "id": "abcd", "part": "B", "change": "changed", "before": "0.67", "after": "2/3"}
    ]
    assert (data["worksheets"], data["temuan"]) == ([], [])
    assert json.loads(quick("kriteria", "bandingkan", ZI, ZI, "--json")[1])["equal"] is True


# --- worksheets --------------------------------------------------------------------------------


def test_a_worksheet_is_scored_under_both_and_the_nodes_that_move_are_named(criteria: Path, tmp_path: Path) -> None:
    original = instrument(ZI)
    given = answers(original, "banding", blank=0.0)
    given["A.I.3.iii.a"] = Answer(item="A.I.3.iii.a", state=State.GIVEN, choice="B")
    path = write(tmp_path / "lembar.xlsx", original, given)
    after(criteria, ZI, *CASES["nilai-pilihan"][1])
    code, text = quick("kriteria", "bandingkan", ZI, criteria / ZI, "--lembar", path, "--json")
    data = json.loads(text)["worksheets"]
    assert code == 1 and [one["file"] for one in data] == ["lembar.xlsx"]
    own, other = scored(path, default_folder()), scored(path, criteria)
    assert (data[0]["a"]["total"], data[0]["b"]["total"]) == (own["total"], other["total"])
    assert own["total"] != other["total"]
    moved = {k for k in own["nodes"] if own["nodes"][k]["points"] != other["nodes"][k]["points"]} - {"TOTAL"}
    assert set(data[0]["moved"]) == moved and moved
    for node, points in data[0]["moved"].items():
        assert points == {"before": own["nodes"][node]["points"], "after": other["nodes"][node]["points"]}
    assert set(data[0]["a"]["verdicts"]) == {"WBK", "WBBM"}
    shown = quick("kriteria", "bandingkan", ZI, criteria / ZI, "--lembar", path)[1]
    assert "Dinas Pangan · lembar.xlsx" in shown and "WBK: belum → belum" in shown


def test_equal_catalogs_move_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "lembar.xlsx", instrument(ZI), answers(instrument(ZI), "sama"))
    code, text = quick("kriteria", "bandingkan", ZI, ZI, "--lembar", path)
    assert code == 0 and "Tidak ada nilai yang berubah." in text


def test_a_verdict_that_turns_is_shown(criteria: Path, tmp_path: Path) -> None:
    original = instrument(ZI)
    best = {}
    for item in original.items.values():
        best[item.id] = answers(original, "x", blank=0.0)[item.id]
        if item.kind == "choice":
            best[item.id] = Answer(item=item.id, state=State.GIVEN, choice=next(iter(item.options)))
        elif item.kind == "scale":
            best[item.id] = Answer(item=item.id, state=State.GIVEN, value=item.scale.max)
        else:
            counts = tuple(
                (c.id, Fraction(0 if item.formula == "decrease" and c.id in item.numerator else 12))
                for c in item.inputs
            )
            best[item.id] = Answer(item=item.id, state=State.GIVEN, counts=counts)
    path = write(tmp_path / "lembar.xlsx", original, best)
    file = criteria / ZI / "instrument.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('of: "TOTAL", measure: points, minimum: "85"', 'of: "TOTAL", measure: points, minimum: "101"'),
        encoding="utf-8",
    )
    shown = quick("kriteria", "bandingkan", ZI, criteria / ZI, "--lembar", path)[1]
    assert "WBK: memenuhi → memenuhi" in shown and "WBBM: memenuhi → belum" in shown


def test_answers_that_do_not_fit_the_other_catalog_are_named(criteria: Path, tmp_path: Path) -> None:
    original = instrument(ZI)
    given = answers(original, "x", blank=0.0)
    path = write(tmp_path / "lembar.xlsx", original, given)
    other = after(criteria, ZI, *CASES["jumlah-baru"][1])
    kept, lost = carried(given, other)
    assert lost == ("A.II.1.i.a",) and set(given) - set(kept) == {"A.II.1.i.a"}
    (criteria / ZI).rename(criteria / "zi-lain")
    head = criteria / "zi-lain" / "instrument.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("id: zi-2021", "id: zi-lain", 1), encoding="utf-8")
    code, text = quick("kriteria", "bandingkan", ZI, criteria / "zi-lain", "--lembar", path)
    assert code == 1
    assert f"1 jawaban tidak dapat dipakai menurut {criteria / 'zi-lain'}: A.II.1.i.a" in text


def test_a_worksheet_on_the_users_own_form_is_compared_with_the_catalog_made_from_it(tmp_path: Path) -> None:
    path = form(tmp_path / "LKE.xlsx", CODES)
    folder = tmp_path / "kriteria" / "kota"
    assert imported(path, folder).value is not None
    text = (folder / "answer_sets.yaml").read_text(encoding="utf-8")
    other = shutil.copytree(tmp_path / "kriteria", tmp_path / "lain") / "kota"
    (other / "answer_sets.yaml").write_text(
        text.replace('label: B, score: "0.5"', 'label: B, score: "0.75"'), encoding="utf-8"
    )
    code, told = quick("kriteria", "bandingkan", folder, other, "--lembar", path, "--json")
    data = json.loads(told)
    assert code == 1 and len(data["differences"]) == 1
    (effect,) = data["worksheets"]
    assert (effect["a"]["total"], effect["b"]["total"]) == ("75", "77.5")
    assert set(effect["moved"]) == {"A", "A.I", "A.I.1"}


def test_a_worksheet_that_neither_knows_is_told_and_exit_1(tmp_path: Path) -> None:
    path = form(tmp_path / "LKE.xlsx", "| Laporan | Tahun |\n| Pangan | 2024 |")
    code, text = quick("kriteria", "bandingkan", ZI, ZI, "--lembar", path)
    assert code == 1 and "LKE.xlsx · tidak dapat dinilai" in text
    code, text = quick("kriteria", "bandingkan", ZI, ZI, "--lembar", tmp_path / "tidak-ada.xlsx")
    assert code == 1 and "BUKU-001" in text


def test_a_folder_of_worksheets_is_compared_file_by_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / f"{name}.xlsx", instrument(ZI), answers(instrument(ZI), name))
    data = json.loads(quick("kriteria", "bandingkan", ZI, ZI, "--lembar", tmp_path, "--json")[1])
    assert [one["file"] for one in data["worksheets"]] == ["a.xlsx", "b.xlsx"]
