"""What `pmprb rencana gabung --lembar-general` does: the implementation score into a new worksheet."""

from __future__ import annotations

from pathlib import Path

import click

from pmprb.answers.model import Unit
from pmprb.catalog.plan_rules import PlanRules
from pmprb.cli.options import catalogs_of, known_instrument
from pmprb.consolidation.plans import PlanConsolidation
from pmprb.excel.whole import whole_file
from pmprb.temuan import Temuan


def carried_path(worksheet: str, target: Path) -> Path | None:
    """Return where the filled worksheet is written: beside the rekap, never over the one read; None without one."""
    if not worksheet:
        return None
    from pmprb.pipeline.names import slug

    stem = Path(worksheet).stem if Path(worksheet).suffix else slug(worksheet)
    path = target.with_name(f"{stem}_A02.xlsx")
    if path == target:
        raise click.UsageError(f"{target} sudah menjadi nama rekap; beri rekapnya nama lain.")
    return path


def check_worksheet(worksheet: str, criteria: Path | None, instansi: str) -> None:
    """Wrong usage when the worksheet is neither a file nor an instrument's id, or an empty one would bear no name."""
    if not worksheet or Path(worksheet).is_file():
        return
    if Path(worksheet).suffix:
        raise click.UsageError(f"Lembar {worksheet} tidak ditemukan.")
    known_instrument(catalogs_of(criteria), worksheet)
    if not instansi.strip():
        raise click.UsageError("--lembar-general dengan ID instrumen memerlukan --instansi NAMA.")


def carry_to(
    found: PlanConsolidation, rules: PlanRules, worksheet: str, path: Path, criteria: Path | None, instansi: str
) -> tuple[Temuan, ...]:
    """Write the worksheet with the score filled in; return what was noticed. Raises OSError."""
    from pmprb.pipeline.carry import carry
    from pmprb.pipeline.names import slug

    catalogs = catalogs_of(criteria)
    unit = Unit(code=slug(instansi), name=instansi.strip()) if instansi.strip() else None
    carried = carry(found, rules.kinds_by_id[found.kind], worksheet, catalogs, unit)
    if carried.value is not None:
        with whole_file(path) as draft:
            draft.write_bytes(carried.value)
    return carried.temuan
