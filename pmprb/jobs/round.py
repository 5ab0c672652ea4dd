"""A year's round in one working folder: who is registered, what was handed in, reviewed and gathered.

Enters: a folder with `pmprb.yaml`. Leaves: the places and choices that commands need not be given again, and where the
round stands. Prints nothing.

The folder holds `daftar-unit.xlsx`, `lembar/` (blank worksheets to send out), `masuk/` (what came back), `lembar-tpi/`
and `tpi/` (review workbooks out and back), `rekap/`, `umpan-balik/`, and `arsip/` with the periods before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Literal

from pmprb.catalog.text import read_file
from pmprb.jobs.evaluate import Options, Sources, read_worksheets
from pmprb.jobs.folder import beneath, like_a_spreadsheet
from pmprb.jobs.inputs import catalogs_at, known_instrument, load_register
from pmprb.jobs.output import Permission, is_kept_copy, output_gate
from pmprb.jobs.pool import Watch, unwatched
from pmprb.jobs.refusals import RoundSettingsUnread, RoundStandsThere
from pmprb.jobs.rekap import RekapMade, RekapRequest, consolidation_of
from pmprb.jobs.round_place import SETTINGS
from pmprb.jobs.round_settings import RoundSettings, quoted, read_settings, settings_text
from pmprb.jobs.templates import write_empty_register
from pmprb.jobs.typed_replies import waiting_replies
from pmprb.office.disputes import open_disputes, to_mend
from pmprb.period import Period, date_named
from pmprb.sheets.whole import is_draft
from pmprb.temuan import RegisterRowIncomplete, Temuan, has_errors
from pmprb.text import slug

_LISTS = (".xlsx", ".ods", ".csv", ".xls")
"""The endings a list of units may have, the first where several are there."""


@dataclass(frozen=True)
class Round:
    """A working folder and its choices."""

    folder: Path
    settings: RoundSettings

    @property
    def register(self) -> Path:
        """The list of units that should hand in."""
        names = (f"daftar-unit{ending}" for ending in _LISTS)
        there = (path for name in names if (path := self.folder / name).is_file())
        return next(there, self.folder / "daftar-unit.xlsx")

    @property
    def has_register(self) -> bool:
        """Whether the list of units is there and somebody has written in it, be it with mistakes."""
        if not self.register.is_file():
            return False
        found = load_register(self.register)
        return found.value is not None or any(
            not (isinstance(t, RegisterRowIncomplete) and t.seen == "-") for t in found.temuan
        )

    @property
    def blanks(self) -> Path:
        """Blank worksheets, to be sent out."""
        return self.folder / "lembar"

    @property
    def inbox(self) -> Path:
        """Filled worksheets, as they came back."""
        return self.folder / "masuk"

    @property
    def review_blanks(self) -> Path:
        """Review workbooks, to be handed to the verifiers."""
        return self.folder / "lembar-tpi"

    @property
    def reviews(self) -> Path:
        """Review workbooks, as they came back."""
        return self.folder / "tpi"

    @property
    def rekaps(self) -> Path:
        """Rekaps, one a period."""
        return self.folder / "rekap"

    @property
    def archive(self) -> Path:
        """What was handed in for the periods before, a folder each."""
        return self.folder / "arsip"

    @property
    def target(self) -> Path:
        """The rekap of this period."""
        return self.rekaps / f"rekap-{slug(self.settings.period)}.xlsx"

    @property
    def feedback(self) -> Path:
        """The feedback of this period."""
        return self.folder / "umpan-balik" / slug(self.settings.period)

    @property
    def moved(self) -> tuple[Path, ...]:
        """The folders that belong to a period alone."""
        return self.blanks, self.inbox, self.review_blanks, self.reviews

    @property
    def sources(self) -> Sources:
        """What came back, read as the round chose."""
        chosen = self.settings
        blank = chosen.blank or None
        return Sources((self.inbox,), Options(instrument=chosen.instrument, blank=blank, strict=chosen.strict))

    def request(self) -> RekapRequest:
        """Return what `pmprb gabung` is asked for in this folder: the rekap and the feedback are made anew."""
        chosen = self.settings
        return RekapRequest(
            self.sources,
            self.target,
            register=self.register if self.has_register else None,
            period=chosen.period,
            duplicates=chosen.duplicates,
            previous=self.earlier_rekap(),
            instansi=chosen.instansi,
            reviews=(self.reviews,) if workbooks_in(self.reviews) else (),
            feedback=self.feedback,
            overwrite=True,
            next_steps=chosen.next_steps,
        )

    def earlier_sheets(self) -> tuple[Path, ...]:
        """Return where the last period's worksheets lie, whose answers the new ones show; empty without any."""
        own = Period.of(self.settings.period)
        if not self.archive.is_dir():
            return ()
        dated = [(_period_of(one.name), one / self.inbox.name) for one in self.archive.iterdir()]
        before = [(period, path) for period, path in dated if period.before(own) and workbooks_in(path)]
        return (max(before, key=lambda one: (one[0].order, one[1]))[1],) if before else ()

    def earlier_rekap(self) -> Path | None:
        """Return the rekap of the last period before this one, whose PIC, Tenggat and Status are taken over."""
        rekaps = [path for path in workbooks_in(self.rekaps) if path.name.startswith("rekap-") and path != self.target]
        own = Period.of(self.settings.period)
        dated = [(_period_of(path.stem.removeprefix("rekap-")), path) for path in rekaps]
        before = [(period, path) for period, path in dated if period.before(own)]
        return max(before, key=lambda one: one[0].order)[1] if before else None


def _period_of(name: str) -> Period:
    """Return the period that a file or folder of a round is named for; "TW-I-2026.2" is the second of its name."""
    return Period.of(name.partition(".")[0].replace("-", " "))


def workbooks_in(folder: Path) -> list[Path]:
    """Return the workbooks of a folder, below it too, without drafts and kept copies; none where there is no folder."""
    if not folder.is_dir():
        return []
    return [
        path
        for path in beneath(folder).paths
        if like_a_spreadsheet(path.name)
        and not (path.name.startswith("~$") or is_draft(path.name) or is_kept_copy(path.name))
    ]


def load_round(folder: Path) -> Round:
    """Return the round of a working folder. Raises RoundSettingsUnread with KAT-001, -003, BUKU-280, -281; OSError."""
    loaded = read_settings((folder / SETTINGS).name, read_file(folder / SETTINGS))
    if loaded.value is None:
        raise RoundSettingsUnread(loaded.temuan)
    known_instrument(catalogs_at(None), loaded.value.instrument)
    return Round(folder, loaded.value)


# A round begun, and the next period of one.


@dataclass(frozen=True)
class StartRequest:
    """A working folder to be laid out; `register` is a list of units to be copied into it."""

    folder: Path
    instrument: str
    period: str
    instansi: str = ""
    register: Path | None = None
    deadline: str = ""


@dataclass(frozen=True)
class Started:
    """A working folder laid out, or its next period begun: then `archived` is where the last one lies."""

    round: Round
    archived: Path | None = None
    temuan: tuple[Temuan, ...] = ()


def start_round(request: StartRequest) -> Started:
    """Lay out a working folder. Nothing that is there is written over.

    Raises UnknownInstrument, RoundStandsThere for a folder that is one already; OSError.
    """
    known_instrument(catalogs_at(None), request.instrument)
    folder = request.folder
    if (folder / SETTINGS).exists():
        raise RoundStandsThere(folder)
    settings = RoundSettings(
        instansi=request.instansi, instrument=request.instrument, period=request.period, deadline=request.deadline,
        next_steps=True,
    )  # fmt: skip
    made = Round(folder, settings)
    for place in (*made.moved, made.rekaps):
        place.mkdir(parents=True, exist_ok=True)
    told: tuple[Temuan, ...] = ()
    if request.register is not None:
        content, ending = request.register.read_bytes(), request.register.suffix.lower()
        target = folder / f"daftar-unit{ending if ending in _LISTS else _LISTS[0]}"
        with output_gate([target], reads=[request.register], suffix=target.suffix) as gate:
            told = tuple(gate.temuan) if gate.refused else gate.put_bytes(target, content)
    elif not made.register.exists():
        told = write_empty_register(made.register, Permission())
    with output_gate([folder / SETTINGS], suffix=".yaml") as gate:
        text = settings_text(settings).encode()
        told += tuple(gate.temuan) if gate.refused else gate.put_bytes(folder / SETTINGS, text)
    return Started(made, temuan=told)


def next_period(old: Round, period: str) -> Started:
    """Begin the next period of a round: what was handed in moves to `arsip/`, the rekaps stay, the settings name it.

    Raises OSError; what was moved before stays readable at its new place.
    """
    name = slug(old.settings.period)
    names = (name if n == 1 else f"{name}.{n}" for n in count(1))  # a period may be begun anew
    place = next(one for one in (old.archive / name for name in names) if not one.exists())
    place.mkdir(parents=True)
    for folder in old.moved:
        if folder.is_dir() and any(folder.iterdir()):
            folder.rename(place / folder.name)
        folder.mkdir(exist_ok=True)
    path = old.folder / SETTINGS
    text = read_file(path)
    changed, times = re.subn(r"(?m)^periode\s*:.*$", lambda _: f"periode: {quoted(period)}", text, count=1)
    changed = changed if times else f"{text.rstrip()}\nperiode: {quoted(period)}\n"
    changed = re.sub(r"(?m)^tenggat\s*:.*$", 'tenggat: ""', changed, count=1)
    with output_gate([path], permission=Permission(True, False), suffix=".yaml") as gate:
        told = tuple(gate.temuan) if gate.refused else gate.put_bytes(path, changed.encode())
    settings = old.settings.model_copy(update={"period": period, "deadline": ""})
    return Started(replace(old, settings=settings), place, told)


# Where a round stands.


Step = Literal["register", "blanks", "wait", "mend", "gather", "decide", "review", "wait-review", "return", "done"]
"""Fill in the register, make blanks, wait for worksheets, see why files are refused, gather, decide where verifiers
differ, make reviews, wait for them, have units mend or replace what they handed in; all is done."""


@dataclass(frozen=True)
class RoundState:
    """Where a round stands on a day.

    `made` is the consolidation as it would be gathered now (nothing is written); its `consolidation` is None while
    nothing usable was handed in, and `registered` counts the register's units all the same. `blanks` are the worksheets
    made, `days` those left until the deadline (negative: past it), None without one. `stale` is true when the rekap is
    missing, older than something that came in, or has rulings that it does not apply yet.
    `unread` are feedbacks that hold replies which nobody handed in.
    """

    round: Round
    made: RekapMade
    registered: int
    blanks: int
    handed_in: int
    days: int | None
    stale: bool
    unread: tuple[str, ...] = ()

    @property
    def next(self) -> Step:
        """What comes next."""
        consolidation = self.made.consolidation
        if self.registered == 0:
            return "register"
        if not self.blanks and not self.handed_in:
            return "blanks"
        if not self.handed_in:
            return "wait"
        if consolidation is None:
            return "mend"
        if self.stale:
            return "mend" if self.refused else "gather"
        if open_disputes(consolidation.results):
            return "decide"
        reviewed = sum(result.verified is not None for result in consolidation.results)
        if reviewed < len(consolidation.results):
            return "review" if not workbooks_in(self.round.review_blanks) else "wait-review"
        if consolidation.missing:
            return "wait"
        return "return" if self.to_mend or self.refused else "done"

    @property
    def refused(self) -> bool:
        """Whether a file that came in cannot be used as it is."""
        consolidation = self.made.consolidation
        if consolidation is None:
            return self.handed_in > 0
        return any(file.why and not file.used for file in consolidation.inputs)

    @property
    def to_mend(self) -> tuple[str, ...]:
        """The worksheets in use in which their units have something to mend."""
        consolidation = self.made.consolidation
        return tuple(sorted({t.workbook for t in to_mend(consolidation)})) if consolidation else ()


def round_state(one: Round, today: date, watch: Watch = unwatched, executor: Executor | None = None) -> RoundState:
    """Return where a round stands: everything that came in is read and scored, nothing written."""
    register = load_register(one.register) if one.has_register else None
    units = register.value.units if register and register.value else ()
    inbox, request = workbooks_in(one.inbox), one.request()
    made = RekapMade(one.target, register=register.temuan if register else ())
    if inbox and not has_errors(made.register):
        made = consolidation_of(request, read_worksheets(one.sources, request.named, watch, executor), executor)
    newest = max((path.stat().st_mtime for path in (*inbox, *workbooks_in(one.reviews))), default=0)
    stale = not one.target.is_file() or one.target.stat().st_mtime < newest or made.pending > 0
    day = date_named(one.settings.deadline) if one.settings.deadline else None
    days = (day - today).days if day else None
    unread = waiting_replies(one.feedback, made.consolidation.results) if made.consolidation else ()
    return RoundState(one, made, len(units), len(workbooks_in(one.blanks)), len(inbox), days, stale, unread)


@dataclass(frozen=True)
class Inbox:
    """What lay in the inbox when it was last looked at: size and time of each file."""

    seen: Mapping[Path, tuple[int, int]]

    @staticmethod
    def of(one: Round) -> Inbox:
        """Return what lies there now. A file that vanishes meanwhile is left out."""
        found = {}
        for path in (*workbooks_in(one.inbox), *workbooks_in(one.reviews)):
            try:
                stat = path.stat()
            except OSError:
                continue
            found[path] = (stat.st_size, stat.st_mtime_ns)
        return Inbox(found)

    def arrived(self, before: Inbox, told: Inbox) -> list[Path]:
        """Return the files that are new or changed since `told`, and have stood still since `before`: a file still
        being copied is left for the next look."""
        return [p for p, state in self.seen.items() if told.seen.get(p) != state and before.seen.get(p) == state]
