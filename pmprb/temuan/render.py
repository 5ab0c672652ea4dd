"""A temuan in, its line for users out; many temuan in, few lines out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pmprb.records import dataclass
from pmprb.temuan import machine, words
from pmprb.temuan.record import CellPos, Severity, Temuan
from pmprb.temuan.words import joined, text

# Templates and values in, sentences out; nothing that is missing or odd ever raises.


FILTERS = words.FILTERS | machine.FILTERS
_SPOT = re.compile(r"\{(\w+)(?::(\w+))?\}")
_OPTION = re.compile(r"\[([^\[\]|]*)(?:\|([^\[\]|]*))?\]")
_NOTHING = ("", "-")


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return the template with its values put in."""
    done: list[str] = []
    end = 0
    for option in _OPTION.finditer(template):
        done.append(_put(template[end : option.start()], values))
        inside, otherwise = option.group(1), option.group(2) or ""
        has_all = all(_shown(name, how, values) not in _NOTHING for name, how in _SPOT.findall(inside))
        done.append(_put(inside if has_all else otherwise, values))
        end = option.end()
    done.append(_put(template[end:], values))
    return "".join(done).strip()


def spots(template: str) -> Iterator[tuple[str, str, bool]]:
    """Yield (name, filter, optional) of every value a template asks for."""
    inside = " ".join(f"{o.group(1)} {o.group(2) or ''}" for o in _OPTION.finditer(template))
    for passage, optional in ((_OPTION.sub(" ", template), False), (inside, True)):
        for name, how in _SPOT.findall(passage):
            yield name, how, optional


def _put(text: str, values: Mapping[str, str]) -> str:
    return _SPOT.sub(lambda spot: _shown(spot.group(1), spot.group(2) or "", values) or "-", text)


def _shown(name: str, how: str, values: Mapping[str, str]) -> str:
    return FILTERS[how or "teks"](values.get(name, ""))


# A temuan in, its line for users out: place, code, what was found, how to mend it.


_NAME_LIMIT = 120


def render(temuan: Temuan, *, with_file: bool = False) -> str:
    """Return "LKE!F27 · ISI-003 · Jawaban ... Pilih ..."; `with_file` puts the file's name first."""
    return " · ".join(part for part in (place(temuan, with_file), temuan.code, sentence(temuan)) if part)


def sentence(temuan: Temuan) -> str:
    """Return what was found and what to do, without place and code."""
    return f"{finding(temuan)} {repair(temuan)}"


def finding(temuan: Temuan) -> str:
    """Return what was found, without what to do."""
    return fill(temuan.sentence, values_of(temuan))


def repair(temuan: Temuan) -> str:
    """Return what to do."""
    return fill(temuan.repair, values_of(temuan))


# The same to the unit itself, in its feedback: it has neither the program nor the list of units.


_BUREAU = re.compile(r"(?<![\w-])--[a-z]|\bpmprb\b|\bdaftar unit\b|\bregister\b", re.IGNORECASE)
_ASK = "Tanyakan kepada Bagian Organisasi."


def finding_for_unit(temuan: Temuan) -> str:
    """Return what was found, in words for the unit."""
    return fill(_for_unit(temuan.sentence, temuan.unit_sentence, f"{temuan.title}."), values_of(temuan))


def repair_for_unit(temuan: Temuan) -> str:
    """Return what the unit can do."""
    return fill(_for_unit(temuan.repair, temuan.unit_repair, _ASK), values_of(temuan))


def sentence_for_unit(temuan: Temuan) -> str:
    """Return what was found and what the unit can do, without place and code."""
    return f"{finding_for_unit(temuan)} {repair_for_unit(temuan)}"


def _for_unit(template: str, own: str, otherwise: str) -> str:
    return own or (otherwise if _BUREAU.search(template) else template)


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


# The figure a reason to look rests on, short enough for a column of a table.


def figure(temuan: Temuan) -> str:
    """Return the figure, such as "42 dari 97 butir"; empty for codes that are no reason to look."""
    return fill(temuan.figure, values_of(temuan))


# Many temuan in, few lines out: the same thing down a column is one line with a count.


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
    def code(self) -> str:
        """Their code."""
        return self.first.code

    @property
    def severity(self) -> Severity:
        """Their severity."""
        return self.first.severity

    @property
    def title(self) -> str:
        """The short name of their kind, for tables."""
        return self.first.title

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
    return " · ".join(part for part in (where, folded.code, folded_sentence(folded)) if part)


def folded_sentence(folded: Folded, *, to_unit: bool = False) -> str:
    """Return what was found and what to do, without place and code; `to_unit` in words for the unit itself."""
    return " ".join(folded_parts(folded, to_unit=to_unit))


def folded_parts(folded: Folded, *, to_unit: bool = False) -> tuple[str, str]:
    """Return what was found, and what to do."""
    if folded.count == 1 and to_unit:
        return finding_for_unit(folded.first), repair_for_unit(folded.first)
    kind = type(folded.first)
    values = values_of(folded.first)
    if folded.nodes:
        values["node"] = joined(folded.nodes, _NAMED, _NAMES_LENGTH)
    own = (kind.unit_sentence, kind.unit_repair) if to_unit else ("", "")
    if folded.count == 1 or kind.plural is None:
        told, mend = own[0] or kind.sentence, own[1] or kind.repair
        return _worded(told, mend, kind.title, values, to_unit)
    parts = dict.fromkeys(fill(kind.plural.each, values_of(t)) for t in folded.temuan)
    many = values | {"count": str(folded.count), "list": joined(tuple(parts), _LISTED, _LIST_LENGTH)}
    mend = own[1] or kind.plural.repair or kind.repair
    return _worded(kind.plural.sentence, mend, kind.title, many, to_unit)


def _worded(told: str, mend: str, title: str, values: dict[str, str], to_unit: bool) -> tuple[str, str]:
    """Return sentence and repair filled; to the unit what concerns it."""
    if to_unit:
        told, mend = _for_unit(told, "", f"{title}."), _for_unit(mend, "", _ASK)
    return _long(told, values), fill(mend, values)


def _long(template: str, values: dict[str, str]) -> str:
    """Return a filled template whose lists are already cut to length."""
    return fill(template.replace("{list}", "{list:utuh}").replace("{node}", "{node:utuh}"), values)


def _shape(one: Temuan) -> tuple[object, ...]:
    """Return what temuan must share to be told in one line."""
    plural = one.plural
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
    return (_ORDER[one.severity], one.workbook, *where, one.code, one.node)


def _cell(address: str) -> tuple[str, int]:
    """Return the column's letters and the row of an A1 address; ("", 0) for anything else."""
    found = _CELL.fullmatch(address)
    return (found.group(1).upper(), int(found.group(2))) if found else ("", 0)
