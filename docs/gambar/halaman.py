"""Make the pictures of the page from the worksheets of `pmprb demo`, in headless Chromium.

Run from the project's root after a room of the page has changed, then look at every picture:

    .venv/bin/python docs/gambar/halaman.py               all pictures
    .venv/bin/python docs/gambar/halaman.py papan-unit    only these

Needs the extra `papan`, the Python package playwright, Chromium, and convert (ImageMagick). How: `pmprb papan` serves
the demo's folder, a room is driven as a person would, and what stands on the screen is taken, 1280 pixels wide. The
other rooms are walked through as the tests do (tests/helpers/layar.py), on the worksheets in workbooks/samples.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
WIDTH, LIMIT, PATIENCE = 1280, 150_000, 180_000


def rekap(page: Any) -> int:
    """Show the first screen of a rekap; return the height that is taken."""
    page.locator("#isi-halaman").evaluate("() => scrollTo(0, 0)")
    return 900


def area(page: Any) -> int:
    """Show the heat map of areas."""
    page.locator(".hasil [data-tab=area]").click()
    page.locator(".panas").first.evaluate("e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 60)")
    return 640


def gates(page: Any) -> int:
    """Show the gates, those who lack the least first."""
    page.locator(".hasil [data-tab=kelayakan]").click()
    page.locator(".hasil .deret-tab").evaluate("e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 8)")
    return 640


def unit(page: Any) -> int:
    """Show a unit's page."""
    page.locator(".hasil [data-tab=peringkat]").click()
    page.locator(".hasil tbody tr").nth(19).locator(".tombol-teks").first.click()
    page.wait_for_selector(".halaman-unit")
    page.locator(".halaman-unit").evaluate("e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 8)")
    return 1000


def figure(page: Any) -> int:
    """Show how a figure came about."""
    page.locator(".halaman-unit .radar-tabel .tombol-teks").first.click()
    page.wait_for_selector("dialog[open]")
    page.locator("dialog").get_by_role("button", name="Jelaskan A.I.1 ").first.click()
    page.wait_for_selector("text=Asal-usul angka A.I.1")
    return 760


OF_REKAP: dict[str, Callable[[Any], int]] = {
    "papan-rekap": rekap,
    "papan-area": area,
    "papan-ambang": gates,
    "papan-unit": unit,
    "papan-jelaskan": figure,
}
"""Each picture of the room Rekap with what is done for it, one after the other on the same page."""

OF_WALK = {
    "papan-isi": ("isi-terisi", "terang", 900),
    "papan-klinik": ("klinik-jalur", "terang", 860),
    "papan-kelas": ("kelas-soal", "terang", 760),
    "papan-kelas-bahas": ("kelas-bahas", "terang", 1000),
}
"""Each picture of another room: the state of the walk, the theme, the height that is taken."""
OF_PHONES = ("ponsel-masuk", "ponsel-terkirim", "ponsel-bahas")
"""What a participant sees, side by side in one picture."""
PHONES, GAP = "papan-ponsel", 40


def main() -> None:
    """Write the pictures named on the command line, or all."""
    from playwright.sync_api import sync_playwright

    wanted = set(sys.argv[1:]) or {*OF_REKAP, *OF_WALK, PHONES}
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or ""
    with tempfile.TemporaryDirectory(prefix="pmprb-gambar-") as folder, sync_playwright() as run:
        browser = run.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        if wanted & OF_REKAP.keys():
            of_rekap(browser, Path(folder), wanted)
        if wanted & {*OF_WALK, PHONES}:
            of_walk(browser, Path(folder), wanted)
        browser.close()


def of_rekap(browser: Any, folder: Path, wanted: set[str]) -> None:
    """Take the pictures of the room Rekap, on the demo's worksheets."""
    demo = folder / "demo"
    made = [sys.executable, "-m", "pmprb", "demo", "-o", str(demo)]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    given = demo / "lembar-zi-2021"
    for path in (demo / "daftar-unit.xlsx", *(demo / "tpi-zi-2021").iterdir()):
        shutil.copy(path, given)
    with served(given) as address:
        page = browser.new_page(viewport={"width": WIDTH, "height": 900}, locale="id-ID")
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        page.wait_for_selector(".hasil h2")
        for name, show in OF_REKAP.items():
            page.set_viewport_size({"width": WIDTH, "height": 900})
            height = show(page)
            page.set_viewport_size({"width": WIDTH, "height": height})
            page.wait_for_timeout(500)
            if name in wanted:
                taken(page, name, folder)


def of_walk(browser: Any, folder: Path, wanted: set[str]) -> None:
    """Take the pictures of the other rooms and of the phones."""
    sys.path.insert(0, str(HERE.parent.parent / "tests"))
    from helpers.layar import Walk, dressed
    from helpers.papan import running

    states = {state: (name, theme, height) for name, (state, theme, height) in OF_WALK.items()}
    phones: list[Path] = []
    with running("--kelas", "--alamat", "127.0.0.1", "--port-kelas", "0", folder=folder) as server:
        walk = Walk(browser, server)
        for part in (walk.isi, walk.klinik, walk.kelas):
            for screen in part():
                if screen.name in OF_PHONES:
                    phones.append(folder / f"{screen.name}.png")
                    screen.page.screenshot(path=str(phones[-1]))
                if screen.name in states:
                    name, theme, height = states[screen.name]
                    dressed(screen.page, theme, (WIDTH, height))
                    screen.page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
                    if name in wanted:
                        taken(screen.page, name, folder)
        walk.close()
    if PHONES in wanted:
        beside = ["-background", "white", "-splice", f"{GAP}x0", "-gravity", "north", "+append"]
        screen = folder / "layar.png"
        subprocess.run(["convert", *map(str, phones), *beside, str(screen)], check=True)
        told(PHONES, lighter(screen, HERE / f"{PHONES}.png"))


def taken(page: Any, name: str, folder: Path) -> None:
    """Write what stands on the screen as a picture."""
    screen = folder / "layar.png"
    page.screenshot(path=str(screen))
    told(name, lighter(screen, HERE / f"{name}.png"))


def told(name: str, size: int) -> None:
    """Print what was written."""
    print(f"{name}.png {size // 1000} kB" + (" TOO BIG" if size > LIMIT else ""))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the page with a folder; give the address that lets in."""
    command = [sys.executable, "-u", "-m", "pmprb", "papan", "--tanpa-peramban", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
    finally:
        process.terminate()
        process.wait()


def lighter(screen: Path, target: Path) -> int:
    """Write a picture of few colours; return its size in bytes."""
    small = ["+dither", "-colors", "96", "-strip", "-define", "png:compression-level=9", f"PNG8:{target}"]
    subprocess.run(["convert", str(screen), *small], check=True)
    return target.stat().st_size


if __name__ == "__main__":
    main()
