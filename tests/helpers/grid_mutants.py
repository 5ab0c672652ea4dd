"""Mutated worksheets: filled ones, changed as people change them: a value, a row, a column, a heading, a sheet.

The same mutant for the same number. It knows which answer cells it touched itself. Some mutants change a filled
template as bytes or XML parts. What is to come of them stands in helpers/evaluated.py.
"""

from __future__ import annotations

import random
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from helpers import corpus
from helpers.mutants import mutate_bytes, mutate_parts
from helpers.sheets import answers, instrument, write
from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import said
from pmprb.jobs.evaluate import Evaluated, Options, evaluate
from pmprb.jobs.inputs import Catalogs
from pmprb.workbook.book import Value, open_book

Rows = list[list[Value]]
Grid = dict[str, Rows]
LKE = "LKE"
INSTRUMENTS = ("rb-tematik-2024", "rb-general-2024", "zi-2021", "pmprb-2020-unit")
"""The small ones are drawn more often: a mutant of theirs takes a fifth of the time."""
WEIGHTS = (10, 4, 1, 1)
NASTY: tuple[Value, ...] = (
    *(
        "1e309",
        "-1e309",
        "9" * 400,
        "1e-400",
        "inf",
        "nan",
        "198501012010011001",
        1.98501012010011e17,
        1e300,
        -1.0,
        0.5,
    ),
    *(
        5e-324,
        1e15,
        0.1 + 0.2,
        "",
        " ",
        "\t\n",
        "-",
        "Ya",
        "ya.",
        " A ",
        "a)",
        "A/B",
        "А",
        "Y",
        "E",
        "0,75",
        "75%",
        "75,5",
    ),
    *(
        "1.000",
        "1,000",
        "1.000.000",
        "12 orang",
        "tidak berlaku",
        "n/a",
        "TRUE",
        True,
        False,
        "=1+1",
        "+62",
        "@x",
        "#REF!",
    ),
    *("x" * 33_000, "1a" * 9_000, "dari 1 " * 4_000, "a\u0301" * 200, "e" + "\u0301\u0316" * 300, "\ufdfa" * 900),
    *(
        "\u200b",
        "\u202eabc",
        "\U0001f600",
        "2026",
        "Tahun 2026",
        "A.I.1.i.a",
        "TOTAL",
        "Jawaban",
        "Kode",
        "Jawaban TPI",
    ),
)


@dataclass(frozen=True, eq=False)
class Seed:
    """A filled worksheet: its bytes, its cells, and what is read in each."""

    catalog: Instrument
    data: bytes
    grid: Grid
    read: Evaluated
    bare: Evaluated
    """What is read when the cells alone are written, without formulas, formats and lists."""


@dataclass
class Mutant:
    """A mutated worksheet. `typed` has what was put into answer cells, by item; None for what cannot be known."""

    seed: Seed
    data: bytes
    kind: str
    typed: dict[str, Value | None] = field(default_factory=dict)
    retitled: bool = False
    """Another column was given the heading of the answers: what stands in it is what the file says is answered."""
    as_file: bool = False


def packed(grid: Mapping[str, Rows], hidden: frozenset[str] = frozenset({"_meta"})) -> bytes:
    """Return sheets of cells as a plain workbook."""
    content: dict[str, str | bytes] = {}
    listed, related, types = "", "", ""
    for number, (name, rows) in enumerate(grid.items(), start=1):
        state = ' state="veryHidden"' if name in hidden else ""
        listed += f'<sheet name={quoteattr(name)} sheetId="{number}"{state} r:id="rId{number}"/>'
        related += (
            f'<Relationship Id="rId{number}" Type="{corpus.OFFICE}/worksheet" Target="worksheets/s{number}.xml"/>'
        )
        content[f"xl/worksheets/s{number}.xml"] = corpus.sheet("".join(_row(r, row) for r, row in enumerate(rows)))
        types += (
            f'<Override PartName="/xl/worksheets/s{number}.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.spreadsheetml.worksheet+xml"/>'
        )
    main, package = corpus.MAIN, "http://schemas.openxmlformats.org/package/2006"
    content["xl/workbook.xml"] = (
        f'<workbook xmlns="{main}" xmlns:r="{corpus.OFFICE}"><sheets>{listed}</sheets></workbook>'
    )
    content["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{package}/relationships">{related}</Relationships>'
    content["_rels/.rels"] = (
        f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{corpus.OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    content["[Content_Types].xml"] = (
        f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        'package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        f'officedocument.spreadsheetml.sheet.main+xml"/>{types}</Types>'
    )
    return corpus.packed(content, zipfile.ZIP_STORED)


@cache
def _letters(column: int) -> str:
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def _row(r: int, row: list[Value]) -> str:
    cells = "".join(_cell(f"{_letters(c)}{r + 1}", value) for c, value in enumerate(row) if value is not None)
    return f'<row r="{r + 1}">{cells}</row>' if cells else ""


def _cell(at: str, value: Value) -> str:
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, float):
        return f'<c r="{at}"><v>{value!r}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


@cache
def seeds() -> tuple[Seed, ...]:
    """Return the filled worksheets that are mutated."""
    folder = Path(scratch())
    return tuple(_seed(name, folder / f"{name}.xlsx") for name in INSTRUMENTS)


@cache
def scratch() -> str:
    """Return a folder for this run's files."""
    return tempfile.mkdtemp(prefix="mutan-")


def _seed(name: str, path: Path) -> Seed:
    catalog = instrument(name)
    write(path, catalog, answers(catalog, f"mutan {name}", blank=0.03))
    book = open_book(path).value
    assert book is not None
    grid = {sheet.name: [list(row) for row in sheet.rows] for sheet in book.sheets}
    read, data = evaluated(path), path.read_bytes()
    path.write_bytes(packed(grid))
    bare = evaluated(path)
    assert bare.result is not None and read.result is not None
    assert changed(read, bare) == []
    return Seed(catalog, data, grid, read, bare)


def evaluated(path: Path) -> Evaluated:
    """Return what the whole pipeline makes of a file."""
    return evaluate(path.name, path, Catalogs(), Options())


def changed(before: Evaluated, after: Evaluated) -> list[str]:
    """Return the items whose answers say something else."""
    assert before.result is not None and after.result is not None
    old, new = before.result.submission.answers, after.result.submission.answers
    return [item for item in old if item not in new or said(old[item]) != said(new[item])]


# Mutations of cells. Each changes the grid and notes what it typed into answer cells.


@dataclass
class Cells:
    """A grid being mutated."""

    seed: Seed
    grid: Grid
    typed: dict[str, Value | None] = field(default_factory=dict)
    retitled: bool = False
    hidden: set[str] = field(default_factory=lambda: {"_meta"})
    places: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def rows(self) -> Rows:
        """The rows of the sheet that holds the answers; of any sheet when it went away."""
        return self.grid.get(LKE) or next(iter(self.grid.values()))

    def put(self, row: int, column: int, value: Value) -> None:
        """Write a cell, and note it when an answer stands there."""
        line = self.rows[row]
        line += [None] * (column + 1 - len(line))
        line[column] = value
        item = self.places.get((row, column))
        if item:
            several = item in self.typed and isinstance(self.seed.catalog.items[item], RatioItem)
            self.typed[item] = None if several else value


def _places(seed: Seed) -> dict[tuple[int, int], str]:
    """Return (row, column) -> item of every answer cell; a ratio has several."""
    assert seed.bare.result is not None
    found: dict[tuple[int, int], str] = {}
    codes = {f"{i.id}.{c.id}": i.id for i in seed.catalog.items.values() if isinstance(i, RatioItem) for c in i.inputs}
    codes |= {i.id: i.id for i in seed.catalog.items.values() if not isinstance(i, RatioItem)}
    rows = seed.grid[LKE]
    header = next(r for r, row in enumerate(rows) if "Jawaban" in row)
    column = rows[header].index("Jawaban")
    for r, row in enumerate(rows[header + 1 :], start=header + 1):
        if row and str(row[0]) in codes:
            found[r, column] = codes[str(row[0])]
    return found


places = cache(_places)


def nasty_answer(pick: random.Random, cells: Cells) -> None:
    """Put something odd into an answer cell."""
    row, column = pick.choice(sorted(cells.places))
    cells.put(row, column, pick.choice(NASTY))


def other_answer(pick: random.Random, cells: Cells) -> None:
    """Put another legal answer into an answer cell."""
    row, column = pick.choice(sorted(cells.places))
    item = cells.seed.catalog.items[cells.places[row, column]]
    if isinstance(item, ChoiceItem):
        cells.put(row, column, pick.choice(list(item.options)))
    elif isinstance(item, ScaleItem):
        cells.put(row, column, float(pick.choice((item.scale.min, item.scale.max))))
    else:
        cells.put(row, column, float(pick.randint(0, 9)))


def nasty_cell(pick: random.Random, cells: Cells) -> None:
    """Put something odd into any cell that is no answer, of any sheet."""
    name = pick.choice(sorted(cells.grid))
    rows = cells.grid[name]
    if not rows:
        return
    row = pick.randrange(len(rows))
    column = pick.randrange(max(1, len(rows[row]) + 1))
    if name == LKE and (row, column) in cells.places:
        return
    line = rows[row]
    line += [None] * (column + 1 - len(line))
    line[column] = pick.choice(NASTY)


def swap_rows(pick: random.Random, cells: Cells) -> None:
    """Exchange two rows, as sorting does."""
    one, other = (pick.randrange(len(cells.rows)) for _ in range(2))
    cells.rows[one], cells.rows[other] = cells.rows[other], cells.rows[one]


def insert_row(pick: random.Random, cells: Cells) -> None:
    """Insert an empty row, a note, or a row that stands elsewhere already."""
    new = pick.choice(([], [pick.choice(NASTY)], list(pick.choice(cells.rows)), [None, "catatan", None, "lihat bawah"]))
    cells.rows.insert(pick.randrange(len(cells.rows) + 1), new)


def delete_row(pick: random.Random, cells: Cells) -> None:
    """Delete a row."""
    del cells.rows[pick.randrange(len(cells.rows))]


def insert_column(pick: random.Random, cells: Cells) -> None:
    """Insert a column, empty or with something in it."""
    at, value = pick.randrange(14), pick.choice((None, None, "x", "A", "Ya", 1.0))
    for row in cells.rows:
        if len(row) >= at:
            row.insert(at, value)


def delete_column(pick: random.Random, cells: Cells) -> None:
    """Delete a column."""
    at = pick.randrange(14)
    for row in cells.rows:
        del row[at : at + 1]


def swap_columns(pick: random.Random, cells: Cells) -> None:
    """Exchange two columns, headings and all."""
    one, other = pick.randrange(14), pick.randrange(14)
    for row in cells.rows:
        row += [None] * (1 + max(one, other) - len(row))
        row[one], row[other] = row[other], row[one]


def change_heading(pick: random.Random, cells: Cells) -> None:
    """Give a column another heading."""
    header = next((row for row in cells.rows if "Jawaban" in row), None)
    if header:
        known = [value for row in cells.rows if row is header for value in row if value]
        heading = pick.choice((*known, *NASTY))
        cells.retitled |= heading == "Jawaban"
        header[pick.randrange(len(header))] = heading


def change_sheets(pick: random.Random, cells: Cells) -> None:
    """Rename, copy, hide or drop a sheet."""
    name = pick.choice(sorted(cells.grid))
    kind = pick.randrange(4)
    if kind == 0:
        cells.grid[pick.choice(("Sheet1", "LKE (2)", "lke ", "Data", "LKE TW II"))] = cells.grid.pop(name)
    elif kind == 1:
        cells.grid[f"{name} (2)"] = [list(row) for row in cells.grid[name]]
    elif kind == 2:
        cells.hidden.add(name)
    elif len(cells.grid) > 1:
        del cells.grid[name]


VALUES = (nasty_answer, nasty_answer, other_answer, nasty_cell, nasty_cell)
SHAPES = (swap_rows, insert_row, delete_row, insert_column, delete_column, swap_columns, change_heading, change_sheets)
Change = Callable[[random.Random, Cells], None]


def mutant(number: int) -> Mutant:
    """Return the mutant of this number, the same one every time."""
    pick = random.Random(number)
    seed = pick.choices(seeds(), WEIGHTS)[0]
    if pick.random() < 0.2:
        data = mutate_bytes(pick, seed.data) if pick.random() < 0.3 else mutate_parts(pick, seed.data)
        return Mutant(seed, data, "file", as_file=True)
    cells = Cells(seed, {name: [list(row) for row in rows] for name, rows in seed.grid.items()})
    cells.places = places(seed)
    for row in cells.grid["_meta"]:
        if row[0] in ("unit_code", "unit_name"):
            row[1] = f"{row[1]} {number % 997}"
    told: list[str] = []
    for _ in range(pick.choice((1, 1, 2, 3))):  # values first: afterwards cells may lie elsewhere
        change: Change = pick.choice(VALUES)
        change(pick, cells)
        told.append(change.__name__)
    for _ in range(pick.choice((0, 0, 1, 1, 2))):
        change = pick.choice(SHAPES)
        change(pick, cells)
        told.append(change.__name__)
    return Mutant(seed, packed(cells.grid, frozenset(cells.hidden)), " ".join(told), cells.typed, cells.retitled)
