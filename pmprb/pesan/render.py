"""A temuan in, its line for users out: place, code, what was found, how to mend it."""

from __future__ import annotations

import re

from pmprb.pesan.filling import fill
from pmprb.pesan.registry import MESSAGES
from pmprb.pesan.words import text
from pmprb.temuan import CellPos, Code, Temuan

_NAME_LIMIT = 120


def render(temuan: Temuan, *, with_file: bool = False) -> str:
    """Return "LKE!F27 · ISI-003 · Jawaban ... Pilih ..."; `with_file` puts the file's name first."""
    return " · ".join(part for part in (place(temuan, with_file), temuan.code.value, sentence(temuan)) if part)


def sentence(temuan: Temuan) -> str:
    """Return what was found and what to do, without place and code."""
    return f"{finding(temuan)} {repair(temuan)}"


def finding(temuan: Temuan) -> str:
    """Return what was found, without what to do."""
    return fill(MESSAGES[temuan.code].sentence, values_of(temuan))


def repair(temuan: Temuan) -> str:
    """Return what to do."""
    return fill(MESSAGES[temuan.code].repair, values_of(temuan))


def title(code: Code) -> str:
    """Return the short name of a code, for tables."""
    return MESSAGES[code].title


def place(temuan: Temuan, with_file: bool = False) -> str:
    """Return where: "LKE!F27", "berkas.xlsx › LKE!F27" or "nodes/A.I.1.yaml:12:5"; empty when nowhere."""
    at = temuan.at
    if isinstance(at, CellPos):
        name = text(at.workbook, _NAME_LIMIT)
        inside = "!".join(text(part) for part in (at.sheet, at.cell) if part)
        return " › ".join(part for part in (name if with_file or not inside else "", inside) if part)
    numbers = [str(n) for n in (at.line, at.column) if n > 0]
    return ":".join([_short(at.file, with_file), *numbers])


def values_of(temuan: Temuan) -> dict[str, str]:
    """Return the values a sentence may use: the temuan's own and its node."""
    return {"node": temuan.node} | dict(temuan.values)


def _short(file: str, with_folder: bool) -> str:
    """Return the end of a path: a catalog file keeps its folder, and with `with_folder` its instrument's."""
    parts = [part for part in re.split(r"[\\/]+", file) if part]
    if not parts or not parts[-1].endswith((".yaml", ".yml")):
        return "".join(text(part, _NAME_LIMIT) for part in parts[-1:])
    kept = 3 if with_folder and parts[-2:-1] == ["nodes"] else 2
    return "/".join(text(part) for part in parts[-kept:])
