"""Units in the order every sheet of the rekap shows them, and the words they are shown by."""

from __future__ import annotations

from fractions import Fraction

from pmprb.catalog.item import Reference
from pmprb.catalog.model import Band, Instrument, Predicate
from pmprb.engine.answers import Unit
from pmprb.insight.grounds import BASIS as BASIS
from pmprb.numbers import number_words
from pmprb.office.model import Consolidation, Standing, UnitResult
from pmprb.records import dataclass

BLANK_POLICY = {"nol": "dihitung nol", "lewati": "dilewati (tidak ikut dirata-ratakan)"}


@dataclass(frozen=True)
class PlacedUnit:
    """A unit's result at its number in the rekap; `standing` is None when it is *belum dinilai*."""

    number: int
    result: UnitResult
    standing: Standing | None

    @property
    def name(self) -> str:
        """The name the unit is shown by."""
        return name_of(self.result.unit)


def placed(consolidation: Consolidation) -> list[PlacedUnit]:
    """Return the units best first, those *belum dinilai* behind them in the register's order."""
    waiting: dict[tuple[str, Fraction], list[UnitResult]] = {}
    for result in sorted(consolidation.results, key=lambda r: (r.unit.code, r.unit.name)):
        if result.rated and result.tree.total.points is not None:
            waiting.setdefault((result.unit.code, result.tree.total.points), []).append(result)
    pairs: list[tuple[UnitResult, Standing | None]] = [
        (waiting[standing.code, standing.points].pop(0), standing) for standing in consolidation.standings
    ]
    pairs += [(result, None) for result in consolidation.results if not result.rated]
    return [PlacedUnit(number, result, standing) for number, (result, standing) in enumerate(pairs, start=1)]


def name_of(unit: Unit) -> str:
    """Return a unit's name, or its code when it has none."""
    return unit.name.strip() or unit.code.strip() or "(tanpa nama)"


def citations(references: tuple[Reference, ...], instrument: Instrument) -> str:
    """Return citations in one text."""
    return "; ".join(instrument.citation(reference) for reference in references)


def band_words(rule: Predicate, band: Band) -> str:
    """Return a band's bounds in words: "di atas 70 s.d. 80 %", "mulai 1,5, di bawah 2,5"."""
    low, high = number_words(band.above), number_words(band.up_to)
    unit = " %" if rule.measure == "percent" else ""
    if rule.includes == "lower":
        last = band.up_to == max(one.up_to for one in rule.bands)
        return f"mulai {low}{' s.d.' if last else ', di bawah'} {high}{unit}"
    return f"di atas {low} s.d. {high}{unit}"
