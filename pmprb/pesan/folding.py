"""Many temuan in, few lines out: the same thing down a column is one line with a count.

Enters: temuan of any number of files. Leaves: `Folded`, gravest first, then by file and place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pmprb.pesan.filling import fill
from pmprb.pesan.registry import MESSAGES
from pmprb.pesan.render import place, render, values_of
from pmprb.pesan.words import joined
from pmprb.temuan import CellPos, Code, Severity, Temuan

_ORDER = {severity: n for n, severity in enumerate(Severity)}
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_LISTED, _LIST_LENGTH = 5, 90
_NAMED, _NAMES_LENGTH = 3, 45


@dataclass(frozen=True)
class Folded:
    """Temuan that are told in one line, in the order of their places. `temuan` is never empty."""

    temuan: tuple[Temuan, ...]

    @property
    def first(self) -> Temuan:
        """The temuan that stands first."""
        return self.temuan[0]

    @property
    def code(self) -> Code:
        """Their code."""
        return self.first.code

    @property
    def severity(self) -> Severity:
        """Their severity."""
        return self.first.severity

    @property
    def workbook(self) -> str:
        """The file they are about."""
        return self.first.workbook

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.temuan)

    @property
    def nodes(self) -> tuple[str, ...]:
        """The nodes they name, each once."""
        return tuple(dict.fromkeys(t.node for t in self.temuan if t.node))

    @property
    def places(self) -> tuple[str, ...]:
        """Their places without the file's name, each once."""
        return tuple(dict.fromkeys(p for t in self.temuan if (p := place(t))))


def fold(temuan: Iterable[Temuan]) -> list[Folded]:
    """Return the temuan in lines: KESALAHAN, PERINGATAN, CATATAN, then by file, then by place.

    Codes with a plural sentence fold whatever their values; other codes only when their values are the same.
    """
    groups: dict[tuple[object, ...], list[Temuan]] = {}
    for one in sorted(temuan, key=_rank):
        groups.setdefault(_shape(one), []).append(one)
    return [Folded(tuple(group)) for group in groups.values()]


def render_folded(folded: Folded, *, with_file: bool = False) -> str:
    """Return one line: "LKE!F27 dan 11 sel lain · ISI-001 · 12 butir belum dijawab: ... Isi jawabannya, ..."."""
    if folded.count == 1:
        return render(folded.first, with_file=with_file)
    where = place(folded.first, with_file)
    others = len(folded.places) - 1
    if others > 0:
        named = isinstance(folded.first.at, CellPos) and folded.first.at.cell
        where += f" dan {others} {'sel' if named else 'tempat'} lain"
    return " · ".join(part for part in (where, folded.code.value, folded_sentence(folded)) if part)


def folded_sentence(folded: Folded) -> str:
    """Return what was found and what to do, without place and code."""
    message = MESSAGES[folded.code]
    values = values_of(folded.first)
    if folded.nodes:
        values["node"] = joined(folded.nodes, _NAMED, _NAMES_LENGTH)
    if folded.count == 1 or message.plural is None:
        return f"{_long(message.sentence, values)} {fill(message.repair, values)}"
    parts = dict.fromkeys(fill(message.plural.each, values_of(t)) for t in folded.temuan)
    many = values | {"count": str(folded.count), "list": joined(tuple(parts), _LISTED, _LIST_LENGTH)}
    return f"{_long(message.plural.sentence, many)} {fill(message.plural.repair or message.repair, many)}"


def _long(template: str, values: dict[str, str]) -> str:
    """Return a filled template whose lists are already cut to length."""
    return fill(template.replace("{list}", "{list:utuh}").replace("{node}", "{node:utuh}"), values)


def _shape(one: Temuan) -> tuple[object, ...]:
    """Return what temuan must share to be told in one line."""
    plural = MESSAGES[one.code].plural
    by = plural.by if plural else "column"
    values = () if plural else one.values
    if isinstance(one.at, CellPos):
        column = _cell(one.at.cell)[0] if by == "column" else ""
        return (one.code, one.severity, one.workbook, one.at.sheet, column, values)
    return (one.code, one.severity, one.workbook, values)


def _rank(one: Temuan) -> tuple[object, ...]:
    at = one.at
    if isinstance(at, CellPos):
        column, row = _cell(at.cell)
        where: tuple[object, ...] = (at.sheet, row, len(column), column, at.cell)
    else:
        where = ("", at.line, at.column, "", "")
    return (_ORDER[one.severity], one.workbook, *where, one.code.value, one.node)


def _cell(address: str) -> tuple[str, int]:
    """Return the column's letters and the row of an A1 address; ("", 0) for anything else."""
    found = _CELL.fullmatch(address)
    return (found.group(1).upper(), int(found.group(2))) if found else ("", 0)
