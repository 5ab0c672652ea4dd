"""What the registry holds for one code: title, sentence, repair, meaning and an example.

Enters: nothing. Leaves: `Message`, `Plural`, `Example` and short makers of examples.
Templates are read by `pmprb.temuan.render`; its docstring explains their signs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pmprb.temuan.record import CellPos, Code, FilePos, Temuan

FoldBy = Literal["column", "sheet"]

EXAMPLE_FILE = "dinas-pendidikan.xlsx"
EXAMPLE_PLAN = "rencana-dinas-pangan.xlsx"


@dataclass(frozen=True)
class Example:
    """Where, which node and which values an example of a temuan has."""

    at: CellPos | FilePos
    node: str = ""
    values: tuple[tuple[str, str], ...] = ()

    def temuan(self, code: Code) -> Temuan:
        """Return the example as a temuan of `code`."""
        return Temuan.of(code, self.at, self.node).model_copy(update={"values": self.values})


@dataclass(frozen=True)
class Plural:
    """How many temuan of one code become one sentence.

    `sentence` knows {count} and {list}; `each` makes one part of the list from one temuan.
    `by` is what they must share: the column of a sheet, or only the sheet.
    """

    sentence: str
    each: str = "{node}"
    repair: str = ""
    by: FoldBy = "column"


@dataclass(frozen=True)
class Message:
    """All words about one code. `unused` names values that are deliberately not shown."""

    title: str
    sentence: str
    repair: str
    meaning: str
    example: Example
    plural: Plural | None = None
    unused: tuple[str, ...] = ()


def on_cell(cell: str, node: str = "", /, **values: str) -> Example:
    """Return an example at a cell of the sheet LKE, or at the sheet when `cell` is empty."""
    return Example(CellPos(workbook=EXAMPLE_FILE, sheet="LKE", cell=cell), node, tuple(values.items()))


def on_register(cell: str, /, **values: str) -> Example:
    """Return an example at a cell of the register of units."""
    at = CellPos(workbook="daftar-unit.xlsx", sheet="Daftar Unit", cell=cell)
    return Example(at, "", tuple(values.items()))


def plan_cell(cell: str, node: str = "Arsip tertata", /, **values: str) -> Example:
    """Return an example at a cell of an action plan; `node` is the indicator's name."""
    return Example(CellPos(workbook=EXAMPLE_PLAN, sheet="Rencana Aksi", cell=cell), node, tuple(values.items()))


def on_book(workbook: str = EXAMPLE_FILE, node: str = "", /, **values: str) -> Example:
    """Return an example about a whole file or folder."""
    return Example(CellPos(workbook=workbook), node, tuple(values.items()))


def on_line(file: str, line: int, column: int, node: str = "", /, **values: str) -> Example:
    """Return an example in a text file, such as a catalog's."""
    return Example(FilePos(file=file, line=line, column=column), node, tuple(values.items()))
