"""Make the pictures of the page from the worksheets of `pmprb demo`, in headless Chromium.

Run from the project's root after a room of the page has changed, then look at every picture:

    .venv/bin/python docs/gambar/halaman.py               all pictures
    .venv/bin/python docs/gambar/halaman.py papan-unit    only these

Needs the extra `papan`, the Python package playwright, Chromium, and convert (ImageMagick). How: `pmprb papan` serves
the demo's folder, a room is driven as a person would, and what stands on the screen is taken, 1280 pixels wide.
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


PICTURES: dict[str, Callable[[Any], int]] = {
    "papan-rekap": rekap,
    "papan-area": area,
    "papan-ambang": gates,
    "papan-unit": unit,
    "papan-jelaskan": figure,
}
"""Each picture with what is done for it, one after the other on the same page."""


def main() -> None:
    """Write the pictures named on the command line, or all."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome") or ""
    with tempfile.TemporaryDirectory(prefix="pmprb-gambar-") as folder, sync_playwright() as run:
        demo = Path(folder, "demo")
        made = [sys.executable, "-m", "pmprb", "demo", "-o", str(demo)]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        given = demo / "lembar-zi-2021"
        for path in (demo / "daftar-unit.xlsx", *(demo / "tpi-zi-2021").iterdir()):
            shutil.copy(path, given)
        with served(given) as address:
            browser = run.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": WIDTH, "height": 900}, locale="id-ID")
            page.set_default_timeout(PATIENCE)
            page.goto(address)
            page.wait_for_selector(".hasil h2")
            for name, show in PICTURES.items():
                page.set_viewport_size({"width": WIDTH, "height": 900})
                height = show(page)
                page.set_viewport_size({"width": WIDTH, "height": height})
                page.wait_for_timeout(500)
                if not sys.argv[1:] or name in sys.argv[1:]:
                    page.screenshot(path=str(Path(folder, "layar.png")))
                    size = lighter(Path(folder, "layar.png"), HERE / f"{name}.png")
                    print(f"{name}.png {size // 1000} kB" + (" TOO BIG" if size > LIMIT else ""))
            browser.close()


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
