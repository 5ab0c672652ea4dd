"""Numbers nobody can mean, typed where people type numbers: told at their cell, and nothing else is lost."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from helpers import corpus
from helpers import plan_books as books
from helpers.cli import quick
from helpers.plans import four, row
from helpers.sheets import Lke, answers, edit, instrument, read, write
from pmprb.catalog.bounds import COUNT_MOST
from pmprb.catalog.item import RatioItem, Scale, ScaleItem
from pmprb.catalog.load import instrument_ids
from pmprb.engine.answers import State, Submission, Unit
from pmprb.engine.checks import check_submission
from pmprb.jobs.evaluate import Sources, read_worksheets
from pmprb.numbers import decimal_text, exact
from pmprb.office.record import RekapRecord
from pmprb.temuan import CellPos, CountOutOfBounds, Temuan, TextCut
from pmprb.workbook import deadline
from pmprb.workbook.book import MAX_CELL_TEXT, open_book
from pmprb.workbook.tolerant import MOST, number, text_of

NIP = "198501012010011001"
LONG = "9" * 5000
VAST = ("1e309", "1E+400", "-1e309", "1e-400", LONG, "0." + "1" * 5000, "1e999999999", "9" * 32_767, "1." * 9000)
TEXTS = ("inf", "-inf", "nan", "1e", "--5", "1/0", "1/3", "0x10", "1_000", "12 orang", "½", "∞")
NEVER = (*VAST, *TEXTS, NIP, "19850101 201001 1 001", "3301014201850003", "0812-3456-7890", "1.000.000.000", "-3")
FLOATS = (1.7976931348623157e308, -1e300, 5e-324, 1.98501012010011e17, 1e18, 0.1, 2.0**70, -0.5)


def test_no_text_and_no_float_makes_a_number_that_is_costly_to_reckon_with() -> None:
    for value in (*NEVER, *FLOATS, "1.000.000,50", "75%", 1e15, 0.1 + 0.2):
        for whole, percent in ((True, False), (False, True), (False, False)):
            found = number(value, whole=whole, percent=percent).value
            if found is not None:
                assert abs(found) < MOST
                assert len(str(found)) < 120
                assert decimal_text(found)
    assert {number(text).problem for text in VAST} == {"vast", "text"}
    assert number("1e309").problem == "vast"
    assert number(-5.551115123125783e-17).value, "the dust of a formula is a number"


def test_numbers_of_catalogs_and_commands_are_written_out() -> None:
    assert exact(" -1.5 ") == Fraction(-3, 2)
    assert exact("5/12") == Fraction(5, 12)
    for text in ("1e9", "1e999999999", "", "1/0", "nan", "9" * 100, "1.2.3", "1,5"):
        with pytest.raises(ValueError):
            exact(text)
    with pytest.raises(ValidationError):
        Scale(min="0", max="1e999999999")  # type: ignore[arg-type]


@pytest.mark.parametrize("instrument_id", [name for name in instrument_ids() if name.startswith(("zi", "pmprb"))])
def test_every_count_of_our_catalogs_has_a_bound(instrument_id: str) -> None:
    catalog = instrument(instrument_id)
    ratios = [item for item in catalog.items.values() if isinstance(item, RatioItem)]
    codes = {f"{item.id}.{count.id}" for item in ratios for count in item.inputs}
    assert ratios and codes == set(catalog.count_bounds)
    assert all(bound.most < COUNT_MOST for bound in catalog.bounds)


def test_bounds_are_no_part_of_the_hash_and_older_worksheets_stay_current(tmp_path: Path) -> None:
    from pmprb.catalog.load import default_folder, load_instrument

    root = tmp_path / "kriteria"
    folder = root / "zi-2021"
    folder.mkdir(parents=True)
    (root / "regulations.yaml").write_bytes((default_folder() / "regulations.yaml").read_bytes())
    for path in (default_folder() / "zi-2021").rglob("*.yaml"):
        target = folder / path.relative_to(default_folder() / "zi-2021")
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    with_bounds = load_instrument(folder).value
    (folder / "bounds.yaml").unlink()
    without = load_instrument(folder).value
    assert with_bounds is not None and without is not None
    assert with_bounds.bounds and not without.bounds
    assert with_bounds.hash == without.hash
    assert with_bounds.in_variant("").hash == instrument("zi-2021").hash


def test_counts_out_of_bounds_are_told_and_the_rest_is_scored(tmp_path: Path) -> None:
    catalog = instrument("zi-2021")
    ratios = [item for item in catalog.items.values() if isinstance(item, RatioItem)]
    path = write(tmp_path / "x.xlsx", catalog, answers(catalog, "batas", blank=0.0))
    before = read(path).result
    assert before is not None
    values = [*NEVER, *FLOATS]
    while values:
        typed = {item.id: values.pop() for item in ratios[: len(values)]}

        def change(lke: Lke, typed: dict[str, str | float] = typed) -> None:
            for item in ratios:
                cell = lke.cell(f"{item.id}.{item.inputs[0].id}")
                cell.value = typed.get(item.id, 0)
                cell.data_type = "s" if isinstance(cell.value, str) else "n"

        found = read(edit(path, change))
        assert found.result is not None
        for item, value in typed.items():
            assert found.result.submission.answers[item].state is State.INVALID, value
            told = {t.code for t in found.temuan if t.node == item and t.severity == "KESALAHAN"}
            assert len(told) == 1 and told <= {"ISI-005", "ISI-006", "ISI-007", "ISI-040"}, (value, told)
        kept = {name: score for name, score in before.tree.items.items() if name not in {r.id for r in ratios}}
        assert {name: found.result.tree.items[name] for name in kept} == kept


def test_a_number_of_a_person_in_a_count_is_named(tmp_path: Path) -> None:
    people: dict[str | float, str] = {
        NIP: "NIP",
        float(NIP): "NIP",
        "19850101 201001 1 001": "NIP",
        "3301014201850003": "NIK",
        3301014201850003.0: "NIK",
        "0812-3456-7890": "nomor telepon",
        "+62 812 3456 7890": "nomor telepon",
        5_000_000.0: "",
    }
    catalog = instrument("zi-2021")
    ratios = [item for item in catalog.items.values() if isinstance(item, RatioItem)]
    typed = dict(zip((item.id for item in ratios), people, strict=True))
    path = write(tmp_path / "x.xlsx", catalog, answers(catalog, "nip", blank=0.0))

    def change(lke: Lke) -> None:
        for item in ratios:
            lke.cell(f"{item.id}.{item.inputs[0].id}").value = typed[item.id]

    told = {t.node: t for t in read(edit(path, change)).temuan if isinstance(t, CountOutOfBounds)}
    assert {item: one.looks for item, one in told.items()} == {item: people[value] for item, value in typed.items()}
    assert all("E+" not in one.seen.upper() for one in told.values())


def test_one_file_with_numbers_nobody_can_mean_takes_no_other_down(tmp_path: Path) -> None:
    catalog = instrument("zi-2021")
    folder = tmp_path / "masuk"
    folder.mkdir()
    for number_, code in enumerate(("1.01", "1.02")):
        write(
            folder / f"{code}.xlsx",
            catalog,
            answers(catalog, number_, blank=0.0),
            Unit(code=code, name=f"Dinas {code}"),
        )
    bad = write(folder / "buruk.xlsx", catalog, answers(catalog, "buruk", blank=0.0))

    def spoil(lke: Lke) -> None:
        turn = 0
        for item in catalog.items.values():
            codes = [item.id] if isinstance(item, ScaleItem) else []
            codes = [f"{item.id}.{c.id}" for c in item.inputs] if isinstance(item, RatioItem) else codes
            for code in codes:
                for header in ("Jawaban", "Jawaban TPI", "Catatan", "Bukti Dukung"):
                    lke.cell(code, header).value = NEVER[turn % len(NEVER)]
                    turn += 1

    edit(bad, spoil)
    target = tmp_path / "rekap.xlsx"
    exit_code, told = quick("gabung", folder, "-o", target, "--json")
    data = json.loads(told)
    assert exit_code == 1
    assert data["files"]["scored"] == 3
    assert not {"BUKU-042"} & {t["code"] for t in data["temuan"]}
    for args in (["nilai", bad, "--json"], ["periksa", folder, "--json"]):
        assert json.loads(quick(*args)[1])
    for args in (["gabung", target, "-o", tmp_path / "provinsi.xlsx"], ["templat", "--untuk", "tpi", "--dari", folder]):
        exit_code, told = quick(*args, *(["-o", tmp_path / "tpi"] if args[0] == "templat" else []))
        assert exit_code in (0, 1), told


def test_figures_of_plans_have_bounds(tmp_path: Path) -> None:
    values = (*VAST, *FLOATS[:5], NIP, 10.0**17)
    plan = tuple(row(four(1, 2, 3, 4), four(1, None, None, None), n) for n, _ in enumerate(values, start=1))
    path = books.write(tmp_path / "r.xlsx", plan)
    names = ("target2", "realised1", "budget", "budget_realised", "year_target")
    cells = {books.cell(name, n): value for n, value in enumerate(values, start=1) for name in names}

    def change(page: Any) -> None:
        for at, value in cells.items():
            page[at].value = value
            page[at].data_type = "s" if isinstance(value, str) else "n"

    told = books.told(books.read(books.edit(path, change)))
    for at, value in cells.items():
        codes = {code for code, cell in told if cell == at}
        assert codes & {"ISI-042", "RENC-003", "RENC-004", "RENC-029"}, (value, at)


def test_a_record_with_a_power_of_ten_is_no_record() -> None:
    with pytest.raises(ValueError, match="power"):
        RekapRecord.of_texts('{"index": "1e999999999"}', [])
    with pytest.raises(ValueError, match="power"):
        RekapRecord.of_texts("{}", ['{"items": {"A": {"value": "-1E+99999"}}}'])


def test_a_text_longer_than_a_cell_may_hold_is_cut_and_told(tmp_path: Path) -> None:
    path = tmp_path / "panjang.xlsx"
    path.write_bytes(
        corpus.good(sheet=corpus.sheet(f'<row r="2"><c r="B2" t="inlineStr"><is><t>{"x" * 40_000}</t></is></c></row>'))
    )
    loaded = open_book(path)
    assert loaded.value is not None
    assert loaded.value.sheets[0].value(1, 1) == "x" * MAX_CELL_TEXT
    (told,) = loaded.temuan
    assert isinstance(told, TextCut) and told.at == CellPos(workbook="panjang.xlsx", sheet="LKE", cell="B2")
    assert len(text_of("\ufdfa" * MAX_CELL_TEXT)) <= MAX_CELL_TEXT, "a letter that stands for eighteen"


def test_a_file_that_uses_up_its_time_is_left_and_the_others_are_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = instrument("rb-tematik-2024")
    for name in ("a", "b", "c"):
        write(tmp_path / f"{name}.xlsx", catalog, answers(catalog, name), Unit(code=name, name=f"Dinas {name}"))
    spent = {"seconds": 0.0}

    def slow(submission: Submission, *given: Any) -> list[Temuan]:
        if submission.file == "b.xlsx":
            spent["seconds"] += deadline.SECONDS + 1
        return check_submission(submission, *given)

    monkeypatch.setattr(deadline, "used", lambda: spent["seconds"])
    monkeypatch.setattr("pmprb.jobs.evaluate.check_submission", slow)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    read_ = read_worksheets(Sources((tmp_path,)))
    assert [one.result is not None for one in read_.outcomes] == [True, False, True]
    assert [(t.code, t.workbook) for t in read_.temuan if t.severity == "KESALAHAN"] == [("BUKU-209", "b.xlsx")]


def test_an_inner_deadline_gives_no_more_time_than_the_outer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    spent = {"seconds": 0.0}
    monkeypatch.setattr(deadline, "used", lambda: spent["seconds"])
    deadline.on_time()
    with deadline.deadline(5), deadline.deadline(50):
        spent["seconds"] = 4
        deadline.on_time()
        spent["seconds"] = 6
        with pytest.raises(deadline.OutOfTime, match="5 s"):
            deadline.on_time()
    deadline.on_time()
