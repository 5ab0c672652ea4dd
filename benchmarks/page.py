"""pmprb.html against the native program and against an empty pyodide page, in one run.

    python benchmarks/page.py [pmprb.html]

Opens the file by file:// in headless Chromium, and beside it a page of the same make with pyodide alone (its own whole
standard library, nothing of ours). Then one worksheet, and the demo's folder of them to the rekap's bytes, in the page
and natively (the same job, `pmprb.papan.work.run`). All figures are seconds of processor time: of the
browser's processes from /proc on Linux, of this process natively; so others on the machine change little. Memory is
what the page's own process holds at most. Each is the least of several turns.
"""

from __future__ import annotations

import base64
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from helpers.peramban import browser
from helpers.satu_berkas import build, opened
from pmprb.demo.make import make_demo
from pmprb.papan import in_browser  # sets how rarely rings of objects are looked for, as the command line does
from pmprb.papan.desk import Desk
from pmprb.papan.satu_berkas.materials import fetch
from pmprb.papan.satu_berkas.parts import gzipped
from pmprb.papan.work import run

TURNS = 3
assert in_browser
EMPTY = """
const diri = self;
diri.onmessage = async ({ data: { bagian } }) => {
  const teks = (satu) => new Response(satu.stream().pipeThrough(new DecompressionStream("gzip")));
  const kode = async (satu) => new Blob([await teks(satu).blob()], { type: "text/javascript" });
  const modul = async (satu) => import(URL.createObjectURL(await kode(satu)));
  diri.fetch = async (url) => String(url).endsWith(".wasm")
    ? new Response(teks(bagian.wasm).body, { headers: { "content-type": "application/wasm" } })
    : teks(bagian.pustaka);
  const [{ loadPyodide }, { default: createPyodideModule }] =
    await Promise.all([modul(bagian.pyodide), modul(bagian.asm)]);
  await loadPyodide({ indexURL: "https://x.invalid/", packageBaseUrl: "https://x.invalid/", createPyodideModule,
    lockFileContents: { info: KUNCI, packages: {} } });
  postMessage("siap");
};
"""


def processor(browser_pid: int) -> float:
    """Return the processor time of a process and all beneath it, in seconds."""
    ticks, parents = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
        ticks[int(stat.parent.name)] = sum(map(int, fields[11:15]))
    inside = {browser_pid}
    while more := {pid for pid, parent in parents.items() if parent in inside} - inside:
        inside |= more
    return sum(ticks.get(pid, 0) for pid in inside) / 100


def memory(pid: int) -> dict[int, int]:
    """Return the most memory that each renderer beneath a process has held, in MB."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_text()
            status = (folder / "status").read_text()
        except OSError:
            continue
        if "--type=renderer" in words and _beneath(int(folder.name), pid):
            found[int(folder.name)] = int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024
    return found


def _beneath(pid: int, top: int) -> bool:
    while pid > 1:
        if pid == top:
            return True
        try:
            pid = int((Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return False
    return False


EMPTY_PAGE = """
const bagian = {};
for (const unsur of document.querySelectorAll("[id^=bagian-]")) {
  const huruf = atob(unsur.textContent);
  bagian[unsur.id.slice(7)] = new Blob([Uint8Array.from(huruf, (satu) => satu.charCodeAt(0))]);
}
const kode = document.getElementById("pekerja").textContent;
const pekerja = new Worker(`data:text/javascript;base64,${kode}`, { type: "module" });
pekerja.onmessage = () => (document.documentElement.dataset.mesin = "siap");
pekerja.onerror = () => (document.documentElement.dataset.mesin = "gagal");
pekerja.postMessage({ bagian });
"""


def empty_page(folder: Path) -> Path:
    """Write a page with pyodide alone: its own whole standard library, as it comes."""
    place = folder / "bahan"
    place.mkdir()
    pyodide = fetch(place).pyodide
    info = json.loads((pyodide / "pyodide-lock.json").read_text())["info"]
    names = {
        "pyodide": "pyodide.mjs",
        "asm": "pyodide.asm.mjs",
        "wasm": "pyodide.asm.wasm",
        "pustaka": "python_stdlib.zip",
    }
    coded = {name: base64.b64encode(gzipped((pyodide / file).read_bytes())).decode() for name, file in names.items()}
    coded_worker = base64.b64encode(EMPTY.replace("KUNCI", json.dumps(info)).encode()).decode()
    parts = [
        f'<script type="application/octet-stream" id="bagian-{name}">{text}</script>' for name, text in coded.items()
    ]
    parts.append(f'<script type="application/octet-stream" id="pekerja">{coded_worker}</script>')
    target = folder / "kosong.html"
    target.write_text(f"<!doctype html><html><body>{''.join(parts)}<script>{EMPTY_PAGE}</script></body></html>")
    return target


def browser_pid() -> int:
    """Return the process of the Chromium that this process started."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_text().split("\0")
        except OSError:
            continue
        own = "chrom" in words[0] and not any(word.startswith("--type=") for word in words)
        if own and _beneath(int(folder.name), os.getpid()):
            return int(folder.name)
    raise SystemExit("Chromium tidak ditemukan di /proc")


def timed(spent: Callable[[], float], work: Callable[[], Any]) -> tuple[float, float]:
    """Return seconds of processor time and on the clock."""
    before, clock = spent(), time.perf_counter()
    work()
    return spent() - before, time.perf_counter() - clock


def opening(file: Path) -> tuple[float, float]:
    """Return what a new browser spends from opening a file until its engine is ready."""
    with browser() as chrome:
        context = chrome.new_context()
        page = context.new_page()
        page.goto("about:blank")
        pid = browser_pid()

        def open_it() -> None:
            page.goto(file.resolve().as_uri())
            page.locator("html[data-mesin=siap]").wait_for(state="attached", timeout=180_000)

        return timed(lambda: processor(pid), open_it)


def main(given: str = "") -> None:
    """Print the figures and whether the bounds hold."""
    with tempfile.TemporaryDirectory(prefix="pmprb-") as place:
        folder = Path(place)
        file, empty = Path(given) if given else build(folder), empty_page(folder)
        make_demo(folder / "demo")
        sheets = {
            f"lembar/{path.name}": path.read_bytes()
            for path in sorted(next((folder / "demo").glob("lembar-zi*")).glob("*.xlsx"))
        }
        first = dict([next(iter(sheets.items()))])
        ready = [(opening(empty), opening(file)) for _ in range(TURNS)]
        one, every, held = [], [], []
        with browser() as chrome, opened(chrome, file) as page:
            page.ready()
            pid = browser_pid()
            for content, found in ((first, one), (sheets, every)):
                desk = Desk(folder / f"meja-{len(content)}")
                for name, what in content.items():
                    desk.put(name, what)
                page.page.evaluate("pmprbMesin.untuk('rekap').buang()")
                page.put("rekap", content)
                for _ in range(TURNS + 1):
                    there = timed(lambda: processor(pid), lambda: page.work("rekap.gabung", {"lembar": "lembar"}))
                    here = timed(time.process_time, lambda desk=desk: run("rekap.gabung", desk, {"lembar": "lembar"}))
                    found.append((here, there))
            held = list(memory(pid).values())
    show("open to ready", "empty page", "pmprb.html", ready, lambda base: 1.5 * base + 3)
    show("one worksheet", "native", "page", one, lambda base: 3 * base)
    show(f"{len(sheets)} worksheets", "native", "page", every, lambda base: 2 * base)
    print(f"memory of the page's process, at most: {max(held)} MB ({'holds' if max(held) < 500 else 'does not hold'})")


def show(
    title: str, left: str, right: str, turns: list[tuple[tuple[float, float], tuple[float, float]]], most: Any
) -> None:
    """Print the least processor time of both sides, the clock beside it, and whether the bound holds."""
    base, other = (min(turn[side] for turn in turns) for side in (0, 1))
    holds = "holds" if other[0] <= most(base[0]) else "does not hold"
    print(
        f"{title:<16} {left} {base[0]:.2f} s ({base[1]:.2f} on the clock), {right} {other[0]:.2f} s ({other[1]:.2f}); "
        f"at most {most(base[0]):.2f}: {holds}"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
