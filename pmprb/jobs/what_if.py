"""One worksheet with other answers than it has: what would change, and what bettering each item brings.

Enters: a `WhatIfRequest`. Leaves: `WhatIfFound`. Writes and prints nothing; the worksheet stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path

from pmprb.catalog.item import ChoiceItem, RatioItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State
from pmprb.insight.path.options import outside_reach
from pmprb.insight.what_if import MarginalGain, WhatIf, marginal_gains, what_if
from pmprb.jobs.evaluate import Evaluated, Sources, Worksheets, read_worksheets
from pmprb.jobs.inputs import Catalogs
from pmprb.jobs.pool import Watch, unwatched
from pmprb.jobs.refusals import AnswerWithoutCode, OneWorksheetOnly, UnknownCode
from pmprb.jobs.take_up import take_up
from pmprb.numbers import exact_text
from pmprb.office.record import RekapRecord
from pmprb.temuan import CellPos, Loaded, PlaceInOtherRekap, Severity, Temuan, has_errors
from pmprb.text import readable
from pmprb.worksheet.cells import AnswerCell, answer_of, with_checklist

SUPPOSED = "--ubah"
_BLANK = {"", "kosong", "-"}


@dataclass(frozen=True)
class WhatIfRequest:
    """One worksheet, the answers to suppose ("A.I.1.i.a=A", "A.II.1.i.a.agen=8"), and a rekap for the unit's place.

    `outcomes` lists the gains of items too that a unit cannot tick by itself.
    """

    sources: Sources
    changes: tuple[str, ...] = ()
    rekap: Path | None = None
    outcomes: bool = False


@dataclass(frozen=True)
class WhatIfFound:
    """What became of a request. `found` is None where the worksheet or a supposed answer could not be used: `temuan`
    say why."""

    worksheets: Worksheets
    outcome: Evaluated | None = None
    instrument: Instrument | None = None
    found: WhatIf | None = None
    gains: tuple[MarginalGain, ...] = ()
    temuan: tuple[Temuan, ...] = ()

    @property
    def failed(self) -> bool:
        """True when there is nothing to tell."""
        return self.found is None or has_errors(self.temuan)


def suppose(request: WhatIfRequest, watch: Watch = unwatched) -> WhatIfFound:
    """Return what the supposed answers would change.

    Raises UnknownCode, AnswerWithoutCode, OneWorksheetOnly, and the refusals of `read_worksheets`.
    """
    read = read_worksheets(request.sources, [request.rekap] if request.rekap else (), watch)
    if len(read.outcomes) > 1:
        raise OneWorksheetOnly(len(read.outcomes))
    outcome = read.outcomes[0] if read.outcomes else None
    instrument = read.instrument_of(outcome) if outcome else None
    if outcome is None or outcome.result is None or instrument is None:
        return WhatIfFound(read, outcome)
    result = outcome.result
    answers, blank = result.submission.answers, result.tree.blank
    temuan: list[Temuan] = []
    other = supposed(request.changes, answers, instrument, temuan)
    record: Loaded[RekapRecord] = Loaded(value=None)
    if request.rekap:
        record = _record(request.rekap, instrument, read.catalogs)
    temuan += record.temuan
    if has_errors(temuan):
        return WhatIfFound(read, outcome, instrument, temuan=tuple(temuan))
    found = what_if(answers, other, instrument, blank, result.unit, record.value)
    fixed = frozenset() if request.outcomes else outside_reach(instrument)
    gains = marginal_gains({**answers, **other}, instrument, blank, fixed)
    return WhatIfFound(read, outcome, instrument, found, gains, tuple(temuan))


def _record(path: Path, instrument: Instrument, catalogs: Catalogs) -> Loaded[RekapRecord]:
    taken = take_up(path, catalogs)
    if taken.value is None:
        return Loaded(value=None, temuan=taken.temuan)
    record = taken.value.recorded.record
    if record.instrument != instrument.id:
        at = CellPos(workbook=readable(path.name))
        other = PlaceInOtherRekap(at, seen=record.instrument, expected=instrument.id)
        return Loaded(value=None, temuan=(other,))
    return Loaded(value=record, temuan=taken.temuan)


# What was typed behind --ubah, read as a worksheet's cells are.


def supposed(
    changes: tuple[str, ...], answers: Mapping[str, Answer], instrument: Instrument, temuan: list[Temuan]
) -> dict[str, Answer]:
    """Return the supposed answers by item; what cannot be understood is told in the words for a worksheet's cells.

    Counts that are not named stay as they are. "kosong" leaves an item blank. Raises UnknownCode, AnswerWithoutCode.
    """
    cells: dict[str, dict[str, AnswerCell]] = {}
    ticked: dict[str, dict[str, AnswerCell]] = {}
    for text in changes:
        code, sign, said = text.partition("=")
        if not sign or not code.strip():
            raise AnswerWithoutCode(text)
        item, count = _item(code.strip(), instrument)
        asked = instrument.items[item]
        if isinstance(asked, RatioItem):
            known = cells.setdefault(item, _as_cells(answers.get(item)))
            known |= {name: _cell(value) for name, value in _counts(said, count, asked).items()}
        elif count and isinstance(asked, ChoiceItem):
            ticked.setdefault(item, _as_ticks(answers.get(item), asked, instrument))[count] = _cell(said)
        else:
            cells[item] = {"": _cell(said)}
    told: list[Temuan] = []
    found = {item: answer_of(instrument.items[item], typed, instrument, told) for item, typed in cells.items()}
    for item, ticks in ticked.items():  # a criterion of a checklist: what they propose together
        asked = instrument.items[item]
        assert isinstance(asked, ChoiceItem)
        scale = instrument.scales[instrument.scales[asked.answer_set].ticks[0]]
        blank = found.get(item, Answer(item=item, state=State.BLANK))
        found[item] = with_checklist(asked, blank, ticks, scale, instrument, told)
    temuan += [one for one in told if one.severity is not Severity.CATATAN]
    return found


def _as_ticks(answer: Answer | None, item: ChoiceItem, instrument: Instrument) -> dict[str, AnswerCell]:
    """Return the criteria of a checklist that were answered, as cells; those met in part as the label nearest below."""
    scale = instrument.scales[instrument.scales[item.answer_set].ticks[0]]
    met: tuple[tuple[str, Fraction], ...] = answer.met if answer else ()
    nearest = {name: next(label for label, score in scale.scores.items() if score <= share) for name, share in met}
    return {name: _cell(label) for name, label in nearest.items()}


def _item(code: str, instrument: Instrument) -> tuple[str, str]:
    """Return the item a code names, and the count of it, if one."""
    known = instrument.codes.get(code.rstrip(".").casefold(), "")
    if known in instrument.items:
        return known, ""
    item, _, count = known.rpartition(".")
    if item in instrument.items:
        return item, count
    raise UnknownCode(code, instrument.id, get_close_matches(code, list(instrument.items), n=3, cutoff=0.5))


def _counts(said: str, count: str, item: RatioItem) -> dict[str, str]:
    """Return the text of each count: of the one the code names, or "agen 10; perubahan 8"; a bare number is the
    numerator's, and "kosong" stands for all."""
    if count:
        return {count: said}
    if said.strip().casefold() in _BLANK:
        return {one.id: "" for one in item.inputs}
    found = {}
    ids = {one.id.casefold(): one.id for one in item.inputs}
    for part in said.split(";"):
        name, _, value = part.strip().replace("=", " ").replace(":", " ").rpartition(" ")
        found[ids.get(name.strip().casefold(), item.numerator[0])] = value
    return found


def _as_cells(answer: Answer | None) -> dict[str, AnswerCell]:
    if answer is None or answer.state is not State.GIVEN:
        return {}
    return {name: _cell(exact_text(value)) for name, value in answer.counts}


def _cell(text: str) -> AnswerCell:
    value = text.strip()
    shown = None if value.casefold() in _BLANK else value
    return AnswerCell(shown, error="", formula=False, uncached=False, at=CellPos(workbook=SUPPOSED), row=0)
