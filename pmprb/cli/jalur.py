"""`pmprb jalur`: the least that must change for a target."""

from __future__ import annotations

import textwrap
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH, QuarterType, blank_option, json_option, replace_filled_option, sources_options
from pmprb.cli.output import print_json, print_temuan, watching
from pmprb.cli.screen import say, styled
from pmprb.numbers import number_words, shown

if TYPE_CHECKING:
    from pmprb.catalog.model import Instrument
    from pmprb.insight.path.records import LeastPath, PathChange, PathPlan
    from pmprb.jobs.evaluate import Sources
    from pmprb.jobs.path import PathFound, UnitPath

_MONTHS_A_QUARTER = 3


class AmountType(click.ParamType[Fraction]):
    """An amount: 1500000, 1.500.000 or 2,5."""

    name = "amount"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """Return the amount."""
        from pmprb.workbook.tolerant import number

        if isinstance(value, Fraction):
            return value
        found = number(str(value), whole=True).value
        if found is None or found < 0:
            self.fail("tulis angka dari 0 ke atas, misalnya 25000000.", param, ctx)
        return found


@click.command("jalur", cls=IndonesianCommand)
@click.option("--target", "target", default="", metavar="TARGET", help="WBK, WBBM, sebuah predikat, atau nilai: 75,5.")
@click.option(
    "--tujuan",
    "objective",
    type=click.Choice(["perubahan", "upaya", "nilai"]),
    help="Perubahan paling sedikit (bawaan), upaya paling kecil, atau nilai paling tinggi.",
)
@click.option(
    "--upaya", "effort", type=PATH, metavar="XLSX", help="Biaya, bulan, dan boleh tidaknya tiap butir diubah."
)
@click.option("--tulis-upaya", "empty_effort", type=PATH, metavar="XLSX", help="Tulis berkas upaya kosong.")
@click.option("--anggaran", "budget", type=AmountType(), metavar="JUMLAH", help="Biaya semua perubahan paling banyak.")
@click.option(
    "--triwulan",
    "quarters",
    type=QuarterType(),
    metavar="N",
    help="Hanya butir yang selesai dalam N triwulan menurut kolom bulan.",
)
@click.option(
    "--termasuk-hasil",
    "outcomes",
    is_flag=True,
    help="Ikutkan butir yang tidak dapat dicentang sendiri: survei, audit, dan penilaian pihak luar.",
)
@click.option(
    "--semua", "more", type=click.IntRange(0, 100), default=0, metavar="N", help="Sebut N jalur lain yang sama baiknya."
)
@click.option("-o", "--ke", "plan", type=PATH, metavar="RENCANA.xlsx", help="Tulis jalurnya sebagai rencana aksi.")
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa berkas yang sudah ada.")
@replace_filled_option
@sources_options(blank_option)
@json_option
def command(
    sources: Sources,
    target: str,
    objective: str | None,
    effort: Path | None,
    budget: Fraction | None,
    quarters: str | None,
    outcomes: bool,
    more: int,
    as_json: bool,
    **files: Any,
) -> int:
    """Cari perubahan paling sedikit pada lembar kerja supaya target tercapai, terbukti dan dihitung ulang.

    \b
    Contoh:
      pmprb jalur berkas/Dinas-Kesehatan.xlsx --target WBK
      pmprb jalur berkas/Dinas-Kesehatan.xlsx --target WBK -o rencana.xlsx
      pmprb jalur berkas/Dinas-Kesehatan.xlsx --tulis-upaya upaya.xlsx
      pmprb jalur berkas/Dinas-Kesehatan.xlsx --tujuan nilai --upaya upaya.xlsx --anggaran 50000000
    """
    from pmprb.insight.path.records import Wish
    from pmprb.jobs.path import PathRequest, find_paths

    bounded = budget is not None or quarters is not None
    named = objective or ("nilai" if bounded and not target else "upaya" if effort and target else "perubahan")
    if named == "nilai" and not effort and (budget is not None or quarters):
        raise click.UsageError("--anggaran dan --triwulan memerlukan --upaya.")
    if (named == "upaya" or budget is not None or quarters) and not effort:
        raise click.UsageError("Sebut biaya atau bulannya dengan --upaya; berkas kosongnya dari --tulis-upaya.")
    if not target and named != "nilai" and not files["empty_effort"]:
        raise click.UsageError("Sebut targetnya, misalnya --target WBK.")
    months = Fraction(_MONTHS_A_QUARTER * int(quarters)) if quarters else None
    wish = Wish.model_validate(
        {"objective": named, "budget": budget, "months": months, "outcomes": outcomes, "more": more}
    )
    made = find_paths(PathRequest(sources, target.strip(), wish, effort, **files), watching())
    if as_json:
        _json(made)
    else:
        _print(made)
    return 1 if made.failed else 0


def _json(made: PathFound) -> None:
    from pmprb.books.path import path_data
    from pmprb.books.rekap.json import refused_data, temuan_data

    listed: list[dict[str, Any]] = []
    for unit in made.units:
        result, outcome = unit.outcome.result, unit.outcome
        if result is None or unit.instrument is None:
            listed.append(refused_data(outcome.file, outcome.sha256, outcome.temuan))
            continue
        listed.append(
            {
                "file": outcome.file,
                "instrument": unit.instrument.id,
                "unit": {"code": result.unit.code, "name": result.unit.name},
                "blank": result.tree.blank,
                **(path_data(unit.path, unit.instrument) if unit.path else {}),
                "temuan": [temuan_data(t) for t in made.temuan],
            }
        )
    errors = made.worksheets.found.errors if made.worksheets else ()
    listed += [refused_data(t.workbook, "", [t]) for t in (*made.outputs, *errors)]
    print_json(listed[0] if len(listed) == 1 else listed)


def _print(made: PathFound) -> None:
    print_temuan(made.outputs)
    if made.worksheets is not None:
        print_temuan(made.worksheets.found.errors)
        if not made.worksheets.outcomes and not made.worksheets.found.errors:
            say("Tidak ada lembar kerja (.xlsx) di tempat itu.")
    for unit in made.units:
        _print_unit(unit)
    print_temuan(made.temuan)
    for path in made.written:
        say(f"Ditulis: {path}")


def _print_unit(unit: UnitPath) -> None:
    from pmprb.temuan import Severity

    result, instrument, path = unit.outcome.result, unit.instrument, unit.path
    if result is None or instrument is None:
        say(f"{unit.outcome.file} · tidak dapat dinilai")
        print_temuan(unit.outcome.temuan)
        return
    say(styled(result.unit.name or "unit tidak disebut", bold=True) + f" · {result.submission.file}")
    say(f"  {instrument.short_title}, periode {result.submission.period or '-'}")
    if path is None:
        return
    grave = [t for t in unit.outcome.temuan if t.severity is Severity.KESALAHAN]
    if grave:
        say(f"  Perhatian: {len(grave)} KESALAHAN dalam lembar ini; lihat pmprb periksa.")
    _headline(path)
    if path.plan is not None:
        for number, change in enumerate(path.plan.changes, start=1):
            _print_change(number, change, path, instrument)
        for number, other in enumerate(path.others, start=1):
            _print_other(number, other, path, instrument)
    if path.rest is not None:
        say(f"  Untuk ambang lainnya cukup {len(path.rest.changes)} perubahan:")
        for number, change in enumerate(path.rest.changes, start=1):
            _print_change(number, change, path, instrument)
    if path.fixed and path.status != "already" and not path.wish.outcomes:
        say(f"  Tidak diubah: {len(path.fixed)} butir di luar jangkauan unit atau yang tidak boleh diubah.")


def _headline(path: LeastPath) -> None:
    from pmprb.insight.path.words import obstacle_words

    before, plan = shown(path.before.total.points), path.plan
    if path.status == "already":
        say(f"  {path.goal.title}: sudah tercapai, nilai {before}. Tidak ada yang perlu diubah.")
    elif plan is None:
        own = "tidak dapat dicapai unit sendiri" if path.within_reach else "tidak dapat tercapai"
        say(f"  {path.goal.title}: {own}, nilai sekarang {before}.")
        apart = all(one.alone for one in path.obstacles)
        say("  Penghalang:" if apart else "  Masing-masing dapat dipenuhi, tetapi tidak bersama-sama:")
        for one in path.obstacles:
            say(f"    {obstacle_words(one)}")
        if path.within_reach:
            say("  Dengan --termasuk-hasil (survei, audit, penilaian pihak luar ikut naik) target dapat tercapai.")
    else:
        many = f"{len(plan.changes)} perubahan"
        proof = {
            "perubahan": "terbukti paling sedikit",
            "upaya": "terbukti paling ringan",
            "nilai": "terbukti tertinggi",
        }
        said = proof[path.wish.objective]
        if path.bound is not None:
            said = f"belum terbukti; tidak ada yang lebih baik dari {number_words(Fraction(path.bound))}"
        cost = f", biaya {number_words(_cost(plan))}" if path.wish.effort else ""
        say(f"  {path.goal.title}: nilai {before} → {shown(plan.after.total.points)}, {many}{cost} ({said})")


def _cost(plan: PathPlan) -> Fraction:
    return sum((change.cost or Fraction(0) for change in plan.changes), Fraction(0))


def _print_change(number: int, one: PathChange, path: LeastPath, instrument: Instrument) -> None:
    from pmprb.books.path import evidence_asked, gain_words, need_titles, option_words
    from pmprb.insight.path.words import change_words

    item, area = instrument.items[one.item], instrument.area_of(one.item)
    head = f"{one.item} · {area.title} · {change_words(one, instrument)} · {gain_words(one.gain)} poin"
    say(f"  {number:>2}. {head}")
    _lines("Kriteria", item.criterion)
    asked = option_words(one.after, one.item, instrument)
    if asked:
        _lines(f"Jawaban {one.after.choice}", asked)
    _lines("Caranya", item.remedy)
    _lines("Bukti", evidence_asked(one.item, instrument))
    if one.gates:
        _lines("Menggerakkan", need_titles(one.gates, path))
    if one.cost is not None or one.months is not None:
        said = [f"biaya {number_words(one.cost)}"] if one.cost is not None else []
        said += [f"{number_words(one.months)} bulan"] if one.months is not None else []
        _lines("Upaya", ", ".join(said))


def _lines(name: str, text: str) -> None:
    for line in textwrap.wrap(f"{name}: {text}", 100, initial_indent=" " * 6, subsequent_indent=" " * 8):
        say(line)


def _print_other(number: int, other: PathPlan, path: LeastPath, instrument: Instrument) -> None:
    from pmprb.insight.path.words import change_words

    best = set(path.plan.items) if path.plan else set()
    said = "; ".join(f"{one.item} {change_words(one, instrument)}" for one in other.changes if one.item not in best)
    same = len([item for item in other.items if item in best])
    _lines(f"Jalur lain {number}", f"{said} (dan {same} perubahan yang sama)" if same else said)
