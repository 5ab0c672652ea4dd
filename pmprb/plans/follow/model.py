"""Recommendations followed up, as typed values, and how many stand where.

Refuses to know: files, Excel, how a cell was spelled.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from hashlib import sha256
from typing import Literal

from pmprb.engine.answers import Unit
from pmprb.office.model import InputFile
from pmprb.plans.model import PlanFile
from pmprb.temuan import CellPos, Model, Temuan

State = Literal["open", "underway", "done", "void"]
OPEN: tuple[State, ...] = ("open", "underway")
"""States in which something is still to be done."""


class FollowRow(Model):
    """One action on a recommendation. `line` is the id of a theme, or empty; `quarter` 0: no due quarter was named.

    `wrong`: a cell that counting needs could not be understood, so the row counts as none of the states.
    """

    number: int
    line: str = ""
    line_text: str = ""
    recommendation: str = ""
    source_year: str = ""
    source_page: str = ""
    action: str = ""
    unit: str = ""
    quarter: int = 0
    evidence: str = ""
    state: State = "open"
    verified: str = ""
    note: str = ""
    wrong: bool = False
    at: CellPos = CellPos(workbook="")

    def is_late(self, quarter: int) -> bool:
        """True when the row was due by a quarter and is not finished; never with quarter 0."""
        return not self.wrong and self.state in OPEN and 0 < self.quarter <= quarter


class FollowPlan(PlanFile):
    """One file of recommendations."""

    rows: tuple[FollowRow, ...] = ()

    @property
    def content(self) -> str:
        """A digest of the rows, wherever their cells stand: two files with the same say the same."""
        rows = "\n".join(row.model_dump_json(exclude={"at"}) for row in self.rows)
        return sha256(rows.encode()).hexdigest()


class FollowCount(Model):
    """How many rows stand where. `verified`: finished ones that somebody verified; `late`: due and unfinished."""

    rows: int = 0
    open: int = 0
    underway: int = 0
    done: int = 0
    void: int = 0
    wrong: int = 0
    verified: int = 0
    late: int = 0

    @property
    def share(self) -> Fraction | None:
        """Finished rows of all rows, 0..1; None without a row."""
        return Fraction(self.done, self.rows) if self.rows else None


def counted(rows: Iterable[FollowRow], quarter: int) -> FollowCount:
    """Return how many rows stand where, lateness as of a quarter."""
    found = dict.fromkeys(FollowCount.model_fields, 0)
    for row in rows:
        found["rows"] += 1
        found["wrong" if row.wrong else row.state] += 1
        found["verified"] += not row.wrong and row.state == "done" and bool(row.verified)
        found["late"] += row.is_late(quarter)
    return FollowCount(**found)


class FollowResult(Model):
    """One unit's file that counts."""

    unit: Unit
    plan: FollowPlan
    temuan: tuple[Temuan, ...] = ()


class FollowGroup(Model):
    """Rows of one theme or one unit; `known` is false for a theme that is not in the list."""

    title: str
    code: str = ""
    known: bool = True
    count: FollowCount


class FollowLine(Model):
    """A row with the unit that handed it in and the one that acts, as the register has it where it knows it."""

    sender: Unit
    actor: Unit
    row: FollowRow


class FollowConsolidation(Model):
    """Everything the workbook of recommendations shows, units in the register's order; `quarter` 0: none was named, so
    nothing is late."""

    kind: str
    rules_hash: str
    period: str
    quarter: int
    results: tuple[FollowResult, ...]
    lines: tuple[FollowLine, ...]
    inputs: tuple[InputFile, ...]
    missing: tuple[Unit, ...]
    registered: int
    total: FollowCount
    by_line: tuple[FollowGroup, ...]
    by_unit: tuple[FollowGroup, ...]
    temuan: tuple[Temuan, ...]
