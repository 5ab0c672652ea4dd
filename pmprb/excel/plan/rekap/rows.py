"""Rows in the order every sheet shows them, and the words and colours they are shown by."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pmprb.catalog.plan_rules import LightBand, PlanRules
from pmprb.consolidation.plans import PlanConsolidation, PlanGroup, PlanResult
from pmprb.consolidation.register import plain
from pmprb.excel.plan.formulas import STATES
from pmprb.excel.rekap.order import name_of
from pmprb.excel.rekap.page import Cell
from pmprb.plans.evaluate import RowResult, State
from pmprb.plans.model import ROMAN

LOOKS = {"hijau": "good", "hijau-muda": "good", "kuning": "underway", "jingga": "warm", "merah": "bad"}
DETAIL = "Rincian"


@dataclass(frozen=True)
class Line:
    """A row of a plan with its unit's and its line's numbers, by which formulas find it."""

    unit_number: int
    line_number: int
    area_number: int
    result: PlanResult
    row: RowResult

    @property
    def unit(self) -> str:
        """The unit's name."""
        return name_of(self.result.unit)


def lines_of(found: PlanConsolidation) -> list[Line]:
    """Return every row, units in the register's order."""
    by_id = {group.id: n for n, group in enumerate(found.lines, start=1) if group.id}
    by_name = {plain(group.title): n for n, group in enumerate(found.lines, start=1) if not group.known}
    areas = {group.id: n for n, group in enumerate(found.areas, start=1)}
    listed = []
    for number, result in enumerate(found.results, start=1):
        for row in result.rows:
            line = by_id.get(row.row.line) or by_name.get(plain(row.row.line_text or "(tidak disebut)"), 0)
            area = areas.get(found.lines[line - 1].area, 0) if line else 0
            listed.append(Line(number, line, area, result, row))
    return listed


def said(row: RowResult) -> str:
    """Return a row's light, or the state it is in without one."""
    return row.band.label if row.band else STATES[row.state]


def light_cell(row: RowResult) -> Cell:
    """Return a cell with a row's light."""
    return Cell(said(row), ("cell", "center", "wrap", light_look(row)))


def light_look(row: RowResult) -> str:
    """Return the part of the theme that a row's light is shown by."""
    if row.band:
        return LOOKS[row.band.colour]
    return "bad" if row.state in (State.NO_REALISATION, State.WRONG) else "unanswered"


def share_look(share: Fraction | None, bands: tuple[LightBand, ...]) -> tuple[str, ...]:
    """Return the colours of a mean."""
    if share is None:
        return ()
    return (LOOKS[next(b for b in bands if b.lower is None or share >= b.lower).colour],)


def share_cell(share: Fraction | None, num: str, *style: str) -> Cell:
    """Return a cell with a share; a dash when there is none."""
    if share is None:
        return Cell("–", ("cell", "center", "muted"))
    return Cell(share, ("cell", *style), num)


def late_words(row: RowResult) -> str:
    """Return the quarters that are due and have no realisation."""
    return ", ".join(ROMAN[q - 1] for q in row.late)


def troubled(rows: list[Line]) -> list[Line]:
    """Return the rows off track, furthest from target first."""
    off = [line for line in rows if line.row.on_track is False]
    return sorted(off, key=lambda one: (one.row.to_date or Fraction(0), one.unit_number, one.row.row.number))


def groups_with_rows(groups: tuple[PlanGroup, ...]) -> list[PlanGroup]:
    """Return the groups somebody has rows in."""
    return [group for group in groups if group.summary.rows]


def bands_of(found: PlanConsolidation, rules: PlanRules) -> tuple[LightBand, ...]:
    """Return the bands of a consolidation's kind."""
    return rules.lights_of(rules.policy_of(rules.kinds_by_id[found.kind])).bands
