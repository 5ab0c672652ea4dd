"""Answer cells in, an item's typed `Answer` out, with a temuan for all that was wrong or tidied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from pmprb.answers.model import Answer, State
from pmprb.catalog.model import ChoiceItem, Instrument, RatioItem, ScaleItem
from pmprb.excel.book import Value
from pmprb.excel.tolerant import choice, number, says_not_applicable, text_of
from pmprb.temuan import CellPos, Code, Temuan

_RAW = 120


@dataclass(frozen=True)
class Cell:
    """An answer cell with what the file says of it; `row` is 0-based."""

    value: Value
    error: str
    formula: bool
    uncached: bool
    at: CellPos
    row: int

    @property
    def is_blank(self) -> bool:
        """True when the cell holds nothing at all: an error or a formula without result is not blank."""
        return not self.error and not self.uncached and text_of(self.value) == ""


def answer_of(
    item: ChoiceItem | RatioItem | ScaleItem,
    cells: Mapping[str, Cell],
    instrument: Instrument,
    temuan: list[Temuan],
) -> Answer:
    """Return an item's answer from its cell ("" → cell), or its count cells by input id."""
    if isinstance(item, RatioItem):
        return _ratio(item, cells, temuan)
    cell = cells.get("")
    if cell is None:
        return Answer(item=item.id, state=State.BLANK)
    blank = Answer(item=item.id, state=State.BLANK, source=cell.at)
    if cell.is_blank:
        return blank
    raw = text_of(cell.value)[:_RAW]
    if not _sound(cell, item.id, temuan):
        return blank.model_copy(update={"state": State.INVALID, "raw": cell.error or raw})
    if isinstance(item, ScaleItem):
        return _scale(item, cell, raw, temuan)
    found = choice(cell.value, instrument.scales[item.answer_set].spellings)
    if found.not_applicable:
        return blank.model_copy(update={"state": State.NOT_APPLICABLE, "raw": raw})
    if found.problem:
        allowed = ", ".join(instrument.scales[item.answer_set].scores)
        code = Code.ISI_004 if found.problem == "several" else Code.ISI_003
        temuan.append(Temuan.of(code, cell.at, item.id, seen=raw, allowed=allowed, hint=found.hint))
        return blank.model_copy(update={"state": State.INVALID, "raw": raw})
    if found.tidied:
        temuan.append(Temuan.of(Code.ISI_002, cell.at, item.id, seen=raw, taken=found.label))
    return blank.model_copy(update={"state": State.GIVEN, "choice": found.label, "raw": raw})


def _sound(cell: Cell, item_id: str, temuan: list[Temuan]) -> bool:
    """False for an error cell or a formula without a stored result; a formula with one is told."""
    if cell.error:
        temuan.append(Temuan.of(Code.ISI_005, cell.at, item_id, seen=cell.error))
        return False
    if cell.uncached and text_of(cell.value) == "":
        temuan.append(Temuan.of(Code.ISI_014, cell.at, item_id))
        return False
    if cell.formula:
        temuan.append(Temuan.of(Code.ISI_013, cell.at, item_id, seen=text_of(cell.value)[:_RAW]))
    return True


def _scale(item: ScaleItem, cell: Cell, raw: str, temuan: list[Temuan]) -> Answer:
    if says_not_applicable(cell.value):
        return Answer(item=item.id, state=State.NOT_APPLICABLE, raw=raw, source=cell.at)
    found = number(cell.value, percent=item.scale.max == 1)
    if found.value is None:
        low, high = item.scale.min, item.scale.max
        temuan.append(Temuan.of(Code.ISI_010, cell.at, item.id, seen=raw, low=low, high=high))
        return Answer(item=item.id, state=State.INVALID, raw=raw, source=cell.at)
    if found.tidied and shown(found.value) != raw:
        temuan.append(Temuan.of(Code.ISI_002, cell.at, item.id, seen=raw, taken=shown(found.value)))
    return Answer(item=item.id, state=State.GIVEN, value=found.value, raw=raw, source=cell.at)


def shown(value: Fraction) -> str:
    """Return a number as Indonesians write it."""
    return str(value.numerator) if value.denominator == 1 else str(float(value)).replace(".", ",")


def _ratio(item: RatioItem, cells: Mapping[str, Cell], temuan: list[Temuan]) -> Answer:
    """Return a ratio's counts; some blank among given ones spoil the item (ISI-008)."""
    labels = {count.id: count.label for count in item.inputs}
    counts: list[tuple[str, Fraction]] = []
    blank: list[str] = []
    wrong = False
    for name in labels:
        cell = cells.get(name)
        if cell is None or cell.is_blank:
            blank.append(name)
            continue
        value = _count(item.id, cell, labels[name], temuan)
        if value is None:
            wrong = True
        else:
            counts.append((name, value))
    source = next(iter(cells.values())).at if cells else None
    raw = "; ".join(text_of(cell.value) for cell in cells.values())[:_RAW]
    if not counts and not wrong:
        return Answer(item=item.id, state=State.BLANK, source=source)
    if blank:
        at = cells[blank[0]].at if blank[0] in cells else source
        missing = ", ".join(labels[name] for name in blank)
        temuan.append(Temuan.of(Code.ISI_008, at or CellPos(workbook=""), item.id, missing=missing))
    state = State.INVALID if wrong or blank else State.GIVEN
    return Answer(item=item.id, state=state, counts=tuple(counts), raw=raw, source=source)


def _count(item_id: str, cell: Cell, label: str, temuan: list[Temuan]) -> Fraction | None:
    """Return a count: a whole number, not negative; anything else is told and None."""
    if not _sound(cell, item_id, temuan):
        return None
    raw = text_of(cell.value)[:_RAW]
    found = number(cell.value, whole=True)
    if found.value is None:
        temuan.append(Temuan.of(Code.ISI_006, cell.at, item_id, seen=raw, label=label))
        return None
    if found.value < 0 or found.value.denominator != 1:
        temuan.append(Temuan.of(Code.ISI_007, cell.at, item_id, seen=raw, label=label))
        return None
    if found.tidied and shown(found.value) != raw:
        temuan.append(Temuan.of(Code.ISI_002, cell.at, item_id, seen=raw, taken=shown(found.value)))
    return found.value
