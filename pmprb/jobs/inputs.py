"""What a run reads: its catalogs, its register of units, and which files of the given paths are worksheets."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from pmprb.catalog.load import default_folder, instrument_ids, load
from pmprb.catalog.model import Instrument
from pmprb.jobs.far import address_of, beneath_address, shown_address
from pmprb.jobs.folder import (
    MOST_ENTRIES,
    beneath,
    is_opaque,
    is_pointer,
    like_a_spreadsheet,
    spreadsheets_in_archive,
)
from pmprb.jobs.output import is_kept_copy
from pmprb.jobs.refusals import NoCatalogs, UnknownInstrument, UnknownLayout, UnknownVariant
from pmprb.office.model import InputFile
from pmprb.office.register import Register
from pmprb.records import dataclass
from pmprb.sheets.whole import is_draft
from pmprb.temuan import (
    ArchiveOfWorksheets,
    CellPos,
    ContentsUnseen,
    FolderTooFull,
    FolderUnreadable,
    KeptCopyPassedOver,
    Loaded,
    OtherFilePassedOver,
    ShortcutPassedOver,
    TemporaryFilePassedOver,
    Temuan,
    UnopenableFile,
)
from pmprb.text import readable

# The catalogs of a run: those that came with the program, or a folder of the user's own.


@dataclass(frozen=True)
class Catalogs:
    """A criteria folder; None means the catalogs that came with the program."""

    folder: Path | None = None

    @property
    def root(self) -> Path:
        """The folder in use."""
        return self.folder or default_folder()

    def ids(self) -> list[str]:
        """Return the ids of the installed instruments, sorted."""
        return list(self._ids)

    @cached_property
    def _ids(self) -> tuple[str, ...]:  # as the catalogs themselves are read once per run, so is their folder
        return tuple(instrument_ids(self.root))

    def load(self, instrument_id: str) -> Loaded[Instrument]:
        """Return an instrument, read once per run."""
        return load(instrument_id, self.root)


def catalogs_at(folder: Path | None) -> Catalogs:
    """Return the catalogs of a run (None: those that came with the program). Raises NoCatalogs for a folder without."""
    catalogs = Catalogs(folder)
    if not catalogs.ids():
        raise NoCatalogs(catalogs.root)
    return catalogs


def known_instrument(catalogs: Catalogs, named: str) -> None:
    """Raise UnknownInstrument or UnknownVariant when what is named ("id", "id@variant") is not installed."""
    if not named:
        return
    base, at, variant = named.partition("@")
    if base not in catalogs.ids():
        raise UnknownInstrument(base or named, catalogs.ids())
    loaded = catalogs.load(base).value
    if not at or loaded is None:
        return
    known = [one.id for one in loaded.variants]
    if variant not in known:
        raise UnknownVariant(variant, base, known)


def known_layout(catalogs: Catalogs, layout: str, instrument: str) -> None:
    """Raise UnknownLayout when no instrument in question has the layout named."""
    if not layout:
        return
    asked = [instrument] if instrument else catalogs.ids()
    loaded = [found for name in asked if (found := catalogs.load(name).value)]
    known = list(dict.fromkeys(one.id for found in loaded for one in found.layouts))
    if loaded and layout not in known:
        raise UnknownLayout(layout, known)


# The units that should hand in.


def load_register(path: Path | None) -> Loaded[Register]:
    """Return the register in a file, an empty one without a path; None, with the reasons, when it cannot be used."""
    if path is None:
        return Loaded(value=Register())
    from pmprb.worksheet.register import read_register

    units = read_register(path)
    return Loaded(value=None if units.value is None else Register(units.value), temuan=units.temuan)


# Which files of the given paths are worksheets to read.


@dataclass(frozen=True)
class Found:
    """Candidates in order of name, each with the name it is shown by; and what was passed over."""

    files: tuple[tuple[str, Path], ...]
    passed_over: tuple[Temuan, ...]
    errors: tuple[Temuan, ...]

    @property
    def passed_over_files(self) -> list[InputFile]:
        """The files passed over, as a consolidation accounts for them."""
        return [InputFile(file=t.workbook, used=False, passed_over=True, why=(t,)) for t in self.passed_over]


NOTHING = Found((), (), ())


def find_files(paths: Iterable[Path], leave_out: Iterable[Path] = ()) -> Found:
    """Return the worksheet files of `paths`; folders are searched with all that is beneath them.

    A file named directly is always a candidate, whatever its ending. Lock files (`~$…`), hidden
    files and other kinds are passed over. A path that does not exist is BUKU-001, a folder with more than anyone can
    mean BUKU-206 (nothing of it is a candidate), one inside that cannot be looked into BUKU-207.
    """
    skip = {resolved(path) for path in leave_out}
    files: dict[Path, str] = {}
    passed: list[Temuan] = []
    errors: list[Temuan] = []
    for given in paths:
        if address_of(given):
            _far(given, files, passed, errors)
        elif given.is_dir():
            inside = beneath(given)
            at = CellPos(workbook=readable(str(given)))
            errors += [FolderTooFull(at, most=MOST_ENTRIES)] if inside.too_many else []
            errors += [
                FolderUnreadable(CellPos(workbook=readable(path.relative_to(given).as_posix())))
                for path in inside.unreadable
            ]
            for path in inside.paths:
                name = readable(path.relative_to(given).as_posix())
                place = resolved(path)
                if place in skip or place in files or is_draft(path.name):
                    continue
                over = _passed_over(path, name)
                if over is None:
                    files[place] = name
                else:
                    passed.append(over)
        elif given.exists() or given.is_symlink():
            files.setdefault(resolved(given), readable(given.name))
        else:
            errors.append(UnopenableFile(CellPos(workbook=readable(str(given))), reason="missing"))
    shown = _distinct(files)
    return Found(tuple((name, path) for path, name in shown), tuple(passed), tuple(errors))


def _far(given: Path, files: dict[Path, str], passed: list[Temuan], errors: list[Temuan]) -> None:
    """Add what lies at an address of shared storage, as of a folder or a file."""
    inside = beneath_address(given, MOST_ENTRIES)
    at = CellPos(workbook=readable(shown_address(address_of(given))))
    if inside is None:
        errors.append(UnopenableFile(at, reason="missing"))
    elif len(inside) > MOST_ENTRIES:
        errors.append(FolderTooFull(at, most=MOST_ENTRIES))
    else:
        for name, path in inside:
            over = _passed_over(path, readable(name))
            if over is None:
                files.setdefault(path, readable(name))
            else:
                passed.append(over)


def _passed_over(path: Path, name: str) -> Temuan | None:
    """Return what to tell of a file, shown as `name`, that is no worksheet by its name; None for one to read."""
    at = CellPos(workbook=name)
    if path.name.startswith(("~$", ".~", ".")) and not path.name.lower().endswith(".icloud"):
        return TemporaryFilePassedOver(at)
    if is_kept_copy(path.name):
        return KeptCopyPassedOver(at)
    if like_a_spreadsheet(path.name):
        return None
    packed = () if address_of(path) else spreadsheets_in_archive(path)
    if packed == (path.name,):
        return None
    if is_pointer(path.name):
        return ShortcutPassedOver(at)
    if is_opaque(path.name):
        return ContentsUnseen(at)
    return ArchiveOfWorksheets(at, count=len(packed), files=packed[:3]) if packed else OtherFilePassedOver(at)


def resolved(path: Path) -> Path:
    """Return a path as the files found beneath it are named: absolute, no link in it where it can be followed."""
    if address_of(path):
        return path
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _distinct(files: dict[Path, str]) -> list[tuple[Path, str]]:
    """Return paths with the names they are shown by, made distinct where two folders hold the same name."""
    seen: dict[str, int] = {}
    result = []
    for path, name in sorted(files.items(), key=lambda entry: (entry[1], entry[0].as_posix())):
        seen[name] = seen.get(name, 0) + 1
        result.append((path, name if seen[name] == 1 else f"{readable(path.parent.name)}/{name}"))
    return result
