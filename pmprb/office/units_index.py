"""An instansi's own worksheet and the consolidation of its units, joined to the index.

Enters: the instansi's result, the units' consolidation, both instruments, the instansi's instrument in its other
variants. Leaves: `Loaded[JoinedIndex]`. Refuses to know: files on disk, sentences.
"""

from __future__ import annotations

from collections.abc import Iterable

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Unit
from pmprb.engine.score import score
from pmprb.engine.units_index import UnitScores, UnitsIndex, misfits, units_index
from pmprb.office.model import Consolidation, UnitResult
from pmprb.temuan import (
    CellPos,
    IndexReadingMatters,
    IndexRuleUnfit,
    InstansiSheetEmpty,
    Loaded,
    Model,
    NoUnitRated,
    Temuan,
    UnitUnrated,
    WeightVariantMatters,
)


class OtherVariant(Model):
    """The same answers by another variant of the instansi's instrument."""

    id: str
    title: str
    index: UnitsIndex


class JoinedIndex(Model):
    """The index by every reading, and all that it was made of.

    `chosen` is the reading asked for; `unrated` are units whose worksheet has no answer: they are left out.
    """

    own: UnitResult
    units: Consolidation
    index: UnitsIndex
    chosen: str
    others: tuple[OtherVariant, ...]
    unrated: tuple[Unit, ...]


def join_units(
    own: UnitResult,
    units: Consolidation,
    instruments: tuple[Instrument, Instrument],
    variants: Iterable[Instrument] = (),
    reading: str = "",
) -> Loaded[JoinedIndex]:
    """Return the index of an instansi with its units; `instruments` are the instansi's and the units'.

    No index: nothing answered in the instansi's worksheet (NILAI-014), no rated unit (NILAI-010), a rule that does
    not fit (NILAI-011). Told besides: units left out (NILAI-013), a predicate that another reading (NILAI-012) or
    another variant (NILAI-015) makes different. KeyError for a reading the catalog does not have.
    """
    at = CellPos(workbook=own.submission.file)
    mine, theirs = instruments
    rule = mine.units_index
    if rule is None:
        raise ValueError(f"{mine.id} has no rule for units")
    chosen = rule.reading(reading).id
    unfit = misfits(rule, mine, theirs)
    rated = [r for r in units.results if r.rated]
    unrated = [r for r in units.results if not r.rated]
    found: list[Temuan] = [IndexRuleUnfit(at, name=", ".join(unfit), seen=theirs.id)] if unfit else []
    found += [InstansiSheetEmpty(at)] if not own.rated else []
    found += [NoUnitRated(at, seen=len(units.results))] if not rated else []
    left_out = [UnitUnrated(CellPos(workbook=r.submission.file), unit=_named(r.unit)) for r in unrated]
    if found:
        return Loaded(value=None, temuan=(*found, *left_out))
    scores = [UnitScores(code=r.unit.code, name=_named(r.unit), tree=r.tree) for r in rated]
    index = units_index(own.tree, mine, scores, theirs)
    others = tuple(
        OtherVariant(
            id=other.variant,
            title=other.chosen_variant.title if other.chosen_variant else "",
            index=units_index(score(own.submission, other, own.tree.blank), other, scores, theirs),
        )
        for other in variants
        if not misfits(rule, other, theirs)
    )
    joined = JoinedIndex(
        own=own,
        units=units,
        index=index,
        chosen=chosen,
        others=others,
        unrated=tuple(r.unit for r in unrated),
    )
    return Loaded(value=joined, temuan=(*left_out, *_disagreeing(joined, at)))


def _named(unit: Unit) -> str:
    return unit.name.strip() or unit.code.strip()


def _disagreeing(joined: JoinedIndex, at: CellPos) -> Iterable[Temuan]:
    """Yield each reading and each variant by which the predicate is another one."""
    used = joined.index.reading(joined.chosen).predicate
    if used is None:
        return
    for reading in joined.index.readings:
        if reading.predicate and reading.predicate.label != used.label:
            yield IndexReadingMatters(at, seen=reading.predicate.label, expected=used.label, reading=reading.title)
    for other in joined.others:
        predicate = other.index.reading(joined.chosen).predicate
        if predicate and predicate.label != used.label:
            yield WeightVariantMatters(at, seen=predicate.label, expected=used.label, variant=other.title)
