"""What lies beneath a folder: seen lazily, never opened, and never more than a program can hold.

Enters: a folder. Leaves: the paths of files and of what looks like one, and what could not be looked into. Links to
folders are entries of their own: they are not followed, so that no circle of them goes on for ever.
"""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

from pmprb.records import dataclass

MOST_ENTRIES = 200_000
"""Files and folders beneath one folder; a province's worksheets of ten years are a tenth of that."""
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
"""Endings of what can be read."""
_SPREADSHEETS = "xlsx|xlsm|xls|ods|xlsb|xltx|xltm|xlt|fods|ots|sxc|et|ett|numbers|gsheet"
# "LKE.xlsx (1)", "LKE.xlsx_", ".LKE.xlsx.icloud": what systems add to a name, and what is not wholly here.
_ADDED = r"[\s._-]{0,5}\(?\d{0,3}\)?|\.(?:crdownload|part|partial|download|opdownload|lnk|url|webloc|icloud)"
_LIKE_ONE = re.compile(rf"\.(?:{_SPREADSHEETS})(?:{_ADDED})$", re.IGNORECASE)
_POINTERS = frozenset({".lnk", ".url", ".webloc", ".desktop"})
_OPAQUE = frozenset({".rar", ".7z", ".tar", ".gz", ".tgz", ".eml", ".msg", ".mht"})
_PARTS = frozenset({"xl/workbook.xml", "xl/workbook.bin"})


def like_a_spreadsheet(name: str) -> bool:
    """True for a name that a spreadsheet bears, also one in a form that is not read, or not wholly here.

    Those are read like any other, so that what is wrong with them is told: somebody's answers are in them.
    """
    return bool(_LIKE_ONE.search(name))


def spreadsheets_in_archive(path: Path) -> tuple[str, ...]:
    """Return the names of spreadsheets within a .zip, by its directory alone; none where it cannot be looked into.

    A .zip that is a workbook itself, under a wrong name, holds one: itself.
    """
    if path.suffix.lower() != ".zip":
        return ()
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except Exception:  # zipfile lets a dozen kinds of exception through on hostile bytes
        return ()
    if _PARTS & set(names):
        return (path.name,)
    return tuple(name for name in names if like_a_spreadsheet(name) and "__MACOSX" not in name)


def is_pointer(name: str) -> bool:
    """True for the name of a shortcut: of what it points to nothing came with it."""
    return name.lower().endswith(tuple(_POINTERS))


def is_opaque(name: str) -> bool:
    """True for an archive or a mail whose content cannot be listed here: worksheets may lie in it."""
    return name.lower().endswith(tuple(_OPAQUE))


@dataclass(frozen=True)
class Beneath:
    """Files, links, and whatever bears a workbook's ending, in order; `unreadable` are folders nobody may look into.

    `too_many`: there is more than MOST_ENTRIES, and what was seen until then is of no use.
    """

    paths: tuple[Path, ...] = ()
    unreadable: tuple[Path, ...] = ()
    too_many: bool = False


def beneath(folder: Path, most: int = MOST_ENTRIES) -> Beneath:
    """Return what lies beneath a folder, at any depth. OSError when the folder itself cannot be looked into."""
    found: list[str] = []
    unreadable: list[str] = []
    left, waiting = most, [os.fspath(folder)]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    left -= 1
                    if left < 0:
                        return Beneath(too_many=True)
                    if _is_folder(entry):
                        waiting.append(entry.path)
                    if _is_wanted(entry):
                        found.append(entry.path)
        except OSError:
            if place == os.fspath(folder):
                raise
            unreadable.append(place)
    return Beneath(tuple(_in_order(found)), tuple(_in_order(unreadable)))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_wanted(entry: os.DirEntry[str]) -> bool:
    """True for files and links, and for all else that bears a workbook's ending: it is refused, not overlooked."""
    try:
        return entry.is_symlink() or entry.is_file() or entry.name.lower().endswith(tuple(WORKBOOKS))
    except OSError:
        return True


def _in_order(paths: list[str]) -> list[Path]:
    return sorted(map(Path, paths), key=lambda path: path.as_posix())
