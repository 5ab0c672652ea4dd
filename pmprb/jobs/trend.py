"""Rekaps on disk to a trend, and a trend to a workbook.

Enters: a `TrendRequest`. Leaves: the workbook, and a `TrendMade`. Prints nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from pmprb import __version__
from pmprb.books.rekap.previous import read_plan_columns
from pmprb.books.trend.tables import promise_of
from pmprb.books.trend.write import write_trend
from pmprb.catalog.crosswalk import Crosswalk, Links, chain_between, links_between, load_crosswalks
from pmprb.catalog.model import Instrument
from pmprb.insight.trend.build import Source, trend_of
from pmprb.insight.trend.model import Trend
from pmprb.jobs.inputs import Catalogs, catalogs_at, load_register
from pmprb.jobs.output import Permission, output_gate
from pmprb.jobs.pool import Fault, Stage, Tick, Watch, guarded, unseen, unwatched
from pmprb.jobs.take_up import take_up
from pmprb.jobs.typed import typed_in_book
from pmprb.office.register import Register
from pmprb.period import Period
from pmprb.temuan import Loaded, Temuan, has_errors, sentence
from pmprb.text import readable


@dataclass(frozen=True)
class TrendRun:
    """A trend with the catalogs of its periods, and the crosswalks used (each with the instrument it leads to)."""

    trend: Trend
    instruments: tuple[Instrument, ...]
    crosswalks: tuple[tuple[Instrument, Crosswalk], ...] = ()


@dataclass(frozen=True)
class TrendAsked:
    """What a comparison was asked for besides the rekaps: a register, the date promises are judged on, and whether
    the rekaps stand in the order given (`as_given`) or in that of their periods."""

    register: Register | None = None
    on: date | None = None
    as_given: bool = False


@dataclass(frozen=True)
class TrendRequest:
    """Two or more rekaps, and the workbook of their comparison.

    `register` is a file of units that names predecessors; without one the newest rekap's own is used. `on` is the date
    promises are judged on. With `as_given` the rekaps stand in this order, else in that of their periods.
    """

    paths: tuple[Path, ...]
    target: Path
    register: Path | None = None
    on: date | None = None
    as_given: bool = False
    overwrite: bool = False
    replace_filled: bool = False
    criteria: Path | None = None


@dataclass(frozen=True)
class TrendMade:
    """What became of a request. `compared` is None when nothing was written.

    `outputs` say why it may not be, `register` are the temuan of the register, `temuan` everything else that was
    noticed. `stopped` tells that no rekap was read.
    """

    target: Path
    compared: TrendRun | None = None
    outputs: tuple[Temuan, ...] = ()
    register: tuple[Temuan, ...] = ()
    temuan: tuple[Temuan, ...] = ()
    stopped: bool = False

    @property
    def failed(self) -> bool:
        """True when nothing was written, or something of it is a KESALAHAN."""
        return self.compared is None or has_errors(self.temuan)


def make_trend(request: TrendRequest, watch: Watch = unwatched) -> TrendMade:
    """Write the comparison that is asked for.

    Raises NoCatalogs; OSError when it cannot be written.
    """
    catalogs, target = catalogs_at(request.criteria), request.target
    stopped = TrendMade(target, stopped=True)
    reads = (*request.paths, *([request.register] if request.register else []))
    permission = Permission(request.overwrite, request.replace_filled)
    with output_gate([target], reads=reads, permission=permission) as gate:
        if gate.refused:
            return replace(stopped, outputs=tuple(gate.temuan))
        units = load_register(request.register)
        if units.value is None:
            return replace(stopped, register=units.temuan)
        asked = TrendAsked(units.value if request.register else None, request.on, request.as_given)
        with watch(Stage.READ, len(request.paths)) as tick:
            loaded = compare_rekaps(request.paths, catalogs, asked, tick)
        compared, told = loaded.value, tuple[Temuan, ...]()
        if compared is not None:
            told = gate.put(target, lambda draft: write_compared(compared, draft), typed_in_book)
            if has_errors(told):
                return replace(stopped, outputs=told)
    return TrendMade(target, compared, register=units.temuan, temuan=(*loaded.temuan, *told))


def compare_rekaps(
    paths: Sequence[Path], catalogs: Catalogs, asked: TrendAsked, tick: Tick = unseen
) -> Loaded[TrendRun]:
    """Return the comparison of two or more rekaps, and everything noticed on the way; None when it cannot be made."""
    sources: list[Source] = []
    temuan: list[Temuan] = []
    for path in paths:
        loaded = guarded(path.name, _source, path, catalogs)
        if isinstance(loaded, Fault):
            loaded = Loaded(value=None, temuan=(loaded.temuan,))
        temuan += loaded.temuan
        if loaded.value is not None:
            sources.append(loaded.value)
        tick(readable(path.name))
    temuan += _crosswalk_faults(sources, catalogs)
    if len(sources) < len(paths) or has_errors(temuan):
        return Loaded(value=None, temuan=tuple(dict.fromkeys(temuan)))

    def links_of(old: Instrument, new: Instrument) -> Links | None:
        return links_between(old, new, catalogs.root)

    found = trend_of(_distinct(sources), links_of, asked.register, asked.on, asked.as_given)
    every = tuple(dict.fromkeys((*temuan, *found.temuan)))
    if found.value is None:
        return Loaded(value=None, temuan=every)
    trend = found.value.model_copy(update={"temuan": every})
    instruments = tuple(_loaded(period.instrument, catalogs) for period in trend.periods)
    return Loaded(value=TrendRun(trend, instruments, _used(instruments, catalogs)), temuan=every)


def write_compared(compared: TrendRun, target: Path) -> None:
    """Write the workbook of a comparison to `target`, replacing what stands there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    write_trend(
        compared.trend,
        compared.instruments,
        target,
        crosswalks=compared.crosswalks,
        sentences=sentence,
        version=__version__,
    )


def _source(path: Path, catalogs: Catalogs) -> Loaded[Source]:
    """Return a rekap's record, catalog and promises."""
    taken = take_up(path, catalogs)
    if taken.value is None:
        return Loaded(value=None, temuan=taken.temuan)
    recorded, instrument = taken.value.recorded, taken.value.instrument
    if instrument is None:
        return Loaded(value=None, temuan=(*taken.temuan, *catalogs.load(recorded.record.instrument).temuan))
    typed = read_plan_columns(path)
    rows = tuple(typed.value.rows.values()) if typed.value else ()
    year = Period.of(recorded.record.period).year
    promises = tuple(promise_of(row, year) for row in rows)
    source = Source(readable(path.name), recorded.sha256, recorded.record, instrument, promises)
    return Loaded(value=source, temuan=(*taken.temuan, *typed.temuan))


def _distinct(sources: Sequence[Source]) -> list[Source]:
    """Return the sources, files of one name in several folders told apart by a number."""
    names = [source.file for source in sources]
    return [
        replace(source, file=f"{source.file} ({n + 1})") if names.count(source.file) > 1 else source
        for n, source in enumerate(sources)
    ]


def _loaded(name: str, catalogs: Catalogs) -> Instrument:
    found = catalogs.load(name).value
    assert found is not None, "a trend is made of records whose catalogs were loaded"
    return found


def _crosswalk_faults(sources: Sequence[Source], catalogs: Catalogs) -> list[Temuan]:
    """Return what is wrong with the crosswalks of the instruments, when there are several."""
    names = {source.instrument.base_id for source in sources}
    if len(names) < 2:
        return []
    return [temuan for name in sorted(names) for temuan in load_crosswalks(catalogs.root / name).temuan]


def _used(instruments: Sequence[Instrument], catalogs: Catalogs) -> tuple[tuple[Instrument, Crosswalk], ...]:
    found: dict[tuple[str, str], tuple[Instrument, Crosswalk]] = {}
    for old, new in pairwise(instruments):
        for name, crosswalk in chain_between(old.base_id, new.base_id, catalogs.root) or ():
            found[crosswalk.predecessor, name] = _loaded(name, catalogs), crosswalk
    return tuple(found.values())
