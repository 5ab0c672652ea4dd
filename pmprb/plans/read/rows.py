"""One row of a plan sheet to a `PlanRow`: headings carried down, figures, choices, joined quarter texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from pmprb.numbers import exact_sum
from pmprb.period import Period
from pmprb.plans.groups import UnitNames
from pmprb.plans.model import NONE, QUARTERS, ROMAN, PlanFigure, PlanRow, Quarters, Review
from pmprb.plans.read.entries import RowCells, plain_number, spelling
from pmprb.plans.read.headers import LineFinder, PlacedPlan
from pmprb.plans.rules import Logic, PlanKind, PlanLine, PlanRules, Polarity, RollUp
from pmprb.temuan import (
    CarriedFromAbove,
    CellPos,
    FiguresOfTwoScales,
    FiguresWithoutAction,
    NameOutsideList,
    TargetNegative,
    Temuan,
    TwoNumberSpellings,
    UnitsOfMeasureDiffer,
    WayLeftBlank,
)
from pmprb.workbook.tolerant import choice, number

CHAIN = ("line", "goal", "problem", "indicator", "action")
"""From the widest heading to the narrowest: a new wide one ends what the narrower ones carried down."""
_BESIDE = {"baseline": "indicator", "indicator_target": "indicator", "coordinator": "action", "executor": "action"}
_COMPUTED = ("to_date", "of_year")
_REVIEW = ("review_accuracy", "review_output", "review_quality", "review_time")
_TEXTS = (
    "action", "goal", "problem", "indicator", "indicator_target", "output", "unit", "coordinator", "executor",
    "evidence", "status",
)  # fmt: skip
_LARGE = 20
"""A per cent this large beside one of at most 1: the small one is likely a fraction."""
_POINTED = (
    "baseline", "obstacle", "follow_up", "status", "upper", "year_target", "logic", "unit", "polarity", "output",
    "indicator",
)  # fmt: skip
_TIMES = re.compile(r"[,;/&+–—-]|\b(?:dan|s\.?d\.?|sampai|hingga)(?![a-z])", re.IGNORECASE)
"""Between the times of a column Waktu: "B03, B06", "Januari s.d. Mei"."""


def quarter_due(when: str) -> int | None:
    """Return the quarter (1..4) in which the last time ends that a text names: 2 for "B05", "Mei", "TW I, TW II".

    None where no part of the text is a month, a quarter or half a year; a whole year says nothing of a quarter.
    """
    found = [Period.of(part) for part in (when, *_TIMES.split(when))]
    ends = [period.last for period in found if period.known and period.last - period.first < 11]
    return (max(ends) + 2) // 3 if ends else None


class RowReader:
    """Reads rows from the top down and remembers what headings carry down."""

    def __init__(
        self, placed: PlacedPlan, rules: PlanRules, kind: PlanKind, file: str, period: str, foreign: bool
    ) -> None:
        self.placed, self.rules, self.kind, self.file, self.foreign = placed, rules, kind, file, foreign
        self.finder = LineFinder(rules, kind, period)
        self.listed = bool(rules.lines_of(kind, period))  # a list may have ended: then the names are free text
        self.carried: dict[str, str] = {}
        self.units = UnitNames(rules.picks.unit)
        self.spelled: dict[tuple[str, int], dict[str, tuple[str, CellPos]]] = {}
        self.limits = {column.key: column for column in rules.columns}
        self.titles = {column.key: column.title for column in rules.columns} | {"line": kind.line_title}

    def read(self, r: int, number_: int) -> tuple[PlanRow, list[Temuan]] | None:
        """Return the row and what was noticed; None for a row in which nothing is filled."""
        cells = RowCells(self.file, self.placed.sheet, r)
        texts = {key: cells.text(self.placed.column(key)) for key, q in self.placed.columns if not q}
        if not self._is_filled(cells, texts):
            self._remember(texts)
            return None
        filled = self._carry(texts)
        cells.name = texts.get("output") or texts.get("action") or f"baris {number_}"
        cells.units, cells.unit = self.units, texts.get("unit", "")
        for key in filled:
            column = self.placed.column(key)
            assert column is not None
            cells.temuan.append(CarriedFromAbove(cells.at(column), cells.name, label=self.titles[key]))
        self._compare_units(cells, texts)
        row = self._row(cells, texts, number_)
        if not texts.get("action") and not texts.get("output"):
            cells.temuan.append(FiguresWithoutAction(row.at, cells.name))
        return row, cells.temuan

    def _is_filled(self, cells: RowCells, texts: dict[str, str]) -> bool:
        """True when an action, an output or a figure stands in the row itself."""
        if texts.get("action") or texts.get("output"):
            return True
        if not any(key in ("action", "output") for key, _ in self.placed.columns) and texts.get("indicator"):
            return True
        figures = ("target", "realised", "year_target")
        return any(not cells.is_blank(c) for (key, _), c in self.placed.columns.items() if key in figures)

    def _remember(self, texts: dict[str, str]) -> None:
        """Keep a heading that stands in a row of its own."""
        for place, key in enumerate(CHAIN):
            if texts.get(key):
                for below in CHAIN[place + 1 :]:
                    self.carried.pop(below, None)
                self.carried[key] = texts[key]

    def _carry(self, texts: dict[str, str]) -> list[str]:
        """Fill blank headings from above; return the keys that were filled."""
        filled = []
        for place, key in enumerate(CHAIN):
            if texts.get(key):
                if texts[key] != self.carried.get(key):
                    for below in CHAIN[place + 1 :]:
                        self.carried.pop(below, None)
                self.carried[key] = texts[key]
            elif key in texts and self.carried.get(key):
                texts[key] = self.carried[key]
                filled.append(key)
        for key, beside in _BESIDE.items():
            if texts.get(key) or beside not in filled:
                self.carried[key] = texts.get(key, "")
            elif key in texts:
                texts[key] = self.carried.get(key, "")
        return filled

    def _row(self, cells: RowCells, texts: dict[str, str], number_: int) -> PlanRow:
        line = self._line(cells, texts)
        polarity, logic, rolled = self._ways(cells)
        targets, realised = self._quarters(cells, "target"), self._quarters(cells, "realised")
        year_target = self._number(cells, "year_target")
        targets, year_target = self._when(texts, targets, year_target)
        if all(value is None for value in realised):
            quarter, total = self._single(cells, texts, targets)
            if total is not None:
                realised = _in_quarter(quarter, total)
                if all(value is None for value in targets) and year_target is not None:
                    targets = _in_quarter(quarter, year_target)
        upper = self._number(cells, "upper")
        shared = cells.pick(self.placed.column("shared"), self.titles["shared"], "shared", self.rules.picks.roll_up)
        if polarity is not Polarity.RANGE:
            cells.wrong.discard("upper")
        self._refuse_negative(cells, targets, year_target)
        cells.temuan.extend(mixed_scales(cells, targets, realised))
        needed = {"polarity", "logic", "roll_up", "year_target", "upper", "unit"}
        wrong = any(key in needed or key.startswith(("target:", "realised:")) for key in cells.wrong)
        at = cells.at(self.placed.column("action") or self.placed.column("output") or 0)
        self._place(cells)
        return PlanRow(
            number=number_,
            line=line.id if line else "",
            line_text=line.title if line else texts.get("line", ""),
            baseline=plain_number(texts.get("baseline", "")),
            baseline_text=texts.get("baseline", ""),
            polarity=polarity,
            logic=logic,
            roll_up=rolled,
            shared=RollUp(shared) if shared else None,
            targets=targets,
            year_target=year_target,
            upper=upper,
            realised=realised,
            budget=self._money(cells, "budget"),
            budget_realised=self._money(cells, "budget_realised"),
            obstacle=self._joined(cells, texts, "obstacle"),
            follow_up=self._joined(cells, texts, "follow_up"),
            review=self._review(cells, texts),
            reached=self._reached(texts),
            wrong=wrong,
            foreign=self.foreign,
            at=at,
            places=tuple(cells.places.items()),
            figures=tuple(self._figures(cells)),
            **{key: texts.get(key, "") for key in _TEXTS},
        )

    def _line(self, cells: RowCells, texts: dict[str, str]) -> PlanLine | None:
        """Return the kegiatan utama or theme of a row; a name that is none of the list is told."""
        line = self.finder.find(texts.get("line", "")) if texts.get("line") else None
        if texts.get("line") and line is None and self.listed:
            column = self.placed.column("line")
            assert column is not None
            text, hint = texts["line"], self.finder.near(texts["line"])
            cells.temuan.append(
                NameOutsideList(cells.at(column), cells.name, label=self.kind.line_title, seen=text, hint=hint)
            )
        return line

    def _place(self, cells: RowCells) -> None:
        """Note where the cells stand that temuan may point to, blank ones too."""
        for key in _POINTED:
            column = self.placed.column(key)
            if column is not None:
                cells.places.setdefault(key, cells.at(column))
        for q in QUARTERS:
            column = self.placed.column("realised", q)
            if column is not None:
                cells.places.setdefault(f"realised:{q}", cells.at(column))

    def _compare_units(self, cells: RowCells, texts: dict[str, str]) -> None:
        """Tell a form whose units of target and realisation differ (RENC-031): such a row is not rated."""
        column, other = self.placed.column("realised_unit"), texts.get("realised_unit", "")
        if column is not None and not self.units.same(texts.get("unit", ""), other):
            at = cells.at(column)
            cells.temuan.append(UnitsOfMeasureDiffer(at, cells.name, seen=other, unit=texts["unit"]))
            cells.wrong.add("unit")

    def told(self) -> Iterator[Temuan]:
        """Tell columns whose numbers are spelled in two ways (RENC-032), at the way fewer cells have."""
        for (key, quarter), ways in self.spelled.items():
            if len(ways) == 2:
                (seen, at), (other, _) = ways["en"], ways["id"]
                label = self._label(key, quarter)
                yield TwoNumberSpellings(at, label, seen=seen, other=other)

    def _label(self, key: str, quarter: int) -> str:
        return f"{self.titles[key]} TW {ROMAN[quarter - 1]}" if quarter else self.titles[key]

    def _number(self, cells: RowCells, key: str, quarter: int = 0) -> Fraction | None:
        label = self._label(key, quarter)
        name = f"{key}:{quarter}" if quarter else key
        self._note_spelling(cells, key, quarter)
        found = cells.number(self.placed.column(key, quarter), label, name, key.startswith("budget"))
        return cells.within(self.limits.get(key), found, label, name)

    def _note_spelling(self, cells: RowCells, key: str, quarter: int) -> None:
        column = self.placed.column(key, quarter)
        value = None if column is None else cells.sheet.value(cells.row, column)
        way = spelling(value.strip()) if isinstance(value, str) else ""
        if way and column is not None:
            place = (str(value).strip(), cells.at(column))
            self.spelled.setdefault((key, quarter), {}).setdefault(way, place)

    def _quarters(self, cells: RowCells, key: str) -> Quarters:
        a, b, c, d = (self._number(cells, key, q) for q in QUARTERS)
        return a, b, c, d

    def _ways(self, cells: RowCells) -> tuple[Polarity, Logic, RollUp]:
        """Return how the row is reckoned; a blank choice is the usual one, and told when the sheet has the column."""
        picks = self.rules.picks
        chosen: dict[str, str] = {}
        for key, listed in (("polarity", picks.polarity), ("logic", picks.logic), ("roll_up", picks.roll_up)):
            column = self.placed.column(key)
            chosen[key] = cells.pick(column, self.titles[key], key, listed)
            if column is not None and not chosen[key] and key not in cells.wrong and key != "roll_up":
                usual = listed[0].label
                cells.temuan.append(WayLeftBlank(cells.at(column), cells.name, label=self.titles[key], taken=usual))
        logic = Logic(chosen["logic"] or Logic.INDEPENDENT)
        rolled = RollUp(chosen["roll_up"]) if chosen["roll_up"] else picks.usual_roll_up(logic)
        return Polarity(chosen["polarity"] or Polarity.HIGHER), logic, rolled

    def _when(
        self, texts: dict[str, str], targets: Quarters, year: Fraction | None
    ) -> tuple[Quarters, Fraction | None]:
        """Put a lone target into the quarter in which the last of the times ends that a column Waktu names."""
        quarter = quarter_due(texts.get("when", ""))
        if quarter is None or year is None or any(value is not None for value in targets):
            return targets, year
        return _in_quarter(quarter, year), None

    def _single(self, cells: RowCells, texts: dict[str, str], targets: Quarters) -> tuple[int, Fraction | None]:
        """Return a lone realisation of the year with its quarter: named by Waktu, or the last one with a target."""
        total = self._number(cells, "realised_total")
        if total is None:
            return 4, None
        column = self.placed.column("realised_total")
        assert column is not None
        planned = [q for q in QUARTERS if targets[q - 1] is not None]
        quarter = quarter_due(texts.get("when", "")) or max(planned, default=4)
        cells.places[f"realised:{quarter}"] = cells.at(column)
        return quarter, total

    def _refuse_negative(self, cells: RowCells, targets: Quarters, year: Fraction | None) -> None:
        names = [*(f"target:{q}" for q in QUARTERS), "year_target"]
        for name, value in zip(names, (*targets, year), strict=True):
            if value is not None and value < 0:
                at = cells.places.get(name, cells.at(0))
                cells.temuan.append(TargetNegative(at, cells.name, seen=value))
                cells.wrong.add(name)

    def _money(self, cells: RowCells, key: str) -> Fraction | None:
        """Return an amount, or the sum of the quarters' amounts where only those stand."""
        total = self._number(cells, key)
        if total is not None:
            return total
        parts = [self._number(cells, f"{key}_quarter", q) for q in QUARTERS]
        given = [part for part in parts if part is not None]
        return exact_sum(given) if given else None

    def _joined(self, cells: RowCells, texts: dict[str, str], key: str) -> str:
        """Return a text, or the quarters' texts one after another, each with its quarter."""
        if texts.get(key):
            return texts[key]
        parts = [(q, cells.text(self.placed.column(f"{key}_quarter", q))) for q in QUARTERS]
        return "; ".join(f"TW {ROMAN[q - 1]}: {text}" for q, text in parts if text)

    def _review(self, cells: RowCells, texts: dict[str, str]) -> Review:
        listed = self.rules.picks.review
        verdicts: list[bool | None] = []
        for key in _REVIEW:
            found = cells.pick(self.placed.column(key), self.titles[key], key, listed, needed=False)
            verdicts.append({listed[0].id: True, listed[1].id: False}.get(found))
        accuracy, output, quality, time = verdicts
        return Review(accuracy=accuracy, output=output, quality=quality, time=time, note=texts.get("review_note", ""))

    def _reached(self, texts: dict[str, str]) -> bool | None:
        """Return what a recorded status means; None for none, or for one that is not known."""
        listed = self.rules.picks.status
        said = choice(texts.get("status", ""), {name: p.id for p in listed for name in (p.label, *p.aliases)}).label
        return {listed[0].id: True, listed[1].id: False}.get(said)

    def _figures(self, cells: RowCells) -> list[PlanFigure]:
        """Return the computed figures that the sheet shows, for comparing; ours are shares."""
        found = []
        wanted = [("achieved", q) for q in QUARTERS] + [(key, 0) for key in _COMPUTED]
        for key, quarter in wanted:
            column = self.placed.column(key, quarter)
            value = None if column is None else cells.sheet.value(cells.row, column)
            if column is not None and isinstance(value, float):
                name = f"{key}:{quarter}" if quarter else key
                found.append(PlanFigure(key=name, value=number(value).value or Fraction(0), at=cells.at(column)))
        return found


def mixed_scales(cells: RowCells, targets: Quarters, realised: Quarters) -> Iterator[Temuan]:
    """Tell figures of one row that seem to be of two scales (RENC-030): 0.75 beside 80 per cent, "75%" beside 4."""
    figures = {f"target:{q}": value for q, value in zip(QUARTERS, targets, strict=True)}
    figures |= {f"realised:{q}": value for q, value in zip(QUARTERS, realised, strict=True)}
    given = {key: value for key, value in figures.items() if value}
    large = max(given.values(), default=Fraction(0))
    if cells.units.is_percent(cells.unit):
        odd = [key for key, value in given.items() if 0 < value <= 1 and large >= _LARGE and key not in cells.signed]
    elif not cells.unit and cells.signed & given.keys():
        odd = [key for key in given if key in cells.signed]
        odd = odd if len(odd) < len(given) else []
    else:
        odd = []
    for key in odd:
        at = cells.places.get(key, cells.at(0))
        yield FiguresOfTwoScales(at, cells.name, seen=given[key], other=large)


def _in_quarter(quarter: int, value: Fraction) -> Quarters:
    """Return four quarters with one figure."""
    a, b, c, d = (value if q == quarter else None for q in QUARTERS)
    return (a, b, c, d) if quarter in QUARTERS else NONE
