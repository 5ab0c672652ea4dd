"""Parts of a workbook's package changed as text, everything else left to the byte."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

Edit = Callable[[str], str]


def edited(source: Path, target: Path, edits: Mapping[str, Edit], added: Mapping[str, bytes] | None = None) -> Path:
    """Write a copy with some parts changed and some added; a change that changes nothing is a mistake of the test."""
    whole = io.BytesIO(source.read_bytes())  # the two may be one file
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name in edits:
                before = content.decode()
                after = edits[name](before)
                assert after != before, f"nothing changed in {name}"
                content = after.encode()
            new.writestr(name, content)
        for name, content in (added or {}).items():
            new.writestr(name, content)
    return target


def part_of(book: Path, sheet: str) -> str:
    """Return the part of a sheet of a workbook of ours: they are numbered in their order."""
    with zipfile.ZipFile(book) as package:
        names = re.findall(r'<sheet name="([^"]*)"', package.read("xl/workbook.xml").decode())
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def put(old: str, new: str, count: int = 1) -> Edit:
    """Return what puts one text in the place of another's first."""
    return lambda text: text.replace(old, new, count)


def attribute(tag: str, added: str) -> Edit:
    """Return what adds an attribute to the first tag that begins so ('<row r="7"')."""
    return lambda text: re.sub(rf"{re.escape(tag)}(?=[ />])", f"{tag} {added}", text, count=1)


def in_cell(address: str, pattern: str, new: str) -> Edit:
    """Return what changes a passage inside one cell."""

    def edit(text: str) -> str:
        found = re.search(rf'<c r="{address}"[^>]*>.*?</c>', text)
        assert found, address
        return text[: found.start()] + re.sub(pattern, new, found[0], count=1) + text[found.end() :]

    return edit


def restyled(
    book: Path, target: Path, sheet: str, cell: str, number: str = "", font: str = "", fill: str = "", placed: str = ""
) -> Path:
    """Write a copy in which one cell has a number format, a font, a fill or an alignment of its own."""
    part = part_of(book, sheet)
    with zipfile.ZipFile(book) as package:
        styles, content = package.read("xl/styles.xml").decode(), package.read(part).decode()
    style = int(re.search(rf'<c r="{cell}" s="(\d+)"', content)[1])  # type: ignore[index]
    cells = re.search(r"<cellXfs[^>]*>(.*?)</cellXfs>", styles, re.DOTALL)[1]  # type: ignore[index]
    own = re.findall(r"<xf [^>]*/>|<xf [^>]*[^/]>.*?</xf>", cells)
    look = own[style]
    if number:
        look = re.sub(r'numFmtId="\d+"', 'numFmtId="250"', look)
    if font:
        fonts = len(re.findall(r"<font>", styles.partition("</fonts>")[0]))
        look = re.sub(r'fontId="\d+"', f'fontId="{fonts}"', look)
    if fill:
        look = re.sub(r'fillId="\d+"', f'fillId="{len(re.findall("<fill>", styles))}"', look)
    if placed:
        bare = re.sub(r"<alignment[^>]*/>|/?>$|</xf>$", "", look.removesuffix("</xf>"))
        look = f"{bare}><alignment {placed}/></xf>" if not bare.endswith(">") else f"{bare}<alignment {placed}/></xf>"

    def restyle(text: str) -> str:
        text = text.replace("</fills>", f"{fill and f'<fill>{fill}</fill>'}</fills>", 1)
        text = text.replace("</cellXfs>", f"{look}</cellXfs>", 1).replace("</fonts>", f"{font}</fonts>", 1)
        made = f'<numFmt numFmtId="250" formatCode="{number}"/>' if number else ""
        return re.sub(r"(<numFmts[^>]*>)", rf"\1{made}", text, count=1)

    edits = {
        "xl/styles.xml": restyle,
        part: lambda text: re.sub(rf'<c r="{cell}" s="\d+"', f'<c r="{cell}" s="{len(own)}"', text),
    }
    return edited(book, target, edits)
