"""Instansi side by side: their indices, areas and eligible units, and every unit's place over them all.

Enters: rekaps that count, and every file's fate. Leaves: `Province`, which is its own record. Two means over instansi
are kept apart, of their indices and of all their units: no regulation names either, and they differ.
Refuses to know: workbooks, files; answers and items of a unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import get_args

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Unit
from pmprb.engine.verdict import PredicateResult
from pmprb.numbers import exact_sum
from pmprb.office.comparable import Terms, Told
from pmprb.office.consolidate import index_predicate, share_of, spread, spread_names
from pmprb.office.model import InputFile, Spread
from pmprb.office.record import Fate, KeptRecord, LongFigure, UnitRecord, refuse_powers
from pmprb.temuan import Model, Temuan
from pmprb.text import plain

LISTED = 5
"""How many places of the best and of the lowest a peer group's lists show; equal points share a place."""


class Instansi(Model):
    """One instansi of a province. `number` is its row, `rank` its place by index, None when nothing in it is rated.

    `points` are in the catalog's points; `spreads` go over its units. `files` counts what became of its worksheets,
    `wrong` the KESALAHAN open in its rekap, None when that was made by a program that did not count them.
    """

    number: int
    name: str
    file: str
    sha256: str
    digest: str
    program: str
    duplicates: str
    index: LongFigure | None
    share: LongFigure | None
    predicate: PredicateResult | None
    rank: int | None
    registered: int
    handed_in: int
    rated: int
    missing: tuple[Unit, ...]
    targets: Mapping[str, int]
    spreads: tuple[Spread, ...]
    files: Mapping[Fate, int]
    wrong: int | None = None


class ProvinceUnit(Model):
    """One unit of one instansi. Ranks are None when it is *belum dinilai*; `shares` follow the province's spreads.

    `rank` is over all instansi, `group_rank` inside its peer group over all instansi, `own_rank` inside its instansi.
    """

    instansi: int
    unit: Unit
    group: str
    points: Fraction | None
    share: LongFigure | None
    predicate: str
    passed: tuple[str, ...]
    shares: tuple[Fraction | None, ...]
    rank: int | None = None
    group_rank: int | None = None
    own_rank: int | None = None


class PeerGroup(Model):
    """Units of one peer group over all instansi: mean share, and which of `Province.units` are best and lowest."""

    title: str
    rated: int
    mean: LongFigure | None
    best: tuple[int, ...]
    lowest: tuple[int, ...]


class Province(KeptRecord):
    """Everything a province's workbook shows. Instansi stand best first, units by instansi and best first there.

    `mean_of_indices` counts every instansi alike, `mean_of_units` every unit; both in points, None without any.
    `spreads` go over all units, `instansi_spreads` over the instansi's own means.
    """

    name: str
    instrument: str
    variant: str
    catalog_hash: str
    program: str
    period: str
    blank: str
    choices: tuple[tuple[str, str], ...] = ()
    total: Fraction
    instansi: tuple[Instansi, ...]
    mean_of_indices: LongFigure | None
    mean_of_units: LongFigure | None
    spreads: tuple[Spread, ...]
    instansi_spreads: tuple[Spread, ...]
    targets: Mapping[str, int]
    groups: tuple[PeerGroup, ...]
    inputs: tuple[InputFile, ...]
    temuan: tuple[Temuan, ...]
    units: tuple[ProvinceUnit, ...] = ()

    @property
    def rated(self) -> int:
        """How many units have points."""
        return sum(one.rated for one in self.instansi)

    @property
    def registered(self) -> int:
        """How many units had to hand in."""
        return sum(one.registered for one in self.instansi)

    @property
    def wrong(self) -> int:
        """How many KESALAHAN are open in the rekaps that say so."""
        return sum(one.wrong or 0 for one in self.instansi)

    @property
    def ranked(self) -> tuple[ProvinceUnit, ...]:
        """The units best first over all instansi, those *belum dinilai* behind them."""
        far = len(self.units) + 1
        return tuple(sorted(self.units, key=lambda u: (u.rank or far, u.instansi, u.unit.code, u.unit.name)))

    @staticmethod
    def of_texts(head: str, units: list[str]) -> Province:
        """Return the province of `head_text` and `unit_texts`; ValueError when they are not such texts."""
        refuse_powers((head, *units))
        bare = Province.model_validate_json(head)
        return bare.model_copy(update={"units": tuple(ProvinceUnit.model_validate_json(text) for text in units)})


def bring_together(
    told: Iterable[Told],
    instrument: Instrument,
    terms: Terms,
    inputs: Iterable[InputFile] = (),
    temuan: Iterable[Temuan] = (),
    name: str = "",
    program: str = "",
) -> Province:
    """Return the province of the rekaps that count; `inputs` are the files that could not be read as a rekap.

    The order of rekaps and inputs does not matter.
    """
    every = sorted(told, key=lambda t: t.offered.file)
    files = sorted([*(_input(one) for one in every), *inputs], key=lambda f: f.file)
    used = sorted((one for one in every if one.used), key=_best_first)
    places = ranks([one.offered.record.index for one in used])
    instansi = tuple(
        _instansi(n, one, place, instrument) for n, (one, place) in enumerate(zip(used, places, strict=True), 1)
    )
    units = _placed([_units(row.number, one, instrument) for row, one in zip(instansi, used, strict=True)])
    points = [unit.points for unit in units if unit.points is not None]
    names = spread_names(instrument)
    found = [*temuan, *(t for f in files for t in f.why if not f.used), *(t for one in used for t in one.temuan)]
    return Province(
        name=name.strip(),
        instrument=instrument.id,
        variant=instrument.variant,
        catalog_hash=instrument.hash,
        program=program,
        period=terms.period,
        blank=terms.blank,
        choices=terms.choices,
        total=instrument.root.weight,
        instansi=instansi,
        mean_of_indices=_mean(row.index for row in instansi),
        mean_of_units=_mean(points),
        spreads=tuple(spread(of, (u.shares[n] for u in units), instrument) for n, of in enumerate(names)),
        instansi_spreads=tuple(
            spread(of, (row.spreads[n].mean for row in instansi), instrument) for n, of in enumerate(names)
        ),
        targets={target: sum(row.targets[target] for row in instansi) for target in _targets(instrument)},
        groups=_groups(units),
        inputs=tuple(files),
        temuan=tuple(found),
        units=tuple(units),
    )


def ranks(values: Sequence[Fraction | None]) -> list[int | None]:
    """Return the place of each value, the largest first; equal values share a place and the next is skipped.

    None has no place. Values are exact: nothing was rounded.
    """
    places: dict[Fraction, int] = {}
    for place, value in enumerate(sorted((v for v in values if v is not None), reverse=True), start=1):
        places.setdefault(value, place)
    return [None if value is None else places[value] for value in values]


def _best_first(told: Told) -> tuple[bool, Fraction, str, str]:
    index = told.offered.record.index
    return index is None, -(index or Fraction(0)), plain(told.name), told.offered.file


def _mean(values: Iterable[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return exact_sum(known) / len(known) if known else None


def _targets(instrument: Instrument) -> list[str]:
    """Return the targets of the reading that decides."""
    return [target.id for target in instrument.gate_sets[0].targets] if instrument.gate_sets else []


def _input(told: Told) -> InputFile:
    offered = told.offered
    return InputFile(file=offered.file, sha256=offered.sha256, unit=told.name, used=told.used, why=told.temuan)


def _instansi(number: int, told: Told, rank: int | None, instrument: Instrument) -> Instansi:
    record = told.offered.record
    share = None if record.index is None else record.index / record.total
    fates = Counter(file.fate for file in record.inputs)
    return Instansi(
        number=number,
        name=told.name,
        file=told.offered.file,
        sha256=told.offered.sha256,
        digest=told.offered.digest or record.digest,
        program=record.program,
        duplicates=record.settings.duplicates,
        index=record.index,
        share=share,
        predicate=index_predicate(share, instrument),
        rank=rank,
        registered=record.registered,
        handed_in=len(record.units),
        rated=len(record.rated),
        missing=record.missing,
        targets={target: sum(target in u.passed for u in record.rated) for target in _targets(instrument)},
        spreads=tuple(
            spread(of, (share_of(unit, instrument, of) for unit in record.units), instrument)
            for of in spread_names(instrument)
        ),
        files={fate: fates[fate] for fate in get_args(Fate)},
        wrong=record.wrong,
    )


def _units(number: int, told: Told, instrument: Instrument) -> list[ProvinceUnit]:
    """Return an instansi's units with their place in it, best first, those *belum dinilai* behind them."""
    records = told.offered.record.units
    ordered = sorted(records, key=lambda u: (not u.rated, -(u.points or Fraction(0)), u.unit.code, u.unit.name))
    places = ranks([unit.points for unit in ordered])
    return [_unit(number, unit, place, instrument) for unit, place in zip(ordered, places, strict=True)]


def _unit(number: int, record: UnitRecord, place: int | None, instrument: Instrument) -> ProvinceUnit:
    return ProvinceUnit(
        instansi=number,
        unit=record.unit,
        group=record.unit.group.strip() or record.unit.kind.strip(),
        points=record.points,
        share=None if record.points is None else record.points / instrument.root.weight,
        predicate=record.predicate,
        passed=record.passed,
        shares=tuple(share_of(record, instrument, of) for of in spread_names(instrument)),
        own_rank=place,
    )


def _placed(blocks: Sequence[Sequence[ProvinceUnit]]) -> list[ProvinceUnit]:
    """Return all units with their places over all instansi; a peer group has the name most units write it by."""
    units = [unit for block in blocks for unit in block]
    spelled: dict[str, Counter[str]] = {}
    for unit in units:
        spelled.setdefault(plain(unit.group), Counter())[unit.group] += 1
    titles = {key: max(counted, key=lambda name: (counted[name], name)) for key, counted in spelled.items()}
    places = ranks([unit.points for unit in units])
    inside: dict[int, int | None] = {}
    for key in spelled:
        members = [n for n, unit in enumerate(units) if plain(unit.group) == key]
        inside |= zip(members, ranks([units[n].points for n in members]), strict=True)
    return [
        unit.model_copy(update={"rank": places[n], "group_rank": inside[n], "group": titles[plain(unit.group)]})
        for n, unit in enumerate(units)
    ]


def _groups(units: Sequence[ProvinceUnit]) -> tuple[PeerGroup, ...]:
    """Return the peer groups by name, each with its best units, and its lowest that are not among them."""
    members: dict[str, list[int]] = {}
    for n, unit in enumerate(units):
        if unit.points is not None:
            members.setdefault(unit.group, []).append(n)
    groups = []
    for title in sorted(members, key=lambda name: (not name, plain(name))):
        own = sorted(members[title], key=lambda n: (units[n].group_rank or 0, units[n].instansi, units[n].unit.code))
        backward = ranks([-(units[n].points or Fraction(0)) for n in own])
        best = [n for n in own if (units[n].group_rank or 0) <= LISTED]
        lowest = [n for n, place in zip(own, backward, strict=True) if (place or 0) <= LISTED and n not in best]
        mean = _mean(units[n].share for n in own)
        groups.append(PeerGroup(title=title, rated=len(own), mean=mean, best=tuple(best), lowest=tuple(lowest)))
    return tuple(groups)
