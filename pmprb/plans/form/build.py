"""A whole plan worksheet as bytes.

Enters: the rules, a kind, a unit, a period, perhaps rows to fill in. Leaves: an .xlsx, byte for byte the same for the
same input. Refuses to know: files and the clock.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from pmprb.engine.answers import Unit
from pmprb.plans.evaluate import evaluate_row
from pmprb.plans.form.columns import AUTOMATIC, META, PETUNJUK, PLAN, REKAP, PlanGrid, identity_of
from pmprb.plans.form.form import FormWriter
from pmprb.plans.form.petunjuk import GuideWriter
from pmprb.plans.form.recap import RecapWriter
from pmprb.plans.model import QUARTERS, ROMAN, PlanRow
from pmprb.plans.rules import PlanKind, PlanRules
from pmprb.sheets.book import NewBook
from pmprb.sheets.form_look import FORMS
from pmprb.sheets.page import Page
from pmprb.worksheet.template.build import CODE, NAME, TemplateMaker

EPOCH = datetime(2020, 1, 1)
OPEN_ROWS = 40


def build_plan_template(
    rules: PlanRules,
    kind: PlanKind,
    unit: Unit,
    period: str,
    *,
    version: str,
    rows: tuple[PlanRow, ...] = (),
    quarter: int = 0,
    capacity: int = OPEN_ROWS,
) -> bytes:
    """Return a worksheet for a unit with `capacity` open rows; `rows` are filled in.

    `quarter` 0 leaves the quarter to the sheet: the last one with a realisation. Every formula carries the engine's
    value.
    """
    grid = PlanGrid(rules, kind, max(capacity, len(rows)))
    policy = rules.policy_of(kind)
    lights = rules.lights_of(policy)
    entered = (q for row in rows for q in QUARTERS if row.realised[q - 1] is not None)
    reported = quarter or max(entered, default=1)
    results = tuple(evaluate_row(row, policy, lights, reported) for row in rows)
    chosen = ROMAN[quarter - 1] if quarter else AUTOMATIC
    identity = identity_of(rules, kind, unit, period, version)
    with NewBook(None, kind.title, FORMS, created=EPOCH, window=None) as book:
        guide, form, recap = (Page(book, name) for name in (PETUNJUK, PLAN, REKAP))
        GuideWriter(guide, grid, unit, period).write()
        FormWriter(form, grid, policy, lights, unit, period, results, reported, chosen).write()
        RecapWriter(recap, grid, policy, lights, unit, period, results, reported).write()
        book.add_record(META, identity)
    return book.content


class PlanTemplateMaker(TemplateMaker):
    """Makes one kind's empty worksheets: one is built, the others differ from it in the unit's name and code alone."""

    def __init__(
        self, rules: PlanRules, kind: PlanKind, period: str, *, version: str, capacity: int = OPEN_ROWS
    ) -> None:
        """Build the worksheet that all others are made from."""
        marked = Unit(code=CODE, name=NAME)
        made = build_plan_template(rules, kind, marked, period, version=version, capacity=capacity)
        with ZipFile(BytesIO(made)) as package:
            self._parts = [(name, package.read(name)) for name in package.namelist()]
