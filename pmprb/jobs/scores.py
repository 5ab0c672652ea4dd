"""Worksheets to their scores, with verifiers' answers beside; and single figures taken apart.

Enters: a `ScoreRequest` or an `ExplainRequest`. Leaves: `Scored` or `Explained`. Writes and prints nothing.
"""

from __future__ import annotations

import os
from collections.abc import Sequence, Set
from concurrent.futures import Executor
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pmprb.catalog.model import Instrument
from pmprb.jobs.consolidate import Reviews, reviews_at, with_reviews
from pmprb.jobs.evaluate import Evaluated, Sources, Worksheets, read_worksheets, set_aside, validity_of
from pmprb.jobs.inputs import Catalogs
from pmprb.jobs.pool import Fault, Watch, guarded, unwatched
from pmprb.jobs.refusals import UnknownCode
from pmprb.office.model import InputFile, UnitResult
from pmprb.office.register import Register
from pmprb.records import dataclass
from pmprb.temuan import (
    CellPos,
    NoReviewOfUnit,
    OtherInstrument,
    ReviewWithoutWorksheet,
    Temuan,
    has_errors,
)
from pmprb.text import plain

if TYPE_CHECKING:
    from pmprb.insight.explain import Explanation


@dataclass(frozen=True)
class ScoreRequest:
    """Worksheets to be scored, and files and folders with verifiers' answers."""

    sources: Sources
    reviews: tuple[Path, ...] = ()


@dataclass(frozen=True)
class ScoredFile:
    """Worksheets with their scores. `refused` are the temuan of reviews that were not used."""

    worksheets: Worksheets
    refused: tuple[Temuan, ...] = ()

    @property
    def failed(self) -> bool:
        """True when there was nothing to score, or something of it is a KESALAHAN."""
        return not self.worksheets.outcomes or has_errors((*self.worksheets.temuan, *self.refused))


def score_worksheets(request: ScoreRequest, watch: Watch = unwatched, executor: Executor | None = None) -> ScoredFile:
    """Return every worksheet's figures. Raises the refusals of `read_worksheets`."""
    read = read_worksheets(request.sources, request.reviews, watch, executor)
    reviews = reviews_at(request.reviews, read.catalogs, read.options, executor)
    # Pipes, broken links and circles too: `realpath` bears a circle, and what is no file stands under its own name.
    single = [path for path in request.reviews if not path.is_dir()]
    named = {place for path in single for place in (path, Path(os.path.realpath(path)))}
    outcomes, refused = _reviewed(read, reviews, named)
    return ScoredFile(replace(read, outcomes=tuple(outcomes)), tuple(refused))


def _reviewed(read: Worksheets, reviews: Reviews, named: Set[Path]) -> tuple[list[Evaluated], list[Temuan]]:
    """Return the outcomes with their reviews, and why a review was not used.

    A folder of reviews holds those of other units too: nothing is told of them. Of a file that was `named` itself all
    is told, of one in a folder what concerns a unit whose worksheet is read.
    """
    scored = [outcome for outcome in read.outcomes if outcome.result]
    results = [outcome.result for outcome in scored if outcome.result]
    loaded = {instrument.id: instrument for one in scored if (instrument := read.instrument_of(one))}
    verified, fates = with_reviews(results, reviews.files, loaded, Register())
    joined = {o.file: replace(o, result=r, temuan=r.temuan) for o, r in zip(scored, verified, strict=True)}
    asked = {shown for shown, path in reviews.found.files if path in named}
    units = Register(one.unit for one in verified)
    told = {file.file: why for file in fates if (why := _concerning(file, file.file in asked, units))}
    if len(asked) < len(reviews.found.files):  # a folder was looked through: whose review it lacks is told
        about = {_owner(file, units) for file in fates if file.used or file.file in told}
        for one in joined.values():
            if one.result and not one.result.verified and one.result.unit.key not in about:
                joined[one.file] = _unverified(one, len(reviews.found.files))
    every = [joined.get(outcome.file, outcome) for outcome in read.outcomes]
    listed = [t for why in told.values() for t in why]
    return [_in_its_years(one, read.catalogs) for one in every], [*reviews.found.errors, *listed]


def _owner(file: InputFile, units: Register) -> str:
    """Return the key of the unit a review is about, by its content or, when it cannot be read, its name."""
    known = (unit for unit in units.units if plain(unit.name) == plain(file.unit))
    unit = next(known, None) if file.unit else units.named_in(file.file)
    return unit.key if unit else ""


def _concerning(file: InputFile, asked: bool, units: Register) -> tuple[Temuan, ...]:
    """Return why a review is not used, as far as the worksheets read are concerned."""
    if file.used or asked:
        return () if file.used else file.why
    others = (ReviewWithoutWorksheet, OtherInstrument)
    return tuple(t for t in file.why if not isinstance(t, others)) if _owner(file, units) else ()


def _unverified(outcome: Evaluated, files: int) -> Evaluated:
    """Return an outcome whose unit has no review among the files looked at, with that said."""
    if outcome.result is None:
        return outcome
    told = NoReviewOfUnit(CellPos(workbook=outcome.file), unit=outcome.result.unit.name or "-", files=files)
    temuan = (*outcome.temuan, told)
    result = replace(outcome.result, temuan=temuan)
    return replace(outcome, temuan=temuan, result=result)


def _in_its_years(outcome: Evaluated, catalogs: Catalogs) -> Evaluated:
    """Return an outcome that tells of a period outside its instrument's years."""
    remarks = validity_of(outcome, catalogs)
    if not remarks or outcome.result is None:
        return outcome
    result = replace(outcome.result, temuan=(*outcome.result.temuan, *remarks))
    return replace(outcome, result=result, temuan=(*outcome.temuan, *remarks))


# Single figures taken apart, step by step.


@dataclass(frozen=True)
class ExplainRequest:
    """Worksheets, and the codes (of items or nodes) whose figures are to be explained in each; a code in any case."""

    sources: Sources
    codes: tuple[str, ...]
    leave_out: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One figure taken apart, and those of its children that hold items."""

    figure: Explanation
    beneath: tuple[Explanation, ...] = ()


@dataclass(frozen=True)
class Explained:
    """The figures of every worksheet, in the order of its outcomes: empty for one that was refused."""

    worksheets: Worksheets
    figures: tuple[tuple[Figure, ...], ...]

    @property
    def failed(self) -> bool:
        """True when a path or a file could not be used."""
        refused = (t for o in self.worksheets.outcomes if o.result is None for t in o.temuan)
        return has_errors((*self.worksheets.found.errors, *refused))


def explain_worksheets(
    request: ExplainRequest, watch: Watch = unwatched, executor: Executor | None = None
) -> Explained:
    """Return the figures asked for, of every worksheet. Raises UnknownCode when a file's instrument lacks a code, and
    the refusals of `read_worksheets`."""
    read = read_worksheets(request.sources, request.leave_out, watch, executor)
    outcomes, figures = [], []
    for outcome in read.outcomes:
        instrument = read.instrument_of(outcome)
        made: tuple[Figure, ...] | Fault = ()
        if outcome.result is not None and instrument is not None:
            codes = [known_code(code, instrument) for code in request.codes]
            made = guarded(outcome.file, partial(figures_of, codes, outcome.result, instrument))
        outcomes.append(set_aside(outcome, made.temuan) if isinstance(made, Fault) else outcome)
        figures.append(() if isinstance(made, Fault) else made)
    return Explained(replace(read, outcomes=tuple(outcomes)), tuple(figures))


def figures_of(codes: Sequence[str], result: UnitResult, instrument: Instrument) -> tuple[Figure, ...]:
    """Return the figures of one unit's result, taken apart; codes as the instrument writes them (see `known_code`)."""
    from pmprb.insight.explain import explain

    taken = partial(explain, submission=result.submission, tree=result.tree, instrument=instrument)
    made = []
    for code in codes:
        figure = taken(code)
        subs = [child.node for child in figure.children if instrument.nodes[child.node].items]
        made.append(Figure(figure, tuple(taken(sub) for sub in subs)))
    return tuple(made)


def known_code(code: str, instrument: Instrument) -> str:
    """Return an id of the instrument as it is written there, whatever the case; raises UnknownCode with the nearest."""
    from pmprb.insight.explain import known_ids

    known = {name.casefold(): name for name in known_ids(instrument)}
    found = known.get(code.strip().rstrip(".").casefold())
    if found is None:
        near = [known[name] for name in get_close_matches(code.casefold(), list(known), n=3, cutoff=0.5)]
        raise UnknownCode(code, instrument.id, near)
    return found
