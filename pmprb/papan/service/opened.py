"""The files that came with the command (`pmprb papan FOLDER`), put onto the desk of Rekap before its page asks.

They are copied: what the page does cannot touch the folder, and another program's change cannot touch the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pmprb.jobs.folder import WORKBOOKS, beneath
from pmprb.papan.desk import Desk
from pmprb.papan.service.sessions import MOST_BYTES, MOST_FILES
from pmprb.temuan import CellPos, DeskFull, FolderTooFull, Temuan, UnopenableFile, UploadTooLarge
from pmprb.text import readable

FOLDER = "lembar"
"""Where the room Rekap looks for worksheets that came with the page."""

_KINDS = WORKBOOKS | {".csv"}


def files_of(path: Path, largest: int) -> tuple[list[tuple[str, Path]], list[Temuan]]:
    """Return the files to put down, each with its name, and why others are not. OSError for a folder nobody may see."""
    at = CellPos(workbook=readable(str(path)))
    if not path.exists():
        return [], [UnopenableFile(at, reason="missing")]
    found = beneath(path) if path.is_dir() else None
    if found is not None and found.too_many:
        return [], [FolderTooFull(at, most=MOST_FILES)]
    paths = [one for one in found.paths if one.suffix.lower() in _KINDS and one.is_file()] if found else [path]
    kept: list[tuple[str, Path]] = []
    told: list[Temuan] = []
    total = 0
    for one in paths:
        name = readable(one.relative_to(path).as_posix() if found else one.name)
        size = one.stat().st_size
        if size > largest:
            told.append(UploadTooLarge(CellPos(workbook=name), limit=f"{largest // 1024**2} MB"))
        elif len(kept) >= MOST_FILES or total + size > MOST_BYTES:
            told.append(DeskFull(CellPos(workbook=name), files=MOST_FILES, size=f"{MOST_BYTES // 1024**2} MB"))
        else:
            kept.append((name, one))
            total += size
    return kept, told


def put_down(files: list[tuple[str, Path]], desk: Desk) -> Iterator[str]:
    """Put the files onto a desk; yield the name of each. One that is gone meanwhile is left out."""
    for name, path in files:
        try:
            yield desk.name(desk.put(f"{FOLDER}/{name}", path.read_bytes()))
        except OSError:
            continue
