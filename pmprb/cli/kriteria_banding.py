"""`pmprb kriteria bandingkan`: what two catalogs say differently, and what that does to worksheets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmprb.cli.indonesia import IndonesianCommand
from pmprb.cli.options import PATH, criteria_option, every_path, json_option
from pmprb.cli.output import print_json, print_temuan
from pmprb.cli.screen import say, styled
from pmprb.numbers import decimal_or_none, margin, shown, signed

if TYPE_CHECKING:
    from pmprb.catalog.compare import Difference
    from pmprb.jobs.catalog_work import CatalogsCompared, Effect, Side
    from pmprb.temuan import Loaded


_SIGNS = {"added": "+", "gone": "-", "changed": "~"}
_LONGEST = 70
_DECIMAL = re.compile(r"-?\d+\.\d+")


@click.command("bandingkan", cls=IndonesianCommand)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option(
    "--lembar",
    "sheets",
    type=PATH,
    multiple=True,
    callback=every_path,
    metavar="PATH",
    help="Lembar terisi (atau foldernya): nilainya menurut A dan menurut B. Boleh diulang.",
)
@criteria_option
@json_option
def bandingkan(a: str, b: str, sheets: tuple[Path, ...], criteria: Path | None, as_json: bool) -> int:
    """Bandingkan dua katalog; A dan B masing-masing id instrumen, id@varian, atau folder.

    Kode keluar 0 bila sama, 1 bila berbeda.

    \b
    Contoh:
      pmprb kriteria bandingkan ID ID@VARIAN
      pmprb kriteria bandingkan ID kriteria/lke-instansi --lembar lembar-terisi.xlsx
    """
    from pmprb.jobs.catalog_work import CatalogsRequest, compare_catalogs

    found = compare_catalogs(CatalogsRequest(a, b, sheets, criteria))
    for named, temuan in found.unusable[:1]:
        say(f"{named}: katalog tidak dapat dipakai", err=True)
        print_temuan(temuan)
    if found.unusable:
        return 1
    if as_json:
        print_json({"a": a, "b": b} | _data(found))
    else:
        _print_differences(a, b, found.differences)
        print_temuan([*found.found.errors, *found.found.passed_over])
        for name, effect in found.effects:
            _print_effect(name, effect, a, b)
    return 1 if found.differ else 0


def _data(compared: CatalogsCompared) -> dict[str, Any]:
    from pmprb.books.rekap.json import temuan_data
    from pmprb.catalog.compare import difference_data

    refused = (t for _, effect in compared.effects if effect.value is None for t in effect.temuan)
    return {
        "equal": not compared.differences,
        "differences": [difference_data(d) for d in compared.differences],
        "worksheets": [_effect_data(effect.value) for _, effect in compared.effects if effect.value],
        "temuan": [temuan_data(t) for t in (*compared.found.errors, *refused)],
    }


def _print_differences(a: str, b: str, differences: Sequence[Difference]) -> None:
    if not differences:
        say(f"{a} dan {b} sama.")
        return
    from pmprb.cli.aspects import ONLY_COUNTED, WORDS

    say(f"{a} → {b}: {len(differences)} perbedaan")
    for aspect, words in WORDS.items():
        of_aspect = [d for d in differences if d.aspect is aspect]
        if of_aspect and aspect in ONLY_COUNTED:
            say(f"{words}: {len(of_aspect)} berbeda (rinciannya dengan --json)")
        elif of_aspect:
            say(f"{words}: {len(of_aspect)}")
            for difference in of_aspect:
                say(f"  {_line(difference)}")


def _line(difference: Difference) -> str:
    from pmprb.catalog.compare import Aspect

    name = " ".join(filter(None, (difference.id, difference.part)))
    words = _text
    if difference.aspect is Aspect.ITEM_GATE:
        name, words = difference.id, _gate
    before, after = words(difference.before), words(difference.after)
    said = f"{before} → {after}" if before and after else before or after
    return "  ".join(filter(None, (f"{_SIGNS[difference.change]} {name}".strip(), said)))


def _text(value: str) -> str:
    """Return a text cut to length, a bare number with a decimal comma."""
    if _DECIMAL.fullmatch(value):
        return value.replace(".", ",")
    line = " ".join(value.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def _gate(value: str) -> str:
    """Return a gate between items ("rule parent answers") in words."""
    rule, _, rest = value.partition(" ")
    parent, _, answers = rest.partition(" ")
    if rule == "multiply":
        return f"dikalikan nilai {parent}"
    if rule == "zero_if_zero":
        return f"0 bila {parent} bernilai 0"
    return f"0 bila {parent} dijawab {answers}" if rule else ""


def _print_effect(name: str, effect: Loaded[Effect], a: str, b: str) -> None:
    found = effect.value
    if found is None:
        say()
        say(f"{name} · tidak dapat dinilai")
        print_temuan(effect.temuan)
        return
    say()
    say(styled(found.unit or "unit tidak disebut", bold=True) + f" · {name}")
    total = f"{shown(found.a.total)} dari {shown(found.a.most)} → {shown(found.b.total)} dari {shown(found.b.most)}"
    say(f"  Nilai {total}{_change(found.a.total, found.b.total)}")
    for target in dict.fromkeys((*found.a.verdicts, *found.b.verdicts)):
        say(f"  {target}: {_verdict(found.a, target)} → {_verdict(found.b, target)}")
    if found.a.predicate or found.b.predicate:
        say(f"  Predikat {found.a.predicate or '–'} → {found.b.predicate or '–'}")
    for moved in found.moved:
        points_ = f"{shown(moved.before):>7} → {shown(moved.after):>7}"
        say(f"  {points_}  {moved.node} {moved.title}{_change(moved.before, moved.after)}")
    if not found.moved and found.a.total == found.b.total:
        say("  Tidak ada nilai yang berubah.")
    for side, named in ((found.a, a), (found.b, b)):
        if side.lost:
            listed = ", ".join(side.lost[:8]) + (", …" if len(side.lost) > 8 else "")
            say(f"  {len(side.lost)} jawaban tidak dapat dipakai menurut {named}: {listed}")


def _change(before: Fraction | None, after: Fraction | None) -> str:
    if before is None or after is None or before == after:
        return ""
    apart = margin(after, before)
    return f" ({signed(apart) if apart else '< 0,01'})"


def _verdict(side: Side, target: str) -> str:
    if target not in side.verdicts:
        return "tidak ada"
    return "memenuhi" if side.verdicts[target] else "belum"


def _effect_data(effect: Effect) -> dict[str, Any]:
    from pmprb.catalog.compare import moved_data

    data: dict[str, Any] = {"file": effect.file, "unit": effect.unit}
    for name, side in (("a", effect.a), ("b", effect.b)):
        data[name] = {
            "instrument": side.instrument,
            "total": decimal_or_none(side.total),
            "max": decimal_or_none(side.most),
            "verdicts": dict(side.verdicts),
            "predicate": side.predicate or None,
            "lost": list(side.lost),
        }
    data["moved"] = moved_data((m.node, m.before, m.after) for m in effect.moved)
    return data
