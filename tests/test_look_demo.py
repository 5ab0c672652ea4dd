"""On the synthetic regency every planted fault is found and hardly any honest unit named; the order changes nothing."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from pmprb.demo import faults
from pmprb.demo import filling as telling
from pmprb.demo.make import Made
from pmprb.demo.regency import PERIOD, units
from pmprb.jobs.consolidate import Wishes, gather
from pmprb.jobs.evaluate import Options, evaluate_all
from pmprb.jobs.inputs import Catalogs, Found, find_files
from pmprb.jobs.rekap import write_rekap
from pmprb.office.register import Register
from pmprb.temuan import BY_CODE, Severity

Demo = tuple[Path, list[Made]]
PLANTED = {
    faults.STRAIGHT: {"TELAAH-001", "TELAAH-004"},
    telling.SAME_LINK: {"TELAAH-002"},
    telling.OLD_EVIDENCE: {"TELAAH-002", "TELAAH-006"},
    telling.COUNTS_DIFFER: {"TELAAH-005"},
    **{copy: {"TELAAH-007"} for copy in faults.COPIED},
}
HANDFUL = 3


@pytest.mark.parametrize("unit", PLANTED)
def test_each_planted_fault_is_found(demo: Demo, unit: str) -> None:
    for made in demo[1]:
        found = {f.temuan.code for f in made.consolidation.findings if f.unit.code == unit}
        assert found == PLANTED[unit]


def test_the_tampered_and_the_wrong_years_sheet_are_found_too(demo: Demo) -> None:
    for made in demo[1]:
        tampered = next(r for r in made.consolidation.results if r.unit.code == "1.18")
        assert {"BUKU-024", "BUKU-025", "BUKU-026"} <= {t.code for t in tampered.temuan}
        refused = {t.code for f in made.consolidation.inputs if f.unit and not f.used for t in f.why}
        assert "BUKU-013" in refused


def test_no_more_than_a_handful_of_honest_units_are_named(demo: Demo) -> None:
    for made in demo[1]:
        honest = {f.unit.code for f in made.consolidation.findings} - set(PLANTED)
        assert honest == set(faults.COPIED.values())  # whose answers were copied: which of two came first is not known
        assert len(honest) <= HANDFUL
        assert not honest & set(telling.IN_DETAIL)


def test_template_checks_name_no_honest_unit(demo: Demo) -> None:
    new = {code for code in BY_CODE if "BUKU-080" <= code <= "BUKU-089"}
    for made in demo[1]:
        named = {r.unit.code for r in made.consolidation.results if new & {t.code for t in r.temuan}}
        assert named <= {"5.03"}  # the sheet with a row deleted


def test_findings_are_warnings_with_points_and_most_points_first(demo: Demo) -> None:
    for made in demo[1]:
        findings = made.consolidation.findings
        assert [f.points for f in findings] == sorted((f.points for f in findings), reverse=True)
        assert all(f.temuan.severity is Severity.PERINGATAN and f.points > 0 for f in findings)
        told = list(made.consolidation.temuan)
        assert all(told.count(f.temuan) == 1 for f in findings)


def test_the_sheet_shows_them_all_and_the_summary_counts_them(demo: Demo) -> None:
    for made in demo[1]:
        book = openpyxl.load_workbook(made.rekap, read_only=True)
        rows = [row for row in book["Perlu Ditelaah"].iter_rows(values_only=True) if isinstance(row[0], int | float)]
        findings = made.consolidation.findings
        assert [(row[2], row[10]) for row in rows] == [(f.unit.code, f.temuan.code) for f in findings]
        assert [round(row[1], 9) for row in rows] == [round(float(f.points), 9) for f in findings]
        for row, finding in zip(rows, findings, strict=True):
            named, _, more = str(row[7] or "").partition(", dan ")
            shown = [item for item in named.split(", ") if item]
            assert shown == list(finding.items[: len(shown)])
            assert len(shown) + int(more.removesuffix(" lagi") or 0) == len(finding.items)
        formulas = [str(c) for row in book["Ringkasan"].iter_rows(values_only=True) for c in row if c]
        assert any(text.startswith("=COUNT('Perlu Ditelaah'!") for text in formulas)
        book.close()


def test_the_same_inputs_give_the_same_rekap_whatever_the_order_and_the_workers(demo: Demo, tmp_path: Path) -> None:
    made = demo[1][0]
    everything = find_files([made.sheets])
    planted = {
        faults.TWICE,
        faults.STRAIGHT,
        faults.WRONG_YEAR,
        faults.DAMAGED,
        *faults.COPIED,
        *faults.COPIED.values(),
    }
    some = [
        one for n, one in enumerate(everything.files) if n % 5 == 0 or one[0].split("_")[0].replace("-", ".") in planted
    ]
    found = replace(everything, files=tuple(some))
    catalogs, register = Catalogs(), Register(units())
    contents = set()
    for seed, workers in ((1, 1), (2, 8)):
        files = list(found.files)
        random.Random(seed).shuffle(files)
        shuffled = Found(tuple(files), found.passed_over[:: -1 if seed == 2 else 1], found.errors)
        with ThreadPoolExecutor(workers) as pool:
            outcomes = evaluate_all(shuffled, catalogs, Options(strict=True), pool)
        wishes = Wishes(period=PERIOD, duplicates="terbaru")
        consolidation = gather(outcomes, shuffled, made.instrument, register, wishes)
        target = tmp_path / f"{seed}.xlsx"
        write_rekap(consolidation, made.instrument, target)
        contents.add(target.read_bytes())
    assert len(contents) == 1
