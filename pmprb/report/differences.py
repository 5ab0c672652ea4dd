"""Differences of two catalogs, and their effects on worksheets, as plain JSON-able data.

Keys are English; numbers are decimal strings. The shape is documented in docs/json.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from pmprb.catalog.compare import Difference
from pmprb.report.numbers import decimal_text


def difference_data(difference: Difference) -> dict[str, str]:
    """Return one difference."""
    return {
        "aspect": difference.aspect.value,
        "id": difference.id,
        "part": difference.part,
        "change": difference.change,
        "before": difference.before,
        "after": difference.after,
    }


def moved_data(moved: Iterable[tuple[str, Fraction | None, Fraction | None]]) -> dict[str, Any]:
    """Return node → points before and after."""
    return {node: {"before": points(before), "after": points(after)} for node, before, after in moved}


def points(value: Fraction | None) -> str | None:
    """Return points as decimal text, None where there is no value."""
    return None if value is None else decimal_text(value)
