"""Last period's answers in this period's worksheet: shown beside the cells, or filled in and marked."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from helpers.cli import quick
from helpers.sheets import answers, instrument, write
from pmprb.engine.answers import UNREVIEWED, Unit
from pmprb.worksheet.register import register_workbook

ZI, PMPRB = "zi-2021", "pmprb-2020-unit"
UNITS = (Unit(code="1.01", name="Dinas A"), Unit(code="1.02", name="Dinas B"))


@pytest.fixture
def years(tmp_path: Path) -> Path:
    """A list of two units, and the worksheet of the first for 2025."""
    book = openpyxl.Workbook()
    for row in (("Kode", "Nama"), *((unit.code, unit.name) for unit in UNITS)):
        book.active.append(row)
    book.save(tmp_path / "daftar.xlsx")
    (tmp_path / "lama").mkdir()
    write(tmp_path / "lama" / "a.xlsx", instrument(ZI), answers(instrument(ZI), 3), UNITS[0], "2025")
    return tmp_path


def made(years: Path, *more: object, period: str = "2026", name: str = ZI) -> tuple[int, str, Path]:
    target = years / f"baru-{len(list(years.iterdir()))}"
    words = ("--unit", years / "daftar.xlsx", "--periode", period, "--dari", years / "lama", "-o", target)
    code, text = quick("templat", name, *words, *more)
    return code, text, target


def read(path: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(quick("nilai", path, "--json")[1])
    return found


def explained(path: Path) -> dict[str, str]:
    sheet = openpyxl.load_workbook(path)["LKE"]
    heads = {cell.value: cell.column for cell in sheet[4]}
    return {str(row[0].value): str(row[heads["Penjelasan"] - 1].value or "") for row in sheet.iter_rows(5)}


def test_what_a_new_period_cannot_use_is_no_mistake(years: Path) -> None:
    gone, heir = Unit(code="1.09", name="Dinas Lama"), Unit(code="1.01", name="Dinas A", predecessors=("1.01", "1.09"))
    write(years / "lama" / "b.xlsx", instrument(ZI), answers(instrument(ZI), 4), gone, "2025")
    code, text, _ = made(years)
    assert code == 0 and 'BUKU-307 · Jawaban lama unit "Dinas Lama" (kode 1.09) tidak dibawa' in text
    assert "penerusnya" not in text and "BUKU-014" not in text
    (years / "daftar.xlsx").write_bytes(register_workbook([heir, UNITS[1]]))
    assert "tidak ada lagi dalam daftar, penerusnya Dinas A." in made(years)[1]


def test_last_years_answers_stand_beside_empty_cells(years: Path) -> None:
    code, text, target = made(years)
    assert code == 0 and "2 lembar kerja ditulis" in text and "pada 1 unit" in text, text
    (with_them,) = target.glob("*1-01*")
    (without,) = target.glob("*1-02*")
    before, now = read(years / "lama" / "a.xlsx")["items"], read(with_them)
    assert now["total"] in (None, "0") and not any(one["answer"] for one in now["items"].values())
    shown = explained(with_them)
    choices = {code: one["answer"] for code, one in before.items() if one["answer"] and len(str(one["answer"])) < 6}
    assert len(choices) > 60
    assert all(f"Jawaban 2025: {answer}" in shown[code] for code, answer in choices.items() if code in shown)
    assert not any("Jawaban 2025" in one for one in explained(without).values())


def test_filled_in_they_are_scored_and_marked(years: Path) -> None:
    code, text, target = made(years, "--isi")
    assert code == 0, text
    (path,) = target.glob("*1-01*")
    before, now = read(years / "lama" / "a.xlsx"), read(path)
    assert now["total"] == before["total"] and now["period"] == "2026"
    assert {k: v["answer"] for k, v in now["items"].items()} == {k: v["answer"] for k, v in before["items"].items()}
    (told,) = [t for t in now["temuan"] if t["code"] == "ISI-070"]
    given = sum(bool(one["answer"]) for one in now["items"].values())
    assert f"{given} dari 113" in told["message"] and told["severity"] == "CATATAN"
    book = openpyxl.load_workbook(path)
    heads = {cell.value: cell.column for cell in book["LKE"][4]}
    notes = [row[heads["Catatan"] - 1] for row in book["LKE"].iter_rows(5)]
    marked = [cell for cell in notes if str(cell.value or "").startswith(UNREVIEWED)]
    assert len(marked) == given and all("(2025)." in cell.value for cell in marked)
    for cell in marked[:10]:
        cell.value = None  # looked at
    book.save(path)
    (told,) = [t for t in read(path)["temuan"] if t["code"] == "ISI-070"]
    assert f"{given - 10} dari 113" in told["message"]


def test_a_mark_is_not_marked_again_the_year_after(years: Path) -> None:
    _, _, target = made(years, "--isi")
    (path,) = target.glob("*1-01*")
    path.replace(years / "lama" / "a.xlsx")
    _, _, target = made(years, "--isi", period="2027")
    (path,) = target.glob("*1-01*")
    sheet = openpyxl.load_workbook(path)["LKE"]
    heads = {cell.value: cell.column for cell in sheet[4]}
    notes = [str(row[heads["Catatan"] - 1].value or "") for row in sheet.iter_rows(5)]
    assert any(note.startswith(f"{UNREVIEWED} (2026)") for note in notes)
    assert all(note.count(UNREVIEWED) <= 1 for note in notes)


def test_an_instrument_without_a_way_hands_on_nothing(years: Path) -> None:
    code, text, target = made(years, name="rb-2014", period="2026")
    assert code == 1 and "BUKU-282" in text and len(list(target.glob("*.xlsx"))) == 2
    assert not any("Jawaban 2025" in one for path in target.glob("*.xlsx") for one in explained(path).values())


def test_what_another_regulation_changed_is_shown_and_not_filled_in(tmp_path: Path, years: Path) -> None:
    old = instrument("rb-tematik-2023")
    (years / "lama" / "a.xlsx").unlink()
    write(years / "lama" / "b.xlsx", old, answers(old, 1, blank=0.0), UNITS[0], "2023")
    _code, text, target = made(years, "--isi", name="rb-tematik-2024", period="2024")
    (path,) = target.glob("*1-01*")
    joined = {code: one for code, one in explained(path).items() if "Jawaban 2023: " in one}
    assert joined and any(";" in one.rpartition("Jawaban 2023: ")[2] for one in joined.values()), text
    several = next(code for code, one in joined.items() if ";" in one.rpartition("Jawaban 2023: ")[2])
    assert not read(path)["items"][several]["answer"] and "hanya ditampilkan" in text


def test_wrong_usage_is_told(years: Path) -> None:
    words = ("--unit", years / "daftar.xlsx", "--periode", "2026", "-o", years / "x")
    code, text = quick("templat", ZI, *words, "--isi")
    assert code == 2 and "--isi memerlukan --dari" in text


@pytest.mark.parametrize("more", [(), ("--isi",)])
def test_nobody_is_blamed_for_what_the_program_wrote(years: Path, more: tuple[str, ...]) -> None:
    """Last time's answers below the explanations are no changed template, nor their marks the unit's own notes."""
    _, _, target = made(years, *more)
    (path,) = target.glob("*1-01*")
    told = {t["code"] for t in read(path)["temuan"]}
    assert not told & {"BUKU-080", "TELAAH-003", "TELAAH-005"}, told
    book = openpyxl.load_workbook(path)
    sheet, heads = book["LKE"], {cell.value: cell.column for cell in book["LKE"][4]}
    cell = next(r for r in sheet.iter_rows(5) if "Jawaban 2025" in str(r[heads["Penjelasan"] - 1].value))
    first, _, rest = str(cell[heads["Penjelasan"] - 1].value).partition("\n")
    cell[heads["Penjelasan"] - 1].value = f"{first} kira-kira\n{rest}"
    book.save(path)
    (changed,) = [t for t in read(path)["temuan"] if t["code"] == "BUKU-080"]
    assert changed["node"] == cell[0].value


def test_a_note_keeps_its_words_and_loses_the_mark_of_the_year_before(years: Path) -> None:
    _, _, target = made(years, "--isi")
    (path,) = target.glob("*1-01*")
    book = openpyxl.load_workbook(path)
    sheet, heads = book["LKE"], {cell.value: cell.column for cell in book["LKE"][4]}
    row = next(r for r in sheet.iter_rows(5) if str(r[heads["Catatan"] - 1].value).startswith(UNREVIEWED))
    row[heads["Catatan"] - 1].value = f"{UNREVIEWED} (2025). tim (inti) lengkap"
    book.save(years / "lama" / "a.xlsx")
    _, _, target = made(years, "--isi", period="2027")
    (path,) = target.glob("*1-01*")
    sheet = openpyxl.load_workbook(path)["LKE"]
    notes = {r[0].value: r[heads["Catatan"] - 1].value for r in sheet.iter_rows(5)}
    assert notes[row[0].value] == f"{UNREVIEWED} (2026). tim (inti) lengkap"
