"""What changed between periods, in a few lines for people: the same in the terminal and on the page.

Enters: a `Trend`. Leaves: lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pmprb.insight.trend.model import Outcome, Pair, Trend
from pmprb.numbers import percent, signed

_BEST = 3


def trend_lines(trend: Trend, title: str) -> Iterator[str]:
    """Yield a trend in a few lines: each pair of periods, who improved most, promises kept."""
    yield f"{title}: {' → '.join(period.label for period in trend.periods)}"
    for pair in trend.pairs:
        yield from _pair_lines(pair, trend)
    main = trend.main
    best = [one for one in main.improvers if one.improved > 0][:_BEST]
    if best:
        listed = "; ".join(f"{one.unit.name} {_signed(one.improved)}" for one in best)
        yield f"  paling membaik: {listed}"
    if trend.promises:
        outcomes = [kept.outcome for kept in trend.promises]
        words = {
            Outcome.DONE: "selesai",
            Outcome.PARTLY: "sebagian",
            Outcome.NOT: "belum",
            Outcome.UNKNOWN: "tak ternilai",
        }
        said = ", ".join(f"{outcomes.count(one)} {word}" for one, word in words.items() if one in outcomes)
        late = f"; {sum(kept.overdue is True for kept in trend.promises)} lewat tenggat" if trend.judged_on else ""
        yield f"  janji: {said}{late}"


def _pair_lines(pair: Pair, trend: Trend) -> Iterator[str]:
    old, new = (trend.periods[place].label for place in (pair.older, pair.newer))
    improved = [one.improved for one in pair.improvers]
    yield f"  {old} → {new}"
    index = pair.index
    if index is not None:
        yield f"    indeks {percent(index.old)} → {percent(index.new)}, selisih {_signed(index.delta)} poin persen:"
        parts = (("nyata", index.improved), ("kriteria", index.criteria), ("susunan unit", index.unit))
        yield f"    {', '.join(f'{name} {_signed(part)}' for name, part in parts)}"
    up, down = sum(one > 0 for one in improved), sum(one < 0 for one in improved)
    same = len(improved) - up - down
    yield f"    {up} unit membaik, {down} menurun, {same} tetap; {len(pair.uncompared)} tanpa pembanding"


def _signed(share: Fraction) -> str:
    """Return a difference of shares in percentage points, with its sign."""
    return signed(share * 100)
