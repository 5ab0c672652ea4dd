"""A catalog made from a user's workbook, and written to a folder.

Enters: the workbook's path, the folder. Leaves: the catalog's files, and an `Imported`. Prints nothing. What a person
changed in an earlier catalog there is typed work: it is kept, or replaced with its own word and a copy beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from pmprb.catalog.load import load_instrument
from pmprb.catalog.model import Instrument, Regulation
from pmprb.catalog.write import catalog_files, with_regulation
from pmprb.jobs.output import OutputGate, Permission, output_gate, put_file, state_of
from pmprb.temuan import CatalogFileEdited, CellPos, FilePos, Loaded, OutputExists, Temuan, has_errors
from pmprb.text import readable
from pmprb.workbook.book import open_book
from pmprb.workbook.choices import choices_of
from pmprb.worksheet.intake.lines import LONG_SCALE, letters, printed
from pmprb.worksheet.intake.take import own_regulation, take_instrument
from pmprb.worksheet.strays import not_a_form

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


def import_catalog(
    source: Path, folder: Path, own_id: str, title: str, permission: Permission | None = None, scale: str = ""
) -> Loaded[Imported]:
    """Return the catalog made from a workbook and written to `folder`; None when nothing was written.

    `scale` ("A/B/C") is what rows may be answered with where the sheet does not say it.

    regulations.yaml in the folder above gets the entry for users' own files if it lacks it. A catalog that is
    written over loses the nodes files it had; files of other names stay. A file that somebody changed holds all of it
    (BUKU-160), unless it may be replaced. OSError when the folder cannot be written.
    """
    permission = permission or Permission()
    with output_gate(folders=[folder], reads=[source], permission=permission) as gate:
        if gate.refused:
            return Loaded(value=None, temuan=tuple(gate.temuan))
        if (folder / "instrument.yaml").exists() and not permission.any:
            return Loaded(value=None, temuan=(OutputExists(CellPos(workbook=str(folder))),))
        opened = open_book(source)
        temuan = list(opened.temuan)
        if opened.value is None:
            return Loaded(value=None, temuan=tuple(temuan))
        if (other := not_a_form(opened.value)) is not None:
            return Loaded(value=None, temuan=(*temuan, other))
        taken = take_instrument(opened.value, own_id, title, temuan, choices_of(source, opened.value), scale)
        if taken is None:
            return Loaded(value=None, temuan=tuple(temuan))
        files = catalog_files(taken.instrument, taken.comment, taken.unweighted)
        refused, told = _write(folder, files, gate)
        temuan += told
        if refused:
            return Loaded(value=None, temuan=tuple(temuan))
    checked = load_instrument(folder)
    done = Imported(folder, taken.instrument, opened.value.sha256, tuple(sorted(files)), checked)
    return Loaded(value=done, temuan=tuple(temuan))


def scale_named(text: str) -> str | None:
    """Return a scale as a form prints it ("A/B/C") for what a user calls it ("abc"); None when it is none."""
    bare = text.strip()
    if bare.casefold() in ("aa-e", "akip"):
        return "/".join(LONG_SCALE)
    if bare.casefold() == "ya-tidak":
        return "Ya/Tidak"
    if 2 <= len(bare) <= 10 and bare.upper() == "".join(letters(len(bare))):
        return "/".join(letters(len(bare)))
    return bare if not bare or printed(bare).says in ("labels", "range", "percent") else None


def _write(folder: Path, files: Mapping[str, str], gate: OutputGate) -> tuple[bool, tuple[Temuan, ...]]:
    """Write a catalog's files and take away nodes files of an earlier one, all of it or nothing; return whether that
    was forbidden, and what was noticed.

    regulations.yaml, which users keep, is written over only by itself with an entry more.
    """
    every = {folder / name: partial(_text, stamped(text)) for name, text in files.items()}
    gone = [path for path in sorted((folder / "nodes").glob("*.yaml")) if path not in every]
    told = gate.put_all(every, changed_by_hand, gone)
    if has_errors(told):
        return True, told
    cited = folder.parent / _REGULATIONS
    after = _cited(cited, own_regulation())
    if after is not None:
        told += put_file(cited, partial(_text, after), state_of(cited), Permission(overwrite=True))
    return False, told


def _cited(path: Path, regulation: Regulation) -> str | None:
    """Return regulations.yaml with the entry of users' own files; None when it has it, or is no text."""
    try:
        before = path.read_text(encoding="utf-8") if path.is_file() else _ABOUT_REGULATIONS
    except UnicodeDecodeError:
        return None  # a check of the catalog says so
    after = with_regulation(before, regulation)
    return None if after == before else after


def _text(text: str, draft: Path) -> None:
    draft.write_text(text, encoding="utf-8", newline="\n")


# What a person changed: a file that an import wrote says by its last line what it was.


_STAMP = re.compile(r"# Sidik impor ([0-9a-f]{16}): .*\n?\Z")


def stamped(text: str) -> str:
    """Return a file's text with the line by which `changed_by_hand` sees whether it is still as it was written."""
    return f"{text}# Sidik impor {_print_of(text)}: tanda bahwa berkas ini belum diubah orang.\n"


def _print_of(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def changed_by_hand(old: Path, _draft: Path) -> tuple[Temuan, ...]:
    """Tell a catalog's file that is not as an import wrote it: BUKU-160. Without the stamp nobody knows."""
    try:
        text = old.read_text(encoding="utf-8")  # line ends as on any system
    except UnicodeDecodeError:
        text = ""
    stamp = _STAMP.search(text)
    if stamp is not None and _print_of(text[: stamp.start()]) == stamp[1]:
        return ()
    return (CatalogFileEdited(FilePos(file=readable(str(old)))),)
