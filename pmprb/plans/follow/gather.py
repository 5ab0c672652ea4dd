"""Recommendations of many units as one: counted by theme and by the unit that acts.

Enters: files that count, the register, every file's fate. Leaves: `FollowConsolidation`. Order changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pmprb.engine.answers import Unit
from pmprb.office.model import InputFile
from pmprb.office.register import Register
from pmprb.plans.follow.model import FollowConsolidation, FollowGroup, FollowLine, FollowResult, counted
from pmprb.plans.rules import PlanKind, PlanRules
from pmprb.temuan import FollowUpDoneBare, FollowUpLate, Temuan, UnitWithoutFile
from pmprb.temuan.record import NOWHERE
from pmprb.text import plain


def consolidate_follow_ups(
    results: Iterable[FollowResult],
    rules: PlanRules,
    kind: PlanKind,
    register: Register,
    inputs: Iterable[InputFile],
    period: str,
    quarter: int,
    temuan: Iterable[Temuan] = (),
) -> FollowConsolidation:
    """Return the consolidation; an empty register expects the units that handed in."""
    place = {plain(unit.code): n for n, unit in enumerate(register.units)}
    ordered = sorted(results, key=lambda r: (place.get(plain(r.unit.code), len(place)), r.unit.code, r.unit.name))
    files = sorted(inputs, key=lambda f: f.file)
    present = {plain(r.unit.code) for r in ordered}
    missing = tuple(unit for unit in register.units if plain(unit.code) not in present)
    senders = {plain(name): r.unit for r in ordered for name in (r.unit.code, r.unit.name, *r.unit.aliases) if name}
    lines = [
        FollowLine(sender=r.unit, actor=_actor(row.unit, r.unit, register, senders), row=row)
        for r in ordered
        for row in r.plan.rows
    ]
    found = [*temuan, *(t for f in files for t in f.why if not f.used), *(t for r in ordered for t in r.temuan)]
    for line in lines:
        found += remarks(line, quarter)
    found += [UnitWithoutFile(NOWHERE, unit_code=u.code, name=u.name) for u in missing]
    return FollowConsolidation(
        kind=kind.id,
        rules_hash=rules.hashes[kind.id],
        period=period,
        quarter=quarter,
        results=tuple(ordered),
        lines=tuple(lines),
        inputs=tuple(files),
        missing=missing,
        registered=len(register.units) or len(ordered),
        total=counted((line.row for line in lines), quarter),
        by_line=_by_line(lines, rules, kind, period, quarter),
        by_unit=_by_unit(lines, ordered, quarter),
        temuan=tuple(found),
    )


def remarks(line: FollowLine, quarter: int) -> list[Temuan]:
    """Return what is remarkable in a row: due and unfinished, or finished without evidence."""
    row = line.row
    told: list[Temuan] = []
    if row.is_late(quarter):
        told.append(FollowUpLate(row.at, unit=line.actor.name or line.actor.code, quarter=row.quarter))
    if row.state == "done" and not row.wrong and not row.evidence:
        told.append(FollowUpDoneBare(row.at, unit=line.actor.name or line.actor.code))
    return told


def _actor(named: str, sender: Unit, register: Register, senders: Mapping[str, Unit]) -> Unit:
    """Return the unit that acts: as the register or what it sent itself calls it, by the name typed, or the sender
    where none is typed."""
    if not named:
        return sender
    return register.find(named, named) or senders.get(plain(named)) or Unit(code="", name=" ".join(named.split()))


def _by_line(
    lines: Sequence[FollowLine], rules: PlanRules, kind: PlanKind, period: str, quarter: int
) -> tuple[FollowGroup, ...]:
    """Return the themes of the period in their order, also those nobody has, what stands beside them, then the rest."""
    follow = rules.follow
    assert follow is not None, "a kind of recommendations loads with its form"
    titles = {line.id: line.title for line in rules.lines_of(kind)}
    rows: dict[str, list[FollowLine]] = {}
    for one in lines:
        rows.setdefault(plain(titles.get(one.row.line, one.row.line_text)), []).append(one)
    listed = [*(line.title for line in rules.lines_of(kind, period)), *follow.beside]
    known = {plain(title): title for title in (*listed, *titles.values())}
    order = dict.fromkeys([*(plain(title) for title in listed), *sorted(rows)])
    return tuple(
        FollowGroup(
            title=known.get(key) or rows[key][0].row.line_text or "(tidak disebut)",
            known=key in known,
            count=counted((one.row for one in rows.get(key, ())), quarter),
        )
        for key in order
    )


def _by_unit(lines: Sequence[FollowLine], results: Sequence[FollowResult], quarter: int) -> tuple[FollowGroup, ...]:
    """Return the units that act: those that handed in, in their order, then others that are named."""
    units = {result.unit.key: result.unit for result in results}
    rows: dict[str, list[FollowLine]] = {}
    for one in lines:
        key = one.actor.key
        units.setdefault(key, one.actor)
        rows.setdefault(key, []).append(one)
    return tuple(
        FollowGroup(
            title=unit.name or unit.code or "(tidak disebut)",
            code=unit.code,
            count=counted((one.row for one in rows.get(key, ())), quarter),
        )
        for key, unit in units.items()
    )
