"""Worksheets crowded with one kind of what a marked copy looks for."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from helpers import corpus
from pmprb.books.feedback.comments import FORMULA

CROWDS = ("merges", "own rules", "other rules", "boxes")


def parts(path: Path) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def crowded(path: Path, kind: str, size: int) -> Path:
    """Return the worksheet with its LKE sheet crowded with one kind of what marking looks for."""
    rule = '<cfRule type="expression" dxfId="0" priority="1"><formula>{}</formula></cfRule></conditionalFormatting>'
    blocks = {
        "merges": "<mergeCells>" + '<mergeCell ref="AA1:AB500"/>' * (2 * size) + "</mergeCells>",
        "own rules": f'<conditionalFormatting sqref="A1">{rule.format(FORMULA.replace(">", "&gt;"))}' * size,
        "other rules": f'<conditionalFormatting sqref="A1">{rule.format("TRUE")}' * size,
        "boxes": f'<legacyDrawing xmlns:r="{corpus.OFFICE}" r:id="d"/>',
    }
    rels = corpus.links().split("<Relationship ")[0]
    rels += f'<Relationship Id="d" Type="{corpus.OFFICE}/vmlDrawing" Target="/xl/d.vml"/></Relationships>'
    vml = corpus.noise(30 * size).hex().replace("7", "<v:shape >") + "</xml>"
    sheet = "xl/worksheets/sheet2.xml"
    xml = parts(path)[sheet].decode().replace("</sheetData>", f"</sheetData>{blocks[kind]}")
    content: dict[str, Any] = parts(path) | {sheet: xml.encode()}
    if kind == "boxes":
        content |= {"xl/worksheets/_rels/sheet2.xml.rels": rels, "xl/d.vml": vml}
    path.write_bytes(corpus.packed(content))
    return path
