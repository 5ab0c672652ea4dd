"""The instansi's figures from its units: index, ranks, spreads, counts.

Enters: results of units, the register's units, and every file's fate. Leaves: `Consolidation`.
A unit or area that is *belum dinilai* is left out of means and ranks; it is never a 0.
Ranks are made from exact points, before anything is rounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Protocol

from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Unit
from pmprb.engine.verdict import PredicateResult, predicate_for
from pmprb.numbers import exact_sum
from pmprb.office.model import Consolidation, InputFile, Settings, Spread, Standing, UnitResult
from pmprb.temuan import CellPos, Temuan, UnitWithoutFile
from pmprb.text import plain


def consolidate(
    results: Iterable[UnitResult],
    instrument: Instrument,
    units: Sequence[Unit] = (),
    inputs: Iterable[InputFile] = (),
    period: str = "",
    temuan: Iterable[Temuan] = (),
    settings: Settings | None = None,
    reviews: Iterable[InputFile] = (),
    replies: Iterable[InputFile] = (),
) -> Consolidation:
    """Return the consolidation of `results`; `units` is the register (empty: the units that handed in).

    The order of results and inputs does not matter: units follow the register, files their names.
    """
    place = {plain(unit.code): n for n, unit in enumerate(units)}
    ordered = sorted(results, key=lambda r: (place.get(plain(r.unit.code), len(place)), *_name(r)))
    files = sorted(inputs, key=lambda f: f.file)
    verifying = sorted(reviews, key=lambda f: f.file)
    answering = sorted(replies, key=lambda f: f.file)
    present = {plain(r.unit.code) for r in ordered}
    missing = tuple(unit for unit in units if plain(unit.code) not in present)
    rated = [r for r in ordered if r.rated]
    points = [r.tree.total.points for r in rated if r.tree.total.points is not None]
    index = exact_sum(points) / len(points) if points else None
    share = None if index is None else index / instrument.root.weight
    found = [
        *temuan,
        *(t for f in (*files, *verifying, *answering) for t in f.why if not f.used),
        *(t for r in ordered for t in r.temuan),
    ]
    found += [UnitWithoutFile(CellPos(workbook=""), unit_code=u.code, name=u.name) for u in missing]
    return Consolidation(
        instrument=instrument.id,
        catalog_hash=instrument.hash,
        period=period,
        blank=ordered[0].tree.blank if ordered else instrument.policies.blank,
        results=tuple(ordered),
        inputs=tuple(files),
        reviews=tuple(verifying),
        replies=tuple(answering),
        missing=missing,
        registered=len(units) or len(ordered),
        index=index,
        index_share=share,
        index_predicate=index_predicate(share, instrument),
        standings=rank(rated),
        spreads=tuple(
            spread(name, (share_of(r.tree, instrument, name) for r in ordered), instrument)
            for name in spread_names(instrument)
        ),
        targets=_targets(rated),
        temuan=tuple(found),
        settings=settings or Settings(period=period, units=tuple(units)),
    )


def _name(result: UnitResult) -> tuple[str, str, str]:
    """Return what tells results apart, also of units that bear the same name."""
    return result.unit.code, result.unit.name, result.submission.file


def rank(results: Sequence[UnitResult]) -> tuple[Standing, ...]:
    """Return standings, best first; equal points share a rank and the next rank is skipped (1, 2, 2, 4)."""
    order = sorted(results, key=lambda r: (-(r.tree.total.points or Fraction(0)), *_name(r)))
    standings: list[Standing] = []
    peers = Counter(r.unit.group for r in order)
    met: Counter[str] = Counter()
    last: dict[str, tuple[Fraction, int]] = {}
    for place, result in enumerate(order, start=1):
        own, group = result.tree.total.points or Fraction(0), result.unit.group
        met[group] += 1
        if group not in last or last[group][0] != own:
            last[group] = own, met[group]
        tied = bool(standings) and standings[-1].points == own
        standings.append(
            Standing(
                code=result.unit.code,
                name=result.unit.name,
                points=own,
                share=result.tree.total.share or Fraction(0),
                rank=standings[-1].rank if tied else place,
                of=len(order),
                group=group,
                group_rank=last[group][1],
                group_of=peers[group],
            )
        )
    return tuple(standings)


class Points(Protocol):
    """What is known of a node's points."""

    @property
    def points(self) -> Fraction | None:
        """Points reached, None when *belum dinilai*."""

    @property
    def max(self) -> Fraction:
        """The most it can reach."""

    @property
    def answered(self) -> int:
        """How many items beneath it were answered."""


class Nodes(Protocol):
    """A unit's nodes by id: of a score tree, or of a record."""

    @property
    def nodes(self) -> Mapping[str, Points]:
        """Every node's points."""


def share_of(tree: Nodes, instrument: Instrument, name: str) -> Fraction | None:
    """Return the share (0..1) of a node or group; None when nothing there was answered."""
    members = [tree.nodes[node] for node in instrument.members(name)]
    if not any(member.answered for member in members):
        return None
    points = exact_sum(member.points or Fraction(0) for member in members)
    most = exact_sum(member.max for member in members)
    return points / most if most else None


def spread_names(instrument: Instrument) -> list[str]:
    """Return the nodes and groups whose figures are shown over units: the form's order, groups last."""
    heads = [n.id for n in instrument.nodes.values() if n.level in ("total", "component", "aspect")]
    return heads + [group.id for group in instrument.groups]


def spread(name: str, every: Iterable[Fraction | None], instrument: Instrument) -> Spread:
    """Return mean, lowest and highest of shares of a node or group; None is *belum dinilai* and left out."""
    shares = [share for share in every if share is not None]
    group = instrument.groups_by_id.get(name)
    return Spread(
        of=name,
        title=group.title if group else instrument.nodes[name].title,
        max=instrument.weight_of(name),
        rated=len(shares),
        mean=exact_sum(shares) / len(shares) if shares else None,
        lowest=min(shares, default=None),
        highest=max(shares, default=None),
    )


def _targets(results: Sequence[UnitResult]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for result in results:
        for verdict in result.verdicts:
            if verdict.decides:
                counts[verdict.target] = counts.get(verdict.target, 0) + verdict.passed
    return counts


def index_predicate(share: Fraction | None, instrument: Instrument) -> PredicateResult | None:
    """Return the band an index falls in; None without an index or without bands."""
    if share is None or instrument.predicate is None:
        return None
    rule = instrument.predicate
    return predicate_for(share * 100, rule, instrument.weight_of(rule.of))
