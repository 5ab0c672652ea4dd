"""What a workbook of instansi side by side shows, which is also the record it keeps.

A province's own rows and units hold enough to be gathered again, by a ministry, without its rekaps.
Refuses to know: workbooks, files; answers and items of a unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer

from pmprb.engine.answers import Unit
from pmprb.engine.verdict import PredicateResult
from pmprb.numbers import long_text
from pmprb.office.model import InputFile, Spread
from pmprb.office.record import Fate, KeptRecord, LongFigure, long_figure, refuse_powers
from pmprb.temuan import Model, Temuan


def _shown(spread: Spread) -> dict[str, Any]:
    """Return a spread as plain data, its figures exact however many digits they have."""
    plain = {name: getattr(spread, name) for name in ("of", "title", "max", "rated", *_FIGURES)}
    return {name: long_text(value) if isinstance(value, Fraction) else value for name, value in plain.items()}


def _read(value: Any) -> Any:
    """Return the data of a spread with its figures read; ValueError for one that is no number of a record."""
    if not isinstance(value, dict):
        return value
    return value | {name: long_figure(value[name]) for name in _FIGURES if name in value}


def _shown_predicate(one: PredicateResult) -> dict[str, Any]:
    rest = one.model_dump(mode="json", exclude={"label", "title", "percent"})
    return {"label": one.label, "title": one.title, "percent": long_text(one.percent), **rest}


def _read_predicate(value: Any) -> Any:
    return value | {"percent": long_figure(value.get("percent"))} if isinstance(value, dict) else value


_FIGURES = ("mean", "lowest", "highest")
LongPredicate = Annotated[
    PredicateResult, BeforeValidator(_read_predicate), PlainSerializer(_shown_predicate, when_used="json")
]
"""The predicate of an index, which is a mean over many units."""
LongSpread = Annotated[Spread, BeforeValidator(_read), PlainSerializer(_shown, when_used="json")]
"""A spread over many units, or over instansi of many: its figures have as many digits as a `LongFigure`."""
LISTED = 5
"""How many places of the best and of the lowest a peer group's lists show; equal points share a place."""


class Instansi(Model):
    """One instansi of a province. `number` is its row, `rank` its place by index, None when nothing in it is rated.

    `points` are in the catalog's points; `spreads` go over its units. `files` counts what became of its worksheets,
    `wrong` the KESALAHAN open in its rekap, None when that was made by a program that did not count them. `file`,
    `sha256`, `digest` and `modified` are its rekap's, `through` the number of the province whose workbook told of it.
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
    predicate: LongPredicate | None
    rank: int | None
    registered: int
    handed_in: int
    rated: int
    missing: tuple[Unit, ...]
    targets: Mapping[str, int]
    spreads: tuple[LongSpread, ...]
    files: Mapping[Fate, int]
    wrong: int | None = None
    modified: str = ""
    through: int | None = None


class ProvinceUnit(Model):
    """One unit of one instansi. Ranks are None when it is *belum dinilai*; `shares` follow the province's spreads.

    `rank` is over all instansi, `group_rank` inside its peer group over all instansi, `own_rank` inside its instansi.
    `sha256` is its worksheet's.
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
    sha256: str = ""

    @property
    def own_group(self) -> str:
        """Its peer group as the unit itself writes it."""
        return self.unit.group.strip() or self.unit.kind.strip()


class PeerGroup(Model):
    """Units of one peer group over all instansi: mean share, and which of `Province.units` are best and lowest."""

    title: str
    rated: int
    mean: LongFigure | None
    best: tuple[int, ...]
    lowest: tuple[int, ...]


class Gathered(Model):
    """One province whose workbook was gathered: what its instansi that count here have between them.

    `file` is the workbook that was offered, `digest` that of the province's record; `within` names the gathering that
    had gathered it before, empty when its own workbook was offered. Means are as in `Province`.
    """

    number: int
    name: str
    file: str
    digest: str
    program: str
    within: str = ""
    instansi: int
    mean_of_indices: LongFigure | None
    mean_of_units: LongFigure | None
    registered: int
    handed_in: int
    rated: int
    missing: int
    targets: Mapping[str, int]


EDITION = 2
"""What a record of instansi side by side holds. The first edition has neither stamps of rekaps nor hashes of
worksheets, and was not made of other provinces' workbooks; nor does it say how instansi sent twice were treated."""


class Province(KeptRecord):
    """Everything a province's workbook shows. Instansi stand best first, units by instansi and best first there.

    `mean_of_indices` counts every instansi alike, `mean_of_units` every unit; both in points, None without any.
    `spreads` go over all units, `instansi_spreads` over the instansi's own means. `provinces` are those whose workbooks
    some of the instansi came from.
    """

    edition: int = 1
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
    spreads: tuple[LongSpread, ...]
    instansi_spreads: tuple[LongSpread, ...]
    targets: Mapping[str, int]
    groups: tuple[PeerGroup, ...]
    inputs: tuple[InputFile, ...]
    temuan: tuple[Temuan, ...]
    duplicates: str = ""
    provinces: tuple[Gathered, ...] = ()
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

    def came_through(self, row: Instansi) -> str:
        """Return the name of the province an instansi came through; empty when its own rekap was offered."""
        return "" if row.through is None else self.provinces[row.through - 1].name

    @property
    def ranked(self) -> tuple[ProvinceUnit, ...]:
        """The units best first over all instansi, those *belum dinilai* behind them."""
        far = len(self.units) + 1
        return tuple(sorted(self.units, key=lambda u: (u.rank or far, u.instansi, u.unit.code, u.unit.name)))

    def as_of(self, edition: int) -> Province:
        """Return the record with no more than one of an edition holds."""
        if edition >= self.edition:
            return self
        rows = tuple(row.model_copy(update={"modified": "", "through": None}) for row in self.instansi)
        units = tuple(unit.model_copy(update={"sha256": ""}) for unit in self.units)
        before = {"edition": edition, "duplicates": "", "provinces": ()}
        return self.model_copy(update=before | {"instansi": rows, "units": units})

    @staticmethod
    def of_texts(head: str, units: list[str]) -> Province:
        """Return the province of `head_text` and `unit_texts`; ValueError when they are not such texts."""
        refuse_powers((head, *units))
        bare = Province.model_validate_json(head)
        return bare.model_copy(update={"units": tuple(ProvinceUnit.model_validate_json(text) for text in units)})
