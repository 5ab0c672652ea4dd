"""Whether a rekap's record is what its own answers give: every unit scored again, every verdict derived anew.

Enters: a record, its catalog. Leaves: a KESALAHAN for each figure the record's answers do not give. This is the one
place where a record is doubted: whoever takes a rekap up asks here. What it cannot tell is whether the answers are
those of the worksheets: only scoring these again does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer
from pmprb.engine.score import Blank, ScoreTree, score_answers
from pmprb.engine.verdict import judge, predicate_of
from pmprb.numbers import exact_sum, exact_text
from pmprb.office.consolidate import index_predicate
from pmprb.office.record import InputRecord, ItemRecord, NodeRecord, RekapRecord, UnitRecord
from pmprb.temuan import (
    BY_CODE,
    CellPos,
    RecordedFigureFalse,
    RecordedUnitFalse,
    RecordedWholeFalse,
    RecordNotRescored,
    ReviewsNotRescored,
    Severity,
    Temuan,
)
from pmprb.text import plain


def rescored(record: UnitRecord, instrument: Instrument, blank: Blank) -> ScoreTree:
    """Return a unit's own answers scored by an instrument."""
    answers = {item: one.answer(item) for item, one in record.items.items() if item in instrument.items}
    return score_answers(answers, instrument, blank)


def doubts(record: RekapRecord, instrument: Instrument, at: CellPos) -> list[Temuan]:
    """Return every figure of a record that its own answers do not give (BUKU-190 to -192).

    By another catalog than the record's (BUKU-194) only what needs none is told: sums, the index, files, the register.
    A record of the first edition has no answers of verifiers (BUKU-195).
    """
    known = instrument.scores_like(record.catalog_hash)
    found: list[Temuan] = []
    if not known:
        found.append(RecordNotRescored(at, seen=record.catalog_hash[:12], expected=instrument.hash[:12]))
    elif record.edition < 2 and any(one.reviewed is not None for unit in record.units for one in unit.items.values()):
        found.append(ReviewsNotRescored(at, program=record.program))
    for unit in record.units:
        found += _unit(unit, record, instrument, at) if known else _sums(unit, instrument, at)
    found += _whole(record, instrument, at, known)
    found += _ruled(record, at)
    found += _unknown(record, instrument, at)
    found += _hand_ins(record, at)
    found += _twice(record, at)
    return found


def number(value: Fraction | None) -> str:
    """Return a number exactly where that is short, else to twelve digits; a dash for none."""
    text = "-" if value is None else exact_text(value)
    return text if value is None or len(text) <= 14 else f"{float(value):.12g}"


# One unit.


def _unit(unit: UnitRecord, record: RekapRecord, instrument: Instrument, at: CellPos) -> Iterator[Temuan]:
    """Yield what a unit's answers do not give: its items, and where these are right its headings, its verdicts."""
    name = unit.unit.name
    if list(unit.nodes) != list(instrument.nodes) or set(unit.items) != set(instrument.items):
        yield RecordedUnitFalse(at, unit=name, what="items", seen=str(len(unit.items)), expected="")
        return
    tree = _tree(unit, instrument, record.blank)
    if tree is None:
        yield RecordedUnitFalse(at, unit=name, what="counts", seen="", expected="")
        return
    wrong = False
    for item, score in tree.items.items():
        one = unit.items[item]
        if (one.state, one.score) != (score.state, score.score):
            wrong = True
            yield RecordedFigureFalse(at, item, unit=name, seen=number(one.score), expected=number(score.score))
    for node, found in tree.nodes.items() if not wrong else ():
        seen = unit.nodes[node]
        if seen != NodeRecord(points=found.points, max=found.max, answered=found.answered):
            yield RecordedFigureFalse(at, node, unit=name, seen=_told(seen), expected=_points(found.points))
    rated = tree.total.answered > 0 and tree.total.points is not None
    passed = [v.target for v in judge(tree, instrument) if v.decides and v.passed]
    band = predicate_of(tree, instrument)
    for what, was, is_now in (
        ("rated", _yes(unit.rated), _yes(rated)),
        ("verdict", ", ".join(unit.passed), ", ".join(passed)),
        ("predicate", unit.predicate, band.label if band else ""),
    ):
        if was != is_now:
            yield RecordedUnitFalse(at, unit=name, what=what, seen=was, expected=is_now)
    yield from _reviewed(unit, record, instrument, at)


def _tree(unit: UnitRecord, instrument: Instrument, blank: Blank) -> ScoreTree | None:
    """Return the unit's tree; None when counts of a formula are not all there."""
    try:
        return rescored(unit, instrument, blank)
    except KeyError:
        return None


def _reviewed(unit: UnitRecord, record: RekapRecord, instrument: Instrument, at: CellPos) -> Iterator[Temuan]:
    """Yield verifiers' scores that their answers do not give."""
    if record.edition < 2:
        return
    answers = {item: one.review.answer(item) for item, one in unit.items.items() if one.review}
    scored = _alone(answers, instrument)
    for item, one in unit.items.items():
        if scored is None or one.reviewed != scored.get(item):
            expected = "" if scored is None else number(scored.get(item))
            yield RecordedFigureFalse(
                at, item, unit=unit.unit.name, seen=number(one.reviewed), expected=expected, by="reviewer"
            )


def _ruled(record: RekapRecord, at: CellPos) -> Iterator[Temuan]:
    """Yield rulings that are said to count and do not: the unit's item has another verifier's answer."""
    units = {unit.unit.key: unit for unit in record.units}
    for one in record.disputes:
        if not one.ruled:
            continue
        unit = units.get(one.key[0])
        held = unit.items.get(one.item) if unit else None
        said, meant = held.review if held else None, one.ruling.answer if one.ruling else None
        if meant is None or said != meant or one.ruling is None or one.ruling.basis != one.basis:
            seen, expected = (answer.answer(one.item).text if answer else "-" for answer in (said, meant))
            yield RecordedFigureFalse(at, one.item, unit=one.unit, seen=seen, expected=expected, by="reviewer")


def _unknown(record: RekapRecord, instrument: Instrument, at: CellPos) -> Iterator[Temuan]:
    """Yield replies to items that are none, and disputes about such items or about units that are not there."""
    units = {unit.unit.key for unit in record.units}
    for unit in record.units:
        for item in unit.replies:
            if item not in unit.items and item not in instrument.items:
                yield RecordedUnitFalse(at, unit=unit.unit.name, what="reply", seen=item, expected="")
    for one in record.disputes:
        there = one.key[0] in units and (one.item in instrument.items or not record.units)
        if one.basis and not there:
            yield RecordedUnitFalse(at, unit=one.unit, what="dispute", seen=one.item, expected="")


def _alone(answers: dict[str, Answer], instrument: Instrument) -> dict[str, Fraction | None] | None:
    """Return the scores of a verifier's answers alone; None when counts of a formula are not all there."""
    if not answers:
        return {}
    try:
        return {name: one.score for name, one in score_answers(answers, instrument, "lewati").items.items()}
    except KeyError:
        return None


def _sums(unit: UnitRecord, instrument: Instrument, at: CellPos) -> Iterator[Temuan]:
    """Yield headings that are not the sum of what stands beneath them, by a catalog that knows the same headings."""
    for node in instrument.nodes.values():
        own, below = unit.nodes.get(node.id), [unit.nodes.get(child.id) for child in node.children]
        if own is None or not below or None in below:
            continue
        known = [one.points for one in below if one is not None and one.points is not None]
        total = exact_sum(known) if known else None
        if own.points != total:
            yield RecordedFigureFalse(at, node.id, unit=unit.unit.name, seen=number(own.points), expected=number(total))


# The whole.


def _twice(record: RekapRecord, at: CellPos) -> Iterator[Temuan]:
    """Yield units that are there more than once: each time they would count in the index."""
    for what, units in (("twice", [one.unit for one in record.units]), ("listed_twice", record.settings.units)):
        count = Counter(unit.key for unit in units)
        for unit in {unit.key: unit for unit in units if count[unit.key] > 1}.values():
            yield RecordedUnitFalse(at, unit=unit.name, what=what, seen=unit.code or str(count[unit.key]), expected="")


def _least_wrong(record: RekapRecord) -> int:
    """Return how many KESALAHAN there are at least: one for each file that was refused for any."""
    files = (*record.inputs, *record.reviews, *record.replies)
    kinds = [[BY_CODE[code] for code in one.codes if code in BY_CODE] for one in files if one.fate == "refused"]
    return sum(any(kind.severity is Severity.KESALAHAN for kind in some) for some in kinds)


def _whole(record: RekapRecord, instrument: Instrument, at: CellPos, known: bool) -> Iterator[Temuan]:
    points = [unit.points for unit in record.rated if unit.points is not None]
    index = exact_sum(points) / len(points) if points else None
    registered = len(record.settings.units) or len(record.units)
    wholes = [
        ("index", number(record.index), number(index)),
        ("registered", str(record.registered), str(registered)),
    ]
    least = _least_wrong(record)
    if record.wrong is not None and record.wrong < least:
        wholes.append(("wrong", str(record.wrong), f"sedikitnya {least}"))
    if known:
        most = instrument.root.weight
        band = index_predicate(None if index is None else index / most, instrument)
        wholes.append(("total", number(record.total), number(most)))
        wholes.append(("predicate", record.predicate or "-", band.label if band else "-"))
    for what, seen, expected in wholes:
        if seen != expected:
            yield RecordedWholeFalse(at, what=what, seen=seen, expected=expected)


def _hand_ins(record: RekapRecord, at: CellPos) -> Iterator[Temuan]:
    """Yield units that are not the register's, and those whose file is not the one the list of inputs names."""
    register = record.settings.units
    present = {plain(one.unit.code) for one in record.units}
    absent = [unit for unit in register if plain(unit.code) not in present]
    for unit_there in record.missing:
        if unit_there not in absent:
            yield RecordedUnitFalse(at, unit=unit_there.name, what="not_missing", seen=unit_there.code, expected="")
    for unit_gone in absent:
        if unit_gone not in record.missing:
            yield RecordedUnitFalse(at, unit=unit_gone.name, what="missing", seen=unit_gone.code, expected="")
    for unit in record.units:
        if register and unit.unit not in register:
            known = next((one.name for one in register if plain(one.code) == plain(unit.unit.code)), "")
            yield RecordedUnitFalse(at, unit=unit.unit.name, what="register", seen=unit.unit.name, expected=known)
    used = [one for one in record.inputs if one.fate == "used"]
    if not record.inputs:  # a library's caller may consolidate results that came from no file
        return
    free = Counter(map(_hand_in, used))
    for unit in record.units:
        named = next((one for one in used if _fits(one, unit) and free[_hand_in(one)]), None)
        if named is None:
            beside = next((one for one in used if one.file == unit.file), None)
            what = "input" if beside is None else "hash" if beside.sha256 != unit.sha256 else "owner"
            seen, expected = _differing(what, unit, beside)
            yield RecordedUnitFalse(at, unit=unit.unit.name, what=what, seen=seen, expected=expected)
            named = beside
        if named is not None:
            free[_hand_in(named)] -= 1
    for one in used:
        if free[_hand_in(one)] > 0:
            free[_hand_in(one)] -= 1
            yield RecordedUnitFalse(at, unit=one.unit or one.file, what="left_out", seen=one.file, expected="")


def _hand_in(one: InputRecord) -> tuple[str, str, str]:
    return one.file, one.sha256, one.unit


def _fits(one: InputRecord, unit: UnitRecord) -> bool:
    same = (one.file, one.sha256) == (unit.file, unit.sha256)
    return same and (not one.unit or one.unit == unit.unit.name)


def _differing(what: str, unit: UnitRecord, beside: InputRecord | None) -> tuple[str, str]:
    if beside is None:
        return unit.file, ""
    return (unit.sha256[:12], beside.sha256[:12]) if what == "hash" else (unit.unit.name, beside.unit)


def _told(node: NodeRecord) -> str:
    return _points(node.points)


def _points(value: Fraction | None) -> str:
    return number(value)


def _yes(value: bool) -> str:
    return "ya" if value else "tidak"


def own_part(item: ItemRecord | None) -> ItemRecord | None:
    """Return an item without anything of its verifiers."""
    return replace(item, reviewed=None, review=None, national=None) if item else None
