"""Reports on changed templates, a page a file, written to a folder.

Enters: outcomes of files and a folder. Leaves: files; nothing that exists is written over unless told to.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pmprb.excel.whole import whole_file
from pmprb.pipeline.catalogs import Catalogs
from pmprb.pipeline.evaluate import Evaluated
from pmprb.pipeline.names import distinct, slug
from pmprb.report.change_page import change_page, list_page
from pmprb.temuan import CellPos, Code, Loaded, Temuan

LIST = "daftar"


def write_change_pages(
    outcomes: Sequence[Evaluated], catalogs: Catalogs, folder: Path, *, overwrite: bool
) -> Loaded[tuple[Path, ...]]:
    """Return the pages written, the list of them first; None, and nothing written, when one of them exists.

    OSError when the folder cannot be written.
    """
    stems = distinct([LIST, *(slug(outcome.file.rpartition(".")[0] or outcome.file) for outcome in outcomes)])
    paths = [folder / f"{stem}.html" for stem in stems]
    there = [path for path in paths if path.exists()]
    if there and not overwrite:
        temuan = tuple(Temuan.of(Code.BUKU_029, CellPos(workbook=str(path))) for path in there)
        return Loaded(value=None, temuan=temuan)
    folder.mkdir(parents=True, exist_ok=True)
    listed = []
    for path, outcome in zip(paths[1:], outcomes, strict=True):
        result = outcome.result
        submission = result.submission if result else None
        instrument = catalogs.load(submission.instrument).value if submission else None
        _replace(path, change_page(outcome.file, outcome.sha256, submission, instrument, outcome.temuan))
        listed.append((path.name, outcome.file, result.unit.name if result else "", outcome.temuan))
    _replace(paths[0], list_page(listed))
    return Loaded(value=tuple(paths))


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    with whole_file(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")
