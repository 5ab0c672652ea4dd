"""What the measurements read: the demo's regency, made once by this very program."""

from __future__ import annotations

from pathlib import Path

from side_by_side.ways import child

INSTRUMENT = "zi-2021"


def regency(folder: Path) -> Path:
    """Return the folder of the demo, made there when it is not yet."""
    place = folder / "demo"
    if not (place / f"rekap-{INSTRUMENT}.xlsx").exists():
        child("-m", "pmprb", "demo", "--timpa", "-o", place)
    return place


def worksheets(demo: Path) -> Path:
    """Return the folder of the units' worksheets."""
    return demo / f"lembar-{INSTRUMENT}"


def reviews(demo: Path) -> Path:
    """Return the folder of the verifiers' workbooks."""
    return demo / f"tpi-{INSTRUMENT}"


def empty(demo: Path) -> Path:
    """Return a worksheet that nobody has filled in, made beside the demo when it is not yet."""
    place = demo.parent / "lembar-kosong"
    if not place.exists():
        child(
            "-m", "pmprb", "templat", INSTRUMENT, "--unit", demo / "daftar-unit.xlsx", "--periode", "2026", "-o", place
        )
    return min(place.glob("*.xlsx"))
