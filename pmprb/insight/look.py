"""Where to look first in one unit's worksheet: every check of what it says for itself.

Enters: a unit's result and its instrument. Leaves: findings, most points at stake first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pmprb.catalog.model import Instrument
from pmprb.consolidation.finding import Finding
from pmprb.consolidation.model import UnitResult
from pmprb.insight.credit import in_order
from pmprb.insight.evidence import check_dates, check_same_evidence, check_same_note, check_unproven
from pmprb.insight.pattern import check_counts, check_straight

Check = Callable[[UnitResult, Instrument], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    check_unproven,
    check_same_evidence,
    check_same_note,
    check_straight,
    check_counts,
    check_dates,
)


def look(result: UnitResult, instrument: Instrument) -> tuple[Finding, ...]:
    """Return where to look first in a unit's worksheet."""
    return in_order(one for check in CHECKS for one in check(result, instrument))
