"""Where to look first: each finding with the least example, and an honest case beside it that is not named."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from helpers.answers import extreme, instrument_of, submission_of
from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.load import instrument_ids
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Unit, names_evidence
from pmprb.engine.score import score
from pmprb.insight.first_look import (
    check_counts,
    check_dates,
    check_same_evidence,
    check_same_note,
    check_straight,
    check_unproven,
    look,
    typed_dates,
)
from pmprb.insight.peers import check_alike, check_far, look_across
from pmprb.office.model import Telaah, UnitResult
from pmprb.temuan import Severity, figure

ZI = instrument_of("zi-2021")
CHOICES = [item.id for item in ZI.items.values() if isinstance(item, ChoiceItem)]
RATIO = next(
    i for i in ZI.items.values() if isinstance(i, RatioItem) and len(i.denominator) == 1 and len(i.inputs) == 2
)
SCALE = next(i for i in ZI.items.values() if isinstance(i, ScaleItem) and i.scale.max == 4)
YEAR = "2026"


def answer(name: str, step: int, **words: str) -> Answer:
    """An item's answer `step` places below the best; counts and numbers of their own."""
    item = ZI.items[name]
    if isinstance(item, ChoiceItem):
        labels = list(ZI.scales[item.answer_set].scores)
        return replace(Answer(item=name, state=State.GIVEN, choice=labels[min(step, len(labels) - 1)]), **words)
    if isinstance(item, ScaleItem):
        return replace(Answer(item=name, state=State.GIVEN, value=item.scale.max - Fraction(step + 1, 10)), **words)
    counts = {count.id: Fraction(7 + step) for count in item.inputs}
    counts |= {item.numerator[0]: Fraction(5)}
    return replace(Answer(item=name, state=State.GIVEN, counts=tuple(counts.items())), **words)


def usual(seed: int = 0) -> dict[str, Answer]:
    """Answers of a usual unit, each item with evidence of its own; another seed gives other answers."""
    return {
        name: answer(name, random.Random(f"{seed}:{name}").randint(0, 2), evidence=f"Laporan butir {name}")
        for name in ZI.items
    }


def result(answers: Mapping[str, Answer], code: str = "1", group: str = "", **more: object) -> UnitResult:
    """A unit's result; `more` are fields of the worksheet."""
    unit = Unit(code=code, name=f"Unit {code}", group=group)
    submission = submission_of(ZI, answers, unit=unit, file=f"{code}.xlsx", period=YEAR, **more)
    tree = score(submission, ZI)
    return UnitResult(unit=unit, submission=submission, tree=tree, other_tree=tree)


def changed(answers: Mapping[str, Answer], names: list[str], **words: str) -> dict[str, Answer]:
    """The answers with other evidence or notes on some items."""
    return {**answers, **{name: replace(answers[name], **words) for name in names}}


def codes(findings: object) -> list[str]:
    return [one.temuan.code for one in findings]  # type: ignore[attr-defined]


def test_a_usual_unit_is_not_named() -> None:
    assert look(result(usual()), ZI) == ()


# Evidence that says nothing


@pytest.mark.parametrize("text", ["", " ", "-", "–", "...", "Tidak ada", "belum ada.", "NIHIL", "n/a"])
def test_a_dash_is_no_evidence(text: str) -> None:
    assert not names_evidence(text)


@pytest.mark.parametrize("text", ["SK", "1", "https://x.example", "tidak ada temuan BPK", "SOP belum ada lampiran"])
def test_words_are_evidence(text: str) -> None:
    assert names_evidence(text)


# Points without evidence


def points_of(given: UnitResult, names: list[str]) -> Fraction:
    return sum((given.tree.points_of((name,)) or Fraction(0) for name in names), Fraction(0))


def test_a_fifth_of_the_items_without_evidence_is_named_with_its_points() -> None:
    given = usual()
    names = [name for name in result(given).tree.items if result(given).tree.items[name].score]
    bare = names[: len(names) // 5 + 1]
    unit = result(changed(given, bare, evidence="-"))
    (found,) = check_unproven(unit, ZI)
    assert found.temuan.code == "TELAAH-001" and found.temuan.severity is Severity.PERINGATAN
    assert found.items == tuple(bare)
    assert found.points == points_of(unit, bare) > 0
    assert dict(found.temuan.values)["seen"] == str(len(bare)) and dict(found.temuan.values)["of"] == str(len(names))
    assert figure(found.temuan) == f"{len(bare)} dari {len(names)} butir"


def test_a_few_forgotten_ones_are_not_named() -> None:
    given = usual()
    assert list(check_unproven(result(changed(given, list(given)[:10], evidence="")), ZI)) == []


def test_half_of_the_points_on_a_few_items_is_named() -> None:
    given = {name: answer(name, 2, evidence="SK") for name in CHOICES}
    heavy = sorted(ZI.items, key=ZI.item_weight)[-4:]
    given |= {name: extreme(ZI.items[name], ZI, best=True) for name in heavy}
    unit = result(given)
    share = points_of(unit, heavy) / (unit.tree.total.points or Fraction(1))
    assert share >= Fraction(1, 2)
    assert codes(check_unproven(unit, ZI)) == ["TELAAH-001"]


def test_a_form_without_a_column_for_evidence_says_nothing_of_it() -> None:
    bare = changed(usual(), list(ZI.items), evidence="")
    assert list(check_unproven(result(bare, has_evidence=False), ZI)) == []


def test_answers_that_bring_nothing_need_no_evidence() -> None:
    worst = {name: extreme(ZI.items[name], ZI, best=False) for name in CHOICES}
    assert list(check_unproven(result(worst), ZI)) == []


# The same evidence, the same note

WIDE = list(ZI.items)[::3]


def test_one_link_for_many_subs_is_named() -> None:
    given = changed(usual(), WIDE, evidence="Link: https://berkas.example/f?usp=sharing")
    given = changed(given, WIDE[:3], evidence="https://berkas.example/f")
    (found,) = check_same_evidence(result(given), ZI)
    assert found.temuan.code == "TELAAH-002" and found.items == tuple(WIDE)
    assert found.points == points_of(result(given), WIDE)


@pytest.mark.parametrize(
    "evidence",
    [
        lambda name: f"https://berkas.example/{ZI.parents[name]}",  # a folder a sub
        lambda name: f"https://berkas.example/f, berkas SK {name}",  # one folder, each file named
        lambda name: ZI.items[name].evidence[0],  # the catalog's own example
        lambda name: f"https://berkas.example/f/{name}",
    ],
)
def test_evidence_of_its_own_is_not_named(evidence: object) -> None:
    given = {n: replace(a, evidence=evidence(n)) for n, a in usual().items()}  # type: ignore[operator]
    assert list(check_same_evidence(result(given), ZI)) == []


def test_one_link_for_the_items_of_a_few_subs_is_not_named() -> None:
    subs = [node for node in ZI.nodes.values() if node.items][:4]
    names = [item.id for node in subs for item in node.items]
    assert len(names) >= 10
    assert list(check_same_evidence(result(changed(usual(), names, evidence="https://berkas.example/f")), ZI)) == []


def test_one_note_for_many_subs_is_named_and_a_dash_is_not() -> None:
    (found,) = check_same_note(result(changed(usual(), WIDE, note="Sudah  dilaksanakan.")), ZI)
    assert found.temuan.code == "TELAAH-003" and len(found.items) == len(WIDE)
    assert list(check_same_note(result(changed(usual(), WIDE, note="-")), ZI)) == []


# A straight line


def test_the_best_everywhere_is_named_and_one_lower_answer_is_enough_not_to_be() -> None:
    best = usual() | {name: answer(name, 0, evidence="SK") for name in CHOICES}
    (found,) = check_straight(result(best), ZI)
    assert found.temuan.code == "TELAAH-004" and figure(found.temuan) == f"{len(CHOICES)} butir"
    assert found.points == points_of(result(best), CHOICES)
    assert list(check_straight(result(best | {CHOICES[5]: answer(CHOICES[5], 1)}), ZI)) == []


def test_a_sheet_hardly_begun_is_no_straight_line() -> None:
    assert list(check_straight(result({name: answer(name, 0) for name in CHOICES[:19]}), ZI)) == []


# Counts in a note


def ratio_note(note: str, above: int = 12, below: int = 15) -> list[Telaah]:
    counts = {RATIO.numerator[0]: Fraction(above), RATIO.denominator[0]: Fraction(below)}
    given = Answer(item=RATIO.id, state=State.GIVEN, counts=tuple(counts.items()), note=note, evidence="SK")
    return list(check_counts(result(usual() | {RATIO.id: given}), ZI))


@pytest.mark.parametrize(
    "note",
    [
        "11 dari 15 agen sudah",
        "Baru 12 orang dari total 16 orang.",
        "11 dari 15",
        f"{next(c.label for c in RATIO.inputs if c.id == RATIO.numerator[0])}: 11",
        f"{next(c.label for c in RATIO.inputs if c.id == RATIO.denominator[0]).removeprefix('Jumlah ')} sebanyak 16",
    ],
)
def test_other_counts_in_a_note_are_named(note: str) -> None:
    (found,) = ratio_note(note)
    assert found.temuan.code == "TELAAH-005" and found.temuan.node == RATIO.id and found.items == (RATIO.id,)


@pytest.mark.parametrize(
    "note",
    [
        "12 dari 15 agen sudah",
        "dilaporkan 3 dari 4 triwulan",  # about something else: neither number is the answer's
        "11 dari 15 pada tahun lalu, kini 12 dari 15",  # two pairs
        "SK 11 dari Kepala Dinas",
        "rapat 12/03/2026",
        "sudah 80% dari target",
        "lihat daftar",
    ],
)
def test_notes_that_agree_or_are_about_something_else_are_not_named(note: str) -> None:
    assert ratio_note(note) == []


def test_a_decrease_is_compared_with_from_to() -> None:
    item = next(i for i in ZI.items.values() if isinstance(i, RatioItem) and i.formula == "decrease")
    counts = dict.fromkeys((count.id for count in item.inputs), Fraction(2)) | {item.denominator[0]: Fraction(7)}

    def found(note: str) -> list[str]:
        given = Answer(item=item.id, state=State.GIVEN, counts=tuple(counts.items()), note=note)
        return codes(check_counts(result(usual() | {item.id: given}), ZI))

    assert found("Turun dari 7 kasus menjadi 1 kasus") == ["TELAAH-005"]
    assert found("Turun dari 7 kasus menjadi 2 kasus") == []


@pytest.mark.parametrize(
    ("note", "named"),
    [
        ("Indeks hasil survei 3,40", True),
        ("Indeks 3,62 (survei triwulan 1,5)", False),
        ("nilai IPKP 3.625", False),
        ("survei 2026, 120 responden", False),
        ("nilai 81,25 bila dikonversi", False),
    ],
)
def test_another_index_in_a_note_is_named(note: str, named: bool) -> None:
    given = Answer(item=SCALE.id, state=State.GIVEN, value=Fraction("3.62"), note=note)
    assert codes(check_counts(result(usual() | {SCALE.id: given}), ZI)) == ["TELAAH-005"] * named


# Dates


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12 Maret 2024", [("date", 2024, 2024)]),
        ("Maret 2024", [("date", 2024, 2024)]),
        ("12/03/2024; 1-2-2023", [("date", 2024, 2024), ("date", 2023, 2023)]),
        ("2024-03-12", [("date", 2024, 2024)]),
        ("SK Nomor 7 Tahun 2024", [("number", 2024, 2024)]),
        ("Nomor 188/07/2023", [("number", 2023, 2023)]),
        ("Laporan tahun 2025", [("year", 2025, 2025)]),
        ("Renstra 2025-2029", [("year", 2025, 2029)]),
        ("tahun 2021 s.d. 2026", [("year", 2021, 2026)]),
        ("NIP 198203122006041002", []),
        ("Rp2.024.000 dan Rp2024,50", []),
        ("https://berkas.example/2019/01/02/x-2018", []),
        ("pukul 20.24", []),
        ("40/12/2024", [("number", 2024, 2024)]),
    ],
)
def test_dates_as_they_are_typed(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [(t.kind, t.first, t.last) for t in typed_dates(text)] == found


def dated(text: str, period: str = YEAR) -> list[Telaah]:
    given = changed(usual(), [CHOICES[0]], evidence=text)
    given[CHOICES[0]] = replace(given[CHOICES[0]], choice=answer(CHOICES[0], 0).choice)
    unit = result(given)
    unit = replace(unit, submission=unit.submission.model_copy(update={"period": period}))
    return list(check_dates(unit, ZI))


@pytest.mark.parametrize(
    "text",
    [
        "Notulen rapat 14 Maret 2024",
        "Undangan 02/11/2025 dan daftar hadir",
        "Laporan kegiatan tahun 2023",
        "Foto 2024-05-01; notulen 3 Mei 2024",
        "SK tim tanggal 5 Januari 2027",
    ],
)
def test_evidence_dated_outside_the_period_is_named(text: str) -> None:
    (found,) = dated(text)
    assert found.temuan.code == "TELAAH-006" and found.temuan.node == CHOICES[0]
    assert dict(found.temuan.values)["expected"] == YEAR


@pytest.mark.parametrize(
    "text",
    [
        "Notulen rapat 14 Maret 2026",
        "SK Kepala Dinas Nomor 188/07/2023 tanggal 5 Januari 2023",  # in force
        "SOP pelayanan, 3 Februari 2021",
        "Laporan kinerja 2025",  # written in 2026
        "Rencana aksi 2027",
        "Notulen 14 Maret 2024; notulen 12 Februari 2026",  # one of them fits
        "Renstra 2025-2029",
        "Surat nomor 12/2024",
        "Daftar hadir",
        "https://berkas.example/2019/notulen",
    ],
)
def test_evidence_that_may_be_right_is_not_named(text: str) -> None:
    assert dated(text) == []


def test_without_a_year_in_the_period_dates_say_nothing() -> None:
    assert dated("Notulen rapat 14 Maret 2024", period="") == []


# Units side by side


def units(count: int) -> list[UnitResult]:
    return [result(usual(n + 1), code=f"{n:02d}") for n in range(count)]


def test_a_copied_sheet_is_named_on_both_units_with_what_was_changed_afterwards() -> None:
    copied = usual(3)
    for name in CHOICES[:3]:
        step = list(ZI.scales[ZI.items[name].answer_set].scores).index(copied[name].choice)  # type: ignore[union-attr]
        copied[name] = answer(name, 1 if step != 1 else 0)
    every = [*units(6), result(copied, code="99")]
    found = list(check_alike(every, ZI))
    assert [(f.unit.code, dict(f.temuan.values)["others"]) for f in found] == [("02", "Unit 99"), ("99", "Unit 02")]
    assert {dict(f.temuan.values)["seen"] for f in found} == {str(len(ZI.items) - 3)}
    assert found[0].points == points_of(every[2], list(found[0].items))


def test_two_straight_lines_are_not_copies_of_one_another() -> None:
    best = {name: extreme(item, ZI, best=True) for name, item in ZI.items.items()}
    worst = {name: extreme(item, ZI, best=False) for name, item in ZI.items.items()}
    every = [result(best, "1"), result(best, "2"), result(worst, "3"), result(worst, "4")]
    assert list(check_alike(every, ZI)) == []


def test_units_that_are_alike_by_their_quality_are_not_named() -> None:
    assert list(check_alike(units(20), ZI)) == []


def test_sheets_hardly_begun_and_two_files_of_one_unit_are_not_named() -> None:
    few = {name: usual()[name] for name in list(ZI.items)[:19]}
    assert list(check_alike([result(few, "1"), result(few, "2")], ZI)) == []
    assert list(check_alike([result(usual(), "1"), result(usual(), "1")], ZI)) == []


def with_share(code: str, share: Fraction, group: str = "dinas") -> UnitResult:
    """A result of which only the total matters."""
    made = result(usual(), code, group)
    total = replace(made.tree.total, points=share * 100, max=Fraction(100))
    return replace(made, tree=replace(made.tree, nodes={"TOTAL": total}))


def test_a_share_far_above_the_peers_is_named_and_a_good_one_is_not() -> None:
    peers = [with_share(f"{n}", Fraction(60 + n, 100)) for n in range(9)]
    (found,) = check_far([*peers, with_share("far", Fraction(96, 100))], ZI)
    assert found.unit.code == "far" and found.temuan.code == "TELAAH-008"
    assert found.points == (Fraction(96, 100) - Fraction(645, 1000)) * 100
    assert figure(found.temuan) == "96,00 %; tengah 64,50 %"
    assert list(check_far([*peers, with_share("good", Fraction(72, 100))], ZI)) == []
    assert list(check_far([*peers, with_share("low", Fraction(10, 100))], ZI)) == []


def test_peers_are_those_of_the_group_and_enough_of_them() -> None:
    others = [with_share(f"k{n}", Fraction(60, 100), "kecamatan") for n in range(9)]
    assert list(check_far([*others, with_share("1", Fraction(96, 100))], ZI)) == []
    seven = [with_share(f"{n}", Fraction(60, 100)) for n in range(6)]
    assert list(check_far([*seven, with_share("1", Fraction(96, 100))], ZI)) == []


def test_nearly_equal_peers_make_one_per_cent_no_distance() -> None:
    peers = [with_share(f"{n}", Fraction(60, 100)) for n in range(9)]
    assert list(check_far([*peers, with_share("1", Fraction(61, 100))], ZI)) == []


def test_most_points_first_whatever_the_order() -> None:
    every = [*units(4), result(usual(2), code="98"), result(usual(2), code="99")]
    forward, back = look_across(every, ZI), look_across(every[::-1], ZI)
    assert forward == back and len(forward) == 3
    assert [f.points for f in forward] == sorted((f.points for f in forward), reverse=True)


def test_every_instrument_can_be_looked_at() -> None:
    """No check stumbles over an installed instrument, and the worst answers are no straight line of the best."""
    for name in instrument_ids():
        instrument: Instrument = instrument_of(name)
        for best in (True, False):
            answers = {i.id: extreme(i, instrument, best=best) for i in instrument.items.values()}
            submission = submission_of(instrument, answers, period=YEAR)
            tree = score(submission, instrument)
            made = UnitResult(unit=submission.unit, submission=submission, tree=tree, other_tree=tree)
            found = codes(look(made, instrument))
            many = sum(isinstance(item, ChoiceItem) for item in instrument.items.values()) >= 20
            assert ("TELAAH-004" in found) == (best and many)
            assert "TELAAH-001" in found or not best
