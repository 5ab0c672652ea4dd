"""The whole trend: periods in order, the pairs between them, units through time, promises.

Enters: `Source`s, the register, the catalogs' links by a function. Leaves: `Loaded[Trend]`. Refuses to know: where
records and catalogs were read from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pmprb.catalog.crosswalk import Links
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Unit
from pmprb.insight.trend.links import Bridge, Family, bridge, descend, unit_key
from pmprb.insight.trend.model import (
    GoneUnit,
    HistoryRow,
    Improver,
    IndexParts,
    ItemLink,
    Pair,
    Promise,
    Trend,
    TrendStage,
    UnitChange,
)
from pmprb.insight.trend.promises import EarlierRekap, kept_promises
from pmprb.insight.trend.split import agrees, areas_of, change_of
from pmprb.numbers import exact_sum
from pmprb.office.record import RekapRecord
from pmprb.office.register import Register
from pmprb.period import Period, order_of, overlap
from pmprb.temuan import (
    BlankPolicyDiffers,
    CatalogGivesOtherFigures,
    CellPos,
    CriteriaDiffer,
    Loaded,
    PeriodsWithoutOrder,
    PredecessorUnrated,
    RekapsIncomparable,
    RekapsReordered,
    SamePeriodTwice,
    Temuan,
    has_errors,
)

LinksOf = Callable[[Instrument, Instrument], Links | None]


@dataclass(frozen=True)
class Source:
    """One rekap: its file's name and hash, its record, its catalog, and what was promised in it (`made` is ignored)."""

    file: str
    sha256: str
    record: RekapRecord
    instrument: Instrument
    promises: tuple[Promise, ...] = ()


def trend_of(
    sources: Sequence[Source],
    links_of: LinksOf,
    register: Register | None = None,
    on: date | None = None,
    as_given: bool = False,
) -> Loaded[Trend]:
    """Return the trend of two or more rekaps; None with BUKU-112 or BUKU-113 when they cannot be compared.

    Without a register that of the newest rekap is used. Overdue promises are judged against `on`.
    `as_given`: the sources stand from the oldest on, whatever their periods say.
    """
    ordered, temuan = _ordered(sources, as_given)
    temuan += [t for source in ordered[1:] for t in _reproduced(source)]
    ways: dict[tuple[int, int], Bridge] = {}
    last = len(ordered) - 1
    steps = [(n, n + 1) for n in range(last)]
    pairs = steps if last == 1 else [(0, last), *steps]
    for older, newer in dict.fromkeys((*pairs, *((n, last) for n in range(last)))):
        one, other = ordered[older], ordered[newer]
        links = links_of(one.instrument, other.instrument)
        strict = one.record.settings.strict != other.record.settings.strict
        if links is None or strict:
            what = "strict" if strict else "crosswalk"
            old, new = one.record.instrument, other.record.instrument
            at = CellPos(workbook=other.file)
            temuan.append(RekapsIncomparable(at, old=old, new=new, other=one.file, what=what))
            continue
        asked = set(one.record.units[0].items) if one.record.units else None
        ways[older, newer] = bridge(one.instrument, other.instrument, links, asked)
    if has_errors(temuan):
        return Loaded(value=None, temuan=tuple(dict.fromkeys(temuan)))
    known = register or Register(ordered[-1].record.settings.units)
    families = {(a, b): descend(ordered[a].record, ordered[b].record, known, ordered[b].file) for a, b in ways}
    made = [_pair(a, b, ordered, ways[a, b], families[a, b]) for a, b in pairs]
    to_last = {n: EarlierRekap(ordered[n].record, ways[n, last], families[n, last]) for n in range(last)}
    promises = [
        promise.model_copy(update={"made": n}) for n, source in enumerate(ordered[:-1]) for promise in source.promises
    ]
    temuan += [t for pair in made for t in pair.temuan]
    trend = Trend(
        periods=_periods(ordered),
        pairs=tuple(made),
        history=_history([source.record for source in ordered], [families[step] for step in steps]),
        promises=kept_promises(promises, to_last, on),
        areas=areas_of(ordered[-1].instrument),
        judged_on=on,
        temuan=tuple(dict.fromkeys(temuan)),
    )
    return Loaded(value=trend, temuan=trend.temuan)


def _ordered(sources: Sequence[Source], as_given: bool) -> tuple[list[Source], list[Temuan]]:
    """Return the sources from the oldest on, with what is odd about their periods."""
    periods = [source.record.period for source in sources]
    temuan: list[Temuan] = []
    given = ", ".join(period or "-" for period in periods)
    at = CellPos(workbook=sources[-1].file)
    found = tuple(range(len(sources))) if as_given else order_of(periods)
    places = tuple(range(len(sources))) if found is None else found
    if found is None:
        temuan.append(PeriodsWithoutOrder(at, periods=given))
    elif not as_given and (unclear := overlap(periods)):
        temuan.append(PeriodsWithoutOrder(at, periods=", ".join(unclear)))
    if list(places) != list(range(len(sources))):
        used = ", ".join(periods[place] for place in places)
        temuan.append(RekapsReordered(at, given=given, used=used))
    named: dict[Period, list[Source]] = {}
    for source in sources:
        named.setdefault(Period.of(source.record.period), []).append(source)
    for several in named.values():
        if len(several) > 1:
            files = ", ".join(source.file for source in several)
            temuan.append(SamePeriodTwice(at, period=several[0].record.period or "-", files=files))
    return [sources[place] for place in places], temuan


def _reproduced(source: Source) -> list[Temuan]:
    """Return a BUKU-113 when the catalog at hand does not give a rekap's own points: its parts would be wrong."""
    if agrees(source.record, source.instrument):
        return []
    at = CellPos(workbook=source.file)
    return [CatalogGivesOtherFigures(at, instrument=source.record.instrument, program=source.record.program or "-")]


def _periods(sources: Sequence[Source]) -> tuple[TrendStage, ...]:
    counted = Counter(source.record.period for source in sources)
    met: Counter[str] = Counter()
    found = []
    for number, source in enumerate(sources, start=1):
        record = source.record
        met[record.period] += 1
        label = record.period or f"rekap {number}"
        if record.period and counted[record.period] > 1:
            label = f"{record.period} ({met[record.period]})"
        found.append(
            TrendStage(
                label=label,
                period=record.period,
                file=source.file,
                sha256=source.sha256,
                digest=record.digest,
                instrument=record.instrument,
                variant=record.variant,
                catalog_hash=record.catalog_hash,
                program=record.program,
                blank=record.blank,
                index=record.index,
                total=record.total,
                rated=len(record.rated),
                registered=record.registered,
                predicate=record.predicate,
            )
        )
    return tuple(found)


def _pair(older: int, newer: int, sources: Sequence[Source], way: Bridge, family: Family) -> Pair:
    """Return two consolidations side by side."""
    one, other = sources[older], sources[newer]
    units = tuple(change_of(descent, way, other.record.blank) for descent in family.descents)
    return Pair(
        older=older,
        newer=newer,
        units=units,
        gone=tuple(
            GoneUnit(unit=record.unit, kind=kind, share=_share(record.points, record.nodes[way.old.root.id].max))
            for record, kind in family.gone
        ),
        improvers=improvers(units),
        index=_index(one.record, other.record, units),
        links=_item_links(one, way),
        temuan=(*_differing(one, other), *family.temuan, *_unrated_bases(units, other.file)),
    )


def _share(points: Fraction | None, most: Fraction) -> Fraction | None:
    return None if points is None or not most else points / most


def _differing(one: Source, other: Source) -> list[Temuan]:
    """Return what the two were scored by differently: it is counted as criteria changed."""
    a, b = one.record, other.record
    at = CellPos(workbook=other.file)
    found: list[Temuan] = []
    if (a.instrument, a.variant, a.catalog_hash) != (b.instrument, b.variant, b.catalog_hash):
        what = "instrument" if one.instrument.base_id != other.instrument.base_id else "variant"
        same = (a.instrument, a.variant) == (b.instrument, b.variant)
        what = "version" if same else what
        alike = same and all(other.instrument.scores_like(record.catalog_hash) for record in (a, b))
        if not alike:  # an earlier edition that scores alike changes no criterion
            found.append(CriteriaDiffer(at, what=what, old=_named(a), new=_named(b), other=one.file))
    if a.blank != b.blank:
        found.append(BlankPolicyDiffers(at, old=a.blank, new=b.blank, other=one.file))
    return found


def _named(record: RekapRecord) -> str:
    base = record.instrument.partition("@")[0]
    return f"{base}@{record.variant}" if record.variant else base


def _unrated_bases(units: Sequence[UnitChange], file: str) -> list[Temuan]:
    found: list[Temuan] = []
    for change in units:
        left = [unit.name for unit in change.predecessors if unit not in change.base]
        if change.base and left:
            at = CellPos(workbook=file)
            found.append(PredecessorUnrated(at, unit=change.unit.name, units=tuple(left)))
    return found


def improvers(units: Sequence[UnitChange]) -> tuple[Improver, ...]:
    """Return the units by what they really improved by, best first; ranks are made before anything is rounded."""
    compared = [(unit, unit.total.share) for unit in units if unit.total.share is not None]
    compared.sort(key=lambda pair: (-pair[1].improved, pair[0].unit.code, pair[0].unit.name))
    found: list[Improver] = []
    for place, (unit, share) in enumerate(compared, start=1):
        tied = bool(found) and found[-1].improved == share.improved
        found.append(
            Improver(
                unit=unit.unit,
                rank=found[-1].rank if tied else place,
                improved=share.improved,
                reviewer=share.reviewer,
                new=share.new,
            )
        )
    return tuple(found)


def _index(old: RekapRecord, new: RekapRecord, units: Sequence[UnitChange]) -> IndexParts | None:
    """Return the parts of the index's change; None when one of them has no index or no unit can be compared."""
    points = [unit.total.points for unit in units if unit.total.points is not None]
    if old.index is None or new.index is None or not points or not old.total or not new.total:
        return None
    # Step by step the old points under the new criteria, each step as a share of its own catalog's full weight.
    again = exact_sum(one.old + one.criteria for one in points) / new.total
    before = exact_sum(one.old for one in points) / old.total
    improved = exact_sum(one.improved for one in points) / new.total / len(points)
    criteria = (again - before) / len(points)
    start, end = old.index / old.total, new.index / new.total
    return IndexParts(
        old=start,
        new=end,
        criteria=criteria,
        unit=end - start - criteria - improved,
        improved=improved,
        compared=len(points),
    )


def _item_links(one: Source, way: Bridge) -> tuple[ItemLink, ...]:
    """Return the items that changed between two catalogs: joined, parted, new, left out, another weight or scale."""
    old, new = way.old, way.new
    found = []
    for item, olds in way.links.items.items():
        old_weight = exact_sum(old.item_weight(name) for name in olds) if olds else None
        weight = new.item_weight(item)
        if olds != (item,) or old_weight != weight or item in way.by_share:
            found.append(
                ItemLink(
                    new=item, olds=olds, criterion=new.items[item].criterion, old_weight=old_weight,
                    new_weight=weight, by_answer=bool(olds) and item not in way.by_share,
                )
            )  # fmt: skip
    taken = {name for olds in way.links.items.values() for name in olds}
    asked = one.record.units[0].items if one.record.units else old.items
    for item in (name for name in old.items if name in asked and name not in taken):
        criterion, weight = old.items[item].criterion, old.item_weight(item)
        found.append(
            ItemLink(new="", olds=(item,), criterion=criterion, old_weight=weight, new_weight=None, by_answer=False)
        )
    return tuple(found)


def _history(records: Sequence[RekapRecord], families: Sequence[Family]) -> tuple[HistoryRow, ...]:
    """Return every unit once through all periods: the newest rekap's units first, then those that are no more.

    A unit made from several, or one of several made from one, begins anew unless one of those is itself.
    """
    rows: list[dict[int, int]] = []
    row_of: dict[tuple[int, int], dict[int, int]] = {}
    for period in range(len(records) - 1, -1, -1):
        for place in range(len(records[period].units)):
            row = row_of.get((period, place))
            if row is None:
                row = {}
                rows.append(row)
            row[period] = place
            before = _itself(place, families[period - 1], records[period - 1]) if period else None
            if before is not None:
                row_of[period - 1, before] = row
    return tuple(_row(row, records) for row in rows)


def _itself(place: int, family: Family, older: RekapRecord) -> int | None:
    """Return the place of the older unit that a newer one is, where it is the only one to be it."""
    descent = family.descents[place]
    own = descent.own
    if own is None:
        return None
    kept = unit_key(own.unit) == unit_key(descent.new.unit)
    others = [d for d in family.descents if d is not descent and any(one is own for one in d.old)]
    if others and not kept:
        return None
    return next(n for n, one in enumerate(older.units) if one is own)


def _row(row: dict[int, int], records: Sequence[RekapRecord]) -> HistoryRow:
    units = {period: records[period].units[place] for period, place in row.items()}
    points: list[Fraction | None] = []
    shares: list[Fraction | None] = []
    for period in range(len(records)):
        one = units.get(period)
        points.append(one.points if one else None)
        shares.append(_share(one.points, next(iter(one.nodes.values())).max) if one else None)
    unit: Unit = units[max(units)].unit
    unrated = tuple(period in units and not units[period].rated for period in range(len(records)))
    return HistoryRow(unit=unit, points=tuple(points), shares=tuple(shares), unrated=unrated)
