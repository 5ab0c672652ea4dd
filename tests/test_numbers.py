"""One rounding rule: what our words, pages and messages show is what a spreadsheet program shows of the same number."""

from __future__ import annotations

import csv
import json
import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.cli import quick
from helpers.examples import examples
from helpers.libreoffice import convert
from helpers.sheets import answers, instrument, write
from pmprb.books.rekap.gates import margin_cell
from pmprb.catalog.item import Basis
from pmprb.engine.answers import Answer, State
from pmprb.engine.verdict import GateResult
from pmprb.insight.feedback import gate_words
from pmprb.numbers import (
    decimal_text,
    long_text,
    margin,
    margin_words,
    number_words,
    of_long_text,
    percent,
    rounded,
    shown,
    signed,
)
from pmprb.temuan import words

TIES = [Fraction(1473, 40), *(Fraction(text) for text in ("0.125", "2.675", "1.005", "0.005", "15.575", "-0.125"))]
some = settings(max_examples=examples(140, 400), derandomize=True, database=None)
# Scores are means of few answers times weights of few decimals: ties are common, huge denominators are not.
figures = st.one_of(
    st.fractions(-1000, 1000, max_denominator=10**6),
    st.integers(-200_000, 200_000).map(lambda n: Fraction(2 * n + 1, 200)),  # ties, every one
    st.sampled_from(TIES),
)


def as_cell(value: Fraction, places: int = 2) -> str:
    """Return what "0.00" shows of the float: Excel and LibreOffice round its decimal text, halves away from zero."""
    text = format(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP), "f")
    return text.removeprefix("-") if not text.strip("-0.") else text


def bare(text: str) -> str:
    """Return a figure for people as a cell shows it: without dots for thousands, with a decimal point."""
    return text.replace(".", "").replace(",", ".")


@some
@given(figures)
@example(Fraction(1473, 40))
def test_a_figure_is_shown_as_a_cell_shows_the_same_number(value: Fraction) -> None:
    assert bare(shown(value)) == as_cell(value)
    assert bare(percent(value).removesuffix(" %")) == as_cell(value * 100)
    assert Decimal(bare(number_words(value, 2))) == Decimal(as_cell(value))
    assert words.points(str(value)) == words.points(decimal_text(value)) == shown(value)


def test_the_same_figure_is_the_same_everywhere() -> None:
    value = Fraction(1473, 40)  # 36.825: half-even gives 36.82, and so does its binary neighbour in some places
    assert {shown(value), number_words(value, 2), words.points("1473/40"), words.points("36.825")} == {"36,83"}
    assert percent(value / 100) == "36,83 %"
    assert decimal_text(value) == "36.825" and decimal_text(Fraction(1, 8), 2) == "0.12"  # for machines: half-even


@pytest.mark.libreoffice
def test_libreoffice_shows_the_same(tmp_path: Path) -> None:
    chance = random.Random(7)
    values = [*TIES, *(Fraction(chance.randint(-(10**6), 10**6), chance.randint(1, 9999)) for _ in range(300))]
    values += [Fraction(2 * chance.randint(-20_000, 20_000) + 1, 200) for _ in range(300)]
    path = tmp_path / "angka.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, value in enumerate(values):
            sheet.write_number(row, 0, float(value))
            sheet.write_formula(row, 1, f'=TEXT(A{row + 1},"0.00")')  # what a cell of that format shows
            sheet.write_formula(row, 2, f'=TEXT(ROUND(A{row + 1},2),"0.00")')
    (found,) = convert([path], tmp_path / "out", "csv")
    with found.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    ours = [bare(shown(value)) for value in values]
    zero = {"-0.00": "0.00"}  # LibreOffice keeps the sign of a number that rounds to nothing
    for column in (1, 2):
        assert [zero.get(row[column], row[column]) for row in rows] == ours


def test_figures_for_people() -> None:
    assert shown(Fraction(123456789, 100)) == "1.234.567,89" and shown(None) == "–"
    assert shown(Fraction(-1, 1000)) == "0,00" and signed(Fraction(-1, 1000)) == signed(Fraction(1, 1000)) == "0,00"
    assert (signed(Fraction(1, 2)), signed(Fraction(-1, 2))) == ("+0,50", "-0,50")
    assert number_words(Fraction("3.60")) == "3,6" and number_words(Fraction(-1, 10**6)) == "0"
    assert number_words(Fraction(10) ** 400) == "1" + "0" * 400  # no float on the way
    assert rounded(Fraction(5, 2), 0) == 3 and rounded(Fraction(-5, 2), 0) == -3


@pytest.mark.parametrize(
    ("value", "minimum", "said"),
    [
        ("15.575", "15.75", "kurang 0,17"),  # 15,58 against 15,75; 0,175 would be shown as 0,18
        ("15.749", "15.75", "kurang < 0,01"),
        ("15.751", "15.75", "lebih < 0,01"),
        ("15.75", "15.75", "tepat"),
        ("16", "15.75", "lebih 0,25"),
        ("0", "15.75", "kurang 15,75"),
    ],
)
def test_a_margin_is_reckoned_from_the_figures_beside_it(value: str, minimum: str, said: str) -> None:
    assert margin_words(Fraction(value), Fraction(minimum)) == said


@some
@given(figures, figures)
def test_a_margin_never_contradicts_what_stands_beside_it(value: Fraction, minimum: Fraction) -> None:
    assert Decimal(bare(shown(value))) - Decimal(bare(shown(minimum))) == Decimal(bare(shown(margin(value, minimum))))
    side = "tepat" if value == minimum else "kurang" if value < minimum else "lebih"
    assert margin_words(value, minimum).startswith(side)
    assert " 0,00" not in margin_words(value, minimum)


def gate(value: str | None, minimum: str, measure: str = "points") -> GateResult:
    found = None if value is None else Fraction(value)
    passed = found is not None and found >= Fraction(minimum)
    return GateResult(
        id="ipak",
        title="IPAK",
        of="B.I.a",
        measure=measure,
        value=found,
        minimum=Fraction(minimum),
        passed=passed,
        basis=Basis.PERATURAN,
        references=(),
    )


def test_a_gate_says_its_margin_in_words_and_in_a_cell() -> None:
    assert gate_words(gate("15.575", "15.75")) == "15,58, minimal 15,75 (kurang 0,17)"
    assert gate_words(gate("0.59996", "0.6", "share")) == "60,00 %, minimal 60,00 % (kurang < 0,01 %)"
    assert gate_words(gate("3/5", "0.6", "share")) == "60,00 %, minimal 60,00 % (tepat)"
    assert gate_words(gate(None, "0.6", "share")) == "belum dinilai, minimal 60,00 %"
    cell = margin_cell(gate("15.575", "15.75"), "+0.00;-0.00;0.00", 2)
    assert (cell.value, cell.num) == (Fraction("-0.17"), "+0.00;-0.00;0.00")
    cell = margin_cell(gate("0.59996", "0.6", "share"), "+0.00%;-0.00%;0.00%", 2)
    assert (cell.value, cell.num) == (Fraction("-0.00004"), '"-< 0,01%"')
    assert margin_cell(gate("3/5", "0.6", "share"), "x", 2).num == "x"


def test_a_shortfall_is_the_same_in_the_terminal_the_rekap_and_the_feedback(tmp_path: Path) -> None:
    zi = instrument("zi-2021")
    filled = answers(zi, 1, blank=0.0)
    filled["B.I.a"] = Answer(item="B.I.a", state=State.GIVEN, value=Fraction("3.56"))  # of 4, of 17.5 points: 15.575
    sheets = tmp_path / "lembar"
    sheets.mkdir()
    write(sheets / "x.xlsx", zi, filled)
    _, out = quick("nilai", sheets / "x.xlsx")
    assert "Survei Persepsi Korupsi (IPAK): 15,58, minimal 15,75 (kurang 0,17)" in out
    _, out = quick("nilai", sheets / "x.xlsx", "--json")
    gates = [gate for verdict in json.loads(out)["verdicts"] for gate in verdict["gates"]]
    assert {gate["margin"] for gate in gates if gate["minimum"] == "15.75" and gate["value"] == "15.575"} == {"-0.175"}
    quick("gabung", sheets, "-o", tmp_path / "rekap.xlsx", "--umpan-balik", tmp_path / "umpan")
    rows = openpyxl.load_workbook(tmp_path / "rekap.xlsx", read_only=True)["Kelayakan"].iter_rows(values_only=True)
    shown_there = {(round(row[7], 6), row[8], round(row[9], 6)) for row in rows if row[6] and "IPAK" in str(row[6])}
    assert shown_there == {(15.575, 15.75, -0.17)}
    (page,) = (tmp_path / "umpan").rglob("*.html")
    assert "15,58, minimal 15,75 (kurang 0,17)" in page.read_text(encoding="utf-8")


def test_numbers_of_many_digits_go_to_text_and_back() -> None:
    pick = random.Random(4)
    for size in (1, 30, 3_999, 4_000, 4_001, 9_000, 40_000):
        above, below = pick.getrandbits(size * 3) + 1, pick.getrandbits(size * 3) + 1
        for value in (Fraction(above, below), -Fraction(above, below), Fraction(above), Fraction(10**size, 7)):
            text = long_text(value)
            assert of_long_text(text) == value
            assert size > 1_000 or text == str(value)
    for text in ("", "-", "1/", "/2", "1/0", "1e9", "1.5", " 1", "1_0"):
        with pytest.raises(ValueError):
            of_long_text(text)
