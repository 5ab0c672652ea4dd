"""A rekap that holds the right figures and shows others: each way of it is found, and named."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from helpers.cli import quick
from helpers.forged import forged
from helpers.once import made_once
from helpers.package import attribute, edited, in_cell, part_of, put, restyled
from helpers.sheets import instrument, nearly_best, write
from pmprb.books.rekap import differ
from pmprb.engine.answers import Unit
from pmprb.jobs.inputs import Catalogs, find_files
from pmprb.jobs.proof import prove
from pmprb.temuan import Temuan
from pmprb.worksheet.register import register_workbook

ZI = "zi-2021"
UNITS = tuple(Unit(code=f"1.0{n}", name=name) for n, name in enumerate(("Dinas A", "Dinas B", "Dinas C"), 1))
WHITE = '<font><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font>'
TINY = '<font><sz val="1"/><color rgb="FF000000"/><name val="Calibri"/></font>'


def _font(look: str) -> str:
    return f'<font><sz val="11"/>{look}</font>'


_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
SPARKLINE = (
    f'<extLst><ext xmlns:x14="{_X14}"><x14:sparklineGroups><x14:sparklineGroup/></x14:sparklineGroups></ext></extLst>'
    "</worksheet>"
)
LATER_RULE = (
    f'<extLst><ext xmlns:x14="{_X14}"><x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule '
    'type="expression"><x14:dxf><numFmt numFmtId="252" formatCode=";;;"/></x14:dxf></x14:cfRule>'
    "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
)
HIDING = '<dxf><numFmt numFmtId="251" formatCode=";;;"/></dxf>'


def fill(home: Path) -> None:
    """Three worksheets, their register, and their rekap."""
    catalog, sheets = instrument(ZI), home / "lembar"
    sheets.mkdir()
    for unit in UNITS:
        write(sheets / f"{unit.code}.xlsx", catalog, nearly_best(catalog, unit.code), unit=unit)
    (home / "daftar.xlsx").write_bytes(register_workbook(UNITS))
    words = ("gabung", sheets, "-o", home / "rekap.xlsx", "--unit", home / "daftar.xlsx")
    assert "Ditulis" in quick(*words)[1]


@pytest.fixture
def folder(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what `fill` makes, to be changed."""
    made, _ = made_once(tmp_path_factory, "proof-sheets", fill)
    return Path(shutil.copytree(made, tmp_path / "lihat"))


def found(folder: Path, rekap: Path) -> list[tuple[str, str, str]]:
    """Code, what, and place of everything in which a rekap's sheets are not those that a second run would make.

    That second rekap is the folder's own, byte for byte, so it is neither made nor read for each change anew.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(differ, "open_book", partial(_once, differ.open_book))
        patch.setattr(differ, "look_at", partial(_once, differ.look_at))
        return _told(differ.book_differences(rekap, folder / "rekap.xlsx"))


_READ: dict[tuple[object, bytes], Any] = {}


def _once(read: Callable[..., Any], path: Path, **more: Any) -> Any:
    """What is read of a folder's own rekap, read once for the same bytes; of any other read now."""
    if path.name != "rekap.xlsx":
        return read(path, **more)
    key = (read, path.read_bytes())
    if key not in _READ:
        _READ[key] = read(path, **more)
    return _READ[key]


def _told(temuan: Iterable[Temuan]) -> list[tuple[str, str, str]]:
    return [(t.code, dict(t.values).get("what", ""), getattr(t.at, "cell", "")) for t in temuan]


def proved(folder: Path, rekap: Path) -> list[tuple[str, str, str]]:
    """The same of everything a whole proof tells but of the register."""
    proof = prove(rekap, find_files([folder / "lembar"]), Catalogs())
    assert proof.cells
    told = [t for t in proof.temuan if t.code != "BUKU-200"]
    assert proof.same == (not told)
    return _told(told)


def value_cell(folder: Path, sheet: str, formula: bool) -> str:
    """The address of the first number of a sheet that is, or is not, a formula's."""
    with zipfile.ZipFile(folder / "rekap.xlsx") as package:
        text = package.read(part_of(folder / "rekap.xlsx", sheet)).decode()
    cells = re.findall(r'<c r="([A-Z]+\d+)" s="\d+">(<f>)?[^t]*?<v>[0-9.]+</v></c>', text)
    return next(at for at, mark in cells if bool(mark) == formula)


def _sheet(name: str, change: Callable[[str], str]) -> Callable[[Path, Path], Path]:
    return lambda book, target: edited(book, target, {part_of(book, name): change})


def _workbook(change: Callable[[str], str]) -> Callable[[Path, Path], Path]:
    return lambda book, target: edited(book, target, {"xl/workbook.xml": change})


def _row(number: int, added: str) -> Callable[[str], str]:
    return attribute(f'<row r="{number}"', added)


def _order(text: str) -> str:
    first, second = re.findall(r"<sheet [^>]*/>", text)[1:3]
    return text.replace(first + second, second + first)


def _rule(book: Path, target: Path) -> Path:
    def styles(text: str) -> str:
        text = re.sub(r"<dxfs[^>]*/>", "<dxfs></dxfs>", text)
        return text.replace("</dxfs>", f"{HIDING}</dxfs>", 1)

    with zipfile.ZipFile(book) as package:
        number = len(re.findall(r"<dxf>", package.read("xl/styles.xml").decode()))
    rule = f'<cfRule type="expression" dxfId="{number}" priority="99"><formula>TRUE</formula></cfRule>'
    hiding = f'<conditionalFormatting sqref="B6:B9">{rule}</conditionalFormatting>'
    part = part_of(book, "Peringkat")
    return edited(book, target, {"xl/styles.xml": styles, part: put("</sheetData>", f"</sheetData>{hiding}")})


def _shape(text: str) -> str:
    start, end = text.index("<xdr:twoCellAnchor"), text.index("</xdr:twoCellAnchor>")
    shape = re.sub(r"<xdr:graphicFrame.*</xdr:graphicFrame>", "<xdr:sp/>", text[start:end], flags=re.DOTALL)
    return text.replace("</xdr:wsDr>", f"{shape}</xdr:twoCellAnchor></xdr:wsDr>")


def _merge(text: str) -> str:
    if "<mergeCells" in text:
        return text.replace("</mergeCells>", '<mergeCell ref="A20:A21"/></mergeCells>')
    return text.replace("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A20:A21"/></mergeCells>')


def _last_row(text: str) -> str:
    return str(re.findall(r'<row r="\d+"', text)[-1])


def _narrow(text: str) -> str:
    return re.sub(r'(<col [^>]*width=")[^"]*', r"\g<1>0.1", text, count=1)


def _alone(pattern: str, new: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, new, text, count=1, flags=re.DOTALL)


def _part(name: str, change: Callable[[str], str]) -> Callable[[Path, Path], Path]:
    return lambda book, target: edited(book, target, {name: change})


def _inline(text: str) -> str:
    """A heading as a text in the cell itself, in white letters."""
    run = '<is><r><rPr><sz val="11"/><color rgb="FFFFFFFF"/></rPr><t>Kode Unit</t></r></is>'
    return re.sub(r'(<c r="B\d+" s="\d+") t="s"><v>\d+</v>', rf'\1 t="inlineStr">{run}', text, count=1)


def _read_aloud(book: Path, target: Path) -> Path:
    reading = '<si><t>Dinas A</t><rPh sb="0" eb="5"><t>99,99</t></rPh></si>'
    marked = _alone(r'<c r="(B\d+)"', r'<c r="\1" ph="1"')
    shared = put("<si><t>Dinas A</t></si>", reading)
    return edited(book, target, {"xl/sharedStrings.xml": shared, part_of(book, "Peringkat"): marked})


PROMPT = (
    '<dataValidations count="1"><dataValidation type="none" showInputMessage="1" promptTitle="Nilai" '
    'prompt="Nilai sebenarnya 99" sqref="A1:Z99"/></dataValidations><pageMargins'
)
ICONS = (
    '<conditionalFormatting sqref="D6:D9"><cfRule type="iconSet" priority="99"><iconSet iconSet="3Flags">'
    '<cfvo type="percent" val="0"/><cfvo type="percent" val="33"/><cfvo type="percent" val="67"/></iconSet></cfRule>'
    "</conditionalFormatting><pageMargins"
)
CRITERIA = '<filterColumn colId="0"><filters><filter val="1"/></filters></filterColumn>'
VIEWS = '<customWorkbookViews><customWorkbookView name="x" guid="{0}" windowWidth="1"/></customWorkbookViews><calcPr'
LABEL = r'\g<1>&quot;99&quot; sourceLinked="0"'
CORNER, AT_TOP = r"(<xdr:from><xdr:col>)\d+(.*?<xdr:row>)\d+", r"\g<1>0\g<2>0"
ABSOLUTE = '<xdr:absoluteAnchor><xdr:pos x="0" y="0"/><xdr:ext cx="9000000" cy="9000000"/>'
SWAPPED = tuple(Unit(code=one.code, name=UNITS[place].name) for one, place in zip(UNITS, (0, 2, 1), strict=True))
KINDS: dict[str, tuple[Callable[[Path, Path], Path], str, str]] = {
    "row": (_sheet("Peringkat", lambda text: attribute(_last_row(text), 'hidden="1"')(text)), "BUKU-197", "rows"),
    "flat row": (_sheet("Peringkat", lambda text: attribute(_last_row(text), 'ht="0.5" customHeight="1"')(text)),
                 "BUKU-197", "rows"),
    "column": (_sheet("Peringkat", attribute("<col", 'hidden="1"')), "BUKU-197", "columns"),
    "narrow column": (_sheet("Peringkat", _narrow),
                      "BUKU-197", "columns"),
    "sheet hidden": (_workbook(attribute('<sheet name="Matriks Kriteria"', 'state="hidden"')), "BUKU-197", "hidden"),
    "sheet very hidden": (_workbook(attribute('<sheet name="Temuan"', 'state="veryHidden"')), "BUKU-197", "veryHidden"),
    "order": (_workbook(_order), "BUKU-197", "order"),
    "merged": (_sheet("Peringkat", _merge), "BUKU-197", "merged"),
    "zeros": (_sheet("Matriks Area", attribute("<sheetView", 'showZeros="0"')), "BUKU-197", "odd_zeros"),
    "all rows": (_sheet("Peringkat", attribute("<sheetFormatPr", 'zeroHeight="1"')), "BUKU-197", "odd_rows"),
    "scrolled": (_sheet("Peringkat", attribute("<sheetView", 'topLeftCell="A8"')), "BUKU-197", "odd_scrolled"),
    "rule": (_rule, "BUKU-197", "rules"),
    "shape": (lambda book, target: edited(book, target, {"xl/drawings/drawing1.xml": _shape}), "BUKU-197", "top_shape"),
    "chart": (lambda book, target: edited(book, target, {"xl/charts/chart1.xml": lambda text: re.sub(
        r"(<c:f>[^<]*\$)(\d+)</c:f>", lambda m: f"{m[1]}{int(m[2]) + 1}</c:f>", text)}), "BUKU-197", "top_chart"),
    "link": (_sheet("Peringkat", put(
        "<pageMargins", '<hyperlinks><hyperlink ref="A1" location="Temuan!A1"/></hyperlinks><pageMargins')),
        "BUKU-197", "links"),
    "printed": (_sheet("Peringkat", lambda text: re.sub(
        r"<oddFooter>", "<oddHeader>&amp;CIndeks 99,00</oddHeader><oddFooter>", text, count=1)), "BUKU-197", "printed"),
    "sparkline": (_sheet("Peringkat", put("</worksheet>", SPARKLINE)), "BUKU-197", "top_sparkline"),
    "rule of 2010": (_sheet("Peringkat", put("</worksheet>", LATER_RULE)), "BUKU-197", "rules"),
    "name": (_workbook(lambda text: text.replace("<calcPr", '<definedNames><definedName name="Nilai">99</definedName>'
        "</definedNames><calcPr") if "<definedNames>" not in text else text.replace(
        "</definedNames>", '<definedName name="Nilai">99</definedName></definedNames>')), "BUKU-198", "name"),
    "macro": (lambda book, target: edited(book, target, {}, {"xl/vbaProject.bin": b"x"}), "BUKU-198", "vbaProject"),
    "outside": (lambda book, target: edited(book, target, {}, {"xl/externalLinks/externalLink1.xml": b"<x/>"}),
                "BUKU-198", "externalLinks"),
    "frozen": (_sheet("Peringkat", _alone(r'ySplit="\d+"', 'ySplit="300"')), "BUKU-197", "odd_frozen"),
    "zoom": (_sheet("Temuan", lambda text: attribute("<sheetView", 'zoomScale="10"')(
        re.sub(r' zoomScale="\d+"', "", text))), "BUKU-197", "odd_zoom"),
    "mirrored": (_sheet("Peringkat", attribute("<sheetView", 'rightToLeft="1"')), "BUKU-197", "odd_mirrored"),
    "filter": (_sheet("Peringkat", _alone(r'(<autoFilter ref="[^"]*")/>', rf"\1>{CRITERIA}</autoFilter>")),
               "BUKU-197", "odd_filter"),
    "prompt": (_sheet("Peringkat", put("<pageMargins", PROMPT)), "BUKU-197", "odd_prompt"),
    "icons": (_sheet("Peringkat", put("<pageMargins", ICONS)), "BUKU-197", "odd_icons"),
    "cell twice": (_sheet("Matriks Area", _alone(r'(<c r="(\w+)" s="\d+"><f>)', r'<c r="\2"><v>99</v></c>\1')),
                   "BUKU-197", "odd_twice"),
    "cells twice": (_sheet("Peringkat", put("<sheetData>", "<sheetData></sheetData><sheetData>")),
                    "BUKU-197", "odd_twice"),
    "phonetic": (_read_aloud, "BUKU-197", "odd_phonetic"),
    "chosen": (_sheet("Peringkat", put("<sheetData>", '<mc:AlternateContent xmlns:mc="x"/><sheetData>')),
               "BUKU-197", "odd_chosen"),
    "tabs": (_workbook(attribute("<workbookView", 'showSheetTabs="0"')), "BUKU-197", "odd_tabs"),
    "window": (_workbook(attribute("<workbookView", 'visibility="hidden"')), "BUKU-197", "odd_window"),
    "dates": (_workbook(attribute("<workbookPr", 'date1904="1"')), "BUKU-197", "odd_dates"),
    "precision": (_workbook(attribute("<calcPr", 'fullPrecision="0"')), "BUKU-197", "odd_precision"),
    "views": (_workbook(put("<calcPr", VIEWS)), "BUKU-197", "odd_views"),
    "chart moved": (_part("xl/drawings/drawing1.xml", _alone(CORNER, AT_TOP)), "BUKU-197", "covered"),
    "chart at large": (_part("xl/drawings/drawing1.xml", lambda text: _alone(
        "</xdr:twoCellAnchor>", "</xdr:absoluteAnchor>")(_alone(
        r"<xdr:twoCellAnchor[^>]*><xdr:from>.*?</xdr:to>", ABSOLUTE)(text))), "BUKU-197", "covered"),
    "chart's kind": (_part("xl/charts/chart1.xml", lambda text: text.replace("c:barChart", "c:lineChart")),
                     "BUKU-197", "top_chart"),
    "chart's labels": (_part("xl/charts/chart1.xml", lambda text: re.sub(
        r'(<c:numFmt formatCode=")[^"]*" sourceLinked="[01]"', LABEL.replace(" ", '" ', 1), text)),
        "BUKU-197", "top_chart"),
    "text in the cell": (_sheet("Peringkat", _inline), "BUKU-198", "text"),
    "text struck": (_part("xl/sharedStrings.xml", put("<si><t>Dinas A</t></si>",
        "<si><r><rPr><strike/></rPr><t>Dinas A</t></r></si>")), "BUKU-198", "text"),
    "own part": (lambda book, target: edited(book, target, {}, {"customXml/item1.xml": b"<x/>"}),
                 "BUKU-198", "customXml"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_sheet_hides_or_adds_is_named(kind: str, folder: Path) -> None:
    change, code, what = KINDS[kind]
    told = found(folder, change(folder / "rekap.xlsx", folder / "ubah.xlsx"))
    assert {(one[0], one[1]) for one in told} == {(code, what)}, told


def test_an_untouched_copy_packed_anew_is_the_same(folder: Path) -> None:
    assert found(folder, edited(folder / "rekap.xlsx", folder / "sama.xlsx", {})) == []
    other_order = edited(folder / "rekap.xlsx", folder / "tema.xlsx", {}, {"docProps/custom.xml": b"<x/>"})
    assert found(folder, other_order) == []


@pytest.mark.parametrize(
    ("number", "font", "what"),
    [("&quot;99,00&quot;", "", "format"), (";;;", "", "format"), ("0.0", "", "format"), ("*9", "", "format"),
     ("", WHITE, "unseen"), ("", TINY, "unseen"), ("", _font('<color theme="0" tint="-0.02"/>'), "unseen"),
     ("", _font('<color theme="1" tint="0.97"/>'), "unseen"), ("", _font('<color rgb="FF000000" tint="1"/>'), "unseen"),
     ("", _font('<color indexed="41"/>'), "unseen"), ("", _font('<color rgb="FFEBEBEB"/>'), "unseen"),
     ("", _font('<name val="Wingdings 2"/>'), "symbols"), ("", _font('<charset val="2"/>'), "symbols"),
     ("", _font("<strike/>"), "struck")],
)  # fmt: skip
def test_a_figure_shown_otherwise_is_named_at_its_cell(number: str, font: str, what: str, folder: Path) -> None:
    for formula in (False, True):
        cell = value_cell(folder, "Matriks Area", formula)
        path = restyled(folder / "rekap.xlsx", folder / "ubah.xlsx", "Matriks Area", cell, number, font)
        assert found(folder, path) == [("BUKU-196", what, cell)]


@pytest.mark.parametrize(
    ("placed", "what"),
    [('horizontal="fill"', "repeated"), ('horizontal="left" indent="200"', "pushed"), ('shrinkToFit="1"', "shrunk")],
)
def test_a_figure_placed_so_that_it_shows_another_is_named(placed: str, what: str, folder: Path) -> None:
    cell = value_cell(folder, "Matriks Area", True)
    path = restyled(folder / "rekap.xlsx", folder / "ubah.xlsx", "Matriks Area", cell, placed=placed)
    assert found(folder, path) == [("BUKU-196", what, cell)]


@pytest.mark.parametrize(
    "fill",
    ['<patternFill patternType="none"><fgColor rgb="FF000000"/></patternFill>',
     '<patternFill><fgColor rgb="FF000000"/></patternFill>',
     '<gradientFill><stop position="0"><color rgb="FFFFFFFF"/></stop><stop position="1"><color rgb="FFFFFFFE"/></stop>'
     "</gradientFill>", '<patternFill patternType="gray125"><fgColor rgb="FF000000"/></patternFill>'],
)  # fmt: skip
def test_white_letters_on_a_ground_that_is_not_painted_are_named(fill: str, folder: Path) -> None:
    cell = value_cell(folder, "Matriks Area", False)
    path = restyled(folder / "rekap.xlsx", folder / "ubah.xlsx", "Matriks Area", cell, font=WHITE, fill=fill)
    assert found(folder, path) == [("BUKU-196", "unseen", cell)]


def test_a_palette_of_the_files_own_is_looked_up(folder: Path) -> None:
    cell = value_cell(folder, "Matriks Area", False)
    red = _font('<color indexed="10"/>')
    path = restyled(folder / "rekap.xlsx", folder / "merah.xlsx", "Matriks Area", cell, font=red)
    assert found(folder, path) == []  # red letters can be read
    colours = "<colors><indexedColors>" + '<rgbColor rgb="00FFFFFF"/>' * 64 + "</indexedColors></colors></styleSheet>"
    white = edited(path, folder / "ubah.xlsx", {"xl/styles.xml": put("</styleSheet>", colours)})
    assert found(folder, white) == [("BUKU-196", "unseen", cell)]


def test_a_theme_whose_ink_is_white_is_looked_up(folder: Path) -> None:
    cell = value_cell(folder, "Matriks Area", False)
    ink = _font('<color theme="1"/>')
    path = restyled(folder / "rekap.xlsx", folder / "tinta.xlsx", "Matriks Area", cell, font=ink)
    assert found(folder, path) == []
    white = _alone(r"<a:dk1>.*?</a:dk1>", '<a:dk1><a:srgbClr val="FFFFFF"/></a:dk1>')
    told = found(folder, edited(path, folder / "ubah.xlsx", {"xl/theme/theme1.xml": white}))
    assert ("BUKU-196", "unseen", cell) in told


def test_a_verdict_covered_by_a_format_for_texts_is_named(folder: Path) -> None:
    with zipfile.ZipFile(folder / "rekap.xlsx") as package:
        text = package.read(part_of(folder / "rekap.xlsx", "Kelayakan")).decode()
    cell = re.findall(r'<c r="([A-Z]+\d+)" s="\d+" t="s">', text)[-1]
    number = "0;0;0;&quot;memenuhi&quot;"
    path = restyled(folder / "rekap.xlsx", folder / "ubah.xlsx", "Kelayakan", cell, number)
    assert found(folder, path) == [("BUKU-196", "format", cell)]


def test_the_second_rekap_is_the_folders_own_byte_for_byte(folder: Path) -> None:
    words = ("gabung", folder / "lembar", "-o", folder / "lagi.xlsx", "--unit", folder / "daftar.xlsx")
    assert "Ditulis" in quick(*words)[1]
    assert (folder / "lagi.xlsx").read_bytes() == (folder / "rekap.xlsx").read_bytes()


def test_formulas_and_their_stored_results_are_both_compared(folder: Path) -> None:
    cell = value_cell(folder, "Matriks Area", True)
    for pattern, new, expected in (
        (r"<f>.*?</f>", "<f>0.5+0.25</f>", ("BUKU-196", "formula", cell)),
        (r"<f>.*?</f>", "", ("BUKU-196", "formula", cell)),
        (r"<v>.*?</v>", "<v>0.987</v>", ("BUKU-109", "", cell)),
    ):
        path = _sheet("Matriks Area", in_cell(cell, pattern, new))(folder / "rekap.xlsx", folder / "ubah.xlsx")
        assert proved(folder, path) == [expected]
    constant = value_cell(folder, "Matriks Area", False)
    change = in_cell(constant, r"<v>", "<f>1+1</f><v>")
    path = _sheet("Matriks Area", change)(folder / "rekap.xlsx", folder / "ubah.xlsx")
    assert proved(folder, path) == [("BUKU-196", "formula_added", constant)]


def test_what_an_office_program_adds_is_named_among_the_rest(folder: Path) -> None:
    """openpyxl drops the results of formulas, which is told too."""

    def chart(book: Any) -> None:
        made = BarChart()
        made.add_data(Reference(book["Peringkat"], min_col=1, min_row=6, max_row=9))
        book["Peringkat"].add_chart(made, "H20")

    def note(book: Any) -> None:
        book["Peringkat"]["A6"].comment = Comment("sudah diperiksa", "TPI")

    for change, what in ((chart, "top_chart"), (note, "top_note")):
        book = openpyxl.load_workbook(folder / "rekap.xlsx")
        change(book)
        book.save(folder / "ubah.xlsx")
        assert ("BUKU-197", what) in {one[:2] for one in found(folder, folder / "ubah.xlsx")}


def test_another_versions_name_hides_no_changed_sheet(folder: Path) -> None:
    cell = value_cell(folder, "Matriks Area", False)
    change = _sheet("Matriks Area", in_cell(cell, r"<v>.*?</v>", "<v>0.987</v>"))
    path = change(folder / "rekap.xlsx", folder / "ubah.xlsx")
    forged(path, folder / "palsu.xlsx", lambda record: record.model_copy(update={"program": "0.0.9"}))
    code, text = quick("periksa", "--bukti", folder / "palsu.xlsx", folder / "lembar")
    assert code == 1 and "Tidak dapat dibandingkan" in text and "BUKU-199" in text and "Sama" not in text, text
    assert "0.0.9" in text and "BUKU-109" in text


# The units: from a register that is given


def test_the_register_is_the_rekaps_own_unless_one_is_given(folder: Path) -> None:
    words = ("periksa", "--bukti", folder / "rekap.xlsx", folder / "lembar")
    code, text = quick(*words)
    assert code == 0 and "BUKU-200" in text and "hanya menunjukkan perubahan yang tidak disengaja" in text
    code, text = quick(*words, "--unit", folder / "daftar.xlsx")
    assert code == 0 and "BUKU-200" not in text and "daftar unit yang disebut" in text, text
    code, text = quick("periksa", folder / "lembar", "--unit", folder / "daftar.xlsx")
    assert code == 2 and "--bukti" in text


@pytest.mark.parametrize(
    ("units", "what"),
    [
        ((*UNITS, Unit(code="1.09", name="Dinas Z")), "tidak dikenal rekap ini"),
        (UNITS[:-1], "tidak ada dalam daftar unit"),
        (SWAPPED, "bernama"),
        ((*UNITS[:-1], UNITS[-1].model_copy(update={"group": "puskesmas"})), "berkelompok"),
    ],
)  # fmt: skip
def test_a_register_that_is_another_is_told_unit_by_unit(units: tuple[Unit, ...], what: str, folder: Path) -> None:
    (folder / "lain.xlsx").write_bytes(register_workbook(units))
    words = ("periksa", "--bukti", folder / "rekap.xlsx", folder / "lembar", "--unit", folder / "lain.xlsx")
    code, text = quick(*words)
    assert code == 1 and "BUKU-201" in text and what in text, text


def test_a_unit_left_out_of_rekap_and_register_alike_lies_in_the_folder(folder: Path) -> None:
    shutil.move(folder / "lembar" / "1.03.xlsx", folder / "1.03.xlsx")
    (folder / "dua.xlsx").write_bytes(register_workbook(UNITS[:2]))
    quick("gabung", folder / "lembar", "-o", folder / "dua-unit.xlsx", "--unit", folder / "dua.xlsx")
    shutil.move(folder / "1.03.xlsx", folder / "lembar" / "1.03.xlsx")
    words = ("periksa", "--bukti", folder / "dua-unit.xlsx", folder / "lembar")
    code, text = quick(*words)
    assert code == 0 and "BUKU-202" in text and "Dinas C" in text, text
    code, text = quick(*words, "--unit", folder / "daftar.xlsx")
    assert code == 1 and "BUKU-201" in text and "Dinas C" in text, text


def test_the_parts_a_program_would_open_are_looked_at(folder: Path) -> None:
    """Styles and workbook that relationships lead to, not those that bear the usual names."""
    with zipfile.ZipFile(folder / "rekap.xlsx") as package:
        book, styles = package.read("xl/workbook.xml"), package.read("xl/styles.xml")
        related = package.read("xl/_rels/workbook.xml.rels")
    hidden = book.replace(b'<sheet name="Matriks Kriteria"', b'<sheet name="Matriks Kriteria" state="hidden"')
    leads = {"_rels/.rels": put("xl/workbook.xml", "xl/buku.xml")}
    added = {"xl/buku.xml": hidden, "xl/_rels/buku.xml.rels": related}
    told = found(folder, edited(folder / "rekap.xlsx", folder / "ubah.xlsx", leads, added))
    assert ("BUKU-197", "hidden", "") in told
    plain = re.sub(rb'(<xf numFmtId=")[1-9]\d*', rb"\g<1>1", styles)
    leads = {"xl/_rels/workbook.xml.rels": put("styles.xml", "gaya.xml")}
    told = found(folder, edited(folder / "rekap.xlsx", folder / "ubah.xlsx", leads, {"xl/gaya.xml": plain}))
    assert "format" in {what for _, what, _ in told}
