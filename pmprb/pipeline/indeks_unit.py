"""An instansi's worksheet and its units' files to the index of the instansi.

Enters: the instansi's scored worksheet, the found files of the units, catalogs, the register. Leaves:
`Loaded[JoinedIndex]` with the temuan of the joining and of the units' files. Writes nothing but the workbook asked for.
"""

from __future__ import annotations

from pathlib import Path

from pmprb import __version__
from pmprb.catalog.model import Instrument
from pmprb.consolidation.model import UnitResult
from pmprb.consolidation.register import Register
from pmprb.consolidation.settle import Duplicates
from pmprb.consolidation.units_index import JoinedIndex, join_units
from pmprb.excel.rekap.units_index import write_units_index
from pmprb.pesan import sentence
from pmprb.pipeline.catalogs import Catalogs
from pmprb.pipeline.evaluate import Options
from pmprb.pipeline.files import Found
from pmprb.pipeline.run import Tick, Wishes, evaluate_all, gather
from pmprb.temuan import Loaded, Temuan


def index_with_units(
    own: UnitResult,
    found: Found,
    catalogs: Catalogs,
    register: Register,
    reading: str = "",
    duplicates: Duplicates = "tolak",
    tick: Tick | None = None,
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
    outcomes = evaluate_all(found, catalogs, Options(blank=own.tree.blank), tick=tick)
    wishes = Wishes(period=own.submission.period, duplicates=duplicates)
    units = gather(outcomes, found, loaded.value, register, wishes)
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
