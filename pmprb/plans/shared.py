"""Indicators that several units share: one figure by the declared way, and the names that are nearly the same.

Enters: rows of many units with their results. Leaves: `SharedIndicator`s and temuan. Figures of different units of
measure, or reckoned in different ways, are never put together.

A unit that is late with a higher-better figure brings 0, as its own row does. With other directions it is left out on
both sides: a missing complaint figure would make the sum better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from pmprb.engine.answers import Unit
from pmprb.plans.evaluate import ZERO, RowResult, RowState, evaluate_row, roll_up, year_target_of
from pmprb.plans.groups import UnitNames
from pmprb.plans.model import QUARTERS, PlanRow, Quarters
from pmprb.plans.rules import Logic, PlanRules, Polarity, Policy, RollUp
from pmprb.temuan import IndicatorNamesNearlySame, Model, SharedUnitsDiffer, SharedWaysDiffer, Temuan
from pmprb.text import plain

Key = tuple[str, str, str]
"""Line, indicator and output in plain letters."""
_LONG_WORD = 5


class Member(Model):
    """One unit's row of a shared indicator."""

    unit: Unit
    result: RowResult

    @property
    def holder(self) -> str:
        """What tells units apart."""
        return self.unit.key


class SharedIndicator(Model):
    """One indicator of several units. `problem` says why it has no joint figure: "unit", "ways", "wrong" or nothing.

    `how` is the declared roll-up over units, `silent` the units with a due quarter that is not reported.
    """

    line: str
    line_text: str
    indicator: str
    output: str
    measure: str
    how: RollUp
    members: tuple[Member, ...]
    result: RowResult | None
    problem: str = ""
    silent: tuple[Unit, ...] = ()

    @property
    def name(self) -> str:
        """What it is called: its output, or its indicator."""
        return self.output or self.indicator

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units that share it, each once."""
        return tuple({member.holder: member.unit for member in self.members}.values())


def share(
    pairs: Iterable[tuple[Unit, RowResult]], rules: PlanRules, policy: Policy, quarter: int
) -> tuple[tuple[SharedIndicator, ...], list[Temuan]]:
    """Return the indicators of two units or more, in the order they first appear, and what is wrong with them.

    Rows are of one indicator when line, indicator and output are the same but for case, punctuation and spacing.
    """
    groups = _groups(pairs)
    names = UnitNames(rules.picks.unit)
    temuan: list[Temuan] = []
    found = tuple(
        _shared(members, rules, policy, names, quarter, temuan)
        for members in groups.values()
        if len({member.holder for member in members}) > 1
    )
    return found, [*temuan, *near_misses(groups)]


def _groups(pairs: Iterable[tuple[Unit, RowResult]]) -> dict[Key, list[Member]]:
    """Return rows by line, indicator and output; a row without an indicator joins the only one of its output."""
    groups: dict[Key, list[Member]] = {}
    for unit, result in pairs:
        row = result.row
        if row.output or row.indicator:
            key = (row.line or plain(row.line_text), plain(row.indicator), plain(row.output))
            groups.setdefault(key, []).append(Member(unit=unit, result=result))
    named: dict[tuple[str, str], list[Key]] = {}
    for key in groups:
        if key[1] and key[2]:
            named.setdefault((key[0], key[2]), []).append(key)
    for line, indicator, output in list(groups):
        fitting = named.get((line, output), [])
        if not indicator and len(fitting) == 1:
            groups[fitting[0]] += groups.pop((line, indicator, output))
    return groups


def _shared(
    members: list[Member],
    rules: PlanRules,
    policy: Policy,
    names: UnitNames,
    quarter: int,
    temuan: list[Temuan],
) -> SharedIndicator:
    rows = [member.result.row for member in members]
    first = rows[0]
    how, problem = usual_way(rows, rules, names), ""
    for told in (_other_units(members, names), _other_ways(members, rules)):
        if told and not problem:
            problem = "unit" if isinstance(told[0], SharedUnitsDiffer) else "ways"
            temuan.extend(told)
    if not problem and any(member.result.state is RowState.WRONG for member in members):
        problem = "wrong"
    result = None
    if not problem:
        result = evaluate_row(joined(rows, how, policy, quarter), policy, rules.lights_of(policy), quarter)
    late = {member.holder: member.unit for member in members if member.result.late}
    return SharedIndicator(
        line=first.line,
        line_text=first.line_text,
        indicator=first.indicator,
        output=first.output,
        measure=next((row.unit for row in rows if row.unit), ""),
        how=how,
        members=tuple(members),
        result=result,
        problem=problem,
        silent=tuple(late.values()),
    )


def usual_way(rows: Sequence[PlanRow], rules: PlanRules, names: UnitNames) -> RollUp:
    """Return the roll-up over units that rows declare, or the usual one: what is summed over quarters is summed.

    Per cents and indices have a mean.
    """
    declared = [row.shared for row in rows if row.shared is not None]
    if declared:
        return declared[0]
    by_unit = {pick.id: pick.roll_up for pick in rules.picks.unit}
    own = next((row.unit for row in rows if row.unit), "")
    named = by_unit.get("persen" if names.is_percent(own) else names.key(own))
    if named is not None:
        return named
    return RollUp.SUM if rows[0].roll_up is RollUp.SUM else RollUp.MEAN


def _other_units(members: Sequence[Member], names: UnitNames) -> list[Temuan]:
    """Tell rows whose unit of measure is not the first one's (RENC-033)."""
    first = next((member for member in members if member.result.row.unit), members[0])
    own = first.result.row.unit
    return [
        SharedUnitsDiffer(row.place("unit"), row.name, seen=row.unit, unit=own, name=m.unit.name, other=first.unit.name)
        for m in members
        if not names.same((row := m.result.row).unit, own)
    ]


def _other_ways(members: Sequence[Member], rules: PlanRules) -> list[Temuan]:
    """Tell rows that are not reckoned as the first one is, or declare another roll-up over units (RENC-035)."""
    first = members[0]
    declared = next((m for m in members if m.result.row.shared), first)
    told: list[Temuan] = []
    for member in members:
        row, own = member.result.row, first.result.row
        pairs: list[tuple[Polarity | Logic | RollUp, Polarity | Logic | RollUp, Member]] = [
            (row.polarity, own.polarity, first), (row.logic, own.logic, first), (row.roll_up, own.roll_up, first)
        ]  # fmt: skip
        if row.shared and declared.result.row.shared:
            pairs.append((row.shared, declared.result.row.shared, declared))
        for seen, expected, other in pairs:
            if seen != expected:
                told.append(
                    SharedWaysDiffer(
                        row.place("polarity"),
                        row.name,
                        seen=rules.picks.label(seen),
                        expected=rules.picks.label(expected),
                        name=member.unit.name,
                        other=other.unit.name,
                    )
                )
                break
    return told


def joined(rows: Sequence[PlanRow], how: RollUp, policy: Policy, quarter: int) -> PlanRow:
    """Return the rows as one by a roll-up over units, for the quarter reported."""
    first = rows[0]
    pairs = [_pair(rows, q, how, policy, q <= quarter) for q in QUARTERS]
    years = [year_target_of(row) for row in rows]
    explicit = any(row.year_target is not None for row in rows)
    return first.model_copy(
        update={
            "targets": _four(target for target, _ in pairs),
            "realised": _four(realised for _, realised in pairs),
            "year_target": roll_up(years, how) if explicit else None,
            "baseline": roll_up((row.baseline for row in rows), how),
            "upper": roll_up((row.upper for row in rows), how),
            "budget": roll_up((row.budget for row in rows), RollUp.SUM),
            "budget_realised": roll_up((row.budget_realised for row in rows), RollUp.SUM),
            "figures": (),
            "status": "",
            "reached": None,
        }
    )


def _pair(
    rows: Sequence[PlanRow], quarter: int, how: RollUp, policy: Policy, due: bool
) -> tuple[Fraction | None, Fraction | None]:
    """Return the joint target and realisation of one quarter."""
    figures = [(row.targets[quarter - 1], _entered(row, quarter)) for row in rows]
    reported: list[tuple[Fraction | None, Fraction | None]] = [(t, value) for t, value in figures if value is not None]
    if not reported:
        return roll_up((target for target, _ in figures), how), None
    first = rows[0]
    counted_as_zero = due and first.polarity is Polarity.HIGHER and policy.quarters.missing == "nol"
    if first.logic is Logic.AGAINST_YEAR:
        return roll_up((t for t, _ in figures), how), roll_up((value for _, value in reported), how)
    if counted_as_zero and how is not RollUp.LAST:
        some = ((t, value) for t, value in figures if t is not None or value is not None)
        reported = [(t, ZERO if value is None else value) for t, value in some]
    return roll_up((target for target, _ in reported), how), roll_up((value for _, value in reported), how)


def _entered(row: PlanRow, quarter: int) -> Fraction | None:
    """Return a row's figure of a quarter; a cumulative entry is carried on."""
    if row.logic is Logic.CUMULATIVE_ENTRY:
        return roll_up(row.realised[:quarter], RollUp.LAST)
    return row.realised[quarter - 1]


def _four(values: Iterable[Fraction | None]) -> Quarters:
    a, b, c, d = values
    return a, b, c, d


# Names that are nearly the same


def near_misses(groups: dict[Key, list[Member]]) -> Iterator[Temuan]:
    """Tell names of one line that differ in one misspelt word (RENC-034), unless one unit has both.

    Names are found by what is left when a word is taken out, misspelt words by what is left when a letter is: no name
    is held against every other.
    """
    left: dict[tuple[str, ...], list[tuple[str, Key]]] = {}
    for key in groups:
        words = f"{key[1]} | {key[2]}".split()
        for place, word in enumerate(words):
            if len(word) >= _LONG_WORD and word.isalpha():
                rest = (key[0], str(place), *words[:place], *words[place + 1 :])
                left.setdefault(rest, []).append((word, key))
    for near in left.values():
        for key, other in _misspelt(near) if len(near) > 1 else ():
            if not _one_has_both(groups[key], groups[other]):
                yield _near_miss(groups[key][0], groups[other][0])


def _misspelt(near: Sequence[tuple[str, Key]]) -> Iterator[tuple[Key, Key]]:
    """Yield pairs, later and earlier, whose words are one letter apart: one more, one less, another, or two changed."""
    seen: dict[str, list[Key]] = {}
    for word, key in near:
        shorter = {word[:n] + word[n + 1 :] for n in range(len(word))} | {word}
        yield from ((key, other) for other in dict.fromkeys(o for text in sorted(shorter) for o in seen.get(text, ())))
        for text in shorter:
            seen.setdefault(text, []).append(key)


def _near_miss(late: Member, early: Member) -> Temuan:
    row, before = late.result.row, early.result.row
    part = "output" if plain(row.output) != plain(before.output) else "indicator"
    own, other = getattr(row, part), getattr(before, part)
    return IndicatorNamesNearlySame(row.place(part), own, other=other, name=late.unit.name, holder=early.unit.name)


def _one_has_both(these: Sequence[Member], those: Sequence[Member]) -> bool:
    return bool({member.holder for member in these} & {member.holder for member in those})
