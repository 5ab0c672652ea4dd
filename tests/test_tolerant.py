"""The tolerant door: what people type, and what it is taken for, tidied or refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.examples import examples
from pmprb.workbook.tolerant import Choice, Number, choice, likely_count, number, text_of

YES_NO, ABC, ABCD = ("Ya", "Tidak"), ("A", "B", "C"), ("A", "B", "C", "D")
NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "labels", "label"),
    [
        ("ya", YES_NO, "Ya"),
        ("YA", YES_NO, "Ya"),
        (" tidak ", YES_NO, "Tidak"),
        ("Ya.", YES_NO, "Ya"),
        ("“Ya”", YES_NO, "Ya"),
        (" A ", ABC, "A"),
        ("a", ABC, "A"),
        ("a.", ABC, "A"),
        ("b)", ABC, "B"),
        ("(c)", ABC, "C"),
        (f"{NBSP}A{NBSP}", ABC, "A"),
        ("A\n", ABC, "A"),
        ("Ａ", ABC, "A"),
        ("b) sebagian besar", ABC, "B"),
        ("B. Sebagian besar pegawai", ABC, "B"),
        (f"b){NBSP}sebagian besar", ABC, "B"),
        ("Ya - sudah ada SK", YES_NO, "Ya"),
    ],
)
def test_a_label_is_found_and_marked_as_tidied(typed: str, labels: tuple[str, ...], label: str) -> None:
    assert choice(typed, labels) == Choice(label=label, tidied=True)


@pytest.mark.parametrize(("typed", "labels"), [("Ya", YES_NO), ("Tidak", YES_NO), ("A", ABC), ("D", ABCD)])
def test_a_label_as_it_is_needs_no_tidying(typed: str, labels: tuple[str, ...]) -> None:
    assert choice(typed, labels) == Choice(label=typed)


@pytest.mark.parametrize(
    ("typed", "labels", "hint"),
    [
        ("Y", YES_NO, "Ya"),
        ("T", YES_NO, "Tidak"),
        ("tdk", YES_NO, "Tidak"),
        ("iya", YES_NO, "Ya"),
        ("F", ABC, ""),
        ("D", ABC, ""),
        ("A B", ABC, ""),
        ("sebagian besar", ABC, ""),
        (True, YES_NO, "Ya"),  # a box that is ticked, as Google Sheets has them
        (False, YES_NO, "Tidak"),
        ("√", YES_NO, "Ya"),
        ("V", YES_NO, "Ya"),
        ("x", YES_NO, ""),  # a tick to some, a cross to others
        (1.0, YES_NO, "Ya"),
        ("Belum", YES_NO, "Tidak"),
        ("A", YES_NO, ""),
        ("Ya, bukan Tidak", YES_NO, ""),
        ("YA (ada SK)", YES_NO, "Ya"),
        ("√", ABC, ""),
        ("©", ABC, "C"),
        ("B-sudah", ABC, "B"),
        ("B (67%)", ABC, "B"),
        ("pilihan B", ABC, "B"),
        ("A?", ABC, "A"),
        (1.0, ABC, ""),
    ],
)
def test_what_is_no_label_is_only_suggested(typed: Any, labels: tuple[str, ...], hint: str) -> None:
    assert choice(typed, labels) == Choice(problem="unknown", hint=hint)


@pytest.mark.parametrize("typed", ["Ya", "AB", "AA"])
def test_a_letter_is_not_suggested_to_what_only_contains_it(typed: str) -> None:
    assert choice(typed, ABC) == Choice(problem="unknown")


@pytest.mark.parametrize("typed", ["A/B", "a, b", "A dan B", "A atau B", "A & C", "A;B;C"])
def test_several_labels_are_several(typed: str) -> None:
    assert choice(typed, ABC) == Choice(problem="several")


@pytest.mark.parametrize("typed", ["A - B", "A. B", "A: B", "b) / c)"])
def test_a_label_explained_by_another_label_is_not_guessed(typed: str) -> None:
    assert choice(typed, ABC).label == ""


@pytest.mark.parametrize("typed", ["tidak berlaku", "Tidak Berlaku.", " TIDAK  BERLAKU ", "n/a", "N/A"])
def test_tidak_berlaku_is_no_label(typed: str) -> None:
    assert choice(typed, YES_NO) == Choice(not_applicable=True)
    assert choice(typed, ABC) == Choice(not_applicable=True)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0,75", "3/4"),
        ("0.75", "3/4"),
        (",5", "1/2"),
        ("3,6", "18/5"),
        (" 3,6 ", "18/5"),
        (f"3,6{NBSP}", "18/5"),
        ("1.000,5", "2001/2"),
        ("1000.5", "2001/2"),
        ("1,000.5", "2001/2"),
        ("1.234.567,8", "6172839/5"),
        ("-1", "-1"),
        ("4", "4"),
    ],
)
def test_a_number_typed_as_text_is_read_exactly(typed: str, value: str) -> None:
    assert number(typed) == Number(value=Fraction(value), tidied=True)


@pytest.mark.parametrize(("typed", "value"), [(3.6, "18/5"), (0.1, "1/10"), (4.0, "4"), (0.0, "0"), (87.65, "1753/20")])
def test_a_number_cell_is_what_the_cell_shows_and_not_its_binary_neighbour(typed: float, value: str) -> None:
    assert number(typed) == Number(value=Fraction(value))


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1.000", 1000), ("12.345.678", 12345678), ("15", 15), ("0", 0), ("1.000,00", 1000), ("+7", 7)],
)
def test_a_count_is_read_as_indonesians_write_it(typed: str, value: int) -> None:
    assert number(typed, whole=True) == Number(value=Fraction(value), tidied=True)


@pytest.mark.parametrize("typed", ["1,000", "12,345", "1,000,000"])
def test_a_count_that_means_two_things_is_refused(typed: str) -> None:
    assert number(typed, whole=True) == Number(problem="ambiguous")


@pytest.mark.parametrize(("typed", "value"), [("1.5", "3/2"), ("0,5", "1/2"), ("-3", "-3")])
def test_a_broken_or_negative_count_is_read_and_left_to_be_judged(typed: str, value: str) -> None:
    assert number(typed, whole=True).value == Fraction(value)


@pytest.mark.parametrize(
    ("typed", "value"), [("75%", "3/4"), ("75 %", "3/4"), ("87,65%", "1753/2000"), ("1%", "1/100")]
)
def test_a_per_cent_sign_counts_only_where_a_percentage_is_asked(typed: str, value: str) -> None:
    assert number(typed, percent=True) == Number(value=Fraction(value), tidied=True)
    assert number(typed) == Number(problem="text")
    assert number(typed, whole=True) == Number(problem="text")


@pytest.mark.parametrize(
    "typed",
    [
        "22 orang",
        "dua",
        "tidak berlaku",
        "1/2",
        "3-4",
        "1.2.3",
        "1,2,3",
        "1.00,5",
        "1.234,5,6",
        "1_000",
        "5%%",
        "-",
        "",
    ],
)
@pytest.mark.parametrize("whole", [False, True])
def test_text_is_no_number(typed: str, whole: bool) -> None:
    assert number(typed, whole=whole) == Number(problem="text")


@pytest.mark.parametrize("typed", [True, False, None])
def test_a_tick_or_nothing_is_no_number(typed: bool | None) -> None:
    assert number(typed) == number(typed, whole=True) == number(typed, percent=True) == Number(problem="text")


@pytest.mark.parametrize("typed", ["10 5", "3 4", "1 2 3", "3 . 6"])
def test_two_numbers_in_one_cell_are_not_joined(typed: str) -> None:
    assert number(typed, whole=True).value is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        (f" {NBSP} ", ""),
        ("  a\n b ", "a b"),
        (3.0, "3"),
        (3.6, "3.6"),
        (-0.0, "0"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("3.0", "3.0"),
    ],
)
def test_text_of_a_cell(value: Any, text: str) -> None:
    assert text_of(value) == text


@settings(max_examples=examples(70, 200), derandomize=True, database=None)
@given(st.integers(0, 10**9), st.integers(0, 999), st.integers(0, 3))
def test_any_number_survives_being_written_the_indonesian_way(head: int, tail: int, places: int) -> None:
    decimals = f"{tail:03d}"[:places]
    exact = Fraction(f"{head}.{decimals or 0}")
    grouped = f"{head:,}".replace(",", ".")
    if decimals:
        assert number(f"{grouped},{decimals}").value == exact
        assert number(f"{head},{decimals}").value == exact
        assert number(f"{head}.{decimals}").value == exact
    else:
        assert number(grouped, whole=True).value == number(str(head), whole=True).value == exact


@settings(max_examples=examples(70, 200), derandomize=True, database=None)
@given(st.text(max_size=12))
def test_no_text_makes_the_door_stumble_or_invent_a_label(typed: str) -> None:
    found = choice(typed, ABCD)
    assert found.label in ("", *ABCD)
    assert bool(found.label) + bool(found.problem) + found.not_applicable == 1
    for options in ({}, {"whole": True}, {"percent": True}):
        read = number(typed, **options)
        assert (read.value is None) is bool(read.problem)


@pytest.mark.parametrize(
    ("typed", "value"), [("٣٫٤٥", Fraction(69, 20)), ("３，４５", Fraction(69, 20)), ("١٢", Fraction(12))]
)
def test_digits_of_other_scripts_are_digits_with_their_own_decimal_mark(typed: str, value: Fraction) -> None:
    assert number(typed).value == value


@pytest.mark.parametrize(
    ("seen", "count"), [("12 orang", "12"), ("nihil", "0"), ("1,250", "1250"), ("dua belas", "1250"), ("1 250", "1250")]
)
def test_a_count_that_cannot_be_read_is_shown_as_it_would_be_typed(seen: str, count: str) -> None:
    assert likely_count(seen) == count
