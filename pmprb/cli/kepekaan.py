"""`pmprb kepekaan`: how firm results are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import (
    PATH,
    PeriodType,
    blank_option,
    duplicates_option,
    json_option,
    replace_filled_option,
    sources_options,
    strict_option,
    tpi_option,
)
from pmprb.cli.output import print_json, print_temuan, watching
from pmprb.cli.screen import say
from pmprb.cli.summary import print_refused
from pmprb.numbers import percent, shown

if TYPE_CHECKING:
    from pmprb.insight.policies import PolicyMove
    from pmprb.insight.robust.draws import Robustness
    from pmprb.jobs.evaluate import Sources
    from pmprb.jobs.sensitivity import SensitivityFound

_LISTED, _ROOM = 12, 44


class PercentType(click.ParamType[float]):
    """A part: 10, 10%, 0,1."""

    name = "percent"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return a part of 1; a number above 1, or one with a per cent sign, is per cents."""
        if isinstance(value, float):
            return value
        text = str(value).strip().replace(",", ".")
        try:
            number = float(text.removesuffix("%"))
        except ValueError:
            number = -1.0
        part = number / 100 if text.endswith("%") or number > 1 else number
        if not 0 <= part <= 1:
            self.fail("tulis bagian dari 0 sampai 100%, misalnya 15% atau 0,15.", param, ctx)
        return part


@click.command("kepekaan", cls=IndonesianCommand)
@click.option(
    "--kebijakan",
    "policies",
    is_flag=True,
    help="Akibat tiap kebijakan lain: kosong, pembagi nol, bacaan, varian, bukti.",
)
@click.option("-o", "--ke", "target", type=PATH, metavar="KEPEKAAN.xlsx", help="Tulis hasilnya sebagai buku kerja.")
@click.option("--unit", "register", type=PATH, metavar="XLSX", help="Daftar unit.")
@tpi_option
@click.option(
    "--periode", "period", type=PeriodType(), default="", metavar="TAHUN", help="Periode lembar yang dipakai."
)
@duplicates_option
@click.option(
    "--undian",
    "draws",
    type=click.IntRange(100, 1_000_000),
    default=10_000,
    show_default=True,
    metavar="N",
    help="Banyaknya undian.",
)
@click.option(
    "--peluang",
    "probability",
    type=PercentType(),
    metavar="BAGIAN",
    help="Peluang jawaban turun satu tingkat bila diverifikasi; bawaan: yang tampak pada verifikasi yang ada.",
)
@click.option(
    "--geser-bobot", "wobble", type=PercentType(), default=0.1, metavar="BAGIAN", help="Geseran bobot; bawaan: 10%."
)
@click.option(
    "--benih", "seed", type=click.IntRange(0), default=1, show_default=True, metavar="N", help="Benih undian."
)
@click.option("--sobol", "sobol", is_flag=True, help="Hitung juga indeks Sobol' tiap area (memerlukan SALib).")
@click.option("--timpa", "overwrite", is_flag=True, help="Timpa buku kerja yang sudah ada.")
@replace_filled_option
@sources_options(blank_option, strict_option)
@json_option
def command(sources: Sources, as_json: bool, **asked: Any) -> int:
    """Seberapa teguh hasil: bila kebijakan lain dipakai, bila verifikasi menurunkan jawaban, bila bobot bergeser.

    \b
    Contoh:
      pmprb kepekaan lembar/ --kebijakan
      pmprb kepekaan lembar/ --tpi tpi/ -o kepekaan.xlsx
      pmprb kepekaan lembar/ --peluang 15% --sobol -o kepekaan.xlsx
    """
    from pmprb.jobs.sensitivity import SensitivityRequest, find_sensitivity

    made = find_sensitivity(SensitivityRequest(sources, **asked), watching())
    if as_json:
        _json(made)
    else:
        _print(made)
    return 1 if made.failed else 0


def _json(made: SensitivityFound) -> None:
    from pmprb.books.rekap.json import temuan_data
    from pmprb.books.sensitivity import policies_data, robustness_data

    data: dict[str, Any] = {
        "instrument": made.instrument.id if made.instrument else None,
        "period": made.consolidation.period if made.consolidation else None,
    }
    if made.policies is not None:
        data |= policies_data(made.policies)
    elif made.robustness is not None and made.across is not None:
        data |= robustness_data(made.robustness, made.across)
    data["written"] = str(made.written) if made.written else None
    data["temuan"] = [temuan_data(t) for t in (*made.outputs, *made.temuan)]
    print_json(data)


def _print(made: SensitivityFound) -> None:
    print_temuan(made.outputs, with_file=True)
    if made.instrument is not None and made.consolidation is not None:
        refused = [file for file in made.consolidation.inputs if not file.used and not file.passed_over]
        say(f"{made.instrument.short_title}, periode {made.consolidation.period or '-'}")
        if refused:
            say(f"  {len(refused)} berkas tidak dipakai; lihat pmprb periksa")
    if made.policies is not None:
        for case in made.policies.cases:
            moves = [move for move in made.policies.moves if move.case == case.id]
            decisive = [move for move in moves if move.decisive]
            say(f"  {case.title}: {len(decisive)} unit berubah target atau predikat, {len(moves)} bergeser")
            for move in decisive[:_LISTED]:
                say(f"    {move.unit.name}: {_between(move)}; {move.why}")
            if len(decisive) > _LISTED:
                say(f"    … dan {len(decisive) - _LISTED} unit lagi")
    elif made.robustness is not None:
        _print_firm(made.robustness)
        if made.across is not None and made.across.lifts:
            from pmprb.books.sensitivity import near

            together = shown(near(made.across.together))
            listed = ", ".join(lift.item for lift in made.across.lifts)
            say(f"  Paling menaikkan rata-rata bila semua unit melakukannya (bersama +{together}): {listed}")
    if made.instrument:
        print_temuan(made.temuan, with_file=True)
    else:
        print_refused(made.temuan)
    if made.written:
        say(f"Ditulis: {made.written}")


def _between(move: PolicyMove) -> str:
    said = []
    if move.before.targets != move.after.targets:
        said.append(f"{', '.join(move.before.targets) or 'belum'} → {', '.join(move.after.targets) or 'belum'}")
    if move.before.predicate != move.after.predicate:
        said.append(f"{move.before.predicate or '-'} → {move.after.predicate or '-'}")
    return ", ".join(said)


def _print_firm(firm: Robustness) -> None:
    from pmprb.books.sensitivity import assumptions, near

    if not firm.units:
        say("  Belum ada unit yang dapat dinilai.")
        return
    for line in assumptions(firm):
        say(f"  {line}")
    for unit in firm.units:
        chances = ", ".join(f"{t} {percent(near(p))}" for t, p in unit.targets.items())
        low, middle, high = (shown(near(v)) for v in unit.total)
        place = f"ke-{unit.rank[0]} sampai ke-{unit.rank[2]}" if unit.rank[0] != unit.rank[2] else f"ke-{unit.rank[1]}"
        more = f", {chances}" if chances else ""
        say(f"    {unit.name[:_ROOM]:<{_ROOM}} {middle:>6} ({low} sampai {high}), {place}{more}")
