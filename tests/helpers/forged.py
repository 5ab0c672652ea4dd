"""A rekap as somebody forges it who knows the program: its record changed, the digest made to fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from helpers.package import edited, part_of
from pmprb.office.record import RekapRecord, UnitRecord, digest_of
from pmprb.workbook.ours import read_record

Change = Callable[[RekapRecord], RekapRecord]


def forged(rekap: Path, target: Path, change: Change) -> Path:
    """Write a copy of a rekap that holds a changed record with a digest that fits."""
    record = read_record(rekap).value
    assert record is not None
    made = change(record)
    assert made != record, "nothing was forged"
    return with_texts(rekap, target, made.head_text(), made.unit_texts())


def with_texts(rekap: Path, target: Path, head: str, units: list[str]) -> Path:
    """Write a copy of a rekap with these texts as its record; all else stays to the byte."""
    rows = []
    for n, (key, text) in enumerate(
        (("digest", digest_of(head, units)), ("head", head), *(("unit", u) for u in units)), 2
    ):
        pieces = enumerate((key, *(text[at : at + 32_000] for at in range(0, len(text), 32_000))), 1)
        cells = (
            f'<c r="{get_column_letter(c)}{n}" t="inlineStr"><is><t>{escape(one)}</t></is></c>' for c, one in pieces
        )
        rows.append(f'<row r="{n}">{"".join(cells)}</row>')

    def recorded(sheet: str) -> str:
        before, _, rest = sheet.partition('<row r="2"')
        return f"{before}{''.join(rows)}</sheetData>{rest.partition('</sheetData>')[2]}"

    return edited(rekap, target, {part_of(rekap, "_data"): recorded})


def in_unit(place: int, **update: Any) -> Change:
    """Return what changes fields of one unit."""

    def change(record: RekapRecord) -> RekapRecord:
        units = list(record.units)
        units[place] = units[place].model_copy(update=update)
        return record.model_copy(update={"units": tuple(units)})

    return change


def points(place: int, node: str, value: str) -> Change:
    """Return what gives one unit other points for a heading ("" is the whole), and the whole the index it gives."""

    def change(record: RekapRecord) -> RekapRecord:
        unit = record.units[place]
        name = node or next(iter(unit.nodes))
        nodes = {**unit.nodes, name: replace(unit.nodes[name], points=Fraction(value))}
        return fitting(in_unit(place, nodes=nodes)(record))

    return change


def fitting(record: RekapRecord) -> RekapRecord:
    """Return a record with the index that its units' points give."""
    known = [unit.points for unit in record.units if unit.points is not None]
    return record.model_copy(update={"index": sum(known, Fraction(0)) / len(known)})


def first_item(unit: UnitRecord, score: Fraction | None) -> str:
    """Return the first item with a score."""
    return next(item for item, one in unit.items.items() if one.score == score)
