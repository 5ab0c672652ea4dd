"""Where a rekap's record is not what a second run from its worksheets gives, figure by figure.

Enters: the record, that of the second run, a register. Leaves: temuan. Refuses to know: files, sheets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pmprb.engine.answers import Unit
from pmprb.office.record import InputRecord, RekapRecord, UnitRecord
from pmprb.office.register import Register
from pmprb.office.rescored import number, own_part
from pmprb.temuan import (
    CellPos,
    RecordedUnitFalse,
    RegisterDiffers,
    RekapFigureDiffers,
    Temuan,
    UnitFigureDiffers,
)
from pmprb.text import plain


def compare_records(old: RekapRecord, new: RekapRecord, at: CellPos, complete: bool) -> Iterator[Temuan]:
    """Yield what two records say differently: of the whole (BUKU-108), and of each unit the deepest figures.

    When inputs are not all there, only units that have theirs are compared.
    """
    found = list(_differing(old, new, at, complete))
    yield from found
    if complete and not found and _kept(old) != _kept(new):
        yield RekapFigureDiffers(at, what="record", seen=_kept(old)[:12], expected=_kept(new)[:12])


def _kept(record: RekapRecord) -> str:
    """Return the digest of what two runs of any version must have in common."""
    files = {"inputs": record.inputs, "reviews": record.reviews, "replies": record.replies}
    bare = {name: tuple(one.model_copy(update={"codes": ()}) for one in some) for name, some in files.items()}
    return record.model_copy(update=bare).digest


def _differing(old: RekapRecord, new: RekapRecord, at: CellPos, complete: bool) -> Iterator[Temuan]:
    if complete:
        yield from _wholes(old, new, at)
        yield from _files(old.inputs, new.inputs, at)
        yield from _files(old.reviews, new.reviews, at)
        yield from _files(old.replies, new.replies, at)
    after = {_key(unit): unit for unit in new.units}
    for unit in old.units:
        other = after.pop(_key(unit), None)
        if other is not None:
            yield from _unit_differs(unit, other, at, complete)
        elif complete:
            yield UnitFigureDiffers(at, unit=unit.unit.name, seen=number(unit.points), expected="-")
    for unit in after.values() if complete else ():
        yield UnitFigureDiffers(at, unit=unit.unit.name, seen="-", expected=number(unit.points))


def _wholes(old: RekapRecord, new: RekapRecord, at: CellPos) -> Iterator[Temuan]:
    wholes = (
        ("index", number(old.index), number(new.index)),
        ("predicate", old.predicate or "-", new.predicate or "-"),
        ("period", old.period, new.period),
        ("registered", str(old.registered), str(new.registered)),
        ("missing", str(len(old.missing)), str(len(new.missing))),
        ("used", _used(old), _used(new)),
    )
    for what, seen, expected in wholes:
        if seen != expected:
            yield RekapFigureDiffers(at, what=what, seen=seen, expected=expected)


def _files(old: tuple[InputRecord, ...], new: tuple[InputRecord, ...], at: CellPos) -> Iterator[Temuan]:
    """Yield files of which the second run made something else."""
    after = {one.file: one for one in new}
    for one in old:
        other = after.get(one.file)
        if other is not None and (one.fate, one.unit) != (other.fate, other.unit):
            seen, expected = (_FATES[each.fate] + (f" ({each.unit})" if each.unit else "") for each in (one, other))
            yield RecordedUnitFalse(at, unit=one.file, what="fate", seen=seen, expected=expected)


_FATES = {"used": "dipakai", "refused": "ditolak", "passed_over": "dilewati"}


def _key(unit: UnitRecord) -> tuple[str, str]:
    return unit.unit.code, unit.unit.name


def _used(record: RekapRecord) -> str:
    return str(Counter(one.fate for one in record.inputs)["used"])


def _unit_differs(old: UnitRecord, new: UnitRecord, at: CellPos, reviews: bool) -> Iterator[Temuan]:
    """Yield the figures of a unit that differ: its items, or its nodes when no item does.

    Without `reviews` verifiers' scores are left alone: their files are not all there.
    """
    name = old.unit.name
    pairs = {item: (old.items.get(item), new.items.get(item)) for item in {**old.items, **new.items}}
    items = {item: pair for item, pair in pairs.items() if own_part(pair[0]) != own_part(pair[1])}
    verified = {item: pair for item, pair in pairs.items() if pair[0] != pair[1]} if reviews else {}
    for item, (seen, expected) in (verified | items).items():
        score = "score" if item in items else "reviewed"
        was, is_now = number(getattr(seen, score, None)), number(getattr(expected, score, None))
        if was == is_now:  # another answer that brings the same
            was, is_now = (one.answer(item).text if one else "" for one in (seen, expected))
        yield UnitFigureDiffers(at, item, unit=name, seen=was, expected=is_now)
    if not items:
        for node in {**old.nodes, **new.nodes}:
            before, after = old.nodes.get(node), new.nodes.get(node)
            if before != after:
                was, is_now = (number(one.points if one else None) for one in (before, after))
                yield UnitFigureDiffers(at, node, unit=name, seen=was, expected=is_now)
    for what, seen_, expected_ in (
        ("rated", _yes(old.rated), _yes(new.rated)),
        ("verdict", ", ".join(old.passed), ", ".join(new.passed)),
        ("predicate", old.predicate, new.predicate),
        ("file", old.file, new.file),
        ("hash", old.sha256[:12], new.sha256[:12]),
    ):
        if seen_ != expected_:
            yield RecordedUnitFalse(at, unit=name, what=what, seen=seen_, expected=expected_)


def _yes(value: bool) -> str:
    return "ya" if value else "tidak"


def compare_registers(record: RekapRecord, register: Register, at: CellPos) -> list[Temuan]:
    """Return which units of a register the rekap does not know, or knows otherwise, and which only the rekap knows."""
    recorded = record.settings.units or tuple(unit.unit for unit in record.units)
    known = {plain(unit.code): unit for unit in recorded}
    found: list[Temuan] = []
    for unit in register.units:
        other = known.pop(plain(unit.code), None)
        what = "absent" if other is None else _otherwise(unit, other, bool(record.settings.units))
        if what:
            seen = other.name if other and what == "name" else ""
            found.append(RegisterDiffers(at, unit=unit.name, unit_code=unit.code, what=what, seen=seen))
    found += [
        RegisterDiffers(at, unit=unit.name, unit_code=unit.code, what="extra", seen="") for unit in known.values()
    ]
    return found


def _otherwise(unit: Unit, other: Unit, registered: bool) -> str:
    """Return what the rekap has otherwise of a unit; of one made without a register only the name, or an alias."""
    if not registered:
        return "" if plain(other.name) in {plain(name) for name in (unit.name, *unit.aliases)} else "name"
    if unit.name != other.name:
        return "name"
    return "fields" if unit != other else ""
