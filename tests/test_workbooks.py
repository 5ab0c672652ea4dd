"""`workbooks/` is what the code makes today: the same files with the same cells."""

from __future__ import annotations

from pathlib import Path

from pmprb.demo.workbooks import workbooks
from pmprb.workbook.book import open_book

FOLDER = Path(__file__).parent.parent / "workbooks"
REMEDY = "run: python -m pmprb.demo.workbooks workbooks"


def test_the_folder_holds_what_the_code_makes(tmp_path: Path) -> None:
    made = dict(workbooks())
    assert {p.relative_to(FOLDER).as_posix() for p in FOLDER.rglob("*.xlsx")} == set(made), REMEDY
    for name, content in made.items():
        path = tmp_path / "baru.xlsx"
        path.write_bytes(content)
        new, kept = open_book(path).value, open_book(FOLDER / name).value
        assert new is not None and kept is not None
        assert [s.name for s in new.sheets] == [s.name for s in kept.sheets]
        for mine, theirs in zip(new.sheets, kept.sheets, strict=True):
            assert mine.rows == theirs.rows, f"{name}, {mine.name}: {REMEDY}"
            assert mine.formulas == theirs.formulas, f"{name}, {mine.name}: {REMEDY}"
