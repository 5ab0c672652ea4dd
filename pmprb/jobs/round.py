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
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import ValidationError

from pmprb.catalog.text import read_document, read_file
from pmprb.jobs.evaluate import Options, Sources, Worksheets, read_worksheets
from pmprb.jobs.folder import WORKBOOKS, beneath
from pmprb.jobs.inputs import catalogs_at, known_instrument, load_register
from pmprb.jobs.output import Permission, is_kept_copy, output_gate
from pmprb.jobs.pool import Watch, unwatched
from pmprb.jobs.refusals import RoundSettingsUnread, RoundStandsThere
from pmprb.jobs.rekap import RekapMade, RekapRequest, consolidation_of
from pmprb.jobs.templates import write_empty_register
from pmprb.office.register import Duplicates
from pmprb.period import Period, date_named
from pmprb.sheets.whole import is_draft
from pmprb.temuan import Loaded, Model, RoundSettingUnknown, RoundSettingWrong, Temuan, has_errors
from pmprb.text import slug

SETTINGS = "pmprb.yaml"
_TRUE, _FALSE = ("ya", "benar", "true"), ("tidak", "salah", "false")


class RoundSettings(Model):
    """The choices of a round. `deadline` is the day by which units hand in, as people write it; the rest are those of
    the commands: see `RekapRequest` and `Options`."""

    instansi: str = ""
    instrument: str
    period: str
    blank: Literal["", "nol", "lewati"] = ""
    strict: bool = False
    duplicates: Duplicates = "tolak"
    next_steps: bool = False
    deadline: str = ""


KEYS = {
    "instansi": "instansi", "instrumen": "instrument", "periode": "period", "kosong": "blank", "ketat": "strict",
    "ganda": "duplicates", "jalur": "next_steps", "tenggat": "deadline",
}  # fmt: skip
"""What a user writes in `pmprb.yaml`, and the name it has in the program."""

_EXAMPLE = """\
# Pilihan folder kerja ini; berlaku bagi perintah pmprb yang dijalankan di dalamnya tanpa alamat.
instansi: {instansi}
instrumen: {instrument}
periode: {period}
tenggat: {deadline}
# Butir kosong: nol atau lewati. Kosongkan untuk mengikuti katalog.
kosong: ""
# Hitung kosong butir bernilai tanpa bukti: ya atau tidak.
ketat: tidak
# Bila satu unit mengirim beberapa berkas: tolak atau terbaru.
ganda: tolak
# Sebut perubahan paling sedikit ke target berikutnya bagi tiap unit: ya atau tidak.
jalur: ya
"""


@dataclass(frozen=True)
class Round:
    """A working folder and its choices."""

    folder: Path
    settings: RoundSettings

    @property
    def register(self) -> Path:
        """The list of units that should hand in."""
        names = (f"daftar-unit{suffix}" for suffix in (".xlsx", ".ods", ".csv", ".xls"))
        there = (path for name in names if (path := self.folder / name).is_file())
        return next(there, self.folder / "daftar-unit.xlsx")

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
            register=self.register if self.register.is_file() else None,
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
        dated = [(Period.of(one.name.replace("-", " ")), one / self.inbox.name) for one in self.archive.iterdir()]
        before = [(period, path) for period, path in dated if period.before(own) and workbooks_in(path)]
        return (max(before, key=lambda one: one[0].order)[1],) if before else ()

    def earlier_rekap(self) -> Path | None:
        """Return the rekap of the last period before this one, whose PIC, Tenggat and Status are taken over."""
        rekaps = [path for path in workbooks_in(self.rekaps) if path.name.startswith("rekap-") and path != self.target]
        own = Period.of(self.settings.period)
        dated = [(Period.of(path.stem.removeprefix("rekap-").replace("-", " ")), path) for path in rekaps]
        before = [(period, path) for period, path in dated if period.before(own)]
        return max(before, key=lambda one: one[0].order)[1] if before else None


def workbooks_in(folder: Path) -> list[Path]:
    """Return the workbooks of a folder, below it too, without drafts and kept copies; none where there is no folder."""
    if not folder.is_dir():
        return []
    return [
        path
        for path in beneath(folder).paths
        if path.suffix.lower() in WORKBOOKS
        and not (path.name.startswith("~$") or is_draft(path.name) or is_kept_copy(path.name))
    ]


def round_folder(start: Path) -> Path | None:
    """Return the working folder that `start` is, or lies in."""
    here = start.resolve()
    return next((one for one in (here, *here.parents) if (one / SETTINGS).is_file()), None)


def load_round(folder: Path) -> Round:
    """Return the round of a working folder. Raises RoundSettingsUnread with KAT-001, -003, BUKU-280, -281; OSError."""
    loaded = read_settings((folder / SETTINGS).name, read_file(folder / SETTINGS))
    if loaded.value is None:
        raise RoundSettingsUnread(loaded.temuan)
    known_instrument(catalogs_at(None), loaded.value.instrument)
    return Round(folder, loaded.value)


def read_settings(name: str, text: str) -> Loaded[RoundSettings]:
    """Return the choices that a `pmprb.yaml` holds, or what is wrong with it: every line of it in one run."""
    document = read_document(name, text)
    if document.value is None or has_errors(document.temuan):
        return Loaded(value=None, temuan=document.temuan)
    data = document.value.data
    if not isinstance(data, dict):
        wrong = RoundSettingWrong(
            document.value.at(()), key=SETTINGS, seen=str(data)[:40], expected="baris kunci: nilai"
        )
        return Loaded(value=None, temuan=(wrong,))
    told: list[Temuan] = [
        RoundSettingUnknown(document.value.at((key,)), key=key, known=", ".join(KEYS))
        for key in data
        if key not in KEYS
    ]
    given: dict[str, Any] = {
        KEYS[key]: _plain(value) for key, value in data.items() if key in KEYS and value is not None
    }
    told += [
        RoundSettingWrong(document.value.at((key,)), key=key, seen="", expected=_expected(key))
        for key in ("instrumen", "periode")
        if not given.get(KEYS[key])
    ]
    try:
        settings = None if told else RoundSettings.model_validate(given)
    except ValidationError as error:
        settings = None
        by_name = {name: key for key, name in KEYS.items()}
        for one in error.errors():
            key = by_name[str(one["loc"][0])]
            seen = str(data.get(key, ""))
            told.append(RoundSettingWrong(document.value.at((key,)), key=key, seen=seen, expected=_expected(key)))
    if settings and settings.deadline and date_named(settings.deadline) is None:
        at = document.value.at(("tenggat",))
        told.append(RoundSettingWrong(at, key="tenggat", seen=settings.deadline, expected=_expected("tenggat")))
    return Loaded(value=None if told else settings, temuan=tuple(told))


def _plain(value: object) -> object:
    """Return a value as its record wants it: yes and no as people write them."""
    if isinstance(value, str):
        text = value.strip()
        return True if text.casefold() in _TRUE else False if text.casefold() in _FALSE else text
    return value


def _expected(key: str) -> str:
    named = {"instrumen": "ID instrumen, misalnya dari pmprb instrumen", "periode": "misalnya 2026 atau TW II 2026"}
    named |= {
        "ketat": "ya, tidak",
        "jalur": "ya, tidak",
        "kosong": "nol, lewati",
        "tenggat": "tanggal, misalnya 31 Mei 2026",
    }
    return named.get(key) or ", ".join(get_args(Duplicates)) if key in named or key == "ganda" else "teks"


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
        content = request.register.read_bytes()
        with output_gate([made.register], reads=[request.register]) as gate:
            told = tuple(gate.temuan) if gate.refused else gate.put_bytes(made.register, content)
    elif not made.register.exists():
        told = write_empty_register(made.register, Permission())
    values = {"instansi": settings.instansi, "instrument": settings.instrument, "period": settings.period}
    values["deadline"] = settings.deadline
    text = _EXAMPLE.format(**{name: _quoted(value) for name, value in values.items()})
    with output_gate([folder / SETTINGS], suffix=".yaml") as gate:
        told += tuple(gate.temuan) if gate.refused else gate.put_bytes(folder / SETTINGS, text.encode())
    return Started(made, temuan=told)


def _quoted(value: str) -> str:
    """Return a text as YAML takes it whatever it holds."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def next_period(old: Round, period: str) -> Started:
    """Begin the next period of a round: what was handed in moves to `arsip/`, the rekaps stay, the settings name it.

    Raises OSError; what was moved before stays readable at its new place.
    """
    place = old.archive / slug(old.settings.period)
    place.mkdir(parents=True, exist_ok=True)
    for folder in old.moved:
        if folder.is_dir() and any(folder.iterdir()):
            target = place / folder.name
            if target.exists() and not any(target.iterdir()):
                target.rmdir()
            folder.rename(target)
        folder.mkdir(exist_ok=True)
    path = old.folder / SETTINGS
    text = read_file(path)
    changed, times = re.subn(r"(?m)^periode\s*:.*$", lambda _: f"periode: {_quoted(period)}", text, count=1)
    changed = changed if times else f"{text.rstrip()}\nperiode: {_quoted(period)}\n"
    changed = re.sub(r"(?m)^tenggat\s*:.*$", 'tenggat: ""', changed, count=1)
    with output_gate([path], permission=Permission(True, False), suffix=".yaml") as gate:
        told = tuple(gate.temuan) if gate.refused else gate.put_bytes(path, changed.encode())
    settings = old.settings.model_copy(update={"period": period, "deadline": ""})
    return Started(replace(old, settings=settings), place, told)


# Where a round stands.


@dataclass(frozen=True)
class RoundState:
    """Where a round stands on a day.

    `made` is the consolidation as it would be gathered now (nothing is written); its `consolidation` is None while
    nothing usable was handed in, and `registered` counts the register's units all the same. `blanks` are the worksheets
    made, `days` those left until the deadline (negative: past it), None without one. `stale` is true when the rekap is
    missing or older than something that came in.
    """

    round: Round
    made: RekapMade
    registered: int
    blanks: int
    handed_in: int
    days: int | None
    stale: bool

    @property
    def next(self) -> str:
        """What comes next, by the name of the step: see `STEPS`."""
        consolidation = self.made.consolidation
        if self.registered == 0:
            return "register"
        if not self.blanks and not self.handed_in:
            return "blanks"
        if not self.handed_in:
            return "wait"
        if consolidation is None or any(file.why and not file.used for file in consolidation.inputs):
            return "mend"
        if self.stale:
            return "gather"
        reviewed = sum(result.verified is not None for result in consolidation.results)
        if reviewed < len(consolidation.results):
            return "review" if not workbooks_in(self.round.review_blanks) else "wait-review"
        return "wait" if consolidation.missing else "done"


STEPS = ("register", "blanks", "wait", "mend", "gather", "review", "wait-review", "done")


def round_state(one: Round, today: date, watch: Watch = unwatched, executor: Executor | None = None) -> RoundState:
    """Return where a round stands: everything that came in is read and scored, nothing written."""
    register = load_register(one.register) if one.register.is_file() else None
    units = register.value.units if register and register.value else ()
    inbox, request = workbooks_in(one.inbox), one.request()
    made = RekapMade(one.target, register=register.temuan if register else ())
    if inbox and not has_errors(made.register):
        made = consolidation_of(request, read(one, watch, executor), executor)
    newest = max((path.stat().st_mtime for path in (*inbox, *workbooks_in(one.reviews))), default=0)
    stale = not one.target.is_file() or one.target.stat().st_mtime < newest
    day = date_named(one.settings.deadline) if one.settings.deadline else None
    days = (day - today).days if day else None
    return RoundState(one, made, len(units), len(workbooks_in(one.blanks)), len(inbox), days, stale)


def read(one: Round, watch: Watch = unwatched, executor: Executor | None = None) -> Worksheets:
    """Return everything that came in, read and scored."""
    return read_worksheets(one.sources, one.request().named, watch, executor)


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
