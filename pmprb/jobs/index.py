"""Worksheets of an instansi, and of its units, to its index."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from pmprb import __version__
from pmprb.books.units_index.book import write_units_index
from pmprb.catalog.model import Instrument
from pmprb.engine.rb_index import RbIndex, rb_index
from pmprb.jobs.consolidate import Wishes, gather
from pmprb.jobs.evaluate import Options, evaluate_found
from pmprb.jobs.inputs import Catalogs, Found
from pmprb.jobs.pool import Watch, unwatched
from pmprb.office.model import UnitResult
from pmprb.office.register import Duplicates, Register
from pmprb.office.units_index import JoinedIndex, join_units
from pmprb.period import same_period
from pmprb.temuan.record import CellPos, Code, Loaded, Temuan
from pmprb.temuan.render import sentence
from pmprb.text import plain

# Two scored worksheets of one instansi to its index.


def index_of(
    first: UnitResult, second: UnitResult, catalogs: Catalogs, coefficient: Fraction = Fraction(0)
) -> Loaded[RbIndex]:
    """Return the index of the pair; NILAI-007 when they are none, NILAI-006 for a coefficient out of bounds.

    The pair must be of one instansi, one period, one variant, and of the two instruments the catalog joins.
    """
    instruments = tuple(catalogs.load(result.submission.instrument).value for result in (first, second))
    assert instruments[0] is not None and instruments[1] is not None, "scored worksheets name known instruments"
    pair = (instruments[0], instruments[1])
    found = _unlike(first, second, pair, catalogs)
    rule = pair[0].index
    if rule and not rule.coefficient.min <= coefficient <= rule.coefficient.max:
        at = CellPos(workbook=first.submission.file)
        bounds = {"low": rule.coefficient.min, "high": rule.coefficient.max}
        found.append(Temuan.of(Code.NILAI_006, at, seen=coefficient, **bounds))
    if found:
        return Loaded(value=None, temuan=tuple(found))
    return Loaded(value=rb_index((first.tree, second.tree), pair, first.submission.answers, coefficient))


def _unlike(
    first: UnitResult, second: UnitResult, instruments: tuple[Instrument, Instrument], catalogs: Catalogs
) -> list[Temuan]:
    """Return a NILAI-007 for each way in which two worksheets are not a pair, the instruments first."""
    rule = instruments[0].index
    if rule is None:
        loaded = (catalogs.load(name).value for name in catalogs.ids())
        known = ", ".join(one.id for one in loaded if one and one.index)
        return [_told(first, instruments[0].id, known or "-")]
    if instruments[1].base_id != rule.added:
        return [_told(second, instruments[1].base_id, rule.added)]
    found = []
    if instruments[0].variant != instruments[1].variant:
        found.append(_told(second, instruments[1].variant or "-", instruments[0].variant or "-"))
    if not same_period(first.submission.period, second.submission.period):
        found.append(_told(second, second.submission.period or "-", first.submission.period or "-"))
    code, name = (plain(first.unit.code), plain(second.unit.code)), (plain(first.unit.name), plain(second.unit.name))
    if (code[0] != code[1]) if all(code) else (name[0] != name[1]):
        found.append(_told(second, second.unit.name or second.unit.code, first.unit.name or first.unit.code))
    return found


def _told(result: UnitResult, seen: str, expected: str) -> Temuan:
    return Temuan.of(Code.NILAI_007, CellPos(workbook=result.submission.file), seen=seen, expected=expected)


# An instansi's worksheet and its units' files to the index of the instansi.


def index_with_units(
    own: UnitResult,
    found: Found,
    catalogs: Catalogs,
    register: Register,
    reading: str = "",
    duplicates: Duplicates = "tolak",
    watch: Watch = unwatched,
) -> Loaded[JoinedIndex]:
    """Return the index of an instansi with its units, read through the same pipeline as `pmprb gabung`.

    The units' period is the instansi's. Every file is accounted for in the result's `units.inputs`; the temuan
    are those of the joining, then those of the units. Raises KeyError for a reading that is not in the catalog.
    """
    mine = _loaded(own.submission.instrument, catalogs)
    rule = mine.units_index
    if rule is None:
        raise ValueError(f"{mine.id} has no rule for units")
    loaded = catalogs.load(rule.units)
    if loaded.value is None:
        return Loaded(value=None, temuan=loaded.temuan)
    read = evaluate_found(found, catalogs, Options(blank=own.tree.blank), watch)
    wishes = Wishes(period=own.submission.period, duplicates=duplicates)
    units = gather(read.outcomes, found, loaded.value, register, wishes)
    names = [f"{mine.base_id}@{variant.id}" for variant in mine.variants if variant.id != mine.variant]
    others = [_loaded(name, catalogs) for name in names]
    joined = join_units(own, units, (mine, loaded.value), others, reading)
    return Loaded(value=joined.value, temuan=(*joined.temuan, *units.temuan))


def _loaded(name: str, catalogs: Catalogs) -> Instrument:
    instrument = catalogs.load(name).value
    assert instrument is not None, "a scored worksheet names a known instrument, and its variants load with it"
    return instrument


def write_index(joined: JoinedIndex, temuan: tuple[Temuan, ...], catalogs: Catalogs, target: Path) -> None:
    """Write the index to a workbook; OSError when that cannot be done, and then nothing has changed."""
    own = _loaded(joined.own.submission.instrument, catalogs)
    units = _loaded(joined.units.instrument, catalogs)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_units_index(joined, (own, units), target, temuan=temuan, sentences=sentence, version=__version__)
