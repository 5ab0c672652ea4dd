"""`pmprb rencana`: quarterly action plans: worksheets, checks, one workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmprb import __version__
from pmprb.cli.indonesia import IndonesianGroup
from pmprb.cli.options import (
    PATH,
    NameType,
    PeriodType,
    QuarterType,
    criteria_option,
    duplicates_option,
    json_option,
    paths_argument,
)
from pmprb.cli.output import counted, print_json, print_temuan, progress
from pmprb.engine.answers import Unit
from pmprb.jobs.inputs import catalogs_at, known_instrument
from pmprb.plans.consolidate import PlanConsolidation
from pmprb.plans.rules import PlanRules
from pmprb.sheets.whole import whole_file
from pmprb.temuan.record import CellPos, Code, Temuan, has_errors

if TYPE_CHECKING:
    from pmprb.engine.answers import Unit
    from pmprb.office.register import Duplicates, Register
    from pmprb.plans.consolidate import PlanConsolidation
    from pmprb.plans.groups import Summary
    from pmprb.plans.rules import PlanRules


MOST_ROWS = 500

kind_option = click.option(
    "--jenis", "kind", default="", metavar="JENIS", help="rb-general, rb-tematik, atau perjanjian-kinerja."
)


@click.group("rencana", cls=IndonesianGroup)
def command() -> None:
    """Rencana aksi triwulanan: templat, periksa, gabung."""


@command.command("templat")
@kind_option
@click.option("--unit", "register", type=PATH, metavar="XLSX", help="Daftar unit (kode, nama, jenis, kelompok, alias).")
@click.option("--periode", "period", type=PeriodType(), metavar="TAHUN", help="Tahun rencana, misalnya 2026.")
@click.option("-o", "--ke", "target", type=PATH, metavar="DIR", help="Folder hasil.")
@click.option("--baris", "rows", default="40", show_default="40", metavar="N", help="Banyaknya baris isian.")
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa berkas yang sudah ada.")
@criteria_option
def template(
    kind: str,
    register: Path | None,
    period: str | None,
    target: Path | None,
    rows: str,
    overwrite: bool,
    criteria: Path | None,
) -> int:
    """Buat lembar rencana aksi kosong, satu berkas tiap unit.

    \b
    Contoh:
      pmprb rencana templat --jenis rb-general --unit daftar-unit.xlsx --periode 2026 -o rencana/
    """
    for value, name in ((kind, "--jenis"), (register, "--unit"), (period, "--periode"), (target, "-o")):
        if not value:
            raise click.UsageError(f"{name} belum diisi.")
    assert register and period and target
    if not rows.isdecimal() or not 1 <= int(rows) <= MOST_ROWS:
        raise click.UsageError(f"--baris antara 1 dan {MOST_ROWS}.")
    rules = _rules(criteria, kind)
    from pmprb.plans.form.build import PlanTemplateMaker
    from pmprb.worksheet.register import read_register

    units = read_register(register)
    print_temuan(units.temuan)
    if units.value is None:
        return 1
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError:
        click.echo(f"Folder {target} tidak dapat dibuat: ada berkas bernama sama atau tidak ada izin.", err=True)
        return 1
    maker = PlanTemplateMaker(rules, rules.kinds_by_id[kind], period, version=__version__, capacity=int(rows))
    written, kept = 0, []
    names = plan_names(kind, period, units.value)
    with progress("Menulis", len(names)) as tick:
        for unit, name in zip(units.value, names, strict=True):
            path = target / name
            if path.exists() and not overwrite:
                kept.append(Temuan.of(Code.BUKU_029, CellPos(workbook=str(path))))
            else:
                path.write_bytes(maker.make(unit))
                written += 1
            tick(name)
    click.echo(f"{written} lembar rencana aksi ditulis ke {target}")
    print_temuan(kept)
    return 1 if kept else 0


def plan_names(kind: str, period: str, units: tuple[Unit, ...]) -> list[str]:
    """Return a file name for each unit's plan, distinct and free of path tricks."""
    from pmprb.text import distinct, slug

    stems = [f"RENCANA_{kind}_{slug(period)}_{slug(u.code, 20)}_{slug(u.name)}" for u in units]
    return [f"{stem}.xlsx" for stem in distinct(stems)]


@command.command("periksa")
@paths_argument
@kind_option
@click.option(
    "--triwulan",
    "quarter",
    type=QuarterType(),
    metavar="1-4",
    help="Triwulan yang dilaporkan, 2 atau II; bawaan: menurut berkas.",
)
@click.option("--ringkas", "brief", is_flag=True, help="Tanpa CATATAN.")
@criteria_option
@json_option
def check(
    paths: tuple[Path, ...], kind: str, quarter: str | None, brief: bool, criteria: Path | None, as_json: bool
) -> int:
    """Apa yang keliru atau terlambat dalam rencana aksi, dan di sel mana.

    Contoh: pmprb rencana periksa rencana/
    """
    rules = _rules(criteria, kind)
    from pmprb.books.rekap.json import temuan_data
    from pmprb.jobs.inputs import find_files
    from pmprb.jobs.plans import quarter_of, read_plans
    from pmprb.plans.consolidate import plan_result
    from pmprb.plans.json import plan_data

    found = find_files(paths)
    with progress("Memeriksa", len(found.files)) as tick:
        read = read_plans(found, rules, kind, tick)
    every: list[Temuan] = [*found.errors, *found.passed_over]
    if not found.files and not found.errors:
        every.append(Temuan.of(Code.BUKU_030, CellPos(workbook=", ".join(str(p) for p in paths))))
    data: list[object] = [temuan_data(t) for t in every]
    if not as_json:
        print_temuan(every, notes=not brief)
    for one in read:
        if one.plan is None:
            every += one.temuan
            data.append({"file": one.file, "kind": None, "temuan": [temuan_data(t) for t in one.temuan]})
            if not as_json:
                click.echo(f"{one.file} · tidak terbaca")
                print_temuan(one.temuan, notes=not brief)
            continue
        reported = int(quarter) if quarter else quarter_of([one.plan])
        result = plan_result(one.plan, one.plan.unit, rules, reported, one.temuan)
        every += result.temuan
        data.append(plan_data(result))
        if not as_json:
            named = one.plan.unit.name or "unit tidak disebut"
            click.echo(
                f"{one.file} · {named} · triwulan {reported} · {_short(result.summary)} · {counted(result.temuan)}"
            )
            print_temuan(result.temuan, notes=not brief)
    if as_json:
        print_json(data)
    return 1 if has_errors(every) else 0


@command.command("gabung")
@paths_argument
@click.option("-o", "--ke", "target", type=PATH, required=True, metavar="RENCANA.xlsx", help="Rekap yang ditulis.")
@click.option("--unit", "register_path", type=PATH, metavar="XLSX", help="Daftar unit yang wajib menyerahkan.")
@click.option(
    "--triwulan",
    "quarter",
    type=QuarterType(),
    metavar="1-4",
    help="Triwulan yang dilaporkan, 2 atau II; bawaan: menurut berkas.",
)
@click.option(
    "--periode",
    "period",
    type=PeriodType(),
    default="",
    metavar="TAHUN",
    help="Tahun; bawaan: tahun terbanyak di berkas.",
)
@duplicates_option
@click.option(
    "--instansi", "instansi", type=NameType(), default="", metavar="NAMA", help="Nama instansi untuk judul rekap."
)
@click.option(
    "--lanjutan",
    "previous",
    type=PATH,
    metavar="REKAP",
    help="Rekap terdahulu; isian PIC, tenggat, status ikut dibawa.",
)
@click.option(
    "--lembar-general",
    "worksheet",
    default="",
    metavar="LEMBAR|ID",
    help="Lembar RB General (atau ID instrumennya): salinannya ditulis di samping rekap dengan A02 terisi.",
)
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa rekap yang sudah ada.")
@kind_option
@criteria_option
@json_option
def gather(
    paths: tuple[Path, ...],
    target: Path,
    register_path: Path | None,
    quarter: str | None,
    period: str,
    duplicates: Duplicates,
    instansi: str,
    previous: Path | None,
    worksheet: str,
    overwrite: bool,
    kind: str,
    criteria: Path | None,
    as_json: bool,
) -> int:
    """Gabungkan rencana aksi semua unit menjadi satu rekap dengan lembar untuk pimpinan.

    \b
    Contoh:
      pmprb rencana gabung rencana/ -o rencana.xlsx --unit daftar-unit.xlsx --triwulan 2
      pmprb rencana gabung rencana/ -o rencana.xlsx --triwulan 4 --lembar-general rb-general.xlsx
    """
    rules = _rules(criteria, kind)
    check_worksheet(worksheet, criteria, instansi)
    copy = carried_path(worksheet, target)
    there = [path for path in (target, copy) if path and path.exists() and not overwrite]
    if there:
        print_temuan([Temuan.of(Code.BUKU_029, CellPos(workbook=str(path))) for path in there])
        return 1
    from pmprb.jobs.inputs import find_files
    from pmprb.jobs.plans import PlanWishes, gather_plans, kinds_of, read_plans, write_plans

    register = _register(register_path)
    if register is None:
        return 1
    ours = (target, register_path, previous, copy, Path(worksheet) if worksheet else None)
    found = find_files(paths, [p for p in ours if p])
    with progress("Membaca", len(found.files)) as tick:
        read = read_plans(found, rules, kind, tick)
    counts = kinds_of(read)
    if not kind and len(counts) > 1:
        listed = ", ".join(f"{name} ({count} berkas)" for name, count in counts.items())
        raise click.UsageError(f"Berkas memuat beberapa jenis rencana: {listed}. Pilih satu dengan --jenis.")
    chosen = kind or next(iter(counts), "")
    if not counts.get(chosen):
        print_temuan([*found.errors, *(t for one in read for t in one.temuan)])
        print_temuan([Temuan.of(Code.BUKU_030, CellPos(workbook=", ".join(str(p) for p in paths)))])
        return 1
    wishes = PlanWishes(period=period, quarter=int(quarter or 0), duplicates=duplicates)
    consolidation = gather_plans(read, found, rules, chosen, register, wishes)
    written = [target]
    try:
        carried = write_plans(consolidation, rules, target, previous, instansi)
        if copy is not None:
            noticed = carry_to(consolidation, rules, worksheet, copy, criteria, instansi)
            carried += noticed
            written += [] if has_errors(noticed) else [copy]
    except OSError as error:
        name = error.filename2 or error.filename or target
        click.echo(f"{name} tidak dapat ditulis: tutup bila sedang terbuka, dan periksa izin foldernya.", err=True)
        return 1
    _tell(consolidation, rules, carried, written, as_json)
    return 1 if has_errors((*consolidation.temuan, *carried)) else 0


def _tell(
    found: PlanConsolidation, rules: PlanRules, carried: tuple[Temuan, ...], written: list[Path], as_json: bool
) -> None:
    """Print what was gathered, what an earlier rekap or a worksheet could not take, and the files written."""
    from pmprb.books.rekap.json import temuan_data
    from pmprb.plans.json import plans_data

    if as_json:
        data = plans_data(found)
        data["temuan"] += [temuan_data(t) for t in carried]
        print_json(data)
        return
    print_plan_summary(found, rules)
    print_temuan(carried)
    for path in written:
        click.echo(f"Ditulis: {path}")


def _register(path: Path | None) -> Register | None:
    """Return the register in a file, an empty one without a path, None when it cannot be used."""
    from pmprb.office.register import Register
    from pmprb.worksheet.register import read_register

    if path is None:
        return Register()
    units = read_register(path)
    print_temuan(units.temuan)
    return None if units.value is None else Register(units.value)


def _short(summary: Summary) -> str:
    from pmprb.numbers import percent

    return f"{summary.rows} baris, capaian {percent(summary.mean)}"


def print_plan_summary(found: PlanConsolidation, rules: PlanRules) -> None:
    """Print a consolidation of plans in a few lines."""
    from pmprb.numbers import percent, shown
    from pmprb.plans.model import ROMAN

    kind = rules.kinds_by_id[found.kind]
    used = sum(file.used for file in found.inputs)
    passed = sum(file.passed_over for file in found.inputs)
    refused = len(found.inputs) - used - passed
    click.echo(f"{kind.title}, periode {found.period or '-'}, sampai triwulan {ROMAN[found.quarter - 1]}")
    click.echo(
        f"  {used + refused} berkas = {used} dipakai + {refused} ditolak"
        + (f" (di luar itu {passed} berkas dilewati)" if passed else "")
    )
    click.echo(f"  capaian rata-rata {percent(found.total.mean)} dari {found.total.measured} baris terukur")
    if kind.scored_a02:
        click.echo(
            f"  tingkat implementasi (A02) {percent(found.total.a02)} dari {found.total.with_target} keluaran; "
            f"cara portal {percent(found.portal.a02)}"
        )
        if kind.carried_to and found.total.a02 is not None:
            unfinished = "" if found.quarter == 4 else f", baru sampai triwulan {ROMAN[found.quarter - 1]}"
            click.echo(f"  untuk butir {kind.carried_to} lembar RB General: {shown(found.total.a02 * 100)}{unfinished}")
    lights = rules.lights_of(rules.policy_of(kind))
    parts = [f"{found.total.lights.get(band.id, 0)} {band.label}" for band in lights.bands]
    click.echo(f"  {' · '.join(parts)} · {found.total.late} belum dilaporkan · {found.total.off_track} perlu perhatian")
    if found.shared:
        apart = sum(one.result is None for one in found.shared)
        click.echo(f"  indikator bersama: {len(found.shared)}" + (f", {apart} tidak dapat digabung" if apart else ""))
    if found.missing:
        click.echo(f"  belum menyerahkan: {len(found.missing)} dari {found.registered} unit")
    click.echo(f"  temuan: {counted(found.temuan)}")
    print_temuan((t for f in found.inputs if not f.used and not f.passed_over for t in f.why), with_file=True)


def _rules(criteria: Path | None, kind: str) -> PlanRules:
    """Return the rules of a run; wrong usage for a folder without them, or a kind they do not have."""
    from pmprb.plans.load import load_plan_rules

    loaded = load_plan_rules(criteria)
    if loaded.value is None:
        print_temuan(loaded.temuan)
        raise click.UsageError("Aturan rencana aksi (folder rencana-aksi) tidak dapat dipakai.")
    if kind and kind not in loaded.value.kinds_by_id:
        known = ", ".join(loaded.value.kinds_by_id)
        raise click.UsageError(f"Jenis rencana {kind} tidak dikenal. Yang ada: {known}.")
    return loaded.value


# What `pmprb rencana gabung --lembar-general` does: the implementation score into a new worksheet.


def carried_path(worksheet: str, target: Path) -> Path | None:
    """Return where the filled worksheet is written: beside the rekap, never over the one read; None without one."""
    if not worksheet:
        return None
    from pmprb.text import slug

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
    known_instrument(catalogs_at(criteria), worksheet)
    if not instansi.strip():
        raise click.UsageError("--lembar-general dengan ID instrumen memerlukan --instansi NAMA.")


def carry_to(
    found: PlanConsolidation, rules: PlanRules, worksheet: str, path: Path, criteria: Path | None, instansi: str
) -> tuple[Temuan, ...]:
    """Write the worksheet with the score filled in; return what was noticed. Raises OSError."""
    from pmprb.jobs.plans import carry
    from pmprb.text import slug

    catalogs = catalogs_at(criteria)
    unit = Unit(code=slug(instansi), name=instansi.strip()) if instansi.strip() else None
    carried = carry(found, rules.kinds_by_id[found.kind], worksheet, catalogs, unit)
    if carried.value is not None:
        with whole_file(path) as draft:
            draft.write_bytes(carried.value)
    return carried.temuan
