"""Periods: one meaning in many spellings, an order that is never guessed, and the commands that compare them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from helpers.cli import quick
from helpers.sheets import answers, instrument, write
from helpers.trends import U, catalog, compared, criteria, record, source
from pmprb.engine.answers import Unit
from pmprb.period import Period, date_named, due_named, most_common, order_of, overlap, quarter_named, same_period

ZI = instrument("zi-2021")
SAME = {
    "2026": ["2026", " Tahun 2026 ", "tahun\u00a02026", "TA 2026", "T.A. 2026", "Tahun Anggaran 2026", "Periode: 2026"],
    "2026-B06": ["2026-B06", "B06 2026", "Juni 2026", "bulan juni 2026", "2026-06", "06/2026", "JUN 2026"],
    "2026-TW2": ["TW II 2026", "Triwulan 2 2026", "triwulan  ii 2026", "2026-TW2", "2026TW2", "TW-II/2026", "Q2 2026",
                 "Triwulan ke-2 Tahun 2026", "Triwulan Kedua TA 2026", "Triwulan \u2161 2026",
                 "Tri\u00adwulan II 2026"],
    "2026-TW4": ["TW IV 2026", "Kuartal 4 2026", "2026 tw.iv"],
    "2026-S1": ["Semester I 2026", "2026-S1", "smt 1 2026", "Semester pertama 2026"],
    "TW2": ["TW II", "triwulan 2"],
    "B09": ["B09", "b 9", "September"],
}  # fmt: skip


@pytest.mark.parametrize(("own", "text"), [(own, text) for own, texts in SAME.items() for text in texts])
def test_spellings_of_one_period_are_equal_and_no_other(own: str, text: str) -> None:
    assert str(Period.of(text)) == own and same_period(text, own) and hash(Period.of(text)) == hash(Period.of(own))
    assert not any(same_period(text, other) for other in SAME if other != own)


@pytest.mark.parametrize(
    "text", ["", "B13", "06", "26", "tahap awal", "2025/2026", "2026 revisi", "TW 5 2026", "Semester 3 2026", "2026-13"]
)
def test_what_names_no_period_is_a_text_equal_only_to_itself(text: str) -> None:
    assert not Period.of(text).known
    assert same_period(text, f" {text.upper()}\u00a0") and not same_period(text, "2026")
    assert order_of([text, "2026"]) is None


@pytest.mark.parametrize("text", ["26", "TW V 2026", "2026-TW5", "2026-B13", "Semester 3 2026", "30/06/2026", "Q7"])
def test_a_period_half_said_is_told_from_a_text(text: str) -> None:
    assert Period.of(text).half_said


@pytest.mark.parametrize("text", ["2026", "TW II 2026", "B06", "awal 2026", "uji coba 2", "tahap I", "x" * 9999, ""])
def test_a_period_or_a_mere_text_is_not_half_said(text: str) -> None:
    assert not Period.of(text).half_said


def test_a_period_knows_its_months_and_year() -> None:
    assert Period.of("TW II 2026") == Period(2026, 4, 6) and Period.of("Semester II 2026") == Period(2026, 7, 12)
    assert Period.of("2026") == Period(2026, 1, 12) and Period.of("B09") == Period(None, 9, 9)
    assert Period.of("2026 revisi").year == 2026
    row = sorted(
        ("2027", "2026", "Desember 2026", "TW IV 2026", "S2 2026", "TW I 2026"), key=lambda t: Period.of(t).order
    )
    assert row == ["TW I 2026", "Desember 2026", "TW IV 2026", "S2 2026", "2026", "2027"]


def test_periods_are_ordered_only_by_what_has_ended_before_the_other_begins() -> None:
    assert order_of(["2026", "2025", "TW I 2025"]) == (1, 2, 0)
    assert order_of(["TW III 2026", "2026-B02", "Semester I 2025"]) == (2, 1, 0)
    assert order_of(["B09", "B03", "B06"]) == (1, 2, 0)
    assert order_of(["2026", "B03"]) is None  # with and without a year
    assert order_of(["2026", "Tahun 2026"]) == (0, 1)
    # a year and a part of it: nobody knows from the names, the command does
    assert order_of(["2026", "2026-B06"]) == order_of(["2026-B06", "2026"]) == (0, 1)
    assert order_of(["2026-B06", "2026", "2026-B03"]) == (1, 2, 0)
    assert overlap(["2025", "2026", "2026-B06", "TA 2025"]) == ["2026", "2026-B06"]


def test_the_usual_period_is_that_of_most_as_most_write_it() -> None:
    assert most_common(["2025", "2025", "2026", "Tahun 2026", "2026", ""]) == "2026"
    assert most_common(["Tahun 2026", "TA 2026", "TA 2026"]) == "TA 2026"
    assert most_common(["2026", "2025"]) == "2026" and most_common(["", " "]) == most_common([]) == ""


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("2", 2),
        ("II", 2),
        (" iv ", 4),
        ("TW 3", 3),
        ("Triwulan kedua", 2),
        ("5", None),
        ("V", None),
        ("TW II 2026", None),
    ],
)
def test_a_quarter_is_read_as_people_write_it(text: str, quarter: int | None) -> None:
    assert quarter_named(text) == quarter


END = date(2026, 12, 31)
DATES = [
    "31/12/2026", "31-12-26", "31.12.2026", "31 12 2026", "31 - 12 - 2026", "31/12/26", "31 Des 2026", "31-Des-26",
    "31Des2026", "31 Desember 2026", "31 DESEMBER, 2026", "31 Dec 2026", "December 31, 2026", "2026-12-31",
    "2026/12/31",
    "2026.12.31", "2026-12-31 00:00:00", "2026-12-31T23:59:59Z", "12/31/2026", "46387", "46387,0", 46_387.0, 46_387,
    "Kamis, 31 Desember 2026", "tgl. 31 Des 2026", "paling lambat 31/12/2026", "s.d. 31 Des '26", "s/d 31-12-2026",
    "\u00a031\u202fDes\u00a02026 ", "３１/１２/２０２６",
]  # fmt: skip
PERIODS = ["TW IV 2026", "Triwulan 4 2026", "triwulan iv tahun 2026", "Q4 2026", "Desember 2026", "Des 2026", "12/2026",
           "2026-12", "Semester II 2026", "akhir Desember 2026", "akhir tahun 2026", "Tahun 2026"]  # fmt: skip


@pytest.mark.parametrize("typed", DATES)
def test_a_date_is_read_as_people_write_it(typed: str | float) -> None:
    assert date_named(typed) == due_named(typed) == END


@pytest.mark.parametrize("typed", PERIODS)
def test_a_period_is_due_on_its_last_day_and_is_no_date(typed: str) -> None:
    assert (date_named(typed), due_named(typed)) == (None, END)


@pytest.mark.parametrize(
    "typed", ["31 Des", "31/12", "TW IV", "triwulan 4", "Desember", "Semester 2", "akhir Desember"]
)
def test_a_deadline_without_a_year_is_of_the_years_own_rekap(typed: str) -> None:
    assert due_named(typed) is None
    assert due_named(typed, 2026) == END


@pytest.mark.parametrize(
    "typed", ["31/6/2026", "32 Des 2026", "31 Foo 2026", "31/12/1899", 2026.0, 0.5, None, "", "segera", "1/2/3/2026",
              "9" * 4000, "31 " * 500, "XIII 2026"],
)  # fmt: skip
def test_what_is_no_date_is_none(typed: str | float | None) -> None:
    assert date_named(typed) is None
    assert due_named(typed, 2026) is None


def test_day_stands_before_month_wherever_both_could_be() -> None:
    assert date_named("3/4/2026") == date(2026, 4, 3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three units, their period written in three ways, and a fourth of the year before."""
    made = tmp_path_factory.mktemp("periode")
    for n, period in enumerate(("2026", "Tahun 2026", " TA\u00a02026", "Tahun 2025"), start=1):
        unit = Unit(code=f"1.0{n}", name=f"Dinas {n}")
        write(made / f"{n}.xlsx", ZI, answers(ZI, n), unit, period)
    return made


@pytest.mark.parametrize("asked", [(), ("--periode", "Tahun  2026"), ("--periode", "2026")])
def test_gabung_takes_one_period_in_all_its_spellings(folder: Path, tmp_path: Path, asked: tuple[str, ...]) -> None:
    code, out = quick("gabung", folder, "-o", tmp_path / "rekap.xlsx", "--json", *asked)
    data = json.loads(out)
    refused = {temuan["file"] for temuan in data["temuan"] if temuan["code"] == "BUKU-013"}
    assert code == 1 and refused == {"4.xlsx"}
    assert len(data["units"]) == 3 and data["period"] == ("Tahun 2026" if asked[1:] == ("Tahun  2026",) else "2026")


def test_periksa_holds_no_other_spelling_against_a_file(folder: Path) -> None:
    _, out = quick("periksa", folder, "--json")
    told = [(t["file"], t["code"]) for t in json.loads(out) if t["code"] in ("BUKU-045", "BUKU-087")]
    assert told == [("4.xlsx", "BUKU-087")]


def test_a_period_retyped_in_another_spelling_is_no_finding(tmp_path: Path) -> None:
    path = write(tmp_path / "x.xlsx", ZI, answers(ZI, 1))
    book = openpyxl.load_workbook(path)
    cell = next(c for row in book["LKE"].iter_rows(max_row=5) for c in row if c.value == "2026")
    for typed, told in (("Tahun 2026", False), ("2025", True)):
        cell.value = typed
        book.save(path)
        assert ("BUKU-045" in quick("periksa", path)[1]) is told
    book.close()


@pytest.mark.parametrize("typed", ["26", "Tahun 26", "'26", "20266"])
def test_half_a_year_is_refused_with_a_sentence(typed: str, folder: Path, tmp_path: Path) -> None:
    for command in (
        ("gabung", folder, "-o", tmp_path / "r.xlsx"),
        ("templat", "zi-2021", "-o", tmp_path / "t", "--unit", tmp_path / "u.xlsx"),
        ("rencana", "templat", "-o", tmp_path / "t", "--unit", tmp_path / "u.xlsx"),
    ):
        code, out = quick(*command, "--periode", typed)
        assert code == 2 and "tahun ditulis dengan empat angka, misalnya 2026" in out
    assert list(tmp_path.iterdir()) == []


def test_a_quarter_is_asked_for_as_the_output_writes_it(tmp_path: Path) -> None:
    (tmp_path / "kosong").mkdir()
    for typed, said in (("II", ""), ("2", ""), ("V", "triwulan ditulis 1 sampai 4, atau I sampai IV")):
        code, out = quick("rencana", "periksa", tmp_path / "kosong", "--triwulan", typed)
        assert (code == 2, said in out) == (bool(said), True)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return criteria(tmp_path_factory.mktemp("katalog"))


def test_a_year_and_its_month_keep_the_order_of_the_command(root: Path) -> None:
    instrument = catalog(root, "contoh-1")
    year, june = (
        source(instrument, record(instrument, p, {U: t})) for p, t in (("2026", "CCCCC"), ("2026-B06", "AAAAA"))
    )
    loaded = compared(year, june, root=root)
    assert loaded.value is not None
    assert [one.period for one in loaded.value.periods] == ["2026", "2026-B06"]
    assert loaded.value.main.improvers[0].improved > 0
    assert {t.code for t in loaded.temuan} >= {"BUKU-118"}


def test_the_same_period_in_two_spellings_is_told(root: Path) -> None:
    instrument = catalog(root, "contoh-1")
    made = (source(instrument, record(instrument, p, {U: "ABAAC"})) for p in ("2026", "Tahun 2026"))
    loaded = compared(*made, root=root)
    assert "BUKU-111" in {t.code for t in loaded.temuan}
