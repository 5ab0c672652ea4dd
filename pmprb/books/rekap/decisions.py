"""What asks for a decision: sentences for the first sheet, gravest first, each with the sheet that has the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from pmprb.books.order import PlacedUnit, name_of
from pmprb.books.rekap.gap_list import GapEntry
from pmprb.books.rekap.gates import DETAIL
from pmprb.books.rekap.hand_in import REFUSED, fate_of
from pmprb.books.rekap.previous import GAPS
from pmprb.books.rekap.review import replied_units, verified_units
from pmprb.books.rekap.rulings import NAME as DISPUTES
from pmprb.catalog.model import Instrument
from pmprb.engine.verdict import GateResult, PredicateResult
from pmprb.insight.outlook import Outlook, outlook_of, shortfall
from pmprb.insight.replies import counts_words
from pmprb.numbers import exact_sum, percent, shown
from pmprb.office.disputes import to_mend
from pmprb.office.model import Consolidation
from pmprb.records import dataclass

_NAMED = 3
_BEST_ITEMS = 2


@dataclass(frozen=True)
class Decision:
    """A sentence, and the name of the sheet where its figures stand."""

    text: str
    sheet: str


@dataclass(frozen=True)
class Near:
    """A unit close to its next target or predicate: what it is, and what is lacking."""

    unit: PlacedUnit
    target: str
    outlook: Outlook | None = None
    short: Fraction | None = None

    @property
    def gate(self) -> GateResult | None:
        """The one gate that is lacking."""
        return self.outlook.missing[0] if self.outlook else None


def decisions_of(
    consolidation: Consolidation, instrument: Instrument, units: Sequence[PlacedUnit], lines: Sequence[GapEntry]
) -> list[Decision]:
    """Return the sentences; a rekap without any of their subjects has none."""
    found = (
        _disputed(units), _missing(consolidation), _refused(consolidation), _wrong(consolidation),
        _otherwise(units, instrument), _verified(units), _replied(units), _first_look(consolidation),
        _weakest(consolidation, instrument), _best_items(lines, instrument),
    )  # fmt: skip
    return [decision for one in found for decision in one]


def near_a_target(units: Sequence[PlacedUnit], instrument: Instrument) -> list[Near]:
    """Return the units that lack one gate of their next target, the least short first."""
    outlooks = ((unit, outlook_of(unit.result, instrument)) for unit in units)
    near = [
        (shortfall(one.missing[0], instrument), Near(unit, one.target.target, one))
        for unit, one in outlooks
        if one.target and len(one.missing) == 1
    ]
    return [one for _, one in sorted(near, key=lambda pair: pair[0])]


def near_a_predicate(units: Sequence[PlacedUnit], instrument: Instrument) -> list[Near]:
    """Return the rated units by how many points of per cent their next predicate lies above them."""
    rule = instrument.predicate
    if rule is None:
        return []
    bands, weight = sorted(rule.bands, key=lambda band: band.above), instrument.weight_of(rule.of)
    near = []
    for unit in units:
        found: PredicateResult | None = unit.result.predicate
        if unit.standing is None or found is None:
            continue
        place = next(n for n, band in enumerate(bands) if band.label == found.label)
        if place + 1 < len(bands):
            floor = rule.percent(bands[place + 1].above, weight)
            near.append(Near(unit, bands[place + 1].label, short=floor - found.percent))
    return sorted(near, key=lambda one: one.short or Fraction(0))


def _some(names: Iterable[str]) -> str:
    """Return the first names, and how many more there are."""
    listed = list(names)
    more = f", dan {len(listed) - _NAMED} lagi" if len(listed) > _NAMED else ""
    return ", ".join(listed[:_NAMED]) + more


def cut(text: str, most: int = 60) -> str:
    """Return a text of one line, shortened at a word with an ellipsis."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;.") + "…"


def _disputed(units: Sequence[PlacedUnit]) -> Iterator[Decision]:
    """Say on how many items verifiers differ, and how many of these nobody has decided yet, by unit."""
    every = [(unit, one) for unit in units for one in unit.result.disputes]
    waiting = [(unit, one) for unit, one in every if one.ruled is None]
    if not waiting:
        return
    names = _some(f"{name} ({number})" for name, number in Counter(unit.name for unit, _ in waiting).items())
    again = sum(one.earlier is not None for _, one in waiting)
    more = f", {again} perlu dilihat lagi" if again else ""
    many = f"{len(waiting)} dari {len(every)} butir yang jawaban penilainya berbeda"
    yield Decision(f"{many} belum diputus{more}: {names}.", DISPUTES)


def _missing(consolidation: Consolidation) -> Iterator[Decision]:
    if consolidation.missing:
        many = f"{len(consolidation.missing)} dari {consolidation.registered} unit"
        names = _some(name_of(unit) for unit in consolidation.missing)
        yield Decision(f"{many} belum menyerahkan: {names}.", "Belum Menyerahkan")


def _refused(consolidation: Consolidation) -> Iterator[Decision]:
    """Say which refused files are to be asked for again: not one of a unit that has another in use."""
    counted = {file.unit for file in consolidation.inputs if file.used} - {""}
    refused = [file for file in consolidation.inputs if fate_of(file) == REFUSED and file.unit not in counted]
    if refused:
        named = _some(f"{file.file} ({file.unit})" if file.unit else file.file for file in refused)
        many = f"{len(refused)} berkas ditolak dan belum ada gantinya"
        yield Decision(f"{many}, mintakan yang betul: {named}.", "Belum Menyerahkan")


def _wrong(consolidation: Consolidation) -> Iterator[Decision]:
    wrong = to_mend(consolidation)
    if wrong:
        files = len({temuan.workbook for temuan in wrong})
        yield Decision(
            f"{len(wrong)} KESALAHAN pada {files} lembar yang dipakai: butirnya belum dinilai sampai dibetulkan.",
            "Temuan",
        )


def _otherwise(units: Sequence[PlacedUnit], instrument: Instrument) -> Iterator[Decision]:
    differing = [unit for unit in units if outlook_of(unit.result, instrument).otherwise]
    if differing:
        names = _some(unit.name for unit in differing)
        yield Decision(f"{len(differing)} unit hasilnya bergantung pada cara membaca ambang: {names}.", DETAIL)


def _verified(units: Sequence[PlacedUnit]) -> Iterator[Decision]:
    verified = [(unit, found.compared["TOTAL"].difference) for unit, found in verified_units(units)]
    if not verified:
        return
    lower = sorted(((unit, apart) for unit, apart in verified if apart is not None and apart < 0), key=lambda u: u[1])
    said = f"TPI sudah memeriksa {len(verified)} dari {len(units)} unit"
    if lower:
        names = _some(f"{unit.name} ({shown(apart)})" for unit, apart in lower)
        said += f"; lebih rendah dari nilai mandiri pada {len(lower)} unit: {names}"
    yield Decision(said + ".", "Verifikasi")


def _replied(units: Sequence[PlacedUnit]) -> Iterator[Decision]:
    """Say how units answered to what the TPI found, those that do not agree by name."""
    every = replied_units(units)
    if not every:
        return
    against = _some(f"{unit.name} ({len(counts.disagrees)})" for unit, counts in every if counts.disagrees)
    said = f"Tanggapan atas jawaban TPI, {counts_words(counts for _, counts in every)}"
    yield Decision(said + (f"; tidak setuju: {against}." if against else "."), "Verifikasi")


def _first_look(consolidation: Consolidation) -> Iterator[Decision]:
    findings = consolidation.findings
    if findings:
        names = _some(dict.fromkeys(name_of(one.unit) for one in findings))
        yield Decision(f"{len(findings)} hal sebaiknya ditelaah lebih dahulu: {names}.", "Perlu Ditelaah")


def _weakest(consolidation: Consolidation, instrument: Instrument) -> Iterator[Decision]:
    areas = [one for one in consolidation.spreads if one.of in instrument.groups_by_id and one.mean is not None]
    areas = areas or [one for one in consolidation.spreads if one.of != instrument.root.id and one.mean is not None]
    if len(areas) > 1:
        lowest = min(areas, key=lambda one: one.mean or Fraction(0))
        yield Decision(f"Area terlemah: {lowest.title}, rata-rata {percent(lowest.mean)}.", "Matriks Area")


def _best_items(lines: Sequence[GapEntry], instrument: Instrument) -> Iterator[Decision]:
    """Say which items, bettered by one answer in every unit that lacks them, bring all units together the most."""
    gains: dict[str, list[Fraction]] = {}
    for line in lines:
        if line.weighed.own and line.gap.step.gain.numerator > 0:  # past the comparing of fractions
            gains.setdefault(line.gap.item, []).append(line.gap.step.gain)
    ranked = sorted(gains.items(), key=lambda one: (-exact_sum(one[1]), one[0]))[:_BEST_ITEMS]
    if ranked and len({line.unit.number for line in lines}) > 1:
        said = "; ".join(
            f"{item} ({cut(instrument.items[item].criterion)}) pada {len(points)} unit" for item, points in ranked
        )
        yield Decision(f"Perbaikan bersama yang paling menaikkan nilai: {said}.", GAPS)
