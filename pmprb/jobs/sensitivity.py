"""Worksheets to how firm their results are: other policies, verifications and weights; and a workbook of it.

Enters: a `SensitivityRequest`. Leaves: a `SensitivityFound`, and the workbook it names. Prints nothing.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from pmprb.catalog.model import Instrument
from pmprb.insight.policies import PolicyStudy, policy_study
from pmprb.insight.robust.across import Across, across
from pmprb.insight.robust.draws import Chance, Robustness, chance_of, robustness
from pmprb.insight.robust.evaluator import Evaluator
from pmprb.insight.robust.sobol import with_sobol
from pmprb.jobs.consolidate import Wishes, gather, reviews_at
from pmprb.jobs.evaluate import Sources, choose_instrument, read_worksheets
from pmprb.jobs.inputs import Catalogs, load_register
from pmprb.jobs.output import OutputGate, Permission, output_gate
from pmprb.jobs.pool import Watch, unwatched
from pmprb.jobs.refusals import MissingLibrary
from pmprb.jobs.typed import typed_in_book
from pmprb.office.model import Consolidation, UnitResult
from pmprb.office.register import Duplicates
from pmprb.temuan import CellPos, ChanceAssumed, Temuan, has_errors

ASSUMED = 0.1
"""How likely an answer drops when no review and nobody says otherwise; told wherever it is used."""


@dataclass(frozen=True)
class SensitivityRequest:
    """What `find_sensitivity` is asked for: `policies`, or how firm results are under `draws` verifications.

    `probability` None is what the reviews show. `wobble` is how far a weight may be off, `sobol` asks for the indices
    of areas. Register, reviews and duplicates are as for a rekap. `target` is a workbook to write.
    """

    sources: Sources
    policies: bool = False
    target: Path | None = None
    register: Path | None = None
    reviews: tuple[Path, ...] = ()
    period: str = ""
    duplicates: Duplicates = "tolak"
    draws: int = 10_000
    probability: float | None = None
    wobble: float = 0.1
    seed: int = 1
    sobol: bool = False
    overwrite: bool = False
    replace_filled: bool = False


@dataclass(frozen=True)
class SensitivityFound:
    """What became of a request; `consolidation` None: nothing was found, and `temuan` say why."""

    instrument: Instrument | None = None
    consolidation: Consolidation | None = None
    policies: PolicyStudy | None = None
    robustness: Robustness | None = None
    across: Across | None = None
    outputs: tuple[Temuan, ...] = ()
    temuan: tuple[Temuan, ...] = ()
    written: Path | None = None

    @property
    def failed(self) -> bool:
        """True when there is nothing to tell, or something is a KESALAHAN."""
        return self.consolidation is None or has_errors((*self.outputs, *self.temuan, *self.consolidation.temuan))


def find_sensitivity(
    request: SensitivityRequest, watch: Watch = unwatched, executor: Executor | None = None
) -> SensitivityFound:
    """Return how firm results are, and write the workbook that is asked for.

    Raises MissingLibrary, MixedInstruments, and the refusals of `read_worksheets`; OSError when it cannot be written.
    """
    if request.sobol and importlib.util.find_spec("SALib") is None:
        raise MissingLibrary("SALib")
    files = [request.target] if request.target else []
    named = [path for path in (request.register, *request.reviews) if path]
    permission = Permission(request.overwrite, request.replace_filled)
    with output_gate(files, reads=[*request.sources.paths, *named], permission=permission) as gate:
        if gate.refused:
            return SensitivityFound(outputs=tuple(gate.temuan))
        units = load_register(request.register)
        if units.value is None:
            return SensitivityFound(temuan=units.temuan)
        read = read_worksheets(request.sources, [*files, *named], watch, executor)
        instrument = choose_instrument(read)
        if instrument is None:
            return SensitivityFound(temuan=read.unusable(request.sources.paths))
        reviews = reviews_at(request.reviews, read.catalogs, read.options, executor)
        wishes = Wishes(period=request.period, duplicates=request.duplicates, options=read.options)
        gathered = gather(read.outcomes, read.found, instrument, units.value, wishes, reviews)
        found = SensitivityFound(instrument, gathered, temuan=units.temuan)
        return _written(_studied(found, gathered, instrument, request, read.catalogs), request, gate)


def _studied(
    found: SensitivityFound,
    gathered: Consolidation,
    instrument: Instrument,
    request: SensitivityRequest,
    catalogs: Catalogs,
) -> SensitivityFound:
    results = gathered.results
    if request.policies:
        return replace(found, policies=policy_study(results, instrument, _variants(instrument, catalogs)))
    chance, told = _chance(results, request)
    firm = robustness(results, instrument, chance, draws=request.draws, wobble=request.wobble, seed=request.seed)
    evaluator = Evaluator(instrument, gathered.results[0].tree.blank if results else instrument.policies.blank)
    if request.sobol:
        areas = with_sobol(firm.areas, results, evaluator, request.wobble, request.seed)
        firm = firm.model_copy(update={"areas": areas})
    return replace(found, robustness=firm, across=across(results, evaluator), temuan=(*found.temuan, *told))


def _chance(results: Sequence[UnitResult], request: SensitivityRequest) -> tuple[Chance, tuple[Temuan, ...]]:
    chance = chance_of(results, request.probability)
    if chance is not None:
        return chance, ()
    return Chance(probability=ASSUMED), (ChanceAssumed(CellPos(workbook=""), percent=int(ASSUMED * 100)),)


def _variants(instrument: Instrument, catalogs: Catalogs) -> list[Instrument]:
    names = [f"{instrument.base_id}@{v.id}" for v in instrument.variants if v.id != instrument.variant]
    same = set(instrument.items)
    loaded = [variant for name in names if (variant := catalogs.load(name).value)]
    return [variant for variant in loaded if set(variant.items) == same]


def _written(found: SensitivityFound, request: SensitivityRequest, gate: OutputGate) -> SensitivityFound:
    target, instrument, gathered = request.target, found.instrument, found.consolidation
    if target is None or instrument is None or gathered is None:
        return found
    from pmprb.books.sensitivity import write_policies, write_robustness

    def write(draft: Path) -> None:
        if found.policies is not None:
            write_policies(found.policies, instrument, draft)
        elif found.robustness is not None and found.across is not None:
            write_robustness(found.robustness, found.across, gathered, instrument, draft)

    told = gate.put(target, write, typed_in_book)
    written = None if has_errors(told) else target
    return replace(found, temuan=(*found.temuan, *told), written=written)
