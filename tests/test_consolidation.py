"""Many units into one: whose worksheet it is, which worksheets count, means, ranks, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from helpers.answers import instrument_of, submission_of, typed
from helpers.office import BKPSDM, HOSPITAL, OFFICE, REGISTER, SCHOOL, ZI, scored, sheet
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Submission, Unit
from pmprb.engine.score import Blank, score
from pmprb.engine.verdict import judge, predicate_of
from pmprb.office.consolidate import consolidate, rank, share_of
from pmprb.office.model import InputFile, UnitResult
from pmprb.office.register import Register, Settled, settle, usual_period
from pmprb.temuan import BY_CODE, CellPos, Severity, Temuan

UNIT = instrument_of("pmprb-2020-unit")


def result(
    unit: Unit, answers: Mapping[str, Any], instrument: Instrument = ZI, blank: Blank = "nol", **more: Any
) -> UnitResult:
    """Return all that was computed from a unit's answers."""
    submission = submission_of(instrument, typed(answers, instrument), unit=unit, file=f"{unit.code}.xlsx")
    tree = score(submission, instrument, blank)
    return UnitResult(
        unit=unit,
        submission=submission,
        tree=tree,
        other_tree=score(submission, instrument, "lewati" if blank == "nol" else "nol"),
        verdicts=tuple(judge(tree, instrument)),
        predicate=predicate_of(tree, instrument),
        **more,
    )


def codes(settled: list[Settled]) -> list[tuple[bool, list[str]]]:
    """Return for each worksheet whether it counts and which codes it got."""
    return [(one.used, [t.code for t in one.temuan]) for one in settled]


# Whose worksheet it is


@pytest.mark.parametrize(
    ("code", "name", "found"),
    [
        ("2.03", "", OFFICE),
        (" 2.03 ", "nama lain", OFFICE),
        ("", "Dinas Perhubungan", OFFICE),
        ("", "  DINAS  PERHUBUNGAN. ", OFFICE),
        ("", "dishub", OFFICE),
        ("", "Badan Kepegawaian dan Pengembangan SDM", BKPSDM),
        ("", "bkpsdm", BKPSDM),
        ("9.99", "SDN-1", SCHOOL),
        ("", "Dinas", None),
        ("", "Dinas Perhubungan Laut", None),
        ("", "SD", None),
        ("", "KPS", None),
        ("", "RSU", None),
        ("2.0", "", None),
        ("2.031", "", None),
        ("", "", None),
        ("-", "-", None),
    ],
)
def test_a_unit_is_found_by_its_whole_code_name_or_alias(code: str, name: str, found: Unit | None) -> None:
    assert REGISTER.find(code, name) == found


def test_a_code_leads_over_a_name() -> None:
    assert REGISTER.find("1.02", "Dinas Perhubungan") == BKPSDM


def test_a_name_is_compared_whole() -> None:
    assert REGISTER.same_name(OFFICE, "DISHUB") and REGISTER.same_name(OFFICE, "dinas perhubungan")
    assert not REGISTER.same_name(OFFICE, "Perhubungan") and not REGISTER.same_name(BKPSDM, "SD")


def test_of_two_units_with_one_alias_the_first_is_meant() -> None:
    first, second = Unit(code="1", name="A", aliases=("x",)), Unit(code="2", name="B", aliases=("X",))
    assert Register([first, second]).find("", "x") == first


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("LKE_BKPSDM_2026", BKPSDM),
        ("lke-dinas.perhubungan (final)", OFFICE),
        ("03 SDN 1 revisi", SCHOOL),
        ("RSUD", HOSPITAL),
        ("LKE RSUDS", None),
        ("LKE SD Negeri 10", None),
        ("LKE perhubungan", None),
        ("LKE", None),
        ("", None),
    ],
)
def test_a_unit_is_named_in_a_text_by_whole_words_only(text: str, found: Unit | None) -> None:
    assert REGISTER.named_in(text) == found


def test_a_text_that_names_two_units_alike_names_none() -> None:
    twins = Register([Unit(code="1", name="Balai A"), Unit(code="2", name="Balai B")])
    assert twins.named_in("balai a dan balai b") is None


def test_a_short_name_is_not_looked_for_inside_a_text() -> None:
    assert Register([Unit(code="1", name="SMP")]).named_in("LKE SMP 2026") is None


# Which worksheets count


def test_a_worksheet_of_a_known_unit_and_the_period_counts() -> None:
    assert codes(settle([sheet()], REGISTER, "2026")) == [(True, [])]


@pytest.mark.parametrize("period", ["2025", ""])
def test_a_worksheet_of_another_period_is_refused(period: str) -> None:
    settled = settle([sheet(period=period)], REGISTER, "2026")
    assert codes(settled) == [(False, ["BUKU-013"])]
    assert dict(settled[0].temuan[0].values) == {"seen": period or "-", "expected": "2026"}


def test_without_a_wanted_period_every_period_counts() -> None:
    settled = settle([sheet(period="2025"), sheet(BKPSDM, period="")], REGISTER, "")
    assert codes(settled) == [(True, []), (True, [])]


def test_the_usual_period_is_the_one_most_worksheets_bear() -> None:
    assert usual_period([sheet(period=p) for p in ("2025", "2026", "2026", "")]) == "2026"
    assert usual_period([sheet(period=p) for p in ("2025", "2026")]) == "2026"
    assert usual_period([sheet(period="")]) == usual_period([]) == ""


def test_a_unit_outside_the_register_is_refused() -> None:
    stranger = Unit(code="7.77", name="Dinas Lain")
    assert codes(settle([sheet(stranger)], REGISTER, "2026")) == [(False, ["BUKU-014"])]


def test_an_empty_register_accepts_every_unit() -> None:
    stranger = Unit(code="7.77", name="Dinas Lain")
    assert codes(settle([sheet(stranger), sheet()], Register(), "2026")) == [(True, []), (True, [])]


def test_the_register_says_who_the_unit_is() -> None:
    settled = settle([sheet(Unit(code="", name="dishub"))], REGISTER, "2026")
    assert settled[0].unit == OFFICE and settled[0].used


def test_another_name_in_the_sheet_is_told_and_the_code_decides() -> None:
    settled = settle([sheet(shown_name="BKPSDM"), sheet(BKPSDM, shown_name="bkpsdm")], REGISTER, "2026")
    assert codes(settled) == [(True, ["BUKU-015"]), (True, [])]
    assert settled[0].unit == OFFICE


A, B = {"semua": "terbaik"}, {"semua": "terbaik", "A.I.1.i.a": "Tidak"}
OLD, NEW = "2026-03-01T08:00:00Z", "2026-03-02T08:00:00Z"


def pair(first: Mapping[str, Any], second: Mapping[str, Any], stamps: tuple[str, str] = (OLD, NEW)) -> list[Submission]:
    """Return two worksheets of one unit, the first file name sorting last."""
    return [sheet(answers=first, file="z.xlsx", modified=stamps[0]), sheet(answers=second, modified=stamps[1])]


def test_a_unit_sent_twice_is_refused_unless_the_newest_is_asked_for() -> None:
    assert codes(settle(pair(A, B), REGISTER, "2026")) == [(False, ["BUKU-017"])] * 2
    assert codes(settle(pair(A, B), REGISTER, "2026", "tolak")) == [(False, ["BUKU-017"])] * 2


def test_of_a_unit_sent_twice_the_newest_counts_when_asked_for() -> None:
    settled = settle(pair(A, B), REGISTER, "2026", "terbaru")
    assert codes(settled) == [(False, ["BUKU-016"]), (True, ["BUKU-016"])]
    settled = settle(pair(A, B, (NEW, OLD)), REGISTER, "2026", "terbaru")
    assert codes(settled) == [(True, ["BUKU-016"]), (False, ["BUKU-016"])]
    assert dict(settled[1].temuan[0].values)["chosen"] == "z.xlsx"


@pytest.mark.parametrize("stamps", [(NEW, NEW), ("", "")])
def test_equal_time_stamps_leave_nothing_to_choose(stamps: tuple[str, str]) -> None:
    assert codes(settle(pair(A, B, stamps), REGISTER, "2026", "terbaru")) == [(False, ["BUKU-017"])] * 2


def test_equal_time_stamps_among_the_older_do_not_hide_the_newest() -> None:
    sheets = [*pair(A, B, (OLD, OLD)), sheet(answers=B, file="a.xlsx", modified=NEW)]
    assert [one.used for one in settle(sheets, REGISTER, "2026", "terbaru")] == [False, False, True]


@pytest.mark.parametrize("duplicates", ["tolak", "terbaru"])
def test_the_same_answers_twice_are_one_worksheet(duplicates: Any) -> None:
    settled = settle(pair(A, A), REGISTER, "2026", duplicates)
    assert codes(settled) == [(False, ["BUKU-036"]), (True, ["BUKU-036"])]
    assert settled[0].temuan[0].severity is Severity.CATATAN


def test_the_same_answers_with_equal_time_stamps_are_used_once() -> None:
    assert sorted(one.used for one in settle(pair(A, A, (OLD, OLD)), REGISTER, "2026")) == [False, True]


def test_worksheets_that_differ_only_in_what_the_verifier_wrote_are_not_the_same() -> None:
    first, second = pair(A, A)
    reviewed = second.model_copy(update={"reviewed": typed({"A.I.1.i.a": "Tidak"}, ZI)})
    assert codes(settle([first, reviewed], REGISTER, "2026")) == [(False, ["BUKU-017"])] * 2


def test_worksheets_that_differ_only_in_an_answer_that_is_not_valid_are_not_the_same() -> None:
    wrong = [{"semua": "terbaik", "A.I.1.i.a": {"tidak sah": text}} for text in ("Y", "T")]
    assert codes(settle(pair(*wrong), REGISTER, "2026")) == [(False, ["BUKU-017"])] * 2


def test_a_refused_period_is_no_duplicate() -> None:
    last_year = sheet(file="z.xlsx", period="2025")
    assert codes(settle([last_year, sheet()], REGISTER, "2026")) == [(False, ["BUKU-013"]), (True, [])]


def test_one_unit_under_its_code_and_under_its_alias_is_sent_twice() -> None:
    sheets = [sheet(), sheet(Unit(code="", name="Dishub"), B, file="z.xlsx")]
    assert codes(settle(sheets, REGISTER, "2026")) == [(False, ["BUKU-017"])] * 2


@pytest.mark.parametrize("files", [("a.xlsx", "b.xlsx"), ("--.xlsx", "==.xlsx")])
def test_worksheets_that_name_no_unit_are_not_taken_for_one_unit(files: tuple[str, str]) -> None:
    nobody = Unit(code="", name="")
    sheets = [sheet(nobody, answers, file=file) for answers, file in zip((A, B), files, strict=True)]
    assert codes(settle(sheets, Register(), "2026")) == [(True, ["BUKU-047"]), (True, ["BUKU-047"])]


def test_without_any_other_name_the_files_own_name_finds_the_unit_and_says_so() -> None:
    nobody = Unit(code="", name="")
    settled = settle([sheet(nobody, file="LKE Dishub.xlsx"), sheet(nobody, file="LKE.xlsx")], REGISTER, "2026")
    assert codes(settled) == [(True, ["BUKU-047"]), (False, ["BUKU-014"])]
    assert settled[0].unit == OFFICE


def test_used_and_refused_make_what_was_offered() -> None:
    sheets = [
        sheet(),
        sheet(BKPSDM, file="a.xlsx", modified=OLD),
        sheet(BKPSDM, B, file="b.xlsx", modified=NEW),
        sheet(SCHOOL, period="2025"),
        sheet(Unit(code="7.77", name="Dinas Lain")),
    ]
    settled = settle(sheets, REGISTER, "2026", "terbaru")
    assert [one.hand_in.file for one in settled] == [s.file for s in sheets]
    assert [one.used for one in settled] == [True, False, True, False, False]
    assert all(one.used or one.temuan for one in settled)


# Means and ranks

FULL, HALF, NOTHING = {"semua": "terbaik"}, {"A": "terbaik"}, {"semua": "kosong"}


def test_the_index_is_the_mean_of_the_rated_units() -> None:
    found = consolidate([result(OFFICE, FULL), result(BKPSDM, HALF)], ZI)
    assert (found.index, found.index_share) == (80, Fraction(4, 5))
    assert found.registered == 2 and found.index_predicate is None


@pytest.mark.parametrize("blank", ["nol", "lewati"])
def test_a_unit_without_any_answer_is_belum_dinilai_and_never_a_zero(blank: Blank) -> None:
    empty = result(SCHOOL, NOTHING, blank=blank)
    assert not empty.rated and empty.predicate is None
    found = consolidate([result(OFFICE, FULL, blank=blank), empty], ZI, [OFFICE, SCHOOL])
    assert found.index == 100 and found.blank == blank
    assert [(s.code, s.rank, s.of) for s in found.standings] == [("2.03", 1, 1)]
    assert {(spread.rated, spread.lowest, spread.mean) for spread in found.spreads} == {(1, 1, 1)}
    assert found.targets == {"WBK": 1, "WBBM": 1}
    assert found.missing == () and len(found.results) == 2


def test_a_unit_with_only_invalid_answers_is_belum_dinilai() -> None:
    wrong = result(SCHOOL, {"A.I.1.i.a": {"tidak sah": "Y"}})
    assert not wrong.rated
    assert consolidate([wrong], ZI).index is None


def test_a_unit_whose_answers_are_all_the_worst_is_a_zero() -> None:
    worst = result(SCHOOL, {"semua": "terburuk"})
    assert worst.rated
    found = consolidate([result(OFFICE, FULL), worst], ZI)
    assert found.index == 50
    assert [(s.code, s.points, s.rank) for s in found.standings] == [("2.03", 100, 1), ("4.11", 0, 2)]


@pytest.mark.parametrize("blank", ["nol", "lewati"])
def test_an_area_without_any_answer_is_left_out_of_the_areas_mean(blank: Blank) -> None:
    without = result(SCHOOL, {"semua": "terbaik", "A.I.2": "kosong", "A.II.2": "kosong"}, blank=blank)
    half = result(BKPSDM, {"semua": "terbaik", "A.II.2": "terburuk"}, blank=blank)
    spreads = {s.of: s for s in consolidate([result(OFFICE, FULL, blank=blank), without, half], ZI).spreads}
    area = spreads["area-2"]
    assert (area.rated, area.mean, area.lowest, area.highest) == (2, Fraction(3, 4), Fraction(1, 2), 1)
    assert (spreads["area-1"].rated, spreads["area-1"].mean) == (3, 1)
    assert share_of(without.tree, ZI, "area-2") is None


def test_spreads_cover_the_heads_and_the_areas() -> None:
    spreads = {s.of: s for s in consolidate([result(OFFICE, HALF)], ZI).spreads}
    areas = [f"area-{n}" for n in range(1, 7)]
    assert list(spreads) == ["TOTAL", "A", "A.I", "A.II", "B", *areas, "hasil-1", "hasil-2"]
    assert (spreads["area-5"].title, spreads["area-5"].max) == ("Penguatan Pengawasan", 15)
    assert (spreads["TOTAL"].mean, spreads["TOTAL"].rated) == (Fraction(3, 5), 1)
    assert (spreads["B"].mean, spreads["B"].rated) == (None, 0)


def test_without_any_unit_there_is_no_index() -> None:
    found = consolidate([], UNIT, [OFFICE])
    assert (found.index, found.index_share, found.index_predicate, found.standings) == (None, None, None, ())
    assert found.missing == (OFFICE,) and found.registered == 1


def test_the_index_has_a_predicate_where_the_instrument_has_bands() -> None:
    worst = {"semua": "terbaik", "A.I": "terburuk"}
    found = consolidate([result(OFFICE, FULL, UNIT), result(BKPSDM, worst, UNIT)], UNIT)
    assert found.index == Fraction("29.00")
    assert found.index_predicate is not None and found.index_predicate.label == "BB"


def test_equal_points_share_a_rank_and_the_next_is_skipped() -> None:
    ranks = rank([scored("d", 10), scored("a", 90), scored("c", 50), scored("b", 50)])
    assert [(s.code, s.rank) for s in ranks] == [("a", 1), ("b", 2), ("c", 2), ("d", 4)]


def test_ranks_tell_apart_what_rounding_would_make_equal() -> None:
    ranks = rank([scored("a", "66.666666666666"), scored("b", Fraction(200, 3)), scored("c", "66.67")])
    assert [(s.code, s.rank) for s in ranks] == [("c", 1), ("b", 2), ("a", 3)]


def test_ranks_stand_inside_the_peer_group_too() -> None:
    ranks = rank(
        [scored("a", 90, "dinas"), scored("b", 80, "kecamatan"), scored("c", 80, "dinas"), scored("d", 80, "dinas")]
    )
    assert [(s.code, s.rank, s.group_rank, s.group_of) for s in ranks] == [
        ("a", 1, 1, 3),
        ("b", 2, 1, 1),
        ("c", 2, 2, 3),
        ("d", 2, 2, 3),
    ]
    assert {s.of for s in ranks} == {4}


# What came in and what did not


def test_missing_units_are_told_in_the_registers_order() -> None:
    units = [BKPSDM, SCHOOL, HOSPITAL, OFFICE]
    found = consolidate([result(SCHOOL, FULL)], ZI, units)
    assert found.missing == (BKPSDM, HOSPITAL, OFFICE) and found.registered == 4
    told = [dict(t.values)["unit_code"] for t in found.temuan if t.code == "BUKU-018"]
    assert told == ["1.02", "5.01", "2.03"]


def test_results_follow_the_register_and_inputs_their_names() -> None:
    results = [result(unit, FULL) for unit in (OFFICE, SCHOOL, BKPSDM)]
    inputs = [InputFile(file=name, used=True) for name in ("c.xlsx", "a.xlsx", "b.xlsx")]
    found = consolidate(results, ZI, [SCHOOL, OFFICE, BKPSDM], inputs)
    assert [r.unit.code for r in found.results] == ["4.11", "2.03", "1.02"]
    assert [f.file for f in found.inputs] == ["a.xlsx", "b.xlsx", "c.xlsx"]


def test_what_refused_a_file_stands_among_the_temuan_and_what_was_only_noted_does_not_twice() -> None:
    def why(code: str) -> tuple[Temuan, ...]:
        return (BY_CODE[code].example().moved(CellPos(workbook="x.xlsx")),)

    inputs = [
        InputFile(file="x.xlsx", used=False, why=why("BUKU-014")),
        InputFile(file="y.xlsx", used=True, why=why("BUKU-036")),
    ]
    found = consolidate([], ZI, [], inputs, temuan=why("BUKU-030"))
    assert [t.code for t in found.temuan] == ["BUKU-030", "BUKU-014"]


def test_targets_count_the_deciding_reading_only() -> None:
    reform = {"semua": "terbaik", "A.II.1.ii": "terburuk", "A.II.1.iii": "terburuk"}
    worst = {"semua": "terburuk"}
    found = consolidate([result(OFFICE, FULL), result(BKPSDM, reform), result(SCHOOL, worst)], ZI)
    assert found.targets == {"WBK": 2, "WBBM": 2}
