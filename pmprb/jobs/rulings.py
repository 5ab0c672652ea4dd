"""What people decided in earlier rekaps of the same period, to be applied by this run.

Enters: the rekap that is to be replaced, another one named, the catalogs, the instrument. Leaves: `ReadRulings`: each
ruling with the answers it was typed beside, as the rekap's own record has them, and what cannot be read, with its cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from pmprb.books.rekap.disputes import choices_of, range_words
from pmprb.books.rekap.rulings import NAME, TypedRow, typed_rows
from pmprb.catalog.item import RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State
from pmprb.jobs.inputs import Catalogs
from pmprb.jobs.take_up import take_up
from pmprb.office.disputes import Key, Rulings, TypedRuling, disputes_in, side_names
from pmprb.office.model import Consolidation, Dispute, Ruling
from pmprb.office.record import DisputeRecord, RekapRecord
from pmprb.period import same_period
from pmprb.records import dataclass
from pmprb.temuan import RulingsDiffer, RulingUnreadable, Temuan, has_errors
from pmprb.text import plain
from pmprb.workbook.ours import names_sheet
from pmprb.worksheet.cells import AnswerCell, answer_of


@dataclass(frozen=True)
class ReadRulings:
    """Rulings by what they are about; `typed` are the rows they were read from. `pending` counts those that the rekap
    they stand in does not apply yet."""

    rulings: Rulings = field(default_factory=dict)
    typed: Mapping[Key, TypedRow] = field(default_factory=dict)
    temuan: tuple[Temuan, ...] = ()
    pending: int = 0


def read_rulings(rekaps: Iterable[Path], catalogs: Catalogs, instrument: Instrument, period: str = "") -> ReadRulings:
    """Return the rulings of rekaps of an instrument, and of a period if one is named; what the first rekap knows of an
    item counts. A rekap without any is glanced at, not opened; what a doubtful one (see `take_up`) says its rulings
    rest on is not believed, so people look at them again."""
    rulings: dict[Key, TypedRuling] = {}
    typed: dict[Key, TypedRow] = {}
    told: list[Temuan] = []
    seen: set[Key] = set()
    pending = 0
    for rekap in rekaps:
        if not rekap.is_file() or not names_sheet(rekap, NAME):
            continue
        taken = take_up(rekap, catalogs)
        record = taken.value.recorded.record if taken.value and not has_errors(taken.temuan) else None
        if record is not None and not _fits(record, instrument, period):
            continue
        disputes = record.disputes if record else ()
        known = {one.key: one for one in disputes}
        rows, differing = _single(typed_rows(rekap))
        told += differing
        for key in dict.fromkeys((*known, *rows)):
            if key in seen:
                continue
            row, one = rows.get(key), known.get(key)
            if row is not None:
                rulings[key], as_before = _ruling(row, one, instrument)
                typed[key] = row
                pending += not as_before
            elif one is not None and one.ruling is None and one.typed is not None:
                rulings[key] = one.typed
        seen |= {*known, *rows}
    return ReadRulings(rulings, typed, tuple(told), pending)


def _fits(record: RekapRecord, instrument: Instrument, period: str) -> bool:
    return record.instrument == instrument.id and (not period or same_period(record.period, period))


def _single(rows: Sequence[TypedRow]) -> tuple[dict[Key, TypedRow], list[Temuan]]:
    """Return the rows that stand alone for their item; of several with different words none, each told (BUKU-298)."""
    by_key: dict[Key, list[TypedRow]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    alone: dict[Key, TypedRow] = {}
    told: list[Temuan] = []
    for key, several in by_key.items():
        if len({(plain(row.text), row.reason) for row in several}) == 1:
            alone[key] = several[0]
        else:
            places = [f"{row.at.sheet}!{row.at.cell}" for row in several]
            told += [
                RulingsDiffer(row.at, row.item, other=", ".join(p for p in places if p != place))
                for row, place in zip(several, places, strict=True)
            ]
    return alone, told


def _ruling(row: TypedRow, known: DisputeRecord | None, instrument: Instrument) -> tuple[TypedRuling, bool]:
    """Return a typed row as a ruling on the answers that stood beside it, and whether the rekap knew it already: then
    it rests on what it rested on before."""
    answer = _answer(row, instrument)
    basis = known.basis if known else ()
    before = known.typed.ruling if known and known.ruling and known.typed else None
    as_before = before is not None and before.reason == row.reason and _alike(before, row, answer)
    if as_before and before is not None:
        basis = before.basis
    ruling = Ruling(text=row.text, reason=row.reason, answer=answer, basis=basis)
    return TypedRuling(unit_code=row.unit_code, unit=row.unit, item=row.item, ruling=ruling), as_before


def _alike(before: Ruling, row: TypedRow, answer: Answer | None) -> bool:
    if answer is not None and before.answer is not None:
        return (answer.state, answer.text) == (before.answer.state, before.answer.text)
    return plain(before.text) == plain(row.text)


def _answer(row: TypedRow, instrument: Instrument) -> Answer | None:
    """Return a typed ruling as an answer that its item can have; None for any other."""
    item = instrument.items.get(row.item)
    if item is None or isinstance(item, RatioItem) or row.value is None:
        return None
    cell = AnswerCell(value=row.value, error="", formula=False, uncached=False, at=row.at, row=0)
    answer = answer_of(item, {"": cell}, instrument, [])
    if answer.state is State.NOT_APPLICABLE:
        fits = item.allow_not_applicable
    else:
        fits = answer.state is State.GIVEN
        if fits and isinstance(item, ScaleItem):
            fits = answer.value is not None and item.scale.min <= answer.value <= item.scale.max
    return replace(answer, source=None, raw="") if fits else None


def unreadable(consolidation: Consolidation, read: ReadRulings, instrument: Instrument) -> tuple[Temuan, ...]:
    """Return the rulings that were typed and name no answer of their item (BUKU-297)."""
    told = [*read.temuan]
    for result, dispute in disputes_in(consolidation):
        row = read.typed.get((result.unit.key, dispute.item))
        if row is not None and dispute.ruling is not None and dispute.ruled is None:
            allowed = allowed_words(dispute, instrument)
            told.append(RulingUnreadable(row.at, dispute.item, seen=row.text or "kosong", allowed=", ".join(allowed)))
    return tuple(told)


def allowed_words(dispute: Dispute, instrument: Instrument) -> list[str]:
    """Return what can be decided on an item: its answers, a number of its scale in words, or whose counts count."""
    item = instrument.items[dispute.item]
    if isinstance(item, ScaleItem):
        return [f"angka {range_words(item)}"]
    return choices_of(item, instrument, side_names(dispute.sides))


def with_typed(consolidation: Consolidation, typed: Mapping[Key, TypedRow]) -> Consolidation:
    """Return a consolidation whose open disputes show what was typed since, without applying it."""
    if not typed:
        return consolidation

    def shown(key: str, one: Dispute) -> Dispute:
        row = typed.get((key, one.item))
        if row is None or one.ruled is not None:
            return one
        return one.model_copy(update={"shown": Ruling(text=row.text, reason=row.reason)})

    results = tuple(
        replace(result, disputes=tuple(shown(result.unit.key, one) for one in result.disputes))
        if result.disputes
        else result
        for result in consolidation.results
    )
    return replace(consolidation, results=results)
