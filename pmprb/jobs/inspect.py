"""What an inspection sees: in every file, and beyond one file's reading (another unit's name on the sheet, the same
answers in two files).

Enters: an `InspectRequest`. Leaves: `Inspected`, and pages on changed templates in a folder. A consolidation tells the
same in its own way (there the register knows aliases); this is for files looked at without one. Prints nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pmprb.books.change_page import change_page, list_page
from pmprb.insight.peers import check_alike
from pmprb.jobs.evaluate import Evaluated, Sources, Worksheets, read_worksheets, set_aside, validity_of
from pmprb.jobs.inputs import Catalogs
from pmprb.jobs.output import OutputGate, Permission, output_gate
from pmprb.jobs.pool import Fault, Watch, guarded, sifted, unwatched
from pmprb.office.model import UnitResult
from pmprb.period import Period, most_common, same_period
from pmprb.temuan import CellPos, PeriodUnlikeOthers, Temuan, UnitNameDiffers
from pmprb.text import distinct, plain, slug


@dataclass(frozen=True)
class InspectRequest:
    """Worksheets to be looked at; `report` is a folder for pages on changed templates."""

    sources: Sources
    report: Path | None = None
    overwrite: bool = False


@dataclass(frozen=True)
class Inspected:
    """Worksheets with all that is noticed. `pages` were written, the list of them first; `outputs` are the pages that
    stand in the way, and then nothing was written."""

    worksheets: Worksheets
    pages: tuple[Path, ...] = ()
    outputs: tuple[Temuan, ...] = ()


def inspect_worksheets(
    request: InspectRequest, watch: Watch = unwatched, executor: Executor | None = None
) -> Inspected:
    """Return every worksheet with what is noticed in it, and write the pages asked for.

    Raises the refusals of `read_worksheets`; OSError when a page cannot be written.
    """
    permission = Permission(request.overwrite)
    folders = [request.report] if request.report else []
    with output_gate(folders=folders, reads=request.sources.paths, permission=permission) as gate:
        read = read_worksheets(request.sources, watch=watch, executor=executor)
        read = replace(read, outcomes=tuple(inspected(read.outcomes, read.catalogs)))
        if request.report is None:
            return Inspected(read)
        if gate.refused:
            return Inspected(read, outputs=tuple(gate.temuan))
        return _with_pages(read, request.report, gate)


def inspected(outcomes: Sequence[Evaluated], catalogs: Catalogs) -> list[Evaluated]:
    """Return the outcomes, each with what was noticed about the name it shows (BUKU-015) and about answers that
    another unit's file of the same instrument and period has too (TELAAH-007), and about a period unlike that of
    the files beside it (BUKU-087)."""
    return sifted(partial(_inspected, catalogs), outcomes, lambda one: one.file, set_aside)[0]


def _inspected(catalogs: Catalogs, outcomes: Sequence[Evaluated]) -> list[Evaluated]:
    alike, usual = _alike(outcomes, catalogs), _usual_periods(outcomes)
    done = []
    for outcome in outcomes:
        result = outcome.result
        more = [*_shown_name(result), *_period(result, usual), *alike.get(outcome.file, [])] if result else []
        more += validity_of(outcome, catalogs)
        done.append(replace(outcome, temuan=(*outcome.temuan, *more)) if more else outcome)
    return done


def _shown_name(result: UnitResult) -> list[Temuan]:
    submission = result.submission
    stamped, shown = submission.unit.name, submission.shown_name
    if not stamped or not shown or plain(stamped) == plain(shown):
        return []
    return [UnitNameDiffers(CellPos(workbook=submission.file), seen=shown, expected=stamped)]


def _usual_periods(outcomes: Sequence[Evaluated]) -> dict[str, str]:
    """Return the period by instrument that more than half of its files bear."""
    periods: dict[str, list[str]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.result:
            periods[outcome.result.submission.instrument].append(outcome.result.submission.period)
    most = {name: most_common(found) for name, found in periods.items()}
    return {
        name: period
        for name, period in most.items()
        if period and 2 * sum(same_period(one, period) for one in periods[name]) > len(periods[name])
    }


def _period(result: UnitResult, usual: dict[str, str]) -> list[Temuan]:
    submission = result.submission
    expected = usual.get(submission.instrument, "")
    if not expected or same_period(submission.period, expected):
        return []
    at = CellPos(workbook=submission.file)
    return [PeriodUnlikeOthers(at, seen=submission.period or "-", expected=expected)]


def _alike(outcomes: Sequence[Evaluated], catalogs: Catalogs) -> dict[str, list[Temuan]]:
    together: dict[tuple[str, Period], list[UnitResult]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.result and outcome.result.rated:
            submission = outcome.result.submission
            together[submission.instrument, Period.of(submission.period)].append(outcome.result)
    found: dict[str, list[Temuan]] = defaultdict(list)
    for (name, _), results in together.items():
        instrument = catalogs.load(name).value
        for one in check_alike(results, instrument) if instrument else ():
            found[one.temuan.workbook].append(one.temuan)
    return found


# Reports on changed templates, a page a file, written to a folder.


LIST = "daftar"


def _with_pages(read: Worksheets, folder: Path, gate: OutputGate) -> Inspected:
    """Write a page a file and their list, nothing when one of them exists.

    A file of which no page can be made is refused (BUKU-042), and has a page that says so.
    """
    outcomes = read.outcomes
    stems = distinct([LIST, *(slug(outcome.file.rpartition(".")[0] or outcome.file) for outcome in outcomes)])
    paths = [folder / f"{stem}.html" for stem in stems]
    refused = gate.check(paths)
    if refused:
        return Inspected(read, outputs=refused)
    listed, told, pages = [], [], {}
    for path, outcome in zip(paths[1:], outcomes, strict=True):
        page = guarded(outcome.file, _page, outcome, read)
        if isinstance(page, Fault):
            outcome = set_aside(outcome, page.temuan)
            page = _page(outcome, read)
        pages[path] = partial(_write, page)
        told.append(outcome)
        listed.append((path.name, outcome.file, outcome.result.unit.name if outcome.result else "", outcome.temuan))
    pages[paths[0]] = partial(_write, list_page(listed))
    refused = gate.put_all(pages)
    if refused:
        return Inspected(read, outputs=refused)
    return Inspected(replace(read, outcomes=tuple(told)), tuple(paths))


def _page(outcome: Evaluated, read: Worksheets) -> str:
    submission = outcome.result.submission if outcome.result else None
    return change_page(outcome.file, outcome.sha256, submission, read.instrument_of(outcome), outcome.temuan)


def _write(text: str, draft: Path) -> None:
    draft.write_text(text, encoding="utf-8", newline="\n")
