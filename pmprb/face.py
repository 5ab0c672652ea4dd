"""The face for programmers, which `pmprb` hands out: paths in; typed results, tables and a workbook out.

Enters: paths, ids, and the results of other functions of the face. Leaves: the records of the rooms, exact inside.
Refuses to know: how a step is done (`jobs` and the rooms below do it, the same for the command line), sentences of
its own about a mistake (they come with the temuan), the terminal.

Where the command line goes on and reports, these functions raise: an exception says in English what could not be
done, and has the temuan, whose sentences are for users, beneath.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Submission, Unit
from pmprb.engine.gaps import find_gaps as gaps
from pmprb.engine.score import Blank, score
from pmprb.engine.verdict import judge
from pmprb.jobs import rekap
from pmprb.jobs.consolidate import Wishes, gather, reviews_at
from pmprb.jobs.evaluate import Options, Sources, choose_instrument, evaluate, read_worksheets
from pmprb.jobs.inputs import Catalogs, catalogs_at, known_layout, load_register
from pmprb.jobs.output import Permission, output_gate
from pmprb.jobs.refusals import MixedInstruments, NoCatalogs, UnknownLayout
from pmprb.office.model import Consolidation
from pmprb.office.register import Register
from pmprb.temuan import OutputExists, Temuan, fold, has_errors, render_folded

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "InstrumentError",
    "PmprbError",
    "RefusedError",
    "consolidate",
    "frames",
    "gaps",
    "judge",
    "load_instrument",
    "read",
    "score",
    "write_rekap",
]

AnyPath: TypeAlias = str | Path
_SHOWN = 20


class PmprbError(Exception):
    """Something could not be done. `temuan` say why, in the words for users; empty when there is nothing to mend."""

    def __init__(self, what: str, temuan: Iterable[Temuan] = ()) -> None:
        self.temuan = tuple(temuan)
        lines = [render_folded(one, with_file=True) for one in fold(self.temuan)]
        rest = [f"(+{len(lines) - _SHOWN})"] if len(lines) > _SHOWN else []
        super().__init__("\n  ".join([what, *lines[:_SHOWN], *rest]))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle what was said and the temuan, so that the error comes home from another process whole."""
        return _raised, (type(self), self.args, self.temuan)


def _raised(kind: type[PmprbError], args: tuple[object, ...], temuan: tuple[Temuan, ...]) -> PmprbError:
    """Return an error as it was, its sentence already written."""
    error = kind.__new__(kind, *args)
    error.args, error.temuan = args, temuan
    return error


class InstrumentError(PmprbError):
    """An instrument is not installed, has mistakes in its catalog, changed since, or is not clear."""


class RefusedError(PmprbError):
    """A file, or every file of a folder, was refused; or an output that may not be written."""


def load_instrument(instrument_id: str, criteria: AnyPath | None = None) -> Instrument:
    """Return an instrument by its id, or "id@variant".

    `criteria` is a folder of catalogs of your own; None those that came with the program. Weights are points.
    Raises InstrumentError when there is none of that name (KAT-014 lists those there are), or when its catalog has
    mistakes, each a temuan with file and line.
    """
    return _instrument(_catalogs(criteria), instrument_id)


def read(
    path: AnyPath,
    *,
    instrument: str = "",
    layout: str = "",
    year: str = "",
    unit_name: str = "",
    sheet: str = "",
    criteria: AnyPath | None = None,
) -> tuple[Submission, tuple[Temuan, ...]]:
    """Return a filled worksheet (.xlsx) and its temuan: all that `pmprb periksa` says of the file.

    Answers are read from any layout the catalogs know; each keeps its cell. A submission with a KESALAHAN among its
    temuan is still usable: the answers concerned are `State.INVALID` and bring no points. `instrument` ("id" or
    "id@variant"), `layout`, `year` (the block of a form that shows two), `unit_name` and `sheet` (of a
    workbook with several worksheets) force what is otherwise found out from the file.

    Raises RefusedError when the file cannot be read as a worksheet; InstrumentError for a forced instrument or layout
    that is not there. Never raises anything else for what a file contains.
    """
    catalogs = _catalogs(criteria)
    if instrument:
        _instrument(catalogs, instrument)
    try:
        known_layout(catalogs, layout, instrument)
    except UnknownLayout as unknown:
        raise InstrumentError(f"no layout {layout!r}; there are {', '.join(unknown.known)}") from unknown
    sheets = (sheet,) if sheet else ()
    options = Options(instrument=instrument, layout=layout, year=year, unit_name=unit_name, sheets=sheets)
    found = evaluate(Path(path).name, Path(path), catalogs, options)
    if found.result is None:
        raise RefusedError(f"{path} was refused", found.temuan)
    return found.result.submission, found.temuan


def consolidate(
    paths: AnyPath | Iterable[AnyPath],
    *,
    register: AnyPath | Sequence[Unit] = (),
    period: str = "",
    duplicates: Literal["tolak", "terbaru"] = "tolak",
    reviews: AnyPath | Iterable[AnyPath] = (),
    instrument: str = "",
    blank: Blank | None = None,
    strict: bool = False,
    criteria: AnyPath | None = None,
    executor: Executor | None = None,
) -> Consolidation:
    """Return the worksheets of files and folders gathered: what `pmprb gabung` does, without writing anything.

    `register` is the list of units that have to hand in (a workbook, or units); `reviews` are the verifiers' (TPI)
    worksheets. Without `period` it is the one most files bear; of a unit that sent several differing files none counts,
    or with `duplicates="terbaru"` the newest. `blank` counts unanswered items as 0 ("nol") or leaves them out of the
    mean ("lewati"), None as the catalog says; `strict` counts answers that bring points without evidence as blank.
    `executor` runs one task a file (threads of this process when None); it may belong to a cluster that sees the same
    paths.

    `index` is the mean of the rated units' points. Every file is accounted for in `inputs`, a refused one with its
    temuan: a bad file never raises. Raises RefusedError when no file at all can be used or the register cannot be
    read, InstrumentError when the instrument is not there or the files are of several and none was chosen.
    """
    catalogs = _catalogs(criteria)
    if instrument:
        _instrument(catalogs, instrument)
    units = _units(register)
    options = Options(instrument=instrument, blank=blank, strict=strict)
    sources = Sources(tuple(_paths(paths)), options, catalogs.folder)
    verifying = _paths(reviews)
    beside = [*verifying, *([Path(register)] if isinstance(register, str | Path) else [])]
    worksheets = read_worksheets(sources, beside, executor=executor)
    try:
        chosen = choose_instrument(worksheets)
    except MixedInstruments as mixed:
        listed = ", ".join(f"{name} ({count})" for name, count in mixed.counts.items())
        raise InstrumentError(f"the files are of several instruments: {listed}; choose with instrument=") from mixed
    if chosen is None:
        raise RefusedError("no worksheet can be used", worksheets.unusable(sources.paths))
    wishes = Wishes(period=period, duplicates=duplicates, options=options)
    offered = reviews_at(verifying, catalogs, options, executor)
    return gather(worksheets.outcomes, worksheets.found, chosen, units, wishes, offered)


def frames(consolidation: Consolidation, criteria: AnyPath | None = None) -> dict[str, pd.DataFrame]:
    """Return a consolidation as pandas tables: "units", "nodes", "items", "gates", "gaps", "temuan", "inputs".

    Long tables, one row an observation, joined by `unit_code`; columns bear the words of the JSON (docs/json.md).
    Points and shares (0 to 1) are floats of the exact figures, not rounded; what has no value is NaN, never 0.
    Raises InstrumentError as `write_rekap` does.
    """
    from pmprb.books.rekap.tables import tables

    return tables(consolidation, _instrument_of(consolidation, criteria))


def write_rekap(
    consolidation: Consolidation,
    target: AnyPath,
    *,
    previous: AnyPath | None = None,
    instansi: str = "",
    overwrite: bool = False,
    replace_filled: bool = False,
    criteria: AnyPath | None = None,
) -> tuple[Temuan, ...]:
    """Write the consolidated workbook (.xlsx), whole or not at all; folders are made.

    What was typed under PIC, Tenggat and Status in the rekap that is written over, and in `previous`, is taken over;
    what was noticed is returned. Anything else that people typed in it holds the file, each cell a temuan; with
    `replace_filled` it is written over, and a copy stays beside it (BUKU-151 has its name). `instansi` is the name for
    the title. `criteria` is the folder that the consolidation was made with.

    Raises FileExistsError when `target` exists and is not to be overwritten; RefusedError when it may not be written
    for another reason (its name does not end in .xlsx, another run is writing it, what people typed in it would be
    lost); InstrumentError when the catalog is not the one the consolidation was made with; OSError when nothing can be
    written there.
    """
    target, earlier = Path(target), Path(previous) if previous else None
    instrument = _instrument_of(consolidation, criteria)
    with output_gate([target], permission=Permission(overwrite, replace_filled)) as gate:
        told = tuple(gate.temuan)
        if not gate.refused:
            told = rekap.put_rekap(gate, consolidation, instrument, target, earlier, instansi)
    if any(one.code == OutputExists.code for one in told):
        raise FileExistsError(f"{target} exists; overwrite=True writes over it")
    if has_errors(told):
        raise RefusedError(f"{target} may not be written", told)
    return told


def _catalogs(criteria: AnyPath | None) -> Catalogs:
    try:
        return catalogs_at(Path(criteria) if criteria else None)
    except NoCatalogs as none:
        raise InstrumentError(f"no catalog in {none.folder}") from none


def _instrument(catalogs: Catalogs, instrument_id: str) -> Instrument:
    loaded = catalogs.load(instrument_id)
    if loaded.value is None:
        raise InstrumentError(f"instrument {instrument_id!r} cannot be used", loaded.temuan)
    return loaded.value


def _instrument_of(consolidation: Consolidation, criteria: AnyPath | None) -> Instrument:
    """Return the instrument a consolidation was made with; InstrumentError when its catalog is another one now."""
    found = _instrument(_catalogs(criteria), consolidation.instrument)
    if found.hash != consolidation.catalog_hash:
        raise InstrumentError(f"{found.id} is not the catalog that the consolidation was made with; see criteria=")
    return found


def _units(register: AnyPath | Sequence[Unit]) -> Register:
    if not isinstance(register, str | Path):
        return Register(tuple(register))
    loaded = load_register(Path(register))
    if loaded.value is None:
        raise RefusedError(f"the register {register} cannot be read", loaded.temuan)
    return loaded.value


def _paths(given: AnyPath | Iterable[AnyPath]) -> list[Path]:
    return [Path(given)] if isinstance(given, str | Path) else [Path(one) for one in given]
