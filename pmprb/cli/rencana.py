"""`pmprb rencana`: quarterly action plans: worksheets, checks, one workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

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
    replace_filled_option,
)
from pmprb.cli.output import counted, print_json, print_temuan, watching
from pmprb.cli.screen import say

if TYPE_CHECKING:
    from pmprb.jobs.plan_rekap import PlanRekapMade, PlanRekapRequest
    from pmprb.jobs.plans import CheckedPlan, PlanCheckRequest, PlansChecked
    from pmprb.plans.consolidate import PlanConsolidation
    from pmprb.plans.groups import Summary
    from pmprb.plans.rules import PlanKind, PlanRules


MOST_ROWS = 500

kind_option = click.option(
    "--jenis",
    "kind",
    default="",
    metavar="JENIS",
    help="rb-general, rb-tematik, perjanjian-kinerja, atau tindak-lanjut.",
)
quarter_option = click.option(
    "--triwulan",
    "quarter",
    type=QuarterType(),
    metavar="1-4",
    help="Triwulan yang dilaporkan, 2 atau II; bawaan: menurut berkas.",
)


@click.group("rencana", cls=IndonesianGroup)
def command() -> None:
    """Rencana aksi triwulanan: templat, periksa, gabung."""


@command.command("templat")
@kind_option
@click.option("--unit", "register", type=PATH, metavar="XLSX", help="Daftar unit (kode, nama, jenis, kelompok, alias).")
@click.option("--periode", "period", type=PeriodType(), metavar="TAHUN", help="Tahun rencana, misalnya 2026.")
@click.option("-o", "--ke", "target", type=PATH, metavar="DIR", help="Folder hasil.")
@click.option(
    "--lanjutan",
    "previous",
    type=PATH,
    metavar="REKAP",
    help="Untuk tindak-lanjut: rekap terdahulu; yang belum selesai diisikan ke lembar unitnya.",
)
@click.option("--baris", "rows", default="40", show_default="40", metavar="N", help="Banyaknya baris isian.")
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa berkas yang sudah ada.")
@replace_filled_option
@criteria_option
def template(
    kind: str,
    register: Path | None,
    period: str | None,
    target: Path | None,
    rows: str,
    previous: Path | None,
    **asked: Any,
) -> int:
    """Buat lembar rencana aksi kosong, satu berkas tiap unit.

    \b
    Contoh:
      pmprb rencana templat --jenis rb-general --unit daftar-unit.xlsx --periode 2026 -o rencana/
      pmprb rencana templat --jenis tindak-lanjut --unit daftar-unit.xlsx --periode 2026 -o tindak-lanjut/
    """
    from pmprb.jobs.follow import follow_kind, make_follow_sheets
    from pmprb.jobs.plan_sheets import PlanSheetsRequest, make_plan_sheets
    from pmprb.jobs.plans import rules_at

    for value, name in ((kind, "--jenis"), (register, "--unit"), (period, "--periode"), (target, "-o")):
        if not value:
            raise click.UsageError(f"{name} belum diisi.")
    assert register and period and target
    if not rows.isdecimal() or not 1 <= int(rows) <= MOST_ROWS:
        raise click.UsageError(f"--baris antara 1 dan {MOST_ROWS}.")
    request = PlanSheetsRequest(kind, register, period, target, int(rows), **asked)
    if follow_kind(rules_at(request.criteria, kind), kind, ()):
        made, what = make_follow_sheets(request, previous, watching()), "tindak lanjut"
    elif previous:
        raise click.UsageError("--lanjutan hanya untuk --jenis tindak-lanjut.")
    else:
        made, what = make_plan_sheets(request, watching()), "rencana aksi"
    print_temuan(made.register)
    if made.written is not None:
        say(f"{made.written} lembar {what} ditulis ke {target}")
    print_temuan(made.temuan)
    return 1 if made.failed else 0


@command.command("periksa")
@paths_argument
@kind_option
@quarter_option
@click.option("--ringkas", "brief", is_flag=True, help="Tanpa CATATAN.")
@criteria_option
@json_option
def check(quarter: str | None, brief: bool, as_json: bool, **asked: Any) -> int:
    """Apa yang keliru atau terlambat dalam rencana aksi, dan di sel mana.

    Contoh: pmprb rencana periksa rencana/
    """
    from pmprb.jobs.follow import follow_kind
    from pmprb.jobs.plans import PlanCheckRequest, check_plans, rules_at

    request = PlanCheckRequest(quarter=int(quarter or 0), **asked)
    if chosen := follow_kind(rules_at(request.criteria, request.kind), request.kind, request.paths):
        return _check_follow_ups(request, chosen, brief, as_json)
    checked = check_plans(request, watching("Memeriksa"))
    if as_json:
        print_json(_checked_data(checked))
    else:
        print_temuan(checked.told, notes=not brief)
        for plan in checked.plans:
            _print_checked(plan, brief)
    return 1 if checked.failed else 0


def _check_follow_ups(request: PlanCheckRequest, kind: PlanKind, brief: bool, as_json: bool) -> int:
    """Look at files of recommendations, and print what is wrong or late in them."""
    from pmprb.books.rekap.json import temuan_data
    from pmprb.jobs.follow import check_follow_ups
    from pmprb.plans.follow.book import words_of
    from pmprb.plans.follow.json import count_data
    from pmprb.plans.follow.model import counted as count_rows

    checked = check_follow_ups(request, kind, watching("Memeriksa"))
    follow = checked.rules.follow
    assert follow is not None
    data: list[object] = [temuan_data(t) for t in checked.told]
    if not as_json:
        print_temuan(checked.told, notes=not brief)
    for one in checked.plans:
        plan = one.plan
        count = count_rows(plan.rows, checked.quarter or plan.quarter) if plan else None
        if as_json:
            known: dict[str, object] = {"kind": None}
            if plan:
                known = {"kind": kind.id, "unit": {"code": plan.unit.code, "name": plan.unit.name}}
            figures = count_data(count) if count else {}
            data.append({"file": one.file, **known, **figures, "temuan": [temuan_data(t) for t in one.temuan]})
            continue
        named = plan.unit.name or "unit tidak disebut" if plan else ""
        said = f"{named} · {words_of(count, follow.labels)} · {counted(one.temuan)}" if count else "tidak terbaca"
        say(f"{one.file} · {said}")
        print_temuan(one.temuan, notes=not brief)
    if as_json:
        print_json(data)
    return 1 if checked.failed else 0


def _checked_data(checked: PlansChecked) -> list[object]:
    from pmprb.books.rekap.json import temuan_data
    from pmprb.plans.json import plan_data

    data: list[object] = [temuan_data(t) for t in checked.told]
    for plan in checked.plans:
        refused = {"file": plan.read.file, "kind": None, "temuan": [temuan_data(t) for t in plan.temuan]}
        data.append(plan_data(plan.result) if plan.result else refused)
    return data


def _print_checked(plan: CheckedPlan, brief: bool) -> None:
    if plan.result is None:
        say(f"{plan.read.file} · tidak terbaca")
    else:
        named = plan.result.plan.unit.name or "unit tidak disebut"
        summary = _short(plan.result.summary)
        say(f"{plan.read.file} · {named} · triwulan {plan.quarter} · {summary} · {counted(plan.temuan)}")
    print_temuan(plan.temuan, notes=not brief)


@command.command("gabung")
@paths_argument
@click.option("-o", "--ke", "target", type=PATH, required=True, metavar="RENCANA.xlsx", help="Rekap yang ditulis.")
@click.option("--unit", "register", type=PATH, metavar="XLSX", help="Daftar unit yang wajib menyerahkan.")
@quarter_option
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
@replace_filled_option
@kind_option
@criteria_option
@json_option
def gather(quarter: str | None, as_json: bool, **asked: Any) -> int:
    """Gabungkan rencana aksi semua unit menjadi satu rekap dengan lembar untuk pimpinan.

    \b
    Contoh:
      pmprb rencana gabung rencana/ -o rencana.xlsx --unit daftar-unit.xlsx --triwulan 2
      pmprb rencana gabung rencana/ -o rencana.xlsx --triwulan 4 --lembar-general rb-general.xlsx
      pmprb rencana gabung tindak-lanjut/ -o tindak-lanjut.xlsx --unit daftar-unit.xlsx --triwulan 2
    """
    from pmprb.jobs.follow import follow_kind
    from pmprb.jobs.plan_rekap import PlanRekapRequest, make_plan_rekap
    from pmprb.jobs.plans import rules_at

    request = PlanRekapRequest(quarter=int(quarter or 0), **asked)
    if chosen := follow_kind(rules_at(request.criteria, request.kind), request.kind, request.paths):
        return _gather_follow_ups(request, chosen, as_json)
    made = make_plan_rekap(request, watching())
    _tell(made, as_json)
    return 1 if made.failed else 0


def _gather_follow_ups(request: PlanRekapRequest, kind: PlanKind, as_json: bool) -> int:
    """Write the workbook of recommendations; print how many stand where, by theme and by unit."""
    from pmprb.books.rekap.json import temuan_data
    from pmprb.cli.summary import of_places, print_refused, refusals_of
    from pmprb.jobs.follow import make_follow_rekap
    from pmprb.plans.follow.book import words_of
    from pmprb.plans.follow.json import follow_ups_data

    if request.worksheet:
        raise click.UsageError("--lembar-general tidak dipakai untuk --jenis tindak-lanjut.")
    made = make_follow_rekap(request, kind, watching())
    print_temuan(made.outputs, with_file=True)
    print_temuan(made.register)
    found, follow = made.found, made.rules.follow
    if found is None or follow is None:
        print_refused(made.temuan)
    elif as_json:
        data = follow_ups_data(found)
        data["temuan"] += [temuan_data(t) for t in made.carried]
        print_json(data)
    else:
        until = f", triwulan {found.quarter}" if found.quarter else ""
        say(f"{kind.title}, periode {found.period or '-'}{until}")
        say(f"  {words_of(found.total, follow.labels)}")
        for title, groups in ((f"per {kind.line_title.lower()}", found.by_line), ("per unit", found.by_unit)):
            say(f"  {title}:")
            for group in groups:
                if group.count.rows:
                    say(f"    {group.title} · {words_of(group.count, follow.labels)}")
        if found.missing:
            say(f"  belum menyerahkan: {len(found.missing)} dari {found.registered} unit")
        say(f"  temuan: {counted(found.temuan)}")
        print_temuan([*of_places(found.temuan, found.inputs), *refusals_of(found.inputs)], with_file=True)
        print_temuan(made.carried)
        for path in made.written:
            say(f"Ditulis: {path}")
    return 1 if made.failed else 0


def _tell(made: PlanRekapMade, as_json: bool) -> None:
    """Print what was gathered, what an earlier rekap or a worksheet could not take, and the files written."""
    from pmprb.books.rekap.json import temuan_data
    from pmprb.plans.json import plans_data

    print_temuan(made.outputs, with_file=True)
    print_temuan(made.register)
    found = made.consolidation
    if found is None:
        from pmprb.cli.summary import print_refused

        print_refused(made.temuan)
    elif as_json:
        data = plans_data(found)
        data["temuan"] += [temuan_data(t) for t in made.carried]
        print_json(data)
    else:
        print_plan_summary(found, made.rules)
        print_temuan(made.carried)
        for path in made.written:
            say(f"Ditulis: {path}")


def _short(summary: Summary) -> str:
    from pmprb.numbers import percent

    return f"{summary.rows} baris, capaian {percent(summary.mean)}"


def print_plan_summary(found: PlanConsolidation, rules: PlanRules) -> None:
    """Print a consolidation of plans in a few lines."""
    from pmprb.cli.summary import of_places, refusals_of
    from pmprb.numbers import percent, shown
    from pmprb.plans.model import ROMAN

    kind = rules.kinds_by_id[found.kind]
    used = sum(file.used for file in found.inputs)
    passed = sum(file.passed_over for file in found.inputs)
    refused = len(found.inputs) - used - passed
    say(f"{kind.title}, periode {found.period or '-'}, sampai triwulan {ROMAN[found.quarter - 1]}")
    say(
        f"  {used + refused} berkas = {used} dipakai + {refused} ditolak"
        + (f" (di luar itu {passed} berkas dilewati)" if passed else "")
    )
    say(f"  capaian rata-rata {percent(found.total.mean)} dari {found.total.measured} baris terukur")
    if kind.scored_a02:
        say(
            f"  tingkat implementasi (A02) {percent(found.total.a02)} dari {found.total.with_target} keluaran; "
            f"cara portal {percent(found.portal.a02)}"
        )
        if kind.carried_to and found.total.a02 is not None:
            unfinished = "" if found.quarter == 4 else f", baru sampai triwulan {ROMAN[found.quarter - 1]}"
            say(f"  untuk butir {kind.carried_to} lembar RB General: {shown(found.total.a02 * 100)}{unfinished}")
    lights = rules.lights_of(rules.policy_of(kind))
    parts = [f"{found.total.lights.get(band.id, 0)} {band.label}" for band in lights.bands]
    say(f"  {' · '.join(parts)} · {found.total.late} belum dilaporkan · {found.total.off_track} perlu perhatian")
    if found.shared:
        apart = sum(one.result is None for one in found.shared)
        say(f"  indikator bersama: {len(found.shared)}" + (f", {apart} tidak dapat digabung" if apart else ""))
    if found.missing:
        say(f"  belum menyerahkan: {len(found.missing)} dari {found.registered} unit")
    say(f"  temuan: {counted(found.temuan)}")
    print_temuan([*of_places(found.temuan, found.inputs), *refusals_of(found.inputs)], with_file=True)
