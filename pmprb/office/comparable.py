"""Which instansi's rekaps can stand side by side: same instrument, catalog, period and choices, once an instansi.

Enters: rekaps read, and what the user asks for. Leaves: for every rekap its name and whether it counts, with the
temuan that refuse it. A rekap that differs is refused, never averaged in. Used + refused = offered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from pmprb.catalog.model import Instrument
from pmprb.office.model import Settings
from pmprb.office.record import RekapRecord
from pmprb.office.register import Duplicates
from pmprb.period import most_common, same_period
from pmprb.temuan import (
    CellPos,
    InstansiFromFileName,
    Model,
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


class Terms(Model):
    """What all rekaps gathered must share, beside the catalog; `choices` are settings that change figures."""

    period: str
    blank: str
    choices: tuple[tuple[str, str], ...] = ()


class Told(Model):
    """A rekap under the name of its instansi, counted or refused by `temuan`."""

    offered: OfferedRekap
    name: str
    used: bool
    temuan: tuple[Temuan, ...] = ()


def usual_instrument(offered: Iterable[OfferedRekap]) -> list[str]:
    """Return the instrument of most rekaps; several when they are equally many, none without any.

    An instrument and its default variant, named or not, are one.
    """
    records = [one.record for one in offered]
    counted = Counter(_kind(record) for record in records)
    most = max(counted.values(), default=0)
    chosen = sorted(kind for kind, count in counted.items() if count == most)
    return [min(record.instrument for record in records if _kind(record) == kind) for kind in chosen]


def shared_terms(offered: Iterable[OfferedRekap], instrument: Instrument, period: str = "", blank: str = "") -> Terms:
    """Return what is gathered: what is asked for, or else what most rekaps by this catalog share.

    Of equally many the latest period and the catalog's own blank policy.
    """
    records = [o.record for o in offered if _fits(o.record, instrument)]
    if not period:
        period = most_common(r.period for r in records)
    records = [r for r in records if same_period(r.period, period)]
    if not blank:
        policies = Counter(r.blank for r in records)
        blank = max(
            policies, key=lambda p: (policies[p], p == instrument.policies.blank), default=instrument.policies.blank
        )
    records = [r for r in records if r.blank == blank]
    choices = []
    for name in _CHOICES:
        values = Counter(str(getattr(r.settings, name)) for r in records)
        choices.append((name, max(values, key=lambda v: (values[v], v), default="")))
    return Terms(period=period, blank=blank, choices=tuple(choices))


def tell_apart(
    offered: Iterable[OfferedRekap], instrument: Instrument, terms: Terms, duplicates: Duplicates = "tolak"
) -> list[Told]:
    """Return one `Told` for each rekap, in the given order.

    Refused: another instrument (BUKU-122), catalog (BUKU-123), period or choice (BUKU-124), figures that do not
    fit together (BUKU-101), and of several of one instansi all (BUKU-127) or all but the newest (BUKU-126).
    """
    told = [_tell_one(one, instrument, terms) for one in offered]
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


def _kind(record: RekapRecord) -> tuple[str, str]:
    return record.instrument.partition("@")[0], record.variant


def _fits(record: RekapRecord, instrument: Instrument) -> bool:
    return _kind(record) == (instrument.base_id, instrument.variant) and instrument.scores_like(record.catalog_hash)


def _tell_one(offered: OfferedRekap, instrument: Instrument, terms: Terms) -> Told:
    record, at = offered.record, CellPos(workbook=offered.file)
    name = record.instansi.strip()
    found = []
    if not name:
        name = name_in(offered.file)
        found.append(InstansiFromFileName(at, name=name))
    differing = _differing(record, at, instrument, terms)
    if not differing and not _sound(record, instrument):
        differing = [RekapRecordChanged(at)]
    return Told(offered=offered, name=name, used=not differing, temuan=(*differing, *found))


def _differing(record: RekapRecord, at: CellPos, instrument: Instrument, terms: Terms) -> list[Temuan]:
    """Return every way in which a rekap is not like the others; another instrument or catalog alone."""
    if _kind(record) != (instrument.base_id, instrument.variant):
        seen = "@".join(part for part in _kind(record) if part)
        expected = "@".join(part for part in (instrument.base_id, instrument.variant) if part)
        return [RekapOfOtherInstrument(at, seen=seen, expected=expected)]
    if not instrument.scores_like(record.catalog_hash):
        seen, expected = record.catalog_hash[:12], instrument.hash[:12]
        return [RekapOfOtherVersion(at, name=instrument.id, seen=seen, expected=expected)]
    found: list[Temuan] = []
    own = {"period": record.period, "blank": record.blank}
    for what, expected in (("period", terms.period), ("blank", terms.blank), *terms.choices):
        seen = own[what] if what in own else str(getattr(record.settings, what))
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

    A workbook that was never saved by an office program bears no date: nothing is newer than it.
    """
    stamps = {i: told[i].offered.modified for i in indexes}
    newest = max(indexes, key=lambda i: (stamps[i], told[i].offered.file))
    chosen = told[newest].offered
    files = ", ".join(sorted(told[i].offered.file for i in indexes))
    same = len({told[i].offered.record.digest for i in indexes}) == 1
    dated = all(stamp and not stamp.startswith(_WITHOUT_CLOCK) for stamp in stamps.values())
    undecided = duplicates == "tolak" or not dated or list(stamps.values()).count(chosen.modified) > 1
    for i in indexes:
        one = told[i]
        at = CellPos(workbook=one.offered.file)
        temuan: Temuan = RekapTwiceNewestUsed(
            at, files=files, instansi=one.name, chosen=chosen.file, stamp=chosen.modified
        )
        used = i == newest
        if same:
            temuan = SameContentTwice(at, files=files, chosen=chosen.file)
        elif undecided:
            temuan, used = RekapTwiceRefused(at, files=files, instansi=one.name), False
        told[i] = one.model_copy(update={"used": used, "temuan": (*one.temuan, temuan)})


def _with_shared_worksheets(told: list[Told]) -> list[Told]:
    """Return the rekaps, those told (BUKU-125) that hold worksheets another one in use holds too.

    Worksheets without an answer are put aside: the empty form is the same file everywhere.
    """
    sheets = {i: {u.sha256 for u in t.offered.record.rated if u.sha256} for i, t in enumerate(told) if t.used}
    result = list(told)
    for first, second in combinations(sheets, 2):
        common = len(sheets[first] & sheets[second])
        if not common:
            continue
        for one, other in ((first, second), (second, first)):
            at, beside = CellPos(workbook=told[one].offered.file), told[other]
            temuan = WorksheetsOfTwoInstansi(at, same=common, other=beside.offered.file, instansi=beside.name)
            result[one] = result[one].model_copy(update={"temuan": (*result[one].temuan, temuan)})
    return result
