"""One rule for texts: what is hashed is what is read back, whatever letters a name is written in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.cli import quick
from helpers.examples import examples
from helpers.rekap import catalog, synthetic
from helpers.sheets import answers, instrument, write
from pmprb.engine.answers import Unit
from pmprb.office.record import RekapRecord, record_of
from pmprb.sheets.text import safe_text
from pmprb.temuan.words import text as in_a_sentence
from pmprb.text import clean_text, is_clean, plain, readable
from pmprb.workbook.book import open_book
from pmprb.workbook.ours import open_record, write_record

ZI = instrument("zi-2021")
HOSTILE = [
    "surat\u00a0tugas",
    "surat\u202ftugas",
    "kera\u200dja",
    "ker\u00adja",
    "\ufeffrapat",
    "kiri\u202ekanan",
    "baris\u2028lain",
    "a\x85b",
    "\x1b[31mmerah",
    "tab\tdi sini",
    "x\ufffey\uffff",
    "cafe\u0301 dan café",
    "_x0041_ \U0001f600",
]
some = settings(max_examples=examples(100, 300), deadline=None, derandomize=True, database=None)
any_text = st.text(st.characters(exclude_categories=()), max_size=40)


@some
@given(any_text)
@example("\r\r\n\u2028")
@example("\ud800x\U0001ffff")
def test_cleaning_twice_changes_nothing_and_what_is_clean_stays(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once and (is_clean(text) <= (once == text))
    assert once.encode().decode() == once  # can be written anywhere: no lone surrogate is left
    assert readable(text) == readable(readable(text)) and "\n" not in readable(text)
    assert safe_text(safe_text(text)) == safe_text(text)
    assert in_a_sentence(text) == in_a_sentence(once)


@some
@given(st.lists(any_text, min_size=1, max_size=3))
@example(HOSTILE)
def test_a_record_is_hashed_as_it_is_read_back(texts: list[str]) -> None:
    name = readable(texts[0])
    bare = RekapRecord.of_texts(_RECORD.head_text(), [])
    missing = tuple(Unit(code="1", name=readable(text)) for text in texts)
    changed = bare.model_copy(update={"instansi": name, "missing": missing})
    head = changed.head_text()
    assert clean_text(head) == head and "\n" not in head
    again = RekapRecord.of_texts(head, [])
    assert again == changed and again.digest == changed.digest


def test_a_name_that_nobody_cleaned_cannot_spoil_a_record(tmp_path: Path) -> None:
    """Another program may make records through the library: they too are read back as they were hashed."""
    record = _RECORD.model_copy(update={"instansi": "".join(HOSTILE)})
    with xlsxwriter.Workbook(tmp_path / "rekap.xlsx") as book:
        write_record(book, record)
    read = open_record(tmp_path / "rekap.xlsx")
    assert not read.temuan and read.value is not None and read.value.record.digest == record.digest
    assert plain(read.value.record.instansi) == plain("".join(HOSTILE))


_RECORD = record_of(synthetic("zi-2021"), catalog("zi-2021"), "9.9")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_cell_is_given_is_what_it_gives_back(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_string(0, 0, safe_text(text))
    opened = open_book(path).value
    assert opened is not None and opened.sheets[0].value(0, 0) == safe_text(text)


def test_names_are_the_same_whatever_cannot_be_seen_in_them() -> None:
    for other in (
        "Dinas\u00a0Pangan",
        "Di\u00adnas Pa\u200dngan",
        "DINAS  PANGAN\ufeff",
        "Dinas-Pangan",
        "Dínas Pangan",
    ):
        assert plain(other) == plain("Dinas Pangan") and Unit(code="", name=other).key == "dinas pangan"
    assert plain("Dinas Pangan") != plain("Dinas Pengan")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Worksheets of two units, one under a hostile name; beside them files that are none; two rekaps of them."""
    made = tmp_path_factory.mktemp("teks")
    sheets = made / "lembar"
    sheets.mkdir()
    for n, name in enumerate(("1.xlsx", "lem\u00adbar\u00a0\u200ddua\u202f.xlsx")):
        write(sheets / name, ZI, answers(ZI, n, blank=0.05), unit=Unit(code=f"1.0{n}", name=f"Dinas {n}"))
    for name in HOSTILE:
        (sheets / f"{name}.pdf").write_bytes(b"%PDF-1.7")
    for target, instansi in (("satu", "Kabupaten\u00a0Arung\u200d\u202fJaya\u00ad"), ("dua", "Kota\u2028 Lain\ufffe")):
        code, out = quick("gabung", sheets, "-o", made / f"{target}\u00a0.xlsx", "--instansi", instansi)
        assert code in (0, 1) and "Ditulis" in out and "\x1b[31mmerah" not in out, out
    return made


def test_a_fresh_rekap_is_the_same_whatever_its_names(folder: Path) -> None:
    for rekap in sorted(folder.glob("*.xlsx")):
        code, out = quick("periksa", "--bukti", rekap, folder / "lembar")
        assert code == 0 and "Sama: semua nilai" in out, out


def test_a_fresh_rekap_is_taken_by_banding_and_by_the_province(folder: Path, tmp_path: Path) -> None:
    rekaps = sorted(folder.glob("*.xlsx"))
    code, out = quick("banding", *rekaps, "-o", tmp_path / "banding.xlsx", "--json")
    told = {temuan["code"] for temuan in json.loads(out)["temuan"]}
    assert code == 0 and "BUKU-101" not in told
    _, out = quick("gabung", *rekaps, "-o", tmp_path / "provinsi.xlsx", "--json")
    names = sorted(one["name"] for one in json.loads(out)["instansi"])
    assert names == ["Kabupaten Arung Jaya", "Kota  Lain"]
