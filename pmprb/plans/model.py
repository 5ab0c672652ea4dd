"""Rows of an action plan as typed values.

Blank and zero are two things: None is nothing entered, 0 is a figure.
Refuses to know: files, Excel, how a cell was spelled.
"""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256

from pydantic import Field

from pmprb.engine.answers import Unit
from pmprb.plans.rules import Logic, Polarity, RollUp
from pmprb.temuan import CellPos, Model

QUARTERS = (1, 2, 3, 4)
ROMAN = ("I", "II", "III", "IV")
Quarters = tuple[Fraction | None, Fraction | None, Fraction | None, Fraction | None]
NONE: Quarters = (None, None, None, None)


class Review(Model):
    """The evaluator's four dimensions: True Sesuai, False Tidak Sesuai, None not judged."""

    accuracy: bool | None = None
    output: bool | None = None
    quality: bool | None = None
    time: bool | None = None
    note: str = ""

    @property
    def judged(self) -> tuple[bool, ...]:
        """The dimensions that were judged."""
        return tuple(v for v in (self.accuracy, self.output, self.quality, self.time) if v is not None)


class PlanFigure(Model):
    """A figure the workbook itself shows in a computed column: compared, never trusted."""

    key: str
    value: Fraction
    at: CellPos


class PlanRow(Model):
    """One output of an action. `shared` is how figures of several units become one, None where nothing is declared.

    `line` is the id of a kegiatan utama or theme, or empty when it is none of the list.

    `wrong`: a cell that the reckoning needs could not be understood, so the row is not rated. `status` is what a
    foreign form records ("Tercapai") and `reached` what it means; `foreign`: the row is of such a form.
    """

    number: int
    line: str = ""
    line_text: str = ""
    action: str = ""
    goal: str = ""
    problem: str = ""
    indicator: str = ""
    baseline: Fraction | None = None
    baseline_text: str = ""
    indicator_target: str = ""
    output: str = ""
    unit: str = ""
    polarity: Polarity = Polarity.HIGHER
    logic: Logic = Logic.INDEPENDENT
    roll_up: RollUp = RollUp.SUM
    shared: RollUp | None = None
    targets: Quarters = NONE
    year_target: Fraction | None = None
    upper: Fraction | None = None
    budget: Fraction | None = None
    coordinator: str = ""
    executor: str = ""
    realised: Quarters = NONE
    budget_realised: Fraction | None = None
    obstacle: str = ""
    follow_up: str = ""
    evidence: str = ""
    review: Review = Field(default_factory=Review)
    status: str = ""
    reached: bool | None = None
    wrong: bool = False
    foreign: bool = False
    at: CellPos = CellPos(workbook="")
    places: tuple[tuple[str, CellPos], ...] = ()
    figures: tuple[PlanFigure, ...] = ()

    def place(self, key: str) -> CellPos:
        """Return the cell of a column ("realised:2" for a quarter's), or the row's own place."""
        return next((at for name, at in self.places if name == key), self.at)

    @property
    def name(self) -> str:
        """What the row is called: its output, or its action."""
        return self.output or self.action or f"baris {self.number}"


class PlanFile(Model):
    """One unit's file that was read; `quarter` is the one it reports, 0 when it says none."""

    file: str
    sha256: str = ""
    kind: str
    rules_hash: str = ""
    unit: Unit
    shown_name: str = ""
    period: str = ""
    modified: str = ""
    quarter: int = 0


class Plan(PlanFile):
    """One unit's action plan read whole."""

    layout: str = "pmprb"
    rows: tuple[PlanRow, ...] = ()

    @property
    def last_reported(self) -> int:
        """The last quarter with any realisation, 0 without one."""
        return max((q for row in self.rows for q in QUARTERS if row.realised[q - 1] is not None), default=0)

    @property
    def content(self) -> str:
        """A digest of the rows, wherever their cells stand: two plans with the same say the same."""
        rows = "\n".join(row.model_dump_json(exclude=_PLACES) for row in self.rows)
        return sha256(rows.encode()).hexdigest()


_PLACES = {"at", "places", "figures"}
