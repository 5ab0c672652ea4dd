"""A marked-up copy holds all that the file holds: answers read back equal, every part not marked is the same bytes."""

from __future__ import annotations

import io
import os
import random
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from helpers import corpus, mutants
from helpers.crowd import CROWDS, crowded, parts
from helpers.examples import examples
from helpers.libreoffice import recalculate
from helpers.official import Year, form_2014, form_2021, template_2024
from helpers.sheets import Lke, answers, edit, instrument, read, write
from helpers.spellings import SPELLINGS
from helpers.work import steps
from pmprb.books.feedback.comments import AUTHOR, FORMULA, SEPARATOR
from pmprb.books.feedback.copy import Cover, Unmarkable, marked_copy, reads_back
from pmprb.books.feedback.looks import COLOURS
from pmprb.books.feedback.sheet import Mark
from pmprb.engine.answers import Submission
from pmprb.jobs.evaluate import Evaluated
from pmprb.temuan import CellPos, Severity, finding, repair
from pmprb.workbook import guard as guard_module
from pmprb.workbook.book import open_book

K, P, C = Severity.KESALAHAN, Severity.PERINGATAN, Severity.CATATAN
COVER = Cover("Umpan Balik · Dinas Pangan", ("Nilai 71,20 dari 100,00",), "Perhatian: contoh")


def mark(cell: str, severity: Severity = K, sheet: str = "LKE", text: str = "Jawaban keliru.") -> Mark:
    """Return a mark at a cell."""
    return Mark(severity, "ISI-003", sheet, cell, "A.I.1.i.a", text, "Pilih salah satu.")


def marks_of(found: Evaluated) -> list[Mark]:
    """Return all temuan of a file as marks, as the program makes them."""
    return [
        Mark(t.severity, t.code, t.at.sheet, t.at.cell, t.node, finding(t), repair(t))
        for t in found.temuan
        if isinstance(t.at, CellPos)
    ]


def copied(path: Path, marks: Iterable[Mark], cover: Cover = COVER) -> Path:
    """Write the marked-up copy of a file beside it."""
    made, ending = marked_copy(path.read_bytes(), list(marks), cover)
    target = path.with_name(f"{path.stem}-bertanda{ending}")
    target.write_bytes(made)
    return target


def sheets(path: Path) -> bytes:
    """Return the worksheet parts of a package, one behind the other."""
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/"))


def changed(path: Path, edits: dict[str, Callable[[str], str]], added: dict[str, bytes | str]) -> Path:
    """Write a package again with some parts edited as text and some added."""
    content: dict[str, Any] = dict(parts(path))
    for name, change in edits.items():
        before = content[name].decode()
        content[name] = change(before)
        assert content[name] != before, name
    path.write_bytes(corpus.packed(content | added))
    return path


def said(submission: Submission) -> dict[str, tuple[Any, ...]]:
    """Return the answers of a submission, the verifier's too, without the name of the file they stand in."""
    every = [("own", submission.answers), ("reviewed", submission.reviewed)]
    return {
        f"{kind} {key}": (a.state, a.choice, a.value, a.counts, a.raw, a.evidence, a.note, a.source and a.source.cell)
        for kind, given in every
        for key, a in given.items()
    }


def filled(tmp_path: Path) -> Path:
    """Return a worksheet of ours with one answer wrong, one blank, one untidy."""

    def spoil(lke: Lke) -> None:
        lke.cell("A.I.1.i.a").value = "sudah"
        lke.cell("A.I.1.i.b").value = None
        lke.cell("A.I.1.ii.a").value = " ya. "

    return edit(write(tmp_path / "unit.xlsx", instrument("zi-2021"), answers(instrument("zi-2021"), 1)), spoil)


def layouts(tmp_path: Path) -> dict[str, Path]:
    """Return a filled worksheet of every layout there is, our own templates of several instruments among them."""
    zi, rb = instrument("zi-2021"), instrument("rb-2014")
    given = answers(zi, "tanda")
    years = (Year(answers(rb, "kini"), "blok-berjalan", 2015), Year(answers(rb, "lalu"), "blok-lalu", 2014))
    ours = ("zi-2021", "pmprb-2020-unit", "rb-2014", "rb-general-2024", "rb-tematik-2024")
    return {
        "form-2021": form_2021(tmp_path / "f2021.xlsx", zi, given),
        "template-2024": template_2024(tmp_path / "t2024.xlsx", zi, given, "Dinas Pangan", inserted=True),
        "form-2014": form_2014(tmp_path / "f2014.xlsx", rb, *years),
        **{n: write(tmp_path / f"{n}.xlsx", instrument(n), answers(instrument(n), "tanda")) for n in ours},
    }


def test_answers_of_every_layout_read_back_equal(tmp_path: Path) -> None:
    for name, path in layouts(tmp_path).items():
        before = read(path)
        assert before.result is not None, (name, before.temuan)
        sources = [a.source for a in before.result.submission.answers.values() if a.source][:40]
        marks = [*marks_of(before), *(mark(at.cell, P, at.sheet) for at in sources)]
        copy = copied(path, marks)
        after = read(copy)
        assert after.result is not None, (name, after.temuan)
        one, other = before.result, after.result
        assert said(one.submission) == said(other.submission), name
        assert (one.submission.instrument, one.submission.layout, one.submission.unit) == (
            other.submission.instrument,
            other.submission.layout,
            other.submission.unit,
        )
        assert one.tree == replace(other.tree, temuan=one.tree.temuan), name
        assert [(t.code, t.node, t.values) for t in before.temuan] == [(t.code, t.node, t.values) for t in after.temuan]
        assert reads_back(path, copy)


def test_answers_read_back_equal_after_openpyxl_saved_the_copy(tmp_path: Path) -> None:
    path = filled(tmp_path)
    copy = copied(path, marks_of(read(path)))
    book = openpyxl.load_workbook(copy)
    assert book.sheetnames == ["Umpan Balik", "Petunjuk", "LKE", "Rekap", "_meta"]
    assert book.active is not None
    assert book.active.title == "Umpan Balik"
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["Umpan Balik"]
    assert book["_meta"].sheet_state == "veryHidden"
    book.save(copy)
    one, other = read(path).result, read(copy).result
    assert one is not None
    assert other is not None
    assert said(one.submission) == said(other.submission)


@pytest.mark.libreoffice
def test_libreoffice_opens_the_copies_and_answers_read_back_equal(tmp_path: Path) -> None:
    home = tmp_path / "asal"
    home.mkdir()
    paths = layouts(home)
    copies = [copied(path, [*marks_of(read(path)), mark("A1", C, "Rekap")]) for path in paths.values()]
    again = recalculate(copies, tmp_path / "lo")
    for path, copy in zip(paths.values(), again, strict=True):
        one, other = read(path).result, read(copy).result
        assert one is not None
        assert other is not None
        assert said(one.submission) == said(other.submission), path
        comments = openpyxl.load_workbook(copy)
        assert comments.sheetnames[0] == "Umpan Balik"


def test_cells_are_coloured_by_the_gravest_and_comments_name_what_to_do(tmp_path: Path) -> None:
    path = filled(tmp_path)
    marks = [mark("F10", C, text="Untuk diketahui."), mark("F10", K), mark("F11", P), mark("F13", C)]
    sheet = openpyxl.load_workbook(copied(path, marks))["LKE"]
    ours = {r.formula[0]: r for block in sheet.conditional_formatting for r in block.rules if r.formula == [FORMULA]}
    assert set(ours) == {FORMULA}
    colours = {
        str(cell): rule.dxf.fill.bgColor.rgb
        for block in sheet.conditional_formatting
        for rule in block.rules
        if rule.formula == [FORMULA]
        for cell in str(block.sqref).split()
    }
    assert colours == {"F10": f"FF{COLOURS[K]}", "F11": f"FF{COLOURS[P]}", "F13": f"FF{COLOURS[C]}"}
    others = [r for block in sheet.conditional_formatting for r in block.rules if r.formula != [FORMULA]]
    assert min(rule.priority for rule in others) == 4
    text = sheet["F10"].comment.text
    assert text.startswith(f"{AUTHOR}\nKESALAHAN ISI-003: Jawaban keliru. Pilih salah satu.")
    assert "CATATAN ISI-003: Untuk diketahui." in text


def test_boxes_of_comments_have_room_for_their_text_beside_their_cell(tmp_path: Path) -> None:
    path = filled(tmp_path)
    short, long = mark("F10"), mark("F11", text="Jawaban keliru karena isinya panjang sekali. " * 8)
    (vml,) = (part.decode() for name, part in parts(copied(path, [short, long])).items() if name.endswith(".vml"))
    places = [(int(r), int(c)) for r, c in re.findall(r"<x:Row>(\d+)</x:Row><x:Column>(\d+)</x:Column>", vml)]
    assert places == [(9, 5), (10, 5)]
    heights = [int(height) for height in re.findall(r"width:247pt;height:(\d+)pt", vml)]
    assert 30 <= heights[0] < 60 < heights[1] < 320
    for anchor in re.findall(r"<x:Anchor>([^<]*)</x:Anchor>", vml):
        left, _, top, _, right, _, bottom, _ = (int(n) for n in anchor.split(","))
        assert left == 6
        assert right > left
        assert bottom > top


def test_everything_else_is_the_same_bytes(tmp_path: Path) -> None:
    path = filled(tmp_path)
    before, after = parts(path), parts(copied(path, marks_of(read(path))))
    book = open_book(path).value
    assert book is not None
    lke = f"xl/worksheets/sheet{[s.name for s in book.sheets].index('LKE') + 1}.xml"
    touched = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", lke}
    selected = {name for name, part in before.items() if b'tabSelected="1"' in part}
    assert {name for name, part in before.items() if after.get(name) != part} == touched | selected
    body = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
    for name in selected | {lke}:
        found = body.search(before[name])
        assert found is not None
        assert found[0] in after[name]
    protected = re.search(rb"<sheetProtection[^>]*>", before[lke])
    assert protected is not None
    assert protected[0] in after[lke]


X14 = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list" sqref="F10">'
    "<x14:formula1><xm:f>Rekap!$A$1:$A$3</xm:f></x14:formula1></x14:dataValidation></x14:dataValidations></ext></extLst>"
)


def full_of_features(tmp_path: Path) -> Path:
    """Return a worksheet with macros, a protected range, an x14 validation, a custom part and a digital signature."""
    macro = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    origin = (
        '<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/'
        'origin" Target="_xmlsignatures/origin.sigs"/></Relationships>'
    )
    path = write(tmp_path / "makro.xlsm", instrument("zi-2021"), answers(instrument("zi-2021"), 1))
    sheet = "xl/worksheets/sheet2.xml"
    ranges = '<protectedRanges><protectedRange sqref="H10:H20" name="bukti"/></protectedRanges>'
    return changed(
        path,
        {
            "[Content_Types].xml": lambda xml: xml.replace(
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", macro
            ).replace(
                "</Types>", '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
            ),
            sheet: lambda xml: re.sub(r"(<sheetProtection[^>]*/>)", rf"\1{ranges}", xml).replace(
                "</worksheet>", f"{X14}</worksheet>"
            ),
            "_rels/.rels": lambda xml: xml.replace("</Relationships>", origin),
        },
        {
            "xl/vbaProject.bin": corpus.noise(900),
            "customXml/item1.xml": "<x/>",
            "_xmlsignatures/origin.sigs": "",
            "_xmlsignatures/sig1.xml": "<Signature/>",
        },
    )


def words(path: Path, sheet: str = "Umpan Balik") -> str:
    """Return all texts of a sheet."""
    book = open_book(path).value
    assert book is not None
    found = book.sheet(sheet)
    assert found is not None
    return "\n".join(str(v) for row in found.rows for v in row if v is not None)


def test_what_a_workbook_library_would_lose_is_kept_and_what_cannot_be_kept_is_said(tmp_path: Path) -> None:
    path = full_of_features(tmp_path)
    copy = copied(path, [mark("F10")])
    before, after = parts(path), parts(copy)
    assert copy.suffix == ".xlsm"
    assert after["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]
    assert after["customXml/item1.xml"] == before["customXml/item1.xml"]
    assert X14.encode() in after["xl/worksheets/sheet2.xml"]
    assert b'<protectedRange sqref="H10:H20" name="bukti"/>' in after["xl/worksheets/sheet2.xml"]
    assert not any(name.startswith("_xmlsignatures") for name in after)
    assert b"_xmlsignatures" not in after["_rels/.rels"] + after["[Content_Types].xml"]
    text = words(copy)
    assert "Tanda tangan digital tidak ikut" in text
    assert "Makro tetap ada" in text
    assert "Tanda tangan" not in words(copied(filled(tmp_path), [mark("F10")]))


def test_other_peoples_comments_stay_and_ours_follow(tmp_path: Path) -> None:
    def talk(lke: Lke) -> None:
        lke.cell("A.I.1.i.a").comment = Comment("Sudah dicek oleh Budi & Ani <b>", "Budi")
        lke.cell("A.I.2.i.a").comment = Comment("Tunggu SK", "Ani")

    path = edit(filled(tmp_path), talk)
    copy = copied(path, [mark("F10"), mark("F11")])
    sheet = openpyxl.load_workbook(copy)["LKE"]
    own = Lke(openpyxl.load_workbook(path)["LKE"])
    assert own.cell("A.I.1.i.a").coordinate == "F10"
    text = sheet["F10"].comment.text
    assert text.startswith("Sudah dicek oleh Budi & Ani <b>")
    assert text.index("Budi") < text.index(SEPARATOR) < text.index("KESALAHAN ISI-003")
    assert sheet["F10"].comment.author == "Budi"
    assert sheet[own.cell("A.I.2.i.a").coordinate].comment.text == "Tunggu SK"
    assert sheet["F11"].comment.text.startswith(AUTHOR)
    assert "LKE!F10" in words(copy).partition("Komentar yang sudah ada tetap")[2]


def test_a_copy_that_comes_back_is_marked_anew_and_mended_cells_are_clean(tmp_path: Path) -> None:
    def talk(lke: Lke) -> None:
        lke.cell("A.I.1.i.a").comment = Comment("Sudah dicek", "Budi")

    path = edit(filled(tmp_path), talk)
    first = copied(path, [mark("F10"), mark("F11"), mark("F13", P)])
    second = copied(first, [mark("F13", P, text="Masih keliru.")])
    book = openpyxl.load_workbook(second)
    assert book.sheetnames == ["Umpan Balik", "Petunjuk", "LKE", "Rekap", "_meta"]
    sheet = book["LKE"]
    told = {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment}
    assert told["F10"] == "Sudah dicek"
    assert set(told) == {"F10", "F13"}
    assert told["F13"].count("Masih keliru.") == 1
    coloured = [str(b.sqref) for b in sheet.conditional_formatting for r in b.rules if r.formula == [FORMULA]]
    assert coloured == ["F13"]
    (vml,) = (part for name, part in parts(second).items() if name.endswith(".vml"))
    assert len(re.findall(rb"<(?:\w+:)?shape ", vml)) == 2
    assert reads_back(path, second)


@pytest.mark.libreoffice
def test_a_copy_that_comes_back_out_of_libreoffice_is_marked_anew(tmp_path: Path) -> None:
    home = tmp_path / "asal"
    home.mkdir()
    first = copied(filled(home), [mark("F10"), mark("F11")])
    (saved,) = recalculate([first], tmp_path / "lo")
    second = copied(saved, [mark("F11", C)])
    book = openpyxl.load_workbook(second)
    assert book.sheetnames.count("Umpan Balik") == 1
    assert [c.coordinate for row in book["LKE"].iter_rows() for c in row if c.comment] == ["F11"]


def test_a_sheet_of_the_units_own_with_our_name_stays(tmp_path: Path) -> None:
    path = filled(tmp_path)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Umpan Balik")["A1"] = "milik unit"
    book.save(path)
    copy = copied(path, [mark("F10")])
    assert words(copy) == "milik unit"
    assert openpyxl.load_workbook(copy).sheetnames[0] == "Umpan Balik (2)"


def test_names_of_single_sheets_stay_with_them(tmp_path: Path) -> None:
    path = filled(tmp_path)
    before = openpyxl.load_workbook(path)
    after = openpyxl.load_workbook(copied(path, [mark("F10")]))
    assert before["LKE"].print_area == after["LKE"].print_area != ""
    assert before["LKE"].print_title_rows == after["LKE"].print_title_rows
    assert set(after.defined_names) - set(before.defined_names) == {"_pmprb_umpan_balik"}


def test_a_cell_hidden_under_a_merge_is_marked_where_it_is_seen(tmp_path: Path) -> None:
    path = form_2021(tmp_path / "f.xlsx", instrument("zi-2021"), answers(instrument("zi-2021"), 1))
    sheet = openpyxl.load_workbook(copied(path, [mark("E1", P, "LKE ZI")]))["LKE ZI"]
    assert [c.coordinate for c in sheet[1] if getattr(c, "comment", None)] == ["B1"]


def test_a_thread_of_comments_is_left_alone_and_told(tmp_path: Path) -> None:
    path = filled(tmp_path)
    sheet, rels = "xl/worksheets/sheet2.xml", "xl/worksheets/_rels/sheet2.xml.rels"
    link = '<Relationship Id="rIdT" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
    thread = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        '<threadedComment ref="F10" id="{1}"><text>Bukti menyusul</text></threadedComment></ThreadedComments>'
    )
    assert sheet in parts(path)
    content = parts(path)
    start = content.get(rels, corpus.links().split("<Relationship ")[0].encode() + b"</Relationships>").decode()
    related = start.replace("</Relationships>", f'{link}Target="../threadedComments/t1.xml"/></Relationships>')
    path.write_bytes(corpus.packed({**content, rels: related, "xl/threadedComments/t1.xml": thread}))
    copy = copied(path, [mark("F10"), mark("F11")])
    assert [c.coordinate for r in openpyxl.load_workbook(copy)["LKE"].iter_rows() for c in r if c.comment] == ["F11"]
    assert "LKE!F10" in words(copy).partition("memuat percakapan")[2]
    assert parts(copy)["xl/threadedComments/t1.xml"].decode() == thread


def test_links_lead_to_the_cells_and_nothing_is_a_formula(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://jahat.example","klik")'
    path = filled(tmp_path)
    book = openpyxl.load_workbook(path)
    book["Petunjuk"].title = "Isi & 'Cara'"
    book.save(path)
    marks = [mark("F10", text=evil), mark("A2", C, "Isi & 'Cara'", text="_x0041_ <t>")]
    copy = copied(path, marks, Cover(evil, (evil, "+1+1", "@SUM(A1)")))
    sheet = openpyxl.load_workbook(copy)["Umpan Balik"]
    links = {c.value: c.hyperlink.location for row in sheet.iter_rows() for c in row if c.hyperlink}
    assert links == {"LKE!F10": "'LKE'!F10", "Isi & 'Cara'!A2": "'Isi & ''Cara'''!A2"}
    assert all(c.data_type in ("s", "inlineStr", "n") for row in sheet.iter_rows() for c in row)
    assert b"<f>" not in parts(copy)["xl/worksheets/umpanbalik1.xml"]
    assert sheet["A1"].value == evil
    assert "_x0041_ <t>" in words(copy)


def test_the_same_file_and_marks_give_the_same_bytes(tmp_path: Path) -> None:
    data = filled(tmp_path).read_bytes()
    marks = [mark("F10"), mark("F11", P)]
    assert marked_copy(data, marks, COVER) == marked_copy(data, marks, COVER)


def test_more_marks_than_anyone_reads_are_listed_but_not_coloured(tmp_path: Path) -> None:
    path = filled(tmp_path)
    marks = [mark(f"Z{row}", C) for row in range(1, 1500)] + [mark("F10")]
    sheet = openpyxl.load_workbook(copied(path, marks))["LKE"]
    assert sum(1 for row in sheet.iter_rows() for c in row if c.comment) == 1000
    assert sheet["F10"].comment is not None
    assert "500 temuan paling ringan" in words(path.with_name("unit-bertanda.xlsx"))


def bombs(path: Path) -> dict[str, Callable[[], Path]]:
    """Return workbooks that the guard lets through, for it does not read what is wrong with them."""

    def comments(xml: str) -> Path:
        rels = corpus.links().split("<Relationship ")[0]
        rels += f'<Relationship Id="rId1" Type="{corpus.OFFICE}/comments" Target="/xl/c.xml"/></Relationships>'
        content = parts(path) | {"xl/worksheets/_rels/sheet2.xml.rels": rels.encode(), "xl/c.xml": xml.encode()}
        path.write_bytes(corpus.packed(content))
        return path

    plain = f'{corpus.PROLOG}<comments xmlns="{corpus.MAIN}"><authors/><commentList>%s</commentList></comments>'
    return {
        "entities": lambda: comments(corpus.doctype(plain % "&j;", corpus.LAUGHS)),
        "ratio": lambda: comments(plain % (" " * 40_000_000)),
        "size": lambda: comments(plain % corpus.filler(33 << 20)),
        "many": lambda: comments(plain % ('<comment ref="A1"/>' * 150_000)),
        "deep": lambda: comments(plain % ("<t>" * 5_000)),
        "not xml": lambda: comments("<comments"),
    }


@pytest.mark.parametrize("name", ["entities", "ratio", "size", "many", "deep", "not xml"])
def test_a_bomb_the_guard_has_not_seen_makes_no_copy_and_no_harm(tmp_path: Path, name: str) -> None:
    path = bombs(filled(tmp_path))[name]()
    assert open_book(path).value is not None
    with pytest.raises(Unmarkable) as why:
        marked_copy(path.read_bytes(), [mark("F10")], COVER)
    assert why.value.reason in ("size", "structure")


@pytest.mark.parametrize("kind", CROWDS)
def test_twice_as_crowded_a_sheet_is_twice_the_work(tmp_path: Path, kind: str) -> None:
    work = []
    for size in (1000, 2000):
        path = crowded(filled(tmp_path), kind, size)
        assert open_book(path).value is not None
        work.append(steps(partial(marked_copy, path.read_bytes(), [mark("F10"), mark("F11", P)], COVER)))
    assert work[1] < 2.2 * work[0]


@pytest.mark.parametrize("kind", CROWDS)
def test_the_most_crowded_sheet_is_copied_or_refused(tmp_path: Path, kind: str) -> None:
    path = crowded(filled(tmp_path), kind, 30_000)
    assert open_book(path).value is not None
    try:
        marked_copy(path.read_bytes(), [mark("F10"), mark("F11", P)], COVER)
    except Unmarkable as why:
        assert why.reason in ("size", "structure")


def test_every_spelling_is_copied_so_that_it_reads_back_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard_module, "tidy", mutants.tidy_here)  # the child of the slow path, here: much faster
    refused = []
    for spelling in SPELLINGS:
        if spelling.name.startswith("a_million"):  # to be read is its point: copied, it is a far corner of more rows
            continue
        path = tmp_path / "ejaan.xlsx"
        path.write_bytes(spelling.build())
        sheet = open_book(path).value
        assert sheet is not None, spelling.name
        try:
            copy = copied(path, [mark("A1", K, sheet.sheets[0].name), mark("C9", P, sheet.sheets[0].name)])
        except Unmarkable as why:
            refused.append((spelling.name, why.reason))
            continue
        assert reads_back(path, copy), spelling.name
        assert sheets(copy).count(b"LEN(&quot;umpan balik pmprb&quot;)") == 2, spelling.name
    assert ("strict", "strict") in refused
    assert len(refused) <= 12, refused


def test_mutants_are_copied_or_refused(tmp_path: Path) -> None:
    sources = [*mutants.seeds(), copied(filled(tmp_path), [mark("F10")]).read_bytes()]
    copies = 0
    for number in range(int(os.environ.get("PMPRB_FUZZ", examples(100, 200)))):
        pick = random.Random(number)
        data = mutants.mutate_parts(pick, pick.choice(sources))
        try:
            made, _ = marked_copy(data, [mark("F10"), mark("A1", P, "Lembar1")], COVER)
        except Unmarkable:
            continue
        copies += 1
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            assert archive.testzip() is None
    assert copies > 20
