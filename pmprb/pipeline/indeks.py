"""Two scored worksheets of one instansi to its index.

Enters: two results and the catalogs. Leaves: `Loaded[RbIndex]`; worksheets that do not belong together are refused.
"""

from __future__ import annotations

from fractions import Fraction

from pmprb.catalog.model import Instrument
from pmprb.consolidation.model import UnitResult
from pmprb.consolidation.register import plain
from pmprb.eligibility.rb_index import RbIndex, rb_index
from pmprb.pipeline.catalogs import Catalogs
from pmprb.temuan import CellPos, Code, Loaded, Temuan


def index_of(
    first: UnitResult, second: UnitResult, catalogs: Catalogs, coefficient: Fraction = Fraction(0)
) -> Loaded[RbIndex]:
    """Return the index of the pair; NILAI-007 when they are none, NILAI-006 for a coefficient out of bounds.

    The pair must be of one instansi, one period, one variant, and of the two instruments the catalog joins.
    """
    instruments = tuple(catalogs.load(result.submission.instrument).value for result in (first, second))
    assert instruments[0] is not None and instruments[1] is not None, "scored worksheets name known instruments"
    pair = (instruments[0], instruments[1])
    found = _unlike(first, second, pair, catalogs)
    rule = pair[0].index
    if rule and not rule.coefficient.min <= coefficient <= rule.coefficient.max:
        at = CellPos(workbook=first.submission.file)
        bounds = {"low": rule.coefficient.min, "high": rule.coefficient.max}
        found.append(Temuan.of(Code.NILAI_006, at, seen=coefficient, **bounds))
    if found:
        return Loaded(value=None, temuan=tuple(found))
    return Loaded(value=rb_index((first.tree, second.tree), pair, first.submission.answers, coefficient))


def _unlike(
    first: UnitResult, second: UnitResult, instruments: tuple[Instrument, Instrument], catalogs: Catalogs
) -> list[Temuan]:
    """Return a NILAI-007 for each way in which two worksheets are not a pair, the instruments first."""
    rule = instruments[0].index
    if rule is None:
        loaded = (catalogs.load(name).value for name in catalogs.ids())
        known = ", ".join(one.id for one in loaded if one and one.index)
        return [_told(first, instruments[0].id, known or "-")]
    if instruments[1].base_id != rule.added:
        return [_told(second, instruments[1].base_id, rule.added)]
    found = []
    if instruments[0].variant != instruments[1].variant:
        found.append(_told(second, instruments[1].variant or "-", instruments[0].variant or "-"))
    if first.submission.period != second.submission.period:
        found.append(_told(second, second.submission.period or "-", first.submission.period or "-"))
    code, name = (plain(first.unit.code), plain(second.unit.code)), (plain(first.unit.name), plain(second.unit.name))
    if (code[0] != code[1]) if all(code) else (name[0] != name[1]):
        found.append(_told(second, second.unit.name or second.unit.code, first.unit.name or first.unit.code))
    return found


def _told(result: UnitResult, seen: str, expected: str) -> Temuan:
    return Temuan.of(Code.NILAI_007, CellPos(workbook=result.submission.file), seen=seen, expected=expected)
