"""The grammar's shortcut for frequent cells lets through what the grammar lets through without it, nothing else.

The only module that uses private names of the program: whether a pattern took its shortcut, or would have said
the same without, shows at no face.
"""

from __future__ import annotations

import random
import re

import pytest

from helpers.mutants import MUTATIONS, random_rows
from pmprb.workbook import sheetxml

ROWS = (
    '<row r="1" spans="1:9"><c r="A1" s="3" t="s"><v>43</v></c><c r="B1" s="2"/><c r="C1" s="2"><v>0.5</v></c>'
    '<c r="D1" s="1"><f>IF(A1="x",1,0)</f><v>1</v></c><c r="E1" s="1"><f>A1&amp;"b"</f><v /></c>'
    '<c r="F1" s="15" t="str"><f>REPT("█",3)</f><v>███</v></c><c r="G1" s="1" t="inlineStr"><is><t>Ya</t></is></c>'
    '<c r="H1" s="1" t="n" /><c r="I1" s="1" t="n"><v>12.25</v></c><c r="J1" t="s"><v>1</v></c></row>'
)


@pytest.fixture(scope="module")
def without() -> re.Pattern[bytes]:
    """The grammar of all rows without the shortcut."""
    kept, sheetxml._FREQUENT = sheetxml._FREQUENT, rb"(?!)"
    try:
        return sheetxml._grammar(sheetxml._TYPES, sheetxml._ATTRIBUTES, sheetxml._ROW)
    finally:
        sheetxml._FREQUENT = kept


def test_the_shortcut_changes_no_verdict(without: re.Pattern[bytes]) -> None:
    assert without.fullmatch(ROWS.encode()) and sheetxml._all_rows(False).fullmatch(ROWS.encode())
    passed = 0
    for number in range(6000):
        pick = random.Random(number)
        rows = ROWS if pick.random() < 0.7 else random_rows(pick)
        for _ in range(pick.choice((0, 1, 1, 1, 2))):
            rows = pick.choice(MUTATIONS)(pick, rows)
        xml = rows.encode("utf-8", "surrogatepass")
        verdict = without.fullmatch(xml) is not None
        assert (sheetxml._all_rows(False).fullmatch(xml) is not None) is verdict, rows
        passed += verdict
    assert 500 < passed < 5500


def test_every_frequent_cell_is_taken_by_the_shortcut() -> None:
    frequent = re.compile(sheetxml._STYLE + b"(?:" + sheetxml._FREQUENT + b")")
    cells = [cell.partition(b'"')[2] for cell in ROWS.encode().removesuffix(b"</row>").split(b'<c r="')[1:-1]]
    assert len(cells) == 9
    assert all(frequent.fullmatch(cell) for cell in cells)
