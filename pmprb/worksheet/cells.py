"""Cells of a worksheet in, typed answers and explained options out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from fractions import Fraction
from functools import cached_property

from pmprb.catalog.bounds import COUNT_MOST, CountBound
from pmprb.catalog.item import AnswerSet, ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State
from pmprb.engine.checklist import better_than_met, proposed_labels
from pmprb.numbers import exact_sum, exact_text, number_words
from pmprb.records import dataclass
from pmprb.temuan import (
    AnswerAboveChecklist,
    AnswerFormulaWithoutResult,
    AnswerFromChecklist,
    AnswerFromFormula,
    AnswerOutsideChoices,
    AnswerTidied,
    CellPos,
    ChecklistAsks,
    CountNegativeOrFraction,
    CountOutOfBounds,
    CountsIncomplete,
    CountUnreadable,
    ErrorInAnswer,
    LookAlikeLetter,
    NumberBecameDate,
    NumberUnreadable,
    NumberVast,
    PercentOfScale,
    PercentRead,
    SeveralAnswers,
    Temuan,
)
from pmprb.text import one_line
from pmprb.workbook.alphabets import is_wide, look_alike
from pmprb.workbook.as_seen import as_seen, cell_seen, number_behind
from pmprb.workbook.book import Sheet, Value
from pmprb.workbook.tolerant import choice, likely_count, looks_like, number, says_not_applicable, text_of

# The explanations of options in one cell: "a. ...\nB: ...", "Ya, apabila ...".


_LETTER = re.compile(r"\(?([A-Za-z])\s*[.):=]\s*(?=\S)(.*)|\(?([A-Za-z])\s+[-–]\s+(.*)")
_INLINE = re.compile(r"(?:^|(?<=\s))\(?([A-Za-z])[.)]\s+")
_YES_NO = re.compile(r"(ya|tidak)\b\s*[,.:;)=–-]*\s*(.*)", re.IGNORECASE)
_MOST = 10


def lettered(cell: str) -> dict[str, str]:
    """Return the options a cell explains letter by letter, A first; empty unless A and B at least are there.

    Each begins a line ("a. ", "B: ", "(c) "), what follows on further lines belongs to it; without line ends the
    letters may follow one another in the text.
    """
    found: dict[str, str] = {}
    last = ""
    for line in filter(None, map(text_of, cell.splitlines())):
        match = _LETTER.fullmatch(line)
        label = (match.group(1) or match.group(3)).upper() if match else ""
        if match and label == _after(last):
            found[label] = (match.group(2) or match.group(4) or "").strip()
            last = label
        elif last:
            found[last] = f"{found[last]} {line}".strip()
    if len(found) < 2:
        found = _in_one_line(text_of(cell))
    return found if 2 <= len(found) <= _MOST else {}


def _in_one_line(text: str) -> dict[str, str]:
    places: list[tuple[str, int, int]] = []
    for match in _INLINE.finditer(text):
        if match.group(1).upper() == _after(places[-1][0] if places else ""):
            places.append((match.group(1).upper(), match.start(), match.end()))
    if not places or places[0][1] > 0:
        return {}
    ends = [start for _, start, _ in places[1:]] + [len(text)]
    return {label: text[begin:end].strip(" ;") for (label, _, begin), end in zip(places, ends, strict=True)}


def _after(label: str) -> str:
    return chr(ord(label) + 1) if label else "A"


def yes_no(cell: str) -> dict[str, str]:
    """Return what "Ya" and "Tidak" mean where a cell begins with them; a sentence for Ya alone is one of them.

    Empty when the cell does not begin so.
    """
    found: dict[str, str] = {}
    last = ""
    for line in filter(None, map(text_of, cell.splitlines())):
        match = _YES_NO.fullmatch(line)
        label = match.group(1).capitalize() if match else ""
        if match and label not in found and (found or label == "Ya"):
            found[label] = match.group(2).strip()
            last = label
        elif last:
            found[last] = f"{found[last]} {line}".strip()
        else:
            return {}
    return found


def labelled_options(cell: str, labels: list[str]) -> dict[str, str]:
    """Return the options a cell explains under given labels: "WTP: ...", a line each; further lines belong to it."""
    found: dict[str, str] = {}
    last = ""
    for line in filter(None, map(text_of, cell.splitlines())):
        head, _, rest = line.partition(":")
        label = next((one for one in labels if one.casefold() == head.strip().casefold()), "")
        if label and rest.strip():
            found[label] = rest.strip()
            last = label
        elif last:
            found[last] = f"{found[last]} {line}"
    return found


def explains_choices(cell: object) -> bool:
    """True for a cell that explains options, where no column names them."""
    return isinstance(cell, str) and bool(lettered(cell) or yes_no(cell))


# Answer cells in, an item's typed `Answer` out, with a temuan for all that was wrong or tidied.


_RAW = 120


@dataclass(frozen=True)
class AnswerCell:
    """An answer cell with what the file says of it; `row` and `column` are 0-based.

    `percent`: its number is read as the per cent it is shown as. `sheet` is where it stands, None for what was typed
    elsewhere: then it is seen as it was typed.
    """

    value: Value
    error: str
    formula: bool
    uncached: bool
    at: CellPos
    row: int
    percent: bool = False
    column: int = -1
    sheet: Sheet | None = field(default=None, compare=False, repr=False)

    @cached_property
    def seen(self) -> str:
        """What people see in the cell, for quoting."""
        if self.sheet is None:
            return as_seen(self.value, percent=self.percent)[:_RAW]
        return cell_seen(self.sheet, self.row, self.column)[:_RAW]

    @property
    def is_moment(self) -> bool:
        """True when the cell shows a date or a time, which is no answer to anything."""
        return self.sheet is not None and self.sheet.is_moment(self.row, self.column)

    @property
    def is_blank(self) -> bool:
        """True when the cell holds nothing at all: an error or a formula without result is not blank."""
        return not self.error and not self.uncached and text_of(self.value) == ""


def answer_of(
    item: ChoiceItem | RatioItem | ScaleItem,
    cells: Mapping[str, AnswerCell],
    instrument: Instrument,
    temuan: list[Temuan],
) -> Answer:
    """Return an item's answer from its cell ("" → cell), or its count cells by input id."""
    if isinstance(item, RatioItem):
        return _ratio(item, cells, instrument, temuan)
    cell = cells.get("")
    if cell is None:
        return Answer(item=item.id, state=State.BLANK)
    return _single(item, cell, instrument, temuan)


def _single(item: ChoiceItem | ScaleItem, cell: AnswerCell, instrument: Instrument, temuan: list[Temuan]) -> Answer:
    """Return an item's answer from its one cell."""
    if cell.is_blank:
        return Answer(item=item.id, state=State.BLANK, source=cell.at)
    raw = cell.seen
    if not _sound(cell, item.id, temuan):
        return Answer(item=item.id, state=State.INVALID, raw=cell.error or raw, source=cell.at)
    if isinstance(item, ScaleItem):
        return _scale(item, cell, raw, temuan)
    found = choice(cell.value, instrument.scales[item.answer_set].spellings)
    if found.not_applicable:
        return Answer(item=item.id, state=State.NOT_APPLICABLE, raw=raw, source=cell.at)
    if found.problem == "unknown" and (looks := look_alike(raw)) is not None:
        meant = choice(looks.text, instrument.scales[item.answer_set].spellings).label
        if meant:
            letters, alphabet = looks.letters, looks.alphabet
            told = LookAlikeLetter(cell.at, item.id, seen=raw, letters=letters, alphabet=alphabet, meant=meant)
            temuan.append(told)
            return Answer(item=item.id, state=State.INVALID, raw=raw, source=cell.at)
    if found.problem:
        allowed = ", ".join(instrument.scales[item.answer_set].scores)
        kind = SeveralAnswers if found.problem == "several" else AnswerOutsideChoices
        temuan.append(kind(cell.at, item.id, seen=raw, allowed=allowed, hint=found.hint))
        return Answer(item=item.id, state=State.INVALID, raw=raw, source=cell.at)
    if found.tidied:
        wide = isinstance(cell.value, str) and is_wide(cell.value)
        seen = f"{one_line(str(cell.value))[:_RAW]} (huruf lebar penuh)" if wide else raw
        seen = f"{raw} (berspasi)" if seen == found.label else seen  # else nobody sees what was tidied
        temuan.append(AnswerTidied(cell.at, item.id, seen=seen, taken=found.label))
    return Answer(item=item.id, state=State.GIVEN, choice=found.label, raw=raw, source=cell.at)


def with_checklist(
    item: ChoiceItem,
    answer: Answer,
    ticks: Mapping[str, AnswerCell],
    scale: AnswerSet,
    instrument: Instrument,
    temuan: list[Temuan],
) -> Answer:
    """Return an item's answer with what its checklist says: criteria by id, answered on `scale`.

    A blank answer becomes the one label that the share proposes (ISI-055); of several a person chooses (ISI-056). A
    typed one stands, also where it is better than the criteria (ISI-057). A criterion that cannot be read spoils the
    proposal.
    """
    met: list[tuple[str, Fraction]] = []
    wrong = ""
    for name, cell in ticks.items():
        if cell.is_blank:
            continue
        raw = cell.seen
        found = choice(cell.value, scale.spellings)
        if not _sound(cell, item.id, temuan) or found.problem or found.not_applicable:
            if not cell.error and not cell.uncached:
                allowed = ", ".join(scale.scores)
                temuan.append(AnswerOutsideChoices(cell.at, item.id, seen=raw, allowed=allowed, hint=found.hint))
            wrong = cell.error or raw
        else:
            met.append((name, scale.scores[found.label]))
    if not met and not wrong:
        return answer
    answer = replace(answer, met=tuple(met))
    at = answer.source or next(iter(ticks.values())).at
    own, seen = instrument.scales[item.answer_set], _share_said(item, met)
    if answer.state is State.GIVEN:
        above = better_than_met(item, own, answer.choice, met) if not wrong else ()
        if above:
            temuan.append(AnswerAboveChecklist(at, item.id, label=answer.choice, seen=seen, labels=above))
        return answer
    if answer.state is not State.BLANK:
        return answer
    if wrong:
        return replace(answer, state=State.INVALID, raw=wrong)
    labels = proposed_labels(item, own, met)
    if len(labels) > 1:
        temuan.append(ChecklistAsks(at, item.id, labels=labels, seen=seen))
        return answer
    temuan.append(AnswerFromChecklist(at, item.id, label=labels[0], seen=seen))
    return replace(answer, state=State.GIVEN, choice=labels[0], proposed=True)


def _share_said(item: ChoiceItem, met: Sequence[tuple[str, Fraction]]) -> str:
    """Return how much of a checklist is met: "4 dari 7", with decimals where criteria are met in part."""
    return f"{number_words(exact_sum(share for _, share in met))} dari {len(item.checklist)}"


def _sound(cell: AnswerCell, item_id: str, temuan: list[Temuan]) -> bool:
    """False for an error cell or a formula without a stored result; a formula with one is told."""
    if cell.error:
        temuan.append(ErrorInAnswer(cell.at, item_id, seen=cell.error))
        return False
    if cell.uncached and text_of(cell.value) == "":
        temuan.append(AnswerFormulaWithoutResult(cell.at, item_id))
        return False
    if cell.formula:
        temuan.append(AnswerFromFormula(cell.at, item_id, seen=cell.seen))
    return True


def _scale(item: ScaleItem, cell: AnswerCell, raw: str, temuan: list[Temuan]) -> Answer:
    if says_not_applicable(cell.value):
        return Answer(item=item.id, state=State.NOT_APPLICABLE, raw=raw, source=cell.at)
    low, high = item.scale.min, item.scale.max
    found = number(cell.value, percent=True)
    if found.value is not None and (cell.percent or (isinstance(cell.value, str) and raw.endswith("%"))):
        return _share(item, cell, raw, found.value, temuan)
    if cell.is_moment:
        temuan.append(NumberBecameDate(cell.at, item.id, seen=raw, hint=number_behind(str(cell.value)), label=""))
        return Answer(item=item.id, state=State.INVALID, raw=raw, source=cell.at)
    if found.value is None:
        kind = NumberVast if found.problem == "vast" else NumberUnreadable
        temuan.append(kind(cell.at, item.id, seen=raw, low=low, high=high))
        return Answer(item=item.id, state=State.INVALID, raw=raw, source=cell.at)
    if found.tidied and shown(found.value) != raw:
        temuan.append(AnswerTidied(cell.at, item.id, seen=raw, taken=shown(found.value)))
    return Answer(item=item.id, state=State.GIVEN, value=found.value, raw=raw, source=cell.at)


def _share(item: ScaleItem, cell: AnswerCell, raw: str, share: Fraction, temuan: list[Temuan]) -> Answer:
    """Return the answer of a per cent: its part of the whole scale, told unless the scale is one of per cents itself.

    A cell formatted as a per cent holds 0.85 and shows 85 %: what is shown is what was meant. On a scale that does not
    begin at nothing a per cent has no meaning.
    """
    low, high = item.scale.min, item.scale.max
    if low != 0 and not item.scale.from_zero:
        temuan.append(NumberUnreadable(cell.at, item.id, seen=raw, low=low, high=high))
        return Answer(item=item.id, state=State.INVALID, raw=raw, source=cell.at)
    value = share * high
    if high == 1:
        if not cell.percent:
            temuan.append(AnswerTidied(cell.at, item.id, seen=raw, taken=shown(value)))
    else:
        kind = PercentRead if high == 100 else PercentOfScale
        temuan.append(kind(cell.at, item.id, seen=raw, taken=shown(value), high=high))
    return Answer(item=item.id, state=State.GIVEN, value=value, raw=raw, source=cell.at)


def shown(value: Fraction) -> str:
    """Return a number as Indonesians write it."""
    return exact_text(value).replace(".", ",")


def _ratio(item: RatioItem, cells: Mapping[str, AnswerCell], instrument: Instrument, temuan: list[Temuan]) -> Answer:
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
        value = _count(item.id, cell, labels[name], instrument.count_bounds.get(f"{item.id}.{name}"), temuan)
        if value is None:
            wrong = True
        else:
            counts.append((name, value))
    source = next(iter(cells.values())).at if cells else None
    raw = "; ".join(cell.seen for cell in cells.values())[:_RAW]
    if not counts and not wrong:
        return Answer(item=item.id, state=State.BLANK, source=source)
    if blank:
        at = cells[blank[0]].at if blank[0] in cells else source
        missing = ", ".join(labels[name] for name in blank)
        temuan.append(CountsIncomplete(at or CellPos(workbook=""), item.id, missing=missing))
    state = State.INVALID if wrong or blank else State.GIVEN
    return Answer(item=item.id, state=state, counts=tuple(counts), raw=raw, source=source)


def _count(
    item_id: str, cell: AnswerCell, label: str, bound: CountBound | None, temuan: list[Temuan]
) -> Fraction | None:
    """Return a count: a whole number, not negative, within its bound; anything else is told and None."""
    if not _sound(cell, item_id, temuan):
        return None
    raw = cell.seen
    if cell.percent and isinstance(cell.value, float):
        temuan.append(CountUnreadable(cell.at, item_id, seen=raw, label=label, hint=likely_count(raw)))
        return None
    found = number(cell.value, whole=True)
    least, most = (bound.least, bound.most) if bound else (Fraction(0), Fraction(COUNT_MOST))
    looks = looks_like(cell.value)
    if cell.is_moment:
        hint = number_behind(str(cell.value))
        temuan.append(NumberBecameDate(cell.at, item_id, seen=raw, hint="" if "," in hint else hint, label=label))
        return None
    if looks or found.problem == "vast" or (found.value is not None and found.value > most):
        digits = f"{cell.value:.0f}" if looks and isinstance(cell.value, float) else raw  # not 1.98E+17
        temuan.append(CountOutOfBounds(cell.at, item_id, seen=digits, label=label, least=least, most=most, looks=looks))
        return None
    if found.value is None:
        temuan.append(CountUnreadable(cell.at, item_id, seen=raw, label=label, hint=likely_count(raw)))
        return None
    if found.value < 0 or found.value.denominator != 1:
        temuan.append(CountNegativeOrFraction(cell.at, item_id, seen=raw, label=label))
        return None
    if found.value < least:
        temuan.append(CountOutOfBounds(cell.at, item_id, seen=raw, label=label, least=least, most=most, looks=""))
        return None
    if found.tidied and shown(found.value) != raw:
        temuan.append(AnswerTidied(cell.at, item_id, seen=raw, taken=shown(found.value)))
    return found.value
