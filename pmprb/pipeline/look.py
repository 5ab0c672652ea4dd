"""Where to look first, joined to a consolidation; and files that bear another unit's name.

Enters: a consolidation made from results. Leaves: the same with findings in order and their temuan.
"""

from __future__ import annotations

from pmprb.answers.model import Unit
from pmprb.catalog.model import Instrument
from pmprb.consolidation.model import Consolidation
from pmprb.consolidation.register import Register, plain
from pmprb.insight.credit import in_order
from pmprb.insight.peers import look_across
from pmprb.temuan import CellPos, Code, Temuan


def with_findings(consolidation: Consolidation, instrument: Instrument) -> Consolidation:
    """Return the consolidation with the findings of its units and of all units together.

    The order of files, and who read them, change nothing.
    """
    results = consolidation.results
    across = look_across(results, instrument)
    return consolidation.model_copy(
        update={
            "findings": in_order([*(f for result in results for f in result.findings), *across]),
            "temuan": (*consolidation.temuan, *(f.temuan for f in across)),
            "strict": any(result.strict is not None for result in results),
        }
    )


def _stands_in(unit: Unit, file: str) -> bool:
    words = f" {plain(file)} "
    return any(f" {plain(name)} " in words for name in (unit.name, *unit.aliases) if plain(name))


def foreign_name(file: str, unit: Unit, register: Register) -> list[Temuan]:
    """Return a BUKU-086 when a file's name names another unit of the register than the worksheet in it.

    A name that holds the unit's own as well (two units named) is left alone.
    """
    named = register.named_in(file.rpartition("/")[2].removesuffix(".xlsx"))
    if named is None or named.code == unit.code or _stands_in(unit, file):
        return []
    return [Temuan.of(Code.BUKU_086, CellPos(workbook=file), seen=named.name, expected=unit.name)]
