"""A rekap holds its record: exact, unchanged by LibreOffice, and refused when somebody changed it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from helpers.libreoffice import recalculate
from helpers.rekap import catalog, synthetic
from pmprb.books.rekap.write import write_consolidation
from pmprb.office.record import RekapRecord, digest_of, record_of
from pmprb.temuan import Temuan
from pmprb.workbook.ours import read_record


def _word(temuan: Temuan) -> str:
    return temuan.code


def written(path: Path, name: str = "zi-2021") -> RekapRecord:
    consolidation, instrument = synthetic(name), catalog(name)
    write_consolidation(consolidation, instrument, path, sentences=_word, version="9.9", instansi="Kabupaten X")
    return record_of(consolidation, instrument, "9.9", "Kabupaten X")


@pytest.mark.parametrize("name", ["zi-2021", "pmprb-2020-unit"])
def test_the_record_reads_back_exactly(tmp_path: Path, name: str) -> None:
    expected = written(tmp_path / "rekap.xlsx", name)
    read = read_record(tmp_path / "rekap.xlsx")
    assert not read.temuan and read.value == expected
    consolidation = synthetic(name)
    assert read.value.index == consolidation.index
    assert [u.points for u in read.value.units] == [
        r.tree.total.points if r.rated else None for r in consolidation.results
    ]
    first, result = read.value.units[0], consolidation.results[0]
    assert {item: one.score for item, one in first.items.items()} == {i: s.score for i, s in result.tree.items.items()}
    assert [f.fate for f in read.value.inputs].count("refused") == 1
    assert read.value.settings.units and read.value.instansi == "Kabupaten X"


def test_fractions_keep_every_digit() -> None:
    record = record_of(synthetic("zi-2021"), catalog("zi-2021")).model_copy(update={"index": Fraction(1, 3) + 70})
    again = RekapRecord.of_texts(record.head_text(), record.unit_texts())
    assert again.index == Fraction(211, 3) and again == record and again.digest == record.digest


def test_the_record_survives_libreoffice(tmp_path: Path) -> None:
    expected = written(tmp_path / "rekap.xlsx")
    saved = recalculate([tmp_path / "rekap.xlsx"], tmp_path / "lo")[0]
    assert read_record(saved).value == expected


def test_the_printed_digest_is_the_records(tmp_path: Path) -> None:
    expected = written(tmp_path / "rekap.xlsx")
    about = openpyxl.load_workbook(tmp_path / "rekap.xlsx")["Tentang"]
    shown = [row[1] for row in about.iter_rows(values_only=True) if row[0] == "Sidik rekap (SHA-256)"]
    assert len(shown) == 1 and shown[0].startswith(expected.digest)


def test_a_changed_record_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "rekap.xlsx")
    book = openpyxl.load_workbook(tmp_path / "rekap.xlsx")
    cell = next(row[1] for row in book["_data"].iter_rows() if row[0].value == "unit")
    cell.value = str(cell.value).replace('"rated":true', '"rated":false', 1)
    book.save(tmp_path / "ubah.xlsx")
    read = read_record(tmp_path / "ubah.xlsx")
    assert read.value is None and [t.code for t in read.temuan] == ["BUKU-101"]


def test_texts_that_are_no_record_are_refused_even_with_a_fitting_digest(tmp_path: Path) -> None:
    written(tmp_path / "rekap.xlsx")
    book = openpyxl.load_workbook(tmp_path / "rekap.xlsx")
    sheet = book["_data"]
    for row in list(sheet.iter_rows()):
        if row[0].value in ("head", "unit"):
            row[0].value = None
    sheet.append(["head", '{"instrument": 1}'])
    sheet["B2"] = digest_of('{"instrument": 1}', [])
    book.save(tmp_path / "ubah.xlsx")
    assert [t.code for t in read_record(tmp_path / "ubah.xlsx").temuan] == ["BUKU-101"]


def test_another_workbook_holds_no_record(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "lain.xlsx")
    assert [t.code for t in read_record(tmp_path / "lain.xlsx").temuan] == ["BUKU-100"]
    assert [t.code for t in read_record(tmp_path / "tidak-ada.xlsx").temuan] == ["BUKU-001"]
