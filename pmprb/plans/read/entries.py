"""One cell of a plan in, a typed value out, with a temuan for all that was wrong or tidied.

Enters: cells of a row. Leaves: numbers, choices, texts. Blank and "-" are nothing entered; 0 is a figure. Nothing is
guessed: "12 dokumen" is refused with a hint, "1,000" is one to some and a thousand to others, and "75%" is no number of
documents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from pmprb.plans.groups import UnitNames
from pmprb.plans.rules import Pick, PlanColumn
from pmprb.temuan import (
    CellPos,
    DashReadAsBlank,
    EvaluatorAnswerUnknown,
    FigureOfOtherUnit,
    PercentOfOtherUnit,
    PlanErrorCell,
    PlanNumberOutOfBounds,
    PlanNumberTidied,
    PlanTextForNumber,
    Temuan,
    UnknownWay,
)
from pmprb.workbook.as_seen import cell_seen, number_behind
from pmprb.workbook.book import Sheet
from pmprb.workbook.tolerant import MOST, choice, looks_like, number, text_of
from pmprb.worksheet.cells import shown
from pmprb.worksheet.rows import address

DASHES = {"-", "–", "—", "--", "n/a", "tidak ada", "nihil target"}
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_RUPIAH = re.compile(r"^rp\.?\s{0,9}", re.IGNORECASE)
_LEADING = re.compile(
    r"([+-]?\d{1,18}(?:[.,]\d{1,18})?)\s{0,9}%?\s{1,9}\D|\b(\d{1,18}(?:[.,]\d{1,18})?)\s{0,9}[a-zA-Z]"
)
_WITH_UNIT = re.compile(r"([+-]?\d[\d.,]*)\s*([^\W\d_][^\d]*)")
_INDONESIAN = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+,\d+|\d+,\d+|\d{1,3}(?:\.\d{3}){2,})")
_ENGLISH = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+\.\d+|\d+\.\d+|\d{1,3}(?:,\d{3}){2,})")
_RAW = 120


def plain_number(text: str) -> Fraction | None:
    """Return the number a text is, a per cent sign left out; None for anything else, and for "1.000"."""
    bare = text.removesuffix("%").strip()
    return None if _AMBIGUOUS.fullmatch(bare) else number(bare).value


def spelling(text: str) -> str:
    """Return how a number is spelled: "id" for "1.000,5", "en" for "1000.5", nothing when both would write it so."""
    bare = text.removesuffix("%").strip()
    if _AMBIGUOUS.fullmatch(bare):
        return ""
    return "id" if _INDONESIAN.fullmatch(bare) else "en" if _ENGLISH.fullmatch(bare) else ""


@dataclass
class RowCells:
    """The cells of one row being read; `wrong` names the keys that could not be understood.

    `unit` is the row's unit of measure, `signed` the keys whose figures bear the sign of a per cent.
    """

    file: str
    sheet: Sheet
    row: int
    name: str = ""
    temuan: list[Temuan] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)
    places: dict[str, CellPos] = field(default_factory=dict)
    units: UnitNames = field(default_factory=lambda: UnitNames(()))
    unit: str = ""
    signed: set[str] = field(default_factory=set)

    def at(self, column: int) -> CellPos:
        """Return a cell's position."""
        return CellPos(workbook=self.file, sheet=self.sheet.name, cell=address(self.row, column))

    def text(self, column: int | None) -> str:
        """Return a cell's text, a lone dash as blank; line breaks are kept as spaces."""
        if column is None:
            return ""
        text = text_of(self.sheet.value(self.row, column))
        return "" if text in ("-", "–", "—") else text

    def is_blank(self, column: int | None) -> bool:
        """True when nothing at all stands there: an error is not blank."""
        if column is None:
            return True
        place = (self.row, column)
        return (
            text_of(self.sheet.value(*place)) == ""
            and place not in self.sheet.errors
            and place not in self.sheet.uncached
        )

    def number(self, column: int | None, label: str, key: str, money: bool = False) -> Fraction | None:
        """Return a cell's number; None for blank, for a dash, and for what is no number (then `key` is wrong).

        A per cent sign is left out, and told: targets and realisations of a row bear the same unit. `money` is whole
        rupiah, where "1.000" is a thousand.
        """
        if column is None or self.is_blank(column):
            return None
        at = self.places[key] = self.at(column)
        place = (self.row, column)
        if place in self.sheet.errors or place in self.sheet.uncached:
            seen = self.sheet.errors.get(place, "rumus")
            self.temuan.append(PlanErrorCell(at, self.name, seen=seen, label=label))
            self.wrong.add(key)
            return None
        value = self.sheet.value(*place)
        raw = text_of(value)[:_RAW]
        if not money and isinstance(value, float) and place in self.sheet.percents:
            # Typed as "75%": stored as 0.75, seen as 75% by whoever typed it.
            typed = number(value).value
            if typed is None:
                self._beyond(cell_seen(self.sheet, *place), label, key)
                return None
            taken = typed * 100
            raw = f"{shown(taken)}%"
            if self._of_other_unit(raw, key, label, at):
                return None
            self.temuan.append(PlanNumberTidied(at, self.name, seen=raw, taken=shown(taken), label=label))
            return taken
        if self.sheet.is_moment(*place):  # the sheet made a date or an hour of it
            seen, meant = cell_seen(self.sheet, *place), number_behind(raw)
            self.temuan.append(PlanTextForNumber(at, self.name, seen=seen, label=label, hint=meant, cause="text"))
            self.wrong.add(key)
            return None
        if raw.casefold() in DASHES:
            self.temuan.append(DashReadAsBlank(at, self.name, seen=raw, label=label))
            return None
        bare = _RUPIAH.sub("", raw).removesuffix(",-") if money else raw.removesuffix("%").strip()
        if not money and self._of_other_unit(raw, key, label, at):
            return None
        found = number(value if isinstance(value, float | bool) else bare, whole=money)
        if found.problem == "vast":
            self._beyond(cell_seen(self.sheet, *place), label, key)
            return None
        ambiguous = isinstance(value, str) and not money and _AMBIGUOUS.fullmatch(bare) is not None
        ambiguous = ambiguous or found.problem == "ambiguous"
        if found.value is None or ambiguous:
            hint = _LEADING.match(raw)
            said = (hint.group(1) or hint.group(2)) if hint else ""
            cause = "ambiguous" if ambiguous else "text"
            self.temuan.append(PlanTextForNumber(at, self.name, seen=raw, label=label, hint=said, cause=cause))
            self.wrong.add(key)
            return None
        tidy = shown(found.value)
        if isinstance(value, str) and tidy != raw:
            self.temuan.append(PlanNumberTidied(at, self.name, seen=raw, taken=tidy, label=label))
        return found.value

    def within(self, column: PlanColumn | None, value: Fraction | None, label: str, key: str) -> Fraction | None:
        """Return a figure that can be meant in its column; one that cannot is told, and None (then `key` is wrong)."""
        if column is None or value is None:
            return value
        least, most = column.least, column.most_of(percent=self.units.is_percent(self.unit))
        if (least is not None and value < least) or (most is not None and value > most):
            self._beyond(shown(value), label, key, least or Fraction(0), most)
            return None
        return value

    def _beyond(
        self, seen: str, label: str, key: str, least: Fraction = Fraction(0), most: Fraction | None = None
    ) -> None:
        """Tell a figure out of all bounds."""
        looks = looks_like(seen)
        most = Fraction(MOST) if most is None else most
        self.temuan.append(
            PlanNumberOutOfBounds(
                self.places[key], self.name, seen=seen, label=label, least=least, most=most, looks=looks
            )
        )
        self.wrong.add(key)

    def _of_other_unit(self, raw: str, key: str, label: str, at: CellPos) -> bool:
        """Tell a figure whose own unit is not the row's (RENC-028 for a per cent, RENC-029 for a word)."""
        if raw.endswith("%"):
            self.signed.add(key)
            if not self.unit or self.units.is_percent(self.unit):
                return False
            self.temuan.append(PercentOfOtherUnit(at, self.name, seen=raw, label=label, unit=self.unit))
        else:
            named = _WITH_UNIT.fullmatch(raw)
            if named is None or not self.unit or self.units.same(named.group(2), self.unit):
                return False
            self.temuan.append(
                FigureOfOtherUnit(at, self.name, seen=raw, label=label, named=named.group(2).strip(), unit=self.unit)
            )
        self.wrong.add(key)
        return True

    def pick(self, column: int | None, label: str, key: str, picks: Sequence[Pick], needed: bool = True) -> str:
        """Return the id of a choice; "" for blank and for what is none of them (then `key` is wrong when `needed`)."""
        if column is None or self.is_blank(column) or not self.text(column):
            return ""
        at = self.places[key] = self.at(column)
        spellings = {name: pick.id for pick in picks for name in (pick.label, *pick.aliases)}
        raw = self.text(column)[:_RAW]
        found = choice(raw, spellings)
        if found.label:
            return found.label
        allowed = ", ".join(pick.label for pick in picks)
        if needed:
            self.temuan.append(UnknownWay(at, self.name, seen=raw, label=label, allowed=allowed))
            self.wrong.add(key)
        else:
            self.temuan.append(EvaluatorAnswerUnknown(at, self.name, seen=raw, label=label))
        return ""
