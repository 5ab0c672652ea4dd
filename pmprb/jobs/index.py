"""Worksheets of an instansi, and of its units, to its index.

Enters: an `IndexRequest`. Leaves: the index of two worksheets (`PairIndex`), or that of an instansi with its units
(`UnitsIndex`) and its workbook. Prints nothing.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from pmprb import __version__
from pmprb.books.units_index.beside import write_units_beside
from pmprb.books.units_index.book import write_units_index
from pmprb.books.units_index.pair import ITEMS, write_pair_index
from pmprb.catalog.model import Instrument
from pmprb.engine.rb_index import RbIndex, rb_index
from pmprb.engine.score import Blank
from pmprb.jobs.consolidate import Wishes, gather
from pmprb.jobs.evaluate import Evaluated, Options, evaluate, evaluate_found
from pmprb.jobs.inputs import Catalogs, Found, catalogs_at, find_files, known_instrument, load_register
from pmprb.jobs.output import OutputGate, Permission, output_gate
from pmprb.jobs.pool import Fault, Watch, guarded, unwatched
from pmprb.jobs.refusals import CoefficientUnused, UnitsUnused, UnknownReading
from pmprb.jobs.typed import typed_in_book
from pmprb.office.model import UnitResult
from pmprb.office.register import Duplicates, Register
from pmprb.office.units_beside import BesideUnits, stand_beside
from pmprb.office.units_index import JoinedIndex, join_units
from pmprb.period import same_period
from pmprb.temuan import (
    CellPos,
    CoefficientOutOfBounds,
    FilesSwapped,
    Loaded,
    Temuan,
    WorksheetsNoPair,
    has_errors,
    sentence,
)
from pmprb.text import plain, readable
from pmprb.workbook.ours import has_sheet


@dataclass(frozen=True)
class IndexRequest:
    """An instansi's worksheet, and what its index is made of beside it: its second worksheet, or those of its units.

    `coefficient` is for a pair alone; `reading`, `register` and `duplicates` are for an index with units alone.
    `target` is a workbook to be written. `instrument` is forced for the first worksheet, `sheets` for it and a second.
    """

    first: Path
    rest: tuple[Path, ...]
    instrument: str = ""
    sheets: tuple[str, ...] = ()
    blank: Blank | None = None
    coefficient: Fraction | None = None
    reading: str = ""
    register: Path | None = None
    duplicates: Duplicates | None = None
    target: Path | None = None
    overwrite: bool = False
    replace_filled: bool = False
    criteria: Path | None = None

    @property
    def with_units(self) -> bool:
        """True when something is asked for that an index with units alone has."""
        asked = (self.reading, self.register, self.duplicates, len(self.rest) > 1)
        return any(asked)


@dataclass(frozen=True)
class PairIndex:
    """The index of two worksheets; `index` is None when there is none, and `temuan` say why.

    `outcomes` are those of the worksheets, of the first alone when it was refused and units were asked for; there are
    none when a workbook was asked for that may not be written. `notes` are about the run itself (files named the other
    way round, a file kept), `target` the workbook that was written.
    """

    outcomes: tuple[Evaluated, ...]
    instrument: Instrument | None = None
    index: RbIndex | None = None
    temuan: tuple[Temuan, ...] = ()
    notes: tuple[Temuan, ...] = ()
    target: Path | None = None

    @property
    def failed(self) -> bool:
        """True without an index, or with a KESALAHAN."""
        return self.index is None or has_errors(self.temuan)


@dataclass(frozen=True)
class _UnitsRun:
    """A run over an instansi and its units, whose instrument is `units`.

    `outputs` say why the workbook was not written; `register` are the temuan of the register; with either the run is
    `stopped`. `target` is the workbook that was written.
    """

    instrument: Instrument
    units: Instrument | None = None
    outputs: tuple[Temuan, ...] = ()
    register: tuple[Temuan, ...] = ()
    temuan: tuple[Temuan, ...] = ()
    target: Path | None = None
    stopped: bool = False


@dataclass(frozen=True)
class UnitsIndexRun(_UnitsRun):
    """The index of an instansi with its units; `joined` is None when there is none."""

    joined: JoinedIndex | None = None

    @property
    def failed(self) -> bool:
        """True without an index, or with a KESALAHAN."""
        return self.joined is None or has_errors(self.temuan)


@dataclass(frozen=True)
class BesideRun(_UnitsRun):
    """An instansi beside its units, without a joint figure; `beside` is None when the units could not be read."""

    beside: BesideUnits | None = None

    @property
    def failed(self) -> bool:
        """True without units, or with a KESALAHAN."""
        return self.beside is None or has_errors(self.temuan)


def make_index(
    request: IndexRequest, watch: Watch = unwatched, executor: Executor | None = None
) -> PairIndex | UnitsIndexRun | BesideRun:
    """Return the index that is asked for, and write its workbook.

    Whether units belong to it is said by the first worksheet's instrument. Raises CoefficientUnused, UnknownReading and
    UnitsUnused for what that instrument does not have, NoCatalogs, UnknownInstrument, UnknownVariant; OSError when the
    workbook cannot be written.
    """
    catalogs = catalogs_at(request.criteria)
    known_instrument(catalogs, request.instrument)
    target = request.target
    reads = [path for path in (request.first, *request.rest, request.register) if path]
    permission = Permission(request.overwrite, request.replace_filled)
    with output_gate([target] if target else [], reads=reads, permission=permission, own=_is_index) as gate:
        if gate.refused:
            return PairIndex((), temuan=tuple(gate.temuan))
        return _index(request, catalogs, gate, watch, executor)


def _is_index(path: Path) -> bool:
    return any(has_sheet(path, name) for name in ("Kontribusi Unit", "Nilai Unit", ITEMS))


def _index(
    request: IndexRequest, catalogs: Catalogs, gate: OutputGate, watch: Watch, executor: Executor | None
) -> PairIndex | UnitsIndexRun | BesideRun:
    options = Options(instrument=request.instrument, sheets=request.sheets, blank=request.blank)
    own = evaluate(request.first.name, request.first, catalogs, options)
    instrument, notes = _instrument_of(own, catalogs), tuple[Temuan, ...]()
    if (other := _other_way_round(request, own, instrument, catalogs)) is not None:
        notes = (FilesSwapped(CellPos(workbook=readable(request.rest[0].name)), other=readable(request.first.name)),)
        request, own = replace(request, first=request.rest[0], rest=(request.first,)), other
        instrument = _instrument_of(own, catalogs)
    if own.result is not None and instrument is not None and instrument.units_index is not None:
        if request.coefficient is not None:
            raise CoefficientUnused(instrument.base_id)
        made = _with_units(request, own, own.result, instrument, catalogs, gate, watch, executor)
        return replace(made, temuan=(*notes, *made.temuan))
    if own.result is not None and instrument is not None and instrument.units_beside is not None:
        if request.coefficient is not None:
            raise CoefficientUnused(instrument.base_id)
        if request.reading:
            raise UnknownReading(request.reading, instrument.base_id, [])
        beside = _beside(request, own, own.result, instrument, catalogs, gate, watch, executor)
        return replace(beside, temuan=(*notes, *beside.temuan))
    if request.with_units:
        if own.result is not None:
            raise UnitsUnused(own.result.submission.instrument)
        return PairIndex((own,), temuan=own.temuan)
    return _pair(request, own, instrument, catalogs, gate, notes)


def _instrument_of(one: Evaluated, catalogs: Catalogs) -> Instrument | None:
    return catalogs.load(one.result.submission.instrument).value if one.result else None


def _other_way_round(
    request: IndexRequest, own: Evaluated, instrument: Instrument | None, catalogs: Catalogs
) -> Evaluated | None:
    """Return the second file when it is the one to begin with: its catalog says how the first belongs to it.

    A first file that begins an index itself, or cannot be read, is left where it is; but one that was forced to an
    instrument it does not have is read again as what it is.
    """
    if len(request.rest) != 1 or not request.rest[0].is_file():
        return None
    if own.result is None and request.instrument:
        instrument = _instrument_of(
            evaluate(request.first.name, request.first, catalogs, Options(sheets=request.sheets, blank=request.blank)),
            catalogs,
        )
    if instrument is None or _beside_it(instrument):
        return None
    second = request.rest[0]
    options = Options(instrument=request.instrument, sheets=request.sheets, blank=request.blank)
    other = evaluate(second.name, second, catalogs, options)
    theirs = _instrument_of(other, catalogs)
    return other if theirs is not None and instrument.base_id in _beside_it(theirs) else None


def _beside_it(instrument: Instrument) -> set[str]:
    """Return the instruments whose worksheets an index that begins with this one is made of."""
    rules = (instrument.units_index, instrument.units_beside)
    return {rule.units for rule in rules if rule} | ({instrument.index.added} if instrument.index else set())


def _pair(
    request: IndexRequest,
    own: Evaluated,
    instrument: Instrument | None,
    catalogs: Catalogs,
    gate: OutputGate,
    notes: tuple[Temuan, ...],
) -> PairIndex:
    second, target = request.rest[0], request.target
    other = evaluate(second.name, second, catalogs, Options(sheets=request.sheets, blank=request.blank))
    made = PairIndex((own, other), instrument, temuan=(*own.temuan, *other.temuan), notes=notes)
    if own.result is None or other.result is None:
        return made
    coefficient = request.coefficient or Fraction(0)
    loaded = guarded(own.file, index_of, own.result, other.result, catalogs, coefficient)
    if isinstance(loaded, Fault):
        return replace(made, temuan=(*made.temuan, loaded.temuan))
    made = replace(made, index=loaded.value, temuan=(*made.temuan, *loaded.temuan))
    if loaded.value is None or instrument is None or target is None:
        return made
    found, results = loaded.value, (own.result, other.result)
    both = (instrument, _loaded(other.result.submission.instrument, catalogs))
    told = gate.put(target, lambda draft: _write_pair(found, results, both, made, draft), typed_in_book)
    if has_errors(told):
        return replace(made, index=None, temuan=told)
    return replace(made, notes=(*notes, *told), target=target)


def _write_pair(
    found: RbIndex,
    results: tuple[UnitResult, UnitResult],
    instruments: tuple[Instrument, Instrument],
    made: PairIndex,
    target: Path,
) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temuan = (*made.notes, *made.temuan)
    write_pair_index(found, results, instruments, target, temuan=temuan, sentences=sentence, version=__version__)


def _with_units(
    request: IndexRequest,
    own: Evaluated,
    result: UnitResult,
    instrument: Instrument,
    catalogs: Catalogs,
    gate: OutputGate,
    watch: Watch,
    executor: Executor | None,
) -> UnitsIndexRun:
    rule, target = instrument.units_index, request.target
    known = [one.id for one in rule.readings] if rule else []
    if request.reading and request.reading not in known:
        raise UnknownReading(request.reading, instrument.base_id, known)
    made = UnitsIndexRun(instrument, units=catalogs.load(rule.units).value if rule else None)
    units = load_register(request.register)
    made = replace(made, register=units.temuan)
    if units.value is None:
        return replace(made, stopped=True)
    found = find_files(request.rest, [path for path in (request.first, target, request.register) if path])
    duplicates = request.duplicates or "tolak"
    loaded = index_with_units(result, found, catalogs, units.value, request.reading, duplicates, watch, executor)
    temuan = (*own.temuan, *loaded.temuan)
    if loaded.value is None or target is None:
        return replace(made, joined=loaded.value, temuan=temuan)
    joined = loaded.value
    told = gate.put(target, lambda draft: write_index(joined, temuan, catalogs, draft), typed_in_book)
    if has_errors(told):
        return replace(made, stopped=True, outputs=told)
    return replace(made, joined=joined, temuan=(*temuan, *told), target=target)


def _beside(
    request: IndexRequest,
    own: Evaluated,
    result: UnitResult,
    instrument: Instrument,
    catalogs: Catalogs,
    gate: OutputGate,
    watch: Watch,
    executor: Executor | None,
) -> BesideRun:
    rule, target = instrument.units_beside, request.target
    assert rule is not None, "asked of an instrument with units beside it"
    theirs = catalogs.load(rule.units)
    made = BesideRun(instrument, units=theirs.value)
    if theirs.value is None:
        return replace(made, temuan=theirs.temuan)
    register = load_register(request.register)
    made = replace(made, register=register.temuan)
    if register.value is None:
        return replace(made, stopped=True)
    found = find_files(request.rest, [path for path in (request.first, target, request.register) if path])
    read = evaluate_found(found, catalogs, Options(blank=result.tree.blank), watch, executor)
    wishes = Wishes(period=result.submission.period, duplicates=request.duplicates or "tolak")
    units = gather(read.outcomes, found, theirs.value, register.value, wishes)
    loaded = stand_beside(result, units, (instrument, theirs.value))
    made = replace(made, beside=loaded.value, temuan=(*own.temuan, *loaded.temuan, *units.temuan))
    if loaded.value is None or target is None:
        return made
    beside, instruments, temuan = loaded.value, (instrument, theirs.value), made.temuan
    told = gate.put(target, lambda draft: _write_beside(beside, instruments, temuan, draft), typed_in_book)
    if has_errors(told):
        return replace(made, stopped=True, outputs=told)
    return replace(made, temuan=(*made.temuan, *told), target=target)


def _write_beside(
    beside: BesideUnits, instruments: tuple[Instrument, Instrument], temuan: tuple[Temuan, ...], target: Path
) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    write_units_beside(beside, instruments, target, temuan=temuan, sentences=sentence, version=__version__)


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
        low, high = rule.coefficient.min, rule.coefficient.max
        found.append(CoefficientOutOfBounds(at, seen=coefficient, low=low, high=high))
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
    return WorksheetsNoPair(CellPos(workbook=result.submission.file), seen=seen, expected=expected)


# An instansi's worksheet and its units' files to the index of the instansi.


def index_with_units(
    own: UnitResult,
    found: Found,
    catalogs: Catalogs,
    register: Register,
    reading: str = "",
    duplicates: Duplicates = "tolak",
    watch: Watch = unwatched,
    executor: Executor | None = None,
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
    read = evaluate_found(found, catalogs, Options(blank=own.tree.blank), watch, executor)
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
