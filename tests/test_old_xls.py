"""Excel 97-2003 workbooks (.xls): the same values as from an .xlsx, in a child under limits; broken ones named."""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

import pytest

from helpers.cli import quick
from helpers.libreoffice import convert
from helpers.old_xls import OldSheet, book_stream, container, old_xls
from pmprb.temuan import BY_CODE
from pmprb.workbook.book import open_book

FULL = OldSheet(
    "LKE",
    {
        (0, 0): "Kode",
        (0, 1): "Jawaban <Unit> & é\x01\r\nbaris dua",
        (1, 0): ("%", 0.85),
        (1, 1): ("date", 45658.0),
        (2, 0): ("#", 0x17),
        (2, 1): ("=", 0.5),
        (3, 0): True,
        (3, 1): 3.45,
        (4, 0): float("inf"),
    },
    hidden_rows=(2,),
    hidden_columns=(1,),
)


def codes(path: Path) -> list[str]:
    return [t.code for t in open_book(path).temuan]


def test_values_formats_formulas_and_what_is_hidden_are_read(tmp_path: Path) -> None:
    (tmp_path / "lke.xls").write_bytes(old_xls(FULL, OldSheet("arsip", {}, state=2), OldSheet("Dua", {(0, 0): 1.0})))
    loaded = open_book(tmp_path / "lke.xls")
    assert [t.code for t in loaded.temuan] == ["BUKU-240"]
    assert loaded.value is not None
    lke, archive, second = loaded.value.sheets
    assert lke.rows == (
        ("Kode", "Jawaban <Unit> & é\nbaris dua"),
        (0.85, "2025-01-01"),
        (None, 0.5),
        (True, 3.45),
        (None, None),
    )
    assert lke.percents == {(1, 0)} and lke.formulas == {(2, 1)}
    assert lke.errors == {(2, 0): "#REF!", (4, 0): "#NUM!"}
    assert (lke.hidden_rows, lke.hidden_columns) == ({2}, {1})
    assert [(s.name, s.hidden) for s in (archive, second)] == [("arsip", True), ("Dua", False)]


def test_the_name_of_the_file_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "lke.xlsx").write_bytes(old_xls(FULL))
    assert codes(tmp_path / "lke.xlsx") == ["BUKU-240"]


@pytest.mark.parametrize(
    ("content", "code", "reason"),
    [
        pytest.param(old_xls(FULL, locked=True), "BUKU-003", "password", id="password"),
        pytest.param(container(bytes(4096), "EncryptedPackage"), "BUKU-003", "password", id="xlsx_with_password"),
        pytest.param(container(bytes(4096), "WordDocument"), "BUKU-003", "ole", id="word"),
        pytest.param(container(b"Workbook\0".decode().encode("utf-16-le"), "1Table"), "BUKU-003", "ole", id="named"),
        pytest.param(old_xls(FULL)[:2000], "BUKU-004", "zip", id="cut"),
        pytest.param(container(bytes(4096)), "BUKU-004", "zip", id="zeros"),
        pytest.param(old_xls(FULL) + bytes(10 * 1024 * 1024), "BUKU-005", "file", id="large"),
        pytest.param(old_xls(OldSheet("LKE", {(9999, 0): 1.0})), "BUKU-008", "beyond", id="beyond"),
        pytest.param(old_xls(OldSheet("LKE", {}), OldSheet("lke ", {})), "BUKU-006", "sheet_twice", id="twice"),
    ],
)
def test_what_cannot_be_read_is_named(content: bytes, code: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "lke.xls").write_bytes(content)
    loaded = open_book(tmp_path / "lke.xls")
    assert loaded.value is None
    (told,) = loaded.temuan
    assert (told.code, dict(told.values)["reason"]) == (code, reason)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits to set from inside")
def test_a_child_that_takes_too_long_is_ended_and_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child is given another xlrd: one that has used up its time and goes on."""
    (tmp_path / "xlrd").mkdir()
    spent = "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 9))\nwhile True:\n    pass\n"
    (tmp_path / "xlrd" / "__init__.py").write_text(spent, encoding="utf-8")
    (tmp_path / "lke.xls").write_bytes(old_xls(FULL))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "xlrd", raising=False)  # another test of this process may have loaded it
    loaded = open_book(tmp_path / "lke.xls")
    assert loaded.value is None
    assert [(t.code, dict(t.values)["reason"]) for t in loaded.temuan] == [("BUKU-005", "time")]


@pytest.mark.slow
def test_broken_files_are_refused_and_never_a_crash(tmp_path: Path) -> None:
    """Bytes changed, cut out and doubled, in the container and in the records: read or refused with a known code."""
    pick = random.Random(9)
    stream = book_stream(FULL, OldSheet("Dua", {(r, c): "Ya" for r in range(20) for c in range(6)}))
    path = tmp_path / "lke.xls"
    seen = set()
    for _ in range(25):
        whole = pick.random() < 0.4
        data = bytearray(container(stream) if whole else stream)
        for _ in range(pick.choice((1, 3, 20))):
            at = pick.randrange(len(data))
            match pick.randrange(3):
                case 0:
                    data[at] = pick.choice((0, 1, 255, pick.randrange(256)))
                case 1:
                    del data[at : at + pick.choice((1, 4, 300))]
                case _:
                    data[at:at] = data[at : at + pick.choice((1, 4, 300))]
        path.write_bytes(bytes(data) if whole else container(bytes(data)))
        loaded = open_book(path)
        codes = {t.code for t in loaded.temuan}
        assert codes and codes <= set(BY_CODE) and "BUKU-042" not in codes
        assert (loaded.value is not None) == ("BUKU-240" in codes)
        seen |= codes
    assert {"BUKU-240", "BUKU-004"} <= seen


@pytest.mark.libreoffice
def test_a_worksheet_saved_as_xls_gives_the_answers_of_its_xlsx(tmp_path: Path) -> None:
    samples = Path(__file__).parent.parent / "workbooks" / "samples" / "lembar-zi-2021"
    files = sorted(samples.glob("[35]*.xlsx"))
    old = convert(files, tmp_path, "xls")
    for new_file, old_file in zip(files, old, strict=True):
        new, same = (json.loads(quick("nilai", path, "--json")[1]) for path in (new_file, old_file))
        assert same["items"] == new["items"] and same["total"] == new["total"] and new["items"]
        places = [{(t["code"], t["cell"]) for t in one["temuan"]} for one in (new, same)]
        assert places[1] - places[0] == {("BUKU-240", "")}


@pytest.mark.libreoffice
def test_a_marked_copy_of_an_xls_is_not_made_and_that_is_said(tmp_path: Path) -> None:
    samples = Path(__file__).parent.parent / "workbooks" / "samples" / "lembar-zi-2021"
    convert(sorted(samples.glob("3*.xlsx")), tmp_path / "xls", "xls")
    told = json.loads(
        quick("gabung", tmp_path / "xls", "-o", tmp_path / "r.xlsx", "--umpan-balik", tmp_path / "u", "--json")[1]
    )
    assert "BUKU-090" in {t["code"] for t in told["temuan"]}
    assert sorted(p.suffix for p in (tmp_path / "u").iterdir()) == [".html", ".xlsx"]
