"""The guard and the reading behind it: every fault has its code, every good spelling gives the same cells."""

from __future__ import annotations

import hashlib
import io
import os
import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from helpers import corpus
from helpers.corpus import CELLS, FAULTS, SHEET, Fault, good, packed, parts, sheet
from helpers.spellings import SPELLINGS, Spelling
from pmprb.temuan import CellPos, Loaded
from pmprb.text import clean_text
from pmprb.workbook import book as book_module
from pmprb.workbook import guard as guard_module
from pmprb.workbook import slow, slow_child
from pmprb.workbook.book import Book, Sheet, open_book
from pmprb.workbook.guard import guard

"""No refusal may take longer, on a machine busy with other things; nearly all take a thousandth."""

KEYS = {
    "BUKU-001": {"reason"},
    "BUKU-002": {"reason"},
    "BUKU-003": {"reason"},
    "BUKU-004": {"reason", "part"},
    "BUKU-005": {"reason", "part", "limit"},
    "BUKU-006": {"reason", "part"},
    "BUKU-007": {"reason", "part"},
    "BUKU-008": {"reason", "part", "limit", "cell"},
    "BUKU-009": {"reason", "part"},
}


def opened(tmp_path: Path, data: bytes, name: str = "lke.xlsx") -> Loaded[Book]:
    """Return what `open_book` makes of these bytes."""
    path = tmp_path / name
    path.write_bytes(data)
    return open_book(path)


def first_sheet(tmp_path: Path, data: bytes) -> Sheet:
    """Return the first sheet of a workbook that must be readable."""
    loaded = opened(tmp_path, data)
    assert loaded.value is not None, loaded.temuan
    assert loaded.temuan == ()
    return loaded.value.sheets[0]


def row_of(tmp_path: Path, cells: str, **changed: str | bytes) -> Sheet:
    """Return the sheet whose only row holds these cells."""
    return first_sheet(tmp_path, good(sheet=sheet(f'<row r="1">{cells}</row>'), **changed))


def refusal(loaded: Loaded[Book]) -> tuple[str, dict[str, str], CellPos]:
    """Return code, values and place of the one temuan of a refused workbook."""
    assert loaded.value is None
    (temuan,) = loaded.temuan
    assert isinstance(temuan.at, CellPos)
    values = dict(temuan.values)
    assert set(values) == KEYS[temuan.code]
    return temuan.code, values, temuan.at


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault_is_refused_with_its_code(fault: Fault, tmp_path: Path) -> None:
    data = fault.build()
    code, values, at = refusal(opened(tmp_path, data, "dinas.xlsx"))
    assert (code, values["reason"]) == (fault.code, fault.reason)
    assert (at.workbook, at.cell) == ("dinas.xlsx", fault.cell)


def test_fault_names_are_unique() -> None:
    names = [fault.name for fault in FAULTS] + [spelling.name for spelling in SPELLINGS]
    assert len(FAULTS) > 60
    assert sorted({fault.code for fault in FAULTS}) == sorted(KEYS.keys() - {"BUKU-001"})
    assert len(set(names[: len(FAULTS)])) == len(FAULTS)
    assert len(set(names[len(FAULTS) :])) == len(SPELLINGS)


@pytest.mark.parametrize(
    "spelling",
    [
        pytest.param(each, id=each.name, marks=[pytest.mark.slow] if each.name.startswith("a_million") else [])
        for each in SPELLINGS
    ],
)
def test_good_spelling_gives_the_same_cells(
    spelling: Spelling, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    children: list[int] = []
    monkeypatch.setattr(guard_module, "tidy", lambda jobs: children.append(len(jobs)) or slow.tidy(jobs))
    rows = first_sheet(tmp_path, spelling.build()).rows
    for number, values in enumerate(CELLS):
        found = rows[number] + (None,) * (len(values) - len(rows[number]))
        assert found[: len(values)] == values
        assert not any(found[len(values) :])
    assert not any(any(row) for row in rows[len(CELLS) :])
    assert bool(children) is spelling.slow


@pytest.mark.parametrize("name", ["lke.xls", "lke.xlsm", "lke.csv", "lke"])
def test_the_name_of_the_file_does_not_matter(name: str, tmp_path: Path) -> None:
    loaded = opened(tmp_path, good(), name)
    assert loaded.value is not None
    assert loaded.value.file == name


# what is not a file


def test_missing_file(tmp_path: Path) -> None:
    assert refusal(open_book(tmp_path / "tidak-ada.xlsx"))[:2] == ("BUKU-001", {"reason": "missing"})
    assert refusal(open_book(tmp_path / "nol\0.xlsx"))[:2] == ("BUKU-001", {"reason": "missing"})


def test_folder_named_like_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").mkdir()
    assert refusal(open_book(tmp_path / "x.xlsx"))[:2] == ("BUKU-001", {"reason": "folder"})


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights on Windows")
def test_symlink_loop(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").symlink_to(tmp_path / "b.xlsx")
    (tmp_path / "b.xlsx").symlink_to(tmp_path / "a.xlsx")
    assert refusal(open_book(tmp_path / "a.xlsx"))[:2] == ("BUKU-001", {"reason": "loop"})


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in folders")
def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipa.xlsx")
    assert refusal(open_book(tmp_path / "pipa.xlsx"))[:2] == ("BUKU-001", {"reason": "special"})


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything; Windows has no mode bits")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(good())
    path.chmod(0)
    assert refusal(open_book(path))[:2] == ("BUKU-001", {"reason": "permission"})


# what the package keeps


def test_package_holds_only_what_was_checked(tmp_path: Path) -> None:
    data = packed(parts() | {"xl/vbaProject.bin": b"x", "xl/media/image1.png": b"x"})
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    package = guard(path).value
    assert package is not None
    assert package.sha256 == hashlib.sha256(data).hexdigest()
    assert package.modified == "2026-03-31T08:15:00Z"
    with zipfile.ZipFile(io.BytesIO(package.content)) as archive:
        assert archive.testzip() is None
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        assert sorted(archive.namelist()) == sorted(
            ["_rels/.rels", corpus.WORKBOOK, corpus.LINKS, SHEET, corpus.STRINGS, corpus.STYLES]
        )


def test_error_text_may_stand_beside_a_formula(tmp_path: Path) -> None:
    page = row_of(
        tmp_path,
        '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1" t="e"><v>#SPILL!</v></c><c r="C1" t="e"/>'
        '<c r="D1" t="str"><v>kata t="e" saja</v></c>',
    )
    assert page.errors == {(0, 0): "#DIV/0!", (0, 1): "#SPILL!", (0, 2): "#N/A"}
    assert page.rows == ((None, None, None, 'kata t="e" saja'),)
    assert page.formulas == {(0, 0)}
    assert page.uncached == frozenset()


@pytest.mark.parametrize("written", ["NaN", "inf", "-1e999", "1" * 400])
@pytest.mark.parametrize("style", ["", ' s="1"'])
def test_number_that_is_not_finite_is_an_error_cell(written: str, style: str, tmp_path: Path) -> None:
    page = row_of(tmp_path, f'<c r="A1"{style}><v>{written}</v></c><c r="B1"><v>5</v></c>')
    assert page.errors == {(0, 0): "#NUM!"}
    assert page.rows == ((None, 5.0),)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("<v>0,75</v>", "0,75"),
        ("<v>abc</v>", "abc"),
        ("<v> 0.75 </v>", 0.75),
        ("<v>1.5E-300</v>", 1.5e-300),
        ("<v>1.5e+300</v>", 1.5e300),
        ("<v>-2.5E-05</v>", -2.5e-05),
        ("<v/>", None),
    ],
)
def test_text_in_a_number_cell_is_kept_as_it_is(written: str, value: object, tmp_path: Path) -> None:
    page = row_of(tmp_path, f'<c r="A1">{written}</c><c r="B1"><v>5</v></c>')
    assert page.rows == ((value, 5.0),)


def test_string_index_is_never_guessed(tmp_path: Path) -> None:
    assert row_of(tmp_path, '<c r="A1" t="s"><v> 4 </v></c>').rows == (("Ya",),)
    for written in ("-1", "x", "4.0", "99999999999"):
        data = good(sheet=sheet(f'<row r="1"><c r="A1" t="s"><v>{written}</v></c></row>'))
        assert refusal(opened(tmp_path, data))[0] == "BUKU-004"


def test_formulas_with_and_without_result(tmp_path: Path) -> None:
    page = row_of(
        tmp_path,
        '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>1+1</f><v></v></c>'
        '<c r="D1"><f>1</f><v/></c><c r="E1" t="str"><f>""</f><v></v></c><c r="F1"><f t="shared" si="0"/><v>7</v></c>'
        '<c r="G1"><f t="shared" si="0"/></c>'
        '<c r="H1" t="inlineStr"><is><r><rPr><family val="2"/></rPr><t>Ya</t></r></is></c>',
    )
    assert page.formulas == {(0, column) for column in range(7)}
    assert page.uncached == {(0, 1), (0, 2), (0, 3), (0, 6)}
    assert page.rows == ((2.0, None, None, None, None, 7.0, None, "Ya"),)


@pytest.mark.parametrize(
    ("result", "uncached"), [("<v>1</v>", False), ("<v></v>", True), ("<v />", True), ("<v/>", True), ("", True)]
)
def test_formulas_all_written_alike(result: str, uncached: bool, tmp_path: Path) -> None:
    page = row_of(tmp_path, "".join(f'<c r="{letter}1"><f>1</f>{result}</c>' for letter in "ABC"))
    assert page.formulas == {(0, 0), (0, 1), (0, 2)}
    assert page.uncached == (page.formulas if uncached else frozenset())


def test_slow_path_keeps_the_same_facts(tmp_path: Path) -> None:
    rows = (
        '<row r="2" hidden="1"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>1+1</f></c>'
        '<c r="C2" t="str"><f>""</f><v></v></c>'
        '<c r="D2" t="e"><v>#SPILL!</v></c><c r="E2" t="b"><v>true</v></c><c r="F2" s="1"><v>45000</v></c></row>'
        '<row r="4" hidden="true"/>'
    )
    cols = '<cols><col min="2" max="3" width="9" hidden="1"/><col min="700" max="16384" hidden="true"/></cols>'
    fast = first_sheet(tmp_path, good(sheet=sheet(rows, cols)))
    tidied = first_sheet(tmp_path, good(sheet=corpus.prefixed(sheet(rows, cols))))
    assert fast == tidied
    assert fast.rows[1] == (2.0, None, None, None, True, "2023-03-15")
    assert fast.errors == {(1, 3): "#SPILL!"}
    assert fast.uncached == {(1, 1)}
    assert fast.hidden_rows == {1, 3}
    assert fast.hidden_columns == {1, 2, 699, 700, 701}


def test_hidden_rows_columns_and_sheets(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        page, hidden, very = (workbook.add_worksheet(name) for name in ("LKE", "Rekap", "_meta"))
        page.write_string(2, 1, "Ya")
        page.set_row(2, None, None, {"hidden": True})
        page.set_column("D:E", None, None, {"hidden": True})
        hidden.hide()
        very.very_hidden()
    book = opened(tmp_path, stream.getvalue()).value
    assert book is not None
    assert [(each.name, each.hidden) for each in book.sheets] == [("LKE", False), ("Rekap", True), ("_meta", True)]
    assert book.sheets[0].hidden_rows == {2}
    assert book.sheets[0].hidden_columns == {3, 4}


def test_rows_are_absolute_when_the_used_area_starts_later(tmp_path: Path) -> None:
    page = first_sheet(tmp_path, good(sheet=sheet('<row r="3"><c r="C3"><v>5</v></c></row>')))
    assert page.value(2, 2) == 5.0
    assert page.value(0, 0) is None
    assert len(page.rows) == 3


def test_last_readable_cell(tmp_path: Path) -> None:
    page = first_sheet(tmp_path, good(sheet=corpus.cell('r="ZZ9999"', "7")))
    assert page.value(9998, 701) == 7.0


def test_merged_answer_stands_in_its_first_cell(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        workbook.add_worksheet().merge_range("B2:C4", "Ya")
    page = first_sheet(tmp_path, stream.getvalue())
    assert [row for row in page.rows if any(row)] == [(None, "Ya")]


def test_texts_are_cleaned_not_trimmed(tmp_path: Path) -> None:
    page = row_of(
        tmp_path,
        '<c r="A1" t="str"><v>\u00a0Ya\u200b </v></c><c r="B1" t="str"><v>\u200b</v></c>'
        '<c r="C1" t="str"><v>a&#13;\nb_x000D_c\td\u2028e</v></c><c r="D1" t="str"><v>x\x01&#7;y</v></c>',
    )
    assert page.rows == ((" Ya ", None, "a\nb\nc\td\ne", "xy"),)
    assert clean_text("\ufeffA\u202fB\u3000C\x85") == "A B C\n"


def test_dates_times_and_durations_become_text(tmp_path: Path) -> None:
    formats = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 22, 21, 46))
    styles = re.sub(r"<cellXfs.*</cellXfs>", f"<cellXfs>{formats}</cellXfs>", corpus.STYLE_SHEET)
    cells = '<c r="A1" s="1"><v>45000</v></c><c r="B1" s="2"><v>45000.75</v></c>'
    cells += '<c r="C1" s="3"><v>0.5</v></c><c r="D1" s="4"><v>1.5</v></c><c r="E1" t="d"><v>2024-01-31</v></c>'
    page = row_of(tmp_path, cells, styles=styles)
    assert page.rows == (("2023-03-15", "2023-03-15T18:00:00", "12:00:00", "36:00:00", "2024-01-31"),)


def test_without_styles_a_date_stays_a_number(tmp_path: Path) -> None:
    page = first_sheet(tmp_path, corpus.without(corpus.STYLES))
    assert page.value(3, 1) == 45000.0


def test_sheet_names_are_told_apart_after_cleaning(tmp_path: Path) -> None:
    twice = corpus.workbook(["LKE", " lke\u200b"])
    assert refusal(opened(tmp_path, good(2, workbook=twice)))[1]["reason"] == "sheet_twice"


# what may go wrong in the parser and in the child


class Panic(BaseException):
    """Stands for pyo3's PanicException, which is no Exception."""


@pytest.mark.parametrize("error", [Panic, MemoryError, ValueError])
def test_what_the_parser_throws_is_a_temuan(
    error: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raising(*_: object) -> object:
        raise error

    class Workbook:
        from_filelike = staticmethod(raising)

    monkeypatch.setattr(book_module.python_calamine, "CalamineWorkbook", Workbook)
    assert refusal(opened(tmp_path, good()))[:2] == ("BUKU-009", {"reason": error.__name__, "part": ""})


def test_an_interrupt_is_not_swallowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> object:
        raise KeyboardInterrupt

    class Workbook:
        from_filelike = staticmethod(interrupted)

    monkeypatch.setattr(book_module.python_calamine, "CalamineWorkbook", Workbook)
    with pytest.raises(KeyboardInterrupt):
        opened(tmp_path, good())


def changed_child(folder: Path, *changes: tuple[str, str]) -> Path:
    """Return the script of the child with each text replaced, which must stand there once."""
    text = slow.SCRIPT.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    script = folder / "child.py"
    script.write_text(text, "utf-8")
    return script


ONE_SECOND = ("\nSECONDS = 20\n", "\nSECONDS = 1\n")
PARSING = "        parser.Parse(chunk, False)\n"
LIMITED = "        _, most = resource.getrlimit"
BY_A_THREAD = (LIMITED, f"        raise ImportError\n{LIMITED}")
BY_THE_SYSTEM = ("import _thread", "raise AssertionError; import _thread")
SLOW = good(sheet=corpus.prefixed(sheet()))
ways = pytest.mark.parametrize(
    "way",
    [
        pytest.param(BY_THE_SYSTEM, marks=pytest.mark.skipif(os.name == "nt", reason="no such limit on Windows")),
        BY_A_THREAD,
    ],
    ids=["system", "thread"],
)


@ways
def test_a_child_that_works_too_long_is_ended(
    way: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = (PARSING, f"        while True:\n    {PARSING}            parser = expat.ParserCreate()\n")
    monkeypatch.setattr(slow, "SCRIPT", changed_child(tmp_path, ONE_SECOND, way, endless))
    code, values, at = refusal(opened(tmp_path, SLOW))
    assert (code, values["reason"], at.sheet) == ("BUKU-005", "time", "LKE")
    assert values["limit"] == f"{slow_child.SECONDS} s"


@ways
def test_a_child_that_waits_for_the_processor_is_not_ended(
    way: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = (PARSING, f"        time.sleep(2)\n{PARSING}")
    monkeypatch.setattr(slow, "SCRIPT", changed_child(tmp_path, ONE_SECOND, way, waiting))
    assert first_sheet(tmp_path, SLOW).rows == first_sheet(tmp_path, good()).rows


def test_a_child_that_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow, "SCRIPT", changed_child(tmp_path, (PARSING, "        time.sleep(999)\n")))
    monkeypatch.setattr(slow, "STUCK", 1)
    assert refusal(opened(tmp_path, SLOW))[1]["reason"] == "time"


def test_child_that_dies_is_a_temuan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = good(sheet=corpus.prefixed(sheet()))
    monkeypatch.setattr(slow, "SCRIPT", tmp_path / "tidak-ada.py")
    assert refusal(opened(tmp_path, data))[:2] == ("BUKU-009", {"reason": "child", "part": SHEET})
    monkeypatch.setattr(slow.sys, "executable", str(tmp_path / "tidak-ada"))
    assert refusal(opened(tmp_path, data))[:2] == ("BUKU-009", {"reason": "child", "part": SHEET})


@pytest.mark.skipif(os.name == "nt", reason="no memory limit on Windows")
def test_child_has_a_memory_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow, "SCRIPT", changed_child(tmp_path, ("MEMORY = 1024 * MB", "MEMORY = 40 * MB")))
    rows = "".join(f"<row><c t='str'><v>{n}{'x' * 900}</v></c></row>" for n in range(9000))
    code, values, _ = refusal(opened(tmp_path, good(sheet=sheet(rows))))
    assert (code, values["reason"]) == ("BUKU-005", "memory")
