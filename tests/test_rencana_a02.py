"""The implementation score of the plans: printed, shown, and carried into a worksheet that is never written to."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from helpers.cli import quick
from helpers.plan_books import UNITS, write
from helpers.plans import four, row, rules
from pmprb import __version__
from pmprb.engine.answers import Answer, State, Submission, Unit
from pmprb.jobs.evaluate import Options, evaluate
from pmprb.jobs.inputs import Catalogs
from pmprb.worksheet.template.build import build_template

INSTANSI = Unit(code="tirtaloka", name="Kabupaten Tirtaloka")
GENERAL = "rb-general-2024"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return three outputs of two units: 100, 50 and 0 per cent of the year's quarters so far."""
    made = tmp_path / "isi"
    made.mkdir()
    both = (
        row(four(4, 4, None, None), four(4, 4, None, None)),
        row(four(4, 4, None, None), four(4, 0, None, None), 2, output="Dua"),
    )
    write(made / "1.xlsx", both, unit=UNITS[0])
    write(made / "2.xlsx", (row(four(4, 4, None, None), four(None, None, None, None), output="Tiga"),), unit=UNITS[1])
    return made


def gathered(folder: Path, *more: object, quarter: int = 4) -> tuple[int, str]:
    target = folder.parent / "rekap.xlsx"
    return quick("rencana", "gabung", folder, "-o", target, "--triwulan", quarter, "--timpa", *more)


def worksheet(path: Path, period: str = "2026", **answers: str) -> Path:
    """Write an RB General worksheet of the instansi with these answers."""
    instrument = Catalogs().load(GENERAL).value
    assert instrument is not None
    given = {item: Answer(item=item, state=State.BLANK) for item in instrument.items}
    for item, value in answers.items():
        note = "catatan kami" if item == "A02" else ""
        given[item] = Answer(item=item, state=State.GIVEN, value=Fraction(value), note=note, evidence="SK 12")
    filled = Submission(file="", sha256="", layout="", instrument=instrument.id, unit=INSTANSI, answers=given)
    path.write_bytes(build_template(instrument, INSTANSI, period, filled, version=__version__))
    return path


def answers(path: Path) -> dict[str, Answer]:
    result = evaluate(path.name, path, Catalogs(), Options()).result
    assert result is not None and result.submission.unit.name == INSTANSI.name
    return {item: answer for item, answer in result.submission.answers.items() if answer.state is State.GIVEN}


def test_the_score_is_printed_with_the_item_that_asks_for_it(folder: Path) -> None:
    code, text = gathered(folder)
    assert code == 0 and "tingkat implementasi (A02) 50,00 % dari 3 keluaran" in text
    assert "untuk butir A02 lembar RB General: 50,00\n" in text
    assert "50,00, baru sampai triwulan II" in gathered(folder, quarter=2)[1]
    about = openpyxl.load_workbook(folder.parent / "rekap.xlsx")["Tentang"]
    said = [str(c.value) for line in about.iter_rows() for c in line if c.value]
    assert any(text.startswith("Ketik 50 pada butir A02 lembar RB General") for text in said)


def test_an_empty_worksheet_is_made_with_the_score_in_it(folder: Path) -> None:
    code, text = gathered(folder, "--lembar-general", f"{GENERAL}@provinsi", "--instansi", INSTANSI.name)
    made = folder.parent / "rb-general-2024-provinsi_A02.xlsx"
    assert code == 0 and f"Ditulis: {made}" in text and "RENC-03" not in text
    found = answers(made)
    assert list(found) == ["A02"] and found["A02"].value == 50
    assert found["A02"].note == "Dari rekap rencana aksi 2026 sampai triwulan IV: 2 unit, 3 keluaran bertarget."


def test_a_filled_worksheet_is_copied_with_the_score_and_left_as_it_was(folder: Path) -> None:
    own = worksheet(folder.parent / "rb-general.xlsx", A01="2.4", C05="74.85")
    before = hashlib.sha256(own.read_bytes()).hexdigest()
    code, text = gathered(folder, "--lembar-general", own)
    assert code == 0 and "RENC-03" not in text
    assert hashlib.sha256(own.read_bytes()).hexdigest() == before
    found = answers(folder.parent / "rb-general_A02.xlsx")
    assert {item: answer.value for item, answer in found.items()} == {
        "A01": Fraction("2.4"), "A02": 50, "C05": Fraction("74.85"),
    }  # fmt: skip
    assert found["A01"].evidence == "SK 12"


def test_another_figure_in_the_worksheet_is_told_and_only_the_copy_has_ours(folder: Path) -> None:
    own = worksheet(folder.parent / "rb-general.xlsx", A02="90")
    code, text = gathered(folder, "--lembar-general", own, "--json")
    told = [(t["code"], t["cell"]) for t in json.loads(text)["temuan"] if t["code"].startswith("RENC-03")]
    assert code == 0 and told == [("RENC-036", "F8")]
    assert answers(own)["A02"].value == 90
    copied = answers(folder.parent / "rb-general_A02.xlsx")["A02"]
    assert (copied.value, copied.note, copied.evidence) == (50, "catatan kami", "SK 12")


def test_the_same_figure_is_not_told_again(folder: Path) -> None:
    gathered(folder, "--lembar-general", worksheet(folder.parent / "a.xlsx"))
    assert "RENC-036" not in gathered(folder, "--lembar-general", folder.parent / "a_A02.xlsx")[1]


@pytest.mark.parametrize(
    ("period", "quarter", "code"), [("2024", 4, "RENC-037"), ("2026", 2, "RENC-039")], ids=["tahun lain", "belum"]
)
def test_another_year_and_an_unfinished_one_are_told(period: str, quarter: int, code: str, folder: Path) -> None:
    own = worksheet(folder.parent / "a.xlsx", period)
    left, text = gathered(folder, "--lembar-general", own, quarter=quarter)
    assert left == 0 and code in text and (folder.parent / "a_A02.xlsx").exists()


def test_what_cannot_take_the_score_is_told_and_nothing_is_written(folder: Path) -> None:
    for args, cause in (
        (("zi-2021", "--instansi", "X"), "tidak memuat butirnya"),
        ((folder / "1.xlsx",), "tidak terbaca"),
    ):
        code, text = gathered(folder, "--lembar-general", *args)
        assert code == 1 and "RENC-038" in text and cause in text
        assert not list(folder.parent.glob("*_A02.xlsx"))


def test_a_kind_that_nobody_asks_for_is_told(tmp_path: Path) -> None:
    made = tmp_path / "isi"
    made.mkdir()
    write(made / "1.xlsx", (row(four(4, 4, None, None), four(4, 4, None, None)),), "rb-tematik")
    code, text = gathered(made, "--lembar-general", GENERAL, "--instansi", "X")
    assert code == 1 and "RENC-038" in text and "untuk butir" not in text


@pytest.mark.parametrize(
    "args", [("tidak-ada.xlsx",), ("rb-umum",), (GENERAL,)], ids=["berkas", "instrumen", "tanpa nama"]
)
def test_wrong_usage(args: tuple[str, ...], folder: Path) -> None:
    code, text = gathered(folder, "--lembar-general", *args)
    assert code == 2 and "Keliru:" in text


def test_a_copy_that_is_there_is_kept(folder: Path) -> None:
    kept = folder.parent / "rb-general-2024_A02.xlsx"
    kept.write_bytes(b"milik kami")
    args = ("rencana", "gabung", folder, "-o", folder.parent / "baru.xlsx", "--instansi", "X")
    code, text = quick(*args, "--lembar-general", GENERAL)
    assert code == 1 and "BUKU-029" in text and kept.read_bytes() == b"milik kami"
    assert not (folder.parent / "baru.xlsx").exists()


def test_the_item_is_data() -> None:
    assert {kind.id: kind.carried_to for kind in rules().kinds} == {
        "rb-general": "A02", "rb-tematik": "", "perjanjian-kinerja": "", "tindak-lanjut": "",
    }  # fmt: skip
