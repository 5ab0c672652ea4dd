"""The synthetic regency: every planted fault is found, nothing is lost, nothing is invented twice."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from helpers.cli import quick
from pmprb.demo import faults
from pmprb.demo.filling import fill
from pmprb.demo.followed import REPLYING, UNITS
from pmprb.demo.make import Made
from pmprb.demo.regency import PERIOD, units

Demo = tuple[Path, list[Made]]


def test_sixty_four_units_with_distinct_codes_and_names() -> None:
    assert len(units()) == 64
    assert len({u.code for u in units()}) == 64
    assert len({u.name for u in units()}) == 64
    assert {u.kind for u in units()} == {"dinas", "badan", "kecamatan", "puskesmas", "bagian"}


def test_every_file_is_accounted_for(demo: Demo) -> None:
    for made in demo[1]:
        on_disk = {p.name for p in made.sheets.iterdir()}
        listed = {f.file for f in made.consolidation.inputs}
        assert on_disk == listed
        used = [f for f in made.consolidation.inputs if f.used]
        assert len(used) == len(made.consolidation.results)
        assert all(f.why for f in made.consolidation.inputs if not f.used)


def test_every_unit_is_scored_or_missing(demo: Demo) -> None:
    for made in demo[1]:
        scored = {r.unit.code for r in made.consolidation.results}
        missing = {u.code for u in made.consolidation.missing}
        assert scored | missing == {u.code for u in units()}
        assert not scored & missing
        assert missing == faults.LATE | {faults.WRONG_YEAR, faults.DAMAGED}


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("1.18", {"BUKU-024", "BUKU-025", "BUKU-026"}),
        ("3.05", {"ISI-002", "ISI-003", "ISI-004"}),
        ("4.07", {"ISI-006", "ISI-008", "ISI-011"}),
        ("5.03", {"ISI-005", "BUKU-020"}),
        ("2.06", {"NILAI-001"}),
        (faults.TWICE, {"BUKU-016"}),
        (faults.STRAIGHT, {"ISI-012"}),
    ],
)
def test_a_planted_fault_is_found(demo: Demo, unit: str, expected: set[str]) -> None:
    for made in demo[1]:
        result = next(r for r in made.consolidation.results if r.unit.code == unit)
        assert expected <= {t.code for t in result.temuan}


def test_refused_files_say_why(demo: Demo) -> None:
    for made in demo[1]:
        why = {f.file[:4]: {t.code for t in f.why} for f in made.consolidation.inputs if not f.used}
        assert why["3-09"] == {"BUKU-013"}
        assert why["4-12"] == {"BUKU-004"}
        assert why["~$1."] == {"BUKU-031"}
        assert why["sura"] == {"BUKU-034"}


def test_a_unit_that_answered_nothing_has_no_rank_and_is_in_no_mean(demo: Demo) -> None:
    for made in demo[1]:
        result = next(r for r in made.consolidation.results if r.unit.code == "3.11")
        assert not result.rated
        assert "3.11" not in {s.code for s in made.consolidation.standings}
        rated = [r.tree.total.points for r in made.consolidation.results if r.rated]
        assert made.consolidation.index == sum(p for p in rated if p is not None) / len(rated)


def test_honest_units_have_no_errors(demo: Demo) -> None:
    planted = {*faults.SPOILED, *faults.LATE, faults.WRONG_YEAR, faults.DAMAGED}
    for made in demo[1]:
        for result in made.consolidation.results:
            if result.unit.code not in planted:
                grave = [t.code for t in result.temuan if t.severity == "KESALAHAN" and t.code != "NILAI-001"]
                assert grave == []


def test_spread_is_realistic(demo: Demo) -> None:
    for made in demo[1]:
        shares = [float(s.share) for s in made.consolidation.standings]
        assert min(shares) < 0.55 and max(shares) > 0.9
        assert 0.55 < sum(shares) / len(shares) < 0.85


def test_the_same_seed_gives_the_same_answers(demo: Demo) -> None:
    catalog = demo[1][0].instrument
    assert fill(units()[0], catalog, PERIOD, "") == fill(units()[0], catalog, PERIOD, "")


def test_the_workbooks_open_with_the_promised_sheets(demo: Demo) -> None:
    for made in demo[1]:
        book = openpyxl.load_workbook(made.rekap, read_only=True)
        wanted = ["Ringkasan", "Peringkat", "Matriks Area", "Matriks Kriteria", "Kesenjangan"]
        wanted += ["Temuan", "Belum Menyerahkan", "Tentang"]
        assert [name for name in wanted if name not in book.sheetnames] == []
        assert ("Kelayakan" in book.sheetnames) == bool(made.instrument.gate_sets)
        assert "Verifikasi" in book.sheetnames  # some of its units have been reviewed
        book.close()


# The working folder of some units: a year, and the next quarter.


def test_a_round_of_some_units_shows_replies_a_dispute_and_what_changed(demo: Demo) -> None:
    followed = demo[1][0].followed
    assert followed is not None and all(made.followed is None for made in demo[1][1:])
    year, quarter = followed.year.consolidation, followed.quarter.consolidation
    assert year is not None and quarter is not None and followed.compared.compared is not None
    assert [r.unit.code for r in year.results] == [r.unit.code for r in quarter.results] == list(UNITS)
    replies = {r.unit.code: [one.stance for one in r.replies.values()] for r in year.results if r.replies}
    assert replies == {REPLYING: ["agrees", "disagrees"]}
    disputed = [t for t in year.temuan if t.code == "BUKU-072"]
    assert len(disputed) == 1 and disputed[0].workbook.startswith("1-03_")
    assert len(followed.compared.compared.trend.main.improvers) >= 3
    assert not [t for t in quarter.temuan if t.severity.value == "KESALAHAN"]
    assert {p.name for p in (followed.round.folder / "umpan-balik" / "2026").glob("*-hasil.html")}


def test_the_folder_of_the_round_is_one_that_the_commands_take(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo[0] / "putaran")
    code, text = quick()
    assert code == 0 and "5 dari 5 unit" in text and "TW I 2027" in text
