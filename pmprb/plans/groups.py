"""Rows of one or many units to means, counts of lights and the A02 score, by whatever they share.

Enters: row results. Leaves: `Summary`. Unit order changes nothing: all figures are exact.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from pmprb.plans.evaluate import ONE, ZERO, RowResult, RowState
from pmprb.plans.rules import Pick
from pmprb.temuan import Model

# Whether two spellings name one unit of measure (satuan): "%" and "persen", "Dok." and "dokumen".


PERCENT = "persen"


class UnitNames:
    """The known spellings of units of measure; a unit that is not known is its own plain text."""

    def __init__(self, picks: Iterable[Pick]) -> None:
        self._known = {_plain(name): pick.id for pick in picks for name in (pick.id, pick.label, *pick.aliases)}

    def key(self, text: str) -> str:
        """Return what stands for a unit in comparisons; empty for none."""
        plain = _plain(text)
        return self._known.get(plain, plain)

    def same(self, one: str, other: str) -> bool:
        """True when two texts name one unit; nothing named agrees with everything."""
        a, b = self.key(one), self.key(other)
        return not a or not b or a == b

    def is_percent(self, text: str) -> bool:
        """True for a unit that is a per cent of something."""
        return PERCENT in {self.key(word) for word in _plain(text).split()}


def _plain(text: str) -> str:
    """Return a unit for comparing: case, dots and spacing put aside, the sign of a per cent as a word."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold().replace("%", f" {PERCENT} ")))


class Summary(Model):
    """Figures of a set of rows. `mean` over measured rows, those without realisation as 0; None without any.

    `a02` is min(1, sum of shares / outputs with a target), the portal's score of the year; None without an output.
    """

    rows: int
    measured: int
    mean: Fraction | None
    a02: Fraction | None
    with_target: int
    lights: Mapping[str, int]
    states: Mapping[str, int]
    late: int
    off_track: int
    budget: Fraction
    budget_realised: Fraction
    fitting: int
    judged: int

    @property
    def absorbed(self) -> Fraction | None:
        """Share of the budget that was spent; None without a budget."""
        return self.budget_realised / self.budget if self.budget else None

    @property
    def review(self) -> Fraction | None:
        """Share of the evaluator's judgements that are Sesuai; None when nothing was judged."""
        return Fraction(self.fitting, self.judged) if self.judged else None


def summarise(results: Iterable[RowResult]) -> Summary:
    """Return the figures of a set of rows."""
    rows = list(results)
    values = [r.value for r in rows if r.value is not None]
    planned = [r for r in rows if r.has_target]
    judged = [verdict for r in rows for verdict in r.row.review.judged]
    return Summary(
        rows=len(rows),
        measured=len(values),
        mean=sum(values, ZERO) / len(values) if values else None,
        a02=min(ONE, sum((r.year_share for r in planned), ZERO) / len(planned)) if planned else None,
        with_target=len(planned),
        lights=dict(Counter(r.band.id for r in rows if r.band)),
        states=dict(Counter(r.state.value for r in rows)),
        late=sum(bool(r.late) for r in rows),
        off_track=sum(r.on_track is False for r in rows),
        budget=sum((r.row.budget or ZERO for r in rows), ZERO),
        budget_realised=sum((r.row.budget_realised or ZERO for r in rows), ZERO),
        fitting=sum(judged),
        judged=len(judged),
    )


def grouped(results: Iterable[RowResult], key: Callable[[RowResult], str]) -> dict[str, list[RowResult]]:
    """Return the rows by a key, in the order the keys first appear."""
    found: dict[str, list[RowResult]] = {}
    for result in results:
        found.setdefault(key(result), []).append(result)
    return found


def wrong(results: Iterable[RowResult]) -> int:
    """Return how many rows cannot be reckoned."""
    return sum(r.state is RowState.WRONG for r in results)
