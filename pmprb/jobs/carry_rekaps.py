"""Results of rekaps carried into a worksheet of the instansi that asks for them, each with its file and its hash.

Which node of which instrument's rekap an item asks for is data (`inputs.yaml`). Enters: a `CarryRequest`. Leaves: a
copy of the worksheet with what was carried, and `CarryMade`. Prints nothing; the worksheet itself is left as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

from pmprb import __version__
from pmprb.catalog.inputs import InputRule, load_inputs
from pmprb.catalog.item import ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import State, Submission, Unit
from pmprb.jobs.carried import open_worksheet, said_of, with_answer
from pmprb.jobs.inputs import Catalogs, catalogs_at
from pmprb.jobs.left_behind import left_behind
from pmprb.jobs.output import Permission, output_gate
from pmprb.jobs.plan_score import check_worksheet
from pmprb.jobs.take_up import TakenUp, take_up
from pmprb.jobs.typed import filled_template
from pmprb.numbers import number_words, rounded
from pmprb.office.record import RekapRecord
from pmprb.period import most_common, same_period
from pmprb.temuan import (
    CellPos,
    OnlyFactsCarried,
    RekapNotAskedFor,
    RekapsForOneItem,
    RekapWithoutOneResult,
    ResultOfOther,
    ResultOutsideScale,
    Temuan,
    has_errors,
)
from pmprb.text import plain, readable, slug
from pmprb.worksheet.template.build import build_template

_DUST = Fraction(1, 10**6)


@dataclass(frozen=True)
class CarryRequest:
    """A worksheet (a file, or an instrument's id with `instansi` for an empty one), rekaps, and where the copy goes."""

    worksheet: str
    rekaps: tuple[Path, ...]
    target: Path
    instansi: str = ""
    overwrite: bool = False
    criteria: Path | None = None
    replace_filled: bool = False


@dataclass(frozen=True)
class CarriedResult:
    """What one rekap brought: `value` is None where only facts were noted."""

    item: str
    title: str
    value: Fraction | None
    file: str
    sha256: str
    basis: str


@dataclass(frozen=True)
class CarryMade:
    """What became of a request. Nothing was written without `target`; `outputs` say why the copy may not be."""

    instrument: Instrument | None = None
    carried: tuple[CarriedResult, ...] = ()
    temuan: tuple[Temuan, ...] = ()
    outputs: tuple[Temuan, ...] = ()
    target: Path | None = None

    @property
    def failed(self) -> bool:
        """True when nothing was written, or some rekap could not be used."""
        return self.target is None or has_errors(self.temuan)


def carry_rekaps(request: CarryRequest) -> CarryMade:
    """Write a copy of the worksheet with the results of the rekaps.

    Raises NoCatalogs and the refusals of `check_worksheet`; OSError when the copy cannot be written. A rekap that
    cannot be used is told, and the others are carried.
    """
    catalogs, target = catalogs_at(request.criteria), request.target
    check_worksheet(request.worksheet, catalogs, request.instansi)
    source = Path(request.worksheet)
    reads = [*request.rekaps, *([source] if source.is_file() else [])]
    permission = Permission(request.overwrite, request.replace_filled)
    with output_gate([target], reads=reads, permission=permission) as gate:
        if gate.refused:
            return CarryMade(outputs=tuple(gate.temuan))
        run, temuan = _opened(request, catalogs)
        if run is None:
            return CarryMade(temuan=temuan)
        for rekap, taken in run.rekaps:
            run.take(rekap, taken)
        made = CarryMade(run.instrument, tuple(run.carried), (*temuan, *run.temuan))
        if not run.carried:
            return made
        shape = run.instrument.only(run.submission.part) if run.submission.part else run.instrument
        submission = run.submission
        content = build_template(shape, submission.unit, submission.period, submission, version=__version__)
        noticed = gate.put_bytes(target, content, filled_template)
        if has_errors(noticed):
            return replace(made, outputs=noticed)
        if source.is_file():
            noticed = (*noticed, *left_behind(source, target))
    return replace(made, temuan=(*made.temuan, *noticed), target=target)


def _opened(request: CarryRequest, catalogs: Catalogs) -> tuple[_Run | None, tuple[Temuan, ...]]:
    """Return what is to be carried into what; None when the worksheet cannot be read."""
    told: list[Temuan] = []
    rekaps: list[tuple[Path, TakenUp]] = []
    for path in request.rekaps:
        taken = take_up(path, catalogs)
        told += taken.temuan
        if taken.value is not None and not has_errors(taken.temuan):
            rekaps.append((path, taken.value))
    instansi = request.instansi.strip()
    unit = Unit(code=slug(instansi), name=instansi) if instansi else None
    period = most_common(taken.recorded.record.period for _, taken in rekaps)
    opened = open_worksheet(request.worksheet, catalogs, period, unit)
    if opened.value is None:
        return None, (*opened.temuan, *told)
    instrument, submission = opened.value
    rules = load_inputs(catalogs.root / instrument.base_id)
    return _Run(instrument, submission, rules.value or (), rekaps), (*told, *rules.temuan)


@dataclass
class _Run:
    """A worksheet being filled, rekap after rekap."""

    instrument: Instrument
    submission: Submission
    rules: tuple[InputRule, ...]
    rekaps: list[tuple[Path, TakenUp]]
    carried: list[CarriedResult] = field(default_factory=list)
    temuan: list[Temuan] = field(default_factory=list)

    def take(self, path: Path, taken: TakenUp) -> None:
        """Fill in what a rekap brings, by every rule that asks for it."""
        record, at = taken.recorded.record, CellPos(workbook=readable(path.name))
        base = record.instrument.partition("@")[0]
        rules = [rule for rule in self.rules if rule.source == base and rule.item in self.instrument.items]
        if not rules or taken.instrument is None:
            known = tuple(dict.fromkeys(rule.source for rule in self.rules))
            self.temuan.append(RekapNotAskedFor(at, name=base, known=known))
            return
        digest = sha256(path.read_bytes()).hexdigest()
        for rule in rules:
            earlier = next((one for one in self.carried if one.item == rule.item), None)
            if earlier is not None:
                self.temuan.append(RekapsForOneItem(at, rule.item, other=earlier.file))
                continue
            self._fill(rule, record, taken.instrument, at, digest)

    def _fill(self, rule: InputRule, record: RekapRecord, source: Instrument, at: CellPos, digest: str) -> None:
        item = self.instrument.items[rule.item]
        said = f"{source.short_title} periode {record.period or '-'}"
        proof = f"{at.workbook}, SHA-256 {digest}"
        value: Fraction | None = None
        if rule.value == "passed":
            said = (
                f"Dari rekap {said}: {_passed(record, source)} ({proof}). Nilainya diketik dari surat hasil penilaian."
            )
            self.temuan.append(OnlyFactsCarried(at, rule.item))
        else:
            result = _result(record, source, rule)
            if result is None or not isinstance(item, ScaleItem):
                self.temuan.append(RekapWithoutOneResult(at, count=len(record.rated)))
                return
            value = result if rule.value == "points" else result * item.scale.max
            if item.scale.share(value) is None:
                low, high = item.scale.min, item.scale.max
                self.temuan.append(ResultOutsideScale(at, rule.item, seen=rounded(value, 4), low=low, high=high))
                return
            how = "" if source.unit_level == "instansi" else f", rata-rata {len(record.rated)} unit"
            said = f"Dari rekap {said}: {number_words(rounded(value, 4))}{how}, hitungan sendiri ({proof})"
        self._remark(rule, record, value, at)
        self.submission = with_answer(self.submission, rule.item, value, said, "" if value is None else at.workbook)
        title = item.criterion.partition(":")[0]
        self.carried.append(CarriedResult(rule.item, title, value, at.workbook, digest, rule.basis.value))

    def _remark(self, rule: InputRule, record: RekapRecord, value: Fraction | None, at: CellPos) -> None:
        """Tell where the rekap is of another period or instansi, and a figure that stood there already."""
        own = self.submission
        if not same_period(own.period, record.period):
            seen, expected = record.period or "-", own.period or "-"
            self.temuan.append(ResultOfOther(at, rule.item, what="period", seen=seen, expected=expected))
        if record.instansi and own.unit.name and plain(record.instansi) != plain(own.unit.name):
            seen, expected = record.instansi, own.unit.name
            self.temuan.append(ResultOfOther(at, rule.item, what="instansi", seen=seen, expected=expected))
        before = own.answers.get(rule.item)
        if value is None or before is None or before.state is State.BLANK:
            return
        if before.value is None or abs(before.value - value) > _DUST:
            seen, expected = number_words(rounded(value, 4)), said_of(before)
            self.temuan.append(ResultOfOther(at, rule.item, what="answer", seen=seen, expected=expected))


def _result(record: RekapRecord, source: Instrument, rule: InputRule) -> Fraction | None:
    """Return what a rekap says of a node, in points or as a share: of the one worksheet of an instansi, or the mean of
    the units that are rated; None without one."""
    rated = record.rated
    if not rated or (source.unit_level == "instansi" and len(rated) != 1):
        return None
    nodes = [unit.nodes[rule.of] for unit in rated if rule.of in unit.nodes]
    points = [node.points for node in nodes if node.points is not None]
    if len(points) != len(rated):
        return None
    mean = sum(points, Fraction(0)) / len(points)
    return mean if rule.value == "points" else mean / nodes[0].max


def _passed(record: RekapRecord, source: Instrument) -> str:
    """Return how many units met which target: "12 dari 64 unit memenuhi WBK, 3 WBBM"."""
    targets = [target.id for target in source.gate_sets[0].targets] if source.gate_sets else []
    counts = [f"{sum(name in unit.passed for unit in record.units)} {name}" for name in targets]
    return f"dari {len(record.units)} unit memenuhi ambang {', '.join(counts)}, menurut hitungan sendiri"
