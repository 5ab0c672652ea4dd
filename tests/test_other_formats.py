"""Formats people have: OpenDocument worksheets and registers, registers as text; the same figures and promises."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from helpers.cli import quick
from helpers.libreoffice import convert
from helpers.sheets import answers, instrument, write
from pmprb.temuan import BY_CODE, CellPos
from pmprb.workbook.book import open_book
from pmprb.workbook.delimited import open_delimited
from pmprb.worksheet.register import read_register

ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text", "style")
)
_CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
COLUMNS, ROWS = "table:number-columns-repeated", "table:number-rows-repeated"
HIDDEN = (
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
)


def ods(path: Path, body: str, styles: str = "", kind: str = ODS, **more: str) -> Path:
    """A spreadsheet of the given tables' XML."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} {_CALC}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {"mimetype": kind, "content.xml": content, **{name.replace("__", "/"): text for name, text in more.items()}}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return path


def table(*rows: str, name: str = "LKE", style: str = "ta1", columns: str = "") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{columns}{"".join(rows)}</table:table>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(text: str = "", kind: str = "string", more: str = "") -> str:
    lines = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n")) if text else ""
    typed = f'office:value-type="{kind}"' if kind else ""
    return f"<table:table-cell {typed} {more}>{lines}</table:table-cell>"


def test_values_of_every_kind_are_read(tmp_path: Path) -> None:
    comment = "<office:annotation><text:p>rahasia</text:p></office:annotation>"
    body = table(
        row(cell("Kode"), cell("Jawaban &amp; &lt;b&gt;\nbaris dua"), cell("", "", f'{COLUMNS}="3"')),
        row(cell("85%", "percentage", 'office:value="0.85"'), cell("1", "date", 'office:date-value="2025-01-01"')),
        row(
            cell("#REF!", "string", 'calcext:value-type="error" table:formula="of:=#REF!"'),
            cell("0,5", "float", 'office:value="0.5" table:formula="of:=1/2"'),
        ),
        row(cell("", "", f'{COLUMNS}="16384"'), more=f'{ROWS}="20"'),
        row(cell("BENAR", "boolean", 'office:boolean-value="true"'), cell("3,45", "float", 'office:value="3.45"')),
        row(
            f'<table:table-cell office:value-type="string">{comment}<text:p>a<text:s text:c="2"/>b<text:tab/>c</text:p>'
            "</table:table-cell>",
            cell("ulang", more=f'{COLUMNS}="2"'),
            more='table:visibility="collapse"',
        ),
        row(cell("", "", f'{COLUMNS}="16384"'), more=f'{ROWS}="1048000"'),
        columns='<table:table-column/><table:table-column table:visibility="collapse"/>',
    )
    loaded = open_book(ods(tmp_path / "lke.ods", body + table(row(cell("x")), name="arsip", style="ta2"), HIDDEN))
    assert [t.code for t in loaded.temuan] == ["BUKU-283"] and loaded.value is not None
    lke, archive = loaded.value.sheets
    assert lke.rows[0][:2] == ("Kode", "Jawaban & <b>\nbaris dua")
    assert lke.value(1, 0) == 0.85 and str(lke.value(1, 1)).startswith("2025-01-01")
    assert (lke.value(2, 0), lke.value(2, 1)) == (None, 0.5) and lke.errors == {(2, 0): "#REF!"}
    assert (lke.value(23, 0), lke.value(23, 1)) == (True, 3.45)
    assert (lke.value(24, 0), lke.value(24, 1), lke.value(24, 2)) == ("a  b\tc", "ulang", "ulang")
    assert lke.percents == {(1, 0)} and lke.formulas == {(2, 0), (2, 1)}
    assert (lke.hidden_rows, lke.hidden_columns) == ({24}, {1})
    assert [(sheet.name, sheet.hidden) for sheet in (lke, archive)] == [("LKE", False), ("arsip", True)]


def entity(path: Path) -> Path:
    ods(path, table(row(cell("x"))))
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    parts["content.xml"] = parts["content.xml"].replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
    with zipfile.ZipFile(path, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return path


FAULTS = {
    "beyond rows": (lambda p: ods(p, table(row(cell("x"), more=f'{ROWS}="20000"'))), "BUKU-008"),
    "beyond columns": (
        lambda p: ods(p, table(row(cell("x", more=f'{COLUMNS}="9000"')))),
        "BUKU-008",
    ),
    "locked": (lambda p: ods(p, table(), **{"META-INF__manifest.xml": "<m:encryption-data/>"}), "BUKU-003"),
    "another document": (lambda p: ods(p, "", kind="application/vnd.oasis.opendocument.text"), "BUKU-002"),
    "no sheet": (lambda p: ods(p, ""), "BUKU-004"),
    "entity": (entity, "BUKU-007"),
    "cut": (lambda p: p.write_bytes(ods(p, table(row(cell("x")))).read_bytes()[:-40]) and p, "BUKU-004"),
    "broken": (lambda p: ods(p, "<table:table>"), "BUKU-004"),
    "deep": (lambda p: ods(p, "<text:p>" * 400 + "</text:p>" * 400), "BUKU-004"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_cannot_be_read_is_named(name: str, tmp_path: Path) -> None:
    make, code = FAULTS[name]
    loaded = open_book(make(tmp_path / "lke.ods"))
    assert loaded.value is None and [t.code for t in loaded.temuan] == [code]
    assert isinstance(loaded.temuan[0], BY_CODE[code])


@pytest.mark.libreoffice
def test_a_worksheet_saved_as_ods_gives_the_same(tmp_path: Path) -> None:
    for name in ("zi-2021", "rb-general-2024"):
        path = write(tmp_path / f"{name}.xlsx", instrument(name), answers(instrument(name), 5))
        (other,) = convert([path], tmp_path / "ods", "ods")
        first, second = (json.loads(quick("nilai", one, "--json")[1]) for one in (path, other))
        for key in ("total", "unit", "period", "instrument", "layout", "verdicts", "nodes"):
            assert first[key] == second[key], key
        assert {k: (v["answer"], v["score"]) for k, v in first["items"].items()} == {
            k: (v["answer"], v["score"]) for k, v in second["items"].items()
        }
        assert {t["code"] for t in second["temuan"]} - {t["code"] for t in first["temuan"]} == {"BUKU-283"}


REGISTER = [
    ("Kode", "Nama", "Jenis", "Alias"),
    ("1.10", 'Dinas "A"; B', "dinas", "DA; Dinas Lama"),
    ("2", "Kec. É", "", ""),
]


@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_register_as_text_is_read_in_any_spelling(sign: str, encoding: str, tmp_path: Path) -> None:
    lines = (sign.join('"' + text.replace('"', '""') + '"' for text in line) for line in REGISTER)
    path = tmp_path / "daftar.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    loaded = read_register(path)
    assert loaded.value is not None, loaded.temuan
    first, second = loaded.value
    assert (first.code, first.name, first.aliases) == ("1.10", 'Dinas "A"; B', ("DA", "Dinas Lama"))
    assert (second.code, second.name) == ("2", "Kec. É")


def test_a_register_that_is_no_list_is_named(tmp_path: Path) -> None:
    path = tmp_path / "daftar.csv"
    for content, code in (
        (b"\x00\x01\x02", "BUKU-002"),
        (b"a;b\n" * 20_000, "BUKU-008"),
        (b"x" * (5 * 1024 * 1024), "BUKU-005"),
        (b"warna;rasa\nmerah;asam\n", "BUKU-032"),
        (b"", "BUKU-032"),
    ):
        path.write_bytes(content)
        loaded = read_register(path)
        assert loaded.value is None and [t.code for t in loaded.temuan] == [code]
    assert open_delimited(tmp_path / "tidak-ada.csv").temuan[0].code == "BUKU-001"


def test_a_register_as_ods_or_csv_serves_every_command(tmp_path: Path) -> None:
    body = table(*(row(*(cell(text.replace("&", "&amp;")) for text in line)) for line in REGISTER), name="Daftar")
    (tmp_path / "a.csv").write_text(
        "\n".join(";".join(f'"{t.replace(chr(34), chr(34) * 2)}"' for t in r) for r in REGISTER)
    )
    for register in (ods(tmp_path / "a.ods", body), tmp_path / "a.csv"):
        target = tmp_path / register.suffix[1:]
        code, text = quick("templat", "zi-2021", "--unit", register, "--periode", "2026", "-o", target)
        assert code == 0 and len(list(target.glob("*.xlsx"))) == 2, text


def test_a_name_twice_in_a_register_is_quoted_as_typed_at_its_own_cell(tmp_path: Path) -> None:
    lines = [
        "Daftar;;;",
        ";nama;kode;alias",
        ";Dinas Pangan;1.10;",
        ";DINAS  Pangan;1.11;",
        ";Dinas Sosial;1,10;Dinsos",
    ]
    (tmp_path / "u.csv").write_text("\n".join([*lines, ";;1.12;", ";Badan;1.13;DinSos"]), encoding="utf-8")
    told = read_register(tmp_path / "u.csv").temuan
    assert [(t.code, t.at.cell, getattr(t, "seen", "")) for t in told if isinstance(t.at, CellPos)] == [
        ("BUKU-033", "B4", "DINAS Pangan"),
        ("BUKU-033", "C5", "1,10"),
        ("BUKU-041", "B6", "1.12"),
        ("BUKU-033", "D7", "DinSos"),
    ]
