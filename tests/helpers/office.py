"""A small register, and worksheets and results of its units."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from helpers.answers import instrument_of, submission_of, typed
from pmprb.engine.answers import Submission, Unit
from pmprb.engine.score import NodeScore, ScoreTree
from pmprb.office.model import UnitResult
from pmprb.office.register import Register

ZI = instrument_of("zi-2021")


BKPSDM = Unit(code="1.02", name="BKPSDM", kind="badan", aliases=("Badan Kepegawaian dan Pengembangan SDM",))


SCHOOL = Unit(code="4.11", name="SD Negeri 1", kind="sekolah", aliases=("SDN 1",))


HOSPITAL = Unit(code="5.01", name="RSUD", kind="rumah sakit")


OFFICE = Unit(code="2.03", name="Dinas Perhubungan", kind="dinas", aliases=("Dishub",))


REGISTER = Register([BKPSDM, SCHOOL, HOSPITAL, OFFICE])


def sheet(unit: Unit = OFFICE, answers: Mapping[str, Any] | None = None, **more: Any) -> Submission:
    """Return a worksheet of a unit for 2026."""
    fields = {"unit": unit, "period": "2026", "file": f"{unit.code}.xlsx"} | more
    return submission_of(ZI, typed(answers or {"semua": "terbaik"}, ZI), **fields)


def scored(code: str, points: Fraction | str, group: str = "") -> UnitResult:
    """Return a result of which only the total matters."""
    total = NodeScore(node="TOTAL", points=Fraction(points), max=Fraction(100), answered=1, items=1)
    tree = ScoreTree(instrument="uji", blank="nol", nodes={"TOTAL": total}, items={})
    unit = Unit(code=code, name=f"Unit {code}", group=group)
    empty = Submission(file="", sha256="", layout="", instrument="uji", unit=unit, answers={})
    return UnitResult(unit=unit, submission=empty, tree=tree, other_tree=tree)
