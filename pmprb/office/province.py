"""Instansi side by side: their indices, areas and eligible units, and every unit's place over them all.

Enters: instansi that count, each from its own rekap or from a province's workbook, and every file's fate. Leaves:
`Province`, which is its own record. Two means over instansi are kept apart, of their indices and of all their units:
no regulation names either, and they differ.
Refuses to know: workbooks, files; answers and items of a unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from pmprb.catalog.model import Instrument
from pmprb.office.comparable import OfferedRekap, OfferedRow, Terms, Told
from pmprb.office.consolidate import spread, spread_names
from pmprb.office.model import InputFile
from pmprb.office.province_record import EDITION, LISTED, Gathered, Instansi, PeerGroup, Province, ProvinceUnit
from pmprb.office.province_rows import mean, ranks, reckoned, row_of, targets_of
from pmprb.temuan import NOWHERE, CellPos, ProvinceNotRescored, Temuan
from pmprb.text import plain


def bring_together(
    told: Iterable[Told],
    instrument: Instrument,
    terms: Terms,
    inputs: Iterable[InputFile] = (),
    temuan: Iterable[Temuan] = (),
    name: str = "",
    program: str = "",
    duplicates: str = "",
) -> Province:
    """Return the province of the instansi that count; `inputs` are the files that could not be read as a rekap.

    The order of rekaps and inputs does not matter. `duplicates` says how instansi sent twice were treated.
    """
    every = sorted(told, key=lambda t: (t.offered.file, t.name))
    files = sorted([*_inputs(every), *inputs], key=lambda f: f.file)
    rows = sorted((_row(one, instrument) for one in every if one.used), key=_best_first)
    provinces = _provinces([one for one, _, _ in rows])
    numbered = [(row.model_copy(update={"through": _through(one, provinces)}), units) for one, row, units in rows]
    found = [
        *temuan,
        *(t for f in files for t in f.why if not f.used),
        *_remarks([one for one, _, _ in rows], every, files),
    ]
    return assembled(
        numbered,
        [head for head, _ in provinces.values()],
        instrument,
        Province(
            edition=EDITION,
            name=name.strip(),
            instrument=instrument.id,
            variant=instrument.variant,
            catalog_hash=instrument.hash,
            program=program,
            period=terms.period,
            blank=terms.blank,
            choices=terms.choices,
            total=instrument.root.weight,
            instansi=(),
            mean_of_indices=None,
            mean_of_units=None,
            spreads=(),
            instansi_spreads=(),
            targets={},
            groups=(),
            inputs=tuple(files),
            temuan=tuple(found),
            duplicates=duplicates,
        ),
    )


def assembled(
    rows: Sequence[tuple[Instansi, Sequence[ProvinceUnit]]],
    provinces: Sequence[Gathered],
    instrument: Instrument,
    bare: Province,
) -> Province:
    """Return a province of reckoned rows, best first, and their units: all that follows from them filled in.

    `bare` holds what does not.
    """
    places = ranks([row.index for row, _ in rows])
    instansi = tuple(
        row.model_copy(update={"number": n, "rank": place})
        for n, ((row, _), place) in enumerate(zip(rows, places, strict=True), 1)
    )
    own = [[u.model_copy(update={"instansi": n}) for u in units] for n, (_, units) in enumerate(rows, start=1)]
    units = _placed(own)
    names = spread_names(instrument)
    reckoned_now = {
        "instansi": instansi,
        "provinces": tuple(_reckoned_province(one, instansi, units, instrument) for one in provinces),
        "mean_of_indices": mean(row.index for row in instansi),
        "mean_of_units": mean(unit.points for unit in units),
        "spreads": tuple(spread(of, (u.shares[n] for u in units), instrument) for n, of in enumerate(names)),
        "instansi_spreads": tuple(
            spread(of, (row.spreads[n].mean for row in instansi), instrument) for n, of in enumerate(names)
        ),
        "targets": {target: sum(row.targets[target] for row in instansi) for target in targets_of(instrument)},
        "groups": _groups(units),
        "units": tuple(units),
    }
    return bare.model_copy(update=reckoned_now)


def _row(told: Told, instrument: Instrument) -> tuple[Told, Instansi, list[ProvinceUnit]]:
    offered = told.offered
    if isinstance(offered, OfferedRow):
        return (told, *reckoned(offered.row, offered.units, instrument))
    kept = {"file": offered.file, "sha256": offered.sha256, "digest": offered.digest, "modified": offered.modified}
    return (told, *row_of(offered.record, told.name, instrument, **kept))


def _best_first(one: tuple[Told, Instansi, list[ProvinceUnit]]) -> tuple[bool, Fraction, str, str]:
    index = one[1].index
    return index is None, -(index or Fraction(0)), plain(one[0].name), one[0].offered.file


# Provinces whose workbooks were offered.


_Key = tuple[str, int]


def _key(offered: OfferedRow) -> _Key:
    """Return which province an instansi belongs to: the workbook's own, or one that was gathered into it."""
    return offered.province.digest, offered.row.through or 0


def _provinces(used: Sequence[Told]) -> dict[_Key, tuple[Gathered, int]]:
    """Return the provinces that instansi in use came through, by name, with their numbers."""
    heads: dict[_Key, Gathered] = {}
    for one in used:
        if isinstance(one.offered, OfferedRow):
            heads.setdefault(_key(one.offered), _head(one.offered))
    ordered = sorted(heads, key=lambda key: (plain(heads[key].name), heads[key].file, key))
    return {key: (heads[key].model_copy(update={"number": n}), n) for n, key in enumerate(ordered, start=1)}


def _head(offered: OfferedRow) -> Gathered:
    record, inner = offered.province.record, offered.row.through
    if inner is not None:
        return record.provinces[inner - 1].model_copy(
            update={"file": offered.province.file, "within": offered.province.name}
        )
    return Gathered(
        number=0,
        name=offered.province.name,
        file=offered.province.file,
        digest=offered.province.digest,
        program=record.program,
        instansi=0,
        mean_of_indices=None,
        mean_of_units=None,
        registered=0,
        handed_in=0,
        rated=0,
        missing=0,
        targets={},
    )


def _through(told: Told, provinces: dict[_Key, tuple[Gathered, int]]) -> int | None:
    return provinces[_key(told.offered)][1] if isinstance(told.offered, OfferedRow) else None


def _reckoned_province(
    one: Gathered, instansi: Sequence[Instansi], units: Sequence[ProvinceUnit], instrument: Instrument
) -> Gathered:
    """Return a province with what its instansi that count here give."""
    own = [row for row in instansi if row.through == one.number]
    numbers = {row.number for row in own}
    return one.model_copy(
        update={
            "instansi": len(own),
            "mean_of_indices": mean(row.index for row in own),
            "mean_of_units": mean(unit.points for unit in units if unit.instansi in numbers),
            "registered": sum(row.registered for row in own),
            "handed_in": sum(row.handed_in for row in own),
            "rated": sum(row.rated for row in own),
            "missing": sum(len(row.missing) for row in own),
            "targets": {target: sum(row.targets[target] for row in own) for target in targets_of(instrument)},
        }
    )


# Files, and what is told of them.


def _inputs(every: Sequence[Told]) -> list[InputFile]:
    """Return the fate of each file: a province's workbook is used when one of its instansi is."""
    made: list[InputFile] = []
    through: dict[tuple[str, str], list[Told]] = {}
    for one in every:
        if isinstance(one.offered, OfferedRekap):
            own = one.offered
            made.append(InputFile(file=own.file, sha256=own.sha256, unit=one.name, used=one.used, why=one.temuan))
        else:
            through.setdefault((one.offered.province.file, one.offered.province.sha256), []).append(one)
    for (file, sha256), members in through.items():
        offered = members[0].offered
        assert isinstance(offered, OfferedRow)
        used = any(one.used for one in members)
        why = [*_once(t for one in members for t in one.temuan), *_believed(members)]
        made.append(InputFile(file=file, sha256=sha256, unit=offered.province.name, used=used, why=tuple(why)))
    return made


def _remarks(used: Sequence[Told], every: Sequence[Told], files: Sequence[InputFile]) -> list[Temuan]:
    """Return what is told of instansi that count, and of those left out of a workbook others of which do."""
    names = {file.file for file in files if file.used}
    others = (one for one in every if not one.used and one.offered.file in names)
    return [*_once(t for one in (*used, *others) for t in one.temuan), *_believed(used)]


def _believed(members: Sequence[Told]) -> list[Temuan]:
    """Return how many units count by the word of a province's workbook, or of several, alone."""
    used = [one.offered for one in members if one.used and isinstance(one.offered, OfferedRow)]
    if not used:
        return []
    files = {one.file for one in used}
    at = CellPos(workbook=files.pop()) if len(files) == 1 else NOWHERE
    return [ProvinceNotRescored(at, count=len(used), units=sum(one.row.rated for one in used))]


def _once(temuan: Iterable[Temuan]) -> list[Temuan]:
    kept: list[Temuan] = []
    for one in temuan:
        if one not in kept:
            kept.append(one)
    return kept


# Places over all instansi.


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
        average = mean(units[n].share for n in own)
        groups.append(PeerGroup(title=title, rated=len(own), mean=average, best=tuple(best), lowest=tuple(lowest)))
    return tuple(groups)
