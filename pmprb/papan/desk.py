"""What a job of the page is given and what it answers: a desk with the user's files, an `Answer` for the page.

Enters: names and bytes from a browser, which nobody vouches for. Leaves: files in one folder, whatever they are called.
Refuses to know: which home the page has, what a job does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pmprb.papan.words import on_page
from pmprb.temuan import CellPos, Temuan, finding, repair
from pmprb.text import one_line

T = TypeVar("T")
Maju = Callable[[str, int, int], None]
"""Told how far a job is: what is done, how many are done, how many there are (0: not known)."""

_IN, _OUT = "masuk", "keluar"
_LONGEST = 120
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def _silent(_message: str, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""


@dataclass
class Desk:
    """The work folder of one room of the page, for one user, and what its jobs remember between two calls.

    What the user put down lies in `inputs`, what is made in `outputs`; nothing else of the machine is the job's.
    `kept` holds values of a job for the next one ("the rekap that was made"); the page never sees it.
    """

    folder: Path
    maju: Maju = _silent
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def inputs(self) -> Path:
        """The folder of what the user put down."""
        return self._made(_IN)

    @property
    def outputs(self) -> Path:
        """The folder for what a job makes, before it is handed over."""
        return self._made(_OUT)

    @property
    def files(self) -> list[Path]:
        """What the user put down, in order of name."""
        return sorted(path for path in self.inputs.rglob("*") if path.is_file())

    def put(self, name: str, content: bytes) -> Path:
        """Put a file down, or in the place of the one of its name; return its path, always beneath `inputs`.

        `name` may have folders ("lembar/dinas.xlsx"). What could lead out of the folder or mean a device is rewritten.
        """
        path = self.inputs.joinpath(*safe_parts(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def path(self, name: str) -> Path | None:
        """Return the path of a file by the name it was put down with; None when there is none."""
        path = self.inputs.joinpath(*safe_parts(name))
        return path if path.is_file() else None

    def name(self, path: Path) -> str:
        """Return the name of a file that was put down, as `put` was given it but for what was rewritten."""
        return path.relative_to(self.inputs).as_posix()

    def clear(self) -> None:
        """Take everything off the desk: files, outputs and what was kept."""
        self.kept.clear()
        for folder in (self.inputs, self.outputs):
            for path in sorted(folder.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()

    def progress(self, message: str, done: int = 0, total: int = 0) -> None:
        """Tell how far the job is."""
        self.maju(message, done, total)

    def _made(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def safe_parts(name: str) -> tuple[str, ...]:
    """Return a name given by a browser as the parts of a path that stays where it is joined; never empty."""
    parts = [_safe(part) for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return tuple(parts[-8:]) or ("berkas",)


def _safe(part: str) -> str:
    """Return one part of a path without what a file system, Windows' too, does not take."""
    plain = "".join("_" if letter in '<>:"|?*' or not letter.isprintable() else letter for letter in one_line(part))
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > _LONGEST:
        plain = f"{stem[: _LONGEST - len(ending) - 1]}.{ending}" if dot and len(ending) < 9 else plain[:_LONGEST]
    plain = plain.rstrip(". ") or "berkas"
    return f"_{plain}" if plain.split(".")[0].casefold() in _RESERVED else plain


# What a job answers.


@dataclass(frozen=True)
class Trouble:
    """Why a request could not be done: what the page shows, with the repair."""

    message: str
    repair: str = ""
    code: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""

    @classmethod
    def of(cls, temuan: Temuan) -> Trouble:
        """Return a temuan as the reason."""
        at = temuan.at
        sheet, cell = (at.sheet, at.cell) if isinstance(at, CellPos) else ("", "")
        return cls(on_page(finding(temuan)), on_page(repair(temuan)), temuan.code, temuan.workbook, sheet, cell)

    def data(self) -> dict[str, str]:
        """Return the reason as the page reads it."""
        return {
            "code": self.code,
            "message": self.message,
            "repair": self.repair,
            "file": self.file,
            "sheet": self.sheet,
            "cell": self.cell,
        }


@dataclass(frozen=True)
class Answer:
    """What a job answers: `result`, which JSON can hold, and `files` to be saved, by the names we give them.

    Figures in it are texts, formatted by `pmprb.numbers`: the page computes nothing. With `error` the rest is empty.
    """

    result: Any = None
    files: Mapping[str, bytes | Path] = field(default_factory=dict)
    error: Trouble | None = None


class Stopped(Exception):
    """Raised by a job that cannot go on; `run` makes it the answer."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.message)
        self.trouble = trouble


Job = Callable[[Desk, Mapping[str, Any]], Answer]


def stop(temuan: Temuan) -> Stopped:
    """Return what to raise for a temuan that leaves nothing to answer: `raise stop(temuan)`."""
    return Stopped(Trouble.of(temuan))


# What the page asked, checked: it may be anyone's bytes.


def asked(request: Mapping[str, Any], name: str, kind: type[T], otherwise: T | None = None) -> T:
    """Return a value of a request; `otherwise` when it is not given. Raises Stopped when it is of another kind."""
    value = request.get(name, otherwise)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise Stopped(Trouble(f'Permintaan halaman tidak lengkap: "{name}".', "Muat ulang halamannya."))
    return value
