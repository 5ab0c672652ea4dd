"""Which instansi's rekaps can stand side by side: same instrument, catalog, period and choices, once an instansi.

Enters: rekaps read, and what the user asks for. Leaves: for every rekap its name and whether it counts, with the
temuan that refuse it. A rekap that differs is refused, never averaged in. Used + refused = offered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

from pmprb.catalog.model import Instrument
from pmprb.office.model import Settings
from pmprb.office.province_record import Instansi, Province, ProvinceUnit
from pmprb.office.province_rows import figures, reckoned, row_of
from pmprb.office.record import RekapRecord
from pmprb.office.register import Duplicates
from pmprb.period import most_common, same_period
from pmprb.temuan import (
    CellPos,
    InstansiFromFileName,
    Model,
    ProvinceContradictsRekap,
    RekapOfOtherChoice,
    RekapOfOtherInstrument,
    RekapOfOtherVersion,
    RekapRecordChanged,
    RekapTwiceNewestUsed,
    RekapTwiceRefused,
    SameContentTwice,
    Temuan,
    WorksheetsOfTwoInstansi,
)
from pmprb.text import plain

# What an instansi settles for itself: it says which worksheets count, not what an answer is worth.
_LOCAL = {
    "instrument",
    "layout",
    "year",
    "unit_name",
    "sheets",
    "column",
    "period",
    "duplicates",
    "units",
    "next_steps",
}
_CHOICES = tuple(name for name in Settings.model_fields if name not in _LOCAL)
# The stamp of every workbook this program writes: it has no clock.
_WITHOUT_CLOCK = "2000-01-01"


class OfferedRekap(Model):
    """A rekap that could be read: its record and digest, how the file is shown, its hash and its own time stamp."""

    file: str
    sha256: str
    digest: str = ""
    modified: str = ""
    record: RekapRecord

    @property
    def head(self) -> Head:
        """What it was made with."""
        record = self.record
        own = tuple((name, str(getattr(record.settings, name))) for name in _CHOICES)
        return Head(record.instrument, record.variant, record.catalog_hash, record.period, record.blank, own)

    @property
    def shown(self) -> str:
        """How it is named among others."""
        return self.file

    @property
    def worksheets(self) -> frozenset[str]:
        """Hashes of its worksheets with an answer: the empty form is the same file everywhere."""
        return frozenset(unit.sha256 for unit in self.record.rated if unit.sha256)

    @property
    def content(self) -> str:
        """What two that say the same have in common."""
        return self.digest or self.record.digest


class OfferedProvince(Model):
    """A province's workbook that could be read; `name` is the province's, or what its file's name speaks of."""

    file: str
    sha256: str
    digest: str
    name: str
    record: Province


class OfferedRow(Model):
    """One instansi as a province's workbook has it, with its units."""

    province: OfferedProvince
    row: Instansi
    units: tuple[ProvinceUnit, ...]

    @property
    def file(self) -> str:
        """The workbook that was offered."""
        return self.province.file

    @property
    def modified(self) -> str:
        """The time stamp of its rekap; empty before edition 2."""
        return self.row.modified

    @property
    def head(self) -> Head:
        """What the province was made with, and so every rekap in it."""
        record = self.province.record
        return Head(record.instrument, record.variant, record.catalog_hash, record.period, record.blank, record.choices)

    @property
    def shown(self) -> str:
        """How it is named among others."""
        return f"{self.row.name} dalam {self.province.file}"

    @property
    def worksheets(self) -> frozenset[str]:
        """Hashes of its worksheets with an answer; none before edition 2."""
        return frozenset(unit.sha256 for unit in self.units if unit.sha256 and unit.points is not None)

    @property
    def content(self) -> str:
        """The digest of its rekap's record."""
        return self.row.digest


@dataclass(frozen=True)
class Head:
    """What rekaps must have in common to stand side by side."""

    instrument: str
    variant: str
    catalog_hash: str
    period: str
    blank: str
    choices: tuple[tuple[str, str], ...]

    @property
    def kind(self) -> tuple[str, str]:
        """Instrument and variant: an instrument and its default variant, named or not, are one."""
        return self.instrument.partition("@")[0], self.variant


Offered = OfferedRekap | OfferedRow


def rows_of(province: OfferedProvince) -> tuple[OfferedRow, ...]:
    """Return the instansi of a province's workbook, each with its units."""
    units: dict[int, list[ProvinceUnit]] = {}
    for unit in province.record.units:
        units.setdefault(unit.instansi, []).append(unit)
    return tuple(
        OfferedRow(province=province, row=row, units=tuple(units.get(row.number, ())))
        for row in province.record.instansi
    )


class Terms(Model):
    """What all rekaps gathered must share, beside the catalog; `choices` are settings that change figures."""

    period: str
    blank: str
    choices: tuple[tuple[str, str], ...] = ()


class Told(Model):
    """A rekap, or an instansi of a province's workbook, under its name, counted or refused by `temuan`."""

    offered: Offered
    name: str
    used: bool
    temuan: tuple[Temuan, ...] = ()


def usual_instrument(offered: Iterable[Offered]) -> list[str]:
    """Return the instrument of most rekaps; several when they are equally many, none without any.

    An instrument and its default variant, named or not, are one.
    """
    heads = [one.head for one in offered]
    counted = Counter(head.kind for head in heads)
    most = max(counted.values(), default=0)
    chosen = sorted(kind for kind, count in counted.items() if count == most)
    return [min(head.instrument for head in heads if head.kind == kind) for kind in chosen]


def shared_terms(offered: Iterable[Offered], instrument: Instrument, period: str = "", blank: str = "") -> Terms:
    """Return what is gathered: what is asked for, or else what most rekaps by this catalog share.

    Of equally many the latest period and the catalog's own blank policy.
    """
    heads = [one.head for one in offered]
    heads = [head for head in heads if _fits(head, instrument)]
    if not period:
        period = most_common(head.period for head in heads)
    heads = [head for head in heads if same_period(head.period, period)]
    if not blank:
        policies = Counter(head.blank for head in heads)
        blank = max(
            policies, key=lambda p: (policies[p], p == instrument.policies.blank), default=instrument.policies.blank
        )
    heads = [head for head in heads if head.blank == blank]
    choices = []
    for name in _CHOICES:
        values = Counter(dict(head.choices).get(name, "") for head in heads)
        choices.append((name, max(values, key=lambda v: (values[v], v), default="")))
    return Terms(period=period, blank=blank, choices=tuple(choices))


def tell_apart(
    offered: Iterable[Offered], instrument: Instrument, terms: Terms, duplicates: Duplicates = "tolak"
) -> list[Told]:
    """Return one `Told` for each rekap and each instansi of a province's workbook, in the given order.

    Refused: another instrument (BUKU-122), catalog (BUKU-123), period or choice (BUKU-124), figures that do not
    fit together (BUKU-101), all of a province that says of an instansi what its rekap does not (BUKU-267), and of
    several of one instansi all (BUKU-127) or all but the newest (BUKU-126).
    """
    told = _contradicted(_once_a_province([_tell_one(one, instrument, terms) for one in offered]), instrument)
    by_name: dict[str, list[int]] = {}
    for index, one in enumerate(told):
        if one.used:
            by_name.setdefault(plain(one.name) or one.name, []).append(index)
    for indexes in by_name.values():
        if len(indexes) > 1:
            _choose(told, indexes, duplicates)
    return _with_shared_worksheets(told)


def name_in(file: str) -> str:
    """Return the instansi a file's name speaks of: without folder, ending, joining signs and a leading "rekap"."""
    stem = file.rpartition("/")[2].rpartition(".")[0] or file
    words = re.sub(r"[-_\s]+", " ", stem).strip()
    return re.sub(r"^rekap\s+", "", words, flags=re.IGNORECASE) or stem


def _fits(head: Head, instrument: Instrument) -> bool:
    return head.kind == (instrument.base_id, instrument.variant) and instrument.scores_like(head.catalog_hash)


def _tell_one(offered: Offered, instrument: Instrument, terms: Terms) -> Told:
    at = CellPos(workbook=offered.file)
    differing = _differing(offered.head, at, instrument, terms)
    if isinstance(offered, OfferedRow):  # its figures were reckoned again when its workbook was taken up
        return Told(offered=offered, name=offered.row.name, used=not differing, temuan=tuple(differing))
    name = offered.record.instansi.strip()
    found = []
    if not name:
        name = name_in(offered.file)
        found.append(InstansiFromFileName(at, name=name))
    if not differing and not _sound(offered.record, instrument):
        differing = [RekapRecordChanged(at)]
    return Told(offered=offered, name=name, used=not differing, temuan=(*differing, *found))


def _once_a_province(told: list[Told]) -> list[Told]:
    """Return the rekaps, of one province's workbook offered under several names all but the first put aside."""
    files: dict[str, set[str]] = {}
    for one in told:
        if isinstance(one.offered, OfferedRow) and one.used:
            files.setdefault(one.offered.province.digest, set()).add(one.offered.file)
    result = []
    for one in told:
        own = sorted(files.get(one.offered.province.digest, ())) if isinstance(one.offered, OfferedRow) else []
        if len(own) > 1 and one.used:
            twice = SameContentTwice(CellPos(workbook=one.offered.file), files=", ".join(own), chosen=own[0])
            one = one.model_copy(update={"used": one.offered.file == own[0], "temuan": (*one.temuan, twice)})
        result.append(one)
    return result


def _contradicted(told: list[Told], instrument: Instrument) -> list[Told]:
    """Return the rekaps, all of a province refused that says of one offered here what that rekap does not."""
    rekaps = {one.offered.content: one for one in told if one.used and isinstance(one.offered, OfferedRekap)}
    false: dict[str, Temuan] = {}
    for one in told:
        beside = rekaps.get(one.offered.content)
        if beside is None or not isinstance(one.offered, OfferedRow) or not isinstance(beside.offered, OfferedRekap):
            continue
        row, units = row_of(beside.offered.record, beside.name, instrument, digest=beside.offered.content)
        seen, kept = reckoned(one.offered.row, one.offered.units, instrument)
        if figures(row, units) != figures(seen, kept):
            at = CellPos(workbook=one.offered.file)
            false.setdefault(
                one.offered.file, ProvinceContradictsRekap(at, instansi=one.name, rekap=beside.offered.file)
            )
    return [
        one.model_copy(update={"used": False, "temuan": (false[one.offered.file],)})
        if isinstance(one.offered, OfferedRow) and one.offered.file in false
        else one
        for one in told
    ]


def _differing(head: Head, at: CellPos, instrument: Instrument, terms: Terms) -> list[Temuan]:
    """Return every way in which a rekap is not like the others; another instrument or catalog alone."""
    if head.kind != (instrument.base_id, instrument.variant):
        seen = "@".join(part for part in head.kind if part)
        expected = "@".join(part for part in (instrument.base_id, instrument.variant) if part)
        return [RekapOfOtherInstrument(at, seen=seen, expected=expected)]
    if not instrument.scores_like(head.catalog_hash):
        seen, expected = head.catalog_hash[:12], instrument.hash[:12]
        return [RekapOfOtherVersion(at, name=instrument.id, seen=seen, expected=expected)]
    found: list[Temuan] = []
    own = {"period": head.period, "blank": head.blank} | dict(head.choices)
    for what, expected in (("period", terms.period), ("blank", terms.blank), *terms.choices):
        seen = own.get(what, "")
        if not (same_period(seen, expected) if what == "period" else seen == expected):
            found.append(RekapOfOtherChoice(at, what=what, seen=seen or "-", expected=expected or "-"))
    return found


def _sound(record: RekapRecord, instrument: Instrument) -> bool:
    """Return whether a record's figures fit the catalog and one another: its nodes, and an index that is their mean."""
    nodes = list(instrument.nodes)
    if record.total != instrument.root.weight or any(list(unit.nodes) != nodes for unit in record.units):
        return False
    points = [unit.points for unit in record.rated]
    if any(own is None for own in points) or record.registered < len(record.units):
        return False
    return record.index == (sum(own for own in points if own is not None) / len(points) if points else None)


def _choose(told: list[Told], indexes: Sequence[int], duplicates: Duplicates) -> None:
    """Leave at most one rekap of an instansi in use, and say so on every one of them.

    A workbook that was never saved by an office program bears no date: nothing is newer than it. Of two that say the
    same the instansi's own rekap is used before a province's word of it.
    """
    stamps = {i: told[i].offered.modified for i in indexes}
    same = len({told[i].offered.content for i in indexes}) == 1
    own = {i: same and isinstance(told[i].offered, OfferedRekap) for i in indexes}
    newest = max(indexes, key=lambda i: (own[i], stamps[i], told[i].offered.shown))
    chosen = told[newest].offered
    files = ", ".join(sorted(told[i].offered.shown for i in indexes))
    dated = all(stamp and not stamp.startswith(_WITHOUT_CLOCK) for stamp in stamps.values())
    undecided = duplicates == "tolak" or not dated or list(stamps.values()).count(chosen.modified) > 1
    for i in indexes:
        one = told[i]
        at = CellPos(workbook=one.offered.file)
        temuan: Temuan = RekapTwiceNewestUsed(
            at, files=files, instansi=one.name, chosen=chosen.shown, stamp=chosen.modified
        )
        used = i == newest
        if same:
            temuan = SameContentTwice(at, files=files, chosen=chosen.shown)
        elif undecided:
            temuan, used = RekapTwiceRefused(at, files=files, instansi=one.name), False
        told[i] = one.model_copy(update={"used": used, "temuan": (*one.temuan, temuan)})


def _with_shared_worksheets(told: list[Told]) -> list[Told]:
    """Return the rekaps, those told (BUKU-125) that hold worksheets another one in use holds too."""
    holders: dict[str, list[int]] = {}
    for i, one in enumerate(told):
        for sheet in one.offered.worksheets if one.used else ():
            holders.setdefault(sheet, []).append(i)
    common = Counter(pair for those in holders.values() for pair in permutations(those, 2))
    result = list(told)
    for (first, second), count in sorted(common.items()):
        at, beside = CellPos(workbook=told[first].offered.file), told[second]
        temuan = WorksheetsOfTwoInstansi(at, same=count, other=beside.offered.file, instansi=beside.name)
        result[first] = result[first].model_copy(update={"temuan": (*result[first].temuan, temuan)})
    return result
