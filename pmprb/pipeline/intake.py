"""A workbook on disk to a catalog's folder on disk, and what a check of that folder says.

Enters: a workbook's path and the folder to write. Leaves: `Imported`, with every temuan of the reading. Writes
nothing when there is no form, or when the folder holds a catalog that may not be written over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pmprb.catalog.load import load_instrument
from pmprb.catalog.model import Instrument, Regulation
from pmprb.catalog.write import catalog_files, with_regulation
from pmprb.excel.book import open_book
from pmprb.excel.intake import own_regulation, take_instrument
from pmprb.excel.whole import whole_file
from pmprb.temuan import CellPos, Code, Loaded, Temuan

_REGULATIONS = "regulations.yaml"
_ABOUT_REGULATIONS = "# Peraturan dan dokumen yang dikutip katalog. `id` dipakai pada kunci `references`.\n"


@dataclass(frozen=True)
class Imported:
    """A catalog written to `folder`. `checked` is what loading it says, as `pmprb kriteria periksa` does."""

    folder: Path
    instrument: Instrument
    sha256: str
    files: tuple[str, ...]
    checked: Loaded[Instrument]


def import_catalog(source: Path, folder: Path, own_id: str, title: str, *, overwrite: bool) -> Loaded[Imported]:
    """Return the catalog made from a workbook and written to `folder`; None when nothing was written.

    regulations.yaml in the folder above gets the entry for users' own files if it lacks it. A catalog that is
    written over loses the nodes files it had; files of other names stay. OSError when the folder cannot be written.
    """
    if (folder / "instrument.yaml").exists() and not overwrite:
        return Loaded(value=None, temuan=(Temuan.of(Code.BUKU_029, CellPos(workbook=str(folder))),))
    opened = open_book(source)
    temuan = list(opened.temuan)
    if opened.value is None:
        return Loaded(value=None, temuan=tuple(temuan))
    taken = take_instrument(opened.value, own_id, title, temuan)
    if taken is None:
        return Loaded(value=None, temuan=tuple(temuan))
    files = catalog_files(taken.instrument, taken.comment, taken.unweighted)
    _write(folder, files)
    _cite(folder.parent / _REGULATIONS, own_regulation())
    checked = load_instrument(folder)
    done = Imported(folder, taken.instrument, opened.value.sha256, tuple(sorted(files)), checked)
    return Loaded(value=done, temuan=tuple(temuan))


def _write(folder: Path, files: Mapping[str, str]) -> None:
    """Write a catalog's files, and take away nodes files of an earlier one."""
    (folder / "nodes").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        _replace(folder / name, text)
    for path in (folder / "nodes").glob("*.yaml"):
        if f"nodes/{path.name}" not in files:
            path.unlink()


def _cite(path: Path, regulation: Regulation) -> None:
    """Add the entry of users' own files to regulations.yaml, which may not be there yet."""
    try:
        before = path.read_text(encoding="utf-8") if path.is_file() else _ABOUT_REGULATIONS
    except UnicodeDecodeError:
        return  # a check of the catalog says so
    after = with_regulation(before, regulation)
    if after != before:
        _replace(path, after)


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    with whole_file(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")
