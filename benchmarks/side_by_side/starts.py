"""What each command's start costs, one worksheet scored, the demo, and the paths of a whole regency."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from side_by_side.inputs import reviews, worksheets
from side_by_side.ways import Bound, Chapter, Took, Way, child, in_turn, number, plain

HELP, SCORE = "pmprb --help", "pmprb nilai, satu berkas"
FASTEST, TWICE = 0.35, 2.0


def measure(demo: Path, rounds: int) -> Chapter:
    """Return what the help of every command takes, and `nilai` of one worksheet."""
    from pmprb.cli.commands import COMMANDS

    one = sorted(worksheets(demo).glob("1-0[2-4]*.xlsx"))[0]
    ways = [Way(HELP, lambda: child("-m", "pmprb", "--help"))]
    ways += [Way(f"pmprb {name} --help", _help(name)) for name in COMMANDS]
    ways.append(Way(SCORE, lambda: child("-m", "pmprb", "nilai", one)))
    found = in_turn(ways, rounds)
    rows = [
        (title, number(found.cpu(title)), number(found.clock(title)), number(found.ratio(title, HELP)))
        for title in found.titles
    ]
    gabung, score = found.ratio("pmprb gabung --help", HELP), found.cpu(SCORE)
    bounds = [
        Bound("pmprb gabung --help paling banyak 2 × pmprb --help", f"{number(gabung)} ×", gabung <= TWICE),
        Bound("pmprb nilai satu berkas paling banyak 0,35 detik", f"{number(score)} detik", score <= FASTEST),
    ]
    figures = {"nilai": f"{plain(score)} s", "bantuan": f"{plain(found.cpu(HELP))} s"}
    about = "Proses baru setiap kali; berkas Python sudah terkompilasi."
    return Chapter(
        "Memulai perintah", about, ("perintah", "prosesor (detik)", "jam (detik)", f"× {HELP}"), rows, bounds, figures
    )


def _help(name: str) -> Callable[[], Took]:
    return lambda: child("-m", "pmprb", name, "--help")


def whole(demo: Path, rounds: int) -> Chapter:
    """Return what the whole demo takes, and what the least to each unit's next target adds to `gabung`."""
    out = demo.parent / "demo-lagi"

    def again() -> Took:
        shutil.rmtree(out, ignore_errors=True)
        return child("-m", "pmprb", "demo", "-o", out)

    def gathered(*more: str) -> Took:
        rekap = demo.parent / "jalur.xlsx"
        rekap.unlink(missing_ok=True)
        named = ("--tpi", reviews(demo), "-o", rekap, "--unit", demo / "daftar-unit.xlsx", "--ganda", "terbaru")
        return child("-m", "pmprb", "gabung", worksheets(demo), *named, *more)

    found = in_turn(
        [
            Way("pmprb demo", again),
            Way("pmprb gabung", gathered),
            Way("pmprb gabung --jalur", lambda: gathered("--jalur")),
        ],
        max(1, rounds // 3),
        warm=False,
    )
    each = found.more("pmprb gabung --jalur", "pmprb gabung") / 58
    rows = [(title, number(found.cpu(title), 1), number(found.clock(title), 1)) for title in found.titles]
    about = "Demo: dua instrumen, 128 templat dan lembar terisi, verifikasi, dua rekap. --jalur: 58 unit."
    figures = {"demo": f"{found.clock('pmprb demo'):.0f}", "jalur": f"{plain(each)} s"}
    return Chapter("Pekerjaan utuh", about, ("perintah", "prosesor (detik)", "jam (detik)"), rows, [], figures)
