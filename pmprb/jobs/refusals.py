"""Requests that cannot be done as they were asked: what stands in the way, as values.

Front doors show them in the words of `refusal_words`; a program catches `Refusal`. Where a file is to blame, there is
a temuan instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pmprb.records import dataclass

if TYPE_CHECKING:
    from pmprb.temuan import Temuan


class Refusal(Exception):
    """A request that cannot be done as asked; nothing was written."""


@dataclass(eq=False)
class NoCatalogs(Refusal):
    """The folder of catalogs holds none."""

    folder: Path


@dataclass(eq=False)
class UnknownInstrument(Refusal):
    """An instrument that is not installed."""

    named: str
    known: Sequence[str]


@dataclass(eq=False)
class UnknownVariant(Refusal):
    """A variant that the instrument does not have; `known` is empty for an instrument without variants."""

    named: str
    instrument: str
    known: Sequence[str]


@dataclass(eq=False)
class UnknownLayout(Refusal):
    """A layout that no instrument in question has."""

    named: str
    known: Sequence[str]


@dataclass(eq=False)
class NameForSeveral(Refusal):
    """One unit's name for several files."""

    files: int


@dataclass(eq=False)
class MixedInstruments(Refusal):
    """The files are of several instruments and none was chosen: how many of each."""

    counts: Mapping[str, int]


@dataclass(eq=False)
class MixedRekaps(Refusal):
    """Equally many rekaps are of each of these instruments and none was chosen."""

    instruments: Sequence[str]


@dataclass(eq=False)
class FeedbackAmongSources(Refusal):
    """The folder of feedback lies among the worksheets: the next run would read it as worksheets."""

    folder: Path


@dataclass(eq=False)
class UnknownCode(Refusal):
    """A code that an instrument has no item or node for, and the codes that look like it."""

    code: str
    instrument: str
    near: Sequence[str]


@dataclass(eq=False)
class MissingLibrary(Refusal):
    """A library is not installed that an output needs."""

    library: str


@dataclass(eq=False)
class NoPlanRules(Refusal):
    """The rules of action plans cannot be used: `temuan` say why."""

    temuan: Sequence[Temuan]


@dataclass(eq=False)
class UnknownKind(Refusal):
    """A kind of action plan that the rules do not have."""

    named: str
    known: Sequence[str]


@dataclass(eq=False)
class MixedKinds(Refusal):
    """The plans are of several kinds and none was chosen: how many of each."""

    counts: Mapping[str, int]


@dataclass(eq=False)
class WorksheetMissing(Refusal):
    """A worksheet that is to be filled in is not there."""

    named: str


@dataclass(eq=False)
class NoNameForCopy(Refusal):
    """An empty worksheet was asked for, and no name of the instansi it is for."""


@dataclass(eq=False)
class CopyIsRekap(Refusal):
    """The filled worksheet and the rekap would be one file."""

    target: Path


@dataclass(eq=False)
class CoefficientUnused(Refusal):
    """A coefficient for an index that has none."""

    instrument: str


@dataclass(eq=False)
class UnitsUnused(Refusal):
    """What concerns units, for an instrument whose index is made of two worksheets."""

    instrument: str


@dataclass(eq=False)
class UnknownReading(Refusal):
    """A reading of the index with units that the instrument does not have."""

    named: str
    instrument: str
    known: Sequence[str]


@dataclass(eq=False)
class UnknownCatalog(Refusal):
    """A catalog that is neither installed nor a folder."""

    named: str
    known: Sequence[str]


@dataclass(eq=False)
class NoCatalogThere(Refusal):
    """Folders in which there is no catalog to check."""


@dataclass(eq=False)
class UnknownTarget(Refusal):
    """A target that an instrument does not have, and those it has."""

    named: str
    instrument: str
    known: Sequence[str]


@dataclass(eq=False)
class OneWorksheetOnly(Refusal):
    """Several worksheets where the output is of one."""

    files: int


@dataclass(eq=False)
class UnitOfRekapOnly(Refusal):
    """One unit of a worksheet, which has no other."""

    file: str


class FreeKindMissing(Refusal):
    """No kind of action plan has a free first column."""


@dataclass(eq=False)
class AnswerWithoutCode(Refusal):
    """A supposed answer that does not say to which item."""

    typed: str


@dataclass(eq=False)
class RoundSettingsUnread(Refusal):
    """The settings of a working folder that cannot be read; the temuan say why."""

    temuan: Sequence[Temuan]


@dataclass(eq=False)
class RoundStandsThere(Refusal):
    """A folder to be laid out that is a working folder already."""

    folder: Path


@dataclass(eq=False)
class PortInUse(Refusal):
    """A port of this machine that another program has, or that this user may not have."""

    port: int


@dataclass(eq=False)
class ClusterUnreachable(Refusal):
    """No scheduler of a dask cluster answers at the address; `reason` is the exception's name."""

    address: str
    reason: str


@dataclass(eq=False)
class ClusterWithoutWorkers(Refusal):
    """A cluster that has no worker."""

    address: str


@dataclass(eq=False)
class ClusterDiffers(Refusal):
    """A worker whose program or catalogs are not this run's; `seen` is empty where there is none to be asked."""

    worker: str
    what: str
    seen: str
    expected: str


@dataclass(eq=False)
class StorageUnreachable(Refusal):
    """Shared storage that cannot be reached; `reason` is the exception's name."""

    address: str
    reason: str
