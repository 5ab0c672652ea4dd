"""Mutated worksheets that are evaluated: what a mutation may do to the answers, and what it must be told for.

The same mutant for the same number. A mutant knows which answer cells it touched itself; every other answer must be
what it was, or a temuan must say so. Some mutants change a filled template as bytes or XML parts, most change its cells
as people do: a value, a row, a column, a heading, a sheet.
"""

from __future__ import annotations

import io
import random
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from helpers import corpus
from helpers.mutants import mutate_bytes, mutate_parts, tidy_here
from helpers.sheets import answers, instrument, write
from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.cli.commands import program
from pmprb.cli.indonesia import run as command_line
from pmprb.engine.answers import Answer, State, said
from pmprb.jobs.evaluate import Evaluated, Options, evaluate
from pmprb.jobs.inputs import Catalogs
from pmprb.temuan import Temuan
from pmprb.workbook import guard as guard_module
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
CONSEQUENCES = ("TELAAH", "NILAI", "BUKU-027", "ISI-012", "ISI-020", "ISI-021")
"""What follows from an answer that is another one: it does not tell that it is."""


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


# A run over many: each is evaluated, and now and then what was gathered is written, as the commands do it.


BATCH, KEPT = 60, 20
"""So many mutants are evaluated, and the last of them gathered, before something is written."""
Tell = Callable[[str], None]


def run(numbers: range, tell: Tell) -> None:
    """Evaluate the mutants of these numbers and write what comes of them.

    Tells `number` before each is tried, `scored` after one that was, `! what` for a fault, `written` after a rekap.
    """
    guard_module.tidy = tidy_here
    folder = Path(scratch(), "kiriman")
    folder.mkdir(exist_ok=True)
    gathered: list[Seed] = []
    for number in numbers:
        tell(f"{number}")
        made = mutant(number)
        path = folder / f"{number}.xlsx"
        path.write_bytes(made.data)
        found = evaluated(path)
        if found.result is not None:
            tell("scored")
        for fault in faults(made, found, path):
            tell(f"! {number} {made.seed.catalog.id} {made.kind}: {fault}")
        gathered.append(made.seed)
        if len(gathered) <= BATCH - KEPT:
            path.unlink()
        if len(gathered) == BATCH or number == numbers[-1]:
            for fault in written(folder, gathered, number):
                tell(f"! {number} {fault}")
            tell("written")
            gathered.clear()
            shutil.rmtree(folder)
            folder.mkdir()


def written(folder: Path, gathered: list[Seed], number: int) -> Iterator[str]:
    """Write a rekap with its feedback, or review workbooks, of a folder of mutants; yield what is wrong."""
    seed = Counter(gathered).most_common(1)[0][0]
    (folder / "baik.xlsx").write_bytes(seed.data)
    made = Path(scratch(), "hasil")
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    rekap, same = made / "rekap.xlsx", ("--instrumen", seed.catalog.id)
    asked = (
        ("gabung", folder, "-o", rekap, *same, "--ganda", "terbaru", "--umpan-balik", made / "balik"),
        ("gabung", folder, "-o", rekap, *same, "--ganda", "terbaru", "--ketat", "--json"),
        ("templat", seed.catalog.id, "--untuk", "tpi", "--dari", folder, "-o", made / "tpi"),
        ("periksa", folder, *same),
    )[number // BATCH % 4]
    code, said = called(*asked)
    if code not in (0, 1) or "BUKU-042" in said or "Traceback" in said:
        yield f"{asked[0]}: {code} {said[-600:]}"
    for path in made.rglob("*.xlsx"):
        if path.parent.name != "balik" and open_book(path, long=True).value is None:
            yield f"{asked[0]}: {path.name} cannot be read"
    if asked[0] == "gabung" and not rekap.exists():
        yield f"{asked[0]}: no rekap: {said[-600:]}"


def called(*args: object) -> tuple[int, str]:
    """Return exit code and all output of a command, in this process."""
    out = io.StringIO()
    code = 0
    with redirect_stdout(out), redirect_stderr(out):
        try:
            command_line(program, [str(arg) for arg in args])
        except SystemExit as leaving:
            code = int(leaving.code or 0)
    return code, out.getvalue()


# What must hold of every evaluated mutant.


def faults(mutant: Mutant, found: Evaluated, path: Path) -> Iterator[str]:
    """Yield what is wrong: a stumble, an answer that changed without a word, a refusal without a reason."""
    if any(t.code == "BUKU-042" for t in found.temuan):
        yield f"stumbled: {[t.values for t in found.temuan if t.code == 'BUKU-042']}"
    if found.result is None:
        if not any(t.severity == "KESALAHAN" for t in found.temuan):
            yield "refused without a reason"
        return
    before = mutant.seed.read if mutant.as_file else mutant.seed.bare
    if found.result.submission.instrument != mutant.seed.catalog.id:
        return
    if mutant.retitled:
        return
    new = [t for t in found.temuan if _key(t) not in _keys(mutant.seed, mutant.as_file)]
    told = [t for t in new if not t.code.startswith(CONSEQUENCES)]
    for item in changed(before, found):
        about = [t for t in told if t.node == item or not t.node]
        if about or (mutant.as_file and _cell_changed(mutant, item, path)):
            continue
        answer = found.result.submission.answers.get(item)
        if item in mutant.typed and answer and _says(mutant.seed.catalog, item, answer, mutant.typed[item]):
            continue
        yield f"{item} changed without a temuan: {answer}, typed {mutant.typed.get(item, '(nothing)')!r:.60}"


def _key(temuan: Temuan) -> tuple[str, str]:
    return temuan.code, temuan.node


@cache
def _keys(seed: Seed, as_file: bool) -> frozenset[tuple[str, str]]:
    return frozenset(map(_key, (seed.read if as_file else seed.bare).temuan))


def _says(catalog: Instrument, item_id: str, answer: Answer, typed: Value | None) -> bool:
    """True when an answer is just what was typed, so that nothing need be told."""
    item = catalog.items[item_id]
    if answer.state is State.NOT_APPLICABLE:
        return item.allow_not_applicable and typed in ("tidak berlaku", "n/a")
    if isinstance(item, ChoiceItem):
        return answer.state is State.GIVEN and answer.choice == typed
    if isinstance(item, ScaleItem):
        plain = float(typed.replace(",", ".")) if typed in ("0,75", "75,5") and isinstance(typed, str) else typed
        return answer.state is State.GIVEN and isinstance(plain, float) and float(answer.value or 0) == plain
    plain = float(typed) if typed == "2026" else typed
    return plain is None or (isinstance(plain, float) and plain in [float(value) for _, value in answer.counts])


def _cell_changed(mutant: Mutant, item: str, path: Path) -> bool:
    """True when the file itself says something else in the item's own cells: then the answer must."""
    book = open_book(path).value
    sheet = book.sheet(LKE) if book else None
    if sheet is None:
        return True
    own = mutant.seed.grid[LKE]
    return any(
        sheet.value(r, c) != own[r][c] or (r, c) in sheet.errors
        for (r, c), name in places(mutant.seed).items()
        if name == item
    )
